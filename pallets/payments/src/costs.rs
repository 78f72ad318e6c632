//! What calls cost, by what they touch: declared at its most before, and given back after.

use crate::{
	types::{
		allocation::{MAX_ALLOCATIONS, MAX_DOCUMENTS_BESIDE},
		order::Order,
		records::{DraftKey, Outcome, SettlementResult},
	},
	Config, DraftAllocations, Pallet, WeightInfo,
};
use frame::prelude::*;
use zhidai_primitives::{Ordered, MAX_LINES, MAX_PLAN_LINES};

/// Interim, until it is measured: what a result that closes its own mismatch takes beside the keys, its row's hash and
/// the event, in picoseconds.
const CLOSED_ROW: u64 = 10_000_000;

/// Interim, until it is measured: the keys that a document beside a line's own takes, its own and its purchase's:
/// record and state of both, which is written, and their claims.
const KEYS_OF_A_DOCUMENT: (u64, u64) = (6, 2);

/// Interim, until it is measured: the keys of an alert that is opened: its number, count, record and lists.
const KEYS_OF_AN_ALERT: (u64, u64) = (4, 8);

/// What a call on payments of several drafts touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
	booked: u32,
	others: u32,
	drafts: u32,
	loans: u32,
}

/// How many drafts, which come in the order of their loans, and how many loans.
pub(crate) fn drafts_and_loans<'a>(drafts: impl Iterator<Item = &'a DraftKey>) -> (u32, u32) {
	let (mut drafts_of_all, mut loans, mut last) = (0_u32, 0_u32, None);
	for (loan, _) in drafts {
		drafts_of_all = drafts_of_all.saturating_add(1);
		loans = loans.saturating_add(u32::from(last.replace(loan) != Some(loan)));
	}
	(drafts_of_all, loans)
}

impl Touched {
	/// By results, and by the drafts, in their order, that these are of.
	pub(crate) fn by<'a>(results: &[SettlementResult], drafts: impl Iterator<Item = &'a DraftKey>) -> Self {
		let (drafts, loans) = drafts_and_loans(drafts);
		Self { drafts, loans, ..Self::most(results) }
	}

	/// Where so many results that say *settled* were not booked, because they differ or were booked before: each costs
	/// no more than a result that is no booking, with which the queue and the alert are measured.
	pub(crate) fn with_apart(self, results: u32) -> Self {
		let results = results.min(self.booked);
		let (booked, others) = (self.booked.saturating_sub(results), self.others.saturating_add(results));
		Self { booked, others, ..self }
	}

	/// The most that results can touch: each a draft of a loan of its own.
	fn most(results: &[SettlementResult]) -> Self {
		let all: u32 = results.len().saturated_into();
		let booked = results.iter().filter(|result| result.outcome == Outcome::Settled).count();
		let booked: u32 = booked.saturated_into();
		Self { booked, others: all.saturating_sub(booked), drafts: all, loans: all }
	}
}

impl<T: Config> Pallet<T> {
	/// The most that receipts cost: each of a draft and a loan of its own.
	pub(crate) fn receipts_weight(weight: impl Fn(u32) -> Weight, payments: usize) -> Weight {
		weight(payments.saturated_into())
	}

	/// What receipts cost that are of so many drafts and loans.
	pub(crate) fn received_weight(
		weight: impl Fn(u32) -> Weight,
		payments: usize,
		(drafts, loans): (u32, u32),
	) -> Weight {
		weight(payments.saturated_into()).saturating_sub(Self::same_loans(drafts.saturating_sub(loans)))
	}

	/// What drafts do not cost that are of a loan of another draft, where the benchmark has a loan for each: its facts
	/// and its ledger, which is written.
	fn same_loans(drafts: u32) -> Weight {
		T::DbWeight::get().reads_writes(3, 1).saturating_mul(drafts.into())
	}

	/// The weight of a call on lines of a draft. What is read and written once for a plan line counts as
	/// often as there can be plan lines among them.
	pub(crate) fn over_plan_lines(weight: impl Fn(u32, u32) -> Weight, lines: usize) -> Weight {
		let lines: u32 = lines.saturated_into();
		weight(lines, lines.min(MAX_PLAN_LINES))
	}

	/// Like [`Self::over_plan_lines`], where one line is measured apart: what a single payment costs cannot
	/// be told from drafts of hundreds.
	fn by_lines(one: Weight, many: impl Fn(u32, u32) -> Weight, lines: usize) -> Weight {
		let others = Self::over_plan_lines(&many, lines.saturating_sub(1)).saturating_sub(many(0, 0));
		let counted = one.saturating_add(others);
		match lines {
			0 | 1 => one,
			_ => counted.max(Self::over_plan_lines(many, lines)),
		}
	}

	pub(crate) fn draft_weight(lines: usize) -> Weight {
		Self::by_lines(T::WeightInfo::draft_one(), T::WeightInfo::draft, lines)
	}

