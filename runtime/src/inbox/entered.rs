//! What one officer of a bank entered and another checks: settlement files, what did not fit, payees' statements, what
//! is booked of payments by hand.

use super::can_follow;
use crate::Payments;
use alloc::string::String;
use pallet_payments::{Adjustment, EnteredAdjustment, EnteredFile, Mismatch};
use pallet_registry::OfficerEntry;
use zhidai_api::{BookingKind, Digest, Page, PendingWork, Place, SignedBy};

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

/// Receipts that a colleague entered on payees' statements, and after them what was entered of payments by hand: fewer
/// than a page of each.
pub(super) fn statements(
	officer: &OfficerEntry,
	after: Option<Place>,
	limit: u32,
) -> Page<PendingWork, Place> {
	let receipts = (0_u32..).zip(Payments::statements_to_check(officer.org)).map(|(place, entered)| {
		let work = PendingWork::ReceiptsToCheck { witness: entered.witness, count: entered.count.into() };
		((0, place, 0), entered.by, work)
	});
	let adjustments = (0_u32..).zip(Payments::adjustments_to_check(officer.org));
	let adjustments = adjustments.map(|(place, entered)| ((1, place, 0), entered.by, adjusted(entered)));
	let left = receipts
		.chain(adjustments)
		.filter(|(place, ..)| after.is_none_or(|last| *place > last))
		.filter(|(_, by, _)| can_follow(officer, by.officer));
	Page::collect(left, limit, |(place, ..): &(Place, SignedBy, PendingWork)| *place).map(|(.., work)| work)
}

fn adjusted(entered: EnteredAdjustment) -> PendingWork {
	let (booking, corrects, bank_reference) = match entered.adjustment {
		Adjustment::Dispose { kind, bank_reference, .. } => (BookingKind::from(kind), false, bank_reference),
		Adjustment::Correct { booking, bank_reference, .. } => (booking, true, bank_reference),
	};
	let bank_reference = String::from_utf8_lossy(&bank_reference).into_owned();
	PendingWork::AdjustmentToCheck { uetr: entered.uetr, booking, corrects, bank_reference }
}
