//! # Authorities (席位)
//!
//! The validator seats of the consortium in two colleges, regulators and banks, and the council (理事会) on the
//! same seats. No college finalises a block or passes a motion without the other: GRANDPA's threshold and the
//! council's majority are one number (see [`threshold`]), and [`college_rule`] keeps each college below it.
//!
//! A seat is an account without a key, derived from organisation and number ([`seat_account`]). It is validator in
//! `pallet-session` and member in `pallet-collective`; officers with duty `Council` (理事) act for it through the calls
//! below. Which college it counts in is the seat's own property, not its organisation's role. The runtime
//! takes the calls of those two pallets out of its `RuntimeCall`, so that there is no other way: no motion
//! with a threshold of the proposer's choice, no purging of keys, which would shrink a college after the rule
//! was checked.
//!
//! | call | at the door | who may | does |
//! |---|---|---|---|
//! | `propose` | seat × Council | officer with `Council` of the seat's organisation | opens a motion, with the seat's aye; a council of one seat decides at once |
//! | `vote` | seat × Council | officer with `Council` of the seat's organisation | gives or changes the seat's vote on the motion of this hash and index |
//! | `close` | seat × Council | any officer with `Council` | counts; carries out what more than 2/3 of the seats want |
//! | `withdraw` | seat × Council | officer with `Council` of the organisation of the seat that opened it | takes a motion back that no other seat has voted for |
//! | `set_session_keys` | seat × Council | officer with `Council` of the seat's organisation | replaces the seat's session keys, with proof that the seat's node has them |
//!
//! One officer speaks for a seat, for nothing passes without more than two thirds of all seats. One is enough to
//! close a motion, which counts and carries out what the votes decided; to take an own one back that no other
//! seat is for; and to give the own node new keys, which that node has proved.
//!
//! What must always hold is listed at [`Pallet::check_invariants`]. In short: no college is enough alone; the
//! council is the seats; every seat has keys that no other seat ever had; every motion is decided by the same
//! majority.
//!
//! **No seat hurts another.** A seat has [`Config::MotionsPerSeat`] motions open at the most, a number of
//! which all seats together have room. A motion that another seat is for is ended by votes or time alone, not by
//! who opened it: else a seat could open the motion against itself and take the others' ayes back with it.
//! Sessions end only while new keys are on their way into the validator set ([`KeyChange`]): twice per change,
//! at least [`Config::RotationGap`] blocks apart, and no seat changes its keys more often than once in
//! [`Config::KeyChangeInterval`] blocks. What is refused weighs as much as refusing it took.
//!
//! **Lost seats.** The council decides as long as at most n − [`threshold`]`(n)` seats are silent
//! ([`spare_seats`]): one of four. An organisation that lost its keys comes back by a motion of the others;
//! with two of four lost no motion passes any more, and no way out is on the chain
//! ([`Pallet::decides_without`]).
//!
//! **A vote counts while it could be given.** Beside it stands who gave it, and with which key ([`Voters`]). When
//! a motion is closed or shown, a vote of an officer who was removed, with a key that was replaced, or of a seat whose
//! organisation is suspended is as if it was not given; the threshold stays that of all seats. The seat can vote
//! anew.
//!
//! **What is refused is not used up.** A motion that passed whose call is refused stays open with its votes until its
//! time is over: closing it is refused by the same rule, and done when nothing is in the way any more.
//!
//! **Votes are not blind.** While a motion is open, [`Pallet::motion`] gives the call's bytes; they hash to
//! what votes name.
//!
//! Seats are set at genesis, for organisations with three admins who are different persons. What the runtime
//! wires: [`Pallet`] as `SessionManager` and `ShouldEndSession`, [`SeatOnly`] as `ValidatorIdOf`, [`NoToken`] as
//! `Currency` of `pallet-session`; [`CouncilInstance`] of `pallet-collective` with `PrimeDefaultVote` and
//! [`EnsureNever`](frame::runtime::prelude::EnsureNever) as its origins; [`EnsureCouncil`] wherever the council
//! decides. The genesis of `authorities` comes before that of session and council, and after that of the directory.

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::arithmetic_side_effects,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

