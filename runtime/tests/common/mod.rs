//! A chain in memory: the real runtime through `Executive`, blocks with their inherents, signed transactions.
#![allow(dead_code, missing_docs)]

pub mod books;
pub mod calls;
pub mod consortium;
pub mod lending;
pub mod paying;

use codec::Encode;
use polkadot_sdk::*;
use sp_core::{ed25519, Pair, H256};
use sp_runtime::generic::Era;
use sp_runtime::traits::Header as _;
use sp_runtime::transaction_validity::{TransactionSource, TransactionValidity};
use sp_runtime::{
	ApplyExtrinsicResult, BuildStorage, Digest, DigestItem, DispatchError, MultiSignature, TransactionOutcome,
};
use std::cell::Cell;
use std::collections::BTreeMap;
use zhidai_primitives::{refuse, Day, Refusal, RequestId};
use zhidai_runtime::{
	AccountId, Executive, Header, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, System,
	TxExtension, UncheckedExtrinsic, MILLISECONDS_PER_BLOCK, VERSION,
};

/// 2026-01-05, a Monday, 09:00 in China.
pub const START_MILLISECONDS: u64 = 1_767_574_800_000;

/// The hash of the block before the first: what signatures and digests are bound to.
pub fn genesis_hash() -> H256 {
	H256::repeat_byte(0x5a)
}

/// The state that a chain of the local preset begins with.
pub fn genesis() -> sp_core::storage::Storage {
	genesis_with(|_| ())
}

/// The same, where something of the preset is otherwise.
fn genesis_with(change: impl FnOnce(&mut serde_json::Value)) -> sp_core::storage::Storage {
	let preset = zhidai_runtime::presets::get(&zhidai_runtime::presets::LOCAL.into()).unwrap();
	let mut preset = serde_json::from_slice(&preset).unwrap();
	change(&mut preset);
	let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	patch(&mut genesis, preset);
	let genesis: RuntimeGenesisConfig = serde_json::from_value(genesis).unwrap();
	genesis.build_storage().unwrap()
}

/// A chain of the local preset, in its first block.
pub fn chain(test: impl FnOnce()) {
	chain_with(|_| (), test);
}

/// A chain of the local preset where something of it is otherwise, in its first block.
pub fn chain_with(change: impl FnOnce(&mut serde_json::Value), test: impl FnOnce()) {
	let mut chain: sp_io::TestExternalities = genesis_with(change).into();
	chain.execute_with(|| {
		begin_block(1, genesis_hash());
		test();
		next_block();
	});
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

fn begin_block(number: u32, parent: H256) {
	let milliseconds = START_MILLISECONDS + u64::from(number) * MILLISECONDS_PER_BLOCK;
	let slot = sp_consensus_aura::Slot::from(milliseconds / MILLISECONDS_PER_BLOCK);
	let digest =
		Digest { logs: vec![DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot.encode())] };
	Executive::initialize_block(&Header::new(number, Default::default(), Default::default(), parent, digest));
	let now = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: milliseconds });
	Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(now)).unwrap().unwrap();
}

/// Ends the block, checks what must always hold, and begins the next.
pub fn next_block() {
	let header = Executive::finalize_block();
	Runtime::check_invariants().unwrap();
	books::agree();
	begin_block(header.number() + 1, header.hash());
}

/// The chain's calendar day.
pub fn today() -> Day {
	<zhidai_runtime::Reference as zhidai_primitives::traits::Calendar>::today()
}

std::thread_local! {
	static REQUESTS: Cell<u128> = const { Cell::new(0) };
}

/// A request that nobody made before, good for a day.
pub fn new_request() -> RequestId {
	let number = REQUESTS.with(|requests| requests.replace(requests.get() + 1));
	RequestId { last_block: System::block_number() + 24 * 3_600, random: number.to_be_bytes() }
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
		Self { era: Era::mortal(64, u64::from(System::block_number() - 1)), nonce_ahead: 0 }
	}
}

/// The extensions of an account's next transaction.
pub fn extension(account: &AccountId, options: Options) -> TxExtension {
	(
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		pallet_registry::extensions::MortalEra::from(options.era),
		pallet_registry::extensions::AdmitMember::new(),
		pallet_registry::extensions::NonceWindow::from(System::account_nonce(account) + options.nonce_ahead),
		frame_system::CheckWeight::new(),
		frame_system::WeightReclaim::new(),
	)
}

