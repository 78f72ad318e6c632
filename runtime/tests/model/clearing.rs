//! What is due next: of what stops money, and of a payment on its way. Hands that only guess seldom get to the end of
//! anything; and whatever was stopped can be let go.

use crate::common::next_block;
use crate::documents::Opinion;
use crate::world::{Step, World, BANKS};
use pallet_evidence::Status;

/// So many steps clear everything, whatever the hands left.
const MOST_STEPS: usize = 200;

impl World {
	/// The next step to clear the first of what stops money, by who can take it.
	pub fn clear(&mut self) -> Option<Step> {
		self.let_go().or_else(|| self.unfreeze()).or_else(|| self.unrelate())
	}

	/// The next step to lift a hold: a maker asks and a checker agrees, or the other way.
	fn let_go(&mut self) -> Option<Step> {
		let at = self.loans.iter().position(|loan| !loan.holds.is_empty())?;
		let mark = *self.loans[at].holds.keys().next()?;
		Some(match self.lift_asked_by(at, mark) {
			Some("maker") => self.lift_of(at, mark, "checker"),
			_ => self.lift_of(at, mark, "maker"),
		})
	}

	/// The next step of the newest payment that can still leave.
	pub fn advance(&mut self) -> Option<Step> {
		let at = (0..self.payments.len()).rev().find(|at| {
			let paid = self.payments[*at];
			let paper = &self.papers[paid.paper];
			let is_free = self.holder(paper.mark).is_none_or(|holder| holder == paid.paper);
			paid.is_pending()
				&& match paper.status() {
					Status::Filed => is_free,
					status => status == Status::Verified,
				}
		})?;
		let paid = self.counting(at);
		let (bank, paper) = (self.loans[paid.loan].bank, self.papers[paid.paper].clone());
		if paid.made.is_none() {
			return Some(self.make_of(at));
		}
		if paid.mandated.is_none() {
			return Some(self.mandate_of(at));
		}
		if paid.approved.is_none() {
			return Some(self.approve_of(at, bank));
		}
		match (0..2).find(|side| self.said(&paper, *side).is_none()) {
			Some(side) => {
				let org = if side == 0 { BANKS[bank] } else { "msa" };
				let officer = (format!("{org}.attest"), true);
				Some(self.verdict_of(paid.paper, side, officer, Opinion::For(paper.mark)))
			}
			None => Some(self.release_of(at, bank)),
		}
	}

	/// Every hold is lifted, every check annulled, every relation ended: nothing that stops money is for ever.
	///
	/// Finds: what can be begun and not ended by those who may.
	pub fn clear_everything(&mut self) {
		for payee in 0..self.payees.len() {
			if self.suspended[payee] {
				self.judge(payee);
			}
		}
		for _ in 0..MOST_STEPS {
			let Some(step) = self.clear() else { return };
			self.take(step);
			next_block();
		}
		panic!("something is left that nobody clears");
	}
}
