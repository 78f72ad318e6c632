//! The rules.

mod claiming;
mod late;
mod look_alikes;
mod properties;

use zhidai_primitives::traits::{ClaimKey, ClaimSubject};
use zhidai_primitives::EvidenceId;

fn subject(evidence: u32, revision: u16) -> ClaimSubject {
	ClaimSubject { evidence: EvidenceId(evidence), revision }
}

fn keys(bytes: &[u8]) -> Vec<ClaimKey> {
	bytes.iter().map(|byte| [*byte; 32]).collect()
}
