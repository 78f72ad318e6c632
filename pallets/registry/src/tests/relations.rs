use super::*;

fn control(org: OrgId, controller: Option<OrgId>) -> DispatchResult {
	by_admins(org, Act::SetController { controller })
}

fn relate(by: OrgId, one: OrgId, other: OrgId) -> DispatchResult {
	by_staff(by, Act::DeclareRelated { one, other })
}

fn unrelate(by: OrgId, one: OrgId, other: OrgId) -> DispatchResult {
	by_staff(by, Act::DeclareUnrelated { one, other })
}

/// A firm with officers 10 · id + 1 …, admitted by the first bank.
fn new_firm() -> OrgId {
	let org = LastOrg::<Test>::get().next().unwrap();
	assert_ok!(by_staff(BANK, firm(org.0, &staff(org))));
	org
}

#[test]
fn an_organisation_is_related_to_itself() {
	with_consortium(|| {
		assert!(Registry::are_related(FIRM, FIRM) && !Registry::are_related(FIRM, BANK));
	});
}

#[test]
fn a_controller_and_whom_it_controls_are_related() {
	with_consortium(|| {
		let (sister, granddaughter) = (new_firm(), new_firm());
		assert_ok!(control(FIRM, Some(OTHER_BANK)));
		happened(Event::ControllerSet { org: FIRM, controller: Some(OTHER_BANK) });
		assert!(Registry::are_related(FIRM, OTHER_BANK) && Registry::are_related(OTHER_BANK, FIRM));
		assert!(!Registry::are_related(FIRM, sister));
		assert_ok!(control(sister, Some(OTHER_BANK)));
		assert!(Registry::are_related(FIRM, sister), "they have one controller");
		assert_ok!(control(granddaughter, Some(sister)));
		assert!(Registry::are_related(FIRM, granddaughter), "control reaches through");
		assert_ok!(control(FIRM, None));
		assert!(!Registry::are_related(FIRM, sister));
	});
}

#[test]
fn controllers_form_no_circle_and_no_endless_chain() {
	with_consortium(|| {
		let refuse = |org, controller, error: Error<Test>| {
			assert_noop!(
				Registry::propose(by(admin(org)), Act::SetController { controller: Some(controller) }),
				error
			);
		};
		refuse(FIRM, FIRM, Error::ControllerChain);
		refuse(FIRM, OrgId(77), Error::OrganisationUnknown);
		let mut bottom = FIRM;
		for _ in 1..MAX_CONTROL_DEPTH {
			let next = new_firm();
			assert_ok!(control(next, Some(bottom)));
			bottom = next;
		}
		refuse(FIRM, bottom, Error::ControllerChain);
		refuse(new_firm(), bottom, Error::ControllerChain);
		assert!(Registry::are_related(FIRM, bottom));
	});
}

#[test]
fn a_regulator_or_bank_records_a_relation_by_two_persons() {
	with_consortium(|| {
		for (org, since) in [(REGULATOR, today()), (BANK, today())] {
			assert_ok!(relate(org, FIRM, OTHER_BANK));
			happened(Event::RelationDeclared { one: OTHER_BANK, other: FIRM, by: org });
			let relation = Related::<Test>::get(OTHER_BANK, FIRM).unwrap();
			assert_eq!(relation, Relation { since, declared_by: org });
			assert!(Registry::are_related(FIRM, OTHER_BANK) && Registry::are_related(OTHER_BANK, FIRM));
			assert_ok!(unrelate(org, OTHER_BANK, FIRM));
			happened(Event::RelationEnded { one: OTHER_BANK, other: FIRM, by: org });
			assert!(!Registry::are_related(FIRM, OTHER_BANK));
		}
		assert_eq!(relate(FIRM, BANK, OTHER_BANK), Err(Error::<Test>::RoleMissing.into()));
	});
}

#[test]
fn a_relation_is_of_two_known_organisations_once() {
	with_consortium(|| {
		let refuse = |act, error: Error<Test>| {
			assert_noop!(Registry::propose(by(maker(BANK)), act), error);
		};
		refuse(Act::DeclareRelated { one: FIRM, other: FIRM }, Error::RelatedToItself);
		refuse(Act::DeclareRelated { one: FIRM, other: OrgId(77) }, Error::OrganisationUnknown);
		refuse(Act::DeclareUnrelated { one: FIRM, other: BANK }, Error::NotRelated);
		assert_ok!(relate(BANK, FIRM, BANK));
		refuse(Act::DeclareRelated { one: BANK, other: FIRM }, Error::AlreadyRelated);
	});
}

#[test]
fn one_bank_does_not_end_what_another_recorded_but_a_regulator_does() {
	with_consortium(|| {
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		assert_eq!(unrelate(OTHER_BANK, FIRM, OTHER_BANK), Err(Error::<Test>::RelationOfAnother.into()));
		assert_ok!(unrelate(REGULATOR, FIRM, OTHER_BANK));
	});
}
