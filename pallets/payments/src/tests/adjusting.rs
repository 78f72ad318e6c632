//! Where money on hand leads, other than to its payee: by two officers of the bank.

use crate::{mock::*, Adjustments, Error, Event, LineExtras, Outcome, MAX_ADJUSTMENTS};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	testing, traits::Movement, AccountVersion, Day, DisposalKind, DraftNo, Fen, LoanState, OfficerId, OrgId,
	PaymentStatus,
};

fn status(number: u8) -> PaymentStatus {
	Payments::status_of(key(number)).unwrap()
}

/// The maker enters, the checker enters the same.
fn disposed(number: u8, kind: DisposalKind, amount: u64) -> DispatchResult {
	dispose(MAKER, number, kind, amount)?;
	dispose(CHECKER, number, kind, amount)
}

/// Keys 1 to 3 booked, 3 returned: 300 fen on hand.
fn one_returned() {
	settled();
	book(2, &[(3, returned())]);
}

/// So much principal is repaid.
fn repaid(amount: u64) {
	Books::change(|state| {
		let loan = state.loans.get_mut(&LOAN).unwrap();
		loan.ledger.post(Movement::Repay, Fen(amount)).unwrap();
	});
}

#[test]
fn two_persons_lead_money_somewhere_and_one_does_not() {
	run(|| {
		one_returned();
		let prepay = |who| dispose(who, 3, DisposalKind::Prepay, 300);
		assert_ok!(prepay(MAKER));
		let (bank, officer) = (OrgId(BANK), OfficerId(100));
		let entered = Event::AdjustmentEntered { bank, uetr: key(3), officer };
		assert_eq!(events().pop(), Some(entered));
		assert_eq!((Books::loan(LOAN).returned, status(3)), (Fen(300), PaymentStatus::Returned));
		assert_eq!(Payments::adjustments_to_check(OrgId(BANK)).len(), 1);
		// With another amount it is another entry.
		assert_ok!(dispose(CHECKER, 3, DisposalKind::Prepay, 200));
		// By who could enter it still, with that key: else it is entered anew, and not by one person twice.
		rotate(100);
		assert_eq!(Payments::adjustments_to_check(OrgId(BANK)).len(), 1);
		assert_ok!(prepay(CHECKER));
		assert_ok!(prepay(CHECKER));
		assert_eq!((Books::loan(LOAN).returned, status(3)), (Fen(300), PaymentStatus::Returned));
		assert_ok!(prepay(BANK_ALL));
		assert_eq!((Books::loan(LOAN).returned, status(3)), (Fen::ZERO, PaymentStatus::Prepaid));
		let (loan, kind, officer) = (LOAN, DisposalKind::Prepay, OfficerId(103));
		let bank_reference = b"D3".to_vec().try_into().unwrap();
		let done =
			Event::MoneyDisposed { uetr: key(3), loan, kind, amount_fen: 300, bank_reference, officer };
		assert_eq!(events().pop(), Some(done));
		let extra = LineExtras::<Test>::get(key(3)).unwrap();
		assert_eq!((extra.disposals.len(), extra.led()), (1, Fen(300)));
	});
}

#[test]
fn who_adjusts_is_a_maker_or_checker_of_the_lending_bank() {
	run(|| {
		one_returned();
		let refused = |who| dispose(who, 3, DisposalKind::Prepay, 300);
		assert_noop!(refused(OUTSIDER), DispatchError::Other("role missing"));
		assert_noop!(refused(RELEASER), DispatchError::Other("duty missing"));
		assert_noop!(refused(OTHER_MAKER), Error::<Test>::BankNotAllowed);
		assert_noop!(dispose(MAKER, 99, DisposalKind::Prepay, 1), Error::<Test>::PaymentUnknown);
	});
}

#[test]
fn no_more_leads_somewhere_than_is_on_hand() {
	run(|| {
		one_returned();
		for amount in [0, 301, u64::MAX] {
			assert_noop!(dispose(MAKER, 3, DisposalKind::Prepay, amount), Error::<Test>::NotOnHand);
		}
		// Nothing of it came back.
		assert_noop!(dispose(MAKER, 1, DisposalKind::Prepay, 1), Error::<Test>::NotOnHand);
		assert_ok!(disposed(3, DisposalKind::Prepay, 100));
		assert_noop!(dispose(MAKER, 3, DisposalKind::Prepay, 100), Error::<Test>::ReferenceUsed);
		assert_eq!((Books::loan(LOAN).returned, status(3)), (Fen(200), PaymentStatus::Returned));
		// What is left is paid again.
		let again = crate::PayAgainLine { returned: key(3), uetr: key(13), account: AccountVersion(0) };
		let lines = || vec![again].try_into().unwrap();
		assert_ok!(Payments::pay_again(origin(MAKER), LOAN, lines(), last_day()));
		let refused = dispose(MAKER, 3, DisposalKind::Reverse, 200);
		assert_noop!(refused, Error::<Test>::AlreadyPaidAgain { line: 0 });
		approve(DraftNo(1));
		release(DraftNo(1));
		assert_eq!((status(3), Books::loan(LOAN).to_pay), (PaymentStatus::PaidAgain, Fen(200)));
		assert_noop!(dispose(MAKER, 3, DisposalKind::Reverse, 1), Error::<Test>::NotOnHand);
	});
}

