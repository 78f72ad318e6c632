//! # Credentials
//!
//! What speaks for a firm and what speaks against it: quality credentials (质量资质), adverse records (不良记录), and
//! what follows from them under a programme's terms: the tier, and whether undrawn limits are frozen. Both
//! are read where they matter, through [`zhidai_primitives::traits::Standing`], and never pushed: what a
//! bureau enters works at every bank in the same block.
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | `record`, `suspend`, `restore`, `revoke` | bureau × Maker | a maker of a bureau with the type's role (market regulator), for firms of its region |
//! | `cancel` | any × Maker, Confirm | the holder (an officer who signs for it), such a maker, or one of the bureau that recorded it |
//! | `report_adverse` | bureau × Maker | a maker of the market regulator, for firms of its region; of the tax bureau for tax penalties; once under one request |
//! | `reinspect`, `finalise`, `annul`, `rectify` | bureau × Maker | a maker of the bureau that entered the record |
//! | `reverse` | bureau × Maker | such a maker, or one of a bureau of a higher level |
//! | `confirm` | bureau × Checker | a checker of the maker's organisation, another person than the maker |
//! | `withdraw` | bureau × Maker, Checker | a maker or a checker of that organisation |
//! | `object` | any × Confirm | the firm, by an officer who signs for it |
//! | `add_type` | the council | the council |
//!
//! Where the bureau that entered a record no longer takes part, any of the same or a higher level that could
//! have entered it keeps it.
//!
//! ## Two persons
//!
//! What gives or takes standing takes two: a maker's call only proposes an [`Act`], and it is carried out
//! when a checker of the same organisation, another person, confirms it by its digest ([`Pallet::confirm`]).
//! All rules are asked at both steps, save one: what protects others from a firm (a report, a suspension, a
//! revocation) needs the firm in the bureau's region when it is proposed, so that nobody shields a firm by
//! correcting its region before the second person comes. No officer has the same act waiting twice, save what
//! protects at once.
//! An act can be confirmed for 30 days, and only while its maker could still propose it with the same key: what a
//! stolen key signed, or an officer who was removed, counts no more, and no inbox shows it.
//! One person is enough for these, and here is why:
//!
//! - `suspend` holds at once, on the maker's word, because a protective step must not wait; but it ends by
//!   itself after `SuspensionDays` working days unless a second person confirms it. One that ended so is not
//!   repeated by one person, save one of a higher level, once. `revoke` suspends in the same way.
//! - `cancel` by the holder gives up its own standing, and only what no bureau disputes: not what was
//!   suspended, also on one person's word that is past, before two persons restored it, and not while an act
//!   to revoke it waits. So nobody escapes a revocation.
//! - `object` is the firm's right, and takes nothing from anybody.
//! - `withdraw` takes back what has had no effect; a suspension on one person's word runs its days out all
//!   the same.
//!
//! What waits is bounded: for an organisation, of which the last places are for acts that protect, and for each
//! officer, so that no maker keeps the colleagues from suspending.
//!
//! ## Levels
//!
//! A bureau's level follows from its region: nation, province, city, county. Only the same or a higher level
//! undoes: restores or replaces a suspension that runs, revokes or cancels what was recorded. No bureau cancels what
//! one is revoking, nor what a higher level suspended. A failed check is final only after the firm has had its time to
//! object (`ObjectionDays` working days after service), and is inspected again only then or after the firm objected;
//! what is final a court or the higher authority can still set aside.
//!
//! Readings of the programmes' texts: a credential holds to the end of its last day; a record that happened
//! exactly `n` years ago no longer counts in a look-back of `n` years (G-31); listings (经营异常, 严重违法失信) count
//! until rectified (G-32); the rest counts in its window, rectified or not; only kinds that the programme
//! names count.
//!
//! ## Room
//!
//! A firm has at most 64 credentials that are not over, of which one bureau recorded 16 at most, and 64 adverse
//! records that can count anywhere, the last 16 places being for failed checks, which freeze; one bureau has 32
//! of the others and 16 failed checks at most: none fills a list alone. Where 64 records can count, a failed check
//! takes the place of the oldest that freezes nothing, a final one first, of the bureau that has most of these: who
//! fills a list loses its own. So does a listing, of what is no listing, where others have the places. That one is
//! marked and told (`AdverseLeftOut`), and counts nowhere any more; what freezes is never left out.
//!
//! A type's number stands once for each bureau and within each bureau's region: that keeps a bureau from its own
//! mistakes. It takes nothing from a firm elsewhere: what another bureau recorded under the number for a firm
//! outside the region is no hindrance, so that nobody who reads a certificate's number keeps its holder's bureau
//! from recording it; nor is what another bureau revoked of another firm. Those that share a number are told
//! (`NumberShared`) and found together (`ByNumber`), eight at most: where there are as many, the oldest that was
//! revoked or has expired gives its place to a new one, so that who records and revokes fills no number. None loses
//! standing by that alone: the wrong one is cancelled, by who recorded it or by a bureau of the same or a higher level
//! of its holder's region, so also by one of those whose region contains them all.
//!
//! What must always hold: see [`Pallet::check_invariants`].

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
pub use types::{
	catalogue, is_bureau, kept_by, Act, AdverseRecord, AdverseState, AdverseStep, Considered, Credential,
	CredentialState, CredentialStep, CredentialType, CredentialsChange, Element, Failures, Grant, Level,
	PendingAct, Report, Reversal, Suspension, Usability, Weighed,
};
pub use weights::WeightInfo;
// Inside this pallet there is no other act.
pub use zhidai_primitives::{AdverseId, AdverseKind, CredentialActId as ActId};

