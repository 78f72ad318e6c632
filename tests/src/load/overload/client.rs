//! A client process: officers who offer their calls through the SDK and its outbox, note every answer, and ask what
//! became of them. Started again after a kill, it goes on from the outbox.

use super::notes::{self, Event, Notes};
use super::plan::{now_ms, Plan};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use zhidai_api::Outcome;
use zhidai_sdk::chain::{Receipt, SubmitOptions, Wait};
use zhidai_sdk::keys::{Key, Scheme};
use zhidai_sdk::outbox::{Entry, Outbox, State};
use zhidai_sdk::{Client, Error, Kind};

/// When a call is offered again that was told to wait: the door says after a block.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// When it is tried again where the answer did not say whether the node has it.
const TRY_AGAIN: Duration = Duration::from_millis(500);
/// How long the SDK may then try by itself: it signs anew what a node has set aside.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often such a call is tried before it is left to the outbox.
const MOST_TRIES: u32 = 20;
/// How often outcomes are asked for, and in every which round what no node has is sent again.
const ASK: Duration = Duration::from_secs(1);
const FULL_ROUND: u32 = 4;
/// What was signed less long ago may just be on its way.
const FRESH_SECONDS: u64 = 4;

/// What an offer came to.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
	Accepted,
	Wait(String),
	Refused(String),
	Unclear(String),
}

/// What the SDK's answer means here.
fn judged(answer: zhidai_sdk::Result<Receipt>) -> Answer {
	let error = match answer {
		Ok(_) => return Answer::Accepted,
		Err(error) => error,
	};
	let Error { kind, message, rule, .. } = error;
	match (kind, rule) {
		(Kind::NotFinal, Some(rule)) if rule.starts_with("Pool.") => Answer::Wait(rule),
		(Kind::NotFinal | Kind::Network | Kind::Unexpected, _) => Answer::Unclear(message),
		// The outbox is full: nothing was signed.
		(Kind::Usage, None) => Answer::Wait("the outbox is full".into()),
		(_, rule) => Answer::Refused(rule.unwrap_or(message)),
	}
}

/// Does what the plan says, until every outcome is told.
pub async fn serve(plan: Plan) -> Result<()> {
	let client = Arc::new(Client::connect(&plan.urls, None).await?);
	// The keys are ones that everybody knows.
	client.trust_any_metadata();
	let before = notes::read(&plan.notes())?;
	let given_up = before.into_iter().filter(|note| matches!(note.event, Event::GivenUp(_)));
	let given_up = Arc::new(Mutex::new(given_up.map(|note| note.call).collect::<BTreeSet<_>>()));
	let (plan, notes) = (Arc::new(plan.clone()), Arc::new(Notes::open(&plan.notes())?));
	let mut desks = Vec::new();
	for (position, name) in plan.officers.iter().enumerate() {
		let key = Key::development(&format!("//{name}"), Scheme::Ed25519)?;
		let outbox = Outbox::new(&plan.folder, client.genesis().0, &key.account().to_string());
		desks.push(Desk {
			position,
			key,
			outbox,
			numbers: plan.calls_of(position).map(|number| (plan.uetr(number).to_string(), number)).collect(),
			plan: plan.clone(),
			client: client.clone(),
			notes: notes.clone(),
			given_up: given_up.clone(),
			has_offered: AtomicBool::new(false),
		});
	}
	futures::future::try_join_all(desks.iter().map(Desk::work)).await?;
	Ok(())
}

/// An officer.
struct Desk {
	position: usize,
	key: Key,
	outbox: Outbox,
	/// The own calls by the payments that they name.
	numbers: BTreeMap<String, u64>,
	plan: Arc<Plan>,
	client: Arc<Client>,
	notes: Arc<Notes>,
	given_up: Arc<Mutex<BTreeSet<u64>>>,
	has_offered: AtomicBool,
}

fn options(timeout: Duration) -> SubmitOptions {
	SubmitOptions { wait: Wait::Pool, timeout, request: String::new() }
}

