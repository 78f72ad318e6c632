//! Contracts, evidence, reviews and alerts.

use super::{confirmer, each, now, Kind, Later, Sent, ANY};
use crate::common::consortium::FINANCIAL_BUREAU;
use crate::common::{new_request, today, START_MILLISECONDS};
use crate::town::{
	book, by, evidence_digest, fingerprints, numbered, reason, release, speak_for, Town, AMOUNT_FEN,
};
use pallet_evidence::{AlertTagSet, RetractionReason};
use pallet_loans::{Hold, MAX_ENTERED, MAX_STANDING_OFFERS};
use pallet_payments::Outcome;
use pallet_supervision::AlertId;
use polkadot_sdk::*;
use sp_runtime::traits::Dispatchable;
use zhidai_primitives::traits::{
	ClaimSubject, Claims as _, EvidenceDesk, LoanMove, LookAlikes, Movement, MAX_UNDER_TAG,
};
use zhidai_primitives::{
	AlertTag, Day, Digest, EvidenceId, Fen, LoanId, LooseForm, Ordered, PlanLineNo, Quarter, Uetr, Verdict,
	MAX_ALERT_TAGS, MAX_LINES, MAX_PLAN_LINES,
};
use zhidai_runtime::{Claims, Evidence, Loans, Runtime, RuntimeCall, Supervision};

type EvidenceCall = pallet_evidence::Call<Runtime>;
type LoansCall = pallet_loans::Call<Runtime>;
type SupervisionCall = pallet_supervision::Call<Runtime>;

pub(super) fn kinds() -> Vec<Kind> {
	let kind = |name, most, set| Kind { name, most, set };
	vec![
		kind("offer with 100 plan lines", MAX_STANDING_OFFERS, offer),
		kind("check_offer", ANY, check_offer),
		kind("sign", ANY, sign),
		kind("withdraw an offer", ANY, withdraw_offer),
		kind("lapse an offer", ANY, lapse_offer),
		kind("book_repayment, the second officer", ANY, book_repayment),
		kind("correct_repayment, the second officer", ANY, correct_repayment),
		kind("close a loan", ANY, close),
		kind("hold", ANY, hold),
		kind("lift_hold, the second officer", ANY, lift_hold),
		kind("file", ANY, file),
		kind("give_verdict, the first", ANY, first_verdict),
		kind("give_verdict, among look-alikes", ANY, verdict_among_look_alikes),
		kind("give_verdict, the second", ANY, second_verdict),
		kind("give_verdict, conflicting", ANY, conflicting_verdict),
		kind("revise", ANY, revise),
		kind("withdraw evidence", ANY, withdraw_evidence),
		kind("retract", ANY, retract),
		kind("count one", ANY, count_one),
		kind("count 500", ANY, count_500),
		kind("open_review", ANY, open_review),
		kind("sign_review, the second", ANY, sign_review),
		kind("take_back 100", ANY, take_back),
		kind("answer_alert", ANY, answer_alert),
		kind("close_alert", ANY, close_alert),
	]
}

fn offer(town: &Town, count: u32) -> Later {
	each("bank-a.maker", count, |_| {
		LoansCall::offer { request: town.request(MAX_PLAN_LINES), request_id: new_request() }.into()
	})
}

fn check_offer(town: &Town, count: u32) -> Later {
	each("bank-a.checker", count, |_| {
		let (loan, digest) = town.prepared(MAX_PLAN_LINES);
		LoansCall::check_offer { loan, digest }.into()
	})
}

fn sign(town: &Town, count: u32) -> Later {
	let call = |number| -> Sent {
		let (loan, digest) = town.offered(MAX_PLAN_LINES);
		(confirmer("firm", number), LoansCall::sign { loan, digest }.into())
	};
	now((0..count).map(call).collect())
}

fn withdraw_offer(town: &Town, count: u32) -> Later {
	let call = |number| -> Sent {
		(confirmer("firm", number), LoansCall::withdraw { loan: town.offered(1).0 }.into())
	};
	now((0..count).map(call).collect())
}

fn lapse_offer(town: &Town, count: u32) -> Later {
	let over = Day(today().0 - 1);
	let call = |number| -> Sent {
		let (loan, _) = town.offered(1);
		let last_day = Loans::terms(loan).unwrap().pinned.expires_on;
		pallet_loans::LoanTerms::<Runtime>::mutate(loan, 1, |terms| {
			terms.as_mut().unwrap().pinned.expires_on = over;
		});
		pallet_loans::LapseQueue::<Runtime>::remove(last_day, Ordered::from(loan));
		pallet_loans::LapseQueue::<Runtime>::insert(over, Ordered::from(loan), ());
		(confirmer("firm", number), LoansCall::lapse { loan }.into())
	};
	now((0..count).map(call).collect())
}

