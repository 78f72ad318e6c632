//! What waits for an organisation in the places of those that it succeeds, beside its own: as many as it can succeed
//! are gone through.

use crate::{AccountId, Loans, Payments, Registry, Runtime};
use alloc::vec::Vec;
use pallet_payments::PaymentView;
use zhidai_api::{page_length, DraftNo, LoanId, LoanState, OrgId, Page, PendingWork, Place};
use zhidai_primitives::traits::Directory;

/// For whom it stands today.
fn predecessors(org: OrgId) -> Vec<OrgId> {
	pallet_registry::Predecessors::<Runtime>::get(org).into_inner()
}

/// One page out of the first pages of several lists that are in one order. What comes after the end of any of them is
/// left to the next page.
fn merged<Item>(lists: impl Iterator<Item = Page<(Place, Item), Place>>, limit: u32) -> Page<Item, Place> {
	let (mut entries, mut end) = (Vec::new(), None::<Place>);
	for Page { items, next } in lists {
		entries.extend(items);
		end = end.into_iter().chain(next).min();
	}
	entries.retain(|(place, _)| end.is_none_or(|end| *place <= end));
	entries.sort_by_key(|(place, _)| *place);
	let limit = page_length(limit);
	let cut = entries.len() > limit;
	entries.truncate(limit);
	let last = entries.last().map(|(place, _)| *place).filter(|_| cut);
	Page { items: entries.into_iter().map(|(_, item)| item).collect(), next: last.or(end) }
}

/// Booked payments that wait for the word of an organisation, or of one that it succeeds.
pub(super) fn receipts(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.map(|(loan, draft, line)| (LoanId(loan), DraftNo(draft), line));
	let own = |payment: &PaymentView| payment.payee == org || !lends(org, payment.loan);
	let of_one = |payee: OrgId| {
		let Page { items, next } = Payments::waiting_receipts(payee, after, limit);
		let work = |payment: PaymentView| {
			let (uetr, loan) = (payment.uetr, payment.loan);
			// What came back of it nobody confirms.
			let amount_fen = payment.amount.saturating_sub(payment.back);
			let place = (loan.0, payment.draft.0, payment.line);
			(place, PendingWork::ReceiptToConfirm { uetr, loan, amount_fen })
		};
		let items = items.into_iter().filter(own).map(work).collect();
		Page { items, next: next.map(|(loan, draft, line)| (loan.0, draft.0, line)) }
	};
	merged(core::iter::once(org).chain(predecessors(org)).map(of_one), limit)
}

/// Who lends is no witness of what it paid to a payee whose place it took.
fn lends(org: OrgId, loan: LoanId) -> bool {
	Loans::loan(loan).is_some_and(|loan| {
		let succeeds = || <Registry as Directory<AccountId>>::is_successor(org, loan.bank);
		loan.bank == org || loan.state == LoanState::Closed && succeeds()
	})
}

/// Active loans of which a bank or a borrower is one that the organisation succeeds. A bureau's are changed by
/// `loans.change_regulator` as well, and stand in no list.
pub(super) fn take_overs(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.map(|(loan, ..)| LoanId(loan));
	let of_one = |from: OrgId| {
		let lists = [Loans::loans_of_bank(from, after, limit), Loans::loans_of_borrower(from, after, limit)];
		lists.map(|Page { items, next }| {
			let waits = items.into_iter().filter(|loan| Loans::can_take_over(org, from, *loan));
			let work = |loan: LoanId| ((loan.0, 0, 0), PendingWork::LoanToTakeOver { loan, from });
			Page { items: waits.map(work).collect(), next: next.map(|loan| (loan.0, 0, 0)) }
		})
	};
	merged(predecessors(org).into_iter().flat_map(of_one), limit)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn lists_that_end_apart_leave_nothing_out() {
		let lists: [&[u32]; 3] = [&[1, 4, 6, 9], &[2, 3, 5], &[7, 8, 10, 11, 12]];
		for limit in [1, 2, 3, 5, 20] {
			let page = |after: Option<Place>| {
				let pages = lists.iter().map(|list| {
					let left = list.iter().map(|number| ((*number, 0, 0), *number));
					let left = left.filter(|(place, _)| after.is_none_or(|after| *place > after));
					Page::collect(left, limit, |(place, _)| *place)
				});
				Ok::<_, ()>(merged(pages, limit))
			};
			assert_eq!(Page::every(page), Ok((1..=12).collect()), "pages of {limit}");
		}
	}
}
