use super::*;
use crate::{Averages, Entries, Error, Event, MAX_DAYS_AHEAD, MAX_INDEXED_DAYS};
use zhidai_primitives::{
	testing,
	traits::{DatedRate, Finding, Rates},
	OfficerId, Ordered, OrgId,
};

const AVERAGE: RateKind = RateKind::BankAverage(BANK_ORG);

fn rate_on(kind: RateKind, text: &str) -> Result<(u32, Day), DispatchError> {
	Reference::rate_on(kind, day(text))
		.map(|DatedRate { value, effective_from, .. }| (value.0, effective_from))
}

#[test]
fn xj_t1_a_banks_average_holds_once_another_organisation_has_confirmed_it() {
	run(|| {
		assert_ok!(propose_rate(BANK, AVERAGE, 412, day("2025-03-01")));
		let (entry, digest) = (EntryId(0), digest(EntryId(0)));
		System::assert_last_event(
			Event::RateProposed {
				entry,
				digest,
				kind: AVERAGE,
				value_bp: BasisPoints(412),
				effective_from: day("2025-03-01"),
				corrects: None,
				org: BANK_ORG,
				officer: OfficerId(300),
			}
			.into(),
		);
		assert_eq!(rate_on(AVERAGE, "2025-03-03"), Err(Error::<Test>::RateUnknown.into()));

		assert_ok!(Reference::confirm_rate(checker(FINANCIAL_REGULATOR), entry, digest));
		System::assert_last_event(
			Event::RateConfirmed {
				entry,
				kind: AVERAGE,
				value_bp: BasisPoints(412),
				effective_from: day("2025-03-01"),
				superseded: None,
				org: OrgId(2),
				officer: OfficerId(201),
			}
			.into(),
		);
		assert_eq!(rate_on(AVERAGE, "2025-03-03"), Ok((412, day("2025-03-01"))));
		// In the bank's own book, not in everybody's.
		assert!(Entries::<Test>::get(entry).is_none());
		let record = Averages::<Test>::get(BANK_ORG, Ordered::from(entry)).unwrap();
		assert_eq!((record.entered_by, record.confirmed_by), (BANK_ORG, OrgId(2)));
		assert_eq!((record.confirmed_on, record.superseded_by), (day("2025-03-03"), None));
	});
}

#[test]
fn a_rate_holds_from_its_day_until_the_next_ones() {
	run(|| {
		add_rate(RateKind::Lpr1Y, 310, day("2025-01-20"));
		add_rate(RateKind::Lpr1Y, 300, day("2025-02-20"));
		add_rate(RateKind::Lpr5Y, 350, day("2025-01-20"));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-01-19"), Err(Error::<Test>::RateUnknown.into()));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-01-20"), Ok((310, day("2025-01-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-02-19"), Ok((310, day("2025-01-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-02-20"), Ok((300, day("2025-02-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2031-01-01"), Ok((300, day("2025-02-20"))));
		assert_eq!(rate_on(RateKind::Lpr5Y, "2025-03-03"), Ok((350, day("2025-01-20"))));
		assert_eq!(rate_on(AVERAGE, "2025-03-03"), Err(Error::<Test>::RateUnknown.into()));
	});
}

#[test]
fn a_bank_vouches_for_its_own_average_only_and_a_regulator_for_any_banks() {
	run(|| {
		let other = RateKind::BankAverage(OTHER_BANK_ORG);
		assert_noop!(propose_rate(BANK, other, 400, day("2025-03-03")), Error::<Test>::AverageNotAllowed);
		assert_ok!(propose_rate(FINANCIAL_REGULATOR, other, 400, day("2025-03-03")));
		assert_ok!(propose_rate(MARKET_REGULATOR, other, 400, day("2025-03-03")));
		// Entered by a regulator, it is confirmed by that bank and no other.
		let (entry, named) = (last_entry(), digest(last_entry()));
		let refused = || Error::<Test>::ConfirmationNotAllowed;
		assert_noop!(Reference::confirm_rate(checker(BANK), entry, named), refused());
		assert_noop!(Reference::confirm_rate(checker(FINANCIAL_REGULATOR), entry, named), refused());
		assert_ok!(Reference::confirm_rate(checker(OTHER_BANK), entry, named));
		// The directory refuses an average of what is not a bank.
		let enterprise = RateKind::BankAverage(OrgId(5));
		assert_noop!(
			propose_rate(MARKET_REGULATOR, enterprise, 400, day("2025-03-03")),
			DispatchError::Other("role missing")
		);
	});
}

#[test]
fn only_makers_of_banks_and_regulators_enter_and_only_their_checkers_confirm() {
	run(|| {
		let today = day("2025-03-03");
		assert_noop!(
			propose_rate(ENTERPRISE, RateKind::Lpr1Y, 300, today),
			DispatchError::Other("role missing")
		);
		assert_noop!(
			propose_rate(BANK + 1, RateKind::Lpr1Y, 300, today),
			DispatchError::Other("duty missing")
		);
		assert_noop!(propose_rate(999, RateKind::Lpr1Y, 300, today), DispatchError::Other("stranger"));
		assert_noop!(
			Reference::propose_rate(
				RuntimeOrigin::root(),
				RateKind::Lpr1Y,
				BasisPoints(300),
				today,
				source(),
				None,
				new_request()
			),
			DispatchError::BadOrigin
		);

		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, today));
		let (entry, digest) = (last_entry(), digest(last_entry()));
		assert_noop!(
			Reference::confirm_rate(checker(ENTERPRISE), entry, digest),
			DispatchError::Other("role missing")
		);
		assert_noop!(
			Reference::confirm_rate(maker(MARKET_REGULATOR), entry, digest),
			DispatchError::Other("duty missing")
		);
	});
}

#[test]
fn a_rate_is_more_than_nothing_and_at_most_the_whole() {
	run(|| {
		let today = day("2025-03-03");
		assert_noop!(propose_rate(BANK, RateKind::Lpr1Y, 0, today), Error::<Test>::RateOutOfRange);
		assert_noop!(propose_rate(BANK, RateKind::Lpr1Y, 10_001, today), Error::<Test>::RateOutOfRange);
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 10_000, today));
	});
}

