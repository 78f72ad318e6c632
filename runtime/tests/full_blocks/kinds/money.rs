//! Drafts and payments.

use super::{confirmer, each, now, Kind, Later, Sent, ANY};
use crate::common::{
	consortium::BANK_A,
	paying::{order_signed, receipt_signed},
};
use crate::town::{
	approve, book, by, drafted, enter, last_day, numbered, reason, release, results, Drafted, Town,
	AMOUNT_FEN,
};
use pallet_payments::{
	Adjustment, EnteredFiles, LineExtras, LineNumbers, MismatchLink, Order, Outcome, PayAgainLine,
	PayAgainLines, SplitLine, MAX_ADJUSTMENTS, MAX_DOCUMENTS_BESIDE, MAX_STATEMENTS,
};
use zhidai_primitives::{
	limits::MAX_ALLOCATIONS, AccountVersion, Allocation, BookingKind, Day, Digest, DocumentPart, Fen, LoanId,
	Ordered, PlanLineNo, Receipt, ReceiptSaid, Split, Uetr, MAX_LINES, MAX_PLAN_LINES,
};
use zhidai_runtime::{Payments, Runtime, RuntimeCall};

type Call = pallet_payments::Call<Runtime>;

/// A loan has at most so many open drafts.
const DRAFTS_OF_A_LOAN: u32 = 50;
/// A bank has at most so many open mismatches.
const QUEUE: u32 = zhidai_primitives::limits::MAX_MISMATCHES;
/// How many lines the drafts have that are only signed: a signature asks nothing of them.
const SIGNED_LINES: u32 = 10;

pub(super) fn kinds() -> Vec<Kind> {
	let kind = |name, most, set| Kind { name, most, set };
	vec![
		kind("draft of one line", ANY, draft_one),
		kind("draft of 500 lines", ANY, draft_500),
		kind("drawdown over 100 plan lines", ANY, drawdown),
		kind("mandate", ANY, mandate),
		kind("make", ANY, make),
		kind("approve", ANY, approve_drafts),
		kind("reject 500 lines", ANY, reject),
		kind("release one line", ANY, release_one),
		kind("release 500 lines", ANY, release_500),
		kind("release 100 lines again", ANY, release_again),
		kind("execute an order of one line", ANY, execute_one),
		kind("execute an order of 500 lines", ANY, execute_500),
		kind("exclude 500 lines", ANY, exclude),
		kind("enter_results", ANY, enter_files),
		kind("close_mismatch", QUEUE, close_mismatches),
		kind("settle one result", ANY, settle_one),
		kind("settle 500 of one draft", ANY, settle_draft),
		kind("settle 500 of 500 drafts of 10 loans", ANY, settle_drafts),
		kind("settle 100 failures of 100 drafts", ANY, settle_failures),
		kind("settle 100 returns of 100 drafts", ANY, settle_returns),
		kind("confirm one", ANY, confirm_one),
		kind("confirm 100 of 100 drafts", ANY, confirm_100),
		kind("confirm_assisted 100 of 100 drafts", ANY, confirm_assisted),
		kind("dispute", ANY, dispute),
		kind("confirm_signed", ANY, confirm_signed),
		kind("take_back_receipt", MAX_STATEMENTS, take_back),
		kind("pay_again one", ANY, pay_again_one),
		kind("pay_again 100", ANY, pay_again_100),
		kind("lapse 500 lines", ANY, lapse),
		kind("adjust", MAX_ADJUSTMENTS, adjust),
		kind("draft_allocated of 100 lines", ANY, draft_allocated),
		kind("allocate 4 documents", ANY, allocate),
	]
}

/// Loans with as many plan lines, enough for so many drafts.
fn loans(town: &Town, drafts: u32) -> Vec<LoanId> {
	(0..drafts.div_ceil(DRAFTS_OF_A_LOAN)).map(|_| town.loan(MAX_PLAN_LINES)).collect()
}

/// So many drafts, in turn on enough loans.
fn drafts(town: &Town, count: u32, make: impl Fn(LoanId) -> Drafted) -> Vec<Drafted> {
	let loans = loans(town, count);
	(0..count as usize).map(|number| make(loans[number % loans.len()])).collect()
}

/// A call on each of these drafts.
fn on_each(drafts: Vec<Drafted>, who: impl Fn(u32) -> String, call: impl Fn(Drafted) -> Call) -> Later {
	now((0..).zip(drafts).map(|(number, draft)| (who(number), call(draft).into())).collect())
}

