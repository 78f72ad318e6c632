//! The writers of loans and their plans, with the list of who must act next, and what they tell the registry.

use crate::pallet::{
	CollectionVersions, Config, EarlyClosings, EndedHolds, Entered, Error, Event, Holds, HoldsEnded,
	LapseFrom, LapseQueue, Loans, LoansByBank, LoansByBorrower, OpenLoans, Pallet, PartyHistory, PlanLength,
	PlanLines, StandingOffers, Transfers, WaitingFor,
};
use crate::types::contract::{Loan, Terms};
use crate::types::hold::{EndedHold, HoldList, Lift};
use crate::types::party::{LoanParty, PartyChange};
use crate::types::repayment::EnteredRepayment;
use crate::types::transfer::Transfer;
use crate::types::waiting::{ContractStage, WaitingKey};
use alloc::collections::BTreeSet;
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, CollectionAccounts, PartyWork};
use zhidai_primitives::{Actor, Day, HoldKind, LoanId, Ordered, OrgId, PlanLine, PlanLineNo};

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

	/// Counts a loan with each of its parties when it becomes active, and no more when it is over.
	pub(crate) fn count_open(loan: &Loan, is_open: bool) {
		loan.parties().into_iter().for_each(|(party, org)| Self::count_with(org, party, is_open));
	}

	fn count_with(org: OrgId, party: LoanParty, is_open: bool) {
		OpenLoans::<T>::mutate_exists(org, |stored| {
			let counts = stored.unwrap_or_default().counting(party, is_open);
			*stored = (!counts.is_empty()).then_some(counts);
		});
	}

	/// Stores that another organisation has a party's place in an active loan, with every list and counter that
	/// follows. Who had it stays on record, and what its officers asked for is void.
	pub(crate) fn put_party(
		id: LoanId,
		mut loan: Loan,
		party: LoanParty,
		to: OrgId,
		by: Actor,
	) -> DispatchResult {
		let from = loan.party(party);
		let change = PartyChange { party, from, to, on: T::Calendar::today() };
		PartyHistory::<T>::try_mutate(id, |changes| {
			changes.try_push(change).map_err(|_| Error::<T>::TooManyPartyChanges)
		})?;
		Self::count_with(from, party, false);
		Self::count_with(to, party, true);
		Self::pass_lists(id, party, from, to);
		Self::pass_collection(id, &loan, party, to)?;
		loan.set_party(party, to);
		// The usual loan has no holds, and costs no further read.
		let before = if loan.holds.is_empty() { HoldList::default() } else { Holds::<T>::get(id) };
		let mut after = before.clone();
		after.forget_asks_of(from);
		Self::put_holds(id, loan, &before, after, None);
		T::PartyWork::pass(id, from, to);
		let (by, officer) = (by.org, by.officer);
		Self::deposit_event(Event::PartyChanged { loan: id, party, from, to, by, officer });
		Ok(())
	}

	/// Stores a transfer under its first loan, and lists it with whose turn it is.
	pub(crate) fn put_transfer(first: LoanId, from: OrgId, next: OrgId, transfer: Transfer) {
		Self::forget_transfer(first, from);
		WaitingFor::<T>::insert(next, Self::to_transfer(first), ());
		Transfers::<T>::insert(first, transfer);
	}

	/// The lists in which a loan is found by its party. What the old bank's officers entered or asked for, and nobody
	/// checked, counts nowhere: the new one's enter and ask anew. Nor does what was asked of a loan whose regulator
	/// is another one now.
	fn pass_lists(id: LoanId, party: LoanParty, from: OrgId, to: OrgId) {
		let place = Ordered::from(id);
		match party {
			LoanParty::Bank => {
				LoansByBank::<T>::remove(from, place);
				LoansByBank::<T>::insert(to, place, ());
				Self::forget_entries(id, from);
			}
			LoanParty::Borrower => {
				LoansByBorrower::<T>::remove(from, place);
				LoansByBorrower::<T>::insert(to, place, ());
			}
			LoanParty::Regulator => Self::forget_regulator_change(id),
		}
	}

	/// Keeps what an officer entered, in the place of what was entered under that reference before.
	pub(crate) fn put_entered(id: LoanId, loan: &Loan, entry: EnteredRepayment) -> DispatchResult {
		Entered::<T>::try_mutate(id, |entered| {
			entered.retain(|other| other.bank_reference != entry.bank_reference);
			// The oldest gives way: what nobody checked must not keep a loan from being repaid.
			if entered.is_full() {
				let _oldest = entered.remove(0);
			}
			entered.try_push(entry).map_err(|_| Error::<T>::RepaymentDiffers)
		})?;
		WaitingFor::<T>::insert(loan.bank, Self::to_check(id), ());
		Ok(())
	}

	/// Forgets the repayments that were entered and never checked, the early closing that was asked for, and the
	/// transfer that not all have signed.
	pub(crate) fn forget_entries(id: LoanId, bank: OrgId) {
		Self::forget_transfer(id, bank);
		Entered::<T>::remove(id);
		WaitingFor::<T>::remove(bank, Self::to_check(id));
		EarlyClosings::<T>::remove(id);
		WaitingFor::<T>::remove(bank, Self::to_close(id));
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
		if let Some(account) = Self::collection_account(id) {
			T::CollectionAccounts::close_collection(loan.borrower, account, loan.bank);
		}
	}

	/// The account to which the loan's receipts return, where it has one, stays its borrower's at its bank, whoever of
	/// the two is another one from now on; the one before lets it go.
	fn pass_collection(id: LoanId, loan: &Loan, party: LoanParty, to: OrgId) -> DispatchResult {
		let Some(account) = Self::next_collection(id, loan, party, to)? else { return Ok(()) };
		Self::close_collection(id, loan);
		let (borrower, bank) = match party {
			LoanParty::Borrower => (to, loan.bank),
			LoanParty::Bank | LoanParty::Regulator => (loan.borrower, to),
		};
		T::CollectionAccounts::open_collection(borrower, account, bank)?;
		CollectionVersions::<T>::insert(id, account);
		Ok(())
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
