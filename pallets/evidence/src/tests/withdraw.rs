//! Withdrawing.

use crate::mock::*;
use crate::{ByLoan, Error, Event, Evidence, NextEvidence, PendingVerdicts, States, Status};
use frame::testing_prelude::*;
use zhidai_primitives::traits::EvidenceDesk;
use zhidai_primitives::{Digest, EvidenceId, Fen, LoanId, OfficerId, Ordered, Verdict};

fn withdraw(who: u64, evidence: EvidenceId) -> DispatchResult {
	EvidencePallet::withdraw(RuntimeOrigin::signed(who), evidence)
}

/// What is told of evidence of loan 1.
#[track_caller]
fn assert_told(evidence: EvidenceId, digest: Digest, is_kept: bool, officer: u32) {
	let (loan, officer) = (LoanId(1), OfficerId(officer));
	System::assert_last_event(Event::Withdrawn { evidence, loan, digest, is_kept, officer }.into());
}

#[test]
fn a_withdrawn_document_can_be_financed_elsewhere() {
	run(|| {
		let evidence = verified(&[1, 2]);
		assert_ok!(withdraw(SIGNER, evidence));
		assert_eq!(state(evidence).status, Status::Withdrawn);
		assert_eq!(holder(1), None);
		assert_told(evidence, digest(evidence), true, 101);
		let again = file(2);
		assert_ok!(attest(OTHER_ATTESTS, again, Verdict::Consistent, &[1, 2]));
		assert_ok!(attest(REGULATOR_ATTESTS, again, Verdict::Consistent, &[1, 2]));
		assert_eq!(holder(1), Some(again));
	});
}

#[test]
fn withdrawn_evidence_leaves_the_inboxes() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, Verdict::CannotTell, &[]));
		assert_ok!(withdraw(MAKER, evidence));
		for org in [BANK, REGULATOR] {
			assert_eq!(PendingVerdicts::<Test>::get(org, Ordered::from(evidence.0)), None);
		}
		assert_noop!(withdraw(MAKER, evidence), Error::<Test>::Withdrawn);
	});
}

/// An organisation filed and withdrew for ever, and every piece stayed in the state.
#[test]
fn what_is_withdrawn_before_anybody_spoke_leaves_nothing_but_its_events() {
	run(|| {
		let other = file(1);
		for _ in 0..3 {
			let evidence = file(1);
			let digest = digest(evidence);
			assert_ok!(withdraw(MAKER, evidence));
			assert_told(evidence, digest, false, 100);
			assert_noop!(withdraw(MAKER, evidence), Error::<Test>::EvidenceUnknown);
			for org in [BANK, REGULATOR] {
				assert_eq!(PendingVerdicts::<Test>::get(org, Ordered::from(evidence.0)), None);
			}
		}
		assert_eq!(Evidence::<Test>::iter_keys().collect::<Vec<_>>(), [other]);
		assert_eq!(States::<Test>::iter_keys().count(), 1);
		assert_eq!(ByLoan::<Test>::iter_values().collect::<Vec<_>>(), [other]);
		// No id is given twice.
		assert_eq!(NextEvidence::<Test>::get(), EvidenceId(4));
	});
}

#[test]
fn what_had_a_verdict_or_was_revised_stays_on_record() {
	run(|| {
		let (doubted, waited, revised) = (file(1), file(1), file(1));
		assert_ok!(attest(REGULATOR_ATTESTS, doubted, Verdict::CannotTell, &[]));
		assert_ok!(attest(BANK_ATTESTS, waited, Verdict::Consistent, &[1]));
		assert_ok!(revise(MAKER, revised, invoice()));
		pass_days(PENDING_DAYS + 1);
		for evidence in [doubted, waited, revised] {
			assert_ok!(withdraw(MAKER, evidence));
			assert_told(evidence, digest(evidence), true, 100);
			assert_eq!(state(evidence).status, Status::Withdrawn);
		}
	});
}

#[test]
fn evidence_that_payments_rest_on_stays() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(EvidencePallet::reserve(evidence, Fen(1)));
		assert_noop!(withdraw(MAKER, evidence), Error::<Test>::InUse);
	});
}

#[test]
fn only_who_filed_it_withdraws_it() {
	run(|| {
		let evidence = file(1);
		assert_noop!(withdraw(BANK_MAKER, evidence), Error::<Test>::FilerNotAllowed);
		assert_noop!(withdraw(VIEWER, evidence), DispatchError::Other("duty missing"));
		assert_noop!(withdraw(MAKER, EvidenceId(7)), Error::<Test>::EvidenceUnknown);
	});
}
