//! Other organisations take the places of parties.

use super::*;
use crate::{ContractStage, Hold, LoanParty, PartyChange, PartyHistory, MAX_REGULATOR_CHANGES};
use zhidai_primitives::testing::STILL_BUSY;
use zhidai_primitives::SpotCheckState;

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
fn a_regulators_holds_stay_and_only_who_placed_them_lifts_them() {
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
		assert_noop!(lift(PROVINCE_CHECKER), Error::<Test>::LiftNotAllowed);
		assert_ok!(lift(REGULATOR_CHECKER));
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert_ok!(lift(REGULATOR_MAKER));
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

/// Bureaus alone could use up every change of a party, and no successor took a place any more.
#[test]
fn bureaus_change_the_regulator_so_often_and_leave_room_for_successors() {
	run(|| {
		let loan = active(request());
		for number in 0..MAX_REGULATOR_CHANGES {
			let to = if number % 2 == 0 { EQUAL } else { REGULATOR };
			assert_ok!(changed([PROVINCE_MAKER, PROVINCE_CHECKER], loan, to));
		}
		assert_noop!(change(PROVINCE_MAKER, loan, EQUAL), Error::<Test>::TooManyPartyChanges);
		add_heirs();
		for by in [HEIR_MAKER, HEIR_SIGNER, 1100] {
			assert_ok!(take_over(by, loan));
		}
		assert_eq!(parties(loan), [HEIR_BANK, HEIR_FIRM, EQUAL]);
	});
}

/// It stayed in the list of who had asked, for a loan that had another regulator.
#[test]
fn what_a_regulator_asked_for_is_void_when_its_successor_takes_its_place() {
	run(|| {
		let loan = active(request());
		assert_ok!(change(REGULATOR_MAKER, loan, PROVINCE));
		assert_eq!(in_list(REGULATOR), [loan]);
		add_heirs();
		assert_ok!(take_over(1100, loan));
		assert_eq!((in_list(REGULATOR), LoansPallet::regulator_change(loan)), (vec![], None));
	});
}

/// A bank and a firm that succeed the ones of the request, as the council decided.
const HEIR_BANK: u32 = 14;
const HEIR_MAKER: u64 = 1400;
const HEIR_CHECKER: u64 = 1401;
const HEIR_FIRM: u32 = 15;
const HEIR_SIGNER: u64 = 1500;

fn succeed(former: u32, heir: u32) {
	testing::with(|world| world.successors.insert(OrgId(former), OrgId(heir)));
}

fn add_heirs() {
	use zhidai_primitives::{Duty::*, Role};
	testing::add_organisation(HEIR_BANK, &[Role::Bank], &[&[Maker], &[Checker], &[View]]);
	testing::add_organisation(HEIR_FIRM, &[Role::Enterprise], &[&[Confirm]]);
	succeed(BANK, HEIR_BANK);
	succeed(BORROWER, HEIR_FIRM);
	succeed(REGULATOR, EQUAL);
}

fn take_over(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::take_over(RuntimeOrigin::signed(by), loan)
}

fn parties(loan: LoanId) -> [u32; 3] {
	LoansPallet::loan(loan).unwrap().parties().map(|(_, org)| org.0)
}

#[test]
fn who_succeeds_a_party_takes_its_place_and_nobody_else() {
	run(|| {
		let loan = paid(1_000);
		add_heirs();
		for by in [MAKER, OTHER_MAKER, SIGNER, COURT_CLERK] {
			assert!(take_over(by, loan).is_err(), "{by}");
		}
		assert_noop!(take_over(OTHER_MAKER, loan), Error::<Test>::SuccessorNotAllowed);
		assert_noop!(take_over(HEIR_MAKER, LoanId(99)), Error::<Test>::LoanUnknown);
		assert_noop!(take_over(HEIR_MAKER + 2, loan), DispatchError::Other("duty missing"));
		assert_ok!(take_over(HEIR_MAKER, loan));
		let (from, to, by) = (OrgId(BANK), OrgId(HEIR_BANK), OrgId(HEIR_BANK));
		let (party, officer) = (LoanParty::Bank, OfficerId(1400));
		last_event_is(Event::PartyChanged { loan, party, from, to, by, officer });
		assert_ok!(take_over(HEIR_SIGNER, loan));
		assert_ok!(take_over(1100, loan));
		assert_eq!(parties(loan), [HEIR_BANK, HEIR_FIRM, EQUAL]);
		for party in [BANK, BORROWER, REGULATOR] {
			assert_ok!(LoansPallet::ensure_free(OrgId(party)));
		}
		assert_eq!(LoansPallet::loans_of_bank(OrgId(HEIR_BANK), None, 9).items, [loan]);
		assert_eq!(LoansPallet::loans_of_bank(OrgId(BANK), None, 9).items, []);
		assert_eq!(LoansPallet::loans_of_borrower(OrgId(HEIR_FIRM), None, 9).items, [loan]);
		assert_eq!(LoansPallet::ledger(loan).unwrap().drawn(), Fen(1_000), "what is owed stays");
		assert_noop!(take_over(HEIR_MAKER, loan), Error::<Test>::SuccessorNotAllowed);
	});
}

/// A succession reached whatever a party signed after it, also years later.
#[test]
fn a_successor_takes_over_what_was_signed_until_it_succeeded() {
	run(|| {
		let before = active(request());
		add_heirs();
		testing::with(|world| {
			let parties = [BANK, BORROWER, REGULATOR].map(|org| (OrgId(org), world.today));
			world.succeeded_on.extend(parties);
		});
		let on_that_day = active(request());
		set_today(today().plus_days(1).unwrap());
		let after = active(request());
		for by in [HEIR_MAKER, HEIR_SIGNER, 1100] {
			assert_noop!(take_over(by, after), Error::<Test>::SuccessorNotAllowed);
			assert_ok!(take_over(by, before));
			assert_ok!(take_over(by, on_that_day));
		}
	});
}

/// With another borrower's name the loan was free of the freeze, and of whoever of its plan was related.
#[test]
fn nobody_sheds_a_freeze_or_a_related_payee_by_a_successor() {
	run(|| {
		let loan = active(request());
		add_heirs();
		set_spot_check(BORROWER, Some(SpotCheckState::Served));
		assert_noop!(take_over(HEIR_SIGNER, loan), Error::<Test>::UndrawnLimitFrozen);
		// The lender's place has nothing to do with that.
		assert_ok!(take_over(HEIR_MAKER, loan));
		set_spot_check(BORROWER, None);
		relate(BORROWER, 7);
		let related = Error::<Test>::PayeeRelatedToBorrower { plan_line: 1 };
		assert_noop!(take_over(HEIR_SIGNER, loan), related);
		testing::with(|world| world.related.clear());
		assert_ok!(take_over(HEIR_SIGNER, loan));
	});
}

#[test]
fn a_debt_counts_with_who_owes_it_above_every_cap() {
	run(|| {
		add_heirs();
		let loan = active(request_for(SUZHOU, 30_000_000));
		let granted = |org: u32| pallet_quota::Granted::<Test>::get(SUZHOU, OrgId(org));
		assert_ok!(take_over(HEIR_SIGNER, loan));
		assert_eq!((granted(BORROWER), granted(HEIR_FIRM)), (Fen::ZERO, Fen::from_yuan(30_000_000)));
		// A second one is above the cap, and a debt nevertheless.
		let second = active(request_for(SUZHOU, 30_000_000));
		assert_ok!(take_over(HEIR_SIGNER, second));
		assert_eq!(granted(HEIR_FIRM), Fen::from_yuan(60_000_000));
	});
}

#[test]
fn a_bank_or_a_borrower_does_not_change_while_money_is_on_its_way() {
	run(|| {
		add_heirs();
		let loan = active(request());
		assert_ok!(LoansPallet::open_draft(loan));
		for by in [HEIR_MAKER, HEIR_SIGNER] {
			assert_noop!(take_over(by, loan), Error::<Test>::NotSettledYet);
		}
		LoansPallet::close_draft(loan);
		assert_ok!(post(loan, Movement::Reserve, &[(1, 5)]));
		assert_noop!(take_over(HEIR_MAKER, loan), Error::<Test>::NotSettledYet);
		assert_ok!(post(loan, Movement::Release, &[(1, 5)]));
		assert_noop!(take_over(HEIR_MAKER, loan), Error::<Test>::NotSettledYet);
		// A regulator's place has nothing to do with that.
		assert_ok!(take_over(1100, loan));
		assert_ok!(post(loan, Movement::Disburse, &[(1, 5)]));
		assert_noop!(take_over(HEIR_MAKER, loan), Error::<Test>::NotSettledYet);
		assert_ok!(post(loan, Movement::Settle, &[(1, 5)]));
		assert_ok!(take_over(HEIR_MAKER, loan));
	});
}

#[test]
fn no_successor_is_paid_by_the_loan_or_has_two_parts_in_it() {
	run(|| {
		add_heirs();
		let loan = active(request());
		testing::with(|world| {
			let (heir, duties) = (world.organisations[&OrgId(HEIR_FIRM)], world.officers[&HEIR_SIGNER].2);
			world.organisations.insert(OrgId(7), heir);
			world.officers.insert(700, (OrgId(7), OfficerId(700), duties, 700));
		});
		succeed(BORROWER, 7);
		assert_noop!(take_over(700, loan), Error::<Test>::PayeeIsBorrower { plan_line: 1 });
		succeed(BORROWER, HEIR_FIRM);
		set_region(HEIR_FIRM, 350_200);
		assert_noop!(take_over(HEIR_SIGNER, loan), Error::<Test>::RegulatorNotCompetent);
		set_status(HEIR_FIRM, OrgStatus::Suspended);
		assert!(take_over(HEIR_SIGNER, loan).is_err());
		succeed(REGULATOR, HEIR_BANK);
		testing::with(|world| world.successors.remove(&OrgId(BANK)));
		assert_noop!(take_over(HEIR_MAKER, loan), Error::<Test>::RegulatorNotCompetent);
		succeed(BORROWER, BANK);
		assert_noop!(take_over(MAKER, loan), Error::<Test>::PartiesNotIndependent);
	});
}

#[test]
fn the_next_bank_books_on_and_the_old_ones_bookings_stay() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(repay_by(&[MAKER, CHECKER], loan, Fen(400), 1, today()));
		assert_ok!(repay_by(&[MAKER], loan, Fen(100), 2, today()));
		assert_ok!(LoansPallet::close(RuntimeOrigin::signed(MAKER), active(request())));
		add_heirs();
		assert_ok!(take_over(HEIR_CHECKER, loan));
		assert_eq!(waiting(HEIR_BANK), []);
		assert!(
			!waiting(BANK).iter().any(|(_, waits)| *waits == loan),
			"what was not checked counts nowhere"
		);
		assert_noop!(repay_by(&[MAKER, CHECKER], loan, Fen(600), 3, today()), Error::<Test>::BankNotAllowed);
		let heirs = [HEIR_MAKER, HEIR_CHECKER];
		// Under the old bank's reference a booking of this loan stands.
		assert_noop!(repay_by(&heirs, loan, Fen(600), 1, today()), Error::<Test>::ReferenceUsed);
		assert_ok!(repay_by(&heirs, loan, Fen(600), 2, today()));
		assert_eq!(LoansPallet::ledger(loan).unwrap().repaid_principal(), Fen(1_000));
	});
}

#[test]
fn a_courts_order_is_lifted_by_who_succeeds_who_entered_it() {
	run(|| {
		use zhidai_primitives::{Duty::*, Role};
		let loan = active(request());
		let hold = Hold::Judicial { order: Digest::repeat_byte(3), until: today() };
		let key = hold.key(OrgId(4));
		assert_ok!(LoansPallet::hold(RuntimeOrigin::signed(COURT_CLERK), loan, hold));
		// Elsewhere, so that nothing but the succession makes it competent.
		testing::add_organisation(16, &[Role::FinancialRegulator], &[&[Maker], &[Checker]]);
		set_region(16, 350_200);
		let lift = |by| LoansPallet::lift_hold(RuntimeOrigin::signed(by), loan, key);
		assert_noop!(lift(1600), Error::<Test>::LiftNotAllowed);
		succeed(4, 16);
		assert_ok!(lift(1600));
		assert_ok!(lift(1601));
		assert_ok!(LoansPallet::ensure_drawable(loan));
	});
}