impl Desk {
	async fn work(&self) -> Result<()> {
		let begun = self.resume().await?;
		let offer = async {
			self.offer_all(&begun).await?;
			self.has_offered.store(true, Ordering::Relaxed);
			anyhow::Ok(())
		};
		futures::try_join!(offer, self.follow())?;
		Ok(())
	}

	fn number(&self, entry: &Entry) -> Result<u64> {
		let uetr = entry.about.uetr.as_deref().context("an entry that names no payment")?;
		self.numbers.get(uetr).copied().with_context(|| format!("an entry of no call of this run: {uetr}"))
	}

	fn given_up(&self) -> MutexGuard<'_, BTreeSet<u64>> {
		self.given_up.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// What has no outcome yet, in the order of its nonces.
	fn waiting(&self) -> Result<Vec<Entry>> {
		let mut waiting: Vec<Entry> = self.outbox.entries()?.into_iter().filter(Entry::is_waiting).collect();
		waiting.sort_by_key(|entry| (entry.about.nonce, entry.signed_at));
		Ok(waiting)
	}

	/// Goes on with what an earlier process signed; answers which calls it had signed.
	async fn resume(&self) -> Result<BTreeSet<u64>> {
		let begun: BTreeSet<u64> =
			self.outbox.entries()?.iter().map(|entry| self.number(entry)).collect::<Result<_>>()?;
		for entry in self.waiting()? {
			let number = self.number(&entry)?;
			if self.given_up().contains(&number) {
				continue;
			}
			let receipt = self.client.resume(&entry, &self.outbox, &options(Duration::from_secs(1))).await;
			match judged(receipt) {
				Answer::Accepted => self.notes.write(number, Event::Resumed)?,
				Answer::Wait(why) | Answer::Unclear(why) | Answer::Refused(why) => {
					self.notes.write(number, Event::Unclear(why))?
				}
			}
		}
		Ok(begun)
	}

	async fn offer_all(&self, begun: &BTreeSet<u64>) -> Result<()> {
		for number in self.plan.calls_of(self.position).filter(|number| !begun.contains(number)) {
			let until_due = self.plan.due_at(number).saturating_sub(now_ms());
			tokio::time::sleep(Duration::from_millis(until_due)).await;
			self.offer(number).await?;
		}
		Ok(())
	}

	/// Offers a call until a node takes it, or it is not worth offering any more.
	async fn offer(&self, number: u64) -> Result<()> {
		let (call, worth_until) = (self.plan.call(number), self.plan.due_at(number) + self.plan.patience_ms);
		let (mut timeout, mut tries, mut was_told) = (Duration::ZERO, 0, false);
		loop {
			let answer = self.client.submit(&call, &self.key, &self.outbox, &options(timeout)).await;
			match judged(answer) {
				Answer::Accepted => return self.notes.write(number, Event::Accepted),
				Answer::Refused(rule) => return self.notes.write(number, Event::Refused(rule)),
				Answer::Wait(rule) => {
					if !std::mem::replace(&mut was_told, true) {
						self.notes.write(number, Event::ToldToWait(rule.clone()))?;
					}
					if now_ms() >= worth_until {
						self.given_up().insert(number);
						return self.notes.write(number, Event::GivenUp(rule));
					}
					timeout = Duration::ZERO;
					tokio::time::sleep(RETRY_AFTER).await;
				}
				Answer::Unclear(why) => {
					self.notes.write(number, Event::Unclear(why))?;
					tries += 1;
					if tries == MOST_TRIES {
						return Ok(());
					}
					timeout = PATIENCE;
					tokio::time::sleep(TRY_AGAIN).await;
					// Given once more, what has ended would be signed once more.
					if self.has_ended(number)? {
						return self.notes.write(number, Event::Accepted);
					}
				}
			}
		}
	}

