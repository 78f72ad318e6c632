//! How every pallet reads a list from where the page before ended.

use crate::Ordered;
use codec::FullCodec;
use polkadot_sdk::frame_support::IterableStorageDoubleMap;

/// The numbers that are listed under a first key, in their order: those after one, or all of them.
pub fn keys_after<List, First, Value>(first: First, after: Option<u32>) -> List::PartialKeyIterator
where
	List: IterableStorageDoubleMap<First, Ordered, Value>,
	First: FullCodec + Copy,
	Value: FullCodec,
{
	match after {
		Some(last) => List::iter_key_prefix_from(first, List::hashed_key_for(first, Ordered::from(last))),
		None => List::iter_key_prefix(first),
	}
}

/// The same with what is listed under each number.
pub fn entries_after<List, First, Value>(first: First, after: Option<u32>) -> List::PrefixIterator
where
	List: IterableStorageDoubleMap<First, Ordered, Value>,
	First: FullCodec + Copy,
	Value: FullCodec,
{
	match after {
		Some(last) => List::iter_prefix_from(first, List::hashed_key_for(first, Ordered::from(last))),
		None => List::iter_prefix(first),
	}
}
