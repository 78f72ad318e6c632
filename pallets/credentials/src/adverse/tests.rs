//! The rules of an adverse record's steps, without a chain.

use super::*;
use AdverseState::*;
use AdverseStep::*;

fn clean() -> CleanRecord {
	CleanRecord { years: 3, kinds: AdverseKind::ALL.to_vec().try_into().unwrap() }
}

const MAKER: OfficerId = OfficerId(1);
const STATES: [AdverseState; 6] = [Entered, Served, Objected, Reinspected, Final, Annulled];

fn record(state: AdverseState, kind: AdverseKind, happened_on: &str) -> AdverseRecord {
	let report = Report {
		org: OrgId(10),
		kind,
		happened_on: happened_on.parse().unwrap(),
		digest: Digest::repeat_byte(7),
		bureau: OrgId(1),
		maker: MAKER,
	};
	AdverseRecord { state, ..AdverseRecord::new(report) }
}

/// What a step makes of a failed spot check in each of the six states.
fn outcomes<R>(step: impl Fn(AdverseRecord) -> R) -> Vec<R> {
	STATES.map(|state| step(record(state, AdverseKind::FailedSpotCheck, "2026-01-05"))).into()
}

#[test]
fn each_step_is_open_from_its_states_only() {
	let state = |record: AdverseRecord| record.state;
	let confirm =
		|record: AdverseRecord| record.confirm(OfficerId(2), Digest::repeat_byte(7), Day(0)).map(state);
	let confirmed = Err(AlreadyConfirmed);
	assert_eq!(outcomes(confirm), [Ok(Served), confirmed, confirmed, confirmed, confirmed, confirmed]);
	let late = Err(ObjectionTooLate);
	let object = |record: AdverseRecord| record.object().map(state);
	assert_eq!(outcomes(object), [Err(NotConfirmed), Ok(Objected), late, late, late, late]);
	let fail = |record: AdverseRecord| record.reinspect(MAKER, true).map(state);
	let (early, over) = (Err(NotConfirmed), Err(AlreadyAnnulled));
	let again = Ok(Reinspected);
	assert_eq!(outcomes(fail), [early, again, again, again, Ok(Final), over]);
	let pass = |record: AdverseRecord| record.reinspect(MAKER, false).map(state);
	assert_eq!(outcomes(pass), [early, Ok(Served), Ok(Objected), Ok(Reinspected), Ok(Final), over]);
	let finalise = |record: AdverseRecord| record.finalise().map(state);
	assert_eq!(outcomes(finalise), [early, Ok(Final), Ok(Final), Ok(Final), Err(AlreadyFinal), over]);
}

#[test]
fn nothing_is_lifted_before_a_maker_cleared_it() {
	let annul = |record: AdverseRecord| record.annul().map(|(record, maker)| (record.state, maker));
	let refusals = [NotConfirmed, NotCleared, NotCleared, NotCleared, AlreadyFinal, AlreadyAnnulled];
	assert_eq!(outcomes(annul), refusals.map(Err));
	let rectify = |record: AdverseRecord| record.rectify().map(|(record, maker)| (record.rectified, maker));
	let refusals = [NotConfirmed, NotFinal, NotFinal, NotFinal, NotCleared, AlreadyAnnulled];
	assert_eq!(outcomes(rectify), refusals.map(Err));

	let cleared = |state| AdverseRecord {
		cleared_by: Some(MAKER),
		..record(state, AdverseKind::FailedSpotCheck, "2026-01-05")
	};
	for state in [Served, Objected, Reinspected] {
		assert_eq!(annul(cleared(state)), Ok((Annulled, MAKER)));
		assert_eq!(cleared(state).finalise(), Err(Cleared));
		assert_eq!(cleared(state).reinspect(MAKER, true).and_then(annul), Err(NotCleared));
		assert_eq!(
			cleared(state).freezes_at(),
			record(state, AdverseKind::FailedSpotCheck, "2026-01-05").freezes_at()
		);
	}
	assert_eq!(rectify(cleared(Final)), Ok((true, MAKER)));
	assert_eq!(cleared(Final).reinspect(MAKER, true).and_then(rectify), Err(NotCleared));
	let (rectified, _) = cleared(Final).rectify().unwrap();
	assert_eq!(rectified.freezes_at(), None);
	assert_eq!(rectified.clone().rectify(), Err(AlreadyRectified));
	assert_eq!(rectified.reinspect(MAKER, true), Err(AlreadyRectified));
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
		assert!(listed.counts(today, &clean()));
		assert!(!AdverseRecord { rectified: true, ..listed }.counts(today, &clean()));
	}
}

#[test]
fn only_the_confirmed_and_not_annulled_counts() {
	let counts = |record: AdverseRecord| record.counts("2026-01-06".parse().unwrap(), &clean());
	assert_eq!(outcomes(counts), [false, true, true, true, true, false]);
	let rectified = |record: AdverseRecord| counts(AdverseRecord { rectified: true, ..record });
	assert_eq!(outcomes(rectified), [false, true, true, true, true, false]);
	let penalty = record(Final, AdverseKind::PenaltyTax, "2026-01-05");
	assert_eq!(penalty.freezes_at(), None);
}
