//! Drawdowns: lines, drafts, signatures, results.

use super::*;
use pallet_payments::{Order, OrderSignature, OrderSignatures, Outcome, SettlementResult};
use zhidai_primitives::{
	drawdown_digest, receipt_digest, results_digest,
	signed::{order_step, receipt_step, OrderStep},
	AccountVersion, Digest as Hash, DraftLine, DraftNo, EvidenceId, Fen, LoanId, Page, PlanLineNo, Receipt,
	ReceiptSaid, Uetr, Violation,
};
use zhidai_runtime::Payments;

pub type PaymentsCall = pallet_payments::Call<Runtime>;

/// A payment's key.
pub fn uetr(number: u8) -> Uetr {
	Uetr::from_random([number; 16])
}

/// A payment on a line of the plan, to the first account of the payee that the loan's bank has verified.
pub fn line(number: u8, plan_line: u16, amount_fen: u64, evidence: Option<EvidenceId>) -> DraftLine {
	let (uetr, plan_line, account) = (uetr(number), PlanLineNo(plan_line), AccountVersion(0));
	DraftLine { uetr, plan_line, account, amount_fen, evidence }
}

/// A drawdown of these lines.
pub fn draft(loan: LoanId, lines: &[DraftLine]) -> PaymentsCall {
	let lines = lines.to_vec();
	let expires_on = today().plus_days(30).unwrap();
	PaymentsCall::draft { loan, lines: lines.try_into().unwrap(), expires_on }
}

/// What the last draft is called, and what everybody signs.
#[track_caller]
pub fn last_draft() -> (DraftNo, Hash) {
	last_event(|event| match event {
		RuntimeEvent::Payments(pallet_payments::Event::Drafted { draft, digest, .. }) => {
			Some((*draft, *digest))
		}
		_ => None,
	})
}

/// The bank's maker makes a draft; its number and digest.
#[track_caller]
pub fn drafted(bank: &str, loan: LoanId, lines: &[DraftLine]) -> (DraftNo, Hash) {
	done(&format!("{bank}.maker"), draft(loan, lines));
	last_draft()
}

pub fn mandate(loan: LoanId, (draft, digest): (DraftNo, Hash)) -> PaymentsCall {
	PaymentsCall::mandate { loan, draft, digest }
}

pub fn approve(loan: LoanId, (draft, digest): (DraftNo, Hash)) -> PaymentsCall {
	PaymentsCall::approve { loan, draft, digest }
}

/// Releases these lines, or all that follow where none is named.
pub fn release(loan: LoanId, (draft, digest): (DraftNo, Hash), lines: &[u16]) -> PaymentsCall {
	PaymentsCall::release { loan, draft, digest, lines: lines.to_vec().try_into().unwrap() }
}

/// A draft that waits for its release.
#[track_caller]
pub fn approved(bank: &str, loan: LoanId, lines: &[DraftLine]) -> (DraftNo, Hash) {
	let drafted = drafted(bank, loan, lines);
	done("yj.confirm", mandate(loan, drafted));
	done(&format!("{bank}.checker"), approve(loan, drafted));
	next_block();
	drafted
}

/// An order of these lines.
pub fn order(loan: LoanId, lines: &[DraftLine]) -> Order {
	let expires_on = today().plus_days(30).unwrap();
	Order { loan, lines: lines.to_vec().try_into().unwrap(), expires_on, allocations: Default::default() }
}

/// What is signed of an order.
pub fn digest_of_order(order: &Order) -> Hash {
	drawdown_digest(System::block_hash(0), order.loan, &order.lines, order.expires_on, &order.allocations)
}

/// A signature of this officer's key over a message.
pub fn signature_over(name: &str, message: &[u8]) -> OrderSignature<AccountId, MultiSignature> {
	OrderSignature { account: account(name), signature: key(name).sign(message).into() }
}

/// A step of an order, signed by this officer.
pub fn step_signed(step: OrderStep, order: &Order, name: &str) -> OrderSignature<AccountId, MultiSignature> {
	signature_over(name, &order_step(step, digest_of_order(order)))
}

/// Every step of an order, signed by these officers in the order of the steps.
pub fn order_signed(order: &Order, names: [&str; 4]) -> OrderSignatures<AccountId, MultiSignature> {
	let [mandate, make, approve, release] = names;
	OrderSignatures {
		mandate: step_signed(OrderStep::Mandate, order, mandate),
		make: step_signed(OrderStep::Make, order, make),
		approve: step_signed(OrderStep::Approve, order, approve),
		release: step_signed(OrderStep::Release, order, release),
	}
}

/// The call that hands in an order which all of the story have signed.
pub fn execute(bank: &str, order: &Order) -> PaymentsCall {
	let [maker, checker, release] = ["maker", "checker", "release"].map(|duty| format!("{bank}.{duty}"));
	execute_signed(order, ["yj.confirm", &maker, &checker, &release])
}

