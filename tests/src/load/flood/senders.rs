//! Who floods: the officers of a bank with all that they may send, and strangers.

use super::super::cast::{Bank, Pool};
use super::super::desk::{Answers, Failure};
use super::super::drawdown::Drawdown;
use super::super::probe;
use super::super::scene::Loan;
use super::super::watch::Watch;
use super::milliseconds;
use anyhow::{Context, Result};
use serde_json::json;
use std::collections::btree_map::{BTreeMap, Entry};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};
use zhidai_api::limits::MAX_BANK_REFERENCE;
use zhidai_api::{AccountVersion, BankOutcome, BankResult, Day, Digest, Uetr, MAX_LINES};
use zhidai_sdk::calls::{payments, registry};
use zhidai_sdk::chain::{sign_at, AtBlock, Call, Push};
use zhidai_sdk::keys::{blake2_256, random, Key, Scheme};
use zhidai_sdk::subxt::ext::scale_value::Composite;
use zhidai_sdk::subxt::transactions::DynamicPayload;
use zhidai_sdk::Client;

/// How often an officer knocks again whom the door has told to wait.
const KNOCK_AGAIN: Duration = Duration::from_millis(500);
/// How many keys the strangers have; each signs with ever other nonces.
const STRANGERS: u64 = 64;

/// What nodes answer, where no rule of the door refuses.
pub(super) const ACCEPTED: &str = "accepted";
pub(super) const NONCE_USED: &str = "nonce used";

#[derive(Default)]
pub(super) struct Counters {
	pub(super) stop: AtomicBool,
	pub(super) bank: Answers,
	pub(super) sent: Answers,
	pub(super) strangers: Answers,
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
		Push::Later(error) | Push::Dropped(error) | Push::SetAside(error) | Push::Refused(error) => {
			Failure::of(error).0
		}
		Push::Down(reason) => format!("down: {reason}"),
	}
}

/// What a flooding officer sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sent {
	/// The longest call of all: a settlement file of 500 payments that nobody knows, each failed for a reason as long
	/// as can be. Nobody has entered it: a rule refuses it.
	LongFile,
	/// One with a single result.
	ShortFile,
	/// Entries of files that nobody has.
	Entries,
	/// A draft of 500 payments.
	Drafts,
	/// A new key for oneself, which proves nothing: a rule refuses it, so that the officer can send the next one.
	Rotation,
}

impl Sent {
	pub(super) const ALL: [Self; 5] =
		[Self::LongFile, Self::ShortFile, Self::Entries, Self::Drafts, Self::Rotation];
	const OF_MAKERS: &'static [Self] = &[Self::Drafts, Self::Entries, Self::Rotation];
	const OF_CHECKERS: &'static [Self] = &[Self::LongFile, Self::Entries, Self::ShortFile, Self::Rotation];
	const OF_OTHERS: &'static [Self] = &[Self::Rotation];

	pub(super) const fn name(self) -> &'static str {
		match self {
			Self::LongFile => "file of 500 results",
			Self::ShortFile => "file of one result",
			Self::Entries => "entries of files",
			Self::Drafts => "draft of 500 payments",
			Self::Rotation => "key rotation",
		}
	}
}

/// Who floods, by the names of the keys, and with what: all but the admins, and the last of those who release, who is
/// removed in the middle of it.
pub(super) fn flooders(bank: &Bank) -> Vec<(String, &'static [Sent])> {
	let named = |pool: &Pool| pool.named().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
	let mut others = named(&bank.releasers);
	others.pop();
	others.extend(["attest", "council"].map(|duty| format!("{}.{duty}", bank.name)));
	let groups = [
		(named(&bank.makers), Sent::OF_MAKERS),
		(named(&bank.checkers), Sent::OF_CHECKERS),
		(others, Sent::OF_OTHERS),
	];
	let each = groups.into_iter().flat_map(|(names, sent)| names.into_iter().map(move |name| (name, sent)));
	each.collect()
}

fn key(name: &str) -> Result<Key> {
	Ok(Key::development(&format!("//{name}"), Scheme::Ed25519)?)
}

/// A settlement file of payments that nobody knows.
fn file(results: u16) -> Result<Call> {
	let batch = Uetr::from_random(random()?);
	let day = Day::from_ymd(2026, 1, 5).map_err(|error| anyhow::anyhow!("{error}"))?;
	let result = |number: u16| BankResult {
		uetr: Uetr::of_batch_line(batch, number),
		outcome: BankOutcome::Failed { reason: "x".repeat(160) },
		amount_fen: 100,
		account: Some(AccountVersion(0)),
		bank_reference: "x".repeat(MAX_BANK_REFERENCE as usize),
		booked_on: day,
		value_on: day,
	};
	let results: Vec<_> = (0..results).map(result).collect();
	Ok(payments::settle(blake2_256(&[&batch.0]).into(), &results))
}

