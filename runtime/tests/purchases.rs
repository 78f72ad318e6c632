//! A purchase is one thing: what is paid on all of its documents together, also after red letters.

mod common;

use common::lending::*;
use common::paying::*;
use common::*;
use pallet_evidence::{Content, States};
use pallet_payments::Order;
use zhidai_api::{TraceEdge, TraceRoot};
use zhidai_primitives::{
	Allocation, DocumentPart, DraftLine, EvidenceId, EvidenceKind, Fen, LoanId, OrgId, Uetr,
};
use zhidai_runtime::trace::trace;
use zhidai_runtime::Runtime;

type EvidenceError = pallet_evidence::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;

/// 6,000,000.00 yuan: what is bought.
const PRICE: Fen = CAPS[0];
/// 1,000,000.00 yuan.
const MILLION: u64 = 100_000_000;

/// A loan whose plan pays one seller before (line 2, on the contract) and after the delivery (line 0, on the invoice).
struct Bought {
	firms: Firms,
	loan: LoanId,
	contract: EvidenceId,
	invoice: EvidenceId,
}

impl Bought {
	/// The contract over the price, and an invoice over all of it, both verified.
	fn new() -> Self {
		let firms = firms();
		let mut request = request(firms);
		request.plan[2].payee = firms.equipment;
		let loan = signed_loan("bank-a", request);
		let paper = |kind, whole| paper(firms, firms.equipment, kind, PRICE, whole);
		let contract = verified("bank-a", loan, paper(EvidenceKind::PurchaseContract, None), &[1]);
		let invoice = verified("bank-a", loan, paper(EvidenceKind::Invoice, Some(contract)), &[2]);
		Self { firms, loan, contract, invoice }
	}

	fn paper(&self, kind: EvidenceKind, amount: u64, whole: EvidenceId) -> Content {
		paper(self.firms, self.firms.equipment, kind, Fen(amount), Some(whole))
	}

	/// So much of the prepayment.
	fn before(&self, number: u8, amount: u64) -> DraftLine {
		line(number, 2, amount, Some(self.contract))
	}

	/// So much on the invoice.
	fn after(&self, number: u8, amount: u64) -> DraftLine {
		line(number, 0, amount, Some(self.invoice))
	}

	/// Pays these.
	fn pay(&self, lines: &[DraftLine]) {
		let signed = approved("bank-a", self.loan, lines);
		done("bank-a.release", release(self.loan, signed, &[]));
		next_block();
	}
}

fn paper(
	firms: Firms,
	seller: OrgId,
	kind: EvidenceKind,
	amount: Fen,
	belongs_to: Option<EvidenceId>,
) -> Content {
	Content { belongs_to, ..document(kind, seller, firms.borrower, amount) }
}

/// Six millions were bought and nine paid: six on the invoice, three on the contract.
#[test]
fn a_purchase_is_paid_once_on_whichever_of_its_documents() {
	chain(|| {
		let bought = Bought::new();
		bought.pay(&[bought.after(1, PRICE.0)]);
		let more = draft(bought.loan, &[bought.before(2, 3 * MILLION)]);
		refused("bank-a.maker", more, EvidenceError::AbovePurchaseAmount);
		refused(
			"bank-a.maker",
			draft(bought.loan, &[bought.before(2, 1)]),
			EvidenceError::AbovePurchaseAmount,
		);
	});
	chain(|| {
		let bought = Bought::new();
		bought.pay(&[bought.before(1, 3 * MILLION)]);
		let all = draft(bought.loan, &[bought.after(2, PRICE.0)]);
		refused("bank-a.maker", all, EvidenceError::AbovePurchaseAmount);
		bought.pay(&[bought.after(2, 3 * MILLION)]);
	});
}

