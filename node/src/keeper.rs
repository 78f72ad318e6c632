//! What this node has taken on, kept until it is final or can no longer happen.
//!
//! A pool of this SDK line forgets: what a fork refused, what is looked at again at the final block and is
//! `Unknown` there, what its tenth for transactions that wait for an earlier one has no room for, what a higher
//! priority evicted. And between nodes nothing is sent twice: a node that ignores what it is handed (the SDK does
//! above 8,192 at a time) or refuses it because it is a block behind never sees it again. So a node keeps aside
//!
//! - what it **accepted** from a client, and hands it to its pool again where that has lost it;
//! - what it was handed by a **peer** a block too early, and tries it at the next blocks, in a small room: a
//!   peer can send anything.
//!
//! Handing a pool what it has costs a look-up and nothing else. What is kept has the bounds of the pool itself, so
//! that a node has room for all that the door lets in from as many members as are reckoned with there; its bytes are
//! those of the pool, shared. It is bounded by the transaction's own era too, and what was accepted by account: one
//! transaction for each nonce, and no more of them than its window. Above that, copies of what the pool has ready go,
//! of who has the most bytes: they are in the pool, and no longer handed in again where it forgets them. None goes for
//! what the pool then refuses. What is urgent has a reserve. Nothing is kept over a restart: a client's outbox does
//! that.

use crate::service::FullClient;
use codec::Encode;
use futures::{FutureExt, StreamExt};
use polkadot_sdk::*;
use sc_client_api::{BlockBackend, BlockchainEvents};
use sc_transaction_pool_api::error::{Error as PoolError, IntoPoolError};
use sc_transaction_pool_api::{TransactionPool, TransactionSource};
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use sp_runtime::transaction_validity::InvalidTransaction;
use sp_runtime::OpaqueExtrinsic;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhidai_runtime::opaque::Block;
use zhidai_runtime::{door, BlockNumber, Hash};

mod kept;

use kept::{call_of, Entry, Full, Kept, Slip};

/// After how many blocks a transaction that the pool had is looked for again: most are final by then.
const LOOK_AFTER: BlockNumber = 4;
/// The longest wait between two tries, in blocks.
const LONGEST_WAIT: BlockNumber = 16;

/// So many transactions, and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
	/// Transactions.
	pub count: usize,
	/// Their bytes.
	pub bytes: usize,
}

impl Size {
	const fn plus(self, other: Self) -> Self {
		Self { count: self.count.saturating_add(other.count), bytes: self.bytes.saturating_add(other.bytes) }
	}

	const fn minus(self, other: Self) -> Self {
		Self { count: self.count.saturating_sub(other.count), bytes: self.bytes.saturating_sub(other.bytes) }
	}

	/// The less of each.
	fn least(self, other: Self) -> Self {
		Self { count: self.count.min(other.count), bytes: self.bytes.min(other.bytes) }
	}
}

/// What a keeper has room for.
#[derive(Clone, Copy, Debug)]
pub struct Room {
	/// Transactions.
	pub count: usize,
	/// Their bytes.
	pub bytes: usize,
	/// Beside that, for what is urgent.
	pub reserve: Size,
	/// How many of one account, one for each nonce; nothing where nobody has judged whether it is of that account.
	pub of_account: Option<usize>,
	/// How many are handed to the pool after one block.
	pub batch: usize,
	/// How often one that is refused for the moment is tried.
	pub tries: u32,
	/// How often it is looked for in the pool before it is left to it: a pool takes what it forgets a moment later.
	pub looks: u32,
	/// How many blocks ahead of this node the sender can be: an era is reckoned from there.
	pub ahead: BlockNumber,
}

/// Of what clients sent: what a pool must have room for ([`door::POOL`]), and a sixteenth of it for what is urgent.
pub const ACCEPTED: Room = Room {
	count: door::POOL.count as usize,
	bytes: door::POOL.bytes as usize,
	reserve: Size { count: (door::POOL.count / 16) as usize, bytes: (door::POOL.bytes / 16) as usize },
	of_account: Some(WINDOW),
	batch: 4_096,
	tries: u32::MAX,
	looks: u32::MAX,
	ahead: 0,
};
/// Of what peers sent. A peer can send anything, so there is little of it, and what is refused is tried a few times
/// only: a node is one block behind, or two, and not thirty.
pub const FROM_PEERS: Room = Room {
	count: 2_048,
	bytes: 8 * 1024 * 1024,
	reserve: Size { count: 0, bytes: 0 },
	of_account: None,
	batch: 512,
	tries: 3,
	looks: 3,
	ahead: LOOK_AFTER,
};
/// The most that the door lets wait of one account: the next one, and those after it.
const WINDOW: usize = door::LARGE.share(1).waiting as usize + 1;

