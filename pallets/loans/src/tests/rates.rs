//! The reference that a contract's rate was held against, and what became of it.

use super::*;
use zhidai_primitives::{EntryId, RateKind};

/// The LPR is another now, by an entry of this number, for every day.
fn correct(value: u32, entry: u32) {
	testing::with(|world| {
		world.rates.insert(RateKind::Lpr1Y, BasisPoints(value));
		world.rate_entries.insert(RateKind::Lpr1Y, EntryId(entry));
	});
}

#[test]
fn who_reads_a_contract_sees_what_its_reference_is_now() {
	run(|| {
		let loan = active(request_for(SUZHOU, 1_000_000));
		let (pinned, now) = LoansPallet::pinned_rate(loan).unwrap();
		assert_eq!((pinned.value, pinned.cap, now), (BasisPoints(300), BasisPoints(350), None));
		correct(310, 7);
		let (again, now) = LoansPallet::pinned_rate(loan).unwrap();
		let now = now.unwrap();
		assert_eq!((again, now.value, now.entry), (pinned, BasisPoints(310), EntryId(7)));
		assert_eq!(LoansPallet::pinned_rate(active(request())), None, "the programme caps no rate");
	});
}

#[test]
fn a_reference_that_is_no_longer_found_by_its_day_is_shown_as_it_was_pinned() {
	run(|| {
		let loan = active(request_for(SUZHOU, 1_000_000));
		testing::with(|world| world.rates.clear());
		let (pinned, now) = LoansPallet::pinned_rate(loan).unwrap();
		assert_eq!((pinned.value, now), (BasisPoints(300), None));
	});
}
