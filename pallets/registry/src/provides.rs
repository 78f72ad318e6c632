//! Who is who, which accounts borrowers' receipts return to, and which requests were carried out: what the other
//! pallets ask.
//!
//! ## Once under one request
//!
//! What creates something is carried out once under the id that its client made, for every pallet ([`Once`]). The
//! second time is refused, and here is what the first one made. An id is kept until the last block that it names is
//! past; each new one takes away two that are over.

use crate::{
	keeps_admins, CheckedBy, Config, CurrentAccount, Error, HeldAccount, HeldAccounts, OfficerRecords,
	OfficersOf, OrgStates, Organisations, Pallet, PayeeAccounts, RequestPlaces, RequestQueue, Requests,
	Successions, LEAST_ADMINS_OF_SEAT,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Checks, CollectionAccounts, Directory, Once, FORGOTTEN_AT_ONCE},
	AccountVersion, Actor, Created, Day, Digest, Duty, Fen, OfficerId, OrgId, OrgStatus, Region, RequestId,
	Role, Roles,
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

	fn checks_alone(checker: OfficerId, borrower: OrgId, of_what: Checks, amount: Fen) -> bool {
		Self::checked_with(checker, borrower, of_what, amount).is_ok()
	}

	fn count_checked(checker: OfficerId, borrower: OrgId, of_what: Checks, amount: Fen) -> DispatchResult {
		if let Some((person, sums)) = Self::checked_with(checker, borrower, of_what, amount)? {
			CheckedBy::<T>::insert(person, borrower, sums);
		}
		Ok(())
	}

	fn ensure_organisation(org: OrgId, roles: Roles) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(state.is_active(), Error::<T>::OrganisationNotActive);
		ensure!(state.roles.meets(roles), Error::<T>::RoleMissing);
		Ok(())
	}

	fn ensure_payee_account(payee: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult {
		if let Some(last) = CurrentAccount::<T>::get(lender, payee).filter(|last| last.version == version) {
			ensure!(!last.is_void, Error::<T>::PayeeAccountVoid);
			return Ok(());
		}
		let is_known = PayeeAccounts::<T>::contains_key((lender, payee, version));
		ensure!(is_known, Error::<T>::PayeeAccountUnknown);
		Err(Error::<T>::PayeeAccountNotCurrent.into())
	}

	fn status(org: OrgId) -> Option<OrgStatus> {
		Self::status_of(org)
	}

	fn has_officers(org: OrgId) -> bool {
		OfficersOf::<T>::decode_len(org).is_some_and(|officers| officers > 0)
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

	fn succeeded_on(org: OrgId) -> Option<Day> {
		Successions::<T>::get(org).map(|succession| succession.since)
	}
}

impl<T: Config> CollectionAccounts for Pallet<T> {
	fn open_collection(borrower: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult {
		<Self as Directory<T::AccountId>>::ensure_payee_account(borrower, version, lender)?;
		let (fingerprint, held) =
			Self::held_as(borrower, version, lender).ok_or(Error::<T>::PayeeAccountUnknown)?;
		let held = held.with_loan().ok_or(Error::<T>::IdsExhausted)?;
		HeldAccounts::<T>::insert(lender, fingerprint, held);
		Ok(())
	}

	fn close_collection(borrower: OrgId, version: AccountVersion, lender: OrgId) {
		if let Some((fingerprint, held)) = Self::held_as(borrower, version, lender) {
			HeldAccounts::<T>::insert(lender, fingerprint, held.without_loan());
		}
	}

	fn collections(borrower: OrgId, version: AccountVersion, lender: OrgId) -> u32 {
		Self::held_as(borrower, version, lender).map_or(0, |(_, held)| held.loans)
	}

	fn current_account(org: OrgId, lender: OrgId) -> Option<AccountVersion> {
		CurrentAccount::<T>::get(lender, org).filter(|last| !last.is_void).map(|last| last.version)
	}

	fn same_account(
		borrower: OrgId,
		version: AccountVersion,
		lender: OrgId,
		next: OrgId,
	) -> Option<AccountVersion> {
		let fingerprint = |bank: OrgId, version: AccountVersion| {
			let verified = PayeeAccounts::<T>::get((bank, borrower, version))?;
			Some(verified.account.fingerprint)
		};
		let current = Self::current_account(borrower, next)?;
		(fingerprint(next, current)? == fingerprint(lender, version)?).then_some(current)
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
	/// The account that a version of an organisation's is, where the organisation has it at this bank still.
	fn held_as(org: OrgId, version: AccountVersion, bank: OrgId) -> Option<(Digest, HeldAccount)> {
		let fingerprint = PayeeAccounts::<T>::get((bank, org, version))?.account.fingerprint;
		let held = HeldAccounts::<T>::get(bank, fingerprint).filter(|held| held.holder == org)?;
		Some((fingerprint, held))
	}

	fn this_block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}
}
