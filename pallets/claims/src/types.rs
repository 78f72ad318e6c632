//! What is kept of a claim.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
pub use zhidai_primitives::traits::MAX_UNDER_TAG;
use zhidai_primitives::traits::{ClaimKey, ClaimState, ClaimSubject, MAX_CLAIM_KEYS};
use zhidai_primitives::{AlertTag, MAX_ALERT_TAGS};

/// The most tags that are kept of one document: those of two sides, where they differ.
pub const MAX_TAGS: u32 = MAX_ALERT_TAGS * 2;

/// The keys of one document, ascending and each once.
pub type ClaimKeys = BoundedVec<ClaimKey, ConstU32<MAX_CLAIM_KEYS>>;

/// A claim of one subject.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Claim {
	/// Under which keys.
	pub keys: ClaimKeys,
	/// How far it has come.
	pub state: ClaimState,
}

/// The tags of one document, ascending and each once.
pub type AlertTags = BoundedVec<AlertTag, ConstU32<MAX_TAGS>>;

/// The documents under one tag, the oldest first.
pub type Subjects = BoundedVec<ClaimSubject, ConstU32<MAX_UNDER_TAG>>;

/// The keys in one order and each once, so that two questions compare; nothing where they are too many.
pub(crate) fn canonical(keys: &[ClaimKey]) -> Option<ClaimKeys> {
	let mut keys: Vec<ClaimKey> = keys.to_vec();
	keys.sort_unstable();
	keys.dedup();
	keys.try_into().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn keys_compare_whatever_order_they_come_in() {
		assert_eq!(canonical(&[[2; 32], [1; 32], [2; 32]]), canonical(&[[1; 32], [2; 32]]));
		let many: Vec<ClaimKey> = (0..5).map(|byte| [byte; 32]).collect();
		assert_eq!(canonical(&many), None);
	}
}
