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
use sc_transaction_pool_api::TransactionPool;
use serde::{Deserialize, Serialize};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};
use zhidai_api::{
	At, ClaimScope, EvidenceId, InboxCursor, InboxPage, LoanId, Outcome, Page, PendingClaim, Sought,
	TraceCursor, TracePage, TraceRoot, Uetr, MAX_PAGE,
};
use zhidai_runtime::apis::{RuntimeApiImpl, ZhidaiApi};
use zhidai_runtime::opaque::Block;
use zhidai_runtime::{AccountId, BlockNumber, Hash, Nonce};

use crate::outcome::{
	record::{ByDigest, ByHash, ByUetr, Told},
	NoAnswer, Outcomes, Question,
};
use crate::service::FullClient;
use crate::turns::{Turn, Turns, MAX_QUESTIONS, MAX_SEARCHES};

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
	/// What became of transactions.
	pub outcomes: Arc<Outcomes<FullClient>>,
	/// How GRANDPA's round stands: the voter's own.
	pub voter_state: SharedVoterState,
	/// Runs subscriptions.
	pub executor: SubscriptionTaskExecutor,
}

/// All methods beside those that the service adds itself.
pub fn create(dependencies: Dependencies) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	let Dependencies {
		client,
		pool,
		authority_set,
		justifications,
		finality,
		outcomes,
		voter_state,
		executor,
	} = dependencies;
	let mut module = RpcModule::new(());
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(System::new(
		client.clone(),
		pool.clone(),
	)))?;
	module.merge(Grandpa::new(executor, authority_set, voter_state, justifications, finality).into_rpc())?;
	let turns = Turns::new();
	module.merge(ZhidaiRpcServer::into_rpc(Zhidai { client, pool, outcomes, turns }))?;
	Ok(module)
}

/// Where the money of quality loans went. Answers are read at the finalised block unless another is named, and name it.
#[rpc(server, namespace = "zhidai")]
pub trait ZhidaiRpc {
	/// The fund trace of a loan: a page of 1 to 1000 entries, and where to go on. A larger page is refused.
	#[method(name = "traceLoan", blocking)]
	fn trace_loan(
		&self,
		loan: LoanId,
		cursor: Option<TraceCursor>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<TracePage>>;

	/// The fund trace of one payment.
	#[method(name = "tracePayment", blocking)]
	fn trace_payment(&self, uetr: Uetr, at: Option<Hash>) -> RpcResult<At<TracePage>>;

	/// What waits for the organisation of this account and can be done with the officer's duties: a page of
	/// 1 to 1000 entries, and where to go on. A larger page is refused.
	#[method(name = "inbox", blocking)]
	fn inbox(
		&self,
		account: AccountId,
		cursor: Option<InboxCursor>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<InboxPage>>;

	/// The chain's calendar day.
	#[method(name = "today", blocking)]
	fn today(&self, at: Option<Hash>) -> RpcResult<At<String>>;

	/// What became of a signed transaction, at the finalised block: in a final block, refused there by a
	/// rule, never, or not known yet. Looks into at most 256 blocks. Asked by `hash` alone: what the last final
	/// blocks did to it, or that none of them has it. Asked by `uetr` or by `digest` alone: what the state says of
	/// that payment, draft or evidence, since which final block, or that it is not known.
	#[method(name = "outcome", blocking)]
	fn outcome(&self, asked: Asked) -> RpcResult<At<Answered>>;

	/// Claims on documents that wait for the second side: of one piece of evidence, of a loan's, or those that
	/// wait for an organisation's verdict. A page can be empty and not be the last.
	#[method(name = "pendingClaims", blocking)]
	fn pending_claims(
		&self,
		scope: ClaimScope,
		cursor: Option<EvidenceId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<Page<PendingClaim, EvidenceId>>>;
}

/// What is asked for: a transaction, or what the state says of a payment, a draft or evidence.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Asked {
	/// What became of a transaction.
	Transaction(Question),
	/// What the state says of a payment.
	Payment(ByUetr),
	/// What the state says of a draft or of evidence.
	Digest(ByDigest),
	/// What became of a transaction of which the hash is known and no more.
	Hash(ByHash),
}

/// The answer to either.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Answered {
	/// What became of a transaction.
	Transaction(Box<Answer>),
	/// What the state says.
	Record(Told),
}

/// What became of a transaction and, where it was asked for, the payment that it is about.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
	/// What became of it.
	#[serde(flatten)]
	pub outcome: Outcome,
	/// The payment's fund trace; nothing where the chain has no such payment.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub payment: Option<Option<TracePage>>,
}

