//! Reading, in pages: for the fund trace and for the inboxes. Off the critical path; nothing in a block calls it.

use crate::{
	rules::whole_draft,
	types::work::{draft_at, work_key},
	Adjustments, Config, Disbursements, Draft, DraftKey, DraftLines, DraftState, Drafts, EnteredAdjustment,
	EnteredFile, EnteredFiles, EnteredQueue, EnteredStatement, Error, LineExtra, LineExtras, LineState,
	Mismatch, Mismatches, Pallet, Payments, SettlementRecord, Settlements, Signatures, Statements,
	WaitingWork, Work,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::prelude::*;
use zhidai_primitives::{
	entries_after, page_length, traits::LoanInspect, AccountVersion, Day, Digest, DocumentPart, DraftLine,
	DraftNo, EvidenceId, Fen, LoanId, Ordered, OrgId, Page, PaymentStatus, PlanLineNo, SignedBy, Uetr,
	Violation,
};

/// The place of a payment: its draft, and the line of it.
pub type LineKey = (LoanId, DraftNo, u16);

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
	/// The evidence that it rests on, as its line names it.
	pub evidence: Option<EvidenceId>,
	/// All documents that it rests on, each with how much does: the line's own first.
	pub documents: Vec<DocumentPart>,
	/// Where it stands.
	pub status: PaymentStatus,
	/// Who signed.
	pub signatures: Signatures,
	/// Who released its line, or left it out.
	pub decided_by: Option<SignedBy>,
	/// Who confirmed its receipt last, for the payee or in its place.
	pub confirmed_by: Option<SignedBy>,
	/// And when.
	pub confirmed_on: Option<Day>,
	/// How the bank disbursed it, where that has a booking of its own.
	pub disbursement: Option<SettlementRecord>,
	/// How the bank booked it, and with that disbursed it where it had not before.
	pub settlement: Option<SettlementRecord>,
	/// How much of it came back, or was disbursed and not paid.
	pub back: Fen,
	/// Failures, disputes, returns and where they led, corrections, witnesses.
	pub extra: Option<LineExtra>,
	/// The returned payment that it pays again.
	pub pays_again: Option<Uetr>,
}

impl<T: Config> Pallet<T> {
	/// A draft without its lines.
	pub fn draft_view(loan: LoanId, number: DraftNo) -> Option<DraftView> {
		let draft = Drafts::<T>::get(loan, Ordered::from(number))?;
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
		let draft = Drafts::<T>::get(payment.loan, Ordered::from(payment.draft))?;
		let lines = DraftLines::<T>::get(payment.loan, Ordered::from(payment.draft));
		Self::view(payment.key(), &draft, payment.line, lines.get(usize::from(payment.line))?)
	}

	/// Where a payment stands.
	pub fn status_of(uetr: Uetr) -> Option<PaymentStatus> {
		let payment = Payments::<T>::get(uetr)?;
		Drafts::<T>::get(payment.loan, Ordered::from(payment.draft))?.status(payment.line)
	}

	/// The payments of a loan from a draft's line on, in the order in which they were drafted.
	pub fn payments_of(
		loan: LoanId,
		cursor: Option<(DraftNo, u16)>,
		limit: u32,
	) -> Page<PaymentView, (DraftNo, u16)> {
		let (mut number, mut line) = cursor.unwrap_or_default();
		let limit = page_length(limit);
		let mut items = Vec::new();
		while let Some(draft) = Drafts::<T>::get(loan, Ordered::from(number)) {
			let lines = DraftLines::<T>::get(loan, Ordered::from(number));
			for (position, paid) in (0_u16..).zip(lines.iter()).skip(usize::from(line)) {
				if items.len() >= limit {
					return Page { items, next: Some((number, position)) };
				}
				items.extend(Self::view((loan, number), &draft, position, paid));
			}
			let Some(next) = number.next() else { break };
			(number, line) = (next, 0);
		}
		Page { items, next: None }
	}

