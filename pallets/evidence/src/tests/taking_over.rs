//! Evidence of loans that have other parties since.

use crate::mock::*;
use crate::{Error, Event, Evidence, OpenByFiler, PendingVerdicts, Status};
use frame::testing_prelude::*;
use zhidai_primitives::{testing, Duty, EvidenceId, LoanId, OfficerId, Ordered, OrgId, Role, Verdict};

const NEXT: OrgId = OrgId(6);
const NEXT_ATTESTS: u64 = 600;
const FOR: Verdict = Verdict::Consistent;

/// The loan has another market regulator.
fn change_regulator() {
	testing::add_organisation(NEXT.0, &[Role::MarketRegulator], &[&[Duty::Attest], &[Duty::View]]);
	set_loan(1, |facts| facts.regulator = NEXT);
}

fn take_over(who: u64, evidence: EvidenceId) -> DispatchResult {
	EvidencePallet::take_over(RuntimeOrigin::signed(who), evidence)
}

/// Who is asked for a verdict, of these three.
fn asked(evidence: EvidenceId) -> [bool; 3] {
	[BANK, REGULATOR, NEXT].map(|org| PendingVerdicts::<Test>::contains_key(org, Ordered::from(evidence.0)))
}

#[test]
fn who_is_no_party_any_more_speaks_for_nothing_and_the_next_one_takes_it_over() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		change_regulator();
		for who in [REGULATOR_ATTESTS, NEXT_ATTESTS, BANK_ATTESTS] {
			assert_noop!(attest(who, evidence, FOR, &[1]), Error::<Test>::PartiesChanged);
		}
		assert_eq!(EvidencePallet::inbox(REGULATOR, None, 9).items, []);
		assert_noop!(take_over(REGULATOR_ATTESTS, evidence), Error::<Test>::AttesterNotAllowed);
		assert_noop!(take_over(OTHER_ATTESTS, evidence), Error::<Test>::AttesterNotAllowed);
		assert_noop!(take_over(601, evidence), DispatchError::Other("duty missing"));
		assert_noop!(take_over(NEXT_ATTESTS, EvidenceId(9)), Error::<Test>::EvidenceUnknown);
		assert_ok!(take_over(NEXT_ATTESTS, evidence));
		let (loan, officer) = (LoanId(1), OfficerId(600));
		let (bank, regulator, filer) = (BANK, NEXT, BORROWER);
		System::assert_last_event(
			Event::TakenOver { evidence, loan, bank, regulator, filer, officer }.into(),
		);
		assert_eq!(asked(evidence), [false, false, true]);
		assert_eq!(OpenByFiler::<Test>::get(NEXT, BORROWER), 1);
		assert_noop!(take_over(BANK_ATTESTS, evidence), Error::<Test>::AlreadyTakenOver);
		assert_noop!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]), Error::<Test>::AttesterNotAllowed);
		assert_ok!(attest(NEXT_ATTESTS, evidence, FOR, &[1]));
		assert_eq!(state(evidence).status, Status::Verified);
	});
}

#[test]
fn what_both_sides_said_stays_and_the_next_one_can_take_it_back() {
	run(|| {
		let evidence = verified(&[1]);
		change_regulator();
		assert_noop!(retract(REGULATOR_ATTESTS, evidence), Error::<Test>::PartiesChanged);
		assert_ok!(take_over(BANK_ATTESTS, evidence));
		assert_eq!((state(evidence).status, asked(evidence)), (Status::Verified, [false; 3]));
		assert_eq!(holder(1), Some(evidence));
		assert_ok!(retract(NEXT_ATTESTS, evidence));
		assert_eq!(state(evidence).status, Status::Retracted);
	});
}

#[test]
fn what_another_bank_filed_is_the_present_banks() {
	run(|| {
		let evidence = crate::NextEvidence::<Test>::get();
		let request = testing::new_request();
		assert_ok!(EvidencePallet::file(RuntimeOrigin::signed(BANK_MAKER), LoanId(1), invoice(), request));
		set_loan(1, |facts| facts.bank = OTHER_BANK);
		let withdraw = |who| EvidencePallet::withdraw(RuntimeOrigin::signed(who), evidence);
		assert_noop!(withdraw(BANK_MAKER), Error::<Test>::PartyNotAllowed);
		assert_noop!(withdraw(500), Error::<Test>::PartiesChanged);
		assert_ok!(take_over(OTHER_ATTESTS, evidence));
		let record = Evidence::<Test>::get(evidence).unwrap();
		assert_eq!((record.bank, record.filer), (OTHER_BANK, OTHER_BANK));
		assert_noop!(withdraw(MAKER), Error::<Test>::FilerNotAllowed);
		assert_ok!(withdraw(500));
	});
}

/// The claim of what nothing was paid on ended with the organisation that had spoken for it.
#[test]
fn a_claim_outlasts_who_spoke_where_another_one_has_its_place() {
	run(|| {
		let evidence = verified(&[1]);
		change_regulator();
		set_status(REGULATOR, zhidai_primitives::OrgStatus::Exited);
		let second = file(2);
		set_loan(2, |facts| facts.regulator = NEXT);
		assert_ok!(take_over(NEXT_ATTESTS, second));
		assert_noop!(attest(OTHER_ATTESTS, second, FOR, &[1]), Error::<Test>::FingerprintTaken);
		assert_eq!(holder(1), Some(evidence));
	});
}
