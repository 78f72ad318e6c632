//! Reviews.

use crate::mock::*;
use crate::{Error, Event, LoanUse, OpenAlerts, ReviewSignature, Reviews};
use frame::testing_prelude::*;
use zhidai_primitives::traits::Finding;
use zhidai_primitives::{testing, Day, Digest, Fen, LoanId, OfficerId, OrgId, Page, Quarter, Side};

fn officer(signed: Option<ReviewSignature>) -> Option<OfficerId> {
	signed.map(|signature| signature.by.officer)
}

#[test]
fn nb_03_exactly_30_percent_is_met() {
	run(|| {
		let payment = pay(1, 300_000, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		close(q(1));
		assert!(review(q(1)).met);
		assert_eq!(OpenAlerts::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn nb_03_one_fen_below_30_percent_is_not_met_and_opens_an_alert() {
	run(|| {
		let payment = pay(1, 300_000, q(1), true);
		set_payment(payment, |facts| facts.amount = Fen(29_999_999));
		assert_ok!(count(q(1), &[payment]));
		close(q(1));
		assert!(!review(q(1)).met);
		let alerts = Supervision::open_alerts(None, 10).items;
		let finding = Finding::CovenantMissed { loan: LOAN, quarter: q(1) };
		assert_eq!(alerts.iter().map(|alert| alert.1.finding).collect::<Vec<_>>(), vec![finding]);
	});
}

#[test]
fn the_earliest_counted_quarter_that_is_over_waits_to_be_opened_and_else_the_last() {
	run(|| {
		let waits = || Supervision::review_to_open(LOAN);
		assert_eq!(waits(), Some(q(2)), "drawn, and never counted");
		let payment = pay(1, 300_000, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		assert_eq!(waits(), Some(q(1)));
		assert_ok!(open(q(1)));
		assert_eq!(waits(), None, "it waits for who signs it");
		// It is opened again for other figures.
		let more = pay(2, 100, q(1), true);
		assert_ok!(count(q(1), &[more]));
		assert_eq!(waits(), Some(q(1)));
		close(q(1));
		assert_eq!(waits(), Some(q(2)));
		close(q(2));
		assert_eq!(waits(), None);
	});
}

#[test]
fn no_quarter_waits_in_which_the_contract_did_not_stand_or_nothing_was_drawn() {
	let waits = || Supervision::review_to_open(LOAN);
	for signed_on in [None, Some(Day::from_ymd(2026, 7, 1).unwrap())] {
		run(|| {
			set_signed_on(signed_on);
			assert_eq!(waits(), None);
		});
	}
	run(|| {
		without_covenant();
		assert_eq!(waits(), None);
	});
	run(|| {
		// All of it is shown to be booked later.
		let payment = pay(1, 1_000_000, q(3), true);
		assert_ok!(count(q(3), &[payment]));
		assert_eq!(waits(), None);
	});
}

/// What is paid for it is not in the chain; the closed review says whether it is due, and never changes.
#[test]
fn nb_05_what_a_subsidy_is_paid_for_is_said_by_the_closed_review() {
	run(|| {
		let (first, second) = (pay(1, 299_999, q(1), true), pay(2, 1, q(2), true));
		assert_ok!(count(q(1), &[first]));
		assert_ok!(count(q(2), &[second]));
		for (quarter, met) in [(q(1), false), (q(2), true)] {
			set_drawn(if met { 1_000_000 } else { 1_000_001 });
			close(quarter);
			let digest = review(quarter).digest;
			System::assert_has_event(Event::ReviewClosed { loan: LOAN, quarter, digest, met }.into());
		}
		assert_noop!(take_back(q(1), &[first]), Error::<Test>::PeriodClosed);
		assert_eq!((review(q(1)).met, review(q(2)).met), (false, true));
	});
}

#[test]
fn nb_03_the_share_is_of_what_was_drawn_and_cumulative() {
	run(|| {
		let (first, second) = (pay(1, 200_000, q(1), true), pay(2, 150_000, q(2), true));
		let other = pay(3, 350_000, q(1), false);
		set_drawn(700_000);
		assert_ok!(count(q(1), &[first, other]));
		assert_ok!(count(q(2), &[second]));
		close(q(1));
		// Booked later: not drawn in the first quarter. 200,000 of 550,000.
		assert_eq!(figures(q(1)).drawn, Fen::from_yuan(550_000));
		assert!(review(q(1)).met);
		close(q(2));
		assert_eq!(figures(q(2)).drawn, Fen::from_yuan(700_000));
		assert_eq!(figures(q(2)).spend.quality, Fen::from_yuan(350_000));
	});
}

#[test]
fn nb_03_leaving_a_payment_out_does_not_raise_the_share() {
	run(|| {
		let payment = pay(1, 250_000, q(1), true);
		pay(2, 750_000, q(1), false);
		assert_ok!(count(q(1), &[payment]));
		assert_ok!(open(q(1)));
		assert_eq!(figures(q(1)).drawn, Fen::from_yuan(1_000_000));
		assert!(!review(q(1)).met);
	});
}

#[test]
fn nb_04_a_review_is_opened_when_the_quarter_is_over() {
	run(|| {
		testing::with(|world| world.today = Day::from_ymd(2026, 6, 30).unwrap());
		assert_noop!(open(q(2)), Error::<Test>::QuarterNotOver);
		testing::with(|world| world.today = Day::from_ymd(2026, 7, 1).unwrap());
		assert_ok!(open(q(2)));
		assert_noop!(open(q(0)), Error::<Test>::QuarterMalformed);
		let review = review(q(2));
		System::assert_last_event(
			Event::ReviewOpened {
				loan: LOAN,
				quarter: q(2),
				digest: review.digest,
				drawn_fen: 100_000_000,
				quality_fen: 0,
				met: false,
				officer: OfficerId(300),
			}
			.into(),
		);
	});
}

/// One maker filled the list of waiting quarters with those before the contract, so that its own had no place.
#[test]
fn a_quarter_before_the_contract_is_not_reviewed() {
	run(|| {
		set_signed_on(Some(Day::from_ymd(2026, 3, 31).unwrap()));
		let before = (2018..2026).rev().map(|year| Quarter { year, number: 4 });
		for quarter in before.chain([Quarter { year: 1970, number: 1 }]) {
			assert_noop!(open(quarter), Error::<Test>::QuarterBeforeSigning);
		}
		// The last day of a quarter is one of it, the day after is not.
		assert_ok!(open(q(1)));
	});
	run(|| {
		set_signed_on(Some(Day::from_ymd(2026, 4, 1).unwrap()));
		assert_noop!(open(q(1)), Error::<Test>::QuarterBeforeSigning);
		assert_ok!(open(q(2)));
	});
}

/// A file with a wrong booking date once kept every later quarter from being reviewed.
#[test]
fn what_was_booked_before_the_contract_counts_with_the_quarter_of_its_signing() {
	run(|| {
		let payment = pay(1, 300, Quarter { year: 2020, number: 1 }, true);
		set_signed_on(Some(Day::from_ymd(2026, 3, 31).unwrap()));
		let early = Quarter { year: 2020, number: 1 };
		assert_noop!(count(early, &[payment]), Error::<Test>::QuarterBeforeSigning);
		assert_ok!(count(q(1), &[payment]));
		assert_noop!(take_back(early, &[payment]), Error::<Test>::QuarterBeforeSigning);
		assert_ok!(open(q(1)));
	});
}

#[test]
fn a_contract_that_is_not_signed_is_not_reviewed_and_waits_for_nobody() {
	run(|| {
		set_signed_on(None);
		assert_noop!(open(q(1)), Error::<Test>::NotSigned);
		assert_eq!((to_sign(BANK), to_sign(OrgId(3))), (vec![], vec![]));
	});
}

#[test]
fn without_a_covenant_there_is_nothing_to_review() {
	run(|| {
		without_covenant();
		assert_noop!(open(q(1)), Error::<Test>::NoCovenant);
	});
}

#[test]
fn nb_04_bank_and_regulator_both_sign_and_only_then_it_is_closed() {
	run(|| {
		assert_ok!(open(q(1)));
		assert_ok!(sign(REGULATOR_CHECKER, q(1)));
		System::assert_last_event(
			Event::ReviewSigned { loan: LOAN, quarter: q(1), side: Side::Regulator, officer: OfficerId(301) }
				.into(),
		);
		assert_eq!(review(q(1)).closed_on, None);
		assert_noop!(sign(REGULATOR_CHECKER, q(1)), Error::<Test>::AlreadySigned);
		assert_ok!(sign(BANK_CHECKER, q(1)));
		let review = review(q(1));
		assert_eq!(review.closed_on, Some(testing::with(|world| world.today)));
		assert_eq!(
			(officer(review.bank_signed), officer(review.regulator_signed)),
			(Some(OfficerId(201)), Some(OfficerId(301)))
		);
		System::assert_last_event(
			Event::ReviewClosed { loan: LOAN, quarter: q(1), digest: review.digest, met: false }.into(),
		);
		assert!(LoanUse::<Test>::get(LOAN).is_closed(q(1)));
	});
}

#[test]
fn nb_04_a_closed_quarter_never_changes() {
	run(|| {
		close(q(1));
		let before = review(q(1));
		set_drawn(2_000_000);
		assert_noop!(open(q(1)), Error::<Test>::PeriodClosed);
		assert_noop!(sign(BANK_CHECKER, q(1)), Error::<Test>::PeriodClosed);
		close(q(2));
		assert_eq!(review(q(1)), before);
	});
}

#[test]
fn only_checkers_of_the_two_sides_sign() {
	run(|| {
		assert_ok!(open(q(1)));
		assert_noop!(sign(OTHER_CHECKER, q(1)), Error::<Test>::ReviewerNotAllowed);
		assert_noop!(sign(FINANCIAL_CHECKER, q(1)), Error::<Test>::ReviewerNotAllowed);
		assert_noop!(sign(101, q(1)), Error::<Test>::ReviewerNotAllowed);
		assert_noop!(sign(BANK_MAKER, q(1)), DispatchError::Other("duty missing"));
		let by = |who| Supervision::open_review(RuntimeOrigin::signed(who), LOAN, q(2));
		assert_noop!(by(OTHER_MAKER), Error::<Test>::ReviewerNotAllowed);
		assert_noop!(by(BANK_CHECKER), DispatchError::Other("duty missing"));
	});
}

#[test]
fn one_person_has_one_part_in_a_review() {
	run(|| {
		assert_ok!(open(q(1)));
		// The regulator's checker is the person who opened it.
		testing::with(|world| world.officers.get_mut(&REGULATOR_CHECKER).unwrap().3 = 300);
		assert_noop!(sign(REGULATOR_CHECKER, q(1)), DispatchError::Other("same person"));
		// Now the person who signed for the bank.
		testing::with(|world| world.officers.get_mut(&REGULATOR_CHECKER).unwrap().3 = 201);
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert_noop!(sign(REGULATOR_CHECKER, q(1)), DispatchError::Other("same person"));
	});
}

/// Where a side's only checker opened it, nobody of that side could sign it, nor any later quarter.
#[test]
fn another_person_opens_a_review_in_the_place_of_the_only_checker() {
	run(|| {
		let both = zhidai_primitives::Duties::of(&[
			zhidai_primitives::Duty::Maker,
			zhidai_primitives::Duty::Checker,
		]);
		testing::with(|world| world.officers.get_mut(&BANK_CHECKER).unwrap().2 = both);
		let open_by = |who| Supervision::open_review(RuntimeOrigin::signed(who), LOAN, q(1));
		assert_ok!(open_by(BANK_CHECKER));
		assert_ok!(sign(REGULATOR_CHECKER, q(1)));
		assert_noop!(sign(BANK_CHECKER, q(1)), DispatchError::Other("same person"));
		assert_noop!(open_by(BANK_CHECKER), Error::<Test>::ReviewUnchanged);
		// Nobody takes two parts: not the first one's second account, nor who signed.
		testing::with(|world| world.officers.get_mut(&BANK_MAKER).unwrap().3 = 201);
		assert_noop!(open_by(BANK_MAKER), DispatchError::Other("same person"));
		testing::with(|world| world.officers.get_mut(&BANK_MAKER).unwrap().3 = 301);
		assert_noop!(open_by(BANK_MAKER), DispatchError::Other("same person"));
		testing::with(|world| world.officers.get_mut(&BANK_MAKER).unwrap().3 = 200);
		assert_ok!(open_by(BANK_MAKER));
		let now = review(q(1));
		assert_eq!((now.opened_by, officer(now.regulator_signed)), (OfficerId(200), Some(OfficerId(301))));
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert!(LoanUse::<Test>::get(LOAN).is_closed(q(1)));
	});
}

#[test]
fn a_signature_names_what_it_signs() {
	run(|| {
		let by = |digest| Supervision::sign_review(RuntimeOrigin::signed(BANK_CHECKER), LOAN, q(1), digest);
		assert_noop!(by(Digest::zero()), Error::<Test>::ReviewUnknown);
		assert_ok!(open(q(1)));
		assert_noop!(by(Digest::zero()), Error::<Test>::DigestMismatch);
		let old = review(q(1)).digest;
		set_drawn(2_000_000);
		assert_ok!(open(q(1)));
		assert_noop!(by(old), Error::<Test>::DigestMismatch);
		assert_ok!(by(review(q(1)).digest));
	});
}

#[test]
fn what_was_counted_after_the_opening_is_reviewed_before_it_is_signed() {
	run(|| {
		assert_ok!(open(q(1)));
		assert_noop!(open(q(1)), Error::<Test>::ReviewUnchanged);
		assert_ok!(sign(BANK_CHECKER, q(1)));
		let payment = pay(1, 300_000, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		assert_noop!(sign(REGULATOR_CHECKER, q(1)), Error::<Test>::FiguresChanged);
		assert_ok!(open(q(1)));
		assert_eq!(review(q(1)).bank_signed, None);
		assert_ok!(sign(REGULATOR_CHECKER, q(1)));
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert!(review(q(1)).met);
	});
}

/// A stolen key signed, the officer was removed or had another key, and the other side closed the quarter for good.
#[test]
fn a_signature_closes_no_quarter_that_counts_no_more() {
	let voids: [fn(); 2] = [
		|| {
			testing::with(|world| world.keys.insert(OfficerId(201), 1));
		},
		|| {
			testing::with(|world| {
				world.officers.get_mut(&BANK_CHECKER).unwrap().2 = zhidai_primitives::Duties::of(&[])
			})
		},
	];
	for void in voids {
		run(|| {
			assert_ok!(open(q(1)));
			assert_ok!(sign(BANK_CHECKER, q(1)));
			assert_eq!(to_sign(BANK), vec![]);
			void();
			assert_eq!(to_sign(BANK), vec![(LOAN, q(1))]);
			assert_ok!(sign(REGULATOR_CHECKER, q(1)));
			assert_eq!((review(q(1)).closed_on, review(q(1)).bank_signed), (None, None));
			assert_eq!((to_sign(BANK), to_sign(OrgId(3))), (vec![(LOAN, q(1))], vec![]));
			// The same officer, with the key and the duty of now.
			let checks = zhidai_primitives::Duties::of(&[zhidai_primitives::Duty::Checker]);
			testing::with(|world| world.officers.get_mut(&BANK_CHECKER).unwrap().2 = checks);
			assert_ok!(sign(BANK_CHECKER, q(1)));
			assert!(LoanUse::<Test>::get(LOAN).is_closed(q(1)));
		});
	}
}

#[test]
fn who_signed_with_a_key_that_was_replaced_signs_anew() {
	run(|| {
		assert_ok!(open(q(1)));
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert_noop!(sign(BANK_CHECKER, q(1)), Error::<Test>::AlreadySigned);
		testing::with(|world| world.keys.insert(OfficerId(201), 1));
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert_eq!(review(q(1)).bank_signed.unwrap().by.key_number, 1);
		assert_ok!(sign(REGULATOR_CHECKER, q(1)));
		assert!(LoanUse::<Test>::get(LOAN).is_closed(q(1)));
	});
}

#[test]
fn quarters_are_closed_in_order() {
	run(|| {
		let early = pay(1, 100, q(1), true);
		assert_ok!(open(q(2)));
		assert_ok!(count(q(1), &[early]));
		assert_noop!(sign(BANK_CHECKER, q(2)), Error::<Test>::FiguresChanged);
		set_drawn(2_000_000);
		assert_noop!(open(q(2)), Error::<Test>::EarlierQuarterOpen);
		close(q(1));
		assert_ok!(open(q(2)));
		assert_ok!(sign(BANK_CHECKER, q(2)));
		assert_ok!(sign(REGULATOR_CHECKER, q(2)));
		assert_noop!(open(q(1)), Error::<Test>::PeriodClosed);
	});
}

/// What waits for an organisation's signature, read in the smallest pages.
fn to_sign(org: OrgId) -> Vec<(LoanId, Quarter)> {
	let page = |after| Ok::<_, ()>(Supervision::reviews_to_sign(org, after, 1));
	let all = Page::every(page).unwrap();
	assert!(all.iter().all(|(loan, quarter, digest)| {
		Supervision::review(*loan, *quarter).is_some_and(|review| review.digest == *digest)
	}));
	all.into_iter().map(|(loan, quarter, _)| (loan, quarter)).collect()
}

#[test]
fn a_review_waits_for_each_side_until_it_has_signed() {
	run(|| {
		add_loan(256);
		assert_ok!(open(q(1)));
		assert_ok!(Supervision::open_review(RuntimeOrigin::signed(BANK_MAKER), LoanId(256), q(1)));
		let both = vec![(LOAN, q(1)), (LoanId(256), q(1))];
		assert_eq!((to_sign(BANK), to_sign(OrgId(3))), (both.clone(), both.clone()));
		assert_eq!(to_sign(OrgId(5)), vec![]);
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert_eq!((to_sign(BANK), to_sign(OrgId(3))), (vec![both[1]], both));
		// What was counted since is reviewed anew, and then waits for both again.
		let payment = pay(1, 300_000, q(1), true);
		assert_ok!(count(q(1), &[payment]));
		assert_eq!(to_sign(OrgId(3)), vec![(LoanId(256), q(1))]);
		assert_ok!(open(q(1)));
		assert_eq!(to_sign(BANK), vec![(LOAN, q(1)), (LoanId(256), q(1))]);
		assert_ok!(sign(BANK_CHECKER, q(1)));
		assert_ok!(sign(REGULATOR_CHECKER, q(1)));
		assert_eq!(
			(to_sign(BANK), to_sign(OrgId(3))),
			(vec![(LoanId(256), q(1))], vec![(LoanId(256), q(1))])
		);
	});
}

#[test]
fn loans_are_reviewed_apart() {
	run(|| {
		add_loan(2);
		close(q(1));
		assert!(Reviews::<Test>::get(LoanId(2), q(1)).is_none());
		assert_ok!(Supervision::open_review(RuntimeOrigin::signed(BANK_MAKER), LoanId(2), q(1)));
		assert_ne!(
			Reviews::<Test>::get(LoanId(2), q(1)).map(|review| review.digest),
			Some(review(q(1)).digest)
		);
	});
}
