//! Which steps take two persons stands in one page, with the reason where one is enough, for every call of ours.

mod common;

use common::calls::every_call;
use pallet_registry::extensions::CallPolicy;
use std::collections::BTreeMap;
use zhidai_primitives::{Duties, Duty, Role, Roles};
use zhidai_runtime::Runtime;

const PAGE: &str = include_str!("../../docs/decisions/0007-two-persons.md");

/// The table of the page: call → whose step it is, and why.
fn table() -> BTreeMap<&'static str, (&'static str, &'static str)> {
	let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
	let mut table = BTreeMap::new();
	for row in rows {
		let (call, rest) = row.split_once("` | ").expect("a call");
		let (persons, why) = rest.split_once(" | ").expect("three columns");
		assert!(table.insert(call, (persons, why)).is_none(), "{call} stands twice");
	}
	table
}

#[test]
fn every_call_says_how_many_persons_it_takes_and_why() {
	let table = table();
	let of_the_sdk =
		|name: &str| ["System.", "Timestamp.", "Utility."].iter().any(|pallet| name.starts_with(pallet));
	let calls = every_call().into_iter().map(|(name, _)| name).filter(|name| !of_the_sdk(name));
	let calls: Vec<_> = calls.collect();
	let missing: Vec<_> = calls.iter().filter(|name| !table.contains_key(name.as_str())).collect();
	assert!(missing.is_empty(), "no row in docs/decisions/0007-two-persons.md: {missing:?}");
	let gone: Vec<_> = table.keys().filter(|name| !calls.iter().any(|call| call == *name)).collect();
	assert!(gone.is_empty(), "no such call: {gone:?}");
	for (call, (persons, why)) in table {
		assert!(["two", "sides", "council", "one"].contains(&persons), "{call}: {persons}");
		assert!(why.len() > 8, "{call} says no reason");
	}
}

/// What the page gives to the council nobody sends, whatever roles and duties; and what nobody sends is the council's.
#[test]
fn what_the_council_decides_no_member_sends() {
	let everybody = (Roles::of(Role::ALL), Duties::of(Duty::ALL));
	let table = table();
	for (name, call) in every_call() {
		let Some((persons, _)) = table.get(name.as_str()) else { continue };
		let is_sent = <Runtime as pallet_registry::Config>::Policy::allows(&call, everybody.0, everybody.1);
		assert_eq!(!is_sent, *persons == "council", "{name}: {persons}");
	}
}
