//! Who a firm is: its numbers and its region.

use super::*;

fn refuse(act: TestAct, error: Error<Test>) {
	assert_noop!(propose(maker(BANK), act), error);
}

fn payee(new: NewOrganisation) -> TestAct {
	Act::AdmitFirm { organisation: new, officers: first(&[]) }
}

fn supplier(registration: RegistrationId, region: u32) -> NewOrganisation {
	NewOrganisation { registration, region: Region(region), ..organisation(9, &[Role::Supplier]) }
}

/// A number of 15 digits, issued in this region, with its check digit.
fn business(region: u32) -> BusinessNumber {
	(b'0'..=b'9')
		.map(|check| {
			<[u8; 15]>::try_from(format!("{region}00000001{}", char::from(check)).as_bytes()).unwrap()
		})
		.find(|digits| RegistrationId::BusinessRegistration(*digits).is_valid())
		.unwrap()
}

fn issued() -> RegistrationId {
	RegistrationId::CreditCodeAsIssued("91350299M0009QAA68".parse().unwrap())
}

#[test]
fn one_registration_number_is_one_organisation() {
	with_consortium(|| {
		let again = organisation(BANK.0, &[Role::Auditor]);
		assert_noop!(admit(again, &staff(OrgId(9))), Error::<Test>::AlreadyRegistered);
	});
}

#[test]
fn a_region_and_a_number_are_such_as_there_are() {
	with_consortium(|| {
		for nowhere in [1, 335_000, 3_302_030] {
			refuse(
				payee(supplier(RegistrationId::CreditCode(credit_code(9)), nowhere)),
				Error::RegionMalformed,
			);
		}
		let wrong = RegistrationId::BusinessRegistration(*b"110108000000017");
		refuse(payee(supplier(wrong, 110_108)), Error::RegistrationMalformed);
	});
}

#[test]
fn the_region_agrees_with_the_one_in_the_number() {
	with_consortium(|| {
		let code = RegistrationId::CreditCode(credit_code(9));
		for other in [650_000, 330_100, 110_108] {
			refuse(payee(supplier(code, other)), Error::RegionDiffers);
		}
		// Within it and around it are both true.
		for (n, region) in [(30, 330_203), (31, 330_200), (32, 330_000)] {
			let code = RegistrationId::CreditCode(credit_code(n));
			assert_ok!(by_staff(BANK, payee(supplier(code, region))));
		}
	});
}

#[test]
fn no_firm_is_in_the_whole_country() {
	with_consortium(|| {
		let code = RegistrationId::CreditCode(credit_code(9));
		refuse(payee(supplier(code, 0)), Error::RegionNotAllowed);
		let organisation = NewOrganisation { region: Region::NATION, ..organisation(9, &[Role::Enterprise]) };
		refuse(Act::AdmitFirm { organisation, officers: first(&staff(OrgId(9))) }, Error::RegionNotAllowed);
	});
}

/// A firm of Xiamen's number that is in Ningbo now.
fn moved(n: u32) -> NewOrganisation {
	let code = credit_code_of(n, Region(350_200));
	NewOrganisation { registration: RegistrationId::CreditCode(code), ..organisation(n, &[Role::Enterprise]) }
}

/// The council admits a market regulator of this region.
fn bureau(n: u32, region: u32) -> OrgId {
	let region = Region(region);
	let registration = RegistrationId::CreditCode(credit_code_of(n, region));
	let new = NewOrganisation { registration, region, ..organisation(n, &[Role::MarketRegulator]) };
	assert_ok!(admit(new, &staff(OrgId(n))));
	LastOrg::<Test>::get()
}

