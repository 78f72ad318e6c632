//! The life of adverse records: who may take which step.

use super::*;
use crate::{
	AdverseByOrg, AdverseKind::*, AdverseRecords, AdverseState, Error, FailedChecks, Reversal,
	MAX_CHECKS_OF_ONE, MAX_OTHERS_OF_ONE, MAX_OTHERS_PER_FIRM, MAX_PER_FIRM,
};
use zhidai_primitives::{OfficerId, OrgStatus, Page};

const ONE: OfficerId = OfficerId(100);
const TWO: OfficerId = OfficerId(101);

fn state(id: AdverseId) -> AdverseState {
	AdverseRecords::<Test>::get(id).unwrap().state()
}

/// A failed check that is final.
fn upheld() -> AdverseId {
	let id = failed_check();
	wait_for_objections();
	assert_ok!(finalise(id));
	id
}

#[test]
fn a_record_counts_once_a_second_person_confirmed_it() {
	run(|| {
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-04"));
		assert!(AdverseByOrg::<Test>::get(FIRM).is_empty());
		assert_eq!(frozen(FIRM), [false; 4]);
		assert_ok!(confirm_by(CHECKER));
		let (record, org, kind, bureau, maker, checker) =
			(AdverseId(0), FIRM, FailedSpotCheck, BUREAU, ONE, TWO);
		let happened_on = day("2026-01-04");
		assert_eq!(
			last_event(),
			Event::AdverseServed { record, org, kind, happened_on, bureau, maker, checker }
		);
		assert_eq!(AdverseByOrg::<Test>::get(FIRM).into_inner(), vec![record]);
		assert_eq!(state(record), AdverseState::Served);
		assert_eq!(AdverseRecords::<Test>::get(record).unwrap().served_on(), day("2026-01-05"));
		assert_eq!(frozen(FIRM), [true, false, false, false]);
	});
}

#[test]
fn each_bureau_reports_its_own_kinds_in_its_region() {
	run(|| {
		for kind in [FailedSpotCheck, AbnormalOperation, SeriousBreach, PenaltySafety] {
			assert_noop!(report(TAX_MAKER, kind, "2026-01-05"), ROLE_MISSING);
			assert_ok!(report(MAKER, kind, "2026-01-05"));
		}
		assert_ok!(report(TAX_MAKER, PenaltyTax, "2026-01-05"));
		assert_ok!(report(MAKER, PenaltyTax, "2026-01-05"));
		assert_noop!(report(CHECKER, FailedSpotCheck, "2026-01-05"), DUTY_MISSING);
		assert_noop!(report(BANK_MAKER, FailedSpotCheck, "2026-01-05"), ROLE_MISSING);
		let elsewhere = report(OTHER_CITY_MAKER, FailedSpotCheck, "2026-01-05");
		assert_noop!(elsewhere, Error::<Test>::RegionNotAllowed);
	});
}

#[test]
fn a_firm_sees_what_it_can_object_to_as_long_as_it_has_its_time() {
	run(|| {
		let waiting = |firm, after| Credentials::records_to_object(firm, after, 10).items;
		let (one, other) = (failed_check(), failed_check());
		let until = Some(Day(day("2026-01-05").0 + 15));
		assert_eq!(waiting(FIRM, None), [(one, until), (other, until)]);
		assert_eq!(waiting(FIRM, Some(one)), [(other, until)]);
		assert_eq!((waiting(OTHER_FIRM, None), waiting(BUREAU, None)), (vec![], vec![]));
		// The calendar that tells when it ends may come later.
		testing::with(|world| world.no_calendar = true);
		assert_eq!(waiting(FIRM, None), [(one, None), (other, None)]);
		testing::with(|world| world.no_calendar = false);
		assert_ok!(Credentials::object(by(SIGNER), one));
		assert_eq!(waiting(FIRM, None), [(other, until)]);
		testing::with(|world| world.today = Day(day("2026-01-05").0 + 15));
		assert_eq!(waiting(FIRM, None), [(other, until)]);
		wait_for_objections();
		assert_eq!(waiting(FIRM, None), []);
	});
}

#[test]
fn nothing_is_reported_before_it_happened() {
	run(|| {
		assert_noop!(report(MAKER, FailedSpotCheck, "2026-01-06"), Error::<Test>::HappenedInFuture);
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
		NextAdverse::<Test>::put(AdverseId(u32::MAX));
		assert_noop!(confirm_by(CHECKER), Error::<Test>::CounterUsedUp);
	});
}

