//! Revising.

use crate::mock::*;
use crate::MAX_REVISIONS;
use crate::{Content, Error, Event, Evidence, PendingVerdicts, Status, Superseded, Verdicts};
use frame::testing_prelude::*;
use zhidai_primitives::traits::EvidenceDesk;
use zhidai_primitives::{EvidenceId, Fen, LoanId, LoanState, OfficerId, Ordered, Side, Verdict};

fn corrected() -> Content {
	Content { amount: Fen::from_yuan(900), ..invoice() }
}

fn try_revise(who: u64, evidence: EvidenceId) -> DispatchResult {
	revise(who, evidence, corrected())
}

#[test]
fn a_revision_starts_the_verdicts_anew_and_keeps_the_old_ones() {
	run(|| {
		let evidence = file(1);
		let first = Evidence::<Test>::get(evidence).unwrap();
		assert_ok!(attest(BANK_ATTESTS, evidence, Verdict::Consistent, &[1]));
		assert_ok!(try_revise(SIGNER, evidence));

		let second = Evidence::<Test>::get(evidence).unwrap();
		assert_eq!((second.content, second.filed_by), (corrected(), OfficerId(101)));
		assert_ne!(first.digest, second.digest);
		assert_eq!((state(evidence).revision, state(evidence).status), (1, Status::Filed));
		assert_eq!(Superseded::<Test>::get(evidence, 0), Some(first));
		assert!(Verdicts::<Test>::contains_key(evidence, (0, Side::Bank)));
		assert!(!Verdicts::<Test>::contains_key(evidence, (1, Side::Bank)));
		for org in [BANK, REGULATOR] {
			assert_eq!(PendingVerdicts::<Test>::get(org, Ordered::from(evidence.0)), Some(1));
		}
		assert_eq!(holder(1), None);
		System::assert_last_event(
			Event::Revised {
				evidence,
				loan: LoanId(1),
				revision: 1,
				digest: second.digest,
				amount_fen: 90_000,
				officer: OfficerId(101),
				belongs_to: None,
			}
			.into(),
		);
	});
}

#[test]
fn rejected_evidence_can_be_corrected_and_then_verified() {
	run(|| {
		let evidence = file(1);
		for who in [BANK_ATTESTS, REGULATOR_ATTESTS] {
			assert_ok!(attest(who, evidence, Verdict::NotConsistent, &[]));
		}
		assert_eq!(state(evidence).status, Status::Rejected);
		assert_ok!(try_revise(MAKER, evidence));
		for who in [BANK_ATTESTS, REGULATOR_ATTESTS] {
			assert_ok!(attest(who, evidence, Verdict::Consistent, &[1]));
		}
		assert_eq!(state(evidence).status, Status::Verified);
	});
}

#[test]
fn only_who_filed_it_revises_it() {
	run(|| {
		let evidence = file(1);
		assert_noop!(try_revise(BANK_MAKER, evidence), Error::<Test>::FilerNotAllowed);
		assert_noop!(try_revise(400, evidence), Error::<Test>::PartyNotAllowed);
		assert_noop!(try_revise(MAKER, EvidenceId(9)), Error::<Test>::EvidenceUnknown);
	});
}

#[test]
fn what_is_verified_used_or_withdrawn_is_not_revised() {
	run(|| {
		let verified = verified(&[1]);
		assert_noop!(try_revise(MAKER, verified), Error::<Test>::AlreadyVerified);

		let used = file(1);
		assert_ok!(EvidencePallet::reserve(used, Fen(1)));
		assert_noop!(try_revise(MAKER, used), Error::<Test>::InUse);
		EvidencePallet::free(used, Fen(1));
		assert_ok!(try_revise(MAKER, used));

		let withdrawn = file(1);
		assert_ok!(attest(BANK_ATTESTS, withdrawn, Verdict::CannotTell, &[]));
		assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), withdrawn));
		assert_noop!(try_revise(MAKER, withdrawn), Error::<Test>::Withdrawn);
	});
}

#[test]
fn a_revision_obeys_the_rules_of_filing() {
	run(|| {
		let evidence = file(1);
		let zero = Content { amount: Fen::ZERO, ..invoice() };
		assert_noop!(revise(MAKER, evidence, zero), Error::<Test>::ZeroAmount);
		set_loan(1, |facts| facts.state = LoanState::Closed);
		assert_noop!(try_revise(MAKER, evidence), Error::<Test>::LoanNotOpen);
	});
}

#[test]
fn a_revision_names_the_one_that_it_replaces_so_that_a_second_one_is_refused() {
	run(|| {
		let evidence = file(1);
		let replace =
			|revision| EvidencePallet::revise(RuntimeOrigin::signed(MAKER), evidence, revision, corrected());
		assert_noop!(replace(1), Error::<Test>::RevisionNotCurrent);
		assert_ok!(replace(0));
		assert_noop!(replace(0), Error::<Test>::RevisionNotCurrent);
		// Also where nothing could be replaced any more.
		for who in [BANK_ATTESTS, REGULATOR_ATTESTS] {
			assert_ok!(attest(who, evidence, Verdict::Consistent, &[1]));
		}
		assert_noop!(replace(0), Error::<Test>::RevisionNotCurrent);
		assert_noop!(replace(1), Error::<Test>::AlreadyVerified);
	});
}

#[test]
fn revisions_come_to_an_end() {
	run(|| {
		let evidence = file(1);
		for _ in 1..MAX_REVISIONS {
			assert_ok!(try_revise(MAKER, evidence));
		}
		assert_noop!(try_revise(MAKER, evidence), Error::<Test>::TooManyRevisions);
	});
}
