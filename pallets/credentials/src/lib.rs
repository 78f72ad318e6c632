//! # Credentials
//!
//! What speaks for a firm and what speaks against it: quality credentials (质量资质), adverse records (不良记录), and what
//! follows from them under a programme's terms: the tier, and whether undrawn limits are frozen. Both are read where they
//! matter, through [`zhidai_primitives::traits::Standing`], and never pushed: what a bureau enters works at every bank in
//! the same block.
//!
//! | call | who may |
//! |---|---|
//! | `record`, `suspend`, `restore`, `revoke` | a maker of a bureau with the type's role (market regulator), for firms of its region |
//! | `cancel` | the holder (an officer who signs for it), or such a maker |
//! | `report_adverse` | a maker of the market regulator, for firms of its region; of the tax bureau for tax penalties |
//! | `confirm_adverse` | a checker of the bureau that entered it, another person than the maker |
//! | `withdraw_adverse` | a maker of that bureau, before it is confirmed |
//! | `object` | the firm, by an officer who signs for it |
//! | `reinspect` | a maker of that bureau |
//! | `finalise` | a checker of that bureau, another person than the maker |
//! | `annul`, `rectify` | a checker of that bureau, another person than the maker who reported the pass |
//! | `add_type` | the council |
//!
//! "That bureau" is the one that entered the record; where it no longer takes part, any that could have entered it.
//!
//! Readings of the programmes' texts: a credential holds to the end of its last day; a record that happened exactly `n`
//! years ago no longer counts in a look-back of `n` years (G-31); listings (经营异常, 严重违法失信) count until rectified
//! (G-32); the rest counts in its window, rectified or not. A firm has at most 64 credentials that can still be used
//! and 64 adverse records that are not annulled.

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

mod adverse;
mod catalogue;
mod credential;
mod desk;
mod failures;
mod standing;
mod steps;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use adverse::{kept_by, AdverseId, AdverseRecord, AdverseState, AdverseStep, Report};
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use catalogue::{catalogue, CredentialType, Element, Level};
pub use credential::{Credential, CredentialState, CredentialStep, Grant, Usability};
pub use failures::Failures;
pub use pallet::*;
pub use standing::{Considered, TierExplanation};
pub use weights::WeightInfo;
pub use zhidai_primitives::AdverseKind;

/// The most credentials, and the most adverse records, that are listed for one firm.
pub const MAX_PER_FIRM: u32 = 64;

