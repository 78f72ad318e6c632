//! Payments of one line each, from draft to result.

use crate::common::apply;
use crate::common::paying::{
	approve, draft, entered, last_draft, line, mandate, release, result, PaymentsCall,
};
use crate::documents::AMOUNT;
use crate::world::{Due, Step, World, BANKS};
use pallet_evidence::Status;
use pallet_payments::Outcome;
use zhidai_primitives::{
	Digest as Hash, DraftNo, LoanState, PaymentStatus, ShortText, Uetr, MAX_OPEN_DRAFTS,
};
use zhidai_runtime::Runtime;

type Error = pallet_payments::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type EvidenceError = pallet_evidence::Error<Runtime>;

#[derive(Clone, Copy, Debug)]
pub struct Payment {
	pub loan: usize,
	pub paper: usize,
	pub number: DraftNo,
	pub digest: Hash,
	pub uetr: Uetr,
	pub amount: u64,
	/// The numbers of the keys with which the bank's maker, the borrower and the bank's checker signed it.
	pub made: Option<u16>,
	pub mandated: Option<u16>,
	pub approved: Option<u16>,
	pub status: PaymentStatus,
}

impl Payment {
	/// Whether it waits for somebody.
	pub fn is_pending(&self) -> bool {
		self.status == PaymentStatus::Pending
	}
}

fn reason() -> ShortText {
	"账号与户名不符".try_into().unwrap()
}

impl World {
	/// A payment with the signatures that count still; the approval falls with each of the others.
	pub fn counting(&self, at: usize) -> Payment {
		let mut paid = self.payments[at];
		let bank = BANKS[self.loans[paid.loan].bank];
		let counts = |officer: String| {
			let now = self.key_number(&officer);
			move |key: &u16| *key == now
		};
		paid.made = paid.made.filter(counts(format!("{bank}.maker")));
		paid.mandated = paid.mandated.filter(counts("yj.confirm".into()));
		let rests_on_both = paid.made.is_some() && paid.mandated.is_some();
		paid.approved = paid.approved.filter(counts(format!("{bank}.checker"))).filter(|_| rests_on_both);
		paid
	}

	/// What must hold whenever money is asked for, and again when it leaves.
	///
	/// Finds: money under a hold or a failed check, to a related payee, on what a side took back.
	fn money_may_leave(&self, at: usize, paper: usize) -> Due {
		let (loan, paper) = (&self.loans[at], &self.papers[paper]);
		let stands = matches!(paper.status(), Status::Filed | Status::Verified);
		Due::default()
			.must(loan.state == LoanState::Active, LoansError::WrongState)
			.must(loan.holds.is_empty(), LoansError::LoanHeld)
			.must(!self.is_frozen(), LoansError::UndrawnLimitFrozen)
			.must(!self.relations.bind(loan.bank, paper.payee), Error::PayeeRelatedToBorrower { line: 0 })
			.must(!paper.is_gone(), EvidenceError::EvidenceUnknown)
			.must(paper.loan == at, EvidenceError::EvidenceOfAnotherLoan)
			.must(stands, EvidenceError::NotStanding)
	}

	/// A bank's maker drafts a payment on a paper, mostly of its own loan.
	///
	/// Finds: a document that is paid on twice or on another loan, and what [`Self::money_may_leave`] does.
	pub fn draft(&mut self) -> Option<Step> {
		let at = self.pick(self.papers.len(), |world, at| {
			let paper = &world.papers[at];
			let stands = matches!(paper.status(), Status::Filed | Status::Verified);
			stands && paper.used < AMOUNT && world.loans[paper.loan].state == LoanState::Active
		})?;
		let own = self.papers[at].loan;
		let loan = if self.seldom(12) { self.random.recent(self.loans.len())? } else { own };
		let amount = *self.random.one(&[1, 400, 600, AMOUNT]);
		let paper = &self.papers[at];
		let fits = paper.used + amount <= AMOUNT;
		let waiting = self.payments.iter();
		let waiting = waiting.filter(|paid| paid.loan == loan && paid.status == PaymentStatus::Pending);
		let has_room = waiting.count() < usize::try_from(MAX_OPEN_DRAFTS).unwrap();
		let due = self
			.money_may_leave(loan, at)
			.must(fits, EvidenceError::AboveDocumentAmount)
			.must(has_room, LoansError::TooManyOpenDrafts);
		let number = u128::try_from(self.payments.len()).unwrap() + 1;
		let uetr = Uetr::from_random(number.to_be_bytes());
		let mut paid = line(0, u16::try_from(paper.payee).unwrap(), amount, Some(paper.id));
		paid.uetr = uetr;
		let bank = BANKS[self.loans[loan].bank];
		let (who, made) = (self.key_of(bank, "maker"), Some(self.key_number(&format!("{bank}.maker"))));
		let call = draft(self.loans[loan].id, &[paid]);
		Some(Step::new("draft", who, call, due, move |world| {
			let (number, digest) = last_draft();
			let (mandated, approved, status) = (None, None, PaymentStatus::Pending);
			let paper = at;
			let payment =
				Payment { loan, paper, number, digest, uetr, amount, made, mandated, approved, status };
			world.payments.push(payment);
			world.papers[paper].used += amount;
		}))
	}

