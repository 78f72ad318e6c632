//! What the bank's core says became of payments, on the real pallets: two persons, each row for itself, and a queue of
//! what does not fit.

mod common;

use common::lending::*;
use common::paying::*;
use common::*;
use pallet_payments::{Mismatch, MismatchLink, Outcome, PayAgainLine, SettlementResult};
use zhidai_api::PendingWork;
use zhidai_primitives::{
	AccountVersion, Day, Digest as Hash, Fen, LoanId, MismatchReason, OrgId, PaymentStatus, Refusal,
	ShortText, Uetr,
};
use zhidai_runtime::inbox::inbox;
use zhidai_runtime::{Loans, Payments, Runtime, Supervision};

type PaymentsError = pallet_payments::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;

const BANK: OrgId = consortium::BANK_A;

fn reason() -> ShortText {
	"账号与户名不符".try_into().unwrap()
}

fn returned() -> Outcome {
	Outcome::Returned { reason: reason() }
}

fn settled(number: u8) -> SettlementResult {
	result(uetr(number), Outcome::Settled)
}

/// A loan with three payments, of 100, 200 and 300 fen, that are released.
fn released() -> LoanId {
	let scene = ready("bank-a", firms(), [1, 2, 3]);
	let lines = [
		line(1, 0, 100, Some(scene.invoice)),
		line(2, 1, 200, Some(scene.report)),
		line(3, 2, 300, Some(scene.contract)),
	];
	let signed = approved("bank-a", scene.loan, &lines);
	done("bank-a.release", release(scene.loan, signed, &[]));
	next_block();
	scene.loan
}

fn status(number: u8) -> PaymentStatus {
	Payments::payment_view(uetr(number)).unwrap().status
}

/// The bank's open mismatches: which payment, and why.
fn queue() -> Vec<(Uetr, MismatchReason)> {
	let open = Payments::mismatches(BANK, None, 1_000).items;
	open.into_iter().map(|(_, Mismatch { result, reason, .. })| (result.uetr, reason)).collect()
}

fn ledger(loan: LoanId) -> (Fen, Fen, Fen) {
	let ledger = Loans::ledger(loan).unwrap();
	(ledger.released(), ledger.settled(), ledger.on_hand())
}

fn waits(name: &str, is: impl Fn(&PendingWork) -> bool) -> bool {
	inbox(&account(name), None, 1_000).items.iter().any(is)
}

#[test]
fn one_officer_books_nothing_alone() {
	chain(|| {
		let loan = released();
		let file = booked(1, [uetr(1)]);
		turned_away("bank-a.maker", file.clone(), Refusal::CallOutsideRole);
		refused("bank-a.checker", file.clone(), PaymentsError::ResultsNotEntered);
		done("bank-a.checker", entered(&file));
		refused("bank-a.checker", file.clone(), RegistryError::SamePerson);
		let to_book =
			|work: &PendingWork| matches!(work, PendingWork::FileToBook { count: 1, sum_fen: Fen(100), .. });
		assert!(!waits("bank-a.checker", to_book), "it waits for another person");
		done("bank-a.maker", entered(&file));
		assert!(waits("bank-a.checker", to_book) && !waits("bank-a.maker", to_book));
		assert!(!waits("bank-b.checker", to_book));
		// Nor is another bank's officer the second person.
		refused("bank-b.checker", file.clone(), PaymentsError::ResultsNotEntered);
		let other = booked(1, [uetr(1), uetr(2)]);
		refused("bank-a.checker", other, PaymentsError::ResultsDiffer);
		assert_eq!(ledger(loan), (Fen(600), Fen::ZERO, Fen::ZERO));
		done("bank-a.checker", file.clone());
		assert_eq!(ledger(loan), (Fen(500), Fen(100), Fen::ZERO));
		assert!(!waits("bank-a.checker", to_book));
		refused("bank-a.checker", file, PaymentsError::ResultsNotEntered);
	});
}

