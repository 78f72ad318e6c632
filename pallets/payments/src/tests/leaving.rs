//! Which payments keep their payee from leaving.

use crate::{mock::*, Error, OpenPayments, Outcome, Receipts};
use frame::{deps::sp_runtime::DispatchResult, testing_prelude::*};
use zhidai_primitives::{
	testing,
	traits::{Obligations, PartyWork},
	Digest, OrgId,
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

#[test]
fn a_payee_stays_from_the_release_until_it_confirms() {
	run(|| {
		without_officers();
		let draft = approved(three());
		assert_ok!(free(MACHINES));
		release(draft);
		assert_noop!(free(MACHINES), Error::<Test>::PaymentsOpen);
		assert_eq!(OpenPayments::<Test>::get(OrgId(MACHINES)), 2);
		book(1, &[(1, Outcome::Settled), (2, Outcome::Settled), (3, Outcome::Settled)]);
		assert_noop!(free(MACHINES), Error::<Test>::PaymentsOpen);
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
		// Booked and come back in one file.
		book(3, &[(2, Outcome::Settled), (2, returned())]);
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
