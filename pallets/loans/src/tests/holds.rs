use super::*;
use crate::hold::{Hold, HoldKind};

fn hold(by: u64, loan: LoanId, hold: Hold) -> DispatchResult {
	LoansPallet::hold(RuntimeOrigin::signed(by), loan, hold)
}

fn lift(by: u64, loan: LoanId, kind: HoldKind) -> DispatchResult {
	LoansPallet::lift_hold(RuntimeOrigin::signed(by), loan, kind)
}

fn court(until: Day) -> Hold {
	Hold::Judicial { order: Digest::repeat_byte(1), until }
}

#[test]
fn holds_stack_and_each_is_lifted_alone() {
	run(|| {
		let loan = active(request());
		assert_ok!(LoansPallet::ensure_drawable(loan));
		assert_ok!(hold(CHECKER, loan, Hold::Bank));
		assert_ok!(hold(CHECKER, loan, Hold::AntiMoneyLaundering));
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		let kinds: Vec<_> = LoansPallet::holds(loan).into_iter().map(|(kind, _)| kind).collect();
		assert_eq!(kinds, HoldKind::ALL);
		for (by, kind) in [
			(CHECKER, HoldKind::Bank),
			(COURT_CLERK, HoldKind::Judicial),
			(CHECKER, HoldKind::AntiMoneyLaundering),
		] {
			assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
			assert_ok!(lift(by, loan, kind));
			assert_noop!(lift(by, loan, kind), Error::<Test>::NotHeld);
		}
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn each_hold_has_who_may_place_and_lift_it() {
	run(|| {
		let loan = active(request());
		for kind in [Hold::Bank, Hold::AntiMoneyLaundering] {
			assert_noop!(hold(OTHER_CHECKER, loan, kind), Error::<Test>::NotTheLendingBank);
			for stranger in [MAKER, SIGNER, COURT_CLERK] {
				assert!(hold(stranger, loan, kind).is_err(), "{stranger}");
			}
			assert_ok!(hold(CHECKER, loan, kind));
			assert_noop!(lift(OTHER_CHECKER, loan, kind.kind()), Error::<Test>::NotTheLendingBank);
			assert!(lift(COURT_CLERK, loan, kind.kind()).is_err());
		}
		for stranger in [CHECKER, 401, 300] {
			assert!(hold(stranger, loan, court(today())).is_err(), "{stranger}");
		}
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		assert!(lift(CHECKER, loan, HoldKind::Judicial).is_err());
		assert_noop!(hold(CHECKER, LoanId(9), Hold::Bank), Error::<Test>::NoSuchLoan);
		assert_noop!(hold(COURT_CLERK, LoanId(9), court(today())), Error::<Test>::NoSuchLoan);
	});
}

#[test]
fn a_court_order_is_entered_by_a_competent_financial_regulator() {
	run(|| {
		let loan = active(request());
		set_region(4, 650_000);
		assert_noop!(hold(COURT_CLERK, loan, court(today())), Error::<Test>::RegulatorNotCompetent);
		set_region(4, 330_000);
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		last_event_is(Event::HoldPlaced {
			loan,
			kind: HoldKind::Judicial,
			by: OrgId(4),
			officer: OfficerId(400),
			until: Some(today()),
		});
	});
}

#[test]
fn a_courts_hold_runs_out_by_date_alone() {
	run(|| {
		let loan = active(request());
		let until = Day(today().0 + 10);
		assert_noop!(hold(COURT_CLERK, loan, court(Day(today().0 - 1))), Error::<Test>::HoldEndsInPast);
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		set_today(until);
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		set_today(Day(until.0 + 1));
		assert_ok!(LoansPallet::ensure_drawable(loan));
		assert_ok!(lift(COURT_CLERK, loan, HoldKind::Judicial));
		last_event_is(Event::HoldLifted {
			loan,
			kind: HoldKind::Judicial,
			by: OrgId(4),
			officer: OfficerId(400),
		});
	});
}

#[test]
fn a_hold_stands_once_and_a_courts_can_be_extended() {
	run(|| {
		let loan = active(request());
		let until = Day(today().0 + 10);
		assert_ok!(hold(CHECKER, loan, Hold::Bank));
		assert_noop!(hold(CHECKER, loan, Hold::Bank), Error::<Test>::AlreadyHeld);
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		assert_noop!(hold(COURT_CLERK, loan, court(until)), Error::<Test>::AlreadyHeld);
		assert_noop!(hold(COURT_CLERK, loan, court(today())), Error::<Test>::AlreadyHeld);
		assert_ok!(hold(COURT_CLERK, loan, court(Day(until.0 + 1))));
		// One that ran out gives way to any.
		set_today(Day(until.0 + 2));
		assert_ok!(hold(COURT_CLERK, loan, court(Day(until.0 + 2))));
	});
}

#[test]
fn only_an_offered_or_active_contract_is_held() {
	run(|| {
		let loan = prepared(request());
		assert_noop!(hold(CHECKER, loan, Hold::Bank), Error::<Test>::WrongState);
		assert_ok!(check(CHECKER, loan));
		assert_ok!(hold(CHECKER, loan, Hold::Bank));
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(MAKER), loan));
		assert_noop!(hold(CHECKER, loan, Hold::AntiMoneyLaundering), Error::<Test>::WrongState);
	});
}

#[test]
fn a_hold_comes_before_the_payments_of_its_block() {
	use frame::deps::frame_support::dispatch::GetDispatchInfo;
	let call = crate::Call::<Test>::hold { loan: LoanId(1), hold: Hold::Bank };
	assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
}
