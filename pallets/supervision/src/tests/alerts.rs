//! Alerts.

use crate::mock::*;
use crate::{
	Alert, AlertId, AlertState, Alerts, Answer, Answers, Error, Event, NextAlert, OpenAlerts, MAX_ANSWERS,
	MAX_OPEN_ALERTS,
};
use frame::testing_prelude::*;
use zhidai_primitives::traits::{Finding, Findings, PartyWork};
use zhidai_primitives::{
	testing, Digest, EntryId, EvidenceId, LoanId, OfficerId, Ordered, OrgId, PaymentStatus, RateKind, Role,
	ShortText,
};

fn conflict(evidence: u32) -> Finding {
	Finding::VerdictsConflict { loan: LOAN, evidence: EvidenceId(evidence) }
}

/// A file with results that fit nothing.
fn file(bank: OrgId, mark: u8) -> Finding {
	Finding::SettlementUnknown { bank, file: Digest::repeat_byte(mark), results: 500 }
}

fn outcome() -> ShortText {
	ShortText::try_from("已核实，补正后重新核验").unwrap()
}

fn close_alert(who: u64, alert: u32) -> DispatchResult {
	close_having_seen(who, alert, 0)
}

/// Closes an alert, having seen that it counts so many further findings.
fn close_having_seen(who: u64, alert: u32, further: u32) -> DispatchResult {
	Supervision::close_alert(RuntimeOrigin::signed(who), AlertId(alert), further, outcome())
}

/// Answers an alert, having seen that it counts so many further findings.
fn answer_alert(who: u64, alert: u32, further: u32) -> DispatchResult {
	let document = Some(Digest::repeat_byte(7));
	Supervision::answer_alert(RuntimeOrigin::signed(who), AlertId(alert), further, outcome(), document)
}

/// The alerts that wait for an organisation.
fn waiting_for(org: OrgId) -> Vec<u32> {
	all(|after| Supervision::open_alerts_at(org, after, 7))
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

		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
		let (org, officer) = (OrgId(3), OfficerId(301));
		System::assert_last_event(Event::AlertClosed { alert, loan, org, officer }.into());
		let today = testing::with(|world| world.today);
		let state = AlertState::Closed { org, officer, outcome: outcome(), on: today };
		let (finding, answers) = (conflict(1), Answers::default());
		let closed = Alert { finding, raised_on: today, further: 0, answers, state };
		assert_eq!(Alerts::<Test>::get(alert), Some(closed));
		assert!(!OpenAlerts::<Test>::contains_key(Ordered::from(0)));

		// It happens again: that is another alert.
		raise(conflict(1));
		assert_eq!(NextAlert::<Test>::get(), AlertId(3));
	});
}

#[test]
fn the_loans_regulator_and_every_financial_regulator_close_its_alert() {
	run(|| {
		for (number, who) in [REGULATOR_CHECKER, REGULATOR_ATTESTS, FINANCIAL_CHECKER, FINANCIAL_ATTESTS]
			.into_iter()
			.enumerate()
		{
			raise(conflict(number as u32));
			assert_ok!(close_alert(who, number as u32));
		}
	});
}

/// It would be judge in its own cause: whoever else it is.
#[test]
fn no_bank_closes_an_alert_about_itself() {
	run(|| {
		raise(conflict(1));
		raise(file(BANK, 1));
		let roles = zhidai_primitives::Roles::of(&[Role::Bank, Role::FinancialRegulator]);
		for own in [false, true] {
			if own {
				testing::with(|world| world.organisations.get_mut(&BANK).unwrap().0 = roles);
			}
			assert_noop!(close_alert(BANK_CHECKER, 0), Error::<Test>::AlertNotAllowed);
			assert_noop!(close_alert(BANK_CHECKER, 1), Error::<Test>::AlertNotAllowed);
		}
	});
}

#[test]
fn nobody_else_closes_it() {
	run(|| {
		raise(conflict(1));
		for who in [BANK_CHECKER, OTHER_CHECKER, 101, 700] {
			assert_noop!(close_alert(who, 0), Error::<Test>::AlertNotAllowed);
		}
		assert_noop!(close_alert(BANK_MAKER, 0), DispatchError::Other("duty missing"));
		assert_noop!(close_alert(9_999, 0), DispatchError::Other("stranger"));
	});
}

