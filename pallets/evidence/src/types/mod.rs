//! What is kept. Knows no `Config`.

mod content;
mod judgement;
mod record;
mod verdict;

pub use content::{evidence_digest, Content};
pub use judgement::judge;
pub use record::{EvidenceRecord, EvidenceState, Status};
pub(crate) use verdict::opposite;
pub use verdict::{Retraction, RetractionReason, Statement, VerdictRecord};

use codec::{Decode, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use zhidai_primitives::traits::{ClaimKey, MAX_CLAIM_KEYS};
use zhidai_primitives::EvidenceId;

/// The most fingerprints that a verdict carries.
pub const MAX_FINGERPRINTS: u32 = MAX_CLAIM_KEYS;
/// The most revisions that one piece of evidence can have; after that it must be filed anew.
pub const MAX_REVISIONS: u16 = 16;
/// The most evidence of one filer that can wait for verdicts on one loan: a document for every line of the longest drawdown.
pub const MAX_OPEN_PER_LOAN: u32 = zhidai_primitives::MAX_LINES;
/// The most evidence of one filer that can wait for verdicts at one regulator, over all loans.
pub const MAX_OPEN_PER_FILER: u32 = 2_000;

/// A keyed fingerprint (指纹) over canonical fields of a document, or a combination of them. Opaque here: whoever does not
/// hold the consortium's key can neither compute nor guess one.
pub type Fingerprint = ClaimKey;

/// The fingerprints of one document.
pub type FingerprintSet = BoundedVec<Fingerprint, ConstU32<MAX_FINGERPRINTS>>;

/// An id as a key that sorts as the number does: lists come in the order of filing, and a page goes on where one ended.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct InOrder([u8; 4]);

impl From<EvidenceId> for InOrder {
	fn from(evidence: EvidenceId) -> Self {
		Self(evidence.0.to_be_bytes())
	}
}

impl From<InOrder> for EvidenceId {
	fn from(key: InOrder) -> Self {
		Self(u32::from_be_bytes(key.0))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ids_as_keys_sort_as_numbers_do() {
		let mut ids = [256, 1, 65_536, 255].map(EvidenceId);
		ids.sort_by_key(|id| InOrder::from(*id).encode());
		assert_eq!(ids, [1, 255, 256, 65_536].map(EvidenceId));
		assert_eq!(EvidenceId::from(InOrder::from(EvidenceId(65_537))), EvidenceId(65_537));
	}
}
