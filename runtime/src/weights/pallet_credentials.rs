//! Weights of `pallet_credentials`, measured 2026-11-22 by `scripts/weights` (steps 12, repeats 4).

#![allow(unused_parens, unused_imports, missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use polkadot_sdk::*;

/// Weights of `pallet_credentials`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_credentials::WeightInfo for WeightInfo<T> {
	// Interim: taken from report_adverse until measured.
	fn record() -> Weight {
		Weight::from_parts(90_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from suspend and report_adverse until measured.
	fn suspend() -> Weight {
		Weight::from_parts(150_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from report_adverse until measured.
	fn restore() -> Weight {
		Weight::from_parts(80_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Interim: taken from suspend and report_adverse until measured.
	fn revoke() -> Weight {
		Weight::from_parts(150_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(18_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Interim: taken from report_adverse until measured.
	fn cancel() -> Weight {
		Weight::from_parts(85_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from report_adverse until measured.
	fn report_adverse() -> Weight {
		Weight::from_parts(75_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: the request, two that are forgotten, and that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(55_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 8)),
			)
	}
	// Interim: taken from finalise until measured.
	fn reinspect() -> Weight {
		Weight::from_parts(90_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from report_adverse until measured.
	fn finalise() -> Weight {
		Weight::from_parts(90_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from report_adverse until measured.
	fn annul() -> Weight {
		Weight::from_parts(70_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from report_adverse until measured.
	fn rectify() -> Weight {
		Weight::from_parts(70_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from report_adverse until measured.
	fn reverse() -> Weight {
		Weight::from_parts(70_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(
				Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1)),
			)
	}
	// Interim: taken from record until measured.
	fn confirm() -> Weight {
		Weight::from_parts(400_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(82_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().writes(1)))
	}
	// Interim: taken from report_adverse until measured.
	fn confirm_with_room() -> Weight {
		Weight::from_parts(120_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(20_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	// Interim: taken from withdraw_adverse until measured.
	fn withdraw() -> Weight {
		Weight::from_parts(60_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			// Interim: that the same act does not wait, until measured.
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_add(T::DbWeight::get().writes(1)))
	}
	// Storage: `Credentials::AdverseRecords` (r:1 w:1)
	// Proof: `Credentials::AdverseRecords` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Credentials::FailedChecks` (r:1 w:1)
	// Proof: `Credentials::FailedChecks` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	fn object() -> Weight {
		Weight::from_parts(62_402_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Credentials::LastType` (r:1 w:1)
	// Proof: `Credentials::LastType` (`max_values`: Some(1), `max_size`: Some(2), added: 497, mode: `MaxEncodedLen`)
	// Storage: `Credentials::Types` (r:0 w:1)
	// Proof: `Credentials::Types` (`max_values`: None, `max_size`: Some(213), added: 2688, mode: `MaxEncodedLen`)
	fn add_type() -> Weight {
		Weight::from_parts(13_032_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
}
