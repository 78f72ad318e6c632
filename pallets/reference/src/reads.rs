//! What runtime APIs ask. Not for use in a block.

use crate::{Book, Config, Confirmed, Confirmers, OpenEntries, OpenEntry, Pallet, RateEntry, ToConfirm};
use alloc::vec::Vec;
use zhidai_primitives::{keys_after, traits::Directory, College, EntryId, OrgId, Page, RateKind, Role};

/// The most corrections of one entry that are told.
const MAX_CORRECTIONS: usize = 16;

impl<T: Config> Pallet<T> {
	/// The lists of entries of which an organisation can confirm some.
	pub fn confirms_as(org: OrgId) -> Vec<Confirmers> {
		let of_college = match Self::college_of(org) {
			Some(College::Banks) => Some(Confirmers::Banks),
			Some(College::Regulators) => Some(Confirmers::Regulators),
			None => None,
		};
		let own = T::Directory::has_role(org, Role::Bank).then_some(Confirmers::Bank(org));
		of_college.into_iter().chain(own).collect()
	}

	/// The entries of such a list that an organisation can confirm today, the oldest first, after one. What waited too
	/// long, or whose maker could not enter it any more, is left out: a page can be empty and not be the last.
	pub fn entries_to_confirm(
		list: Confirmers,
		org: OrgId,
		after: Option<EntryId>,
		limit: u32,
	) -> Page<(EntryId, OpenEntry), EntryId> {
		let places = keys_after::<ToConfirm<T>, _, _>(list, after.map(|last| last.0));
		let Page { items, next } = Page::collect(places.map(EntryId::from), limit, |entry| *entry);
		let with_content = |entry| {
			let open = OpenEntries::<T>::get(entry).filter(|open| Self::is_confirmable(entry, open, org))?;
			Some((entry, open))
		};
		Page { items: items.into_iter().filter_map(with_content).collect(), next }
	}

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
