//! Taking a positive verdict back.

use crate::mock::*;
use crate::{Content, Error, Event, PendingVerdicts, Retraction, RetractionReason, Status, Verdicts};
use frame::prelude::GetDispatchInfo;
use frame::testing_prelude::*;
use zhidai_primitives::traits::{EvidenceDesk, EvidenceFacts, Finding};
use zhidai_primitives::{
	testing, Digest, EvidenceId, EvidenceKind, Fen, LoanId, LoanState, OfficerId, Ordered, Side, Verdict,
};

const FOR: Verdict = Verdict::Consistent;

fn found() -> Vec<Finding> {
	testing::with(|world| world.findings.clone())
}

#[test]
fn an_invoice_that_was_reversed_after_both_verdicts_is_not_paid() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(retract(BANK_ATTESTS, evidence));
		assert_eq!(state(evidence).status, Status::Retracted);
		assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotVerified);
		let fits = || EvidencePallet::ensure_fits(evidence, LoanId(1), EvidenceKind::Invoice, SELLER);
		assert_noop!(fits(), Error::<Test>::NotStanding);
		assert_noop!(EvidencePallet::reserve(evidence, Fen(1)), Error::<Test>::NotStanding);
		assert_eq!(EvidencePallet::remaining(evidence), Fen::ZERO);
		assert_eq!(found(), [Finding::VerdictRetracted { loan: LoanId(1), evidence }]);
		let given = Verdicts::<Test>::get(evidence, (0, Side::Bank)).unwrap();
		let expected = Retraction {
			reason: RetractionReason::Reversed,
			paper: Digest::repeat_byte(9),
			officer: OfficerId(201),
			retracted_on: testing::with(|world| world.today),
		};
		assert_eq!((given.verdict, given.retracted), (FOR, Some(expected)));
		System::assert_last_event(
			Event::Retracted {
				evidence,
				loan: LoanId(1),
				revision: 0,
				side: Side::Bank,
				reason: RetractionReason::Reversed,
				paper: Digest::repeat_byte(9),
				used_fen: 0,
				org: BANK,
				officer: OfficerId(201),
			}
			.into(),
		);
	});
}

#[test]
fn either_side_retracts_each_its_own_and_each_once() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(retract(REGULATOR_ATTESTS, evidence));
		assert_noop!(retract(REGULATOR_ATTESTS, evidence), Error::<Test>::AlreadyRetracted);
		assert_ok!(retract(BANK_MAKER, evidence));
		assert_noop!(retract(OTHER_ATTESTS, evidence), Error::<Test>::AttesterNotAllowed);
		assert_noop!(retract(MAKER, evidence), DispatchError::Other("duty missing"));
		assert_eq!(found().len(), 2);
	});
}

#[test]
fn a_verdict_that_waits_is_retracted_too_and_nobody_is_asked_any_more() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		assert_ok!(retract(BANK_ATTESTS, evidence));
		assert_eq!(state(evidence).status, Status::Retracted);
		assert_eq!(PendingVerdicts::<Test>::get(REGULATOR, Ordered::from(evidence.0)), None);
		assert_noop!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]), Error::<Test>::NotStanding);
	});
}

#[test]
fn only_what_speaks_for_the_current_revision_is_retracted() {
	run(|| {
		let evidence = file(1);
		assert_noop!(retract(BANK_ATTESTS, evidence), Error::<Test>::NothingToRetract);
		assert_ok!(attest(BANK_ATTESTS, evidence, Verdict::NotConsistent, &[]));
		assert_noop!(retract(BANK_ATTESTS, evidence), Error::<Test>::NothingToRetract);
		// A verdict that lapsed is as if it had not been given.
		let other = file(1);
		assert_ok!(attest(BANK_ATTESTS, other, FOR, &[1]));
		pass_days(PENDING_DAYS + 1);
		assert_noop!(retract(BANK_ATTESTS, other), Error::<Test>::NothingToRetract);
		assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), other));
		assert_noop!(retract(BANK_ATTESTS, other), Error::<Test>::Withdrawn);
	});
}

