//! Tests, one file per group of rules.

mod closing;
mod genesis;
mod lost_seats;
mod model;
mod proposing;
mod reading;
mod session_keys;
mod voting;
mod withdrawing;

use crate::mock::*;
use codec::{Decode, Encode};
use frame::testing_prelude::*;
use polkadot_sdk::frame_support::instances::Instance1;
use polkadot_sdk::pallet_collective;

type AuthoritiesError = crate::Error<Test>;
type AuthoritiesEvent = crate::Event<Test>;

/// The accounts' words for "you are nobody here".
const STRANGER: DispatchError = DispatchError::Other("stranger");
const NO_DUTY: DispatchError = DispatchError::Other("duty missing");

fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// The council officer of an organisation proposes a decision; gives hash and index.
fn propose(org: u32, number: u32) -> (H256, u32) {
	let index = pallet_collective::ProposalCount::<Test, Instance1>::get();
	assert_ok!(Authorities::propose(by(council_officer(org)), 0, Box::new(decision(number))));
	(BlakeTwo256::hash_of(&decision(number)), index)
}

/// Without what it weighed, so that refusals compare.
fn try_propose(origin: RuntimeOrigin, seat_number: u8, call: RuntimeCall) -> DispatchResult {
	Authorities::propose(origin, seat_number, Box::new(call)).map(|_| ()).map_err(|refused| refused.error)
}

fn vote(org: u32, motion: (H256, u32), approve: bool) -> DispatchResult {
	Authorities::vote(by(council_officer(org)), 0, motion.0, motion.1, approve)
}

fn withdraw(org: u32, motion: (H256, u32)) -> DispatchResult {
	Authorities::withdraw(by(council_officer(org)), 0, motion.0, motion.1)
}

/// Without what it weighed, so that refusals compare.
fn close(motion: (H256, u32)) -> DispatchResult {
	close_by(council_officer(1), motion)
}

fn close_by(account: u64, motion: (H256, u32)) -> DispatchResult {
	Authorities::close(by(account), motion.0, motion.1).map(|_| ()).map_err(|refused| refused.error)
}

/// What the council has on record for a motion: number, threshold, ayes, nays.
fn votes(motion: (H256, u32)) -> (u32, u32, Vec<u64>, Vec<u64>) {
	let votes = pallet_collective::Voting::<Test, Instance1>::get(motion.0).expect("an open motion");
	votes.using_encoded(|mut bytes| Decode::decode(&mut bytes)).expect("votes")
}

fn is_open(motion: (H256, u32)) -> bool {
	pallet_collective::Voting::<Test, Instance1>::contains_key(motion.0)
}

fn last_event() -> RuntimeEvent {
	System::events().pop().expect("an event").event
}
