//! A chain of this pallet alone: regulators 1 and 2, banks 3 and 4, enterprise 5. Account `org * 100 + n` is
//! the maker (0), the checker (1) or the admin (2) of an organisation, each another person.

use crate as pallet_reference;
use crate::ReferenceChange;
use frame::{deps::sp_io, testing_prelude::*, traits::Time};
use std::collections::BTreeMap;
use zhidai_primitives::{
	testing::{self, Listener, Neighbours},
	Day, Duty, OrgId, Role,
};

pub(crate) const MARKET_REGULATOR: u64 = 100;
pub(crate) const FINANCIAL_REGULATOR: u64 = 200;
pub(crate) const BANK: u64 = 300;
pub(crate) const OTHER_BANK: u64 = 400;
pub(crate) const ENTERPRISE: u64 = 500;
pub(crate) const BANK_ORG: OrgId = OrgId(3);
pub(crate) const OTHER_BANK_ORG: OrgId = OrgId(4);

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Reference: pallet_reference,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

parameter_types! {
	pub static Now: u64 = 0;
}

pub struct Clock;

impl Time for Clock {
	type Moment = u64;

	fn now() -> u64 {
		Now::get()
	}
}

/// Checks that somebody who only heard the journal knows the shared book.
fn check_journal() {
	let (mut entries, mut offset) = (BTreeMap::new(), 0);
	for change in testing::heard::<ReferenceChange>() {
		match change {
			ReferenceChange::Entry { entry, confirmed } => drop(entries.insert(entry, confirmed)),
			ReferenceChange::Offset(days) => offset = days,
		}
	}
	assert_eq!(entries, crate::Entries::<Test>::iter().collect());
	assert_eq!(offset, crate::CalendarOffset::<Test>::get());
}

impl pallet_reference::Config for Test {
	type Time = Clock;
	type Directory = Neighbours;
	type Colleges = Neighbours;
	type Once = Neighbours;
	type Journal = Listener;
	type Findings = Neighbours;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// Officers for benchmarks, each of an organisation of its own.
#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Helper {
	fn officer(number: u32, role: Role, duty: Duty) -> u64 {
		testing::add_organisation(1_000 + number, &[role], &[&[duty]]);
		u64::from(1_000 + number) * 100
	}
}

pub(crate) fn day(text: &str) -> Day {
	text.parse().unwrap()
}

/// Sets the clock to noon in China.
pub(crate) fn set_clock(text: &str) {
	Now::set(u64::from(day(text).0) * 86_400_000 + 4 * 3_600_000);
}

pub(crate) fn genesis(calendar_movable: bool, calendar_offset_days: i32) -> TestState {
	testing::reset();
	for (org, role) in [
		(1, Role::MarketRegulator),
		(2, Role::FinancialRegulator),
		(3, Role::Bank),
		(4, Role::Bank),
		(5, Role::Enterprise),
	] {
		testing::add_organisation(org, &[role], &[&[Duty::Maker], &[Duty::Checker], &[Duty::Admin]]);
	}
	set_clock("2025-03-03");
	let reference = crate::GenesisConfig { calendar_offset_days, calendar_movable, ..Default::default() };
	let mut ext: sp_io::TestExternalities =
		RuntimeGenesisConfig { system: Default::default(), reference }.build_storage().unwrap().into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// For the benchmarks' tests.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> TestState {
	genesis(false, 0)
}

/// Runs a test on a chain whose calendar is fixed, on Monday 2025-03-03, then checks what must always hold.
pub(crate) fn run(test: impl FnOnce()) {
	run_with(false, 0, test);
}

/// Like [`run`], with a calendar that is movable or not.
pub(crate) fn run_with(calendar_movable: bool, calendar_offset_days: i32, test: impl FnOnce()) {
	genesis(calendar_movable, calendar_offset_days).execute_with(|| {
		test();
		Reference::check_invariants().unwrap();
		check_journal();
	});
}
