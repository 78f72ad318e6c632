//! Who of a loan takes part is looked at again at every step, on all pallets together.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_loans::OfferRequest;
use polkadot_sdk::sp_runtime::DispatchError;
use zhidai_primitives::{EvidenceKind, Fen};
use zhidai_runtime::Runtime;

type PaymentsError = pallet_payments::Error<Runtime>;

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
