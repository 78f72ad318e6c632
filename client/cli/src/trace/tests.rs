use super::*;
use serde_json::json;

const KEY: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

fn graph() -> Json {
	json!({
		"loan": { "loan": 1, "bank": 3, "borrower": 5, "state": "Active", "limit_fen": 1_000_000_000,
			"drawn_fen": 450_000_000, "pending_fen": 0, "released_fen": 0, "settled_fen": 450_000_000,
			"received_fen": 0, "returned_fen": 0, "repaid_fen": 0,
			"holds": [
				{ "hold": "Judicial", "placed_by": 3, "placed_on": "2026-02-01", "until": "2026-08-01",
					"reference": format!("0x{}", "ab".repeat(32)), "lift_asked_by": null },
				{ "hold": "Judicial", "placed_by": 3, "placed_on": "2026-02-02", "until": "2026-08-01",
					"reference": format!("0x{}", "cd".repeat(32)), "lift_asked_by": 3 },
				{ "hold": "Bank", "placed_by": 3, "placed_on": "2026-03-01", "until": null,
					"reference": format!("0x{}", "00".repeat(32)), "lift_asked_by": null },
			],
			"rate": { "rate": "Lpr1Y", "entry": 3, "value_bp": 310, "cap_bp": 360,
				"corrections": [{ "entry": 7, "reason": "录入有误", "confirmed_on": "2026-04-01" }],
				"now": { "entry": 7, "value_bp": 300 } },
			"plan": [
				{ "number": 0, "payee": 6, "quality_upgrading": true, "cap_fen": 500_000_000,
					"used_fen": 450_000_000 },
				{ "number": 1, "payee": 7, "quality_upgrading": false, "cap_fen": 500_000_000, "used_fen": 0 },
			] },
		"nodes": [
			{ "Organisation": { "org": 3, "name": "甬江示范银行" } },
			{ "Organisation": { "org": 5, "name": "海曙\"制造\"" } },
			{ "Organisation": { "org": 6, "name": "精工装备" } },
			{ "Payment": { "uetr": KEY, "plan_line": 0, "payee": 6, "amount_fen": 450_000_000, "status": "Settled",
				"assisted": false } },
			{ "Evidence": { "evidence": 2, "document": "Invoice", "amount_fen": 450_000_000,
				"bank_verdict": { "verdict": "Consistent", "officer": 9, "given_on": "2026-02-03",
					"retracted_on": "2026-03-04", "lapsed_on": null },
				"regulator_verdict": { "verdict": { "Confirmed": "Register" }, "officer": 4,
					"given_on": "2026-02-04", "retracted_on": null, "lapsed_on": null } } },
		],
		"edges": [{ "RestsOn": { "uetr": KEY, "evidence": 2 } }],
	})
}

#[test]
fn the_tree_shows_plan_payments_and_proofs() {
	let graph = graph();
	let tree = Graph::new(&graph).unwrap().tree();
	assert!(tree.starts_with("贷款 1 · 甬江示范银行 → 海曙\"制造\" · Active"), "{tree}");
	let court = "\n止付 司法冻结 · 甬江示范银行 · 自 2026-02-0";
	for (day, order, asked) in [(1, "abababab", ""), (2, "cdcdcdcd", " · 待复核解除")] {
		let line = format!("{court}{day} · 至 2026-08-01 · 文号摘要 0x{order}…{asked}\n");
		assert!(tree.contains(&line), "{tree}");
	}
	assert!(tree.contains("\n止付 银行止付 · 甬江示范银行 · 自 2026-03-01\n"), "{tree}");
	assert!(tree.contains("\n利率参照条目 3 已由条目 7 更正 · 2026-04-01 · 录入有误"), "{tree}");
	assert!(tree.contains("\n签约时参照 3.10%，现为 3.00%（条目 7）"), "{tree}");
	assert!(tree.contains("├─ 计划 0 · 精工装备 · ¥4,500,000.00 / ¥5,000,000.00 · 质量升级"), "{tree}");
	assert!(tree.contains(&format!("│  └─ ¥4,500,000.00 → 精工装备 · 已入账 · {KEY}")), "{tree}");
	let said =
		"发票 2 · ¥4,500,000.00 · 银行 核验一致 2026-02-03(已撤回 自 2026-03-04) · 监管 查验属实 2026-02-04";
	assert!(tree.contains(said), "{tree}");
	assert!(tree.contains("└─ 计划 1 · org 7"), "{tree}");
}

#[test]
fn what_a_side_said_is_said_with_what_became_of_it() {
	let given = |retracted: Option<&str>, lapsed: Option<&str>| {
		json!({ "verdict": "Consistent", "officer": 9, "given_on": "2026-02-03", "retracted_on": retracted,
			"lapsed_on": lapsed })
	};
	for (verdict, expected) in [
		(Json::Null, "待核验"),
		(given(None, None), "核验一致 2026-02-03"),
		(given(Some("2026-03-04"), None), "核验一致 2026-02-03(已撤回 自 2026-03-04)"),
		(given(None, Some("2026-03-06")), "核验一致 2026-02-03(已失效 自 2026-03-06)"),
	] {
		assert_eq!(said(&verdict).unwrap(), expected);
	}
	let mut silent = given(None, None);
	silent.as_object_mut().unwrap().remove("retracted_on");
	assert!(said(&silent).is_err(), "what the chain does not say is no verdict that stands");
}

#[test]
fn a_field_that_the_chain_does_not_give_is_an_error_and_no_zero() {
	assert!(Graph::new(&graph()).is_ok());
	for (part, field) in [
		("/loan", "repaid_fen"),
		("/loan", "holds"),
		("/loan", "rate"),
		("/loan/holds/0", "reference"),
		("/loan/plan/1", "cap_fen"),
		("/nodes/3/Payment", "amount_fen"),
		("/nodes/3/Payment", "status"),
		("/nodes/4/Evidence", "bank_verdict"),
		("/edges/0/RestsOn", "evidence"),
	] {
		let mut graph = graph();
		let fields = graph.pointer_mut(part).and_then(Json::as_object_mut).unwrap();
		fields.remove(field).unwrap();
		let error = Graph::new(&graph).unwrap_err();
		assert!(error.message.contains(field), "{part} {field}: {error}");
	}
}

#[test]
fn what_this_program_does_not_know_is_counted() {
	let mut graph = graph();
	graph["nodes"].as_array_mut().unwrap().push(json!({ "Court": { "case": 1 } }));
	assert!(Graph::new(&graph).unwrap().tree().ends_with("另有 1 项为本程序所不识，用 --json 查看"));
}

#[test]
fn the_drawings_name_every_node_and_escape() {
	let graph = graph();
	let drawn = Graph::new(&graph).unwrap();
	let mermaid = drawn.mermaid();
	assert!(
		mermaid.starts_with("flowchart LR") && mermaid.contains("org5[\"海曙#quot;制造#quot;\"]"),
		"{mermaid}"
	);
	assert!(mermaid.contains("org3 -->|付| pay0") && mermaid.contains("pay0 -->|凭| doc2"), "{mermaid}");
	let dot = drawn.dot();
	assert!(dot.contains("org5 [label=\"海曙\\\"制造\\\"\"];") && dot.ends_with('}'), "{dot}");
}
