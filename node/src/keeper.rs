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
//! Handing a pool what it has costs a look-up and nothing else. Bounded by count, by bytes and by the
//! transaction's own era, and what was accepted by account too: one transaction for each nonce, and no more of
//! them than its window. Nothing is kept over a restart: a client's outbox does that.

use crate::service::FullClient;
use codec::{Decode, Encode};
use futures::{FutureExt, StreamExt};
use polkadot_sdk::*;
use sc_client_api::{BlockBackend, BlockchainEvents};
use sc_transaction_pool_api::error::{Error as PoolError, IntoPoolError};
use sc_transaction_pool_api::{TransactionPool, TransactionSource};
use sp_runtime::generic;
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use sp_runtime::transaction_validity::InvalidTransaction;
use sp_runtime::{MultiAddress, OpaqueExtrinsic};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhidai_runtime::opaque::Block;
use zhidai_runtime::{door, AccountId, Address, BlockNumber, Hash, Nonce, Signature, TxExtension};

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
	/// How many of one account, one for each nonce; nothing where nobody has judged whether it is of that account.
	pub of_account: Option<usize>,
	/// How many are handed to the pool after one block.
	pub batch: usize,
	/// How often one that is refused for the moment is tried.
	pub tries: u32,
	/// How often it is looked for in the pool before it is left to it: a pool takes what it forgets a moment later.
	pub looks: u32,
}

/// Of what clients sent.
pub const ACCEPTED: Room = Room {
	count: 16_384,
	bytes: 32 * 1024 * 1024,
	of_account: Some(WINDOW),
	batch: 2_048,
	tries: u32::MAX,
	looks: u32::MAX,
};
/// Of what peers sent. A peer can send anything, so there is little of it, and what is refused is tried a few times
/// only: a node is one block behind, or two, and not thirty.
pub const FROM_PEERS: Room =
	Room { count: 2_048, bytes: 8 * 1024 * 1024, of_account: None, batch: 512, tries: 3, looks: 3 };
/// The most that the door lets wait of one account: the next one, and those after it.
const WINDOW: usize = door::LARGE.share(1).waiting as usize + 1;

/// What stands before a transaction's call. The call itself is never decoded here: that is the runtime's, whose
/// stack has an end that a peer's bytes cannot take the node with.
type Preamble = generic::Preamble<Address, Signature, TxExtension>;

/// Which one of an account's transactions.
type Place = (AccountId, Nonce);

/// What a transaction says of itself; nobody has judged whether it is true.
struct Slip {
	place: Place,
	dies: BlockNumber,
}

impl Slip {
	/// Nothing where it is not one of ours, which pools refuse.
	fn of(transaction: &OpaqueExtrinsic, best: BlockNumber) -> Option<Self> {
		if transaction.encoded_size() > door::LONGEST as usize {
			return None;
		}
		match Preamble::decode(&mut transaction.inner()).ok()? {
			Preamble::Signed(MultiAddress::Id(account), _, extension) => {
				let dies = BlockNumber::try_from(extension.4 .0.death(u64::from(best))).ok()?;
				Some(Self { place: (account, extension.6 .0), dies })
			}
			_ => None,
		}
	}
}

struct Entry {
	transaction: OpaqueExtrinsic,
	length: usize,
	/// Whose it is, where that was judged.
	place: Option<Place>,
	/// The first block that it can no longer be in.
	dies: BlockNumber,
	/// At which block the pool is handed it again.
	again_at: BlockNumber,
	refusals: u32,
	found: u32,
}

impl Entry {
	/// Whether it can be in no block after this one: its last block is the one before it dies.
	fn is_over(&self, after: BlockNumber) -> bool {
		self.dies <= after.saturating_add(1)
	}
}

#[derive(Default)]
struct Kept {
	entries: HashMap<Hash, Entry>,
	places: BTreeMap<Place, Hash>,
	bytes: usize,
}

/// There is no room.
struct Full;

impl Kept {
	fn insert(&mut self, hash: Hash, entry: Entry) {
		self.bytes = self.bytes.saturating_add(entry.length);
		if let Some(place) = entry.place.clone() {
			self.places.insert(place, hash);
		}
		self.entries.insert(hash, entry);
	}

	fn remove(&mut self, hash: &Hash) {
		if let Some(entry) = self.entries.remove(hash) {
			self.bytes = self.bytes.saturating_sub(entry.length);
			if let Some(place) = entry.place {
				self.places.remove(&place);
			}
		}
	}

