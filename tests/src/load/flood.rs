//! The flood: one bank sends all that the door lets it, strangers knock beside it, and another bank's payments go on.

use super::cast::{Bank, Cast};
use super::desk::{Answers, Failure};
use super::drawdown::{Called, Drawdown, Step};
use super::scene::{self, Loan, Size};
use super::watch::Watch;
use crate::consortium::Consortium;
use crate::node::Node;
use anyhow::{ensure, Context, Result};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use zhidai_api::limits::MAX_BANK_REFERENCE;
use zhidai_api::{Day, Digest, Uetr, MAX_LINES};
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::{sign_at, Call, Push};
use zhidai_sdk::keys::{blake2_256, random, Key, Scheme};
use zhidai_sdk::Client;

/// Who floods, and who wants to be paid meanwhile.
const FLOODING: &str = "bank-a";
const PAYING: &str = "bank-b";
/// How often an officer knocks again whom the door has told to wait.
const KNOCK_AGAIN: Duration = Duration::from_millis(500);
/// How many keys the strangers have; each signs with ever other nonces.
const STRANGERS: u64 = 64;
/// How often finality is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// How hard, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
	/// Officers for each duty of a payment, at each bank.
	pub crew: usize,
	/// How long the flood goes on.
	pub length: Duration,
	/// Transactions of strangers a second, over all nodes.
	pub strangers_per_second: u64,
}

/// What was seen.
#[derive(Clone, Debug, Serialize)]
pub struct Flooded {
	/// From offering a draft to its final release with nothing else going on, in milliseconds: the median.
	pub usual_milliseconds: u64,
	/// The same in the flood: the median.
	pub flooded_milliseconds: u64,
	/// The longest of them.
	pub longest_milliseconds: u64,
	/// How many payments were released in the flood.
	pub released: usize,
	/// The longest time in which no block became final on some node, in milliseconds.
	pub longest_without_finality: u64,
	/// The most memory that one node had, in MiB.
	pub most_memory_mib: u64,
	/// What the flooding bank was answered, by kind.
	pub answers: BTreeMap<String, u64>,
	/// How much strangers were to send.
	pub knocks_due: u64,
	/// What they were answered, by kind.
	pub strangers: BTreeMap<String, u64>,
}

/// What nodes answer, where no rule of the door refuses.
const ACCEPTED: &str = "accepted";
const NONCE_USED: &str = "nonce used";
/// The only way to meet a stranger.
const STRANGER: &str = "Pool.Stranger";
/// What tells an officer to wait, or to send something shorter.
const WAIT: [&str; 3] = ["Pool.TooManyWaiting", "Pool.TooManyBytesWaiting", "Pool.TooLong"];

impl Flooded {
	/// Whether there was a flood, and nobody was hurt. A payment may take twice its usual time, or longer than
	/// usual by what is spared it, where that is more: on a busy machine the usual time is short by luck.
	pub fn ensure_harmless(&self, spared: Duration) -> Result<()> {
		self.ensure_flood()?;
		ensure!(self.released > 0, "nothing was paid in the flood: {self:?}");
		let usual = self.usual_milliseconds;
		let allowed = usual.saturating_mul(2).max(usual.saturating_add(milliseconds(spared)));
		ensure!(self.flooded_milliseconds <= allowed, "payments take too long: {self:?}");
		ensure!(self.longest_without_finality <= 5_000, "finality stopped: {self:?}");
		ensure!(self.most_memory_mib < 1_024, "a node takes too much memory: {self:?}");
		Ok(())
	}

	/// Whether both knocked hard enough, and the door alone refused them: a node that is down, or a pool that is
	/// full, is no door.
	fn ensure_flood(&self) -> Result<()> {
		let is_waiting = |name: &String| WAIT.contains(&name.as_str());
		ensure!(self.answers.contains_key(ACCEPTED), "the bank sent nothing: {self:?}");
		ensure!(self.answers.keys().any(is_waiting), "the bank never had to wait: {self:?}");
		let other = self.answers.keys().find(|name| {
			let expected = [ACCEPTED, NONCE_USED].contains(&name.as_str());
			!expected && !is_waiting(name)
		});
		ensure!(other.is_none(), "the bank was answered something else than to wait: {self:?}");
		let other = self.strangers.keys().find(|name| *name != STRANGER);
		ensure!(other.is_none(), "a stranger was answered something else: {self:?}");
		let knocked: u64 = self.strangers.values().sum();
		ensure!(knocked > 0 && knocked >= self.knocks_due / 2, "strangers hardly knocked: {self:?}");
		Ok(())
	}
}

