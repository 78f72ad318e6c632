use crate::{Act, Config, Event, Grant, Pallet};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	Actor, CredentialId, CredentialTypeId, Day, Digest, Duty, OrgId, ShortText,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_record(
		origin: OriginFor<T>,
		holder: OrgId,
		type_id: CredentialTypeId,
		(number_digest, document_digest): (Digest, Digest),
		(granted_on, expires_on): (Day, Option<Day>),
	) -> DispatchResult {
		let actor = Self::maker(origin)?;
		let (recorded_by, level) = (actor.org, Self::level(actor.org)?);
		let grant = Grant {
			holder,
			type_id,
			number_digest,
			document_digest,
			granted_on,
			expires_on,
			recorded_by,
			level,
		};
		Self::open_act(&actor, Act::Record(grant))
	}

	pub(crate) fn do_suspend(
		origin: OriginFor<T>,
		credential: CredentialId,
		reason: ShortText,
	) -> DispatchResult {
		let actor = Self::maker(origin)?;
		Self::open_act(&actor, Act::Suspend { credential, reason: reason.clone() })?;
		Self::suspend_at_once(&actor, credential, reason)
	}

	pub(crate) fn do_restore(origin: OriginFor<T>, credential: CredentialId) -> DispatchResult {
		Self::open_act(&Self::maker(origin)?, Act::Restore { credential })
	}

	/// What is to be revoked is suspended at once, so that its holder cannot give it up before.
	pub(crate) fn do_revoke(
		origin: OriginFor<T>,
		credential: CredentialId,
		reason: ShortText,
	) -> DispatchResult {
		let actor = Self::maker(origin)?;
		Self::open_act(&actor, Act::Revoke { credential, reason: reason.clone() })?;
		Self::suspend_at_once(&actor, credential, reason)
	}

	/// The holder gives up its own standing and needs nobody else; a bureau takes another's, and needs a
	/// second person. While a suspension is not decided on, or a revocation waits, the holder gives nothing
	/// up: the number would be free again.
	pub(crate) fn do_cancel(origin: OriginFor<T>, credential: CredentialId) -> DispatchResult {
		let who = ensure_signed(origin.clone())?;
		let before = Self::credential(credential)?;
		let holder = before.grant().holder;
		let signer = T::Directory::authorise(&who, Duty::Confirm).ok().filter(|actor| actor.org == holder);
		let Some(Actor { org: by, officer, .. }) = signer else {
			return Self::open_act(&Self::maker(origin)?, Act::Cancel { credential });
		};
		Self::ensure_undisputed(credential, &before)?;
		let after = before.cancel(T::Calendar::today()).map_err(crate::Error::<T>::from)?;
		Self::put_credential(credential, after);
		Self::deposit_event(Event::Cancelled { credential, holder, by, officer, checker: None });
		Ok(())
	}

	/// Suspends a credential on one person's word, where that is heeded.
	fn suspend_at_once(actor: &Actor, credential: CredentialId, reason: ShortText) -> DispatchResult {
		let before = Self::credential(credential)?;
		let level = Self::level(actor.org)?;
		if !before.heeds_one_person(level) {
			return Ok(());
		}
		let suspension = Self::suspension_of_one(actor.org, level);
		let after = before.suspend(T::Calendar::today(), reason.clone(), suspension);
		let after = after.map_err(crate::Error::<T>::from)?;
		let (holder, bureau, officer) = (after.grant().holder, actor.org, actor.officer);
		Self::put_credential(credential, after);
		let until = suspension.until;
		Self::deposit_event(Event::Suspended { credential, holder, bureau, officer, until, reason });
		Ok(())
	}
}
