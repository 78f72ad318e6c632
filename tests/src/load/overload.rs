//! The overload: more calls than the chain takes, of several kinds, offered by client processes through the SDK's
//! outbox. In the middle a client and the node that it talks to are killed. In the end every call has an ending that a
//! node tells.

pub mod client;
pub mod desk;
pub mod notes;
mod order;
pub mod plan;
mod steps;
pub mod told;

use super::cast::{names_of, Cast};
use super::desk::Answers;
use super::probe;
use super::scene::{self, Size};
use super::watch::Watch;
use crate::binaries;
use crate::consortium::Consortium;
use crate::node::{Node, NodeSettings, PATIENCE};
use anyhow::{bail, ensure, Context, Result};
use plan::{now_ms, Part, Plan, ROUND};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use told::{Killed, Overloaded};
use zhidai_api::{Day, EvidenceId, LoanId};
use zhidai_sdk::keys::random;
use zhidai_sdk::render::Style;
use zhidai_sdk::Client;

/// Whose first client is killed, and the node that it talks to.
const KILLED_BANK: &str = "bank-a";
const KILLED_NODE: &str = "charlie";
/// Whose payments go through their steps, and its node: where no node dies, no step may overtake another.
const PAYING_BANK: &str = "bank-b";
const PAYING_NODE: &str = "dave";
/// When they are killed, as a share of the time in which calls are offered.
const MIDDLE: f64 = 0.4;
/// How much is offered, in times of what the chain takes.
const TIMES: f64 = 2.0;
/// How long after all clients are ready the first call is due.
const GET_READY: Duration = Duration::from_millis(500);
/// How often is looked whether they are.
const LOOK: Duration = Duration::from_millis(50);
/// For how long after the last call was due outcomes are waited for: every era of 64 blocks is over by then, also
/// where blocks come late.
const LONGEST: Duration = Duration::from_secs(300);

/// How much, and how long.
#[derive(Clone, Debug)]
pub struct Settings {
	/// How many calls are offered, a multiple of 50.
	pub calls: u64,
	/// How many a second; twice what the chain takes, where nothing is said.
	pub per_second: Option<f64>,
	/// For how long is tried what the chain takes.
	pub probe: Duration,
	/// Officers for each duty of a payment, at each bank: two at the least.
	pub crew: usize,
	/// Client processes of each bank for its stream of calls. Two more send payments and calls in a hurry.
	pub clients: usize,
	/// How long the node is down that is killed.
	pub down: Duration,
	/// How the nodes run otherwise than usual.
	pub nodes: NodeSettings,
}

/// What is drawn on.
#[derive(Clone, Copy, Debug)]
struct Scene {
	today: Day,
	loan: LoanId,
	evidence: Option<EvidenceId>,
	capacity: Option<f64>,
}

/// Starts four nodes, offers more than they take, kills in the middle, and asks what became of every call.
pub async fn overload(folder: &Path, settings: &Settings, tell: impl Fn(&str)) -> Result<Overloaded> {
	ensure!(
		settings.calls.is_multiple_of(ROUND),
		"the calls must be a multiple of {ROUND}, not {}",
		settings.calls
	);
	ensure!(settings.crew >= 2, "every duty needs two officers: one for payments, one for the stream");
	tell("starting four nodes (two regulators, two banks)");
	let mut consortium = Consortium::start_with(folder, None, &settings.nodes).await?;
	consortium.wait_connected().await?;
	let scene = prepare(&consortium, settings, &tell).await?;
	let per_second = settings.per_second.unwrap_or(scene.capacity.unwrap_or_default() * TIMES);
	tell("steps of payments are handed in backwards");
	let backwards =
		order::backwards(&consortium.nodes, &common(&consortium, settings, per_second, scene)?).await?;
	let before = files(first(&consortium)?).await?;
	tell("clients sign what they offer");
	let plans = plans(&consortium, settings, per_second, scene)?;
	let mut processes = plans.iter().map(Process::start).collect::<Result<Vec<_>>>()?;
	let begun_at = begin(&plans, &mut processes).await?;
	tell(&format!("{} calls are offered, {per_second:.0} a second", settings.calls));
	let killed = kill(&mut consortium, &plans, &mut processes, (begun_at, settings.down), &tell).await?;
	for process in &mut processes {
		process.finish().await?;
	}
	tell("every call is asked for once more, at a node that was not killed");
	let mut told = told::ask(&plans, &first(&consortium)?.url()).await?;
	told.capacity_per_second = scene.capacity;
	told.offered_per_second = per_second;
	told.killed = killed;
	told.backwards = backwards;
	told.files_entered = files(first(&consortium)?).await? - before;
	Ok(told)
}

