//! A node that a test moves: one account's transactions, blocks on demand, and every trouble that a node can make.
//! It knows just as much of JSON-RPC as the client asks for.
#![allow(dead_code, reason = "each test file uses its part")]

use codec::{Decode, Encode};
use jsonrpsee::server::{RpcModule, Server, ServerHandle};
use jsonrpsee::types::{ErrorObjectOwned, Params};
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use zhidai_api::{Created, RequestId};
use zhidai_sdk::keys::blake2_256;

/// The metadata of the runtime that the client was built for.
pub const METADATA: &[u8] = include_bytes!("../../metadata.scale");
/// The call by which the client asks what the door thinks.
pub const VALIDATE: &str = "TaggedTransactionQueue_validate_transaction";

/// Where the events of a block are.
const SYSTEM_EVENTS: &str = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7";
/// Where the council's motions are: before their hashes.
const COUNCIL_PROPOSALS: &str = "0xaebd463ed9925c488c112434d61debc0e9d6db8868a37d79930bc3f7f33950d1";
const COUNCIL_VOTING: &str = "0xaebd463ed9925c488c112434d61debc071cd3068e6118bfb392b798317f63a89";

/// Where officers are: before their accounts; and what requests created: before organisation and request.
const REGISTRY_OFFICERS: &str = "0x8a493ef65ff3987a1fbc9979200ad1af565038d5c17fb66ec853859cac818552";
const REGISTRY_REQUESTS: &str = "0x8a493ef65ff3987a1fbc9979200ad1afe973821932a99de497c2362ed9f9be34";

type Answer = Result<Json, ErrorObjectOwned>;

/// The chain of a fake node, and how the node behaves.
pub struct Chain {
	/// The transactions of each block, from the first.
	pub blocks: Vec<Vec<Vec<u8>>>,
	/// How many of them are final.
	pub finalised: usize,
	/// What waits.
	pub pool: Vec<Vec<u8>>,
	/// All that was ever handed in.
	pub seen: Vec<Vec<u8>>,
	/// The journal in which what is handed in must stand by then, and how often it did not.
	pub journal: Option<PathBuf>,
	pub unwritten: usize,
	/// What was handed in only to be judged.
	pub judged: Vec<Vec<u8>>,
	/// What the door answers to everything: code, and data.
	pub refuses: Option<(i32, &'static str)>,
	/// Whether what is accepted is lost.
	pub forgets: bool,
	/// A method that is never answered.
	pub frozen: Option<&'static str>,
	/// A method that is carried out and never answered.
	pub silent: Option<&'static str>,
	/// How long every answer takes.
	pub delay: Duration,
	/// Up to which block the node no longer has the state.
	pub pruned: usize,
	/// Whether every transaction is refused in its block.
	pub fails: bool,
	/// By which error: the pallet's index and the variant's; else `System.InvalidSpecName`.
	pub fails_by: [u8; 2],
	/// Whether the events say nothing of how a transaction ended.
	pub tells_no_end: bool,
	/// What `zhidai_outcome` answers to everything; without it there is no such method.
	pub outcome: Option<Json>,
	/// Whether it is too busy to answer that, and how often it was asked.
	pub busy: bool,
	pub questions: usize,
	/// The runtime's metadata.
	pub metadata: Vec<u8>,
	/// The first byte of the genesis hash.
	pub genesis: u8,
	/// What is stored, by keys as they are on the wire, beside the events of how each transaction ended.
	pub storage: BTreeMap<String, Vec<u8>>,
	/// The keys of what was asked for beside events, in order.
	pub asked: Vec<String>,
	/// What is stored in maps whose keys end with the key itself: where the map is, the key, the value.
	pub maps: Vec<(&'static str, String, Vec<u8>)>,
	/// What methods of the runtime's own API answer, by their full names.
	pub reports: BTreeMap<&'static str, Vec<u8>>,
}

/// A fake node. It is gone when dropped.
pub struct FakeNode {
	chain: Arc<Mutex<Chain>>,
	address: SocketAddr,
	server: ServerHandle,
}

impl Drop for FakeNode {
	fn drop(&mut self) {
		let _ = self.server.stop();
	}
}

impl FakeNode {
	/// A node with some empty final blocks.
	pub async fn start() -> Self {
		let chain = Chain {
			blocks: vec![Vec::new(); 10],
			finalised: 10,
			pool: Vec::new(),
			seen: Vec::new(),
			journal: None,
			unwritten: 0,
			judged: Vec::new(),
			refuses: None,
			forgets: false,
			frozen: None,
			silent: None,
			delay: Duration::ZERO,
			pruned: 0,
			fails: false,
			fails_by: [0, 0],
			tells_no_end: false,
			outcome: None,
			busy: false,
			questions: 0,
			metadata: METADATA.to_vec(),
			genesis: 0xaa,
			storage: BTreeMap::new(),
			asked: Vec::new(),
			maps: Vec::new(),
			reports: BTreeMap::new(),
		};
		let chain = Arc::new(Mutex::new(chain));
		let server = Server::builder().build("127.0.0.1:0").await.expect("a port");
		let address = server.local_addr().expect("an address");
		Self { chain: chain.clone(), address, server: server.start(methods(chain)) }
	}

	/// Its address.
	pub fn url(&self) -> String {
		format!("ws://{}", self.address)
	}

	/// What it holds.
	pub fn chain(&self) -> MutexGuard<'_, Chain> {
		self.chain.lock().expect("no test panics while it holds the chain")
	}

	/// How many different transactions were handed in.
	pub fn distinct(&self) -> usize {
		let mut seen = self.chain().seen.clone();
		seen.sort();
		seen.dedup();
		seen.len()
	}
}

impl Chain {
	/// Makes a final block of what waits.
	pub fn finalise(&mut self) {
		let waiting = std::mem::take(&mut self.pool);
		self.blocks.push(waiting);
		self.finalised = self.blocks.len();
	}

