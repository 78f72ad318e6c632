//! Pages of lists.

use crate::limits::MAX_PAGE;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize};

/// For a field that can be nothing in JSON: that it is nothing must be said. One that is left out is an error.
pub(crate) fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
	Option::deserialize(from)
}

/// A part of a list. Who reads it goes on with `next` until there is none: what is not here is not gone.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(bound(deserialize = "Item: Deserialize<'de>, Cursor: Deserialize<'de>"))]
pub struct Page<Item, Cursor> {
	/// The entries.
	pub items: Vec<Item>,
	/// With what to ask for the next page; nothing after the last.
	#[serde(deserialize_with = "said")]
	pub next: Option<Cursor>,
}

impl<Item, Cursor> Page<Item, Cursor> {
	/// An empty last page.
	pub const fn empty() -> Self {
		Self { items: Vec::new(), next: None }
	}

	/// The first entries of what is left of a list, one at least and [`MAX_PAGE`] at the most; the cursor is that
	/// of the last of them.
	pub fn collect(left: impl Iterator<Item = Item>, limit: u32, cursor: impl Fn(&Item) -> Cursor) -> Self {
		let mut left = left.peekable();
		let items: Vec<Item> = left.by_ref().take(page_length(limit)).collect();
		let next = items.last().map(cursor).filter(|_| left.peek().is_some());
		Self { items, next }
	}

	/// Every page of a list, one after the other, as one list.
	pub fn every<Error>(
		mut ask: impl FnMut(Option<Cursor>) -> Result<Self, Error>,
	) -> Result<Vec<Item>, Error> {
		let (mut all, mut cursor) = (Vec::new(), None);
		loop {
			let page = ask(cursor)?;
			all.extend(page.items);
			cursor = page.next;
			if cursor.is_none() {
				return Ok(all);
			}
		}
	}

	/// The same page of other entries.
	pub fn map<Other>(self, map: impl FnMut(Item) -> Other) -> Page<Other, Cursor> {
		Page { items: self.items.into_iter().map(map).collect(), next: self.next }
	}
}

impl<Item> Page<Item, u32> {
	/// A part of a list that has no keys and is made anew for every question, as broken rules are: the cursor is how
	/// many entries came before. At one block the same question makes the same list.
	pub fn counted(all: impl Iterator<Item = Item>, before: Option<u32>, limit: u32) -> Self {
		let before = before.unwrap_or_default();
		let mut left = all.skip(usize::try_from(before).unwrap_or(usize::MAX)).peekable();
		let items: Vec<Item> = left.by_ref().take(page_length(limit)).collect();
		let read = u32::try_from(items.len()).unwrap_or(u32::MAX);
		let next = left.peek().is_some().then(|| before.saturating_add(read));
		Self { items, next }
	}
}

/// How long a page is that was asked for at this length.
pub fn page_length(limit: u32) -> usize {
	usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_list_without_keys_is_read_by_counting() {
		let seen = Page::every(|before| Ok::<_, ()>(Page::counted(0..10, before, 4)));
		assert_eq!(seen, Ok((0..10).collect()));
		assert_eq!(Page::counted(0..10, None, 4).next, Some(4));
		assert_eq!(Page::counted(0..10, Some(6), 4), Page { items: alloc::vec![6, 7, 8, 9], next: None });
		assert_eq!(Page::counted(0..10, Some(u32::MAX), 4), Page::empty());
	}

	#[test]
	fn no_page_is_empty_before_the_end_or_longer_than_any() {
		assert_eq!((page_length(0), page_length(7), page_length(u32::MAX)), (1, 7, MAX_PAGE as usize));
	}

	#[test]
	fn pages_of_any_size_leave_nothing_out_and_say_when_they_end() {
		for limit in [0, 1, 3, 10, 11] {
			let seen = Page::every(|after| {
				let left = (0..10).filter(|number| after.is_none_or(|last| *number > last));
				Ok::<_, ()>(Page::collect(left, limit, |number| *number))
			});
			assert_eq!(seen, Ok((0..10).collect()), "pages of {limit}");
		}
		assert_eq!(
			Page::collect([1].into_iter(), 5, |number| *number),
			Page { items: alloc::vec![1], next: None }
		);
		assert_eq!(Page::<u8, u8>::empty().map(u16::from), Page { items: alloc::vec![], next: None });
	}
}
