//! What is measured, and the scenes that the pallets' benchmarks ask for.
//!
//! A scene is real state: organisations, contracts, evidence and payments come about by the pallets' own
//! calls, so that what is measured is what happens on a chain. Only what cannot be had by a call is written:
//! the clock, and chains of controllers. Nothing of this is in a chain's code; a call that fails here ends
//! the measurement, so it may panic.

mod lending;
mod members;
mod papers;

use crate::{configs::TwoThirdsOfTheCouncil, *};
use alloc::{string::String, vec, vec::Vec};
use codec::Encode;
use core::fmt::Debug;
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{EnsureOrigin, StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_support::BoundedVec;
use frame_system_benchmarking::extensions::Pallet as SystemExtensionsBench;
use frame_system_benchmarking::Pallet as SystemBench;
use pallet_authorities::{seat_account, College, Seat, SeatList, Seats, MAX_SEATS};
use pallet_reference::{YearDays, MAX_HOLIDAYS, MAX_MAKE_UP_DAYS};
use zhidai_primitives::{Day, Duty, OrgId, Region, RequestId, Role, Roles};

polkadot_sdk::frame_benchmarking::define_benchmarks!(
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_timestamp, Timestamp]
	[pallet_utility, Utility]
	[pallet_registry, Registry]
	[pallet_authorities, Authorities]
	[pallet_reference, Reference]
	[pallet_schemes, Schemes]
	[pallet_credentials, Credentials]
	[pallet_loans, Loans]
	[pallet_evidence, Evidence]
	[pallet_payments, Payments]
	[pallet_supervision, Supervision]
);

impl frame_system_benchmarking::Config for Runtime {}

/// Which benchmarks there are.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs a benchmark.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Sets the scenes, for every pallet.
pub struct Helper;

/// Where everybody is registered: Ningbo.
const CITY: Region = Region(330_200);

/// What a step of a scene gives; a scene that cannot be set measures nothing.
fn done<T, E: Debug>(step: Result<T, E>) -> T {
	step.expect("a scene's steps are allowed")
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn council() -> RuntimeOrigin {
	done(TwoThirdsOfTheCouncil::try_successful_origin())
}

/// A request that nobody made before. It is over in the next block, so that what keeps another one then finds enough
/// to forget.
fn new_request() -> RequestId {
	let (_, place) = pallet_registry::RequestPlaces::<Runtime>::get();
	RequestId { last_block: System::block_number(), random: u128::from(place).to_be_bytes() }
}

/// Has the clock stand at the beginning of a day, with a calendar that follows it.
fn set_today(day: Day) {
	pallet_timestamp::Now::<Runtime>::put(u64::from(day.0) * 24 * 3600 * 1000);
	pallet_reference::CalendarOffset::<Runtime>::kill();
}

/// A year with as many holidays as a calendar can list, from its beginning, and as many weekends that are worked.
fn longest_calendar(year: u16) -> YearDays {
	let first = done(Day::from_ymd(u32::from(year), 1, 1));
	let days = || (0..360).filter_map(|number| first.plus_days(number));
	let holidays = days().filter(|day| day.weekday() <= 5).take(MAX_HOLIDAYS as usize);
	let make_up_days = days().filter(|day| day.weekday() > 5).take(MAX_MAKE_UP_DAYS as usize);
	YearDays {
		holidays: BoundedVec::truncate_from(holidays.collect()),
		make_up_days: BoundedVec::truncate_from(make_up_days.collect()),
	}
}

impl pallet_registry::benchmarking::BenchmarkHelper<AccountId, Signature> for Helper {
	fn proof(message: impl FnOnce(&AccountId) -> Vec<u8>) -> (AccountId, Signature) {
		pallet_registry::benchmarking::keystore_proof(message)
	}

	fn fill_seats() {
		let org = OrgId(u32::MAX);
		let seats = (0..).map(|number| Seat { org, number, college: College::Banks });
		let seats = seats
			.take(MAX_SEATS as usize)
			.filter_map(|seat: Seat| Some((seat_account(org, seat.number)?, seat)));
		let seats: Vec<(AccountId, Seat)> = seats.collect();
		seats.iter().for_each(|(account, seat)| Seats::<Runtime>::insert(account, seat));
		let accounts: Vec<AccountId> = seats.into_iter().map(|(account, _)| account).collect();
		SeatList::<Runtime>::put(BoundedVec::truncate_from(accounts));
	}

	fn pass_a_day() {
		let today = <crate::Reference as zhidai_primitives::traits::Calendar>::today();
		set_today(Day(today.0 + 2));
	}
}

impl pallet_authorities::BenchmarkHelper<Runtime> for Helper {
	fn council_officer() -> (AccountId, OrgId) {
		let bank = members::admit(Roles::of(&[Role::Bank]), CITY);
		(members::officer(bank, Duty::Council), bank)
	}

	fn decidable(number: u32, length: u32) -> RuntimeCall {
		// Call indices and the remark's length take six bytes at the most.
		let length = usize::try_from(length).unwrap_or_default().saturating_sub(6);
		let mut remark = vec![0; length];
		remark.iter_mut().zip(number.to_le_bytes()).for_each(|(place, byte)| *place = byte);
		RuntimeCall::System(frame_system::Call::remark { remark })
	}

	fn keys_and_proof(seat: &AccountId) -> (SessionKeys, Vec<u8>) {
		let generated = SessionKeys::generate(&seat.encode(), None);
		(generated.keys, generated.proof.encode())
	}
}

impl pallet_reference::BenchmarkHelper<AccountId> for Helper {
	fn officer(_: u32, role: Role, duty: Duty) -> AccountId {
		members::officer(members::admit(Roles::of(&[role]), CITY), duty)
	}
}

impl pallet_credentials::BenchmarkHelper<AccountId> for Helper {
	fn organisation(roles: Roles, region: Region) -> OrgId {
		members::admit(roles, region)
	}

	fn officer(org: OrgId, duty: Duty) -> AccountId {
		members::hire(org, duty)
	}

	fn set_today(day: Day) {
		use pallet_reference::{CalendarEntry, CalendarOf, Confirmed, Content, Entries, EntryId};
		let year = u16::try_from(day.ymd().0).unwrap_or_default();
		let days = longest_calendar(year);
		let content = Content::Calendar(CalendarEntry { year, days, source: Default::default() });
		let (entered_by, confirmed_by, confirmed_on) = (OrgId(0), OrgId(1), day);
		let confirmed = Confirmed {
			content,
			corrects: None,
			entered_by,
			confirmed_by,
			confirmed_on,
			superseded_by: None,
		};
		let entry = EntryId(u32::MAX - u32::from(year));
		Entries::<Runtime>::insert(entry, confirmed);
		CalendarOf::<Runtime>::insert(year, entry);
		set_today(day);
	}
}
