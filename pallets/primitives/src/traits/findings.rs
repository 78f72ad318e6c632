use crate::{Digest, EntryId, EvidenceId, LoanId, OrgId, Quarter, RateKind, Uetr};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Something that people must look at.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum Finding {
	/// The payee says that it did not get the money, or not this.
	PaymentDisputed {
		/// The loan.
		loan: LoanId,
		/// The payment.
		uetr: Uetr,
	},
	/// Bank and regulator do not agree on a piece of evidence.
	VerdictsConflict {
		/// The loan.
		loan: LoanId,
		/// The evidence.
		evidence: EvidenceId,
	},
	/// A side took its positive verdict back; payments may have left on it.
	VerdictRetracted {
		/// The loan.
		loan: LoanId,
		/// The evidence.
		evidence: EvidenceId,
	},
	/// A settlement file has results for payments that do not wait for such a result from that bank. One for
	/// the whole file: the results themselves are events.
	SettlementUnknown {
		/// The bank.
		bank: OrgId,
		/// The file.
		file: Digest,
		/// How many results.
		results: u16,
	},
	/// The quality-upgrading share of a quarter is below the covenant.
	CovenantMissed {
		/// The loan.
		loan: LoanId,
		/// The quarter.
		quarter: Quarter,
	},
	/// Money left for a payee that another bank recorded as related to the borrower. Which bank did is not
	/// said.
	RelatedPayee {
		/// The loan.
		loan: LoanId,
		/// The payee.
		payee: OrgId,
	},
	/// A reference rate was corrected. Contracts may have been held against the old one: each pins its number, and its
	/// trace says what took its place. One for all of them, as nothing goes through all loans.
	RateCorrected {
		/// Which rate.
		rate: RateKind,
		/// The entry that was corrected.
		entry: EntryId,
		/// The entry that took its place.
		by: EntryId,
	},
	/// A year's calendar was corrected. A clock that runs is counted by the new one from then on; a day that was
	/// counted by the old one and written down, as the last of a suspension, stays as it is.
	CalendarCorrected {
		/// The year.
		year: u16,
		/// The entry that was corrected.
		entry: EntryId,
		/// The entry that took its place.
		by: EntryId,
	},
}

/// Where findings go; implemented by `supervision`, wired by the runtime, so that data still flows one way.
pub trait Findings {
	/// Opens an alert. Cannot fail: a finding must not stop what found it.
	fn raise(finding: Finding);
}

impl Findings for () {
	fn raise(_: Finding) {}
}
