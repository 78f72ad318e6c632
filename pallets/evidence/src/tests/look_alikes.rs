//! Documents that look alike: whoever attests is told, and nothing is refused.

use crate::mock::*;
use crate::{AlertTagSet, Error, Event, Status, WeightInfo};
use frame::deps::frame_support::{dispatch::GetDispatchInfo, traits::UnfilteredDispatchable};
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

/// What a verdict that speaks for a document is charged, having been declared with no less.
fn charged(who: u64, evidence: EvidenceId, print: u8, found: &[u8]) -> Weight {
	let call = crate::Call::<Test>::give_verdict {
		evidence,
		revision: state(evidence).revision,
		digest: digest(evidence),
		verdict: FOR,
		reference: None,
		fingerprints: fingerprints(&[print]),
		tags: tags(found),
	};
	let declared = call.get_dispatch_info().call_weight;
	let done = call.dispatch_bypass_filter(RuntimeOrigin::signed(who)).unwrap();
	let charged = done.actual_weight.unwrap();
	assert!(charged.all_lte(declared), "{charged} of {declared}");
	charged
}

#[test]
fn a_verdict_is_charged_for_the_look_alikes_whose_claims_were_looked_up() {
	run(|| {
		let (first, second) = (<() as WeightInfo>::give_first_verdict, <() as WeightInfo>::give_verdict);
		let less = |weight: Weight, keys| weight.saturating_sub(KeyPrice::get().reads(keys));
		let claimed = file(1);
		// Nobody is under the tag; then the document itself.
		assert_eq!(charged(BANK_ATTESTS, claimed, 1, &[7]), less(first(1), 8));
		assert_eq!(charged(REGULATOR_ATTESTS, claimed, 1, &[7]), less(second(0, 1), 8));
		for print in 2..=8 {
			assert_eq!(charged(BANK_ATTESTS, file(1), print, &[7]), less(first(1), 8));
		}
		// All places are taken: the first document has a claim, the second gives way.
		assert_eq!(charged(BANK_ATTESTS, file(1), 9, &[7, 8]), less(first(2), 16 - 2));
	});
}

#[test]
fn a_verdict_that_conflicts_is_charged_for_its_tags() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest_as(BANK_ATTESTS, evidence, Verdict::NotConsistent, 1, &[]));
		let charged = charged(REGULATOR_ATTESTS, evidence, 1, &[7, 8]);
		assert_eq!(state(evidence).status, Status::Conflicting);
		let of_tags =
			<() as WeightInfo>::give_verdict(0, 2).saturating_sub(<() as WeightInfo>::give_verdict(0, 0));
		let most = <() as WeightInfo>::give_conflicting_verdict().saturating_add(of_tags);
		assert_eq!(charged, most.saturating_sub(KeyPrice::get().reads(16)));
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
