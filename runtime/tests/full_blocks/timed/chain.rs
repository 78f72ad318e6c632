//! A chain as a node has it: the runtime's Wasm, a client, a database on disk. One state after the other is laid
//! onto it.

use crate::scene::{at, next_moment};
use codec::{Decode, Encode};
use frame_support::storage::storage_prefix;
use frame_system::BlockHash;
use futures::executor::block_on;
use polkadot_sdk::*;
use sc_block_builder::{BlockBuilder, BlockBuilderBuilder, BuiltBlock};
use sc_client_api::execution_extensions::ExecutionExtensions;
use sc_client_api::{Backend as _, Finalizer as _, HeaderBackend, TrieCacheContext};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_consensus::{
	BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult, StateAction, StorageChanges,
};
use sc_executor::WasmExecutor;
use sp_api::{Core, ProvideRuntimeApi};
use sp_blockchain::{ApplyExtrinsicFailed::Validity, Error as ClientError};
use sp_consensus::BlockOrigin;
use sp_core::storage::{well_known_keys::CODE, StateVersion, Storage};
use sp_core::testing::TaskExecutor;
use sp_runtime::traits::{BlakeTwo256, Block as _, Header as _};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};
use sp_runtime::OpaqueExtrinsic;
use sp_state_machine::{Backend, Ext, OverlayedChanges, StorageCollection};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zhidai_runtime::opaque::{Block, Hash};
use zhidai_runtime::{apis::RuntimeApi, Header, Runtime, RuntimeEvent, System, UncheckedExtrinsic};

type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
type Database = sc_service::TFullBackend<Block>;

/// A state: keys and values.
pub type Pairs = BTreeMap<Vec<u8>, Vec<u8>>;

/// What a node of a local network is given.
const CACHE: usize = 128 * 1024 * 1024;
/// How often a block is executed; the median counts.
const TIMES: usize = 5;
/// The database writes to the disk behind who commits: not while a block is measured.
const SETTLING: Duration = Duration::from_secs(1);

/// All of a state, with the code.
pub fn pairs(state: &sp_io::TestExternalities) -> Pairs {
	let pairs = state.backend.pairs(Default::default()).expect("in memory");
	let mut pairs: Pairs = pairs.map(|pair| pair.expect("in memory")).collect();
	pairs.insert(CODE.to_vec(), zhidai_runtime::WASM_BINARY.expect("ensured before").to_vec());
	pairs
}

/// A chain, and its last block.
pub struct Chain {
	client: Arc<Client>,
	database: Arc<Database>,
	best: Hash,
	number: u32,
	// The state after the last block, but for the records that were there from the beginning and are no scene's.
	own: Pairs,
	// Removed when it is dropped.
	_folder: tempfile::TempDir,
}

/// What a block took, and what it declared.
pub struct Measured {
	/// How many calls are in it.
	pub calls: usize,
	/// What it declared.
	pub declared: Duration,
	/// What it took.
	pub measured: Duration,
}

impl Chain {
	/// A chain that begins with a state, beside records of nobody.
	pub fn new(own: Pairs, records: impl Iterator<Item = (Vec<u8>, Vec<u8>)>) -> Self {
		let mut top = own.clone();
		for (key, value) in records {
			top.entry(key).or_insert(value);
		}
		let folder = tempfile::tempdir().expect("a folder");
		let settings = DatabaseSettings {
			trie_cache_maximum_size: Some(CACHE),
			state_pruning: Some(PruningMode::blocks_pruning(256)),
			source: DatabaseSource::ParityDb { path: folder.path().join("db") },
			blocks_pruning: BlocksPruning::KeepFinalized,
			pruning_filters: Vec::new(),
			metrics_registry: None,
		};
		let database = sc_service::new_db_backend(settings).expect("a database");
		let client = client(Storage { top, children_default: Default::default() }, database.clone());
		let best = client.info().genesis_hash;
		Self { client, database, best, number: 0, own, _folder: folder }
	}

	/// The state after the last block, with nothing of it at hand.
	pub fn state(&self) -> impl Backend<BlakeTwo256> {
		self.database.reset_trie_cache();
		self.database.state_at(self.best, TrieCacheContext::Trusted).expect("the last state")
	}

	/// Looks at the state after the last block.
	pub fn look<T>(&self, look: impl FnOnce() -> T) -> T {
		let state = self.database.state_at(self.best, TrieCacheContext::Untrusted).expect("the last state");
		let mut overlay = OverlayedChanges::<BlakeTwo256>::default();
		let mut ext = Ext::new(&mut overlay, &state, None);
		sp_externalities::set_and_run_with_externalities(&mut ext, look)
	}

