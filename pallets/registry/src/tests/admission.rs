use super::*;

fn refuse(organisation: NewOrganisation, officers: &[TestOfficer], error: Error<Test>) {
	assert_noop!(admit(organisation, officers), error);
}

#[test]
fn the_council_admits_a_bank_with_its_officers() {
	empty().execute_with(|| {
		let bank = organisation(9, &[Role::Bank]);
		assert_ok!(admit(bank.clone(), &staff(OrgId(1))));
		happened(Event::OrganisationAdmitted { org: OrgId(1) });
		happened(Event::OfficerAdded { org: OrgId(1), officer: OfficerId(4), account: account(14) });
		assert_eq!(OrgByNumber::<Test>::get(bank.registration.key()), Some(OrgId(1)));
		let record = Organisations::<Test>::get(OrgId(1)).unwrap();
		assert_eq!((record.name, record.admitted_on), (bank.name, today()));
		assert_eq!(Registry::officer_of(&maker(OrgId(1))).unwrap().officer, OfficerId(3));
		assert_eq!(System::providers(&maker(OrgId(1))), 1);
		assert_ok!(Registry::check_invariants());
	});
}

#[test]
fn only_the_council_admits_seats_and_bureaus() {
	with_consortium(|| {
		let officers = first(&staff(OrgId(9)));
		let bank = organisation(9, &[Role::Bank]);
		assert_noop!(Registry::admit_by_council(by(admin(BANK)), bank.clone(), officers.clone()), BadOrigin);
		assert_noop!(
			propose(maker(BANK), Act::AdmitFirm { organisation: bank, officers }),
			Error::<Test>::RolesNotAdmissible
		);
	});
}

#[test]
fn the_council_does_not_admit_firms_nor_organisations_without_roles() {
	with_consortium(|| {
		for roles in [&[Role::Enterprise][..], &[Role::Bank, Role::Supplier], &[]] {
			refuse(organisation(9, roles), &staff(OrgId(9)), Error::RolesNotAdmissible);
		}
		let unknown = NewOrganisation { roles: Roles(1 << 15), ..organisation(9, &[]) };
		refuse(unknown, &staff(OrgId(9)), Error::RolesNotAdmissible);
	});
}

#[test]
fn an_organisation_starts_with_two_admins_of_different_persons() {
	with_consortium(|| {
		let [one, other, ..] = staff(OrgId(9));
		let bank = || organisation(9, &[Role::Bank]);
		refuse(bank(), &[], Error::TooFewAdmins);
		refuse(bank(), core::slice::from_ref(&one), Error::TooFewAdmins);
		let same = NewOfficer { person: one.person, ..other.clone() };
		refuse(bank(), &[one.clone(), same], Error::TooFewAdmins);
		let ending = NewOfficer { valid_until: Some(today()), ..other };
		refuse(bank(), &[one.clone(), ending], Error::TooFewAdmins);
		assert_noop!(propose(maker(BANK), firm(9, &[one])), Error::<Test>::TooFewAdmins);
	});
}

#[test]
fn a_bank_proposes_a_firm_with_officers_and_a_bureau_confirms_it() {
	with_consortium(|| {
		let (act_id, digest) = proposed(maker(BANK), firm(9, &staff(OrgId(9)))).unwrap();
		assert!(Registry::acts_to_approve(BANK).is_empty(), "the bank's own checker does not approve it");
		assert!(to_confirm(BANK).is_empty(), "nor as a bureau, which it is not");
		assert_eq!(to_confirm(REGULATOR), [act_id]);
		assert_noop!(approve(by(checker(BANK)), act_id, digest), Error::<Test>::RoleMissing);
		assert_noop!(approve(by(maker(REGULATOR)), act_id, digest), Error::<Test>::DutyMissing);
		assert_ok!(approve(by(checker(REGULATOR)), act_id, digest));
		let org = LastOrg::<Test>::get();
		happened(Event::OrganisationAdmitted { org });
		happened(Event::ActApproved { act_id, org: REGULATOR, officer: officer_at(&checker(REGULATOR)) });
		assert_eq!(OfficersOf::<Test>::get(org).len(), 4);
		assert!(to_confirm(REGULATOR).is_empty());
	});
}

