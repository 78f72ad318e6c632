//! Where money on hand leads, counter-entries, and repayments.

use super::*;
use crate::common::books::Paid;
use pallet_payments::{Adjustment, BankReference};
use zhidai_primitives::{BookingKind, DisposalKind, PaymentStatus};

const DISPOSALS: [DisposalKind; 3] = [DisposalKind::Prepay, DisposalKind::Credit, DisposalKind::Reverse];

/// What was booked last of a payment.
fn last_booking(paid: &Paid) -> Option<(Uetr, BookingKind)> {
	let booking = match paid.status {
		PaymentStatus::Disbursed => BookingKind::Disbursed,
		PaymentStatus::Settled | PaymentStatus::Received | PaymentStatus::Disputed => BookingKind::Settled,
		PaymentStatus::Failed => BookingKind::Failed,
		PaymentStatus::Returned => BookingKind::Returned,
		_ => return None,
	};
	Some((paid.uetr, booking))
}

impl Hands {
	/// One of a few references of a payment beside that of its bookings.
	pub(super) fn reference_of(&mut self, uetr: Uetr) -> BankReference {
		let mut text = reference(uetr);
		text.extend(format!("{:02}", self.random.below(30)).into_bytes());
		text.try_into().unwrap()
	}

	/// Something is entered of a payment by hand, or what was entered is checked.
	pub(super) fn adjusting(&mut self, bank: &str, loan: LoanId) -> (&'static str, String, RuntimeCall) {
		if self.random.below(2) == 0 {
			if let Some((by, call)) = self.adjustments.pop() {
				return ("adjust", self.at(&by, "checker"), call.into());
			}
		}
		let (_, payments) = traced(loan, 1_000);
		let on_hand: Vec<_> = payments.iter().filter(|paid| !paid.back.on_hand_fen.is_zero()).collect();
		let corrects = on_hand.is_empty() || self.random.below(3) == 0;
		let (uetr, adjustment) = match corrects {
			true => {
				let booked: Vec<_> = payments.iter().filter_map(last_booking).collect();
				let (uetr, booking, bank_reference) = match booked.is_empty() || self.random.below(4) == 0 {
					true => {
						let uetr = self.key();
						(uetr, *self.random.one(&BookingKind::ALL), self.reference_of(uetr))
					}
					false => {
						let (uetr, booking) = *self.random.one(&booked);
						(uetr, booking, reference(uetr).try_into().unwrap())
					}
				};
				(uetr, Adjustment::Correct { booking, bank_reference, reason: reason() })
			}
			false => {
				let paid = **self.random.one(&on_hand);
				let all = paid.back.on_hand_fen.0;
				let amount_fen = if self.random.below(3) == 0 { all.div_ceil(2) } else { all };
				(paid.uetr, self.disposal(paid.uetr, amount_fen))
			}
		};
		let call = PaymentsCall::adjust { uetr, adjustment };
		self.adjustments.push((bank.to_owned(), call.clone()));
		("enter_adjustment", self.at(bank, "maker"), call.into())
	}

	fn disposal(&mut self, uetr: Uetr, amount_fen: u64) -> Adjustment {
		let kind = *self.random.one(&DISPOSALS);
		let (booked_on, value_on) = (today(), today());
		let bank_reference = self.reference_of(uetr);
		Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on }
	}

	/// A few references, so that one officer's entry finds another's.
	pub(super) fn repaying(&mut self, bank: &str, loan: LoanId) -> (&'static str, String, RuntimeCall) {
		let bank_reference = Hash::from_low_u64_be(1_000_000 + self.random.below(4));
		let (amount, booked_on) = (Fen(1 + self.random.below(2)), today());
		let duty = if self.random.below(2) == 0 { "maker" } else { "checker" };
		let call = LoansCall::book_repayment { loan, amount, bank_reference, booked_on };
		("book_repayment", self.at(bank, duty), call.into())
	}

	/// By one of the same references.
	pub(super) fn correcting_repayment(
		&mut self,
		bank: &str,
		loan: LoanId,
	) -> (&'static str, String, RuntimeCall) {
		let bank_reference = Hash::from_low_u64_be(1_000_000 + self.random.below(4));
		let duty = if self.random.below(2) == 0 { "maker" } else { "checker" };
		let call = LoansCall::correct_repayment { loan, bank_reference, reason: reason() };
		("correct_repayment", self.at(bank, duty), call.into())
	}

	/// All that is owed is repaid.
	pub(super) fn repay_all(&mut self, bank: &str, loan: LoanId) {
		let amount = Loans::ledger(loan).unwrap().outstanding();
		if amount.is_zero() {
			return;
		}
		let (bank_reference, booked_on) = (self.digest(), today());
		for duty in ["maker", "checker"] {
			let call = LoansCall::book_repayment { loan, amount, bank_reference, booked_on };
			done(&format!("{bank}.{duty}"), call);
		}
	}

	/// All that is on hand leads somewhere: while so much is owed it is prepaid, else what is owed is repaid and it is
	/// the borrower's.
	pub(super) fn lead_on_hand(&mut self, bank: &str, loan: LoanId) {
		let (_, payments) = traced(loan, 1_000);
		for paid in payments.iter().filter(|paid| !paid.back.on_hand_fen.is_zero()) {
			let (uetr, all) = (paid.uetr, paid.back.on_hand_fen);
			let kind = match Loans::ledger(loan).unwrap().outstanding() >= all {
				true => DisposalKind::Prepay,
				false => {
					self.repay_all(bank, loan);
					DisposalKind::Credit
				}
			};
			// A reference that nothing of this payment has.
			let mut bank_reference = reference(uetr);
			bank_reference.extend(*b"END");
			let bank_reference = bank_reference.try_into().unwrap();
			let (amount_fen, booked_on, value_on) = (all.0, today(), today());
			let adjustment = Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on };
			for duty in ["maker", "checker"] {
				let adjustment = adjustment.clone();
				done(&format!("{bank}.{duty}"), PaymentsCall::adjust { uetr, adjustment });
			}
			next_block();
		}
	}
}
