use super::many::{sign_at, Prepared};
use super::pool::Push;
use super::receipt::events;
use super::{node, Client, Receipt};
use crate::error::{Error, Kind, Result};
use crate::keys::Key;
use std::time::{Duration, Instant};
use subxt::config::substrate::{AccountId32, SubstrateConfig, H256};
use subxt::transactions::{Payload, Signer};

/// For how many blocks a signature holds.
pub(super) const ERA: u64 = 64;
/// How often the chain is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// When the same bytes are sent again, to the next node where there are several: a node was seen to take a transaction and
/// to lose it without a word.
const SEND_AGAIN: Duration = Duration::from_secs(4);

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
#[derive(Clone, Copy, Debug)]
pub struct SubmitOptions {
	/// How far it is followed.
	pub wait: Wait,
	/// How long.
	pub timeout: Duration,
}

impl Default for SubmitOptions {
	fn default() -> Self {
		Self { wait: Wait::Final, timeout: Duration::from_secs(60) }
	}
}

/// A call, signed for one nonce: once, or several times. The nonce lets only one of the signatures come to anything.
struct Signed {
	first: Version,
	again: Vec<Version>,
	nonce: u64,
	account: AccountId32,
}

/// One signature of a call.
struct Version {
	bytes: Vec<u8>,
	hash: H256,
	/// The finalised block at which it was signed: it cannot be in that one or an earlier one.
	born_at: u64,
}

impl Signed {
	fn newest(&self) -> &Version {
		self.again.last().unwrap_or(&self.first)
	}

	/// Where one of the signatures is among the transactions of a block.
	fn find(&self, transactions: &[Vec<u8>]) -> Option<(u32, &Version)> {
		let versions = || self.again.iter().chain([&self.first]);
		transactions.iter().zip(0_u32..).find_map(|(bytes, position)| {
			versions().find(|version| version.bytes == *bytes).map(|version| (position, version))
		})
	}
}

/// What a round of looking found.
enum Found {
	Done(Receipt),
	NotYet,
	/// Its nonce went to another transaction, or its era is over: it can never be in a block.
	Void,
}

impl Client {
	/// Signs a call, sends it, and follows it until it is final (or as far as asked). Sends the same bytes again where a
	/// node lost them. Signs anew with the same nonce where the node has set them aside, so that only one of the signatures
	/// can come to anything, and with another nonce only when none of them can.
	pub async fn submit(&self, call: &impl Payload, key: &Key, options: SubmitOptions) -> Result<Receipt> {
		let started = Instant::now();
		loop {
			let signed = self.sign(call, key).await?;
			if let Some(receipt) = self.follow(signed, (call, key), options, started).await? {
				return Ok(receipt);
			}
		}
	}

	/// What the pool of the node would say of a call now, without sending it.
	pub async fn try_out(&self, call: &impl Payload, key: &Key) -> Result<()> {
		let at = self.at_final().await?;
		let signed = self.sign(call, key).await?;
		let transactions = at.transactions();
		let answer = transactions.from_bytes(signed.first.bytes).validate().await.map_err(node::broken)?;
		match answer.is_valid() {
			true => Ok(()),
			false => {
				let text = format!("{answer:?}");
				let custom = text.split("Custom(").nth(1).and_then(|rest| rest.split(')').next());
				let refusal = custom.and_then(|code| code.parse().ok()).and_then(super::rule::refusal);
				Err(refusal.map_or_else(|| Error::new(Kind::Refused, text), |(_, error)| error))
			}
		}
	}

	async fn sign(&self, call: &impl Payload, key: &Key) -> Result<Signed> {
		let account = Signer::<SubstrateConfig>::account_id(key);
		let nonce = self.next_nonce(key).await?;
		let first = self.sign_for(call, key, nonce).await?;
		Ok(Signed { first, again: Vec::new(), nonce, account })
	}

	async fn sign_for(&self, call: &impl Payload, key: &Key, nonce: u64) -> Result<Version> {
		let at = self.node().api.at_current_block().await.map_err(node::broken)?;
		let Prepared { bytes, hash, .. } = sign_at(&at, call, key, nonce)?;
		Ok(Version { bytes, hash: H256(hash), born_at: at.block_number() })
	}

