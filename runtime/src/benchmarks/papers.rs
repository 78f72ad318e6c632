//! Documents that both sides have verified.

use super::{done, lending::CAP, members, new_request, signed};
use crate::{Evidence, Loans, Reference, Runtime};
use codec::Encode;
use pallet_evidence::{AlertTagSet, Content, FiledFor, FingerprintSet, NextEvidence, MAX_FINGERPRINTS};
use polkadot_sdk::*;
use sp_io::hashing::blake2_256;
use zhidai_primitives::traits::{Calendar, LoanInspect};
use zhidai_primitives::{
	AlertTag, Digest, Duty, EvidenceId, EvidenceKind, LoanId, LooseForm, PlanLineNo, Verdict, MAX_ALERT_TAGS,
};

/// An invoice for a plan line, and the contract that it belongs to and no other does, both of which both sides have
/// verified.
pub(super) fn verified_evidence(loan: LoanId, line: PlanLineNo) -> EvidenceId {
	let contract = verified_document(loan, line, EvidenceKind::PurchaseContract, None);
	verified_document(loan, line, EvidenceKind::Invoice, Some(contract))
}

/// A document for a plan line, which both sides have verified.
pub(super) fn verified_document(
	loan: LoanId,
	line: PlanLineNo,
	kind: EvidenceKind,
	belongs_to: Option<EvidenceId>,
) -> EvidenceId {
	let facts = done(<Loans as LoanInspect>::facts(loan));
	let plan_line = done(<Loans as LoanInspect>::plan_line(loan, line));
	let content = Content {
		kind,
		sha256: Digest::repeat_byte(5),
		sm3: Digest::repeat_byte(6),
		fields_digest: Digest::repeat_byte(7),
		amount: CAP,
		dated_on: Reference::today(),
		seller: plan_line.payee,
		buyer: facts.borrower,
		belongs_to,
	};
	let evidence = NextEvidence::<Runtime>::get();
	let filer = signed(members::officer(facts.borrower, Duty::Confirm));
	done(Evidence::file(filer, loan, content, new_request()));
	// A scene has more than is filed for a loan in a day.
	FiledFor::<Runtime>::remove(loan, facts.borrower);
	let digest = pallet_evidence::Evidence::<Runtime>::get(evidence).expect("it was filed").digest;
	let fingerprints = || {
		let all = (0..MAX_FINGERPRINTS).map(|number| blake2_256(&(evidence, number).encode()));
		FingerprintSet::truncate_from(all.collect())
	};
	let tags = || {
		let tag = |number: u32| AlertTag {
			form: LooseForm::Near,
			key: blake2_256(&(b"tag", evidence, number).encode()).first_chunk().copied().unwrap_or_default(),
		};
		AlertTagSet::truncate_from((0..MAX_ALERT_TAGS).map(tag).collect())
	};
	for side in [facts.bank, facts.regulator] {
		let who = signed(members::officer(side, Duty::Attest));
		done(Evidence::give_verdict(
			who,
			evidence,
			0,
			digest,
			Verdict::Consistent,
			None,
			fingerprints(),
			tags(),
		));
	}
	evidence
}
