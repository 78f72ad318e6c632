//! How long full blocks take: the runtime's Wasm, a client with its database on disk, as in a node. All kinds are
//! measured on one chain, beside the records of some years, which are written once.

mod chain;
mod grown;

use crate::common::genesis;
use crate::counted::one;
use crate::kinds::{self, Kind};
use crate::scene::Scene;
use chain::{pairs, Chain};
use codec::Encode;
use grown::Maps;
use polkadot_sdk::*;
use sp_io::hashing::blake2_256;
use sp_io::TestExternalities;
use sp_state_machine::Backend as _;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::time::{Duration, Instant};
use zhidai_runtime::Runtime;

/// More calls than a block has room for, so that it is full.
const SPARE: u64 = 3;
/// Of how many random keys the price is taken.
const KEYS: u32 = 20_000;

/// The names of the columns.
pub const HEAD: &str = "kind                                          calls   fill   declared ms   measured ms  share  µs a call";

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

/// A chain on which one kind after the other fills a block.
pub struct Timer {
	chain: Chain,
	// What a call of each kind takes of a block, or why there is none.
	of_one: BTreeMap<&'static str, Result<u64, String>>,
}

impl Timer {
	/// Makes the chain. It is the same whatever kinds are measured: one call of each is made before, which shows the
	/// maps that have records.
	pub fn new() -> Self {
		ensure_wasm();
		let (mut maps, mut of_one) = (Maps::default(), BTreeMap::new());
		for kind in kinds::all() {
			let weight = attempt(|| one(&kind)).map(|(weight, state)| {
				maps.note(&pairs(&state));
				weight
			});
			of_one.insert(kind.name, weight);
		}
		let own = pairs(&TestExternalities::new(genesis()));
		maps.note(&own);
		Self { chain: Chain::new(own, maps.records()), of_one }
	}

	/// Fills a block with a kind, and executes it; or says why that cannot be done. The next kind can be measured
	/// either way: the chain goes on from the last block that it has.
	pub fn time(&mut self, kind: &Kind) -> Result<Found, String> {
		let weight = self.of_one[kind.name].clone()?;
		attempt(|| self.fill(kind, weight))
	}

	fn fill(&mut self, kind: &Kind, weight: u64) -> Found {
		let enough = (room() / weight + SPARE).min(kind.most.into());
		let (state, transactions) = Scene::new(kind, u32::try_from(enough).expect("not so many")).split();
		self.chain.lay(pairs(&state));
		drop(state);
		self.chain.add_empty();
		let transactions = self.chain.look(transactions);
		let empty = self.chain.measure(Vec::new());
		let full = self.chain.measure(transactions);
		Found {
			name: kind.name,
			calls: full.calls,
			declared: full.declared - empty.declared,
			measured: full.measured.saturating_sub(empty.measured),
		}
	}
}

/// Does it, or says with what it panicked.
fn attempt<T>(what: impl FnOnce() -> T) -> Result<T, String> {
	catch_unwind(AssertUnwindSafe(what)).map_err(|panic| {
		let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
		text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
	})
}

/// Refuses where there is nothing to measure.
fn ensure_wasm() {
	assert!(zhidai_runtime::WASM_BINARY.is_some(), "the Wasm is measured: build without SKIP_WASM_BUILD");
}

/// What normal calls of a block can take, in picoseconds.
fn room() -> u64 {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	let class = frame_support::dispatch::DispatchClass::Normal;
	limits.get(class).max_total.unwrap_or(limits.max_block).ref_time()
}

/// Says what a read and a write of a random key take among so many payments.
pub fn keys(payments: u32) {
	ensure_wasm();
	let prefix = frame_support::storage::storage_prefix(b"Payments", b"Payments");
	let key = |number: u32| [prefix.as_slice(), &blake2_256(&number.encode())].concat();
	let records = (0..payments).map(|number| (key(number), vec![7; 31]));
	let mut chain = Chain::new(pairs(&TestExternalities::new(genesis())), records);
	chain.add_empty();
	let step = payments / KEYS;
	let keys: Vec<Vec<u8>> = (0..KEYS).map(|number| key(number * step)).collect();
	let state = chain.state();
	for how in ["from the database", "from the cache"] {
		let begin = Instant::now();
		for key in &keys {
			assert!(state.storage(key).expect("a database").is_some());
		}
		println!("a read {how}: {:.1} µs", begin.elapsed().as_secs_f64() * 1e6 / f64::from(KEYS));
	}
	drop(state);
	// As many as a full block writes.
	for (round, part) in keys.chunks(2_000).enumerate() {
		let value = (round as u32).to_le_bytes().repeat(7);
		let (root, written) =
			chain.change(part.iter().map(|key| (key.clone(), Some(value.clone()))).collect());
		println!(
			"{} writes: {:.1} µs each for the root, {:.1} µs each to the database",
			part.len(),
			root.as_secs_f64() * 1e6 / part.len() as f64,
			written.as_secs_f64() * 1e6 / part.len() as f64
		);
	}
}
