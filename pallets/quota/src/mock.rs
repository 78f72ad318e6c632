//! A runtime with this pallet alone.

use crate as pallet_quota;
use frame::testing_prelude::*;

construct_runtime!(
	pub enum Test {
		System: frame_system,
		QuotaPallet: pallet_quota,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

impl pallet_quota::Config for Test {}

/// Runs a test on a fresh chain and checks what must always hold after it.
pub(crate) fn run(test: impl FnOnce()) {
	let mut state: TestState = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into();
	state.execute_with(|| {
		test();
		assert_ok!(QuotaPallet::check_invariants());
	});
}
