use super::*;
use crate::PendingChange;
use polkadot_sdk::pallet_session;
use zhidai_primitives::{OfficerId, OrgId};

type SessionError = pallet_session::Error<Test>;

fn set_keys(org: u32, key: u64) -> DispatchResult {
	Authorities::set_session_keys(by(council_officer(org)), 0, keys(key), proof(seat_of(org), key))
}

/// The key that consensus uses for an organisation's seat.
fn in_force(org: u32) -> u64 {
	let of_seat = KeysInForce::get().into_iter().find(|(seat, _)| *seat == seat_of(org));
	of_seat.expect("every seat is a validator").1
}

#[test]
fn new_keys_are_in_force_after_the_session_has_ended_twice() {
	Consortium::of(2, 2).run(|| {
		run_to(5);
		assert_ok!(set_keys(50, 77));
		assert_eq!(
			last_event(),
			RuntimeEvent::Authorities(AuthoritiesEvent::SessionKeysSet {
				org: OrgId(50),
				seat_number: 0,
				officer: OfficerId(5_000),
				seat: seat_of(50),
			})
		);
		run_to(6);
		assert_eq!((Session::current_index(), in_force(50)), (1, 3));
		run_to(5 + ROTATION_GAP);
		assert_eq!((Session::current_index(), in_force(50)), (1, 3));
		run_to(6 + ROTATION_GAP);
		assert_eq!((Session::current_index(), in_force(50)), (2, 77));
		run_to(1_000);
		assert_eq!((Session::current_index(), in_force(50)), (2, 77));
		assert_eq!(PendingChange::<Test>::get().rotations_left(), 0);
		// The others are where they were.
		assert_eq!([1, 2, 51].map(in_force), [1, 2, 4]);
	});
}

#[test]
fn without_new_keys_no_session_ends() {
	Consortium::of(2, 2).run(|| {
		run_to(1_000);
		assert_eq!(Session::current_index(), 0);
	});
}

#[test]
fn keys_set_on_the_way_lose_nobody_elses() {
	Consortium::of(2, 2).run(|| {
		run_to(5);
		assert_ok!(set_keys(50, 77));
		run_to(20);
		assert_ok!(set_keys(1, 88));
		run_to(6 + ROTATION_GAP);
		assert_eq!([50, 1].map(in_force), [77, 1]);
		run_to(6 + 2 * ROTATION_GAP);
		assert_eq!([50, 1].map(in_force), [77, 88]);
		run_to(1_000);
		assert_eq!(Session::current_index(), 3);
	});
}

#[test]
fn replacing_keys_keeps_seats_validators_and_council() {
	Consortium::of(2, 2).run(|| {
		let before = (Session::validators(), pallet_collective::Members::<Test, Instance1>::get());
		let motion = propose(50, 7);
		assert_ok!(set_keys(50, 77));
		run_to(100);
		assert_eq!((Session::validators(), pallet_collective::Members::<Test, Instance1>::get()), before);
		assert_eq!(votes(motion).2, [seat_of(50)]);
		assert_eq!(System::account(seat_of(50)).consumers, 1);
	});
}

#[test]
fn the_proof_is_over_the_seats_account_not_the_officers() {
	Consortium::of(2, 2).run(|| {
		let officer = council_officer(50);
		let set = |proof| Authorities::set_session_keys(by(officer), 0, keys(77), proof);
		assert_noop!(set(proof(officer, 77)), AuthoritiesError::KeyProofWrong);
		assert_noop!(set(proof(seat_of(51), 77)), AuthoritiesError::KeyProofWrong);
		assert_noop!(set(proof(seat_of(50), 78)), AuthoritiesError::KeyProofWrong);
		assert_noop!(set(BoundedVec::default()), AuthoritiesError::KeyProofWrong);
		assert_ok!(set(proof(seat_of(50), 77)));
	});
}

#[test]
fn a_key_that_was_a_seats_is_never_another_seats() {
	Consortium::of(2, 2).run(|| {
		assert_noop!(set_keys(50, 1), AuthoritiesError::KeyOfAnotherSeat);
		assert_ok!(set_keys(1, 77));
		for key in [1, 77] {
			assert_noop!(set_keys(50, key), AuthoritiesError::KeyOfAnotherSeat);
		}
		// Its own it can take again: the seat is still the one that the key names.
		run_to(1 + KEY_CHANGE_INTERVAL);
		assert_ok!(set_keys(1, 1));
		assert_noop!(set_keys(50, 77), AuthoritiesError::KeyOfAnotherSeat);
	});
}

