//! The fund trace drawn: a tree for the terminal, mermaid, Graphviz.

use std::collections::BTreeMap;
use std::fmt::Write;
use zhidai_api::{
	Day, EvidenceId, Name, OrgId, ShortText, TraceCorrection, TraceEdge, TraceEndedHold, TraceEvidence,
	TraceHold, TraceLoan, TraceNode, TracePage, TracePayment, TraceVerdict, Uetr,
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

/// What a side said of a document, for people. What counts no more is not said as if it did.
pub(crate) fn said(given: Option<TraceVerdict>) -> String {
	let Some(given) = given else { return "待核验".to_owned() };
	let since = |word: &str, day: Option<Day>| day.map(|day| format!("({word} 自 {day})"));
	let ended = since("已撤回", given.retracted_on).or_else(|| since("已失效", given.lapsed_on));
	format!("{} {}{}", given.verdict.chinese(), given.given_on, ended.unwrap_or_default())
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
			"贷款 {} · {} → {} · {:?}\n额度 {} · 已提 {} · 待授权 {} · 已授权 {} · 已放款 {} · 待支付 {} · 已入账 {} · 已确认 {} · \
			 退汇待处理 {} · 提前还本 {} · 退还借款人 {} · 已还 {}",
			loan.loan,
			self.name(loan.bank),
			self.name(loan.borrower),
			loan.state,
			yuan(loan.limit_fen),
			yuan(loan.drawn_fen),
			yuan(loan.pending_fen),
			yuan(loan.released_fen),
			yuan(loan.disbursed_fen),
			yuan(loan.to_pay_fen),
			yuan(loan.settled_fen),
			yuan(loan.received_fen),
			yuan(loan.on_hand_fen),
			yuan(loan.prepaid_fen),
			yuan(loan.credited_fen),
			yuan(loan.repaid_fen),
		)
	}

	/// Why no money may leave, one hold a line; nothing where it may.
	fn holds(&self) -> String {
		let line = |hold: &TraceHold| {
			let (kind, by) = (hold.hold.chinese(), self.name(hold.placed_by));
			let until = hold.until.map_or_else(String::new, |until| format!(" · 至 {until}"));
			let digits = format!("{:?}", hold.reference);
			let order = if hold.reference.is_zero() {
				String::new()
			} else {
				format!(" · 文号摘要 {digits:.10}…")
			};
			let asked = if hold.lift_asked_by.is_some() { " · 待复核解除" } else { "" };
			format!("\n止付 {kind} · {by} · 自 {}{until}{order}{asked}", hold.placed_on)
		};
		self.loan.holds.iter().map(line).collect()
	}

	/// What stopped the money before, and who let it go, one hold a line.
	fn ended_holds(&self) -> String {
		let line = |hold: &TraceEndedHold| {
			let (kind, by, since) = (hold.hold.chinese(), self.name(hold.placed_by), hold.placed_on);
			let how = match hold.lift_asked_by.zip(hold.lift_agreed_by) {
				Some((asked, agreed)) => format!("解除 {} · 经办 {asked} · 复核 {agreed}", hold.ended_on),
				None => format!("到期或续期 {}", hold.ended_on),
			};
			format!("\n曾止付 {kind} · {by} · 自 {since} · {how}")
		};
		self.loan.ended_holds.iter().map(line).collect()
	}

	/// That the rate which the contract was held against is another now; nothing where it is not.
	fn rate(&self) -> String {
		let Some(rate) = &self.loan.rate else { return String::new() };
		let mut out = String::new();
		for TraceCorrection { entry, reason, confirmed_on } in &rate.corrections {
			let reason = reason.as_ref().map_or("未述", ShortText::as_str);
			let _ = write!(
				out,
				"\n利率参照条目 {} 已由条目 {entry} 更正 · {confirmed_on} · {reason}",
				rate.entry
			);
		}
		if let Some(now) = rate.now {
			let (pinned, value) = (rate.value_bp, now.value_bp);
			let _ = write!(out, "\n签约时参照 {pinned}，现为 {value}（条目 {}）", now.entry);
		}
		out
	}

	/// The plan's lines, under each its payments, under each what it rests on.
	pub(crate) fn tree(&self) -> String {
		let mut out = self.headline() + &self.holds() + &self.ended_holds() + &self.rate();
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
				said(document.bank_verdict),
				said(document.regulator_verdict),
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
mod tests;
