//! Who of a loan takes part is looked at again at every step, who did what to a payment is kept, and what a hold stops
//! beside money, a checker's limit, and who speaks in a payee's place; on all pallets together.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_loans::{Hold, OfferRequest};
use pallet_registry::{Act, KeyFor};
use polkadot_sdk::sp_runtime::DispatchError;
use zhidai_api::{PendingWork, TraceNode, TracePayment, TraceRoot};
use zhidai_primitives::{Digest as Hash, Duty, EvidenceKind, Fen, LoanId, PaymentStatus, Region, Role};
use zhidai_runtime::inbox::inbox;
use zhidai_runtime::trace::trace;
use zhidai_runtime::Runtime;

type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;

/// A bank's maker could draft for a borrower that was suspended; whoever looked was told of a missing mandate.
#[test]
fn nothing_leaves_for_a_borrower_that_takes_no_part() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let paid = |number| line(number, 2, 100, Some(scene.contract));
		let signed = approved("bank-a", scene.loan, &[paid(1)]);
		let mandated = drafted("bank-a", scene.loan, &[paid(2)]);
		done("yj.confirm", mandate(scene.loan, mandated));
		next_block();
		decided(RegistryCall::suspend { org: scene.firms.borrower }).unwrap();
		let absent = || PaymentsError::BorrowerNotActive;
		refused("bank-a.maker", draft(scene.loan, &[paid(3)]), absent());
		refused("bank-a.checker", approve(scene.loan, mandated), absent());
		refused("bank-a.release", release(scene.loan, signed, &[]), absent());
		let first = broken_at_release(scene.loan, signed.0).remove(0);
		assert_eq!(first.rule.stripped(), DispatchError::from(absent()).stripped());
		next_block();
		decided(RegistryCall::reinstate { org: scene.firms.borrower }).unwrap();
		done("bank-a.checker", approve(scene.loan, mandated));
		done("bank-a.release", release(scene.loan, signed, &[]));
		done("bank-a.release", release(scene.loan, mandated, &[]));
	});
}

/// A regulator that no longer takes part vouches for nothing: what it had found good still released money.
#[test]
fn nothing_leaves_under_a_regulator_that_takes_no_part() {
	chain(|| {
		let firms = firms();
		decided(bureau("宁波市鄞州区市场监督管理局", "yz", NINGBO)).unwrap();
		let regulator = pallet_registry::LastOrg::<Runtime>::get();
		let loan = signed_loan("bank-a", OfferRequest { regulator, ..request(firms) });
		let contract = document(EvidenceKind::PurchaseContract, firms.parts, firms.borrower, Fen(1_000));
		let evidence = filed(loan, contract);
		done("bank-a.attest", consistent(evidence, &[41]));
		done("yz.attest", consistent(evidence, &[41]));
		next_block();
		let paid = |number| line(number, 2, 100, Some(evidence.0));
		let signed = approved("bank-a", loan, &[paid(1)]);
		let made = drafted("bank-a", loan, &[paid(2)]);
		next_block();
		decided(RegistryCall::suspend { org: regulator }).unwrap();
		let absent = || PaymentsError::RegulatorNotActive;
		refused("bank-a.maker", draft(loan, &[paid(3)]), absent());
		refused("yj.confirm", draft(loan, &[paid(3)]), absent());
		refused("yj.confirm", mandate(loan, made), absent());
		refused("bank-a.release", release(loan, signed, &[]), absent());
		next_block();
		decided(RegistryCall::reinstate { org: regulator }).unwrap();
		done("yj.confirm", mandate(loan, made));
		done("bank-a.release", release(loan, signed, &[]));
	});
}

/// The borrower's officers could draft and mandate at a bank whose own could not act.
#[test]
fn nothing_is_drafted_at_a_bank_that_takes_no_part() {
	chain(|| {
		let scene = ready("bank-b", firms(), [1, 2, 3]);
		let paid = |number| line(number, 2, 100, Some(scene.contract));
		let made = drafted("bank-b", scene.loan, &[paid(1)]);
		next_block();
		decided(RegistryCall::suspend { org: BANK_B }).unwrap();
		let absent = || PaymentsError::BankNotActive;
		refused("yj.confirm", draft(scene.loan, &[paid(2)]), absent());
		refused("yj.confirm", mandate(scene.loan, made), absent());
	});
}

/// Both admins of bank A agree on an officer with this duty.
#[track_caller]
fn hired(name: &str, duty: Duty) {
	agreed("bank-a.admin-1", "bank-a.admin-2", Act::AddOfficer(officer(name, &[duty])));
}

/// The payments of a loan, as its trace tells them.
fn payments(loan: LoanId) -> Vec<TracePayment> {
	let page = trace(TraceRoot::Loan(loan), None, 100).expect("the loan");
	let payments = page.nodes.into_iter().filter_map(|node| match node {
		TraceNode::Payment(payment) => Some(payment),
		_ => None,
	});
	payments.collect()
}

