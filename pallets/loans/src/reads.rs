//! What runtime APIs read: single records and pages.

use crate::pallet::{
	CollectionVersions, Config, EarlyClosings, EndedHolds, Entered, Holds, HoldsEnded, Ledgers, LoanTerms,
	Loans, LoansByBank, LoansByBorrower, Pallet, PlanLength, PlanLines, PlanUses, RegulatorChanges,
	Transfers, WaitingFor,
};
use crate::types::waiting::{ContractStage, WaitingKey};
use crate::types::{
	ask::Ask,
	closing::EarlyClosing,
	contract::{Loan, RateReference, Terms},
	hold::{EndedHold, HoldKey, HoldRecord},
	party::RegulatorChange,
	transfer::Transfer,
};
use alloc::vec::Vec;
use zhidai_primitives::books::{Ledger, PlanUse};
use zhidai_primitives::{
	keys_after,
	traits::{Calendar, DatedRate, Directory, Rates},
	AccountVersion, Duties, Duty, HoldKind, LoanId, LoanState, Ordered, OrgId, Page, PlanLine, PlanLineNo,
	SignedBy,
};

/// A page of what is left of a list.
fn page_of_loans(left: impl Iterator<Item = Ordered>, limit: u32) -> Page<LoanId, LoanId> {
	Page::collect(left.map(LoanId::from), limit, |loan| *loan)
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

	/// The version of the borrower's accounts at the loan's bank that its receipts return to, where it has one: the one
	/// that was signed, or another one's where a party changed.
	pub fn collection_account(id: LoanId) -> Option<AccountVersion> {
		let signed = Self::terms(id)?.collection_account?;
		Some(CollectionVersions::<T>::get(id).unwrap_or(signed))
	}

	/// Whether a contract that waits can still be checked and signed: its last day is not over, and the bank's
	/// signatures count.
	pub fn can_be_signed(id: LoanId) -> bool {
		Self::contract(id).is_ok_and(|(loan, terms)| {
			let in_time = T::Calendar::today() <= terms.pinned.expires_on;
			loan.is_offer() && in_time && Self::is_signed_for_the_bank(&loan)
		})
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
	pub fn holds(id: LoanId) -> Vec<HoldRecord<T::AccountId>> {
		Holds::<T>::get(id).iter().cloned().collect()
	}

	/// The last of the holds that are no more, so many at the most, in the order in which they went.
	pub fn last_ended_holds(id: LoanId, most: u32) -> Vec<EndedHold> {
		let all = HoldsEnded::<T>::get(id);
		let last = all.saturating_sub(most)..all;
		last.filter_map(|number| EndedHolds::<T>::get(id, Ordered::from(number))).collect()
	}

	/// Who asks that a hold be lifted, where that still counts: not asked too long ago, by who could ask it today.
	pub fn lift_ask(record: &HoldRecord<T::AccountId>) -> Option<&Ask<T::AccountId>> {
		let ask = record.lift_asked_by.as_ref()?;
		let counts = ask.stands_on(T::Calendar::today())
			&& Self::lifter(&ask.account, record.key.kind).is_ok_and(|actor| actor.officer == ask.officer);
		counts.then_some(ask)
	}

	/// The holds of this kind that an officer of the organisation asks to lift, where that still counts and a colleague
	/// with these duties can agree.
	pub fn lifts_to_agree(org: OrgId, duties: Duties, id: LoanId, kind: HoldKind) -> Vec<HoldKey> {
		let holds = Holds::<T>::get(id);
		let of_kind = holds.iter().filter(|record| record.key.kind == kind);
		let asked = of_kind.filter(|record| {
			Self::lift_ask(record)
				.is_some_and(|ask| ask.org == org && Self::may_agree(ask, kind, org, duties))
		});
		asked.map(|record| record.key).collect()
	}

	/// That an officer asks to close a loan early, where that still counts: nothing was drawn since, it was not asked
	/// too long ago, and by who could ask it today.
	pub fn early_closing(id: LoanId) -> Option<EarlyClosing<T::AccountId>> {
		let asked = EarlyClosings::<T>::get(id)?;
		let drawn = Self::ledger(id)?.drawn();
		let counts = asked.drawn == drawn
			&& asked.ask.stands_on(T::Calendar::today())
			&& Self::booking(&asked.ask.account).is_ok_and(|actor| actor.officer == asked.ask.officer);
		counts.then_some(asked)
	}

	/// How many repayments wait for their check: entered by who could enter them today, with the same key.
	pub fn repayments_to_check(id: LoanId) -> u32 {
		let counting = Entered::<T>::get(id).into_iter().filter(|entry| Self::could_book(entry.by));
		u32::try_from(counting.count()).unwrap_or(u32::MAX)
	}

	/// That an officer of a bureau asks for another market regulator, where that still counts: not asked too long
	/// ago, by who could ask it today.
	pub fn regulator_change(id: LoanId) -> Option<RegulatorChange<T::AccountId>> {
		let asked = RegulatorChanges::<T>::get(id)?;
		let counts = asked.ask.stands_on(T::Calendar::today())
			&& Self::bureau_officer(&asked.ask.account).is_ok_and(|actor| actor.officer == asked.ask.officer);
		counts.then_some(asked)
	}

	/// The transfer that begins with this loan, where it can still be signed: not begun too long ago, and by officers
	/// who could sign it today with the same keys.
	pub fn standing_transfer(first: LoanId) -> Option<Transfer> {
		let transfer = Transfers::<T>::get(first)?;
		let counts =
			|(by, duty): (SignedBy, Duty)| T::Directory::signature_counts(by.officer, by.key_number, duty);
		let stands = transfer.stands_on(T::Calendar::today()) && transfer.signatures().all(counts);
		stands.then_some(transfer)
	}

	/// The transfer that begins with this loan, where an officer of the organisation with these duties can sign it
	/// next, and the bank that passes the loans on.
	pub fn transfer_to_sign(org: OrgId, duties: Duties, first: LoanId) -> Option<(OrgId, Transfer)> {
		let (from, transfer) = (Self::loan(first)?.bank, Self::standing_transfer(first)?);
		let (next, duty) = transfer.next(from)?;
		let is_due = next == org
			&& duties.has(duty)
			&& Self::ensure_transferable(&transfer.loans, from, transfer.to).is_ok();
		is_due.then_some((from, transfer))
	}

	/// The reference that a contract's rate was held against, and what it is now for that day, where that is another
	/// entry: it was corrected, or one was entered late. Nothing where the programme caps no rate.
	pub fn pinned_rate(id: LoanId) -> Option<(RateReference, Option<DatedRate>)> {
		let pinned = Self::terms(id)?.pinned;
		let reference = pinned.rate_reference?;
		let now = T::Rates::rate_on(reference.kind, pinned.prepared_on).ok();
		Some((reference, now.filter(|now| now.entry != reference.entry)))
	}

	/// The loans of a borrower, the oldest first, after the last one of the page before.
	pub fn loans_of_borrower(org: OrgId, after: Option<LoanId>, limit: u32) -> Page<LoanId, LoanId> {
		page_of_loans(keys_after::<LoansByBorrower<T>, _, _>(org, after.map(|last| last.0)), limit)
	}

	/// The loans of a bank, the oldest first, after the last one of the page before.
	pub fn loans_of_bank(org: OrgId, after: Option<LoanId>, limit: u32) -> Page<LoanId, LoanId> {
		page_of_loans(keys_after::<LoansByBank<T>, _, _>(org, after.map(|last| last.0)), limit)
	}

	/// Whether an organisation succeeds this party of an active loan, and can ask to take its place.
	pub fn can_take_over(org: OrgId, from: OrgId, id: LoanId) -> bool {
		Loans::<T>::get(id).is_some_and(|loan| {
			let is_party = loan.parties().into_iter().any(|(_, party)| party == from);
			loan.state == LoanState::Active && is_party && Self::succeeds_in(&loan, org, from)
		})
	}

	/// A page of the contracts that wait for an organisation at a stage, the oldest first, after the last one
	/// of the page before.
	pub fn waiting_for(
		org: OrgId,
		stage: ContractStage,
		after: Option<LoanId>,
		limit: u32,
	) -> Page<LoanId, LoanId> {
		// Loans are counted from 1, so that nothing lies at the place of 0.
		let place: WaitingKey = (stage, after.unwrap_or_default().into());
		let from = WaitingFor::<T>::hashed_key_for(org, place);
		let later = WaitingFor::<T>::iter_key_prefix_from(org, from).take_while(|(at, _)| *at == stage);
		page_of_loans(later.map(|(_, loan)| loan), limit)
	}
}