	pub(crate) fn pay_again_weight(lines: usize) -> Weight {
		Self::by_lines(T::WeightInfo::pay_again_one(), T::WeightInfo::pay_again, lines)
	}

	/// The most that a release of so many lines costs; none named means all, a draft that pays again costs more, and
	/// another bank may have reported each payee.
	pub(crate) fn release_weight(named: usize) -> Weight {
		let lines = if named == 0 { MAX_LINES.saturated_into() } else { named };
		let payees = MAX_PLAN_LINES.min(lines.saturated_into());
		let most: u32 = lines.saturated_into();
		let most = most.saturating_mul(MAX_DOCUMENTS_BESIDE);
		let released = |repays, documents| {
			let released = Self::released_weight(lines, repays, payees);
			released.saturating_add(Self::released_beside(lines, repays, documents))
		};
		released(false, most.min(MAX_ALLOCATIONS)).max(released(true, most))
	}

	/// What a release of so many lines costs, of whose payees another bank has reported so many as related.
	pub(crate) fn released_weight(lines: usize, repays: bool, reported: u32) -> Weight {
		let released = match repays {
			true => Self::by_lines(T::WeightInfo::release_again_one(), T::WeightInfo::release_again, lines),
			false => Self::by_lines(T::WeightInfo::release_one(), T::WeightInfo::release, lines),
		};
		released.saturating_add(Self::reports_weight(reported))
	}

	/// What a release costs for documents beside its lines' own, so many.
	pub(crate) fn released_beside(lines: usize, repays: bool, documents: u32) -> Weight {
		match repays {
			true => Self::beside_weight(lines.saturated_into(), documents),
			false => T::DbWeight::get().reads(1).saturating_add(Self::documents_weight(documents)),
		}
	}

	/// What is done for so many payees that another bank has reported as related.
	fn reports_weight(reported: u32) -> Weight {
		let reports = T::WeightInfo::release_reported(reported);
		reports.saturating_sub(T::WeightInfo::release_reported(0))
	}

	/// The most that an order costs: another bank may have reported each payee.
	pub(crate) fn execute_weight(order: &Order) -> Weight {
		let (lines, allocated) = (order.lines.len(), order.allocations.len());
		Self::executed_weight(lines, allocated, MAX_PLAN_LINES.min(lines.saturated_into()))
	}

	/// What an order of so many lines and allocations costs, of whose payees another bank has reported so many as
	/// related.
	pub(crate) fn executed_weight(lines: usize, allocated: usize, reported: u32) -> Weight {
		let executed = Self::by_lines(T::WeightInfo::execute_one(), T::WeightInfo::execute, lines);
		// Interim: whether money may leave on each, until it is measured.
		let payable =
			T::DbWeight::get().reads(KEYS_OF_A_DOCUMENT.0).saturating_mul(allocated.saturated_into());
		let allocations = Self::allocations_weight(allocated).saturating_add(payable);
		executed.saturating_add(Self::reports_weight(reported)).saturating_add(allocations)
	}

	/// The most that a settlement file costs: all of it is booked or all of it is queued, and what is done once for
	/// either.
	pub(crate) fn settle_weight(results: &[SettlementResult]) -> Weight {
		let most = Touched::most(results);
		let weight = Self::settled_weight(most).max(Self::settled_weight(most.with_apart(u32::MAX)));
		let closed = Self::closed_weight(results.len().saturated_into());
		let failures = Self::failures_weight(results);
		weight.saturating_add(T::WeightInfo::fail(0)).saturating_add(closed).saturating_add(failures)
	}

	/// What results cost beside their booking that close so many mismatches.
	pub(crate) fn closed_weight(mismatches: u32) -> Weight {
		let one = T::DbWeight::get().writes(1).saturating_add(Weight::from_parts(CLOSED_ROW, 0));
		one.saturating_mul(mismatches.into())
	}

	/// The most that documents beside the lines' own cost in a draft.
	pub(crate) fn most_allocated() -> Weight {
		Self::documents_weight(MAX_ALLOCATIONS).saturating_add(T::DbWeight::get().reads(1))
	}

	/// What documents beside the lines' own cost at the most in this draft.
	pub(crate) fn allocated_weight((loan, draft): DraftKey) -> Weight {
		match DraftAllocations::<T>::contains_key(loan, Ordered::from(draft)) {
			true => Self::most_allocated(),
			false => T::DbWeight::get().reads(1),
		}
	}

	fn documents_weight(documents: u32) -> Weight {
		let (reads, writes) = KEYS_OF_A_DOCUMENT;
		T::DbWeight::get().reads_writes(reads, writes).saturating_mul(documents.into())
	}

	/// What so many payments cost that take over what others rest on, or give back what they rested on, so many
	/// documents beside their lines' own: what was signed, and what was allocated later.
	pub(crate) fn beside_weight(payments: u32, documents: u32) -> Weight {
		let looked_up = T::DbWeight::get().reads(2).saturating_mul(payments.into());
		looked_up.saturating_add(Self::documents_weight(documents))
	}