/// Of two who released lines of one draft, only the last was known.
#[test]
fn of_each_payment_it_is_known_who_released_left_out_booked_and_confirmed_it() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		hired("bank-a.release-2", Duty::Release);
		let lines = [
			line(1, 0, 100, Some(scene.invoice)),
			line(2, 0, 100, Some(scene.invoice)),
			line(3, 2, 100, Some(scene.contract)),
		];
		let signed = approved("bank-a", scene.loan, &lines);
		done("bank-a.release", release(scene.loan, signed, &[0]));
		let (draft, digest) = signed;
		let lines = vec![2].try_into().unwrap();
		done("bank-a.checker", PaymentsCall::exclude { loan: scene.loan, draft, digest, lines });
		next_block();
		done("bank-a.release-2", release(scene.loan, signed, &[1]));
		book("bank-a", booked(1, [uetr(1)]));
		next_block();
		done("hx.confirm", confirm(&[uetr(1)]));
		let payments = payments(scene.loan);
		let released: Vec<_> = payments.iter().map(|payment| payment.releaser).collect();
		let (first, second) = (officer_id("bank-a.release"), officer_id("bank-a.release-2"));
		assert_eq!(released, [Some(first), Some(second), None]);
		let excluded: Vec<_> = payments.iter().map(|payment| payment.excluded_by).collect();
		assert_eq!(excluded, [None, None, Some(officer_id("bank-a.checker"))]);
		let confirmed: Vec<_> = payments.iter().map(|payment| payment.confirmed_by).collect();
		assert_eq!(confirmed, [Some(officer_id("hx.confirm")), None, None]);
		let booked: Vec<_> = payments.iter().map(|payment| payment.booked_by).collect();
		assert_eq!(booked, [Some(officer_id("bank-a.checker")), None, None]);
	});
}

/// What a court had frozen could be ended by the bank: a closed loan is asked about no more.
#[test]
fn a_loan_under_a_hold_is_not_closed_and_its_holds_stay_on_record() {
	chain(|| {
		let loan = signed_loan("bank-a", request(firms()));
		let order = Hold::Judicial { order: Hash::repeat_byte(7), until: today().plus_days(90).unwrap() };
		done("bank-a.maker", LoansCall::close { loan });
		done("nfra.checker", LoansCall::hold { loan, hold: order });
		refused("bank-a.checker", LoansCall::close { loan }, LoansError::LoanHeld);
		next_block();
		let lift = || LoansCall::lift_hold { loan, hold: order.key(FINANCIAL_BUREAU) };
		done("nfra.maker", lift());
		refused("bank-a.checker", LoansCall::close { loan }, LoansError::LoanHeld);
		done("nfra.checker", lift());
		next_block();
		done("bank-a.checker", LoansCall::close { loan });
		let ended = trace(TraceRoot::Loan(loan), None, 1).expect("the loan").loan.ended_holds;
		let told: Vec<_> =
			ended.iter().map(|hold| (hold.placed_by, hold.lift_asked_by, hold.lift_agreed_by)).collect();
		let officers = ["nfra.maker", "nfra.checker"].map(officer_id);
		assert_eq!(told, [(FINANCIAL_BUREAU, Some(officers[0]), Some(officers[1]))]);
	});
}

/// A bureau of the province could lift what the city's had entered for a court, without asking it.
#[test]
fn nobody_lifts_what_another_placed() {
	chain(|| {
		let loan = signed_loan("bank-a", request(firms()));
		let organisation = organisation("浙江省金融监督管理局", Region(330_000), Role::FinancialRegulator);
		let duties = [Duty::Admin, Duty::Admin, Duty::Maker, Duty::Checker];
		let names = ["zj.admin-1", "zj.admin-2", "zj.maker", "zj.checker"];
		let officers = names.into_iter().zip(duties).map(|(name, duty)| officer(name, &[duty])).collect();
		let officers = proven(KeyFor::Admission(organisation.digest()), officers);
		decided(RegistryCall::admit_by_council { organisation, officers }).unwrap();
		let order = Hold::Judicial { order: Hash::repeat_byte(8), until: today() };
		done("nfra.checker", LoansCall::hold { loan, hold: order });
		let lift = || LoansCall::lift_hold { loan, hold: order.key(FINANCIAL_BUREAU) };
		refused("zj.maker", lift(), LoansError::LiftNotAllowed);
		refused("zj.checker", lift(), LoansError::LiftNotAllowed);
		done("nfra.maker", lift());
		done("nfra.checker", lift());
	});
}

/// Both admins of bank A agree on a checker's limit.
#[track_caller]
fn limited(name: &str, fen: u64) {
	let (officer, limit) = (officer_id(name), Some(Fen(fen)));
	agreed("bank-a.admin-1", "bank-a.admin-2", Act::SetCheckerLimit { officer, limit });
}

