//! How an organisation that cannot act any more gets admins again.

use crate::{
	Config, Error, Event, FirstOfficersOf, KeyFor, NewOfficerOf, OfficersOf, Pallet, Recovery,
	RECOVERY_NOTICE_DAYS,
};
use frame::deps::{frame_support::storage::with_transaction, sp_runtime::TransactionOutcome};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	Duty, OrgId, OrgStatus,
};

impl<T: Config> Pallet<T> {
	/// The council gives an organisation admins after a notice. A later decision takes the place of an
	/// earlier one, and its notice begins anew.
	pub(crate) fn do_open_recovery(
		origin: OriginFor<T>,
		org: OrgId,
		admins: FirstOfficersOf<T>,
	) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		Self::ensure_recoverable(org)?;
		Self::ensure_recovery_admins(&admins)?;
		Self::ensure_proofs(KeyFor::Organisation(org), &admins)?;
		// What could not be completed now is not opened: used or doubled keys, a full list.
		with_transaction(|| TransactionOutcome::Rollback(Self::add_recovery_admins(org, &admins)))?;
		let today = T::Calendar::today();
		let objections_until = today.plus_days(RECOVERY_NOTICE_DAYS).ok_or(Error::<T>::IdsExhausted)?;
		Self::put_recovery(org, Some(Recovery { admins, objections_until }));
		Self::deposit_event(Event::RecoveryOpened { org, objections_until });
		Ok(())
	}

	/// An admin of the organisation stops its recovery, also after the notice, until it is completed. One
	/// person is enough: it only keeps what is. Whoever holds an admin's key can thus object to every
	/// recovery; see the page.
	pub(crate) fn do_object_to_recovery(origin: OriginFor<T>) -> DispatchResult {
		let actor = Self::authorise(&ensure_signed(origin)?, Duty::Admin)?;
		ensure!(Self::recovery(actor.org).is_some(), Error::<T>::RecoveryUnknown);
		Self::put_recovery(actor.org, None);
		Self::deposit_event(Event::RecoveryObjected { org: actor.org, officer: actor.officer });
		Ok(())
	}

	/// Does what the council decided, when the notice is over and nobody objected. One officer is enough, for
	/// nothing is left to decide.
	pub(crate) fn do_complete_recovery(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
		Self::authorise(&ensure_signed(origin)?, Duty::Council)?;
		let recovery = Self::recovery(org).ok_or(Error::<T>::RecoveryUnknown)?;
		ensure!(recovery.is_due(T::Calendar::today()), Error::<T>::RecoveryNotDue);
		Self::put_recovery(org, None);
		Self::add_recovery_admins(org, &recovery.admins)?;
		Self::deposit_event(Event::RecoveryCompleted { org });
		Ok(())
	}

	fn add_recovery_admins(org: OrgId, admins: &[NewOfficerOf<T>]) -> DispatchResult {
		admins.iter().try_for_each(|admin| Self::add_officer(org, admin).map(|_| ()))
	}

	/// Only who takes part, so that its admins can object, and only who ever had officers.
	fn ensure_recoverable(org: OrgId) -> DispatchResult {
		let status = Self::status_of(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(status == OrgStatus::Active, Error::<T>::OrganisationNotActive);
		ensure!(!OfficersOf::<T>::get(org).is_empty(), Error::<T>::HasNoOfficers);
		Ok(())
	}
}
