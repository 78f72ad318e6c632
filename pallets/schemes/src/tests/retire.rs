use super::*;
use crate::{Error, Event};
use zhidai_primitives::traits::SchemeBook;

#[test]
fn a_retired_programme_takes_no_new_contracts_and_its_versions_stay_readable() {
	run(|| {
		assert_ok!(publish(Some(XINZHIDAI), terms(|_| ())));
		assert_ok!(retire(XINZHIDAI));
		let event = Event::SchemeRetired { scheme: XINZHIDAI, version: SchemeVersion(2) };
		System::assert_last_event(event.into());
		assert_eq!(Schemes::current(XINZHIDAI), Err(Error::<Test>::SchemeRetired.into()));
		assert!(Schemes::terms(XINZHIDAI, SchemeVersion(1)).is_ok());
		assert!(Schemes::terms(XINZHIDAI, SchemeVersion(2)).is_ok());
		assert!(Schemes::current(YONGZHIDAI).is_ok());
	});
}

#[test]
fn a_programme_is_retired_once_and_for_good() {
	run(|| {
		assert_ok!(retire(XINZHIDAI));
		assert_noop!(retire(XINZHIDAI), Error::<Test>::SchemeRetired);
		assert_noop!(publish(Some(XINZHIDAI), terms(|_| ())), Error::<Test>::SchemeRetired);
		assert_noop!(retire(SchemeId(3)), Error::<Test>::SchemeUnknown);
		// What comes after is another programme.
		assert_ok!(publish(None, terms(|_| ())));
		assert!(Schemes::current(SchemeId(3)).is_ok());
	});
}

#[test]
fn only_the_council_retires() {
	run(|| {
		assert_noop!(Schemes::retire(RuntimeOrigin::signed(1), XINZHIDAI), DispatchError::BadOrigin);
	});
}
