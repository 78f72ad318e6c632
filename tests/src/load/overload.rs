//! The overload: more calls than the chain takes, offered by client processes through the SDK and its outbox. In the
//! middle a client and the node that it talks to are killed. In the end every call has an ending that a node tells.

pub mod client;
pub mod notes;
pub mod plan;
pub mod told;

use super::cast::{names_of, Cast};
use super::desk::Answers;
use super::watch::Watch;
use super::{books, probe, scene};
use crate::binaries;
use crate::consortium::Consortium;
use crate::node::{Node, NodeSettings};
use anyhow::{ensure, Context, Result};
use plan::{now_ms, Plan};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::process::{Child, Command};
use told::{Killed, Overloaded};
use zhidai_api::Day;
use zhidai_sdk::keys::random;
use zhidai_sdk::Client;

/// Whose first client is killed, and the node that it talks to.
const KILLED_BANK: &str = "bank-a";
const KILLED_NODE: &str = "charlie";
/// The banks' nodes.
const NODES: [(&str, &str); 2] = [(KILLED_BANK, KILLED_NODE), ("bank-b", "dave")];
/// When they are killed, as a share of the time in which calls are offered.
const MIDDLE: f64 = 0.4;
/// How much is offered, in times of what the chain takes.
const TIMES: f64 = 2.0;
/// How long after its start a client's first call is due.
const GET_READY: Duration = Duration::from_secs(3);
/// For how long after the last call was due outcomes are waited for: every era of 64 blocks is over by then, also
/// where blocks come late.
const LONGEST: Duration = Duration::from_secs(300);

/// How much, and how long.
#[derive(Clone, Debug)]
pub struct Settings {
	/// How many calls are offered.
	pub calls: u64,
	/// How many a second; twice what the chain takes, where nothing is said.
	pub per_second: Option<f64>,
	/// For how long is tried what the chain takes.
	pub probe: Duration,
	/// Officers for each duty of a payment, at each bank.
	pub crew: usize,
	/// Client processes of each bank.
	pub clients: usize,
	/// For how long after it was due a call that is told to wait is offered again.
	pub patience: Duration,
	/// How long the node is down that is killed.
	pub down: Duration,
	/// How the nodes run otherwise than usual.
	pub nodes: NodeSettings,
}

/// Starts four nodes, offers more than they take, kills in the middle, and asks what became of every call.
pub async fn overload(folder: &Path, settings: &Settings, tell: impl Fn(&str)) -> Result<Overloaded> {
	tell("starting four nodes (two regulators, two banks)");
	let mut consortium = Consortium::start_with(folder, None, &settings.nodes).await?;
	consortium.wait_connected().await?;
	let (today, capacity) = prepare(&consortium, settings, &tell).await?;
	let per_second = settings.per_second.unwrap_or(capacity.unwrap_or_default() * TIMES);
	let before = files(first(&consortium)?).await?;
	tell(&format!("{} calls are offered, {per_second:.0} a second", settings.calls));
	let plans = plans(&consortium, settings, per_second, today)?;
	let mut processes = plans.iter().map(Process::start).collect::<Result<Vec<_>>>()?;
	let killed = kill(&mut consortium, &plans, &mut processes, settings, &tell).await?;
	for process in &mut processes {
		process.finish().await?;
	}
	tell("every call is asked for once more, at a node that was not killed");
	let mut told = told::ask(&plans, &first(&consortium)?.url()).await?;
	told.capacity_per_second = capacity;
	told.offered_per_second = per_second;
	told.killed = killed;
	told.files_booked = files(first(&consortium)?).await? - before;
	Ok(told)
}

fn first(consortium: &Consortium) -> Result<&Node> {
	consortium.nodes.iter().find(|node| node.validator() != KILLED_NODE).context("no node")
}

/// How many files the chain knows.
async fn files(node: &Node) -> Result<u64> {
	let client = Client::connect(&[node.url()], None).await?;
	books::records(node, &client.at_final().await?, "Payments", "BankFiles").await
}

