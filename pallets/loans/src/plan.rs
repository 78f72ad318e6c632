//! The spending plan: its form, what is used of it, how it divides an amount. Knows no `Config`.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::traits::Movement;
use zhidai_primitives::{BasisPoints, Fen, PlanLine, Stage};

/// Why a plan is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanRefusal {
	/// It has no line.
	Empty,
	/// The line is for nothing.
	LineZero(u16),
	/// The line asks for no evidence, and may not.
	EvidenceMissing(u16),
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

/// Only a prepayment may go before its evidence, and then the day by which its invoice is due must be agreed.
fn check_line(number: u16, line: &PlanLine) -> Result<(), PlanRefusal> {
	if line.cap.is_zero() {
		return Err(PlanRefusal::LineZero(number));
	}
	let later = line.stage == Stage::Prepayment && line.invoice_due_days.is_some();
	if line.evidence_before.is_none() && !later {
		return Err(PlanRefusal::EvidenceMissing(number));
	}
	Ok(())
}

fn sum<'a>(lines: impl Iterator<Item = &'a PlanLine>) -> Option<Fen> {
	Fen::checked_sum(lines.map(|line| line.cap))
}

/// Whether a part is at least this share of the whole; exact, nothing is rounded.
fn reaches(part: Fen, whole: Fen, share: BasisPoints) -> bool {
	let has = u128::from(part.0).saturating_mul(u128::from(BasisPoints::WHOLE.0));
	has >= u128::from(whole.0).saturating_mul(u128::from(share.0))
}

