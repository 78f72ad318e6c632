//! Whether an act is possible, and what it makes of its record: asked when it is proposed, and again when it
//! is confirmed.

use crate::{
	Act, AdverseId, AdverseRecord, AdverseRecords, AdverseState, AdverseStep, ByNumber, Config, Credential,
	CredentialStep, Credentials, Error, Grant, Level, OpenRevocations, Pallet, PendingAct, Report, Reversal,
	Suspension, Types,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	CredentialId, Day, OrgId, Roles,
};

/// What an act makes.
pub(crate) enum Outcome {
	/// A new credential.
	NewCredential(Grant),
	/// A credential as it stands then.
	Credential(CredentialId, Credential),
	/// A new adverse record.
	NewAdverse(Report),
	/// An adverse record as it stood before and as it stands then.
	Adverse(AdverseId, AdverseRecord, AdverseRecord),
}

impl<T: Config> Pallet<T> {
	/// The credential under this id.
	pub(crate) fn credential(id: CredentialId) -> Result<Credential, DispatchError> {
		Credentials::<T>::get(id).ok_or(Error::<T>::CredentialUnknown.into())
	}

	/// The adverse record under this id.
	pub(crate) fn adverse(id: AdverseId) -> Result<AdverseRecord, DispatchError> {
		AdverseRecords::<T>::get(id).ok_or(Error::<T>::RecordUnknown.into())
	}

	/// What the act would make today, by this organisation. Refuses what cannot be; changes nothing.
	pub(crate) fn ensure_possible(act: &Act, org: OrgId) -> Result<Outcome, DispatchError> {
		let today = T::Calendar::today();
		match act {
			Act::Record(grant) => {
				Self::ensure_recordable(grant, today)?;
				Ok(Outcome::NewCredential(grant.clone()))
			}
			Act::Suspend { credential, reason } => {
				let by = Suspension { by: org, level: Self::level(org)?, until: None };
				Self::credential_after(*credential, |before| before.suspend(today, reason.clone(), by))
			}
			Act::Restore { credential } => {
				Self::credential_after(*credential, |before| before.restore(today))
			}
			Act::Revoke { credential, reason } => {
				Self::credential_after(*credential, |before| before.revoke(today, reason.clone()))
			}
			Act::Cancel { credential } => Self::credential_after(*credential, |before| before.cancel(today)),
			Act::Report(report) => {
				ensure!(report.happened_on <= today, Error::<T>::HappenedInFuture);
				Ok(Outcome::NewAdverse(report.clone()))
			}
			Act::Reinspect { record } => {
				let outcome = Self::adverse_after(*record, AdverseRecord::reinspect)?;
				// A re-inspection ends the firm's right to object: so not before it objected, or had its time.
				if Self::adverse(*record)?.state() == AdverseState::Served {
					Self::ensure_objection_period_over(*record, today)?;
				}
				Ok(outcome)
			}
			Act::Finalise { record } => {
				let outcome = Self::adverse_after(*record, AdverseRecord::finalise)?;
				Self::ensure_objection_period_over(*record, today)?;
				Ok(outcome)
			}
			Act::Annul { record } => Self::adverse_after(*record, AdverseRecord::annul),
			Act::Rectify { record } => Self::adverse_after(*record, AdverseRecord::rectify),
			Act::Reverse { record, reason, document } => {
				let reversal = Reversal { reason: reason.clone(), document: *document };
				Self::adverse_after(*record, |before| before.reverse(reversal))
			}
		}
	}

	/// Whether a second person of the organisation can confirm this act today.
	pub(crate) fn is_confirmable(org: OrgId, pending: &PendingAct) -> bool {
		let stands = Self::maker_stands(pending) && !pending.has_expired(T::Calendar::today());
		stands
			&& Self::ensure_still_may(org, &pending.act).is_ok()
			&& Self::ensure_possible(&pending.act, org).is_ok()
	}

	fn credential_after(
		id: CredentialId,
		step: impl FnOnce(Credential) -> Result<Credential, CredentialStep>,
	) -> Result<Outcome, DispatchError> {
		let after = step(Self::credential(id)?).map_err(Error::<T>::from)?;
		Ok(Outcome::Credential(id, after))
	}

