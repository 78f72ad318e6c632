//! For programs that send many transactions of one account at once. They count its nonces themselves, because a
//! node that is asked between two of them may not know the first yet, and follow blocks instead of transactions.

use super::submit::ERA;
use super::{node, AtBlock, Client};
use crate::error::{Error, Result};
use crate::keys::{blake2_256, Key};
use subxt::config::substrate::{AccountId32, SubstrateConfig};
use subxt::config::DefaultExtrinsicParamsBuilder;
use subxt::transactions::{Payload, Signer};

/// A signed transaction that nobody was asked about.
#[derive(Clone, Debug)]
pub struct Prepared {
	/// What goes to a node: [`Client::push`].
	pub bytes: Vec<u8>,
	/// By which it is found in a block.
	pub hash: [u8; 32],
	/// After this block it can be in none, and may be signed anew.
	pub last_block: u64,
}

/// Signs a call with a nonce that the caller counts, for the blocks that follow this one. Asks no node.
pub fn sign_at(at: &AtBlock, call: &impl Payload, key: &Key, nonce: u64) -> Result<Prepared> {
	sign_for(at, call, key, nonce, ERA)
}

/// The same for so many blocks: a power of two from 4 to 256, as the door takes it.
pub fn sign_for(at: &AtBlock, call: &impl Payload, key: &Key, nonce: u64, blocks: u64) -> Result<Prepared> {
	let params = DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new()
		.mortal_from_unchecked(blocks, at.block_number(), at.block_hash())
		.nonce(nonce)
		.build();
	let transactions = at.transactions();
	let mut signable = transactions.create_signable_offline(call, params).map_err(|error| {
		Error::unexpected(format!(
			"this program does not fit the chain's runtime (spec version {}): {error}",
			at.spec_version()
		))
	})?;
	let bytes = signable.sign(key).map_err(Error::unexpected)?.into_encoded();
	Ok(Prepared { hash: blake2_256(&[&bytes]), bytes, last_block: at.block_number() + blocks })
}

impl Client {
	/// The nonce that a key signs next, after all of its transactions that wait at this node.
	pub async fn next_nonce(&self, key: &Key) -> Result<u64> {
		let account: AccountId32 = Signer::<SubstrateConfig>::account_id(key);
		self.node().rpc.system_account_next_index(&account).await.map_err(node::broken)
	}
}
