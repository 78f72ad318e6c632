//! What the calls cost.

use frame::prelude::Weight;

/// The weights of the calls. The real ones are measured and live in the runtime.
pub trait WeightInfo {
	/// `propose`, put to the vote, of a call of `b` bytes; without the call's own weight.
	fn propose(b: u32) -> Weight;
	/// `vote`.
	fn vote() -> Weight;
	/// `close` of a motion on a call of `b` bytes; without the call's own weight.
	fn close(b: u32) -> Weight;
	/// `withdraw`.
	fn withdraw() -> Weight;
	/// `set_session_keys`.
	fn set_session_keys() -> Weight;
}

/// For tests: not measured, but not nothing.
impl WeightInfo for () {
	fn propose(b: u32) -> Weight {
		Weight::from_parts(60_000_000, 4_000)
			.saturating_add(Weight::from_parts(100, 1).saturating_mul(b.into()))
	}

	fn vote() -> Weight {
		Weight::from_parts(50_000_000, 4_000)
	}

	fn close(b: u32) -> Weight {
		Weight::from_parts(70_000_000, 4_000)
			.saturating_add(Weight::from_parts(100, 1).saturating_mul(b.into()))
	}

	fn withdraw() -> Weight {
		Weight::from_parts(60_000_000, 4_000)
	}

	fn set_session_keys() -> Weight {
		Weight::from_parts(200_000_000, 4_000)
	}
}
