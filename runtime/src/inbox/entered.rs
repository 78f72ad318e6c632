//! What one officer of a bank entered and another checks: settlement files, what did not fit, payees' statements.

use super::can_follow;
use crate::Payments;
use pallet_payments::{EnteredFile, Mismatch};
use pallet_registry::OfficerEntry;
use zhidai_api::{Digest, Page, PendingWork, Place};

/// What another person entered.
pub(super) fn files(officer: &OfficerEntry, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let Page { items, next } = Payments::files_to_book(officer.org, after.map(|(number, ..)| number), limit);
	let work = |(file_digest, entered): (Digest, EnteredFile)| {
		let EnteredFile { count, sum, entered_on, by, .. } = entered;
		let work = PendingWork::FileToBook { file_digest, count, sum_fen: sum, entered_on };
		can_follow(officer, by.officer).then_some(work)
	};
	Page { items: items.into_iter().filter_map(work).collect(), next: next.map(|number| (number, 0, 0)) }
}

/// What is in a file that another person entered.
pub(super) fn mismatches(
	officer: &OfficerEntry,
	after: Option<Place>,
	limit: u32,
) -> Page<PendingWork, Place> {
	let Page { items, next } = Payments::mismatches(officer.org, after.map(|(number, ..)| number), limit);
	let work = |(mismatch, open): (u32, Mismatch)| {
		let (uetr, reason, queued_on) = (open.result.uetr, open.reason, open.queued_on);
		let work = PendingWork::MismatchToClose { mismatch, uetr, reason, queued_on };
		can_follow(officer, open.entered_by).then_some(work)
	};
	Page { items: items.into_iter().filter_map(work).collect(), next: next.map(|number| (number, 0, 0)) }
}

/// Receipts that a colleague entered on payees' statements, or takes back: fewer than a page.
pub(super) fn statements(
	officer: &OfficerEntry,
	after: Option<Place>,
	limit: u32,
) -> Page<PendingWork, Place> {
	let all = (0_u32..).zip(Payments::statements_to_check(officer.org));
	let left = all
		.filter(|(place, _)| after.is_none_or(|(last, ..)| *place > last))
		.filter(|(_, entered)| can_follow(officer, entered.by.officer));
	let page = Page::collect(left, limit, |(place, _)| (*place, 0, 0));
	page.map(|(_, entered)| match entered.takes_back {
		Some(uetr) => PendingWork::TakingBackToCheck { uetr, witness: entered.witness },
		None => PendingWork::ReceiptsToCheck { witness: entered.witness, count: entered.count.into() },
	})
}
