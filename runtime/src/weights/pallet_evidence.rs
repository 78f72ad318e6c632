//! Weights of `pallet_evidence`, measured 2026-11-22 by `scripts/weights` (steps 12, repeats 4).

#![allow(unused_parens, unused_imports, missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use polkadot_sdk::*;

/// Weights of `pallet_evidence`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_evidence::WeightInfo for WeightInfo<T> {
	// Storage: `Loans::Loans` (r:1 w:0)
	// Proof: `Loans::Loans` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Loans::LoanTerms` (r:1 w:0)
	// Proof: `Loans::LoanTerms` (`max_values`: None, `max_size`: Some(333), added: 2808, mode: `MaxEncodedLen`)
	// Storage: `Loans::Ledgers` (r:1 w:0)
	// Proof: `Loans::Ledgers` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:2 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Evidence::NextEvidence` (r:1 w:1)
	// Proof: `Evidence::NextEvidence` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Evidence::States` (r:0 w:1)
	// Proof: `Evidence::States` (`max_values`: None, `max_size`: Some(23), added: 2498, mode: `MaxEncodedLen`)
	// Storage: `Evidence::ByLoan` (r:0 w:1)
	// Proof: `Evidence::ByLoan` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Evidence` (r:0 w:1)
	// Proof: `Evidence::Evidence` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `Evidence::PendingVerdicts` (r:0 w:2)
	// Proof: `Evidence::PendingVerdicts` (`max_values`: None, `max_size`: Some(18), added: 2493, mode: `MaxEncodedLen`)
	// Interim: taken from `file` before it counted what waits (`OpenByLoan`, `OpenByFiler`: r:2 w:2) until measured.
	fn file() -> Weight {
		Weight::from_parts(142_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			// Interim: the request, and two that are forgotten, until measured.
			.saturating_add(
				Weight::from_parts(40_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 7)),
			)
	}
	// Storage: `Evidence::Evidence` (r:1 w:1)
	// Proof: `Evidence::Evidence` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `Evidence::States` (r:1 w:1)
	// Proof: `Evidence::States` (`max_values`: None, `max_size`: Some(23), added: 2498, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:2 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Loans::Loans` (r:1 w:0)
	// Proof: `Loans::Loans` (`max_values`: None, `max_size`: Some(54), added: 2529, mode: `MaxEncodedLen`)
	// Storage: `Loans::LoanTerms` (r:1 w:0)
	// Proof: `Loans::LoanTerms` (`max_values`: None, `max_size`: Some(333), added: 2808, mode: `MaxEncodedLen`)
	// Storage: `Loans::Ledgers` (r:1 w:0)
	// Proof: `Loans::Ledgers` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Verdicts` (r:2 w:0)
	// Proof: `Evidence::Verdicts` (`max_values`: None, `max_size`: Some(219), added: 2694, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Fingerprints` (r:4 w:4)
	// Proof: `Evidence::Fingerprints` (`max_values`: None, `max_size`: Some(57), added: 2532, mode: `MaxEncodedLen`)
	// Storage: `System::BlockHash` (r:1 w:0)
	// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Superseded` (r:0 w:1)
	// Proof: `Evidence::Superseded` (`max_values`: None, `max_size`: Some(187), added: 2662, mode: `MaxEncodedLen`)
	// Storage: `Evidence::PendingVerdicts` (r:0 w:2)
	// Proof: `Evidence::PendingVerdicts` (`max_values`: None, `max_size`: Some(18), added: 2493, mode: `MaxEncodedLen`)
	// Interim: taken from `revise` before claims had a pallet of their own (`Claims::Claims`: r:1 w:1, `Claims::Holders`: w:4)
	// and what waits was counted (r:2 w:2) until measured; `Claims::Tags` (r:1 w:1) and `Claims::Tagged` (r:12
	// w:12) are new.
	fn revise() -> Weight {
		Weight::from_parts(260_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(31_u64))
			.saturating_add(T::DbWeight::get().writes(25_u64))
	}
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Evidence` (r:1 w:0)
	// Proof: `Evidence::Evidence` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `Evidence::States` (r:1 w:1)
	// Proof: `Evidence::States` (`max_values`: None, `max_size`: Some(23), added: 2498, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Verdicts` (r:2 w:1)
	// Proof: `Evidence::Verdicts` (`max_values`: None, `max_size`: Some(219), added: 2694, mode: `MaxEncodedLen`)
	// Storage: `Registry::OfficerRecords` (r:3 w:0)
	// Proof: `Registry::OfficerRecords` (`max_values`: None, `max_size`: Some(66), added: 2541, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Fingerprints` (r:4 w:4)
	// Proof: `Evidence::Fingerprints` (`max_values`: None, `max_size`: Some(57), added: 2532, mode: `MaxEncodedLen`)
	// Storage: `Supervision::NextAlert` (r:1 w:1)
	// Proof: `Supervision::NextAlert` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Supervision::OpenByFinding` (r:1 w:1)
	// Proof: `Supervision::OpenByFinding` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	// Storage: `Evidence::PendingVerdicts` (r:0 w:1)
	// Proof: `Evidence::PendingVerdicts` (`max_values`: None, `max_size`: Some(18), added: 2493, mode: `MaxEncodedLen`)
	// Storage: `Supervision::AlertsByLoan` (r:0 w:1)
	// Proof: `Supervision::AlertsByLoan` (`max_values`: None, `max_size`: Some(16), added: 2491, mode: `MaxEncodedLen`)
	// Storage: `Supervision::OpenAlerts` (r:0 w:1)
	// Proof: `Supervision::OpenAlerts` (`max_values`: None, `max_size`: Some(12), added: 2487, mode: `MaxEncodedLen`)
	// Storage: `Supervision::Alerts` (r:0 w:1)
	// Proof: `Supervision::Alerts` (`max_values`: None, `max_size`: Some(212), added: 2687, mode: `MaxEncodedLen`)
	// Interim: taken from `give_verdict` before claims had a pallet of their own until measured. New are the loan (r:3), the
	// claim (`Claims::Claims`: r:1 w:1), what waits (r:2 w:2); for each claim that gives way its evidence and loan
	// (r:5), the claim (r:1 w:1) and its keys (w:4). Its tags (`Claims::Tags`: r:1 w:1) and what is found under
	// them (`Claims::Tagged`: r:6 w:6) too, and whether each of those is claimed (`Claims::Claims`: r:48).
	fn give_verdict(n: u32) -> Weight {
		Weight::from_parts(265_000_000, 0)
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(78_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(22_u64))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	// Interim: taken from retract until measured.
	fn give_conflicting_verdict() -> Weight {
		Weight::from_parts(190_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().writes(16_u64))
	}
	// Storage: `Evidence::Evidence` (r:1 w:0)
	// Proof: `Evidence::Evidence` (`max_values`: None, `max_size`: Some(185), added: 2660, mode: `MaxEncodedLen`)
	// Storage: `Evidence::States` (r:1 w:1)
	// Proof: `Evidence::States` (`max_values`: None, `max_size`: Some(23), added: 2498, mode: `MaxEncodedLen`)
	// Storage: `Registry::Officers` (r:1 w:0)
	// Proof: `Registry::Officers` (`max_values`: None, `max_size`: Some(63), added: 2538, mode: `MaxEncodedLen`)
	// Storage: `Timestamp::Now` (r:1 w:0)
	// Proof: `Timestamp::Now` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Reference::CalendarOffset` (r:1 w:0)
	// Proof: `Reference::CalendarOffset` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	// Storage: `Registry::OrgStates` (r:1 w:0)
	// Proof: `Registry::OrgStates` (`max_values`: None, `max_size`: Some(20), added: 2495, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Verdicts` (r:2 w:0)
	// Proof: `Evidence::Verdicts` (`max_values`: None, `max_size`: Some(219), added: 2694, mode: `MaxEncodedLen`)
	// Storage: `Evidence::Fingerprints` (r:4 w:4)
	// Proof: `Evidence::Fingerprints` (`max_values`: None, `max_size`: Some(57), added: 2532, mode: `MaxEncodedLen`)
	// Storage: `Evidence::PendingVerdicts` (r:0 w:2)
	// Proof: `Evidence::PendingVerdicts` (`max_values`: None, `max_size`: Some(18), added: 2493, mode: `MaxEncodedLen`)
	// Interim: as measured before claims had a pallet of their own (`Claims::Claims`: r:1 w:1) until measured;
	// `Claims::Tags` (r:1 w:1) and `Claims::Tagged` (r:12 w:12) are new.
	fn withdraw() -> Weight {
		Weight::from_parts(210_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(21_u64))
	}
	// Interim: taken from `withdraw` (claim and state) and `give_verdict` (officer, verdict, alert) until measured.
	fn retract() -> Weight {
		Weight::from_parts(190_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(16_u64))
	}
}
