//! Where the nodes' processor time goes: samples of what runs (`perf`), told apart by part; and what the nodes' tasks
//! say of themselves.

pub mod parts;
pub mod perf;
pub mod tasks;

use super::report::Measured;
use crate::consortium::Consortium;
use crate::node::{cpu_time_of, NodeSettings};
use anyhow::{ensure, Context, Result};
use parts::{Counted, Part};
use perf::Recorder;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tasks::Tasks;

/// Tasks that take less than this share of all are told together.
const SMALL_TASK: f64 = 0.01;

/// How closely is looked.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
	/// How often a second every core is looked at.
	pub frequency: u32,
}

/// What nodes spent in a while, in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spent {
	/// For how long it was looked.
	pub length: u64,
	/// Processor time of the nodes.
	pub processor: u64,
	/// The same by part.
	pub parts: BTreeMap<Part, u64>,
	/// How many samples say so.
	pub samples: u64,
	/// Working time of the nodes' tasks by the clock.
	pub tasks: Tasks,
}

/// A profile of payments.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
	/// What was done.
	pub name: String,
	/// Payments that were settled meanwhile.
	pub payments: u64,
	/// What the nodes spent.
	pub spent: Spent,
	/// What they spend with empty blocks; nothing where that was not looked at.
	pub empty: Option<Spent>,
	/// Processor time of the program that makes the load.
	pub generator: u64,
	/// Cores of the machine.
	pub cores: u64,
}

/// Looks at the nodes while something is measured.
pub struct Observer {
	folder: PathBuf,
	settings: Settings,
	looks: Mutex<Vec<Look>>,
}

/// A look that goes on, or is over.
struct Look {
	begun: Instant,
	recorder: Option<Recorder>,
	processor: Duration,
	tasks: Tasks,
	spent: Spent,
}

