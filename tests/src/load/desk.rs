//! Where an officer signs and sends: one account, its nonces counted here, at one node.

use super::watch::{Final, Watch};
use anyhow::{Context, Result};
use serde_json::{json, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, Semaphore};
use zhidai_api::signed::{order_step, OrderStep};
use zhidai_api::Digest;
use zhidai_sdk::chain::{sign_at, Call, EventRecord, Prepared, Push};
use zhidai_sdk::digests::KeyFor;
use zhidai_sdk::keys::{Key, Scheme};
use zhidai_sdk::subxt::transactions::Payload;
use zhidai_sdk::{proofs, Client};

/// When a call that the node cannot take yet is sent again.
const ASK_AGAIN: Duration = Duration::from_millis(250);
/// When the same bytes are sent again for a call that is not final, as the SDK does.
const SEND_AGAIN: Duration = Duration::from_secs(4);
/// After this a call counts as lost. The first signature's era, 64 blocks, is over by then.
const PATIENCE: Duration = Duration::from_secs(180);

/// How many calls of one account are on their way at once. The door's window is larger as long as an
/// organisation has no more than 20 officers (`NonceWindow` of the registry); a firm's is smaller, and then
/// the call is sent again.
const MOST_ON_THEIR_WAY: usize = 48;

/// What nodes answered that is not a result: how often, by its name.
#[derive(Default)]
pub struct Answers(Mutex<BTreeMap<String, u64>>);

impl Answers {
	/// Counts one.
	pub fn count(&self, name: impl Into<String>) {
		*self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(name.into()).or_default() += 1;
	}

	/// What was counted so far, in a line.
	pub fn list(&self) -> String {
		let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		counted.iter().map(|(name, count)| format!("{count} x {name}")).collect::<Vec<_>>().join("; ")
	}

	/// What was counted since it was last taken.
	pub fn take(&self) -> BTreeMap<String, u64> {
		std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
	}
}

/// A call that came to nothing: by which rule, or why else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub String);

impl Failure {
	pub(super) fn of(error: &zhidai_sdk::Error) -> Self {
		Self(error.rule.clone().unwrap_or_else(|| error.message.clone()))
	}
}

impl std::fmt::Display for Failure {
	fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		out.write_str(&self.0)
	}
}

impl std::error::Error for Failure {}

/// A call that is final.
#[derive(Debug)]
pub struct Done {
	/// When this program learnt of it.
	pub learnt: Instant,
	/// What happened.
	pub events: Vec<EventRecord>,
}

impl Done {
	/// A number in the first event that has a field of this name.
	pub fn number(&self, field: &str) -> Result<u32> {
		let number = self.events.iter().find_map(|event| event.fields.get(field)?.as_u64());
		Ok(u32::try_from(number.with_context(|| format!("no event has {field}"))?)?)
	}

	/// A text in the first event that has a field of this name.
	pub fn text(&self, field: &str) -> Result<&str> {
		self.events
			.iter()
			.find_map(|event| event.fields.get(field)?.as_str())
			.with_context(|| format!("no event has {field}"))
	}
}

/// A signed call that a node has.
struct Letter {
	nonce: u64,
	prepared: Prepared,
}

type Tell = mpsc::UnboundedSender<Final>;

fn failed(error: zhidai_sdk::Error) -> Failure {
	Failure::of(&error)
}

/// An officer's desk.
pub struct Desk {
	key: Key,
	client: Arc<Client>,
	watch: Arc<Watch>,
	answers: Arc<Answers>,
	/// The next nonce. Held until the node has the transaction, so that a node sees an account's transactions
	/// in their order.
	nonce: tokio::sync::Mutex<Option<u64>>,
	/// Fewer calls are on their way than the door lets an account have waiting, counted until they are final:
	/// a node that is some blocks behind sees all of them waiting.
	room: Semaphore,
}

impl Desk {
	/// The officer as a call's argument takes it, with the proof that the key is to act for an organisation.
	pub fn officer(&self, key_for: KeyFor, person: Digest, duties: &Value) -> Result<Value> {
		let mut officer = json!({ "account": self.account(), "person": person, "duties": duties });
		let message = proofs::message(self.client.genesis().0, key_for, &officer)?;
		let (scheme, signature) = self.key.sign_message_named(&message);
		officer["proof"] = json!({ scheme: format!("0x{}", hex::encode(signature)) });
		Ok(officer)
	}

	/// The officer's signature over a step of an order, as the call takes it.
	pub fn order_signature(&self, step: OrderStep, order: Digest) -> Value {
		let (scheme, signature) = self.key.sign_message_named(&order_step(step, order));
		json!({ "account": self.account(), "signature": { scheme: format!("0x{}", hex::encode(signature)) } })
	}

	/// The desk of a development key.
	pub fn new(name: &str, client: Arc<Client>, watch: Arc<Watch>, answers: Arc<Answers>) -> Result<Self> {
		let key = Key::development(&format!("//{name}"), Scheme::Ed25519)?;
		Ok(Self {
			key,
			client,
			watch,
			answers,
			nonce: tokio::sync::Mutex::new(None),
			room: Semaphore::new(MOST_ON_THEIR_WAY),
		})
	}

