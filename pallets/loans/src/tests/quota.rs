//! What crosses to other banks: a limit that is granted later, and knowledge that is too old.

use super::*;
use zhidai_primitives::traits::QuotaState;

/// 600 of 1,000 wan are granted; then the quota answers late.
fn late() {
	set_tier(BORROWER, 3);
	active(request_for(XINJIANG, 6_000_000));
	AllBanks::be_late();
}

/// The borrower agreed to a contract over so many yuan; its limit is asked for.
fn asked(yuan: u64) -> LoanId {
	let loan = offered(request_for(XINJIANG, yuan));
	assert_eq!(AllBanks::state(loan), None, "an offer asks for nothing");
	assert_ok!(sign(SIGNER, loan));
	loan
}

#[test]
fn a_signature_asks_for_the_grant_and_the_borrower_signs_once_more_when_it_comes() {
	run(|| {
		late();
		let loan = asked(4_000_000);
		last_event_is(Event::QuotaAsked { loan, borrower: OrgId(BORROWER), officer: OfficerId(500) });
		assert_eq!(
			(state(loan), AllBanks::state(loan)),
			(Some(LoanState::Offered), Some(QuotaState::Wanted))
		);
		assert_eq!(waiting(BORROWER), [(crate::ContractStage::Sign, loan)]);
		assert_noop!(sign(SIGNER, loan), Error::<Test>::QuotaNotGranted);
		assert_eq!(AllBanks::answer(loan), Ok(QuotaState::Granted));
		assert_ok!(sign(SIGNER, loan));
		assert_eq!(state(loan), Some(LoanState::Active));
	});
}

#[test]
fn an_offer_that_is_refused_later_is_never_signed_and_can_be_taken_back() {
	run(|| {
		late();
		// Nobody knows yet that it is too much.
		let loan = asked(4_000_001);
		assert_eq!(AllBanks::answer(loan), Ok(QuotaState::Refused));
		assert_noop!(sign(SIGNER, loan), Error::<Test>::AmountAboveTierLimit);
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(MAKER), loan));
		assert_eq!(AllBanks::state(loan), None);
		let next = asked(4_000_000);
		assert_eq!(AllBanks::answer(next), Ok(QuotaState::Granted));
		assert_ok!(sign(SIGNER, next));
	});
}

#[test]
fn what_is_taken_back_while_it_waits_takes_nothing() {
	run(|| {
		late();
		let loan = asked(4_000_000);
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(SIGNER), loan));
		assert!(AllBanks::answer(loan).is_err());
		assert!(QuotaPallet::may_fit(
			XINJIANG,
			OrgId(BORROWER),
			Fen::from_yuan(4_000_000),
			Fen::from_yuan(10_000_000)
		));
	});
}

#[test]
fn nothing_is_promised_and_no_money_leaves_on_knowledge_that_is_too_old() {
	run(|| {
		let (first, second, third) = (prepared(request()), offered(request()), active(request()));
		let stale = |is| testing::with(|world| world.stale = is);
		stale(true);
		let too_old = DispatchError::Other("stale");
		assert_noop!(offer(MAKER, request()), too_old);
		assert_noop!(check(CHECKER, first), too_old);
		assert_noop!(sign(SIGNER, second), too_old);
		assert_noop!(LoansPallet::ensure_drawable(third), too_old);
		// What has happened is booked all the same, and money is stopped.
		assert_ok!(LoansPallet::hold(
			RuntimeOrigin::signed(CHECKER),
			third,
			crate::Hold::Bank { reference: Digest::zero() }
		));
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(MAKER), first));
		stale(false);
		assert_ok!(sign(SIGNER, second));
	});
}
