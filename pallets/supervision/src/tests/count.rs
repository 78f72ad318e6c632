//! Counting.

use crate::mock::*;
use crate::{Counted, CountedPayment, Error, Event, LoanUse, QuarterUse, Spend};
use frame::testing_prelude::*;
use zhidai_primitives::{Day, Fen, LoanId, OfficerId, PaymentStatus, Quarter};

fn added(quarter: Quarter) -> (u64, u64, u32) {
	let quarter = QuarterUse::<Test>::get(LOAN, quarter);
	(quarter.added.counted.0 / 100, quarter.added.quality.0 / 100, quarter.payments)
}

#[test]
fn nb_03_quality_lines_with_verified_evidence_count_as_quality_upgrading() {
	run(|| {
		let quality = pay(1, 300, q(2), true);
		let other = pay(2, 500, q(2), false);
		set_payment(other, |facts| facts.status = PaymentStatus::Received);
		assert_ok!(count(q(2), &[quality, other]));
		assert_eq!(added(q(2)), (800, 300, 2));
		assert_eq!(
			Counted::<Test>::get(quality),
			Some(CountedPayment {
				loan: LOAN,
				amount: Fen::from_yuan(300),
				quarter: q(2),
				quality: Some(q(2))
			})
		);
		assert_eq!(Counted::<Test>::get(other).and_then(|payment| payment.quality), None);
		System::assert_last_event(
			Event::Counted {
				loan: LOAN,
				quarter: q(2),
				payments: 2,
				counted_fen: 80_000,
				quality_fen: 30_000,
				org: BANK,
				officer: OfficerId(200),
			}
			.into(),
		);
	});
}

#[test]
fn nb_10_what_only_one_side_verified_is_no_quality_upgrading_spend() {
	run(|| {
		let unverified = pay(1, 300, q(2), true);
		let without = pay(2, 100, q(2), true);
		verify(1, false);
		set_payment(without, |facts| facts.evidence = None);
		assert_ok!(count(q(2), &[unverified, without]));
		assert_eq!(added(q(2)), (400, 0, 2));
	});
}

#[test]
fn what_is_verified_later_is_added_once_and_only_as_quality() {
	run(|| {
		let payment = pay(1, 300, q(1), true);
		verify(1, false);
		assert_ok!(count(q(1), &[payment]));
		assert_noop!(count(q(1), &[payment]), Error::<Test>::AlreadyCounted { line: 0 });
		verify(1, true);
		assert_ok!(count(q(1), &[payment]));
		assert_eq!(added(q(1)), (300, 300, 1));
		assert_noop!(count(q(1), &[payment]), Error::<Test>::AlreadyCounted { line: 0 });
	});
}

#[test]
fn a_payment_counts_once() {
	run(|| {
		let (first, second) = (pay(1, 300, q(2), true), pay(2, 100, q(2), true));
		assert_noop!(count(q(2), &[first, second, first]), Error::<Test>::AlreadyCounted { line: 2 });
		assert_ok!(count(q(2), &[first]));
		assert_noop!(count(q(2), &[second, first]), Error::<Test>::AlreadyCounted { line: 1 });
	});
}

#[test]
fn a_payment_counts_for_the_quarter_of_its_booking_date() {
	run(|| {
		let payment = pay(1, 300, q(1), true);
		assert_noop!(count(q(2), &[payment]), Error::<Test>::NotInQuarter { line: 0 });
		for (day, quarter) in [((2026, 3, 31), q(1)), ((2026, 4, 1), q(2))] {
			let payment = pay(quarter.number, 300, quarter, true);
			set_payment(payment, |facts| facts.booked_on = Day::from_ymd(day.0, day.1, day.2).ok());
			assert_ok!(count(quarter, &[payment]));
		}
	});
}

#[test]
fn only_what_the_bank_booked_counts() {
	run(|| {
		let payment = pay(1, 300, q(2), true);
		for status in [
			PaymentStatus::Pending,
			PaymentStatus::Released,
			PaymentStatus::Failed,
			PaymentStatus::Disputed,
			PaymentStatus::Examined,
			PaymentStatus::Returned,
			PaymentStatus::PaidAgain,
			PaymentStatus::Cancelled,
		] {
			set_payment(payment, |facts| facts.status = status);
			assert_noop!(count(q(2), &[payment]), Error::<Test>::NotBooked { line: 0 });
		}
		set_payment(payment, |facts| (facts.status, facts.booked_on) = (PaymentStatus::Settled, None));
		assert_noop!(count(q(2), &[payment]), Error::<Test>::NotBooked { line: 0 });
	});
}

