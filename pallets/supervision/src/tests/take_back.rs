//! Taking returned payments back.

use crate::mock::*;
use crate::{Counted, Error, Event, LoanUse, QuarterUse, Spend};
use frame::testing_prelude::*;
use zhidai_primitives::{Fen, LoanId, OfficerId, OrgId, PaymentStatus, Uetr};

fn yuan(counted: u64, quality: u64) -> Spend {
	Spend { counted: Fen::from_yuan(counted), quality: Fen::from_yuan(quality) }
}

fn returned(number: u8, amount: u64, quarter: u8) -> Uetr {
	let payment = pay(number, amount, q(quarter), true);
	assert_ok!(count(q(quarter), &[payment]));
	set_payment(payment, |facts| facts.status = PaymentStatus::Returned);
	payment
}

#[test]
fn a_returned_payment_counts_no_longer() {
	run(|| {
		let payment = returned(1, 300, 1);
		assert_ok!(take_back(q(2), &[payment]));
		let quarter = QuarterUse::<Test>::get(LOAN, q(1));
		assert_eq!((quarter.added, quarter.taken_back, quarter.payments), (yuan(0, 0), yuan(0, 0), 0));
		assert!(!Counted::<Test>::contains_key(payment));
		// Nothing was adjusted in the second quarter, so it does not wait.
		assert_eq!(LoanUse::<Test>::get(LOAN).open.to_vec(), vec![q(1)]);
		System::assert_last_event(
			Event::TakenBack {
				loan: LOAN,
				quarter: q(2),
				payments: 1,
				counted_fen: 30_000,
				quality_fen: 30_000,
				org: OrgId(3),
				officer: OfficerId(300),
			}
			.into(),
		);
	});
}

#[test]
fn what_was_counted_in_a_closed_quarter_comes_back_as_an_adjustment() {
	run(|| {
		let payment = returned(1, 300_000, 1);
		close(q(1));
		let before = (QuarterUse::<Test>::get(LOAN, q(1)), review(q(1)));
		assert!(before.1.met);
		assert_noop!(take_back(q(1), &[payment]), Error::<Test>::PeriodClosed);
		assert_ok!(take_back(q(2), &[payment]));
		assert_eq!((QuarterUse::<Test>::get(LOAN, q(1)), review(q(1))), before);
		assert_eq!(QuarterUse::<Test>::get(LOAN, q(2)).taken_back, yuan(300_000, 300_000));
		assert_ok!(open(q(2)));
		assert_eq!(figures(q(2)).spend, yuan(0, 0));
		assert!(!review(q(2)).met);
	});
}

#[test]
fn a_payment_made_again_counts_under_its_new_key_only() {
	run(|| {
		let first = returned(1, 1_000_000, 1);
		let again = pay(2, 1_000_000, q(2), true);
		assert_noop!(count(q(2), &[again]), Error::<Test>::CountedAboveDrawn);
		set_payment(first, |facts| facts.status = PaymentStatus::PaidAgain);
		assert_ok!(take_back(q(2), &[first]));
		assert_ok!(count(q(2), &[again]));
	});
}

#[test]
fn only_counted_payments_of_the_loan_that_came_back_are_taken_back() {
	run(|| {
		let payment = pay(1, 300, q(1), true);
		assert_noop!(take_back(q(1), &[payment]), Error::<Test>::NotCounted { line: 0 });
		assert_ok!(count(q(1), &[payment]));
		for status in [PaymentStatus::Settled, PaymentStatus::Received, PaymentStatus::Disputed] {
			set_payment(payment, |facts| facts.status = status);
			assert_noop!(take_back(q(1), &[payment]), Error::<Test>::NotReturned { line: 0 });
		}
		set_payment(payment, |facts| facts.status = PaymentStatus::Returned);
		assert_noop!(take_back(q(1), &[]), Error::<Test>::NothingNamed);
		assert_noop!(take_back(q(1), &[payment, payment]), Error::<Test>::NotCounted { line: 1 });
		add_loan(2);
		let origin = RuntimeOrigin::signed(BANK_MAKER);
		assert_noop!(
			Supervision::take_back(origin, LoanId(2), q(1), named(&[payment])),
			Error::<Test>::OfAnotherLoan { line: 0 }
		);
		let origin = RuntimeOrigin::signed(OTHER_MAKER);
		assert_noop!(
			Supervision::take_back(origin, LOAN, q(1), named(&[payment])),
			Error::<Test>::ReviewerNotAllowed
		);
	});
}
