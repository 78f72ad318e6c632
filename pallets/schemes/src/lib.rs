//! # Lending programmes (质量融资增信产品)
//!
//! What a programme such as 甬质贷 or 新质贷 demands and allows, as data in numbered versions.
//!
//! ## Who may call
//!
//! | call | who |
//! |---|---|
//! | `publish` | the council (理事会): more than two thirds of the seats, so both colleges |
//! | `retire` | the council |
//!
//! ## Overview
//!
//! A programme has tiers, each with the credentials that give it and a limit per borrower; a rate cap; a longest term; a
//! look-back for a clean record; a covenant on quality-upgrading spend; and whether a failed spot check freezes. Bank,
//! regulator and borrower must be able to say years later under which terms a contract was signed: a version, once
//! published, never changes, and a contract pins the version that was in force. To change a programme is to publish
//! its next version. A retired programme takes no new contracts; its versions stay readable for those that run.
//!
//! Terms say where they come from (a published notice, or a description by others), and name in `demo` what the source
//! does not give and the version invents.
//!
//! ## Low level
//!
//! [`presets`] has the programmes that a chain can start with; see [`GenesisConfig`].

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

#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
pub mod presets;
mod validate;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use presets::Preset;
pub use validate::{ensure_sound, Fault};
pub use weights::WeightInfo;

use frame::prelude::*;
use zhidai_primitives::{traits::SchemeBook, SchemeId, SchemeTerms, SchemeVersion};

/// The first version of every programme.
pub const FIRST_VERSION: SchemeVersion = SchemeVersion(1);

/// Lending programmes as versioned data.
#[frame::pallet]
pub mod pallet {
	use crate::{ensure_sound, Preset, WeightInfo, FIRST_VERSION};
	use alloc::vec::Vec;
	use frame::prelude::*;
	use zhidai_primitives::{SchemeId, SchemeTerms, SchemeVersion};

