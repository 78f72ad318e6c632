//! Other organisations take the places of parties.

use super::*;
use crate::{ContractStage, Hold, LoanParty, PartyChange, PartyHistory, MAX_PARTY_CHANGES};
use zhidai_primitives::testing::STILL_BUSY;

/// The market regulator that the contracts name, and its officers.
const REGULATOR: u32 = 3;
const REGULATOR_MAKER: u64 = 300;
const REGULATOR_CHECKER: u64 = 301;
/// Another one of the same region.
const EQUAL: u32 = 11;
/// The province's.
const PROVINCE: u32 = 12;
const PROVINCE_MAKER: u64 = 1200;
const PROVINCE_CHECKER: u64 = 1201;

fn change(by: u64, loan: LoanId, to: u32) -> DispatchResult {
	LoansPallet::change_regulator(RuntimeOrigin::signed(by), loan, OrgId(to))
}

/// Both officers say so; what the last of them was told.
fn changed(by: [u64; 2], loan: LoanId, to: u32) -> DispatchResult {
	by.into_iter().try_for_each(|by| change(by, loan, to))
}

fn regulator(loan: LoanId) -> u32 {
	LoansPallet::loan(loan).unwrap().regulator.0
}

#[test]
fn two_persons_of_a_bureau_above_both_change_the_regulator() {
	run(|| {
		let loan = active(request());
		assert_ok!(change(PROVINCE_MAKER, loan, EQUAL));
		let (to, by, officer) = (OrgId(EQUAL), OrgId(PROVINCE), OfficerId(1200));
		last_event_is(Event::RegulatorChangeAsked { loan, regulator: to, by, officer });
		assert_eq!(regulator(loan), REGULATOR);
		assert!(LoansPallet::regulator_change(loan).is_some());
		assert_eq!(in_list(PROVINCE), [loan]);
		assert_noop!(change(PROVINCE_MAKER, loan, EQUAL), DispatchError::Other("same person"));
		assert_noop!(change(1202, loan, EQUAL), Error::<Test>::DutyMissing);
		assert_ok!(change(PROVINCE_CHECKER, loan, EQUAL));
		let (party, from, officer) = (LoanParty::Regulator, OrgId(REGULATOR), OfficerId(1201));
		last_event_is(Event::PartyChanged { loan, party, from, to, by, officer });
		assert_eq!((regulator(loan), in_list(PROVINCE)), (EQUAL, vec![]));
		let history = PartyHistory::<Test>::get(loan).into_inner();
		assert_eq!(history, [PartyChange { party, from, to, on: today() }]);
		assert_eq!(testing::with(|world| world.passed.clone()), [(loan, from, to)]);
		assert_ok!(LoansPallet::ensure_free(OrgId(REGULATOR)));
		assert_noop!(LoansPallet::ensure_free(OrgId(EQUAL)), Error::<Test>::LoansOpenAsRegulator);
	});
}

fn in_list(org: u32) -> Vec<LoanId> {
	LoansPallet::waiting_for(OrgId(org), ContractStage::Regulator, None, 9).items
}

#[test]
fn who_attests_hands_over_and_nobody_of_its_own_level_takes() {
	run(|| {
		let loan = active(request());
		for by in [1100, MAKER, CHECKER, COURT_CLERK, SIGNER] {
			assert!(change(by, loan, EQUAL).is_err(), "{by}");
		}
		assert_noop!(change(1100, loan, EQUAL), Error::<Test>::RegulatorNotAllowed);
		assert_ok!(changed([REGULATOR_CHECKER, REGULATOR_MAKER], loan, EQUAL));
		assert_eq!(regulator(loan), EQUAL);
		assert_noop!(change(REGULATOR_MAKER, loan, REGULATOR), Error::<Test>::RegulatorNotAllowed);
		// A bureau above takes it itself, too.
		assert_ok!(changed([PROVINCE_MAKER, PROVINCE_CHECKER], loan, PROVINCE));
		assert_eq!(regulator(loan), PROVINCE);
	});
}

