use crate::{mock::*, DraftState, Drafts, Error, Event, LineState};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{testing, Digest, DraftNo, Fen, OfficerId, Ordered, PaymentStatus};

fn reason() -> zhidai_primitives::ShortText {
	"用途不符".try_into().unwrap()
}

#[test]
fn mandate_maker_and_checker_sign_one_digest() {
	run(|| {
		assert_ok!(Payments::draft(origin(BORROWER), LOAN, three(), last_day()));
		let (draft, digest) = (DraftNo(0), digest_of(DraftNo(0)));
		assert_noop!(Payments::approve(origin(CHECKER), LOAN, draft, digest), Error::<Test>::MakerMissing);
		assert_ok!(Payments::make(origin(MAKER), LOAN, draft, digest));
		assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest));
		let record = Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap();
		assert_eq!(record.state, DraftState::Approved);
		assert_eq!(record.signatures.mandate, signed_by(300));
		assert_eq!(record.signatures.maker, signed_by(100));
		assert_eq!(record.signatures.checker, signed_by(101));
		// Approval releases nothing.
		assert_eq!(record.line(0), Some(LineState::Follows));
		assert_eq!(Books::loan(LOAN).pending, Fen(600));
	});
}

#[test]
fn nothing_is_approved_without_the_borrowers_mandate() {
	run(|| {
		let draft = drafted(three());
		let digest = digest_of(draft);
		assert_noop!(Payments::approve(origin(CHECKER), LOAN, draft, digest), Error::<Test>::MandateMissing);
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, draft, digest));
		assert_noop!(
			Payments::mandate(origin(BORROWER), LOAN, draft, digest),
			Error::<Test>::AlreadyMandated
		);
		assert_noop!(Payments::make(origin(MAKER), LOAN, draft, digest), Error::<Test>::AlreadyMade);
		assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest));
		assert_eq!(
			events()[1..],
			[
				Event::Mandated {
					loan: LOAN,
					draft,
					digest,
					count: 3,
					sum_fen: 600,
					officer: OfficerId(300)
				},
				Event::Approved {
					loan: LOAN,
					draft,
					digest,
					count: 3,
					sum_fen: 600,
					officer: OfficerId(101)
				},
			]
		);
	});
}

#[test]
fn who_signs_another_digest_signs_nothing() {
	run(|| {
		let draft = drafted(three());
		let other = Digest::repeat_byte(9);
		let mismatch = Error::<Test>::DigestMismatch;
		assert_noop!(Payments::mandate(origin(BORROWER), LOAN, draft, other), mismatch);
		let mismatch = || Error::<Test>::DigestMismatch;
		assert_noop!(Payments::make(origin(MAKER), LOAN, draft, other), mismatch());
		assert_noop!(Payments::approve(origin(CHECKER), LOAN, draft, other), mismatch());
		assert_noop!(Payments::reject(origin(CHECKER), LOAN, draft, other, reason()), mismatch());
		approve(draft);
		let none = Default::default();
		assert_noop!(Payments::release(origin(RELEASER), LOAN, draft, other, none), mismatch());
		let none = Default::default();
		assert_noop!(Payments::exclude(origin(CHECKER), LOAN, draft, other, none), mismatch());
	});
}

#[test]
fn a_maker_never_checks_the_own_draft_whatever_accounts_it_holds() {
	run(|| {
		assert_ok!(Payments::draft(origin(BANK_ALL), LOAN, three(), last_day()));
		let digest = digest_of(DraftNo(0));
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, DraftNo(0), digest));
		let approve = |who| Payments::approve(origin(who), LOAN, DraftNo(0), digest);
		assert_noop!(approve(BANK_ALL), DispatchError::Other("same person"));
		// The checker's account belongs to the same natural person.
		testing::with(|world| world.officers.get_mut(&CHECKER).unwrap().3 = 103);
		assert_noop!(approve(CHECKER), DispatchError::Other("same person"));
		testing::with(|world| world.officers.get_mut(&CHECKER).unwrap().3 = 101);
		assert_ok!(approve(CHECKER));
	});
}

