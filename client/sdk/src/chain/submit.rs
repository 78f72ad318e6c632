//! Sending: signed, written down, sent, followed.

use super::follow::{Block, Ending, Follower, Place, Told, Version, Watched};
use super::many::{sign_at, Prepared};
use super::outcome;
use super::pool::Push;
use super::receipt::{by_verdict, events_of, unreadable};
use super::{node, AtBlock, Call, Client, EventRecord, Receipt};
use crate::digests;
use crate::error::{Error, Kind, Result};
use crate::keys::Key;
use crate::outbox::{About, Entry, Outbox, Signature, State};
use serde_json::Value as Json;
use std::time::{Duration, Instant};
use subxt::config::substrate::{AccountId32, SubstrateConfig, H256};
use subxt::transactions::{DynamicPayload, Signer};
use zhidai_api::Outcome;

/// For how many blocks a signature holds.
pub(super) const ERA: u64 = 64;

const NO_EVENTS: &str = "the node no longer has its events";

type Payload = DynamicPayload<subxt::ext::scale_value::Composite<()>>;

/// How far a transaction is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
	/// Until a node's pool has it.
	Pool,
	/// Until it is in a block, which a fork can undo.
	Block,
	/// Until it is final.
	Final,
}

/// How a transaction is sent.
#[derive(Clone, Debug)]
pub struct SubmitOptions {
	/// How far it is followed.
	pub wait: Wait,
	/// How long.
	pub timeout: Duration,
	/// A name for this request. The same call under the same name is one request; to do the same once more on
	/// purpose, name it otherwise.
	pub request: String,
}

impl Default for SubmitOptions {
	fn default() -> Self {
		Self { wait: Wait::Final, timeout: Duration::from_secs(60), request: String::new() }
	}
}

/// What the outbox says of a request.
enum Begun {
	/// It was carried out before.
	Before(Entry),
	/// It was sent: anew, or once more where an earlier run began it. With its end, where that was at the door.
	Sent { about: About, follower: Box<Follower>, ended: Option<Ending>, is_new: bool },
}

/// The nodes, for one transaction.
struct Live<'a> {
	client: &'a Client,
	outbox: &'a Outbox,
	about: &'a About,
	/// Nothing where a transaction of an earlier run is gone on with, without its key.
	signer: Option<(&'a Call, &'a Key)>,
}

impl Watched for Live<'_> {
	fn generation(&self) -> u64 {
		self.client.node().wire.generation()
	}

	fn go_on(&self) {
		self.client.go_on();
	}

	async fn finalised(&self) -> Result<u64> {
		self.client.node().finalised().await
	}

	async fn best(&self) -> Result<u64> {
		self.client.node().best().await
	}

	async fn block(&self, number: u64) -> Result<Option<Block>> {
		self.client.node().block(number).await
	}

	async fn nonce_at(&self, block: H256) -> Result<u64> {
		let account: AccountId32 = self.about.account.parse().map_err(Error::unexpected)?;
		self.client.node().nonce_at(block, &account.0).await
	}

	async fn push(&self, bytes: &[u8]) -> Push {
		self.client.push(bytes).await
	}

	async fn sign_again(&self) -> Result<Version> {
		let (call, key) = self.signer.ok_or_else(|| {
			Error::new(
				Kind::NotFinal,
				"the node has set these bytes aside; give the command again to sign it anew",
			)
		})?;
		let at = self.client.at_final_for_signing().await?;
		let version = sign(&at, &call.payload(at.metadata_ref())?, key, self.about.nonce)?;
		self.outbox.hold().await?.sign(self.about, &version.written())?;
		Ok(version)
	}

	async fn outcome(&self, version: &Version) -> Result<Told> {
		let told = self.client.node().outcome(version, &self.about.account, self.about.nonce).await?;
		Ok(told.as_ref().map_or(Told::Nothing, outcome::told))
	}
}

impl Version {
	fn written(&self) -> Signature {
		Signature {
			hash: format!("{:?}", self.hash),
			bytes: self.bytes.clone(),
			born_at: self.born_at,
			last_block: self.last_block,
		}
	}
}

impl Entry {
	fn versions(&self) -> Result<Vec<Version>> {
		let version = |signature: &Signature| {
			let hash = hex::decode(signature.hash.trim_start_matches("0x")).ok();
			let hash = hash.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
			Ok(Version {
				bytes: signature.bytes.clone(),
				hash: H256(hash.ok_or_else(|| Error::unexpected("the outbox has no hash"))?),
				born_at: signature.born_at,
				last_block: signature.last_block,
			})
		};
		self.signatures.iter().map(version).collect()
	}
}