#[test]
fn the_firm_objects_once_to_what_was_served() {
	run(|| {
		let record = failed_check();
		let object = |account| Credentials::object(by(account), record);
		assert_noop!(object(OTHER_SIGNER), Error::<Test>::FirmNotAllowed);
		assert_noop!(object(FIRMS_MAKER), DUTY_MISSING);
		assert_ok!(object(SIGNER));
		assert_eq!(last_event(), Event::AdverseObjected { record, org: FIRM, officer: OfficerId(1000) });
		assert_eq!(frozen(FIRM), [true, true, false, false]);
		assert_noop!(object(SIGNER), Error::<Test>::ObjectionTooLate);
	});
}

#[test]
fn a_record_is_not_final_before_the_firm_had_its_time_to_object() {
	run(|| {
		let record = failed_check();
		let propose = || Credentials::finalise(by(MAKER), record);
		assert_noop!(propose(), Error::<Test>::ObjectionPeriodRunning);
		set_today("2026-01-20");
		assert_noop!(propose(), Error::<Test>::ObjectionPeriodRunning);
		assert_ok!(Credentials::object(by(SIGNER), record));
		set_today("2026-01-21");
		// Without a calendar nobody knows whether it is over.
		testing::with(|world| world.no_calendar = true);
		assert_noop!(propose(), testing::NO_CALENDAR);
		testing::with(|world| world.no_calendar = false);
		assert_ok!(propose());
		set_today("2026-01-20");
		assert_noop!(confirm_by(CHECKER), Error::<Test>::ObjectionPeriodRunning);
		set_today("2026-01-21");
		assert_ok!(confirm_by(CHECKER));
		assert_eq!(state(record), AdverseState::Final);
	});
}

#[test]
fn a_failed_reinspection_goes_on_to_final() {
	run(|| {
		let record = failed_check();
		assert_noop!(Credentials::reinspect(by(CHECKER), record), DUTY_MISSING);
		assert_noop!(Credentials::reinspect(by(PROVINCE_MAKER), record), Error::<Test>::BureauNotAllowed);
		assert_ok!(Credentials::object(by(SIGNER), record));
		assert_ok!(Credentials::reinspect(by(MAKER), record));
		assert_eq!(frozen(FIRM), [true, true, false, false]);
		assert_ok!(confirm_by(CHECKER));
		let (org, bureau, maker, checker) = (FIRM, BUREAU, ONE, TWO);
		assert_eq!(last_event(), Event::AdverseReinspected { record, org, bureau, maker, checker });
		assert_eq!(frozen(FIRM), [true, true, true, false]);
		wait_for_objections();
		assert_noop!(Credentials::finalise(by(PROVINCE_MAKER), record), Error::<Test>::BureauNotAllowed);
		assert_ok!(finalise(record));
		assert_eq!(last_event(), Event::AdverseFinalised { record, org, bureau, maker, checker });
		assert_eq!(frozen(FIRM), [true; 4]);
		assert_noop!(finalise(record), Error::<Test>::RecordFinal);
		assert_noop!(annul(record), Error::<Test>::RecordFinal);
		assert_noop!(Credentials::reinspect(by(MAKER), record), Error::<Test>::RecordFinal);
	});
}

/// A re-inspection on the day of service once took away the firm's right to object.
#[test]
fn nothing_is_inspected_again_before_the_firm_objected_or_had_its_time() {
	run(|| {
		let (silent, objected) = (failed_check(), failed_check());
		let propose = |record| Credentials::reinspect(by(MAKER), record);
		assert_noop!(propose(silent), Error::<Test>::ObjectionPeriodRunning);
		assert_ok!(Credentials::object(by(SIGNER), objected));
		assert_ok!(both(propose(objected)));
		// Once more, too: the firm had its say.
		assert_ok!(both(propose(objected)));
		assert_eq!(state(objected), AdverseState::Reinspected);
		set_today("2026-01-20");
		assert_noop!(propose(silent), Error::<Test>::ObjectionPeriodRunning);
		set_today("2026-01-21");
		assert_ok!(propose(silent));
		set_today("2026-01-20");
		assert_noop!(confirm_by(CHECKER), Error::<Test>::ObjectionPeriodRunning);
		set_today("2026-01-21");
		assert_ok!(confirm_by(CHECKER));
		assert_eq!(state(silent), AdverseState::Reinspected);
	});
}