	/// The schemes pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What the pallet needs.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The council: decides on programmes.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// What the calls cost.
		type WeightInfo: WeightInfo;
	}

	/// The id of the next programme: programmes count from 1.
	#[pallet::storage]
	pub type NextScheme<T> = StorageValue<_, SchemeId, ValueQuery, FirstScheme>;

	/// The id of the first programme.
	#[pallet::type_value]
	pub fn FirstScheme() -> SchemeId {
		SchemeId(1)
	}

	/// The terms of every version of every programme. Never changed, never removed.
	// Twox: the key is our counter. Identity: versions are small integers under it.
	#[pallet::storage]
	pub type Terms<T> = StorageDoubleMap<_, Twox64Concat, SchemeId, Identity, SchemeVersion, SchemeTerms>;

	/// The version in force of every programme that is not retired.
	// Twox: the key is our counter.
	#[pallet::storage]
	pub type Current<T> = StorageMap<_, Twox64Concat, SchemeId, SchemeVersion>;

	/// The programmes that the chain starts with.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// By name: `yongzhidai`, `xinzhidai`.
		pub presets: Vec<Preset>,
		#[doc(hidden)]
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for preset in &self.presets {
				let terms = preset.terms().filter(|terms| ensure_sound(terms).is_ok());
				// A genesis without a programme that it names must not become a chain.
				assert!(terms.is_some(), "a preset is out of bounds or contradicts itself");
				let id = preset.id();
				Terms::<T>::set(id, FIRST_VERSION, terms);
				Current::<T>::insert(id, FIRST_VERSION);
				NextScheme::<T>::mutate(|next| *next = id.next().unwrap_or(id).max(*next));
			}
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A version of a programme was published and is in force.
		SchemePublished {
			/// The programme.
			scheme: SchemeId,
			/// The version.
			version: SchemeVersion,
		},
		/// A programme takes no new contracts.
		SchemeRetired {
			/// The programme.
			scheme: SchemeId,
			/// Its last version.
			version: SchemeVersion,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no programme with this number; look it up in the list of programmes.
		NoSuchScheme,
		/// The programme has no such version; look its versions up.
		NoSuchVersion,
		/// The programme was retired for good and takes no new contracts; publish it as a new programme.
		SchemeRetired,
		/// All numbers of programmes or versions are used up; the chain needs a new version of this pallet.
		CounterUsedUp,
		/// The region is not a code of GB/T 2260; give six digits, zeros for the whole (330200 Ningbo), or 0 for the nation.
		RegionMalformed,
		/// The tiers are not numbered 1, 2, 3 … in order; put the best first and leave no gap.
		TierOutOfOrder {
			/// The number that should be here.
			tier: u8,
		},
		/// No credential gives this tier; name at least one.
		TierWithoutCredential {
			/// The tier.
			tier: u8,
		},
		/// The tier's limit is zero; give an amount, or leave the tier out.
		LimitZero {
			/// The tier.
			tier: u8,
		},
		/// The tier's limit is above that of the better tier before it; limits must not rise from tier to tier.
		LimitRises {
			/// The tier.
			tier: u8,
		},
		/// The sum without collateral is above the tier's limit; lower it, or leave it out where there is no such rule.
		UnsecuredAboveLimit {
			/// The tier.
			tier: u8,
		},
		/// The covenant's share or subsidy is zero or above 100 %; give basis points from 1 to 10000, or leave it out.
		CovenantOutOfRange,
		/// The longest term is zero months; give at least one, or leave it out where there is no such rule.
		TermZero,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::try_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Publishes a new programme, or the next version of one. It is in force at once, for new contracts.
		///
		/// ## Dispatch Origin
		///
		/// The council.
		///
		/// ## Details
		///
		/// Without `scheme` the terms are version 1 of a new programme. Contracts keep the version that they were signed
		/// under.
		#[pallet::call_index(0)]
		pub fn publish(origin: OriginFor<T>, scheme: Option<SchemeId>, terms: SchemeTerms) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure_sound(&terms).map_err(Error::<T>::from)?;
			let (scheme, version) = Self::next_version(scheme)?;
			Terms::<T>::insert(scheme, version, terms);
			Current::<T>::insert(scheme, version);
			Self::deposit_event(Event::SchemePublished { scheme, version });
			Ok(())
		}

		/// Retires a programme for good: no new contracts. Its versions stay readable for those that run.
		///
		/// ## Dispatch Origin
		///
		/// The council.
		#[pallet::call_index(1)]
		pub fn retire(origin: OriginFor<T>, scheme: SchemeId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			let version = Self::version_in_force(scheme)?;
			Current::<T>::remove(scheme);
			Self::deposit_event(Event::SchemeRetired { scheme, version });
			Ok(())
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The version in force. Refuses where there is no such programme, or it was retired.
	fn version_in_force(scheme: SchemeId) -> Result<SchemeVersion, DispatchError> {
		Current::<T>::get(scheme).ok_or_else(|| {
			if Terms::<T>::contains_key(scheme, FIRST_VERSION) {
				Error::<T>::SchemeRetired.into()
			} else {
				Error::<T>::NoSuchScheme.into()
			}
		})
	}

	/// The number of a new programme's first version, or of a programme's next. Counts new programmes.
	fn next_version(scheme: Option<SchemeId>) -> Result<(SchemeId, SchemeVersion), DispatchError> {
		if let Some(scheme) = scheme {
			let next = Self::version_in_force(scheme)?.next().ok_or(Error::<T>::CounterUsedUp)?;
			return Ok((scheme, next));
		}
		let scheme = NextScheme::<T>::get();
		NextScheme::<T>::put(scheme.next().ok_or(Error::<T>::CounterUsedUp)?);
		Ok((scheme, FIRST_VERSION))
	}
}

impl<T: Config> SchemeBook for Pallet<T> {
	fn current(scheme: SchemeId) -> Result<(SchemeVersion, SchemeTerms), DispatchError> {
		let version = Self::version_in_force(scheme)?;
		Ok((version, Self::terms(scheme, version)?))
	}

	fn terms(scheme: SchemeId, version: SchemeVersion) -> Result<SchemeTerms, DispatchError> {
		Ok(Terms::<T>::get(scheme, version).ok_or(Error::<T>::NoSuchVersion)?)
	}
}