use frame::pallet_macros::import_section;

/// The most credentials, and the most adverse records, that are listed for one firm.
pub const MAX_PER_FIRM: u32 = 64;

/// The most of a firm's credentials that are not over and that one bureau can have recorded: no bureau fills a firm's
/// list alone.
pub const MAX_CREDENTIALS_OF_ONE: u32 = 16;

/// The most credentials that can stand under one number, each that is not revoked recorded by another bureau.
pub const MAX_PER_NUMBER: u32 = 8;

/// The most of a firm's records that count somewhere and are not failed spot checks: the last places are for what
/// freezes. Among these a listing takes a penalty's place.
pub const MAX_OTHERS_PER_FIRM: u32 = 48;
/// The most of these that one bureau can have entered: no bureau fills a firm's list alone.
pub const MAX_OTHERS_OF_ONE: u32 = 32;
/// The most failed spot checks of a firm that count somewhere and that one bureau can have entered.
pub const MAX_CHECKS_OF_ONE: u32 = 16;

/// The most acts of one organisation that can wait for a second person.
pub const MAX_PENDING_ACTS: u32 = 256;
/// With so many waiting, only acts that protect are proposed.
pub const MAX_PENDING_ACTS_OF_OTHERS: u32 = 192;
/// The most of them that one officer can have proposed: nobody fills the organisation's places alone.
pub const MAX_PENDING_ACTS_OF_ONE: u32 = 64;

