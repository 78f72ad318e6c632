//! Calendar days in China Standard Time.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use core::str::FromStr;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

const MILLISECONDS_PER_DAY: u64 = 86_400_000;
/// China Standard Time is 8 hours ahead of UTC, all year.
const CHINA_OFFSET_MILLISECONDS: u64 = 8 * 3_600_000;
/// 9999-12-31, the last day that has a four-digit year.
const LAST_DAY: u32 = 2_932_896;

/// A calendar day in China Standard Time: days since 1970-01-01.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
#[serde(transparent)]
pub struct Day(pub u32);

/// Why a text or three numbers are not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayError {
	/// Not of the form `YYYY-MM-DD`.
	Malformed,
	/// There is no such day in the calendar, or it is before 1970-01-01.
	DoesNotExist,
}

impl fmt::Display for DayError {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(match self {
			Self::Malformed => "not a date; write it like 2026-03-31",
			Self::DoesNotExist => "there is no such day in the calendar (or it is before 1970-01-01)",
		})
	}
}

impl core::error::Error for DayError {}

const fn is_leap(year: u32) -> bool {
	year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// How many days a month (1 to 12) has.
const fn days_in_month(year: u32, month: u32) -> u32 {
	match month {
		2 if is_leap(year) => 29,
		2 => 28,
		4 | 6 | 9 | 11 => 30,
		_ => 31,
	}
}

impl Day {
	/// The day on which a moment falls in China, from milliseconds since 1970-01-01 UTC.
	pub fn from_unix_milliseconds(moment: u64) -> Self {
		let days = moment.saturating_add(CHINA_OFFSET_MILLISECONDS) / MILLISECONDS_PER_DAY;
		Self(u32::try_from(days).unwrap_or(LAST_DAY).min(LAST_DAY))
	}

	/// The day with this year, month (1 to 12) and day of the month.
	pub fn from_ymd(year: u32, month: u32, day: u32) -> Result<Self, DayError> {
		let exists = (1970..=9999).contains(&year)
			&& (1..=12).contains(&month)
			&& day >= 1
			&& day <= days_in_month(year, month);
		if !exists {
			return Err(DayError::DoesNotExist);
		}
		// Counts from 1 March of year 0, so that the leap day is a year's last (Howard Hinnant's civil calendar).
		let shifted = if month <= 2 { year.saturating_sub(1) } else { year };
		let (era, year_of_era) = (shifted / 400, shifted % 400);
		let month_from_march = if month > 2 { month.saturating_sub(3) } else { month.saturating_add(9) };
		let day_of_year = (month_from_march.saturating_mul(153).saturating_add(2) / 5)
			.saturating_add(day)
			.saturating_sub(1);
		let day_of_era = year_of_era
			.saturating_mul(365)
			.saturating_add(year_of_era / 4)
			.saturating_sub(year_of_era / 100)
			.saturating_add(day_of_year);
		Ok(Self(era.saturating_mul(146_097).saturating_add(day_of_era).saturating_sub(719_468)))
	}

	/// Year, month (1 to 12) and day of the month.
	pub fn ymd(self) -> (u32, u32, u32) {
		let days = self.0.saturating_add(719_468);
		let (era, day_of_era) = (days / 146_097, days % 146_097);
		let year_of_era = day_of_era
			.saturating_sub(day_of_era / 1_460)
			.saturating_add(day_of_era / 36_524)
			.saturating_sub(day_of_era / 146_096)
			/ 365;
		let before =
			year_of_era.saturating_mul(365).saturating_add(year_of_era / 4).saturating_sub(year_of_era / 100);
		let day_of_year = day_of_era.saturating_sub(before);
		let month_from_march = day_of_year.saturating_mul(5).saturating_add(2) / 153;
		let day = day_of_year
			.saturating_sub(month_from_march.saturating_mul(153).saturating_add(2) / 5)
			.saturating_add(1);
		let month = if month_from_march < 10 {
			month_from_march.saturating_add(3)
		} else {
			month_from_march.saturating_sub(9)
		};
		let year = era.saturating_mul(400).saturating_add(year_of_era).saturating_add(u32::from(month <= 2));
		(year, month, day)
	}

	/// This many days later, or nothing past 9999-12-31.
	pub fn plus_days(self, days: u32) -> Option<Self> {
		self.0.checked_add(days).filter(|day| *day <= LAST_DAY).map(Self)
	}

	/// This many calendar months later, on the same day of the month or the month's last (G-30).
	pub fn plus_months(self, months: u32) -> Option<Self> {
		let (year, month, day) = self.ymd();
		let index = year.checked_mul(12)?.checked_add(month)?.checked_sub(1)?.checked_add(months)?;
		let (year, month) = (index / 12, (index % 12).saturating_add(1));
		Self::from_ymd(year, month, day.min(days_in_month(year, month))).ok()
	}

	/// This many calendar months earlier, on the same day of the month or the month's last (G-30).
	pub fn minus_months(self, months: u32) -> Option<Self> {
		let (year, month, day) = self.ymd();
		let index = year.checked_mul(12)?.checked_add(month)?.checked_sub(1)?.checked_sub(months)?;
		let (year, month) = (index / 12, (index % 12).saturating_add(1));
		Self::from_ymd(year, month, day.min(days_in_month(year, month))).ok()
	}

	/// The day of the week, Monday = 1 to Sunday = 7.
	pub fn weekday(self) -> u8 {
		// 1970-01-01 was a Thursday.
		u8::try_from(self.0.saturating_add(3) % 7).unwrap_or(0).saturating_add(1)
	}

	/// The quarter in which the day falls.
	pub fn quarter(self) -> Quarter {
		let (year, month, _) = self.ymd();
		Quarter {
			year: u16::try_from(year).unwrap_or(u16::MAX),
			number: u8::try_from(month.saturating_sub(1) / 3).unwrap_or(0).saturating_add(1),
		}
	}
}

impl fmt::Display for Day {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (year, month, day) = self.ymd();
		write!(out, "{year:04}-{month:02}-{day:02}")
	}
}

