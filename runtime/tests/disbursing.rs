//! Disbursement and payment are two facts, money that came back leads somewhere, and every booking can be corrected: on
//! the real pallets, each to a loan that is closed.

mod common;

use common::lending::*;
use common::paying::*;
use common::*;
use pallet_payments::{Adjustment, Outcome, PayAgainLine, SettlementResult};
use zhidai_api::PendingWork;
use zhidai_primitives::{
	BookingKind, Digest as Hash, DisposalKind, EvidenceId, EvidenceKind, Fen, LoanId, LoanState,
	MismatchReason, OrgId, PaymentStatus, Refusal, ShortText, Uetr,
};
use zhidai_runtime::inbox::inbox;
use zhidai_runtime::{Loans, Payments, Runtime};

type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;

const BANK: OrgId = consortium::BANK_A;

fn reason() -> ShortText {
	"账号与户名不符".try_into().unwrap()
}

fn failed() -> Outcome {
	Outcome::Failed { reason: reason() }
}

fn returned() -> Outcome {
	Outcome::Returned { reason: reason() }
}

fn status(number: u8) -> PaymentStatus {
	Payments::payment_view(uetr(number)).unwrap().status
}

/// A loan with one payment of each plan line, of 100, 200 and 300 fen, that are released.
fn released() -> Ready {
	let scene = ready("bank-a", firms(), [1, 2, 3]);
	let lines = [
		line(1, 0, 100, Some(scene.invoice)),
		line(2, 1, 200, Some(scene.report)),
		line(3, 2, 300, Some(scene.contract)),
	];
	let signed = approved("bank-a", scene.loan, &lines);
	done("bank-a.release", release(scene.loan, signed, &[]));
	next_block();
	scene
}

/// Booked, too.
fn settled() -> Ready {
	let scene = released();
	book("bank-a", booked(1, [1, 2, 3].map(uetr)));
	next_block();
	scene
}

/// A row of its own under this reference.
fn row(number: u8, outcome: Outcome, reference: &str) -> SettlementResult {
	let bank_reference = reference.as_bytes().to_vec().try_into().unwrap();
	SettlementResult { bank_reference, ..result(uetr(number), outcome) }
}

/// Books these rows as a file of their own.
fn book_rows(mark: u8, rows: Vec<SettlementResult>) {
	book("bank-a", file(mark, rows));
	next_block();
}

fn disposal(number: u8, kind: DisposalKind, amount_fen: u64) -> PaymentsCall {
	let bank_reference = format!("{kind:?}-{number}-{amount_fen}").into_bytes().try_into().unwrap();
	let (booked_on, value_on) = (today(), today());
	let adjustment = Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on };
	PaymentsCall::adjust { uetr: uetr(number), adjustment }
}

fn counter_entry(number: u8, booking: BookingKind, reference: &str) -> PaymentsCall {
	let bank_reference = reference.as_bytes().to_vec().try_into().unwrap();
	let reason = "核心系统记错".try_into().unwrap();
	let adjustment = Adjustment::Correct { booking, bank_reference, reason };
	PaymentsCall::adjust { uetr: uetr(number), adjustment }
}

/// The bank's maker enters, its checker enters the same again.
#[track_caller]
fn by_two(call: impl Into<zhidai_runtime::RuntimeCall>) {
	let call = call.into();
	done("bank-a.maker", call.clone());
	done("bank-a.checker", call);
	next_block();
}

/// The reference that `result` gives the booking of a payment.
fn usual(number: u8) -> String {
	String::from_utf8(reference(uetr(number))).unwrap()
}

/// All that is owed is repaid under a reference with this mark.
#[track_caller]
fn repaid(loan: LoanId, amount: u64, mark: u8) {
	let (bank_reference, booked_on) = (Hash::repeat_byte(mark), today());
	by_two(LoansCall::book_repayment { loan, amount: Fen(amount), bank_reference, booked_on });
}

