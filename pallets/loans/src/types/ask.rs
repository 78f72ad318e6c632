//! What one officer asks for and another must agree to. Knows no `Config`.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, OfficerId, OrgId};

/// For how many days after its own an ask counts. A colleague agrees within days; what lay for a month was forgotten,
/// and the reasons for it may be gone.
pub const ASK_STANDS_DAYS: u32 = 30;

/// What an officer asks for. It counts for some days, and while that officer could still ask with that key.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask<AccountId> {
	/// Whose officer asks.
	pub org: OrgId,
	/// The officer who asks.
	pub officer: OfficerId,
	/// The key that signed it.
	pub account: AccountId,
	/// The day on which it was asked.
	pub asked_on: Day,
}

impl<AccountId> Ask<AccountId> {
	/// Whether it was not asked too long ago.
	pub fn stands_on(&self, day: Day) -> bool {
		self.asked_on.plus_days(ASK_STANDS_DAYS).is_none_or(|last| day <= last)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn it_stands_for_its_days_and_no_longer() {
		let ask = Ask { org: OrgId(1), officer: OfficerId(100), account: 100_u64, asked_on: Day(10) };
		let last = 10 + ASK_STANDS_DAYS;
		assert!(ask.stands_on(Day(10)) && ask.stands_on(Day(last)) && !ask.stands_on(Day(last + 1)));
	}
}
