//! What must always hold.

use crate::{
	AverageTimelines, Averages, Book, CalendarMovable, CalendarOf, CalendarOffset, Config, Confirmed,
	Content, Entries, NextEntry, OpenCount, OpenEntries, Pallet, RateEntry, Timeline, Timelines, ToConfirm,
	MAX_OPEN_ENTRIES,
};
use alloc::collections::BTreeMap;
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use zhidai_primitives::{Day, EntryId, Ordered, OrgId, RateKind};

impl<T: Config> Pallet<T> {
	/// Checks that always:
	///
	/// 1. an organisation's count is that of its open entries, at most 64, and every entry's id was given
	///    out; each waits once, for those who can confirm it;
	/// 2. what was confirmed is sound, stands in its own book, and was entered and confirmed by two
	///    organisations;
	/// 3. what was corrected and what corrected it name each other;
	/// 4. a rate that is found by day stands, is of that kind, and starts on that day; one that stands and is
	///    not found is older than all that are, and these are as many as can be;
	/// 5. a year's calendar stands and is one of that year; a calendar that stands is its year's;
	/// 6. the calendar is moved only where it is movable.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		Self::check_open_entries()?;
		let shared = Entries::<T>::iter().map(|(entry, confirmed)| (Book::Shared, entry, confirmed));
		let own =
			Averages::<T>::iter().map(|(bank, entry, confirmed)| (Book::Own(bank), entry.into(), confirmed));
		for (book, entry, confirmed) in shared.chain(own) {
			ensure!(entry < NextEntry::<T>::get(), "reference 1: an entry's id was not given out");
			Self::check_confirmed(book, entry, &confirmed)?;
			Self::check_correction(book, entry, &confirmed)?;
			if confirmed.superseded_by.is_none() {
				Self::check_is_found(entry, &confirmed)?;
			}
		}
		Self::check_timelines()?;
		Self::check_calendars()?;
		ensure!(
			CalendarMovable::<T>::get() || CalendarOffset::<T>::get() == 0,
			"reference 6: the calendar was moved"
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
			let waits = ToConfirm::<T>::contains_key(open.waits_for, Ordered::from(id));
			ensure!(waits, "reference 1: an open entry waits for nobody");
		}
		let waiting = ToConfirm::<T>::iter_keys().count();
		ensure!(waiting == OpenEntries::<T>::iter_keys().count(), "reference 1: what is not open waits");
		let stored: BTreeMap<_, _> = OpenCount::<T>::iter().collect();
		ensure!(counted == stored, "reference 1: a count is not that of the open entries");
		ensure!(
			stored.values().all(|count| *count <= MAX_OPEN_ENTRIES),
			"reference 1: too many open entries"
		);
		Ok(())
	}

	fn check_confirmed(book: Book, entry: EntryId, confirmed: &Confirmed) -> Result<(), TryRuntimeError> {
		ensure!(confirmed.content.book() == book, "reference 2: an entry stands in another's book");
		ensure!(!OpenEntries::<T>::contains_key(entry), "reference 2: a confirmed entry waits");
		let is_sound = match &confirmed.content {
			// Days ahead are a matter of when it was entered.
			Content::Rate(rate) => rate.ensure_sound(Day(u32::MAX)).is_ok(),
			Content::Calendar(calendar) => calendar.days.ensure_of(calendar.year).is_ok(),
		};
		ensure!(is_sound, "reference 2: what was confirmed is not sound");
		let are_two = confirmed.entered_by != confirmed.confirmed_by;
		ensure!(are_two, "reference 2: an entry was confirmed by who entered it");
		Ok(())
	}

	fn check_correction(book: Book, entry: EntryId, confirmed: &Confirmed) -> Result<(), TryRuntimeError> {
		let names = |number: EntryId, points_back: fn(&Confirmed) -> Option<EntryId>| {
			Self::confirmed_entry(book, number).is_some_and(|other| {
				points_back(&other) == Some(entry) && other.content.is_of_one_matter(&confirmed.content)
			})
		};
		let old = confirmed.supersedes().is_none_or(|old| names(old, |other| other.superseded_by));
		ensure!(old, "reference 3: what was corrected does not say so");
		let new = confirmed.superseded_by.is_none_or(|new| names(new, Confirmed::supersedes));
		ensure!(new, "reference 3: what is said to correct an entry does not");
		Ok(())
	}

	fn check_is_found(entry: EntryId, confirmed: &Confirmed) -> Result<(), TryRuntimeError> {
		let is_found = match &confirmed.content {
			Content::Calendar(calendar) => CalendarOf::<T>::get(calendar.year) == Some(entry),
			Content::Rate(rate) => {
				let timeline = Self::timeline(rate.kind);
				let first = timeline.starts().first().map(|start| start.from);
				let is_older = timeline.is_full() && first.is_some_and(|first| rate.effective_from < first);
				is_older || timeline.starts().iter().any(|start| start.entry == entry)
			}
		};
		ensure!(is_found, "reference 4, 5: an entry stands and is not found");
		Ok(())
	}

	fn check_timelines() -> Result<(), TryRuntimeError> {
		let of_bank = |(bank, timeline): (OrgId, Timeline)| (Err(bank), timeline);
		let published = Timelines::<T>::iter().map(|(rate, timeline)| (Ok(rate), timeline));
		for (rate, timeline) in published.chain(AverageTimelines::<T>::iter().map(of_bank)) {
			let starts = timeline.starts();
			ensure!(
				starts.is_sorted_by(|one, next| one.from < next.from),
				"reference 4: the days do not ascend"
			);
			let book = rate.map_or_else(Book::Own, |_| Book::Shared);
			let stands = starts.iter().all(|start| {
				let is_that_rate =
					|kind: RateKind, from| RateEntry::published(kind) == rate && from == start.from;
				Self::confirmed_entry(book, start.entry).is_some_and(|found| {
					let fits = matches!(found.content, Content::Rate(one) if is_that_rate(one.kind, one.effective_from));
					fits && found.superseded_by.is_none()
				})
			});
			ensure!(stands, "reference 4: a day has no rate that stands");
		}
		Ok(())
	}

	fn check_calendars() -> Result<(), TryRuntimeError> {
		for (year, entry) in CalendarOf::<T>::iter() {
			let stands = Entries::<T>::get(entry).is_some_and(|found| {
				let is_years = matches!(found.content, Content::Calendar(one) if one.year == year);
				is_years && found.superseded_by.is_none()
			});
			ensure!(stands, "reference 5: a year has no calendar that stands");
		}
		Ok(())
	}
}
