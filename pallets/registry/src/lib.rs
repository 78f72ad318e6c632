//! # Registry (名录)
//!
//! Who takes part and who may act: organisations with roles, officers with duties, their keys, the receiving accounts of
//! payees, and who is related to whom. Its transaction [`extensions`] are the chain's door.
//!
//! | call | who may |
//! |---|---|
//! | `admit_by_council`, `suspend`, `reinstate`, `exit` | the council |
//! | `propose` | the officer that the act asks for: see [`Act::demand`] |
//! | `approve` | another person of the same organisation, naming the act's digest |
//! | `withdraw` | the proposer, an admin; after 30 days anyone of the organisation |
//! | `rotate_key` | any officer, for the own key |
//!
//! ## Officers and persons
//!
//! An officer is bound to one natural person by a salted commitment and has one current key. Makers and checkers are
//! compared as persons: neither a second account nor a new key makes a second person. A key that was ever used is never
//! admitted again, and keeps its nonce.
//!
//! ## A payee's account belongs to the bank that verified it
//!
//! Payments of a loan name an account of the payee that the lending bank itself verified. Another bank's verification
//! gives that bank a version of its own and changes nothing for the others. Versions are numbered per payee.
//!
//! ## A wrong admission can be mended
//!
//! Where the council sends an organisation away, its registration number is free for another admission, under a new id.
//! The history stays under the old one. Who leaves by itself keeps its number, so that nobody sheds a record that way.
//!
//! ## Nobody is locked out
//!
//! Only its own admins change an organisation's officers (the sponsor gives a firm without any its first ones), and what
//! they do leaves two admins of different persons whom no date ends. Two admins who both lose their keys are lost, so
//! have three.

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

mod account;
mod act;
mod acts;
mod admission;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod directory;
pub mod extensions;
mod genesis;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod officer;
mod organisation;
mod payees;
mod people;
mod relations;
#[cfg(test)]
mod tests;
pub mod weights;

use act::Signatures;

pub use account::{AccountStatus, BankCode, PayeeAccount};
pub use act::{Act, ActId, ActKind, Demand, PendingAct, ACT_LIFE_DAYS, MAX_OPEN_ACTS};
pub use genesis::{GenesisOfficer, GenesisOrganisation};
pub use officer::{
	keeps_two_admins, FirstOfficers, KeyRecord, NewOfficer, OfficerEntry, OfficerRecord, OfficerStatus,
	MAX_FIRST_OFFICERS,
};
pub use organisation::{NewOrganisation, OrgState, Organisation, RegistrationId};
pub use pallet::*;
pub use relations::{Relation, MAX_CONTROL_DEPTH};
pub use weights::WeightInfo;

use zhidai_primitives::OrgId;

/// Who holds a validator seat; implemented by `authorities`, wired by the runtime.
pub trait Seats {
	/// Whether the organisation holds a seat.
	fn holds_seat(org: OrgId) -> bool;
}

impl Seats for () {
	fn holds_seat(_: OrgId) -> bool {
		false
	}
}

#[frame::pallet]
pub mod pallet {
	use crate::{acts, extensions::*, *};
	use alloc::vec::Vec;
	use frame::deps::sp_runtime::traits::Verify;
	use frame::prelude::*;
	use zhidai_primitives::{
		traits::{Calendar, Directory},
		AccountVersion, Day, Digest, Duties, OfficerId, Role, Roles,
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
		/// How a new key proves itself.
		type Proof: Parameter + Verify<Signer: IdentifyAccount<AccountId = Self::AccountId>>;
		/// Which calls are for whom, how long they can be, and what an organisation may use of the blocks and the pools.
		type Policy: CallPolicy<<Self as frame_system::Config>::RuntimeCall>;
		/// The most officers of one organisation who serve.
		#[pallet::constant]
		type MaxOfficers: Get<u32>;
		/// What a byte of a transaction costs of an allowance, in picoseconds: bytes fill blocks too.
		#[pallet::constant]
		type AllowancePerByte: Get<u64>;
		/// What calls cost.
		type WeightInfo: WeightInfo;
		/// What only the runtime can set up for a benchmark.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId, Self::Proof>;
	}

