//! The node's RPC: what every Substrate client expects, and the `zhidai_*` traces.

use jsonrpsee::core::RpcResult;
use jsonrpsee::proc_macros::rpc;
use jsonrpsee::types::ErrorObjectOwned;
use jsonrpsee::RpcModule;
use polkadot_sdk::*;
use sc_client_api::blockchain::HeaderBackend;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use serde::Serialize;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};
use zhidai_primitives::{LoanId, Uetr};
use zhidai_runtime::apis::{RuntimeApiImpl, ZhidaiApi};
use zhidai_runtime::inbox::{InboxCursor, InboxPage};
use zhidai_runtime::opaque::Block;
use zhidai_runtime::trace::{TraceCursor, TracePage, TraceRoot};
use zhidai_runtime::{AccountId, BlockNumber, Hash, Nonce};

use crate::service::FullClient;

type FullBackend = sc_service::TFullBackend<Block>;
type Pool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;

/// What the RPC methods need.
pub struct Dependencies {
	/// The client.
	pub client: Arc<FullClient>,
	/// The transaction pool.
	pub pool: Arc<Pool>,
	/// The current GRANDPA set.
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Justifications as they come.
	pub justifications: GrandpaJustificationStream<Block>,
	/// Proofs of finality.
	pub finality: Arc<FinalityProofProvider<FullBackend, Block>>,
	/// Runs subscriptions.
	pub executor: SubscriptionTaskExecutor,
}

/// All methods beside those that the service adds itself.
pub fn create(dependencies: Dependencies) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	let Dependencies { client, pool, authority_set, justifications, finality, executor } = dependencies;
	let mut module = RpcModule::new(());
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(System::new(client.clone(), pool)))?;
	module.merge(
		Grandpa::new(executor, authority_set, SharedVoterState::empty(), justifications, finality).into_rpc(),
	)?;
	module.merge(ZhidaiRpcServer::into_rpc(Zhidai { client }))?;
	Ok(module)
}

/// An answer, with the block that it was read at.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct At<T> {
	/// The block's number.
	pub block: BlockNumber,
	/// The block's hash.
	pub hash: Hash,
	/// What was found there.
	pub result: T,
}

/// Where the money of quality loans went. Answers are read at the finalised block unless another is named, and name it.
#[rpc(server, namespace = "zhidai")]
pub trait ZhidaiRpc {
	/// The fund trace of a loan: a page of at most 1000 payments, and where to go on.
	#[method(name = "traceLoan")]
	fn trace_loan(
		&self,
		loan: LoanId,
		cursor: Option<TraceCursor>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<TracePage>>;

	/// The fund trace of one payment.
	#[method(name = "tracePayment")]
	fn trace_payment(&self, uetr: Uetr, at: Option<Hash>) -> RpcResult<At<TracePage>>;

	/// What waits for the organisation of this account and can be done with the officer's duties: a page of at most 1000
	/// entries, and where to go on.
	#[method(name = "inbox")]
	fn inbox(
		&self,
		account: AccountId,
		cursor: Option<InboxCursor>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<InboxPage>>;

	/// The chain's calendar day.
	#[method(name = "today")]
	fn today(&self, at: Option<Hash>) -> RpcResult<At<String>>;
}

/// The methods' implementation.
struct Zhidai {
	client: Arc<FullClient>,
}

impl Zhidai {
	/// Asks the runtime at the named block, or at the finalised one.
	fn ask<T>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(ApiRef<'_, RuntimeApiImpl<Block, FullClient>>, Hash) -> Result<T, ApiError>,
	) -> RpcResult<At<T>> {
		let hash = at.unwrap_or_else(|| self.client.info().finalized_hash);
		let block = self
			.client
			.number(hash)
			.map_err(|error| refusal(NOT_AVAILABLE, error.to_string()))?
			.ok_or_else(|| refusal(NOT_FOUND, format!("this node has no block {hash:?}")))?;
		let result = question(self.client.runtime_api(), hash).map_err(|error| {
			refusal(
				NOT_AVAILABLE,
				format!("block {block} cannot be read here (its state may be pruned): {error}"),
			)
		})?;
		Ok(At { block, hash, result })
	}

	fn trace(
		&self,
		root: TraceRoot,
		cursor: Option<TraceCursor>,
		limit: u32,
		at: Option<Hash>,
	) -> RpcResult<At<TracePage>> {
		let At { block, hash, result } = self.ask(at, |api, hash| api.trace(hash, root, cursor, limit))?;
		let result = result.ok_or_else(|| refusal(NOT_FOUND, format!("nothing to trace from {root:?}")))?;
		Ok(At { block, hash, result })
	}
}

/// The block, loan or payment is not known.
const NOT_FOUND: i32 = 4001;
/// The node cannot answer for this block.
const NOT_AVAILABLE: i32 = 4002;

fn refusal(code: i32, message: String) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(code, message, None::<()>)
}

impl ZhidaiRpcServer for Zhidai {
	fn trace_loan(
		&self,
		loan: LoanId,
		cursor: Option<TraceCursor>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<TracePage>> {
		self.trace(TraceRoot::Loan(loan), cursor, limit.unwrap_or(100), at)
	}

	fn trace_payment(&self, uetr: Uetr, at: Option<Hash>) -> RpcResult<At<TracePage>> {
		self.trace(TraceRoot::Payment(uetr), None, 1, at)
	}

	fn inbox(
		&self,
		account: AccountId,
		cursor: Option<InboxCursor>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<InboxPage>> {
		self.ask(at, |api, hash| api.inbox(hash, account, cursor, limit.unwrap_or(100)))
	}

	fn today(&self, at: Option<Hash>) -> RpcResult<At<String>> {
		let At { block, hash, result } = self.ask(at, |api, hash| api.today(hash))?;
		Ok(At { block, hash, result: result.to_string() })
	}
}