	/// The officer's account.
	pub fn account(&self) -> String {
		self.key.account().to_string()
	}

	/// Makes a call and waits until it is final.
	pub async fn make(&self, call: &Call) -> Result<Done, Failure> {
		let until = Instant::now() + PATIENCE;
		let _room = self.room.acquire().await.map_err(|error| Failure(error.to_string()))?;
		let head = self.watch.head();
		// One request, however often it is signed.
		let call = call.with_request(head.metadata_ref(), head.block_number()).map_err(failed)?;
		let payload = call.payload(head.metadata_ref()).map_err(failed)?;
		let (tell, mut told) = mpsc::unbounded_channel();
		let mut letters = Vec::new();
		let outcome = loop {
			if letters.last().is_none_or(|last: &Letter| self.watch.height() > last.prepared.last_block) {
				if !letters.is_empty() {
					self.answers.count("signed anew after the end of its era");
					*self.nonce.lock().await = None;
				}
				letters.push(self.send(&payload, &tell, until).await?);
			}
			match tokio::time::timeout(SEND_AGAIN, told.recv()).await {
				Ok(Some(known)) => break Ok(known),
				Ok(None) => break Err(Failure("nobody tells what is final".into())),
				Err(_) if Instant::now() > until => {
					break Err(Failure("lost: not final within 180 s".into()))
				}
				Err(_) => letters.extend(self.send_again(&payload, letters.last(), &tell).await?),
			}
		};
		letters.iter().for_each(|letter| self.watch.forget(&letter.prepared.hash));
		let Final { learnt, outcome } = outcome?;
		outcome.map(|events| Done { learnt, events }).map_err(failed)
	}

	/// Signs a call and sends it until the node has it.
	async fn send(&self, payload: &impl Payload, tell: &Tell, until: Instant) -> Result<Letter, Failure> {
		let mut next = self.nonce.lock().await;
		// Signed anew for every attempt: nodes were seen to set aside bytes that they could not take at first.
		loop {
			let nonce = match *next {
				Some(nonce) => nonce,
				None => self.client.next_nonce(&self.key).await.map_err(failed)?,
			};
			let prepared = sign_at(&self.watch.head(), payload, &self.key, nonce).map_err(failed)?;
			self.watch.expect(prepared.hash, tell.clone());
			match self.push(&prepared).await? {
				Taken::Yes => {
					*next = Some(nonce + 1);
					return Ok(Letter { nonce, prepared });
				}
				Taken::NotYet => *next = Some(nonce),
				Taken::NonceUsed => *next = None,
			}
			self.watch.forget(&prepared.hash);
			if Instant::now() > until {
				return Err(Failure("never taken by the node".into()));
			}
			tokio::time::sleep(ASK_AGAIN).await;
		}
	}

	/// Sends a letter again. Where the node has set its bytes aside (seen after a block lost to another), the call is
	/// signed anew with the same nonce: only one of the two can ever be in the chain.
	async fn send_again(
		&self,
		payload: &impl Payload,
		last: Option<&Letter>,
		tell: &Tell,
	) -> Result<Option<Letter>, Failure> {
		let Some(last) = last else { return Ok(None) };
		let answer = self.client.push(&last.prepared.bytes).await;
		self.answers.count(format!("sent again after 4 s: {}", named(&answer)));
		if !matches!(answer, Push::Later(_) | Push::SetAside(_)) {
			return Ok(None);
		}
		let prepared = sign_at(&self.watch.head(), payload, &self.key, last.nonce).map_err(failed)?;
		self.watch.expect(prepared.hash, tell.clone());
		let answer = self.client.push(&prepared.bytes).await;
		self.answers.count(format!("signed anew with the same nonce: {}", named(&answer)));
		match answer {
			Push::Accepted => Ok(Some(Letter { nonce: last.nonce, prepared })),
			_ => {
				self.watch.forget(&prepared.hash);
				Ok(None)
			}
		}
	}

	/// Hands it to the node, once.
	async fn push(&self, prepared: &Prepared) -> Result<Taken, Failure> {
		let answer = self.client.push(&prepared.bytes).await;
		let taken = match &answer {
			Push::Accepted => return Ok(Taken::Yes),
			Push::Refused(error) => {
				self.watch.forget(&prepared.hash);
				return Err(Failure::of(error));
			}
			Push::NonceUsed => Taken::NonceUsed,
			Push::Later(_) | Push::Dropped(_) | Push::SetAside(_) | Push::TooOld | Push::Down(_) => {
				Taken::NotYet
			}
		};
		self.answers.count(named(&answer));
		Ok(taken)
	}
}

/// Whether a node has a transaction.
enum Taken {
	/// It has.
	Yes,
	/// Not now.
	NotYet,
	/// Another transaction has its nonce: the account's next one is asked for.
	NonceUsed,
}

/// What a node answered, in words.
fn named(answer: &Push) -> String {
	match answer {
		Push::Accepted => "the node has it".into(),
		Push::Later(error) | Push::Dropped(error) | Push::SetAside(error) | Push::Refused(error) => {
			Failure::of(error).0
		}
		Push::NonceUsed => "its nonce is used".into(),
		Push::TooOld => "its era is over".into(),
		Push::Down(_) => "the node did not answer".into(),
	}
}
