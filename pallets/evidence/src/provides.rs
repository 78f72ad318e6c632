//! What the pallets to the right ask and tell.

use crate::{Config, Error, Evidence, Pallet, States, Status};
use frame::prelude::*;
use zhidai_primitives::traits::{EvidenceDesk, EvidenceFacts};
use zhidai_primitives::{EvidenceId, EvidenceKind, Fen, LoanId, OrgId};

impl<T: Config> EvidenceFacts for Pallet<T> {
	fn ensure_fits(evidence: EvidenceId, loan: LoanId, kind: EvidenceKind, payee: OrgId) -> DispatchResult {
		let (record, state) = Self::known(evidence)?;
		ensure!(record.loan == loan, Error::<T>::EvidenceOfAnotherLoan);
		// Nothing is paid on a red letter, whatever a plan wants.
		let is_of_kind = record.content.kind == kind && !record.content.is_red_letter();
		ensure!(is_of_kind, Error::<T>::EvidenceOfAnotherKind);
		ensure!(record.content.seller == payee, Error::<T>::PayeeNotParty);
		ensure!(state.status.stands(), Error::<T>::NotStanding);
		Ok(())
	}

	fn ensure_verified(evidence: EvidenceId) -> DispatchResult {
		let state = States::<T>::get(evidence).ok_or(Error::<T>::EvidenceUnknown)?;
		ensure!(state.status == Status::Verified, Error::<T>::NotVerified);
		Self::ensure_landed(state.subject(evidence))
	}

	fn ensure_payable(evidence: EvidenceId) -> DispatchResult {
		Self::ensure_verified(evidence)?;
		let (record, state) = Self::known(evidence)?;
		Self::ensure_within_purchase(&record, &state)
	}

	fn purchase(evidence: EvidenceId) -> EvidenceId {
		Evidence::<T>::get(evidence).map_or(evidence, |record| record.content.purchase(evidence))
	}

	fn remaining(evidence: EvidenceId) -> Fen {
		match Self::known(evidence) {
			Ok((record, state)) if state.status.stands() => {
				let left = state.limit(record.content.amount).saturating_sub(state.used);
				left.min(Self::purchase_remaining(record.content.purchase(evidence)))
			}
			_ => Fen::ZERO,
		}
	}

	fn purchase_remaining(purchase: EvidenceId) -> Fen {
		match Self::known(purchase) {
			Ok((record, state)) if state.status.stands() => {
				state.limit(record.content.amount).saturating_sub(state.purchase_used())
			}
			_ => Fen::ZERO,
		}
	}
}

impl<T: Config> EvidenceDesk for Pallet<T> {
	fn reserve(evidence: EvidenceId, amount: Fen) -> DispatchResult {
		let (record, mut state) = Self::known(evidence)?;
		ensure!(state.status.stands(), Error::<T>::NotStanding);
		let gross = record.content.amount;
		state.used = state.used_with(gross, amount).ok_or(Error::<T>::AboveDocumentAmount)?;
		match record.content.belongs_to {
			Some(purchase) => Self::use_purchase(purchase, amount)?,
			None => {
				let with_more = state.purchase_with(gross, amount);
				state.in_purchase = with_more.ok_or(Error::<T>::AbovePurchaseAmount)?;
			}
		}
		States::<T>::insert(evidence, state);
		Ok(())
	}

	fn free(evidence: EvidenceId, amount: Fen) {
		Self::lower(evidence, amount, true);
	}

	fn take_again(evidence: EvidenceId, amount: Fen) -> DispatchResult {
		Self::raise_again(evidence, amount)
	}

	fn reallocate(before: &[(EvidenceId, Fen)], after: &[(EvidenceId, Fen)]) -> DispatchResult {
		let sum = |parts: &[(EvidenceId, Fen)]| Fen::checked_sum(parts.iter().map(|(_, part)| *part));
		let is_same_sum = sum(before).is_some() && sum(before) == sum(after);
		let purchase = |(evidence, _): &(EvidenceId, Fen)| <Self as EvidenceFacts>::purchase(*evidence);
		let mut all = before.iter().chain(after).map(purchase);
		let first = all.next();
		let is_one = all.all(|purchase| Some(purchase) == first);
		ensure!(is_same_sum && is_one, Error::<T>::OfAnotherPurchase);
		before.iter().for_each(|(evidence, part)| Self::lower(*evidence, *part, false));
		after.iter().try_for_each(|(evidence, part)| {
			let (record, mut state) = Self::known(*evidence)?;
			ensure!(!record.content.is_red_letter(), Error::<T>::EvidenceOfAnotherKind);
			let used = state.used_with(record.content.amount, *part);
			state.used = used.ok_or(Error::<T>::AboveDocumentAmount)?;
			States::<T>::insert(evidence, state);
			Ok(())
		})
	}
}
