//! Plays a story: officers and firms at their command lines, against a running consortium.
//!
//! A story is data (`scripts/story/story.json`): stages that follow each other, and in each stage steps that
//! are independent and are played at the same time, as people in different offices work. Every step is one
//! `zhidai` command with the key of its actor, and says what must come of it: done, or refused by a named
//! rule.
//!
//! The story's files are copied first and the commands run in the copy, because they write beside what they read
//! (declarations, records of account numbers) and because some files name what is only known on the way: a loan's
//! number, a piece of evidence.

mod books;
mod values;

use crate::binaries;
use anyhow::{anyhow, bail, Context, Result};
pub use books::{payments_equal_ledger, shown_equals_trace};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;
use tokio::process::Command;
use values::{find, Known};

/// Between two commands of one person in a stage. The second is signed when the node knows the first, so that they have
/// different nonces; it does not wait until the first is final.
const NEXT_OF_A_PERSON: Duration = Duration::from_millis(300);
/// Seals the keys that a story makes. The folder is thrown away, and so are they.
const PASSPHRASE: &str = "a story's keys are thrown away";

/// A story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
	/// The date on which the chain's calendar starts.
	pub start_date: String,
	/// What is known from the beginning; steps refer to it in braces.
	#[serde(default)]
	pub values: Map<String, Value>,
	/// One after the other.
	pub stages: Vec<Stage>,
}

/// Steps that are independent of each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
	/// What happens.
	pub title: String,
	/// The steps.
	pub steps: Vec<Step>,
}

/// One command of one actor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
	/// What it is, as people would say it.
	pub step: String,
	/// Whose key signs: that of a key file that the story has made, else the development key of this name.
	/// Nothing for a command that signs nothing.
	pub actor: Option<String>,
	/// The arguments of `zhidai`, with `{name}` for known values.
	pub run: Vec<String>,
	/// Files in which known values are put in the place of their names before the step.
	#[serde(default)]
	pub fill: Vec<PathBuf>,
	/// The rule that must refuse it, as `Pallet.Rule` or the door's name of it; nothing where it must be done.
	pub refused: Option<String>,
	/// Names under which values of the answer are kept: a field of an event (`Loans.LoanPrepared/loan`) or a
	/// JSON pointer (`/account`).
	#[serde(default)]
	pub keep: BTreeMap<String, String>,
}

/// What came of a step.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
	/// What it is.
	pub step: String,
	/// Who did it.
	pub actor: Option<String>,
	/// Which call of the chain it was, or which command.
	pub call: String,
	/// `ok` or `refused`.
	pub outcome: &'static str,
	/// The rule that refused it.
	pub rule: Option<String>,
	/// The block in which it is final.
	pub block: Option<u64>,
	/// From submission to finality.
	pub ms_to_finality: Option<u64>,
	/// Whether that is what had to come of it.
	pub as_expected: bool,
	/// The command's own words, where it was not.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub words: Option<String>,
}

/// The story's report.
#[derive(Debug, Serialize)]
pub struct Report {
	/// Whether every step went as expected.
	pub complete: bool,
	/// The steps in order.
	pub steps: Vec<Outcome>,
	/// The median time from submission to finality.
	pub median_ms_to_finality: Option<u64>,
	/// The fund trace of the loan at the end.
	pub fund_trace: Value,
}

/// Plays stories.
pub struct Player {
	zhidai: PathBuf,
	urls: Vec<String>,
	/// The copy of the story's files: commands run here.
	desk: PathBuf,
	/// Keys and their passphrase.
	keys: PathBuf,
	passphrase: PathBuf,
	known: Known,
	/// At which node an actor works: the same one always, because it knows what of the actor's is still on its way.
	places: BTreeMap<String, usize>,
	next_place: usize,
}

