//! The fund trace drawn: a tree for the terminal, mermaid, Graphviz.

use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;
use zhidai_primitives::{EvidenceKind, Fen};
use zhidai_sdk::{Error, Result};

/// A loan with its ledger. A field that the chain does not give is an error: it is not shown as nothing or as
/// ¥0.00.
#[derive(Debug, Deserialize)]
struct Loan {
	loan: u32,
	bank: u32,
	borrower: u32,
	state: Json,
	limit_fen: u64,
	drawn_fen: u64,
	pending_fen: u64,
	released_fen: u64,
	settled_fen: u64,
	received_fen: u64,
	returned_fen: u64,
	repaid_fen: u64,
	plan: Vec<PlanLine>,
	holds: Vec<Hold>,
}

#[derive(Debug, Deserialize)]
struct Hold {
	hold: String,
	placed_by: u32,
	placed_on: String,
}

#[derive(Debug, Deserialize)]
struct PlanLine {
	number: u32,
	payee: u32,
	quality_upgrading: bool,
	cap_fen: u64,
	used_fen: u64,
}

#[derive(Debug, Deserialize)]
struct Organisation {
	org: u32,
	name: String,
}

#[derive(Debug, Deserialize)]
struct Payment {
	uetr: String,
	plan_line: u32,
	payee: u32,
	amount_fen: u64,
	status: Json,
	assisted: bool,
}

#[derive(Debug, Deserialize)]
struct Document {
	evidence: u32,
	document: Json,
	amount_fen: u64,
	bank_verdict: Json,
	regulator_verdict: Json,
}

#[derive(Debug, Deserialize)]
struct RestsOn {
	uetr: String,
	evidence: u32,
}

/// A trace as it came from the chain, indexed.
#[derive(Debug)]
pub(crate) struct Graph {
	loan: Loan,
	names: BTreeMap<u32, String>,
	payments: Vec<Payment>,
	documents: BTreeMap<u32, Document>,
	rests: Vec<RestsOn>,
	/// Kinds of things that the chain knows and this program does not.
	not_drawn: usize,
}

fn read<T: DeserializeOwned>(what: &str, value: &Json) -> Result<T> {
	T::deserialize(value).map_err(|error| {
		Error::unexpected(format!("the chain's trace has a {what} without what is needed: {error}"))
	})
}

fn yuan(fen: u64) -> String {
	format!("¥{}", Fen(fen))
}

