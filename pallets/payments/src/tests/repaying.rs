use crate::{
	mock::*, DraftLines, Drafts, Error, Event, LineExtras, Outcome, PayAgainLine, PayAgainLines, Repays,
	WeightInfo,
};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	order_digest, testing, AccountVersion, DraftNo, Fen, LoanId, Ordered, OrgId, PaymentStatus, Uetr,
};

fn pairs(pairs: &[(u8, u8)]) -> PayAgainLines {
	let account = AccountVersion(0);
	let lines = pairs.iter().map(|(old, new)| PayAgainLine { returned: key(*old), uetr: key(*new), account });
	lines.collect::<Vec<_>>().try_into().unwrap()
}

fn pay_again(loan: LoanId, lines: &[(u8, u8)]) -> DispatchResult {
	Payments::pay_again(origin(MAKER), loan, pairs(lines), last_day())
}

/// Keys 1 and 2 returned, 3 booked.
fn two_returned() {
	settled();
	book(2, &[(1, returned()), (2, returned())]);
}

#[test]
fn returned_money_is_paid_again_under_a_new_key() {
	run(|| {
		two_returned();
		assert_ok!(pay_again(LOAN, &[(1, 11), (2, 12)]));
		let draft = DraftNo(1);
		// Nothing is reserved a second time.
		let loan = Books::loan(LOAN);
		assert_eq!((loan.pending, loan.returned, loan.drawn_now()), (Fen::ZERO, Fen(300), Fen(600)));
		assert_eq!(Repays::<Test>::get(LOAN, Ordered::from(draft)).into_inner(), [key(1), key(2)]);
		// What comes back is signed with what goes out.
		let lines = DraftLines::<Test>::get(LOAN, Ordered::from(draft));
		let digest =
			|returned: &[Uetr]| order_digest(System::block_hash(0), LOAN, &lines, last_day(), returned);
		assert_eq!(digest_of(draft), digest(&[key(1), key(2)]));
		assert_ne!(digest_of(draft), digest(&[key(2), key(1)]));
		assert_noop!(
			Payments::release(origin(RELEASER), LOAN, draft, digest_of(draft), Default::default()),
			Error::<Test>::WrongState
		);
		approve(draft);
		let info =
			Payments::release(origin(RELEASER), LOAN, draft, digest_of(draft), Default::default()).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::release_again(2, 2)));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::PaidAgain));
		// It is disbursed, so that the bank only has to pay it.
		assert_eq!(Payments::status_of(key(11)), Some(PaymentStatus::Disbursed));
		assert_eq!((Books::loan(LOAN).to_pay, Books::loan(LOAN).released), (Fen(300), Fen::ZERO));
		assert_eq!(Payments::payment_view(key(11)).unwrap().pays_again, Some(key(1)));
		let event = Event::PaymentPaidAgain { uetr: key(2), paid_again_by: key(12), loan: LOAN };
		assert!(events().contains(&event));
		book(3, &[(11, Outcome::Settled), (12, Outcome::Settled)]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.returned, loan.drawn_now()), (Fen(600), Fen::ZERO, Fen(600)));
		assert_eq!(loan.plan[0].1, Fen(100));
		assert_eq!(Books::read().documents[&INVOICE].used, Fen(100));
	});
}

#[test]
fn only_returned_payments_of_the_loan_are_paid_again() {
	run(|| {
		two_returned();
		assert_noop!(pay_again(LOAN, &[(1, 11), (3, 12)]), Error::<Test>::NotReturned { line: 1 });
		assert_noop!(pay_again(LOAN, &[(99, 11)]), Error::<Test>::NotReturned { line: 0 });
		assert_noop!(
			Payments::pay_again(origin(OTHER_MAKER), OTHER_LOAN, pairs(&[(1, 11)]), last_day()),
			Error::<Test>::NotReturned { line: 0 }
		);
		assert_noop!(pay_again(LOAN, &[]), Error::<Test>::EmptyDraft);
		assert_noop!(pay_again(LOAN, &[(1, 2)]), Error::<Test>::UetrUsed { line: 0 });
		assert_noop!(
			Payments::pay_again(origin(OUTSIDER), LOAN, pairs(&[(1, 11)]), last_day()),
			Error::<Test>::PartyNotAllowed
		);
	});
}

