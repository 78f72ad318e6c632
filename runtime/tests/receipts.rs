//! Receipts on the pallets together: signed beside the chain and handed in by anybody, taken back, and in the places of
//! those who are no more.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_payments::Outcome;
use pallet_registry::Act;
use zhidai_primitives::{
	receipt_digest, signed::receipt_step, Day, Digest as Hash, Duty, Fen, OrgId, PaymentStatus, PendingWork,
	Receipt, ReceiptKind, ReceiptSaid, Refusal, Role, TraceNode, TracePayment, TraceRoot,
};
use zhidai_runtime::{trace::trace, Loans, Payments, Runtime, System};

type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;

/// A loan with an invoice paid and booked, under this key, 1 yuan.
fn paid(number: u8) -> Ready {
	let scene = ready("bank-a", firms(), [1, 2, 3]);
	pay(&scene, number, 0);
	scene
}

/// Pays and books one yuan on a line of the plan.
fn pay(scene: &Ready, number: u8, plan_line: u16) {
	let evidence = [scene.invoice, scene.report, scene.contract][usize::from(plan_line)];
	let draft = approved("bank-a", scene.loan, &[line(number, plan_line, 100, Some(evidence))]);
	done("bank-a.release", release(scene.loan, draft, &[]));
	book("bank-a", booked(number, [uetr(number)]));
	next_block();
}

fn denial(number: u8) -> Receipt {
	Receipt { said: ReceiptSaid::Denied { reason: "未收到".try_into().unwrap() }, ..receipt(uetr(number)) }
}

fn status(number: u8) -> PaymentStatus {
	Payments::status_of(uetr(number)).unwrap()
}

fn traced(number: u8) -> TracePayment {
	let page = trace(TraceRoot::Payment(uetr(number)), None, 10).unwrap();
	let payment = page.nodes.into_iter().find_map(|node| match node {
		TraceNode::Payment(payment) => Some(payment),
		_ => None,
	});
	payment.unwrap()
}

fn pass_days(days: u32) {
	done("bank-a.admin-1", ReferenceCall::move_calendar { days });
	next_block();
}

fn inbox(name: &str) -> Vec<PendingWork> {
	zhidai_runtime::inbox::inbox(&account(name), None, 100).items
}

fn to_confirm(scene: &Ready, number: u8) -> PendingWork {
	PendingWork::ReceiptToConfirm { uetr: uetr(number), loan: scene.loan, amount_fen: Fen(100) }
}

/// The bank hands it in, a bureau, the borrower: it is the payee's word all the same.
#[test]
fn a_signed_receipt_leaves_what_the_payees_own_call_leaves() {
	chain(|| {
		let scene = paid(1);
		for (number, name) in
			[(1, "bank-a.maker"), (2, "msa.attest"), (3, "yj.confirm"), (4, "bank-b.admin-1")]
		{
			if number > 1 {
				pay(&scene, number, 0);
			}
			done(name, confirm_signed(&receipt(uetr(number)), "hx.confirm"));
			next_block();
			assert_eq!(status(number), PaymentStatus::Received);
			let payment = traced(number);
			assert_eq!(payment.confirmed_by, Some(officer_id("hx.confirm")));
			assert_eq!((payment.confirmed_on, payment.assisted), (Some(today()), false));
		}
		assert_eq!(Loans::ledger(scene.loan).unwrap().received(), Fen(400));
		assert_eq!(inbox("hx.confirm"), []);
	});
}

#[test]
fn a_signed_denial_opens_an_alert_and_keeps_the_payee() {
	chain(|| {
		paid(1);
		done("nfra.checker", confirm_signed(&denial(1), "hx.confirm"));
		next_block();
		assert_eq!(status(1), PaymentStatus::Disputed);
		let alerts = inbox("nfra.checker").into_iter();
		assert_eq!(alerts.filter(|work| matches!(work, PendingWork::AlertToClose { .. })).count(), 1);
		let leaving = RegistryCall::propose { act: Act::Exit, request_id: new_request() };
		refused("hx.admin-1", leaving, PaymentsError::PaymentsOpen);
	});
}