/// Asked by one officer and agreed by another: something could still be drawn.
#[track_caller]
fn closed(loan: LoanId) {
	closed_early("bank-a", loan);
	assert_eq!(Loans::loan(loan).unwrap().state, LoanState::Closed);
	next_block();
}

/// What came back of a payment is drafted anew, signed by all and released.
#[track_caller]
fn paid_again(loan: LoanId, number: u8, new: u8) {
	let account = zhidai_primitives::AccountVersion(0);
	let again = PayAgainLine { returned: uetr(number), uetr: uetr(new), account };
	let (lines, expires_on) = (vec![again].try_into().unwrap(), today().plus_days(5).unwrap());
	done("bank-a.maker", PaymentsCall::pay_again { loan, lines, expires_on });
	let signed = last_draft();
	done("yj.confirm", mandate(loan, signed));
	done("bank-a.checker", approve(loan, signed));
	done("bank-a.release", release(loan, signed, &[]));
	next_block();
}

/// Released, to pay, settled, on hand.
fn ledger(loan: LoanId) -> [u64; 4] {
	let ledger = Loans::ledger(loan).unwrap();
	[ledger.released(), ledger.to_pay(), ledger.settled(), ledger.on_hand()].map(|balance| balance.0)
}

fn outstanding(loan: LoanId) -> Fen {
	Loans::ledger(loan).unwrap().outstanding()
}

/// It un-drew a loan that already ran: the limit could be drawn twice, and principal was owed on nothing.
#[test]
fn a_failed_payment_of_a_running_loan_is_on_hand_and_the_loan_runs_on() {
	chain(|| {
		let loan = released().loan;
		let disbursed = [1, 2, 3].map(|number| row(number, Outcome::Disbursed, &format!("LOAN-{number}")));
		book_rows(1, disbursed.to_vec());
		assert_eq!((ledger(loan), outstanding(loan)), ([0, 600, 0, 0], Fen(600)));
		book_rows(2, vec![result(uetr(1), failed()), result(uetr(2), Outcome::Settled)]);
		assert_eq!((ledger(loan), outstanding(loan)), ([0, 300, 200, 100], Fen(600)));
		assert_eq!(Loans::ledger(loan).unwrap().drawn(), Fen(600));
		// Interest runs from the disbursement, whatever became of the payment.
		let view = Payments::payment_view(uetr(1)).unwrap();
		assert_eq!(view.disbursement.unwrap().bank_reference, b"LOAN-1".to_vec());
		refused("bank-a.checker", LoansCall::close { loan }, LoansError::NotSettledYet);
		book_rows(3, vec![result(uetr(3), Outcome::Settled)]);
		refused("bank-a.checker", LoansCall::close { loan }, LoansError::MoneyOnHand);
		by_two(disposal(1, DisposalKind::Prepay, 100));
		assert_eq!((status(1), outstanding(loan)), (PaymentStatus::Prepaid, Fen(500)));
		repaid(loan, 500, 1);
		closed(loan);
	});
}

/// It was refused (`RepaymentAbovePaid`, `NotAvailable`), and stuck for ever with its plan line and its document.
#[test]
fn money_that_comes_back_after_repayment_is_paid_again_when_nothing_can_be_drawn_any_more() {
	chain(|| {
		let scene = settled();
		let loan = scene.loan;
		repaid(loan, 600, 1);
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 181 });
		next_block();
		book_rows(2, vec![result(uetr(1), returned())]);
		assert_eq!((ledger(loan), outstanding(loan)), ([0, 0, 500, 100], Fen::ZERO));
		let drawdown = draft(loan, &[line(9, 0, 1, Some(scene.invoice))]);
		refused("bank-a.maker", drawdown, LoansError::NotAvailable);
		refused("bank-a.checker", LoansCall::close { loan }, LoansError::MoneyOnHand);
		paid_again(loan, 1, 11);
		assert_eq!((status(1), status(11)), (PaymentStatus::PaidAgain, PaymentStatus::Disbursed));
		book_rows(3, vec![result(uetr(11), Outcome::Settled)]);
		// Nothing can be drawn any more: a checker closes it.
		done("bank-a.checker", LoansCall::close { loan });
		assert_eq!(Loans::loan(loan).unwrap().state, LoanState::Closed);
		next_block();
		// Also what comes back of a closed loan leads somewhere: it is the borrower's.
		book_rows(4, vec![result(uetr(2), returned())]);
		refused("bank-a.maker", disposal(2, DisposalKind::Prepay, 200), LoansError::RepaymentAbovePaid);
		by_two(disposal(2, DisposalKind::Credit, 200));
		assert_eq!((status(2), ledger(loan)), (PaymentStatus::CreditedBack, [0, 0, 400, 0]));
	});
}

