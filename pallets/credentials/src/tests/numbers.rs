//! Who can record a number, and what others can do to that.

use super::*;
use crate::{ByNumber, Error, MAX_PER_NUMBER};
use zhidai_primitives::{traits::Standing, Role};

/// Proposes to record an award under number 1, that holds through this day.
fn ask_until(maker: u64, holder: OrgId, last_day: Option<Day>) -> Result {
	let (type_id, granted_on) = (CredentialTypeId(AWARD), day("2025-06-01"));
	Credentials::record(by(maker), holder, type_id, digest(1), digest(200), granted_on, last_day)
}

/// Without an end.
fn ask_for(maker: u64, holder: OrgId) -> Result {
	ask_until(maker, holder, None)
}

/// A bureau's maker and the checker beside it record it.
fn recorded_until(maker: u64, holder: OrgId, last_day: Option<Day>) -> CredentialId {
	let id = NextCredential::<Test>::get();
	assert_ok!(ask_until(maker, holder, last_day));
	assert_ok!(confirm_by(maker + 1));
	id
}

fn recorded(maker: u64, holder: OrgId) -> CredentialId {
	recorded_until(maker, holder, None)
}

/// What stands under the number.
fn standing() -> Vec<CredentialId> {
	ByNumber::<Test>::get(CredentialTypeId(AWARD), digest(1)).into_inner()
}

fn cancelled(maker: u64, id: CredentialId) -> Result {
	Credentials::cancel(by(maker), id)?;
	confirm_by(maker + 1)
}

/// A bureau anywhere once took the number that is printed on another region's certificate, for ever.
#[test]
fn a_number_that_stands_elsewhere_keeps_no_firm_from_its_credential() {
	run(|| {
		let taken = recorded(OTHER_CITY_MAKER, FAR_FIRM);
		assert!(!System::events()
			.iter()
			.any(|it| { matches!(it.event, RuntimeEvent::Credentials(Event::NumberShared { .. })) }));
		let right = recorded(MAKER, FIRM);
		let others = vec![taken].try_into().unwrap();
		let told = Event::NumberShared { credential: right, holder: FIRM, bureau: BUREAU, others };
		assert_eq!(last_event(), told);
		assert_eq!(standing(), [taken, right]);
		// Neither loses by the dispute.
		for firm in [FIRM, FAR_FIRM] {
			assert_eq!(Credentials::tier(firm, &terms()), Ok(TierNumber(1)));
		}
		// Within its own region each bureau is told as before, and so is who has both.
		assert_noop!(ask_for(MAKER, OTHER_FIRM), Error::<Test>::NumberTaken);
		assert_noop!(ask_for(OTHER_CITY_MAKER, FAR_FIRM), Error::<Test>::NumberTaken);
		assert_noop!(ask_for(PROVINCE_MAKER, OTHER_FIRM), Error::<Test>::NumberTaken);
	});
}

#[test]
fn of_two_under_one_number_the_wrong_one_is_cancelled_by_its_recorder_or_who_has_both() {
	let remove = |maker: u64| {
		run(|| {
			let (wrong, right) = (recorded(OTHER_CITY_MAKER, FAR_FIRM), recorded(MAKER, FIRM));
			assert_noop!(Credentials::cancel(by(MAKER), wrong), Error::<Test>::RegionNotAllowed);
			assert_ok!(cancelled(maker, wrong));
			assert_eq!(standing(), [right]);
			assert_ok!(cancelled(MAKER, right));
			assert_eq!(ByNumber::<Test>::iter().count(), 0);
			recorded(PROVINCE_MAKER, OTHER_FIRM);
		});
	};
	remove(OTHER_CITY_MAKER);
	remove(PROVINCE_MAKER);
}

#[test]
fn a_bureau_records_a_number_once_and_takes_its_mistake_back_wherever_the_holder_is() {
	run(|| {
		let mistake = recorded(MAKER, FIRM);
		set_region(FIRM, 330_102);
		assert_noop!(ask_for(MAKER, OTHER_FIRM), Error::<Test>::NumberTaken);
		let revoke = Credentials::revoke(by(MAKER), mistake, reason());
		assert_noop!(revoke, Error::<Test>::RegionNotAllowed);
		assert_ok!(cancelled(MAKER, mistake));
		let right = recorded(MAKER, OTHER_FIRM);
		assert_eq!(standing(), [right]);
	});
	// Not where it has another role by then.
	run(|| {
		let mistake = recorded(MAKER, FIRM);
		let tax = zhidai_primitives::Roles::of(&[Role::TaxBureau]);
		testing::with(|world| world.organisations.get_mut(&BUREAU).unwrap().0 = tax);
		assert_noop!(Credentials::cancel(by(MAKER), mistake), ROLE_MISSING);
	});
}

