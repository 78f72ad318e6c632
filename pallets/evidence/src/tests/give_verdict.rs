//! Verdicts and fingerprints.

use crate::mock::*;
use crate::{Error, Event, Evidence, PendingVerdicts, Status, Verdicts};
use frame::prelude::GetDispatchInfo;
use frame::testing_prelude::*;
use zhidai_primitives::traits::{EvidenceDesk, Finding};
use zhidai_primitives::{
	testing, Digest, EvidenceId, Fen, LoanId, LoanState, OfficerId, Ordered, OrgId, Side, Verdict,
	VerdictSource,
};

const FOR: Verdict = Verdict::Consistent;
const AGAINST: Verdict = Verdict::NotConsistent;

fn waits(org: OrgId, evidence: EvidenceId) -> Option<u16> {
	PendingVerdicts::<Test>::get(org, Ordered::from(evidence.0))
}

#[test]
fn nb_10_evidence_is_verified_by_two_positive_verdicts_and_not_by_one() {
	run(|| {
		let evidence = file(1);
		let digest = Evidence::<Test>::get(evidence).unwrap().digest;
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[2, 1]));
		assert_eq!(state(evidence).status, Status::Filed);
		assert_eq!(waits(BANK, evidence), None);
		assert_eq!(waits(REGULATOR, evidence), Some(0));
		let (loan, revision) = (LoanId(1), 0);
		System::assert_last_event(
			Event::VerdictGiven {
				evidence,
				loan,
				revision,
				side: Side::Bank,
				verdict: FOR,
				org: BANK,
				officer: OfficerId(201),
				waits_through: testing::with(|world| world.today.plus_days(PENDING_DAYS)),
			}
			.into(),
		);

		assert_ok!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1, 2, 1]));
		assert_eq!(state(evidence).status, Status::Verified);
		System::assert_last_event(
			Event::Concluded { evidence, loan, revision, status: Status::Verified }.into(),
		);
		let record = Verdicts::<Test>::get(evidence, (0, Side::Regulator)).unwrap();
		assert_eq!((record.digest, record.officer), (digest, OfficerId(300)));
		assert_eq!(record.fingerprints, fingerprints(&[1, 2]));
		assert_eq!((holder(1), holder(2)), (Some(evidence), Some(evidence)));
	});
}

#[test]
fn the_order_of_the_two_sides_does_not_matter() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]));
		assert_eq!(holder(1), None);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Verified, Some(evidence)));
	});
}

#[test]
fn a_document_financed_at_one_bank_is_refused_at_the_second() {
	run(|| {
		verified(&[1, 2]);
		let again = file(2);
		assert_noop!(attest(OTHER_ATTESTS, again, FOR, &[1, 2]), Error::<Test>::FingerprintTaken);
		// One harmless field changed: one of the combinations still agrees.
		assert_noop!(attest(OTHER_ATTESTS, again, FOR, &[2, 9]), Error::<Test>::FingerprintTaken);
		// The regulator cannot claim it first either.
		assert_noop!(attest(REGULATOR_ATTESTS, again, FOR, &[1, 2]), Error::<Test>::FingerprintTaken);
		assert_ok!(attest(OTHER_ATTESTS, again, AGAINST, &[]));
	});
}

#[test]
fn the_same_bank_does_not_finance_a_document_twice() {
	run(|| {
		verified(&[1]);
		let again = file(1);
		assert_noop!(attest(BANK_ATTESTS, again, FOR, &[1]), Error::<Test>::FingerprintTaken);
	});
}

#[test]
fn verdicts_that_disagree_conflict_and_are_reported() {
	run(|| {
		for (number, (first, second)) in
			[((FOR, &[1][..]), (AGAINST, &[][..])), ((AGAINST, &[]), (FOR, &[1])), ((FOR, &[1]), (FOR, &[2]))]
				.into_iter()
				.enumerate()
		{
			let evidence = file(1);
			assert_ok!(attest(BANK_ATTESTS, evidence, first.0, first.1));
			assert_ok!(attest(REGULATOR_ATTESTS, evidence, second.0, second.1));
			assert_eq!(state(evidence).status, Status::Conflicting);
			assert_eq!((holder(1), holder(2)), (None, None));
			let finding = Finding::VerdictsConflict { loan: LoanId(1), evidence };
			testing::with(|world| {
				assert_eq!(world.findings.len(), number + 1);
				assert_eq!(world.findings.last(), Some(&finding));
			});
		}
	});
}

