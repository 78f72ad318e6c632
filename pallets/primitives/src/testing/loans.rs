//! A loan book of facts that a test sets: for pallets that only ask where a loan stands.

use super::with;
use crate::traits::LoanInspect;
use crate::{Day, Fen, LoanFacts, LoanId, LoanState, OrgId, PlanLine, PlanLineNo, SchemeId, SchemeVersion};
use polkadot_sdk::sp_runtime::DispatchError;

/// Adds an active loan over ten million yuan that can be drawn for ever, or changes the one that is there.
pub fn set_loan(loan: u32, change: impl FnOnce(&mut LoanFacts)) {
	with(|world| {
		change(world.loans.entry(LoanId(loan)).or_insert(LoanFacts {
			borrower: OrgId(1),
			bank: OrgId(2),
			regulator: OrgId(3),
			scheme: SchemeId(1),
			scheme_version: SchemeVersion(1),
			state: LoanState::Active,
			signed_on: Some(Day(0)),
			quality_share_bp: None,
			drawn: Fen::ZERO,
			limit: Fen::from_yuan(10_000_000),
			drawable_until: Day(u32::MAX),
		}));
	});
}

/// Loans without a plan: nothing can be drawn from them.
pub struct LoanList;

impl LoanInspect for LoanList {
	fn facts(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		with(|world| world.loans.get(&loan).cloned()).ok_or(DispatchError::Other("no such loan"))
	}

	fn plan_line(_: LoanId, _: PlanLineNo) -> Result<PlanLine, DispatchError> {
		Err(DispatchError::Other("no plan"))
	}
}
