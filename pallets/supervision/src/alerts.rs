//! Raising and closing alerts.

use crate::alert::key_of;
use crate::AlertId;
use crate::{
	loan_of, Alert, AlertState, Alerts, AlertsByLoan, Config, Error, Event, NextAlert, OpenAlerts,
	OpenByFinding, Pallet,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, Finding, Findings, LoanBook};
use zhidai_primitives::{Actor, OrgId, Role, ShortText};

impl<T: Config> Findings for Pallet<T> {
	fn raise(finding: Finding) {
		let key = key_of(&finding);
		let alert = NextAlert::<T>::get();
		// Where ids are used up the finding is lost; it must not stop what found it.
		let (false, Some(next)) = (OpenByFinding::<T>::contains_key(key), alert.next()) else { return };
		NextAlert::<T>::put(next);
		OpenByFinding::<T>::insert(key, alert);
		OpenAlerts::<T>::insert(alert, ());
		let loan = loan_of(&finding);
		if let Some(loan) = loan {
			AlertsByLoan::<T>::insert(loan, alert, ());
		}
		let raised_on = T::Calendar::today();
		Alerts::<T>::insert(alert, Alert { finding, raised_on, state: AlertState::Open });
		Self::deposit_event(Event::AlertRaised { alert, loan, finding });
	}
}

impl<T: Config> Pallet<T> {
	/// Closes an alert; answers what it was about.
	pub(crate) fn put_outcome(
		alert: AlertId,
		actor: Actor,
		outcome: ShortText,
	) -> Result<Finding, DispatchError> {
		let mut entry = Alerts::<T>::get(alert).ok_or(Error::<T>::NoSuchAlert)?;
		ensure!(entry.state == AlertState::Open, Error::<T>::AlertAlreadyClosed);
		ensure!(Self::is_concerned(actor.org, &entry.finding)?, Error::<T>::NotConcerned);
		let finding = entry.finding;
		let on = T::Calendar::today();
		entry.state = AlertState::Closed { org: actor.org, officer: actor.officer, outcome, on };
		Alerts::<T>::insert(alert, entry);
		OpenAlerts::<T>::remove(alert);
		OpenByFinding::<T>::remove(key_of(&finding));
		Ok(finding)
	}

	/// The bank, the loan's market regulator (any, where no loan is named), and every financial regulator.
	fn is_concerned(org: OrgId, finding: &Finding) -> Result<bool, DispatchError> {
		if T::Directory::has_role(org, Role::FinancialRegulator) {
			return Ok(true);
		}
		match (loan_of(finding), finding) {
			(Some(loan), _) => T::Loans::facts(loan).map(|facts| org == facts.bank || org == facts.regulator),
			(None, Finding::SettlementUnknown { bank, .. }) => {
				Ok(org == *bank || T::Directory::has_role(org, Role::MarketRegulator))
			}
			(None, _) => Ok(false),
		}
	}
}
