//! Following one transaction to its outcome. Knows of the nodes only what [`Watched`] says, so that what happens at
//! every turn can be tested without any.
//!
//! Nothing here calls a transaction failed because time ran out: it is final, refused, impossible, or its outcome
//! is open.

use super::pool::Push;
use super::submit::Wait;
use crate::error::{Error, Kind, Result};
use std::time::{Duration, Instant};
use subxt::config::substrate::H256;
use tokio::time::timeout_at;

/// How often the chain is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// When the same bytes are sent again: a node was seen to take a transaction and to lose it without a word.
const SEND_AGAIN: Duration = Duration::from_secs(4);
/// When something is sent again that the node could not take.
const SOON: Duration = Duration::from_millis(500);
/// When a node whose chain stands still is left for the next: it may be cut off from the others.
const STALLED: Duration = Duration::from_secs(12);
/// When an answer is slow. A node that gives so many of them in a row is left for the next.
const SLOW: Duration = Duration::from_secs(2);
const MOST_SLOW: u32 = 3;
/// What a transaction has at the least, so that with no time at all it is still sent once and looked for once, also
/// where the first node is silent.
pub(super) const LEAST: Duration = Duration::from_secs(10);
/// How long what was asked in time may be answered after it: a node that needs more is slow.
const GRACE: Duration = Duration::from_secs(1);

/// A block and its transactions.
pub(super) type Block = (H256, Vec<Vec<u8>>);

/// What following needs of the chain.
pub(super) trait Watched {
	/// Changes whenever another node is asked: what one said and what another says do not fit together.
	fn generation(&self) -> u64;
	/// Asks the next node from now on, where there are several.
	fn go_on(&self);
	async fn finalised(&self) -> Result<u64>;
	async fn best(&self) -> Result<u64>;
	/// A block of the best chain; nothing where the node does not give it.
	async fn block(&self, number: u64) -> Result<Option<Block>>;
	/// The account's next nonce after this block.
	async fn nonce_at(&self, block: H256) -> Result<u64>;
	async fn push(&self, bytes: &[u8]) -> Push;
	/// Another signature with the same nonce, written down already.
	async fn sign_again(&self) -> Result<Version>;
	/// What the node knows of a signature's outcome. While it is too busy to say, it is asked again until then.
	async fn outcome(&self, version: &Version, until: Instant) -> Result<Told>;
}

/// What a node says became of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
	/// It is in this final block, at this position.
	Included { block: u64, hash: H256, position: u32, verdict: Verdict },
	/// It is in no block and never will be.
	Impossible,
	/// Not known yet.
	NotYet,
	/// The node has no such method, or cannot answer now.
	Nothing,
}

/// What a node says happened inside the block. Counts where the block's events can no longer be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
	CarriedOut,
	Refused(Error),
	/// The node does not have the block's state any more.
	NotKept,
}

/// One signature of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
	pub(super) bytes: Vec<u8>,
	pub(super) hash: H256,
	/// The finalised block at which it was signed: it cannot be in that one or an earlier one.
	pub(super) born_at: u64,
	/// Nor in one after this.
	pub(super) last_block: u64,
}

/// Where a transaction is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
	pub(super) transaction: H256,
	pub(super) number: u64,
	pub(super) hash: H256,
	pub(super) position: u32,
	pub(super) is_final: bool,
	/// What the node says of it; nothing where it was found in the block.
	pub(super) verdict: Option<Verdict>,
}

/// How following ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
	/// A node has it, and no more was asked for.
	InPool,
	/// It is in a block.
	InBlock(Place),
	/// None of its signatures is in a block or can ever be. With the refusal that a later sending met, where one
	/// did.
	Impossible(Option<Error>),
	/// The only sending was refused at the door: no node has it.
	Refused(Error),
	/// Time is over and the outcome is open. With what it waits for.
	Open(Error),
}

/// Follows one transaction.
pub(super) struct Follower {
	/// Its signatures. All have the nonce; only one can come to anything.
	versions: Vec<Version>,
	nonce: u64,
	/// The next final block to look into. Moves only past blocks that were looked into.
	next: u64,
	/// Whether a node may have it from an earlier sending. A refusal is then no outcome.
	may_be_known: bool,
	refused: Option<Error>,
	waiting_for: Error,
	set_aside: bool,
	accepted: bool,
	send_at: Instant,
	/// The last final block, since when it is that, and how long it may stay that.
	finalised: u64,
	moved_at: Instant,
	stalled: Duration,
	/// What is slow, and how many answers in a row were.
	slow: Duration,
	slow_in_a_row: u32,
	begun: Instant,
	/// How long it may take, whatever the deadline.
	least: Duration,
}

