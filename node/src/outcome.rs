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
use codec::Encode;
use frame_system_rpc_runtime_api::AccountNonceApi;
use futures::StreamExt;
use polkadot_sdk::*;
use sc_client_api::blockchain::HeaderBackend;
use sc_client_api::{BlockBackend, BlockchainEvents};
use serde::{Deserialize, Serialize};
use sp_api::{Core, ProvideRuntimeApi};
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use sp_runtime::{DispatchError, ModuleError};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zhidai_runtime::apis::ZhidaiApi;
use zhidai_runtime::{AccountId, BlockNumber, Hash, Nonce};

pub mod record;

/// How many final blocks are indexed.
const INDEXED: usize = 1_024;
/// For how many blocks before the final one a node keeps the state, which says what was refused.
const WITH_STATE: BlockNumber = 256;
/// For how many blocks a transaction can live (`MortalEra`).
const LONGEST_ERA: BlockNumber = 256;

/// Which transaction is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question<U> {
	/// The hash of its bytes.
	pub hash: Hash,
	/// Who signed it.
	pub account: AccountId,
	/// Its number among the account's.
	pub nonce: Nonce,
	/// The block that its era begins at. It can be in the next one at the earliest.
	pub born: BlockNumber,
	/// The first block that it can no longer be in.
	pub dies: BlockNumber,
	/// A payment that it is about.
	pub uetr: Option<U>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Outcome {
	/// It is in a final block and was carried out.
	Final {
		/// Where.
		#[serde(flatten)]
		place: Place,
	},
	/// It is in a final block and was refused there by a rule.
	Refused {
		/// Where.
		#[serde(flatten)]
		place: Place,
		/// By which.
		#[serde(flatten)]
		refusal: Refusal,
	},
	/// It is in a final block whose state this node no longer has: whether it was refused there must be asked
	/// elsewhere.
	Included {
		/// Where.
		#[serde(flatten)]
		place: Place,
	},
	/// It can no longer happen.
	Impossible {
		/// Why.
		reason: Impossible,
	},
	/// Nothing is known yet.
	NotYet {
		/// Whether this node's pool has it ready.
		in_pool: bool,
	},
}

/// Where a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
	/// The block's number.
	pub block: BlockNumber,
	/// Its hash.
	pub block_hash: Hash,
	/// The transaction's position in it.
	pub position: u32,
}

/// Why a transaction can no longer happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Impossible {
	/// Its era is over, and it is in no block.
	Expired,
	/// Another transaction with its nonce is final.
	NonceUsed,
}

/// A rule that refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
	/// Its name, where this node knows the runtime of the block.
	pub rule: Option<String>,
	/// The index of the pallet, where it is a pallet's rule.
	pub pallet: Option<u8>,
	/// The error's bytes, in hexadecimal digits.
	pub error: Option<String>,
	/// In words.
	pub message: String,
}

impl Refusal {
	/// What an error says; rules are named where the block's runtime is the one that this node knows.
	fn of(error: &DispatchError, is_known_runtime: bool) -> Self {
		let DispatchError::Module(ModuleError { index, error: bytes, .. }) = error else {
			let message = <&'static str>::from(*error).to_owned();
			let rule = matches!(error, DispatchError::BadOrigin).then(|| "System.BadOrigin".to_owned());
			return Self { rule, pallet: None, error: None, message };
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
		Self {
			rule: named.map(|rule| rule.name),
			pallet: Some(*index),
			error: Some(format!("0x{digits}")),
			message,
		}
	}
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
	/// The question makes no sense.
	Malformed(String),
	/// The node cannot tell now.
	NotAvailable(String),
}

/// What is read of the chain.
pub trait Blocks {
	/// The newest final block.
	fn finalised(&self) -> (BlockNumber, Hash);
	/// The final block of this number.
	fn hash(&self, number: BlockNumber) -> Result<Option<Hash>, String>;
	/// The hashes of a block's transactions, in their order; nothing where the node has no body.
	fn transactions(&self, block: Hash) -> Result<Option<Vec<Hash>>, String>;
	/// Which of them were refused, and whether the block's runtime is the one that this node knows; nothing
	/// where the node no longer has the state.
	fn refused(&self, block: Hash) -> Option<(Vec<(u32, DispatchError)>, bool)>;
	/// The next nonce of an account after a block.
	fn nonce(&self, block: Hash, account: &AccountId) -> Result<Nonce, String>;
}

/// What a block did to a transaction.
#[derive(Clone, Debug)]
enum Fate {
	Done,
	Refused(Refusal),
	Unknown,
}

/// The last final blocks: an unbroken row of them.
#[derive(Default)]
struct Index {
	first: BlockNumber,
	blocks: VecDeque<Vec<Hash>>,
	transactions: HashMap<Hash, (Place, Fate)>,
}

impl Index {
	/// The number of the block that comes next.
	fn next(&self) -> Option<BlockNumber> {
		(!self.blocks.is_empty()).then(|| self.first.saturating_add(self.blocks.len() as BlockNumber))
	}

