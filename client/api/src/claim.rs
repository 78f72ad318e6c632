//! What stands between a document and the financing that it is claimed for: claims that wait for the second
//! side, and tags under which documents meet that look alike.

use crate::{Day, EvidenceId, LoanId, OfficerId, OrgId, Side};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The most tags of one document that a side gives.
pub const MAX_ALERT_TAGS: u32 = 6;

/// What of two documents is the same where they meet under a tag. Never a reason to refuse: different papers
/// can have it in common, so a person looks. Forms are appended, never changed.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum LooseForm {
	/// The seller, and the digits of the number; letters and separators differ.
	#[codec(index = 0)]
	Digits,
	/// The number as a hasty eye sees it: O and 0 are one, separators are gone.
	#[codec(index = 1)]
	Skeleton,
	/// Both parties, a near amount and a near date; the number differs.
	#[codec(index = 2)]
	Near,
}

impl LooseForm {
	/// What people read: what of the two documents is the same.
	pub const fn explanation(self) -> &'static str {
		match self {
			Self::Digits => "the digits of the number are the same",
			Self::Skeleton => "the number looks the same",
			Self::Near => "the parties are the same, amount and date are near",
		}
	}
}

/// A tag under which documents meet that look alike: keyed by the consortium's key and cut to eight bytes, so
/// that who lacks the key learns nothing and who has it cannot be told more than "look".
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
pub struct AlertTag {
	/// What is the same.
	pub form: LooseForm,
	/// The keyed digest of it.
	pub key: [u8; 8],
}

/// Which revision of which evidence a claim is for.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct ClaimSubject {
	/// The evidence.
	pub evidence: EvidenceId,
	/// Its revision.
	pub revision: u16,
}

/// A verdict that speaks for a document and waits for the other side's: it claims nothing yet and blocks
/// nobody, and ends by itself.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct PendingClaim {
	/// The evidence.
	pub evidence: EvidenceId,
	/// Its revision.
	pub revision: u16,
	/// The loan that it would be financed by.
	pub loan: LoanId,
	/// The side that spoke.
	pub side: Side,
	/// Its organisation: whose pending claim it is.
	pub org: OrgId,
	/// Its officer.
	pub officer: OfficerId,
	/// The day of its verdict.
	pub since: Day,
	/// The last day on which it waits; after it the verdict is as if it had never been given.
	pub until: Day,
	/// Whose verdict it waits for.
	pub waits_for: OrgId,
}

/// Whose pending claims are asked for.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum ClaimScope {
	/// Of one piece of evidence.
	#[codec(index = 0)]
	Evidence(EvidenceId),
	/// Of a loan's evidence.
	#[codec(index = 1)]
	Loan(LoanId),
	/// Those that wait for this organisation's verdict.
	#[codec(index = 2)]
	WaitFor(OrgId),
}
