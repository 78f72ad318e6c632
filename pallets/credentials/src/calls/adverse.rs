use crate::{Act, AdverseId, Config, Error, Event, NextAct, Pallet, Report};
use frame::prelude::*;
use zhidai_primitives::{traits::Once, AdverseKind, Created, Day, Digest, OrgId, RequestId, ShortText};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_adverse(
		origin: OriginFor<T>,
		org: OrgId,
		kind: AdverseKind,
		happened_on: Day,
		digest: Digest,
		request: RequestId,
	) -> DispatchResult {
		let actor = Self::maker(origin)?;
		let (bureau, level, maker) = (actor.org, Self::level(actor.org)?, actor.officer);
		let report = Act::Report(Report { org, kind, happened_on, digest, bureau, level, maker });
		Self::ensure_may(bureau, &report)?;
		T::Once::ensure_new(bureau, request)?;
		let id = NextAct::<T>::get();
		Self::open_act(&actor, report)?;
		T::Once::keep(bureau, request, Created::CredentialAct(id.0));
		Ok(())
	}

	pub(crate) fn do_reinspect(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
		Self::open_act(&Self::maker(origin)?, Act::Reinspect { record })
	}

	pub(crate) fn do_finalise(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
		Self::open_act(&Self::maker(origin)?, Act::Finalise { record })
	}

	pub(crate) fn do_annul(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
		Self::open_act(&Self::maker(origin)?, Act::Annul { record })
	}

	pub(crate) fn do_rectify(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
		Self::open_act(&Self::maker(origin)?, Act::Rectify { record })
	}

	pub(crate) fn do_reverse(
		origin: OriginFor<T>,
		record: AdverseId,
		reason: ShortText,
		document: Digest,
	) -> DispatchResult {
		Self::open_act(&Self::maker(origin)?, Act::Reverse { record, reason, document })
	}

	pub(crate) fn do_object(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
		let actor = Self::signer(origin)?;
		let before = Self::adverse(record)?;
		let (org, officer) = (before.report().org, actor.officer);
		ensure!(actor.org == org, Error::<T>::FirmNotAllowed);
		let after = before.clone().object().map_err(Error::<T>::from)?;
		Self::put_adverse(record, Some(&before), after);
		Self::deposit_event(Event::AdverseObjected { record, org, officer });
		Ok(())
	}
}