#[test]
fn nobody_signs_for_the_borrower_and_for_the_bank() {
	run(|| {
		let person = |person| testing::with(|world| world.officers.get_mut(&BORROWER).unwrap().3 = person);
		let same = DispatchError::Other("same person");
		let made = drafted(three());
		person(100);
		assert_noop!(Payments::mandate(origin(BORROWER), LOAN, made, digest_of(made)), same);
		person(101);
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, made, digest_of(made)));
		assert_noop!(Payments::approve(origin(CHECKER), LOAN, made, digest_of(made)), same);

		let applied = DraftNo(1);
		assert_ok!(Payments::draft(
			origin(BORROWER),
			LOAN,
			vec![line(9, 0, 1)].try_into().unwrap(),
			last_day()
		));
		person(100);
		assert_noop!(Payments::make(origin(MAKER), LOAN, applied, digest_of(applied)), same);
		person(300);
		assert_ok!(Payments::make(origin(MAKER), LOAN, applied, digest_of(applied)));
		assert_ok!(Payments::approve(origin(CHECKER), LOAN, made, digest_of(made)));
	});
}

#[test]
fn a_checker_approves_alone_up_to_its_limit() {
	run(|| {
		limit(101, 600);
		let draft = mandated(three());
		assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest_of(draft)));
		let record = Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap();
		assert_eq!((record.state, record.signatures.first_check), (DraftState::Approved, None));
	});
}

fn limit(officer: u32, fen: u64) {
	testing::with(|world| world.checker_limits.insert(OfficerId(officer), Fen(fen)));
}

fn mandated(lines: crate::Lines) -> DraftNo {
	let draft = drafted(lines);
	assert_ok!(Payments::mandate(origin(BORROWER), LOAN, draft, digest_of(draft)));
	draft
}

#[test]
fn above_the_limit_a_second_checker_approves_whose_limit_covers_it() {
	run(|| {
		limit(101, 599);
		limit(103, 599);
		let draft = mandated(three());
		let digest = digest_of(draft);
		let approve = |who| Payments::approve(origin(who), LOAN, draft, digest);
		assert_ok!(approve(CHECKER));
		let officer = OfficerId(101);
		assert_eq!(
			events().pop().unwrap(),
			Event::Checked { loan: LOAN, draft, digest, count: 3, sum_fen: 600, officer }
		);
		assert_eq!(waiting(LOAN, draft), [(BANK, crate::Work::ApproveSecond, 3)]);
		let none = Default::default();
		assert_noop!(
			Payments::release(origin(RELEASER), LOAN, draft, digest, none),
			Error::<Test>::WrongState
		);
		for who in [CHECKER, BANK_ALL] {
			assert_noop!(approve(who), DispatchError::Other("above checker limit"));
		}
		limit(103, 600);
		assert_ok!(approve(BANK_ALL));
		let signatures = Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap().signatures;
		assert_eq!((signatures.first_check, signatures.checker), (signed_by(101), signed_by(103)));
		release(draft);
	});
}

/// Who had tried it once was the same person for ever, also as a bank's only checker.
#[test]
fn who_looked_first_approves_alone_when_its_limit_covers_it() {
	run(|| {
		limit(101, 599);
		let draft = mandated(three());
		let approve = |who| Payments::approve(origin(who), LOAN, draft, digest_of(draft));
		assert_ok!(approve(CHECKER));
		limit(101, 600);
		// Another account of that person is no other person.
		testing::with(|world| world.officers.get_mut(&BANK_ALL).unwrap().3 = 101);
		assert_noop!(approve(BANK_ALL), DispatchError::Other("same person"));
		assert_ok!(approve(CHECKER));
		let signatures = Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap().signatures;
		assert_eq!((signatures.first_check, signatures.checker), (None, signed_by(101)));
		assert_eq!(waiting(LOAN, draft), [(BANK, crate::Work::Release, 3)]);
		release(draft);
	});
}

/// A drawdown in parts slipped under the limit.
#[test]
fn a_limit_is_for_what_is_approved_for_a_borrower_on_a_day() {
	run(|| {
		limit(101, 100);
		let approve = |draft| Payments::approve(origin(CHECKER), LOAN, draft, digest_of(draft));
		let state = |draft: DraftNo| Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap().state;
		let part = |number| mandated(vec![line(number, 2, 60)].try_into().unwrap());
		let (one, other) = (part(1), part(2));
		assert_ok!(approve(one));
		assert_ok!(approve(other));
		assert_eq!((state(one), state(other)), (DraftState::Approved, DraftState::Drafted));
		let tomorrow = part(3);
		pass_days(1);
		assert_ok!(approve(tomorrow));
		assert_eq!(state(tomorrow), DraftState::Approved);
	});
}

