//! The spending plan: its form, and what is used of it.

use crate::traits::Movement;
use crate::{BasisPoints, EvidenceKind, Fen, PlanLine, Stage};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Why a plan is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanRefusal {
	/// It has no line.
	Empty,
	/// The line is for nothing.
	LineZero(u16),
	/// The line is a prepayment and rests on something else than its purchase contract.
	PrepaymentWithoutContract(u16),
	/// The line is a prepayment and does not say when its invoice is due.
	InvoiceDayMissing(u16),
	/// The caps are not the loan's amount.
	DoesNotSumToAmount,
	/// The quality-upgrading lines are less than the covenant.
	QualityShareBelowCovenant,
}

/// Refuses a plan that does not divide the amount exactly, or that could not meet the covenant even when used in full.
pub fn check(lines: &[PlanLine], amount: Fen, covenant: Option<BasisPoints>) -> Result<(), PlanRefusal> {
	if lines.is_empty() {
		return Err(PlanRefusal::Empty);
	}
	for (number, line) in (0..).zip(lines) {
		check_line(number, line)?;
	}
	if sum(lines.iter()) != Some(amount) {
		return Err(PlanRefusal::DoesNotSumToAmount);
	}
	let quality = sum(lines.iter().filter(|line| line.quality_upgrading)).unwrap_or(amount);
	match covenant {
		Some(share) if !reaches(quality, amount, share) => Err(PlanRefusal::QualityShareBelowCovenant),
		_ => Ok(()),
	}
}

/// A prepayment goes before its invoice, so it rests on the purchase contract, and the day by which the
/// invoice is due is agreed.
pub fn check_line(number: u16, line: &PlanLine) -> Result<(), PlanRefusal> {
	if line.cap.is_zero() {
		return Err(PlanRefusal::LineZero(number));
	}
	if line.stage != Stage::Prepayment {
		return Ok(());
	}
	if line.evidence_before != EvidenceKind::PurchaseContract {
		return Err(PlanRefusal::PrepaymentWithoutContract(number));
	}
	line.invoice_due_days.map(drop).ok_or(PlanRefusal::InvoiceDayMissing(number))
}

fn sum<'a>(lines: impl Iterator<Item = &'a PlanLine>) -> Option<Fen> {
	Fen::checked_sum(lines.map(|line| line.cap))
}

/// Whether a part is at least this share of the whole; exact, nothing is rounded.
fn reaches(part: Fen, whole: Fen, share: BasisPoints) -> bool {
	let has = u128::from(part.0).saturating_mul(u128::from(BasisPoints::WHOLE.0));
	has >= u128::from(whole.0).saturating_mul(u128::from(share.0))
}

/// What is used of a plan line.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanUse {
	reserved: Fen,
	paid: Fen,
}

/// Why a line's use cannot change so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseRefusal {
	/// More than the line's cap.
	Exceeded,
	/// More than is reserved or paid.
	Underflow,
}

impl PlanUse {
	/// In drafts that are not released.
	pub const fn reserved(&self) -> Fen {
		self.reserved
	}

	/// Released, and whatever came of it, unless it was never disbursed or that was reversed: what came back stays with
	/// its line, also where it was prepaid, because the limit does not come back with it.
	pub const fn paid(&self) -> Fen {
		self.paid
	}

	/// Both.
	pub fn used(&self) -> Fen {
		self.reserved.checked_add(self.paid).unwrap_or(Fen(u64::MAX))
	}

	/// Whether a movement changes what is used of a line at all.
	pub const fn is_touched_by(movement: Movement) -> bool {
		matches!(
			movement,
			Movement::Reserve
				| Movement::Cancel
				| Movement::Release
				| Movement::Fail
				| Movement::UndoFail
				| Movement::Reverse
				| Movement::UndoReverse
		)
	}

