//! The writer of alerts, with every list in which an open one is.

use crate::types::alert::{key_of, kind_of};
use crate::{
	loan_of, Alert, AlertId, AlertOwner, AlertState, Alerts, AlertsByLoan, Config, Event, OpenAlerts,
	OpenByFinding, OpenByOrg, OpenCounts, Pallet,
};
use zhidai_primitives::traits::{Calendar, Finding};
use zhidai_primitives::Ordered;

impl<T: Config> Pallet<T> {
	/// Opens an alert, and lists it where it waits.
	pub(crate) fn put_alert(alert: AlertId, finding: Finding) {
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
	pub(crate) fn count_further(alert: AlertId, finding: Finding) {
		Alerts::<T>::mutate_extant(alert, |entry| entry.further = entry.further.saturating_add(1));
		Self::deposit_event(Event::AlertCounted { alert, loan: loan_of(&finding), finding });
	}

	/// Takes an alert off every list of open ones.
	pub(crate) fn unlist(alert: AlertId, finding: &Finding) {
		let place: Ordered = alert.0.into();
		OpenAlerts::<T>::remove(place);
		for org in Self::listed_at(finding) {
			OpenByOrg::<T>::remove(org, place);
		}
		OpenByFinding::<T>::remove(key_of(finding));
		OpenCounts::<T>::mutate_exists(AlertOwner::of(finding), kind_of(finding), |stored| {
			let mut count = stored.take().unwrap_or_default();
			count.open = count.open.saturating_sub(1);
			*stored = (count.open > 0).then_some(count);
		});
	}
}