	/// Puts a motion before the council: what is stored under a hash, whether or not it has this hash.
	pub fn motion(&mut self, hash: [u8; 32], index: u32, call: Vec<u8>) {
		let nobody: Vec<[u8; 32]> = Vec::new();
		let voting = (index, 3_u32, nobody.clone(), nobody, 1_000_u32).encode();
		let hash = hex::encode(hash);
		self.storage.insert(format!("{COUNCIL_PROPOSALS}{hash}"), call);
		self.storage.insert(format!("{COUNCIL_VOTING}{hash}"), voting);
	}

	/// Has an officer's organisation, number 3, have had a request carried out.
	pub fn carried_out(&mut self, account: &[u8], request: RequestId, created: Created) {
		let officer = (7_u32, 3_u32, [0_u8; 16]).encode();
		self.maps.push((REGISTRY_OFFICERS, hex::encode(account), officer));
		self.maps.push((REGISTRY_REQUESTS, hex::encode(request.encode()), created.encode()));
	}

	fn stored(&self, key: &str) -> Option<Vec<u8>> {
		let of_map = || {
			let is_it = |(map, ending, _): &&(&'static str, String, Vec<u8>)| {
				key.starts_with(map) && key.ends_with(ending.as_str())
			};
			self.maps.iter().find(is_it).map(|(.., value)| value.clone())
		};
		self.storage.get(key).cloned().or_else(of_map)
	}

	/// What `zhidai_outcome` answers of the first transaction of a block.
	pub fn tells(&mut self, outcome: &str, number: usize) {
		let mut answer =
			json!({ "outcome": outcome, "block": number, "blockHash": self.hash(number), "position": 0 });
		if outcome == "refused" {
			answer["rule"] = json!("Registry.DutyMissing");
			answer["message"] = json!("no duty");
		}
		self.outcome = Some(answer);
	}

	/// Makes empty final blocks.
	pub fn pass(&mut self, blocks: usize) {
		self.blocks.resize(self.blocks.len() + blocks, Vec::new());
		self.finalised = self.blocks.len();
	}

