//! What became of every call: each is asked for at a node, by its hash, and told apart by kind and by ending.

mod count;
mod table;

use super::order;
use super::plan::Kind;
use anyhow::{ensure, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use zhidai_api::{Impossible, Outcome};

pub use count::{ask, at_the_kill};

/// What is said of a transaction whose era is over.
const EXPIRED: &str = "expired";

/// At least so many times what becomes final meanwhile is offered in an overload.
const LEAST_TIMES: f64 = 1.5;
/// What to do where less is.
const HINT: &str = "use more clients (--clients) or officers (--crew), or a machine with more cores";

/// What was on the way when the client and its node were killed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Killed {
	/// Calls of the killed client that were signed and had no outcome yet.
	pub on_their_way: u64,
	/// Calls of it that were not written down yet.
	pub not_begun: u64,
}

/// How transactions ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Endings {
	/// In a final block, and carried out.
	pub carried_out: u64,
	/// Refused in a final block: by which rule, how many.
	pub refused: BTreeMap<String, u64>,
	/// Can no longer happen: why, how many.
	pub impossible: BTreeMap<String, u64>,
	/// Nobody can tell.
	pub without: u64,
}

/// The order of the steps of payments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Steps {
	/// Payments of which every step was carried out.
	pub whole: u64,
	/// Steps that a rule refused: by which, how many. None of them breaks a rule in its order.
	pub refused: BTreeMap<String, u64>,
	/// Steps that stand before an earlier one on the chain.
	pub overtaken: u64,
}

/// How the calls ended that were offered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Overloaded {
	/// How many calls a second became final when the chain was tried; nothing where a rate was given.
	pub capacity_per_second: Option<f64>,
	/// How many a second were to be offered.
	pub offered_per_second: f64,
	/// How many a second were: by the calls that are no steps of payments, which wait for each other.
	pub reached_per_second: f64,
	/// How many a second were told to be final, from the first that was until the last call was offered.
	pub ended_per_second: f64,
	/// From the first offer to the last ending, in milliseconds.
	pub whole_ms: u64,
	/// How many were to be offered.
	pub calls: u64,
	/// Those that a node took.
	pub accepted: Endings,
	/// Those that a node may have taken: the client or the node was killed, or fell silent, in the middle of it.
	pub perhaps: Endings,
	/// Those that the door told to wait until they were given up, or refused. They were signed, so that they are
	/// asked for too.
	pub turned_away: Endings,
	/// All of them, by kind.
	pub by_kind: BTreeMap<Kind, Endings>,
	/// Those that were never signed: a step before them came to nothing.
	pub not_signed: u64,
	/// The steps of payments.
	pub steps: Steps,
	/// Those of the payments before, whose steps were handed in backwards between two blocks.
	pub backwards: Steps,
	/// How many of those that a node took had been told to wait first.
	pub waited: u64,
	/// How many were given up, by what told them to wait.
	pub given_up: BTreeMap<String, u64>,
	/// How many were refused while they were offered, by the rule.
	pub refused_at_once: BTreeMap<String, u64>,
	/// How many were signed anew with the same nonce.
	pub signed_anew_same_nonce: u64,
	/// How many were signed anew with another one.
	pub signed_anew_other_nonce: u64,
	/// How often something was sent again that no node had any more.
	pub sent_again: u64,
	/// How many were gone on with out of the killed client's outbox.
	pub resumed: u64,
	/// Where a client's outbox says something else than the node.
	pub disagreements: u64,
	/// The first of them: the call, what its outbox says and what the node.
	pub first_disagreements: Vec<String>,
	/// The kill in the middle.
	pub killed: Killed,
	/// How many files were entered on the chain.
	pub files_entered: u64,
}

fn add_one(list: &mut BTreeMap<String, u64>, name: &str) {
	*list.entry(name.into()).or_default() += 1;
}