	/// The most that failures cost for documents beside their lines' own.
	fn failures_weight(results: &[SettlementResult]) -> Weight {
		let failed = Self::failures(results);
		Self::beside_weight(failed, failed.saturating_mul(MAX_DOCUMENTS_BESIDE))
	}

	/// How many results say that a payment failed.
	pub(crate) fn failures(results: &[SettlementResult]) -> u32 {
		let failed = |result: &&SettlementResult| matches!(result.outcome, Outcome::Failed { .. });
		results.iter().filter(failed).count().saturated_into()
	}

	/// A drawdown of so many lines with so many allocations.
	pub(crate) fn draft_allocated_weight(lines: usize, allocations: usize) -> Weight {
		Self::draft_weight(lines).saturating_add(Self::allocations_weight(allocations))
	}

	/// What allocations cost that are signed with a drawdown.
	fn allocations_weight(allocations: usize) -> Weight {
		let one_by_one = T::WeightInfo::draft_allocated(allocations.saturated_into())
			.saturating_sub(T::WeightInfo::draft_allocated(0));
		match allocations {
			0 => Weight::zero(),
			_ => one_by_one.saturating_add(T::DbWeight::get().writes(1)),
		}
	}

	/// The most that leaving so many lines out costs.
	pub(crate) fn exclude_weight(lines: usize) -> Weight {
		Self::over_plan_lines(T::WeightInfo::exclude, lines).saturating_add(Self::most_allocated())
	}

	/// The most that an adjustment costs: it gives every document of a payment back, or takes it again, or opens the
	/// alert of a denial again.
	pub(crate) fn adjust_weight() -> Weight {
		let (reads, writes) = KEYS_OF_AN_ALERT;
		T::WeightInfo::adjust()
			.saturating_add(Self::beside_weight(1, MAX_DOCUMENTS_BESIDE))
			.saturating_add(T::DbWeight::get().reads_writes(reads, writes))
	}

	/// The most that refusing a draft costs.
	pub(crate) fn reject_weight() -> Weight {
		T::WeightInfo::reject(MAX_LINES, MAX_PLAN_LINES).saturating_add(Self::most_allocated())
	}

	/// The most that a lapse costs.
	pub(crate) fn lapse_weight() -> Weight {
		T::WeightInfo::lapse(MAX_LINES, MAX_PLAN_LINES).saturating_add(Self::most_allocated())
	}

	/// What a settlement file cost: a draft's first result costs more than the others of that draft, and a
	/// result that is no booking more than one that is. The benchmarks have a loan for each draft. What is done once
	/// for a file cannot be told from files of hundreds, so it is taken from those of one draft.
	pub(crate) fn settled_weight(touched: Touched) -> Weight {
		let Touched { booked, others, drafts, loans } = touched;
		let firsts = drafts.min(booked);
		let booked = match firsts {
			0 | 1 => Self::settled_in_draft(booked),
			_ => T::WeightInfo::settle_few(0)
				.saturating_add(T::WeightInfo::settle(firsts))
				.saturating_add(Self::settled_beside(firsts, booked.saturating_sub(firsts))),
		};
		let others = if others == 0 { Weight::zero() } else { T::WeightInfo::fail(others) };
		let results = booked.saturating_add(others);
		results.saturating_sub(Self::same_loans(drafts.saturating_sub(loans)))
	}

	/// So many booked payments of one draft. While there can be a plan line for each, they are measured apart: what is
	/// done for a plan line, and once for a file, cannot be told from each other where there are hundreds.
	fn settled_in_draft(payments: u32) -> Weight {
		match payments <= MAX_PLAN_LINES {
			true => T::WeightInfo::settle_few(payments),
			false => T::WeightInfo::settle_few(MAX_PLAN_LINES).max(T::WeightInfo::settle_in_draft(payments)),
		}
	}

	/// So many booked payments of drafts of which the first ones are counted: each on a plan line of its own, as far as
	/// these drafts can have as many.
	fn settled_beside(drafts: u32, payments: u32) -> Weight {
		let few = payments.min(drafts.saturating_mul(MAX_PLAN_LINES.saturating_sub(1)));
		let on_lines = T::WeightInfo::settle_few(few).saturating_sub(T::WeightInfo::settle_few(0));
		let others = T::WeightInfo::settle_in_draft(payments.saturating_sub(few));
		on_lines.saturating_add(others.saturating_sub(T::WeightInfo::settle_in_draft(0)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::{DraftNo, LoanId};

	#[test]
	fn drafts_of_one_loan_lie_together() {
		let keys =
			[(1, 0), (1, 1), (2, 0), (3, 0), (3, 7)].map(|(loan, draft)| (LoanId(loan), DraftNo(draft)));
		assert_eq!(drafts_and_loans(keys.iter()), (5, 3));
		assert_eq!(drafts_and_loans([].iter()), (0, 0));
	}
}
