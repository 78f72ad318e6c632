//! The one writer of each record.

use crate::rules::key_names;
use crate::{pallet::*, Seat};
use frame::prelude::*;
use polkadot_sdk::pallet_session;
use zhidai_primitives::traits::Journal;

impl<T: Config> Pallet<T> {
	/// Writes a seat, and in which college its organisation sits. Its account exists from now on, for ever: it
	/// never has a nonce, and nobody has its key.
	pub(crate) fn put_seat(account: &T::AccountId, seat: Seat) {
		if !Seats::<T>::contains_key(account) {
			frame_system::Pallet::<T>::inc_providers(account);
		}
		Seats::<T>::insert(account, seat);
		CollegeOf::<T>::insert(seat.org, seat.college);
		T::Journal::record(seat);
	}

	/// Writes who opened a motion.
	pub(crate) fn put_motion(seat: &T::AccountId, proposal_hash: T::Hash) -> DispatchResult {
		OpenMotions::<T>::try_mutate(seat, |open| open.try_push(proposal_hash))
			.map_err(|_| Error::<T>::TooManyMotions)?;
		Proposers::<T>::insert(proposal_hash, seat);
		Ok(())
	}

	/// Forgets who opened a motion that is no longer open.
	pub(crate) fn remove_motion(proposal_hash: &T::Hash) {
		let Some(seat) = Proposers::<T>::take(proposal_hash) else { return };
		OpenMotions::<T>::mutate_exists(&seat, |open| {
			let mut left = open.take().unwrap_or_default();
			left.retain(|other| other != proposal_hash);
			*open = Some(left).filter(|left| !left.is_empty());
		});
	}

	/// Writes whose session keys these are, for ever: a vote of consensus names a key, and a key names one seat.
	pub(crate) fn put_key_user(seat: &T::AccountId, keys: &<T as pallet_session::Config>::Keys) {
		for key in key_names::<T>(keys) {
			KeyUsers::<T>::insert(key, seat);
		}
	}
}
