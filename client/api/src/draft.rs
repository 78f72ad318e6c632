//! A drawdown's lines, and the digest that people sign: over a domain, the chain and the content.

use crate::hash::blake2_256;
use crate::{
	signed, AccountVersion, BasisPoints, Day, EvidenceId, Fen, LoanId, PlanLineNo, Uetr, MAX_PLAN_LINES,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use primitive_types::H256;
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

/// What lines of a plan are given, each its own, in the order in which the lines are named.
pub type PlanAmounts = BoundedVec<Fen, ConstU32<MAX_PLAN_LINES>>;
/// The shares of lines of a plan, in basis points, in the order in which the lines are named.
pub type PlanShares = BoundedVec<BasisPoints, ConstU32<MAX_PLAN_LINES>>;

/// How a drawdown is divided over the lines of the spending plan that it names.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Split {
	/// An amount, by what is left of each line: over every line that has something left.
	ByLeft {
		/// What is divided.
		amount: Fen,
	},
	/// An amount for each line.
	ByAmounts {
		/// One for each line.
		amounts: PlanAmounts,
	},
	/// An amount, by shares that are together the whole.
	ByShares {
		/// What is divided.
		amount: Fen,
		/// One for each line.
		shares: PlanShares,
	},
}

/// The digest that mandate, maker, checker and release of a drawdown all name, one after the other on the chain or
/// beforehand in an order. Bound to the chain by its genesis hash, to the loan, to every line with its key, which is
/// used once for ever, to the last day, and to the returned payments that its lines pay again (none, or one for each
/// line): who signs it signs exactly these payments, until that day.
pub fn order_digest(
	genesis: Digest,
	loan: LoanId,
	lines: &[DraftLine],
	expires_on: Day,
	returned: &[Uetr],
) -> Digest {
	H256(blake2_256(&signed::order(genesis, loan, lines, expires_on, returned)))
}

#[cfg(test)]
mod tests {
	use super::*;

	const LINE: DraftLine = DraftLine {
		uetr: Uetr([1; 16]),
		plan_line: PlanLineNo(0),
		account: AccountVersion(0),
		amount_fen: 100,
		evidence: None,
	};

	fn digest(lines: &[DraftLine], expires_on: u32, returned: &[Uetr]) -> Digest {
		order_digest(H256::zero(), LoanId(1), lines, Day(expires_on), returned)
	}

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let (two, one) = ([LINE, LINE], [LINE]);
		let other_chain = order_digest(H256::repeat_byte(1), LoanId(1), &two, Day(9), &[]);
		let other_loan = order_digest(H256::zero(), LoanId(2), &two, Day(9), &[]);
		let (first, second) = (Uetr([2; 16]), Uetr([3; 16]));
		let changed = |change: fn(&mut DraftLine)| {
			let mut line = LINE;
			change(&mut line);
			digest(&[LINE, line], 9, &[])
		};
		let mut digests = alloc::vec![
			digest(&two, 9, &[]),
			other_chain,
			other_loan,
			digest(&one, 9, &[]),
			digest(&two, 10, &[]),
			digest(&two, 9, &[first, second]),
			digest(&two, 9, &[second, first]),
			digest(&two, 9, &[first]),
			changed(|line| line.uetr = Uetr([4; 16])),
			changed(|line| line.plan_line = PlanLineNo(1)),
			changed(|line| line.account = AccountVersion(1)),
			changed(|line| line.amount_fen = 101),
			changed(|line| line.evidence = Some(EvidenceId(0))),
		];
		let count = digests.len();
		digests.sort();
		digests.dedup();
		assert_eq!(digests.len(), count);
	}
}
