//! Why calls are refused, and how refusals of the types that know no `Config` become the pallet's errors.
//! Clients show the sentences as they are: the cause, then the remedy.

use crate::types::draft::Refused;
use crate::Error;
use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	// The sentence of a variant says what its fields are.
	#[allow(missing_docs)]
	#[pallet::error]
	#[derive(PartialEq)]
	pub enum Error<T> {
		/// The loan has no draft of this number; list the loan's drafts.
		DraftUnknown,
		/// No payment has this UETR; check the key.
		PaymentUnknown,
		/// A drawdown without lines pays nobody; give at least one line.
		EmptyDraft,
		/// The UETR of this line stands on an earlier line too; give every payment its own key.
		DuplicateUetr { line: u16 },
		/// The UETR of this line was used before, perhaps in a rejected or lapsed draft; ask the chain for that payment
		/// and use a new key for another one.
		UetrUsed { line: u16 },
		/// The UETR of this line is not a version 4 UUID; generate a random UUID.
		UetrNotVersion4 { line: u16 },
		/// The amount of this line is 0; a payment moves at least one fen.
		AmountZero { line: u16 },
		/// This line names no line of the spending plan; pay only whom the plan names.
		PayeeNotOnPlan { line: u16 },
		/// The payee of this line is the borrower itself; loan money is paid to third parties only.
		PayeeIsBorrower { line: u16 },
		/// The payee of this line is related to the borrower; pay a supplier that is not.
		PayeeRelatedToBorrower { line: u16 },
		/// The payee of this line is suspended or has left; wait until it is reinstated or leave the line out.
		PayeeNotActive { line: u16 },
		/// This line names no evidence, and nothing is paid without; file what the plan wants and name it in the line.
		EvidenceMissing { line: u16 },
		/// The draft would last into the past or too long; choose a last day from today up to the chain's limit.
		ExpiryOutOfRange,
		/// Another digest was signed than the draft has; read the draft again before signing.
		DigestMismatch,
		/// The last day of the draft or the order is over; make a new one.
		DraftExpired,
		/// The last day of the draft is not over; reject the draft or wait.
		NotExpired,
		/// The draft does not stand where this step begins; look at its state.
		WrongState,
		/// The borrower has mandated this draft; nothing is left to sign.
		AlreadyMandated,
		/// A maker of the bank has taken up this draft; it goes to a checker.
		AlreadyMade,
		/// The borrower has not mandated this draft, or who did could not today (removed, without the duty, or with
		/// another key); ask it to sign the digest, or, where money of the draft was released, leave out the rest and
		/// draft that anew.
		MandateMissing,
		/// No maker of the bank has taken up this draft, or who did could not today (removed, without the duty, or with
		/// another key); have a maker take it up, or, where money of it was released, leave out the rest and draft that
		/// anew.
		MakerMissing,
		/// The checker who approved this draft could not today (removed, without the duty, or with another key); have
		/// it approved anew, or, where money of it was released, leave out the rest and draft that anew.
		ApprovalMissing,
		/// Money of this draft was released; leave out the lines that still follow instead.
		AlreadyReleased,
		/// This line does not exist, was released or left out; name lines that still follow the draft.
		LineNotOpen { line: u16 },
		/// The organisation is not the lending bank; only the lending bank may do this.
		BankNotAllowed,
		/// The organisation is not the borrower; only the borrower may do this.
		BorrowerNotAllowed,
		/// The organisation is neither the lending bank nor the borrower; only these two may do this.
		PartyNotAllowed,
		/// The organisation is not the payee; only who is paid may confirm, dispute or take back.
		PayeeNotAllowed,
		/// The bank itself is the payee, or took its place; as the payee it confirms, and as nobody else.
		PayeeIsTheBank,
		/// This payment is not booked, was confirmed before, or is denied by the payee; look at its status.
		NotSettled { line: u16 },
		/// This payment did not come back to this loan; only returned payments are paid again.
		NotReturned { line: u16 },
		/// This payment is being paid again; follow the draft that does so, or reject it first.
		AlreadyPaidAgain { line: u16 },
		/// No colleague has entered this settlement file, or who did could not today (removed, without the duty, or
		/// with another key), or it has waited too long, or it was booked already; where its payments are not booked,
		/// have a maker or checker of the bank enter it, then book it.
		ResultsNotEntered,
		/// The settlement file has no results; give at least one.
		EmptyFile,
		/// The results, their number or their sum are not what was entered of this settlement file; compare both, have
		/// it entered anew, then book exactly that.
		ResultsDiffer,
		/// The bank's reference of this result is not printable ASCII; correct the file.
		ReferenceMalformed { line: u16 },
		/// The borrower is suspended or has left; nothing is drafted, signed or released for it until it is reinstated.
		BorrowerNotActive,
		/// The lending bank is suspended or has left; nothing of the loan is drafted, signed or released until it is
		/// reinstated.
		BankNotActive,
		/// The loan's market regulator is suspended or has left; wait until it is reinstated, or have another one named
		/// for the loan.
		RegulatorNotActive,
		/// The payee, or who took its place, has officers; only they confirm its receipts, or deny them.
		PayeeHasOfficers,
		/// Who signed the release of this order could not today (removed, without the duty, or with another key); have
		/// the release signed anew.
		ReleaseMissing,
		/// The mandate of this order is not signed so by that key, but another order, another step or for another
		/// chain; have the borrower sign the mandate of exactly this order.
		MandateSignatureInvalid,
		/// The maker's step of this order is not signed so by that key, but another order, another step or for another
		/// chain; have the maker sign exactly this order.
		MakerSignatureInvalid,
		/// The approval of this order is not signed so by that key, but another order, another step or for another
		/// chain; have the checker sign exactly this order.
		ApprovalSignatureInvalid,
		/// The release of this order is not signed so by that key, but another order, another step or for another
		/// chain; have the release of exactly this order signed.
		ReleaseSignatureInvalid,
		/// So many mismatches of the bank are open that those of this file have no room; close some, or hand in the
		/// file in parts.
		TooManyMismatches,
		/// The bank has no open mismatch of this number; list those that are open.
		MismatchUnknown,
		/// A mismatch is not closed by itself; name what it belongs to.
		LinkToItself,
		/// Payments to the organisation are booked and not confirmed, or denied; have them confirmed or returned, or
		/// the alert of a denial closed, first.
		PaymentsOpen,
		/// Drafts of the loan, results of its payments or receipts that a payee denies wait for this party; finish
		/// them, or have the alert of a denial closed, before another organisation takes its place.
		PaymentsWaiting,
		/// A payee's statement about no payment confirms nothing; name at least one.
		EmptyStatement,
		/// So much of this payment is not on hand: it did not come back, or led somewhere since; look at the payment.
		NotOnHand,
		/// What came back of this payment has led somewhere in many parts; name all that is on hand of it.
		TooManyParts,
		/// The payment has no such booking under this reference, or it was corrected before; look at the payment.
		BookingUnknown,
		/// What was booked of this payment after it rests on this booking; correct that first.
		LaterBookingStands,
		/// The payee itself has confirmed the receipt; have it take that back, or where the money came back, book its
		/// return.
		ReceiptConfirmed,
		/// As many bookings of this payment are corrected as may be; close what is left with its returns.
		TooManyCorrections,
		/// The payment has such a booking under this reference; give the booking its own.
		ReferenceUsed,
		/// The booking date is in the future, before the money came back, or more than 31 days from the value date;
		/// give the dates of the bank's booking.
		BookingDatesWrong,
		/// The receipt names another amount than the payment has, less what came back of it; have the payee sign what
		/// it has, or deny it.
		ReceiptAmountDiffers,
		/// The last day of this receipt is over; have the payee sign a new one.
		ReceiptExpired,
		/// The day on which the payee has the money is in the future or before the bank paid; have the payee sign the
		/// right day.
		ReceiptDayOutOfRange,
		/// Who signed this receipt could not today (removed, without the duty, or with another key); have another
		/// officer of the payee sign it.
		ReceiptSignerMissing,
		/// The receipt is not signed so by that key, but another receipt, the other answer or for another chain; have
		/// the payee sign exactly this receipt.
		ReceiptSignatureInvalid,
		/// This receipt was handed in before; look at the payment, and have the payee sign a new one where it waits for
		/// its word again.
		ReceiptUsed,
		/// The receipt of this payment is not confirmed, or money of it came back; nothing is left to take back.
		NotReceived,
		/// The loan is closed, and its receipts are final; settle a mistake with the payee beside the chain.
		ReceiptsFinal,
		/// The days in which a confirmed receipt can be taken back are over; settle a mistake beside the chain, or book
		/// the return where the money came back.
		TakingBackTooLate,
		/// The receipt of this payment was taken back as often as can be; what is confirmed stands.
		TakenBackTooOften,
		/// This allocation names no line of the drawdown; number the lines from 0.
		AllocationWithoutLine { line: u16 },
		/// The amount of this allocation is 0; leave it out.
		AllocationZero { line: u16 },
		/// The document of this allocation bears a part of the payment already; name each document once, and the line's
		/// own not at all.
		AllocationTwice { line: u16 },
		/// The allocations of a payment leave nothing of it to its line's own document, or come to more than it; lower
		/// this one, or name that document in the line.
		AllocationAboveLine { line: u16 },
		/// A payment rests on as many documents as may bear one; split it into payments of their own.
		TooManyDocuments { line: u16 },
		/// The payment was not released, failed, or was paid again; allocate one that is under way or has arrived.
		NotAllocatable,
		/// The payee denied this payment, a receipt of it was taken back or its booking corrected after this receipt
		/// was signed; look at the payment, and have the payee sign a new one.
		ReceiptOutdated,
		/// The payments that are paid again up to this line rest on more documents beside their own than one release
		/// takes over; release the lines before it first, then the others.
		TooManyDocumentsAtOnce { line: u16 },
	}
}

impl<T> From<Refused> for Error<T> {
	fn from(refused: Refused) -> Self {
		match refused {
			Refused::DigestMismatch => Self::DigestMismatch,
			Refused::Expired => Self::DraftExpired,
			Refused::NotExpired => Self::NotExpired,
			Refused::WrongState => Self::WrongState,
			Refused::AlreadyMandated => Self::AlreadyMandated,
			Refused::AlreadyMade => Self::AlreadyMade,
			Refused::MandateMissing => Self::MandateMissing,
			Refused::MakerMissing => Self::MakerMissing,
			Refused::ApprovalMissing => Self::ApprovalMissing,
			Refused::AlreadyReleased => Self::AlreadyReleased,
			Refused::LineNotOpen(line) => Self::LineNotOpen { line },
		}
	}
}
