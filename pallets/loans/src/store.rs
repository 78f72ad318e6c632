//! The writers of loans and their plans, with the list of who must act next, and what they tell the registry.

use crate::pallet::{
	Config, EndedHolds, Error, Holds, HoldsEnded, LapseFrom, LapseQueue, LoanTerms, Loans, Pallet,
	PlanLength, PlanLines, StandingOffers, WaitingFor,
};
use crate::types::contract::{Loan, Terms};
use crate::types::hold::{EndedHold, HoldList, Lift};
use crate::types::waiting::{ContractStage, WaitingKey};
use alloc::collections::BTreeSet;
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, CollectionAccounts};
use zhidai_primitives::{Day, HoldKind, LoanId, Ordered, OrgId, PlanLine, PlanLineNo};

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

	/// Counts an offer among those of its bank that stand for its borrower, where what is past its last day gives way,
	/// and puts it where the sweep finds it.
	pub(crate) fn open_offer(id: LoanId, loan: &Loan, last_day: Day, today: Day) -> DispatchResult {
		StandingOffers::<T>::try_mutate(loan.bank, loan.borrower, |offers| {
			offers.retain(|(_, last)| *last >= today);
			offers.try_push((id, last_day)).map_err(|_| Error::<T>::TooManyOffers)
		})?;
		LapseQueue::<T>::insert(last_day, Ordered::from(id), ());
		LapseFrom::<T>::mutate(|from| *from = Some(from.map_or(last_day, |from| from.min(last_day))));
		Ok(())
	}

	/// An offer that was signed or taken back, or that lapsed, stands no more.
	pub(crate) fn close_offer(id: LoanId, loan: &Loan, last_day: Day) {
		LapseQueue::<T>::remove(last_day, Ordered::from(id));
		StandingOffers::<T>::mutate_exists(loan.bank, loan.borrower, |stored| {
			let mut offers = stored.take().unwrap_or_default();
			offers.retain(|(other, _)| *other != id);
			*stored = (!offers.is_empty()).then_some(offers);
		});
	}

	/// The loan is active: its collection account, the bank's current one of the borrower, stays the borrower's.
	pub(crate) fn open_collection(loan: &Loan, terms: &Terms) -> DispatchResult {
		match terms.collection_account {
			Some(account) => T::CollectionAccounts::open_collection(loan.borrower, account, loan.bank),
			None => Ok(()),
		}
	}

	/// The loan is over: nothing keeps its collection account.
	pub(crate) fn close_collection(id: LoanId, loan: &Loan) {
		let terms = LoanTerms::<T>::get(id, loan.terms_version);
		if let Some(account) = terms.and_then(|terms| terms.collection_account) {
			T::CollectionAccounts::close_collection(loan.borrower, account, loan.bank);
		}
	}

	/// Stores the holds of a loan, with their kinds in the loan's own record, the lists of who must agree next, and
	/// what is kept of those that are no more.
	pub(crate) fn put_holds(
		id: LoanId,
		mut loan: Loan,
		before: &HoldList<T::AccountId>,
		after: HoldList<T::AccountId>,
		lifted: Option<Lift>,
	) {
		let today = T::Calendar::today();
		before.ended_in(&after).for_each(|record| Self::keep_ended(id, record.ended(today, lifted)));
		let place = |kind: HoldKind| -> WaitingKey { (ContractStage::Lift(kind), id.0.into()) };
		let (asked, asks): (BTreeSet<_>, BTreeSet<_>) = (before.asked().collect(), after.asked().collect());
		for (org, kind) in asked.difference(&asks) {
			WaitingFor::<T>::remove(org, place(*kind));
		}
		for (org, kind) in asks.difference(&asked) {
			WaitingFor::<T>::insert(org, place(*kind), ());
		}
		loan.holds = after.kinds();
		match after.is_empty() {
			true => Holds::<T>::remove(id),
			false => Holds::<T>::insert(id, after),
		}
		Loans::<T>::insert(id, loan);
	}

	fn keep_ended(id: LoanId, ended: EndedHold) {
		let number = HoldsEnded::<T>::mutate(id, |count| {
			let number = *count;
			*count = count.saturating_add(1);
			number
		});
		EndedHolds::<T>::insert(id, Ordered::from(number), ended);
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