/// The pallet.
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::prelude::*;
	use zhidai_primitives::{
		traits::{Calendar, Directory},
		CredentialId, CredentialTypeId, Day, Digest, OfficerId, OrgId, ShortText,
	};

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
		/// The current day.
		type Calendar: Calendar;
		/// The council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// What the calls weigh.
		type WeightInfo: WeightInfo;
		/// What benchmarks need from the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	// Hashers: ids are our counters, so that Twox64Concat cannot be steered into one branch of the trie; digests of
	// numbers come from outside, so that they are hashed with Blake2.

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

	/// The credentials of a holder, oldest first; where there is no room, what can never be used again is left out.
	#[pallet::storage]
	pub type ByHolder<T> =
		StorageMap<_, Twox64Concat, OrgId, BoundedVec<CredentialId, ConstU32<MAX_PER_FIRM>>, ValueQuery>;

	/// The credential with a number, by type and digest of the number; a cancelled credential gives its number free.
	#[pallet::storage]
	pub type ByNumber<T> = StorageMap<_, Blake2_128Concat, (CredentialTypeId, Digest), CredentialId>;

	/// Adverse records. One that was withdrawn before it counted is gone, all others are kept for good.
	#[pallet::storage]
	pub type AdverseRecords<T> = StorageMap<_, Twox64Concat, AdverseId, AdverseRecord>;

	/// The id of the next adverse record.
	#[pallet::storage]
	pub type NextAdverse<T> = StorageValue<_, AdverseId, ValueQuery>;

	/// The confirmed adverse records of a firm, oldest first; where there is no room, what was annulled is left out.
	#[pallet::storage]
	pub type AdverseByOrg<T> =
		StorageMap<_, Twox64Concat, OrgId, BoundedVec<AdverseId, ConstU32<MAX_PER_FIRM>>, ValueQuery>;

	/// The records that wait for a checker of a bureau: its inbox. What waits is not listed with the firm, so that
	/// nobody fills a firm's list alone.
	// Identity: the second key is a small integer below a hashed first.
	#[pallet::storage]
	pub type AwaitingConfirmation<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, AdverseId, ()>;

	/// How many failed spot checks of a firm stand, by how far they have come.
	#[pallet::storage]
	pub type FailedChecks<T> = StorageMap<_, Twox64Concat, OrgId, Failures, ValueQuery>;

	/// What happened.
	// The fields are named for what they hold, the same in every event.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A credential was recorded (登记).
		Recorded {
			credential: CredentialId,
			holder: OrgId,
			type_id: CredentialTypeId,
			bureau: OrgId,
			officer: OfficerId,
		},
		/// A credential was suspended (暂停).
		Suspended {
			credential: CredentialId,
			holder: OrgId,
			bureau: OrgId,
			officer: OfficerId,
			reason: ShortText,
		},
		/// A credential was restored (恢复).
		Restored { credential: CredentialId, holder: OrgId, bureau: OrgId, officer: OfficerId },
		/// A credential was revoked for cause (撤销).
		Revoked {
			credential: CredentialId,
			holder: OrgId,
			bureau: OrgId,
			officer: OfficerId,
			reason: ShortText,
		},
		/// A credential was cancelled (注销), by its holder or a bureau.
		Cancelled { credential: CredentialId, holder: OrgId, by: OrgId, officer: OfficerId },
		/// An adverse record was entered and waits for a checker.
		AdverseEntered { record: AdverseId, org: OrgId, kind: AdverseKind, bureau: OrgId, maker: OfficerId },
		/// An adverse record was confirmed and served: it counts.
		AdverseServed {
			record: AdverseId,
			org: OrgId,
			kind: AdverseKind,
			happened_on: Day,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// An adverse record was withdrawn before it counted.
		AdverseWithdrawn { record: AdverseId, org: OrgId, bureau: OrgId, officer: OfficerId },
		/// The firm objected.
		AdverseObjected { record: AdverseId, org: OrgId, officer: OfficerId },
		/// The outcome of a re-inspection; a pass waits for a checker.
		AdverseReinspected { record: AdverseId, org: OrgId, failed: bool, bureau: OrgId, maker: OfficerId },
		/// An adverse record is final.
		AdverseFinalised { record: AdverseId, org: OrgId, bureau: OrgId, checker: OfficerId },
		/// An adverse record was annulled: it counts as never.
		AdverseAnnulled { record: AdverseId, org: OrgId, bureau: OrgId, maker: OfficerId, checker: OfficerId },
		/// What a final record reports was rectified: it freezes no longer.
		AdverseRectified {
			record: AdverseId,
			org: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// The catalogue has a new type.
		TypeAdded { type_id: CredentialTypeId },
	}

	/// Why a call is refused, or a firm has no tier.
	#[pallet::error]
	#[derive(PartialEq)]
	pub enum Error<T> {
		/// The catalogue has no such credential type; choose one of its types, or ask the council to add it.
		UnknownType,
		/// There is no such credential; check its number.
		UnknownCredential,
		/// There is no such adverse record; check its number, it may have been withdrawn.
		UnknownRecord,
		/// The counter of ids is used up; the runtime must be upgraded to wider ids.
		IdsExhausted,
		/// The region of the type is malformed; give six digits of GB/T 2260, or 0 for the nation.
		RegionMalformed,
		/// Organisations with this role do not record credentials; name the role of a bureau.
		RecorderNotABureau,
		/// The firm is not registered in the bureau's region; the bureau of its region must act.
		OutsideJurisdiction,
		/// Holders of this type are registered in another region; choose the type of the holder's region.
		HolderOutsideTypeRegion,
		/// The credential is dated after today; record it once it is granted.
		GrantedInFuture,
		/// The credential's last day is past; record the renewed one.
		AlreadyExpired,
		/// A credential of this type with this number is recorded already; cancel that one first if it was entered wrongly.
		NumberTaken,
		/// The holder has 64 credentials that can still be used; cancel one that is no longer needed.
		TooManyCredentials,
		/// The credential is not active, so that it cannot be suspended; look up its state.
		NotActive,
		/// The credential is not suspended, so that it cannot be restored; look up its state.
		NotSuspended,
		/// The credential was revoked or cancelled for good; record a new one.
		Ended,
		/// The record is dated after today; give the day on which it happened.
		HappenedInFuture,
		/// The firm has 64 adverse records that are not annulled; there is no room for another.
		TooManyRecords,
		/// Another bureau entered this record; that bureau must act.
		NotTheBureau,
		/// The record is another firm's; only the firm concerned can object.
		NotTheFirm,
		/// The record still waits for a checker; a checker of its bureau must confirm it first.
		NotConfirmed,
		/// The record is confirmed already; report a passed re-inspection to have it annulled.
		AlreadyConfirmed,
		/// The document named is not the one that the maker entered; compare the documents before confirming.
		DigestMismatch,
		/// The firm objected already or the matter is past objection; the bureau must decide.
		ObjectionTooLate,
		/// Nobody reported that a re-inspection passed; a maker must report it first.
		NotCleared,
		/// A re-inspection was reported as passed; annul the record, or have a failed one reported.
		Cleared,
		/// The record is not final; finalise it first, or annul it.
		NotFinal,
		/// The record is final; it can only be rectified.
		AlreadyFinal,
		/// The record is annulled; nothing more can be done with it.
		AlreadyAnnulled,
		/// The record is rectified already; nothing more can be done with it.
		AlreadyRectified,
		/// The firm is not registered in the programme's region; apply under a programme of its region.
		NotInRegion,
		/// An adverse record counts against the firm in the programme's look-back; wait until it is past, or have it annulled.
		AdverseRecordInWindow,
		/// None of the firm's credentials that hold today gives a tier of the programme; have a qualifying one recorded.
		NoQualifyingCredential,
	}

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
			for (id, new) in catalogue().filter(|_| self.catalogue) {
				Types::<T>::insert(id, new);
				LastType::<T>::put(id);
			}
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
		/// Records a credential (登记) that was granted to a firm. A type's number is recorded once.
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
			let who = ensure_signed(origin)?;
			Self::do_record(&who, holder, type_id, number_digest, document_digest, granted_on, expires_on)
		}

		/// Suspends a credential (暂停): it gives no tier until it is restored.
		#[pallet::call_index(1)]
		pub fn suspend(origin: OriginFor<T>, credential: CredentialId, reason: ShortText) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_suspend(&who, credential, reason)
		}

		/// Restores a suspended credential (恢复).
		#[pallet::call_index(2)]
		pub fn restore(origin: OriginFor<T>, credential: CredentialId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_restore(&who, credential)
		}

		/// Revokes a credential (撤销) for cause, for good. Its number is never recorded again.
		#[pallet::call_index(3)]
		pub fn revoke(origin: OriginFor<T>, credential: CredentialId, reason: ShortText) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_revoke(&who, credential, reason)
		}

		/// Cancels a credential (注销), for good: the holder gives it up, or it was recorded wrongly. Its number is free again.
		#[pallet::call_index(4)]
		pub fn cancel(origin: OriginFor<T>, credential: CredentialId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(&who, credential)
		}

		/// Enters an adverse record of a firm; it counts once a second person has confirmed it.
		#[pallet::call_index(5)]
		pub fn report_adverse(
			origin: OriginFor<T>,
			org: OrgId,
			kind: AdverseKind,
			happened_on: Day,
			digest: Digest,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report(&who, org, kind, happened_on, digest)
		}

		/// Confirms an adverse record over the same document, as served (已送达): it counts from this block on.
		// Operational: a freeze must find room in a full block, before the payments that it stops.
		#[pallet::call_index(6)]
		#[pallet::weight((T::WeightInfo::confirm_adverse(), DispatchClass::Operational))]
		pub fn confirm_adverse(origin: OriginFor<T>, record: AdverseId, digest: Digest) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_confirm(&who, record, digest)
		}

		/// Withdraws an adverse record that was not confirmed: it leaves nothing against the firm.
		#[pallet::call_index(7)]
		pub fn withdraw_adverse(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(&who, record)
		}

		/// Objects to an adverse record that was served (异议).
		#[pallet::call_index(8)]
		pub fn object(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_object(&who, record)
		}

		/// Reports the outcome of a re-inspection (复检), or of a check of what was rectified. A failure stands at once; a
		/// pass changes nothing before a checker annuls the record, or, where it is final, marks it rectified.
		// Operational, like `finalise`: under a programme that freezes from this state on, it is what freezes.
		#[pallet::call_index(9)]
		#[pallet::weight((T::WeightInfo::reinspect(), DispatchClass::Operational))]
		pub fn reinspect(origin: OriginFor<T>, record: AdverseId, failed: bool) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reinspect(&who, record, failed)
		}

		/// Closes the matter (终结): no objection came, or it did not help.
		#[pallet::call_index(10)]
		#[pallet::weight((T::WeightInfo::finalise(), DispatchClass::Operational))]
		pub fn finalise(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_finalise(&who, record)
		}

		/// Annuls a record (撤销) after a passed re-inspection: it counts as never.
		#[pallet::call_index(11)]
		pub fn annul(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_annul(&who, record)
		}

		/// Marks a final record as rectified (已整改) after a passed check: it freezes no longer, and still counts in
		/// look-backs.
		#[pallet::call_index(12)]
		pub fn rectify(origin: OriginFor<T>, record: AdverseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_rectify(&who, record)
		}

		/// Adds a type to the catalogue, under the next number.
		#[pallet::call_index(13)]
		pub fn add_type(origin: OriginFor<T>, new: CredentialType) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure!(new.region.is_valid(), Error::<T>::RegionMalformed);
			ensure!(Self::is_bureau(new.recorded_by), Error::<T>::RecorderNotABureau);
			let type_id = LastType::<T>::get().next().ok_or(Error::<T>::IdsExhausted)?;
			LastType::<T>::put(type_id);
			Types::<T>::insert(type_id, new);
			Self::deposit_event(Event::TypeAdded { type_id });
			Ok(())
		}
	}
}