#[test]
fn the_documents_of_one_drawdown_are_too_much_together_and_that_is_told_before() {
	chain(|| {
		let bought = Bought::new();
		let both = [bought.before(1, 3 * MILLION), bought.after(2, PRICE.0)];
		refused("bank-a.maker", draft(bought.loan, &both), EvidenceError::AbovePurchaseAmount);
		let broken = broken(bought.loan, &both);
		assert_eq!(broken.len(), 1, "{broken:?}");
		assert_eq!(
			(broken[0].line, broken[0].have, broken[0].allowed),
			(Some(0), Some(9 * MILLION), Some(PRICE.0))
		);
		bought.pay(&[bought.before(1, 3 * MILLION), bought.after(2, 3 * MILLION)]);
	});
}

/// What never left is free again, in whichever way it ended.
#[test]
fn what_failed_or_was_refused_is_given_back_to_the_purchase() {
	chain(|| {
		let bought = Bought::new();
		bought.pay(&[bought.after(1, PRICE.0)]);
		let failed = pallet_payments::Outcome::Failed { reason: "账号不符".try_into().unwrap() };
		book("bank-a", file(1, vec![result(uetr(1), failed)]));
		next_block();
		let (number, digest) = drafted("bank-a", bought.loan, &[bought.before(2, 3 * MILLION)]);
		let rest = draft(bought.loan, &[bought.after(3, PRICE.0)]);
		refused("bank-a.maker", rest.clone(), EvidenceError::AbovePurchaseAmount);
		let reason = "改期".try_into().unwrap();
		done("bank-a.maker", PaymentsCall::reject { loan: bought.loan, draft: number, digest, reason });
		done("bank-a.maker", rest);
	});
}

#[test]
fn a_red_letter_after_the_payment_lowers_what_is_left() {
	chain(|| {
		let bought = Bought::new();
		bought.pay(&[bought.before(1, 2 * MILLION)]);
		let waiting = approved("bank-a", bought.loan, &[bought.after(2, 3 * MILLION)]);
		// Two of the six millions are taken back: four are left, of which two are paid and three are asked for.
		let red = bought.paper(EvidenceKind::RedLetterInvoice, 2 * MILLION, bought.invoice);
		filed(bought.loan, red);
		let released = release(bought.loan, waiting, &[]);
		refused("bank-a.release", released, EvidenceError::AbovePurchaseAmount);
		let (draft_no, digest) = waiting;
		let lines = vec![0].try_into().unwrap();
		done("bank-a.checker", PaymentsCall::exclude { loan: bought.loan, draft: draft_no, digest, lines });
		let more = draft(bought.loan, &[bought.after(3, 2 * MILLION + 1)]);
		refused("bank-a.maker", more, EvidenceError::AbovePurchaseAmount);
		bought.pay(&[bought.after(4, 2 * MILLION)]);
	});
}

#[test]
fn an_invoice_that_hides_its_contract_is_not_filed() {
	chain(|| {
		let bought = Bought::new();
		let hidden = document(EvidenceKind::Invoice, bought.firms.equipment, bought.firms.borrower, PRICE);
		let call = EvidenceCall::file { loan: bought.loan, content: hidden, request_id: new_request() };
		refused("yj.maker", call, EvidenceError::PurchaseMissing);
	});
}

#[test]
fn another_payees_contract_and_another_loans_are_refused() {
	chain(|| {
		let bought = Bought::new();
		let file = |loan, content| EvidenceCall::file { loan, content, request_id: new_request() };
		let others = paper(
			bought.firms,
			bought.firms.testing,
			EvidenceKind::InspectionReport,
			CAPS[1],
			Some(bought.contract),
		);
		refused("yj.maker", file(bought.loan, others), EvidenceError::PurchaseOfAnotherSeller);
		let second = signed_loan("bank-b", request(bought.firms));
		let elsewhere = bought.paper(EvidenceKind::Invoice, 1, bought.contract);
		refused("yj.maker", file(second, elsewhere), EvidenceError::EvidenceOfAnotherLoan);
	});
}

