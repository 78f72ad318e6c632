//! Reports beside the trace and the inbox: tiers, motions, claims that wait, and what is found by a key.

use super::{day, digest, uetr};
use zhidai_api::{
	AdverseId, College, Considered, CredentialId, CredentialTypeId, DraftNo, DraftState, EvidenceId,
	EvidenceStatus, Fen, FindCursor, Found, FoundDraft, FoundEvidence, FoundPayment, FoundRecord, LoanId,
	Motion, OfficerId, OrgId, Page, PaymentStatus, PendingClaim, Rule, Seat, Side, TierExplanation,
	TierNumber, Usability, Verdicts,
};

/// A firm with a tier, and one without; every way in which a credential is weighed.
pub fn tiers() -> Vec<TierExplanation> {
	let considered = |credential, usability, tier: Option<u8>| Considered {
		credential: CredentialId(credential),
		type_id: CredentialTypeId(22),
		usability,
		tier: tier.map(TierNumber),
	};
	let all = vec![
		considered(1, Usability::Usable, Some(1)),
		considered(2, Usability::Suspended, Some(1)),
		considered(3, Usability::Revoked, Some(2)),
		considered(4, Usability::Cancelled, None),
		considered(5, Usability::Expired, None),
	];
	vec![
		TierExplanation {
			tier: Some(TierNumber(1)),
			by: vec![CredentialId(1)],
			failed: vec![],
			against: vec![],
			considered: all,
		},
		TierExplanation {
			tier: None,
			by: vec![],
			failed: vec![Rule::Module { pallet: 54, error: [3, 0, 0, 0] }],
			against: vec![AdverseId(7)],
			considered: vec![],
		},
	]
}

/// A motion that one seat is for and one against, and that another may follow.
pub fn motions() -> Page<Motion, u32> {
	let seat = |org, college| Seat { org: OrgId(org), number: 0, college };
	let (regulator, bank) = (seat(1, College::Regulators), seat(3, College::Banks));
	let motion = Motion {
		index: 4,
		proposal_hash: digest(9),
		proposal: vec![1, 2, 3],
		proposer: regulator,
		threshold: 3,
		ayes: vec![regulator],
		nays: vec![bank],
		ends_at: 604_800,
	};
	Page { items: vec![motion], next: Some(4) }
}

/// A claim that waits for the other side.
pub fn pending_claims() -> Page<PendingClaim, EvidenceId> {
	let claim = PendingClaim {
		evidence: EvidenceId(2),
		revision: 1,
		loan: LoanId(1),
		side: Side::Bank,
		org: OrgId(3),
		officer: OfficerId(34),
		since: day("2026-03-03"),
		until: day("2026-04-02"),
		waits_for: OrgId(1),
	};
	Page { items: vec![claim], next: None }
}

/// What both sides say of a document, and of one that nobody looked at.
pub fn verdicts() -> Vec<Verdicts> {
	let seen = super::contract();
	vec![
		Verdicts { bank: seen.bank_verdict, regulator: seen.regulator_verdict },
		Verdicts { bank: None, regulator: None },
	]
}

/// One of every kind of record, and a search that goes on.
pub fn found() -> Vec<Found> {
	let payment = FoundPayment {
		uetr: uetr(1),
		loan: LoanId(1),
		draft: DraftNo(4),
		line: 2,
		payee: OrgId(6),
		amount_fen: Fen(450_000_000),
		evidence: Some(EvidenceId(2)),
		status: PaymentStatus::Settled,
		pays_again: Some(uetr(3)),
	};
	let draft = |status| FoundDraft {
		loan: LoanId(1),
		draft: DraftNo(4),
		digest: digest(9),
		status,
		payments: 3,
		sum_fen: Fen(450_000_000),
		expires_on: day("2026-04-15"),
	};
	let evidence = |status| FoundEvidence {
		evidence: EvidenceId(2),
		revision: 1,
		is_current: true,
		loan: LoanId(1),
		status,
		used_fen: Fen(5),
	};
	let drafts = [
		DraftState::Drafted,
		DraftState::Approved,
		DraftState::Done,
		DraftState::Rejected,
		DraftState::Lapsed,
	];
	let documents = [
		EvidenceStatus::Filed,
		EvidenceStatus::Verified,
		EvidenceStatus::Rejected,
		EvidenceStatus::Conflicting,
		EvidenceStatus::Undecided,
		EvidenceStatus::Withdrawn,
		EvidenceStatus::Retracted,
	];
	let record = |record, cursor| Found { record: Some(record), cursor };
	let mut all = vec![
		Found { record: None, cursor: None },
		Found { record: None, cursor: Some(FindCursor::Evidence(EvidenceId(1))) },
		record(FoundRecord::Payment(payment), None),
		record(FoundRecord::Payment(FoundPayment { evidence: None, pays_again: None, ..payment }), None),
	];
	let at = Some(FindCursor::Draft(LoanId(1), DraftNo(4)));
	all.extend(drafts.map(|status| record(FoundRecord::Draft(draft(status)), at)));
	let at = Some(FindCursor::Evidence(EvidenceId(2)));
	all.extend(documents.map(|status| record(FoundRecord::Evidence(evidence(status)), at)));
	all
}