	fn begin(&self) -> BlockBuilder<'_, Block, Client> {
		let (moment, digest) = next_moment(self.look(pallet_timestamp::Now::<Runtime>::get));
		let mut builder = BlockBuilderBuilder::new(&*self.client)
			.on_parent_block(self.best)
			.with_parent_block_number(self.number)
			.with_inherent_digests(digest)
			.build()
			.expect("a block begins");
		builder.push(opaque(&at(moment))).expect("the time");
		builder
	}

	/// The next block, of as many of these as it has room for.
	fn build(&self, transactions: Vec<UncheckedExtrinsic>) -> BuiltBlock<Block> {
		let mut builder = self.begin();
		for transaction in &transactions {
			match builder.push(opaque(transaction)) {
				Ok(()) => {}
				Err(error) if is_full(&error) => break,
				Err(error) => panic!("not admitted: {error}"),
			}
		}
		builder.build().expect("a block")
	}

	/// The next block, without a transaction.
	pub fn add_empty(&mut self) {
		let built = self.build(Vec::new());
		self.import(built);
	}

	/// The next block: executed as who did not make it does, and written.
	pub fn measure(&mut self, transactions: Vec<UncheckedExtrinsic>) -> Measured {
		let built = self.build(transactions);
		let calls = built.block.extrinsics().len() - 1;
		// The first time the Wasm may be compiled.
		let mut times: Vec<Duration> = (0..=TIMES).map(|_| self.execute(&built.block)).skip(1).collect();
		times.sort();
		let measured = times[TIMES / 2] + self.import(built);
		self.look(ensure_nothing_was_refused);
		let weight = self.look(System::block_weight).total();
		Measured { calls, declared: Duration::from_nanos(weight.ref_time() / 1_000), measured }
	}

	/// With nothing of the state at hand: what others made is not in memory.
	fn execute(&self, block: &Block) -> Duration {
		self.database.reset_trie_cache();
		let (api, block) = (self.client.runtime_api(), block.clone());
		let begin = Instant::now();
		api.execute_block(self.best, block.into()).expect("a good block");
		begin.elapsed()
	}

	/// Writes the next block. How long that takes.
	fn import(&mut self, BuiltBlock { block, storage_changes }: BuiltBlock<Block>) -> Duration {
		let changed = storage_changes.main_storage_changes.clone();
		let begin = Instant::now();
		let (header, body) = block.deconstruct();
		let (hash, number) = (header.hash(), *header.number());
		let mut params = BlockImportParams::new(BlockOrigin::Own, header);
		params.body = Some(body);
		params.state_action = StateAction::ApplyChanges(StorageChanges::Changes(storage_changes));
		params.fork_choice = Some(ForkChoiceStrategy::Custom(true));
		let result = block_on(self.client.import_block(params)).expect("imported");
		let took = begin.elapsed();
		assert!(matches!(result, ImportResult::Imported(_)), "not imported: {result:?}");
		(self.best, self.number) = (hash, number);
		for (key, value) in changed {
			match value {
				Some(value) => self.own.insert(key, value),
				None => self.own.remove(&key),
			};
		}
		took
	}

	/// A block that changes these keys: how long the new root takes, and how long to write it.
	pub fn change(&mut self, changes: StorageCollection) -> (Duration, Duration) {
		let state = self.state();
		let begin = Instant::now();
		let delta = changes.iter().map(|(key, value)| (key.as_slice(), value.as_deref()));
		let (root, transaction) = state.storage_root(delta, StateVersion::V1);
		let for_root = begin.elapsed();
		drop(state);
		let storage_changes = sp_state_machine::StorageChanges {
			main_storage_changes: changes,
			child_storage_changes: Vec::new(),
			offchain_storage_changes: Vec::new(),
			transaction,
			transaction_storage_root: root,
			transaction_index_changes: Vec::new(),
		};
		let header = Header::new(self.number + 1, Hash::zero(), root, self.best, Default::default());
		let block = Block::new(header, Vec::new());
		(for_root, self.import(BuiltBlock { block, storage_changes }))
	}

	/// Puts a state into the place of the last one, in one block. What is read of it afterwards comes from the disk, as
	/// if the chain had begun with it: the block is final, so the database keeps none of it in memory for its forks.
	pub fn lay(&mut self, mut state: Pairs) {
		// Of the chain itself, whatever state is laid onto it: the hashes of its blocks, and their number.
		let hashes = storage_prefix(b"System", b"BlockHash");
		state.retain(|key, _| !key.starts_with(&hashes));
		let known = self.own.iter().filter(|(key, _)| key.starts_with(&hashes));
		state.extend(known.map(|(key, hash)| (key.clone(), hash.clone())));
		state.insert(BlockHash::<Runtime>::hashed_key_for(self.number), self.best.encode());
		state.insert(storage_prefix(b"System", b"Number").to_vec(), (self.number + 1).encode());

		let gone = self.own.keys().filter(|key| !state.contains_key(*key));
		let mut changes: StorageCollection = gone.map(|key| (key.clone(), None)).collect();
		let differs = |(key, value): &(Vec<u8>, Vec<u8>)| self.own.get(key) != Some(value);
		changes.extend(state.into_iter().filter(differs).map(|(key, value)| (key, Some(value))));
		self.change(changes);
		self.client.finalize_block(self.best, None, false).expect("final");
		std::thread::sleep(SETTLING);
	}
}

/// A client whose chain begins with this state.
fn client(genesis: Storage, database: Arc<Database>) -> Arc<Client> {
	let executor = Executor::builder().build();
	let genesis = sc_chain_spec::GenesisBlockBuilder::new_with_storage(
		genesis,
		true,
		database.clone(),
		executor.clone(),
	)
	.expect("a first block");
	let extensions = ExecutionExtensions::new(None, Arc::new(executor.clone()));
	let tasks = Box::new(TaskExecutor::new());
	let client = sc_service::new_client(
		database,
		executor,
		genesis,
		None,
		None,
		extensions,
		tasks,
		None,
		None,
		Default::default(),
	);
	Arc::new(client.expect("a client"))
}

fn opaque(transaction: &UncheckedExtrinsic) -> OpaqueExtrinsic {
	OpaqueExtrinsic::decode(&mut transaction.encode().as_slice()).expect("it was just encoded")
}

fn is_full(error: &ClientError) -> bool {
	let full = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
	matches!(error, ClientError::ApplyExtrinsicFailed(Validity(reason)) if *reason == full)
}

fn ensure_nothing_was_refused() {
	for record in System::read_events_no_consensus() {
		if let RuntimeEvent::System(frame_system::Event::ExtrinsicFailed { dispatch_error, .. }) =
			record.event
		{
			panic!("refused: {dispatch_error:?}");
		}
	}
}
