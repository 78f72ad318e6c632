use crate::{
	mock::*, DraftState, Drafts, Error, Event, LapseQueue, Order, OrderSignature, OrderSignaturesOf, Pallet,
	Work,
};
use frame::{
	deps::{
		sp_io::{hashing::twox_128, storage},
		sp_runtime::{testing::TestSignature, DispatchError},
	},
	testing_prelude::*,
};
use std::collections::BTreeMap;
use zhidai_primitives::{
	order_digest,
	signed::{order_step, OrderStep},
	testing,
	traits::Finding,
	AccountVersion, Digest, DraftLine, DraftNo, Duties, Fen, LoanId, OfficerId, Ordered, OrgId, OrgStatus,
};

type Given = OrderSignaturesOf<Test>;

fn execute(who: AccountId, order: &Order, given: Given) -> DispatchResultWithPostInfo {
	Payments::execute(origin(who), order.clone(), given)
}

/// Handed in with every signature.
fn hand_in(order: &Order) -> DispatchResultWithPostInfo {
	execute(RELEASER, order, all_signed(order))
}

/// With a signature otherwise.
fn with(order: &Order, change: impl FnOnce(&mut Given)) -> DispatchResultWithPostInfo {
	let mut given = all_signed(order);
	change(&mut given);
	execute(RELEASER, order, given)
}

/// All that is kept, but what the system keeps of the block.
fn kept() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let (system, mut found) = (twox_128(b"System"), BTreeMap::new());
	let mut next = storage::next_key(&[]);
	while let Some(key) = next {
		next = storage::next_key(&key);
		if !key.starts_with(&system) && !key.starts_with(b":") {
			let value = storage::get(&key).expect("a value").to_vec();
			found.insert(key, value);
		}
	}
	found
}

/// What is kept, and the events, after a loan that has an open draft was drawn in this way.
fn after(draw: impl FnOnce()) -> (BTreeMap<Vec<u8>, Vec<u8>>, Vec<Event<Test>>) {
	ext().execute_with(|| {
		drafted(vec![line(9, 0, 1)].try_into().unwrap());
		System::reset_events();
		draw();
		Payments::check_invariants().unwrap();
		(kept(), events())
	})
}

#[test]
fn an_order_leaves_what_the_steps_leave() {
	let draft = DraftNo(1);
	let (ordered, mut told) = after(|| {
		assert_ok!(hand_in(&order(three())));
	});
	let (stepped, steps) = after(|| {
		released(three());
	});
	assert_eq!(ordered, stepped);
	assert!(matches!(told.pop(), Some(Event::OrderExecuted { loan: LOAN, officer: OfficerId(102), .. })));
	assert_eq!(told, steps);
	// The other way round: the borrower applies, the maker takes it up.
	let (applied, steps) = after(|| {
		assert_ok!(Payments::draft(origin(BORROWER), LOAN, three(), last_day()));
		let digest = digest_of(draft);
		assert_ok!(Payments::make(origin(MAKER), LOAN, draft, digest));
		assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest));
		release(draft);
	});
	assert_eq!(ordered, applied);
	let moves_money =
		|event: &Event<Test>| matches!(event, Event::PaymentReleased { .. } | Event::Released { .. });
	let money = |events: Vec<Event<Test>>| events.into_iter().filter(moves_money).collect::<Vec<_>>();
	assert_eq!(money(told), money(steps));
}

#[test]
fn an_order_is_released_at_once_and_waits_for_the_banks_results_alone() {
	run(|| {
		let order = order(three());
		let info = hand_in(&order).unwrap();
		assert_eq!(info.actual_weight, Some(Pallet::<Test>::executed_weight(3, 0, 0)));
		let draft = DraftNo(0);
		let record = Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap();
		assert_eq!((record.digest, record.state), (digest_of_order(&order), DraftState::Done));
		assert_eq!((record.signatures.mandate, record.signatures.maker), (signed_by(300), signed_by(100)));
		assert_eq!(
			(record.signatures.checker, record.signatures.releaser),
			(signed_by(101), Some(OfficerId(102)))
		);
		assert_eq!(waiting(LOAN, draft), [(BANK, Work::Settle, 3)]);
		assert_eq!(LapseQueue::<Test>::iter_keys().count(), 0);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.pending, loan.released, loan.open), (Fen::ZERO, Fen(600), 0));
		assert_eq!(Books::read().documents[&INVOICE].used, Fen(100));
	});
}

