use crate::{
	mock::*, Error, Event, LineExtras, Mismatches, OpenMismatches, Outcome, SettlementResult, Settlements,
};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	testing,
	traits::{Finding, PaymentBook},
	AccountVersion, Day, Digest, Fen, MismatchReason, OfficerId, Ordered, OrgId, PaymentStatus, PlanLineNo,
	Uetr,
};

const FILE: Digest = Digest::repeat_byte(1);

fn unknown(bank: u32, file: u8, results: u16) -> Finding {
	Finding::SettlementUnknown { bank: OrgId(bank), file: Digest::repeat_byte(file), results }
}

fn findings() -> Vec<Finding> {
	testing::with(|world| world.findings.clone())
}

/// Books one row, and says why it was queued; nothing where it was booked, now or before.
fn queued(mark: u8, result: SettlementResult) -> Option<MismatchReason> {
	System::reset_events();
	assert_ok!(settle(Digest::repeat_byte(mark), vec![result]));
	events().into_iter().find_map(|event| match event {
		Event::ResultMismatched { reason, .. } => Some(reason),
		_ => None,
	})
}

/// What the last file says of itself: settled, failed, returned, booked before, queued.
fn told() -> [u16; 5] {
	match events().pop() {
		Some(Event::FileBooked { settled, failed, returned, already, mismatched, .. }) => {
			[settled, failed, returned, already, mismatched]
		}
		other => panic!("no file: {other:?}"),
	}
}

#[test]
fn a_file_can_book_a_payment_and_its_return_in_any_order() {
	run(|| {
		released(three());
		book(1, &[(1, Outcome::Settled)]);
		// The return of the first payment must not pull the return of the second before its booking.
		book(2, &[(1, returned()), (2, returned()), (2, Outcome::Settled)]);
		for number in [1, 2] {
			assert_eq!(Payments::status_of(key(number)), Some(PaymentStatus::Returned), "{number}");
		}
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.returned), (Fen::ZERO, Fen(300)));
		assert_eq!(findings(), []);
	});
}

#[test]
fn a_return_of_what_is_only_released_books_both() {
	run(|| {
		let draft = released(three());
		System::reset_events();
		book(1, &[(1, returned())]);
		assert_eq!(told(), [1, 0, 1, 0, 0]);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Returned));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.released, loan.settled, loan.returned), (Fen(500), Fen::ZERO, Fen(100)));
		assert!(Settlements::<Test>::contains_key((LOAN, draft), Ordered::from(0)));
		assert!(events().iter().any(|event| matches!(event, Event::Settled { count: 1, sum_fen: 100, .. })));
		// And can be paid again as any other.
		let again = crate::PayAgainLine { returned: key(1), uetr: key(11), account: AccountVersion(0) };
		assert_ok!(Payments::pay_again(origin(MAKER), LOAN, vec![again].try_into().unwrap(), last_day()));
	});
}

