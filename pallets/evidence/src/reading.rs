//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::{
	ByLoan, Config, EvidenceRecord, EvidenceState, Pallet, PendingVerdicts, VerdictRecord, Verdicts,
};
use alloc::vec::Vec;
use zhidai_primitives::{EvidenceId, LoanId, OrgId, Side};

/// The most entries of one page.
const MAX_PAGE: u32 = 1_000;

fn page(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_PAGE)).unwrap_or_default()
}

impl<T: Config> Pallet<T> {
	/// The evidence of a loan with where it stands, after the cursor (the last id of the page before). In no particular
	/// order, but always the same.
	pub fn evidence_of(
		loan: LoanId,
		cursor: Option<EvidenceId>,
		limit: u32,
	) -> Vec<(EvidenceId, EvidenceRecord, EvidenceState)> {
		let ids = match cursor {
			Some(last) => ByLoan::<T>::iter_key_prefix_from(loan, ByLoan::<T>::hashed_key_for(loan, last)),
			None => ByLoan::<T>::iter_key_prefix(loan),
		};
		ids.take(page(limit))
			.filter_map(|id| Self::known(id).ok().map(|(record, state)| (id, record, state)))
			.collect()
	}

	/// What waits for an organisation's verdict, with the revision, after the cursor.
	pub fn inbox(org: OrgId, cursor: Option<EvidenceId>, limit: u32) -> Vec<(EvidenceId, u16)> {
		let entries = match cursor {
			Some(last) => {
				PendingVerdicts::<T>::iter_prefix_from(org, PendingVerdicts::<T>::hashed_key_for(org, last))
			}
			None => PendingVerdicts::<T>::iter_prefix(org),
		};
		entries.take(page(limit)).collect()
	}

	/// The verdicts on the current revision: the bank's and the regulator's.
	pub fn current_verdicts(evidence: EvidenceId) -> (Option<VerdictRecord>, Option<VerdictRecord>) {
		let Ok((_, state)) = Self::known(evidence) else { return (None, None) };
		let verdict = |side| Verdicts::<T>::get(evidence, (state.revision, side));
		(verdict(Side::Bank), verdict(Side::Regulator))
	}
}