	fn forget_dead(&mut self, after: BlockNumber) {
		let over = self.entries.iter().filter(|(_, entry)| entry.is_over(after));
		let over: Vec<Hash> = over.map(|(hash, _)| *hash).collect();
		over.iter().for_each(|hash| self.remove(hash));
	}

	/// Whether there is room for one more, and which one goes for it.
	fn room_for(&self, room: &Room, slip: &Slip, length: usize) -> Result<Option<Hash>, Full> {
		let goes = match room.of_account {
			Some(most) => self.goes(&slip.place, most)?,
			None => None,
		};
		let gone = goes.and_then(|hash| self.entries.get(&hash)).map_or(0, |entry| entry.length);
		let count = self.entries.len().saturating_sub(usize::from(goes.is_some()));
		let bytes = self.bytes.saturating_sub(gone).saturating_add(length);
		match count < room.count && bytes <= room.bytes {
			true => Ok(goes),
			false => Err(Full),
		}
	}

	/// Which one of an account goes for a new one: the one at its nonce or, where the account has as many as it may,
	/// its lowest, which is in a block by then: else the door would not have let the new one in.
	fn goes(&self, place: &Place, most: usize) -> Result<Option<Hash>, Full> {
		if let Some(earlier) = self.places.get(place) {
			return Ok(Some(*earlier));
		}
		let (account, nonce) = place;
		let all = (account.clone(), Nonce::MIN)..=(account.clone(), Nonce::MAX);
		let mut all = self.places.range(all);
		if all.clone().count() < most {
			return Ok(None);
		}
		let lowest = all.next().filter(|((_, lowest), _)| lowest < nonce);
		lowest.map(|(_, hash)| Some(*hash)).ok_or(Full)
	}
}

/// What a keeper would make of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prospect {
	/// Keep it, or it is none of ours: the pool's word counts.
	Open,
	/// It keeps another one of this account and nonce, which the pool had when it was last asked.
	Taken(Hash),
	/// It has no room.
	Full,
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

	/// What it would make of a transaction that the pool is not handed yet.
	pub fn prospect(&self, hash: Hash, transaction: &OpaqueExtrinsic, best: BlockNumber) -> Prospect {
		let Some(slip) = Slip::of(transaction, best) else { return Prospect::Open };
		let kept = self.kept();
		if kept.entries.contains_key(&hash) {
			return Prospect::Open;
		}
		let earlier = kept.places.get(&slip.place).filter(|earlier| {
			let entry = kept.entries.get(*earlier);
			entry.is_some_and(|entry| entry.refusals == 0 && !entry.is_over(best))
		});
		match (earlier, kept.room_for(&self.room, &slip, transaction.encoded_size())) {
			(Some(earlier), _) => Prospect::Taken(*earlier),
			(None, Ok(_)) => Prospect::Open,
			(None, Err(Full)) => Prospect::Full,
		}
	}

	/// Keeps a transaction that the pool has; looked for again after some blocks. Tells whether it is kept.
	#[must_use]
	pub fn keep(&self, hash: Hash, transaction: OpaqueExtrinsic, best: BlockNumber) -> bool {
		self.put(hash, transaction, best, LOOK_AFTER)
	}

	/// Keeps a transaction that the pool does not have; handed to it after the next block. Tells whether it is kept.
	#[must_use]
	pub fn try_later(&self, hash: Hash, transaction: OpaqueExtrinsic, best: BlockNumber) -> bool {
		self.put(hash, transaction, best, 1)
	}

	fn put(&self, hash: Hash, transaction: OpaqueExtrinsic, best: BlockNumber, wait: BlockNumber) -> bool {
		let Some(slip) = Slip::of(&transaction, best) else { return false };
		let length = transaction.encoded_size();
		let mut kept = self.kept();
		if kept.entries.contains_key(&hash) {
			return true;
		}
		let Ok(goes) = kept.room_for(&self.room, &slip, length) else { return false };
		if let Some(goes) = goes {
			kept.remove(&goes);
		}
		let Slip { place, dies } = slip;
		let place = self.room.of_account.map(|_| place);
		let again_at = best.saturating_add(wait);
		kept.insert(hash, Entry { transaction, length, place, dies, again_at, refusals: 0, found: 0 });
		true
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
