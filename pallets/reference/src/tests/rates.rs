use super::*;
use crate::{Error, Event, RateHistory, MAX_DAYS_AHEAD, MAX_INDEXED_DAYS};
use zhidai_primitives::{
	traits::{DatedRate, Rates},
	OfficerId, OrgId,
};

const AVERAGE: RateKind = RateKind::BankAverage(BANK_ORG);

fn rate_on(kind: RateKind, text: &str) -> Result<(u32, Day), DispatchError> {
	Reference::rate_on(kind, day(text)).map(|DatedRate { value, effective_from }| (value.0, effective_from))
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
				org: BANK_ORG,
				officer: OfficerId(300),
			}
			.into(),
		);
		assert_eq!(rate_on(AVERAGE, "2025-03-03"), Err(Error::<Test>::NoRate.into()));

		assert_ok!(Reference::confirm_rate(checker(OTHER_BANK), entry, digest));
		System::assert_last_event(
			Event::RateConfirmed {
				entry,
				kind: AVERAGE,
				value_bp: BasisPoints(412),
				effective_from: day("2025-03-01"),
				org: OTHER_BANK_ORG,
				officer: OfficerId(401),
			}
			.into(),
		);
		assert_eq!(rate_on(AVERAGE, "2025-03-03"), Ok((412, day("2025-03-01"))));
		let record = RateHistory::<Test>::get(AVERAGE, day("2025-03-01")).unwrap();
		assert_eq!((record.entry, record.entered_by, record.confirmed_by), (entry, BANK_ORG, OTHER_BANK_ORG));
		assert_eq!((record.confirmed_on, record.content.source), (day("2025-03-03"), source()));
	});
}

#[test]
fn a_rate_holds_from_its_day_until_the_next_ones() {
	run(|| {
		add_rate(RateKind::Lpr1Y, 310, day("2025-01-20"));
		add_rate(RateKind::Lpr1Y, 300, day("2025-02-20"));
		add_rate(RateKind::Lpr5Y, 350, day("2025-01-20"));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-01-19"), Err(Error::<Test>::NoRate.into()));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-01-20"), Ok((310, day("2025-01-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-02-19"), Ok((310, day("2025-01-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-02-20"), Ok((300, day("2025-02-20"))));
		assert_eq!(rate_on(RateKind::Lpr1Y, "2031-01-01"), Ok((300, day("2025-02-20"))));
		assert_eq!(rate_on(RateKind::Lpr5Y, "2025-03-03"), Ok((350, day("2025-01-20"))));
		assert_eq!(rate_on(AVERAGE, "2025-03-03"), Err(Error::<Test>::NoRate.into()));
	});
}

#[test]
fn a_bank_enters_its_own_average_only_and_a_regulator_any_banks() {
	run(|| {
		let other = RateKind::BankAverage(OTHER_BANK_ORG);
		assert_noop!(propose_rate(BANK, other, 400, day("2025-03-03")), Error::<Test>::NotOwnAverage);
		assert_ok!(propose_rate(FINANCIAL_REGULATOR, other, 400, day("2025-03-03")));
		assert_ok!(propose_rate(MARKET_REGULATOR, other, 400, day("2025-03-03")));
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
				source()
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
fn what_held_on_a_past_day_never_changes() {
	run(|| {
		add_rate(RateKind::Lpr1Y, 310, day("2025-02-20"));
		assert_noop!(
			propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-02-20")),
			Error::<Test>::AlreadyConfirmed
		);
		assert_noop!(
			propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-02-19")),
			Error::<Test>::OlderThanConfirmed
		);
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-02-21")));
		// Another kind has its own days.
		assert_ok!(propose_rate(BANK, RateKind::Lpr5Y, 350, day("2025-02-20")));
	});
}

#[test]
fn of_two_open_entries_for_one_day_only_one_is_confirmed() {
	run(|| {
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 310, day("2025-02-20")));
		assert_ok!(propose_rate(OTHER_BANK, RateKind::Lpr1Y, 320, day("2025-02-20")));
		assert_ok!(propose_rate(OTHER_BANK, RateKind::Lpr1Y, 330, day("2025-02-19")));
		let confirm = |entry| {
			Reference::confirm_rate(checker(MARKET_REGULATOR), EntryId(entry), digest(EntryId(entry)))
		};
		assert_ok!(confirm(0));
		assert_noop!(confirm(1), Error::<Test>::AlreadyConfirmed);
		assert_noop!(confirm(2), Error::<Test>::OlderThanConfirmed);
		assert_eq!(rate_on(RateKind::Lpr1Y, "2025-03-03"), Ok((310, day("2025-02-20"))));
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
		assert_eq!(Reference::rate_on(RateKind::Lpr1Y, nth(0)), Err(Error::<Test>::NoRate.into()));
		assert_eq!(RateHistory::<Test>::get(RateKind::Lpr1Y, nth(0)).unwrap().content.value_bp.0, 100);
		let found = |number| Reference::rate_on(RateKind::Lpr1Y, nth(number)).unwrap().value.0;
		assert_eq!((found(1), found(MAX_INDEXED_DAYS)), (101, 100 + MAX_INDEXED_DAYS));
	});
}