	fn hash(&self, number: usize) -> String {
		let mut bytes = [self.genesis; 32];
		bytes[24..].copy_from_slice(&(number as u64).to_be_bytes());
		format!("0x{}", hex::encode(bytes))
	}

	fn number(&self, hash: &Json) -> usize {
		let digits = hash.as_str().and_then(|hash| hash.get(50..66));
		digits.map_or(self.blocks.len(), |digits| usize::from_str_radix(digits, 16).expect("a block's hash"))
	}

	fn header(&self, number: usize) -> Json {
		let zero = format!("0x{}", "00".repeat(32));
		json!({
			"parentHash": self.hash(number.saturating_sub(1)),
			"number": format!("{number:#x}"),
			"stateRoot": zero,
			"extrinsicsRoot": zero,
			"digest": { "logs": [] },
		})
	}

	/// How each transaction of a block ended.
	fn events(&self, number: usize) -> Vec<u8> {
		let body = number.checked_sub(1).and_then(|index| self.blocks.get(index));
		let count = body.filter(|_| !self.tells_no_end).map_or(0, Vec::len) as u32;
		// System.ExtrinsicFailed with an error of a pallet, or System.ExtrinsicSuccess; the weight, class and
		// payment of either, and no topics.
		let [pallet, error] = self.fails_by;
		let (failed, done) = ([0, 1, 3, pallet, error, 0, 0, 0], [0_u8, 0]);
		let kind = if self.fails { &failed[..] } else { &done[..] };
		let event =
			|position: u32| [[0].as_slice(), &position.to_le_bytes(), kind, &[0, 0], &[0, 0], &[0]].concat();
		[codec::Compact(count).encode(), (0..count).flat_map(event).collect()].concat()
	}

	fn ensure_state(&self, at: &Json) -> Result<usize, ErrorObjectOwned> {
		let number = self.number(at);
		match self.pruned == 0 || number > self.pruned {
			true => Ok(number),
			false => Err(ErrorObjectOwned::owned(4003, "State already discarded", None::<()>)),
		}
	}

	/// How many transactions are in the blocks up to this one.
	fn nonce(&self, number: usize) -> u32 {
		self.blocks.iter().take(number).map(Vec::len).sum::<usize>() as u32
	}

	fn submit(&mut self, bytes: Vec<u8>) -> Answer {
		let refused = |code, data: &str| Err(ErrorObjectOwned::owned(code, "refused", Some(data)));
		if let Some(journal) = &self.journal {
			let written = std::fs::read_to_string(journal).unwrap_or_default();
			self.unwritten += usize::from(!written.contains(&hex::encode(&bytes)));
		}
		self.seen.push(bytes.clone());
		if let Some((code, data)) = self.refuses {
			return refused(code, data);
		}
		if self.pool.contains(&bytes) {
			return refused(1013, "already imported");
		}
		if self.blocks.iter().any(|block| block.contains(&bytes)) {
			return refused(1010, "Transaction is outdated");
		}
		let hash = format!("0x{}", hex::encode(blake2_256(&[&bytes])));
		if !self.forgets {
			self.pool.push(bytes);
		}
		Ok(json!(hash))
	}

	fn state_call(&mut self, method: &str, data: &str, at: &Json) -> Answer {
		let data = hex::decode(data.trim_start_matches("0x")).expect("hexadecimal digits");
		let bytes = match method {
			"Core_version" => {
				let apis: Vec<([u8; 8], u32)> = Vec::new();
				("zhidai", "zhidai", 1_u32, 1_u32, 0_u32, apis, 1_u32, 1_u8).encode()
			}
			"Metadata_metadata_at_version" => Some(self.metadata.clone()).encode(),
			"AccountNonceApi_account_nonce" => self.nonce(self.number(at)).encode(),
			VALIDATE => {
				let rest = &mut data.get(1..).expect("a source");
				self.judged.push(Vec::<u8>::decode(rest).expect("a transaction").encode());
				// Unknown, by our own rule 6: too many waiting.
				vec![1, 1, 2, 6]
			}
			other => match self.reports.get(other) {
				Some(report) => report.clone(),
				None => panic!("the client asks for {other}"),
			},
		};
		Ok(json!(format!("0x{}", hex::encode(bytes))))
	}

