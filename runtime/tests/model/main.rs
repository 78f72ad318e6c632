//! Random hands on the whole runtime, through `Executive`, beside a model that is plain enough to be right.
//!
//! - [`money`]: two banks' payments, whole files and batches of them, whatever comes to mind: every pallet's
//!   invariants hold, the trace is the ledger, and every loan can be closed in the end.
//! - [`world`]: what members do to each other (contracts under one limit at two banks, one document on two banks'
//!   loans, verdicts and their retraction, holds, failed checks, relations, new keys). The model says of every call
//!   whether it is carried out, and else which refusals may be told; after each step the chain is compared with it.
//!
//! A seed makes a run; it is named where a run fails, with every step so far. `MODEL_SEEDS` and `MODEL_STEPS` make
//! longer ones.

mod clearing;
#[path = "../common/mod.rs"]
mod common;
mod contracts;
mod documents;
mod facts;
mod money;
mod payments;
mod random;
mod relations;
mod standing;
mod world;

use common::{chain, next_block};
use random::setting;
use std::collections::BTreeMap;
use world::World;

/// What hands must have got done in all runs together: a run that never gets there shows nothing.
const DONE: &[&str] = &[
	"offer",
	"check_offer",
	"sign",
	"close",
	"hold",
	"lift_hold",
	"file",
	"verdict",
	"retract",
	"take_back",
	"draft",
	"mandate",
	"approve",
	"release",
	"reject",
	"settle",
	"report",
	"confirm",
	"annul",
	"propose",
	"agree",
	"withdraw_act",
	"rotate",
];

/// The refusals that they must have met, of those that no other rule can hide.
const REFUSED: &[&str] = &[
	"Evidence.AlreadyGiven",
	"Evidence.FingerprintTaken",
	"Evidence.NotStanding",
	"Evidence.NotVerified",
	"Loans.AmountAboveTierLimit",
	"Loans.LoanHeld",
	"Loans.PayeeRelatedToBorrower",
	"Loans.UndrawnLimitFrozen",
	"Loans.WrongState",
	"Payments.BankNotAllowed",
	"Payments.MandateMissing",
	"Payments.PayeeRelatedToBorrower",
	"Registry.KeyAlreadyUsed",
	"Registry.RelationUnknown",
	"Registry.SamePerson",
	"the door",
];

/// How often what was reached.
type Reached = BTreeMap<String, u32>;

fn missing(wanted: &[&'static str], reached: &Reached) -> Vec<&'static str> {
	wanted.iter().copied().filter(|name| !reached.contains_key(*name)).collect()
}

#[test]
fn whatever_members_do_to_each_other_is_done_or_refused_as_the_plain_model_says() {
	let (seeds, steps) = (setting("MODEL_SEEDS", 6), setting("MODEL_STEPS", 250));
	let (mut done, mut refused) = (Reached::new(), Reached::new());
	for seed in 1..=seeds {
		chain(|| {
			println!("seed {seed}");
			let mut world = World::new(seed);
			for number in 0..steps {
				// Storm and calm by turns.
				world.step(number % 100 >= 60);
				if number % 2 == 1 {
					next_block();
				}
			}
			world.clear_everything();
			world.what_is_ended_counts_for_30_days_more();
			for (all, one) in [(&mut done, &world.done), (&mut refused, &world.refused)] {
				for (name, count) in one {
					*all.entry(name.clone()).or_default() += *count;
				}
			}
		});
	}
	let (left, unmet) = (missing(DONE, &done), missing(REFUSED, &refused));
	assert!(left.is_empty(), "never done: {left:?} of {done:?}");
	assert!(unmet.is_empty(), "never met: {unmet:?} of {refused:?}");
}
