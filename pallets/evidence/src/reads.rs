//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::{
	types::opposite, ByLoan, Config, EvidenceRecord, EvidenceState, Pallet, PendingVerdicts, Status,
	VerdictEnd, VerdictRecord, Verdicts,
};
use alloc::vec::Vec;
use frame::prelude::Get;
use zhidai_primitives::traits::{LoanInspect, LookAlike, LookAlikes};
use zhidai_primitives::{entries_after, ClaimScope, EvidenceId, LoanId, OrgId, Page, PendingClaim, Side};

impl<T: Config> Pallet<T> {
	/// The evidence of a loan with where it stands, after the cursor.
	pub fn evidence_of_loan(
		loan: LoanId,
		cursor: Option<EvidenceId>,
		limit: u32,
	) -> Page<(EvidenceId, EvidenceRecord, EvidenceState), EvidenceId> {
		let ids = entries_after::<ByLoan<T>, _, _>(loan, cursor.map(|last| last.0));
		let known = |(_, id)| Self::known(id).ok().map(|(record, state)| (id, record, state));
		Page::collect(ids.filter_map(known), limit, |(id, ..)| *id)
	}

	/// What waits for an organisation's verdict and can be given today, with the revision, after the cursor.
	/// A page can be short, or empty, before the last one: what was filed for a loan that is not signed, is
	/// over, or can no longer be drawn on is passed over, and what nobody has taken over since its loan has other
	/// parties.
	pub fn inbox(org: OrgId, cursor: Option<EvidenceId>, limit: u32) -> Page<(EvidenceId, u16), EvidenceId> {
		let entries = entries_after::<PendingVerdicts<T>, _, _>(org, cursor.map(|last| last.0));
		let entries = entries.map(|(key, revision)| (EvidenceId(key.get()), revision));
		let mut page = Page::collect(entries, limit, |(id, _)| *id);
		let is_taken_over =
			|record: &EvidenceRecord| T::Loans::facts(record.loan).is_ok_and(|facts| record.is_of(&facts));
		let due = |id| {
			Self::known(id)
				.is_ok_and(|(record, state)| Self::is_asked(&record, &state) && is_taken_over(&record))
		};
		page.items.retain(|(id, _)| due(*id));
		page
	}

	/// The verdicts on the current revision as they count today, retracted ones too: the bank's and the
	/// regulator's. One that waited too long for the other side's, or waits and is void, is as if it had never been
	/// given.
	pub fn current_verdicts(evidence: EvidenceId) -> (Option<VerdictRecord>, Option<VerdictRecord>) {
		let Ok((_, state)) = Self::known(evidence) else { return (None, None) };
		let verdict = |side| Self::verdict(evidence, &state, side);
		(verdict(Side::Bank), verdict(Side::Regulator))
	}

	/// A side's verdict on the current revision as it was given, and since when it counts no more, where that is so.
	/// For who shows it: what was found and no longer counts is not shown as if it did.
	pub fn given_verdict(evidence: EvidenceId, side: Side) -> Option<(VerdictRecord, Option<VerdictEnd>)> {
		let (_, state) = Self::known(evidence).ok()?;
		let given = Verdicts::<T>::get(evidence, (state.revision, side))?;
		// What waits and is void is as if it had never been given; what money rests on stays to be seen.
		if state.status == Status::Filed && Self::is_void(&given, &state) {
			return None;
		}
		let ended = given.ended(Self::lapsed_on(&given, &state));
		Some((given, ended))
	}

	/// The verdict that speaks for a document and waits for the other side's: a claim that is pending.
	pub fn pending_claim(evidence: EvidenceId) -> Option<PendingClaim> {
		let (record, state) = Self::known(evidence).ok()?;
		let waits = |side| {
			let given = Self::verdict(evidence, &state, side)?;
			Some(PendingClaim {
				evidence,
				revision: state.revision,
				loan: record.loan,
				side,
				org: record.org_of(side),
				officer: given.officer,
				since: given.given_on,
				until: given.waits_through(T::PendingDays::get())?,
				waits_for: record.org_of(opposite(side)),
			})
		};
		let is_open = state.status == Status::Filed;
		[Side::Bank, Side::Regulator].into_iter().find_map(waits).filter(|_| is_open)
	}

	/// The pending claims of one piece of evidence, of a loan, or those that wait for an organisation, after the
	/// cursor. A page can be short, or empty, before the last one: evidence without one is passed over.
	pub fn pending_claims(
		scope: ClaimScope,
		cursor: Option<EvidenceId>,
		limit: u32,
	) -> Page<PendingClaim, EvidenceId> {
		let page = match scope {
			ClaimScope::Evidence(evidence) => Page { items: Vec::from([evidence]), next: None },
			ClaimScope::Loan(loan) => Self::evidence_of_loan(loan, cursor, limit).map(|(id, ..)| id),
			ClaimScope::WaitFor(org) => Self::inbox(org, cursor, limit).map(|(id, _)| id),
		};
		Page { items: page.items.into_iter().filter_map(Self::pending_claim).collect(), next: page.next }
	}

	/// Which other documents look like the current revision of this one, and in what.
	pub fn look_alikes(evidence: EvidenceId) -> Vec<LookAlike> {
		Self::known(evidence)
			.map(|(_, state)| T::LookAlikes::others(state.subject(evidence)))
			.unwrap_or_default()
	}
}
