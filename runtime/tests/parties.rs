//! Other organisations take the places of parties in a loan, on the pallets together.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_registry::LastOrg;
use polkadot_sdk::*;
use zhidai_primitives::{EvidenceId, LoanId, OrgId, Region};
use zhidai_runtime::{Loans, Runtime};

type EvidenceError = pallet_evidence::Error<Runtime>;
type SupervisionError = pallet_supervision::Error<Runtime>;

/// The council admits a market bureau.
fn new_bureau(name: &str, short: &str, region: Region) -> OrgId {
	decided(bureau(name, short, region)).unwrap();
	LastOrg::<Runtime>::get()
}

fn change(loan: LoanId, regulator: OrgId) -> LoansCall {
	LoansCall::change_regulator { loan, regulator }
}

fn take_over(evidence: EvidenceId) -> EvidenceCall {
	EvidenceCall::take_over { evidence }
}

/// A regulator that was suspended, or left, would have stopped the loan for ever.
#[test]
fn a_loan_goes_on_under_another_market_regulator() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let loan = scene.loan;
		new_bureau("浙江省市场监督管理局", "zj", Region(330_000));
		let next = new_bureau("宁波市质量发展局", "nz", NINGBO);
		// Evidence that waits for the old one's verdict.
		let paper = document(
			zhidai_primitives::EvidenceKind::Invoice,
			scene.firms.equipment,
			scene.firms.borrower,
			CAPS[0],
		);
		let waiting = filed(loan, paper);
		done("bank-a.attest", consistent(waiting, &[9]));
		done("zj.maker", change(loan, next));
		done("zj.checker", change(loan, next));
		next_block();
		assert_eq!(Loans::loan(loan).unwrap().regulator, next);
		refused("msa.attest", consistent(waiting, &[9]), EvidenceError::PartiesChanged);
		refused("msa.attest", take_over(waiting.0), EvidenceError::AttesterNotAllowed);
		done("nz.attest", take_over(waiting.0));
		done("nz.attest", consistent(waiting, &[9]));
		next_block();
		// What was verified stays so, and money goes on.
		let draft = approved("bank-a", loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(loan, draft, &[]));
		done("bank-a.maker", booked(1, [uetr(1)]));
		next_block();
	});
}

#[test]
fn nobody_hands_a_loan_over_with_its_alerts() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let next = new_bureau("宁波市质量发展局", "nz", NINGBO);
		let draft = approved("bank-a", scene.loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(scene.loan, draft, &[]));
		done("bank-a.maker", booked(1, [uetr(1)]));
		let reason = "未收到".try_into().unwrap();
		done("hx.confirm", PaymentsCall::dispute { uetr: uetr(1), reason });
		next_block();
		refused("msa.maker", change(scene.loan, next), SupervisionError::AlertsOpen);
	});
}

#[test]
fn a_bank_passes_a_loan_to_another_one_that_pays_on_it() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let transfer = || LoansCall::transfer { loans: vec![scene.loan].try_into().unwrap(), to: BANK_B };
		// A draft waits for its mandate: nothing passes.
		let open = [line(9, 0, 100, Some(scene.invoice))];
		let (draft, digest) = drafted("bank-a", scene.loan, &open);
		refused("bank-a.maker", transfer(), pallet_loans::Error::<Runtime>::NotSettledYet);
		let reason = "另行提款".try_into().unwrap();
		done("bank-a.checker", PaymentsCall::reject { loan: scene.loan, draft, digest, reason });
		next_block();
		for who in ["bank-a.maker", "bank-a.checker", "bank-b.maker"] {
			done(who, transfer());
		}
		let work = zhidai_runtime::inbox::inbox(&account("bank-b.checker"), None, 100).items;
		let (loans, from, to) = (vec![scene.loan], BANK_A, BANK_B);
		assert!(work.contains(&zhidai_primitives::PendingWork::TransferToSign { loans, from, to }));
		done("bank-b.checker", transfer());
		next_block();
		assert_eq!(Loans::loan(scene.loan).unwrap().bank, BANK_B);
		let next = approved("bank-b", scene.loan, &[line(1, 0, 100, Some(scene.invoice))]);
		refused(
			"bank-a.release",
			release(scene.loan, next, &[]),
			pallet_payments::Error::<Runtime>::BankNotAllowed,
		);
		done("bank-b.release", release(scene.loan, next, &[]));
		done("bank-b.maker", booked(1, [uetr(1)]));
		next_block();
	});
}
