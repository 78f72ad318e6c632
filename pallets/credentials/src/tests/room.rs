//! How much of a firm's lists one bureau has, and what gives way where they are full.

use super::*;
use crate::{
	AdverseByOrg, AdverseKind::*, AdverseRecords, ByHolder, Credentials as Records, Error, FailedChecks,
	Usability, MAX_CHECKS_OF_ONE, MAX_CREDENTIALS_OF_ONE, MAX_OTHERS_OF_ONE, MAX_OTHERS_PER_FIRM,
	MAX_PER_FIRM,
};
use zhidai_primitives::Role;

/// The makers of four bureaus that have the firm in their region, each with the checker beside it, and of a fifth.
fn five_bureaus() -> ([u64; 4], u64) {
	set_region(OTHER_CITY, 330_203);
	for org in [6, 7] {
		testing::add_organisation(org, &[Role::MarketRegulator], &[&[Duty::Maker], &[Duty::Checker]]);
	}
	([MAKER, PROVINCE_MAKER, OTHER_CITY_MAKER, 600], 700)
}

/// One bureau once filled a firm's list and suspended everything in it: nobody else could record anything.
#[test]
fn no_bureau_fills_a_firms_credentials_alone() {
	run(|| {
		let numbers = 0..u8::try_from(MAX_CREDENTIALS_OF_ONE).unwrap();
		let junk = numbers.map(|number| record(SYSTEM, number)).collect::<Vec<_>>();
		for id in &junk {
			assert_ok!(suspend(*id));
		}
		assert_ok!(ask(MAKER, AWARD, 99, None));
		let waiting = last_act();
		assert_noop!(confirm_act(CHECKER, waiting), Error::<Test>::TooManyCredentialsOfBureau);
		assert_ok!(ask(PROVINCE_MAKER, AWARD, 98, None));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		// What is over takes no place of the bureau.
		assert_ok!(revoke(junk[0]));
		assert_ok!(confirm_act(CHECKER, waiting));
		assert_eq!(ByHolder::<Test>::decode_len(FIRM), Some(18));
	});
}

#[test]
fn a_full_list_takes_a_credential_only_in_the_place_of_one_that_is_over() {
	run(|| {
		let (makers, fifth) = five_bureaus();
		let mut ids = Vec::new();
		for number in 0..MAX_PER_FIRM {
			let maker = makers[(number / MAX_CREDENTIALS_OF_ONE) as usize];
			ids.push(NextCredential::<Test>::get());
			assert_ok!(ask(maker, SYSTEM, u8::try_from(number).unwrap(), None));
			assert_ok!(confirm_by(maker + 1));
		}
		assert_ok!(ask(fifth, SYSTEM, 99, None));
		let waiting = last_act();
		assert_noop!(confirm_act(fifth + 1, waiting), Error::<Test>::TooManyCredentials);
		assert_ok!(suspend(ids[5]));
		assert_noop!(confirm_act(fifth + 1, waiting), Error::<Test>::TooManyCredentials);
		assert_ok!(revoke(ids[5]));
		assert!(ByHolder::<Test>::get(FIRM).contains(&ids[5]));
		let new = NextCredential::<Test>::get();
		assert_ok!(confirm_act(fifth + 1, waiting));
		let list = ByHolder::<Test>::get(FIRM);
		assert!(!list.contains(&ids[5]) && list.contains(&ids[6]) && list.last() == Some(&new));
		assert_eq!(Records::<Test>::get(ids[5]).unwrap().usability(day("2026-01-05")), Usability::Revoked);
	});
}

/// A bureau's maker and the checker beside it enter a record.
fn entered(maker: u64, kind: AdverseKind) -> AdverseId {
	let id = NextAdverse::<Test>::get();
	assert_ok!(report(maker, kind, "2026-01-05"));
	assert_ok!(confirm_by(maker + 1));
	id
}

/// As many penalties as there can be, of two bureaus.
fn penalties() -> Vec<AdverseId> {
	let by_one = (0..MAX_OTHERS_OF_ONE).map(|_| entered(MAKER, PenaltySafety)).collect::<Vec<_>>();
	let by_other = (MAX_OTHERS_OF_ONE..MAX_OTHERS_PER_FIRM).map(|_| entered(TAX_MAKER, PenaltyTax));
	by_one.into_iter().chain(by_other.collect::<Vec<_>>()).collect()
}

/// The province enters a failed check in a full list; this record gives its place.
fn takes_the_place_of(record: AdverseId) {
	assert_eq!(AdverseByOrg::<Test>::decode_len(FIRM), Some(64));
	let bureau = AdverseRecords::<Test>::get(record).unwrap().report().bureau;
	System::reset_events();
	let check = entered(PROVINCE_MAKER, FailedSpotCheck);
	let told = RuntimeEvent::Credentials(Event::AdverseLeftOut { record, org: FIRM, bureau, check });
	assert!(System::events().iter().any(|it| it.event == told), "{record:?} is not told");
	assert!(AdverseRecords::<Test>::get(record).unwrap().is_left_out());
	let list = AdverseByOrg::<Test>::get(FIRM);
	assert!(!list.contains(&record) && list.last() == Some(&check) && list.is_full());
}

