//! Weights of `pallet_registry`, measured 2026-11-22 by `scripts/weights` (steps 12, repeats 4).

#![allow(unused_parens, unused_imports, missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use polkadot_sdk::*;

/// Weights of `pallet_registry`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_registry::WeightInfo for WeightInfo<T> {
	// Storage: `Registry::OrgByRegistration` (r:1 w:1)
	// Proof: `Registry::OrgByRegistration` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastOrg` (r:1 w:1)
	// Proof: `Registry::LastOrg` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
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
	// Storage: `Registry::OfficerRecords` (r:0 w:8)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:0 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerKeys` (r:0 w:8)
	// Proof: `Registry::OfficerKeys` (`max_values`: None, `max_size`: Some(55), added: 2530, mode: `MaxEncodedLen`)
	// Storage: `Registry::Organisations` (r:0 w:1)
	// Proof: `Registry::Organisations` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[2, 8]`.
	fn admit_by_council(n: u32) -> Weight {
		Weight::from_parts(51_253_754, 0)
			.saturating_add(Weight::from_parts(136_345_200, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
	}
	// Storage: `Registry::Officers` (r:9 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgByRegistration` (r:1 w:0)
	// Proof: `Registry::OrgByRegistration` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastOrg` (r:1 w:0)
	// Proof: `Registry::LastOrg` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastOfficer` (r:1 w:0)
	// Proof: `Registry::LastOfficer` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficersOf` (r:1 w:0)
	// Proof: `Registry::OfficersOf` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:8 w:0)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastAct` (r:1 w:1)
	// Proof: `Registry::LastAct` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::Acts` (r:0 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[2, 8]`.
	// Interim: 28 reads and 7 writes more than measured, until measured.
	fn propose_admission(n: u32) -> Weight {
		Weight::from_parts(121_879_682, 0)
			.saturating_add(Weight::from_parts(136_496_280, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(38_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(10_u64))
			// Interim: the request, two that are forgotten, and the proposer's other acts, until measured.
			.saturating_add(
				Weight::from_parts(70_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 7)),
			)
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:32 w:0)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerKeys` (r:1 w:0)
	// Proof: `Registry::OfficerKeys` (`max_values`: None, `max_size`: Some(55), added: 2530, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficersOf` (r:1 w:0)
	// Proof: `Registry::OfficersOf` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastAct` (r:1 w:1)
	// Proof: `Registry::LastAct` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::Acts` (r:0 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	// Interim: 23 reads more than measured, until measured.
	fn propose_roster() -> Weight {
		// Interim: 110 µs more than measured, for the proof of a new key.
		Weight::from_parts(341_205_000, 0)
			.saturating_add(T::DbWeight::get().reads(63_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			// Interim: the request, two that are forgotten, and the proposer's other acts, until measured.
			.saturating_add(
				Weight::from_parts(70_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 7)),
			)
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::CurrentAccount` (r:1 w:0)
	// Proof: `Registry::CurrentAccount` (`max_values`: None, `max_size`: Some(18), added: 2493, mode: `MaxEncodedLen`)
	// Storage: `Registry::PayeeAccounts` (r:1 w:0)
	// Proof: `Registry::PayeeAccounts` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastAccount` (r:1 w:0)
	// Proof: `Registry::LastAccount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastAct` (r:1 w:1)
	// Proof: `Registry::LastAct` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::Acts` (r:0 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	fn propose_record() -> Weight {
		Weight::from_parts(104_521_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			// Interim: the request, two that are forgotten, and the proposer's other acts, until measured.
			.saturating_add(
				Weight::from_parts(70_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 7)),
			)
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Authorities::SeatList` (r:1 w:0)
	// Proof: `Authorities::SeatList` (`max_values`: Some(1), `max_size`: Some(673), added: 1168, mode: `MaxEncodedLen`)
	// Storage: `Authorities::Seats` (r:1 w:0)
	// Proof: `Authorities::Seats` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastAct` (r:1 w:1)
	// Proof: `Registry::LastAct` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::Acts` (r:0 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	fn propose_exit() -> Weight {
		Weight::from_parts(150_711_000, 0)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			// Interim: the request, two that are forgotten, and the proposer's other acts, until measured.
			.saturating_add(
				Weight::from_parts(70_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 7)),
			)
	}
	// Storage: `Registry::Acts` (r:1 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:9 w:8)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:2 w:8)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgByRegistration` (r:1 w:1)
	// Proof: `Registry::OrgByRegistration` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastOrg` (r:1 w:1)
	// Proof: `Registry::LastOrg` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastOfficer` (r:1 w:1)
	// Proof: `Registry::LastOfficer` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficersOf` (r:1 w:1)
	// Proof: `Registry::OfficersOf` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:8 w:8)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerKeys` (r:0 w:8)
	// Proof: `Registry::OfficerKeys` (`max_values`: None, `max_size`: Some(55), added: 2530, mode: `MaxEncodedLen`)
	// Storage: `Registry::Organisations` (r:0 w:1)
	// Proof: `Registry::Organisations` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[2, 8]`.
	// Interim: 28 reads and 7 writes more than measured, until measured.
	fn approve_admission(n: u32) -> Weight {
		Weight::from_parts(130_945_055, 0)
			.saturating_add(Weight::from_parts(25_703_330, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(15_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
	}
	// Storage: `Registry::Acts` (r:1 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:1 w:1)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:32 w:1)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerKeys` (r:1 w:1)
	// Proof: `Registry::OfficerKeys` (`max_values`: None, `max_size`: Some(55), added: 2530, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficersOf` (r:1 w:1)
	// Proof: `Registry::OfficersOf` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Interim: taken from approve_roster until measured.
	fn approve_key() -> Weight {
		Weight::from_parts(241_961_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	// Interim: taken from propose_roster until measured.
	fn propose_key() -> Weight {
		Weight::from_parts(341_205_000, 0)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	// Interim: 23 reads more than measured, until measured.
	fn approve_roster() -> Weight {
		Weight::from_parts(241_961_000, 0)
			.saturating_add(T::DbWeight::get().reads(63_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `Registry::Acts` (r:1 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:2 w:0)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::CurrentAccount` (r:1 w:1)
	// Proof: `Registry::CurrentAccount` (`max_values`: None, `max_size`: Some(18), added: 2493, mode: `MaxEncodedLen`)
	// Storage: `Registry::PayeeAccounts` (r:1 w:2)
	// Proof: `Registry::PayeeAccounts` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	// Storage: `Registry::LastAccount` (r:1 w:1)
	// Proof: `Registry::LastAccount` (`max_values`: None, `max_size`: Some(14), added: 2489, mode: `MaxEncodedLen`)
	fn approve_record() -> Weight {
		Weight::from_parts(116_926_000, 0)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `Registry::Acts` (r:1 w:32)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:2 w:0)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Authorities::SeatList` (r:1 w:0)
	// Proof: `Authorities::SeatList` (`max_values`: Some(1), `max_size`: Some(673), added: 1168, mode: `MaxEncodedLen`)
	// Storage: `Authorities::Seats` (r:1 w:0)
	// Proof: `Authorities::Seats` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
	// Interim: 31 reads and 33 writes more than measured, for the acts that wait, until measured.
	fn approve_exit() -> Weight {
		Weight::from_parts(151_313_000, 0)
			.saturating_add(T::DbWeight::get().reads(41_u64))
			.saturating_add(T::DbWeight::get().writes(67_u64))
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::Acts` (r:1 w:1)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Interim: taken from propose_roster until measured, with the reads of two groups of 64 organisations.
	fn propose_control() -> Weight {
		Weight::from_parts(600_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(268_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			// Interim: the request, two that are forgotten, and the proposer's other acts, until measured.
			.saturating_add(
				Weight::from_parts(70_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 7)),
			)
	}
	// Interim: taken from approve_roster until measured, with the reads of two groups of 64 organisations.
	fn approve_control() -> Weight {
		Weight::from_parts(620_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(268_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	// Interim: taken from admit_by_council and rotate_key (a signature each) until measured.
	fn open_recovery(n: u32) -> Weight {
		Weight::from_parts(60_000_000, 0)
			.saturating_add(Weight::from_parts(110_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Interim: taken from withdraw until measured.
	fn object_to_recovery() -> Weight {
		Weight::from_parts(68_748_000, 0)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Interim: taken from admit_by_council with eight officers until measured.
	fn complete_recovery() -> Weight {
		Weight::from_parts(270_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(38_u64))
	}
	// Interim: 4 writes more than measured, for the bureaus that see the act, until measured.
	fn withdraw() -> Weight {
		Weight::from_parts(68_748_000, 0)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Interim: taken from withdraw, with the bureau's region and the list of its firms, until measured.
	fn reject() -> Weight {
		Weight::from_parts(75_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `Registry::Officers` (r:2 w:2)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:1 w:1)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerKeys` (r:1 w:2)
	// Proof: `Registry::OfficerKeys` (`max_values`: None, `max_size`: Some(55), added: 2530, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn rotate_key() -> Weight {
		Weight::from_parts(156_043_000, 0)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	// Storage: `Registry::OrgStates` (r:1 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Interim: one write more than measured, for a recovery, until measured.
	fn suspend() -> Weight {
		Weight::from_parts(28_968_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Registry::OrgStates` (r:1 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	fn reinstate() -> Weight {
		Weight::from_parts(27_329_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Registry::Organisations` (r:1 w:0)
	// Proof: `Registry::Organisations` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgByRegistration` (r:1 w:1)
	// Proof: `Registry::OrgByRegistration` (`max_values`: None, `max_size`: Some(39), added: 2514, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:1)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Authorities::SeatList` (r:1 w:0)
	// Proof: `Authorities::SeatList` (`max_values`: Some(1), `max_size`: Some(673), added: 1168, mode: `MaxEncodedLen`)
	// Storage: `Authorities::Seats` (r:1 w:0)
	// Proof: `Authorities::Seats` (`max_values`: None, `max_size`: Some(46), added: 2521, mode: `MaxEncodedLen`)
	// Storage: `Registry::OpenActs` (r:1 w:1)
	// Proof: `Registry::OpenActs` (`max_values`: None, `max_size`: Some(141), added: 2616, mode: `MaxEncodedLen`)
	// Storage: `Registry::Acts` (r:0 w:32)
	// Proof: `Registry::Acts` (`max_values`: None, `max_size`: Some(814), added: 3289, mode: `MaxEncodedLen`)
	// Interim: 32 reads and 99 writes more than measured, for 24 acts that the bureaus of four regions see, until
	// measured.
	fn exit() -> Weight {
		Weight::from_parts(115_646_000, 0)
			.saturating_add(T::DbWeight::get().reads(38_u64))
			.saturating_add(T::DbWeight::get().writes(134_u64))
	}
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn mortal_era() -> Weight {
		Weight::from_parts(14_283_000, 0).saturating_add(T::DbWeight::get().reads(1_u64))
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Registry::Buckets` (r:1 w:1)
	// Storage: `Registry::OfficerBuckets` (r:1 w:1)
	// Storage: `Registry::TogetherUsed` (r:1 w:1)
	// Interim: taken from one bucket until three are measured.
	fn admit_member() -> Weight {
		Weight::from_parts(58_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	fn nonce_window() -> Weight {
		Weight::from_parts(17_753_000, 0)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}