fn to_draft(town: &Town, count: u32, lines: u32) -> Later {
	let loans = loans(town, count);
	let call = |number: u32| -> RuntimeCall {
		let loan = loans[number as usize % loans.len()];
		let lines = town.lines(loan, lines, lines.min(MAX_PLAN_LINES));
		Call::draft { loan, lines, expires_on: last_day() }.into()
	};
	each("bank-a.maker", count, call)
}

fn draft_one(town: &Town, count: u32) -> Later {
	to_draft(town, count, 1)
}

fn draft_500(town: &Town, count: u32) -> Later {
	to_draft(town, count, MAX_LINES)
}

fn drawdown(town: &Town, count: u32) -> Later {
	let loans = loans(town, count);
	let call = |number: u32| -> RuntimeCall {
		let loan = loans[number as usize % loans.len()];
		let named = |line: u32| SplitLine {
			plan_line: PlanLineNo(line.try_into().unwrap()),
			account: AccountVersion(0),
			evidence: Some(town.verified(loan, line, Fen(100))),
		};
		let lines: Vec<_> = (0..MAX_PLAN_LINES).map(named).collect();
		let split = Split::ByLeft { amount: Fen(u64::from(MAX_PLAN_LINES) * 50) };
		let (batch_uetr, lines, expires_on) = (town.uetr(), lines.try_into().unwrap(), last_day());
		Call::drawdown { loan, batch_uetr, split, lines, expires_on }.into()
	};
	each("bank-a.maker", count, call)
}

fn mandate(town: &Town, count: u32) -> Later {
	let make = |loan| town.draft(loan, &town.lines(loan, SIGNED_LINES, SIGNED_LINES));
	let drafts = drafts(town, count, make);
	let call = |Drafted { loan, draft, digest }| Call::mandate { loan, draft, digest };
	on_each(drafts, |number| confirmer("firm", number), call)
}

fn make(town: &Town, count: u32) -> Later {
	let apply = |loan| {
		let lines = town.lines(loan, SIGNED_LINES, SIGNED_LINES);
		Payments::draft(by("firm.confirm-1"), loan, lines.clone(), last_day()).unwrap();
		drafted(loan, lines[0].uetr)
	};
	let drafts = drafts(town, count, apply);
	let call = |Drafted { loan, draft, digest }| Call::make { loan, draft, digest };
	on_each(drafts, |_| "bank-a.maker".to_owned(), call)
}

fn approve_drafts(town: &Town, count: u32) -> Later {
	let mandated = |loan| {
		let made = town.draft(loan, &town.lines(loan, SIGNED_LINES, SIGNED_LINES));
		Payments::mandate(by("firm.confirm-1"), loan, made.draft, made.digest).unwrap();
		made
	};
	let drafts = drafts(town, count, mandated);
	let call = |Drafted { loan, draft, digest }| Call::approve { loan, draft, digest };
	on_each(drafts, |_| "bank-a.checker".to_owned(), call)
}

fn reject(town: &Town, count: u32) -> Later {
	let make = |loan| town.draft(loan, &town.lines(loan, MAX_LINES, MAX_PLAN_LINES));
	let drafts = drafts(town, count, make);
	let call = |Drafted { loan, draft, digest }| Call::reject { loan, draft, digest, reason: reason() };
	on_each(drafts, |_| "bank-a.checker".to_owned(), call)
}

fn to_release(town: &Town, count: u32, lines: u32) -> Later {
	let make = |loan| town.approved(loan, &town.lines(loan, lines, lines.min(MAX_PLAN_LINES)));
	on_each(drafts(town, count, make), |_| "bank-a.release".to_owned(), released)
}

fn released(Drafted { loan, draft, digest }: Drafted) -> Call {
	Call::release { loan, draft, digest, lines: LineNumbers::default() }
}

fn release_one(town: &Town, count: u32) -> Later {
	to_release(town, count, 1)
}

fn release_500(town: &Town, count: u32) -> Later {
	to_release(town, count, MAX_LINES)
}

fn release_again(town: &Town, count: u32) -> Later {
	let make = |loan| {
		let (lines, first) = returned(town, loan, MAX_PLAN_LINES);
		Payments::pay_again(by("bank-a.maker"), loan, lines, last_day()).unwrap();
		approve(drafted(loan, first))
	};
	on_each(drafts(town, count, make), |_| "bank-a.release".to_owned(), released)
}