/// Two bureaus once filled a firm's list for ten years with what freezes nothing, and no third could freeze it.
#[test]
fn no_two_bureaus_keep_a_third_from_freezing() {
	run(|| {
		let checks = (0..MAX_CHECKS_OF_ONE).map(|_| failed_check()).collect::<Vec<_>>();
		wait_for_objections();
		for id in &checks {
			assert_ok!(finalise(*id));
			assert_ok!(rectify(*id));
		}
		penalties();
		assert_eq!(frozen(FIRM), [false; 4]);
		takes_the_place_of(checks[0]);
		assert_eq!(frozen(FIRM), [true, false, false, false]);
		for id in &checks[1..] {
			takes_the_place_of(*id);
		}
		assert_eq!(u32::from(FailedChecks::<Test>::get(FIRM).served), MAX_CHECKS_OF_ONE);
		// A penalty takes no place so.
		set_region(OTHER_CITY, 330_200);
		assert_ok!(report(OTHER_CITY_MAKER, PenaltySafety, "2026-01-05"));
		assert_noop!(confirm_by(OTHER_CITY_CHECKER), Error::<Test>::TooManyRecords);
	});
}

#[test]
fn a_final_record_gives_its_place_before_an_open_one() {
	run(|| {
		let penalties = penalties();
		for _ in 0..MAX_CHECKS_OF_ONE {
			failed_check();
		}
		wait_for_objections();
		assert_ok!(finalise(penalties[5]));
		takes_the_place_of(penalties[5]);
		takes_the_place_of(penalties[0]);
		assert_eq!(FailedChecks::<Test>::get(FIRM).served, 18);
		// Its bureau goes on with it, and it stays left out.
		assert_ok!(finalise(penalties[0]));
		assert!(AdverseRecords::<Test>::get(penalties[0]).unwrap().is_left_out());
		assert!(!AdverseByOrg::<Test>::get(FIRM).contains(&penalties[0]));
		assert_eq!(Credentials::explain_tier(FIRM, &terms()).against.len(), 64);
	});
}

/// Two bureaus once filled a firm's list until a higher one's final record was left out, and took theirs back.
#[test]
fn who_fills_a_list_loses_its_own_and_nobody_elses() {
	run(|| {
		let listed = entered(PROVINCE_MAKER, PenaltySafety);
		wait_for_objections();
		assert_ok!(Credentials::finalise(by(PROVINCE_MAKER), listed));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		let by_one: Vec<_> = (0..MAX_OTHERS_OF_ONE).map(|_| entered(MAKER, PenaltySafety)).collect();
		for _ in MAX_OTHERS_OF_ONE + 1..MAX_OTHERS_PER_FIRM {
			entered(TAX_MAKER, PenaltyTax);
		}
		for _ in 0..MAX_CHECKS_OF_ONE {
			failed_check();
		}
		takes_the_place_of(by_one[0]);
		assert!(AdverseByOrg::<Test>::get(FIRM).contains(&listed));
		assert!(!AdverseRecords::<Test>::get(listed).unwrap().is_left_out());
	});
}

/// The penalties of two bureaus once kept a regulator's listing out for as long as they count.
#[test]
fn penalties_keep_no_listing_out() {
	run(|| {
		let penalties = penalties();
		wait_for_objections();
		assert_ok!(finalise(penalties[3]));
		let check = entered(PROVINCE_MAKER, SeriousBreach);
		let (record, org, bureau) = (penalties[3], FIRM, BUREAU);
		let told = Event::<Test>::AdverseLeftOut { record, org, bureau, check };
		System::assert_has_event(RuntimeEvent::Credentials(told));
		let list = AdverseByOrg::<Test>::get(FIRM);
		assert!(!list.contains(&record) && list.last() == Some(&check));
		assert_eq!(u32::try_from(list.len()), Ok(MAX_OTHERS_PER_FIRM));
		assert!(Credentials::explain_tier(FIRM, &terms()).against.contains(&check));
	});
	// Nor do they together with checks that were rectified: then nothing has a place left.
	run(|| {
		let checks = (0..MAX_CHECKS_OF_ONE).map(|_| failed_check()).collect::<Vec<_>>();
		wait_for_objections();
		for id in &checks {
			assert_ok!(finalise(*id));
			assert_ok!(rectify(*id));
		}
		let penalties = penalties();
		let listing = entered(PROVINCE_MAKER, SeriousBreach);
		assert!(AdverseRecords::<Test>::get(penalties[0]).unwrap().is_left_out());
		assert_eq!(AdverseByOrg::<Test>::get(FIRM).last(), Some(&listing));
	});
}

#[test]
fn no_listing_takes_another_listings_place() {
	run(|| {
		let (makers, _) = five_bureaus();
		for _ in 0..MAX_OTHERS_OF_ONE {
			entered(makers[0], AbnormalOperation);
		}
		for _ in MAX_OTHERS_OF_ONE..MAX_OTHERS_PER_FIRM {
			entered(makers[1], SeriousBreach);
		}
		assert_ok!(report(makers[3], SeriousBreach, "2026-01-05"));
		assert_noop!(confirm_by(makers[3] + 1), Error::<Test>::TooManyRecords);
		// A failed check has its own places.
		entered(makers[3], FailedSpotCheck);
	});
}

#[test]
fn what_freezes_keeps_its_place() {
	run(|| {
		let (makers, fifth) = five_bureaus();
		for maker in makers {
			for _ in 0..MAX_CHECKS_OF_ONE {
				entered(maker, FailedSpotCheck);
			}
		}
		assert_ok!(report(fifth, FailedSpotCheck, "2026-01-05"));
		assert_noop!(confirm_by(fifth + 1), Error::<Test>::TooManyRecords);
		assert_eq!(u32::from(FailedChecks::<Test>::get(FIRM).served), MAX_PER_FIRM);
	});
}
