//! The fund trace drawn: a tree for the terminal, mermaid, Graphviz.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;
use zhidai_primitives::{EvidenceKind, Fen};

/// A trace as it came from the chain, indexed.
pub(crate) struct Graph<'a> {
	loan: &'a Json,
	names: BTreeMap<u64, &'a str>,
	payments: Vec<&'a Json>,
	documents: BTreeMap<u64, &'a Json>,
	edges: Vec<&'a Json>,
}

fn number(value: &Json, field: &str) -> u64 {
	value.get(field).and_then(Json::as_u64).unwrap_or(0)
}

fn text<'a>(value: &'a Json, field: &str) -> &'a str {
	value.get(field).and_then(Json::as_str).unwrap_or("?")
}

fn yuan(value: &Json, field: &str) -> String {
	format!("¥{}", Fen(number(value, field)))
}

/// What people call a status.
fn status(name: &str) -> &str {
	match name {
		"Pending" => "待授权",
		"Released" => "已授权",
		"Settled" => "已入账",
		"Failed" => "未入账",
		"Received" => "已确认收款",
		"Disputed" => "有争议",
		"Returned" => "已退汇",
		"PaidAgain" => "已重付",
		"Cancelled" => "已取消",
		other => other,
	}
}

fn document_name(kind: &str) -> String {
	let kinds = [
		EvidenceKind::PurchaseContract,
		EvidenceKind::Invoice,
		EvidenceKind::InspectionReport,
		EvidenceKind::PatentFiling,
		EvidenceKind::AcceptanceCertificate,
	];
	let known = kinds.into_iter().find(|known| format!("{known:?}") == kind);
	known.map_or_else(|| kind.to_owned(), |known| known.chinese().to_owned())
}

fn verdict(document: &Json, side: &str) -> String {
	let verdict = document.get(side).and_then(|verdict| verdict.get(0));
	match verdict {
		Some(Json::String(name)) => match name.as_str() {
			"Consistent" => "核验一致".into(),
			"NotConsistent" => "核验不一致".into(),
			"CannotTell" => "无法判断".into(),
			other => other.into(),
		},
		Some(Json::Object(_)) => "查验属实".into(),
		_ => "待核验".into(),
	}
}

impl<'a> Graph<'a> {
	pub(crate) fn new(graph: &'a Json) -> Self {
		let list = |name: &str| graph.get(name).and_then(Json::as_array).into_iter().flatten();
		let mut drawn = Self {
			loan: graph.get("loan").unwrap_or(&Json::Null),
			names: BTreeMap::new(),
			payments: Vec::new(),
			documents: BTreeMap::new(),
			edges: list("edges").collect(),
		};
		for node in list("nodes") {
			if let Some(org) = node.get("Organisation") {
				drawn.names.insert(number(org, "org"), text(org, "name"));
			} else if let Some(payment) = node.get("Payment") {
				drawn.payments.push(payment);
			} else if let Some(document) = node.get("Evidence") {
				drawn.documents.insert(number(document, "evidence"), document);
			}
		}
		drawn
	}

	fn name(&self, value: &Json, field: &str) -> String {
		let org = number(value, field);
		self.names.get(&org).map_or_else(|| format!("org {org}"), |name| (*name).to_owned())
	}

