//! Every refusal of the story: for exactly its rule, and nothing is left behind but the sender's nonce and what the
//! transaction used of the allowance. Beside most stands the nearest thing that is done.

#[path = "refusals/accounts.rs"]
mod accounts;
mod common;
#[path = "refusals/rates.rs"]
mod rates;
#[path = "refusals/relations.rs"]
mod relations;
#[path = "refusals/splits.rs"]
mod splits;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_loans::OfferRequest;
use pallet_registry::{Act, NewOfficer, OfficerRecords};
use zhidai_primitives::traits::Finding;
use zhidai_primitives::{
	BasisPoints, Digest as Hash, DraftLine, Duty, EvidenceKind, Fen, OrgId, Refusal, SchemeId, Verdict,
};
use zhidai_runtime::{Loans, Runtime, RuntimeEvent, Supervision};

type CredentialsError = pallet_credentials::Error<Runtime>;
type EvidenceError = pallet_evidence::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;

/// A loan of bank A that can be drawn in full.
fn with_loan(test: impl FnOnce(Ready)) {
	chain(|| test(ready("bank-a", firms(), [1, 2, 3])));
}

/// The whole limit, line by line.
fn everything(scene: Ready) -> [DraftLine; 3] {
	[
		line(1, 0, CAPS[0].0, Some(scene.invoice)),
		line(2, 1, CAPS[1].0, Some(scene.report)),
		line(3, 2, CAPS[2].0, Some(scene.contract)),
	]
}

fn offer(request: OfferRequest) -> LoansCall {
	LoansCall::offer { request, request_id: new_request() }
}

#[test]
fn a_payee_who_is_not_on_the_plan_is_not_paid() {
	with_loan(|scene| {
		let lines = [line(1, 2, 100, Some(scene.contract)), line(2, 3, 100, Some(scene.contract))];
		refused("bank-a.maker", draft(scene.loan, &lines), PaymentsError::PayeeNotOnPlan { line: 1 });
		refused("yj.confirm", draft(scene.loan, &lines), PaymentsError::PayeeNotOnPlan { line: 1 });
		done("bank-a.maker", draft(scene.loan, &lines[..1]));
	});
}

#[test]
fn the_borrower_is_no_payee() {
	chain(|| {
		let firms = firms();
		let mut own = request(firms);
		own.plan[2].payee = firms.borrower;
		refused("bank-a.maker", offer(own), LoansError::PayeeIsBorrower { plan_line: 2 });
		done("bank-a.maker", offer(request(firms)));
	});
}

#[test]
fn the_same_invoice_does_not_finance_a_second_loan_at_the_second_bank() {
	with_loan(|scene| {
		let second = signed_loan("bank-b", request(scene.firms));
		let invoice =
			|| document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, CAPS[0]);
		let again = filed(second, invoice());
		next_block();
		// The first set of fingerprints is [1]; a set that meets it is the same document.
		refused("bank-b.attest", consistent(again, &[1]), EvidenceError::FingerprintTaken);
		refused("msa.attest", consistent(again, &[1]), EvidenceError::FingerprintTaken);
		let (evidence, digest) = again;
		let against = EvidenceCall::give_verdict {
			evidence,
			revision: 0,
			digest,
			verdict: Verdict::NotConsistent,
			reference: None,
			fingerprints: Default::default(),
			tags: Default::default(),
		};
		done("bank-b.attest", against);
		let lines = [line(1, 0, 100, Some(evidence))];
		let signed = approved("bank-b", second, &lines);
		refused("bank-b.release", release(second, signed, &[]), EvidenceError::NotVerified);
	});
}

#[test]
fn the_same_invoice_with_a_harmless_field_changed_is_the_same_invoice() {
	with_loan(|scene| {
		// Two combinations of fields; the change touches one of them.
		let content =
			|| document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		verified("bank-a", scene.loan, content(), &[11, 12]);
		let second = signed_loan("bank-b", request(scene.firms));
		let mut changed = content();
		changed.sha256 = Hash::repeat_byte(99);
		let changed = filed(second, changed);
		refused("bank-b.attest", consistent(changed, &[11, 99]), EvidenceError::FingerprintTaken);
		done("bank-b.attest", consistent(changed, &[98, 99]));
	});
}

