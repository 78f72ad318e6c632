//! What came back is paid again, and orders: every signature given beforehand, and one call that takes every step.

use crate::common::paying::{execute_signed, order, PaymentsCall};
use crate::common::today;
use crate::payments::{Drawing, Payment};
use crate::world::{key_name, Step, World, BANKS};
use pallet_evidence::Status;
use pallet_payments::PayAgainLine;
use zhidai_primitives::{DraftLine, PaymentStatus};
use zhidai_runtime::Runtime;

type Error = pallet_payments::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type EvidenceError = pallet_evidence::Error<Runtime>;

impl World {
	/// A bank's maker drafts a payment of all that is on hand of one that came back.
	///
	/// Finds: money that is paid again twice, or was never back; one that takes of limit, plan or document once more;
	/// one that a freeze of the undrawn limit stops.
	pub fn pay_again(&mut self) -> Option<Step> {
		let old = self.pick(self.payments.len(), |world, at| {
			world.booked[at].on_hand() > 0 && !world.booked[at].paying_again
		})?;
		let Payment { loan, paper, uetr: returned, .. } = self.payments[old];
		let (amount, account) = (self.booked[old].on_hand(), self.account(loan, self.papers[paper].payee));
		let drawing = Drawing { loan, paper, amount, account };
		let due = self
			.money_may_be_paid(loan, paper, account)
			.must(amount > 0, Error::NotReturned { line: 0 })
			.must(!self.booked[old].paying_again, Error::AlreadyPaidAgain { line: 0 })
			.must(self.has_room(loan), LoansError::TooManyOpenDrafts);
		let DraftLine { uetr, account, .. } = self.line_on(drawing);
		let lines = vec![PayAgainLine { returned, uetr, account }].try_into().unwrap();
		let expires_on = today().plus_days(30).unwrap();
		let bank = BANKS[self.loans[loan].bank];
		let (who, made) = (self.key_of(bank, "maker"), Some(self.key_number(&format!("{bank}.maker"))));
		let call = PaymentsCall::pay_again { loan: self.loans[loan].id, lines, expires_on };
		Some(Step::new("pay_again", who, call, due, move |world| {
			world.begin(drawing, uetr, made, Some(old));
		}))
	}

	/// A bank's maker hands in an order that all have signed, seldom one of them with a key that was replaced.
	///
	/// Finds: an order that a rule of draft or release would refuse, one on a lost key's word, one that leaves other
	/// records than its steps would.
	pub fn execute(&mut self) -> Option<Step> {
		let (drawing, due) = self.drawn_on()?;
		let bank = BANKS[self.loans[drawing.loan].bank];
		let is_verified = self.papers[drawing.paper].status() == Status::Verified;
		let officers = [
			"yj.confirm".to_owned(),
			format!("{bank}.maker"),
			format!("{bank}.checker"),
			format!("{bank}.release"),
		];
		let numbers = officers.clone().map(|officer: String| self.key_number(&officer));
		let lost = usize::try_from(self.random.below(24)).unwrap();
		let missing =
			[Error::MandateMissing, Error::MakerMissing, Error::ApprovalMissing, Error::ReleaseMissing];
		let mut due = due.must(is_verified, EvidenceError::NotVerified);
		let mut names = [0, 1, 2, 3].map(|step: usize| key_name(&officers[step], numbers[step]));
		for (step, refusal) in missing.into_iter().enumerate() {
			if step == lost && numbers[step] > 0 {
				names[step] = key_name(&officers[step], numbers[step] - 1);
				due = due.must(false, refusal);
			}
		}
		let paid = self.line_on(drawing);
		let order = order(self.loans[drawing.loan].id, &[paid]);
		let call = execute_signed(&order, names.each_ref().map(String::as_str));
		Some(Step::new("execute", self.key_of(bank, "maker"), call, due, move |world| {
			let [mandated, made, approved, _] = numbers.map(Some);
			world.begin(drawing, paid.uetr, made, None);
			let payment = world.payments.last_mut().expect("it has begun");
			(payment.mandated, payment.approved) = (mandated, approved);
			payment.status = PaymentStatus::Released;
		}))
	}
}
