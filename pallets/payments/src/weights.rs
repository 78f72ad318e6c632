//! What calls cost. The runtime's figures are measured; those here serve tests.

use frame::prelude::*;

/// The weights of the calls.
pub trait WeightInfo {
	/// One line.
	fn draft_one() -> Weight;
	/// `n` lines over `p` lines of the plan.
	fn draft(n: u32, p: u32) -> Weight;
	/// `n` lines of the plan.
	fn drawdown(n: u32) -> Weight;
	/// One draft.
	fn mandate() -> Weight;
	/// One draft.
	fn make() -> Weight;
	/// One draft.
	fn approve() -> Weight;
	/// A draft of `n` lines over `p` lines of the plan.
	fn reject(n: u32, p: u32) -> Weight;
	/// One line of an ordinary draft.
	fn release_one() -> Weight;
	/// `n` lines of an ordinary draft, over `p` lines of the plan.
	fn release(n: u32, p: u32) -> Weight;
	/// A draft of as many lines as a plan has, of whose payees another bank has reported `n`.
	fn release_reported(n: u32) -> Weight;
	/// One line of a draft that pays returned money again.
	fn release_again_one() -> Weight;
	/// `n` lines of a draft that pays returned money again, over `p` lines of the plan.
	fn release_again(n: u32, p: u32) -> Weight;
	/// An order of one line.
	fn execute_one() -> Weight;
	/// An order of `n` lines, over `p` lines of the plan.
	fn execute(n: u32, p: u32) -> Weight;
	/// `n` lines, over `p` lines of the plan.
	fn exclude(n: u32, p: u32) -> Weight;
	/// `n` booked payments, each in a draft and a loan of its own.
	fn settle(n: u32) -> Weight;
	/// `n` booked payments of one draft, each on a plan line of its own.
	fn settle_few(n: u32) -> Weight;
	/// `n` booked payments of one draft, over as many lines of the plan as it can have.
	fn settle_in_draft(n: u32) -> Weight;
	/// One payment that is not known, and otherwise returns of what was booked, `n` in all, each in a draft and a loan
	/// of its own, where the queue of mismatches is as long as it can be.
	fn fail(n: u32) -> Weight;
	/// `n` payments, each in a draft and a loan of its own.
	fn confirm(n: u32) -> Weight;
	/// `n` payments, each in a draft and a loan of its own.
	fn confirm_assisted(n: u32) -> Weight;
	/// One payment.
	fn dispute() -> Weight;
	/// One returned payment.
	fn pay_again_one() -> Weight;
	/// `n` payments over `p` lines of the plan, each returned in a draft of its own.
	fn pay_again(n: u32, p: u32) -> Weight;
	/// A draft of `n` lines over `p` lines of the plan.
	fn lapse(n: u32, p: u32) -> Weight;
	/// As many days without drafts as are passed over in a block.
	fn sweep() -> Weight;
	/// One file, where as many give way as can at once.
	fn enter_results() -> Weight;
	/// One mismatch of as many as can be open.
	fn close_mismatch() -> Weight;
	/// The second officer's step of a counter-entry, of a payment with as much on record as there can be.
	fn adjust() -> Weight;
	/// One receipt that denies what the bank had confirmed, signed by a key that takes longest to verify.
	fn confirm_signed() -> Weight;
	/// One receipt that the bank had confirmed, where as many statements wait as can.
	fn take_back_receipt() -> Weight;
	/// A draft of as many lines as a plan has, of which `n` rest on another document beside their own.
	fn draft_allocated(n: u32) -> Weight;
	/// One payment, from as many documents beside its own to as many others.
	fn allocate() -> Weight;
}

fn fixed(base: u64, per_line: u64, n: u32) -> Weight {
	Weight::from_parts(base.saturating_add(per_line.saturating_mul(n.into())), 0)
}

impl WeightInfo for () {
	fn draft_one() -> Weight {
		fixed(120_000_000, 0, 0)
	}
	fn draft(n: u32, p: u32) -> Weight {
		fixed(100_000_000, 40_000_000, n.saturating_add(p))
	}
	fn drawdown(n: u32) -> Weight {
		fixed(100_000_000, 50_000_000, n)
	}
	fn mandate() -> Weight {
		fixed(60_000_000, 0, 0)
	}
	fn make() -> Weight {
		fixed(60_000_000, 0, 0)
	}
	fn approve() -> Weight {
		fixed(60_000_000, 0, 0)
	}
	fn reject(n: u32, p: u32) -> Weight {
		fixed(80_000_000, 5_000_000, n.saturating_add(p))
	}
	fn release_one() -> Weight {
		fixed(115_000_000, 0, 0)
	}
	fn release(n: u32, p: u32) -> Weight {
		fixed(100_000_000, 10_000_000, n.saturating_add(p))
	}
	fn release_reported(n: u32) -> Weight {
		fixed(200_000_000, 60_000_000, n)
	}
	fn release_again_one() -> Weight {
		fixed(195_000_000, 0, 0)
	}
	fn release_again(n: u32, p: u32) -> Weight {
		fixed(100_000_000, 80_000_000, n.saturating_add(p))
	}
	fn execute_one() -> Weight {
		fixed(400_000_000, 0, 0)
	}
	fn execute(n: u32, p: u32) -> Weight {
		fixed(360_000_000, 50_000_000, n.saturating_add(p))
	}
	fn exclude(n: u32, p: u32) -> Weight {
		fixed(80_000_000, 5_000_000, n.saturating_add(p))
	}
	fn settle(n: u32) -> Weight {
		fixed(80_000_000, 80_000_000, n)
	}
	fn settle_few(n: u32) -> Weight {
		fixed(100_000_000, 11_000_000, n)
	}
	fn settle_in_draft(n: u32) -> Weight {
		fixed(120_000_000, 10_000_000, n)
	}
	fn fail(n: u32) -> Weight {
		fixed(80_000_000, 90_000_000, n)
	}
	fn confirm(n: u32) -> Weight {
		fixed(60_000_000, 80_000_000, n)
	}
	fn confirm_assisted(n: u32) -> Weight {
		fixed(60_000_000, 90_000_000, n)
	}
	fn dispute() -> Weight {
		fixed(80_000_000, 0, 0)
	}
	fn pay_again_one() -> Weight {
		fixed(190_000_000, 0, 0)
	}
	fn pay_again(n: u32, p: u32) -> Weight {
		fixed(100_000_000, 90_000_000, n.saturating_add(p))
	}
	fn lapse(n: u32, p: u32) -> Weight {
		fixed(80_000_000, 5_000_000, n.saturating_add(p))
	}
	fn sweep() -> Weight {
		fixed(40_000_000, 0, 0)
	}
	fn enter_results() -> Weight {
		fixed(90_000_000, 0, 0)
	}
	fn close_mismatch() -> Weight {
		fixed(120_000_000, 0, 0)
	}
	fn adjust() -> Weight {
		fixed(150_000_000, 0, 0)
	}
	fn confirm_signed() -> Weight {
		fixed(180_000_000, 0, 0)
	}
	fn take_back_receipt() -> Weight {
		fixed(130_000_000, 0, 0)
	}
	fn draft_allocated(n: u32) -> Weight {
		fixed(4_000_000_000, 50_000_000, n)
	}
	fn allocate() -> Weight {
		fixed(250_000_000, 0, 0)
	}
}
