//! The rule of the two colleges: pure arithmetic, so that it can be checked against what it stands for.

/// How many of so many seats finalise a block, and how many ayes pass a motion.
///
/// GRANDPA finalises at n − ⌊(n − 1) / 3⌋ votes. That is the smallest m with 3·m > 2·n, "more than two thirds", for
/// every n; "at least two thirds" would be less where 3 divides n, and one college of four in six seats would then
/// decide alone. So one number serves blocks and motions.
pub const fn threshold(seats: u32) -> u32 {
	seats.saturating_sub(seats.saturating_sub(1).saturating_div(3))
}

/// How many of so many seats can be lost: with one more, blocks are no longer final (nodes) or no motion
/// passes (officers).
pub const fn spare_seats(seats: u32) -> u32 {
	seats.saturating_sub(threshold(seats))
}

/// Why seats break the rule of the two colleges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollegeRule {
	/// There is no seat.
	NoSeats,
	/// The regulators' college reaches the threshold without any bank.
	RegulatorsAlone,
	/// The banks' college reaches the threshold without any regulator.
	BanksAlone,
}

impl CollegeRule {
	/// The rule that is broken, in words.
	pub const fn reason(self) -> &'static str {
		match self {
			Self::NoSeats => "there is no validator seat",
			Self::RegulatorsAlone => "the regulators' college could finalise and decide without any bank",
			Self::BanksAlone => "the banks' college could finalise and decide without any regulator",
		}
	}
}

/// Refuses where one college alone could finalise blocks and pass motions.
pub const fn college_rule(regulators: u32, banks: u32) -> Result<(), CollegeRule> {
	let seats = regulators.saturating_add(banks);
	if seats == 0 {
		return Err(CollegeRule::NoSeats);
	}
	let threshold = threshold(seats);
	if regulators >= threshold {
		return Err(CollegeRule::RegulatorsAlone);
	}
	if banks >= threshold {
		return Err(CollegeRule::BanksAlone);
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn known_councils() {
		for (regulators, banks, expected) in [
			(1, 1, Ok(())),
			(2, 1, Ok(())),
			(2, 2, Ok(())),
			(4, 2, Ok(())),
			(4, 3, Ok(())),
			(6, 3, Ok(())),
			(11, 10, Ok(())),
			(0, 0, Err(CollegeRule::NoSeats)),
			(1, 0, Err(CollegeRule::RegulatorsAlone)),
			(0, 1, Err(CollegeRule::BanksAlone)),
			(3, 1, Err(CollegeRule::RegulatorsAlone)),
			(1, 3, Err(CollegeRule::BanksAlone)),
			(5, 2, Err(CollegeRule::RegulatorsAlone)),
			(7, 2, Err(CollegeRule::RegulatorsAlone)),
			(2, 8, Err(CollegeRule::BanksAlone)),
		] {
			assert_eq!(college_rule(regulators, banks), expected, "{regulators} + {banks}");
		}
	}

	#[test]
	fn known_thresholds() {
		for (seats, expected) in
			[(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (6, 5), (7, 5), (9, 7), (10, 7), (21, 15)]
		{
			assert_eq!(threshold(seats), expected, "{seats} seats");
		}
	}

	#[test]
	fn of_four_seats_one_can_be_lost_and_of_seven_two() {
		for (seats, expected) in [(0, 0), (1, 0), (3, 0), (4, 1), (6, 1), (7, 2), (10, 3), (21, 6)] {
			assert_eq!(spare_seats(seats), expected, "{seats} seats");
		}
	}

	/// The smallest number of ayes that "more than two thirds" accepts, found by looking.
	fn smallest_majority(seats: u64) -> u64 {
		(0..=seats).find(|ayes| ayes * 3 > seats * 2).expect("all of them are more than two thirds")
	}

	proptest! {
		#[test]
		fn more_than_two_thirds_is_grandpas_threshold(seats in 1_u32..2_000) {
			prop_assert_eq!(u64::from(threshold(seats)), smallest_majority(u64::from(seats)));
		}

		/// The lemma that the design rests on: no college reaches the finality threshold if and only if each college
		/// holds a veto, that is, all others together do not pass a motion.
		#[test]
		fn no_college_finalises_alone_exactly_where_each_holds_a_veto(
			regulators in 0_u32..500, banks in 0_u32..500,
		) {
			prop_assume!(regulators + banks > 0);
			let majority = smallest_majority(u64::from(regulators + banks));
			let each_holds_a_veto = u64::from(banks) < majority && u64::from(regulators) < majority;
			prop_assert_eq!(college_rule(regulators, banks).is_ok(), each_holds_a_veto);
		}

		#[test]
		fn a_rule_is_never_an_overflow(regulators: u32, banks: u32) {
			let _ = college_rule(regulators, banks);
		}
	}
}