#[test]
fn the_record_of_a_firm_does_not_say_whose_customer_it_is() {
	with_consortium(|| {
		for bank in [BANK, OTHER_BANK] {
			heard();
			let n = 8 + bank.0;
			assert_ok!(by_staff(bank, firm(n, &staff(OrgId(n)))));
			assert_ok!(by_staff(bank, firm(100 + n, &[])));
			let records = heard().into_iter().filter_map(|change| match change {
				Change::Organisation(_, record) => Some(record),
				_ => None,
			});
			// The same whichever bank it was, but for what the firm says of itself.
			let same = |record: Organisation| {
				(record.region, record.former_number, record.region_by, record.admitted_on)
			};
			let expected = (Region(330_200), None, None, today());
			assert_eq!(records.map(same).collect::<Vec<_>>(), [expected; 2]);
		}
	});
}

#[test]
fn every_bureau_around_a_firm_sees_what_it_can_confirm() {
	with_consortium(|| {
		let nation = NewOrganisation { region: Region::NATION, ..organisation(20, &[Role::MarketRegulator]) };
		assert_ok!(admit(nation, &staff(OrgId(20))));
		let of_the_nation = LastOrg::<Test>::get();
		let (one, _) = proposed(maker(BANK), firm(9, &staff(OrgId(9)))).unwrap();
		let (other, _) = proposed(maker(OTHER_BANK), firm(10, &staff(OrgId(10)))).unwrap();
		assert_eq!((to_confirm(REGULATOR), to_confirm(of_the_nation)), (vec![one, other], vec![one, other]));
		assert_ok!(Registry::withdraw(by(maker(BANK)), one));
		assert_eq!((to_confirm(REGULATOR), to_confirm(of_the_nation)), (vec![other], vec![other]));
	});
}

/// Whose bureau must confirm is not what the act was listed by: it is proposed anew.
#[test]
fn of_a_firm_that_moved_meanwhile_the_bureau_only_rejects() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		let (act_id, digest) = proposed(maker(BANK), first_officers(org, &staff(OrgId(9)))).unwrap();
		assert_ok!(by_staff(REGULATOR, Act::CorrectRegion { org, region: Region(440_300) }));
		assert_eq!(to_confirm(REGULATOR), [act_id]);
		assert_noop!(approve(by(checker(REGULATOR)), act_id, digest), Error::<Test>::RegionNotAllowed);
		assert_ok!(Registry::reject(by(checker(REGULATOR)), act_id, "已迁出".try_into().unwrap()));
		assert!(to_confirm(REGULATOR).is_empty());
	});
}

#[test]
fn the_bureau_that_confirms_a_firm_is_of_its_region() {
	with_consortium(|| {
		let elsewhere =
			NewOrganisation { region: Region(650_000), ..organisation(20, &[Role::MarketRegulator]) };
		let registration = RegistrationId::CreditCode("11650000MB0000035G".parse().unwrap());
		assert_ok!(admit(NewOrganisation { registration, ..elsewhere }, &staff(OrgId(20))));
		let (act_id, digest) = proposed(maker(BANK), firm(9, &staff(OrgId(9)))).unwrap();
		let confirm = |who| approve(by(who), act_id, digest);
		assert_noop!(confirm(checker(OrgId(20))), Error::<Test>::RegionNotAllowed);
		assert!(to_confirm(LastOrg::<Test>::get()).is_empty());
		// Nor does it count once the bank cannot speak for the firm any more.
		assert_ok!(Registry::suspend(council(), BANK));
		assert_noop!(confirm(checker(REGULATOR)), Error::<Test>::OrganisationNotActive);
		assert_ok!(Registry::reinstate(council(), BANK));
		assert_ok!(confirm(checker(REGULATOR)));
	});
}

#[test]
fn a_bureau_registers_a_firm_by_two_of_its_own_persons() {
	with_consortium(|| {
		assert_ok!(done(maker(REGULATOR), checker(REGULATOR), firm(9, &staff(OrgId(9)))));
		let duties = Duties::of(&[Duty::Maker, Duty::Checker]);
		let officer = officer_at(&maker(REGULATOR));
		assert_ok!(by_admins(REGULATOR, Act::ChangeDuties { officer, duties }));
		let (act_id, digest) = proposed(maker(REGULATOR), firm(10, &staff(OrgId(10)))).unwrap();
		let alone = Registry::approve(by(maker(REGULATOR)), act_id, digest);
		assert_eq!(alone.map_err(|refusal| refusal.error), Err(Error::<Test>::SamePerson.into()));
	});
}

