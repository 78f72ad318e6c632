//! Every booking can be corrected, none is edited.

use crate::{
	mock::*, Adjustment, Disbursements, Error, Event, LineExtras, Outcome, SettlementResult, Settlements,
};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	AccountVersion, BookingKind, Digest, DisposalKind, DraftNo, Fen, MismatchReason, OfficerId, Ordered,
	OrgId, PaymentStatus,
};

fn status(number: u8) -> PaymentStatus {
	Payments::status_of(key(number)).unwrap()
}

/// Books one row, and says why it was queued; nothing where it was booked, now or before.
fn queued(row: SettlementResult) -> Option<MismatchReason> {
	System::reset_events();
	assert_ok!(settle(Digest::repeat_byte(9), vec![row]));
	events().into_iter().find_map(|event| match event {
		Event::ResultMismatched { reason, .. } => Some(reason),
		_ => None,
	})
}

/// The right result, under a reference of its own.
fn right(number: u8, outcome: Outcome) -> SettlementResult {
	SettlementResult { bank_reference: b"RIGHT".to_vec().try_into().unwrap(), ..result(number, outcome) }
}

#[test]
fn a_wrong_settlement_is_corrected_by_two_persons_and_stays_on_record() {
	run(|| {
		let draft = settled();
		let settle = |who, reference| correct(who, 1, BookingKind::Settled, reference);
		assert_noop!(settle(MAKER, "A2"), Error::<Test>::BookingUnknown);
		assert_noop!(settle(OTHER_MAKER, "A1"), Error::<Test>::BankNotAllowed);
		assert_ok!(settle(MAKER, "A1"));
		assert_ok!(settle(MAKER, "A1"));
		assert_eq!(status(1), PaymentStatus::Settled, "one person corrects nothing");
		assert_ok!(settle(CHECKER, "A1"));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.released, loan.settled, loan.outstanding), (Fen(100), Fen(500), Fen(500)));
		assert_eq!(status(1), PaymentStatus::Released);
		assert!(!Settlements::<Test>::contains_key((LOAN, draft), Ordered::from(0)));
		let kept = LineExtras::<Test>::get(key(1)).unwrap().corrections[0].clone();
		assert_eq!((kept.booking, kept.amount_fen), (BookingKind::Settled, 100));
		assert_eq!(kept.record.bank_reference, b"A1".to_vec());
		let officers = [kept.entered_by.officer, kept.checked_by.officer];
		assert_eq!(officers, [OfficerId(100), OfficerId(101)]);
		let (loan, booking, officer) = (LOAN, BookingKind::Settled, OfficerId(101));
		let (bank_reference, reason) = (b"A1".to_vec().try_into().unwrap(), kept.reason);
		let (uetr, amount_fen) = (key(1), 100);
		let event =
			Event::BookingCorrected { uetr, loan, booking, amount_fen, bank_reference, reason, officer };
		assert_eq!(events().pop(), Some(event));
		// Exactly that is not booked again, in whatever file; what is right, is.
		assert_eq!(queued(result(1, Outcome::Settled)), Some(MismatchReason::Corrected));
		assert_noop!(settle(MAKER, "A1"), Error::<Test>::BookingUnknown);
		assert_eq!(queued(right(1, failed())), None);
		assert_eq!((status(1), Books::loan(LOAN).drawn_now()), (PaymentStatus::Failed, Fen(500)));
	});
}

#[test]
fn of_what_was_disbursed_apart_each_booking_is_corrected_apart() {
	run(|| {
		let draft = released(three());
		let disbursed = SettlementResult {
			bank_reference: b"LOAN".to_vec().try_into().unwrap(),
			..result(1, Outcome::Disbursed)
		};
		assert_eq!(queued(disbursed), None);
		book(1, &[(1, Outcome::Settled)]);
		let refused = correct(MAKER, 1, BookingKind::Disbursed, "LOAN");
		assert_noop!(refused, Error::<Test>::LaterBookingStands);
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		assert_eq!((status(1), Books::loan(LOAN).to_pay), (PaymentStatus::Disbursed, Fen(100)));
		assert_ok!(corrected(1, BookingKind::Disbursed, "LOAN"));
		let loan = Books::loan(LOAN);
		assert_eq!(
			(loan.released, loan.outstanding, status(1)),
			(Fen(600), Fen::ZERO, PaymentStatus::Released)
		);
		assert!(!Disbursements::<Test>::contains_key((LOAN, draft), Ordered::from(0)));
		assert_eq!(LineExtras::<Test>::get(key(1)).unwrap().corrections.len(), 2);
	});
}