#[test]
fn a_file_books_settled_failed_and_queues_unknown_results() {
	run(|| {
		let draft = released(three());
		System::reset_events();
		book(1, &[(1, Outcome::Settled), (2, failed()), (77, Outcome::Settled), (3, Outcome::Settled)]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.released, loan.settled, loan.drawn_now()), (Fen::ZERO, Fen(400), Fen(400)));
		let record = Settlements::<Test>::get((LOAN, draft), Ordered::from(0)).unwrap();
		assert_eq!(record.bank_reference, b"A1".to_vec());
		let failure = LineExtras::<Test>::get(key(2)).unwrap().failed.unwrap();
		let booked_by = [record.booked_by, failure.booking.booked_by].map(Some);
		assert_eq!(booked_by, [signed_by(101); 2], "who booked it is kept");
		assert_eq!(Payments::status_of(key(2)), Some(PaymentStatus::Failed));
		assert_eq!(<Payments as PaymentBook>::facts(key(1)).unwrap().booked_on, Some(today()));
		assert_eq!(<Payments as PaymentBook>::facts(key(2)).unwrap().booked_on, None);
		assert_eq!(findings(), [unknown(BANK, 1, 1)]);
		let digest = digest_of(draft);
		let (bank, officer, entered_by, loan) = (OrgId(BANK), OfficerId(101), OfficerId(100), LOAN);
		let (mismatch, reason) = (0, MismatchReason::UnknownKey);
		assert_eq!(
			events()[1..],
			[
				Event::PaymentFailed { uetr: key(2), loan, payee: OrgId(TESTING), amount_fen: 200 },
				Event::Settled { loan, draft, digest, count: 2, sum_fen: 400, officer },
				Event::ResultMismatched { bank, file_digest: FILE, mismatch, uetr: key(77), reason },
				Event::FileBooked {
					bank,
					file_digest: FILE,
					settled: 2,
					failed: 1,
					returned: 0,
					disbursed: 0,
					already: 0,
					mismatched: 1,
					entered_by,
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
		let record = LineExtras::<Test>::get(key(2)).unwrap().failed.unwrap();
		assert_eq!((record.reason, record.booking.booked_on), ("账号不符".try_into().unwrap(), today()));
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
		let part = LineExtras::<Test>::get(key(1)).unwrap().returns[0].clone();
		let (said, booking) = (part.setback.reason, part.setback.booking);
		assert_eq!((said, booking.booked_on, part.amount_fen), ("退汇".try_into().unwrap(), today(), 100));
		assert_eq!(Payments::status_of(key(2)), Some(PaymentStatus::Returned));
		let event =
			Event::PaymentReturned { uetr: key(1), loan: LOAN, payee: OrgId(MACHINES), amount_fen: 100 };
		assert!(events().contains(&event));
	});
}

/// A second file with the same rows was refused as a whole, or, with one more byte, reported as unknown.
#[test]
fn what_was_booked_is_booked_before_in_whatever_file_it_comes() {
	run(|| {
		released(three());
		let rows = [(1, Outcome::Settled), (2, failed()), (3, Outcome::Settled), (3, returned())];
		book(1, &rows);
		assert_eq!(told(), [2, 1, 1, 0, 0]);
		let ledger = || (Books::loan(LOAN).settled, Books::loan(LOAN).returned);
		let before = ledger();
		for mark in [1, 2] {
			book(mark, &rows);
			assert_eq!(told(), [0, 0, 0, 4, 0], "file {mark}");
		}
		// Also where another officer books it.
		let rows: Vec<_> = rows.iter().map(|(number, outcome)| result(*number, outcome.clone())).collect();
		let results = rows.try_into().unwrap();
		enter(MAKER, FILE, &results).unwrap();
		assert_ok!(Payments::settle(origin(BANK_ALL), FILE, results));
		assert_eq!(told(), [0, 0, 0, 4, 0]);
		// Twice in one file, and confirmed meanwhile.
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), vec![key(1)].try_into().unwrap()));
		book(3, &[(1, Outcome::Settled), (1, Outcome::Settled)]);
		assert_eq!((told(), findings()), ([0, 0, 0, 2, 0], vec![]));
		assert_eq!(ledger(), (before.0.saturating_sub(Fen(100)), before.1));
	});
}

#[test]
fn a_result_that_fits_no_state_is_queued_and_the_rest_counts() {
	run(|| {
		released(three());
		drafted(vec![line(8, 2, 1)].try_into().unwrap());
		book(1, &[(8, Outcome::Settled), (1, Outcome::Settled)]);
		assert_eq!((told(), findings()), ([1, 0, 0, 0, 1], vec![unknown(BANK, 1, 1)]));
		assert_eq!(Books::loan(LOAN).settled, Fen(100));
		assert_eq!(queued(2, result(1, failed())), Some(MismatchReason::WrongOrder));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
		// Booked under another reference, or on another day.
		let other = SettlementResult {
			bank_reference: result(2, failed()).bank_reference,
			..result(1, Outcome::Settled)
		};
		assert_eq!(queued(3, other), Some(MismatchReason::BookedOtherwise));
		pass_days(1);
		assert_eq!(queued(4, result(1, Outcome::Settled)), Some(MismatchReason::BookedOtherwise));
	});
}