#[test]
fn returned_money_is_paid_again_under_a_freeze_of_the_undrawn_limit_and_not_under_a_hold() {
	chain(|| {
		let scene = settled();
		let loan = scene.loan;
		book_rows(2, vec![result(uetr(1), returned())]);
		let report = CredentialsCall::report_adverse {
			org: scene.firms.borrower,
			kind: pallet_credentials::AdverseKind::FailedSpotCheck,
			happened_on: today(),
			digest: Hash::repeat_byte(8),
			request_id: new_request(),
		};
		done("msa.maker", report);
		confirm_proposed("msa.maker");
		next_block();
		let drawdown = draft(loan, &[line(9, 0, 1, Some(scene.invoice))]);
		refused("bank-a.maker", drawdown, LoansError::UndrawnLimitFrozen);
		let hold = pallet_loans::Hold::Bank { reference: Hash::zero() };
		done("bank-a.checker", LoansCall::hold { loan, hold });
		next_block();
		let account = zhidai_primitives::AccountVersion(0);
		let again = PayAgainLine { returned: uetr(1), uetr: uetr(11), account };
		let (lines, expires_on) = (vec![again].try_into().unwrap(), today());
		refused("bank-a.maker", PaymentsCall::pay_again { loan, lines, expires_on }, LoansError::LoanHeld);
		// Nor does money leave to the borrower; what the bank takes back as principal does not leave.
		repaid(loan, 600, 1);
		refused("bank-a.maker", disposal(1, DisposalKind::Credit, 100), LoansError::LoanHeld);
		by_two(LoansCall::lift_hold { loan, hold: hold.key(BANK) });
		paid_again(loan, 1, 11);
		book_rows(3, vec![result(uetr(11), Outcome::Settled)]);
		assert_eq!(ledger(loan), [0, 0, 600, 0]);
	});
}

#[test]
fn a_payment_comes_back_in_parts_each_of_which_leads_somewhere() {
	chain(|| {
		let scene = settled();
		let loan = scene.loan;
		done("jc.confirm", confirm(&[uetr(2)]));
		let part =
			|amount_fen, reference: &str| SettlementResult { amount_fen, ..row(2, returned(), reference) };
		// Two parts in one file; the same rows again, and more than stands.
		book_rows(2, vec![part(50, "R-1"), part(30, "R-2")]);
		assert_eq!((ledger(loan), status(2)), ([0, 0, 400, 80], PaymentStatus::Received));
		book("bank-a", file(3, vec![part(50, "R-1"), part(121, "R-3")]));
		assert_eq!(file_booked(), [0, 0, 0, 1, 1]);
		let open = Payments::mismatches(BANK, None, 10).items;
		assert_eq!(open[0].1.reason, MismatchReason::AmountDiffers);
		next_block();
		by_two(disposal(2, DisposalKind::Prepay, 20));
		by_two(disposal(2, DisposalKind::Reverse, 10));
		paid_again(loan, 2, 12);
		assert_eq!(Payments::payment_view(uetr(12)).unwrap().amount, Fen(50));
		book_rows(4, vec![result(uetr(12), Outcome::Settled)]);
		assert_eq!((ledger(loan), outstanding(loan)), ([0, 0, 450, 0], Fen(570)));
		assert_eq!(Loans::ledger(loan).unwrap().received(), Fen(120));
		// The rest comes back, too.
		book_rows(5, vec![part(120, "R-4")]);
		assert_eq!(status(2), PaymentStatus::Returned);
		repaid(loan, 570, 1);
		by_two(disposal(2, DisposalKind::Credit, 120));
		assert_eq!(status(2), PaymentStatus::CreditedBack);
		closed(loan);
	});
}