/// A loan of one plan line that is paid out.
fn paid(town: &Town) -> LoanId {
	let loan = town.loan(1);
	let movements = [Movement::Reserve, Movement::Release, Movement::Disburse, Movement::Settle];
	<Loans as LoanMove>::post(loan, &movements, &[(PlanLineNo(0), Fen(AMOUNT_FEN))]).unwrap();
	loan
}

fn repayment(loan: LoanId, bank_reference: Digest, amount: Fen) -> LoansCall {
	LoansCall::book_repayment { loan, amount, bank_reference, booked_on: today() }
}

fn enter(who: &str, loan: LoanId, reference: Digest, amount: Fen) {
	Loans::book_repayment(by(who), loan, amount, reference, today()).unwrap();
}

fn book_repayment(town: &Town, count: u32) -> Later {
	each("bank-a.checker", count, |_| {
		let loan = paid(town);
		(0..MAX_ENTERED).for_each(|number| enter("bank-a.maker", loan, numbered((loan, number)), Fen(1)));
		repayment(loan, numbered((loan, MAX_ENTERED - 1)), Fen(1)).into()
	})
}

fn correct_repayment(town: &Town, count: u32) -> Later {
	each("bank-a.checker", count, |_| {
		let (loan, reason) = (paid(town), reason());
		for who in ["bank-a.maker", "bank-a.checker"] {
			enter(who, loan, numbered(loan), Fen(1));
		}
		(0..MAX_ENTERED - 1).for_each(|number| {
			enter("bank-a.maker", loan, numbered((loan, number)), Fen(1));
		});
		let bank_reference = numbered(loan);
		Loans::correct_repayment(by("bank-a.maker"), loan, bank_reference, reason.clone()).unwrap();
		LoansCall::correct_repayment { loan, bank_reference, reason }.into()
	})
}

fn close(town: &Town, count: u32) -> Later {
	each("bank-a.checker", count, |_| {
		let loan = paid(town);
		for who in ["bank-a.maker", "bank-a.checker"] {
			enter(who, loan, numbered(loan), Fen(AMOUNT_FEN));
		}
		// The borrower could still draw: a colleague has asked for it.
		Loans::close(by("bank-a.maker"), loan).unwrap();
		LoansCall::close { loan }.into()
	})
}

fn court_order() -> Hold {
	Hold::Judicial { order: Digest::repeat_byte(3), until: today() }
}

fn hold(town: &Town, count: u32) -> Later {
	each("nfra.checker", count, |_| LoansCall::hold { loan: town.loan(1), hold: court_order() }.into())
}

fn lift_hold(town: &Town, count: u32) -> Later {
	each("nfra.checker", count, |_| {
		let (loan, hold) = (town.loan(1), court_order().key(FINANCIAL_BUREAU));
		Loans::hold(by("nfra.checker"), loan, court_order()).unwrap();
		Loans::lift_hold(by("nfra.maker"), loan, hold).unwrap();
		LoansCall::lift_hold { loan, hold }.into()
	})
}

/// Of so many documents at most a loan has its own.
const DOCUMENTS_OF_A_LOAN: u32 = 200;

/// So many documents in turn on enough loans, each brought so far.
fn documents(town: &Town, count: u32, bring: impl Fn(LoanId, u32) -> EvidenceId) -> Vec<EvidenceId> {
	let loans: Vec<LoanId> =
		(0..count.div_ceil(DOCUMENTS_OF_A_LOAN)).map(|_| town.loan(MAX_PLAN_LINES)).collect();
	(0..count).map(|number| bring(loans[number as usize % loans.len()], number % MAX_PLAN_LINES)).collect()
}

fn file(town: &Town, count: u32) -> Later {
	let loans: Vec<LoanId> =
		(0..count.div_ceil(DOCUMENTS_OF_A_LOAN)).map(|_| town.loan(MAX_PLAN_LINES)).collect();
	let call = |number: u32| -> Sent {
		let loan = loans[number as usize % loans.len()];
		let content = town.invoice(number % MAX_PLAN_LINES, Fen(AMOUNT_FEN));
		(confirmer("firm", number), EvidenceCall::file { loan, content, request_id: new_request() }.into())
	};
	now((0..count).map(call).collect())
}

