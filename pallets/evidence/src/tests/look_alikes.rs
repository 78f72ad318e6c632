//! Documents that look alike: whoever attests is told, and nothing is refused.

use crate::mock::*;
use crate::{AlertTagSet, Error, Event, Status};
use frame::testing_prelude::*;
use zhidai_primitives::{AlertTag, Day, EvidenceId, LoanId, LooseForm, Verdict};

const FOR: Verdict = Verdict::Consistent;

fn tags(bytes: &[u8]) -> AlertTagSet {
	let tag = |byte: &u8| AlertTag { form: LooseForm::Digits, key: [*byte; 8] };
	AlertTagSet::truncate_from(bytes.iter().map(tag).collect())
}

/// Gives a verdict with one fingerprint and these tags.
fn attest_as(who: u64, evidence: EvidenceId, verdict: Verdict, print: u8, found: &[u8]) -> DispatchResult {
	let (revision, digest, origin) = (state(evidence).revision, digest(evidence), RuntimeOrigin::signed(who));
	let prints = fingerprints(if verdict == FOR { std::slice::from_ref(&print) } else { &[] });
	plain(EvidencePallet::give_verdict(
		origin,
		evidence,
		revision,
		digest,
		verdict,
		None,
		prints,
		tags(found),
	))
}

fn alike(evidence: EvidenceId) -> Vec<EvidenceId> {
	EvidencePallet::look_alikes(evidence).into_iter().map(|other| other.subject.evidence).collect()
}

#[test]
fn a_look_alike_at_another_bank_is_told_to_both_and_refused_to_none() {
	run(|| {
		let (first, second) = (file(1), file(2));
		assert_ok!(attest_as(BANK_ATTESTS, first, FOR, 1, &[7, 8]));
		assert_ok!(attest_as(REGULATOR_ATTESTS, first, FOR, 1, &[7, 8]));
		assert_eq!(alike(first), []);
		// Another number by another hand: no fingerprint meets, a tag does.
		assert_ok!(attest_as(OTHER_ATTESTS, second, FOR, 2, &[8, 9]));
		System::assert_last_event(
			Event::LooksLike { evidence: second, loan: LoanId(2), revision: 0, count: 1, newest: first }
				.into(),
		);
		assert_eq!((alike(first), alike(second)), (vec![second], vec![first]));
		assert_ok!(attest_as(REGULATOR_ATTESTS, second, FOR, 2, &[8, 9]));
		assert_eq!(state(second).status, Status::Verified);
		System::assert_has_event(
			Event::LooksLike { evidence: second, loan: LoanId(2), revision: 0, count: 1, newest: first }
				.into(),
		);
	});
}

#[test]
fn a_side_that_leaves_tags_out_hides_nothing_once_the_other_has_spoken() {
	run(|| {
		let (first, second) = (verified(&[1]), file(2));
		assert_eq!(alike(first), []);
		let third = file(1);
		assert_ok!(attest_as(BANK_ATTESTS, third, FOR, 3, &[7]));
		assert_ok!(attest_as(OTHER_ATTESTS, second, FOR, 2, &[]));
		assert_eq!(alike(second), []);
		assert_ok!(attest_as(REGULATOR_ATTESTS, second, FOR, 2, &[7]));
		assert_eq!(alike(second), [third]);
	});
}

#[test]
fn what_is_revised_or_withdrawn_is_no_longer_found() {
	run(|| {
		let (first, second, third) = (file(1), file(1), file(2));
		for (evidence, print) in [(first, 1), (second, 2)] {
			assert_ok!(attest_as(BANK_ATTESTS, evidence, FOR, print, &[7]));
		}
		assert_ok!(attest_as(OTHER_ATTESTS, third, FOR, 3, &[7]));
		assert_eq!(alike(third), [first, second]);
		assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), first));
		assert_ok!(EvidencePallet::revise(RuntimeOrigin::signed(MAKER), second, 0, invoice()));
		assert_eq!((alike(third), alike(second)), (vec![], vec![]));
	});
}

#[test]
fn a_verdict_that_does_not_speak_for_a_document_carries_no_tags() {
	run(|| {
		let evidence = file(1);
		for verdict in [Verdict::NotConsistent, Verdict::CannotTell] {
			assert_noop!(
				attest_as(BANK_ATTESTS, evidence, verdict, 1, &[7]),
				Error::<Test>::FingerprintUnexpected
			);
		}
	});
}

#[test]
fn a_pending_claim_says_whose_it_is_since_when_and_until_when_and_ends_by_itself() {
	use zhidai_primitives::{testing, ClaimScope, OfficerId, Side};
	run(|| {
		let today: Day = testing::with(|world| world.today);
		let (evidence, against) = (file(1), file(1));
		let pending = |scope| EvidencePallet::pending_claims(scope, None, 10).items;
		assert!(pending(ClaimScope::Loan(LoanId(1))).is_empty());
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		assert_ok!(attest(BANK_ATTESTS, against, Verdict::NotConsistent, &[]));
		let found = pending(ClaimScope::Evidence(evidence));
		assert_eq!(found.len(), 1);
		let claim = found[0];
		assert_eq!((claim.side, claim.org, claim.officer), (Side::Bank, BANK, OfficerId(201)));
		assert_eq!((claim.loan, claim.revision, claim.waits_for), (LoanId(1), 0, REGULATOR));
		assert_eq!((claim.since, claim.until), (today, Day(today.0 + PENDING_DAYS)));
		// Whoever it is asked by: the loan, and who should speak. A warning is no claim.
		for scope in [ClaimScope::Loan(LoanId(1)), ClaimScope::WaitFor(REGULATOR)] {
			assert_eq!(pending(scope), found, "{scope:?}");
		}
		assert!(pending(ClaimScope::WaitFor(BANK)).is_empty());
		pass_days(PENDING_DAYS);
		assert_eq!(pending(ClaimScope::Evidence(evidence)), found);
		pass_days(1);
		assert!(pending(ClaimScope::Evidence(evidence)).is_empty());
	});
}

#[test]
fn a_claim_that_both_sides_made_is_not_pending() {
	use zhidai_primitives::ClaimScope;
	run(|| {
		let evidence = verified(&[1]);
		assert!(EvidencePallet::pending_claims(ClaimScope::Evidence(evidence), None, 10).items.is_empty());
		let unknown = ClaimScope::Evidence(EvidenceId(77));
		assert!(EvidencePallet::pending_claims(unknown, None, 10).items.is_empty());
	});
}