/// Why a keeper has no place for a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
	/// It is none of ours: the pool's word counts.
	NotOurs,
	/// Another one of this account and nonce is kept, which the pool had when it was last asked and has not ready.
	Taken,
	/// There is no room.
	Full,
}

/// A place that is held for a transaction while the pool is handed it; given back when this is dropped.
pub struct Held<'a> {
	keeper: &'a Keeper,
	size: Size,
	/// Nothing where it is kept already.
	entry: Option<(Hash, Entry)>,
	/// The copies that go for it once it is kept, and stay where it is not.
	copies: Vec<Hash>,
}

impl Held<'_> {
	/// The pool has it: it is kept from now on.
	pub fn keep(mut self) {
		let (keeper, Some((hash, entry))) = (self.keeper, self.entry.take()) else { return };
		let mut kept = keeper.kept();
		// The same bytes may have been kept for another client meanwhile.
		if !kept.entries.contains_key(&hash) {
			self.copies.drain(..).for_each(|copy| kept.remove(&copy));
			kept.keep(hash, entry, &keeper.room);
		}
	}
}

impl Drop for Held<'_> {
	fn drop(&mut self) {
		let mut kept = self.keeper.kept();
		kept.held = kept.held.minus(self.size);
		self.copies.iter().for_each(|copy| kept.mark(copy, false));
	}
}

/// Whether this node's own runtime can read a transaction's call.
pub fn is_readable(transaction: &OpaqueExtrinsic) -> bool {
	call_of(transaction).is_some()
}

/// What the pool says to a transaction that it is handed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
	/// It has it.
	Has,
	/// Not now.
	Later,
	/// It can never pass.
	Never,
}

impl Answer {
	fn of<H, E: IntoPoolError>(answer: Result<H, E>) -> Self {
		let Err(error) = answer else { return Self::Has };
		match error.into_pool_error() {
			Ok(PoolError::AlreadyImported(_)) => Self::Has,
			Ok(PoolError::InvalidTransaction(reason)) => match reason {
				// On this fork. Where that holds for good, its era ends it.
				InvalidTransaction::Stale
				| InvalidTransaction::Future
				| InvalidTransaction::ExhaustsResources => Self::Later,
				_ => Self::Never,
			},
			Ok(PoolError::NoTagsProvided | PoolError::CycleDetected | PoolError::Unactionable) => Self::Never,
			Ok(_) | Err(_) => Self::Later,
		}
	}
}

/// Transactions that a node keeps aside.
pub struct Keeper {
	room: Room,
	kept: Mutex<Kept>,
}

impl Keeper {
	/// An empty one.
	pub fn new(room: Room) -> Self {
		Self { room, kept: Mutex::default() }
	}

