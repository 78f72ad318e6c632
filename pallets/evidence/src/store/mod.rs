//! What waits: inboxes, how much evidence is open or was filed today, and verdicts that wait for the other side's;
//! and the end of what is taken back.

mod purchases;

use crate::types::opposite;
use crate::{
	ByLoan, Config, Error, Event, Evidence, EvidenceRecord, EvidenceState, FiledFor, Filings, OpenByFiler,
	OpenByLoan, Pallet, PendingVerdicts, States, Status, VerdictRecord, Verdicts, MAX_FILED_PER_DAY,
	MAX_OPEN_PER_FILER, MAX_OPEN_PER_LOAN,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory};
use zhidai_primitives::{Day, Duty, EvidenceId, LoanId, Ordered, OrgId, Side};

fn one_more(open: &mut u32, most: u32) -> Option<()> {
	*open = open.checked_add(1).filter(|open| *open <= most)?;
	Some(())
}

fn one_less(open: &mut Option<u32>) {
	*open = open.and_then(|open| open.checked_sub(1)).filter(|open| *open > 0);
}

impl<T: Config> Pallet<T> {
	/// Counts what an organisation files for a loan today. Refuses where that is as much as may be: what is withdrawn
	/// again makes room among what waits, and its id is used up.
	pub(crate) fn count_filing(loan: LoanId, filer: OrgId) -> DispatchResult {
		FiledFor::<T>::try_mutate(loan, filer, |filings: &mut Filings| {
			let more = filings.one_more(T::Calendar::today(), MAX_FILED_PER_DAY);
			*filings = more.ok_or(Error::<T>::TooManyFiledToday)?;
			Ok(())
		})
	}

	/// Ends evidence that is taken back; whether its record stays. What has one revision and never had a verdict is
	/// removed: nobody relied on it, and whoever files and withdraws for ever leaves nothing.
	pub(crate) fn put_withdrawn(evidence: EvidenceId, loan: LoanId, state: EvidenceState) -> bool {
		let is_kept = Self::has_history(evidence, &state);
		if is_kept {
			States::<T>::insert(evidence, EvidenceState { status: Status::Withdrawn, ..state });
		} else {
			Evidence::<T>::remove(evidence);
			States::<T>::remove(evidence);
			ByLoan::<T>::remove(loan, Ordered::from(evidence.0));
		}
		is_kept
	}

	/// Whether evidence has more than its one record: an earlier revision, or a verdict, also one that counts no more.
	fn has_history(evidence: EvidenceId, state: &EvidenceState) -> bool {
		let has_verdict = |side| Verdicts::<T>::contains_key(evidence, (state.revision, side));
		let is_new = state.revision == 0 && state.status == Status::Filed;
		!is_new || has_verdict(Side::Bank) || has_verdict(Side::Regulator)
	}

	/// Asks both sides for their verdicts on a revision. Refuses where too much of this filer's waits
	/// already: what one files takes nobody else's place.
	pub(crate) fn open_verdicts(
		evidence: EvidenceId,
		revision: u16,
		record: &EvidenceRecord,
	) -> DispatchResult {
		Self::count_open(record)?;
		for org in [record.bank, record.regulator] {
			PendingVerdicts::<T>::insert(org, Ordered::from(evidence.0), revision);
		}
		Ok(())
	}

	/// Stores evidence under the present parties of its loan: who is still asked is another one from now on.
	pub(crate) fn put_taken_over(
		evidence: EvidenceId,
		before: &EvidenceRecord,
		state: &EvidenceState,
		next: EvidenceRecord,
	) -> DispatchResult {
		Self::close_verdicts(evidence, before, state);
		if state.status == Status::Filed {
			Self::count_open(&next)?;
			for side in [Side::Bank, Side::Regulator] {
				if !Verdicts::<T>::contains_key(evidence, (state.revision, side)) {
					let place = Ordered::from(evidence.0);
					PendingVerdicts::<T>::insert(next.org_of(side), place, state.revision);
				}
			}
		}
		Evidence::<T>::insert(evidence, next);
		Ok(())
	}