#[test]
fn who_is_no_member_or_only_looks_hands_nothing_in() {
	chain(|| {
		paid(1);
		let call = || confirm_signed(&receipt(uetr(1)), "hx.confirm");
		turned_away("nobody", call(), Refusal::Stranger);
		agreed("bank-a.admin-1", "bank-a.admin-2", Act::AddOfficer(officer("bank-a.viewer", &[Duty::View])));
		turned_away("bank-a.viewer", call(), Refusal::CallOutsideRole);
		turned_away("msa.council", call(), Refusal::CallOutsideRole);
		done("hx.maker", call());
	});
}

#[test]
fn a_receipt_for_another_chain_step_amount_or_payment_is_refused_by_name() {
	chain(|| {
		let scene = paid(1);
		pay(&scene, 2, 0);
		let own = receipt(uetr(1));
		let digest = |receipt: &Receipt| receipt_digest(System::block_hash(0), receipt);
		let confirm = |digest| receipt_step(ReceiptKind::Confirm, digest);
		let messages = [
			confirm(receipt_digest(Hash::repeat_byte(9), &own)),
			receipt_step(ReceiptKind::Deny, digest(&own)),
			confirm(digest(&receipt(uetr(2)))),
			confirm(digest(&Receipt { amount_fen: 101, ..own.clone() })),
			[b"<Bytes>".as_slice(), &confirm(digest(&own)), b"</Bytes>"].concat(),
		];
		for message in messages {
			let signature = signature_over("hx.confirm", &message);
			let call = PaymentsCall::confirm_signed { receipt: own.clone(), signature };
			refused("bank-a.maker", call, PaymentsError::ReceiptSignatureInvalid);
		}
		next_block();
		let dearer = Receipt { amount_fen: 101, ..own.clone() };
		refused("bank-a.maker", confirm_signed(&dearer, "hx.confirm"), PaymentsError::ReceiptAmountDiffers);
		let unknown = Receipt { uetr: uetr(9), ..own.clone() };
		refused("bank-a.maker", confirm_signed(&unknown, "hx.confirm"), PaymentsError::PaymentUnknown);
		let tomorrow = ReceiptSaid::Received { on: today().plus_days(1).unwrap() };
		let early = Receipt { said: tomorrow, ..own.clone() };
		refused("bank-a.maker", confirm_signed(&early, "hx.confirm"), PaymentsError::ReceiptDayOutOfRange);
		refused("bank-a.maker", confirm_signed(&own, "jc.confirm"), PaymentsError::PayeeNotAllowed);
		refused("bank-a.maker", confirm_signed(&own, "hx.maker"), PaymentsError::ReceiptSignerMissing);
		refused("bank-a.maker", confirm_signed(&own, "nobody"), PaymentsError::ReceiptSignerMissing);
		next_block();
		done("bank-a.maker", confirm_signed(&own, "hx.confirm"));
	});
}

#[test]
fn an_officer_who_left_or_has_another_key_signed_no_receipt() {
	for is_removed in [true, false] {
		chain(|| {
			paid(1);
			let own = receipt(uetr(1));
			let signed = confirm_signed(&own, "hx.confirm");
			let officer_id = officer_id("hx.confirm");
			let act = match is_removed {
				true => Act::RemoveOfficer(officer_id),
				false => {
					let (new_account, proof) = (officer("hx.confirm-2", &[]).account, no_proof());
					Act::ReplaceKey { officer: officer_id, new_account, proof }
				}
			};
			agreed("hx.admin-1", "hx.admin-2", act);
			refused("bank-a.maker", signed, PaymentsError::ReceiptSignerMissing);
			next_block();
			if is_removed {
				let anew = Act::AddOfficer(officer("hx.confirm-2", &[Duty::Confirm]));
				agreed("hx.admin-1", "hx.admin-2", anew);
			}
			done("bank-a.maker", confirm_signed(&own, "hx.confirm-2"));
		});
	}
}

