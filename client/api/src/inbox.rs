//! Work that waits for an officer (待办).

use crate::page::said;
use crate::{
	BasisPoints, BookingKind, Day, Digest, DraftNo, EntryId, EvidenceId, Fen, HoldKey, LoanId,
	MismatchReason, OrgId, Page, Quarter, RateKind, Uetr,
};
use alloc::string::String;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Where the next page begins: in which list, and after which of its entries. Clients hand it back as it is.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct InboxCursor {
	/// The list.
	pub list: u8,
	/// After which entry; nothing at its beginning.
	pub after: Option<Place>,
}

/// The place of an entry in its list, by up to three numbers.
pub type Place = (u32, u32, u16);

/// A page of an inbox. A page can be empty and not be the last: only without `next` there is no more.
pub type InboxPage = Page<PendingWork, InboxCursor>;

/// Something that waits for an officer's organisation, and that a duty of the officer can do. Kinds are appended.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum PendingWork {
	/// A two-person act to approve: `registry.approve`.
	#[codec(index = 0)]
	Act {
		/// Which.
		act: u32,
		/// What the approval names.
		digest: Digest,
	},
	/// A contract to check: `loans.check_offer`.
	#[codec(index = 1)]
	ContractToCheck {
		/// The loan.
		loan: LoanId,
		/// What the checker names.
		digest: Digest,
	},
	/// A contract to sign: `loans.sign`.
	#[codec(index = 2)]
	ContractToSign {
		/// The loan.
		loan: LoanId,
		/// What the borrower names.
		digest: Digest,
	},
	/// A drawdown to mandate: `payments.mandate`.
	#[codec(index = 3)]
	DraftToMandate(DraftWork),
	/// A drawdown application to take up: `payments.make`.
	#[codec(index = 4)]
	DraftToMake(DraftWork),
	/// A drawdown to approve: `payments.approve`.
	#[codec(index = 5)]
	DraftToApprove(DraftWork),
	/// A drawdown to release: `payments.release`.
	#[codec(index = 6)]
	DraftToRelease(DraftWork),
	/// A verdict to give: `evidence.give_verdict`.
	#[codec(index = 7)]
	VerdictToGive {
		/// The evidence.
		evidence: EvidenceId,
		/// Its revision.
		revision: u16,
		/// The loan.
		loan: LoanId,
		/// What the verdict names.
		digest: Digest,
		/// Other documents that look like this one, where the other side has spoken for it: to be compared.
		looks_like: Vec<EvidenceId>,
	},
	/// A receipt to confirm or to deny: `payments.confirm`, `payments.dispute`.
	#[codec(index = 8)]
	ReceiptToConfirm {
		/// The payment.
		uetr: Uetr,
		/// The loan.
		loan: LoanId,
		/// What was paid.
		amount_fen: Fen,
	},
	/// A drawdown that is released: the bank pays it and books the results: `payments.settle`.
	#[codec(index = 9)]
	DraftToSettle(DraftWork),
	/// A drawdown with receipts that a payee denies: the bank finds out, and books the return: `payments.settle`.
	#[codec(index = 10)]
	DisputeToResolve(DraftWork),
	/// An alert to look at: `supervision.close_alert`.
	#[codec(index = 11)]
	AlertToClose {
		/// The alert.
		alert: u32,
		/// The loan that it is about.
		#[serde(deserialize_with = "said")]
		loan: Option<LoanId>,
		/// When it was raised.
		raised_on: Day,
		/// How many findings of its kind it counts beside its own.
		further: u32,
		/// Whether the bank that it is about has answered all of them.
		answered: bool,
	},
	/// Repayments that a colleague entered, or counter-entries of some: `loans.book_repayment`,
	/// `loans.correct_repayment`.
	#[codec(index = 12)]
	RepaymentsToCheck {
		/// The loan.
		loan: LoanId,
		/// How many.
		count: u32,
	},
	/// Holds of one kind that a colleague asks to lift, each alone: `loans.lift_hold`.
	#[codec(index = 13)]
	LiftToAgree {
		/// The loan.
		loan: LoanId,
		/// Which holds.
		holds: Vec<HoldKey>,
	},
	/// What a colleague proposed on a credential or an adverse record: `credentials.confirm`.
	#[codec(index = 14)]
	CredentialAct {
		/// The act.
		act: u32,
		/// What the confirmation names.
		digest: Digest,
	},
	/// A loan that a colleague asks to close before its borrower has drawn all of it: `loans.close`.
	#[codec(index = 15)]
	ClosingToAgree {
		/// The loan.
		loan: LoanId,
	},
	/// An alert about the own bank, which it has not answered: `supervision.answer_alert`. A regulator closes it.
	#[codec(index = 16)]
	AlertToAnswer {
		/// The alert.
		alert: u32,
		/// The loan that it is about.
		#[serde(deserialize_with = "said")]
		loan: Option<LoanId>,
		/// When it was raised.
		raised_on: Day,
		/// How many findings of its kind it counts beside its own.
		further: u32,
	},
	/// A quarter's review to sign: `supervision.sign_review`.
	#[codec(index = 17)]
	ReviewToSign {
		/// The loan.
		loan: LoanId,
		/// The quarter.
		quarter: Quarter,
		/// What both sides sign.
		digest: Digest,
	},
	/// A motion of the council on which a seat has not voted: `authorities.vote`.
	#[codec(index = 18)]
	MotionToVote {
		/// The motion's number.
		motion: u32,
		/// The seat of the own organisation.
		seat: u8,
		/// What the vote names.
		hash: Digest,
	},
	/// Admins that the council would give the own organisation: each of its admins can object, by
	/// `registry.object_to_recovery`.
	#[codec(index = 19)]
	RecoveryToObject {
		/// The own organisation.
		org: OrgId,
		/// The last day of the notice. Whoever is late can object until it is completed.
		until: Day,
	},
	/// Admins that the council gives an organisation, where the notice is over: `registry.complete_recovery`.
	#[codec(index = 20)]
	RecoveryToComplete {
		/// The organisation.
		org: OrgId,
	},
	/// An adverse record of the own firm, which has its time to object: `credentials.object`.
	#[codec(index = 21)]
	RecordToObject {
		/// The record.
		record: u32,
		/// The own organisation.
		org: OrgId,
		/// The last day; nothing where no calendar tells it yet.
		#[serde(deserialize_with = "said")]
		until: Option<Day>,
	},
	/// A reference rate that an organisation of the other college entered: `reference.confirm_rate`.
	#[codec(index = 22)]
	RateToConfirm {
		/// The entry.
		entry: EntryId,
		/// Which rate.
		rate: RateKind,
		/// The rate.
		value_bp: BasisPoints,
		/// The first day on which it holds.
		effective_from: Day,
		/// The entry whose place it takes.
		#[serde(deserialize_with = "said")]
		corrects: Option<EntryId>,
		/// What the confirmation names.
		digest: Digest,
	},
	/// The working days of a year that an organisation of the other college entered: `reference.confirm_calendar`.
	#[codec(index = 23)]
	CalendarToConfirm {
		/// The entry.
		entry: EntryId,
		/// The year.
		year: u16,
		/// The entry whose place it takes.
		#[serde(deserialize_with = "said")]
		corrects: Option<EntryId>,
		/// What the confirmation names.
		digest: Digest,
	},
	/// A motion of the council that the votes or the time have decided: `authorities.close`.
	#[codec(index = 24)]
	MotionToClose {
		/// The motion's number.
		motion: u32,
		/// What the closing names.
		hash: Digest,
	},
	/// An adverse record that the own bureau entered and must go on with, because the firm objected or its time for it
	/// is over: `credentials.reinspect`, `credentials.finalise` or `credentials.annul`.
	#[codec(index = 25)]
	RecordToFinalise {
		/// The record.
		record: u32,
		/// The firm.
		org: OrgId,
		/// Whether the firm objected and it was not inspected again since.
		objected: bool,
	},
	/// A quarter of a loan of the own bank that is over and whose review must be opened, or opened again with other
	/// figures: `supervision.open_review`, after what was paid in it is counted (`supervision.count`).
	#[codec(index = 26)]
	ReviewToOpen {
		/// The loan.
		loan: LoanId,
		/// The quarter.
		quarter: Quarter,
	},
	/// A drawdown that is above the limit of the checker who looked at it, and within the own one: `payments.approve`.
	#[codec(index = 27)]
	DraftToApproveSecond(DraftWork),
	/// A contract that is above the limit of the checker who looked at it, and within the own one: `loans.check_offer`.
	#[codec(index = 28)]
	ContractToCheckSecond {
		/// The loan.
		loan: LoanId,
		/// What the checker names.
		digest: Digest,
	},
	/// Receipts that a colleague entered on a payee's statement: `payments.confirm_assisted`.
	#[codec(index = 29)]
	ReceiptsToCheck {
		/// The digest of the statement.
		witness: Digest,
		/// How many payments.
		count: u32,
	},
	/// Another market regulator for which a colleague asks, to attest a loan's evidence: `loans.change_regulator`.
	#[codec(index = 30)]
	RegulatorToAgree {
		/// The loan.
		loan: LoanId,
		/// Which market regulator it shall be.
		regulator: OrgId,
	},
	/// Loans that pass from one bank to another, to be signed: `loans.transfer`.
	#[codec(index = 31)]
	TransferToSign {
		/// Which loans.
		loans: Vec<LoanId>,
		/// The bank that passes them on.
		from: OrgId,
		/// The bank that takes them.
		to: OrgId,
	},
	/// A settlement file that a colleague entered: `payments.settle`, with exactly that file.
	#[codec(index = 32)]
	FileToBook {
		/// The digest of the file.
		file_digest: Digest,
		/// How many results it has.
		count: u16,
		/// The sum of their amounts.
		sum_fen: Fen,
		/// When it was entered.
		entered_on: Day,
	},
	/// A result that fits no payment, or not exactly: `payments.close_mismatch`, where nothing is left to book.
	#[codec(index = 33)]
	MismatchToClose {
		/// The mismatch.
		mismatch: u32,
		/// The key that it names.
		uetr: Uetr,
		/// Why it was not booked.
		reason: MismatchReason,
		/// Since when it waits.
		queued_on: Day,
	},
	/// What a colleague entered of a payment by hand, to be entered again exactly so: `payments.adjust`.
	#[codec(index = 34)]
	AdjustmentToCheck {
		/// The payment.
		uetr: Uetr,
		/// As what money on hand is booked, or of a counter-entry, what was booked.
		booking: BookingKind,
		/// Whether it is a counter-entry (冲正).
		corrects: bool,
		/// Under which reference of the bank.
		bank_reference: String,
	},
}

/// A drawdown that waits.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct DraftWork {
	/// The loan.
	pub loan: LoanId,
	/// The draft.
	pub draft: DraftNo,
	/// What everybody signs.
	pub digest: Digest,
	/// How many payments.
	pub count: u16,
	/// Their sum.
	pub sum_fen: Fen,
}