#[test]
fn a_firm_admits_nobody() {
	with_consortium(|| {
		assert_noop!(propose(maker(FIRM), firm(9, &[])), Error::<Test>::RoleMissing);
	});
}

#[test]
fn a_payee_without_keys_comes_by_its_bank_and_gets_its_first_officers_by_a_bureau_once() {
	with_consortium(|| {
		assert_ok!(done(maker(BANK), checker(BANK), firm(9, &[])));
		let org = LastOrg::<Test>::get();
		assert_eq!(Registry::status(org), Some(OrgStatus::Active));
		let give = || first_officers(org, &staff(OrgId(9)));
		let none = first_officers(org, &[]);
		assert_noop!(propose(maker(BANK), none), Error::<Test>::TooFewAdmins);
		let (act_id, digest) = proposed(maker(OTHER_BANK), give()).unwrap();
		assert_noop!(approve(by(checker(OTHER_BANK)), act_id, digest), Error::<Test>::RoleMissing);
		assert_ok!(approve(by(checker(REGULATOR)), act_id, digest));
		assert_eq!(Registry::officer_of(&account(91)).unwrap().org, org);
		let again = first_officers(org, &staff(OrgId(10)));
		assert_noop!(propose(maker(BANK), again), Error::<Test>::HasOfficers);
	});
}

/// A bank alone gave it a name and roles; a bureau confirms what is right.
#[test]
fn the_first_officers_come_with_what_is_right_of_the_firm() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		let right = |roles: &[Role]| Act::FirstOfficers {
			org,
			officers: first(&staff(OrgId(9))),
			name: Some(Name::try_from("宁波某装备有限公司").unwrap()),
			roles: Some(Roles::of(roles)),
			region: None,
		};
		for roles in [&[][..], &[Role::Bank], &[Role::Supplier, Role::MarketRegulator]] {
			assert_noop!(propose(maker(BANK), right(roles)), Error::<Test>::RolesNotAdmissible);
		}
		let before = Organisations::<Test>::get(org).unwrap();
		heard();
		assert_ok!(by_staff(OTHER_BANK, right(&[Role::InspectionBody])));
		let name = Name::try_from("宁波某装备有限公司").unwrap();
		let after = Organisation { name, ..before };
		assert_eq!(Organisations::<Test>::get(org).as_ref(), Some(&after));
		let state = OrgState::new(Roles::of(&[Role::InspectionBody]));
		assert_eq!(OrgStates::<Test>::get(org), Some(state));
		let heard = heard();
		assert!(
			heard.contains(&Change::Organisation(org, after)) && heard.contains(&Change::State(org, state))
		);
	});
}

#[test]
fn a_suspended_firm_gets_no_first_officers_and_an_unknown_one_none_either() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		assert_ok!(Registry::suspend(council(), org));
		let give = |org| first_officers(org, &staff(OrgId(9)));
		assert_noop!(propose(maker(BANK), give(org)), Error::<Test>::OrganisationNotActive);
		assert_noop!(propose(maker(BANK), give(OrgId(77))), Error::<Test>::OrganisationUnknown);
	});
}

#[test]
fn an_organisation_brings_in_so_many_firms_a_day() {
	with_consortium(|| {
		// The consortium's firm came by the first bank today.
		for n in 1..MOST_ADMISSIONS {
			assert_ok!(by_staff(BANK, firm(100 + n, &[])));
		}
		assert_noop!(propose(maker(BANK), firm(99, &[])), Error::<Test>::TooManyAdmissions);
		assert_ok!(by_staff(OTHER_BANK, firm(98, &[])));
		days_later(1);
		assert_ok!(by_staff(BANK, firm(99, &[])));
		assert_eq!(AdmissionsOf::<Test>::get(BANK), Admissions { day: today(), count: 1 });
	});
}

