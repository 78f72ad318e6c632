//! Working days of a year, and the calendar's shift.

use crate::Fault;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use zhidai_primitives::Day;

pub use zhidai_primitives::limits::{MAX_HOLIDAYS, MAX_MAKE_UP_DAYS};

/// The longest clock in working days: about a year.
pub const MAX_WORKING_DAYS: u16 = 250;
/// More calendar days than the longest clock can take: a year has at least 197 working days, because at most
/// [`MAX_HOLIDAYS`] weekdays of 261 are free.
pub const MAX_SPAN_DAYS: u32 = 731;

/// The days of one year on which the rule "Monday to Friday is worked" does not hold.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct YearDays {
	/// 放假: free, on whatever day of the week. Ascending.
	pub holidays: BoundedVec<Day, ConstU32<MAX_HOLIDAYS>>,
	/// 调休: Saturdays and Sundays that are worked. Ascending.
	pub make_up_days: BoundedVec<Day, ConstU32<MAX_MAKE_UP_DAYS>>,
}

impl YearDays {
	/// Refuses lists that are not a calendar of this year.
	pub fn ensure_of(&self, year: u16) -> Result<(), Fault> {
		let first = Day::from_ymd(u32::from(year), 1, 1).map_err(|_| Fault::YearOutOfRange)?;
		let last = Day::from_ymd(u32::from(year), 12, 31).map_err(|_| Fault::YearOutOfRange)?;
		for days in [self.holidays.as_slice(), self.make_up_days.as_slice()] {
			if !days.is_sorted_by(|one, next| one < next) {
				return Err(Fault::DaysOutOfOrder);
			}
			if days.iter().any(|day| *day < first || *day > last) {
				return Err(Fault::DayOutsideYear);
			}
		}
		if self.make_up_days.iter().any(|day| !is_weekend(*day)) {
			return Err(Fault::MakeUpDayNotOnWeekend);
		}
		if self.make_up_days.iter().any(|day| self.holidays.binary_search(day).is_ok()) {
			return Err(Fault::HolidayAndMakeUpDay);
		}
		Ok(())
	}

	/// Whether the day, one of this year, is worked.
	pub fn is_working_day(&self, day: Day) -> bool {
		if is_weekend(day) {
			self.make_up_days.binary_search(&day).is_ok()
		} else {
			self.holidays.binary_search(&day).is_err()
		}
	}

	/// Refuses to take the place of another calendar of the year that differs on a day that has come.
	pub fn ensure_replaces(&self, old: &Self, today: Day) -> Result<(), Fault> {
		let mut listed =
			[self, old].into_iter().flat_map(|days| days.holidays.iter().chain(&days.make_up_days));
		let has_changed = |day: Day| self.is_working_day(day) != old.is_working_day(day);
		if listed.any(|day| *day <= today && has_changed(*day)) {
			return Err(Fault::PastDayChanged);
		}
		Ok(())
	}
}

fn is_weekend(day: Day) -> bool {
	day.weekday() > 5
}

