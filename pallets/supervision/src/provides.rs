//! Where findings of other pallets come in.

use crate::types::alert::{bank_of, key_of, kind_of};
use crate::{
	loan_of, Alert, AlertId, AlertOwner, AlertState, Alerts, AlertsByLoan, Config, Event, NextAlert,
	OpenAlerts, OpenByFinding, OpenByOrg, OpenCount, OpenCounts, Pallet, MAX_OPEN_ALERTS,
};
use alloc::vec::Vec;
use zhidai_primitives::traits::{Calendar, Finding, Findings, LoanInspect};
use zhidai_primitives::{Ordered, OrgId};

impl<T: Config> Findings for Pallet<T> {
	fn raise(finding: Finding) {
		if OpenByFinding::<T>::contains_key(key_of(&finding)) {
			return;
		}
		let (owner, kind) = (AlertOwner::of(&finding), kind_of(&finding));
		let count = OpenCounts::<T>::get(owner, kind);
		if count.open >= MAX_OPEN_ALERTS {
			return Self::count_further(count.last, finding);
		}
		let alert = NextAlert::<T>::get();
		// Where ids are used up the finding is lost; it must not stop what found it.
		let Some(next) = alert.next() else { return };
		NextAlert::<T>::put(next);
		OpenCounts::<T>::insert(owner, kind, OpenCount { open: count.open.saturating_add(1), last: alert });
		Self::list(alert, finding);
	}
}

impl<T: Config> Pallet<T> {
	/// Opens an alert, and lists it where it waits.
	fn list(alert: AlertId, finding: Finding) {
		let place: Ordered = alert.0.into();
		OpenByFinding::<T>::insert(key_of(&finding), alert);
		OpenAlerts::<T>::insert(place, ());
		for org in Self::listed_at(&finding) {
			OpenByOrg::<T>::insert(org, place, ());
		}
		let loan = loan_of(&finding);
		if let Some(loan) = loan {
			AlertsByLoan::<T>::insert(loan, place, ());
		}
		let raised_on = T::Calendar::today();
		Alerts::<T>::insert(alert, Alert { finding, raised_on, further: 0, state: AlertState::Open });
		Self::deposit_event(Event::AlertRaised { alert, loan, finding });
	}

	/// Has the last alert of its kind count a finding for which the list has no place.
	fn count_further(alert: AlertId, finding: Finding) {
		Alerts::<T>::mutate_extant(alert, |entry| entry.further = entry.further.saturating_add(1));
		Self::deposit_event(Event::AlertCounted { alert, loan: loan_of(&finding), finding });
	}

	/// In whose lists an open alert is.
	pub(crate) fn listed_at(finding: &Finding) -> Vec<OrgId> {
		let Some(loan) = loan_of(finding) else { return bank_of(finding).into_iter().collect() };
		match T::Loans::facts(loan) {
			Ok(facts) => alloc::vec![facts.bank, facts.regulator],
			Err(_) => Vec::new(),
		}
	}
}
