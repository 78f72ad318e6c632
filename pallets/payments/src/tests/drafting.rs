use crate::{
	mock::*, DraftLines, DraftState, Drafts, Error, Event, LapseQueue, Lines, Payments as Refs, SplitLine,
	SplitLines, Work,
};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	order_digest, testing, traits::PaymentBook, AccountVersion, BasisPoints, Digest, DraftLine, DraftNo, Fen,
	LoanId, OfficerId, Ordered, OrgId, OrgStatus, PaymentStatus, PlanLineNo, Split, Uetr,
};

fn refused(lines: Vec<DraftLine>, error: impl Into<DispatchError>) {
	let lines: Lines = lines.try_into().unwrap();
	assert_noop!(Payments::draft(origin(MAKER), LOAN, lines, last_day()), error.into());
}

fn genesis() -> Digest {
	System::block_hash(0)
}

#[test]
fn a_draft_reserves_its_sum_and_is_found_by_every_index() {
	run(|| {
		assert_ok!(Payments::draft(origin(MAKER), LOAN, three(), last_day()));
		let draft = Drafts::<Test>::get(LOAN, Ordered::from(DraftNo(0))).unwrap();
		assert_eq!(draft.digest, order_digest(genesis(), LOAN, &three(), last_day(), &[]));
		assert_eq!((draft.sum, draft.count, draft.state), (Fen(600), 3, DraftState::Drafted));
		assert_eq!((draft.signatures.maker, draft.signatures.mandate), (signed_by(100), None));
		assert_eq!(DraftLines::<Test>::get(LOAN, Ordered::from(DraftNo(0))), three());
		assert_eq!(Books::loan(LOAN).pending, Fen(600));
		assert_eq!(Books::read().documents[&INVOICE].used, Fen(100));
		let payment = Refs::<Test>::get(key(2)).unwrap();
		assert_eq!((payment.loan, payment.draft, payment.line), (LOAN, DraftNo(0), 1));
		assert_eq!(
			(payment.payee, payment.amount_fen, payment.evidence),
			(OrgId(TESTING), 200, Some(REPORT))
		);
		assert_eq!(waiting(LOAN, DraftNo(0)), [(FIRM, Work::Mandate, 3)]);
		assert!(LapseQueue::<Test>::contains_key(last_day(), (LOAN, DraftNo(0))));
		let (digest, expires_on) = (draft.digest, last_day());
		assert_eq!(
			events(),
			[Event::Drafted {
				loan: LOAN,
				draft: DraftNo(0),
				digest,
				count: 3,
				sum_fen: 600,
				expires_on,
				officer: OfficerId(100)
			}]
		);
	});
}

#[test]
fn the_borrowers_application_is_its_mandate() {
	run(|| {
		assert_ok!(Payments::draft(origin(BORROWER), LOAN, three(), last_day()));
		let signatures = Drafts::<Test>::get(LOAN, Ordered::from(DraftNo(0))).unwrap().signatures;
		assert_eq!((signatures.mandate, signatures.maker), (signed_by(300), None));
	});
}

#[test]
fn another_last_day_is_another_draft_to_sign() {
	run(|| {
		let digest = |expires_on, number| {
			let digest = digest_of(DraftNo(number));
			let lines = DraftLines::<Test>::get(LOAN, Ordered::from(DraftNo(number)));
			assert_eq!(digest, order_digest(genesis(), LOAN, &lines, expires_on, &[]));
			digest
		};
		assert_ok!(Payments::draft(origin(MAKER), LOAN, three(), last_day()));
		let later = last_day().plus_days(1).unwrap();
		assert_ne!(digest(last_day(), 0), order_digest(genesis(), LOAN, &three(), later, &[]));
		assert_ok!(Payments::draft(origin(MAKER), LOAN, vec![line(9, 0, 1)].try_into().unwrap(), later));
		digest(later, 1);
	});
}

