//! The story's own books: every payment of a loan's trace is counted where its money is, and the sums are held against
//! the loan's ledger, to the fen.

use anyhow::{bail, ensure, Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The balances of a ledger, in its order: the first two are not disbursed.
const BALANCES: [&str; 8] = [
	"pending_fen",
	"released_fen",
	"to_pay_fen",
	"settled_fen",
	"received_fen",
	"on_hand_fen",
	"prepaid_fen",
	"credited_fen",
];
/// What else a trace and `loan show` both tell of a ledger.
const WHOLES: [&str; 4] = ["limit_fen", "drawn_fen", "disbursed_fen", "repaid_fen"];
/// Where what came back led.
const LED_TO: [&str; 5] = ["on_hand_fen", "paid_again_fen", "prepaid_fen", "credited_fen", "reversed_fen"];

/// Sums by the names of the balances.
#[derive(Default)]
struct Sums(BTreeMap<&'static str, u64>);

impl Sums {
	fn add(&mut self, name: &'static str, fen: u64) -> Result<()> {
		let sum = self.0.entry(name).or_default();
		*sum = sum.checked_add(fen).context("the payments overflow")?;
		Ok(())
	}

	fn get(&self, name: &str) -> u64 {
		self.0.get(name).copied().unwrap_or_default()
	}

	fn total(&self, names: &[&str]) -> Result<u64> {
		let mut amounts = names.iter().map(|name| self.get(name));
		amounts.try_fold(0_u64, u64::checked_add).context("the payments overflow")
	}
}

fn fen(record: &Value, name: &str) -> Result<u64> {
	record.get(name).and_then(Value::as_u64).with_context(|| format!("no {name} in {record}"))
}

fn list<'a>(trace: &'a Value, name: &str) -> Result<&'a Vec<Value>> {
	trace[name].as_array().with_context(|| format!("the trace has no {name}"))
}

/// Where the money of a payment is that did not come back; nothing where it never left, or all came back.
fn balance(status: &str) -> Result<Option<&'static str>> {
	Ok(match status {
		"Pending" => Some("pending_fen"),
		"Released" => Some("released_fen"),
		"Disbursed" => Some("to_pay_fen"),
		"Settled" | "Disputed" => Some("settled_fen"),
		"Received" => Some("received_fen"),
		"Failed" | "Cancelled" | "Returned" | "PaidAgain" | "Prepaid" | "CreditedBack" | "Reversed" => None,
		other => bail!("a payment is {other}, which these books do not know"),
	})
}

/// Counts a payment. One that pays returned money again moves no money before it is released.
fn count(payment: &Value, pays_again: bool, sums: &mut Sums) -> Result<()> {
	let status = payment["status"].as_str().context("a payment without status")?;
	let (amount, back) = (fen(payment, "amount_fen")?, &payment["came_back"]);
	let all_back = fen(back, "all_fen")?;
	let standing = amount.checked_sub(all_back).context("more came back than was paid")?;
	match balance(status)? {
		Some("pending_fen") if pays_again => return Ok(()),
		Some(balance) => sums.add(balance, standing)?,
		None if matches!(status, "Failed" | "Cancelled") => return Ok(()),
		None if standing == 0 => {}
		None => bail!("of a payment that is {status} {standing} fen did not come back"),
	}
	if pays_again {
		sums.add("pays_again", amount)?;
	}
	let mut led = 0_u64;
	for name in LED_TO {
		let part = fen(back, name)?;
		led = led.checked_add(part).context("the payments overflow")?;
		sums.add(name, part)?;
	}
	ensure!(led == all_back, "{all_back} fen came back, and {led} led somewhere: {payment}");
	Ok(())
}

/// Whether the payments of a loan's trace are together what its ledger says, balance by balance.
pub fn payments_equal_ledger(trace: &Value) -> Result<()> {
	let trace = &trace["value"];
	let again = list(trace, "edges")?.iter().filter_map(|edge| edge["PaysAgain"]["uetr"].as_str());
	let again: BTreeSet<&str> = again.collect();
	let mut sums = Sums::default();
	for payment in list(trace, "nodes")?.iter().filter_map(|node| node.get("Payment")) {
		let uetr = payment["uetr"].as_str().context("a payment without its key")?;
		count(payment, again.contains(uetr), &mut sums)?;
	}
	let (made, left) = (sums.get("pays_again"), sums.get("paid_again_fen"));
	ensure!(made == left, "{left} fen were paid again, by payments of {made} fen");
	let [_, _, disbursed @ ..] = BALANCES;
	let mut counted: Vec<(&str, u64)> = BALANCES.iter().map(|name| (*name, sums.get(name))).collect();
	counted.push(("disbursed_fen", sums.total(&disbursed)?));
	counted.push(("drawn_fen", sums.total(&BALANCES)?));
	for (name, sum) in counted {
		let said = fen(&trace["loan"], name)?;
		ensure!(sum == said, "by the payments {name} is {sum}, by the ledger {said}");
	}
	Ok(())
}

