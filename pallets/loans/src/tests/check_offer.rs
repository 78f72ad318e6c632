use super::*;
use crate::ContractStage;
use crate::OfferRequest;
use zhidai_primitives::traits::QuotaState;
use zhidai_primitives::RateKind;

#[test]
fn another_person_of_the_bank_checks_over_the_digest() {
	run(|| {
		let loan = prepared(request());
		assert_eq!(waiting(BANK), [(ContractStage::Check, loan)]);
		assert_ok!(check(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Offered));
		assert_eq!(waiting(BANK), []);
		assert_eq!(waiting(BORROWER), [(ContractStage::Sign, loan)]);
		last_event_is(Event::LoanOffered {
			loan,
			bank: OrgId(BANK),
			borrower: OrgId(BORROWER),
			checker: OfficerId(101),
		});
		assert_noop!(check(CHECKER, loan), Error::<Test>::WrongState);
	});
}

#[test]
fn nobody_checks_what_he_prepared() {
	run(|| {
		assert_ok!(offer(BOTH, request()));
		let loan = LoanId(1);
		assert_noop!(check(BOTH, loan), DispatchError::Other("same person"));
		// The maker's second account is the same person.
		testing::with(|world| world.officers.get_mut(&CHECKER).unwrap().3 = 102);
		assert_noop!(check(CHECKER, loan), DispatchError::Other("same person"));
	});
}

#[test]
fn nobody_checks_what_its_maker_could_not_prepare_today() {
	run(|| {
		let loan = prepared(request());
		testing::with(|world| world.keys.insert(OfficerId(100), 1));
		assert_noop!(check(CHECKER, loan), Error::<Test>::BankSignatureVoid);
		testing::with(|world| world.keys.clear());
		let maker = testing::with(|world| world.officers.remove(&MAKER)).unwrap();
		assert_noop!(check(CHECKER, loan), Error::<Test>::BankSignatureVoid);
		testing::with(|world| world.officers.insert(MAKER, maker));
		assert_ok!(check(CHECKER, loan));
	});
}

#[test]
fn above_the_checkers_limit_a_second_one_checks_whose_limit_covers_it() {
	run(|| {
		let limit =
			|officer, fen| testing::with(|world| world.checker_limits.insert(OfficerId(officer), Fen(fen)));
		let (loan, amount) = (prepared(request()), request().amount.0);
		limit(101, amount - 1);
		limit(102, amount - 1);
		assert_ok!(check(CHECKER, loan));
		let (bank, borrower, checker) = (OrgId(BANK), OrgId(BORROWER), OfficerId(101));
		last_event_is(Event::OfferChecked { loan, bank, borrower, checker });
		assert_eq!(state(loan), Some(LoanState::Prepared));
		assert_eq!((waiting(BANK), waiting(BORROWER)), (vec![(ContractStage::CheckSecond, loan)], vec![]));
		for who in [CHECKER, BOTH] {
			assert_noop!(check(who, loan), DispatchError::Other("above checker limit"));
		}
		limit(102, amount);
		assert_ok!(check(BOTH, loan));
		last_event_is(Event::LoanOffered { loan, bank, borrower, checker: OfficerId(102) });
		assert_eq!((waiting(BANK), waiting(BORROWER)), (vec![], vec![(ContractStage::Sign, loan)]));
		assert_ok!(sign(SIGNER, loan));
		let first = LoansPallet::loan(loan).and_then(|loan| loan.first_checker);
		assert_eq!(first.map(|by| by.officer), Some(OfficerId(101)));
	});
}

/// Who had tried it once was the same person for ever.
#[test]
fn who_checked_first_checks_alone_when_its_limit_covers_it() {
	run(|| {
		let amount = request().amount;
		let limit = |fen| testing::with(|world| world.checker_limits.insert(OfficerId(101), fen));
		let loan = prepared(request());
		limit(Fen(1));
		assert_ok!(check(CHECKER, loan));
		limit(amount);
		assert_ok!(check(CHECKER, loan));
		let record = LoansPallet::loan(loan).unwrap();
		assert_eq!((record.state, record.first_checker), (LoanState::Offered, None));
		assert_eq!((waiting(BANK), waiting(BORROWER)), (vec![], vec![(ContractStage::Sign, loan)]));
		assert_ok!(sign(SIGNER, loan));
	});
}

