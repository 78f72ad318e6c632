//! The flood: one bank sends all that the door lets it, strangers knock beside it, another bank's payments go on, and
//! two of the flooding bank's own admins remove an officer in the middle of it.

mod seen;
mod senders;

use super::cast::{Bank, Cast};
use super::desk::{Answers, Failure};
use super::drawdown::{Called, Drawdown, Step};
use super::scene::{self, Loan, Size};
use super::watch::Watch;
use crate::consortium::Consortium;
use crate::node::Node;
use anyhow::{Context, Result};
use senders::{flooders, knock, Counters, Officer, Source};
use serde_json::json;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use zhidai_api::{Day, Digest};
use zhidai_sdk::render::Style;
use zhidai_sdk::Client;

pub use seen::Flooded;

/// Who floods, and who wants to be paid meanwhile.
const FLOODING: &str = "bank-a";
const PAYING: &str = "bank-b";
/// How often finality is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// When the admins act, as a part of the flood: it is at its height by then.
const ACT_AFTER: u32 = 4;

/// How many officers a bank of the preset has, and for how many duties others are added.
const OF_PRESET: usize = 8;
const DUTIES: usize = 3;

/// How hard, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
	/// Officers for each duty of a payment, at each bank: two at the least, and eight are as many as it can choose.
	pub crew: usize,
	/// How long the flood goes on.
	pub length: Duration,
	/// Transactions of strangers a second, over all nodes.
	pub strangers_per_second: u64,
	/// Whether every file and every draft of the flood is another one, so that no rule refuses it early. What the door
	/// lets in then fills the bank's part of every block.
	pub is_new: bool,
}

/// Starts four nodes, sets a scene, pays in peace and in the flood.
pub async fn flood(folder: &Path, settings: &Settings, tell: impl Fn(&str)) -> Result<Flooded> {
	tell("starting four nodes (two regulators, two banks)");
	let consortium = Consortium::start(folder, None).await?;
	consortium.wait_connected().await?;
	let mut clients = Vec::new();
	for node in &consortium.nodes {
		clients.push(Arc::new(Client::connect(&[node.url()], None).await?));
	}
	let first = consortium.nodes.first().context("no node")?;
	let (watch, following) = Watch::start(&first.url()).await?;
	let work = async {
		let answers = Arc::new(Answers::default());
		let cast = Cast::assemble(&clients, &watch, &answers, settings.crew)?;
		let stage = Stage::set(&consortium, &clients, &watch, &cast, settings, &tell).await?;
		tell("payments in peace");
		let mut usual = Vec::new();
		for _ in 0..5 {
			usual.push(stage.payer.pay().await?);
		}
		tell("the flood");
		let seen = stage.flooded().await?;
		tell(&format!("answers beside: {}", answers.list()));
		stage.report(&usual, seen)
	};
	tokio::select! {
		report = work => report,
		ended = following => Err(match ended? {
			Err(error) => error,
			Ok(()) => anyhow::anyhow!("the finalised blocks are not followed any more"),
		}),
	}
}

/// The other bank's payments, one after the other.
struct Payer {
	loan: Arc<Loan>,
	today: Day,
	genesis: Digest,
}

impl Payer {
	/// Makes a payment; how long it took from its draft to its final release.
	async fn pay(&self) -> Result<Duration> {
		let due = Instant::now();
		let drawdown = Drawdown::new(self.loan.clone(), 1, due, self.today, self.genesis)?;
		let mut released = None;
		let told = |called: Called| {
			if called.step == Step::Release {
				released = Some(called.learnt.saturating_duration_since(due));
			}
		};
		let made = drawdown.make(told).await;
		made.map_err(|(step, Failure(rule))| anyhow::anyhow!("{}: {rule}", step.name()))?;
		released.context("settled without a release")
	}
}

/// What happened meanwhile.
struct Seen {
	paid: Vec<Duration>,
	without_finality: Duration,
	removal: Duration,
	counters: Arc<Counters>,
	flooding: usize,
}

/// Where it is played.
struct Stage<'a> {
	consortium: &'a Consortium,
	clients: &'a [Arc<Client>],
	watch: &'a Arc<Watch>,
	bank: Arc<Bank>,
	source: Arc<Source>,
	payer: Payer,
	settings: &'a Settings,
}

impl<'a> Stage<'a> {
	async fn set(
		consortium: &'a Consortium,
		clients: &'a [Arc<Client>],
		watch: &'a Arc<Watch>,
		cast: &Cast,
		settings: &'a Settings,
		tell: impl Fn(&str),
	) -> Result<Self> {
		let reader = clients.first().context("no node")?;
		let (today, genesis) = (super::today(reader).await?, reader.genesis().0.into());
		watch.next_block().await?;
		let loans = scene::set(cast, Size { loans: 1, suppliers: 2 }, today, &tell).await?;
		let loan_of =
			|name: &str| loans.iter().find(|loan| loan.bank.name == name).cloned().context("no loan");
		let (own, payers) = (loan_of(FLOODING)?, loan_of(PAYING)?);
		let bank = own.bank.clone();
		let source = Arc::new(Source { loan: own, today, genesis, is_new: settings.is_new });
		let payer = Payer { loan: payers, today, genesis };
		Ok(Self { consortium, clients, watch, bank, source, payer, settings })
	}

