//! Two persons: one proposes, another of the same organisation confirms by the digest.

use super::*;
use crate::{
	AdverseKind::*, Credentials as Records, Error, PendingCount, PendingOfOne, Usability, WeightInfo,
	MAX_PENDING_ACTS, MAX_PENDING_ACTS_OF_ONE, MAX_PENDING_ACTS_OF_OTHERS,
};
use zhidai_primitives::{traits::Once, Created, Duties, OfficerId, OrgStatus, Role, Roles};

fn waiting() -> Option<crate::PendingAct> {
	Pending::<Test>::get(BUREAU, Ordered::from(last_act().0))
}

#[test]
fn what_one_person_proposes_does_nothing_until_another_confirms_it() {
	run(|| {
		assert_ok!(ask(MAKER, AWARD, 1, None));
		let (act, bureau, maker) = (last_act(), BUREAU, OfficerId(100));
		let named = waiting().unwrap().digest(Credentials::genesis(), BUREAU, act);
		assert_eq!(last_event(), Event::ActProposed { act, digest: named, bureau, maker });
		assert_eq!((Records::<Test>::iter().count(), PendingCount::<Test>::get(BUREAU)), (0, 1));
		assert_ok!(Credentials::confirm(by(CHECKER), act, named));
		assert_eq!((Records::<Test>::iter().count(), PendingCount::<Test>::get(BUREAU)), (1, 0));
		assert_noop!(Credentials::confirm(by(CHECKER), act, named), Error::<Test>::ActUnknown);
	});
}

#[test]
fn a_confirmation_is_charged_for_a_list_only_where_it_is_read_through() {
	run(|| {
		let charged = |number| {
			assert_ok!(ask(MAKER, AWARD, number, None));
			let named = waiting().unwrap().digest(Credentials::genesis(), BUREAU, last_act());
			Credentials::confirm(by(CHECKER), last_act(), named).map(|done| done.actual_weight)
		};
		let (crowded, with_room) = (<() as WeightInfo>::confirm(), <() as WeightInfo>::confirm_with_room());
		for number in 1..=15 {
			assert_eq!(charged(number), Ok(Some(with_room)));
		}
		let last = record(AWARD, 16);
		assert_ok!(revoke(last));
		assert_eq!(charged(17), Ok(Some(crowded)), "one more than a bureau has places");
	});
}

/// Every act that gives or takes standing.
#[test]
fn nobody_confirms_what_he_proposed_under_any_account() {
	run(|| {
		let (credential, suspended) = (record(AWARD, 1), record(AWARD, 2));
		assert_ok!(suspend(suspended));
		let (open, upheld) = (failed_check(), failed_check());
		wait_for_objections();
		assert_ok!(finalise(upheld));
		let propose = |step: usize| match step {
			0 => ask(MAKER, AWARD, 9, None),
			1 => Credentials::restore(by(MAKER), suspended),
			2 => Credentials::cancel(by(MAKER), credential),
			3 => Credentials::suspend(by(MAKER), credential, reason()),
			4 => Credentials::revoke(by(MAKER), credential, reason()),
			5 => report(MAKER, FailedSpotCheck, "2026-01-05"),
			6 => Credentials::reinspect(by(MAKER), open),
			7 => Credentials::finalise(by(MAKER), open),
			8 => Credentials::annul(by(MAKER), open),
			9 => Credentials::rectify(by(MAKER), upheld),
			_ => Credentials::reverse(by(MAKER), upheld, reason(), digest(8)),
		};
		for step in 0..11 {
			assert_ok!(propose(step));
			assert_noop!(confirm_by(MAKERS_OTHER_SELF), SAME_PERSON);
			assert_noop!(Credentials::confirm(by(MAKER), last_act(), digest(0)), DUTY_MISSING);
			// Nor does another organisation.
			for stranger in [PROVINCE_CHECKER, OTHER_CITY_CHECKER, TAX_CHECKER] {
				assert_noop!(confirm_by(stranger), Error::<Test>::ActUnknown);
			}
		}
		assert_ok!(report(BOTH, FailedSpotCheck, "2026-01-05"));
		assert_noop!(confirm_by(BOTH), SAME_PERSON);
		assert_ok!(confirm_by(CHECKER));
	});
}

