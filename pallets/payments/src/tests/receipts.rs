use crate::{mock::*, Error, Event, LineExtras, Outcome, Receipts};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{testing, traits::Finding, Digest, Fen, OfficerId, OrgId, PaymentStatus, ShortText};

const WITNESS: Digest = Digest::repeat_byte(5);

fn keys(numbers: &[u8]) -> Receipts {
	numbers.iter().map(|number| key(*number)).collect::<Vec<_>>().try_into().unwrap()
}

fn reason() -> ShortText {
	"未收到".try_into().unwrap()
}

#[test]
fn the_payee_confirms_what_was_booked() {
	run(|| {
		let draft = settled();
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), keys(&[1, 3])));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.received), (Fen(200), Fen(400)));
		assert_eq!(Payments::status_of(key(3)), Some(PaymentStatus::Received));
		let confirmed = |number| Payments::payment_view(key(number)).unwrap().confirmed_by;
		assert_eq!([1, 2, 3].map(confirmed), [signed_by(400), None, signed_by(400)]);
		let (digest, payee, officer) = (digest_of(draft), OrgId(MACHINES), OfficerId(400));
		assert_eq!(
			events().pop().unwrap(),
			Event::Received {
				loan: LOAN,
				draft,
				digest,
				payee,
				count: 2,
				sum_fen: 400,
				officer,
				assisted: false
			}
		);
	});
}

#[test]
fn receipts_are_confirmed_all_or_none() {
	run(|| {
		released(three());
		book(1, &[(1, Outcome::Settled), (2, Outcome::Settled)]);
		let confirm = |numbers| Payments::confirm(origin(MACHINES_CONFIRM), keys(numbers));
		assert_noop!(confirm(&[1, 3]), Error::<Test>::NotSettled { line: 1 });
		assert_noop!(confirm(&[1, 1]), Error::<Test>::NotSettled { line: 1 });
		assert_noop!(confirm(&[1, 2]), Error::<Test>::PayeeNotAllowed);
		assert_noop!(confirm(&[1, 99]), Error::<Test>::PaymentUnknown);
		assert_noop!(Payments::confirm(origin(MAKER), keys(&[1])), DispatchError::Other("duty missing"));
		assert_ok!(confirm(&[1]));
		assert_noop!(confirm(&[1]), Error::<Test>::NotSettled { line: 0 });
	});
}

#[test]
fn receipts_are_charged_for_what_they_were() {
	run(|| {
		without_officers();
		settled();
		let info = Payments::confirm(origin(MACHINES_CONFIRM), keys(&[1, 3])).unwrap();
		assert_eq!(info.actual_weight, Some(<() as crate::WeightInfo>::confirm(2)));
		let info = Payments::confirm_assisted(origin(MAKER), keys(&[2]), WITNESS).unwrap();
		assert_eq!(info.actual_weight, Some(<() as crate::WeightInfo>::confirm_assisted(1)));
		let info = Payments::confirm_assisted(origin(CHECKER), keys(&[2]), WITNESS).unwrap();
		assert_eq!(info.actual_weight, Some(<() as crate::WeightInfo>::confirm_assisted(1)));
	});
}

/// Both officers of the bank enter the payees' statement; what the last of them was told.
fn assist(numbers: &[u8]) -> DispatchResultWithPostInfo {
	Payments::confirm_assisted(origin(MAKER), keys(numbers), WITNESS)?;
	Payments::confirm_assisted(origin(CHECKER), keys(numbers), WITNESS)
}