#[test]
fn a_receipt_counts_once_and_until_its_last_day() {
	chain(|| {
		let scene = paid(1);
		pay(&scene, 2, 0);
		let [first, second] = [receipt(uetr(1)), receipt(uetr(2))];
		done("bank-a.maker", confirm_signed(&first, "hx.confirm"));
		next_block();
		for name in ["bank-a.maker", "bank-b.maker", "hx.confirm"] {
			refused(name, confirm_signed(&first, "hx.confirm"), PaymentsError::ReceiptUsed);
		}
		let settled = PaymentsError::NotSettled { line: 0 };
		refused("bank-a.maker", confirm_signed(&denial(1), "hx.confirm"), settled);
		pass_days(31);
		refused("bank-a.maker", confirm_signed(&second, "hx.confirm"), PaymentsError::ReceiptExpired);
		assert_eq!(status(2), PaymentStatus::Settled);
	});
}

#[test]
fn a_payee_takes_back_what_it_confirmed_by_mistake_and_the_trace_tells() {
	chain(|| {
		let scene = paid(1);
		let signed = receipt(uetr(1));
		done("bank-a.maker", confirm_signed(&signed, "hx.confirm"));
		next_block();
		assert_eq!(inbox("hx.confirm"), []);
		pass_days(1);
		refused("bank-a.checker", take_back_receipt(uetr(1)), pallet_registry::Error::<Runtime>::DutyMissing);
		refused("jc.confirm", take_back_receipt(uetr(1)), PaymentsError::PayeeNotAllowed);
		turned_away("msa.checker", take_back_receipt(uetr(1)), Refusal::CallOutsideRole);
		done("hx.confirm", take_back_receipt(uetr(1)));
		next_block();
		assert_eq!((status(1), inbox("hx.confirm")), (PaymentStatus::Settled, vec![to_confirm(&scene, 1)]));
		let payment = traced(1);
		assert_eq!((payment.confirmed_by, payment.confirmed_on), (None, None));
		let taken = &payment.taken_back[0];
		assert_eq!((taken.confirmed_on, taken.taken_back_on), (Day(today().0 - 1), today()));
		assert_eq!((taken.taken_back_by, taken.assisted), (officer_id("hx.confirm"), false));
		// Whoever kept the signed receipt confirms nothing with it; the payee's word counts again.
		refused("bank-a.maker", confirm_signed(&signed, "hx.confirm"), PaymentsError::ReceiptUsed);
		next_block();
		done("bank-a.maker", confirm_signed(&receipt(uetr(1)), "hx.confirm"));
		next_block();
		assert_eq!((status(1), traced(1).taken_back.len()), (PaymentStatus::Received, 1));
	});
}

#[test]
fn after_its_days_or_a_return_a_receipt_stands() {
	chain(|| {
		let scene = paid(1);
		for number in [2, 3] {
			pay(&scene, number, 0);
		}
		done("hx.confirm", confirm(&[uetr(1)]));
		next_block();
		pass_days(6);
		refused("hx.confirm", take_back_receipt(uetr(1)), PaymentsError::TakingBackTooLate);
		done("hx.confirm", confirm(&[uetr(2), uetr(3)]));
		let reason = "账号与户名不符".try_into().unwrap();
		book("bank-a", file(9, vec![result(uetr(2), Outcome::Returned { reason })]));
		next_block();
		refused("hx.confirm", take_back_receipt(uetr(2)), PaymentsError::NotReceived);
		pass_days(5);
		done("hx.confirm", take_back_receipt(uetr(3)));
	});
}

#[test]
fn of_a_closed_loan_a_receipt_stands() {
	chain(|| {
		let scene = paid(1);
		done("hx.confirm", confirm(&[uetr(1)]));
		let (loan, amount, booked_on) = (scene.loan, Fen(100), today());
		let repaid = || {
			let bank_reference = Hash::repeat_byte(1);
			LoansCall::book_repayment { loan, amount, bank_reference, booked_on }
		};
		for name in ["bank-a.maker", "bank-a.checker"] {
			done(name, repaid());
		}
		closed_early("bank-a", loan);
		next_block();
		refused("hx.confirm", take_back_receipt(uetr(1)), PaymentsError::ReceiptsFinal);
	});
}