	fn adverse_after(
		id: AdverseId,
		step: impl FnOnce(AdverseRecord) -> Result<AdverseRecord, AdverseStep>,
	) -> Result<Outcome, DispatchError> {
		let before = Self::adverse(id)?;
		let after = step(before.clone()).map_err(Error::<T>::from)?;
		Ok(Outcome::Adverse(id, before, after))
	}

	/// The last day of the firm's time to object, counted in working days after the day of service.
	pub(crate) fn objection_ends_on(record: &AdverseRecord) -> Result<Day, DispatchError> {
		T::Calendar::working_days_after(record.served_on(), T::ObjectionDays::get())
	}

	/// The firm has its time to object; it ends with its last day.
	fn ensure_objection_period_over(record: AdverseId, today: Day) -> DispatchResult {
		let last = Self::objection_ends_on(&Self::adverse(record)?)?;
		ensure!(today > last, Error::<T>::ObjectionPeriodRunning);
		Ok(())
	}

	/// Refuses to let the holder give up what a bureau suspended, also on one person's word that is past, or
	/// proposed to revoke: nobody escapes a revocation so.
	pub(crate) fn ensure_undisputed(id: CredentialId, credential: &Credential) -> DispatchResult {
		ensure!(credential.suspension().is_none(), Error::<T>::CredentialSuspended);
		ensure!(!OpenRevocations::<T>::contains_key(id), Error::<T>::RevocationOpen);
		Ok(())
	}

	/// Refuses a grant that cannot be as its type, its dates and its number say.
	fn ensure_recordable(grant: &Grant, today: Day) -> DispatchResult {
		let new = Types::<T>::get(grant.type_id).ok_or(Error::<T>::TypeUnknown)?;
		// Firms, testing and certification bodies hold credentials; banks and bureaus do not.
		T::Directory::ensure_organisation(grant.holder, Roles::ADMITTED_BY_MEMBERS)?;
		let covered = T::Directory::region(grant.holder).is_some_and(|region| new.region.contains(region));
		ensure!(covered, Error::<T>::HolderOutsideTypeRegion);
		ensure!(grant.granted_on <= today, Error::<T>::GrantedInFuture);
		ensure!(grant.expires_on.is_none_or(|last| last >= today), Error::<T>::AlreadyExpired);
		Self::ensure_number_free(grant, today)
	}

	/// That a number stands once keeps a bureau from its own mistakes: in its way is what it recorded itself, and what
	/// stands for a firm of its region. What another bureau recorded for a firm elsewhere is not: else any bureau
	/// could take the number of a firm over which it has no say, and that firm's bureau could do nothing. Nor is what
	/// was revoked of another firm, which nobody can cancel any more. Where there is no room, what can never be used
	/// again gives its place.
	fn ensure_number_free(grant: &Grant, today: Day) -> DispatchResult {
		let standing = ByNumber::<T>::get(grant.type_id, grant.number_digest);
		let mut has_place = !standing.is_full();
		for id in standing.iter() {
			let other = Self::credential(*id)?;
			let (holder, recorded_by) = (other.grant().holder, other.grant().recorded_by);
			let stands = holder == grant.holder || !other.is_revoked();
			let is_own = recorded_by == grant.recorded_by || Self::covers(grant.recorded_by, holder);
			ensure!(!(stands && is_own), Error::<T>::NumberTaken);
			has_place = has_place || other.is_over(today);
		}
		ensure!(has_place, Error::<T>::TooManyUnderNumber);
		Ok(())
	}

	/// How long one person's suspension holds. A protective step does not wait for a calendar: without one
	/// three days are counted for a working day, which is never shorter.
	pub(crate) fn suspension_of_one(org: OrgId, level: Level) -> Suspension {
		let (today, days) = (T::Calendar::today(), T::SuspensionDays::get());
		let without_calendar = Day(today.0.saturating_add(u32::from(days).saturating_mul(3)));
		let last = T::Calendar::working_days_after(today, days).unwrap_or(without_calendar);
		Suspension { by: org, level, until: Some(last) }
	}
}