fn first(consortium: &Consortium) -> Result<&Node> {
	consortium.nodes.iter().find(|node| node.validator() != KILLED_NODE).context("no node")
}

/// How many files were entered on the chain: it counts them, whatever was booked since or gave way.
async fn files(node: &Node) -> Result<u64> {
	let client = Client::connect(&[node.url()], None).await?;
	let counts = client.read(Style::Json).await?.records("Payments", "EnteredCounts", &[]).await?;
	let entered = counts.iter().map(|(_, count)| count.get("next").and_then(Value::as_u64));
	entered.sum::<Option<u64>>().context("how many files a bank has entered")
}

/// Adds officers, makes a loan, and finds out what the chain takes, where that is asked for.
async fn prepare(consortium: &Consortium, settings: &Settings, tell: impl Fn(&str)) -> Result<Scene> {
	let mut clients = Vec::new();
	for node in &consortium.nodes {
		clients.push(Arc::new(Client::connect(&[node.url()], None).await?));
	}
	let (watch, mut following) = Watch::start(&first(consortium)?.url()).await?;
	let work = async {
		let cast = Cast::assemble(&clients, &watch, &Arc::new(Answers::default()), settings.crew)?;
		let today = super::today(clients.first().context("no node")?).await?;
		watch.next_block().await?;
		let loans = scene::set(&cast, Size { loans: 1, suppliers: 1 }, today, &tell).await?;
		let loan = loans.iter().find(|loan| loan.bank.name == PAYING_BANK).context("no loan")?;
		let (loan, evidence) = (loan.id, loan.evidence.first().copied());
		let mut capacity = None;
		if settings.per_second.is_none() {
			tell("trying what the chain takes");
			let found = probe::capacity(&cast.banks, settings.probe).await?;
			tell(&format!("the chain takes {found:.0} calls a second"));
			capacity = Some(found);
		}
		Ok(Scene { today, loan, evidence, capacity })
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

/// The officers of both banks by what they do here, each by the name of the key.
struct Officers {
	/// Those of the killed bank, and of the paying one.
	streams: [Vec<String>; 2],
	hurry: Vec<String>,
	/// Who drafts, enters, approves and books, releases, and then who mandates.
	chains: Vec<String>,
}

impl Officers {
	fn of_crew(crew: usize) -> Self {
		let names = |bank, duty| names_of(bank, duty, crew);
		let [makers, checkers, releasers] =
			["maker", "checker", "release"].map(|duty| names(PAYING_BANK, duty));
		let (drafting, makers) = makers.split_at(makers.len().min(2));
		let (approving, checkers) = checkers.split_at(checkers.len().min(1));
		let (releasing, releasers) = releasers.split_at(releasers.len().min(1));
		let mandating: Vec<String> =
			(1..=crew.max(2)).map(|each| format!("{PAYING_BANK}.borrower-{each}")).collect();
		Self {
			streams: [
				[names(KILLED_BANK, "maker"), names(KILLED_BANK, "checker")].concat(),
				[makers, checkers].concat(),
			],
			hurry: [names(KILLED_BANK, "release"), releasers.to_vec()].concat(),
			chains: [drafting, approving, releasing, &mandating].concat(),
		}
	}
}

/// The nodes' addresses, this one's first.
fn urls(consortium: &Consortium, own: &str) -> Vec<String> {
	let mut nodes: Vec<&Node> = consortium.nodes.iter().collect();
	nodes.sort_by_key(|node| node.validator() != own);
	nodes.into_iter().map(Node::url).collect()
}

/// What all clients are told.
fn common(consortium: &Consortium, settings: &Settings, per_second: f64, scene: Scene) -> Result<Plan> {
	Ok(Plan {
		run: hex::encode(random::<8>()?),
		part: Part::Stream,
		first: 0,
		among: 0,
		calls: settings.calls,
		per_second,
		go: consortium.folder().join("go"),
		officers: Vec::new(),
		urls: Vec::new(),
		folder: PathBuf::new(),
		today: scene.today,
		loan: scene.loan,
		evidence: scene.evidence,
		longest_ms: u64::try_from(LONGEST.as_millis())?,
	})
}

fn plans(consortium: &Consortium, settings: &Settings, per_second: f64, scene: Scene) -> Result<Vec<Plan>> {
	let Officers { streams, hurry, chains } = Officers::of_crew(settings.crew);
	let among = streams.iter().map(Vec::len).sum::<usize>() as u64;
	let common = Plan { among, ..common(consortium, settings, per_second, scene)? };
	let (mut plans, mut first) = (Vec::new(), 0);
	for (officers, node) in streams.iter().zip([KILLED_NODE, PAYING_NODE]) {
		let share = officers.len().div_ceil(settings.clients.max(1)).max(1);
		for officers in officers.chunks(share) {
			let urls = urls(consortium, node);
			plans.push(Plan { first, officers: officers.to_vec(), urls, ..common.clone() });
			first += officers.len() as u64;
		}
	}
	let urls = urls(consortium, PAYING_NODE);
	let among = hurry.len() as u64;
	plans.push(Plan { part: Part::Hurry, among, officers: hurry, urls: urls.clone(), ..common.clone() });
	plans.push(Plan { part: Part::Chains, officers: chains, urls, ..common });
	for (number, plan) in plans.iter_mut().enumerate() {
		plan.folder = consortium.folder().join(format!("client-{number}"));
	}
	Ok(plans)
}

/// Waits until every client has signed what it offers, and says when the first call is due.
async fn begin(plans: &[Plan], processes: &mut [Process]) -> Result<u64> {
	let deadline = Instant::now() + PATIENCE;
	for (plan, process) in plans.iter().zip(processes) {
		while !plan.ready().exists() {
			if let Some(status) = process.child.try_wait()? {
				bail!("a client ended with {status}; its log: {}", process.log.display());
			}
			ensure!(Instant::now() < deadline, "a client is not ready; its log: {}", process.log.display());
			tokio::time::sleep(LOOK).await;
		}
	}
	let begun_at = now_ms() + u64::try_from(GET_READY.as_millis())?;
	let go = &plans.first().context("no client")?.go;
	let unfinished = go.with_extension("new");
	std::fs::write(&unfinished, begun_at.to_string())?;
	// Whoever sees it sees all of it.
	std::fs::rename(&unfinished, go)?;
	Ok(begun_at)
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
	(begun_at, down): (u64, Duration),
	tell: impl Fn(&str),
) -> Result<Killed> {
	let (plan, process) = plans.first().zip(processes.first_mut()).context("no client")?;
	let middle = plan.due_after(plan.calls).mul_f64(MIDDLE);
	let at = begun_at + u64::try_from(middle.as_millis())?;
	tokio::time::sleep(Duration::from_millis(at.saturating_sub(now_ms()))).await;
	process.child.start_kill()?;
	let options = consortium.take(KILLED_NODE)?.kill()?;
	process.child.wait().await?;
	let killed = told::at_the_kill(plan)?;
	tell(&format!(
		"killed: a client with {} calls on their way and {} not begun, and its node",
		killed.on_their_way, killed.not_begun
	));
	tokio::time::sleep(down).await;
	consortium.restart(options).await?;
	*process = Process::start(plan)?;
	tell("both are back");
	Ok(killed)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn nobody_signs_in_two_processes() {
		for crew in [2, 8] {
			let Officers { streams: [killed, paying], hurry, chains } = Officers::of_crew(crew);
			assert_eq!(chains[..4], ["bank-b.maker", "bank-b.maker-2", "bank-b.checker", "bank-b.release"]);
			assert_eq!((killed.len(), paying.len(), hurry.len()), (2 * crew, 2 * crew - 3, 2 * crew - 1));
			let all = [killed, paying, hurry, chains].concat();
			let different: std::collections::BTreeSet<&String> = all.iter().collect();
			assert_eq!((different.len(), all.len()), (7 * crew, 7 * crew));
		}
	}
}