/// The methods' implementation.
struct Zhidai {
	client: Arc<FullClient>,
	pool: Arc<Pool>,
	outcomes: Arc<Outcomes<FullClient>>,
	turns: Turns,
}

impl Zhidai {
	/// Refuses at once where as many questions are being answered as the node answers beside its work.
	fn turn(&self) -> RpcResult<Turn<'_>> {
		self.turns.take().ok_or_else(busy)
	}

	/// Asks the runtime at the named block, or at the finalised one.
	fn ask<T>(
		&self,
		_turn: &Turn<'_>,
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
		let turn = self.turn()?;
		let At { block, hash, result } =
			self.ask(&turn, at, |api, hash| api.trace(hash, root, cursor, limit))?;
		let result = result.ok_or_else(|| refusal(NOT_FOUND, format!("nothing to trace from {root:?}")))?;
		Ok(At { block, hash, result })
	}
}

impl Zhidai {
	/// What became of a transaction.
	fn transaction(&self, asked: Question) -> RpcResult<At<Answered>> {
		let turn = self.turn()?;
		let (outcome, block, hash) = self.outcomes.answer(&turn, &self.turns, &asked).map_err(no_answer)?;
		let outcome = match outcome {
			Outcome::NotYet { .. } => Outcome::NotYet { in_pool: self.has_ready(asked.hash) },
			known => known,
		};
		let payment = match asked.uetr {
			None => None,
			Some(uetr) => {
				let root = TraceRoot::Payment(uetr);
				Some(self.ask(&turn, Some(hash), |api, hash| api.trace(hash, root, None, 1))?.result)
			}
		};
		Ok(At { block, hash, result: Answered::Transaction(Box::new(Answer { outcome, payment })) })
	}

	/// What became of a transaction, by its hash alone.
	fn by_hash(&self, transaction: Hash) -> RpcResult<At<Answered>> {
		let turn = self.turn()?;
		let (outcome, block, hash) = self.outcomes.by_hash(&turn, transaction).map_err(no_answer)?;
		let is_ready = || self.has_ready(transaction).then_some(Outcome::NotYet { in_pool: true });
		let result = match outcome.or_else(is_ready) {
			Some(outcome) => Answered::Transaction(Box::new(Answer { outcome, payment: None })),
			None => Answered::Record(Told::NotKnown),
		};
		Ok(At { block, hash, result })
	}

	fn has_ready(&self, transaction: Hash) -> bool {
		self.pool.ready_transaction(&transaction).is_some()
	}
}

fn no_answer(reason: NoAnswer) -> ErrorObjectOwned {
	match reason {
		NoAnswer::Malformed(message) => refusal(MALFORMED, message),
		NoAnswer::NotAvailable(message) => refusal(NOT_AVAILABLE, message),
		NoAnswer::Busy => busy(),
	}
}

/// The block, loan or payment is not known.
const NOT_FOUND: i32 = 4001;
/// The node cannot answer for this block.
const NOT_AVAILABLE: i32 = 4002;
/// The question makes no sense, or asks for what is never given.
const MALFORMED: i32 = 4003;

/// The node answers as many questions as it does beside its work: the same question is answered a little later.
const BUSY: i32 = 4004;

/// How many entries a page has unless the question says.
const DEFAULT_PAGE: u32 = 100;

fn busy() -> ErrorObjectOwned {
	let message = format!(
		"this node answers {MAX_QUESTIONS} questions at a time, and {MAX_SEARCHES} searches, by digest or in \
		 blocks that are not indexed; ask again"
	);
	refusal(BUSY, message)
}

