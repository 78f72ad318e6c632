//! Offers end with their availability, or after the days that an offer stands.

use super::*;
use crate::{ContractStage, LapseFrom, LapseQueue, OfferRequest, StandingOffers, WeightInfo};
use zhidai_primitives::traits::QuotaState;

fn after_days(days: u32) -> Day {
	today().plus_days(days).unwrap()
}

/// An offer of which money could be drawn for a year.
fn long() -> OfferRequest {
	OfferRequest { available_until: today().plus_months(12).unwrap(), ..request() }
}

/// The last day of what was prepared on the first.
fn last_day() -> Day {
	after_days(<<Test as crate::Config>::OfferLifeDays as Get<u32>>::get())
}

fn day_after(last: Day) -> Day {
	last.plus_days(1).unwrap()
}

fn lapse(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::lapse(RuntimeOrigin::signed(by), loan)
}

fn idle() -> Weight {
	LoansPallet::on_idle(System::block_number(), Weight::MAX)
}

fn expires_on(loan: LoanId) -> Day {
	LoansPallet::terms(loan).unwrap().pinned.expires_on
}

/// An offer that nobody wanted could be signed for as long as money could be drawn of it, years later.
#[test]
fn an_offer_stands_for_its_days_and_no_longer() {
	run(|| {
		let (prepared, offered) = (prepared(long()), offered(long()));
		assert_eq!((expires_on(prepared), expires_on(offered)), (last_day(), last_day()));
		set_today(last_day());
		assert!(LoansPallet::can_be_signed(prepared) && LoansPallet::can_be_signed(offered));
		set_today(day_after(last_day()));
		assert!(!LoansPallet::can_be_signed(prepared) && !LoansPallet::can_be_signed(offered));
		assert_noop!(check(CHECKER, prepared), Error::<Test>::OfferLapsed);
		assert_noop!(sign(SIGNER, offered), Error::<Test>::OfferLapsed);
		set_today(last_day());
		assert_ok!(check(CHECKER, prepared));
		assert_ok!(sign(SIGNER, prepared));
		assert_ok!(sign(SIGNER, offered));
	});
}

#[test]
fn an_offer_stands_no_longer_than_its_availability() {
	run(|| {
		let loan = prepared(request());
		assert_eq!(expires_on(loan), request().available_until);
		set_today(request().available_until);
		assert_noop!(lapse(MAKER, loan), Error::<Test>::OfferStands);
		set_today(day_after(request().available_until));
		assert_noop!(check(CHECKER, loan), Error::<Test>::AvailabilityInPast);
		assert_ok!(lapse(MAKER, loan));
	});
}

#[test]
fn either_party_books_that_an_offers_last_day_is_over_and_nobody_else_does() {
	run(|| {
		let loans = [MAKER, CHECKER, SIGNER].map(|by| (by, offered(long())));
		for (by, loan) in loans {
			set_today(last_day());
			assert_noop!(lapse(by, loan), Error::<Test>::OfferStands);
			set_today(day_after(last_day()));
			// 501 is a maker, but the borrower's: only its signatory speaks for it.
			for stranger in [OTHER_MAKER, OTHER_CHECKER, OTHER_SIGNER, 501, 400] {
				assert_noop!(lapse(stranger, loan), Error::<Test>::PartyNotAllowed);
			}
			assert_noop!(lapse(VIEWER, loan), DispatchError::Other("duty missing"));
			assert_ok!(lapse(by, loan));
			last_event_is(Event::OfferLapsed { loan, bank: OrgId(BANK), borrower: OrgId(BORROWER) });
			assert_eq!(state(loan), Some(LoanState::Lapsed));
		}
		assert_noop!(lapse(MAKER, LoanId(9)), Error::<Test>::LoanUnknown);
	});
}

#[test]
fn what_lapsed_is_over_for_good_and_what_is_no_offer_does_not_lapse() {
	run(|| {
		let (loan, signed) = (offered(long()), active(long()));
		set_today(day_after(last_day()));
		assert_ok!(lapse(SIGNER, loan));
		// Also where the calendar is put back.
		set_today(today());
		assert_noop!(sign(SIGNER, loan), Error::<Test>::OfferLapsed);
		assert_noop!(check(CHECKER, loan), Error::<Test>::OfferLapsed);
		assert_noop!(lapse(SIGNER, loan), Error::<Test>::WrongState);
		assert_noop!(LoansPallet::withdraw(RuntimeOrigin::signed(MAKER), loan), Error::<Test>::WrongState);
		assert_noop!(post(loan, Movement::Reserve, &[(1, 1)]), Error::<Test>::WrongState);
		set_today(day_after(last_day()));
		assert_noop!(lapse(SIGNER, signed), Error::<Test>::WrongState);
		assert_eq!(state(signed), Some(LoanState::Active));
	});
}