/// A transaction of an account, whatever signs for it.
pub fn signed_by(
	account: AccountId,
	call: RuntimeCall,
	options: Options,
	sign: impl Fn(&[u8]) -> MultiSignature,
) -> UncheckedExtrinsic {
	let extension = extension(&account, options);
	let birth = options.era.birth(u64::from(System::block_number()));
	let mortality = System::block_hash(u32::try_from(birth).unwrap());
	let genesis = System::block_hash(0);
	let implicit =
		((), VERSION.spec_version, VERSION.transaction_version, genesis, mortality, (), (), (), ());
	let payload = sp_runtime::generic::SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| sign(bytes));
	UncheckedExtrinsic::new_signed(call, account.into(), signature, extension)
}

/// A transaction of an officer, by the name of its development key.
pub fn sign(name: &str, call: impl Into<RuntimeCall>, options: Options) -> UncheckedExtrinsic {
	let key = key(name);
	signed_by(AccountId::new(key.public().0), call.into(), options, |bytes| key.sign(bytes).into())
}

/// Applies a transaction in the current block, as its author does: what is not admitted leaves nothing.
pub fn include(transaction: UncheckedExtrinsic) -> ApplyExtrinsicResult {
	let applied = frame_support::storage::with_transaction(|| {
		let result = Executive::apply_extrinsic(transaction);
		match result.is_ok() {
			true => TransactionOutcome::Commit(Ok::<_, DispatchError>(result)),
			false => TransactionOutcome::Rollback(Ok(result)),
		}
	});
	applied.unwrap()
}

/// Signs and applies a call in the current block.
pub fn apply(name: &str, call: impl Into<RuntimeCall>) -> ApplyExtrinsicResult {
	include(sign(name, call, Options::default()))
}

/// Signs and applies a call that must be done.
#[track_caller]
pub fn done(name: &str, call: impl Into<RuntimeCall>) {
	apply(name, call).expect("admitted").expect("done");
}

/// Signs and applies a call that must be refused by this rule, and change nothing but the sender's nonce and what its
/// organisation has used of its allowance.
#[track_caller]
pub fn refused(name: &str, call: impl Into<RuntimeCall>, rule: impl Into<DispatchError>) {
	let (nonce, before) = (System::account_nonce(account(name)), state_beside(name));
	let found = apply(name, call).expect("admitted").expect_err("refused");
	assert_eq!(found.stripped(), rule.into().stripped());
	assert!(state_beside(name) == before, "a refused call left something behind");
	assert_eq!(System::account_nonce(account(name)), nonce + 1);
}

/// The whole state, but for what an officer's transaction changes in any case: its nonce, its organisation's
/// allowance, and what the system keeps of the block.
pub fn state_beside(name: &str) -> BTreeMap<Vec<u8>, Vec<u8>> {
	let account = account(name);
	let entry = pallet_registry::Officers::<Runtime>::get(&account).expect("a member");
	let own = [
		frame_system::Account::<Runtime>::hashed_key_for(&account),
		pallet_registry::Buckets::<Runtime>::hashed_key_for(entry.org),
		pallet_registry::OfficerBuckets::<Runtime>::hashed_key_for(entry.officer),
		pallet_registry::TogetherUsed::<Runtime>::hashed_key().to_vec(),
	];
	let (system, accounts) =
		(sp_io::hashing::twox_128(b"System"), frame_support::storage::storage_prefix(b"System", b"Account"));
	let mut state = BTreeMap::new();
	let mut next = sp_io::storage::next_key(&[]);
	while let Some(key) = next {
		let of_the_block = key.starts_with(b":") || (key.starts_with(&system) && !key.starts_with(&accounts));
		if !of_the_block && !own.contains(&key) {
			state.insert(key.clone(), sp_io::storage::get(&key).expect("a value").to_vec());
		}
		next = sp_io::storage::next_key(&key);
	}
	state
}

/// What the pool of a node says to a transaction, on a copy of the state.
pub fn pool(transaction: UncheckedExtrinsic) -> TransactionValidity {
	let parent = System::parent_hash();
	let answer = frame_support::storage::with_transaction(|| {
		let answer = Executive::validate_transaction(TransactionSource::External, transaction, parent);
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(answer))
	});
	answer.unwrap()
}

/// The pool takes the call from this officer.
#[track_caller]
pub fn admitted(name: &str, call: impl Into<RuntimeCall>) {
	pool(sign(name, call, Options::default())).expect("admitted");
}

/// The pool turns the call away, and so does a block, for this reason.
#[track_caller]
pub fn turned_away(name: &str, call: impl Into<RuntimeCall>, refusal: Refusal) {
	let call = call.into();
	let refusal = refuse(refusal);
	assert_eq!(pool(sign(name, call.clone(), Options::default())), Err(refusal), "{call:?}");
	assert_eq!(apply(name, call), Err(refusal));
}

/// The last event of this kind.
#[track_caller]
pub fn last_event<T>(find: impl Fn(&RuntimeEvent) -> Option<T>) -> T {
	System::events().iter().rev().find_map(|record| find(&record.event)).expect("such an event")
}