#[test]
fn two_negative_verdicts_reject_and_a_side_that_cannot_tell_leaves_it_open() {
	run(|| {
		for (bank, regulator, status) in [
			(AGAINST, AGAINST, Status::Rejected),
			(AGAINST, Verdict::CannotTell, Status::Rejected),
			(Verdict::CannotTell, Verdict::CannotTell, Status::Undecided),
			(FOR, Verdict::CannotTell, Status::Undecided),
		] {
			let evidence = file(1);
			let prints: &[u8] = if bank == FOR { &[1] } else { &[] };
			assert_ok!(attest(BANK_ATTESTS, evidence, bank, prints));
			assert_ok!(attest(REGULATOR_ATTESTS, evidence, regulator, &[]));
			assert_eq!((state(evidence).status, holder(1)), (status, None));
		}
		assert!(testing::with(|world| world.findings.is_empty()));
	});
}

#[test]
fn only_the_assigned_bank_and_regulator_attest() {
	run(|| {
		let evidence = file(1);
		assert_noop!(attest(OTHER_ATTESTS, evidence, FOR, &[1]), Error::<Test>::AttesterNotAllowed);
		assert_noop!(attest(MAKER, evidence, FOR, &[1]), DispatchError::Other("duty missing"));
		assert_noop!(attest(9_999, evidence, FOR, &[1]), DispatchError::Other("stranger"));
	});
}

#[test]
fn a_verdict_is_given_once() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		assert_noop!(attest(BANK_ATTESTS, evidence, AGAINST, &[]), Error::<Test>::AlreadyGiven);
		assert_noop!(attest(BANK_MAKER, evidence, FOR, &[1]), Error::<Test>::AlreadyGiven);
	});
}

#[test]
fn nobody_attests_what_they_filed_and_nobody_speaks_for_both_sides() {
	run(|| {
		let request = testing::new_request();
		assert_ok!(EvidencePallet::file(RuntimeOrigin::signed(BANK_MAKER), LoanId(1), invoice(), request));
		let evidence = EvidenceId(0);
		assert_noop!(attest(BANK_MAKER, evidence, FOR, &[1]), DispatchError::Other("same person"));
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		// The regulator's officer turns out to be the person who attested for the bank.
		testing::with(|world| {
			if let Some(officer) = world.officers.get_mut(&REGULATOR_ATTESTS) {
				officer.3 = 201;
			}
		});
		assert_noop!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]), DispatchError::Other("same person"));
	});
}

#[test]
fn a_verdict_names_the_revision_and_the_digest_that_it_saw() {
	run(|| {
		let evidence = file(1);
		let digest = Evidence::<Test>::get(evidence).unwrap().digest;
		let give = |evidence, revision, digest| {
			let origin = RuntimeOrigin::signed(BANK_ATTESTS);
			let prints = fingerprints(&[1]);
			let tags = Default::default();
			plain(EvidencePallet::give_verdict(origin, evidence, revision, digest, FOR, None, prints, tags))
		};
		assert_noop!(give(evidence, 1, digest), Error::<Test>::RevisionNotCurrent);
		assert_noop!(give(evidence, 0, Digest::repeat_byte(1)), Error::<Test>::DigestMismatch);
		assert_noop!(give(EvidenceId(5), 0, digest), Error::<Test>::EvidenceUnknown);
		// The same document filed again is another piece of evidence: a verdict does not carry over.
		let again = file(1);
		assert_noop!(give(again, 0, digest), Error::<Test>::DigestMismatch);
		assert_ok!(revise(MAKER, evidence, invoice()));
		assert_noop!(give(evidence, 0, digest), Error::<Test>::RevisionNotCurrent);
		assert_noop!(give(evidence, 1, digest), Error::<Test>::DigestMismatch);
	});
}

