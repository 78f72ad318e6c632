//! What documents a payment can rest on beside its line's own.

use crate::{
	types::{
		allocation::{left_to_own, Part, PartsByLine, MAX_ALLOCATIONS, MAX_DOCUMENTS_BESIDE},
		records::DraftKey,
	},
	Config, Error, Pallet, Payments, Repays,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{
	traits::{EvidenceFacts, LoanInspect},
	Allocation, DocumentPart, DraftLine, EvidenceId, Fen, LoanId, Ordered,
};

impl<T: Config> Pallet<T> {
	/// Refuses allocations of a drawdown whose documents do not fit their lines, or that leave nothing of a payment to
	/// the line's own document. `releases`: the money leaves at once.
	pub(crate) fn ensure_allocations(
		loan: LoanId,
		lines: &[DraftLine],
		allocations: &[Allocation],
		releases: bool,
	) -> DispatchResult {
		let mut beside = PartsByLine::new();
		for (number, allocation) in (0_u16..).zip(allocations) {
			let line = lines.get(usize::from(allocation.line));
			let line = line.ok_or(Error::<T>::AllocationWithoutLine { line: number })?;
			let parts = beside.entry(allocation.line).or_default();
			Self::ensure_part(number, line.evidence, parts, (allocation.evidence, allocation.amount()))?;
			let left = left_to_own(line.amount(), parts);
			ensure!(!left.is_zero(), Error::<T>::AllocationAboveLine { line: number });
			// What is off the plan, the line itself is refused for.
			let Ok(plan) = T::Loans::plan_line(loan, line.plan_line) else { continue };
			T::Evidence::ensure_fits(allocation.evidence, loan, plan.evidence_before, plan.payee)?;
			if releases {
				T::Evidence::ensure_payable(allocation.evidence)?;
			}
		}
		Ok(())
	}

	/// Refuses what a bank allocates of a payment that has left, of which so much rests on documents, beside what was
	/// signed of it.
	pub(crate) fn ensure_later_parts(
		own: EvidenceId,
		bears: Fen,
		fixed: Vec<Part>,
		parts: &[DocumentPart],
	) -> DispatchResult {
		let mut beside = fixed;
		for (number, part) in (0_u16..).zip(parts) {
			Self::ensure_part(number, Some(own), &mut beside, (part.evidence, part.amount()))?;
			let sum = beside.iter().fold(0_u64, |sum, (_, part)| sum.saturating_add(part.0));
			ensure!(sum <= bears.0, Error::<T>::AllocationAboveLine { line: number });
			T::Evidence::ensure_verified(part.evidence)?;
		}
		Ok(())
	}

	/// Refuses a part of nothing, a document that bears a part of the payment already, and one too many; adds it to the
	/// others.
	fn ensure_part(
		line: u16,
		own: Option<EvidenceId>,
		beside: &mut Vec<Part>,
		(evidence, amount): Part,
	) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::AllocationZero { line });
		let is_named = own == Some(evidence) || beside.iter().any(|(other, _)| *other == evidence);
		ensure!(!is_named, Error::<T>::AllocationTwice { line });
		let most = usize::try_from(MAX_DOCUMENTS_BESIDE).unwrap_or(usize::MAX);
		ensure!(beside.len() < most, Error::<T>::TooManyDocuments { line });
		beside.push((evidence, amount));
		Ok(())
	}

	/// Refuses to release lines that rest on a document, beside their own, on which no money may leave today, or on
	/// more of those than a drawdown can have; answers how many there are.
	pub(crate) fn ensure_documents_payable(
		(loan, number): DraftKey,
		repays: bool,
		lines: &[(u16, &DraftLine)],
	) -> Result<u32, DispatchError> {
		let parts: Vec<Part> = match repays {
			false => {
				let mut signed = Self::signed_parts((loan, number));
				lines.iter().filter_map(|(line, _)| signed.remove(line)).flatten().collect()
			}
			true => {
				let returned = Repays::<T>::get(loan, Ordered::from(number));
				let mut parts = Vec::new();
				for (line, _) in lines {
					let old = returned.get(usize::from(*line)).and_then(Payments::<T>::get);
					parts.extend(old.iter().flat_map(Self::parts_beside));
					let fits = parts.len() <= usize::try_from(MAX_ALLOCATIONS).unwrap_or(usize::MAX);
					ensure!(fits, Error::<T>::TooManyDocumentsAtOnce { line: *line });
				}
				parts
			}
		};
		parts.iter().try_for_each(|(evidence, _)| T::Evidence::ensure_payable(*evidence))?;
		Ok(parts.len().saturated_into())
	}
}
