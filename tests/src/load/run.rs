//! One run: payments offered at a steady rate, whatever the chain makes of them.

use super::desk::{Answers, Failure};
use super::drawdown::{Called, Drawdown, Settled, Step};
use super::machine::Spent;
use super::profile::Observer;
use super::report::{Kind, Measured, Processor};
use super::scene::Loan;
use super::statistics::{Latency, Window};
use super::watch::Watch;
use crate::consortium::Consortium;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use zhidai_api::{Day, Digest};

/// How long is waited after a run for what is still on its way.
const DRAIN: Duration = Duration::from_secs(240);
/// The warm-up goes on until the first payment is settled, but not longer than this.
const LONGEST_WARM_UP: Duration = Duration::from_secs(60);
/// How often somebody is told how far it is.
const TELL: Duration = Duration::from_secs(10);

/// On what a run is made.
pub struct Stage<'a> {
	/// The nodes.
	pub consortium: &'a Consortium,
	/// Follows the finalised blocks.
	pub watch: Arc<Watch>,
	/// What nodes answered besides.
	pub answers: Arc<Answers>,
	/// The loans that are drawn on.
	pub loans: Vec<Arc<Loan>>,
	/// The day on the chain.
	pub today: Day,
	/// The chain.
	pub genesis: Digest,
	/// What the nodes use in a second of empty blocks.
	pub idle_per_second: Duration,
	/// Looks at the nodes in the window of a run.
	pub observer: Option<&'a Observer>,
}

/// What is offered.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
	/// Single payments or batches, step by step or as orders.
	pub kind: Kind,
	/// Payments a second.
	pub payments_per_second: u32,
	/// How long at least before anything is measured.
	pub warm_up: Duration,
	/// How long is measured.
	pub window: Duration,
}

/// What came of the drawdowns so far.
#[derive(Default)]
struct Outcomes {
	called: Vec<Called>,
	settled: Vec<Settled>,
	failed: BTreeMap<String, u64>,
	started: u64,
}

type Shared = Arc<Mutex<Outcomes>>;

