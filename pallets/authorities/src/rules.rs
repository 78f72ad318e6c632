//! What is refused, and where the runtime's settings would break what this pallet promises.

use crate::access::SEAT_DUTY;
use crate::types::{is_rested, Tally};
use crate::{pallet::*, CouncilCallOf, CouncilInstance};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::prelude::*;
use polkadot_sdk::sp_runtime::{traits::OpaqueKeys, KeyTypeId};
use polkadot_sdk::{pallet_collective, pallet_session};
use zhidai_primitives::{traits::Directory, SignedBy};

pub(crate) type TallyOf<T> = Tally<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

impl<T: Config> Pallet<T> {
	/// The council may decide a call of this kind, length and weight.
	pub(crate) fn ensure_decidable(proposal: &CouncilCallOf<T>) -> DispatchResult {
		ensure!(T::MayDecide::contains(proposal), Error::<T>::ProposalNotForCouncil);
		let is_short = encoded_length(proposal) <= T::MaxProposalLength::get();
		ensure!(is_short, Error::<T>::ProposalTooLong);
		let most = <T as pallet_collective::Config<CouncilInstance>>::MaxProposalWeight::get();
		let is_light = proposal.get_dispatch_info().call_weight.all_lte(most);
		ensure!(is_light, Error::<T>::ProposalTooHeavy);
		Ok(())
	}

	/// The seat may open a motion on this call: there is none, and the seat has not used up its own share of motions.
	pub(crate) fn ensure_may_propose(seat: &T::AccountId, proposal_hash: &T::Hash) -> DispatchResult {
		let is_open = pallet_collective::ProposalOf::<T, CouncilInstance>::contains_key(proposal_hash);
		ensure!(!is_open, Error::<T>::MotionAlreadyOpen);
		let open = OpenMotions::<T>::decode_len(seat).unwrap_or_default();
		let has_room = u32::try_from(open).is_ok_and(|open| open < T::MotionsPerSeat::get());
		ensure!(has_room, Error::<T>::TooManyMotions);
		Ok(())
	}

	/// A motion of this hash **and** this index is open: whoever votes has read this one. Gives every vote that was
	/// given, also what does not count.
	pub(crate) fn ensure_open(proposal_hash: &T::Hash, index: u32) -> Result<TallyOf<T>, DispatchError> {
		let tally = Self::kept_tally(proposal_hash).filter(|tally| tally.index == index);
		tally.ok_or(Error::<T>::MotionUnknown.into())
	}

