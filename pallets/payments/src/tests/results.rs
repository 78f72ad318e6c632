use crate::{
	mock::*, EnteredCounts, EnteredFiles, EnteredQueue, Error, Event, MismatchLink, Mismatches,
	OpenMismatches, Outcome, SettlementResult, SettlementResults,
};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{
	limits::{ACT_LIFE_DAYS, MAX_MISMATCHES},
	results_digest, testing, Digest, Fen, MismatchReason, OfficerId, Ordered, OrgId, PaymentStatus,
	ShortText, Uetr,
};

const FILE: Digest = Digest::repeat_byte(1);
const OWN: OrgId = OrgId(BANK);

fn rows(rows: Vec<SettlementResult>) -> SettlementResults {
	rows.try_into().unwrap()
}

fn one() -> SettlementResults {
	rows(vec![result(1, Outcome::Settled)])
}

fn reason() -> ShortText {
	"柜面补录".try_into().unwrap()
}

fn entries() -> Vec<u32> {
	EnteredQueue::<Test>::iter_key_prefix(OWN).map(|number| number.get()).collect()
}

#[test]
fn a_file_takes_two_persons() {
	run(|| {
		released(three());
		let book = |who| Payments::settle(origin(who), FILE, one());
		assert_noop!(book(CHECKER), Error::<Test>::ResultsNotEntered);
		enter(CHECKER, FILE, &one()).unwrap();
		assert_noop!(book(CHECKER), DispatchError::Other("same person"));
		// Whoever has both duties is one person all the same.
		enter(BANK_ALL, FILE, &one()).unwrap();
		assert_noop!(book(BANK_ALL), DispatchError::Other("same person"));
		assert_eq!(entries(), [1]);
		let (results, officer) = (results_digest(&one()), OfficerId(103));
		let event =
			Event::ResultsEntered { bank: OWN, file_digest: FILE, results, count: 1, sum_fen: 100, officer };
		assert_eq!(events().pop(), Some(event));
		assert_ok!(book(CHECKER));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
		assert_noop!(book(CHECKER), Error::<Test>::ResultsNotEntered);
		assert_eq!((entries(), EnteredFiles::<Test>::iter().count()), (vec![], 0));
	});
}

#[test]
fn what_is_booked_is_what_was_entered() {
	run(|| {
		released(three());
		let book = |results| Payments::settle(origin(CHECKER), FILE, results);
		let other =
			rows(vec![SettlementResult { value_on: today().plus_days(1).unwrap(), ..one()[0].clone() }]);
		enter(MAKER, FILE, &one()).unwrap();
		for results in [other, rows(vec![]), rows(vec![one()[0].clone(), result(2, Outcome::Settled)])] {
			assert_noop!(book(results), Error::<Test>::ResultsDiffer);
		}
		// Number and sum are what the second person is shown.
		let digest = results_digest(&one());
		for (count, sum) in [(2, Fen(100)), (1, Fen(101))] {
			assert_ok!(Payments::enter_results(origin(MAKER), FILE, digest, count, sum));
			assert_noop!(book(one()), Error::<Test>::ResultsDiffer);
		}
		// Sums that wrap are no sum.
		let large = |number| SettlementResult { amount_fen: u64::MAX, ..result(number, Outcome::Settled) };
		let wrapping = rows(vec![large(1), large(2)]);
		let digest = results_digest(&wrapping);
		assert_ok!(Payments::enter_results(origin(MAKER), FILE, digest, 2, Fen(u64::MAX - 1)));
		assert_noop!(book(wrapping), Error::<Test>::ResultsDiffer);
		enter(MAKER, FILE, &one()).unwrap();
		assert_ok!(book(one()));
	});
}

#[test]
fn who_enters_is_a_maker_or_checker_of_a_bank() {
	run(|| {
		assert_noop!(Payments::enter_results(origin(MAKER), FILE, FILE, 0, Fen(0)), Error::<Test>::EmptyFile);
		let entered = |who| Payments::enter_results(origin(who), FILE, FILE, 1, Fen(1));
		assert_noop!(entered(OUTSIDER), DispatchError::Other("role missing"));
		assert_noop!(entered(RELEASER), DispatchError::Other("duty missing"));
		assert_ok!(entered(CHECKER));
	});
}

