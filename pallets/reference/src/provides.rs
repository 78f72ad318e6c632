//! What neighbours ask: the current day, working days, rates.

use crate::{
	types::calendar::{shift, YearDays, MAX_SPAN_DAYS, MAX_WORKING_DAYS},
	Book, CalendarOf, CalendarOffset, Config, Content, Entries, Error, Pallet, RateEntry, Start,
};
use frame::{prelude::*, traits::Time};
use zhidai_primitives::{
	traits::{Calendar, DatedRate, Rates},
	Day, RateKind,
};

impl<T: Config> Pallet<T> {
	/// The current day by the clock, whatever the calendar was moved by.
	pub(crate) fn clock_day() -> Day {
		Day::from_unix_milliseconds(T::Time::now())
	}

	/// The working days of the year in which a day falls, with the year.
	fn year_of(day: Day) -> Result<(u16, YearDays), DispatchError> {
		let year = u16::try_from(day.ymd().0).unwrap_or(u16::MAX);
		let entry = CalendarOf::<T>::get(year).ok_or(Error::<T>::CalendarUnknown { year })?;
		match Entries::<T>::get(entry).map(|confirmed| confirmed.content) {
			Some(Content::Calendar(calendar)) => Ok((year, calendar.days)),
			_ => Err(Error::<T>::CalendarUnknown { year }.into()),
		}
	}
}

impl<T: Config> Calendar for Pallet<T> {
	fn today() -> Day {
		let day = Self::clock_day();
		// Out of range only before the first block, where the clock stands at 1970-01-01.
		shift(day, CalendarOffset::<T>::get()).unwrap_or(day)
	}

	/// With a count of 0: the day itself where it is worked, else the next one that is.
	fn working_days_after(day: Day, count: u16) -> Result<Day, DispatchError> {
		ensure!(count <= MAX_WORKING_DAYS, Error::<T>::ClockTooLong);
		let (first, mut left) = (u32::from(count > 0), count.max(1));
		let mut year: Option<(u16, YearDays)> = None;
		for offset in first..=MAX_SPAN_DAYS {
			let at = day.plus_days(offset).ok_or(Error::<T>::CalendarUnknown { year: 10_000 })?;
			let (number, days) = match year.take() {
				Some(known) if u32::from(known.0) == at.ymd().0 => known,
				_ => Self::year_of(at)?,
			};
			if days.is_working_day(at) {
				left = left.saturating_sub(1);
			}
			if left == 0 {
				return Ok(at);
			}
			year = Some((number, days));
		}
		// Not reached: see `MAX_SPAN_DAYS`.
		Err(Error::<T>::ClockTooLong.into())
	}
}

impl<T: Config> Rates for Pallet<T> {
	fn rate_on(kind: RateKind, day: Day) -> Result<DatedRate, DispatchError> {
		let Start { from: effective_from, entry } =
			Self::timeline(kind).on(day).ok_or(Error::<T>::RateUnknown)?;
		let book = RateEntry::published(kind).map_or_else(Book::Own, |_| Book::Shared);
		match Self::confirmed_entry(book, entry).map(|confirmed| confirmed.content) {
			Some(Content::Rate(rate)) => Ok(DatedRate { value: rate.value_bp, effective_from, entry }),
			_ => Err(Error::<T>::RateUnknown.into()),
		}
	}
}