/// It was terminal, and the invoice could be paid twice.
#[test]
fn a_wrong_failure_is_corrected_and_refused_while_another_payment_has_its_room() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let (loan, all) = (scene.loan, CAPS[0].0);
		let signed = approved("bank-a", loan, &[line(1, 0, all, Some(scene.invoice))]);
		done("bank-a.release", release(loan, signed, &[]));
		next_block();
		book_rows(1, vec![row(1, failed(), "FAILED")]);
		assert_eq!((status(1), Loans::ledger(loan).unwrap().drawn()), (PaymentStatus::Failed, Fen::ZERO));
		let second = approved("bank-a", loan, &[line(2, 0, 100, Some(scene.invoice))]);
		let undo = || counter_entry(1, BookingKind::Failed, "FAILED");
		refused("bank-a.maker", undo(), LoansError::PlanLineExceeded { plan_line: 0 });
		let (number, digest) = second;
		done("bank-a.checker", PaymentsCall::reject { loan, draft: number, digest, reason: reason() });
		next_block();
		by_two(undo());
		assert_eq!((status(1), ledger(loan)), (PaymentStatus::Released, [all, 0, 0, 0]));
		// Limit, plan line and document are taken again: nothing more is paid there.
		let third = draft(loan, &[line(3, 0, 1, Some(scene.invoice))]);
		refused("bank-a.maker", third, LoansError::PlanLineExceeded { plan_line: 0 });
		book_rows(2, vec![row(1, Outcome::Settled, "PAID")]);
		repaid(loan, all, 1);
		closed(loan);
	});
}

fn used(evidence: EvidenceId) -> Fen {
	pallet_evidence::States::<Runtime>::get(evidence).unwrap().used
}

/// Who had filed the document could withdraw it, and a payment that had left was never owed.
#[test]
fn a_wrong_failure_is_corrected_though_its_document_was_withdrawn() {
	chain(|| {
		let scene = released();
		let loan = scene.loan;
		book_rows(1, vec![row(1, failed(), "FAILED")]);
		done("yj.maker", EvidenceCall::withdraw { evidence: scene.invoice });
		next_block();
		by_two(counter_entry(1, BookingKind::Failed, "FAILED"));
		assert_eq!((status(1), used(scene.invoice)), (PaymentStatus::Released, Fen(100)));
		let right = row(1, Outcome::Settled, "PAID");
		book_rows(2, vec![right, result(uetr(2), Outcome::Settled), result(uetr(3), Outcome::Settled)]);
		repaid(loan, 600, 1);
		closed(loan);
	});
}

/// The goods went back, which a red letter says; that the money was prepaid was booked on the wrong loan.
#[test]
fn a_wrong_prepayment_is_corrected_though_red_letters_take_the_document_back() {
	chain(|| {
		let scene = settled();
		let loan = scene.loan;
		book_rows(2, vec![result(uetr(1), returned())]);
		by_two(disposal(1, DisposalKind::Prepay, 100));
		let (seller, buyer) = (scene.firms.equipment, scene.firms.borrower);
		let red = document(EvidenceKind::RedLetterInvoice, seller, buyer, CAPS[0]);
		filed(loan, pallet_evidence::Content { belongs_to: Some(scene.invoice), ..red });
		by_two(counter_entry(1, BookingKind::Prepaid, "Prepay-1-100"));
		assert_eq!((outstanding(loan), used(scene.invoice)), (Fen(600), Fen(100)));
		by_two(disposal(1, DisposalKind::Reverse, 100));
		repaid(loan, 500, 1);
		closed(loan);
	});
}

