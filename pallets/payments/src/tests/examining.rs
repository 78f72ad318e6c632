//! A denial into which a regulator has looked holds nobody any more, and nothing that is true is shut out.

use super::signed_receipts::{by, receipt};
use crate::{mock::*, Error, Event, LineExtra, LineExtras, OpenPayments, Receipts, Work};
use frame::{deps::sp_runtime::DispatchResult, testing_prelude::*};
use zhidai_primitives::{
	testing,
	traits::{Finding, Obligations, PartyWork, PaymentBook},
	BookingKind, Digest, Fen, OrgId, PaymentStatus, Receipt, ShortText,
};

fn keys(numbers: &[u8]) -> Receipts {
	numbers.iter().map(|number| key(*number)).collect::<Vec<_>>().try_into().unwrap()
}

fn reason() -> ShortText {
	"未收到".try_into().unwrap()
}

fn deny(number: u8) -> DispatchResult {
	Payments::dispute(origin(MACHINES_CONFIRM), key(number), reason())
}

/// The payee denies it, and a regulator closes the alert.
fn examined(number: u8) {
	assert_ok!(deny(number));
	Payments::examined(key(number));
}

fn confirm(number: u8) -> DispatchResultWithPostInfo {
	Payments::confirm(origin(MACHINES_CONFIRM), keys(&[number]))
}

fn status(number: u8) -> PaymentStatus {
	Payments::status_of(key(number)).unwrap()
}

fn extra(number: u8) -> LineExtra {
	LineExtras::<Test>::get(key(number)).unwrap()
}

/// How many payments keep the payee.
fn open() -> u32 {
	OpenPayments::<Test>::get(OrgId(MACHINES))
}

/// How often a denial was found.
fn found() -> usize {
	let denied = |finding: &&Finding| matches!(finding, Finding::PaymentDisputed { .. });
	testing::with(|world| world.findings.iter().filter(denied).count())
}

/// A payee's officer that denied what had been booked rightly kept its payee, and the loan at its bank, for ever.
#[test]
fn an_examined_denial_holds_neither_the_payee_nor_the_bank() {
	run(|| {
		let draft = settled();
		assert_ok!(confirm(3));
		assert_ok!(deny(1));
		let can_pass = || Payments::ensure_can_pass(LOAN, OrgId(BANK));
		assert_noop!(Payments::ensure_free(OrgId(MACHINES)), Error::<Test>::PaymentsOpen);
		assert_noop!(can_pass(), Error::<Test>::PaymentsWaiting);
		let said = extra(1);
		Payments::examined(key(1));
		let told = Event::DenialExamined { uetr: key(1), loan: LOAN, payee: OrgId(MACHINES) };
		assert_eq!(events().pop(), Some(told));
		assert_ok!(Payments::ensure_free(OrgId(MACHINES)));
		assert_ok!(can_pass());
		assert!(waiting(LOAN, draft).iter().all(|(_, work, _)| *work != Work::Resolve));
		// It is denied still, and settled in the ledger; what was said stays.
		assert_eq!((status(1), Books::loan(LOAN).settled), (PaymentStatus::Examined, Fen(300)));
		assert_eq!(extra(1), said);
	});
}

#[test]
fn only_a_denial_that_stands_is_examined() {
	run(|| {
		settled();
		assert_ok!(confirm(3));
		for number in [1, 3, 99] {
			assert_storage_noop!(Payments::examined(key(number)));
		}
		examined(1);
		assert_storage_noop!(Payments::examined(key(1)));
	});
}

#[test]
fn a_payee_finds_what_it_denied_also_after_it_was_examined() {
	run(|| {
		settled();
		examined(1);
		assert_eq!(open(), 1);
		// Both in one call: one of them kept the payee.
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), keys(&[1, 3])));
		assert_eq!((open(), status(1), Books::loan(LOAN).received), (0, PaymentStatus::Received, Fen(400)));
	});
}

#[test]
fn what_is_examined_is_denied_once_and_confirmed_by_no_bank() {
	run(|| {
		without_officers();
		settled();
		examined(1);
		assert_noop!(deny(1), Error::<Test>::NotSettled { line: 0 });
		let assist = || Payments::confirm_assisted(origin(MAKER), keys(&[1]), Digest::repeat_byte(5));
		assert_noop!(assist(), Error::<Test>::NotSettled { line: 0 });
	});
}

#[test]
fn what_is_examined_comes_back_and_a_wrong_return_of_it_is_corrected() {
	run(|| {
		settled();
		examined(1);
		book(2, &[(1, returned())]);
		assert_eq!((open(), status(1), Books::loan(LOAN).returned), (1, PaymentStatus::Returned, Fen(100)));
		assert_ok!(corrected(1, BookingKind::Returned, "A1"));
		assert_eq!((open(), status(1), Books::loan(LOAN).settled), (1, PaymentStatus::Examined, Fen(600)));
		assert_eq!(found(), 1, "nothing new");
		// A part of it, too.
		assert_ok!(settle(Digest::repeat_byte(3), vec![part_returned(1, 40, "P1")]));
		assert_eq!((open(), status(1), Books::loan(LOAN).settled), (1, PaymentStatus::Examined, Fen(560)));
	});
}

#[test]
fn a_wrong_settlement_of_what_is_examined_is_corrected() {
	run(|| {
		settled();
		examined(1);
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		assert_eq!((open(), status(1), Books::loan(LOAN).settled), (1, PaymentStatus::Released, Fen(500)));
		assert_eq!(extra(1).disputed, None);
	});
}

/// The alert was closed while the money was back; that it was not leaves a denial that no alert is about.
#[test]
fn a_denial_that_stands_again_is_found_again() {
	run(|| {
		settled();
		assert_ok!(deny(1));
		book(2, &[(1, returned())]);
		assert_storage_noop!(Payments::examined(key(1)));
		assert_ok!(corrected(1, BookingKind::Returned, "A1"));
		// Who enters it tries it out, and the double of the findings takes nothing back: it is told once more.
		assert_eq!((found(), open(), status(1)), (3, 2, PaymentStatus::Disputed));
		Payments::examined(key(1));
		assert_eq!((open(), status(1)), (1, PaymentStatus::Examined));
	});
}

#[test]
fn what_was_taken_back_is_denied_and_examined_anew() {
	run(|| {
		settled();
		examined(1);
		assert_ok!(confirm(1));
		assert_ok!(Payments::take_back_receipt(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_eq!(open(), 2);
		assert_ok!(deny(1));
		assert_eq!((found(), open(), status(1)), (2, 2, PaymentStatus::Disputed));
		Payments::examined(key(1));
		assert_eq!(open(), 1);
	});
}

/// That a regulator looked is no word of the payee: what it signed after its denial counts, and no older receipt does.
#[test]
fn examining_outdates_no_signed_receipt_and_revives_none() {
	run(|| {
		settled();
		let hand_in = |receipt: &Receipt| {
			let signature = by(MACHINES_CONFIRM, receipt);
			Payments::confirm_signed(origin(OUTSIDER), receipt.clone(), signature)
		};
		let before = receipt(1);
		assert_ok!(deny(1));
		let after = receipt(1);
		Payments::examined(key(1));
		assert_eq!(receipt(1), after);
		assert_noop!(hand_in(&before), Error::<Test>::ReceiptOutdated);
		assert_ok!(hand_in(&after));
		assert_eq!(status(1), PaymentStatus::Received);
	});
}
