//! A chain in memory: the real runtime through `Executive`, blocks with their inherents, signed transactions.
#![allow(dead_code, missing_docs)]

use codec::Encode;
use polkadot_sdk::*;
use sp_core::{ed25519, Pair};
use sp_runtime::generic::Era;
use sp_runtime::traits::{Applyable, Header as _};
use sp_runtime::transaction_validity::{TransactionSource, TransactionValidity};
use sp_runtime::{ApplyExtrinsicResult, BuildStorage, Digest, DigestItem, DispatchError, MultiSignature};
use zhidai_runtime::{
	AccountId, Executive, Header, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, System, TxExtension,
	UncheckedExtrinsic, MILLISECONDS_PER_BLOCK, VERSION,
};

/// 2026-01-05, a Monday, 09:00 in China.
pub const START_MILLISECONDS: u64 = 1_767_574_800_000;

/// A chain of the local preset, in its first block.
pub fn chain(test: impl FnOnce()) {
	let preset = zhidai_runtime::presets::get(&zhidai_runtime::presets::LOCAL.into()).unwrap();
	let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	patch(&mut genesis, serde_json::from_slice(&preset).unwrap());
	let genesis: RuntimeGenesisConfig = serde_json::from_value(genesis).unwrap();
	let mut chain: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
	chain.execute_with(|| {
		begin_block(1);
		test();
		Runtime::check_invariants().unwrap();
	});
}

fn patch(whole: &mut serde_json::Value, with: serde_json::Value) {
	match (whole, with) {
		(serde_json::Value::Object(whole), serde_json::Value::Object(with)) => {
			for (key, value) in with {
				patch(whole.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(whole, with) => *whole = with,
	}
}

fn begin_block(number: u32) {
	let milliseconds = START_MILLISECONDS + u64::from(number) * MILLISECONDS_PER_BLOCK;
	let slot = sp_consensus_aura::Slot::from(milliseconds / MILLISECONDS_PER_BLOCK);
	let digest = Digest { logs: vec![DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot.encode())] };
	let parent = if number == 1 { Default::default() } else { System::parent_hash() };
	let header = Header::new(number, Default::default(), Default::default(), parent, digest);
	Executive::initialize_block(&header);
	let now = UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: milliseconds }));
	Executive::apply_extrinsic(now).unwrap().unwrap();
}

/// Ends the block and begins the next.
pub fn next_block() {
	let header = Executive::finalize_block();
	Runtime::check_invariants().unwrap();
	// What the client does between blocks: the next block's parent is this header.
	let number = *header.number() + 1;
	let milliseconds = START_MILLISECONDS + u64::from(number) * MILLISECONDS_PER_BLOCK;
	let slot = sp_consensus_aura::Slot::from(milliseconds / MILLISECONDS_PER_BLOCK);
	let digest = Digest { logs: vec![DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot.encode())] };
	let next = Header::new(number, Default::default(), Default::default(), header.hash(), digest);
	Executive::initialize_block(&next);
	let now = UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: milliseconds }));
	Executive::apply_extrinsic(now).unwrap().unwrap();
}

/// The key of an officer, by the name of its development key.
pub fn key(name: &str) -> ed25519::Pair {
	ed25519::Pair::from_string(&format!("//{name}"), None).unwrap()
}

/// The account of an officer.
pub fn account(name: &str) -> AccountId {
	AccountId::new(key(name).public().0)
}

/// How a transaction is made.
#[derive(Clone, Copy)]
pub struct Options {
	pub era: Era,
	pub nonce_ahead: u32,
}

impl Default for Options {
	fn default() -> Self {
		Self { era: Era::mortal(64, u64::from(System::block_number())), nonce_ahead: 0 }
	}
}

pub fn sign(name: &str, call: RuntimeCall, options: Options) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(account(name)) + options.nonce_ahead;
	let extension: TxExtension = (
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		pallet_registry::MortalEra::from(options.era),
		pallet_registry::AdmitMember::default(),
		pallet_registry::NonceWindow::from(nonce),
		frame_system::CheckWeight::new(),
		frame_system::WeightReclaim::new(),
	);
	let genesis = System::block_hash(0);
	let birth = options.era.birth(u64::from(System::block_number()));
	let mortality = if options.era == Era::Immortal { genesis } else { System::block_hash(u32::try_from(birth).unwrap()) };
	let implicit = ((), VERSION.spec_version, VERSION.transaction_version, genesis, mortality, (), (), (), ());
	let payload = sp_runtime::generic::SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| key(name).sign(bytes));
	UncheckedExtrinsic::new_signed(call, account(name).into(), MultiSignature::Ed25519(signature), extension)
}

/// Signs and applies a call in the current block.
pub fn apply(name: &str, call: impl Into<RuntimeCall>) -> ApplyExtrinsicResult {
	Executive::apply_extrinsic(sign(name, call.into(), Options::default()))
}

/// Signs and applies a call that must be done.
#[track_caller]
pub fn done(name: &str, call: impl Into<RuntimeCall>) {
	apply(name, call).expect("admitted").expect("done");
}

/// Signs and applies a call that must be refused by this rule, and change nothing but the sender's nonce.
#[track_caller]
pub fn refused(name: &str, call: impl Into<RuntimeCall>, rule: impl Into<DispatchError>) {
	let found = apply(name, call).expect("admitted").expect_err("refused");
	assert_eq!(strip(found), strip(rule.into()));
}

fn strip(error: DispatchError) -> DispatchError {
	error.stripped()
}

/// What the pool of a node says to a transaction.
pub fn pool(transaction: UncheckedExtrinsic) -> TransactionValidity {
	Executive::validate_transaction(TransactionSource::External, transaction, System::block_hash(System::block_number() - 1))
}

/// The last event of this kind.
pub fn last_event<T>(find: impl Fn(&RuntimeEvent) -> Option<T>) -> T {
	System::events().iter().rev().find_map(|record| find(&record.event)).expect("such an event")
}
