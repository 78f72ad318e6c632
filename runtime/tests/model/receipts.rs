//! What payees say: that the money came, that it did not, and that it was said by mistake; sent, or signed beside the
//! chain and handed in by another member.

use crate::common::paying::{confirm, confirm_signed, take_back_receipt, PaymentsCall};
use crate::common::today;
use crate::payees::PAYEES;
use crate::payments::reason;
use crate::world::{Due, Step, World};
use zhidai_primitives::{LoanState, PaymentStatus, Receipt, ReceiptSaid};
use zhidai_runtime::Runtime;

type Error = pallet_payments::Error<Runtime>;

/// So often a payee takes a receipt back.
const MOST_TAKEN_BACK: u64 = 4;

/// Whether the payee has not said that it has the money.
pub fn is_unconfirmed(status: PaymentStatus) -> bool {
	matches!(status, PaymentStatus::Settled | PaymentStatus::Disputed | PaymentStatus::Examined)
}

impl World {
	/// One of the last payments, mostly one that stands so, its payee, mostly, and what may come of who it is.
	fn asked(&mut self, stands: fn(PaymentStatus) -> bool) -> Option<(usize, &'static str, Due)> {
		let at = self.pick(self.payments.len(), |world, at| stands(world.payments[at].status))?;
		let own = self.papers[self.payments[at].paper].payee;
		let is_own = !self.seldom(12);
		let payee = if is_own { own } else { 1 - own };
		Some((at, PAYEES[payee], Due::default().must(is_own, Error::PayeeNotAllowed)))
	}

	/// The payee has the money, or what is left of it.
	///
	/// Finds: another's word, one of what is not booked, or came back.
	pub fn receive(&mut self) -> Option<Step> {
		let (at, payee, due) = self.asked(is_unconfirmed)?;
		let due = due.must(is_unconfirmed(self.payments[at].status), Error::NotSettled { line: 0 });
		let (who, call) = (self.key_of(payee, "confirm"), confirm(&[self.payments[at].uetr]));
		Some(Step::new("receive", who, call, due, move |world| {
			world.payments[at].status = PaymentStatus::Received;
		}))
	}

	/// The payee denies that it has the money.
	///
	/// Finds: a denial of what was confirmed, one that moves money.
	pub fn deny(&mut self) -> Option<Step> {
		let (at, payee, due) = self.asked(|status| status == PaymentStatus::Settled)?;
		let is_settled = self.payments[at].status == PaymentStatus::Settled;
		let due = due.must(is_settled, Error::NotSettled { line: 0 });
		let call = PaymentsCall::dispute { uetr: self.payments[at].uetr, reason: reason() };
		Some(Step::new("deny", self.key_of(payee, "confirm"), call, due, move |world| {
			world.payments[at].status = PaymentStatus::Disputed;
			world.booked[at].denied = true;
		}))
	}

	/// The payee confirmed by mistake.
	///
	/// Finds: what came back since, or is over, taken back; a payee that says it for ever.
	pub fn unreceive(&mut self) -> Option<Step> {
		let (at, payee, due) = self.asked(|status| status == PaymentStatus::Received)?;
		let (paid, booked) = (self.payments[at], &self.booked[at]);
		let is_whole = paid.status == PaymentStatus::Received && booked.back == 0;
		let is_over = self.loans[paid.loan].state == LoanState::Closed;
		let due = due
			.must(is_whole, Error::NotReceived)
			.must(!is_over, Error::ReceiptsFinal)
			.must(booked.taken_back < MOST_TAKEN_BACK, Error::TakenBackTooOften);
		let (who, call) = (self.key_of(payee, "confirm"), take_back_receipt(paid.uetr));
		Some(Step::new("unreceive", who, call, due, move |world| {
			world.payments[at].status = PaymentStatus::Settled;
			let booked = &mut world.booked[at];
			booked.taken_back += 1;
			booked.denied = false;
		}))
	}

	/// A member hands in what a payee has signed: mostly of all that is left of a payment, and after the last word.
	///
	/// Finds: a receipt that counts twice, or after a later word, of another amount, of another payee.
	pub fn hand_in(&mut self) -> Option<Step> {
		let (at, payee, due) = self.asked(is_unconfirmed)?;
		let (paid, standing) = (self.payments[at], self.standing(at));
		let with_payee = if standing == 0 { paid.amount } else { standing };
		let words = self.booked[at].words();
		let amount = with_payee + u64::from(self.seldom(8));
		let after = if self.seldom(8) { 0 } else { words };
		let due = due
			.must(amount == with_payee, Error::ReceiptAmountDiffers)
			.must(!self.is_suspended(&format!("{payee}.confirm")), Error::ReceiptSignerMissing)
			.must(!self.booked[at].receipts.contains(&(amount, after)), Error::ReceiptUsed)
			.must(after == words, Error::ReceiptOutdated)
			.must(is_unconfirmed(paid.status), Error::NotSettled { line: 0 });
		let (said, expires_on) = (ReceiptSaid::Received { on: today() }, today().plus_days(30).unwrap());
		let receipt = Receipt { uetr: paid.uetr, amount_fen: amount, said, expires_on, after };
		let call = confirm_signed(&receipt, &self.key_of(payee, "confirm"));
		Some(Step::new("hand_in", self.key_of("msa", "maker"), call, due, move |world| {
			world.payments[at].status = PaymentStatus::Received;
			world.booked[at].receipts.push((amount, after));
		}))
	}
}
