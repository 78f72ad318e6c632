//! Sending: signed, written down, sent, followed.

use super::begin::Begun;
use super::follow::{Block, Ending, Follower, Place, Told, Version, Watched};
use super::many::{sign_at, Prepared};
use super::outcome;
use super::pool::Push;
use super::receipt::{by_verdict, events_of, unreadable};
use super::{node, AtBlock, Call, Client, EventRecord, Receipt};
use crate::error::{Error, Kind, Result};
use crate::keys::Key;
use crate::outbox::{About, Entry, Outbox, Signature, State};
use std::time::{Duration, Instant};
use subxt::{
	config::substrate::{AccountId32, H256},
	transactions::DynamicPayload,
};
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
	/// How long. With less than ten seconds it is still sent and looked for once, for as long at the most.
	pub timeout: Duration,
	/// A name for this request. The same call under the same name is one request; to do the same once more on
	/// purpose, name it otherwise. A call that names the id of its request ([`Call::under`]) is that one.
	pub request: String,
}

impl Default for SubmitOptions {
	fn default() -> Self {
		Self { wait: Wait::Final, timeout: Duration::from_secs(60), request: String::new() }
	}
}

/// The nodes, for one transaction.
pub(super) struct Live<'a> {
	pub(super) client: &'a Client,
	pub(super) outbox: &'a Outbox,
	pub(super) about: &'a About,
	/// Nothing where a transaction of an earlier run is gone on with, without its key.
	pub(super) signer: Option<(&'a Call, &'a Key)>,
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

	async fn outcome(&self, version: &Version, until: Instant) -> Result<Told> {
		let About { account, nonce, .. } = self.about;
		let told = self.client.node().outcome(version, account, *nonce, until.into()).await?;
		Ok(told.as_ref().map_or(Told::Nothing, outcome::told))
	}
}

impl Version {
	pub(super) fn written(&self) -> Signature {
		Signature {
			hash: format!("{:?}", self.hash),
			bytes: self.bytes.clone(),
			born_at: self.born_at,
			last_block: self.last_block,
		}
	}
}

