//! Weights of the calls.

use frame::prelude::Weight;

/// What the calls cost.
pub trait WeightInfo {
	/// `count` of `n` payments, each on a quality-upgrading line of its own.
	fn count_few(n: u32) -> Weight;
	/// `count` of `n` payments over as many quality-upgrading lines as a plan has.
	fn count(n: u32) -> Weight;
	/// `open_review`, with as many quarters waiting as can.
	fn open_review() -> Weight;
	/// `sign_review` by the second side, where the covenant is missed.
	fn sign_review() -> Weight;
	/// `close_alert` of a denied payment by a financial regulator, where another alert waits for its place.
	fn close_alert() -> Weight;
	/// `answer_alert` of a loan, with a document.
	fn answer_alert() -> Weight;
	/// `take_back` of `n` payments that were returned; nothing is asked of their plan lines.
	fn take_back(n: u32) -> Weight;
	/// `take_back` of `n` payments whose evidence was retracted, each on a plan line of its own.
	fn take_back_quality_few(n: u32) -> Weight;
	/// `take_back` of `n` payments whose evidence was retracted, over as many lines as a plan has.
	fn take_back_quality(n: u32) -> Weight;
}

/// For tests.
impl WeightInfo for () {
	fn count_few(n: u32) -> Weight {
		Weight::from_parts(60_000_000, 10_000)
			.saturating_add(Weight::from_parts(21_000_000, 6_000).saturating_mul(u64::from(n)))
	}
	fn count(n: u32) -> Weight {
		Weight::from_parts(80_000_000, 10_000)
			.saturating_add(Weight::from_parts(20_000_000, 6_000).saturating_mul(u64::from(n)))
	}
	fn open_review() -> Weight {
		Weight::from_parts(90_000_000, 20_000)
	}
	fn sign_review() -> Weight {
		Weight::from_parts(110_000_000, 20_000)
	}
	fn close_alert() -> Weight {
		Weight::from_parts(60_000_000, 10_000)
	}
	fn answer_alert() -> Weight {
		Weight::from_parts(60_000_000, 10_000)
	}
	fn take_back(n: u32) -> Weight {
		Weight::from_parts(80_000_000, 10_000)
			.saturating_add(Weight::from_parts(20_000_000, 6_000).saturating_mul(u64::from(n)))
	}
	fn take_back_quality_few(n: u32) -> Weight {
		Self::count_few(n)
	}
	fn take_back_quality(n: u32) -> Weight {
		Self::count(n)
	}
}
