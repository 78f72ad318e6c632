//! One value of every kind that the shared types have.

mod paid;
mod receipts;
pub mod reports;
pub mod signed;

use paid::{booked, drafted};
use zhidai_api::{
	At, BasisPoints, BookingKind, Day, Digest, DraftNo, DraftWork, EntryId, EvidenceId, EvidenceKind, Fen,
	HoldKey, HoldKind, Impossible, InBlock, InboxCursor, InboxPage, LoanId, LoanState, MismatchReason, Name,
	OfficerId, OrgId, Outcome, Page, PaymentStatus, PendingWork, PlanLineNo, Quarter, RateKind, RefusedBy,
	Rule, SchemeId, SchemeVersion, ShortText, Side, Split, SpotCheckState, Stage, TraceCorrection,
	TraceCursor, TraceEdge, TraceEndedHold, TraceEvidence, TraceHold, TraceLoan, TraceNode,
	TraceOrganisation, TracePage, TracePlanLine, TraceRate, TraceRateNow, TraceRoot, TraceVerdict, Uetr,
	Verdict, VerdictSource, Violation,
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

/// A verdict that counts.
fn given(verdict: Verdict, officer: u32, on: &str) -> TraceVerdict {
	let (officer, given_on) = (OfficerId(officer), day(on));
	TraceVerdict { verdict, officer, given_on, retracted_on: None, lapsed_on: None }
}

/// Both sides speak for it.
fn invoice() -> TraceEvidence {
	TraceEvidence {
		evidence: EvidenceId(2),
		document: EvidenceKind::Invoice,
		amount_fen: Fen(450_000_000),
		dated_on: day("2026-03-02"),
		digest: digest(2),
		sha256: digest(3),
		verified: true,
		bank_verdict: Some(given(Verdict::Consistent, 34, "2026-03-03")),
		regulator_verdict: Some(given(Verdict::Confirmed(VerdictSource::Register), 11, "2026-03-04")),
	}
}

/// Neither side's verdict counts any more.
fn contract() -> TraceEvidence {
	let (bank, regulator) =
		(given(Verdict::Consistent, 34, "2026-02-03"), given(Verdict::Consistent, 11, "2026-02-04"));
	TraceEvidence {
		evidence: EvidenceId(4),
		document: EvidenceKind::PurchaseContract,
		verified: false,
		bank_verdict: Some(TraceVerdict { retracted_on: Some(day("2026-03-04")), ..bank }),
		regulator_verdict: Some(TraceVerdict { lapsed_on: Some(day("2026-03-06")), ..regulator }),
		..invoice()
	}
}

/// Neither side has looked at it.
fn certificate() -> TraceEvidence {
	TraceEvidence {
		evidence: EvidenceId(5),
		document: EvidenceKind::AcceptanceCertificate,
		verified: false,
		bank_verdict: None,
		regulator_verdict: None,
		..invoice()
	}
}

/// A hold that stands until lifted.
fn hold(hold: HoldKind, placed_by: OrgId, reference: Digest, officer: u32, placed_on: &str) -> TraceHold {
	let (officer, placed_on) = (OfficerId(officer), day(placed_on));
	TraceHold { hold, placed_by, reference, officer, placed_on, until: None, lift_asked_by: None }
}

/// One that people decided on, two orders of one court, and one for which the bank names nothing.
fn holds() -> Vec<TraceHold> {
	let until = Some(day("2026-09-02"));
	let order = |number, placed_on| hold(HoldKind::Judicial, OrgId(2), digest(number), 21, placed_on);
	vec![
		hold(HoldKind::Regulator, OrgId(1), digest(0xab), 12, "2026-03-01"),
		TraceHold { until, ..order(0xcd, "2026-03-02") },
		TraceHold { until, lift_asked_by: Some(OrgId(2)), ..order(0xef, "2026-03-03") },
		hold(HoldKind::Bank, BANK, Digest::zero(), 31, "2026-03-04"),
	]
}

/// One that two persons lifted, and a court's that ran out.
fn ended_holds() -> Vec<TraceEndedHold> {
	let lifted = TraceEndedHold {
		hold: HoldKind::Bank,
		placed_by: BANK,
		reference: Digest::zero(),
		officer: OfficerId(31),
		placed_on: day("2026-01-05"),
		until: None,
		ended_on: day("2026-01-07"),
		lifted_by: Some(BANK),
		lift_asked_by: Some(OfficerId(30)),
		lift_agreed_by: Some(OfficerId(32)),
	};
	let ran_out = TraceEndedHold {
		hold: HoldKind::Judicial,
		placed_by: OrgId(2),
		reference: digest(0xcd),
		officer: OfficerId(21),
		until: Some(day("2026-02-01")),
		ended_on: day("2026-03-02"),
		lifted_by: None,
		lift_asked_by: None,
		lift_agreed_by: None,
		..lifted
	};
	vec![lifted, ran_out]
}

/// A rate whose entry was corrected twice.
fn rate() -> TraceRate {
	let reason = ShortText::try_from("录入有误").unwrap();
	TraceRate {
		rate: RateKind::Lpr1Y,
		entry: EntryId(3),
		value_bp: BasisPoints(310),
		cap_bp: BasisPoints(360),
		corrections: vec![
			TraceCorrection { entry: EntryId(7), reason: Some(reason), confirmed_on: day("2026-04-01") },
			TraceCorrection { entry: EntryId(9), reason: None, confirmed_on: day("2026-04-02") },
		],
		now: Some(TraceRateNow { entry: EntryId(9), value_bp: BasisPoints(300) }),
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
		to_pay_fen: Fen(60_000),
		settled_fen: Fen(300),
		received_fen: Fen(450_000_000),
		on_hand_fen: Fen(4_000),
		prepaid_fen: Fen(700_000),
		credited_fen: Fen(8_000_000),
		disbursed_fen: Fen(458_764_300),
		drawn_fen: Fen(458_764_321),
		repaid_fen: Fen(50_000),
		plan: vec![plan_line(0, PAYEE, true, 450_000_000), plan_line(1, OrgId(7), false, 0)],
		holds: holds(),
		ended_holds: ended_holds(),
		rate: Some(rate()),
	};
	let nodes = vec![
		organisation(BANK, "甬江示范银行", "91330200MA20002460"),
		organisation(BORROWER, "海曙\"制造\"", "330200000000001"),
		organisation(PAYEE, "精工装备", "91330200MA20002460"),
		TraceNode::Payment(booked()),
		TraceNode::Payment(drafted()),
		TraceNode::Evidence(invoice()),
		TraceNode::Evidence(contract()),
		TraceNode::Evidence(certificate()),
	];
	let edges = vec![
		TraceEdge::Pays { uetr: uetr(1), from: BANK, to: PAYEE, amount_fen: Fen(450_000_000) },
		TraceEdge::RestsOn { uetr: uetr(1), evidence: EvidenceId(2) },
		TraceEdge::Pays { uetr: uetr(2), from: BANK, to: PAYEE, amount_fen: Fen(1) },
		TraceEdge::RestsOn { uetr: uetr(2), evidence: EvidenceId(4) },
		TraceEdge::RestsOn { uetr: uetr(2), evidence: EvidenceId(5) },
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
	let hold = |placed_by, reference| HoldKey { kind: HoldKind::AntiMoneyLaundering, placed_by, reference };
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
		PendingWork::AlertToClose {
			alert: 5,
			loan: Some(loan),
			raised_on: day("2026-03-16"),
			further: 2,
			answered: false,
		},
		PendingWork::AlertToClose {
			alert: 6,
			loan: None,
			raised_on: day("2026-03-17"),
			further: 0,
			answered: true,
		},
		PendingWork::RepaymentsToCheck { loan, count: 2 },
		PendingWork::LiftToAgree {
			loan,
			holds: vec![hold(BANK, Digest::zero()), hold(BANK, self::digest(0xab))],
		},
		PendingWork::CredentialAct { act: 8, digest },
		PendingWork::ClosingToAgree { loan },
		PendingWork::AlertToAnswer { alert: 9, loan: Some(loan), raised_on: day("2026-03-18"), further: 1 },
		PendingWork::AlertToAnswer { alert: 10, loan: None, raised_on: day("2026-03-19"), further: 0 },
		PendingWork::ReviewToSign { loan, quarter: Quarter { year: 2026, number: 1 }, digest },
		PendingWork::MotionToVote { motion: 3, seat: 1, hash: digest },
		PendingWork::RecoveryToObject { org: BANK, until: day("2026-03-20") },
		PendingWork::RecoveryToComplete { org: BANK },
		PendingWork::RecordToObject { record: 4, org: BORROWER, until: Some(day("2026-03-21")) },
		PendingWork::RecordToObject { record: 5, org: BORROWER, until: None },
		PendingWork::RateToConfirm {
			entry: EntryId(6),
			rate: RateKind::BankAverage(BANK),
			value_bp: BasisPoints(305),
			effective_from: day("2026-04-01"),
			corrects: Some(EntryId(2)),
			digest,
		},
		PendingWork::RateToConfirm {
			entry: EntryId(7),
			rate: RateKind::Lpr1Y,
			value_bp: BasisPoints(300),
			effective_from: day("2026-04-20"),
			corrects: None,
			digest,
		},
		PendingWork::CalendarToConfirm { entry: EntryId(8), year: 2027, corrects: None, digest },
		PendingWork::CalendarToConfirm { entry: EntryId(9), year: 2026, corrects: Some(EntryId(1)), digest },
		PendingWork::MotionToClose { motion: 2, hash: digest },
		PendingWork::RecordToFinalise { record: 6, org: BORROWER, objected: true },
		PendingWork::ReviewToOpen { loan, quarter: Quarter { year: 2026, number: 2 } },
		PendingWork::DraftToApproveSecond(draft()),
		PendingWork::ContractToCheckSecond { loan, digest },
		PendingWork::ReceiptsToCheck { witness: digest, count: 2 },
		PendingWork::RegulatorToAgree { loan, regulator: OrgId(1) },
		PendingWork::TransferToSign { loans: vec![loan, LoanId(4)], from: BANK, to: OrgId(4) },
		PendingWork::FileToBook {
			file_digest: digest,
			count: 11,
			sum_fen: Fen(123_456_789),
			entered_on: day("2026-03-16"),
		},
		PendingWork::MismatchToClose {
			mismatch: 3,
			uetr: uetr(1),
			reason: MismatchReason::AmountDiffers,
			queued_on: day("2026-03-17"),
		},
		PendingWork::AdjustmentToCheck {
			uetr: uetr(1),
			booking: BookingKind::Prepaid,
			corrects: false,
			bank_reference: "REF-2".into(),
		},
		PendingWork::TakingBackToCheck { uetr: uetr(1), witness: digest },
		PendingWork::LoanToTakeOver { loan, from: OrgId(4) },
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

/// Every way to divide a drawdown.
pub fn splits() -> Vec<Split> {
	let (amounts, shares) = (vec![Fen(1), Fen(2)], vec![BasisPoints(3_333), BasisPoints(6_667)]);
	vec![
		Split::ByLeft { amount: Fen(100) },
		Split::ByAmounts { amounts: amounts.try_into().unwrap() },
		Split::ByShares { amount: Fen(300), shares: shares.try_into().unwrap() },
	]
}

type Kinds =
	(Vec<LoanState>, Vec<PaymentStatus>, Vec<HoldKind>, Vec<EvidenceKind>, Vec<(Side, Verdict)>, Vec<Stage>);

/// The enumerations, each kind in its place.
pub fn kinds() -> (Kinds, Vec<SpotCheckState>, Vec<RateKind>) {
	let kinds = (
		vec![
			LoanState::Prepared,
			LoanState::Offered,
			LoanState::Active,
			LoanState::Closed,
			LoanState::Withdrawn,
			LoanState::Lapsed,
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
			PaymentStatus::Disbursed,
			PaymentStatus::Prepaid,
			PaymentStatus::CreditedBack,
			PaymentStatus::Reversed,
			PaymentStatus::Examined,
		],
		HoldKind::ALL.to_vec(),
		vec![
			EvidenceKind::PurchaseContract,
			EvidenceKind::Invoice,
			EvidenceKind::InspectionReport,
			EvidenceKind::PatentFiling,
			EvidenceKind::AcceptanceCertificate,
			EvidenceKind::DeliveryNote,
			EvidenceKind::RedLetterInvoice,
		],
		vec![
			(Side::Bank, Verdict::Consistent),
			(Side::Regulator, Verdict::Confirmed(VerdictSource::DocumentSignature)),
			(Side::Regulator, Verdict::Confirmed(VerdictSource::IssuerStatement)),
			(Side::Regulator, Verdict::Confirmed(VerdictSource::Register)),
			(Side::Bank, Verdict::NotConsistent),
			(Side::Bank, Verdict::CannotTell),
		],
		vec![Stage::Prepayment, Stage::Delivery, Stage::Acceptance, Stage::Retention, Stage::Progress],
	);
	let spot_checks = vec![
		SpotCheckState::Served,
		SpotCheckState::Objected,
		SpotCheckState::Reinspected,
		SpotCheckState::Final,
	];
	(kinds, spot_checks, vec![RateKind::Lpr1Y, RateKind::Lpr5Y, RateKind::BankAverage(BANK)])
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