#[test]
fn an_entry_counts_while_its_officer_could_give_it_and_not_for_ever() {
	run(|| {
		released(three());
		let book = || Payments::settle(origin(CHECKER), FILE, one());
		enter(MAKER, FILE, &one()).unwrap();
		rotate(100);
		assert_noop!(book(), Error::<Test>::ResultsNotEntered);
		enter(MAKER, FILE, &one()).unwrap();
		testing::with(|world| world.officers.remove(&MAKER));
		assert_noop!(book(), Error::<Test>::ResultsNotEntered);
		let results = one();
		enter(BANK_ALL, FILE, &results).unwrap();
		pass_days(ACT_LIFE_DAYS + 1);
		assert_noop!(Payments::settle(origin(CHECKER), FILE, results), Error::<Test>::ResultsNotEntered);
	});
}

#[test]
fn what_waits_too_long_gives_way_two_at_a_time() {
	run(|| {
		let enter = |mark| enter(MAKER, Digest::repeat_byte(mark), &one()).unwrap();
		(1..=3).for_each(enter);
		pass_days(ACT_LIFE_DAYS + 1);
		enter(4);
		assert_eq!(entries(), [2, 3]);
		enter(5);
		assert_eq!(entries(), [3, 4]);
	});
}

/// What was booked is passed, too, however long the others wait.
#[test]
fn a_file_that_was_booked_takes_no_room() {
	run(|| {
		let enter = |mark| enter(MAKER, Digest::repeat_byte(mark), &one()).unwrap();
		(1..=3).for_each(enter);
		for mark in [2, 1] {
			assert_ok!(Payments::settle(origin(CHECKER), Digest::repeat_byte(mark), one()));
		}
		assert_eq!((entries(), EnteredCounts::<Test>::get(OWN).oldest), (vec![2], 0));
		enter(4);
		assert_eq!((entries(), EnteredCounts::<Test>::get(OWN).oldest), (vec![2, 3], 2));
	});
}

#[test]
fn where_there_is_no_room_the_oldest_gives_way() {
	run(|| {
		let enter = |number: u32| {
			let file = Digest::from_low_u64_be(number.into());
			assert_ok!(Payments::enter_results(origin(MAKER), file, FILE, 1, Fen(1)));
		};
		(0..=crate::MAX_ENTERED_FILES).for_each(enter);
		let entered = EnteredCounts::<Test>::get(OWN);
		assert_eq!((entered.oldest, entered.next), (1, crate::MAX_ENTERED_FILES + 1));
		assert!(!EnteredFiles::<Test>::contains_key(OWN, Digest::from_low_u64_be(0)));
	});
}

/// Results that came before the release were lost: the same file was refused afterwards.
#[test]
fn what_came_before_the_release_is_booked_when_it_comes_again() {
	run(|| {
		let draft = approved(three());
		let row = result(1, Outcome::Settled);
		assert_ok!(settle(FILE, vec![row.clone()]));
		let open = Mismatches::<Test>::get(OWN, Ordered::from(0)).unwrap();
		assert_eq!((open.reason, open.result.uetr), (MismatchReason::NotReleased, key(1)));
		assert_eq!((open.entered_by, open.checked_by), (OfficerId(100), OfficerId(101)));
		// Sent again, it waits once.
		assert_ok!(settle(FILE, vec![row.clone()]));
		assert_eq!(OpenMismatches::<Test>::get(OWN).open.len(), 1);
		assert_eq!(testing::with(|world| world.findings.len()), 1);
		release(draft);
		assert_ok!(settle(FILE, vec![row]));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
		let event = Event::MismatchBooked { bank: OWN, file_digest: FILE, mismatch: 0, uetr: key(1) };
		assert!(events().contains(&event));
		assert_eq!(OpenMismatches::<Test>::get(OWN).open.len(), 0);
	});
}

