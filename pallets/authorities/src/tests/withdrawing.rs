use super::*;
use crate::{OpenMotions, Proposers};
use zhidai_primitives::{OfficerId, OrgId};

#[test]
fn a_seat_takes_its_oldest_motion_back_and_can_propose_again() {
	Consortium::of(2, 2).run(|| {
		let oldest = propose(1, 0);
		propose(1, 1);
		assert_eq!(OpenMotions::<Test>::get(seat_of(1)).first(), Some(&oldest.0));
		assert_ok!(withdraw(1, oldest));
		assert!(!is_open(oldest));
		assert_eq!(
			last_event(),
			RuntimeEvent::Authorities(AuthoritiesEvent::MotionWithdrawn {
				org: OrgId(1),
				seat_number: 0,
				officer: OfficerId(100),
				proposal_hash: oldest.0,
				index: 0,
			})
		);
		let again = propose(1, 0);
		assert_eq!(again, (oldest.0, 2));
		assert_eq!(decided(0), 0);
	});
}

#[test]
fn nobody_takes_back_another_seats_motion() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		for org in [2, 50, 51] {
			assert_noop!(withdraw(org, motion), AuthoritiesError::WithdrawalNotAllowed);
		}
		assert_noop!(withdraw(3, motion), AuthoritiesError::SeatUnknown);
		let withdraw = |origin| Authorities::withdraw(origin, 0, motion.0, motion.1);
		assert_noop!(withdraw(by(clerk(1))), NO_DUTY);
		assert_noop!(withdraw(by(9_999)), STRANGER);
		assert_noop!(withdraw(RuntimeOrigin::root()), BadOrigin);
		assert!(is_open(motion));
	});
}

/// The proposer opens a motion; once the council has decided it, it is not the proposer's any more.
#[test]
fn what_the_ayes_have_passed_cannot_be_taken_back() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(2, motion, true));
		assert_ok!(vote(50, motion, true));
		assert_noop!(withdraw(1, motion), AuthoritiesError::MotionPassed);
		assert_ok!(close(motion));
		assert_eq!(decided(7), 1);
	});
}

/// A seat opens the motion against itself, which has one encoding, so that nobody else can; it cannot end it when
/// the others are for it.
#[test]
fn what_another_seat_is_for_cannot_be_taken_back() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(50, 7);
		assert_ok!(vote(1, motion, true));
		assert_noop!(withdraw(50, motion), AuthoritiesError::MotionSupported);
		// Neither by a vote of its own against it, which alone ends nothing.
		assert_ok!(vote(50, motion, false));
		assert_noop!(withdraw(50, motion), AuthoritiesError::MotionSupported);
		assert_noop!(close_by(council_officer(50), motion), AuthoritiesError::MotionUndecided);
		assert_eq!(votes(motion), (0, 3, vec![seat_of(1)], vec![seat_of(50)]));
		for org in [2, 51] {
			assert_ok!(vote(org, motion, true));
		}
		assert_ok!(close(motion));
		assert_eq!(decided(7), 1);
	});
}

/// Nays of others do not hold it, nor an aye that was taken back.
#[test]
fn what_no_other_seat_is_for_any_more_can_be_taken_back() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(2, motion, true));
		assert_ok!(vote(2, motion, false));
		assert_ok!(withdraw(1, motion));
		assert!(!is_open(motion));
	});
}

#[test]
fn a_withdrawal_names_an_open_motion_and_its_number() {
	Consortium::of(2, 2).run(|| {
		let (hash, index) = propose(1, 7);
		assert_noop!(withdraw(1, (H256::zero(), index)), AuthoritiesError::MotionUnknown);
		assert_noop!(withdraw(1, (hash, index + 1)), AuthoritiesError::MotionUnknown);
		assert_ok!(withdraw(1, (hash, index)));
		assert_noop!(withdraw(1, (hash, index)), AuthoritiesError::MotionUnknown);
	});
}

#[test]
fn nothing_of_a_motion_outlives_it() {
	Consortium::of(2, 2).run(|| {
		let (withdrawn, lost) = (propose(1, 0), propose(1, 1));
		assert_ok!(withdraw(1, withdrawn));
		for org in [50, 51] {
			assert_ok!(vote(org, lost, false));
		}
		assert_ok!(close(lost));
		assert_eq!(Proposers::<Test>::iter().count(), 0);
		assert_eq!(OpenMotions::<Test>::iter().count(), 0);
	});
}