	async fn flooded(&self) -> Result<Seen> {
		let counters = Arc::new(Counters::default());
		let mut running = JoinSet::new();
		let flooding = self.send(&mut running, &counters)?;
		let (begun, length) = (Instant::now(), self.settings.length);
		let watched = futures::future::try_join_all(
			self.consortium.nodes.iter().map(|node| longest_without_finality(node, length)),
		);
		let paid = async {
			let mut paid = Vec::new();
			while begun.elapsed() < length {
				paid.push(self.payer.pay().await?);
			}
			anyhow::Ok(paid)
		};
		let removal = async {
			tokio::time::sleep(length / ACT_AFTER).await;
			self.remove_an_officer().await
		};
		// The flood goes on until all of this is over.
		let (watched, paid, removal) = futures::try_join!(watched, paid, removal)?;
		counters.stop.store(true, Ordering::Relaxed);
		while let Some(ended) = running.join_next().await {
			ended??;
		}
		let without_finality = watched.into_iter().max().unwrap_or_default();
		Ok(Seen { paid, without_finality, removal, counters, flooding })
	}

	/// Starts the bank's officers, by turns at all nodes, and strangers at each. How many officers there are.
	fn send(&self, running: &mut JoinSet<Result<()>>, counters: &Arc<Counters>) -> Result<usize> {
		let officers = flooders(&self.bank);
		for (number, (name, sends)) in officers.iter().enumerate() {
			let client = self.clients.get(number % self.clients.len().max(1)).context("no node")?.clone();
			let (source, watch) = (self.source.clone(), self.watch.clone());
			let officer = Officer::new((name.as_str(), *sends), source, client, watch, counters.clone())?;
			running.spawn(officer.flood());
		}
		for (number, client) in self.clients.iter().enumerate() {
			let rate = self.settings.strangers_per_second / self.clients.len() as u64;
			running.spawn(knock(number, client.clone(), self.watch.clone(), counters.clone(), rate));
		}
		Ok(officers.len())
	}

	/// Two admins of the flooding bank take an officer's duties away; how long that took, until it was final.
	async fn remove_an_officer(&self) -> Result<Duration> {
		let (name, desk) = self.bank.releasers.named().last().context("nobody to remove")?;
		let reader = self.clients.first().context("no node")?.read(Style::Json).await?;
		let entry = reader.record("Registry", "Officers", &[json!(desk.account())]).await?;
		let officer = entry.as_ref().and_then(|entry| entry.get("officer")?.as_u64());
		let officer = officer.with_context(|| format!("{name} is no officer"))?;
		let begun = Instant::now();
		let [first, second] = &self.bank.admins;
		scene::act(first, second, json!({ "RemoveOfficer": officer })).await?;
		Ok(begun.elapsed())
	}

	fn report(&self, usual: &[Duration], seen: Seen) -> Result<Flooded> {
		let Seen { paid, without_finality, removal, counters, flooding } = seen;
		let mut memory = 0;
		for node in &self.consortium.nodes {
			memory = memory.max(node.peak_memory_kib()? / 1_024);
		}
		Ok(Flooded {
			usual_milliseconds: median(usual),
			longest_usual_milliseconds: longest(usual),
			flooded_milliseconds: median(&paid),
			longest_milliseconds: longest(&paid),
			released: paid.len(),
			longest_without_finality: milliseconds(without_finality),
			most_memory_mib: memory,
			officers: OF_PRESET + DUTIES * (self.settings.crew - 1),
			flooding,
			removal_milliseconds: milliseconds(removal),
			sent: counters.sent.take(),
			answers: counters.bank.take(),
			knocks_due: self.settings.strangers_per_second * self.settings.length.as_secs(),
			strangers: counters.strangers.take(),
		})
	}
}

/// The longest time in which this node's finality did not move.
async fn longest_without_finality(node: &Node, length: Duration) -> Result<Duration> {
	let begun = Instant::now();
	let (mut last, mut moved, mut longest) = (node.finalised().await?, begun, Duration::ZERO);
	while begun.elapsed() < length {
		tokio::time::sleep(LOOK).await;
		let now = node.finalised().await?;
		longest = longest.max(moved.elapsed());
		if now > last {
			(last, moved) = (now, Instant::now());
		}
	}
	Ok(longest)
}

fn milliseconds(time: Duration) -> u64 {
	u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn longest(times: &[Duration]) -> u64 {
	times.iter().max().copied().map_or(0, milliseconds)
}

fn median(times: &[Duration]) -> u64 {
	let mut sorted = times.to_vec();
	sorted.sort_unstable();
	sorted.get(sorted.len() / 2).copied().map_or(0, milliseconds)
}
