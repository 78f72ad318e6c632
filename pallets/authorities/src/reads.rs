//! What can be asked: motions with all that a vote is about, and how many seats can be lost.

use crate::types::spare_seats;
use crate::{pallet::*, CouncilInstance, Seat};
use alloc::vec::Vec;
use codec::Encode;
use frame::prelude::*;
use polkadot_sdk::pallet_collective;
use zhidai_primitives::{Motion, OrgId, Page};

/// A motion as this chain shows it.
pub type MotionOf<T> = Motion<<T as frame_system::Config>::Hash, BlockNumberFor<T>>;

impl<T: Config> Pallet<T> {
	/// An open motion, with the call's bytes: whoever hashes them finds the hash that votes name.
	pub fn motion(proposal_hash: T::Hash) -> Option<MotionOf<T>> {
		let tally = Self::tally(&proposal_hash)?;
		let seated = |accounts: Vec<T::AccountId>| accounts.iter().filter_map(Seats::<T>::get).collect();
		Some(Motion {
			index: tally.index,
			proposal_hash,
			proposal: pallet_collective::ProposalOf::<T, CouncilInstance>::get(proposal_hash)?.encode(),
			proposer: Proposers::<T>::get(proposal_hash).and_then(Seats::<T>::get)?,
			threshold: tally.threshold,
			ayes: seated(tally.ayes),
			nays: seated(tally.nays),
			ends_at: tally.end,
		})
	}

	/// The open motions after an index, the oldest first, at most `limit` of them.
	pub fn motions(after: Option<u32>, limit: u32) -> Page<MotionOf<T>, u32> {
		let mut open: Vec<_> = pallet_collective::Proposals::<T, CouncilInstance>::get()
			.into_iter()
			.filter_map(|hash| Some((Self::tally(&hash)?.index, hash)))
			.filter(|(index, _)| after.is_none_or(|last| *index > last))
			.collect();
		open.sort();
		let motions = open.into_iter().filter_map(|(_, hash)| Self::motion(hash));
		Page::collect(motions, limit, |motion| motion.index)
	}

	/// The seats with their accounts, in the order of the validators.
	pub fn seats() -> Vec<(T::AccountId, Seat)> {
		let with_seat = |account: T::AccountId| Seats::<T>::get(&account).map(|seat| (account, seat));
		SeatList::<T>::get().into_iter().filter_map(with_seat).collect()
	}

	/// Whether the council can pass a motion while all seats of this organisation are silent. Where it
	/// cannot, nothing on the chain brings back an organisation that has lost its keys.
	pub fn decides_without(org: OrgId) -> bool {
		let seats = Self::seats();
		let silent = seats.iter().filter(|(_, seat)| seat.org == org).count();
		u32::try_from(silent).is_ok_and(|silent| silent <= spare_seats(Self::seat_count()))
	}
}