fn sign(at: &AtBlock, payload: &Payload, key: &Key, nonce: u64) -> Result<Version> {
	let Prepared { bytes, hash, last_block } = sign_at(at, payload, key, nonce)?;
	Ok(Version { bytes, hash: H256(hash), born_at: at.block_number(), last_block })
}

impl Client {
	/// Signs a call, writes it down, sends it, and follows it until it is final (or as far as asked).
	///
	/// Where the outbox has the same request without an outcome, the very same bytes are gone on with. Where it has
	/// a final outcome of a call that creates something, that is the answer. Signs anew with the same nonce where a
	/// node has set the bytes aside, and with another nonce only when none of the signatures can come to anything
	/// any more.
	pub async fn submit(
		&self,
		call: &Call,
		key: &Key,
		outbox: &Outbox,
		options: &SubmitOptions,
	) -> Result<Receipt> {
		let started = Instant::now();
		let deadline = started + options.timeout;
		let at = self.at_final_for_signing().await?;
		let call = &call.with_request_id(at.metadata_ref(), self.genesis().0, &options.request)?;
		loop {
			let (about, mut follower, ended, is_new) =
				match self.begin(call, key, outbox, &options.request).await? {
					Begun::Before(entry) => return self.receipt_of(&entry, outbox, started).await,
					Begun::Sent { about, follower, ended, is_new } => (about, follower, ended, is_new),
				};
			let live = Live { client: self, outbox, about: &about, signer: Some((call, key)) };
			let ending = match ended {
				Some(ending) => ending,
				None => follower.follow(&live, options.wait, deadline).await,
			};
			match self.conclude(ending, &follower, outbox, options, started).await? {
				Some(receipt) => return Ok(receipt),
				// What an earlier run began is at an end: it is signed anew, even where no time was given.
				None if is_new && Instant::now() >= deadline => return Err(never_happened()),
				None => {}
			}
		}
	}

	/// Goes on with a transaction of an earlier run: sends the same bytes again where they can still count, and
	/// follows them. Needs no key.
	pub async fn resume(&self, entry: &Entry, outbox: &Outbox, options: &SubmitOptions) -> Result<Receipt> {
		let started = Instant::now();
		let mut follower = Follower::new(entry.versions()?, entry.about.nonce, false)?;
		let live = Live { client: self, outbox, about: &entry.about, signer: None };
		let ending = match follower.send(&live).await {
			Some(ending) => ending,
			None => follower.follow(&live, options.wait, started + options.timeout).await,
		};
		let receipt = self.conclude(ending, &follower, outbox, options, started).await?;
		receipt.ok_or_else(never_happened)
	}

	/// What the node knows of a transaction of the outbox.
	pub async fn outcome(&self, entry: &Entry) -> Result<Option<Outcome>> {
		let mut newest = None;
		for version in entry.versions()? {
			let outcome = self.node().outcome(&version, &entry.about.account, entry.about.nonce).await?;
			match outcome.as_ref().map(outcome::told) {
				Some(Told::Included { .. }) => return Ok(outcome),
				_ => newest = outcome,
			}
		}
		Ok(newest)
	}

	/// Holds the outbox while the request is looked up, signed, written down and sent once: two processes with one
	/// key do not sign the same nonce.
	async fn begin(&self, call: &Call, key: &Key, outbox: &Outbox, name: &str) -> Result<Begun> {
		let at = self.at_final_for_signing().await?;
		let payload = call.payload(at.metadata_ref())?;
		let data = at.transactions().call_data(&payload).map_err(Error::unexpected)?;
		let account = Signer::<SubstrateConfig>::account_id(key);
		let request = digests::request(self.genesis().0, account.0, &data, name);
		let request = format!("0x{}", hex::encode(request));
		let mut held = outbox.hold().await.map_err(nothing_sent)?;
		let known = held.newest(&request);
		if let Some(entry) = known.filter(|entry| entry.is_waiting()) {
			let follower = Follower::new(entry.versions()?, entry.about.nonce, false)?;
			return Ok(self.send_first((call, key), outbox, entry.about.clone(), follower, false).await);
		}
		if let Some(entry) =
			known.filter(|entry| matches!(entry.state, State::Final { .. }) && call.creates())
		{
			return Ok(Begun::Before(entry.clone()));
		}
		let nonce = self.next_nonce(key).await?;
		let uetr = about_payment(&call.args);
		let about = About { request, call: call.title(), account: account.to_string(), nonce, uetr };
		let version = sign(&at, &payload, key, nonce)?;
		held.sign(&about, &version.written()).map_err(nothing_sent)?;
		let follower = Follower::new(vec![version], nonce, true)?;
		// The journal is held until the node has answered: who signs next asks it for the nonce after this one.
		Ok(self.send_first((call, key), outbox, about, follower, true).await)
	}