#[test]
fn whoever_acts_for_the_bank_hands_an_order_in_and_nobody_else() {
	for who in [MAKER, CHECKER, RELEASER, BANK_ALL] {
		run(|| {
			let order = order(three());
			assert_ok!(execute(who, &order, all_signed(&order)));
			let told = events().pop().unwrap();
			let digest = digest_of_order(&order);
			let officer = OfficerId(u32::try_from(who).unwrap());
			assert_eq!(told, Event::OrderExecuted { loan: LOAN, draft: DraftNo(0), digest, officer });
		});
	}
	run(|| {
		let order = order(three());
		let by = |who| execute(who, &order, all_signed(&order));
		assert_noop!(by(VIEWER), DispatchError::Other("duty missing"));
		assert_noop!(by(BORROWER), DispatchError::Other("duty missing"));
		assert_noop!(by(9_999), DispatchError::Other("stranger"));
		assert_noop!(by(OTHER_MAKER), Error::<Test>::BankNotAllowed);
		let none = Payments::execute(RuntimeOrigin::none(), order.clone(), all_signed(&order));
		assert_noop!(none, DispatchError::BadOrigin);
		let nowhere = Order { loan: LoanId(99), ..order.clone() };
		assert_noop!(hand_in(&nowhere), DispatchError::Other("no such loan"));
	});
}

#[test]
fn an_order_is_carried_out_once() {
	run(|| {
		let order = order(three());
		assert_ok!(hand_in(&order));
		assert_noop!(hand_in(&order), Error::<Test>::UetrUsed { line: 0 });
	});
	// What was drafted step by step is no order any more.
	run(|| {
		drafted(three());
		assert_noop!(hand_in(&order(three())), Error::<Test>::UetrUsed { line: 0 });
	});
}

/// Whose step each is.
const SIGNERS: [(OrderStep, AccountId); 4] = [
	(OrderStep::Mandate, BORROWER),
	(OrderStep::Make, MAKER),
	(OrderStep::Approve, CHECKER),
	(OrderStep::Release, RELEASER),
];

fn place(given: &mut Given, step: OrderStep) -> &mut OrderSignature<AccountId, TestSignature> {
	match step {
		OrderStep::Mandate => &mut given.mandate,
		OrderStep::Make => &mut given.make,
		OrderStep::Approve => &mut given.approve,
		OrderStep::Release => &mut given.release,
	}
}

fn invalid(step: OrderStep) -> Error<Test> {
	match step {
		OrderStep::Mandate => Error::MandateSignatureInvalid,
		OrderStep::Make => Error::MakerSignatureInvalid,
		OrderStep::Approve => Error::ApprovalSignatureInvalid,
		OrderStep::Release => Error::ReleaseSignatureInvalid,
	}
}

fn missing(step: OrderStep) -> Error<Test> {
	match step {
		OrderStep::Mandate => Error::MandateMissing,
		OrderStep::Make => Error::MakerMissing,
		OrderStep::Approve => Error::ApprovalMissing,
		OrderStep::Release => Error::ReleaseMissing,
	}
}

