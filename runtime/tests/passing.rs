//! Other organisations take the places of parties in a loan, on the pallets together.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_loans::OfferRequest;
use pallet_payments::Outcome;
use pallet_registry::{Act, ActOf, LastOrg};
use zhidai_primitives::{AccountVersion, EvidenceId, LoanId, OrgId, PaymentStatus, Region, Role};
use zhidai_runtime::{Loans, Payments, Runtime, Supervision};

type EvidenceError = pallet_evidence::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;
type SupervisionCall = pallet_supervision::Call<Runtime>;
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
		book("bank-a", booked(1, [uetr(1)]));
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
		book("bank-a", booked(1, [uetr(1)]));
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
		refused("bank-a.maker", transfer(), LoansError::NotSettledYet);
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
		book("bank-b", booked(1, [uetr(1)]));
		next_block();
	});
}

/// What was offered stayed in the other bank's inbox for 30 days.
#[test]
fn either_bank_ends_a_transfer_before_all_have_signed() {
	chain(|| {
		let loan = signed_loan("bank-a", request(firms()));
		let transfer = || LoansCall::transfer { loans: vec![loan].try_into().unwrap(), to: BANK_B };
		let withdraw = || LoansCall::withdraw_transfer { loan, reason: "条件不符".try_into().unwrap() };
		let waits = || {
			let work = zhidai_runtime::inbox::inbox(&account("bank-b.maker"), None, 100).items;
			let (loans, from, to) = (vec![loan], BANK_A, BANK_B);
			work.contains(&zhidai_primitives::PendingWork::TransferToSign { loans, from, to })
		};
		for who in ["bank-b.maker", "bank-a.checker"] {
			for signer in ["bank-a.maker", "bank-a.checker"] {
				done(signer, transfer());
			}
			next_block();
			assert!(waits());
			done(who, withdraw());
			next_block();
			assert!(!waits());
			refused("bank-b.maker", transfer(), LoansError::TransferUnknown);
		}
		refused("bank-a.maker", withdraw(), LoansError::TransferUnknown);
	});
}

/// An active loan of bank A whose receipts return to this account of the borrower's.
fn collecting(request: OfferRequest) -> (LoanId, AccountVersion) {
	let own = verify_account("bank-a", request.borrower, 7);
	(signed_loan("bank-a", OfferRequest { collection_account: Some(own), ..request }), own)
}

fn void(payee: OrgId, version: AccountVersion) -> ActOf<Runtime> {
	let reason = "开户行来函更正".try_into().unwrap();
	Act::VoidPayeeAccount { payee, version, reason }
}

fn proposal(act: ActOf<Runtime>) -> RegistryCall {
	RegistryCall::propose { act, request_id: new_request() }
}

/// The account to which the receipts return stayed kept at the bank that lends no more, and at the next one nothing
/// kept it from being a supplier's.
#[test]
fn sz_16_a_loan_passes_to_a_bank_that_knows_its_collection_account() {
	chain(|| {
		let firms = firms();
		let (loan, own) = collecting(request(firms));
		let transfer = || LoansCall::transfer { loans: vec![loan].try_into().unwrap(), to: BANK_B };
		refused("bank-a.maker", transfer(), LoansError::CollectionAccountMissing);
		// Another account of the borrower's is not what was signed.
		verify_account("bank-b", firms.borrower, 8);
		refused("bank-a.maker", transfer(), LoansError::CollectionAccountMissing);
		let there = verify_account("bank-b", firms.borrower, 7);
		for who in ["bank-a.maker", "bank-a.checker", "bank-b.maker", "bank-b.checker"] {
			done(who, transfer());
		}
		next_block();
		assert_eq!(Loans::collection_account(loan), Some(there));
		agreed("bank-a.maker", "bank-a.checker", void(firms.borrower, own));
		let voided = proposal(void(firms.borrower, there));
		refused("bank-b.maker", voided, RegistryError::AccountCollects);
		closed_early("bank-b", loan);
		next_block();
		agreed("bank-b.maker", "bank-b.checker", void(firms.borrower, there));
	});
}

#[test]
fn sz_16_who_takes_a_borrowers_place_collects_on_an_account_of_its_own() {
	chain(|| {
		let firms = firms();
		let (loan, own) = collecting(request(firms));
		let heir = admit_firm("宁波承继精工有限公司", Some("cj"), NINGBO, Role::Enterprise);
		decided(RegistryCall::succeed { org: firms.borrower, successor: heir }).unwrap();
		refused("cj.confirm", LoansCall::take_over { loan }, LoansError::CollectionAccountMissing);
		let next = verify_account("bank-a", heir, 1);
		done("cj.confirm", LoansCall::take_over { loan });
		next_block();
		assert_eq!(Loans::collection_account(loan), Some(next));
		agreed("bank-a.maker", "bank-a.checker", void(firms.borrower, own));
		refused("bank-a.maker", proposal(void(heir, next)), RegistryError::AccountCollects);
	});
}

/// A payee's officer that denied what was booked rightly kept the loan at its bank, and the payee itself, for ever.
#[test]
fn a_denial_holds_loan_and_payee_until_a_regulator_has_looked_into_it() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let (loan, payee) = (scene.loan, scene.firms.equipment);
		let lines = [1, 2, 3].map(|number| line(number, 0, 100, Some(scene.invoice)));
		let draft = approved("bank-a", loan, &lines);
		done("bank-a.release", release(loan, draft, &[]));
		book("bank-a", booked(1, [1, 2, 3].map(uetr)));
		next_block();
		for number in [1, 2, 3] {
			let reason = "未收到".try_into().unwrap();
			done("hx.confirm", PaymentsCall::dispute { uetr: uetr(number), reason });
			next_block();
		}
		let exit = || decided(RegistryCall::exit { org: payee });
		let transfer = || LoansCall::transfer { loans: vec![loan].try_into().unwrap(), to: BANK_B };
		assert_eq!(exit(), Err(PaymentsError::PaymentsOpen.into()));
		refused("bank-a.maker", transfer(), PaymentsError::PaymentsWaiting);
		for (alert, _) in Supervision::alerts_of(loan, None, 10).items {
			let outcome = "核心流水与回单一致".try_into().unwrap();
			done("msa.checker", SupervisionCall::close_alert { alert, further: 0, outcome });
			next_block();
		}
		let status = |number| Payments::status_of(uetr(number)).unwrap();
		assert_eq!([1, 2, 3].map(status), [PaymentStatus::Examined; 3]);
		for who in ["bank-a.maker", "bank-a.checker", "bank-b.maker", "bank-b.checker"] {
			done(who, transfer());
		}
		next_block();
		assert_eq!(Loans::loan(loan).unwrap().bank, BANK_B);
		// What is true is still said and booked, by whoever lends, also after the payee has left.
		done("hx.confirm", confirm(&[uetr(1)]));
		let returned = || Outcome::Returned { reason: "账户已销".try_into().unwrap() };
		book("bank-b", file(2, vec![result(uetr(2), returned())]));
		next_block();
		assert_eq!(exit(), Ok(()));
		book("bank-b", file(3, vec![result(uetr(3), returned())]));
		next_block();
		let stand = [PaymentStatus::Received, PaymentStatus::Returned, PaymentStatus::Returned];
		assert_eq!([1, 2, 3].map(status), stand);
	});
}
