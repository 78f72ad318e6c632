//! Motions (议案): `pallet-collective` keeps them and their votes, this decides who acts for which seat and by which
//! majority.

use crate::rules::{encoded_length, TallyOf};
use crate::{pallet::*, threshold, CouncilCallOf, CouncilInstance, WeightInfo};
use alloc::boxed::Box;
use frame::prelude::*;
use polkadot_sdk::frame_support::dispatch::WithPostDispatchInfo;
use polkadot_sdk::pallet_collective;
use polkadot_sdk::sp_runtime::traits::Dispatchable;
use zhidai_primitives::{traits::Directory, Actor, OfficerId};

type Council<T> = pallet_collective::Pallet<T, CouncilInstance>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(
		origin: OriginFor<T>,
		seat_number: u8,
		proposal: Box<CouncilCallOf<T>>,
	) -> DispatchResultWithPostInfo {
		// What is only put to the vote, or refused before it is carried out, carries nothing out.
		let put_to_the_vote = <T as Config>::WeightInfo::propose(encoded_length(&*proposal));
		let (actor, seat) = Self::proposer(origin, seat_number, &proposal)
			.map_err(|refusal| refusal.with_weight(put_to_the_vote))?;
		let (org, officer) = (actor.org, actor.officer);
		let proposal_hash = T::Hashing::hash_of(&proposal);
		if threshold(Self::seat_count()) < 2 {
			Self::decide_alone(proposal)?;
			Self::deposit_event(Event::DecidedAlone { org, seat_number, officer, proposal_hash });
			return Ok(().into());
		}
		let (index, threshold) = Self::open_motion(seat, officer, proposal, proposal_hash)
			.map_err(|refusal| refusal.with_weight(put_to_the_vote))?;
		Self::deposit_event(Event::Proposed { org, seat_number, officer, proposal_hash, index, threshold });
		Ok(Some(put_to_the_vote).into())
	}

	/// Who proposes, and for which seat, where the call can be proposed.
	fn proposer(
		origin: OriginFor<T>,
		seat_number: u8,
		proposal: &CouncilCallOf<T>,
	) -> Result<(Actor, T::AccountId), DispatchError> {
		let (actor, seat) = Self::seated_officer(origin, seat_number)?;
		Self::ensure_decidable(proposal)?;
		Self::ensure_may_propose(&seat, &T::Hashing::hash_of(proposal))?;
		Ok((actor, seat))
	}

	/// Carries a call out where the only seat decides; refused as the call is.
	fn decide_alone(proposal: Box<CouncilCallOf<T>>) -> DispatchResult {
		let length = encoded_length(&*proposal);
		let (_, result) = Council::<T>::do_propose_execute(proposal, length)?;
		result.map(|_| ()).map_err(|refused| refused.error)
	}

	/// Opens a motion with the seat's aye, and gives its index and threshold. The threshold is the rule's, never the
	/// proposer's: a motion that passed by fewer ayes would be carried out with an origin that nobody accepts.
	fn open_motion(
		seat: T::AccountId,
		officer: OfficerId,
		proposal: Box<CouncilCallOf<T>>,
		proposal_hash: T::Hash,
	) -> Result<(u32, u32), DispatchError> {
		let length = encoded_length(&*proposal);
		let index = pallet_collective::ProposalCount::<T, CouncilInstance>::get();
		let threshold = threshold(Self::seat_count());
		Council::<T>::propose(signed::<T>(&seat), threshold, proposal, length)
			.map_err(|refused| refused.error)?;
		Self::put_motion(&seat, proposal_hash)?;
		Council::<T>::vote(signed::<T>(&seat), proposal_hash, index, true)
			.map_err(|refused| refused.error)?;
		Self::put_voter(&proposal_hash, &seat, T::Directory::signature(officer));
		Ok((index, threshold))
	}

	pub(crate) fn do_vote(
		origin: OriginFor<T>,
		seat_number: u8,
		proposal_hash: T::Hash,
		index: u32,
		approve: bool,
	) -> DispatchResult {
		let (actor, seat) = Self::seated_officer(origin, seat_number)?;
		// What was given and counts no more is given anew; `pallet-collective` has it, and takes no vote twice.
		let stands = Self::ensure_open(&proposal_hash, index)?.has_vote(&seat, approve);
		ensure!(!stands || !Self::is_vote_counted(&proposal_hash, &seat), Error::<T>::VoteGiven);
		if !stands {
			Council::<T>::vote(signed::<T>(&seat), proposal_hash, index, approve)
				.map_err(|refused| refused.error)?;
		}
		Self::put_voter(&proposal_hash, &seat, T::Directory::signature(actor.officer));
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
		let tally = Self::counted(&proposal_hash, Self::ensure_open(&proposal_hash, index)?);
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
		let (actor, tally, proposal) = Self::decided_motion(origin, &proposal_hash, index)
			.map_err(|refusal| refusal.with_weight(refused_close_weight::<T>()))?;
		let (org, officer) = (actor.org, actor.officer);
		let counted = <T as Config>::WeightInfo::close(encoded_length(&proposal));
		if !tally.is_passed() {
			Self::tell_votes(proposal_hash, &tally);
			Council::<T>::do_disapprove_proposal(proposal_hash);
			Self::remove_motion(&proposal_hash);
			Self::deposit_event(Event::MotionClosed { org, officer, proposal_hash, index });
			return Ok(Some(counted).into());
		}
		let spent = counted.saturating_add(proposal.get_dispatch_info().call_weight);
		let refused = Self::carry_out(proposal_hash, &tally, proposal).err();
		if let Some(error) = refused.filter(|_| !Self::is_over(&tally)) {
			// What changed is taken back, and the motion stays as it is.
			return Err(error.with_weight(spent));
		}
		Self::take_motion(&proposal_hash);
		Self::remove_motion(&proposal_hash);
		Self::deposit_event(match refused {
			None => Event::MotionClosed { org, officer, proposal_hash, index },
			Some(error) => Event::MotionNotCarriedOut { org, officer, proposal_hash, index, error },
		});
		Ok(Some(spent).into())
	}

	/// Who closes a motion that is decided, the votes on it that count, and its call.
	fn decided_motion(
		origin: OriginFor<T>,
		proposal_hash: &T::Hash,
		index: u32,
	) -> Result<(Actor, TallyOf<T>, CouncilCallOf<T>), DispatchError> {
		let actor = Self::council_officer(origin)?;
		let tally = Self::counted(proposal_hash, Self::ensure_open(proposal_hash, index)?);
		Self::ensure_decided(&tally)?;
		let proposal = pallet_collective::ProposalOf::<T, CouncilInstance>::get(proposal_hash)
			.ok_or(Error::<T>::MotionUnknown)?;
		Ok((actor, tally, proposal))
	}

	/// Carries out what passed, as `pallet-collective` does, with its origin and its events. That pallet says what came
	/// of it by an event alone, and uses the motion up in any case.
	fn carry_out(proposal_hash: T::Hash, tally: &TallyOf<T>, proposal: CouncilCallOf<T>) -> DispatchResult {
		Self::tell_votes(proposal_hash, tally);
		let origin: pallet_collective::RawOrigin<T::AccountId, CouncilInstance> =
			pallet_collective::RawOrigin::Members(tally.ayes(), Self::seat_count());
		let result = proposal.dispatch(origin.into()).map(|_| ()).map_err(|refused| refused.error);
		Self::tell(pallet_collective::Event::Executed { proposal_hash, result });
		result
	}

	fn tell_votes(proposal_hash: T::Hash, tally: &TallyOf<T>) {
		let (yes, no) = (tally.ayes(), tally.nays());
		Self::tell(pallet_collective::Event::Closed { proposal_hash, yes, no });
	}

	fn tell(event: pallet_collective::Event<T, CouncilInstance>) {
		type Told<T> = <T as pallet_collective::Config<CouncilInstance>>::RuntimeEvent;
		let event = <Told<T> as From<pallet_collective::Event<T, CouncilInstance>>>::from(event);
		let event: <T as frame_system::Config>::RuntimeEvent = event.into();
		frame_system::Pallet::<T>::deposit_event(event);
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
