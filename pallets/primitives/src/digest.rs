//! What people sign: digests over a domain, the chain and the content.

use crate::{AccountVersion, DraftNo, EvidenceId, Fen, LoanId, PlanLineNo, Uetr};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{sp_core::H256, sp_io::hashing::blake2_256};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A 32-byte digest.
pub type Digest = H256;

/// One entrusted payment (受托支付) of a drawdown. The payee follows from the plan line, which never changes.
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
)]
pub struct DraftLine {
	/// The payment's key.
	pub uetr: Uetr,
	/// The line of the spending plan that is used.
	pub plan_line: PlanLineNo,
	/// The payee's receiving account, by version.
	pub account: AccountVersion,
	/// What is paid, in fen.
	#[codec(compact)]
	pub amount_fen: u64,
	/// The evidence that the payment rests on.
	pub evidence: Option<EvidenceId>,
}

impl DraftLine {
	/// What is paid.
	pub const fn amount(&self) -> Fen {
		Fen(self.amount_fen)
	}
}

/// The digest that mandate, maker, checker and release of a drawdown all name. Bound to the chain by its genesis hash,
/// to the loan and the draft, and to every line: who signs it signs exactly these payments.
pub fn draft_digest(genesis: Digest, loan: LoanId, draft: DraftNo, lines: &[DraftLine]) -> Digest {
	H256(blake2_256(&(b"zhidai/draft/v1", genesis, loan, draft, lines).encode()))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let line = DraftLine {
			uetr: Uetr::from_random([1; 16]),
			plan_line: PlanLineNo(0),
			account: AccountVersion(0),
			amount_fen: 100,
			evidence: None,
		};
		let base = draft_digest(H256::zero(), LoanId(1), DraftNo(0), &[line]);
		for other in [
			draft_digest(H256::repeat_byte(1), LoanId(1), DraftNo(0), &[line]),
			draft_digest(H256::zero(), LoanId(2), DraftNo(0), &[line]),
			draft_digest(H256::zero(), LoanId(1), DraftNo(1), &[line]),
			draft_digest(H256::zero(), LoanId(1), DraftNo(0), &[line, line]),
			draft_digest(H256::zero(), LoanId(1), DraftNo(0), &[DraftLine { amount_fen: 101, ..line }]),
			draft_digest(
				H256::zero(),
				LoanId(1),
				DraftNo(0),
				&[DraftLine { account: AccountVersion(1), ..line }],
			),
			draft_digest(
				H256::zero(),
				LoanId(1),
				DraftNo(0),
				&[DraftLine { evidence: Some(EvidenceId(0)), ..line }],
			),
		] {
			assert_ne!(base, other);
		}
	}
}
