//! What was confirmed by mistake is taken back.

use super::signed_receipts::{by, receipt};
use crate::{
	mock::*, Confirmation, Error, Event, LineExtra, LineExtras, OpenPayments, Outcome, Receipts,
	SettlementResult, Statements, TakenBack, MAX_TAKEN_BACK, MAX_TAKINGS_BACK,
};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	testing, BookingKind, Day, Digest, Fen, LoanState, OfficerId, OrgId, PaymentStatus, ShortText, SignedBy,
};

const WITNESS: Digest = Digest::repeat_byte(5);

fn keys(numbers: &[u8]) -> Receipts {
	numbers.iter().map(|number| key(*number)).collect::<Vec<_>>().try_into().unwrap()
}

fn reason() -> ShortText {
	"点错".try_into().unwrap()
}

fn confirm(number: u8) -> DispatchResultWithPostInfo {
	Payments::confirm(origin(MACHINES_CONFIRM), keys(&[number]))
}

/// Both officers of the bank enter the payees' statement.
fn assist(number: u8) {
	for who in [MAKER, CHECKER] {
		assert_ok!(Payments::confirm_assisted(origin(who), keys(&[number]), WITNESS));
	}
}

fn take_back(who: AccountId, number: u8) -> DispatchResult {
	Payments::take_back_receipt(origin(who), key(number), reason())
}

fn status(number: u8) -> Option<PaymentStatus> {
	Payments::status_of(key(number))
}

fn extra(number: u8) -> LineExtra {
	LineExtras::<Test>::get(key(number)).unwrap()
}

fn signature(officer: u32) -> SignedBy {
	signed_by(officer).unwrap()
}

#[test]
fn a_payee_takes_its_own_receipt_back_and_is_asked_again() {
	run(|| {
		let draft = settled();
		assert_ok!(confirm(1));
		let open = || OpenPayments::<Test>::get(OrgId(MACHINES));
		let asked = || Payments::waiting_receipts(OrgId(MACHINES), None, 9).items.len();
		assert_eq!((open(), asked(), Books::loan(LOAN).received), (1, 1, Fen(100)));
		pass_days(2);
		assert_ok!(take_back(MACHINES_CONFIRM, 1));
		let told = Event::ReceiptTakenBack {
			uetr: key(1),
			loan: LOAN,
			payee: OrgId(MACHINES),
			amount_fen: 100,
			reason: reason(),
			officer: OfficerId(400),
			assisted: false,
		};
		assert_eq!(events().pop(), Some(told));
		assert_eq!(status(1), Some(PaymentStatus::Settled));
		assert_eq!((open(), asked(), Books::loan(LOAN).received), (2, 2, Fen::ZERO));
		assert_eq!(waiting(LOAN, draft).len(), 2);
		let on = today();
		let confirmed = Confirmation { by: signature(400), on: Day(on.0 - 2) };
		let record = TakenBack {
			confirmed,
			witness: None,
			witnessed_by: None,
			denied: None,
			by: signature(400),
			entered_by: None,
			on,
			reason: reason(),
		};
		assert_eq!(extra(1).taken_back.into_inner(), [record]);
		let view = Payments::payment_view(key(1)).unwrap();
		assert_eq!((view.confirmed_by, view.confirmed_on), (None, None));
		// It can be denied now, confirmed again, or come back.
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_ok!(confirm(1));
		assert_eq!(Payments::payment_view(key(1)).unwrap().confirmed_on, Some(on));
	});
}

#[test]
fn a_denial_before_it_is_history_too() {
	run(|| {
		settled();
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_ok!(confirm(1));
		assert_ok!(take_back(MACHINES_CONFIRM, 1));
		assert_eq!((extra(1).disputed, extra(1).taken_back[0].denied.clone()), (None, Some(reason())));
		book(2, &[(1, returned())]);
		assert_eq!(status(1), Some(PaymentStatus::Returned));
	});
}

#[test]
fn what_nobody_confirmed_or_came_back_is_not_taken_back() {
	run(|| {
		settled();
		assert_noop!(take_back(MACHINES_CONFIRM, 1), Error::<Test>::NotReceived);
		assert_noop!(take_back(MACHINES_CONFIRM, 99), Error::<Test>::PaymentUnknown);
		assert_ok!(confirm(1));
		assert_noop!(take_back(TESTING_CONFIRM, 1), Error::<Test>::PayeeNotAllowed);
		// Nor by the bank, whose word it is not.
		assert_noop!(take_back(CHECKER, 1), DispatchError::Other("duty missing"));
		assert_noop!(take_back(BANK_ALL, 1), Error::<Test>::PayeeNotAllowed);
		assert_noop!(
			Payments::take_back_receipt(RuntimeOrigin::root(), key(1), reason()),
			DispatchError::BadOrigin
		);
		book(2, &[(1, returned())]);
		assert_noop!(take_back(MACHINES_CONFIRM, 1), Error::<Test>::NotReceived);
	});
}

