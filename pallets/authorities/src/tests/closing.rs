use super::*;
use zhidai_primitives::{OfficerId, OrgId};

fn regulators(count: u32) -> impl Iterator<Item = u32> {
	1..=count
}

fn banks(count: u32) -> impl Iterator<Item = u32> {
	FIRST_BANK..FIRST_BANK + count
}

#[test]
fn a_motion_with_more_than_two_thirds_is_carried_out() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(2, motion, true));
		assert_noop!(close(motion), AuthoritiesError::MotionUndecided);
		assert_ok!(vote(50, motion, true));
		assert_ok!(close(motion));
		assert_eq!(decided(7), 1);
		assert!(!is_open(motion));
		assert_eq!(
			last_event(),
			RuntimeEvent::Authorities(AuthoritiesEvent::MotionClosed {
				org: OrgId(1),
				officer: OfficerId(100),
				proposal_hash: motion.0,
				index: 0,
			})
		);
	});
}

/// In consortia of every size: all ayes of the larger college, and nobody else's, with time running out.
#[test]
fn the_ayes_of_one_college_never_pass_a_motion() {
	for (regulator_seats, bank_seats) in
		[(1, 1), (2, 1), (1, 2), (2, 2), (4, 2), (2, 4), (4, 3), (6, 3), (11, 10)]
	{
		for college in
			[regulators(regulator_seats).collect::<Vec<_>>(), banks(bank_seats).collect::<Vec<_>>()]
		{
			Consortium::of(regulator_seats, bank_seats).run(|| {
				let motion = propose(college[0], 7);
				for org in college.iter().skip(1) {
					assert_ok!(vote(*org, motion, true));
				}
				assert_noop!(close(motion), AuthoritiesError::MotionUndecided);
				run_to(1 + MOTION_DURATION);
				assert_ok!(close(motion));
				assert!(!is_open(motion));
				assert_eq!(decided(7), 0, "{regulator_seats} + {bank_seats}");
			});
		}
	}
}

#[test]
fn each_college_holds_a_veto() {
	for college in [[1, 2], [50, 51]] {
		Consortium::of(2, 2).run(|| {
			let motion = propose(if college[0] == 1 { 50 } else { 1 }, 7);
			for org in college {
				assert_ok!(vote(org, motion, false));
			}
			assert_ok!(close(motion));
			assert!(!is_open(motion));
			assert_eq!(decided(7), 0);
		});
	}
}

#[test]
fn abstentions_never_count_as_ayes() {
	// Four of seven are a majority, but not more than two thirds.
	Consortium::of(4, 3).run(|| {
		let motion = propose(1, 7);
		for org in [2, 50, 51] {
			assert_ok!(vote(org, motion, true));
		}
		run_to(1 + MOTION_DURATION);
		assert_ok!(close(motion));
		assert_eq!(decided(7), 0);
	});
}

#[test]
fn a_motion_waits_until_its_votes_decide_or_its_time_is_over() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		run_to(MOTION_DURATION);
		assert_noop!(close(motion), AuthoritiesError::MotionUndecided);
		run_to(1 + MOTION_DURATION);
		assert_ok!(close(motion));
		assert_eq!(decided(7), 0);
	});
}

#[test]
fn what_passed_late_is_carried_out_too() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(50, motion, true));
		assert_ok!(vote(51, motion, true));
		run_to(500);
		assert_ok!(close(motion));
		assert_eq!(decided(7), 1);
	});
}

#[test]
fn a_refused_call_can_be_proposed_again() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		for org in [50, 51] {
			assert_ok!(vote(org, motion, false));
		}
		assert_ok!(close(motion));
		let again = propose(1, 7);
		assert_eq!(again, (motion.0, 1));
		for org in [50, 51] {
			assert_ok!(vote(org, again, true));
		}
		assert_ok!(close(again));
		assert_eq!(decided(7), 1);
	});
}

#[test]
fn any_council_officer_closes_and_nobody_else() {
	Consortium::of(2, 2).run(|| {
		let (hash, index) = propose(1, 7);
		let close = |who| close_by(who, (hash, index));
		for org in [50, 51] {
			assert_ok!(vote(org, (hash, index), true));
		}
		assert_noop!(close(clerk(1)), NO_DUTY);
		assert_noop!(close(9_999), STRANGER);
		assert_noop!(close(seat_of(1)), STRANGER);
		let by_root = Authorities::close(RuntimeOrigin::root(), hash, index).map_err(|refused| refused.error);
		assert_eq!(by_root, Err(BadOrigin.into()));
		// Counting is no vote: it takes no seat.
		assert_ok!(close(council_officer(3)));
		assert_eq!(decided(7), 1);
	});
}

#[test]
fn closing_names_an_open_motion_and_its_number() {
	Consortium::of(2, 2).run(|| {
		let (hash, index) = propose(1, 7);
		assert_noop!(close((H256::zero(), index)), AuthoritiesError::MotionUnknown);
		assert_noop!(close((hash, index + 1)), AuthoritiesError::MotionUnknown);
	});
}

