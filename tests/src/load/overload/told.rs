//! What became of every call: each is asked for at a node, by its hash, and told apart.

use super::notes::{self, Event, Note};
use super::plan::Plan;
use anyhow::{ensure, Context, Result};
use futures::stream::{self, StreamExt, TryStreamExt};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use zhidai_api::{Impossible, Outcome};
use zhidai_sdk::keys::{Key, Scheme};
use zhidai_sdk::outbox::{Entry, Outbox, State};
use zhidai_sdk::Client;

/// How many questions are asked at once.
const AT_ONCE: usize = 32;

/// What was on the way when the client and its node were killed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Killed {
	/// Calls of the killed client that were signed and had no outcome yet.
	pub on_their_way: u64,
	/// Calls of it that were not signed yet.
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

/// How the calls ended that were offered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Overloaded {
	/// How many calls a second became final when the chain was tried; nothing where a rate was given.
	pub capacity_per_second: Option<f64>,
	/// How many a second were to be offered.
	pub offered_per_second: f64,
	/// How many a second were.
	pub reached_per_second: f64,
	/// How many a second were told to be final, while calls were offered.
	pub ended_per_second: f64,
	/// From the first offer to the last ending, in milliseconds.
	pub whole_ms: u64,
	/// How many were offered.
	pub calls: u64,
	/// Those that a node took.
	pub accepted: Endings,
	/// Those that a node may have taken: the client or the node was killed, or fell silent, in the middle of it.
	pub perhaps: Endings,
	/// Those that the door told to wait until they were given up, or refused. They were signed, so that they are
	/// asked for too.
	pub turned_away: Endings,
	/// Those that were never signed: the client's outbox was full.
	pub not_signed: u64,
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
	/// The kill in the middle.
	pub killed: Killed,
	/// How many files the chain booked.
	pub files_booked: u64,
}

impl Endings {
	fn add(&mut self, outcome: Option<&Outcome>) {
		let count = |list: &mut BTreeMap<String, u64>, name: &str| *list.entry(name.into()).or_default() += 1;
		match outcome {
			Some(Outcome::Final { .. }) => self.carried_out += 1,
			Some(Outcome::Refused { refusal, .. }) => {
				count(&mut self.refused, refusal.rule.as_deref().unwrap_or(&refusal.message))
			}
			Some(Outcome::Impossible { reason: Impossible::Expired }) => {
				count(&mut self.impossible, "expired")
			}
			Some(Outcome::Impossible { reason: Impossible::NonceUsed }) => {
				count(&mut self.impossible, "nonce used")
			}
			// In a block whose state is gone: what it did there is not told.
			Some(Outcome::Included { .. } | Outcome::NotYet { .. }) | None => self.without += 1,
		}
	}

	fn refused(&self) -> u64 {
		self.refused.values().sum()
	}

	fn impossible(&self) -> u64 {
		self.impossible.values().sum()
	}

	/// How many there are.
	pub fn count(&self) -> u64 {
		self.carried_out + self.refused() + self.impossible() + self.without
	}
}

impl Overloaded {
	/// Whether every call has an ending that a node tells, the chain's books agree, and the kill hit something.
	pub fn ensure_told(&self) -> Result<()> {
		let all = [&self.accepted, &self.perhaps, &self.turned_away];
		let (without, counted): (u64, u64) = (
			all.iter().map(|endings| endings.without).sum(),
			all.iter().map(|endings| endings.count()).sum(),
		);
		ensure!(without == 0, "{without} calls are without an ending: {self:?}");
		ensure!(counted + self.not_signed == self.calls, "{counted} of {} are told: {self:?}", self.calls);
		ensure!(self.disagreements == 0, "an outbox says something else than the node: {self:?}");
		let carried_out: u64 = all.iter().map(|endings| endings.carried_out).sum();
		ensure!(
			carried_out == self.files_booked,
			"{carried_out} were told to be carried out, and {} files are booked: {self:?}",
			self.files_booked
		);
		ensure!(self.accepted.carried_out > 0 && self.accepted.refused() > 0, "nothing came of it: {self:?}");
		ensure!(
			self.killed.on_their_way > 0 && self.killed.not_begun > 0,
			"the kill was not in the middle of it: {self:?}"
		);
		Ok(())
	}

	/// For people.
	pub fn table(&self) -> String {
		let mut text = String::from(
			"| calls | | final | refused by a rule | can no longer happen | without an ending |\n",
		);
		text += "|---|---|---|---|---|---|\n";
		for (name, endings) in [
			("accepted by a node", &self.accepted),
			("perhaps accepted: killed or silent in the middle", &self.perhaps),
			("told to wait at the door, and given up", &self.turned_away),
		] {
			let _ = writeln!(
				text,
				"| {name} | {} | {} | {} | {} | {} |",
				endings.count(),
				endings.carried_out,
				counted(&endings.refused),
				counted(&endings.impossible),
				endings.without
			);
		}
		let _ =
			writeln!(text, "| never signed: the outbox was full | {} | – | – | – | – |\n", self.not_signed);
		for line in self.lines() {
			let _ = writeln!(text, "{line}");
		}
		text
	}

