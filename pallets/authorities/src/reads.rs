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
/// A page of motions that seats have to vote on: index, seat, hash; the cursor is the last of them.
pub type VotePageOf<T> = Page<(u32, u8, <T as frame_system::Config>::Hash), (u32, u8)>;

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

	/// The open motions on which an organisation's seats have not voted and which the votes and the time have not
	/// decided, the oldest first: each with the seat's number and the hash that votes name, after one. The council has
	/// a bounded number of motions open.
	pub fn motions_to_vote(org: OrgId, after: Option<(u32, u8)>, limit: u32) -> VotePageOf<T> {
		let seats: Vec<_> = Self::seats().into_iter().filter(|(_, seat)| seat.org == org).collect();
		if seats.is_empty() {
			return Page::empty();
		}
		let (now, count) = (frame_system::Pallet::<T>::block_number(), Self::seat_count());
		let mut open: Vec<(u32, u8, T::Hash)> = Vec::new();
		for hash in pallet_collective::Proposals::<T, CouncilInstance>::get() {
			let Some(tally) = Self::tally(&hash).filter(|tally| !tally.is_decided(count, now)) else {
				continue;
			};
			let silent = seats.iter().filter(|(account, _)| !tally.has_voted(account));
			open.extend(silent.map(|(_, seat)| (tally.index, seat.number, hash)));
		}
		open.sort();
		let left =
			open.into_iter().filter(|(index, seat, _)| after.is_none_or(|last| (*index, *seat) > last));
		Page::collect(left, limit, |(index, seat, _)| (*index, *seat))
	}

	/// The open motions that the votes or the time have decided, the oldest first, after one: whoever closes them
	/// carries out what passed.
	pub fn motions_to_close(after: Option<u32>, limit: u32) -> Page<(u32, T::Hash), u32> {
		let (now, count) = (frame_system::Pallet::<T>::block_number(), Self::seat_count());
		let mut decided: Vec<_> = pallet_collective::Proposals::<T, CouncilInstance>::get()
			.into_iter()
			.filter_map(|hash| {
				Some((Self::tally(&hash).filter(|tally| tally.is_decided(count, now))?.index, hash))
			})
			.filter(|(index, _)| after.is_none_or(|last| *index > last))
			.collect();
		decided.sort();
		Page::collect(decided.into_iter(), limit, |(index, _)| *index)
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
