//! An officer of a client process: signs, writes down in the outbox before anything is sent, hands in, and asks what
//! became of it. Keeps in memory what waits, so that the journal is read only once.

use super::super::desk::Failure;
use super::notes::{Event, Notes};
use super::plan::{self, now_ms, Plan};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use zhidai_api::Outcome;
use zhidai_sdk::chain::{sign_for, AtBlock, Call, Prepared, Push, SubmitOptions, Wait};
use zhidai_sdk::keys::{Key, Scheme};
use zhidai_sdk::outbox::{About, Entry, Outbox, Signature, State};
use zhidai_sdk::{Client, Error, Kind};

/// When a call is offered again that was told to wait: the door says after a block.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);
/// When it is tried again where the answer did not say whether the node has it.
const TRY_AGAIN: Duration = Duration::from_millis(500);
/// How often such a call is tried before it is left to the outbox.
const MOST_TRIES: u32 = 20;
/// How often outcomes are asked for.
const ASK: Duration = Duration::from_secs(1);
/// In every which round all are asked for, and sent again where no node has them: while calls are offered, and then.
const FULL_ROUND: (u32, u32) = (16, 4);
/// What was signed less long ago may just be on its way.
const FRESH_SECONDS: u64 = 4;
/// How long the SDK may try with each that an earlier process wrote down.
const RESUME: Duration = Duration::from_secs(1);

/// A signed call that is written down, or about to be.
pub struct Letter {
	/// The call's number.
	pub number: u64,
	call: Call,
	blocks: u64,
	about: About,
	signature: Signature,
	was_told: bool,
}

impl Letter {
	/// Its place among the account's.
	pub fn nonce(&self) -> u64 {
		self.about.nonce
	}
}

/// What handing in came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
	/// A node has it.
	Taken,
	/// It was told to wait, by this rule.
	Waits(String),
	/// It is not offered again: refused, or the answers did not say.
	Left,
}

/// What was written down and has no outcome yet.
#[derive(Clone)]
struct Waiting {
	number: u64,
	entry: Entry,
	/// Whether a node took it.
	is_taken: bool,
}

/// An officer.
pub struct Desk {
	/// The name of the key.
	pub name: String,
	/// Whether everything is offered, so that who asks for outcomes can end.
	pub has_offered: AtomicBool,
	key: Key,
	account: String,
	outbox: Outbox,
	plan: Arc<Plan>,
	client: Arc<Client>,
	notes: Arc<Notes>,
	/// Who signs one after the other takes turns here.
	turn: tokio::sync::Mutex<()>,
	waiting: Mutex<Vec<Waiting>>,
	ended: Mutex<BTreeMap<u64, Outcome>>,
}

impl Desk {
	/// The desk of a development key.
	pub fn new(name: &str, plan: &Arc<Plan>, client: &Arc<Client>, notes: &Arc<Notes>) -> Result<Self> {
		let key = Key::development(&format!("//{name}"), Scheme::Ed25519)?;
		let account = key.account().to_string();
		Ok(Self {
			name: name.into(),
			has_offered: AtomicBool::new(false),
			outbox: Outbox::new(&plan.folder, client.genesis().0, &account),
			key,
			account,
			plan: plan.clone(),
			client: client.clone(),
			notes: notes.clone(),
			turn: tokio::sync::Mutex::default(),
			waiting: Mutex::default(),
			ended: Mutex::default(),
		})
	}

	fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
		self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
	}

	fn outcomes(&self) -> MutexGuard<'_, BTreeMap<u64, Outcome>> {
		self.ended.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Notes what happened to a call.
	pub fn note(&self, number: u64, event: Event) -> Result<()> {
		self.notes.write(number, event)
	}

	/// The nonce after all that the node has ready: what waits there for an earlier one does not count, so that the gap
	/// is filled which an expired call leaves.
	pub async fn nonce_at_node(&self) -> Result<u64> {
		Ok(self.client.next_nonce(&self.key).await?)
	}

	/// The nonce after all that a node took of this officer.
	async fn next_nonce(&self) -> Result<u64> {
		self.nonce_after(|each| each.is_taken).await
	}

	/// The nonce after all that this officer has written down.
	pub async fn nonce_after_all(&self) -> Result<u64> {
		self.nonce_after(|_| true).await
	}

	async fn nonce_after(&self, counts: impl Fn(&Waiting) -> bool) -> Result<u64> {
		let own =
			self.waiting().iter().filter(|each| counts(each)).map(|each| each.entry.about.nonce + 1).max();
		Ok(self.client.next_nonce(&self.key).await?.max(own.unwrap_or_default()))
	}

	/// Signs; nothing is written down yet.
	pub fn sign(&self, at: &AtBlock, number: u64, call: Call, nonce: u64, blocks: u64) -> Result<Letter> {
		let signature = self.signature(at, &call, nonce, blocks)?;
		let about = About {
			request: plan::request(number),
			call: call.title(),
			account: self.account.clone(),
			nonce,
			uetr: None,
			request_id: None,
			call_digest: None,
		};
		Ok(Letter { number, call, blocks, about, signature, was_told: false })
	}

	fn signature(&self, at: &AtBlock, call: &Call, nonce: u64, blocks: u64) -> Result<Signature> {
		let payload = call.payload(at.metadata_ref())?;
		let Prepared { bytes, hash, last_block } = sign_for(at, &payload, &self.key, nonce, blocks)?;
		let hash = format!("0x{}", hex::encode(hash));
		Ok(Signature { hash, bytes, born_at: at.block_number(), last_block })
	}

	/// Writes letters down, with one reading of the journal; when this returns, they survive a crash. Waits where the
	/// outbox is full.
	pub async fn write_down(&self, letters: &[Letter]) -> Result<()> {
		let mut held = self.outbox.hold().await?;
		for letter in letters {
			while let Err(error) = held.sign(&letter.about, &letter.signature) {
				if error.kind != Kind::Usage {
					return Err(error.into());
				}
				drop(held);
				tokio::time::sleep(RETRY_AFTER).await;
				held = self.outbox.hold().await?;
			}
			let entry = Entry {
				about: letter.about.clone(),
				signatures: vec![letter.signature.clone()],
				signed_at: now_ms() / 1_000,
				state: State::Waiting,
			};
			self.waiting().push(Waiting { number: letter.number, entry, is_taken: false });
		}
		Ok(())
	}

	/// Signs anew with the same nonce what a node has set aside.
	async fn sign_again(&self, letter: &mut Letter) -> Result<()> {
		let at = self.client.at_final().await?;
		letter.signature = self.signature(&at, &letter.call, letter.nonce(), letter.blocks)?;
		self.outbox.hold().await?.sign(&letter.about, &letter.signature)?;
		let mut waiting = self.waiting();
		let same = waiting.iter_mut().find(|each| each.entry.about == letter.about);
		same.into_iter().for_each(|each| each.entry.signatures.push(letter.signature.clone()));
		Ok(())
	}

	/// Hands a letter in, and again where no node answered.
	pub async fn offer(&self, letter: &mut Letter) -> Result<Offered> {
		let mut may_be_known = false;
		for _ in 0..MOST_TRIES {
			match self.client.push(&letter.signature.bytes).await {
				Push::Accepted => {
					self.taken(letter.nonce());
					self.note(letter.number, Event::Accepted)?;
					return Ok(Offered::Taken);
				}
				Push::Later(error) => {
					let Failure(rule) = Failure::of(&error);
					if !std::mem::replace(&mut letter.was_told, true) {
						self.note(letter.number, Event::ToldToWait(rule.clone()))?;
					}
					return Ok(Offered::Waits(rule));
				}
				Push::Refused(error) => {
					self.note(letter.number, Event::Refused(Failure::of(&error).0))?;
					if !may_be_known {
						self.refused(letter, error).await?;
					}
					return Ok(Offered::Left);
				}
				// It is in a block, or can be in none: its outcome tells.
				Push::NonceUsed | Push::TooOld => {
					self.note(letter.number, Event::Unclear("its nonce is used, or its era over".into()))?;
					return Ok(Offered::Left);
				}
				Push::SetAside(_) => self.sign_again(letter).await?,
				Push::Dropped(error) => {
					may_be_known = true;
					self.note(letter.number, Event::Unclear(error.message))?;
				}
				Push::Down(reason) => {
					may_be_known = true;
					self.note(letter.number, Event::Unclear(reason))?;
				}
			}
			tokio::time::sleep(TRY_AGAIN).await;
		}
		Ok(Offered::Left)
	}

	fn taken(&self, nonce: u64) {
		let mut waiting = self.waiting();
		waiting
			.iter_mut()
			.filter(|each| each.entry.about.nonce == nonce)
			.for_each(|each| each.is_taken = true);
	}

	/// The door refused the only sending: that is its ending.
	async fn refused(&self, letter: &Letter, error: Error) -> Result<()> {
		let state = State::Refused { block: None, rule: error.rule };
		self.outbox.end(&letter.signature.hash, state).await?;
		self.waiting().retain(|each| each.entry.about != letter.about);
		Ok(())
	}

	/// Whether a letter can be in no block any more.
	pub async fn is_over(&self, letter: &Letter) -> bool {
		let heights = self.client.heights().await;
		heights.is_ok_and(|(_, finalised)| finalised >= letter.signature.last_block)
	}

	/// Signs, writes down and hands in, one after the other, until a node has it or its era is over. Whether one
	/// has it.
	pub async fn send(&self, number: u64, call: Call) -> Result<bool> {
		let _turn = self.turn.lock().await;
		let (at, nonce) = (self.client.at_final().await?, self.next_nonce().await?);
		let mut letter = self.sign(&at, number, call, nonce, plan::BLOCKS)?;
		self.write_down(std::slice::from_ref(&letter)).await?;
		loop {
			match self.offer(&mut letter).await? {
				Offered::Taken => return Ok(true),
				Offered::Left => return Ok(false),
				Offered::Waits(rule) if self.is_over(&letter).await => {
					self.note(number, Event::GivenUp(rule))?;
					return Ok(false);
				}
				Offered::Waits(_) => tokio::time::sleep(RETRY_AFTER).await,
			}
		}
	}

	/// Waits for the outcome of a call that was written down, as long as outcomes are asked for.
	pub async fn outcome(&self, number: u64, ends_at: u64) -> Option<Outcome> {
		while now_ms() < ends_at {
			if let Some(outcome) = self.outcomes().get(&number) {
				return Some(outcome.clone());
			}
			tokio::time::sleep(ASK / 4).await;
		}
		None
	}

	/// Goes on with what an earlier process wrote down. Answers which calls these are, and which of them are to be
	/// offered again: where one is told to wait, those after it would be too.
	pub async fn resume(&self, kind_of: impl Fn(u64) -> plan::Kind) -> Result<(BTreeSet<u64>, Vec<Letter>)> {
		let entries = self.outbox.entries()?;
		let begun: BTreeSet<u64> =
			entries.iter().map(|entry| plan::number_of(&entry.about.request)).collect::<Result<_>>()?;
		let mut open: Vec<Entry> = entries.into_iter().filter(Entry::is_waiting).collect();
		open.sort_by_key(|entry| entry.about.nonce);
		let options = SubmitOptions { wait: Wait::Pool, timeout: RESUME, request: String::new() };
		let (mut again, mut was_told) = (Vec::new(), false);
		for entry in open {
			let number = plan::number_of(&entry.about.request)?;
			let mut is_taken = false;
			if !was_told {
				match self.client.resume(&entry, &self.outbox, &options).await {
					Ok(_) => {
						is_taken = true;
						self.note(number, Event::Resumed)?;
					}
					Err(error) => {
						was_told = error.rule.as_deref().is_some_and(|rule| rule.starts_with("Pool."));
						self.note(number, Event::Unclear(Failure::of(&error).0))?;
					}
				}
			}
			if let Some(signature) = entry.signatures.last().filter(|_| !is_taken) {
				let (about, signature) = (entry.about.clone(), signature.clone());
				let (call, blocks) = (self.plan.call(number, kind_of(number), &self.name), plan::BLOCKS);
				again.push(Letter { number, call, blocks, about, signature, was_told: false });
			}
			self.waiting().push(Waiting { number, entry, is_taken });
		}
		Ok((begun, again))
	}

	/// Asks for outcomes and writes them down, until everything has one or time is over.
	pub async fn follow(&self, ends_at: u64) -> Result<()> {
		for round in 1_u32.. {
			let has_offered = self.has_offered.load(Ordering::Relaxed);
			let waiting = self.waiting().clone();
			if has_offered && waiting.is_empty() || now_ms() > ends_at {
				break;
			}
			let every = if has_offered { FULL_ROUND.1 } else { FULL_ROUND.0 };
			let is_full = round % every == 0;
			let mut ended = Vec::new();
			for each in waiting {
				match self.ask(&each, is_full).await? {
					Some(outcome) => ended.push((each, outcome)),
					// What comes after it has hardly ended either.
					None if !is_full => break,
					None => {}
				}
			}
			self.end(ended).await?;
			// Where steps wait for each other, it is asked for more often.
			let is_stream = self.plan.part == plan::Part::Stream;
			tokio::time::sleep(if is_stream { ASK } else { ASK / 2 }).await;
		}
		Ok(())
	}

	/// Asks what became of one; sends it again, where that is due and no node has it.
	async fn ask(&self, each: &Waiting, is_full: bool) -> Result<Option<Outcome>> {
		// Where no node answers, the next round asks again.
		let Ok(outcome) = self.client.outcome(&each.entry).await else { return Ok(None) };
		let is_lost = match outcome {
			Some(Outcome::Included { .. } | Outcome::NotYet { in_pool: true }) => false,
			Some(Outcome::NotYet { in_pool: false }) | None => true,
			ended => return Ok(ended),
		};
		let is_old = now_ms() / 1_000 >= each.entry.signed_at + FRESH_SECONDS;
		if let Some(newest) = each.entry.signatures.last().filter(|_| is_lost && is_old && is_full) {
			// What is in a hurry waits in no pool ready: it is left to expire.
			let may_send = each.is_taken && self.plan.part != plan::Part::Hurry;
			if may_send && self.client.push(&newest.bytes).await == Push::Accepted {
				self.note(each.number, Event::SentAgain)?;
			}
		}
		Ok(None)
	}

	async fn end(&self, ended: Vec<(Waiting, Outcome)>) -> Result<()> {
		if ended.is_empty() {
			return Ok(());
		}
		let mut held = self.outbox.hold().await?;
		for (each, outcome) in ended {
			let state = match &outcome {
				Outcome::Final { place } => State::Final { block: place.block.into() },
				Outcome::Refused { place, refusal } => {
					State::Refused { block: Some(place.block.into()), rule: refusal.rule.clone() }
				}
				_ => State::Impossible,
			};
			match state {
				State::Impossible => {
					let signatures = each.entry.signatures.iter();
					let hashes: Vec<String> = signatures.map(|signature| signature.hash.clone()).collect();
					// Signed anew in between: the next round asks for that signature too.
					if held.end_impossible(&hashes).is_err() {
						continue;
					}
				}
				state => held.end(each.entry.hash(), state)?,
			}
			self.waiting().retain(|other| other.entry.about != each.entry.about);
			self.outcomes().insert(each.number, outcome);
			self.note(each.number, Event::Ended)?;
		}
		Ok(())
	}
}