	/// The payment's own bank, or seldom the other one.
	fn paying_bank(&mut self, at: usize) -> usize {
		let own = self.loans[self.payments[at].loan].bank;
		if self.seldom(12) {
			1 - own
		} else {
			own
		}
	}

	/// One of the last payments, mostly one that waits.
	pub fn mandate(&mut self) -> Option<Step> {
		let at = self.pick(self.payments.len(), |world, at| {
			world.payments[at].is_pending() && world.counting(at).mandated.is_none()
		})?;
		Some(self.mandate_of(at))
	}

	/// The borrower agrees.
	///
	/// Finds: a second mandate, one on what is over, one that is not taken in the place of a lost key's.
	pub fn mandate_of(&mut self, at: usize) -> Step {
		let paid = self.counting(at);
		let due = Due::default()
			.must(paid.is_pending() && paid.approved.is_none(), Error::WrongState)
			.must(paid.mandated.is_none(), Error::AlreadyMandated);
		let key = self.key_number("yj.confirm");
		let call = mandate(self.loans[paid.loan].id, (paid.number, paid.digest));
		Step::new("mandate", self.key_of("yj", "confirm"), call, due, move |world| {
			world.payments[at] = Payment { mandated: Some(key), ..paid };
		})
	}

	/// One of the last payments, mostly one whose maker's signature counts no more.
	pub fn make(&mut self) -> Option<Step> {
		let at = self.pick(self.payments.len(), |world, at| {
			world.payments[at].is_pending() && world.counting(at).made.is_none()
		})?;
		Some(self.make_of(at))
	}

	/// A bank's maker takes a payment up.
	///
	/// Finds: a second maker, one on what is over, one that is not taken in the place of a lost key's.
	pub fn make_of(&mut self, at: usize) -> Step {
		let paid = self.counting(at);
		let due = Due::default()
			.must(paid.is_pending() && paid.approved.is_none(), Error::WrongState)
			.must(paid.made.is_none(), Error::AlreadyMade);
		let bank = BANKS[self.loans[paid.loan].bank];
		let key = self.key_number(&format!("{bank}.maker"));
		let (loan, draft, digest) = (self.loans[paid.loan].id, paid.number, paid.digest);
		let call = PaymentsCall::make { loan, draft, digest };
		Step::new("make", self.key_of(bank, "maker"), call, due, move |world| {
			world.payments[at] = Payment { made: Some(key), ..paid };
		})
	}

	/// One of the last payments, mostly one that waits.
	pub fn approve(&mut self) -> Option<Step> {
		let at = self.pick(self.payments.len(), |world, at| {
			world.payments[at].is_pending() && world.counting(at).approved.is_none()
		})?;
		let bank = self.paying_bank(at);
		Some(self.approve_of(at, bank))
	}

	/// A bank's checker agrees.
	///
	/// Finds: a payment that nobody asked for, or a lost key, a checker of another bank.
	pub fn approve_of(&mut self, at: usize, bank: usize) -> Step {
		let paid = self.counting(at);
		let due = Due::default()
			.must(bank == self.loans[paid.loan].bank, Error::BankNotAllowed)
			.must(paid.is_pending() && paid.approved.is_none(), Error::WrongState)
			.must(paid.mandated.is_some(), Error::MandateMissing)
			.must(paid.made.is_some(), Error::MakerMissing);
		let key = self.key_number(&format!("{}.checker", BANKS[bank]));
		let call = approve(self.loans[paid.loan].id, (paid.number, paid.digest));
		Step::new("approve", self.key_of(BANKS[bank], "checker"), call, due, move |world| {
			world.payments[at] = Payment { approved: Some(key), ..paid };
		})
	}

