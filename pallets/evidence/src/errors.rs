//! Why calls are refused. Clients show the sentences as they are: the cause, then the remedy.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// There is no evidence with this id, or it was withdrawn before anybody gave a verdict; look its id up among
		/// the loan's evidence.
		EvidenceUnknown,
		/// The evidence belongs to another loan; name evidence that was filed for this loan.
		EvidenceOfAnotherLoan,
		/// The evidence is of another kind than the plan line demands; name or file a document of that kind.
		EvidenceOfAnotherKind,
		/// The payee is not the document's seller or issuer; name a document of the payee.
		PayeeNotParty,
		/// The evidence is rejected, conflicting, undecided, retracted or withdrawn; revise it, file other
		/// evidence, or have the side that retracted speak for it again.
		NotStanding,
		/// Bank and regulator have not both spoken for the evidence; wait for the missing verdict, or revise it.
		NotVerified,
		/// Both sides have spoken, but the document is not known to be this evidence's at all banks; wait for the
		/// answer, or, where its claim gave way to another, withdraw it and file it anew.
		NotLanded,
		/// The payments on this document would exceed its amount, less what red letters take back; lower the amount or
		/// name another document.
		AboveDocumentAmount,
		/// The loan is neither offered nor active; file evidence for a loan that is.
		LoanNotOpen,
		/// The loan is not active or can no longer be drawn on, so no verdict is due; give it once the borrower has
		/// signed, or leave what is over.
		LoanNotActive,
		/// Only the borrower or the lending bank files evidence for a loan; sign as an officer of one of them.
		PartyNotAllowed,
		/// Only the organisation that filed the evidence may change it; ask it to.
		FilerNotAllowed,
		/// The document's buyer is not the loan's borrower; file a document that was made out to the borrower.
		BuyerIsNotBorrower,
		/// The document's seller or issuer is not an organisation of the consortium; have it admitted first.
		SellerUnknown,
		/// Seller and buyer are the same organisation; file a document of a purchase from someone else.
		SellerIsBuyer,
		/// One organisation is both bank and regulator of this loan; two must attest, so correct the contract.
		SidesNotIndependent,
		/// The date on the document is in the future; correct the date.
		DatedInFuture,
		/// The amount on the document is zero; state the gross amount.
		ZeroAmount,
		/// A digest of the document or of its fields is missing; give SHA-256, SM3 and the digest of the fields.
		DigestMissing,
		/// The evidence is already verified and cannot be revised; withdraw it while unused, or file another document.
		AlreadyVerified,
		/// Payments rest on the evidence; it can be changed only after they are rejected or have lapsed.
		InUse,
		/// The evidence was withdrawn; file it anew.
		Withdrawn,
		/// The evidence was revised as often as it may be; withdraw it and file it anew.
		TooManyRevisions,
		/// As much evidence of this filer as may be waits for verdicts on this loan; wait for some, or withdraw some.
		TooManyOpenForLoan,
		/// As much evidence of this filer as may be waits at this regulator; wait for verdicts, or withdraw some.
		TooManyOpenOfFiler,
		/// The organisation has filed as much evidence for this loan today as it may; go on tomorrow.
		TooManyFiledToday,
		/// The organisation is neither the bank nor the regulator that attests this evidence; leave it to them.
		AttesterNotAllowed,
		/// The call names a revision that is not the current one; look at the current one.
		RevisionNotCurrent,
		/// The call names another digest than the evidence has; fetch the document again and check it.
		DigestMismatch,
		/// This side has already given its verdict on this revision; a verdict is given once, ask for a revision.
		AlreadyGiven,
		/// A verdict that speaks for a document must carry its fingerprints; compute them with the consortium's key.
		FingerprintMissing,
		/// A verdict that does not speak for a document cannot carry fingerprints or alert tags; leave them out.
		FingerprintUnexpected,
		/// A side that retracted speaks again only for the same document; give the fingerprints of its first verdict.
		FingerprintsDiffer,
		/// A verdict that was confirmed in a register must carry the reference of the query; add it.
		ReferenceMissing,
		/// The document is already financed under other evidence (重复融资); find that one, or give a negative verdict.
		FingerprintTaken,
		/// This side does not speak for the current revision, so there is nothing to retract; look at its verdicts.
		NothingToRetract,
		/// This side has already retracted its verdict on this revision; nothing is left to do.
		AlreadyRetracted,
		/// A retraction must name the paper that shows its reason; give the paper's digest.
		PaperMissing,
		/// No ids are left for evidence; the chain needs a new edition.
		NoMoreIds,
		/// The loan has another bank, market regulator or borrower since the evidence was filed; have an attesting
		/// officer of its bank or regulator take it over first.
		PartiesChanged,
		/// The present parties of the loan attest and keep the evidence already; nothing is left to do.
		AlreadyTakenOver,
		/// The document could be of a purchase contract of this seller for the loan, or is a red letter, and does not
		/// say what it belongs to; name the contract, of a red letter the invoice that it takes back.
		PurchaseMissing,
		/// A document of this kind cannot belong to that one; name of an invoice the purchase contract, of a red letter
		/// the invoice, of other papers either, and of a contract nothing.
		PurchaseNotAllowed,
		/// The purchase is another seller's than the document; name the purchase of which the document is.
		PurchaseOfAnotherSeller,
		/// The purchase is another buyer's than the document; name the purchase of which the document is.
		PurchaseOfAnotherBuyer,
		/// What the document belongs to is rejected, conflicting, undecided, retracted or withdrawn; have it put right
		/// first, or name another.
		PurchaseNotStanding,
		/// Bank and regulator have not both spoken for the purchase contract that the document belongs to; wait for the
		/// missing verdict.
		PurchaseNotVerified,
		/// The payments on all documents of this purchase together would exceed its amount, less what red letters take
		/// back; lower the amount or name a document of another purchase.
		AbovePurchaseAmount,
		/// Papers of this seller that belong to nothing could be of this contract; withdraw them, file the contract,
		/// and file them anew as its papers.
		PapersBeforeContract,
		/// Other papers belong to the document; withdraw those first.
		PapersBelongToIt,
		/// As many papers as may belong to the document already; file the rest of the purchase under another contract.
		TooManyPapers,
		/// The red letters of an invoice would take back more than it is over; correct the amount.
		ReversedAboveInvoice,
		/// A side speaks for this red letter, so it takes back what it says; have each side that does retract first.
		SideSpeaksForIt,
		/// The documents are not of one purchase; allocate a payment to documents of the purchase that it was made on.
		OfAnotherPurchase,
	}
}
