//! A loan's ledger: where each fen of the limit is.

use crate::traits::Movement;
use crate::{DraftNo, Fen, MAX_OPEN_DRAFTS};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Where each fen of a loan's limit is. Always: drawn ≤ limit, principal repaid ≤ paid.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
	limit: Fen,
	pending: Fen,
	released: Fen,
	settled: Fen,
	received: Fen,
	returned: Fen,
	repaid_principal: Fen,
	next_draft: DraftNo,
	open_drafts: u32,
}

/// Why the ledger refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerRefusal {
	/// More than the undrawn limit.
	LimitExceeded,
	/// More than there is where the money would come from.
	Underflow,
	/// Principal repaid would exceed what was paid.
	RepaymentAbovePaid,
	/// As many drafts are open as may be, or the numbers are used up.
	TooManyOpenDrafts,
	/// Drafts are open or payments on their way.
	NotSettledYet,
	/// Principal is outstanding.
	NotRepaidYet,
}

/// Puts an amount on a balance. The balances are parts of the limit, so that it always fits.
fn put(to: &mut Fen, amount: Fen) -> Result<(), LedgerRefusal> {
	*to = to.checked_add(amount).ok_or(LedgerRefusal::LimitExceeded)?;
	Ok(())
}

/// Takes an amount off a balance.
fn take(from: &mut Fen, amount: Fen) -> Result<(), LedgerRefusal> {
	*from = from.checked_sub(amount).ok_or(LedgerRefusal::Underflow)?;
	Ok(())
}

/// Takes an amount off one balance and puts it on another; neither changes where it refuses.
fn shift(from: &mut Fen, to: &mut Fen, amount: Fen) -> Result<(), LedgerRefusal> {
	let mut less = *from;
	take(&mut less, amount)?;
	put(to, amount)?;
	*from = less;
	Ok(())
}

impl Ledger {
	/// The ledger of a contract with this limit.
	pub fn new(limit: Fen) -> Self {
		Self { limit, ..Self::default() }
	}

	/// The contract's limit.
	pub const fn limit(&self) -> Fen {
		self.limit
	}

	/// In drafts that are not released.
	pub const fn pending(&self) -> Fen {
		self.pending
	}

	/// Released to the bank, result not known.
	pub const fn released(&self) -> Fen {
		self.released
	}

	/// Booked by the bank, not confirmed by the payee.
	pub const fn settled(&self) -> Fen {
		self.settled
	}

	/// Confirmed by the payee.
	pub const fn received(&self) -> Fen {
		self.received
	}

	/// Came back (退汇); stays drawn.
	pub const fn returned(&self) -> Fen {
		self.returned
	}

	/// Principal that the borrower paid back.
	pub const fn repaid_principal(&self) -> Fen {
		self.repaid_principal
	}

	/// The number that the next draft gets, which is how many there ever were.
	pub const fn next_draft(&self) -> DraftNo {
		self.next_draft
	}

	/// How many drafts are open.
	pub const fn open_drafts(&self) -> u32 {
		self.open_drafts
	}

	/// What the bank has booked: settled, received, returned. Principal is owed on it.
	pub fn paid(&self) -> Fen {
		[self.settled, self.received, self.returned].into_iter().fold(Fen::ZERO, saturating_add)
	}

	/// What was drawn and did not become undrawn again.
	pub fn drawn(&self) -> Fen {
		[self.pending, self.released].into_iter().fold(self.paid(), saturating_add)
	}

	/// 未提款额度.
	pub fn undrawn(&self) -> Fen {
		self.limit.saturating_sub(self.drawn())
	}

	/// Moves an amount, or changes nothing.
	pub fn post(&mut self, movement: Movement, amount: Fen) -> Result<(), LedgerRefusal> {
		match movement {
			Movement::Reserve if amount > self.undrawn() => Err(LedgerRefusal::LimitExceeded),
			Movement::Reserve => put(&mut self.pending, amount),
			Movement::Cancel => take(&mut self.pending, amount),
			Movement::Release => shift(&mut self.pending, &mut self.released, amount),
			Movement::Settle => shift(&mut self.released, &mut self.settled, amount),
			Movement::Fail => take(&mut self.released, amount),
			Movement::Receive => shift(&mut self.settled, &mut self.received, amount),
			Movement::ReturnSettled => shift(&mut self.settled, &mut self.returned, amount),
			Movement::ReturnReceived => shift(&mut self.received, &mut self.returned, amount),
			Movement::PayAgain => self.pay_again(amount),
			Movement::Deny => shift(&mut self.received, &mut self.settled, amount),
		}
	}

	/// Returned money that was used to pay back principal is not there to be paid again.
	fn pay_again(&mut self, amount: Fen) -> Result<(), LedgerRefusal> {
		if amount > self.returned {
			return Err(LedgerRefusal::Underflow);
		}
		if self.paid().saturating_sub(amount) < self.repaid_principal {
			return Err(LedgerRefusal::RepaymentAbovePaid);
		}
		shift(&mut self.returned, &mut self.released, amount)
	}

	/// Counts principal that was paid back. Returned money counts as owed: it can be prepaid instead of paid again.
	pub fn repay(&mut self, amount: Fen) -> Result<(), LedgerRefusal> {
		let repaid = self.repaid_principal.checked_add(amount).filter(|repaid| *repaid <= self.paid());
		self.repaid_principal = repaid.ok_or(LedgerRefusal::RepaymentAbovePaid)?;
		Ok(())
	}

