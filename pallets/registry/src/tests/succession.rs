//! Who leaves, and who comes in its place.

use super::*;
use zhidai_primitives::testing::STILL_BOUND;

/// Whether something of an organisation is open that keeps it from leaving.
fn bind(org: OrgId, is_open: bool) {
	testing::with(|world| match is_open {
		true => world.bound.insert(org),
		false => world.bound.remove(&org),
	});
}

/// A firm without officers, under this credit code.
fn payee(n: u32) -> OrgId {
	by_staff(BANK, firm(n, &[])).unwrap();
	LastOrg::<Test>::get()
}

/// The council sends an organisation away; under its number another one comes in.
fn replaced(org: OrgId, n: u32) -> OrgId {
	assert_ok!(Registry::exit(council(), org));
	payee(n)
}

#[test]
fn nobody_leaves_while_something_of_it_is_open() {
	with_consortium(|| {
		for org in [BANK, FIRM] {
			bind(org, true);
			assert_noop!(Registry::exit(council(), org), STILL_BOUND);
		}
		assert_noop!(propose(admin(FIRM), Act::Exit), STILL_BOUND);
		bind(FIRM, false);
		let (act_id, digest) = proposed(admin(FIRM), Act::Exit).unwrap();
		// Looked at again when it is done.
		bind(FIRM, true);
		assert_noop!(approve(by(second_admin(FIRM)), act_id, digest), STILL_BOUND);
		bind(FIRM, false);
		assert_ok!(approve(by(second_admin(FIRM)), act_id, digest));
		bind(BANK, false);
		assert_ok!(Registry::exit(council(), BANK));
	});
}

#[test]
fn what_is_open_keeps_nobody_from_being_suspended_and_no_numbers_of_who_has_left() {
	with_consortium(|| {
		assert_ok!(by_admins(FIRM, Act::Exit));
		bind(FIRM, true);
		assert_ok!(Registry::exit(council(), FIRM));
		bind(BANK, true);
		assert_ok!(Registry::suspend(council(), BANK));
	});
}

/// Under another id it was somebody new, whom nothing tied to what it had been.
#[test]
fn who_takes_up_a_number_of_one_that_left_is_its_successor() {
	with_consortium(|| {
		assert_eq!(Registry::successor(FIRM), None);
		let next = replaced(FIRM, FIRM.0);
		happened(Event::OrganisationSucceeded { org: FIRM, successor: next });
		let succession = Succession { successor: next, heir: next, since: today() };
		assert_eq!(Successions::<Test>::get(FIRM), Some(succession));
		assert_eq!(Registry::successor(FIRM), Some(next));
		assert!(Registry::is_successor(next, FIRM) && !Registry::is_successor(BANK, FIRM));
		// And who comes after that one stands for both.
		days_later(10);
		let last = replaced(next, FIRM.0);
		assert_eq!(Registry::successor(FIRM), Some(last));
		let of_first = Successions::<Test>::get(FIRM).unwrap();
		assert_eq!((of_first.successor, of_first.since), (next, succession.since), "what was said stays");
		assert_eq!(Predecessors::<Test>::get(last).into_inner(), [next, FIRM]);
		assert!(!Predecessors::<Test>::contains_key(next));
	});
}

#[test]
fn the_council_too_admits_a_successor_under_a_freed_number() {
	with_consortium(|| {
		// Where a bank brings it in first, the council takes it over under the id that it has.
		let next = replaced(OTHER_BANK, OTHER_BANK.0);
		assert_ok!(admit(organisation(OTHER_BANK.0, &[Role::Bank]), &staff(OrgId(9))));
		assert_eq!((Registry::successor(OTHER_BANK), LastOrg::<Test>::get()), (Some(next), next));
		assert_ok!(Registry::exit(council(), BANK));
		assert_ok!(admit(organisation(BANK.0, &[Role::Bank]), &staff(OrgId(8))));
		assert_eq!(Registry::successor(BANK), Some(LastOrg::<Test>::get()));
	});
}

