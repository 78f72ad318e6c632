//! The steps of credentials and adverse records: who acts, the entity's own rule, what is stored, what is told.

use crate::{
	kept_by, AdverseId, AdverseKind, AdverseRecords, AdverseStep, AwaitingConfirmation, ByNumber, Config,
	CredentialStep, Credentials, Error, Event, Grant, Pallet, Report, Types,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	CredentialId, CredentialTypeId, Day, Digest, Duty, OrgId, Roles, ShortText,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_record(
		who: &T::AccountId,
		holder: OrgId,
		type_id: CredentialTypeId,
		number_digest: Digest,
		document_digest: Digest,
		granted_on: Day,
		expires_on: Option<Day>,
	) -> DispatchResult {
		let new = Types::<T>::get(type_id).ok_or(Error::<T>::UnknownType)?;
		let actor = Self::bureau_for(who, Duty::Maker, Roles::of(&[new.recorded_by]), holder)?;
		let (bureau, officer) = (actor.org, actor.officer);
		let recorded_by = bureau;
		let grant =
			Grant { holder, type_id, number_digest, document_digest, granted_on, expires_on, recorded_by };
		Self::ensure_recordable(&grant, &new)?;
		let credential = Self::store_credential(grant)?;
		Self::deposit_event(Event::Recorded { credential, holder, type_id, bureau, officer });
		Ok(())
	}

	pub(crate) fn do_suspend(
		who: &T::AccountId,
		credential: CredentialId,
		reason: ShortText,
	) -> DispatchResult {
		let before = Self::credential(credential)?;
		let actor = Self::recorder_of(who, &before)?;
		let (holder, bureau, officer) = (before.grant().holder, actor.org, actor.officer);
		let after = before.suspend(T::Calendar::today(), reason.clone()).map_err(Error::<T>::from)?;
		Credentials::<T>::insert(credential, after);
		Self::deposit_event(Event::Suspended { credential, holder, bureau, officer, reason });
		Ok(())
	}

	pub(crate) fn do_restore(who: &T::AccountId, credential: CredentialId) -> DispatchResult {
		let before = Self::credential(credential)?;
		let actor = Self::recorder_of(who, &before)?;
		let (holder, bureau, officer) = (before.grant().holder, actor.org, actor.officer);
		let after = before.restore(T::Calendar::today()).map_err(Error::<T>::from)?;
		Credentials::<T>::insert(credential, after);
		Self::deposit_event(Event::Restored { credential, holder, bureau, officer });
		Ok(())
	}

	pub(crate) fn do_revoke(
		who: &T::AccountId,
		credential: CredentialId,
		reason: ShortText,
	) -> DispatchResult {
		let before = Self::credential(credential)?;
		let actor = Self::recorder_of(who, &before)?;
		let (holder, bureau, officer) = (before.grant().holder, actor.org, actor.officer);
		let after = before.revoke(T::Calendar::today(), reason.clone()).map_err(Error::<T>::from)?;
		Credentials::<T>::insert(credential, after);
		Self::deposit_event(Event::Revoked { credential, holder, bureau, officer, reason });
		Ok(())
	}

	pub(crate) fn do_cancel(who: &T::AccountId, credential: CredentialId) -> DispatchResult {
		let before = Self::credential(credential)?;
		let actor = Self::holder_or_recorder(who, &before)?;
		let (holder, by, officer) = (before.grant().holder, actor.org, actor.officer);
		let after = before.cancel(T::Calendar::today()).map_err(Error::<T>::from)?;
		ByNumber::<T>::remove((after.grant().type_id, after.grant().number_digest));
		Credentials::<T>::insert(credential, after);
		Self::deposit_event(Event::Cancelled { credential, holder, by, officer });
		Ok(())
	}

	pub(crate) fn do_report(
		who: &T::AccountId,
		org: OrgId,
		kind: AdverseKind,
		happened_on: Day,
		digest: Digest,
	) -> DispatchResult {
		let actor = Self::bureau_for(who, Duty::Maker, kept_by(kind), org)?;
		ensure!(happened_on <= T::Calendar::today(), Error::<T>::HappenedInFuture);
		let (bureau, maker) = (actor.org, actor.officer);
		let record = Self::store_report(Report { org, kind, happened_on, digest, bureau, maker })?;
		Self::deposit_event(Event::AdverseEntered { record, org, kind, bureau, maker });
		Ok(())
	}

	pub(crate) fn do_confirm(who: &T::AccountId, record: AdverseId, digest: Digest) -> DispatchResult {
		let before = Self::adverse(record)?;
		let actor = Self::author_of(who, Duty::Checker, &before)?;
		let checker = actor.officer;
		T::Directory::ensure_different_persons(before.report().maker, checker)?;
		let after =
			before.clone().confirm(checker, digest, T::Calendar::today()).map_err(Error::<T>::from)?;
		Self::list_confirmed(record, &after)?;
		Self::store_step(record, &before, after);
		let report = before.report();
		let (org, kind, happened_on, bureau, maker) =
			(report.org, report.kind, report.happened_on, report.bureau, report.maker);
		Self::deposit_event(Event::AdverseServed { record, org, kind, happened_on, bureau, maker, checker });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: &T::AccountId, record: AdverseId) -> DispatchResult {
		let before = Self::adverse(record)?;
		let actor = Self::author_of(who, Duty::Maker, &before)?;
		before.ensure_unconfirmed().map_err(Error::<T>::from)?;
		let (org, bureau, officer) = (before.report().org, actor.org, actor.officer);
		AwaitingConfirmation::<T>::remove(bureau, record);
		AdverseRecords::<T>::remove(record);
		Self::deposit_event(Event::AdverseWithdrawn { record, org, bureau, officer });
		Ok(())
	}

	pub(crate) fn do_object(who: &T::AccountId, record: AdverseId) -> DispatchResult {
		let before = Self::adverse(record)?;
		let actor = T::Directory::authorise(who, Duty::Confirm)?;
		let (org, officer) = (before.report().org, actor.officer);
		ensure!(actor.org == org, Error::<T>::NotTheFirm);
		let after = before.clone().object().map_err(Error::<T>::from)?;
		Self::store_step(record, &before, after);
		Self::deposit_event(Event::AdverseObjected { record, org, officer });
		Ok(())
	}

	pub(crate) fn do_reinspect(who: &T::AccountId, record: AdverseId, failed: bool) -> DispatchResult {
		let before = Self::adverse(record)?;
		let actor = Self::keeper_of(who, Duty::Maker, &before)?;
		let (org, bureau, maker) = (before.report().org, actor.org, actor.officer);
		let after = before.clone().reinspect(maker, failed).map_err(Error::<T>::from)?;
		Self::store_step(record, &before, after);
		Self::deposit_event(Event::AdverseReinspected { record, org, failed, bureau, maker });
		Ok(())
	}

	pub(crate) fn do_finalise(who: &T::AccountId, record: AdverseId) -> DispatchResult {
		let before = Self::adverse(record)?;
		let actor = Self::keeper_of(who, Duty::Checker, &before)?;
		let (org, bureau, checker) = (before.report().org, actor.org, actor.officer);
		T::Directory::ensure_different_persons(before.report().maker, checker)?;
		let after = before.clone().finalise().map_err(Error::<T>::from)?;
		Self::store_step(record, &before, after);
		Self::deposit_event(Event::AdverseFinalised { record, org, bureau, checker });
		Ok(())
	}

	pub(crate) fn do_annul(who: &T::AccountId, record: AdverseId) -> DispatchResult {
		let before = Self::adverse(record)?;
		let actor = Self::keeper_of(who, Duty::Checker, &before)?;
		let (org, bureau, checker) = (before.report().org, actor.org, actor.officer);
		let (after, maker) = before.clone().annul().map_err(Error::<T>::from)?;
		T::Directory::ensure_different_persons(maker, checker)?;
		Self::store_step(record, &before, after);
		Self::deposit_event(Event::AdverseAnnulled { record, org, bureau, maker, checker });
		Ok(())
	}

	pub(crate) fn do_rectify(who: &T::AccountId, record: AdverseId) -> DispatchResult {
		let before = Self::adverse(record)?;
		let actor = Self::keeper_of(who, Duty::Checker, &before)?;
		let (org, bureau, checker) = (before.report().org, actor.org, actor.officer);
		let (after, maker) = before.clone().rectify().map_err(Error::<T>::from)?;
		T::Directory::ensure_different_persons(maker, checker)?;
		Self::store_step(record, &before, after);
		Self::deposit_event(Event::AdverseRectified { record, org, bureau, maker, checker });
		Ok(())
	}
}

impl<T> From<CredentialStep> for Error<T> {
	fn from(step: CredentialStep) -> Self {
		match step {
			CredentialStep::NotActive => Self::NotActive,
			CredentialStep::NotSuspended => Self::NotSuspended,
			CredentialStep::Ended => Self::Ended,
		}
	}
}

impl<T> From<AdverseStep> for Error<T> {
	fn from(step: AdverseStep) -> Self {
		match step {
			AdverseStep::NotConfirmed => Self::NotConfirmed,
			AdverseStep::AlreadyConfirmed => Self::AlreadyConfirmed,
			AdverseStep::DigestMismatch => Self::DigestMismatch,
			AdverseStep::ObjectionTooLate => Self::ObjectionTooLate,
			AdverseStep::NotCleared => Self::NotCleared,
			AdverseStep::Cleared => Self::Cleared,
			AdverseStep::NotFinal => Self::NotFinal,
			AdverseStep::AlreadyFinal => Self::AlreadyFinal,
			AdverseStep::AlreadyAnnulled => Self::AlreadyAnnulled,
			AdverseStep::AlreadyRectified => Self::AlreadyRectified,
		}
	}
}
