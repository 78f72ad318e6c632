use crate::{Config, Content, Correction, EntryId, Error, Event, NextEntry, Pallet, RateEntry};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Finding, Findings, Once},
	Created, Digest, Duty, RequestId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_rate(
		origin: OriginFor<T>,
		rate: RateEntry,
		corrects: Option<Correction>,
		request: RequestId,
	) -> DispatchResult {
		let actor = Self::keeper(origin, Duty::Maker)?;
		T::Once::ensure_new(actor.org, request)?;
		Self::ensure_may_enter(Content::Rate(rate).book(), actor.org)?;
		let entry = NextEntry::<T>::get();
		Self::ensure_rate_fits(entry, &rate, corrects.as_ref())?;
		let superseded = corrects.as_ref().map(|correction| correction.entry);
		let digest = Self::open_entry(entry, Content::Rate(rate), corrects, &actor)?;
		let RateEntry { kind, value_bp, effective_from, .. } = rate;
		let (org, officer) = (actor.org, actor.officer);
		T::Once::keep(org, request, Created::Entry(entry));
		Self::deposit_event(Event::RateProposed {
			entry,
			digest,
			kind,
			value_bp,
			effective_from,
			corrects: superseded,
			org,
			officer,
		});
		Ok(())
	}

	pub(crate) fn do_confirm_rate(origin: OriginFor<T>, entry: EntryId, digest: Digest) -> DispatchResult {
		let actor = Self::keeper(origin, Duty::Checker)?;
		let open = Self::take_confirmable(entry, digest, &actor)?;
		let Content::Rate(rate) = open.content else { return Err(Error::<T>::EntryUnknown.into()) };
		let timeline = Self::ensure_rate_fits(entry, &rate, open.corrects.as_ref())?;
		let confirmed = open.confirmed(actor.org, Self::today());
		let superseded = confirmed.supersedes();
		let RateEntry { kind, value_bp, effective_from, .. } = rate;
		Self::put_rate(kind, entry, confirmed, timeline);
		if let Some(old) = superseded {
			T::Findings::raise(Finding::RateCorrected { rate: kind, entry: old, by: entry });
		}
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::RateConfirmed {
			entry,
			kind,
			value_bp,
			effective_from,
			superseded,
			org,
			officer,
		});
		Ok(())
	}
}
