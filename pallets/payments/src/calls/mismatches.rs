//! What is to be done with a result, and the mismatches (差异) that people close.

use crate::{
	calls::settling::Row,
	store::Taken,
	types::{
		line::LineState,
		mismatch::{Mismatch, MismatchLink},
		records::{
			Lines, Outcome, PaymentRef, ReturnRecord, SetbackRecord, SettlementRecord, SettlementResult,
		},
	},
	Config, Disbursements, Error, Event, LineExtras, Mismatches, OpenMismatches, Pallet, Payments,
	Settlements,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Directory, LoanInspect},
	Day, MismatchReason, Ordered, OrgId, ShortText, SignedBy,
};

/// How far booking and value date can be apart, in days.
pub(crate) const VALUE_DAYS: u32 = 31;

/// What is to be done with a result that is no mismatch.
pub(crate) enum Fits {
	/// It is booked; the payment stands here.
	Books(LineState),
	/// Exactly this was booked before.
	Already,
}

fn must(holds: bool, otherwise: MismatchReason) -> Result<(), MismatchReason> {
	if holds {
		Ok(())
	} else {
		Err(otherwise)
	}
}

impl<T: Config> Pallet<T> {
	/// What is to be done with a result, as its payment stands now. `lines`: those of the draft, where a result names
	/// an account.
	pub(crate) fn judge(
		taken: &Taken,
		lines: Option<&Lines>,
		(payment, result): &Row<'_>,
		today: Day,
	) -> Result<Fits, MismatchReason> {
		let (line, whole, step) = (payment.line, payment.amount(), result.outcome.step());
		let state = taken.draft.line(line).filter(|state| state.was_released());
		let state = state.ok_or(MismatchReason::NotReleased)?;
		let comes_back = matches!(result.outcome, Outcome::Returned { .. });
		let fits =
			result.amount() == whole || (comes_back && result.amount() < whole && result.amount_fen > 0);
		must(fits, MismatchReason::AmountDiffers)?;
		let paid_to = lines.and_then(|lines| lines.get(usize::from(line))).map(|line| line.account);
		must(result.account.is_none() || result.account == paid_to, MismatchReason::AccountDiffers)?;
		// Few payments have an extra; the notes of the draft say which could have one that counts here.
		if taken.draft.notes.is_corrected(line) {
			let extra = LineExtras::<T>::get(result.uetr).unwrap_or_default();
			must(!extra.was_corrected(result), MismatchReason::Corrected)?;
		}
		if comes_back && !taken.draft.notes.back(line).is_zero() {
			if let Some(known) = Self::returned_before(result)? {
				return Ok(known);
			}
		}
		if !taken.draft.can_book(line, step) {
			return Self::recorded(payment, result);
		}
		let stands = !comes_back || result.amount() <= taken.draft.standing(line, whole);
		must(stands, MismatchReason::AmountDiffers)?;
		Self::judge_dates(taken, payment, result, today)?;
		Ok(Fits::Books(state))
	}

	/// Whether exactly this part came back before, or another one under its reference; and whether there is room for
	/// one more.
	fn returned_before(result: &SettlementResult) -> Result<Option<Fits>, MismatchReason> {
		let returns = LineExtras::<T>::get(result.uetr).unwrap_or_default().returns;
		if returns.iter().any(|part| part.is_of(result)) {
			return Ok(Some(Fits::Already));
		}
		let of_reference = |part: &ReturnRecord| part.setback.booking.bank_reference == result.bank_reference;
		must(!returns.iter().any(of_reference), MismatchReason::BookedOtherwise)?;
		must(!returns.is_full(), MismatchReason::TooManyReturns)?;
		Ok(None)
	}

	/// Whether exactly this was booked before, or something else in its place.
	fn recorded(payment: &PaymentRef, result: &SettlementResult) -> Result<Fits, MismatchReason> {
		let extra = || LineExtras::<T>::get(result.uetr).unwrap_or_default();
		let same = match &result.outcome {
			Outcome::Settled => Self::settlement(payment).map(|record| record.is_of(result)),
			Outcome::Failed { .. } => extra().failed.map(|record| record.is_of(result)),
			Outcome::Returned { .. } => {
				let returns = extra().returns;
				(!returns.is_empty()).then(|| returns.iter().any(|part| part.is_of(result)))
			}
			Outcome::Disbursed => Self::disbursement(payment).map(|record| record.is_of(result)),
		};
		match same {
			Some(true) => Ok(Fits::Already),
			Some(false) => Err(MismatchReason::BookedOtherwise),
			None => Err(MismatchReason::WrongOrder),
		}
	}