/// Entries of settlement files that nobody has.
fn entries() -> Result<Call> {
	let run: [u8; 16] = random()?;
	Ok(probe::entries((0..probe::BATCH_FILES).map(|file| blake2_256(&[&run, &file.to_le_bytes()]).into())))
}

/// What the flood is made of.
pub(super) struct Source {
	/// The flooding bank's own loan.
	pub(super) loan: Arc<Loan>,
	pub(super) today: Day,
	pub(super) genesis: Digest,
	/// Whether every call is another one, so that no rule refuses it early.
	pub(super) is_new: bool,
}

impl Source {
	fn call(&self, sent: Sent, key: &Key) -> Result<Call> {
		let most = u16::try_from(MAX_LINES)?;
		Ok(match sent {
			Sent::LongFile => file(most)?,
			Sent::ShortFile => file(1)?,
			Sent::Entries => entries()?,
			Sent::Drafts => {
				Drawdown::new(self.loan.clone(), most, Instant::now(), self.today, self.genesis)?.draft()
			}
			Sent::Rotation => {
				let (scheme, signature) = key.sign_message_named(b"zhidai/bench/no proof");
				let proof = json!({ scheme: format!("0x{}", hex::encode(signature)) });
				registry::rotate_key(&key.account().to_string(), proof)
			}
		})
	}
}

type Payload = DynamicPayload<Composite<()>>;

/// One of the flooding bank's officers: whatever of its calls is let in, for as long as it lasts.
pub(super) struct Officer {
	key: Key,
	sends: &'static [Sent],
	source: Arc<Source>,
	client: Arc<Client>,
	watch: Arc<Watch>,
	counters: Arc<Counters>,
	/// What is sent next of each kind. Made once, and anew only when a node took it.
	ready: BTreeMap<Sent, Payload>,
}

impl Officer {
	pub(super) fn new(
		(name, sends): (&str, &'static [Sent]),
		source: Arc<Source>,
		client: Arc<Client>,
		watch: Arc<Watch>,
		counters: Arc<Counters>,
	) -> Result<Self> {
		Ok(Self { key: key(name)?, sends, source, client, watch, counters, ready: BTreeMap::new() })
	}

	fn make(&mut self, sent: Sent, head: &AtBlock) -> Result<()> {
		if let Entry::Vacant(place) = self.ready.entry(sent) {
			place.insert(self.source.call(sent, &self.key)?.payload(head.metadata_ref())?);
		}
		Ok(())
	}

	pub(super) async fn flood(mut self) -> Result<()> {
		let mut nonce = self.client.next_nonce(&self.key).await?;
		let (sends, mut turn) = (self.sends, 0);
		while !self.counters.is_over() {
			let before = turn;
			for sent in sends.iter().copied().cycle().skip(turn % sends.len()).take(sends.len()) {
				let answer = self.push(sent, nonce).await?;
				self.counters.bank.count(kind(&answer));
				match answer {
					Push::Accepted => {
						self.counters.sent.count(sent.name());
						(nonce, turn) = (nonce + 1, turn + 1);
						if self.source.is_new {
							self.ready.remove(&sent);
						}
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
			// Nothing was let in.
			if turn == before {
				tokio::time::sleep(KNOCK_AGAIN).await;
			}
		}
		Ok(())
	}

	async fn push(&mut self, sent: Sent, nonce: u64) -> Result<Push> {
		let head = self.watch.head();
		self.make(sent, &head)?;
		let payload = self.ready.get(&sent).context("just made")?;
		let prepared = sign_at(&head, payload, &self.key, nonce)?;
		Ok(self.client.push(&prepared.bytes).await)
	}
}

/// Strangers at one node: well-formed, well-signed transactions of keys that nobody admitted.
pub(super) async fn knock(
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn answers_are_counted_by_the_rule_that_refuses() {
		let error = || zhidai_sdk::Error::new(zhidai_sdk::Kind::NotFinal, "the node's pool is full");
		assert_eq!(kind(&Push::Refused(error().by_rule("Pool.Stranger", None))), "Pool.Stranger");
		assert_eq!(kind(&Push::Later(error())), "the node's pool is full");
		assert_eq!(kind(&Push::Down("no route".into())), "down: no route");
	}
}