/// It was terminal, and the invoice could be paid twice.
#[test]
fn a_wrong_failure_is_corrected_while_its_room_is_there() {
	run(|| {
		let lines = vec![line(1, 2, 60_000), line(2, 2, 40_000)].try_into().unwrap();
		released(lines);
		book(1, &[(1, failed()), (2, Outcome::Settled)]);
		// In its place another payment is drafted on the same contract.
		let second = drafted(vec![line(3, 2, 50_000)].try_into().unwrap());
		let undo = |who| correct(who, 1, BookingKind::Failed, "A1");
		assert_noop!(undo(MAKER), DispatchError::Other("plan line exceeded"));
		let reason = "重复付款".try_into().unwrap();
		assert_ok!(Payments::reject(origin(CHECKER), LOAN, second, digest_of(second), reason));
		assert_ok!(undo(MAKER));
		assert_ok!(undo(CHECKER));
		let loan = Books::loan(LOAN);
		assert_eq!(
			(loan.released, loan.plan[2].1, status(1)),
			(Fen(60_000), Fen(100_000), PaymentStatus::Released)
		);
		assert_eq!(Books::read().documents[&CONTRACT].used, Fen(100_000));
		// What had been said stays, and what is right is booked.
		let kept = LineExtras::<Test>::get(key(1)).unwrap();
		assert_eq!((kept.failed, kept.corrections[0].said.is_some()), (None, true));
		assert_eq!(queued(right(1, Outcome::Settled)), None);
		assert_eq!(status(1), PaymentStatus::Settled);
	});
}

#[test]
fn a_wrong_failure_of_what_was_disbursed_is_corrected_while_the_money_is_on_hand() {
	run(|| {
		released(three());
		book(1, &[(1, Outcome::Disbursed), (3, Outcome::Disbursed)]);
		book(2, &[(1, failed()), (3, failed())]);
		assert_ok!(corrected(1, BookingKind::Failed, "A1"));
		assert_eq!((status(1), Books::loan(LOAN).to_pay), (PaymentStatus::Disbursed, Fen(100)));
		for who in [MAKER, CHECKER] {
			assert_ok!(dispose(who, 3, DisposalKind::Prepay, 1));
		}
		assert_noop!(correct(MAKER, 3, BookingKind::Failed, "A3"), Error::<Test>::NotOnHand);
		assert_ok!(corrected(3, BookingKind::Prepaid, "D3"));
		assert_ok!(corrected(3, BookingKind::Failed, "A3"));
		assert_eq!((status(3), Books::loan(LOAN).to_pay), (PaymentStatus::Disbursed, Fen(400)));
	});
}

#[test]
fn a_wrong_return_is_corrected_and_the_payment_is_where_it_was() {
	run(|| {
		settled();
		assert_ok!(Payments::confirm(origin(TESTING_CONFIRM), vec![key(2)].try_into().unwrap()));
		assert_eq!(queued(part_returned(2, 50, "P1")), None);
		assert_eq!(queued(part_returned(2, 150, "P2")), None);
		book(3, &[(1, returned())]);
		assert_noop!(correct(MAKER, 2, BookingKind::Settled, "A2"), Error::<Test>::LaterBookingStands);
		assert_noop!(correct(MAKER, 2, BookingKind::Returned, "P3"), Error::<Test>::BookingUnknown);
		// The first part, whatever came after it.
		assert_ok!(corrected(2, BookingKind::Returned, "P1"));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.received, loan.returned, status(2)), (Fen(50), Fen(250), PaymentStatus::Received));
		assert_ok!(corrected(2, BookingKind::Returned, "P2"));
		assert_eq!((Books::loan(LOAN).received, status(2)), (Fen(200), PaymentStatus::Received));
		// A payment that was booked waits for its payee again.
		assert_ok!(corrected(1, BookingKind::Returned, "A1"));
		assert_eq!((status(1), Books::loan(LOAN).returned), (PaymentStatus::Settled, Fen::ZERO));
		assert!(waiting(LOAN, DraftNo(0)).contains(&(MACHINES, crate::Work::Confirm, 2)));
		assert_eq!(queued(part_returned(2, 50, "P1")), Some(MismatchReason::Corrected));
		assert_eq!(queued(part_returned(2, 50, "P4")), None);
	});
}

