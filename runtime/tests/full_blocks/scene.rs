//! From a kind to transactions: the scene as the state that blocks are built on, then the calls, signed.

use crate::common::{genesis, signed_by, Options};
use crate::kinds::{Kind, Later, Sent};
use crate::town::Town;
use polkadot_sdk::*;
use sp_core::Pair;
use sp_runtime::{Digest, DigestItem};
use std::collections::BTreeMap;
use zhidai_runtime::{AccountId, RuntimeCall, UncheckedExtrinsic, MILLISECONDS_PER_BLOCK};

/// A scene that is set, and what is called in it.
pub struct Scene {
	/// The state that blocks are built on.
	pub state: sp_io::TestExternalities,
	town: Town,
	later: Later,
}

impl Scene {
	/// Sets the scene for so many calls of a kind.
	pub fn new(kind: &Kind, count: u32) -> Self {
		let mut state = sp_io::TestExternalities::new(genesis());
		let (town, later) = state.execute_with(|| {
			let town = Town::new();
			let later = (kind.set)(&town, count);
			(town, later)
		});
		state.commit_all().expect("no transaction is open");
		Self { state, town, later }
	}

	/// The state, and what makes the transactions, in the state after the first block on it.
	pub fn split(self) -> (sp_io::TestExternalities, impl FnOnce() -> Vec<UncheckedExtrinsic>) {
		let Self { state, town, later } = self;
		(state, move || signed(later(&town)))
	}
}

/// The calls as transactions, in this order.
fn signed(calls: Vec<Sent>) -> Vec<UncheckedExtrinsic> {
	let mut sent = BTreeMap::<String, u32>::new();
	let transaction = |(who, call): (String, RuntimeCall)| {
		let number = sent.entry(who.clone()).or_default();
		// From the block before on: its hash is the last that is known.
		let options = Options { nonce_ahead: *number, ..Options::default() };
		*number += 1;
		let key = crate::common::key(&who);
		signed_by(AccountId::new(key.public().0), call, options, |bytes| key.sign(bytes).into())
	};
	calls.into_iter().map(transaction).collect()
}

/// The time of the block after this moment, and what its header says of it.
pub fn next_moment(now: u64) -> (u64, Digest) {
	use codec::Encode;
	let moment = now + MILLISECONDS_PER_BLOCK;
	let slot = sp_consensus_aura::Slot::from(moment / MILLISECONDS_PER_BLOCK);
	let slot = DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot.encode());
	(moment, Digest { logs: vec![slot] })
}

/// The inherent of a block.
pub fn at(moment: u64) -> UncheckedExtrinsic {
	UncheckedExtrinsic::new_bare(RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: moment }))
}
