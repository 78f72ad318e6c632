//! What must always hold.

#![cfg(any(feature = "std", feature = "try-runtime"))]

use crate::{
	judge, ByLoan, Config, Evidence, EvidenceRecord, EvidenceState, FiledFor, Fingerprint, NextEvidence,
	OpenByFiler, OpenByLoan, Pallet, PendingVerdicts, States, Status, Superseded, Verdicts,
	MAX_FILED_PER_DAY,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::deps::sp_runtime::TryRuntimeError;
use zhidai_primitives::traits::{ClaimState, Claims};
use zhidai_primitives::{EvidenceId, LoanId, Ordered, OrgId, Side};

type Checked = Result<(), TryRuntimeError>;

fn must(holds: bool, rule: &'static str) -> Checked {
	holds.then_some(()).ok_or(TryRuntimeError::Other(rule))
}

fn count_in<Key: Ord>(counts: &mut BTreeMap<Key, u32>, key: Key) {
	let count = counts.entry(key).or_default();
	*count = count.saturating_add(1);
}

impl<T: Config> Pallet<T> {
	/// Checks that:
	///
	/// 1. every piece of evidence has a state, an id that was given out, and its place among its loan's;
	/// 2. the payments on a document never exceed its amount (invariant 7 of the architecture);
	/// 3. the status is what the verdicts on the current revision come to, unless it was withdrawn, and then
	///    nothing rests on it;
	/// 4. a verified document has verdicts of two officers over the record's digest, and its two sides are
	///    two organisations;
	/// 5. an organisation's inbox holds exactly what waits for its verdict, what waits is counted, and nobody filed
	///    more for a loan in a day than may be;
	/// 6. a fingerprint is of one standing financing only (invariant 6 there), and what is withdrawn is not claimed;
	/// 7. every earlier revision is kept, and verdicts and revisions are those of evidence that is there.
	pub fn check_invariants() -> Checked {
		for (id, record) in Evidence::<T>::iter() {
			let state = States::<T>::get(id).ok_or(TryRuntimeError::Other("evidence without a state"))?;
			must(id < NextEvidence::<T>::get(), "an evidence id that was never given out")?;
			let listed = ByLoan::<T>::get(record.loan, Ordered::from(id.0));
			must(listed == Some(id), "evidence missing among its loan's")?;
			must(state.used <= record.content.amount, "payments exceed the document's amount")?;
			Self::check_verdicts(id, &record, &state)?;
			for revision in 0..state.revision {
				must(Superseded::<T>::contains_key(id, revision), "an earlier revision is missing")?;
			}
		}
		let count = Evidence::<T>::iter_keys().count();
		must(States::<T>::iter_keys().count() == count, "a state without evidence")?;
		must(ByLoan::<T>::iter_keys().count() == count, "a loan's index names evidence that is not there")?;
		let is_known = |id: &EvidenceId| States::<T>::contains_key(id);
		must(Verdicts::<T>::iter_keys().all(|(id, _)| is_known(&id)), "a verdict on nothing")?;
		must(Superseded::<T>::iter_keys().all(|(id, _)| is_known(&id)), "a revision of nothing")?;
		Self::check_inboxes()?;
		Self::check_counts()?;
		Self::check_claims()
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
			for side in [Side::Bank, Side::Regulator] {
				let due =
					state.status == Status::Filed && !Verdicts::<T>::contains_key(id, (state.revision, side));
				let entry = PendingVerdicts::<T>::get(record.org_of(side), Ordered::from(id.0));
				must(entry == due.then_some(state.revision), "an inbox does not hold what waits")?;
				waiting = waiting.saturating_add(usize::from(due));
			}
		}
		must(PendingVerdicts::<T>::iter_keys().count() == waiting, "an inbox names what does not wait")
	}

	fn check_counts() -> Checked {
		let mut by_loan = BTreeMap::<(LoanId, OrgId), u32>::new();
		let mut by_filer = BTreeMap::<(OrgId, OrgId), u32>::new();
		for (id, record) in Evidence::<T>::iter() {
			if States::<T>::get(id).is_some_and(|state| state.status == Status::Filed) {
				count_in(&mut by_loan, (record.loan, record.filer));
				count_in(&mut by_filer, (record.regulator, record.filer));
			}
		}
		let counted = OpenByLoan::<T>::iter().map(|(loan, filer, open)| ((loan, filer), open)).collect();
		must(by_loan == counted, "what waits on a loan is not counted")?;
		let counted = OpenByFiler::<T>::iter().map(|(org, filer, open)| ((org, filer), open)).collect();
		must(by_filer == counted, "what waits at a regulator is not counted")?;
		let is_in_bounds = |count| (1..=MAX_FILED_PER_DAY).contains(&count);
		let are_bounded = FiledFor::<T>::iter_values().all(|filings| is_in_bounds(filings.count));
		must(are_bounded, "more filed for a loan in a day than may be")
	}

	fn check_claims() -> Checked {
		let mut financed = BTreeSet::<Fingerprint>::new();
		for (id, state) in States::<T>::iter() {
			let subject = state.subject(id);
			let claim = T::Claims::state(subject);
			if state.status == Status::Withdrawn {
				must(claim.is_none(), "withdrawn evidence is claimed")?;
			}
			if claim != Some(ClaimState::Landed) || !Self::is_standing(subject) {
				continue;
			}
			let (bank, regulator) = Self::current_verdicts(id);
			for fingerprint in bank.or(regulator).iter().flat_map(|verdict| verdict.fingerprints.iter()) {
				must(financed.insert(*fingerprint), "a fingerprint is of two standing financings")?;
			}
		}
		Ok(())
	}
}