#[test]
fn fingerprints_come_with_positive_verdicts_only() {
	run(|| {
		let evidence = file(1);
		assert_noop!(attest(BANK_ATTESTS, evidence, FOR, &[]), Error::<Test>::FingerprintMissing);
		for verdict in [AGAINST, Verdict::CannotTell] {
			assert_noop!(attest(BANK_ATTESTS, evidence, verdict, &[1]), Error::<Test>::FingerprintUnexpected);
		}
	});
}

#[test]
fn a_register_query_has_a_reference() {
	run(|| {
		let evidence = file(1);
		let digest = Evidence::<Test>::get(evidence).unwrap().digest;
		let confirm = |source, reference| {
			let origin = RuntimeOrigin::signed(BANK_ATTESTS);
			let verdict = Verdict::Confirmed(source);
			let prints = fingerprints(&[1]);
			let tags = Default::default();
			plain(EvidencePallet::give_verdict(origin, evidence, 0, digest, verdict, reference, prints, tags))
		};
		assert_noop!(confirm(VerdictSource::Register, None), Error::<Test>::ReferenceMissing);
		let reference = Some(Digest::repeat_byte(7));
		assert_ok!(confirm(VerdictSource::Register, reference));
		assert_eq!(Verdicts::<Test>::get(evidence, (0, Side::Bank)).unwrap().reference, reference);
	});
}

#[test]
fn withdrawn_evidence_takes_no_verdict() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]));
		assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), evidence));
		assert_noop!(attest(BANK_ATTESTS, evidence, FOR, &[1]), Error::<Test>::Withdrawn);
	});
}

#[test]
fn a_verdict_finds_room_in_a_full_block() {
	let call = crate::Call::<Test>::give_verdict {
		evidence: EvidenceId(0),
		revision: 0,
		digest: Digest::zero(),
		verdict: FOR,
		reference: None,
		fingerprints: fingerprints(&[1]),
		tags: Default::default(),
	};
	assert_eq!(call.get_dispatch_info().class, DispatchClass::Operational);
}

#[test]
fn no_verdict_on_a_loan_that_is_not_signed_or_is_over() {
	run(|| {
		let evidence = file(1);
		for state in [LoanState::Prepared, LoanState::Offered, LoanState::Closed, LoanState::Withdrawn] {
			set_loan_state(1, state);
			assert_noop!(attest(BANK_ATTESTS, evidence, FOR, &[1]), Error::<Test>::LoanNotActive);
			assert_noop!(attest(REGULATOR_ATTESTS, evidence, AGAINST, &[]), Error::<Test>::LoanNotActive);
		}
		set_loan_state(1, LoanState::Active);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
	});
}

#[test]
fn verdicts_end_with_the_availability_save_on_what_money_rests_on() {
	run(|| {
		let (unused, used) = (file(1), file(1));
		assert_ok!(EvidencePallet::reserve(used, Fen(1)));
		set_drawable_days(1, 5);
		pass_days(5);
		assert_ok!(attest(BANK_ATTESTS, unused, FOR, &[1]));
		let inbox = |org| EvidencePallet::inbox(org, None, 9).items;
		assert_eq!(inbox(REGULATOR), [(unused, 0), (used, 0)]);
		pass_days(1);
		assert_noop!(attest(REGULATOR_ATTESTS, unused, FOR, &[1]), Error::<Test>::LoanNotActive);
		assert_eq!(inbox(REGULATOR), [(used, 0)]);
		assert_ok!(attest(REGULATOR_ATTESTS, used, FOR, &[2]));
		set_loan_state(1, LoanState::Closed);
		assert_noop!(attest(BANK_ATTESTS, used, FOR, &[2]), Error::<Test>::LoanNotActive);
		assert!(inbox(BANK).is_empty());
	});
}