fn both_numbers(n: u32) -> (NewOrganisation, BusinessNumber) {
	let former = *b"330203000000018";
	let former = (b'0'..=b'9').map(|check| {
		let mut digits = former;
		digits[14] = check;
		digits
	});
	let is_valid = |digits: &BusinessNumber| RegistrationId::BusinessRegistration(*digits).is_valid();
	let former = former.into_iter().find(is_valid).unwrap();
	(NewOrganisation { former_number: Some(former), ..organisation(n, &[Role::Supplier]) }, former)
}

#[test]
fn for_one_that_left_one_organisation_stands_and_no_other_takes_its_other_number() {
	with_consortium(|| {
		let (both, former) = both_numbers(9);
		let by_code = NewOrganisation { former_number: None, ..both.clone() };
		let number = RegistrationId::BusinessRegistration(former);
		let by_digits = NewOrganisation { registration: number, ..by_code.clone() };
		let admitted = |organisation| Act::AdmitFirm { organisation, officers: first(&[]) };
		assert_ok!(by_staff(BANK, admitted(both)));
		let left = LastOrg::<Test>::get();
		assert_ok!(Registry::exit(council(), left));
		assert_ok!(by_staff(BANK, admitted(by_code)));
		let heir = LastOrg::<Test>::get();
		assert_noop!(propose(maker(BANK), admitted(by_digits)), Error::<Test>::NumberOfSuccessor);
		assert_noop!(
			propose(maker(REGULATOR), Act::LinkNumber { org: FIRM, number }),
			Error::<Test>::NumberOfSuccessor
		);
		assert_ok!(by_staff(REGULATOR, Act::LinkNumber { org: heir, number }));
		assert!(!FreedNumbers::<Test>::contains_key(number.key()));
		assert_eq!(Predecessors::<Test>::get(heir).into_inner(), [left]);
		// Taken back, it is who left's again: nobody comes in with it as somebody new.
		assert_ok!(by_staff(REGULATOR, Act::UnlinkNumber { org: heir, number }));
		assert_eq!(FreedNumbers::<Test>::get(number.key()), Some(left));
	});
}

/// One market regulator made any firm the heir of whoever the council had sent away.
#[test]
fn a_number_that_the_council_freed_is_linked_to_nobody_but_the_heir() {
	with_consortium(|| {
		let (both, former) = both_numbers(9);
		let act = Act::AdmitFirm { organisation: both, officers: first(&[]) };
		assert_ok!(by_staff(BANK, act));
		let left = LastOrg::<Test>::get();
		let number = RegistrationId::BusinessRegistration(former);
		assert_ok!(Registry::exit(council(), left));
		let link = |org| propose(maker(REGULATOR), Act::LinkNumber { org, number });
		assert_noop!(link(FIRM), Error::<Test>::NumberOfSuccessor);
		assert_eq!(Registry::successor(left), None);
		// The council says whose it is; and who takes no part is linked nothing.
		assert_ok!(Registry::succeed(council(), left, FIRM));
		assert_ok!(Registry::suspend(council(), FIRM));
		assert_noop!(link(FIRM), Error::<Test>::OrganisationNotActive);
		assert_ok!(Registry::reinstate(council(), FIRM));
		assert_ok!(by_staff(REGULATOR, Act::LinkNumber { org: FIRM, number }));
		assert_eq!(Registry::succeeded_on(left), Some(today()));
	});
}

#[test]
fn nobody_succeeds_twice_or_what_has_a_successor() {
	with_consortium(|| {
		let (one, other) = (payee(20), payee(21));
		assert_ok!(Registry::pass_on(FIRM, one));
		assert_noop!(Registry::pass_on(FIRM, other), Error::<Test>::AlreadySucceeded);
		assert_noop!(Registry::pass_on(other, FIRM), Error::<Test>::AlreadySucceeded);
		assert_noop!(Registry::pass_on(one, FIRM), Error::<Test>::AlreadySucceeded);
	});
}

#[test]
fn one_organisation_stands_for_so_many_others_and_no_more() {
	with_consortium(|| {
		let firms: Vec<OrgId> = (0..=MAX_PREDECESSORS).map(|number| payee(100 + number)).collect();
		let (last, rest) = firms.split_last().unwrap();
		for former in rest {
			assert_ok!(Registry::pass_on(*former, FIRM));
		}
		assert_noop!(Registry::pass_on(*last, FIRM), Error::<Test>::TooManyPredecessors);
		assert_noop!(Registry::pass_on(FIRM, *last), Error::<Test>::TooManyPredecessors);
		assert_eq!(Registry::check_invariants(), Ok(()));
	});
}

