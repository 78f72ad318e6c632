//! Weights of the calls.

use frame::prelude::Weight;

/// Weights of the calls; the runtime has the measured ones.
pub trait WeightInfo {
	/// Depends on the number of plan lines.
	fn offer(lines: u32) -> Weight;
	/// With the longest plan.
	fn check_offer() -> Weight;
	/// With the longest plan.
	fn sign() -> Weight;
	/// By the borrower, of an offered contract.
	fn withdraw() -> Weight;
	/// The second officer's step, with as many repayments entered as can be.
	fn book_repayment() -> Weight;
	/// Of an active loan.
	fn close() -> Weight;
	/// A judicial one.
	fn hold() -> Weight;
	/// A judicial one: the second officer's step.
	fn lift_hold() -> Weight;
	/// An offered contract, beside as many as can stand.
	fn lapse() -> Weight;
	/// As many days without offers as are passed over in a block.
	fn sweep() -> Weight;
	/// The second officer's step, with as many holds as there can be.
	fn change_regulator() -> Weight;
	/// The borrower's place, with the longest plan and as many holds as there can be.
	fn take_over() -> Weight;
	/// The last signature, of so many loans.
	fn transfer(loans: u32) -> Weight;
	/// The second officer's step, with as much entered as can be.
	fn correct_repayment() -> Weight;
}

/// Numbers for tests.
impl WeightInfo for () {
	fn offer(lines: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(lines.into()))
	}

	fn check_offer() -> Weight {
		Weight::from_parts(2_000_000_000, 0)
	}

	fn sign() -> Weight {
		Weight::from_parts(2_000_000_000, 0)
	}

	fn withdraw() -> Weight {
		Weight::from_parts(80_000_000, 0)
	}

	fn book_repayment() -> Weight {
		Weight::from_parts(80_000_000, 0)
	}

	fn close() -> Weight {
		Weight::from_parts(80_000_000, 0)
	}

	fn hold() -> Weight {
		Weight::from_parts(80_000_000, 0)
	}

	fn lift_hold() -> Weight {
		Weight::from_parts(80_000_000, 0)
	}

	fn lapse() -> Weight {
		Weight::from_parts(80_000_000, 0)
	}

	fn sweep() -> Weight {
		Weight::from_parts(40_000_000, 0)
	}

	fn change_regulator() -> Weight {
		Weight::from_parts(120_000_000, 0)
	}

	fn take_over() -> Weight {
		Weight::from_parts(900_000_000, 0)
	}

	fn transfer(loans: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
			.saturating_add(Weight::from_parts(120_000_000, 0).saturating_mul(loans.into()))
	}

	fn correct_repayment() -> Weight {
		Weight::from_parts(80_000_000, 0)
	}
}
