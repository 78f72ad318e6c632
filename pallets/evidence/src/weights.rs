//! Weights of the calls.

use frame::prelude::Weight;

/// What the calls cost.
pub trait WeightInfo {
	/// `file`.
	fn file() -> Weight;
	/// `revise`, where a verdict with all fingerprints was given.
	fn revise() -> Weight;
	/// `give_verdict`, where it conflicts with the other side's and fingerprints are freed.
	fn give_verdict() -> Weight;
	/// `withdraw`, where both sides spoke for it.
	fn withdraw() -> Weight;
}

/// For tests.
impl WeightInfo for () {
	fn file() -> Weight {
		Weight::from_parts(60_000_000, 8_000)
	}
	fn revise() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
	}
	fn give_verdict() -> Weight {
		Weight::from_parts(120_000_000, 20_000)
	}
	fn withdraw() -> Weight {
		Weight::from_parts(80_000_000, 16_000)
	}
}
