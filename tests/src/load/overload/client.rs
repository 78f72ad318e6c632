//! A client process: officers who sign what they offer, write it down in the SDK's outbox before it is sent, note every
//! answer, and ask what became of it. Started again after a kill, it goes on from the outbox.

use super::desk::{Desk, Letter, Offered, RETRY_AFTER};
use super::notes::{Event, Notes};
use super::plan::{self, now_ms, Kind, Part, Plan};
use super::steps;
use anyhow::{Context, Result};
use futures::future::try_join_all;
use futures::stream::{self, StreamExt, TryStreamExt};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use zhidai_sdk::Client;

/// How many calls of one officer are handed in at once.
const AT_ONCE: usize = 8;
/// How many are written down together, before the first of them is due: the outbox has room for 256 without outcome.
const WRITTEN_AHEAD: usize = 64;
/// How many nonces the last call in a hurry leaves out: nobody fills them before its era is over.
const LEFT_OUT: u64 = 8;
const LOOK: Duration = Duration::from_millis(20);

/// When calls are due.
#[derive(Clone)]
pub struct Clock {
	plan: Arc<Plan>,
	begun_at: u64,
}

impl Clock {
	/// Says that this client is ready, and waits until all are.
	async fn start(plan: &Arc<Plan>) -> Result<Self> {
		std::fs::write(plan.ready(), "")?;
		Ok(Self { plan: plan.clone(), begun_at: begun_at(&plan.go).await })
	}

	/// Waits until a call is due.
	pub async fn due(&self, number: u64) {
		let due_at = self.begun_at + milliseconds(self.plan.due_after(number));
		tokio::time::sleep(Duration::from_millis(due_at.saturating_sub(now_ms()))).await;
	}

	/// After this, outcomes are not waited for any more, in milliseconds since 1970.
	pub fn ends_at(&self) -> u64 {
		self.begun_at + milliseconds(self.plan.due_after(self.plan.calls)) + self.plan.longest_ms
	}
}

