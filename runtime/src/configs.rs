//! What every pallet is told: limits, neighbours, who may.

use crate::policy::{CouncilMayDecide, Policy};
use crate::{
	door, weights, AccountId, Aura, Authorities, Block, Claims, Credentials, Evidence, Loans, Nonce,
	PalletInfo, Payments, Quota, Reference, Registry, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	RuntimeTask, Schemes, SessionKeys, Signature, Supervision, Timestamp, MILLISECONDS_PER_BLOCK, VERSION,
};
use frame_support::traits::{ConstBool, ConstU16, ConstU32, ConstU64};
use frame_support::weights::constants::WEIGHT_REF_TIME_PER_MILLIS;
use frame_support::{derive_impl, parameter_types, weights::Weight};
use frame_system::limits::{BlockLength, BlockWeights};
use polkadot_sdk::*;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

parameter_types! {
	/// The runtime's version.
	pub const Version: RuntimeVersion = VERSION;
	/// 0.6 seconds a block, three quarters of it for what is not urgent: a full block's time is paid again by
	/// the next author before it can build. Transactions carry no proof, so its size has no limit.
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::with_sensible_defaults(
		Weight::from_parts(600 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX),
		Perbill::from_percent(75),
	);
	/// 5 MiB a block: more than a hundred drawdowns of 500 lines.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(5 * 1024 * 1024)
		.modify_max_length_for_class(frame_support::dispatch::DispatchClass::Normal, |length| *length = *length / 4 * 3)
		.build();
	/// The prefix of addresses in text: the general one.
	pub const SS58Prefix: u16 = 42;
}

// `BlockHashCount` stays at the default of 256: the longest era that clients choose by themselves is then one
// that the door lets in.
#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type DbWeight = weights::KeyPrice;
	type Version = Version;
	type SS58Prefix = SS58Prefix;
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
	type MaxConsumers = ConstU32<16>;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Aura;
	type MinimumPeriod = ConstU64<{ MILLISECONDS_PER_BLOCK / 2 }>;
	type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type DisabledValidators = ();
	type MaxAuthorities = ConstU32<21>;
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = ConstU64<MILLISECONDS_PER_BLOCK>;
}

// Equivocations are logged by the nodes; nothing reports them to the chain yet.
impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<21>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<0>;
	type KeyOwnerProof = sp_core::Void;
	type EquivocationReportSystem = ();
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = crate::OriginCaller;
	type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

/// The council on the seats.
pub type CouncilInstance = pallet_authorities::CouncilInstance;
/// More than two thirds of the seats: the threshold of finality for every number of seats, so that neither
/// college decides alone.
pub type TwoThirdsOfTheCouncil = pallet_authorities::EnsureCouncil<Runtime>;

parameter_types! {
	/// Bytes fill an allowance as fast as they fill a block: what a block has room for costs what a block has time for.
	pub AllowancePerByte: u64 = allowance_per_byte();
	/// A motion's call may take a tenth of a block. Whoever closes a motion is charged this much until it is
	/// known what it carries out; the heaviest decision, an admission with 32 officers, takes an eighth of
	/// it.
	pub MaxProposalWeight: Weight = Perbill::from_percent(10) * RuntimeBlockWeights::get().max_block;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = pallet_authorities::SeatOnly<Runtime>;
	type ShouldEndSession = Authorities;
	type NextSessionRotation = ();
	type SessionManager = Authorities;
	type SessionHandler = <SessionKeys as sp_runtime::traits::OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = pallet_authorities::NoToken<pallet_session::HoldReason>;
	type KeyDeposit = ConstU64<0>;
}

impl pallet_collective::Config<CouncilInstance> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	// A week.
	type MotionDuration = ConstU32<{ 7 * 24 * 3600 }>;
	type MaxProposals = ConstU32<64>;
	type MaxMembers = ConstU32<21>;
	// Without a prime, which is never set, an abstention counts as a nay.
	type DefaultVote = pallet_collective::PrimeDefaultVote;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
	type SetMembersOrigin = frame_system::EnsureNever<()>;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = frame_system::EnsureNever<()>;
	type KillOrigin = frame_system::EnsureNever<()>;
	type Consideration = ();
}

fn allowance_per_byte() -> u64 {
	let class = frame_support::dispatch::DispatchClass::Normal;
	let weights = RuntimeBlockWeights::get();
	let time = weights.get(class).max_total.unwrap_or(weights.max_block).ref_time();
	let room = *RuntimeBlockLength::get().max.get(class);
	time.checked_div(room.into()).unwrap_or(time)
}

