//! `suspend`, `restore`, `revoke`, `cancel`.

use super::*;
use crate::{Credentials as Records, Error, Usability};
use zhidai_primitives::OfficerId;

const ONE: OfficerId = OfficerId(100);
const TWO: OfficerId = OfficerId(101);

fn usability(id: CredentialId) -> Usability {
	Records::<Test>::get(id).unwrap().usability(testing::with(|world| world.today))
}

#[test]
fn a_bureau_suspends_and_restores() {
	run(|| {
		let credential = record(AWARD, 1);
		let (holder, bureau, maker, checker) = (FIRM, BUREAU, ONE, TWO);
		assert_ok!(suspend(credential));
		let confirmed =
			Event::SuspensionConfirmed { credential, holder, bureau, maker, checker, reason: reason() };
		assert_eq!(last_event(), confirmed);
		assert_eq!(usability(credential), Usability::Suspended);
		assert_noop!(
			Credentials::suspend(by(MAKER), credential, reason()),
			Error::<Test>::CredentialNotInForce
		);
		assert_ok!(Credentials::restore(by(MAKER), credential));
		assert_eq!(usability(credential), Usability::Suspended);
		assert_ok!(confirm_by(CHECKER));
		assert_eq!(last_event(), Event::Restored { credential, holder, bureau, maker, checker });
		assert_eq!(usability(credential), Usability::Usable);
		let again = Credentials::restore(by(MAKER), credential);
		assert_noop!(again, Error::<Test>::CredentialNotSuspended);
	});
}

#[test]
fn one_persons_suspension_holds_at_once_and_ends_by_itself_unless_a_second_confirms_it() {
	run(|| {
		let (one, other) = (record(AWARD, 1), record(AWARD, 2));
		assert_ok!(Credentials::suspend(by(MAKER), one, reason()));
		let (credential, holder, bureau, officer) = (one, FIRM, BUREAU, ONE);
		let until = Some(day("2026-01-10"));
		let told = Event::Suspended { credential, holder, bureau, officer, until, reason: reason() };
		assert_eq!(last_event(), told);
		let first = last_act();
		assert_ok!(suspend(other));
		set_today("2026-01-10");
		assert_eq!([one, other].map(usability), [Usability::Suspended; 2]);
		set_today("2026-01-11");
		assert_eq!([one, other].map(usability), [Usability::Usable, Usability::Suspended]);
		// One person does not repeat it: proposed again, it has no effect before a second confirms.
		assert_ok!(Credentials::suspend(by(MAKER), one, reason()));
		assert_eq!(usability(one), Usability::Usable);
		assert_ok!(Credentials::withdraw(by(MAKER), last_act()));
		// The first act still waits, and two persons are two persons.
		assert_ok!(confirm_act(CHECKER, first));
		assert_eq!(usability(one), Usability::Suspended);
	});
}

#[test]
fn a_protective_step_does_not_wait_for_a_calendar() {
	run(|| {
		let id = record(AWARD, 1);
		testing::with(|world| world.no_calendar = true);
		assert_ok!(Credentials::suspend(by(MAKER), id, reason()));
		set_today("2026-01-20");
		assert_eq!(usability(id), Usability::Suspended);
		set_today("2026-01-21");
		assert_eq!(usability(id), Usability::Usable);
	});
}

#[test]
fn a_revoked_credential_is_over() {
	run(|| {
		let credential = record(AWARD, 1);
		assert_ok!(revoke(credential));
		let (holder, bureau, maker, checker) = (FIRM, BUREAU, ONE, TWO);
		let told = Event::Revoked { credential, holder, bureau, maker, checker, reason: reason() };
		assert_eq!(last_event(), told);
		assert_eq!(usability(credential), Usability::Revoked);
		let again = Credentials::revoke(by(MAKER), credential, reason());
		assert_noop!(again, Error::<Test>::CredentialEnded);
		assert_noop!(Credentials::cancel(by(SIGNER), credential), Error::<Test>::CredentialEnded);
		let restore = Credentials::restore(by(MAKER), credential);
		assert_noop!(restore, Error::<Test>::CredentialNotSuspended);
	});
}