#[test]
fn what_two_of_the_bank_confirmed_two_of_it_take_back() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		pay(&scene, 1, 2);
		let witness = Hash::repeat_byte(9);
		let assist = || PaymentsCall::confirm_assisted { uetrs: vec![uetr(1)].try_into().unwrap(), witness };
		for name in ["bank-a.maker", "bank-a.checker"] {
			done(name, assist());
		}
		next_block();
		assert!(traced(1).assisted);
		refused("bank-b.maker", take_back_receipt(uetr(1)), PaymentsError::BankNotAllowed);
		done("bank-a.maker", take_back_receipt(uetr(1)));
		next_block();
		let work = PendingWork::TakingBackToCheck { uetr: uetr(1), witness };
		assert!(inbox("bank-a.checker").contains(&work) && !inbox("bank-a.maker").contains(&work));
		done("bank-a.checker", take_back_receipt(uetr(1)));
		next_block();
		assert!(!inbox("bank-a.checker").contains(&work));
		let payment = traced(1);
		let taken = &payment.taken_back[0];
		assert_eq!((payment.status, payment.assisted, taken.assisted), (PaymentStatus::Settled, false, true));
		assert_eq!(taken.entered_by, Some(officer_id("bank-a.maker")));
		// What was said anew is told again.
		for name in ["bank-a.maker", "bank-a.checker"] {
			done(name, assist());
		}
		next_block();
		assert_eq!(status(1), PaymentStatus::Received);
	});
}

/// It left between release and booking, and nobody could confirm any more.
#[test]
fn for_a_payee_that_left_two_of_the_bank_confirm() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let draft = approved("bank-a", scene.loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(scene.loan, draft, &[]));
		next_block();
		agreed("hx.admin-1", "hx.admin-2", Act::Exit);
		book("bank-a", booked(1, [uetr(1)]));
		next_block();
		turned_away("hx.confirm", confirm(&[uetr(1)]), Refusal::OrganisationNotActive);
		let (uetrs, witness) = (vec![uetr(1)].try_into().unwrap(), Hash::repeat_byte(9));
		let assist = PaymentsCall::confirm_assisted { uetrs, witness };
		for name in ["bank-a.maker", "bank-a.checker"] {
			done(name, assist.clone());
		}
		next_block();
		assert!(traced(1).assisted && status(1) == PaymentStatus::Received);
	});
}

/// Who succeeded a payee was asked nothing, and found the loans to take over in no list.
#[test]
fn an_heir_finds_receipts_and_loans_of_who_it_succeeds_in_its_inbox() {
	chain(|| {
		let scene = paid(1);
		pay(&scene, 2, 1);
		let payee = admit_firm("宁波承继装备有限公司", Some("cz"), NINGBO, Role::Supplier);
		let borrower = admit_firm("宁波承继精工有限公司", Some("cj"), NINGBO, Role::Enterprise);
		record_credential("msa.maker", borrower, 5);
		assert_eq!((inbox("cz.confirm"), inbox("cj.confirm")), (vec![], vec![]));
		let succeed = |org: OrgId, successor| decided(RegistryCall::succeed { org, successor }).unwrap();
		succeed(scene.firms.equipment, payee);
		succeed(scene.firms.borrower, borrower);
		assert_eq!(inbox("cz.confirm"), [to_confirm(&scene, 1)]);
		let to_take_over = PendingWork::LoanToTakeOver { loan: scene.loan, from: scene.firms.borrower };
		for name in ["cj.confirm", "cj.maker"] {
			assert_eq!(inbox(name), std::slice::from_ref(&to_take_over));
		}
		done("cz.confirm", confirm(&[uetr(1)]));
		done("cj.confirm", LoansCall::take_over { loan: scene.loan });
		next_block();
		assert_eq!((inbox("cz.confirm"), inbox("cj.confirm")), (vec![], vec![]));
		refused("cj.confirm", LoansCall::take_over { loan: scene.loan }, LoansError::SuccessorNotAllowed);
	});
}
