use super::*;
use zhidai_primitives::testing;
use zhidai_primitives::{OfficerId, OrgId, OrgStatus};

#[test]
fn a_proposal_opens_a_motion_with_the_seats_aye() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(50, 7);
		assert_eq!(votes(motion), (0, 3, vec![seat_of(50)], vec![]));
		assert_eq!(decided(7), 0);
		assert_eq!(
			last_event(),
			RuntimeEvent::Authorities(AuthoritiesEvent::Proposed {
				org: OrgId(50),
				seat_number: 0,
				officer: OfficerId(5_000),
				proposal_hash: motion.0,
				index: 0,
				threshold: 3,
			})
		);
	});
}

/// `propose` takes no threshold, and what it sets follows from the number of seats alone.
#[test]
fn a_low_threshold_cannot_be_chosen() {
	for (regulators, banks, expected) in
		[(1, 1, 2), (2, 1, 3), (2, 2, 3), (4, 2, 5), (4, 3, 5), (6, 3, 7), (11, 10, 15)]
	{
		Consortium::of(regulators, banks).run(|| {
			let motion = propose(1, 7);
			assert_eq!(votes(motion).1, expected, "{regulators} + {banks}");
			assert_noop!(close(motion), AuthoritiesError::MotionUndecided);
		});
	}
}

#[test]
fn the_only_seat_decides_at_once() {
	Consortium::single().run(|| {
		propose(1, 7);
		assert_eq!(decided(7), 1);
		assert_eq!(
			last_event(),
			RuntimeEvent::Authorities(AuthoritiesEvent::DecidedAlone {
				org: OrgId(1),
				seat_number: 0,
				officer: OfficerId(100),
				proposal_hash: BlakeTwo256::hash_of(&decision(7)),
			})
		);
		// And again: nothing is left behind that would stand in the way.
		propose(1, 7);
		assert_eq!(decided(7), 2);
	});
}

/// What was refused was told as carried out.
#[test]
fn what_the_only_seat_decides_is_refused_as_its_call_is() {
	Consortium::single().run(|| {
		probe::Obstacle::<Test>::put(true);
		let refused = DispatchError::Other("obstacle");
		assert_noop!(try_propose(by(council_officer(1)), 0, decision(7)), refused);
		probe::Obstacle::<Test>::put(false);
		propose(1, 7);
		assert_eq!(decided(7), 1);
	});
}

