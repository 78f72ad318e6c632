//! Counting: what clients noted and wrote down, and what a node says of it.

use super::super::notes::{self, Event, Note};
use super::super::plan::{number_of, Kind, Part, Plan, ROUND, STEPS};
use super::{add_one, Endings, Killed, Overloaded, Steps};
use crate::node::PATIENCE;
use anyhow::{ensure, Context, Result};
use futures::stream::{self, StreamExt, TryStreamExt};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use zhidai_api::Outcome;
use zhidai_sdk::keys::{Key, Scheme};
use zhidai_sdk::outbox::{Entry, Outbox, State};
use zhidai_sdk::Client;

/// How many questions are asked at once.
const AT_ONCE: usize = 32;
/// How many disagreements are shown.
const SHOWN: usize = 16;
const LOOK: Duration = Duration::from_millis(200);

/// A transaction and what the node says of it.
pub(super) type Asked = (Entry, Option<Outcome>);

/// What a killed client leaves: asked before it is started again.
pub fn at_the_kill(plan: &Plan) -> Result<Killed> {
	let own = plan.own_calls().len() as u64;
	let entries = entries(plan)?;
	let on_their_way = entries.iter().filter(|(_, entry)| entry.is_waiting()).count() as u64;
	let begun: BTreeSet<u64> = entries.iter().map(|(number, _)| *number).collect();
	Ok(Killed { on_their_way, not_begun: own - begun.len() as u64 })
}

