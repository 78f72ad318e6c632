//! What is kept of a claim.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use zhidai_primitives::traits::{ClaimKey, ClaimState, MAX_CLAIM_KEYS};

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
