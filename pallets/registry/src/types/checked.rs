//! What a checker has checked on a day: its limit is for that, so that no parts slip under it.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{traits::Checks, Day, Fen};

/// What a checker with a limit checked for a borrower on a day.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckedSums {
	/// The day.
	pub day: Day,
	/// Of offers.
	pub offers: Fen,
	/// Of drawdowns.
	pub drawdowns: Fen,
}

impl CheckedSums {
	/// With such an amount more on this day, and the sum of its kind then; nothing where no amount is as large.
	pub fn with(self, today: Day, of_what: Checks, amount: Fen) -> Option<(Self, Fen)> {
		let mut sums = if self.day == today { self } else { Self { day: today, ..Self::default() } };
		let sum = match of_what {
			Checks::Offers => &mut sums.offers,
			Checks::Drawdowns => &mut sums.drawdowns,
		};
		*sum = sum.checked_add(amount)?;
		let sum = *sum;
		Some((sums, sum))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sums_are_counted_by_the_day_and_each_kind_apart() {
		let (one, sum) = CheckedSums::default().with(Day(3), Checks::Offers, Fen(5)).unwrap();
		assert_eq!(sum, Fen(5));
		let (two, sum) = one.with(Day(3), Checks::Drawdowns, Fen(7)).unwrap();
		assert_eq!((sum, two.offers), (Fen(7), Fen(5)));
		assert_eq!(two.with(Day(3), Checks::Drawdowns, Fen(1)).unwrap().1, Fen(8));
		assert_eq!(two.with(Day(4), Checks::Drawdowns, Fen(1)).unwrap().1, Fen(1));
		assert_eq!(two.with(Day(3), Checks::Offers, Fen(u64::MAX)), None);
	}
}
