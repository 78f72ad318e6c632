//! # Lending programmes (质量融资增信产品)
//!
//! What a programme such as 甬质贷 or 新质贷 demands and allows, as data in numbered versions.
//!
//! ## Who may call
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | `publish` | the council | the council (理事会): more than two thirds of the seats, so both colleges |
//! | `retire` | the council | the council |
//!
//! ## Overview
//!
//! A programme has tiers, each with the credentials that give it and a limit per borrower; a rate cap; a
//! longest term; a look-back for a clean record; a covenant on quality-upgrading spend; whether a failed spot
//! check freezes; and what is asked again at every drawdown. A rule that the text does not have is left out.
//! Bank, regulator and borrower must be able to say years later under which terms a contract was signed: a
//! version, once published, never changes, and a contract pins the version that was in force. To change a
//! programme is to publish its next version. A retired programme takes no new contracts; its versions stay
//! readable for those that run.
//!
//! Terms say where they come from (a published notice, or a description by others), and name in `demo` what
//! the source does not give and the version invents.
//!
//! ## What must always hold
//!
//! Terms are sound; a programme's versions count from 1 without a gap; the version in force is the latest.
//! Every change is made by one writer, which journals it: whoever applies the journal in order knows every
//! programme.
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

mod access;
mod calls;
mod errors;
mod events;
mod genesis;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
pub mod presets;
mod provides;
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

pub use pallet::*;
pub use presets::Preset;
pub use types::{ensure_sound, Fault, SchemeChange};
pub use weights::WeightInfo;

use frame::pallet_macros::import_section;
use zhidai_primitives::SchemeVersion;

/// The first version of every programme.
pub const FIRST_VERSION: SchemeVersion = SchemeVersion(1);

/// Lending programmes as versioned data.
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use crate::{Preset, SchemeChange, WeightInfo};
	use alloc::vec::Vec;
	use frame::prelude::*;
	use zhidai_primitives::{traits::Journal, SchemeId, SchemeTerms, SchemeVersion};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The schemes pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The council: decides on programmes.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Who hears what becomes of a programme.
		type Journal: Journal<SchemeChange>;
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
			self.publish_presets();
		}
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
		/// Without `scheme` the terms are version 1 of a new programme. Contracts keep the version that they
		/// were signed under.
		#[pallet::call_index(0)]
		pub fn publish(origin: OriginFor<T>, scheme: Option<SchemeId>, terms: SchemeTerms) -> DispatchResult {
			Self::do_publish(origin, scheme, terms)
		}

		/// Retires a programme for good: no new contracts. Its versions stay readable for those that run.
		///
		/// ## Dispatch Origin
		///
		/// The council.
		#[pallet::call_index(1)]
		pub fn retire(origin: OriginFor<T>, scheme: SchemeId) -> DispatchResult {
			Self::do_retire(origin, scheme)
		}
	}
}
