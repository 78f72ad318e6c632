//! A small chain: seats, sessions, council, and something for the council to decide.

// What the macros and the traits of a runtime name must be public.
#![allow(unreachable_pub)]

use crate as pallet_authorities;
use crate::{seat_account, College, CouncilInstance, EnsureCouncil, NoToken, Seat, SeatOnly};
use codec::Encode;
use frame::runtime::prelude::*;
use frame::testing_prelude::*;
use polkadot_sdk::pallet_session::SessionHandler;
use polkadot_sdk::sp_runtime::testing::{TestSignature, UintAuthorityId};
use polkadot_sdk::sp_runtime::traits::OpaqueKeys;
use polkadot_sdk::sp_runtime::{impl_opaque_keys, KeyTypeId};
use polkadot_sdk::{pallet_collective, pallet_session};
use std::cell::RefCell;
use zhidai_primitives::testing::{self, Listener, Neighbours};
use zhidai_primitives::{Duty, OrgId, Role};

/// Something for the council to decide.
#[frame::pallet]
pub mod probe {
	use frame::prelude::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		type Council: EnsureOrigin<Self::RuntimeOrigin>;
	}

	/// How often a number was decided.
	#[pallet::storage]
	pub type Decided<T: Config> = StorageMap<_, Twox64Concat, u32, u32, ValueQuery>;

	/// Whether no number can be decided.
	#[pallet::storage]
	pub type Obstacle<T: Config> = StorageValue<_, bool, ValueQuery>;

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		#[pallet::call_index(0)]
		#[pallet::weight(Weight::from_parts(1_000_000, 100))]
		pub fn decide(origin: OriginFor<T>, number: u32, padding: alloc::vec::Vec<u8>) -> DispatchResult {
			let _ = padding;
			T::Council::ensure_origin(origin)?;
			ensure!(!Obstacle::<T>::get(), DispatchError::Other("obstacle"));
			Decided::<T>::mutate(number, |times| *times = times.saturating_add(1));
			Ok(())
		}

		#[pallet::call_index(2)]
		#[pallet::weight(*weight)]
		pub fn decide_at_length(origin: OriginFor<T>, weight: Weight) -> DispatchResult {
			let _ = weight;
			T::Council::ensure_origin(origin)?;
			Ok(())
		}

		#[pallet::call_index(1)]
		#[pallet::weight(Weight::from_parts(1_000_000, 100))]
		pub fn not_for_the_council(_: OriginFor<T>) -> DispatchResult {
			Ok(())
		}
	}
}

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeHoldReason,
		RuntimeFreezeReason,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Authorities = pallet_authorities;
	#[runtime::pallet_index(2)]
	#[runtime::disable_call]
	pub type Session = pallet_session;
	#[runtime::pallet_index(3)]
	#[runtime::disable_call]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(4)]
	pub type Probe = probe;
}

