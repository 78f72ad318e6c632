//! The spending plan: its form, what is used of it, how it divides an amount.

use crate::traits::Movement;
use crate::{BasisPoints, EvidenceKind, Fen, PlanLine, Stage};
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use core::cmp::Reverse;
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

/// Why an amount cannot be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitRefusal {
	/// It is more than all that is left.
	AboveWhatIsLeft,
	/// The line would get nothing.
	GivesNothing(u16),
}

/// Divides an amount by what is left of each line, to the fen: each line gets its share rounded down, and the
/// fen that are then missing go one each to the lines whose share was cut most, of equals to the lower number
/// (largest remainders). No line gets more than is left of it: a share that was cut is below what is left, as
/// no more than all is divided. What is left is the cap until something is used; dividing by it lets several
/// drawdowns together use the plan up exactly.
pub fn split(left: &[Fen], amount: Fen) -> Result<Vec<Fen>, SplitRefusal> {
	let total = Fen::checked_sum(left.iter().copied()).unwrap_or(Fen::ZERO);
	if amount > total {
		return Err(SplitRefusal::AboveWhatIsLeft);
	}
	let (mut parts, cuts): (Vec<Fen>, Vec<u128>) = left.iter().map(|own| share(amount, *own, total)).unzip();
	let given = Fen::checked_sum(parts.iter().copied()).unwrap_or(amount);
	let missing = usize::try_from(amount.saturating_sub(given).0).unwrap_or(usize::MAX);
	let mut most_cut: Vec<_> = parts.iter_mut().zip(cuts).collect();
	// The sort keeps the order of equals.
	most_cut.sort_by_key(|(_, cut)| Reverse(*cut));
	for (part, _) in most_cut.into_iter().take(missing) {
		*part = Fen(part.0.saturating_add(1));
	}
	match (0..).zip(&parts).find(|(_, part)| part.is_zero()) {
		Some((number, _)) => Err(SplitRefusal::GivesNothing(number)),
		None => Ok(parts),
	}
}

/// A line's share, rounded down to the fen, and what was cut off, in parts of the total.
fn share(amount: Fen, own: Fen, total: Fen) -> (Fen, u128) {
	let product = u128::from(amount.0).saturating_mul(u128::from(own.0));
	let cut = product.checked_rem(u128::from(total.0)).unwrap_or(0);
	(amount.share(own.0, total.0).unwrap_or(Fen::ZERO), cut)
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
	use crate::OrgId;
	use proptest::prelude::*;

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

	fn parts(left: &[u64], amount: u64) -> Result<Vec<u64>, SplitRefusal> {
		let left: Vec<_> = left.iter().copied().map(Fen).collect();
		split(&left, Fen(amount)).map(|parts| parts.into_iter().map(|part| part.0).collect())
	}

	#[test]
	fn a_split_gives_the_missing_fen_to_the_lines_that_were_cut_most() {
		assert_eq!(parts(&[60, 40], 100), Ok(vec![60, 40]));
		assert_eq!(parts(&[7], 5), Ok(vec![5]));
		// 2.5, 2.75 and 4.75 of 10.
		assert_eq!(parts(&[10, 11, 19], 10), Ok(vec![2, 3, 5]));
		// Of equals to the lower numbers.
		assert_eq!(parts(&[100, 100, 100], 100), Ok(vec![34, 33, 33]));
		assert_eq!(parts(&[100, 100, 100], 101), Ok(vec![34, 34, 33]));
	}

	#[test]
	fn a_split_gives_no_line_more_than_is_left_of_it() {
		assert_eq!(parts(&[10, 10, 1], 20), Ok(vec![10, 9, 1]));
		assert_eq!(parts(&[10, 10, 1], 21), Ok(vec![10, 10, 1]));
		assert_eq!(parts(&[10, 10, 1], 22), Err(SplitRefusal::AboveWhatIsLeft));
		assert_eq!(parts(&[0], 1), Err(SplitRefusal::AboveWhatIsLeft));
		assert_eq!(parts(&[], 1), Err(SplitRefusal::AboveWhatIsLeft));
	}

	#[test]
	fn a_split_that_gives_a_line_nothing_is_refused_as_a_whole() {
		assert_eq!(parts(&[1, 999], 100), Err(SplitRefusal::GivesNothing(0)));
		assert_eq!(parts(&[50, 0, 50], 100), Err(SplitRefusal::GivesNothing(1)));
		assert_eq!(parts(&[50, 50], 0), Err(SplitRefusal::GivesNothing(0)));
		assert_eq!(parts(&[50, 50], 1), Err(SplitRefusal::GivesNothing(1)));
		assert_eq!(parts(&[0], 0), Err(SplitRefusal::GivesNothing(0)));
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
		let kept = [Movement::Settle, Movement::ReturnSettled, Movement::ReturnReceived];
		for kept in kept.into_iter().chain([Movement::PayAgain, Movement::Deny]) {
			assert_eq!(paid.after(kept, Fen(10), Fen(10)), Ok(paid));
			assert!(!PlanUse::is_touched_by(kept));
		}
	}

	proptest! {
		#[test]
		fn a_split_is_exact_and_leaves_no_line_out_and_passes_none(
			left in prop::collection::vec(prop_oneof![0..20_u64, 0..=u64::MAX / 100], 1..100), parts: u64,
		) {
			let left: Vec<_> = left.into_iter().map(Fen).collect();
			let total = Fen::checked_sum(left.iter().copied()).unwrap();
			let amount = total.share(parts, u64::MAX).unwrap();
			match split(&left, amount) {
				Ok(parts) => {
					prop_assert_eq!(parts.len(), left.len());
					prop_assert!(parts.iter().zip(&left).all(|(part, own)| !part.is_zero() && part <= own));
					prop_assert_eq!(Fen::checked_sum(parts.iter().copied()), Some(amount));
					for (part, own) in parts.iter().zip(&left) {
						// Within one fen of the exact share.
						let down = amount.share(own.0, total.0).unwrap();
						prop_assert!(*part == down || part.0 == down.0 + 1);
					}
				}
				Err(SplitRefusal::GivesNothing(line)) => {
					prop_assert!(amount.share(left[usize::from(line)].0, total.0).is_none_or(Fen::is_zero));
				}
				Err(SplitRefusal::AboveWhatIsLeft) => prop_assert!(false, "no more than is left was split"),
			}
			if let Some(more) = total.checked_add(Fen(1)) {
				prop_assert_eq!(split(&left, more), Err(SplitRefusal::AboveWhatIsLeft));
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
