//! Pages of lists.

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

	/// The first entries of what is left of a list, at least one; the cursor is that of the last of them.
	pub fn collect(left: impl Iterator<Item = Item>, limit: usize, cursor: impl Fn(&Item) -> Cursor) -> Self {
		let mut left = left.peekable();
		let items: Vec<Item> = left.by_ref().take(limit.max(1)).collect();
		let next = items.last().map(cursor).filter(|_| left.peek().is_some());
		Self { items, next }
	}

	/// The same page of other entries.
	pub fn map<Other>(self, map: impl FnMut(Item) -> Other) -> Page<Other, Cursor> {
		Page { items: self.items.into_iter().map(map).collect(), next: self.next }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn pages_of_any_size_leave_nothing_out_and_say_when_they_end() {
		for limit in [0, 1, 3, 10, 11] {
			let (mut seen, mut after) = (Vec::new(), None);
			loop {
				let left = (0..10).filter(|number| after.is_none_or(|last| *number > last));
				let page = Page::collect(left, limit, |number| *number);
				seen.extend(page.items);
				after = page.next;
				if after.is_none() {
					break;
				}
			}
			assert_eq!(seen, (0..10).collect::<Vec<_>>(), "pages of {limit}");
		}
		assert_eq!(
			Page::collect([1].into_iter(), 5, |number| *number),
			Page { items: alloc::vec![1], next: None }
		);
		assert_eq!(Page::<u8, u8>::empty().map(u16::from), Page { items: alloc::vec![], next: None });
	}
}