	fn kept(&self) -> MutexGuard<'_, Kept> {
		self.kept.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Holds a place for what the pool is about to be handed; looked for again some blocks after it is kept. Whoever
	/// is not kept is not accepted, so this comes first.
	pub fn hold(
		&self,
		hash: Hash,
		transaction: &OpaqueExtrinsic,
		best: BlockNumber,
		is_ready: impl Fn(&Hash) -> bool,
	) -> Result<Held<'_>, NoPlace> {
		self.held(hash, transaction, (best, LOOK_AFTER), is_ready)
	}

	/// Keeps a transaction that the pool does not have; handed to it after the next block. Tells whether it is kept.
	#[must_use]
	pub fn try_later(&self, hash: Hash, transaction: &OpaqueExtrinsic, best: BlockNumber) -> bool {
		self.held(hash, transaction, (best, 1), |_| false).map(Held::keep).is_ok()
	}

	/// A place for what is looked for in the pool so many blocks after the best one.
	fn held(
		&self,
		hash: Hash,
		transaction: &OpaqueExtrinsic,
		(best, wait): (BlockNumber, BlockNumber),
		is_ready: impl Fn(&Hash) -> bool,
	) -> Result<Held<'_>, NoPlace> {
		let room = &self.room;
		let slip = Slip::of(transaction, best.saturating_add(room.ahead)).ok_or(NoPlace::NotOurs)?;
		let mut kept = self.kept();
		if kept.entries.contains_key(&hash) {
			return Ok(Held { keeper: self, size: Size::default(), entry: None, copies: Vec::new() });
		}
		if let Some(earlier) = kept.places.get(&slip.place) {
			let waits = |entry: &Entry| entry.refusals == 0 && !entry.is_over(best);
			if kept.entries.get(earlier).is_some_and(waits) && !is_ready(earlier) {
				return Err(NoPlace::Taken);
			}
		}
		let length = transaction.encoded_size();
		// No call of a peer's is read: nobody has judged it.
		let is_urgent =
			|| room.reserve.count > 0 && call_of(transaction).is_some_and(|call| door::is_urgent(&call));
		let copies =
			kept.make_room(room, &slip, length, is_urgent, is_ready).map_err(|Full| NoPlace::Full)?;
		let size = Size { count: 1, bytes: length };
		kept.held = kept.held.plus(size);
		let Slip { place, dies } = slip;
		let place = room.of_account.map(|_| place);
		let (transaction, again_at) = (transaction.clone(), best.saturating_add(wait));
		let entry =
			Entry { transaction, length, place, dies, again_at, refusals: 0, found: 0, is_to_go: false };
		Ok(Held { keeper: self, size, entry: Some((hash, entry)), copies })
	}

	/// What the pool should be handed at this block, those that wait longest first. What can be in none after it is let
	/// go, so that there is room while nothing becomes final.
	fn due(&self, best: BlockNumber) -> Vec<(Hash, OpaqueExtrinsic)> {
		let mut kept = self.kept();
		kept.forget_dead(best);
		let mut due: Vec<_> = kept.entries.iter().filter(|(_, entry)| entry.again_at <= best).collect();
		due.sort_unstable_by_key(|(hash, entry)| (entry.again_at, **hash));
		due.into_iter()
			.take(self.room.batch)
			.map(|(hash, entry)| (*hash, entry.transaction.clone()))
			.collect()
	}

	fn heard(&self, hash: Hash, answer: Answer, best: BlockNumber) {
		let room = self.room;
		let mut kept = self.kept();
		let Some(entry) = kept.entries.get_mut(&hash) else { return };
		match answer {
			Answer::Has => {
				entry.refusals = 0;
				entry.found = entry.found.saturating_add(1);
				entry.again_at = best.saturating_add(LOOK_AFTER);
			}
			Answer::Later => {
				entry.refusals = entry.refusals.saturating_add(1);
				let wait = 1_u32.checked_shl(entry.refusals).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
				entry.again_at = best.saturating_add(wait);
			}
			Answer::Never => {}
		}
		let is_over = match answer {
			Answer::Has => entry.found >= room.looks,
			Answer::Later => entry.refusals >= room.tries,
			Answer::Never => true,
		};
		if is_over {
			kept.remove(&hash);
		}
	}

	/// Hands the pool what is due after a block.
	pub async fn look_again<P>(&self, pool: &P, best: (BlockNumber, Hash))
	where
		P: TransactionPool<Block = Block, Hash = Hash>,
	{
		let due = self.due(best.0);
		if due.is_empty() {
			return;
		}
		let (hashes, transactions): (Vec<_>, Vec<_>) = due.into_iter().unzip();
		let answers = match pool.submit_at(best.1, TransactionSource::External, transactions).await {
			Ok(answers) => answers,
			// The pool cannot answer at all; the next block comes.
			Err(_) => return,
		};
		for (hash, answer) in hashes.into_iter().zip(answers) {
			self.heard(hash, Answer::of(answer), best.0);
		}
	}

	/// Lets go what is in a final block, and what can be in none any more.
	pub fn let_go(&self, number: BlockNumber, body: &[OpaqueExtrinsic]) {
		let mut kept = self.kept();
		if kept.entries.is_empty() {
			return;
		}
		for transaction in body {
			kept.remove(&transaction.using_encoded(BlakeTwo256::hash));
		}
		kept.forget_dead(number);
	}
}

/// Serves keepers for as long as the node runs: the pool is handed what the first one keeps before what the next does.
pub async fn run<P>(keepers: Vec<Arc<Keeper>>, pool: Arc<P>, client: Arc<FullClient>)
where
	P: TransactionPool<Block = Block, Hash = Hash> + 'static,
{
	let mut blocks = client.import_notification_stream().fuse();
	let mut finals = client.finality_notification_stream().fuse();
	loop {
		futures::select! {
			block = blocks.next().fuse() => {
				let Some(block) = block else { return };
				if block.is_new_best {
					for keeper in &keepers {
						keeper.look_again(&*pool, (block.header.number, block.hash)).await;
					}
				}
			}
			last = finals.next().fuse() => {
				let Some(last) = last else { return };
				for hash in last.tree_route.iter().chain([&last.hash]) {
					let body = client.block_body(*hash).ok().flatten().unwrap_or_default();
					keepers.iter().for_each(|keeper| keeper.let_go(last.header.number, &body));
				}
			}
		}
	}
}

#[cfg(test)]
mod tests;