impl Player {
	/// A player at these nodes, of the story whose files lie in a folder. `work` is a folder for keys and results.
	pub fn new(urls: Vec<String>, files: &Path, work: &Path) -> Result<Self> {
		let (desk, keys) = (work.join("desk"), work.join("keys"));
		fs::create_dir_all(&keys)?;
		copy_folder(files, &desk).with_context(|| format!("copying {}", files.display()))?;
		let work = work.canonicalize()?;
		let passphrase = work.join("passphrase");
		fs::write(&passphrase, PASSPHRASE)?;
		let mut known = Known::default();
		known.0.insert("work".into(), work.to_string_lossy().into_owned().into());
		let zhidai = binaries::find("zhidai")?.canonicalize()?;
		Ok(Self {
			zhidai,
			urls,
			desk,
			keys: work.join("keys"),
			passphrase,
			known,
			places: BTreeMap::new(),
			next_place: 0,
		})
	}

	/// What is known under a name.
	pub fn value(&self, name: &str) -> Option<&Value> {
		self.known.0.get(name)
	}

	/// Plays a story to its end, or to the first stage in which a step did not go as expected.
	pub async fn play(
		&mut self,
		story: &Story,
		mut tell: impl FnMut(&str, &Outcome),
	) -> Result<Vec<Outcome>> {
		self.known.0.extend(story.values.clone());
		let mut outcomes = Vec::new();
		for stage in &story.stages {
			let mut before = BTreeMap::<&str, u32>::new();
			let mut running = Vec::new();
			for step in &stage.steps {
				let mut delay = Duration::ZERO;
				if let Some(actor) = step.actor.as_deref() {
					let earlier = before.entry(actor).or_default();
					delay = NEXT_OF_A_PERSON * *earlier;
					*earlier += 1;
				}
				running
					.push(self.start(step, delay).with_context(|| format!("in the step «{}»", step.step))?);
			}
			for (step, output) in stage.steps.iter().zip(futures::future::join_all(running).await) {
				let (outcome, kept) = judge(step, &output?)?;
				self.known.0.extend(kept);
				tell(&stage.title, &outcome);
				outcomes.push(outcome);
			}
			if outcomes.iter().any(|outcome| !outcome.as_expected) {
				break;
			}
		}
		Ok(outcomes)
	}

	fn start(&mut self, step: &Step, delay: Duration) -> Result<impl Future<Output = Result<Output>>> {
		for file in &step.fill {
			self.known.fill_file(&self.desk.join(file))?;
		}
		let url = self.url(step.actor.as_deref())?;
		let mut command = Command::new(&self.zhidai);
		for argument in &step.run {
			command.arg(self.known.fill(argument)?);
		}
		command.args(["--json", "--no-input", "--url", &url]);
		if let Some(actor) = &step.actor {
			let key = self.keys.join(format!("{actor}.json"));
			match key.exists() {
				true => command.arg("--key-file").arg(key).arg("--passphrase-file").arg(&self.passphrase),
				false => command.arg("--dev").arg(format!("//{actor}")),
			};
		}
		// What was sent in another run, to another chain of the same beginning, is nothing to this one.
		command.env("ZHIDAI_STATE_DIR", self.keys.with_file_name("state"));
		command.current_dir(&self.desk).stdin(Stdio::null()).kill_on_drop(true);
		Ok(async move {
			tokio::time::sleep(delay).await;
			command.output().await.context("running zhidai")
		})
	}

	fn url(&mut self, actor: Option<&str>) -> Result<String> {
		let known = actor.and_then(|actor| self.places.get(actor).copied());
		let place = known.unwrap_or_else(|| {
			self.next_place = self.next_place.wrapping_add(1);
			self.next_place
		});
		if let Some(actor) = actor {
			self.places.insert(actor.into(), place);
		}
		self.urls.get(place % self.urls.len().max(1)).cloned().context("no node")
	}