	fn answer(&mut self, method: &'static str, params: &[Json]) -> Answer {
		let param = |index: usize| params.get(index).cloned().unwrap_or_default();
		let text = |index: usize| param(index).as_str().unwrap_or_default().to_owned();
		match method {
			"chain_getBlockHash" => match param(0).as_u64() {
				Some(number) if number as usize > self.blocks.len() => Ok(Json::Null),
				number => Ok(json!(self.hash(number.map_or(self.blocks.len(), |number| number as usize)))),
			},
			"chain_getFinalizedHead" => Ok(json!(self.hash(self.finalised))),
			"chain_getHeader" => Ok(self.header(self.number(&param(0)))),
			"chain_getBlock" => {
				let number = self.number(&param(0));
				let body = number.checked_sub(1).and_then(|index| self.blocks.get(index)).cloned();
				let body: Vec<String> =
					body.iter().flatten().map(|bytes| format!("0x{}", hex::encode(bytes))).collect();
				Ok(
					json!({ "block": { "header": self.header(number), "extrinsics": body }, "justifications": null }),
				)
			}
			"state_getRuntimeVersion" => {
				self.ensure_state(&param(0))?;
				Ok(json!({ "specVersion": 1, "transactionVersion": 1 }))
			}
			"state_getStorage" => {
				let number = self.ensure_state(&param(1))?;
				let found = match text(0).as_str() {
					SYSTEM_EVENTS => Some(self.events(number)),
					key => {
						self.asked.push(key.to_owned());
						self.stored(key)
					}
				};
				Ok(json!(found.map(|bytes| format!("0x{}", hex::encode(bytes)))))
			}
			"state_call" => {
				self.ensure_state(&param(2))?;
				self.state_call(&text(0), &text(1), &param(2))
			}
			"zhidai_outcome" => {
				self.questions += 1;
				match &self.outcome {
					_ if self.busy => Err(ErrorObjectOwned::owned(4004, "ask again", None::<()>)),
					Some(outcome) => {
						let (block, hash) = (self.finalised, self.hash(self.finalised));
						Ok(json!({ "block": block, "hash": hash, "result": outcome }))
					}
					None => Err(ErrorObjectOwned::owned(-32_601, "Method not found", None::<()>)),
				}
			}
			"system_accountNextIndex" => Ok(json!(self.nonce(self.blocks.len()) as usize + self.pool.len())),
			"author_submitExtrinsic" => {
				self.submit(hex::decode(text(0).trim_start_matches("0x")).expect("hexadecimal digits"))
			}
			other => panic!("the client asks for {other}"),
		}
	}
}

fn methods(chain: Arc<Mutex<Chain>>) -> RpcModule<Arc<Mutex<Chain>>> {
	let mut module = RpcModule::new(chain);
	for method in [
		"chain_getBlockHash",
		"chain_getFinalizedHead",
		"chain_getHeader",
		"chain_getBlock",
		"state_getRuntimeVersion",
		"state_getStorage",
		"state_call",
		"system_accountNextIndex",
		"author_submitExtrinsic",
		"zhidai_outcome",
	] {
		let answer = move |params: Params<'static>, chain: Arc<Arc<Mutex<Chain>>>, _| async move {
			let params = params.parse::<Option<Vec<Json>>>()?.unwrap_or_default();
			let delay = chain.lock().expect("no test panics while it holds the chain").delay;
			if !delay.is_zero() {
				tokio::time::sleep(delay).await;
			}
			let mut kept_back = None;
			loop {
				{
					let mut chain = chain.lock().expect("no test panics while it holds the chain");
					if chain.frozen != Some(method) {
						let answer = kept_back.take().unwrap_or_else(|| chain.answer(method, &params));
						if chain.silent != Some(method) {
							return answer;
						}
						kept_back = Some(answer);
					}
				}
				tokio::time::sleep(Duration::from_millis(20)).await;
			}
		};
		module.register_async_method(method, answer).expect("every method once");
	}
	module
}
