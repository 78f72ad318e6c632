//! The registry's rules, by subject.

mod accounts;
mod acts;
mod admission;
mod control;
mod directory;
mod door;
mod genesis;
mod identity;
mod journal;
mod keys;
mod officers;
mod recovery;
mod relations;
mod requests;
mod sequences;
mod status;
mod succession;

use crate::{mock::*, Event, *};
use frame::testing_prelude::*;
use zhidai_primitives::{
	testing,
	traits::{Checks, Directory},
	*,
};

/// Moves the calendar.
fn days_later(days: u32) {
	testing::with(|world| world.today = world.today.plus_days(days).unwrap());
}

fn today() -> Day {
	testing::with(|world| world.today)
}

/// The acts on firms that a bureau can confirm, read in the smallest pages.
fn to_confirm(bureau: OrgId) -> Vec<ActId> {
	let all = Page::every(|after| Ok::<_, ()>(Registry::admissions_to_confirm(bureau, after, 1))).unwrap();
	all.into_iter().map(|(act_id, _)| act_id).collect()
}

fn happened(event: Event<Test>) {
	System::assert_has_event(event.into());
}