#[test]
fn the_next_regulator_is_a_competent_one_and_no_other_party() {
	run(|| {
		let loan = active(request());
		let ask = |to| change(PROVINCE_MAKER, loan, to);
		assert_noop!(ask(REGULATOR), Error::<Test>::PartyUnchanged);
		assert_noop!(ask(BANK), Error::<Test>::PartiesNotIndependent);
		assert_noop!(ask(4), Error::<Test>::RegulatorNotCompetent);
		set_region(EQUAL, 330_203);
		assert_noop!(ask(EQUAL), Error::<Test>::RegulatorNotCompetent);
		set_region(EQUAL, 350_200);
		assert_noop!(ask(EQUAL), Error::<Test>::RegulatorNotAllowed);
		set_region(EQUAL, 330_200);
		set_status(EQUAL, OrgStatus::Suspended);
		assert_noop!(ask(EQUAL), Error::<Test>::RegulatorNotCompetent);
		assert_noop!(change(PROVINCE_MAKER, LoanId(99), EQUAL), Error::<Test>::LoanUnknown);
		let offer = offered(request());
		set_status(EQUAL, OrgStatus::Active);
		assert_noop!(change(PROVINCE_MAKER, offer, EQUAL), Error::<Test>::WrongState);
	});
}

#[test]
fn a_place_does_not_pass_while_something_waits_that_cannot() {
	run(|| {
		let loan = active(request());
		assert_ok!(change(PROVINCE_MAKER, loan, EQUAL));
		testing::with(|world| world.busy.insert(loan));
		assert_noop!(change(PROVINCE_CHECKER, loan, EQUAL), STILL_BUSY);
		testing::with(|world| world.busy.remove(&loan));
		assert_ok!(change(PROVINCE_CHECKER, loan, EQUAL));
	});
}

#[test]
fn an_ask_for_another_regulator_counts_for_its_days_and_for_what_was_asked() {
	run(|| {
		let loan = active(request());
		assert_ok!(change(PROVINCE_MAKER, loan, EQUAL));
		set_today(today().plus_days(crate::ASK_STANDS_DAYS + 1).unwrap());
		assert_eq!(LoansPallet::regulator_change(loan), None);
		assert_ok!(change(PROVINCE_CHECKER, loan, EQUAL));
		assert_eq!(regulator(loan), REGULATOR, "asked anew");
		// Another one asked for is no agreement; neither is another bureau's word.
		assert_ok!(change(PROVINCE_MAKER, loan, PROVINCE));
		assert_ok!(change(REGULATOR_MAKER, loan, PROVINCE));
		assert_eq!(in_list(PROVINCE), []);
		assert_ok!(change(REGULATOR_CHECKER, loan, PROVINCE));
		assert_eq!(regulator(loan), PROVINCE);
	});
}

#[test]
fn a_regulators_holds_stay_and_who_has_its_place_lifts_them() {
	run(|| {
		let loan = active(request());
		let hold = Hold::Regulator { order: Digest::repeat_byte(2) };
		let key = hold.key(OrgId(REGULATOR));
		assert_ok!(LoansPallet::hold(RuntimeOrigin::signed(REGULATOR_CHECKER), loan, hold));
		let lift = |by| LoansPallet::lift_hold(RuntimeOrigin::signed(by), loan, key);
		assert_ok!(lift(REGULATOR_MAKER));
		assert_ok!(changed([PROVINCE_MAKER, PROVINCE_CHECKER], loan, PROVINCE));
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		// What the old one's officer asked for is void.
		assert_eq!(waiting(REGULATOR), []);
		assert_noop!(lift(REGULATOR_CHECKER), Error::<Test>::RegulatorNotAllowed);
		assert_ok!(lift(PROVINCE_CHECKER));
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert_ok!(lift(PROVINCE_MAKER));
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}

#[test]
fn a_loan_that_is_closed_is_asked_no_other_regulator_for() {
	run(|| {
		let loan = active(request());
		assert_ok!(change(PROVINCE_MAKER, loan, EQUAL));
		for by in [MAKER, CHECKER] {
			assert_ok!(LoansPallet::close(RuntimeOrigin::signed(by), loan));
		}
		assert_eq!(in_list(PROVINCE), []);
		assert_noop!(change(PROVINCE_CHECKER, loan, EQUAL), Error::<Test>::WrongState);
	});
}

#[test]
fn the_parties_of_a_loan_change_so_often_and_no_more() {
	run(|| {
		let loan = active(request());
		for number in 0..MAX_PARTY_CHANGES {
			let to = if number % 2 == 0 { EQUAL } else { REGULATOR };
			assert_ok!(changed([PROVINCE_MAKER, PROVINCE_CHECKER], loan, to));
		}
		assert_ok!(change(PROVINCE_MAKER, loan, EQUAL));
		assert_noop!(change(PROVINCE_CHECKER, loan, EQUAL), Error::<Test>::TooManyPartyChanges);
	});
}
