//! Rules that need storage.

mod claiming;
mod purchases;

use crate::{
	Config, Content, Error, EvidenceRecord, EvidenceState, Pallet, Statement, Status, VerdictRecord,
	MAX_REVISIONS,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, LoanInspect};
use zhidai_primitives::{Actor, Digest, EvidenceId, LoanFacts, LoanId, LoanState, OrgId, Side};

impl<T: Config> Pallet<T> {
	/// Refuses a loan for which evidence cannot be filed: it was not offered yet, or is over.
	pub(crate) fn ensure_open(facts: &LoanFacts) -> DispatchResult {
		ensure!(matches!(facts.state, LoanState::Offered | LoanState::Active), Error::<T>::LoanNotOpen);
		Ok(())
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

	/// Refuses to replace another revision than the current one, and what is verified, used or withdrawn;
	/// answers the number of the new revision.
	pub(crate) fn ensure_revisable(state: &EvidenceState, replaced: u16) -> Result<u16, DispatchError> {
		ensure!(replaced == state.revision, Error::<T>::RevisionNotCurrent);
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

	/// Refuses a verdict that is given already, or for which the loan is not signed or over, or which is not
	/// complete. A side that retracted may speak again; the other one waits for it.
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
		ensure!(Self::is_asked(record, state), Error::<T>::LoanNotActive);
		match Self::verdict(evidence, state, side) {
			Some(given) => Self::ensure_speaks_again(&given, actor, statement)?,
			None => ensure!(state.status != Status::Retracted, Error::<T>::NotStanding),
		}
		ensure!(!statement.lacks_reference(), Error::<T>::ReferenceMissing);
		match statement.verdict.is_positive() {
			true => ensure!(!statement.fingerprints.is_empty(), Error::<T>::FingerprintMissing),
			false => ensure!(!statement.knows_document(), Error::<T>::FingerprintUnexpected),
		}
		// Nobody attests what they filed themselves.
		T::Directory::ensure_different_persons(record.filed_by, actor.officer)
	}

	/// Refuses a second verdict of a side, save where it retracted the first: then another person than who
	/// retracted it speaks for the same document, by the same fingerprints.
	fn ensure_speaks_again(given: &VerdictRecord, actor: Actor, statement: &Statement) -> DispatchResult {
		let retraction = given.retracted.ok_or(Error::<T>::AlreadyGiven)?;
		ensure!(statement.fingerprints == given.fingerprints, Error::<T>::FingerprintsDiffer);
		T::Directory::ensure_different_persons(retraction.officer, actor.officer)
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

	/// Whether money can still leave on a loan: it is signed and not over, and neither is its availability.
	pub(crate) fn is_drawable(loan: LoanId) -> bool {
		T::Loans::facts(loan).is_ok_and(|facts| {
			facts.state == LoanState::Active && T::Calendar::today() <= facts.drawable_until
		})
	}

	/// Whether verdicts on the evidence are asked for: money can still leave on it, or rests on it while its
	/// loan is active, or it is a red letter, which comes when it comes.
	pub(crate) fn is_asked(record: &EvidenceRecord, state: &EvidenceState) -> bool {
		let is_active = || T::Loans::facts(record.loan).is_ok_and(|facts| facts.state == LoanState::Active);
		let is_seen_later = state.bears_money() || record.content.is_red_letter();
		Self::is_drawable(record.loan) || (is_seen_later && is_active())
	}
}
