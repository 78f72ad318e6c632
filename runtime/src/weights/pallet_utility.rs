//! Weights of `pallet_utility`, measured 2026-11-28 by `scripts/weights` (steps 10, repeats 3).

#![allow(unused_parens, unused_imports, missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use polkadot_sdk::*;

/// Weights of `pallet_utility`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
	/// The range of component `c` is `[0, 1000]`.
	fn batch(c: u32) -> Weight {
		Weight::from_parts(4_674_000, 0)
			.saturating_add(Weight::from_parts(2_355_527, 0).saturating_mul(c.into()))
	}
	fn as_derivative() -> Weight {
		Weight::from_parts(4_064_000, 0)
	}
	/// The range of component `c` is `[0, 1000]`.
	fn batch_all(c: u32) -> Weight {
		Weight::from_parts(5_780_832, 0)
			.saturating_add(Weight::from_parts(2_560_163, 0).saturating_mul(c.into()))
	}
	fn dispatch_as() -> Weight {
		Weight::from_parts(5_713_000, 0)
	}
	/// The range of component `c` is `[0, 1000]`.
	fn force_batch(c: u32) -> Weight {
		Weight::from_parts(5_786_000, 0)
			.saturating_add(Weight::from_parts(2_313_860, 0).saturating_mul(c.into()))
	}
	fn dispatch_as_fallible() -> Weight {
		Weight::from_parts(5_758_000, 0)
	}
	fn if_else() -> Weight {
		Weight::from_parts(7_163_000, 0)
	}
}