#[test]
fn a_firm_that_moved_before_it_came_is_confirmed_by_the_bureau_of_where_it_is() {
	with_consortium(|| {
		let xiamen = bureau(50, 350_200);
		let act = Act::AdmitFirm { organisation: moved(9), officers: first(&staff(OrgId(9))) };
		let (act_id, digest) = proposed(maker(BANK), act).unwrap();
		let by_xiamen = approve(by(account(504)), act_id, digest);
		assert_eq!(by_xiamen, Err(Error::<Test>::RegionNotAllowed.into()), "it is not there any more");
		assert_ok!(approve(by(checker(REGULATOR)), act_id, digest));
		let org = LastOrg::<Test>::get();
		let record = Organisations::<Test>::get(org).unwrap();
		assert_eq!((record.region, record.region_by), (Region(330_200), Some(REGULATOR)));
		// Where it was, a bureau of the same level can still mend a mistake.
		assert_ok!(done(account(503), account(504), Act::CorrectRegion { org, region: Region(350_203) }));
		assert_eq!(Organisations::<Test>::get(org).unwrap().region_by, Some(xiamen));
	});
}

#[test]
fn a_bank_alone_says_of_no_firm_that_it_moved() {
	with_consortium(|| {
		refuse(payee(moved(9)), Error::RegionDiffers);
		assert_ok!(by_staff(BANK, payee(NewOrganisation { region: Region(350_200), ..moved(9) })));
		let org = LastOrg::<Test>::get();
		let give = |region| Act::FirstOfficers {
			org,
			officers: first(&staff(OrgId(9))),
			name: None,
			roles: None,
			region: Some(Region(region)),
		};
		refuse(give(0), Error::RegionNotAllowed);
		refuse(give(335_000), Error::RegionMalformed);
		// Nobody draws a firm into the own region, neither who would have it there nor who lets it go from here.
		bureau(50, 350_200);
		let whole = NewOrganisation { region: Region::NATION, ..organisation(60, &[Role::MarketRegulator]) };
		assert_ok!(admit(whole, &staff(OrgId(60))));
		let nation = LastOrg::<Test>::get();
		let (act_id, digest) = proposed(maker(BANK), give(330_203)).unwrap();
		for alone in [checker(REGULATOR), account(504)] {
			let alone = approve(by(alone), act_id, digest);
			assert_eq!(alone, Err(Error::<Test>::RegionNotAllowed.into()));
		}
		assert_ok!(approve(by(account(604)), act_id, digest));
		let (before, after) = (Region(350_200), Region(330_203));
		happened(Event::RegionCorrected { org, before, after, by: nation });
		let record = Organisations::<Test>::get(org).unwrap();
		assert_eq!((record.region, record.region_by), (after, Some(nation)));
	});
}

/// A bureau of elsewhere once made itself the officers of any payee without keys, by saying that it had moved.
#[test]
fn where_the_old_region_lets_a_firm_go_the_new_one_confirms_its_officers() {
	with_consortium(|| {
		let xiamen = bureau(50, 350_200);
		assert_ok!(by_staff(BANK, payee(NewOrganisation { region: Region(350_200), ..moved(9) })));
		let org = LastOrg::<Test>::get();
		let officers = || first(&staff(OrgId(9)));
		let give = || Act::FirstOfficers { org, officers: officers(), name: None, roles: None, region: None };
		let early = proposed(maker(BANK), give()).unwrap();
		assert_noop!(approve(by(checker(REGULATOR)), early.0, early.1), Error::<Test>::RegionNotAllowed);
		let correct = Act::CorrectRegion { org, region: Region(330_203) };
		assert_ok!(done(account(503), account(504), correct));
		assert_eq!(Organisations::<Test>::get(org).unwrap().region_by, Some(xiamen));
		let (act_id, digest) = proposed(maker(OTHER_BANK), give()).unwrap();
		assert_ok!(approve(by(checker(REGULATOR)), act_id, digest));
		assert!(!OfficersOf::<Test>::get(org).is_empty());
	});
}

/// Of a firm whose region a regulator has corrected, a bank and another bureau say no other one.
#[test]
fn what_a_bureau_said_of_a_firms_region_its_first_officers_do_not_change() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &[])));
		let org = LastOrg::<Test>::get();
		assert_ok!(by_staff(REGULATOR, Act::CorrectRegion { org, region: Region(330_203) }));
		let (officers, region) = (first(&staff(OrgId(9))), Some(Region(330_206)));
		let give = Act::FirstOfficers { org, officers, name: None, roles: None, region };
		refuse(give, Error::RegionAttested);
	});
}