/// The day this many days later, or earlier where negative; nothing outside 1970 to 9999.
pub(crate) fn shift(day: Day, offset: i32) -> Option<Day> {
	match u32::try_from(offset) {
		Ok(later) => day.plus_days(later),
		Err(_) => day.0.checked_sub(offset.unsigned_abs()).map(Day),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn day(text: &str) -> Day {
		text.parse().unwrap()
	}

	fn days(holidays: &[&str], make_up_days: &[&str]) -> YearDays {
		let list = |texts: &[&str]| texts.iter().map(|text| day(text)).collect::<Vec<_>>();
		YearDays {
			holidays: list(holidays).try_into().unwrap(),
			make_up_days: list(make_up_days).try_into().unwrap(),
		}
	}

	#[test]
	fn a_holiday_is_free_and_a_make_up_day_is_worked() {
		// 国庆 2025: 1 to 8 October free; Sunday 28 September and Saturday 11 October worked.
		let year = days(&["2025-10-01", "2025-10-04"], &["2025-09-28", "2025-10-11"]);
		assert_eq!(year.ensure_of(2025), Ok(()));
		let worked = ["2025-09-28", "2025-09-30", "2025-10-11", "2025-10-13"];
		let free = ["2025-10-01", "2025-10-04", "2025-10-05", "2025-10-12"];
		assert!(worked.iter().all(|text| year.is_working_day(day(text))));
		assert!(!free.iter().any(|text| year.is_working_day(day(text))));
	}

	#[test]
	fn lists_that_are_no_calendar_of_the_year_are_refused() {
		for (days, year, fault) in [
			(days(&["2025-10-02", "2025-10-01"], &[]), 2025, Fault::DaysOutOfOrder),
			(days(&["2025-10-01", "2025-10-01"], &[]), 2025, Fault::DaysOutOfOrder),
			(days(&[], &["2025-10-11", "2025-09-28"]), 2025, Fault::DaysOutOfOrder),
			(days(&["2026-01-01"], &[]), 2025, Fault::DayOutsideYear),
			(days(&["2024-12-31"], &[]), 2025, Fault::DayOutsideYear),
			(days(&[], &["2026-01-04"]), 2025, Fault::DayOutsideYear),
			(days(&[], &["2025-10-10"]), 2025, Fault::MakeUpDayNotOnWeekend),
			(days(&["2025-10-11"], &["2025-10-11"]), 2025, Fault::HolidayAndMakeUpDay),
			(days(&[], &[]), 1969, Fault::YearOutOfRange),
			(days(&[], &[]), 10_000, Fault::YearOutOfRange),
		] {
			assert_eq!(days.ensure_of(year), Err(fault), "{days:?}");
		}
		assert_eq!(days(&["2025-01-01", "2025-12-31"], &[]).ensure_of(2025), Ok(()));
	}

	#[test]
	fn a_calendar_is_replaced_only_for_days_to_come() {
		let old = days(&["2025-05-01", "2025-10-01"], &["2025-04-27"]);
		let today = day("2025-05-01");
		assert_eq!(days(&["2025-05-01", "2025-05-02"], &["2025-04-27"]).ensure_replaces(&old, today), Ok(()));
		for new in [
			days(&["2025-10-01"], &["2025-04-27"]),
			days(&["2025-05-01"], &[]),
			days(&["2025-04-30", "2025-05-01"], &["2025-04-27"]),
			days(&["2025-05-01"], &["2025-04-26", "2025-04-27"]),
		] {
			assert_eq!(new.ensure_replaces(&old, today), Err(Fault::PastDayChanged), "{new:?}");
		}
		// That a free Sunday is listed or not makes no difference.
		let same = days(&["2025-01-05", "2025-05-01"], &["2025-04-27"]);
		assert_eq!(same.ensure_replaces(&old, today), Ok(()));
	}

	#[test]
	fn the_longest_clock_ends_within_the_span() {
		// The fewest working days: two years running, all listed holidays on weekdays at the start of the
		// year.
		let mut free = Vec::new();
		let mut worked = 0;
		for number in 0..MAX_SPAN_DAYS {
			let day = day("2026-12-31").plus_days(number).unwrap();
			let in_year = free.iter().filter(|free: &&Day| free.ymd().0 == day.ymd().0).count();
			if is_weekend(day) {
			} else if in_year < usize::try_from(MAX_HOLIDAYS).unwrap() {
				free.push(day);
			} else {
				worked += 1;
			}
		}
		assert!(worked >= MAX_WORKING_DAYS, "{worked}");
	}

	proptest! {
		#[test]
		fn a_shift_there_and_back_ends_where_it_began(start in 0..2_932_896_u32, offset in -40_000..40_000_i32) {
			match shift(Day(start), offset) {
				Some(shifted) => prop_assert_eq!(shift(shifted, -offset), Some(Day(start))),
				None => prop_assert!(!(0..=2_932_896).contains(&(i64::from(start) + i64::from(offset)))),
			}
		}
	}
}