#[test]
fn the_second_person_names_what_was_proposed() {
	run(|| {
		assert_ok!(ask(MAKER, AWARD, 1, None));
		let first = last_act();
		assert_ok!(ask(MAKER, AWARD, 2, None));
		// The same organisation's other act has another digest.
		let other = waiting().unwrap().digest(Credentials::genesis(), BUREAU, last_act());
		assert_noop!(Credentials::confirm(by(CHECKER), first, other), Error::<Test>::DigestMismatch);
		assert_ok!(confirm_act(CHECKER, first));
	});
}

#[test]
fn a_record_is_proposed_once_under_one_request() {
	run(|| {
		let used = DispatchError::Other("request already used");
		let (first, second) = (testing::new_request(), testing::new_request());
		assert_ok!(report_under(first, MAKER, FailedSpotCheck, "2026-01-05"));
		assert_noop!(report_under(first, MAKER, FailedSpotCheck, "2026-01-05"), used);
		// Whoever of the bureau asks, and whatever for.
		assert_noop!(report_under(first, BOTH, PenaltySafety, "2026-01-04"), used);
		let created = Created::CredentialAct(last_act().0);
		assert_eq!(Neighbours::created(BUREAU, first), Some(created));
		assert_ok!(report_under(second, MAKER, FailedSpotCheck, "2026-01-04"));
		assert_ok!(report_under(first, PROVINCE_MAKER, FailedSpotCheck, "2026-01-05"));
		// Also once it is confirmed.
		assert_ok!(confirm_act(CHECKER, ActId(0)));
		assert_noop!(report_under(first, MAKER, FailedSpotCheck, "2026-01-05"), used);
	});
}

#[test]
fn no_officer_has_the_same_act_waiting_twice() {
	run(|| {
		let credential = record(AWARD, 1);
		let again = || Error::<Test>::ActAlreadyProposed;
		let restore = || Credentials::restore(by(MAKER), credential);
		assert_ok!(ask(MAKER, AWARD, 2, None));
		assert_noop!(ask(MAKER, AWARD, 2, None), again());
		assert_noop!(ask(MAKER, AWARD, 1, None), Error::<Test>::NumberTaken);
		assert_ok!(ask(BOTH, AWARD, 2, None));
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
		assert_noop!(report(MAKER, FailedSpotCheck, "2026-01-05"), again());
		assert_ok!(suspend(credential));
		assert_ok!(restore());
		let first = last_act();
		assert_noop!(restore(), again());
		// What protects at once never waits for an older act.
		for _ in 0..2 {
			assert_ok!(Credentials::revoke(by(MAKER), credential, reason()));
		}
		assert_ok!(Credentials::withdraw(by(MAKER), last_act()));
		assert_ok!(Credentials::withdraw(by(MAKER), ActId(last_act().0 - 1)));
		// What was taken back can be proposed anew.
		assert_ok!(Credentials::withdraw(by(MAKER), first));
		assert_ok!(restore());
		// So can what was confirmed, where it can be done a second time.
		assert_ok!(confirm_by(CHECKER));
		assert_noop!(restore(), Error::<Test>::CredentialNotSuspended);
		assert_ok!(suspend(credential));
		assert_ok!(restore());
	});
}

/// Nobody can confirm it, so it keeps nobody from proposing it anew.
#[test]
fn what_can_be_confirmed_no_more_gives_way_to_the_same_proposed_anew() {
	let replaced = || {
		let maker = testing::with(|world| world.officers[&MAKER].1);
		testing::with(|world| world.keys.insert(maker, 1));
	};
	let expired = || testing::with(|world| world.today = Day(world.today.0 + 31));
	for ends in [replaced as fn(), expired] {
		run(|| {
			assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
			let first = last_act();
			ends();
			assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
			assert_noop!(confirm_act(CHECKER, first), Error::<Test>::ActUnknown);
			assert_ok!(confirm_by(CHECKER));
		});
	}
}

