//! What the chain's state says of a payment, a draft or a piece of evidence of which somebody knows the key or
//! the digest and nothing else. Nothing in a block calls this.
//!
//! A UETR is a key. Digests are not: drafts and evidence are looked through by their numbers, the newest first,
//! so many reads at a time; an index would cost every payment a write for a question that is hardly ever asked.

use crate::{Evidence, Payments, Runtime};
use pallet_evidence::{NextEvidence, Superseded};
use pallet_loans::LastLoan;
use pallet_payments::{DraftView, PaymentView};
use zhidai_api::{
	Digest, DraftNo, EvidenceId, FindCursor, Found, FoundDraft, FoundEvidence, FoundPayment, FoundRecord,
	LoanId, Sought,
};

/// How many records are read for one answer at the most, each earlier revision of evidence counted. The last piece of
/// evidence is read to its end: at the most 15 more.
pub const MAX_LOOKS: u32 = 1_000;

fn payment(view: PaymentView) -> FoundRecord {
	FoundRecord::Payment(FoundPayment {
		uetr: view.uetr,
		loan: view.loan,
		draft: view.draft,
		line: view.line,
		payee: view.payee,
		amount_fen: view.amount,
		evidence: view.evidence,
		status: view.status,
		pays_again: view.pays_again,
	})
}

fn draft(view: DraftView) -> FoundRecord {
	FoundRecord::Draft(FoundDraft {
		loan: view.loan,
		draft: view.draft,
		digest: view.digest,
		status: view.state,
		payments: view.count,
		sum_fen: view.sum,
		expires_on: view.expires_on,
	})
}

/// Reads so many records at the most, from the cursor on.
pub fn find(sought: Sought, cursor: Option<FindCursor>, limit: u32) -> Found {
	match sought {
		Sought::Payment(uetr) => Found { record: Payments::payment_view(uetr).map(payment), cursor: None },
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
fn look(digest: Digest, at: FindCursor) -> (Option<FoundRecord>, Option<FindCursor>, u32) {
	match at {
		FindCursor::Evidence(evidence) => {
			let before = evidence.0.checked_sub(1).map(|id| FindCursor::Evidence(EvidenceId(id)));
			let (record, reads) = revision_with(digest, evidence);
			(record, before.or_else(newest_loan), reads)
		}
		FindCursor::Draft(loan, number) => match Payments::draft_view(loan, number) {
			Some(view) if view.digest == digest => (Some(draft(view)), None, 1),
			Some(_) => (None, number.next().map(|next| FindCursor::Draft(loan, next)), 1),
			None => {
				let before = loan.0.checked_sub(1).filter(|loan| *loan > 0);
				(None, before.map(|loan| FindCursor::Draft(LoanId(loan), DraftNo(0))), 1)
			}
		},
	}
}

/// The revision that has the digest, and how many were read.
fn revision_with(digest: Digest, evidence: EvidenceId) -> (Option<FoundRecord>, u32) {
	let Ok((record, state)) = Evidence::known(evidence) else { return (None, 1) };
	let found = |revision| {
		Some(FoundRecord::Evidence(FoundEvidence {
			evidence,
			revision,
			is_current: revision == state.revision,
			loan: record.loan,
			status: state.status,
			used_fen: state.used,
		}))
	};
	if record.digest == digest {
		return (found(state.revision), 1);
	}
	let earlier = (0..state.revision).find(|revision| {
		Superseded::<Runtime>::get(evidence, revision).is_some_and(|earlier| earlier.digest == digest)
	});
	(earlier.and_then(found), u32::from(state.revision).saturating_add(1))
}