#[test]
fn two_officers_of_the_bank_witness_for_a_payee_without_officers() {
	run(|| {
		without_officers();
		settled();
		let enter = |who, numbers| Payments::confirm_assisted(origin(who), keys(numbers), WITNESS);
		assert_noop!(enter(RELEASER, &[1]), DispatchError::Other("duty missing"));
		assert_noop!(enter(OTHER_MAKER, &[1]), Error::<Test>::BankNotAllowed);
		assert_noop!(enter(CHECKER, &[99]), Error::<Test>::PaymentUnknown);
		assert_noop!(enter(MAKER, &[]), Error::<Test>::EmptyStatement);
		assert_ok!(enter(MAKER, &[1, 2]));
		let officer = OfficerId(100);
		let entered = Event::ReceiptsEntered { bank: OrgId(BANK), witness: WITNESS, count: 2, officer };
		assert_eq!(events().pop().unwrap(), entered);
		assert_eq!((Books::loan(LOAN).received, LineExtras::<Test>::get(key(2))), (Fen::ZERO, None));
		assert_eq!(Payments::statements_to_check(OrgId(BANK)).len(), 1);
		// Again by the same one, and other payments or another statement, enter anew.
		assert_ok!(enter(MAKER, &[1, 2]));
		assert_ok!(enter(CHECKER, &[1]));
		assert_ok!(Payments::confirm_assisted(origin(CHECKER), keys(&[1, 2]), Digest::repeat_byte(6)));
		assert_eq!(Books::loan(LOAN).received, Fen::ZERO);
		assert_eq!(Payments::statements_to_check(OrgId(BANK)).len(), 3);
		// In whatever order.
		assert_ok!(enter(CHECKER, &[2, 1]));
		let extra = LineExtras::<Test>::get(key(2)).unwrap();
		assert_eq!((extra.witness, extra.witnessed_by), (Some(WITNESS), signed_by(100)));
		assert_eq!(Payments::payment_view(key(2)).unwrap().confirmed_by, signed_by(101));
		assert_eq!(Books::loan(LOAN).received, Fen(300));
		let assisted =
			events().into_iter().filter(|event| matches!(event, Event::Received { assisted: true, .. }));
		// One for each payee.
		assert_eq!(assisted.count(), 2);
		assert_eq!(Payments::statements_to_check(OrgId(BANK)).len(), 2);
	});
}

/// One checker confirmed for a firm that had officers, and had not been asked.
#[test]
fn nobody_confirms_for_a_payee_with_officers() {
	run(|| {
		settled();
		for who in [MAKER, CHECKER] {
			let enter = Payments::confirm_assisted(origin(who), keys(&[1]), WITNESS);
			assert_noop!(enter, Error::<Test>::PayeeHasOfficers);
		}
		without_officers();
		assert_ok!(Payments::confirm_assisted(origin(MAKER), keys(&[1]), WITNESS));
		// It has some when the second one comes.
		testing::with(|world| world.without_officers.clear());
		assert_noop!(
			Payments::confirm_assisted(origin(CHECKER), keys(&[1]), WITNESS),
			Error::<Test>::PayeeHasOfficers
		);
	});
}

#[test]
fn who_entered_counts_while_it_could_enter_and_is_another_person() {
	run(|| {
		without_officers();
		settled();
		let check = |who| Payments::confirm_assisted(origin(who), keys(&[1]), WITNESS);
		assert_ok!(check(BANK_ALL));
		// The same person under another account.
		let person = |person| testing::with(|world| world.officers.get_mut(&CHECKER).unwrap().3 = person);
		person(103);
		assert_noop!(check(CHECKER), DispatchError::Other("same person"));
		person(101);
		// With a key that is the officer's no more it is entered anew.
		rotate(103);
		assert_eq!(Payments::statements_to_check(OrgId(BANK)), []);
		assert_ok!(check(CHECKER));
		assert_eq!(Books::loan(LOAN).received, Fen::ZERO);
		assert_ok!(check(BANK_ALL));
		assert_eq!(Books::loan(LOAN).received, Fen(100));
	});
}

#[test]
fn what_nobody_checked_gives_way() {
	run(|| {
		without_officers();
		settled();
		let most = u8::try_from(crate::MAX_STATEMENTS).unwrap();
		for witness in 0..=most {
			let witness = Digest::repeat_byte(witness);
			assert_ok!(Payments::confirm_assisted(origin(MAKER), keys(&[1]), witness));
		}
		let waiting = Payments::statements_to_check(OrgId(BANK));
		assert_eq!((waiting.len(), waiting[0].witness), (usize::from(most), Digest::repeat_byte(1)));
	});
}

#[test]
fn the_bank_is_no_witness_for_itself() {
	run(|| {
		Books::change(|state| {
			state.loans.get_mut(&LOAN).unwrap().plan[2].0.payee = OrgId(BANK);
			state.documents.get_mut(&CONTRACT).unwrap().payee = OrgId(BANK);
		});
		without_officers();
		settled();
		assert_noop!(
			Payments::confirm_assisted(origin(CHECKER), keys(&[3]), WITNESS),
			Error::<Test>::PayeeIsTheBank
		);
	});
}

