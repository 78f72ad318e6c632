//! A runtime of this pallet alone, with the ready-made neighbours, and a consortium to test with.

use crate as pallet_credentials;
use crate::CredentialsChange;
use frame::testing_prelude::*;
use std::collections::BTreeMap;
use zhidai_primitives::{
	testing::{self, Listener, Neighbours},
	Day, Duty, OfficerId, OrgId, Region, Role,
};

/// The market regulator of Ningbo.
pub(crate) const BUREAU: OrgId = OrgId(1);
/// The market regulator of Hangzhou.
pub(crate) const OTHER_CITY: OrgId = OrgId(2);
/// The tax bureau of Ningbo.
pub(crate) const TAX: OrgId = OrgId(3);
/// The market regulator of Zhejiang.
pub(crate) const PROVINCE: OrgId = OrgId(4);
/// A bank.
pub(crate) const BANK: OrgId = OrgId(5);
/// A firm in Ningbo.
pub(crate) const FIRM: OrgId = OrgId(10);
/// Another firm in Ningbo.
pub(crate) const OTHER_FIRM: OrgId = OrgId(11);
/// A firm in Hangzhou.
pub(crate) const FAR_FIRM: OrgId = OrgId(12);

pub(crate) const MAKER: u64 = 100;
pub(crate) const CHECKER: u64 = 101;
/// A maker and checker at once.
pub(crate) const BOTH: u64 = 102;
/// The maker's second account, as a checker.
pub(crate) const MAKERS_OTHER_SELF: u64 = 109;
pub(crate) const OTHER_CITY_MAKER: u64 = 200;
pub(crate) const OTHER_CITY_CHECKER: u64 = 201;
pub(crate) const TAX_MAKER: u64 = 300;
pub(crate) const TAX_CHECKER: u64 = 301;
pub(crate) const PROVINCE_MAKER: u64 = 400;
pub(crate) const PROVINCE_CHECKER: u64 = 401;
pub(crate) const BANK_MAKER: u64 = 500;
pub(crate) const SIGNER: u64 = 1000;
pub(crate) const FIRMS_MAKER: u64 = 1001;
pub(crate) const OTHER_SIGNER: u64 = 1100;
pub(crate) const FAR_SIGNER: u64 = 1200;

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Credentials: pallet_credentials,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

/// Checks that somebody who only heard the journal knows the shared records.
fn check_journal() {
	let (mut types, mut credentials, mut records) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
	for change in testing::heard::<CredentialsChange>() {
		match change {
			CredentialsChange::Type(id, new) => drop(types.insert(id, new)),
			CredentialsChange::Credential(id, credential) => drop(credentials.insert(id, credential)),
			CredentialsChange::Adverse(id, record) => drop(records.insert(id, record)),
		}
	}
	assert_eq!(types, crate::Types::<Test>::iter().collect());
	assert_eq!(credentials, crate::Credentials::<Test>::iter().collect());
	assert_eq!(records, crate::AdverseRecords::<Test>::iter().collect());
}

impl pallet_credentials::Config for Test {
	type Directory = Neighbours;
	type Calendar = Neighbours;
	type Once = Neighbours;
	type Journal = Listener;
	type SuspensionDays = ConstU16<5>;
	type ObjectionDays = ConstU16<15>;
	type CouncilOrigin = EnsureRoot<u64>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// Sets up organisations and officers for benchmarks in the test world.
#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_credentials::BenchmarkHelper<u64> for Helper {
	fn organisation(roles: zhidai_primitives::Roles, region: Region) -> OrgId {
		testing::with(|world| {
			let id = OrgId(world.organisations.keys().next_back().map_or(20, |last| last.0 + 1));
			world.organisations.insert(id, (roles, zhidai_primitives::OrgStatus::Active, region));
			id
		})
	}

	fn officer(org: OrgId, duty: Duty) -> u64 {
		testing::with(|world| {
			let officer = (org.0 * 100..).find(|id| !world.officers.contains_key(&u64::from(*id))).unwrap();
			let entry = (org, OfficerId(officer), zhidai_primitives::Duties::of(&[duty]), officer);
			world.officers.insert(u64::from(officer), entry);
			u64::from(officer)
		})
	}

	fn set_today(day: Day) {
		testing::with(|world| world.today = day);
	}
}

pub(crate) fn day(text: &str) -> Day {
	text.parse().unwrap()
}

/// Moves the calendar.
pub(crate) fn set_today(text: &str) {
	testing::with(|world| world.today = day(text));
}

/// Moves an organisation.
pub(crate) fn set_region(org: OrgId, region: u32) {
	testing::with(|world| world.organisations.get_mut(&org).unwrap().2 = Region(region));
}

fn populate() {
	use Duty::{Checker, Confirm, Maker};
	let desk: &[&[Duty]] = &[&[Maker], &[Checker], &[Maker, Checker]];
	testing::reset();
	testing::add_organisation(BUREAU.0, &[Role::MarketRegulator], desk);
	testing::add_organisation(OTHER_CITY.0, &[Role::MarketRegulator], desk);
	testing::add_organisation(TAX.0, &[Role::TaxBureau], desk);
	testing::add_organisation(PROVINCE.0, &[Role::MarketRegulator], desk);
	testing::add_organisation(BANK.0, &[Role::Bank], desk);
	testing::add_organisation(FIRM.0, &[Role::Enterprise], &[&[Confirm], &[Maker]]);
	testing::add_organisation(OTHER_FIRM.0, &[Role::Enterprise], &[&[Confirm]]);
	testing::add_organisation(FAR_FIRM.0, &[Role::Enterprise], &[&[Confirm]]);
	set_region(OTHER_CITY, 330_100);
	set_region(PROVINCE, 330_000);
	set_region(FIRM, 330_203);
	set_region(FAR_FIRM, 330_102);
	testing::with(|world| {
		let (org, _, _, person) = world.officers[&MAKER];
		let duties = zhidai_primitives::Duties::of(&[Checker]);
		world.officers.insert(MAKERS_OTHER_SELF, (org, OfficerId(109), duties, person));
	});
}

/// A chain with the catalogue, on 2026-01-05.
pub(crate) fn new_test_ext() -> TestState {
	populate();
	let genesis = RuntimeGenesisConfig {
		credentials: pallet_credentials::GenesisConfig { catalogue: true, ..Default::default() },
		..Default::default()
	};
	let mut chain = TestState::new(genesis.build_storage().unwrap());
	chain.execute_with(|| System::set_block_number(1));
	chain
}

/// Runs a test on such a chain, and checks the invariants after it.
pub(crate) fn run(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		assert_ok!(Credentials::check_invariants());
		check_journal();
	});
}
