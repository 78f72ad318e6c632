use crate::error::{Error, Kind, Result};
use std::sync::Arc;
use std::time::Duration;
use subxt::backend::LegacyBackend;
use subxt::config::substrate::{SubstrateConfig, H256};
use subxt::config::{Header, RpcConfigFor};
use subxt::OnlineClient;
use subxt_rpcs::methods::LegacyRpcMethods;
use subxt_rpcs::RpcClient;

/// How long a node may take to answer the first time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// One node.
pub(super) struct Node {
	pub(super) url: String,
	pub(super) api: OnlineClient<SubstrateConfig>,
	pub(super) rpc: LegacyRpcMethods<RpcConfigFor<SubstrateConfig>>,
}

/// An error of the connection or of the node, not of a rule.
pub(super) fn broken(error: impl std::error::Error) -> Error {
	// The innermost source is the cause; what is around it repeats that there is one.
	let mut cause: &dyn std::error::Error = &error;
	while let Some(inner) = cause.source() {
		cause = inner;
	}
	let text = cause.to_string();
	let kind = if text.to_lowercase().contains("incompatible") { Kind::Unexpected } else { Kind::Network };
	Error::new(kind, format!("the node did not answer: {text}"))
}

impl Node {
	/// The first of the nodes, counted from `start`, that answers.
	pub(super) async fn connect_any(urls: &[String], start: usize) -> Result<Self> {
		let mut failures = Vec::new();
		for url in urls.iter().cycle().skip(start % urls.len()).take(urls.len()) {
			match tokio::time::timeout(CONNECT_TIMEOUT, Self::connect(url)).await {
				Ok(Ok(node)) => return Ok(node),
				Ok(Err(error)) if error.kind == Kind::Usage => return Err(error),
				Ok(Err(error)) => failures.push(format!("{url}: {}", error.message)),
				Err(_) => failures.push(format!("{url}: no answer in {} s", CONNECT_TIMEOUT.as_secs())),
			}
		}
		let message = format!("no node can be reached; is it running? {}", failures.join("; "));
		Err(Error::new(Kind::Network, message))
	}

	async fn connect(url: &str) -> Result<Self> {
		if !url.starts_with("ws://") && !url.starts_with("wss://") {
			return Err(Error::usage(format!(
				"{url:?} is not a node's address; write it like ws://127.0.0.1:9944"
			)));
		}
		let client = RpcClient::from_insecure_url(url).await.map_err(broken)?;
		let backend: LegacyBackend<SubstrateConfig> = LegacyBackend::builder().build(client.clone());
		let api = OnlineClient::from_backend(Arc::new(backend)).await.map_err(broken)?;
		Ok(Self { url: url.into(), api, rpc: LegacyRpcMethods::new(client) })
	}

	pub(super) fn genesis(&self) -> H256 {
		self.api.genesis_hash()
	}

	pub(super) async fn finalised(&self) -> Result<u64> {
		let hash = self.rpc.chain_get_finalized_head().await.map_err(broken)?;
		self.height(Some(hash)).await
	}

	pub(super) async fn best(&self) -> Result<u64> {
		self.height(None).await
	}

	async fn height(&self, hash: Option<H256>) -> Result<u64> {
		let header = self.rpc.chain_get_header(hash).await.map_err(broken)?;
		header
			.map(|header| header.number())
			.ok_or_else(|| Error::unexpected("the node does not know its own head"))
	}

	/// The hash of the block with this number on the best chain, and its transactions.
	pub(super) async fn block(&self, number: u64) -> Result<Option<(H256, Vec<Vec<u8>>)>> {
		let Some(hash) = self.rpc.chain_get_block_hash(Some(number.into())).await.map_err(broken)? else {
			return Ok(None);
		};
		let block = self.rpc.chain_get_block(Some(hash)).await.map_err(broken)?;
		Ok(block.map(|block| (hash, block.block.extrinsics.into_iter().map(|bytes| bytes.0).collect())))
	}
}
