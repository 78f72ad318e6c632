//! Where findings of other pallets come in.

use crate::types::alert::{bank_of, key_of, kind_of};
use crate::{
	loan_of, AlertOwner, Config, Error, NextAlert, OpenByFinding, OpenCounts, Pallet, MAX_OPEN_ALERTS,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::traits::{Finding, Findings, LoanInspect, PartyWork};
use zhidai_primitives::{LoanId, OrgId};

impl<T: Config> Findings for Pallet<T> {
	fn raise(finding: Finding) {
		if OpenByFinding::<T>::contains_key(key_of(&finding)) {
			return;
		}
		let (owner, kind) = (AlertOwner::of(&finding), kind_of(&finding));
		let count = OpenCounts::<T>::get(owner, kind);
		let has_place = count.open < MAX_OPEN_ALERTS;
		// A denial holds organisations until its alert is closed, so that each has one of its own.
		if !has_place && !matches!(finding, Finding::PaymentDisputed { .. }) {
			return Self::count_further(count.last, finding);
		}
		let alert = NextAlert::<T>::get();
		// Where ids are used up the finding is lost; it must not stop what found it.
		let Some(next) = alert.next() else { return };
		NextAlert::<T>::put(next);
		Self::put_alert(alert, finding, has_place);
	}
}

impl<T: Config> PartyWork for Pallet<T> {
	/// What was found about a loan is answered and closed by those whom it concerns: nobody passes it on.
	fn ensure_can_pass(loan: LoanId, _: OrgId) -> DispatchResult {
		let has_alerts = OpenCounts::<T>::iter_key_prefix(AlertOwner::Loan(loan)).next().is_some();
		ensure!(!has_alerts, Error::<T>::AlertsOpen);
		Ok(())
	}

	fn pass(loan: LoanId, from: OrgId, to: OrgId) {
		Self::pass_reviews(loan, from, to);
	}
}

impl<T: Config> Pallet<T> {
	/// In whose lists an open alert is.
	pub(crate) fn listed_at(finding: &Finding) -> Vec<OrgId> {
		let Some(loan) = loan_of(finding) else { return bank_of(finding).into_iter().collect() };
		match T::Loans::facts(loan) {
			Ok(facts) => alloc::vec![facts.bank, facts.regulator],
			Err(_) => Vec::new(),
		}
	}
}
