//! A loan book of facts that a test sets: for pallets that only ask where a loan stands.

use super::with;
use crate::traits::{LoanBook, Movement};
use crate::{
	DraftNo, Fen, LoanFacts, LoanId, LoanState, OrgId, PlanLine, PlanLineNo, SchemeId, SchemeVersion,
};
use polkadot_sdk::sp_runtime::{DispatchError, DispatchResult};
use std::vec::Vec;

/// Adds an active loan over ten million yuan, or changes the one that is there.
pub fn set_loan(loan: u32, change: impl FnOnce(&mut LoanFacts)) {
	with(|world| {
		change(world.loans.entry(LoanId(loan)).or_insert(LoanFacts {
			borrower: OrgId(1),
			bank: OrgId(2),
			regulator: OrgId(3),
			scheme: SchemeId(1),
			scheme_version: SchemeVersion(1),
			state: LoanState::Active,
			quality_share_bp: None,
			drawn: Fen::ZERO,
			limit: Fen::from_yuan(10_000_000),
		}));
	});
}

/// Loans without a plan: nothing can be drawn from them.
pub struct LoanList;

const NO_PLAN: DispatchError = DispatchError::Other("no plan");

impl LoanBook for LoanList {
	fn facts(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		with(|world| world.loans.get(&loan).cloned()).ok_or(DispatchError::Other("no such loan"))
	}

	fn ensure_drawable(_: LoanId) -> DispatchResult {
		Err(NO_PLAN)
	}

	fn plan_line(_: LoanId, _: PlanLineNo) -> Result<PlanLine, DispatchError> {
		Err(NO_PLAN)
	}

	fn plan_length(_: LoanId) -> u16 {
		0
	}

	fn split(_: LoanId, _: Fen) -> Result<Vec<(PlanLineNo, Fen)>, DispatchError> {
		Err(NO_PLAN)
	}

	fn remaining(_: LoanId, _: PlanLineNo) -> Fen {
		Fen::ZERO
	}

	fn undrawn(_: LoanId) -> Fen {
		Fen::ZERO
	}

	fn open_draft(_: LoanId) -> Result<DraftNo, DispatchError> {
		Err(NO_PLAN)
	}

	fn close_draft(_: LoanId) {}

	fn post(_: LoanId, _: Movement, _: &[(PlanLineNo, Fen)]) -> DispatchResult {
		Err(NO_PLAN)
	}
}
