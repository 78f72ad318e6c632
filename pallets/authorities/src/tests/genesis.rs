use super::*;
use crate::{
	seat_account, threshold, College, CollegeOf, KeyUsers, KeysSetAt, OpenMotions, PendingChange, Proposers,
	Seat, SeatList, SeatOnly, Seats,
};
use polkadot_sdk::pallet_session;
use zhidai_primitives::testing::heard;
use zhidai_primitives::traits::Colleges;
use zhidai_primitives::OrgId;

#[test]
fn consortia_that_need_both_colleges_start() {
	for (regulators, banks) in [(1, 1), (2, 1), (2, 2), (4, 2), (4, 3), (6, 3), (11, 10)] {
		Consortium::of(regulators, banks).run(|| {
			let expected: Vec<u64> =
				(1..=regulators).chain(FIRST_BANK..FIRST_BANK + banks).map(seat_of).collect();
			assert_eq!(SeatList::<Test>::get().into_inner(), expected);
			assert_eq!(Session::validators(), expected);
			assert_eq!(KeysInForce::get(), expected.into_iter().zip(1..).collect::<Vec<_>>());
		});
	}
}

#[test]
fn the_council_is_the_seats_without_a_prime() {
	Consortium::of(2, 2).run(|| {
		let mut seats = SeatList::<Test>::get().into_inner();
		seats.sort();
		assert_eq!(pallet_collective::Members::<Test, Instance1>::get(), seats);
		assert_eq!(pallet_collective::Prime::<Test, Instance1>::get(), None);
	});
}

#[test]
fn seats_are_accounts_that_exist_and_that_session_keys_keep() {
	Consortium::of(2, 2).run(|| {
		let account = System::account(seat_of(1));
		assert_eq!((account.providers, account.consumers, account.nonce), (1, 1, 0));
	});
}

#[test]
#[should_panic(
	expected = "the regulators' college could finalise and decide without any bank (3 regulators, 1 banks)"
)]
fn three_regulators_and_a_bank_do_not_start() {
	Consortium::of(3, 1).build();
}

#[test]
#[should_panic(expected = "the banks' college could finalise and decide without any regulator")]
fn a_regulator_and_three_banks_do_not_start() {
	Consortium::of(1, 3).build();
}

#[test]
#[should_panic(expected = "could finalise and decide without any bank")]
fn one_college_alone_does_not_start() {
	Consortium::of(4, 0).build();
}

#[test]
#[should_panic(expected = "could finalise and decide without any bank (1 regulators, 0 banks)")]
fn a_single_seat_does_not_start_unless_the_chain_says_that_it_is_for_development() {
	Consortium { single_seat: false, ..Consortium::single() }.build();
}

#[test]
#[should_panic(expected = "`singleSeat` is for development chains with exactly one seat")]
fn a_development_chain_has_one_seat_and_no_more() {
	Consortium { single_seat: true, ..Consortium::of(2, 2) }.build();
}

#[test]
fn a_development_chain_runs_on_one_seat() {
	Consortium::single().run(|| {
		assert_eq!(Session::validators(), [seat_of(1)]);
		assert_eq!(threshold(1), 1);
	});
}

/// A chain that begins so loses a seat with one key, or keeps an organisation that must not change anything.
#[test]
#[should_panic(expected = "organisation 2, which is to hold a seat, needs three standing admins")]
fn who_holds_a_seat_has_three_admins_from_the_start() {
	Consortium { few_admins: vec![OrgId(2)], ..Consortium::of(2, 2) }.build();
}

#[test]
#[should_panic(expected = "an organisation cannot sit in both colleges")]
fn no_organisation_sits_in_both_colleges() {
	let mut chain = Consortium::of(2, 2);
	chain.seats[2] = Seat { org: OrgId(1), number: 1, college: College::Banks };
	chain.build();
}

#[test]
#[should_panic(expected = "seat 0 of organisation 1 is named twice")]
fn no_seat_is_given_twice() {
	let mut chain = Consortium::of(2, 2);
	chain.seats[1] = chain.seats[0];
	chain.build();
}

#[test]
#[should_panic(expected = "organisation 50 is of those whom the college Regulators checks")]
fn a_bank_cannot_take_a_regulators_seat() {
	let mut chain = Consortium::of(2, 2);
	chain.seats[1] = Seat { org: OrgId(FIRST_BANK), number: 0, college: College::Regulators };
	chain.seats[2] = Seat { org: OrgId(FIRST_BANK + 2), number: 0, college: College::Banks };
	chain.build();
}

