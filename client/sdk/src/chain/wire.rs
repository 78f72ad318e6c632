//! The wire: one of several nodes, and the next one where that one does not answer in time.

use crate::error::{Error, Kind, Result};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use subxt::config::substrate::H256;
use subxt_rpcs::client::{rpc_params, RawRpcFuture, RawRpcSubscription, RawValue, RpcClient, RpcClientT};
use subxt_rpcs::Error as RpcError;
use tokio::time::timeout;

/// How long a node may take until it is connected.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a node may take to answer where another can be asked.
const PATIENCE_WITH_OTHERS: Duration = Duration::from_secs(5);
/// How long it may take where it is the only one.
const PATIENCE_ALONE: Duration = Duration::from_secs(30);

/// Requests to whichever of the nodes answers. Every request has a deadline; a node that lets one pass, or whose
/// connection breaks, is left for the next.
pub(super) struct Wire {
	urls: Vec<String>,
	/// The chain. A node of another one is never asked anything else.
	genesis: OnceLock<H256>,
	state: Mutex<State>,
	dialling: tokio::sync::Mutex<()>,
	/// Counts the connections, so that who has seen a part of the chain knows whether it was at one node.
	generation: AtomicU64,
}

#[derive(Default)]
struct State {
	/// Where the next connection is tried first.
	start: usize,
	connection: Option<Arc<Connection>>,
}

struct Connection {
	position: usize,
	client: RpcClient,
}

/// A node's answer as it is on the wire.
type Raw = std::result::Result<Box<RawValue>, RpcError>;

/// No node answered.
#[derive(Debug)]
struct Unreachable(String);

impl fmt::Display for Unreachable {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(&self.0)
	}
}

impl std::error::Error for Unreachable {}

fn unreachable(reason: impl fmt::Display) -> RpcError {
	RpcError::Client(Box::new(Unreachable(reason.to_string())))
}

/// The innermost cause: what is around it repeats that there is one.
fn innermost(error: &dyn std::error::Error) -> String {
	let mut cause = error;
	while let Some(inner) = cause.source() {
		cause = inner;
	}
	cause.to_string()
}

fn cause_of(error: &RpcError) -> String {
	match error {
		RpcError::Client(inner) => innermost(inner.as_ref()),
		other => innermost(other),
	}
}

impl Wire {
	/// Connects to the first of the nodes that answers. Where the genesis hash is known, another chain is refused.
	pub(super) async fn open(urls: &[String], genesis: Option<H256>) -> Result<Arc<Self>> {
		if urls.is_empty() {
			return Err(Error::usage("no node given; give one like ws://127.0.0.1:9944"));
		}
		if let Some(url) = urls.iter().find(|url| !url.starts_with("ws://") && !url.starts_with("wss://")) {
			return Err(Error::usage(format!(
				"{url:?} is not a node's address; write it like ws://127.0.0.1:9944"
			)));
		}
		let wire = Self {
			urls: urls.to_vec(),
			genesis: genesis.map_or_else(OnceLock::new, OnceLock::from),
			state: Mutex::default(),
			dialling: tokio::sync::Mutex::default(),
			generation: AtomicU64::default(),
		};
		wire.connection().await?;
		Ok(Arc::new(wire))
	}

	/// The chain's genesis hash.
	pub(super) fn genesis(&self) -> Result<H256> {
		self.genesis.get().copied().ok_or_else(|| Error::unexpected("no node was asked for its chain yet"))
	}

	/// The node in use, or the one that is tried next.
	pub(super) fn url(&self) -> String {
		let state = self.state();
		let position = state.connection.as_ref().map_or(state.start, |connection| connection.position);
		self.url_at(position)
	}

	/// Changes whenever another connection is used.
	pub(super) fn generation(&self) -> u64 {
		self.generation.load(Ordering::SeqCst)
	}

	/// Goes on with the next node, where there is one.
	pub(super) fn go_on(&self) {
		if self.urls.len() > 1 {
			let connection = self.state().connection.clone();
			connection.iter().for_each(|connection| self.leave(connection));
		}
	}

