//! `suspend`, `restore`, `revoke`, `cancel`.

use super::*;
use crate::{Credentials as Records, Error, Usability};
use zhidai_primitives::OfficerId;

const OFFICER: OfficerId = OfficerId(100);

fn usability(id: CredentialId) -> Usability {
	Records::<Test>::get(id).unwrap().usability(zhidai_primitives::testing::with(|world| world.today))
}

#[test]
fn a_bureau_suspends_and_restores() {
	run(|| {
		let credential = record(AWARD, 1);
		let (holder, bureau, officer) = (FIRM, BUREAU, OFFICER);
		assert_ok!(Credentials::suspend(by(MAKER), credential, reason()));
		assert_eq!(last_event(), Event::Suspended { credential, holder, bureau, officer, reason: reason() });
		assert_eq!(usability(credential), Usability::Suspended);
		assert_noop!(Credentials::suspend(by(MAKER), credential, reason()), Error::<Test>::NotActive);
		assert_ok!(Credentials::restore(by(MAKER), credential));
		assert_eq!(last_event(), Event::Restored { credential, holder, bureau, officer });
		assert_eq!(usability(credential), Usability::Usable);
		assert_noop!(Credentials::restore(by(MAKER), credential), Error::<Test>::NotSuspended);
	});
}

#[test]
fn a_revoked_credential_is_over() {
	run(|| {
		let credential = record(AWARD, 1);
		assert_ok!(Credentials::revoke(by(MAKER), credential, reason()));
		let (holder, bureau, officer) = (FIRM, BUREAU, OFFICER);
		assert_eq!(last_event(), Event::Revoked { credential, holder, bureau, officer, reason: reason() });
		assert_eq!(usability(credential), Usability::Revoked);
		assert_noop!(Credentials::revoke(by(MAKER), credential, reason()), Error::<Test>::Ended);
		assert_noop!(Credentials::cancel(by(SIGNER), credential), Error::<Test>::Ended);
		assert_noop!(Credentials::restore(by(MAKER), credential), Error::<Test>::NotSuspended);
	});
}

#[test]
fn holder_or_bureau_cancels() {
	run(|| {
		let (one, other) = (record(AWARD, 1), record(AWARD, 2));
		let holder = FIRM;
		assert_ok!(Credentials::cancel(by(SIGNER), one));
		let officer = OfficerId(1000);
		assert_eq!(last_event(), Event::Cancelled { credential: one, holder, by: FIRM, officer });
		assert_ok!(Credentials::cancel(by(MAKER), other));
		assert_eq!(
			last_event(),
			Event::Cancelled { credential: other, holder, by: BUREAU, officer: OFFICER }
		);
		assert_eq!(usability(one), Usability::Cancelled);
		assert_noop!(Credentials::cancel(by(SIGNER), one), Error::<Test>::Ended);
	});
}

#[test]
fn nobody_else_changes_a_credential() {
	run(|| {
		let id = record(AWARD, 1);
		for (account, error) in [
			(CHECKER, DUTY_MISSING),
			(SIGNER, DUTY_MISSING),
			(TAX_MAKER, ROLE_MISSING),
			(FIRMS_MAKER, ROLE_MISSING),
			(OTHER_CITY_MAKER, Error::<Test>::OutsideJurisdiction.into()),
		] {
			assert_noop!(Credentials::suspend(by(account), id, reason()), error);
			assert_noop!(Credentials::revoke(by(account), id, reason()), error);
			assert_noop!(Credentials::restore(by(account), id), error);
		}
		assert_noop!(Credentials::cancel(by(OTHER_SIGNER), id), DUTY_MISSING);
		assert_noop!(Credentials::cancel(by(FIRMS_MAKER), id), ROLE_MISSING);
		assert_noop!(Credentials::cancel(by(OTHER_CITY_MAKER), id), Error::<Test>::OutsideJurisdiction);
		assert_eq!(usability(id), Usability::Usable);
	});
}

#[test]
fn the_bureau_where_the_firm_is_now_registered_acts() {
	run(|| {
		let id = record(AWARD, 1);
		set_region(FIRM, 330_102);
		assert_noop!(Credentials::suspend(by(MAKER), id, reason()), Error::<Test>::OutsideJurisdiction);
		assert_ok!(Credentials::suspend(by(OTHER_CITY_MAKER), id, reason()));
		assert_ok!(Credentials::restore(by(PROVINCE_MAKER), id));
	});
}

#[test]
fn what_does_not_exist_is_not_changed() {
	run(|| {
		let none = CredentialId(0);
		assert_noop!(Credentials::suspend(by(MAKER), none, reason()), Error::<Test>::UnknownCredential);
		assert_noop!(Credentials::restore(by(MAKER), none), Error::<Test>::UnknownCredential);
		assert_noop!(Credentials::revoke(by(MAKER), none, reason()), Error::<Test>::UnknownCredential);
		assert_noop!(Credentials::cancel(by(MAKER), none), Error::<Test>::UnknownCredential);
	});
}

#[test]
fn a_credential_expires_by_its_date_alone() {
	run(|| {
		assert_ok!(ask(MAKER, AWARD, 1, Some(day("2026-03-31"))));
		set_today("2026-03-31");
		assert_eq!(usability(CredentialId(0)), Usability::Usable);
		set_today("2026-04-01");
		assert_eq!(usability(CredentialId(0)), Usability::Expired);
		// An expired certificate that was renewed under its old number: the old record is cancelled first.
		assert_noop!(ask(MAKER, AWARD, 1, None), Error::<Test>::NumberTaken);
		assert_ok!(Credentials::cancel(by(MAKER), CredentialId(0)));
		record(AWARD, 1);
	});
}
