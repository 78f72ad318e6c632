//! The fund trace drawn: a tree for the terminal, mermaid, Graphviz.

use std::collections::BTreeMap;
use std::fmt::Write;
use zhidai_api::{
	EvidenceId, Name, OfficerId, OrgId, TraceEdge, TraceEvidence, TraceHold, TraceLoan, TraceNode, TracePage,
	TracePayment, Uetr, Verdict,
};
use zhidai_sdk::render::yuan;

/// A trace, indexed.
#[derive(Debug)]
pub(crate) struct Graph {
	loan: TraceLoan,
	names: BTreeMap<OrgId, Name>,
	payments: Vec<TracePayment>,
	documents: BTreeMap<EvidenceId, TraceEvidence>,
	rests: Vec<(Uetr, EvidenceId)>,
}

fn verdict(given: Option<(Verdict, OfficerId)>) -> &'static str {
	given.map_or("待核验", |(verdict, _)| verdict.chinese())
}

impl Graph {
	pub(crate) fn new(page: TracePage) -> Self {
		let mut drawn = Self {
			loan: page.loan,
			names: BTreeMap::new(),
			payments: Vec::new(),
			documents: BTreeMap::new(),
			rests: Vec::new(),
		};
		for node in page.nodes {
			match node {
				TraceNode::Organisation(org) => drop(drawn.names.insert(org.org, org.name)),
				TraceNode::Payment(payment) => drawn.payments.push(payment),
				TraceNode::Evidence(document) => drop(drawn.documents.insert(document.evidence, document)),
			}
		}
		for edge in page.edges {
			match edge {
				TraceEdge::RestsOn { uetr, evidence } => drawn.rests.push((uetr, evidence)),
				// The payments themselves say who is paid, and that one came back.
				TraceEdge::Pays { .. } | TraceEdge::PaysAgain { .. } => {}
			}
		}
		drawn
	}

	fn name(&self, org: OrgId) -> String {
		self.names.get(&org).map_or_else(|| format!("org {org}"), ToString::to_string)
	}

	/// The documents that a payment rests on.
	fn proofs(&self, payment: &TracePayment) -> Vec<&TraceEvidence> {
		let rests = self.rests.iter().filter(|(uetr, _)| *uetr == payment.uetr);
		rests.filter_map(|(_, evidence)| self.documents.get(evidence)).collect()
	}

	fn headline(&self) -> String {
		let loan = &self.loan;
		format!(
			"贷款 {} · {} → {} · {:?}\n额度 {} · 已提 {} · 待授权 {} · 已授权 {} · 已入账 {} · 已确认 {} · 已退汇 {} · 已还 {}",
			loan.loan,
			self.name(loan.bank),
			self.name(loan.borrower),
			loan.state,
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
		let line = |hold: &TraceHold| {
			let (kind, by) = (hold.hold.chinese(), self.name(hold.placed_by));
			let until = hold.until.map_or_else(String::new, |until| format!(" 至 {until}"));
			format!("\n止付 {kind} · {by} · 自 {}{until}", hold.placed_on)
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
		out
	}

	fn payment_tree(&self, payment: &TracePayment, trunk: &str, last: bool, out: &mut String) {
		let (branch, inner) = if last { ("└─", "   ") } else { ("├─", "│  ") };
		let assisted = if payment.assisted { "(代为确认)" } else { "" };
		let _ = write!(
			out,
			"\n{trunk}{branch} {} → {} · {}{assisted} · {}",
			yuan(payment.amount_fen),
			self.name(payment.payee),
			payment.status.chinese(),
			payment.uetr,
		);
		let proofs = self.proofs(payment);
		for (index, document) in proofs.iter().enumerate() {
			let branch = if index + 1 == proofs.len() { "└─" } else { "├─" };
			let _ = write!(
				out,
				"\n{trunk}{inner}{branch} {} {} · {} · 银行 {} · 监管 {}",
				document.document.chinese(),
				document.evidence,
				yuan(document.amount_fen),
				verdict(document.bank_verdict),
				verdict(document.regulator_verdict),
			);
		}
	}

	/// The graph's nodes and arrows: (id, label) and (from, to, label).
	fn parts(&self) -> (Vec<(String, String)>, Vec<(String, String, String)>) {
		let mut nodes: Vec<_> =
			self.names.iter().map(|(org, name)| (format!("org{org}"), name.to_string())).collect();
		let mut arrows = Vec::new();
		nodes.extend(
			self.documents
				.iter()
				.map(|(id, document)| (format!("doc{id}"), format!("{} {id}", document.document.chinese()))),
		);
		for (index, payment) in self.payments.iter().enumerate() {
			let id = format!("pay{index}");
			let label = format!("{} {}", yuan(payment.amount_fen), payment.status.chinese());
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
	use zhidai_api::Fen;

	/// A page with one of every kind of node, as the chain writes it.
	fn page() -> TracePage {
		let vector: serde_json::Value =
			serde_json::from_str(include_str!("../../api/tests/vectors/trace_page.json")).unwrap();
		serde_json::from_value(vector["json"].clone()).unwrap()
	}

	fn key(page: &TracePage, number: usize) -> Uetr {
		let payments = page.nodes.iter().filter_map(|node| match node {
			TraceNode::Payment(payment) => Some(payment.uetr),
			_ => None,
		});
		payments.skip(number).next().unwrap()
	}

	#[test]
	fn the_tree_shows_plan_payments_and_proofs() {
		let page = page();
		let (first, second) = (key(&page, 0), key(&page, 1));
		let tree = Graph::new(page).tree();
		let lines: Vec<_> = tree.lines().collect();
		let expected = [
			"贷款 1 · 甬江示范银行 → 海曙\"制造\" · Active",
			"额度 ¥10,000,000.00 · 已提 ¥4,500,043.21 · 待授权 ¥0.01 · 已授权 ¥0.20 · 已入账 ¥3.00 · 已确认 ¥4,500,000.00 \
			 · 已退汇 ¥40.00 · 已还 ¥500.00",
			"止付 市监止付 · org 1 · 自 2026-03-01",
			"止付 司法冻结 · org 2 · 自 2026-03-02 至 2026-09-02",
			"├─ 计划 0 · 精工装备 · ¥4,500,000.00 / ¥5,000,000.00 · 质量升级",
			&format!("│  ├─ ¥4,500,000.00 → 精工装备 · 已确认收款(代为确认) · {first}"),
			"│  │  └─ 发票 2 · ¥4,500,000.00 · 银行 核验一致 · 监管 查验属实",
			&format!("│  └─ ¥0.01 → 精工装备 · 待授权 · {second}"),
			"│     └─ 采购合同 4 · ¥4,500,000.00 · 银行 待核验 · 监管 待核验",
			"└─ 计划 1 · org 7 · ¥0.00 / ¥5,000,000.00",
		];
		assert_eq!(lines, expected, "{tree}");
	}

	#[test]
	fn every_amount_is_the_one_that_the_chain_gave() {
		// Where an amount changes, exactly it changes in the drawing.
		let before = Graph::new(page()).tree();
		let changes: [fn(&mut TraceLoan) -> &mut Fen; 8] = [
			|loan| &mut loan.limit_fen,
			|loan| &mut loan.drawn_fen,
			|loan| &mut loan.pending_fen,
			|loan| &mut loan.released_fen,
			|loan| &mut loan.settled_fen,
			|loan| &mut loan.received_fen,
			|loan| &mut loan.returned_fen,
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
}
