//! Who ends a loan, and when.

use super::*;
use crate::ContractStage;

fn close(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::close(RuntimeOrigin::signed(by), loan)
}

/// A loan of which something was drawn and all of that repaid.
fn repaid() -> LoanId {
	repaid_as(1)
}

/// The same, under this reference of the bank.
fn repaid_as(reference: u8) -> LoanId {
	let loan = paid(1_000);
	assert_ok!(repay_by(&[MAKER, CHECKER], loan, Fen(1_000), reference, today()));
	loan
}

/// One checker ended what the bank had committed to lend.
#[test]
fn while_the_borrower_could_still_draw_two_persons_of_the_bank_close() {
	run(|| {
		let loan = repaid();
		assert_ok!(close(CHECKER, loan));
		let (bank, borrower, officer) = (OrgId(BANK), OrgId(BORROWER), OfficerId(101));
		last_event_is(Event::LoanCloseAsked { loan, bank, borrower, officer });
		assert_eq!(state(loan), Some(LoanState::Active));
		assert_ok!(LoansPallet::ensure_drawable(loan));
		assert_eq!(waiting(BANK), [(ContractStage::Close, loan)]);
		assert_noop!(close(CHECKER, loan), DispatchError::Other("same person"));
		assert_noop!(close(OTHER_CHECKER, loan), Error::<Test>::BankNotAllowed);
		for stranger in [VIEWER, SIGNER, COURT_CLERK] {
			assert!(close(stranger, loan).is_err(), "{stranger}");
		}
		assert_ok!(close(BOTH, loan));
		last_event_is(Event::LoanClosed { loan, bank, borrower, officer: OfficerId(102) });
		assert_eq!(waiting(BANK), []);
		assert!(!crate::EarlyClosings::<Test>::contains_key(loan));
	});
}

#[test]
fn a_maker_asks_and_a_checker_agrees() {
	run(|| {
		let loan = repaid();
		assert_ok!(close(MAKER, loan));
		assert_ok!(close(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Closed));
		// Where the only checker asked, a maker asks in its place: nobody is stuck.
		let loan = repaid_as(2);
		assert_ok!(close(CHECKER, loan));
		assert_ok!(close(MAKER, loan));
		assert_ok!(close(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Closed));
	});
}

#[test]
fn what_was_asked_before_more_was_drawn_is_void() {
	run(|| {
		let loan = repaid();
		assert_ok!(close(MAKER, loan));
		for movement in [Movement::Reserve, Movement::Release, Movement::Disburse, Movement::Settle] {
			assert_ok!(post(loan, movement, &[(1, 5)]));
		}
		assert_noop!(close(CHECKER, loan), Error::<Test>::NotRepaidYet);
		assert_ok!(repay_by(&[MAKER, CHECKER], loan, Fen(5), 2, today()));
		assert_ok!(close(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Active), "that asks anew");
		assert_ok!(close(BOTH, loan));
		assert_eq!(state(loan), Some(LoanState::Closed));
	});
}

#[test]
fn when_nothing_can_be_drawn_any_more_a_checker_is_enough() {
	run(|| {
		let loan = repaid();
		assert_ok!(close(MAKER, loan));
		let last = request().available_until;
		set_today(last);
		assert_ok!(close(MAKER, loan));
		assert_eq!(state(loan), Some(LoanState::Active));
		set_today(Day(last.0 + 1));
		assert_noop!(close(MAKER, loan), Error::<Test>::DutyMissing);
		assert_ok!(close(CHECKER, loan));
		assert_eq!((state(loan), waiting(BANK)), (Some(LoanState::Closed), vec![]));
	});
}

#[test]
fn of_a_limit_that_is_drawn_to_the_fen_nothing_is_taken() {
	run(|| {
		let loan = active(request());
		let all: Vec<_> =
			LoansPallet::plan(loan).into_iter().map(|(number, line, _)| (number.0, line.cap.0)).collect();
		for movement in [Movement::Reserve, Movement::Release, Movement::Disburse, Movement::Settle] {
			assert_ok!(post(loan, movement, &all));
		}
		assert_ok!(repay_by(&[MAKER, CHECKER], loan, request().amount, 1, today()));
		assert_ok!(close(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Closed));
	});
}

/// An officer whom the bank had removed stayed the first of the two who end a loan.
#[test]
fn an_early_closing_counts_only_while_who_asked_for_it_could_still_ask() {
	run(|| {
		let loan = repaid();
		assert_ok!(close(MAKER, loan));
		assert!(LoansPallet::early_closing(loan).is_some());
		testing::with(|world| world.officers.remove(&MAKER));
		assert_eq!(LoansPallet::early_closing(loan), None);
		assert_ok!(close(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Active), "that asks anew");
		assert_ok!(close(BOTH, loan));
		assert_eq!(state(loan), Some(LoanState::Closed));
	});
}

#[test]
fn an_early_closing_that_was_asked_a_month_ago_is_asked_anew() {
	run(|| {
		let loan = repaid();
		assert_ok!(close(MAKER, loan));
		let later = Day(today().0 + crate::ASK_STANDS_DAYS + 1);
		assert!(later <= request().available_until, "it can still be drawn on");
		set_today(later);
		assert_ok!(close(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Active), "that asks anew");
		assert_ok!(close(BOTH, loan));
		assert_eq!(state(loan), Some(LoanState::Closed));
	});
}
