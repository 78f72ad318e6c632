//! What the door reads.

use crate::{
	extensions::{Bucket, Used},
	Buckets, Call, Config, OfficerBuckets, OrgState, OrgStates, Pallet as Registry, TogetherUsed,
};
use zhidai_primitives::{ActId, Actor, OrgId, Roles};

/// A call that every member may send.
pub(super) fn any_call<T: Config>() -> T::RuntimeCall
where
	T::RuntimeCall: From<Call<T>>,
{
	Call::<T>::withdraw { act_id: ActId(0) }.into()
}

/// Something is used of every allowance that counts for this officer, who comes to be of a firm; its number.
pub(super) fn used_allowances<T: Config>(who: &T::AccountId) -> OrgId {
	let Actor { org, officer, .. } = Registry::<T>::officer_of(who).unwrap();
	// A firm has one bucket more than others: it shares what all firms may use.
	OrgStates::<T>::insert(org, OrgState::new(Roles::ADMITTED_BY_MEMBERS));
	let bucket = Bucket { block: 0, used: 1 };
	let used = Used { ordinary: bucket, reserve: bucket };
	Buckets::<T>::insert(org, used);
	OfficerBuckets::<T>::insert(officer, used);
	TogetherUsed::<T>::put(used);
	org
}
