//! What two officers of a bank book of one payment by hand (调账): entered by one, entered again by a checker. Where
//! money on hand leads is here, counter-entries are in [`super::correcting`].

use crate::{
	calls::mismatches::VALUE_DAYS,
	store::{allocations::bears, Taken},
	types::{
		adjustment::{Adjustment, EnteredAdjustment},
		line::LineState,
		on_hand::disposing,
		records::{BankReference, Disposal, LedTo, LineExtra, PaymentRef, SettlementRecord},
	},
	Adjustments, Config, Error, Event, LineExtras, Pallet, Payments,
};
use frame::{
	deps::frame_support::storage::{with_transaction, TransactionOutcome},
	prelude::*,
};
use zhidai_primitives::{
	traits::{Calendar, Directory, LoanInspect, LoanPermission},
	Actor, BookingKind, Day, DisposalKind, Duty, Fen, SignedBy, Uetr,
};

/// A payment that is adjusted, with all that is kept of it, and who adjusts it.
pub(crate) struct Case {
	pub(crate) uetr: Uetr,
	pub(crate) payment: PaymentRef,
	pub(crate) taken: Taken,
	pub(crate) extra: LineExtra,
	pub(crate) entered_by: SignedBy,
	pub(crate) checked_by: SignedBy,
}

impl Case {
	/// What is on hand of it.
	pub(crate) fn on_hand(&self) -> Fen {
		self.extra.on_hand(self.taken.draft.notes.back(self.payment.line))
	}

	/// Where it stands.
	pub(crate) fn state(&self) -> Option<LineState> {
		self.taken.draft.line(self.payment.line)
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_adjust(origin: OriginFor<T>, uetr: Uetr, adjustment: Adjustment) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		let by = T::Directory::signature(actor.officer);
		match Self::entered_adjustment(actor, uetr, &adjustment) {
			Some(first) if first.officer != actor.officer && actor.duties.has(Duty::Checker) => {
				Self::ensure_another_person(actor, [first.officer])?;
				Self::forget_adjustment(actor, uetr, &adjustment);
				Self::carry_out(actor, uetr, adjustment, (first, by))
			}
			// Also in the place of what was entered and counts no more.
			_ => {
				// Only what could be booked now, which is tried and undone.
				let tried = || Self::carry_out(actor, uetr, adjustment.clone(), (by, by));
				with_transaction(|| TransactionOutcome::Rollback(tried()))?;
				let corrected = Self::times_corrected(uetr);
				Self::put_adjustment(actor, EnteredAdjustment { uetr, adjustment, corrected, by });
				let (bank, officer) = (actor.org, actor.officer);
				Self::deposit_event(Event::AdjustmentEntered { bank, uetr, officer });
				Ok(())
			}
		}
	}

	/// Who entered exactly this at the bank, where that counts still.
	fn entered_adjustment(actor: Actor, uetr: Uetr, adjustment: &Adjustment) -> Option<SignedBy> {
		let mut entered = Adjustments::<T>::get(actor.org).into_iter();
		let found = entered.find(|entered| entered.uetr == uetr && entered.adjustment == *adjustment)?;
		Self::adjustment_counts(&found).then_some(found.by)
	}

	/// Whether an adjustment can be checked: who entered it could do so today, and nothing of the payment was corrected
	/// since. Another booking can stand under the same reference then, which nobody has looked at.
	pub(crate) fn adjustment_counts(entered: &EnteredAdjustment) -> bool {
		Self::could_book(entered.by) && Self::times_corrected(entered.uetr) == entered.corrected
	}

	fn times_corrected(uetr: Uetr) -> u32 {
		LineExtras::<T>::get(uetr).map_or(0, |extra| extra.corrected())
	}

