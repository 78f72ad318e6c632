//! Who controls whom: by a firm's own word, by a regulator's, and who ends it.

use super::{relations::*, *};
use crate::types::relation::GroupLimit;

fn control(org: OrgId, controller: Option<OrgId>) -> DispatchResult {
	by_admins(org, Act::SetController { controller })
}

fn control_of(org: OrgId, controller: Option<OrgId>) -> DispatchResult {
	by_staff(REGULATOR, Act::SetControllerOf { org, controller })
}

/// A regulator records who controls an organisation, or that nobody does.
fn set(org: OrgId, controller: Option<OrgId>) -> TestAct {
	Act::SetControllerOf { org, controller }
}

fn refuse(org: OrgId, controller: OrgId, error: Error<Test>) {
	assert_noop!(propose(admin(org), Act::SetController { controller: Some(controller) }), error);
}

fn refuse_of(org: OrgId, controller: OrgId, error: Error<Test>) {
	assert_noop!(propose(maker(REGULATOR), set(org, Some(controller))), error);
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
			assert_ok!(control_of(next, Some(bottom)));
			bottom = next;
		}
		refuse_of(new_firm(), bottom, Error::GroupTooLarge);
		assert_eq!(seen(FIRM, bottom), FOR_ALL);
	});
}

#[test]
fn a_chain_built_from_the_bottom_has_an_end_and_its_ends_are_related() {
	with_consortium(|| {
		let mut top = FIRM;
		for _ in 1..MAX_CONTROL_DEPTH {
			let next = new_firm();
			assert_ok!(control_of(top, Some(next)));
			top = next;
		}
		refuse_of(top, new_firm(), Error::GroupTooLarge);
		assert_eq!(seen(FIRM, top), FOR_ALL);
		// Nor are two halves put together that are too long as one.
		let (below, bottom) = (new_firm(), new_firm());
		assert_ok!(control(bottom, Some(below)));
		refuse_of(below, FIRM, Error::GroupTooLarge);
	});
}