#[test]
fn a_county_does_not_undo_what_a_province_corrected() {
	with_consortium(|| {
		let (province, county) = (bureau(50, 330_000), bureau(51, 330_203));
		let code = RegistrationId::CreditCode(credit_code_of(9, Region(330_203)));
		assert_ok!(by_staff(BANK, payee(supplier(code, 330_203))));
		let org = LastOrg::<Test>::get();
		let by_bureau = |n: u32, region| {
			let act = Act::CorrectRegion { org, region: Region(region) };
			done(account(n * 10 + 3), account(n * 10 + 4), act)
		};
		// What nobody has corrected, the county does; the province corrects the county.
		assert_ok!(by_bureau(51, 330_206));
		assert_eq!(Organisations::<Test>::get(org).unwrap().region_by, Some(county));
		assert_ok!(by_bureau(50, 330_212));
		assert_eq!(Organisations::<Test>::get(org).unwrap().region_by, Some(province));
		// It has the number's region, and says nothing any more. Nor does the city.
		assert_eq!(by_bureau(51, 330_203), Err(Error::<Test>::RegionAttested.into()));
		assert_eq!(by_bureau(REGULATOR.0, 330_203), Err(Error::<Test>::RegionAttested.into()));
		assert_ok!(by_bureau(50, 440_300));
	});
}

/// A tax bureau confirms where a firm is, and has no call that corrects it: its word once stood for ever.
#[test]
fn what_a_bureau_said_that_corrects_nothing_a_market_regulator_corrects() {
	with_consortium(|| {
		let region = Region(330_000);
		let registration = RegistrationId::CreditCode(credit_code_of(50, region));
		let tax = NewOrganisation { registration, region, ..organisation(50, &[Role::TaxBureau]) };
		assert_ok!(admit(tax, &staff(OrgId(50))));
		let tax = LastOrg::<Test>::get();
		let act = Act::AdmitFirm { organisation: moved(9), officers: first(&staff(OrgId(9))) };
		let (act_id, digest) = proposed(maker(BANK), act).unwrap();
		assert_ok!(approve(by(account(504)), act_id, digest));
		let org = LastOrg::<Test>::get();
		assert_eq!(Organisations::<Test>::get(org).unwrap().region_by, Some(tax));
		assert_ok!(by_staff(REGULATOR, Act::CorrectRegion { org, region: Region(330_206) }));
		assert_eq!(Organisations::<Test>::get(org).unwrap().region_by, Some(REGULATOR));
	});
}

/// What a bureau said wrongly it can mend, though neither the number nor the firm is in its region.
#[test]
fn a_bureau_mends_what_it_said_itself() {
	with_consortium(|| {
		let officers = first(&staff(OrgId(9)));
		assert_ok!(by_staff(BANK, Act::AdmitFirm { organisation: moved(9), officers }));
		let org = LastOrg::<Test>::get();
		let correct = |region| by_staff(REGULATOR, Act::CorrectRegion { org, region: Region(region) });
		assert_ok!(correct(440_300));
		assert_ok!(correct(330_206));
	});
}

#[test]
fn who_has_15_digits_only_is_confirmed_by_a_bureau() {
	with_consortium(|| {
		let digits = RegistrationId::BusinessRegistration(business(330_203));
		let (act_id, digest) = proposed(maker(BANK), payee(supplier(digits, 330_203))).unwrap();
		assert_noop!(approve(by(checker(BANK)), act_id, digest), Error::<Test>::RoleMissing);
		assert_ok!(approve(by(checker(REGULATOR)), act_id, digest));
		assert_eq!(OrgByNumber::<Test>::get(digits.key()), Some(OrgId(5)));
	});
}