/// A holder once gave up a suspended credential, and the revocation found nothing.
#[test]
fn nobody_escapes_a_revocation_by_giving_up_the_credential() {
	run(|| {
		let (suspended, to_be_revoked) = (record(AWARD, 1), record(AWARD, 2));
		assert_ok!(suspend(suspended));
		let cancel = |account, id| Credentials::cancel(by(account), id);
		assert_noop!(cancel(SIGNER, suspended), Error::<Test>::CredentialSuspended);
		assert_noop!(cancel(MAKER, suspended), Error::<Test>::CredentialSuspended);
		// From the first person's word on.
		assert_ok!(Credentials::revoke(by(MAKER), to_be_revoked, reason()));
		assert_eq!(usability(to_be_revoked), Usability::Suspended);
		assert_noop!(cancel(SIGNER, to_be_revoked), Error::<Test>::CredentialSuspended);
		assert_ok!(confirm_by(CHECKER));
		assert_eq!(usability(to_be_revoked), Usability::Revoked);
	});
}

/// A holder once waited for the end of one person's suspension, and gave the credential up then.
#[test]
fn the_holder_gives_nothing_up_once_one_persons_suspension_is_past() {
	run(|| {
		let (suspended, to_be_revoked) = (record(AWARD, 1), record(AWARD, 2));
		assert_ok!(Credentials::suspend(by(MAKER), suspended, reason()));
		let proposed = last_act();
		assert_ok!(Credentials::revoke(by(MAKER), to_be_revoked, reason()));
		let revocation = last_act();
		set_today("2026-01-11");
		assert_eq!([suspended, to_be_revoked].map(usability), [Usability::Usable; 2]);
		let give_up = |id| Credentials::cancel(by(SIGNER), id);
		for id in [suspended, to_be_revoked] {
			assert_noop!(give_up(id), Error::<Test>::CredentialSuspended);
		}
		assert_ok!(confirm_act(CHECKER, revocation));
		assert_eq!(usability(to_be_revoked), Usability::Revoked);
		// Taken back, the suspension still waits to be decided on: by a bureau that restores or cancels.
		assert_ok!(Credentials::withdraw(by(MAKER), proposed));
		assert_noop!(give_up(suspended), Error::<Test>::CredentialSuspended);
		assert_ok!(suspend(suspended));
		assert_ok!(restore(suspended));
		assert_ok!(give_up(suspended));
	});
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(Credentials::suspend(by(MAKER), id, reason()));
		set_today("2026-01-11");
		assert_ok!(both(Credentials::cancel(by(MAKER), id)));
		assert_eq!(usability(id), Usability::Cancelled);
	});
}

/// Restored by two persons while another act to revoke it waited, it was once given up.
#[test]
fn the_holder_gives_nothing_up_while_an_act_to_revoke_it_waits() {
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(suspend(id));
		assert_ok!(Credentials::revoke(by(MAKER), id, reason()));
		let by_city = last_act();
		assert_ok!(Credentials::revoke(by(PROVINCE_MAKER), id, reason()));
		let by_province = last_act();
		assert_ok!(Credentials::restore(by(MAKER), id));
		assert_ok!(confirm_by(CHECKER));
		assert_eq!(usability(id), Usability::Usable);
		let give_up = || Credentials::cancel(by(SIGNER), id);
		assert_noop!(give_up(), Error::<Test>::RevocationOpen);
		assert_ok!(Credentials::withdraw(by(MAKER), by_city));
		assert_noop!(give_up(), Error::<Test>::RevocationOpen);
		assert_ok!(Credentials::withdraw(by(PROVINCE_MAKER), by_province));
		assert_ok!(give_up());
	});
}

/// The city once cancelled what the province was revoking, and so the number was free again.
#[test]
fn no_bureau_cancels_what_another_is_revoking() {
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(Credentials::cancel(by(MAKER), id));
		let waiting = last_act();
		assert_ok!(Credentials::revoke(by(PROVINCE_MAKER), id, reason()));
		let revocation = last_act();
		set_today("2026-01-11");
		assert_eq!(usability(id), Usability::Usable);
		assert_noop!(confirm_act(CHECKER, waiting), Error::<Test>::RevocationOpen);
		assert_noop!(Credentials::cancel(by(PROVINCE_MAKER), id), Error::<Test>::RevocationOpen);
		assert_ok!(confirm_act(PROVINCE_CHECKER, revocation));
		assert_eq!(usability(id), Usability::Revoked);
	});
}

