//! The pool as the rest of the node meets it: clients through RPC, and peers through gossip.
//!
//! | side | beside what the pool does |
//! |---|---|
//! | clients | a refusal at the door is told with its number, its name, what would be right, and after how many blocks the same bytes are worth sending again; what is accepted, or was in the pool before, is kept until it is final ([`crate::keeper`]), and what has no room there is refused with a number of its own; what the node itself could not judge is told to come again; no second one is accepted for a nonce while another of that nonce waits and is not ready |
//! | peers | what can be right a block later, and what comes above the validations that are under way at a time (the SDK ignores what comes above 8,192), is tried at the next blocks where there is room; for everything else the peer answers as the SDK has it |

use crate::keeper::{is_readable, Held, Keeper, NoPlace};
use async_trait::async_trait;
use polkadot_sdk::*;
use sc_transaction_pool_api::error::{Error as PoolError, IntoPoolError};
use sc_transaction_pool_api::{
	ChainEvent, ImportNotificationStream, MaintainedTransactionPool, PoolStatus, ReadyTransactions,
	TransactionFor, TransactionPool, TransactionSource, TransactionStatusStreamFor, TxHash,
	TxInvalidityReportMap,
};
use sp_runtime::transaction_validity::{InvalidTransaction, UnknownTransaction};
use sp_runtime::OpaqueExtrinsic;
use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::Duration;
use zhidai_api::Refusal;
use zhidai_runtime::opaque::Block;
use zhidai_runtime::{BlockNumber, Hash};

/// How many transactions of peers are validated at a time. What comes above waits for the next block, where there is
/// room. The SDK's gossip ignores what comes above 8,192 (`MAX_PENDING_TRANSACTIONS`), and its sender never sends it
/// again.
pub const MOST_UNDER_WAY: usize = 4_096;

/// Who comes to the pool.
enum Side {
	/// Clients.
	Clients,
	/// Other nodes: how many of their transactions are being validated, and how many may be.
	Peers { under_way: AtomicUsize, most: usize },
}

/// A pool behind its gate.
pub struct Gate<P, N> {
	pool: Arc<P>,
	keeper: Arc<Keeper>,
	/// The best block's number.
	best: N,
	side: Side,
}

impl<P, N: Fn() -> BlockNumber> Gate<P, N> {
	/// For clients; what is accepted is kept.
	pub fn for_clients(pool: Arc<P>, keeper: Arc<Keeper>, best: N) -> Self {
		Self { pool, keeper, best, side: Side::Clients }
	}

	/// For peers; what can be taken a block later is kept.
	pub fn for_peers(pool: Arc<P>, keeper: Arc<Keeper>, best: N, most: usize) -> Self {
		Self { pool, keeper, best, side: Side::Peers { under_way: AtomicUsize::new(0), most } }
	}
}

/// What the gate answers where the pool does not take a transaction.
pub enum GateError<E> {
	/// The pool's own words.
	Pool(E),
	/// A refusal at the door, with its name and remedy.
	Door(Refusal),
}

impl<E> From<PoolError> for GateError<E>
where
	E: From<PoolError>,
{
	fn from(error: PoolError) -> Self {
		Self::Pool(error.into())
	}
}

impl<E: fmt::Display> fmt::Display for GateError<E> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Pool(error) => error.fmt(out),
			Self::Door(refusal) => out.write_str(refusal.explanation()),
		}
	}
}

/// The SDK writes this into the answer's `data`, as a text: it is JSON, for programs.
impl<E: fmt::Debug> fmt::Debug for GateError<E> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Pool(error) => error.fmt(out),
			Self::Door(refusal) => {
				let data = serde_json::json!({
					"code": *refusal as u8,
					"rule": format!("Pool.{refusal:?}"),
					"retryAfterBlocks": refusal.retry_after_blocks(),
				});
				fmt::Display::fmt(&data, out)
			}
		}
	}
}

impl<E: std::error::Error> std::error::Error for GateError<E> {}

impl<E: IntoPoolError> IntoPoolError for GateError<E> {
	fn into_pool_error(self) -> Result<PoolError, Self> {
		match self {
			Self::Pool(error) => error.into_pool_error().map_err(Self::Pool),
			// The SDK's own words for it would be a number alone.
			Self::Door(_) => Err(self),
		}
	}
}

