//! Receipts that payees signed beside the chain.

use crate::{mock::*, Error, Event, LineExtras, OrderSignature, Outcome, SettlementResult};
use frame::{
	deps::sp_runtime::{testing::TestSignature, DispatchError},
	testing_prelude::*,
};
use zhidai_primitives::{
	receipt_digest, signed::receipt_step, testing, traits::Finding, BookingKind, Day, Digest, Fen, OfficerId,
	OrgId, OrgStatus, PaymentStatus, Receipt, ReceiptKind, ReceiptSaid, Uetr,
};

type Signature = OrderSignature<AccountId, TestSignature>;

fn digest(receipt: &Receipt) -> Digest {
	receipt_digest(System::block_hash(0), receipt)
}

fn signed_over(account: AccountId, message: Vec<u8>) -> Signature {
	OrderSignature { account, signature: TestSignature(account, message) }
}

/// A receipt with the signature of this account's key.
pub(super) fn by(account: AccountId, receipt: &Receipt) -> Signature {
	signed_over(account, receipt_step(receipt.said.kind(), digest(receipt)))
}

/// That the payment came today, good for some days, after all that was said of it.
pub(super) fn receipt(number: u8) -> Receipt {
	let amount_fen = crate::Payments::<Test>::get(key(number)).map_or(1, |payment| payment.amount_fen);
	let said = ReceiptSaid::Received { on: today() };
	let after = LineExtras::<Test>::get(key(number)).map_or(0, |extra| extra.words());
	Receipt { uetr: key(number), amount_fen, said, expires_on: last_day(), after }
}

fn denial(number: u8) -> Receipt {
	Receipt { said: ReceiptSaid::Denied { reason: "未收到".try_into().unwrap() }, ..receipt(number) }
}

/// The payee takes back what it confirmed.
fn take_back(number: u8) -> DispatchResult {
	Payments::take_back_receipt(origin(MACHINES_CONFIRM), key(number), "录错".try_into().unwrap())
}

fn deny(number: u8) -> DispatchResult {
	Payments::dispute(origin(MACHINES_CONFIRM), key(number), "未收到".try_into().unwrap())
}

fn confirm(number: u8) -> DispatchResultWithPostInfo {
	Payments::confirm(origin(MACHINES_CONFIRM), vec![key(number)].try_into().unwrap())
}

/// The payee of the machines signs, and somebody hands it in.
fn hand_in(who: AccountId, receipt: &Receipt) -> DispatchResult {
	let signature = by(MACHINES_CONFIRM, receipt);
	Payments::confirm_signed(origin(who), receipt.clone(), signature)
}

fn status(number: u8) -> Option<PaymentStatus> {
	Payments::status_of(key(number))
}

/// The same records and the same event as the payee's own call, and who brought it.
#[test]
fn whoever_hands_a_receipt_in_it_is_the_payees_word() {
	run(|| {
		let draft = settled();
		for (number, who) in [(1, OUTSIDER), (3, BORROWER)] {
			let receipt = receipt(number);
			assert_ok!(hand_in(who, &receipt));
			assert_eq!(status(number), Some(PaymentStatus::Received));
			let told = Event::ReceiptHandedIn {
				uetr: key(number),
				receipt: digest(&receipt),
				said: receipt.said.clone(),
				signer: OfficerId(400),
				officer: OfficerId(u32::try_from(who).unwrap()),
			};
			assert_eq!(events().pop(), Some(told));
		}
		let view = Payments::payment_view(key(1)).unwrap();
		assert_eq!((view.confirmed_by, view.confirmed_on), (signed_by(400), Some(today())));
		assert!(!view.extra.unwrap().is_assisted());
		let (digest, payee, officer) = (digest_of(draft), OrgId(MACHINES), OfficerId(400));
		let (count, sum_fen, assisted) = (1, 100, false);
		let own = Event::Received { loan: LOAN, draft, digest, payee, count, sum_fen, officer, assisted };
		assert!(events().contains(&own));
		assert_eq!(Books::loan(LOAN).received, Fen(400));
		assert_eq!(waiting(LOAN, draft).len(), 1, "the other payee's");
	});
}

#[test]
fn a_signed_denial_is_a_dispute() {
	run(|| {
		settled();
		assert_ok!(hand_in(OUTSIDER, &denial(1)));
		assert_eq!(status(1), Some(PaymentStatus::Disputed));
		let raised = [Finding::PaymentDisputed { loan: LOAN, uetr: key(1) }];
		assert_eq!(testing::with(|world| world.findings.clone()), raised);
		// And ends as any: the payee finds it after all.
		assert_ok!(hand_in(OUTSIDER, &receipt(1)));
		assert_eq!(status(1), Some(PaymentStatus::Received));
	});
}

