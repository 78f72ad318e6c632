//! How long full blocks take: the runtime's Wasm, a client with its database on disk, as in a node.

use crate::common::genesis;
use crate::counted::weight_of_one;
use crate::kinds::Kind;
use crate::scene::{at, next_moment, Scene};
use codec::{Decode, Encode};
use futures::executor::block_on;
use polkadot_sdk::*;
use sc_block_builder::{BlockBuilder, BlockBuilderBuilder, BuiltBlock};
use sc_client_api::execution_extensions::ExecutionExtensions;
use sc_client_api::{Backend as _, HeaderBackend, TrieCacheContext};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_consensus::{BlockImport, BlockImportParams, ForkChoiceStrategy, StateAction, StorageChanges};
use sc_executor::WasmExecutor;
use sp_api::{Core, ProvideRuntimeApi};
use sp_blockchain::{ApplyExtrinsicFailed::Validity, Error as ClientError};
use sp_consensus::BlockOrigin;
use sp_core::storage::{well_known_keys::CODE, StateVersion, Storage};
use sp_core::testing::TaskExecutor;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::{BlakeTwo256, Block as _, Header as _};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};
use sp_runtime::OpaqueExtrinsic;
use sp_state_machine::{Backend as _, Ext, OverlayedChanges};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zhidai_runtime::opaque::{Block, Hash};
use zhidai_runtime::{apis::RuntimeApi, Runtime, RuntimeEvent, System, UncheckedExtrinsic};

type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
type Database = sc_service::TFullBackend<Block>;

/// What a node of a local network is given.
const CACHE: usize = 128 * 1024 * 1024;
/// How often a block is executed; the median counts.
const TIMES: usize = 5;
/// More calls than a block has room for, so that it is full.
const SPARE: u64 = 3;
/// How many records there are beside the scene's, where `RECORDS` in the environment does not say.
const RECORDS: usize = 1_000_000;
/// The length of what the keys of a map begin with, and of the shortest hash after it.
const MAP: usize = 32;
const HASHED: usize = 8;
/// No more of a value is written of each.
const SHORT: usize = 64;
/// Of how many random keys the price is taken.
const KEYS: u32 = 20_000;

/// The names of the columns.
pub const HEAD: &str = "kind                                          calls   fill   declared ms   measured ms  share  µs a call";

/// A chain of its own.
struct Chain {
	client: Arc<Client>,
	database: Arc<Database>,
	best: Hash,
	number: u32,
	// Removed when it is dropped.
	_folder: tempfile::TempDir,
}

/// What was found of a kind.
pub struct Found {
	name: &'static str,
	calls: usize,
	declared: Duration,
	measured: Duration,
}

impl Found {
	/// Whether the time is at least this share of what is declared, in percent, and no more than all of it.
	pub fn is_within(&self, least: u64) -> bool {
		let (declared, measured) = (self.declared.as_nanos(), self.measured.as_nanos());
		measured <= declared && measured * 100 >= declared * u128::from(least)
	}

	/// Whether the block is filled so far that its time can be told from an empty one's.
	pub fn fills_a_block(&self) -> bool {
		self.declared.as_nanos() * 1_000 * 100 >= u128::from(room()) * 40
	}
}

impl fmt::Display for Found {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
		let room = Duration::from_nanos(room() / 1_000);
		let share = |part: Duration, whole: Duration| 100.0 * part.as_secs_f64() / whole.as_secs_f64();
		write!(
			out,
			"{:<42} {:>8} {:>5.0}% {:>13.1} {:>13.1} {:>5.0}% {:>10.0}",
			self.name,
			self.calls,
			share(self.declared, room),
			milliseconds(self.declared),
			milliseconds(self.measured),
			share(self.measured, self.declared),
			milliseconds(self.measured) * 1_000.0 / self.calls as f64,
		)
	}
}

/// Refuses where there is nothing to measure.
pub fn ensure_wasm() {
	assert!(zhidai_runtime::WASM_BINARY.is_some(), "the Wasm is measured: build without SKIP_WASM_BUILD");
}

/// What normal calls of a block can take, in picoseconds.
fn room() -> u64 {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	let class = frame_support::dispatch::DispatchClass::Normal;
	limits.get(class).max_total.unwrap_or(limits.max_block).ref_time()
}

/// Fills a block with a kind, and executes it.
pub fn time(kind: &Kind) -> Found {
	let enough = (room() / weight_of_one(kind) + SPARE).min(kind.most.into());
	let (state, transactions) = Scene::new(kind, u32::try_from(enough).expect("not so many")).split();
	let mut genesis = storage(&state);
	drop(state);
	grow(&mut genesis.top);
	let mut chain = Chain::new(genesis);
	chain.add_empty();
	let transactions = chain.look(transactions);
	let empty = chain.measure(Vec::new());
	let full = chain.measure(transactions);
	Found {
		name: kind.name,
		calls: full.calls,
		declared: full.declared - empty.declared,
		measured: full.measured.saturating_sub(empty.measured),
	}
}

/// Beside the records of the scene, as many as a chain has after some years, spread over all maps: tries are as deep as
/// they become, and what is read is not at hand. Their keys are of nobody, and none is ever read.
fn grow(top: &mut BTreeMap<Vec<u8>, Vec<u8>>) {
	let mut maps = BTreeMap::<Vec<u8>, (usize, Vec<u8>)>::new();
	for (key, value) in top.iter().filter(|(key, _)| key.len() >= MAP + HASHED) {
		let (map, short) = (key[..MAP].to_vec(), &value[..value.len().min(SHORT)]);
		maps.entry(map).or_insert_with(|| (key.len(), short.to_vec()));
	}
	let records = std::env::var("RECORDS").ok().and_then(|records| records.parse().ok());
	let each = records.unwrap_or(RECORDS) / maps.len();
	for (map, (length, value)) in maps {
		for number in 0..each {
			let random = blake2_256(&(&map, number as u64).encode()).repeat(length.div_ceil(32));
			let key = [&map, &random[..length - MAP]].concat();
			top.entry(key).or_insert_with(|| value.clone());
		}
	}
}

