//! One organisation takes the place of another.

use crate::{
	Config, Error, Event, FreedNumbers, NumberKey, Pallet, PredecessorList, Predecessors, Succession,
	Successions,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, OrgId};

impl<T: Config> Pallet<T> {
	/// Who takes up a number that the council freed succeeds the organisation that had it: with another id nobody is
	/// somebody new. Where one stands for that organisation already, the number is that one's.
	pub(crate) fn take_up(number: NumberKey, org: OrgId) -> DispatchResult {
		let Some(former) = FreedNumbers::<T>::get(number) else { return Ok(()) };
		Self::put_freed(number, None);
		match Successions::<T>::get(former) {
			Some(succession) => {
				ensure!(succession.heir == org, Error::<T>::NumberOfSuccessor);
				Ok(())
			}
			None => Self::pass_on(former, org),
		}
	}

	/// An organisation stands from now on for another one, and for all for which that one stood.
	pub(crate) fn pass_on(former: OrgId, successor: OrgId) -> DispatchResult {
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