#[test]
fn a_signature_is_for_one_step_of_one_order_on_one_chain() {
	run(|| {
		let signed = order(three());
		let with_message = |step, account, message: Vec<u8>| {
			with(&signed, |given| place(given, step).signature = TestSignature(account, message))
		};
		let later = Order { expires_on: last_day().plus_days(1).unwrap(), ..signed.clone() };
		let more = order(vec![line(1, 0, 101), line(2, 1, 200), line(3, 2, 300)].try_into().unwrap());
		let elsewhere = order_digest(Digest::repeat_byte(9), LOAN, &signed.lines, signed.expires_on, &[]);
		for (step, account) in SIGNERS {
			for other in OrderStep::ALL.into_iter().filter(|other| *other != step) {
				let message = order_step(other, digest_of_order(&signed));
				assert_noop!(with_message(step, account, message), invalid(step));
			}
			for digest in [digest_of_order(&later), digest_of_order(&more), elsewhere] {
				assert_noop!(with_message(step, account, order_step(step, digest)), invalid(step));
			}
			// Another key's, in this one's name; and the digest alone, without a step.
			let message = order_step(step, digest_of_order(&signed));
			assert_noop!(with_message(step, account + 1, message), invalid(step));
			let bare = digest_of_order(&signed).as_bytes().to_vec();
			assert_noop!(with_message(step, account, bare), invalid(step));
		}
		assert_ok!(hand_in(&signed));
	});
}

#[test]
fn who_signed_a_step_could_take_it_today() {
	run(|| {
		let order = order(three());
		for (step, account) in SIGNERS {
			let officer = testing::with(|world| world.officers.remove(&account)).unwrap();
			let hand_in = || execute(BANK_ALL, &order, all_signed(&order));
			assert_noop!(hand_in(), missing(step));
			let (org, id, duties, person) = officer;
			testing::with(|world| world.officers.insert(account, (org, id, Duties::NONE, person)));
			assert_noop!(hand_in(), missing(step));
			testing::with(|world| world.officers.insert(account, (org, id, duties, person)));
			let status =
				|status| testing::with(|world| world.organisations.get_mut(&org).unwrap().1 = status);
			if step == OrderStep::Mandate {
				status(OrgStatus::Suspended);
				assert_noop!(hand_in(), Error::<Test>::BorrowerNotActive);
				status(OrgStatus::Active);
			}
		}
		assert_ok!(hand_in(&order));
	});
}

#[test]
fn each_step_is_signed_by_its_own_side() {
	run(|| {
		let order = order(three());
		for (step, _) in SIGNERS {
			let (account, refusal) = match step {
				OrderStep::Mandate => (MACHINES_CONFIRM, Error::<Test>::BorrowerNotAllowed),
				_ => (OTHER_MAKER, Error::<Test>::BankNotAllowed),
			};
			let foreign = step_signed(step, &order, account);
			assert_noop!(with(&order, |given| *place(given, step) = foreign), refusal);
		}
		// Who has every duty at the bank does not mandate for the borrower.
		let own = step_signed(OrderStep::Mandate, &order, BANK_ALL);
		assert_noop!(with(&order, |given| given.mandate = own), Error::<Test>::BorrowerNotAllowed);
	});
}

#[test]
fn four_eyes_are_those_of_different_people() {
	let pairs =
		[(BORROWER, MAKER), (BORROWER, CHECKER), (BORROWER, RELEASER), (MAKER, CHECKER), (MAKER, RELEASER)];
	for (one, other) in pairs {
		run(|| {
			let order = order(three());
			let person = |person: AccountId| {
				let person = u32::try_from(person).unwrap();
				testing::with(|world| world.officers.get_mut(&other).unwrap().3 = person);
			};
			person(one);
			assert_noop!(hand_in(&order), DispatchError::Other("same person"));
			person(other);
			assert_ok!(hand_in(&order));
		});
	}
	// As step by step, who checked can release.
	run(|| {
		let order = order(three());
		let mut given = all_signed(&order);
		given.approve = step_signed(OrderStep::Approve, &order, BANK_ALL);
		given.release = step_signed(OrderStep::Release, &order, BANK_ALL);
		assert_ok!(execute(RELEASER, &order, given));
	});
}

