use super::*;

fn reference(n: u8) -> Digest {
	Digest::repeat_byte(n)
}

fn book(by: u64, loan: LoanId, fen: u64, n: u8) -> DispatchResult {
	LoansPallet::book_repayment(RuntimeOrigin::signed(by), loan, Fen(fen), reference(n), today())
}

/// The maker enters, the checker enters the same.
fn booked(loan: LoanId, fen: u64, n: u8) -> DispatchResult {
	repay_by(&[MAKER, CHECKER], loan, Fen(fen), n, today())
}

/// When nothing can be drawn any more, one person closes.
fn close(by: u64, loan: LoanId) -> DispatchResult {
	set_today(Day(request().available_until.0 + 1));
	LoansPallet::close(RuntimeOrigin::signed(by), loan)
}

#[test]
fn the_bank_books_principal_up_to_what_was_paid() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(booked(loan, 400, 1));
		last_event_is(Event::RepaymentBooked {
			loan,
			bank_reference: reference(1),
			amount_fen: Fen(400),
			booked_on: today(),
			officer: OfficerId(101),
		});
		assert_noop!(book(CHECKER, loan, 601, 2), Error::<Test>::RepaymentAbovePaid);
		assert_ok!(booked(loan, 600, 2));
		assert_eq!(LoansPallet::ledger(loan).unwrap().repaid_principal(), Fen(1_000));
		assert_noop!(book(CHECKER, loan, 0, 3), Error::<Test>::RepaymentZero);
	});
}

#[test]
fn money_on_its_way_is_not_owed_yet() {
	run(|| {
		let loan = active(request());
		assert_ok!(post(loan, Movement::Reserve, &[(1, 100)]));
		assert_noop!(book(CHECKER, loan, 1, 1), Error::<Test>::RepaymentAbovePaid);
		assert_ok!(post(loan, Movement::Release, &[(1, 100)]));
		assert_noop!(book(CHECKER, loan, 1, 1), Error::<Test>::RepaymentAbovePaid);
		// From the disbursement on it is, whether it was paid or not.
		assert_ok!(post(loan, Movement::Disburse, &[(1, 100)]));
		assert_ok!(booked(loan, 100, 1));
	});
}

#[test]
fn a_bank_reference_counts_once_over_all_loans_of_the_bank() {
	run(|| {
		let (one, other) = (paid(1_000), paid(1_000));
		assert_ok!(booked(one, 100, 1));
		assert_noop!(book(CHECKER, one, 100, 1), Error::<Test>::ReferenceUsed);
		assert_noop!(book(CHECKER, other, 100, 1), Error::<Test>::ReferenceUsed);
		assert_ok!(booked(other, 100, 2));
	});
}

#[test]
fn the_booking_day_lies_between_signing_and_today() {
	run(|| {
		let loan = paid(1_000);
		let on = |day| {
			LoansPallet::book_repayment(RuntimeOrigin::signed(CHECKER), loan, Fen(1), reference(1), Day(day))
		};
		assert_noop!(on(today().0 + 1), Error::<Test>::BookedInFuture);
		assert_noop!(on(today().0 - 1), Error::<Test>::BookedBeforeSigning);
		assert_ok!(on(today().0));
	});
}