#[test]
fn an_act_is_taken_back_by_a_maker_or_a_checker_of_its_organisation() {
	run(|| {
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
		let act = last_act();
		for other in [PROVINCE_MAKER, PROVINCE_CHECKER] {
			assert_noop!(Credentials::withdraw(by(other), act), Error::<Test>::ActUnknown);
		}
		assert_noop!(Credentials::withdraw(by(SIGNER), act), DUTY_MISSING);
		assert_ok!(Credentials::withdraw(by(BOTH), act));
		let (bureau, officer) = (BUREAU, OfficerId(102));
		assert_eq!(last_event(), Event::ActWithdrawn { act, bureau, officer });
		assert_noop!(confirm_act(CHECKER, act), Error::<Test>::ActUnknown);
		assert_eq!(frozen(FIRM), [false; 4]);
	});
}

/// The acts that the bureau's second person is shown.
fn shown() -> Vec<ActId> {
	Credentials::acts_to_confirm(BUREAU, None, 10).items.into_iter().map(|(act, ..)| act).collect()
}

/// What a stolen key had proposed was once confirmed months after its officer was gone.
#[test]
fn an_act_counts_only_while_its_maker_could_still_propose_it() {
	let removed = || {
		testing::with(|world| world.officers.remove(&MAKER));
	};
	let without_duty =
		|| testing::with(|world| world.officers.get_mut(&MAKER).unwrap().2 = Duties::of(&[Duty::View]));
	let new_key = || {
		testing::with(|world| world.keys.insert(OfficerId(100), 1));
	};
	let falls: [fn(); 3] = [removed, without_duty, new_key];
	for fall in falls {
		run(|| {
			assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
			let act = last_act();
			assert_eq!(shown(), [act]);
			fall();
			assert_noop!(confirm_act(CHECKER, act), Error::<Test>::MakerNotActive);
			assert_eq!((shown(), frozen(FIRM)), (vec![], [false; 4]));
			// Who could have confirmed it clears it away.
			assert_ok!(Credentials::withdraw(by(CHECKER), act));
			let (bureau, officer) = (BUREAU, OfficerId(101));
			assert_eq!(last_event(), Event::ActWithdrawn { act, bureau, officer });
		});
	}
	run(|| {
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
		testing::with(|world| world.organisations.get_mut(&BUREAU).unwrap().1 = OrgStatus::Suspended);
		let refused = DispatchError::Other("organisation not active");
		assert_noop!(confirm_act(CHECKER, last_act()), refused);
		assert_eq!(shown(), []);
	});
}

#[test]
fn an_act_is_confirmed_within_30_days() {
	run(|| {
		assert_ok!(ask(MAKER, AWARD, 1, None));
		let first = last_act();
		assert_ok!(ask(MAKER, AWARD, 2, None));
		set_today("2026-02-04");
		assert_eq!(shown(), [first, last_act()]);
		assert_ok!(confirm_act(CHECKER, first));
		set_today("2026-02-05");
		assert_noop!(confirm_by(CHECKER), Error::<Test>::ActExpired);
		assert_eq!(shown(), []);
		assert_ok!(Credentials::withdraw(by(CHECKER), last_act()));
		record(AWARD, 2);
	});
}

#[test]
fn what_no_longer_can_be_is_shown_to_nobody() {
	run(|| {
		assert_ok!(ask(BOTH, AWARD, 1, None));
		assert_eq!(shown(), [last_act()]);
		record(AWARD, 1);
		assert_eq!(shown(), []);
	});
}