/// The refusal at the door behind a pool's error.
fn at_the_door(error: &PoolError) -> Option<Refusal> {
	let code = match error {
		PoolError::UnknownTransaction(UnknownTransaction::Custom(code))
		| PoolError::InvalidTransaction(InvalidTransaction::Custom(code)) => *code,
		_ => return None,
	};
	Refusal::ALL.iter().find(|known| **known as u8 == code).copied()
}

/// Whether a node that is a block behind refuses so what is right.
fn is_early(error: &PoolError) -> bool {
	matches!(
		at_the_door(error),
		Some(Refusal::BadSignature | Refusal::TooManyWaiting | Refusal::TooManyBytesWaiting)
	)
}

/// What a pool says where a runtime stopped in the middle, in the SDK's words.
const STOPPED: [&str; 2] = ["Execution aborted due to trap", "Execution aborted due to panic"];

/// For a client: the pool did not come to judge the transaction. A runtime stops where the bytes are no transaction of
/// its own: that stays so. Whatever else it was says nothing about the transaction.
fn in_trouble<E: From<PoolError>>(trouble: &str, transaction: &OpaqueExtrinsic) -> GateError<E> {
	if STOPPED.iter().any(|words| trouble.contains(words)) && !is_readable(transaction) {
		return GateError::Door(Refusal::Unreadable);
	}
	log::warn!("A transaction could not be judged: {trouble}");
	PoolError::UnknownTransaction(UnknownTransaction::CannotLookup).into()
}

/// One validation under way, for as long as it lives.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
	fn begin(count: &'a AtomicUsize, most: usize) -> Option<Self> {
		let one_more = |count: usize| (count < most).then_some(count + 1);
		count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).ok().map(|_| Self(count))
	}
}

impl Drop for UnderWay<'_> {
	fn drop(&mut self) {
		self.0.fetch_sub(1, Ordering::Relaxed);
	}
}

impl<P, N> Gate<P, N>
where
	P: TransactionPool<Block = Block, Hash = Hash>,
	N: Fn() -> BlockNumber + Send + Sync,
{
	/// For a client: what the pool has is kept, also where it had it before, from a peer for one: a client takes either
	/// answer for the same. A refusal is named.
	fn told<T>(
		answer: Result<T, P::Error>,
		held: Option<Held<'_>>,
		transaction: &TransactionFor<P>,
	) -> Result<T, GateError<P::Error>> {
		let answer = answer.map_err(IntoPoolError::into_pool_error);
		if let (Ok(_) | Err(Ok(PoolError::AlreadyImported(_))), Some(held)) = (&answer, held) {
			held.keep();
		}
		answer.map_err(|error| match error {
			Ok(error) => match at_the_door(&error) {
				Some(refusal) => GateError::Door(refusal),
				None => GateError::Pool(error.into()),
			},
			Err(trouble) => in_trouble(&trouble.to_string(), transaction),
		})
	}

	/// For a peer: what may pass a block later is kept where there is room, and the peer is not to blame for it.
	fn kept(&self, error: P::Error, hash: Hash, transaction: TransactionFor<P>) -> GateError<P::Error> {
		match error.into_pool_error() {
			Ok(error) if is_early(&error) => self.kept_or(error, hash, transaction),
			Ok(error) => GateError::Pool(error.into()),
			Err(error) => GateError::Pool(error),
		}
	}

	fn kept_or(&self, error: PoolError, hash: Hash, transaction: TransactionFor<P>) -> GateError<P::Error> {
		match self.keeper.try_later(hash, &transaction, (self.best)()) {
			true => PoolError::AlreadyImported(Box::new(hash)).into(),
			false => error.into(),
		}
	}

	/// For a client, before the pool is handed it: the place in which it will be kept. Where one that is ready has
	/// its place, the pool's own rule says which one stays.
	fn hold(
		&self,
		hash: Hash,
		transaction: &TransactionFor<P>,
	) -> Result<Option<Held<'_>>, GateError<P::Error>> {
		let is_ready = |hash: &Hash| self.pool.ready_transaction(hash).is_some();
		match self.keeper.hold(hash, transaction, (self.best)(), is_ready) {
			Ok(held) => Ok(Some(held)),
			Err(NoPlace::NotOurs) => Ok(None),
			// As the pool says it of a nonce that is taken; here no priority counts.
			Err(NoPlace::Taken) => Err(PoolError::TooLowPriority { old: 0, new: 0 }.into()),
			Err(NoPlace::Full) => Err(GateError::Door(Refusal::NodeFull)),
		}
	}

	async fn take_from_client(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: TransactionFor<P>,
	) -> Result<Hash, GateError<P::Error>> {
		let held = self.hold(self.pool.hash_of(&transaction), &transaction)?;
		let answer = self.pool.submit_one(at, source, transaction.clone()).await;
		Self::told(answer, held, &transaction)
	}

	async fn take_from_peer(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: TransactionFor<P>,
		under_way: &AtomicUsize,
		most: usize,
	) -> Result<Hash, GateError<P::Error>> {
		let hash = self.pool.hash_of(&transaction);
		let Some(_under_way) = UnderWay::begin(under_way, most) else {
			return Err(self.kept_or(PoolError::ImmediatelyDropped, hash, transaction));
		};
		let answer = self.pool.submit_one(at, source, transaction.clone()).await;
		answer.map_err(|error| self.kept(error, hash, transaction))
	}
}

