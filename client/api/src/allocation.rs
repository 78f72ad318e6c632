//! Allocations (分摊): which amounts of a payment rest on which documents, where that is more than the one that its line
//! names.

use crate::hash::blake2_256;
use crate::{order_digest, signed, Day, Digest, DraftLine, EvidenceId, Fen, LoanId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A part of a payment of a drawdown that rests on another document than its line names. What no allocation names
/// rests on the line's own.
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
pub struct Allocation {
	/// The line of the drawdown, from 0.
	pub line: u16,
	/// The other document.
	pub evidence: EvidenceId,
	/// How much of the payment rests on it, in fen.
	#[codec(compact)]
	pub amount_fen: u64,
}

impl Allocation {
	/// How much of the payment rests on the other document.
	pub const fn amount(&self) -> Fen {
		Fen(self.amount_fen)
	}
}

/// A part of a payment, and the document that it rests on.
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
pub struct DocumentPart {
	/// The document.
	pub evidence: EvidenceId,
	/// How much of the payment rests on it, in fen.
	#[codec(compact)]
	pub amount_fen: u64,
}

impl DocumentPart {
	/// How much of the payment rests on it.
	pub const fn amount(&self) -> Fen {
		Fen(self.amount_fen)
	}
}

/// The digest that mandate, maker, checker and release of a drawdown all name: [`order_digest`], or, where payments
/// rest on more documents than their lines name, one that binds these allocations, too.
pub fn drawdown_digest(
	genesis: Digest,
	loan: LoanId,
	lines: &[DraftLine],
	expires_on: Day,
	allocations: &[Allocation],
) -> Digest {
	match allocations {
		[] => order_digest(genesis, loan, lines, expires_on, &[]),
		_ => {
			let bytes = signed::allocated_order(genesis, loan, lines, expires_on, allocations);
			primitive_types::H256(blake2_256(&bytes))
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_digest_changes_with_every_allocation_and_without_any_is_that_of_the_lines() {
		let digest =
			|allocations: &[Allocation]| drawdown_digest(Digest::zero(), LoanId(1), &[], Day(9), allocations);
		let one = Allocation { line: 0, evidence: EvidenceId(1), amount_fen: 5 };
		let mut digests = alloc::vec![
			digest(&[]),
			digest(&[one]),
			digest(&[one, one]),
			digest(&[Allocation { line: 1, ..one }]),
			digest(&[Allocation { evidence: EvidenceId(2), ..one }]),
			digest(&[Allocation { amount_fen: 6, ..one }]),
		];
		assert_eq!(digests[0], order_digest(Digest::zero(), LoanId(1), &[], Day(9), &[]));
		let count = digests.len();
		digests.sort();
		digests.dedup();
		assert_eq!(digests.len(), count);
	}
}
