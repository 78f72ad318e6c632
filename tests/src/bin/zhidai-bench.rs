//! Measures payments on four local nodes at a steady offered rate. See `docs/performance.md`.

use anyhow::{bail, Context, Result};
use clap::Parser;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::signal::unix::{signal, SignalKind};
use zhidai_tests::load::flood;
use zhidai_tests::load::report::Kind;
use zhidai_tests::load::run::Offer;
use zhidai_tests::load::scene::Size;
use zhidai_tests::load::{measure, Settings};

#[derive(Parser)]
#[command(about = "Measures payments on four local nodes at a steady offered rate")]
struct Arguments {
	/// Single payments a second; a list makes a run of each
	#[arg(long, value_name = "RATES", value_delimiter = ',', default_value = "10,30")]
	#[arg(value_parser = clap::value_parser!(u32).range(1..))]
	single_rate: Vec<u32>,
	/// Payments a second in batches of 500; a list makes a run of each
	#[arg(long, value_name = "RATES", value_delimiter = ',', default_value = "250,1000")]
	#[arg(value_parser = clap::value_parser!(u32).range(1..))]
	batch_rate: Vec<u32>,
	/// Seconds before anything is measured; goes on until the first payment is settled
	#[arg(long, value_name = "SECONDS", default_value_t = 10)]
	warm_up: u64,
	/// Seconds that are measured in each run
	#[arg(long, value_name = "SECONDS", default_value_t = 60)]
	#[arg(value_parser = clap::value_parser!(u64).range(1..))]
	window: u64,
	/// A short look: one run of each kind at its first rate, 10 seconds measured
	#[arg(long)]
	quick: bool,
	/// Contracts of each bank
	#[arg(long, value_name = "NUMBER", default_value_t = 4)]
	#[arg(value_parser = clap::value_parser!(u8).range(1..=32))]
	loans: u8,
	/// Suppliers, each with a line of every plan
	#[arg(long, value_name = "NUMBER", default_value_t = 4)]
	#[arg(value_parser = clap::value_parser!(u8).range(1..=16))]
	suppliers: u8,
	/// Officers for each duty of a payment, at each bank
	#[arg(long, value_name = "NUMBER", default_value_t = 4)]
	#[arg(value_parser = clap::value_parser!(u8).range(1..=8))]
	crew: u8,
	/// Instead of payments at a rate: one bank sends all that the door lets it for so many seconds, strangers
	/// beside it, and another bank's payments are timed
	#[arg(long, value_name = "SECONDS", conflicts_with_all = ["quick", "single_rate", "batch_rate"])]
	flood: Option<u64>,
	/// Transactions of strangers a second in the flood
	#[arg(long, value_name = "RATE", default_value_t = 2_000)]
	strangers: u64,
	/// Write everything that was measured to this file
	#[arg(long, value_name = "FILE")]
	json: Option<PathBuf>,
	/// Where chain data and logs go, and stay; must be new. Else a folder that is thrown away
	#[arg(long, value_name = "DIR")]
	work: Option<PathBuf>,
}

impl Arguments {
	fn settings(&self) -> Settings {
		let window = Duration::from_secs(if self.quick { 10 } else { self.window });
		let warm_up = Duration::from_secs(self.warm_up);
		let runs = |kind: Kind, rates: &[u32]| -> Vec<Offer> {
			let rates = if self.quick { rates.get(..1).unwrap_or_default() } else { rates };
			let offer = |rate: &u32| Offer { kind, payments_per_second: *rate, warm_up, window };
			rates.iter().map(offer).collect()
		};
		let single = runs(Kind::Single, &self.single_rate);
		Settings {
			offers: single.into_iter().chain(runs(Kind::Batch, &self.batch_rate)).collect(),
			size: Size { loans: self.loans.into(), suppliers: self.suppliers.into() },
			crew: self.crew.into(),
			idle: Duration::from_secs(10),
		}
	}
}

async fn flood(arguments: &Arguments, folder: &Path, seconds: u64) -> Result<()> {
	let settings = flood::Settings {
		crew: arguments.crew.into(),
		length: Duration::from_secs(seconds),
		strangers_per_second: arguments.strangers,
	};
	let seen = tokio::select! {
		seen = flood::flood(folder, &settings, |text| eprintln!("{text}")) => seen?,
		ended = interrupted() => return ended,
	};
	let text = serde_json::to_string_pretty(&seen)?;
	if let Some(path) = &arguments.json {
		std::fs::write(path, &text).with_context(|| format!("writing {}", path.display()))?;
	}
	println!("{text}");
	seen.ensure_harmless(Duration::ZERO)
}

async fn interrupted() -> Result<()> {
	let mut terminated = signal(SignalKind::terminate())?;
	tokio::select! {
		pressed = tokio::signal::ctrl_c() => pressed?,
		_ = terminated.recv() => (),
	}
	bail!("interrupted; nothing was written")
}

#[tokio::main]
async fn main() -> Result<()> {
	let arguments = Arguments::parse();
	let temporary = tempfile::tempdir()?;
	let folder = arguments.work.clone().unwrap_or_else(|| temporary.path().join("nodes"));
	if folder.exists() {
		bail!("{} is there already; a benchmark starts on a new chain", folder.display());
	}
	if let Some(seconds) = arguments.flood {
		return flood(&arguments, &folder, seconds).await;
	}
	let settings = arguments.settings();
	let report = tokio::select! {
		report = measure(&folder, &settings, |text| eprintln!("{text}")) => report?,
		// Returning ends the nodes.
		ended = interrupted() => return ended,
	};
	if let Some(path) = &arguments.json {
		std::fs::write(path, serde_json::to_string_pretty(&report)?)
			.with_context(|| format!("writing {}", path.display()))?;
	}
	println!("{}", report.table());
	report.chain.ensure_equal(&report.counted)?;
	eprintln!("the chain's books agree: {} payments, {} fen", report.chain.payments, report.chain.sum_fen);
	if !report.is_clean() {
		bail!("not every payment was settled; see above");
	}
	Ok(())
}
