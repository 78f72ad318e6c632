//! The rules of an adverse record's steps, without a chain.

use super::*;
use AdverseState::*;
use AdverseStep::{NotFinal, ObjectionTooLate};

fn clean() -> CleanRecord {
	CleanRecord { years: 3, kinds: AdverseKind::ALL.to_vec().try_into().unwrap() }
}

const STATES: [AdverseState; 5] = [Served, Objected, Reinspected, Final, Annulled];

fn record(state: AdverseState, kind: AdverseKind, happened_on: &str) -> AdverseRecord {
	let report = Report {
		org: OrgId(10),
		kind,
		happened_on: happened_on.parse().unwrap(),
		digest: Digest::repeat_byte(7),
		bureau: OrgId(1),
		level: Level::City,
		maker: OfficerId(1),
	};
	AdverseRecord { state, ..AdverseRecord::new(report, OfficerId(2), Day(20_000)) }
}

fn reversal() -> Reversal {
	Reversal { reason: "行政复议决定撤销".try_into().unwrap(), document: Digest::repeat_byte(8) }
}

/// What a step makes of a failed spot check in each of the five states.
fn outcomes<R>(step: impl Fn(AdverseRecord) -> R) -> Vec<R> {
	STATES.map(|state| step(record(state, AdverseKind::FailedSpotCheck, "2026-01-05"))).into()
}

#[test]
fn each_step_is_open_from_its_states_only() {
	let state = |record: AdverseRecord| record.state;
	let late = Err(ObjectionTooLate);
	assert_eq!(outcomes(|record| record.object().map(state)), [Ok(Objected), late, late, late, late]);
	let (is_final, over) = (Err(AdverseStep::Final), Err(AdverseStep::Annulled));
	let again = Ok(Reinspected);
	assert_eq!(outcomes(|record| record.reinspect().map(state)), [again, again, again, is_final, over]);
	let done = Ok(Final);
	assert_eq!(outcomes(|record| record.finalise().map(state)), [done, done, done, is_final, over]);
	let done = Ok(Annulled);
	assert_eq!(outcomes(|record| record.annul().map(state)), [done, done, done, is_final, over]);
	let early = Err(NotFinal);
	let rectify = |record: AdverseRecord| record.rectify().map(|record| record.rectified);
	assert_eq!(outcomes(rectify), [early, early, early, Ok(true), Err(AdverseStep::Annulled)]);
	let early = Err(NotFinal);
	let reverse = |record: AdverseRecord| record.reverse(reversal()).map(state);
	assert_eq!(outcomes(reverse), [early, early, early, Ok(Annulled), over]);
}

#[test]
fn what_was_rectified_freezes_no_longer_and_can_still_be_reversed() {
	let rectified = record(Final, AdverseKind::FailedSpotCheck, "2026-01-05").rectify().unwrap();
	assert_eq!(rectified.freezes_at(), None);
	assert_eq!(rectified.clone().rectify(), Err(AdverseStep::Rectified));
	let reversed = rectified.reverse(reversal()).unwrap();
	assert_eq!((reversed.state, reversed.reversal()), (Annulled, Some(&reversal())));
	assert!(!reversed.counts("2026-01-06".parse().unwrap(), &clean()));
}

#[test]
fn g_31_the_window_closes_on_the_day_exactly_three_years_after() {
	let penalty = AdverseKind::PenaltyEnvironment;
	let counts = |happened_on, today: &str| {
		record(Final, penalty, happened_on).counts(today.parse().unwrap(), &clean())
	};
	assert!(counts("2023-01-05", "2023-01-05"));
	assert!(counts("2023-01-05", "2026-01-04"));
	assert!(!counts("2023-01-05", "2026-01-05"));
	// A leap day has no anniversary: its window closes after the month.
	assert!(counts("2024-02-29", "2027-02-28") && !counts("2024-02-29", "2027-03-01"));
	assert!(record(Final, penalty, "1970-01-02").counts("1971-01-02".parse().unwrap(), &clean()));
}

#[test]
fn g_32_a_listing_counts_until_it_is_rectified_and_no_longer() {
	for kind in [AdverseKind::AbnormalOperation, AdverseKind::SeriousBreach] {
		let listed = record(Final, kind, "2010-01-05");
		let today = "2026-01-05".parse().unwrap();
		assert!(listed.counts(today, &clean()) && listed.matters(today));
		let rectified = AdverseRecord { rectified: true, ..listed };
		assert!(!rectified.counts(today, &clean()) && !rectified.matters(today));
	}
}

#[test]
fn g_04_only_what_the_programme_names_counts() {
	let today: Day = "2026-01-06".parse().unwrap();
	for kind in AdverseKind::ALL {
		let named = CleanRecord { years: 3, kinds: vec![*kind].try_into().unwrap() };
		for other in AdverseKind::ALL {
			let counts = record(Final, *other, "2026-01-05").counts(today, &named);
			assert_eq!(counts, kind == other, "{kind:?} {other:?}");
		}
	}
}

#[test]
fn what_is_annulled_counts_as_never() {
	let counts = |record: AdverseRecord| record.counts("2026-01-06".parse().unwrap(), &clean());
	assert_eq!(outcomes(counts), [true, true, true, true, false]);
	let rectified = |record: AdverseRecord| counts(AdverseRecord { rectified: true, ..record });
	assert_eq!(outcomes(rectified), [true, true, true, true, false]);
	let penalty = record(Final, AdverseKind::PenaltyTax, "2026-01-05");
	assert_eq!(penalty.freezes_at(), None);
}

#[test]
fn what_lies_outside_every_look_back_matters_no_longer_unless_it_freezes() {
	let today = "2026-01-05".parse().unwrap();
	let matters = |kind, happened_on| record(Final, kind, happened_on).matters(today);
	assert!(
		matters(AdverseKind::PenaltyTax, "2016-01-06") && !matters(AdverseKind::PenaltyTax, "2016-01-05")
	);
	// A failed spot check that was never set right.
	assert!(matters(AdverseKind::FailedSpotCheck, "2001-01-05"));
	let rectified = record(Final, AdverseKind::FailedSpotCheck, "2001-01-05").rectify().unwrap();
	assert!(!rectified.matters(today));
	assert!(!record(Annulled, AdverseKind::PenaltyTax, "2026-01-04").matters(today));
}

#[test]
fn only_what_freezes_nothing_gives_its_place_up_and_counts_nowhere_then() {
	let today: Day = "2026-01-06".parse().unwrap();
	let gives = outcomes(|check| check.leave_out().is_some());
	assert_eq!(gives, [false, false, false, false, true]);
	assert!(record(Final, AdverseKind::FailedSpotCheck, "2026-01-05")
		.rectify()
		.unwrap()
		.leave_out()
		.is_some());
	for state in [Served, Objected, Reinspected, Final] {
		let penalty = record(state, AdverseKind::PenaltySafety, "2026-01-05");
		assert!(penalty.matters(today) && penalty.counts(today, &clean()) && !penalty.is_left_out());
		let left_out = penalty.leave_out().unwrap();
		assert!(!left_out.matters(today) && !left_out.counts(today, &clean()) && left_out.is_left_out());
		assert_eq!(left_out.state(), state);
	}
}
