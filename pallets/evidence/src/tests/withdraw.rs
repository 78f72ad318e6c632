//! Withdrawing.

use crate::mock::*;
use crate::{Error, Event, PendingVerdicts, Status};
use frame::testing_prelude::*;
use zhidai_primitives::traits::EvidenceDesk;
use zhidai_primitives::{EvidenceId, Fen, LoanId, OfficerId, Ordered, Verdict};

fn withdraw(who: u64, evidence: EvidenceId) -> DispatchResult {
	EvidencePallet::withdraw(RuntimeOrigin::signed(who), evidence)
}

#[test]
fn a_withdrawn_document_can_be_financed_elsewhere() {
	run(|| {
		let evidence = verified(&[1, 2]);
		assert_ok!(withdraw(SIGNER, evidence));
		assert_eq!(state(evidence).status, Status::Withdrawn);
		assert_eq!(holder(1), None);
		System::assert_last_event(
			Event::Withdrawn { evidence, loan: LoanId(1), officer: OfficerId(101) }.into(),
		);
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
		assert_ok!(withdraw(MAKER, evidence));
		for org in [BANK, REGULATOR] {
			assert_eq!(PendingVerdicts::<Test>::get(org, Ordered::from(evidence.0)), None);
		}
		assert_noop!(withdraw(MAKER, evidence), Error::<Test>::Withdrawn);
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
