//! Weights of the calls.

use frame::prelude::Weight;

/// What the calls cost.
pub trait WeightInfo {
	/// `file`.
	fn file() -> Weight;
	/// `revise`, of what was retracted while a draft was on it, so that its claim is given back only now.
	fn revise() -> Weight;
	/// `give_verdict`, the first one, or where the other side's has lapsed; with `t` tags, under each of which all
	/// places are taken.
	fn give_first_verdict(t: u32) -> Weight;
	/// `give_verdict`, the second one, where `n` claims that stand no more give way; with `t` tags, under each of which
	/// all places are taken.
	fn give_verdict(n: u32, t: u32) -> Weight;
	/// `give_verdict`, the second one, against what the first one said: an alert is opened.
	fn give_conflicting_verdict() -> Weight;
	/// `withdraw`, where one side spoke for it and the other is still asked.
	fn withdraw() -> Weight;
	/// `retract`, where both sides spoke for it and nothing was paid.
	fn retract() -> Weight;
	/// `take_over`, where both sides are still asked.
	fn take_over() -> Weight;
}

/// For tests.
impl WeightInfo for () {
	fn file() -> Weight {
		Weight::from_parts(60_000_000, 8_000)
	}
	fn revise() -> Weight {
		Weight::from_parts(90_000_000, 16_000)
	}
	fn give_first_verdict(t: u32) -> Weight {
		Weight::from_parts(60_000_000, 12_000)
			.saturating_add(Weight::from_parts(20_000_000, 4_000).saturating_mul(t.into()))
	}
	fn give_verdict(n: u32, t: u32) -> Weight {
		Weight::from_parts(100_000_000, 16_000)
			.saturating_add(Weight::from_parts(40_000_000, 8_000).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(20_000_000, 4_000).saturating_mul(t.into()))
	}
	fn give_conflicting_verdict() -> Weight {
		Weight::from_parts(130_000_000, 20_000)
	}
	fn withdraw() -> Weight {
		Weight::from_parts(80_000_000, 16_000)
	}
	fn retract() -> Weight {
		Weight::from_parts(110_000_000, 18_000)
	}
	fn take_over() -> Weight {
		Weight::from_parts(80_000_000, 16_000)
	}
}