/// Signed when the chain has begun: an order names its genesis hash.
fn to_execute(town: &Town, count: u32, lines: u32) -> Later {
	let loans = loans(town, count);
	let order = |number: u32| {
		let loan = loans[number as usize % loans.len()];
		(loan, town.lines(loan, lines, lines.min(MAX_PLAN_LINES)))
	};
	let orders: Vec<_> = (0..count).map(order).collect();
	let execute = |(loan, lines)| -> Sent {
		let order = Order { loan, lines, expires_on: last_day(), allocations: Default::default() };
		let signatures =
			order_signed(&order, ["firm.confirm-1", "bank-a.maker", "bank-a.checker", "bank-a.release"]);
		("bank-a.release".to_owned(), Call::execute { order, signatures }.into())
	};
	Box::new(move |_| orders.into_iter().map(execute).collect())
}

fn execute_one(town: &Town, count: u32) -> Later {
	to_execute(town, count, 1)
}

fn execute_500(town: &Town, count: u32) -> Later {
	to_execute(town, count, MAX_LINES)
}

fn exclude(town: &Town, count: u32) -> Later {
	let make = |loan| town.approved(loan, &town.lines(loan, MAX_LINES, MAX_PLAN_LINES));
	let drafts = drafts(town, count, make);
	let lines: LineNumbers = (0..MAX_LINES as u16).collect::<Vec<_>>().try_into().unwrap();
	let call = |Drafted { loan, draft, digest }| Call::exclude { loan, draft, digest, lines: lines.clone() };
	on_each(drafts, |_| "bank-a.checker".to_owned(), call)
}

/// Each takes the place of two that have waited too long.
fn enter_files(_: &Town, count: u32) -> Later {
	let old = || (0..2 * count).map(|number| numbered((b"old", number)));
	let one =
		|file_digest| Call::enter_results { file_digest, results_digest: file_digest, count: 1, sum: Fen(1) };
	for file in old() {
		Payments::enter_results(by("bank-a.maker"), file, file, 1, Fen(1)).unwrap();
	}
	for file in old() {
		EnteredFiles::<Runtime>::mutate(BANK_A, file, |entered| {
			entered.as_mut().unwrap().entered_on = Day(1)
		});
	}
	each("bank-a.maker", count, |number| one(numbered((b"new", number))).into())
}

/// Each belongs to a payment.
fn close_mismatches(town: &Town, count: u32) -> Later {
	let link = MismatchLink::Payment { uetr: town.singles(1, 1)[0] };
	let unknown: Vec<Uetr> = (0..count).map(|_| town.uetr()).collect();
	unknown.chunks(MAX_LINES as usize).for_each(|file| book(file, &Outcome::Settled));
	let call = |mismatch| Call::close_mismatch { mismatch, link, reason: reason() }.into();
	each("bank-a.checker", count, call)
}

/// Files, each of these payments, which the maker has entered.
fn files(files: Vec<Vec<Uetr>>, outcome: Outcome) -> Later {
	let call = |uetrs: Vec<Uetr>| -> Sent {
		let (file_digest, results) = (numbered(&uetrs), results(&uetrs, &outcome));
		enter(file_digest, &results);
		("bank-a.checker".to_owned(), Call::settle { file_digest, results }.into())
	};
	now(files.into_iter().map(call).collect())
}

fn settle_one(town: &Town, count: u32) -> Later {
	let uetrs = town.singles(count, count.div_ceil(DRAFTS_OF_A_LOAN));
	files(uetrs.into_iter().map(|uetr| vec![uetr]).collect(), Outcome::Settled)
}

fn settle_draft(town: &Town, count: u32) -> Later {
	let released = |_| {
		let loan = town.loan(MAX_PLAN_LINES);
		town.released(loan, &town.lines(loan, MAX_LINES, MAX_PLAN_LINES))
	};
	files((0..count).map(released).collect(), Outcome::Settled)
}

fn settle_drafts(town: &Town, count: u32) -> Later {
	files((0..count).map(|_| town.singles(MAX_LINES, 10)).collect(), Outcome::Settled)
}

fn settle_failures(town: &Town, count: u32) -> Later {
	files((0..count).map(|_| town.singles(100, 10)).collect(), Outcome::Failed { reason: reason() })
}

