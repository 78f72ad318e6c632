use super::*;

fn control(org: OrgId, controller: Option<OrgId>) -> DispatchResult {
	by_admins(org, Act::SetController { controller })
}

fn control_of(org: OrgId, controller: Option<OrgId>) -> DispatchResult {
	by_staff(REGULATOR, Act::SetControllerOf { org, controller })
}

fn relate(by: OrgId, one: OrgId, other: OrgId) -> DispatchResult {
	by_staff(by, Act::DeclareRelated { one, other })
}

fn unrelate(by: OrgId, one: OrgId, other: OrgId, recorded_by: Option<OrgId>) -> DispatchResult {
	by_staff(by, Act::DeclareUnrelated { one, other, recorded_by })
}

/// For whose loans two organisations are related: the first bank's, the second's; and where it is reported.
fn seen(one: OrgId, other: OrgId) -> [bool; 4] {
	assert_eq!(Registry::are_related(one, other), Registry::are_related(other, one));
	[
		Registry::are_related_for(one, other, BANK),
		Registry::are_related_for(other, one, OTHER_BANK),
		Registry::is_relation_reported(one, other, BANK),
		Registry::is_relation_reported(other, one, OTHER_BANK),
	]
}

const BY_BANK: [bool; 4] = [true, false, false, true];
const FOR_ALL: [bool; 4] = [true, true, false, false];
const FOR_NOBODY: [bool; 4] = [false; 4];

/// A firm with officers 10 · id + 1 …
fn new_firm() -> OrgId {
	let org = LastOrg::<Test>::get().next().unwrap();
	assert_ok!(by_staff(BANK, firm(org.0, &staff(org))));
	org
}

fn refuse(org: OrgId, controller: OrgId, error: Error<Test>) {
	assert_noop!(propose(admin(org), Act::SetController { controller: Some(controller) }), error);
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
		happened(Event::ControllerSet { org: FIRM, controller: Some(OTHER_BANK), until: None });
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_ALL);
		assert!(!Registry::are_related(FIRM, sister));
		assert_ok!(control(sister, Some(OTHER_BANK)));
		assert_eq!(seen(FIRM, sister), FOR_ALL, "they have one controller");
		assert_ok!(control(granddaughter, Some(sister)));
		assert_eq!(seen(FIRM, granddaughter), FOR_ALL, "control reaches through");
	});
}

#[test]
fn nobody_ends_its_own_relation_and_is_paid_the_next_day() {
	with_consortium(|| {
		assert_ok!(control(FIRM, Some(OTHER_BANK)));
		assert_ok!(control(FIRM, None));
		let until = today().plus_days(WAITING_DAYS);
		happened(Event::ControllerSet { org: FIRM, controller: None, until });
		let refused = |controller, error: Error<Test>| {
			assert_noop!(propose(admin(FIRM), Act::SetController { controller }), error);
		};
		refused(None, Error::AlreadyEnding);
		refused(Some(BANK), Error::ControllerStands);
		days_later(WAITING_DAYS);
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_ALL);
		days_later(1);
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
		refused(None, Error::RelationUnknown);
		assert_ok!(control(FIRM, Some(BANK)));
		assert_eq!(seen(FIRM, BANK), FOR_ALL);
		assert!(Controlled::<Test>::get(OTHER_BANK).is_empty());
	});
}

#[test]
fn a_regulator_records_and_ends_control_at_once() {
	with_consortium(|| {
		assert_ok!(control(FIRM, Some(OTHER_BANK)));
		assert_ok!(control_of(FIRM, Some(BANK)));
		assert_eq!((seen(FIRM, OTHER_BANK), seen(FIRM, BANK)), (FOR_NOBODY, FOR_ALL));
		assert_ok!(control_of(FIRM, None));
		assert_eq!(seen(FIRM, BANK), FOR_NOBODY);
		let by_bank = Act::SetControllerOf { org: FIRM, controller: None };
		assert_noop!(propose(maker(BANK), by_bank), Error::<Test>::RoleMissing);
		let unknown = Act::SetControllerOf { org: OrgId(77), controller: None };
		assert_noop!(propose(maker(REGULATOR), unknown), Error::<Test>::OrganisationUnknown);
		let nothing = Act::SetControllerOf { org: FIRM, controller: None };
		assert_noop!(propose(maker(REGULATOR), nothing), Error::<Test>::RelationUnknown);
	});
}

