//! A loan's ledger: where each fen of the limit is.

use crate::traits::Movement;
use crate::{DraftNo, Fen, MAX_OPEN_DRAFTS};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Where each fen of a loan's limit is. Always: drawn ≤ limit, principal repaid ≤ disbursed.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
	limit: Fen,
	pending: Fen,
	released: Fen,
	to_pay: Fen,
	settled: Fen,
	received: Fen,
	on_hand: Fen,
	prepaid: Fen,
	credited: Fen,
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
	/// Principal repaid would exceed what was disbursed.
	RepaymentAbovePaid,
	/// As many drafts are open as may be, or the numbers are used up.
	TooManyOpenDrafts,
	/// Drafts are open or payments on their way.
	NotSettledYet,
	/// Principal is outstanding.
	NotRepaidYet,
	/// Money that came back has led nowhere yet.
	MoneyOnHand,
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

	/// Disbursed (放款) and not paid yet.
	pub const fn to_pay(&self) -> Fen {
		self.to_pay
	}

	/// Booked by the bank, not confirmed by the payee.
	pub const fn settled(&self) -> Fen {
		self.settled
	}

	/// Confirmed by the payee.
	pub const fn received(&self) -> Fen {
		self.received
	}

	/// Came back (退汇), or could not be paid: with nobody, drawn and owed until it is paid again, prepaid, reversed or
	/// credited.
	pub const fn on_hand(&self) -> Fen {
		self.on_hand
	}

	/// Came back, and the bank took it back as principal (提前还本). A part of what is repaid.
	pub const fn prepaid(&self) -> Fen {
		self.prepaid
	}

	/// Came back when all was repaid, and was credited to the borrower.
	pub const fn credited(&self) -> Fen {
		self.credited
	}

	/// Principal that was paid back: by the borrower, and with money that came back.
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

	/// Prepaid and credited: it ended at the bank, and at the borrower.
	pub fn taken_back(&self) -> Fen {
		saturating_add(self.prepaid, self.credited)
	}

	/// 已放款: to pay, settled, received, on hand and taken back. Principal is owed on it, as far as it is not repaid.
	pub fn disbursed(&self) -> Fen {
		let parts = [self.to_pay, self.settled, self.received, self.on_hand];
		parts.into_iter().fold(self.taken_back(), saturating_add)
	}

	/// 未还本金.
	pub fn outstanding(&self) -> Fen {
		self.disbursed().saturating_sub(self.repaid_principal)
	}

	/// What was drawn and did not become undrawn again.
	pub fn drawn(&self) -> Fen {
		[self.pending, self.released].into_iter().fold(self.disbursed(), saturating_add)
	}

	/// 未提款额度.
	pub fn undrawn(&self) -> Fen {
		self.limit.saturating_sub(self.drawn())
	}

	/// Moves an amount, or changes nothing.
	pub fn post(&mut self, movement: Movement, amount: Fen) -> Result<(), LedgerRefusal> {
		let mut after = *self;
		after.shift_by(movement, amount)?;
		after.ensure_sound()?;
		*self = after;
		Ok(())
	}

	/// From which balance to which a movement goes. What comes from the undrawn limit is put on a balance, what goes
	/// back to it taken off: the limit is the sum of all.
	fn shift_by(&mut self, movement: Movement, amount: Fen) -> Result<(), LedgerRefusal> {
		match movement {
			Movement::Reserve => put(&mut self.pending, amount),
			Movement::Cancel => take(&mut self.pending, amount),
			Movement::Release => shift(&mut self.pending, &mut self.released, amount),
			Movement::Fail => take(&mut self.released, amount),
			Movement::UndoFail => put(&mut self.released, amount),
			Movement::Disburse => shift(&mut self.released, &mut self.to_pay, amount),
			Movement::UndoDisburse => shift(&mut self.to_pay, &mut self.released, amount),
			Movement::Settle => shift(&mut self.to_pay, &mut self.settled, amount),
			Movement::UndoSettle => shift(&mut self.settled, &mut self.to_pay, amount),
			Movement::FailDisbursed => shift(&mut self.to_pay, &mut self.on_hand, amount),
			Movement::PayAgain | Movement::UndoFailDisbursed => {
				shift(&mut self.on_hand, &mut self.to_pay, amount)
			}
			Movement::Receive => shift(&mut self.settled, &mut self.received, amount),
			Movement::Deny => shift(&mut self.received, &mut self.settled, amount),
			Movement::ReturnSettled => shift(&mut self.settled, &mut self.on_hand, amount),
			Movement::UndoReturnSettled => shift(&mut self.on_hand, &mut self.settled, amount),
			Movement::ReturnReceived => shift(&mut self.received, &mut self.on_hand, amount),
			Movement::UndoReturnReceived => shift(&mut self.on_hand, &mut self.received, amount),
			Movement::Reverse => take(&mut self.on_hand, amount),
			Movement::UndoReverse => put(&mut self.on_hand, amount),
			Movement::Prepay => {
				shift(&mut self.on_hand, &mut self.prepaid, amount)?;
				self.repay(amount)
			}
			Movement::UndoPrepay => {
				shift(&mut self.prepaid, &mut self.on_hand, amount)?;
				take(&mut self.repaid_principal, amount)
			}
			// While something is owed, what came back is the bank's.
			Movement::Credit if !self.outstanding().is_zero() => Err(LedgerRefusal::NotRepaidYet),
			Movement::Credit => shift(&mut self.on_hand, &mut self.credited, amount),
			Movement::UndoCredit => shift(&mut self.credited, &mut self.on_hand, amount),
			Movement::Repay => self.repay(amount),
			Movement::UndoRepay => take(&mut self.repaid_principal, amount),
		}
	}

	fn repay(&mut self, amount: Fen) -> Result<(), LedgerRefusal> {
		let repaid = self.repaid_principal.checked_add(amount);
		self.repaid_principal = repaid.ok_or(LedgerRefusal::RepaymentAbovePaid)?;
		Ok(())
	}

	/// What holds after every movement, whichever it is.
	fn ensure_sound(&self) -> Result<(), LedgerRefusal> {
		if self.drawn() > self.limit {
			return Err(LedgerRefusal::LimitExceeded);
		}
		if self.repaid_principal > self.disbursed() {
			return Err(LedgerRefusal::RepaymentAbovePaid);
		}
		// What was prepaid with money that came back, no counter-entry of a repayment takes away.
		if self.prepaid > self.repaid_principal {
			return Err(LedgerRefusal::Underflow);
		}
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
		let on_their_way = [self.pending, self.released, self.to_pay];
		if self.open_drafts > 0 || on_their_way.iter().any(|balance| !balance.is_zero()) {
			return Err(LedgerRefusal::NotSettledYet);
		}
		if !self.on_hand.is_zero() {
			return Err(LedgerRefusal::MoneyOnHand);
		}
		if !self.outstanding().is_zero() {
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
mod tests;
