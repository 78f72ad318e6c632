//! The chain: connected to one of several nodes, transactions followed until they are final.

mod begin;
mod follow;
mod form;
mod many;
mod node;
mod outcome;
mod pages;
mod pool;
mod read;
mod receipt;
mod report;
mod request;
mod rule;
mod runtime;
mod submit;
mod trial;
mod wire;
mod words;

pub use many::{sign_at, sign_for, Prepared};
pub use pool::Push;
pub use read::{Call, Listing, Reader};
pub use receipt::{events_of, EventRecord, Receipt};
pub use request::new_request;
pub use rule::{bundled_metadata, kind_at_the_door, kind_of, Rule};
pub use runtime::bundled_metadata_hash;
pub use submit::{SubmitOptions, Wait};
pub use words::Words;

use crate::error::Result;
use node::Node;
use runtime::Runtimes;
use std::sync::Mutex;
use subxt::client::{ClientAtBlock, OnlineClientAtBlockImpl};
use subxt::config::substrate::{SubstrateConfig, H256};

/// The chain at one block.
pub type AtBlock = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// A client of the chain through any of its nodes: every request has a deadline, and where a node lets one pass the
/// next is asked.
pub struct Client {
	genesis: H256,
	node: Node,
	runtimes: Mutex<Runtimes>,
}

impl Client {
	/// Connects to the first of these nodes that answers. Where the genesis hash is known, another chain is
	/// refused.
	pub async fn connect(urls: &[String], genesis: Option<H256>) -> Result<Self> {
		let node = Node::connect(urls, genesis).await?;
		let client = Self { genesis: node.wire.genesis()?, node, runtimes: Mutex::default() };
		client.load_runtime().await?;
		Ok(client)
	}

	/// The chain's genesis hash.
	pub fn genesis(&self) -> H256 {
		self.genesis
	}

	/// The node in use.
	pub fn url(&self) -> String {
		self.node.wire.url()
	}

	/// Goes on with the next node, where several were named.
	pub fn go_on(&self) {
		self.node.wire.go_on();
	}

	/// The chain at its last finalised block.
	pub async fn at_final(&self) -> Result<AtBlock> {
		self.node.api.at_current_block().await.map_err(node::broken)
	}

	/// The chain at a block by its number.
	pub async fn at_number(&self, number: u64) -> Result<AtBlock> {
		self.node.api.at_block(number).await.map_err(node::broken)
	}

	/// Best and finalised block numbers.
	pub async fn heights(&self) -> Result<(u64, u64)> {
		Ok((self.node.best().await?, self.node.finalised().await?))
	}

	fn node(&self) -> &Node {
		&self.node
	}
}