/// The pallet.
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::prelude::*;
	use zhidai_primitives::{
		traits::{Calendar, Directory, Journal, Once},
		CredentialId, CredentialTypeId, Day, Digest, OfficerId, Ordered, OrgId, RequestId, ShortText,
	};

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
		/// The current day.
		type Calendar: Calendar;
		/// Which requests were carried out.
		type Once: Once;
		/// The council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Who hears of every change of a shared record.
		type Journal: Journal<CredentialsChange>;
		/// For how many working days a suspension on one person's word holds.
		#[pallet::constant]
		type SuspensionDays: Get<u16>;
		/// For how many working days after service a firm can object before a record becomes final.
		#[pallet::constant]
		type ObjectionDays: Get<u16>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
		/// What benchmarks need from the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	// Hashers: ids are our counters, so that Twox64Concat cannot be steered into one branch of the trie;
	// digests of numbers come from outside, so that they are hashed with Blake2.

	/// The catalogue of credential types.
	#[pallet::storage]
	pub type Types<T> = StorageMap<_, Twox64Concat, CredentialTypeId, CredentialType>;

	/// The highest id in the catalogue.
	#[pallet::storage]
	pub type LastType<T> = StorageValue<_, CredentialTypeId, ValueQuery>;

	/// Credentials, kept for good.
	#[pallet::storage]
	pub type Credentials<T> = StorageMap<_, Twox64Concat, CredentialId, Credential>;

	/// The id of the next credential.
	#[pallet::storage]
	pub type NextCredential<T> = StorageValue<_, CredentialId, ValueQuery>;

	/// The credentials of a holder, oldest first; where there is no room, what can never be used again is
	/// left out.
	#[pallet::storage]
	pub type ByHolder<T> =
		StorageMap<_, Twox64Concat, OrgId, BoundedVec<CredentialId, ConstU32<MAX_PER_FIRM>>, ValueQuery>;

	/// The credentials with a number, by type and digest of the number, oldest first: more than one where bureaus
	/// of several regions recorded it. A cancelled credential gives its number free; where there is no room, the oldest
	/// that can never be used again is left out.
	#[pallet::storage]
	pub type ByNumber<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		CredentialTypeId,
		Blake2_128Concat,
		Digest,
		BoundedVec<CredentialId, ConstU32<MAX_PER_NUMBER>>,
		ValueQuery,
	>;

	/// Adverse records, kept for good.
	#[pallet::storage]
	pub type AdverseRecords<T> = StorageMap<_, Twox64Concat, AdverseId, AdverseRecord>;

	/// The id of the next adverse record.
	#[pallet::storage]
	pub type NextAdverse<T> = StorageValue<_, AdverseId, ValueQuery>;

	/// The adverse records of a firm, oldest first; where there is no room, what counts nowhere is left out, and for a
	/// failed check or a listing one that freezes nothing, of the bureau that has most of these: its oldest final one,
	/// or else its oldest.
	#[pallet::storage]
	pub type AdverseByOrg<T> =
		StorageMap<_, Twox64Concat, OrgId, BoundedVec<AdverseId, ConstU32<MAX_PER_FIRM>>, ValueQuery>;

	/// The adverse records that are neither final nor annulled, by the bureau that entered them, oldest first.
	// Identity: the second key is our counter, big-endian, below a hashed first.
	#[pallet::storage]
	pub type OpenRecords<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, ()>;

	/// The acts that wait for a second person of an organisation: its inbox, in the order in which they were
	/// proposed.
	// Identity: the second key is our counter, big-endian, below a hashed first.
	#[pallet::storage]
	pub type Pending<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, PendingAct>;

	/// How many they are.
	#[pallet::storage]
	pub type PendingCount<T> = StorageMap<_, Twox64Concat, OrgId, u32, ValueQuery>;

	/// How many of them an officer proposed.
	#[pallet::storage]
	pub type PendingOfOne<T> = StorageMap<_, Twox64Concat, OfficerId, u32, ValueQuery>;
	/// Those of them that do not protect at once, by who proposed them and what they are: none waits twice.
	// Identity: a digest of ours, below a hashed first.
	#[pallet::storage]
	pub type PendingByContent<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Digest, ActId>;

	/// How many acts wait that would revoke a credential.
	#[pallet::storage]
	pub type OpenRevocations<T> = StorageMap<_, Twox64Concat, CredentialId, u32, ValueQuery>;

	/// The id of the next act.
	#[pallet::storage]
	pub type NextAct<T> = StorageValue<_, ActId, ValueQuery>;

	/// How many failed spot checks of a firm stand, by how far they have come.
	#[pallet::storage]
	pub type FailedChecks<T> = StorageMap<_, Twox64Concat, OrgId, Failures, ValueQuery>;

	/// The catalogue at genesis.
	#[pallet::genesis_config]
	#[derive(frame::prelude::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Whether the chain begins with the built-in catalogue.
		pub catalogue: bool,
		/// Nothing.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.put();
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Proposes to record a credential (登记) that was granted to a firm. A bureau records a type's number once, and
		/// not where it stands for a firm of its region.
		#[pallet::call_index(0)]
		pub fn record(
			origin: OriginFor<T>,
			holder: OrgId,
			type_id: CredentialTypeId,
			number_digest: Digest,
			document_digest: Digest,
			granted_on: Day,
			expires_on: Option<Day>,
		) -> DispatchResult {
			let (digests, days) = ((number_digest, document_digest), (granted_on, expires_on));
			Self::do_record(origin, holder, type_id, digests, days)
		}

		/// Suspends a credential (暂停): it gives no tier. On one person's word that ends by itself after some
		/// working days; once a second person confirms it, it holds until it is restored.
		// Operational: what protects must find room in a full block, before the payments that it stops.
		#[pallet::call_index(1)]
		#[pallet::weight((T::WeightInfo::suspend(), DispatchClass::Operational))]
		pub fn suspend(origin: OriginFor<T>, credential: CredentialId, reason: ShortText) -> DispatchResult {
			Self::do_suspend(origin, credential, reason)
		}

		/// Proposes to restore a suspended credential (恢复).
		#[pallet::call_index(2)]
		pub fn restore(origin: OriginFor<T>, credential: CredentialId) -> DispatchResult {
			Self::do_restore(origin, credential)
		}

		/// Proposes to revoke a credential (撤销) for cause, for good, and suspends it until then. Its number stays
		/// taken for that holder, while it is found there.
		// Operational: see `suspend`.
		#[pallet::call_index(3)]
		#[pallet::weight((T::WeightInfo::revoke(), DispatchClass::Operational))]
		pub fn revoke(origin: OriginFor<T>, credential: CredentialId, reason: ShortText) -> DispatchResult {
			Self::do_revoke(origin, credential, reason)
		}

		/// Cancels a credential in force (注销), for good: the holder gives it up; or proposes that, where a
		/// bureau recorded it wrongly. Its number is free again.
		#[pallet::call_index(4)]
		pub fn cancel(origin: OriginFor<T>, credential: CredentialId) -> DispatchResult {
			Self::do_cancel(origin, credential)
		}

		/// Enters an adverse record of a firm; it counts once a second person has confirmed it. Once under one
		/// request.
		#[pallet::call_index(5)]
		pub fn report_adverse(
			origin: OriginFor<T>,
			org: OrgId,
			kind: AdverseKind,
			happened_on: Day,
			digest: Digest,
			request_id: RequestId,
		) -> DispatchResult {
			Self::do_report_adverse(origin, org, kind, happened_on, digest, request_id)
		}

		/// Proposes that a re-inspection (复检) failed: the record goes on.
		#[pallet::call_index(6)]
		pub fn reinspect(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			Self::do_reinspect(origin, record)
		}

		/// Proposes to close the matter (终结): no objection came in time, or it did not help.
		#[pallet::call_index(7)]
		pub fn finalise(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			Self::do_finalise(origin, record)
		}

		/// Proposes to annul a record (撤销) after a passed re-inspection: it counts as never.
		#[pallet::call_index(8)]
		pub fn annul(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			Self::do_annul(origin, record)
		}

		/// Proposes to mark a final record as rectified (已整改) after a passed check: it freezes no longer, and
		/// still counts in look-backs.
		#[pallet::call_index(9)]
		pub fn rectify(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			Self::do_rectify(origin, record)
		}

		/// Proposes to reverse a final record, as a court or the higher authority (行政诉讼, 行政复议) decided: it
		/// counts as never. `document` is the digest of the decision.
		#[pallet::call_index(10)]
		pub fn reverse(
			origin: OriginFor<T>,
			record: AdverseId,
			reason: ShortText,
			document: Digest,
		) -> DispatchResult {
			Self::do_reverse(origin, record, reason, document)
		}

		/// Confirms what another person of the same organisation proposed, by its digest: it is carried out
		/// in this block.
		// Operational: a freeze must find room in a full block, before the payments that it stops. Acts that
		// give come with it: they are few.
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::confirm(), DispatchClass::Operational))]
		pub fn confirm(origin: OriginFor<T>, act: ActId, digest: Digest) -> DispatchResultWithPostInfo {
			Self::do_confirm(origin, act, digest)
		}

		/// Takes an act back that waits for a second person.
		#[pallet::call_index(12)]
		pub fn withdraw(origin: OriginFor<T>, act: ActId) -> DispatchResult {
			Self::do_withdraw(origin, act)
		}

		/// Objects to an adverse record that was served (异议).
		#[pallet::call_index(13)]
		pub fn object(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			Self::do_object(origin, record)
		}

		/// Adds a type to the catalogue, under the next number.
		#[pallet::call_index(14)]
		pub fn add_type(origin: OriginFor<T>, new: CredentialType) -> DispatchResult {
			Self::do_add_type(origin, new)
		}
	}
}