impl Follower {
	/// For signatures of one nonce. `is_new` where nobody can have seen any of them.
	pub(super) fn new(versions: Vec<Version>, nonce: u64, is_new: bool) -> Result<Self> {
		let first = versions.iter().map(|version| version.born_at).min();
		let first = first.ok_or_else(|| Error::unexpected("a transaction without a signature"))?;
		Ok(Self {
			versions,
			nonce,
			next: first + 1,
			may_be_known: !is_new,
			refused: None,
			waiting_for: Error::new(Kind::NotFinal, "sent, and not final yet"),
			set_aside: false,
			accepted: false,
			send_at: Instant::now(),
			finalised: 0,
			moved_at: Instant::now(),
			stalled: STALLED,
			slow: SLOW,
			slow_in_a_row: 0,
			begun: Instant::now(),
			least: LEAST,
		})
	}

	/// When whatever is being asked is given up.
	fn bound(&self, deadline: Instant) -> tokio::time::Instant {
		(deadline + GRACE).max(self.begun + self.least).into()
	}

	/// The signature that is sent.
	pub(super) fn newest(&self) -> Option<&Version> {
		self.versions.last()
	}

	/// The hashes of all its signatures that this follower knows.
	pub(super) fn hashes(&self) -> Vec<String> {
		self.versions.iter().map(|version| format!("{:?}", version.hash)).collect()
	}

	fn last_block(&self) -> u64 {
		self.versions.iter().map(|version| version.last_block).max().unwrap_or_default()
	}

	fn find(&self, transactions: &[Vec<u8>]) -> Option<(u32, H256)> {
		transactions.iter().zip(0_u32..).find_map(|(bytes, position)| {
			let version = self.versions.iter().find(|version| version.bytes == *bytes)?;
			Some((position, version.hash))
		})
	}

	/// Sends it once.
	pub(super) async fn send(&mut self, chain: &impl Watched, deadline: Instant) -> Option<Ending> {
		let version = self.versions.last()?;
		let push = timeout_at(self.bound(deadline), chain.push(&version.bytes)).await;
		let push = push.unwrap_or_else(|_| Push::Down("no node has answered to it in time".into()));
		// Whatever it answered but a plain refusal, the node may have it now.
		let was_known = self.may_be_known;
		self.may_be_known |= !matches!(push, Push::Refused(_) | Push::Later(_));
		let pause = match push {
			Push::Accepted => {
				self.accepted = true;
				SEND_AGAIN
			}
			Push::NonceUsed | Push::TooOld => SEND_AGAIN,
			Push::Refused(error) if !was_known => return Some(Ending::Refused(error)),
			Push::Refused(error) => {
				self.waiting_for = error.clone();
				self.refused = Some(error);
				SEND_AGAIN
			}
			Push::SetAside(error) => {
				self.waiting_for = error;
				self.set_aside = true;
				SOON
			}
			Push::Later(error) => {
				self.waiting_for = error;
				SOON * 2
			}
			Push::Dropped(error) => {
				// The next node may have room.
				chain.go_on();
				self.waiting_for = error;
				SOON * 2
			}
			Push::Down(reason) => {
				self.waiting_for = Error::new(Kind::Network, reason);
				SOON
			}
		};
		self.send_at = Instant::now() + pause;
		None
	}

	/// Follows it until its outcome is known, or as far as asked, or until the deadline, however slowly the node
	/// answers.
	pub(super) async fn follow(&mut self, chain: &impl Watched, wait: Wait, deadline: Instant) -> Ending {
		let ended = timeout_at(self.bound(deadline), self.follow_on(chain, wait, deadline)).await;
		ended.unwrap_or_else(|_| {
			let waiting_for = self.waiting_for.clone();
			let message = format!("{}; the node answers slowly or not at all", waiting_for.message);
			Ending::Open(Error { message, ..waiting_for })
		})
	}

	async fn follow_on(&mut self, chain: &impl Watched, wait: Wait, deadline: Instant) -> Ending {
		if self.may_be_known && !self.accepted {
			// It comes from an earlier run: the node may know at once what became of it.
			match self.ask(chain, deadline).await {
				Ok(Some(ending)) => return ending,
				Ok(None) => {}
				Err(error) => self.waiting_for = error,
			}
		}
		loop {
			if self.accepted && wait == Wait::Pool {
				return Ending::InPool;
			}
			match self.look(chain, wait, deadline).await {
				Ok(Some(ending)) => return ending,
				Ok(None) => {}
				Err(error) => self.waiting_for = error,
			}
			if Instant::now() >= deadline {
				return Ending::Open(self.waiting_for.clone());
			}
			tokio::time::sleep(LOOK).await;
			if Instant::now() >= self.send_at {
				self.renew(chain).await;
				if let Some(ending) = self.send(chain, deadline).await {
					return ending;
				}
			}
		}
	}