	async fn send_first(
		&self,
		signer: (&Call, &Key),
		outbox: &Outbox,
		about: About,
		mut follower: Follower,
		is_new: bool,
	) -> Begun {
		let live = Live { client: self, outbox, about: &about, signer: Some(signer) };
		let ended = follower.send(&live).await;
		Begun::Sent { about, follower: Box::new(follower), ended, is_new }
	}

	/// What an ending means: a receipt, a refusal, or nothing where the call has to be signed anew.
	async fn conclude(
		&self,
		ending: Ending,
		follower: &Follower,
		outbox: &Outbox,
		options: &SubmitOptions,
		started: Instant,
	) -> Result<Option<Receipt>> {
		let newest = follower.newest().map(|version| version.hash).unwrap_or_default();
		let hash = format!("{newest:?}");
		match ending {
			Ending::InPool => Ok(Some(Receipt::waiting(hash, milliseconds(started)))),
			Ending::InBlock(place) => self.receipt(&place, outbox, started).await.map(Some),
			Ending::Impossible(refused) => {
				let state =
					outbox.end_impossible(&follower.hashes()).await.map_err(|error| match error.kind {
						Kind::NotFinal => error,
						_ => unwritten("it can no longer happen", &error),
					})?;
				match state {
					State::Impossible => refused.map_or(Ok(None), Err),
					_ => Err(followed_by_another(&hash)),
				}
			}
			Ending::Refused(error) => Err(note_refusal(outbox, &hash, None, error).await),
			Ending::Open(reason) => Err(out_of_time(newest, options, reason)),
		}
	}

	/// What happened where the transaction is; a refusal by a rule is an error.
	async fn receipt(&self, place: &Place, outbox: &Outbox, started: Instant) -> Result<Receipt> {
		let hash = format!("{:?}", place.transaction);
		let (outcome, remark) = match self.events_at(place.hash, place.position).await {
			Ok(outcome) => (outcome, None),
			Err(error) => (by_verdict(place, &error)?, Some(NO_EVENTS.to_owned())),
		};
		let events = match outcome {
			Ok(events) => events,
			Err(refusal) if place.is_final => {
				return Err(note_refusal(outbox, &hash, Some(place.number), refusal).await)
			}
			Err(refusal) => return Err(refused_for_now(refusal, place.number)),
		};
		if place.is_final {
			let written = outbox.end(&hash, State::Final { block: place.number }).await;
			written.map_err(|error| unwritten(&format!("it is final in block {}", place.number), &error))?;
		}
		Ok(Receipt {
			transaction: hash,
			block: Some(place.number),
			block_hash: Some(format!("{:?}", place.hash)),
			is_final: place.is_final,
			was_done_before: false,
			milliseconds: milliseconds(started),
			events,
			remark,
		})
	}

	/// What a transaction did in a block: its events, or its refusal. An error where that cannot be read.
	async fn events_at(&self, block: H256, position: u32) -> Result<Result<Vec<EventRecord>>> {
		let at = self.node().api.at_block(block).await.map_err(node::broken)?;
		let outcome = events_of(&at, &[position]).await?.remove(&position);
		outcome.ok_or_else(|| Error::unexpected("the block's events do not say how it ended"))
	}