#[test]
fn what_lapsed_waits_for_nobody_and_takes_no_place() {
	run(|| {
		let loans: Vec<_> = (1..crate::MAX_STANDING_OFFERS).map(|_| offered(long())).collect();
		let unchecked = prepared(long());
		assert_eq!(waiting(BANK), [(ContractStage::Check, unchecked)]);
		set_today(day_after(last_day()));
		for loan in loans.into_iter().chain([unchecked]) {
			assert_ok!(lapse(MAKER, loan));
		}
		assert_eq!((waiting(BANK), waiting(BORROWER)), (vec![], vec![]));
		assert_eq!((StandingOffers::<Test>::iter().count(), LapseQueue::<Test>::iter().count()), (0, 0));
		for _ in 0..crate::MAX_STANDING_OFFERS {
			prepared(long());
		}
	});
}

#[test]
fn a_limit_that_was_asked_for_an_offer_that_lapses_is_free() {
	run(|| {
		set_tier(BORROWER, 3);
		AllBanks::be_late();
		let (loan, granted) =
			(offered(request_for(XINJIANG, 6_000_000)), offered(request_for(XINJIANG, 4_000_000)));
		for asked in [loan, granted] {
			assert_ok!(sign(SIGNER, asked));
		}
		assert_eq!(AllBanks::answer(granted), Ok(QuotaState::Granted));
		set_today(day_after(request().available_until));
		for asked in [loan, granted] {
			idle();
			assert_eq!((state(asked), AllBanks::state(asked)), (Some(LoanState::Lapsed), None));
			assert!(AllBanks::answer(asked).is_err());
		}
		let whole = Fen::from_yuan(10_000_000);
		assert!(QuotaPallet::may_fit(XINJIANG, OrgId(BORROWER), whole, whole));
	});
}

#[test]
fn the_sweep_books_one_lapse_a_block() {
	run(|| {
		let loans = [prepared(long()), offered(long()), prepared(long())];
		let lapsed = || loans.iter().filter(|loan| state(**loan) == Some(LoanState::Lapsed)).count();
		set_today(last_day());
		assert_eq!(idle(), Weight::zero(), "reads cost nothing in this runtime");
		assert_eq!(lapsed(), 0);
		set_today(day_after(last_day()));
		let (sweep, lapse) = (<() as WeightInfo>::sweep(), <() as WeightInfo>::lapse());
		assert_eq!(idle(), sweep.saturating_add(lapse));
		let mut after = vec![lapsed()];
		for _ in 0..3 {
			idle();
			LoansPallet::check_invariants().unwrap();
			after.push(lapsed());
		}
		assert_eq!(after, [1, 2, 3, 3]);
		assert_eq!(LapseQueue::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_sweep_finds_offers_across_days_without_any() {
	run(|| {
		let until = |days| OfferRequest { available_until: after_days(days), ..request() };
		let (first, second) = (prepared(until(1)), prepared(until(30)));
		set_today(after_days(40));
		for _ in 0..8 {
			idle();
		}
		let both = (state(first), state(second));
		assert_eq!(both, (Some(LoanState::Lapsed), Some(LoanState::Lapsed)));
		assert_eq!(LapseFrom::<Test>::get(), Some(after_days(40)));
		// One that ends sooner than all before is found too.
		prepared(long());
		let soon = prepared(until(40));
		set_today(after_days(41));
		idle();
		assert_eq!(state(soon), Some(LoanState::Lapsed));
	});
}

#[test]
fn the_sweep_waits_for_a_block_with_room() {
	run(|| {
		let loan = prepared(request());
		set_today(day_after(request().available_until));
		LoansPallet::on_idle(1, Weight::from_parts(1, 0));
		assert_eq!(state(loan), Some(LoanState::Prepared));
		idle();
		assert_eq!(state(loan), Some(LoanState::Lapsed));
	});
}

#[test]
fn a_lapse_that_is_refused_does_not_block_the_others() {
	new_test_ext().execute_with(|| {
		let (first, second) = (prepared(request()), prepared(request()));
		// A record that contradicts the queue.
		crate::Loans::<Test>::remove(first);
		set_today(day_after(request().available_until));
		idle();
		idle();
		assert_eq!(LapseQueue::<Test>::iter().count(), 0);
		assert_eq!(state(second), Some(LoanState::Lapsed));
	});
}
