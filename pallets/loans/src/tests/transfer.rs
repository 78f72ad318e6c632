//! Loans pass from one bank to another.

use super::*;
use crate::{ContractStage, Hold, LoanParty, PartyChange, PartyHistory, TransferredLoans, Transfers};
use zhidai_primitives::testing::STILL_BUSY;

const FOUR: [u64; 4] = [MAKER, CHECKER, OTHER_MAKER, OTHER_CHECKER];

fn list(loans: &[LoanId]) -> TransferredLoans {
	loans.to_vec().try_into().unwrap()
}

fn transfer(by: u64, loans: &[LoanId]) -> DispatchResult {
	LoansPallet::transfer(RuntimeOrigin::signed(by), list(loans), OrgId(OTHER_BANK))
}

/// Each of these officers signs; what the last of them was told.
fn signed(by: &[u64], loans: &[LoanId]) -> DispatchResult {
	by.iter().try_for_each(|by| transfer(*by, loans))
}

fn bank(loan: LoanId) -> u32 {
	LoansPallet::loan(loan).unwrap().bank.0
}

fn in_list(org: u32) -> Vec<LoanId> {
	LoansPallet::waiting_for(OrgId(org), ContractStage::Transfer, None, 9).items
}

#[test]
fn four_persons_of_two_banks_pass_loans_on() {
	run(|| {
		let loans = [paid(1_000), active(request())];
		let (from, to) = (OrgId(BANK), OrgId(OTHER_BANK));
		assert_ok!(transfer(MAKER, &loans));
		let (loan, officer) = (loans[0], OfficerId(100));
		last_event_is(Event::TransferSigned { loan, count: 2, from, to, by: from, officer });
		assert_eq!((in_list(BANK), in_list(OTHER_BANK)), (vec![loan], vec![]));
		assert_ok!(transfer(CHECKER, &loans));
		assert_eq!((in_list(BANK), in_list(OTHER_BANK)), (vec![], vec![loan]));
		assert_ok!(transfer(OTHER_MAKER, &loans));
		assert_eq!(bank(loan), BANK, "nothing has passed yet");
		assert_ok!(transfer(OTHER_CHECKER, &loans));
		let borrower = OrgId(BORROWER);
		last_event_is(Event::LoanTransferred { loan: loans[1], borrower, from, to });
		assert_eq!(loans.map(bank), [OTHER_BANK; 2]);
		assert_eq!((in_list(BANK), in_list(OTHER_BANK)), (vec![], vec![]));
		assert_eq!(LoansPallet::loans_of_bank(to, None, 9).items, loans);
		let change = PartyChange { party: LoanParty::Bank, from, to, on: today() };
		assert_eq!(PartyHistory::<Test>::get(loan).into_inner(), [change]);
		assert_ok!(LoansPallet::ensure_free(from));
		assert_noop!(LoansPallet::ensure_free(to), Error::<Test>::LoansOpenAsBank);
		assert_ok!(repay_by(&[OTHER_MAKER, OTHER_CHECKER], loan, Fen(1_000), 1, today()));
	});
}

#[test]
fn each_signs_in_turn_and_once() {
	run(|| {
		let loans = [active(request())];
		assert_noop!(transfer(CHECKER, &loans), Error::<Test>::SignerNotAllowed);
		assert_noop!(transfer(OTHER_MAKER, &loans), Error::<Test>::TransferUnknown);
		for stranger in [SIGNER, COURT_CLERK, VIEWER, 300] {
			assert!(transfer(stranger, &loans).is_err(), "{stranger}");
		}
		assert_ok!(transfer(BOTH, &loans));
		assert_noop!(transfer(BOTH, &loans), DispatchError::Other("same person"));
		assert_noop!(transfer(MAKER, &loans), Error::<Test>::DutyMissing);
		assert_noop!(transfer(OTHER_MAKER, &loans), Error::<Test>::TransferUnknown);
		assert_ok!(transfer(CHECKER, &loans));
		assert_noop!(transfer(MAKER, &loans), Error::<Test>::TransferSigned);
		assert_noop!(transfer(OTHER_CHECKER, &loans), Error::<Test>::SignerNotAllowed);
		// One person serves at both banks.
		testing::with(|world| world.officers.get_mut(&OTHER_MAKER).unwrap().3 = 101);
		assert_noop!(transfer(OTHER_MAKER, &loans), DispatchError::Other("same person"));
	});
}

