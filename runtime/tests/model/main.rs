//! Random hands on the whole runtime, through `Executive`, beside a model that is plain enough to be right.
//!
//! - [`money`]: two banks' payments, whole files and batches of them, whatever comes to mind: every pallet's
//!   invariants hold, the trace is the ledger, and every loan can be closed in the end.
//! - [`world`]: what members do to each other (contracts under one limit at two banks, one document on two banks'
//!   loans, verdicts and their retraction, holds, failed checks, relations, new keys), and what becomes of money that
//!   has left (results, returns in part, counter-entries, repayments, receipts, orders). The model says of every call
//!   whether it is carried out, and else which refusals may be told; after each step the chain is compared with it.
//!
//! A seed makes a run; it is named where a run fails, with every step so far. `OPS` operations are made, of seeds from
//! `SEED` on: see [`runs`]; `scripts/model` makes a million.

mod adjusting;
mod again;
mod booked;
mod clearing;
#[path = "../common/mod.rs"]
mod common;
mod contracts;
mod documents;
mod facts;
mod money;
mod payees;
mod payments;
mod random;
mod receipts;
mod relations;
mod repaying;
mod results;
mod runs;
mod standing;
mod world;

use common::{chain, next_block};
use runs::{are_enough, in_runs, Run};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
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
	"enter_adjustment",
	"adjust",
	"pay_again",
	"enter_repayment",
	"book_repayment",
	"correct_repayment",
	"receive",
	"deny",
	"unreceive",
	"hand_in",
	"execute",
	"new_account",
	"suspend",
	"reinstate",
	"close_mismatch",
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
	"Loans.RepaymentAbovePaid",
	"Loans.UndrawnLimitFrozen",
	"Loans.WrongState",
	"Payments.BankNotAllowed",
	"Payments.BookingUnknown",
	"Payments.MandateMissing",
	"Payments.NotReturned",
	"Payments.NotSettled",
	"Payments.PayeeNotAllowed",
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

/// One run: what was done, and what refused.
fn members(run: Run, at: &AtomicU64) -> [Reached; 2] {
	let mut reached = Default::default();
	chain(|| {
		let mut world = World::new(run.seed);
		for number in 0..run.steps {
			at.store(number + 1, Relaxed);
			// Storm and calm by turns.
			world.step(number % 100 >= 60);
			if number % 2 == 1 {
				next_block();
			}
		}
		world.clear_everything();
		world.what_is_ended_counts_for_30_days_more();
		reached = [world.done.clone(), world.refused.clone()];
	});
	reached
}

#[test]
fn whatever_members_do_to_each_other_is_done_or_refused_as_the_plain_model_says() {
	let runs = in_runs(1, members);
	let (mut done, mut refused) = (Reached::new(), Reached::new());
	for [one_done, one_refused] in &runs {
		for (all, one) in [(&mut done, one_done), (&mut refused, one_refused)] {
			for (name, count) in one {
				*all.entry(name.clone()).or_default() += *count;
			}
		}
	}
	println!("model: {} runs\ndone: {done:?}\nrefused: {refused:?}", runs.len());
	if are_enough(runs.len(), 1) {
		let (left, unmet) = (missing(DONE, &done), missing(REFUSED, &refused));
		assert!(left.is_empty(), "never done: {left:?} of {done:?}");
		assert!(unmet.is_empty(), "never met: {unmet:?} of {refused:?}");
	}
}
