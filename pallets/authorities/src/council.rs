//! Seats at work in the council: `pallet-collective` keeps motions and votes, this decides who acts for whom and by
//! which majority.

use crate::{pallet::*, seat_account, threshold, WeightInfo};
use alloc::boxed::Box;
use codec::Encode;
use frame::prelude::*;
use polkadot_sdk::frame_support::instances::Instance1;
use polkadot_sdk::pallet_collective;
use zhidai_primitives::{traits::Directory, Actor, Duty};

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

type Council<T> = pallet_collective::Pallet<T, CouncilInstance>;

/// What became of a proposal.
pub(crate) struct Motion<Hash> {
	/// The proposed call.
	pub(crate) proposal_hash: Hash,
	/// Number and threshold, where there is a vote; nothing where the only seat has decided.
	pub(crate) vote: Option<(u32, u32)>,
	/// What it took, where that is less than was foreseen.
	pub(crate) actual_weight: Option<Weight>,
}

impl<T: Config> Pallet<T> {
	/// The officer, if on council duty.
	pub(crate) fn authorise_council(who: &T::AccountId) -> Result<Actor, DispatchError> {
		T::Directory::authorise(who, Duty::Council)
	}

	/// The officer, if on council duty, and the account of the seat to act for.
	pub(crate) fn authorise_seat(
		who: &T::AccountId,
		seat_number: u8,
	) -> Result<(Actor, T::AccountId), DispatchError> {
		let actor = Self::authorise_council(who)?;
		let seat = seat_account(actor.org, seat_number)
			.filter(|seat| Seats::<T>::contains_key(seat))
			.ok_or(Error::<T>::NoSuchSeat)?;
		Ok((actor, seat))
	}

	/// How many seats there are.
	pub(crate) fn seat_count() -> u32 {
		// At most 21, so the fallback is never taken; it would only make motions harder to pass.
		u32::try_from(SeatList::<T>::decode_len().unwrap_or_default()).unwrap_or(u32::MAX)
	}

	/// Opens a motion with the seat's aye. The threshold is the rule's, never the proposer's: a motion that passed by
	/// fewer ayes would be carried out with an origin that nobody accepts, and be used up.
	pub(crate) fn open_motion(
		seat: T::AccountId,
		proposal: Box<CouncilCallOf<T>>,
	) -> Result<Motion<T::Hash>, DispatchError> {
		ensure!(T::MayDecide::contains(&proposal), Error::<T>::NotForTheCouncil);
		let length = encoded_length(&*proposal);
		ensure!(length <= T::MaxProposalLength::get(), Error::<T>::ProposalTooLong);

		let proposal_hash = T::Hashing::hash_of(&proposal);
		let index = pallet_collective::ProposalCount::<T, CouncilInstance>::get();
		let threshold = threshold(Self::seat_count());
		Council::<T>::propose(signed::<T>(seat.clone()), threshold, proposal, length)
			.map_err(|refused| refused.error)?;
		if threshold < 2 {
			return Ok(Motion { proposal_hash, vote: None, actual_weight: None });
		}
		Self::vote_as(seat, proposal_hash, index, true)?;
		let actual_weight = Some(<T as Config>::WeightInfo::propose(length));
		Ok(Motion { proposal_hash, vote: Some((index, threshold)), actual_weight })
	}

	/// Gives or changes a seat's vote.
	pub(crate) fn vote_as(seat: T::AccountId, hash: T::Hash, index: u32, approve: bool) -> DispatchResult {
		Council::<T>::vote(signed::<T>(seat), hash, index, approve)
			.map(|_| ())
			.map_err(|refused| refused.error)
	}

	/// Counts the votes and carries the motion out if it passed. Gives who acted, and the weight that this took at most.
	pub(crate) fn close_motion(
		who: T::AccountId,
		hash: T::Hash,
		index: u32,
	) -> Result<(Actor, Weight), DispatchError> {
		let actor = Self::authorise_council(&who)?;
		let proposal = pallet_collective::ProposalOf::<T, CouncilInstance>::get(hash)
			.ok_or(pallet_collective::Error::<T, CouncilInstance>::ProposalMissing)?;
		let actual_weight = <T as Config>::WeightInfo::close(encoded_length(&proposal))
			.saturating_add(proposal.get_dispatch_info().call_weight);
		// No bound on the length: `open_motion` has set it.
		Council::<T>::close(signed::<T>(who), hash, index, max_proposal_weight::<T>(), u32::MAX)
			.map_err(|refused| refused.error)?;
		Ok((actor, actual_weight))
	}

	/// What a proposal can take: a council of one seat carries it out at once.
	pub(crate) fn propose_weight(proposal: &CouncilCallOf<T>) -> Weight {
		<T as Config>::WeightInfo::propose(encoded_length(proposal))
			.saturating_add(proposal.get_dispatch_info().call_weight)
	}

	/// What closing can take: the heaviest call that can have been proposed is carried out.
	pub(crate) fn close_weight() -> Weight {
		<T as Config>::WeightInfo::close(T::MaxProposalLength::get())
			.saturating_add(max_proposal_weight::<T>())
	}

	/// What a refused closing takes at most: nothing was carried out. Without this, failing closes would fill blocks.
	pub(crate) fn refused_close_weight() -> Weight {
		<T as Config>::WeightInfo::close(T::MaxProposalLength::get())
	}

	/// Panics where the runtime's settings break what this pallet promises. Never on chain.
	#[cfg(feature = "std")]
	pub(crate) fn check_wiring() {
		use pallet_collective::DefaultVote;

		assert!(
			!T::RotationGap::get().is_zero(),
			"sessions that end in every block leave no room for transactions"
		);
		let members = <T as pallet_collective::Config<CouncilInstance>>::MaxMembers::get();
		assert!(
			members >= crate::MAX_SEATS,
			"the council's weights are for fewer members than there can be seats"
		);
		for (seats, ayes) in
			(1..=crate::MAX_SEATS).flat_map(|seats| (0..=seats).map(move |ayes| (seats, ayes)))
		{
			let counts_abstentions_as_ayes =
				<T as pallet_collective::Config<CouncilInstance>>::DefaultVote::default_vote(
					None, ayes, 0, seats,
				);
			assert!(!counts_abstentions_as_ayes, "abstentions must not count as ayes: use PrimeDefaultVote");
		}
	}
}

fn signed<T: Config>(who: T::AccountId) -> OriginFor<T> {
	frame_system::RawOrigin::Signed(who).into()
}

fn max_proposal_weight<T: Config>() -> Weight {
	<T as pallet_collective::Config<CouncilInstance>>::MaxProposalWeight::get()
}

fn encoded_length(call: &impl Encode) -> u32 {
	u32::try_from(call.encoded_size()).unwrap_or(u32::MAX)
}