/// Adds officers, and finds out what the chain takes, where that is asked for.
async fn prepare(
	consortium: &Consortium,
	settings: &Settings,
	tell: impl Fn(&str),
) -> Result<(Day, Option<f64>)> {
	let mut clients = Vec::new();
	for node in &consortium.nodes {
		clients.push(Arc::new(Client::connect(&[node.url()], None).await?));
	}
	let (watch, mut following) = Watch::start(&first(consortium)?.url()).await?;
	let work = async {
		let cast = Cast::assemble(&clients, &watch, &Arc::new(Answers::default()), settings.crew)?;
		let today = super::today(clients.first().context("no node")?).await?;
		watch.next_block().await?;
		tell("officers are added");
		futures::future::try_join_all(cast.banks.iter().map(|bank| scene::hire(bank))).await?;
		if settings.per_second.is_some() {
			return Ok((today, None));
		}
		tell("trying what the chain takes");
		let capacity = probe::capacity(&cast.banks, today, settings.probe).await?;
		tell(&format!("the chain takes {capacity:.0} calls a second"));
		Ok((today, Some(capacity)))
	};
	tokio::select! {
		done = work => {
			following.abort();
			done
		}
		ended = &mut following => Err(match ended? {
			Err(error) => error,
			Ok(()) => anyhow::anyhow!("the finalised blocks are not followed any more"),
		}),
	}
}

/// The officers of a bank who hand in files, by their keys.
fn officers(bank: &str, crew: usize) -> Vec<String> {
	let names = |duty| names_of(bank, duty, crew);
	names("maker").into_iter().chain(names("checker")).collect()
}

fn plans(consortium: &Consortium, settings: &Settings, per_second: f64, today: Day) -> Result<Vec<Plan>> {
	let run = hex::encode(random::<8>()?);
	let begins_at = now_ms() + u64::try_from(GET_READY.as_millis())?;
	let mut plans = Vec::new();
	for (bank, own) in NODES {
		let mut nodes: Vec<&Node> = consortium.nodes.iter().collect();
		nodes.sort_by_key(|node| node.validator() != own);
		let urls: Vec<String> = nodes.into_iter().map(Node::url).collect();
		let officers = officers(bank, settings.crew);
		let share = officers.len().div_ceil(settings.clients.max(1)).max(1);
		for officers in officers.chunks(share) {
			plans.push(Plan {
				run: run.clone(),
				client: plans.len() as u64,
				clients: 0,
				calls: settings.calls,
				per_second,
				begins_at,
				officers: officers.to_vec(),
				urls: urls.clone(),
				folder: consortium.folder().join(format!("client-{}", plans.len())),
				today: today.to_string(),
				patience_ms: u64::try_from(settings.patience.as_millis())?,
				longest_ms: u64::try_from(LONGEST.as_millis())?,
			});
		}
	}
	let clients = plans.len() as u64;
	plans.iter_mut().for_each(|plan| plan.clients = clients);
	Ok(plans)
}

/// A client process.
struct Process {
	child: Child,
	log: PathBuf,
}

impl Process {
	fn start(plan: &Plan) -> Result<Self> {
		std::fs::create_dir_all(&plan.folder)?;
		let (file, log) = (plan.folder.join("plan.json"), plan.folder.join("log"));
		std::fs::write(&file, serde_json::to_string(plan)?)?;
		let errors = std::fs::OpenOptions::new().create(true).append(true).open(&log)?;
		let mut command = Command::new(binaries::find("zhidai-bench")?);
		command.arg("client").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors);
		let child = command.kill_on_drop(true).spawn().context("starting a client")?;
		Ok(Self { child, log })
	}

	/// Waits until it has told what became of all its calls; it gives up by itself.
	async fn finish(&mut self) -> Result<()> {
		let status = self.child.wait().await?;
		ensure!(status.success(), "a client ended with {status}; its log: {}", self.log.display());
		Ok(())
	}
}

/// Kills the first client and its node without warning, and starts both again.
async fn kill(
	consortium: &mut Consortium,
	plans: &[Plan],
	processes: &mut [Process],
	settings: &Settings,
	tell: impl Fn(&str),
) -> Result<Killed> {
	let (plan, process) = plans.first().zip(processes.first_mut()).context("no client")?;
	let offering = plan.due_at(plan.calls) - plan.begins_at;
	let middle = Duration::from_millis(offering).mul_f64(MIDDLE);
	let at = plan.begins_at + u64::try_from(middle.as_millis())?;
	tokio::time::sleep(Duration::from_millis(at.saturating_sub(now_ms()))).await;
	process.child.start_kill()?;
	let options = consortium.take(KILLED_NODE)?.kill()?;
	process.child.wait().await?;
	let killed = told::at_the_kill(plan)?;
	tell(&format!(
		"killed: a client with {} calls on their way and {} not begun, and its node",
		killed.on_their_way, killed.not_begun
	));
	tokio::time::sleep(settings.down).await;
	consortium.restart(options).await?;
	*process = Process::start(plan)?;
	tell("both are back");
	Ok(killed)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn makers_and_checkers_hand_in_files() {
		assert_eq!(
			officers("bank-a", 2),
			["bank-a.maker", "bank-a.maker-2", "bank-a.checker", "bank-a.checker-2"]
		);
	}
}
