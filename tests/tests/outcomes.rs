//! Nothing that was commanded is lost or done twice: clients that are killed, and the node that they talk to, in
//! the middle.

use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::core::params::ArrayParams;
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use zhidai_sdk::outbox::{Entry, Outbox};
use zhidai_sdk::Client;
use zhidai_tests::binaries;
use zhidai_tests::consortium::Consortium;
use zhidai_tests::node::{NodeOptions, PATIENCE};

/// How many commands are given.
const COMMANDS: u64 = 16;
/// In the middle of which of them the node that it talks to is killed.
const NODE_DIES_IN: u64 = 8;
/// How many clients are killed after they have signed, at the least; it is tried with eight.
const KILLED_AFTER_SIGNING: usize = 4;
/// Many times what a node answers at a time.
const QUESTIONS_AT_ONCE: usize = 512;
/// How often is looked whether a client has come to the moment in which it is killed.
const LOOK: Duration = Duration::from_millis(5);
/// The officer, and its organisation in the local preset.
const OFFICER: &str = "//bank-a.maker";
const BANK: u32 = 3;

/// A user's desk: the command line, the nodes, and a folder for what is sent.
struct Desk {
	zhidai: PathBuf,
	urls: String,
	state: PathBuf,
	/// The chain's day, on which rates are proposed.
	today: String,
}

impl Desk {
	fn command(&self, args: &[&str]) -> Command {
		let mut command = Command::new(&self.zhidai);
		command.args(args).args(["--json", "--no-input", "--url", &self.urls]);
		command.env("ZHIDAI_STATE_DIR", &self.state).stdin(Stdio::null());
		command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
		command
	}

	/// One command of many, each with figures of its own. Given twice, it makes two entries.
	fn proposal(&self, number: u64) -> Command {
		let args = json!({
			"kind": { "BankAverage": BANK },
			"value_bp": 300 + number,
			"effective_from": self.today,
			"source": format!("0x{}", "a5".repeat(32)),
		});
		self.command(&["tx", "send", "Reference.propose_rate", "--args", &args.to_string(), "--dev", OFFICER])
	}

	/// What was signed here and has no outcome yet: its hash, and what is sent.
	fn waiting(&self) -> Result<BTreeMap<String, Vec<u8>>> {
		let mut waiting = BTreeMap::new();
		for outbox in Outbox::all(&self.state)? {
			for entry in outbox.entries()?.into_iter().filter(Entry::is_waiting) {
				let newest = entry.signatures.last().context("an entry without a signature")?;
				waiting.insert(newest.hash.clone(), newest.bytes.clone());
			}
		}
		Ok(waiting)
	}

	/// Gives a command, and waits until it has written down what it signed. Nothing is signed where it ends first.
	async fn until_signed(&self, number: u64) -> Result<(Child, Option<Vec<u8>>)> {
		let (before, deadline) = (self.waiting()?, Instant::now() + PATIENCE);
		let mut child = self.proposal(number).spawn().context("running zhidai")?;
		while child.try_wait()?.is_none() {
			let new = self.waiting()?.into_iter().find(|(hash, _)| !before.contains_key(hash));
			if let Some((_, bytes)) = new {
				return Ok((child, Some(bytes)));
			}
			ensure!(Instant::now() < deadline, "command {number} neither signs nor ends");
			tokio::time::sleep(LOOK).await;
		}
		Ok((child, None))
	}

	/// Gives a command until it has an outcome, as somebody would who reads «the same command again is safe».
	async fn insist(&self, number: u64) -> Result<Value> {
		let deadline = Instant::now() + PATIENCE;
		loop {
			let output = self.proposal(number).output().await?;
			match output.status.code() {
				Some(0) => return answer(&output),
				// Open, or no node for a moment: again.
				Some(6 | 7) if Instant::now() < deadline => {
					tokio::time::sleep(Duration::from_millis(200)).await
				}
				code => bail!("command {number} ended with {code:?}: {}", words(&output)),
			}
		}
	}
}

fn words(output: &Output) -> String {
	let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	format!("{}\n{}", text(&output.stdout), text(&output.stderr))
}

fn answer(output: &Output) -> Result<Value> {
	serde_json::from_slice(&output.stdout).with_context(|| format!("not JSON: {}", words(output)))
}

/// Lets a client run for a while and kills it without warning. Whatever it has done by then is done.
async fn kill_after(mut child: Child, milliseconds: u64) -> Result<()> {
	tokio::time::sleep(Duration::from_millis(milliseconds)).await;
	// It may have come to its end.
	let _ = child.start_kill();
	child.wait().await?;
	Ok(())
}

/// Waits until what a client signed waits in a node's pool. No, where the client ends first.
async fn is_sent(consortium: &Consortium, child: &mut Child, bytes: &[u8]) -> Result<bool> {
	let sent = format!("0x{}", hex::encode(bytes));
	while child.try_wait()?.is_none() {
		for node in &consortium.nodes {
			let waiting: Vec<String> = node.call("author_pendingExtrinsics", ArrayParams::new()).await?;
			if waiting.contains(&sent) {
				return Ok(true);
			}
		}
		tokio::time::sleep(LOOK).await;
	}
	Ok(false)
}

