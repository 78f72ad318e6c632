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
fn what_came_back_in_part_or_was_corrected_is_taken_back_and_the_rest_counted_anew() {
	run(|| {
		let payment = pay(1, 300, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		set_payment(payment, |facts| facts.amount = Fen::from_yuan(200));
		assert_ok!(take_back(q(1), &[payment]));
		assert_ok!(count(q(1), &[payment]));
		assert_eq!(QuarterUse::<Test>::get(LOAN, q(1)).added, yuan(200, 200));
		let gone = [
			PaymentStatus::Released,
			PaymentStatus::Disbursed,
			PaymentStatus::Failed,
			PaymentStatus::Prepaid,
			PaymentStatus::CreditedBack,
			PaymentStatus::Reversed,
		];
		for status in gone {
			set_payment(payment, |facts| facts.status = status);
			assert_ok!(take_back(q(1), &[payment]));
			set_payment(payment, |facts| facts.status = PaymentStatus::Settled);
			assert_ok!(count(q(1), &[payment]));
		}
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
		use PaymentStatus::{Disputed, Examined, Received, Settled};
		for status in [Settled, Received, Disputed, Examined] {
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

/// A retracted verdict counts like none: what was counted on it is no quality-upgrading spend any more.
#[test]
fn nb_03_quality_spend_is_taken_back_where_a_side_retracted_its_verdict() {
	run(|| {
		let payment = pay(1, 300_000, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		assert_noop!(take_back(q(1), &[payment]), Error::<Test>::NotReturned { line: 0 });
		assert_ok!(open(q(1)));
		assert_ok!(sign(BANK_CHECKER, q(1)));
		verify(1, false);
		assert_noop!(take_back(q(1), &[payment, payment]), Error::<Test>::NotReturned { line: 1 });
		assert_ok!(take_back(q(1), &[payment]));
		assert_eq!(QuarterUse::<Test>::get(LOAN, q(1)).added, yuan(300_000, 0));
		System::assert_last_event(
			Event::TakenBack {
				loan: LOAN,
				quarter: q(1),
				payments: 1,
				counted_fen: 0,
				quality_fen: 30_000_000,
				org: OrgId(3),
				officer: OfficerId(300),
			}
			.into(),
		);
		// The figures that the bank signed are no longer these: the review follows.
		assert_noop!(sign(REGULATOR_CHECKER, q(1)), Error::<Test>::FiguresChanged);
		assert_ok!(open(q(1)));
		assert!(!review(q(1)).met);
		// Where another person of the side speaks for it again, it is named again.
		verify(1, true);
		assert_ok!(count(q(1), &[payment]));
		assert_ok!(open(q(1)));
		assert!(review(q(1)).met);
	});
}

#[test]
fn nb_03_quality_spend_of_a_closed_quarter_is_taken_back_as_an_adjustment_and_returns_once() {
	run(|| {
		let payment = pay(1, 300_000, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		close(q(1));
		verify(1, false);
		assert_ok!(take_back(q(2), &[payment]));
		assert_eq!(QuarterUse::<Test>::get(LOAN, q(2)).taken_back, yuan(0, 300_000));
		// It is returned, too: only what is still counted is taken.
		set_payment(payment, |facts| facts.status = PaymentStatus::Returned);
		assert_ok!(take_back(q(2), &[payment]));
		assert_eq!(QuarterUse::<Test>::get(LOAN, q(2)).taken_back, yuan(300_000, 300_000));
		assert_ok!(open(q(2)));
		assert_eq!(figures(q(2)).spend, yuan(0, 0));
	});
}

#[test]
fn what_never_counted_as_quality_spend_is_not_taken_back_for_its_evidence() {
	run(|| {
		let payment = pay(1, 300, q(1), false);
		assert_ok!(count(q(1), &[payment]));
		verify(1, false);
		assert_noop!(take_back(q(1), &[payment]), Error::<Test>::NotReturned { line: 0 });
	});
}

#[test]
fn both_kinds_of_taking_back_are_charged_for() {
	use crate::WeightInfo;
	use frame::deps::frame_support::dispatch::GetDispatchInfo;
	let uetrs = named(&[uetr(1), uetr(2)]);
	let weight =
		crate::Call::<Test>::take_back { loan: LOAN, quarter: q(1), uetrs }.get_dispatch_info().call_weight;
	for kind in [<() as WeightInfo>::take_back(2), <() as WeightInfo>::take_back_quality_few(2)] {
		assert!(kind.all_lte(weight));
	}
}
