use crate::{mock::*, DraftState, Error, Outcome, Work};
use frame::testing_prelude::*;
use zhidai_primitives::{
	traits::PaymentBook, AccountVersion, DraftNo, Fen, LoanId, OfficerId, OrgId, Page, PaymentStatus,
	PlanLineNo, Uetr,
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
		assert_eq!((signatures.mandate, signatures.maker), (signed_by(300), signed_by(100)));
		assert_eq!((signatures.checker, signatures.releaser), (signed_by(101), Some(OfficerId(102))));
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
		assert_eq!(<Payments as PaymentBook>::facts(key(1)), Err(Error::<Test>::PaymentUnknown.into()));
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
		assert_eq!(found(&Payments::payments_of(LOAN, None, 100).items), all);
		assert_eq!(Payments::payments_of(LOAN, None, 5).next, None);
		let page = |cursor| {
			let page = Payments::payments_of(LOAN, cursor, 2);
			assert!(page.items.len() <= 2);
			Ok::<_, ()>(page)
		};
		assert_eq!(found(&Page::every(page).unwrap()), all);
		assert_eq!(Payments::payments_of(LoanId(99), None, 5).items, []);
	});
}

/// All that waits for an organisation to do one kind of work, in pages of two.
fn listed(org: u32, work: Work) -> Vec<u32> {
	let (mut cursor, mut seen) = (None, vec![]);
	loop {
		let page = Payments::waiting_drafts(OrgId(org), work, cursor, 2);
		assert!(page.items.len() <= 2);
		seen.extend(page.items.iter().map(|draft| draft.draft.0));
		cursor = page.next;
		if cursor.is_none() {
			return seen;
		}
	}
}

#[test]
fn every_draft_is_in_the_list_of_who_must_act_next_and_in_no_other() {
	run(|| {
		for number in 1..=5 {
			drafted(one(number, 2));
		}
		assert_ok!(Payments::draft(origin(BORROWER), LOAN, one(6, 2), last_day()));
		approve(DraftNo(1));
		release(DraftNo(1));
		approve(DraftNo(3));
		let mandated = DraftNo(4);
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, mandated, digest_of(mandated)));
		assert_eq!(listed(FIRM, Work::Mandate), [0, 2]);
		assert_eq!(listed(BANK, Work::Make), [5]);
		assert_eq!(listed(BANK, Work::Approve), [4]);
		assert_eq!(listed(BANK, Work::Release), [3]);
		assert_eq!(listed(BANK, Work::Settle), [1]);
		for work in Work::OF_DRAFTS {
			assert_eq!(listed(OTHER_BANK, work), [0_u32; 0]);
		}
		book(1, &[(2, Outcome::Settled)]);
		assert_eq!(listed(BANK, Work::Settle), [0_u32; 0]);
		let reason = "未收到".try_into().unwrap();
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(2), reason));
		assert_eq!(listed(BANK, Work::Resolve), [1]);
		book(2, &[(2, returned())]);
		assert_eq!(listed(BANK, Work::Resolve), [0_u32; 0]);
	});
}

#[test]
fn lists_are_in_the_order_of_drafts_also_past_256() {
	run(|| {
		Books::change(|state| {
			let ledger = &mut state.loans.get_mut(&LOAN).unwrap().ledger;
			for _ in 0..250 {
				ledger.open_draft().unwrap();
				ledger.close_draft();
			}
		});
		for number in 1..=10 {
			drafted(one(number, 2));
		}
		assert_eq!(listed(FIRM, Work::Mandate), (250..260).collect::<Vec<_>>());
	});
}

/// All receipts that wait for a payee, in pages.
fn receipts(payee: u32, limit: u32) -> Vec<Uetr> {
	let (mut cursor, mut seen) = (None, vec![]);
	loop {
		let page = Payments::waiting_receipts(OrgId(payee), cursor, limit);
		assert!(page.items.len() <= usize::try_from(limit).unwrap());
		seen.extend(found(&page.items));
		cursor = page.next;
		if cursor.is_none() {
			return seen;
		}
	}
}

#[test]
fn a_payees_inbox_has_every_receipt_that_waits_for_it() {
	run(|| {
		settled();
		for number in 4..=6 {
			released(one(number, 0));
		}
		drafted(one(7, 0));
		book(2, &[(4, Outcome::Settled), (6, Outcome::Settled)]);
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), vec![key(4)].try_into().unwrap()));
		for limit in 1..5 {
			assert_eq!(receipts(MACHINES, limit), [key(1), key(3), key(6)], "pages of {limit}");
		}
		assert_eq!(receipts(TESTING, 9), [key(2)]);
		assert_eq!(receipts(STRANGERS, 9), []);
		// What is denied, or came back, no longer waits for the payee.
		let reason = "未收到".try_into().unwrap();
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason));
		book(3, &[(3, returned()), (1, returned())]);
		assert_eq!(receipts(MACHINES, 9), [key(6)]);
	});
}

/// The first page once looked into 64 drafts, and what lay behind was never seen.
#[test]
fn no_receipt_is_lost_behind_many_that_are_confirmed() {
	run(|| {
		for number in 1..=70 {
			released(one(number, 0));
			book(number, &[(number, Outcome::Settled)]);
			if number < 70 {
				assert_ok!(Payments::confirm(
					origin(MACHINES_CONFIRM),
					vec![key(number)].try_into().unwrap()
				));
			}
		}
		let page = Payments::waiting_receipts(OrgId(MACHINES), None, 1);
		assert_eq!((found(&page.items), page.next), (vec![key(70)], None));
	});
}

#[test]
fn check_release_knows_no_draft_that_is_not_there() {
	run(|| assert_eq!(broken_at_release(DraftNo(3)), []));
}
