//! Admins that the council gives an organisation which has too few left.

use super::*;

fn admins(
	numbers: &[u32],
) -> FirstOfficers<frame::deps::sp_runtime::AccountId32, frame::deps::sp_runtime::MultiSignature> {
	proven(KeyFor::Organisation(FIRM), numbers.iter().map(|n| officer(*n, &[Duty::Admin])))
}

fn open(numbers: &[u32]) -> DispatchResult {
	Registry::open_recovery(council(), FIRM, admins(numbers))
}

fn complete() -> DispatchResult {
	Registry::complete_recovery(by(account(39)), FIRM)
}

/// The consortium, with an officer for the council at the second bank.
fn with_council(test: impl FnOnce()) {
	with_consortium(|| {
		assert_ok!(by_admins(OTHER_BANK, Act::AddOfficer(officer(39, &[Duty::Council]))));
		System::reset_events();
		test();
	});
}

#[test]
fn the_council_gives_admins_after_a_notice_and_takes_nobody_away() {
	with_council(|| {
		assert_ok!(open(&[401, 402]));
		let objections_until = today().plus_days(RECOVERY_NOTICE_DAYS).unwrap();
		happened(Event::RecoveryOpened { org: FIRM, objections_until });
		assert_noop!(complete(), Error::<Test>::RecoveryNotDue);
		days_later(RECOVERY_NOTICE_DAYS);
		assert_noop!(complete(), Error::<Test>::RecoveryNotDue);
		assert_ok!(Registry::check_invariants());
		days_later(1);
		assert_ok!(complete());
		happened(Event::RecoveryCompleted { org: FIRM });
		assert_eq!(OfficersOf::<Test>::get(FIRM).len(), 6);
		assert_ok!(done(account(401), account(402), Act::RemoveOfficer(officer_at(&admin(FIRM)))));
		assert_noop!(complete(), Error::<Test>::RecoveryUnknown);
	});
}

#[test]
fn the_admin_who_remains_objects_alone() {
	with_council(|| {
		assert_ok!(open(&[401]));
		let object = |who| Registry::object_to_recovery(by(who));
		assert_noop!(object(maker(FIRM)), Error::<Test>::DutyMissing);
		assert_noop!(object(admin(BANK)), Error::<Test>::RecoveryUnknown);
		days_later(RECOVERY_NOTICE_DAYS + 1);
		assert_ok!(object(admin(FIRM)));
		happened(Event::RecoveryObjected { org: FIRM, officer: officer_at(&admin(FIRM)) });
		assert_noop!(complete(), Error::<Test>::RecoveryUnknown);
		assert_noop!(object(admin(FIRM)), Error::<Test>::RecoveryUnknown);
	});
}

#[test]
fn only_the_council_opens_a_recovery_and_only_for_who_can_object() {
	with_council(|| {
		let by_bank = Registry::open_recovery(by(account(39)), FIRM, admins(&[401]));
		assert_eq!(by_bank, Err(BadOrigin.into()));
		let refuse = |org, error: Error<Test>| {
			let admins = proven(KeyFor::Organisation(org), [officer(401, &[Duty::Admin])]);
			assert_noop!(Registry::open_recovery(council(), org, admins), error);
		};
		refuse(OrgId(77), Error::OrganisationUnknown);
		assert_ok!(by_staff(BANK, firm(9, &[])));
		refuse(LastOrg::<Test>::get(), Error::HasNoOfficers);
		assert_ok!(Registry::suspend(council(), FIRM));
		refuse(FIRM, Error::OrganisationNotActive);
	});
}

#[test]
fn a_suspension_ends_a_recovery_because_nobody_could_object() {
	with_council(|| {
		assert_ok!(open(&[401]));
		assert_ok!(Registry::suspend(council(), FIRM));
		assert_ok!(Registry::reinstate(council(), FIRM));
		days_later(RECOVERY_NOTICE_DAYS + 1);
		assert_noop!(complete(), Error::<Test>::RecoveryUnknown);
	});
}

#[test]
fn a_recovery_is_listed_once_its_notice_is_over() {
	with_council(|| {
		let due = || Registry::recoveries_due(None, 10).items;
		assert_ok!(open(&[401]));
		assert!(Registry::recovery(FIRM).is_some() && Registry::recovery(BANK).is_none());
		days_later(RECOVERY_NOTICE_DAYS);
		assert_eq!(due(), []);
		days_later(1);
		assert_eq!((due(), Registry::recoveries_due(Some(FIRM), 10).items), (vec![FIRM], vec![]));
		assert_ok!(complete());
		assert_eq!(due(), []);
	});
}

