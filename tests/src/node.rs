//! One node process.

use crate::binaries;
use anyhow::{anyhow, bail, Context, Result};
use jsonrpsee::core::client::ClientT;
use jsonrpsee::core::params::ArrayParams;
use jsonrpsee::http_client::{HttpClient, HttpClientBuilder};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The longest that anything local is waited for. Generous: machines are shared and builds run beside tests.
pub const PATIENCE: Duration = Duration::from_secs(180);
const POLL: Duration = Duration::from_millis(50);

/// How to start a node.
#[derive(Clone, Debug)]
pub struct NodeOptions {
	/// One of the well-known development validators: alice, bob, charlie, dave.
	pub validator: String,
	/// The chain spec.
	pub spec: PathBuf,
	/// Where the node keeps its data and its log.
	pub folder: PathBuf,
	/// The network identity, 32 bytes in hex.
	pub identity: String,
	/// Addresses of nodes that run already.
	pub bootnodes: Vec<String>,
	/// The network port; 0 lets the system choose.
	pub port: u16,
	/// The RPC port; 0 lets the system choose.
	pub rpc_port: u16,
	/// How it runs otherwise than usual.
	pub settings: NodeSettings,
}

/// How nodes run otherwise than usual.
#[derive(Clone, Debug, Default)]
pub struct NodeSettings {
	/// More arguments of the command line.
	pub arguments: Vec<String>,
	/// Whether they tell how they are (Prometheus), on a port that the system chooses.
	pub has_metrics: bool,
}

/// A running node. It is ended when dropped.
pub struct Node {
	options: NodeOptions,
	process: Child,
	client: HttpClient,
	rpc_port: u16,
}

impl Node {
	/// Starts a node and waits until its RPC answers.
	pub async fn start(mut options: NodeOptions) -> Result<Self> {
		fs::create_dir_all(&options.folder)?;
		let log_path = options.folder.join("node.log");
		let log = OpenOptions::new().create(true).append(true).open(&log_path)?;
		let log_start = log.metadata()?.len();
		let mut process = command(&options, log)?.spawn().context("starting zhidai-node")?;
		let rpc_port = match wait_for_rpc_port(&mut process, &log_path, log_start).await {
			Ok(port) => port,
			Err(error) => {
				let _ = process.kill();
				let _ = process.wait();
				return Err(error);
			}
		};
		let client = HttpClientBuilder::default()
			.request_timeout(Duration::from_secs(60))
			.build(format!("http://127.0.0.1:{rpc_port}"))?;
		let mut node = Self { options: options.clone(), process, client, rpc_port };
		options.rpc_port = rpc_port;
		options.port = node.network_port().await?;
		node.options = options;
		Ok(node)
	}

	/// Which validator this is.
	pub fn validator(&self) -> &str {
		&self.options.validator
	}

