//! What calls cost, by what they touch: declared at its most before, and given back after.

use crate::{
	types::records::{DraftKey, Outcome, SettlementResult},
	Config, Pallet, WeightInfo,
};
use frame::prelude::*;
use zhidai_primitives::{MAX_LINES, MAX_PLAN_LINES};

/// What the results of a file touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
	booked: u32,
	others: u32,
	drafts: u32,
	loans: u32,
}

impl Touched {
	/// By results, and by the drafts, in their order, that these are of.
	pub(crate) fn by<'a>(results: &[SettlementResult], drafts: impl Iterator<Item = &'a DraftKey>) -> Self {
		let mut touched = Self::most(results);
		(touched.drafts, touched.loans) = (0, 0);
		let mut last = None;
		for (loan, _) in drafts {
			touched.drafts = touched.drafts.saturating_add(1);
			touched.loans = touched.loans.saturating_add(u32::from(last.replace(loan) != Some(loan)));
		}
		touched
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
	/// The weight of a call whose payments may each be of another loan, while the benchmark has one: facts, ledger and
	/// plan line are read for each, and the last two written.
	pub(crate) fn of_many_loans(weight: impl Fn(u32) -> Weight, payments: usize) -> Weight {
		weight(payments.saturated_into()).saturating_add(Self::other_loans(payments.saturated_into()))
	}

	fn other_loans(loans: u32) -> Weight {
		T::DbWeight::get().reads_writes(3, 2).saturating_mul(loans.into())
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

	/// The most that a release of so many lines costs; none named means all, and a draft that pays again costs more.
	pub(crate) fn release_weight(named: usize) -> Weight {
		let lines = if named == 0 { MAX_LINES.saturated_into() } else { named };
		Self::released_weight(lines, false).max(Self::released_weight(lines, true))
	}

	/// What a release of so many lines costs. Another bank may have reported each of their payees as related, which
	/// opens an alert: the benchmark has none of that.
	pub(crate) fn released_weight(lines: usize, repays: bool) -> Weight {
		let payees: u32 = lines.saturated_into();
		let alerts = T::DbWeight::get().reads_writes(5, 8).saturating_mul(payees.min(MAX_PLAN_LINES).into());
		let released = match repays {
			true => Self::over_plan_lines(T::WeightInfo::release_again, lines),
			false => Self::by_lines(T::WeightInfo::release_one(), T::WeightInfo::release, lines),
		};
		released.saturating_add(alerts)
	}

	/// The most that a settlement file costs.
	pub(crate) fn settle_weight(results: &[SettlementResult]) -> Weight {
		Self::settled_weight(Touched::most(results))
	}

	/// What a settlement file cost: a draft's first result costs more than the others of that draft, and a
	/// result that is no booking more than one that is.
	pub(crate) fn settled_weight(touched: Touched) -> Weight {
		let Touched { booked, others, drafts, loans } = touched;
		let firsts = drafts.min(booked);
		let same = T::WeightInfo::settle_in_draft(booked.saturating_sub(firsts));
		let same = same.saturating_sub(T::WeightInfo::settle_in_draft(0));
		let booked = match firsts {
			0 | 1 => T::WeightInfo::settle_in_draft(booked),
			_ => T::WeightInfo::settle(firsts).saturating_add(same),
		};
		let others = if others == 0 { Weight::zero() } else { T::WeightInfo::fail(others) };
		booked.saturating_add(others).saturating_add(Self::other_loans(loans.saturating_sub(1)))
	}
}
