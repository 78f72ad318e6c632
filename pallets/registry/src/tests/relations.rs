//! Who recorded of two organisations that they are related, and for whom that counts.

use super::*;

fn relate(by: OrgId, one: OrgId, other: OrgId) -> DispatchResult {
	by_staff(by, Act::DeclareRelated { one, other })
}

fn unrelate(by: OrgId, one: OrgId, other: OrgId, recorded_by: Option<OrgId>) -> DispatchResult {
	by_staff(by, Act::DeclareUnrelated { one, other, recorded_by })
}

/// For whose loans two organisations are related: the first bank's, the second's; and where it is reported.
pub(super) fn seen(one: OrgId, other: OrgId) -> [bool; 4] {
	assert_eq!(Registry::are_related(one, other), Registry::are_related(other, one));
	[
		Registry::are_related_for(one, other, BANK),
		Registry::are_related_for(other, one, OTHER_BANK),
		Registry::is_relation_reported(one, other, BANK),
		Registry::is_relation_reported(other, one, OTHER_BANK),
	]
}

const BY_BANK: [bool; 4] = [true, false, false, true];
pub(super) const FOR_ALL: [bool; 4] = [true, true, false, false];
pub(super) const FOR_NOBODY: [bool; 4] = [false; 4];

/// A firm with officers 10 · id + 1 …
pub(super) fn new_firm() -> OrgId {
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
		let recorded = Related::<Test>::get(OTHER_BANK, Ordered::from(FIRM));
		assert_eq!(recorded.into_inner(), [Relation { since: today(), declared_by: REGULATOR }]);
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_ALL);
		assert_ok!(unrelate(REGULATOR, OTHER_BANK, FIRM, None));
		let (recorded_by, by) = (REGULATOR, REGULATOR);
		happened(Event::RelationEnded { one: OTHER_BANK, other: FIRM, recorded_by, by, until: None });
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
	});
}