/// Money on an invoice rests on its contract, too: it says how much was bought.
#[test]
fn nothing_leaves_on_an_invoice_whose_contract_is_not_verified() {
	chain(|| {
		let bought = Bought::new();
		let bigger = paper(bought.firms, bought.firms.equipment, EvidenceKind::PurchaseContract, PRICE, None);
		let (second, _) = filed(bought.loan, bigger);
		let content = bought.paper(EvidenceKind::Invoice, MILLION, second);
		let invoice = verified("bank-a", bought.loan, content, &[7]);
		let signed = approved("bank-a", bought.loan, &[line(1, 0, MILLION, Some(invoice))]);
		let released = release(bought.loan, signed, &[]);
		refused("bank-a.release", released, EvidenceError::PurchaseNotVerified);
	});
}

fn allocate(uetr: Uetr, parts: &[(EvidenceId, u64)]) -> PaymentsCall {
	let part = |(evidence, amount_fen): &(EvidenceId, u64)| DocumentPart {
		evidence: *evidence,
		amount_fen: *amount_fen,
	};
	let parts: Vec<_> = parts.iter().map(part).collect();
	PaymentsCall::allocate { uetr, parts: parts.try_into().unwrap() }
}

fn used(evidence: EvidenceId) -> u64 {
	States::<Runtime>::get(evidence).unwrap().used.0
}

/// 发票后补: three millions were paid on the contract, and their invoice comes after.
#[test]
fn what_was_paid_on_the_contract_is_allocated_to_the_invoice_that_comes_later() {
	chain(|| {
		let bought = Bought::new();
		bought.pay(&[bought.before(1, 3 * MILLION)]);
		book("bank-a", booked(1, [uetr(1)]));
		let parts = [(bought.invoice, 2 * MILLION)];
		refused("bank-b.maker", allocate(uetr(1), &parts), PaymentsError::BankNotAllowed);
		done("bank-a.maker", allocate(uetr(1), &parts));
		assert_eq!((used(bought.contract), used(bought.invoice)), (MILLION, 2 * MILLION));
		next_block();
		// The purchase bears as much as before, and the invoice has less room for other payments.
		bought.pay(&[bought.after(2, 3 * MILLION)]);
		let more = allocate(uetr(1), &[(bought.invoice, 3 * MILLION + 1)]);
		refused("bank-a.maker", more, PaymentsError::AllocationAboveLine { line: 0 });
		let shown = trace(TraceRoot::Payment(uetr(1)), None, 10).unwrap().edges;
		let rests_on: Vec<_> = shown
			.into_iter()
			.filter_map(|edge| match edge {
				TraceEdge::RestsOn { evidence, .. } => Some(evidence),
				_ => None,
			})
			.collect();
		assert_eq!(rests_on, [bought.contract, bought.invoice]);
		// What waits for its verdicts, and what is of another purchase, bears nothing.
		let paper = bought.paper(EvidenceKind::AcceptanceCertificate, MILLION, bought.contract);
		let (unseen, _) = filed(bought.loan, paper);
		refused("bank-a.maker", allocate(uetr(1), &[(unseen, 1)]), EvidenceError::NotVerified);
		let fee =
			document(EvidenceKind::InspectionReport, bought.firms.testing, bought.firms.borrower, CAPS[1]);
		let fee = verified("bank-a", bought.loan, fee, &[9]);
		refused("bank-a.maker", allocate(uetr(1), &[(fee, 1)]), EvidenceError::OfAnotherPurchase);
	});
}

