//! Seats as validators: what `pallet-session` asks for.

use crate::{pallet::*, Seat};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame::prelude::*;
use polkadot_sdk::pallet_session::{self, SessionManager, ShouldEndSession};
use polkadot_sdk::sp_staking::SessionIndex;
use zhidai_primitives::OrgId;

/// Who can have session keys: seats, each as its own validator.
pub struct SeatOnly<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<T::AccountId>> for SeatOnly<T> {
	fn convert(account: T::AccountId) -> Option<T::AccountId> {
		Seats::<T>::contains_key(&account).then_some(account)
	}
}

impl<T: Config> Pallet<T> {
	/// The seats with their accounts, in the order of the validators.
	pub fn seats() -> Vec<(T::AccountId, Seat)> {
		let with_seat = |account: T::AccountId| Seats::<T>::get(&account).map(|seat| (account, seat));
		SeatList::<T>::get().into_iter().filter_map(with_seat).collect()
	}

	/// Whether the organisation holds a validator seat.
	pub fn holds_seat(org: OrgId) -> bool {
		SeatList::<T>::get().iter().filter_map(Seats::<T>::get).any(|seat| seat.org == org)
	}

	/// Replaces a seat's session keys and has the session end until they are in force.
	pub(crate) fn replace_keys(
		seat: &T::AccountId,
		keys: <T as pallet_session::Config>::Keys,
		proof: Vec<u8>,
	) -> DispatchResult {
		let unchanged = pallet_session::NextKeys::<T>::get(seat).as_ref() == Some(&keys);
		ensure!(!unchanged, Error::<T>::KeysUnchanged);
		let seat = frame_system::RawOrigin::Signed(seat.clone());
		pallet_session::Pallet::<T>::set_keys(seat.into(), keys, proof)?;
		PendingChange::<T>::mutate(|change| *change = change.begun());
		Ok(())
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
		assert!(
			seats.iter().all(pallet_session::NextKeys::<T>::contains_key),
			"genesis: every validator seat needs session keys in the genesis of `session`, under its own account",
		);
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
