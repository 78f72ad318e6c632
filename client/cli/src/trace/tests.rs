use super::*;
use zhidai_api::{BasisPoints, Fen, OfficerId, Verdict, VerdictSource};

/// A page with one of every kind of node, as the chain writes it.
fn page() -> TracePage {
	let vector: serde_json::Value =
		serde_json::from_str(include_str!("../../../api/tests/vectors/trace_page.json")).unwrap();
	serde_json::from_value(vector["json"].clone()).unwrap()
}

fn key(page: &TracePage, number: usize) -> Uetr {
	let mut payments = page.nodes.iter().filter_map(|node| match node {
		TraceNode::Payment(payment) => Some(payment.uetr),
		_ => None,
	});
	payments.nth(number).unwrap()
}

#[test]
fn the_tree_shows_plan_payments_and_proofs() {
	let page = page();
	let (first, second) = (key(&page, 0), key(&page, 1));
	let tree = Graph::new(page).tree();
	let lines: Vec<_> = tree.lines().collect();
	let expected = [
		"贷款 1 · 甬江示范银行 → 海曙\"制造\" · Active",
		"额度 ¥10,000,000.00 · 已提 ¥4,587,643.21 · 待授权 ¥0.01 · 已授权 ¥0.20 · 已放款 ¥4,587,643.00 · 待支付 ¥600.00 \
		 · 已入账 ¥3.00 · 已确认 ¥4,500,000.00 · 退汇待处理 ¥40.00 · 提前还本 ¥7,000.00 · 退还借款人 ¥80,000.00 \
		 · 已还 ¥500.00",
		"止付 市监止付 · org 1 · 自 2026-03-01 · 文号摘要 0xabababab…",
		"止付 司法冻结 · org 2 · 自 2026-03-02 · 至 2026-09-02 · 文号摘要 0xcdcdcdcd…",
		"止付 司法冻结 · org 2 · 自 2026-03-03 · 至 2026-09-02 · 文号摘要 0xefefefef… · 待复核解除",
		"止付 银行止付 · 甬江示范银行 · 自 2026-03-04",
		"曾止付 银行止付 · 甬江示范银行 · 自 2026-01-05 · 解除 2026-01-07 · 经办 30 · 复核 32",
		"曾止付 司法冻结 · org 2 · 自 2026-01-05 · 到期或续期 2026-03-02",
		"利率参照条目 3 已由条目 7 更正 · 2026-04-01 · 录入有误",
		"利率参照条目 3 已由条目 9 更正 · 2026-04-02 · 未述",
		"签约时参照 3.10%，现为 3.00%（条目 9）",
		"├─ 计划 0 · 精工装备 · ¥4,500,000.00 / ¥5,000,000.00 · 质量升级",
		&format!("│  ├─ ¥4,500,000.00 → 精工装备 · 已确认收款(代为确认) · {first}"),
		"│  │  曾确认 2026-03-17 · 撤回 2026-03-18 · 点错",
		"│  │  曾确认(代为确认) 2026-03-17 · 撤回 2026-03-18 · 点错",
		"│  │  └─ 发票 2 · ¥4,500,000.00 · 银行 核验一致 2026-03-03 · 监管 查验属实 2026-03-04",
		&format!("│  └─ ¥0.01 → 精工装备 · 待授权 · {second}"),
		"│     ├─ 采购合同 4 · ¥4,500,000.00 · 银行 核验一致 2026-02-03(已撤回 自 2026-03-04) · 监管 核验一致 \
		 2026-02-04(已失效 自 2026-03-06)",
		"│     └─ 验收单 5 · ¥4,500,000.00 · 银行 待核验 · 监管 待核验",
		"└─ 计划 1 · org 7 · ¥0.00 / ¥5,000,000.00",
	];
	assert_eq!(lines, expected, "{tree}");
}

#[test]
fn what_a_side_said_is_said_with_what_became_of_it() {
	let day = |text: &str| text.parse::<Day>().unwrap();
	let given = |verdict, retracted: Option<&str>, lapsed: Option<&str>| TraceVerdict {
		verdict,
		officer: OfficerId(9),
		given_on: day("2026-02-03"),
		retracted_on: retracted.map(day),
		lapsed_on: lapsed.map(day),
	};
	let confirmed = Verdict::Confirmed(VerdictSource::Register);
	for (verdict, expected) in [
		(None, "待核验"),
		(Some(given(Verdict::Consistent, None, None)), "核验一致 2026-02-03"),
		(Some(given(Verdict::NotConsistent, None, None)), "核验不一致 2026-02-03"),
		(Some(given(Verdict::CannotTell, None, None)), "无法判断 2026-02-03"),
		(
			Some(given(Verdict::Consistent, Some("2026-03-04"), None)),
			"核验一致 2026-02-03(已撤回 自 2026-03-04)",
		),
		(Some(given(confirmed, None, Some("2026-03-06"))), "查验属实 2026-02-03(已失效 自 2026-03-06)"),
	] {
		assert_eq!(said(verdict), expected);
	}
}