#[test]
fn controllers_form_no_circle() {
	with_consortium(|| {
		refuse(FIRM, FIRM, Error::ControllerCircle);
		refuse(FIRM, OrgId(77), Error::OrganisationUnknown);
		let below = new_firm();
		assert_ok!(control(below, Some(FIRM)));
		refuse(FIRM, below, Error::ControllerCircle);
	});
}

#[test]
fn a_chain_built_from_the_top_has_an_end() {
	with_consortium(|| {
		let mut bottom = FIRM;
		for _ in 1..MAX_CONTROL_DEPTH {
			let next = new_firm();
			assert_ok!(control(next, Some(bottom)));
			bottom = next;
		}
		refuse(new_firm(), bottom, Error::GroupTooLarge);
		assert_eq!(seen(FIRM, bottom), FOR_ALL);
	});
}

#[test]
fn a_chain_built_from_the_bottom_has_an_end_and_its_ends_are_related() {
	with_consortium(|| {
		let mut top = FIRM;
		for _ in 1..MAX_CONTROL_DEPTH {
			let next = new_firm();
			assert_ok!(control(top, Some(next)));
			top = next;
		}
		refuse(top, new_firm(), Error::GroupTooLarge);
		assert_eq!(seen(FIRM, top), FOR_ALL);
		// Nor are two halves put together that are too long as one.
		let (below, bottom) = (new_firm(), new_firm());
		assert_ok!(control(bottom, Some(below)));
		refuse(below, FIRM, Error::GroupTooLarge);
	});
}

#[test]
fn a_group_has_so_many_organisations_and_no_more() {
	with_consortium(|| {
		let members: Vec<OrgId> = (1..MAX_GROUP).map(|_| new_firm()).collect();
		for pair in members.chunks(2) {
			assert_ok!(control(pair[0], Some(FIRM)));
			if let Some(below) = pair.get(1) {
				assert_ok!(control(*below, Some(pair[0])));
			}
		}
		days_later(1);
		let one_more = new_firm();
		for controller in [FIRM, members[0], members[1]] {
			refuse(one_more, controller, Error::GroupTooLarge);
		}
		// Who has left the group makes room.
		assert_ok!(control(members[1], None));
		refuse(one_more, FIRM, Error::GroupTooLarge);
		days_later(WAITING_DAYS + 1);
		assert_ok!(control(one_more, Some(FIRM)));
		assert_eq!(seen(one_more, members[2]), FOR_ALL);
	});
}

#[test]
fn a_banks_record_binds_its_own_loans_and_is_reported_elsewhere() {
	with_consortium(|| {
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		happened(Event::RelationDeclared { one: OTHER_BANK, other: FIRM, by: BANK });
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
		assert!(!Registry::are_related(FIRM, OTHER_BANK));
		assert_ok!(relate(OTHER_BANK, FIRM, OTHER_BANK));
		assert_eq!(seen(FIRM, OTHER_BANK), [true; 4]);
		assert_eq!(relate(FIRM, BANK, OTHER_BANK), Err(Error::<Test>::RoleMissing.into()));
	});
}

#[test]
fn a_regulators_record_binds_everybodys_loans() {
	with_consortium(|| {
		assert_ok!(relate(REGULATOR, FIRM, OTHER_BANK));
		let relation = Related::<Test>::get(OTHER_BANK, Ordered::from(FIRM)).unwrap();
		assert_eq!(relation, Relation { since: today(), declared_by: REGULATOR });
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_ALL);
		assert_ok!(unrelate(REGULATOR, OTHER_BANK, FIRM, None));
		happened(Event::RelationEnded { one: OTHER_BANK, other: FIRM, by: REGULATOR, until: None });
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
	});
}

#[test]
fn a_bank_ends_its_own_record_after_a_time_and_a_regulator_at_once() {
	with_consortium(|| {
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		assert_ok!(unrelate(BANK, FIRM, OTHER_BANK, None));
		let until = today().plus_days(WAITING_DAYS);
		happened(Event::RelationEnded { one: OTHER_BANK, other: FIRM, by: BANK, until });
		let again = Act::DeclareUnrelated { one: FIRM, other: OTHER_BANK, recorded_by: Some(BANK) };
		assert_noop!(propose(maker(BANK), again), Error::<Test>::AlreadyEnding);
		days_later(WAITING_DAYS);
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
		days_later(1);
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
		assert_ok!(unrelate(REGULATOR, FIRM, OTHER_BANK, Some(BANK)));
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
	});
}

