//! Alerts.

use crate::mock::*;
use crate::{Alert, AlertId, AlertState, Alerts, Error, Event, NextAlert, OpenAlerts};
use frame::testing_prelude::*;
use std::collections::BTreeSet;
use zhidai_primitives::traits::{Finding, Findings};
use zhidai_primitives::{testing, EvidenceId, OfficerId, OrgId, ShortText};

fn conflict(evidence: u32) -> Finding {
	Finding::VerdictsConflict { loan: LOAN, evidence: EvidenceId(evidence) }
}

fn outcome() -> ShortText {
	ShortText::try_from("已核实，补正后重新核验").unwrap()
}

fn close_alert(who: u64, alert: u32) -> DispatchResult {
	Supervision::close_alert(RuntimeOrigin::signed(who), AlertId(alert), outcome())
}

fn raise(finding: Finding) {
	<Supervision as Findings>::raise(finding);
}

#[test]
fn a_finding_opens_one_alert_until_it_is_closed() {
	run(|| {
		raise(conflict(1));
		let (alert, loan) = (AlertId(0), Some(LOAN));
		System::assert_last_event(Event::AlertRaised { alert, loan, finding: conflict(1) }.into());
		raise(conflict(1));
		raise(conflict(2));
		assert_eq!(NextAlert::<Test>::get(), AlertId(2));

		assert_ok!(close_alert(BANK_CHECKER, 0));
		let (org, officer) = (BANK, OfficerId(201));
		System::assert_last_event(Event::AlertClosed { alert, loan, org, officer }.into());
		let today = testing::with(|world| world.today);
		let state = AlertState::Closed { org, officer, outcome: outcome(), on: today };
		let closed = Alert { finding: conflict(1), raised_on: today, state };
		assert_eq!(Alerts::<Test>::get(alert), Some(closed));
		assert!(!OpenAlerts::<Test>::contains_key(alert));

		// It happens again: that is another alert.
		raise(conflict(1));
		assert_eq!(NextAlert::<Test>::get(), AlertId(3));
	});
}

#[test]
fn the_bank_its_regulator_and_every_financial_regulator_close_a_loans_alert() {
	run(|| {
		for (number, who) in
			[BANK_CHECKER, REGULATOR_CHECKER, REGULATOR_ATTESTS, FINANCIAL_CHECKER, FINANCIAL_ATTESTS]
				.into_iter()
				.enumerate()
		{
			raise(conflict(number as u32));
			assert_ok!(close_alert(who, number as u32));
		}
	});
}

#[test]
fn nobody_else_closes_it() {
	run(|| {
		raise(conflict(1));
		for who in [OTHER_CHECKER, 101, 700] {
			assert_noop!(close_alert(who, 0), Error::<Test>::NotConcerned);
		}
		assert_noop!(close_alert(BANK_MAKER, 0), DispatchError::Other("duty missing"));
		assert_noop!(close_alert(9_999, 0), DispatchError::Other("stranger"));
	});
}

#[test]
fn an_alert_without_a_loan_concerns_the_bank_that_it_names_and_regulators() {
	run(|| {
		raise(Finding::SettlementUnknown { bank: OrgId(5), uetr: uetr(1) });
		assert_noop!(close_alert(BANK_CHECKER, 0), Error::<Test>::NotConcerned);
		assert_ok!(close_alert(OTHER_CHECKER, 0));
		raise(Finding::SettlementUnknown { bank: OrgId(5), uetr: uetr(1) });
		assert_ok!(close_alert(700, 1));
		assert!(Supervision::alerts_of(LOAN, None, 10).is_empty());
	});
}

#[test]
fn an_alert_is_closed_once() {
	run(|| {
		assert_noop!(close_alert(BANK_CHECKER, 0), Error::<Test>::NoSuchAlert);
		raise(conflict(1));
		assert_ok!(close_alert(BANK_CHECKER, 0));
		assert_noop!(close_alert(BANK_CHECKER, 0), Error::<Test>::AlertAlreadyClosed);
	});
}

#[test]
fn a_finding_never_stops_what_found_it() {
	run(|| {
		NextAlert::<Test>::put(AlertId(u32::MAX));
		assert_storage_noop!(raise(conflict(1)));
	});
}

#[test]
fn pages_follow_each_other_and_leave_nothing_out() {
	run(|| {
		(0..50).for_each(|number| raise(conflict(number)));
		raise(Finding::SettlementUnknown { bank: BANK, uetr: uetr(1) });
		assert_ok!(close_alert(BANK_CHECKER, 7));
		let read = |list: &dyn Fn(Option<AlertId>) -> Vec<(AlertId, Alert)>| {
			let (mut seen, mut cursor) = (Vec::new(), None);
			loop {
				let page = list(cursor);
				assert!(page.len() <= 7);
				let Some((last, _)) = page.last() else { return seen };
				cursor = Some(*last);
				seen.extend(page.iter().map(|entry| entry.0 .0));
			}
		};
		let (of_loan, open) = (
			read(&|cursor| Supervision::alerts_of(LOAN, cursor, 7)),
			read(&|cursor| Supervision::open_alerts(cursor, 7)),
		);
		assert_eq!((of_loan.len(), open.len()), (50, 50));
		assert_eq!(of_loan.into_iter().collect::<BTreeSet<_>>(), (0..50).collect());
		assert_eq!(open.into_iter().collect::<BTreeSet<_>>(), (0..51).filter(|id| *id != 7).collect());
	});
}
