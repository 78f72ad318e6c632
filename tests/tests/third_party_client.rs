//! A Substrate client that is not ours: polkadot-js from npm, with its plain defaults, against four real nodes.

use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::core::params::ArrayParams;
use serde_json::{json, Value};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use tokio::process::Command;
use zhidai_tests::consortium::Consortium;
use zhidai_tests::story::{Player, Story};

/// 2026-03-16, the day on which the story's calendar starts, in days since 1970-01-01.
const START_DAY: u64 = 20_528;

#[tokio::test(flavor = "multi_thread")]
async fn polkadot_js_reads_metadata_queries_a_loan_and_submits_transactions() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let story = story_until("loan")?;
	let consortium = Consortium::start(&folder.path().join("nodes"), Some(&story.start_date)).await?;
	consortium.wait_connected().await?;
	let player = play(&story, &consortium, folder.path()).await?;
	let known = |name: &str| player.value(name).cloned().with_context(|| format!("the story has no {name}"));
	let node = consortium.nodes.first().context("no node")?;
	let answer = answer(&run(&[&node.url(), &known("loan")?.to_string()]).await?)?;

	assert_eq!(answer["runtime"]["spec_name"], "zhidai");
	for pallet in
		["Registry", "Reference", "Schemes", "Credentials", "Loans", "Evidence", "Payments", "Supervision"]
	{
		assert!(lists(&answer["pallets"], pallet), "no {pallet} in {}", answer["pallets"]);
	}
	assert!(
		lists(&answer["extensions"], "AdmitMember"),
		"the door is in the metadata: {}",
		answer["extensions"]
	);
	assert!(
		answer["today"].as_u64().is_some_and(|day| day >= START_DAY),
		"a runtime API: {}",
		answer["today"]
	);
	assert_eq!(answer["bank"]["name"], "甬江示范银行");
	assert_eq!((&answer["loan"]["borrower"], &answer["loan"]["bank"]), (&known("yongxin")?, &json!(3)));
	assert_eq!(answer["loan"]["state"], "Prepared");

	let done = &answer["done"];
	assert_eq!(done["era"], 256, "the library's own choice, and the longest that the door lets in");
	let proposed = event(done, "reference.RateProposed")?;
	assert_eq!((&proposed["valueBp"], &proposed["org"]), (&json!(365), &json!(3)));
	event(done, "system.ExtrinsicSuccess")?;
	let human = &done["human"];
	assert_eq!(
		human["method"]["method"], "proposeRate",
		"what is in a block is read as people read it: {human}"
	);
	assert_eq!(human["signer"]["Id"], answer["officer"]);
	assert!(human["era"]["MortalEra"].is_object() && human["tip"].is_null(), "{human}");
	final_everywhere(&consortium, done).await?;

	let refused = &answer["refused_by_call"];
	assert_eq!(refused["rule"], "reference.AverageNotAllowed");
	assert!(
		refused["docs"].as_str().is_some_and(|docs| docs.contains("; let that bank or a regulator")),
		"{refused}"
	);
	final_everywhere(&consortium, refused).await?;

	let refused = &answer["refused_by_pool"];
	// Our node's own words, with the rule for programs behind them.
	assert_eq!(refused["code"], 1002);
	let says = |reason: &str| reason.contains("another officer") && reason.contains("Pool.CallOutsideRole");
	assert!(refused["reason"].as_str().is_some_and(says), "{refused}");
	Ok(())
}

#[tokio::test]
async fn the_client_says_why_it_ends() -> Result<()> {
	let cases: [(&[&str], i32, &str); 3] = [
		(&[], 2, "usage: "),
		(&["ws://127.0.0.1:1", "no loan"], 2, "usage: "),
		// Nobody listens on port 1.
		(&["ws://127.0.0.1:1"], 7, "connecting to ws://127.0.0.1:1"),
	];
	for (arguments, code, words) in cases {
		let output = run(arguments).await?;
		let stderr = String::from_utf8_lossy(&output.stderr);
		assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
		assert!(stderr.contains(words) && output.stdout.is_empty(), "{arguments:?}: {stderr}");
	}
	Ok(())
}

/// The story up to the stage in which a value becomes known.
fn story_until(name: &str) -> Result<Story> {
	let mut story = Story::read(&story_files().join("story.json"))?;
	let keeps = |step: &zhidai_tests::story::Step| step.keep.contains_key(name);
	let last = story.stages.iter().position(|stage| stage.steps.iter().any(keeps));
	story.stages.truncate(last.with_context(|| format!("no step of the story keeps {name}"))? + 1);
	Ok(story)
}

fn story_files() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/story")
}

async fn play(story: &Story, consortium: &Consortium, work: &Path) -> Result<Player> {
	let urls = consortium.nodes.iter().map(|node| node.url()).collect();
	let mut player = Player::new(urls, &story_files(), work)?;
	let outcomes = player.play(story, |_, _| {}).await?;
	match outcomes.iter().find(|outcome| !outcome.as_expected) {
		Some(wrong) => bail!("the story broke off: {wrong:?}"),
		None => Ok(player),
	}
}

async fn run(arguments: &[&str]) -> Result<Output> {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/polkadot-js");
	ensure!(
		folder.join("node_modules").is_dir(),
		"the packages of {} are missing; run: scripts/setup",
		folder.display()
	);
	let mut command = Command::new("node");
	command.arg(folder.join("client.mjs")).args(arguments).stdin(Stdio::null()).kill_on_drop(true);
	command.output().await.context("running node; is Node.js installed? scripts/setup does it")
}

fn answer(output: &Output) -> Result<Value> {
	let stderr = String::from_utf8_lossy(&output.stderr);
	ensure!(output.status.success(), "the client ended with {}:\n{stderr}", output.status);
	serde_json::from_slice(&output.stdout)
		.with_context(|| format!("not one JSON document; stderr:\n{stderr}"))
}

fn lists(list: &Value, name: &str) -> bool {
	list.as_array().is_some_and(|list| list.iter().any(|item| item == name))
}

/// The data of an event of a transaction.
fn event<'a>(transaction: &'a Value, name: &str) -> Result<&'a Value> {
	let events = transaction["events"].as_array().context("a transaction without events")?;
	let event = events.iter().find(|event| event["event"] == name);
	Ok(&event.with_context(|| format!("no {name} in {transaction}"))?["data"])
}

/// Whether the block that the client was told is final is final on every node.
async fn final_everywhere(consortium: &Consortium, transaction: &Value) -> Result<()> {
	let block = transaction["block"].as_u64().context("a transaction without block")?;
	consortium.wait_finalised(u32::try_from(block)?).await?;
	for node in &consortium.nodes {
		let mut params = ArrayParams::new();
		params.insert(block)?;
		let hash: Value = node.call("chain_getBlockHash", params).await?;
		assert_eq!(hash, transaction["block_hash"], "block {block} of {}", node.validator());
	}
	Ok(())
}