/// Payments that the bank has booked, each in a draft of its own.
fn settled(town: &Town, count: u32) -> Vec<Uetr> {
	let uetrs = town.singles(count, 10.min(count));
	uetrs.chunks(MAX_LINES as usize).for_each(|file| book(file, &Outcome::Settled));
	uetrs
}

fn settle_returns(town: &Town, count: u32) -> Later {
	files((0..count).map(|_| settled(town, 100)).collect(), Outcome::Returned { reason: reason() })
}

fn confirm_one(town: &Town, count: u32) -> Later {
	let uetrs = settled(town, count);
	let call = |uetr: Uetr| Call::confirm { uetrs: vec![uetr].try_into().unwrap() };
	now((0..).zip(uetrs).map(|(number, uetr)| (confirmer("payee", number), call(uetr).into())).collect())
}

fn confirm_100(town: &Town, count: u32) -> Later {
	let call = |number| -> Sent {
		let uetrs = settled(town, 100).try_into().unwrap();
		(confirmer("payee", number), Call::confirm { uetrs }.into())
	};
	now((0..count).map(call).collect())
}

fn confirm_assisted(town: &Town, count: u32) -> Later {
	let call = |number: u32| -> RuntimeCall {
		let (uetrs, witness): (pallet_payments::Receipts, _) =
			(settled(town, 100).try_into().unwrap(), numbered(number));
		entered(town, uetrs.clone(), witness);
		Call::confirm_assisted { uetrs, witness }.into()
	};
	each("bank-a.checker", count, call)
}

/// A maker enters a statement of the payee with keys, which has no officers then.
fn entered(town: &Town, uetrs: pallet_payments::Receipts, witness: Digest) {
	pallet_registry::OfficersOf::<Runtime>::remove(town.payees[0]);
	Payments::confirm_assisted(by("bank-a.maker"), uetrs, witness).unwrap();
}

/// Payments that the bank has confirmed in the payee's place, each of another loan: a loan has so many open alerts.
fn assisted(town: &Town, count: u32) -> Vec<Uetr> {
	let uetrs = town.singles(count, count);
	uetrs.chunks(MAX_LINES as usize).for_each(|file| book(file, &Outcome::Settled));
	for uetr in &uetrs {
		let uetrs: pallet_payments::Receipts = vec![*uetr].try_into().unwrap();
		entered(town, uetrs.clone(), Digest::repeat_byte(9));
		Payments::confirm_assisted(by("bank-a.checker"), uetrs, Digest::repeat_byte(9)).unwrap();
	}
	uetrs
}

fn dispute(town: &Town, count: u32) -> Later {
	let uetrs = assisted(town, count);
	let call = |uetr| Call::dispute { uetr, reason: reason() };
	now((0..).zip(uetrs).map(|(number, uetr)| (confirmer("payee", number), call(uetr).into())).collect())
}

/// Denials, signed when the chain has begun: a receipt names its genesis hash.
fn confirm_signed(town: &Town, count: u32) -> Later {
	let uetrs = assisted(town, count);
	let call = |(number, uetr)| -> Sent {
		let said = ReceiptSaid::Denied { reason: reason() };
		let receipt = Receipt { uetr, amount_fen: AMOUNT_FEN, said, expires_on: last_day(), after: 0 };
		let signature = receipt_signed(&receipt, "payee.confirm-1");
		(confirmer("payee", number), Call::confirm_signed { receipt, signature }.into())
	};
	Box::new(move |_| (0..).zip(uetrs).map(call).collect())
}

/// What the bank's maker has entered to be taken back.
fn take_back(town: &Town, count: u32) -> Later {
	let uetrs = assisted(town, count);
	for uetr in &uetrs {
		Payments::take_back_receipt(by("bank-a.maker"), *uetr, reason()).unwrap();
	}
	let call = |uetr| Call::take_back_receipt { uetr, reason: reason() }.into();
	now(uetrs.into_iter().map(|uetr| ("bank-a.checker".to_owned(), call(uetr))).collect())
}

/// What pays so many returned payments again, each of a draft and a plan line of its own; the first new key.
fn returned(town: &Town, loan: LoanId, count: u32) -> (PayAgainLines, Uetr) {
	let pay = |line: zhidai_primitives::DraftLine| {
		let lines = vec![line].try_into().unwrap();
		release(town.approved(loan, &lines));
		lines[0].uetr
	};
	let uetrs: Vec<Uetr> = town.lines(loan, count, count.min(MAX_PLAN_LINES)).into_iter().map(pay).collect();
	book(&uetrs, &Outcome::Settled);
	book(&uetrs, &Outcome::Returned { reason: reason() });
	let again = |returned| PayAgainLine { returned, uetr: town.uetr(), account: AccountVersion(0) };
	let lines: Vec<_> = uetrs.into_iter().map(again).collect();
	let first = lines[0].uetr;
	(lines.try_into().unwrap(), first)
}

