//! What is stated of a document.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{signed, Day, Digest, EvidenceId, EvidenceKind, Fen, OrgId};

/// What the filer states of a document. The document and its declared fields stay off the chain.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct Content {
	/// What the document is.
	pub kind: EvidenceKind,
	/// SHA-256 of the document.
	pub sha256: Digest,
	/// SM3 of the document.
	pub sm3: Digest,
	/// Salted digest of the declared fields.
	pub fields_digest: Digest,
	/// What the document is about, gross (价税合计).
	pub amount: Fen,
	/// The date on the document.
	pub dated_on: Day,
	/// Who sells, inspects or files, and so may be paid on it.
	pub seller: OrgId,
	/// Who buys: the borrower.
	pub buyer: OrgId,
	/// What it belongs to: the purchase, by its contract or by the invoice that is one by itself; of a red letter the
	/// invoice that it takes back. Nothing where it is a purchase by itself.
	pub belongs_to: Option<EvidenceId>,
}

impl Content {
	/// Whether all three digests are there.
	pub fn has_digests(&self) -> bool {
		!(self.sha256.is_zero() || self.sm3.is_zero() || self.fields_digest.is_zero())
	}

	/// Whether it takes an invoice back.
	pub const fn is_red_letter(&self) -> bool {
		matches!(self.kind, EvidenceKind::RedLetterInvoice)
	}

	/// The purchase that a document of this id is of.
	pub fn purchase(&self, evidence: EvidenceId) -> EvidenceId {
		self.belongs_to.unwrap_or(evidence)
	}
}

/// The digest that a verdict names. Bound to the chain by its genesis hash, to the evidence and to the
/// revision, so that a verdict speaks for exactly these bytes and cannot be replayed elsewhere.
pub fn evidence_digest(genesis: Digest, evidence: EvidenceId, revision: u16, content: &Content) -> Digest {
	Digest::from(blake2_256(&signed::evidence(genesis, evidence, revision, content)))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn content() -> Content {
		Content {
			kind: EvidenceKind::Invoice,
			sha256: Digest::repeat_byte(1),
			sm3: Digest::repeat_byte(2),
			fields_digest: Digest::repeat_byte(3),
			amount: Fen(100),
			dated_on: Day(20_000),
			seller: OrgId(4),
			buyer: OrgId(1),
			belongs_to: None,
		}
	}

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let digest_of = |content| evidence_digest(Digest::zero(), EvidenceId(1), 0, &content);
		let base = digest_of(content());
		for other in [
			evidence_digest(Digest::repeat_byte(1), EvidenceId(1), 0, &content()),
			evidence_digest(Digest::zero(), EvidenceId(2), 0, &content()),
			evidence_digest(Digest::zero(), EvidenceId(1), 1, &content()),
			digest_of(Content { kind: EvidenceKind::PurchaseContract, ..content() }),
			digest_of(Content { sha256: Digest::repeat_byte(9), ..content() }),
			digest_of(Content { sm3: Digest::repeat_byte(9), ..content() }),
			digest_of(Content { fields_digest: Digest::repeat_byte(9), ..content() }),
			digest_of(Content { amount: Fen(101), ..content() }),
			digest_of(Content { dated_on: Day(20_001), ..content() }),
			digest_of(Content { seller: OrgId(5), ..content() }),
			digest_of(Content { buyer: OrgId(2), ..content() }),
			digest_of(Content { belongs_to: Some(EvidenceId(0)), ..content() }),
		] {
			assert_ne!(base, other);
		}
	}
}