/// It was booked, whatever the bank had paid.
#[test]
fn another_amount_or_account_is_not_booked_and_waits_with_its_reason() {
	chain(|| {
		let loan = released();
		let amount = SettlementResult { amount_fen: 99, ..settled(1) };
		let account = SettlementResult { account: Some(AccountVersion(7)), ..settled(2) };
		book("bank-a", file(1, vec![amount, account, settled(3)]));
		assert_eq!(file_booked(), [1, 0, 0, 0, 2]);
		let differ = [(uetr(1), MismatchReason::AmountDiffers), (uetr(2), MismatchReason::AccountDiffers)];
		assert_eq!(queue(), differ);
		assert_eq!(ledger(loan), (Fen(300), Fen(300), Fen::ZERO));
		let differs = |work: &PendingWork| {
			matches!(
				work,
				PendingWork::MismatchToClose { mismatch: 0, reason: MismatchReason::AmountDiffers, .. }
			)
		};
		assert!(waits("bank-a.checker", differs) && !waits("bank-b.checker", differs));
		next_block();

		// A file with bad rows is corrected and sent again: what was right is known, the rest is booked now.
		let named = SettlementResult { account: Some(AccountVersion(0)), ..settled(2) };
		book("bank-a", file(2, vec![settled(1), named, settled(3)]));
		assert_eq!(file_booked(), [2, 0, 0, 1, 0]);
		assert_eq!(ledger(loan), (Fen::ZERO, Fen(600), Fen::ZERO));
		// That the core once said otherwise, people look at.
		let close = |mismatch| {
			let link = MismatchLink::Payment { uetr: uetr(1) };
			PaymentsCall::close_mismatch { mismatch, link, reason: reason() }
		};
		turned_away("bank-a.maker", close(0), Refusal::CallOutsideRole);
		refused("bank-b.checker", close(0), PaymentsError::MismatchUnknown);
		for mismatch in [0, 1] {
			done("bank-a.checker", close(mismatch));
		}
		refused("bank-a.checker", close(0), PaymentsError::MismatchUnknown);
		assert_eq!(queue(), []);
	});
}

/// They were reported as unknown, and the file could not be handed in again.
#[test]
fn results_that_come_before_the_release_are_booked_when_they_come_again() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let signed = approved("bank-a", scene.loan, &[line(1, 0, 100, Some(scene.invoice))]);
		let file = booked(1, [uetr(1)]);
		for _ in 0..2 {
			book("bank-a", file.clone());
			assert_eq!(
				(file_booked(), queue()),
				([0, 0, 0, 0, 1], vec![(uetr(1), MismatchReason::NotReleased)])
			);
		}
		assert_eq!(Supervision::open_alerts(None, 10).items.len(), 1, "one alert, not one a file");
		done("bank-a.release", release(scene.loan, signed, &[]));
		next_block();
		book("bank-a", file.clone());
		assert_eq!((file_booked(), queue()), ([1, 0, 0, 0, 0], vec![]));
		book("bank-a", file);
		assert_eq!((file_booked(), status(1)), ([0, 0, 0, 1, 0], PaymentStatus::Settled));
	});
}

/// It was unknown, the money stayed released, and the row that booked it later could not be followed by the return.
#[test]
fn one_row_books_a_payment_and_its_return() {
	chain(|| {
		let loan = released();
		book("bank-a", file(1, vec![result(uetr(1), returned()), settled(2)]));
		assert_eq!((file_booked(), status(1)), ([2, 0, 1, 0, 0], PaymentStatus::Returned));
		assert_eq!(ledger(loan), (Fen(300), Fen(200), Fen(100)));
		next_block();
		let again = PayAgainLine { returned: uetr(1), uetr: uetr(4), account: AccountVersion(0) };
		let (lines, expires_on) = (vec![again].try_into().unwrap(), today());
		done("bank-a.maker", PaymentsCall::pay_again { loan, lines, expires_on });
		let signed = last_draft();
		done("yj.confirm", mandate(loan, signed));
		done("bank-a.checker", approve(loan, signed));
		done("bank-a.release", release(loan, signed, &[]));
		next_block();
		book("bank-a", booked(2, [uetr(4)]));
		assert_eq!((status(1), status(4)), (PaymentStatus::PaidAgain, PaymentStatus::Settled));
		assert_eq!(ledger(loan), (Fen(300), Fen(300), Fen::ZERO));
	});
}

