//! One organisation takes the place of another.

use crate::{
	Config, Error, Event, FormerNames, FreedNumbers, NumberKey, OrgStates, Organisation, Organisations,
	Pallet, PredecessorList, Predecessors, Succession, Successions,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, Name, Ordered, OrgId, Roles};

impl<T: Config> Pallet<T> {
	/// The council decides that an organisation takes the place of another one, as by a merger (合并). From then on it
	/// takes over, one by one, what the other one has; that one leaves when nothing of it is open.
	pub(crate) fn do_succeed(origin: OriginFor<T>, org: OrgId, successor: OrgId) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		let before = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		let after = OrgStates::<T>::get(successor).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(after.is_active(), Error::<T>::OrganisationNotActive);
		// A bank does not become what only a bureau is, nor the other way.
		let by_council = Roles(before.roles.0 & Roles::ADMITTED_BY_COUNCIL.0);
		ensure!(by_council.within(after.roles), Error::<T>::RoleMissing);
		Self::pass_on(org, successor)
	}

	/// The council renames an organisation (更名).
	pub(crate) fn do_rename(origin: OriginFor<T>, org: OrgId, name: Name) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		Self::rename_to(org, name, None)
	}

	/// A market regulator says what a firm of its region is called now.
	pub(crate) fn correct_name(org: OrgId, name: Name, by: OrgId) -> DispatchResult {
		let organisation = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		Self::ensure_is_firm(org)?;
		Self::ensure_in_region(by, &[organisation.region])?;
		Self::rename_to(org, name, Some(by))
	}

	/// Renames an organisation. The name that it had at the beginning of the day stays on record.
	fn rename_to(org: OrgId, name: Name, by: Option<OrgId>) -> DispatchResult {
		let before = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(before.name != name, Error::<T>::NameUnchanged);
		let today = T::Calendar::today();
		if !FormerNames::<T>::contains_key(org, Ordered::from(today.0)) {
			Self::put_former_name(org, today, before.name.clone());
		}
		Self::put_organisation(org, Organisation { name: name.clone(), ..before });
		Self::deposit_event(Event::OrganisationRenamed { org, name, by });
		Ok(())
	}

	/// Who takes up a number that the council freed succeeds the organisation that had it: with another id nobody is
	/// somebody new. Where one stands for that organisation already, the number is that one's.
	pub(crate) fn take_up(number: NumberKey, org: OrgId) -> DispatchResult {
		let Some(former) = FreedNumbers::<T>::get(number) else { return Ok(()) };
		match Successions::<T>::get(former) {
			Some(succession) => ensure!(succession.heir == org, Error::<T>::NumberOfSuccessor),
			None => Self::pass_on(former, org)?,
		}
		Self::put_freed(number, None);
		Ok(())
	}

	/// An organisation stands from now on for another one, and for all for which that one stood.
	pub(crate) fn pass_on(former: OrgId, successor: OrgId) -> DispatchResult {
		ensure!(former != successor, Error::<T>::SucceedsItself);
		for org in [former, successor] {
			ensure!(!Successions::<T>::contains_key(org), Error::<T>::AlreadySucceeded);
		}
		let behind = Predecessors::<T>::get(former);
		let mut all: PredecessorList = Predecessors::<T>::get(successor);
		for org in core::iter::once(former).chain(behind.iter().copied()) {
			all.try_push(org).map_err(|_| Error::<T>::TooManyPredecessors)?;
		}
		let succession = Succession { successor, heir: successor, since: T::Calendar::today() };
		Self::put_succession(former, succession);
		for org in behind {
			if let Some(earlier) = Successions::<T>::get(org) {
				Self::put_succession(org, Succession { heir: successor, ..earlier });
			}
		}
		Self::put_predecessors(former, PredecessorList::default());
		Self::put_predecessors(successor, all);
		Self::deposit_event(Event::OrganisationSucceeded { org: former, successor });
		Ok(())
	}
}
