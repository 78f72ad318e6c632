//! What happened.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Evidence was filed; bank and regulator are asked for their verdicts over the digest.
		Filed {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// What verdicts name.
			digest: Digest,
			/// The amount on the document.
			amount_fen: u64,
			/// The organisation that filed.
			filer: OrgId,
			/// The officer who filed.
			officer: OfficerId,
			/// What it belongs to: a purchase; of a red letter, an invoice.
			belongs_to: Option<EvidenceId>,
		},
		/// A new revision replaced the evidence; verdicts start anew.
		Revised {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The new revision.
			revision: u16,
			/// What verdicts name now.
			digest: Digest,
			/// The amount on the document.
			amount_fen: u64,
			/// The officer who filed.
			officer: OfficerId,
			/// What it belongs to: a purchase; of a red letter, an invoice.
			belongs_to: Option<EvidenceId>,
		},
		/// A side gave its verdict.
		VerdictGiven {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The revision.
			revision: u16,
			/// The side.
			side: Side,
			/// What it found.
			verdict: Verdict,
			/// Its organisation.
			org: OrgId,
			/// Its officer.
			officer: OfficerId,
			/// Through which day it waits for the other side's; nothing where both are given, or it does not
			/// end by itself.
			waits_through: Option<Day>,
		},
		/// A side's verdict waited too long for the other's, which is given now, or who gave it could not give it
		/// today: it counts no more, and the side is asked again.
		VerdictLapsed {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The revision.
			revision: u16,
			/// The side.
			side: Side,
		},
		/// Other documents look like this one; whoever attests compares them. Nothing is refused for it.
		LooksLike {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The revision.
			revision: u16,
			/// How many other pieces of evidence.
			count: u32,
			/// The newest of them.
			newest: EvidenceId,
		},
		/// Both verdicts are given.
		Concluded {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The revision.
			revision: u16,
			/// What they come to.
			status: Status,
		},
		/// A side took its positive verdict back: nothing more is paid on the evidence.
		Retracted {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The revision.
			revision: u16,
			/// The side.
			side: Side,
			/// Why.
			reason: RetractionReason,
			/// The digest of the paper that shows it.
			paper: Digest,
			/// What was released on it or is reserved by drafts.
			used_fen: u64,
			/// Its organisation.
			org: OrgId,
			/// Its officer.
			officer: OfficerId,
		},
		/// The evidence was taken back.
		Withdrawn {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The digest of its last revision.
			digest: Digest,
			/// Whether its record stays, as it does where it was revised or had a verdict.
			is_kept: bool,
			/// The officer who took it back.
			officer: OfficerId,
		},
		/// The financing of a document that was never paid is over, or a side that spoke for it takes part no more;
		/// another evidence of the same document takes its place.
		Discharged {
			/// The evidence whose claim ended.
			evidence: EvidenceId,
			/// Its revision.
			revision: u16,
		},
		/// Evidence is attested and kept by the present parties of its loan, which had others when it was filed.
		TakenOver {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The bank that attests it from now on.
			bank: OrgId,
			/// The market regulator that attests it from now on.
			regulator: OrgId,
			/// The organisation that keeps it from now on.
			filer: OrgId,
			/// The officer who took it over.
			officer: OfficerId,
		},
	}
}