#[test]
fn only_officers_on_council_duty_propose() {
	Consortium::of(2, 2).run(|| {
		let propose = |origin| try_propose(origin, 0, decision(7));
		assert_noop!(propose(by(clerk(1))), NO_DUTY);
		assert_noop!(propose(by(9_999)), STRANGER);
		assert_noop!(propose(by(seat_of(1))), STRANGER);
		assert_noop!(propose(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(propose(RuntimeOrigin::none()), BadOrigin);
	});
}

#[test]
fn officers_of_a_suspended_organisation_cannot_act_for_its_seat() {
	Consortium::of(2, 2).run(|| {
		testing::with(|world| world.organisations.get_mut(&OrgId(1)).unwrap().1 = OrgStatus::Suspended);
		assert_noop!(
			try_propose(by(council_officer(1)), 0, decision(7)),
			DispatchError::Other("organisation not active")
		);
	});
}

#[test]
fn an_organisation_acts_for_its_own_seats_only() {
	Consortium::of(2, 2).run(|| {
		// It has no second seat; a member without any cannot name another's.
		for (org, number) in [(1, 1), (1, 255), (3, 0), (90, 0)] {
			assert_noop!(
				try_propose(by(council_officer(org)), number, decision(7)),
				AuthoritiesError::SeatUnknown
			);
		}
	});
}

#[test]
fn the_council_decides_only_what_is_for_it() {
	Consortium::of(2, 2).run(|| {
		for call in [
			RuntimeCall::Probe(probe::Call::not_for_the_council {}),
			RuntimeCall::System(frame_system::Call::set_storage { items: vec![] }),
			RuntimeCall::Authorities(crate::Call::close { proposal_hash: H256::zero(), index: 0 }),
		] {
			assert_noop!(
				try_propose(by(council_officer(1)), 0, call),
				AuthoritiesError::ProposalNotForCouncil
			);
		}
	});
}

#[test]
fn a_proposal_is_no_longer_than_a_motion_may_be() {
	Consortium::of(2, 2).run(|| {
		let of_length = |length: u32| {
			let empty = decision(7).encoded_size() as u32 + 1;
			let padding = vec![0; (length - empty) as usize];
			RuntimeCall::Probe(probe::Call::decide { number: 7, padding })
		};
		let too_long = of_length(MAX_PROPOSAL_LENGTH + 1);
		assert_eq!(too_long.encoded_size() as u32, MAX_PROPOSAL_LENGTH + 1);
		assert_noop!(try_propose(by(council_officer(1)), 0, too_long), AuthoritiesError::ProposalTooLong);
		let call = of_length(MAX_PROPOSAL_LENGTH);
		let motion = (BlakeTwo256::hash_of(&call), 0);
		assert_ok!(try_propose(by(council_officer(1)), 0, call));
		// And what can be proposed can be carried out.
		assert_ok!(vote(2, motion, true));
		assert_ok!(vote(50, motion, true));
		assert_ok!(close(motion));
		assert_eq!(decided(7), 1);
	});
}

#[test]
fn a_proposal_takes_no_more_of_a_block_than_a_motion_may() {
	Consortium::of(2, 2).run(|| {
		let most = MaxProposalWeight::get();
		let weighing = |weight| RuntimeCall::Probe(probe::Call::decide_at_length { weight });
		for too_heavy in [most + Weight::from_parts(1, 0), most + Weight::from_parts(0, 1)] {
			assert_noop!(
				try_propose(by(council_officer(1)), 0, weighing(too_heavy)),
				AuthoritiesError::ProposalTooHeavy
			);
		}
		assert_ok!(try_propose(by(council_officer(1)), 0, weighing(most)));
	});
}

#[test]
fn a_call_is_not_put_to_the_vote_twice_at_a_time() {
	Consortium::of(2, 2).run(|| {
		propose(1, 7);
		assert_noop!(
			try_propose(by(council_officer(50)), 0, decision(7)),
			AuthoritiesError::MotionAlreadyOpen
		);
	});
}

/// On the old code one seat took all motions, and for a week nobody else could propose anything.
#[test]
fn a_seat_has_its_share_of_motions_and_leaves_the_others_theirs() {
	Consortium::of(2, 2).run(|| {
		for number in 0..MOTIONS_PER_SEAT {
			propose(1, number);
		}
		let one_more = |org| try_propose(by(council_officer(org)), 0, decision(90 + org));
		assert_noop!(one_more(1), AuthoritiesError::TooManyMotions);
		for org in [2, 50, 51] {
			assert_ok!(one_more(org));
		}
		assert_noop!(one_more(1), AuthoritiesError::TooManyMotions);
	});
}

#[test]
fn all_seats_together_can_have_their_shares_open() {
	Consortium::of(11, 10).run(|| {
		let seats = (1..=11).chain(FIRST_BANK..FIRST_BANK + 10);
		let shares = seats.flat_map(|org| (0..MOTIONS_PER_SEAT).map(move |number| (org, org * 100 + number)));
		for (org, number) in shares {
			propose(org, number);
		}
		assert_eq!(pallet_collective::Proposals::<Test, Instance1>::get().len() as u32, MAX_MOTIONS);
	});
}

#[test]
fn a_closed_motion_makes_room_for_its_seat() {
	Consortium::of(2, 2).run(|| {
		let first = propose(1, 0);
		propose(1, 1);
		for org in [50, 51] {
			assert_ok!(vote(org, first, false));
		}
		assert_ok!(close_by(council_officer(50), first));
		propose(1, 2);
		assert_noop!(try_propose(by(council_officer(1)), 0, decision(3)), AuthoritiesError::TooManyMotions);
	});
}

/// Motions that ran out count until somebody closes them, and anybody can.
#[test]
fn motions_that_ran_out_make_room_once_they_are_closed() {
	Consortium::of(2, 2).run(|| {
		let motions: Vec<_> = (0..MOTIONS_PER_SEAT).map(|number| propose(1, number)).collect();
		run_to(1 + MOTION_DURATION);
		for motion in motions {
			assert_ok!(close_by(council_officer(51), motion));
		}
		propose(1, 9);
	});
}

/// Else refused proposals would be charged what the heaviest decision takes.
#[test]
fn a_refused_proposal_weighs_as_little_as_putting_it_to_the_vote() {
	Consortium::of(2, 2).run(|| {
		propose(1, 7);
		let foreseen = crate::Call::<Test>::propose { seat_number: 0, proposal: Box::new(decision(7)) }
			.get_dispatch_info()
			.call_weight;
		for who in [council_officer(1), clerk(1), 9_999] {
			let refused = Authorities::propose(by(who), 0, Box::new(decision(7))).expect_err("open already");
			let actual = refused.post_info.actual_weight.expect("less than foreseen");
			assert_eq!(actual, foreseen - decision(7).get_dispatch_info().call_weight);
		}
	});
}

#[test]
fn what_is_put_to_the_vote_costs_less_than_what_is_carried_out() {
	let call = crate::Call::<Test>::propose { seat_number: 0, proposal: Box::new(decision(7)) };
	let foreseen = call.get_dispatch_info().call_weight;
	let inner = decision(7).get_dispatch_info().call_weight;
	assert!(inner.all_lt(foreseen));

	let actual = |chain: Consortium| {
		chain.run(|| {
			let proposal = Box::new(decision(7));
			Authorities::propose(by(council_officer(1)), 0, proposal).expect("accepted").actual_weight
		})
	};
	assert_eq!(actual(Consortium::of(2, 2)), Some(foreseen - inner));
	assert_eq!(actual(Consortium::single()), None);
}
