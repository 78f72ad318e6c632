//! A chain of this pallet alone. The council is root.

use crate as pallet_schemes;
use crate::Preset;
use frame::{deps::frame_system::EnsureRoot, testing_prelude::*};

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

impl pallet_schemes::Config for Test {
	type CouncilOrigin = EnsureRoot<u64>;
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

/// Runs a test on a chain with both presets, then checks what must always hold.
pub(crate) fn run(test: impl FnOnce()) {
	run_with(Preset::ALL, test);
}

/// Like [`run`], with these presets.
pub(crate) fn run_with(presets: &[Preset], test: impl FnOnce()) {
	genesis(presets).execute_with(|| {
		test();
		Schemes::check_invariants().unwrap();
	});
}
