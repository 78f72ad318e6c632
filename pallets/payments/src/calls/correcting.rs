//! Counter-entries (冲正): what was booked of a payment and was wrong is undone, and stays on record beside what undid
//! it. What rests on a booking is corrected before it.

use crate::{
	calls::adjusting::Case,
	store::allocations::bears,
	types::{
		booking::{undo_returned, undo_settled},
		line::{LineState, Movements},
		on_hand::undo_disposed,
		records::{BankReference, Correction, LedTo, LineExtra, PaymentRef, ReturnRecord, SettlementRecord},
	},
	Config, Disbursements, Error, Event, LineExtras, Pallet, Settlements,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Finding, Findings, Movement},
	BookingKind, DisposalKind, Fen, Ordered, ShortText,
};

/// A booking that was taken out, and what that does.
struct Undone {
	/// How it was booked.
	record: SettlementRecord,
	/// Why it had failed or come back, or the payee had denied it.
	said: Option<ShortText>,
	/// How much.
	amount: Fen,
	/// What happens in the ledger.
	movements: Movements,
	/// Whether the document has room taken again that it was given back.
	takes_document: bool,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn correct(
		mut case: Case,
		booking: BookingKind,
		reference: &BankReference,
		reason: ShortText,
	) -> DispatchResult {
		ensure!(!case.extra.corrections.is_full(), Error::<T>::TooManyCorrections);
		let PaymentRef { loan, line, plan_line, payee, .. } = case.payment;
		let before = case.state();
		let undone = match booking {
			BookingKind::Disbursed => Self::undo_disbursed(&mut case, reference)?,
			BookingKind::Settled => Self::undo_settled(&mut case, reference)?,
			BookingKind::Failed => Self::undo_failed(&mut case, reference)?,
			BookingKind::Returned => Self::undo_returned(&mut case, reference)?,
			BookingKind::Prepaid => Self::undo_disposed(&mut case, DisposalKind::Prepay, reference)?,
			BookingKind::CreditedBack => Self::undo_disposed(&mut case, DisposalKind::Credit, reference)?,
			BookingKind::Reversed => Self::undo_disposed(&mut case, DisposalKind::Reverse, reference)?,
		};
		let Undone { record, said, amount, movements, takes_document } = undone;
		Self::post(loan, movements, core::iter::once((plan_line, amount)))?;
		if takes_document {
			Self::take_documents_again(&case.payment, bears(&case.payment, &case.extra), amount)?;
		}
		let (amount_fen, corrected_on) = (amount.0, T::Calendar::today());
		let (entered_by, checked_by) = (case.entered_by, case.checked_by);
		let kept = Correction {
			booking,
			amount_fen,
			record,
			said,
			reason: reason.clone(),
			corrected_on,
			entered_by,
			checked_by,
		};
		case.extra.corrections.try_push(kept).map_err(|_| Error::<T>::TooManyCorrections)?;
		case.taken.draft.notes.set_corrected(line);
		let (uetr, after, key) = (case.uetr, case.state(), case.taken.key);
		LineExtras::<T>::insert(uetr, case.extra);
		Self::put_draft(case.taken);
		let is = |holds: fn(LineState) -> bool| {
			i32::from(after.is_some_and(holds)).saturating_sub(before.is_some_and(holds).into())
		};
		Self::change_receipts(payee, key, is(|state| state == LineState::Settled));
		Self::change_open(payee, is(LineState::is_unconfirmed));
		if is(|state| state == LineState::Disputed) > 0 {
			// Denied as before it came back; its alert can have been closed on that.
			T::Findings::raise(Finding::PaymentDisputed { loan, uetr });
		}
		let (bank_reference, officer) = (reference.clone(), checked_by.officer);
		Self::deposit_event(Event::BookingCorrected {
			uetr,
			loan,
			booking,
			amount_fen,
			bank_reference,
			reason,
			officer,
		});
		Ok(())
	}

	/// It was not disbursed: the bank may still pay it.
	fn undo_disbursed(case: &mut Case, reference: &BankReference) -> Result<Undone, DispatchError> {
		let (key, line) = (case.payment.key(), case.payment.line);
		let place = Ordered::from(u32::from(line));
		let record = Disbursements::<T>::get(key, place).filter(|kept| kept.bank_reference == *reference);
		let record = record.ok_or(Error::<T>::BookingUnknown)?;
		ensure!(case.state() == Some(LineState::Disbursed), Error::<T>::LaterBookingStands);
		Disbursements::<T>::remove(key, place);
		case.taken.draft.lines.set(line, LineState::Released);
		let (amount, movements): (_, Movements) = (case.payment.amount(), &[Movement::UndoDisburse]);
		Ok(Undone { record, said: None, amount, movements, takes_document: false })
	}

