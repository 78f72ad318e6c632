use super::super::notes::{Event, Note};
use super::super::plan::request;
use super::count::Asked;
use super::*;
use zhidai_api::{Digest, InBlock, RefusedBy};
use zhidai_sdk::outbox::{About, Entry, Signature, State};

fn entry(state: State, signatures: u8) -> Entry {
	let about = About {
		request: request(0),
		call: "Payments.settle".into(),
		account: "a".into(),
		nonce: 1,
		uetr: None,
		request_id: None,
		call_digest: None,
	};
	let signature =
		|number| Signature { hash: format!("0x{number:02x}"), bytes: Vec::new(), born_at: 1, last_block: 65 };
	Entry { about, signatures: (0..signatures).map(signature).collect(), signed_at: 0, state }
}

fn place() -> InBlock {
	InBlock { block: 7, block_hash: Digest::zero(), position: 1 }
}

fn carried_out() -> Outcome {
	Outcome::Final { place: place() }
}

fn refused() -> Outcome {
	let (rule, message) = (Some("Payments.EmptyFile".into()), "m".into());
	Outcome::Refused { place: place(), refusal: RefusedBy { rule, pallet: None, error: None, message } }
}

fn expired() -> Outcome {
	Outcome::Impossible { reason: Impossible::Expired }
}

fn call(events: &[Event], signed: Vec<Asked>) -> Overloaded {
	let mut told = Overloaded::default();
	let events: Vec<&Event> = events.iter().collect();
	told.count_call(Kind::File, &events, &signed);
	told
}

fn waits() -> Event {
	Event::ToldToWait("Pool.TooManyWaiting".into())
}

#[test]
fn what_a_node_took_and_what_the_door_turned_away_are_told_apart() {
	let done = (entry(State::Final { block: 7 }, 1), Some(carried_out()));
	let told = call(&[waits(), Event::Accepted, Event::Ended], vec![done.clone()]);
	assert_eq!((told.accepted.carried_out, told.waited, told.disagreements), (1, 1, 0));
	assert_eq!(told.by_kind[&Kind::File], told.accepted);

	let given_up = Event::GivenUp("Pool.TooManyWaiting".into());
	let told = call(
		&[waits(), given_up.clone(), Event::Ended],
		vec![(entry(State::Impossible, 1), Some(expired()))],
	);
	assert_eq!((told.turned_away.count(), told.accepted.count(), told.waited), (1, 0, 0));
	assert_eq!(told.given_up["Pool.TooManyWaiting"], 1);

	// In a block: some node had it, whatever was noted.
	let told = call(&[waits(), given_up], vec![done.clone()]);
	assert_eq!((told.accepted.carried_out, told.turned_away.count()), (1, 0));
	// Killed before anything was noted.
	let told = call(&[], vec![(entry(State::Impossible, 1), Some(expired()))]);
	assert_eq!(told.perhaps.impossible["expired"], 1);
	assert_eq!(call(&[], Vec::new()).not_signed, 1);
}

#[test]
fn without_an_ending_is_what_no_node_tells() {
	let not_yet = || Some(Outcome::NotYet { in_pool: true });
	for outcome in [None, not_yet()] {
		let told = call(&[Event::Accepted], vec![(entry(State::Waiting, 1), outcome)]);
		assert_eq!((told.accepted.without, told.accepted.count()), (1, 1));
		assert!(told.ensure_told().unwrap_err().to_string().starts_with("1 calls are without an ending"));
	}
	// An earlier signature with another nonce must have ended too.
	let newest = (entry(State::Final { block: 7 }, 2), Some(carried_out()));
	let told = call(&[Event::Accepted], vec![(entry(State::Waiting, 1), not_yet()), newest]);
	assert_eq!(told.accepted.without, 1);
	assert_eq!((told.signed_anew_same_nonce, told.signed_anew_other_nonce), (1, 1));
}

#[test]
fn what_was_carried_out_counts_though_it_was_signed_once_more() {
	let done = (entry(State::Final { block: 7 }, 1), Some(carried_out()));
	let again = (entry(State::Refused { block: Some(7), rule: None }, 1), Some(refused()));
	let told = call(&[Event::Accepted], vec![done, again]);
	assert_eq!((told.accepted.carried_out, told.accepted.count(), told.signed_anew_other_nonce), (1, 1, 1));
}

#[test]
fn an_outbox_that_says_something_else_is_found() {
	let noted = [State::Final { block: 8 }, State::Refused { block: Some(7), rule: None }, State::Impossible];
	for state in noted {
		let told = call(&[Event::Accepted], vec![(entry(state, 1), Some(carried_out()))]);
		assert_eq!(told.disagreements, 1);
	}
}

fn whole() -> Overloaded {
	let refused = BTreeMap::from([("Payments.EmptyFile".to_owned(), 2)]);
	let impossible = BTreeMap::from([(EXPIRED.to_owned(), 1)]);
	let files = Endings { carried_out: 4, ..Endings::default() };
	Overloaded {
		calls: 11,
		accepted: Endings { carried_out: 8, refused, impossible, ..Endings::default() },
		by_kind: BTreeMap::from([(Kind::File, files.clone()), (Kind::Release, files)]),
		steps: Steps { whole: 1, ..Steps::default() },
		backwards: Steps { whole: order::PAYMENTS, ..Steps::default() },
		killed: Killed { on_their_way: 1, not_begun: 1 },
		files_entered: 4 * Kind::File.files(),
		..Overloaded::default()
	}
}