impl Endings {
	fn add(&mut self, outcome: Option<&Outcome>) {
		match outcome {
			Some(Outcome::Final { .. }) => self.carried_out += 1,
			Some(Outcome::Refused { refusal, .. }) => {
				add_one(&mut self.refused, refusal.rule.as_deref().unwrap_or(&refusal.message))
			}
			Some(Outcome::Impossible { reason: Impossible::Expired }) => {
				add_one(&mut self.impossible, EXPIRED)
			}
			Some(Outcome::Impossible { reason: Impossible::NonceUsed }) => {
				add_one(&mut self.impossible, "nonce used")
			}
			// In a block whose state is gone: what it did there is not told.
			Some(Outcome::Included { .. } | Outcome::NotYet { .. }) | None => self.without += 1,
		}
	}

	fn merge(&mut self, other: &Self) {
		self.carried_out += other.carried_out;
		self.without += other.without;
		for (own, more) in [(&mut self.refused, &other.refused), (&mut self.impossible, &other.impossible)] {
			more.iter().for_each(|(name, count)| *own.entry(name.clone()).or_default() += count);
		}
	}

	/// How many a rule refused.
	pub fn refused(&self) -> u64 {
		self.refused.values().sum()
	}

	/// How many can no longer happen.
	pub fn impossible(&self) -> u64 {
		self.impossible.values().sum()
	}

	/// How many there are.
	pub fn count(&self) -> u64 {
		self.carried_out + self.refused() + self.impossible() + self.without
	}
}

impl Overloaded {
	fn all(&self) -> [&Endings; 3] {
		[&self.accepted, &self.perhaps, &self.turned_away]
	}

	/// Whether every call has an ending that a node tells, there is every kind of ending, no step of a payment overtook
	/// another, the chain's books agree, and the kill hit something.
	pub fn ensure_told(&self) -> Result<()> {
		let without: u64 = self.all().iter().map(|endings| endings.without).sum();
		let counted: u64 = self.all().iter().map(|endings| endings.count()).sum();
		ensure!(without == 0, "{without} calls are without an ending: {self:?}");
		ensure!(counted + self.not_signed == self.calls, "{counted} of {} are told: {self:?}", self.calls);
		ensure!(self.disagreements == 0, "an outbox says something else than the node: {self:?}");
		self.ensure_every_ending()?;
		self.ensure_order()?;
		let files: u64 = self.by_kind.iter().map(|(kind, endings)| kind.files() * endings.carried_out).sum();
		ensure!(
			files == self.files_entered,
			"{files} files were told to be entered, and {} are: {self:?}",
			self.files_entered
		);
		ensure!(
			self.killed.on_their_way > 0 && self.killed.not_begun > 0,
			"the kill was not in the middle of it: {self:?}"
		);
		Ok(())
	}

	fn ensure_every_ending(&self) -> Result<()> {
		let Endings { carried_out, impossible, .. } = &self.accepted;
		let refused = self.accepted.refused();
		let expired = impossible.get(EXPIRED).copied().unwrap_or_default();
		ensure!(
			*carried_out > 0 && refused > 0 && expired > 0,
			"of what nodes took, {carried_out} were carried out, {refused} refused by a rule, {expired} expired; \
			 there must be some of each: {self:?}"
		);
		Ok(())
	}

	fn ensure_order(&self) -> Result<()> {
		for (which, least, Steps { whole, refused, overtaken }) in
			[("", 1, &self.steps), (" handed in backwards", order::PAYMENTS, &self.backwards)]
		{
			ensure!(*overtaken == 0, "{overtaken} steps{which} stand before an earlier one: {self:?}");
			ensure!(
				refused.is_empty(),
				"steps{which} were refused, which in their order break no rule: {self:?}"
			);
			ensure!(*whole >= least, "{whole} payments went through all their steps{which}: {self:?}");
		}
		Ok(())
	}

	/// Whether more was offered than the chain takes, where that was tried: so many times what became final then. What
	/// becomes final meanwhile has calls in it that cost the chain little, since a rule refuses them.
	pub fn ensure_overload(&self) -> Result<()> {
		let Some(capacity) = self.capacity_per_second else { return Ok(()) };
		let reached = self.reached_per_second;
		ensure!(
			reached >= LEAST_TIMES * capacity,
			"this was no overload: {reached:.0} calls a second were offered, {:.2} times the {capacity:.0} that the \
			 chain takes, and it takes {LEAST_TIMES} times; {HINT}",
			reached / capacity.max(1.0)
		);
		Ok(())
	}
}

#[cfg(test)]
mod tests;
