//! What a chain has after some years beside what is looked at: tries are as deep as they become, and what is read is
//! not at hand.

use super::chain::Pairs;
use codec::Encode;
use polkadot_sdk::*;
use sp_io::hashing::blake2_256;
use std::collections::BTreeMap;

/// How many records there are beside the scenes', where `RECORDS` in the environment does not say.
const RECORDS: usize = 1_000_000;
/// The length of what the keys of a map begin with, and of the shortest hash after it.
const MAP: usize = 32;
const HASHED: usize = 8;
/// No more of a value is written of each.
const SHORT: usize = 64;

/// The maps that have records, each by what its keys begin with: the length of a key, and a value.
#[derive(Default)]
pub struct Maps(BTreeMap<Vec<u8>, (usize, Vec<u8>)>);

impl Maps {
	/// Takes in the maps of a state.
	pub fn note(&mut self, state: &Pairs) {
		for (key, value) in state.iter().filter(|(key, _)| key.len() >= MAP + HASHED) {
			let short = || value[..value.len().min(SHORT)].to_vec();
			self.0.entry(key[..MAP].to_vec()).or_insert_with(|| (key.len(), short()));
		}
	}

	/// Records that are spread over all maps. Their keys are of nobody, and none is ever read.
	pub fn records(self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
		let records = std::env::var("RECORDS").ok().and_then(|records| records.parse().ok());
		let each = records.unwrap_or(RECORDS) / self.0.len();
		self.0.into_iter().flat_map(move |(map, (length, value))| {
			(0..each).map(move |number| (random_key(&map, number as u64, length), value.clone()))
		})
	}
}

fn random_key(map: &[u8], number: u64, length: usize) -> Vec<u8> {
	let random = blake2_256(&(map, number).encode()).repeat(length.div_ceil(32));
	[map, &random[..length - MAP]].concat()
}