#[test]
fn dates_that_cannot_be_wait_with_their_reason() {
	chain(|| {
		let loan = released();
		let release = today();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 40 });
		next_block();
		let on = |number, day: Day, outcome| {
			let row = result(uetr(number), outcome);
			SettlementResult { booked_on: day, value_on: day, ..row }
		};
		let (long_ago, far) = (Day(0), Day::from_ymd(2962, 1, 1).unwrap());
		let yesterday = Day(release.0 - 1);
		let value = SettlementResult { value_on: far, ..settled(2) };
		for (mark, row, reason) in [
			(1, on(1, long_ago, Outcome::Settled), MismatchReason::BookedBeforeRelease),
			(2, on(1, far, Outcome::Settled), MismatchReason::BookedInFuture),
			(3, on(1, yesterday, returned()), MismatchReason::BookedBeforeRelease),
			(4, value, MismatchReason::ValueDateTooFar),
		] {
			book("bank-a", file(mark, vec![row]));
			assert_eq!(file_booked(), [0, 0, 0, 0, 1]);
			assert_eq!(queue().pop().map(|(_, reason)| reason), Some(reason));
			next_block();
		}
		assert_eq!(ledger(loan), (Fen(600), Fen::ZERO, Fen::ZERO));
		// Booked today, it did not come back on the day of the release.
		book("bank-a", file(90, vec![settled(1), on(1, release, returned())]));
		assert_eq!(file_booked(), [1, 0, 0, 0, 1]);
		assert_eq!(queue().pop(), Some((uetr(1), MismatchReason::ReturnedBeforeBooking)));
		book("bank-a", file(91, vec![on(1, today(), returned())]));
		assert_eq!(status(1), PaymentStatus::Returned);
	});
}

#[test]
fn what_is_no_payment_of_the_bank_is_queued_and_takes_nothing_from_others() {
	chain(|| {
		let loan = released();
		book("bank-b", file(1, vec![settled(1), settled(99)]));
		assert_eq!(file_booked(), [0, 0, 0, 0, 2]);
		let open = Payments::mismatches(consortium::BANK_B, None, 10).items;
		let reasons: Vec<_> = open.iter().map(|(_, open)| open.reason).collect();
		assert_eq!(reasons, [MismatchReason::UnknownKey, MismatchReason::OtherBank]);
		// The same digest is the other bank's own file.
		book("bank-a", booked(1, [uetr(1)]));
		assert_eq!(ledger(loan), (Fen(500), Fen(100), Fen::ZERO));
		assert_eq!(queue(), []);
	});
}

#[test]
fn a_full_queue_refuses_the_file_and_nothing_of_it_is_lost() {
	chain(|| {
		let loan = released();
		let strange = |number: u16| {
			let uetr = Uetr::of_batch_line(uetr(77), number);
			SettlementResult { uetr, ..settled(99) }
		};
		for part in [0..500, 500..1_000] {
			book("bank-a", file(1, part.map(strange).collect()));
			next_block();
		}
		let both = file(2, vec![settled(1), strange(1_000)]);
		done("bank-a.maker", entered(&both));
		refused("bank-a.checker", both.clone(), PaymentsError::TooManyMismatches);
		let (mismatch, link) = (0, MismatchLink::Nothing);
		done("bank-a.checker", PaymentsCall::close_mismatch { mismatch, link, reason: reason() });
		done("bank-a.checker", both);
		assert_eq!(ledger(loan), (Fen(500), Fen(100), Fen::ZERO));
		assert_eq!(queue().len(), 1_000);
	});
}

#[test]
fn what_an_officer_entered_with_a_lost_key_is_entered_anew() {
	chain(|| {
		released();
		let file = booked(1, [uetr(1)]);
		done("bank-a.maker", entered(&file));
		let officer = consortium::officer_id("bank-a.maker");
		consortium::agreed("bank-a.admin-1", "bank-a.admin-2", pallet_registry::Act::RemoveOfficer(officer));
		refused("bank-a.checker", file.clone(), PaymentsError::ResultsNotEntered);
		assert!(!waits("bank-a.checker", |work| matches!(work, PendingWork::FileToBook { .. })));
		assert_eq!(
			pallet_payments::EnteredFiles::<Runtime>::get(BANK, Hash::repeat_byte(1)).unwrap().count,
			1
		);
	});
}
