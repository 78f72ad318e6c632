//! What runtime APIs read: single records and pages.

use crate::pallet::{
	Config, Holds, Ledgers, LoanTerms, Loans, LoansByBank, LoansByBorrower, Pallet, PlanLength, PlanLines,
	PlanUses, Repayments, WaitingFor,
};
use crate::types::contract::{Loan, RateReference, Terms};
use crate::types::hold::HoldRecord;
use crate::types::repayment::Repayment;
use crate::types::waiting::{ContractStage, WaitingKey};
use alloc::vec::Vec;
use zhidai_primitives::books::{Ledger, PlanUse};
use zhidai_primitives::traits::{DatedRate, Rates};
use zhidai_primitives::{Digest, LoanId, OrgId, Page, PlanLine, PlanLineNo};

/// The most entries of a page.
const MAX_PAGE: u32 = 1_000;

fn page_size(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_PAGE)).unwrap_or(0)
}

impl<T: Config> Pallet<T> {
	/// A loan.
	pub fn loan(id: LoanId) -> Option<Loan> {
		Loans::<T>::get(id)
	}

	/// The terms in force of a loan.
	pub fn terms(id: LoanId) -> Option<Terms> {
		LoanTerms::<T>::get(id, Loans::<T>::get(id)?.terms_version)
	}

	/// The ledger of a loan; nothing before it is signed.
	pub fn ledger(id: LoanId) -> Option<Ledger> {
		Ledgers::<T>::get(id)
	}

	/// The spending plan with what is used of each line.
	pub fn plan(id: LoanId) -> Vec<(PlanLineNo, PlanLine, PlanUse)> {
		let numbers = (0..PlanLength::<T>::get(id)).map(PlanLineNo);
		numbers
			.filter_map(|number| {
				Some((number, PlanLines::<T>::get(id, number)?, PlanUses::<T>::get(id, number)))
			})
			.collect()
	}

	/// The lines of the spending plan.
	pub fn plan_lines(id: LoanId) -> Vec<PlanLine> {
		(0..PlanLength::<T>::get(id))
			.filter_map(|number| PlanLines::<T>::get(id, PlanLineNo(number)))
			.collect()
	}

	/// The holds that were placed and not lifted, in that order; a court's may have run out by date.
	pub fn holds(id: LoanId) -> Vec<HoldRecord> {
		Holds::<T>::get(id).iter().copied().collect()
	}

	/// The reference that a contract's rate was held against, and what it is now for that day, where that is another
	/// entry: it was corrected, or one was entered late. Nothing where the programme caps no rate.
	pub fn pinned_rate(id: LoanId) -> Option<(RateReference, Option<DatedRate>)> {
		let pinned = Self::terms(id)?.pinned;
		let reference = pinned.rate_reference?;
		let now = T::Rates::rate_on(reference.kind, pinned.prepared_on).ok();
		Some((reference, now.filter(|now| now.entry != reference.entry)))
	}

	/// A page of the loans of a borrower, after the last one of the page before.
	pub fn loans_of_borrower(org: OrgId, after: Option<LoanId>, limit: u32) -> Vec<LoanId> {
		let keys = match after {
			Some(last) => LoansByBorrower::<T>::iter_key_prefix_from(
				org,
				LoansByBorrower::<T>::hashed_key_for(org, last),
			),
			None => LoansByBorrower::<T>::iter_key_prefix(org),
		};
		keys.take(page_size(limit)).collect()
	}

	/// A page of the loans of a bank, after the last one of the page before.
	pub fn loans_of_bank(org: OrgId, after: Option<LoanId>, limit: u32) -> Vec<LoanId> {
		let keys = match after {
			Some(last) => {
				LoansByBank::<T>::iter_key_prefix_from(org, LoansByBank::<T>::hashed_key_for(org, last))
			}
			None => LoansByBank::<T>::iter_key_prefix(org),
		};
		keys.take(page_size(limit)).collect()
	}

	/// A page of the contracts that wait for an organisation at a stage, the oldest first, after the last one
	/// of the page before.
	pub fn waiting_for(
		org: OrgId,
		stage: ContractStage,
		after: Option<LoanId>,
		limit: u32,
	) -> Page<LoanId, LoanId> {
		let place = |loan: LoanId| -> WaitingKey { (stage, loan.0.into()) };
		// Loans are counted from 1, so that nothing lies at the place of 0.
		let from = WaitingFor::<T>::hashed_key_for(org, place(after.unwrap_or_default()));
		let later = WaitingFor::<T>::iter_key_prefix_from(org, from).take_while(|(at, _)| *at == stage);
		Page::collect(later.map(|(_, loan)| LoanId(loan.get())), page_size(limit), |loan| *loan)
	}

	/// A page of the repayments of a loan with their bank references, after the last one of the page before.
	pub fn repayments(id: LoanId, after: Option<Digest>, limit: u32) -> Vec<(Digest, Repayment)> {
		let repayments = match after {
			Some(last) => Repayments::<T>::iter_prefix_from(id, Repayments::<T>::hashed_key_for(id, last)),
			None => Repayments::<T>::iter_prefix(id),
		};
		repayments.take(page_size(limit)).collect()
	}
}