#[test]
fn an_exit_ends_a_recovery() {
	with_council(|| {
		assert_ok!(open(&[401]));
		assert_ok!(by_admins(FIRM, Act::Exit));
		assert!(Registry::recovery(FIRM).is_none());
	});
}

#[test]
fn a_recovery_brings_admins_with_keys_of_their_own() {
	with_council(|| {
		let refuse = |officers: &[TestOfficer], error: Error<Test>| {
			let officers = proven(KeyFor::Organisation(FIRM), officers.iter().cloned());
			assert_noop!(Registry::open_recovery(council(), FIRM, officers), error);
		};
		refuse(&[], Error::RecoveryWithoutAdmins);
		refuse(&[officer(401, &[Duty::Maker])], Error::RecoveryWithoutAdmins);
		let ending = NewOfficer { valid_until: Some(today()), ..officer(401, &[Duty::Admin]) };
		refuse(&[ending], Error::RecoveryWithoutAdmins);
		let strange = NewOfficer { duties: Duties(0x8001), ..officer(401, &[]) };
		refuse(&[strange], Error::RecoveryWithoutAdmins);
		refuse(&[officer(401, &[Duty::Admin, Duty::Release])], Error::RecoveryWithoutAdmins);
		let limited = NewOfficer { checker_limit: Some(Fen(1)), ..officer(401, &[Duty::Admin]) };
		refuse(&[limited], Error::RecoveryWithoutAdmins);
		let four: Vec<_> = (401..405).map(|n| officer(n, &[Duty::Admin])).collect();
		refuse(&four, Error::RecoveryWithoutAdmins);
		let elsewhere = proven(KeyFor::Organisation(BANK), [officer(401, &[Duty::Admin])]);
		assert_noop!(Registry::open_recovery(council(), FIRM, elsewhere), Error::<Test>::ProofInvalid);
	});
}

#[test]
fn a_recovery_that_could_never_be_completed_is_not_opened() {
	with_council(|| {
		assert_noop!(open(&[23]), Error::<Test>::KeyAlreadyUsed);
		assert_noop!(open(&[401, 401]), Error::<Test>::KeyAlreadyUsed);
		assert!(Registry::officer_of(&account(401)).is_none());
		// Its places stay free whatever the admins do, until it has used them.
		for n in 0..MOST_OFFICERS - MAX_RECOVERY_ADMINS - 4 {
			assert_ok!(by_admins(FIRM, Act::AddOfficer(officer(420 + n, &[Duty::View]))));
		}
		let more = Act::AddOfficer(officer(450, &[Duty::View]));
		assert_noop!(propose(admin(FIRM), more), Error::<Test>::TooManyOfficers);
		assert_ok!(open(&[401, 402, 403]));
		days_later(RECOVERY_NOTICE_DAYS + 1);
		assert_ok!(complete());
		assert_noop!(open(&[404]), Error::<Test>::TooManyOfficers);
	});
}

#[test]
fn a_later_decision_begins_a_notice_of_its_own() {
	with_council(|| {
		assert_ok!(open(&[401]));
		days_later(RECOVERY_NOTICE_DAYS);
		assert_ok!(open(&[402]));
		days_later(1);
		assert_noop!(complete(), Error::<Test>::RecoveryNotDue);
		days_later(RECOVERY_NOTICE_DAYS);
		assert_ok!(complete());
		assert!(
			Registry::officer_of(&account(402)).is_some() && Registry::officer_of(&account(401)).is_none()
		);
	});
}

#[test]
fn who_completes_a_recovery_is_an_officer_for_the_council() {
	with_council(|| {
		assert_ok!(open(&[401]));
		days_later(RECOVERY_NOTICE_DAYS + 1);
		let by_firm = Registry::complete_recovery(by(admin(FIRM)), FIRM);
		assert_eq!(by_firm, Err(Error::<Test>::DutyMissing.into()));
		// A key that became somebody's in between does not come in twice, and nothing is half done.
		assert_ok!(by_admins(FIRM, Act::AddOfficer(officer(401, &[Duty::View]))));
		assert_noop!(complete(), Error::<Test>::KeyAlreadyUsed);
	});
}
