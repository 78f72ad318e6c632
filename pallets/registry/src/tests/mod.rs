//! The registry's rules, by subject.

mod accounts;
mod acts;
mod admission;
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

use crate::{mock::*, Event, *};
use frame::testing_prelude::*;
use zhidai_primitives::{testing, traits::Directory, *};

/// Moves the calendar.
fn days_later(days: u32) {
	testing::with(|world| world.today = world.today.plus_days(days).unwrap());
}

fn today() -> Day {
	testing::with(|world| world.today)
}

fn happened(event: Event<Test>) {
	System::assert_has_event(event.into());
}
