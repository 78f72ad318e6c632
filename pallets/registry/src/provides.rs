//! Who is who: what the other pallets ask.

use crate::{
	AccountStatus, Config, CurrentAccount, Error, OfficerRecords, Officers, OrgState, OrgStates,
	Organisations, Pallet, PayeeAccounts,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	AccountVersion, Actor, Duty, Fen, OfficerId, OrgId, OrgStatus, Refusal, Region, Role, Roles,
};

/// Why an account cannot act for anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAdmitted {
	Stranger,
	OfficerNotActive,
	OrganisationNotActive,
}

impl From<NotAdmitted> for Refusal {
	fn from(reason: NotAdmitted) -> Self {
		match reason {
			NotAdmitted::Stranger => Self::Stranger,
			NotAdmitted::OfficerNotActive => Self::OfficerNotActive,
			NotAdmitted::OrganisationNotActive => Self::OrganisationNotActive,
		}
	}
}

impl<T> From<NotAdmitted> for Error<T> {
	fn from(reason: NotAdmitted) -> Self {
		match reason {
			NotAdmitted::Stranger => Self::NotAMember,
			NotAdmitted::OfficerNotActive => Self::OfficerNotActive,
			NotAdmitted::OrganisationNotActive => Self::OrganisationNotActive,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The one place where an account becomes an actor; status and expiry are evaluated here, on read.
	pub(crate) fn member(account: &T::AccountId) -> Result<(Actor, OrgState), NotAdmitted> {
		let entry = Officers::<T>::get(account).ok_or(NotAdmitted::Stranger)?;
		if !entry.may_act_on(T::Calendar::today()) {
			return Err(NotAdmitted::OfficerNotActive);
		}
		let state = OrgStates::<T>::get(entry.org)
			.filter(OrgState::is_active)
			.ok_or(NotAdmitted::OrganisationNotActive)?;
		Ok((Actor { org: entry.org, officer: entry.officer, duties: entry.duties }, state))
	}

	/// Who an account is, where it can act today; for runtime APIs.
	pub fn officer_of(account: &T::AccountId) -> Option<Actor> {
		Self::member(account).ok().map(|(actor, _)| actor)
	}

	pub(crate) fn authorised(account: &T::AccountId, duty: Duty) -> Result<(Actor, OrgState), Error<T>> {
		let (actor, state) = Self::member(account).map_err(Error::<T>::from)?;
		ensure!(actor.duties.has(duty), Error::<T>::DutyMissing);
		Ok((actor, state))
	}

	pub(crate) fn status_of(org: OrgId) -> Option<OrgStatus> {
		OrgStates::<T>::get(org).map(|state| state.status)
	}
}

impl<T: Config> Directory<T::AccountId> for Pallet<T> {
	fn authorise(account: &T::AccountId, duty: Duty) -> Result<Actor, DispatchError> {
		Ok(Self::authorised(account, duty)?.0)
	}

	fn authorise_as(account: &T::AccountId, duty: Duty, roles: Roles) -> Result<Actor, DispatchError> {
		let (actor, state) = Self::authorised(account, duty)?;
		ensure!(state.roles.meets(roles), Error::<T>::RoleMissing);
		Ok(actor)
	}

	fn ensure_different_persons(one: OfficerId, other: OfficerId) -> DispatchResult {
		let person = |officer| OfficerRecords::<T>::get(officer).map(|record| record.person);
		let (first, second) = person(one).zip(person(other)).ok_or(Error::<T>::OfficerUnknown)?;
		ensure!(one != other && first != second, Error::<T>::SamePerson);
		Ok(())
	}

	fn ensure_within_checker_limit(checker: OfficerId, amount: Fen) -> DispatchResult {
		let record = OfficerRecords::<T>::get(checker).ok_or(Error::<T>::OfficerUnknown)?;
		ensure!(record.checker_limit.is_none_or(|limit| amount <= limit), Error::<T>::AboveCheckerLimit);
		Ok(())
	}

	fn ensure_organisation(org: OrgId, roles: Roles) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(state.is_active(), Error::<T>::OrganisationNotActive);
		ensure!(state.roles.meets(roles), Error::<T>::RoleMissing);
		Ok(())
	}

	fn ensure_payee_account(payee: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult {
		let account = PayeeAccounts::<T>::get(payee, version).ok_or(Error::<T>::PayeeAccountNotVerified)?;
		ensure!(account.bank == lender, Error::<T>::PayeeAccountOfAnotherBank);
		let is_current = CurrentAccount::<T>::get(payee, lender) == Some(version);
		ensure!(is_current && account.status == AccountStatus::Verified, Error::<T>::PayeeAccountNotCurrent);
		Ok(())
	}

	fn status(org: OrgId) -> Option<OrgStatus> {
		Self::status_of(org)
	}

	fn region(org: OrgId) -> Option<Region> {
		Organisations::<T>::get(org).map(|organisation| organisation.region)
	}

	fn has_role(org: OrgId, role: Role) -> bool {
		OrgStates::<T>::get(org).is_some_and(|state| state.roles.has(role))
	}

	fn are_related(one: OrgId, other: OrgId) -> bool {
		Self::related(one, other)
	}
}
