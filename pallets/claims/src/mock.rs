//! A runtime with this pallet alone.

use crate as pallet_claims;
use frame::testing_prelude::*;

construct_runtime!(
	pub enum Test {
		System: frame_system,
		ClaimsPallet: pallet_claims,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

impl crate::Config for Test {}

pub(crate) fn externalities() -> TestState {
	frame_system::GenesisConfig::<Test>::default().build_storage().unwrap_or_default().into()
}

/// Runs a test and checks what must always hold after it.
pub(crate) fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		ClaimsPallet::check_invariants().expect("what must always hold");
	});
}
