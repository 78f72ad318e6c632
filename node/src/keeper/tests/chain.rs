//! A chain in memory that a real pool stands on.

use crate::keeper::kept::Preamble;
use crate::keeper::*;
use async_trait::async_trait;
use codec::{Compact, CompactLen, Decode};
use sc_transaction_pool::{ChainApi, ForkAwareTxPool, Options, PoolLimit, ValidateTransactionPriority};
use sp_blockchain::{HashAndNumber, TreeRoute};
use sp_core::traits::SpawnEssentialNamed;
use sp_core::{ed25519, storage::Storage, Pair};
use sp_runtime::generic::{BlockId, Era};
use sp_runtime::traits::Header as _;
use sp_runtime::transaction_validity::TransactionValidity;
use sp_runtime::{BuildStorage, MultiAddress, MultiSignature};
use std::collections::HashMap;
use std::time::Duration;
use zhidai_runtime::opaque::Header;
use zhidai_runtime::{
	AccountId, Executive, RuntimeCall, RuntimeGenesisConfig, System, TxExtension, UncheckedExtrinsic, VERSION,
};

/// A block: what it carries, and who signed that.
#[derive(Clone)]
struct Node {
	header: Header,
	body: Vec<OpaqueExtrinsic>,
}

/// A chain of the local preset that carries transactions without carrying them out: only nonces move.
pub(super) struct Chain {
	genesis: Storage,
	blocks: Mutex<HashMap<Hash, Node>>,
	pub(super) first: Hash,
}

impl Chain {
	pub(super) fn new() -> Arc<Self> {
		let preset = zhidai_runtime::presets::get(&zhidai_runtime::presets::LOCAL.into()).expect("a preset");
		let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default()).expect("JSON");
		patch(&mut genesis, serde_json::from_slice(&preset).expect("JSON"));
		let genesis: RuntimeGenesisConfig = serde_json::from_value(genesis).expect("a genesis");
		let genesis = genesis.build_storage().expect("a state");
		let chain = Self { genesis, blocks: Mutex::default(), first: Hash::default() };
		let first = chain.put(Hash::default(), 0, Vec::new());
		Arc::new(Self { first, ..chain })
	}

	fn put(&self, parent: Hash, number: BlockNumber, body: Vec<OpaqueExtrinsic>) -> Hash {
		let root = BlakeTwo256::hash(&body.encode());
		let header = Header::new(number, root, Hash::default(), parent, Default::default());
		let hash = header.hash();
		self.blocks.lock().expect("no panic").insert(hash, Node { header, body });
		hash
	}

	/// A block on top of another.
	pub(super) fn add(&self, parent: Hash, body: &[OpaqueExtrinsic]) -> Hash {
		self.put(parent, self.node(parent).header.number() + 1, body.to_vec())
	}

	fn node(&self, hash: Hash) -> Node {
		self.blocks.lock().expect("no panic").get(&hash).expect("a block").clone()
	}

	/// From the first block to this one.
	fn path(&self, hash: Hash) -> Vec<Hash> {
		let mut path = vec![hash];
		while let Some(last) = path.last().filter(|last| **last != self.first) {
			path.push(*self.node(*last).header.parent_hash());
		}
		path.reverse();
		path
	}

	/// Something in a block's state.
	fn with<T>(&self, hash: Hash, what: impl FnOnce() -> T) -> T {
		let path = self.path(hash);
		sp_io::TestExternalities::new(self.genesis.clone()).execute_with(|| {
			for (number, parent) in (1..).zip(&path[..path.len() - 1]) {
				System::initialize(&number, parent, &Default::default());
			}
			for transaction in path.iter().flat_map(|hash| self.node(*hash).body) {
				System::inc_account_nonce(sender(&transaction));
			}
			what()
		})
	}

	fn judge(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: &OpaqueExtrinsic,
	) -> TransactionValidity {
		let transaction = decoded(transaction);
		self.with(at, || {
			zhidai_runtime::door::judged(Executive::validate_transaction(source, transaction, at))
		})
	}
}

fn patch(whole: &mut serde_json::Value, with: serde_json::Value) {
	match (whole, with) {
		(serde_json::Value::Object(whole), serde_json::Value::Object(with)) => {
			for (key, value) in with {
				patch(whole.entry(key).or_insert(serde_json::Value::Null), value);
			}
		}
		(whole, with) => *whole = with,
	}
}

fn decoded(transaction: &OpaqueExtrinsic) -> UncheckedExtrinsic {
	UncheckedExtrinsic::decode(&mut &transaction.encode()[..]).expect("one of ours")
}

fn sender(transaction: &OpaqueExtrinsic) -> AccountId {
	match decoded(transaction).preamble {
		Preamble::Signed(MultiAddress::Id(account), ..) => account,
		_ => panic!("not signed"),
	}
}

#[async_trait]
impl ChainApi for Chain {
	type Block = Block;
	type Error = PoolError;

	async fn validate_transaction(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: Arc<OpaqueExtrinsic>,
		_: ValidateTransactionPriority,
	) -> Result<TransactionValidity, PoolError> {
		Ok(self.judge(at, source, &transaction))
	}

	fn validate_transaction_blocking(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: Arc<OpaqueExtrinsic>,
	) -> Result<TransactionValidity, PoolError> {
		Ok(self.judge(at, source, &transaction))
	}

	fn block_id_to_number(&self, at: &BlockId<Block>) -> Result<Option<BlockNumber>, PoolError> {
		Ok(match at {
			BlockId::Hash(hash) => Some(*self.node(*hash).header.number()),
			BlockId::Number(number) => Some(*number),
		})
	}

