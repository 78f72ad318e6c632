//! What happened.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	// The fields are named for the records that they are found in.
	#[allow(missing_docs)]
	pub enum Event<T: Config> {
		/// A bank's maker prepared a contract.
		LoanPrepared {
			loan: LoanId,
			bank: OrgId,
			borrower: OrgId,
			amount_fen: Fen,
			digest: Digest,
			maker: OfficerId,
		},
		/// A bank's checker offered it to the borrower.
		LoanOffered { loan: LoanId, bank: OrgId, borrower: OrgId, checker: OfficerId },
		/// The borrower signed.
		LoanSigned { loan: LoanId, bank: OrgId, borrower: OrgId, signer: OfficerId, term_ends_on: Day },
		/// The bank took the contract back, or the borrower declined.
		LoanWithdrawn { loan: LoanId, bank: OrgId, borrower: OrgId, by: OrgId, officer: OfficerId },
		/// Principal came back.
		RepaymentBooked {
			loan: LoanId,
			bank_reference: Digest,
			amount_fen: Fen,
			booked_on: Day,
			officer: OfficerId,
		},
		/// A loan is paid back in full.
		LoanClosed { loan: LoanId, bank: OrgId, borrower: OrgId, officer: OfficerId },
		/// A repayment was entered; another person checks it.
		RepaymentEntered {
			loan: LoanId,
			bank_reference: Digest,
			amount_fen: Fen,
			booked_on: Day,
			officer: OfficerId,
		},
		/// No money may leave a loan.
		HoldPlaced {
			loan: LoanId,
			kind: HoldKind,
			reference: Digest,
			by: OrgId,
			officer: OfficerId,
			until: Option<Day>,
		},
		/// An officer asks that a hold be lifted; it stands until another person agrees.
		HoldLiftAsked {
			loan: LoanId,
			kind: HoldKind,
			placed_by: OrgId,
			reference: Digest,
			by: OrgId,
			officer: OfficerId,
		},
		/// A hold is gone; others may stand.
		HoldLifted {
			loan: LoanId,
			kind: HoldKind,
			placed_by: OrgId,
			reference: Digest,
			by: OrgId,
			officer: OfficerId,
		},
		/// The borrower agreed, and its limit over all banks is asked for: it signs once more when that is granted.
		QuotaAsked { loan: LoanId, borrower: OrgId, officer: OfficerId },
		/// An officer asks that a loan be closed of which the borrower could still draw; another person agrees.
		LoanCloseAsked { loan: LoanId, bank: OrgId, borrower: OrgId, officer: OfficerId },
		/// A bank's checker looked at a contract that is above its limit; another one must check it.
		OfferChecked { loan: LoanId, bank: OrgId, borrower: OrgId, checker: OfficerId },
		/// The last day of an offer is over: nobody signed it.
		OfferLapsed { loan: LoanId, bank: OrgId, borrower: OrgId },
		/// An officer of a bureau asks that another market regulator attest the loan's evidence; another person agrees.
		RegulatorChangeAsked { loan: LoanId, regulator: OrgId, by: OrgId, officer: OfficerId },
		/// An officer signed that loans pass from one bank to another, of which this is the first.
		TransferSigned { loan: LoanId, count: u16, from: OrgId, to: OrgId, by: OrgId, officer: OfficerId },
		/// Another bank lends the loan from now on: the borrower repays there.
		LoanTransferred { loan: LoanId, borrower: OrgId, from: OrgId, to: OrgId },
		/// Another organisation has a party's place in the loan.
		PartyChanged { loan: LoanId, party: LoanParty, from: OrgId, to: OrgId, by: OrgId, officer: OfficerId },
		/// The counter-entry of a repayment was entered; another person checks it.
		RepaymentCorrectionEntered {
			loan: LoanId,
			bank_reference: Digest,
			amount_fen: Fen,
			officer: OfficerId,
		},
		/// A repayment counts no more: it was booked wrongly. So much principal is owed again.
		RepaymentCorrected {
			loan: LoanId,
			bank_reference: Digest,
			amount_fen: Fen,
			reason: ShortText,
			officer: OfficerId,
		},
	}
}