	/// Whether the outbox knows the block in which a call ended.
	fn has_ended(&self, number: u64) -> Result<bool> {
		let uetr = self.plan.uetr(number).to_string();
		let is_in_a_block =
			|state: &State| matches!(state, State::Final { .. } | State::Refused { block: Some(_), .. });
		let entries = self.outbox.entries()?;
		let mut own = entries.iter().filter(|entry| entry.about.uetr.as_ref() == Some(&uetr));
		Ok(own.any(|entry| is_in_a_block(&entry.state)))
	}

	/// Asks for outcomes and writes them down, until everything has one or time is over.
	async fn follow(&self) -> Result<()> {
		for round in 1_u32.. {
			let has_offered = self.has_offered.load(Ordering::Relaxed);
			let waiting = self.waiting()?;
			if has_offered && waiting.is_empty() || now_ms() > self.plan.ends_at() {
				break;
			}
			let is_full = round % FULL_ROUND == 0;
			for entry in waiting {
				let is_ended = self.ask(&entry, is_full).await?;
				// What comes after it cannot have ended either.
				if !is_ended && !is_full {
					break;
				}
			}
			tokio::time::sleep(ASK).await;
		}
		Ok(())
	}

	/// Asks what became of one; sends it again, where that is due and no node has it. Whether it has ended.
	async fn ask(&self, entry: &Entry, is_full: bool) -> Result<bool> {
		// Where no node answers, the next round asks again.
		let Ok(outcome) = self.client.outcome(entry).await else { return Ok(false) };
		let ended = match outcome {
			Some(Outcome::Final { place }) => Some(State::Final { block: place.block.into() }),
			Some(Outcome::Refused { place, refusal }) => {
				Some(State::Refused { block: Some(place.block.into()), rule: refusal.rule })
			}
			Some(Outcome::Impossible { .. }) => Some(State::Impossible),
			Some(Outcome::Included { .. } | Outcome::NotYet { in_pool: true }) => return Ok(false),
			Some(Outcome::NotYet { in_pool: false }) | None => None,
		};
		let number = self.number(entry)?;
		if let Some(state) = ended {
			return self.end(number, entry, state).await;
		}
		let is_fresh = now_ms() / 1_000 < entry.signed_at + FRESH_SECONDS;
		if is_full && !is_fresh && !self.given_up().contains(&number) {
			let call = self.plan.call(number);
			let sent = self.client.submit(&call, &self.key, &self.outbox, &options(RETRY_AFTER)).await;
			if judged(sent) == Answer::Accepted {
				self.notes.write(number, Event::SentAgain)?;
			}
		}
		Ok(false)
	}

	async fn end(&self, number: u64, entry: &Entry, state: State) -> Result<bool> {
		match state {
			State::Impossible => {
				let hashes: Vec<String> =
					entry.signatures.iter().map(|signature| signature.hash.clone()).collect();
				// Signed anew in between: the next round asks for that signature too.
				if self.outbox.end_impossible(&hashes).await.is_err() {
					return Ok(false);
				}
			}
			state => self.outbox.end(entry.hash(), state).await?,
		}
		self.notes.write(number, Event::Ended)?;
		Ok(true)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_answer_is_judged_by_its_rule_and_kind() {
		let error = |kind| Err(Error::new(kind, "m"));
		let by_rule = |kind, rule: &str| Err(Error::new(kind, "m").by_rule(rule, None));
		let wait = "Pool.TooManyWaiting";
		assert_eq!(judged(by_rule(Kind::NotFinal, wait)), Answer::Wait(wait.into()));
		assert_eq!(judged(error(Kind::NotFinal)), Answer::Unclear("m".into()));
		assert_eq!(judged(error(Kind::Network)), Answer::Unclear("m".into()));
		assert_eq!(judged(error(Kind::Usage)), Answer::Wait("the outbox is full".into()));
		assert_eq!(
			judged(by_rule(Kind::NotAllowed, "Pool.Stranger")),
			Answer::Refused("Pool.Stranger".into())
		);
		assert_eq!(
			judged(by_rule(Kind::Refused, "Payments.FileUsed")),
			Answer::Refused("Payments.FileUsed".into())
		);
	}
}
