use super::*;

fn maker_of(org: OrgId) -> Result<Actor, DispatchError> {
	Registry::authorise(&maker(org), Duty::Maker)
}

#[test]
fn officers_of_a_suspended_organisation_cannot_act_until_it_is_reinstated() {
	with_consortium(|| {
		assert_ok!(Registry::suspend(council(), BANK));
		happened(Event::OrganisationSuspended { org: BANK });
		assert_eq!(maker_of(BANK), Err(Error::<Test>::OrganisationNotActive.into()));
		assert_eq!(Registry::status(BANK), Some(OrgStatus::Suspended));
		assert!(Registry::has_role(BANK, Role::Bank), "roles stay");
		assert_noop!(Registry::suspend(council(), BANK), Error::<Test>::OrganisationNotActive);
		assert_ok!(Registry::reinstate(council(), BANK));
		happened(Event::OrganisationReinstated { org: BANK });
		assert_ok!(maker_of(BANK));
		assert_noop!(Registry::reinstate(council(), BANK), Error::<Test>::NotSuspended);
	});
}

#[test]
fn only_the_council_suspends_reinstates_and_sends_away() {
	with_consortium(|| {
		for who in [admin(REGULATOR), admin(BANK)] {
			assert_noop!(Registry::suspend(by(who.clone()), FIRM), BadOrigin);
			assert_noop!(Registry::reinstate(by(who.clone()), FIRM), BadOrigin);
			assert_noop!(Registry::exit(by(who), FIRM), BadOrigin);
		}
		assert_noop!(Registry::exit(council(), OrgId(77)), Error::<Test>::OrganisationUnknown);
		assert_noop!(Registry::suspend(council(), OrgId(77)), Error::<Test>::OrganisationUnknown);
	});
}

#[test]
fn an_exit_is_for_good_and_clears_what_waited() {
	with_consortium(|| {
		let (act_id, digest) = proposed(maker(BANK), payee_account(FIRM)).unwrap();
		assert_ok!(Registry::exit(council(), BANK));
		happened(Event::OrganisationExited { org: BANK });
		assert_noop!(approve(by(checker(BANK)), act_id, digest), Error::<Test>::ActUnknown);
		assert_eq!(maker_of(BANK), Err(Error::<Test>::OrganisationNotActive.into()));
		assert_noop!(Registry::reinstate(council(), BANK), Error::<Test>::NotSuspended);
		assert_noop!(Registry::exit(council(), BANK), Error::<Test>::AlreadyExited);
	});
}

#[test]
fn a_wrong_admission_is_mended_by_an_exit_and_another_admission() {
	with_consortium(|| {
		let admit = || admit(organisation(BANK.0, &[Role::Bank]), &staff(OrgId(9)));
		assert_noop!(admit(), Error::<Test>::AlreadyRegistered);
		assert_ok!(Registry::suspend(council(), BANK));
		assert_noop!(admit(), Error::<Test>::AlreadyRegistered);
		assert_ok!(Registry::exit(council(), BANK));
		happened(Event::RegistrationFreed { org: BANK });
		let before = Organisations::<Test>::get(BANK).unwrap();
		assert_ok!(admit());
		let org = LastOrg::<Test>::get();
		assert_eq!(OrgByNumber::<Test>::get(before.registration.key()), Some(org));
		assert_eq!(Organisations::<Test>::get(BANK), Some(before), "the history stays under the old id");
		assert_eq!(Registry::status(BANK), Some(OrgStatus::Exited));
		assert_noop!(Registry::exit(council(), BANK), Error::<Test>::AlreadyExited);
		assert_eq!(Registry::status(org), Some(OrgStatus::Active), "the new one is not touched");
	});
}

#[test]
fn who_leaves_by_itself_comes_back_only_by_the_council() {
	with_consortium(|| {
		assert_ok!(by_admins(FIRM, Act::Exit));
		let again = || firm(FIRM.0, &staff(OrgId(9)));
		assert_noop!(propose(maker(OTHER_BANK), again()), Error::<Test>::AlreadyRegistered);
		assert_ok!(Registry::exit(council(), FIRM));
		happened(Event::RegistrationFreed { org: FIRM });
		assert_noop!(Registry::exit(council(), FIRM), Error::<Test>::AlreadyExited);
		assert_ok!(by_staff(OTHER_BANK, again()));
	});
}

#[test]
fn nobody_leaves_while_holding_a_seat() {
	with_consortium(|| {
		give_seat(BANK);
		assert_noop!(Registry::exit(council(), BANK), Error::<Test>::SeatHeld);
		assert_ok!(Registry::suspend(council(), BANK));
		assert_noop!(Registry::exit(council(), BANK), Error::<Test>::SeatHeld);
	});
}

#[test]
fn a_firm_leaves_by_its_two_admins_and_a_bank_by_the_council() {
	with_consortium(|| {
		assert_noop!(propose(admin(BANK), Act::Exit), Error::<Test>::LeavesByCouncil);
		assert_ok!(proposed(admin(FIRM), waiting()));
		assert_ok!(by_admins(FIRM, Act::Exit));
		assert_eq!(Registry::status(FIRM), Some(OrgStatus::Exited));
		assert!(Registry::pending_acts(FIRM).is_empty());
	});
}

fn waiting() -> TestAct {
	Act::AddOfficer(officer(49, &[Duty::View]))
}