	/// One of the last payments, mostly one that waits.
	pub fn release(&mut self) -> Option<Step> {
		let at = self.pick(self.payments.len(), |world, at| {
			world.payments[at].is_pending() && world.payments[at].approved.is_some()
		})?;
		let bank = self.paying_bank(at);
		Some(self.release_of(at, bank))
	}

	/// Money leaves.
	///
	/// Finds: money on one side's word, on nobody's mandate, on what a lost key signed, twice, and what
	/// [`Self::money_may_leave`] does.
	pub fn release_of(&mut self, at: usize, bank: usize) -> Step {
		let (paid, counting) = (self.payments[at], self.counting(at));
		let is_verified = self.papers[paid.paper].status() == Status::Verified;
		let due = self
			.money_may_leave(paid.loan, paid.paper)
			.must(bank == self.loans[paid.loan].bank, Error::BankNotAllowed)
			.must(paid.is_pending() && paid.approved.is_some(), Error::WrongState)
			.must(counting.mandated.is_some(), Error::MandateMissing)
			.must(counting.made.is_some(), Error::MakerMissing)
			.must(counting.approved.is_some(), Error::ApprovalMissing)
			.must(is_verified, EvidenceError::NotVerified);
		let call = release(self.loans[paid.loan].id, (paid.number, paid.digest), &[]);
		Step::new("release", self.key_of(BANKS[bank], "release"), call, due, move |world| {
			world.payments[at].status = PaymentStatus::Released;
		})
	}

	/// The bank's checker says no.
	///
	/// Finds: money that has left and is undrawn again, a document that stays used.
	pub fn reject(&mut self) -> Option<Step> {
		let at = self.pick(self.payments.len(), |world, at| world.payments[at].is_pending())?;
		let paid = self.payments[at];
		let has_left = !matches!(paid.status, PaymentStatus::Pending | PaymentStatus::Cancelled);
		let due = Due::default()
			.must(!has_left, Error::AlreadyReleased)
			.must(paid.status != PaymentStatus::Cancelled, Error::WrongState);
		let (loan, draft, digest) = (self.loans[paid.loan].id, paid.number, paid.digest);
		let call = PaymentsCall::reject { loan, draft, digest, reason: reason() };
		let who = self.key_of(BANKS[self.loans[paid.loan].bank], "checker");
		Some(Step::new("reject", who, call, due, move |world| {
			world.payments[at].status = PaymentStatus::Cancelled;
			world.papers[paid.paper].used -= paid.amount;
		}))
	}

	/// The bank's maker enters what became of a payment that has left, and its checker books it; seldom the checker
	/// alone.
	///
	/// Finds: a file that one person books, a failed payment that still uses its document.
	pub fn settle(&mut self) -> Option<Step> {
		let released = |at: &usize| self.payments[*at].status == PaymentStatus::Released;
		let released: Vec<usize> = (0..self.payments.len()).filter(released).collect();
		let at = released[self.random.recent(released.len())?];
		let paid = self.payments[at];
		let bank = self.loans[paid.loan].bank;
		let (is_booked, is_entered) = (!self.seldom(4), !self.seldom(8));
		let due = Due::default().must(is_entered, Error::ResultsNotEntered);
		let file = self.files[bank] + 1;
		// The last number is nobody's.
		let file_digest = Hash::from_low_u64_be(if is_entered { file } else { u64::MAX });
		let outcome = if is_booked { Outcome::Settled } else { Outcome::Failed { reason: reason() } };
		let results = vec![result(paid.uetr, outcome)].try_into().unwrap();
		let call = PaymentsCall::settle { file_digest, results };
		if is_entered {
			apply(&self.key_of(BANKS[bank], "maker"), entered(&call)).ok()?.ok()?;
		}
		Some(Step::new("settle", self.key_of(BANKS[bank], "checker"), call, due, move |world| {
			world.files[bank] = file;
			match is_booked {
				true => world.payments[at].status = PaymentStatus::Settled,
				false => {
					world.payments[at].status = PaymentStatus::Failed;
					world.papers[paid.paper].used -= paid.amount;
				}
			}
		}))
	}
}
