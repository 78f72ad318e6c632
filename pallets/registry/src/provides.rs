//! Who is who, and which requests were carried out: what the other pallets ask.

use crate::{
	keeps_admins, Config, CurrentAccount, Error, OfficerRecords, OrgStates, Organisations, Pallet,
	PayeeAccounts, RequestPlaces, RequestQueue, Requests, Successions, LEAST_ADMINS_OF_SEAT,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory, Once, FORGOTTEN_AT_ONCE},
	AccountVersion, Actor, Created, Duty, Fen, OfficerId, OrgId, OrgStatus, Region, RequestId, Role, Roles,
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

	fn key_number(officer: OfficerId) -> Option<u16> {
		OfficerRecords::<T>::get(officer).map(|record| record.key_number)
	}

	fn signature_counts(officer: OfficerId, key_number: u16, duty: Duty) -> bool {
		let Some(record) = OfficerRecords::<T>::get(officer) else { return false };
		record.key_number == key_number
			&& record.duties.has(duty)
			&& record.entry(officer).may_act_on(T::Calendar::today())
			&& Self::status_of(record.org) == Some(OrgStatus::Active)
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

	fn successor(org: OrgId) -> Option<OrgId> {
		Successions::<T>::get(org).map(|succession| succession.heir)
	}
}

impl<T: Config> Once for Pallet<T> {
	fn ensure_new(org: OrgId, request: RequestId) -> DispatchResult {
		let now = Self::this_block();
		ensure!(!Requests::<T>::contains_key(org, request), Error::<T>::RequestAlreadyUsed);
		ensure!(!request.is_over(now), Error::<T>::RequestTooOld);
		ensure!(!request.is_too_far_ahead(now), Error::<T>::RequestTooFarAhead);
		Ok(())
	}

	/// Forgets some that are over. They are looked for in the order in which they were carried out, and each is over
	/// a week after that at the latest, so that one with a long life does not keep the others for long.
	fn keep(org: OrgId, request: RequestId, created: Created) {
		let now = Self::this_block();
		let (mut first, next) = RequestPlaces::<T>::get();
		for _ in 0..FORGOTTEN_AT_ONCE {
			let oldest = RequestQueue::<T>::get(first).filter(|(_, oldest)| oldest.is_over(now));
			let Some((whose, oldest)) = oldest else { break };
			Requests::<T>::remove(whose, oldest);
			RequestQueue::<T>::remove(first);
			first = first.saturating_add(1);
		}
		RequestQueue::<T>::insert(next, (org, request));
		RequestPlaces::<T>::put((first, next.saturating_add(1)));
		Requests::<T>::insert(org, request, created);
	}

	fn created(org: OrgId, request: RequestId) -> Option<Created> {
		Requests::<T>::get(org, request)
	}
}

impl<T: Config> Pallet<T> {
	fn this_block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}
}