#[test]
fn there_are_days_for_it_and_then_it_stands() {
	run(|| {
		settled();
		assert_ok!(confirm(1));
		pass_days(TAKE_BACK_DAYS + 1);
		assert_noop!(take_back(MACHINES_CONFIRM, 1), Error::<Test>::TakingBackTooLate);
		// Each receipt has its own days, whoever confirmed another one of the draft before.
		assert_ok!(confirm(3));
		pass_days(TAKE_BACK_DAYS);
		assert_ok!(take_back(MACHINES_CONFIRM, 3));
	});
}

#[test]
fn of_a_closed_loan_receipts_are_final() {
	run(|| {
		settled();
		assert_ok!(confirm(1));
		let set = |state| Books::change(|books| books.loans.get_mut(&LOAN).unwrap().state = state);
		set(LoanState::Closed);
		assert_noop!(take_back(MACHINES_CONFIRM, 1), Error::<Test>::ReceiptsFinal);
		set(LoanState::Active);
		assert_ok!(take_back(MACHINES_CONFIRM, 1));
	});
}

#[test]
fn nobody_takes_back_for_ever() {
	run(|| {
		settled();
		for day in 0..MAX_TAKEN_BACK {
			// With as many signed receipts as can be taken.
			let signed = receipt(1);
			let given = by(MACHINES_CONFIRM, &signed);
			assert_ok!(Payments::confirm_signed(origin(OUTSIDER), signed, given));
			assert_ok!(take_back(MACHINES_CONFIRM, 1));
			pass_days(1);
			assert_eq!(extra(1).receipts.len(), usize::try_from(day).unwrap() + 1);
		}
		assert_ok!(confirm(1));
		assert_noop!(take_back(MACHINES_CONFIRM, 1), Error::<Test>::TakenBackTooOften);
	});
}

#[test]
fn what_two_of_the_bank_confirmed_two_take_back() {
	run(|| {
		without_officers();
		settled();
		assist(1);
		assert_noop!(take_back(RELEASER, 1), DispatchError::Other("duty missing"));
		assert_noop!(take_back(OUTSIDER, 1), DispatchError::Other("role missing"));
		assert_noop!(take_back(OTHER_MAKER, 1), Error::<Test>::BankNotAllowed);
		assert_ok!(take_back(MAKER, 1));
		let entered = Event::TakingBackEntered {
			bank: OrgId(BANK),
			uetr: key(1),
			reason: reason(),
			officer: OfficerId(100),
		};
		assert_eq!(events().pop(), Some(entered));
		assert_eq!(status(1), Some(PaymentStatus::Received));
		let waits = Payments::statements_to_check(OrgId(BANK));
		assert_eq!((waits.len(), waits[0].takes_back, waits[0].witness), (1, Some(key(1)), WITNESS));
		// Again by the same one, and by one person with another account.
		assert_ok!(take_back(MAKER, 1));
		let person = |person| testing::with(|world| world.officers.get_mut(&CHECKER).unwrap().3 = person);
		person(100);
		assert_noop!(take_back(CHECKER, 1), DispatchError::Other("same person"));
		person(101);
		// The checker need not know the maker's words: its own are kept.
		let because = || ShortText::try_from("收款人更正").unwrap();
		assert_ok!(Payments::take_back_receipt(origin(CHECKER), key(1), because()));
		assert_eq!((status(1), extra(1).witness), (Some(PaymentStatus::Settled), None));
		let record = extra(1).taken_back[0].clone();
		assert_eq!(record.reason, because());
		assert_eq!((record.witness, record.witnessed_by), (Some(WITNESS), signed_by(100)));
		assert_eq!((record.entered_by, record.by), (signed_by(100), signature(101)));
		assert_eq!(
			events()
				.into_iter()
				.filter(|it| matches!(it, Event::ReceiptTakenBack { assisted: true, .. }))
				.count(),
			1
		);
		// What was entered before takes nothing back that was confirmed since.
		assist(1);
		assert_ok!(Payments::take_back_receipt(origin(BANK_ALL), key(1), because()));
		assert_eq!(status(1), Some(PaymentStatus::Received));
	});
}

/// What was entered and could not be checked any more stayed in the bank's inbox.
#[test]
fn what_can_be_taken_back_no_more_waits_for_nobody() {
	run(|| {
		without_officers();
		settled();
		let waits = || Payments::statements_to_check(OrgId(BANK)).len();
		let kept = || Statements::<Test>::get(OrgId(BANK)).len();
		assist(1);
		assist(3);
		assert_ok!(take_back(MAKER, 1));
		assert_ok!(take_back(MAKER, 3));
		// The payee denies the one, and what it says after it, it takes back itself; then the bank confirms again.
		assert_eq!(waits(), 2);
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_eq!(waits(), 1);
		assert_ok!(confirm(1));
		assert_eq!((waits(), kept()), (1, 2));
		assert_ok!(take_back(MACHINES_CONFIRM, 1));
		assert_eq!(kept(), 1, "done, and forgotten");
		assist(1);
		assert_eq!(waits(), 1);
		// The booking of the other is corrected, and confirmed once more: what waits is not for that.
		assert_ok!(corrected(3, BookingKind::Settled, "A3"));
		assert_eq!(waits(), 0);
		let bank_reference = b"RIGHT".to_vec().try_into().unwrap();
		let right = SettlementResult { bank_reference, ..result(3, Outcome::Settled) };
		assert_ok!(settle(Digest::repeat_byte(9), vec![right]));
		assist(3);
		assert_eq!((waits(), kept()), (0, 1));
		for (who, left) in [(MAKER, 2), (CHECKER, 0)] {
			assert_ok!(take_back(who, 3));
			assert_eq!(kept(), left, "with all of the payment");
		}
		// Nor after its days.
		assert_ok!(take_back(MAKER, 1));
		pass_days(TAKE_BACK_DAYS + 1);
		assert_eq!((waits(), kept()), (0, 1));
	});
}

