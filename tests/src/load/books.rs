//! Whether the chain's books say what was counted here, to the fen.

use super::scene::Loan;
use crate::node::Node;
use anyhow::{ensure, Context, Result};
use jsonrpsee::core::params::ArrayParams;
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use zhidai_sdk::chain::AtBlock;
use zhidai_sdk::render::Style;
use zhidai_sdk::subxt::dynamic::{storage, Value};
use zhidai_sdk::Client;

/// The most keys that a node answers at once.
const PAGE: u64 = 1_000;

/// Settled payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Books {
	/// How many.
	pub payments: u64,
	/// Their sum.
	pub sum_fen: u64,
}

impl Books {
	/// What the chain says at its last final block: the records of settlements, and the ledgers of the loans.
	pub async fn of_chain(client: &Client, node: &Node, loans: &[Arc<Loan>]) -> Result<Self> {
		let reader = client.read(Style::Json).await?;
		let mut sum_fen = 0_u64;
		for loan in loans {
			let ledger = reader.record("Loans", "Ledgers", &[json!(loan.id)]).await?;
			let settled = ledger.as_ref().and_then(|ledger| ledger.get("settled")?.as_u64());
			let settled = settled.with_context(|| format!("the ledger of loan {}", loan.id))?;
			sum_fen = sum_fen.checked_add(settled).context("the sums overflow")?;
		}
		let at = client.at_number(reader.block()).await?;
		let payments = records(node, &at, "Payments", "Settlements").await?;
		Ok(Self { payments, sum_fen })
	}

	/// Refuses where the two are not the same.
	pub fn ensure_equal(&self, counted: &Self) -> Result<()> {
		ensure!(
			self == counted,
			"the chain's books and the benchmark's differ: the chain has {} settled payments of {} fen, the benchmark {} of {} fen",
			self.payments,
			self.sum_fen,
			counted.payments,
			counted.sum_fen
		);
		Ok(())
	}
}

/// How many records a map has at a block.
pub async fn records(node: &Node, at: &AtBlock, pallet: &str, map: &str) -> Result<u64> {
	let address = storage::<Vec<Value>, Value>(pallet, map);
	let prefix = format!("0x{}", hex::encode(at.storage().entry(address)?.key_prefix()));
	count(node, &prefix, &format!("{:?}", at.block_hash())).await
}

/// How many keys there are under a prefix.
async fn count(node: &Node, prefix: &str, block_hash: &str) -> Result<u64> {
	let (mut count, mut last): (u64, Option<String>) = (0, None);
	loop {
		let mut params = ArrayParams::new();
		params.insert(prefix)?;
		params.insert(PAGE)?;
		params.insert(&last)?;
		params.insert(block_hash)?;
		let keys: Vec<String> = node.call("state_getKeysPaged", params).await?;
		count += keys.len() as u64;
		match keys.last() {
			Some(key) if keys.len() as u64 == PAGE => last = Some(key.clone()),
			_ => return Ok(count),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn one_fen_makes_a_difference() {
		let books = Books { payments: 2, sum_fen: 201 };
		assert!(books.ensure_equal(&books).is_ok());
		assert!(books.ensure_equal(&Books { sum_fen: 200, ..books }).is_err());
		assert!(books.ensure_equal(&Books { payments: 1, ..books }).is_err());
	}
}
