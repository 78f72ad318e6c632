use crate::{mock::*, DraftState, Drafts, Error, Event, LapseFrom, LapseQueue};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{traits::Movement, DraftNo, Fen, Ordered, PaymentStatus};

fn idle() -> Weight {
	Payments::on_idle(System::block_number(), Weight::MAX)
}

fn one(number: u8) -> crate::Lines {
	vec![line(number, 2, 10)].try_into().unwrap()
}

#[test]
fn what_was_not_released_by_the_last_day_is_undrawn_again() {
	run(|| {
		let draft = approved(three());
		let lines = vec![0].try_into().unwrap();
		assert_ok!(Payments::release(origin(RELEASER), LOAN, draft, digest_of(draft), lines));
		pass_days(10);
		assert_noop!(Payments::lapse(origin(MAKER), LOAN, draft), Error::<Test>::NotExpired);
		pass_days(1);
		assert_noop!(Payments::lapse(origin(OUTSIDER), LOAN, draft), Error::<Test>::PartyNotAllowed);
		assert_noop!(Payments::lapse(origin(VIEWER), LOAN, draft), DispatchError::Other("duty missing"));
		assert_ok!(Payments::lapse(origin(BORROWER), LOAN, draft));
		let loan = Books::loan(LOAN);
		assert_eq!((loan.pending, loan.released, loan.open), (Fen::ZERO, Fen(100), 0));
		assert_eq!(Books::read().documents[&REPORT].used, Fen::ZERO);
		assert_eq!(Books::read().documents[&INVOICE].used, Fen(100));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Released));
		assert_eq!(Payments::status_of(key(2)), Some(PaymentStatus::Cancelled));
		let digest = digest_of(draft);
		assert_eq!(
			events().pop().unwrap(),
			Event::Lapsed { loan: LOAN, draft, digest, count: 2, sum_fen: 500 }
		);
		assert_noop!(Payments::lapse(origin(BORROWER), LOAN, draft), Error::<Test>::WrongState);
		// What was released goes on.
		book(1, &[(1, crate::Outcome::Settled)]);
	});
}

#[test]
fn the_sweep_books_one_lapse_a_block() {
	run(|| {
		for number in 1..=3 {
			drafted(one(number));
		}
		pass_days(10);
		assert_eq!(idle(), Weight::zero(), "reads cost nothing in this runtime");
		assert_eq!(Books::loan(LOAN).open, 3);
		pass_days(1);
		let mut left = vec![];
		let (sweep, lapse) = (<() as crate::WeightInfo>::sweep(), <() as crate::WeightInfo>::lapse(1, 1));
		assert_eq!(idle(), sweep.saturating_add(lapse), "as many lines as the draft has");
		left.push(Books::loan(LOAN).open);
		for _ in 0..4 {
			idle();
			Payments::check_invariants().unwrap();
			left.push(Books::loan(LOAN).open);
		}
		assert_eq!(left, [2, 1, 0, 0, 0]);
		assert_eq!(Books::loan(LOAN).pending, Fen::ZERO);
		assert_eq!(LapseQueue::<Test>::iter().count(), 0);
		assert_eq!(waiting(LOAN, DraftNo(0)), []);
	});
}

#[test]
fn the_sweep_finds_drafts_across_days_without_any() {
	run(|| {
		drafted(one(1));
		let later = today().plus_days(30).unwrap();
		assert_ok!(Payments::draft(origin(MAKER), LOAN, one(2), later));
		pass_days(40);
		for _ in 0..8 {
			idle();
		}
		assert_eq!(Drafts::<Test>::get(LOAN, Ordered::from(DraftNo(0))).unwrap().state, DraftState::Lapsed);
		assert_eq!(Drafts::<Test>::get(LOAN, Ordered::from(DraftNo(1))).unwrap().state, DraftState::Lapsed);
		assert_eq!(LapseFrom::<Test>::get(), Some(today()));
		// A draft that ends sooner than all before is found too.
		assert_ok!(Payments::draft(origin(MAKER), LOAN, one(3), today()));
		pass_days(1);
		idle();
		assert_eq!(Drafts::<Test>::get(LOAN, Ordered::from(DraftNo(2))).unwrap().state, DraftState::Lapsed);
	});
}

#[test]
fn the_sweep_waits_for_a_block_with_room() {
	run(|| {
		drafted(one(1));
		pass_days(11);
		Payments::on_idle(1, Weight::from_parts(1, 0));
		assert_eq!(Books::loan(LOAN).open, 1);
		idle();
		assert_eq!(Books::loan(LOAN).open, 0);
	});
}

#[test]
fn a_lapse_that_is_refused_does_not_block_the_others() {
	ext().execute_with(|| {
		drafted(one(1));
		drafted(one(2));
		// A ledger that contradicts the drafts: nothing is pending.
		Books::change(|state| {
			let loan = state.loans.get_mut(&LOAN).unwrap();
			loan.ledger.post(Movement::Cancel, Fen(10)).unwrap();
		});
		pass_days(11);
		idle();
		idle();
		idle();
		assert_eq!(LapseQueue::<Test>::iter().count(), 0);
		let lapsed =
			Drafts::<Test>::iter_prefix_values(LOAN).filter(|draft| draft.state == DraftState::Lapsed);
		assert_eq!(lapsed.count(), 1);
		assert_eq!(Books::loan(LOAN).open, 1);
	});
}
