//! Weights of `pallet_schemes`, measured 2026-11-28 by `scripts/weights` (steps 10, repeats 3).

#![allow(unused_parens, unused_imports, missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use polkadot_sdk::*;

/// Weights of `pallet_schemes`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_schemes::WeightInfo for WeightInfo<T> {
	// Storage: `Schemes::NextScheme` (r:1 w:1)
	// Proof: `Schemes::NextScheme` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
	// Storage: `Schemes::Current` (r:0 w:1)
	// Proof: `Schemes::Current` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
	// Storage: `Schemes::Terms` (r:0 w:1)
	// Proof: `Schemes::Terms` (`max_values`: None, `max_size`: Some(2312), added: 4787, mode: `MaxEncodedLen`)
	fn publish() -> Weight {
		Weight::from_parts(24_276_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Schemes::Current` (r:1 w:1)
	// Proof: `Schemes::Current` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
	fn retire() -> Weight {
		Weight::from_parts(11_027_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}
