//! What neighbours ask: `pallet-session` for its validators, the registry for who holds a seat, `reference` for
//! who sits in which college, everybody for the council's decision.

use crate::pallet::*;
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame::prelude::*;
use polkadot_sdk::frame_support::instances::Instance1;
use polkadot_sdk::pallet_collective;
use polkadot_sdk::pallet_session::{self, SessionManager, ShouldEndSession};
use polkadot_sdk::sp_staking::SessionIndex;
use zhidai_primitives::{traits::Colleges, College, OrgId};

/// Which `pallet-collective` the council is.
pub type CouncilInstance = Instance1;

/// A call that the council may be asked to decide.
pub type CouncilCallOf<T> = <T as pallet_collective::Config<CouncilInstance>>::Proposal;

/// The council's decision as an origin: more than two thirds of the seats.
pub type EnsureCouncil<T> = pallet_collective::EnsureProportionMoreThan<
	<T as frame_system::Config>::AccountId,
	CouncilInstance,
	2,
	3,
>;

/// Who can have session keys: seats, each as its own validator.
pub struct SeatOnly<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<T::AccountId>> for SeatOnly<T> {
	fn convert(account: T::AccountId) -> Option<T::AccountId> {
		Seats::<T>::contains_key(&account).then_some(account)
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the organisation holds a validator seat.
	pub fn holds_seat(org: OrgId) -> bool {
		SeatList::<T>::get().iter().filter_map(Seats::<T>::get).any(|seat| seat.org == org)
	}
}

impl<T: Config> Colleges for Pallet<T> {
	fn college(org: OrgId) -> Option<College> {
		CollegeOf::<T>::get(org)
	}
}

impl<T: Config> SessionManager<T::AccountId> for Pallet<T> {
	/// Nothing: the same validators go on. So a session that ends for nobody's keys would not even make a new set.
	fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		None
	}

	/// The seats. Panics where one has no session keys: it would be left out in silence, and the rule of the two
	/// colleges with it.
	fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		let seats = SeatList::<T>::get().into_inner();
		let keys: Vec<_> = seats.iter().filter_map(pallet_session::NextKeys::<T>::get).collect();
		assert!(
			keys.len() == seats.len(),
			"genesis: every validator seat needs session keys in `session`, under its own account"
		);
		seats.iter().zip(&keys).for_each(|(seat, keys)| Self::put_key_user(seat, keys));
		Some(seats)
	}

	fn end_session(_: SessionIndex) {
		let now = frame_system::Pallet::<T>::block_number();
		PendingChange::<T>::mutate(|change| *change = change.rotated(now, T::RotationGap::get()));
	}

	fn start_session(_: SessionIndex) {}
}

impl<T: Config> ShouldEndSession<BlockNumberFor<T>> for Pallet<T> {
	fn should_end_session(now: BlockNumberFor<T>) -> bool {
		PendingChange::<T>::get().is_due(now)
	}
}
