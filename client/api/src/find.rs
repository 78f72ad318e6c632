//! What is looked for in the chain's state by who has a payment's key or a digest and nothing else.

use crate::{Digest, DraftNo, EvidenceId, LoanId, Uetr};
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