#[test]
fn one_bank_does_not_finance_an_invoice_twice_either() {
	with_loan(|scene| {
		let invoice = document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, CAPS[0]);
		let again = filed(scene.loan, invoice);
		refused("bank-a.attest", consistent(again, &[1]), EvidenceError::FingerprintTaken);
		// Payments on one invoice stay within its amount, and it is no document for anything else.
		let (small, _) = filed(
			scene.loan,
			document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000)),
		);
		done("bank-a.maker", draft(scene.loan, &[line(1, 0, 600, Some(small))]));
		let above = [line(2, 0, 401, Some(small))];
		refused("bank-a.maker", draft(scene.loan, &above), EvidenceError::AboveDocumentAmount);
		let other_kind = [line(2, 1, 400, Some(small))];
		refused("bank-a.maker", draft(scene.loan, &other_kind), EvidenceError::EvidenceOfAnotherKind);
		done("bank-a.maker", draft(scene.loan, &[line(2, 0, 400, Some(small))]));
	});
}

#[test]
fn the_makers_second_account_is_no_checker() {
	with_loan(|scene| {
		let person = OfficerRecords::<Runtime>::get(officer_id("bank-a.maker")).unwrap().person;
		let second = NewOfficer { person, ..officer("bank-a.maker-too", &[Duty::Checker, Duty::Release]) };
		agreed("bank-a.admin-1", "bank-a.admin-2", Act::AddOfficer(second));
		let signed = drafted("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		done("yj.confirm", mandate(scene.loan, signed));
		refused("bank-a.maker-too", approve(scene.loan, signed), RegistryError::SamePerson);
		done("bank-a.checker", approve(scene.loan, signed));
		refused("bank-a.maker-too", release(scene.loan, signed, &[]), RegistryError::SamePerson);
		let (loan, digest) = prepared("bank-a", request(scene.firms));
		refused("bank-a.maker-too", LoansCall::check_offer { loan, digest }, RegistryError::SamePerson);
		let (act_id, act_digest) =
			proposed("bank-a.maker", Act::DeclareRelated { one: BANK_B, other: OrgId(2) });
		refused("bank-a.maker-too", RegistryCall::approve { act_id, act_digest }, RegistryError::SamePerson);
	});
}

#[test]
fn a_new_key_makes_no_second_person() {
	with_loan(|scene| {
		let (loan, equipment, borrower) = (scene.loan, scene.firms.equipment, scene.firms.borrower);
		let content = document(EvidenceKind::Invoice, equipment, borrower, Fen(1_000));
		done("bank-a.maker", EvidenceCall::file { loan, content, request_id: new_request() });
		let evidence = last_event(|event| match event {
			RuntimeEvent::Evidence(pallet_evidence::Event::Filed { evidence, digest, .. }) => {
				Some((*evidence, *digest))
			}
			_ => None,
		});
		let (proof, new_account) = (no_proof(), common::consortium::officer("bank-a.maker-2", &[]).account);
		let officer = officer_id("bank-a.maker");
		agreed("bank-a.admin-1", "bank-a.admin-2", Act::ReplaceKey { officer, new_account, proof });
		let duties = zhidai_primitives::Duties::of(&[Duty::Attest]);
		agreed("bank-a.admin-1", "bank-a.admin-2", Act::ChangeDuties { officer, duties });
		refused("bank-a.maker-2", consistent(evidence, &[21]), RegistryError::SamePerson);
		done("bank-a.attest", consistent(evidence, &[21]));
	});
}

#[test]
fn a_checker_checks_up_to_the_own_limit() {
	with_loan(|scene| {
		let (officer, limit) = (officer_id("bank-a.checker"), Some(Fen(100)));
		agreed("bank-a.admin-1", "bank-a.admin-2", Act::SetCheckerLimit { officer, limit });
		for (number, amount) in [(1, 101), (2, 100)] {
			let signed = drafted("bank-a", scene.loan, &[line(number, 2, amount, Some(scene.contract))]);
			done("yj.confirm", mandate(scene.loan, signed));
			done("bank-a.checker", approve(scene.loan, signed));
			match amount {
				100 => done("bank-a.release", release(scene.loan, signed, &[])),
				// It waits for another checker; what the first one may check has not grown.
				_ => {
					refused("bank-a.release", release(scene.loan, signed, &[]), PaymentsError::WrongState);
					let above = RegistryError::AboveCheckerLimit;
					refused("bank-a.checker", approve(scene.loan, signed), above);
				}
			}
		}
	});
}

#[test]
fn nobody_approves_whatever_is_there_now() {
	with_loan(|scene| {
		let before = drafted("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		done("yj.confirm", mandate(scene.loan, before));
		let (draft, digest) = before;
		let reason = "金额有误".try_into().unwrap();
		done("bank-a.maker", PaymentsCall::reject { loan: scene.loan, draft, digest, reason });
		let after = drafted("bank-a", scene.loan, &[line(2, 2, 10_000, Some(scene.contract))]);
		let changed = (after.0, before.1);
		refused("yj.confirm", mandate(scene.loan, changed), PaymentsError::DigestMismatch);
		done("yj.confirm", mandate(scene.loan, after));
		refused("bank-a.checker", approve(scene.loan, changed), PaymentsError::DigestMismatch);
		refused("bank-a.checker", approve(scene.loan, before), PaymentsError::WrongState);
		done("bank-a.checker", approve(scene.loan, after));
		refused("bank-a.release", release(scene.loan, changed, &[]), PaymentsError::DigestMismatch);
		done("bank-a.release", release(scene.loan, after, &[]));
	});
}

#[test]
fn another_account_of_the_payee_voids_what_was_signed() {
	with_loan(|scene| {
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		verify_account("bank-a", scene.firms.parts, 2);
		refused("bank-a.release", release(scene.loan, signed, &[]), RegistryError::PayeeAccountNotCurrent);
	});
}

#[test]
fn another_bank_neither_voids_nor_redirects_what_was_signed() {
	with_loan(|scene| {
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		verify_account("bank-b", scene.firms.parts, 2);
		let theirs = verify_account("bank-b", scene.firms.parts, 3);
		let line = DraftLine { account: theirs, ..line(2, 2, 100, Some(scene.contract)) };
		let draft = PaymentsCall::draft {
			loan: scene.loan,
			lines: vec![line].try_into().unwrap(),
			expires_on: today().plus_days(30).unwrap(),
		};
		refused("bank-a.maker", draft, RegistryError::PayeeAccountUnknown);
		done("bank-a.release", release(scene.loan, signed, &[]));
	});
}

#[test]
fn without_the_borrowers_mandate_nothing_is_approved() {
	with_loan(|scene| {
		let signed = drafted("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		refused("bank-a.checker", approve(scene.loan, signed), PaymentsError::MandateMissing);
		refused("bank-a.release", release(scene.loan, signed, &[]), PaymentsError::WrongState);
		// Nobody else mandates for the borrower.
		let other = admit_firm("宁波另一家有限公司", Some("ot"), NINGBO, zhidai_primitives::Role::Enterprise);
		assert_ne!(other, scene.firms.borrower);
		refused("ot.confirm", mandate(scene.loan, signed), PaymentsError::BorrowerNotAllowed);
		done("yj.confirm", mandate(scene.loan, signed));
		done("bank-a.checker", approve(scene.loan, signed));
	});
}

#[test]
fn with_one_sides_verdict_nothing_is_released() {
	for first in ["bank-a.attest", "msa.attest"] {
		with_loan(|scene| {
			let invoice =
				document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
			let evidence = filed(scene.loan, invoice);
			let signed = approved("bank-a", scene.loan, &[line(1, 0, 1_000, Some(evidence.0))]);
			refused("bank-a.release", release(scene.loan, signed, &[]), EvidenceError::NotVerified);
			done(first, consistent(evidence, &[21]));
			refused("bank-a.release", release(scene.loan, signed, &[]), EvidenceError::NotVerified);
			refused(first, consistent(evidence, &[21]), EvidenceError::AlreadyGiven);
			let second = if first == "msa.attest" { "bank-a.attest" } else { "msa.attest" };
			refused("bank-b.attest", consistent(evidence, &[21]), EvidenceError::AttesterNotAllowed);
			done(second, consistent(evidence, &[21]));
			done("bank-a.release", release(scene.loan, signed, &[]));
		});
	}
}

#[test]
fn two_sides_who_saw_different_documents_release_nothing() {
	with_loan(|scene| {
		let invoice =
			document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		let evidence = filed(scene.loan, invoice);
		let signed = approved("bank-a", scene.loan, &[line(1, 0, 1_000, Some(evidence.0))]);
		done("bank-a.attest", consistent(evidence, &[21]));
		done("msa.attest", consistent(evidence, &[22]));
		refused("bank-a.release", release(scene.loan, signed, &[]), EvidenceError::NotStanding);
	});
}

#[test]
fn not_one_fen_above_the_limit_is_drawn() {
	with_loan(|scene| {
		let mut lines = everything(scene);
		lines[2].amount_fen += 1;
		let broken = broken(scene.loan, &lines);
		assert!(broken.iter().any(|scene| (scene.have, scene.allowed) == (Some(LIMIT.0 + 1), Some(LIMIT.0))));
		refused("bank-a.maker", draft(scene.loan, &lines), LoansError::LimitExceeded);
		done("bank-a.maker", draft(scene.loan, &everything(scene)));
		assert_eq!(Loans::ledger(scene.loan).unwrap().undrawn(), Fen::ZERO);
		refused(
			"bank-a.maker",
			draft(scene.loan, &[line(9, 2, 1, Some(scene.contract))]),
			LoansError::LimitExceeded,
		);
	});
}

#[test]
fn not_one_fen_above_a_plan_line_is_drawn() {
	with_loan(|scene| {
		let above = [line(1, 2, CAPS[2].0, Some(scene.contract)), line(2, 2, 1, Some(scene.contract))];
		refused("bank-a.maker", draft(scene.loan, &above), LoansError::PlanLineExceeded { plan_line: 2 });
		done("bank-a.maker", draft(scene.loan, &above[..1]));
	});
}

#[test]
fn a_borrowers_limit_holds_over_all_banks() {
	with_loan(|scene| {
		let with = |amount: u64| {
			let mut request = request(scene.firms);
			request.plan[0].cap = Fen(amount - CAPS[1].0 - CAPS[2].0);
			request.amount = Fen(amount);
			request
		};
		let left = Fen::from_yuan(500_000_000).0 - LIMIT.0;
		refused("bank-b.maker", offer(with(left + 1)), LoansError::AmountAboveTierLimit);
		done("bank-b.maker", offer(with(left)));
	});
}

/// One bank's offer took the firm's whole limit until its last day, though the firm had never seen it.
#[test]
fn an_offer_takes_nothing_of_the_borrowers_limit_and_the_borrower_chooses() {
	chain(|| {
		let firms = firms();
		let whole = || {
			let mut request = request(firms);
			request.amount = Fen::from_yuan(500_000_000);
			request.plan[0].cap = Fen(request.amount.0 - CAPS[1].0 - CAPS[2].0);
			request
		};
		let (unwanted, digest) = prepared("bank-a", whole());
		done("bank-a.checker", LoansCall::check_offer { loan: unwanted, digest });
		next_block();
		let loan = signed_loan("bank-b", whole());
		assert_eq!(Loans::loan(loan).unwrap().state, zhidai_primitives::LoanState::Active);
		// What no longer fits beside it is not signed; the firm declines it, or it stands until it fits.
		let sign = || LoansCall::sign { loan: unwanted, digest };
		refused("yj.confirm", sign(), LoansError::AmountAboveTierLimit);
		next_block();
		closed_early("bank-b", loan);
		next_block();
		done("yj.confirm", sign());
	});
}

#[test]
fn a_borrower_of_another_region_has_no_tier_and_no_regulator_there() {
	chain(|| {
		let firms = firms();
		let (regulator, borrower) = xinjiang(400);
		let there = OfferRequest { scheme: XINZHIDAI, ..request(firms) };
		refused("bank-a.maker", offer(there), CredentialsError::OutsideProgrammeRegion);
		let abroad = OfferRequest { borrower, scheme: XINZHIDAI, ..request(firms) };
		refused("bank-a.maker", offer(abroad), LoansError::RegulatorNotCompetent);
		let unknown = OfferRequest { borrower, regulator, scheme: SchemeId(9), ..request(firms) };
		refused("bank-a.maker", offer(unknown), pallet_schemes::Error::<Runtime>::SchemeUnknown);
		let none = OfferRequest { borrower: firms.equipment, ..request(firms) };
		refused("bank-a.maker", offer(none), LoansError::BorrowerIsNotAnEnterprise);
	});
}

#[test]
fn after_a_failed_spot_check_nothing_is_drawn() {
	with_loan(|scene| {
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		let report = CredentialsCall::report_adverse {
			org: scene.firms.borrower,
			kind: pallet_credentials::AdverseKind::FailedSpotCheck,
			happened_on: today(),
			digest: Hash::repeat_byte(8),
			request_id: new_request(),
		};
		done("msa.maker", report);
		let (act, digest) = proposed_credential_act();
		next_block();
		// One person alone freezes nobody.
		done("bank-a.maker", draft(scene.loan, &[line(2, 2, 100, Some(scene.contract))]));
		done("msa.checker", CredentialsCall::confirm { act, digest });
		refused(
			"bank-a.maker",
			draft(scene.loan, &[line(3, 2, 100, Some(scene.contract))]),
			LoansError::UndrawnLimitFrozen,
		);
		refused("bank-a.release", release(scene.loan, signed, &[]), LoansError::UndrawnLimitFrozen);
	});
}

#[test]
fn who_is_not_a_member_is_not_heard() {
	with_loan(|scene| {
		turned_away(
			"passer-by",
			draft(scene.loan, &[line(1, 2, 100, Some(scene.contract))]),
			Refusal::Stranger,
		);
		turned_away("passer-by", confirm(&[uetr(1)]), Refusal::Stranger);
	});
}

#[test]
fn a_used_key_is_used_for_ever() {
	with_loan(|scene| {
		let lines = [line(1, 2, 100, Some(scene.contract)), line(1, 2, 100, Some(scene.contract))];
		refused("bank-a.maker", draft(scene.loan, &lines), PaymentsError::DuplicateUetr { line: 1 });
		let (number, digest) = drafted("bank-a", scene.loan, &lines[..1]);
		refused("bank-a.maker", draft(scene.loan, &lines[..1]), PaymentsError::UetrUsed { line: 0 });
		let reason = "重复".try_into().unwrap();
		done("yj.confirm", PaymentsCall::reject { loan: scene.loan, draft: number, digest, reason });
		refused("bank-a.maker", draft(scene.loan, &lines[..1]), PaymentsError::UetrUsed { line: 0 });
		refused("bank-a.maker", draft(scene.loan, &[]), PaymentsError::EmptyDraft);
	});
}

#[test]
fn a_bank_books_only_its_own_payments_and_each_file_once() {
	with_loan(|scene| {
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		done("bank-a.release", release(scene.loan, signed, &[]));
		next_block();
		book("bank-b", booked(1, [uetr(1)]));
		assert_eq!(
			Loans::ledger(scene.loan).unwrap().settled(),
			Fen::ZERO,
			"another bank's word books nothing"
		);
		book("bank-a", booked(1, [uetr(1)]));
		refused("bank-a.checker", booked(1, [uetr(1)]), PaymentsError::ResultsNotEntered);
		refused("hx.confirm", confirm(&[uetr(1)]), PaymentsError::PayeeNotAllowed);
	});
}