#[test]
fn the_bank_answers_an_alert_and_the_regulator_closes_it() {
	run(|| {
		raise(conflict(1));
		assert_eq!((waiting_for(BANK), waiting_for(OrgId(3))), (vec![0], vec![0]));
		assert_ok!(answer_alert(BANK_CHECKER, 0, 0));
		let (alert, loan, org, officer) = (AlertId(0), Some(LOAN), BANK, OfficerId(201));
		let (text, document) = (outcome(), Some(Digest::repeat_byte(7)));
		System::assert_last_event(Event::AlertAnswered { alert, loan, org, officer, text, document }.into());
		let on = testing::with(|world| world.today);
		let answer = Answer { officer, text: outcome(), document, further: 0, on };
		assert_eq!(Alerts::<Test>::get(alert).unwrap().answers.into_inner(), vec![answer]);
		// It waits for the regulator, and for the bank no more.
		assert_eq!((waiting_for(BANK), waiting_for(OrgId(3))), (vec![], vec![0]));
		assert_noop!(answer_alert(BANK_CHECKER, 0, 0), Error::<Test>::AlertAlreadyAnswered);
		assert_noop!(close_alert(BANK_CHECKER, 0), Error::<Test>::AlertNotAllowed);
		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
		assert!(Alerts::<Test>::get(alert).unwrap().is_answered());
	});
}

#[test]
fn only_the_bank_that_it_is_about_answers_an_alert() {
	run(|| {
		assert_noop!(answer_alert(BANK_CHECKER, 0, 0), Error::<Test>::AlertUnknown);
		raise(conflict(1));
		raise(file(OrgId(5), 1));
		for who in [REGULATOR_CHECKER, FINANCIAL_CHECKER, OTHER_CHECKER, 101] {
			assert_noop!(answer_alert(who, 0, 0), Error::<Test>::AnswerNotAllowed);
		}
		assert_noop!(answer_alert(BANK_CHECKER, 1, 0), Error::<Test>::AnswerNotAllowed);
		assert_noop!(answer_alert(BANK_MAKER, 0, 0), DispatchError::Other("duty missing"));
		assert_ok!(answer_alert(OTHER_CHECKER, 1, 0));
		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
		assert_noop!(answer_alert(BANK_CHECKER, 0, 0), Error::<Test>::AlertAlreadyClosed);
	});
}

#[test]
fn what_came_after_the_answer_waits_for_the_bank_again() {
	run(|| {
		let most = u32::from(MAX_OPEN_ALERTS);
		(0..most).for_each(|number| raise(conflict(number)));
		let last = most - 1;
		assert_ok!(answer_alert(BANK_CHECKER, last, 0));
		assert!(!waiting_for(BANK).contains(&last));
		raise(conflict(most));
		assert!(waiting_for(BANK).contains(&last));
		assert_noop!(answer_alert(BANK_CHECKER, last, 0), Error::<Test>::FurtherDiffers);
		assert_ok!(answer_alert(BANK_CHECKER, last, 1));
		assert!(!waiting_for(BANK).contains(&last));
	});
}

/// Who answered an alert, and how many further findings each had seen.
fn answers(alert: u32) -> Vec<(OfficerId, u32)> {
	let entry = Alerts::<Test>::get(AlertId(alert)).unwrap();
	entry.answers.iter().map(|answer| (answer.officer, answer.further)).collect()
}

/// Who gave the verdict in question answered first, and nobody else of the bank could say otherwise.
#[test]
fn another_officer_of_the_bank_says_more_and_nothing_is_overwritten() {
	run(|| {
		raise(conflict(1));
		assert_ok!(answer_alert(BANK_ATTESTS, 0, 0));
		assert_noop!(answer_alert(BANK_ATTESTS, 0, 0), Error::<Test>::AlertAlreadyAnswered);
		assert!(waiting_for(BANK).is_empty());
		assert_ok!(answer_alert(BANK_CHECKER, 0, 0));
		assert_eq!(answers(0), vec![(OfficerId(202), 0), (OfficerId(201), 0)]);
		assert_eq!((waiting_for(BANK), waiting_for(OrgId(3))), (vec![], vec![0]));
	});
}

#[test]
fn one_officer_does_not_take_every_place_and_a_full_list_waits_for_the_regulator_alone() {
	run(|| {
		let most = u32::from(MAX_OPEN_ALERTS);
		(0..most).for_each(|number| raise(conflict(number)));
		let (last, seen) = (most - 1, MAX_ANSWERS - 1);
		for further in 0..seen {
			assert_ok!(answer_alert(BANK_ATTESTS, last, further));
			raise(conflict(most + further));
		}
		assert_noop!(answer_alert(BANK_ATTESTS, last, seen), Error::<Test>::TooManyAnswers);
		assert!(waiting_for(BANK).contains(&last));
		assert_ok!(answer_alert(BANK_CHECKER, last, seen));
		// No more can be said: what comes now waits for the regulator, and for nobody who could not do it.
		raise(conflict(2 * most));
		assert!(!waiting_for(BANK).contains(&last) && waiting_for(OrgId(3)).contains(&last));
		for who in [BANK_ATTESTS, BANK_CHECKER] {
			assert_noop!(answer_alert(who, last, seen + 1), Error::<Test>::TooManyAnswers);
		}
		assert_eq!(answers(last).len(), MAX_ANSWERS as usize);
		// Nobody is told that what came later is answered.
		assert!(!Alerts::<Test>::get(AlertId(last)).unwrap().is_answered());
		assert_ok!(close_having_seen(REGULATOR_CHECKER, last, seen + 1));
	});
}