/// How many drawdowns and contracts an officer is asked to check as the second one.
fn seconds(name: &str) -> usize {
	let is_second = |work: &PendingWork| {
		matches!(work, PendingWork::DraftToApproveSecond(_) | PendingWork::ContractToCheckSecond { .. })
	};
	inbox(&account(name), None, 100).items.iter().filter(|work| is_second(work)).count()
}

/// A drawdown in parts slipped under the limit of a checker, who approved all of them alone.
#[test]
fn no_parts_of_a_drawdown_slip_under_a_checkers_limit() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		hired("bank-a.checker-2", Duty::Checker);
		hired("bank-a.checker-3", Duty::Checker);
		limited("bank-a.checker", 100);
		limited("bank-a.checker-3", 50);
		let part = |number| {
			let lines = [line(number, 2, 60, Some(scene.contract))];
			let part = drafted("bank-a", scene.loan, &lines);
			done("yj.confirm", mandate(scene.loan, part));
			next_block();
			part
		};
		let (one, other) = (part(1), part(2));
		done("bank-a.checker", approve(scene.loan, one));
		done("bank-a.release", release(scene.loan, one, &[]));
		done("bank-a.checker", approve(scene.loan, other));
		next_block();
		refused("bank-a.release", release(scene.loan, other, &[]), PaymentsError::WrongState);
		for who in ["bank-a.checker", "bank-a.checker-3"] {
			refused(who, approve(scene.loan, other), RegistryError::AboveCheckerLimit);
		}
		let asked = ["bank-a.checker", "bank-a.checker-2", "bank-a.checker-3"].map(seconds);
		assert_eq!(asked, [0, 1, 0], "only who can");
		next_block();
		done("bank-a.checker-2", approve(scene.loan, other));
		done("bank-a.release", release(scene.loan, other, &[]));
		let second = payments(scene.loan).remove(1);
		let officers = ["bank-a.checker", "bank-a.checker-2"].map(|name| Some(officer_id(name)));
		assert_eq!([second.first_checker, second.checker], officers);
		// The next day the limit is there again, also for what waits for a second checker.
		let third = part(3);
		done("bank-a.checker", approve(scene.loan, third));
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 1 });
		next_block();
		assert_eq!(seconds("bank-a.checker"), 1);
		done("bank-a.checker", approve(scene.loan, third));
		done("bank-a.release", release(scene.loan, third, &[]));
	});
}

/// Two contracts for one firm on a day slipped under the limit that one as large does not.
#[test]
fn no_parts_of_a_commitment_slip_under_a_checkers_limit() {
	chain(|| {
		let firms = firms();
		hired("bank-a.checker-2", Duty::Checker);
		limited("bank-a.checker", LIMIT.0);
		for number in 0..2 {
			let (loan, digest) = prepared("bank-a", request(firms));
			done("bank-a.checker", LoansCall::check_offer { loan, digest });
			next_block();
			assert_eq!(seconds("bank-a.checker-2"), number);
			if number > 0 {
				refused("yj.confirm", LoansCall::sign { loan, digest }, LoansError::WrongState);
				done("bank-a.checker-2", LoansCall::check_offer { loan, digest });
				assert_eq!(seconds("bank-a.checker-2"), 0);
			}
		}
	});
}

/// One checker of the bank confirmed receipts for whom it liked, also for a firm that could have denied them.
#[test]
fn two_persons_confirm_in_a_payees_place_and_only_for_who_has_no_officers() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let lines = [line(1, 0, 100, Some(scene.invoice)), line(2, 2, 100, Some(scene.contract))];
		let signed = approved("bank-a", scene.loan, &lines);
		done("bank-a.release", release(scene.loan, signed, &[]));
		next_block();
		book("bank-a", booked(1, [uetr(1), uetr(2)]));
		next_block();
		let assist = |number| PaymentsCall::confirm_assisted {
			uetrs: vec![uetr(number)].try_into().unwrap(),
			witness: Hash::repeat_byte(9),
		};
		refused("bank-a.checker", assist(1), PaymentsError::PayeeHasOfficers);
		let status = |at: usize| payments(scene.loan).remove(at).status;
		done("bank-a.checker", assist(2));
		done("bank-a.checker", assist(2));
		assert_eq!(status(1), PaymentStatus::Settled, "one person confirms nothing");
		// A maker alone does not check; it enters in the checker's place.
		done("bank-a.maker", assist(2));
		let work = inbox(&account("bank-a.checker"), None, 100).items;
		assert!(work.contains(&PendingWork::ReceiptsToCheck { witness: Hash::repeat_byte(9), count: 1 }));
		next_block();
		done("bank-a.checker", assist(2));
		assert_eq!(status(1), PaymentStatus::Received);
		assert!(payments(scene.loan).remove(1).assisted);
		done("hx.confirm", confirm(&[uetr(1)]));
	});
}
