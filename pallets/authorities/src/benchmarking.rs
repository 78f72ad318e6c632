//! Every call at its worst: 21 seats, as many motions as there can be, votes that were given before.

use crate::{pallet::*, seat_account, threshold, College, CouncilCallOf, CouncilInstance, Seat, MAX_SEATS};
use alloc::{boxed::Box, vec::Vec};
use frame::benchmarking::prelude::*;
use polkadot_sdk::{pallet_collective, pallet_session};
use zhidai_primitives::{traits::Directory, Duty, OrgId};

/// What only the runtime can set up.
pub trait BenchmarkHelper<T: Config> {
	/// An officer with duty `Council`, and the officer's organisation: another one each time, where there are more.
	fn council_officer() -> (T::AccountId, OrgId);

	/// A call that [`Config::MayDecide`] lets through, of `length` bytes or a few less, another one for each
	/// number. The
	/// runtime may let `System::remark` through in builds for benchmarks, and use that.
	fn decidable(number: u32, length: u32) -> CouncilCallOf<T>;

	/// New session keys, with the proof of their ownership by this seat.
	fn keys_and_proof(seat: &T::AccountId) -> (<T as pallet_session::Config>::Keys, Vec<u8>);
}

type Council<T> = pallet_collective::Pallet<T, CouncilInstance>;
type Motion<T> = (<T as frame_system::Config>::Hash, u32);

/// Gives an organisation all seats, in place of those from genesis, and returns its officer and the seats' accounts.
fn install_seats<T: Config>() -> (T::AccountId, Vec<T::AccountId>) {
	let (officer, org) = T::BenchmarkHelper::council_officer();
	let seats: Vec<T::AccountId> =
		(0_u8..).take(MAX_SEATS as usize).filter_map(|number| seat_account(org, number)).collect();
	let _ = Seats::<T>::clear(u32::MAX, None);
	for (number, account) in (0_u8..).zip(&seats) {
		Pallet::<T>::put_seat(account, Seat { org, number, college: College::Banks });
	}
	SeatList::<T>::put(BoundedVec::truncate_from(seats.clone()));
	let mut members = seats.clone();
	members.sort();
	Council::<T>::set_members_sorted(&members, &pallet_collective::Members::<T, CouncilInstance>::get());
	(officer, seats)
}

/// Opens motions until there are this many, the last `own` of them counted as the seat's, and returns the last.
fn open_motions<T: Config>(
	seat: &T::AccountId,
	count: u32,
	own: u32,
	length: u32,
) -> Result<Motion<T>, BenchmarkError> {
	let mut last = None;
	for number in 0..count {
		let proposal = Box::new(T::BenchmarkHelper::decidable(number, length));
		let hash = T::Hashing::hash_of(&proposal);
		let index = pallet_collective::ProposalCount::<T, CouncilInstance>::get();
		let as_seat = RawOrigin::Signed(seat.clone()).into();
		Council::<T>::propose(as_seat, threshold(MAX_SEATS), proposal, u32::MAX)
			.map_err(|refused| refused.error)?;
		if number >= count.saturating_sub(own) {
			Pallet::<T>::put_motion(seat, hash)?;
		}
		last = Some((hash, index));
	}
	last.ok_or(BenchmarkError::Stop("no motion"))
}

/// Has every one of these seats vote, each by an officer of another organisation: whoever counts reads them all.
fn vote_all<T: Config>(
	seats: &[T::AccountId],
	motion: Motion<T>,
	approve: bool,
) -> Result<(), BenchmarkError> {
	for seat in seats {
		Council::<T>::vote(RawOrigin::Signed(seat.clone()).into(), motion.0, motion.1, approve)
			.map_err(|refused| refused.error)?;
		let (account, _) = T::BenchmarkHelper::council_officer();
		let officer = T::Directory::authorise(&account, Duty::Council)?.officer;
		Pallet::<T>::put_voter(&motion.0, seat, T::Directory::signature(officer));
	}
	Ok(())
}

fn max_motions<T: Config>() -> u32 {
	<T as pallet_collective::Config<CouncilInstance>>::MaxProposals::get()
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn propose(b: Linear<64, { T::MaxProposalLength::get() }>) -> Result<(), BenchmarkError> {
		let (officer, seats) = install_seats::<T>();
		let open = max_motions::<T>().saturating_sub(1);
		open_motions::<T>(&seats[0], open, T::MotionsPerSeat::get().saturating_sub(1), b)?;
		let proposal = Box::new(T::BenchmarkHelper::decidable(open, b));
		let hash = T::Hashing::hash_of(&proposal);

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), 0, proposal);

		assert!(pallet_collective::Voting::<T, CouncilInstance>::contains_key(hash));
		Ok(())
	}

	#[benchmark]
	fn vote() -> Result<(), BenchmarkError> {
		let (officer, seats) = install_seats::<T>();
		let motion = open_motions::<T>(&seats[0], 1, 1, 64)?;
		// All others for it, and this seat against it, so that its vote moves from one list to the other.
		vote_all::<T>(&seats[1..], motion, true)?;
		vote_all::<T>(&seats[..1], motion, false)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), 0, motion.0, motion.1, true);

		let twice = Council::<T>::vote(RawOrigin::Signed(seats[0].clone()).into(), motion.0, motion.1, true);
		assert!(twice.is_err(), "the vote was given");
		Ok(())
	}

	#[benchmark]
	fn close(b: Linear<64, { T::MaxProposalLength::get() }>) -> Result<(), BenchmarkError> {
		let (officer, seats) = install_seats::<T>();
		let motion = open_motions::<T>(&seats[0], max_motions::<T>(), T::MotionsPerSeat::get(), b)?;
		vote_all::<T>(&seats, motion, true)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), motion.0, motion.1);

		assert!(!pallet_collective::Voting::<T, CouncilInstance>::contains_key(motion.0));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let (officer, seats) = install_seats::<T>();
		let length = T::MaxProposalLength::get();
		let motion = open_motions::<T>(&seats[0], max_motions::<T>(), T::MotionsPerSeat::get(), length)?;
		// As many votes as there can be: all others are against it, for no other may be for it.
		let (own, others) = seats.split_at(1);
		vote_all::<T>(own, motion, true)?;
		vote_all::<T>(others, motion, false)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), 0, motion.0, motion.1);

		assert!(!pallet_collective::Voting::<T, CouncilInstance>::contains_key(motion.0));
		Ok(())
	}

	#[benchmark]
	fn set_session_keys() -> Result<(), BenchmarkError> {
		let (officer, seats) = install_seats::<T>();
		let seat = seats[0].clone();
		let (old, proof) = T::BenchmarkHelper::keys_and_proof(&seat);
		pallet_session::Pallet::<T>::set_keys(RawOrigin::Signed(seat.clone()).into(), old, proof)?;
		let (keys, proof) = T::BenchmarkHelper::keys_and_proof(&seat);

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), 0, keys.clone(), BoundedVec::truncate_from(proof));

		assert_eq!(pallet_session::NextKeys::<T>::get(&seat), Some(keys));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Consortium::of(2, 2).build(), crate::mock::Test);
}
