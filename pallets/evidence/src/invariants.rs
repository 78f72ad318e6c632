//! What must always hold.

#![cfg(any(feature = "std", feature = "try-runtime"))]

use crate::verdicts::PAYABLE;
use crate::{
	judge, ByLoan, Config, Evidence, EvidenceRecord, EvidenceState, Fingerprints, NextEvidence, Pallet,
	PendingVerdicts, States, Status, Superseded, Verdicts,
};
use frame::deps::sp_runtime::TryRuntimeError;
use zhidai_primitives::{EvidenceId, Side};

type Checked = Result<(), TryRuntimeError>;

fn must(holds: bool, rule: &'static str) -> Checked {
	holds.then_some(()).ok_or(TryRuntimeError::Other(rule))
}

impl<T: Config> Pallet<T> {
	/// Checks that:
	///
	/// 1. every piece of evidence has a state, an id that was given out, and its place among its loan's;
	/// 2. the payments on a document never exceed its amount (invariant 11 of the architecture);
	/// 3. the status is what the verdicts on the current revision come to, unless it was withdrawn, and then nothing rests
	///    on it;
	/// 4. a verified document has verdicts of two officers over the record's digest, and its two sides are two organisations;
	/// 5. an organisation's inbox holds exactly what waits for its verdict;
	/// 6. a fingerprint stands for one document only, which spoke for itself and still stands, and every such document has
	///    its fingerprints (invariant 7);
	/// 7. every earlier revision is kept.
	pub fn check_invariants() -> Checked {
		for (id, record) in Evidence::<T>::iter() {
			let state = States::<T>::get(id).ok_or(TryRuntimeError::Other("evidence without a state"))?;
			must(id < NextEvidence::<T>::get(), "an evidence id that was never given out")?;
			must(ByLoan::<T>::contains_key(record.loan, id), "evidence missing among its loan's")?;
			must(state.used <= record.content.amount, "payments exceed the document's amount")?;
			Self::check_verdicts(id, &record, &state)?;
			for revision in 0..state.revision {
				must(Superseded::<T>::contains_key(id, revision), "an earlier revision is missing")?;
			}
		}
		let count = Evidence::<T>::iter_keys().count();
		must(States::<T>::iter_keys().count() == count, "a state without evidence")?;
		must(ByLoan::<T>::iter_keys().count() == count, "a loan's index names evidence that is not there")?;
		Self::check_inboxes()?;
		Self::check_fingerprints()
	}

	fn check_verdicts(id: EvidenceId, record: &EvidenceRecord, state: &EvidenceState) -> Checked {
		let (bank, regulator) = Self::current_verdicts(id);
		if state.status == Status::Withdrawn {
			return must(state.used.is_zero(), "payments rest on withdrawn evidence");
		}
		let judged = judge(bank.as_ref(), regulator.as_ref());
		must(state.status == judged, "the status is not what the verdicts come to")?;
		must(record.bank != record.regulator, "one organisation is both sides")?;
		if let (Some(bank), Some(regulator)) = (bank, regulator) {
			must(bank.officer != regulator.officer, "one officer spoke for both sides")?;
			must(
				bank.digest == record.digest && regulator.digest == record.digest,
				"a verdict on other bytes",
			)?;
		}
		Ok(())
	}

	fn check_inboxes() -> Checked {
		let mut waiting = 0_usize;
		for (id, record) in Evidence::<T>::iter() {
			let Some(state) = States::<T>::get(id) else { continue };
			for (org, side) in [(record.bank, Side::Bank), (record.regulator, Side::Regulator)] {
				let due = state.status != Status::Withdrawn
					&& !Verdicts::<T>::contains_key(id, (state.revision, side));
				let entry = PendingVerdicts::<T>::get(org, id);
				must(entry == due.then_some(state.revision), "an inbox does not hold what waits")?;
				waiting = waiting.saturating_add(usize::from(due));
			}
		}
		must(PendingVerdicts::<T>::iter_keys().count() == waiting, "an inbox names what does not wait")
	}

	fn check_fingerprints() -> Checked {
		let mut claimed = 0_usize;
		for (id, state) in States::<T>::iter() {
			if !state.status.stands() {
				continue;
			}
			let (bank, regulator) = Self::current_verdicts(id);
			for fingerprint in bank.or(regulator).iter().flat_map(|verdict| verdict.fingerprints.iter()) {
				let claim = Fingerprints::<T>::get(fingerprint, PAYABLE);
				must(claim.is_some_and(|claim| claim.evidence == id), "a document lacks its fingerprint")?;
				claimed = claimed.saturating_add(1);
			}
		}
		must(Fingerprints::<T>::iter_keys().count() == claimed, "a fingerprint stands for nothing")?;
		for (_, _, claim) in Fingerprints::<T>::iter() {
			let of_loan = Evidence::<T>::get(claim.evidence).is_some_and(|record| record.loan == claim.loan);
			must(of_loan, "a fingerprint names another loan than its document")?;
		}
		Ok(())
	}
}