/// The rate is spoken of only where another one holds now.
#[test]
fn a_rate_that_nobody_corrected_is_not_spoken_of() {
	let told = |change: fn(&mut TraceLoan)| {
		let mut page = page();
		change(&mut page.loan);
		let tree = Graph::new(page).tree();
		(tree.contains("利率参照条目"), tree.contains("签约时参照"))
	};
	assert_eq!(told(|_| ()), (true, true));
	assert_eq!(told(|loan| loan.rate = None), (false, false));
	let late = |loan: &mut TraceLoan| loan.rate.as_mut().unwrap().corrections.clear();
	assert_eq!(told(late), (false, true), "entered late, and no correction");
	let same = |loan: &mut TraceLoan| {
		let rate = loan.rate.as_mut().unwrap();
		(rate.now, rate.cap_bp) = (None, BasisPoints(999));
		rate.corrections.clear();
	};
	assert_eq!(told(same), (false, false));
}

#[test]
fn a_field_that_the_chain_does_not_give_is_an_error_and_no_zero() {
	let whole = serde_json::json!(page());
	for (part, field) in [
		("/loan", "repaidFen"),
		("/loan", "holds"),
		("/loan", "rate"),
		("/loan/rate", "now"),
		("/loan/holds/0", "reference"),
		("/loan/plan/1", "capFen"),
		("/nodes/3", "amountFen"),
		("/nodes/3", "status"),
		("/nodes/5", "bankVerdict"),
		("/nodes/5/bankVerdict", "retractedOn"),
		("/edges/1", "evidence"),
	] {
		let mut page = whole.clone();
		let fields = page.pointer_mut(part).and_then(serde_json::Value::as_object_mut).unwrap();
		fields.remove(field).unwrap();
		let error = serde_json::from_value::<TracePage>(page).unwrap_err().to_string();
		assert!(error.contains(field), "{part} {field}: {error}");
	}
}

#[test]
fn every_amount_is_the_one_that_the_chain_gave() {
	// Where an amount changes, exactly it changes in the drawing.
	let before = Graph::new(page()).tree();
	let changes: [fn(&mut TraceLoan) -> &mut Fen; 12] = [
		|loan| &mut loan.limit_fen,
		|loan| &mut loan.drawn_fen,
		|loan| &mut loan.pending_fen,
		|loan| &mut loan.released_fen,
		|loan| &mut loan.disbursed_fen,
		|loan| &mut loan.to_pay_fen,
		|loan| &mut loan.settled_fen,
		|loan| &mut loan.received_fen,
		|loan| &mut loan.on_hand_fen,
		|loan| &mut loan.prepaid_fen,
		|loan| &mut loan.credited_fen,
		|loan| &mut loan.repaid_fen,
	];
	for change in changes {
		let mut page = page();
		*change(&mut page.loan) = Fen(777_777);
		let after = Graph::new(page).tree();
		assert!(after.contains("¥7,777.77") && !before.contains("¥7,777.77"), "{after}");
	}
}

#[test]
fn what_comes_again_on_later_pages_is_drawn_once() {
	let (mut twice, once) = (page(), page());
	twice.nodes.extend(once.nodes.iter().filter(|node| !matches!(node, TraceNode::Payment(_))).cloned());
	let (twice, once) = (Graph::new(twice), Graph::new(once));
	assert_eq!((twice.tree(), twice.dot()), (once.tree(), once.dot()));
}

#[test]
fn the_drawings_name_every_node_and_escape() {
	let drawn = Graph::new(page());
	let mermaid = drawn.mermaid();
	assert!(
		mermaid.starts_with("flowchart LR") && mermaid.contains("org5[\"海曙#quot;制造#quot;\"]"),
		"{mermaid}"
	);
	assert!(mermaid.contains("org3 -->|付| pay0") && mermaid.contains("pay0 -->|凭| doc2"), "{mermaid}");
	let dot = drawn.dot();
	assert!(dot.contains("org5 [label=\"海曙\\\"制造\\\"\"];") && dot.ends_with('}'), "{dot}");
}