/// Once one person's word of the province was past, the city cancelled before a second person could confirm it.
#[test]
fn no_bureau_cancels_what_a_higher_level_suspended() {
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(Credentials::suspend(by(PROVINCE_MAKER), id, reason()));
		let by_province = last_act();
		set_today("2026-01-11");
		assert_noop!(Credentials::cancel(by(MAKER), id), Error::<Test>::LevelNotAllowed);
		assert_ok!(confirm_act(PROVINCE_CHECKER, by_province));
		assert_ok!(Credentials::restore(by(PROVINCE_MAKER), id));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		assert_ok!(both(Credentials::cancel(by(MAKER), id)));
		assert_eq!(usability(id), Usability::Cancelled);
	});
}

#[test]
fn one_person_of_a_higher_level_suspends_what_a_lower_ones_word_no_longer_does() {
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(Credentials::suspend(by(MAKER), id, reason()));
		set_today("2026-01-11");
		assert_ok!(Credentials::revoke(by(PROVINCE_MAKER), id, reason()));
		assert_eq!(usability(id), Usability::Suspended);
		set_today("2026-01-17");
		for maker in [MAKER, PROVINCE_MAKER] {
			assert_ok!(Credentials::suspend(by(maker), id, reason()));
			assert_eq!(usability(id), Usability::Usable);
		}
	});
	// What two persons suspended does not end by one person's word of a higher level.
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(suspend(id));
		assert_ok!(Credentials::suspend(by(PROVINCE_MAKER), id, reason()));
		set_today("2026-01-20");
		assert_eq!(usability(id), Usability::Suspended);
	});
}

/// A county's two persons once replaced what one person of the province had suspended, and restored it at once.
#[test]
fn a_lower_level_replaces_no_suspension_that_runs() {
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(Credentials::suspend(by(MAKER), id, reason()));
		let by_city = last_act();
		assert_ok!(Credentials::suspend(by(PROVINCE_MAKER), id, reason()));
		let by_province = last_act();
		assert_noop!(confirm_act(CHECKER, by_city), Error::<Test>::CredentialNotInForce);
		set_region(OTHER_CITY, 330_203);
		let by_county = || Credentials::suspend(by(OTHER_CITY_MAKER), id, reason());
		assert_noop!(by_county(), Error::<Test>::CredentialNotInForce);
		set_today("2026-01-10");
		assert_noop!(by_county(), Error::<Test>::CredentialNotInForce);
		set_today("2026-01-11");
		assert_ok!(by_county());
		assert_ok!(confirm_by(OTHER_CITY_CHECKER));
		assert_ok!(confirm_act(PROVINCE_CHECKER, by_province));
		assert_eq!(usability(id), Usability::Suspended);
	});
}

#[test]
fn the_holder_cancels_alone_and_a_bureau_by_two_persons() {
	run(|| {
		let (one, other) = (record(AWARD, 1), record(AWARD, 2));
		let holder = FIRM;
		assert_ok!(Credentials::cancel(by(SIGNER), one));
		let (by_firm, officer) = (FIRM, OfficerId(1000));
		let told = Event::Cancelled { credential: one, holder, by: by_firm, officer, checker: None };
		assert_eq!(last_event(), told);
		assert_ok!(Credentials::cancel(by(MAKER), other));
		assert_eq!(usability(other), Usability::Usable);
		assert_ok!(confirm_by(CHECKER));
		let (by_bureau, officer, checker) = (BUREAU, ONE, Some(TWO));
		let told = Event::Cancelled { credential: other, holder, by: by_bureau, officer, checker };
		assert_eq!(last_event(), told);
		assert_eq!([one, other].map(usability), [Usability::Cancelled; 2]);
		assert_noop!(Credentials::cancel(by(SIGNER), one), Error::<Test>::CredentialEnded);
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
			(OTHER_CITY_MAKER, Error::<Test>::RegionNotAllowed.into()),
		] {
			assert_noop!(Credentials::suspend(by(account), id, reason()), error);
			assert_noop!(Credentials::revoke(by(account), id, reason()), error);
			assert_noop!(Credentials::restore(by(account), id), error);
		}
		assert_noop!(Credentials::cancel(by(OTHER_SIGNER), id), DUTY_MISSING);
		assert_noop!(Credentials::cancel(by(FIRMS_MAKER), id), ROLE_MISSING);
		assert_noop!(Credentials::cancel(by(OTHER_CITY_MAKER), id), Error::<Test>::RegionNotAllowed);
		assert_eq!(usability(id), Usability::Usable);
	});
}