/// They shared the places: two of the bank could use up those of a payee that got officers.
#[test]
fn the_bank_and_the_payee_each_have_their_own_times() {
	run(|| {
		without_officers();
		settled();
		for _ in 0..MAX_TAKEN_BACK {
			assist(1);
			assert_ok!(take_back(MAKER, 1));
			assert_ok!(take_back(CHECKER, 1));
		}
		for _ in 0..MAX_TAKEN_BACK {
			assert_ok!(confirm(1));
			assert_ok!(take_back(MACHINES_CONFIRM, 1));
		}
		assert_eq!(extra(1).taken_back.len(), usize::try_from(MAX_TAKINGS_BACK).unwrap());
		assert_eq!(extra(1).words(), 16);
		assist(1);
		assert_noop!(take_back(MAKER, 1), Error::<Test>::TakenBackTooOften);
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_ok!(confirm(1));
		assert_noop!(take_back(MACHINES_CONFIRM, 1), Error::<Test>::TakenBackTooOften);
	});
}

#[test]
fn what_was_entered_to_be_taken_back_counts_while_it_could_be() {
	run(|| {
		without_officers();
		settled();
		assist(1);
		assert_ok!(take_back(MAKER, 1));
		rotate(100);
		assert_ok!(take_back(CHECKER, 1));
		assert_eq!(status(1), Some(PaymentStatus::Received), "entered anew");
		pass_days(TAKE_BACK_DAYS + 1);
		assert_noop!(take_back(BANK_ALL, 1), Error::<Test>::TakingBackTooLate);
		assert_noop!(take_back(MAKER, 1), Error::<Test>::TakingBackTooLate);
	});
}

/// The payee itself denies what was confirmed in its place; it does not take it back.
#[test]
fn what_the_payee_confirmed_after_a_denial_it_takes_back_itself() {
	run(|| {
		without_officers();
		settled();
		assist(1);
		assert_noop!(take_back(MACHINES_CONFIRM, 1), DispatchError::Other("duty missing"));
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_ok!(confirm(1));
		assert_noop!(take_back(MAKER, 1), DispatchError::Other("duty missing"));
		assert_ok!(take_back(MACHINES_CONFIRM, 1));
		let record = extra(1).taken_back[0].clone();
		assert_eq!((record.witness, record.denied, record.entered_by), (Some(WITNESS), Some(reason()), None));
		// Then the bank can confirm again in its place, and the payee deny that.
		assist(1);
		assert!(extra(1).is_assisted());
		assert_eq!(Books::loan(LOAN).received, Fen(100));
	});
}

/// What came back is received by nobody; as long as some of it is back, its receipt stands.
#[test]
fn a_receipt_of_which_a_part_came_back_is_not_taken_back_before_that_is_corrected() {
	run(|| {
		settled();
		assert_ok!(confirm(1));
		assert_ok!(settle(Digest::repeat_byte(9), vec![part_returned(1, 40, "P1")]));
		assert_eq!((status(1), Books::loan(LOAN).received), (Some(PaymentStatus::Received), Fen(60)));
		assert_noop!(take_back(MACHINES_CONFIRM, 1), Error::<Test>::NotReceived);
		assert_ok!(corrected(1, BookingKind::Returned, "P1"));
		assert_ok!(take_back(MACHINES_CONFIRM, 1));
		assert_eq!((status(1), Books::loan(LOAN).received), (Some(PaymentStatus::Settled), Fen::ZERO));
		// Nobody has confirmed it now: the bank corrects its booking.
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		assert_eq!(status(1), Some(PaymentStatus::Released));
	});
}

#[test]
fn what_was_entered_to_be_taken_back_before_a_correction_takes_nothing_back_after_it() {
	run(|| {
		settled();
		without_officers();
		assist(1);
		assert_ok!(take_back(MAKER, 1));
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		assert_eq!(Payments::payment_view(key(1)).unwrap().confirmed_by, None);
		let bank_reference = b"RIGHT".to_vec().try_into().unwrap();
		let right = SettlementResult { bank_reference, ..result(1, Outcome::Settled) };
		assert_ok!(settle(Digest::repeat_byte(9), vec![right]));
		assist(1);
		assert_ok!(take_back(CHECKER, 1));
		assert_eq!(status(1), Some(PaymentStatus::Received), "one person takes nothing back");
		assert_ok!(take_back(MAKER, 1));
		assert_ok!(take_back(CHECKER, 1));
		assert_eq!(status(1), Some(PaymentStatus::Settled));
	});
}