fn milliseconds(time: Duration) -> u64 {
	u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Waits for the file that says when the first call is due.
async fn begun_at(go: &Path) -> u64 {
	loop {
		let text = std::fs::read_to_string(go).unwrap_or_default();
		match text.parse() {
			Ok(at) => return at,
			Err(_) => tokio::time::sleep(LOOK).await,
		}
	}
}

/// Does what the plan says, until every outcome is told.
pub async fn serve(plan: Plan) -> Result<()> {
	let plan = Arc::new(plan);
	let client = Arc::new(Client::connect(&plan.urls, None).await?);
	let notes = Arc::new(Notes::open(&plan.notes())?);
	let desks: Vec<Arc<Desk>> = plan
		.officers
		.iter()
		.map(|name| anyhow::Ok(Arc::new(Desk::new(name, &plan, &client, &notes)?)))
		.collect::<Result<_>>()?;
	match plan.part {
		Part::Chains => {
			let clock = Clock::start(&plan).await?;
			steps::pay(&plan, &client, &desks, &clock).await
		}
		Part::Hurry => {
			let clock = Clock::start(&plan).await?;
			let all =
				desks.iter().enumerate().map(|(place, desk)| hurry(&plan, &client, desk, place, &clock));
			try_join_all(all).await.map(drop)
		}
		Part::Stream => offer_streams(&plan, &client, &desks).await,
	}
}

/// Begins with all other clients, offers and follows.
async fn offer_streams(plan: &Arc<Plan>, client: &Arc<Client>, desks: &[Arc<Desk>]) -> Result<()> {
	let mut streams = Vec::new();
	for (place, desk) in desks.iter().enumerate() {
		streams.push(Stream::prepare(plan, client, desk.clone(), place).await?);
	}
	let clock = Clock::start(plan).await?;
	try_join_all(streams.into_iter().map(|(stream, calls)| {
		let clock = clock.clone();
		async move {
			let follow = stream.desk.follow(clock.ends_at());
			let (offer, again) = (stream.offer_all(calls, &clock), stream.offer_again(&clock));
			futures::try_join!(offer, again, follow).map(drop)
		}
	}))
	.await
	.map(drop)
}

/// A call that is not signed yet: its number, its kind, its nonce.
type ToSign = (u64, Kind, u64);

/// An officer whose calls are signed some time before they are due, so many at once.
struct Stream {
	desk: Arc<Desk>,
	plan: Arc<Plan>,
	client: Arc<Client>,
	/// What was told to wait, by its nonce: handed in again in that order.
	told_to_wait: Mutex<BTreeMap<u64, Letter>>,
}

impl Stream {
	/// Goes on with what an earlier process wrote down; what is left to sign.
	async fn prepare(
		plan: &Arc<Plan>,
		client: &Arc<Client>,
		desk: Arc<Desk>,
		place: usize,
	) -> Result<(Self, Vec<ToSign>)> {
		let own: BTreeMap<u64, Kind> = plan.calls_of(place).collect();
		let kind_of = |number: u64| own.get(&number).copied().unwrap_or(Kind::File);
		let (begun, again) = desk.resume(kind_of).await?;
		let nonce = desk.nonce_after_all().await?;
		let left = own.into_iter().filter(|(number, _)| !begun.contains(number));
		let calls = left.zip(nonce..).map(|((number, kind), nonce)| (number, kind, nonce)).collect();
		let told_to_wait = Mutex::new(again.into_iter().map(|letter| (letter.nonce(), letter)).collect());
		Ok((Self { desk, plan: plan.clone(), client: client.clone(), told_to_wait }, calls))
	}

	/// Signs the next calls, and writes them down.
	async fn sign(&self, calls: &[ToSign]) -> Result<Vec<Letter>> {
		let at = self.client.at_final().await?;
		let mut letters = Vec::new();
		for (number, kind, nonce) in calls.iter().copied() {
			let call = self.plan.call(number, kind, &self.desk.name);
			letters.push(self.desk.sign(&at, number, call, nonce, plan::BLOCKS)?);
		}
		self.desk.write_down(&letters).await?;
		Ok(letters)
	}

	fn told_to_wait(&self) -> MutexGuard<'_, BTreeMap<u64, Letter>> {
		self.told_to_wait.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Hands every call in when it is due, whatever became of those before.
	async fn offer_all(&self, calls: Vec<ToSign>, clock: &Clock) -> Result<()> {
		for calls in calls.chunks(WRITTEN_AHEAD) {
			let letters = self.sign(calls).await?;
			let offers = stream::iter(letters).map(|letter| self.offer_first(letter, clock));
			offers.buffered(AT_ONCE).try_collect::<Vec<()>>().await?;
		}
		self.desk.has_offered.store(true, Ordering::Relaxed);
		Ok(())
	}

	async fn offer_first(&self, mut letter: Letter, clock: &Clock) -> Result<()> {
		clock.due(letter.number).await;
		if let Offered::Waits(_) = self.desk.offer(&mut letter).await? {
			self.told_to_wait().insert(letter.nonce(), letter);
		}
		Ok(())
	}

	/// Hands in again what was told to wait, the first first, until its era is over.
	async fn offer_again(&self, clock: &Clock) -> Result<()> {
		loop {
			let is_all = self.desk.has_offered.load(Ordering::Relaxed);
			let first = self.told_to_wait().pop_first();
			let Some((nonce, mut letter)) = first else {
				if is_all {
					return Ok(());
				}
				tokio::time::sleep(RETRY_AFTER).await;
				continue;
			};
			let Offered::Waits(rule) = self.desk.offer(&mut letter).await? else { continue };
			if self.desk.is_over(&letter).await || now_ms() > clock.ends_at() {
				self.desk.note(letter.number, Event::GivenUp(rule))?;
				continue;
			}
			self.told_to_wait().insert(nonce, letter);
			tokio::time::sleep(RETRY_AFTER).await;
		}
	}
}

/// An officer whose calls are signed for a few blocks when they are due, and offered once.
async fn hurry(plan: &Plan, client: &Client, desk: &Desk, place: usize, clock: &Clock) -> Result<()> {
	let numbers: Vec<(u64, Kind)> = plan.calls_of(place).collect();
	let offer = async {
		let last = numbers.last().map(|(number, _)| *number);
		for (number, kind) in numbers.iter().copied() {
			clock.due(number).await;
			let left_out = if Some(number) == last { LEFT_OUT } else { 0 };
			let (at, nonce) = (client.at_final().await?, desk.nonce_at_node().await? + left_out);
			let call = plan.call(number, kind, &desk.name);
			let mut letter = desk.sign(&at, number, call, nonce, plan::HURRIED_BLOCKS)?;
			desk.write_down(std::slice::from_ref(&letter)).await?;
			if let Offered::Waits(rule) = desk.offer(&mut letter).await? {
				desk.note(number, Event::GivenUp(rule))?;
			}
		}
		desk.has_offered.store(true, Ordering::Relaxed);
		anyhow::Ok(())
	};
	futures::try_join!(offer, desk.follow(clock.ends_at())).map(drop).context("calls in a hurry")
}
