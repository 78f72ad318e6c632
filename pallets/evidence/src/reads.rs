//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::{ByLoan, Config, EvidenceRecord, EvidenceState, Pallet, PendingVerdicts, Status, VerdictRecord};
use frame::prelude::Get;
use zhidai_primitives::{entries_after, Day, EvidenceId, LoanId, OrgId, Page, Side};

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
	/// over, or can no longer be drawn on is passed over.
	pub fn inbox(org: OrgId, cursor: Option<EvidenceId>, limit: u32) -> Page<(EvidenceId, u16), EvidenceId> {
		let entries = entries_after::<PendingVerdicts<T>, _, _>(org, cursor.map(|last| last.0));
		let entries = entries.map(|(key, revision)| (EvidenceId(key.get()), revision));
		let mut page = Page::collect(entries, limit, |(id, _)| *id);
		let due = |id| Self::known(id).is_ok_and(|(record, state)| Self::is_asked(&record, &state));
		page.items.retain(|(id, _)| due(*id));
		page
	}

	/// The verdicts on the current revision as they count today, retracted ones too: the bank's and the
	/// regulator's. One that waited too long for the other side's is as if it had never been given.
	pub fn current_verdicts(evidence: EvidenceId) -> (Option<VerdictRecord>, Option<VerdictRecord>) {
		let Ok((_, state)) = Self::known(evidence) else { return (None, None) };
		let verdict = |side| Self::verdict(evidence, &state, side);
		(verdict(Side::Bank), verdict(Side::Regulator))
	}

	/// The side whose verdict speaks for a document and waits for the other's, and through which day it does.
	pub fn pending_claim(evidence: EvidenceId) -> Option<(Side, Day)> {
		let (_, state) = Self::known(evidence).ok()?;
		let waits = |side| {
			let given = Self::verdict(evidence, &state, side)?;
			Some((side, given.waits_through(T::PendingDays::get())?))
		};
		let is_open = state.status == Status::Filed;
		[Side::Bank, Side::Regulator].into_iter().find_map(waits).filter(|_| is_open)
	}
}