#[test]
fn a_group_has_so_many_organisations_and_no_more() {
	with_consortium(|| {
		let members: Vec<OrgId> = (1..MAX_GROUP).map(|_| new_firm()).collect();
		for pair in members.chunks(2) {
			assert_ok!(control_of(pair[0], Some(FIRM)));
			if let Some(below) = pair.get(1) {
				assert_ok!(control_of(*below, Some(pair[0])));
			}
		}
		days_later(1);
		let one_more = new_firm();
		for controller in [FIRM, members[0], members[1]] {
			refuse_of(one_more, controller, Error::GroupTooLarge);
		}
		// Who has left the group makes room.
		assert_ok!(control_of(members[1], None));
		assert_ok!(control_of(one_more, Some(FIRM)));
		assert_eq!(seen(one_more, members[2]), FOR_ALL);
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

/// A bureau of elsewhere named one of its own firms as the controller of two, and stopped every payment between them;
/// no regulator of their region could end it.
#[test]
fn a_regulator_records_who_controls_an_organisation_of_its_region_only() {
	with_consortium(|| {
		let (far, far_firm, sister) = (far_regulator(), far_firm(), new_firm());
		for (org, controller) in [(FIRM, far_firm), (sister, far_firm), (FIRM, OTHER_BANK)] {
			let act = set(org, Some(controller));
			assert_noop!(propose(maker(far), act), Error::<Test>::RegionNotAllowed);
		}
		assert_eq!((seen(FIRM, sister), seen(FIRM, far_firm)), (FOR_NOBODY, FOR_NOBODY));
		assert_ok!(by_staff(far, set(far_firm, Some(FIRM))));
		assert_eq!(seen(FIRM, far_firm), FOR_ALL);
		assert_ok!(by_staff(far, set(far_firm, None)));
		assert_eq!(seen(FIRM, far_firm), FOR_NOBODY);
	});
}

#[test]
fn only_a_regulator_of_its_region_ends_what_one_recorded_of_an_organisation() {
	with_consortium(|| {
		let (far, far_firm, national) = (far_regulator(), far_firm(), national_regulator());
		// The one of the controller's region does not, nor who is no regulator of either.
		assert_ok!(control_of(FIRM, Some(far_firm)));
		assert_noop!(propose(maker(far), set(FIRM, None)), Error::<Test>::RelationNotAllowed);
		assert_ok!(control_of(FIRM, Some(OTHER_BANK)));
		assert_noop!(propose(maker(far), set(FIRM, None)), Error::<Test>::RelationNotAllowed);
		// Whichever of its region recorded it, another one of its region goes over it, or ends it.
		assert_ok!(by_staff(national, set(FIRM, Some(far_firm))));
		assert_eq!((seen(FIRM, OTHER_BANK), seen(FIRM, far_firm)), (FOR_NOBODY, FOR_ALL));
		assert_ok!(control_of(FIRM, Some(OTHER_BANK)));
		assert_ok!(by_staff(national, set(FIRM, None)));
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
	});
}

/// A firm named a puppet elsewhere, and the regulator of its region could record no other controller.
#[test]
fn what_a_firm_says_of_itself_stands_in_no_way_of_the_regulator_of_its_region() {
	with_consortium(|| {
		let (far_firm, sister) = (far_firm(), new_firm());
		assert_ok!(control_of(sister, Some(OTHER_BANK)));
		for declared in [true, false] {
			assert_ok!(control(FIRM, declared.then_some(far_firm)));
			assert_ok!(control_of(FIRM, Some(OTHER_BANK)));
			assert_eq!((seen(FIRM, far_firm), seen(FIRM, sister)), (FOR_NOBODY, FOR_ALL));
			assert_noop!(
				propose(admin(FIRM), Act::SetController { controller: None }),
				Error::<Test>::RelationNotAllowed
			);
			// The second time what it declared is ending.
			assert_ok!(control_of(FIRM, None));
			assert_ok!(control(FIRM, Some(far_firm)));
		}
	});
}

/// Whom a firm names is not asked.
#[test]
fn who_is_named_ends_what_was_only_declared_and_that_counts_for_some_days_more() {
	with_consortium(|| {
		let disown = |org| Act::Disown { org };
		let refused = |who, org, error: Error<Test>| {
			assert_noop!(propose(who, disown(org)), error);
		};
		assert_ok!(control(FIRM, Some(OTHER_BANK)));
		refused(admin(BANK), FIRM, Error::RelationUnknown);
		refused(admin(OTHER_BANK), OrgId(77), Error::OrganisationUnknown);
		refused(maker(OTHER_BANK), FIRM, Error::DutyMissing);
		assert_ok!(by_admins(OTHER_BANK, disown(FIRM)));
		let until = today().plus_days(WAITING_DAYS);
		happened(Event::ControllerSet { org: FIRM, controller: None, until });
		refused(admin(OTHER_BANK), FIRM, Error::AlreadyEnding);
		days_later(WAITING_DAYS);
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_ALL);
		days_later(1);
		assert_eq!(seen(FIRM, OTHER_BANK), FOR_NOBODY);
		refused(admin(OTHER_BANK), FIRM, Error::RelationUnknown);
		assert_ok!(control_of(FIRM, Some(OTHER_BANK)));
		refused(admin(OTHER_BANK), FIRM, Error::RelationNotAllowed);
	});
}

#[test]
fn a_regulator_of_who_is_named_ends_what_was_only_declared_after_a_time() {
	with_consortium(|| {
		let far = far_regulator();
		let shell = far_member(far);
		assert_ok!(control(shell, Some(FIRM)));
		assert_ok!(by_staff(REGULATOR, set(shell, None)));
		assert_noop!(propose(maker(REGULATOR), set(shell, None)), Error::<Test>::AlreadyEnding);
		days_later(WAITING_DAYS);
		assert_eq!(seen(FIRM, shell), FOR_ALL);
		days_later(1);
		assert_eq!(seen(FIRM, shell), FOR_NOBODY);
		// The regulator of the firm itself ends it at once.
		assert_ok!(control(shell, Some(FIRM)));
		assert_ok!(by_staff(far, set(shell, None)));
		assert_eq!(seen(FIRM, shell), FOR_NOBODY);
		// Of whom nobody named in its region it says nothing.
		assert_ok!(control(shell, Some(far_firm())));
		assert_noop!(propose(maker(REGULATOR), set(shell, None)), Error::<Test>::RelationNotAllowed);
	});
}

/// Shells filled a group until who belonged to it had no place.
#[test]
fn what_firms_and_regulators_of_elsewhere_say_fills_no_group() {
	with_consortium(|| {
		let [declared, elsewhere] = [GroupLimit::DECLARED, GroupLimit::ELSEWHERE];
		let shells: Vec<OrgId> = (1..declared.organisations).map(|_| new_firm()).collect();
		for shell in &shells {
			assert_ok!(control(*shell, Some(FIRM)));
		}
		let sister = new_firm();
		refuse(sister, FIRM, Error::GroupTooLarge);
		let far = far_regulator();
		for _ in declared.organisations..elsewhere.organisations {
			assert_ok!(by_staff(far, set(far_firm(), Some(FIRM))));
		}
		let one_more = set(far_firm(), Some(FIRM));
		assert_noop!(propose(maker(far), one_more), Error::<Test>::GroupTooLarge);
		assert_ok!(control_of(sister, Some(FIRM)));
		assert_eq!(seen(sister, shells[0]), FOR_ALL);
	});
}

/// A regulator of elsewhere once filled a group below a member of its region, and nobody at the top could end that.
#[test]
fn who_has_only_the_middle_of_a_group_in_its_region_fills_no_group() {
	with_consortium(|| {
		let (far, middle) = (far_regulator(), far_firm());
		assert_ok!(by_staff(far, set(middle, Some(FIRM))));
		for _ in 2..GroupLimit::ELSEWHERE.organisations {
			assert_ok!(by_staff(far, set(far_firm(), Some(middle))));
		}
		let one_more = set(far_firm(), Some(middle));
		assert_noop!(propose(maker(far), one_more), Error::<Test>::GroupTooLarge);
		let sister = new_firm();
		assert_ok!(control_of(sister, Some(FIRM)));
		assert_eq!(seen(sister, middle), FOR_ALL);
	});
}

#[test]
fn what_is_ended_keeps_its_place_as_long_as_it_counts() {
	with_consortium(|| {
		let members: Vec<OrgId> = (1..GroupLimit::DECLARED.organisations).map(|_| new_firm()).collect();
		for member in &members {
			assert_ok!(control(*member, Some(FIRM)));
		}
		let one_more = new_firm();
		assert_ok!(control(members[0], None));
		refuse(one_more, FIRM, Error::GroupTooLarge);
		days_later(WAITING_DAYS + 1);
		assert_ok!(control(one_more, Some(FIRM)));
		assert_eq!(seen(one_more, members[1]), FOR_ALL);
	});
}

#[test]
fn what_firms_say_makes_no_group_too_deep_for_a_regulator() {
	with_consortium(|| {
		let mut bottom = FIRM;
		for _ in 1..GroupLimit::DECLARED.levels {
			let next = new_firm();
			assert_ok!(control(next, Some(bottom)));
			bottom = next;
		}
		refuse(new_firm(), bottom, Error::GroupTooLarge);
		let top = new_firm();
		refuse(FIRM, top, Error::GroupTooLarge);
		assert_ok!(control_of(FIRM, Some(top)));
		assert_eq!(seen(top, bottom), FOR_ALL);
	});
}