	fn lines(&self) -> Vec<String> {
		let capacity =
			self.capacity_per_second.map_or_else(|| "not tried".into(), |rate| format!("{rate:.0} calls/s"));
		vec![
			format!(
				"what the chain takes: {capacity}; to be offered: {:.0}/s, reached: {:.0}/s; told to be final meanwhile: {:.0}/s",
				self.offered_per_second, self.reached_per_second, self.ended_per_second
			),
			format!(
				"offered: {}; from the first offer to the last ending: {:.1} s",
				self.calls,
				self.whole_ms as f64 / 1_000.0
			),
			format!(
				"told to wait and accepted later: {}; given up: {}; refused when offered: {}",
				self.waited,
				counted(&self.given_up),
				counted(&self.refused_at_once)
			),
			format!(
				"signed anew with the same nonce: {}, with another: {}; sent again because no node had it: {}",
				self.signed_anew_same_nonce, self.signed_anew_other_nonce, self.sent_again
			),
			format!(
				"killed with {} on their way and {} not begun; gone on with out of the outbox: {}",
				self.killed.on_their_way, self.killed.not_begun, self.resumed
			),
			format!(
				"files booked on the chain: {}; where outbox and node differ: {}",
				self.files_booked, self.disagreements
			),
		]
	}
}

/// `12 (2 rule, 10 other)`.
fn counted(list: &BTreeMap<String, u64>) -> String {
	let each: Vec<String> = list.iter().map(|(name, count)| format!("{count} {name}")).collect();
	match each.is_empty() {
		true => "0".into(),
		false => format!("{} ({})", list.values().sum::<u64>(), each.join(", ")),
	}
}

/// What a killed client leaves: asked before it is started again.
pub fn at_the_kill(plan: &Plan) -> Result<Killed> {
	let own = (0..plan.officers.len()).map(|officer| plan.calls_of(officer).count() as u64).sum::<u64>();
	let entries = entries(plan)?;
	let on_their_way = entries.iter().filter(|(_, entry)| entry.is_waiting()).count() as u64;
	let begun: std::collections::BTreeSet<u64> = entries.iter().map(|(number, _)| *number).collect();
	Ok(Killed { on_their_way, not_begun: own - begun.len() as u64 })
}

/// What a client signed, by the number of the call, in the order of signing.
fn entries(plan: &Plan) -> Result<Vec<(u64, Entry)>> {
	let uetrs: BTreeMap<String, u64> = (0..plan.officers.len())
		.flat_map(|officer| plan.calls_of(officer))
		.map(|number| (plan.uetr(number).to_string(), number))
		.collect();
	let accounts = plan.officers.iter().map(|name| {
		anyhow::Ok(Key::development(&format!("//{name}"), Scheme::Ed25519)?.account().to_string())
	});
	let accounts: Vec<String> = accounts.collect::<Result<_>>()?;
	let mut found = Vec::new();
	for outbox in Outbox::all(&plan.folder)? {
		for entry in outbox.entries()? {
			ensure!(accounts.contains(&entry.about.account), "an outbox of somebody else");
			let uetr = entry.about.uetr.as_deref().context("an entry that names no payment")?;
			found.push((*uetrs.get(uetr).context("an entry of no call of this run")?, entry));
		}
	}
	Ok(found)
}

/// Whether an outbox and a node say the same.
fn agree(noted: &State, outcome: Option<&Outcome>) -> bool {
	match (noted, outcome) {
		(State::Final { block }, Some(Outcome::Final { place })) => *block == u64::from(place.block),
		(State::Refused { block: Some(block), .. }, Some(Outcome::Refused { place, .. })) => {
			*block == u64::from(place.block)
		}
		// Refused at the door: no node has it.
		(State::Refused { block: None, .. }, Some(Outcome::Impossible { .. } | Outcome::NotYet { .. })) => {
			true
		}
		(State::Impossible, Some(Outcome::Impossible { .. })) => true,
		// It was not known to the client, and is now.
		(State::Waiting, _) => true,
		_ => false,
	}
}

