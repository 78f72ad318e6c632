//! What runtime APIs ask.

use crate::{
	Acts, AdmissionsToConfirm, Approver, Config, OfficerKeys, OfficerRecords, OpenActs, Pallet, PendingActOf,
};
use alloc::vec::Vec;
use zhidai_primitives::{Actor, OfficerId, OrgId};

use crate::ActId;

/// The most admissions that are looked through for a bureau at a time.
const MOST_ADMISSIONS: usize = 256;

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

	/// The acts that an organisation has proposed and that wait for approval, at most [`crate::MAX_OPEN_ACTS`], oldest first.
	pub fn pending_acts(org: OrgId) -> Vec<(ActId, PendingActOf<T>)> {
		let open = OpenActs::<T>::get(org).into_iter();
		open.filter_map(|(act_id, _)| Acts::<T>::get(act_id).map(|pending| (act_id, pending))).collect()
	}

	/// The acts that officers of an organisation can approve: its own, and as a bureau the firms of its region.
	pub fn acts_to_approve(org: OrgId) -> Vec<(ActId, PendingActOf<T>)> {
		let mut acts = Self::pending_acts(org);
		acts.retain(|(_, pending)| pending.act.demand().by == Approver::Own);
		let waiting = AdmissionsToConfirm::<T>::iter_keys().take(MOST_ADMISSIONS);
		acts.extend(waiting.filter_map(|act_id| {
			let pending = Acts::<T>::get(act_id)?;
			Self::is_for_bureau(org, &pending.act).then_some((act_id, pending))
		}));
		acts
	}
}
