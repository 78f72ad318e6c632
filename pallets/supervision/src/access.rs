//! Who may: from an origin to an officer with a duty, and from there to the side for which it acts.

use crate::{loan_of, Config, Error, Pallet};
use frame::prelude::*;
use zhidai_primitives::traits::{Directory, Finding, LoanInspect};
use zhidai_primitives::{Actor, Duty, LoanFacts, LoanId, OrgId, Role, Side};

impl<T: Config> Pallet<T> {
	/// An officer of the lending bank or of the loan's market regulator, with this duty.
	pub(crate) fn reviewer(
		origin: OriginFor<T>,
		duty: Duty,
		loan: LoanId,
	) -> Result<(Actor, Side, LoanFacts), DispatchError> {
		let actor = T::Directory::authorise(&ensure_signed(origin)?, duty)?;
		let facts = T::Loans::facts(loan)?;
		let side = match actor.org {
			org if org == facts.bank => Side::Bank,
			org if org == facts.regulator => Side::Regulator,
			_ => return Err(Error::<T>::ReviewerNotAllowed.into()),
		};
		Ok((actor, side, facts))
	}

	/// A checker or attesting officer of an organisation that an alert concerns.
	pub(crate) fn alert_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Directory::authorise(&who, Duty::Checker).or_else(|_| T::Directory::authorise(&who, Duty::Attest))
	}

	/// The bank, the loan's market regulator (any, where no loan is named), and every financial regulator.
	pub(crate) fn is_concerned(org: OrgId, finding: &Finding) -> Result<bool, DispatchError> {
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
