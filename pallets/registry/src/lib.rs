//! # Registry (名录)
//!
//! Who takes part and who may act: organisations with roles, officers with duties, their keys, the receiving
//! accounts of payees, and who is related to whom. Its transaction [`extensions`] are the chain's door.
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | `admit_by_council`, `suspend`, `reinstate`, `exit`, `succeed`, `rename`, `open_recovery` | the council | the council |
//! | `propose` | any × Admin, Maker, Checker | the officer that the act asks for: see [`Act::demand`] |
//! | `approve` | any × Admin, Maker, Checker | another person, naming the act's digest: of the same organisation, or of a bureau for firms with officers |
//! | `reject` | any × Admin, Checker | whoever could approve it, with a reason |
//! | `withdraw` | any × Admin, Maker, Checker | the proposer, an admin; after 30 days anyone of the organisation |
//! | `rotate_key` | any × any | any officer, for the own key |
//! | `object_to_recovery` | any × Admin | an admin of the organisation |
//! | `complete_recovery` | seat × Council | any officer for the council, after the notice |
//!
//! Two persons stand behind everything that gives or takes: an act's proposer and approver, or the seats that
//! vote. One is enough to take a proposal back or to reject one (nothing was given), to give the own key a successor,
//! to object (it keeps what is), and to complete a recovery, which carries out what the council decided.
//!
//! ## Officers and persons
//!
//! An officer is bound to one natural person by a salted commitment and has one current key. Makers and checkers are
//! compared as persons: neither a second account nor a new key makes a second person. A key that was ever used is never
//! admitted again, and keeps its nonce. Every new key signs for the organisation whose officer it becomes, for one that
//! is to be admitted with every field of it, and for what is said of its officer ([`key_message`]): nobody
//! uses up a key that is announced, by another organisation, other roles, another person or other duties.
//!
//! Who a firm is, and who says which numbers and which region it has: see `types/organisation.rs`.
//!
//! ## A payee's account is the lending bank's own fact
//!
//! Versions are numbered by bank and payee, and at a bank an account is one organisation's (`calls/accounts.rs`).
//!
//! Whose word of who is related and who controls whom counts for whom: see `types/relation.rs`.
//!
//! ## Who leaves, and who comes in its place
//!
//! Nobody leaves while something of it is open: [`Obligations`](zhidai_primitives::traits::Obligations) refuse by
//! the name of what holds it, loans and payments. Who leaves by itself keeps its registration numbers.
//! Where the council sends an organisation away, they are free for another admission, under a new id, and who
//! takes one up succeeds that organisation ([`Successions`]): the history stays under the old id, and nobody
//! sheds it with the id. For an organisation exactly one stands today, its [heir](Succession::heir). The council also
//! decides that one takes the place of another that is still there, as by a merger: the successor takes over its loans,
//! then it leaves. Names change as acts, too: former ones stay on record.
//!
//! ## Nobody is locked out
//!
//! Only its own admins change an organisation's officers, and what they do leaves two standing admins of
//! different persons; three, where it holds a validator seat. Where too few of them still have their keys,
//! the council can give the organisation admins, after a notice of [`RECOVERY_NOTICE_DAYS`] days in which
//! each of its admins can object alone. It takes nobody away, brings at most [`MAX_RECOVERY_ADMINS`] admins
//! with that duty only, and has that many places which [`Act::AddOfficer`] leaves free. The price of the
//! objection: who has stolen one admin's key can object for ever. Then the council suspends the organisation,
//! or, where nothing of it is open, sends it away and admits it anew.

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
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod calls;
mod errors;
mod events;
pub mod extensions;
mod genesis;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod provides;
mod reads;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

use frame::pallet_macros::import_section;

pub use genesis::{GenesisOfficer, GenesisOrganisation};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;
pub use zhidai_primitives::ActId;
use zhidai_primitives::OrgId;

/// An act of a runtime.
pub type ActOf<T> = Act<<T as frame::deps::frame_system::Config>::AccountId, <T as Config>::Proof>;
/// A waiting act of a runtime.
pub type PendingActOf<T> =
	PendingAct<<T as frame::deps::frame_system::Config>::AccountId, <T as Config>::Proof>;
/// An officer to be added in a runtime.
pub type NewOfficerOf<T> =
	NewOfficer<<T as frame::deps::frame_system::Config>::AccountId, <T as Config>::Proof>;
/// First officers in a runtime.
pub type FirstOfficersOf<T> =
	FirstOfficers<<T as frame::deps::frame_system::Config>::AccountId, <T as Config>::Proof>;
