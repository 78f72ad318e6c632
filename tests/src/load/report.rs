//! What is told in the end: a table for people, JSON for machines.

use super::books::Books;
use super::drawdown::Step;
use super::machine::{Machine, Spent};
use super::statistics::{micros_each, Latency};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// How payments go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
	/// One payment a call.
	Single,
	/// 500 payments a call.
	Batch,
	/// An order of one payment, which all have signed beforehand.
	Order,
	/// An order of 500 payments.
	#[serde(rename = "order 500")]
	OrderBatch,
}

impl Kind {
	/// How many payments a call holds.
	pub const fn payments(self) -> u16 {
		match self {
			Self::Single | Self::Order => 1,
			Self::Batch | Self::OrderBatch => 500,
		}
	}

	/// Its name.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Single => "single",
			Self::Batch => "batch",
			Self::Order => "order",
			Self::OrderBatch => "order 500",
		}
	}

	/// Whether everything up to the release is one call.
	pub const fn is_order(self) -> bool {
		matches!(self, Self::Order | Self::OrderBatch)
	}

	/// The step by which money may leave the bank.
	pub const fn releases(self) -> Step {
		match self.is_order() {
			true => Step::Order,
			false => Step::Release,
		}
	}
}

/// Processor time in the window.
#[derive(Clone, Debug, Serialize)]
pub struct Processor {
	/// Of the four nodes together, in thousandths of a core.
	pub nodes_millicores: u64,
	/// Of this program, in thousandths of a core.
	pub generator_millicores: u64,
	/// Of the nodes, for each payment.
	pub nodes_us_per_payment_gross: Option<u64>,
	/// The same, without what they use for empty blocks.
	pub nodes_us_per_payment_net: Option<u64>,
	/// Of this program, for each payment.
	pub generator_us_per_payment: Option<u64>,
}

impl Processor {
	pub(super) fn of(spent: &Spent, idle: Duration, window: Duration, payments: u64) -> Self {
		let millicores =
			|time: Duration| u64::try_from(time.as_millis() * 1_000 / window.as_millis().max(1)).unwrap_or(0);
		Self {
			nodes_millicores: millicores(spent.nodes),
			generator_millicores: millicores(spent.generator),
			nodes_us_per_payment_gross: micros_each(spent.nodes, payments),
			nodes_us_per_payment_net: micros_each(spent.nodes.saturating_sub(idle), payments),
			generator_us_per_payment: micros_each(spent.generator, payments),
		}
	}
}

/// A run. Latencies are of calls and payments that were due in the window, whenever they became final.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
	/// Single payments or batches, step by step or as orders.
	pub kind: Kind,
	/// How many payments a call holds.
	pub lines_per_call: u16,
	/// The window's length.
	pub window_ms: u64,
	/// Payments that were started in a second.
	pub offered_per_s: f64,
	/// Payments whose settlement became final in a second of the window.
	pub delivered_per_s: f64,
	/// Payments whose settlement became final in the window.
	pub payments_in_window: u64,
	/// Calls that became final in a second of the window.
	pub calls_per_s: f64,
	/// Blocks that became final in the window.
	pub blocks: u64,
	/// One call, of any step.
	pub call: Latency,
	/// One call of each step.
	pub steps: BTreeMap<&'static str, Latency>,
	/// From the last signature that money needs until the call with it is final: the release, or the order.
	pub released: Latency,
	/// A payment, from its offered moment until its settlement is final.
	pub payment: Latency,
	/// Processor time.
	pub processor: Processor,
	/// Drawdowns of the whole run, warm-up included.
	pub drawdowns_started: u64,
	/// Payments of the whole run that were settled.
	pub payments_settled: u64,
	/// Their sum.
	pub sum_settled_fen: u64,
	/// Drawdowns that came to nothing: the step and the rule.
	pub failed: BTreeMap<String, u64>,
	/// Drawdowns that were not settled when waiting ended.
	pub unfinished: u64,
	/// What nodes answered before they took a call, and calls that were sent again.
	pub answers: BTreeMap<String, u64>,
}

