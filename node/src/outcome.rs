//! What became of a transaction: the answer of `zhidai_outcome`.
//!
//! It is read from final blocks only, so an answer other than "not yet" never changes. A transaction lives
//! for at most 256 blocks and every node keeps that many bodies and states, so that each can be told apart:
//! in a final block and carried out, in a final block and refused by a rule, never (its era is over, or
//! another transaction has its nonce), or not yet known. Nothing is ever called failed because time went by.
//!
//! The last final blocks are indexed in memory as they come, with what was refused in them, and again from
//! disk when the node starts. What is older is found in the bodies.
//!
//! Who has no hash, but the key of a payment or a digest, is told what the state says: [`record`].

use crate::service::FullClient;
use crate::turns::{Turn, Turns};
use codec::Encode;
use frame_system_rpc_runtime_api::AccountNonceApi;
use futures::StreamExt;
use polkadot_sdk::*;
use sc_client_api::blockchain::HeaderBackend;
use sc_client_api::{BlockBackend, BlockchainEvents};
use sp_api::{ApiError, ApiRef, Core, ProvideRuntimeApi};
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use sp_runtime::{DispatchError, ModuleError};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhidai_api::{Impossible, InBlock, Outcome, RefusedBy};
use zhidai_api::{Page, MAX_PAGE};
use zhidai_runtime::apis::{RuntimeApiImpl, ZhidaiApi};
use zhidai_runtime::opaque::Block;
use zhidai_runtime::{AccountId, BlockNumber, Hash, Nonce};

pub mod record;

/// How many final blocks are indexed.
const INDEXED: usize = 1_024;
/// For how many blocks before the final one a node keeps the state, which says what was refused.
const WITH_STATE: BlockNumber = 256;
/// For how many blocks a transaction can live (`MortalEra`).
const LONGEST_ERA: BlockNumber = 256;

/// What an error says; rules are named where the block's runtime is the one that this node knows.
fn refused_by(error: &DispatchError, is_known_runtime: bool) -> RefusedBy {
	let DispatchError::Module(ModuleError { index, error: bytes, .. }) = error else {
		let message = <&'static str>::from(*error).to_owned();
		let rule = matches!(error, DispatchError::BadOrigin).then(|| "System.BadOrigin".to_owned());
		return RefusedBy { rule, pallet: None, error: None, message };
	};
	let named = match bytes {
		[number, ..] if is_known_runtime => zhidai_runtime::rules::rule(*index, *number),
		_ => None,
	};
	let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
	let message = match &named {
		Some(rule) => rule.explanation.clone(),
		None => format!("refused by rule {} of pallet {index}", bytes[0]),
	};
	RefusedBy {
		rule: named.map(|rule| rule.name),
		pallet: Some(*index),
		error: Some(format!("0x{digits}")),
		message,
	}
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
	/// The question makes no sense.
	Malformed(String),
	/// The node cannot tell now.
	NotAvailable(String),
	/// The node searches as much as it does beside its work.
	Busy,
}

/// Which transaction is asked for.
pub type Question = zhidai_api::Question<AccountId>;

/// The transactions of a block that were refused, each by its position, and whether the block's runtime is the one that
/// this node knows.
pub type Refused = (Vec<(u32, DispatchError)>, bool);

/// What is read of the chain.
pub trait Blocks {
	/// The newest final block.
	fn finalised(&self) -> (BlockNumber, Hash);
	/// The final block of this number.
	fn hash(&self, number: BlockNumber) -> Result<Option<Hash>, String>;
	/// The hashes of a block's transactions, in their order; nothing where the node has no body.
	fn transactions(&self, block: Hash) -> Result<Option<Vec<Hash>>, String>;
	/// Which of them were refused, and whether the block's runtime is the one that this node knows; nothing
	/// where the node no longer has the state, and an error where it has it and it cannot be read now.
	fn refused(&self, block: Hash) -> Result<Option<Refused>, String>;
	/// The next nonce of an account after a block.
	fn nonce(&self, block: Hash, account: &AccountId) -> Result<Nonce, String>;
}

/// What a block did to a transaction.
#[derive(Clone, Debug)]
enum Fate {
	Done,
	Refused(RefusedBy),
	Unknown,
}

/// The last final blocks: an unbroken row of them.
#[derive(Default)]
struct Index {
	first: BlockNumber,
	blocks: VecDeque<Vec<Hash>>,
	transactions: HashMap<Hash, (InBlock, Fate)>,
}

impl Index {
	/// The number of the block that comes next.
	fn next(&self) -> Option<BlockNumber> {
		(!self.blocks.is_empty()).then(|| self.first.saturating_add(self.blocks.len() as BlockNumber))
	}

