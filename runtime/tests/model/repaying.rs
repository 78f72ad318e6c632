//! Principal that is repaid, and what of that was booked wrongly: by two officers of the bank.

use crate::common::lending::LoansCall;
use crate::common::today;
use crate::payments::reason;
use crate::world::{Due, Step, World, BANKS};
use zhidai_primitives::{Digest as Hash, Fen, LoanState};
use zhidai_runtime::Runtime;

type Error = pallet_loans::Error<Runtime>;

/// A repayment of a loan.
#[derive(Clone, Copy, Debug)]
pub struct Repaid {
	/// The bank's reference, a number.
	pub reference: u64,
	pub amount: u64,
	pub corrected: bool,
}

/// What the bank's maker has entered, and with which key: a repayment, or the counter-entry of one.
#[derive(Clone, Copy, Debug)]
pub struct Repaying {
	loan: usize,
	reference: u64,
	amount: u64,
	corrects: bool,
	key: u16,
}

impl World {
	/// A repayment is entered, or that one was wrong; or what was entered last is checked.
	pub fn repay(&mut self) -> Option<Step> {
		if let Some(entered) = self.repaying.take().filter(|_| !self.random.is_seldom(8)) {
			return Some(self.check_repayment(entered));
		}
		let loan = self.pick(self.loans.len(), |world, loan| world.books(loan).outstanding() > 0)?;
		let before = self.random.recent(self.loans[loan].repayments.len());
		let before = before.map(|place| self.loans[loan].repayments[place]);
		if let Some(Repaid { reference, amount, .. }) = before.filter(|_| self.random.is_seldom(3)) {
			return Some(self.enter_repayment(Repaying { loan, reference, amount, corrects: true, key: 0 }));
		}
		let owed = self.books(loan).outstanding();
		let amount = *self.random.one(&[1, owed.div_ceil(2), owed, owed, owed + 1]);
		self.references += 1;
		let reference = match before.filter(|_| self.random.is_seldom(8)) {
			Some(used) => used.reference,
			None => self.references,
		};
		Some(self.enter_repayment(Repaying { loan, reference, amount, corrects: false, key: 0 }))
	}

	/// The bank's maker enters it.
	///
	/// Finds: what [`Self::check_repayment`] does, entered.
	fn enter_repayment(&mut self, repaying: Repaying) -> Step {
		let bank = BANKS[self.loans[repaying.loan].bank];
		let key = self.key_number(&format!("{bank}.maker"));
		let due = self.due_to_repay(repaying);
		let (who, call) = (self.key_of(bank, "maker"), self.repayment_call(repaying));
		Step::new("enter_repayment", who, call, due, move |world| {
			world.repaying = Some(Repaying { key, ..repaying });
		})
	}

	/// The bank's checker enters the same again, and it is booked. What a lost key entered the maker enters anew.
	///
	/// Finds: more that is repaid than is owed, one reference for two repayments, a counter-entry of what was
	/// corrected, or one that takes away what was prepaid.
	fn check_repayment(&mut self, entered: Repaying) -> Step {
		let Repaying { loan, reference, amount, corrects, key } = entered;
		let bank = BANKS[self.loans[loan].bank];
		if self.key_number(&format!("{bank}.maker")) != key {
			return self.enter_repayment(entered);
		}
		let due = self.due_to_repay(entered);
		let (who, call) = (self.key_of(bank, "checker"), self.repayment_call(entered));
		let name = if corrects { "correct_repayment" } else { "book_repayment" };
		Step::new(name, who, call, due, move |world| {
			let repayments = &mut world.loans[loan].repayments;
			match corrects {
				true => {
					let such = repayments.iter_mut().filter(|repaid| repaid.reference == reference);
					such.for_each(|repaid| repaid.corrected = true);
				}
				false => repayments.push(Repaid { reference, amount, corrected: false }),
			}
		})
	}

	fn due_to_repay(&self, repaying: Repaying) -> Due {
		let Repaying { loan, reference, amount, corrects, .. } = repaying;
		let known = self.loans[loan].repayments.iter().find(|repaid| repaid.reference == reference);
		let due = Due::default().must(self.loans[loan].state == LoanState::Active, Error::WrongState);
		if corrects {
			return due.must(!known.is_some_and(|repaid| repaid.corrected), Error::RepaymentCorrected);
		}
		due.must(amount > 0, Error::RepaymentZero)
			.must(known.is_none(), Error::ReferenceUsed)
			.must(amount <= self.books(loan).outstanding(), Error::RepaymentAbovePaid)
	}

	fn repayment_call(&self, repaying: Repaying) -> LoansCall {
		let Repaying { loan, reference, amount, corrects, .. } = repaying;
		let (loan, bank_reference) = (self.loans[loan].id, Hash::from_low_u64_be(1_000_000 + reference));
		match corrects {
			true => LoansCall::correct_repayment { loan, bank_reference, reason: reason() },
			false => {
				let (amount, booked_on) = (Fen(amount), today());
				LoansCall::book_repayment { loan, amount, bank_reference, booked_on }
			}
		}
	}
}
