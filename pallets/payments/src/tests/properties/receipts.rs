//! Receipts: confirmed by the payee, by its signature or in its place, denied, taken back.

use super::*;
use crate::tests::signed_receipts;
use zhidai_primitives::traits::PaymentBook;

/// From where a payee confirms.
const WAITS: [Status; 3] = [Status::Settled, Status::Disputed, Status::Examined];

impl Model {
	pub(super) fn confirm(&mut self, number: u8) -> (bool, bool) {
		self.receipt(number, &WAITS, false, |number, payee| {
			Payments::confirm(origin(payee), vec![key(number)].try_into().unwrap())
		})
	}

	pub(super) fn assist(&mut self, number: u8) -> (bool, bool) {
		self.receipt(number, &[Status::Settled], true, |number, _| {
			let keys = || vec![key(number)].try_into().unwrap();
			Payments::confirm_assisted(origin(MAKER), keys(), Digest::zero())?;
			Payments::confirm_assisted(origin(CHECKER), keys(), Digest::zero())
		})
	}

	/// The payee signs that it came today, after all that was said before.
	pub(super) fn signed(&mut self, number: u8) -> (bool, bool) {
		let number = self.target(number, &WAITS);
		let (receipt, payee) = (signed_receipts::receipt(number), self.payee(number));
		let signature = signed_receipts::by(payee, &receipt);
		let done = Payments::confirm_signed(origin(OUTSIDER), receipt, signature).is_ok();
		let waits = |payment: &&mut Payment| WAITS.contains(&payment.status);
		let Some(payment) = self.payments.get_mut(&number).filter(waits) else { return (done, false) };
		(payment.status, payment.assisted, payment.confirmed_on) = (Status::Received, false, today().0);
		(done, true)
	}

	/// Whoever confirmed it takes it back: the payee, or two of the bank.
	pub(super) fn take_back(&mut self, number: u8) -> (bool, bool) {
		let number = self.target(number, &[Status::Received]);
		let is_assisted = self.payments.get(&number).is_some_and(|payment| payment.assisted);
		let by = if is_assisted { vec![MAKER, CHECKER] } else { vec![self.payee(number)] };
		let call = |who| Payments::take_back_receipt(origin(who), key(number), "点错".try_into().unwrap());
		let done = by.into_iter().all(|who| call(who).is_ok());
		let last = |payment: &Payment| payment.confirmed_on + TAKE_BACK_DAYS;
		let open = |payment: &&mut Payment| {
			payment.status == Status::Received
				&& today().0 <= last(payment)
				&& payment.taken_back[usize::from(is_assisted)] < crate::MAX_TAKEN_BACK
		};
		let Some(payment) = self.payments.get_mut(&number).filter(open) else { return (done, false) };
		(payment.status, payment.assisted) = (Status::Settled, false);
		payment.taken_back[usize::from(is_assisted)] += 1;
		(done, true)
	}

	fn receipt(
		&mut self,
		number: u8,
		from: &[Status],
		assisted: bool,
		call: impl Fn(u8, u64) -> DispatchResultWithPostInfo,
	) -> (bool, bool) {
		let number = self.target(number, &WAITS);
		let done = call(number, self.payee(number)).is_ok();
		let payment = self.payments.get_mut(&number).filter(|payment| from.contains(&payment.status));
		let allowed = payment.is_some();
		if let Some(payment) = payment {
			(payment.status, payment.assisted) = (Status::Received, assisted);
			payment.confirmed_on = today().0;
		}
		(done, allowed)
	}

	/// A payee denies what was booked, and what only the bank confirmed.
	pub(super) fn dispute(&mut self, number: u8) -> (bool, bool) {
		let number =
			self.target(number, &[Status::Settled, Status::Disputed, Status::Received, Status::Examined]);
		let reason = "未收到".try_into().unwrap();
		let done = Payments::dispute(origin(self.payee(number)), key(number), reason).is_ok();
		let open = |payment: &&mut Payment| match payment.status {
			Status::Settled => true,
			Status::Received => payment.assisted,
			_ => false,
		};
		let Some(payment) = self.payments.get_mut(&number).filter(open) else { return (done, false) };
		(payment.status, payment.assisted) = (Status::Disputed, false);
		(done, true)
	}

	/// A regulator closes the alert of a denial, wherever the payment stands since.
	pub(super) fn examine(&mut self, number: u8) -> (bool, bool) {
		let number = self.target(number, &[Status::Disputed]);
		Payments::examined(key(number));
		let denied = |payment: &&mut Payment| payment.status == Status::Disputed;
		if let Some(payment) = self.payments.get_mut(&number).filter(denied) {
			payment.status = Status::Examined;
		}
		(true, true)
	}

	fn payee(&self, number: u8) -> u64 {
		let plan_line = self.payments.get(&number).map_or(0, |payment| payment.plan_line);
		if plan_line == 1 {
			TESTING_CONFIRM
		} else {
			MACHINES_CONFIRM
		}
	}
}
