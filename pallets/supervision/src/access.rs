//! Who may: from an origin to an officer with a duty, and from there to the side for which it acts.

use crate::types::alert::bank_of;
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

	/// A checker or attesting officer: of who may close an alert, or of the bank that answers it.
	pub(crate) fn alert_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Directory::authorise(&who, Duty::Checker).or_else(|_| T::Directory::authorise(&who, Duty::Attest))
	}

	/// The bank that an alert is about: the lending bank, or the one that a finding without a loan names.
	pub(crate) fn bank_concerned(finding: &Finding) -> Option<OrgId> {
		match loan_of(finding) {
			Some(loan) => T::Loans::facts(loan).ok().map(|facts| facts.bank),
			None => bank_of(finding),
		}
	}

	/// The loan's market regulator (any, where no loan is named), and every financial regulator; never the bank that
	/// the alert is about, whatever else it is.
	pub fn may_close(org: OrgId, finding: &Finding) -> Result<bool, DispatchError> {
		let is_supervisor = T::Directory::has_role(org, Role::FinancialRegulator);
		let Some(loan) = loan_of(finding) else {
			let is_bureau = is_supervisor || T::Directory::has_role(org, Role::MarketRegulator);
			return Ok(is_bureau && bank_of(finding) != Some(org));
		};
		let LoanFacts { bank, regulator, .. } = T::Loans::facts(loan)?;
		Ok(org != bank && (is_supervisor || org == regulator))
	}
}
