//! How the ledger moves.

use super::*;
use Movement::*;

/// 100 fen of which these are moved.
fn ledger(movements: &[(Movement, u64)]) -> Ledger {
	let mut ledger = Ledger::new(Fen(100));
	for (movement, amount) in movements {
		assert_eq!(ledger.post(*movement, Fen(*amount)), Ok(()), "{movement:?} {amount}");
	}
	ledger
}

/// So much is settled, in full.
fn settled(amount: u64) -> Ledger {
	ledger(&[(Reserve, amount), (Release, amount), (Disburse, amount), (Settle, amount)])
}

fn refused(ledger: &Ledger, movement: Movement, amount: u64) -> Option<LedgerRefusal> {
	let mut after = *ledger;
	let refusal = after.post(movement, Fen(amount)).err();
	assert!(refusal.is_none() || after == *ledger, "{movement:?} was refused and left something");
	refusal
}

#[test]
fn the_limit_is_reached_to_the_fen_and_not_passed() {
	let full = ledger(&[(Reserve, 60), (Reserve, 40)]);
	assert_eq!(refused(&full, Reserve, 1), Some(LedgerRefusal::LimitExceeded));
	assert_eq!(refused(&full, Reserve, u64::MAX), Some(LedgerRefusal::LimitExceeded));
	assert!(full.undrawn().is_zero() && full.drawn() == Fen(100));
}

#[test]
fn money_that_was_never_disbursed_becomes_undrawn_again() {
	let ledger = ledger(&[(Reserve, 60), (Cancel, 10), (Release, 50), (Fail, 20)]);
	assert_eq!((ledger.pending(), ledger.released(), ledger.undrawn()), (Fen::ZERO, Fen(30), Fen(70)));
	assert!(ledger.disbursed().is_zero());
}

#[test]
fn what_is_disbursed_is_owed_whether_it_was_paid_or_not() {
	let mut ledger = ledger(&[(Reserve, 60), (Release, 60), (Disburse, 50)]);
	assert_eq!((ledger.released(), ledger.to_pay(), ledger.outstanding()), (Fen(10), Fen(50), Fen(50)));
	// A payment that fails then is money on hand: the loan runs, and is not undrawn by it.
	ledger.post(FailDisbursed, Fen(50)).unwrap();
	assert_eq!((ledger.on_hand(), ledger.outstanding(), ledger.undrawn()), (Fen(50), Fen(50), Fen(40)));
	ledger.post(PayAgain, Fen(50)).unwrap();
	ledger.post(Settle, Fen(50)).unwrap();
	assert_eq!((ledger.settled(), ledger.disbursed(), ledger.drawn()), (Fen(50), Fen(50), Fen(60)));
}

#[test]
fn returned_money_stays_drawn_and_owed() {
	let mut ledger = settled(100);
	for (movement, amount) in [(Receive, 60), (ReturnSettled, 40), (ReturnReceived, 10)] {
		ledger.post(movement, Fen(amount)).unwrap();
	}
	assert_eq!((ledger.received(), ledger.on_hand(), ledger.settled()), (Fen(50), Fen(50), Fen::ZERO));
	assert!(ledger.undrawn().is_zero() && ledger.outstanding() == Fen(100));
}

#[test]
fn a_denied_receipt_is_booked_and_not_received() {
	let mut ledger = settled(100);
	ledger.post(Receive, Fen(60)).unwrap();
	ledger.post(Deny, Fen(50)).unwrap();
	assert_eq!((ledger.received(), ledger.settled(), ledger.disbursed()), (Fen(10), Fen(90), Fen(100)));
}

#[test]
fn nothing_moves_that_is_not_there() {
	let base = ledger(&[(Reserve, 10)]);
	let out_of_the_limit = [Reserve, UndoFail, UndoReverse];
	for movement in Movement::ALL.into_iter().filter(|movement| !out_of_the_limit.contains(movement)) {
		let expected = match movement {
			Repay => LedgerRefusal::RepaymentAbovePaid,
			_ => LedgerRefusal::Underflow,
		};
		assert_eq!(refused(&base, movement, 11), Some(expected), "{movement:?}");
	}
	for movement in out_of_the_limit {
		assert_eq!(refused(&base, movement, 91), Some(LedgerRefusal::LimitExceeded), "{movement:?}");
	}
}