#[test]
fn all_that_stands_under_a_number_is_asked_again_when_it_is_confirmed() {
	run(|| {
		assert_ok!(ask_for(MAKER, FIRM));
		let first = last_act();
		recorded(OTHER_CITY_MAKER, FAR_FIRM);
		// The other firm has come into the bureau's region.
		set_region(FAR_FIRM, 330_203);
		assert_noop!(confirm_act(CHECKER, first), Error::<Test>::NumberTaken);
		set_region(FAR_FIRM, 330_102);
		assert_ok!(confirm_act(CHECKER, first));
	});
}

/// What is revoked nobody can cancel: a county would have kept the number from its city's bureau for ever so, and a
/// bureau its own mistake from its mending.
#[test]
fn what_was_revoked_of_another_firm_takes_no_number() {
	for mends in [MAKER, OTHER_CITY_MAKER] {
		run(|| {
			set_region(OTHER_CITY, 330_203);
			let taken = recorded(OTHER_CITY_MAKER, FIRM);
			assert_noop!(ask_for(MAKER, OTHER_FIRM), Error::<Test>::NumberTaken);
			assert_ok!(Credentials::revoke(by(OTHER_CITY_MAKER), taken, reason()));
			assert_noop!(ask_for(MAKER, OTHER_FIRM), Error::<Test>::NumberTaken);
			assert_ok!(confirm_by(OTHER_CITY_CHECKER));
			// Of the same firm it stays taken.
			assert_noop!(ask_for(MAKER, FIRM), Error::<Test>::NumberTaken);
			set_region(OTHER_FIRM, 330_203);
			let right = recorded(mends, OTHER_FIRM);
			assert_eq!(standing(), [taken, right]);
		});
	}
}

/// Another city's bureau, by its maker, and a firm of its region.
fn elsewhere(number: u32) -> (u64, OrgId) {
	let (bureau, firm) = (30 + number, 60 + number);
	testing::add_organisation(bureau, &[Role::MarketRegulator], &[&[Duty::Maker], &[Duty::Checker]]);
	testing::add_organisation(firm, &[Role::Enterprise], &[]);
	for org in [bureau, firm] {
		set_region(OrgId(org), 330_300 + 100 * number);
	}
	(u64::from(bureau) * 100, OrgId(firm))
}

#[test]
fn eight_bureaus_at_most_have_one_number_and_who_has_their_holders_makes_room() {
	run(|| {
		let others = (0..MAX_PER_NUMBER).map(|number| {
			let (maker, firm) = elsewhere(number);
			recorded(maker, firm)
		});
		let others = others.collect::<Vec<_>>();
		assert_eq!(standing(), others);
		assert_noop!(ask_for(MAKER, FIRM), Error::<Test>::TooManyUnderNumber);
		assert_ok!(cancelled(PROVINCE_MAKER, others[3]));
		recorded(MAKER, FIRM);
	});
}

/// A bureau that recorded and revoked a number for one firm after the other once had it for ever: nobody could cancel
/// any of these.
#[test]
fn what_was_revoked_fills_no_number() {
	run(|| {
		let (maker, _) = elsewhere(0);
		let junk = (0..MAX_PER_NUMBER).map(|number| {
			let firm = OrgId(80 + number);
			testing::add_organisation(firm.0, &[Role::Enterprise], &[]);
			set_region(firm, 330_300);
			let id = recorded(maker, firm);
			assert_ok!(Credentials::revoke(by(maker), id, reason()));
			assert_ok!(confirm_by(maker + 1));
			id
		});
		let junk = junk.collect::<Vec<_>>();
		assert_eq!(standing(), junk);
		let right = recorded(MAKER, FIRM);
		assert_eq!(standing(), [&junk[1..], &[right]].concat());
		assert_eq!(Credentials::tier(FIRM, &terms()), Ok(TierNumber(1)));
		// That it was revoked stays with it.
		assert!(crate::Credentials::<Test>::get(junk[0]).unwrap().is_revoked());
	});
}

#[test]
fn what_has_expired_gives_its_place_under_a_number() {
	run(|| {
		let others = (0..MAX_PER_NUMBER).map(|number| {
			let (maker, firm) = elsewhere(number);
			recorded_until(maker, firm, (number == 3).then(|| day("2026-01-31")))
		});
		let others = others.collect::<Vec<_>>();
		set_today("2026-01-31");
		assert_noop!(ask_for(MAKER, FIRM), Error::<Test>::TooManyUnderNumber);
		set_today("2026-02-01");
		let right = recorded(MAKER, FIRM);
		assert_eq!(standing(), [&others[..3], &others[4..], &[right]].concat());
		// Giving it up gives nothing free.
		assert_ok!(cancelled(PROVINCE_MAKER, others[3]));
		assert!(standing().contains(&right));
	});
}
