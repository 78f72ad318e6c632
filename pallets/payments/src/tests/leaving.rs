//! Which payments keep their payee from leaving.

use super::signed_receipts;
use crate::{mock::*, Error, OpenPayments, Outcome, Receipts, SettlementResults};
use frame::{
	deps::sp_runtime::{DispatchError, DispatchResult},
	testing_prelude::*,
};
use zhidai_primitives::{
	testing,
	traits::{Obligations, PartyWork},
	Digest, LoanState, OrgId, OrgStatus, PaymentStatus, Receipt, ReceiptSaid,
};

fn free(payee: u32) -> DispatchResult {
	Payments::ensure_free(OrgId(payee))
}

fn keys(numbers: &[u8]) -> Receipts {
	numbers.iter().map(|number| key(*number)).collect::<Vec<_>>().try_into().unwrap()
}

/// Two officers of the bank confirm in the payee's place.
fn assist(numbers: &[u8]) -> DispatchResultWithPostInfo {
	let witness = Digest::repeat_byte(5);
	Payments::confirm_assisted(origin(MAKER), keys(numbers), witness)?;
	Payments::confirm_assisted(origin(CHECKER), keys(numbers), witness)
}

/// A lender released a fen and never booked it: the payee could neither confirm nor deny, and stayed for ever.
#[test]
fn a_payee_stays_from_the_booking_until_it_confirms() {
	run(|| {
		without_officers();
		let draft = approved(three());
		assert_ok!(free(MACHINES));
		release(draft);
		assert_ok!(free(MACHINES));
		assert!(!OpenPayments::<Test>::contains_key(OrgId(MACHINES)));
		book(1, &[(1, Outcome::Settled), (2, Outcome::Settled), (3, Outcome::Settled)]);
		assert_noop!(free(MACHINES), Error::<Test>::PaymentsOpen);
		assert_eq!(OpenPayments::<Test>::get(OrgId(MACHINES)), 2);
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), keys(&[1])));
		assert_noop!(free(MACHINES), Error::<Test>::PaymentsOpen);
		assert_ok!(assist(&[3]));
		assert_ok!(free(MACHINES));
		assert!(!OpenPayments::<Test>::contains_key(OrgId(MACHINES)));
		assert_noop!(free(TESTING), Error::<Test>::PaymentsOpen);
		assert_ok!(free(FIRM));
	});
}

#[test]
fn what_failed_or_came_back_keeps_nobody() {
	run(|| {
		released(three());
		book(1, &[(1, failed()), (3, Outcome::Settled)]);
		assert_noop!(free(MACHINES), Error::<Test>::PaymentsOpen);
		book(2, &[(3, returned())]);
		assert_ok!(free(MACHINES));
		// Booked and come back in one file, and in one row.
		book(3, &[(2, Outcome::Settled), (2, returned())]);
		assert_ok!(free(TESTING));
		released(vec![line(4, 1, 10)].try_into().unwrap());
		book(4, &[(4, returned())]);
		assert_ok!(free(TESTING));
	});
}

#[test]
fn what_a_payee_denies_keeps_it_until_that_is_resolved() {
	run(|| {
		without_officers();
		settled();
		let deny =
			|number| Payments::dispute(origin(MACHINES_CONFIRM), key(number), "未收到".try_into().unwrap());
		assert_ok!(deny(1));
		assert_ok!(assist(&[3]));
		assert_noop!(free(MACHINES), Error::<Test>::PaymentsOpen);
		book(2, &[(1, returned())]);
		assert_ok!(free(MACHINES));
		// Denied after the bank had confirmed it in its place: open again.
		assert_ok!(deny(3));
		assert_noop!(free(MACHINES), Error::<Test>::PaymentsOpen);
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), keys(&[3])));
		assert_ok!(free(MACHINES));
		// What was received and comes back later was not open any more.
		book(3, &[(3, returned())]);
		assert_ok!(free(MACHINES));
	});
}

#[test]
fn a_place_in_a_loan_does_not_pass_while_payments_wait_for_its_party() {
	run(|| {
		let can_pass = |party: u32| Payments::ensure_can_pass(LOAN, OrgId(party));
		assert_ok!(can_pass(BANK));
		let draft = drafted(three());
		assert_noop!(can_pass(FIRM), Error::<Test>::PaymentsWaiting);
		assert_ok!(can_pass(BANK));
		approve(draft);
		assert_ok!(can_pass(FIRM));
		assert_noop!(can_pass(BANK), Error::<Test>::PaymentsWaiting);
		release(draft);
		assert_noop!(can_pass(BANK), Error::<Test>::PaymentsWaiting);
		assert_ok!(Payments::ensure_can_pass(OTHER_LOAN, OrgId(BANK)));
		book(1, &[(1, Outcome::Settled), (2, Outcome::Settled), (3, Outcome::Settled)]);
		assert_ok!(can_pass(BANK));
		let reason = "未收到".try_into().unwrap();
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason));
		assert_noop!(can_pass(BANK), Error::<Test>::PaymentsWaiting);
		book(2, &[(1, returned())]);
		assert_ok!(can_pass(BANK));
	});
}

#[test]
fn who_succeeds_a_payee_confirms_and_denies_in_its_place() {
	run(|| {
		settled();
		let confirm = || Payments::confirm(origin(OUTSIDER), keys(&[1]));
		assert_noop!(confirm(), Error::<Test>::PayeeNotAllowed);
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(STRANGERS)));
		assert_ok!(confirm());
		let reason = "未收到".try_into().unwrap();
		assert_ok!(Payments::dispute(origin(OUTSIDER), key(3), reason));
		assert_eq!(OpenPayments::<Test>::get(OrgId(MACHINES)), 1);
	});
}

