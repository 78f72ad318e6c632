//! The fund trace drawn: a tree for the terminal, mermaid, Graphviz.

use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;
use zhidai_primitives::{BasisPoints, EvidenceKind, Fen};
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
	rate: Json,
}

#[derive(Debug, Deserialize)]
struct Hold {
	hold: String,
	placed_by: u32,
	reference: String,
	placed_on: String,
	until: Json,
	lift_asked_by: Json,
}

/// What a contract's rate was held against.
#[derive(Debug, Deserialize)]
struct Rate {
	entry: u32,
	value_bp: u32,
	corrections: Vec<Correction>,
	now: Json,
}

#[derive(Debug, Deserialize)]
struct Correction {
	entry: u32,
	reason: Json,
	confirmed_on: String,
}

#[derive(Debug, Deserialize)]
struct RateNow {
	entry: u32,
	value_bp: u32,
}

/// A side's verdict as it was given, and since when it counts no more.
#[derive(Debug, Deserialize)]
struct Given {
	verdict: Json,
	given_on: String,
	retracted_on: Json,
	lapsed_on: Json,
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
	/// As [`said`] says it, once it was read.
	bank_verdict: Json,
	/// The same.
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
	/// What became of the reference of its rate.
	rate: String,
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

/// What a side said of a document, for people. What counts no more is not said as if it did.
pub(crate) fn said(given: &Json) -> Result<String> {
	if given.is_null() {
		return Ok("待核验".into());
	}
	let given: Given = read("verdict", given)?;
	let found = match name_of(&given.verdict) {
		"Consistent" => "核验一致",
		"Confirmed" => "查验属实",
		"NotConsistent" => "核验不一致",
		"CannotTell" => "无法判断",
		other => other,
	};
	let since = |word: &str, day: &Json| day.as_str().map(|day| format!("({word} 自 {day})"));
	let ended = since("已撤回", &given.retracted_on).or(since("已失效", &given.lapsed_on));
	Ok(format!("{found} {}{}", given.given_on, ended.unwrap_or_default()))
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
			rate: String::new(),
			not_drawn: 0,
		};
		drawn.rate = drawn.rate()?;
		for node in list("nodes")? {
			if let Some(org) = node.get("Organisation") {
				let org: Organisation = read("organisation", org)?;
				drawn.names.insert(org.org, org.name);
			} else if let Some(payment) = node.get("Payment") {
				drawn.payments.push(read("payment", payment)?);
			} else if let Some(document) = node.get("Evidence") {
				let mut document: Document = read("document", document)?;
				for side in [&mut document.bank_verdict, &mut document.regulator_verdict] {
					*side = Json::String(said(side)?);
				}
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
			let day =
				|word: &str, day: &Json| day.as_str().map_or(String::new(), |day| format!(" · {word} {day}"));
			let until = day("至", &hold.until);
			let order =
				hold.reference.get(..10).filter(|_| hold.reference.bytes().skip(2).any(|byte| byte != b'0'));
			let order = order.map_or(String::new(), |start| format!(" · 文号摘要 {start}…"));
			let asked = if hold.lift_asked_by.is_null() { "" } else { " · 待复核解除" };
			let by = self.name(hold.placed_by);
			format!("\n止付 {kind} · {by} · 自 {}{until}{order}{asked}", hold.placed_on)
		};
		self.loan.holds.iter().map(line).collect()
	}

	/// That the rate which the contract was held against is another now; nothing where it is not.
	fn rate(&self) -> Result<String> {
		if self.loan.rate.is_null() {
			return Ok(String::new());
		}
		let rate: Rate = read("rate", &self.loan.rate)?;
		let mut out = String::new();
		for Correction { entry, reason, confirmed_on } in &rate.corrections {
			let reason = reason.as_str().unwrap_or("未述");
			let _ = write!(
				out,
				"\n利率参照条目 {} 已由条目 {entry} 更正 · {confirmed_on} · {reason}",
				rate.entry
			);
		}
		if !rate.now.is_null() {
			let now: RateNow = read("rate", &rate.now)?;
			let percent = |bp: u32| BasisPoints(bp).to_string();
			let (pinned, value) = (percent(rate.value_bp), percent(now.value_bp));
			let _ = write!(out, "\n签约时参照 {pinned}，现为 {value}（条目 {}）", now.entry);
		}
		Ok(out)
	}

	/// The plan's lines, under each its payments, under each what it rests on.
	pub(crate) fn tree(&self) -> String {
		let mut out = self.headline() + &self.holds() + &self.rate;
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
				document.bank_verdict.as_str().unwrap_or("?"),
				document.regulator_verdict.as_str().unwrap_or("?"),
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
mod tests;
