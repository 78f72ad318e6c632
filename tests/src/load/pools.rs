//! The same payments and the same overload with different pools.

use super::overload::{self, told::Overloaded};
use super::report::Measured;
use crate::node::NodeSettings;
use anyhow::{Context, Result};
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// What is done with every pool.
#[derive(Clone, Debug)]
pub struct Settings {
	/// Payments at one rate.
	pub payments: super::Settings,
	/// The overload; twice what the chain takes with the node's own pool, where no rate is given.
	pub overload: overload::Settings,
}

/// The pools that are compared: a name, and what nodes are started with. Less room than the door can let in is not
/// among them: the node does not take it.
const POOLS: [(&str, &[&str]); 5] = [
	("as the node sets it: fork-aware, no ban", &[]),
	("fork-aware, ban of 1,800 s", &["--tx-ban-seconds", "1800"]),
	(
		"fork-aware, no ban, room for four times as much",
		&["--pool-limit", "300000", "--pool-kbytes", "3000000"],
	),
	("single-state, no ban", &["--pool-type", "single-state"]),
	("single-state, ban of 1,800 s", &["--pool-type", "single-state", "--tx-ban-seconds", "1800"]),
];

/// What was seen with one pool.
#[derive(Debug, Serialize)]
pub struct Compared {
	/// Which.
	pub pool: &'static str,
	/// The payments; or why there are no figures.
	pub payments: Result<Measured, String>,
	/// The overload; or why there are no figures.
	pub overload: Result<Overloaded, String>,
}

/// Tries one pool after the other.
pub async fn compare(folder: &Path, settings: &Settings, tell: impl Fn(&str)) -> Result<Vec<Compared>> {
	let (mut rows, mut rate) = (Vec::new(), settings.overload.per_second);
	for (number, (pool, arguments)) in (1..).zip(POOLS) {
		tell(&format!("pool {number} of {}: {pool}", POOLS.len()));
		let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
		let nodes = NodeSettings { arguments, ..NodeSettings::default() };
		let payments = super::Settings { nodes: nodes.clone(), ..settings.payments.clone() };
		let payments = super::measure(&folder.join(format!("{number}-payments")), &payments, &tell).await;
		let payments = payments.and_then(|report| report.runs.into_iter().next().context("no run"));
		let overload = overload::Settings { nodes, per_second: rate, ..settings.overload.clone() };
		let place = folder.join(format!("{number}-overload"));
		let overload = overload::overload(&place, &overload, &tell).await;
		rate = rate.or_else(|| overload.as_ref().ok().map(|told| told.offered_per_second));
		rows.push(Compared { pool, payments: worded(payments), overload: worded(overload) });
	}
	Ok(rows)
}

/// A pool with which something fails is a result too.
fn worded<T>(result: Result<T>) -> Result<T, String> {
	result.map_err(|error| format!("{error:#}"))
}

/// How often an answer was counted whose name begins or ends so.
fn answers(run: &Measured, is_meant: impl Fn(&str) -> bool) -> u64 {
	run.answers.iter().filter(|(name, _)| is_meant(name)).map(|(_, count)| count).sum()
}

const PAYMENTS: &str =
	"delivered/s | call p50 / p99 ms | CPU-µs/payment | set aside · sent again · signed anew";
const OVERLOAD: &str =
	"accepted | given up | carried out | refused by a rule | can no longer happen | without an ending | \
	sent again · signed anew, same nonce · other | whole s";

fn payments(run: &Measured) -> String {
	let number = |number: Option<u64>| number.map_or_else(|| "–".into(), |number| number.to_string());
	format!(
		"{:.1} | {} / {} | {} | {} · {} · {}",
		run.delivered_per_s,
		number(run.call.p50_ms),
		number(run.call.p99_ms),
		number(run.processor.nodes_us_per_payment_gross),
		answers(run, |name| name.ends_with("set the transaction aside for a while")),
		answers(run, |name| name.starts_with("sent again")),
		answers(run, |name| name.starts_with("signed anew")),
	)
}

fn overloaded(told: &Overloaded) -> String {
	let all = [&told.accepted, &told.perhaps, &told.turned_away];
	let sum = |count: fn(&overload::told::Endings) -> u64| all.iter().map(|each| count(each)).sum::<u64>();
	format!(
		"{} | {} | {} | {} | {} | {} | {} · {} · {} | {:.0}",
		told.accepted.count() + told.perhaps.count(),
		told.given_up.values().sum::<u64>(),
		sum(|each| each.carried_out),
		sum(|each| each.refused.values().sum()),
		sum(|each| each.impossible.values().sum()),
		sum(|each| each.without),
		told.sent_again,
		told.signed_anew_same_nonce,
		told.signed_anew_other_nonce,
		told.whole_ms as f64 / 1_000.0,
	)
}

/// One table: a row for each pool, first the payments, then the overload.
pub fn table(rows: &[Compared]) -> String {
	let cells = |text: &str| text.matches('|').count() + 1;
	let failed = |reason: &str, head: &str| format!("failed: {reason}{}", " |".repeat(cells(head) - 1));
	let mut text = format!(
		"| pool | {PAYMENTS} | {OVERLOAD} |\n|{}\n",
		"---|".repeat(1 + cells(PAYMENTS) + cells(OVERLOAD))
	);
	for row in rows {
		let left = row.payments.as_ref().map_or_else(|reason| failed(reason, PAYMENTS), payments);
		let right = row.overload.as_ref().map_or_else(|reason| failed(reason, OVERLOAD), overloaded);
		let _ = writeln!(text, "| {} | {left} | {right} |", row.pool);
	}
	text
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_row_has_as_many_cells_as_the_head() {
		let row = |overload| Compared { pool: "a", payments: Err("lost".into()), overload };
		let text = table(&[row(Ok(Overloaded::default())), row(Err("no".into()))]);
		let cells: Vec<usize> = text.lines().map(|line| line.matches('|').count()).collect();
		assert_eq!(cells.len(), 4);
		assert!(cells.iter().all(|count| *count == cells[0]), "{cells:?}\n{text}");
	}
}