	/// It was not paid; nor disbursed, where that has no booking of its own.
	fn undo_settled(case: &mut Case, reference: &BankReference) -> Result<Undone, DispatchError> {
		let (key, line) = (case.payment.key(), case.payment.line);
		let place = Ordered::from(u32::from(line));
		let record = Settlements::<T>::get(key, place).filter(|kept| kept.bank_reference == *reference);
		let record = record.ok_or(Error::<T>::BookingUnknown)?;
		ensure!(case.taken.draft.notes.back(line).is_zero(), Error::<T>::LaterBookingStands);
		let apart = case.taken.draft.repays || Disbursements::<T>::contains_key(key, place);
		let state = case.state().ok_or(Error::<T>::PaymentUnknown)?;
		let (after, movements) =
			undo_settled(state, apart, case.extra.is_assisted()).ok_or(Error::<T>::ReceiptConfirmed)?;
		Settlements::<T>::remove(key, place);
		case.taken.draft.lines.set(line, after);
		// A receipt on the bank's word alone falls with the booking, and so does a denial: nobody is asked any more.
		case.taken.draft.confirmed_by.forget(line);
		(case.extra.witness, case.extra.witnessed_by) = (None, None);
		let (said, amount) = (case.extra.disputed.take(), case.payment.amount());
		Ok(Undone { record, said, amount, movements, takes_document: false })
	}

	/// It did not fail: it is released, or to pay, as before. Its room in limit, plan and document it takes again, and
	/// is refused where another payment has that now; not where its document was withdrawn or reversed since.
	fn undo_failed(case: &mut Case, reference: &BankReference) -> Result<Undone, DispatchError> {
		let failed = case.extra.failed.take_if(|failed| failed.booking.bank_reference == *reference);
		let failed = failed.ok_or(Error::<T>::BookingUnknown)?;
		let (line, amount) = (case.payment.line, case.payment.amount());
		let was_disbursed = case.state() != Some(LineState::Failed);
		let (after, movements): (_, Movements) = match was_disbursed {
			false => (LineState::Released, &[Movement::UndoFail]),
			true => {
				Self::ensure_free_on_hand(case, amount)?;
				(LineState::Disbursed, &[Movement::UndoFailDisbursed])
			}
		};
		case.taken.draft.restore(line, after, Fen::ZERO);
		let (record, said) = (failed.booking, Some(failed.reason));
		Ok(Undone { record, said, amount, movements, takes_document: !was_disbursed })
	}

	/// So much did not come back: it is where it was. What the payee said of the rest, it did not say of this: after
	/// that the payment waits for its word again, and what it denied it has not confirmed.
	fn undo_returned(case: &mut Case, reference: &BankReference) -> Result<Undone, DispatchError> {
		let is = |part: &ReturnRecord| part.setback.booking.bank_reference == *reference;
		let place = case.extra.returns.iter().position(is).ok_or(Error::<T>::BookingUnknown)?;
		let stood = Self::stood_at_last(case).ok_or(Error::<T>::PaymentUnknown)?;
		let part = case.extra.returns.remove(place);
		let amount = Fen(part.amount_fen);
		Self::ensure_free_on_hand(case, amount)?;
		let after = if stood == LineState::Received { part.before } else { stood };
		let PaymentRef { loan, line, plan_line, .. } = case.payment;
		let draft = &mut case.taken.draft;
		if after != stood {
			let standing = draft.standing(line, case.payment.amount());
			Self::post(loan, &[Movement::UndoReceive], core::iter::once((plan_line, standing)))?;
			draft.confirmed_by.forget(line);
			(case.extra.witness, case.extra.witnessed_by) = (None, None);
		}
		draft.restore(line, after, draft.notes.back(line).saturating_sub(amount));
		let (record, said) = (part.setback.booking, Some(part.setback.reason));
		Ok(Undone { record, said, amount, movements: undo_returned(after), takes_document: false })
	}

	/// Where a payment stands; where all of it came back, where it stood when the last part did.
	fn stood_at_last(case: &Case) -> Option<LineState> {
		match case.state()? {
			state if state.is_back() => case.extra.returns.last().map(|part| part.before),
			state => Some(state),
		}
	}

	/// It did not lead there: it is on hand.
	fn undo_disposed(
		case: &mut Case,
		kind: DisposalKind,
		reference: &BankReference,
	) -> Result<Undone, DispatchError> {
		let place = Self::disposal(&case.extra, kind, reference).ok_or(Error::<T>::BookingUnknown)?;
		let disposal = case.extra.disposals.remove(place);
		let LedTo::Booked { record, .. } = disposal.led_to else {
			return Err(Error::<T>::BookingUnknown.into());
		};
		let (line, on_hand) = (case.payment.line, case.on_hand());
		case.taken.draft.lead(line, on_hand, LineState::Returned);
		let (amount, movements) = (Fen(disposal.amount_fen), undo_disposed(kind));
		Ok(Undone { record, said: None, amount, movements, takes_document: true })
	}

	fn disposal(extra: &LineExtra, kind: DisposalKind, reference: &BankReference) -> Option<usize> {
		let booking = BookingKind::from(kind);
		extra.disposals.iter().position(|disposal| {
			let booked = disposal.led_to.booking();
			booked.is_some_and(|(other, record)| other == booking && record.bank_reference == *reference)
		})
	}

	/// So much is on hand still, and nobody pays it again.
	fn ensure_free_on_hand(case: &Case, amount: Fen) -> DispatchResult {
		ensure!(case.extra.paying_again.is_none(), Error::<T>::AlreadyPaidAgain { line: 0 });
		ensure!(amount <= case.on_hand(), Error::<T>::NotOnHand);
		Ok(())
	}
}
