//! A receipt that was confirmed by mistake is taken back (撤回收款确认) by who confirmed it, within some days.

use crate::{
	types::{
		draft::Draft,
		line::{LineState, LineStep},
		records::{Confirmation, LineExtra, PaymentRef, TakenBack, MAX_TAKEN_BACK},
		statement::EnteredStatement,
	},
	Config, Error, Event, LineExtras, Pallet, Payments,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory, LoanInspect},
	Actor, Digest, Duty, LoanFacts, LoanState, ShortText, SignedBy, Uetr,
};

/// A confirmed receipt that somebody takes back.
struct Mistake {
	uetr: Uetr,
	payment: PaymentRef,
	extra: LineExtra,
	reason: ShortText,
}

impl<T: Config> Pallet<T> {
	/// Whoever confirmed it takes it back: an officer of the payee, or two persons of the bank that confirmed it in the
	/// payee's place.
	pub(crate) fn do_take_back_receipt(
		origin: OriginFor<T>,
		uetr: Uetr,
		reason: ShortText,
	) -> DispatchResult {
		ensure_signed(origin.clone())?;
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		let extra = LineExtras::<T>::get(uetr).unwrap_or_default();
		let is_assisted = extra.is_assisted();
		let mistake = Mistake { uetr, payment, extra, reason };
		if is_assisted {
			return Self::take_back_assisted(origin, mistake);
		}
		let actor = Self::officer(origin, Duty::Confirm)?;
		Self::ensure_confirms(actor, &payment)?;
		Self::take_back(actor, None, mistake)
	}

	/// What two persons of the bank confirmed, two take back: one enters it, a checker, another person, enters it
	/// again. The reason of who completes it is the one on record.
	fn take_back_assisted(origin: OriginFor<T>, mistake: Mistake) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		let Mistake { uetr, payment, extra, reason } = &mistake;
		let facts = T::Loans::facts(payment.loan)?;
		ensure!(Self::lends(actor.org, &facts), Error::<T>::BankNotAllowed);
		let digest = Self::taking_back_digest(*uetr, extra);
		match Self::entered_by(actor.org, digest) {
			Some(first) if first.officer != actor.officer && actor.duties.has(Duty::Checker) => {
				Self::ensure_another_person(actor, [first.officer])?;
				Self::take_back(actor, Some(first), mistake)
			}
			// Also in the place of what was entered and counts no more.
			_ => {
				let draft = Self::find_draft(payment.key())?;
				Self::ensure_can_take_back(&facts, &draft, payment.line, extra)?;
				let (bank, officer, uetr) = (actor.org, actor.officer, *uetr);
				let by = T::Directory::signature(officer);
				let witness = extra.witness.unwrap_or_default();
				Self::put_statement(bank, EnteredStatement::taking_back(uetr, digest, witness, by));
				let reason = reason.clone();
				Self::deposit_event(Event::TakingBackEntered { bank, uetr, reason, officer });
				Ok(())
			}
		}
	}

	/// The payment waits for the payee's word again, as if nobody had spoken; what was said stays on record.
	fn take_back(actor: Actor, entered_by: Option<SignedBy>, mistake: Mistake) -> DispatchResult {
		let Mistake { uetr, payment, mut extra, reason } = mistake;
		let (loan, payee, amount_fen, line) = (payment.loan, payment.payee, payment.amount_fen, payment.line);
		let facts = T::Loans::facts(loan)?;
		let mut taken = Self::take_draft(payment.key(), &facts)?;
		let confirmed = Self::ensure_can_take_back(&facts, &taken.draft, line, &extra)?;
		let movements = taken.draft.step(line, LineStep::TakeBack).ok_or(Error::<T>::NotReceived)?;
		Self::post(loan, movements, core::iter::once((payment.plan_line, payment.amount())))?;
		taken.draft.confirmed_by.forget(line);
		let record = TakenBack {
			confirmed,
			witness: extra.witness.take(),
			witnessed_by: extra.witnessed_by.take(),
			denied: extra.disputed.take(),
			by: T::Directory::signature(actor.officer),
			entered_by,
			on: T::Calendar::today(),
			reason: reason.clone(),
		};
		extra.taken_back.try_push(record).map_err(|_| Error::<T>::TakenBackTooOften)?;
		Self::put_draft(taken);
		LineExtras::<T>::insert(uetr, extra);
		Self::forget_takings_back(facts.bank, uetr);
		Self::change_receipts(payee, payment.key(), 1);
		Self::change_open(payee, 1);
		let (officer, assisted) = (actor.officer, entered_by.is_some());
		Self::deposit_event(Event::ReceiptTakenBack {
			uetr,
			loan,
			payee,
			amount_fen,
			reason,
			officer,
			assisted,
		});
		Ok(())
	}

	/// Not what came back, also in part, or was never confirmed, not of a loan that is over, not after the days for it,
	/// and not for ever. Answers who confirmed it.
	fn ensure_can_take_back(
		facts: &LoanFacts,
		draft: &Draft,
		line: u16,
		extra: &LineExtra,
	) -> Result<Confirmation, Error<T>> {
		let is_whole = draft.notes.back(line).is_zero();
		ensure!(draft.line(line) == Some(LineState::Received) && is_whole, Error::<T>::NotReceived);
		let confirmed = draft.confirmed_by.who(line).ok_or(Error::<T>::NotReceived)?;
		ensure!(facts.state != LoanState::Closed, Error::<T>::ReceiptsFinal);
		let last = confirmed.on.0.saturating_add(T::TakeBackDays::get());
		ensure!(T::Calendar::today().0 <= last, Error::<T>::TakingBackTooLate);
		// The bank does not use up what the payee has, nor the payee what the bank has.
		let taken_back = extra.times_taken_back(extra.is_assisted());
		ensure!(taken_back < MAX_TAKEN_BACK, Error::<T>::TakenBackTooOften);
		Ok(confirmed)
	}

	/// Whether what was entered to take a receipt back still can: nothing was said or undone since, and its days are
	/// not over.
	pub(crate) fn can_still_take_back(uetr: Uetr, entered: Digest) -> bool {
		let extra = LineExtras::<T>::get(uetr).unwrap_or_default();
		let can = || {
			let payment = Payments::<T>::get(uetr)?;
			let (facts, draft) = (T::Loans::facts(payment.loan).ok()?, Self::find_draft(payment.key()).ok()?);
			Self::ensure_can_take_back(&facts, &draft, payment.line, &extra).ok()
		};
		extra.is_assisted() && Self::taking_back_digest(uetr, &extra) == entered && can().is_some()
	}

	fn taking_back_digest(uetr: Uetr, extra: &LineExtra) -> Digest {
		EnteredStatement::taking_back_digest(uetr, extra.witness, extra.undone_before())
	}
}
