//! Blocks that are full of one kind of call. What they touch is what they declare, whatever machine runs this; how long
//! they take, against what they declare, is measured where somebody asks: `scripts/weights --check`.

#![allow(missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod counted;
mod interim;
mod kinds;
mod scene;
mod timed;
mod town;

use kinds::Kind;
use std::collections::BTreeSet;

/// How many calls of a kind are counted: enough that none is the first of its kind in a block, and the last in a list.
const COUNTED: u32 = 3;
/// What is touched is at least this share of what is declared, in percent, and never more than the whole.
const LEAST: u64 = 40;
/// The time that is taken is at least this share of what is declared, in percent, and never more than the whole. A call
/// declares each key as if no other call of its block had read it: calls that ask for the same keys find most at hand.
const LEAST_OF_TIME: u64 = 10;

fn chosen() -> Vec<Kind> {
	let wanted = std::env::var("KINDS").unwrap_or_default();
	let wanted: Vec<&str> = wanted.split(',').filter(|part| !part.is_empty()).collect();
	let is_wanted = |kind: &Kind| wanted.is_empty() || wanted.iter().any(|part| kind.name.contains(part));
	kinds::all().into_iter().filter(is_wanted).collect()
}

/// Ends a test with everything that is outside.
fn ensure(outside: &[String]) {
	assert!(outside.is_empty(), "{} outside:\n{}", outside.len(), outside.join("\n"));
}

/// Calls that no kind is of, and why.
const WITHOUT_A_KIND: &[(&str, &str)] = &[
	("Credentials.add_type", DECIDED),
	("Evidence.take_over", RARE),
	("Loans.change_regulator", RARE),
	("Loans.take_over", RARE),
	("Loans.transfer", RARE),
	("Registry.admit_by_council", DECIDED),
	("Registry.exit", DECIDED),
	("Registry.open_recovery", DECIDED),
	("Registry.reinstate", DECIDED),
	("Registry.rename", DECIDED),
	("Registry.succeed", DECIDED),
	("Registry.suspend", DECIDED),
	("Schemes.publish", DECIDED),
	("Schemes.retire", DECIDED),
];
const RARE: &str = "a few in a year, never a block of them: its benchmark is its measure";
const DECIDED: &str = "no transaction: it is carried out by whoever closes a motion";
/// What is not ours; members send none of it but batches.
const OF_THE_SDK: &[&str] = &["System.", "Timestamp.", "Utility."];

/// Kinds that declare more than this test asks for, and why: they take their place in a block for dearer than they are,
/// never for cheaper.
const DEARER: &[(&str, &str)] = &[("batch of ten mandates", "ten calls read the same keys once")];

#[test]
fn every_kind_of_call_touches_as_many_keys_as_it_declares() {
	let (mut outside, mut found_calls) = (Vec::new(), BTreeSet::new());
	println!("{:<42} {:>6} {:>9} {:>6} {:>9}", "kind", "reads", "declared", "writes", "declared");
	for kind in chosen() {
		let found = counted::count(&kind, COUNTED.min(kind.most));
		println!("{found}");
		let is_dearer = DEARER.iter().any(|(name, _)| *name == kind.name);
		let least = if is_dearer { 0 } else { LEAST };
		assert!(!(is_dearer && found.is_within(LEAST)), "{found}: is no longer dearer");
		match (found.is_within(least), interim::is_interim(&found.call, kind.name)) {
			(true, _) => {}
			(false, true) => println!("  outside, and {} is marked for it: not measured yet", found.call),
			(false, false) => outside.push(found.to_string()),
		}
		found_calls.insert(found.call);
	}
	ensure(&outside);
	if std::env::var("KINDS").is_err() {
		let known = |name: &str| WITHOUT_A_KIND.iter().any(|(other, _)| *other == name);
		let names = common::calls::every_call().into_iter().map(|(name, _)| name);
		let ours = names.filter(|name| !OF_THE_SDK.iter().any(|sdk| name.starts_with(sdk)));
		let forgotten: Vec<String> = ours.filter(|name| known(name) == found_calls.contains(name)).collect();
		assert!(forgotten.is_empty(), "of a kind or named here, not both: {forgotten:?}");
	}
}

/// Takes a few minutes, the machine for itself, and the runtime's Wasm.
#[test]
#[ignore = "measures time: scripts/weights --check"]
fn full_blocks_take_the_time_that_they_declare() {
	let (mut timer, mut outside) = (timed::Timer::new(), Vec::new());
	println!("{}", timed::HEAD);
	for kind in chosen() {
		match timer.time(&kind) {
			Ok(found) => {
				println!("{found}");
				let least = if found.fills_a_block() { LEAST_OF_TIME } else { 0 };
				if !found.is_within(least) {
					outside.push(found.to_string());
				}
			}
			Err(why) => {
				println!("{:<42} could not be measured: {why}", kind.name);
				outside.push(format!("{}: {why}", kind.name));
			}
		}
	}
	ensure(&outside);
}

/// What `KeyPrice` is set by: reads and writes of random keys among a million payments, on the disk of this machine.
#[test]
#[ignore = "measures time: scripts/weights --check"]
fn what_a_key_costs() {
	timed::keys(1_000_000);
}
