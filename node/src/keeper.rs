//! What this node has taken on, kept until it is final or can no longer happen.
//!
//! A pool of this SDK line forgets: what a fork refused, what is looked at again at the final block and is
//! `Unknown` there, what its tenth for transactions that wait for an earlier one has no room for, what a higher
//! priority evicted. And between nodes nothing is sent twice: a node that ignores what it is handed (the SDK does
//! above 8,192 at a time) or refuses it because it is a block behind never sees it again. So a node keeps aside
//!
//! - what it **accepted** from a client, and hands it to its pool again where that has lost it;
//! - what it was handed by a **peer** and could not take at that moment, and tries it at the next blocks.
//!
//! Handing a pool what it has costs a look-up and nothing else. Bounded by count, by bytes and by the
//! transaction's own era; nothing is kept over a restart: a client's outbox does that.

use crate::service::FullClient;
use codec::{Decode, Encode};
use futures::{FutureExt, StreamExt};
use polkadot_sdk::*;
use sc_client_api::{BlockBackend, BlockchainEvents};
use sc_transaction_pool_api::error::{Error as PoolError, IntoPoolError};
use sc_transaction_pool_api::{TransactionPool, TransactionSource};
use sp_runtime::generic::Preamble;
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use sp_runtime::transaction_validity::InvalidTransaction;
use sp_runtime::OpaqueExtrinsic;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhidai_runtime::opaque::Block;
use zhidai_runtime::{BlockNumber, Hash, UncheckedExtrinsic};

/// How many transactions of a keeper are handed to the pool after one block at the most.
const BATCH: usize = 2_048;
/// After how many blocks a transaction that the pool had is looked for again: most are final by then.
const LOOK_AFTER: BlockNumber = 4;
/// The longest wait between two tries, in blocks.
const LONGEST_WAIT: BlockNumber = 16;

/// What a keeper has room for.
#[derive(Clone, Copy, Debug)]
pub struct Room {
	/// Transactions.
	pub count: usize,
	/// Their bytes.
	pub bytes: usize,
	/// How often one that is refused for the moment is tried.
	pub tries: u32,
	/// Whether what the pool has is kept on.
	pub keeps_on: bool,
}

/// Of what clients sent.
pub const ACCEPTED: Room = Room { count: 16_384, bytes: 32 * 1024 * 1024, tries: u32::MAX, keeps_on: true };
/// Of what peers sent. A peer can send anything, so what is refused is tried a few times only: a node is one
/// block behind, or two, and not thirty.
pub const FROM_PEERS: Room = Room { count: 32_768, bytes: 64 * 1024 * 1024, tries: 5, keeps_on: false };

struct Entry {
	transaction: OpaqueExtrinsic,
	length: usize,
	/// The first block that it can no longer be in.
	dies: BlockNumber,
	/// At which block the pool is handed it again.
	again_at: BlockNumber,
	refusals: u32,
}

#[derive(Default)]
struct Kept {
	entries: HashMap<Hash, Entry>,
	bytes: usize,
}

impl Kept {
	fn remove(&mut self, hash: &Hash) {
		if let Some(entry) = self.entries.remove(hash) {
			self.bytes = self.bytes.saturating_sub(entry.length);
		}
	}
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

	/// Keeps a transaction that the pool has; looked for again after some blocks.
	pub fn keep(&self, hash: Hash, transaction: OpaqueExtrinsic, best: BlockNumber) {
		self.put(hash, transaction, best, LOOK_AFTER);
	}

	/// Keeps a transaction that the pool does not have; handed to it after the next block.
	pub fn try_later(&self, hash: Hash, transaction: OpaqueExtrinsic, best: BlockNumber) {
		self.put(hash, transaction, best, 1);
	}

	fn put(&self, hash: Hash, transaction: OpaqueExtrinsic, best: BlockNumber, wait: BlockNumber) {
		let Some(dies) = dies(&transaction, best) else { return };
		let length = transaction.encoded_size();
		let mut kept = self.kept();
		let is_full =
			kept.entries.len() >= self.room.count || kept.bytes.saturating_add(length) > self.room.bytes;
		if is_full || kept.entries.contains_key(&hash) {
			return;
		}
		kept.bytes = kept.bytes.saturating_add(length);
		let again_at = best.saturating_add(wait);
		kept.entries.insert(hash, Entry { transaction, length, dies, again_at, refusals: 0 });
	}

	/// What the pool should be handed at this block, those that wait longest first.
	fn due(&self, best: BlockNumber) -> Vec<(Hash, OpaqueExtrinsic)> {
		let kept = self.kept();
		let mut due: Vec<_> = kept.entries.iter().filter(|(_, entry)| entry.again_at <= best).collect();
		due.sort_unstable_by_key(|(hash, entry)| (entry.again_at, **hash));
		due.into_iter().take(BATCH).map(|(hash, entry)| (*hash, entry.transaction.clone())).collect()
	}

	fn heard(&self, hash: Hash, answer: Answer, best: BlockNumber) {
		let room = self.room;
		let mut kept = self.kept();
		let Some(entry) = kept.entries.get_mut(&hash) else { return };
		match answer {
			Answer::Has => {
				entry.refusals = 0;
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
			Answer::Has => !room.keeps_on,
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
		// Its last block is the one before it dies.
		let over = |entry: &Entry| entry.dies <= number.saturating_add(1);
		let dead: Vec<Hash> =
			kept.entries.iter().filter(|(_, entry)| over(entry)).map(|(hash, _)| *hash).collect();
		dead.iter().for_each(|hash| kept.remove(hash));
	}
}

/// The first block that a transaction can no longer be in; nothing where it is not one of ours, which pools
/// refuse.
fn dies(transaction: &OpaqueExtrinsic, best: BlockNumber) -> Option<BlockNumber> {
	let transaction = UncheckedExtrinsic::decode(&mut &transaction.encode()[..]).ok()?;
	let Preamble::Signed(_, _, extension) = transaction.preamble else { return None };
	BlockNumber::try_from(extension.4 .0.death(u64::from(best))).ok()
}

/// Serves keepers for as long as the node runs.
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