#[test]
fn what_is_reversed_is_undrawn_with_its_plan_line_and_its_document() {
	run(|| {
		one_returned();
		assert_ok!(disposed(3, DisposalKind::Reverse, 300));
		let loan = Books::loan(LOAN);
		assert_eq!(
			(loan.drawn_now(), loan.outstanding, status(3)),
			(Fen(300), Fen(300), PaymentStatus::Reversed)
		);
		assert_eq!((loan.plan[2].1, Books::read().documents[&CONTRACT].used), (Fen::ZERO, Fen::ZERO));
	});
}

#[test]
fn what_is_prepaid_frees_its_document_and_not_its_plan_line() {
	run(|| {
		one_returned();
		assert_ok!(disposed(3, DisposalKind::Prepay, 300));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.drawn_now(), loan.outstanding, loan.taken_back), (Fen(600), Fen(300), Fen(300)));
		assert_eq!((loan.plan[2].1, Books::read().documents[&CONTRACT].used), (Fen(300), Fen::ZERO));
	});
}

#[test]
fn what_is_credited_is_the_borrowers_only_when_nothing_is_owed_and_no_hold_stands() {
	run(|| {
		one_returned();
		let credit = |who| dispose(who, 3, DisposalKind::Credit, 300);
		assert_noop!(credit(MAKER), DispatchError::Other("not repaid yet"));
		repaid(600);
		let refused = dispose(MAKER, 3, DisposalKind::Prepay, 300);
		assert_noop!(refused, DispatchError::Other("repayment above paid"));
		Books::change(|state| state.loans.get_mut(&LOAN).unwrap().held = true);
		assert_noop!(credit(MAKER), DispatchError::Other("loan held"));
		Books::change(|state| state.loans.get_mut(&LOAN).unwrap().held = false);
		// Also of a loan that is closed since.
		Books::change(|state| state.loans.get_mut(&LOAN).unwrap().state = LoanState::Closed);
		assert_ok!(disposed(3, DisposalKind::Credit, 300));
		let loan = Books::loan(LOAN);
		assert_eq!(
			(loan.returned, loan.taken_back, status(3)),
			(Fen::ZERO, Fen(300), PaymentStatus::CreditedBack)
		);
	});
}

#[test]
fn dates_and_references_of_what_is_booked_by_hand_are_possible() {
	run(|| {
		one_returned();
		let at = |booked_on: Day, value_on: Day, reference: &str| {
			let bank_reference = reference.as_bytes().to_vec().try_into().unwrap();
			let (kind, amount_fen) = (DisposalKind::Prepay, 300);
			let adjustment =
				crate::Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on };
			Payments::adjust(origin(MAKER), key(3), adjustment)
		};
		let (now, yesterday) = (today(), Day(today().0 - 1));
		let tomorrow = now.plus_days(1).unwrap();
		for (booked_on, value_on) in
			[(tomorrow, tomorrow), (yesterday, yesterday), (now, now.plus_days(32).unwrap()), (now, Day(0))]
		{
			assert_noop!(at(booked_on, value_on, "R"), Error::<Test>::BookingDatesWrong);
		}
		assert_noop!(at(now, now, "号"), Error::<Test>::ReferenceMalformed { line: 0 });
		assert_ok!(at(now, now.plus_days(31).unwrap(), "R"));
	});
}

#[test]
fn in_parts_money_leads_somewhere_only_so_often_and_then_all_of_it() {
	run(|| {
		one_returned();
		for part in 0..crate::MAX_PARTS {
			let bank_reference: crate::BankReference = format!("R{part}").into_bytes().try_into().unwrap();
			let (kind, amount_fen, booked_on, value_on) = (DisposalKind::Prepay, 1, today(), today());
			for who in [MAKER, CHECKER] {
				let bank_reference = bank_reference.clone();
				let adjustment =
					crate::Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on };
				assert_ok!(Payments::adjust(origin(who), key(3), adjustment));
			}
		}
		let left = 300 - u64::from(crate::MAX_PARTS);
		assert_noop!(dispose(MAKER, 3, DisposalKind::Reverse, left - 1), Error::<Test>::TooManyParts);
		assert_ok!(disposed(3, DisposalKind::Reverse, left));
		assert_eq!((Books::loan(LOAN).returned, status(3)), (Fen::ZERO, PaymentStatus::Reversed));
	});
}

#[test]
fn what_nobody_checks_gives_way_to_what_comes_after() {
	run(|| {
		one_returned();
		for amount in 1..=u64::from(MAX_ADJUSTMENTS) + 1 {
			assert_ok!(dispose(MAKER, 3, DisposalKind::Prepay, amount));
		}
		let kept = Adjustments::<Test>::get(OrgId(BANK));
		assert_eq!(kept.len() as u32, MAX_ADJUSTMENTS);
		// The oldest is gone, so that it is entered and not checked.
		assert_ok!(dispose(CHECKER, 3, DisposalKind::Prepay, 1));
		assert_eq!(Books::loan(LOAN).returned, Fen(300));
		testing::with(|world| world.officers.remove(&MAKER));
		assert_eq!(Payments::adjustments_to_check(OrgId(BANK)).len(), 1, "who left entered nothing");
	});
}

#[test]
fn a_failed_payment_that_was_never_disbursed_has_nothing_on_hand() {
	run(|| {
		released(three());
		book(1, &[(1, failed()), (2, Outcome::Settled)]);
		assert_noop!(dispose(MAKER, 1, DisposalKind::Reverse, 100), Error::<Test>::NotOnHand);
	});
}