#[test]
#[should_panic(expected = "organisation 1 is of those whom the college Banks checks")]
fn a_regulator_cannot_take_a_banks_seat() {
	let mut chain = Consortium::of(2, 2);
	chain.seats[0] = Seat { org: OrgId(3), number: 0, college: College::Regulators };
	chain.seats[2] = Seat { org: OrgId(1), number: 0, college: College::Banks };
	chain.build();
}

/// Organisation 90 has a role that names no college.
#[test]
fn the_college_is_the_seats_and_not_the_roles() {
	for (place, college) in [(1, College::Regulators), (3, College::Banks)] {
		let mut chain = Consortium::of(2, 2);
		chain.seats[place] = Seat { org: OrgId(90), number: 0, college };
		chain.run(|| {
			assert_eq!(Seats::<Test>::get(seat_of(90)).map(|seat| seat.college), Some(college));
			assert_eq!(Authorities::college(OrgId(90)), Some(college));
			let motion = propose(90, 7);
			assert_eq!(votes(motion).2, [seat_of(90)]);
		});
	}
}

#[test]
fn the_journal_hears_of_every_seat() {
	let chain = Consortium::of(2, 2);
	chain.run(|| assert_eq!(heard::<crate::Seat>(), chain.seats));
}

#[test]
#[should_panic(expected = "organisation 99, which is to hold a seat, is no active member")]
fn who_is_not_in_the_directory_gets_no_seat() {
	let mut chain = Consortium::of(2, 2);
	chain.seats[0].org = OrgId(99);
	chain.build();
}

#[test]
#[should_panic(expected = "at most 21 validator seats")]
fn there_are_no_more_than_21_seats() {
	Consortium::of(11, 11).build();
}

#[test]
#[should_panic(expected = "every validator seat needs session keys")]
fn a_seat_without_session_keys_does_not_start() {
	Consortium { without_keys: vec![seat_of(2)], ..Consortium::of(2, 2) }.build();
}

#[test]
fn a_chain_without_seats_is_empty_but_sound() {
	Consortium { seats: vec![], ..Consortium::of(0, 0) }.run(|| {
		assert!(Session::validators().is_empty());
		assert_eq!(PendingChange::<Test>::get(), Default::default());
	});
}

#[test]
fn genesis_reads_as_people_write_it() {
	let json = r#"{ "seats": [
		{ "org": 1, "number": 0, "college": "Regulators" },
		{ "org": 50, "number": 1, "college": "Banks" }
	], "singleSeat": false }"#;
	let genesis: crate::GenesisConfig<Test> = serde_json(json);
	assert_eq!(
		genesis.seats,
		[
			Seat { org: OrgId(1), number: 0, college: College::Regulators },
			Seat { org: OrgId(50), number: 1, college: College::Banks },
		]
	);
	assert!(!genesis.single_seat);
}

#[test]
fn an_organisation_can_hold_several_seats_of_one_college() {
	let mut chain = Consortium::of(2, 2);
	chain.seats[1] = Seat { org: OrgId(1), number: 1, college: College::Regulators };
	chain.run(|| {
		let second = seat_account::<u64>(OrgId(1), 1).unwrap();
		assert_eq!(Session::validators(), [seat_of(1), second, seat_of(50), seat_of(51)]);
		assert_eq!(Seats::<Test>::get(second).map(|seat| seat.number), Some(1));

		assert_ok!(Authorities::propose(by(council_officer(1)), 0, Box::new(decision(7))));
		let motion = (BlakeTwo256::hash_of(&decision(7)), 0);
		assert_ok!(Authorities::vote(by(council_officer(1)), 1, motion.0, motion.1, true));
		assert_eq!(votes(motion).2, [seat_of(1), second]);
	});
}

#[test]
fn the_directory_can_ask_who_holds_a_seat() {
	Consortium::of(2, 2).run(|| {
		for (org, holds) in
			[(1, true), (2, true), (3, false), (50, true), (51, true), (52, false), (90, false)]
		{
			assert_eq!(Authorities::holds_seat(OrgId(org)), holds, "organisation {org}");
			let college = if org < FIRST_BANK { College::Regulators } else { College::Banks };
			assert_eq!(Authorities::college(OrgId(org)), holds.then_some(college), "organisation {org}");
		}
		assert_eq!(Authorities::seats().len(), 4);
	});
}

