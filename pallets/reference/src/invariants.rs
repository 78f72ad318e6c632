//! What must always hold.

use crate::{
	CalendarMovable, CalendarOffset, Calendars, Config, NextEntry, OpenCount, OpenEntries, Pallet, RateDays,
	RateHistory, MAX_OPEN_ENTRIES,
};
use alloc::collections::BTreeMap;
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use zhidai_primitives::BasisPoints;

impl<T: Config> Pallet<T> {
	/// Checks that always:
	///
	/// 1. an organisation's count is that of its open entries, at most 64, and every entry's id was given out;
	/// 2. a confirmed rate is above zero, at most the whole, and was entered and confirmed by two organisations;
	/// 3. the days by which rates are found ascend and each has its rate; a rate that is not found by day is older than
	///    all of them;
	/// 4. a confirmed calendar is one of its year, entered and confirmed by two organisations;
	/// 5. the calendar is moved only where it is movable.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		Self::check_open_entries()?;
		Self::check_rates()?;
		Self::check_calendars()?;
		ensure!(
			CalendarMovable::<T>::get() || CalendarOffset::<T>::get() == 0,
			"reference 5: the calendar was moved"
		);
		Ok(())
	}

	fn check_open_entries() -> Result<(), TryRuntimeError> {
		let next = NextEntry::<T>::get();
		let mut counted = BTreeMap::new();
		for (id, open) in OpenEntries::<T>::iter() {
			ensure!(id < next, "reference 1: an entry's id was not given out");
			let count: &mut u32 = counted.entry(open.entered_by).or_default();
			*count = count.saturating_add(1);
		}
		let stored: BTreeMap<_, _> = OpenCount::<T>::iter().collect();
		ensure!(counted == stored, "reference 1: a count is not that of the open entries");
		ensure!(
			stored.values().all(|count| *count <= MAX_OPEN_ENTRIES),
			"reference 1: too many open entries"
		);
		Ok(())
	}

	fn check_rates() -> Result<(), TryRuntimeError> {
		for (kind, day, rate) in RateHistory::<T>::iter() {
			ensure!(
				(rate.content.kind, rate.content.effective_from) == (kind, day),
				"reference 2: a rate is kept under another key"
			);
			let value = rate.content.value_bp;
			ensure!(
				value > BasisPoints(0) && value <= BasisPoints::WHOLE,
				"reference 2: a rate is out of range"
			);
			ensure!(
				rate.entered_by != rate.confirmed_by,
				"reference 2: a rate was confirmed by who entered it"
			);
			let days = RateDays::<T>::get(kind);
			let is_older = days.is_full() && days.first().is_some_and(|first| day < *first);
			ensure!(days.contains(&day) || is_older, "reference 3: a rate is not found by day");
		}
		for (kind, days) in RateDays::<T>::iter() {
			ensure!(days.is_sorted_by(|one, next| one < next), "reference 3: the days do not ascend");
			ensure!(
				days.iter().all(|day| RateHistory::<T>::contains_key(kind, day)),
				"reference 3: a day has no rate"
			);
		}
		Ok(())
	}

	fn check_calendars() -> Result<(), TryRuntimeError> {
		for (year, calendar) in Calendars::<T>::iter() {
			ensure!(calendar.content.year == year, "reference 4: a calendar is kept under another year");
			ensure!(
				calendar.content.days.ensure_of(year).is_ok(),
				"reference 4: a calendar is not one of its year"
			);
			ensure!(
				calendar.entered_by != calendar.confirmed_by,
				"reference 4: a calendar was confirmed by who entered it"
			);
		}
		Ok(())
	}
}