#[test]
fn a_list_names_active_loans_of_one_bank_once_each() {
	run(|| {
		let (one, other) = (active(request()), active(request()));
		let refused = |loans: &[LoanId], error: Error<Test>| {
			assert_noop!(transfer(MAKER, loans), error);
		};
		refused(&[], Error::LoansMalformed);
		refused(&[one, one], Error::LoansMalformed);
		refused(&[other, one], Error::LoansMalformed);
		refused(&[LoanId(99)], Error::LoanUnknown);
		refused(&[one, LoanId(99)], Error::LoanUnknown);
		refused(&[offered(request())], Error::WrongState);
		assert_ok!(signed(&FOUR, &[one]));
		refused(&[other, LoanId(99)], Error::LoanUnknown);
		// The other bank's, in one list with the own.
		refused(&[one, other], Error::BankNotAllowed);
		let pass_to = |to| LoansPallet::transfer(RuntimeOrigin::signed(MAKER), list(&[other]), OrgId(to));
		assert_noop!(pass_to(BANK), Error::<Test>::PartyUnchanged);
		// A firm.
		assert_noop!(pass_to(6), DispatchError::Other("role missing"));
	});
}

#[test]
fn what_changes_meanwhile_keeps_a_loan_from_passing() {
	run(|| {
		let loans = [active(request())];
		assert_ok!(signed(&FOUR[..3], &loans));
		assert_ok!(LoansPallet::open_draft(loans[0]));
		assert_noop!(transfer(OTHER_CHECKER, &loans), Error::<Test>::NotSettledYet);
		LoansPallet::close_draft(loans[0]);
		testing::with(|world| world.busy.insert(loans[0]));
		assert_noop!(transfer(OTHER_CHECKER, &loans), STILL_BUSY);
		testing::with(|world| world.busy.remove(&loans[0]));
		testing::with(|world| world.checker_limits.insert(OfficerId(201), Fen(1)));
		assert_noop!(transfer(OTHER_CHECKER, &loans), DispatchError::Other("above checker limit"));
		testing::with(|world| world.checker_limits.remove(&OfficerId(201)));
		assert_ok!(transfer(OTHER_CHECKER, &loans));
	});
}

/// Before the last signature the bank that passed the loan on placed holds, which it alone could lift for ever.
#[test]
fn who_lends_now_lifts_what_the_bank_before_placed_and_nobody_elses() {
	run(|| {
		let loan = active(request());
		assert_ok!(signed(&FOUR[..3], &[loan]));
		let reference = Digest::zero();
		let own = [Hold::Bank { reference }, Hold::AntiMoneyLaundering { reference }];
		for hold in own {
			assert_ok!(LoansPallet::hold(RuntimeOrigin::signed(CHECKER), loan, hold));
		}
		let decision = Hold::Regulator { order: Digest::repeat_byte(2) };
		assert_ok!(LoansPallet::hold(RuntimeOrigin::signed(301), loan, decision));
		let lift = |by, key| LoansPallet::lift_hold(RuntimeOrigin::signed(by), loan, key);
		let keys = own.map(|hold| hold.key(OrgId(BANK)));
		assert_noop!(lift(OTHER_CHECKER, keys[0]), Error::<Test>::LiftNotAllowed);
		assert_ok!(transfer(OTHER_CHECKER, &[loan]));
		for key in keys {
			assert_ok!(lift(OTHER_MAKER, key));
			assert_ok!(lift(OTHER_CHECKER, key));
		}
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::LoanHeld);
		assert!(lift(OTHER_CHECKER, decision.key(OrgId(3))).is_err());
	});
}