#[test]
fn the_council_decides_that_a_bank_takes_anothers_place() {
	with_consortium(|| {
		assert_noop!(Registry::succeed(by(admin(BANK)), OTHER_BANK, BANK), BadOrigin);
		let succeed = |org, by| Registry::succeed(council(), org, by);
		assert_noop!(succeed(BANK, BANK), Error::<Test>::SucceedsItself);
		assert_noop!(succeed(OrgId(77), BANK), Error::<Test>::OrganisationUnknown);
		assert_noop!(succeed(BANK, OrgId(77)), Error::<Test>::OrganisationUnknown);
		assert_noop!(succeed(BANK, REGULATOR), Error::<Test>::RoleMissing);
		assert_noop!(succeed(BANK, FIRM), Error::<Test>::RoleMissing);
		assert_ok!(Registry::suspend(council(), BANK));
		assert_noop!(succeed(OTHER_BANK, BANK), Error::<Test>::OrganisationNotActive);
		// What is succeeded need not be able to act any more.
		assert_ok!(succeed(BANK, OTHER_BANK));
		happened(Event::OrganisationSucceeded { org: BANK, successor: OTHER_BANK });
		assert!(Registry::is_successor(OTHER_BANK, BANK));
		assert_noop!(succeed(BANK, OTHER_BANK), Error::<Test>::AlreadySucceeded);
		assert_ok!(Registry::exit(council(), BANK));
		// Its numbers are the successor's: nobody else comes in under them.
		let again = admit(organisation(BANK.0, &[Role::Bank]), &staff(OrgId(9)));
		assert_eq!(again, Err(Error::<Test>::NumberOfSuccessor.into()));
	});
}

fn name(text: &str) -> Name {
	Name::try_from(text).unwrap()
}

#[test]
fn who_is_renamed_keeps_its_former_names_on_record() {
	with_consortium(|| {
		let before = Organisations::<Test>::get(BANK).unwrap().name;
		let former = |org, day: Day| FormerNames::<Test>::get(org, Ordered::from(day.0));
		assert_noop!(Registry::rename(by(admin(BANK)), BANK, name("新")), BadOrigin);
		assert_noop!(Registry::rename(council(), OrgId(77), name("新")), Error::<Test>::OrganisationUnknown);
		assert_noop!(Registry::rename(council(), BANK, before.clone()), Error::<Test>::NameUnchanged);
		assert_ok!(Registry::rename(council(), BANK, name("新银行")));
		happened(Event::OrganisationRenamed { org: BANK, name: name("新银行"), by: None });
		// What is put right on the same day was no name of its own.
		assert_ok!(Registry::rename(council(), BANK, name("新商业银行")));
		assert_eq!(former(BANK, today()), Some(before));
		days_later(1);
		assert_ok!(Registry::rename(council(), BANK, name("更新商业银行")));
		assert_eq!(former(BANK, today()), Some(name("新商业银行")));
		assert_eq!(Organisations::<Test>::get(BANK).unwrap().name, name("更新商业银行"));
	});
}

#[test]
fn a_firm_is_renamed_by_two_persons_of_its_market_regulator() {
	with_consortium(|| {
		let act = |org| Act::CorrectName { org, name: name("新厂") };
		assert_noop!(propose(maker(BANK), act(FIRM)), Error::<Test>::RoleMissing);
		assert_noop!(propose(maker(REGULATOR), act(BANK)), Error::<Test>::RegionNotAllowed);
		assert_noop!(propose(maker(REGULATOR), act(OrgId(77))), Error::<Test>::OrganisationUnknown);
		assert_ok!(by_staff(REGULATOR, act(FIRM)));
		happened(Event::OrganisationRenamed { org: FIRM, name: name("新厂"), by: Some(REGULATOR) });
		assert_noop!(propose(maker(REGULATOR), act(FIRM)), Error::<Test>::NameUnchanged);
	});
}
