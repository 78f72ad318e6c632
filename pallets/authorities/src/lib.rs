//! # Authorities (席位)
//!
//! The validator seats of the consortium in two colleges, regulators and banks, and the council (理事会) on the same seats.
//! No college finalises a block or passes a motion without the other: GRANDPA's threshold and the council's majority are
//! one number (see [`threshold`]), and [`college_rule`] keeps each college below it.
//!
//! A seat is an account without a key, derived from organisation and number ([`seat_account`]). It is validator in
//! `pallet-session` and member in `pallet-collective`; officers with duty `Council` (理事) act for it through the calls
//! below. The runtime takes the calls of those two pallets out of its `RuntimeCall`, so that there is no other way: no
//! motion with a threshold of the proposer's choice, no purging of keys, which would shrink a college after the rule
//! was checked.
//!
//! | call | who may | does |
//! |---|---|---|
//! | `propose` | officer with `Council` of the seat's organisation | opens a motion, with the seat's aye; a council of one seat decides at once |
//! | `vote` | officer with `Council` of the seat's organisation | gives or changes the seat's vote |
//! | `close` | any officer with `Council` | counts; carries out what more than 2/3 of the seats want |
//! | `set_session_keys` | officer with `Council` of the seat's organisation | replaces the seat's session keys |
//!
//! Sessions end only while new keys are on their way into the validator set ([`KeyChange`]): twice per change, at least
//! [`Config::RotationGap`] blocks apart. Seats are set at genesis.
//!
//! What the runtime wires: [`Pallet`] as `SessionManager` and `ShouldEndSession`, [`SeatOnly`] as `ValidatorIdOf`,
//! [`NoToken`] as `Currency` of `pallet-session`; [`CouncilInstance`] of `pallet-collective` with `PrimeDefaultVote` and
//! [`EnsureNever`](frame::runtime::prelude::EnsureNever) as its origins; [`EnsureCouncil`] wherever the council decides.
//! The genesis of `authorities` comes before that of session and council, and after that of the directory.

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

mod council;
mod genesis;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod no_token;
mod rotation;
mod rule;
mod seat;
mod session;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use council::{CouncilCallOf, CouncilInstance, EnsureCouncil};
pub use no_token::NoToken;
pub use pallet::*;
pub use rotation::KeyChange;
pub use rule::{college_rule, threshold, CollegeRule};
pub use seat::{seat_account, College, Seat, MAX_SEATS};
pub use session::SeatOnly;
pub use weights::WeightInfo;

/// The longest proof of ownership of session keys: a signature for each of up to eight keys.
pub const MAX_PROOF: u32 = 768;

/// The pallet.
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use frame::prelude::*;
	use polkadot_sdk::frame_support::dispatch::WithPostDispatchInfo;
	use polkadot_sdk::{pallet_collective, pallet_session};
	use zhidai_primitives::{traits::Directory, OfficerId, OrgId};

	#[pallet::pallet]
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

		/// Which calls the council may decide. It must look into batches.
		type MayDecide: Contains<CouncilCallOf<Self>>;

		/// The longest call that the council decides, in bytes.
		#[pallet::constant]
		type MaxProposalLength: Get<u32>;

		/// The least number of blocks from the end of a session to the end of the next.
		#[pallet::constant]
		type RotationGap: Get<BlockNumberFor<Self>>;

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

	/// The seats' accounts in the order of the validators.
	#[pallet::storage]
	pub type SeatList<T: Config> = StorageValue<_, BoundedVec<T::AccountId, ConstU32<MAX_SEATS>>, ValueQuery>;

	/// Whether this is a development chain, whose only seat decides and finalises alone. Set at genesis.
	#[pallet::storage]
	pub type SingleSeat<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// The session keys on their way into the validator set, and when the next session may end.
	#[pallet::storage]
	pub type PendingChange<T: Config> = StorageValue<_, KeyChange<BlockNumberFor<T>>, ValueQuery>;

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

	/// What happened. `pallet-collective` reports the count of votes and the outcome under the same proposal hash.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An officer opened a motion; the seat's aye is its first vote.
		Proposed {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The call to decide.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
			/// The ayes that pass it.
			threshold: u32,
		},
		/// The officer of a council of one seat had a call carried out. `pallet-collective` reports its result.
		DecidedAlone {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The call.
			proposal_hash: T::Hash,
		},
		/// An officer gave or changed a seat's vote.
		Voted {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The call to decide.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
			/// Aye or nay.
			approve: bool,
		},
		/// An officer had the votes counted.
		MotionClosed {
			/// Whose officer.
			org: OrgId,
			/// Who acted.
			officer: OfficerId,
			/// The call that was to decide.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
		},
		/// An officer replaced a seat's session keys; they are in force after the session has ended twice.
		SessionKeysSet {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The seat's account, the validator.
			seat: T::AccountId,
		},
	}

	/// Why it was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// Your organisation has no validator seat of this number; name one of its own seats.
		NoSuchSeat,
		/// The council does not decide calls of this kind; propose one that is for the council.
		NotForTheCouncil,
		/// The proposed call is longer than a motion may be; split it into several motions.
		ProposalTooLong,
		/// These already are the seat's session keys; have the node make new ones and set those.
		KeysUnchanged,
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
		/// council of one seat the call is carried out at once.
		#[pallet::call_index(0)]
		#[pallet::weight((Pallet::<T>::propose_weight(proposal), DispatchClass::Operational))]
		pub fn propose(
			origin: OriginFor<T>,
			seat_number: u8,
			proposal: Box<CouncilCallOf<T>>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let (actor, seat) = Self::authorise_seat(&who, seat_number)?;
			let motion = Self::open_motion(seat, proposal)?;
			let (org, officer, proposal_hash) = (actor.org, actor.officer, motion.proposal_hash);
			Self::deposit_event(match motion.vote {
				Some((index, threshold)) => {
					Event::Proposed { org, seat_number, officer, proposal_hash, index, threshold }
				}
				None => Event::DecidedAlone { org, seat_number, officer, proposal_hash },
			});
			Ok(motion.actual_weight.into())
		}

		/// Gives the vote (表决) of the seat `seat_number` of your organisation on an open motion, or changes it.
		#[pallet::call_index(1)]
		#[pallet::weight((<T as Config>::WeightInfo::vote(), DispatchClass::Operational))]
		pub fn vote(
			origin: OriginFor<T>,
			seat_number: u8,
			proposal_hash: T::Hash,
			#[pallet::compact] index: u32,
			approve: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (actor, seat) = Self::authorise_seat(&who, seat_number)?;
			Self::vote_as(seat, proposal_hash, index, approve)?;
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::Voted { org, seat_number, officer, proposal_hash, index, approve });
			Ok(())
		}

		/// Counts the votes on a motion once they decide it, or once its time is over, and carries it out if it passed.
		#[pallet::call_index(2)]
		#[pallet::weight((Pallet::<T>::close_weight(), DispatchClass::Operational))]
		pub fn close(
			origin: OriginFor<T>,
			proposal_hash: T::Hash,
			#[pallet::compact] index: u32,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let (actor, actual_weight) = Self::close_motion(who, proposal_hash, index)
				.map_err(|refused| refused.with_weight(Self::refused_close_weight()))?;
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::MotionClosed { org, officer, proposal_hash, index });
			Ok(Some(actual_weight).into())
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
			let who = ensure_signed(origin)?;
			let (actor, seat) = Self::authorise_seat(&who, seat_number)?;
			Self::replace_keys(&seat, keys, proof.into_inner())?;
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::SessionKeysSet { org, seat_number, officer, seat });
			Ok(())
		}
	}
}