#[test]
fn principal_is_owed_on_what_is_disbursed_and_on_no_more() {
	let mut ledger = ledger(&[(Reserve, 90), (Release, 80), (Disburse, 70), (Settle, 60)]);
	assert_eq!(refused(&ledger, Repay, 71), Some(LedgerRefusal::RepaymentAbovePaid));
	ledger.post(Repay, Fen(30)).unwrap();
	assert_eq!(refused(&ledger, Repay, u64::MAX), Some(LedgerRefusal::RepaymentAbovePaid));
	ledger.post(Repay, Fen(40)).unwrap();
	assert_eq!((ledger.repaid_principal(), ledger.outstanding()), (Fen(70), Fen::ZERO));
}

/// It was refused, and stuck for ever.
#[test]
fn returned_money_is_paid_again_also_when_all_is_repaid() {
	let mut ledger = settled(100);
	for (movement, amount) in [(ReturnSettled, 40), (Repay, 100), (PayAgain, 40)] {
		ledger.post(movement, Fen(amount)).unwrap();
	}
	assert_eq!((ledger.to_pay(), ledger.on_hand(), ledger.disbursed()), (Fen(40), Fen::ZERO, Fen(100)));
	assert_eq!(ledger.ensure_closable(), Err(LedgerRefusal::NotSettledYet));
	// And where that fails, too, it is on hand once more.
	ledger.post(FailDisbursed, Fen(40)).unwrap();
	assert_eq!(ledger.ensure_closable(), Err(LedgerRefusal::MoneyOnHand));
}

#[test]
fn what_came_back_is_prepaid_while_something_is_owed_and_credited_when_not() {
	let mut owed = settled(100);
	owed.post(ReturnSettled, Fen(40)).unwrap();
	assert_eq!(refused(&owed, Credit, 40), Some(LedgerRefusal::NotRepaidYet));
	owed.post(Repay, Fen(70)).unwrap();
	assert_eq!(refused(&owed, Prepay, 31), Some(LedgerRefusal::RepaymentAbovePaid));
	owed.post(Prepay, Fen(30)).unwrap();
	assert_eq!((owed.prepaid(), owed.repaid_principal(), owed.on_hand()), (Fen(30), Fen(100), Fen(10)));
	owed.post(Credit, Fen(10)).unwrap();
	assert_eq!((owed.taken_back(), owed.disbursed(), owed.ensure_closable()), (Fen(40), Fen(100), Ok(())));
	// Neither gives the limit back.
	assert!(owed.undrawn().is_zero());
}

#[test]
fn a_reversed_disbursement_is_undrawn_and_owed_no_more() {
	let mut ledger = settled(100);
	ledger.post(ReturnSettled, Fen(40)).unwrap();
	ledger.post(Repay, Fen(70)).unwrap();
	assert_eq!(refused(&ledger, Reverse, 31), Some(LedgerRefusal::RepaymentAbovePaid));
	ledger.post(Reverse, Fen(30)).unwrap();
	assert_eq!((ledger.undrawn(), ledger.disbursed(), ledger.outstanding()), (Fen(30), Fen(70), Fen::ZERO));
}

