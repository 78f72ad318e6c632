//! The one writer of each record.

use crate::rules::key_names;
use crate::{pallet::*, CouncilInstance, Seat};
use frame::prelude::*;
use polkadot_sdk::{pallet_collective, pallet_session};
use zhidai_primitives::{traits::Journal, SignedBy};

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

	/// Writes who gave a seat's vote on a motion, and with which key. There is room for every seat's.
	pub(crate) fn put_voter(proposal_hash: &T::Hash, seat: &T::AccountId, by: SignedBy) {
		Voters::<T>::mutate(proposal_hash, |voters| {
			voters.retain(|(voter, _)| voter != seat);
			let is_kept = voters.try_push((seat.clone(), by)).is_ok();
			debug_assert!(is_kept, "more voters than seats");
		});
	}

	/// Takes a motion that is over from `pallet-collective`, which has no call for it but those that decide.
	pub(crate) fn take_motion(proposal_hash: &T::Hash) {
		pallet_collective::ProposalOf::<T, CouncilInstance>::remove(proposal_hash);
		pallet_collective::Voting::<T, CouncilInstance>::remove(proposal_hash);
		pallet_collective::Proposals::<T, CouncilInstance>::mutate(|open| {
			open.retain(|other| other != proposal_hash);
		});
	}

	/// Forgets who opened a motion that is no longer open, and who voted on it.
	pub(crate) fn remove_motion(proposal_hash: &T::Hash) {
		Voters::<T>::remove(proposal_hash);
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