#[test]
fn a_verdict_that_speaks_for_a_document_waits_thirty_days_and_is_asked_for_again() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		let last_day = testing::with(|world| world.today.plus_days(PENDING_DAYS)).unwrap();
		let pending = EvidencePallet::pending_claim(evidence).map(|claim| (claim.side, claim.until));
		assert_eq!(pending, Some((Side::Bank, last_day)));
		pass_days(PENDING_DAYS + 1);
		assert_eq!(EvidencePallet::pending_claim(evidence), None);

		// The regulator's verdict finds none beside it, and the bank is asked again.
		assert_ok!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Filed, None));
		assert_eq!((waits(BANK, evidence), waits(REGULATOR, evidence)), (Some(0), None));
		System::assert_has_event(
			Event::VerdictLapsed { evidence, loan: LoanId(1), revision: 0, side: Side::Bank }.into(),
		);
		pass_days(PENDING_DAYS);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		assert_eq!(state(evidence).status, Status::Verified);
		// What is concluded does not lapse.
		pass_days(10 * PENDING_DAYS);
		assert_noop!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]), Error::<Test>::AlreadyGiven);
	});
}

#[test]
fn a_side_renews_its_own_lapsed_verdict_and_a_warning_never_lapses() {
	run(|| {
		let (first, second) = (file(1), file(1));
		assert_ok!(attest(BANK_ATTESTS, first, FOR, &[1]));
		assert_ok!(attest(BANK_ATTESTS, second, AGAINST, &[]));
		pass_days(PENDING_DAYS + 1);
		assert_ok!(attest(BANK_ATTESTS, first, FOR, &[1]));
		assert_noop!(attest(BANK_ATTESTS, second, FOR, &[1]), Error::<Test>::AlreadyGiven);
		assert_ok!(attest(REGULATOR_ATTESTS, second, AGAINST, &[]));
		assert_eq!(state(second).status, Status::Rejected);
	});
}

/// A stolen key's verdict waited, and was half of a claim after the key had been replaced.
#[test]
fn a_claim_begins_with_two_verdicts_whose_officers_could_give_them_with_their_keys() {
	run(|| {
		let evidence = file(1);
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		let rotate = |number| testing::with(|world| world.keys.insert(OfficerId(201), number));
		rotate(1);
		assert_eq!(EvidencePallet::pending_claim(evidence), None);
		assert!(EvidencePallet::given_verdict(evidence, Side::Bank).is_none());
		assert_ok!(attest(REGULATOR_ATTESTS, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Filed, None));
		assert_eq!((waits(BANK, evidence), waits(REGULATOR, evidence)), (Some(0), None));
		System::assert_has_event(
			Event::VerdictLapsed { evidence, loan: LoanId(1), revision: 0, side: Side::Bank }.into(),
		);
		// The officer speaks anew, with the new key.
		assert_ok!(attest(BANK_ATTESTS, evidence, FOR, &[1]));
		assert_eq!((state(evidence).status, holder(1)), (Status::Verified, Some(evidence)));
		// What is concluded stands.
		rotate(2);
		assert!(EvidencePallet::given_verdict(evidence, Side::Bank).is_some());
		assert_noop!(attest(BANK_ATTESTS, evidence, FOR, &[1]), Error::<Test>::AlreadyGiven);
	});
}

#[test]
fn a_side_speaks_anew_where_its_officer_was_removed_and_a_warning_stays() {
	run(|| {
		let (first, second) = (file(1), file(1));
		assert_ok!(attest(BANK_ATTESTS, first, FOR, &[1]));
		assert_ok!(attest(BANK_ATTESTS, second, AGAINST, &[]));
		assert_noop!(attest(BANK_MAKER, first, FOR, &[2]), Error::<Test>::AlreadyGiven);
		testing::with(|world| world.officers.remove(&BANK_ATTESTS));
		assert_noop!(retract(BANK_MAKER, first), Error::<Test>::NothingToRetract);
		assert_ok!(attest(BANK_MAKER, first, FOR, &[2]));
		assert_ok!(attest(REGULATOR_ATTESTS, first, FOR, &[2]));
		assert_eq!((state(first).status, holder(1), holder(2)), (Status::Verified, None, Some(first)));
		assert_noop!(attest(BANK_MAKER, second, FOR, &[1]), Error::<Test>::AlreadyGiven);
	});
}
