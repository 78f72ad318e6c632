//! What creates something is carried out once under one request, and what was carried out is forgotten in time.

use super::*;
use frame::deps::sp_runtime::AccountId32;
use proptest::prelude::*;
use std::collections::BTreeSet;
use zhidai_primitives::traits::{Once, FORGOTTEN_AT_ONCE};

/// The n-th request that is good up to this block.
fn request(n: u128, last_block: u32) -> RequestId {
	RequestId { last_block, random: n.to_be_bytes() }
}

fn ask(who: AccountId32, n: u32, request: RequestId) -> DispatchResult {
	Registry::propose(by(who.clone()), with_proofs(&who, Act::AddOfficer(officer(n, &[Duty::View]))), request)
}

/// How many requests are kept.
fn kept() -> usize {
	Requests::<Test>::iter().count()
}

#[test]
fn an_act_is_proposed_once_under_one_request_whoever_of_the_organisation_asks() {
	with_consortium(|| {
		let once = request(1, 100);
		assert_ok!(ask(admin(FIRM), 49, once));
		let created = Created::Act(LastAct::<Test>::get().0);
		assert_eq!(Registry::created(FIRM, once), Some(created));
		assert_noop!(ask(admin(FIRM), 49, once), Error::<Test>::RequestAlreadyUsed);
		assert_noop!(ask(second_admin(FIRM), 50, once), Error::<Test>::RequestAlreadyUsed);
		// Also where it could not be proposed a second time: the key is an officer's now.
		let (act_id, pending) = Registry::pending_acts(FIRM).remove(0);
		assert_ok!(approve(by(second_admin(FIRM)), act_id, pending.act.digest(act_id)));
		assert_noop!(ask(admin(FIRM), 49, once), Error::<Test>::RequestAlreadyUsed);
		assert_eq!(Registry::created(FIRM, once), Some(created), "and what it made stays known");
		// Another organisation's request is another one, and so is one with another last block.
		assert_ok!(ask(admin(BANK), 51, once));
		assert_ok!(ask(admin(FIRM), 52, request(1, 101)));
	});
}

#[test]
fn what_was_refused_was_not_carried_out() {
	with_consortium(|| {
		let once = request(1, 100);
		assert_noop!(ask(maker(FIRM), 49, once), Error::<Test>::DutyMissing);
		assert_noop!(ask(admin(FIRM), 41, once), Error::<Test>::KeyAlreadyUsed);
		assert_eq!(Registry::created(FIRM, once), None);
		assert_ok!(ask(admin(FIRM), 49, once));
	});
}

#[test]
fn a_request_is_good_for_a_week_and_then_refused_whether_or_not_it_is_remembered() {
	with_consortium(|| {
		System::set_block_number(1_000);
		assert_noop!(ask(admin(FIRM), 49, request(1, 999)), Error::<Test>::RequestTooOld);
		let furthest = 1_000 + REQUEST_LIFE_BLOCKS;
		assert_noop!(ask(admin(FIRM), 49, request(1, furthest + 1)), Error::<Test>::RequestTooFarAhead);
		assert_ok!(ask(admin(FIRM), 49, request(1, furthest)));
		assert_ok!(ask(admin(FIRM), 50, request(2, 1_000)));
		System::set_block_number(furthest.into());
		assert_noop!(ask(admin(FIRM), 51, request(1, furthest)), Error::<Test>::RequestAlreadyUsed);
		System::set_block_number((furthest + 1).into());
		assert_noop!(ask(admin(FIRM), 51, request(1, furthest)), Error::<Test>::RequestAlreadyUsed);
		assert_ok!(ask(admin(FIRM), 51, request(3, furthest + 1)));
		assert_ok!(ask(admin(FIRM), 52, request(4, furthest + 1)));
		// Both are forgotten by now, and come too late.
		for forgotten in [request(1, furthest), request(2, 1_000)] {
			assert_eq!(Registry::created(FIRM, forgotten), None);
			assert_noop!(ask(admin(FIRM), 53, forgotten), Error::<Test>::RequestTooOld);
		}
	});
}

