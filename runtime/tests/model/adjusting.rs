//! What two officers of a bank book of a payment by hand: where money on hand leads, and counter-entries (冲正).

use crate::booked::{is_back, Led, LedTo, Mark};
use crate::common::paying::PaymentsCall;
use crate::common::today;
use crate::documents::AMOUNT;
use crate::payments::reason;
use crate::receipts::is_unconfirmed;
use crate::world::{Due, Step, World, BANKS};
use pallet_payments::{Adjustment, BankReference};
use zhidai_primitives::{BookingKind, DisposalKind, LoanState, PaymentStatus};
use zhidai_runtime::Runtime;

type Error = pallet_payments::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type EvidenceError = pallet_evidence::Error<Runtime>;

/// After so many parts all that is on hand leads somewhere at once.
pub const MOST_PARTS: usize = 7;

/// So many bookings of a payment are corrected at the most.
const MOST_CORRECTIONS: usize = 8;

const DISPOSALS: [DisposalKind; 3] = [DisposalKind::Prepay, DisposalKind::Credit, DisposalKind::Reverse];

/// What is booked by hand.
#[derive(Clone, Copy, Debug)]
pub enum Change {
	Lead { kind: DisposalKind, amount: u64, mark: Mark },
	Undo { booking: BookingKind, mark: Mark },
}

/// What the bank's maker has entered, with which key, and after how many counter-entries: another one makes it void.
#[derive(Clone, Copy, Debug)]
pub struct Adjusting {
	at: usize,
	change: Change,
	key: u16,
	corrected: usize,
}

impl World {
	/// Something is entered of a payment, or what was entered last is checked.
	pub fn adjust(&mut self) -> Option<Step> {
		if let Some(entered) = self.adjusting.take().filter(|_| !self.random.is_seldom(8)) {
			return Some(self.check_adjustment(entered));
		}
		let (at, change) = match self.random.below(2) {
			0 => self.leading()?,
			_ => self.undoing()?,
		};
		Some(self.enter_adjustment(at, change))
	}

	/// One of the last payments, mostly one of which something is on hand, and where it shall lead.
	fn leading(&mut self) -> Option<(usize, Change)> {
		let at = self.pick(self.payments.len(), |world, at| world.booked[at].on_hand() > 0)?;
		let (kind, mark) = (*self.random.one(&DISPOSALS), self.mark(at));
		let on_hand = self.booked[at].on_hand();
		let amount = match self.random.below(6) {
			0 => on_hand + 1,
			1 | 2 => on_hand.div_ceil(2),
			_ => on_hand,
		};
		Some((at, Change::Lead { kind, amount, mark }))
	}

	/// One of the last payments, mostly one of which something is booked, and what of it was wrong: mostly what is
	/// booked.
	fn undoing(&mut self) -> Option<(usize, Change)> {
		let at = self.pick(self.payments.len(), |world, at| !world.bookings(at).is_empty())?;
		let bookings = self.bookings(at);
		let (booking, mark) = match bookings.is_empty() || self.seldom(6) {
			true => (*self.random.one(&BookingKind::ALL), self.mark(at)),
			false => *self.random.one(&bookings),
		};
		Some((at, Change::Undo { booking, mark }))
	}

	/// All that is booked of a payment.
	fn bookings(&self, at: usize) -> Vec<(BookingKind, Mark)> {
		let booked = &self.booked[at];
		let single = [
			(BookingKind::Disbursed, booked.disbursed),
			(BookingKind::Settled, booked.settled),
			(BookingKind::Failed, booked.failed),
		];
		let single = single.into_iter().filter_map(|(booking, mark)| Some((booking, mark?)));
		let returns = booked.returns.iter().map(|part| (BookingKind::Returned, part.mark));
		let led = booked.led.iter().filter_map(|led| match led.to {
			LedTo::Booked { kind, mark } => Some((BookingKind::from(kind), mark)),
			LedTo::Again => None,
		});
		single.chain(returns).chain(led).collect()
	}

