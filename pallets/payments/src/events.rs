//! What happened: one event per step of a batch, one per payment only at release and at exceptions.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	// The sentence of a variant says what its fields are.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A drawdown was applied for by the borrower or made by the bank; its sum is reserved.
		Drafted {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			count: u16,
			sum_fen: u64,
			expires_on: Day,
			officer: OfficerId,
		},
		/// The borrower mandated it.
		Mandated {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
		},
		/// A maker of the bank took it up.
		Made { loan: LoanId, draft: DraftNo, digest: Digest, count: u16, sum_fen: u64, officer: OfficerId },
		/// A checker of the bank approved it.
		Approved {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
		},
		/// It was refused; what it reserved is undrawn again.
		Rejected {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
			reason: ShortText,
		},
		/// Some or all of its payments may leave the bank: how many, and their sum.
		Released {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
		},
		/// A payment may leave the bank.
		PaymentReleased { uetr: Uetr, loan: LoanId, payee: OrgId, amount_fen: u64 },
		/// Some lines were left out; how many, and what is undrawn again.
		Excluded {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
		},
		/// Its last day passed; how many lines were not released, and what is undrawn again.
		Lapsed { loan: LoanId, draft: DraftNo, digest: Digest, count: u16, sum_fen: u64 },
		/// A settlement file was booked: how many payments were settled, failed, came back (all or in part) and were
		/// disbursed apart, how many results had been booked before, and how many wait in the queue of mismatches. A
		/// payment that was settled and came back with one result counts as both.
		FileBooked {
			bank: OrgId,
			file_digest: Digest,
			settled: u16,
			failed: u16,
			returned: u16,
			disbursed: u16,
			already: u16,
			mismatched: u16,
			entered_by: OfficerId,
			officer: OfficerId,
		},
		/// The bank booked payments of a draft: how many, and their sum.
		Settled { loan: LoanId, draft: DraftNo, digest: Digest, count: u16, sum_fen: u64, officer: OfficerId },
		/// A result fits no payment, or not exactly: it waits in the bank's queue of mismatches, or waits there for
		/// another reason than before.
		ResultMismatched {
			bank: OrgId,
			file_digest: Digest,
			mismatch: u32,
			uetr: Uetr,
			reason: MismatchReason,
		},
		/// A payment failed: undrawn again, or on hand where it was disbursed.
		PaymentFailed { uetr: Uetr, loan: LoanId, payee: OrgId, amount_fen: u64 },
		/// A payment came back, all or so much of it: on hand until it leads somewhere.
		PaymentReturned { uetr: Uetr, loan: LoanId, payee: OrgId, amount_fen: u64 },
		/// Receipts of a draft's payments were confirmed; `assisted`: by the bank, on the payee's statement.
		Received {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			payee: OrgId,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
			assisted: bool,
		},
		/// The payee denies a receipt.
		PaymentDisputed { uetr: Uetr, loan: LoanId, payee: OrgId, amount_fen: u64, officer: OfficerId },
		/// A regulator closed the alert of a payment that its payee denies still: it holds nobody any more.
		DenialExamined { uetr: Uetr, loan: LoanId, payee: OrgId },
		/// A released payment pays what was on hand of one that came back.
		PaymentPaidAgain { uetr: Uetr, paid_again_by: Uetr, loan: LoanId },
		/// An officer of a bank entered receipts on a payee's statement; another person checks them.
		ReceiptsEntered { bank: OrgId, witness: Digest, count: u16, officer: OfficerId },
		/// A checker of the bank looked at it, above whose limit it is; another one must approve it.
		Checked { loan: LoanId, draft: DraftNo, digest: Digest, count: u16, sum_fen: u64, officer: OfficerId },
		/// A draft was made, signed by all and released at once, out of an order; `officer`: who handed it in.
		OrderExecuted { loan: LoanId, draft: DraftNo, digest: Digest, officer: OfficerId },
		/// A settlement file was entered: how many results it has, and the sum of their amounts. Another officer books
		/// it.
		ResultsEntered {
			bank: OrgId,
			file_digest: Digest,
			results: Digest,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
		},
		/// A mismatch is over: exactly what waited is booked, with this file or before it.
		MismatchBooked { bank: OrgId, file_digest: Digest, mismatch: u32, uetr: Uetr },
		/// A mismatch was closed: what it belongs to, and why.
		MismatchClosed {
			bank: OrgId,
			mismatch: u32,
			uetr: Uetr,
			link: MismatchLink,
			reason: ShortText,
			officer: OfficerId,
		},
		/// The bank disbursed payments of a draft under references of their own: how many, and their sum. Principal is
		/// owed on them. What is settled without was disbursed with its booking.
		Disbursed {
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			count: u16,
			sum_fen: u64,
			officer: OfficerId,
		},
		/// An officer of a bank entered by hand what another person checks of a payment.
		AdjustmentEntered { bank: OrgId, uetr: Uetr, officer: OfficerId },
		/// Money that came back was prepaid, credited to the borrower, or its disbursement reversed; `officer`: who
		/// checked it.
		MoneyDisposed {
			uetr: Uetr,
			loan: LoanId,
			kind: DisposalKind,
			amount_fen: u64,
			bank_reference: BankReference,
			officer: OfficerId,
		},
		/// A booking of a payment has its counter-entry, and why; `officer`: who checked it.
		BookingCorrected {
			uetr: Uetr,
			loan: LoanId,
			booking: BookingKind,
			amount_fen: u64,
			bank_reference: BankReference,
			reason: ShortText,
			officer: OfficerId,
		},
		/// A receipt that the payee's officer `signer` had signed beside the chain was handed in by `officer`, and
		/// counts: what it says.
		ReceiptHandedIn {
			uetr: Uetr,
			receipt: Digest,
			said: ReceiptSaid,
			signer: OfficerId,
			officer: OfficerId,
		},
		/// A confirmed receipt was taken back, and the payment waits for the payee's word again; `assisted`: by the
		/// bank that had confirmed it in the payee's place.
		ReceiptTakenBack {
			uetr: Uetr,
			loan: LoanId,
			payee: OrgId,
			amount_fen: u64,
			reason: ShortText,
			officer: OfficerId,
			assisted: bool,
		},
		/// An officer of a bank entered that a receipt which it confirmed in a payee's place is to be taken back;
		/// another person checks it.
		TakingBackEntered { bank: OrgId, uetr: Uetr, reason: ShortText, officer: OfficerId },
		/// A payment rests on other documents beside its line's own from now on: so many, and how much of it. What was
		/// signed with the drawdown stays beside them.
		PaymentAllocated {
			uetr: Uetr,
			loan: LoanId,
			count: u16,
			sum_fen: u64,
			parts: DocumentParts,
			officer: OfficerId,
		},
	}
}