#[test]
fn one_firm_does_not_come_in_by_both_its_numbers() {
	with_consortium(|| {
		let former = business(330_203);
		let digits = RegistrationId::BusinessRegistration(former);
		let code = RegistrationId::CreditCode(credit_code(9));
		let both = NewOrganisation { former_number: Some(former), ..supplier(code, 330_200) };
		assert_ok!(by_staff(BANK, payee(both.clone())));
		refuse(payee(supplier(digits, 330_203)), Error::AlreadyRegistered);
		refuse(payee(supplier(code, 330_200)), Error::AlreadyRegistered);
		let other_code = RegistrationId::CreditCode(credit_code(10));
		refuse(payee(NewOrganisation { registration: other_code, ..both.clone() }), Error::AlreadyRegistered);
		let twice =
			NewOrganisation { registration: RegistrationId::BusinessRegistration(business(330_206)), ..both };
		refuse(payee(NewOrganisation { region: Region(330_206), ..twice }), Error::NumberLinked);
		// Sent away, both are free.
		assert_ok!(Registry::exit(council(), LastOrg::<Test>::get()));
		assert_ok!(by_staff(BANK, payee(supplier(digits, 330_203))));
	});
}

#[test]
fn a_market_regulator_links_the_number_that_came_later() {
	with_consortium(|| {
		let former = business(330_203);
		let digits = RegistrationId::BusinessRegistration(former);
		assert_ok!(by_staff(BANK, payee(supplier(digits, 330_203))));
		let org = LastOrg::<Test>::get();
		let link = |number| Act::LinkNumber { org, number };
		let code = RegistrationId::CreditCode(credit_code(9));
		refuse(link(code), Error::RoleMissing);
		let at_bureau = |act, error: Error<Test>| {
			assert_noop!(propose(maker(REGULATOR), act), error);
		};
		at_bureau(link(RegistrationId::CreditCode(credit_code(BANK.0))), Error::AlreadyRegistered);
		at_bureau(link(RegistrationId::BusinessRegistration(business(330_206))), Error::NumberLinked);
		at_bureau(Act::LinkNumber { org: OrgId(77), number: code }, Error::OrganisationUnknown);
		assert_ok!(by_staff(REGULATOR, link(code)));
		happened(Event::NumberLinked { org, number: code, by: REGULATOR });
		let record = Organisations::<Test>::get(org).unwrap();
		assert_eq!((record.registration, record.former_number), (code, Some(former)));
		refuse(payee(supplier(code, 330_200)), Error::AlreadyRegistered);
		at_bureau(link(RegistrationId::CreditCode(credit_code(10))), Error::NumberLinked);
	});
}

#[test]
fn a_code_issued_wrongly_is_brought_in_by_a_market_regulator_only_and_marked() {
	with_consortium(|| {
		let bureau = NewOrganisation { region: Region::NATION, ..organisation(20, &[Role::MarketRegulator]) };
		assert_ok!(admit(bureau, &staff(OrgId(20))));
		let firm = || payee(supplier(issued(), 350_200));
		refuse(firm(), Error::RoleMissing);
		assert_ok!(done(maker(OrgId(20)), checker(OrgId(20)), firm()));
		let org = LastOrg::<Test>::get();
		assert_eq!(Organisations::<Test>::get(org).unwrap().registration, issued());
		// The code as it should have been is the same firm's.
		let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars();
		let right: CreditCode =
			alphabet.into_iter().find_map(|last| format!("91350299M0009QAA6{last}").parse().ok()).unwrap();
		refuse(payee(supplier(RegistrationId::CreditCode(right), 350_200)), Error::AlreadyRegistered);
	});
}