#[test]
fn a_first_check_that_counts_no_more_is_forgotten() {
	run(|| {
		limit(101, 1);
		let draft = mandated(three());
		let digest = digest_of(draft);
		assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest));
		rotate(101);
		// The same person with another key is the first one again.
		assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest));
		assert_eq!(waiting(LOAN, draft), [(BANK, crate::Work::ApproveSecond, 3)]);
		// With the mandate all that rests on it falls.
		rotate(300);
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, draft, digest));
		assert_eq!(waiting(LOAN, draft), [(BANK, crate::Work::Approve, 3)]);
		assert_ok!(Payments::approve(origin(BANK_ALL), LOAN, draft, digest));
	});
}

#[test]
fn only_bank_and_borrower_of_the_loan_sign() {
	run(|| {
		let draft = drafted(three());
		let digest = digest_of(draft);
		assert_noop!(
			Payments::mandate(origin(MACHINES_CONFIRM), LOAN, draft, digest),
			Error::<Test>::BorrowerNotAllowed
		);
		assert_noop!(
			Payments::mandate(origin(MAKER), LOAN, draft, digest),
			DispatchError::Other("duty missing")
		);
		let foreign = || Error::<Test>::BankNotAllowed;
		assert_noop!(Payments::make(origin(OTHER_MAKER), LOAN, draft, digest), foreign());
		assert_noop!(Payments::approve(origin(OTHER_MAKER), LOAN, draft, digest), foreign());
		assert_noop!(
			Payments::release(origin(OTHER_MAKER), LOAN, draft, digest, Default::default()),
			foreign()
		);
		assert_noop!(
			Payments::exclude(origin(OTHER_MAKER), LOAN, draft, digest, Default::default()),
			foreign()
		);
		assert_noop!(
			Payments::reject(origin(OUTSIDER), LOAN, draft, digest, reason()),
			Error::<Test>::PartyNotAllowed
		);
		assert_noop!(
			Payments::reject(origin(VIEWER), LOAN, draft, digest, reason()),
			DispatchError::Other("duty missing")
		);
	});
}

#[test]
fn steps_need_a_draft_that_stands_before_them() {
	run(|| {
		let nothing = || Error::<Test>::DraftUnknown;
		let (none, digest) = (DraftNo(5), Digest::zero());
		assert_noop!(Payments::mandate(origin(BORROWER), LOAN, none, digest), nothing());
		assert_noop!(Payments::make(origin(MAKER), LOAN, none, digest), nothing());
		assert_noop!(Payments::approve(origin(CHECKER), LOAN, none, digest), nothing());
		assert_noop!(Payments::lapse(origin(MAKER), LOAN, none), nothing());
		let draft = approved(three());
		let digest = digest_of(draft);
		let wrong = || Error::<Test>::WrongState;
		assert_noop!(Payments::mandate(origin(BORROWER), LOAN, draft, digest), wrong());
		assert_noop!(Payments::make(origin(MAKER), LOAN, draft, digest), wrong());
		assert_noop!(Payments::approve(origin(CHECKER), LOAN, draft, digest), wrong());
	});
}

#[test]
fn a_rejected_draft_is_undrawn_again() {
	run(|| {
		let draft = approved(three());
		let digest = digest_of(draft);
		assert_ok!(Payments::reject(origin(BORROWER), LOAN, draft, digest, reason()));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.pending, loan.open, loan.plan[1].1), (Fen::ZERO, 0, Fen::ZERO));
		assert_eq!(Books::read().documents[&INVOICE].used, Fen::ZERO);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Cancelled));
		assert_eq!(waiting(LOAN, draft), []);
		assert_noop!(
			Payments::reject(origin(CHECKER), LOAN, draft, digest, reason()),
			Error::<Test>::WrongState
		);
		assert_eq!(
			events().pop().unwrap(),
			Event::Rejected {
				loan: LOAN,
				draft,
				digest,
				count: 3,
				sum_fen: 600,
				officer: OfficerId(300),
				reason: reason()
			}
		);
	});
}

#[test]
fn what_was_released_is_not_rejected() {
	run(|| {
		let draft = approved(three());
		let digest = digest_of(draft);
		assert_ok!(Payments::release(origin(RELEASER), LOAN, draft, digest, vec![1].try_into().unwrap()));
		assert_noop!(
			Payments::reject(origin(CHECKER), LOAN, draft, digest, reason()),
			Error::<Test>::AlreadyReleased
		);
	});
}