#[test]
fn an_order_is_carried_out_until_its_last_day() {
	run(|| {
		let order = order(three());
		pass_days(11);
		assert_noop!(hand_in(&order), Error::<Test>::DraftExpired);
		let far = Order { expires_on: today().plus_days(31).unwrap(), ..order.clone() };
		assert_noop!(hand_in(&far), Error::<Test>::ExpiryOutOfRange);
	});
	run(|| {
		let order = order(three());
		pass_days(10);
		assert_ok!(hand_in(&order));
	});
}

/// What changed between the last signature and the handing in.
#[test]
fn every_rule_of_draft_approval_and_release_is_asked_when_it_is_handed_in() {
	let held = |is| Books::change(|state| state.loans.get_mut(&LOAN).unwrap().held = is);
	run(|| {
		let order = order(three());
		held(true);
		assert_noop!(hand_in(&order), DispatchError::Other("loan held"));
		held(false);
		testing::with(|world| world.checker_limits.insert(OfficerId(101), Fen(599)));
		assert_noop!(hand_in(&order), DispatchError::Other("above checker limit"));
		testing::with(|world| world.checker_limits.clear());
		testing::with(|world| world.accounts.insert((OrgId(MACHINES), OrgId(BANK)), AccountVersion(1)));
		assert_noop!(hand_in(&order), DispatchError::Other("account not current"));
		testing::with(|world| world.accounts.clear());
		testing::with(|world| world.related.insert((OrgId(TESTING), OrgId(FIRM))));
		assert_noop!(hand_in(&order), Error::<Test>::PayeeRelatedToBorrower { line: 1 });
		testing::with(|world| world.related.clear());
		let status =
			|status| testing::with(|world| world.organisations.get_mut(&OrgId(TESTING)).unwrap().1 = status);
		status(OrgStatus::Suspended);
		assert_noop!(hand_in(&order), Error::<Test>::PayeeNotActive { line: 1 });
		status(OrgStatus::Active);
		Books::change(|state| state.documents.get_mut(&CONTRACT).unwrap().verified = false);
		assert_noop!(hand_in(&order), DispatchError::Other("evidence not verified"));
		Books::change(|state| state.documents.get_mut(&CONTRACT).unwrap().verified = true);
		// What is left of plan and document, after another drawdown.
		released(vec![line(9, 2, 99_800)].try_into().unwrap());
		assert_noop!(hand_in(&order), DispatchError::Other("plan line exceeded"));
		Books::change(|state| state.documents.get_mut(&INVOICE).unwrap().amount = Fen(99));
		let one = crate::Order { lines: vec![line(1, 0, 100)].try_into().unwrap(), ..order.clone() };
		assert_noop!(hand_in(&one), DispatchError::Other("above document amount"));
	});
}

#[test]
fn lines_are_as_those_of_a_draft() {
	run(|| {
		let refused = |lines: Vec<DraftLine>, error: Error<Test>| {
			assert_noop!(hand_in(&order(lines.try_into().unwrap())), error);
		};
		refused(vec![], Error::EmptyDraft);
		refused(vec![line(1, 0, 1), line(1, 1, 1)], Error::DuplicateUetr { line: 1 });
		refused(vec![line(1, 0, 0)], Error::AmountZero { line: 0 });
		refused(vec![DraftLine { evidence: None, ..line(1, 0, 1) }], Error::EvidenceMissing { line: 0 });
	});
}

#[test]
fn what_another_bank_says_of_a_payee_is_looked_at_and_charged() {
	run(|| {
		let report = (OrgId(OTHER_BANK), OrgId(FIRM), OrgId(MACHINES));
		testing::with(|world| world.related_by_banks.insert(report));
		let info = hand_in(&order(three())).unwrap();
		let finding = Finding::RelatedPayee { loan: LOAN, payee: OrgId(MACHINES) };
		// The machines are on two lines of the plan.
		assert_eq!(testing::with(|world| world.findings.clone()), [finding, finding]);
		assert_eq!(info.actual_weight, Some(Pallet::<Test>::executed_weight(3, 0, 2)));
	});
}