/// What another region's register says of its codes is not for everybody else to mark.
#[test]
fn a_code_issued_wrongly_is_brought_in_by_the_market_regulator_of_the_firms_region() {
	with_consortium(|| {
		let firm = || payee(supplier(issued(), 350_200));
		assert_noop!(propose(maker(REGULATOR), firm()), Error::<Test>::RegionNotAllowed);
		let xiamen = NewOrganisation {
			registration: RegistrationId::BusinessRegistration(business(350_203)),
			region: Region(350_200),
			..organisation(21, &[Role::MarketRegulator])
		};
		assert_ok!(admit(xiamen, &staff(OrgId(21))));
		let (maker, checker) = (maker(OrgId(21)), checker(OrgId(21)));
		// Not by naming a region that is nobody's in particular.
		for around in [0, 350_000] {
			let act = payee(supplier(issued(), around));
			assert_noop!(propose(maker.clone(), act), Error::<Test>::RegionNotAllowed);
		}
		assert_ok!(done(maker, checker, firm()));
	});
}

/// A regulator that could link any number to a firm of its own would keep whose it is from coming in.
#[test]
fn a_number_is_linked_where_it_was_issued_or_the_first_one_was() {
	with_consortium(|| {
		let link = |region| Act::LinkNumber {
			org: FIRM,
			number: RegistrationId::BusinessRegistration(business(region)),
		};
		for elsewhere in [440_303, 330_106, 650_104] {
			assert_noop!(propose(maker(REGULATOR), link(elsewhere)), Error::<Test>::RegionDiffers);
		}
		assert!(proposed(maker(REGULATOR), link(330_203)).is_ok());
		// A firm that moved has its numbers from where it was.
		let nation = NewOrganisation { region: Region::NATION, ..organisation(20, &[Role::MarketRegulator]) };
		assert_ok!(admit(nation, &staff(OrgId(20))));
		assert_ok!(by_staff(REGULATOR, Act::CorrectRegion { org: FIRM, region: Region(440_300) }));
		let by_nation = |act| done(maker(OrgId(20)), checker(OrgId(20)), act);
		assert_eq!(by_nation(link(650_104)), Err(Error::<Test>::RegionDiffers.into()));
		assert_ok!(by_nation(link(330_206)));
	});
}

#[test]
fn two_persons_of_the_firms_market_regulator_correct_its_region() {
	with_consortium(|| {
		let correct = |org, region| Act::CorrectRegion { org, region: Region(region) };
		refuse(correct(FIRM, 330_203), Error::RoleMissing);
		let at_bureau = |act, error: Error<Test>| {
			assert_noop!(propose(maker(REGULATOR), act), error);
		};
		at_bureau(correct(FIRM, 335_000), Error::RegionMalformed);
		at_bureau(correct(OrgId(77), 330_203), Error::OrganisationUnknown);
		assert_ok!(by_staff(REGULATOR, correct(FIRM, 440_300)));
		happened(Event::RegionCorrected {
			org: FIRM,
			before: Region(330_200),
			after: Region(440_300),
			by: REGULATOR,
		});
		assert_eq!(Registry::region(FIRM), Some(Region(440_300)));
		// Its number was issued here, so a mistake can be mended here.
		assert_ok!(by_staff(REGULATOR, correct(FIRM, 330_203)));
	});
}

/// A regulator that could do so would confirm and correct in the whole country.
#[test]
fn no_bureau_gives_itself_or_a_bank_another_region_or_number() {
	with_consortium(|| {
		let refuse = |act| {
			assert_noop!(propose(maker(REGULATOR), act), Error::<Test>::RegionNotAllowed);
		};
		for org in [REGULATOR, BANK] {
			for region in [Region::NATION, Region(330_000), Region(330_203)] {
				refuse(Act::CorrectRegion { org, region });
			}
			let number = RegistrationId::BusinessRegistration(business(330_203));
			refuse(Act::LinkNumber { org, number });
		}
		refuse(Act::CorrectRegion { org: FIRM, region: Region::NATION });
	});
}

#[test]
fn who_names_15_digits_beside_a_credit_code_is_confirmed_by_a_bureau_of_their_region() {
	with_consortium(|| {
		let code = RegistrationId::CreditCode(credit_code(9));
		let with = |digits| payee(NewOrganisation { former_number: Some(digits), ..supplier(code, 330_200) });
		refuse(with(business(440_303)), Error::RegionDiffers);
		let (act_id, digest) = proposed(maker(BANK), with(business(330_203))).unwrap();
		assert_noop!(approve(by(checker(BANK)), act_id, digest), Error::<Test>::RoleMissing);
		assert_ok!(approve(by(checker(REGULATOR)), act_id, digest));
	});
}

