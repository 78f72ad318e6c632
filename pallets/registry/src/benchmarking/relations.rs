//! Groups of organisations.

use super::organisations::new_organisation;
use crate::{
	Config, Controlled, NewOrganisation, OrgState, OrgStates, Organisation, Organisations, Related, Relation,
	Relations, MAX_DECLARERS, MAX_GROUP,
};
use frame::prelude::{BoundedVec, ConstU32};
use zhidai_primitives::{traits::Calendar, Ordered, OrgId, Region, Role, Roles};

/// Two groups of organisations without officers, which together are as large as one can be: the top of the
/// one, which is to come under the bottom of the other, and is now under somebody else who controls as many as can be.
pub(super) fn two_groups<T: Config>() -> (OrgId, OrgId) {
	const FIRST: u32 = 1_000_000;
	let half = MAX_GROUP / 2;
	let put = |id: u32, above: Option<u32>| {
		let mut state = OrgState::new(Roles::of(&[Role::Supplier]));
		state.controller = above.map(OrgId);
		OrgStates::<T>::insert(OrgId(id), state);
		if let Some(above) = above {
			Controlled::<T>::try_append(OrgId(above), OrgId(id)).expect("a group has room");
		}
	};
	for first in [FIRST, FIRST + half] {
		// Three in a line, and all others under the second.
		put(first, None);
		put(first + 1, Some(first));
		for other in 2..half {
			put(first + other, Some(first + 1));
		}
	}
	let (below, above) = (OrgId(FIRST + half), OrgId(FIRST + 2));
	let before = FIRST + MAX_GROUP;
	put(before, None);
	put(FIRST + half, Some(before));
	let others = (1..MAX_GROUP).map(|number| OrgId(before + number));
	let controlled: BoundedVec<_, ConstU32<MAX_GROUP>> =
		BoundedVec::truncate_from(others.chain([below]).collect());
	Controlled::<T>::insert(OrgId(before), controlled);
	// The regulator looks where they are, and the top of the group.
	for org in [below, above, OrgId(FIRST)] {
		place::<T>(org, Region(330_200));
	}
	(below, above)
}

fn place<T: Config>(org: OrgId, region: Region) {
	let new = NewOrganisation { region, ..new_organisation(2, Roles::ADMITTED_BY_MEMBERS) };
	Organisations::<T>::insert(org, Organisation::new(new, T::Calendar::today()));
}

/// Two organisations, the lower id first, of whom one regulator less than can be recorded something already. The
/// regulator finds only the second one in its region, when it has looked where the first one is.
pub(super) fn recorded_pair<T: Config>() -> (OrgId, OrgId) {
	let (one, other) = (OrgId(1_000_000), OrgId(1_000_001));
	for (org, region) in [(one, Region(650_000)), (other, Region(330_200))] {
		OrgStates::<T>::insert(org, OrgState::new(Roles::of(&[Role::Supplier])));
		place::<T>(org, region);
	}
	let since = T::Calendar::today();
	let recorded = (1..MAX_DECLARERS).map(|number| Relation { since, declared_by: OrgId(u32::MAX - number) });
	Related::<T>::insert(one, Ordered::from(other), Relations::truncate_from(recorded.collect()));
	(one, other)
}
