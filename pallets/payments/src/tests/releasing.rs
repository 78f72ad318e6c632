use crate::{mock::*, DraftState, Drafts, Error, Event, LineNumbers, Pallet, Work};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	testing, traits::Finding, AccountVersion, DraftLine, DraftNo, Fen, OfficerId, Ordered, OrgId, OrgStatus,
	PaymentStatus,
};

fn some(lines: &[u16]) -> LineNumbers {
	lines.to_vec().try_into().unwrap()
}

fn try_release(draft: DraftNo, lines: &[u16]) -> DispatchResultWithPostInfo {
	Payments::release(origin(RELEASER), LOAN, draft, digest_of(draft), some(lines))
}

#[test]
fn release_authorises_every_line_that_follows() {
	run(|| {
		let draft = approved(three());
		System::reset_events();
		let info = try_release(draft, &[]).unwrap();
		// Charged for what it was, not for 500 lines.
		assert_eq!(info.actual_weight, Some(Pallet::<Test>::released_weight(3, false, 0)));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.pending, loan.released, loan.open), (Fen::ZERO, Fen(600), 0));
		let record = Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap();
		assert_eq!((record.state, record.signatures.releaser), (DraftState::Done, Some(OfficerId(102))));
		assert_eq!(waiting(LOAN, draft), [(BANK, Work::Settle, 3)]);
		let paid = |number, payee, amount_fen| Event::PaymentReleased {
			uetr: key(number),
			loan: LOAN,
			payee: OrgId(payee),
			amount_fen,
		};
		let digest = record.digest;
		assert_eq!(
			events(),
			[
				paid(1, MACHINES, 100),
				paid(2, TESTING, 200),
				paid(3, MACHINES, 300),
				Event::Released {
					loan: LOAN,
					draft,
					digest,
					count: 3,
					sum_fen: 600,
					officer: OfficerId(102)
				},
			]
		);
	});
}

#[test]
fn lines_can_be_released_apart() {
	run(|| {
		let draft = approved(three());
		assert_ok!(try_release(draft, &[2]));
		assert_eq!(Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap().state, DraftState::Approved);
		assert_eq!(Payments::status_of(key(3)), Some(PaymentStatus::Released));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Pending));
		assert_noop!(try_release(draft, &[0, 2]), Error::<Test>::LineNotOpen { line: 2 });
		assert_noop!(try_release(draft, &[0, 0]), Error::<Test>::LineNotOpen { line: 0 });
		assert_noop!(try_release(draft, &[3]), Error::<Test>::LineNotOpen { line: 3 });
		assert_ok!(try_release(draft, &[]));
		assert_eq!(waiting(LOAN, draft), [(BANK, Work::Settle, 3)]);
		assert_noop!(try_release(draft, &[]), Error::<Test>::WrongState);
	});
}

/// Of several who released, only the last was known.
#[test]
fn each_line_keeps_who_released_it_or_left_it_out() {
	run(|| {
		let draft = approved(three());
		assert_ok!(try_release(draft, &[0]));
		rotate(102);
		let release = |who, line| {
			Payments::release(origin(who), LOAN, draft, digest_of(draft), some(&[line])).map(drop)
		};
		let exclude = Payments::exclude(origin(CHECKER), LOAN, draft, digest_of(draft), some(&[2]));
		assert_ok!(exclude);
		assert_ok!(release(BANK_ALL, 1));
		let decided = |number| Payments::payment_view(key(number)).unwrap().decided_by;
		assert_eq!([1, 2, 3].map(decided), [signed_by(102), signed_by(103), signed_by(101)]);
		// With which key it was done, stays.
		let draft = approved(vec![line(9, 2, 1)].try_into().unwrap());
		assert_eq!(decided(9), None);
		assert_ok!(try_release(draft, &[]));
		assert_eq!(decided(9).map(|by| by.key_number), Some(1));
	});
}

#[test]
fn the_maker_does_not_release() {
	run(|| {
		assert_ok!(Payments::draft(origin(BANK_ALL), LOAN, three(), last_day()));
		approve(DraftNo(0));
		let release =
			|who| Payments::release(origin(who), LOAN, DraftNo(0), digest_of(DraftNo(0)), some(&[]));
		assert_noop!(release(BANK_ALL), DispatchError::Other("same person"));
		assert_noop!(release(CHECKER), DispatchError::Other("duty missing"));
		assert_ok!(release(RELEASER));
	});
}

#[test]
fn nothing_is_released_before_approval() {
	run(|| {
		let draft = drafted(three());
		assert_noop!(try_release(draft, &[]), Error::<Test>::WrongState);
	});
}

#[test]
fn no_money_leaves_a_loan_that_was_held_after_approval() {
	run(|| {
		let draft = approved(three());
		let hold = |held| Books::change(|state| state.loans.get_mut(&LOAN).unwrap().held = held);
		hold(true);
		assert_noop!(try_release(draft, &[]), DispatchError::Other("loan held"));
		hold(false);
		assert_ok!(try_release(draft, &[]));
	});
}