	/// The registry.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	// Hashers: accounts and registration numbers are chosen by outsiders (Blake2); ids are our own counters (Twox);
	// small integers under a hashed first key stay as they are (Identity).

	/// The last organisation's id; the first is 1.
	#[pallet::storage]
	pub type LastOrg<T> = StorageValue<_, OrgId, ValueQuery>;

	/// The last officer's id; the first is 1.
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

	/// Which organisation has a registration number. It is the organisation's until the council sends it away: one that
	/// left by itself cannot come back under another id, without its history.
	#[pallet::storage]
	pub type OrgByRegistration<T> = StorageMap<_, Blake2_128Concat, RegistrationId, OrgId>;

	/// Whose key an account is or was: one read says who acts. Never removed.
	#[pallet::storage]
	pub type Officers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, OfficerEntry>;

	/// Officers, as recorded. Never removed.
	#[pallet::storage]
	pub type OfficerRecords<T> = StorageMap<_, Twox64Concat, OfficerId, OfficerRecord>;

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
	pub type Acts<T: Config> = StorageMap<_, Twox64Concat, ActId, PendingAct<T::AccountId>>;

	/// The waiting acts of an organisation, oldest first.
	#[pallet::storage]
	pub type OpenActs<T> =
		StorageMap<_, Twox64Concat, OrgId, BoundedVec<ActId, ConstU32<MAX_OPEN_ACTS>>, ValueQuery>;

	/// Receiving accounts by payee and version. Never removed.
	#[pallet::storage]
	pub type PayeeAccounts<T> =
		StorageDoubleMap<_, Twox64Concat, OrgId, Identity, AccountVersion, PayeeAccount>;

	/// The last version of a payee's receiving accounts, whichever bank verified it; the first is 0.
	#[pallet::storage]
	pub type LastAccount<T> = StorageMap<_, Twox64Concat, OrgId, AccountVersion>;

	/// The version of a payee's receiving account that the payments of a bank can name, by payee and bank: the last that
	/// this bank verified. No bank can change where another bank's payments go.
	#[pallet::storage]
	pub type CurrentAccount<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, OrgId, AccountVersion>;

	/// Recorded relations, the lower id first.
	#[pallet::storage]
	pub type Related<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, OrgId, Relation>;

	/// What organisations have used of their allowances.
	#[pallet::storage]
	pub type Buckets<T> = StorageMap<_, Twox64Concat, OrgId, Used, ValueQuery>;

	/// What of that each officer has used.
	#[pallet::storage]
	pub type OfficerBuckets<T> = StorageMap<_, Twox64Concat, OfficerId, Used, ValueQuery>;