#[test]
fn every_counter_entry_leaves_what_was_before() {
	let pairs = [
		(Fail, UndoFail),
		(Disburse, UndoDisburse),
		(Settle, UndoSettle),
		(FailDisbursed, UndoFailDisbursed),
		(ReturnSettled, UndoReturnSettled),
		(ReturnReceived, UndoReturnReceived),
		(Reverse, UndoReverse),
		(Prepay, UndoPrepay),
		(Repay, UndoRepay),
		(Receive, Deny),
	];
	// Something of everything.
	let mut base = ledger(&[(Reserve, 90), (Release, 80), (Disburse, 70), (Settle, 60), (Receive, 40)]);
	base.post(ReturnSettled, Fen(15)).unwrap();
	for (movement, undo) in pairs {
		let mut ledger = base;
		ledger.post(movement, Fen(5)).unwrap();
		assert_ne!(ledger, base, "{movement:?}");
		ledger.post(undo, Fen(5)).unwrap();
		assert_eq!(ledger, base, "{movement:?}");
	}
	let mut ledger = base;
	ledger.post(Repay, base.outstanding()).unwrap();
	let repaid = ledger;
	ledger.post(Credit, Fen(5)).unwrap();
	ledger.post(UndoCredit, Fen(5)).unwrap();
	assert_eq!(ledger, repaid);
}

#[test]
fn no_counter_entry_takes_below_what_rests_on_it() {
	// What was failed has its room no more.
	let mut failed = ledger(&[(Reserve, 60), (Release, 60), (Fail, 60)]);
	failed.post(Reserve, Fen(50)).unwrap();
	assert_eq!(refused(&failed, UndoFail, 60), Some(LedgerRefusal::LimitExceeded));
	failed.post(Cancel, Fen(10)).unwrap();
	assert_eq!(refused(&failed, UndoFail, 60), None);
	// What is repaid must stay disbursed.
	let mut repaid = ledger(&[(Reserve, 60), (Release, 60), (Disburse, 60)]);
	repaid.post(Repay, Fen(10)).unwrap();
	assert_eq!(refused(&repaid, UndoDisburse, 60), Some(LedgerRefusal::RepaymentAbovePaid));
	repaid.post(UndoRepay, Fen(10)).unwrap();
	assert_eq!(refused(&repaid, UndoDisburse, 60), None);
	// What was prepaid is no repayment of the borrower's.
	let mut prepaid = settled(60);
	prepaid.post(ReturnSettled, Fen(20)).unwrap();
	prepaid.post(Prepay, Fen(20)).unwrap();
	assert_eq!(refused(&prepaid, UndoRepay, 1), Some(LedgerRefusal::Underflow));
}

#[test]
fn a_ledger_closes_when_all_is_settled_and_repaid() {
	let mut ledger = ledger(&[(Reserve, 50), (Release, 40)]);
	for (movement, amount, expected) in [
		(Cancel, 10, LedgerRefusal::NotSettledYet),
		(Disburse, 40, LedgerRefusal::NotSettledYet),
		(Settle, 40, LedgerRefusal::NotRepaidYet),
		(ReturnSettled, 10, LedgerRefusal::MoneyOnHand),
		(Prepay, 10, LedgerRefusal::NotRepaidYet),
	] {
		ledger.post(movement, Fen(amount)).unwrap();
		assert_eq!(ledger.ensure_closable(), Err(expected), "{movement:?}");
	}
	ledger.post(Repay, Fen(30)).unwrap();
	assert_eq!(ledger.ensure_closable(), Ok(()));
	ledger.open_draft().unwrap();
	assert_eq!(ledger.ensure_closable(), Err(LedgerRefusal::NotSettledYet));
}

#[test]
fn drafts_are_numbered_from_zero_and_bounded() {
	let mut ledger = Ledger::new(Fen(1));
	for number in 0..MAX_OPEN_DRAFTS {
		assert_eq!(ledger.open_draft(), Ok(DraftNo(number)));
	}
	assert_eq!(ledger.open_draft(), Err(LedgerRefusal::TooManyOpenDrafts));
	ledger.close_draft();
	assert_eq!(ledger.open_draft(), Ok(DraftNo(MAX_OPEN_DRAFTS)));
	let mut used_up = Ledger { next_draft: DraftNo(u32::MAX), ..Ledger::default() };
	assert_eq!(used_up.open_draft(), Err(LedgerRefusal::TooManyOpenDrafts));
	assert_eq!(used_up.open_drafts(), 0);
}
