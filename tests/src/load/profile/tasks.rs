//! What the nodes' tasks say of themselves: for how long each was at work, by the clock.

use crate::consortium::Consortium;
use anyhow::{ensure, Context, Result};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The metric: `substrate_tasks_polling_duration_sum{task_group="…",task_name="…",…} 1.5`.
const POLLING: &str = "substrate_tasks_polling_duration_sum{";
const PATIENCE: Duration = Duration::from_secs(10);

/// Microseconds by task.
pub type Tasks = BTreeMap<String, u64>;

/// All nodes' tasks so far.
pub fn polled(consortium: &Consortium) -> Result<Tasks> {
	let mut tasks = Tasks::new();
	for node in &consortium.nodes {
		for (name, time) in parsed(&metrics(&node.metrics_address()?)?) {
			*tasks.entry(name).or_default() += time;
		}
	}
	ensure!(!tasks.is_empty(), "the nodes do not say what their tasks do");
	Ok(tasks)
}

/// Since then.
pub fn since(now: &Tasks, before: &Tasks) -> Tasks {
	let spent = |(name, time): (&String, &u64)| {
		(name.clone(), time.saturating_sub(before.get(name).copied().unwrap_or_default()))
	};
	now.iter().map(spent).filter(|(_, time)| *time > 0).collect()
}

fn metrics(address: &str) -> Result<String> {
	let mut stream = TcpStream::connect(address).with_context(|| format!("metrics at {address}"))?;
	stream.set_read_timeout(Some(PATIENCE))?;
	stream.write_all(b"GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
	let mut answer = Vec::new();
	stream.read_to_end(&mut answer)?;
	Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn parsed(text: &str) -> Tasks {
	let mut tasks = Tasks::new();
	for line in text.lines() {
		let Some((labels, value)) = line.strip_prefix(POLLING).and_then(|rest| rest.rsplit_once("} ")) else {
			continue;
		};
		let name = labels.split_once("task_name=\"").and_then(|(_, rest)| rest.split_once('"'));
		let seconds: Option<f64> = value.trim().parse().ok();
		if let (Some((name, _)), Some(seconds)) = (name, seconds) {
			let time = Duration::try_from_secs_f64(seconds).unwrap_or_default();
			*tasks.entry(name.to_owned()).or_default() += u64::try_from(time.as_micros()).unwrap_or(0);
		}
	}
	tasks
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn polling_times_are_read_and_added_up_by_task() {
		let text = "# TYPE substrate_tasks_polling_duration histogram\n\
			substrate_tasks_polling_duration_bucket{task_group=\"a\",task_name=\"aura\",le=\"1\"} 5\n\
			substrate_tasks_polling_duration_sum{chain=\"l\",task_group=\"b\",task_name=\"aura\"} 1.5\n\
			substrate_tasks_polling_duration_sum{chain=\"l\",task_group=\"c\",task_name=\"aura\"} 0.25\n\
			substrate_tasks_polling_duration_sum{chain=\"l\",task_group=\"c\",task_name=\"grandpa-voter\"} 2e-3\n";
		let tasks = parsed(text);
		assert_eq!(tasks, Tasks::from([("aura".into(), 1_750_000), ("grandpa-voter".into(), 2_000)]));
		let later =
			Tasks::from([("aura".into(), 1_750_500), ("grandpa-voter".into(), 2_000), ("new".into(), 7)]);
		assert_eq!(since(&later, &tasks), Tasks::from([("aura".into(), 500), ("new".into(), 7)]));
	}
}
