//! Follows the finalised blocks of one node and tells whoever waits for a transaction what became of it.

use anyhow::{bail, Context, Result};
use jsonrpsee::core::client::{ClientT, Subscription, SubscriptionClientT};
use jsonrpsee::rpc_params;
use jsonrpsee::ws_client::{WsClient, WsClientBuilder};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;
use zhidai_sdk::chain::{events_of, AtBlock, EventRecord};
use zhidai_sdk::keys::blake2_256;
use zhidai_sdk::{Client, Error};

/// A block of 3.75 MiB of calls is twice as long in hexadecimal digits.
const MAX_ANSWER: u32 = 32 << 20;

/// What became of a transaction that is in a final block.
#[derive(Debug)]
pub struct Final {
	/// When this program learnt that the block is final.
	pub learnt: Instant,
	/// What happened; or the rule that the call broke.
	pub outcome: Result<Vec<EventRecord>, Error>,
}

type Hash = [u8; 32];

/// Follows the finalised blocks of one node.
pub struct Watch {
	client: Client,
	blocks: WsClient,
	head: RwLock<Arc<AtBlock>>,
	height: AtomicU64,
	waiting: Mutex<HashMap<Hash, UnboundedSender<Final>>>,
}

impl Watch {
	/// Begins to follow the node at this address.
	pub async fn start(url: &str) -> Result<(Arc<Self>, JoinHandle<Result<()>>)> {
		let client = Client::connect(&[url.to_owned()], None).await?;
		let blocks = WsClientBuilder::default().max_response_size(MAX_ANSWER).build(url).await?;
		let heads = blocks
			.subscribe("chain_subscribeFinalizedHeads", rpc_params![], "chain_unsubscribeFinalizedHeads")
			.await?;
		let head = client.at_final().await?;
		let watch = Arc::new(Self {
			height: AtomicU64::new(head.block_number()),
			head: RwLock::new(Arc::new(head)),
			client,
			blocks,
			waiting: Mutex::default(),
		});
		let following = tokio::spawn(watch.clone().follow(heads));
		Ok((watch, following))
	}

	/// The newest final block that was looked into.
	pub fn head(&self) -> Arc<AtBlock> {
		self.head.read().unwrap_or_else(PoisonError::into_inner).clone()
	}

	/// Its number.
	pub fn height(&self) -> u64 {
		self.height.load(Ordering::Relaxed)
	}

	/// Tells of a transaction when it is final. Asked before the transaction is sent.
	pub fn expect(&self, hash: Hash, tell: UnboundedSender<Final>) {
		self.waiting().insert(hash, tell);
	}

	/// Nobody waits for this transaction any more.
	pub fn forget(&self, hash: &Hash) {
		self.waiting().remove(hash);
	}

	fn waiting(&self) -> MutexGuard<'_, HashMap<Hash, UnboundedSender<Final>>> {
		self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Ends only with an error, and the benchmark with it.
	async fn follow(self: Arc<Self>, mut heads: Subscription<Value>) -> Result<()> {
		let ended = loop {
			match heads.next().await {
				None => break anyhow::anyhow!("the node sends no more finalised blocks"),
				Some(header) => {
					let learnt = Instant::now();
					if let Err(error) = self.catch_up(header, learnt).await {
						break error;
					}
				}
			}
		};
		Err(ended.context("following the finalised blocks"))
	}

	/// A node tells of the newest final block; those between became final with it.
	async fn catch_up(&self, header: Result<Value, impl std::fmt::Display>, learnt: Instant) -> Result<()> {
		let header = match header {
			Ok(header) => header,
			Err(error) => bail!("a finalised block that cannot be read: {error}"),
		};
		let digits = header["number"].as_str().context("a header without number")?;
		let newest = u64::from_str_radix(digits.trim_start_matches("0x"), 16)?;
		for number in self.height() + 1..=newest {
			self.look_into(number, learnt).await.with_context(|| format!("block {number}"))?;
		}
		Ok(())
	}

	async fn look_into(&self, number: u64, learnt: Instant) -> Result<()> {
		let at = self.client.at_number(number).await?;
		let block: Value =
			self.blocks.request("chain_getBlock", rpc_params![format!("{:?}", at.block_hash())]).await?;
		let mut found = Vec::new();
		for (position, transaction) in (0_u32..).zip(transactions(&block)?) {
			if let Some(tell) = self.waiting().remove(&blake2_256(&[&transaction])) {
				found.push((position, tell));
			}
		}
		if !found.is_empty() {
			let positions: Vec<u32> = found.iter().map(|(position, _)| *position).collect();
			let mut outcomes = events_of(&at, &positions).await?;
			for (position, tell) in found {
				let unknown = || Err(zhidai_sdk::Error::unexpected("the block does not say how it ended"));
				let outcome = outcomes.remove(&position).unwrap_or_else(unknown);
				// Whoever does not wait any more has counted it as lost.
				let _ = tell.send(Final { learnt, outcome });
			}
		}
		*self.head.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(at);
		self.height.store(number, Ordering::Relaxed);
		Ok(())
	}

	/// Waits until a block after this moment is final.
	pub async fn next_block(&self) -> Result<()> {
		let (before, deadline) = (self.height(), Instant::now() + crate::node::PATIENCE);
		while self.height() <= before {
			anyhow::ensure!(Instant::now() < deadline, "no block became final after block {before}");
			tokio::time::sleep(Duration::from_millis(50)).await;
		}
		Ok(())
	}
}

fn transactions(block: &Value) -> Result<Vec<Vec<u8>>> {
	let list =
		block.pointer("/block/extrinsics").and_then(Value::as_array).context("a block without body")?;
	let decode = |item: &Value| {
		let digits = item.as_str().and_then(|text| text.strip_prefix("0x")).context("not a transaction")?;
		Ok(hex::decode(digits)?)
	};
	list.iter().map(decode).collect()
}
