//! What must always hold.

#![cfg(any(feature = "std", feature = "try-runtime"))]

use crate::types::canonical;
use crate::{Claims, Config, Holders, Pallet, Tagged, Tags};
use alloc::collections::BTreeSet;
use frame::deps::sp_runtime::TryRuntimeError;

type Checked = Result<(), TryRuntimeError>;

fn must(holds: bool, rule: &'static str) -> Checked {
	holds.then_some(()).ok_or(TryRuntimeError::Other(rule))
}

impl<T: Config> Pallet<T> {
	/// Checks that a key is one subject's, that a subject's keys are all its own, that no claim is without keys,
	/// and that a document has every tag under which it is found.
	pub fn check_invariants() -> Checked {
		let mut keys = 0_usize;
		for (subject, claim) in Claims::<T>::iter() {
			must(!claim.keys.is_empty(), "a claim without keys")?;
			must(canonical(&claim.keys).as_ref() == Some(&claim.keys), "keys out of order")?;
			let own = claim.keys.iter().all(|key| Holders::<T>::get(key) == Some(subject));
			must(own, "a key of a claim is another subject's")?;
			keys = keys.saturating_add(claim.keys.len());
		}
		must(Holders::<T>::iter_keys().count() == keys, "a key belongs to no claim")?;
		Self::check_tags()
	}

	fn check_tags() -> Checked {
		for (_, tags) in Tags::<T>::iter() {
			must(!tags.is_empty() && tags.is_sorted(), "tags out of order")?;
		}
		for (tag, found) in Tagged::<T>::iter() {
			must(!found.is_empty(), "a tag without documents is kept")?;
			let each: BTreeSet<_> = found.iter().collect();
			must(each.len() == found.len(), "a document stands twice under a tag")?;
			let own = found.iter().all(|subject| Tags::<T>::get(subject).contains(&tag));
			must(own, "a document is found under a tag that is not its own")?;
		}
		Ok(())
	}
}