	fn state(&self) -> MutexGuard<'_, State> {
		self.state.lock().unwrap_or_else(PoisonError::into_inner)
	}

	fn url_at(&self, position: usize) -> String {
		self.urls.get(position % self.urls.len().max(1)).cloned().unwrap_or_default()
	}

	fn patience(&self) -> Duration {
		if self.urls.len() > 1 {
			PATIENCE_WITH_OTHERS
		} else {
			PATIENCE_ALONE
		}
	}

	fn leave(&self, left: &Arc<Connection>) {
		let mut state = self.state();
		if state.connection.as_ref().is_some_and(|current| Arc::ptr_eq(current, left)) {
			state.connection = None;
			state.start = left.position.wrapping_add(1) % self.urls.len().max(1);
			self.generation.fetch_add(1, Ordering::SeqCst);
		}
	}

	async fn connection(&self) -> Result<Arc<Connection>> {
		let current = || self.state().connection.clone();
		if let Some(connection) = current() {
			return Ok(connection);
		}
		let _only_one_dials = self.dialling.lock().await;
		if let Some(connection) = current() {
			return Ok(connection);
		}
		let start = self.state().start;
		let connection = Arc::new(self.dial_any(start).await?);
		self.state().connection = Some(connection.clone());
		self.generation.fetch_add(1, Ordering::SeqCst);
		Ok(connection)
	}

	/// The first of the nodes, counted from `start`, that answers.
	async fn dial_any(&self, start: usize) -> Result<Connection> {
		let mut failures = Vec::new();
		for step in 0..self.urls.len() {
			let position = start.wrapping_add(step) % self.urls.len();
			let url = self.url_at(position);
			match timeout(CONNECT_TIMEOUT, self.dial(&url)).await {
				Ok(Ok(client)) => return Ok(Connection { position, client }),
				Ok(Err(error)) if error.kind == Kind::Verification => return Err(error),
				Ok(Err(error)) => failures.push(format!("{url}: {}", error.message)),
				Err(_) => failures.push(format!("{url}: no answer in {} s", CONNECT_TIMEOUT.as_secs())),
			}
		}
		let message = format!("no node can be reached; is it running? {}", failures.join("; "));
		Err(Error::new(Kind::Network, message))
	}

	async fn dial(&self, url: &str) -> Result<RpcClient> {
		let failed = |error: RpcError| Error::new(Kind::Network, cause_of(&error));
		let client = RpcClient::from_insecure_url(url).await.map_err(failed)?;
		let found: H256 = client.request("chain_getBlockHash", rpc_params![0]).await.map_err(failed)?;
		let expected = *self.genesis.get_or_init(|| found);
		match expected == found {
			true => Ok(client),
			false => Err(Error::new(
				Kind::Verification,
				format!("{url} is a node of another chain: its genesis is {found:?}, expected {expected:?}"),
			)),
		}
	}

	async fn request(&self, method: &str, params: Option<Box<RawValue>>) -> Raw {
		let mut failures = Vec::new();
		// Every node once, and the first once more: its connection may have been an old one.
		for _ in 0..=self.urls.len() {
			let connection = self.connection().await.map_err(|error| unreachable(error.message))?;
			let request = connection.client.request_raw(method, params.clone());
			let (failure, is_frozen) = match timeout(self.patience(), request).await {
				Ok(Ok(answer)) => return Ok(answer),
				Ok(Err(error @ (RpcError::Client(_) | RpcError::DisconnectedWillReconnect(_)))) => {
					(cause_of(&error), false)
				}
				Ok(Err(answer)) => return Err(answer),
				Err(_) => (format!("no answer to {method} in {} s", self.patience().as_secs()), true),
			};
			failures.push(format!("{}: {failure}", self.url_at(connection.position)));
			self.leave(&connection);
			if is_frozen && self.urls.len() == 1 {
				break;
			}
		}
		Err(unreachable(failures.join("; ")))
	}
}

impl RpcClientT for Wire {
	fn request_raw<'a>(
		&'a self,
		method: &'a str,
		params: Option<Box<RawValue>>,
	) -> RawRpcFuture<'a, Box<RawValue>> {
		Box::pin(self.request(method, params))
	}

	/// Nothing here subscribes: what a node sends when it likes has no deadline, and no other node goes on with it.
	fn subscribe_raw<'a>(
		&'a self,
		sub: &'a str,
		_: Option<Box<RawValue>>,
		_: &'a str,
	) -> RawRpcFuture<'a, RawRpcSubscription> {
		Box::pin(
			async move { Err(unreachable(format!("{sub} is a subscription; this program asks instead"))) },
		)
	}
}
