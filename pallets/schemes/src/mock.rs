//! A chain of this pallet alone. The council is root.

use crate as pallet_schemes;
use crate::{Preset, SchemeChange};
use frame::{deps::frame_system::EnsureRoot, testing_prelude::*};
use std::collections::BTreeMap;
use zhidai_primitives::{
	testing::{self, Listener},
	SchemeId, SchemeTerms, SchemeVersion,
};

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Schemes: pallet_schemes,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

/// What somebody knows who only heard the journal: the terms of every version, and the version in force.
pub(crate) fn replayed(
) -> (BTreeMap<(SchemeId, SchemeVersion), SchemeTerms>, BTreeMap<SchemeId, SchemeVersion>) {
	let (mut terms_of, mut in_force) = (BTreeMap::new(), BTreeMap::new());
	for change in testing::heard::<SchemeChange>() {
		match change {
			SchemeChange::Published { scheme, version, terms } => {
				assert_eq!(terms_of.insert((scheme, version), terms), None, "a version was published twice");
				in_force.insert(scheme, version);
			}
			SchemeChange::Retired { scheme } => drop(in_force.remove(&scheme)),
		}
	}
	(terms_of, in_force)
}

impl pallet_schemes::Config for Test {
	type CouncilOrigin = EnsureRoot<u64>;
	type Journal = Listener;
	type WeightInfo = ();
}

pub(crate) fn genesis(presets: &[Preset]) -> TestState {
	let schemes = crate::GenesisConfig { presets: presets.to_vec(), ..Default::default() };
	let mut ext: TestState =
		RuntimeGenesisConfig { system: Default::default(), schemes }.build_storage().unwrap().into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// For the benchmarks' tests.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> TestState {
	genesis(&[])
}

/// Runs a test on a chain with both presets, then checks what must always hold, and that the journal heard
/// all of it.
pub(crate) fn run(test: impl FnOnce()) {
	run_with(Preset::ALL, test);
}

/// Like [`run`], with these presets.
pub(crate) fn run_with(presets: &[Preset], test: impl FnOnce()) {
	genesis(presets).execute_with(|| {
		test();
		Schemes::check_invariants().unwrap();
		let terms = crate::Terms::<Test>::iter().map(|(scheme, version, terms)| ((scheme, version), terms));
		assert_eq!((terms.collect(), crate::Current::<Test>::iter().collect()), replayed());
	});
}