#[async_trait]
impl<P, N> TransactionPool for Gate<P, N>
where
	P: TransactionPool<Block = Block, Hash = Hash> + 'static,
	N: Fn() -> BlockNumber + Send + Sync,
{
	type Block = Block;
	type Hash = Hash;
	type InPoolTransaction = P::InPoolTransaction;
	type Error = GateError<P::Error>;

	async fn submit_at(
		&self,
		at: Hash,
		source: TransactionSource,
		transactions: Vec<TransactionFor<Self>>,
	) -> Result<Vec<Result<TxHash<Self>, Self::Error>>, Self::Error> {
		let mut answers = Vec::new();
		for transaction in transactions {
			answers.push(self.submit_one(at, source, transaction).await);
		}
		Ok(answers)
	}

	async fn submit_one(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: TransactionFor<Self>,
	) -> Result<TxHash<Self>, Self::Error> {
		match &self.side {
			Side::Clients => self.take_from_client(at, source, transaction).await,
			Side::Peers { under_way, most } => {
				self.take_from_peer(at, source, transaction, under_way, *most).await
			}
		}
	}

	async fn submit_and_watch(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: TransactionFor<Self>,
	) -> Result<Pin<Box<TransactionStatusStreamFor<Self>>>, Self::Error> {
		let held = self.hold(self.pool.hash_of(&transaction), &transaction)?;
		let watched = self.pool.submit_and_watch(at, source, transaction.clone()).await;
		Self::told(watched, held, &transaction)
	}

	async fn ready_at(
		&self,
		at: Hash,
	) -> Box<dyn ReadyTransactions<Item = Arc<Self::InPoolTransaction>> + Send> {
		self.pool.ready_at(at).await
	}

	fn ready(&self) -> Box<dyn ReadyTransactions<Item = Arc<Self::InPoolTransaction>> + Send> {
		self.pool.ready()
	}

	async fn report_invalid(
		&self,
		at: Option<Hash>,
		invalid: TxInvalidityReportMap<TxHash<Self>>,
	) -> Vec<Arc<Self::InPoolTransaction>> {
		self.pool.report_invalid(at, invalid).await
	}

	fn futures(&self) -> Vec<Self::InPoolTransaction> {
		self.pool.futures()
	}

	fn status(&self) -> PoolStatus {
		self.pool.status()
	}

	fn import_notification_stream(&self) -> ImportNotificationStream<TxHash<Self>> {
		self.pool.import_notification_stream()
	}

	fn on_broadcasted(&self, propagations: HashMap<TxHash<Self>, Vec<String>>) {
		self.pool.on_broadcasted(propagations);
	}

	fn hash_of(&self, transaction: &TransactionFor<Self>) -> TxHash<Self> {
		self.pool.hash_of(transaction)
	}

	fn ready_transaction(&self, hash: &TxHash<Self>) -> Option<Arc<Self::InPoolTransaction>> {
		self.pool.ready_transaction(hash)
	}

	async fn ready_at_with_timeout(
		&self,
		at: Hash,
		timeout: Duration,
	) -> Box<dyn ReadyTransactions<Item = Arc<Self::InPoolTransaction>> + Send> {
		self.pool.ready_at_with_timeout(at, timeout).await
	}
}