#[test]
fn each_new_request_takes_away_two_that_are_over_of_whichever_organisation() {
	with_consortium(|| {
		let before = kept();
		for n in 0..5 {
			Registry::keep(OTHER_BANK, request(n, 10), Created::Act(0));
		}
		System::set_block_number(11);
		assert_eq!((kept() - before, FORGOTTEN_AT_ONCE), (5, 2));
		// The consortium's own came first, and are good for a week.
		let own = u32::try_from(before).unwrap();
		assert_ok!(ask(admin(BANK), 49, request(1, 11)));
		assert_eq!(kept(), before + 6, "what is good keeps its place, and those behind it");
		System::set_block_number((REQUEST_LIFE_BLOCKS + 1).into());
		let (_, next) = RequestPlaces::<Test>::get();
		for n in 0..(own + 6).div_ceil(FORGOTTEN_AT_ONCE) {
			let random = u128::from(n) + 100;
			Registry::keep(BANK, request(random, 2 * REQUEST_LIFE_BLOCKS), Created::Act(0));
		}
		assert_eq!(RequestPlaces::<Test>::get().0, next);
		assert_eq!(Registry::created(OTHER_BANK, request(4, 10)), None);
	});
}

#[test]
fn the_same_act_of_one_officer_waits_once_until_it_is_over() {
	with_consortium(|| {
		let act = || payee_account(FIRM);
		let (act_id, digest) = proposed(maker(BANK), act()).unwrap();
		assert_noop!(propose(maker(BANK), act()), Error::<Test>::ActAlreadyProposed);
		// Another act, or another organisation's.
		assert_ok!(propose(maker(BANK), payee_account(OTHER_BANK)));
		assert_ok!(propose(maker(OTHER_BANK), act()));
		// Once it is done, the same can be meant again; or once it was taken back, or nobody approved it in time.
		assert_ok!(approve(by(checker(BANK)), act_id, digest));
		let (act_id, _) = proposed(maker(BANK), act()).unwrap();
		assert_ok!(Registry::withdraw(by(maker(BANK)), act_id));
		assert_ok!(propose(maker(BANK), act()));
		days_later(ACT_LIFE_DAYS);
		assert_noop!(propose(maker(BANK), act()), Error::<Test>::ActAlreadyProposed);
		days_later(1);
		assert_ok!(propose(maker(BANK), act()));
	});
}

#[test]
fn a_queue_that_does_not_agree_with_what_is_kept_is_found() {
	let breaches: [fn(); 5] = [
		|| Requests::<Test>::insert(BANK, request(9, 9), Created::Act(1)),
		|| RequestQueue::<Test>::insert(99, (BANK, request(9, 9))),
		|| RequestPlaces::<Test>::mutate(|places| places.1 += 1),
		|| {
			let (first, _) = RequestPlaces::<Test>::get();
			RequestQueue::<Test>::insert(first, (BANK, request(9, 9)));
		},
		|| Registry::keep(BANK, request(9, 2 * REQUEST_LIFE_BLOCKS), Created::Act(1)),
	];
	for breach in breaches {
		with_consortium(|| {
			let found = frame::deps::frame_support::storage::with_transaction(|| {
				breach();
				let checked = Registry::check_invariants();
				frame::deps::sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(
					checked.is_err(),
				))
			});
			assert_eq!(found, Ok(true));
		});
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// Whatever comes when, a request is carried out once at the most, and while it is good a second one is refused
	/// for that; of what is over no more is kept than the new ones have left.
	#[test]
	fn no_request_is_ever_carried_out_twice(
		steps in prop::collection::vec((0..4_u32, 0..3_u128, prop::bool::ANY, 0..6_u32), 1..80),
	) {
		empty().execute_with(|| {
			let mut done = BTreeSet::new();
			let quarter = REQUEST_LIFE_BLOCKS / 4;
			for (pass, n, other, ahead) in steps {
				System::set_block_number(System::block_number() + u64::from(pass * quarter / 4));
				let now = u32::try_from(System::block_number()).unwrap();
				let (org, id) = (if other { BANK } else { FIRM }, request(n, (now / quarter + ahead) * quarter));
				let may = Registry::ensure_new(org, id);
				let is_good = !id.is_over(now) && !id.is_too_far_ahead(now);
				assert_eq!(may.is_ok(), is_good && !done.contains(&(org, id)));
				if is_good && done.contains(&(org, id)) {
					assert_eq!(may, Err(Error::<Test>::RequestAlreadyUsed.into()));
					assert!(Registry::created(org, id).is_some());
				}
				if may.is_ok() {
					Registry::keep(org, id, Created::Act(0));
					assert!(done.insert((org, id)), "carried out twice");
				}
				assert_ok!(Registry::check_invariants());
			}
		});
	}
}