#[test]
fn an_alert_without_a_loan_is_closed_by_regulators() {
	run(|| {
		raise(file(OrgId(5), 1));
		for bank in [BANK_CHECKER, OTHER_CHECKER] {
			assert_noop!(close_alert(bank, 0), Error::<Test>::AlertNotAllowed);
		}
		assert_ok!(close_alert(FINANCIAL_CHECKER, 0));
		raise(file(OrgId(5), 1));
		assert_ok!(close_alert(700, 1));
		assert!(Supervision::alerts_of(LOAN, None, 10).items.is_empty());
	});
}

/// A correction of what holds for everybody is nobody's; of a bank's own average, that bank's.
#[test]
fn a_corrected_rate_is_closed_by_a_regulator_and_not_by_the_bank_whose_average_it_is() {
	run(|| {
		let corrected = |rate| Finding::RateCorrected { rate, entry: EntryId(1), by: EntryId(2) };
		raise(corrected(RateKind::Lpr1Y));
		raise(corrected(RateKind::BankAverage(BANK)));
		assert_eq!(all(|after| Supervision::open_alerts_at(BANK, after, 7)), [1]);
		for alert in [0, 1] {
			assert_noop!(close_alert(BANK_CHECKER, alert), Error::<Test>::AlertNotAllowed);
		}
		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
		assert_ok!(close_alert(FINANCIAL_ATTESTS, 1));
	});
}

#[test]
fn a_corrected_calendar_is_everybodys_and_closed_by_a_regulator() {
	run(|| {
		raise(Finding::CalendarCorrected { year: 2026, entry: EntryId(1), by: EntryId(2) });
		assert_noop!(close_alert(BANK_CHECKER, 0), Error::<Test>::AlertNotAllowed);
		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
	});
}

#[test]
fn an_alert_is_closed_once() {
	run(|| {
		assert_noop!(close_alert(REGULATOR_CHECKER, 0), Error::<Test>::AlertUnknown);
		raise(conflict(1));
		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
		assert_noop!(close_alert(REGULATOR_CHECKER, 0), Error::<Test>::AlertAlreadyClosed);
	});
}

#[test]
fn a_finding_never_stops_what_found_it() {
	run(|| {
		NextAlert::<Test>::put(AlertId(u32::MAX));
		assert_storage_noop!(raise(conflict(1)));
	});
}

/// All of a list, in pages of seven.
fn all(list: impl Fn(Option<AlertId>) -> crate::AlertPage) -> Vec<u32> {
	let (mut seen, mut cursor) = (Vec::new(), None);
	loop {
		let page = list(cursor);
		assert!(page.items.len() <= 7);
		seen.extend(page.items.iter().map(|entry| entry.0 .0));
		cursor = page.next;
		if cursor.is_none() {
			return seen;
		}
	}
}

#[test]
fn lists_are_in_the_order_of_the_alerts_also_past_256() {
	run(|| {
		NextAlert::<Test>::put(AlertId(240));
		(0..30).for_each(|number| raise(conflict(number)));
		raise(file(BANK, 1));
		assert_ok!(close_alert(REGULATOR_CHECKER, 250));
		let open = || (240..271).filter(|id| *id != 250).collect::<Vec<_>>();
		assert_eq!(all(|after| Supervision::alerts_of(LOAN, after, 7)), (240..270).collect::<Vec<_>>());
		assert_eq!(all(|after| Supervision::open_alerts(after, 7)), open());
		assert_eq!(all(|after| Supervision::open_alerts_at(BANK, after, 7)), open());
		let regulator = open().into_iter().filter(|id| *id != 270).collect::<Vec<_>>();
		assert_eq!(all(|after| Supervision::open_alerts_at(OrgId(3), after, 7)), regulator);
		assert_eq!(all(|after| Supervision::open_alerts_at(OrgId(5), after, 7)), [0_u32; 0]);
	});
}

#[test]
fn nobody_floods_the_lists_and_nothing_passes_unseen() {
	run(|| {
		let most = u32::from(MAX_OPEN_ALERTS);
		(0..most + 10).for_each(|number| raise(conflict(number)));
		assert_eq!(NextAlert::<Test>::get(), AlertId(most));
		let last = AlertId(most - 1);
		assert_eq!(Alerts::<Test>::get(last).unwrap().further, 10);
		let (loan, finding) = (Some(LOAN), conflict(most + 9));
		System::assert_last_event(Event::AlertCounted { alert: last, loan, finding }.into());
		// Another kind, another loan and another bank have places of their own.
		let uetr = uetr(1);
		raise(Finding::PaymentDisputed { loan: LOAN, uetr });
		add_loan(2);
		raise(Finding::VerdictsConflict { loan: LoanId(2), evidence: EvidenceId(1) });
		raise(file(BANK, 1));
		assert_eq!(NextAlert::<Test>::get(), AlertId(most + 3));
		// One that is closed makes room for one.
		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
		raise(conflict(1_000));
		raise(conflict(1_001));
		assert_eq!(NextAlert::<Test>::get(), AlertId(most + 4));
		assert_eq!(Alerts::<Test>::get(AlertId(most + 3)).unwrap().further, 1);
	});
}