fn verdict(evidence: EvidenceId, verdict: Verdict) -> RuntimeCall {
	verdict_with(evidence, verdict, AlertTagSet::default())
}

fn verdict_with(evidence: EvidenceId, verdict: Verdict, tags: AlertTagSet) -> RuntimeCall {
	let fingerprints = if verdict.is_positive() { fingerprints(evidence) } else { Default::default() };
	let (revision, digest) = (0, evidence_digest(evidence));
	EvidenceCall::give_verdict { evidence, revision, digest, verdict, reference: None, fingerprints, tags }
		.into()
}

fn first_verdict(town: &Town, count: u32) -> Later {
	let filed = documents(town, count, |loan, line| town.filed(loan, line, Fen(AMOUNT_FEN)));
	each("bank-a.attest", count, |number| verdict(filed[number as usize], Verdict::Consistent))
}

/// As many tags as a side gives, under each of which all places are taken, but for the last one by claimed documents:
/// each is looked up, and what came last gives way to the next.
fn crowded_tags() -> AlertTagSet {
	let tag = |number: u32| AlertTag { form: LooseForm::Near, key: [number as u8; 8] };
	let tags: Vec<AlertTag> = (0..MAX_ALERT_TAGS).map(tag).collect();
	for (tag, first) in tags.iter().zip((1_000_000_u32..).step_by(MAX_UNDER_TAG as usize)) {
		for number in 0..MAX_UNDER_TAG {
			let subject = ClaimSubject { evidence: EvidenceId(first + number), revision: 0 };
			Claims::note(subject, &[*tag]);
			if number + 1 < MAX_UNDER_TAG {
				Claims::want(subject, &[numbered(subject).0]).unwrap();
			}
		}
	}
	tags.try_into().unwrap()
}

fn verdict_among_look_alikes(town: &Town, count: u32) -> Later {
	let filed = documents(town, count, |loan, line| town.filed(loan, line, Fen(AMOUNT_FEN)));
	let tags = crowded_tags();
	each("bank-a.attest", count, |number| {
		verdict_with(filed[number as usize], Verdict::Consistent, tags.clone())
	})
}

/// Documents for which the bank has spoken.
fn half_verified(town: &Town, count: u32) -> Vec<EvidenceId> {
	documents(town, count, |loan, line| {
		let evidence = town.filed(loan, line, Fen(AMOUNT_FEN));
		speak_for("bank-a.attest", evidence, Verdict::Consistent);
		evidence
	})
}

fn second_verdict(town: &Town, count: u32) -> Later {
	let filed = half_verified(town, count);
	each("msa.attest", count, |number| verdict(filed[number as usize], Verdict::Consistent))
}

/// Each on a loan of its own, which has room for so many alerts.
fn conflicting_verdict(town: &Town, count: u32) -> Later {
	each("msa.attest", count, |_| {
		let evidence = town.filed(town.loan(1), 0, Fen(AMOUNT_FEN));
		speak_for("bank-a.attest", evidence, Verdict::Consistent);
		verdict(evidence, Verdict::NotConsistent)
	})
}

/// What was retracted while a draft was on it: its claim is given back only now.
fn revise(town: &Town, count: u32) -> Later {
	let call = |number| -> Sent {
		let evidence = town.verified(town.loan(1), 0, Fen(AMOUNT_FEN));
		<Evidence as EvidenceDesk>::reserve(evidence, Fen(1)).unwrap();
		retracted(evidence);
		<Evidence as EvidenceDesk>::free(evidence, Fen(1));
		let content = town.invoice(0, Fen(2 * AMOUNT_FEN));
		(confirmer("firm", number), EvidenceCall::revise { evidence, revision: 0, content }.into())
	};
	now((0..count).map(call).collect())
}

/// The bureau takes its verdict back.
fn retracted(evidence: EvidenceId) {
	let (digest, paper) = (evidence_digest(evidence), Digest::repeat_byte(5));
	Evidence::retract(by("msa.attest"), evidence, 0, digest, RetractionReason::Reversed, paper).unwrap();
}

/// For each of them the bank has spoken, with as many tags as a side gives: all of that goes with it.
fn withdraw_evidence(town: &Town, count: u32) -> Later {
	let spoken = documents(town, count, |loan, line| {
		let evidence = town.filed(loan, line, Fen(AMOUNT_FEN));
		let key = evidence.0.to_le_bytes();
		let tag = |number: u32| {
			let number = number.to_le_bytes();
			AlertTag {
				form: LooseForm::Near,
				key: [number[0], number[1], number[2], number[3], key[0], key[1], key[2], key[3]],
			}
		};
		let tags = (0..MAX_ALERT_TAGS).map(tag).collect::<Vec<_>>().try_into().unwrap();
		verdict_with(evidence, Verdict::Consistent, tags).dispatch(by("bank-a.attest")).unwrap();
		evidence
	});
	let call = |(number, evidence)| (confirmer("firm", number), EvidenceCall::withdraw { evidence }.into());
	now((0..).zip(spoken).map(call).collect())
}

