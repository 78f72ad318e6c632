//! One value of every kind that the shared types have.

use zhidai_api::{
	AccountVersion, At, Day, Digest, DraftNo, DraftWork, EvidenceId, EvidenceKind, Fen, HoldKind, Impossible,
	InBlock, InboxCursor, InboxPage, LoanId, LoanState, Name, OfficerId, OrgId, Outcome, Page, PaymentStatus,
	PendingWork, PlanLineNo, RefusedBy, Rule, SchemeId, SchemeVersion, Side, SpotCheckState, Stage,
	TraceCursor, TraceEdge, TraceEvidence, TraceHold, TraceLoan, TraceNode, TraceOrganisation, TracePage,
	TracePayment, TracePlanLine, TraceRoot, Uetr, Verdict, VerdictSource, Violation,
};

const BANK: OrgId = OrgId(3);
const BORROWER: OrgId = OrgId(5);
const PAYEE: OrgId = OrgId(6);

fn uetr(number: u8) -> Uetr {
	Uetr::from_random([number; 16])
}

fn day(text: &str) -> Day {
	text.parse().unwrap()
}

fn digest(number: u8) -> Digest {
	Digest::repeat_byte(number)
}

fn organisation(org: OrgId, name: &str, registration: &str) -> TraceNode {
	let name = Name::try_from(name).unwrap();
	TraceNode::Organisation(TraceOrganisation { org, name, registration: registration.into() })
}

/// Booked, and confirmed by the payee's bank.
fn booked() -> TracePayment {
	TracePayment {
		uetr: uetr(1),
		draft: DraftNo(0),
		line: 0,
		plan_line: PlanLineNo(0),
		payee: PAYEE,
		account: AccountVersion(2),
		amount_fen: Fen(450_000_000),
		status: PaymentStatus::Received,
		mandate: Some(OfficerId(51)),
		maker: Some(OfficerId(31)),
		checker: Some(OfficerId(32)),
		releaser: Some(OfficerId(33)),
		bank_reference: Some("REF-1".into()),
		booked_on: Some(day("2026-03-16")),
		value_on: Some(day("2026-03-17")),
		assisted: true,
	}
}

/// Drafted, and nothing more.
fn drafted() -> TracePayment {
	TracePayment {
		uetr: uetr(2),
		draft: DraftNo(1),
		line: 7,
		account: AccountVersion(0),
		amount_fen: Fen(1),
		status: PaymentStatus::Pending,
		mandate: None,
		maker: None,
		checker: None,
		releaser: None,
		bank_reference: None,
		booked_on: None,
		value_on: None,
		assisted: false,
		..booked()
	}
}

fn invoice() -> TraceEvidence {
	TraceEvidence {
		evidence: EvidenceId(2),
		document: EvidenceKind::Invoice,
		amount_fen: Fen(450_000_000),
		dated_on: day("2026-03-02"),
		digest: digest(2),
		sha256: digest(3),
		verified: true,
		bank_verdict: Some((Verdict::Consistent, OfficerId(34))),
		regulator_verdict: Some((Verdict::Confirmed(VerdictSource::Register), OfficerId(11))),
	}
}

fn contract() -> TraceEvidence {
	TraceEvidence {
		evidence: EvidenceId(4),
		document: EvidenceKind::PurchaseContract,
		verified: false,
		bank_verdict: None,
		regulator_verdict: None,
		..invoice()
	}
}

fn plan_line(number: u16, payee: OrgId, quality_upgrading: bool, used: u64) -> TracePlanLine {
	TracePlanLine {
		number: PlanLineNo(number),
		payee,
		quality_upgrading,
		stage: if quality_upgrading { Stage::Delivery } else { Stage::Prepayment },
		cap_fen: Fen(500_000_000),
		used_fen: Fen(used),
	}
}

/// A loan's trace with one node of every kind, with everything that such a node can have and without.
pub fn trace_page() -> TracePage {
	let loan = TraceLoan {
		loan: LoanId(1),
		borrower: BORROWER,
		bank: BANK,
		regulator: OrgId(1),
		scheme: SchemeId(1),
		scheme_version: SchemeVersion(2),
		state: LoanState::Active,
		limit_fen: Fen(1_000_000_000),
		pending_fen: Fen(1),
		released_fen: Fen(20),
		settled_fen: Fen(300),
		received_fen: Fen(450_000_000),
		returned_fen: Fen(4_000),
		drawn_fen: Fen(450_004_321),
		repaid_fen: Fen(50_000),
		plan: vec![plan_line(0, PAYEE, true, 450_000_000), plan_line(1, OrgId(7), false, 0)],
		holds: vec![
			TraceHold {
				hold: HoldKind::Regulator,
				placed_by: OrgId(1),
				officer: OfficerId(12),
				placed_on: day("2026-03-01"),
				until: None,
			},
			TraceHold {
				hold: HoldKind::Judicial,
				placed_by: OrgId(2),
				officer: OfficerId(21),
				placed_on: day("2026-03-02"),
				until: Some(day("2026-09-02")),
			},
		],
	};
	let nodes = vec![
		organisation(BANK, "甬江示范银行", "91330200MA20002460"),
		organisation(BORROWER, "海曙\"制造\"", "330200000000001"),
		organisation(PAYEE, "精工装备", "91330200MA20002460"),
		TraceNode::Payment(booked()),
		TraceNode::Payment(drafted()),
		TraceNode::Evidence(invoice()),
		TraceNode::Evidence(contract()),
	];
	let edges = vec![
		TraceEdge::Pays { uetr: uetr(1), from: BANK, to: PAYEE, amount_fen: Fen(450_000_000) },
		TraceEdge::RestsOn { uetr: uetr(1), evidence: EvidenceId(2) },
		TraceEdge::Pays { uetr: uetr(2), from: BANK, to: PAYEE, amount_fen: Fen(1) },
		TraceEdge::RestsOn { uetr: uetr(2), evidence: EvidenceId(4) },
		TraceEdge::PaysAgain { uetr: uetr(2), returned: uetr(3) },
	];
	TracePage { loan, nodes, edges, next: Some((DraftNo(1), 8)) }
}