/// The bank could have a payee confirm the rest of a payment, and then say that nothing had come back.
#[test]
fn what_a_payee_confirmed_of_the_rest_it_has_not_confirmed_of_a_part_that_did_not_come_back() {
	run(|| {
		let draft = settled();
		assert_eq!(queued(part_returned(2, 150, "P1")), None);
		assert_ok!(Payments::confirm(origin(TESTING_CONFIRM), vec![key(2)].try_into().unwrap()));
		assert_eq!((Books::loan(LOAN).received, status(2)), (Fen(50), PaymentStatus::Received));
		assert_ok!(corrected(2, BookingKind::Returned, "P1"));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.received, loan.settled, loan.returned), (Fen::ZERO, Fen(600), Fen::ZERO));
		assert_eq!(status(2), PaymentStatus::Settled);
		assert!(waiting(LOAN, draft).contains(&(TESTING, crate::Work::Confirm, 1)));
		// As much where the rest came back, too, and both were wrong.
		without_officers();
		assert_eq!(queued(part_returned(2, 150, "P2")), None);
		for who in [MAKER, CHECKER] {
			let uetrs = vec![key(2)].try_into().unwrap();
			assert_ok!(Payments::confirm_assisted(origin(who), uetrs, Digest::repeat_byte(7)));
		}
		assert_eq!(queued(part_returned(2, 50, "P3")), None);
		assert_ok!(corrected(2, BookingKind::Returned, "P2"));
		assert_ok!(corrected(2, BookingKind::Returned, "P3"));
		assert_eq!((Books::loan(LOAN).settled, status(2)), (Fen(600), PaymentStatus::Settled));
		// Nobody spoke for the payee any more, so that it can deny.
		assert_ok!(Payments::dispute(origin(TESTING_CONFIRM), key(2), "未收到".try_into().unwrap()));
	});
}

/// It stood confirmed, by the bank's word alone, and the payee could not deny it again.
#[test]
fn what_a_payee_denied_stays_denied_when_a_return_before_that_was_wrong() {
	run(|| {
		let draft = settled();
		without_officers();
		for who in [MAKER, CHECKER] {
			let uetrs = vec![key(2)].try_into().unwrap();
			assert_ok!(Payments::confirm_assisted(origin(who), uetrs, Digest::repeat_byte(7)));
		}
		assert_eq!(queued(part_returned(2, 150, "P1")), None);
		assert_ok!(Payments::dispute(origin(TESTING_CONFIRM), key(2), "未收到".try_into().unwrap()));
		assert_eq!(queued(part_returned(2, 50, "P2")), None);
		assert_ok!(corrected(2, BookingKind::Returned, "P1"));
		assert_eq!((Books::loan(LOAN).received, status(2)), (Fen::ZERO, PaymentStatus::Disputed));
		assert_ok!(corrected(2, BookingKind::Returned, "P2"));
		assert_eq!((Books::loan(LOAN).settled, status(2)), (Fen(600), PaymentStatus::Disputed));
		assert!(waiting(LOAN, draft).contains(&(BANK, crate::Work::Resolve, 1)));
	});
}

#[test]
fn a_return_that_led_somewhere_is_corrected_only_after_that() {
	run(|| {
		settled();
		book(2, &[(1, returned()), (3, returned())]);
		let again = crate::PayAgainLine { returned: key(1), uetr: key(11), account: AccountVersion(0) };
		let lines = vec![again].try_into().unwrap();
		assert_ok!(Payments::pay_again(origin(MAKER), LOAN, lines, last_day()));
		let undo = |who, number, reference: &str| correct(who, number, BookingKind::Returned, reference);
		assert_noop!(undo(MAKER, 1, "A1"), Error::<Test>::AlreadyPaidAgain { line: 0 });
		approve(DraftNo(1));
		release(DraftNo(1));
		assert_noop!(undo(MAKER, 1, "A1"), Error::<Test>::NotOnHand);
		for kind in [DisposalKind::Prepay, DisposalKind::Reverse] {
			let booking = BookingKind::from(kind);
			for who in [MAKER, CHECKER] {
				// Another reference than what was corrected.
				let bank_reference = format!("{kind:?}").into_bytes().try_into().unwrap();
				let (amount_fen, booked_on, value_on) = (300, today(), today());
				let adjustment =
					crate::Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on };
				assert_ok!(Payments::adjust(origin(who), key(3), adjustment));
			}
			assert_noop!(undo(MAKER, 3, "A3"), Error::<Test>::NotOnHand);
			assert_ok!(corrected(3, booking, &format!("{kind:?}")));
			assert_eq!((status(3), Books::loan(LOAN).returned), (PaymentStatus::Returned, Fen(300)));
			assert_eq!(Books::read().documents[&CONTRACT].used, Fen(300));
		}
		assert_ok!(undo(MAKER, 3, "A3"));
		assert_ok!(undo(CHECKER, 3, "A3"));
		assert_eq!(status(3), PaymentStatus::Settled);
	});
}