#[test]
fn a_signature_counts_for_its_days_while_it_could_be_given_and_for_its_list() {
	run(|| {
		let (one, other) = (active(request()), active(request()));
		assert_ok!(signed(&[MAKER, CHECKER], &[one]));
		// Of a key that was replaced: it begins anew.
		testing::with(|world| world.keys.insert(OfficerId(100), 1));
		assert_eq!(LoansPallet::standing_transfer(one), None);
		assert_noop!(transfer(OTHER_MAKER, &[one]), Error::<Test>::TransferUnknown);
		assert_ok!(signed(&[MAKER, CHECKER], &[one]));
		assert_noop!(transfer(OTHER_MAKER, &[one, other]), Error::<Test>::TransferUnknown);
		set_today(today().plus_days(crate::TRANSFER_STANDS_DAYS + 1).unwrap());
		assert_noop!(transfer(OTHER_MAKER, &[one]), Error::<Test>::TransferUnknown);
		// Another list in its place.
		assert_ok!(transfer(MAKER, &[one, other]));
		assert_eq!(Transfers::<Test>::get(one).unwrap().loans, list(&[one, other]));
		assert_eq!((in_list(BANK), in_list(OTHER_BANK)), (vec![one], vec![]));
	});
}

#[test]
fn a_loan_that_is_closed_or_passed_leaves_no_transfer() {
	run(|| {
		let (one, other) = (active(request()), active(request()));
		assert_ok!(signed(&[MAKER, CHECKER], &[one]));
		assert_ok!(signed(&[MAKER, CHECKER], &[other]));
		for by in [MAKER, CHECKER] {
			assert_ok!(LoansPallet::close(RuntimeOrigin::signed(by), one));
		}
		assert_eq!(in_list(OTHER_BANK), [other]);
		assert_ok!(signed(&FOUR[2..], &[other]));
		assert_eq!(Transfers::<Test>::iter_keys().count(), 0);
		assert_eq!(in_list(OTHER_BANK), []);
		let sum = LoansPallet::transfer_to_sign(OrgId(BANK), zhidai_primitives::Duties::of(&[]), other);
		assert_eq!(sum, None);
	});
}

/// What nobody wanted any more waited its thirty days.
#[test]
fn either_bank_ends_a_transfer_that_not_all_have_signed() {
	run(|| {
		let loan = active(request());
		let reason = || "条件不符".try_into().unwrap();
		let end = |by, loan| LoansPallet::withdraw_transfer(RuntimeOrigin::signed(by), loan, reason());
		let withdraw = |by| end(by, loan);
		let (from, to) = (OrgId(BANK), OrgId(OTHER_BANK));
		assert_noop!(withdraw(MAKER), Error::<Test>::TransferUnknown);
		assert_noop!(end(MAKER, LoanId(99)), Error::<Test>::LoanUnknown);
		for (signers, by, org, officer) in [
			(&FOUR[..1], CHECKER, from, 101),
			(&FOUR[..2], OTHER_MAKER, to, 200),
			(&FOUR[..3], MAKER, from, 100),
		] {
			assert_ok!(signed(signers, &[loan]));
			assert_ok!(withdraw(by));
			let officer = OfficerId(officer);
			last_event_is(Event::TransferWithdrawn { loan, from, to, by: org, officer, reason: reason() });
			assert!(!Transfers::<Test>::contains_key(loan));
			assert_eq!((in_list(BANK), in_list(OTHER_BANK)), (vec![], vec![]));
			assert_noop!(transfer(OTHER_MAKER, &[loan]), Error::<Test>::TransferUnknown);
		}
		// It can be begun anew, and once all have signed nothing is left to take back.
		assert_ok!(signed(&FOUR, &[loan]));
		assert_noop!(withdraw(OTHER_MAKER), Error::<Test>::TransferUnknown);
	});
}
