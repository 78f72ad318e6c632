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
		Weight::from_parts(4_678_800, 0)
			.saturating_add(Weight::from_parts(2_492_131, 0).saturating_mul(c.into()))
	}
	fn as_derivative() -> Weight {
		Weight::from_parts(3_575_000, 0)
	}
	/// The range of component `c` is `[0, 1000]`.
	fn batch_all(c: u32) -> Weight {
		Weight::from_parts(4_226_000, 0)
			.saturating_add(Weight::from_parts(3_024_873, 0).saturating_mul(c.into()))
	}
	fn dispatch_as() -> Weight {
		Weight::from_parts(5_038_000, 0)
	}
	/// The range of component `c` is `[0, 1000]`.
	fn force_batch(c: u32) -> Weight {
		Weight::from_parts(3_956_000, 0)
			.saturating_add(Weight::from_parts(2_473_603, 0).saturating_mul(c.into()))
	}
	fn dispatch_as_fallible() -> Weight {
		Weight::from_parts(4_968_000, 0)
	}
	fn if_else() -> Weight {
		Weight::from_parts(6_179_000, 0)
	}
}
