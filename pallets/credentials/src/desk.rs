//! The bureau's desk: who may act on a record, and how records and their indexes are stored together.

use crate::{
	kept_by, AdverseByOrg, AdverseId, AdverseRecord, AdverseRecords, AdverseState, AwaitingConfirmation,
	ByHolder, ByNumber, Config, Credential, CredentialType, Credentials, Error, FailedChecks, Grant,
	NextAdverse, NextCredential, Pallet, Report, Types,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	Actor, CredentialId, Duty, OrgId, OrgStatus, Role, Roles,
};

impl<T: Config> Pallet<T> {
	/// An officer of a bureau with one of these roles, in whose region the firm is registered.
	pub(crate) fn bureau_for(
		who: &T::AccountId,
		duty: Duty,
		roles: Roles,
		firm: OrgId,
	) -> Result<Actor, DispatchError> {
		let actor = T::Directory::authorise_as(who, duty, roles)?;
		Self::ensure_jurisdiction(actor.org, firm)?;
		Ok(actor)
	}

	/// A maker of a bureau that may change this credential.
	pub(crate) fn recorder_of(who: &T::AccountId, credential: &Credential) -> Result<Actor, DispatchError> {
		let grant = credential.grant();
		let role = Types::<T>::get(grant.type_id).ok_or(Error::<T>::UnknownType)?.recorded_by;
		Self::bureau_for(who, Duty::Maker, Roles::of(&[role]), grant.holder)
	}

	/// The holder, by an officer who may sign for it, or a maker of a bureau that may change this credential.
	pub(crate) fn holder_or_recorder(
		who: &T::AccountId,
		credential: &Credential,
	) -> Result<Actor, DispatchError> {
		match T::Directory::authorise(who, Duty::Confirm) {
			Ok(actor) if actor.org == credential.grant().holder => Ok(actor),
			_ => Self::recorder_of(who, credential),
		}
	}

	/// An officer of the bureau that entered this record.
	pub(crate) fn author_of(
		who: &T::AccountId,
		duty: Duty,
		record: &AdverseRecord,
	) -> Result<Actor, DispatchError> {
		let actor = T::Directory::authorise(who, duty)?;
		ensure!(actor.org == record.report().bureau, Error::<T>::NotTheBureau);
		Ok(actor)
	}

	/// An officer of the bureau that keeps this record: the one that entered it, or, where that one no longer takes part,
	/// any that could have entered it. So no record is left without a keeper.
	pub(crate) fn keeper_of(
		who: &T::AccountId,
		duty: Duty,
		record: &AdverseRecord,
	) -> Result<Actor, DispatchError> {
		let report = record.report();
		let actor = T::Directory::authorise(who, duty)?;
		if actor.org != report.bureau {
			let orphaned = T::Directory::status(report.bureau) != Some(OrgStatus::Active);
			ensure!(orphaned, Error::<T>::NotTheBureau);
			T::Directory::ensure_organisation(actor.org, kept_by(report.kind))?;
			Self::ensure_jurisdiction(actor.org, report.org)?;
		}
		Ok(actor)
	}

	/// Refuses where the firm is not registered in the bureau's region.
	fn ensure_jurisdiction(bureau: OrgId, firm: OrgId) -> DispatchResult {
		let within = match (T::Directory::region(bureau), T::Directory::region(firm)) {
			(Some(bureau), Some(firm)) => bureau.contains(firm),
			_ => false,
		};
		ensure!(within, Error::<T>::OutsideJurisdiction);
		Ok(())
	}

	/// The credential under this id.
	pub(crate) fn credential(id: CredentialId) -> Result<Credential, DispatchError> {
		Credentials::<T>::get(id).ok_or(Error::<T>::UnknownCredential.into())
	}

	/// The adverse record under this id.
	pub(crate) fn adverse(id: AdverseId) -> Result<AdverseRecord, DispatchError> {
		AdverseRecords::<T>::get(id).ok_or(Error::<T>::UnknownRecord.into())
	}

	/// Refuses a grant that cannot be as its type, its dates and its number say.
	pub(crate) fn ensure_recordable(grant: &Grant, new: &CredentialType) -> DispatchResult {
		let today = T::Calendar::today();
		// Firms, testing and certification bodies hold credentials; banks and bureaus do not.
		T::Directory::ensure_organisation(grant.holder, Roles::ADMITTED_BY_MEMBERS)?;
		let covered = T::Directory::region(grant.holder).is_some_and(|region| new.region.contains(region));
		ensure!(covered, Error::<T>::HolderOutsideTypeRegion);
		ensure!(grant.granted_on <= today, Error::<T>::GrantedInFuture);
		ensure!(grant.expires_on.is_none_or(|last| last >= today), Error::<T>::AlreadyExpired);
		ensure!(!ByNumber::<T>::contains_key((grant.type_id, grant.number_digest)), Error::<T>::NumberTaken);
		Ok(())
	}

	/// Stores a new credential and lists it with its holder, where it takes the place of what can never be used again.
	pub(crate) fn store_credential(grant: Grant) -> Result<CredentialId, DispatchError> {
		let today = T::Calendar::today();
		let id = NextCredential::<T>::get();
		NextCredential::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		ByHolder::<T>::try_mutate(grant.holder, |list| {
			if list.is_full() {
				list.retain(|old| Credentials::<T>::get(old).is_some_and(|old| !old.is_over(today)));
			}
			list.try_push(id).map_err(|_| Error::<T>::TooManyCredentials)
		})?;
		ByNumber::<T>::insert((grant.type_id, grant.number_digest), id);
		Credentials::<T>::insert(id, Credential::new(grant, today));
		Ok(id)
	}

	/// Stores a new adverse record, which waits for a checker of its bureau.
	pub(crate) fn store_report(report: Report) -> Result<AdverseId, DispatchError> {
		let id = NextAdverse::<T>::get();
		NextAdverse::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		AwaitingConfirmation::<T>::insert(report.bureau, id, ());
		AdverseRecords::<T>::insert(id, AdverseRecord::new(report));
		Ok(id)
	}

	/// Lists a confirmed record with its firm, where it takes the place of what was annulled.
	pub(crate) fn list_confirmed(id: AdverseId, record: &AdverseRecord) -> DispatchResult {
		let report = record.report();
		AwaitingConfirmation::<T>::remove(report.bureau, id);
		AdverseByOrg::<T>::try_mutate(report.org, |list| {
			if list.is_full() {
				let stands = |old: AdverseRecord| old.state() != AdverseState::Annulled;
				list.retain(|old| AdverseRecords::<T>::get(old).is_some_and(stands));
			}
			list.try_push(id).map_err(|_| Error::<T>::TooManyRecords.into())
		})
	}

	/// Stores a step of an adverse record, with the count that freezes.
	pub(crate) fn store_step(id: AdverseId, before: &AdverseRecord, after: AdverseRecord) {
		FailedChecks::<T>::mutate_exists(after.report().org, |failures| {
			let moved = failures.unwrap_or_default().moved(before.freezes_at(), after.freezes_at());
			*failures = (moved != Default::default()).then_some(moved);
		});
		AdverseRecords::<T>::insert(id, after);
	}

	/// Whether organisations with this role are bureaus, which record credentials.
	pub(crate) fn is_bureau(role: Role) -> bool {
		matches!(
			role,
			Role::MarketRegulator | Role::FinancialRegulator | Role::FinanceBureau | Role::TaxBureau
		)
	}
}
