//! A chain that does not know at once whether a document is free elsewhere: callers wait.

use crate::mock::*;
use crate::{Error, Status};
use frame::testing_prelude::*;
use zhidai_primitives::traits::{ClaimState, ClaimSubject, Claims, EvidenceDesk, EvidenceFacts};
use zhidai_primitives::{EvidenceId, Fen, LoanState, Verdict};

const FOR: Verdict = Verdict::Consistent;
/// Evidence on another bank's chain.
const ELSEWHERE: ClaimSubject = ClaimSubject { evidence: EvidenceId(1_000_000), revision: 0 };

#[test]
fn verified_is_not_landed_and_nothing_is_paid_before() {
	run(|| {
		Answers::be_late();
		let evidence = verified(&[1]);
		assert_eq!(state(evidence).status, Status::Verified);
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotLanded);
		// A draft can be prepared meanwhile.
		assert_ok!(EvidencePallet::reserve(evidence, Fen(1)));
		Answers::answer();
		assert_ok!(EvidencePallet::ensure_verified(evidence));
	});
}

#[test]
fn what_was_asked_earlier_elsewhere_is_never_paid_here() {
	run(|| {
		Answers::be_late();
		Answers::ask_elsewhere(ELSEWHERE, &[[1; 32]]);
		let evidence = verified(&[1, 2]);
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotLanded);
		Answers::answer();
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::FingerprintTaken);
		// It can be taken back, and the document filed anew once the other one is over.
		assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), evidence));
		Answers::discharge(ELSEWHERE);
		let again = verified(&[1, 2]);
		Answers::answer();
		assert_ok!(EvidencePallet::ensure_verified(again));
	});
}

#[test]
fn a_wanted_document_is_taken_back_like_a_landed_one() {
	run(|| {
		Answers::be_late();
		let evidence = verified(&[1]);
		let again = file(2);
		assert_noop!(attest(OTHER_ATTESTS, again, FOR, &[1]), Error::<Test>::FingerprintTaken);
		assert_ok!(retract(BANK_ATTESTS, evidence));
		assert_eq!(Answers::state(ClaimSubject { evidence, revision: 0 }), None);
		Answers::answer();
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotVerified);
	});
}

#[test]
fn a_claim_that_is_over_gives_way_however_far_it_has_come() {
	run(|| {
		Answers::be_late();
		let evidence = verified(&[1]);
		set_loan_state(1, LoanState::Closed);
		let second = file(2);
		assert_ok!(attest(OTHER_ATTESTS, second, FOR, &[1]));
		assert_ok!(attest(REGULATOR_ATTESTS, second, FOR, &[1]));
		Answers::answer();
		assert_eq!(Answers::state(ClaimSubject { evidence, revision: 0 }), None);
		let landed = Answers::state(ClaimSubject { evidence: second, revision: 0 });
		assert_eq!(landed, Some(ClaimState::Landed));
	});
}
