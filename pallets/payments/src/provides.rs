//! What the pallets to the right see.

use crate::{types::line::LineStep, Config, Error, Event, OpenPayments, Pallet, Payments, Settlements, Work};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{LoanInspect, Obligations, PartyWork, PaymentBook, PaymentFacts},
	DraftNo, LoanId, Ordered, OrgId, Uetr,
};

impl<T: Config> Obligations for Pallet<T> {
	fn ensure_free(org: OrgId) -> DispatchResult {
		ensure!(OpenPayments::<T>::get(org) == 0, Error::<T>::PaymentsOpen);
		Ok(())
	}
}

impl<T: Config> PartyWork for Pallet<T> {
	fn ensure_can_pass(loan: LoanId, from: OrgId) -> DispatchResult {
		let before = (LoanId(loan.0.saturating_sub(1)), DraftNo(u32::MAX));
		let waits = |work: &Work| {
			let next = Self::places(from, *work, Some(before)).next();
			next.is_some_and(|(other, _)| other == loan)
		};
		ensure!(!Work::OF_DRAFTS.iter().any(waits), Error::<T>::PaymentsWaiting);
		Ok(())
	}

	/// Nothing of the loan waits for who passes its place on.
	fn pass(_: LoanId, _: OrgId, _: OrgId) {}
}

impl<T: Config> PaymentBook for Pallet<T> {
	fn facts(uetr: Uetr) -> Result<PaymentFacts, DispatchError> {
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		let draft = Self::find_draft(payment.key())?;
		let status = draft.status(payment.line).ok_or(Error::<T>::PaymentUnknown)?;
		Ok(PaymentFacts {
			loan: payment.loan,
			plan_line: payment.plan_line,
			payee: payment.payee,
			amount: draft.standing(payment.line, payment.amount()),
			evidence: payment.evidence,
			status,
			booked_on: Settlements::<T>::get(payment.key(), Ordered::from(u32::from(payment.line)))
				.map(|record| record.booked_on),
		})
	}

	/// What was said stays: the payee denies it still, and no signed receipt is outdated by it.
	fn examined(uetr: Uetr) {
		let Some(payment) = Payments::<T>::get(uetr) else { return };
		let (loan, payee) = (payment.loan, payment.payee);
		let Ok(facts) = T::Loans::facts(loan) else { return };
		let Ok(mut taken) = Self::take_draft(payment.key(), &facts) else { return };
		if taken.draft.step(payment.line, LineStep::Examine).is_none() {
			return;
		}
		Self::put_draft(taken);
		Self::change_open(payee, -1);
		Self::deposit_event(Event::DenialExamined { uetr, loan, payee });
	}
}