	/// The drafts that wait for one kind of work of an organisation, the oldest first, after the last one of
	/// the page before.
	pub fn waiting_drafts(
		org: OrgId,
		work: Work,
		after: Option<DraftKey>,
		limit: u32,
	) -> Page<DraftView, DraftKey> {
		let page = Page::collect(Self::places(org, work, after), limit, |key| *key);
		let items =
			page.items.into_iter().filter_map(|(loan, draft)| Self::draft_view(loan, draft)).collect();
		Page { items, next: page.next }
	}

	/// The booked payments that wait for a payee's word, in the order of loans, drafts and lines, after the
	/// last one of the page before.
	pub fn waiting_receipts(payee: OrgId, after: Option<LineKey>, limit: u32) -> Page<PaymentView, LineKey> {
		let within = after.map(|(loan, draft, line)| ((loan, draft), line));
		let rest = within.into_iter().flat_map(|(key, line)| Self::receipts_in(payee, key, Some(line)));
		let others = Self::places(payee, Work::Confirm, within.map(|(key, _)| key))
			.flat_map(|key| Self::receipts_in(payee, key, None));
		Page::collect(rest.chain(others), limit, |view| (view.loan, view.draft, view.line))
	}

	/// What officers of a bank entered on payees' statements, or to take back what was confirmed on one and still can
	/// be, and others can check, the oldest first: as few as can wait.
	pub fn statements_to_check(bank: OrgId) -> Vec<EnteredStatement> {
		let statements = Statements::<T>::get(bank).into_iter();
		let waits = |entered: &EnteredStatement| {
			entered.takes_back.is_none_or(|uetr| Self::can_still_take_back(uetr, entered.digest))
		};
		statements.filter(|entered| Self::could_book(entered.by) && waits(entered)).collect()
	}

	/// What officers of a bank entered of payments by hand and others can check, the oldest first: as few as can wait.
	pub fn adjustments_to_check(bank: OrgId) -> Vec<EnteredAdjustment> {
		let adjustments = Adjustments::<T>::get(bank).into_iter();
		adjustments.filter(Self::adjustment_counts).collect()
	}

	/// The settlement files of a bank that were entered and can be booked, the oldest first, after the one of this
	/// number.
	pub fn files_to_book(bank: OrgId, after: Option<u32>, limit: u32) -> Page<(Digest, EnteredFile), u32> {
		let queue = entries_after::<EnteredQueue<T>, _, _>(bank, after);
		let files = queue.filter_map(|(_, digest)| Some((digest, EnteredFiles::<T>::get(bank, digest)?)));
		let files = files.filter(|(_, entered)| Self::entry_counts(entered));
		Page::collect(files, limit, |(_, entered)| entered.number)
	}

	/// The open mismatches of a bank, the oldest first, after the one of this number.
	pub fn mismatches(bank: OrgId, after: Option<u32>, limit: u32) -> Page<(u32, Mismatch), u32> {
		let open = entries_after::<Mismatches<T>, _, _>(bank, after);
		Page::collect(open.map(|(number, mismatch)| (number.get(), mismatch)), limit, |(number, _)| *number)
	}

	/// The drafts in a list of an organisation, after one.
	pub(crate) fn places(org: OrgId, work: Work, after: Option<DraftKey>) -> impl Iterator<Item = DraftKey> {
		// Loans are counted from 1, so that nothing lies at the place of 0.
		let from = WaitingWork::<T>::hashed_key_for(org, work_key(work, after.unwrap_or_default()));
		let later = WaitingWork::<T>::iter_key_prefix_from(org, from);
		later.take_while(move |(of_work, ..)| *of_work == work).map(draft_at)
	}