	/// What all organisations have used of an allowance that they share.
	#[pallet::storage]
	pub type TogetherBucket<T> = StorageValue<_, Bucket, ValueQuery>;

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
			// A chain must not start from a genesis that breaks the registry's rules, and building can only panic.
			if let Err(error) = Pallet::<T>::admit_at_genesis(&self.organisations) {
				panic!("registry genesis: {error:?}");
			}
		}
	}

	/// What happened. Fields are named for what they are; people search by the ids.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An organisation takes part; `sponsor` is nothing where the council admitted it.
		OrganisationAdmitted { org: OrgId, sponsor: Option<OrgId> },
		/// An organisation is suspended: its officers cannot act.
		OrganisationSuspended { org: OrgId },
		/// A suspended organisation takes part again.
		OrganisationReinstated { org: OrgId },
		/// An organisation has left, for good.
		OrganisationExited { org: OrgId },
		/// An organisation declared who controls it.
		ControllerSet { org: OrgId, controller: Option<OrgId> },
		/// An officer was added.
		OfficerAdded { org: OrgId, officer: OfficerId, account: T::AccountId },
		/// An officer was removed, for good.
		OfficerRemoved { org: OrgId, officer: OfficerId },
		/// An officer has other duties.
		DutiesChanged { org: OrgId, officer: OfficerId, duties: Duties },
		/// An officer may check up to another amount; nothing: any amount.
		CheckerLimitSet { org: OrgId, officer: OfficerId, limit_fen: Option<u64> },
		/// An officer may act up to another day; nothing: with no end.
		ExpirySet { org: OrgId, officer: OfficerId, valid_until: Option<Day> },
		/// An officer has another key; the earlier one is retired.
		KeyReplaced { org: OrgId, officer: OfficerId, key_number: u16, account: T::AccountId },
		/// A bank vouches for a payee's receiving account; its own earlier version is retired.
		PayeeAccountVerified { payee: OrgId, version: AccountVersion, bank: OrgId },
		/// Two organisations are recorded as related.
		RelationDeclared { one: OrgId, other: OrgId, by: OrgId },
		/// Two organisations are no longer recorded as related.
		RelationEnded { one: OrgId, other: OrgId, by: OrgId },
		/// An act waits for another person, who names the digest.
		ActProposed { act_id: ActId, org: OrgId, officer: OfficerId, digest: Digest },
		/// An act was approved and done.
		ActApproved { act_id: ActId, org: OrgId, officer: OfficerId },
		/// An act was taken back, or cleared away after its time.
		ActWithdrawn { act_id: ActId, org: OrgId, officer: OfficerId },
		/// The registration number of an organisation that has left can be admitted again, as another organisation.
		RegistrationFreed { org: OrgId },
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The account is not an officer of any organisation; ask two admins of your organisation to add it.
		NotAMember,
		/// The officer was removed, has expired or has another key; sign with the current key of an active officer.
		OfficerNotActive,
		/// The organisation is suspended or has left; the council can reinstate a suspended one.
		OrganisationNotActive,
		/// The officer does not have the duty that this needs; have an officer with that duty sign.
		DutyMissing,
		/// The organisation does not have a role that this needs; ask an organisation that has it.
		RoleMissing,
		/// Two steps that need different people were taken by one natural person; have another person act.
		SamePerson,
		/// The amount is above what this checker may check; have a checker with a higher limit sign.
		AboveCheckerLimit,
		/// There is no such version of the payee's receiving account; have the lending bank verify the account first.
		PayeeAccountNotVerified,
		/// The lending bank has verified a newer receiving account of the payee; name that version.
		PayeeAccountNotCurrent,
		/// There is no such organisation; check the id.
		OrganisationUnknown,
		/// The organisation has no such officer who serves; check the id, and name only your own officers.
		OfficerUnknown,
		/// An organisation with this registration number is known already; use that one, or have the council send it away
		/// first if it was admitted wrongly.
		AlreadyRegistered,
		/// The roles are empty or not such as this way admits; the council admits seats and bureaus, banks and bureaus admit
		/// firms.
		RolesNotAdmissible,
		/// The region is not a code of GB/T 2260; give six digits such as 330200.
		RegionMalformed,
		/// The business registration number is wrong; give its 15 digits, the last of which is a check digit.
		RegistrationMalformed,
		/// There would be fewer than two admins of different persons without an expiry date; add one first.
		TooFewAdmins,
		/// The organisation has as many officers as it may; remove one first.
		TooManyOfficers,
		/// This key is or was an officer's; make a new one.
		KeyAlreadyUsed,
		/// An officer needs a duty; name at least one, such as View.
		NoDuties,
		/// The last day of validity is past; name today or a later day.
		ExpiryInPast,
		/// No such act waits for approval; it may be done or withdrawn already.
		ActUnknown,
		/// The act belongs to another organisation; only its own officers approve and withdraw it.
		ActOfAnother,
		/// The act has waited for more than 30 days; propose it again.
		ActExpired,
		/// The digest is not that of the act; read the act again and name its digest.
		ActDigestDiffers,
		/// As many acts of the organisation wait as may; approve or withdraw some.
		TooManyOpenActs,
		/// The act is another officer's; the proposer or an admin can withdraw it, after 30 days anyone of the organisation.
		NotTheProposer,
		/// The firm came under another organisation's name; its sponsor gives it its first officers.
		NotTheSponsor,
		/// The firm has officers; its own admins add others.
		HasOfficers,
		/// The organisation holds a validator seat; give up the seat first.
		SeatHeld,
		/// Seats and bureaus leave by the council; ask it.
		LeavesByCouncil,
		/// The organisation is not suspended; only suspended ones are reinstated.
		NotSuspended,
		/// The organisation has left already and its registration number is free; nothing is left to do.
		AlreadyExited,
		/// The bank code is wrong; give the 12 digits of its CNAPS number.
		BankCodeMalformed,
		/// An organisation cannot be recorded as related to itself; name two.
		RelatedToItself,
		/// The two are recorded as related already; nothing is left to do.
		AlreadyRelated,
		/// The two are not recorded as related; check the ids.
		NotRelated,
		/// Another organisation recorded the relation; ask that one or a regulator.
		RelationOfAnother,
		/// Controllers would form a circle or too long a chain; name the controller at the top.
		ControllerChain,
		/// The new key did not sign the officer's rotation message; sign it with the new key.
		ProofInvalid,
		/// The counter is used up; this needs an upgrade of the chain.
		IdsExhausted,
		/// Another bank verified this version of the payee's receiving account; have the lending bank verify the account and
		/// name the version that it gets.
		PayeeAccountOfAnotherBank,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxOfficers::get() >= MAX_FIRST_OFFICERS, "the first officers must fit");
			for role in Role::ALL {
				let allowance = T::Policy::allowance(Roles::of(&[*role]));
				assert!(
					allowance.ordinary.capacity > 1 && allowance.reserve.capacity > 1,
					"nobody is let in"
				);
				assert!(allowance.waiting > 0, "{role:?} waits for nothing");
			}
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
			officers: FirstOfficers<T::AccountId>,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			let org = Self::admit(organisation, Roles::ADMITTED_BY_COUNCIL, None)?;
			Self::add_first_officers(org, &officers)
		}

		/// Proposes an act, for another person of the organisation to approve within 30 days.
		#[pallet::call_index(1)]
		#[pallet::weight(acts::proposal_weight::<T>(act.kind()))]
		pub fn propose(origin: OriginFor<T>, act: Act<T::AccountId>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let demand = act.demand();
			let actor = Self::authorise_as(&who, demand.proposer, demand.roles)?;
			Self::open_act(actor, act)
		}

		/// Approves an act that another person proposed, by its digest; it is done at once.
		#[pallet::call_index(2)]
		#[pallet::weight(acts::worst_approval_weight::<T>())]
		pub fn approve(
			origin: OriginFor<T>,
			act_id: ActId,
			act_digest: Digest,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let cost = Self::approve_act(&who, act_id, act_digest)?;
			Ok(Some(cost).into())
		}

		/// Takes back an act that waits.
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>, act_id: ActId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (actor, _) = Self::member(&who).map_err(Error::<T>::from)?;
			Self::withdraw_act(actor, act_id)
		}

		/// Replaces the signer's own key, at once. The new key signs
		/// `SCALE("zhidai/rotate/v1", genesis hash, officer, next key number)`.
		#[pallet::call_index(4)]
		pub fn rotate_key(
			origin: OriginFor<T>,
			new_account: T::AccountId,
			proof: T::Proof,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (actor, _) = Self::member(&who).map_err(Error::<T>::from)?;
			Self::rotate_own_key(actor, &new_account, &proof)
		}

		/// Suspends an organisation: its officers cannot act; records and rights stay.
		#[pallet::call_index(5)]
		pub fn suspend(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::step(org, OrgState::suspended, Error::<T>::OrganisationNotActive)?;
			Self::deposit_event(Event::OrganisationSuspended { org });
			Ok(())
		}

		/// Lets a suspended organisation take part again.
		#[pallet::call_index(6)]
		pub fn reinstate(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::step(org, OrgState::reinstated, Error::<T>::NotSuspended)?;
			Self::deposit_event(Event::OrganisationReinstated { org });
			Ok(())
		}

		/// Ends an organisation's part, for good, and frees its registration number, so that a wrong admission can be
		/// mended by another one; refused while it holds a validator seat. Of an organisation that left by itself, frees
		/// the number.
		#[pallet::call_index(7)]
		pub fn exit(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::send_away(org)
		}
	}
}