#[test]
fn a_receipt_is_taken_once() {
	run(|| {
		settled();
		let [first, denied] = [receipt(1), denial(1)];
		assert_ok!(hand_in(OUTSIDER, &first));
		for who in [OUTSIDER, MACHINES_CONFIRM] {
			assert_noop!(hand_in(who, &first), Error::<Test>::ReceiptUsed);
		}
		// Another one of the same payment comes too late.
		assert_noop!(hand_in(OUTSIDER, &denied), Error::<Test>::NotSettled { line: 0 });
		// Taken back it waits again, and whoever kept a copy confirms nothing.
		assert_ok!(take_back(1));
		assert_noop!(hand_in(OUTSIDER, &first), Error::<Test>::ReceiptUsed);
		assert_ok!(hand_in(OUTSIDER, &denial(1)));
		assert_eq!(LineExtras::<Test>::get(key(1)).unwrap().receipts.len(), 2);
	});
}

/// Whoever had kept a receipt that was not handed in confirmed with it what the payee had denied since.
#[test]
fn a_receipt_that_was_kept_undoes_no_later_denial() {
	run(|| {
		settled();
		let kept = receipt(1);
		assert_ok!(deny(1));
		assert_noop!(hand_in(OUTSIDER, &kept), Error::<Test>::ReceiptOutdated);
		// What the payee signs after it counts; denied by signature it is as well.
		let of_three = receipt(3);
		assert_ok!(hand_in(OUTSIDER, &denial(3)));
		assert_noop!(hand_in(OUTSIDER, &of_three), Error::<Test>::ReceiptOutdated);
		for number in [1, 3] {
			assert_ok!(hand_in(OUTSIDER, &receipt(number)));
		}
		assert_eq!([1, 3].map(status), [Some(PaymentStatus::Received); 2]);
	});
}

/// Nor does it say anything of what was taken back since, by its own words or after another denial.
#[test]
fn a_receipt_that_was_kept_says_nothing_after_one_was_taken_back() {
	run(|| {
		settled();
		let kept = [receipt(1), denial(1)];
		assert_ok!(confirm(1));
		assert_ok!(take_back(1));
		let later = [receipt(1), denial(1)];
		for outdated in &kept {
			assert_noop!(hand_in(OUTSIDER, outdated), Error::<Test>::ReceiptOutdated);
		}
		assert_ok!(deny(1));
		let last = receipt(1);
		assert_ok!(confirm(1));
		assert_ok!(take_back(1));
		for outdated in kept.iter().chain(&later).chain([&last]) {
			assert_noop!(hand_in(OUTSIDER, outdated), Error::<Test>::ReceiptOutdated);
		}
		let ahead = Receipt { after: last.after + 2, ..receipt(1) };
		assert_noop!(hand_in(OUTSIDER, &ahead), Error::<Test>::ReceiptOutdated);
		assert_ok!(hand_in(OUTSIDER, &receipt(1)));
		assert_eq!(status(1), Some(PaymentStatus::Received));
	});
}

/// The booking that a receipt was signed for was wrong; that a return was, changes nothing of what the payee said.
#[test]
fn a_receipt_that_was_kept_says_nothing_of_another_booking() {
	run(|| {
		settled();
		let [kept, of_three] = [receipt(1), receipt(3)];
		assert_ok!(corrected(1, BookingKind::Settled, "A1"));
		let bank_reference = b"RIGHT".to_vec().try_into().unwrap();
		let right = SettlementResult { bank_reference, ..result(1, Outcome::Settled) };
		assert_ok!(settle(Digest::repeat_byte(9), vec![right, part_returned(3, 40, "P1")]));
		assert_ok!(corrected(3, BookingKind::Returned, "P1"));
		assert_noop!(hand_in(OUTSIDER, &kept), Error::<Test>::ReceiptOutdated);
		assert_ok!(hand_in(OUTSIDER, &receipt(1)));
		assert_ok!(hand_in(OUTSIDER, &of_three));
	});
}

#[test]
fn a_receipt_says_exactly_what_was_paid_and_is_good_until_its_last_day() {
	run(|| {
		settled();
		let dearer = Receipt { amount_fen: 101, ..receipt(1) };
		assert_noop!(hand_in(OUTSIDER, &dearer), Error::<Test>::ReceiptAmountDiffers);
		let unknown = Receipt { uetr: key(99), ..receipt(1) };
		assert_noop!(hand_in(OUTSIDER, &unknown), Error::<Test>::PaymentUnknown);
		let came = |on: Day| Receipt { said: ReceiptSaid::Received { on }, ..receipt(1) };
		let [before, after] = [today().0 - 1, today().0 + 1].map(|day| came(Day(day)));
		for wrong in [before, after] {
			assert_noop!(hand_in(OUTSIDER, &wrong), Error::<Test>::ReceiptDayOutOfRange);
		}
		let receipt = receipt(1);
		pass_days(11);
		assert_noop!(hand_in(OUTSIDER, &receipt), Error::<Test>::ReceiptExpired);
		testing::with(|world| world.today = Day(world.today.0 - 1));
		assert_ok!(hand_in(OUTSIDER, &receipt));
	});
}