	fn push(&mut self, number: BlockNumber, block: Vec<(Hash, InBlock, Fate)>) {
		if self.next() != Some(number) {
			*self = Self { first: number, ..Self::default() };
		}
		self.blocks.push_back(block.iter().map(|(hash, ..)| *hash).collect());
		self.transactions.extend(block.into_iter().map(|(hash, place, fate)| (hash, (place, fate))));
		while self.blocks.len() > INDEXED {
			let gone = self.blocks.pop_front().unwrap_or_default();
			gone.iter().for_each(|hash| drop(self.transactions.remove(hash)));
			self.first = self.first.saturating_add(1);
		}
	}
}

/// Answers what became of transactions.
pub struct Outcomes<B> {
	blocks: Arc<B>,
	index: Mutex<Index>,
}

impl<B: Blocks> Outcomes<B> {
	/// Nothing is indexed yet.
	pub fn new(blocks: Arc<B>) -> Self {
		Self { blocks, index: Mutex::default() }
	}

	/// Indexes the final blocks that came since the last time, so far as their state can still be here.
	pub fn catch_up(&self) -> Result<(), String> {
		self.caught_up().map(drop)
	}

	fn caught_up(&self) -> Result<(MutexGuard<'_, Index>, BlockNumber, Hash), String> {
		let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
		let (last, hash) = self.blocks.finalised();
		let oldest = last.saturating_sub(WITH_STATE.saturating_sub(1)).max(1);
		let from = index.next().map_or(oldest, |next| next.max(oldest));
		for number in from..=last {
			index.push(number, self.read(number)?);
		}
		Ok((index, last, hash))
	}

	/// A final block and its transactions.
	fn body(&self, number: BlockNumber) -> Result<(Hash, Vec<Hash>), String> {
		let missing = || format!("block {number} has no body here");
		let block = self.blocks.hash(number)?.ok_or_else(missing)?;
		Ok((block, self.blocks.transactions(block)?.ok_or_else(missing)?))
	}

	/// What the block did to the transaction at each of its positions.
	fn fates(&self, block: Hash) -> Result<impl Fn(u32) -> Fate, String> {
		let refused = self.blocks.refused(block)?;
		Ok(move |position| match &refused {
			None => Fate::Unknown,
			Some((refused, is_known_runtime)) => refused
				.iter()
				.find(|(other, _)| *other == position)
				.map_or(Fate::Done, |(_, error)| Fate::Refused(refused_by(error, *is_known_runtime))),
		})
	}

	/// A block for the index. What it did that cannot be read now is read when somebody asks: one such block keeps no
	/// other from being told.
	fn read(&self, number: BlockNumber) -> Result<Vec<(Hash, InBlock, Fate)>, String> {
		let (block_hash, transactions) = self.body(number)?;
		let fates = self.fates(block_hash).inspect_err(|error| log::warn!("Block {number}: {error}")).ok();
		let fate = |position| fates.as_ref().map_or(Fate::Unknown, |fate| fate(position));
		let row = (0..)
			.zip(transactions)
			.map(|(position, hash)| (hash, InBlock { block: number, block_hash, position }, fate(position)));
		Ok(row.collect())
	}

	/// What became of a transaction, and the final block at which that is so. Where blocks before the index must be
	/// read for it, that is a search, for which there are few turns.
	pub fn answer(
		&self,
		_turn: &Turn<'_>,
		turns: &Turns,
		asked: &Question,
	) -> Result<(Outcome, BlockNumber, Hash), NoAnswer> {
		let life = asked.dies.checked_sub(asked.born).filter(|life| (1..=LONGEST_ERA).contains(life));
		if life.is_none() {
			return Err(NoAnswer::Malformed(format!(
				"a transaction lives for 1 to {LONGEST_ERA} blocks; born at {} and dead at {} is none",
				asked.born, asked.dies
			)));
		}
		let (known, first, last, hash) = self.look_up(asked.hash).map_err(NoAnswer::NotAvailable)?;
		let outcome = match known {
			Some((place, fate)) => self.indexed(place, fate),
			None => {
				let is_before = asked.born.saturating_add(1) < first;
				let _search = match is_before {
					true => Some(turns.take_for_search().ok_or(NoAnswer::Busy)?),
					false => None,
				};
				self.find_before(first, asked, last, hash)
			}
		};
		Ok((outcome.map_err(NoAnswer::NotAvailable)?, last, hash))
	}

	/// What the index says of a transaction by its hash alone, for who knows no more of it; nothing where none of the
	/// blocks there has it: it can be in an earlier one, or come yet.
	pub fn by_hash(
		&self,
		_turn: &Turn<'_>,
		transaction: Hash,
	) -> Result<(Option<Outcome>, BlockNumber, Hash), NoAnswer> {
		let (known, _, last, hash) = self.look_up(transaction).map_err(NoAnswer::NotAvailable)?;
		let outcome = known.map(|(place, fate)| self.indexed(place, fate)).transpose();
		Ok((outcome.map_err(NoAnswer::NotAvailable)?, last, hash))
	}