/// What a trace is asked with.
pub fn trace_questions() -> Vec<(TraceRoot, Option<TraceCursor>)> {
	vec![
		(TraceRoot::Loan(LoanId(1)), None),
		(TraceRoot::Loan(LoanId(1)), Some((DraftNo(1), 8))),
		(TraceRoot::Payment(uetr(1)), None),
	]
}

/// One of every kind of work.
pub fn inbox_page() -> InboxPage {
	let (loan, digest) = (LoanId(1), digest(9));
	let draft = || DraftWork { loan, draft: DraftNo(4), digest, count: 3, sum_fen: Fen(450_000_000) };
	let items = vec![
		PendingWork::Act { act: 7, digest },
		PendingWork::ContractToCheck { loan, digest },
		PendingWork::ContractToSign { loan, digest },
		PendingWork::DraftToMandate(draft()),
		PendingWork::DraftToMake(draft()),
		PendingWork::DraftToApprove(draft()),
		PendingWork::DraftToRelease(draft()),
		PendingWork::VerdictToGive {
			evidence: EvidenceId(2),
			revision: 1,
			loan,
			digest,
			looks_like: vec![EvidenceId(1)],
		},
		PendingWork::ReceiptToConfirm { uetr: uetr(1), loan, amount_fen: Fen(123_456_789) },
		PendingWork::DraftToSettle(draft()),
		PendingWork::DisputeToResolve(draft()),
		PendingWork::AlertToClose { alert: 5, loan: Some(loan), raised_on: day("2026-03-16"), further: 2 },
		PendingWork::AlertToClose { alert: 6, loan: None, raised_on: day("2026-03-17"), further: 0 },
		PendingWork::RepaymentsToCheck { loan, count: 2 },
		PendingWork::LiftToAgree { loan, hold: HoldKind::AntiMoneyLaundering },
		PendingWork::CredentialAct { act: 8, digest },
	];
	Page { items, next: Some(InboxCursor { list: 10, after: Some((1, 4, 2)) }) }
}

/// Rules of a pallet and of the runtime itself, with figures and without.
pub fn violations() -> Vec<Violation> {
	let module = Rule::Module { pallet: 60, error: [5, 3, 0, 0] };
	vec![
		Violation { rule: module, line: Some(3), have: Some(200), allowed: Some(100) },
		Violation { rule: Rule::Other { index: 2 }, line: None, have: None, allowed: None },
	]
}

type Kinds =
	(Vec<LoanState>, Vec<PaymentStatus>, Vec<HoldKind>, Vec<EvidenceKind>, Vec<(Side, Verdict)>, Vec<Stage>);

/// The enumerations, each kind in its place.
pub fn kinds() -> (Kinds, Vec<SpotCheckState>) {
	let kinds = (
		vec![
			LoanState::Prepared,
			LoanState::Offered,
			LoanState::Active,
			LoanState::Closed,
			LoanState::Withdrawn,
		],
		vec![
			PaymentStatus::Pending,
			PaymentStatus::Released,
			PaymentStatus::Settled,
			PaymentStatus::Failed,
			PaymentStatus::Received,
			PaymentStatus::Disputed,
			PaymentStatus::Returned,
			PaymentStatus::PaidAgain,
			PaymentStatus::Cancelled,
		],
		HoldKind::ALL.to_vec(),
		vec![
			EvidenceKind::PurchaseContract,
			EvidenceKind::Invoice,
			EvidenceKind::InspectionReport,
			EvidenceKind::PatentFiling,
			EvidenceKind::AcceptanceCertificate,
		],
		vec![
			(Side::Bank, Verdict::Consistent),
			(Side::Regulator, Verdict::Confirmed(VerdictSource::DocumentSignature)),
			(Side::Regulator, Verdict::Confirmed(VerdictSource::IssuerStatement)),
			(Side::Regulator, Verdict::Confirmed(VerdictSource::Register)),
			(Side::Bank, Verdict::NotConsistent),
			(Side::Bank, Verdict::CannotTell),
		],
		vec![Stage::Prepayment, Stage::Delivery, Stage::Acceptance, Stage::Retention],
	);
	let spot_checks = vec![
		SpotCheckState::Served,
		SpotCheckState::Objected,
		SpotCheckState::Reinspected,
		SpotCheckState::Final,
	];
	(kinds, spot_checks)
}

/// Everything that can become of a transaction.
pub fn outcomes() -> Vec<Outcome> {
	let place = InBlock { block: 7, block_hash: digest(0xab), position: 3 };
	let by_rule = RefusedBy {
		rule: Some("Registry.DutyMissing".into()),
		pallet: Some(60),
		error: Some("0x05000000".into()),
		message: "no mandate".into(),
	};
	let unnamed = RefusedBy { rule: None, pallet: None, error: None, message: "no mandate".into() };
	vec![
		Outcome::Final { place },
		Outcome::Refused { place, refusal: by_rule },
		Outcome::Refused { place, refusal: unnamed },
		Outcome::Included { place },
		Outcome::Impossible { reason: Impossible::Expired },
		Outcome::Impossible { reason: Impossible::NonceUsed },
		Outcome::NotYet { in_pool: true },
	]
}

/// An answer of a node.
pub fn answer(result: Outcome) -> At<Outcome> {
	At { block: 9, hash: digest(1), result }
}