/// What came back of it the payee has not.
#[test]
fn a_receipt_says_what_is_left_where_a_part_came_back() {
	run(|| {
		settled();
		let whole = receipt(1);
		assert_ok!(settle(Digest::repeat_byte(9), vec![part_returned(1, 40, "P1")]));
		assert_noop!(hand_in(OUTSIDER, &whole), Error::<Test>::ReceiptAmountDiffers);
		assert_ok!(hand_in(OUTSIDER, &Receipt { amount_fen: 60, ..whole }));
		assert_eq!((status(1), Books::loan(LOAN).received), (Some(PaymentStatus::Received), Fen(60)));
	});
}

#[test]
fn what_is_not_booked_or_came_back_is_confirmed_by_no_receipt() {
	run(|| {
		released(three());
		assert_noop!(hand_in(OUTSIDER, &receipt(1)), Error::<Test>::NotSettled { line: 0 });
		book(1, &[(1, Outcome::Settled)]);
		let receipt = receipt(1);
		book(2, &[(1, returned())]);
		assert_noop!(hand_in(OUTSIDER, &receipt), Error::<Test>::NotSettled { line: 0 });
	});
}

#[test]
fn a_signature_for_another_answer_payment_or_chain_is_refused() {
	run(|| {
		settled();
		let receipt = receipt(1);
		let elsewhere = receipt_digest(Digest::repeat_byte(9), &receipt);
		let longer = Receipt { expires_on: last_day().plus_days(1).unwrap(), ..receipt.clone() };
		let later = Receipt { after: 2, ..receipt.clone() };
		let others = [
			receipt_step(ReceiptKind::Deny, digest(&receipt)),
			receipt_step(ReceiptKind::Confirm, digest(&later)),
			receipt_step(ReceiptKind::Confirm, digest(&longer)),
			receipt_step(ReceiptKind::Confirm, digest(&Receipt { uetr: Uetr([3; 16]), ..receipt.clone() })),
			receipt_step(ReceiptKind::Confirm, elsewhere),
			digest(&receipt).as_bytes().to_vec(),
		];
		let hand_in = |given| Payments::confirm_signed(origin(OUTSIDER), receipt.clone(), given);
		for message in others {
			let given = signed_over(MACHINES_CONFIRM, message);
			assert_noop!(hand_in(given), Error::<Test>::ReceiptSignatureInvalid);
		}
		// Another key's signature in this one's name.
		let forged = OrderSignature { account: MACHINES_CONFIRM, ..by(OUTSIDER, &receipt) };
		assert_noop!(hand_in(forged), Error::<Test>::ReceiptSignatureInvalid);
	});
}

#[test]
fn who_signs_is_an_officer_of_the_payee_who_could_confirm_today() {
	run(|| {
		settled();
		let receipt = receipt(1);
		let signed =
			|account| Payments::confirm_signed(origin(OUTSIDER), receipt.clone(), by(account, &receipt));
		// Another payee's, the borrower's, and one without the duty.
		for account in [TESTING_CONFIRM, BORROWER] {
			assert_noop!(signed(account), Error::<Test>::PayeeNotAllowed);
		}
		assert_noop!(signed(MAKER), Error::<Test>::ReceiptSignerMissing);
		assert_noop!(signed(99_999), Error::<Test>::ReceiptSignerMissing);
		let set =
			|status| testing::with(|world| world.organisations.get_mut(&OrgId(MACHINES)).unwrap().1 = status);
		set(OrgStatus::Suspended);
		assert_noop!(signed(MACHINES_CONFIRM), Error::<Test>::ReceiptSignerMissing);
		set(OrgStatus::Active);
		// Who took the payee's place signs; where that is the bank, it is no witness of its own payments.
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(BANK)));
		assert_noop!(signed(BANK_ALL), Error::<Test>::PayeeIsTheBank);
		testing::with(|world| world.successors.insert(OrgId(MACHINES), OrgId(STRANGERS)));
		assert_ok!(signed(OUTSIDER));
	});
}

#[test]
fn who_hands_in_is_an_officer_who_does_more_than_look() {
	run(|| {
		settled();
		let receipt = receipt(1);
		assert_noop!(hand_in(VIEWER, &receipt), DispatchError::Other("duty missing"));
		assert_noop!(hand_in(99_999, &receipt), DispatchError::Other("stranger"));
		let given = by(MACHINES_CONFIRM, &receipt);
		assert_noop!(
			Payments::confirm_signed(RuntimeOrigin::root(), receipt.clone(), given),
			DispatchError::BadOrigin
		);
		assert_ok!(hand_in(RELEASER, &receipt));
	});
}