	fn judge_dates(
		taken: &Taken,
		payment: &PaymentRef,
		result: &SettlementResult,
		today: Day,
	) -> Result<(), MismatchReason> {
		let booked_on = result.booked_on;
		must(booked_on <= today, MismatchReason::BookedInFuture)?;
		let is_later = taken.draft.released_on.is_some_and(|released_on| released_on <= booked_on);
		must(is_later, MismatchReason::BookedBeforeRelease)?;
		must(booked_on.0.abs_diff(result.value_on.0) <= VALUE_DAYS, MismatchReason::ValueDateTooFar)?;
		if taken.draft.line(payment.line) == Some(LineState::Disbursed) {
			let came_before = Self::disbursement(payment).is_none_or(|record| record.booked_on <= booked_on);
			must(came_before, MismatchReason::PaidBeforeDisbursed)?;
		}
		if matches!(result.outcome, Outcome::Returned { .. }) {
			let came_before = Self::settlement(payment).is_none_or(|record| record.booked_on <= booked_on);
			must(came_before, MismatchReason::ReturnedBeforeBooking)?;
		}
		Ok(())
	}

	/// How a payment was disbursed: under a reference of its own, or with its booking.
	pub(crate) fn disbursement(payment: &PaymentRef) -> Option<SettlementRecord> {
		let own = Disbursements::<T>::get(payment.key(), Ordered::from(u32::from(payment.line)));
		own.or_else(|| Self::settlement(payment))
	}

	pub(crate) fn settlement(payment: &PaymentRef) -> Option<SettlementRecord> {
		Settlements::<T>::get(payment.key(), Ordered::from(u32::from(payment.line)))
	}

	/// A checker closes a mismatch, another person than who entered the file.
	pub(crate) fn do_close_mismatch(
		origin: OriginFor<T>,
		mismatch: u32,
		link: MismatchLink,
		reason: ShortText,
	) -> DispatchResult {
		let actor = Self::checking_officer(origin)?;
		let (bank, place) = (actor.org, Ordered::from(mismatch));
		let open = Mismatches::<T>::get(bank, place);
		let Mismatch { result, entered_by, .. } = open.ok_or(Error::<T>::MismatchUnknown)?;
		T::Directory::ensure_different_persons(entered_by, actor.officer)?;
		Self::ensure_link(bank, mismatch, link)?;
		OpenMismatches::<T>::mutate(bank, |list| list.close(mismatch));
		Mismatches::<T>::remove(bank, place);
		let (uetr, officer) = (result.uetr, actor.officer);
		Self::deposit_event(Event::MismatchClosed { bank, mismatch, uetr, link, reason, officer });
		Ok(())
	}

	/// What a mismatch is closed with is there, and the bank's own.
	fn ensure_link(bank: OrgId, closed: u32, link: MismatchLink) -> DispatchResult {
		match link {
			MismatchLink::Nothing => {}
			MismatchLink::Payment { uetr } => {
				let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
				ensure!(T::Loans::facts(payment.loan)?.bank == bank, Error::<T>::BankNotAllowed);
			}
			MismatchLink::Mismatch { mismatch } => {
				ensure!(mismatch != closed, Error::<T>::LinkToItself);
				let is_open = Mismatches::<T>::contains_key(bank, Ordered::from(mismatch));
				ensure!(is_open, Error::<T>::MismatchUnknown);
			}
		}
		Ok(())
	}
}

impl SettlementResult {
	/// What is kept of a failure or a return; nothing of what was settled.
	pub(crate) fn setback(&self, booked_by: SignedBy) -> Option<SetbackRecord> {
		let reason = self.outcome.reason()?.clone();
		Some(SetbackRecord { reason, booking: SettlementRecord::new(self, booked_by) })
	}
}
