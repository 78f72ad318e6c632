use super::*;
use crate::{Current, Error, Event, NextScheme, Terms};
use zhidai_primitives::{traits::SchemeBook, RateCap};

#[test]
fn a_new_programme_gets_the_next_number_and_version_1() {
	run(|| {
		let new = terms(|terms| terms.rate_cap = RateCap::None);
		assert_ok!(publish(None, new.clone()));
		let (scheme, version) = (SchemeId(3), SchemeVersion(1));
		System::assert_last_event(Event::SchemePublished { scheme, version }.into());
		assert_eq!(Schemes::current(scheme), Ok((version, new)));
		assert_eq!(NextScheme::<Test>::get(), SchemeId(4));
	});
	run_with(&[], || {
		assert_ok!(publish(None, terms(|_| ())));
		assert!(Schemes::current(SchemeId(1)).is_ok());
	});
}

#[test]
fn the_next_version_is_in_force_and_the_old_one_stays_as_it_was() {
	run(|| {
		let old = Schemes::terms(XINZHIDAI, SchemeVersion(1)).unwrap();
		let new = terms(|terms| terms.clean_record.as_mut().unwrap().years = 2);
		assert_ok!(publish(Some(XINZHIDAI), new.clone()));
		let version = SchemeVersion(2);
		System::assert_last_event(Event::SchemePublished { scheme: XINZHIDAI, version }.into());
		assert_eq!(Schemes::current(XINZHIDAI), Ok((version, new)));
		assert_eq!(Schemes::terms(XINZHIDAI, SchemeVersion(1)), Ok(old));
		assert_eq!(NextScheme::<Test>::get(), SchemeId(3));
	});
}

#[test]
fn only_the_council_publishes() {
	run(|| {
		let by = RuntimeOrigin::signed(1);
		assert_noop!(Schemes::publish(by, None, terms(|_| ())), DispatchError::BadOrigin);
	});
}

#[test]
fn an_unknown_programme_has_no_next_version_and_no_terms() {
	run(|| {
		let unknown = SchemeId(3);
		assert_noop!(publish(Some(unknown), terms(|_| ())), Error::<Test>::SchemeUnknown);
		assert_eq!(Schemes::current(unknown), Err(Error::<Test>::SchemeUnknown.into()));
		assert_eq!(Schemes::terms(unknown, SchemeVersion(1)), Err(Error::<Test>::VersionUnknown.into()));
		for version in [0, 2] {
			let version = SchemeVersion(version);
			assert_eq!(Schemes::terms(XINZHIDAI, version), Err(Error::<Test>::VersionUnknown.into()));
		}
	});
}

#[test]
fn numbers_that_are_used_up_are_not_given_again() {
	// The states are made by hand and not sound, so the invariants are not checked after.
	genesis(&[]).execute_with(|| {
		NextScheme::<Test>::put(SchemeId(u16::MAX));
		assert_noop!(publish(None, terms(|_| ())), Error::<Test>::CounterUsedUp);
		Current::<Test>::insert(YONGZHIDAI, SchemeVersion(u16::MAX));
		assert_noop!(publish(Some(YONGZHIDAI), terms(|_| ())), Error::<Test>::CounterUsedUp);
	});
}

/// Each breach, made by hand, is found.
#[test]
fn what_must_always_hold_is_really_looked_at() {
	run(|| {
		let is_found = |breach: &dyn Fn()| {
			hypothetically!({
				breach();
				Schemes::check_invariants().is_err()
			})
		};
		assert_ok!(publish(Some(XINZHIDAI), terms(|_| ())));
		assert!(!is_found(&|| ()));
		let unsound = || terms(|terms| terms.term_max_months = Some(0));
		assert!(is_found(&|| Terms::<Test>::insert(XINZHIDAI, SchemeVersion(1), unsound())));
		assert!(is_found(&|| Terms::<Test>::remove(XINZHIDAI, SchemeVersion(1))));
		assert!(is_found(&|| Terms::<Test>::insert(XINZHIDAI, SchemeVersion(0), terms(|_| ()))));
		assert!(is_found(&|| Terms::<Test>::insert(SchemeId(3), SchemeVersion(1), terms(|_| ()))));
		assert!(is_found(&|| Current::<Test>::insert(XINZHIDAI, SchemeVersion(1))));
		assert!(is_found(&|| Current::<Test>::insert(SchemeId(3), SchemeVersion(1))));
		assert!(is_found(&|| NextScheme::<Test>::put(SchemeId(2))));
	});
}
