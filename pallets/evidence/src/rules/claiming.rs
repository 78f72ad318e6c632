//! When a document is claimed for a financing, and until when that stands.
//!
//! A claim begins when both sides speak for the document. It ends, without a transaction, when nothing was
//! paid on it and the loan is over or can no longer be drawn on, a side has retracted, or one of the two
//! organisations that agreed on it takes part no more: whoever comes next with the same document looks, and takes
//! its place.

use crate::{Config, Error, Event, EvidenceRecord, Fingerprint, Pallet, Status};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::traits::{ClaimState, ClaimSubject, Claims, Directory, LoanInspect};
use zhidai_primitives::OrgStatus;

impl<T: Config> Pallet<T> {
	/// Whether a claim stands: money rests on its document, or may yet. What is not known here is not ours to end.
	pub fn is_standing(subject: ClaimSubject) -> bool {
		let Ok((record, state)) = Self::known(subject.evidence) else { return true };
		let may_be_paid = || {
			state.status == Status::Verified
				&& Self::is_drawable(record.loan)
				&& Self::are_sides_active(&record)
		};
		state.revision == subject.revision && (state.bears_money() || may_be_paid())
	}

	/// Whether both organisations that speak for a document take part, those that spoke or who has their place in the
	/// loan: what two of them claimed on which nothing was paid does not outlast one that is suspended or has left.
	fn are_sides_active(record: &EvidenceRecord) -> bool {
		let is_active = |org| T::Directory::status(org) == Some(OrgStatus::Active);
		T::Loans::facts(record.loan).is_ok_and(|facts| is_active(facts.bank) && is_active(facts.regulator))
	}

	/// Refuses a document that is another's. Before both sides have spoken this only tells early what would
	/// be told then: a verdict that waits claims nothing, and blocks nobody. Answers the claims that stand in
	/// the way but stand no more.
	pub(crate) fn ensure_not_taken(
		subject: ClaimSubject,
		fingerprints: &[Fingerprint],
	) -> Result<Vec<ClaimSubject>, DispatchError> {
		let holders = T::Claims::holders(subject, fingerprints);
		ensure!(!holders.iter().any(|holder| Self::is_standing(*holder)), Error::<T>::FingerprintTaken);
		Ok(holders)
	}

	/// Claims a document for which both sides speak; answers how many claims that stand no more gave way, at
	/// most one for each fingerprint.
	pub(crate) fn claim(subject: ClaimSubject, fingerprints: &[Fingerprint]) -> Result<u32, DispatchError> {
		let over = Self::ensure_not_taken(subject, fingerprints)?;
		for ended in &over {
			T::Claims::discharge(*ended);
			let ClaimSubject { evidence, revision } = *ended;
			Self::deposit_event(Event::Discharged { evidence, revision });
		}
		let answer = T::Claims::want(subject, fingerprints)?;
		ensure!(answer != ClaimState::Taken, Error::<T>::FingerprintTaken);
		Ok(over.len().saturated_into())
	}

	/// Refuses where the document is not this evidence's for all banks, or not known to be yet.
	pub(crate) fn ensure_landed(subject: ClaimSubject) -> DispatchResult {
		match T::Claims::state(subject) {
			Some(ClaimState::Landed) => Ok(()),
			Some(ClaimState::Taken) => Err(Error::<T>::FingerprintTaken.into()),
			Some(ClaimState::Wanted) | None => Err(Error::<T>::NotLanded.into()),
		}
	}
}