fn micros(time: Duration) -> u64 {
	u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn processor(pids: &[u32]) -> Result<Duration> {
	pids.iter().map(|pid| cpu_time_of(*pid)).sum()
}

impl Look {
	fn begin(pids: &[u32], tasks: Tasks, length: Duration, settings: Settings, file: &Path) -> Result<Self> {
		let recorder = Some(Recorder::start(pids, length, settings.frequency, file)?);
		let (begun, processor) = (Instant::now(), processor(pids)?);
		Ok(Self { begun, recorder, processor, tasks, spent: Spent::default() })
	}

	fn end(&mut self, pids: &[u32], tasks: &Tasks) -> Result<()> {
		self.spent.length = micros(self.begun.elapsed());
		self.spent.processor = micros(processor(pids)?.saturating_sub(self.processor));
		self.spent.tasks = tasks::since(tasks, &self.tasks);
		Ok(())
	}

	/// Reads the samples, and splits the processor time as they are split.
	fn told(mut self) -> Result<Spent> {
		let mut counted = Counted::default();
		let recorder = self.recorder.take().context("no recording")?;
		recorder.samples(|sample| counted.add(&sample))?;
		let parts = counted.parts();
		let samples: u64 = parts.values().sum();
		ensure!(samples > 0, "perf has seen nothing of the nodes");
		let share = |count: u64| (self.spent.processor as f64 * count as f64 / samples as f64).round() as u64;
		let parts = parts.into_iter().map(|(part, count)| (part, share(count))).collect();
		Ok(Spent { parts, samples, ..self.spent })
	}
}

impl Observer {
	/// Keeps recordings in a folder.
	pub fn new(folder: &Path, settings: Settings) -> Result<Self> {
		std::fs::create_dir_all(folder)?;
		Ok(Self { folder: folder.to_owned(), settings, looks: Mutex::default() })
	}

	fn looks(&self) -> MutexGuard<'_, Vec<Look>> {
		self.looks.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Begins to look at a consortium.
	pub fn begin(&self, consortium: &Consortium, length: Duration) -> Result<()> {
		let mut looks = self.looks();
		let file = self.folder.join(format!("{}.perf", looks.len()));
		let tasks = tasks::polled(consortium)?;
		looks.push(Look::begin(&pids(consortium), tasks, length, self.settings, &file)?);
		Ok(())
	}

	/// Ends the look that was begun last.
	pub fn end(&self, consortium: &Consortium) -> Result<()> {
		let tasks = tasks::polled(consortium)?;
		let mut looks = self.looks();
		looks.last_mut().context("no look was begun")?.end(&pids(consortium), &tasks)
	}

	/// What was seen, in the order of the looks.
	fn told(self) -> Result<Vec<Spent>> {
		let looks = self.looks.into_inner().unwrap_or_else(PoisonError::into_inner);
		looks.into_iter().map(Look::told).collect()
	}
}

fn pids(consortium: &Consortium) -> Vec<u32> {
	consortium.nodes.iter().map(|node| node.pid()).collect()
}

/// Makes payments as [`super::measure`] does, and looks at the nodes with empty blocks and in the window of each run.
pub async fn run(
	folder: &Path,
	payments: &super::Settings,
	settings: &Settings,
	tell: impl Fn(&str),
) -> Result<Vec<Profile>> {
	let observer = Observer::new(&folder.with_extension("perf"), *settings)?;
	let nodes = NodeSettings { has_metrics: true, ..payments.nodes.clone() };
	let payments = super::Settings { nodes, ..payments.clone() };
	let report = super::measure_observed(folder, &payments, Some(&observer), &tell).await?;
	tell("reading what was recorded");
	let mut seen = observer.told()?.into_iter();
	let empty = seen.next().context("empty blocks were not looked at")?;
	let profile = |(run, spent): (&Measured, Spent)| Profile {
		name: format!("{}, {:.0} offered a second", run.kind.name(), run.offered_per_s),
		payments: run.payments_in_window,
		spent,
		empty: Some(empty.clone()),
		generator: run.processor.generator_millicores * run.window_ms,
		cores: report.machine.cores as u64,
	};
	Ok(report.runs.iter().zip(seen).map(profile).collect())
}

/// Looks at processes that run already.
pub async fn attach(
	folder: &Path,
	pids: &[u32],
	length: Duration,
	payments: u64,
	settings: &Settings,
) -> Result<Vec<Profile>> {
	std::fs::create_dir_all(folder)?;
	let mut look = Look::begin(pids, Tasks::new(), length, *settings, &folder.join("attached.perf"))?;
	tokio::time::sleep(length).await;
	look.end(pids, &Tasks::new())?;
	let cores = std::thread::available_parallelism().map_or(0, usize::from) as u64;
	let name = format!("{} processes that ran already", pids.len());
	Ok(vec![Profile { name, payments, spent: look.told()?, empty: None, generator: 0, cores }])
}

impl Profile {
	fn each(&self, time: u64) -> String {
		time.checked_div(self.payments).map_or_else(|| "–".into(), |time| time.to_string())
	}

	/// What the nodes would have spent on this in as much time with empty blocks.
	fn empty(&self, time: impl Fn(&Spent) -> u64) -> String {
		let scaled = |empty: &Spent| {
			let whole = u128::from(time(empty)) * u128::from(self.spent.length);
			let scaled = whole.checked_div(u128::from(empty.length))?;
			u64::try_from(scaled).ok()
		};
		self.empty.as_ref().and_then(scaled).map_or_else(|| "–".into(), |time| self.each(time))
	}

	fn by_part(&self, text: &mut String) {
		let Spent { length, processor, samples, .. } = self.spent;
		let percent = |time: u64, whole: u64| format!("{:.1}", time as f64 * 100.0 / whole.max(1) as f64);
		let _ = writeln!(
			text,
			"| {}: part | µs a payment, four nodes | % | of it with empty blocks, µs |\n|---|---|---|---|",
			self.name
		);
		for part in Part::ALL {
			let time = |spent: &Spent| spent.parts.get(&part).copied().unwrap_or_default();
			let (own, share) = (self.each(time(&self.spent)), percent(time(&self.spent), processor));
			let _ = writeln!(text, "| {} | {own} | {share} | {} |", part.name(), self.empty(time));
		}
		let all = self.empty(|spent| spent.processor);
		let _ = writeln!(text, "| together | {} | 100.0 | {all} |", self.each(processor));
		let machine = self.cores * length;
		let idle = machine.saturating_sub(processor + self.generator);
		let _ = writeln!(
			text,
			"\nOf the machine's {} cores in {} s: nodes {} %, load {} %, idle {} %. {} payments, {samples} samples.\n",
			self.cores,
			length / 1_000_000,
			percent(processor, machine),
			percent(self.generator, machine),
			percent(idle, machine),
			self.payments,
		);
	}

	fn by_task(&self, text: &mut String) {
		let all: u64 = self.spent.tasks.values().sum();
		if all == 0 {
			return;
		}
		let _ = writeln!(
			text,
			"| {}: task | µs a payment by the clock, four nodes | % of all tasks |\n|---|---|---|",
			self.name
		);
		let mut tasks: Vec<(&String, u64)> =
			self.spent.tasks.iter().map(|(name, time)| (name, *time)).collect();
		tasks.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
		let is_small = |time: u64| (time as f64) < all as f64 * SMALL_TASK;
		let rest: u64 = tasks.iter().map(|(_, time)| *time).filter(|time| is_small(*time)).sum();
		let small = "all that take less than a hundredth".to_owned();
		let shown = tasks.into_iter().filter(|(_, time)| !is_small(*time)).chain([(&small, rest)]);
		for (name, time) in shown {
			let share = time as f64 * 100.0 / all as f64;
			let _ = writeln!(text, "| {name} | {} | {share:.1} |", self.each(time));
		}
		text.push('\n');
	}
}

/// For people, and to be pasted.
pub fn tables(profiles: &[Profile]) -> String {
	let mut text = String::new();
	for profile in profiles {
		profile.by_part(&mut text);
		profile.by_task(&mut text);
	}
	text
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn processor_time_is_told_by_payment_and_part() {
		let spent = |length, processor, validation, tasks: Tasks| Spent {
			length,
			processor,
			parts: BTreeMap::from([(Part::Validation, validation), (Part::Network, processor - validation)]),
			samples: 100,
			tasks,
		};
		let tasks = Tasks::from([("aura".into(), 999), ("small".into(), 1)]);
		let profile = Profile {
			name: "single".into(),
			payments: 10,
			spent: spent(60_000_000, 30_000_000, 20_000_000, tasks),
			empty: Some(spent(10_000_000, 1_000_000, 500_000, Tasks::new())),
			generator: 6_000_000,
			cores: 2,
		};
		let text = tables(&[profile]);
		assert!(text.contains("| validation | 2000000 | 66.7 | 300000 |"), "{text}");
		assert!(text.contains("| together | 3000000 | 100.0 | 600000 |"), "{text}");
		assert!(text.contains("nodes 25.0 %, load 5.0 %, idle 70.0 %. 10 payments, 100 samples."), "{text}");
		assert!(
			text.contains("| aura | 99 | 99.9 |\n| all that take less than a hundredth | 0 | 0.1 |"),
			"{text}"
		);
	}
}