mod access;
mod calls;
mod errors;
mod events;
mod genesis;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod provides;
mod reads;
mod rules;
mod store;
mod types;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use provides::{CouncilCallOf, CouncilInstance, EnsureCouncil, SeatOnly};
pub use reads::{MotionOf, VotePageOf};
pub use types::{
	college_rule, seat_account, spare_seats, threshold, College, CollegeRule, KeyChange, NoToken, Seat,
	MAX_SEATS,
};
pub use weights::WeightInfo;

use frame::pallet_macros::import_section;

/// The longest proof of ownership of session keys: a signature for each of up to eight keys.
pub const MAX_PROOF: u32 = 768;

/// The pallet.
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use crate::calls::motions::{close_weight, propose_weight};
	use alloc::{boxed::Box, vec::Vec};
	use frame::prelude::*;
	use polkadot_sdk::frame_support::traits::StorageVersion;
	use polkadot_sdk::{pallet_collective, pallet_session};
	use zhidai_primitives::traits::{Directory, Journal};
	use zhidai_primitives::{OfficerId, OrgId, SignedBy};

	/// The form of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime decides.
	#[pallet::config]
	pub trait Config:
		frame_system::Config
		+ pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
		+ pallet_collective::Config<CouncilInstance>
	{
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;

		/// Who hears of every change of a seat.
		type Journal: Journal<Seat>;

		/// Which calls the council may decide. It must look into batches.
		type MayDecide: Contains<CouncilCallOf<Self>>;

		/// The longest call that the council decides, in bytes.
		#[pallet::constant]
		type MaxProposalLength: Get<u32>;

		/// How many motions a seat can have open.
		#[pallet::constant]
		type MotionsPerSeat: Get<u32>;

		/// The least number of blocks from the end of a session to the end of the next.
		#[pallet::constant]
		type RotationGap: Get<BlockNumberFor<Self>>;

		/// The least number of blocks from one change of a seat's session keys to the next.
		#[pallet::constant]
		type KeyChangeInterval: Get<BlockNumberFor<Self>>;

		/// Weights.
		type WeightInfo: WeightInfo;

		/// What only the runtime can set up for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self>;
	}

	/// The seats by their accounts.
	// Twox: the keys are hashes that this pallet makes, nobody can choose them.
	#[pallet::storage]
	pub type Seats<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, Seat>;

	/// Organisation → the college in which its seats count. Who holds none is not here.
	// Twox: the key is a counter of `registry`.
	#[pallet::storage]
	pub type CollegeOf<T: Config> = StorageMap<_, Twox64Concat, OrgId, College>;

	/// The seats' accounts in the order of the validators.
	#[pallet::storage]
	pub type SeatList<T: Config> = StorageValue<_, BoundedVec<T::AccountId, ConstU32<MAX_SEATS>>, ValueQuery>;

	/// Whether this is a development chain, whose only seat decides and finalises alone. Set at genesis.
	#[pallet::storage]
	pub type SingleSeat<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// The session keys on their way into the validator set, and when the next session may end.
	#[pallet::storage]
	pub type PendingChange<T: Config> = StorageValue<_, KeyChange<BlockNumberFor<T>>, ValueQuery>;

	/// When a seat set its session keys last. Not those that it began with.
	// Twox: as `Seats`.
	#[pallet::storage]
	pub type KeysSetAt<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, BlockNumberFor<T>>;

	/// Session key, hashed with its kind → the seat whose it is or was. Never removed: a vote of consensus
	/// names a key, and a key names one seat.
	// Blake2: whoever makes the keys chooses them.
	#[pallet::storage]
	pub type KeyUsers<T: Config> = StorageMap<_, Blake2_128Concat, [u8; 32], T::AccountId>;

	/// Open motion, by the hash of its call → the seat that opened it.
	// Blake2: whoever proposes chooses the call.
	#[pallet::storage]
	pub type Proposers<T: Config> = StorageMap<_, Blake2_128Concat, T::Hash, T::AccountId>;

	/// Seat → the motions that it opened and that are open, the oldest first.
	// Twox: as `Seats`.
	#[pallet::storage]
	pub type OpenMotions<T: Config> =
		StorageMap<_, Twox64Concat, T::AccountId, BoundedVec<T::Hash, T::MotionsPerSeat>, ValueQuery>;

	/// Open motion, by the hash of its call → the seats that voted on it, each with who gave its vote, and with which
	/// key: the vote counts as long as that officer could give it.
	// Blake2: as `Proposers`.
	#[pallet::storage]
	pub type Voters<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::Hash,
		BoundedVec<(T::AccountId, SignedBy), ConstU32<MAX_SEATS>>,
		ValueQuery,
	>;

	/// The seats that the chain begins with. Their session keys are in the genesis of `pallet-session`, under the
	/// accounts of [`seat_account`].
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The seats, in the order of the validators.
		pub seats: Vec<Seat>,
		/// Development only: one seat, and no demand for two colleges.
		pub single_seat: bool,
		#[serde(skip)]
		#[doc(hidden)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.install();
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "std")]
		fn integrity_test() {
			Self::check_wiring();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::try_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Opens a motion (提案) on a call, with the aye of the seat `seat_number` of your organisation.
		///
		/// It passes with the ayes of more than two thirds of all seats; who abstains does not count as an aye. In a
		/// council of one seat the call is carried out at once, and what refuses it refuses this.
		#[pallet::call_index(0)]
		#[pallet::weight((propose_weight::<T>(proposal), DispatchClass::Operational))]
		pub fn propose(
			origin: OriginFor<T>,
			seat_number: u8,
			proposal: Box<CouncilCallOf<T>>,
		) -> DispatchResultWithPostInfo {
			Self::do_propose(origin, seat_number, proposal)
		}

		/// Gives the vote (表决) of the seat `seat_number` of your organisation on an open motion, or changes it.
		///
		/// Read the motion's call first and hash it yourself: the vote is on exactly this hash, in the motion
		/// of exactly this index.
		#[pallet::call_index(1)]
		#[pallet::weight((<T as Config>::WeightInfo::vote(), DispatchClass::Operational))]
		pub fn vote(
			origin: OriginFor<T>,
			seat_number: u8,
			proposal_hash: T::Hash,
			#[pallet::compact] index: u32,
			approve: bool,
		) -> DispatchResult {
			Self::do_vote(origin, seat_number, proposal_hash, index, approve)
		}

		/// Counts the votes on a motion once they decide it, or once its time is over, and carries it out if it passed.
		/// Where its call is refused, so is this, until the motion's time is over; then it is closed without it.
		#[pallet::call_index(2)]
		#[pallet::weight((close_weight::<T>(), DispatchClass::Operational))]
		pub fn close(
			origin: OriginFor<T>,
			proposal_hash: T::Hash,
			#[pallet::compact] index: u32,
		) -> DispatchResultWithPostInfo {
			Self::do_close(origin, proposal_hash, index)
		}

		/// Replaces the session keys of the seat `seat_number` of your organisation.
		///
		/// `proof` shows that the node holds the keys. It is made over the seat's account, not yours: what
		/// `author_rotateKeysWithOwner` returns for that account.
		#[pallet::call_index(3)]
		#[pallet::weight((<T as Config>::WeightInfo::set_session_keys(), DispatchClass::Operational))]
		pub fn set_session_keys(
			origin: OriginFor<T>,
			seat_number: u8,
			keys: <T as pallet_session::Config>::Keys,
			proof: BoundedVec<u8, ConstU32<MAX_PROOF>>,
		) -> DispatchResult {
			Self::do_set_session_keys(origin, seat_number, keys, proof)
		}

		/// Takes a motion back (撤回提案) that the seat `seat_number` of your organisation opened, as long as no other seat
		/// has voted for it.
		#[pallet::call_index(4)]
		#[pallet::weight((<T as Config>::WeightInfo::withdraw(), DispatchClass::Operational))]
		pub fn withdraw(
			origin: OriginFor<T>,
			seat_number: u8,
			proposal_hash: T::Hash,
			#[pallet::compact] index: u32,
		) -> DispatchResult {
			Self::do_withdraw(origin, seat_number, proposal_hash, index)
		}
	}
}
