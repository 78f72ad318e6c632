//! Reading, in pages: for the fund trace and for the inboxes. Off the critical path; nothing in a block calls it.

use crate::{
	ByPayee, Config, Draft, DraftKey, DraftLines, DraftState, Drafts, LineExtra, LineExtras, OpenByBank,
	Pallet, Payments, SettlementRecord, Settlements, Signatures,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{LoanBook, PaymentStatus},
	AccountVersion, Day, Digest, DraftLine, DraftNo, EvidenceId, Fen, LoanId, OrgId, PlanLineNo, Uetr,
	Violation,
};

/// Into how many drafts a page of a payee's inbox looks.
const DRAFTS_PER_PAGE: usize = 64;

/// A draft without its lines.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct DraftView {
	/// The loan.
	pub loan: LoanId,
	/// The draft's number in it.
	pub draft: DraftNo,
	/// Where it stands.
	pub state: DraftState,
	/// What everybody signs.
	pub digest: Digest,
	/// How many lines it has.
	pub count: u16,
	/// Their sum.
	pub sum: Fen,
	/// Its last day.
	pub expires_on: Day,
	/// Who signed.
	pub signatures: Signatures,
	/// Whether it pays returned money again.
	pub repays: bool,
}

/// A payment with all that is known of it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PaymentView {
	/// Its key.
	pub uetr: Uetr,
	/// The loan.
	pub loan: LoanId,
	/// The draft of the loan.
	pub draft: DraftNo,
	/// The line of the draft.
	pub line: u16,
	/// The line of the spending plan.
	pub plan_line: PlanLineNo,
	/// Who is paid.
	pub payee: OrgId,
	/// The payee's account, by version.
	pub account: AccountVersion,
	/// What is paid.
	pub amount: Fen,
	/// The evidence that it rests on.
	pub evidence: Option<EvidenceId>,
	/// Where it stands.
	pub status: PaymentStatus,
	/// Who signed.
	pub signatures: Signatures,
	/// How the bank booked it.
	pub settlement: Option<SettlementRecord>,
	/// Failures, disputes, returns, witnesses.
	pub extra: Option<LineExtra>,
	/// The returned payment that it pays again.
	pub pays_again: Option<Uetr>,
}

/// A page of payments.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PaymentPage<Cursor> {
	/// The payments.
	pub payments: Vec<PaymentView>,
	/// With what to ask for the next page; nothing after the last.
	pub next: Option<Cursor>,
}

/// A page of drafts.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct DraftPage {
	/// The drafts.
	pub drafts: Vec<DraftView>,
	/// With what to ask for the next page; nothing after the last.
	pub next: Option<DraftKey>,
}

impl<T: Config> Pallet<T> {
	/// A draft without its lines.
	pub fn draft_view(loan: LoanId, number: DraftNo) -> Option<DraftView> {
		let draft = Drafts::<T>::get(loan, number)?;
		Some(DraftView {
			loan,
			draft: number,
			state: draft.state,
			digest: draft.digest,
			count: draft.count,
			sum: draft.sum,
			expires_on: draft.expires_on,
			signatures: draft.signatures,
			repays: draft.repays,
		})
	}

	/// A payment with all that is known of it.
	pub fn payment_view(uetr: Uetr) -> Option<PaymentView> {
		let payment = Payments::<T>::get(uetr)?;
		let draft = Drafts::<T>::get(payment.loan, payment.draft)?;
		let lines = DraftLines::<T>::get(payment.loan, payment.draft);
		Self::view_of(payment.key(), &draft, payment.line, lines.get(usize::from(payment.line))?)
	}

	/// Where a payment stands.
	pub fn status_of(uetr: Uetr) -> Option<PaymentStatus> {
		let payment = Payments::<T>::get(uetr)?;
		Drafts::<T>::get(payment.loan, payment.draft)?.status(payment.line)
	}

	/// The payments of a loan from a draft's line on, in the order in which they were drafted.
	pub fn payments_of(
		loan: LoanId,
		cursor: Option<(DraftNo, u16)>,
		limit: u32,
	) -> PaymentPage<(DraftNo, u16)> {
		let (mut number, mut line) = cursor.unwrap_or_default();
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		let mut payments = Vec::new();
		while let Some(draft) = Drafts::<T>::get(loan, number) {
			let lines = DraftLines::<T>::get(loan, number);
			for (position, of) in (0_u16..).zip(lines.iter()).skip(usize::from(line)) {
				if payments.len() >= limit {
					return PaymentPage { payments, next: Some((number, position)) };
				}
				payments.extend(Self::view_of((loan, number), &draft, position, of));
			}
			let Some(next) = number.next() else { break };
			(number, line) = (next, 0);
		}
		PaymentPage { payments, next: None }
	}

