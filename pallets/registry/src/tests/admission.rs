use super::*;

fn refuse(
	organisation: NewOrganisation,
	officers: &[NewOfficer<frame::deps::sp_runtime::AccountId32>],
	error: Error<Test>,
) {
	assert_noop!(Registry::admit_by_council(council(), organisation, first(officers)), error);
}

#[test]
fn the_council_admits_a_bank_with_its_officers() {
	empty().execute_with(|| {
		let bank = organisation(9, &[Role::Bank]);
		assert_ok!(Registry::admit_by_council(council(), bank.clone(), first(&staff(OrgId(1)))));
		happened(Event::OrganisationAdmitted { org: OrgId(1), sponsor: None });
		happened(Event::OfficerAdded { org: OrgId(1), officer: OfficerId(4), account: account(14) });
		assert_eq!(OrgByRegistration::<Test>::get(bank.registration), Some(OrgId(1)));
		let record = Organisations::<Test>::get(OrgId(1)).unwrap();
		assert_eq!((record.name, record.sponsor, record.admitted_on), (bank.name, None, today()));
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
			Registry::propose(by(maker(BANK)), Act::AdmitFirm { organisation: bank, officers }),
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
fn one_registration_number_is_one_organisation() {
	with_consortium(|| {
		refuse(organisation(BANK.0, &[Role::Auditor]), &staff(OrgId(9)), Error::AlreadyRegistered);
	});
}

#[test]
fn malformed_regions_and_business_numbers_are_refused() {
	with_consortium(|| {
		let place = NewOrganisation { region: Region(1), ..organisation(9, &[Role::Bank]) };
		refuse(place, &staff(OrgId(9)), Error::RegionMalformed);
		let registration = RegistrationId::BusinessRegistration(*b"110108000000017");
		let number = NewOrganisation { registration, ..organisation(9, &[Role::Bank]) };
		refuse(number, &staff(OrgId(9)), Error::RegistrationMalformed);
	});
}

#[test]
fn an_individual_business_comes_with_its_15_digits() {
	with_consortium(|| {
		let registration = RegistrationId::BusinessRegistration(*b"110108000000016");
		let organisation = NewOrganisation { registration, ..organisation(9, &[Role::Supplier]) };
		assert_ok!(by_staff(BANK, Act::AdmitFirm { organisation, officers: first(&[]) }));
		assert_eq!(OrgByRegistration::<Test>::get(registration), Some(OrgId(5)));
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
		assert_noop!(Registry::propose(by(maker(BANK)), firm(9, &[one])), Error::<Test>::TooFewAdmins);
	});
}

#[test]
fn a_bank_or_bureau_admits_a_firm_under_its_own_name() {
	with_consortium(|| {
		for (sponsor, n) in [(BANK, 9), (REGULATOR, 10)] {
			assert_ok!(by_staff(sponsor, firm(n, &staff(OrgId(n)))));
			let org = LastOrg::<Test>::get();
			happened(Event::OrganisationAdmitted { org, sponsor: Some(sponsor) });
			assert_eq!(Organisations::<Test>::get(org).unwrap().sponsor, Some(sponsor));
			assert_eq!(OfficersOf::<Test>::get(org).len(), 4);
		}
	});
}

#[test]
fn a_firm_admits_nobody() {
	with_consortium(|| {
		assert_noop!(Registry::propose(by(maker(FIRM)), firm(9, &[])), Error::<Test>::RoleMissing);
	});
}

#[test]
fn a_payee_without_keys_gets_its_first_officers_from_its_sponsor_once() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		assert_eq!(Registry::status(org), Some(OrgStatus::Active));
		let give = || Act::FirstOfficers { org, officers: first(&staff(OrgId(9))) };
		assert_noop!(Registry::propose(by(maker(OTHER_BANK)), give()), Error::<Test>::NotTheSponsor);
		let none = Act::FirstOfficers { org, officers: first(&[]) };
		assert_noop!(Registry::propose(by(maker(BANK)), none), Error::<Test>::TooFewAdmins);
		assert_ok!(by_staff(BANK, give()));
		assert_eq!(Registry::officer_of(&account(91)).unwrap().org, org);
		let again = Act::FirstOfficers { org, officers: first(&staff(OrgId(10))) };
		assert_noop!(Registry::propose(by(maker(BANK)), again), Error::<Test>::HasOfficers);
	});
}

#[test]
fn a_suspended_firm_gets_no_first_officers_and_an_unknown_one_none_either() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		assert_ok!(Registry::suspend(council(), org));
		let give = |org| Act::FirstOfficers { org, officers: first(&staff(OrgId(9))) };
		assert_noop!(Registry::propose(by(maker(BANK)), give(org)), Error::<Test>::OrganisationNotActive);
		assert_noop!(Registry::propose(by(maker(BANK)), give(OrgId(77))), Error::<Test>::OrganisationUnknown);
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
