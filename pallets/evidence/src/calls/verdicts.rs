//! Verdicts, and taking them back.

use crate::types::opposite;
use crate::{
	costs::Touched, judge, Config, Event, EvidenceRecord, EvidenceState, Pallet, PendingVerdicts, Retraction,
	RetractionReason, Statement, States, Status, VerdictRecord, Verdicts,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, ClaimSubject, Claims, Directory, Finding, Findings, LookAlikes};
use zhidai_primitives::{AlertTag, Digest, EvidenceId, Ordered};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_give_verdict(
		origin: OriginFor<T>,
		evidence: EvidenceId,
		revision: u16,
		statement: Statement,
	) -> DispatchResultWithPostInfo {
		let who = ensure_signed(origin)?;
		let (record, state) = Self::known(evidence)?;
		let (actor, side) = Self::authorise_attester(&who, &record)?;
		Self::ensure_current(&record, &state, revision, statement.digest)?;
		Self::ensure_verdict(evidence, &record, &state, (actor, side), &statement)?;
		let other = Self::renew_other(evidence, &record, &state, side);
		if let Some(other) = &other {
			// Two organisations are not yet two persons.
			T::Directory::ensure_different_persons(other.officer, actor.officer)?;
		}
		let tags = statement.tags.clone();
		let given =
			VerdictRecord::new(statement, T::Directory::signature(actor.officer), T::Calendar::today());
		let status = judge(Some(&given), other.as_ref());
		let over = Self::claim_where_due(state.subject(evidence), status, &given)?;

		let waits_through = given.waits_through(T::PendingDays::get()).filter(|_| status == Status::Filed);
		PendingVerdicts::<T>::remove(actor.org, Ordered::from(evidence.0));
		Self::deposit_event(Event::VerdictGiven {
			evidence,
			loan: record.loan,
			revision,
			side,
			verdict: given.verdict,
			org: actor.org,
			officer: actor.officer,
			waits_through,
		});
		Verdicts::<T>::insert(evidence, (revision, side), given);
		let looked_up = Self::note_look_alikes(evidence, &record, revision, &tags);
		match status {
			// The other side never spoke, or what it said is void: after a retraction it is asked again.
			Status::Filed if state.status == Status::Retracted => {
				Self::reopen_verdict(evidence, &record, state, opposite(side))?;
			}
			// Until the other side has spoken, or has spoken again after its own retraction.
			Status::Filed | Status::Retracted => {}
			_ => Self::conclude(evidence, &record, state, status),
		}
		let (from, tags) = (state.status, tags.len().saturated_into());
		Ok(Some(Self::given_weight(Touched { from, to: status, over, tags, looked_up })).into())
	}

	pub(crate) fn do_retract(
		origin: OriginFor<T>,
		evidence: EvidenceId,
		revision: u16,
		digest: Digest,
		reason: RetractionReason,
		paper: Digest,
	) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let (record, state) = Self::known(evidence)?;
		let (actor, side) = Self::authorise_attester(&who, &record)?;
		Self::ensure_current(&record, &state, revision, digest)?;
		let verdict = Self::ensure_retractable(evidence, &state, side, paper)?;

		let (loan, org, officer) = (record.loan, actor.org, actor.officer);
		let retraction = Retraction { reason, paper, officer, retracted_on: T::Calendar::today() };
		let retracted = VerdictRecord { retracted: Some(retraction), ..verdict };
		Verdicts::<T>::insert(evidence, (revision, side), retracted);
		Self::close_verdicts(evidence, &record, &state);
		States::<T>::insert(evidence, EvidenceState { status: Status::Retracted, ..state });
		if !state.bears_money() {
			T::Claims::discharge(state.subject(evidence));
		}
		T::Findings::raise(Finding::VerdictRetracted { loan, evidence });
		Self::deposit_event(Event::Retracted {
			evidence,
			loan,
			revision,
			side,
			reason,
			paper,
			used_fen: state.used.0,
			org,
			officer,
		});
		Ok(())
	}

	/// Books what both verdicts come to.
	fn conclude(evidence: EvidenceId, record: &EvidenceRecord, state: EvidenceState, status: Status) {
		let (loan, revision) = (record.loan, state.revision);
		Self::close_verdicts(evidence, record, &state);
		States::<T>::insert(evidence, EvidenceState { status, ..state });
		Self::deposit_event(Event::Concluded { evidence, loan, revision, status });
		if status == Status::Rejected {
			Self::give_reversed_back(&record.content);
		}
		if status == Status::Conflicting {
			T::Findings::raise(Finding::VerdictsConflict { loan, evidence });
		}
	}

	/// Keeps under which tags the document is found, and tells where others are; answers of how many it was looked up
	/// whether they are claimed.
	fn note_look_alikes(
		evidence: EvidenceId,
		record: &EvidenceRecord,
		revision: u16,
		tags: &[AlertTag],
	) -> u32 {
		let noted = T::LookAlikes::note(ClaimSubject { evidence, revision }, tags);
		let mut alike: Vec<EvidenceId> =
			noted.others.into_iter().map(|other| other.subject.evidence).collect();
		alike.sort_unstable();
		alike.dedup();
		if let Some(newest) = alike.last().copied() {
			let (loan, count) = (record.loan, alike.len().saturated_into());
			Self::deposit_event(Event::LooksLike { evidence, loan, revision, count, newest });
		}
		noted.looked_up
	}

	/// Claims the document where both sides speak for it, and tells early where it is another's; answers how
	/// many claims were met that stand no more: they gave way, or will.
	fn claim_where_due(
		subject: ClaimSubject,
		status: Status,
		given: &VerdictRecord,
	) -> Result<u32, DispatchError> {
		match status {
			Status::Verified => Self::claim(subject, &given.fingerprints),
			Status::Filed => {
				Self::ensure_not_taken(subject, &given.fingerprints).map(|over| over.len().saturated_into())
			}
			_ => Ok(0),
		}
	}
}
