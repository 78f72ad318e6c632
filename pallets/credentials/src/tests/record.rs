//! `record`.

use super::*;
use crate::{ByHolder, ByNumber, Credentials as Records, Error, Usability};
use zhidai_primitives::OrgStatus;

#[test]
fn a_bureau_records_a_credential_of_a_firm_of_its_region() {
	run(|| {
		let id = record(AWARD, 1);
		let (holder, type_id, bureau) = (FIRM, CredentialTypeId(AWARD), BUREAU);
		let (maker, checker) = (zhidai_primitives::OfficerId(100), zhidai_primitives::OfficerId(101));
		let told = Event::Recorded { credential: id, holder, type_id, bureau, maker, checker };
		assert_eq!(last_event(), told);
		let stored = Records::<Test>::get(id).unwrap();
		assert_eq!(stored.grant().granted_on, day("2025-06-01"));
		assert_eq!((stored.grant().recorded_by, stored.grant().level), (BUREAU, crate::Level::City));
		assert_eq!(stored.usability(day("2026-01-05")), Usability::Usable);
		assert_eq!(ByHolder::<Test>::get(FIRM).into_inner(), vec![id]);
		assert_eq!(ByNumber::<Test>::get(type_id, digest(1)).into_inner(), vec![id]);
		assert_eq!(record(AWARD, 2), CredentialId(1));
	});
}

#[test]
fn the_province_may_the_neighbouring_city_may_not() {
	run(|| {
		assert_noop!(ask(OTHER_CITY_MAKER, AWARD, 1, None), Error::<Test>::RegionNotAllowed);
		assert_ok!(ask(PROVINCE_MAKER, AWARD, 1, None));
	});
}

#[test]
fn only_a_maker_of_the_types_bureau_records() {
	run(|| {
		assert_noop!(ask(9, AWARD, 1, None), STRANGER);
		assert_noop!(ask(CHECKER, AWARD, 1, None), DUTY_MISSING);
		assert_noop!(ask(TAX_MAKER, AWARD, 1, None), ROLE_MISSING);
		assert_noop!(ask(BANK_MAKER, AWARD, 1, None), ROLE_MISSING);
		assert_noop!(ask(FIRMS_MAKER, AWARD, 1, None), ROLE_MISSING);
		let unsigned = Credentials::record(
			RuntimeOrigin::none(),
			FIRM,
			CredentialTypeId(AWARD),
			digest(1),
			digest(2),
			Day(0),
			None,
		);
		assert_noop!(unsigned, DispatchError::BadOrigin);
	});
}

#[test]
fn the_type_must_be_in_the_catalogue_and_fit_the_holders_region() {
	run(|| {
		assert_noop!(ask(MAKER, 31, 1, None), Error::<Test>::TypeUnknown);
		let mut hangzhou = crate::Types::<Test>::get(CredentialTypeId(AWARD)).unwrap();
		hangzhou.region = Region(330_100);
		assert_ok!(Credentials::add_type(RuntimeOrigin::root(), hangzhou));
		assert_noop!(ask(MAKER, 31, 1, None), Error::<Test>::HolderOutsideTypeRegion);
	});
}

#[test]
fn banks_and_bureaus_and_firms_that_left_hold_no_new_credentials() {
	run(|| {
		let for_holder = |holder| {
			let type_id = CredentialTypeId(AWARD);
			Credentials::record(by(MAKER), holder, type_id, digest(1), digest(2), day("2025-06-01"), None)
		};
		assert_noop!(for_holder(BANK), ROLE_MISSING);
		assert_noop!(for_holder(TAX), ROLE_MISSING);
		assert_noop!(for_holder(OrgId(99)), Error::<Test>::RegionNotAllowed);
		testing::with(|world| world.organisations.get_mut(&OTHER_FIRM).unwrap().1 = OrgStatus::Exited);
		assert_noop!(for_holder(OTHER_FIRM), ROLE_MISSING);
	});
}

#[test]
fn a_credential_is_granted_today_at_the_latest() {
	run(|| {
		let granted = |text| {
			let type_id = CredentialTypeId(AWARD);
			Credentials::record(by(MAKER), FIRM, type_id, digest(1), digest(2), day(text), None)
		};
		assert_noop!(granted("2026-01-06"), Error::<Test>::GrantedInFuture);
		assert_ok!(granted("2026-01-05"));
	});
}

#[test]
fn a_credential_is_not_recorded_after_its_last_day() {
	run(|| {
		assert_noop!(ask(MAKER, AWARD, 1, Some(day("2026-01-04"))), Error::<Test>::AlreadyExpired);
		assert_noop!(ask(MAKER, AWARD, 1, Some(day("2025-05-31"))), Error::<Test>::AlreadyExpired);
		assert_ok!(ask(MAKER, AWARD, 1, Some(day("2026-01-05"))));
	});
}

#[test]
fn a_number_is_recorded_once_in_a_bureaus_region_whoever_holds_it() {
	run(|| {
		let id = record(AWARD, 1);
		assert_noop!(ask(MAKER, AWARD, 1, None), Error::<Test>::NumberTaken);
		let type_id = CredentialTypeId(AWARD);
		let elsewhere = Credentials::record(
			by(MAKER),
			OTHER_FIRM,
			type_id,
			digest(1),
			digest(2),
			day("2025-06-01"),
			None,
		);
		assert_noop!(elsewhere, Error::<Test>::NumberTaken);
		record(SYSTEM, 1);
		assert_ok!(revoke(id));
		assert_noop!(ask(MAKER, AWARD, 1, None), Error::<Test>::NumberTaken);
	});
}

#[test]
fn a_cancelled_credential_gives_its_number_free() {
	run(|| {
		let wrong = record(AWARD, 1);
		assert_ok!(both(Credentials::cancel(by(MAKER), wrong)));
		let right = record(AWARD, 1);
		assert_eq!(ByNumber::<Test>::get(CredentialTypeId(AWARD), digest(1)).into_inner(), vec![right]);
	});
}

#[test]
fn ids_run_out_in_the_open() {
	run(|| {
		NextCredential::<Test>::put(CredentialId(u32::MAX));
		assert_ok!(ask(MAKER, AWARD, 1, None));
		assert_noop!(confirm_by(CHECKER), Error::<Test>::CounterUsedUp);
	});
}