#[derive(Default)]
struct Counters {
	stop: AtomicBool,
	bank: Answers,
	strangers: Answers,
}

impl Counters {
	fn is_over(&self) -> bool {
		self.stop.load(Ordering::Relaxed)
	}
}

/// What kind of answer it is: by the rule that refuses, or why else.
fn kind(answer: &Push) -> String {
	match answer {
		Push::Accepted => ACCEPTED.into(),
		Push::NonceUsed => NONCE_USED.into(),
		Push::TooOld => "too old".into(),
		Push::Later(error) | Push::SetAside(error) | Push::Refused(error) => Failure::of(error).0,
		Push::Down(reason) => format!("down: {reason}"),
	}
}

/// Starts four nodes, sets a scene, pays in peace and in the flood.
pub async fn flood(folder: &Path, settings: &Settings, tell: impl Fn(&str)) -> Result<Flooded> {
	tell("starting four nodes (two regulators, two banks)");
	let consortium = Consortium::start(folder, None).await?;
	consortium.wait_connected().await?;
	let mut clients = Vec::new();
	for node in &consortium.nodes {
		clients.push(Arc::new(Client::connect(&[node.url()], None).await?));
	}
	let first = consortium.nodes.first().context("no node")?;
	let (watch, following) = Watch::start(&first.url()).await?;
	let work = async {
		let answers = Arc::new(Answers::default());
		let cast = Cast::assemble(&clients, &watch, &answers, settings.crew)?;
		let today = super::today(clients.first().context("no node")?).await?;
		watch.next_block().await?;
		let loans = scene::set(&cast, Size { loans: 1, suppliers: 2 }, today, &tell).await?;
		let loan = loans.into_iter().find(|loan| loan.bank.name == PAYING).context("no loan")?;
		let genesis = clients.first().context("no node")?.genesis().0.into();
		let payer = Payer { loan, today, genesis };
		tell("payments in peace");
		let mut usual = Vec::new();
		for _ in 0..5 {
			usual.push(payer.pay().await?);
		}
		tell("the flood");
		let bank = cast.banks.iter().find(|bank| bank.name == FLOODING).context("no bank")?;
		let seen = in_flood(&consortium, &clients, &watch, bank, &payer, settings).await?;
		let (flooded, without_finality, counters) = seen;
		tell(&format!("answers beside: {}", answers.list()));
		let mut memory = 0;
		for node in &consortium.nodes {
			memory = memory.max(node.peak_memory_kib()? / 1_024);
		}
		Ok(Flooded {
			usual_milliseconds: median(&usual),
			flooded_milliseconds: median(&flooded),
			longest_milliseconds: milliseconds(flooded.iter().max().copied().unwrap_or_default()),
			released: flooded.len(),
			longest_without_finality: milliseconds(without_finality),
			most_memory_mib: memory,
			answers: counters.bank.take(),
			knocks_due: settings.strangers_per_second * settings.length.as_secs(),
			strangers: counters.strangers.take(),
		})
	};
	tokio::select! {
		report = work => report,
		ended = following => Err(match ended? {
			Err(error) => error,
			Ok(()) => anyhow::anyhow!("the finalised blocks are not followed any more"),
		}),
	}
}

/// The other bank's payments, one after the other.
struct Payer {
	loan: Arc<Loan>,
	today: Day,
	genesis: Digest,
}

impl Payer {
	/// Makes a payment; how long it took from its draft to its final release.
	async fn pay(&self) -> Result<Duration> {
		let due = Instant::now();
		let drawdown = Drawdown::new(self.loan.clone(), 1, due, self.today, self.genesis)?;
		let mut released = None;
		let told = |called: Called| {
			if called.step == Step::Release {
				released = Some(called.learnt.saturating_duration_since(due));
			}
		};
		let made = drawdown.make(told).await;
		made.map_err(|(step, Failure(rule))| anyhow::anyhow!("{}: {rule}", step.name()))?;
		released.context("settled without a release")
	}
}

type Seen = (Vec<Duration>, Duration, Arc<Counters>);

