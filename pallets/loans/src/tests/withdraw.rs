use super::*;

fn withdraw(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::withdraw(RuntimeOrigin::signed(by), loan)
}

#[test]
fn the_bank_takes_back_what_is_not_signed() {
	run(|| {
		for by in [MAKER, CHECKER] {
			let loan = prepared(request());
			assert_ok!(withdraw(by, loan));
			assert_eq!(state(loan), Some(LoanState::Withdrawn));
			assert_noop!(withdraw(by, loan), Error::<Test>::WrongState);
		}
		let loan = offered(request());
		assert_ok!(withdraw(MAKER, loan));
		last_event_is(Event::LoanWithdrawn {
			loan,
			bank: OrgId(BANK),
			borrower: OrgId(BORROWER),
			by: OrgId(BANK),
			officer: OfficerId(100),
		});
		let signed = active(request());
		assert_noop!(withdraw(MAKER, signed), Error::<Test>::WrongState);
	});
}

#[test]
fn the_borrower_declines_what_was_offered_to_it() {
	run(|| {
		let loan = prepared(request());
		assert_noop!(withdraw(SIGNER, loan), Error::<Test>::WrongState);
		assert_ok!(check(CHECKER, loan));
		assert_ok!(withdraw(SIGNER, loan));
		assert_eq!(state(loan), Some(LoanState::Withdrawn));
		assert_eq!(waiting(BORROWER), []);
	});
}

#[test]
fn nobody_else_withdraws() {
	run(|| {
		let loan = offered(request());
		// 501 is a maker, but the borrower's: only its signatory declines.
		for stranger in [OTHER_MAKER, OTHER_CHECKER, OTHER_SIGNER, 501, 400] {
			assert_noop!(withdraw(stranger, loan), Error::<Test>::PartyNotAllowed);
		}
		assert_noop!(withdraw(VIEWER, loan), DispatchError::Other("duty missing"));
		assert_noop!(withdraw(999, loan), DispatchError::Other("stranger"));
		assert_noop!(withdraw(MAKER, LoanId(9)), Error::<Test>::LoanUnknown);
	});
}

#[test]
fn an_offer_that_nobody_can_sign_any_more_is_still_its_parties_to_end() {
	run(|| {
		let loan = offered(request());
		set_today(Day(request().available_until.0 + 1));
		assert_noop!(withdraw(OTHER_MAKER, loan), Error::<Test>::PartyNotAllowed);
		assert_ok!(withdraw(SIGNER, loan));
	});
}

#[test]
fn g_27_an_offer_takes_nothing_of_the_borrowers_limit() {
	run(|| {
		set_tier(BORROWER, 3);
		let first = offered(request_for(XINJIANG, 10_000_000));
		assert_eq!(AllBanks::state(first), None);
		assert_ok!(offer(OTHER_MAKER, request_for(XINJIANG, 10_000_000)));
		assert_ok!(withdraw(SIGNER, first));
	});
}
