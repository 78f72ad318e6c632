//! The chain: connected to one of several nodes, transactions followed until they are final.

mod many;
mod node;
mod pool;
mod read;
mod receipt;
mod rule;
mod submit;

pub use many::{sign_at, Prepared};
pub use pool::Push;
pub use read::{Call, Reader, MAX_ENTRIES};
pub use receipt::{events_of, EventRecord, Receipt};
pub use rule::{bundled_metadata, Rule};
pub use submit::{SubmitOptions, Wait};

use crate::error::{Error, Kind, Result};
use node::Node;
use std::sync::{Arc, PoisonError, RwLock};
use subxt::client::{ClientAtBlock, OnlineClientAtBlockImpl};
use subxt::config::substrate::{SubstrateConfig, H256};

/// The chain at one block.
pub type AtBlock = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// A client of the chain through any of its nodes.
pub struct Client {
	urls: Vec<String>,
	genesis: H256,
	node: RwLock<Arc<Node>>,
}

impl Client {
	/// Connects to the first of these nodes that answers. Where the genesis hash is known, another chain is refused.
	pub async fn connect(urls: &[String], genesis: Option<H256>) -> Result<Self> {
		if urls.is_empty() {
			return Err(Error::usage("no node given; give one like ws://127.0.0.1:9944"));
		}
		let node = Node::connect_any(urls, 0).await?;
		let found = node.genesis();
		match genesis {
			Some(expected) if expected != found => Err(Error::new(
				Kind::Verification,
				format!(
					"{} is a node of another chain: its genesis is {found:?}, expected {expected:?}",
					node.url
				),
			)),
			_ => Ok(Self { urls: urls.to_vec(), genesis: found, node: RwLock::new(Arc::new(node)) }),
		}
	}

	/// The chain's genesis hash.
	pub fn genesis(&self) -> H256 {
		self.genesis
	}

	/// The node in use.
	pub fn url(&self) -> String {
		self.node().url.clone()
	}

	/// The chain at its last finalised block.
	pub async fn at_final(&self) -> Result<AtBlock> {
		self.node().api.at_current_block().await.map_err(node::broken)
	}

	/// The chain at a block by its number.
	pub async fn at_number(&self, number: u64) -> Result<AtBlock> {
		self.node().api.at_block(number).await.map_err(node::broken)
	}

	/// Best and finalised block numbers.
	pub async fn heights(&self) -> Result<(u64, u64)> {
		let node = self.node();
		Ok((node.best().await?, node.finalised().await?))
	}

	fn node(&self) -> Arc<Node> {
		self.node.read().unwrap_or_else(PoisonError::into_inner).clone()
	}

	/// Goes on with the next node that answers; refuses one of another chain.
	async fn go_on(&self) -> Result<()> {
		let current = self.url();
		let position = self.urls.iter().position(|url| *url == current).unwrap_or(0);
		let node = Node::connect_any(&self.urls, position + 1).await?;
		if node.genesis() != self.genesis {
			return Err(Error::new(Kind::Verification, format!("{} is a node of another chain", node.url)));
		}
		*self.node.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(node);
		Ok(())
	}
}