/// The length of a page; refuses what no page has.
fn page_length(limit: Option<u32>) -> RpcResult<u32> {
	match limit.unwrap_or(DEFAULT_PAGE) {
		limit @ 1..=MAX_PAGE => Ok(limit),
		limit => Err(refusal(
			MALFORMED,
			format!("a page has 1 to {MAX_PAGE} entries, not {limit}; ask for the next page with the cursor"),
		)),
	}
}

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
		self.trace(TraceRoot::Loan(loan), cursor, page_length(limit)?, at)
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
		let limit = page_length(limit)?;
		self.ask(&self.turn()?, at, |api, hash| api.inbox(hash, account, cursor, limit))
	}

	fn outcome(&self, asked: Asked) -> RpcResult<At<Answered>> {
		let (sought, next, turn) = match asked {
			Asked::Transaction(asked) => return self.transaction(asked),
			Asked::Hash(ByHash { hash }) => return self.by_hash(hash),
			Asked::Payment(ByUetr { uetr }) => (Sought::Payment(uetr), None, self.turn()?),
			Asked::Digest(ByDigest { digest, next }) => {
				(Sought::Digest(digest), next, self.turns.take_for_search().ok_or_else(busy)?)
			}
		};
		let (told, block, hash) = self.outcomes.record(&turn, sought, next).map_err(no_answer)?;
		Ok(At { block, hash, result: Answered::Record(told) })
	}

	fn pending_claims(
		&self,
		scope: ClaimScope,
		cursor: Option<EvidenceId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<At<Page<PendingClaim, EvidenceId>>> {
		let limit = page_length(limit)?;
		self.ask(&self.turn()?, at, |api, hash| api.pending_claims(hash, scope, cursor, limit))
	}

	fn today(&self, at: Option<Hash>) -> RpcResult<At<String>> {
		let At { block, hash, result } = self.ask(&self.turn()?, at, |api, hash| api.today(hash))?;
		Ok(At { block, hash, result: result.to_string() })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_page_has_a_length_that_is_refused_above_its_bound() {
		assert_eq!(page_length(None).ok(), Some(DEFAULT_PAGE));
		for limit in [1, MAX_PAGE] {
			assert_eq!(page_length(Some(limit)).ok(), Some(limit));
		}
		for limit in [0, MAX_PAGE + 1, u32::MAX] {
			let refused = page_length(Some(limit)).expect_err("refused");
			assert_eq!(refused.code(), MALFORMED);
			assert!(refused.message().contains("cursor"), "{refused}");
		}
	}

	#[test]
	fn a_question_names_a_transaction_or_its_hash_or_a_key_or_a_digest() {
		let asked = |question: serde_json::Value| serde_json::from_value::<Asked>(question);
		let (hash, uetr) = (format!("0x{}", "07".repeat(32)), "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
		let account = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let transaction = serde_json::json!({
			"hash": hash, "account": account, "nonce": 1, "born": 10, "dies": 74, "uetr": uetr,
		});
		assert!(matches!(asked(transaction), Ok(Asked::Transaction(_))));
		assert!(matches!(asked(serde_json::json!({ "uetr": uetr })), Ok(Asked::Payment(_))));
		assert!(matches!(asked(serde_json::json!({ "digest": hash })), Ok(Asked::Digest(_))));
		assert!(matches!(asked(serde_json::json!({ "hash": hash })), Ok(Asked::Hash(_))));
		for question in [
			serde_json::json!({}),
			serde_json::json!({ "hash": hash, "account": account }),
			serde_json::json!({ "hash": hash, "uetr": uetr }),
			serde_json::json!({ "uetr": uetr, "digest": hash }),
		] {
			assert!(asked(question.clone()).is_err(), "{question}");
		}
	}

	#[test]
	fn who_is_not_answered_now_is_told_to_ask_again() {
		assert_eq!(busy().code(), BUSY);
		assert!(busy().message().contains("ask again"), "{}", busy());
		assert_eq!(no_answer(NoAnswer::Busy).code(), BUSY);
	}
}