#[test]
fn a_wrong_settlement_is_corrected_by_two_persons_and_the_right_result_is_booked() {
	chain(|| {
		let loan = settled().loan;
		let undo = || counter_entry(1, BookingKind::Settled, &usual(1));
		turned_away("bank-a.release", undo(), Refusal::CallOutsideRole);
		refused("bank-b.maker", undo(), PaymentsError::BankNotAllowed);
		done("bank-a.maker", undo());
		assert_eq!(status(1), PaymentStatus::Settled, "one person corrects nothing");
		let to_check = |work: &PendingWork| {
			matches!(
				work,
				PendingWork::AdjustmentToCheck { booking: BookingKind::Settled, corrects: true, .. }
			)
		};
		let waits = |name: &str| inbox(&account(name), None, 1_000).items.iter().any(to_check);
		assert!(waits("bank-a.checker") && !waits("bank-b.checker"));
		done("bank-a.checker", undo());
		assert!(!waits("bank-a.checker"));
		next_block();
		assert_eq!((ledger(loan), status(1)), ([100, 0, 500, 0], PaymentStatus::Released));
		// What was booked is on record, with its counter-entry, and is not booked again.
		let kept = Payments::payment_view(uetr(1)).unwrap().extra.unwrap().corrections[0].clone();
		assert_eq!(
			(kept.booking, kept.record.bank_reference.to_vec()),
			(BookingKind::Settled, reference(uetr(1)))
		);
		book_rows(2, vec![result(uetr(1), Outcome::Settled)]);
		let open = Payments::mismatches(BANK, None, 10).items;
		assert_eq!((open[0].1.reason, status(1)), (MismatchReason::Corrected, PaymentStatus::Released));
		book_rows(3, vec![row(1, failed(), "RIGHT")]);
		assert_eq!(status(1), PaymentStatus::Failed);
		repaid(loan, 500, 1);
		closed(loan);
	});
}

#[test]
fn a_wrong_return_and_a_wrong_disbursement_are_corrected() {
	chain(|| {
		let loan = released().loan;
		book_rows(1, vec![row(1, Outcome::Disbursed, "LOAN-1"), row(2, returned(), "BACK")]);
		assert_eq!(ledger(loan), [300, 100, 0, 200]);
		by_two(counter_entry(2, BookingKind::Returned, "BACK"));
		assert_eq!((ledger(loan), status(2)), ([300, 100, 200, 0], PaymentStatus::Settled));
		by_two(counter_entry(1, BookingKind::Disbursed, "LOAN-1"));
		assert_eq!((ledger(loan), status(1)), ([400, 0, 200, 0], PaymentStatus::Released));
		book_rows(2, vec![result(uetr(1), Outcome::Settled), result(uetr(3), Outcome::Settled)]);
		// Its payee is asked, and says that it has it.
		done("jc.confirm", confirm(&[uetr(2)]));
		let settle = counter_entry(2, BookingKind::Settled, "BACK");
		refused("bank-a.maker", settle, PaymentsError::ReceiptConfirmed);
		repaid(loan, 600, 1);
		closed(loan);
	});
}