#[async_trait]
impl<P, N> MaintainedTransactionPool for Gate<P, N>
where
	P: MaintainedTransactionPool<Block = Block, Hash = Hash> + 'static,
	N: Fn() -> BlockNumber + Send + Sync,
{
	async fn maintain(&self, event: ChainEvent<Block>) {
		self.pool.maintain(event).await;
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	type Error = GateError<PoolError>;

	fn named(error: PoolError) -> Error {
		match at_the_door(&error) {
			Some(refusal) => Error::Door(refusal),
			None => Error::Pool(error),
		}
	}

	/// What a client reads: the SDK puts the words into the message and this into the data.
	#[test]
	fn a_refusal_carries_its_code_its_rule_and_after_how_many_blocks_to_try_again() {
		for refusal in Refusal::ALL {
			let code = *refusal as u8;
			let error = match refusal.is_temporary() {
				true => PoolError::UnknownTransaction(UnknownTransaction::Custom(code)),
				false => PoolError::InvalidTransaction(InvalidTransaction::Custom(code)),
			};
			let error = named(error);
			assert_eq!(error.to_string(), refusal.explanation());
			let data: serde_json::Value = serde_json::from_str(&format!("{error:?}")).expect("JSON");
			let expected = serde_json::json!({
				"code": code,
				"rule": format!("Pool.{refusal:?}"),
				"retryAfterBlocks": refusal.retry_after().map(|_| 1),
			});
			assert_eq!(data, expected);
			assert!(error.into_pool_error().is_err(), "the SDK would write the number alone");
		}
	}

	#[test]
	fn what_is_no_refusal_at_the_door_keeps_the_sdks_words() {
		for (error, words) in [
			(PoolError::ImmediatelyDropped, PoolError::ImmediatelyDropped.to_string()),
			(
				PoolError::InvalidTransaction(InvalidTransaction::Stale),
				PoolError::InvalidTransaction(InvalidTransaction::Stale).to_string(),
			),
			(
				PoolError::UnknownTransaction(UnknownTransaction::Custom(200)),
				PoolError::UnknownTransaction(UnknownTransaction::Custom(200)).to_string(),
			),
		] {
			let error = named(error);
			assert_eq!(error.to_string(), words);
			assert!(error.into_pool_error().is_ok());
		}
	}

	/// What the SDK's pool says where it could not judge a transaction, and what a client is told then. A call is
	/// behind a preamble, which is not read further than that it is one.
	#[test]
	fn what_could_not_be_judged_comes_again_and_what_is_no_transaction_never() {
		let bytes = OpaqueExtrinsic::from_blob(vec![0xff; 40]);
		let stopped = "Runtime error: Execution failed: Execution aborted due to trap: wasm trap: wasm \
		               `unreachable` instruction executed";
		let told = |words: &str| in_trouble::<PoolError>(words, &bytes);
		assert!(matches!(told(stopped), GateError::Door(Refusal::Unreadable)));
		for words in ["Runtime error: Validation was canceled", "Runtime error: Validation pool down: x"] {
			let answer = told(words).into_pool_error();
			let unknown = PoolError::UnknownTransaction(UnknownTransaction::CannotLookup);
			assert_eq!(answer.map_err(|_| ()).expect("as the SDK says it").to_string(), unknown.to_string());
		}
	}

	#[test]
	fn validations_are_under_way_up_to_a_bound_that_the_sdk_does_not_reach() {
		const { assert!(MOST_UNDER_WAY < 8_192) };
		let count = AtomicUsize::new(0);
		let first = UnderWay::begin(&count, 2);
		let second = UnderWay::begin(&count, 2);
		assert!(first.is_some() && second.is_some() && UnderWay::begin(&count, 2).is_none());
		drop(first);
		assert!(UnderWay::begin(&count, 2).is_some());
	}
}