	fn carry_out(
		actor: Actor,
		uetr: Uetr,
		adjustment: Adjustment,
		(entered_by, checked_by): (SignedBy, SignedBy),
	) -> DispatchResult {
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		let facts = T::Loans::facts(payment.loan)?;
		ensure!(Self::lends(actor.org, &facts), Error::<T>::BankNotAllowed);
		let taken = Self::take_draft(payment.key(), &facts)?;
		let extra = LineExtras::<T>::get(uetr).unwrap_or_default();
		let case = Case { uetr, payment, taken, extra, entered_by, checked_by };
		match adjustment {
			Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on } => {
				let record = SettlementRecord { bank_reference, booked_on, value_on, booked_by: checked_by };
				Self::dispose(case, kind, Fen(amount_fen), record)
			}
			Adjustment::Correct { booking, bank_reference, reason } => {
				Self::correct(case, booking, &bank_reference, reason)
			}
		}
	}

	/// So much of what is on hand leads to the bank, to the borrower, or out of the books. The documents are free of
	/// it, because nothing is paid on them with that; the plan line only where the limit comes back.
	fn dispose(mut case: Case, kind: DisposalKind, amount: Fen, record: SettlementRecord) -> DispatchResult {
		let PaymentRef { loan, line, plan_line, .. } = case.payment;
		ensure!(case.extra.paying_again.is_none(), Error::<T>::AlreadyPaidAgain { line: 0 });
		let booking = BookingKind::from(kind);
		Self::ensure_new_reference(&case.extra, booking, &record.bank_reference)?;
		Self::ensure_dates(&case.extra, &record)?;
		// Only this gives money away.
		if kind == DisposalKind::Credit {
			T::Loans::ensure_unheld(loan)?;
		}
		let (bank_reference, entered_by) = (record.bank_reference.clone(), case.entered_by);
		let led_to = LedTo::Booked { kind, record, entered_by };
		let disposal = Disposal { amount_fen: amount.0, led_to };
		let before = bears(&case.payment, &case.extra);
		Self::lead(&mut case.taken.draft, line, &mut case.extra, disposal)?;
		Self::post(loan, disposing(kind), core::iter::once((plan_line, amount)))?;
		Self::free_documents(&case.payment, before, amount);
		let (uetr, officer) = (case.uetr, case.checked_by.officer);
		LineExtras::<T>::insert(uetr, case.extra);
		Self::put_draft(case.taken);
		let amount_fen = amount.0;
		Self::deposit_event(Event::MoneyDisposed { uetr, loan, kind, amount_fen, bank_reference, officer });
		Ok(())
	}

	/// The bank's reference can be read, and the payment has no such booking under it, corrected or not.
	fn ensure_new_reference(
		extra: &LineExtra,
		booking: BookingKind,
		reference: &BankReference,
	) -> DispatchResult {
		let printable = reference.iter().all(|byte| (b' '..=b'~').contains(byte));
		ensure!(printable, Error::<T>::ReferenceMalformed { line: 0 });
		let standing = extra.disposals.iter().filter_map(|disposal| disposal.led_to.booking());
		let corrected = extra.corrections.iter().map(|correction| (correction.booking, &correction.record));
		let is_used = standing
			.chain(corrected)
			.any(|(other, record)| other == booking && record.bank_reference == *reference);
		ensure!(!is_used, Error::<T>::ReferenceUsed);
		Ok(())
	}

	/// Booked between the day on which something of the payment first came back, or failed, and today; the value date
	/// near it.
	fn ensure_dates(extra: &LineExtra, record: &SettlementRecord) -> DispatchResult {
		let returned = extra.returns.iter().map(|part| &part.setback);
		let came_back: Option<Day> =
			extra.failed.iter().chain(returned).map(|setback| setback.booking.booked_on).min();
		let booked_on = record.booked_on;
		let fits = booked_on <= T::Calendar::today()
			&& came_back.is_none_or(|day| day <= booked_on)
			&& booked_on.0.abs_diff(record.value_on.0) <= VALUE_DAYS;
		ensure!(fits, Error::<T>::BookingDatesWrong);
		Ok(())
	}
}
