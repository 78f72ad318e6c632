//! Four nodes: two of regulators, two of banks.

use crate::binaries;
use crate::node::{Node, NodeOptions, NodeSettings, PATIENCE};
use anyhow::{bail, Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The validators of the local preset, in the order of their seats.
pub const VALIDATORS: [&str; 4] = ["alice", "bob", "charlie", "dave"];

/// A running local consortium. Its nodes are ended when it is dropped.
pub struct Consortium {
	/// The nodes that run.
	pub nodes: Vec<Node>,
	folder: PathBuf,
}

impl Consortium {
	/// Starts four nodes on a new chain in a folder; the calendar starts on a date, if one is given.
	pub async fn start(folder: &Path, start_date: Option<&str>) -> Result<Self> {
		Self::start_with(folder, start_date, &NodeSettings::default()).await
	}

	/// The same with nodes that run otherwise than usual.
	pub async fn start_with(
		folder: &Path,
		start_date: Option<&str>,
		settings: &NodeSettings,
	) -> Result<Self> {
		std::fs::create_dir_all(folder)?;
		let spec = folder.join("chain-spec.json");
		write_spec(&spec, start_date)?;
		let mut consortium = Self { nodes: Vec::new(), folder: folder.to_owned() };
		for (number, validator) in (1_u8..).zip(VALIDATORS) {
			let bootnodes = consortium.addresses().await?;
			consortium.nodes.push(
				Node::start(NodeOptions {
					validator: validator.into(),
					spec: spec.clone(),
					folder: folder.join(validator),
					identity: format!("{number:02x}").repeat(32),
					bootnodes,
					port: 0,
					rpc_port: 0,
					settings: settings.clone(),
				})
				.await?,
			);
		}
		consortium.wait_finalised(1).await?;
		Ok(consortium)
	}

	/// Starts a node again that was killed.
	pub async fn restart(&mut self, mut options: NodeOptions) -> Result<()> {
		options.bootnodes = self.addresses().await?;
		self.nodes.push(Node::start(options).await?);
		Ok(())
	}

	/// Takes a node of the consortium, to kill it.
	pub fn take(&mut self, validator: &str) -> Result<Node> {
		let index = self.nodes.iter().position(|node| node.validator() == validator);
		Ok(self.nodes.swap_remove(index.with_context(|| format!("{validator} does not run"))?))
	}

	/// Where the consortium keeps its files.
	pub fn folder(&self) -> &Path {
		&self.folder
	}

	/// Waits until every node has finalised a block with at least this number.
	pub async fn wait_finalised(&self, block: u32) -> Result<()> {
		for node in &self.nodes {
			node.wait_finalised(block).await?;
		}
		Ok(())
	}

	/// The newest block that every running node has finalised.
	pub async fn finalised(&self) -> Result<u32> {
		let mut least = u32::MAX;
		for node in &self.nodes {
			least = least.min(node.finalised().await?);
		}
		Ok(least)
	}

	/// Waits until finality has moved on by this many blocks on every running node.
	pub async fn wait_finality_moves(&self, blocks: u32) -> Result<()> {
		let target = self.finalised().await?.saturating_add(blocks);
		self.wait_finalised(target).await
	}

	/// Waits until every running node knows all the others.
	pub async fn wait_connected(&self) -> Result<()> {
		let deadline = Instant::now() + PATIENCE;
		for node in &self.nodes {
			loop {
				let health: serde_json::Value =
					node.call("system_health", jsonrpsee::core::params::ArrayParams::new()).await?;
				let peers = health["peers"].as_u64().unwrap_or(0);
				if usize::try_from(peers)? + 1 >= self.nodes.len() {
					break;
				}
				if Instant::now() > deadline {
					bail!("{} has only {peers} peers", node.validator());
				}
				tokio::time::sleep(std::time::Duration::from_millis(100)).await;
			}
		}
		Ok(())
	}

	async fn addresses(&self) -> Result<Vec<String>> {
		let mut addresses = Vec::new();
		for node in &self.nodes {
			addresses.push(node.address().await?);
		}
		Ok(addresses)
	}
}

fn write_spec(path: &Path, start_date: Option<&str>) -> Result<()> {
	let mut command = Command::new(binaries::find("zhidai-node")?);
	command.args(["chain-spec", "--chain", "local", "--output"]).arg(path);
	if let Some(date) = start_date {
		command.args(["--start-date", date]);
	}
	let output = command.output().context("running zhidai-node chain-spec")?;
	if !output.status.success() {
		bail!("zhidai-node chain-spec failed: {}", String::from_utf8_lossy(&output.stderr));
	}
	Ok(())
}
