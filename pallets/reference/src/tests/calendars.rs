use super::*;
use crate::{CalendarOf, Entries, Error, Event, MAX_WORKING_DAYS};
use zhidai_primitives::{
	testing,
	traits::{Calendar, Finding},
	OfficerId, OrgId,
};

/// The holidays of the first half of 2025 on weekdays, and its make-up days, as far as the tests need them.
const HOLIDAYS: &[&str] = &[
	"2025-01-01",
	"2025-01-28",
	"2025-01-29",
	"2025-01-30",
	"2025-01-31",
	"2025-02-03",
	"2025-02-04",
	"2025-04-04",
	"2025-05-01",
	"2025-05-02",
	"2025-05-05",
	"2025-06-02",
];
const MAKE_UP_DAYS: &[&str] = &["2025-01-26", "2025-02-08", "2025-04-27"];

fn after(text: &str, count: u16) -> Result<String, DispatchError> {
	Reference::working_days_after(day(text), count).map(|day| day.to_string())
}

fn ok(text: &str) -> Result<String, DispatchError> {
	Ok(text.to_string())
}

#[test]
fn xj_02_ten_working_days_count_weekdays_without_holidays_and_with_make_up_days() {
	run(|| {
		add_calendar(2025, HOLIDAYS, MAKE_UP_DAYS);
		// An ordinary fortnight.
		assert_eq!(after("2025-03-03", 10), ok("2025-03-17"));
		// Labour day: Sunday 27 April is worked; 1, 2 and 5 May are free.
		assert_eq!(after("2025-04-24", 1), ok("2025-04-25"));
		assert_eq!(after("2025-04-24", 2), ok("2025-04-27"));
		assert_eq!(after("2025-04-24", 5), ok("2025-04-30"));
		assert_eq!(after("2025-04-24", 6), ok("2025-05-06"));
		// Spring festival: 28 January to 4 February free, Saturday 8 February worked.
		assert_eq!(after("2025-01-27", 1), ok("2025-02-05"));
		assert_eq!(after("2025-01-27", 4), ok("2025-02-08"));
	});
}

#[test]
fn no_working_days_after_a_day_is_the_day_itself_or_the_next_worked_one() {
	run(|| {
		add_calendar(2025, HOLIDAYS, MAKE_UP_DAYS);
		assert_eq!(after("2025-03-03", 0), ok("2025-03-03"));
		assert_eq!(after("2025-04-27", 0), ok("2025-04-27"));
		assert_eq!(after("2025-03-01", 0), ok("2025-03-03"));
		assert_eq!(after("2025-03-01", 1), ok("2025-03-03"));
		assert_eq!(after("2025-05-01", 0), ok("2025-05-06"));
	});
}

#[test]
fn a_year_without_a_confirmed_calendar_has_no_working_days() {
	run(|| {
		let missing = |year| Error::<Test>::CalendarUnknown { year }.into();
		assert_eq!(after("2025-03-03", 1), Err(missing(2025)));
		assert_ok!(propose_calendar(MARKET_REGULATOR, 2025, HOLIDAYS, MAKE_UP_DAYS));
		assert_eq!(after("2025-03-03", 1), Err(missing(2025)));
		assert_ok!(Reference::confirm_calendar(checker(BANK), last_entry(), digest(last_entry())));
		assert_eq!(after("2025-03-03", 1), ok("2025-03-04"));

		assert_eq!(after("2025-12-31", 1), Err(missing(2026)));
		add_calendar(2026, &["2026-01-01", "2026-01-02"], &["2026-01-04"]);
		assert_eq!(after("2025-12-31", 1), ok("2026-01-04"));
		add_calendar(9999, &[], &[]);
		assert_eq!(after("9999-12-31", 1), Err(missing(10_000)));
	});
}

#[test]
fn a_clock_has_at_most_250_working_days() {
	run(|| {
		add_calendar(2025, HOLIDAYS, MAKE_UP_DAYS);
		add_calendar(2026, &[], &[]);
		assert_eq!(after("2025-03-03", MAX_WORKING_DAYS + 1), Err(Error::<Test>::ClockTooLong.into()));
		assert_eq!(after("2025-03-03", MAX_WORKING_DAYS), ok("2026-02-20"));
	});
}

#[test]
fn a_calendar_is_confirmed_by_another_organisation_and_says_who_vouches_for_it() {
	run(|| {
		assert_ok!(propose_calendar(MARKET_REGULATOR, 2025, HOLIDAYS, MAKE_UP_DAYS));
		let (entry, digest) = (last_entry(), digest(last_entry()));
		System::assert_last_event(
			Event::CalendarProposed {
				entry,
				digest,
				year: 2025,
				corrects: None,
				org: OrgId(1),
				officer: OfficerId(100),
			}
			.into(),
		);
		assert_ok!(Reference::confirm_calendar(checker(BANK), entry, digest));
		System::assert_last_event(
			Event::CalendarConfirmed {
				entry,
				year: 2025,
				superseded: None,
				org: BANK_ORG,
				officer: OfficerId(301),
			}
			.into(),
		);
		assert_eq!(CalendarOf::<Test>::get(2025), Some(entry));
		let record = Entries::<Test>::get(entry).unwrap();
		assert_eq!((record.entered_by, record.confirmed_by), (OrgId(1), BANK_ORG));
		assert_eq!((record.confirmed_on, record.superseded_by), (day("2025-03-03"), None));
	});
}