	/// The votes or the time decide the motion.
	pub(crate) fn ensure_decided(tally: &TallyOf<T>) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(tally.is_decided(Self::seat_count(), now), Error::<T>::MotionUndecided);
		Ok(())
	}

	/// Whether the motion's time is over.
	pub(crate) fn is_over(tally: &TallyOf<T>) -> bool {
		frame_system::Pallet::<T>::block_number() >= tally.end
	}

	/// The seat may take the motion back: it opened it, and no other seat is for it. What others voted for is no
	/// longer the proposer's: a seat could open the motion against itself first, and end it, with the ayes on
	/// it, whenever it comes near to passing.
	pub(crate) fn ensure_may_withdraw(
		seat: &T::AccountId,
		proposal_hash: &T::Hash,
		tally: &TallyOf<T>,
	) -> DispatchResult {
		let is_own = Proposers::<T>::get(proposal_hash).as_ref() == Some(seat);
		ensure!(is_own, Error::<T>::WithdrawalNotAllowed);
		ensure!(!tally.is_passed(), Error::<T>::MotionPassed);
		ensure!(!tally.has_aye_beside(seat), Error::<T>::MotionSupported);
		Ok(())
	}

	/// The seat may set these session keys now: they are not those that it has, no other seat ever had them,
	/// and its last change is long enough ago.
	pub(crate) fn ensure_may_set_keys(
		seat: &T::AccountId,
		keys: &<T as pallet_session::Config>::Keys,
	) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let last = KeysSetAt::<T>::get(seat);
		ensure!(is_rested(last, now, T::KeyChangeInterval::get()), Error::<T>::KeysSetRecently);
		let is_unchanged = pallet_session::NextKeys::<T>::get(seat).as_ref() == Some(keys);
		ensure!(!is_unchanged, Error::<T>::KeysUnchanged);
		let is_free = |user: Option<T::AccountId>| user.is_none_or(|user| user == *seat);
		let are_free = key_names::<T>(keys).into_iter().all(|key| is_free(KeyUsers::<T>::get(key)));
		ensure!(are_free, Error::<T>::KeyOfAnotherSeat);
		Ok(())
	}

	/// The votes on an open motion that count.
	pub(crate) fn tally(proposal_hash: &T::Hash) -> Option<TallyOf<T>> {
		Self::kept_tally(proposal_hash).map(|kept| Self::counted(proposal_hash, kept))
	}

	/// A motion with those votes that count: a vote does as long as who gave it could give it for the seat, with the
	/// same key. One of a removed officer or a replaced key does not, nor one of a suspended organisation's seat.
	pub(crate) fn counted(proposal_hash: &T::Hash, kept: TallyOf<T>) -> TallyOf<T> {
		let voters = Voters::<T>::get(proposal_hash);
		kept.counting(|seat| voters.iter().any(|(voter, by)| voter == seat && Self::vote_counts(by)))
	}

	/// Whether the vote that a seat gave on a motion counts.
	pub(crate) fn is_vote_counted(proposal_hash: &T::Hash, seat: &T::AccountId) -> bool {
		let voters = Voters::<T>::get(proposal_hash);
		voters.iter().any(|(voter, by)| voter == seat && Self::vote_counts(by))
	}

	fn vote_counts(by: &SignedBy) -> bool {
		T::Directory::signature_counts(by.officer, by.key_number, SEAT_DUTY)
	}

	/// Every vote on an open motion, as `pallet-collective` keeps them.
	pub(crate) fn kept_tally(proposal_hash: &T::Hash) -> Option<TallyOf<T>> {
		let votes = pallet_collective::Voting::<T, CouncilInstance>::get(proposal_hash)?;
		votes.using_encoded(|mut bytes| Tally::decode(&mut bytes)).ok()
	}

	/// How many seats there are.
	pub(crate) fn seat_count() -> u32 {
		// At most 21, so the fallback is never taken; it would only make motions harder to pass.
		u32::try_from(SeatList::<T>::decode_len().unwrap_or_default()).unwrap_or(u32::MAX)
	}

	/// Panics where the runtime's settings break what this pallet promises. Never on chain.
	#[cfg(feature = "std")]
	pub(crate) fn check_wiring() {
		use pallet_collective::DefaultVote;

		assert!(
			!T::RotationGap::get().is_zero(),
			"sessions that end in every block leave no room for transactions"
		);
		assert!(
			T::KeyChangeInterval::get() >= T::RotationGap::get(),
			"one seat could have every session end that the gap allows"
		);
		let motions = <T as pallet_collective::Config<CouncilInstance>>::MaxProposals::get();
		let seats_with_a_share = motions.checked_div(T::MotionsPerSeat::get());
		assert!(
			seats_with_a_share.is_some_and(|seats| seats >= crate::MAX_SEATS),
			"some seats could take all motions from the others"
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

/// How many bytes a call takes.
pub(crate) fn encoded_length(call: &impl Encode) -> u32 {
	u32::try_from(call.encoded_size()).unwrap_or(u32::MAX)
}

/// Session keys by a name of one length each: hashed, with the kind of key.
pub(crate) fn key_names<T: Config>(keys: &<T as pallet_session::Config>::Keys) -> Vec<[u8; 32]> {
	let name = |kind: &KeyTypeId| (kind.0, keys.get_raw(*kind)).using_encoded(blake2_256);
	<T as pallet_session::Config>::Keys::key_ids().iter().map(name).collect()
}
