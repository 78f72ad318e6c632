//! One document, one financing: when a claim begins and when it ends.

use crate::mock::*;
use crate::{Error, Event, Status, WeightInfo};
use frame::testing_prelude::*;
use zhidai_primitives::traits::{EvidenceDesk, EvidenceFacts};
use zhidai_primitives::{testing, Duty, EvidenceId, Fen, LoanId, LoanState, OrgId, OrgStatus, Role, Verdict};

const FOR: Verdict = Verdict::Consistent;

/// The regulator of loan 1 where a test says so; its attesting officer is 600.
const OTHER_REGULATOR: OrgId = OrgId(6);

/// Both sides of loan 2 speak for a document.
fn verify_at_the_other_bank(evidence: EvidenceId, prints: &[u8]) -> DispatchResult {
	attest(OTHER_ATTESTS, evidence, FOR, prints)?;
	attest(REGULATOR_ATTESTS, evidence, FOR, prints)
}

#[test]
fn a_one_sided_verdict_claims_nothing_and_the_first_to_get_both_wins() {
	run(|| {
		let (first, second) = (file(1), file(2));
		assert_ok!(attest(BANK_ATTESTS, first, FOR, &[1, 2]));
		assert_ok!(attest(OTHER_ATTESTS, second, FOR, &[2, 3]));
		assert_eq!((holder(1), holder(2), holder(3)), (None, None, None));
		// The second bank was later with its verdict, but its regulator is first.
		assert_ok!(attest(REGULATOR_ATTESTS, second, FOR, &[2, 3]));
		assert_eq!((holder(1), holder(2), holder(3)), (None, Some(second), Some(second)));
		assert_noop!(attest(REGULATOR_ATTESTS, first, FOR, &[1, 2]), Error::<Test>::FingerprintTaken);
		assert_ok!(attest(REGULATOR_ATTESTS, first, Verdict::NotConsistent, &[]));
		assert_eq!(state(first).status, Status::Conflicting);
	});
}

#[test]
fn an_offer_that_a_bank_withdraws_takes_no_document_away() {
	run(|| {
		// The bank files the borrower's invoice on its own offer; nothing is attested before the borrower signs.
		set_loan_state(1, LoanState::Offered);
		let request = testing::new_request();
		assert_ok!(EvidencePallet::file(RuntimeOrigin::signed(BANK_MAKER), LoanId(1), invoice(), request));
		let on_offer = EvidenceId(0);
		assert_noop!(attest(BANK_ATTESTS, on_offer, FOR, &[1]), Error::<Test>::LoanNotActive);
		set_loan_state(1, LoanState::Withdrawn);
		assert_noop!(attest(BANK_ATTESTS, on_offer, FOR, &[1]), Error::<Test>::LoanNotActive);
		let elsewhere = file(2);
		assert_ok!(verify_at_the_other_bank(elsewhere, &[1]));
		assert_eq!(holder(1), Some(elsewhere));
	});
}

#[test]
fn the_claim_of_unused_evidence_ends_with_the_loan() {
	run(|| {
		let (first, third) = (verified(&[1, 2]), verified(&[3]));
		set_loan_state(1, LoanState::Closed);
		// Nobody did anything: the next one with the documents takes their place.
		let second = file(2);
		assert_ok!(verify_at_the_other_bank(second, &[2, 3]));
		assert_eq!((holder(1), holder(2), holder(3)), (None, Some(second), Some(second)));
		for evidence in [first, third] {
			System::assert_has_event(Event::Discharged { evidence, revision: 0 }.into());
			assert_noop!(EvidencePallet::ensure_verified(evidence), Error::<Test>::NotLanded);
		}
		assert_ok!(EvidencePallet::ensure_verified(second));
	});
}

#[test]
fn the_claim_of_paid_evidence_outlasts_the_loan() {
	run(|| {
		let first = verified(&[1]);
		assert_ok!(EvidencePallet::reserve(first, Fen(1)));
		set_loan_state(1, LoanState::Closed);
		let second = file(2);
		assert_noop!(attest(OTHER_ATTESTS, second, FOR, &[1]), Error::<Test>::FingerprintTaken);
		assert_ok!(EvidencePallet::ensure_verified(first));
		// The payment was never booked after all.
		EvidencePallet::free(first, Fen(1));
		assert_ok!(verify_at_the_other_bank(second, &[1]));
		assert_eq!(holder(1), Some(second));
	});
}

#[test]
fn a_claim_stands_while_its_loan_is_active_even_unused() {
	run(|| {
		let first = verified(&[1]);
		let second = file(2);
		assert_noop!(attest(REGULATOR_ATTESTS, second, FOR, &[1]), Error::<Test>::FingerprintTaken);
		assert_ok!(EvidencePallet::ensure_verified(first));
	});
}