#[test]
fn a_rate_is_entered_at_most_a_month_ahead() {
	run(|| {
		let last = day("2025-03-03").plus_days(MAX_DAYS_AHEAD).unwrap();
		let beyond = last.plus_days(1).unwrap();
		assert_noop!(propose_rate(BANK, RateKind::Lpr1Y, 300, beyond), Error::<Test>::TooFarAhead);
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, last));
	});
}

#[test]
fn what_is_dated_ahead_bars_nothing() {
	run(|| {
		let ahead = day("2025-03-03").plus_days(MAX_DAYS_AHEAD).unwrap();
		add_rate(RateKind::Lpr1Y, 310, day("2025-02-20"));
		add_rate(RateKind::Lpr1Y, 999, ahead);
		let wrong = last_entry();
		// What comes before it.
		add_rate(RateKind::Lpr1Y, 305, day("2025-03-20"));
		// What was wrong before it.
		assert_ok!(correct_rate(BANK, RateKind::Lpr1Y, 311, day("2025-02-20"), EntryId(0)));
		let entry = last_entry();
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), entry, digest(entry)));
		// And itself.
		assert_ok!(correct_rate(BANK, RateKind::Lpr1Y, 300, ahead, wrong));
		let entry = last_entry();
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), entry, digest(entry)));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-03-03"), Ok((311, day("2025-02-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-03-31"), Ok((305, day("2025-03-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-04-30"), Ok((300, ahead)));
	});
}

#[test]
fn a_correction_supersedes_by_number_and_both_entries_and_the_event_say_so() {
	run(|| {
		let from = day("2025-02-20");
		for (kind, officer) in [(RateKind::Lpr1Y, OfficerId(101)), (AVERAGE, OfficerId(101))] {
			add_rate(kind, 310, from);
			let wrong = last_entry();
			assert_noop!(propose_rate(BANK, kind, 301, from), Error::<Test>::DayTaken);
			assert_eq!(Reference::rate_on(kind, from).unwrap().entry, wrong);
			assert_ok!(correct_rate(BANK, kind, 301, from, wrong));
			let entry = last_entry();
			// Proposed, it changes nothing yet.
			assert_eq!(rate_on(kind, "2025-03-03"), Ok((310, from)));
			assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), entry, digest(entry)));
			let (org, value_bp) = (OrgId(1), BasisPoints(301));
			let (effective_from, superseded) = (from, Some(wrong));
			System::assert_last_event(
				Event::RateConfirmed { entry, kind, value_bp, effective_from, superseded, org, officer }
					.into(),
			);
			let told = testing::with(|world| core::mem::take(&mut world.findings));
			assert_eq!(told, [Finding::RateCorrected { rate: kind, entry: wrong, by: entry }]);
			let now = Reference::rate_on(kind, from).unwrap();
			assert_eq!((now.value, now.entry), (BasisPoints(301), entry));
			let record = |number| match kind {
				RateKind::BankAverage(bank) => Averages::<Test>::get(bank, Ordered::from(number)).unwrap(),
				_ => Entries::<Test>::get(number).unwrap(),
			};
			// Who pinned the old number finds what took its place, and why.
			assert_eq!(record(wrong).superseded_by, Some(entry));
			assert_eq!(record(entry).corrects, correction(wrong));
			assert_eq!(Reference::corrections(kind, wrong), [(entry, record(entry))]);
			assert_eq!(Reference::corrections(kind, entry), []);
			assert_noop!(correct_rate(BANK, kind, 302, from, wrong), Error::<Test>::AlreadySuperseded);
			assert!(
				testing::with(|world| world.findings.is_empty()),
				"what is only entered corrects nothing"
			);
			assert_ok!(correct_rate(BANK, kind, 302, from, entry));
			let last = last_entry();
			assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), last, digest(last)));
			let numbers: Vec<_> =
				Reference::corrections(kind, wrong).into_iter().map(|told| told.0).collect();
			assert_eq!(numbers, [entry, last], "the correction of a correction too");
			testing::with(|world| world.findings.clear());
		}
	});
}