	/// Asks one side for its verdict, where the other one took its own back and has given it again. Refuses
	/// as above.
	pub(crate) fn reopen_verdict(
		evidence: EvidenceId,
		record: &EvidenceRecord,
		state: EvidenceState,
		side: Side,
	) -> DispatchResult {
		Self::count_open(record)?;
		PendingVerdicts::<T>::insert(record.org_of(side), Ordered::from(evidence.0), state.revision);
		States::<T>::insert(evidence, EvidenceState { status: Status::Filed, ..state });
		Ok(())
	}

	fn count_open(record: &EvidenceRecord) -> DispatchResult {
		let EvidenceRecord { loan, regulator, filer, .. } = *record;
		OpenByLoan::<T>::try_mutate(loan, filer, |open| {
			one_more(open, MAX_OPEN_PER_LOAN).ok_or(Error::<T>::TooManyOpenForLoan)
		})?;
		OpenByFiler::<T>::try_mutate(regulator, filer, |open| {
			one_more(open, MAX_OPEN_PER_FILER).ok_or(Error::<T>::TooManyOpenOfFiler.into())
		})
	}

	/// Nobody is asked any more, where somebody was.
	pub(crate) fn close_verdicts(evidence: EvidenceId, record: &EvidenceRecord, state: &EvidenceState) {
		if state.status != Status::Filed {
			return;
		}
		OpenByLoan::<T>::mutate_exists(record.loan, record.filer, one_less);
		OpenByFiler::<T>::mutate_exists(record.regulator, record.filer, one_less);
		for org in [record.bank, record.regulator] {
			PendingVerdicts::<T>::remove(org, Ordered::from(evidence.0));
		}
	}

	/// The verdict of a side on the current revision, unless it waited too long for the other's, or waits and its
	/// officer could not give it today: then it is as if it had never been given.
	pub(crate) fn verdict(evidence: EvidenceId, state: &EvidenceState, side: Side) -> Option<VerdictRecord> {
		let given = Verdicts::<T>::get(evidence, (state.revision, side))?;
		let counts = Self::lapsed_on(&given, state).is_none() && !Self::is_void(&given, state);
		counts.then_some(given)
	}

	/// Whether a verdict that waits, for the other side's or for it to be given again, speaks for a document by who
	/// could not give it today: an officer who was removed, or lost the duty, or signed with another key.
	pub(crate) fn is_void(given: &VerdictRecord, state: &EvidenceState) -> bool {
		let waits = matches!(state.status, Status::Filed | Status::Retracted) && given.retracted.is_none();
		let (officer, key_number) = (given.officer, given.key_number);
		waits
			&& given.verdict.is_positive()
			&& !T::Directory::signature_counts(officer, key_number, Duty::Attest)
	}

	/// The first day on which a verdict no longer waited for the other side's, where that day has come.
	pub(crate) fn lapsed_on(given: &VerdictRecord, state: &EvidenceState) -> Option<Day> {
		let through = given.waits_through(T::PendingDays::get()).filter(|_| state.status == Status::Filed)?;
		(through < T::Calendar::today()).then(|| Day(through.0.saturating_add(1)))
	}

	/// The other side's verdict. Where it has lapsed or is void, that side is asked again: from now on it is in its
	/// inbox, and before it could renew it of itself.
	pub(crate) fn renew_other(
		evidence: EvidenceId,
		record: &EvidenceRecord,
		state: &EvidenceState,
		side: Side,
	) -> Option<VerdictRecord> {
		let (revision, other) = (state.revision, opposite(side));
		let verdict = Self::verdict(evidence, state, other);
		if verdict.is_none() && Verdicts::<T>::take(evidence, (revision, other)).is_some() {
			PendingVerdicts::<T>::insert(record.org_of(other), Ordered::from(evidence.0), revision);
			let loan = record.loan;
			Self::deposit_event(Event::VerdictLapsed { evidence, loan, revision, side: other });
		}
		verdict
	}
}
