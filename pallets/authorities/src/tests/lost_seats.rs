//! What the loss of seats does to the council: a seat whose organisation has lost its keys is silent for
//! good, unless the others bring it back.

use super::*;
use crate::spare_seats;
use zhidai_primitives::OrgId;

#[test]
fn three_of_four_seats_bring_the_fourth_back() {
	Consortium::of(2, 2).run(|| {
		let recovery = propose(1, 7);
		assert_ok!(vote(2, recovery, true));
		assert_ok!(vote(50, recovery, true));
		assert_ok!(close(recovery));
		assert_eq!(decided(7), 1);
	});
}

/// The limit that the README states: no motion passes, also not when its time is over.
#[test]
fn two_of_four_seats_lost_end_the_council() {
	for left in [[1, 2], [1, 50], [50, 51]] {
		Consortium::of(2, 2).run(|| {
			let recovery = propose(left[0], 7);
			assert_ok!(vote(left[1], recovery, true));
			assert_noop!(close(recovery), AuthoritiesError::MotionUndecided);
			run_to(1 + MOTION_DURATION);
			assert_ok!(close(recovery));
			assert_eq!(decided(7), 0);
		});
	}
}

/// In consortia of every size: with the spare seats silent a motion passes, with one more it does not.
#[test]
fn the_council_decides_with_its_spare_seats_silent_and_no_more() {
	for (regulators, banks) in [(1, 1), (2, 1), (2, 2), (4, 2), (4, 3), (6, 3), (11, 10)] {
		for (silent, passes) in
			[(spare_seats(regulators + banks), 1), (spare_seats(regulators + banks) + 1, 0)]
		{
			Consortium::of(regulators, banks).run(|| {
				let seats: Vec<_> = (1..=regulators).chain(FIRST_BANK..FIRST_BANK + banks).collect();
				let speaking = &seats[silent as usize..];
				let motion = propose(speaking[0], 7);
				for org in &speaking[1..] {
					assert_ok!(vote(*org, motion, true));
				}
				run_to(1 + MOTION_DURATION);
				assert_ok!(close(motion));
				assert_eq!(decided(7), passes, "{regulators} + {banks}, {silent} silent");
			});
		}
	}
}

#[test]
fn the_directory_can_ask_whether_the_others_can_bring_an_organisation_back() {
	Consortium::of(2, 2).run(|| {
		for org in [1, 2, 50, 51, 90] {
			assert!(Authorities::decides_without(OrgId(org)), "organisation {org}");
		}
	});
	// Of three seats none can be missing; who holds two of four is missed twice.
	Consortium::of(2, 1).run(|| assert!(!Authorities::decides_without(OrgId(1))));
	let mut chain = Consortium::of(2, 2);
	chain.seats[1] = crate::Seat { number: 1, ..chain.seats[0] };
	chain.run(|| {
		assert!(!Authorities::decides_without(OrgId(1)));
		assert!(Authorities::decides_without(OrgId(50)));
	});
}