/// Tells the registry who holds a seat.
pub struct Seats;

impl pallet_registry::Seats for Seats {
	fn holds_seat(org: zhidai_primitives::OrgId) -> bool {
		Authorities::holds_seat(org)
	}
}

impl pallet_registry::Config for Runtime {
	type CouncilOrigin = TwoThirdsOfTheCouncil;
	type Calendar = Reference;
	type Seats = Seats;
	// Outward, as findings are: nobody leaves while loans or payments of it are open.
	type Obligations = (Loans, Payments);
	type Proof = Signature;
	type Policy = Policy;
	type MaxOfficers = ConstU32<{ door::MOST_OFFICERS }>;
	// A spending plan has up to 100 payees, and all of them can be new: two such plans, or one and its borrower.
	type MaxAdmissionsPerDay = ConstU32<200>;
	type IdSpace = ();
	type Journal = ();
	type AllowancePerByte = AllowancePerByte;
	type WeightInfo = weights::pallet_registry::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_authorities::Config for Runtime {
	type Directory = Registry;
	// One chain for all: nobody else needs to hear.
	type Journal = ();
	type MayDecide = CouncilMayDecide;
	// The longest decision is a programme's terms: 2.3 KiB.
	type MaxProposalLength = ConstU32<4_096>;
	// 21 seats with three each: all of `MaxProposals` and no more.
	type MotionsPerSeat = ConstU32<3>;
	type RotationGap = ConstU32<30>;
	// An hour: a seat costs the others two blocks without transactions at the most in that time.
	type KeyChangeInterval = ConstU32<3_600>;
	type WeightInfo = weights::pallet_authorities::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_reference::Config for Runtime {
	type Time = Timestamp;
	type Directory = Registry;
	type Colleges = Authorities;
	type Once = Registry;
	// One chain for all: nobody else needs to hear.
	type Journal = ();
	type Findings = Supervision;
	type WeightInfo = weights::pallet_reference::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_schemes::Config for Runtime {
	type CouncilOrigin = TwoThirdsOfTheCouncil;
	// One chain for all: nobody else needs to hear.
	type Journal = ();
	type WeightInfo = weights::pallet_schemes::WeightInfo<Runtime>;
}

impl pallet_credentials::Config for Runtime {
	type Directory = Registry;
	type Once = Registry;
	type Calendar = Reference;
	type CouncilOrigin = TwoThirdsOfTheCouncil;
	// One chain for all: nobody else needs to hear.
	type Journal = ();
	type SuspensionDays = ConstU16<5>;
	// 产品质量监督抽查: the firm has 15 days to object; counted here in working days.
	type ObjectionDays = ConstU16<15>;
	type WeightInfo = weights::pallet_credentials::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_quota::Config for Runtime {}

impl pallet_loans::Config for Runtime {
	type Directory = Registry;
	type CollectionAccounts = Registry;
	type Once = Registry;
	type Calendar = Reference;
	type Rates = Reference;
	type SchemeBook = Schemes;
	type Standing = Credentials;
	type Quota = Quota;
	// One chain for all banks: what it knows is always new.
	type Fresh = ();
	type OfferLifeDays = ConstU32<90>;
	// Outward, as findings are: payments, reviews and alerts wait for the parties of a loan.
	type PartyWork = (Payments, Supervision);
	type WeightInfo = weights::pallet_loans::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_claims::Config for Runtime {}

impl pallet_evidence::Config for Runtime {
	type Directory = Registry;
	type Once = Registry;
	type Calendar = Reference;
	type Loans = Loans;
	type Claims = Claims;
	type LookAlikes = Claims;
	type Findings = Supervision;
	type PendingDays = ConstU32<30>;
	type WeightInfo = weights::pallet_evidence::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_payments::Config for Runtime {
	type Directory = Registry;
	type Calendar = Reference;
	type Loans = Loans;
	type Evidence = Evidence;
	type Findings = Supervision;
	type Signature = Signature;
	type DraftLifeDays = ConstU32<90>;
	type TakeBackDays = ConstU32<5>;
	type WeightInfo = weights::pallet_payments::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_supervision::Config for Runtime {
	type Directory = Registry;
	type Calendar = Reference;
	type Loans = Loans;
	type Payments = Payments;
	type Evidence = Evidence;
	type WeightInfo = weights::pallet_supervision::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