/// Setting them takes keys that the node holds: who knows another seat's new keys cannot take them first.
#[test]
fn keys_that_another_seat_has_announced_cannot_be_squatted() {
	Consortium::of(2, 2).run(|| {
		let announced = proof(seat_of(1), 77);
		let squat = Authorities::set_session_keys(by(council_officer(50)), 0, keys(77), announced.clone());
		assert_noop!(squat, AuthoritiesError::KeyProofWrong);
		assert_ok!(Authorities::set_session_keys(by(council_officer(1)), 0, keys(77), announced));
	});
}

#[test]
fn the_same_keys_end_no_session() {
	Consortium::of(2, 2).run(|| {
		assert_noop!(set_keys(50, 3), AuthoritiesError::KeysUnchanged);
		assert_ok!(set_keys(50, 77));
		run_to(1 + KEY_CHANGE_INTERVAL);
		assert_noop!(set_keys(50, 77), AuthoritiesError::KeysUnchanged);
	});
}

#[test]
fn only_officers_on_council_duty_set_keys_and_only_of_their_own_seats() {
	Consortium::of(2, 2).run(|| {
		let set = |origin, seat_number| {
			Authorities::set_session_keys(origin, seat_number, keys(77), proof(seat_of(50), 77))
		};
		assert_noop!(set(by(clerk(50)), 0), NO_DUTY);
		assert_noop!(set(by(9_999), 0), STRANGER);
		assert_noop!(set(by(seat_of(50)), 0), STRANGER);
		assert_noop!(set(by(council_officer(50)), 1), AuthoritiesError::SeatUnknown);
		assert_noop!(set(by(council_officer(90)), 0), AuthoritiesError::SeatUnknown);
		assert_noop!(set(RuntimeOrigin::root(), 0), BadOrigin);
	});
}

/// There is no call for it, and the officer of a seat is not the seat.
#[test]
fn keys_cannot_be_purged() {
	use polkadot_sdk::frame_support::traits::GetCallName;
	assert!(!crate::Call::<Test>::get_call_names().iter().any(|name| name.contains("purge")));
	let with_calls: Vec<_> = <RuntimeCall as frame::prelude::GetCallMetadata>::get_module_names().to_vec();
	assert_eq!(with_calls, ["System", "Authorities", "Probe"]);

	Consortium::of(2, 2).run(|| {
		assert_noop!(Session::purge_keys(by(council_officer(50))), SessionError::NoKeys);
	});
}

/// On the old code one seat had a session end every 30 blocks, and the block in which it ends holds no transaction.
#[test]
fn a_seat_changes_its_keys_no_more_often_than_the_interval_lets_it() {
	Consortium::of(2, 2).run(|| {
		let mut changes = Vec::new();
		for block in 2..=3 * KEY_CHANGE_INTERVAL {
			run_to(block);
			match set_keys(50, 1_000 + block) {
				Ok(()) => changes.push(block),
				refused => assert_eq!(refused, Err(AuthoritiesError::KeysSetRecently.into())),
			}
		}
		assert_eq!(changes, [2, 2 + KEY_CHANGE_INTERVAL, 2 + 2 * KEY_CHANGE_INTERVAL]);
		run_to(1_000);
		// Two ends for each change.
		assert_eq!(Session::current_index(), 6);
		assert_eq!(in_force(50), 1_002 + 2 * KEY_CHANGE_INTERVAL);
	});
}

/// Another seat's change is not this seat's: nobody can bar others from a change that they need.
#[test]
fn each_seat_has_an_interval_of_its_own() {
	Consortium::of(2, 2).run(|| {
		assert_ok!(set_keys(50, 77));
		assert_ok!(set_keys(51, 78));
		assert_noop!(set_keys(50, 79), AuthoritiesError::KeysSetRecently);
		run_to(KEY_CHANGE_INTERVAL);
		assert_noop!(set_keys(50, 79), AuthoritiesError::KeysSetRecently);
		run_to(1 + KEY_CHANGE_INTERVAL);
		assert_ok!(set_keys(50, 79));
	});
}

/// A refused change is none: it neither ends a session nor starts the interval.
#[test]
fn a_refused_change_starts_no_interval() {
	Consortium::of(2, 2).run(|| {
		let officer = council_officer(50);
		let wrong = Authorities::set_session_keys(by(officer), 0, keys(77), proof(officer, 77));
		assert_noop!(wrong, AuthoritiesError::KeyProofWrong);
		assert_ok!(set_keys(50, 77));
	});
}