/// Everything.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
	/// The form of this file.
	pub schema: u32,
	/// The machine.
	pub machine: Machine,
	/// What the node says of its version.
	pub node_version: String,
	/// The version of the runtime.
	pub runtime_spec_version: u32,
	/// Of the four nodes together with empty blocks, in thousandths of a core.
	pub idle_nodes_millicores: u64,
	/// The runs, in their order.
	pub runs: Vec<Measured>,
	/// What was counted here.
	pub counted: Books,
	/// What the chain says.
	pub chain: Books,
}

impl Report {
	/// Whether every payment that was offered was settled, and the books agree.
	pub fn is_clean(&self) -> bool {
		self.counted == self.chain && self.runs.iter().all(|run| run.failed.is_empty() && run.unfinished == 0)
	}

	/// For people: a row for every run, and below it what did not go as it should.
	pub fn table(&self) -> String {
		let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
		rows.extend(self.runs.iter().map(row));
		let mut text = aligned(&rows);
		for (number, run) in (1..).zip(&self.runs) {
			let not_done =
				(run.unfinished > 0).then(|| ("drawdowns not settled in time".into(), run.unfinished));
			let lists = run.failed.iter().chain(&run.answers).map(|(name, count)| (name.clone(), *count));
			for (name, count) in lists.chain(not_done) {
				let _ = writeln!(text, "run {number}: {count} x {name}");
			}
		}
		text
	}
}

const HEADER: [&str; 15] = [
	"kind",
	"offered/s",
	"delivered/s",
	"calls/s",
	"call p50 ms",
	"p99",
	"signed to final p50 ms",
	"p99",
	"payment p50 ms",
	"p99",
	"CPU-us/payment",
	"net",
	"generator",
	"cores used",
	"blocks",
];

fn row(run: &Measured) -> Vec<String> {
	let number = |number: Option<u64>| number.map_or_else(|| "-".into(), |number| number.to_string());
	let used = run.processor.nodes_millicores + run.processor.generator_millicores;
	vec![
		run.kind.name().into(),
		format!("{:.1}", run.offered_per_s),
		format!("{:.1}", run.delivered_per_s),
		format!("{:.1}", run.calls_per_s),
		number(run.call.p50_ms),
		number(run.call.p99_ms),
		number(run.released.p50_ms),
		number(run.released.p99_ms),
		number(run.payment.p50_ms),
		number(run.payment.p99_ms),
		number(run.processor.nodes_us_per_payment_gross),
		number(run.processor.nodes_us_per_payment_net),
		number(run.processor.generator_us_per_payment),
		format!("{}.{:02}", used / 1_000, used % 1_000 / 10),
		run.blocks.to_string(),
	]
}

/// Columns as wide as their widest cell; the first to the left, numbers to the right.
fn aligned(rows: &[Vec<String>]) -> String {
	let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
	let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max();
	let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
	let mut text = String::new();
	for row in rows {
		let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
			0 => format!("{cell:<width$}"),
			_ => format!("{cell:>width$}"),
		});
		let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
	}
	text
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn columns_are_aligned() {
		let rows = [vec!["a".into(), "10".into()], vec!["bcd".into(), "9".into()]];
		assert_eq!(aligned(&rows), "a    10\nbcd   9\n");
	}

	#[test]
	fn what_empty_blocks_use_is_taken_off_and_never_below_zero() {
		let second = Duration::from_secs(1);
		let spent = Spent { nodes: second, generator: second / 10 };
		let processor = Processor::of(&spent, second / 4, second, 1_000);
		assert_eq!((processor.nodes_millicores, processor.generator_millicores), (1_000, 100));
		assert_eq!(processor.nodes_us_per_payment_gross, Some(1_000));
		assert_eq!(processor.nodes_us_per_payment_net, Some(750));
		assert_eq!(Processor::of(&spent, second * 2, second, 1).nodes_us_per_payment_net, Some(0));
		assert_eq!(Processor::of(&spent, second, second, 0).nodes_us_per_payment_gross, None);
	}
}