async fn in_flood(
	consortium: &Consortium,
	clients: &[Arc<Client>],
	watch: &Arc<Watch>,
	bank: &Arc<Bank>,
	payer: &Payer,
	settings: &Settings,
) -> Result<Seen> {
	let counters = Arc::new(Counters::default());
	let mut running = JoinSet::new();
	let officers = [&bank.makers, &bank.checkers].into_iter().flat_map(|pool| pool.named());
	for (number, (name, _)) in officers.enumerate() {
		let client = clients.get(number % clients.len()).context("no node")?.clone();
		let officer = Officer { key: key(name)?, client, watch: watch.clone(), counters: counters.clone() };
		running.spawn(officer.flood());
	}
	for (number, client) in clients.iter().enumerate() {
		let rate = settings.strangers_per_second / clients.len() as u64;
		running.spawn(knock(number, client.clone(), watch.clone(), counters.clone(), rate));
	}
	let begun = Instant::now();
	let watched = futures::future::try_join_all(
		consortium.nodes.iter().map(|node| longest_without_finality(node, settings.length)),
	);
	let paid = async {
		let mut paid = Vec::new();
		while begun.elapsed() < settings.length {
			paid.push(payer.pay().await?);
		}
		Ok::<_, anyhow::Error>(paid)
	};
	let (watched, paid) = futures::try_join!(watched, paid)?;
	counters.stop.store(true, Ordering::Relaxed);
	while let Some(ended) = running.join_next().await {
		ended??;
	}
	Ok((paid, watched.into_iter().max().unwrap_or_default(), counters))
}

/// The longest time in which this node's finality did not move.
async fn longest_without_finality(node: &Node, length: Duration) -> Result<Duration> {
	let begun = Instant::now();
	let (mut last, mut moved, mut longest) = (node.finalised().await?, begun, Duration::ZERO);
	while begun.elapsed() < length {
		tokio::time::sleep(LOOK).await;
		let now = node.finalised().await?;
		longest = longest.max(moved.elapsed());
		if now > last {
			(last, moved) = (now, Instant::now());
		}
	}
	Ok(longest)
}

fn key(name: &str) -> Result<Key> {
	Ok(Key::development(&format!("//{name}"), Scheme::Ed25519)?)
}

/// A settlement file of payments that nobody knows, each failed for a reason as long as can be.
fn file(results: u16) -> Result<Call> {
	let batch = Uetr::from_random(random()?);
	let result = |number: u16| {
		json!({
			"uetr": Uetr::of_batch_line(batch, number),
			"outcome": { "Failed": { "reason": "x".repeat(160) } },
			"bank_reference": "x".repeat(MAX_BANK_REFERENCE as usize),
			"booked_on": "2026-01-05",
			"value_on": "2026-01-05",
		})
	};
	let results: Vec<_> = (0..results).map(result).collect();
	Ok(payments::settle(blake2_256(&[&batch.0]).into(), json!(results)))
}

/// One of the flooding bank's officers: the longest file that is let in, or a short one, for as long as it lasts.
struct Officer {
	key: Key,
	client: Arc<Client>,
	watch: Arc<Watch>,
	counters: Arc<Counters>,
}

impl Officer {
	async fn flood(self) -> Result<()> {
		let calls = [file(u16::try_from(MAX_LINES)?)?, file(1)?];
		let mut nonce = self.client.next_nonce(&self.key).await?;
		while !self.counters.is_over() {
			let mut is_taken = false;
			for call in &calls {
				let head = self.watch.head();
				let payload = call.payload(head.metadata_ref())?;
				let prepared = sign_at(&head, &payload, &self.key, nonce)?;
				let answer = self.client.push(&prepared.bytes).await;
				self.counters.bank.count(kind(&answer));
				match answer {
					Push::Accepted => {
						nonce += 1;
						is_taken = true;
						break;
					}
					Push::NonceUsed => {
						nonce = self.client.next_nonce(&self.key).await?;
						break;
					}
					// Too long to wait there, or too many wait.
					_ => (),
				}
			}
			if !is_taken {
				tokio::time::sleep(KNOCK_AGAIN).await;
			}
		}
		Ok(())
	}
}

