//! The machine that is measured on, and the processor time that is spent on it.

use crate::consortium::Consortium;
use crate::node::cpu_time_of;
use anyhow::Result;
use serde::Serialize;
use std::fs;
use std::time::Duration;

/// The machine.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
	/// Cores that this program may use.
	pub cores: usize,
	/// The processor, as the kernel names it.
	pub processor: String,
	/// Memory in MiB.
	pub memory_mib: u64,
	/// The kernel's release.
	pub kernel: String,
}

impl Machine {
	/// This one.
	pub fn this() -> Self {
		let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
		let memory = field(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
		let kib = memory.split_whitespace().next().and_then(|number| number.parse::<u64>().ok());
		Self {
			cores: std::thread::available_parallelism().map_or(0, usize::from),
			processor: field(&read("/proc/cpuinfo"), "model name").unwrap_or_default(),
			memory_mib: kib.unwrap_or(0) / 1024,
			kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
		}
	}
}

/// `NAME : VALUE`, as files under /proc have it.
fn field(text: &str, name: &str) -> Option<String> {
	let mut lines = text.lines().filter_map(|line| line.split_once(':'));
	lines.find(|(known, _)| known.trim() == name).map(|(_, value)| value.trim().to_owned())
}

/// Processor time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
	/// By all nodes together.
	pub nodes: Duration,
	/// By this program, which makes the load.
	pub generator: Duration,
}

impl Spent {
	/// So far.
	pub fn of(consortium: &Consortium) -> Result<Self> {
		let mut nodes = Duration::ZERO;
		for node in &consortium.nodes {
			nodes += node.cpu_time()?;
		}
		Ok(Self { nodes, generator: cpu_time_of(std::process::id())? })
	}

	/// Since then.
	pub fn since(&self, before: &Self) -> Self {
		Self {
			nodes: self.nodes.saturating_sub(before.nodes),
			generator: self.generator.saturating_sub(before.generator),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_field_is_found_by_its_whole_name() {
		let text = "model\t\t: 1\nmodel name\t: A processor: fast\n";
		assert_eq!(field(text, "model name").as_deref(), Some("A processor: fast"));
		assert_eq!(field(text, "name"), None);
	}
}
