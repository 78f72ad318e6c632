use super::*;
use crate::Hold;

#[test]
fn the_borrower_signs_over_the_digest_and_the_term_begins() {
	run(|| {
		let loan = offered(request());
		set_today(Day::from_ymd(2026, 3, 31).unwrap());
		assert_ok!(sign(SIGNER, loan));
		let record = LoansPallet::loan(loan).unwrap();
		let end = Day::from_ymd(2028, 3, 31).unwrap();
		assert_eq!((record.state, record.term_ends_on), (LoanState::Active, Some(end)));
		assert_eq!(record.signer, Some(OfficerId(500)));
		assert_eq!(LoansPallet::undrawn(loan), request().amount);
		assert_eq!(waiting(BORROWER), []);
		last_event_is(Event::LoanSigned {
			loan,
			bank: OrgId(BANK),
			borrower: OrgId(BORROWER),
			signer: OfficerId(500),
			term_ends_on: end,
		});
	});
}

#[test]
fn g_30_a_term_of_months_ends_on_the_months_last_day() {
	run(|| {
		let loan = offered(crate::OfferRequest { term_months: 6, ..request() });
		set_today(Day::from_ymd(2026, 5, 31).unwrap());
		assert_ok!(sign(SIGNER, loan));
		let end = LoansPallet::loan(loan).unwrap().term_ends_on;
		assert_eq!(end, Some(Day::from_ymd(2026, 11, 30).unwrap()));
	});
}

#[test]
fn only_the_borrowers_signatory_signs_and_only_what_was_offered() {
	run(|| {
		let loan = prepared(request());
		assert_noop!(sign(SIGNER, loan), Error::<Test>::WrongState);
		assert_ok!(check(CHECKER, loan));
		assert_noop!(sign(OTHER_SIGNER, loan), Error::<Test>::BorrowerNotAllowed);
		assert_noop!(sign(501, loan), DispatchError::Other("duty missing"));
		assert_noop!(sign(SIGNER, LoanId(9)), Error::<Test>::LoanUnknown);
		assert_noop!(
			LoansPallet::sign(RuntimeOrigin::signed(SIGNER), loan, Digest::zero()),
			Error::<Test>::DigestMismatch
		);
		assert_ok!(sign(SIGNER, loan));
		assert_noop!(sign(SIGNER, loan), Error::<Test>::WrongState);
	});
}

#[test]
fn nobody_signs_for_the_borrower_what_he_made_or_checked_for_the_bank() {
	run(|| {
		let loan = offered(request());
		let person = |person| testing::with(|world| world.officers.get_mut(&SIGNER).unwrap().3 = person);
		for of_bank in [100, 101] {
			person(of_bank);
			assert_noop!(sign(SIGNER, loan), DispatchError::Other("same person"));
		}
		person(500);
		assert_ok!(sign(SIGNER, loan));
	});
}

/// The firm chooses between offers; it signs one, and what does not fit beside it waits or is declined.
#[test]
fn g_27_offers_compete_for_the_limit_when_they_are_signed_and_the_borrower_decides() {
	run(|| {
		set_tier(BORROWER, 3);
		let one = offered(request_for(XINJIANG, 10_000_000));
		assert_ok!(offer(OTHER_MAKER, request_for(XINJIANG, 6_000_000)));
		let other = LoanId(2);
		assert_ok!(check(OTHER_CHECKER, other));
		assert_ok!(sign(SIGNER, other));
		assert_noop!(sign(SIGNER, one), Error::<Test>::AmountAboveTierLimit);
		assert_eq!((state(one), AllBanks::state(one)), (Some(LoanState::Offered), None));
		assert_eq!(AllBanks::state(other), Some(zhidai_primitives::traits::QuotaState::Granted));
	});
}

/// An officer was removed, or a stolen key replaced, and what it had prepared or checked was signed months later.
#[test]
fn an_offer_counts_while_the_banks_officers_could_sign_it_with_their_keys() {
	run(|| {
		let loan = offered(request());
		for officer in [100, 101] {
			testing::with(|world| world.keys.insert(OfficerId(officer), 1));
			assert!(!LoansPallet::can_be_signed(loan));
			assert_noop!(sign(SIGNER, loan), Error::<Test>::BankSignatureVoid);
			testing::with(|world| world.keys.clear());
			assert!(LoansPallet::can_be_signed(loan));
		}
		testing::with(|world| world.officers.remove(&CHECKER));
		assert_noop!(sign(SIGNER, loan), Error::<Test>::BankSignatureVoid);
		// The bank takes it back and makes it anew.
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(MAKER), loan));
		let anew = prepared(request());
		assert_ok!(check(BOTH, anew));
		assert_ok!(sign(SIGNER, anew));
		// What was signed while they counted, stands.
		testing::with(|world| world.officers.remove(&MAKER));
		assert_ok!(LoansPallet::ensure_drawable(anew));
	});
}

#[test]
fn an_offer_that_became_stale_cannot_be_signed() {
	run(|| {
		let loan = offered(request());
		set_today(request().available_until);
		assert!(LoansPallet::can_be_signed(loan));
		set_today(Day(request().available_until.0 + 1));
		assert!(!LoansPallet::can_be_signed(loan));
		assert_noop!(sign(SIGNER, loan), Error::<Test>::AvailabilityInPast);
	});
}

#[test]
fn g_31_standing_and_independence_are_asked_again_when_the_plan_is_signed() {
	run(|| {
		let loan = offered(request());
		set_tier(BORROWER, 0);
		assert_noop!(sign(SIGNER, loan), NOT_QUALIFIED);
		set_tier(BORROWER, 2);
		assert_noop!(sign(SIGNER, loan), Error::<Test>::TierLowered);
		set_tier(BORROWER, 1);
		relate(7, BORROWER);
		assert_noop!(sign(SIGNER, loan), Error::<Test>::PayeeRelatedToBorrower { plan_line: 1 });
		testing::with(|world| world.related.clear());
		set_status(BANK, OrgStatus::Suspended);
		assert_noop!(sign(SIGNER, loan), DispatchError::Other("role missing"));
		set_status(BANK, OrgStatus::Active);
		set_status(3, OrgStatus::Exited);
		assert_noop!(sign(SIGNER, loan), Error::<Test>::RegulatorNotCompetent);
		set_status(3, OrgStatus::Active);
		assert_ok!(sign(SIGNER, loan));
	});
}

#[test]
fn a_held_offer_is_not_signed() {
	run(|| {
		let loan = offered(request());
		assert_ok!(LoansPallet::hold(
			RuntimeOrigin::signed(CHECKER),
			loan,
			Hold::AntiMoneyLaundering { reference: Digest::zero() }
		));
		assert_noop!(sign(SIGNER, loan), Error::<Test>::LoanHeld);
	});
}