#[test]
fn who_ends_a_relation_and_then_sees_it_again_keeps_it() {
	with_consortium(|| {
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		assert_ok!(unrelate(BANK, FIRM, OTHER_BANK, Some(BANK)));
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		days_later(WAITING_DAYS + 1);
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
	});
}

#[test]
fn a_relation_is_of_two_known_organisations_once() {
	with_consortium(|| {
		let refuse = |act, error: Error<Test>| {
			assert_noop!(propose(maker(BANK), act), error);
		};
		refuse(Act::DeclareRelated { one: FIRM, other: FIRM }, Error::RelatedToItself);
		refuse(Act::DeclareRelated { one: FIRM, other: OrgId(77) }, Error::OrganisationUnknown);
		let end = |recorded_by| Act::DeclareUnrelated { one: FIRM, other: BANK, recorded_by };
		refuse(end(None), Error::RelationUnknown);
		assert_noop!(propose(maker(REGULATOR), end(None)), Error::<Test>::RelationUnknown);
		assert_noop!(propose(maker(REGULATOR), end(Some(BANK))), Error::<Test>::RelationUnknown);
		assert_ok!(relate(BANK, FIRM, BANK));
		refuse(Act::DeclareRelated { one: BANK, other: FIRM }, Error::AlreadyRelated);
		assert_ok!(relate(REGULATOR, FIRM, BANK));
		assert_noop!(
			propose(maker(OTHER_BANK), Act::DeclareRelated { one: BANK, other: FIRM }),
			Error::<Test>::AlreadyRelated
		);
	});
}

#[test]
fn one_bank_does_not_end_what_another_recorded() {
	with_consortium(|| {
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		let theirs = unrelate(OTHER_BANK, FIRM, OTHER_BANK, Some(BANK));
		assert_eq!(theirs, Err(Error::<Test>::RelationNotAllowed.into()));
		let none = unrelate(OTHER_BANK, FIRM, OTHER_BANK, None);
		assert_eq!(none, Err(Error::<Test>::RelationUnknown.into()));
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
	});
}

/// A market regulator of Ürümqi.
fn far_regulator() -> OrgId {
	let registration = RegistrationId::CreditCode("11650000MB0000035G".parse().unwrap());
	let org = LastOrg::<Test>::get().next().unwrap();
	let new = organisation(org.0, &[Role::MarketRegulator]);
	assert_ok!(admit(NewOrganisation { registration, region: Region(650_000), ..new }, &staff(org)));
	org
}

/// A payee there, without officers.
fn far_firm() -> OrgId {
	let (org, region) = (LastOrg::<Test>::get().next().unwrap(), Region(650_100));
	let registration = RegistrationId::CreditCode(credit_code_of(org.0, region));
	let new = organisation(org.0, &[Role::Supplier]);
	let organisation = NewOrganisation { registration, region, ..new };
	assert_ok!(by_staff(BANK, Act::AdmitFirm { organisation, officers: first(&[]) }));
	org
}

/// The officers of a remote regulator stopped payments at every bank between any two firms.
#[test]
fn a_regulator_records_only_of_whom_one_is_in_its_region() {
	with_consortium(|| {
		let (far, far_firm) = (far_regulator(), far_firm());
		let refused = |act| {
			assert_noop!(propose(maker(far), act), Error::<Test>::RegionNotAllowed);
		};
		let set = |controller| Act::SetControllerOf { org: FIRM, controller: Some(controller) };
		refused(Act::DeclareRelated { one: FIRM, other: OTHER_BANK });
		refused(Act::DeclareRelated { one: OTHER_BANK, other: FIRM });
		refused(set(OTHER_BANK));
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
		// One of the two is enough, whichever it is.
		assert_ok!(relate(far, FIRM, far_firm));
		assert_eq!(seen(FIRM, far_firm), FOR_ALL);
		assert_ok!(unrelate(far, FIRM, far_firm, None));
		assert_ok!(by_staff(far, set(far_firm)));
		assert_eq!(seen(FIRM, far_firm), FOR_ALL);
		// Who recorded it ends it, and puts nothing in its place that is all elsewhere.
		refused(set(OTHER_BANK));
		assert_ok!(by_staff(far, Act::SetControllerOf { org: FIRM, controller: None }));
		assert_eq!(seen(FIRM, far_firm), FOR_NOBODY);
		assert_ok!(by_staff(far, Act::SetControllerOf { org: far_firm, controller: Some(FIRM) }));
		assert_eq!(seen(FIRM, far_firm), FOR_ALL);
	});
}