/// Divides an amount by what is left of each line, to the fen; the remainder goes to the last line. What is left is
/// the cap until something is used; dividing by it lets several drawdowns together use the plan up exactly, where
/// dividing by the caps would push the last line past its own. Names the line that would get nothing.
pub fn split(left: &[Fen], amount: Fen) -> Result<Vec<Fen>, u16> {
	let total = Fen::checked_sum(left.iter().copied()).unwrap_or(Fen::ZERO);
	let mut rest = amount;
	let mut parts = Vec::with_capacity(left.len());
	let mut lines = (0..).zip(left).peekable();
	while let Some((number, own)) = lines.next() {
		let part = match lines.peek() {
			Some(_) => amount.share(own.0, total.0).unwrap_or(Fen::ZERO),
			None => rest,
		};
		if part.is_zero() || own.is_zero() {
			return Err(number);
		}
		rest = rest.saturating_sub(part);
		parts.push(part);
	}
	Ok(parts)
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

	/// Released, and whatever came of it, unless it failed: returned money stays with its line, to be paid again on it.
	pub const fn paid(&self) -> Fen {
		self.paid
	}

	/// Both.
	pub fn used(&self) -> Fen {
		self.reserved.checked_add(self.paid).unwrap_or(Fen(u64::MAX))
	}

	/// Whether a movement changes what is used of a line at all.
	pub const fn is_touched_by(movement: Movement) -> bool {
		matches!(movement, Movement::Reserve | Movement::Cancel | Movement::Release | Movement::Fail)
	}

	/// The use after a movement on a line with this cap.
	pub fn after(self, movement: Movement, amount: Fen, cap: Fen) -> Result<Self, UseRefusal> {
		let less = |from: Fen| from.checked_sub(amount).ok_or(UseRefusal::Underflow);
		let more = |to: Fen| to.checked_add(amount).ok_or(UseRefusal::Exceeded);
		let after = match movement {
			Movement::Reserve => Self { reserved: more(self.reserved)?, ..self },
			Movement::Cancel => Self { reserved: less(self.reserved)?, ..self },
			Movement::Release => Self { reserved: less(self.reserved)?, paid: more(self.paid)? },
			Movement::Fail => Self { paid: less(self.paid)?, ..self },
			_ => self,
		};
		(after.used() <= cap).then_some(after).ok_or(UseRefusal::Exceeded)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use zhidai_primitives::{EvidenceKind, OrgId};

	fn line(cap: u64, quality_upgrading: bool) -> PlanLine {
		PlanLine {
			payee: OrgId(6),
			quality_upgrading,
			cap: Fen(cap),
			stage: Stage::Delivery,
			evidence_before: Some(EvidenceKind::Invoice),
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
	fn only_a_prepayment_with_an_invoice_day_goes_before_its_evidence() {
		let prepaid = PlanLine {
			stage: Stage::Prepayment,
			evidence_before: None,
			invoice_due_days: Some(30),
			..line(1, true)
		};
		assert_eq!(check(&[prepaid], Fen(1), None), Ok(()));
		for wrong in [
			PlanLine { invoice_due_days: None, ..prepaid },
			PlanLine { stage: Stage::Delivery, ..prepaid },
			PlanLine { stage: Stage::Retention, ..prepaid },
		] {
			assert_eq!(check(&[wrong], Fen(1), None), Err(PlanRefusal::EvidenceMissing(0)));
		}
	}

	#[test]
	fn a_split_gives_the_remainder_to_the_last_line() {
		assert_eq!(split(&[Fen(100), Fen(100), Fen(100)], Fen(100)), Ok(vec![Fen(33), Fen(33), Fen(34)]));
		assert_eq!(split(&[Fen(60), Fen(40)], Fen(100)), Ok(vec![Fen(60), Fen(40)]));
		assert_eq!(split(&[Fen(7)], Fen(5)), Ok(vec![Fen(5)]));
	}

	#[test]
	fn a_split_that_gives_a_line_nothing_is_refused_as_a_whole() {
		assert_eq!(split(&[Fen(1), Fen(999)], Fen(100)), Err(0));
		assert_eq!(split(&[Fen(50), Fen(0), Fen(50)], Fen(100)), Err(1));
		assert_eq!(split(&[Fen(50), Fen(0)], Fen(51)), Err(1));
		assert_eq!(split(&[Fen(50), Fen(50)], Fen::ZERO), Err(0));
		assert_eq!(split(&[Fen(0)], Fen(1)), Err(0));
	}

	#[test]
	fn a_line_is_used_up_to_its_cap_and_freed_when_nothing_was_paid() {
		let used = PlanUse::default().after(Movement::Reserve, Fen(10), Fen(10)).unwrap();
		assert_eq!(used.after(Movement::Reserve, Fen(1), Fen(10)), Err(UseRefusal::Exceeded));
		assert_eq!(used.after(Movement::Cancel, Fen(11), Fen(10)), Err(UseRefusal::Underflow));
		assert_eq!(used.after(Movement::Cancel, Fen(10), Fen(10)), Ok(PlanUse::default()));
		let paid = used.after(Movement::Release, Fen(10), Fen(10)).unwrap();
		assert_eq!((paid.reserved(), paid.paid(), paid.used()), (Fen::ZERO, Fen(10), Fen(10)));
		assert_eq!(paid.after(Movement::Fail, Fen(10), Fen(10)), Ok(PlanUse::default()));
		for kept in [Movement::Settle, Movement::ReturnSettled, Movement::ReturnReceived, Movement::PayAgain]
		{
			assert_eq!(paid.after(kept, Fen(10), Fen(10)), Ok(paid));
			assert!(!PlanUse::is_touched_by(kept));
		}
	}

	proptest! {
		#[test]
		fn a_split_sums_to_the_amount_and_leaves_no_line_out(
			left in prop::collection::vec(0..=u64::MAX / 100, 1..100), amount: u64,
		) {
			let left: Vec<_> = left.into_iter().map(Fen).collect();
			if let Ok(parts) = split(&left, Fen(amount)) {
				prop_assert_eq!(parts.len(), left.len());
				prop_assert!(parts.iter().all(|part| !part.is_zero()));
				prop_assert_eq!(Fen::checked_sum(parts), Some(Fen(amount)));
			}
		}

		#[test]
		fn drawdowns_by_the_split_can_use_the_plan_up_exactly(
			caps in prop::collection::vec(1_000..1_000_000_u64, 1..20), first in 1..=9_u64,
		) {
			let caps: Vec<_> = caps.into_iter().map(Fen).collect();
			let total = Fen::checked_sum(caps.iter().copied()).unwrap();
			let one = split(&caps, total.share(first, 10).unwrap()).unwrap();
			let left: Vec<_> = caps.iter().zip(&one).map(|(cap, part)| cap.checked_sub(*part).unwrap()).collect();
			let rest = Fen::checked_sum(left.iter().copied()).unwrap();
			prop_assert_eq!(split(&left, rest), Ok(left));
		}
	}
}
