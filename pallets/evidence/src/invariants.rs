//! What must always hold.

#![cfg(any(feature = "std", feature = "try-runtime"))]

use crate::{
	judge, ByLoan, Config, Evidence, EvidenceRecord, EvidenceState, FiledFor, Fingerprint, InPurchase,
	NextEvidence, OpenByFiler, OpenByLoan, Pallet, PendingVerdicts, Sellers, States, Status, Superseded,
	Verdicts, MAX_FILED_PER_DAY, MAX_PAPERS,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::deps::sp_runtime::TryRuntimeError;
use zhidai_primitives::traits::{ClaimState, Claims};
use zhidai_primitives::{EvidenceId, EvidenceKind, Fen, LoanId, Ordered, OrgId, Side};

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
	/// 2. the payments on a document never exceed its amount, and those on all documents of a purchase never the
	///    purchase's (invariant 7 of the architecture);
	/// 3. the status is what the verdicts on the current revision come to, unless it was withdrawn;
	/// 4. a verified document has verdicts of two officers over the record's digest, and its two sides are
	///    two organisations;
	/// 5. an organisation's inbox holds exactly what waits for its verdict, what waits is counted, and nobody filed
	///    more for a loan in a day than may be;
	/// 6. a fingerprint is of one standing financing only (invariant 6 there), and what is withdrawn is not claimed;
	/// 7. every earlier revision is kept, and verdicts and revisions are those of evidence that is there;
	/// 8. what rests on a purchase is what rests on its documents; what red letters take back and what belongs to a
	///    document is counted where it belongs, and has the parties of its purchase.
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
		Self::check_purchases()?;
		Self::check_sellers()?;
		Self::check_claims()
	}

	fn check_purchases() -> Checked {
		let mut expected = BTreeMap::<EvidenceId, (u64, u64, u16)>::new();
		for (id, record) in Evidence::<T>::iter() {
			let state = States::<T>::get(id).ok_or(TryRuntimeError::Other("evidence without a state"))?;
			let (content, is_withdrawn) = (&record.content, state.status == Status::Withdrawn);
			// Of what is withdrawn, only what was given back by mistake leaves something on its purchase.
			if !is_withdrawn || state.bears_money() {
				let whole = expected.entry(content.purchase(id)).or_default();
				whole.0 = whole.0.saturating_add(state.used.0);
			}
			if is_withdrawn {
				continue;
			}
			let Some(other) = content.belongs_to else { continue };
			let known = Evidence::<T>::get(other).ok_or(TryRuntimeError::Other("a paper of nothing"))?;
			must(known.loan == record.loan, "a paper of another loan's purchase")?;
			must(content.kind.may_belong_to(known.content.kind), "a paper of what it cannot be a part of")?;
			let part = expected.entry(other).or_default();
			part.2 = part.2.saturating_add(1);
			if content.is_red_letter() && state.status != Status::Rejected {
				for document in [Some(other), known.content.belongs_to].into_iter().flatten() {
					let taken = expected.entry(document).or_default();
					taken.1 = taken.1.saturating_add(content.amount.0);
				}
			}
		}
		for (id, record) in Evidence::<T>::iter() {
			let state = States::<T>::get(id).ok_or(TryRuntimeError::Other("evidence without a state"))?;
			let (used, reversed, papers) = expected.remove(&id).unwrap_or_default();
			must(
				state.purchase_used() == Fen(used),
				"what rests on a purchase is not what its documents bear",
			)?;
			let named = match state.in_purchase {
				InPurchase::Whole(_) => None,
				InPurchase::PartOf(other) => Some(other),
			};
			must(named == record.content.belongs_to, "a document belongs to another than it names")?;
			must(state.reversed == Fen(reversed), "what red letters take back is not counted")?;
			must(state.papers == papers && papers <= MAX_PAPERS, "the papers of a document are not counted")?;
			must(state.purchase_used() <= record.content.amount, "payments exceed the purchase's amount")?;
		}
		must(expected.is_empty(), "a purchase without evidence")
	}

	/// Which purchases of a seller a loan has. The dates can be those of what was withdrawn since.
	fn check_sellers() -> Checked {
		let mut expected = BTreeMap::<(LoanId, OrgId), (u32, u32)>::new();
		for (id, record) in Evidence::<T>::iter() {
			let is_withdrawn = States::<T>::get(id).is_some_and(|state| state.status == Status::Withdrawn);
			if is_withdrawn || record.content.belongs_to.is_some() {
				continue;
			}
			let papers = Sellers::<T>::get(record.loan, record.content.seller);
			let (is_contract, dated_on) =
				(record.content.kind == EvidenceKind::PurchaseContract, record.content.dated_on);
			let is_known = if is_contract {
				papers.first_contract_on <= dated_on
			} else {
				papers.last_loose_on >= dated_on
			};
			must(is_known, "a purchase is older or newer than its seller's are said to be")?;
			let (contracts, loose) = expected.entry((record.loan, record.content.seller)).or_default();
			let count = if is_contract { contracts } else { loose };
			*count = count.saturating_add(1);
		}
		let kept = Sellers::<T>::iter();
		let counted = kept.map(|(loan, seller, papers)| ((loan, seller), (papers.contracts, papers.loose)));
		let counted: BTreeMap<_, _> = counted.collect();
		must(expected == counted, "the purchases of a seller are not counted")
	}

	fn check_verdicts(id: EvidenceId, record: &EvidenceRecord, state: &EvidenceState) -> Checked {
		let (bank, regulator) = Self::current_verdicts(id);
		if state.status == Status::Withdrawn {
			return Ok(());
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