#[test]
fn a_bank_cannot_flood_the_regulators_with_files() {
	run(|| {
		(0..100).for_each(|mark| raise(file(BANK, mark)));
		assert_eq!(OpenAlerts::<Test>::iter().count(), usize::from(MAX_OPEN_ALERTS));
		raise(file(OrgId(5), 1));
		assert_eq!(OpenAlerts::<Test>::iter().count(), usize::from(MAX_OPEN_ALERTS) + 1);
	});
}

/// The thirty-third finding of a kind was closed with the alert that counted it, by who had never seen it.
#[test]
fn what_came_after_the_officer_looked_is_not_closed_unseen() {
	run(|| {
		let most = u32::from(MAX_OPEN_ALERTS);
		(0..most + 1).for_each(|number| raise(conflict(number)));
		let last = most - 1;
		for seen in [0, 2] {
			assert_noop!(close_having_seen(REGULATOR_CHECKER, last, seen), Error::<Test>::FurtherDiffers);
		}
		// One more comes between looking and closing.
		raise(conflict(most + 1));
		assert_noop!(close_having_seen(REGULATOR_CHECKER, last, 1), Error::<Test>::FurtherDiffers);
		assert_ok!(close_having_seen(REGULATOR_CHECKER, last, 2));
		assert_ok!(close_having_seen(REGULATOR_CHECKER, 0, 0));
	});
}

fn denial(number: u32) -> Finding {
	Finding::PaymentDisputed { loan: LOAN, uetr: uetr(u8::try_from(number).unwrap()) }
}

#[test]
fn the_alert_of_a_denial_is_closed_and_the_denial_is_examined() {
	run(|| {
		let payment = pay(1, 300, q(1), true);
		let status = || testing::Books::read().payments[&payment].status;
		set_payment(payment, |facts| facts.status = PaymentStatus::Disputed);
		// Of another finding nothing is examined.
		raise(conflict(1));
		assert_ok!(close_alert(REGULATOR_CHECKER, 0));
		assert_eq!(status(), PaymentStatus::Disputed);
		raise(denial(1));
		assert_noop!(close_alert(BANK_CHECKER, 1), Error::<Test>::AlertNotAllowed);
		assert_eq!(status(), PaymentStatus::Disputed);
		assert_ok!(close_alert(REGULATOR_CHECKER, 1));
		assert_eq!(status(), PaymentStatus::Examined);
	});
}

/// What the last alert of its kind only counted, nobody could have examined.
#[test]
fn every_denial_has_an_alert_of_its_own_and_a_place_in_its_turn() {
	run(|| {
		let (most, regulator) = (u32::from(MAX_OPEN_ALERTS), OrgId(3));
		(0..most + 3).for_each(|number| raise(denial(number)));
		// Found again, it is the same.
		raise(denial(most));
		assert_eq!(NextAlert::<Test>::get(), AlertId(most + 3));
		assert_eq!(Alerts::<Test>::get(AlertId(most - 1)).unwrap().further, 0);
		let listed = |org, alert: u32| waiting_for(org).contains(&alert);
		assert_eq!(waiting_for(regulator), (0..most).collect::<Vec<_>>());
		assert_eq!(all(|after| Supervision::alerts_of(LOAN, after, 7)).len(), 35);
		assert_ok!(close_alert(REGULATOR_CHECKER, 5));
		assert!(listed(regulator, most) && listed(BANK, most) && !listed(regulator, most + 1));
		// One that is answered before it has a place does not wait for the bank then.
		assert_ok!(answer_alert(BANK_CHECKER, most + 1, 0));
		assert_ok!(close_alert(REGULATOR_CHECKER, 6));
		assert!(listed(regulator, most + 1) && !listed(BANK, most + 1));
		// One that has none is closed where it stands, and takes no place away.
		assert_ok!(close_alert(REGULATOR_CHECKER, most + 2));
		assert_eq!(waiting_for(regulator).len(), usize::from(MAX_OPEN_ALERTS));
		for alert in waiting_for(regulator) {
			assert_ok!(close_alert(REGULATOR_CHECKER, alert));
		}
		assert_ok!(<Supervision as PartyWork>::ensure_can_pass(LOAN, BANK));
	});
}
