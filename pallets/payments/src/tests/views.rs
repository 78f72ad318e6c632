use crate::{mock::*, DraftState, Error, Outcome};
use frame::testing_prelude::*;
use zhidai_primitives::{
	traits::{PaymentBook, PaymentStatus},
	AccountVersion, DraftNo, Fen, LoanId, OfficerId, OrgId, PlanLineNo, Uetr,
};

fn one(number: u8, plan_line: u16) -> crate::Lines {
	vec![line(number, plan_line, 10)].try_into().unwrap()
}

fn found(payments: &[crate::PaymentView]) -> Vec<Uetr> {
	payments.iter().map(|payment| payment.uetr).collect()
}

#[test]
fn a_payment_tells_parties_booking_and_status() {
	run(|| {
		let draft = settled();
		let view = Payments::payment_view(key(2)).unwrap();
		assert_eq!((view.loan, view.draft, view.line, view.plan_line), (LOAN, draft, 1, PlanLineNo(1)));
		assert_eq!((view.payee, view.account, view.amount), (OrgId(TESTING), AccountVersion(0), Fen(200)));
		assert_eq!((view.evidence, view.status), (Some(REPORT), PaymentStatus::Settled));
		let signatures = view.signatures;
		assert_eq!((signatures.mandate, signatures.maker), (Some(OfficerId(300)), Some(OfficerId(100))));
		assert_eq!((signatures.checker, signatures.releaser), (Some(OfficerId(101)), Some(OfficerId(102))));
		assert_eq!(view.settlement.unwrap().bank_reference.into_inner(), b"A2");
		assert_eq!((view.extra, view.pays_again), (None, None));
		assert_eq!(Payments::payment_view(key(99)), None);
		assert_eq!(Payments::status_of(key(99)), None);
		let draft = Payments::draft_view(LOAN, draft).unwrap();
		assert_eq!(
			(draft.state, draft.count, draft.sum, draft.repays),
			(DraftState::Done, 3, Fen(600), false)
		);
		assert_eq!((draft.expires_on, draft.signatures), (last_day(), signatures));
	});
}

#[test]
fn the_book_of_payments_knows_only_payments() {
	run(|| {
		assert_eq!(<Payments as PaymentBook>::facts(key(1)), Err(Error::<Test>::NoSuchPayment.into()));
		drafted(three());
		let facts = <Payments as PaymentBook>::facts(key(1)).unwrap();
		assert_eq!((facts.loan, facts.plan_line, facts.payee), (LOAN, PlanLineNo(0), OrgId(MACHINES)));
		assert_eq!((facts.amount, facts.evidence, facts.booked_on), (Fen(100), Some(INVOICE), None));
		assert_eq!(facts.status, PaymentStatus::Pending);
	});
}

#[test]
fn the_payments_of_a_loan_come_in_pages_without_gaps() {
	run(|| {
		drafted(three());
		drafted(one(4, 0));
		drafted(one(5, 0));
		let all: Vec<Uetr> = (1..=5).map(key).collect();
		assert_eq!(found(&Payments::payments_of(LOAN, None, 100).payments), all);
		assert_eq!(Payments::payments_of(LOAN, None, 5).next, None);
		let (mut cursor, mut seen) = (None, vec![]);
		loop {
			let page = Payments::payments_of(LOAN, cursor, 2);
			assert!(page.payments.len() <= 2);
			seen.extend(found(&page.payments));
			cursor = page.next;
			if cursor.is_none() {
				break;
			}
		}
		assert_eq!(seen, all);
		assert_eq!(Payments::payments_of(LoanId(99), None, 5).payments, []);
	});
}

#[test]
fn a_banks_inbox_has_its_open_drafts() {
	run(|| {
		for number in 1..=5 {
			drafted(one(number, 2));
		}
		let done = DraftNo(1);
		approve(done);
		release(done);
		let (mut cursor, mut seen) = (None, vec![]);
		loop {
			let page = Payments::open_drafts_of(OrgId(BANK), cursor, 2);
			seen.extend(page.drafts.iter().map(|draft| draft.draft.0));
			cursor = page.next;
			if cursor.is_none() {
				break;
			}
		}
		seen.sort();
		assert_eq!(seen, [0, 2, 3, 4]);
		assert_eq!(Payments::open_drafts_of(OrgId(OTHER_BANK), None, 9).drafts, []);
	});
}

#[test]
fn a_payees_inbox_has_what_waits_for_it() {
	run(|| {
		settled();
		for number in 4..=6 {
			released(one(number, 0));
		}
		drafted(one(7, 0));
		book(2, &[(4, Outcome::Settled)]);
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), vec![key(4)].try_into().unwrap()));
		let (mut cursor, mut seen) = (None, vec![]);
		loop {
			let page = Payments::waiting_at(OrgId(MACHINES), cursor, 1);
			seen.extend(found(&page.payments));
			cursor = page.next;
			if cursor.is_none() {
				break;
			}
		}
		seen.sort();
		assert_eq!(seen, [key(1), key(3), key(5), key(6)]);
		assert_eq!(found(&Payments::waiting_at(OrgId(TESTING), None, 9).payments), [key(2)]);
		assert_eq!(Payments::waiting_at(OrgId(STRANGERS), None, 9).payments, []);
	});
}

#[test]
fn check_release_knows_no_draft_that_is_not_there() {
	run(|| assert_eq!(Payments::check_release(LOAN, DraftNo(3)), []));
}
