//! What the pallets to the right ask and tell.

use crate::errors::{on_line, split_refused};
use crate::pallet::{Config, Error, Ledgers, LoanTerms, Loans, OpenLoans, Pallet, PlanLines, PlanUses};
use crate::types::contract::Loan;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::books::{split, Ledger, PlanUse};
use zhidai_primitives::traits::{
	Calendar, Fresh, LoanInspect, LoanMove, LoanPermission, LoanRoom, Movement, Obligations, SchemeBook,
};
use zhidai_primitives::{
	Day, DraftNo, Fen, LoanFacts, LoanId, LoanState, OrgId, PlanLine, PlanLineNo, Split,
};

impl<T: Config> LoanInspect for Pallet<T> {
	fn facts(id: LoanId) -> Result<LoanFacts, DispatchError> {
		let (loan, terms) = Self::contract(id)?;
		Ok(LoanFacts {
			borrower: loan.borrower,
			bank: loan.bank,
			regulator: loan.regulator,
			scheme: loan.scheme,
			scheme_version: terms.pinned.scheme_version,
			state: loan.state,
			signed_on: loan.signed_on,
			quality_share_bp: terms.pinned.quality_share_bp,
			drawn: Ledgers::<T>::get(id).map_or(Fen::ZERO, |ledger| ledger.drawn()),
			limit: terms.amount,
			drawable_until: loan.term_ends_on.unwrap_or(terms.available_until).min(terms.available_until),
		})
	}

	fn plan_line(id: LoanId, number: PlanLineNo) -> Result<PlanLine, DispatchError> {
		PlanLines::<T>::get(id, number).ok_or_else(|| Error::<T>::PlanLineUnknown.into())
	}
}

impl<T: Config> LoanPermission for Pallet<T> {
	fn ensure_drawable(id: LoanId) -> DispatchResult {
		let (loan, today) = Self::payable(id)?;
		let terms = LoanTerms::<T>::get(id, loan.terms_version).ok_or(Error::<T>::LoanUnknown)?;
		Self::ensure_not_frozen(loan.borrower, &terms)?;
		ensure!(loan.term_ends_on.is_some_and(|end| today <= end), Error::<T>::TermEnded);
		ensure!(today <= terms.available_until, Error::<T>::NotAvailable);
		let scheme = T::SchemeBook::terms(loan.scheme, terms.pinned.scheme_version)?;
		Self::ensure_still_qualified(loan.borrower, &scheme)
	}

	fn ensure_payable(id: LoanId) -> DispatchResult {
		Self::payable(id).map(|_| ())
	}

	fn ensure_unheld(id: LoanId) -> DispatchResult {
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		Self::ensure_not_held(id, &loan, T::Calendar::today())
	}
}

impl<T: Config> Obligations for Pallet<T> {
	fn ensure_free(org: OrgId) -> DispatchResult {
		let open = OpenLoans::<T>::get(org);
		ensure!(open.as_bank == 0, Error::<T>::LoansOpenAsBank);
		ensure!(open.as_borrower == 0, Error::<T>::LoansOpenAsBorrower);
		ensure!(open.as_regulator == 0, Error::<T>::LoansOpenAsRegulator);
		Ok(())
	}
}

impl<T: Config> LoanRoom for Pallet<T> {
	fn split(id: LoanId, lines: &[PlanLineNo], by: &Split) -> Result<Vec<Fen>, DispatchError> {
		let undrawn = Self::signed_ledger(id)?.undrawn();
		Self::ensure_in_order(lines)?;
		let left_of = |number: &PlanLineNo| -> Result<Fen, DispatchError> {
			let cap = Self::plan_line(id, *number)?.cap;
			Ok(cap.saturating_sub(PlanUses::<T>::get(id, *number).used()))
		};
		let left = lines.iter().map(left_of).collect::<Result<Vec<Fen>, _>>()?;
		// The sum of what is left of all lines is the undrawn limit (invariant 2), so the others need not be read.
		let named = Fen::checked_sum(left.iter().copied());
		let is_whole = named == Some(undrawn) || !matches!(by, Split::ByLeft { .. });
		ensure!(is_whole, Error::<T>::SplitLeavesLineOut);
		split::divide(&left, by).map_err(|refusal| split_refused::<T>(refusal, lines).into())
	}

