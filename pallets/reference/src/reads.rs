//! What runtime APIs ask. Not for use in a block.

use crate::{Book, Config, Confirmed, Pallet, RateEntry};
use alloc::vec::Vec;
use zhidai_primitives::{EntryId, RateKind};

/// The most corrections of one entry that are told.
const MAX_CORRECTIONS: usize = 16;

impl<T: Config> Pallet<T> {
	/// What took the place of an entry of a rate, one correction after the other: each with its number and its reason.
	pub fn corrections(kind: RateKind, entry: EntryId) -> Vec<(EntryId, Confirmed)> {
		let book = RateEntry::published(kind).map_or_else(Book::Own, |_| Book::Shared);
		let next = |entry| {
			let by = Self::confirmed_entry(book, entry)?.superseded_by?;
			Some((by, Self::confirmed_entry(book, by)?))
		};
		core::iter::successors(next(entry), |(last, _)| next(*last)).take(MAX_CORRECTIONS).collect()
	}
}