#[test]
fn no_bureau_draws_a_firm_into_its_own_region() {
	with_consortium(|| {
		let registration = RegistrationId::CreditCode("11650000MB0000035G".parse().unwrap());
		let bureau = NewOrganisation {
			registration,
			region: Region(650_000),
			..organisation(20, &[Role::MarketRegulator])
		};
		assert_ok!(admit(bureau, &staff(OrgId(20))));
		let act = Act::CorrectRegion { org: FIRM, region: Region(650_100) };
		assert_noop!(propose(maker(OrgId(20)), act), Error::<Test>::RegionNotAllowed);
		let number = RegistrationId::BusinessRegistration(business(330_203));
		let act = Act::LinkNumber { org: FIRM, number };
		assert_noop!(propose(maker(OrgId(20)), act), Error::<Test>::RegionNotAllowed);
	});
}

/// A number that was linked wrongly kept whose it is out for ever: nobody took it back.
#[test]
fn a_number_linked_wrongly_is_taken_back_and_whose_it_is_comes_in() {
	with_consortium(|| {
		let digits = RegistrationId::BusinessRegistration(business(330_203));
		let unlink = |number| Act::UnlinkNumber { org: FIRM, number };
		let not_linked = || Error::<Test>::NumberNotLinked;
		assert_noop!(propose(maker(REGULATOR), unlink(digits)), not_linked());
		let before = Organisations::<Test>::get(FIRM).unwrap();
		assert_ok!(by_staff(REGULATOR, Act::LinkNumber { org: FIRM, number: digits }));
		let owner = || payee(supplier(digits, 330_203));
		refuse(owner(), Error::AlreadyRegistered);
		refuse(unlink(digits), Error::RoleMissing);
		assert_noop!(propose(maker(REGULATOR), unlink(before.registration)), not_linked());
		assert_ok!(by_staff(REGULATOR, unlink(digits)));
		happened(Event::NumberUnlinked { org: FIRM, number: digits, by: REGULATOR });
		assert_eq!(Organisations::<Test>::get(FIRM), Some(before));
		assert_ok!(by_staff(BANK, owner()));
		assert_eq!(OrgByNumber::<Test>::get(digits.key()), Some(LastOrg::<Test>::get()));
		assert_eq!(Registry::successor(FIRM), None);
		assert_noop!(propose(maker(REGULATOR), unlink(digits)), not_linked());
	});
}

#[test]
fn no_lower_level_takes_a_linked_number_back_and_none_of_elsewhere() {
	with_consortium(|| {
		let bureau = |n: u32, region, number: &str| {
			let registration = RegistrationId::CreditCode(number.parse().unwrap());
			let new = NewOrganisation { registration, region, ..organisation(n, &[Role::MarketRegulator]) };
			assert_ok!(admit(new, &staff(OrgId(n))));
		};
		let nation = NewOrganisation { region: Region::NATION, ..organisation(20, &[Role::MarketRegulator]) };
		assert_ok!(admit(nation, &staff(OrgId(20))));
		bureau(21, Region(650_000), "11650000MB0000035G");
		let number = RegistrationId::BusinessRegistration(business(330_203));
		let (link, unlink) =
			(|| Act::LinkNumber { org: FIRM, number }, || Act::UnlinkNumber { org: FIRM, number });
		assert_ok!(by_staff(REGULATOR, link()));
		assert_noop!(propose(maker(OrgId(21)), unlink()), Error::<Test>::RegionNotAllowed);
		let by_nation = |act| done(maker(OrgId(20)), checker(OrgId(20)), act);
		assert_ok!(by_nation(unlink()));
		assert_ok!(by_nation(link()));
		assert_noop!(propose(maker(REGULATOR), unlink()), Error::<Test>::LinkedByHigherLevel);
	});
}