#[test]
fn only_the_loans_bank_and_regulator_count() {
	run(|| {
		let payment = pay(1, 300, q(2), true);
		let by = |who| Supervision::count(RuntimeOrigin::signed(who), LOAN, q(2), named(&[payment]));
		assert_noop!(by(OTHER_MAKER), Error::<Test>::ReviewerNotAllowed);
		assert_noop!(by(100), Error::<Test>::ReviewerNotAllowed);
		assert_noop!(by(BANK_CHECKER), DispatchError::Other("duty missing"));
		assert_ok!(by(REGULATOR_MAKER));
	});
}

#[test]
fn what_is_named_must_be_payments_of_the_loan() {
	run(|| {
		let payment = pay(1, 300, q(2), true);
		set_payment(payment, |facts| facts.loan = LoanId(2));
		assert_noop!(count(q(2), &[payment]), Error::<Test>::OfAnotherLoan { line: 0 });
		assert_noop!(count(q(2), &[]), Error::<Test>::NothingNamed);
		assert_noop!(count(q(2), &[uetr(9)]), DispatchError::Other("no such payment"));
	});
}

#[test]
fn there_are_four_quarters_and_none_is_counted_before_it_begins() {
	run(|| {
		let payment = pay(1, 300, q(2), true);
		assert_noop!(count(q(5), &[payment]), Error::<Test>::QuarterMalformed);
		assert_noop!(count(q(4), &[payment]), Error::<Test>::QuarterNotBegun);
	});
}

#[test]
fn nb_04_nothing_is_counted_in_a_closed_quarter_but_as_an_adjustment_of_an_open_one() {
	run(|| {
		close(q(1));
		let late = pay(1, 300, q(1), true);
		assert_noop!(count(q(1), &[late]), Error::<Test>::PeriodClosed);
		let before = (QuarterUse::<Test>::get(LOAN, q(1)), review(q(1)));
		assert_ok!(count(q(2), &[late]));
		assert_eq!((QuarterUse::<Test>::get(LOAN, q(1)), review(q(1))), before);
		assert_eq!(added(q(2)), (300, 300, 1));
	});
}

#[test]
fn quality_is_not_known_before_the_payment_is() {
	run(|| {
		close(q(1));
		let late = pay(1, 300, q(1), true);
		verify(1, false);
		assert_ok!(count(q(3), &[late]));
		verify(1, true);
		assert_noop!(count(q(2), &[late]), Error::<Test>::NotInQuarter { line: 0 });
		assert_ok!(count(q(3), &[late]));
	});
}

#[test]
fn no_more_is_counted_than_is_drawn() {
	run(|| {
		let (all, more) = (pay(1, 1_000_000, q(2), true), pay(2, 1, q(2), true));
		assert_ok!(count(q(2), &[all]));
		assert_noop!(count(q(2), &[more]), Error::<Test>::CountedAboveDrawn);
	});
}

#[test]
fn amounts_that_do_not_fit_are_refused() {
	run(|| {
		let payments = [pay(1, 1, q(2), true), pay(2, 1, q(2), true)];
		for payment in payments {
			set_payment(payment, |facts| facts.amount = Fen(u64::MAX));
		}
		assert_noop!(count(q(2), &payments), ArithmeticError::Overflow);
	});
}

#[test]
fn only_so_many_quarters_wait_for_their_review() {
	run(|| {
		for number in 0..9_u8 {
			let quarter = Quarter { year: 2018 + u16::from(number), number: 1 };
			let payment = pay(number, 1, quarter, true);
			if number < 8 {
				assert_ok!(count(quarter, &[payment]));
			} else {
				assert_noop!(count(quarter, &[payment]), Error::<Test>::TooManyOpenQuarters);
			}
		}
		let spend = Spend { counted: Fen::from_yuan(8), quality: Fen::from_yuan(8) };
		let usage = LoanUse::<Test>::get(LOAN);
		assert_eq!(Supervision::spend_through(LOAN, &usage, None), Some(spend));
	});
}

#[test]
fn few_payments_are_not_declared_with_every_line_that_a_plan_can_have() {
	use crate::WeightInfo;
	use frame::deps::frame_support::dispatch::GetDispatchInfo;
	let declared = |payments: usize| {
		let uetrs = named(&vec![uetr(1); payments]);
		crate::Call::<Test>::count { loan: LOAN, quarter: q(1), uetrs }.get_dispatch_info().call_weight
	};
	let (few, many) = (<() as WeightInfo>::count_few, <() as WeightInfo>::count);
	assert_eq!((declared(1), declared(100)), (few(1), few(100)));
	assert_eq!((declared(101), declared(500)), (few(100).max(many(101)), many(500)));
}