/// One payment over two invoices, on either road, and what came of it.
#[test]
fn a_payment_over_two_invoices_counts_on_each_of_them() {
	chain(|| {
		let bought = Bought::new();
		let second = bought.paper(EvidenceKind::Invoice, MILLION, bought.contract);
		let second = verified("bank-a", bought.loan, second, &[3]);
		let allocation = Allocation { line: 0, evidence: second, amount_fen: MILLION };
		let lines: pallet_payments::Lines = vec![bought.after(1, 3 * MILLION)].try_into().unwrap();
		let expires_on = today().plus_days(30).unwrap();
		let drawn = |allocation| PaymentsCall::draft_allocated {
			loan: bought.loan,
			lines: lines.clone(),
			allocations: vec![allocation].try_into().unwrap(),
			expires_on,
		};
		let above = Allocation { amount_fen: MILLION + 1, ..allocation };
		refused("bank-a.maker", drawn(above), EvidenceError::AboveDocumentAmount);
		done("bank-a.maker", drawn(allocation));
		let signed = last_draft();
		assert_eq!((used(bought.invoice), used(second)), (2 * MILLION, MILLION));
		done("yj.confirm", mandate(bought.loan, signed));
		done("bank-a.checker", approve(bought.loan, signed));
		done("bank-a.release", release(bought.loan, signed, &[]));
		next_block();
		let failed = pallet_payments::Outcome::Failed { reason: "账号不符".try_into().unwrap() };
		book("bank-a", file(1, vec![result(uetr(1), failed)]));
		assert_eq!((used(bought.invoice), used(second)), (0, 0));
		next_block();
		// As an order, whose digest binds it as that of a draft does.
		let lines = vec![bought.after(2, 3 * MILLION)].try_into().unwrap();
		let allocations = vec![allocation].try_into().unwrap();
		let order = Order { allocations, lines, ..order(bought.loan, &[]) };
		done("bank-a.maker", execute("bank-a", &order));
		assert_eq!((used(bought.invoice), used(second)), (2 * MILLION, MILLION));
	});
}

/// Money that came back and is paid again rests on what it rested on.
#[test]
fn what_is_paid_again_keeps_its_allocations() {
	chain(|| {
		let bought = Bought::new();
		bought.pay(&[bought.before(1, 3 * MILLION)]);
		done("bank-a.maker", allocate(uetr(1), &[(bought.invoice, 2 * MILLION)]));
		let returned = pallet_payments::Outcome::Returned { reason: "退汇".try_into().unwrap() };
		book("bank-a", file(1, vec![result(uetr(1), returned)]));
		next_block();
		let again = pallet_payments::PayAgainLine {
			returned: uetr(1),
			uetr: uetr(2),
			account: zhidai_primitives::AccountVersion(0),
		};
		let (lines, expires_on) = (vec![again].try_into().unwrap(), today().plus_days(30).unwrap());
		done("bank-a.maker", PaymentsCall::pay_again { loan: bought.loan, lines, expires_on });
		let signed = last_draft();
		done("yj.confirm", mandate(bought.loan, signed));
		done("bank-a.checker", approve(bought.loan, signed));
		done("bank-a.release", release(bought.loan, signed, &[]));
		next_block();
		assert_eq!((used(bought.contract), used(bought.invoice)), (MILLION, 2 * MILLION));
		refused("bank-a.maker", allocate(uetr(1), &[]), PaymentsError::NotAllocatable);
		done("bank-a.maker", allocate(uetr(2), &[]));
		assert_eq!((used(bought.contract), used(bought.invoice)), (3 * MILLION, 0));
	});
}

/// The most that may be, and one more.
#[test]
fn documents_beside_and_papers_are_bounded() {
	chain(|| {
		let bought = Bought::new();
		let papers: Vec<_> = (0..5_u8)
			.map(|number| {
				let paper = bought.paper(EvidenceKind::Invoice, MILLION, bought.contract);
				verified("bank-a", bought.loan, paper, &[20 + number])
			})
			.collect();
		bought.pay(&[bought.before(1, 3 * MILLION)]);
		let parts: Vec<_> = papers.iter().map(|paper| (*paper, 1)).collect();
		let most = |count: usize| allocate(uetr(1), &parts[..count]);
		done("bank-a.maker", most(4));
		// A list of five is none that the chain takes; of a drawdown it is said by name.
		let allocations: Vec<_> =
			papers.iter().map(|paper| Allocation { line: 0, evidence: *paper, amount_fen: 1 }).collect();
		let call = PaymentsCall::draft_allocated {
			loan: bought.loan,
			lines: vec![bought.after(2, MILLION)].try_into().unwrap(),
			allocations: allocations.try_into().unwrap(),
			expires_on: today(),
		};
		refused("bank-a.maker", call, PaymentsError::TooManyDocuments { line: 4 });
	});
}