	/// The use after a movement on a line with this cap.
	pub fn after(self, movement: Movement, amount: Fen, cap: Fen) -> Result<Self, UseRefusal> {
		let less = |from: Fen| from.checked_sub(amount).ok_or(UseRefusal::Underflow);
		let more = |to: Fen| to.checked_add(amount).ok_or(UseRefusal::Exceeded);
		let after = match movement {
			Movement::Reserve => Self { reserved: more(self.reserved)?, ..self },
			Movement::Cancel => Self { reserved: less(self.reserved)?, ..self },
			Movement::Release => Self { reserved: less(self.reserved)?, paid: more(self.paid)? },
			Movement::Fail | Movement::Reverse => Self { paid: less(self.paid)?, ..self },
			Movement::UndoFail | Movement::UndoReverse => Self { paid: more(self.paid)?, ..self },
			_ => self,
		};
		(after.used() <= cap).then_some(after).ok_or(UseRefusal::Exceeded)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::OrgId;

	fn line(cap: u64, quality_upgrading: bool) -> PlanLine {
		PlanLine {
			payee: OrgId(6),
			quality_upgrading,
			cap: Fen(cap),
			stage: Stage::Delivery,
			evidence_before: EvidenceKind::Invoice,
			invoice_due_days: None,
		}
	}

	#[test]
	fn a_plan_divides_the_amount_exactly() {
		assert_eq!(check(&[], Fen(1), None), Err(PlanRefusal::Empty));
		assert_eq!(check(&[line(60, true), line(40, false)], Fen(100), None), Ok(()));
		assert_eq!(check(&[line(60, true), line(0, false)], Fen(60), None), Err(PlanRefusal::LineZero(1)));
		for amount in [99, 101] {
			let refused = check(&[line(60, true), line(40, false)], Fen(amount), None);
			assert_eq!(refused, Err(PlanRefusal::DoesNotSumToAmount));
		}
		let wrapping = [line(u64::MAX, true), line(2, true)];
		assert_eq!(check(&wrapping, Fen(1), None), Err(PlanRefusal::DoesNotSumToAmount));
	}

	#[test]
	fn nb_03_the_planned_quality_share_reaches_the_covenant_to_the_fen() {
		let covenant = Some(BasisPoints(3_000));
		assert_eq!(check(&[line(30, true), line(70, false)], Fen(100), covenant), Ok(()));
		let below = check(&[line(29, true), line(71, false)], Fen(100), covenant);
		assert_eq!(below, Err(PlanRefusal::QualityShareBelowCovenant));
		// 30 % of 101 fen is 30.3 fen: 30 would be rounding in the borrower's favour.
		let rounded = check(&[line(30, true), line(71, false)], Fen(101), covenant);
		assert_eq!(rounded, Err(PlanRefusal::QualityShareBelowCovenant));
		assert_eq!(check(&[line(100, false)], Fen(100), None), Ok(()));
	}

	#[test]
	fn a_prepayment_rests_on_its_contract_and_says_when_the_invoice_is_due() {
		let prepaid = PlanLine {
			stage: Stage::Prepayment,
			evidence_before: EvidenceKind::PurchaseContract,
			invoice_due_days: Some(30),
			..line(1, true)
		};
		assert_eq!(check(&[prepaid], Fen(1), None), Ok(()));
		let late = PlanLine { invoice_due_days: None, ..prepaid };
		assert_eq!(check(&[late], Fen(1), None), Err(PlanRefusal::InvoiceDayMissing(0)));
		for kind in [EvidenceKind::Invoice, EvidenceKind::InspectionReport, EvidenceKind::PatentFiling] {
			let other = PlanLine { evidence_before: kind, ..prepaid };
			assert_eq!(check(&[other], Fen(1), None), Err(PlanRefusal::PrepaymentWithoutContract(0)));
			// What is paid later rests on what was agreed.
			let later = PlanLine { stage: Stage::Acceptance, invoice_due_days: None, ..other };
			assert_eq!(check(&[later], Fen(1), None), Ok(()));
		}
	}

	#[test]
	fn a_line_is_used_up_to_its_cap_and_freed_when_nothing_was_paid() {
		let used = PlanUse::default().after(Movement::Reserve, Fen(10), Fen(10)).unwrap();
		assert_eq!(used.after(Movement::Reserve, Fen(1), Fen(10)), Err(UseRefusal::Exceeded));
		assert_eq!(used.after(Movement::Cancel, Fen(11), Fen(10)), Err(UseRefusal::Underflow));
		assert_eq!(used.after(Movement::Cancel, Fen(10), Fen(10)), Ok(PlanUse::default()));
		let paid = used.after(Movement::Release, Fen(10), Fen(10)).unwrap();
		assert_eq!((paid.reserved(), paid.paid(), paid.used()), (Fen::ZERO, Fen(10), Fen(10)));
		for (frees, takes) in
			[(Movement::Fail, Movement::UndoFail), (Movement::Reverse, Movement::UndoReverse)]
		{
			assert_eq!(paid.after(frees, Fen(10), Fen(10)), Ok(PlanUse::default()));
			assert_eq!(PlanUse::default().after(takes, Fen(10), Fen(10)), Ok(paid));
			// Where the room has gone to another payment meanwhile, it is not taken twice.
			assert_eq!(paid.after(takes, Fen(1), Fen(10)), Err(UseRefusal::Exceeded));
		}
		for kept in Movement::ALL.into_iter().filter(|movement| !PlanUse::is_touched_by(*movement)) {
			assert_eq!(paid.after(kept, Fen(10), Fen(10)), Ok(paid));
		}
		assert!(![Movement::Prepay, Movement::Credit, Movement::PayAgain]
			.into_iter()
			.any(PlanUse::is_touched_by));
	}
}
