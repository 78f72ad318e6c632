use super::*;
use crate::Voters;
use zhidai_primitives::{testing, OfficerId, OrgId, OrgStatus};

#[test]
fn an_officer_votes_for_the_seat_and_is_named() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(50, motion, true));
		assert_ok!(vote(51, motion, false));
		assert_eq!(votes(motion), (0, 3, vec![seat_of(1), seat_of(50)], vec![seat_of(51)]));
		assert_eq!(
			last_event(),
			RuntimeEvent::Authorities(AuthoritiesEvent::Voted {
				org: OrgId(51),
				seat_number: 0,
				officer: OfficerId(5_100),
				proposal_hash: motion.0,
				index: 0,
				approve: false,
			})
		);
	});
}

#[test]
fn a_seat_has_one_vote_that_it_can_change() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_noop!(vote(1, motion, true), AuthoritiesError::VoteGiven);
		assert_ok!(vote(1, motion, false));
		assert_eq!(votes(motion), (0, 3, vec![], vec![seat_of(1)]));
		assert_noop!(vote(1, motion, false), AuthoritiesError::VoteGiven);
		assert_ok!(vote(1, motion, true));
		assert_eq!(votes(motion), (0, 3, vec![seat_of(1)], vec![]));
	});
}

#[test]
fn only_officers_on_council_duty_vote_and_only_for_their_own_seats() {
	Consortium::of(2, 2).run(|| {
		let (hash, index) = propose(1, 7);
		let vote = |who, seat_number| Authorities::vote(by(who), seat_number, hash, index, true);
		assert_noop!(vote(clerk(50), 0), NO_DUTY);
		assert_noop!(vote(9_999, 0), STRANGER);
		assert_noop!(vote(seat_of(50), 0), STRANGER);
		assert_noop!(vote(council_officer(50), 1), AuthoritiesError::SeatUnknown);
		assert_noop!(vote(council_officer(90), 0), AuthoritiesError::SeatUnknown);
		assert_noop!(Authorities::vote(RuntimeOrigin::root(), 0, hash, index, true), BadOrigin);
	});
}

#[test]
fn a_vote_names_an_open_motion_and_its_number() {
	Consortium::of(2, 2).run(|| {
		let (hash, index) = propose(1, 7);
		assert_noop!(vote(50, (H256::zero(), index), true), AuthoritiesError::MotionUnknown);
		assert_noop!(vote(50, (hash, index + 1), true), AuthoritiesError::MotionUnknown);
	});
}

/// The officer of organisation 50 is removed, has another key, or its organisation takes part no more.
const VOIDS: [fn(); 3] = [
	|| {
		testing::with(|world| world.officers.remove(&5_000));
	},
	|| {
		testing::with(|world| world.keys.insert(OfficerId(5_000), 1));
	},
	|| testing::with(|world| world.organisations.get_mut(&OrgId(50)).unwrap().1 = OrgStatus::Suspended),
];

/// With a stolen key a seat's aye passed a motion long after the key was taken away.
#[test]
fn a_vote_does_not_outlive_its_officer_its_key_or_its_organisations_part() {
	for void in VOIDS {
		Consortium::of(2, 2).run(|| {
			let motion = propose(1, 7);
			assert_ok!(vote(2, motion, true));
			assert_ok!(vote(50, motion, true));
			assert!(Authorities::motions_to_close(None, 10).items.len() == 1);
			void();
			assert!(Authorities::motions_to_close(None, 10).items.is_empty());
			assert_noop!(close(motion), AuthoritiesError::MotionUndecided);
			let shown = Authorities::motion(motion.0).expect("an open motion");
			assert_eq!(shown.ayes.iter().map(|seat| seat.org).collect::<Vec<_>>(), [OrgId(1), OrgId(2)]);
			// The threshold is that of all seats: the other bank's aye makes three of four again.
			assert_ok!(vote(51, motion, true));
			assert_ok!(close(motion));
			assert_eq!(decided(7), 1);
		});
	}
}

/// Nor does a nay end what the seat is not against any more.
#[test]
fn a_nay_that_counts_no_more_ends_nothing() {
	for void in VOIDS {
		Consortium::of(2, 2).run(|| {
			let motion = propose(1, 7);
			assert_ok!(vote(51, motion, false));
			assert_ok!(vote(50, motion, false));
			void();
			assert_noop!(close(motion), AuthoritiesError::MotionUndecided);
			run_to(1 + MOTION_DURATION);
			assert_ok!(close(motion));
			assert_eq!((decided(7), Voters::<Test>::iter().count()), (0, 0));
		});
	}
}

#[test]
fn a_seat_whose_vote_counts_no_more_is_asked_again_and_gives_it_anew() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(50, motion, true));
		let is_asked = || !Authorities::motions_to_vote(OrgId(50), None, 10).items.is_empty();
		assert!(!is_asked());
		assert_noop!(vote(50, motion, true), AuthoritiesError::VoteGiven);
		testing::with(|world| world.keys.insert(OfficerId(5_000), 1));
		assert!(is_asked());
		assert_ok!(vote(50, motion, true));
		assert!(!is_asked());
		assert_noop!(vote(50, motion, true), AuthoritiesError::VoteGiven);
		assert_ok!(vote(2, motion, true));
		assert_ok!(close(motion));
		assert_eq!(decided(7), 1);
	});
}

/// Who was suspended and takes part again has the votes that it gave.
#[test]
fn a_vote_counts_again_when_its_organisation_takes_part_again() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(2, motion, true));
		assert_ok!(vote(50, motion, true));
		VOIDS[2]();
		assert_noop!(close(motion), AuthoritiesError::MotionUndecided);
		testing::with(|world| world.organisations.get_mut(&OrgId(50)).unwrap().1 = OrgStatus::Active);
		assert_ok!(close(motion));
		assert_eq!(decided(7), 1);
	});
}
