//! Receipts: what the payee says (收款确认).

use crate::{
	costs::drafts_and_loans,
	types::{
		line::{LineState, LineStep},
		records::{DraftKey, PaymentRef, Receipts},
	},
	Config, Error, Event, LineExtras, Pallet, Payments, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Directory, Finding, Findings, LoanInspect, Movement},
	Actor, Digest, Duty, LoanId, OrgId, ShortText, Uetr,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_confirm(origin: OriginFor<T>, uetrs: &Receipts) -> DispatchResultWithPostInfo {
		let actor = Self::officer(origin, Duty::Confirm)?;
		let touched = Self::receive(actor, uetrs, None)?;
		Ok(Some(Self::received_weight(T::WeightInfo::confirm, uetrs.len(), touched)).into())
	}

	pub(crate) fn do_confirm_assisted(
		origin: OriginFor<T>,
		uetrs: &Receipts,
		witness: Digest,
	) -> DispatchResultWithPostInfo {
		let actor = Self::officer(origin, Duty::Checker)?;
		let touched = Self::receive(actor, uetrs, Some(witness))?;
		Ok(Some(Self::received_weight(T::WeightInfo::confirm_assisted, uetrs.len(), touched)).into())
	}

	/// Confirms receipts: all or none. With a witness it is the lending bank that does, on the payee's statement.
	/// Answers of how many drafts and loans they were.
	fn receive(actor: Actor, uetrs: &[Uetr], witness: Option<Digest>) -> Result<(u32, u32), DispatchError> {
		let mut drafts = BTreeMap::<(DraftKey, OrgId), Vec<(u16, PaymentRef)>>::new();
		for (position, uetr) in (0_u16..).zip(uetrs) {
			let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
			match witness {
				None => Self::ensure_payee(actor, payment.payee)?,
				Some(witness) => Self::witness(actor, *uetr, &payment, witness)?,
			}
			drafts.entry((payment.key(), payment.payee)).or_default().push((position, payment));
		}
		let assisted = witness.is_some();
		let touched = drafts_and_loans(drafts.keys().map(|(key, _)| key));
		for ((key, payee), payments) in drafts {
			Self::receive_in_draft(actor, key, payee, &payments, assisted)?;
		}
		Ok(touched)
	}

	/// The officer speaks for the payee, or for who succeeds it.
	fn ensure_payee(actor: Actor, payee: OrgId) -> DispatchResult {
		let speaks = payee == actor.org || T::Directory::is_successor(actor.org, payee);
		ensure!(speaks, Error::<T>::PayeeNotAllowed);
		Ok(())
	}

	fn witness(actor: Actor, uetr: Uetr, payment: &PaymentRef, witness: Digest) -> DispatchResult {
		let loan: LoanId = payment.loan;
		ensure!(T::Loans::facts(loan)?.bank == actor.org, Error::<T>::BankNotAllowed);
		ensure!(payment.payee != actor.org, Error::<T>::PayeeIsTheBank);
		LineExtras::<T>::mutate(uetr, |extra| extra.get_or_insert_default().witness = Some(witness));
		Ok(())
	}

	fn receive_in_draft(
		actor: Actor,
		key: DraftKey,
		payee: OrgId,
		payments: &[(u16, PaymentRef)],
		assisted: bool,
	) -> DispatchResult {
		let (loan, number) = key;
		let mut taken = Self::take_draft(key, &T::Loans::facts(loan)?)?;
		let step = if assisted { LineStep::ConfirmAssisted } else { LineStep::Confirm };
		let (mut sum_fen, mut answered) = (0_u64, 0_i32);
		for (position, payment) in payments {
			let waited = taken.draft.line(payment.line) == Some(LineState::Settled);
			taken.draft.step(payment.line, step).ok_or(Error::<T>::NotSettled { line: *position })?;
			answered = answered.saturating_add(waited.into());
			sum_fen = sum_fen.saturating_add(payment.amount_fen);
		}
		let uses = payments.iter().map(|(_, payment)| (payment.plan_line, payment.amount()));
		Self::post(loan, &[Movement::Receive], uses)?;
		let (digest, officer) = (taken.draft.digest, actor.officer);
		let count = u16::try_from(payments.len()).unwrap_or(u16::MAX);
		Self::put_draft(taken);
		Self::change_receipts(payee, key, answered.saturating_neg());
		Self::change_open(payee, i32::from(count).saturating_neg());
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
	pub(crate) fn do_dispute(origin: OriginFor<T>, uetr: Uetr, reason: ShortText) -> DispatchResult {
		let actor = Self::officer(origin, Duty::Confirm)?;
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		Self::ensure_payee(actor, payment.payee)?;
		let (loan, payee, amount_fen) = (payment.loan, payment.payee, payment.amount_fen);
		let mut extra = LineExtras::<T>::get(uetr).unwrap_or_default();
		let step = if extra.is_assisted() { LineStep::DisputeAssisted } else { LineStep::Dispute };
		let mut taken = Self::take_draft(payment.key(), &T::Loans::facts(loan)?)?;
		let before = taken.draft.line(payment.line);
		let (waited, received) = (before == Some(LineState::Settled), before == Some(LineState::Received));
		let movements = taken.draft.step(payment.line, step).ok_or(Error::<T>::NotSettled { line: 0 })?;
		Self::post(loan, movements, core::iter::once((payment.plan_line, payment.amount())))?;
		Self::put_draft(taken);
		Self::change_receipts(payee, payment.key(), i32::from(waited).saturating_neg());
		Self::change_open(payee, received.into());
		extra.disputed = Some(reason);
		LineExtras::<T>::insert(uetr, extra);
		T::Findings::raise(Finding::PaymentDisputed { loan, uetr });
		let officer = actor.officer;
		Self::deposit_event(Event::PaymentDisputed { uetr, loan, payee, amount_fen, officer });
		Ok(())
	}
}
