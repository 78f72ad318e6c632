//! A repayment that was booked wrongly is corrected by a counter-entry (冲正).

use crate::pallet::{Config, Error, Event, Ledgers, Pallet, Repayments};
use crate::types::contract::Loan;
use crate::types::repayment::{reason_digest, EnteredRepayment, Repayment, RepaymentCorrection};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, Movement};
use zhidai_primitives::{Actor, Digest, Duty, LoanId, LoanState, ShortText};

impl<T: Config> Pallet<T> {
	/// As a repayment: the first officer enters, the second, a checker and another person, enters the same again. What
	/// was booked stays on record beside its counter-entry, and its reference stays used.
	pub(crate) fn do_correct_repayment(
		origin: OriginFor<T>,
		id: LoanId,
		bank_reference: Digest,
		reason: ShortText,
	) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		let loan = Self::lent_by(actor, id)?;
		// Of a loan that is closed nothing is owed, and nobody is asked for it any more.
		loan.ensure(&[LoanState::Active]).map_err(Error::<T>::from)?;
		let booked = Repayments::<T>::get(id, bank_reference).ok_or(Error::<T>::RepaymentUnknown)?;
		ensure!(booked.corrected.is_none(), Error::<T>::RepaymentCorrected);
		let (by, corrects) = (T::Directory::signature(actor.officer), Some(reason_digest(&reason)));
		match Self::standing_entry(id, bank_reference) {
			Some(first) if first.by.officer != actor.officer && actor.duties.has(Duty::Checker) => {
				ensure!(first.corrects == corrects, Error::<T>::RepaymentDiffers);
				Self::check_correction(actor, (id, &loan), bank_reference, (first, booked), reason)
			}
			// Also in the place of an entry that somebody left behind, or that counts no more.
			_ => {
				let Repayment { amount, booked_on, .. } = booked;
				let entry = EnteredRepayment { bank_reference, amount, booked_on, corrects, by };
				Self::put_entered(id, &loan, entry)?;
				let (amount_fen, officer) = (amount, actor.officer);
				Self::deposit_event(Event::RepaymentCorrectionEntered {
					loan: id,
					bank_reference,
					amount_fen,
					officer,
				});
				Ok(())
			}
		}
	}

	fn check_correction(
		actor: Actor,
		(id, loan): (LoanId, &Loan),
		bank_reference: Digest,
		(first, booked): (EnteredRepayment, Repayment),
		reason: ShortText,
	) -> DispatchResult {
		T::Directory::ensure_different_persons(first.by.officer, actor.officer)?;
		let mut ledger = Self::signed_ledger(id)?;
		ledger.post(Movement::UndoRepay, booked.amount).map_err(Error::<T>::from)?;
		Self::forget_entered(id, loan, bank_reference);
		Ledgers::<T>::insert(id, ledger);
		let (amount_fen, corrected_on) = (booked.amount, T::Calendar::today());
		let (officer, checker) = (first.by.officer, actor.officer);
		let correction = RepaymentCorrection { reason: reason.clone(), corrected_on, officer, checker };
		Repayments::<T>::insert(id, bank_reference, Repayment { corrected: Some(correction), ..booked });
		Self::deposit_event(Event::RepaymentCorrected {
			loan: id,
			bank_reference,
			amount_fen,
			reason,
			officer: checker,
		});
		Ok(())
	}
}