	/// A bank's maker enters it, mostly of the payment's own bank: only what could be booked now.
	///
	/// Finds: what [`Self::check_adjustment`] does, entered.
	fn enter_adjustment(&mut self, at: usize, change: Change) -> Step {
		let own = self.loans[self.payments[at].loan].bank;
		let bank = if self.seldom(12) { 1 - own } else { own };
		let due = self.due_to_adjust(at, change).must(bank == own, Error::BankNotAllowed);
		let key = self.key_number(&format!("{}.maker", BANKS[bank]));
		let corrected = self.booked[at].corrected.len();
		let (who, call) = (self.key_of(BANKS[bank], "maker"), self.call_of(at, change));
		Step::new("enter_adjustment", who, call, due, move |world| {
			world.adjusting = Some(Adjusting { at, change, key, corrected });
		})
	}

	/// The bank's checker enters the same again, and it is booked. What counts no more the maker enters anew.
	///
	/// Finds: money that leads to two places, to the borrower while something is owed or held, out of the books beyond
	/// what is owed; a counter-entry of what never was, twice, or below what rests on it; a document or a plan line
	/// that is not given back, or not taken again.
	fn check_adjustment(&mut self, entered: Adjusting) -> Step {
		let Adjusting { at, change, key, corrected } = entered;
		let bank = BANKS[self.loans[self.payments[at].loan].bank];
		let is_same_key = self.key_number(&format!("{bank}.maker")) == key;
		if !is_same_key || self.booked[at].corrected.len() != corrected {
			return self.enter_adjustment(at, change);
		}
		let due = self.due_to_adjust(at, change);
		let (who, call) = (self.key_of(bank, "checker"), self.call_of(at, change));
		Step::new("adjust", who, call, due, move |world| match change {
			Change::Lead { kind, amount, mark } => {
				world.lead(at, Led { amount, to: LedTo::Booked { kind, mark } });
			}
			Change::Undo { booking, mark } => world.undo(at, booking, mark),
		})
	}

