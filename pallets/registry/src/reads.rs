//! What runtime APIs ask.

use crate::{
	Acts, AdmissionsToConfirm, Approver, Config, OfficerKeys, OfficerRecords, OpenActs, Pallet, PendingActOf,
	Recoveries, RecoveryOf,
};
use alloc::vec::Vec;
use zhidai_primitives::{keys_after, traits::Calendar, Actor, OfficerId, Ordered, OrgId, Page};

use crate::ActId;

impl<T: Config> Pallet<T> {
	/// Who an account is, where it can act today.
	pub fn officer_of(account: &T::AccountId) -> Option<Actor> {
		Self::member(account).ok().map(|(actor, _)| actor)
	}

	/// The officer's current key, or the last one where the officer was removed.
	pub fn key_of(officer: OfficerId) -> Option<T::AccountId> {
		let number = OfficerRecords::<T>::get(officer)?.key_number;
		OfficerKeys::<T>::get(officer, number).map(|key| key.account)
	}

	/// The acts that an organisation has proposed and that wait for approval, at most
	/// [`crate::MAX_OPEN_ACTS`], oldest first.
	pub fn pending_acts(org: OrgId) -> Vec<(ActId, PendingActOf<T>)> {
		let open = OpenActs::<T>::get(org).into_iter();
		open.filter_map(|(act_id, _)| Acts::<T>::get(act_id).map(|pending| (act_id, pending))).collect()
	}

	/// Whether it can still be approved: not what waited too long, nor what its proposer could not propose any more.
	fn is_approvable(pending: &PendingActOf<T>) -> bool {
		!pending.has_expired(T::Calendar::today()) && Self::proposer_stands(pending)
	}

	/// The organisation's own acts that another person of it can approve, at most [`crate::MAX_OPEN_ACTS`].
	pub fn acts_to_approve(org: OrgId) -> Vec<(ActId, PendingActOf<T>)> {
		let mut acts = Self::pending_acts(org);
		acts.retain(|(_, pending)| pending.act.demand().by == Approver::Own && Self::is_approvable(pending));
		acts
	}

	/// The acts on firms of its region that a bureau can confirm, the oldest first, after one. Nothing where the
	/// organisation is no bureau; a page can be empty and not be the last.
	pub fn admissions_to_confirm(
		bureau: OrgId,
		after: Option<ActId>,
		limit: u32,
	) -> Page<(ActId, PendingActOf<T>), ActId> {
		let Some(region) = Self::region_of_bureau(bureau) else { return Page::empty() };
		let places = keys_after::<AdmissionsToConfirm<T>, _, _>(region, after.map(|last| last.0));
		let page = Page::collect(places.map(|place| ActId(place.get())), limit, |act_id| *act_id);
		let with_act = |act_id| {
			let pending = Acts::<T>::get(act_id).filter(Self::is_approvable)?;
			Some((act_id, pending))
		};
		Page { items: page.items.into_iter().filter_map(with_act).collect(), next: page.next }
	}

	/// The recovery of an organisation, to which each of its admins can object.
	pub fn recovery(org: OrgId) -> Option<RecoveryOf<T>> {
		Recoveries::<T>::get(Ordered::from(org))
	}

	/// The organisations whose recovery can be completed today, in their order, after one. One whose notice is not
	/// over is left out: a page can be empty and not be the last.
	pub fn recoveries_due(after: Option<OrgId>, limit: u32) -> Page<OrgId, OrgId> {
		let places = match after {
			Some(last) => Recoveries::<T>::iter_keys_from_key(Ordered::from(last)),
			None => Recoveries::<T>::iter_keys(),
		};
		let Page { items, next } = Page::collect(places.map(OrgId::from), limit, |org| *org);
		let today = T::Calendar::today();
		let is_due = |org: &OrgId| Self::recovery(*org).is_some_and(|recovery| recovery.is_due(today));
		Page { items: items.into_iter().filter(is_due).collect(), next }
	}
}
