//! Motions (议案): `pallet-collective` keeps them and their votes, this decides who acts for which seat and by which
//! majority.

use crate::rules::encoded_length;
use crate::{pallet::*, threshold, CouncilCallOf, CouncilInstance, WeightInfo};
use alloc::boxed::Box;
use frame::prelude::*;
use polkadot_sdk::frame_support::dispatch::WithPostDispatchInfo;
use polkadot_sdk::pallet_collective;
use zhidai_primitives::Actor;

type Council<T> = pallet_collective::Pallet<T, CouncilInstance>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(
		origin: OriginFor<T>,
		seat_number: u8,
		proposal: Box<CouncilCallOf<T>>,
	) -> DispatchResultWithPostInfo {
		// What is only put to the vote, or refused, carries nothing out.
		let put_to_the_vote = <T as Config>::WeightInfo::propose(encoded_length(&*proposal));
		let event = Self::propose_as_seat(origin, seat_number, proposal)
			.map_err(|refusal| refusal.with_weight(put_to_the_vote))?;
		let is_carried_out = matches!(event, Event::DecidedAlone { .. });
		Self::deposit_event(event);
		Ok((!is_carried_out).then_some(put_to_the_vote).into())
	}

	fn propose_as_seat(
		origin: OriginFor<T>,
		seat_number: u8,
		proposal: Box<CouncilCallOf<T>>,
	) -> Result<Event<T>, DispatchError> {
		let (actor, seat) = Self::seated_officer(origin, seat_number)?;
		Self::ensure_decidable(&proposal)?;
		let proposal_hash = T::Hashing::hash_of(&proposal);
		Self::ensure_may_propose(&seat, &proposal_hash)?;
		let vote = Self::open_motion(seat, proposal, proposal_hash)?;
		let (org, officer) = (actor.org, actor.officer);
		Ok(match vote {
			Some((index, threshold)) => {
				Event::Proposed { org, seat_number, officer, proposal_hash, index, threshold }
			}
			None => Event::DecidedAlone { org, seat_number, officer, proposal_hash },
		})
	}

	/// Opens a motion with the seat's aye, and gives its index and threshold; nothing where the only seat has
	/// decided. The threshold is the rule's, never the proposer's: a motion that passed by fewer ayes would
	/// be carried out with an origin that nobody accepts, and be used up.
	fn open_motion(
		seat: T::AccountId,
		proposal: Box<CouncilCallOf<T>>,
		proposal_hash: T::Hash,
	) -> Result<Option<(u32, u32)>, DispatchError> {
		let length = encoded_length(&*proposal);
		let index = pallet_collective::ProposalCount::<T, CouncilInstance>::get();
		let threshold = threshold(Self::seat_count());
		Council::<T>::propose(signed::<T>(&seat), threshold, proposal, length)
			.map_err(|refused| refused.error)?;
		if threshold < 2 {
			return Ok(None);
		}
		Self::put_motion(&seat, proposal_hash)?;
		Council::<T>::vote(signed::<T>(&seat), proposal_hash, index, true)
			.map_err(|refused| refused.error)?;
		Ok(Some((index, threshold)))
	}

	pub(crate) fn do_vote(
		origin: OriginFor<T>,
		seat_number: u8,
		proposal_hash: T::Hash,
		index: u32,
		approve: bool,
	) -> DispatchResult {
		let (actor, seat) = Self::seated_officer(origin, seat_number)?;
		let tally = Self::ensure_open(&proposal_hash, index)?;
		ensure!(!tally.has_vote(&seat, approve), Error::<T>::VoteGiven);
		Council::<T>::vote(signed::<T>(&seat), proposal_hash, index, approve)
			.map_err(|refused| refused.error)?;
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::Voted { org, seat_number, officer, proposal_hash, index, approve });
		Ok(())
	}

	pub(crate) fn do_withdraw(
		origin: OriginFor<T>,
		seat_number: u8,
		proposal_hash: T::Hash,
		index: u32,
	) -> DispatchResult {
		let (actor, seat) = Self::seated_officer(origin, seat_number)?;
		let tally = Self::ensure_open(&proposal_hash, index)?;
		Self::ensure_may_withdraw(&seat, &proposal_hash, &tally)?;
		Council::<T>::do_disapprove_proposal(proposal_hash);
		Self::remove_motion(&proposal_hash);
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::MotionWithdrawn { org, seat_number, officer, proposal_hash, index });
		Ok(())
	}

	pub(crate) fn do_close(
		origin: OriginFor<T>,
		proposal_hash: T::Hash,
		index: u32,
	) -> DispatchResultWithPostInfo {
		let (actor, actual_weight) = Self::close_motion(origin, &proposal_hash, index)
			.map_err(|refusal| refusal.with_weight(refused_close_weight::<T>()))?;
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::MotionClosed { org, officer, proposal_hash, index });
		Ok(Some(actual_weight).into())
	}

	/// Counts the votes and carries the motion out if it passed. Gives who acted, and the weight that this
	/// took at most.
	fn close_motion(
		origin: OriginFor<T>,
		proposal_hash: &T::Hash,
		index: u32,
	) -> Result<(Actor, Weight), DispatchError> {
		let actor = Self::council_officer(origin.clone())?;
		let tally = Self::ensure_open(proposal_hash, index)?;
		Self::ensure_decided(&tally)?;
		let proposal = pallet_collective::ProposalOf::<T, CouncilInstance>::get(proposal_hash)
			.ok_or(Error::<T>::MotionUnknown)?;
		let counted = <T as Config>::WeightInfo::close(encoded_length(&proposal));
		let carried_out =
			if tally.is_passed() { proposal.get_dispatch_info().call_weight } else { Weight::zero() };
		// No bound on the length: `ensure_decidable` has set it.
		Council::<T>::close(origin, *proposal_hash, index, max_proposal_weight::<T>(), u32::MAX)
			.map_err(|refused| refused.error)?;
		Self::remove_motion(proposal_hash);
		Ok((actor, counted.saturating_add(carried_out)))
	}
}

/// What a proposal can take: a council of one seat carries it out at once.
pub(crate) fn propose_weight<T: Config>(proposal: &CouncilCallOf<T>) -> Weight {
	<T as Config>::WeightInfo::propose(encoded_length(proposal))
		.saturating_add(proposal.get_dispatch_info().call_weight)
}

/// What closing can take: the heaviest call that can have been proposed is carried out.
pub(crate) fn close_weight<T: Config>() -> Weight {
	refused_close_weight::<T>().saturating_add(max_proposal_weight::<T>())
}

/// What a refused closing takes at most: nothing was carried out. Without this, failing closes would fill blocks.
fn refused_close_weight<T: Config>() -> Weight {
	<T as Config>::WeightInfo::close(T::MaxProposalLength::get())
}

fn signed<T: Config>(seat: &T::AccountId) -> OriginFor<T> {
	frame_system::RawOrigin::Signed(seat.clone()).into()
}

fn max_proposal_weight<T: Config>() -> Weight {
	<T as pallet_collective::Config<CouncilInstance>>::MaxProposalWeight::get()
}
