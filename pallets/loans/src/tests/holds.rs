use super::*;
use crate::{Hold, HoldKey, MAX_HOLDS_OF_ONE};
use zhidai_primitives::{Duty, HoldKind, Role};

/// A checker of the market regulator that the contracts name.
const REGULATOR: u64 = 301;
/// That regulator's decision.
const DECISION: Hold = Hold::Regulator { order: Digest::repeat_byte(2) };

fn hold(by: u64, loan: LoanId, hold: Hold) -> DispatchResult {
	LoansPallet::hold(RuntimeOrigin::signed(by), loan, hold)
}

fn lift(by: u64, loan: LoanId, key: HoldKey) -> DispatchResult {
	LoansPallet::lift_hold(RuntimeOrigin::signed(by), loan, key)
}

/// From now on an officer has these duties.
fn give_duties(officer: u64, duties: &[Duty]) {
	let duties = zhidai_primitives::Duties::of(duties);
	testing::with(|world| world.officers.get_mut(&officer).unwrap().2 = duties);
}

/// Which of the bank's holds of this kind an officer with this duty is asked to agree to.
fn to_agree(loan: LoanId, kind: HoldKind, duty: Duty) -> Vec<HoldKey> {
	LoansPallet::lifts_to_agree(OrgId(BANK), zhidai_primitives::Duties::of(&[duty]), loan, kind)
}

/// Both officers agree; what the last of them was told.
fn lifted(by: [u64; 2], loan: LoanId, key: HoldKey) -> DispatchResult {
	by.into_iter().try_for_each(|by| lift(by, loan, key))
}

fn court(until: Day) -> Hold {
	order(1, until)
}

/// A court's order of this number.
fn order(number: u8, until: Day) -> Hold {
	Hold::Judicial { order: Digest::repeat_byte(number), until }
}

/// The bank's own, for which it names nothing.
const BANKS: Hold = Hold::Bank { reference: Digest::zero() };
const LAUNDERING: Hold = Hold::AntiMoneyLaundering { reference: Digest::zero() };