impl_opaque_keys! {
	pub struct Keys {
		pub dummy: UintAuthorityId,
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Self>;
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = u64;
	type ValidatorIdOf = SeatOnly<Self>;
	type ShouldEndSession = Authorities;
	type NextSessionRotation = ();
	type SessionManager = Authorities;
	type SessionHandler = KeysInForce;
	type Keys = Keys;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = NoToken<pallet_session::HoldReason>;
	type KeyDeposit = ConstU64<0>;
}

parameter_types! {
	pub const MaxProposalWeight: Weight = Weight::from_parts(1_000_000_000, 100_000);
}

/// How long a motion is open.
pub const MOTION_DURATION: u64 = 20;
/// How many motions can be open.
pub const MAX_MOTIONS: u32 = MOTIONS_PER_SEAT * crate::MAX_SEATS;
/// How many of them a seat can have open.
pub const MOTIONS_PER_SEAT: u32 = 2;
/// The longest proposal.
pub const MAX_PROPOSAL_LENGTH: u32 = 4_200;
/// Blocks between ends of sessions.
pub const ROTATION_GAP: u64 = 30;
/// Blocks between a seat's changes of session keys.
pub const KEY_CHANGE_INTERVAL: u64 = 100;

impl pallet_collective::Config<CouncilInstance> for Test {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = ConstU64<MOTION_DURATION>;
	type MaxProposals = ConstU32<MAX_MOTIONS>;
	type MaxMembers = ConstU32<{ crate::MAX_SEATS }>;
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type WeightInfo = ();
	type SetMembersOrigin = EnsureNever<()>;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = EnsureNever<()>;
	type KillOrigin = EnsureNever<()>;
	type Consideration = ();
}

impl probe::Config for Test {
	type Council = EnsureCouncil<Self>;
}

/// Only what is made for it.
pub struct Decisions;

impl Contains<RuntimeCall> for Decisions {
	fn contains(call: &RuntimeCall) -> bool {
		use probe::Call::{decide, decide_at_length};
		matches!(call, RuntimeCall::Probe(decide { .. } | decide_at_length { .. }))
	}
}

impl pallet_authorities::Config for Test {
	type Directory = Neighbours;
	type Journal = Listener;
	type MayDecide = Decisions;
	type MaxProposalLength = ConstU32<MAX_PROPOSAL_LENGTH>;
	type MotionsPerSeat = ConstU32<MOTIONS_PER_SEAT>;
	type RotationGap = ConstU64<ROTATION_GAP>;
	type KeyChangeInterval = ConstU64<KEY_CHANGE_INTERVAL>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Self;
}

std::thread_local! {
	static IN_FORCE: RefCell<Vec<(u64, u64)>> = const { RefCell::new(Vec::new()) };
}

/// Consensus, as far as this pallet is concerned: it remembers whose keys it was told to work with.
pub struct KeysInForce;

impl KeysInForce {
	/// Validators with their keys.
	pub fn get() -> Vec<(u64, u64)> {
		IN_FORCE.with(|keys| keys.borrow().clone())
	}

	fn set<Ks: OpaqueKeys>(validators: &[(u64, Ks)]) {
		let key = |keys: &Ks| keys.get::<UintAuthorityId>(Keys::key_ids()[0]).expect("a key").0;
		IN_FORCE.with(|all| {
			*all.borrow_mut() = validators.iter().map(|(seat, keys)| (*seat, key(keys))).collect()
		});
	}
}

impl SessionHandler<u64> for KeysInForce {
	const KEY_TYPE_IDS: &'static [KeyTypeId] = &[polkadot_sdk::sp_runtime::key_types::DUMMY];

	fn on_genesis_session<Ks: OpaqueKeys>(validators: &[(u64, Ks)]) {
		Self::set(validators);
	}

	fn on_new_session<Ks: OpaqueKeys>(_: bool, validators: &[(u64, Ks)], _: &[(u64, Ks)]) {
		Self::set(validators);
	}

	fn on_disabled(_: u32) {}
}

/// Session keys, named by a number.
pub fn keys(key: u64) -> Keys {
	Keys { dummy: UintAuthorityId(key) }
}

/// That the owner has the key.
pub fn proof(owner: u64, key: u64) -> BoundedVec<u8, ConstU32<{ crate::MAX_PROOF }>> {
	BoundedVec::truncate_from(TestSignature(key, owner.encode()).encode())
}

/// The first bank's organisation; regulators are numbered from 1.
pub const FIRST_BANK: u32 = 50;

/// The account of an organisation's seat 0.
pub fn seat_of(org: u32) -> u64 {
	seat_account(OrgId(org), 0).expect("an account")
}

/// An organisation's officer with council duty.
pub fn council_officer(org: u32) -> u64 {
	u64::from(org) * 100
}

/// An organisation's officer without.
pub fn clerk(org: u32) -> u64 {
	u64::from(org) * 100 + 1
}

/// The chain's beginning.
#[derive(Clone)]
pub struct Consortium {
	pub seats: Vec<Seat>,
	pub single_seat: bool,
	pub without_keys: Vec<u64>,
	pub few_admins: Vec<OrgId>,
}

impl Consortium {
	/// One seat for each of so many regulators and banks.
	pub fn of(regulators: u32, banks: u32) -> Self {
		let seat = |college| move |org| Seat { org: OrgId(org), number: 0, college };
		let seats = (1..=regulators)
			.map(seat(College::Regulators))
			.chain((FIRST_BANK..FIRST_BANK + banks).map(seat(College::Banks)))
			.collect();
		Self { seats, single_seat: false, without_keys: Vec::new(), few_admins: Vec::new() }
	}

	/// A development chain.
	pub fn single() -> Self {
		Self { single_seat: true, ..Self::of(1, 0) }
	}

	/// Block 1 of it, with every organisation that can be seated in the directory, and one member without a seat.
	pub fn build(&self) -> TestState {
		testing::reset();
		testing::with(|world| world.few_admins.extend(&self.few_admins));
		IN_FORCE.with(|keys| keys.borrow_mut().clear());
		let officers: &[&[Duty]] = &[&[Duty::Council], &[Duty::Maker, Duty::View]];
		(1..=21).for_each(|org| testing::add_organisation(org, &[Role::MarketRegulator], officers));
		(FIRST_BANK..=70).for_each(|org| testing::add_organisation(org, &[Role::Bank], officers));
		testing::add_organisation(90, &[Role::Enterprise], officers);

		let session_keys = |(key, seat): (u64, &Seat)| {
			let account = seat_account::<u64>(seat.org, seat.number).expect("an account");
			(!self.without_keys.contains(&account)).then_some((account, account, keys(key)))
		};
		let genesis = RuntimeGenesisConfig {
			authorities: pallet_authorities::GenesisConfig {
				seats: self.seats.clone(),
				single_seat: self.single_seat,
				..Default::default()
			},
			session: pallet_session::GenesisConfig {
				keys: (1..).zip(&self.seats).filter_map(session_keys).collect(),
				..Default::default()
			},
			..Default::default()
		};
		let mut chain = TestState::new(genesis.build_storage().expect("genesis"));
		chain.execute_with(|| System::set_block_number(1));
		chain
	}

	/// Runs a test on it, and checks afterwards what must always hold.
	pub fn run<R>(&self, test: impl FnOnce() -> R) -> R {
		self.build().execute_with(|| {
			let result = test();
			assert_eq!(Authorities::check_invariants(), Ok(()));
			result
		})
	}
}

/// Goes on to a block.
pub fn run_to(block: u64) {
	System::run_to_block::<AllPalletsWithSystem>(block);
}

/// A call that the council can decide.
pub fn decision(number: u32) -> RuntimeCall {
	RuntimeCall::Probe(probe::Call::decide { number, padding: Vec::new() })
}

/// How often that call was carried out.
pub fn decided(number: u32) -> u32 {
	probe::Decided::<Test>::get(number)
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<Test> for Test {
	fn council_officer() -> (u64, OrgId) {
		(council_officer(1), OrgId(1))
	}

	fn decidable(number: u32, length: u32) -> RuntimeCall {
		let padding = vec![0; length.saturating_sub(10) as usize];
		RuntimeCall::Probe(probe::Call::decide { number, padding })
	}

	fn keys_and_proof(seat: &u64) -> (Keys, Vec<u8>) {
		let key = 1_000
			+ IN_FORCE.with(|keys| {
				keys.borrow_mut().push((0, 0));
				keys.borrow().len() as u64
			});
		(keys(key), proof(*seat, key).into_inner())
	}
}