	fn remaining(id: LoanId, number: PlanLineNo) -> Fen {
		let cap = PlanLines::<T>::get(id, number).map_or(Fen::ZERO, |line| line.cap);
		cap.saturating_sub(PlanUses::<T>::get(id, number).used())
	}

	fn undrawn(id: LoanId) -> Fen {
		Ledgers::<T>::get(id).map_or(Fen::ZERO, |ledger| ledger.undrawn())
	}
}

impl<T: Config> LoanMove for Pallet<T> {
	fn open_draft(id: LoanId) -> Result<DraftNo, DispatchError> {
		let mut ledger = Self::ledger_in(id, &[LoanState::Active])?;
		let number = ledger.open_draft().map_err(Error::<T>::from)?;
		Ledgers::<T>::insert(id, ledger);
		Ok(number)
	}

	fn close_draft(id: LoanId) {
		Ledgers::<T>::mutate_extant(id, Ledger::close_draft);
	}

	fn post(id: LoanId, movements: &[Movement], uses: &[(PlanLineNo, Fen)]) -> DispatchResult {
		let states: &[LoanState] = match movements.iter().any(|movement| movement.needs_active_loan()) {
			true => &[LoanState::Active],
			false => &[LoanState::Active, LoanState::Closed],
		};
		let mut ledger = Self::ledger_in(id, states)?;
		// No balance reaches a sum that does not fit; as a reservation it is above every limit.
		let sum = Fen::checked_sum(uses.iter().map(|(_, amount)| *amount)).unwrap_or(Fen(u64::MAX));
		movements.iter().try_for_each(|movement| ledger.post(*movement, sum)).map_err(Error::<T>::from)?;
		// Everything is computed before anything is written: a caller may go on after a refusal.
		let lines = Self::plan_uses_after(id, movements, uses)?;
		for (number, line_use) in lines {
			PlanUses::<T>::insert(id, number, line_use);
		}
		Ledgers::<T>::insert(id, ledger);
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// The loan, where what is drawn may be paid, and the day.
	fn payable(id: LoanId) -> Result<(Loan, Day), DispatchError> {
		T::Fresh::ensure()?;
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		let today = T::Calendar::today();
		loan.ensure(&[LoanState::Active]).map_err(Error::<T>::from)?;
		Self::ensure_not_held(id, &loan, today)?;
		Ok((loan, today))
	}

	/// Each line once, in the plan's order.
	fn ensure_in_order(lines: &[PlanLineNo]) -> DispatchResult {
		let mut pairs = lines.iter().zip(lines.iter().skip(1));
		match pairs.find(|(one, next)| next <= one) {
			Some((_, PlanLineNo(plan_line))) => {
				Err(Error::<T>::SplitOutOfOrder { plan_line: *plan_line }.into())
			}
			None => Ok(()),
		}
	}

	/// The ledger of a loan in one of these states.
	fn ledger_in(id: LoanId, states: &[LoanState]) -> Result<Ledger, DispatchError> {
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		loan.ensure(states).map_err(Error::<T>::from)?;
		Self::signed_ledger(id)
	}

	/// The use of every line that movements touch, after them; each line counted once for all its payments.
	fn plan_uses_after(
		id: LoanId,
		movements: &[Movement],
		uses: &[(PlanLineNo, Fen)],
	) -> Result<Vec<(PlanLineNo, PlanUse)>, DispatchError> {
		let touching = || movements.iter().copied().filter(|movement| PlanUse::is_touched_by(*movement));
		if touching().next().is_none() {
			return Ok(Vec::new());
		}
		let mut sums = BTreeMap::<PlanLineNo, Fen>::new();
		for (number, amount) in uses {
			let sum = sums.entry(*number).or_default();
			*sum = sum.checked_add(*amount).ok_or(Error::<T>::LimitExceeded)?;
		}
		let after = |(number, sum)| {
			let (cap, before) = (Self::plan_line(id, number)?.cap, PlanUses::<T>::get(id, number));
			let line_use =
				touching().try_fold(before, |line_use, movement| line_use.after(movement, sum, cap));
			Ok((number, line_use.map_err(|refusal| on_line::<T>(refusal, number))?))
		};
		sums.into_iter().map(after).collect()
	}
}
