//! Recoveries with as many admins as they can have.

use super::officers::officers_with;
use crate::{Config, FirstOfficersOf, KeyFor, Recoveries, Recovery, MAX_RECOVERY_ADMINS};
use zhidai_primitives::{traits::Calendar, Day, Duties, Duty, Ordered, OrgId};

/// The admins of a recovery.
pub(super) fn recovery_admins<T: Config>(count: u32, org: OrgId) -> FirstOfficersOf<T> {
	officers_with::<T>(count, Duties::of(&[Duty::Admin]), KeyFor::Organisation(org))
}

/// As many admins as there can be, whose notice is over.
pub(super) fn waiting_recovery<T: Config>(org: OrgId) {
	let admins = recovery_admins::<T>(MAX_RECOVERY_ADMINS, org);
	let objections_until = Day(T::Calendar::today().0.saturating_sub(1));
	Recoveries::<T>::insert(Ordered::from(org), Recovery { admins, objections_until });
}