/// The name of a variant, with or without content.
fn name_of(value: &Json) -> &str {
	match value {
		Json::String(name) => name,
		Json::Object(fields) => fields.keys().next().map_or("?", String::as_str),
		_ => "?",
	}
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

fn verdict(verdict: &Json) -> String {
	match verdict.get(0) {
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

impl Graph {
	pub(crate) fn new(graph: &Json) -> Result<Self> {
		let list = |name: &str| {
			let list = graph.get(name).and_then(Json::as_array);
			list.ok_or_else(|| Error::unexpected(format!("the chain's trace has no {name}")))
		};
		let mut drawn = Self {
			loan: read("loan", graph.get("loan").unwrap_or(&Json::Null))?,
			names: BTreeMap::new(),
			payments: Vec::new(),
			documents: BTreeMap::new(),
			rests: Vec::new(),
			not_drawn: 0,
		};
		for node in list("nodes")? {
			if let Some(org) = node.get("Organisation") {
				let org: Organisation = read("organisation", org)?;
				drawn.names.insert(org.org, org.name);
			} else if let Some(payment) = node.get("Payment") {
				drawn.payments.push(read("payment", payment)?);
			} else if let Some(document) = node.get("Evidence") {
				let document: Document = read("document", document)?;
				drawn.documents.insert(document.evidence, document);
			} else {
				drawn.not_drawn += 1;
			}
		}
		for rests in list("edges")?.iter().filter_map(|edge| edge.get("RestsOn")) {
			drawn.rests.push(read("proof", rests)?);
		}
		Ok(drawn)
	}

	fn name(&self, org: u32) -> String {
		self.names.get(&org).cloned().unwrap_or_else(|| format!("org {org}"))
	}

	/// The documents that a payment rests on.
	fn proofs(&self, payment: &Payment) -> Vec<&Document> {
		let rests = self.rests.iter().filter(|rests| rests.uetr == payment.uetr);
		rests.filter_map(|rests| self.documents.get(&rests.evidence)).collect()
	}

	fn headline(&self) -> String {
		let loan = &self.loan;
		format!(
			"贷款 {} · {} → {} · {}\n额度 {} · 已提 {} · 待授权 {} · 已授权 {} · 已入账 {} · 已确认 {} · 已退汇 {} · 已还 {}",
			loan.loan,
			self.name(loan.bank),
			self.name(loan.borrower),
			name_of(&loan.state),
			yuan(loan.limit_fen),
			yuan(loan.drawn_fen),
			yuan(loan.pending_fen),
			yuan(loan.released_fen),
			yuan(loan.settled_fen),
			yuan(loan.received_fen),
			yuan(loan.returned_fen),
			yuan(loan.repaid_fen),
		)
	}

	/// Why no money may leave, one hold a line; nothing where it may.
	fn holds(&self) -> String {
		let line = |hold: &Hold| {
			let kind = match hold.hold.as_str() {
				"Bank" => "银行止付",
				"AntiMoneyLaundering" => "反洗钱",
				"Judicial" => "司法冻结",
				"Regulator" => "市监止付",
				other => other,
			};
			format!("\n止付 {kind} · {} · 自 {}", self.name(hold.placed_by), hold.placed_on)
		};
		self.loan.holds.iter().map(line).collect()
	}

	/// The plan's lines, under each its payments, under each what it rests on.
	pub(crate) fn tree(&self) -> String {
		let mut out = self.headline() + &self.holds();
		let plan = &self.loan.plan;
		for (index, line) in plan.iter().enumerate() {
			let last = index + 1 == plan.len();
			let (branch, trunk) = if last { ("└─", "   ") } else { ("├─", "│  ") };
			let quality = if line.quality_upgrading { " · 质量升级" } else { "" };
			let _ = write!(
				out,
				"\n{branch} 计划 {} · {} · {} / {}{quality}",
				line.number,
				self.name(line.payee),
				yuan(line.used_fen),
				yuan(line.cap_fen),
			);
			let payments: Vec<_> =
				self.payments.iter().filter(|payment| payment.plan_line == line.number).collect();
			for (index, payment) in payments.iter().enumerate() {
				self.payment_tree(payment, trunk, index + 1 == payments.len(), &mut out);
			}
		}
		if self.not_drawn > 0 {
			let _ = write!(out, "\n另有 {} 项为本程序所不识，用 --json 查看", self.not_drawn);
		}
		out
	}

	fn payment_tree(&self, payment: &Payment, trunk: &str, last: bool, out: &mut String) {
		let (branch, inner) = if last { ("└─", "   ") } else { ("├─", "│  ") };
		let assisted = if payment.assisted { "(代为确认)" } else { "" };
		let _ = write!(
			out,
			"\n{trunk}{branch} {} → {} · {}{assisted} · {}",
			yuan(payment.amount_fen),
			self.name(payment.payee),
			status(name_of(&payment.status)),
			payment.uetr,
		);
		let proofs = self.proofs(payment);
		for (index, document) in proofs.iter().enumerate() {
			let branch = if index + 1 == proofs.len() { "└─" } else { "├─" };
			let _ = write!(
				out,
				"\n{trunk}{inner}{branch} {} {} · {} · 银行 {} · 监管 {}",
				document_name(name_of(&document.document)),
				document.evidence,
				yuan(document.amount_fen),
				verdict(&document.bank_verdict),
				verdict(&document.regulator_verdict),
			);
		}
	}

	/// The graph's nodes and arrows: (id, label) and (from, to, label).
	fn parts(&self) -> (Vec<(String, String)>, Vec<(String, String, String)>) {
		let mut nodes: Vec<_> =
			self.names.iter().map(|(org, name)| (format!("org{org}"), name.clone())).collect();
		let mut arrows = Vec::new();
		nodes.extend(self.documents.iter().map(|(id, document)| {
			(format!("doc{id}"), format!("{} {id}", document_name(name_of(&document.document))))
		}));
		for (index, payment) in self.payments.iter().enumerate() {
			let id = format!("pay{index}");
			let label = format!("{} {}", yuan(payment.amount_fen), status(name_of(&payment.status)));
			nodes.push((id.clone(), label));
			arrows.push((format!("org{}", self.loan.bank), id.clone(), "付".to_owned()));
			arrows.push((id.clone(), format!("org{}", payment.payee), "收".to_owned()));
			for document in self.proofs(payment) {
				arrows.push((id.clone(), format!("doc{}", document.evidence), "凭".to_owned()));
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
			"loan": { "loan": 1, "bank": 3, "borrower": 5, "state": "Active", "limit_fen": 1_000_000_000,
				"drawn_fen": 450_000_000, "pending_fen": 0, "released_fen": 0, "settled_fen": 450_000_000,
				"received_fen": 0, "returned_fen": 0, "repaid_fen": 0,
				"holds": [{ "hold": "Regulator", "placed_by": 3, "placed_on": "2026-03-01" }],
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
					"bank_verdict": ["Consistent", 9], "regulator_verdict": [{ "Confirmed": "Register" }, 4] } },
			],
			"edges": [{ "RestsOn": { "uetr": KEY, "evidence": 2 } }],
		})
	}

	#[test]
	fn the_tree_shows_plan_payments_and_proofs() {
		let graph = graph();
		let tree = Graph::new(&graph).unwrap().tree();
		assert!(tree.starts_with("贷款 1 · 甬江示范银行 → 海曙\"制造\" · Active"), "{tree}");
		assert!(tree.contains("\n止付 市监止付 · 甬江示范银行 · 自 2026-03-01"), "{tree}");
		assert!(tree.contains("├─ 计划 0 · 精工装备 · ¥4,500,000.00 / ¥5,000,000.00 · 质量升级"), "{tree}");
		assert!(tree.contains(&format!("│  └─ ¥4,500,000.00 → 精工装备 · 已入账 · {KEY}")), "{tree}");
		assert!(tree.contains("发票 2 · ¥4,500,000.00 · 银行 核验一致 · 监管 查验属实"), "{tree}");
		assert!(tree.contains("└─ 计划 1 · org 7"), "{tree}");
	}

	#[test]
	fn a_field_that_the_chain_does_not_give_is_an_error_and_no_zero() {
		assert!(Graph::new(&graph()).is_ok());
		for (part, field) in [
			("/loan", "repaid_fen"),
			("/loan", "holds"),
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
}