#[test]
fn all_rules_are_asked_again_when_an_act_is_confirmed() {
	run(|| {
		assert_ok!(ask(BOTH, AWARD, 1, None));
		let first = last_act();
		record(AWARD, 1);
		assert_noop!(confirm_act(CHECKER, first), Error::<Test>::NumberTaken);
		assert_ok!(ask(MAKER, AWARD, 2, None));
		set_region(FIRM, 330_102);
		assert_noop!(confirm_by(CHECKER), Error::<Test>::RegionNotAllowed);
	});
}

/// A county once corrected the firm's region between the two steps, and what the province had proposed froze nothing.
#[test]
fn nobody_shields_a_firm_by_correcting_its_region_between_the_two_persons() {
	run(|| {
		let (suspended, revoked) = (record(AWARD, 1), record(AWARD, 2));
		for proposed in [
			report(PROVINCE_MAKER, FailedSpotCheck, "2026-01-05"),
			Credentials::suspend(by(PROVINCE_MAKER), suspended, reason()),
			Credentials::revoke(by(PROVINCE_MAKER), revoked, reason()),
		] {
			assert_ok!(proposed);
		}
		set_region(FIRM, 110_108);
		let acts = Credentials::acts_to_confirm(PROVINCE, None, 10).items.into_iter().map(|(act, ..)| act);
		let acts = acts.collect::<Vec<_>>();
		assert_eq!(acts.len(), 3, "{acts:?}");
		// As what it was then, a bureau acts no more.
		testing::with(|world| {
			world.organisations.get_mut(&PROVINCE).unwrap().0 = Roles::of(&[Role::TaxBureau])
		});
		for act in &acts {
			assert_noop!(confirm_act(PROVINCE_CHECKER, *act), ROLE_MISSING);
		}
		let role = Roles::of(&[Role::MarketRegulator]);
		testing::with(|world| world.organisations.get_mut(&PROVINCE).unwrap().0 = role);
		for act in acts {
			assert_ok!(confirm_act(PROVINCE_CHECKER, act));
		}
		assert_eq!(frozen(FIRM), [true, false, false, false]);
		let usability = |id| Records::<Test>::get(id).unwrap().usability(day("2027-01-05"));
		assert_eq!([suspended, revoked].map(usability), [Usability::Suspended, Usability::Revoked]);
		// What is proposed after it is the new region's.
		let late = report(PROVINCE_MAKER, FailedSpotCheck, "2026-01-04");
		assert_noop!(late, Error::<Test>::RegionNotAllowed);
	});
}

/// More makers of the bureau.
const MORE_MAKERS: [u64; 3] = [110, 111, 112];

fn with_more_makers(test: impl FnOnce()) {
	run(|| {
		testing::with(|world| {
			for number in MORE_MAKERS {
				let person = u32::try_from(number).unwrap();
				let duties = zhidai_primitives::Duties::of(&[Duty::Maker]);
				world.officers.insert(number, (BUREAU, OfficerId(person), duties, person));
			}
		});
		test();
	});
}

/// A report of its own paper each time.
fn report_anew(who: u64, paper: u64) -> Result {
	let (paper, request) = (Digest::from_low_u64_be(paper), testing::new_request());
	Credentials::report_adverse(by(who), FIRM, PenaltySafety, day("2026-01-05"), paper, request)
}

#[test]
fn no_maker_fills_the_organisations_places_alone_and_each_act_that_goes_makes_room() {
	run(|| {
		for paper in 0..u64::from(MAX_PENDING_ACTS_OF_ONE) {
			assert_ok!(report_anew(MAKER, paper));
		}
		assert_noop!(ask(MAKER, AWARD, 1, None), Error::<Test>::TooManyActsOfOne);
		assert_noop!(report_anew(MAKER, 999), Error::<Test>::TooManyActsOfOne);
		assert_ok!(report_anew(BOTH, 999));
		// Whoever of the organisation takes it back.
		assert_ok!(Credentials::withdraw(by(BOTH), ActId(0)));
		assert_ok!(ask(MAKER, AWARD, 1, None));
		assert_ok!(confirm_act(CHECKER, ActId(1)));
		assert_ok!(ask(MAKER, AWARD, 2, None));
		assert_noop!(ask(MAKER, AWARD, 3, None), Error::<Test>::TooManyActsOfOne);
		assert_eq!(PendingOfOne::<Test>::get(OfficerId(100)), MAX_PENDING_ACTS_OF_ONE);
	});
}

