use super::*;

#[test]
fn an_officer_is_who_the_registry_says() {
	with_consortium(|| {
		let actor = Registry::authorise(&maker(BANK), Duty::Maker).unwrap();
		let officer = officer_at(&maker(BANK));
		assert_eq!(actor, Actor { org: BANK, officer, duties: Duties::of(&[Duty::Maker]) });
		assert_eq!(Registry::officer_of(&maker(BANK)), Some(actor));
		assert_eq!(Registry::officer_of(&account(999)), None);
		let refusal = Registry::authorise(&account(999), Duty::Maker);
		assert_eq!(refusal, Err(Error::<Test>::NotAMember.into()));
	});
}

#[test]
fn a_role_belongs_to_the_organisation() {
	with_consortium(|| {
		let banks = Roles::of(&[Role::Bank]);
		assert_ok!(Registry::authorise_as(&maker(BANK), Duty::Maker, banks));
		let refusal = Registry::authorise_as(&maker(FIRM), Duty::Maker, banks);
		assert_eq!(refusal, Err(Error::<Test>::RoleMissing.into()));
		let refusal = Registry::authorise_as(&maker(BANK), Duty::Checker, banks);
		assert_eq!(refusal, Err(Error::<Test>::DutyMissing.into()));
		assert!(Registry::has_role(FIRM, Role::Supplier) && !Registry::has_role(FIRM, Role::Bank));
		assert!(!Registry::has_role(OrgId(77), Role::Bank));
	});
}

#[test]
fn an_organisation_is_known_active_and_has_the_role() {
	with_consortium(|| {
		let payees = Roles::of(&[Role::Supplier, Role::InspectionBody]);
		assert_ok!(Registry::ensure_organisation(FIRM, payees));
		assert_noop!(Registry::ensure_organisation(BANK, payees), Error::<Test>::RoleMissing);
		assert_noop!(Registry::ensure_organisation(OrgId(77), payees), Error::<Test>::OrganisationUnknown);
		assert_ok!(Registry::suspend(council(), FIRM));
		assert_noop!(Registry::ensure_organisation(FIRM, payees), Error::<Test>::OrganisationNotActive);
		assert_eq!((Registry::region(FIRM), Registry::region(OrgId(77))), (Some(Region(330_200)), None));
	});
}

#[test]
fn a_signature_counts_only_while_it_could_be_given_again() {
	let lost_by = |fall: fn(OfficerId)| {
		with_consortium(|| {
			let officer = officer_at(&maker(BANK));
			let key = Registry::key_number(officer).unwrap();
			let counts = |duty| Registry::signature_counts(officer, key, duty);
			assert!(counts(Duty::Maker) && !counts(Duty::Checker));
			assert!(!Registry::signature_counts(officer, key + 1, Duty::Maker));
			fall(officer);
			assert!(!counts(Duty::Maker));
		});
	};
	lost_by(|officer| {
		assert_ok!(by_admins(BANK, Act::RemoveOfficer(officer)));
	});
	lost_by(|officer| {
		let duties = Duties::of(&[Duty::View]);
		assert_ok!(by_admins(BANK, Act::ChangeDuties { officer, duties }));
	});
	lost_by(|officer| {
		let replace = Act::ReplaceKey { officer, new_account: account(99), proof: no_proof() };
		assert_ok!(by_admins(BANK, replace));
		assert!(Registry::signature_counts(officer, 1, Duty::Maker));
	});
	lost_by(|_| {
		assert_ok!(Registry::suspend(council(), BANK));
	});
	with_consortium(|| {
		assert_eq!(Registry::key_number(OfficerId(999)), None);
		assert!(!Registry::signature_counts(OfficerId(999), 0, Duty::Maker));
	});
}

#[test]
fn persons_are_compared_across_organisations() {
	with_consortium(|| {
		let twin = NewOfficer { person: person(23), ..officer(49, &[Duty::View]) };
		assert_ok!(by_admins(FIRM, Act::AddOfficer(twin)));
		let (maker, checker, twin) =
			(officer_at(&maker(BANK)), officer_at(&checker(BANK)), officer_at(&account(49)));
		assert_ok!(Registry::ensure_different_persons(maker, checker));
		assert_noop!(Registry::ensure_different_persons(maker, maker), Error::<Test>::SamePerson);
		assert_noop!(Registry::ensure_different_persons(maker, twin), Error::<Test>::SamePerson);
		assert_noop!(
			Registry::ensure_different_persons(maker, OfficerId(999)),
			Error::<Test>::OfficerUnknown
		);
		assert_noop!(
			Registry::count_checked(OfficerId(999), OrgId(1), Checks::Drawdowns, Fen(1)),
			Error::<Test>::OfficerUnknown
		);
	});
}
