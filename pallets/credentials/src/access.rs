//! Who may: which bureau does what, at which level, and who of its officers.

use crate::{
	kept_by, Act, AdverseRecord, Config, Credential, Error, Grant, Level, OpenRevocations, Pallet,
	PendingAct, Report, Types,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Directory, Actor, CredentialId, Duty, OrgId, OrgStatus, Roles};

impl<T: Config> Pallet<T> {
	/// Who proposes an act, and takes it back.
	pub(crate) fn maker(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, Duty::Maker)
	}

	/// Who confirms it: another person of the same organisation.
	pub(crate) fn checker(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, Duty::Checker)
	}

	/// Who takes an act back: whoever of the organisation proposes such, or confirms.
	pub(crate) fn withdrawer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Directory::authorise(&who, Duty::Maker).or_else(|_| T::Directory::authorise(&who, Duty::Checker))
	}

	/// Whether the maker could propose it today: as an officer who serves, with the same key and the duty. A signature
	/// counts no longer than that.
	pub(crate) fn maker_stands(pending: &PendingAct) -> bool {
		T::Directory::signature_counts(pending.maker, pending.key_number, Duty::Maker)
	}

	/// Who signs for the firm.
	pub(crate) fn signer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, Duty::Confirm)
	}

	/// Refuses an act that is not the organisation's: asked when it is proposed.
	pub(crate) fn ensure_may(org: OrgId, act: &Act) -> DispatchResult {
		match act {
			Act::Record(grant) => Self::ensure_recorder(org, grant),
			Act::Suspend { credential, .. } => {
				Self::ensure_recorder(org, Self::credential(*credential)?.grant())
			}
			Act::Restore { credential } => Self::ensure_may_restore(org, &Self::credential(*credential)?),
			Act::Revoke { credential, .. } => {
				Self::ensure_may_take(org, Self::credential(*credential)?.grant())
			}
			Act::Cancel { credential } => Self::ensure_may_cancel(org, *credential),
			Act::Report(report) => Self::ensure_reporter(org, report),
			Act::Reinspect { record }
			| Act::Finalise { record }
			| Act::Annul { record }
			| Act::Rectify { record } => Self::ensure_keeper(org, &Self::adverse(*record)?),
			Act::Reverse { record, .. } => Self::ensure_may_reverse(org, &Self::adverse(*record)?),
		}
	}

	/// The same, asked again when it is confirmed. For what protects others from a firm, it stands that the firm was in
	/// the bureau's region when it was proposed: nobody shields the firm by correcting its region between the two.
	pub(crate) fn ensure_still_may(org: OrgId, act: &Act) -> DispatchResult {
		match act {
			Act::Report(report) => T::Directory::ensure_organisation(org, kept_by(report.kind)),
			Act::Suspend { credential, .. } => {
				Self::ensure_records_type(org, Self::credential(*credential)?.grant())
			}
			Act::Revoke { credential, .. } => {
				let credential = Self::credential(*credential)?;
				Self::ensure_records_type(org, credential.grant())?;
				Self::ensure_level(org, credential.grant().level)
			}
			_ => Self::ensure_may(org, act),
		}
	}

	/// The level of an organisation: its region's.
	pub(crate) fn level(org: OrgId) -> Result<Level, DispatchError> {
		let region = T::Directory::region(org).ok_or(Error::<T>::RegionNotAllowed)?;
		Ok(Level::of_region(region))
	}

	/// A bureau that records credentials of this type, in whose region the holder is registered.
	fn ensure_recorder(org: OrgId, grant: &Grant) -> DispatchResult {
		Self::ensure_records_type(org, grant)?;
		Self::ensure_jurisdiction(org, grant.holder)
	}

	/// A bureau that records credentials of this type.
	fn ensure_records_type(org: OrgId, grant: &Grant) -> DispatchResult {
		let role = Types::<T>::get(grant.type_id).ok_or(Error::<T>::TypeUnknown)?.recorded_by;
		T::Directory::ensure_organisation(org, Roles::of(&[role]))
	}

	/// Such a bureau of the holder's region, of the same or a higher level than the one that recorded it.
	fn ensure_may_take(org: OrgId, grant: &Grant) -> DispatchResult {
		Self::ensure_recorder(org, grant)?;
		Self::ensure_level(org, grant.level)
	}

	/// Such a bureau, or the one that recorded it, wherever the holder is registered now: so it takes back its own
	/// mistake, which is in the way of the number's true holder. Nobody gets ahead of a revocation so, nor of what a
	/// higher level suspended, also on one person's word that is past.
	fn ensure_may_cancel(org: OrgId, id: CredentialId) -> DispatchResult {
		let credential = Self::credential(id)?;
		let grant = credential.grant();
		match org == grant.recorded_by {
			true => Self::ensure_records_type(org, grant)?,
			false => Self::ensure_may_take(org, grant)?,
		}
		ensure!(!OpenRevocations::<T>::contains_key(id), Error::<T>::RevocationOpen);
		match credential.suspension() {
			Some(suspension) => Self::ensure_level(org, suspension.level),
			None => Ok(()),
		}
	}

	/// What the province suspended, no city restores.
	fn ensure_may_restore(org: OrgId, credential: &Credential) -> DispatchResult {
		Self::ensure_recorder(org, credential.grant())?;
		match credential.suspension() {
			Some(suspension) => Self::ensure_level(org, suspension.level),
			None => Ok(()),
		}
	}

	/// A bureau that keeps records of this kind, in whose region the firm is registered.
	fn ensure_reporter(org: OrgId, report: &Report) -> DispatchResult {
		T::Directory::ensure_organisation(org, kept_by(report.kind))?;
		Self::ensure_jurisdiction(org, report.org)
	}

	/// The bureau that entered the record, or, where that one no longer takes part, any of the same or a
	/// higher level that could have entered it. So no record is left without a keeper.
	fn ensure_keeper(org: OrgId, record: &AdverseRecord) -> DispatchResult {
		let report = record.report();
		if org == report.bureau {
			return Ok(());
		}
		let is_orphaned = T::Directory::status(report.bureau) != Some(OrgStatus::Active);
		ensure!(is_orphaned, Error::<T>::BureauNotAllowed);
		Self::ensure_reporter(org, report)?;
		Self::ensure_level(org, report.level)
	}

	/// The record's keeper, which a court tells to, or a bureau of a higher level (复议机关).
	fn ensure_may_reverse(org: OrgId, record: &AdverseRecord) -> DispatchResult {
		let Err(refusal) = Self::ensure_keeper(org, record) else { return Ok(()) };
		Self::ensure_reporter(org, record.report())?;
		let is_higher = Self::level(org)? < record.report().level;
		ensure!(is_higher, refusal);
		Ok(())
	}

	/// Only the same or a higher level undoes.
	fn ensure_level(org: OrgId, done_at: Level) -> DispatchResult {
		ensure!(Self::level(org)?.may_undo(done_at), Error::<T>::LevelNotAllowed);
		Ok(())
	}

	/// Refuses where the firm is not registered in the bureau's region.
	fn ensure_jurisdiction(bureau: OrgId, firm: OrgId) -> DispatchResult {
		ensure!(Self::covers(bureau, firm), Error::<T>::RegionNotAllowed);
		Ok(())
	}

	/// Whether the firm is registered in the bureau's region.
	pub(crate) fn covers(bureau: OrgId, firm: OrgId) -> bool {
		match (T::Directory::region(bureau), T::Directory::region(firm)) {
			(Some(bureau), Some(firm)) => bureau.contains(firm),
			_ => false,
		}
	}
}
