//! What payments ask.

use crate::mock::*;
use crate::Error;
use frame::testing_prelude::*;
use zhidai_primitives::traits::{EvidenceDesk, EvidenceFacts};
use zhidai_primitives::{EvidenceId, EvidenceKind, Fen, LoanId, OrgId, Verdict};

#[test]
fn evidence_fits_its_loan_its_kind_and_its_payee() {
	run(|| {
		let evidence = file(1);
		let fits =
			|loan, kind, payee| EvidencePallet::ensure_fits(evidence, LoanId(loan), kind, OrgId(payee));
		assert_ok!(fits(1, EvidenceKind::Invoice, 4));
		assert_noop!(fits(2, EvidenceKind::Invoice, 4), Error::<Test>::EvidenceOfAnotherLoan);
		assert_noop!(fits(1, EvidenceKind::PurchaseContract, 4), Error::<Test>::EvidenceOfAnotherKind);
		assert_noop!(fits(1, EvidenceKind::Invoice, 5), Error::<Test>::PayeeNotParty);
		let unknown = || EvidencePallet::ensure_fits(EvidenceId(9), LoanId(1), EvidenceKind::Invoice, SELLER);
		assert_noop!(unknown(), Error::<Test>::EvidenceUnknown);
	});
}

#[test]
fn nothing_rests_on_evidence_that_does_not_stand() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, Verdict::Consistent, &[1]));
		assert_ok!(attest(REGULATOR_ATTESTS, evidence, Verdict::NotConsistent, &[]));
		let fits = || EvidencePallet::ensure_fits(evidence, LoanId(1), EvidenceKind::Invoice, SELLER);
		assert_noop!(fits(), Error::<Test>::NotStanding);
		assert_noop!(EvidencePallet::reserve(evidence, Fen(1)), Error::<Test>::NotStanding);
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotVerified);
		assert_eq!(EvidencePallet::remaining(evidence), Fen::ZERO);
	});
}

#[test]
fn only_two_positive_verdicts_make_it_verified() {
	run(|| {
		let evidence = file(1);
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotVerified);
		assert_ok!(attest(BANK_ATTESTS, evidence, Verdict::Consistent, &[1]));
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotVerified);
		assert_ok!(attest(REGULATOR_ATTESTS, evidence, Verdict::Consistent, &[1]));
		assert_ok!(EvidencePallet::ensure_verified(evidence));
		assert_noop!(EvidencePallet::ensure_verified(EvidenceId(9)), Error::<Test>::EvidenceUnknown);
	});
}

#[test]
fn payments_on_a_document_never_exceed_its_amount() {
	run(|| {
		let evidence = file(1);
		assert_ok!(EvidencePallet::reserve(evidence, Fen(60_000)));
		assert_eq!(EvidencePallet::remaining(evidence), Fen(40_000));
		assert_noop!(EvidencePallet::reserve(evidence, Fen(40_001)), Error::<Test>::AboveDocumentAmount);
		assert_noop!(EvidencePallet::reserve(evidence, Fen(u64::MAX)), Error::<Test>::AboveDocumentAmount);
		assert_ok!(EvidencePallet::reserve(evidence, Fen(40_000)));
		assert_eq!(EvidencePallet::remaining(evidence), Fen::ZERO);

		EvidencePallet::free(evidence, Fen(1));
		assert_eq!(EvidencePallet::remaining(evidence), Fen(1));
		assert_noop!(EvidencePallet::reserve(EvidenceId(9), Fen(1)), Error::<Test>::EvidenceUnknown);
		assert_eq!(EvidencePallet::remaining(EvidenceId(9)), Fen::ZERO);
	});
}
