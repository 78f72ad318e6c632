//! What is left of holds: what they stop beside money, who lets them go, and their history.

use super::*;
use crate::{EndedHold, EndedHolds, Hold, HoldKey, Lift};
use zhidai_primitives::{Duty, HoldKind, Ordered, Role};

const BANKS: Hold = Hold::Bank { reference: Digest::repeat_byte(1) };

fn hold(by: u64, loan: LoanId, hold: Hold) -> DispatchResult {
	LoansPallet::hold(RuntimeOrigin::signed(by), loan, hold)
}

fn lift(by: u64, loan: LoanId, key: HoldKey) -> DispatchResult {
	LoansPallet::lift_hold(RuntimeOrigin::signed(by), loan, key)
}

fn close(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::close(RuntimeOrigin::signed(by), loan)
}

fn court(until: Day) -> Hold {
	Hold::Judicial { order: Digest::repeat_byte(2), until }
}

fn history(loan: LoanId) -> Vec<EndedHold> {
	LoansPallet::last_ended_holds(loan, 100)
}

/// A loan that was frozen by a court could be closed, and with it went what the order was about.
#[test]
fn a_loan_under_a_hold_is_not_closed() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(repay_by(&[MAKER, CHECKER], loan, Fen(1_000), 1, today()));
		let until = Day(today().0 + 10);
		assert_ok!(close(MAKER, loan));
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		assert_noop!(close(CHECKER, loan), Error::<Test>::LoanHeld);
		assert_noop!(close(MAKER, loan), Error::<Test>::LoanHeld);
		set_today(Day(request().available_until.0 + 1));
		assert_ok!(close(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Closed), "the order had run out");
	});
}

#[test]
fn the_banks_own_hold_keeps_a_loan_open_too_until_two_lift_it() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(repay_by(&[MAKER, CHECKER], loan, Fen(1_000), 1, today()));
		set_today(Day(request().available_until.0 + 1));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_noop!(close(CHECKER, loan), Error::<Test>::LoanHeld);
		let key = BANKS.key(OrgId(BANK));
		assert_ok!(lift(MAKER, loan, key));
		assert_noop!(close(CHECKER, loan), Error::<Test>::LoanHeld);
		assert_ok!(lift(CHECKER, loan, key));
		assert_ok!(close(CHECKER, loan));
	});
}

#[test]
fn who_took_the_place_of_who_placed_it_lifts_it() {
	run(|| {
		let loan = active(request());
		testing::add_organisation(14, &[Role::FinancialRegulator], &[&[Duty::Checker], &[Duty::Maker]]);
		let (until, key) = (Day(today().0 + 10), court(today()).key(OrgId(4)));
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		assert_noop!(lift(1_401, loan, key), Error::<Test>::LiftNotAllowed);
		testing::with(|world| world.successors.insert(OrgId(4), OrgId(14)));
		assert_ok!(lift(1_401, loan, key));
		assert_ok!(lift(1_400, loan, key));
		assert_eq!(history(loan)[0].lifted.map(|lift| lift.org), Some(OrgId(14)));
	});
}

#[test]
fn where_who_placed_it_has_left_who_could_place_it_now_lifts_it() {
	run(|| {
		let loan = active(request());
		let key = Hold::Regulator { order: Digest::repeat_byte(3) }.key(OrgId(3));
		assert_ok!(hold(301, loan, Hold::Regulator { order: Digest::repeat_byte(3) }));
		// The contract's regulator is another one now.
		let before = LoansPallet::loan(loan).unwrap();
		LoansPallet::count_open(&before, false);
		crate::Loans::<Test>::mutate_extant(loan, |loan| loan.regulator = OrgId(11));
		LoansPallet::count_open(&LoansPallet::loan(loan).unwrap(), true);
		assert_noop!(lift(1_100, loan, key), Error::<Test>::LiftNotAllowed);
		set_status(3, OrgStatus::Exited);
		assert_ok!(lift(1_100, loan, key));
	});
}

#[test]
fn every_hold_that_went_is_kept_with_who_placed_and_who_lifted_it() {
	run(|| {
		let loan = active(request());
		let (first, later) = (Day(today().0 + 1), Day(today().0 + 2));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(hold(COURT_CLERK, loan, court(first)));
		assert_eq!(history(loan), []);
		assert_ok!(lift(MAKER, loan, BANKS.key(OrgId(BANK))));
		assert_eq!(history(loan), []);
		assert_ok!(lift(CHECKER, loan, BANKS.key(OrgId(BANK))));
		assert_ok!(hold(COURT_CLERK, loan, court(later)));
		let lifted = EndedHold {
			key: BANKS.key(OrgId(BANK)),
			officer: OfficerId(101),
			placed_on: today(),
			until: None,
			ended_on: today(),
			lifted: Some(Lift { org: OrgId(BANK), asked_by: OfficerId(100), agreed_by: OfficerId(101) }),
		};
		let extended = EndedHold {
			key: court(first).key(OrgId(4)),
			officer: OfficerId(400),
			until: Some(first),
			lifted: None,
			..lifted
		};
		assert_eq!(history(loan), [lifted, extended]);
		assert_eq!(EndedHolds::<Test>::get(loan, Ordered::from(1_u32)), Some(extended));
		assert_eq!(LoansPallet::last_ended_holds(loan, 1), [extended]);
		assert_eq!(LoansPallet::holds(loan).len(), 1);
		assert_eq!(LoansPallet::holds(loan)[0].key.kind, HoldKind::Judicial);
	});
}