#[test]
fn lists_that_are_no_calendar_of_the_year_are_refused() {
	run(|| {
		let propose = |year, holidays: &[&str], make_up_days: &[&str]| {
			propose_calendar(MARKET_REGULATOR, year, holidays, make_up_days)
		};
		assert_noop!(propose(1969, &[], &[]), Error::<Test>::YearOutOfRange);
		assert_noop!(propose(2025, &["2025-05-02", "2025-05-01"], &[]), Error::<Test>::DaysOutOfOrder);
		assert_noop!(propose(2025, &["2026-01-01"], &[]), Error::<Test>::DayOutsideYear);
		assert_noop!(propose(2025, &[], &["2025-04-28"]), Error::<Test>::MakeUpDayNotOnWeekend);
		assert_noop!(propose(2025, &["2025-04-27"], &["2025-04-27"]), Error::<Test>::HolidayAndMakeUpDay);
		assert_noop!(
			propose_calendar(ENTERPRISE, 2025, HOLIDAYS, MAKE_UP_DAYS),
			DispatchError::Other("role missing")
		);
	});
}

#[test]
fn a_confirmed_calendar_is_corrected_by_its_number_and_only_for_days_to_come() {
	run(|| {
		add_calendar(2025, &["2025-01-01", "2025-05-01"], &[]);
		let first = last_entry();
		let longer: &[&str] = &["2025-01-01", "2025-05-01", "2025-05-02"];
		assert_noop!(propose_calendar(BANK, 2025, longer, &[]), Error::<Test>::YearTaken);
		let correct = |by, holidays: &[&str], make_up_days: &[&str]| {
			enter_calendar(by, 2025, holidays, make_up_days, correction(first))
		};
		// Today is 3 March: January has come, May has not.
		assert_noop!(correct(MARKET_REGULATOR, &["2025-05-01"], &[]), Error::<Test>::PastDayChanged);
		assert_ok!(correct(MARKET_REGULATOR, longer, &["2025-04-27"]));
		let entry = last_entry();
		assert_ok!(Reference::confirm_calendar(checker(BANK), entry, digest(entry)));
		System::assert_last_event(
			Event::CalendarConfirmed {
				entry,
				year: 2025,
				superseded: Some(first),
				org: BANK_ORG,
				officer: OfficerId(301),
			}
			.into(),
		);
		assert_eq!(after("2025-04-30", 1), ok("2025-05-05"));
		let (old, new) = (Entries::<Test>::get(first).unwrap(), Entries::<Test>::get(entry).unwrap());
		assert_eq!((old.superseded_by, new.corrects), (Some(entry), correction(first)));
		assert_noop!(correct(MARKET_REGULATOR, longer, &[]), Error::<Test>::AlreadySuperseded);
	});
}

#[test]
fn a_corrected_calendar_is_told_and_one_that_is_only_entered_is_not() {
	run(|| {
		add_calendar(2025, &[], &[]);
		let wrong = last_entry();
		assert_ok!(enter_calendar(BANK, 2025, &["2025-05-02"], &[], correction(wrong)));
		assert!(testing::with(|world| world.findings.is_empty()));
		let entry = last_entry();
		assert_ok!(Reference::confirm_calendar(checker(MARKET_REGULATOR), entry, digest(entry)));
		let told = testing::with(|world| core::mem::take(&mut world.findings));
		assert_eq!(told, [Finding::CalendarCorrected { year: 2025, entry: wrong, by: entry }]);
	});
}

#[test]
fn a_correction_of_a_calendar_names_that_years() {
	run(|| {
		add_calendar(2025, &[], &[]);
		let other_year = enter_calendar(BANK, 2026, &[], &[], correction(last_entry()));
		assert_noop!(other_year, Error::<Test>::CorrectionUnknown);
		let nothing = enter_calendar(BANK, 2025, &[], &[], correction(EntryId(9)));
		assert_noop!(nothing, Error::<Test>::CorrectionUnknown);
		add_rate(RateKind::Lpr1Y, 300, day("2025-03-03"));
		let a_rate = enter_calendar(BANK, 2025, &[], &[], correction(last_entry()));
		assert_noop!(a_rate, Error::<Test>::CorrectionUnknown);
	});
}

#[test]
fn a_calendar_that_days_have_overtaken_is_not_confirmed() {
	run(|| {
		add_calendar(2025, &["2025-01-01", "2025-05-01"], &[]);
		let first = correction(last_entry());
		set_clock("2025-04-15");
		assert_ok!(enter_calendar(MARKET_REGULATOR, 2025, &["2025-01-01"], &[], first));
		let entry = last_entry();
		set_clock("2025-05-01");
		assert_noop!(
			Reference::confirm_calendar(checker(BANK), entry, digest(entry)),
			Error::<Test>::PastDayChanged
		);
		set_clock("2025-04-30");
		assert_ok!(Reference::confirm_calendar(checker(BANK), entry, digest(entry)));
	});
}