#[test]
fn annulling_takes_two_persons_and_counts_as_never() {
	run(|| {
		let record = failed_check();
		assert_ok!(Credentials::object(by(SIGNER), record));
		assert_noop!(Credentials::annul(by(PROVINCE_MAKER), record), Error::<Test>::BureauNotAllowed);
		assert_ok!(Credentials::annul(by(MAKER), record));
		assert_eq!(frozen(FIRM), [true, true, false, false]);
		assert_ok!(confirm_by(CHECKER));
		let (org, bureau, maker, checker) = (FIRM, BUREAU, ONE, TWO);
		assert_eq!(last_event(), Event::AdverseAnnulled { record, org, bureau, maker, checker });
		assert_eq!(frozen(FIRM), [false; 4]);
		assert!(!FailedChecks::<Test>::contains_key(FIRM));
		assert_noop!(annul(record), Error::<Test>::RecordAnnulled);
		assert_noop!(Credentials::reinspect(by(MAKER), record), Error::<Test>::RecordAnnulled);
	});
}

#[test]
fn rectifying_takes_a_final_record_and_two_persons() {
	run(|| {
		let open = failed_check();
		assert_noop!(rectify(open), Error::<Test>::RecordNotFinal);
		assert_ok!(annul(open));
		let record = upheld();
		assert_noop!(Credentials::rectify(by(PROVINCE_MAKER), record), Error::<Test>::BureauNotAllowed);
		assert_ok!(Credentials::rectify(by(MAKER), record));
		assert_eq!(frozen(FIRM), [true; 4]);
		assert_ok!(confirm_by(CHECKER));
		let (org, bureau, maker, checker) = (FIRM, BUREAU, ONE, TWO);
		assert_eq!(last_event(), Event::AdverseRectified { record, org, bureau, maker, checker });
		assert_eq!(frozen(FIRM), [false; 4]);
		assert_noop!(rectify(record), Error::<Test>::RecordRectified);
	});
}

#[test]
fn a_final_record_is_reversed_by_two_persons_with_the_reason_and_the_decision() {
	run(|| {
		let record = failed_check();
		assert_noop!(reverse(record), Error::<Test>::RecordNotFinal);
		wait_for_objections();
		assert_ok!(finalise(record));
		assert_ok!(reverse(record));
		let (org, bureau, maker, checker) = (FIRM, BUREAU, ONE, TWO);
		let (reason, document) = (reason(), digest(8));
		let reversal = Reversal { reason: reason.clone(), document };
		let told = Event::AdverseReversed { record, org, bureau, maker, checker, reason, document };
		assert_eq!(last_event(), told);
		assert_eq!(AdverseRecords::<Test>::get(record).unwrap().reversal(), Some(&reversal));
		assert_eq!((state(record), frozen(FIRM)), (AdverseState::Annulled, [false; 4]));
		assert_noop!(reverse(record), Error::<Test>::RecordAnnulled);
		// What was rectified, too: it still counts in look-backs.
		let record = upheld();
		assert_ok!(rectify(record));
		assert_ok!(reverse(record));
		assert_eq!(state(record), AdverseState::Annulled);
	});
}

#[test]
fn the_higher_authority_reverses_and_no_other_bureau_does() {
	run(|| {
		let record = upheld();
		let reverse = |account| Credentials::reverse(by(account), record, reason(), digest(8));
		assert_noop!(reverse(OTHER_CITY_MAKER), Error::<Test>::RegionNotAllowed);
		assert_noop!(reverse(TAX_MAKER), ROLE_MISSING);
		set_region(OTHER_CITY, 330_200);
		assert_noop!(reverse(OTHER_CITY_MAKER), Error::<Test>::BureauNotAllowed);
		assert_ok!(reverse(PROVINCE_MAKER));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		assert_eq!(state(record), AdverseState::Annulled);
	});
}

