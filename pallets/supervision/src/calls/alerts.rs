//! Alerts are closed (办结).

use crate::types::alert::{key_of, kind_of};
use crate::{
	loan_of, AlertId, AlertOwner, AlertState, Alerts, Config, Error, Event, OpenAlerts, OpenByFinding,
	OpenByOrg, OpenCounts, Pallet,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Finding};
use zhidai_primitives::{Ordered, ShortText};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_close_alert(origin: OriginFor<T>, alert: AlertId, outcome: ShortText) -> DispatchResult {
		let actor = Self::alert_officer(origin)?;
		let mut entry = Alerts::<T>::get(alert).ok_or(Error::<T>::AlertUnknown)?;
		ensure!(entry.state == AlertState::Open, Error::<T>::AlertAlreadyClosed);
		ensure!(Self::may_close(actor.org, &entry.finding)?, Error::<T>::AlertNotAllowed);
		let finding = entry.finding;
		let (org, officer, on) = (actor.org, actor.officer, T::Calendar::today());
		entry.state = AlertState::Closed { org, officer, outcome, on };
		Alerts::<T>::insert(alert, entry);
		Self::unlist(alert, &finding);
		Self::deposit_event(Event::AlertClosed { alert, loan: loan_of(&finding), org, officer });
		Ok(())
	}

	/// Takes an alert off every list of open ones.
	fn unlist(alert: AlertId, finding: &Finding) {
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