#[test]
fn a_repayment_is_entered_by_one_and_entered_again_by_another_who_checks() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(book(MAKER, loan, 400, 1));
		last_event_is(Event::RepaymentEntered {
			loan,
			bank_reference: reference(1),
			amount_fen: Fen(400),
			booked_on: today(),
			officer: OfficerId(100),
		});
		assert_eq!(
			LoansPallet::ledger(loan).unwrap().repaid_principal(),
			Fen::ZERO,
			"what one says counts not"
		);
		assert_eq!(waiting(BANK), [(crate::ContractStage::Repayment, loan)]);
		// The same officer again enters it anew; so does the same person under another account never book it.
		assert_ok!(book(MAKER, loan, 400, 1));
		testing::with(|world| world.officers.get_mut(&CHECKER).unwrap().3 = 100);
		assert_noop!(book(CHECKER, loan, 400, 1), DispatchError::Other("same person"));
		testing::with(|world| world.officers.get_mut(&CHECKER).unwrap().3 = 101);
		assert_noop!(book(CHECKER, loan, 401, 1), Error::<Test>::RepaymentDiffers);
		assert_ok!(book(CHECKER, loan, 400, 1));
		assert_eq!(LoansPallet::ledger(loan).unwrap().repaid_principal(), Fen(400));
		let record = crate::Repayments::<Test>::iter_prefix_values(loan).next().unwrap();
		assert_eq!((record.officer, record.checker), (OfficerId(100), OfficerId(101)));
		assert!(!crate::Entered::<Test>::contains_key(loan) && waiting(BANK).is_empty());
	});
}

#[test]
fn a_wrong_entry_is_entered_anew_by_who_entered_it_and_checked_only_by_a_checker() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(book(CHECKER, loan, 40, 1));
		// A maker does not check; what it enters stands instead.
		assert_ok!(book(MAKER, loan, 400, 1));
		assert_noop!(book(CHECKER, loan, 40, 1), Error::<Test>::RepaymentDiffers);
		assert_ok!(book(BOTH, loan, 400, 1));
		assert_eq!(LoansPallet::ledger(loan).unwrap().repaid_principal(), Fen(400));
	});
}

/// A stolen key's entry was booked after the key had gone.
#[test]
fn an_entry_counts_while_its_officer_could_give_it_with_that_key() {
	run(|| {
		let loan = paid(1_000);
		let repaid = || LoansPallet::ledger(loan).unwrap().repaid_principal();
		assert_ok!(book(MAKER, loan, 400, 1));
		assert_eq!(LoansPallet::repayments_to_check(loan), 1);
		testing::with(|world| world.keys.insert(OfficerId(100), 1));
		assert_eq!(LoansPallet::repayments_to_check(loan), 0, "asked of nobody");
		// What the checker says then is entered, and another one checks it.
		assert_ok!(book(CHECKER, loan, 400, 1));
		assert_eq!((repaid(), LoansPallet::repayments_to_check(loan)), (Fen::ZERO, 1));
		assert_ok!(book(BOTH, loan, 400, 1));
		assert_eq!(repaid(), Fen(400));

		assert_ok!(book(MAKER, loan, 100, 2));
		let maker = testing::with(|world| world.officers.remove(&MAKER)).unwrap();
		assert_ok!(book(CHECKER, loan, 100, 2));
		assert_eq!(repaid(), Fen(400));
		testing::with(|world| world.officers.insert(MAKER, maker));
	});
}

#[test]
fn of_what_waits_for_its_check_the_oldest_gives_way_so_that_nobody_fills_a_loan() {
	run(|| {
		let loan = paid(1_000);
		for n in 0..u8::try_from(crate::MAX_ENTERED).unwrap() {
			assert_ok!(book(MAKER, loan, 1, n));
		}
		assert_ok!(book(MAKER, loan, 1, 99));
		let entered: Vec<_> =
			crate::Entered::<Test>::get(loan).iter().map(|entry| entry.bank_reference).collect();
		assert!(!entered.contains(&reference(0)) && entered.contains(&reference(1)));
		assert_eq!(entered.last(), Some(&reference(99)));
		assert_ok!(book(CHECKER, loan, 1, 99));
	});
}