	/// Signs anew with the same nonce what the node has set aside.
	async fn renew(&mut self, chain: &impl Watched) {
		if !std::mem::take(&mut self.set_aside) {
			return;
		}
		match chain.sign_again().await {
			Ok(version) if self.versions.iter().all(|known| known.hash != version.hash) => {
				self.versions.push(version);
			}
			Ok(_) => {}
			// The old signature is sent again; where no node answers, the look says so.
			Err(error) => self.waiting_for = error,
		}
	}

	/// Asks the node what became of the signatures.
	async fn ask(&mut self, chain: &impl Watched, deadline: Instant) -> Result<Option<Ending>> {
		let mut impossible = 0;
		for version in &self.versions {
			match chain.outcome(version, deadline).await? {
				Told::Included { block, hash, position, verdict } => {
					let (transaction, verdict) = (version.hash, Some(verdict));
					let place = Place { transaction, number: block, hash, position, is_final: true, verdict };
					return Ok(Some(Ending::InBlock(place)));
				}
				Told::Impossible => impossible += 1,
				Told::NotYet | Told::Nothing => {}
			}
		}
		let all = impossible == self.versions.len();
		Ok(all.then(|| Ending::Impossible(self.refused.take())))
	}

	/// Looks into the blocks that came since the last look.
	async fn look(&mut self, chain: &impl Watched, wait: Wait, deadline: Instant) -> Result<Option<Ending>> {
		let generation = chain.generation();
		let asked_at = Instant::now();
		let finalised = chain.finalised().await?;
		self.note_speed(chain, asked_at);
		self.note_progress(chain, finalised);
		let last_block = self.last_block();
		let mut newest_looked_into = None;
		while self.next <= finalised.min(last_block) {
			let asked_at = Instant::now();
			let block = chain.block(self.next).await?;
			self.note_speed(chain, asked_at);
			if chain.generation() != generation {
				// Another node may be behind: what is final for the one is not for the other.
				return Ok(None);
			}
			let Some((hash, transactions)) = block else {
				return self.without_body(chain, deadline).await;
			};
			if let Some((position, transaction)) = self.find(&transactions) {
				let number = self.next;
				let place = Place { transaction, number, hash, position, is_final: true, verdict: None };
				return Ok(Some(Ending::InBlock(place)));
			}
			newest_looked_into = Some(hash);
			self.next += 1;
		}
		if self.next > last_block {
			return Ok(Some(Ending::Impossible(self.refused.take())));
		}
		// The nonce after the very block that was looked into last: nothing can have come in between.
		if let Some(hash) = newest_looked_into {
			if chain.nonce_at(hash).await? > self.nonce {
				return Ok(Some(Ending::Impossible(self.refused.take())));
			}
		}
		if wait == Wait::Block {
			return self.look_ahead(chain, finalised).await;
		}
		Ok(None)
	}

	/// Leaves a node that answers slowly again and again. Where all of them do, more and more slowness is borne.
	fn note_speed(&mut self, chain: &impl Watched, asked_at: Instant) {
		let is_slow = asked_at.elapsed() >= self.slow;
		self.slow_in_a_row = if is_slow { self.slow_in_a_row + 1 } else { 0 };
		if self.slow_in_a_row >= MOST_SLOW {
			chain.go_on();
			self.slow_in_a_row = 0;
			self.slow = self.slow.saturating_mul(2);
			self.send_at = Instant::now();
		}
	}

	/// Leaves a node whose chain stands still, and sends to the next what that one may not have.
	fn note_progress(&mut self, chain: &impl Watched, finalised: u64) {
		if finalised > self.finalised {
			self.finalised = finalised;
			self.moved_at = Instant::now();
		} else if self.moved_at.elapsed() >= self.stalled {
			chain.go_on();
			self.moved_at = Instant::now();
			self.send_at = Instant::now();
		}
	}

	/// A block that the node does not give may hold the transaction: it is asked for again, never passed over.
	async fn without_body(&mut self, chain: &impl Watched, deadline: Instant) -> Result<Option<Ending>> {
		if let Some(ending) = self.ask(chain, deadline).await? {
			return Ok(Some(ending));
		}
		let message = format!("the node does not give block {}, which may hold the transaction", self.next);
		Err(Error::new(Kind::NotFinal, message))
	}

	/// Looks into the blocks that are not final yet.
	async fn look_ahead(&self, chain: &impl Watched, finalised: u64) -> Result<Option<Ending>> {
		for number in finalised + 1..=chain.best().await? {
			let Some((hash, transactions)) = chain.block(number).await? else { break };
			if let Some((position, transaction)) = self.find(&transactions) {
				let place = Place { transaction, number, hash, position, is_final: false, verdict: None };
				return Ok(Some(Ending::InBlock(place)));
			}
		}
		Ok(None)
	}
}

#[cfg(test)]
mod tests;
