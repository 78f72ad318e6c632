//! What people and keys sign, one of every kind: what it binds, and its bytes.

use super::{day, digest, uetr};
use serde_json::{json, Value as Json};
use zhidai_api::signed::{self, Encoded, KeyFor, OrderStep};
use zhidai_api::{
	AccountVersion, ActId, Allocation, BankOutcome, BankResult, CredentialActId, Digest, DraftLine, EntryId,
	EvidenceId, LoanId, OfficerId, OrgId, PlanLineNo, Quarter, Receipt, ReceiptKind, ReceiptSaid,
};

const LOAN: LoanId = LoanId(1);
const ORG: OrgId = OrgId(3);

fn lines() -> [DraftLine; 2] {
	let line = |number, evidence| DraftLine {
		uetr: uetr(number),
		plan_line: PlanLineNo(2),
		account: AccountVersion(1),
		amount_fen: 450_000_000,
		evidence,
	};
	[line(1, Some(EvidenceId(2))), line(2, None)]
}

/// Of payments that rest on more documents than their lines name.
fn allocated_order(genesis: Digest) -> (Json, Vec<u8>) {
	let part = |line, evidence, amount_fen| Allocation { line, evidence: EvidenceId(evidence), amount_fen };
	let (lines, expires_on) = (lines(), day("2026-04-15"));
	let allocations = [part(0, 4, 150_000_000), part(1, 5, 50_000_000)];
	let bound = json!({
		"genesis": genesis, "loan": LOAN, "lines": lines, "expiresOn": expires_on, "allocations": allocations,
	});
	(bound, signed::allocated_order(genesis, LOAN, &lines, expires_on, &allocations))
}

fn order(genesis: Digest) -> (Json, Vec<u8>) {
	let lines = lines();
	let (expires_on, returned) = (day("2026-04-15"), [uetr(3), uetr(4)]);
	let bound = json!({
		"genesis": genesis, "loan": LOAN, "lines": lines, "expiresOn": expires_on, "returned": returned,
	});
	(bound, signed::order(genesis, LOAN, &lines, expires_on, &returned))
}

/// What a key signs for each step of that order.
fn order_steps(genesis: Digest) -> [(&'static str, (Json, Vec<u8>)); 4] {
	let order = Digest::from(zhidai_api::hash::blake2_256(&order(genesis).1));
	let names = ["orderMandate", "orderMake", "orderApprove", "orderRelease"];
	let mut steps = OrderStep::ALL.into_iter();
	names.map(|name| {
		let step = steps.next().expect("four steps");
		(name, (json!({ "order": order, "step": step }), signed::order_step(step, order)))
	})
}

fn receipt(said: ReceiptSaid) -> Receipt {
	Receipt { uetr: uetr(1), amount_fen: 450_000_000, said, expires_on: day("2026-04-15"), after: 2 }
}

/// A receipt that confirms and one that denies, and what a key signs of each.
fn receipts(genesis: Digest) -> [(&'static str, (Json, Vec<u8>)); 4] {
	let whole = |receipt: &Receipt| {
		(json!({ "genesis": genesis, "receipt": receipt }), signed::receipt(genesis, receipt))
	};
	let step = |kind: ReceiptKind, receipt: &Receipt| {
		let digest = zhidai_api::receipt_digest(genesis, receipt);
		(json!({ "receipt": digest, "kind": kind.name() }), signed::receipt_step(kind, digest))
	};
	let received = receipt(ReceiptSaid::Received { on: day("2026-03-17") });
	let denied = receipt(ReceiptSaid::Denied { reason: "未收到".try_into().unwrap() });
	[
		("receipt", whole(&received)),
		("receiptDenied", whole(&denied)),
		("receiptConfirm", step(ReceiptKind::Confirm, &received)),
		("receiptDeny", step(ReceiptKind::Deny, &denied)),
	]
}

fn results() -> (Json, Vec<u8>) {
	let row = |number, outcome, account| BankResult {
		uetr: uetr(number),
		outcome,
		amount_fen: 450_000_000,
		account,
		bank_reference: format!("REF-{number}"),
		booked_on: day("2026-03-16"),
		value_on: day("2026-03-17"),
	};
	let reason = "账号不符".to_owned();
	let rows = vec![
		row(1, BankOutcome::Settled, Some(AccountVersion(1))),
		row(2, BankOutcome::Returned { reason }, None),
	];
	(json!({ "results": rows }), signed::results(&rows))
}

fn keys(genesis: Digest) -> [(&'static str, (Json, Vec<u8>)); 5] {
	let organisation = Encoded(&[1, 2, 3]);
	let admission = signed::organisation(&organisation);
	let digest = Digest::from(zhidai_api::hash::blake2_256(&admission));
	let key = |key_for| signed::key(genesis, key_for, &Encoded(&[4, 5]));
	let bound = |name: &str, whom: Json| json!({ "genesis": genesis, name: whom, "entry": "0405" });
	let rotation = json!({ "genesis": genesis, "officer": 31, "keyNumber": 2 });
	[
		("organisation", (json!({ "organisation": "010203" }), admission)),
		("keyForOrganisation", (bound("organisation", json!(ORG)), key(KeyFor::Organisation(ORG)))),
		("keyForAdmission", (bound("admission", json!(digest)), key(KeyFor::Admission(digest)))),
		("keyForOfficer", (bound("officer", json!(31)), key(KeyFor::Officer(OfficerId(31))))),
		("rotation", (rotation, signed::rotation(genesis, OfficerId(31), 2))),
	]
}

/// By name: what is bound, and the bytes. What a client has in the chain's encoding stands as such.
pub fn all() -> Vec<(&'static str, (Json, Vec<u8>))> {
	let genesis = digest(7);
	let (one, other) = (Encoded(&[1, 2, 3]), Encoded(&[4, 5]));
	let quarter = Quarter { year: 2026, number: 1 };
	let mut all = vec![
		(
			"offer",
			(
				json!({ "genesis": genesis, "loan": LOAN, "offer": "010203", "pinned": "0405" }),
				signed::offer(genesis, LOAN, &one, &other),
			),
		),
		("order", order(genesis)),
		("allocatedOrder", allocated_order(genesis)),
		("results", results()),
		("act", (json!({ "act": 7, "content": "010203" }), signed::act(ActId(7), &one))),
		(
			"credentialAct",
			(
				json!({ "genesis": genesis, "org": ORG, "act": 8, "content": "010203" }),
				signed::credential_act(genesis, ORG, CredentialActId(8), &one),
			),
		),
		(
			"evidence",
			(
				json!({ "genesis": genesis, "evidence": 2, "revision": 1, "content": "010203" }),
				signed::evidence(genesis, EvidenceId(2), 1, &one),
			),
		),
		(
			"entry",
			(
				json!({ "entry": 3, "content": "010203", "corrects": "0405" }),
				signed::entry(EntryId(3), &one, &other),
			),
		),
		(
			"review",
			(
				json!({ "genesis": genesis, "loan": LOAN, "quarter": quarter, "figures": "010203" }),
				signed::review(genesis, LOAN, quarter, &one),
			),
		),
	];
	all.extend(order_steps(genesis));
	all.extend(receipts(genesis));
	all.extend(keys(genesis));
	all
}
