//! Groups of organisations.

use super::organisations::new_organisation;
use crate::{
	Config, Controlled, NewOrganisation, OrgState, OrgStates, Organisation, Organisations, MAX_GROUP,
};
use zhidai_primitives::{traits::Calendar, OrgId, Region, Role, Roles};

/// Two groups of organisations without officers, which together are as large as one can be: the top of the
/// one, which is to come under the bottom of the other.
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
	// The regulator looks where both are: only the second one is in its region.
	for (org, region) in [(below, Region(650_000)), (above, Region(330_200))] {
		let new = NewOrganisation { region, ..new_organisation(2, Roles::ADMITTED_BY_MEMBERS) };
		Organisations::<T>::insert(org, Organisation::new(new, T::Calendar::today()));
	}
	(below, above)
}
