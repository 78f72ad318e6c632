//! Evidence between two banks: what takes it back, and when a document is free for the other bank.

mod common;

use common::lending::*;
use common::paying::*;
use common::*;
use pallet_evidence::RetractionReason;
use zhidai_primitives::{Digest as Hash, EvidenceId, EvidenceKind, Fen};
use zhidai_runtime::Runtime;

type EvidenceError = pallet_evidence::Error<Runtime>;

/// 红冲: the invoice was reversed by a red-letter one.
fn retract((evidence, digest): (EvidenceId, Hash)) -> EvidenceCall {
	let (reason, paper) = (RetractionReason::Reversed, Hash::repeat_byte(8));
	EvidenceCall::retract { evidence, revision: 0, digest, reason, paper }
}

#[test]
fn an_invoice_that_was_reversed_after_both_verdicts_is_not_paid() {
	for side in ["bank-a.attest", "msa.attest"] {
		chain(|| {
			let scene = ready("bank-a", firms(), [1, 2, 3]);
			let invoice =
				document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
			let evidence = filed(scene.loan, invoice);
			done("bank-a.attest", consistent(evidence, &[21]));
			done("msa.attest", consistent(evidence, &[21]));
			let lines = [
				line(1, 0, 400, Some(evidence.0)),
				line(2, 0, 600, Some(evidence.0)),
				line(3, 2, 100, Some(scene.contract)),
			];
			let signed = approved("bank-a", scene.loan, &lines);
			done("bank-a.release", release(scene.loan, signed, &[0]));
			refused("bank-b.attest", retract(evidence), EvidenceError::AttesterNotAllowed);
			done(side, retract(evidence));
			refused(side, retract(evidence), EvidenceError::AlreadyRetracted);
			// What was released stays; nothing more leaves on it, and the rest of the draft goes on without it.
			refused("bank-a.release", release(scene.loan, signed, &[1]), EvidenceError::NotStanding);
			done("bank-a.release", release(scene.loan, signed, &[2]));
		});
	}
}

#[test]
fn a_document_on_which_nothing_was_paid_is_free_when_its_loan_is_over() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let second = signed_loan("bank-b", request(scene.firms));
		let invoice = document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, CAPS[0]);
		let again = filed(second, invoice);
		refused("bank-b.attest", consistent(again, &[1]), EvidenceError::FingerprintTaken);
		done("bank-a.checker", LoansCall::close { loan: scene.loan });
		next_block();
		done("bank-b.attest", consistent(again, &[1]));
		done("msa.attest", consistent(again, &[1]));
		let signed = approved("bank-b", second, &[line(1, 0, 100, Some(again.0))]);
		done("bank-b.release", release(second, signed, &[]));
	});
}

#[test]
fn nothing_is_attested_on_an_offer_that_the_borrower_has_not_signed() {
	chain(|| {
		let firms = firms();
		let (loan, digest) = prepared("bank-a", request(firms));
		done("bank-a.checker", LoansCall::check_offer { loan, digest });
		let evidence =
			filed(loan, document(EvidenceKind::Invoice, firms.equipment, firms.borrower, Fen(1_000)));
		refused("bank-a.attest", consistent(evidence, &[1]), EvidenceError::LoanNotActive);
		refused("msa.attest", consistent(evidence, &[1]), EvidenceError::LoanNotActive);
		done("yj.confirm", LoansCall::sign { loan, digest });
		done("bank-a.attest", consistent(evidence, &[1]));
	});
}
