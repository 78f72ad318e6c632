//! How many keys of the state a call touches, and how many it declares.

use crate::common::genesis_hash;
use crate::kinds::Kind;
use crate::scene::{at, next_moment, Scene};
use frame_support::traits::{GetCallMetadata, WhitelistedStorageKeys};
use pallet_timestamp::Now;
use polkadot_sdk::*;
use sp_core::H256;
use sp_io::hashing::twox_128;
use sp_io::TestExternalities;
use sp_runtime::traits::Header as _;
use sp_trie::recorder::Recorder;
use std::collections::BTreeSet;
use std::fmt;
use zhidai_runtime::{
	weights::raised::while_keys_cost, AllPalletsWithSystem, Executive, Header, Runtime, System,
	UncheckedExtrinsic,
};

/// Distinct keys, of each call for itself.
#[derive(Clone, Copy, Default)]
struct Keys {
	reads: u64,
	writes: u64,
}

/// What was found of a kind.
pub struct Found {
	/// Which call it is: `Payments.draft`.
	pub call: String,
	name: &'static str,
	calls: u64,
	touched: Keys,
	declared: Keys,
}

impl Found {
	/// Whether what is touched is at least this share of what is declared, in percent, and no more than all of it.
	pub fn is_within(&self, least: u64) -> bool {
		let is = |touched: u64, declared: u64| touched <= declared && touched * 100 >= declared * least;
		is(self.touched.reads, self.declared.reads) && is(self.touched.writes, self.declared.writes)
	}
}

impl fmt::Display for Found {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { name, calls, touched, declared, .. } = self;
		let each = |sum: u64| sum as f64 / *calls as f64;
		let share = |part: u64, whole: u64| 100 * part / whole.max(1);
		write!(
			out,
			"{name:<42} {:>6.1} {:>8.1} {:>3}%",
			each(touched.reads),
			each(declared.reads),
			share(touched.reads, declared.reads)
		)?;
		write!(
			out,
			" {:>6.1} {:>8.1} {:>3}%",
			each(touched.writes),
			each(declared.writes),
			share(touched.writes, declared.writes)
		)
	}
}

/// So many calls of a kind, in a block that has begun.
fn begun(kind: &Kind, count: u32) -> (TestExternalities, Vec<UncheckedExtrinsic>) {
	let (mut state, transactions) = Scene::new(kind, count).split();
	let first = state.execute_with(|| {
		begin_block(1, genesis_hash());
		Executive::finalize_block().hash()
	});
	state.commit_all().expect("no transaction is open");
	let transactions = state.execute_with(transactions);
	state.reset_overlay();
	state.execute_with(|| begin_block(2, first));
	(state, transactions)
}

/// What a call of a kind takes of a block in the end, in picoseconds, and the state after it.
pub fn one(kind: &Kind) -> (u64, TestExternalities) {
	let (mut state, mut transactions) = begun(kind, 1);
	let transaction = transactions.remove(0);
	let weight = state.execute_with(|| {
		let before = System::block_weight().total().ref_time();
		apply(transaction);
		System::block_weight().total().ref_time() - before
	});
	state.commit_all().expect("no transaction is open");
	(weight, state)
}

/// Counts so many calls of a kind, each in the state after those before it.
pub fn count(kind: &Kind, count: u32) -> Found {
	let (mut state, transactions) = begun(kind, count);
	let call = transactions.first().expect("a call").function.get_call_metadata();
	let call = format!("{}.{}", call.pallet_name, call.function_name);
	let (name, touched_in_all, declared_in_all) = (kind.name, Keys::default(), Keys::default());
	let mut found = Found { call, name, calls: 0, touched: touched_in_all, declared: declared_in_all };
	for transaction in transactions {
		state.commit_all().expect("no transaction is open");
		let declared = declared(&mut state, &transaction);
		let touched = touched(&mut state, transaction);
		found.calls += 1;
		found.declared.reads += declared.reads;
		found.declared.writes += declared.writes;
		found.touched.reads += touched.reads;
		found.touched.writes += touched.writes;
	}
	assert_eq!(found.calls, u64::from(count), "{}", kind.name);
	found
}

fn begin_block(number: u32, parent: H256) {
	let (moment, digest) = next_moment(Now::<Runtime>::get());
	Executive::initialize_block(&Header::new(number, H256::zero(), H256::zero(), parent, digest));
	Executive::apply_extrinsic(at(moment)).expect("an inherent").expect("the time");
}

fn apply(transaction: UncheckedExtrinsic) {
	Executive::apply_extrinsic(transaction).expect("admitted").expect("done");
}

/// By how much the weight grows where each read, or each write, costs a picosecond more.
fn declared(state: &mut TestExternalities, transaction: &UncheckedExtrinsic) -> Keys {
	let mut weight = |read, write| {
		let mut consumed = 0;
		state.execute_with(|| {
			let before = System::block_weight().total().ref_time();
			while_keys_cost(read, write, || apply(transaction.clone()));
			consumed = System::block_weight().total().ref_time() - before;
		});
		state.reset_overlay();
		consumed
	};
	let plain = weight(0, 0);
	Keys { reads: weight(1, 0) - plain, writes: weight(0, 1) - plain }
}

fn touched(state: &mut TestExternalities, transaction: UncheckedExtrinsic) -> Keys {
	let own = own_keys();
	let recorder = Recorder::default();
	state.execute_with_recorder(recorder.clone(), || apply(transaction));
	let counts = |key: &[u8]| !is_of_the_block(key) && !own.contains(key);
	let read: BTreeSet<Vec<u8>> = recorder
		.recorded_keys()
		.into_values()
		.flat_map(|keys| keys.into_keys())
		.map(|key| key.to_vec())
		.filter(|key| counts(key))
		.collect();
	let written = state.overlayed_changes().changes().filter(|(key, _)| counts(key)).count();
	Keys { reads: read.len() as u64, writes: written as u64 }
}

/// What the benchmarks do not count: every block has it.
fn own_keys() -> BTreeSet<Vec<u8>> {
	AllPalletsWithSystem::whitelisted_storage_keys().into_iter().map(|tracked| tracked.key).collect()
}

/// What the system keeps of the block and the transaction, whose cost is a block's and a transaction's own; all but
/// accounts and the hashes of blocks.
fn is_of_the_block(key: &[u8]) -> bool {
	let kept = [b"Account".as_slice(), b"BlockHash"];
	let system = twox_128(b"System");
	let is_kept = |item: &[u8]| key.get(16..32) == Some(twox_128(item).as_slice());
	key.starts_with(b":") || (key.starts_with(&system) && !kept.iter().any(|item| is_kept(item)))
}