fn lock(shared: &Shared) -> std::sync::MutexGuard<'_, Outcomes> {
	shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stage<'_> {
	/// Makes a run and measures it.
	pub async fn run(&self, offer: Offer, tell: impl Fn(&str)) -> Result<Measured> {
		self.answers.take();
		let shared = Shared::default();
		let mut running = JoinSet::new();
		let begun = Instant::now();
		let every = Duration::from_secs(u64::from(offer.kind.payments()))
			.checked_div(offer.payments_per_second)
			.context("a rate of 0")?;
		let (mut due, mut told) = (begun, begun);
		let mut opened: Option<Opened> = None;
		loop {
			tokio::time::sleep_until(due.into()).await;
			let now = Instant::now();
			match &opened {
				None if self.is_warm(&shared, begun, offer) => opened = Some(self.open(now, offer.window)?),
				Some(open) if now >= open.at + offer.window => break,
				_ => (),
			}
			if now >= told + TELL {
				told = now;
				tell(&progress(&shared, begun, opened.is_some(), &offer));
			}
			self.start(offer, due, &shared, &mut running)?;
			due += every;
		}
		let measured = opened.context("the window never opened")?;
		let processor = self.close(&measured)?;
		let window = Window { from: measured.at, to: processor.at };
		tell("nothing more is offered; waiting for what is on its way");
		let unfinished = self.drain(&mut running, &tell).await;
		let outcomes = std::mem::take(&mut *lock(&shared));
		Ok(self.measure(offer, window, processor, outcomes, unfinished))
	}

	/// Waits until nothing is on its way; answers how many drawdowns are, where that takes too long.
	async fn drain(&self, running: &mut JoinSet<()>, tell: impl Fn(&str)) -> u64 {
		let (until, mut told) = (Instant::now() + DRAIN, Instant::now());
		while !running.is_empty() && Instant::now() < until {
			// Whether one is finished or not: the time is looked at again.
			let _ = tokio::time::timeout(TELL, running.join_next()).await;
			if told.elapsed() >= TELL {
				told = Instant::now();
				tell(&format!("{:>8} drawdowns on their way; {}", running.len(), self.answers.list()));
			}
		}
		running.len() as u64
	}

	fn is_warm(&self, shared: &Shared, begun: Instant, offer: Offer) -> bool {
		let elapsed = begun.elapsed();
		let flowing = !lock(shared).settled.is_empty() || elapsed >= LONGEST_WARM_UP;
		elapsed >= offer.warm_up && flowing
	}

	fn start(&self, offer: Offer, due: Instant, shared: &Shared, running: &mut JoinSet<()>) -> Result<()> {
		let started = lock(shared).started;
		let turn = usize::try_from(started)? % self.loans.len().max(1);
		let loan = self.loans.get(turn).context("no loan")?.clone();
		lock(shared).started += 1;
		let drawdown = Drawdown::new(loan, offer.kind.payments(), due, self.today, self.genesis)?;
		let shared = shared.clone();
		running.spawn(async move {
			let called = |called| lock(&shared).called.push(called);
			let made = match offer.kind.is_order() {
				true => drawdown.order(called).await,
				false => drawdown.make(called).await,
			};
			match made {
				Ok(settled) => lock(&shared).settled.push(settled),
				Err((step, Failure(rule))) => {
					let name = format!("{}: {rule}", step.name());
					*lock(&shared).failed.entry(name).or_default() += 1;
				}
			}
		});
		Ok(())
	}

	fn open(&self, at: Instant, window: Duration) -> Result<Opened> {
		self.observer.map_or(Ok(()), |observer| observer.begin(self.consortium, window))?;
		Ok(Opened { at, spent: Spent::of(self.consortium)?, height: self.watch.height() })
	}

	fn close(&self, opened: &Opened) -> Result<Closed> {
		let (at, spent) = (Instant::now(), Spent::of(self.consortium)?.since(&opened.spent));
		self.observer.map_or(Ok(()), |observer| observer.end(self.consortium))?;
		Ok(Closed { at, spent, blocks: self.watch.height().saturating_sub(opened.height) })
	}

	fn measure(
		&self,
		offer: Offer,
		window: Window,
		closed: Closed,
		outcomes: Outcomes,
		unfinished: u64,
	) -> Measured {
		let Outcomes { called, settled, failed, started } = outcomes;
		let delivered: u64 =
			settled.iter().filter(|one| window.contains(one.learnt)).map(|one| one.payments).sum();
		let calls = called.iter().filter(|call| window.contains(call.learnt)).count() as u64;
		let of_step = |step: Option<Step>| {
			let due = called.iter().filter(|call| window.contains(call.due));
			let due = due.filter(|call| step.is_none_or(|step| call.step == step));
			Latency::of(due.map(|call| call.learnt.saturating_duration_since(call.due)))
		};
		let whole = settled.iter().filter(|one| window.contains(one.due));
		let idle = self.idle_per_second.mul_f64(window.length().as_secs_f64());
		Measured {
			kind: offer.kind,
			lines_per_call: offer.kind.payments(),
			window_ms: u64::try_from(window.length().as_millis()).unwrap_or(u64::MAX),
			offered_per_s: f64::from(offer.payments_per_second),
			delivered_per_s: window.per_second(delivered),
			payments_in_window: delivered,
			calls_per_s: window.per_second(calls),
			blocks: closed.blocks,
			call: of_step(None),
			steps: Step::ALL.into_iter().map(|step| (step.name(), of_step(Some(step)))).collect(),
			released: of_step(Some(offer.kind.releases())),
			payment: Latency::of(whole.map(|one| one.learnt.saturating_duration_since(one.due))),
			processor: Processor::of(&closed.spent, idle, window.length(), delivered),
			drawdowns_started: started,
			payments_settled: settled.iter().map(|one| one.payments).sum(),
			sum_settled_fen: settled.iter().map(|one| one.sum_fen).sum(),
			failed,
			unfinished,
			answers: self.answers.take(),
		}
	}
}

/// What was when the window opened.
struct Opened {
	at: Instant,
	spent: Spent,
	height: u64,
}

/// What was in the window.
struct Closed {
	at: Instant,
	spent: Spent,
	blocks: u64,
}

fn progress(shared: &Shared, begun: Instant, open: bool, offer: &Offer) -> String {
	let outcomes = lock(shared);
	let per_drawdown = u64::from(offer.kind.payments());
	let settled: u64 = outcomes.settled.iter().map(|one| one.payments).sum();
	format!(
		"{:>4} s  {:<9} {:>8} offered  {:>8} settled  {:>3} failed",
		begun.elapsed().as_secs(),
		if open { "measuring" } else { "warm-up" },
		outcomes.started * per_drawdown,
		settled,
		outcomes.failed.values().sum::<u64>(),
	)
}