	/// The receipt of what an earlier run did.
	async fn receipt_of(&self, entry: &Entry, outbox: &Outbox, started: Instant) -> Result<Receipt> {
		let State::Final { block } = entry.state else {
			return Err(Error::unexpected("there is no receipt of what is not final"));
		};
		let transactions = self.node().block(block).await?;
		let position = transactions.and_then(|(block_hash, transactions)| {
			transactions.iter().zip(0_u32..).find_map(|(bytes, position)| {
				let hash = format!("0x{}", hex::encode(crate::keys::blake2_256(&[bytes])));
				entry.has(&hash).then_some((block_hash, position, hash))
			})
		});
		let (block_hash, position, transaction) = position.ok_or_else(|| {
			Error::new(
				Kind::Verification,
				format!(
					"this was final in block {block}, and the node does not have it there: it has another history, or no longer \
					 the block. Where the chain was begun anew, move {} away",
					outbox.path().display()
				),
			)
		})?;
		let (events, remark) = match self.events_at(block_hash, position).await {
			Ok(outcome) => (outcome?, None),
			Err(error) if error.kind == Kind::Network => return Err(unreadable(block, &error)),
			Err(_) => (Vec::new(), Some(NO_EVENTS.to_owned())),
		};
		Ok(Receipt {
			transaction,
			block: Some(block),
			block_hash: Some(format!("{block_hash:?}")),
			is_final: true,
			was_done_before: true,
			milliseconds: milliseconds(started),
			events,
			remark,
		})
	}
}

/// A block that is not final can be undone, and with it the refusal.
fn refused_for_now(refusal: Error, block: u64) -> Error {
	let rule = refusal.rule.as_deref().unwrap_or("a rule");
	let message = format!("refused by {rule} in block {block}, which is not final yet: {}", refusal.message);
	Error { kind: Kind::NotFinal, message, ..refusal }
}

/// Writes a refusal down. Where that fails, it is told all the same: the same command again goes on with the same
/// bytes.
async fn note_refusal(outbox: &Outbox, hash: &str, block: Option<u64>, refusal: Error) -> Error {
	let state = State::Refused { block, rule: refusal.rule.clone() };
	match outbox.end(hash, state).await {
		Ok(()) => refusal,
		Err(error) => {
			let message = format!("{}; its outcome was not written down: {error}", refusal.message);
			Error { message, ..refusal }
		}
	}
}

fn unwritten(what: &str, error: &Error) -> Error {
	let message =
		format!("{what}, but its outcome was not written down: {error}; the same command again is safe");
	Error::new(Kind::NotFinal, message)
}

fn nothing_sent(error: Error) -> Error {
	Error { message: format!("{}; nothing was sent", error.message), ..error }
}

fn followed_by_another(hash: &str) -> Error {
	let message = format!("another process followed it to its outcome: zhidai tx show {hash}");
	Error::new(Kind::NotFinal, message)
}

/// The payment that a call is about, or the first of them.
fn about_payment(args: &Json) -> Option<String> {
	let first = |name: &str| args.get(name).and_then(|list| list.get(0)).cloned();
	let found =
		args.get("uetr").or_else(|| args.get("batch_uetr")).cloned().or_else(|| first("uetrs")).or_else(
			|| first("lines").or_else(|| first("results")).and_then(|line| line.get("uetr").cloned()),
		);
	found.and_then(|uetr| uetr.as_str().map(str::to_owned))
}

fn milliseconds(started: Instant) -> u64 {
	u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn never_happened() -> Error {
	Error::new(
		Kind::NotFinal,
		"what was signed is in no block and can be in none any more: nothing was done; give the command again",
	)
}

fn out_of_time(newest: H256, options: &SubmitOptions, reason: Error) -> Error {
	let message = format!(
		"not {} after {} s: {}; it may still become final: the same command again is safe and goes on with it, or: zhidai tx \
		 resume {newest:?}",
		if options.wait == Wait::Block { "in a block" } else { "final" },
		options.timeout.as_secs(),
		reason.message,
	);
	Error { message, kind: Kind::NotFinal, ..reason }
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn when_time_is_over_the_exit_code_is_that_of_an_open_outcome() {
		for kind in [Kind::Network, Kind::Refused, Kind::NotAllowed, Kind::NotFinal] {
			let reason = Error::new(kind, "r").by_rule("Pool.TooManyWaiting", None);
			let error = out_of_time(H256::repeat_byte(1), &SubmitOptions::default(), reason);
			assert_eq!(error.kind, Kind::NotFinal);
			assert!(error.message.contains("zhidai tx resume 0x0101"), "{error}");
		}
	}

	#[test]
	fn the_payment_of_a_call_is_known() {
		let uetr = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
		for args in [
			json!({ "uetr": uetr }),
			json!({ "batch_uetr": uetr }),
			json!({ "uetrs": [uetr, "x"] }),
			json!({ "lines": [{ "uetr": uetr }] }),
			json!({ "results": [{ "uetr": uetr }] }),
		] {
			assert_eq!(about_payment(&args).as_deref(), Some(uetr), "{args}");
		}
		assert_eq!(about_payment(&json!({ "lines": [1, 2] })), None);
	}
}