/// What a bank alone can do keeps nobody from being admitted.
#[test]
fn the_council_admits_who_was_brought_in_as_a_payee_meanwhile() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		assert_ok!(by_staff(REGULATOR, Act::SetControllerOf { org, controller: Some(BANK) }));
		assert_ok!(by_staff(BANK, payee_account(org)));
		let before = OrgStates::<Test>::get(org).unwrap();
		days_later(1);
		let bank = organisation(9, &[Role::Bank]);
		let named = NewOrganisation { name: Name::try_from("宁波某银行").unwrap(), ..bank };
		heard();
		assert_ok!(admit(named.clone(), &staff(OrgId(9))));
		happened(Event::OrganisationAdmitted { org });
		assert_eq!(LastOrg::<Test>::get(), org, "it is the same organisation");
		assert_eq!(OfficersOf::<Test>::get(org).len(), 4);
		let state = OrgState { roles: Roles::of(&[Role::Bank]), ..before };
		assert_eq!(OrgStates::<Test>::get(org), Some(state));
		let record = Organisations::<Test>::get(org).unwrap();
		assert_eq!((&record.name, record.admitted_on), (&named.name, Day(today().0 - 1)));
		let heard = heard();
		assert!(heard.contains(&Change::Organisation(org, record)));
		assert!(heard.contains(&Change::State(org, state)));
		// With officers it is somebody.
		refuse(organisation(9, &[Role::Auditor]), &staff(OrgId(10)), Error::AlreadyRegistered);
	});
}

#[test]
fn the_council_takes_over_nobody_who_is_suspended_has_officers_or_has_another_number() {
	with_consortium(|| {
		refuse(organisation(FIRM.0, &[Role::Bank]), &staff(OrgId(9)), Error::AlreadyRegistered);
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		let digits: BusinessNumber = *b"110108000000016";
		let of_beijing = |n| NewOrganisation {
			registration: RegistrationId::CreditCode(credit_code_of(n, Region(110_108))),
			region: Region(110_108),
			..organisation(n, &[Role::Bank])
		};
		let number = RegistrationId::BusinessRegistration(digits);
		let firm = NewOrganisation { registration: number, ..organisation(10, &[Role::Supplier]) };
		assert_ok!(by_staff(BANK, Act::AdmitFirm { organisation: firm, officers: first(&[]) }));
		// Two numbers of two organisations.
		let both = NewOrganisation { former_number: Some(digits), ..of_beijing(9) };
		refuse(both, &staff(OrgId(9)), Error::AlreadyRegistered);
		assert_ok!(Registry::suspend(council(), org));
		refuse(organisation(9, &[Role::Bank]), &staff(OrgId(9)), Error::OrganisationNotActive);
		assert_ok!(Registry::reinstate(council(), org));
		assert_ok!(admit(organisation(9, &[Role::Bank]), &staff(OrgId(9))));
		// By the 15 digits that its credit code is named with, it keeps both.
		let linked = NewOrganisation { former_number: Some(digits), ..of_beijing(11) };
		let found = OrgByNumber::<Test>::get(number.key()).unwrap();
		assert_ok!(admit(linked.clone(), &staff(OrgId(11))));
		assert_eq!(OrgByNumber::<Test>::get(linked.registration.key()), Some(found));
	});
}

#[test]
fn ids_end_before_they_start_again() {
	empty().execute_with(|| {
		LastOrg::<Test>::put(OrgId(u32::MAX));
		refuse(organisation(9, &[Role::Bank]), &staff(OrgId(9)), Error::IdsExhausted);
		LastOrg::<Test>::kill();
		LastOfficer::<Test>::put(OfficerId(u32::MAX));
		refuse(organisation(9, &[Role::Bank]), &staff(OrgId(9)), Error::IdsExhausted);
	});
}

#[test]
fn a_chain_gives_ids_of_its_own() {
	empty().execute_with(|| {
		give_ids(500, 505);
		assert_ok!(admit(organisation(1, &[Role::Bank]), &staff(OrgId(1))));
		assert_eq!((LastOrg::<Test>::get(), LastOfficer::<Test>::get()), (OrgId(500), OfficerId(503)));
		refuse(organisation(2, &[Role::Bank]), &staff(OrgId(2)), Error::IdsExhausted);
		give_ids(500, 500);
		refuse(organisation(2, &[Role::Bank]), &staff(OrgId(2)), Error::IdsExhausted);
	});
}
