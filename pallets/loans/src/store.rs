//! The writers of loans and their plans, with the list of who must act next.

use crate::pallet::{Config, Loans, Pallet, PlanLength, PlanLines, WaitingFor};
use crate::types::contract::Loan;
use crate::types::waiting::WaitingKey;
use zhidai_primitives::{LoanId, OrgId, PlanLine, PlanLineNo};

impl<T: Config> Pallet<T> {
	/// Stores a loan and keeps the list of who must act next.
	pub(crate) fn put_loan(id: LoanId, loan: Loan, waited_for: Option<(OrgId, WaitingKey)>) {
		if let Some((org, place)) = waited_for {
			WaitingFor::<T>::remove(org, place);
		}
		if let Some((org, place)) = loan.waits_for(id) {
			WaitingFor::<T>::insert(org, place, ());
		}
		Loans::<T>::insert(id, loan);
	}

	/// Stores a plan, once.
	pub(crate) fn put_plan(id: LoanId, lines: &[PlanLine]) {
		for (number, line) in (0_u16..).zip(lines) {
			PlanLines::<T>::insert(id, PlanLineNo(number), line);
		}
		// A plan has at most 100 lines.
		PlanLength::<T>::insert(id, u16::try_from(lines.len()).unwrap_or(u16::MAX));
	}
}
