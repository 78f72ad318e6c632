//! What must always hold.

use crate::rules::key_names;
use crate::{college_rule, pallet::*, threshold, types::count_colleges, CouncilInstance, MAX_SEATS};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use frame::prelude::*;
use polkadot_sdk::{pallet_collective, pallet_session, sp_runtime::TryRuntimeError};
use zhidai_primitives::traits::Directory;

impl<T: Config> Pallet<T> {
	/// Checks that
	/// 1. list and map of seats name the same seats, each under its own account, no more than 21;
	/// 2. no organisation sits in both colleges, and each that sits keeps the admins that this takes;
	/// 3. neither college reaches the finality threshold among the validators that `pallet-session` has, now or queued;
	/// 4. the council's members are the seats, and there is no prime;
	/// 5. every seat has session keys, and every validator is a seat;
	/// 6. without a change on its way, the keys in force are the keys last set;
	/// 7. the keys that a seat has are its own for ever, and none were set later than now;
	/// 8. every open motion needs the ayes of more than two thirds of the seats;
	/// 9. every open motion counts for the seat that opened it and no closed one does; no seat has more than its share;
	///    who gave each vote on it is known, and nobody's who gave none;
	/// 10. an organisation's college is that of its seats, and who holds none has none.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		Self::check_seats()?;
		Self::check_validators()?;
		Self::check_colleges()?;
		Self::check_keys()?;
		Self::check_council()?;
		Self::check_motions()
	}

	fn check_seats() -> Result<(), TryRuntimeError> {
		let list = SeatList::<T>::get();
		let distinct: BTreeSet<_> = list.iter().collect();
		let seats: Vec<_> = Seats::<T>::iter().collect();
		ensure!(distinct.len() == list.len(), "a seat is listed twice");
		ensure!(seats.len() == list.len(), "seats and the list of seats differ in number");
		ensure!(seats.iter().all(|(account, _)| distinct.contains(account)), "a seat is not listed");
		ensure!(
			seats
				.iter()
				.all(|(account, seat)| crate::seat_account(seat.org, seat.number).as_ref() == Some(account)),
			"a seat is not under its own account"
		);
		let sits_in_both = |(_, seat): &(_, crate::Seat)| {
			seats.iter().any(|(_, other)| other.org == seat.org && other.college != seat.college)
		};
		ensure!(!seats.iter().any(sits_in_both), "an organisation sits in both colleges");
		let keeps_admins = |(_, seat): &(_, crate::Seat)| T::Directory::keeps_admins_for_seat(seat.org);
		ensure!(seats.iter().all(keeps_admins), "one lost key would be the end of who holds a seat");
		Ok(())
	}

	/// The rule on the lists that consensus works with, not on ours.
	fn check_validators() -> Result<(), TryRuntimeError> {
		let seats = SeatList::<T>::get().into_inner();
		let validators = pallet_session::Validators::<T>::get();
		let queued: Vec<_> =
			pallet_session::QueuedKeys::<T>::get().into_iter().map(|(seat, _)| seat).collect();
		ensure!(validators == seats, "the validators are not the seats");
		ensure!(queued == seats, "the queued validators are not the seats");
		if seats.is_empty() || (SingleSeat::<T>::get() && seats.len() == 1) {
			return Ok(());
		}
		for validators in [validators, queued] {
			let seated: Vec<_> = validators.iter().filter_map(Seats::<T>::get).collect();
			let (regulators, banks) = count_colleges(&seated);
			college_rule(regulators, banks).map_err(|broken| TryRuntimeError::Other(broken.reason()))?;
		}
		Ok(())
	}

	fn check_colleges() -> Result<(), TryRuntimeError> {
		let of_seats: BTreeMap<_, _> =
			Seats::<T>::iter_values().map(|seat| (seat.org, seat.college)).collect();
		let noted: BTreeMap<_, _> = CollegeOf::<T>::iter().collect();
		ensure!(of_seats == noted, "an organisation's college is not that of its seats");
		Ok(())
	}

	fn check_keys() -> Result<(), TryRuntimeError> {
		let change = PendingChange::<T>::get();
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(
			change.is_possible(now, T::RotationGap::get()),
			"the pending change of keys cannot have come about"
		);

		let set_later = KeysSetAt::<T>::iter().any(|(seat, at)| !Seats::<T>::contains_key(seat) || at > now);
		ensure!(!set_later, "session keys were set by nobody, or later than now");

		let newest: Option<Vec<_>> = SeatList::<T>::get()
			.into_iter()
			.map(|seat| pallet_session::NextKeys::<T>::get(&seat).map(|keys| (seat, keys)))
			.collect();
		let newest = newest.ok_or("a seat has no session keys")?;
		if change.rotations_left() < 2 {
			ensure!(pallet_session::QueuedKeys::<T>::get() == newest, "new session keys are forgotten");
		}
		if change.rotations_left() == 0 {
			ensure!(!pallet_session::QueuedChanged::<T>::get(), "queued session keys are forgotten");
		}
		let is_users = |(seat, keys): &(T::AccountId, _)| {
			key_names::<T>(keys).into_iter().all(|key| KeyUsers::<T>::get(key).as_ref() == Some(seat))
		};
		ensure!(newest.iter().all(is_users), "a seat's session keys are noted as another's or nobody's");
		Ok(())
	}

	fn check_council() -> Result<(), TryRuntimeError> {
		let mut seats = SeatList::<T>::get().into_inner();
		seats.sort();
		let count = u32::try_from(seats.len()).unwrap_or(u32::MAX);
		ensure!(count <= MAX_SEATS, "more than 21 seats");
		ensure!(
			pallet_collective::Members::<T, CouncilInstance>::get() == seats,
			"the council's members are not the seats"
		);
		ensure!(!pallet_collective::Prime::<T, CouncilInstance>::exists(), "the council has a prime");
		for hash in pallet_collective::Voting::<T, CouncilInstance>::iter_keys() {
			let tally = Self::tally(&hash).ok_or("a motion cannot be read")?;
			ensure!(tally.threshold == threshold(count), "a motion has another threshold than the rule's");
		}
		Ok(())
	}

	fn check_motions() -> Result<(), TryRuntimeError> {
		let open: BTreeSet<_> =
			pallet_collective::Proposals::<T, CouncilInstance>::get().into_iter().collect();
		let opened: BTreeSet<_> = Proposers::<T>::iter_keys().collect();
		ensure!(open == opened, "a motion is open that no seat opened, or a seat's motion is not open");
		for hash in &open {
			let tally = Self::kept_tally(hash).ok_or("a motion cannot be read")?;
			let voted: BTreeSet<_> = tally.ayes.into_iter().chain(tally.nays).collect();
			let voters: BTreeSet<_> = Voters::<T>::get(hash).into_iter().map(|(seat, _)| seat).collect();
			ensure!(voted == voters, "who gave a vote is not known, or gave none");
		}
		ensure!(
			Voters::<T>::iter_keys().all(|hash| open.contains(&hash)),
			"votes on a motion that is not open"
		);
		let mut counted = 0_usize;
		for (seat, motions) in OpenMotions::<T>::iter() {
			ensure!(Seats::<T>::contains_key(&seat) && !motions.is_empty(), "motions of nobody, or none");
			let is_own = |hash: &T::Hash| Proposers::<T>::get(hash).as_ref() == Some(&seat);
			ensure!(motions.iter().all(is_own), "a motion counts for a seat that did not open it");
			counted = counted.saturating_add(motions.len());
		}
		ensure!(counted == opened.len(), "a motion counts for no seat, or more than once");
		Ok(())
	}
}
