//! What the calls are made of, and what the neighbours read.

use crate::{
	calendar::{shift, YearDays, MAX_SPAN_DAYS, MAX_WORKING_DAYS},
	CalendarOffset, Calendars, Config, Confirmed, Content, EntryId, Error, NextEntry, OpenCount, OpenEntries,
	OpenEntry, Pallet, RateDays, RateEntry, RateHistory, MAX_OPEN_ENTRIES,
};
use frame::{prelude::*, traits::Time};
use zhidai_primitives::{
	traits::{Calendar, DatedRate, Directory, Rates},
	Actor, Day, Digest, Duty, OrgId, RateKind, Role, Roles,
};

/// Who keeps reference data: both colleges of the consortium.
const KEEPERS: Roles = Roles::of(&[Role::Bank, Role::MarketRegulator, Role::FinancialRegulator]);

impl<T: Config> Pallet<T> {
	/// The officer behind a call that keeps reference data.
	pub(crate) fn authorise(origin: OriginFor<T>, duty: Duty) -> Result<Actor, DispatchError> {
		T::Directory::authorise_as(&ensure_signed(origin)?, duty, KEEPERS)
	}

	/// Refuses the average of what is not a bank, and of another bank unless a regulator enters it.
	pub(crate) fn ensure_may_enter(kind: RateKind, org: OrgId) -> DispatchResult {
		let RateKind::BankAverage(bank) = kind else { return Ok(()) };
		let is_regulator = T::Directory::ensure_organisation(org, Roles::REGULATORS).is_ok();
		ensure!(bank == org || is_regulator, Error::<T>::NotOwnAverage);
		T::Directory::ensure_organisation(bank, Roles::of(&[Role::Bank]))
	}

	/// The day of the latest confirmed rate of a kind.
	pub(crate) fn latest_day(kind: RateKind) -> Option<Day> {
		RateDays::<T>::get(kind).last().copied()
	}

	/// Refuses what is not a calendar of the year or changes a day that has come. Answers with the entry that the
	/// calendar takes the place of.
	pub(crate) fn ensure_calendar(year: u16, days: &YearDays) -> Result<Option<EntryId>, DispatchError> {
		days.ensure_of(year).map_err(Error::<T>::from)?;
		let Some(old) = Calendars::<T>::get(year) else { return Ok(None) };
		days.ensure_replaces(&old.content.days, Self::today()).map_err(Error::<T>::from)?;
		Ok(Some(old.entry))
	}

	/// Stores an entry. Answers with its id and digest.
	pub(crate) fn open(content: Content, by: &Actor) -> Result<(EntryId, Digest), DispatchError> {
		let waiting = OpenCount::<T>::get(by.org);
		ensure!(waiting < MAX_OPEN_ENTRIES, Error::<T>::TooManyOpenEntries);
		let entry = NextEntry::<T>::get();
		NextEntry::<T>::put(entry.next().ok_or(Error::<T>::CounterUsedUp)?);
		OpenCount::<T>::insert(by.org, waiting.saturating_add(1));
		let digest = content.digest(entry);
		let (entered_by, maker, entered_on) = (by.org, by.officer, Self::today());
		OpenEntries::<T>::insert(entry, OpenEntry { content, entered_by, maker, entered_on });
		Ok((entry, digest))
	}

	/// Removes an entry of the organisation from those that wait.
	pub(crate) fn close(entry: EntryId, entered_by: OrgId) {
		OpenEntries::<T>::remove(entry);
		OpenCount::<T>::mutate_exists(entered_by, |count| {
			*count = count.and_then(|count| count.checked_sub(1)).filter(|left| *left > 0);
		});
	}

	/// Takes the entry that the officer may confirm, with this digest, from those that wait.
	pub(crate) fn take_confirmable(
		entry: EntryId,
		digest: Digest,
		by: &Actor,
	) -> Result<OpenEntry, DispatchError> {
		let open = OpenEntries::<T>::get(entry).ok_or(Error::<T>::NoSuchEntry)?;
		open.ensure_confirmable(entry, by.org, digest).map_err(Error::<T>::from)?;
		T::Directory::ensure_different_persons(open.maker, by.officer)?;
		Self::close(entry, open.entered_by);
		Ok(open)
	}

	/// What an entry says, with who vouches for it.
	pub(crate) fn confirmed<C>(entry: EntryId, content: C, entered_by: OrgId, by: &Actor) -> Confirmed<C> {
		Confirmed { content, entry, entered_by, confirmed_by: by.org, confirmed_on: Self::today() }
	}

	/// Adds a rate after the latest of its kind.
	pub(crate) fn add_rate(rate: Confirmed<RateEntry>) {
		let RateEntry { kind, effective_from, .. } = rate.content;
		RateHistory::<T>::insert(kind, effective_from, rate);
		RateDays::<T>::mutate(kind, |days| {
			if days.is_full() {
				days.remove(0);
			}
			let is_added = days.try_push(effective_from).is_ok();
			defensive_assert!(is_added, "the oldest was just taken out where there was no room");
		});
	}

	/// The current day by the clock, whatever the calendar was moved by.
	pub(crate) fn clock_day() -> Day {
		Day::from_unix_milliseconds(T::Time::now())
	}

	/// The working days of the year in which a day falls, with the year.
	fn year_of(day: Day) -> Result<(u16, YearDays), DispatchError> {
		let year = u16::try_from(day.ymd().0).unwrap_or(u16::MAX);
		let calendar = Calendars::<T>::get(year).ok_or(Error::<T>::CalendarMissing { year })?;
		Ok((year, calendar.content.days))
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
			let at = day.plus_days(offset).ok_or(Error::<T>::CalendarMissing { year: 10_000 })?;
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
		let days = RateDays::<T>::get(kind);
		let effective_from = days.iter().rev().find(|from| **from <= day).ok_or(Error::<T>::NoRate)?;
		let rate = RateHistory::<T>::get(kind, effective_from).ok_or(Error::<T>::NoRate)?;
		Ok(DatedRate { value: rate.content.value_bp, effective_from: *effective_from })
	}
}