#[test]
fn a_queue_that_is_full_refuses_the_whole_file() {
	run(|| {
		released(three());
		let row = |number: u32| SettlementResult {
			uetr: Uetr::from_random(u128::from(number).to_be_bytes()),
			bank_reference: Default::default(),
			..result(99, Outcome::Settled)
		};
		let half = MAX_MISMATCHES / 2;
		assert_ok!(settle(FILE, (0..half).map(row).collect()));
		assert_ok!(settle(FILE, (half..MAX_MISMATCHES).map(row).collect()));
		let results = rows(vec![result(1, Outcome::Settled), row(MAX_MISMATCHES)]);
		enter(MAKER, FILE, &results).unwrap();
		assert_noop!(
			Payments::settle(origin(CHECKER), FILE, results.clone()),
			Error::<Test>::TooManyMismatches
		);
		assert_ok!(Payments::close_mismatch(origin(CHECKER), 7, MismatchLink::Nothing, reason()));
		assert_ok!(Payments::settle(origin(CHECKER), FILE, results));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
	});
}

/// It was refused as one with more.
#[test]
fn a_file_that_makes_room_in_a_full_queue_is_booked() {
	run(|| {
		let draft = approved(three());
		let row = |number: u32| SettlementResult {
			uetr: Uetr::from_random(u128::from(number).to_be_bytes()),
			bank_reference: Default::default(),
			..result(99, Outcome::Settled)
		};
		let (early, half) = (result(1, Outcome::Settled), MAX_MISMATCHES / 2);
		assert_ok!(settle(FILE, (1..half).map(row).chain([early.clone()]).collect()));
		assert_ok!(settle(FILE, (half..MAX_MISMATCHES).map(row).collect()));
		assert_eq!(OpenMismatches::<Test>::get(OWN).open.len() as u32, MAX_MISMATCHES);
		release(draft);
		let other_amount = SettlementResult { amount_fen: 1, ..result(2, Outcome::Settled) };
		let two_more = vec![row(MAX_MISMATCHES), other_amount, early.clone()];
		let results = rows(two_more);
		enter(MAKER, FILE, &results).unwrap();
		assert_noop!(Payments::settle(origin(CHECKER), FILE, results), Error::<Test>::TooManyMismatches);
		assert_ok!(settle(FILE, vec![row(MAX_MISMATCHES), early]));
		assert_eq!(Payments::status_of(key(1)), Some(PaymentStatus::Settled));
		assert_eq!(OpenMismatches::<Test>::get(OWN).open.len() as u32, MAX_MISMATCHES);
	});
}

/// It kept its first one for ever.
#[test]
fn what_waits_has_its_reason_of_now() {
	run(|| {
		let draft = approved(three());
		let row = SettlementResult { amount_fen: 1, ..result(1, Outcome::Settled) };
		let told = |reason| {
			System::reset_events();
			assert_ok!(settle(FILE, vec![row.clone()]));
			let (bank, file_digest, mismatch, uetr) = (OWN, FILE, 0, key(1));
			let event = Event::ResultMismatched { bank, file_digest, mismatch, uetr, reason };
			let kept = Mismatches::<Test>::get(OWN, Ordered::from(0)).unwrap().reason;
			assert_eq!((kept, OpenMismatches::<Test>::get(OWN).open.len()), (reason, 1));
			events().contains(&event)
		};
		assert!(told(MismatchReason::NotReleased));
		assert!(!told(MismatchReason::NotReleased), "nothing is new");
		release(draft);
		assert!(told(MismatchReason::AmountDiffers));
		// There is one alert, of the row that came first.
		assert_eq!(testing::with(|world| world.findings.len()), 1);
	});
}

/// The hash, the record and the event of each were for nothing.
#[test]
fn a_file_is_charged_for_the_mismatches_that_it_closes() {
	run(|| {
		let draft = approved(three());
		let all = || (1..=3).map(|number| result(number, Outcome::Settled)).collect::<Vec<_>>();
		assert_ok!(settle(FILE, all()));
		release(draft);
		let results = rows(all());
		let call = crate::Call::<Test>::settle { file_digest: FILE, results: results.clone() };
		let declared = call.get_dispatch_info().call_weight;
		enter(MAKER, FILE, &results).unwrap();
		let charged = Payments::settle(origin(CHECKER), FILE, results).unwrap().actual_weight.unwrap();
		let booked = <() as crate::WeightInfo>::settle_few(3);
		assert_eq!(charged, booked.saturating_add(Payments::closed_weight(3)));
		assert!(charged.all_lte(declared) && Payments::closed_weight(1).ref_time() > 0);
	});
}

