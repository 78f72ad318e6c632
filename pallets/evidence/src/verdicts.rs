//! Verdicts, and the fingerprints that they claim.

use crate::{
	judge, Claim, Config, Error, EvidenceRecord, EvidenceState, FinancingSide, Fingerprint, Fingerprints,
	Pallet, PendingVerdicts, Statement, States, Status, VerdictRecord, Verdicts,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, Finding, Findings};
use zhidai_primitives::{Actor, EvidenceId, LoanId, Side};

/// The side that a document is financed on by a loan that pays the seller.
pub(crate) const PAYABLE: FinancingSide = FinancingSide::Payable;

pub(crate) const fn opposite(side: Side) -> Side {
	match side {
		Side::Bank => Side::Regulator,
		Side::Regulator => Side::Bank,
	}
}

impl<T: Config> Pallet<T> {
	/// Refuses a verdict that is not this organisation's to give, not on what stands there now, or not complete.
	pub(crate) fn ensure_verdict(
		evidence: EvidenceId,
		revision: u16,
		record: &EvidenceRecord,
		state: EvidenceState,
		actor: Actor,
		statement: &Statement,
	) -> Result<Side, DispatchError> {
		let side = record.side_of(actor.org).ok_or(Error::<T>::NotAssigned)?;
		ensure!(state.status != Status::Withdrawn, Error::<T>::Withdrawn);
		ensure!(revision == state.revision, Error::<T>::RevisionNotCurrent);
		ensure!(statement.digest == record.digest, Error::<T>::DigestMismatch);
		ensure!(!Verdicts::<T>::contains_key(evidence, (revision, side)), Error::<T>::AlreadyGiven);
		ensure!(!statement.lacks_reference(), Error::<T>::ReferenceMissing);
		match (statement.verdict.is_positive(), statement.fingerprints.is_empty()) {
			(true, true) => return Err(Error::<T>::FingerprintMissing.into()),
			(false, false) => return Err(Error::<T>::FingerprintUnexpected.into()),
			_ => {}
		}
		// Nobody attests what they filed themselves.
		T::Directory::ensure_different_persons(record.filed_by, actor.officer)?;
		Ok(side)
	}

	/// Stores a verdict and what it changes; answers where the evidence stands now.
	pub(crate) fn put_verdict(
		evidence: EvidenceId,
		record: &EvidenceRecord,
		state: EvidenceState,
		side: Side,
		actor: Actor,
		statement: Statement,
	) -> Result<Status, DispatchError> {
		let verdict = VerdictRecord {
			verdict: statement.verdict,
			digest: statement.digest,
			reference: statement.reference,
			officer: actor.officer,
			fingerprints: statement.fingerprints,
			given_on: T::Calendar::today(),
		};
		let other = Verdicts::<T>::get(evidence, (state.revision, opposite(side)));
		let status = judge(Some(&verdict), other.as_ref());
		match &other {
			None => Self::claim(evidence, record.loan, &verdict.fingerprints)?,
			Some(other) => {
				// Two organisations are not yet two persons.
				T::Directory::ensure_different_persons(other.officer, actor.officer)?;
				if status != Status::Verified {
					Self::free(evidence, &other.fingerprints);
				}
			}
		}
		Verdicts::<T>::insert(evidence, (state.revision, side), verdict);
		PendingVerdicts::<T>::remove(actor.org, evidence);
		States::<T>::insert(evidence, EvidenceState { status, ..state });
		if status == Status::Conflicting {
			T::Findings::raise(Finding::VerdictsConflict { loan: record.loan, evidence });
		}
		Ok(status)
	}

	/// Frees whatever the verdicts on a revision had claimed.
	pub(crate) fn free_fingerprints(evidence: EvidenceId, revision: u16) {
		for side in [Side::Bank, Side::Regulator] {
			if let Some(verdict) = Verdicts::<T>::get(evidence, (revision, side)) {
				Self::free(evidence, &verdict.fingerprints);
			}
		}
	}

	/// Claims fingerprints for a document, across all banks. A verdict that does not speak for it has none.
	fn claim(evidence: EvidenceId, loan: LoanId, fingerprints: &[Fingerprint]) -> DispatchResult {
		for fingerprint in fingerprints {
			ensure!(!Fingerprints::<T>::contains_key(fingerprint, PAYABLE), Error::<T>::FingerprintTaken);
			Fingerprints::<T>::insert(fingerprint, PAYABLE, Claim { evidence, loan });
		}
		Ok(())
	}

	/// Frees those of the fingerprints that stand for this document.
	fn free(evidence: EvidenceId, fingerprints: &[Fingerprint]) {
		for fingerprint in fingerprints {
			let own =
				Fingerprints::<T>::get(fingerprint, PAYABLE).is_some_and(|claim| claim.evidence == evidence);
			if own {
				Fingerprints::<T>::remove(fingerprint, PAYABLE);
			}
		}
	}
}
