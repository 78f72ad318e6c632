//! Who is who: what the other pallets ask.

use crate::{
	keeps_admins, Config, CurrentAccount, Error, OfficerRecords, OrgStates, Organisations, Pallet,
	PayeeAccounts, LEAST_ADMINS_OF_SEAT,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::Directory, AccountVersion, Actor, Duty, Fen, OfficerId, OrgId, OrgStatus, Region, Role, Roles,
};

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
		if CurrentAccount::<T>::get(lender, payee) == Some(version) {
			return Ok(());
		}
		let is_known = PayeeAccounts::<T>::contains_key((lender, payee, version));
		ensure!(is_known, Error::<T>::PayeeAccountUnknown);
		Err(Error::<T>::PayeeAccountNotCurrent.into())
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
		Self::is_related_for_all(one, other)
	}

	fn are_related_for(one: OrgId, other: OrgId, lender: OrgId) -> bool {
		Self::is_related_for_all(one, other) || Self::is_recorded_by(lender, one, other)
	}

	fn is_relation_reported(one: OrgId, other: OrgId, lender: OrgId) -> bool {
		Self::is_recorded_beside(lender, one, other)
	}

	fn keeps_admins_for_seat(org: OrgId) -> bool {
		keeps_admins(Self::serving(org), LEAST_ADMINS_OF_SEAT)
	}
}