#[test]
fn only_officers_of_the_lending_bank_book_and_only_a_checker_closes() {
	run(|| {
		let loan = paid(1_000);
		assert_noop!(book(OTHER_CHECKER, loan, 1, 1), Error::<Test>::BankNotAllowed);
		assert_noop!(close(OTHER_CHECKER, loan), Error::<Test>::BankNotAllowed);
		for stranger in [VIEWER, SIGNER, 400, 501, 999] {
			assert!(book(stranger, loan, 1, 1).is_err() && close(stranger, loan).is_err(), "{stranger}");
		}
		assert!(close(MAKER, loan).is_err());
		assert_noop!(book(CHECKER, LoanId(9), 1, 1), Error::<Test>::LoanUnknown);
		set_today(today());
		let unsigned = offered(request());
		assert_noop!(book(CHECKER, unsigned, 1, 1), Error::<Test>::WrongState);
		assert_noop!(close(CHECKER, unsigned), Error::<Test>::WrongState);
	});
}

#[test]
fn a_loan_closes_when_all_is_settled_and_repaid() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(LoansPallet::open_draft(loan));
		assert_noop!(close(CHECKER, loan), Error::<Test>::NotSettledYet);
		LoansPallet::close_draft(loan);
		assert_noop!(close(CHECKER, loan), Error::<Test>::NotRepaidYet);
		assert_ok!(booked(loan, 1_000, 1));
		assert_ok!(post(loan, Movement::Reserve, &[(1, 5)]));
		assert_noop!(close(CHECKER, loan), Error::<Test>::NotSettledYet);
		assert_ok!(post(loan, Movement::Cancel, &[(1, 5)]));
		assert_ok!(close(CHECKER, loan));
		last_event_is(Event::LoanClosed {
			loan,
			bank: OrgId(BANK),
			borrower: OrgId(BORROWER),
			officer: OfficerId(101),
		});
		assert_noop!(close(CHECKER, loan), Error::<Test>::WrongState);
		assert_noop!(LoansPallet::ensure_drawable(loan), Error::<Test>::WrongState);
		assert_noop!(post(loan, Movement::Reserve, &[(1, 1)]), Error::<Test>::WrongState);
		assert_noop!(LoansPallet::open_draft(loan), Error::<Test>::WrongState);
		// A supplier can still send money back. It is the borrower's then, and nothing else.
		assert_ok!(post(loan, Movement::ReturnSettled, &[(1, 1_000)]));
		assert_noop!(post(loan, Movement::PayAgain, &[(1, 1_000)]), Error::<Test>::WrongState);
		assert_noop!(post(loan, Movement::Prepay, &[(1, 1_000)]), Error::<Test>::RepaymentAbovePaid);
		assert_noop!(post(loan, Movement::Reverse, &[(1, 1_000)]), Error::<Test>::RepaymentAbovePaid);
		assert_ok!(post(loan, Movement::Credit, &[(1, 1_000)]));
		assert_eq!(AllBanks::state(loan), None);
	});
}

#[test]
fn a_loan_with_money_on_hand_is_not_closed_before_that_leads_somewhere() {
	for (movement, owed) in [(Movement::Prepay, 600), (Movement::Reverse, 600), (Movement::PayAgain, 1_000)] {
		run(|| {
			let loan = paid(1_000);
			assert_ok!(post(loan, Movement::ReturnSettled, &[(1, 400)]));
			assert_noop!(
				LoansPallet::close(RuntimeOrigin::signed(CHECKER), loan),
				Error::<Test>::MoneyOnHand
			);
			assert_ok!(post(loan, movement, &[(1, 400)]));
			assert_eq!(LoansPallet::ledger(loan).unwrap().outstanding(), Fen(owed));
		});
	}
	// Repaid in full and then returned: it is the borrower's.
	run(|| {
		let loan = paid(1_000);
		assert_ok!(booked(loan, 1_000, 1));
		assert_ok!(post(loan, Movement::ReturnSettled, &[(1, 400)]));
		assert_noop!(close(CHECKER, loan), Error::<Test>::MoneyOnHand);
		assert_ok!(post(loan, Movement::Credit, &[(1, 400)]));
		assert_ok!(close(CHECKER, loan));
	});
}

