//! Disbursement and payment are two facts, and money comes back in parts.

use crate::{mock::*, Disbursements, LineExtras, Outcome, PayAgainLine, SettlementResult, Settlements};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	AccountVersion, Digest, DisposalKind, DraftNo, Fen, MismatchReason, Ordered, PaymentStatus,
};

fn status(number: u8) -> PaymentStatus {
	Payments::status_of(key(number)).unwrap()
}

/// Books one row, and says why it was queued; nothing where it was booked, now or before.
fn queued(row: SettlementResult) -> Option<MismatchReason> {
	System::reset_events();
	assert_ok!(settle(Digest::repeat_byte(9), vec![row]));
	events().into_iter().find_map(|event| match event {
		crate::Event::ResultMismatched { reason, .. } => Some(reason),
		_ => None,
	})
}

fn pay_again(number: u8, new: u8) -> DispatchResult {
	let line = PayAgainLine { returned: key(number), uetr: key(new), account: AccountVersion(0) };
	Payments::pay_again(origin(MAKER), LOAN, vec![line].try_into().unwrap(), last_day())
}

#[test]
fn a_bank_disburses_first_and_pays_after_each_under_its_reference() {
	run(|| {
		let draft = released(three());
		System::reset_events();
		let row = SettlementResult {
			bank_reference: b"LOAN-1".to_vec().try_into().unwrap(),
			..result(1, Outcome::Disbursed)
		};
		assert_eq!(queued(row.clone()), None);
		let (digest, officer) = (digest_of(draft), zhidai_primitives::OfficerId(101));
		let event = crate::Event::Disbursed { loan: LOAN, draft, digest, count: 1, sum_fen: 100, officer };
		assert!(events().contains(&event));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.released, loan.to_pay, loan.outstanding), (Fen(500), Fen(100), Fen(100)));
		assert_eq!(status(1), PaymentStatus::Disbursed);
		// It waits for the bank as what is released does.
		assert_eq!(waiting(LOAN, draft), [(BANK, crate::Work::Settle, 3)]);
		assert_eq!(queued(row), None, "booked before");
		assert_eq!(queued(result(1, Outcome::Disbursed)), Some(MismatchReason::BookedOtherwise));
		pass_days(2);
		let yesterday = SettlementResult {
			booked_on: zhidai_primitives::Day(today().0 - 3),
			..result(1, Outcome::Settled)
		};
		assert_eq!(queued(yesterday), Some(MismatchReason::BookedBeforeRelease));
		assert_eq!(queued(result(1, Outcome::Settled)), None);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.to_pay, loan.settled, loan.outstanding), (Fen::ZERO, Fen(100), Fen(100)));
		let view = Payments::payment_view(key(1)).unwrap();
		assert_eq!(view.disbursement.unwrap().bank_reference, b"LOAN-1".to_vec());
		assert_eq!(view.settlement.unwrap().bank_reference, b"A1".to_vec());
	});
}

#[test]
fn the_usual_payment_has_one_booking_and_no_record_more() {
	run(|| {
		let draft = settled();
		assert_eq!(Disbursements::<Test>::iter().count(), 0);
		assert_eq!((Books::loan(LOAN).settled, Books::loan(LOAN).outstanding), (Fen(600), Fen(600)));
		assert!(Settlements::<Test>::contains_key((LOAN, draft), Ordered::from(0)));
		// Said apart afterwards, it is the same booking, or another one.
		assert_eq!(queued(result(1, Outcome::Disbursed)), None);
		let other = SettlementResult {
			bank_reference: b"OTHER".to_vec().try_into().unwrap(),
			..result(1, Outcome::Disbursed)
		};
		assert_eq!(queued(other), Some(MismatchReason::BookedOtherwise));
	});
}

#[test]
fn a_payment_is_not_booked_before_its_disbursement() {
	run(|| {
		released(three());
		pass_days(5);
		assert_eq!(queued(result(1, Outcome::Disbursed)), None);
		let before = zhidai_primitives::Day(today().0 - 1);
		for outcome in [Outcome::Settled, failed(), returned()] {
			let row = SettlementResult { booked_on: before, value_on: before, ..result(1, outcome) };
			assert_eq!(queued(row), Some(MismatchReason::PaidBeforeDisbursed));
		}
	});
}

/// It un-drew a loan that already ran.
#[test]
fn a_payment_that_fails_after_its_disbursement_is_on_hand_and_owed() {
	run(|| {
		released(three());
		book(1, &[(1, Outcome::Disbursed), (2, failed())]);
		book(2, &[(1, failed())]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.returned, loan.outstanding, loan.drawn_now()), (Fen(100), Fen(100), Fen(400)));
		assert_eq!((status(1), status(2)), (PaymentStatus::Returned, PaymentStatus::Failed));
		assert_eq!((loan.plan[0].1, Books::read().documents[&INVOICE].used), (Fen(100), Fen(100)));
		assert_ok!(pay_again(1, 11));
		approve(DraftNo(1));
		release(DraftNo(1));
		book(3, &[(11, Outcome::Settled)]);
		assert_eq!((status(1), status(11)), (PaymentStatus::PaidAgain, PaymentStatus::Settled));
	});
}

