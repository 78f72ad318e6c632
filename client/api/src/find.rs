//! What is looked for in the chain's state by who has a payment's key or a digest and nothing else, and what is
//! found.

use crate::page::said;
use crate::{
	Day, Digest, DraftNo, DraftState, EvidenceId, EvidenceStatus, Fen, LoanId, OrgId, PaymentStatus, Uetr,
};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What is looked for.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
	/// The payment with this key.
	#[codec(index = 0)]
	Payment(Uetr),
	/// The draft or the revision of evidence with this digest.
	#[codec(index = 1)]
	Digest(Digest),
}

/// Where the search for a digest goes on. Clients hand it back as it is.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum FindCursor {
	/// At this evidence, and downwards.
	#[codec(index = 0)]
	Evidence(EvidenceId),
	/// At this draft of this loan; then the loan before it.
	#[codec(index = 1)]
	Draft(LoanId, DraftNo),
}

/// An answer.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Found {
	/// What was found.
	#[serde(deserialize_with = "said")]
	pub record: Option<FoundRecord>,
	/// Where to go on, where nothing was found so far and there is more to look at; where the record was found.
	#[serde(deserialize_with = "said")]
	pub cursor: Option<FindCursor>,
}

/// What was found, and where it stands. Kinds are appended.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum FoundRecord {
	/// A payment.
	#[codec(index = 0)]
	Payment(FoundPayment),
	/// A drawdown draft.
	#[codec(index = 1)]
	Draft(FoundDraft),
	/// A revision of a piece of evidence.
	#[codec(index = 2)]
	Evidence(FoundEvidence),
}

/// A payment that was looked for.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct FoundPayment {
	/// Its key.
	pub uetr: Uetr,
	/// The loan.
	pub loan: LoanId,
	/// The draft of the loan.
	pub draft: DraftNo,
	/// The line of the draft.
	pub line: u16,
	/// Who is paid.
	pub payee: OrgId,
	/// What is paid.
	pub amount_fen: Fen,
	/// The evidence that it rests on.
	#[serde(deserialize_with = "said")]
	pub evidence: Option<EvidenceId>,
	/// Where it stands.
	pub status: PaymentStatus,
	/// The returned payment that it pays again.
	#[serde(deserialize_with = "said")]
	pub pays_again: Option<Uetr>,
}

/// A drawdown draft that was looked for.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct FoundDraft {
	/// The loan.
	pub loan: LoanId,
	/// The draft's number in it.
	pub draft: DraftNo,
	/// What everybody signs.
	pub digest: Digest,
	/// Where it stands.
	pub status: DraftState,
	/// How many payments it has.
	pub payments: u16,
	/// Their sum.
	pub sum_fen: Fen,
	/// Its last day.
	pub expires_on: Day,
}

/// A revision of evidence that was looked for.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct FoundEvidence {
	/// The evidence.
	pub evidence: EvidenceId,
	/// The revision that has the digest.
	pub revision: u16,
	/// Whether that is the current one.
	pub is_current: bool,
	/// The loan.
	pub loan: LoanId,
	/// Where the evidence stands, by its current revision.
	pub status: EvidenceStatus,
	/// The sum of the payments that rest on it.
	pub used_fen: Fen,
}