#[test]
fn a_rate_on_the_wrong_day_is_moved_by_its_correction() {
	run(|| {
		add_rate(RateKind::Lpr1Y, 310, day("2025-01-20"));
		add_rate(RateKind::Lpr1Y, 300, day("2025-02-02"));
		let wrong = last_entry();
		let correct = |text| correct_rate(BANK, RateKind::Lpr1Y, 300, day(text), wrong);
		assert_noop!(correct("2025-01-20"), Error::<Test>::DayTaken);
		assert_ok!(correct("2025-02-20"));
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), last_entry(), digest(last_entry())));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-02-10"), Ok((310, day("2025-01-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-02-20"), Ok((300, day("2025-02-20"))));
	});
}

#[test]
fn a_correction_names_a_confirmed_entry_of_the_same_rate() {
	run(|| {
		let from = day("2025-02-20");
		add_rate(RateKind::Lpr1Y, 310, from);
		let lpr = last_entry();
		add_rate(AVERAGE, 400, from);
		let average = last_entry();
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-01")));
		let unknown = || Error::<Test>::CorrectionUnknown;
		for wrong in [average, last_entry(), EntryId(99)] {
			assert_noop!(correct_rate(BANK, RateKind::Lpr1Y, 300, from, wrong), unknown());
		}
		assert_noop!(correct_rate(BANK, RateKind::Lpr5Y, 300, from, lpr), unknown());
		assert_noop!(correct_rate(BANK, AVERAGE, 300, from, lpr), unknown());
	});
}

#[test]
fn of_two_open_entries_for_one_day_only_one_is_confirmed() {
	run(|| {
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 310, day("2025-02-20")));
		assert_ok!(propose_rate(OTHER_BANK, RateKind::Lpr1Y, 320, day("2025-02-20")));
		let confirm = |entry| {
			Reference::confirm_rate(checker(MARKET_REGULATOR), EntryId(entry), digest(EntryId(entry)))
		};
		assert_ok!(confirm(0));
		assert_noop!(confirm(1), Error::<Test>::DayTaken);
		// Nor of two corrections of one entry.
		assert_ok!(correct_rate(BANK, RateKind::Lpr1Y, 311, day("2025-02-20"), EntryId(0)));
		assert_ok!(correct_rate(OTHER_BANK, RateKind::Lpr1Y, 312, day("2025-02-20"), EntryId(0)));
		assert_ok!(confirm(3));
		assert_noop!(confirm(2), Error::<Test>::AlreadySuperseded);
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-03-03"), Ok((312, day("2025-02-20"))));
	});
}

#[test]
fn the_latest_64_rates_are_found_by_day_and_older_ones_stay_on_record() {
	run(|| {
		let first = day("2024-11-01");
		let nth = |number: u32| first.plus_days(number).unwrap();
		for number in 0..=MAX_INDEXED_DAYS {
			add_rate(RateKind::Lpr1Y, 100 + number, nth(number));
		}
		assert_eq!(Reference::rate_on(RateKind::Lpr1Y, nth(0)), Err(Error::<Test>::RateUnknown.into()));
		assert!(Entries::<Test>::contains_key(EntryId(0)));
		let found = |number| Reference::rate_on(RateKind::Lpr1Y, nth(number)).unwrap().value.0;
		assert_eq!((found(1), found(MAX_INDEXED_DAYS)), (101, 100 + MAX_INDEXED_DAYS));
		assert_noop!(propose_rate(BANK, RateKind::Lpr1Y, 300, nth(0)), Error::<Test>::RateTooOld);
	});
}