#[test]
fn a_record_whose_bureau_left_is_kept_by_one_of_its_level_or_a_higher_one() {
	run(|| {
		let record = failed_check();
		testing::with(|world| world.organisations.get_mut(&BUREAU).unwrap().1 = OrgStatus::Exited);
		let annul = |account| Credentials::annul(by(account), record);
		assert_noop!(annul(OTHER_CITY_MAKER), Error::<Test>::RegionNotAllowed);
		assert_noop!(annul(TAX_MAKER), ROLE_MISSING);
		set_region(OTHER_CITY, 330_203);
		assert_noop!(annul(OTHER_CITY_MAKER), Error::<Test>::LevelNotAllowed);
		assert_ok!(annul(PROVINCE_MAKER));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
		assert_eq!(state(record), AdverseState::Annulled);
	});
}

#[test]
fn the_tax_bureau_keeps_its_own_records() {
	run(|| {
		assert_ok!(report(TAX_MAKER, PenaltyTax, "2026-01-05"));
		assert_noop!(confirm_by(CHECKER), Error::<Test>::ActUnknown);
		assert_ok!(confirm_by(TAX_CHECKER));
		assert_noop!(Credentials::annul(by(MAKER), AdverseId(0)), Error::<Test>::BureauNotAllowed);
		assert_eq!(frozen(FIRM), [false; 4]);
	});
}

#[test]
fn in_a_full_list_what_counts_nowhere_gives_its_place_first() {
	run(|| {
		for _ in 0..MAX_OTHERS_OF_ONE {
			assert_ok!(report(TAX_MAKER, PenaltyTax, "2026-01-05"));
			assert_ok!(confirm_by(TAX_CHECKER));
		}
		for _ in MAX_OTHERS_OF_ONE..MAX_OTHERS_PER_FIRM {
			serve(PenaltySafety, "2026-01-05");
		}
		let ids = (0..MAX_CHECKS_OF_ONE).map(|_| failed_check()).collect::<Vec<_>>();
		assert_ok!(report(PROVINCE_MAKER, FailedSpotCheck, "2026-01-05"));
		let waiting = last_act();
		assert_ok!(annul(ids[3]));
		assert_ok!(confirm_act(PROVINCE_CHECKER, waiting));
		let list = AdverseByOrg::<Test>::get(FIRM);
		assert!(!list.contains(&ids[3]) && list.contains(&ids[4]) && list.last() == Some(&AdverseId(64)));
		assert!(list.contains(&AdverseId(0)) && !AdverseRecords::<Test>::get(ids[3]).unwrap().is_left_out());
		assert_eq!(u32::from(FailedChecks::<Test>::get(FIRM).served), MAX_CHECKS_OF_ONE);
	});
}

/// Two persons of one bureau would have left no place for anybody's record of the firm.
#[test]
fn no_bureau_fills_a_firms_list_alone() {
	run(|| {
		for _ in 0..MAX_CHECKS_OF_ONE {
			failed_check();
		}
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
		assert_noop!(confirm_by(CHECKER), Error::<Test>::TooManyOfBureau);
		for _ in 0..MAX_OTHERS_OF_ONE {
			serve(PenaltySafety, "2026-01-05");
		}
		assert_eq!(AdverseByOrg::<Test>::decode_len(FIRM), Some(48));
		assert_ok!(report(PROVINCE_MAKER, FailedSpotCheck, "2026-01-05"));
		assert_ok!(confirm_by(PROVINCE_CHECKER));
	});
}

/// 64 old penalties once kept every new failed check from freezing.
#[test]
fn old_records_do_not_keep_a_new_failed_check_from_freezing() {
	run(|| {
		for _ in 0..MAX_PER_FIRM {
			serve(PenaltySafety, "2016-01-05");
		}
		let record = failed_check();
		assert_eq!(frozen(FIRM), [true, false, false, false]);
		assert_eq!(AdverseByOrg::<Test>::get(FIRM).into_inner(), vec![record]);
	});
	// Within the longest look-back they count.
	run(|| {
		for _ in 0..MAX_OTHERS_OF_ONE {
			serve(PenaltySafety, "2016-01-06");
		}
		assert_ok!(report(MAKER, PenaltySafety, "2026-01-05"));
		assert_noop!(confirm_by(CHECKER), Error::<Test>::TooManyOfBureau);
		failed_check();
		assert_eq!(AdverseByOrg::<Test>::decode_len(FIRM), Some(33));
	});
}