#[test]
fn past_the_last_day_nothing_is_signed() {
	run(|| {
		let waiting = drafted(three());
		let ready = approved(vec![line(9, 2, 1)].try_into().unwrap());
		pass_days(10);
		// The last day itself still counts.
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, waiting, digest_of(waiting)));
		pass_days(1);
		let over = || Error::<Test>::DraftExpired;
		let digest = digest_of(waiting);
		assert_noop!(Payments::mandate(origin(BORROWER), LOAN, waiting, digest), over());
		assert_noop!(Payments::make(origin(MAKER), LOAN, waiting, digest), over());
		assert_noop!(Payments::approve(origin(CHECKER), LOAN, waiting, digest), over());
		assert_noop!(
			Payments::release(origin(RELEASER), LOAN, ready, digest_of(ready), Default::default()),
			over()
		);
	});
}

/// Who was removed, or whose stolen key was replaced, had signed; money left on it, weeks later.
#[test]
fn a_signature_counts_while_its_officer_could_give_it_with_that_key() {
	let missing: [(u32, DispatchError); 3] = [
		(300, Error::<Test>::MandateMissing.into()),
		(100, Error::<Test>::MakerMissing.into()),
		(101, Error::<Test>::ApprovalMissing.into()),
	];
	for (officer, refusal) in missing {
		run(|| {
			let draft = approved(three());
			let digest = digest_of(draft);
			let record = || Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap();
			let release = || Payments::release(origin(RELEASER), LOAN, draft, digest, Default::default());
			rotate(officer);
			assert_noop!(release(), refusal);
			let found = broken_at_release(draft);
			assert_eq!(found.iter().map(|broken| broken.rule).collect::<Vec<_>>(), [refusal]);
			// It is given anew, and the approval after it.
			match officer {
				300 => {
					assert_ok!(Payments::mandate(origin(BORROWER), LOAN, draft, digest));
				}
				100 => {
					assert_ok!(Payments::make(origin(BANK_ALL), LOAN, draft, digest));
				}
				_ => {}
			}
			if officer != 101 {
				assert_eq!((record().state, record().signatures.checker), (DraftState::Drafted, None));
				assert_eq!(waiting(LOAN, draft), [(BANK, crate::Work::Approve, 3)]);
				assert_noop!(release(), Error::<Test>::WrongState);
			}
			assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest));
			assert_eq!(broken_at_release(draft), []);
			assert_ok!(release());
		});
	}
}

#[test]
fn what_counts_no_more_is_asked_for_at_the_next_signature() {
	run(|| {
		let draft = drafted(three());
		let digest = digest_of(draft);
		let approve = || Payments::approve(origin(CHECKER), LOAN, draft, digest);
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, draft, digest));
		rotate(300);
		assert_noop!(approve(), Error::<Test>::MandateMissing);
		// Once the maker was removed, too, a mandate leaves the draft to another maker.
		testing::with(|world| world.officers.remove(&MAKER));
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, draft, digest));
		assert_eq!(waiting(LOAN, draft), [(BANK, crate::Work::Make, 3)]);
		assert_noop!(approve(), Error::<Test>::MakerMissing);
		assert_ok!(Payments::make(origin(BANK_ALL), LOAN, draft, digest));
		assert_ok!(approve());
	});
}

#[test]
fn under_whose_signatures_money_left_stays_on_record() {
	run(|| {
		let draft = approved(three());
		let digest = digest_of(draft);
		let release = |lines: Vec<u16>| {
			Payments::release(origin(RELEASER), LOAN, draft, digest, lines.try_into().unwrap())
		};
		assert_ok!(release(vec![1]));
		rotate(300);
		assert_noop!(release(vec![]), Error::<Test>::MandateMissing);
		assert_noop!(
			Payments::mandate(origin(BORROWER), LOAN, draft, digest),
			Error::<Test>::AlreadyReleased
		);
		// The rest is left out, and drafted anew.
		let rest = vec![0, 2].try_into().unwrap();
		assert_ok!(Payments::exclude(origin(CHECKER), LOAN, draft, digest, rest));
		let signatures = Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap().signatures;
		assert_eq!((signatures.mandate, signatures.maker), (signed_by(300), signed_by(100)));
	});
}
