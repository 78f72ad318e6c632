//! Weights of `pallet_reference`, measured 2026-11-22 by `scripts/weights` (steps 12, repeats 4).

#![allow(unused_parens, unused_imports, missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use polkadot_sdk::*;

/// Weights of `pallet_reference`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_reference::WeightInfo for WeightInfo<T> {
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Reference::RateDays` (r:1 w:0)
	// Proof: `Reference::RateDays` (`max_values`: None, `max_size`: Some(271), added: 2746, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenCount` (r:1 w:1)
	// Proof: `Reference::OpenCount` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Reference::NextEntry` (r:1 w:1)
	// Proof: `Reference::NextEntry` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenEntries` (r:0 w:1)
	// Proof: `Reference::OpenEntries` (`max_values`: None, `max_size`: Some(446), added: 2921, mode: `MaxEncodedLen`)
	// Interim: one more entry is read, the one that is corrected.
	fn propose_rate() -> Weight {
		Weight::from_parts(64_798_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			// Interim: the list of who confirms it, the request, and two that are forgotten, until measured.
			.saturating_add(
				Weight::from_parts(40_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 8)),
			)
	}
	// Storage: `Registry::LastOrg` (r:1 w:1)
	// Proof: `Registry::LastOrg` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgByRegistration` (r:1 w:1)
	// Proof: `Registry::OrgByRegistration` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastOfficer` (r:1 w:1)
	// Proof: `Registry::LastOfficer` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficersOf` (r:1 w:1)
	// Proof: `Registry::OfficersOf` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:8 w:8)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:8 w:8)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenEntries` (r:1 w:1)
	// Proof: `Reference::OpenEntries` (`max_values`: None, `max_size`: Some(446), added: 2921, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:1 w:8)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenCount` (r:1 w:1)
	// Proof: `Reference::OpenCount` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Reference::RateDays` (r:1 w:1)
	// Proof: `Reference::RateDays` (`max_values`: None, `max_size`: Some(271), added: 2746, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:0 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerKeys` (r:0 w:8)
	// Proof: `Registry::OfficerKeys` (`max_values`: None, `max_size`: Some(55), added: 2530, mode: `MaxEncodedLen`)
	// Storage: `Registry::Organisations` (r:0 w:1)
	// Proof: `Registry::Organisations` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	// Storage: `Reference::RateHistory` (r:0 w:1)
	// Proof: `Reference::RateHistory` (`max_values`: None, `max_size`: Some(78), added: 2553, mode: `MaxEncodedLen`)
	fn confirm_rate() -> Weight {
		Weight::from_parts(311_208_000, 0)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(42_u64))
			// Interim: the alert that a correction raises, and the list of who confirms, until measured.
			.saturating_add(T::DbWeight::get().reads_writes(3, 7))
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Reference::Calendars` (r:1 w:0)
	// Proof: `Reference::Calendars` (`max_values`: None, `max_size`: Some(447), added: 2922, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenCount` (r:1 w:1)
	// Proof: `Reference::OpenCount` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Reference::NextEntry` (r:1 w:1)
	// Proof: `Reference::NextEntry` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenEntries` (r:0 w:1)
	// Proof: `Reference::OpenEntries` (`max_values`: None, `max_size`: Some(446), added: 2921, mode: `MaxEncodedLen`)
	// Interim: one more entry is read, the one that is corrected.
	fn propose_calendar() -> Weight {
		Weight::from_parts(68_450_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			// Interim: the list of who confirms it, the request, and two that are forgotten, until measured.
			.saturating_add(
				Weight::from_parts(40_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 8)),
			)
	}
	// Storage: `Registry::LastOrg` (r:1 w:1)
	// Proof: `Registry::LastOrg` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgByRegistration` (r:1 w:1)
	// Proof: `Registry::OrgByRegistration` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastOfficer` (r:1 w:1)
	// Proof: `Registry::LastOfficer` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficersOf` (r:1 w:1)
	// Proof: `Registry::OfficersOf` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:8 w:8)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:8 w:8)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenEntries` (r:1 w:1)
	// Proof: `Reference::OpenEntries` (`max_values`: None, `max_size`: Some(446), added: 2921, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:1 w:8)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenCount` (r:1 w:1)
	// Proof: `Reference::OpenCount` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Reference::Calendars` (r:1 w:1)
	// Proof: `Reference::Calendars` (`max_values`: None, `max_size`: Some(447), added: 2922, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:0 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerKeys` (r:0 w:8)
	// Proof: `Registry::OfficerKeys` (`max_values`: None, `max_size`: Some(55), added: 2530, mode: `MaxEncodedLen`)
	// Storage: `Registry::Organisations` (r:0 w:1)
	// Proof: `Registry::Organisations` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	fn confirm_calendar() -> Weight {
		Weight::from_parts(316_099_000, 0)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(41_u64))
			// Interim: the list of who confirms, until measured.
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenEntries` (r:1 w:1)
	// Proof: `Reference::OpenEntries` (`max_values`: None, `max_size`: Some(446), added: 2921, mode: `MaxEncodedLen`)
	// Storage: `Reference::OpenCount` (r:1 w:1)
	// Proof: `Reference::OpenCount` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	fn withdraw() -> Weight {
		Weight::from_parts(51_272_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			// Interim: the list of who confirms, until measured.
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:1)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarMovable` (r:1 w:0)
	// Proof: `Reference::CalendarMovable` (`max_values`: Some(1), `max_size`: Some(1), added: 496, mode: `MaxEncodedLen`)
	fn move_calendar() -> Weight {
		Weight::from_parts(40_728_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}