/// Whether `loan show` says the same of a loan as its trace.
pub fn shown_equals_trace(shown: &Value, trace: &Value) -> Result<()> {
	let (shown, loan) = (&shown["value"], &trace["value"]["loan"]);
	let state = shown["contract"]["state"].as_str().context("a loan without its state")?;
	ensure!(loan["state"] == state, "the loan is {state}, in the trace {}", loan["state"]);
	for name in BALANCES.into_iter().chain(WHOLES) {
		let (one, other) = (fen(&shown["figures"], name)?, fen(loan, name)?);
		ensure!(one == other, "{name} is {one}, in the trace {other}");
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	/// A payment of 100 fen of which so much came back, and led to these.
	fn payment(uetr: &str, status: &str, all: u64, led_to: [u64; 5]) -> Value {
		let mut back = json!({ "all_fen": all });
		for (name, part) in LED_TO.into_iter().zip(led_to) {
			back[name] = json!(part);
		}
		json!({ "Payment": { "uetr": uetr, "status": status, "amount_fen": 100, "came_back": back } })
	}

	fn ledger(balances: [u64; 8]) -> Value {
		let drawn: u64 = balances.iter().sum();
		let mut loan = json!({
			"state": "Active", "limit_fen": 1_000, "repaid_fen": 40, "drawn_fen": drawn,
			"disbursed_fen": drawn - balances[0] - balances[1],
		});
		for (name, balance) in BALANCES.into_iter().zip(balances) {
			loan[name] = json!(balance);
		}
		loan
	}

	fn trace(loan: Value) -> Value {
		let nodes = json!([
			payment("a", "Received", 0, [0; 5]),
			payment("b", "Failed", 0, [0; 5]),
			payment("c", "Settled", 40, [0, 0, 40, 0, 0]),
			payment("d", "PaidAgain", 100, [0, 100, 0, 0, 0]),
			payment("e", "Disbursed", 0, [0; 5]),
			payment("f", "Returned", 100, [70, 0, 0, 0, 30]),
			payment("g", "Pending", 0, [0; 5]),
			payment("h", "Pending", 0, [0; 5]),
			{ "Organisation": {} },
		]);
		let edges = json!([
			{ "Pays": { "uetr": "a" } },
			{ "PaysAgain": { "uetr": "e", "returned": "d" } },
			{ "PaysAgain": { "uetr": "h", "returned": "f" } },
		]);
		json!({ "value": { "loan": loan, "nodes": nodes, "edges": edges } })
	}

	#[test]
	fn every_fen_is_counted_where_it_is_and_once() {
		let balances = [100, 0, 100, 60, 100, 70, 40, 0];
		payments_equal_ledger(&trace(ledger(balances))).unwrap();
		for place in 0..balances.len() {
			let mut other = balances;
			other[place] += 1;
			assert!(payments_equal_ledger(&trace(ledger(other))).is_err(), "{}", BALANCES[place]);
		}
		assert!(payments_equal_ledger(&json!({})).is_err());
	}

	#[test]
	fn what_came_back_leads_somewhere_and_is_no_more_than_was_paid() {
		let balances = [100, 0, 100, 60, 100, 70, 40, 0];
		let changed = |change: &dyn Fn(&mut Value)| {
			let mut trace = trace(ledger(balances));
			change(&mut trace["value"]);
			payments_equal_ledger(&trace)
		};
		assert!(changed(&|_| {}).is_ok());
		let changes: [&dyn Fn(&mut Value); 4] = [
			&|value| value["nodes"][2]["Payment"]["came_back"]["all_fen"] = json!(41),
			&|value| value["nodes"][3]["Payment"]["came_back"]["all_fen"] = json!(101),
			&|value| value["nodes"][4]["Payment"]["status"] = json!("Lost"),
			&|value| value["edges"][1] = json!({}),
		];
		assert!(changes.iter().all(|change| changed(*change).is_err()));
	}

	#[test]
	fn a_loan_is_shown_as_it_is_traced() {
		let loan = ledger([0, 0, 0, 60, 100, 0, 40, 0]);
		let traced = json!({ "value": { "loan": loan } });
		let shown = |state: &str, loan: &Value| json!({ "value": { "contract": { "state": state }, "figures": loan } });
		assert!(shown_equals_trace(&shown("Active", &loan), &traced).is_ok());
		assert!(shown_equals_trace(&shown("Closed", &loan), &traced).is_err());
		let mut other = loan.clone();
		other["repaid_fen"] = json!(41);
		assert!(shown_equals_trace(&shown("Active", &other), &traced).is_err());
	}
}