#[test]
fn a_returned_payment_is_paid_again_once() {
	run(|| {
		two_returned();
		assert_noop!(pay_again(LOAN, &[(1, 11), (1, 12)]), Error::<Test>::AlreadyPaidAgain { line: 1 });
		assert_ok!(pay_again(LOAN, &[(1, 11)]));
		assert_noop!(pay_again(LOAN, &[(1, 12)]), Error::<Test>::AlreadyPaidAgain { line: 0 });
		// A rejected draft sets it free.
		let reason = "账户错误".try_into().unwrap();
		assert_ok!(Payments::reject(origin(CHECKER), LOAN, DraftNo(1), digest_of(DraftNo(1)), reason));
		assert_eq!(LineExtras::<Test>::get(key(1)).unwrap().paying_again, None);
		assert_eq!(Books::loan(LOAN).returned, Fen(300));
		assert_ok!(pay_again(LOAN, &[(1, 12)]));
		approve(DraftNo(2));
		release(DraftNo(2));
		assert_noop!(pay_again(LOAN, &[(1, 13)]), Error::<Test>::NotReturned { line: 0 });
	});
}

#[test]
fn lines_left_out_and_lapsed_stay_returned() {
	run(|| {
		two_returned();
		assert_ok!(pay_again(LOAN, &[(1, 11), (2, 12)]));
		approve(DraftNo(1));
		let lines = vec![0].try_into().unwrap();
		assert_ok!(Payments::exclude(origin(CHECKER), LOAN, DraftNo(1), digest_of(DraftNo(1)), lines));
		assert_eq!(LineExtras::<Test>::get(key(1)).unwrap().paying_again, None);
		assert_eq!(LineExtras::<Test>::get(key(2)).unwrap().paying_again, Some(key(12)));
		pass_days(11);
		assert_ok!(Payments::lapse(origin(MAKER), LOAN, DraftNo(1)));
		assert_eq!(LineExtras::<Test>::get(key(2)).unwrap().paying_again, None);
		assert_eq!((Books::loan(LOAN).returned, Books::loan(LOAN).drawn_now()), (Fen(300), Fen(600)));
	});
}

#[test]
fn money_that_fails_when_paid_again_is_returned_once_more() {
	run(|| {
		two_returned();
		assert_ok!(pay_again(LOAN, &[(1, 11)]));
		approve(DraftNo(1));
		release(DraftNo(1));
		book(3, &[(11, failed())]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.returned, loan.drawn_now(), loan.plan[0].1), (Fen(300), Fen(600), Fen(100)));
		assert_eq!(Payments::status_of(key(11)), Some(PaymentStatus::Returned));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::PaidAgain));
		assert_eq!(Books::read().documents[&INVOICE].used, Fen(100));
		// And can be paid a third time.
		assert_ok!(pay_again(LOAN, &[(11, 21)]));
		approve(DraftNo(2));
		release(DraftNo(2));
		book(4, &[(21, Outcome::Settled)]);
		assert_eq!(Books::loan(LOAN).settled, Fen(400));
		assert!(Drafts::<Test>::get(LOAN, Ordered::from(DraftNo(2))).unwrap().repays);
	});
}

#[test]
fn paying_again_keeps_the_rules_of_release() {
	run(|| {
		two_returned();
		assert_ok!(pay_again(LOAN, &[(1, 11)]));
		approve(DraftNo(1));
		testing::with(|world| world.accounts.insert((OrgId(MACHINES), OrgId(BANK)), AccountVersion(1)));
		assert_noop!(
			Payments::release(origin(RELEASER), LOAN, DraftNo(1), digest_of(DraftNo(1)), Default::default()),
			DispatchError::Other("account not current")
		);
	});
}
