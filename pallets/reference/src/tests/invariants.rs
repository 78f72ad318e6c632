//! What must always hold is really looked at: each breach, made by hand, is found.

use super::*;
use crate::{CalendarOffset, Calendars, OpenCount, RateDays, RateHistory};

/// Breaks the state, sees that the breach is found, and undoes it.
fn is_found(breach: impl FnOnce()) -> bool {
	hypothetically!({
		breach();
		Reference::check_invariants().is_err()
	})
}

#[test]
fn every_breach_is_found() {
	run(|| {
		add_rate(RateKind::Lpr1Y, 310, day("2025-02-20"));
		add_calendar(2025, &["2025-01-01"], &[]);
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		let (kind, from) = (RateKind::Lpr1Y, day("2025-02-20"));
		assert!(!is_found(|| ()));

		assert!(is_found(|| OpenCount::<Test>::insert(BANK_ORG, 2)));
		assert!(is_found(|| NextEntry::<Test>::put(EntryId(1))));
		assert!(is_found(|| RateDays::<Test>::remove(kind)));
		assert!(is_found(|| RateHistory::<Test>::remove(kind, from)));
		let with_rate = |change: fn(&mut crate::Confirmed<crate::RateEntry>)| {
			is_found(|| RateHistory::<Test>::mutate(kind, from, |rate| change(rate.as_mut().unwrap())))
		};
		assert!(with_rate(|rate| rate.content.value_bp = BasisPoints(0)));
		assert!(with_rate(|rate| rate.content.value_bp = BasisPoints(10_001)));
		assert!(with_rate(|rate| rate.confirmed_by = rate.entered_by));
		assert!(with_rate(|rate| rate.content.kind = RateKind::Lpr5Y));
		assert!(is_found(|| {
			RateDays::<Test>::mutate(kind, |days| days.try_push(from).unwrap());
		}));
		let with_calendar = |change: fn(&mut crate::Confirmed<crate::CalendarEntry>)| {
			is_found(|| Calendars::<Test>::mutate(2025, |calendar| change(calendar.as_mut().unwrap())))
		};
		assert!(with_calendar(|calendar| calendar.content.year = 2024));
		assert!(with_calendar(|calendar| calendar.content.days.holidays[0] = Day(0)));
		assert!(with_calendar(|calendar| calendar.confirmed_by = calendar.entered_by));
		assert!(is_found(|| CalendarOffset::<Test>::put(1)));
	});
}