	/// The drafts that wait for the lending bank or its borrowers.
	pub fn open_drafts_of(bank: OrgId, cursor: Option<DraftKey>, limit: u32) -> DraftPage {
		let limit = usize::try_from(limit.max(1)).unwrap_or(usize::MAX);
		let keys = match cursor {
			Some(after) => {
				OpenByBank::<T>::iter_key_prefix_from(bank, OpenByBank::<T>::hashed_key_for(bank, after))
			}
			None => OpenByBank::<T>::iter_key_prefix(bank),
		};
		let mut keys = keys.peekable();
		let taken: Vec<DraftKey> = keys.by_ref().take(limit).collect();
		let next = taken.last().copied().filter(|_| keys.peek().is_some());
		let drafts = taken.into_iter().filter_map(|(loan, draft)| Self::draft_view(loan, draft)).collect();
		DraftPage { drafts, next }
	}

	/// The payments that wait for something at a payee: to be booked, confirmed or settled after a dispute. A page ends
	/// after the draft with which it holds `limit` payments or has looked into [`DRAFTS_PER_PAGE`] drafts, so it can be empty.
	pub fn waiting_at(payee: OrgId, cursor: Option<DraftKey>, limit: u32) -> PaymentPage<DraftKey> {
		let limit = usize::try_from(limit.max(1)).unwrap_or(usize::MAX);
		let mut keys = match cursor {
			Some(after) => {
				ByPayee::<T>::iter_key_prefix_from(payee, ByPayee::<T>::hashed_key_for(payee, after))
			}
			None => ByPayee::<T>::iter_key_prefix(payee),
		}
		.peekable();
		let (mut payments, mut last) = (Vec::new(), None);
		for key in keys.by_ref().take(DRAFTS_PER_PAGE) {
			payments.extend(Self::waiting_in(payee, key));
			last = Some(key);
			if payments.len() >= limit {
				break;
			}
		}
		PaymentPage { payments, next: last.filter(|_| keys.peek().is_some()) }
	}

	/// Every rule that a draft of these lines would break today; without a last day that one is not looked at.
	pub fn check_payment(loan: LoanId, lines: &[DraftLine], expires_on: Option<Day>) -> Vec<Violation> {
		match T::Loans::facts(loan) {
			Ok(facts) => Self::draft_violations(loan, &facts, lines, expires_on, false).collect(),
			Err(rule) => alloc::vec![Violation { rule, line: None, have: None, allowed: None }],
		}
	}

	/// Every rule that a release of what still follows a draft would break today.
	pub fn check_release(loan: LoanId, number: DraftNo) -> Vec<Violation> {
		let Some((draft, facts)) = Drafts::<T>::get(loan, number).zip(T::Loans::facts(loan).ok()) else {
			return Vec::new();
		};
		let all = DraftLines::<T>::get(loan, number);
		let lines = draft.following().filter_map(|line| Some((line, all.get(usize::from(line))?)));
		Self::release_violations(loan, &facts, lines).collect()
	}

	fn waiting_in(payee: OrgId, key: DraftKey) -> Vec<PaymentView> {
		let Some(draft) = Drafts::<T>::get(key.0, key.1) else { return Vec::new() };
		let lines = DraftLines::<T>::get(key.0, key.1);
		let waits = |view: &PaymentView| {
			let waiting = [PaymentStatus::Released, PaymentStatus::Settled, PaymentStatus::Disputed];
			view.payee == payee && waiting.contains(&view.status)
		};
		let views = (0_u16..).zip(lines.iter()).filter_map(|(line, of)| Self::view_of(key, &draft, line, of));
		views.filter(waits).collect()
	}

	fn view_of(key: DraftKey, draft: &Draft, line: u16, of: &DraftLine) -> Option<PaymentView> {
		let payment = Payments::<T>::get(of.uetr)?;
		let pays_again = match draft.repays {
			true => crate::Repays::<T>::get(key.0, key.1).get(usize::from(line)).copied(),
			false => None,
		};
		Some(PaymentView {
			uetr: of.uetr,
			loan: key.0,
			draft: key.1,
			line,
			plan_line: of.plan_line,
			payee: payment.payee,
			account: of.account,
			amount: of.amount(),
			evidence: of.evidence,
			status: draft.status(line)?,
			signatures: draft.signatures,
			settlement: Settlements::<T>::get(key, line),
			extra: LineExtras::<T>::get(of.uetr),
			pays_again,
		})
	}
}