/// Asks for everything that these clients signed, at one node.
pub async fn ask(plans: &[Plan], url: &str) -> Result<Overloaded> {
	let client = Client::connect(&[url.to_owned()], None).await?;
	let node = &client;
	let mut told = Overloaded { calls: plans.first().context("no client")?.calls, ..Overloaded::default() };
	let (mut notes, mut signed) = (Vec::new(), BTreeMap::<u64, Vec<(Entry, Option<Outcome>)>>::new());
	for plan in plans {
		notes.extend(notes::read(&plan.notes())?);
		let questions = entries(plan)?.into_iter().map(|(number, entry)| async move {
			let outcome = node.outcome(&entry).await?;
			anyhow::Ok((number, entry, outcome))
		});
		let answers: Vec<_> = stream::iter(questions).buffered(AT_ONCE).try_collect().await?;
		for (number, entry, outcome) in answers {
			signed.entry(number).or_default().push((entry, outcome));
		}
	}
	let histories = Histories::new(&notes);
	told.count_times(&notes);
	for number in 0..told.calls {
		told.count_call(
			histories.of_call(number),
			signed.get(&number).map(Vec::as_slice).unwrap_or_default(),
		);
	}
	Ok(told)
}

/// What was noted of each call.
struct Histories<'a>(BTreeMap<u64, Vec<&'a Event>>);

impl<'a> Histories<'a> {
	fn new(notes: &'a [Note]) -> Self {
		let mut events = BTreeMap::<u64, Vec<&Event>>::new();
		notes.iter().for_each(|note| events.entry(note.call).or_default().push(&note.event));
		Self(events)
	}

	fn of_call(&self, number: u64) -> &[&'a Event] {
		self.0.get(&number).map(Vec::as_slice).unwrap_or_default()
	}
}

impl Overloaded {
	/// Rates: from the first note of each call, and from the notes of endings.
	fn count_times(&mut self, notes: &[Note]) {
		let mut offered = BTreeMap::<u64, u64>::new();
		for note in notes {
			let first = offered.entry(note.call).or_insert(note.at);
			*first = note.at.min(*first);
		}
		let ended: Vec<u64> =
			notes.iter().filter(|note| note.event == Event::Ended).map(|note| note.at).collect();
		let (Some(first), Some(last)) = (offered.values().min(), offered.values().max()) else { return };
		let seconds = (last.saturating_sub(*first).max(1)) as f64 / 1_000.0;
		self.reached_per_second = offered.len() as f64 / seconds;
		self.ended_per_second = ended.iter().filter(|at| *at <= last).count() as f64 / seconds;
		self.whole_ms = ended.iter().max().map_or(0, |end| end.saturating_sub(*first));
	}

	/// Counts a call by the transaction that was carried out, or else by its newest; another one that has no ending
	/// counts as well.
	fn count_call(&mut self, events: &[&Event], signed: &[(Entry, Option<Outcome>)]) {
		let is_done =
			|(_, outcome): &(Entry, Option<Outcome>)| matches!(outcome, Some(Outcome::Final { .. }));
		let place = signed.iter().rposition(is_done).unwrap_or(signed.len().saturating_sub(1));
		let Some((counts, outcome)) = signed.get(place) else {
			self.not_signed += 1;
			return;
		};
		let is_in_a_block = |outcome: &Option<Outcome>| {
			matches!(
				outcome,
				Some(Outcome::Final { .. } | Outcome::Refused { .. } | Outcome::Included { .. })
			)
		};
		let was_accepted = is_in_a_block(outcome) || events.iter().any(|event| event.is_accepted());
		let was_told = events.iter().any(|event| matches!(event, Event::ToldToWait(_)));
		let given_up = events.iter().find_map(|event| match event {
			Event::GivenUp(rule) => Some(rule),
			_ => None,
		});
		let refused = events.iter().find_map(|event| match event {
			Event::Refused(rule) => Some(rule),
			_ => None,
		});
		self.waited += u64::from(was_accepted && was_told);
		for (list, name) in [(&mut self.given_up, given_up), (&mut self.refused_at_once, refused)] {
			name.into_iter().for_each(|name| *list.entry(name.clone()).or_default() += 1);
		}
		self.resumed += u64::from(events.contains(&&Event::Resumed));
		self.sent_again += events.iter().filter(|event| ***event == Event::SentAgain).count() as u64;
		self.signed_anew_other_nonce += signed.len().saturating_sub(1) as u64;
		for (entry, outcome) in signed {
			self.signed_anew_same_nonce += entry.signatures.len().saturating_sub(1) as u64;
			self.disagreements += u64::from(!agree(&entry.state, outcome.as_ref()));
		}
		let endings = match (was_accepted, given_up.or(refused)) {
			(true, _) => &mut self.accepted,
			(false, Some(_)) => &mut self.turned_away,
			(false, None) => &mut self.perhaps,
		};
		match &counts.state {
			// The door refused the only sending: that is its ending.
			State::Refused { block: None, rule } if !was_accepted => {
				*endings.refused.entry(rule.clone().unwrap_or_default()).or_default() += 1;
			}
			_ => endings.add(outcome.as_ref()),
		}
		let open = |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::NotYet { .. }) | None);
		let others = signed.iter().enumerate().filter(|(other, _)| *other != place);
		endings.without += others.filter(|(_, (_, outcome))| open(outcome)).count() as u64;
	}
}

#[cfg(test)]
mod tests;
