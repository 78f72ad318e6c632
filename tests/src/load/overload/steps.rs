//! Payments whose steps are sent one after the other by the officers whose steps they are. What a draft is called the
//! chain says, so its mandate comes when it is final, and each later step when the one before is final, as the SDK and
//! the command line do it.

use super::client::Clock;
use super::desk::Desk;
use super::plan::{Part, Plan};
use anyhow::{Context, Result};
use futures::future::try_join_all;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use tokio::sync::Semaphore;
use zhidai_api::{Digest, DraftNo, InBlock, Outcome, MAX_OPEN_DRAFTS};
use zhidai_sdk::chain::events_of;
use zhidai_sdk::Client;

/// Who takes which step.
struct Desks<'a> {
	drafts: &'a Desk,
	enters: &'a Desk,
	/// Approves, and books what was entered.
	approves: &'a Desk,
	releases: &'a Desk,
	mandates: &'a [Arc<Desk>],
	turn: AtomicUsize,
}

impl<'a> Desks<'a> {
	fn new(desks: &'a [Arc<Desk>]) -> Result<Self> {
		let [drafts, enters, approves, releases, mandates @ ..] = desks else {
			anyhow::bail!("officers are missing")
		};
		Ok(Self { drafts, enters, approves, releases, mandates, turn: AtomicUsize::new(0) })
	}

	/// Those after the draft, in the order of the steps.
	fn after_draft(&self) -> Result<[&'a Desk; 5]> {
		let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.mandates.len().max(1);
		let mandates: &'a Desk = self.mandates.get(turn).context("nobody mandates")?;
		Ok([mandates, self.approves, self.releases, self.enters, self.approves])
	}
}

/// Makes all payments of the plan, and follows every step.
pub async fn pay(plan: &Plan, client: &Client, desks: &[Arc<Desk>], clock: &Clock) -> Result<()> {
	let (by, places) = (Desks::new(desks)?, Semaphore::new(usize::try_from(MAX_OPEN_DRAFTS)?));
	let payments = Part::Chains.count(plan.calls) / super::plan::STEPS;
	let offer = async {
		let firsts = (0..payments).map(|place| Part::Chains.number(place * super::plan::STEPS));
		try_join_all(firsts.map(|first| payment(plan, client, &by, first, clock, &places))).await?;
		desks.iter().for_each(|desk| desk.has_offered.store(true, Ordering::Relaxed));
		anyhow::Ok(())
	};
	let follow = try_join_all(desks.iter().map(|desk| desk.follow(clock.ends_at())));
	futures::try_join!(offer, follow).map(drop)
}

/// One payment. Where a step comes to nothing, those after it are never signed.
async fn payment(
	plan: &Plan,
	client: &Client,
	by: &Desks<'_>,
	first: u64,
	clock: &Clock,
	places: &Semaphore,
) -> Result<()> {
	clock.due(first).await;
	let room = places.acquire().await?;
	if !by.drafts.send(first, plan.draft(first)?).await? {
		return Ok(());
	}
	let Some(Outcome::Final { place }) = by.drafts.outcome(first, clock.ends_at()).await else {
		return Ok(());
	};
	// Until the chain has closed the draft, it takes room there; where it never does, that room is never given back.
	room.forget();
	let (draft, digest) = drafted(client, place).await?;
	let steps = by.after_draft()?.into_iter().zip(plan.steps(first, draft, digest)?);
	for (number, (desk, (_, call))) in (first + 1..).zip(steps) {
		if !desk.send(number, call).await? {
			return Ok(());
		}
		let outcome = desk.outcome(number, clock.ends_at()).await;
		if !matches!(outcome, Some(Outcome::Final { .. })) {
			return Ok(());
		}
	}
	places.add_permits(1);
	Ok(())
}

/// A draft's number and digest, from the block that it is in.
pub(super) async fn drafted(client: &Client, place: InBlock) -> Result<(DraftNo, Digest)> {
	let at = client.at_number(place.block.into()).await?;
	let events = events_of(&at, &[place.position]).await?.remove(&place.position);
	let events = events.context("the block does not say how the draft ended")??;
	let drafted = events.iter().find(|event| event.name == "Payments.Drafted").context("no draft")?;
	let number = drafted.fields["draft"].as_u64().context("a draft without number")?;
	let digest = drafted.fields["digest"].as_str().context("a draft without digest")?;
	Ok((DraftNo(u32::try_from(number)?), digest.parse().context("the digest of a draft")?))
}