#[test]
fn what_rests_on_a_booking_is_corrected_before_it() {
	chain(|| {
		let loan = settled().loan;
		repaid(loan, 600, 1);
		// All is repaid: so much must stay disbursed.
		let settle = || counter_entry(1, BookingKind::Settled, &usual(1));
		refused("bank-a.maker", settle(), LoansError::RepaymentAbovePaid);
		by_two(LoansCall::correct_repayment { loan, bank_reference: Hash::repeat_byte(1), reason: reason() });
		assert_eq!(outstanding(loan), Fen(600));
		by_two(settle());
		assert_eq!((ledger(loan), outstanding(loan)), ([100, 0, 500, 0], Fen(500)));
		book_rows(2, vec![row(1, returned(), "BACK")]);
		by_two(disposal(1, DisposalKind::Prepay, 100));
		refused("bank-a.maker", counter_entry(1, BookingKind::Returned, "BACK"), PaymentsError::NotOnHand);
		by_two(counter_entry(1, BookingKind::Prepaid, "Prepay-1-100"));
		by_two(counter_entry(1, BookingKind::Returned, "BACK"));
		assert_eq!((ledger(loan), status(1)), ([0, 0, 600, 0], PaymentStatus::Settled));
		repaid(loan, 600, 2);
		closed(loan);
	});
}

#[test]
fn a_repayment_that_was_booked_wrongly_is_owed_again_and_stays_on_record() {
	chain(|| {
		let loan = settled().loan;
		repaid(loan, 600, 1);
		let bank_reference = Hash::repeat_byte(1);
		let correct = || LoansCall::correct_repayment { loan, bank_reference, reason: reason() };
		turned_away("bank-a.release", correct(), Refusal::CallOutsideRole);
		done("bank-a.maker", correct());
		let waits = |name: &str| {
			let work = inbox(&account(name), None, 1_000).items;
			work.contains(&PendingWork::RepaymentsToCheck { loan, count: 1 })
		};
		assert!(waits("bank-a.checker"));
		done("bank-a.checker", correct());
		next_block();
		assert_eq!(outstanding(loan), Fen(600));
		refused("bank-a.checker", LoansCall::close { loan }, LoansError::NotRepaidYet);
		let kept = pallet_loans::Repayments::<Runtime>::get(loan, bank_reference).unwrap();
		assert_eq!((kept.amount, kept.corrected.map(|it| it.reason)), (Fen(600), Some(reason())));
		refused("bank-a.maker", correct(), LoansError::RepaymentCorrected);
		repaid(loan, 600, 2);
		closed(loan);
	});
}

/// A freed document carries another payment, and a fingerprint that nothing was paid on is free when its loan is over.
#[test]
fn what_was_prepaid_or_reversed_gives_its_document_back() {
	chain(|| {
		let scene = settled();
		let loan = scene.loan;
		book_rows(2, [1, 2, 3].map(|number| result(uetr(number), returned())).to_vec());
		let plan = || Loans::plan(loan).into_iter().map(|(.., used)| used.used().0).collect::<Vec<_>>();
		assert_eq!((used(scene.invoice), plan()), (Fen(100), vec![100, 200, 300]));
		by_two(disposal(1, DisposalKind::Prepay, 100));
		by_two(disposal(2, DisposalKind::Reverse, 200));
		assert_eq!([scene.invoice, scene.report, scene.contract].map(used), [Fen(0), Fen(0), Fen(300)]);
		assert_eq!(plan(), [100, 0, 300]);
		paid_again(loan, 3, 13);
		assert_eq!((used(scene.contract), plan()), (Fen(300), vec![100, 0, 300]));
		book_rows(3, vec![result(uetr(13), Outcome::Settled)]);
		repaid(loan, 300, 1);
		closed(loan);
	});
}

#[test]
fn a_key_that_is_nobodys_is_adjusted_by_nobody() {
	chain(|| {
		let scene = settled();
		let unknown = Uetr::from_random([77; 16]);
		let PaymentsCall::adjust { adjustment, .. } = disposal(1, DisposalKind::Reverse, 1) else {
			unreachable!("made here")
		};
		let call = PaymentsCall::adjust { uetr: unknown, adjustment };
		refused("bank-a.maker", call, PaymentsError::PaymentUnknown);
		refused("bank-a.maker", disposal(1, DisposalKind::Reverse, 1), PaymentsError::NotOnHand);
		assert_eq!(ledger(scene.loan), [0, 0, 600, 0]);
	});
}
