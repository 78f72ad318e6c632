//! What a bank's core system says of payments: booked, known already, or waiting as a mismatch.

use crate::booked::{is_on_its_way, Mark, Part};
use crate::common::apply;
use crate::common::paying::{entered, reference, result, PaymentsCall};
use crate::payments::reason;
use crate::world::{Due, Step, World, BANKS};
use pallet_payments::{MismatchLink, Outcome, SettlementResult};
use zhidai_primitives::{BookingKind, Digest as Hash, PaymentStatus};
use zhidai_runtime::Runtime;

type Error = pallet_payments::Error<Runtime>;

/// In so many parts a payment comes back at the most.
const MOST_RETURNS: usize = 8;

/// A row of a bank's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
	pub at: usize,
	/// One of the first four.
	pub kind: BookingKind,
	pub amount: u64,
	pub mark: Mark,
}

/// What becomes of a row.
enum Fate {
	Books,
	/// Exactly this was booked before.
	Known,
	/// It fits no payment, or not exactly.
	Waits,
}

/// What waits at a bank, by number.
#[derive(Clone, Debug, Default)]
pub struct Mismatches {
	pub next: u32,
	pub open: Vec<(u32, Row)>,
}

/// Whether its payee was paid, whatever the payee says.
fn is_booked(status: PaymentStatus) -> bool {
	use PaymentStatus::*;
	matches!(status, Settled | Received | Disputed | Examined)
}

/// In which order rows of one payment are booked.
fn rank(kind: BookingKind) -> u8 {
	match kind {
		BookingKind::Disbursed => 0,
		BookingKind::Settled => 1,
		BookingKind::Failed => 2,
		_ => 3,
	}
}

/// What a bank's core may say where a payment stands so, what is likely more often.
fn likely(status: PaymentStatus) -> &'static [BookingKind] {
	use BookingKind::*;
	match status {
		PaymentStatus::Released => &[Settled, Settled, Settled, Disbursed, Disbursed, Failed, Returned],
		PaymentStatus::Disbursed => &[Settled, Settled, Settled, Failed, Returned, Disbursed],
		status if is_booked(status) => &[Returned, Returned, Returned, Returned, Settled, Failed],
		_ => &[Settled, Disbursed, Failed, Returned],
	}
}

impl World {
	/// One of the last payments, mostly one of which a result is due, or that can come back.
	fn booked_of(&mut self) -> Option<usize> {
		match self.seldom(3) {
			false => self.pick(self.payments.len(), |world, at| is_on_its_way(world.payments[at].status)),
			true => self.pick(self.payments.len(), |world, at| is_booked(world.payments[at].status)),
		}
	}

	fn row(&mut self, at: usize) -> Row {
		let kind = *self.random.one(likely(self.payments[at].status));
		let (whole, standing) = (self.payments[at].amount, self.standing(at));
		let amount = match kind {
			BookingKind::Returned if self.random.below(2) == 0 => standing.div_ceil(2),
			BookingKind::Returned => standing,
			_ => whole,
		};
		let amount = amount + u64::from(self.seldom(12));
		Row { at, kind, amount, mark: self.mark(at) }
	}

	/// What becomes of a row in a file of this bank.
	fn fate(&self, bank: usize, row: Row) -> Fate {
		use PaymentStatus::*;
		let Row { at, kind, amount, mark } = row;
		let (paid, booked) = (self.payments[at], &self.booked[at]);
		let comes_back = kind == BookingKind::Returned;
		let is_part = comes_back && (1..paid.amount).contains(&amount);
		let is_out_of_place =
			self.loans[paid.loan].bank != bank || matches!(paid.status, Pending | Cancelled);
		let is_corrected = booked.corrected.contains(&(kind, mark, amount));
		if is_out_of_place || is_corrected || !(is_part || amount == paid.amount) {
			return Fate::Waits;
		}
		let is_this = |part: &Part| part.mark == mark && part.amount == amount;
		if comes_back && booked.back > 0 {
			if booked.returns.iter().any(is_this) {
				return Fate::Known;
			}
			if booked.returns.len() >= MOST_RETURNS || booked.returns.iter().any(|part| part.mark == mark) {
				return Fate::Waits;
			}
		}
		let can_follow = match kind {
			BookingKind::Disbursed => paid.status == Released,
			BookingKind::Returned => is_on_its_way(paid.status) || is_booked(paid.status),
			_ => is_on_its_way(paid.status),
		};
		let known = match kind {
			// The usual payment has one booking for both.
			BookingKind::Disbursed => booked.disbursed.or(booked.settled) == Some(mark),
			BookingKind::Settled => booked.settled == Some(mark),
			BookingKind::Failed => booked.failed == Some(mark),
			_ => booked.returns.iter().any(is_this),
		};
		match (can_follow, known) {
			(true, _) if comes_back && amount > self.standing(at) => Fate::Waits,
			(true, _) => Fate::Books,
			(false, true) => Fate::Known,
			(false, false) => Fate::Waits,
		}
	}