#[test]
fn holds_stack_and_each_is_lifted_alone() {
	run(|| {
		let loan = active(request());
		assert_ok!(LoansPallet::ensure_drawable(loan));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(hold(CHECKER, loan, LAUNDERING));
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		assert_ok!(hold(REGULATOR, loan, DECISION));
		let kinds: Vec<_> = LoansPallet::holds(loan).into_iter().map(|record| record.key.kind).collect();
		assert_eq!(kinds, HoldKind::ALL);
		for (by, key) in [
			([MAKER, CHECKER], BANKS.key(OrgId(BANK))),
			([401, COURT_CLERK], court(today()).key(OrgId(4))),
			([300, REGULATOR], DECISION.key(OrgId(3))),
			([BOTH, CHECKER], LAUNDERING.key(OrgId(BANK))),
		] {
			assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
			assert_ok!(lifted(by, loan, key));
			assert_noop!(lift(by[1], loan, key), Error::<Test>::HoldUnknown);
		}
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn each_hold_has_who_may_place_and_lift_it() {
	run(|| {
		let loan = active(request());
		for own in [BANKS, LAUNDERING] {
			let key = own.key(OrgId(BANK));
			assert_noop!(hold(OTHER_CHECKER, loan, own), Error::<Test>::BankNotAllowed);
			for stranger in [MAKER, SIGNER, COURT_CLERK] {
				assert!(hold(stranger, loan, own).is_err(), "{stranger}");
			}
			assert_ok!(hold(CHECKER, loan, own));
			assert_noop!(lift(OTHER_CHECKER, loan, key), Error::<Test>::LiftNotAllowed);
			assert!(lift(COURT_CLERK, loan, key).is_err());
		}
		for stranger in [CHECKER, 401, 300] {
			assert!(hold(stranger, loan, court(today())).is_err(), "{stranger}");
		}
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		assert!(lift(CHECKER, loan, court(today()).key(OrgId(4))).is_err());
		assert_noop!(hold(CHECKER, LoanId(9), BANKS), Error::<Test>::LoanUnknown);
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
			reference: Digest::repeat_byte(1),
			by: OrgId(4),
			officer: OfficerId(400),
			until: Some(today()),
		});
	});
}

/// The borrower's region was corrected, and an order could be neither extended nor lifted by who had entered it.
#[test]
fn who_entered_an_order_keeps_it_when_the_borrower_turns_out_to_be_elsewhere() {
	run(|| {
		let loan = active(request());
		let (until, later) = (Day(today().0 + 10), Day(today().0 + 20));
		let key = court(until).key(OrgId(4));
		let not_competent = || Error::<Test>::RegulatorNotCompetent;
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		set_region(BORROWER, 650_100);
		assert_ok!(hold(COURT_CLERK, loan, court(later)));
		assert_noop!(hold(COURT_CLERK, loan, order(2, later)), not_competent());
		assert_ok!(lifted([401, COURT_CLERK], loan, key));
		assert_ok!(LoansPallet::ensure_drawable(loan));
		assert_noop!(hold(COURT_CLERK, loan, court(until)), not_competent());
		// One that ran out is not extended: placed anew it is another's to place.
		set_region(BORROWER, 330_200);
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		set_region(BORROWER, 650_100);
		set_today(Day(until.0 + 1));
		assert_noop!(hold(COURT_CLERK, loan, court(later)), not_competent());
		assert_ok!(lifted([401, COURT_CLERK], loan, key));
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
		assert_ok!(lifted([401, COURT_CLERK], loan, court(until).key(OrgId(4))));
		last_event_is(Event::HoldLifted {
			loan,
			kind: HoldKind::Judicial,
			placed_by: OrgId(4),
			reference: Digest::repeat_byte(1),
			by: OrgId(4),
			officer: OfficerId(400),
		});
	});
}

#[test]
fn a_courts_order_is_lifted_by_who_entered_it_and_by_nobody_as_competent_or_above() {
	run(|| {
		let loan = active(request());
		testing::add_organisation(14, &[Role::FinancialRegulator], &[&[Duty::Checker], &[Duty::Maker]]);
		let (province, city) = ([401, COURT_CLERK], [1401, 1400]);
		set_region(4, 330_000);
		set_region(14, 330_200);
		let until = Day(today().0 + 10);
		let (of_province, of_city) = (court(until).key(OrgId(4)), court(until).key(OrgId(14)));
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		assert_noop!(lift(city[0], loan, of_province), Error::<Test>::LiftNotAllowed);
		assert_ok!(lifted(province, loan, of_province));
		// What the city entered, the province lifts only when the city has left.
		assert_ok!(hold(1400, loan, court(until)));
		assert_noop!(lift(province[0], loan, of_city), Error::<Test>::LiftNotAllowed);
		set_status(14, OrgStatus::Exited);
		assert_ok!(lifted(province, loan, of_city));
		set_status(14, OrgStatus::Active);
		// What has run out stops nothing; any of them clears it away.
		assert_ok!(hold(COURT_CLERK, loan, court(until)));
		set_today(Day(until.0 + 1));
		assert_ok!(lifted(city, loan, of_province));
	});
}

/// 轮候: the second court's order had to wait until the first was lifted, and could be forgotten.
#[test]
fn a_second_order_does_not_wait_for_the_first_and_lifting_one_lifts_no_other() {
	run(|| {
		let loan = active(request());
		let until = Day(today().0 + 10);
		let both = [order(1, until), order(2, until)].map(|hold| (hold, hold.key(OrgId(4))));
		for (second, _) in both {
			assert_ok!(hold(COURT_CLERK, loan, second));
		}
		let standing = || LoansPallet::holds(loan).into_iter().map(|record| record.key).collect::<Vec<_>>();
		assert_eq!(standing(), both.map(|(_, key)| key));
		let lifts = [(crate::ContractStage::Lift(HoldKind::Judicial), loan)];
		// Who asks for one asks nothing of the other.
		assert_ok!(lift(401, loan, both[0].1));
		assert_ok!(lift(401, loan, both[1].1));
		assert_eq!(waiting(4), lifts);
		assert_ok!(lift(COURT_CLERK, loan, both[0].1));
		assert_eq!((standing(), waiting(4)), (vec![both[1].1], lifts.to_vec()));
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert_ok!(lift(COURT_CLERK, loan, both[1].1));
		assert_eq!(waiting(4), []);
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

/// The bank and the market regulator have as many reasons as a court has orders.
#[test]
fn every_kind_has_as_many_holds_as_reasons_and_nobody_takes_anothers_room() {
	run(|| {
		let loan = active(request());
		let digest = |number: usize| Digest::from_low_u64_be(number as u64 + 1);
		for number in 0..MAX_HOLDS_OF_ONE {
			let (reference, order) = (digest(number), digest(number));
			assert_ok!(hold(CHECKER, loan, Hold::Bank { reference }));
			assert_ok!(hold(CHECKER, loan, Hold::AntiMoneyLaundering { reference }));
			assert_ok!(hold(REGULATOR, loan, Hold::Regulator { order }));
		}
		assert_noop!(hold(CHECKER, loan, BANKS), Error::<Test>::TooManyHolds);
		assert_noop!(hold(CHECKER, loan, LAUNDERING), Error::<Test>::TooManyHolds);
		assert_noop!(hold(REGULATOR, loan, DECISION), Error::<Test>::TooManyHolds);
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		// Each is lifted alone, and the bank has room again.
		let first = Hold::Bank { reference: digest(0) }.key(OrgId(BANK));
		assert_ok!(lifted([MAKER, CHECKER], loan, first));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
	});
}

#[test]
fn a_hold_stands_once_and_a_courts_can_be_extended() {
	run(|| {
		let loan = active(request());
		let until = Day(today().0 + 10);
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_noop!(hold(CHECKER, loan, BANKS), Error::<Test>::AlreadyHeld);
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
		assert_noop!(hold(CHECKER, loan, BANKS), Error::<Test>::WrongState);
		assert_ok!(check(CHECKER, loan));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(MAKER), loan));
		assert_noop!(hold(CHECKER, loan, LAUNDERING), Error::<Test>::WrongState);
	});
}

#[test]
fn one_person_stops_the_money_and_two_let_it_go() {
	run(|| {
		let loan = active(request());
		let key = BANKS.key(OrgId(BANK));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(lift(CHECKER, loan, key));
		let HoldKey { kind, placed_by, reference } = key;
		let (by, officer) = (OrgId(BANK), OfficerId(101));
		last_event_is(Event::HoldLiftAsked { loan, kind, placed_by, reference, by, officer });
		assert_eq!(waiting(BANK), [(crate::ContractStage::Lift(kind), loan)]);
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert_noop!(lift(CHECKER, loan, key), DispatchError::Other("same person"));
		assert_noop!(lift(VIEWER, loan, key), DispatchError::Other("duty missing"));
		assert_ok!(lift(BOTH, loan, key));
		assert_eq!(waiting(BANK), []);
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

/// Where an organisation's only checker asked first, nobody could lift the hold for a month.
#[test]
fn the_only_checker_asks_and_a_maker_agrees() {
	run(|| {
		let loan = active(request());
		give_duties(BOTH, &[Duty::Maker]);
		let key = BANKS.key(OrgId(BANK));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(lift(CHECKER, loan, key));
		assert_noop!(lift(CHECKER, loan, key), DispatchError::Other("same person"));
		assert_eq!(to_agree(loan, key.kind, Duty::Maker), [key]);
		assert_eq!(to_agree(loan, key.kind, Duty::View), []);
		assert_ok!(lift(MAKER, loan, key));
		last_event_is(Event::HoldLifted {
			loan,
			kind: key.kind,
			placed_by: key.placed_by,
			reference: key.reference,
			by: OrgId(BANK),
			officer: OfficerId(100),
		});
		assert_eq!(waiting(BANK), []);
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn two_makers_lift_nothing() {
	run(|| {
		let loan = active(request());
		give_duties(BOTH, &[Duty::Maker]);
		let key = BANKS.key(OrgId(BANK));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(lift(MAKER, loan, key));
		assert_eq!(to_agree(loan, key.kind, Duty::Maker), []);
		assert_eq!(to_agree(loan, key.kind, Duty::Checker), [key]);
		assert_noop!(lift(BOTH, loan, key), Error::<Test>::DutyMissing);
		assert_ok!(lift(CHECKER, loan, key));
		// Nor is who asked as a checker one of them who is none any more.
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(lift(CHECKER, loan, key));
		give_duties(CHECKER, &[Duty::Maker]);
		assert_noop!(lift(MAKER, loan, key), Error::<Test>::DutyMissing);
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
	});
}

#[test]
fn an_order_that_is_extended_voids_what_was_asked_before() {
	run(|| {
		let loan = active(request());
		let key = court(today()).key(OrgId(4));
		assert_ok!(hold(COURT_CLERK, loan, court(today())));
		assert_ok!(lift(401, loan, key));
		assert_ok!(hold(COURT_CLERK, loan, court(Day(today().0 + 1))));
		assert_eq!(waiting(4), []);
		assert_ok!(lift(COURT_CLERK, loan, key));
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
		let key = DECISION.key(OrgId(3));
		let HoldKey { kind, placed_by: by, reference } = key;
		last_event_is(Event::HoldPlaced { loan, kind, reference, by, officer: OfficerId(301), until: None });
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert_eq!(LoansPallet::holds(loan)[0].key, key);
		assert_noop!(hold(REGULATOR, loan, DECISION), Error::<Test>::AlreadyHeld);
		assert_noop!(lift(1_100, loan, key), Error::<Test>::LiftNotAllowed);
		assert!(lift(CHECKER, loan, key).is_err() && lift(COURT_CLERK, loan, key).is_err());
		assert_ok!(lifted([300, REGULATOR], loan, key));
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn a_hold_comes_before_the_payments_of_its_block() {
	use frame::deps::frame_support::dispatch::GetDispatchInfo;
	let call = crate::Call::<Test>::hold { loan: LoanId(1), hold: BANKS };
	assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
}

/// A checker whom the bank had removed stayed the first of the two who let money go.
#[test]
fn a_lift_counts_only_while_who_asked_for_it_could_still_ask() {
	run(|| {
		let loan = active(request());
		let key = BANKS.key(OrgId(BANK));
		let HoldKey { kind, placed_by, reference } = key;
		let by = OrgId(BANK);
		let asked = |officer| Event::HoldLiftAsked { loan, kind, placed_by, reference, by, officer };
		let to_agree = || to_agree(loan, kind, Duty::Checker);
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(lift(MAKER, loan, key));
		assert_eq!(to_agree(), [key]);
		testing::with(|world| world.officers.remove(&MAKER));
		assert_eq!(to_agree(), []);
		assert_ok!(lift(CHECKER, loan, key));
		last_event_is(asked(OfficerId(101)));
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		// Nor does it count without the duty.
		give_duties(CHECKER, &[Duty::View]);
		assert_ok!(lift(BOTH, loan, key));
		last_event_is(asked(OfficerId(102)));
		assert_eq!((waiting(BANK), to_agree()), (vec![(crate::ContractStage::Lift(kind), loan)], vec![key]));
	});
}

#[test]
fn a_lift_that_was_asked_a_month_ago_is_asked_anew() {
	run(|| {
		let loan = active(request());
		let key = BANKS.key(OrgId(BANK));
		assert_ok!(hold(CHECKER, loan, BANKS));
		assert_ok!(lift(MAKER, loan, key));
		set_today(Day(today().0 + crate::ASK_STANDS_DAYS + 1));
		assert_eq!(to_agree(loan, key.kind, Duty::Checker), []);
		// Also by who asked before, and without the duty to agree.
		assert_ok!(lift(MAKER, loan, key));
		assert_eq!(LoansPallet::holds(loan).len(), 1);
		set_today(Day(today().0 + 2 * crate::ASK_STANDS_DAYS + 1));
		assert_ok!(lift(CHECKER, loan, key));
		assert!(LoansPallet::holds(loan).is_empty(), "its last day counts");
	});
}