#[test]
fn what_the_payee_itself_confirmed_the_bank_does_not_take_away() {
	run(|| {
		settled();
		assert_ok!(Payments::confirm(origin(TESTING_CONFIRM), vec![key(2)].try_into().unwrap()));
		assert_noop!(correct(MAKER, 2, BookingKind::Settled, "A2"), Error::<Test>::ReceiptConfirmed);
		// What the bank confirmed in its place falls with the booking.
		without_officers();
		for who in [MAKER, CHECKER] {
			let uetrs = vec![key(1)].try_into().unwrap();
			assert_ok!(Payments::confirm_assisted(origin(who), uetrs, Digest::repeat_byte(7)));
		}
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		assert_eq!((status(1), Books::loan(LOAN).received), (PaymentStatus::Released, Fen(200)));
		assert!(!LineExtras::<Test>::get(key(1)).unwrap().is_assisted());
	});
}

#[test]
fn a_denied_receipt_of_a_wrong_settlement_waits_for_nobody() {
	run(|| {
		let draft = settled();
		let reason = "未收到".try_into().unwrap();
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason));
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		let waits = waiting(LOAN, draft);
		assert!(waits.contains(&(BANK, crate::Work::Settle, 1)));
		assert!(waits.iter().all(|(_, work, _)| *work != crate::Work::Resolve));
		// Why it was denied stays with the counter-entry; what is booked anew nobody has denied.
		let kept = LineExtras::<Test>::get(key(1)).unwrap();
		assert_eq!((kept.disputed, kept.corrections[0].said.is_some()), (None, true));
	});
}

/// It waited for ever, and the bank's file of the day never agreed with the chain.
#[test]
fn a_return_of_a_wrong_amount_is_booked_anew_under_the_banks_own_reference() {
	run(|| {
		settled();
		assert_eq!(queued(part_returned(2, 50, "P1")), None);
		assert_ok!(corrected(2, BookingKind::Returned, "P1"));
		assert_eq!(queued(part_returned(2, 40, "P1")), None);
		assert_eq!((Books::loan(LOAN).returned, status(2)), (Fen(40), PaymentStatus::Settled));
		// The wrong one is still not booked again, and the right one only once.
		assert_eq!(queued(part_returned(2, 50, "P1")), Some(MismatchReason::Corrected));
		assert_eq!(queued(part_returned(2, 40, "P1")), None);
		assert_eq!(Books::loan(LOAN).returned, Fen(40));
		assert_ok!(corrected(2, BookingKind::Returned, "P1"));
		assert_eq!(Books::loan(LOAN).returned, Fen::ZERO);
	});
}

/// One person could complete what somebody had entered against a booking that is corrected long since.
#[test]
fn what_was_entered_against_a_booking_counts_not_against_the_next_one_under_its_reference() {
	run(|| {
		settled();
		let other = |who| {
			let (booking, reason) = (BookingKind::Settled, "户名不符".try_into().unwrap());
			let bank_reference = b"A1".to_vec().try_into().unwrap();
			Payments::adjust(origin(who), key(1), Adjustment::Correct { booking, bank_reference, reason })
		};
		assert_ok!(other(MAKER));
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		pass_days(1);
		assert_eq!(queued(result(1, Outcome::Settled)), None, "it was paid a day later");
		assert!(Payments::adjustments_to_check(OrgId(BANK)).is_empty());
		assert_ok!(other(CHECKER));
		assert_eq!(status(1), PaymentStatus::Settled, "one person corrects nothing");
		assert_ok!(other(MAKER));
		assert_ok!(other(CHECKER));
		assert_eq!(status(1), PaymentStatus::Released);
	});
}

#[test]
fn a_payment_has_so_many_counter_entries_and_no_more() {
	run(|| {
		settled();
		for round in 0..crate::MAX_CORRECTIONS {
			let reference = format!("P{round}");
			assert_eq!(queued(part_returned(3, 10, &reference)), None);
			assert_ok!(corrected(3, BookingKind::Returned, &reference));
		}
		assert_eq!(queued(part_returned(3, 10, "LAST")), None);
		let refused = correct(MAKER, 3, BookingKind::Returned, "LAST");
		assert_noop!(refused, Error::<Test>::TooManyCorrections);
		// And the money leads somewhere all the same.
		for who in [MAKER, CHECKER] {
			assert_ok!(dispose(who, 3, DisposalKind::Prepay, 10));
		}
		assert_eq!(Books::loan(LOAN).returned, Fen::ZERO);
	});
}
