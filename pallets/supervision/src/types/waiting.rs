//! Where an open review stands in its sides' lists.

use zhidai_primitives::{LoanId, Ordered, Quarter};

/// Loan and quarter: a side's reviews are listed by loans, and each loan's from the earliest quarter on.
pub type ReviewKey = (Ordered, Ordered);

/// The place of a review.
pub fn review_key(loan: LoanId, Quarter { year, number }: Quarter) -> ReviewKey {
	let [high, low] = year.to_be_bytes();
	(loan.into(), u32::from_be_bytes([0, high, low, number]).into())
}

/// The review at a place.
pub fn review_at((loan, quarter): ReviewKey) -> (LoanId, Quarter) {
	let [_, high, low, number] = quarter.get().to_be_bytes();
	(loan.into(), Quarter { year: u16::from_be_bytes([high, low]), number })
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;

	#[test]
	fn places_are_in_the_order_of_loans_and_quarters() {
		let reviews = [(1, 2025, 4), (1, 2026, 1), (1, 2026, 2), (256, 2025, 1), (257, 2024, 4)]
			.map(|(loan, year, number)| (LoanId(loan), Quarter { year, number }));
		let keys = reviews.map(|(loan, quarter)| review_key(loan, quarter));
		assert!(keys.map(|key| key.encode()).is_sorted());
		assert_eq!(keys.map(review_at), reviews);
	}
}
