//! Where entries are kept: what is everybody's in the shared book, a bank's own average in a book of its own,
//! because one day each bank has a chain of its own. Both are read and written here and nowhere else; the
//! shared one journals.

use crate::{
	AverageTimelines, Averages, Book, CalendarOf, CalendarOffset, Config, Confirmed, Entries, Pallet,
	RateEntry, ReferenceChange, Timeline, Timelines,
};
use zhidai_primitives::{traits::Journal, EntryId, Ordered, RateKind};

impl<T: Config> Pallet<T> {
	/// A confirmed entry of a book.
	pub(crate) fn confirmed_entry(book: Book, entry: EntryId) -> Option<Confirmed> {
		match book {
			Book::Own(bank) => Averages::<T>::get(bank, Ordered::from(entry)),
			Book::Shared => Entries::<T>::get(entry),
		}
	}

	/// The rates of a kind that are found by day.
	pub(crate) fn timeline(kind: RateKind) -> Timeline {
		match RateEntry::published(kind) {
			Ok(rate) => Timelines::<T>::get(rate),
			Err(bank) => AverageTimelines::<T>::get(bank),
		}
	}

	/// The one writer of rates: keeps a confirmed one, marks what it supersedes, and has the rates of its
	/// kind found as they stand now.
	pub(crate) fn put_rate(kind: RateKind, entry: EntryId, confirmed: Confirmed, timeline: Timeline) {
		Self::put_entry(entry, confirmed);
		match RateEntry::published(kind) {
			Ok(rate) => Timelines::<T>::insert(rate, timeline),
			Err(bank) => AverageTimelines::<T>::insert(bank, timeline),
		}
	}

	/// The one writer of calendars: keeps a confirmed one as the year's, and marks what it supersedes.
	pub(crate) fn put_calendar(year: u16, entry: EntryId, confirmed: Confirmed) {
		Self::put_entry(entry, confirmed);
		CalendarOf::<T>::insert(year, entry);
	}

	/// The one writer of how far the calendar runs ahead of the clock.
	pub(crate) fn put_offset(days: i32) {
		CalendarOffset::<T>::put(days);
		T::Journal::record(ReferenceChange::Offset(days));
	}

	fn put_entry(entry: EntryId, confirmed: Confirmed) {
		let book = confirmed.content.book();
		let old = confirmed.supersedes().and_then(|old| Some((old, Self::confirmed_entry(book, old)?)));
		if let Some((number, old)) = old {
			Self::put_in_book(book, number, Confirmed { superseded_by: Some(entry), ..old });
		}
		Self::put_in_book(book, entry, confirmed);
	}

	fn put_in_book(book: Book, entry: EntryId, confirmed: Confirmed) {
		match book {
			Book::Own(bank) => Averages::<T>::insert(bank, Ordered::from(entry), confirmed),
			Book::Shared => {
				Entries::<T>::insert(entry, &confirmed);
				T::Journal::record(ReferenceChange::Entry { entry, confirmed });
			}
		}
	}
}
