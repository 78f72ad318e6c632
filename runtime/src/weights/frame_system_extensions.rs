//! Weights of `frame_system_extensions`, measured 2026-11-28 by `scripts/weights` (steps 10, repeats 3).

#![allow(unused_parens, unused_imports, missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use polkadot_sdk::*;

/// Weights of `frame_system_extensions`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
	fn check_genesis() -> Weight {
		Weight::from_parts(1_612_000, 0)
	}
	fn check_mortality_mortal_transaction() -> Weight {
		Weight::from_parts(3_355_000, 0)
	}
	fn check_mortality_immortal_transaction() -> Weight {
		Weight::from_parts(3_335_000, 0)
	}
	fn check_non_zero_sender() -> Weight {
		Weight::from_parts(540_000, 0)
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn check_nonce() -> Weight {
		Weight::from_parts(7_171_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn check_spec_version() -> Weight {
		Weight::from_parts(421_000, 0)
	}
	fn check_tx_version() -> Weight {
		Weight::from_parts(430_000, 0)
	}
	fn check_weight() -> Weight {
		Weight::from_parts(3_035_000, 0)
	}
	fn weight_reclaim() -> Weight {
		Weight::from_parts(1_772_000, 0)
	}
}