/// 64 tax penalties, which count for years, once kept a failed check from being served, and from freezing.
#[test]
fn no_other_records_keep_a_failed_check_from_freezing() {
	run(|| {
		let penalise = |maker, checker, kind| -> Result {
			report(maker, kind, "2026-01-05")?;
			confirm_by(checker)
		};
		for number in 0..MAX_PER_FIRM {
			let answer = penalise(TAX_MAKER, TAX_CHECKER, PenaltyTax);
			assert_eq!(answer.is_ok(), number < MAX_OTHERS_OF_ONE, "{number}: {answer:?}");
		}
		assert_noop!(confirm_by(TAX_CHECKER), Error::<Test>::TooManyOfBureau);
		// Another bureau has its own room, up to the places of what freezes.
		for number in MAX_OTHERS_OF_ONE..MAX_PER_FIRM {
			let answer = penalise(MAKER, CHECKER, PenaltySafety);
			assert_eq!(answer.is_ok(), number < MAX_OTHERS_PER_FIRM, "{number}: {answer:?}");
		}
		assert_noop!(confirm_by(CHECKER), Error::<Test>::TooManyRecords);
		assert_eq!(frozen(FIRM), [false; 4]);
		failed_check();
		assert_eq!(frozen(FIRM), [true, false, false, false]);
		for _ in MAX_OTHERS_PER_FIRM + 1..MAX_PER_FIRM {
			failed_check();
		}
		assert_eq!(FailedChecks::<Test>::get(FIRM).served, 16);
	});
}

/// What waits for the bureau that must go on with a record, read in the smallest pages.
fn to_finalise(bureau: OrgId) -> Vec<(AdverseId, AdverseState)> {
	let page = |after| Ok::<_, ()>(Credentials::records_to_finalise(bureau, after, 1));
	let all = Page::every(page).unwrap();
	assert!(all.iter().all(|(_, firm, _)| *firm == FIRM));
	all.into_iter().map(|(id, _, state)| (id, state)).collect()
}

#[test]
fn an_open_record_waits_for_its_bureau_once_the_firm_objected_or_had_its_time() {
	run(|| {
		use AdverseState::{Objected, Reinspected, Served};
		let (silent, objected) = (failed_check(), failed_check());
		assert_eq!(to_finalise(BUREAU), []);
		assert_ok!(Credentials::object(by(SIGNER), objected));
		assert_eq!((to_finalise(BUREAU), to_finalise(PROVINCE)), (vec![(objected, Objected)], vec![]));
		// What is proposed waits for the second person.
		assert_ok!(Credentials::reinspect(by(MAKER), objected));
		assert_eq!(to_finalise(BUREAU), []);
		assert_ok!(confirm_by(CHECKER));
		assert_eq!(to_finalise(BUREAU), []);
		set_today("2026-01-20");
		assert_eq!(to_finalise(BUREAU), []);
		set_today("2026-01-21");
		assert_eq!(to_finalise(BUREAU), [(silent, Served), (objected, Reinspected)]);
		// Without a calendar nobody knows.
		testing::with(|world| world.no_calendar = true);
		assert_eq!(to_finalise(BUREAU), []);
		testing::with(|world| world.no_calendar = false);
		// A proposal that counts no more hides nothing.
		assert_ok!(Credentials::finalise(by(MAKER), silent));
		assert_eq!(to_finalise(BUREAU), [(objected, Reinspected)]);
		set_today("2026-02-21");
		assert_eq!(to_finalise(BUREAU), [(silent, Served), (objected, Reinspected)]);
		assert_ok!(Credentials::withdraw(by(MAKER), last_act()));
		assert_ok!(finalise(silent));
		assert_ok!(annul(objected));
		assert_eq!(to_finalise(BUREAU), []);
	});
}

#[test]
fn what_does_not_exist_takes_no_step() {
	run(|| {
		let none = AdverseId(0);
		assert_noop!(Credentials::object(by(SIGNER), none), Error::<Test>::RecordUnknown);
		assert_noop!(Credentials::reinspect(by(MAKER), none), Error::<Test>::RecordUnknown);
		assert_noop!(Credentials::finalise(by(MAKER), none), Error::<Test>::RecordUnknown);
		assert_noop!(Credentials::annul(by(MAKER), none), Error::<Test>::RecordUnknown);
		assert_noop!(Credentials::rectify(by(MAKER), none), Error::<Test>::RecordUnknown);
		let reverse = Credentials::reverse(by(MAKER), none, reason(), digest(8));
		assert_noop!(reverse, Error::<Test>::RecordUnknown);
	});
}