#[test]
fn a_bank_ends_its_own_record_after_a_time_and_a_regulator_at_once() {
	with_consortium(|| {
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		assert_ok!(unrelate(BANK, FIRM, OTHER_BANK, None));
		let until = today().plus_days(WAITING_DAYS);
		happened(Event::RelationEnded { one: OTHER_BANK, other: FIRM, recorded_by: BANK, by: BANK, until });
		let again = Act::DeclareUnrelated { one: FIRM, other: OTHER_BANK, recorded_by: Some(BANK) };
		assert_noop!(propose(maker(BANK), again), Error::<Test>::AlreadyEnding);
		days_later(WAITING_DAYS);
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
		days_later(1);
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
		assert_ok!(unrelate(REGULATOR, FIRM, OTHER_BANK, Some(BANK)));
		let (recorded_by, by) = (BANK, REGULATOR);
		happened(Event::RelationEnded { one: OTHER_BANK, other: FIRM, recorded_by, by, until: None });
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
			propose(maker(REGULATOR), Act::DeclareRelated { one: BANK, other: FIRM }),
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
pub(super) fn far_regulator() -> OrgId {
	let registration = RegistrationId::CreditCode("11650000MB0000035G".parse().unwrap());
	let org = LastOrg::<Test>::get().next().unwrap();
	let new = organisation(org.0, &[Role::MarketRegulator]);
	assert_ok!(admit(NewOrganisation { registration, region: Region(650_000), ..new }, &staff(org)));
	org
}

fn far_organisation() -> NewOrganisation {
	let (org, region) = (LastOrg::<Test>::get().next().unwrap(), Region(650_100));
	let registration = RegistrationId::CreditCode(credit_code_of(org.0, region));
	NewOrganisation { registration, region, ..organisation(org.0, &[Role::Supplier]) }
}

/// A payee there, without officers.
pub(super) fn far_firm() -> OrgId {
	let act = Act::AdmitFirm { organisation: far_organisation(), officers: first(&[]) };
	assert_ok!(by_staff(BANK, act));
	LastOrg::<Test>::get()
}

/// A firm there, with officers 10 · id + 1 …, whom the regulator there confirms.
pub(super) fn far_member(far: OrgId) -> OrgId {
	let org = LastOrg::<Test>::get().next().unwrap();
	let act = Act::AdmitFirm { organisation: far_organisation(), officers: first(&staff(org)) };
	assert_ok!(done(maker(BANK), checker(far), act));
	org
}

/// A financial regulator of the whole country.
pub(super) fn national_regulator() -> OrgId {
	let national = LastOrg::<Test>::get().next().unwrap();
	let new = organisation(national.0, &[Role::FinancialRegulator]);
	assert_ok!(admit(NewOrganisation { region: Region::NATION, ..new }, &staff(national)));
	national
}

/// The officers of a remote regulator stopped payments at every bank between any two firms.
#[test]
fn a_regulator_records_only_of_whom_one_is_in_its_region() {
	with_consortium(|| {
		let (far, far_firm) = (far_regulator(), far_firm());
		for (one, other) in [(FIRM, OTHER_BANK), (OTHER_BANK, FIRM)] {
			let act = Act::DeclareRelated { one, other };
			assert_noop!(propose(maker(far), act), Error::<Test>::RegionNotAllowed);
		}
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
		// One of the two is enough, whichever it is.
		assert_ok!(relate(far, FIRM, far_firm));
		assert_eq!(seen(FIRM, far_firm), FOR_ALL);
	});
}

/// Else the two could never be paid again, at any bank.
#[test]
fn what_somebody_recorded_who_takes_part_no_more_ends_a_regulator_of_either() {
	with_consortium(|| {
		let (far, far_firm) = (far_regulator(), far_firm());
		assert_ok!(relate(far, FIRM, far_firm));
		let end = || Act::DeclareUnrelated { one: FIRM, other: far_firm, recorded_by: Some(far) };
		assert_noop!(propose(maker(REGULATOR), end()), Error::<Test>::RelationNotAllowed);
		assert_ok!(Registry::suspend(council(), far));
		assert_ok!(by_staff(REGULATOR, end()));
		assert_eq!(seen(FIRM, far_firm), FOR_NOBODY);
	});
}

#[test]
fn a_regulator_of_the_whole_country_records_of_everybody() {
	with_consortium(|| {
		let (national, far_firm) = (national_regulator(), far_firm());
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
fn only_so_many_banks_and_regulators_record_one_relation() {
	with_consortium(|| {
		let relation = Some(BankRelation { since: today(), until: None });
		for bank in (0..MAX_DECLARERS).map(|number| OrgId(1_000 + number)) {
			assert_ok!(Registry::put_bank_relation(bank, OTHER_BANK, FIRM, relation));
		}
		let act = || Act::DeclareRelated { one: OTHER_BANK, other: FIRM };
		assert_noop!(propose(maker(BANK), act()), Error::<Test>::TooManyDeclarers);
		assert_ok!(relate(REGULATOR, OTHER_BANK, FIRM));
		// Regulators have places of their own, as many.
		let recorded = (0..MAX_DECLARERS)
			.map(|number| Relation { since: today(), declared_by: OrgId(2_000 + number) })
			.collect::<Vec<_>>();
		Registry::put_relations(OTHER_BANK, FIRM, recorded.try_into().unwrap());
		assert_noop!(propose(maker(REGULATOR), act()), Error::<Test>::TooManyDeclarers);
	});
}

/// A regulator recorded two early, so that the lending bank's own record was refused, and ended it on the day of the
/// payment.
#[test]
fn every_record_stands_beside_the_others() {
	with_consortium(|| {
		let (far, far_firm) = (far_regulator(), far_firm());
		assert_ok!(relate(far, FIRM, far_firm));
		assert_ok!(relate(BANK, FIRM, far_firm));
		assert_ok!(relate(REGULATOR, FIRM, far_firm));
		let recorded = Related::<Test>::get(FIRM, Ordered::from(far_firm));
		let by: Vec<OrgId> = recorded.iter().map(|relation| relation.declared_by).collect();
		assert_eq!(by, [far, REGULATOR]);
		assert_ok!(unrelate(far, FIRM, far_firm, None));
		assert_eq!(seen(FIRM, far_firm), [true, true, false, true]);
		assert_ok!(unrelate(REGULATOR, FIRM, far_firm, Some(REGULATOR)));
		assert_eq!(seen(FIRM, far_firm), BY_BANK);
		assert_ok!(unrelate(BANK, FIRM, far_firm, None));
		days_later(WAITING_DAYS);
		assert_eq!(seen(FIRM, far_firm), BY_BANK);
	});
}

#[test]
fn a_regulator_ends_what_it_recorded_and_what_is_of_its_region() {
	with_consortium(|| {
		let (far, far_firm, national) = (far_regulator(), far_firm(), national_regulator());
		let refused = |by: OrgId, other, recorded_by, error: Error<Test>| {
			let act = Act::DeclareUnrelated { one: FIRM, other, recorded_by };
			assert_noop!(propose(maker(by), act), error);
		};
		assert_ok!(relate(BANK, FIRM, OTHER_BANK));
		refused(far, OTHER_BANK, Some(BANK), Error::RelationNotAllowed);
		assert_ok!(relate(REGULATOR, FIRM, OTHER_BANK));
		refused(far, OTHER_BANK, Some(REGULATOR), Error::RelationNotAllowed);
		refused(far, OTHER_BANK, None, Error::RelationUnknown);
		refused(BANK, OTHER_BANK, Some(REGULATOR), Error::RelationNotAllowed);
		assert_ok!(unrelate(national, FIRM, OTHER_BANK, Some(REGULATOR)));
		let (recorded_by, by) = (REGULATOR, national);
		happened(Event::RelationEnded { one: OTHER_BANK, other: FIRM, recorded_by, by, until: None });
		assert_eq!(seen(FIRM, OTHER_BANK), BY_BANK);
		// Of two of whom one is elsewhere, a regulator of the one leaves the other's record alone.
		assert_ok!(relate(far, FIRM, far_firm));
		refused(REGULATOR, far_firm, Some(far), Error::RelationNotAllowed);
		assert_ok!(unrelate(far, FIRM, far_firm, Some(far)));
		assert_eq!(seen(FIRM, far_firm), FOR_NOBODY);
	});
}