#[test]
fn the_bureau_where_the_firm_is_now_registered_acts() {
	run(|| {
		let id = record(AWARD, 1);
		set_region(FIRM, 330_102);
		let suspend = |account| Credentials::suspend(by(account), id, reason());
		assert_noop!(suspend(MAKER), Error::<Test>::RegionNotAllowed);
		assert_ok!(suspend(OTHER_CITY_MAKER));
		assert_ok!(confirm_by(OTHER_CITY_CHECKER));
		assert_ok!(Credentials::restore(by(PROVINCE_MAKER), id));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		assert_eq!(usability(id), Usability::Usable);
	});
}

/// A city once restored what the province had suspended.
#[test]
fn only_the_same_or_a_higher_level_restores() {
	run(|| {
		let id = record(AWARD, 1);
		assert_ok!(suspend(id));
		// The province takes over what the city suspended.
		assert_ok!(Credentials::suspend(by(PROVINCE_MAKER), id, reason()));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		assert_noop!(Credentials::restore(by(MAKER), id), Error::<Test>::LevelNotAllowed);
		set_region(OTHER_CITY, 330_203);
		assert_noop!(Credentials::restore(by(OTHER_CITY_MAKER), id), Error::<Test>::LevelNotAllowed);
		assert_ok!(Credentials::restore(by(PROVINCE_MAKER), id));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		assert_eq!(usability(id), Usability::Usable);
	});
}

#[test]
fn only_the_same_or_a_higher_level_revokes_or_cancels_what_was_recorded() {
	run(|| {
		assert_ok!(ask(PROVINCE_MAKER, AWARD, 1, None));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		let id = CredentialId(0);
		assert_noop!(Credentials::revoke(by(MAKER), id, reason()), Error::<Test>::LevelNotAllowed);
		assert_noop!(Credentials::cancel(by(MAKER), id), Error::<Test>::LevelNotAllowed);
		// To protect, any bureau of the firm's region may.
		assert_ok!(suspend(id));
		assert_ok!(Credentials::revoke(by(PROVINCE_MAKER), id, reason()));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		assert_eq!(usability(id), Usability::Revoked);
	});
}

#[test]
fn what_does_not_exist_is_not_changed() {
	run(|| {
		let none = CredentialId(0);
		let unknown = || Error::<Test>::CredentialUnknown;
		assert_noop!(Credentials::suspend(by(MAKER), none, reason()), unknown());
		assert_noop!(Credentials::restore(by(MAKER), none), unknown());
		assert_noop!(Credentials::revoke(by(MAKER), none, reason()), unknown());
		assert_noop!(Credentials::cancel(by(MAKER), none), unknown());
	});
}

#[test]
fn a_credential_expires_by_its_date_alone() {
	run(|| {
		assert_ok!(both(ask(MAKER, AWARD, 1, Some(day("2026-03-31")))));
		set_today("2026-03-31");
		assert_eq!(usability(CredentialId(0)), Usability::Usable);
		set_today("2026-04-01");
		assert_eq!(usability(CredentialId(0)), Usability::Expired);
		// An expired certificate that was renewed under its old number: the old record is cancelled first.
		assert_noop!(ask(MAKER, AWARD, 1, None), Error::<Test>::NumberTaken);
		assert_ok!(both(Credentials::cancel(by(MAKER), CredentialId(0))));
		record(AWARD, 1);
	});
}
