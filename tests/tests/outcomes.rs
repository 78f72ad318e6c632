//! Nothing that was commanded is lost or done twice: clients that are killed, and the node that they talk to, in the middle.

use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::core::params::ArrayParams;
use serde_json::{json, Value};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use zhidai_tests::binaries;
use zhidai_tests::consortium::Consortium;
use zhidai_tests::node::PATIENCE;

/// How many commands are given.
const COMMANDS: u64 = 24;
/// After which of them the node that they talk to is killed.
const NODE_DIES_AFTER: u64 = 12;
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

async fn desk(consortium: &Consortium, folder: &Path) -> Result<Desk> {
	// The first node named is the one that dies.
	let urls: Vec<String> = consortium.nodes.iter().map(|node| node.url()).collect();
	let mut params = ArrayParams::new();
	params.insert("ZhidaiApi_today")?;
	params.insert("0x")?;
	let node = consortium.nodes.first().context("no node")?;
	let day: String = node.call("state_call", params).await?;
	let bytes = hex::decode(day.trim_start_matches("0x"))?;
	let day = zhidai_primitives::Day(u32::from_le_bytes(bytes.as_slice().try_into()?));
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

	// The first round: two of three clients are killed, at every moment of their lives.
	let mut dead = None;
	for number in 0..COMMANDS {
		let child = desk.proposal(number).spawn().context("running zhidai")?;
		match number % 3 {
			0 => drop(child.wait_with_output().await?),
			_ => kill_after(child, 15 * (number % 8) + 5).await?,
		}
		if number == NODE_DIES_AFTER {
			dead = Some(consortium.take("alice")?.kill()?);
		}
	}

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
	Ok(())
}

fn event<'a>(done: &'a Value, name: &str) -> Result<&'a Value> {
	let events = done["events"].as_array().context("an answer without events")?;
	let event = events.iter().find(|event| event["name"] == name);
	Ok(&event.with_context(|| format!("no {name} in {done}"))?["fields"])
}