#[test]
fn a_retraction_names_what_was_attested_and_the_paper_that_shows_why() {
	run(|| {
		let evidence = verified(&[1]);
		let named = digest(evidence);
		let give = |evidence, revision, digest, paper| {
			let origin = RuntimeOrigin::signed(BANK_ATTESTS);
			EvidencePallet::retract(origin, evidence, revision, digest, RetractionReason::NotGenuine, paper)
		};
		let paper = Digest::repeat_byte(9);
		assert_noop!(give(EvidenceId(9), 0, named, paper), Error::<Test>::EvidenceUnknown);
		assert_noop!(give(evidence, 1, named, paper), Error::<Test>::RevisionNotCurrent);
		assert_noop!(give(evidence, 0, paper, paper), Error::<Test>::DigestMismatch);
		assert_noop!(give(evidence, 0, named, Digest::zero()), Error::<Test>::PaperMissing);
		assert_ok!(give(evidence, 0, named, paper));
	});
}

#[test]
fn what_was_paid_stays_and_keeps_the_document() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(EvidencePallet::reserve(evidence, Fen(60_000)));
		assert_ok!(retract(BANK_ATTESTS, evidence));
		assert_eq!((state(evidence).used, holder(1)), (Fen(60_000), Some(evidence)));
		assert_noop!(EvidencePallet::reserve(evidence, Fen(1)), Error::<Test>::NotStanding);
		let again = file(2);
		assert_noop!(attest(OTHER_ATTESTS, again, FOR, &[1]), Error::<Test>::FingerprintTaken);
		// It was only reserved, and is given back: nothing rests on the document any more.
		EvidencePallet::free(evidence, Fen(60_000));
		assert_ok!(attest(OTHER_ATTESTS, again, FOR, &[1]));
		assert_ok!(attest(REGULATOR_ATTESTS, again, FOR, &[1]));
		assert_eq!(holder(1), Some(again));
	});
}

#[test]
fn an_unused_document_is_free_again_and_can_be_corrected() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(retract(REGULATOR_ATTESTS, evidence));
		assert_eq!(holder(1), None);
		let corrected = Content { sha256: Digest::repeat_byte(8), ..invoice() };
		assert_ok!(revise(MAKER, evidence, corrected));
		for who in [BANK_ATTESTS, REGULATOR_ATTESTS] {
			assert_ok!(attest(who, evidence, FOR, &[1]));
		}
		assert_eq!((state(evidence).status, holder(1)), (Status::Verified, Some(evidence)));
	});
}

#[test]
fn what_is_used_is_not_revised_after_a_retraction_either() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(EvidencePallet::reserve(evidence, Fen(1)));
		assert_ok!(retract(BANK_ATTESTS, evidence));
		let revise = || revise(MAKER, evidence, invoice());
		assert_noop!(revise(), Error::<Test>::InUse);
	});
}

/// One attester once locked the rest of a partly paid document for good.
#[test]
fn another_person_of_the_side_that_retracted_speaks_for_it_again() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(EvidencePallet::reserve(evidence, Fen(60_000)));
		assert_ok!(retract(BANK_ATTESTS, evidence));
		let again = |who, verdict, prints: &[u8]| attest(who, evidence, verdict, prints);
		assert_noop!(again(BANK_ATTESTS, FOR, &[1]), DispatchError::Other("same person"));
		assert_noop!(again(BANK_MAKER, FOR, &[2]), Error::<Test>::FingerprintsDiffer);
		assert_noop!(again(BANK_MAKER, Verdict::NotConsistent, &[]), Error::<Test>::FingerprintsDiffer);
		// The side that did not retract has nothing to add.
		assert_noop!(again(REGULATOR_TOO, FOR, &[1]), Error::<Test>::AlreadyGiven);
		assert_ok!(again(BANK_MAKER, FOR, &[1]));
		System::assert_last_event(
			Event::Concluded { evidence, loan: LoanId(1), revision: 0, status: Status::Verified }.into(),
		);
		assert_eq!((state(evidence).used, holder(1)), (Fen(60_000), Some(evidence)));
		assert_ok!(EvidencePallet::ensure_verified(evidence));
		assert_ok!(EvidencePallet::reserve(evidence, Fen(40_000)));
		assert_noop!(again(BANK_ATTESTS, FOR, &[1]), Error::<Test>::AlreadyGiven);
		// It can be wrong once more.
		assert_ok!(retract(BANK_ATTESTS, evidence));
		assert_ok!(again(BANK_MAKER, FOR, &[1]));
	});
}

