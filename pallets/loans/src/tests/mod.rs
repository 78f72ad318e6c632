//! The calls, one file each or one per group of rules, and random sequences of them.

mod check_offer;
mod closing;
mod collection;
mod drawing;
mod holds;
mod holds_ended;
mod lapsing;
mod leaving;
mod offer;
mod parties;
mod properties;
mod quota;
mod rates;
mod reading;
mod repayment;
mod sign;
mod transfer;
mod withdraw;

pub(crate) use crate::mock::*;
pub(crate) use crate::{Error, Event};
pub(crate) use frame::testing_prelude::*;
pub(crate) use zhidai_primitives::testing;
pub(crate) use zhidai_primitives::traits::{
	LoanInspect, LoanMove, LoanPermission, LoanRoom, Movement, Obligations, Quota,
};
pub(crate) use zhidai_primitives::{
	BasisPoints, Day, Digest, Fen, LoanId, LoanState, OfficerId, OrgId, OrgStatus, PlanLineNo, Region,
	ShortText, Split, TierNumber,
};

pub(crate) fn state(loan: LoanId) -> Option<LoanState> {
	LoansPallet::loan(loan).map(|loan| loan.state)
}

pub(crate) fn last_event_is(event: Event<Test>) {
	System::assert_last_event(RuntimeEvent::LoansPallet(event));
}

/// Changes the consortium: the status of an organisation.
pub(crate) fn set_status(org: u32, status: OrgStatus) {
	testing::with(|world| world.organisations.get_mut(&OrgId(org)).unwrap().1 = status);
}

/// Changes the consortium: the region of an organisation.
pub(crate) fn set_region(org: u32, region: u32) {
	testing::with(|world| world.organisations.get_mut(&OrgId(org)).unwrap().2 = Region(region));
}

pub(crate) fn relate(one: u32, other: u32) {
	testing::with(|world| world.related.insert((OrgId(one), OrgId(other))));
}

/// The lines of a loan's plan that have something left.
pub(crate) fn open_lines(loan: LoanId) -> Vec<PlanLineNo> {
	let numbers = LoansPallet::plan(loan).into_iter().map(|(number, ..)| number);
	numbers.filter(|number| !LoansPallet::remaining(loan, *number).is_zero()).collect()
}

/// What waits for an organisation, in the order in which it is listed.
pub(crate) fn waiting(org: u32) -> Vec<(crate::ContractStage, LoanId)> {
	use crate::ContractStage::*;
	use zhidai_primitives::HoldKind;
	let waiting = |stage| {
		LoansPallet::waiting_for(OrgId(org), stage, None, 100)
			.items
			.into_iter()
			.map(move |loan| (stage, loan))
	};
	let lifts = HoldKind::ALL.into_iter().flat_map(|kind| waiting(Lift(kind)));
	waiting(Check)
		.chain(waiting(CheckSecond))
		.chain(waiting(Sign))
		.chain(waiting(Repayment))
		.chain(lifts)
		.chain(waiting(Close))
		.collect()
}