#[test]
fn another_amount_or_account_than_the_payments_is_queued() {
	run(|| {
		released(three());
		let right = result(1, Outcome::Settled);
		let amount = SettlementResult { amount_fen: 101, ..right.clone() };
		assert_eq!(queued(1, amount), Some(MismatchReason::AmountDiffers));
		let account = SettlementResult { account: Some(AccountVersion(1)), ..right.clone() };
		assert_eq!(queued(2, account), Some(MismatchReason::AccountDiffers));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Released));
		let named = SettlementResult { account: Some(AccountVersion(0)), ..right };
		assert_eq!(queued(3, named), None);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
		// The other two wait for people.
		assert_eq!(OpenMismatches::<Test>::get(OrgId(BANK)).open.len(), 2);
	});
}

#[test]
fn a_booking_is_between_release_and_today_and_a_return_not_before_it() {
	run(|| {
		released(three());
		let release = today();
		pass_days(40);
		let on = |day: Day, outcome| SettlementResult { booked_on: day, value_on: day, ..result(1, outcome) };
		let (before, ahead) = (Day(release.0 - 1), today().plus_days(1).unwrap());
		assert_eq!(queued(1, on(Day(0), Outcome::Settled)), Some(MismatchReason::BookedBeforeRelease));
		assert_eq!(queued(2, on(before, Outcome::Settled)), Some(MismatchReason::BookedBeforeRelease));
		assert_eq!(queued(3, on(ahead, Outcome::Settled)), Some(MismatchReason::BookedInFuture));
		assert_eq!(queued(4, on(before, failed())), Some(MismatchReason::BookedBeforeRelease));
		let booked_on = release.plus_days(2).unwrap();
		for (days, is_far) in [(31, false), (32, true)] {
			let value_on = booked_on.plus_days(days).unwrap();
			let row = SettlementResult { value_on, ..on(booked_on, Outcome::Settled) };
			let number = 2 + u8::from(is_far);
			let reference = result(number, Outcome::Settled);
			let row = SettlementResult { uetr: reference.uetr, amount_fen: reference.amount_fen, ..row };
			assert_eq!(queued(5 + number, row), is_far.then_some(MismatchReason::ValueDateTooFar));
		}
		assert_eq!(queued(9, on(booked_on, Outcome::Settled)), None);
		let early = on(release.plus_days(1).unwrap(), returned());
		assert_eq!(queued(10, early), Some(MismatchReason::ReturnedBeforeBooking));
		assert_eq!(queued(11, on(booked_on, returned())), None);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Returned));
	});
}

#[test]
fn a_reference_is_one_payments_in_a_file() {
	run(|| {
		released(three());
		let row = |number, outcome| SettlementResult {
			bank_reference: b"SAME".to_vec().try_into().unwrap(),
			..result(number, outcome)
		};
		assert_ok!(settle(FILE, vec![row(1, Outcome::Settled), row(2, Outcome::Settled), row(3, failed())]));
		assert_eq!(told(), [1, 1, 0, 0, 1]);
		let open = Mismatches::<Test>::get(OrgId(BANK), Ordered::from(0)).unwrap();
		assert_eq!((open.result.uetr, open.reason), (key(2), MismatchReason::ReferenceUsed));
		// The same payment's return has the reference that its booking had.
		assert_eq!(queued(2, row(1, returned())), None);
	});
}

#[test]
fn money_that_the_ledger_does_not_move_does_not_stop_the_rest() {
	run(|| {
		released(three());
		Books::change(|state| state.broken_line = Some(PlanLineNo(1)));
		book(1, &[(1, Outcome::Settled), (2, Outcome::Settled), (2, returned()), (3, Outcome::Settled)]);
		let loan = Books::loan(LOAN);
		assert_eq!((loan.settled, loan.released), (Fen(400), Fen(200)));
		assert_eq!(Payments::status_of(key(2)), Some(PaymentStatus::Released));
		assert_eq!(findings(), [unknown(BANK, 1, 2)]);
		Books::change(|state| state.broken_line = None);
		book(2, &[(2, Outcome::Settled)]);
		assert_eq!(Books::loan(LOAN).settled, Fen(600));
	});
}