#[test]
fn a_dispute_opens_a_finding_and_no_bank_confirms_over_it() {
	run(|| {
		without_officers();
		settled();
		assert_noop!(
			Payments::dispute(origin(TESTING_CONFIRM), key(1), reason()),
			Error::<Test>::PayeeNotAllowed
		);
		assert_noop!(
			Payments::dispute(origin(MACHINES_CONFIRM), key(99), reason()),
			Error::<Test>::PaymentUnknown
		);
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_eq!(
			testing::with(|world| world.findings.clone()),
			[Finding::PaymentDisputed { loan: LOAN, uetr: key(1) }]
		);
		assert_eq!(
			events().pop().unwrap(),
			Event::PaymentDisputed {
				uetr: key(1),
				loan: LOAN,
				payee: OrgId(MACHINES),
				amount_fen: 100,
				officer: OfficerId(400)
			}
		);
		assert_eq!(LineExtras::<Test>::get(key(1)).unwrap().disputed, Some(reason()));
		assert_noop!(
			Payments::confirm_assisted(origin(CHECKER), keys(&[1]), WITNESS),
			Error::<Test>::NotSettled { line: 0 }
		);
		assert_noop!(
			Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()),
			Error::<Test>::NotSettled { line: 0 }
		);
		// Still drawn, until the payee finds it or it comes back.
		assert_eq!(Books::loan(LOAN).settled, Fen(600));
	});
}

#[test]
fn a_dispute_ends_with_the_payees_confirmation_or_the_return() {
	run(|| {
		settled();
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(3), reason()));
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), keys(&[1])));
		book(2, &[(3, returned())]);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Received));
		assert_eq!(Payments::status_of(key(3)), Some(PaymentStatus::Returned));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.received, loan.returned), (Fen(200), Fen(100), Fen(300)));
	});
}

#[test]
fn a_payee_can_deny_what_the_bank_confirmed_in_its_place() {
	run(|| {
		without_officers();
		settled();
		assert_ok!(assist(&[1, 3]));
		let extra = || LineExtras::<Test>::get(key(1)).unwrap();
		assert!(extra().is_assisted());
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Disputed));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.received), (Fen(300), Fen(300)));
		let found = testing::with(|world| world.findings.clone());
		assert_eq!(found, [Finding::PaymentDisputed { loan: LOAN, uetr: key(1) }]);
		// What the bank relied on stays on record, and it cannot say so again.
		assert_eq!((extra().witness, extra().is_assisted()), (Some(WITNESS), false));
		assert_noop!(
			Payments::confirm_assisted(origin(CHECKER), keys(&[1]), WITNESS),
			Error::<Test>::NotSettled { line: 0 }
		);
		assert_ok!(Payments::dispute(origin(MACHINES_CONFIRM), key(3), reason()));
		book(2, &[(3, returned())]);
		assert_eq!(Books::loan(LOAN).returned, Fen(300));
	});
}

#[test]
fn what_the_payee_confirmed_itself_it_cannot_deny() {
	run(|| {
		without_officers();
		settled();
		let confirm = |number| Payments::confirm(origin(MACHINES_CONFIRM), keys(&[number]));
		let dispute = |number| Payments::dispute(origin(MACHINES_CONFIRM), key(number), reason());
		assert_ok!(confirm(1));
		assert_noop!(dispute(1), Error::<Test>::NotSettled { line: 0 });
		assert_ok!(assist(&[3]));
		assert_ok!(dispute(3));
		assert_ok!(confirm(3));
		assert_eq!(Books::loan(LOAN).received, Fen(400));
		assert_noop!(dispute(3), Error::<Test>::NotSettled { line: 0 });
	});
}

#[test]
fn what_came_back_is_denied_no_more() {
	run(|| {
		without_officers();
		settled();
		assert_ok!(assist(&[1]));
		book(2, &[(1, returned())]);
		assert_noop!(
			Payments::dispute(origin(MACHINES_CONFIRM), key(1), reason()),
			Error::<Test>::NotSettled { line: 0 }
		);
	});
}