	/// The number of the next draft; counts it as open.
	pub fn open_draft(&mut self) -> Result<DraftNo, LedgerRefusal> {
		if self.open_drafts >= MAX_OPEN_DRAFTS {
			return Err(LedgerRefusal::TooManyOpenDrafts);
		}
		let number = self.next_draft;
		self.next_draft = number.next().ok_or(LedgerRefusal::TooManyOpenDrafts)?;
		self.open_drafts = self.open_drafts.saturating_add(1);
		Ok(number)
	}

	/// Counts a draft as no longer open.
	pub fn close_draft(&mut self) {
		self.open_drafts = self.open_drafts.saturating_sub(1);
	}

	/// Refuses where the loan cannot be closed yet.
	pub fn ensure_closable(&self) -> Result<(), LedgerRefusal> {
		if self.open_drafts > 0 || !self.pending.is_zero() || !self.released.is_zero() {
			return Err(LedgerRefusal::NotSettledYet);
		}
		if self.repaid_principal != self.paid() {
			return Err(LedgerRefusal::NotRepaidYet);
		}
		Ok(())
	}
}

/// The balances are parts of the limit, so that their sum always fits.
fn saturating_add(one: Fen, other: Fen) -> Fen {
	one.checked_add(other).unwrap_or(Fen(u64::MAX))
}

#[cfg(test)]
mod tests {
	use super::*;
	use Movement::*;

	fn ledger(limit: u64, movements: &[(Movement, u64)]) -> Ledger {
		let mut ledger = Ledger::new(Fen(limit));
		for (movement, amount) in movements {
			assert_eq!(ledger.post(*movement, Fen(*amount)), Ok(()), "{movement:?} {amount}");
		}
		ledger
	}

	#[test]
	fn the_limit_is_reached_to_the_fen_and_not_passed() {
		let mut full = ledger(100, &[(Reserve, 60), (Reserve, 40)]);
		let before = full;
		assert_eq!(full.post(Reserve, Fen(1)), Err(LedgerRefusal::LimitExceeded));
		assert_eq!(full.post(Reserve, Fen(u64::MAX)), Err(LedgerRefusal::LimitExceeded));
		assert_eq!(full, before);
		assert!(full.undrawn().is_zero() && full.drawn() == Fen(100));
	}

	#[test]
	fn money_that_was_never_booked_becomes_undrawn_again() {
		let ledger = ledger(100, &[(Reserve, 60), (Cancel, 10), (Release, 50), (Fail, 20)]);
		assert_eq!((ledger.pending(), ledger.released(), ledger.undrawn()), (Fen::ZERO, Fen(30), Fen(70)));
	}

	#[test]
	fn returned_money_stays_drawn() {
		let ledger = ledger(
			100,
			&[
				(Reserve, 100),
				(Release, 100),
				(Settle, 100),
				(Receive, 60),
				(ReturnSettled, 40),
				(ReturnReceived, 10),
			],
		);
		assert_eq!((ledger.received(), ledger.returned(), ledger.settled()), (Fen(50), Fen(50), Fen::ZERO));
		assert!(ledger.undrawn().is_zero());
	}

	#[test]
	fn a_denied_receipt_is_booked_and_not_received() {
		let ledger = ledger(100, &[(Reserve, 100), (Release, 100), (Settle, 100), (Receive, 60), (Deny, 50)]);
		assert_eq!((ledger.received(), ledger.settled(), ledger.paid()), (Fen(10), Fen(90), Fen(100)));
	}

	#[test]
	fn nothing_moves_that_is_not_there() {
		let base = ledger(100, &[(Reserve, 10)]);
		for movement in
			[Release, Cancel, Settle, Fail, Receive, ReturnSettled, ReturnReceived, PayAgain, Deny]
		{
			let mut ledger = base;
			assert_eq!(ledger.post(movement, Fen(11)), Err(LedgerRefusal::Underflow), "{movement:?}");
			assert_eq!(ledger, base);
		}
	}

	#[test]
	fn principal_is_owed_on_what_the_bank_booked_and_on_no_more() {
		let mut ledger = ledger(100, &[(Reserve, 90), (Release, 80), (Settle, 70)]);
		assert_eq!(ledger.repay(Fen(71)), Err(LedgerRefusal::RepaymentAbovePaid));
		assert_eq!(ledger.repay(Fen(30)), Ok(()));
		assert_eq!(ledger.repay(Fen(u64::MAX)), Err(LedgerRefusal::RepaymentAbovePaid));
		assert_eq!(ledger.repay(Fen(40)), Ok(()));
		assert_eq!(ledger.repaid_principal(), Fen(70));
	}

	#[test]
	fn returned_money_is_either_prepaid_or_paid_again() {
		let mut ledger = ledger(100, &[(Reserve, 100), (Release, 100), (Settle, 100), (ReturnSettled, 40)]);
		assert_eq!(ledger.repay(Fen(80)), Ok(()));
		assert_eq!(ledger.post(PayAgain, Fen(21)), Err(LedgerRefusal::RepaymentAbovePaid));
		assert_eq!(ledger.post(PayAgain, Fen(20)), Ok(()));
		assert_eq!((ledger.returned(), ledger.released()), (Fen(20), Fen(20)));
	}

	#[test]
	fn a_ledger_closes_when_all_is_settled_and_repaid() {
		let mut ledger = ledger(100, &[(Reserve, 50), (Release, 40)]);
		assert_eq!(ledger.ensure_closable(), Err(LedgerRefusal::NotSettledYet));
		ledger.post(Cancel, Fen(10)).unwrap();
		assert_eq!(ledger.ensure_closable(), Err(LedgerRefusal::NotSettledYet));
		ledger.post(Settle, Fen(40)).unwrap();
		assert_eq!(ledger.ensure_closable(), Err(LedgerRefusal::NotRepaidYet));
		ledger.repay(Fen(40)).unwrap();
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
}
