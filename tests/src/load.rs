//! The load benchmark: payments at a steady offered rate on four real nodes.
//!
//! A payment is one line that goes through draft, mandate, approval, release, entry and settlement: six signed
//! calls of officers of a bank and its borrower, or three where the first four go as an order that all have signed
//! beforehand. They are started at the offered rate whatever the chain makes of them (an open loop), the next step
//! when the step before is final. See `docs/performance.md` for the method and the figures.

pub mod books;
pub mod cast;
pub mod desk;
pub mod drawdown;
pub mod flood;
pub mod machine;
pub mod overload;
pub mod pools;
pub mod probe;
pub mod profile;
pub mod report;
pub mod run;
pub mod scene;
pub mod statistics;
pub mod watch;

use crate::consortium::Consortium;
use crate::node::NodeSettings;
use anyhow::{Context, Result};
use books::Books;
use cast::Cast;
use desk::Answers;
use jsonrpsee::core::params::ArrayParams;
use machine::{Machine, Spent};
use profile::Observer;
use report::{Measured, Report};
use run::{Offer, Stage};
use scene::Size;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zhidai_api::Day;
use zhidai_sdk::render::Style;
use zhidai_sdk::Client;

/// What is measured.
#[derive(Clone, Debug)]
pub struct Settings {
	/// The runs, one after the other on the same chain.
	pub offers: Vec<Offer>,
	/// How large the scene is.
	pub size: Size,
	/// Officers for each duty of a payment, at each bank.
	pub crew: usize,
	/// How long the nodes are measured with empty blocks.
	pub idle: Duration,
	/// How the nodes run otherwise than usual.
	pub nodes: NodeSettings,
}

/// Starts four nodes in a folder, sets the scene, makes the runs, and compares the books.
pub async fn measure(folder: &Path, settings: &Settings, tell: impl Fn(&str)) -> Result<Report> {
	measure_observed(folder, settings, None, tell).await
}

/// The same, and somebody looks at the nodes with empty blocks and in the window of each run.
pub async fn measure_observed(
	folder: &Path,
	settings: &Settings,
	observer: Option<&Observer>,
	tell: impl Fn(&str),
) -> Result<Report> {
	tell("starting four nodes (two regulators, two banks)");
	let consortium = Consortium::start_with(folder, None, &settings.nodes).await?;
	consortium.wait_connected().await?;
	let mut clients = Vec::new();
	for node in &consortium.nodes {
		clients.push(Arc::new(Client::connect(&[node.url()], None).await?));
	}
	let first = consortium.nodes.first().context("no node")?;
	let (watch, following) = watch::Watch::start(&first.url()).await?;
	let work = async {
		let answers = Arc::new(Answers::default());
		let cast = Cast::assemble(&clients, &watch, &answers, settings.crew)?;
		let reader = clients.first().context("no node")?;
		let today = today(reader).await?;
		watch.next_block().await?;
		let loans = scene::set(&cast, settings.size, today, &tell).await?;
		tell("measuring empty blocks");
		let idle_per_second = idle(&consortium, settings.idle, observer).await?;
		let genesis = reader.genesis().0.into();
		let consortium = &consortium;
		let stage = Stage { consortium, watch, answers, loans, today, genesis, idle_per_second, observer };
		let runs = runs(&stage, &settings.offers, &tell).await?;
		let chain = Books::of_chain(reader, first, &stage.loans).await?;
		let at = reader.at_final().await?;
		Ok(Report {
			schema: 1,
			machine: Machine::this(),
			node_version: first.call("system_version", ArrayParams::new()).await?,
			runtime_spec_version: at.spec_version(),
			idle_nodes_millicores: u64::try_from(idle_per_second.as_millis())?,
			counted: counted(&runs),
			runs,
			chain,
		})
	};
	tokio::select! {
		report = work => report,
		ended = following => Err(match ended? {
			Err(error) => error,
			Ok(()) => anyhow::anyhow!("the finalised blocks are not followed any more"),
		}),
	}
}

async fn runs(stage: &Stage<'_>, offers: &[Offer], tell: impl Fn(&str)) -> Result<Vec<Measured>> {
	let mut runs = Vec::new();
	for (number, offer) in (1..).zip(offers) {
		let (name, rate) = (offer.kind.name(), offer.payments_per_second);
		tell(&format!("run {number} of {}: {name}, {rate} payments/s", offers.len()));
		runs.push(stage.run(*offer, &tell).await?);
	}
	Ok(runs)
}

async fn today(client: &Client) -> Result<Day> {
	Ok(client.read(Style::Json).await?.ask("today", ()).await?)
}

/// What the nodes use in a second of empty blocks.
async fn idle(consortium: &Consortium, length: Duration, observer: Option<&Observer>) -> Result<Duration> {
	observer.map_or(Ok(()), |observer| observer.begin(consortium, length))?;
	let (begun, before) = (Instant::now(), Spent::of(consortium)?);
	tokio::time::sleep(length).await;
	let spent = Spent::of(consortium)?.since(&before);
	observer.map_or(Ok(()), |observer| observer.end(consortium))?;
	Ok(spent.nodes.div_f64(begun.elapsed().as_secs_f64()))
}

fn counted(runs: &[Measured]) -> Books {
	Books {
		payments: runs.iter().map(|run| run.payments_settled).sum(),
		sum_fen: runs.iter().map(|run| run.sum_settled_fen).sum(),
	}
}