#[test]
fn it_is_told_only_where_books_and_counts_agree_and_something_was_killed() {
	let fails = |change: fn(&mut Overloaded)| {
		let mut told = whole();
		change(&mut told);
		told.ensure_told().unwrap_err().to_string()
	};
	assert!(whole().ensure_told().is_ok());
	assert!(fails(|told| told.calls = 12).starts_with("11 of 12 are told"));
	assert!(fails(|told| told.files_entered = 5).starts_with("32 files were told"));
	assert!(fails(|told| told.killed.on_their_way = 0).starts_with("the kill was not in the middle"));
	assert!(fails(|told| told.disagreements = 1).starts_with("an outbox says something else"));
	assert!(fails(|told| told.steps.whole = 0).starts_with("0 payments went through all their steps:"));
	assert!(fails(|told| told.steps.overtaken = 1).starts_with("1 steps stand before an earlier one"));
	assert!(
		fails(|told| told.backwards.whole -= 1).starts_with("2 payments went through all their steps handed")
	);
	assert!(fails(|told| told.backwards.overtaken = 1).starts_with("1 steps handed in backwards stand"));
	assert!(
		fails(|told| add_one(&mut told.backwards.refused, "r")).starts_with("steps handed in backwards were")
	);
	let table = whole().table();
	assert!(table.contains("| accepted by a node | 11 | 8 | 2 (2 Payments.EmptyFile) | 1 (1 expired) | 0 |"));
	assert!(table.contains("| release | 4 | 4 | 0 | 0 | 0 |"));
}

#[test]
fn what_is_offered_must_be_more_than_the_chain_takes() {
	let with = |capacity, reached_per_second| {
		let capacity_per_second = Some(capacity);
		Overloaded { capacity_per_second, reached_per_second, ..whole() }.ensure_overload()
	};
	assert!(with(400.0, 600.0).is_ok());
	let too_slow = with(400.0, 590.0).unwrap_err().to_string();
	assert!(too_slow.contains("1.48 times the 400 that the chain takes"), "{too_slow}");
	assert!(too_slow.contains("--clients"), "{too_slow}");
	// Where a rate was given, nothing was promised.
	let given = Overloaded { reached_per_second: 60.0, ended_per_second: 60.0, ..whole() };
	assert!(given.ensure_overload().is_ok());
}

#[test]
fn every_ending_must_be_there() {
	for missing in 0..3 {
		let mut told = whole();
		match missing {
			0 => told.accepted.carried_out = 0,
			1 => told.accepted.refused.clear(),
			_ => told.accepted.impossible.clear(),
		}
		told.calls = told.accepted.count();
		let error = told.ensure_told().unwrap_err().to_string();
		assert!(error.starts_with("of what nodes took"), "{error}");
	}
}

/// A payment's steps, carried out at these blocks.
fn steps(blocks: [u32; 6]) -> BTreeMap<u64, Vec<Asked>> {
	let step = |block: u32| {
		let place = InBlock { block, block_hash: Digest::zero(), position: 1 };
		vec![(entry(State::Final { block: block.into() }, 1), Some(Outcome::Final { place }))]
	};
	(0..).zip(blocks.map(step)).collect()
}

#[test]
fn a_step_that_stands_before_an_earlier_one_is_found() {
	let in_order = Steps::count(50, &steps([3, 4, 5, 6, 7, 8]));
	assert_eq!(in_order, Steps { whole: 1, ..Steps::default() });
	assert_eq!(Steps::count(50, &steps([3, 4, 5, 7, 6, 8])).overtaken, 1);
	assert_eq!(
		Steps::count(50, &steps([3, 4, 4, 6, 7, 8])).overtaken,
		1,
		"nothing stands twice in one place"
	);
	let mut refused_step = steps([3, 4, 5, 6, 7, 8]);
	refused_step.insert(2, vec![(entry(State::Waiting, 1), Some(refused()))]);
	let found = Steps::count(50, &refused_step);
	assert_eq!((found.whole, found.refused["Payments.EmptyFile"]), (0, 1));
}

#[test]
fn rates_are_of_first_offers_and_of_endings_in_that_time() {
	let note = |call, at, event| Note { call, at, event };
	let mut notes = vec![note(0, 500, Event::Accepted), note(0, 9_000, Event::Accepted)];
	let mut kinds = BTreeMap::from([(0, Kind::Draft)]);
	for call in 1..=9 {
		kinds.insert(call, Kind::File);
		notes.push(note(call, 1_000, waits()));
	}
	notes.extend([note(9, 6_000, Event::Accepted), note(10, 6_000, Event::Accepted)]);
	notes.extend([note(1, 2_900, Event::Ended), note(2, 10_500, Event::Ended)]);
	let mut told = Overloaded::default();
	told.count_times(&notes, &kinds);
	// One ending in the 3.1 s from the first of them to the last offer.
	assert_eq!((told.reached_per_second, told.ended_per_second), (11.0 / 5.0, 1.0 / 3.1));
	assert_eq!(told.whole_ms, 10_000);
	let mut endings = Endings::default();
	endings.add(Some(&refused()));
	assert_eq!(endings.refused["Payments.EmptyFile"], 1);
}
