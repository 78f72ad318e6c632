//! What the chain's state says of a payment, a draft or a piece of evidence of which somebody knows the key or
//! the digest and nothing else. Nothing in a block calls this.
//!
//! A UETR is a key. Digests are not: drafts and evidence are looked through by their numbers, the newest first,
//! so many reads at a time; an index would cost every payment a write for a question that is hardly ever asked.

use crate::{Evidence, Payments, Runtime};
use codec::{Decode, Encode};
use pallet_evidence::{EvidenceState, NextEvidence, Superseded};
use pallet_loans::LastLoan;
use pallet_payments::{DraftView, PaymentView};
use scale_info::TypeInfo;
use zhidai_api::{Digest, DraftNo, EvidenceId, FindCursor, LoanId, Sought};

/// How many records are read for one answer at the most, each earlier revision of evidence counted. The last piece of
/// evidence is read to its end: at the most 15 more.
pub const MAX_LOOKS: u32 = 1_000;

/// What was found. Kinds are appended.
#[allow(clippy::large_enum_variant, reason = "one record an answer, never a list of them")]
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Record {
	/// A payment.
	#[codec(index = 0)]
	Payment(PaymentView),
	/// A drawdown draft.
	#[codec(index = 1)]
	Draft(DraftView),
	/// A revision of a piece of evidence.
	#[codec(index = 2)]
	Evidence {
		/// The evidence.
		evidence: EvidenceId,
		/// The revision that has the digest.
		revision: u16,
		/// The loan.
		loan: LoanId,
		/// Where the evidence stands, with the revision that is current.
		state: EvidenceState,
	},
}

/// An answer.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Found {
	/// What was found.
	pub record: Option<Record>,
	/// Where to go on, where nothing was found so far and there is more to look at; where the record was found.
	pub cursor: Option<FindCursor>,
}

/// Reads so many records at the most, from the cursor on.
pub fn find(sought: Sought, cursor: Option<FindCursor>, limit: u32) -> Found {
	match sought {
		Sought::Payment(uetr) => {
			Found { record: Payments::payment_view(uetr).map(Record::Payment), cursor: None }
		}
		Sought::Digest(digest) => search(digest, cursor.or_else(newest), limit.clamp(1, MAX_LOOKS)),
	}
}

fn search(digest: Digest, mut cursor: Option<FindCursor>, limit: u32) -> Found {
	let mut read = 0_u32;
	while read < limit {
		let Some(at) = cursor else { break };
		let (record, next, reads) = look(digest, at);
		if record.is_some() {
			return Found { record, cursor: Some(at) };
		}
		cursor = next;
		read = read.saturating_add(reads);
	}
	Found { record: None, cursor }
}

/// The newest evidence; without any, the newest loan's drafts.
fn newest() -> Option<FindCursor> {
	let last = NextEvidence::<Runtime>::get().0.checked_sub(1);
	last.map(|last| FindCursor::Evidence(EvidenceId(last))).or_else(newest_loan)
}

fn newest_loan() -> Option<FindCursor> {
	let last = LastLoan::<Runtime>::get();
	(last.0 > 0).then_some(FindCursor::Draft(last, DraftNo(0)))
}

/// Looks at one draft or piece of evidence; answers it where it has the digest, what comes after it, and how many
/// records were read.
fn look(digest: Digest, at: FindCursor) -> (Option<Record>, Option<FindCursor>, u32) {
	match at {
		FindCursor::Evidence(evidence) => {
			let before = evidence.0.checked_sub(1).map(|id| FindCursor::Evidence(EvidenceId(id)));
			let (record, reads) = revision_with(digest, evidence);
			(record, before.or_else(newest_loan), reads)
		}
		FindCursor::Draft(loan, number) => match Payments::draft_view(loan, number) {
			Some(draft) if draft.digest == digest => (Some(Record::Draft(draft)), None, 1),
			Some(_) => (None, number.next().map(|next| FindCursor::Draft(loan, next)), 1),
			None => {
				let before = loan.0.checked_sub(1).filter(|loan| *loan > 0);
				(None, before.map(|loan| FindCursor::Draft(LoanId(loan), DraftNo(0))), 1)
			}
		},
	}
}

/// The revision that has the digest, and how many were read.
fn revision_with(digest: Digest, evidence: EvidenceId) -> (Option<Record>, u32) {
	let Ok((record, state)) = Evidence::known(evidence) else { return (None, 1) };
	let found = |revision| Some(Record::Evidence { evidence, revision, loan: record.loan, state });
	if record.digest == digest {
		return (found(state.revision), 1);
	}
	let earlier = (0..state.revision).find(|revision| {
		Superseded::<Runtime>::get(evidence, revision).is_some_and(|earlier| earlier.digest == digest)
	});
	(earlier.and_then(found), u32::from(state.revision).saturating_add(1))
}