impl Entry {
	pub(super) fn versions(&self) -> Result<Vec<Version>> {
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

pub(super) fn sign(at: &AtBlock, payload: &Payload, key: &Key, nonce: u64) -> Result<Version> {
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
		loop {
			let (about, mut follower, ended, is_new) =
				match self.begin(call, key, outbox, &options.request, deadline).await? {
					Begun::Before(entry) => return self.receipt_of(&entry, outbox, started).await,
					Begun::Sent { about, follower, ended, is_new } => (about, follower, ended, is_new),
				};
			let call = &about.call_signed(call);
			let live = Live { client: self, outbox, about: &about, signer: Some((call, key)) };
			let ending = match ended {
				Some(ending) => ending,
				None => follower.follow(&live, options.wait, deadline).await,
			};
			match self.conclude(ending, &follower, &live, options, started).await? {
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
		let deadline = started + options.timeout;
		let mut follower = Follower::new(entry.versions()?, entry.about.nonce, false)?;
		let live = Live { client: self, outbox, about: &entry.about, signer: None };
		let ending = match follower.send(&live, deadline).await {
			Some(ending) => ending,
			None => follower.follow(&live, options.wait, deadline).await,
		};
		let receipt = self.conclude(ending, &follower, &live, options, started).await?;
		receipt.ok_or_else(never_happened)
	}

	/// What the node knows of a transaction of the outbox: of the signature that is in a block; or that it can no
	/// longer happen, which is so when that is told of all; or else of one of which it is open. Nothing where the node
	/// cannot say.
	pub async fn outcome(&self, entry: &Entry) -> Result<Option<Outcome>> {
		let mut told = Vec::new();
		for version in entry.versions()? {
			let About { account, nonce, .. } = &entry.about;
			let outcome = self.node().outcome(&version, account, *nonce, node::patience()).await?;
			let is_told = matches!(outcome.as_ref().map(outcome::told), Some(Told::Included { .. }));
			told.push(outcome);
			if is_told {
				break;
			}
		}
		Ok(outcome::of_all(told))
	}

	/// What an ending means: a receipt, a refusal, or nothing where the call has to be signed anew.
	async fn conclude(
		&self,
		ending: Ending,
		follower: &Follower,
		live: &Live<'_>,
		options: &SubmitOptions,
		started: Instant,
	) -> Result<Option<Receipt>> {
		let Live { outbox, about, .. } = *live;
		let newest = follower.newest().map(|version| version.hash).unwrap_or_default();
		let hash = format!("{newest:?}");
		match ending {
			Ending::InPool => Ok(Some(Receipt::waiting(hash, milliseconds(started)))),
			Ending::InBlock(place) => self.receipt(&place, about, outbox, started).await.map(Some),
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
			Ending::Open(reason) => Err(out_of_time(newest, about, options, reason)),
		}
	}

	/// What happened where the transaction is; a refusal by a rule is an error.
	async fn receipt(
		&self,
		place: &Place,
		about: &About,
		outbox: &Outbox,
		started: Instant,
	) -> Result<Receipt> {
		let hash = format!("{:?}", place.transaction);
		let (outcome, remark) = match self.events_at(place.hash, place.position).await {
			Ok(outcome) => (outcome, None),
			Err(error) => (by_verdict(place, &error)?, Some(NO_EVENTS.to_owned())),
		};
		let events = match outcome {
			Ok(events) => events,
			Err(refusal) if place.is_final => match self.created_before(about, refusal).await {
				Ok(created) => {
					let written = outbox.end(&hash, State::Before { block: place.number, created }).await;
					written.map_err(|error| unwritten(&format!("{created} was made before"), &error))?;
					return Ok(Receipt::told(hash, place.number, created, milliseconds(started)));
				}
				Err(open) if open.kind == Kind::NotFinal => return Err(open),
				Err(refusal) => return Err(note_refusal(outbox, &hash, Some(place.number), refusal).await),
			},
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
			created: None,
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
	pub(super) async fn receipt_of(
		&self,
		entry: &Entry,
		outbox: &Outbox,
		started: Instant,
	) -> Result<Receipt> {
		let block = match entry.state {
			State::Final { block } => block,
			State::Before { block, created } => {
				return Ok(Receipt::told(entry.hash().into(), block, created, milliseconds(started)))
			}
			_ => return Err(Error::unexpected("there is no receipt of what is not final")),
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
			created: None,
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

fn followed_by_another(hash: &str) -> Error {
	let message = format!("another process followed it to its outcome: zhidai tx show {hash}");
	Error::new(Kind::NotFinal, message)
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

fn out_of_time(newest: H256, about: &About, options: &SubmitOptions, reason: Error) -> Error {
	let elsewhere = about.request_id.map(|id| format!("; on another machine, with --request-id {id}"));
	let message = format!(
		"not {} after {} s: {}; it may still become final: the same command again is safe and goes on with it, or: zhidai tx \
		 resume {newest:?}{}",
		if options.wait == Wait::Block { "in a block" } else { "final" },
		options.timeout.as_secs(),
		reason.message,
		elsewhere.unwrap_or_default(),
	);
	Error { message, kind: Kind::NotFinal, ..reason }
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_api::RequestId;

	fn about() -> About {
		let (request, call, account) = ("0x00".into(), "Evidence.file".into(), "5F".into());
		About { request, call, account, nonce: 0, uetr: None, request_id: None, call_digest: None }
	}

	#[test]
	fn when_time_is_over_the_exit_code_is_that_of_an_open_outcome() {
		for kind in [Kind::Network, Kind::Refused, Kind::NotAllowed, Kind::NotFinal] {
			let reason = Error::new(kind, "r").by_rule("Pool.TooManyWaiting", None);
			let id: RequestId = "604811-3f2504e04f8941d39a0c0305e82c3301".parse().unwrap();
			let about = About { request_id: Some(id), ..about() };
			let error = out_of_time(H256::repeat_byte(1), &about, &SubmitOptions::default(), reason);
			assert_eq!(error.kind, Kind::NotFinal);
			assert!(error.message.contains("zhidai tx resume 0x0101"), "{error}");
			assert!(error.message.ends_with(&format!("--request-id {id}")), "{error}");
		}
	}
}