/// A bureau whose makers have proposed as much as they may still suspends, reports and closes matters.
#[test]
fn the_last_of_256_places_are_for_acts_that_protect() {
	with_more_makers(|| {
		let credential = record(AWARD, 1);
		let open = failed_check();
		wait_for_objections();
		let [third, protecting, late] = MORE_MAKERS;
		for who in [MAKER, BOTH, third] {
			for number in (10_u8..).take(MAX_PENDING_ACTS_OF_ONE as usize) {
				assert_ok!(ask(who, AWARD, number, None));
			}
		}
		assert_eq!(PendingCount::<Test>::get(BUREAU), MAX_PENDING_ACTS_OF_OTHERS);
		for other in [
			ask(protecting, AWARD, 2, None),
			Credentials::cancel(by(protecting), credential),
			Credentials::reinspect(by(protecting), open),
			Credentials::annul(by(protecting), open),
		] {
			assert_eq!(other, Err(Error::<Test>::TooManyActs.into()));
		}
		assert_ok!(Credentials::suspend(by(protecting), credential, reason()));
		assert_ok!(Credentials::revoke(by(protecting), credential, reason()));
		assert_ok!(Credentials::finalise(by(protecting), open));
		while PendingCount::<Test>::get(BUREAU) < MAX_PENDING_ACTS {
			let waiting = PendingCount::<Test>::get(BUREAU);
			assert_ok!(report_anew(protecting, u64::from(waiting)));
		}
		assert_noop!(report_anew(late, 999), Error::<Test>::TooManyActs);
		// Another organisation has its own room.
		assert_ok!(report(PROVINCE_MAKER, PenaltySafety, "2026-01-05"));
	});
}

#[test]
fn ids_of_acts_run_out_in_the_open() {
	run(|| {
		NextAct::<Test>::put(ActId(u32::MAX));
		assert_noop!(ask(MAKER, AWARD, 1, None), Error::<Test>::CounterUsedUp);
	});
}

#[test]
fn what_waits_is_read_page_by_page_oldest_first() {
	run(|| {
		// Beyond 255, where little-endian keys would be out of order.
		NextAct::<Test>::put(ActId(254));
		for happened_on in ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"] {
			assert_ok!(report(MAKER, PenaltySafety, happened_on));
		}
		assert_ok!(report(PROVINCE_MAKER, PenaltySafety, "2026-01-05"));
		let page = |after: Option<u32>| {
			let page = Credentials::pending_acts(BUREAU, after.map(ActId), 3);
			let acts = page.items.iter().map(|(act, ..)| act.0).collect::<Vec<_>>();
			(acts, page.next.map(|act| act.0))
		};
		assert_eq!(page(None), (vec![254, 255, 256], Some(256)));
		assert_eq!(page(Some(256)), (vec![257], None));
		let (act, named, _) = Credentials::pending_acts(BUREAU, None, 1).items.remove(0);
		assert_ok!(Credentials::confirm(by(CHECKER), act, named));
	});
}

#[test]
fn what_freezes_or_protects_finds_room_in_a_full_block() {
	use crate::Call;
	let class = |call: Call<Test>| call.get_dispatch_info().class;
	let (credential, record) = (CredentialId(0), AdverseId(0));
	let confirm = Call::confirm { act: ActId(0), digest: digest(7) };
	assert_eq!(class(confirm), DispatchClass::Operational);
	assert_eq!(class(Call::suspend { credential, reason: reason() }), DispatchClass::Operational);
	assert_eq!(class(Call::revoke { credential, reason: reason() }), DispatchClass::Operational);
	assert_eq!(class(Call::finalise { record }), DispatchClass::Normal);
}