	/// A row that fits is booked: of what is not paid yet, a return books both.
	fn book(&mut self, row: Row) {
		let Row { at, kind, amount, mark } = row;
		let whole = self.payments[at].amount;
		let (status, booked) = (&mut self.payments[at].status, &mut self.booked[at]);
		match kind {
			BookingKind::Disbursed => {
				booked.disbursed = Some(mark);
				*status = PaymentStatus::Disbursed;
			}
			BookingKind::Settled => {
				booked.settled = Some(mark);
				*status = PaymentStatus::Settled;
			}
			BookingKind::Failed => {
				booked.failed = Some(mark);
				// Of what is disbursed the money is on hand.
				let is_drawn = *status == PaymentStatus::Disbursed;
				booked.back = if is_drawn { whole } else { 0 };
				*status = if is_drawn { PaymentStatus::Returned } else { PaymentStatus::Failed };
			}
			_ => {
				if is_on_its_way(*status) {
					booked.settled = Some(mark);
					*status = PaymentStatus::Settled;
				}
				booked.returns.push(Part { mark, amount, before: *status });
				booked.back += amount;
				if booked.back == whole {
					*status = PaymentStatus::Returned;
				}
			}
		}
		self.recount(self.payments[at].paper);
	}

	/// A file is booked, row by row.
	fn book_file(&mut self, bank: usize, rows: &[Row]) {
		for row in rows {
			let fate = self.fate(bank, *row);
			let waiting = &mut self.mismatches[bank];
			match fate {
				Fate::Books | Fate::Known => waiting.open.retain(|(_, other)| other != row),
				Fate::Waits if waiting.open.iter().any(|(_, other)| other == row) => {}
				Fate::Waits => {
					waiting.open.push((waiting.next, *row));
					waiting.next += 1;
				}
			}
			if matches!(fate, Fate::Books) {
				self.book(*row);
			}
		}
	}

	/// One or two rows, in the order in which they are booked; of one payment two of different kinds.
	fn rows(&mut self) -> Option<Vec<Row>> {
		let at = self.booked_of()?;
		let mut rows = vec![self.row(at)];
		if self.seldom(3) {
			let beside = if self.random.below(2) == 0 { at } else { self.booked_of()? };
			let row = self.row(beside);
			let is_apart = rows.iter().all(|other| (other.at, other.kind) != (row.at, row.kind));
			rows.extend(is_apart.then_some(row));
		}
		let key = |row: &Row| {
			let paid = self.payments[row.at];
			(paid.loan, paid.number.0, rank(row.kind))
		};
		rows.sort_by_key(key);
		Some(rows)
	}

	/// The bank's maker enters what became of payments that have left, and its checker books it; seldom the checker
	/// alone.
	///
	/// Finds: a file that one person books, a failed payment that still uses its document, one that un-draws what is
	/// disbursed, more that came back than was paid, a row that counts twice, one that is lost.
	pub fn settle(&mut self) -> Option<Step> {
		let rows = self.rows()?;
		let own = self.loans[self.payments[rows[0].at].loan].bank;
		let bank = if self.seldom(12) { 1 - own } else { own };
		let is_entered = !self.seldom(8);
		let due = Due::default().must(is_entered, Error::ResultsNotEntered);
		let file = self.files[bank] + 1;
		// The last number is nobody's.
		let file_digest = Hash::from_low_u64_be(if is_entered { file } else { u64::MAX });
		let results = rows.iter().map(|row| self.result_of(*row)).collect::<Vec<_>>().try_into().unwrap();
		let call = PaymentsCall::settle { file_digest, results };
		if is_entered {
			apply(&self.key_of(BANKS[bank], "maker"), entered(&call)).ok()?.ok()?;
		}
		Some(Step::new("settle", self.key_of(BANKS[bank], "checker"), call, due, move |world| {
			world.files[bank] = file;
			world.book_file(bank, &rows);
		}))
	}

	fn result_of(&self, row: Row) -> SettlementResult {
		let uetr = self.payments[row.at].uetr;
		let outcome = match row.kind {
			BookingKind::Disbursed => Outcome::Disbursed,
			BookingKind::Settled => Outcome::Settled,
			BookingKind::Failed => Outcome::Failed { reason: reason() },
			_ => Outcome::Returned { reason: reason() },
		};
		let bank_reference = self.reference_of(row.at, row.mark).try_into().unwrap();
		SettlementResult { amount_fen: row.amount, bank_reference, ..result(uetr, outcome) }
	}

	/// The bank's reference of a booking.
	pub fn reference_of(&self, at: usize, mark: Mark) -> Vec<u8> {
		let mut text = reference(self.payments[at].uetr);
		text.extend(format!("{mark:03}").into_bytes());
		text
	}

	/// A bank's checker closes what waits, mostly the first of it.
	///
	/// Finds: a mismatch that is closed twice, or with another one.
	pub fn close_mismatch(&mut self) -> Option<Step> {
		let bank = usize::try_from(self.random.below(2)).unwrap();
		let is_unknown = self.seldom(6);
		let Mismatches { next, open } = &self.mismatches[bank];
		let first = open.first().map(|(number, _)| *number);
		let mismatch = first.filter(|_| !is_unknown).unwrap_or(*next);
		let is_open = first == Some(mismatch);
		let due = Due::default().must(is_open, Error::MismatchUnknown);
		let (link, reason) = (MismatchLink::Nothing, reason());
		let call = PaymentsCall::close_mismatch { mismatch, link, reason };
		let who = self.key_of(BANKS[bank], "checker");
		Some(Step::new("close_mismatch", who, call, due, move |world| {
			world.mismatches[bank].open.retain(|(number, _)| *number != mismatch);
		}))
	}
}
