//! Payments whose steps are handed in backwards: all of them to every node, between two blocks. Whoever makes the next
//! one has them all, so that only the order in which its pool puts them can bring a later step before an earlier one.

use super::plan::{self, now_ms, Part, Plan, STEPS};
use super::steps::drafted;
use super::told::Steps;
use super::PAYING_BANK;
use crate::node::{Node, PATIENCE};
use anyhow::{bail, Context, Result};
use futures::future::try_join_all;
use jsonrpsee::core::params::ArrayParams;
use std::time::{Duration, Instant};
use zhidai_api::Outcome;
use zhidai_sdk::chain::{sign_for, Call, Prepared, Push};
use zhidai_sdk::keys::{Key, Scheme};
use zhidai_sdk::outbox::{About, Entry, Signature, State};
use zhidai_sdk::Client;

/// How many payments tell.
pub const PAYMENTS: u64 = 3;
/// How many are begun at the most: one whose steps were not all there before the next block tells nothing.
const MOST: u64 = 12;
/// Who mandates, approves, releases, enters and books: each signs once for a payment, and who drafts signs nothing
/// else.
const AFTER_DRAFT: [&str; 5] = ["borrower-1", "checker", "release", "maker-2", "checker-2"];
/// A block is made in each.
const SLOT_MS: u64 = 1_000;
/// `Timestamp.Now`.
const MOMENT: &str = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb";
/// How long after a block came its pool has looked at it.
const SETTLED: Duration = Duration::from_millis(200);
const LOOK: Duration = Duration::from_millis(20);
const ASK: Duration = Duration::from_millis(200);

/// Makes payments until so many tell.
pub async fn backwards(nodes: &[Node], plan: &Plan) -> Result<Steps> {
	let mut clients = Vec::new();
	for node in nodes {
		clients.push(Client::connect(&[node.url()], None).await?);
	}
	let (mut steps, mut told) = (Steps::default(), 0);
	for payment in 0..MOST {
		let first = Part::Chains.number(payment * STEPS);
		if let Some(outcomes) = pay(nodes, &clients, plan, first).await? {
			steps.add_payment(outcomes.iter().map(Some));
			told += 1;
		}
		if told == PAYMENTS {
			return Ok(steps);
		}
	}
	bail!("of {MOST} payments the steps of only {told} came between two blocks: the machine is too busy to tell")
}

/// One payment; how its steps ended, where they were all handed in between two blocks.
async fn pay(nodes: &[Node], clients: &[Client], plan: &Plan, first: u64) -> Result<Option<Vec<Outcome>>> {
	let client = clients.first().context("no node")?;
	let draft = sign(client, "maker", first, &plan.draft(first)?).await?;
	hand_in(clients, &draft).await?;
	let made = ending(client, &draft).await?;
	let Outcome::Final { place } = made else { bail!("a draft was not carried out: {made:?}") };
	let (draft, digest) = drafted(client, place).await?;
	let mut letters = Vec::new();
	for (number, (officer, (_, call))) in
		(first + 1..).zip(AFTER_DRAFT.into_iter().zip(plan.steps(first, draft, digest)?))
	{
		letters.push(sign(client, officer, number, &call).await?);
	}
	let slot = with_the_block_of_its_slot(nodes).await?;
	for letter in letters.iter().rev() {
		hand_in(clients, letter).await?;
	}
	// Nobody has begun the next block, so whoever makes it has all of them.
	let tells = now_ms() / SLOT_MS == slot;
	let mut outcomes = vec![Outcome::Final { place }];
	for letter in &letters {
		outcomes.push(ending(client, letter).await?);
	}
	Ok(tells.then_some(outcomes))
}

async fn sign(client: &Client, officer: &str, number: u64, call: &Call) -> Result<Entry> {
	let key = Key::development(&format!("//{PAYING_BANK}.{officer}"), Scheme::Ed25519)?;
	let (at, nonce) = (client.at_final().await?, client.next_nonce(&key).await?);
	let payload = call.payload(at.metadata_ref())?;
	let Prepared { bytes, hash, last_block } = sign_for(&at, &payload, &key, nonce, plan::BLOCKS)?;
	let hash = format!("0x{}", hex::encode(hash));
	let about = About {
		request: plan::request(number),
		call: call.title(),
		account: key.account().to_string(),
		nonce,
		uetr: None,
		request_id: None,
		call_digest: None,
	};
	let signature = Signature { hash, bytes, born_at: at.block_number(), last_block };
	Ok(Entry { about, signatures: vec![signature], signed_at: now_ms() / 1_000, state: State::Waiting })
}

/// Every node takes it.
async fn hand_in(clients: &[Client], entry: &Entry) -> Result<()> {
	let signature = entry.signatures.last().context("nothing was signed")?;
	let pushes = clients.iter().map(|client| async move {
		match client.push(&signature.bytes).await {
			Push::Accepted => anyhow::Ok(()),
			other => bail!("{}: a node does not take it: {other:?}", entry.about.call),
		}
	});
	try_join_all(pushes).await.map(drop)
}

async fn ending(client: &Client, entry: &Entry) -> Result<Outcome> {
	let deadline = Instant::now() + PATIENCE;
	while Instant::now() < deadline {
		match client.outcome(entry).await? {
			None | Some(Outcome::NotYet { .. } | Outcome::Included { .. }) => tokio::time::sleep(ASK).await,
			Some(outcome) => return Ok(outcome),
		}
	}
	bail!("{} has no ending", entry.about.call)
}

/// Waits until every node has the block of the slot that it is, and its pool has looked at it. Which slot that is: no
/// other block is made before the next.
async fn with_the_block_of_its_slot(nodes: &[Node]) -> Result<u64> {
	let deadline = Instant::now() + PATIENCE;
	while Instant::now() < deadline {
		let moments = try_join_all(nodes.iter().map(moment)).await?;
		let slot = now_ms() / SLOT_MS;
		if moments.iter().all(|moment| moment / SLOT_MS == slot) {
			tokio::time::sleep(SETTLED).await;
			return Ok(slot);
		}
		tokio::time::sleep(LOOK).await;
	}
	bail!("no block came to every node in its own slot")
}

/// The time of a node's newest block, in milliseconds since 1970.
async fn moment(node: &Node) -> Result<u64> {
	let mut params = ArrayParams::new();
	params.insert(MOMENT)?;
	let value: String = node.call("state_getStorage", params).await?;
	let bytes = hex::decode(value.trim_start_matches("0x"))?;
	Ok(u64::from_le_bytes(bytes.as_slice().try_into()?))
}