/// What a client signed, by the number of the call, in the order of signing.
fn entries(plan: &Plan) -> Result<Vec<(u64, Entry)>> {
	let accounts = plan.officers.iter().map(|name| {
		anyhow::Ok(Key::development(&format!("//{name}"), Scheme::Ed25519)?.account().to_string())
	});
	let accounts: Vec<String> = accounts.collect::<Result<_>>()?;
	let own: BTreeSet<u64> = plan.own_calls().into_iter().map(|(number, _)| number).collect();
	let mut found = Vec::new();
	for outbox in Outbox::all(&plan.folder)? {
		for entry in outbox.entries()? {
			ensure!(accounts.contains(&entry.about.account), "an outbox of somebody else");
			let number = number_of(&entry.about.request)?;
			ensure!(own.contains(&number), "an entry of somebody else's call");
			found.push((number, entry));
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

/// Waits until a node has as final what clients were told at others, and until the era of everything else is over: then
/// there is an ending of all.
async fn has_what_others_have(node: &Client, plans: &[Plan]) -> Result<()> {
	let mut newest = 0;
	for plan in plans {
		let blocks = entries(plan)?.into_iter().filter_map(|(_, entry)| match entry.state {
			State::Final { block } => Some(block),
			State::Refused { block, .. } => block,
			_ => entry.signatures.iter().map(|signature| signature.last_block + 1).max(),
		});
		newest = blocks.fold(newest, u64::max);
	}
	let deadline = Instant::now() + PATIENCE;
	while node.at_final().await?.block_number() < newest {
		ensure!(
			Instant::now() < deadline,
			"a node is behind: what others have as final in {newest} is not there"
		);
		tokio::time::sleep(LOOK).await;
	}
	Ok(())
}

/// Asks for everything that these clients signed, at one node.
pub async fn ask(plans: &[Plan], url: &str) -> Result<Overloaded> {
	let client = Client::connect(&[url.to_owned()], None).await?;
	let node = &client;
	has_what_others_have(node, plans).await?;
	let mut told = Overloaded { calls: plans.first().context("no client")?.calls, ..Overloaded::default() };
	let (mut notes, mut kinds) = (Vec::new(), BTreeMap::<u64, Kind>::new());
	let mut signed = BTreeMap::<u64, Vec<Asked>>::new();
	for plan in plans {
		notes.extend(notes::read(&plan.notes())?);
		kinds.extend(plan.own_calls());
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
	told.count_times(&notes, &kinds);
	told.steps = Steps::count(told.calls, &signed);
	for (number, kind) in kinds {
		let asked = signed.get(&number).map(Vec::as_slice).unwrap_or_default();
		told.count_call(kind, histories.of_call(number), asked);
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

/// The one of a call's transactions that counts: what was carried out, or else the newest.
fn which_counts(signed: &[Asked]) -> Option<usize> {
	let is_done = |(_, outcome): &Asked| matches!(outcome, Some(Outcome::Final { .. }));
	signed.iter().rposition(is_done).or(signed.len().checked_sub(1))
}

impl Steps {
	/// Looks at the steps of every payment where they stand on the chain.
	pub(super) fn count(calls: u64, signed: &BTreeMap<u64, Vec<Asked>>) -> Self {
		let mut steps = Self::default();
		for payment in 0..Part::Chains.count(calls) / STEPS {
			let first = Part::Chains.number(payment * STEPS);
			steps.add_payment((first..first + STEPS).map(|number| {
				let asked = signed.get(&number)?;
				let (_, outcome) = asked.get(which_counts(asked)?)?;
				outcome.as_ref()
			}));
		}
		steps
	}

	/// Looks at how the steps of a payment ended, in their order.
	pub fn add_payment<'a>(&mut self, outcomes: impl Iterator<Item = Option<&'a Outcome>>) {
		let mut places = Vec::new();
		for outcome in outcomes {
			match outcome {
				Some(Outcome::Final { place }) => places.push((place.block, place.position)),
				Some(Outcome::Refused { refusal, .. }) => {
					let rule = refusal.rule.as_deref().unwrap_or(&refusal.message);
					add_one(&mut self.refused, rule);
				}
				_ => (),
			}
		}
		self.overtaken += places.windows(2).filter(|pair| pair[0] >= pair[1]).count() as u64;
		self.whole += u64::from(places.len() as u64 == STEPS);
	}
}

impl Overloaded {
	/// Rates: from the first note of each call that is no step of a payment, and from the notes of endings.
	pub(super) fn count_times(&mut self, notes: &[Note], kinds: &BTreeMap<u64, Kind>) {
		let mut offered = BTreeMap::<u64, u64>::new();
		let mut begun = u64::MAX;
		for note in notes {
			begun = begun.min(note.at);
			// When a step of a payment is sent, the chain says and not the clock alone.
			if kinds.get(&note.call).is_some_and(|kind| Kind::CHAIN.contains(kind)) {
				continue;
			}
			let first = offered.entry(note.call).or_insert(note.at);
			*first = note.at.min(*first);
		}
		let ended: Vec<u64> =
			notes.iter().filter(|note| note.event == Event::Ended).map(|note| note.at).collect();
		let (Some(first), Some(last)) = (offered.values().min(), offered.values().max()) else { return };
		let seconds = |from: u64, least: u64| last.saturating_sub(from).max(least) as f64 / 1_000.0;
		// So many of each round are counted, and stand for the others.
		let all = offered.len() as u64 * ROUND / (ROUND - STEPS);
		self.reached_per_second = all as f64 / seconds(*first, 1);
		// Until the first ending nothing could have ended: that time would make the chain look slower than it is.
		let from = ended.iter().min().copied().unwrap_or(*last);
		let meanwhile = ended.iter().filter(|at| *at <= last).count();
		self.ended_per_second = meanwhile as f64 / seconds(from, 1_000);
		self.whole_ms = ended.iter().max().map_or(0, |end| end.saturating_sub(begun));
	}

	/// Counts a call by the transaction that was carried out, or else by its newest; another one that has no ending
	/// counts as well.
	pub(super) fn count_call(&mut self, kind: Kind, events: &[&Event], signed: &[Asked]) {
		let Some((place, (counts, outcome))) =
			which_counts(signed).and_then(|place| Some((place, signed.get(place)?)))
		else {
			self.not_signed += 1;
			return;
		};
		let is_in_a_block = matches!(
			outcome,
			Some(Outcome::Final { .. } | Outcome::Refused { .. } | Outcome::Included { .. })
		);
		let was_accepted = is_in_a_block || events.iter().any(|event| event.is_accepted());
		let turned_away = self.count_events(events, was_accepted);
		self.signed_anew_other_nonce += signed.len().saturating_sub(1) as u64;
		for (entry, outcome) in signed {
			self.signed_anew_same_nonce += entry.signatures.len().saturating_sub(1) as u64;
			if !agree(&entry.state, outcome.as_ref()) {
				self.disagreements += 1;
				if self.first_disagreements.len() < SHOWN {
					let call = &entry.about.request;
					let line = format!("{kind:?} {call}: noted {:?}, told {outcome:?}", entry.state);
					self.first_disagreements.push(line);
				}
			}
		}
		let mut own = Endings::default();
		match &counts.state {
			// The door refused the only sending: that is its ending.
			State::Refused { block: None, rule } if !was_accepted => {
				add_one(&mut own.refused, rule.as_deref().unwrap_or_default())
			}
			_ => own.add(outcome.as_ref()),
		}
		let open = |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::NotYet { .. }) | None);
		let others = signed.iter().enumerate().filter(|(other, _)| *other != place);
		own.without += others.filter(|(_, (_, outcome))| open(outcome)).count() as u64;
		self.by_kind.entry(kind).or_default().merge(&own);
		let endings = match (was_accepted, turned_away) {
			(true, _) => &mut self.accepted,
			(false, true) => &mut self.turned_away,
			(false, false) => &mut self.perhaps,
		};
		endings.merge(&own);
	}

	/// Counts what was noted of a call. Whether it was given up, or refused when it was offered.
	fn count_events(&mut self, events: &[&Event], was_accepted: bool) -> bool {
		let was_told = events.iter().any(|event| matches!(event, Event::ToldToWait(_)));
		self.waited += u64::from(was_accepted && was_told);
		self.resumed += u64::from(events.contains(&&Event::Resumed));
		self.sent_again += events.iter().filter(|event| ***event == Event::SentAgain).count() as u64;
		let given_up = events.iter().find_map(|event| match event {
			Event::GivenUp(rule) => Some(rule),
			_ => None,
		});
		let refused = events.iter().find_map(|event| match event {
			Event::Refused(rule) => Some(rule),
			_ => None,
		});
		for (list, name) in [(&mut self.given_up, given_up), (&mut self.refused_at_once, refused)] {
			name.into_iter().for_each(|name| add_one(list, name));
		}
		given_up.or(refused).is_some()
	}
}