	fn call_of(&self, at: usize, change: Change) -> PaymentsCall {
		let reference = |mark| -> BankReference { self.reference_of(at, mark).try_into().unwrap() };
		let adjustment = match change {
			Change::Lead { kind, amount, mark } => {
				let (amount_fen, bank_reference) = (amount, reference(mark));
				let (booked_on, value_on) = (today(), today());
				Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on }
			}
			Change::Undo { booking, mark } => {
				Adjustment::Correct { booking, bank_reference: reference(mark), reason: reason() }
			}
		};
		PaymentsCall::adjust { uetr: self.payments[at].uetr, adjustment }
	}

	fn due_to_adjust(&self, at: usize, change: Change) -> Due {
		match change {
			Change::Lead { kind, amount, mark } => self.due_to_lead(at, kind, amount, mark),
			Change::Undo { booking, mark } => self.due_to_undo(at, booking, mark),
		}
	}

	fn due_to_lead(&self, at: usize, kind: DisposalKind, amount: u64, mark: Mark) -> Due {
		let (loan, booked) = (self.payments[at].loan, &self.booked[at]);
		let (owed, on_hand) = (self.books(loan).outstanding(), booked.on_hand());
		let booking = BookingKind::from(kind);
		let stands = booked.led.iter().any(|led| led.is_booked_as(booking, mark));
		let mut corrected = booked.corrected.iter().map(|(booking, mark, _)| (*booking, *mark));
		let is_used = stands || corrected.any(|other| other == (booking, mark));
		let due = Due::default()
			.must(!booked.paying_again, Error::AlreadyPaidAgain { line: 0 })
			.must(!is_used, Error::ReferenceUsed)
			.must(amount > 0 && amount <= on_hand, Error::NotOnHand)
			.must(amount == on_hand || booked.led.len() < MOST_PARTS, Error::TooManyParts);
		match kind {
			// More than is owed can neither be repaid nor leave the books.
			DisposalKind::Prepay | DisposalKind::Reverse => {
				due.must(amount <= owed, LoansError::RepaymentAbovePaid)
			}
			DisposalKind::Credit => due
				.must(self.loans[loan].holds.is_empty(), LoansError::LoanHeld)
				.must(owed == 0, LoansError::NotRepaidYet),
		}
	}

	fn due_to_undo(&self, at: usize, booking: BookingKind, mark: Mark) -> Due {
		let (paid, booked) = (self.payments[at], &self.booked[at]);
		let is_active = self.loans[paid.loan].state == LoanState::Active;
		let is_owed = paid.amount <= self.books(paid.loan).outstanding();
		let is_booked = self.bookings(at).contains(&(booking, mark));
		let due = Due::default()
			.must(booked.corrected.len() < MOST_CORRECTIONS, Error::TooManyCorrections)
			.must(is_booked, Error::BookingUnknown);
		let free = |due: Due, amount: u64| {
			due.must(!booked.paying_again, Error::AlreadyPaidAgain { line: 0 })
				.must(amount <= booked.on_hand(), Error::NotOnHand)
		};
		match booking {
			BookingKind::Disbursed => due
				.must(paid.status == PaymentStatus::Disbursed, Error::LaterBookingStands)
				.must(is_active, LoansError::WrongState)
				.must(is_owed, LoansError::RepaymentAbovePaid),
			BookingKind::Settled => due
				.must(booked.back == 0, Error::LaterBookingStands)
				.must(is_unconfirmed(paid.status), Error::ReceiptConfirmed)
				.must(self.is_apart(at) || is_active, LoansError::WrongState)
				.must(self.is_apart(at) || is_owed, LoansError::RepaymentAbovePaid),
			BookingKind::Failed if paid.status == PaymentStatus::Failed => {
				self.documents_again(at, paid.amount, due.must(is_active, LoansError::WrongState))
			}
			BookingKind::Failed | BookingKind::Returned => free(due, self.amount_booked(at, booking, mark)),
			BookingKind::Prepaid | BookingKind::CreditedBack | BookingKind::Reversed => {
				let may = booking == BookingKind::CreditedBack || is_active;
				let due = due.must(may, LoansError::WrongState);
				self.documents_again(at, self.amount_booked(at, booking, mark), due)
			}
		}
	}

	/// How much was booked so; nothing where that is unknown.
	fn amount_booked(&self, at: usize, booking: BookingKind, mark: Mark) -> u64 {
		let booked = &self.booked[at];
		let found = match booking {
			BookingKind::Disbursed | BookingKind::Settled | BookingKind::Failed => {
				Some(self.payments[at].amount)
			}
			BookingKind::Returned => {
				booked.returns.iter().find(|part| part.mark == mark).map(|part| part.amount)
			}
			_ => booked.led.iter().find(|led| led.is_booked_as(booking, mark)).map(|led| led.amount),
		};
		found.unwrap_or_default()
	}

	/// Whether a payment was disbursed apart from its booking.
	fn is_apart(&self, at: usize) -> bool {
		self.booked[at].again_of.is_some() || self.booked[at].disbursed.is_some()
	}

	/// So much rests on the document of a payment once more, whatever became of it: the money had left.
	fn documents_again(&self, at: usize, amount: u64, due: Due) -> Due {
		let used = self.papers[self.payments[at].paper].used;
		due.must(used + amount <= AMOUNT, EvidenceError::AboveDocumentAmount)
	}

	/// A booking was wrong: the payment stands where it stood before.
	fn undo(&mut self, at: usize, booking: BookingKind, mark: Mark) {
		let (before, is_apart) = (self.payments[at].status, self.is_apart(at));
		let amount = self.amount_booked(at, booking, mark);
		let booked = &mut self.booked[at];
		booked.corrected.push((booking, mark, amount));
		let after = match booking {
			BookingKind::Disbursed => {
				booked.disbursed = None;
				PaymentStatus::Released
			}
			BookingKind::Settled => {
				(booked.settled, booked.denied) = (None, false);
				if is_apart {
					PaymentStatus::Disbursed
				} else {
					PaymentStatus::Released
				}
			}
			BookingKind::Failed => {
				(booked.failed, booked.back) = (None, 0);
				match before {
					PaymentStatus::Failed => PaymentStatus::Released,
					_ => PaymentStatus::Disbursed,
				}
			}
			BookingKind::Returned => {
				// What the payee said of the rest it did not say of this.
				let last = booked.returns.last().map(|part| part.before).filter(|_| is_back(before));
				let stood = last.unwrap_or(before);
				let place = booked.returns.iter().position(|part| part.mark == mark).unwrap();
				let part = booked.returns.remove(place);
				booked.back -= amount;
				match stood {
					PaymentStatus::Received => part.before,
					stood => stood,
				}
			}
			_ => {
				let place = booked.led.iter().position(|led| led.is_booked_as(booking, mark)).unwrap();
				booked.led.remove(place);
				if is_back(before) {
					PaymentStatus::Returned
				} else {
					before
				}
			}
		};
		self.payments[at].status = after;
		self.recount(self.payments[at].paper);
	}
}
