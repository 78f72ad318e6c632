//! Rules that need storage.

mod claiming;

use crate::{
	Config, Content, Error, EvidenceRecord, EvidenceState, Pallet, Statement, Status, VerdictRecord,
	MAX_REVISIONS,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, LoanInspect};
use zhidai_primitives::{Actor, Digest, EvidenceId, LoanFacts, LoanId, LoanState, OrgId, Side};

impl<T: Config> Pallet<T> {
	/// Refuses a loan for which evidence cannot be filed: it was not offered yet, or is over.
	pub(crate) fn ensure_open(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		let facts = T::Loans::facts(loan)?;
		ensure!(matches!(facts.state, LoanState::Offered | LoanState::Active), Error::<T>::LoanNotOpen);
		Ok(facts)
	}

	/// Refuses what cannot be evidence of a purchase by this borrower. The seller is an organisation of the consortium,
	/// whatever number it is registered under.
	pub(crate) fn ensure_content(content: &Content, borrower: OrgId) -> DispatchResult {
		ensure!(content.has_digests(), Error::<T>::DigestMissing);
		ensure!(!content.amount.is_zero(), Error::<T>::ZeroAmount);
		ensure!(content.dated_on <= T::Calendar::today(), Error::<T>::DatedInFuture);
		ensure!(content.buyer == borrower, Error::<T>::BuyerIsNotBorrower);
		ensure!(content.seller != content.buyer, Error::<T>::SellerIsBuyer);
		ensure!(T::Directory::status(content.seller).is_some(), Error::<T>::SellerUnknown);
		Ok(())
	}

	/// Refuses to replace what is verified, used or withdrawn; answers the number of the new revision.
	pub(crate) fn ensure_revisable(state: &EvidenceState) -> Result<u16, DispatchError> {
		ensure!(state.status != Status::Withdrawn, Error::<T>::Withdrawn);
		ensure!(state.status != Status::Verified, Error::<T>::AlreadyVerified);
		ensure!(state.used.is_zero(), Error::<T>::InUse);
		let revision = state.revision.saturating_add(1);
		ensure!(revision < MAX_REVISIONS, Error::<T>::TooManyRevisions);
		Ok(revision)
	}

	/// Refuses to take back what is used, or was taken back.
	pub(crate) fn ensure_withdrawable(state: &EvidenceState) -> DispatchResult {
		ensure!(state.status != Status::Withdrawn, Error::<T>::Withdrawn);
		ensure!(state.used.is_zero(), Error::<T>::InUse);
		Ok(())
	}

	/// Refuses a call that names something else than what stands there now.
	pub(crate) fn ensure_current(
		record: &EvidenceRecord,
		state: &EvidenceState,
		revision: u16,
		digest: Digest,
	) -> DispatchResult {
		ensure!(state.status != Status::Withdrawn, Error::<T>::Withdrawn);
		ensure!(revision == state.revision, Error::<T>::RevisionNotCurrent);
		ensure!(digest == record.digest, Error::<T>::DigestMismatch);
		Ok(())
	}

	/// Refuses a verdict that is given already, or for which the loan is not signed, or which is not complete.
	///
	/// No verdict on a mere offer: the borrower has not agreed to this financing yet, and a bank alone with a
	/// regulator's routine check would take the borrower's documents away from every other bank.
	pub(crate) fn ensure_verdict(
		evidence: EvidenceId,
		record: &EvidenceRecord,
		state: &EvidenceState,
		(actor, side): (Actor, Side),
		statement: &Statement,
	) -> DispatchResult {
		ensure!(Self::is_loan_active(record.loan), Error::<T>::LoanNotActive);
		ensure!(state.status != Status::Retracted, Error::<T>::NotStanding);
		ensure!(Self::verdict(evidence, state, side).is_none(), Error::<T>::AlreadyGiven);
		ensure!(!statement.lacks_reference(), Error::<T>::ReferenceMissing);
		match (statement.verdict.is_positive(), statement.fingerprints.is_empty()) {
			(true, true) => return Err(Error::<T>::FingerprintMissing.into()),
			(false, false) => return Err(Error::<T>::FingerprintUnexpected.into()),
			_ => {}
		}
		// Nobody attests what they filed themselves.
		T::Directory::ensure_different_persons(record.filed_by, actor.officer)
	}

	/// Refuses to retract what does not speak for the current revision; answers the verdict.
	pub(crate) fn ensure_retractable(
		evidence: EvidenceId,
		state: &EvidenceState,
		side: Side,
		paper: Digest,
	) -> Result<VerdictRecord, DispatchError> {
		ensure!(!paper.is_zero(), Error::<T>::PaperMissing);
		let verdict = Self::verdict(evidence, state, side).filter(|given| given.verdict.is_positive());
		let verdict = verdict.ok_or(Error::<T>::NothingToRetract)?;
		ensure!(verdict.retracted.is_none(), Error::<T>::AlreadyRetracted);
		Ok(verdict)
	}

	/// Whether a loan is signed and not over.
	pub(crate) fn is_loan_active(loan: LoanId) -> bool {
		T::Loans::facts(loan).is_ok_and(|facts| facts.state == LoanState::Active)
	}
}
