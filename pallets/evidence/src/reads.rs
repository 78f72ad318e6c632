//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::{
	ByLoan, Config, EvidenceRecord, EvidenceState, InOrder, Pallet, PendingVerdicts, VerdictRecord, Verdicts,
};
use alloc::vec::Vec;
use frame::prelude::Get;
use zhidai_primitives::{Day, EvidenceId, LoanId, OrgId, Side};

/// The most entries of one page.
const MAX_PAGE: u32 = 1_000;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<Entry> {
	/// The entries, in the order of filing.
	pub entries: Vec<Entry>,
	/// Where the next page goes on; nothing where this is the last one.
	pub next: Option<EvidenceId>,
}

/// The keys of a page, and where the next one goes on.
fn cut<Item>(
	items: impl Iterator<Item = Item>,
	limit: u32,
	id: impl Fn(&Item) -> EvidenceId,
) -> (Vec<Item>, Option<EvidenceId>) {
	let size = usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(1);
	let mut found: Vec<Item> = items.take(size.saturating_add(1)).collect();
	let has_more = found.len() > size;
	found.truncate(size);
	let next = found.last().filter(|_| has_more).map(id);
	(found, next)
}

impl<T: Config> Pallet<T> {
	/// The evidence of a loan with where it stands, after the cursor.
	pub fn evidence_of_loan(
		loan: LoanId,
		cursor: Option<EvidenceId>,
		limit: u32,
	) -> Page<(EvidenceId, EvidenceRecord, EvidenceState)> {
		let ids = match cursor {
			Some(last) => {
				ByLoan::<T>::iter_prefix_from(loan, ByLoan::<T>::hashed_key_for(loan, InOrder::from(last)))
			}
			None => ByLoan::<T>::iter_prefix(loan),
		};
		let (ids, next) = cut(ids.map(|(_, id)| id), limit, |id| *id);
		let known = |id| Self::known(id).ok().map(|(record, state)| (id, record, state));
		Page { entries: ids.into_iter().filter_map(known).collect(), next }
	}

	/// What waits for an organisation's verdict and can be given today, with the revision, after the cursor. A page can be
	/// short, or empty, before the last one: what was filed for a loan that is not signed, or is over, is passed over.
	pub fn inbox(org: OrgId, cursor: Option<EvidenceId>, limit: u32) -> Page<(EvidenceId, u16)> {
		let entries = match cursor {
			Some(last) => {
				let last = PendingVerdicts::<T>::hashed_key_for(org, InOrder::from(last));
				PendingVerdicts::<T>::iter_prefix_from(org, last)
			}
			None => PendingVerdicts::<T>::iter_prefix(org),
		};
		let entries = entries.map(|(key, revision)| (EvidenceId::from(key), revision));
		let (mut entries, next) = cut(entries, limit, |(id, _)| *id);
		entries.retain(|(id, _)| Self::known(*id).is_ok_and(|(record, _)| Self::is_loan_active(record.loan)));
		Page { entries, next }
	}

	/// The verdicts on the current revision, retracted ones too: the bank's and the regulator's.
	pub fn current_verdicts(evidence: EvidenceId) -> (Option<VerdictRecord>, Option<VerdictRecord>) {
		let Ok((_, state)) = Self::known(evidence) else { return (None, None) };
		let verdict = |side| Verdicts::<T>::get(evidence, (state.revision, side));
		(verdict(Side::Bank), verdict(Side::Regulator))
	}

	/// The side whose verdict speaks for a document and waits for the other's, and through which day it does.
	pub fn pending_claim(evidence: EvidenceId) -> Option<(Side, Day)> {
		let (_, state) = Self::known(evidence).ok()?;
		let waits = |side| {
			let given = Self::verdict(evidence, &state, side)?;
			Some((side, given.waits_through(T::PendingDays::get())?))
		};
		let is_open = state.status == crate::Status::Filed;
		[Side::Bank, Side::Regulator].into_iter().find_map(waits).filter(|_| is_open)
	}
}
