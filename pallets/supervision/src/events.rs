//! What happened.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Payments were counted for a quarter.
		Counted {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// How many were named.
			payments: u32,
			/// What was added to the counted sum.
			counted_fen: u64,
			/// What was added to quality-upgrading spend.
			quality_fen: u64,
			/// Whose officer counted.
			org: OrgId,
			/// Who counted.
			officer: OfficerId,
		},
		/// Payments that came back count no longer.
		TakenBack {
			/// The loan.
			loan: LoanId,
			/// The quarter that is adjusted where the payment's own is closed.
			quarter: Quarter,
			/// How many were named.
			payments: u32,
			/// What was taken from the counted sum.
			counted_fen: u64,
			/// What was taken from quality-upgrading spend.
			quality_fen: u64,
			/// Whose officer acted.
			org: OrgId,
			/// Who acted.
			officer: OfficerId,
		},
		/// A review was opened, or opened again with other figures; signatures on the earlier figures are void.
		ReviewOpened {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// What both sides sign.
			digest: Digest,
			/// Drawn up to the quarter's end.
			drawn_fen: u64,
			/// Quality-upgrading spend up to the quarter's end.
			quality_fen: u64,
			/// Whether the covenant is met.
			met: bool,
			/// Who opened it.
			officer: OfficerId,
		},
		/// A side signed a review.
		ReviewSigned {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// The side.
			side: Side,
			/// Who signed.
			officer: OfficerId,
		},
		/// Both sides signed: the quarter is closed.
		ReviewClosed {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// What both sides signed.
			digest: Digest,
			/// Whether the covenant is met.
			met: bool,
		},
		/// An alert was opened.
		AlertRaised {
			/// The alert.
			alert: AlertId,
			/// The loan that it is about.
			loan: Option<LoanId>,
			/// What was found.
			finding: Finding,
		},
		/// Something was found while as many alerts of its kind were open as may be: the last of them counts it.
		AlertCounted {
			/// The alert that counts it.
			alert: AlertId,
			/// The loan that it is about.
			loan: Option<LoanId>,
			/// What was found.
			finding: Finding,
		},
		/// The bank that an alert is about said what it found out.
		AlertAnswered {
			/// The alert.
			alert: AlertId,
			/// The loan that it is about.
			loan: Option<LoanId>,
			/// The bank.
			org: OrgId,
			/// Who answered.
			officer: OfficerId,
			/// What the bank says.
			text: ShortText,
			/// The digest of the document that shows it.
			document: Option<Digest>,
		},
		/// An alert was closed.
		AlertClosed {
			/// The alert.
			alert: AlertId,
			/// The loan that it is about.
			loan: Option<LoanId>,
			/// Whose officer closed it.
			org: OrgId,
			/// Who closed it.
			officer: OfficerId,
		},
	}
}
