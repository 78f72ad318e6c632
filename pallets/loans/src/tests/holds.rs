use super::*;
use crate::Hold;
use zhidai_primitives::{Duty, HoldKind, Role};

/// A checker of the market regulator that the contracts name.
const REGULATOR: u64 = 301;
/// That regulator's decision.
const DECISION: Hold = Hold::Regulator { order: Digest::repeat_byte(2) };

fn hold(by: u64, loan: LoanId, hold: Hold) -> DispatchResult {
	LoansPallet::hold(RuntimeOrigin::signed(by), loan, hold)
}

fn lift(by: u64, loan: LoanId, kind: HoldKind) -> DispatchResult {
	LoansPallet::lift_hold(RuntimeOrigin::signed(by), loan, kind)
}

/// Both officers agree; what the last of them was told.
fn lifted(by: [u64; 2], loan: LoanId, kind: HoldKind) -> DispatchResult {
	by.into_iter().try_for_each(|by| lift(by, loan, kind))
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
		assert_ok!(hold(REGULATOR, loan, DECISION));
		let kinds: Vec<_> = LoansPallet::holds(loan).into_iter().map(|(kind, _)| kind).collect();
		assert_eq!(kinds, HoldKind::ALL);
		for (by, kind) in [
			([MAKER, CHECKER], HoldKind::Bank),
			([401, COURT_CLERK], HoldKind::Judicial),
			([300, REGULATOR], HoldKind::Regulator),
			([BOTH, CHECKER], HoldKind::AntiMoneyLaundering),
		] {
			assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
			assert_ok!(lifted(by, loan, kind));
			assert_noop!(lift(by[1], loan, kind), Error::<Test>::HoldUnknown);
		}
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn each_hold_has_who_may_place_and_lift_it() {
	run(|| {
		let loan = active(request());
		for kind in [Hold::Bank, Hold::AntiMoneyLaundering] {
			assert_noop!(hold(OTHER_CHECKER, loan, kind), Error::<Test>::BankNotAllowed);
			for stranger in [MAKER, SIGNER, COURT_CLERK] {
				assert!(hold(stranger, loan, kind).is_err(), "{stranger}");
			}
			assert_ok!(hold(CHECKER, loan, kind));
			assert_noop!(lift(OTHER_CHECKER, loan, kind.kind()), Error::<Test>::BankNotAllowed);
			assert!(lift(COURT_CLERK, loan, kind.kind()).is_err());
		}
		for stranger in [CHECKER, 401, 300] {
			assert!(hold(stranger, loan, court(today())).is_err(), "{stranger}");
		}
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		assert!(lift(CHECKER, loan, HoldKind::Judicial).is_err());
		assert_noop!(hold(CHECKER, LoanId(9), Hold::Bank), Error::<Test>::LoanUnknown);
		assert_noop!(hold(COURT_CLERK, LoanId(9), court(today())), Error::<Test>::LoanUnknown);
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
		assert_ok!(lifted([401, COURT_CLERK], loan, HoldKind::Judicial));
		last_event_is(Event::HoldLifted {
			loan,
			kind: HoldKind::Judicial,
			by: OrgId(4),
			officer: OfficerId(400),
		});
	});
}

#[test]
fn a_courts_order_is_lifted_by_who_entered_it_or_above_and_by_no_other_order() {
	run(|| {
		let loan = active(request());
		testing::add_organisation(14, &[Role::FinancialRegulator], &[&[Duty::Checker], &[Duty::Maker]]);
		let (province, city) = ([401, COURT_CLERK], [1401, 1400]);
		set_region(4, 330_000);
		set_region(14, 330_200);
		let until = Day(today().0 + 10);
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		assert_noop!(hold(1400, loan, court(Day(until.0 + 9))), Error::<Test>::AlreadyHeld);
		assert_noop!(lift(city[0], loan, HoldKind::Judicial), Error::<Test>::RegulatorNotCompetent);
		assert_ok!(lifted(province, loan, HoldKind::Judicial));
		// What the city entered, the province lifts too.
		assert_ok!(hold(1400, loan, court(until)));
		assert_ok!(lifted(province, loan, HoldKind::Judicial));
		// What has run out stops nothing; any of them clears it away.
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		set_today(Day(until.0 + 1));
		assert_ok!(lifted(city, loan, HoldKind::Judicial));
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
fn one_person_stops_the_money_and_two_let_it_go() {
	run(|| {
		let loan = active(request());
		assert_ok!(hold(CHECKER, loan, Hold::Bank));
		assert_ok!(lift(CHECKER, loan, HoldKind::Bank));
		let (kind, by, officer) = (HoldKind::Bank, OrgId(BANK), OfficerId(101));
		last_event_is(Event::HoldLiftAsked { loan, kind, by, officer });
		assert_eq!(waiting(BANK), [(crate::ContractStage::Lift(kind), loan)]);
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert_noop!(lift(CHECKER, loan, HoldKind::Bank), DispatchError::Other("same person"));
		assert_noop!(lift(MAKER, loan, HoldKind::Bank), Error::<Test>::DutyMissing);
		assert_noop!(lift(VIEWER, loan, HoldKind::Bank), DispatchError::Other("duty missing"));
		assert_ok!(lift(BOTH, loan, HoldKind::Bank));
		assert_eq!(waiting(BANK), []);
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn a_courts_new_order_voids_what_was_asked_before() {
	run(|| {
		let loan = active(request());
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		assert_ok!(lift(401, loan, HoldKind::Judicial));
		assert_ok!(hold(COURT_CLERK, loan, court(Day(today().0 + 1))));
		assert_ok!(lift(COURT_CLERK, loan, HoldKind::Judicial));
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
	});
}

#[test]
fn the_market_regulator_of_the_contract_stops_the_money_and_alone_lets_it_go() {
	run(|| {
		let loan = active(request());
		// 1100 is a checker of another market regulator, as competent as this one.
		assert_noop!(hold(1_100, loan, DECISION), Error::<Test>::RegulatorNotAllowed);
		for stranger in [CHECKER, COURT_CLERK, SIGNER, 300] {
			assert!(hold(stranger, loan, DECISION).is_err(), "{stranger}");
		}
		assert_ok!(hold(REGULATOR, loan, DECISION));
		let (kind, by, officer) = (HoldKind::Regulator, OrgId(3), OfficerId(301));
		last_event_is(Event::HoldPlaced { loan, kind, by, officer, until: None });
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert_eq!(LoansPallet::holds(loan)[0].1.order, Some(Digest::repeat_byte(2)));
		assert_noop!(hold(REGULATOR, loan, DECISION), Error::<Test>::AlreadyHeld);
		assert_noop!(lift(1_100, loan, kind), Error::<Test>::RegulatorNotAllowed);
		assert!(lift(CHECKER, loan, kind).is_err() && lift(COURT_CLERK, loan, kind).is_err());
		assert_ok!(lifted([300, REGULATOR], loan, kind));
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn a_hold_comes_before_the_payments_of_its_block() {
	use frame::deps::frame_support::dispatch::GetDispatchInfo;
	let call = crate::Call::<Test>::hold { loan: LoanId(1), hold: Hold::Bank };
	assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
}
