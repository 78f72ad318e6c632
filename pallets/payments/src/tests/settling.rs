use crate::{
	mock::*, BankFiles, BankReference, Error, Event, LineExtras, Outcome, SettlementResults, Settlements,
};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	testing,
	traits::{Finding, PaymentBook},
	Digest, Fen, OfficerId, Ordered, OrgId, PaymentStatus, PlanLineNo, Uetr,
};

const FILE: Digest = Digest::repeat_byte(1);

fn unknown(bank: u32, file: u8, results: u16) -> Finding {
	Finding::SettlementUnknown { bank: OrgId(bank), file: Digest::repeat_byte(file), results }
}

fn findings() -> Vec<Finding> {
	testing::with(|world| world.findings.clone())
}

fn file(results: &[(u8, Outcome)]) -> SettlementResults {
	let results: Vec<_> = results.iter().map(|(number, outcome)| result(*number, outcome.clone())).collect();
	results.try_into().unwrap()
}

#[test]
fn a_file_can_book_a_payment_and_its_return_in_that_order() {
	run(|| {
		released(three());
		book(1, &[(1, Outcome::Settled)]);
		// The return of the first payment must not pull the return of the second before its booking.
		book(2, &[(1, returned()), (2, Outcome::Settled), (2, returned())]);
		for number in [1, 2] {
			assert_eq!(Payments::status_of(key(number)), Some(PaymentStatus::Returned), "{number}");
		}
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.returned), (Fen::ZERO, Fen(300)));
		assert_eq!(findings(), []);
	});
}

#[test]
fn a_file_books_settled_failed_and_unknown_results() {
	run(|| {
		let draft = released(three());
		System::reset_events();
		book(1, &[(1, Outcome::Settled), (2, failed()), (77, Outcome::Settled), (3, Outcome::Settled)]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.released, loan.settled, loan.drawn_now()), (Fen::ZERO, Fen(400), Fen(400)));
		assert_eq!(
			Settlements::<Test>::get((LOAN, draft), Ordered::from(0)).unwrap().bank_reference,
			b"A1".to_vec()
		);
		assert_eq!(Payments::status_of(key(2)), Some(PaymentStatus::Failed));
		assert_eq!(<Payments as PaymentBook>::facts(key(1)).unwrap().booked_on, Some(today()));
		assert_eq!(<Payments as PaymentBook>::facts(key(2)).unwrap().booked_on, None);
		assert_eq!(findings(), [unknown(BANK, 1, 1)]);
		let digest = digest_of(draft);
		let (bank, officer, loan) = (OrgId(BANK), OfficerId(100), LOAN);
		assert_eq!(
			events(),
			[
				Event::ResultUnknown { bank, file_digest: FILE, uetr: key(77) },
				Event::PaymentFailed { uetr: key(2), loan, payee: OrgId(TESTING), amount_fen: 200 },
				Event::Settled { loan, draft, digest, count: 2, sum_fen: 400, officer },
				Event::FileBooked {
					bank,
					file_digest: FILE,
					settled: 2,
					failed: 1,
					returned: 0,
					unknown: 1,
					officer
				},
			]
		);
	});
}

#[test]
fn what_failed_before_booking_is_undrawn_again() {
	run(|| {
		released(three());
		book(1, &[(2, failed())]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.released, loan.drawn_now(), loan.plan[1].1), (Fen(400), Fen(400), Fen::ZERO));
		assert_eq!(Books::read().documents[&REPORT].used, Fen::ZERO);
		assert_eq!(LineExtras::<Test>::get(key(2)).unwrap().failed, Some("账号不符".try_into().unwrap()));
		drafted(vec![line(9, 1, 300_000)].try_into().unwrap());
	});
}

#[test]
fn what_came_back_stays_drawn() {
	run(|| {
		settled();
		assert_ok!(Payments::confirm(origin(TESTING_CONFIRM), vec![key(2)].try_into().unwrap()));
		book(2, &[(1, returned()), (2, returned())]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.returned, loan.drawn_now(), loan.plan[1].1), (Fen(300), Fen(600), Fen(200)));
		assert_eq!(Books::read().documents[&INVOICE].used, Fen(100));
		let extra = LineExtras::<Test>::get(key(1)).unwrap().returned.unwrap();
		assert_eq!((extra.reason, extra.booking.booked_on), ("退汇".try_into().unwrap(), today()));
		assert_eq!(Payments::status_of(key(2)), Some(PaymentStatus::Returned));
		let event =
			Event::PaymentReturned { uetr: key(1), loan: LOAN, payee: OrgId(MACHINES), amount_fen: 100 };
		assert!(events().contains(&event));
	});
}

#[test]
fn a_result_that_fits_no_state_is_reported_and_the_rest_counts() {
	run(|| {
		released(three());
		drafted(vec![line(8, 2, 1)].try_into().unwrap());
		// Not released; twice in one file; returned without having been booked.
		book(1, &[(8, Outcome::Settled), (1, Outcome::Settled), (1, Outcome::Settled), (2, returned())]);
		assert_eq!(findings(), [unknown(BANK, 1, 3)]);
		assert_eq!(Books::loan(LOAN).settled, Fen(100));
		book(2, &[(1, failed())]);
		assert_eq!(findings().len(), 2);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
	});
}

