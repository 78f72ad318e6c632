//! To which part of a node's work a sample belongs.

use super::perf::Sample;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A part of a node's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
	/// Transactions are judged for the pool.
	Validation,
	/// Blocks are built and imported.
	Execution,
	/// Signatures of transactions and blocks.
	Signatures,
	/// Tries, their hashes, the database.
	State,
	/// Votes.
	Finality,
	/// Connections between nodes.
	Network,
	/// What clients ask.
	Rpc,
	/// Threads are put to sleep and woken.
	Scheduling,
	/// What cannot be told.
	Other,
}

impl Part {
	/// Every part, in the order in which they are told.
	pub const ALL: [Self; 9] = [
		Self::Validation,
		Self::Execution,
		Self::Signatures,
		Self::State,
		Self::Finality,
		Self::Network,
		Self::Rpc,
		Self::Scheduling,
		Self::Other,
	];

	/// What it is called.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Validation => "validation",
			Self::Execution => "execution",
			Self::Signatures => "signatures",
			Self::State => "state and database",
			Self::Finality => "finality",
			Self::Network => "network",
			Self::Rpc => "RPC",
			Self::Scheduling => "scheduling",
			Self::Other => "other",
		}
	}
}

/// Names that stand on a stack, and what they tell.
type Table = &'static [(Part, &'static [&'static str])];

/// On whose behalf something runs.
const DUTIES: Table = &[
	(Part::Finality, &["grandpa"]),
	(Part::Validation, &["sc_transaction_pool::"]),
	(
		Part::Execution,
		&[
			"sc_basic_authorship",
			"sc_block_builder",
			"sc_consensus::",
			"sc_consensus_aura",
			"sc_consensus_slots",
		],
	),
	(Part::Rpc, &["jsonrpsee", "sc_rpc", "zhidai_node::rpc", "zhidai_node::outcome", "soketto"]),
	(Part::Network, &["sc_network", "litep2p", "libp2p", "snow::", "yamux", "multistream"]),
];

/// What something does, whoever wants it.
const WORK: Table = &[
	(Part::Signatures, &["ed25519", "sr25519", "schnorrkel", "curve25519", "merlin"]),
	(
		Part::State,
		&[
			"parity_db",
			"sp_trie",
			"trie_db",
			"hash_db",
			"memory_db",
			"sc_client_db",
			"sp_state_machine",
			"blake2",
		],
	),
];

/// How threads come to rest and go on.
const REST: Table = &[(
	Part::Scheduling,
	&["__schedule", "futex", "epoll", "::park", "park_internal", "parking_lot", "eventfd"],
)];
/// Who hands out tasks. Stands on the stack of every task, so it tells something only where it is the innermost.
const SCHEDULER: &str = "tokio::runtime::";

fn found(table: Table, symbol: &str) -> Option<Part> {
	let row = table.iter().find(|(_, names)| names.iter().any(|name| symbol.contains(name)));
	row.map(|(part, _)| *part)
}

/// What is known of a sample by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Known {
	work: Option<Part>,
	duty: Option<Part>,
	/// Whether the stack ends in compiled Wasm, beyond which nobody sees.
	is_wasm: bool,
}

impl Known {
	fn new(sample: &Sample) -> Self {
		let by = |table| sample.frames.iter().find_map(|frame| found(table, &frame.symbol));
		let is_wasm = sample.frames.iter().any(|frame| {
			let object = &frame.object;
			object.starts_with("/tmp/perf-") || object.starts_with("[JIT]") || object.starts_with("//anon")
		});
		let duty = by(DUTIES);
		let is_between = sample.frames.first().is_some_and(|frame| frame.symbol.contains(SCHEDULER));
		let rest = || by(REST).or(is_between.then_some(Part::Scheduling));
		let work = by(WORK).or_else(|| rest().filter(|_| duty.is_none() && !is_wasm));
		Self { work, duty, is_wasm }
	}

	/// The part, with what else the thread does.
	fn part(self, of_thread: Option<Part>) -> Part {
		let duty = self.duty.or(of_thread.filter(|_| self.is_wasm));
		match (self.work, duty) {
			// A vote's signature is the vote's, and what is kept of votes too.
			(_, Some(Part::Finality)) => Part::Finality,
			(Some(work), _) => work,
			(None, Some(duty)) => duty,
			(None, None) => Part::Other,
		}
	}
}

/// Samples, counted.
#[derive(Default)]
pub struct Counted {
	known: HashMap<(u32, Known), u64>,
	duties: HashMap<u32, BTreeMap<Part, u64>>,
}

impl Counted {
	/// Counts one.
	pub fn add(&mut self, sample: &Sample) {
		let known = Known::new(sample);
		*self.known.entry((sample.thread, known)).or_default() += 1;
		if let Some(duty) = known.duty {
			*self.duties.entry(sample.thread).or_default().entry(duty).or_default() += 1;
		}
	}

	/// How many samples each part has.
	pub fn parts(&self) -> BTreeMap<Part, u64> {
		let mut parts = BTreeMap::new();
		for ((thread, known), count) in &self.known {
			let duties = self.duties.get(thread).into_iter().flatten();
			let most = duties.max_by_key(|(_, count)| **count).map(|(duty, _)| *duty);
			*parts.entry(known.part(most)).or_default() += count;
		}
		parts
	}
}

#[cfg(test)]
mod tests {
	use super::super::perf::Frame;
	use super::*;

	fn sample(thread: u32, symbols: &[&str]) -> Sample {
		let frame = |symbol: &&str| match *symbol {
			"wasm" => Frame { symbol: "[unknown]".into(), object: "/tmp/perf-7.map".into() },
			symbol => Frame { symbol: symbol.into(), object: "/bin/zhidai-node".into() },
		};
		Sample { thread, frames: symbols.iter().map(frame).collect() }
	}

	fn parts(samples: &[Sample]) -> BTreeMap<Part, u64> {
		let mut counted = Counted::default();
		samples.iter().for_each(|sample| counted.add(sample));
		counted.parts()
	}

	#[test]
	fn what_runs_in_wasm_is_told_by_what_else_its_thread_does() {
		let pool = "sc_transaction_pool::common::api::validate";
		let author = "sc_basic_authorship::basic_authorship::propose";
		let samples = [
			sample(1, &["malloc", pool]),
			sample(1, &["wasm"]),
			sample(1, &["memcpy", "wasm"]),
			sample(2, &["memcpy", author]),
			sample(2, &["wasm"]),
			sample(3, &["wasm"]),
		];
		let expected = [(Part::Validation, 3), (Part::Execution, 2), (Part::Other, 1)];
		assert_eq!(parts(&samples), expected.into());
	}

	#[test]
	fn signatures_and_state_are_told_whoever_wants_them_but_votes_are_finality() {
		let samples = [
			sample(1, &["curve25519_dalek::mul", "sp_io::crypto::ed25519_verify", "wasm"]),
			sample(1, &["memcmp", "trie_db::lookup", "sc_transaction_pool::x"]),
			sample(2, &["ed25519_zebra::verify", "finality_grandpa::voter"]),
			sample(3, &["memcpy", "litep2p::transport::tcp"]),
			sample(3, &["finish_task_switch", "__schedule", "epoll_wait", "tokio::park"]),
			sample(3, &["__schedule", "futex_wake", "sc_rpc::author"]),
		];
		let expected = [
			(Part::Signatures, 1),
			(Part::State, 1),
			(Part::Finality, 1),
			(Part::Network, 1),
			(Part::Scheduling, 1),
			(Part::Rpc, 1),
		];
		assert_eq!(parts(&samples), expected.into());
	}
}