/// The call that hands in an order which these officers have signed, in the order of the steps.
pub fn execute_signed(order: &Order, names: [&str; 4]) -> PaymentsCall {
	let signatures = order_signed(order, names);
	PaymentsCall::execute { order: order.clone(), signatures }
}

/// One result of a settlement file, of today: the payment's own amount, a reference of its own.
pub fn result(uetr: Uetr, outcome: Outcome) -> SettlementResult {
	let (booked_on, value_on) = (today(), today());
	let known = pallet_payments::Payments::<Runtime>::get(uetr);
	SettlementResult {
		uetr,
		outcome,
		amount_fen: known.map_or(1, |payment| payment.amount_fen),
		account: None,
		bank_reference: reference(uetr).try_into().unwrap(),
		booked_on,
		value_on,
	}
}

/// The bank's reference of a payment: no other has it.
pub fn reference(uetr: Uetr) -> Vec<u8> {
	uetr.to_string().replace('-', "").into_bytes()
}

/// A settlement file; each has its own mark.
pub fn file(mark: u8, results: Vec<SettlementResult>) -> PaymentsCall {
	PaymentsCall::settle { file_digest: Hash::repeat_byte(mark), results: results.try_into().unwrap() }
}

/// What an officer enters of a settlement file, so that another can book it.
pub fn entered(file: &PaymentsCall) -> PaymentsCall {
	let PaymentsCall::settle { file_digest, results } = file else { panic!("not a settlement file") };
	let sum = Fen::checked_sum(results.iter().map(SettlementResult::amount)).unwrap();
	PaymentsCall::enter_results {
		file_digest: *file_digest,
		results_digest: results_digest(results),
		count: results.len().try_into().unwrap(),
		sum,
	}
}

/// The bank's maker enters a settlement file, its checker books it.
#[track_caller]
pub fn book(bank: &str, file: PaymentsCall) {
	done(&format!("{bank}.maker"), entered(&file));
	done(&format!("{bank}.checker"), file);
}

/// What the last file that was booked says of itself: settled, failed, returned, booked before, queued.
#[track_caller]
pub fn file_booked() -> [u16; 5] {
	last_event(|event| match event {
		RuntimeEvent::Payments(pallet_payments::Event::FileBooked {
			settled,
			failed,
			returned,
			already,
			mismatched,
			..
		}) => Some([*settled, *failed, *returned, *already, *mismatched]),
		_ => None,
	})
}

/// A settlement file in which everything was booked.
pub fn booked(mark: u8, uetrs: impl IntoIterator<Item = Uetr>) -> PaymentsCall {
	file(mark, uetrs.into_iter().map(|uetr| result(uetr, Outcome::Settled)).collect())
}

/// Every rule that a draft of these lines would break now, read two by two.
pub fn broken(loan: LoanId, lines: &[DraftLine]) -> Vec<Violation> {
	let page = |before| Ok::<_, ()>(Payments::check_payment(loan, lines, None, before, 2));
	Page::every(page).unwrap()
}

/// Every rule that the release of what still follows a draft would break now, read two by two.
pub fn broken_at_release(loan: LoanId, draft: DraftNo) -> Vec<Violation> {
	Page::every(|before| Ok::<_, ()>(Payments::check_release(loan, draft, before, 2))).unwrap()
}

/// That the money of a payment came today, good for a month, after all that was said of it.
pub fn receipt(uetr: Uetr) -> Receipt {
	let known = pallet_payments::Payments::<Runtime>::get(uetr);
	let amount_fen = known.map_or(1, |payment| payment.amount_fen);
	let (said, expires_on) = (ReceiptSaid::Received { on: today() }, today().plus_days(30).unwrap());
	let after = pallet_payments::LineExtras::<Runtime>::get(uetr).map_or(0, |extra| extra.words());
	Receipt { uetr, amount_fen, said, expires_on, after }
}

/// What is signed of a receipt, by this officer.
pub fn receipt_signed(receipt: &Receipt, name: &str) -> OrderSignature<AccountId, MultiSignature> {
	let digest = receipt_digest(System::block_hash(0), receipt);
	signature_over(name, &receipt_step(receipt.said.kind(), digest))
}

/// The call that hands in a receipt which this officer has signed.
pub fn confirm_signed(receipt: &Receipt, name: &str) -> PaymentsCall {
	PaymentsCall::confirm_signed { receipt: receipt.clone(), signature: receipt_signed(receipt, name) }
}

/// Who confirmed a receipt takes it back.
pub fn take_back_receipt(uetr: Uetr) -> PaymentsCall {
	PaymentsCall::take_back_receipt { uetr, reason: "点错".try_into().unwrap() }
}

/// A payee confirms.
pub fn confirm(uetrs: &[Uetr]) -> PaymentsCall {
	PaymentsCall::confirm { uetrs: uetrs.to_vec().try_into().unwrap() }
}
