//! Session keys (会话密钥) of a seat.

use crate::{pallet::*, MAX_PROOF};
use frame::prelude::*;
use polkadot_sdk::pallet_session;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_session_keys(
		origin: OriginFor<T>,
		seat_number: u8,
		keys: <T as pallet_session::Config>::Keys,
		proof: BoundedVec<u8, ConstU32<MAX_PROOF>>,
	) -> DispatchResult {
		let (actor, seat) = Self::seated_officer(origin, seat_number)?;
		Self::ensure_may_set_keys(&seat, &keys)?;
		let as_seat = frame_system::RawOrigin::Signed(seat.clone());
		pallet_session::Pallet::<T>::set_keys(as_seat.into(), keys.clone(), proof.into_inner())
			.map_err(explained::<T>)?;
		Self::put_key_user(&seat, &keys);
		KeysSetAt::<T>::insert(&seat, frame_system::Pallet::<T>::block_number());
		PendingChange::<T>::mutate(|change| *change = change.begun());
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::SessionKeysSet { org, seat_number, officer, seat });
		Ok(())
	}
}

/// `pallet-session` checks the proof over the seat's account; its refusal says no remedy, ours does.
fn explained<T: Config>(refusal: DispatchError) -> DispatchError {
	if refusal == pallet_session::Error::<T>::InvalidProof.into() {
		Error::<T>::KeyProofWrong.into()
	} else {
		refusal
	}
}