#[test]
fn a_bank_books_payments_of_its_own_loans_only() {
	run(|| {
		released(three());
		let results = vec![result(1, Outcome::Settled)].try_into().unwrap();
		enter(OTHER_MAKER, FILE, &results).unwrap();
		assert_ok!(Payments::settle(origin(201), FILE, results.clone()));
		assert_eq!(findings(), [unknown(OTHER_BANK, 1, 1)]);
		let open = Mismatches::<Test>::get(OrgId(OTHER_BANK), Ordered::from(0)).unwrap();
		assert_eq!(open.reason, MismatchReason::OtherBank);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Released));
		// Nor does it use up another bank's file.
		book(1, &[(1, Outcome::Settled)]);
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
		assert_noop!(
			Payments::settle(origin(OUTSIDER), FILE, results.clone()),
			DispatchError::Other("role missing")
		);
		for who in [MAKER, RELEASER] {
			let settled = Payments::settle(origin(who), FILE, results.clone());
			assert_noop!(settled, DispatchError::Other("duty missing"));
		}
	});
}

#[test]
fn references_of_a_file_are_possible() {
	run(|| {
		released(three());
		let mut rows = vec![result(1, Outcome::Settled), result(2, Outcome::Settled)];
		rows[1].bank_reference = "号".as_bytes().to_vec().try_into().unwrap();
		let results = rows.clone().try_into().unwrap();
		enter(MAKER, FILE, &results).unwrap();
		assert_noop!(
			Payments::settle(origin(CHECKER), FILE, results),
			Error::<Test>::ReferenceMalformed { line: 1 }
		);
		rows[1].bank_reference = Default::default();
		assert_ok!(settle(FILE, rows));
	});
}

#[test]
fn a_file_of_five_hundred_unknown_results_is_one_finding() {
	run(|| {
		let results = (0..500_u128).map(|number| {
			let uetr = Uetr::from_random(number.to_be_bytes());
			SettlementResult { uetr, ..result(1, Outcome::Settled) }
		});
		assert_ok!(settle(FILE, results.collect()));
		assert_eq!((told(), findings()), ([0, 0, 0, 0, 500], vec![unknown(BANK, 1, 500)]));
		let told = events().into_iter().filter(|event| matches!(event, Event::ResultMismatched { .. }));
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
			let rows = numbers.iter().map(|number| result(*number, Outcome::Settled));
			let results: crate::SettlementResults = rows.collect::<Vec<_>>().try_into().unwrap();
			let file_digest = Digest::repeat_byte(mark);
			let call = crate::Call::<Test>::settle { file_digest, results: results.clone() };
			let declared = call.get_dispatch_info().call_weight;
			enter(MAKER, file_digest, &results).unwrap();
			let info = Payments::settle(origin(CHECKER), file_digest, results);
			let charged = info.unwrap().actual_weight.unwrap();
			assert!(charged.all_lte(declared), "no more than was declared");
			charged
		};
		let (one_draft, three_drafts) = (settle(1, &[1, 2, 3]), settle(2, &[4, 5, 6]));
		let size = Payments::drafts_size_weight;
		assert_eq!(one_draft, <() as crate::WeightInfo>::settle_few(3).saturating_add(size(1)));
		assert!(one_draft.ref_time() < three_drafts.ref_time());
		// What fits no payment is queued, and opens an alert; what was booked before is looked for.
		let (once, apart) = (<() as crate::WeightInfo>::settle_few(0), <() as crate::WeightInfo>::fail(1));
		for (number, drafts) in [(99, 0), (1, 1)] {
			assert_eq!(settle(3, &[number]), once.saturating_add(apart).saturating_add(size(drafts)));
		}
	});
}

#[test]
fn settling_and_entering_are_operational() {
	let results = Default::default();
	let settle = crate::Call::<Test>::settle { file_digest: FILE, results };
	let (results_digest, count, sum) = (FILE, 1, Fen(1));
	let enter = crate::Call::<Test>::enter_results { file_digest: FILE, results_digest, count, sum };
	for call in [settle, enter] {
		assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
	}
}