/// Kills the node that a client talks to, after the client has signed. The client goes on with another, or says
/// that the outcome is open.
async fn node_dies(consortium: &mut Consortium, desk: &Desk, number: u64) -> Result<NodeOptions> {
	let (child, signed) = desk.until_signed(number).await?;
	let dead = consortium.take("alice")?.kill()?;
	ensure!(signed.is_some(), "command {number} ended before it signed");
	let output = child.wait_with_output().await?;
	ensure!(matches!(output.status.code(), Some(0 | 6)), "command {number}: {}", words(&output));
	Ok(dead)
}

/// Gives a command and kills it, where it is the turn of one: by the clock, mostly before it has signed; as soon as it
/// has signed; and while what it sent waits for a block. Whether it had signed.
async fn give(consortium: &Consortium, desk: &Desk, number: u64) -> Result<bool> {
	match number % 4 {
		0 => drop(desk.proposal(number).output().await?),
		1 => kill_after(desk.proposal(number).spawn()?, 15 * (number % 8) + 5).await?,
		turn => {
			let (mut child, signed) = desk.until_signed(number).await?;
			let is_there = match signed {
				Some(bytes) if turn == 3 => is_sent(consortium, &mut child, &bytes).await?,
				signed => signed.is_some(),
			};
			// One that has ended by itself was not killed.
			let is_killed = is_there && child.try_wait()?.is_none();
			kill_after(child, 0).await?;
			return Ok(is_killed);
		}
	}
	Ok(false)
}

async fn desk(consortium: &Consortium, folder: &Path) -> Result<Desk> {
	// The first node named is the one that dies.
	let urls: Vec<String> = consortium.nodes.iter().map(|node| node.url()).collect();
	let mut params = ArrayParams::new();
	params.insert("ZhidaiApi_today")?;
	params.insert("0x")?;
	let node = consortium.nodes.first().context("no node")?;
	let day: String = node.call("state_call", params).await?;
	let bytes = hex::decode(day.trim_start_matches("0x"))?;
	let day = zhidai_api::Day(u32::from_le_bytes(bytes.as_slice().try_into()?));
	Ok(Desk {
		zhidai: binaries::find("zhidai")?.canonicalize()?,
		urls: urls.join(","),
		state: folder.join("state"),
		today: day.to_string(),
	})
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_is_carried_out_once_whoever_is_killed_in_the_middle() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let mut consortium = Consortium::start(&folder.path().join("nodes"), None).await?;
	consortium.wait_connected().await?;
	let desk = desk(&consortium, folder.path()).await?;

	// The first round: three of four clients are killed, and under one its node.
	let (mut dead, mut killed_after_signing) = (None, 0);
	for number in 0..COMMANDS {
		match number {
			NODE_DIES_IN => dead = Some(node_dies(&mut consortium, &desk, number).await?),
			_ => killed_after_signing += usize::from(give(&consortium, &desk, number).await?),
		}
	}
	ensure!(
		killed_after_signing >= KILLED_AFTER_SIGNING,
		"only {killed_after_signing} were killed after signing: the test tests nothing"
	);

	// The same commands again, each until it has an outcome; in the middle of it the node comes back.
	let mut entries = BTreeSet::new();
	for number in 0..COMMANDS {
		if let Some(options) = dead.take_if(|_| number == COMMANDS / 2) {
			consortium.restart(options).await?;
		}
		let done = desk.insist(number).await?;
		let entry =
			event(&done, "Reference.RateProposed")?["entry"].as_u64().context("an entry without number")?;
		ensure!(entries.insert(entry), "two commands made one entry: {entry}");
	}

	// The chain numbers entries in a row: one that was made twice would leave a gap.
	let (first, last) = entries.first().zip(entries.last()).context("no entries")?;
	assert_eq!(last - first + 1, COMMANDS, "something was carried out twice: {entries:?}");
	let next = desk.insist(COMMANDS).await?;
	let next = event(&next, "Reference.RateProposed")?["entry"].as_u64();
	assert_eq!(next, Some(last + 1), "something was carried out that no command tells of");

	// And nothing is left without an outcome.
	let open = desk.command(&["tx", "list"]).output().await?;
	let open = answer(&open)?;
	assert_eq!(open["value"], json!([]), "{open}");
	everyone_is_told(&desk, &consortium.nodes.first().context("no node")?.url()).await
}

/// However many ask at once: a node answers so many at a time, and nobody is told that it cannot say.
async fn everyone_is_told(desk: &Desk, url: &str) -> Result<()> {
	let client = Client::connect(&[url.to_owned()], None).await?;
	let mut entries = Vec::new();
	for outbox in Outbox::all(&desk.state)? {
		entries.extend(outbox.entries()?);
	}
	ensure!(entries.len() as u64 > COMMANDS, "only {} were signed", entries.len());
	let questions = entries.iter().cycle().take(QUESTIONS_AT_ONCE).map(|entry| client.outcome(entry));
	for told in futures::future::join_all(questions).await {
		ensure!(told?.is_some(), "the node did not say what became of a transaction");
	}
	Ok(())
}

fn event<'a>(done: &'a Value, name: &str) -> Result<&'a Value> {
	let events = done["events"].as_array().context("an answer without events")?;
	let event = events.iter().find(|event| event["name"] == name);
	Ok(&event.with_context(|| format!("no {name} in {done}"))?["fields"])
}