/// The state that a chain begins with, with the code.
fn storage(state: &sp_io::TestExternalities) -> Storage {
	let pairs = state.backend.pairs(Default::default()).expect("in memory");
	let mut top: BTreeMap<Vec<u8>, Vec<u8>> = pairs.map(|pair| pair.expect("in memory")).collect();
	top.insert(CODE.to_vec(), zhidai_runtime::WASM_BINARY.expect("ensured before").to_vec());
	Storage { top, children_default: Default::default() }
}

fn opaque(transaction: &UncheckedExtrinsic) -> OpaqueExtrinsic {
	OpaqueExtrinsic::decode(&mut transaction.encode().as_slice()).expect("it was just encoded")
}

fn is_full(error: &ClientError) -> bool {
	let full = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
	matches!(error, ClientError::ApplyExtrinsicFailed(Validity(reason)) if *reason == full)
}

/// What a block took, and what it declared.
struct Measured {
	calls: usize,
	declared: Duration,
	measured: Duration,
}

impl Chain {
	fn new(genesis: Storage) -> Self {
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
			database.clone(),
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
		let client: Arc<Client> = Arc::new(client.expect("a client"));
		let best = client.info().genesis_hash;
		Self { client, database, best, number: 0, _folder: folder }
	}

	/// Looks at the state after the last block.
	fn look<T>(&self, look: impl FnOnce() -> T) -> T {
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

	fn add_empty(&mut self) {
		let built = self.build(Vec::new());
		self.import(built);
	}

	/// The next block: executed as who did not make it does, and written.
	fn measure(&mut self, transactions: Vec<UncheckedExtrinsic>) -> Measured {
		let built = self.build(transactions);
		let calls = built.block.extrinsics().len() - 1;
		// The first time the Wasm may be compiled.
		let mut times: Vec<Duration> = (0..=TIMES).map(|_| self.execute(&built.block)).skip(1).collect();
		times.sort();
		let begin = Instant::now();
		self.import(built);
		let measured = times[TIMES / 2] + begin.elapsed();
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

	fn import(&mut self, BuiltBlock { block, storage_changes }: BuiltBlock<Block>) {
		let (header, body) = block.deconstruct();
		(self.best, self.number) = (header.hash(), *header.number());
		let mut params = BlockImportParams::new(BlockOrigin::Own, header);
		params.body = Some(body);
		params.state_action = StateAction::ApplyChanges(StorageChanges::Changes(storage_changes));
		params.fork_choice = Some(ForkChoiceStrategy::Custom(true));
		block_on(self.client.import_block(params)).expect("imported");
	}
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

/// Says what a read and a write of a random key take among so many payments.
pub fn keys(payments: u32) {
	let mut genesis = storage(&sp_io::TestExternalities::new(genesis()));
	let prefix = frame_support::storage::storage_prefix(b"Payments", b"Payments");
	let key = |number: u32| [prefix.as_slice(), &blake2_256(&number.encode())].concat();
	genesis.top.extend((0..payments).map(|number| (key(number), vec![7; 31])));
	let mut chain = Chain::new(genesis);
	chain.add_empty();
	let step = payments / KEYS;
	let keys: Vec<Vec<u8>> = (0..KEYS).map(|number| key(number * step)).collect();
	chain.database.reset_trie_cache();
	let state = chain.database.state_at(chain.best, TrieCacheContext::Trusted).expect("the last state");
	for how in ["from the database", "from the cache"] {
		let begin = Instant::now();
		for key in &keys {
			assert!(state.storage(key).expect("a database").is_some());
		}
		println!("a read {how}: {:.1} µs", begin.elapsed().as_secs_f64() * 1e6 / f64::from(KEYS));
	}
	drop(state);
	// As many as a full block writes.
	for part in keys.chunks(2_000) {
		let (root, written) = chain.write(part);
		println!(
			"{} writes: {:.1} µs each for the root, {:.1} µs each to the database",
			part.len(),
			root.as_secs_f64() * 1e6 / part.len() as f64,
			written.as_secs_f64() * 1e6 / part.len() as f64
		);
	}
}

impl Chain {
	/// A block that gives these keys another value: how long the new root takes, and how long to write it.
	fn write(&mut self, keys: &[Vec<u8>]) -> (Duration, Duration) {
		self.database.reset_trie_cache();
		let state = self.database.state_at(self.best, TrieCacheContext::Trusted).expect("the last state");
		let value = self.number.to_le_bytes().repeat(7);
		let begin = Instant::now();
		let delta = keys.iter().map(|key| (key.as_slice(), Some(value.as_slice())));
		let (root, transaction) = state.storage_root(delta, StateVersion::V1);
		let for_root = begin.elapsed();
		drop(state);
		let changes = sp_state_machine::StorageChanges {
			main_storage_changes: keys.iter().map(|key| (key.clone(), Some(value.clone()))).collect(),
			child_storage_changes: Vec::new(),
			offchain_storage_changes: Vec::new(),
			transaction,
			transaction_storage_root: root,
			transaction_index_changes: Vec::new(),
		};
		let header =
			zhidai_runtime::Header::new(self.number + 1, Hash::zero(), root, self.best, Default::default());
		let block = Block::new(header, Vec::new());
		let begin = Instant::now();
		self.import(BuiltBlock { block, storage_changes: changes });
		(for_root, begin.elapsed())
	}
}
