//! What the pallets to the right ask and tell.

use crate::{Config, Error, Pallet, States, Status};
use frame::prelude::*;
use zhidai_primitives::traits::{EvidenceDesk, EvidenceFacts};
use zhidai_primitives::{EvidenceId, EvidenceKind, Fen, LoanId, OrgId};

impl<T: Config> EvidenceFacts for Pallet<T> {
	fn ensure_fits(evidence: EvidenceId, loan: LoanId, kind: EvidenceKind, payee: OrgId) -> DispatchResult {
		let (record, state) = Self::known(evidence)?;
		ensure!(record.loan == loan, Error::<T>::EvidenceOfAnotherLoan);
		ensure!(record.content.kind == kind, Error::<T>::EvidenceOfAnotherKind);
		ensure!(record.content.seller == payee, Error::<T>::PayeeNotParty);
		ensure!(state.status.stands(), Error::<T>::NotStanding);
		Ok(())
	}

	fn ensure_verified(evidence: EvidenceId) -> DispatchResult {
		let state = States::<T>::get(evidence).ok_or(Error::<T>::EvidenceUnknown)?;
		ensure!(state.status == Status::Verified, Error::<T>::NotVerified);
		Self::ensure_landed(state.subject(evidence))
	}

	fn remaining(evidence: EvidenceId) -> Fen {
		match Self::known(evidence) {
			Ok((record, state)) if state.status.stands() => record.content.amount.saturating_sub(state.used),
			_ => Fen::ZERO,
		}
	}
}

impl<T: Config> EvidenceDesk for Pallet<T> {
	fn reserve(evidence: EvidenceId, amount: Fen) -> DispatchResult {
		let (record, mut state) = Self::known(evidence)?;
		ensure!(state.status.stands(), Error::<T>::NotStanding);
		let used = state.used.checked_add(amount).filter(|used| *used <= record.content.amount);
		state.used = used.ok_or(Error::<T>::AboveDocumentAmount)?;
		States::<T>::insert(evidence, state);
		Ok(())
	}

	fn free(evidence: EvidenceId, amount: Fen) {
		States::<T>::mutate(evidence, |state| {
			if let Some(state) = state {
				state.used = state.used.saturating_sub(amount);
			}
		});
	}
}