fn correct(by: u64, loan: LoanId, n: u8, reason: &str) -> DispatchResult {
	let reason = reason.try_into().unwrap();
	LoansPallet::correct_repayment(RuntimeOrigin::signed(by), loan, reference(n), reason)
}

#[test]
fn a_repayment_that_was_booked_wrongly_is_corrected_by_two_persons_and_stays_on_record() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(booked(loan, 400, 1));
		assert_noop!(correct(MAKER, loan, 2, "记错户"), Error::<Test>::RepaymentUnknown);
		assert_ok!(correct(MAKER, loan, 1, "记错户"));
		assert_eq!(LoansPallet::repayments_to_check(loan), 1);
		// It counts nowhere until another person, a checker, says the same.
		assert_eq!(LoansPallet::ledger(loan).unwrap().repaid_principal(), Fen(400));
		assert_noop!(correct(CHECKER, loan, 1, "金额有误"), Error::<Test>::RepaymentDiffers);
		assert_ok!(correct(CHECKER, loan, 1, "记错户"));
		last_event_is(Event::RepaymentCorrected {
			loan,
			bank_reference: reference(1),
			amount_fen: Fen(400),
			reason: "记错户".try_into().unwrap(),
			officer: OfficerId(101),
		});
		assert_eq!(LoansPallet::ledger(loan).unwrap().outstanding(), Fen(1_000));
		let kept = crate::Repayments::<Test>::get(loan, reference(1)).unwrap();
		assert_eq!((kept.amount, kept.counts()), (Fen(400), Fen::ZERO));
		assert_eq!(kept.corrected.map(|it| (it.officer, it.checker)), Some((OfficerId(100), OfficerId(101))));
		assert_eq!(LoansPallet::repayments_to_check(loan), 0);
		// Once, and the reference is not used a second time.
		assert_noop!(correct(MAKER, loan, 1, "记错户"), Error::<Test>::RepaymentCorrected);
		assert_noop!(book(MAKER, loan, 400, 1), Error::<Test>::ReferenceUsed);
		assert_ok!(booked(loan, 1_000, 2));
		assert_ok!(close(CHECKER, loan));
		assert_noop!(correct(MAKER, loan, 2, "记错户"), Error::<Test>::WrongState);
	});
}

#[test]
fn who_corrects_is_of_the_bank_and_one_person_does_not_do_it_alone() {
	run(|| {
		let loan = paid(1_000);
		assert_ok!(booked(loan, 400, 1));
		assert_noop!(correct(OTHER_CHECKER, loan, 1, "记错户"), Error::<Test>::BankNotAllowed);
		assert_ok!(correct(CHECKER, loan, 1, "记错户"));
		// The same officer enters it anew, and a maker does, too.
		assert_ok!(correct(CHECKER, loan, 1, "记错户"));
		assert_ok!(correct(MAKER, loan, 1, "记错户"));
		assert_eq!(LoansPallet::ledger(loan).unwrap().repaid_principal(), Fen(400));
		assert_ok!(correct(CHECKER, loan, 1, "记错户"));
		assert_eq!(LoansPallet::ledger(loan).unwrap().repaid_principal(), Fen::ZERO);
	});
}

#[test]
fn g_27_a_closed_loan_makes_room_and_repaid_principal_alone_does_not() {
	run(|| {
		set_tier(BORROWER, 3);
		let loan = active(request_for(XINJIANG, 10_000_000));
		for movement in [Movement::Reserve, Movement::Release, Movement::Disburse, Movement::Settle] {
			assert_ok!(post(loan, movement, &[(1, 1_000)]));
		}
		assert_ok!(booked(loan, 1_000, 1));
		assert_noop!(offer(MAKER, request_for(XINJIANG, 1)), Error::<Test>::AmountAboveTierLimit);
		assert_ok!(close(CHECKER, loan));
		set_today(today());
		assert_ok!(offer(MAKER, request_for(XINJIANG, 10_000_000)));
	});
}
