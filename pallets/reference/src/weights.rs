//! What each call costs at its worst. The runtime brings the measured figures.

use frame::prelude::Weight;

/// The weights of the calls. Each is for the largest arguments: they are bounded and small.
pub trait WeightInfo {
	/// [`crate::Pallet::propose_rate`].
	fn propose_rate() -> Weight;
	/// [`crate::Pallet::confirm_rate`].
	fn confirm_rate() -> Weight;
	/// [`crate::Pallet::propose_calendar`].
	fn propose_calendar() -> Weight;
	/// [`crate::Pallet::confirm_calendar`].
	fn confirm_calendar() -> Weight;
	/// [`crate::Pallet::withdraw`].
	fn withdraw() -> Weight;
	/// [`crate::Pallet::move_calendar`].
	fn move_calendar() -> Weight;
}

/// Fixed figures for tests.
impl WeightInfo for () {
	fn propose_rate() -> Weight {
		Weight::from_parts(30_000_000, 8_000)
	}
	fn confirm_rate() -> Weight {
		Weight::from_parts(40_000_000, 8_000)
	}
	fn propose_calendar() -> Weight {
		Weight::from_parts(35_000_000, 8_000)
	}
	fn confirm_calendar() -> Weight {
		Weight::from_parts(45_000_000, 8_000)
	}
	fn withdraw() -> Weight {
		Weight::from_parts(30_000_000, 8_000)
	}
	fn move_calendar() -> Weight {
		Weight::from_parts(15_000_000, 4_000)
	}
}
