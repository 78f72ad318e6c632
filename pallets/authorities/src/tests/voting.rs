use super::*;
use zhidai_primitives::{OfficerId, OrgId};

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
