//! How records and their indexes are stored together: one writer for each, which journals.

use crate::{
	AdverseByOrg, AdverseId, AdverseKind, AdverseRecord, AdverseRecords, ByHolder, ByNumber, Config,
	Credential, CredentialState, CredentialType, Credentials, CredentialsChange, Error, FailedChecks, Grant,
	LastType, NextAdverse, NextCredential, OpenRecords, Pallet, Report, Types, MAX_CHECKS_OF_ONE,
	MAX_OTHERS_OF_ONE, MAX_OTHERS_PER_FIRM, MAX_PER_FIRM,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Journal},
	CredentialId, CredentialTypeId, OfficerId, Ordered, OrgId,
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

	/// The one writer of adverse records, with the count that freezes and the list of what is open.
	pub(crate) fn put_adverse(id: AdverseId, before: Option<&AdverseRecord>, after: AdverseRecord) {
		let frozen_before = before.and_then(AdverseRecord::freezes_at);
		FailedChecks::<T>::mutate_exists(after.report().org, |failures| {
			let moved = failures.unwrap_or_default().moved(frozen_before, after.freezes_at());
			*failures = (moved != Default::default()).then_some(moved);
		});
		let (bureau, place) = (after.report().bureau, Ordered::from(id.0));
		match (before.is_some_and(AdverseRecord::is_open), after.is_open()) {
			(false, true) => OpenRecords::<T>::insert(bureau, place, ()),
			(true, false) => OpenRecords::<T>::remove(bureau, place),
			(true, true) | (false, false) => (),
		}
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
		Self::list_adverse(id, &report)?;
		Self::put_adverse(id, None, AdverseRecord::new(report, checker, T::Calendar::today()));
		Ok(id)
	}

	/// Lists a record with its firm, where it takes the place of what counts nowhere any more. The last places are for
	/// failed checks, and one bureau has only some of these and of the others: so nobody's records, old or new, keep
	/// another bureau's failed check from being served, and from freezing.
	fn list_adverse(id: AdverseId, report: &Report) -> DispatchResult {
		AdverseByOrg::<T>::try_mutate(report.org, |list| -> DispatchResult {
			// In a shorter one no bound is reached.
			let is_short = u32::try_from(list.len()).is_ok_and(|listed| listed < MAX_CHECKS_OF_ONE);
			let counts = if is_short { Counts::default() } else { Self::count_listed(list, report.bureau) };
			if report.kind == AdverseKind::FailedSpotCheck {
				ensure!(counts.own_checks < MAX_CHECKS_OF_ONE, Error::<T>::TooManyOfBureau);
			} else {
				ensure!(counts.own_others < MAX_OTHERS_OF_ONE, Error::<T>::TooManyOfBureau);
				ensure!(counts.others < MAX_OTHERS_PER_FIRM, Error::<T>::TooManyRecords);
			}
			list.try_push(id).map_err(|_| Error::<T>::TooManyRecords)?;
			Ok(())
		})
	}

	/// Counts the firm's records that count somewhere. Leaves what counts nowhere out of a list that is full.
	fn count_listed(list: &mut BoundedVec<AdverseId, ConstU32<MAX_PER_FIRM>>, bureau: OrgId) -> Counts {
		let (today, is_full) = (T::Calendar::today(), list.is_full());
		let mut counts = Counts::default();
		list.retain(|old| {
			let Some(old) = AdverseRecords::<T>::get(old).filter(|old| old.matters(today)) else {
				return !is_full;
			};
			let is_own = u32::from(old.report().bureau == bureau);
			if old.report().kind == AdverseKind::FailedSpotCheck {
				counts.own_checks = counts.own_checks.saturating_add(is_own);
			} else {
				counts.others = counts.others.saturating_add(1);
				counts.own_others = counts.own_others.saturating_add(is_own);
			}
			true
		});
		counts
	}
}

/// How many records of a firm's list count somewhere.
#[derive(Default)]
struct Counts {
	/// Failed checks that one bureau entered.
	own_checks: u32,
	/// What is no failed check.
	others: u32,
	/// Of these, what that bureau entered.
	own_others: u32,
}
