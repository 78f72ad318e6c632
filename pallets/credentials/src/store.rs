//! How records and their indexes are stored together: one writer for each, which journals.

use crate::{
	AdverseByOrg, AdverseId, AdverseRecord, AdverseRecords, ByHolder, ByNumber, Config, Credential,
	CredentialState, CredentialType, Credentials, CredentialsChange, Error, FailedChecks, Grant, LastType,
	NextAdverse, NextCredential, Pallet, Report, Types,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Journal},
	CredentialId, CredentialTypeId, OfficerId, OrgId,
};

impl<T: Config> Pallet<T> {
	/// The one writer of the catalogue.
	pub(crate) fn put_type(type_id: CredentialTypeId, new: CredentialType) {
		LastType::<T>::put(type_id);
		Types::<T>::insert(type_id, &new);
		T::Journal::record(CredentialsChange::Type(type_id, new));
	}

	/// The one writer of credentials. A cancelled one gives its number free.
	pub(crate) fn put_credential(id: CredentialId, credential: Credential) {
		let key = (credential.grant().type_id, credential.grant().number_digest);
		if credential.state(T::Calendar::today()) == CredentialState::Cancelled {
			ByNumber::<T>::remove(key);
		}
		Credentials::<T>::insert(id, &credential);
		T::Journal::record(CredentialsChange::Credential(id, credential));
	}

	/// The one writer of adverse records, with the count that freezes.
	pub(crate) fn put_adverse(id: AdverseId, before: Option<&AdverseRecord>, after: AdverseRecord) {
		let frozen_before = before.and_then(AdverseRecord::freezes_at);
		FailedChecks::<T>::mutate_exists(after.report().org, |failures| {
			let moved = failures.unwrap_or_default().moved(frozen_before, after.freezes_at());
			*failures = (moved != Default::default()).then_some(moved);
		});
		AdverseRecords::<T>::insert(id, &after);
		T::Journal::record(CredentialsChange::Adverse(id, after));
	}

	/// Stores a new credential and lists it with its holder, where it takes the place of what can never be
	/// used again.
	pub(crate) fn add_credential(grant: Grant) -> Result<CredentialId, DispatchError> {
		let today = T::Calendar::today();
		let id = NextCredential::<T>::get();
		NextCredential::<T>::put(id.next().ok_or(Error::<T>::CounterUsedUp)?);
		ByHolder::<T>::try_mutate(grant.holder, |list| {
			if list.is_full() {
				list.retain(|old| Credentials::<T>::get(old).is_some_and(|old| !old.is_over(today)));
			}
			list.try_push(id).map_err(|_| Error::<T>::TooManyCredentials)
		})?;
		ByNumber::<T>::insert((grant.type_id, grant.number_digest), id);
		Self::put_credential(id, Credential::new(grant, today));
		Ok(id)
	}

	/// Stores a new adverse record, served today, and lists it with its firm.
	pub(crate) fn add_adverse(report: Report, checker: OfficerId) -> Result<AdverseId, DispatchError> {
		let id = NextAdverse::<T>::get();
		NextAdverse::<T>::put(id.next().ok_or(Error::<T>::CounterUsedUp)?);
		Self::list_adverse(id, report.org)?;
		Self::put_adverse(id, None, AdverseRecord::new(report, checker, T::Calendar::today()));
		Ok(id)
	}

	/// Lists a record with its firm, where it takes the place of what counts nowhere any more: so nobody's
	/// old records keep a new failed check from being served.
	fn list_adverse(id: AdverseId, firm: OrgId) -> DispatchResult {
		let today = T::Calendar::today();
		AdverseByOrg::<T>::try_mutate(firm, |list| {
			if list.is_full() {
				list.retain(|old| AdverseRecords::<T>::get(old).is_some_and(|old| old.matters(today)));
			}
			list.try_push(id).map_err(|_| Error::<T>::TooManyRecords.into())
		})
	}
}
