//! The life of adverse records: who may take which step.

use super::*;
use crate::{
	AdverseByOrg, AdverseKind::*, AdverseRecords, AdverseState, AwaitingConfirmation, Error, FailedChecks,
	MAX_PER_FIRM,
};
use zhidai_primitives::{testing, OfficerId, OrgStatus};

const TAX_PENALTY: AdverseKind = PenaltyTax;
const ONE: OfficerId = OfficerId(100);
const TWO: OfficerId = OfficerId(101);

fn state(id: AdverseId) -> AdverseState {
	AdverseRecords::<Test>::get(id).unwrap().state()
}

fn confirm(checker: u64, id: AdverseId) -> Result {
	Credentials::confirm_adverse(by(checker), id, digest(7))
}

fn report(maker: u64, kind: AdverseKind, happened_on: &str) -> Result {
	Credentials::report_adverse(by(maker), FIRM, kind, day(happened_on), digest(7))
}

#[test]
fn a_record_counts_once_a_second_person_confirmed_it() {
	run(|| {
		let record = enter(FailedSpotCheck, "2026-01-04");
		let (org, kind, bureau, maker, checker) = (FIRM, FailedSpotCheck, BUREAU, ONE, TWO);
		assert_eq!(last_event(), Event::AdverseEntered { record, org, kind, bureau, maker });
		assert!(AwaitingConfirmation::<Test>::contains_key(BUREAU, record));
		assert!(AdverseByOrg::<Test>::get(FIRM).is_empty());
		assert_eq!(frozen(FIRM), [false; 4]);
		assert_ok!(confirm(CHECKER, record));
		let happened_on = day("2026-01-04");
		assert_eq!(
			last_event(),
			Event::AdverseServed { record, org, kind, happened_on, bureau, maker, checker }
		);
		assert!(!AwaitingConfirmation::<Test>::contains_key(BUREAU, record));
		assert_eq!(AdverseByOrg::<Test>::get(FIRM).into_inner(), vec![record]);
		assert_eq!(state(record), AdverseState::Served);
		assert_eq!(frozen(FIRM), [true, false, false, false]);
		assert_noop!(confirm(CHECKER, record), Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn nobody_confirms_what_he_entered_under_any_account() {
	run(|| {
		let record = enter(FailedSpotCheck, "2026-01-05");
		assert_noop!(confirm(MAKERS_OTHER_SELF, record), SAME_PERSON);
		assert_ok!(Credentials::report_adverse(
			by(BOTH),
			FIRM,
			FailedSpotCheck,
			day("2026-01-05"),
			digest(7)
		));
		assert_noop!(confirm(BOTH, AdverseId(1)), SAME_PERSON);
		assert_ok!(confirm(BOTH, record));
	});
}

#[test]
fn the_checker_names_the_document_that_the_maker_entered() {
	run(|| {
		let record = enter(FailedSpotCheck, "2026-01-05");
		let other = Credentials::confirm_adverse(by(CHECKER), record, digest(8));
		assert_noop!(other, Error::<Test>::DigestMismatch);
	});
}

#[test]
fn a_record_is_confirmed_and_withdrawn_by_its_own_bureau() {
	run(|| {
		let record = enter(FailedSpotCheck, "2026-01-05");
		assert_noop!(confirm(PROVINCE_CHECKER, record), Error::<Test>::NotTheBureau);
		assert_noop!(confirm(MAKER, record), DUTY_MISSING);
		let withdraw = |account| Credentials::withdraw_adverse(by(account), record);
		assert_noop!(withdraw(PROVINCE_MAKER), Error::<Test>::NotTheBureau);
		assert_noop!(withdraw(CHECKER), DUTY_MISSING);
		assert_ok!(withdraw(BOTH));
		let (org, bureau, officer) = (FIRM, BUREAU, OfficerId(102));
		assert_eq!(last_event(), Event::AdverseWithdrawn { record, org, bureau, officer });
		assert_noop!(withdraw(MAKER), Error::<Test>::UnknownRecord);
		assert_ne!(enter(FailedSpotCheck, "2026-01-05"), record);
	});
}

#[test]
fn what_counts_is_not_withdrawn() {
	run(|| {
		let record = failed_check();
		assert_noop!(Credentials::withdraw_adverse(by(MAKER), record), Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn each_bureau_reports_its_own_kinds_in_its_region() {
	run(|| {
		for kind in [FailedSpotCheck, AbnormalOperation, SeriousBreach, PenaltySafety] {
			assert_noop!(report(TAX_MAKER, kind, "2026-01-05"), ROLE_MISSING);
			assert_ok!(report(MAKER, kind, "2026-01-05"));
		}
		assert_ok!(report(TAX_MAKER, TAX_PENALTY, "2026-01-05"));
		assert_ok!(report(MAKER, TAX_PENALTY, "2026-01-05"));
		assert_noop!(report(CHECKER, FailedSpotCheck, "2026-01-05"), DUTY_MISSING);
		assert_noop!(report(BANK_MAKER, FailedSpotCheck, "2026-01-05"), ROLE_MISSING);
		assert_noop!(
			report(OTHER_CITY_MAKER, FailedSpotCheck, "2026-01-05"),
			Error::<Test>::OutsideJurisdiction
		);
	});
}

#[test]
fn nothing_is_reported_before_it_happened() {
	run(|| {
		assert_noop!(report(MAKER, FailedSpotCheck, "2026-01-06"), Error::<Test>::HappenedInFuture);
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
		NextAdverse::<Test>::put(AdverseId(u32::MAX));
		assert_noop!(report(MAKER, FailedSpotCheck, "2026-01-05"), Error::<Test>::IdsExhausted);
		NextAdverse::<Test>::put(AdverseId(1));
	});
}

#[test]
fn the_firm_objects_once_to_what_was_served() {
	run(|| {
		let record = enter(FailedSpotCheck, "2026-01-05");
		let object = |account| Credentials::object(by(account), record);
		assert_noop!(object(SIGNER), Error::<Test>::NotConfirmed);
		assert_ok!(confirm(CHECKER, record));
		assert_noop!(object(OTHER_SIGNER), Error::<Test>::NotTheFirm);
		assert_noop!(object(FIRMS_MAKER), DUTY_MISSING);
		assert_ok!(object(SIGNER));
		assert_eq!(last_event(), Event::AdverseObjected { record, org: FIRM, officer: OfficerId(1000) });
		assert_eq!(frozen(FIRM), [true, true, false, false]);
		assert_noop!(object(SIGNER), Error::<Test>::ObjectionTooLate);
	});
}

#[test]
fn a_failed_reinspection_goes_on_to_final_by_another_person() {
	run(|| {
		let record = failed_check();
		assert_noop!(Credentials::reinspect(by(CHECKER), record, true), DUTY_MISSING);
		assert_noop!(Credentials::reinspect(by(PROVINCE_MAKER), record, true), Error::<Test>::NotTheBureau);
		assert_ok!(Credentials::reinspect(by(MAKER), record, true));
		let (org, bureau) = (FIRM, BUREAU);
		let reinspected = Event::AdverseReinspected { record, org, failed: true, bureau, maker: ONE };
		assert_eq!(last_event(), reinspected);
		assert_eq!(frozen(FIRM), [true, true, true, false]);
		assert_noop!(Credentials::finalise(by(MAKER), record), DUTY_MISSING);
		assert_noop!(Credentials::finalise(by(MAKERS_OTHER_SELF), record), SAME_PERSON);
		assert_noop!(Credentials::finalise(by(PROVINCE_CHECKER), record), Error::<Test>::NotTheBureau);
		assert_ok!(Credentials::finalise(by(CHECKER), record));
		assert_eq!(last_event(), Event::AdverseFinalised { record, org, bureau, checker: TWO });
		assert_eq!(frozen(FIRM), [true; 4]);
		assert_noop!(Credentials::finalise(by(CHECKER), record), Error::<Test>::AlreadyFinal);
		assert_noop!(Credentials::annul(by(CHECKER), record), Error::<Test>::AlreadyFinal);
	});
}

#[test]
fn annulling_takes_a_maker_who_reports_the_pass_and_another_person() {
	run(|| {
		let record = failed_check();
		assert_ok!(Credentials::object(by(SIGNER), record));
		assert_noop!(Credentials::annul(by(CHECKER), record), Error::<Test>::NotCleared);
		assert_ok!(Credentials::reinspect(by(MAKER), record, false));
		assert_eq!(frozen(FIRM), [true, true, false, false]);
		assert_noop!(Credentials::finalise(by(CHECKER), record), Error::<Test>::Cleared);
		assert_noop!(Credentials::annul(by(MAKERS_OTHER_SELF), record), SAME_PERSON);
		assert_noop!(Credentials::annul(by(MAKER), record), DUTY_MISSING);
		assert_noop!(Credentials::annul(by(PROVINCE_CHECKER), record), Error::<Test>::NotTheBureau);
		assert_ok!(Credentials::annul(by(CHECKER), record));
		let annulled = Event::AdverseAnnulled { record, org: FIRM, bureau: BUREAU, maker: ONE, checker: TWO };
		assert_eq!(last_event(), annulled);
		assert_eq!(frozen(FIRM), [false; 4]);
		assert!(!FailedChecks::<Test>::contains_key(FIRM));
		assert_noop!(Credentials::annul(by(CHECKER), record), Error::<Test>::AlreadyAnnulled);
		assert_noop!(Credentials::reinspect(by(MAKER), record, true), Error::<Test>::AlreadyAnnulled);
	});
}

#[test]
fn rectifying_takes_a_final_record_a_passed_check_and_another_person() {
	run(|| {
		let record = failed_check();
		assert_noop!(Credentials::rectify(by(CHECKER), record), Error::<Test>::NotFinal);
		assert_ok!(Credentials::finalise(by(CHECKER), record));
		assert_noop!(Credentials::rectify(by(CHECKER), record), Error::<Test>::NotCleared);
		assert_ok!(Credentials::reinspect(by(MAKER), record, false));
		assert_eq!(frozen(FIRM), [true; 4]);
		assert_noop!(Credentials::rectify(by(MAKERS_OTHER_SELF), record), SAME_PERSON);
		assert_noop!(Credentials::rectify(by(PROVINCE_CHECKER), record), Error::<Test>::NotTheBureau);
		assert_ok!(Credentials::rectify(by(CHECKER), record));
		let rectified =
			Event::AdverseRectified { record, org: FIRM, bureau: BUREAU, maker: ONE, checker: TWO };
		assert_eq!(last_event(), rectified);
		assert_eq!(frozen(FIRM), [false; 4]);
		assert_noop!(Credentials::rectify(by(CHECKER), record), Error::<Test>::AlreadyRectified);
		assert_noop!(Credentials::reinspect(by(MAKER), record, true), Error::<Test>::AlreadyRectified);
	});
}

#[test]
fn a_record_whose_bureau_left_is_kept_by_one_that_could_have_entered_it() {
	run(|| {
		let record = failed_check();
		testing::with(|world| world.organisations.get_mut(&BUREAU).unwrap().1 = OrgStatus::Exited);
		assert_noop!(
			Credentials::reinspect(by(OTHER_CITY_MAKER), record, false),
			Error::<Test>::OutsideJurisdiction
		);
		assert_noop!(Credentials::reinspect(by(TAX_MAKER), record, false), ROLE_MISSING);
		assert_ok!(Credentials::reinspect(by(PROVINCE_MAKER), record, false));
		assert_noop!(Credentials::annul(by(OTHER_CITY_CHECKER), record), Error::<Test>::OutsideJurisdiction);
		assert_ok!(Credentials::annul(by(PROVINCE_CHECKER), record));
	});
}

#[test]
fn the_tax_bureau_keeps_its_own_records() {
	run(|| {
		assert_ok!(report(TAX_MAKER, TAX_PENALTY, "2026-01-05"));
		assert_noop!(confirm(CHECKER, AdverseId(0)), Error::<Test>::NotTheBureau);
		assert_ok!(confirm(TAX_CHECKER, AdverseId(0)));
		assert_noop!(Credentials::reinspect(by(MAKER), AdverseId(0), false), Error::<Test>::NotTheBureau);
		assert_eq!(frozen(FIRM), [false; 4]);
	});
}

#[test]
fn a_full_list_takes_a_record_only_in_the_place_of_an_annulled_one() {
	run(|| {
		let ids = (0..MAX_PER_FIRM).map(|_| failed_check()).collect::<Vec<_>>();
		let waiting = enter(FailedSpotCheck, "2026-01-05");
		assert_noop!(confirm(CHECKER, waiting), Error::<Test>::TooManyRecords);
		assert_ok!(Credentials::reinspect(by(MAKER), ids[3], false));
		assert_ok!(Credentials::annul(by(CHECKER), ids[3]));
		assert_ok!(confirm(CHECKER, waiting));
		let list = AdverseByOrg::<Test>::get(FIRM);
		assert!(!list.contains(&ids[3]) && list.contains(&ids[4]) && list.last() == Some(&waiting));
		assert_eq!(FailedChecks::<Test>::get(FIRM).served, 64);
	});
}

#[test]
fn what_does_not_exist_takes_no_step() {
	run(|| {
		let none = AdverseId(0);
		assert_noop!(confirm(CHECKER, none), Error::<Test>::UnknownRecord);
		assert_noop!(Credentials::object(by(SIGNER), none), Error::<Test>::UnknownRecord);
		assert_noop!(Credentials::reinspect(by(MAKER), none, true), Error::<Test>::UnknownRecord);
		assert_noop!(Credentials::finalise(by(CHECKER), none), Error::<Test>::UnknownRecord);
		assert_noop!(Credentials::annul(by(CHECKER), none), Error::<Test>::UnknownRecord);
		assert_noop!(Credentials::rectify(by(CHECKER), none), Error::<Test>::UnknownRecord);
	});
}

#[test]
fn what_freezes_finds_room_in_a_full_block() {
	use crate::Call;
	let class = |call: Call<Test>| call.get_dispatch_info().class;
	let (record, digest) = (AdverseId(0), digest(7));
	assert_eq!(class(Call::confirm_adverse { record, digest }), DispatchClass::Operational);
	assert_eq!(class(Call::reinspect { record, failed: true }), DispatchClass::Operational);
	assert_eq!(class(Call::finalise { record }), DispatchClass::Operational);
	assert_eq!(class(Call::annul { record }), DispatchClass::Normal);
}