	fn block_id_to_hash(&self, at: &BlockId<Block>) -> Result<Option<Hash>, PoolError> {
		Ok(match at {
			BlockId::Hash(hash) => Some(*hash),
			BlockId::Number(_) => None,
		})
	}

	fn hash_and_length(&self, transaction: &OpaqueExtrinsic) -> (Hash, usize) {
		let bytes = transaction.encode();
		(BlakeTwo256::hash(&bytes), bytes.len())
	}

	async fn block_body(&self, at: Hash) -> Result<Option<Vec<OpaqueExtrinsic>>, PoolError> {
		Ok(Some(self.node(at).body))
	}

	fn block_header(&self, at: Hash) -> Result<Option<Header>, PoolError> {
		Ok(Some(self.node(at).header))
	}

	fn tree_route(&self, from: Hash, to: Hash) -> Result<TreeRoute<Block>, PoolError> {
		let (from, to) = (self.path(from), self.path(to));
		let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
		let retracted = from[common..].iter().rev();
		let pivot = from.len() - common;
		let route = retracted
			.chain([&from[common - 1]])
			.chain(&to[common..])
			.map(|hash| HashAndNumber { number: *self.node(*hash).header.number(), hash: *hash });
		TreeRoute::new(route.collect(), pivot).map_err(PoolError::InvalidBlockId)
	}
}

#[derive(Clone)]
struct Tasks;

impl SpawnEssentialNamed for Tasks {
	fn spawn_essential_blocking(
		&self,
		_: &'static str,
		_: Option<&'static str>,
		task: futures::future::BoxFuture<'static, ()>,
	) {
		// Its own thread: it waits for messages without giving way.
		std::thread::spawn(|| futures::executor::block_on(task));
	}

	fn spawn_essential(
		&self,
		_: &'static str,
		_: Option<&'static str>,
		task: futures::future::BoxFuture<'static, ()>,
	) {
		tokio::spawn(task);
	}
}

pub(super) type Pool = ForkAwareTxPool<Chain, Block>;

/// The pool as our node sets it, but for its room where a test wants little.
pub(super) fn pool(chain: &Arc<Chain>, futures: usize) -> Arc<Pool> {
	let room = |count| PoolLimit { count, total_bytes: 16 << 20 };
	let options = Options {
		ready: room(8_192),
		future: room(futures),
		reject_future_transactions: false,
		ban_time: Duration::ZERO,
	};
	let first = chain.first;
	let api = chain.clone();
	Arc::new(Pool::new_with_background_worker(options, true.into(), api, None, Tasks, first, first))
}

/// A transaction of an officer of a bank: a call that may always be sent.
pub(super) fn transaction(chain: &Chain, officer: &str, nonce: u32) -> OpaqueExtrinsic {
	about(chain, officer, nonce, 0)
}

/// The same about another loan: a different transaction of that nonce.
pub(super) fn about(chain: &Chain, officer: &str, nonce: u32, loan: u8) -> OpaqueExtrinsic {
	// `Payments.lapse` of draft 0 of this loan.
	signed(
		chain,
		officer,
		nonce,
		&[&[140, 13, loan][..], &[0; 7]].concat(),
		(Era::mortal(64, 0), chain.first),
	)
}

/// An act of an organisation's admins: `Registry.withdraw` of act 0.
pub(super) fn admins_act(chain: &Chain, officer: &str) -> OpaqueExtrinsic {
	signed(chain, officer, 0, &[&[40, 3][..], &[0; 16]].concat(), (Era::mortal(64, 0), chain.first))
}

/// A call signed over an era and the block that it begins at.
pub(super) fn signed(
	chain: &Chain,
	officer: &str,
	nonce: u32,
	call: &[u8],
	(era, birth): (Era, Hash),
) -> OpaqueExtrinsic {
	let key = ed25519::Pair::from_string(&format!("//{officer}"), None).expect("a key");
	let account = AccountId::new(key.public().0);
	let call = RuntimeCall::decode(&mut &call[..]).expect("a call");
	let extension = TxExtension::decode(&mut &(era, Compact(nonce)).encode()[..]).expect("extensions");
	let implicit = (VERSION.spec_version, VERSION.transaction_version, chain.first, birth);
	let payload = (&call, &extension, implicit).encode();
	// Shorter than what would be hashed first.
	assert!(payload.len() <= 256);
	let signature: MultiSignature = key.sign(&payload).into();
	let signed = UncheckedExtrinsic::new_signed(call, account.into(), signature, extension);
	OpaqueExtrinsic::decode(&mut &signed.encode()[..]).expect("bytes")
}

/// The same of another account, whose signature it is not, and so many bytes long with those that say how many.
pub(super) fn of_account(transaction: &OpaqueExtrinsic, account: u32, length: usize) -> OpaqueExtrinsic {
	let mut bytes = transaction.inner().to_vec();
	// Behind the version and the kind of address.
	bytes[2..34].copy_from_slice(BlakeTwo256::hash(&account.encode()).as_bytes());
	bytes.resize(length - Compact::<u32>::compact_len(&(length as u32 - 4)), 0);
	OpaqueExtrinsic::from_blob(bytes)
}

/// Its signature is not the account's.
pub(super) fn forged(transaction: &OpaqueExtrinsic) -> OpaqueExtrinsic {
	let mut bytes = transaction.inner().to_vec();
	// Behind the version, the kind of address, the account and the kind of signature.
	bytes[35] ^= 1;
	OpaqueExtrinsic::from_blob(bytes)
}

/// What a peer can make of it: the same with other bytes for its call.
pub(super) fn with_call(transaction: &OpaqueExtrinsic, call: &[u8]) -> OpaqueExtrinsic {
	let preamble = decoded(transaction).preamble.encode();
	OpaqueExtrinsic::from_blob([&preamble[..], call].concat())
}
