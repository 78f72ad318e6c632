//! Receipts: what the payee says (收款确认).
//!
//! A **receipt** is the payee's word: its officer's transaction, or that officer's signature beside the chain
//! (`zhidai_primitives::signed::receipt_step`), which anybody hands in, once. For who has no officers, or has left, two
//! persons of the lending bank speak on its statement, marked as such. Who confirmed by mistake takes it back within
//! `TakeBackDays`, while the loan is open and the money has not come back; what was said stays on record. A signed
//! receipt names how many words were said before it (`LineExtra::words`): one that was kept undoes no later word.
//!
//! A **denial** holds who lends and who is paid until the payee confirms, the money comes back, or a regulator closes
//! its alert: it is **examined** then (`PaymentBook::examined`), and what is true can still be said and booked.

use crate::{
	costs::drafts_and_loans,
	types::{
		line::{LineState, LineStep},
		records::{Confirmation, DraftKey, PaymentRef, Receipts},
		statement::EnteredStatement,
	},
	Config, Error, Event, LineExtras, Pallet, Payments, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::{
	deps::frame_support::storage::{with_transaction, TransactionOutcome},
	prelude::*,
};
use zhidai_primitives::{
	traits::{Calendar, Directory, Finding, Findings, LoanInspect, Movement},
	Actor, Digest, Duty, LoanId, OrgId, ShortText, SignedBy, Uetr,
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
		let actor = Self::booking_officer(origin)?;
		ensure!(!uetrs.is_empty(), Error::<T>::EmptyStatement);
		let digest = EnteredStatement::digest(uetrs, witness);
		let touched = match Self::entered_by(actor.org, digest) {
			Some(first) if first.officer != actor.officer && actor.duties.has(Duty::Checker) => {
				Self::ensure_another_person(actor, [first.officer])?;
				Self::forget_statement(actor.org, digest);
				Self::receive(actor, uetrs, Some((witness, first)))?
			}
			// Also in the place of what was entered and counts no more.
			_ => Self::enter_statement(actor, uetrs, witness)?,
		};
		Ok(Some(Self::received_weight(T::WeightInfo::confirm_assisted, uetrs.len(), touched)).into())
	}

	/// The first officer enters what the payee stated: only what could be confirmed now, which is tried and undone.
	fn enter_statement(actor: Actor, uetrs: &[Uetr], witness: Digest) -> Result<(u32, u32), DispatchError> {
		let by = T::Directory::signature(actor.officer);
		let tried = || TransactionOutcome::Rollback(Self::receive(actor, uetrs, Some((witness, by))));
		let touched = with_transaction(tried)?;
		let entered = EnteredStatement::new(uetrs, witness, by);
		let (bank, count, officer) = (actor.org, entered.count, actor.officer);
		Self::put_statement(bank, entered);
		Self::deposit_event(Event::ReceiptsEntered { bank, witness, count, officer });
		Ok(touched)
	}

	/// Confirms receipts: all or none. With a statement, and who entered it, it is the lending bank that does.
	/// Answers of how many drafts and loans they were.
	pub(crate) fn receive(
		actor: Actor,
		uetrs: &[Uetr],
		statement: Option<(Digest, SignedBy)>,
	) -> Result<(u32, u32), DispatchError> {
		let mut drafts = BTreeMap::<(DraftKey, OrgId), Vec<(u16, PaymentRef)>>::new();
		for (position, uetr) in (0_u16..).zip(uetrs) {
			let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
			match statement {
				None => Self::ensure_confirms(actor, &payment)?,
				Some(statement) => Self::witness(actor, *uetr, &payment, statement)?,
			}
			drafts.entry((payment.key(), payment.payee)).or_default().push((position, payment));
		}
		let assisted = statement.is_some();
		let touched = drafts_and_loans(drafts.keys().map(|(key, _)| key));
		for ((key, payee), payments) in drafts {
			Self::receive_in_draft(actor, key, payee, &payments, assisted)?;
		}
		Ok(touched)
	}

	/// The officer speaks for the payee, or for who succeeds it.
	pub(crate) fn ensure_payee(actor: Actor, payee: OrgId) -> DispatchResult {
		let speaks = payee == actor.org || T::Directory::is_successor(actor.org, payee);
		ensure!(speaks, Error::<T>::PayeeNotAllowed);
		Ok(())
	}

	/// The officer confirms or denies for the payee, and not for the bank that pays: who lends is no witness of its own
	/// payments, whose place it may have taken.
	pub(crate) fn ensure_confirms(actor: Actor, payment: &PaymentRef) -> DispatchResult {
		Self::ensure_payee(actor, payment.payee)?;
		if payment.payee != actor.org {
			ensure!(!Self::lends(actor.org, &T::Loans::facts(payment.loan)?), Error::<T>::PayeeIsTheBank);
		}
		Ok(())
	}

	/// Only for who cannot confirm for itself.
	fn witness(
		actor: Actor,
		uetr: Uetr,
		payment: &PaymentRef,
		(witness, entered_by): (Digest, SignedBy),
	) -> DispatchResult {
		let loan: LoanId = payment.loan;
		ensure!(Self::lends(actor.org, &T::Loans::facts(loan)?), Error::<T>::BankNotAllowed);
		ensure!(payment.payee != actor.org, Error::<T>::PayeeIsTheBank);
		ensure!(!Self::speaks_for_itself(payment.payee, actor.org), Error::<T>::PayeeHasOfficers);
		LineExtras::<T>::mutate(uetr, |extra| {
			let extra = extra.get_or_insert_default();
			(extra.witness, extra.witnessed_by) = (Some(witness), Some(entered_by));
		});
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
		let (mut sum_fen, mut answered, mut held) = (0_u64, 0_i32, 0_i32);
		for (position, payment) in payments {
			let before = taken.draft.line(payment.line);
			let waited = before == Some(LineState::Settled);
			taken.draft.step(payment.line, step).ok_or(Error::<T>::NotSettled { line: *position })?;
			answered = answered.saturating_add(waited.into());
			held = held.saturating_add(before.is_some_and(LineState::is_unconfirmed).into());
			sum_fen = sum_fen.saturating_add(taken.draft.standing(payment.line, payment.amount()).0);
		}
		let lines = payments.iter().map(|(_, payment)| payment.line);
		let (by, on) = (T::Directory::signature(actor.officer), T::Calendar::today());
		taken.draft.confirmed_by.note(Confirmation { by, on }, lines);
		// What came back of it is received by nobody.
		let standing = |payment: &PaymentRef| taken.draft.standing(payment.line, payment.amount());
		let uses = payments.iter().map(|(_, payment)| (payment.plan_line, standing(payment)));
		Self::post(loan, &[Movement::Receive], uses)?;
		let (digest, officer) = (taken.draft.digest, actor.officer);
		let count = u16::try_from(payments.len()).unwrap_or(u16::MAX);
		Self::put_draft(taken);
		Self::change_receipts(payee, key, answered.saturating_neg());
		Self::change_open(payee, held.saturating_neg());
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

	pub(crate) fn do_dispute(origin: OriginFor<T>, uetr: Uetr, reason: ShortText) -> DispatchResult {
		let actor = Self::officer(origin, Duty::Confirm)?;
		Self::deny(actor, uetr, reason)
	}

	/// The payee denies a receipt; where only the bank had confirmed it, the money is no longer received.
	pub(crate) fn deny(actor: Actor, uetr: Uetr, reason: ShortText) -> DispatchResult {
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		Self::ensure_confirms(actor, &payment)?;
		let (loan, payee) = (payment.loan, payment.payee);
		let mut extra = LineExtras::<T>::get(uetr).unwrap_or_default();
		let step = if extra.is_assisted() { LineStep::DisputeAssisted } else { LineStep::Dispute };
		let mut taken = Self::take_draft(payment.key(), &T::Loans::facts(loan)?)?;
		let before = taken.draft.line(payment.line);
		let (waited, received) = (before == Some(LineState::Settled), before == Some(LineState::Received));
		let movements = taken.draft.step(payment.line, step).ok_or(Error::<T>::NotSettled { line: 0 })?;
		let standing = taken.draft.standing(payment.line, payment.amount());
		Self::post(loan, movements, core::iter::once((payment.plan_line, standing)))?;
		Self::put_draft(taken);
		Self::change_receipts(payee, payment.key(), i32::from(waited).saturating_neg());
		Self::change_open(payee, received.into());
		extra.disputed = Some(reason);
		LineExtras::<T>::insert(uetr, extra);
		T::Findings::raise(Finding::PaymentDisputed { loan, uetr });
		let (amount_fen, officer) = (standing.0, actor.officer);
		Self::deposit_event(Event::PaymentDisputed { uetr, loan, payee, amount_fen, officer });
		Ok(())
	}
}