	/// Follows a transaction; nothing where it can never be in a block and has to be signed anew.
	async fn follow(
		&self,
		mut signed: Signed,
		(call, key): (&impl Payload, &Key),
		options: SubmitOptions,
		started: Instant,
	) -> Result<Option<Receipt>> {
		let mut next = signed.first.born_at + 1;
		let mut send_at = Instant::now();
		let mut waiting_for = Error::new(Kind::NotFinal, "sent, and not final yet");
		loop {
			if Instant::now() >= send_at {
				send_at = Instant::now() + SEND_AGAIN;
				match self.push(&signed.newest().bytes).await {
					Push::Accepted if options.wait == Wait::Pool => {
						return Ok(Some(waiting(&signed, started)))
					}
					Push::Accepted | Push::NonceUsed => {}
					Push::TooOld => return self.last_look(&signed, next, options, started).await,
					Push::Refused(error) => return Err(error),
					Push::SetAside(error) => {
						waiting_for = error;
						send_at = Instant::now() + Duration::from_millis(500);
						// Where no node answers now, the look below goes on to the next.
						if let Ok(version) = self.sign_for(call, key, signed.nonce).await {
							signed.again.push(version);
						}
					}
					Push::Later(error) => {
						waiting_for = error;
						send_at = Instant::now() + Duration::from_secs(1);
					}
					Push::Down(_) => send_at = Instant::now() + Duration::from_millis(500),
				}
			}
			match self.look(&signed, &mut next, options, started).await {
				Ok(Found::Done(receipt)) => return Ok(Some(receipt)),
				Ok(Found::Void) => return Ok(None),
				Ok(Found::NotYet) => {}
				Err(error) if error.kind == Kind::Network => self.reconnect(&mut waiting_for, error).await,
				Err(error) => return Err(error),
			}
			if started.elapsed() > options.timeout {
				return Err(out_of_time(&signed, options, waiting_for));
			}
			tokio::time::sleep(LOOK).await;
		}
	}

	/// Hands a signed transaction to the node, once.
	pub async fn push(&self, bytes: &[u8]) -> Push {
		let node = self.node();
		match node.rpc.author_submit_extrinsic(bytes).await {
			Ok(_) => Push::Accepted,
			Err(error) => match Push::from_error(&error) {
				Push::Down(reason) => {
					// The next node may answer; where none does, the next look says so.
					let _ = self.go_on().await;
					Push::Down(reason)
				}
				push => push,
			},
		}
	}

	async fn reconnect(&self, waiting_for: &mut Error, error: Error) {
		*waiting_for = error;
		if let Err(error) = self.go_on().await {
			*waiting_for = error;
		}
	}

	/// Looks into the blocks that came since the last look.
	async fn look(
		&self,
		signed: &Signed,
		next: &mut u64,
		options: SubmitOptions,
		started: Instant,
	) -> Result<Found> {
		let node = self.node();
		let finalised = node.finalised().await?;
		let last = match options.wait {
			Wait::Block => node.best().await?,
			Wait::Pool | Wait::Final => finalised,
		};
		for number in *next..=last {
			let Some((hash, transactions)) = node.block(number).await? else { break };
			let Some((position, version)) = signed.find(&transactions) else { continue };
			let at = node.api.at_block(hash).await.map_err(node::broken)?;
			return Ok(Found::Done(Receipt {
				transaction: format!("{:?}", version.hash),
				block: Some(number),
				block_hash: Some(format!("{hash:?}")),
				is_final: number <= finalised,
				milliseconds: milliseconds(started),
				events: events(&at, position).await?,
			}));
		}
		let looked = finalised >= *next;
		*next = (*next).max(finalised + 1);
		let void =
			looked && (finalised > signed.newest().born_at + ERA || self.nonce_is_used(signed).await?);
		// The nonce is read after the blocks: it may have been used by this transaction in a block that came in between.
		match void && node.finalised().await? < *next {
			true => Ok(Found::Void),
			false => Ok(Found::NotYet),
		}
	}

	async fn nonce_is_used(&self, signed: &Signed) -> Result<bool> {
		let at = self.at_final().await?;
		let nonce = at.transactions().account_nonce(&signed.account).await.map_err(node::broken)?;
		Ok(nonce > signed.nonce)
	}

	/// After its era a transaction may still be found in a block that was just finalised.
	async fn last_look(
		&self,
		signed: &Signed,
		mut next: u64,
		options: SubmitOptions,
		started: Instant,
	) -> Result<Option<Receipt>> {
		while started.elapsed() <= options.timeout {
			match self.look(signed, &mut next, options, started).await? {
				Found::Done(receipt) => return Ok(Some(receipt)),
				Found::Void => return Ok(None),
				Found::NotYet if next > signed.newest().born_at + ERA => return Ok(None),
				Found::NotYet => tokio::time::sleep(LOOK).await,
			}
		}
		Err(out_of_time(signed, options, Error::new(Kind::NotFinal, "its era ended")))
	}
}

fn milliseconds(started: Instant) -> u64 {
	u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn waiting(signed: &Signed, started: Instant) -> Receipt {
	Receipt {
		transaction: format!("{:?}", signed.newest().hash),
		block: None,
		block_hash: None,
		is_final: false,
		milliseconds: milliseconds(started),
		events: Vec::new(),
	}
}

fn out_of_time(signed: &Signed, options: SubmitOptions, reason: Error) -> Error {
	let message = format!(
		"not {} after {} s: {}; it may still become final: the same command again is safe (transaction {:?})",
		if options.wait == Wait::Block { "in a block" } else { "final" },
		options.timeout.as_secs(),
		reason.message,
		signed.newest().hash
	);
	Error { message, ..reason }
}