#[test]
fn only_seats_are_validators() {
	Consortium::of(2, 2).run(|| {
		assert_eq!(SeatOnly::<Test>::convert(seat_of(1)), Some(seat_of(1)));
		assert_eq!(SeatOnly::<Test>::convert(council_officer(1)), None);
		let origin = by(council_officer(1));
		assert_noop!(
			Session::set_keys(origin, keys(77), proof(council_officer(1), 77).into_inner()),
			pallet_session::Error::<Test>::NoAssociatedValidatorId
		);
	});
}

/// What a check would be worth that never fails.
#[test]
fn the_invariants_notice_what_must_not_be() {
	type Spoil = fn();
	let spoils: [(Spoil, &str); 18] = [
		(|| SeatList::<Test>::kill(), "seats and the list of seats differ in number"),
		(
			|| Seats::<Test>::mutate(seat_of(1), |seat| seat.as_mut().unwrap().number = 9),
			"a seat is not under its own account",
		),
		(
			|| {
				Seats::<Test>::mutate(seat_of(50), |seat| {
					seat.as_mut().unwrap().college = College::Regulators
				})
			},
			"the regulators' college could finalise and decide without any bank",
		),
		(|| pallet_session::Validators::<Test>::put(vec![seat_of(1)]), "the validators are not the seats"),
		(|| pallet_session::QueuedKeys::<Test>::kill(), "the queued validators are not the seats"),
		(
			|| CollegeOf::<Test>::insert(OrgId(1), College::Banks),
			"an organisation's college is not that of its seats",
		),
		(
			|| CollegeOf::<Test>::insert(OrgId(3), College::Banks),
			"an organisation's college is not that of its seats",
		),
		(|| pallet_session::NextKeys::<Test>::remove(seat_of(2)), "a seat has no session keys"),
		(|| pallet_session::NextKeys::<Test>::insert(seat_of(2), keys(99)), "new session keys are forgotten"),
		(|| pallet_session::QueuedChanged::<Test>::put(true), "queued session keys are forgotten"),
		(
			|| pallet_collective::Members::<Test, Instance1>::put(vec![seat_of(1)]),
			"the council's members are not the seats",
		),
		(|| pallet_collective::Prime::<Test, Instance1>::put(seat_of(1)), "the council has a prime"),
		(
			|| KeyUsers::<Test>::iter_keys().for_each(|key| KeyUsers::<Test>::insert(key, seat_of(1))),
			"a seat's session keys are noted as another's or nobody's",
		),
		(|| KeysSetAt::<Test>::insert(seat_of(1), 2), "session keys were set by nobody, or later than now"),
		(
			|| Proposers::<Test>::insert(H256::zero(), seat_of(1)),
			"a motion is open that no seat opened, or a seat's motion is not open",
		),
		(|| OpenMotions::<Test>::insert(seat_of(1), BoundedVec::default()), "motions of nobody, or none"),
		(
			|| OpenMotions::<Test>::insert(seat_of(1), BoundedVec::truncate_from(vec![propose(2, 7).0])),
			"a motion counts for a seat that did not open it",
		),
		(
			|| {
				propose(2, 7);
				OpenMotions::<Test>::remove(seat_of(2));
			},
			"a motion counts for no seat, or more than once",
		),
	];
	for (spoil, expected) in spoils {
		Consortium::of(2, 2).build().execute_with(|| {
			assert_ok!(Authorities::check_invariants());
			spoil();
			assert_eq!(Authorities::check_invariants(), Err(DispatchError::Other(expected)));
		});
	}
}

#[test]
fn the_invariants_notice_a_motion_with_a_threshold_of_somebodys_choice() {
	Consortium::of(2, 2).build().execute_with(|| {
		assert_ok!(Council::propose(by(seat_of(1)), 2, Box::new(decision(1)), 100));
		assert_eq!(
			Authorities::check_invariants(),
			Err(DispatchError::Other("a motion has another threshold than the rule's"))
		);
	});
}

fn serde_json<'a, D: serde::Deserialize<'a>>(text: &'a str) -> D {
	::serde_json::from_str(text).expect("genesis in JSON")
}