#[test]
fn a_regulator_of_the_whole_country_records_of_everybody() {
	with_consortium(|| {
		let national = LastOrg::<Test>::get().next().unwrap();
		let new = organisation(national.0, &[Role::FinancialRegulator]);
		assert_ok!(admit(NewOrganisation { region: Region::NATION, ..new }, &staff(national)));
		let far_firm = far_firm();
		assert_ok!(relate(national, FIRM, OTHER_BANK));
		assert_ok!(by_staff(national, Act::SetControllerOf { org: far_firm, controller: Some(FIRM) }));
		assert_eq!((seen(FIRM, OTHER_BANK), seen(FIRM, far_firm)), (FOR_ALL, FOR_ALL));
		// The regulator of the one's region did not record it, and does not contain the other's.
		let end = Act::SetControllerOf { org: far_firm, controller: None };
		assert_noop!(propose(maker(REGULATOR), end), Error::<Test>::RelationNotAllowed);
	});
}

#[test]
fn where_the_two_are_counts_when_it_is_approved() {
	with_consortium(|| {
		let (far_firm, moved) = (far_firm(), new_firm());
		let act = Act::DeclareRelated { one: moved, other: far_firm };
		let (act_id, digest) = proposed(maker(REGULATOR), act).unwrap();
		assert_ok!(by_staff(REGULATOR, Act::CorrectRegion { org: moved, region: Region(650_100) }));
		let approved = approve(by(checker(REGULATOR)), act_id, digest);
		assert_eq!(approved, Err(Error::<Test>::RegionNotAllowed.into()));
		assert_eq!(seen(moved, far_firm), FOR_NOBODY);
	});
}

#[test]
fn a_firm_does_not_end_what_a_regulator_recorded_of_its_controller() {
	with_consortium(|| {
		assert_ok!(control_of(FIRM, Some(OTHER_BANK)));
		for controller in [None, Some(BANK)] {
			let own = Act::SetController { controller };
			assert_noop!(propose(admin(FIRM), own), Error::<Test>::RelationNotAllowed);
		}
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_ALL);
		assert_ok!(control_of(FIRM, None));
		assert_ok!(control(FIRM, Some(BANK)));
		assert_ok!(control(FIRM, None));
	});
}

#[test]
fn a_regulator_ends_what_it_recorded_and_what_is_of_its_region() {
	with_consortium(|| {
		let (far, far_firm) = (far_regulator(), far_firm());
		let refused = |act| {
			assert_noop!(propose(maker(far), act), Error::<Test>::RelationNotAllowed);
		};
		let end = |recorded_by| Act::DeclareUnrelated { one: FIRM, other: OTHER_BANK, recorded_by };
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		refused(end(Some(BANK)));
		assert_ok!(relate(REGULATOR, FIRM, OTHER_BANK));
		refused(end(None));
		assert_ok!(unrelate(REGULATOR, FIRM, OTHER_BANK, None));
		assert_ok!(relate(far, FIRM, far_firm));
		assert_ok!(unrelate(far, FIRM, far_firm, None));
		// The same of control.
		let set = |controller| Act::SetControllerOf { org: FIRM, controller };
		assert_ok!(by_staff(far, set(Some(far_firm))));
		assert_ok!(by_staff(far, set(None)));
		assert_ok!(control_of(FIRM, Some(OTHER_BANK)));
		refused(set(None));
		refused(set(Some(far_firm)));
		assert_ok!(control_of(FIRM, None));
		assert_ok!(control(FIRM, Some(BANK)));
		refused(set(None));
	});
}

#[test]
fn only_so_many_banks_record_one_relation() {
	with_consortium(|| {
		let relation = Some(BankRelation { since: today(), until: None });
		for bank in (0..MAX_DECLARERS).map(|number| OrgId(1_000 + number)) {
			assert_ok!(Registry::put_bank_relation(bank, OTHER_BANK, FIRM, relation));
		}
		let act = Act::DeclareRelated { one: OTHER_BANK, other: FIRM };
		assert_noop!(propose(maker(BANK), act), Error::<Test>::TooManyDeclarers);
		assert_ok!(relate(REGULATOR, OTHER_BANK, FIRM));
	});
}