	/// The RPC address for clients.
	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.rpc_port)
	}

	/// The node's log.
	pub fn log(&self) -> PathBuf {
		self.options.folder.join("node.log")
	}

	/// Where the node tells how it is, as `IP:PORT`.
	pub fn metrics_address(&self) -> Result<String> {
		let text = String::from_utf8_lossy(&fs::read(self.log())?).into_owned();
		// A node that was started again has written it twice.
		let told = text.rsplit_once("Prometheus exporter started at ").map(|(_, rest)| rest);
		let address = told.and_then(|rest| rest.split_whitespace().next());
		Ok(address.with_context(|| format!("{} has no metrics", self.validator()))?.to_owned())
	}

	/// The process id.
	pub fn pid(&self) -> u32 {
		self.process.id()
	}

	/// The processor time that the process has used so far.
	pub fn cpu_time(&self) -> Result<Duration> {
		cpu_time_of(self.pid())
	}

	/// The most memory that the process has had so far, in KiB.
	pub fn peak_memory_kib(&self) -> Result<u64> {
		let status = fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
		let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
		let number = line.and_then(|rest| rest.split_whitespace().next());
		number.and_then(|number| number.parse().ok()).context("unexpected /proc/PID/status")
	}

	/// The multiaddress at which other nodes reach this one.
	pub async fn address(&self) -> Result<String> {
		let addresses: Vec<String> = self.call("system_localListenAddresses", ArrayParams::new()).await?;
		addresses
			.into_iter()
			.find(|address| address.starts_with("/ip4/127.0.0.1/tcp/"))
			.ok_or_else(|| anyhow!("{} listens on no local address", self.validator()))
	}

	async fn network_port(&self) -> Result<u16> {
		let deadline = Instant::now() + PATIENCE;
		loop {
			if let Ok(address) = self.address().await {
				return address
					.split('/')
					.nth(4)
					.and_then(|port| port.parse().ok())
					.context("reading the network port");
			}
			if Instant::now() > deadline {
				bail!("{} does not listen; see {}", self.validator(), self.log().display());
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Calls an RPC method.
	pub async fn call<T: DeserializeOwned>(&self, method: &str, params: ArrayParams) -> Result<T> {
		self.client.request(method, params).await.with_context(|| format!("{method} at {}", self.validator()))
	}

	/// The number of the newest block.
	pub async fn best(&self) -> Result<u32> {
		number(&self.call("chain_getHeader", ArrayParams::new()).await?)
	}

	/// The number of the newest finalised block.
	pub async fn finalised(&self) -> Result<u32> {
		let hash: String = self.call("chain_getFinalizedHead", ArrayParams::new()).await?;
		let mut params = ArrayParams::new();
		params.insert(hash)?;
		number(&self.call("chain_getHeader", params).await?)
	}

	/// The state root of a block, if the node has it.
	pub async fn state_root(&self, block: u32) -> Result<Option<String>> {
		let mut params = ArrayParams::new();
		params.insert(block)?;
		let Some(hash): Option<String> = self.call("chain_getBlockHash", params).await? else {
			return Ok(None);
		};
		let mut params = ArrayParams::new();
		params.insert(hash)?;
		let header: Value = self.call("chain_getHeader", params).await?;
		Ok(header["stateRoot"].as_str().map(str::to_owned))
	}

	/// Waits until a block with at least this number is finalised here.
	pub async fn wait_finalised(&self, block: u32) -> Result<()> {
		let deadline = Instant::now() + PATIENCE;
		loop {
			if self.finalised().await.is_ok_and(|finalised| finalised >= block) {
				return Ok(());
			}
			if Instant::now() > deadline {
				bail!("{} has not finalised block {block}; see {}", self.validator(), self.log().display());
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Kills the process without warning, as a power cut would, and says how to start it again.
	pub fn kill(mut self) -> Result<NodeOptions> {
		self.process.kill()?;
		self.process.wait()?;
		Ok(self.options.clone())
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		let _ = self.process.kill();
		let _ = self.process.wait();
	}
}

/// The processor time that a process has used so far.
pub fn cpu_time_of(pid: u32) -> Result<Duration> {
	let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
	// The second field is the program's name in parentheses and may hold spaces; utime and stime are fields 14 and 15.
	let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
	let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok());
	let (user, system) = ticks(11).zip(ticks(12)).ok_or_else(|| anyhow!("unexpected /proc/PID/stat"))?;
	// Linux counts in hundredths of a second.
	Ok(Duration::from_millis((user + system) * 10))
}

fn number(header: &Value) -> Result<u32> {
	let text = header["number"].as_str().context("a header without number")?;
	Ok(u32::from_str_radix(text.trim_start_matches("0x"), 16)?)
}

fn command(options: &NodeOptions, log: File) -> Result<Command> {
	let mut command = Command::new(binaries::find("zhidai-node")?);
	command
		.arg("--chain")
		.arg(&options.spec)
		.arg("--base-path")
		.arg(options.folder.join("data"))
		.arg(format!("--{}", options.validator))
		.args(["--validator", "--node-key", &options.identity])
		.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{}", options.port)])
		.args(["--rpc-port", &options.rpc_port.to_string(), "--rpc-cors", "all"])
		.args(["--no-telemetry", "--no-mdns"])
		// The default cache is 1 GiB a node; four nodes share one machine here.
		.args(["--trie-cache-size", "67108864", "--max-runtime-instances", "4", "--runtime-cache-size", "2"])
		.args(["--rpc-max-connections", "1000", "--database", "paritydb"])
		.args(["--detailed-log-output", "--log", "info"]);
	match options.settings.has_metrics {
		true => command.args(["--prometheus-port", "0"]),
		false => command.arg("--no-prometheus"),
	};
	command.args(&options.settings.arguments);
	if !options.bootnodes.is_empty() {
		command.arg("--bootnodes").args(&options.bootnodes);
	}
	command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
	Ok(command)
}

async fn wait_for_rpc_port(process: &mut Child, log: &Path, from: u64) -> Result<u16> {
	let deadline = Instant::now() + PATIENCE;
	loop {
		let text = fs::read(log)?;
		let text =
			String::from_utf8_lossy(text.get(usize::try_from(from)?..).unwrap_or_default()).into_owned();
		let port = text
			.split_once("Running JSON-RPC server: addr=127.0.0.1:")
			.map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>())
			.and_then(|digits| digits.parse().ok());
		if let Some(port) = port {
			return Ok(port);
		}
		if let Some(status) = process.try_wait()? {
			bail!("a node stopped at once ({status}); its log {} ends:\n{}", log.display(), tail(&text));
		}
		if Instant::now() > deadline {
			bail!("a node does not serve RPC; its log {} ends:\n{}", log.display(), tail(&text));
		}
		tokio::time::sleep(POLL).await;
	}
}

fn tail(text: &str) -> String {
	let lines: Vec<&str> = text.lines().collect();
	lines.get(lines.len().saturating_sub(15)..).unwrap_or_default().join("\n")
}
