//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::{
	ByLoan, Config, EvidenceRecord, EvidenceState, Pallet, PendingVerdicts, Status, VerdictEnd,
	VerdictRecord, Verdicts,
};
use frame::prelude::Get;
use zhidai_primitives::{Day, EvidenceId, LoanId, Ordered, OrgId, Page, Side};

/// The most entries of one page.
const MAX_PAGE: u32 = 1_000;

fn size(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_PAGE)).unwrap_or_default()
}

impl<T: Config> Pallet<T> {
	/// The evidence of a loan with where it stands, after the cursor.
	pub fn evidence_of_loan(
		loan: LoanId,
		cursor: Option<EvidenceId>,
		limit: u32,
	) -> Page<(EvidenceId, EvidenceRecord, EvidenceState), EvidenceId> {
		let ids = match cursor {
			Some(last) => {
				ByLoan::<T>::iter_prefix_from(loan, ByLoan::<T>::hashed_key_for(loan, Ordered::from(last.0)))
			}
			None => ByLoan::<T>::iter_prefix(loan),
		};
		let known = |(_, id)| Self::known(id).ok().map(|(record, state)| (id, record, state));
		Page::collect(ids.filter_map(known), size(limit), |(id, ..)| *id)
	}

	/// What waits for an organisation's verdict and can be given today, with the revision, after the cursor.
	/// A page can be short, or empty, before the last one: what was filed for a loan that is not signed, is
	/// over, or can no longer be drawn on is passed over.
	pub fn inbox(org: OrgId, cursor: Option<EvidenceId>, limit: u32) -> Page<(EvidenceId, u16), EvidenceId> {
		let entries = match cursor {
			Some(last) => {
				let last = PendingVerdicts::<T>::hashed_key_for(org, Ordered::from(last.0));
				PendingVerdicts::<T>::iter_prefix_from(org, last)
			}
			None => PendingVerdicts::<T>::iter_prefix(org),
		};
		let entries = entries.map(|(key, revision)| (EvidenceId(key.get()), revision));
		let mut page = Page::collect(entries, size(limit), |(id, _)| *id);
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

	/// A side's verdict on the current revision as it was given, and since when it counts no more, where that is so.
	/// For who shows it: what was found and no longer counts is not shown as if it did.
	pub fn given_verdict(evidence: EvidenceId, side: Side) -> Option<(VerdictRecord, Option<VerdictEnd>)> {
		let (_, state) = Self::known(evidence).ok()?;
		let given = Verdicts::<T>::get(evidence, (state.revision, side))?;
		let ended = given.ended(Self::lapsed_on(&given, &state));
		Some((given, ended))
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