#[test]
fn a_mismatch_is_closed_by_another_person_with_what_it_belongs_to() {
	run(|| {
		released(three());
		book(1, &[(77, Outcome::Settled), (78, Outcome::Settled), (79, Outcome::Settled)]);
		let close = |who, mismatch, link| Payments::close_mismatch(origin(who), mismatch, link, reason());
		let other = |mismatch| MismatchLink::Mismatch { mismatch };
		let payment = |number| MismatchLink::Payment { uetr: key(number) };
		assert_noop!(close(MAKER, 0, MismatchLink::Nothing), DispatchError::Other("duty missing"));
		assert_noop!(close(OUTSIDER, 0, MismatchLink::Nothing), DispatchError::Other("role missing"));
		assert_noop!(close(CHECKER, 9, MismatchLink::Nothing), Error::<Test>::MismatchUnknown);
		// Nor another bank's.
		assert_noop!(close(201, 0, MismatchLink::Nothing), Error::<Test>::MismatchUnknown);
		assert_noop!(close(CHECKER, 0, other(0)), Error::<Test>::LinkToItself);
		assert_noop!(close(CHECKER, 0, other(9)), Error::<Test>::MismatchUnknown);
		assert_noop!(close(CHECKER, 0, payment(99)), Error::<Test>::PaymentUnknown);
		let link = payment(1);
		assert_ok!(close(CHECKER, 0, link));
		let (uetr, officer) = (key(77), OfficerId(101));
		let event = Event::MismatchClosed { bank: OWN, mismatch: 0, uetr, link, reason: reason(), officer };
		assert_eq!(events().pop(), Some(event));
		assert_ok!(close(BANK_ALL, 1, other(2)));
		assert_eq!(Payments::mismatches(OWN, None, 9).items.len(), 1);
		// Who entered the file says no word more about it.
		let results = rows(vec![result(80, Outcome::Settled)]);
		enter(BANK_ALL, FILE, &results).unwrap();
		assert_ok!(Payments::settle(origin(CHECKER), FILE, results));
		assert_noop!(close(BANK_ALL, 3, MismatchLink::Nothing), DispatchError::Other("same person"));
	});
}

#[test]
fn a_mismatch_is_not_closed_with_another_banks_payment() {
	run(|| {
		released(three());
		let results = rows(vec![result(1, Outcome::Settled)]);
		enter(OTHER_MAKER, FILE, &results).unwrap();
		assert_ok!(Payments::settle(origin(201), FILE, results));
		let link = MismatchLink::Payment { uetr: key(1) };
		let close = || Payments::close_mismatch(origin(201), 0, link, reason());
		assert_noop!(close(), Error::<Test>::BankNotAllowed);
		// Who succeeds the lender has its payments, before it has taken its loans over.
		testing::with(|world| world.successors.insert(OWN, OrgId(OTHER_BANK)));
		assert_ok!(close());
	});
}

#[test]
fn what_was_entered_and_what_waits_come_in_pages_the_oldest_first() {
	run(|| {
		for mark in 1..=3 {
			enter(MAKER, Digest::repeat_byte(mark), &one()).unwrap();
		}
		let first = Payments::files_to_book(OWN, None, 2);
		assert_eq!(
			first.items.iter().map(|(file, _)| *file).collect::<Vec<_>>(),
			[1, 2].map(Digest::repeat_byte)
		);
		assert_eq!(Payments::files_to_book(OWN, first.next, 2).items[0].0, Digest::repeat_byte(3));
		book(9, &[(77, Outcome::Settled), (78, Outcome::Settled), (79, Outcome::Settled)]);
		let first = Payments::mismatches(OWN, None, 2);
		assert_eq!((first.items[0].0, first.items[1].0, first.next), (0, 1, Some(1)));
		assert_eq!(Payments::mismatches(OWN, first.next, 2).items[0].1.result.uetr, key(79));
	});
}
