//! Payments of one line each, from draft to release; what comes of them then is in [`crate::results`].

use crate::adjusting::MOST_PARTS;
use crate::booked::{Booked, Led, LedTo};
use crate::common::paying::{approve, draft, last_draft, line, mandate, release, PaymentsCall};
use crate::documents::AMOUNT;
use crate::world::{Due, Step, World, BANKS};
use pallet_evidence::Status;
use zhidai_primitives::{
	AccountVersion, Digest as Hash, DraftLine, DraftNo, LoanState, PaymentStatus, ShortText, Uetr,
	MAX_OPEN_DRAFTS,
};
use zhidai_runtime::Runtime;

type Error = pallet_payments::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type EvidenceError = pallet_evidence::Error<Runtime>;

#[derive(Clone, Copy, Debug)]
pub struct Payment {
	pub loan: usize,
	pub paper: usize,
	/// Which account of the payee it is paid to.
	pub account: u16,
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

/// What a payment shall be: on which paper, out of which loan, how much, to which account.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
	pub loan: usize,
	pub paper: usize,
	pub amount: u64,
	pub account: u16,
}

impl Payment {
	/// Whether it waits for somebody.
	pub fn is_pending(&self) -> bool {
		self.status == PaymentStatus::Pending
	}
}

/// Why something is so, in the words of who says it.
pub fn reason() -> ShortText {
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

	/// What must hold whenever money that is drawn already is paid, and again when it leaves: a freeze is of the
	/// undrawn limit.
	///
	/// Finds: money under a hold, to a related payee, on what a side took back.
	pub fn money_may_be_paid(&self, at: usize, paper: usize, account: u16) -> Due {
		let (loan, paper) = (&self.loans[at], &self.papers[paper]);
		self.payee_stands(Due::default(), at, paper.payee, account)
			.must(loan.state == LoanState::Active, LoansError::WrongState)
			.must(loan.holds.is_empty(), LoansError::LoanHeld)
			.must(!self.relations.bind(loan.bank, paper.payee), Error::PayeeRelatedToBorrower { line: 0 })
			.must(!paper.is_gone(), EvidenceError::EvidenceUnknown)
			.must(paper.loan == at, EvidenceError::EvidenceOfAnotherLoan)
			.must(paper.stands(), EvidenceError::NotStanding)
	}

	/// What must hold whenever money is drawn.
	///
	/// Finds: money under a failed check, and what [`Self::money_may_be_paid`] does.
	pub fn money_may_leave(&self, at: usize, paper: usize, account: u16) -> Due {
		self.money_may_be_paid(at, paper, account).must(!self.is_frozen(), LoansError::UndrawnLimitFrozen)
	}

	/// Whether one more draft of a loan can wait.
	pub fn has_room(&self, loan: usize) -> bool {
		self.books(loan).open_drafts < MAX_OPEN_DRAFTS
	}

	/// A paper to pay on, mostly one that bears more, out of its own loan, mostly, and what may come of that.
	pub fn drawn_on(&mut self) -> Option<(Drawing, Due)> {
		let at = self.pick(self.papers.len(), |world, at| {
			let paper = &world.papers[at];
			let is_drawable = world.loans[paper.loan].state == LoanState::Active;
			paper.stands() && paper.used < AMOUNT && is_drawable
		})?;
		let own = self.papers[at].loan;
		let loan = if self.seldom(12) { self.random.recent(self.loans.len())? } else { own };
		let amount = *self.random.one(&[1, 400, 600, AMOUNT]);
		let account = self.account(loan, self.papers[at].payee);
		let due = self
			.money_may_leave(loan, at, account)
			.must(self.papers[at].used + amount <= AMOUNT, EvidenceError::AboveDocumentAmount)
			.must(self.has_room(loan), LoansError::TooManyOpenDrafts);
		Some((Drawing { loan, paper: at, amount, account }, due))
	}

	/// A line that pays so much on a paper, under a key of its own.
	pub fn line_on(&self, drawing: Drawing) -> DraftLine {
		let number = u128::try_from(self.payments.len()).unwrap() + 1;
		let paper = &self.papers[drawing.paper];
		let line = line(0, u16::try_from(paper.payee).unwrap(), drawing.amount, Some(paper.id));
		let (uetr, account) = (Uetr::from_random(number.to_be_bytes()), AccountVersion(drawing.account));
		DraftLine { uetr, account, ..line }
	}

	/// A payment is there that waits, signed by the bank's maker alone, and maybe pays another one again.
	pub fn begin(&mut self, drawing: Drawing, uetr: Uetr, made: Option<u16>, again_of: Option<usize>) {
		let (number, digest) = last_draft();
		let Drawing { loan, paper, amount, account } = drawing;
		let (mandated, approved, status) = (None, None, PaymentStatus::Pending);
		let payment =
			Payment { loan, paper, account, number, digest, uetr, amount, made, mandated, approved, status };
		self.payments.push(payment);
		self.booked.push(Booked { again_of, ..Booked::default() });
		if let Some(old) = again_of {
			self.booked[old].paying_again = true;
		}
		self.recount(paper);
	}

	/// A bank's maker drafts a payment on a paper, mostly of its own loan.
	///
	/// Finds: a document that is paid on twice or on another loan, and what [`Self::money_may_leave`] does.
	pub fn draft(&mut self) -> Option<Step> {
		let (drawing, due) = self.drawn_on()?;
		let paid = self.line_on(drawing);
		let loan = &self.loans[drawing.loan];
		let bank = BANKS[loan.bank];
		let (who, made) = (self.key_of(bank, "maker"), Some(self.key_number(&format!("{bank}.maker"))));
		let call = draft(loan.id, &[paid]);
		Some(Step::new("draft", who, call, due, move |world| world.begin(drawing, paid.uetr, made, None)))
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

	/// Money leaves. What pays again is disbursed with that, and what came back has led to it.
	///
	/// Finds: money on one side's word, on nobody's mandate, on what a lost key signed, twice, and what
	/// [`Self::money_may_leave`] does; money that came back and leads to two places.
	pub fn release_of(&mut self, at: usize, bank: usize) -> Step {
		let (paid, counting) = (self.payments[at], self.counting(at));
		let is_verified = self.papers[paid.paper].status() == Status::Verified;
		let again_of = self.booked[at].again_of;
		let may = match again_of {
			None => self.money_may_leave(paid.loan, paid.paper, paid.account),
			Some(old) => {
				let old = &self.booked[old];
				let has_place = old.led.len() < MOST_PARTS || old.on_hand() == paid.amount;
				let may = self.money_may_be_paid(paid.loan, paid.paper, paid.account);
				may.must(has_place, Error::TooManyParts)
			}
		};
		let due = may
			.must(bank == self.loans[paid.loan].bank, Error::BankNotAllowed)
			.must(paid.is_pending() && paid.approved.is_some(), Error::WrongState)
			.must(counting.mandated.is_some(), Error::MandateMissing)
			.must(counting.made.is_some(), Error::MakerMissing)
			.must(counting.approved.is_some(), Error::ApprovalMissing)
			.must(is_verified, EvidenceError::NotVerified);
		let call = release(self.loans[paid.loan].id, (paid.number, paid.digest), &[]);
		Step::new("release", self.key_of(BANKS[bank], "release"), call, due, move |world| match again_of {
			None => world.payments[at].status = PaymentStatus::Released,
			Some(old) => {
				world.payments[at].status = PaymentStatus::Disbursed;
				world.booked[old].paying_again = false;
				world.lead(old, Led { amount: paid.amount, to: LedTo::Again });
				world.recount(paid.paper);
			}
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
			if let Some(old) = world.booked[at].again_of {
				world.booked[old].paying_again = false;
			}
			world.recount(paid.paper);
		}))
	}
}