#[test]
fn only_maker_and_borrower_draft() {
	run(|| {
		let draft = |who| Payments::draft(origin(who), LOAN, three(), last_day());
		assert_noop!(draft(OUTSIDER), Error::<Test>::PartyNotAllowed);
		assert_noop!(draft(OTHER_MAKER), Error::<Test>::PartyNotAllowed);
		assert_noop!(draft(CHECKER), DispatchError::Other("duty missing"));
		assert_noop!(draft(9_999), DispatchError::Other("stranger"));
		// The borrower's maker has no duty to sign for it.
		assert_noop!(draft(301), DispatchError::Other("duty missing"));
		assert_noop!(
			Payments::draft(origin(MAKER), LoanId(99), three(), last_day()),
			DispatchError::Other("no such loan")
		);
		assert_noop!(
			Payments::draft(RuntimeOrigin::none(), LOAN, three(), last_day()),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn a_draft_needs_lines() {
	run(|| refused(vec![], Error::<Test>::EmptyDraft));
}

#[test]
fn a_key_is_used_once_for_ever() {
	run(|| {
		refused(vec![line(1, 0, 5), line(1, 1, 5)], Error::<Test>::DuplicateUetr { line: 1 });
		let draft = drafted(three());
		refused(vec![line(9, 0, 5), line(3, 0, 5)], Error::<Test>::UetrUsed { line: 1 });
		let reason = "重复".try_into().unwrap();
		assert_ok!(Payments::reject(origin(CHECKER), LOAN, draft, digest_of(draft), reason));
		refused(vec![line(3, 0, 5)], Error::<Test>::UetrUsed { line: 0 });
	});
}

#[test]
fn a_key_is_a_version_4_uuid() {
	run(|| {
		let uetr = Uetr([0; 16]);
		refused(vec![DraftLine { uetr, ..line(1, 0, 5) }], Error::<Test>::UetrNotVersion4 { line: 0 });
	});
}

#[test]
fn a_payment_is_not_of_zero_fen() {
	run(|| refused(vec![line(1, 0, 5), line(2, 0, 0)], Error::<Test>::AmountZero { line: 1 }));
}

#[test]
fn only_payees_of_the_plan_are_paid() {
	run(|| {
		let off = DraftLine { plan_line: PlanLineNo(3), ..line(1, 0, 5) };
		refused(vec![off], Error::<Test>::PayeeNotOnPlan { line: 0 });
	});
}

#[test]
fn the_borrower_is_not_its_own_payee() {
	run(|| {
		Books::change(|state| state.loans.get_mut(&LOAN).unwrap().plan[0].0.payee = OrgId(FIRM));
		refused(vec![line(1, 0, 5)], Error::<Test>::PayeeIsBorrower { line: 0 });
	});
}

#[test]
fn nobody_related_to_the_borrower_is_paid() {
	run(|| {
		testing::with(|world| world.related.insert((OrgId(FIRM), OrgId(MACHINES))));
		refused(vec![line(1, 1, 5), line(2, 0, 5)], Error::<Test>::PayeeRelatedToBorrower { line: 1 });
	});
}

#[test]
fn a_suspended_payee_is_not_paid() {
	run(|| {
		testing::with(|world| world.organisations.get_mut(&OrgId(TESTING)).unwrap().1 = OrgStatus::Suspended);
		refused(vec![line(1, 1, 5)], Error::<Test>::PayeeNotActive { line: 0 });
	});
}

#[test]
fn the_payees_current_account_is_paid() {
	run(|| {
		testing::with(|world| world.accounts.insert((OrgId(MACHINES), OrgId(BANK)), AccountVersion(1)));
		refused(vec![line(1, 0, 5)], DispatchError::Other("account not current"));
	});
}

#[test]
fn evidence_that_the_plan_wants_is_named_and_fits() {
	run(|| {
		let with = |evidence| DraftLine { evidence, ..line(1, 0, 5) };
		refused(vec![with(None)], Error::<Test>::EvidenceMissing { line: 0 });
		refused(vec![with(Some(REPORT))], DispatchError::Other("evidence does not fit"));
		refused(vec![with(Some(OTHER_INVOICE))], DispatchError::Other("evidence does not fit"));
		// It can still be under way.
		assert_ok!(Payments::draft(
			origin(MAKER),
			LOAN,
			vec![with(Some(UNVERIFIED))].try_into().unwrap(),
			last_day()
		));
	});
}

#[test]
fn a_prepayment_rests_on_the_purchase_contract() {
	run(|| {
		let with = |evidence| DraftLine { evidence, ..line(1, 2, 5) };
		refused(vec![with(None)], Error::<Test>::EvidenceMissing { line: 0 });
		refused(vec![with(Some(INVOICE))], DispatchError::Other("evidence does not fit"));
		drafted(vec![with(Some(CONTRACT))].try_into().unwrap());
		assert_eq!(Books::read().documents[&CONTRACT].used, Fen(5));
	});
}

#[test]
fn the_last_day_is_between_today_and_the_chains_limit() {
	run(|| {
		let draft = |day| Payments::draft(origin(MAKER), LOAN, three(), day);
		let (before, latest) = (zhidai_primitives::Day(today().0 - 1), today().plus_days(30).unwrap());
		assert_noop!(draft(before), Error::<Test>::ExpiryOutOfRange);
		assert_noop!(draft(latest.plus_days(1).unwrap()), Error::<Test>::ExpiryOutOfRange);
		assert_ok!(draft(latest));
		let more = vec![line(9, 0, 1)].try_into().unwrap();
		assert_ok!(Payments::draft(origin(MAKER), LOAN, more, today()));
	});
}

#[test]
fn a_held_loan_is_not_drawn() {
	run(|| {
		Books::change(|state| state.loans.get_mut(&LOAN).unwrap().held = true);
		refused(vec![line(1, 0, 5)], DispatchError::Other("loan held"));
	});
}

#[test]
fn limit_plan_line_and_document_hold_to_the_fen() {
	run(|| {
		refused(vec![line(1, 0, 5), line(2, 2, 100_001)], DispatchError::Other("plan line exceeded"));
		refused(
			vec![line(1, 0, 600_000), line(2, 1, 300_000), line(3, 2, 100_001)],
			DispatchError::Other("limit exceeded"),
		);
		Books::change(|state| state.documents.get_mut(&INVOICE).unwrap().amount = Fen(10));
		refused(vec![line(1, 0, 6), line(2, 0, 5)], DispatchError::Other("above document amount"));
		drafted(vec![line(1, 0, 6), line(2, 0, 4)].try_into().unwrap());
		refused(vec![line(3, 0, 1)], DispatchError::Other("above document amount"));
		// No sum wraps around.
		refused(vec![line(1, 1, u64::MAX), line(2, 1, 2)], Error::<Test>::UetrUsed { line: 0 });
		refused(vec![line(3, 1, u64::MAX), line(4, 1, 2)], DispatchError::Other("limit exceeded"));
	});
}

#[test]
fn the_whole_limit_can_be_drawn_and_not_a_fen_more() {
	run(|| {
		drafted(vec![line(1, 0, 600_000), line(2, 1, 300_000), line(3, 2, 100_000)].try_into().unwrap());
		refused(vec![line(4, 2, 1)], DispatchError::Other("limit exceeded"));
	});
}

/// Lines of the plan with the evidence that each wants, for a drawdown that is divided.
fn named(numbers: &[u16]) -> SplitLines {
	let evidence = [INVOICE, REPORT, CONTRACT];
	let line = |number: &u16| SplitLine {
		plan_line: PlanLineNo(*number),
		account: AccountVersion(0),
		evidence: evidence.get(usize::from(*number)).copied(),
	};
	numbers.iter().map(line).collect::<Vec<_>>().try_into().unwrap()
}

fn by_left(fen: u64) -> Split {
	Split::ByLeft { amount: Fen(fen) }
}

/// The borrower applies for a drawdown under a batch's key, divided over these lines.
fn divided(batch: u8, by: Split, lines: &[u16]) -> DispatchResult {
	Payments::drawdown(origin(BORROWER), LOAN, key(batch), by, named(lines), last_day())
}

/// Plan lines and amounts of a draft of the loan.
fn shares(draft: u32) -> Vec<(u16, u64)> {
	let lines = DraftLines::<Test>::get(LOAN, Ordered::from(DraftNo(draft)));
	lines.iter().map(|line| (line.plan_line.0, line.amount_fen)).collect()
}

#[test]
fn the_contract_splits_a_drawdown_to_the_fen() {
	run(|| {
		assert_noop!(divided(1, by_left(1), &[0, 1, 2]), DispatchError::Other("split gives nothing"));
		assert_noop!(divided(1, by_left(1_001), &[0, 2]), DispatchError::Other("split leaves a line out"));
		assert_noop!(divided(1, by_left(1_001), &[]), DispatchError::Other("split leaves a line out"));
		assert_noop!(
			Payments::drawdown(
				origin(BORROWER),
				LOAN,
				Uetr([0; 16]),
				by_left(1_001),
				named(&[0, 1, 2]),
				last_day()
			),
			Error::<Test>::UetrNotVersion4 { line: 0 }
		);
		assert_ok!(divided(1, by_left(1_001), &[0, 1, 2]));
		assert_eq!(shares(0), [(0, 601), (1, 300), (2, 100)]);
		let lines = DraftLines::<Test>::get(LOAN, Ordered::from(DraftNo(0)));
		for (number, line) in (0_u16..).zip(&lines) {
			assert_eq!(line.uetr, Uetr::of_batch_line(key(1), number));
		}
		// The same batch again is the same payments again.
		assert_noop!(divided(1, by_left(1_001), &[0, 1, 2]), Error::<Test>::UetrUsed { line: 0 });
	});
}

/// Whatever was asked for, a line with nothing left was given nothing, and that was refused.
#[test]
fn a_drawdown_is_split_over_what_is_left_when_a_line_is_used_up() {
	run(|| {
		drafted(vec![line(1, 1, 300_000)].try_into().unwrap());
		assert_noop!(divided(2, by_left(700), &[0, 1, 2]), DispatchError::Other("plan line used up"));
		assert_ok!(divided(2, by_left(700), &[0, 2]));
		assert_eq!(shares(1), [(0, 600), (2, 100)]);
		// A payment's key follows from its line, whatever is left out.
		let last = Uetr::of_batch_line(key(2), 2);
		assert_eq!(<Payments as PaymentBook>::facts(last).unwrap().plan_line, PlanLineNo(2));
		assert_ok!(divided(3, by_left(699_300), &[0, 2]));
		assert_noop!(divided(4, by_left(1), &[]), DispatchError::Other("limit exceeded"));
	});
}

#[test]
fn a_drawdown_is_split_by_amounts_and_by_shares() {
	run(|| {
		let amounts = |fen: &[u64]| {
			let amounts: Vec<_> = fen.iter().copied().map(Fen).collect();
			Split::ByAmounts { amounts: amounts.try_into().unwrap() }
		};
		let shares_of = |fen, shares: [u32; 2]| Split::ByShares {
			amount: Fen(fen),
			shares: shares.map(BasisPoints).to_vec().try_into().unwrap(),
		};
		assert_ok!(divided(1, amounts(&[7]), &[1]));
		assert_ok!(divided(2, shares_of(101, [5_000, 5_000]), &[0, 2]));
		assert_eq!((shares(0), shares(1)), (vec![(1, 7)], vec![(0, 51), (2, 50)]));
		let refused = |by, lines: &[u16], why| {
			assert_noop!(divided(3, by, lines), DispatchError::Other(why));
		};
		refused(amounts(&[7, 0]), &[0, 1], "split gives nothing");
		refused(amounts(&[7]), &[0, 1], "split count differs");
		refused(amounts(&[u64::MAX, 2]), &[0, 1], "plan line exceeded");
		refused(amounts(&[1, 1]), &[1, 1], "split out of order");
		refused(amounts(&[1, 1]), &[1, 9], "no such plan line");
		refused(shares_of(100, [5_000, 5_001]), &[0, 1], "shares not whole");
		refused(shares_of(100, [10_000, 0]), &[0, 1], "split gives nothing");
		// What is divided of nothing pays nobody.
		assert_noop!(divided(3, amounts(&[]), &[]), Error::<Test>::EmptyDraft);
	});
}

#[test]
fn a_draft_of_five_hundred_lines_is_kept_whole() {
	run(|| {
		let lines: Vec<_> = (0..500_u128)
			.map(|number| DraftLine { uetr: Uetr::from_random(number.to_be_bytes()), ..line(1, 2, 200) })
			.collect();
		drafted(lines.try_into().unwrap());
		let last = Uetr::from_random(499_u128.to_be_bytes());
		assert_eq!(<Payments as PaymentBook>::facts(last).unwrap().status, PaymentStatus::Pending);
		assert_eq!(Books::loan(LOAN).pending, Fen(100_000));
	});
}

#[test]
fn check_payment_lists_every_rule_that_a_draft_breaks() {
	run(|| {
		testing::with(|world| world.related.insert((OrgId(FIRM), OrgId(TESTING))));
		Books::change(|state| {
			state.loans.get_mut(&LOAN).unwrap().held = true;
			state.documents.get_mut(&INVOICE).unwrap().amount = Fen(10);
		});
		let lines = [
			DraftLine { uetr: Uetr([0; 16]), amount_fen: 0, ..line(1, 0, 0) },
			DraftLine { account: AccountVersion(4), evidence: None, ..line(2, 1, 900_000) },
			DraftLine { plan_line: PlanLineNo(9), ..line(2, 0, 1) },
			line(3, 0, 600_000),
		];
		let before = StorageNoopGuard::new();
		let found = broken(LOAN, &lines, Some(today().plus_days(31).unwrap()));
		drop(before);
		let day = u64::from(today().0);
		let rules: Vec<_> =
			found.iter().map(|found| (found.rule, found.line, found.have, found.allowed)).collect();
		let own = |error: Error<Test>| DispatchError::from(error);
		assert_eq!(
			rules,
			[
				(own(Error::ExpiryOutOfRange), None, Some(day + 31), Some(day + 30)),
				(DispatchError::Other("loan held"), None, None, None),
				(own(Error::UetrNotVersion4 { line: 0 }), Some(0), None, None),
				(own(Error::AmountZero { line: 0 }), Some(0), None, None),
				(own(Error::PayeeRelatedToBorrower { line: 1 }), Some(1), None, None),
				(DispatchError::Other("account not current"), Some(1), None, None),
				(own(Error::EvidenceMissing { line: 1 }), Some(1), None, None),
				(own(Error::DuplicateUetr { line: 2 }), Some(2), None, None),
				(own(Error::PayeeNotOnPlan { line: 2 }), Some(2), None, None),
				(DispatchError::Other("limit exceeded"), None, Some(1_500_000), Some(1_000_000)),
				(DispatchError::Other("plan line exceeded"), Some(1), Some(900_000), Some(300_000)),
				(DispatchError::Other("above document amount"), Some(0), Some(600_001), Some(10)),
			]
		);
		assert!(broken(LOAN, &[], None)[0].rule == own(Error::EmptyDraft));
		let none = broken(LoanId(99), &lines, None);
		assert_eq!(none[0].rule, DispatchError::Other("no such loan"));
	});
}

#[test]
fn what_check_payment_finds_nothing_against_is_accepted() {
	run(|| {
		assert_eq!(broken(LOAN, &three(), Some(last_day())), []);
		drafted(three());
	});
}
