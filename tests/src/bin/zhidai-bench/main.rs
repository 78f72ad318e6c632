//! Measures payments, floods, overloads and pools on four local nodes. See `docs/performance.md`.

mod arguments;

use anyhow::{bail, Context, Result};
use arguments::{Arguments, Flood, Overload, Payments, Place, Pool, Pools, Profile, What};
use clap::Parser;
use serde::Serialize;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::signal::unix::{signal, SignalKind};
use zhidai_tests::load::overload::{client, plan::Plan};
use zhidai_tests::load::{flood, measure, overload, pools, profile};

/// Returning ends the nodes.
async fn interrupted() -> Result<()> {
	let mut terminated = signal(SignalKind::terminate())?;
	tokio::select! {
		pressed = tokio::signal::ctrl_c() => pressed?,
		_ = terminated.recv() => (),
	}
	bail!("interrupted; nothing was written")
}

async fn or_interrupted<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
	tokio::select! {
		done = work => done,
		ended = interrupted() => match ended {
			Err(error) => Err(error),
			Ok(()) => bail!("interrupted"),
		},
	}
}

fn tell(text: &str) {
	eprintln!("{text}");
}

impl Place {
	/// A new folder, or one in a folder that is thrown away.
	fn folder(&self, temporary: &Path) -> Result<PathBuf> {
		let folder = self.work.clone().unwrap_or_else(|| temporary.join("nodes"));
		match folder.exists() {
			true => bail!("{} is there already; a benchmark starts on a new chain", folder.display()),
			false => Ok(folder),
		}
	}

	fn write(&self, seen: &impl Serialize) -> Result<()> {
		let Some(path) = &self.json else { return Ok(()) };
		std::fs::write(path, serde_json::to_string_pretty(seen)?)
			.with_context(|| format!("writing {}", path.display()))
	}
}

async fn pay(payments: &Payments, place: &Place, folder: &Path) -> Result<()> {
	let report = or_interrupted(measure(folder, &payments.settings(), tell)).await?;
	place.write(&report)?;
	println!("{}", report.table());
	report.chain.ensure_equal(&report.counted)?;
	eprintln!("the chain's books agree: {} payments, {} fen", report.chain.payments, report.chain.sum_fen);
	if !report.is_clean() {
		bail!("not every payment was settled; see above");
	}
	Ok(())
}

async fn flooded(arguments: &Flood, place: &Place, folder: &Path) -> Result<()> {
	let seen = or_interrupted(flood::flood(folder, &arguments.settings(), tell)).await?;
	place.write(&seen)?;
	println!("{}", serde_json::to_string_pretty(&seen)?);
	seen.ensure_harmless(Duration::ZERO)
}

async fn overloaded(arguments: &Overload, pool: &Pool, place: &Place, folder: &Path) -> Result<()> {
	let told = or_interrupted(overload::overload(folder, &arguments.settings(pool.nodes()), tell)).await?;
	place.write(&told)?;
	println!("{}", told.table());
	told.ensure_told()?;
	told.ensure_overload()
}

async fn compared(arguments: &Pools, place: &Place, folder: &Path) -> Result<()> {
	let rows = or_interrupted(pools::compare(folder, &arguments.settings(), tell)).await?;
	place.write(&rows)?;
	println!("{}", pools::table(&rows));
	Ok(())
}

async fn profiled(payments: &Payments, arguments: &Profile, place: &Place, folder: &Path) -> Result<()> {
	let settings = arguments.settings();
	let profiles = match arguments.payments_made {
		Some(made) => {
			let window = payments.settings().offers.first().context("no window")?.window;
			or_interrupted(profile::attach(folder, &arguments.pids, window, made, &settings)).await?
		}
		None => or_interrupted(profile::run(folder, &payments.settings(), &settings, tell)).await?,
	};
	place.write(&profiles)?;
	println!("{}", profile::tables(&profiles));
	Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
	let arguments = Arguments::parse();
	let temporary = tempfile::tempdir()?;
	match &arguments.what {
		None => pay(&arguments.payments, &arguments.place, &arguments.place.folder(temporary.path())?).await,
		Some(What::Flood { flood, place }) => flooded(flood, place, &place.folder(temporary.path())?).await,
		Some(What::Overload { overload, pool, place }) => {
			overloaded(overload, pool, place, &place.folder(temporary.path())?).await
		}
		Some(What::Pools { pools, place }) => compared(pools, place, &place.folder(temporary.path())?).await,
		Some(What::Profile { payments, profile, place }) => {
			profiled(payments, profile, place, &place.folder(temporary.path())?).await
		}
		Some(What::Client { plan }) => client::serve(Plan::read(plan)?).await,
	}
}
