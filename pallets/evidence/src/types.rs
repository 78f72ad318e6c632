//! What is kept of a piece of evidence.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{
	Day, Digest, EvidenceId, EvidenceKind, Fen, LoanId, OfficerId, OrgId, Side, Verdict, VerdictSource,
};

/// The most fingerprints that a verdict carries.
pub const MAX_FINGERPRINTS: u32 = 4;
/// The most revisions that one piece of evidence can have; after that it must be filed anew.
pub const MAX_REVISIONS: u16 = 16;

/// A keyed fingerprint (指纹) over canonical fields of a document, or a combination of them. Opaque here: whoever does not
/// hold the consortium's key can neither compute nor guess one.
pub type Fingerprint = [u8; 32];

/// The fingerprints of one document.
pub type FingerprintSet = BoundedVec<Fingerprint, ConstU32<MAX_FINGERPRINTS>>;

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
}

impl Content {
	/// Whether all three digests are there.
	pub fn has_digests(&self) -> bool {
		!(self.sha256.is_zero() || self.sm3.is_zero() || self.fields_digest.is_zero())
	}
}

/// The digest that a verdict names. Bound to the chain by its genesis hash, to the evidence and to the revision, so that a
/// verdict speaks for exactly these bytes and cannot be replayed elsewhere.
pub fn evidence_digest(genesis: Digest, evidence: EvidenceId, revision: u16, content: &Content) -> Digest {
	Digest::from(blake2_256(&(b"zhidai/evidence/v1", genesis, evidence, revision, content).encode()))
}

/// A revision of a piece of evidence. Never changes.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRecord {
	/// The loan that it belongs to.
	pub loan: LoanId,
	/// The bank that attests it, fixed when it was filed.
	pub bank: OrgId,
	/// The market regulator that attests it, fixed when it was filed.
	pub regulator: OrgId,
	/// The organisation that filed it: the borrower or the bank.
	pub filer: OrgId,
	/// The officer who filed this revision.
	pub filed_by: OfficerId,
	/// When this revision was filed.
	pub filed_on: Day,
	/// What was stated of the document.
	pub content: Content,
	/// What verdicts on this revision name: [`evidence_digest`].
	pub digest: Digest,
}

impl EvidenceRecord {
	/// The side for which an organisation attests this evidence, if it does.
	pub fn side_of(&self, org: OrgId) -> Option<Side> {
		match org {
			_ if org == self.bank => Some(Side::Bank),
			_ if org == self.regulator => Some(Side::Regulator),
			_ => None,
		}
	}
}

/// Where a piece of evidence stands. Kept apart from the record, because it changes.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvidenceState {
	/// The current revision, from 0.
	pub revision: u16,
	/// What the verdicts on the current revision come to.
	pub status: Status,
	/// The sum of the payments that rest on it.
	pub used: Fen,
}

/// What the two verdicts come to.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum Status {
	/// A verdict is missing.
	Filed,
	/// Both sides speak for it, over one digest and the same fingerprints.
	Verified,
	/// A side speaks against it and none for it.
	Rejected,
	/// One side speaks for it and the other against it, or they see different fingerprints.
	Conflicting,
	/// Both verdicts are given, a side cannot tell, and none speaks against it.
	Undecided,
	/// Taken back by its filer.
	Withdrawn,
}

impl Status {
	/// Whether payments may be prepared on it.
	pub const fn stands(self) -> bool {
		matches!(self, Self::Filed | Self::Verified)
	}
}

/// What an officer states as the verdict of a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
	/// The digest of what the officer saw.
	pub digest: Digest,
	/// What was found.
	pub verdict: Verdict,
	/// The reference of the source's answer, where one was asked.
	pub reference: Option<Digest>,
	/// The document's fingerprints, where the verdict speaks for it.
	pub fingerprints: FingerprintSet,
}

impl Statement {
	/// Whether the verdict says that a register was asked, without the reference of its answer.
	pub const fn lacks_reference(&self) -> bool {
		matches!(self.verdict, Verdict::Confirmed(VerdictSource::Register)) && self.reference.is_none()
	}

	/// The same, with the fingerprints in one order and each once, so that two sides' sets compare.
	pub fn canonical(mut self) -> Self {
		let mut fingerprints = self.fingerprints.into_inner();
		fingerprints.sort_unstable();
		fingerprints.dedup();
		self.fingerprints = BoundedVec::truncate_from(fingerprints);
		self
	}
}

/// The verdict of one side on one revision. Never changes.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct VerdictRecord {
	/// What was found.
	pub verdict: Verdict,
	/// The digest of what was seen.
	pub digest: Digest,
	/// The reference of the source's answer.
	pub reference: Option<Digest>,
	/// Who gave it.
	pub officer: OfficerId,
	/// The document's fingerprints, ascending; empty where the verdict does not speak for it.
	pub fingerprints: FingerprintSet,
	/// When it was given.
	pub given_on: Day,
}

/// The side of a document that is financed (NB-14): the buyer's debt or the seller's claim. One does not block the other.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum FinancingSide {
	/// 应付: the buyer's debt is paid by a loan. What this pallet claims.
	Payable,
	/// 应收: the seller's claim is financed.
	Receivable,
}

/// Who a fingerprint belongs to.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
	/// The evidence that was first.
	pub evidence: EvidenceId,
	/// Its loan.
	pub loan: LoanId,
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
		}
	}

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let of = |content| evidence_digest(Digest::zero(), EvidenceId(1), 0, &content);
		let base = of(content());
		for other in [
			evidence_digest(Digest::repeat_byte(1), EvidenceId(1), 0, &content()),
			evidence_digest(Digest::zero(), EvidenceId(2), 0, &content()),
			evidence_digest(Digest::zero(), EvidenceId(1), 1, &content()),
			of(Content { kind: EvidenceKind::PurchaseContract, ..content() }),
			of(Content { sha256: Digest::repeat_byte(9), ..content() }),
			of(Content { sm3: Digest::repeat_byte(9), ..content() }),
			of(Content { fields_digest: Digest::repeat_byte(9), ..content() }),
			of(Content { amount: Fen(101), ..content() }),
			of(Content { dated_on: Day(20_001), ..content() }),
			of(Content { seller: OrgId(5), ..content() }),
			of(Content { buyer: OrgId(2), ..content() }),
		] {
			assert_ne!(base, other);
		}
	}

	#[test]
	fn fingerprints_compare_whatever_order_they_come_in() {
		let statement = |fingerprints: &[u8]| {
			let set = fingerprints.iter().map(|byte| [*byte; 32]).collect::<Vec<_>>();
			Statement {
				digest: Digest::zero(),
				verdict: Verdict::Consistent,
				reference: None,
				fingerprints: set.try_into().unwrap(),
			}
			.canonical()
		};
		assert_eq!(statement(&[3, 1, 2]), statement(&[2, 3, 1, 3]));
		assert_ne!(statement(&[3, 1, 2]), statement(&[3, 1]));
	}

	#[test]
	fn a_record_that_changes_often_stays_small() {
		assert!(EvidenceState::max_encoded_len() <= 16);
	}
}
