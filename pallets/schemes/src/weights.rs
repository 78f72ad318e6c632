//! What each call costs at its worst. The runtime brings the measured figures.

use frame::prelude::Weight;

/// The weights of the calls. `publish` is for the largest terms: they are bounded and small.
pub trait WeightInfo {
	/// [`crate::Pallet::publish`].
	fn publish() -> Weight;
	/// [`crate::Pallet::retire`].
	fn retire() -> Weight;
}

/// Fixed figures for tests.
impl WeightInfo for () {
	fn publish() -> Weight {
		Weight::from_parts(30_000_000, 8_000)
	}
	fn retire() -> Weight {
		Weight::from_parts(20_000_000, 4_000)
	}
}
