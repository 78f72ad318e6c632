//! What must always hold is really looked at: each breach, made by hand, is found.

use super::*;
use crate::{
	AverageTimelines, Averages, CalendarOf, CalendarOffset, Confirmed, Content, Entries, OpenCount,
	PublishedRate, Timeline, Timelines, ToConfirm,
};
use zhidai_primitives::Ordered;

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
		let from = day("2025-02-20");
		add_rate(RateKind::Lpr1Y, 310, from);
		add_calendar(2025, &["2025-01-01"], &[]);
		add_rate(RateKind::BankAverage(BANK_ORG), 400, from);
		let (rate, calendar, average) = (EntryId(0), EntryId(1), EntryId(2));
		assert_ok!(correct_rate(BANK, RateKind::Lpr1Y, 300, from, rate));
		let new = last_entry();
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), new, digest(new)));
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		assert!(!is_found(|| ()));

		assert!(is_found(|| OpenCount::<Test>::insert(BANK_ORG, 2)));
		assert!(is_found(|| NextEntry::<Test>::put(EntryId(1))));
		let waiting = OpenEntries::<Test>::get(last_entry()).unwrap().waits_for;
		assert!(is_found(|| ToConfirm::<Test>::remove(waiting, Ordered::from(last_entry()))));
		assert!(is_found(|| ToConfirm::<Test>::insert(waiting, Ordered::from(rate), ())));
		assert!(is_found(|| Timelines::<Test>::remove(PublishedRate::Lpr1Y)));
		let lost =
			|| Timelines::<Test>::insert(PublishedRate::Lpr5Y, Timelines::<Test>::get(PublishedRate::Lpr1Y));
		assert!(is_found(lost));
		assert!(is_found(|| AverageTimelines::<Test>::insert(BANK_ORG, Timeline::default())));
		assert!(is_found(|| CalendarOf::<Test>::remove(2025)));
		assert!(is_found(|| CalendarOf::<Test>::insert(2026, calendar)));
		for gone in [rate, calendar, new] {
			assert!(is_found(|| Entries::<Test>::remove(gone)));
		}
		assert!(is_found(|| Averages::<Test>::remove(BANK_ORG, Ordered::from(average))));
		let in_a_banks =
			|| Averages::<Test>::insert(BANK_ORG, Ordered::from(rate), Entries::<Test>::get(rate).unwrap());
		assert!(is_found(in_a_banks));
		let with = |entry, change: fn(&mut Confirmed)| {
			is_found(|| Entries::<Test>::mutate(entry, |found| change(found.as_mut().unwrap())))
		};
		assert!(with(rate, |found| found.superseded_by = None));
		assert!(with(new, |found| found.corrects = None));
		assert!(with(new, |found| found.superseded_by = Some(EntryId(0))));
		for entry in [new, calendar] {
			assert!(with(entry, |found| found.confirmed_by = found.entered_by));
		}
		assert!(with(new, |found| {
			let Content::Rate(rate) = &mut found.content else { return };
			rate.value_bp = BasisPoints(0);
		}));
		assert!(with(new, |found| {
			let Content::Rate(rate) = &mut found.content else { return };
			rate.effective_from = Day(1);
		}));
		assert!(with(calendar, |found| {
			let Content::Calendar(calendar) = &mut found.content else { return };
			calendar.days.holidays[0] = Day(0);
		}));
		assert!(is_found(|| CalendarOffset::<Test>::put(1)));
	});
}