	fn push(&mut self, number: BlockNumber, block: Vec<(Hash, Place, Fate)>) {
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
			let block = self.read(number)?.ok_or_else(|| format!("block {number} has no body here"))?;
			index.push(number, block);
		}
		Ok((index, last, hash))
	}

	fn read(&self, number: BlockNumber) -> Result<Option<Vec<(Hash, Place, Fate)>>, String> {
		let Some(block_hash) = self.blocks.hash(number)? else { return Ok(None) };
		let Some(transactions) = self.blocks.transactions(block_hash)? else { return Ok(None) };
		let refused = self.blocks.refused(block_hash);
		let fate = |position: u32| match &refused {
			None => Fate::Unknown,
			Some((refused, is_known_runtime)) => refused
				.iter()
				.find(|(other, _)| *other == position)
				.map_or(Fate::Done, |(_, error)| Fate::Refused(Refusal::of(error, *is_known_runtime))),
		};
		let row = (0..)
			.zip(transactions)
			.map(|(position, hash)| (hash, Place { block: number, block_hash, position }, fate(position)));
		Ok(Some(row.collect()))
	}

	/// What became of a transaction, and the final block at which that is so.
	pub fn answer<U>(&self, asked: &Question<U>) -> Result<(Outcome, BlockNumber, Hash), NoAnswer> {
		let life = asked.dies.checked_sub(asked.born).filter(|life| (1..=LONGEST_ERA).contains(life));
		if life.is_none() {
			return Err(NoAnswer::Malformed(format!(
				"a transaction lives for 1 to {LONGEST_ERA} blocks; born at {} and dead at {} is none",
				asked.born, asked.dies
			)));
		}
		let (index, last, hash) = self.caught_up().map_err(NoAnswer::NotAvailable)?;
		let outcome = self.find(&index, asked, last, hash).map_err(NoAnswer::NotAvailable)?;
		Ok((outcome, last, hash))
	}

	fn find<U>(
		&self,
		index: &Index,
		asked: &Question<U>,
		last: BlockNumber,
		hash: Hash,
	) -> Result<Outcome, String> {
		if let Some((place, fate)) = index.transactions.get(&asked.hash) {
			return Ok(told(*place, fate.clone()));
		}
		// Blocks before the index, so far as the transaction can be in them.
		let youngest = asked.dies.saturating_sub(1).min(last);
		let before = if index.blocks.is_empty() { last } else { index.first.saturating_sub(1) };
		for number in asked.born.saturating_add(1)..=youngest.min(before) {
			let block = self.read(number)?.ok_or_else(|| format!("block {number} has no body here"))?;
			if let Some((_, place, fate)) = block.into_iter().find(|(other, ..)| *other == asked.hash) {
				return Ok(told(place, fate));
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

fn told(place: Place, fate: Fate) -> Outcome {
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

	fn refused(&self, block: Hash) -> Option<(Vec<(u32, DispatchError)>, bool)> {
		let runtime = self.runtime_api();
		let refused = runtime.refused(block).ok()?;
		let version = runtime.version(block).ok()?;
		Some((refused, version.spec_version == zhidai_runtime::VERSION.spec_version))
	}

	fn nonce(&self, block: Hash, account: &AccountId) -> Result<Nonce, String> {
		self.runtime_api().account_nonce(block, account.clone()).map_err(|error| error.to_string())
	}
}

#[cfg(test)]
mod tests;
