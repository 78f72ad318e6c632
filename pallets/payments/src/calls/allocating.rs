//! Allocations (分摊): a payment rests on several documents, from the start or when they come.

use crate::{
	store::allocations::bears,
	types::{
		allocation::{left_to_own, part, taken_off, Allocations, DocumentParts, LaterParts, Part},
		line::LineState,
		records::Lines,
	},
	Config, Error, Event, LineExtras, Pallet, Payments,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{
	traits::{EvidenceDesk, LoanInspect},
	Day, DocumentPart, Fen, LoanId, Uetr,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_draft_allocated(
		origin: OriginFor<T>,
		loan: LoanId,
		lines: Lines,
		allocations: Allocations,
		expires_on: Day,
	) -> DispatchResult {
		let (actor, party, facts) = Self::drafter(origin, loan)?;
		Self::open(loan, &facts, (lines, allocations), None, expires_on, (actor, party))
	}

	/// What of a payment under way rests on documents that came later. One officer is enough: no money moves, the
	/// purchase bears as much as before, and bank and regulator have found each document to be of it.
	pub(crate) fn do_allocate(origin: OriginFor<T>, uetr: Uetr, parts: DocumentParts) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		let loan = payment.loan;
		ensure!(Self::lends(actor.org, &T::Loans::facts(loan)?), Error::<T>::BankNotAllowed);
		let state = Self::find_draft(payment.key())?.line(payment.line);
		let bears = bears(&payment, &LineExtras::<T>::get(uetr).unwrap_or_default());
		let rests = state.is_some_and(LineState::has_left) && !bears.is_zero();
		let own = payment.evidence.filter(|_| rests).ok_or(Error::<T>::NotAllocatable)?;

		let before = Self::later_parts(&payment);
		let fixed = taken_off(&Self::fixed_parts(&payment, &before), bears, bears);
		let left = left_to_own(bears, &fixed);
		Self::ensure_later_parts(own, bears, fixed, &parts)?;
		// What led elsewhere rests on nothing of this any more.
		let of_own = |parts: &DocumentParts| -> Vec<Part> {
			let beside: Vec<Part> = parts.iter().map(part).collect();
			let beside = taken_off(&beside, left, left);
			let rest = (own, left_to_own(left, &beside));
			beside.into_iter().chain([rest]).collect()
		};
		T::Evidence::reallocate(&of_own(&before.later), &of_own(&parts))?;

		let sum = Fen::checked_sum(parts.iter().map(DocumentPart::amount)).unwrap_or_default();
		let (count, sum_fen, officer) = (parts.len().saturated_into(), sum.0, actor.officer);
		Self::put_later_parts(payment.key(), payment.line, LaterParts { later: parts.clone(), ..before });
		Self::deposit_event(Event::PaymentAllocated { uetr, loan, count, sum_fen, parts, officer });
		Ok(())
	}
}