#[test]
fn money_that_the_ledger_does_not_move_does_not_stop_the_rest() {
	run(|| {
		released(three());
		Books::change(|state| state.broken_line = Some(PlanLineNo(1)));
		book(1, &[(1, Outcome::Settled), (2, Outcome::Settled), (3, Outcome::Settled)]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.released), (Fen(400), Fen(200)));
		assert_eq!(Payments::status_of(key(2)), Some(PaymentStatus::Released));
		assert_eq!(findings(), [unknown(BANK, 1, 1)]);
		Books::change(|state| state.broken_line = None);
		book(2, &[(2, Outcome::Settled)]);
		assert_eq!(Books::loan(LOAN).settled, Fen(600));
	});
}

#[test]
fn a_bank_books_payments_of_its_own_loans_only() {
	run(|| {
		released(three());
		assert_ok!(Payments::settle(origin(OTHER_MAKER), FILE, file(&[(1, Outcome::Settled)])));
		assert_eq!(findings(), [unknown(OTHER_BANK, 1, 1)]);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Released));
		// Nor does it use up another bank's file.
		book(1, &[(1, Outcome::Settled)]);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
		let results = file(&[(2, Outcome::Settled)]);
		assert_noop!(
			Payments::settle(origin(OUTSIDER), FILE, results.clone()),
			DispatchError::Other("role missing")
		);
		assert_noop!(Payments::settle(origin(RELEASER), FILE, results), DispatchError::Other("duty missing"));
	});
}

#[test]
fn a_file_is_booked_once() {
	run(|| {
		released(three());
		assert_noop!(Payments::settle(origin(MAKER), FILE, Default::default()), Error::<Test>::EmptyFile);
		book(1, &[(1, Outcome::Settled)]);
		assert_eq!(BankFiles::<Test>::get(OrgId(BANK), FILE), Some(today()));
		assert_noop!(
			Payments::settle(origin(CHECKER), FILE, file(&[(2, Outcome::Settled)])),
			Error::<Test>::FileUsed
		);
	});
}

#[test]
fn dates_and_references_of_a_file_are_possible() {
	run(|| {
		released(three());
		let mut results = file(&[(1, Outcome::Settled), (2, Outcome::Settled)]);
		results[1].booked_on = today().plus_days(1).unwrap();
		assert_noop!(
			Payments::settle(origin(MAKER), FILE, results.clone()),
			Error::<Test>::BookedInFuture { line: 1 }
		);
		results[1].booked_on = today();
		results[1].bank_reference = BankReference::try_from("号".as_bytes().to_vec()).unwrap();
		assert_noop!(
			Payments::settle(origin(MAKER), FILE, results.clone()),
			Error::<Test>::ReferenceMalformed { line: 1 }
		);
		results[1].bank_reference = Default::default();
		// The value date may be a later one.
		results[1].value_on = today().plus_days(3).unwrap();
		assert_ok!(Payments::settle(origin(MAKER), FILE, results));
	});
}

#[test]
fn a_file_of_five_hundred_unknown_results_is_one_finding() {
	run(|| {
		let results = (0..500_u128).map(|number| {
			let uetr = Uetr::from_random(number.to_be_bytes());
			crate::SettlementResult { uetr, ..result(1, Outcome::Settled) }
		});
		let results = results.collect::<Vec<_>>().try_into().unwrap();
		assert_ok!(Payments::settle(origin(MAKER), FILE, results));
		assert_eq!(findings(), [unknown(BANK, 1, 500)]);
		let told = events().into_iter().filter(|event| matches!(event, Event::ResultUnknown { .. }));
		assert_eq!(told.count(), 500, "each is told");
	});
}

#[test]
fn a_file_is_charged_for_the_drafts_and_loans_that_it_touched() {
	run(|| {
		released(three());
		for number in 4..=6 {
			released(vec![line(number, 0, 10)].try_into().unwrap());
		}
		let settle = |mark, numbers: &[u8]| {
			let results: Vec<_> = numbers.iter().map(|number| result(*number, Outcome::Settled)).collect();
			let call = crate::Call::<Test>::settle {
				file_digest: Digest::repeat_byte(mark),
				results: results.clone().try_into().unwrap(),
			};
			let declared = call.get_dispatch_info().call_weight;
			let info =
				Payments::settle(origin(MAKER), Digest::repeat_byte(mark), results.try_into().unwrap());
			let charged = info.unwrap().actual_weight.unwrap();
			assert!(charged.all_lte(declared), "no more than was declared");
			charged
		};
		let (one_draft, three_drafts) = (settle(1, &[1, 2, 3]), settle(2, &[4, 5, 6]));
		assert_eq!(one_draft, <() as crate::WeightInfo>::settle_few(3));
		assert!(one_draft.ref_time() < three_drafts.ref_time());
		// What fits no payment opens an alert.
		let unknown = settle(3, &[99]);
		let (once, alert) = (<() as crate::WeightInfo>::settle_few(0), <() as crate::WeightInfo>::fail(1));
		assert_eq!(unknown, once.saturating_add(alert));
	});
}

#[test]
fn settling_is_operational() {
	let call = crate::Call::<Test>::settle { file_digest: FILE, results: file(&[(1, Outcome::Settled)]) };
	assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
}