impl FromStr for Day {
	type Err = DayError;

	fn from_str(text: &str) -> Result<Self, DayError> {
		let mut parts = text.splitn(3, '-');
		let mut part = |length: usize| {
			parts
				.next()
				.filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
				.and_then(|part| part.parse::<u32>().ok())
				.ok_or(DayError::Malformed)
		};
		Self::from_ymd(part(4)?, part(2)?, part(2)?)
	}
}

/// A calendar quarter.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
pub struct Quarter {
	/// The year.
	pub year: u16,
	/// 1 to 4.
	pub number: u8,
}

impl Quarter {
	/// The quarter's first day, or nothing where the number is not 1 to 4 or the year has no days.
	pub fn first_day(self) -> Option<Day> {
		if !(1..=4).contains(&self.number) {
			return None;
		}
		let month = u32::from(self.number).saturating_sub(1).saturating_mul(3).saturating_add(1);
		Day::from_ymd(u32::from(self.year), month, 1).ok()
	}

	/// The first day after the quarter.
	pub fn end(self) -> Option<Day> {
		self.first_day()?.plus_months(3)
	}

	/// Whether the day falls in the quarter.
	pub fn contains(self, day: Day) -> bool {
		day.quarter() == self
	}
}

impl fmt::Display for Quarter {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "{}Q{}", self.year, self.number)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;
	use proptest::prelude::*;

	fn day(text: &str) -> Day {
		text.parse().unwrap()
	}

	#[test]
	fn a_day_begins_at_midnight_in_china() {
		// 2026-03-31 15:59:59.999 UTC is a millisecond before midnight in China.
		let midnight = u64::from(day("2026-04-01").0) * MILLISECONDS_PER_DAY - CHINA_OFFSET_MILLISECONDS;
		assert_eq!(Day::from_unix_milliseconds(midnight - 1), day("2026-03-31"));
		assert_eq!(Day::from_unix_milliseconds(midnight), day("2026-04-01"));
		assert_eq!(Day::from_unix_milliseconds(0), day("1970-01-01"));
		assert_eq!(Day::from_unix_milliseconds(u64::MAX), day("9999-12-31"));
	}

	#[test]
	fn days_that_do_not_exist_are_refused() {
		for text in
			["2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "1969-12-31", "2100-02-29"]
		{
			assert_eq!(text.parse::<Day>(), Err(DayError::DoesNotExist), "{text}");
		}
		for text in
			["", "2026-1-1", "20260101", "2026-01-01x", "26-01-01", "2026/01/01", "2026-01", "+026-01-01"]
		{
			assert_eq!(text.parse::<Day>(), Err(DayError::Malformed), "{text}");
		}
		assert_eq!("2000-02-29".parse::<Day>().unwrap().to_string(), "2000-02-29");
	}

	#[test]
	fn g_30_months_end_on_the_same_day_or_the_months_last() {
		assert_eq!(day("2025-01-10").plus_months(12), Some(day("2026-01-10")));
		assert_eq!(day("2026-01-31").plus_months(1), Some(day("2026-02-28")));
		assert_eq!(day("2024-02-29").plus_months(12), Some(day("2025-02-28")));
		assert_eq!(day("2026-03-31").minus_months(1), Some(day("2026-02-28")));
		assert_eq!(day("2026-05-15").minus_months(36), Some(day("2023-05-15")));
		assert_eq!(day("9999-12-31").plus_months(1), None);
		assert_eq!(day("1970-01-01").minus_months(1), None);
	}

	#[test]
	fn weekdays_and_quarters() {
		assert_eq!(day("1970-01-01").weekday(), 4);
		assert_eq!(day("2026-11-21").weekday(), 6);
		let quarter = day("2026-11-21").quarter();
		assert_eq!(quarter.to_string(), "2026Q4");
		assert_eq!(quarter.first_day(), Some(day("2026-10-01")));
		assert_eq!(quarter.end(), Some(day("2027-01-01")));
		assert!(quarter.contains(day("2026-12-31")) && !quarter.contains(day("2027-01-01")));
		assert_eq!(Quarter { year: 2026, number: 5 }.first_day(), None);
	}

	proptest! {
		#[test]
		fn every_day_prints_and_reads_back(number in 0..=LAST_DAY) {
			prop_assert_eq!(Day(number).to_string().parse(), Ok(Day(number)));
		}
	}
}
