//! Amounts on their way to the loan's ledger and to the evidence.

use crate::{
	types::{
		allocation::{documents, PartsByLine},
		line::Movements,
	},
	Config, Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{EvidenceDesk, LoanMove},
	DraftLine, EvidenceId, Fen, LoanId, PlanLineNo,
};

/// The sums per key, in the order of the keys. They stop at the largest amount, which no limit allows.
pub(crate) fn sums<K: Ord>(amounts: impl Iterator<Item = (K, Fen)>) -> Vec<(K, Fen)> {
	let mut sums = BTreeMap::<K, Fen>::new();
	for (key, amount) in amounts {
		let sum = sums.entry(key).or_default();
		*sum = Fen(sum.0.saturating_add(amount.0));
	}
	sums.into_iter().collect()
}

/// What lines use of the plan.
pub(crate) fn plan_uses<'a>(lines: impl Iterator<Item = &'a DraftLine>) -> Vec<(PlanLineNo, Fen)> {
	sums(lines.map(|line| (line.plan_line, line.amount())))
}

/// What lines use of the evidence: each of its own, and of what rests beside it on others.
pub(crate) fn evidence_uses<'a>(
	lines: impl Iterator<Item = (u16, &'a DraftLine)>,
	beside: &PartsByLine,
) -> Vec<(EvidenceId, Fen)> {
	sums(lines.flat_map(move |(number, line)| {
		let parts = beside.get(&number).map_or(&[][..], Vec::as_slice);
		line.evidence.into_iter().flat_map(move |own| documents(own, line.amount(), parts))
	}))
}

impl<T: Config> Pallet<T> {
	/// Posts movements one after the other: all or none. Where there is none, the loan is not asked.
	pub(crate) fn post(
		loan: LoanId,
		movements: Movements,
		uses: impl Iterator<Item = (PlanLineNo, Fen)>,
	) -> DispatchResult {
		match movements.is_empty() {
			true => Ok(()),
			false => T::Loans::post(loan, movements, &sums(uses)),
		}
	}

	/// Gives evidence back for lines that are not paid.
	pub(crate) fn free_evidence<'a>(lines: impl Iterator<Item = (u16, &'a DraftLine)>, beside: &PartsByLine) {
		for (evidence, amount) in evidence_uses(lines, beside) {
			T::Evidence::free(evidence, amount);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sums_are_per_key_and_never_wrap() {
		let amounts = [(2, Fen(5)), (1, Fen(u64::MAX)), (2, Fen(7)), (1, Fen(1))];
		assert_eq!(sums(amounts.into_iter()), [(1, Fen(u64::MAX)), (2, Fen(12))]);
	}
}