	/// Runs a command that must be done, and gives its answer.
	pub async fn ask(&mut self, run: &[&str]) -> Result<Value> {
		let step = Step {
			step: run.join(" "),
			actor: None,
			run: run.iter().map(|argument| (*argument).to_owned()).collect(),
			fill: Vec::new(),
			refused: None,
			keep: BTreeMap::new(),
		};
		let output = self.start(&step, Duration::ZERO)?.await?;
		if !output.status.success() {
			let [answer, words] =
				[&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
			bail!("zhidai {}: {answer}{words}", step.step);
		}
		Ok(serde_json::from_slice(&output.stdout)?)
	}
}

/// What came of a step, and what is kept of its answer.
fn judge(step: &Step, output: &Output) -> Result<(Outcome, Map<String, Value>)> {
	let stdout = String::from_utf8_lossy(&output.stdout);
	let stderr = String::from_utf8_lossy(&output.stderr);
	let answer: Value = serde_json::from_str(stdout.trim()).unwrap_or(Value::Null);
	let done = output.status.success();
	let rule = answer["rule"].as_str().filter(|_| !done).map(str::to_owned);
	let as_expected = match &step.refused {
		None => done,
		Some(expected) => !done && rule.as_deref() == Some(expected.as_str()),
	};
	let mut kept = Map::new();
	for (name, place) in step.keep.iter().filter(|_| done) {
		let value = find(&answer, place)
			.ok_or_else(|| anyhow!("the answer to «{}» has nothing at {place}: {answer}", step.step))?;
		kept.insert(name.clone(), value.clone());
	}
	let command = || step.run.iter().take(2).cloned().collect::<Vec<_>>().join(" ");
	let outcome = Outcome {
		step: step.step.clone(),
		actor: step.actor.clone(),
		call: answer["call"].as_str().map_or_else(command, str::to_owned),
		outcome: if done { "ok" } else { "refused" },
		rule,
		block: answer["block"].as_u64(),
		ms_to_finality: answer["milliseconds"].as_u64(),
		as_expected,
		words: (!as_expected).then(|| format!("{}\n{}", stdout.trim(), stderr.trim())),
	};
	Ok((outcome, kept))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
	fs::create_dir_all(to)?;
	for entry in fs::read_dir(from)? {
		let entry = entry?;
		let to = to.join(entry.file_name());
		match entry.file_type()?.is_dir() {
			true => copy_folder(&entry.path(), &to)?,
			false => fs::copy(entry.path(), to).map(|_| ())?,
		}
	}
	Ok(())
}

/// The last block in which a step is final.
pub fn last_block(outcomes: &[Outcome]) -> u32 {
	let last = outcomes.iter().filter_map(|outcome| outcome.block).max().unwrap_or_default();
	u32::try_from(last).unwrap_or(u32::MAX)
}

/// The middle of these numbers; of an even count, the lower of the two.
pub fn median(mut numbers: Vec<u64>) -> Option<u64> {
	numbers.sort_unstable();
	numbers.get(numbers.len().saturating_sub(1) / 2).copied()
}

impl Story {
	/// Reads a story.
	pub fn read(path: &Path) -> Result<Self> {
		let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
		serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn the_median_is_the_middle() {
		assert_eq!(
			(median(vec![3, 1, 2]), median(vec![4, 1, 2, 3]), median(vec![])),
			(Some(2), Some(2), None)
		);
	}

	#[test]
	fn every_value_is_kept_before_it_is_used_and_every_file_is_there() {
		let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/story");
		let story = Story::read(&folder.join("story.json")).unwrap();
		let mut known = Known(story.values.clone());
		known.0.insert("work".into(), "w".into());
		for stage in &story.stages {
			for step in &stage.steps {
				let mut filled: Vec<Result<()>> = Vec::new();
				filled.extend(step.run.iter().map(|argument| known.fill(argument).map(drop)));
				for file in &step.fill {
					let text = fs::read_to_string(folder.join(file)).unwrap();
					filled.push(match serde_json::from_str::<Value>(&text) {
						Ok(mut document) => known.fill_json(&mut document),
						Err(_) => known.fill(&text).map(drop),
					});
				}
				for result in filled {
					result.unwrap_or_else(|error| panic!("{}: {error:#}", step.step));
				}
			}
			known.0.extend(
				stage.steps.iter().flat_map(|step| step.keep.keys()).map(|name| (name.clone(), json!(1))),
			);
		}
		assert!(known.0.contains_key("loan"), "the report traces the loan");
	}
}