fn to_pay_again(town: &Town, count: u32, lines: u32) -> Later {
	let loans = loans(town, count);
	let call = |number: u32| -> RuntimeCall {
		let loan = loans[number as usize % loans.len()];
		let (lines, _) = returned(town, loan, lines);
		Call::pay_again { loan, lines, expires_on: last_day() }.into()
	};
	each("bank-a.maker", count, call)
}

fn pay_again_one(town: &Town, count: u32) -> Later {
	to_pay_again(town, count, 1)
}

fn pay_again_100(town: &Town, count: u32) -> Later {
	to_pay_again(town, count, MAX_PLAN_LINES)
}

/// Of each of so many payments, each of a draft of its own, a failure that was none: a colleague has entered it.
fn adjust(town: &Town, count: u32) -> Later {
	let uetrs = town.singles(count, count);
	book(&uetrs, &Outcome::Failed { reason: reason() });
	let call = |uetr: Uetr| -> Sent {
		let booked = LineExtras::<Runtime>::get(uetr).unwrap().failed.unwrap().booking;
		let (booking, bank_reference) = (BookingKind::Failed, booked.bank_reference);
		let adjustment = Adjustment::Correct { booking, bank_reference, reason: reason() };
		Payments::adjust(by("bank-a.maker"), uetr, adjustment.clone()).unwrap();
		("bank-a.checker".to_owned(), Call::adjust { uetr, adjustment }.into())
	};
	now(uetrs.into_iter().map(call).collect())
}

fn lapse(town: &Town, count: u32) -> Later {
	let make = |loan| {
		let made = town.draft(loan, &town.lines(loan, MAX_LINES, MAX_PLAN_LINES));
		let over = zhidai_primitives::Day(crate::common::today().0 - 1);
		pallet_payments::Drafts::<Runtime>::mutate(loan, Ordered::from(made.draft), |draft| {
			draft.as_mut().unwrap().expires_on = over;
		});
		pallet_payments::LapseQueue::<Runtime>::remove(last_day(), (loan, made.draft));
		pallet_payments::LapseQueue::<Runtime>::insert(over, (loan, made.draft), ());
		made
	};
	let drafts = drafts(town, count, make);
	let call = |Drafted { loan, draft, .. }| Call::lapse { loan, draft };
	on_each(drafts, |_| "bank-a.maker".to_owned(), call)
}

/// Each line rests on a document of another purchase, too.
fn draft_allocated(town: &Town, count: u32) -> Later {
	let loans = loans(town, count);
	let call = |number: u32| -> RuntimeCall {
		let loan = loans[number as usize % loans.len()];
		let lines = town.lines(loan, MAX_ALLOCATIONS, MAX_PLAN_LINES);
		let allocation = |line: u32| Allocation {
			line: line.try_into().unwrap(),
			evidence: town.verified(loan, line, Fen(100)),
			amount_fen: 1,
		};
		let allocations = (0..MAX_ALLOCATIONS).map(allocation).collect::<Vec<_>>().try_into().unwrap();
		Call::draft_allocated { loan, lines, allocations, expires_on: last_day() }.into()
	};
	each("bank-a.maker", count, call)
}

/// Of a payment on an invoice that is a purchase by itself: its papers come.
fn allocate(town: &Town, count: u32) -> Later {
	let uetrs = town.singles(count, count.div_ceil(DRAFTS_OF_A_LOAN));
	let call = |uetr: Uetr| -> Sent {
		let payment = pallet_payments::Payments::<Runtime>::get(uetr).unwrap();
		let part = |_| {
			let evidence = town.paper(payment.loan, payment.evidence.unwrap(), Fen(100));
			DocumentPart { evidence, amount_fen: 10 }
		};
		let parts = (0..MAX_DOCUMENTS_BESIDE).map(part).collect::<Vec<_>>().try_into().unwrap();
		("bank-a.checker".to_owned(), Call::allocate { uetr, parts }.into())
	};
	now(uetrs.into_iter().map(call).collect())
}