	fn indexed(&self, place: InBlock, fate: Fate) -> Result<Outcome, String> {
		match fate {
			Fate::Unknown => self.read_again(place),
			fate => Ok(told(place, fate)),
		}
	}

	/// What is not known of a block is looked for anew: it may have been the moment's fault.
	fn read_again(&self, place: InBlock) -> Result<Outcome, String> {
		Ok(told(place, self.fates(place.block_hash)?(place.position)))
	}

	/// What the index has of a transaction, the block that it begins with, and the last final one. Nobody holds it
	/// when this returns.
	fn look_up(
		&self,
		transaction: Hash,
	) -> Result<(Option<(InBlock, Fate)>, BlockNumber, BlockNumber, Hash), String> {
		let (index, last, hash) = self.caught_up()?;
		let first = if index.blocks.is_empty() { last.saturating_add(1) } else { index.first };
		Ok((index.transactions.get(&transaction).cloned(), first, last, hash))
	}

	/// Looks into the blocks before the index, so far as the transaction can be in them: for its hash in their bodies
	/// first, and only where that is found for what the block did.
	fn find_before(
		&self,
		first: BlockNumber,
		asked: &Question,
		last: BlockNumber,
		hash: Hash,
	) -> Result<Outcome, String> {
		let youngest = asked.dies.saturating_sub(1).min(last);
		for block in asked.born.saturating_add(1)..=youngest.min(first.saturating_sub(1)) {
			let (block_hash, transactions) = self.body(block)?;
			let found = (0..).zip(transactions).find(|(_, other)| *other == asked.hash);
			if let Some((position, _)) = found {
				return self.read_again(InBlock { block, block_hash, position });
			}
		}
		if last >= asked.dies.saturating_sub(1) {
			return Ok(Outcome::Impossible { reason: Impossible::Expired });
		}
		match self.blocks.nonce(hash, &asked.account)? > asked.nonce {
			true => Ok(Outcome::Impossible { reason: Impossible::NonceUsed }),
			false => Ok(Outcome::NotYet { in_pool: false }),
		}
	}
}

fn told(place: InBlock, fate: Fate) -> Outcome {
	match fate {
		Fate::Done => Outcome::Final { place },
		Fate::Refused(refusal) => Outcome::Refused { place, refusal },
		Fate::Unknown => Outcome::Included { place },
	}
}

/// Indexes final blocks as they come, for as long as the node runs.
pub async fn follow(outcomes: Arc<Outcomes<FullClient>>) {
	let mut final_blocks = outcomes.blocks.finality_notification_stream();
	loop {
		// A question meets the same error and answers with it.
		if let Err(error) = outcomes.catch_up() {
			log::warn!("What became of transactions cannot be told: {error}");
		}
		if final_blocks.next().await.is_none() {
			return;
		}
	}
}

/// Asks the runtime in a block's state; nothing where the node no longer has the state. Whatever else fails is the
/// moment's fault and an error, so that nobody keeps it for a state that is gone.
fn in_state<T>(
	client: &FullClient,
	block: Hash,
	question: impl FnOnce(ApiRef<'_, RuntimeApiImpl<Block, FullClient>>) -> Result<T, ApiError>,
) -> Result<Option<T>, String> {
	if client.state_at(block).is_err() {
		return Ok(None);
	}
	let answer = question(client.runtime_api()).map(Some);
	answer.map_err(|error| format!("the state of block {block:?} cannot be read now: {error}; ask again"))
}

impl Blocks for FullClient {
	fn finalised(&self) -> (BlockNumber, Hash) {
		let info = self.info();
		(info.finalized_number, info.finalized_hash)
	}

	fn hash(&self, number: BlockNumber) -> Result<Option<Hash>, String> {
		HeaderBackend::hash(self, number).map_err(|error| error.to_string())
	}

	fn transactions(&self, block: Hash) -> Result<Option<Vec<Hash>>, String> {
		let body = self.block_body(block).map_err(|error| error.to_string())?;
		Ok(body.map(|body| body.iter().map(|bytes| bytes.using_encoded(BlakeTwo256::hash)).collect()))
	}

	fn refused(&self, block: Hash) -> Result<Option<Refused>, String> {
		in_state(self, block, |runtime| {
			let refused = Page::every(|cursor| runtime.refused(block, cursor, MAX_PAGE))?;
			let version = runtime.version(block)?;
			Ok((refused, version.spec_version == zhidai_runtime::VERSION.spec_version))
		})
	}

	fn nonce(&self, block: Hash, account: &AccountId) -> Result<Nonce, String> {
		self.runtime_api().account_nonce(block, account.clone()).map_err(|error| error.to_string())
	}
}

#[cfg(test)]
mod tests;
