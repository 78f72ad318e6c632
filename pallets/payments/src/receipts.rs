//! Receipts: what the payee says (收款确认).

use crate::{
	line::LineStep, Config, DraftKey, Drafts, Error, Event, LineExtras, Pallet, PaymentRef, Payments,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Finding, Findings, LoanBook, Movement},
	Actor, Digest, LoanId, OrgId, ShortText, Uetr,
};

impl<T: Config> Pallet<T> {
	/// Confirms receipts: all or none. With a witness it is the lending bank that does, on the payee's statement.
	pub(crate) fn receive(actor: Actor, uetrs: &[Uetr], witness: Option<Digest>) -> DispatchResult {
		let mut drafts = BTreeMap::<(DraftKey, OrgId), Vec<(u16, PaymentRef)>>::new();
		for (position, uetr) in (0_u16..).zip(uetrs) {
			let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::NoSuchPayment)?;
			match witness {
				None => ensure!(payment.payee == actor.org, Error::<T>::NotThePayee),
				Some(witness) => Self::witness(actor, *uetr, &payment, witness)?,
			}
			drafts.entry((payment.key(), payment.payee)).or_default().push((position, payment));
		}
		let assisted = witness.is_some();
		for ((key, payee), payments) in drafts {
			Self::receive_of_draft(actor, key, payee, &payments, assisted)?;
		}
		Ok(())
	}

	fn witness(actor: Actor, uetr: Uetr, payment: &PaymentRef, witness: Digest) -> DispatchResult {
		let loan: LoanId = payment.loan;
		ensure!(T::Loans::facts(loan)?.bank == actor.org, Error::<T>::NotTheLendingBank);
		ensure!(payment.payee != actor.org, Error::<T>::PayeeIsTheBank);
		LineExtras::<T>::mutate(uetr, |extra| extra.get_or_insert_default().witness = Some(witness));
		Ok(())
	}

	fn receive_of_draft(
		actor: Actor,
		key: DraftKey,
		payee: OrgId,
		payments: &[(u16, PaymentRef)],
		assisted: bool,
	) -> DispatchResult {
		let (loan, number) = key;
		let mut draft = Self::draft_of(key)?;
		let step = if assisted { LineStep::ConfirmAssisted } else { LineStep::Confirm };
		let mut sum_fen = 0_u64;
		for (position, payment) in payments {
			draft.step(payment.line, step).ok_or(Error::<T>::NotSettled { line: *position })?;
			sum_fen = sum_fen.saturating_add(payment.amount_fen);
		}
		let uses = payments.iter().map(|(_, payment)| (payment.plan_line, payment.amount()));
		Self::post(loan, &[Movement::Receive], uses)?;
		let (digest, officer) = (draft.digest, actor.officer);
		let count = u16::try_from(payments.len()).unwrap_or(u16::MAX);
		Drafts::<T>::insert(loan, number, draft);
		Self::deposit_event(Event::Received {
			loan,
			draft: number,
			digest,
			payee,
			count,
			sum_fen,
			officer,
			assisted,
		});
		Ok(())
	}

	/// The payee denies a receipt; where only the bank had confirmed it, the money is no longer received.
	pub(crate) fn deny(actor: Actor, uetr: Uetr, reason: ShortText) -> DispatchResult {
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::NoSuchPayment)?;
		ensure!(payment.payee == actor.org, Error::<T>::NotThePayee);
		let (loan, payee, amount_fen) = (payment.loan, payment.payee, payment.amount_fen);
		let mut extra = LineExtras::<T>::get(uetr).unwrap_or_default();
		let step = if extra.is_assisted() { LineStep::DisputeAssisted } else { LineStep::Dispute };
		let movements = Drafts::<T>::try_mutate(loan, payment.draft, |draft| {
			let draft = draft.as_mut().ok_or(Error::<T>::NoSuchDraft)?;
			draft.step(payment.line, step).ok_or(Error::<T>::NotSettled { line: 0 })
		})?;
		Self::post(loan, movements, core::iter::once((payment.plan_line, payment.amount())))?;
		extra.disputed = Some(reason);
		LineExtras::<T>::insert(uetr, extra);
		T::Findings::raise(Finding::PaymentDisputed { loan, uetr });
		let officer = actor.officer;
		Self::deposit_event(Event::PaymentDisputed { uetr, loan, payee, amount_fen, officer });
		Ok(())
	}
}
