//! Starts four nodes, plays the story, and leaves the consortium running until it is interrupted.

use anyhow::{bail, Context, Result};
use clap::Parser;
use serde_json::Value;
use std::path::PathBuf;
use std::time::Instant;
use zhidai_tests::consortium::Consortium;
use zhidai_tests::story::{
	last_block, median, payments_equal_ledger, shown_equals_trace, Outcome, Player, Report, Story,
};

#[derive(Parser)]
#[command(about = "Plays the story on four local nodes")]
struct Arguments {
	/// Stop after the story.
	#[arg(long)]
	once: bool,
	/// The folder with story.json and its documents.
	#[arg(long, default_value = "scripts/story")]
	story: PathBuf,
	/// Where keys, chain data, logs and the report go. Emptied first.
	#[arg(long, default_value = "target/story")]
	work: PathBuf,
}

#[tokio::main]
async fn main() -> Result<()> {
	let arguments = Arguments::parse();
	let begun = Instant::now();
	let story = Story::read(&arguments.story.join("story.json"))?;
	if arguments.work.exists() {
		std::fs::remove_dir_all(&arguments.work)
			.context("emptying the work folder; does another consortium use it?")?;
	}
	eprintln!(
		"starting four nodes (two regulators, two banks); the chain's calendar starts on {}",
		story.start_date
	);
	let consortium = Consortium::start(&arguments.work.join("nodes"), Some(&story.start_date)).await?;
	consortium.wait_connected().await?;
	let urls: Vec<String> = consortium.nodes.iter().map(|node| node.url()).collect();
	let mut player = Player::new(urls.clone(), &arguments.story, &arguments.work)?;
	let mut title = String::new();
	let outcomes = player
		.play(&story, |stage, outcome| {
			if title != stage {
				stage.clone_into(&mut title);
				eprintln!("\n{stage}");
			}
			eprintln!("{}", line(outcome));
		})
		.await?;
	// Whichever node is asked knows all of it.
	consortium.wait_finalised(last_block(&outcomes)).await?;
	let report = report(&mut player, &story, outcomes).await?;
	let path = arguments.work.join("report.json");
	std::fs::write(&path, serde_json::to_string_pretty(&report)?)?;
	eprintln!(
		"\n{} steps in {:.0} s; median from submission to finality {} ms; report: {}",
		report.steps.len(),
		begun.elapsed().as_secs_f64(),
		report.median_ms_to_finality.unwrap_or_default(),
		path.display()
	);
	if !report.complete {
		bail!("the story did not go as expected");
	}
	if !arguments.once {
		stay(&urls, &loan_of(&player)).await?;
	}
	Ok(())
}

async fn report(player: &mut Player, story: &Story, steps: Vec<Outcome>) -> Result<Report> {
	let planned: usize = story.stages.iter().map(|stage| stage.steps.len()).sum();
	let went_well = steps.len() == planned && steps.iter().all(|step| step.as_expected);
	// A story that broke off may have come to no loan; the report then says where.
	let loan = loan_of(player);
	let fund_trace = player.ask(&["trace", "loan", &loan]).await.unwrap_or_default();
	let shown = player.ask(&["loan", "show", &loan]).await.unwrap_or_default();
	let sums = payments_equal_ledger(&fund_trace).and_then(|()| shown_equals_trace(&shown, &fund_trace));
	if let Err(difference) = &sums {
		eprintln!("{difference}");
	}
	Ok(Report {
		complete: went_well && sums.is_ok(),
		median_ms_to_finality: median(steps.iter().filter_map(|step| step.ms_to_finality).collect()),
		steps,
		fund_trace,
	})
}

/// The loan that the story is about.
fn loan_of(player: &Player) -> String {
	player.value("loan").map(Value::to_string).unwrap_or_default()
}

fn line(outcome: &Outcome) -> String {
	let mark = match (outcome.as_expected, outcome.outcome) {
		(true, "ok") => "done   ",
		(true, _) => "refused",
		(false, _) => "WRONG  ",
	};
	let mut line = format!("  {mark}  {:<16} {}", outcome.actor.as_deref().unwrap_or(""), outcome.step);
	if let Some(rule) = &outcome.rule {
		line.push_str(&format!("  [{rule}]"));
	}
	if let (Some(block), Some(ms)) = (outcome.block, outcome.ms_to_finality) {
		line.push_str(&format!("  (block {block}, {:.1} s)", ms as f64 / 1000.0));
	}
	if let Some(words) = &outcome.words {
		line.push_str(&format!("\n{words}"));
	}
	line
}

async fn stay(urls: &[String], loan: &str) -> Result<()> {
	eprintln!("\nthe consortium is running:");
	for url in urls {
		eprintln!("  {url}");
	}
	let url = urls.first().context("no node")?;
	eprintln!("look at it:");
	eprintln!("  target/release/zhidai trace loan {loan} --url {url}");
	eprintln!("  target/release/zhidai loan show {loan} --url {url}");
	eprintln!("stop it with Ctrl-C");
	tokio::signal::ctrl_c().await?;
	Ok(())
}
