//! What is asked of a node, whichever one answers.

use super::wire::Wire;
use crate::error::{Error, Kind, Result};
use serde_json::Value as Json;
use std::sync::Arc;
use std::time::Duration;
use subxt::backend::LegacyBackend;
use subxt::config::substrate::{SubstrateConfig, SubstrateConfigBuilder, H256};
use subxt::config::{Header, RpcConfigFor};
use subxt::error as e;
use subxt::OnlineClient;
use subxt_rpcs::client::RpcParams;
use subxt_rpcs::methods::LegacyRpcMethods;
use subxt_rpcs::{Error as RpcError, RpcClient};
use tokio::time::Instant;

/// JSON-RPC: there is no such method.
const METHOD_NOT_FOUND: i32 = -32601;

/// The node answers as many questions as it does beside its work: a little later it answers this one too.
const BUSY: i32 = 4004;
/// How long is waited before the same question, at first and at most.
const ASK_AGAIN: Duration = Duration::from_millis(20);
const ASK_AGAIN_AT_MOST: Duration = Duration::from_millis(320);
/// How long a node may be busy, where nothing says that there is less time.
const BUSY_FOR: Duration = Duration::from_secs(10);

/// The nodes, asked through one wire.
pub(super) struct Node {
	pub(super) wire: Arc<Wire>,
	/// Holds the metadata by which everything is read and written.
	pub(super) config: SubstrateConfig,
	pub(super) api: OnlineClient<SubstrateConfig>,
	pub(super) rpc: LegacyRpcMethods<RpcConfigFor<SubstrateConfig>>,
	pub(super) client: RpcClient,
}

/// The connection's or the node's own error behind one of the client library.
fn rpc_error(error: &subxt::Error) -> Option<&RpcError> {
	use e::OnlineClientAtBlockError as At;
	let backend = match error {
		subxt::Error::OtherRpcClientError(error)
		| subxt::Error::OnlineClientError(e::OnlineClientError::RpcError(error)) => return Some(error),
		subxt::Error::BackendError(error)
		| subxt::Error::OnlineClientError(e::OnlineClientError::CannotGetGenesisHash(error))
		| subxt::Error::RuntimeApiError(e::RuntimeApiError::CannotCallApi(error))
		| subxt::Error::EventsError(e::EventsError::CannotFetchEventBytes(error))
		| subxt::Error::ExtrinsicError(e::ExtrinsicError::CannotGetValidationInfo(error))
		| subxt::Error::StorageError(
			e::StorageError::CannotFetchValue(error)
			| e::StorageError::CannotIterateValues(error)
			| e::StorageError::StreamFailure(error),
		) => error,
		subxt::Error::OnlineClientAtBlockError(
			At::CannotGetCurrentBlock { reason }
			| At::CannotGetBlockHash { reason, .. }
			| At::CannotGetBlockHeader { reason, .. }
			| At::CannotGetSpecVersion { reason, .. },
		) => reason,
		_ => return None,
	};
	match backend {
		e::BackendError::Rpc(e::RpcError::ClientError(error)) => Some(error),
		_ => None,
	}
}

/// An error of the connection, of the node, or of what it answered; never of a rule.
pub(super) fn broken(error: impl Into<subxt::Error>) -> Error {
	use e::OnlineClientAtBlockError as At;
	let error = error.into();
	match rpc_error(&error) {
		Some(RpcError::Client(cause)) => Error::new(Kind::Network, format!("no node answers: {cause}")),
		Some(RpcError::DisconnectedWillReconnect(cause)) => {
			Error::new(Kind::Network, format!("no node answers: {cause}"))
		}
		Some(error @ RpcError::User(answer)) if is_busy(error) => {
			Error::new(Kind::Network, format!("the node is busy: {}", answer.message))
		}
		Some(RpcError::User(answer)) => {
			Error::unexpected(format!("the node answered: {} ({})", answer.message, answer.code))
		}
		Some(other) => Error::unexpected(format!("the node's answer cannot be read: {other}")),
		None => match &error {
			// The library keeps only the words of this one.
			subxt::Error::OnlineClientAtBlockError(At::CannotGetMetadata { reason, .. }) => {
				Error::new(Kind::Network, format!("no metadata from the node: {reason}"))
			}
			subxt::Error::OnlineClientAtBlockError(At::BlockNotFound { block_number }) => {
				Error::new(Kind::NotFound, format!("the node has no block {block_number}"))
			}
			other => Error::unexpected(format!("the node's answer does not fit this program: {other}")),
		},
	}
}