/// Strangers at one node: well-formed, well-signed transactions of keys that nobody admitted.
async fn knock(
	number: usize,
	client: Arc<Client>,
	watch: Arc<Watch>,
	counters: Arc<Counters>,
	rate: u64,
) -> Result<()> {
	const TICK: Duration = Duration::from_millis(50);
	let keys =
		(0..STRANGERS).map(|each| key(&format!("stranger-{number}-{each}"))).collect::<Result<Vec<_>>>()?;
	let (call, mut sent, started) = (file(1)?, 0_u64, Instant::now());
	while !counters.is_over() {
		let (begun, head) = (Instant::now(), watch.head());
		let payload = call.payload(head.metadata_ref())?;
		let mut letters = Vec::new();
		let due = rate * milliseconds(started.elapsed()) / 1_000;
		// Who is behind catches up, not all at once.
		let until = due.min(sent + rate / 4 + 1);
		for number in sent..until {
			let key = &keys[usize::try_from(number % STRANGERS)?];
			letters.push(sign_at(&head, &payload, key, number / STRANGERS)?);
		}
		sent = sent.max(until);
		let answers = letters.iter().map(|letter| client.push(&letter.bytes));
		for answer in futures::future::join_all(answers).await {
			counters.strangers.count(kind(&answer));
		}
		tokio::time::sleep(TICK.saturating_sub(begun.elapsed())).await;
	}
	Ok(())
}

fn milliseconds(time: Duration) -> u64 {
	u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn median(times: &[Duration]) -> u64 {
	let mut sorted = times.to_vec();
	sorted.sort_unstable();
	sorted.get(sorted.len() / 2).copied().map_or(0, milliseconds)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn counted(answers: &[(&str, u64)]) -> BTreeMap<String, u64> {
		answers.iter().map(|(name, count)| ((*name).into(), *count)).collect()
	}

	fn harmless() -> Flooded {
		Flooded {
			usual_milliseconds: 1_500,
			flooded_milliseconds: 3_000,
			longest_milliseconds: 4_000,
			released: 4,
			longest_without_finality: 2_000,
			most_memory_mib: 500,
			answers: counted(&[(ACCEPTED, 9), (NONCE_USED, 1), (WAIT[0], 5), (WAIT[1], 5), (WAIT[2], 5)]),
			knocks_due: 1_000,
			strangers: counted(&[(STRANGER, 500)]),
		}
	}

	#[test]
	fn only_the_door_may_refuse_and_only_when_somebody_knocks() {
		let fails = |change: fn(&mut Flooded)| {
			let mut seen = harmless();
			change(&mut seen);
			seen.ensure_harmless(Duration::ZERO).unwrap_err().to_string()
		};
		assert!(harmless().ensure_harmless(Duration::ZERO).is_ok());
		assert!(fails(|seen| seen.answers = counted(&[(WAIT[0], 5)])).starts_with("the bank sent nothing"));
		assert!(fails(|seen| seen.answers = counted(&[(ACCEPTED, 5)])).contains("never had to wait"));
		for other in ["down: no route", "the node's pool is full", "too old", "Pool.Stranger"] {
			let mut seen = harmless();
			seen.answers.insert(other.into(), 1);
			let error = seen.ensure_harmless(Duration::ZERO).unwrap_err().to_string();
			assert!(error.starts_with("the bank was answered something else"), "{error}");
		}
		for other in [ACCEPTED, "down: no route", NONCE_USED, "Pool.BadSignature"] {
			let mut seen = harmless();
			seen.strangers.insert(other.into(), 1);
			let error = seen.ensure_harmless(Duration::ZERO).unwrap_err().to_string();
			assert!(error.starts_with("a stranger was answered something else"), "{error}");
		}
		assert!(fails(|seen| seen.strangers = counted(&[(STRANGER, 499)])).contains("hardly knocked"));
		assert!(fails(|seen| seen.strangers.clear()).contains("hardly knocked"));
	}

	#[test]
	fn a_payment_may_take_twice_its_usual_time_or_what_is_spared_it() {
		let with = |usual, flooded, spared| {
			let seen = Flooded { usual_milliseconds: usual, flooded_milliseconds: flooded, ..harmless() };
			seen.ensure_harmless(Duration::from_secs(spared)).is_ok()
		};
		assert!(with(1_500, 3_000, 0) && !with(1_500, 3_001, 0));
		assert!(with(1_500, 3_500, 2) && !with(1_500, 3_501, 2));
		assert!(with(3_000, 6_000, 2) && !with(3_000, 6_001, 2));
	}

	#[test]
	fn answers_are_counted_by_the_rule_that_refuses() {
		let error = || zhidai_sdk::Error::new(zhidai_sdk::Kind::NotFinal, "the node's pool is full");
		assert_eq!(kind(&Push::Refused(error().by_rule(STRANGER, None))), STRANGER);
		assert_eq!(kind(&Push::Later(error())), "the node's pool is full");
		assert_eq!(kind(&Push::Down("no route".into())), "down: no route");
	}
}