	/// The booked payments of a draft that wait for a payee's word, after a line.
	fn receipts_in(payee: OrgId, key: DraftKey, after: Option<u16>) -> Vec<PaymentView> {
		let Some(draft) = Drafts::<T>::get(key.0, Ordered::from(key.1)) else { return Vec::new() };
		let lines = DraftLines::<T>::get(key.0, Ordered::from(key.1));
		let settled = (0_u16..).zip(lines.iter()).filter(|(number, _)| {
			after.is_none_or(|after| *number > after) && draft.line(*number) == Some(LineState::Settled)
		});
		let views = settled.filter_map(|(number, line)| Self::view(key, &draft, number, line));
		views.filter(|view| view.payee == payee).collect()
	}

	/// The rules that a draft of these lines would break today, after so many of them; without a last day that one
	/// is not looked at.
	pub fn check_payment(
		loan: LoanId,
		lines: &[DraftLine],
		expires_on: Option<Day>,
		before: Option<u32>,
		limit: u32,
	) -> Page<Violation, u32> {
		match T::Loans::facts(loan) {
			Ok(facts) => {
				let broken = Self::draft_violations(loan, &facts, lines, expires_on, Some(&[]));
				Page::counted(broken, before, limit)
			}
			Err(rule) => {
				let none = Violation { rule, line: None, have: None, allowed: None };
				Page::counted(core::iter::once(none), before, limit)
			}
		}
	}

	/// The rules that a release of what still follows a draft would break today, after so many of them.
	pub fn check_release(
		loan: LoanId,
		number: DraftNo,
		before: Option<u32>,
		limit: u32,
	) -> Page<Violation, u32> {
		let Some((draft, facts)) =
			Drafts::<T>::get(loan, Ordered::from(number)).zip(T::Loans::facts(loan).ok())
		else {
			return Page::empty();
		};
		let all = DraftLines::<T>::get(loan, Ordered::from(number));
		let lines = draft.following().filter_map(|line| Some((line, all.get(usize::from(line))?)));
		let lines: Vec<_> = lines.collect();
		let beside = Self::ensure_documents_payable((loan, number), draft.repays, &lines).err();
		let beside = beside.map(|rule| Violation { rule, line: None, have: None, allowed: None });
		let unsigned =
			Self::counting(&draft).approved().err().filter(|_| draft.state == DraftState::Approved);
		let whole = Self::absent_parties(&facts).chain(unsigned.map(Error::<T>::from)).map(whole_draft::<T>);
		let broken = Self::release_violations(loan, &facts, draft.repays, lines.into_iter(), None);
		let broken = whole.chain(broken).chain(beside);
		Page::counted(broken, before, limit)
	}

	fn view(key: DraftKey, draft: &Draft, number: u16, line: &DraftLine) -> Option<PaymentView> {
		let payment = Payments::<T>::get(line.uetr)?;
		let pays_again = match draft.repays {
			true => crate::Repays::<T>::get(key.0, Ordered::from(key.1)).get(usize::from(number)).copied(),
			false => None,
		};
		let confirmed = draft.confirmed_by.who(number);
		let extra = LineExtras::<T>::get(line.uetr);
		let documents = match &extra {
			Some(extra) => Self::all_documents_of(&payment, extra),
			None => Self::all_documents_of(&payment, &LineExtra::default()),
		};
		let document = |(evidence, Fen(amount_fen))| DocumentPart { evidence, amount_fen };
		Some(PaymentView {
			uetr: line.uetr,
			loan: key.0,
			draft: key.1,
			line: number,
			plan_line: line.plan_line,
			payee: payment.payee,
			account: line.account,
			amount: line.amount(),
			evidence: line.evidence,
			documents: documents.into_iter().map(document).collect(),
			status: draft.status(number)?,
			signatures: draft.signatures,
			decided_by: draft.decided_by.who(number),
			confirmed_by: confirmed.map(|confirmed| confirmed.by),
			confirmed_on: confirmed.map(|confirmed| confirmed.on),
			disbursement: Disbursements::<T>::get(key, Ordered::from(u32::from(number))),
			settlement: Settlements::<T>::get(key, Ordered::from(u32::from(number))),
			back: draft.notes.back(number),
			extra,
			pays_again,
		})
	}
}