/// A recovery in a runtime.
pub type RecoveryOf<T> = Recovery<<T as frame::deps::frame_system::Config>::AccountId, <T as Config>::Proof>;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use crate::{calls::acts, extensions::*, *};
	use alloc::vec::Vec;
	use frame::deps::sp_runtime::traits::Verify;
	use frame::prelude::*;
	use zhidai_primitives::{
		traits::{Calendar, IdSpace, Journal, Obligations},
		AccountVersion, Created, Day, Digest, Duties, Name, OfficerId, Ordered, Region, RequestId, ShortText,
	};

	/// What the registry needs.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The council: admits seats and bureaus, suspends, reinstates and sends away.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Today.
		type Calendar: Calendar;
		/// Who holds a validator seat.
		type Seats: Seats;
		/// What keeps an organisation from leaving.
		type Obligations: Obligations;
		/// How a new key proves itself.
		type Proof: Parameter + MaxEncodedLen + Verify<Signer: IdentifyAccount<AccountId = Self::AccountId>>;
		/// Which ids this chain gives to organisations and officers.
		type IdSpace: IdSpace;
		/// Hears of every change of a shared record.
		type Journal: Journal<Change<Self::AccountId, Self::Proof>>;
		/// Which calls are for whom, how long they can be, and what an organisation may use of the blocks and
		/// the pools.
		type Policy: CallPolicy<<Self as frame_system::Config>::RuntimeCall>;
		/// The most officers of one organisation who serve.
		#[pallet::constant]
		type MaxOfficers: Get<u32>;
		/// The most firms that one organisation can bring in on a day.
		#[pallet::constant]
		type MaxAdmissionsPerDay: Get<u32>;
		/// What a byte of a transaction costs of an allowance, in picoseconds: bytes fill blocks too.
		#[pallet::constant]
		type AllowancePerByte: Get<u64>;
		/// What calls cost.
		type WeightInfo: WeightInfo;
		/// What only the runtime can set up for a benchmark.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId, Self::Proof>;
	}

	/// The edition of what is stored.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The registry.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	// Hashers: accounts and registration numbers are chosen by outsiders (Blake2); ids are our own counters
	// (Twox); small integers under a hashed first key stay as they are (Identity).

	/// The last organisation's id; nothing yet is 0.
	#[pallet::storage]
	pub type LastOrg<T> = StorageValue<_, OrgId, ValueQuery>;

	/// The last officer's id; nothing yet is 0.
	#[pallet::storage]
	pub type LastOfficer<T> = StorageValue<_, OfficerId, ValueQuery>;

	/// The last act's id; the first is 1.
	#[pallet::storage]
	pub type LastAct<T> = StorageValue<_, ActId, ValueQuery>;

	/// Organisations, as recorded. Never removed.
	#[pallet::storage]
	pub type Organisations<T> = StorageMap<_, Twox64Concat, OrgId, Organisation>;

	/// The part of an organisation that every call reads.
	#[pallet::storage]
	pub type OrgStates<T> = StorageMap<_, Twox64Concat, OrgId, OrgState>;

	/// Which organisation has a registration number. It is the organisation's until the council sends it
	/// away: one that left by itself cannot come back under another id, without its history.
	#[pallet::storage]
	pub type OrgByNumber<T> = StorageMap<_, Blake2_128Concat, NumberKey, OrgId>;

	/// Whose a number was that the council freed: who takes it up succeeds that organisation.
	#[pallet::storage]
	pub type FreedNumbers<T> = StorageMap<_, Blake2_128Concat, NumberKey, OrgId>;

	/// Who took the place of an organisation. Never removed.
	#[pallet::storage]
	pub type Successions<T> = StorageMap<_, Twox64Concat, OrgId, Succession>;

	/// For whom an organisation stands today.
	#[pallet::storage]
	pub type Predecessors<T> = StorageMap<_, Twox64Concat, OrgId, PredecessorList, ValueQuery>;

	/// What an organisation was called before, by the last day on which it was. Never removed.
	#[pallet::storage]
	pub type FormerNames<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, Name>;

	/// How many firms an organisation brought in, on the last day on which it did.
	#[pallet::storage]
	pub type AdmissionsOf<T> = StorageMap<_, Twox64Concat, OrgId, Admissions, ValueQuery>;

	/// Whose key an account is or was: one read says who acts. Never removed.
	#[pallet::storage]
	pub type Officers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, OfficerEntry>;

	/// Officers, as recorded. Never removed.
	#[pallet::storage]
	pub type OfficerRecords<T> = StorageMap<_, Twox64Concat, OfficerId, OfficerRecord>;

	/// What a person who has a checker's limit checked at an organisation for a borrower, on the last day on which it
	/// did, as whichever of its officers.
	#[pallet::storage]
	pub type CheckedBy<T> =
		StorageDoubleMap<_, Blake2_128Concat, (OrgId, Digest), Identity, OrgId, CheckedSums>;

	/// The keys of an officer by number, from 0. Never removed.
	#[pallet::storage]
	pub type OfficerKeys<T: Config> =
		StorageDoubleMap<_, Twox64Concat, OfficerId, Identity, u16, KeyRecord<T::AccountId>>;

	/// The officers of an organisation who serve.
	#[pallet::storage]
	pub type OfficersOf<T: Config> =
		StorageMap<_, Twox64Concat, OrgId, BoundedVec<OfficerId, T::MaxOfficers>, ValueQuery>;

	/// Acts that wait for another person's approval.
	#[pallet::storage]
	pub type Acts<T: Config> = StorageMap<_, Twox64Concat, ActId, PendingActOf<T>>;

	/// The waiting acts of an organisation and who proposed them, oldest first.
	#[pallet::storage]
	pub type OpenActs<T> = StorageMap<
		_,
		Twox64Concat,
		OrgId,
		BoundedVec<(ActId, OfficerId), ConstU32<MAX_OPEN_ACTS>>,
		ValueQuery,
	>;

	/// The waiting acts that a bureau confirms, under every region that contains the firm: a bureau reads its own.
	#[pallet::storage]
	pub type AdmissionsToConfirm<T> = StorageDoubleMap<_, Twox64Concat, Region, Identity, Ordered, ()>;

	/// The admins that the council gives to organisations, while these can object; in the order of organisations.
	#[pallet::storage]
	pub type Recoveries<T: Config> = StorageMap<_, Identity, Ordered, RecoveryOf<T>>;

	/// A bank's own facts: the receiving accounts that it verified, by bank, payee and version. Never
	/// removed.
	#[pallet::storage]
	pub type PayeeAccounts<T> = StorageNMap<
		_,
		(NMapKey<Twox64Concat, OrgId>, NMapKey<Twox64Concat, OrgId>, NMapKey<Identity, AccountVersion>),
		PayeeAccount,
	>;

	/// The last version of a bank's accounts of a payee, by bank and payee: the one that the bank's payments
	/// can name, unless the bank voided it.
	#[pallet::storage]
	pub type CurrentAccount<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Twox64Concat, OrgId, LastVersion>;

	/// A bank's own facts: whose an account is there, by its fingerprint, which clients make outside.
	#[pallet::storage]
	pub type HeldAccounts<T> =
		StorageDoubleMap<_, Twox64Concat, OrgId, Blake2_128Concat, Digest, HeldAccount>;

	/// What regulators recorded of two organisations, the lower id first.
	#[pallet::storage]
	pub type Related<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, Relations, ValueQuery>;

	/// A bank's own facts: what it recorded of two organisations, the lower id first.
	#[pallet::storage]
	pub type OwnRelations<T> = StorageNMap<
		_,
		(NMapKey<Twox64Concat, OrgId>, NMapKey<Twox64Concat, OrgId>, NMapKey<Identity, Ordered>),
		BankRelation,
	>;

	/// Which banks recorded something of two organisations: other banks look closer there.
	#[pallet::storage]
	pub type RelationReports<T> =
		StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, RelationReportList, ValueQuery>;

	/// Whom an organisation controls directly. Those whose control has ended are taken off when somebody is
	/// added.
	#[pallet::storage]
	pub type Controlled<T> =
		StorageMap<_, Twox64Concat, OrgId, BoundedVec<OrgId, ConstU32<MAX_GROUP>>, ValueQuery>;

	/// What the requests of an organisation created, until these are over.
	#[pallet::storage]
	pub type Requests<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Blake2_128Concat, RequestId, Created>;

	/// The requests that are kept, in the order in which they were carried out.
	#[pallet::storage]
	pub type RequestQueue<T> = StorageMap<_, Twox64Concat, u64, (OrgId, RequestId)>;

	/// The first place of that queue that is taken, and the next one that is free.
	#[pallet::storage]
	pub type RequestPlaces<T> = StorageValue<_, (u64, u64), ValueQuery>;

	/// What organisations have used of their allowances.
	#[pallet::storage]
	pub type Buckets<T> = StorageMap<_, Twox64Concat, OrgId, Used, ValueQuery>;

	/// What of that each officer has used.
	#[pallet::storage]
	pub type OfficerBuckets<T> = StorageMap<_, Twox64Concat, OfficerId, Used, ValueQuery>;

	/// What all organisations have used of an allowance that they share.
	#[pallet::storage]
	pub type TogetherUsed<T> = StorageValue<_, Used, ValueQuery>;

	/// The organisations that are there from the first block.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// In order: the first has id 1.
		pub organisations: Vec<GenesisOrganisation<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// A chain must not start from a genesis that breaks the registry's rules, and building can only
			// panic.
			if let Err(error) = Pallet::<T>::admit_at_genesis(&self.organisations) {
				panic!("registry genesis: {error:?}");
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			Self::assert_config();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Admits a seat or bureau, with at least two admins of different persons.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::admit_by_council(
			u32::try_from(officers.len()).unwrap_or(MAX_FIRST_OFFICERS)
		))]
		pub fn admit_by_council(
			origin: OriginFor<T>,
			organisation: NewOrganisation,
			officers: FirstOfficersOf<T>,
		) -> DispatchResult {
			Self::do_admit_by_council(origin, organisation, officers)
		}

		/// Proposes an act, for another person to approve within 30 days. Once under one request.
		#[pallet::call_index(1)]
		#[pallet::weight(acts::proposal_weight::<T>(act.kind()))]
		pub fn propose(origin: OriginFor<T>, act: ActOf<T>, request_id: RequestId) -> DispatchResult {
			Self::do_propose(origin, act, request_id)
		}

		/// Approves an act that another person proposed, by its digest; it is done at once.
		#[pallet::call_index(2)]
		#[pallet::weight(acts::worst_approval_weight::<T>())]
		pub fn approve(
			origin: OriginFor<T>,
			act_id: ActId,
			act_digest: Digest,
		) -> DispatchResultWithPostInfo {
			Self::do_approve(origin, act_id, act_digest)
		}

		/// Takes back an act that waits.
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>, act_id: ActId) -> DispatchResult {
			Self::do_withdraw(origin, act_id)
		}

		/// Replaces the signer's own key, at once. The new key signs
		/// `SCALE("zhidai/rotate/v1", genesis hash, officer, next key number)`.
		#[pallet::call_index(4)]
		pub fn rotate_key(
			origin: OriginFor<T>,
			new_account: T::AccountId,
			proof: T::Proof,
		) -> DispatchResult {
			Self::do_rotate_key(origin, new_account, proof)
		}

		/// Suspends an organisation: its officers cannot act; records and rights stay.
		#[pallet::call_index(5)]
		pub fn suspend(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
			Self::do_suspend(origin, org)
		}

		/// Lets a suspended organisation take part again.
		#[pallet::call_index(6)]
		pub fn reinstate(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
			Self::do_reinstate(origin, org)
		}

		/// Ends an organisation's part, for good, and frees its registration numbers for who comes in its place;
		/// refused while it holds a validator seat, or something of it is open. Of an organisation that left by
		/// itself, frees the numbers.
		#[pallet::call_index(7)]
		pub fn exit(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
			Self::do_exit(origin, org)
		}

		/// Gives an organisation admins after a notice, unless one of its own objects. Each new key signs for
		/// the organisation.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::open_recovery(
			u32::try_from(admins.len()).unwrap_or(MAX_FIRST_OFFICERS)
		))]
		pub fn open_recovery(origin: OriginFor<T>, org: OrgId, admins: FirstOfficersOf<T>) -> DispatchResult {
			Self::do_open_recovery(origin, org, admins)
		}

		/// Objects to the recovery of the signer's organisation: it is off.
		#[pallet::call_index(9)]
		pub fn object_to_recovery(origin: OriginFor<T>) -> DispatchResult {
			Self::do_object_to_recovery(origin)
		}

		/// Carries out a recovery whose notice is over.
		#[pallet::call_index(10)]
		pub fn complete_recovery(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
			Self::do_complete_recovery(origin, org)
		}

		/// Rejects an act that waits, and says why: whoever could approve it. What is set right can be proposed
		/// again.
		#[pallet::call_index(11)]
		pub fn reject(origin: OriginFor<T>, act_id: ActId, reason: ShortText) -> DispatchResult {
			Self::do_reject(origin, act_id, reason)
		}

		/// An organisation takes the place of another one (承继), which leaves when nothing of it is open.
		#[pallet::call_index(12)]
		pub fn succeed(origin: OriginFor<T>, org: OrgId, successor: OrgId) -> DispatchResult {
			Self::do_succeed(origin, org, successor)
		}

		/// Gives an organisation another name (更名); the former one stays on record.
		#[pallet::call_index(13)]
		pub fn rename(origin: OriginFor<T>, org: OrgId, name: Name) -> DispatchResult {
			Self::do_rename(origin, org, name)
		}
	}
}
