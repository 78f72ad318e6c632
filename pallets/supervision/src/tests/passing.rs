//! What waits for the parties of a loan, where another organisation takes a place in it.

use crate::mock::*;
use crate::{AlertId, Error};
use frame::testing_prelude::*;
use zhidai_primitives::traits::{Finding, Findings, PartyWork};
use zhidai_primitives::{EvidenceId, LoanId, OrgId};

const REGULATOR: OrgId = OrgId(3);
const NEXT: OrgId = OrgId(7);
const NEXT_CHECKER: u64 = 700;

#[test]
fn a_review_waits_for_who_has_the_place_of_a_side() {
	run(|| {
		let payment = pay(1, 300_000, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		assert_ok!(open(q(1)));
		assert_ok!(Supervision::ensure_can_pass(LOAN, REGULATOR));
		set_regulator(NEXT);
		Supervision::pass(LOAN, REGULATOR, NEXT);
		let waits = |org| Supervision::reviews_to_sign(org, None, 9).items.len();
		assert_eq!((waits(BANK), waits(REGULATOR), waits(NEXT)), (1, 0, 1));
		assert_noop!(sign(REGULATOR_CHECKER, q(1)), Error::<Test>::ReviewerNotAllowed);
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert_ok!(sign(NEXT_CHECKER, q(1)));
	});
}

/// A bank would pass a loan on instead of answering for it.
#[test]
fn no_place_in_a_loan_passes_while_an_alert_about_it_is_open() {
	run(|| {
		let finding = Finding::VerdictsConflict { loan: LOAN, evidence: EvidenceId(1) };
		<Supervision as Findings>::raise(finding);
		for party in [BANK, REGULATOR] {
			assert_noop!(Supervision::ensure_can_pass(LOAN, party), Error::<Test>::AlertsOpen);
		}
		assert_ok!(Supervision::ensure_can_pass(LoanId(2), BANK));
		let (origin, outcome) = (RuntimeOrigin::signed(FINANCIAL_CHECKER), "已核实".try_into().unwrap());
		assert_ok!(Supervision::close_alert(origin, AlertId(0), 0, outcome));
		assert_ok!(Supervision::ensure_can_pass(LOAN, BANK));
	});
}

/// What the regulator before signed closes nothing for the one that has the place now.
#[test]
fn a_side_signs_anew_whose_place_in_the_loan_passed() {
	run(|| {
		assert_ok!(open(q(1)));
		assert_ok!(sign(REGULATOR_CHECKER, q(1)));
		set_regulator(NEXT);
		Supervision::pass(LOAN, REGULATOR, NEXT);
		let waits = |org| Supervision::reviews_to_sign(org, None, 9).items.len();
		assert_eq!((waits(BANK), waits(REGULATOR), waits(NEXT)), (1, 0, 1));
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert_eq!(review(q(1)).closed_on, None);
		assert_ok!(sign(NEXT_CHECKER, q(1)));
		assert!(review(q(1)).closed_on.is_some());
	});
}