/// The bank could have confirmed what the successor of a payee without officers could deny.
#[test]
fn nobody_confirms_in_the_place_of_a_payee_whose_successor_has_officers() {
	run(|| {
		without_officers();
		settled();
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(STRANGERS)));
		assert_noop!(assist(&[3]), Error::<Test>::PayeeHasOfficers);
		assert_ok!(Payments::confirm(origin(OUTSIDER), keys(&[3])));
	});
}

/// A bank that had taken its payee's place confirmed for the payee what it had paid itself.
#[test]
fn who_lends_confirms_nothing_in_the_place_of_a_payee_that_it_succeeded() {
	run(|| {
		settled();
		let confirm = |by| Payments::confirm(origin(by), keys(&[1]));
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(BANK)));
		assert_noop!(confirm(BANK_ALL), Error::<Test>::PayeeIsTheBank);
		assert_ok!(confirm(MACHINES_CONFIRM));
	});
}

/// It denied by its signature alone what it had paid itself, also what two of its own officers had confirmed.
#[test]
fn who_lends_denies_nothing_in_the_place_of_a_payee_that_it_succeeded() {
	run(|| {
		without_officers();
		settled();
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(BANK)));
		assert_ok!(assist(&[3]));
		let reason = || "未收到".try_into().unwrap();
		for number in [1, 3] {
			let dispute = || Payments::dispute(origin(BANK_ALL), key(number), reason());
			assert_noop!(dispute(), Error::<Test>::PayeeIsTheBank);
			let said = ReceiptSaid::Denied { reason: reason() };
			let denial = Receipt { said, ..signed_receipts::receipt(number) };
			let signature = || signed_receipts::by(BANK_ALL, &denial);
			let signed = || Payments::confirm_signed(origin(OUTSIDER), denial.clone(), signature());
			assert_noop!(signed(), Error::<Test>::PayeeIsTheBank);
		}
		// The payee itself does.
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
	});
}

fn set_status(org: u32, status: OrgStatus) {
	testing::with(|world| world.organisations.get_mut(&OrgId(org)).unwrap().1 = status);
}

/// It left between release and booking: its officers act no more, and they kept the bank from confirming for it.
#[test]
fn for_a_payee_that_left_the_bank_confirms_on_its_statement() {
	run(|| {
		released(three());
		set_status(MACHINES, OrgStatus::Exited);
		book(1, &[(1, Outcome::Settled), (3, Outcome::Settled)]);
		assert_noop!(
			Payments::confirm(origin(MACHINES_CONFIRM), keys(&[1])),
			DispatchError::Other("organisation not active")
		);
		// Who took its place speaks for it, while it takes part or can again.
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(STRANGERS)));
		for status in [OrgStatus::Active, OrgStatus::Suspended] {
			set_status(STRANGERS, status);
			assert_noop!(assist(&[1]), Error::<Test>::PayeeHasOfficers);
		}
		set_status(STRANGERS, OrgStatus::Exited);
		assert_ok!(assist(&[1]));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Received));
		// Who is suspended comes back, and is waited for.
		testing::with(|world| world.successors.remove(&OrgId(MACHINES)));
		set_status(MACHINES, OrgStatus::Suspended);
		assert_noop!(assist(&[3]), Error::<Test>::PayeeHasOfficers);
	});
}

/// The lender's own officers kept it from confirming, and as the payee's successor it was refused.
#[test]
fn for_a_payee_without_officers_whose_place_the_lender_took_two_confirm_on_its_statement() {
	run(|| {
		without_officers();
		settled();
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(BANK)));
		assert_ok!(assist(&[1]));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Received));
		assert!(Payments::payment_view(key(1)).unwrap().extra.unwrap().is_assisted());
	});
}

/// The payee itself was still there: only its name was not the borrower's.
#[test]
fn nobody_is_paid_whose_place_the_borrower_has_taken() {
	run(|| {
		let ready = approved(vec![line(4, 0, 10)].try_into().unwrap());
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(FIRM)));
		let draft = || Payments::draft(origin(MAKER), LOAN, three(), last_day());
		assert_noop!(draft(), Error::<Test>::PayeeIsBorrower { line: 0 });
		let release =
			|| Payments::release(origin(RELEASER), LOAN, ready, digest_of(ready), Default::default());
		assert_noop!(release(), Error::<Test>::PayeeIsBorrower { line: 0 });
	});
}

/// Nobody could book what came back of a closed loan, or confirm what a payee had stated, once its bank had left.
#[test]
fn of_a_closed_loan_who_succeeds_its_bank_books_and_confirms() {
	run(|| {
		without_officers();
		settled();
		testing::with(|world| world.successors.insert(OrgId(BANK), OrgId(OTHER_BANK)));
		let officers = [OTHER_MAKER, OTHER_MAKER + 1];
		let book_return = |mark: u8| {
			let results: SettlementResults = vec![result(1, returned())].try_into().unwrap();
			let file = Digest::repeat_byte(mark);
			enter(officers[0], file, &results).unwrap();
			assert_ok!(Payments::settle(origin(officers[1]), file, results));
			Payments::status_of(key(1))
		};
		let confirm = |by| Payments::confirm_assisted(origin(by), keys(&[3]), Digest::repeat_byte(5));
		assert_eq!(book_return(8), Some(PaymentStatus::Settled));
		assert_noop!(confirm(officers[0]), Error::<Test>::BankNotAllowed);
		Books::change(|state| state.loans.get_mut(&LOAN).unwrap().state = LoanState::Closed);
		assert_eq!(book_return(9), Some(PaymentStatus::Returned));
		for by in officers {
			assert_ok!(confirm(by));
		}
		assert_eq!(Payments::status_of(key(3)), Some(PaymentStatus::Received));
	});
}
