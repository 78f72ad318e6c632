//! Who is related to whom (关联方).

use crate::{Config, Error, Event, OrgStates, Pallet, Related};
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::*;
use scale_info::TypeInfo;
use zhidai_primitives::{traits::Calendar, Day, OrgId, Roles};

/// The longest chain of controllers that is followed: enough for real groups, and a bound for every payment.
pub const MAX_CONTROL_DEPTH: usize = 8;

/// A recorded relation of two organisations.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
	/// Since when it is recorded.
	pub since: Day,
	/// The regulator or bank that recorded it.
	pub declared_by: OrgId,
}

impl<T: Config> Pallet<T> {
	/// Records that two organisations are related.
	pub(crate) fn declare_related(one: OrgId, other: OrgId, by: OrgId) -> DispatchResult {
		ensure!(one != other, Error::<T>::RelatedToItself);
		let both_known = OrgStates::<T>::contains_key(one) && OrgStates::<T>::contains_key(other);
		ensure!(both_known, Error::<T>::OrganisationUnknown);
		let (low, high) = sorted(one, other);
		ensure!(!Related::<T>::contains_key(low, high), Error::<T>::AlreadyRelated);
		Related::<T>::insert(low, high, Relation { since: T::Calendar::today(), declared_by: by });
		Self::deposit_event(Event::RelationDeclared { one: low, other: high, by });
		Ok(())
	}

	/// Ends a relation: a regulator can, and who declared it. One bank cannot undo what another saw.
	pub(crate) fn declare_unrelated(one: OrgId, other: OrgId, by: OrgId) -> DispatchResult {
		let (low, high) = sorted(one, other);
		let relation = Related::<T>::get(low, high).ok_or(Error::<T>::NotRelated)?;
		let regulates = OrgStates::<T>::get(by).is_some_and(|state| state.roles.meets(Roles::REGULATORS));
		ensure!(regulates || relation.declared_by == by, Error::<T>::RelationOfAnother);
		Related::<T>::remove(low, high);
		Self::deposit_event(Event::RelationEnded { one: low, other: high, by });
		Ok(())
	}

	/// Declares who controls an organisation. Chains end, and are short enough to be followed.
	pub(crate) fn set_controller(org: OrgId, controller: Option<OrgId>) -> DispatchResult {
		if let Some(controller) = controller {
			ensure!(OrgStates::<T>::contains_key(controller), Error::<T>::OrganisationUnknown);
			let above: Vec<OrgId> = Self::controllers(controller).collect();
			let ends = !above.contains(&org) && above.len() < MAX_CONTROL_DEPTH;
			ensure!(ends, Error::<T>::ControllerChain);
		}
		OrgStates::<T>::try_mutate(org, |state| {
			state.as_mut().ok_or(Error::<T>::OrganisationUnknown)?.controller = controller;
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::ControllerSet { org, controller });
		Ok(())
	}

	/// Whether two organisations are one, have a controller in common (or one controls the other), or are recorded as
	/// related.
	pub(crate) fn related(one: OrgId, other: OrgId) -> bool {
		let (low, high) = sorted(one, other);
		if one == other || Related::<T>::contains_key(low, high) {
			return true;
		}
		let of_one: Vec<OrgId> = Self::controllers(one).collect();
		Self::controllers(other).any(|controller| of_one.contains(&controller))
	}

	/// An organisation and who controls it, from the bottom.
	fn controllers(org: OrgId) -> impl Iterator<Item = OrgId> {
		core::iter::successors(Some(org), |org| OrgStates::<T>::get(org)?.controller).take(MAX_CONTROL_DEPTH)
	}
}

fn sorted(one: OrgId, other: OrgId) -> (OrgId, OrgId) {
	(one.min(other), one.max(other))
}