#[test]
fn evidence_is_verified_by_both_sides_before_release() {
	run(|| {
		let unverified = DraftLine { evidence: Some(UNVERIFIED), ..line(2, 0, 50) };
		let draft = approved(vec![line(1, 0, 50), unverified, line(3, 2, 50)].try_into().unwrap());
		assert_noop!(try_release(draft, &[]), DispatchError::Other("evidence not verified"));
		// The others go without it.
		assert_ok!(try_release(draft, &[0, 2]));
		let found = broken_at_release(draft);
		assert_eq!(found.len(), 1);
		assert_eq!((found[0].rule, found[0].line), (DispatchError::Other("evidence not verified"), Some(1)));
		Books::change(|state| state.documents.get_mut(&UNVERIFIED).unwrap().verified = true);
		assert_eq!(broken_at_release(draft), []);
		assert_ok!(try_release(draft, &[]));
	});
}

#[test]
fn a_prepayment_goes_before_its_invoice_and_not_before_its_verified_contract() {
	run(|| {
		let verified = |is| Books::change(|state| state.documents.get_mut(&CONTRACT).unwrap().verified = is);
		verified(false);
		let draft = approved(vec![line(1, 2, 50)].try_into().unwrap());
		assert_noop!(try_release(draft, &[]), DispatchError::Other("evidence not verified"));
		verified(true);
		assert_ok!(try_release(draft, &[]));
	});
}

#[test]
fn who_mandated_for_the_borrower_does_not_release_for_the_bank() {
	run(|| {
		let draft = approved(three());
		let person = |person| testing::with(|world| world.officers.get_mut(&RELEASER).unwrap().3 = person);
		person(300);
		assert_noop!(try_release(draft, &[]), DispatchError::Other("same person"));
		person(102);
		assert_ok!(try_release(draft, &[]));
	});
}

#[test]
fn a_changed_account_voids_the_approval() {
	run(|| {
		let draft = approved(three());
		testing::with(|world| world.accounts.insert((OrgId(MACHINES), OrgId(BANK)), AccountVersion(1)));
		assert_noop!(try_release(draft, &[0]), DispatchError::Other("account not current"));
		assert_ok!(try_release(draft, &[1]));
	});
}

#[test]
fn payee_and_relation_are_looked_at_again() {
	run(|| {
		let draft = approved(three());
		testing::with(|world| world.related.insert((OrgId(MACHINES), OrgId(FIRM))));
		assert_noop!(try_release(draft, &[0]), Error::<Test>::PayeeRelatedToBorrower { line: 0 });
		testing::with(|world| world.organisations.get_mut(&OrgId(TESTING)).unwrap().1 = OrgStatus::Exited);
		assert_noop!(try_release(draft, &[1]), Error::<Test>::PayeeNotActive { line: 1 });
		assert_eq!(broken_at_release(draft).len(), 3);
	});
}

#[test]
fn what_another_bank_says_of_a_payee_stops_nothing_but_is_looked_at() {
	run(|| {
		let relate = |bank, payee| (OrgId(bank), OrgId(FIRM), OrgId(payee));
		let draft = approved(three());
		testing::with(|world| world.related_by_banks.insert(relate(OTHER_BANK, MACHINES)));
		assert_ok!(try_release(draft, &[0]));
		let finding = Finding::RelatedPayee { loan: LOAN, payee: OrgId(MACHINES) };
		assert_eq!(testing::with(|world| world.findings.clone()), [finding]);
		testing::with(|world| world.related_by_banks.insert(relate(BANK, TESTING)));
		assert_noop!(try_release(draft, &[1]), Error::<Test>::PayeeRelatedToBorrower { line: 1 });
	});
}

#[test]
fn lines_left_out_are_undrawn() {
	run(|| {
		let draft = approved(three());
		let exclude = |lines| Payments::exclude(origin(CHECKER), LOAN, draft, digest_of(draft), some(lines));
		assert_noop!(exclude(&[]), Error::<Test>::EmptyDraft);
		assert_noop!(exclude(&[7]), Error::<Test>::LineNotOpen { line: 7 });
		assert_noop!(exclude(&[0, 0]), Error::<Test>::LineNotOpen { line: 0 });
		assert_ok!(exclude(&[0]));
		let digest = digest_of(draft);
		assert_eq!(
			events().pop().unwrap(),
			Event::Excluded { loan: LOAN, draft, digest, count: 1, sum_fen: 100, officer: OfficerId(101) }
		);
		assert_eq!(Books::loan(LOAN).pending, Fen(500));
		assert_eq!(Books::read().documents[&INVOICE].used, Fen::ZERO);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Cancelled));
		assert_noop!(exclude(&[0]), Error::<Test>::LineNotOpen { line: 0 });
		assert_ok!(try_release(draft, &[]));
		assert_eq!(Books::loan(LOAN).released, Fen(500));
		assert_noop!(exclude(&[1]), Error::<Test>::WrongState);
	});
}

#[test]
fn a_draft_whose_last_lines_are_left_out_is_done() {
	run(|| {
		let draft = approved(three());
		assert_ok!(Payments::exclude(origin(CHECKER), LOAN, draft, digest_of(draft), some(&[0, 1, 2])));
		assert_eq!(Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap().state, DraftState::Done);
		assert_eq!((Books::loan(LOAN).open, Books::loan(LOAN).pending), (0, Fen::ZERO));
	});
}
