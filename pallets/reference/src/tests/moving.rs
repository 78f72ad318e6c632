use super::*;
use crate::{CalendarOffset, Error, Event};
use zhidai_primitives::{traits::Calendar, OfficerId};

fn admin(first: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(first + 2)
}

#[test]
fn the_current_day_begins_at_midnight_in_china() {
	run(|| {
		set_clock("2025-03-03");
		assert_eq!(Reference::today(), day("2025-03-03"));
		let midnight = u64::from(day("2025-03-04").0) * 86_400_000 - 8 * 3_600_000;
		Now::set(midnight - 1);
		assert_eq!(Reference::today(), day("2025-03-03"));
		Now::set(midnight);
		assert_eq!(Reference::today(), day("2025-03-04"));
	});
}

#[test]
fn a_movable_calendar_moves_on_and_keeps_pace_with_the_clock() {
	run_with(true, 0, || {
		assert_ok!(Reference::move_calendar(admin(ENTERPRISE), 30));
		System::assert_last_event(
			Event::CalendarMoved {
				days: 30,
				today: day("2025-04-02"),
				org: zhidai_primitives::OrgId(5),
				officer: OfficerId(502),
			}
			.into(),
		);
		assert_ok!(Reference::move_calendar(admin(BANK), 1));
		assert_eq!(Reference::today(), day("2025-04-03"));
		set_clock("2025-03-04");
		assert_eq!(Reference::today(), day("2025-04-04"));
	});
}

#[test]
fn only_an_admin_moves_the_calendar() {
	run_with(true, 0, || {
		assert_noop!(Reference::move_calendar(maker(BANK), 1), DispatchError::Other("duty missing"));
		assert_noop!(Reference::move_calendar(RuntimeOrigin::root(), 1), DispatchError::BadOrigin);
	});
}

#[test]
fn the_calendar_of_a_production_chain_cannot_be_moved() {
	run(|| {
		assert_noop!(Reference::move_calendar(admin(BANK), 1), Error::<Test>::CalendarFixed);
		assert_eq!(Reference::today(), day("2025-03-03"));
	});
}

#[test]
fn a_calendar_stays_within_the_years_that_exist() {
	run_with(true, 0, || {
		let left = day("9999-12-31").0 - day("2025-03-03").0;
		assert_noop!(Reference::move_calendar(admin(BANK), left + 1), Error::<Test>::CalendarOutOfRange);
		assert_noop!(Reference::move_calendar(admin(BANK), u32::MAX), Error::<Test>::CalendarOutOfRange);
		assert_ok!(Reference::move_calendar(admin(BANK), left));
		assert_eq!(Reference::today(), day("9999-12-31"));
		assert_noop!(Reference::move_calendar(admin(BANK), 1), Error::<Test>::CalendarOutOfRange);
	});
}

#[test]
fn a_development_chain_starts_at_another_date() {
	run_with(true, -366, || assert_eq!(Reference::today(), day("2024-03-02")));
	run_with(true, 366, || assert_eq!(Reference::today(), day("2026-03-04")));
	// Before the first block the clock stands at 1970, where there is no day earlier.
	run_with(true, -366, || {
		Now::set(0);
		assert_eq!(Reference::today(), day("1970-01-01"));
		assert_eq!(CalendarOffset::<Test>::get(), -366);
	});
}

#[test]
#[should_panic(expected = "calendar_offset_days must be 0")]
fn a_genesis_with_an_offset_but_a_fixed_calendar_is_refused() {
	genesis(false, 1);
}
