//! Alerts are closed (办结).

use crate::{loan_of, AlertId, AlertState, Alerts, Config, Error, Event, Pallet};
use frame::prelude::*;
use zhidai_primitives::traits::Calendar;
use zhidai_primitives::ShortText;

impl<T: Config> Pallet<T> {
	/// Nothing is closed that the officer has not seen: `further` is how many findings beside its own the alert counted
	/// when the officer looked.
	pub(crate) fn do_close_alert(
		origin: OriginFor<T>,
		alert: AlertId,
		further: u32,
		outcome: ShortText,
	) -> DispatchResult {
		let actor = Self::alert_officer(origin)?;
		let mut entry = Alerts::<T>::get(alert).ok_or(Error::<T>::AlertUnknown)?;
		ensure!(entry.state == AlertState::Open, Error::<T>::AlertAlreadyClosed);
		ensure!(Self::may_close(actor.org, &entry.finding)?, Error::<T>::AlertNotAllowed);
		ensure!(further == entry.further, Error::<T>::FurtherDiffers);
		let finding = entry.finding;
		let (org, officer, on) = (actor.org, actor.officer, T::Calendar::today());
		entry.state = AlertState::Closed { org, officer, outcome, on };
		Alerts::<T>::insert(alert, entry);
		Self::unlist(alert, &finding);
		Self::deposit_event(Event::AlertClosed { alert, loan: loan_of(&finding), org, officer });
		Ok(())
	}
}