/// "May draw" and "may pay" were one rule, so that returned money was stuck.
#[test]
fn returned_money_is_paid_again_when_nothing_more_can_be_drawn_and_not_under_a_hold() {
	run(|| {
		settled();
		book(2, &[(1, returned())]);
		let set = |change: fn(&mut zhidai_primitives::testing::Loan)| {
			Books::change(|state| change(state.loans.get_mut(&LOAN).unwrap()))
		};
		set(|loan| loan.undrawable = true);
		let draw = vec![line(9, 0, 1)].try_into().unwrap();
		let refused = Payments::draft(origin(MAKER), LOAN, draw, last_day());
		assert_noop!(refused, DispatchError::Other("not drawable"));
		set(|loan| loan.held = true);
		assert_noop!(pay_again(1, 11), DispatchError::Other("loan held"));
		set(|loan| loan.held = false);
		assert_ok!(pay_again(1, 11));
		approve(DraftNo(1));
		set(|loan| loan.held = true);
		let (digest, all) = (digest_of(DraftNo(1)), Default::default());
		let release_now = Payments::release(origin(RELEASER), LOAN, DraftNo(1), digest, all);
		assert_noop!(release_now, DispatchError::Other("loan held"));
		assert_eq!(broken_at_release(DraftNo(1)).len(), 1);
		set(|loan| loan.held = false);
		assert_eq!(broken_at_release(DraftNo(1)), []);
		release(DraftNo(1));
		assert_eq!(status(11), PaymentStatus::Disbursed);
	});
}

#[test]
fn a_payment_comes_back_in_parts_and_each_part_leads_somewhere() {
	run(|| {
		settled();
		book(1, &[(2, Outcome::Settled)]);
		assert_eq!(queued(part_returned(2, 50, "P1")), None);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.returned, status(2)), (Fen(550), Fen(50), PaymentStatus::Settled));
		assert_eq!(Payments::payment_view(key(2)).unwrap().back, Fen(50));
		// The same part again, another one under its reference, and more than stands.
		assert_eq!(queued(part_returned(2, 50, "P1")), None);
		assert_eq!(queued(part_returned(2, 60, "P1")), Some(MismatchReason::BookedOtherwise));
		assert_eq!(queued(part_returned(2, 151, "P2")), Some(MismatchReason::AmountDiffers));
		assert_eq!(queued(part_returned(2, 0, "P2")), Some(MismatchReason::AmountDiffers));
		assert_eq!(Books::loan(LOAN).returned, Fen(50));
		// The payee confirms what it has.
		assert_ok!(Payments::confirm(origin(TESTING_CONFIRM), vec![key(2)].try_into().unwrap()));
		assert_eq!((Books::loan(LOAN).received, status(2)), (Fen(150), PaymentStatus::Received));
		// The part is paid again, and the payment stays received.
		assert_ok!(pay_again(2, 12));
		assert_eq!(Payments::payment_view(key(12)).unwrap().amount, Fen(50));
		approve(DraftNo(1));
		release(DraftNo(1));
		book(3, &[(12, Outcome::Settled)]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.received, loan.returned), (Fen(450), Fen(150), Fen::ZERO));
		assert_eq!((status(2), status(12)), (PaymentStatus::Received, PaymentStatus::Settled));
		assert_noop!(pay_again(2, 13), crate::Error::<Test>::NotReturned { line: 0 });
		// The rest comes back, too: then it is returned, and all of it leads somewhere.
		assert_eq!(queued(part_returned(2, 150, "P2")), None);
		assert_eq!((status(2), Books::loan(LOAN).returned), (PaymentStatus::Returned, Fen(150)));
		for who in [MAKER, CHECKER] {
			assert_ok!(dispose(who, 2, DisposalKind::Prepay, 150));
		}
		assert_eq!((status(2), Books::loan(LOAN).outstanding), (PaymentStatus::Prepaid, Fen(450)));
		// Its plan line is used by both payments, its document by what was paid on it.
		assert_eq!(Books::loan(LOAN).plan[1].1, Fen(200));
		assert_eq!(Books::read().documents[&REPORT].used, Fen(50));
	});
}

#[test]
fn a_part_that_comes_back_of_what_is_only_released_books_both() {
	run(|| {
		released(three());
		assert_eq!(queued(part_returned(3, 100, "P1")), None);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.released, loan.settled, loan.returned), (Fen(300), Fen(200), Fen(100)));
		assert_eq!(status(3), PaymentStatus::Settled);
		// Its payee is asked for the rest.
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), vec![key(3)].try_into().unwrap()));
		assert_eq!(Books::loan(LOAN).received, Fen(200));
	});
}

#[test]
fn a_payment_comes_back_in_so_many_parts_and_no_more() {
	run(|| {
		settled();
		for part in 0..crate::MAX_RETURNS {
			assert_eq!(queued(part_returned(3, 1, &format!("P{part}"))), None);
		}
		assert_eq!(queued(part_returned(3, 1, "LAST")), Some(MismatchReason::TooManyReturns));
		assert_eq!(LineExtras::<Test>::get(key(3)).unwrap().returns.len(), crate::MAX_RETURNS as usize);
		assert_eq!(Books::loan(LOAN).returned, Fen(crate::MAX_RETURNS.into()));
	});
}