#[test]
fn what_money_rests_on_is_spoken_for_again_after_the_availability_too() {
	run(|| {
		let (used, unused) = (verified(&[1]), verified(&[2]));
		assert_ok!(EvidencePallet::reserve(used, Fen(1)));
		for evidence in [used, unused] {
			assert_ok!(retract(BANK_ATTESTS, evidence));
		}
		set_drawable_days(1, 0);
		pass_days(1);
		assert_ok!(attest(BANK_MAKER, used, FOR, &[1]));
		assert_eq!(state(used).status, Status::Verified);
		assert_noop!(attest(BANK_MAKER, unused, FOR, &[2]), Error::<Test>::LoanNotActive);
	});
}

#[test]
fn where_both_sides_retracted_both_speak_again() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(retract(BANK_ATTESTS, evidence));
		assert_ok!(retract(REGULATOR_ATTESTS, evidence));
		assert_ok!(attest(REGULATOR_TOO, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Retracted, None));
		assert_noop!(EvidencePallet::reserve(evidence, Fen(1)), Error::<Test>::NotStanding);
		assert_ok!(attest(BANK_MAKER, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Verified, Some(evidence)));
	});
}

#[test]
fn where_the_other_side_never_spoke_it_is_asked_again() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		assert_ok!(retract(BANK_ATTESTS, evidence));
		assert_ok!(attest(BANK_MAKER, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Filed, None));
		let waits = |org| PendingVerdicts::<Test>::get(org, Ordered::from(evidence.0));
		assert_eq!((waits(BANK), waits(REGULATOR)), (None, Some(0)));
		assert_ok!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Verified, Some(evidence)));
	});
}

#[test]
fn who_speaks_again_does_not_get_a_document_back_that_is_anothers_by_now() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(retract(BANK_ATTESTS, evidence));
		let second = file(2);
		assert_ok!(attest(OTHER_ATTESTS, second, FOR, &[1]));
		assert_ok!(attest(REGULATOR_ATTESTS, second, FOR, &[1]));
		assert_noop!(attest(BANK_MAKER, evidence, FOR, &[1]), Error::<Test>::FingerprintTaken);
		assert_eq!(holder(1), Some(second));
	});
}

#[test]
fn a_retraction_after_the_loan_is_over_still_tells() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(EvidencePallet::reserve(evidence, Fen(1)));
		set_loan_state(1, LoanState::Closed);
		assert_ok!(retract(REGULATOR_ATTESTS, evidence));
		assert_eq!(found(), [Finding::VerdictRetracted { loan: LoanId(1), evidence }]);
	});
}

#[test]
fn a_retraction_finds_room_in_a_full_block() {
	let call = crate::Call::<Test>::retract {
		evidence: EvidenceId(0),
		revision: 0,
		digest: Digest::zero(),
		reason: RetractionReason::JudgedInError,
		paper: Digest::zero(),
	};
	assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
}

#[test]
fn after_a_retraction_the_other_sides_verdict_must_count_still() {
	run(|| {
		let evidence = verified(&[1]);
		assert_ok!(retract(BANK_ATTESTS, evidence));
		testing::with(|world| world.officers.remove(&REGULATOR_ATTESTS));
		// What was attested stays to be seen.
		assert!(EvidencePallet::given_verdict(evidence, Side::Regulator).is_some());
		assert_ok!(attest(BANK_MAKER, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Filed, None));
		let waits = |org| PendingVerdicts::<Test>::get(org, Ordered::from(evidence.0));
		assert_eq!((waits(BANK), waits(REGULATOR)), (None, Some(0)));
		assert_ok!(attest(REGULATOR_TOO, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Verified, Some(evidence)));
	});
}