	/// The documents that a payment rests on.
	fn proofs(&self, payment: &Json) -> Vec<&'a Json> {
		let key = text(payment, "uetr");
		let rests =
			self.edges.iter().filter_map(|edge| edge.get("RestsOn")).filter(|edge| text(edge, "uetr") == key);
		rests.filter_map(|edge| self.documents.get(&number(edge, "evidence")).copied()).collect()
	}

	fn headline(&self) -> String {
		format!(
			"贷款 {} · {} → {} · {}\n额度 {} · 已提 {} · 待授权 {} · 已授权 {} · 已入账 {} · 已确认 {} · 已退汇 {} · 已还 {}",
			number(self.loan, "loan"),
			self.name(self.loan, "bank"),
			self.name(self.loan, "borrower"),
			text(self.loan, "state"),
			yuan(self.loan, "limit_fen"),
			yuan(self.loan, "drawn_fen"),
			yuan(self.loan, "pending_fen"),
			yuan(self.loan, "released_fen"),
			yuan(self.loan, "settled_fen"),
			yuan(self.loan, "received_fen"),
			yuan(self.loan, "returned_fen"),
			yuan(self.loan, "repaid_fen"),
		)
	}

	/// Why no money may leave, one hold a line; nothing where it may.
	fn holds(&self) -> String {
		let holds = self.loan.get("holds").and_then(Json::as_array).into_iter().flatten();
		let line = |hold: &Json| {
			let kind = match text(hold, "hold") {
				"Bank" => "银行止付",
				"AntiMoneyLaundering" => "反洗钱",
				"Judicial" => "司法冻结",
				"Regulator" => "市监止付",
				other => other,
			};
			format!("\n止付 {kind} · {} · 自 {}", self.name(hold, "placed_by"), text(hold, "placed_on"))
		};
		holds.map(line).collect()
	}

	/// The plan's lines, under each its payments, under each what it rests on.
	pub(crate) fn tree(&self) -> String {
		let mut out = self.headline() + &self.holds();
		let plan: Vec<&Json> = self.loan.get("plan").and_then(Json::as_array).into_iter().flatten().collect();
		for (index, line) in plan.iter().enumerate() {
			let last = index + 1 == plan.len();
			let (branch, trunk) = if last { ("└─", "   ") } else { ("├─", "│  ") };
			let quality = if line.get("quality_upgrading") == Some(&Json::Bool(true)) {
				" · 质量升级"
			} else {
				""
			};
			let _ = write!(
				out,
				"\n{branch} 计划 {} · {} · {} / {}{quality}",
				number(line, "number"),
				self.name(line, "payee"),
				yuan(line, "used_fen"),
				yuan(line, "cap_fen"),
			);
			let payments =
				self.payments.iter().filter(|payment| number(payment, "plan_line") == number(line, "number"));
			let payments: Vec<_> = payments.collect();
			for (index, payment) in payments.iter().enumerate() {
				self.payment_tree(payment, trunk, index + 1 == payments.len(), &mut out);
			}
		}
		out
	}

	fn payment_tree(&self, payment: &Json, trunk: &str, last: bool, out: &mut String) {
		let (branch, inner) = if last { ("└─", "   ") } else { ("├─", "│  ") };
		let assisted = if payment.get("assisted") == Some(&Json::Bool(true)) { "(代为确认)" } else { "" };
		let _ = write!(
			out,
			"\n{trunk}{branch} {} → {} · {}{assisted} · {}",
			yuan(payment, "amount_fen"),
			self.name(payment, "payee"),
			status(text(payment, "status")),
			text(payment, "uetr"),
		);
		let proofs = self.proofs(payment);
		for (index, document) in proofs.iter().enumerate() {
			let branch = if index + 1 == proofs.len() { "└─" } else { "├─" };
			let _ = write!(
				out,
				"\n{trunk}{inner}{branch} {} {} · {} · 银行 {} · 监管 {}",
				document_name(text(document, "document")),
				number(document, "evidence"),
				yuan(document, "amount_fen"),
				verdict(document, "bank_verdict"),
				verdict(document, "regulator_verdict"),
			);
		}
	}

	/// The graph's nodes and arrows: (id, label) and (from, to, label).
	fn parts(&self) -> (Vec<(String, String)>, Vec<(String, String, String)>) {
		let mut nodes: Vec<_> =
			self.names.iter().map(|(org, name)| (format!("org{org}"), (*name).to_owned())).collect();
		let mut arrows = Vec::new();
		nodes.extend(self.documents.iter().map(|(id, document)| {
			(format!("doc{id}"), format!("{} {id}", document_name(text(document, "document"))))
		}));
		for (index, payment) in self.payments.iter().enumerate() {
			let id = format!("pay{index}");
			nodes.push((
				id.clone(),
				format!("{} {}", yuan(payment, "amount_fen"), status(text(payment, "status"))),
			));
			arrows.push((format!("org{}", number(self.loan, "bank")), id.clone(), "付".to_owned()));
			arrows.push((id.clone(), format!("org{}", number(payment, "payee")), "收".to_owned()));
			for document in self.proofs(payment) {
				arrows.push((id.clone(), format!("doc{}", number(document, "evidence")), "凭".to_owned()));
			}
		}
		(nodes, arrows)
	}

	/// A mermaid flowchart.
	pub(crate) fn mermaid(&self) -> String {
		let (nodes, arrows) = self.parts();
		// Quotes end a label; mermaid has no escape but its entity.
		let label = |text: &str| text.replace('"', "#quot;");
		let mut out = "flowchart LR".to_owned();
		for (id, text) in nodes {
			let _ = write!(out, "\n  {id}[\"{}\"]", label(&text));
		}
		for (from, to, text) in arrows {
			let _ = write!(out, "\n  {from} -->|{}| {to}", label(&text));
		}
		out
	}

	/// A Graphviz digraph.
	pub(crate) fn dot(&self) -> String {
		let (nodes, arrows) = self.parts();
		let label = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
		let mut out = "digraph trace {\n  rankdir=LR;\n  node [shape=box];".to_owned();
		for (id, text) in nodes {
			let _ = write!(out, "\n  {id} [label=\"{}\"];", label(&text));
		}
		for (from, to, text) in arrows {
			let _ = write!(out, "\n  {from} -> {to} [label=\"{}\"];", label(&text));
		}
		out + "\n}"
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	const KEY: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

	fn graph() -> Json {
		json!({
			"loan": { "loan": 1, "bank": 3, "borrower": 5, "state": "Active", "limit_fen": 1_000_000_000, "drawn_fen": 450_000_000,
				"plan": [{ "number": 0, "payee": 6, "quality_upgrading": true, "cap_fen": 500_000_000, "used_fen": 450_000_000 },
					{ "number": 1, "payee": 7, "cap_fen": 500_000_000, "used_fen": 0 }] },
			"nodes": [
				{ "Organisation": { "org": 3, "name": "甬江示范银行" } },
				{ "Organisation": { "org": 5, "name": "海曙\"制造\"" } },
				{ "Organisation": { "org": 6, "name": "精工装备" } },
				{ "Payment": { "uetr": KEY, "plan_line": 0, "payee": 6, "amount_fen": 450_000_000, "status": "Settled" } },
				{ "Evidence": { "evidence": 2, "document": "Invoice", "amount_fen": 450_000_000,
					"bank_verdict": ["Consistent", 9], "regulator_verdict": [{ "Confirmed": "Register" }, 4] } },
			],
			"edges": [{ "RestsOn": { "uetr": KEY, "evidence": 2 } }],
		})
	}

	#[test]
	fn the_tree_shows_plan_payments_and_proofs() {
		let graph = graph();
		let tree = Graph::new(&graph).tree();
		assert!(tree.starts_with("贷款 1 · 甬江示范银行 → 海曙\"制造\" · Active"), "{tree}");
		assert!(tree.contains("├─ 计划 0 · 精工装备 · ¥4,500,000.00 / ¥5,000,000.00 · 质量升级"), "{tree}");
		assert!(tree.contains(&format!("│  └─ ¥4,500,000.00 → 精工装备 · 已入账 · {KEY}")), "{tree}");
		assert!(tree.contains("发票 2 · ¥4,500,000.00 · 银行 核验一致 · 监管 查验属实"), "{tree}");
		assert!(tree.contains("└─ 计划 1 · org 7"), "{tree}");
	}

	#[test]
	fn the_drawings_name_every_node_and_escape() {
		let graph = graph();
		let drawn = Graph::new(&graph);
		let mermaid = drawn.mermaid();
		assert!(
			mermaid.starts_with("flowchart LR") && mermaid.contains("org5[\"海曙#quot;制造#quot;\"]"),
			"{mermaid}"
		);
		assert!(mermaid.contains("org3 -->|付| pay0") && mermaid.contains("pay0 -->|凭| doc2"), "{mermaid}");
		let dot = drawn.dot();
		assert!(dot.contains("org5 [label=\"海曙\\\"制造\\\"\"];") && dot.ends_with('}'), "{dot}");
	}
}