/// Two contracts slipped under the limit that one as large does not.
#[test]
fn a_limit_is_for_all_that_is_offered_to_a_borrower_on_a_day() {
	run(|| {
		let amount = request().amount.0;
		testing::with(|world| world.checker_limits.insert(OfficerId(101), Fen(amount)));
		let (one, other) = (prepared(request()), prepared(request()));
		assert_ok!(check(CHECKER, one));
		assert_ok!(check(CHECKER, other));
		assert_eq!((state(one), state(other)), (Some(LoanState::Offered), Some(LoanState::Prepared)));
		assert_ok!(check(BOTH, other));
		assert_eq!(state(other), Some(LoanState::Offered));
	});
}

#[test]
fn a_first_check_that_counts_no_more_is_as_none() {
	run(|| {
		testing::with(|world| world.checker_limits.insert(OfficerId(101), Fen(1)));
		let loan = prepared(request());
		assert_ok!(check(CHECKER, loan));
		testing::with(|world| world.keys.insert(OfficerId(101), 1));
		assert_ok!(check(CHECKER, loan));
		assert_eq!(state(loan), Some(LoanState::Prepared));
		testing::with(|world| world.keys.insert(OfficerId(101), 2));
		assert_ok!(check(BOTH, loan));
		assert_eq!(LoansPallet::loan(loan).unwrap().first_checker, None);
	});
}

#[test]
fn only_the_lending_bank_checks_and_only_this_contract() {
	run(|| {
		let loan = prepared(request());
		assert_noop!(check(OTHER_CHECKER, loan), Error::<Test>::BankNotAllowed);
		for stranger in [MAKER, SIGNER, 400, 999] {
			assert!(check(stranger, loan).is_err(), "{stranger}");
		}
		assert_noop!(check(CHECKER, LoanId(2)), Error::<Test>::LoanUnknown);
		assert_noop!(
			LoansPallet::check_offer(RuntimeOrigin::signed(CHECKER), loan, Digest::repeat_byte(1)),
			Error::<Test>::DigestMismatch
		);
		let other = prepared(request());
		assert_noop!(
			LoansPallet::check_offer(RuntimeOrigin::signed(CHECKER), loan, digest(other)),
			Error::<Test>::DigestMismatch
		);
	});
}

#[test]
fn g_27_what_no_longer_fits_beside_signed_loans_is_not_offered() {
	run(|| {
		set_tier(BORROWER, 3);
		let one = prepared(request_for(XINJIANG, 6_000_000));
		let other = prepared(request_for(XINJIANG, 6_000_000));
		assert_ok!(check(CHECKER, one));
		assert_ok!(sign(SIGNER, one));
		assert_noop!(check(CHECKER, other), Error::<Test>::AmountAboveTierLimit);
		assert_eq!((AllBanks::state(one), AllBanks::state(other)), (Some(QuotaState::Granted), None));
	});
}

#[test]
fn g_31_the_rules_are_asked_again() {
	run(|| {
		let loan = prepared(request());
		set_tier(BORROWER, 0);
		assert_noop!(check(CHECKER, loan), NOT_QUALIFIED);
		set_tier(BORROWER, 1);
		relate(BORROWER, 6);
		assert_noop!(check(CHECKER, loan), Error::<Test>::PayeeRelatedToBorrower { plan_line: 0 });
		testing::with(|world| world.related.clear());
		set_status(3, OrgStatus::Suspended);
		assert_noop!(check(CHECKER, loan), Error::<Test>::RegulatorNotCompetent);
		set_status(3, OrgStatus::Active);
		set_today(Day(request().available_until.0 + 1));
		assert_noop!(check(CHECKER, loan), Error::<Test>::AvailabilityInPast);
		set_today(request().available_until);
		assert_ok!(check(CHECKER, loan));
	});
}

#[test]
fn a_tier_below_the_pinned_one_is_refused_and_a_better_one_is_not() {
	run(|| {
		set_tier(BORROWER, 2);
		let loan = prepared(request_for(XINJIANG, 5_000_000));
		set_tier(BORROWER, 3);
		assert_noop!(check(CHECKER, loan), Error::<Test>::TierLowered);
		set_tier(BORROWER, 1);
		assert_ok!(check(CHECKER, loan));
		assert_eq!(LoansPallet::terms(loan).unwrap().pinned.tier, TierNumber(2));
	});
}

#[test]
fn a_corrected_reference_rate_counts() {
	run(|| {
		let request = OfferRequest { rate_bp: BasisPoints(400), ..request_for(XINJIANG, 1_000_000) };
		let loan = prepared(request);
		let average = |rate| {
			testing::with(|world| world.rates.insert(RateKind::BankAverage(OrgId(BANK)), BasisPoints(rate)))
		};
		average(399);
		assert_noop!(check(CHECKER, loan), Error::<Test>::RateAboveCap);
		average(400);
		assert_ok!(check(CHECKER, loan));
	});
}