fn retract(town: &Town, count: u32) -> Later {
	each("msa.attest", count, |_| {
		let evidence = town.verified(town.loan(1), 0, Fen(AMOUNT_FEN));
		let (revision, digest) = (0, evidence_digest(evidence));
		let (reason, paper) = (RetractionReason::Reversed, Digest::repeat_byte(5));
		EvidenceCall::retract { evidence, revision, digest, reason, paper }.into()
	})
}

/// The quarter in which the payments of the scene are booked.
fn quarter() -> Quarter {
	today().quarter()
}

/// A loan with so many booked payments, each on a plan line of its own as far as there are any.
fn booked(town: &Town, payments: u32) -> (LoanId, Vec<Uetr>) {
	let loan = town.loan(payments.min(MAX_PLAN_LINES));
	let lines = town.lines(loan, payments, payments.min(MAX_PLAN_LINES));
	release(town.approved(loan, &lines));
	let uetrs: Vec<Uetr> = lines.iter().map(|line| line.uetr).collect();
	book(&uetrs, &Outcome::Settled);
	(loan, uetrs)
}

fn counting(town: &Town, payments: u32) -> RuntimeCall {
	let (loan, uetrs) = booked(town, payments);
	SupervisionCall::count { loan, quarter: quarter(), uetrs: uetrs.try_into().unwrap() }.into()
}

fn count_one(town: &Town, count: u32) -> Later {
	each("bank-a.maker", count, |_| counting(town, 1))
}

fn count_500(town: &Town, count: u32) -> Later {
	each("bank-a.maker", count, |_| counting(town, MAX_LINES))
}

fn take_back(town: &Town, count: u32) -> Later {
	each("bank-a.maker", count, |_| {
		let (loan, uetrs) = booked(town, 100);
		let (quarter, named) = (quarter(), || uetrs.clone().try_into().unwrap());
		Supervision::count(by("bank-a.maker"), loan, quarter, named()).unwrap();
		book(&uetrs, &Outcome::Returned { reason: reason() });
		SupervisionCall::take_back { loan, quarter, uetrs: named() }.into()
	})
}

/// The next quarter begins.
fn end_quarter() -> Quarter {
	let over = quarter();
	let day = 24 * 3600 * 1000;
	pallet_timestamp::Now::<Runtime>::put(START_MILLISECONDS + 90 * day);
	over
}

fn open_review(town: &Town, count: u32) -> Later {
	let loans: Vec<LoanId> = (0..count).map(|_| booked(town, 1).0).collect();
	let quarter = end_quarter();
	each("bank-a.maker", count, |number| {
		SupervisionCall::open_review { loan: loans[number as usize], quarter }.into()
	})
}

fn sign_review(town: &Town, count: u32) -> Later {
	let loans: Vec<LoanId> = (0..count).map(|_| booked(town, 1).0).collect();
	let quarter = end_quarter();
	each("msa.checker", count, |number| {
		let loan = loans[number as usize];
		Supervision::open_review(by("bank-a.maker"), loan, quarter).unwrap();
		let digest = Supervision::review(loan, quarter).unwrap().digest;
		Supervision::sign_review(by("bank-a.checker"), loan, quarter, digest).unwrap();
		SupervisionCall::sign_review { loan, quarter, digest }.into()
	})
}

fn answer_alert(town: &Town, count: u32) -> Later {
	(0..count).for_each(|_| retracted(town.verified(town.loan(1), 0, Fen(AMOUNT_FEN))));
	each("bank-a.attest", count, |number| {
		let (alert, document) = (AlertId(number), Some(Digest::repeat_byte(1)));
		SupervisionCall::answer_alert { alert, further: 0, text: reason(), document }.into()
	})
}

fn close_alert(town: &Town, count: u32) -> Later {
	(0..count).for_each(|_| retracted(town.verified(town.loan(1), 0, Fen(AMOUNT_FEN))));
	each("nfra.attest", count, |number| {
		SupervisionCall::close_alert { alert: AlertId(number), further: 0, outcome: reason() }.into()
	})
}