/// Whether the node has no such method.
pub(super) fn is_no_such_method(error: &RpcError) -> bool {
	matches!(error, RpcError::User(answer) if answer.code == METHOD_NOT_FOUND)
}

fn is_busy(error: &RpcError) -> bool {
	matches!(error, RpcError::User(answer) if answer.code == BUSY)
}

/// Until when a node that is busy is asked again.
pub(super) fn patience() -> Instant {
	Instant::now() + BUSY_FOR
}

/// How long is waited after a pause of this length, with so much time left; nothing where there is none.
fn next_pause(pause: Duration, left: Duration) -> Option<Duration> {
	(!left.is_zero()).then(|| (pause * 2).min(ASK_AGAIN_AT_MOST).min(left))
}

impl Node {
	pub(super) async fn connect(urls: &[String], genesis: Option<H256>) -> Result<Self> {
		let wire = Wire::open(urls, genesis).await?;
		let client = RpcClient::new(wire.clone());
		let backend: LegacyBackend<SubstrateConfig> = LegacyBackend::builder().build(client.clone());
		let config = SubstrateConfigBuilder::new().set_genesis_hash(wire.genesis()?).build();
		let api = OnlineClient::from_backend_with_config(config.clone(), Arc::new(backend))
			.await
			.map_err(broken)?;
		Ok(Self { wire, config, api, rpc: LegacyRpcMethods::new(client.clone()), client })
	}

	/// Asks one of the node's own questions, and asks again where the node is busy: that it does not answer now says
	/// nothing of what it would. Once more at the least, and for the last time when the time is over.
	pub(super) async fn question(
		&self,
		method: &str,
		until: Instant,
		params: impl Fn() -> RpcParams,
	) -> std::result::Result<Json, RpcError> {
		let (until, mut pause) = (until.min(patience()), Some(ASK_AGAIN));
		loop {
			let answer = self.client.request(method, params()).await;
			let asks_again = matches!(&answer, Err(error) if is_busy(error));
			let Some(length) = pause.filter(|_| asks_again) else { return answer };
			tokio::time::sleep(length).await;
			pause = next_pause(length, until.saturating_duration_since(Instant::now()));
		}
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

	/// The hash of the block with this number on the best chain, and its transactions; nothing where the node does
	/// not give them, which says nothing about what is in the block.
	pub(super) async fn block(&self, number: u64) -> Result<Option<(H256, Vec<Vec<u8>>)>> {
		let Some(hash) = self.rpc.chain_get_block_hash(Some(number.into())).await.map_err(broken)? else {
			return Ok(None);
		};
		let block = self.rpc.chain_get_block(Some(hash)).await.map_err(broken)?;
		Ok(block.map(|block| (hash, block.block.extrinsics.into_iter().map(|bytes| bytes.0).collect())))
	}

	/// The next nonce of an account after a block, by what is in the chain alone.
	pub(super) async fn nonce_at(&self, block: H256, account: &[u8; 32]) -> Result<u64> {
		let call = self.rpc.state_call("AccountNonceApi_account_nonce", Some(account), Some(block));
		let bytes = call.await.map_err(broken)?;
		<[u8; 4]>::try_from(bytes.as_slice())
			.map(|bytes| u64::from(u32::from_le_bytes(bytes)))
			.map_err(|_| Error::unexpected("the node's answer is no nonce"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_busy_node_is_asked_less_and_less_often_and_once_more_when_the_time_is_over() {
		let (short, long) = (Duration::from_millis(5), Duration::from_secs(9));
		assert_eq!(next_pause(ASK_AGAIN, long), Some(ASK_AGAIN * 2));
		assert_eq!(next_pause(ASK_AGAIN_AT_MOST, long), Some(ASK_AGAIN_AT_MOST));
		assert_eq!(next_pause(ASK_AGAIN_AT_MOST, short), Some(short), "no pause is longer than what is left");
		assert_eq!(next_pause(ASK_AGAIN, Duration::ZERO), None);
	}
}