#[test]
fn closing_gives_back_the_weight_that_it_did_not_need() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		for org in [50, 51] {
			assert_ok!(vote(org, motion, true));
		}
		let foreseen =
			crate::Call::<Test>::close { proposal_hash: motion.0, index: 0 }.get_dispatch_info().call_weight;
		let closed = Authorities::close(by(council_officer(1)), motion.0, motion.1).expect("closed");
		let actual = closed.actual_weight.expect("less than foreseen");
		assert!(decision(7).get_dispatch_info().call_weight.all_lt(actual) && actual.all_lt(foreseen));
		assert!(MaxProposalWeight::get().all_lt(foreseen));
	});
}

#[test]
fn a_motion_that_did_not_pass_is_charged_for_counting_only() {
	Consortium::of(2, 2).run(|| {
		let (lost, late) = (propose(1, 7), propose(1, 8));
		for org in [50, 51] {
			assert_ok!(vote(org, lost, false));
		}
		run_to(1 + MOTION_DURATION);
		let counted = <() as crate::WeightInfo>::close(decision(7).encoded_size() as u32);
		for motion in [lost, late] {
			let closed = Authorities::close(by(council_officer(1)), motion.0, motion.1).expect("closed");
			assert_eq!(closed.actual_weight, Some(counted));
		}
		assert_eq!((decided(7), decided(8)), (0, 0));
	});
}

/// A refused closing carries nothing out; if it were charged what the heaviest motion takes, two of them
/// would fill a block.
#[test]
fn a_refused_closing_weighs_as_little_as_counting() {
	Consortium::of(2, 2).run(|| {
		let (hash, index) = propose(1, 7);
		for who in [council_officer(1), clerk(1)] {
			let refused = Authorities::close(by(who), hash, index).expect_err("too early, or no duty");
			let actual = refused.post_info.actual_weight.expect("less than foreseen");
			assert!(actual.any_gt(Weight::zero()) && actual.all_lt(MaxProposalWeight::get()));
		}
	});
}

/// The council decides through its origin only: neither a member's word nor fewer ayes are one.
#[test]
fn less_than_a_decision_is_no_decision() {
	use polkadot_sdk::pallet_collective::RawOrigin;
	Consortium::of(4, 2).run(|| {
		let decide = |origin: RawOrigin<u64, Instance1>| Probe::decide(origin.into(), 7, vec![]);
		assert_noop!(decide(RawOrigin::Members(4, 6)), BadOrigin);
		assert_noop!(decide(RawOrigin::Member(seat_of(1))), BadOrigin);
		assert_noop!(Probe::decide(RuntimeOrigin::root(), 7, vec![]), BadOrigin);
		assert_noop!(Probe::decide(by(seat_of(1)), 7, vec![]), BadOrigin);
		assert_ok!(decide(RawOrigin::Members(5, 6)));
	});
}

const OBSTACLE: DispatchError = DispatchError::Other("obstacle");

/// Three of four are for it, and its call is refused as long as something is in the way.
fn passed_with_an_obstacle() -> (H256, u32) {
	let motion = propose(1, 7);
	for org in [50, 51] {
		assert_ok!(vote(org, motion, true));
	}
	probe::Obstacle::<Test>::put(true);
	motion
}

/// What was refused once used the motion up with all its votes, and was told as carried out.
#[test]
fn a_motion_whose_call_is_refused_stays_open_with_its_votes() {
	Consortium::of(2, 2).run(|| {
		let motion = passed_with_an_obstacle();
		let ayes = votes(motion);
		assert_noop!(close(motion), OBSTACLE);
		assert_eq!(votes(motion), ayes);
		probe::Obstacle::<Test>::put(false);
		assert_ok!(close(motion));
		assert_eq!((decided(7), is_open(motion)), (1, false));
	});
}

#[test]
fn a_motion_whose_call_is_refused_is_closed_without_it_when_its_time_is_over() {
	Consortium::of(2, 2).run(|| {
		let motion = passed_with_an_obstacle();
		run_to(MOTION_DURATION);
		assert_noop!(close(motion), OBSTACLE);
		run_to(1 + MOTION_DURATION);
		assert_ok!(close(motion));
		assert_eq!((decided(7), is_open(motion)), (0, false));
		let (org, officer) = (OrgId(1), OfficerId(100));
		let (proposal_hash, index) = motion;
		assert_eq!(
			last_event(),
			RuntimeEvent::Authorities(AuthoritiesEvent::MotionNotCarriedOut {
				org,
				officer,
				proposal_hash,
				index,
				// What is written of it has no text.
				error: DispatchError::Other(""),
			})
		);
		// Its seat has room again.
		propose(1, 7);
	});
}

/// Carrying out what is refused took its time all the same: else failing closes would fill blocks.
#[test]
fn a_refused_call_is_charged_with_the_closing_that_carried_it_out() {
	Consortium::of(2, 2).run(|| {
		let (hash, index) = passed_with_an_obstacle();
		let refused = Authorities::close(by(council_officer(1)), hash, index).expect_err("an obstacle");
		let counted = <() as crate::WeightInfo>::close(decision(7).encoded_size() as u32);
		let spent = counted + decision(7).get_dispatch_info().call_weight;
		assert_eq!(refused.post_info.actual_weight, Some(spent));
	});
}