/// An unused document once stayed claimed for years, until its loan was repaid.
#[test]
fn the_claim_of_unused_evidence_ends_with_the_availability() {
	run(|| {
		let (unused, used) = (verified(&[1]), verified(&[2]));
		assert_ok!(EvidencePallet::reserve(used, Fen(1)));
		set_drawable_days(1, 5);
		let second = file(2);
		pass_days(5);
		assert_noop!(attest(OTHER_ATTESTS, second, FOR, &[1]), Error::<Test>::FingerprintTaken);
		pass_days(1);
		assert_noop!(attest(OTHER_ATTESTS, second, FOR, &[2]), Error::<Test>::FingerprintTaken);
		assert_ok!(verify_at_the_other_bank(second, &[1]));
		assert_eq!((holder(1), holder(2)), (Some(second), Some(used)));
		assert_noop!(EvidencePallet::ensure_verified(unused), Error::<Test>::NotLanded);
		assert_ok!(EvidencePallet::ensure_verified(used));
	});
}

/// A bank and a regulator together claimed what another bank's first verdict shows, on a loan of their own.
#[test]
fn the_claim_of_unused_evidence_ends_with_either_organisation_that_agreed_on_it() {
	for (org, status) in
		[(BANK, OrgStatus::Suspended), (BANK, OrgStatus::Exited), (OTHER_REGULATOR, OrgStatus::Suspended)]
	{
		run(|| {
			testing::add_organisation(6, &[Role::MarketRegulator], &[&[Duty::Attest]]);
			set_loan(1, |facts| facts.regulator = OTHER_REGULATOR);
			let owned = file(2);
			assert_ok!(attest(OTHER_ATTESTS, owned, FOR, &[1, 2]));
			let (stolen, paid) = (file(1), file(1));
			for (evidence, prints) in [(stolen, &[1, 2][..]), (paid, &[3][..])] {
				assert_ok!(attest(BANK_ATTESTS, evidence, FOR, prints));
				assert_ok!(attest(600, evidence, FOR, prints));
			}
			assert_ok!(EvidencePallet::reserve(paid, Fen(1)));
			let second = || attest(REGULATOR_ATTESTS, owned, FOR, &[1, 2]);
			assert_noop!(second(), Error::<Test>::FingerprintTaken);
			set_status(org, status);
			assert_ok!(second());
			assert_eq!((holder(1), holder(2)), (Some(owned), Some(owned)));
			System::assert_has_event(Event::Discharged { evidence: stolen, revision: 0 }.into());
			assert_ok!(EvidencePallet::ensure_verified(owned));
			// What money rests on stays claimed, whoever attested it.
			let again = file(2);
			assert_noop!(attest(OTHER_ATTESTS, again, FOR, &[3]), Error::<Test>::FingerprintTaken);
			assert_ok!(EvidencePallet::ensure_verified(paid));
			// Who takes part again does not have the document back; nothing is paid on what gave way.
			set_status(org, OrgStatus::Active);
			assert_noop!(EvidencePallet::ensure_verified(stolen), Error::<Test>::NotLanded);
			assert_eq!(holder(1), Some(owned));
		});
	}
}

#[test]
fn a_verdict_is_charged_for_the_claims_that_give_way() {
	run(|| {
		verified(&[1]);
		verified(&[2]);
		set_loan_state(1, LoanState::Closed);
		let second = file(2);
		let charged = |who| {
			let (origin, digest, prints) =
				(RuntimeOrigin::signed(who), digest(second), fingerprints(&[1, 2]));
			let done = EvidencePallet::give_verdict(
				origin,
				second,
				0,
				digest,
				FOR,
				None,
				prints,
				Default::default(),
			);
			done.unwrap().actual_weight.unwrap()
		};
		// Each claim can be of another loan and other organisations; the first verdict only looks at them.
		let reads = |keys| KeyPrice::get().reads(keys);
		let (first, second) =
			(<() as WeightInfo>::give_first_verdict(0), <() as WeightInfo>::give_verdict(2, 0));
		assert_eq!(charged(OTHER_ATTESTS), first.saturating_add(reads(2 * 7)));
		assert_eq!(charged(REGULATOR_ATTESTS), second.saturating_add(reads(2 * 5)));
	});
}

#[test]
fn a_verdict_that_conflicts_is_charged_for_its_alert() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		let (digest, none) = (digest(evidence), fingerprints(&[]));
		let (origin, against) = (RuntimeOrigin::signed(REGULATOR_ATTESTS), Verdict::NotConsistent);
		let done = EvidencePallet::give_verdict(
			origin,
			evidence,
			0,
			digest,
			against,
			None,
			none,
			Default::default(),
		)
		.unwrap();
		assert_eq!(done.actual_weight, Some(<() as WeightInfo>::give_conflicting_verdict()));
	});
}
