//! Evidence between two banks: what takes it back, and when a document is free for the other bank.

mod common;

use common::consortium::{agreed, credit_code_of, decided, RegistryCall, BANK_B};
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_evidence::{Event, Evidence, FiledFor, Filings, RetractionReason, MAX_FILED_PER_DAY};
use pallet_registry::Act;
use zhidai_api::{Found, Sought, TraceEdge, TraceNode, TraceRoot};
use zhidai_primitives::{
	Digest as Hash, EvidenceId, EvidenceKind, Fen, OrgId, Region, RegistrationId, Verdict,
};
use zhidai_reader::documents::{
	fingerprints, ConsortiumKey, DeclaredFields, Document, Party, Registered, Sides,
};
use zhidai_runtime::find::{find, MAX_LOOKS};
use zhidai_runtime::trace::trace;
use zhidai_runtime::verdicts::verdicts;
use zhidai_runtime::{Runtime, RuntimeEvent};

type EvidenceError = pallet_evidence::Error<Runtime>;
type SupervisionCall = pallet_supervision::Call<Runtime>;

/// 红冲: the invoice was reversed by a red-letter one.
fn retract((evidence, digest): (EvidenceId, Hash)) -> EvidenceCall {
	let (reason, paper) = (RetractionReason::Reversed, Hash::repeat_byte(8));
	EvidenceCall::retract { evidence, revision: 0, digest, reason, paper }
}

/// The contract that the reader's own tests read, with these codes for its sides.
fn paper(seller: RegistrationId, buyer: RegistrationId) -> DeclaredFields {
	const CONTRACT: &str = include_str!("../../client/reader/tests/fixtures/own/purchase_contract.json");
	let text = CONTRACT.replace("91330200MA20002460", seller.as_str());
	let text = text.replace("91330200MA2000123Y", buyer.as_str());
	Document::parse("contract.json", text.as_bytes()).unwrap().fields
}

/// What the register has for an organisation.
fn registered(org: OrgId) -> Registered {
	let found = pallet_registry::Organisations::<Runtime>::get(org).unwrap();
	Registered { registration: found.registration, former_number: found.former_number }
}

/// A verdict that speaks for a paper of these two, as the register has them when it is given.
fn speaks_for(
	(evidence, digest): (EvidenceId, Hash),
	paper: &DeclaredFields,
	(seller, buyer): (OrgId, OrgId),
) -> EvidenceCall {
	let sides = Sides { seller: registered(seller), buyer: registered(buyer) };
	let marks = fingerprints(&ConsortiumKey::new([7; 32]), paper, &sides).unwrap();
	EvidenceCall::give_verdict {
		evidence,
		revision: 0,
		digest,
		verdict: Verdict::Consistent,
		reference: None,
		fingerprints: marks.try_into().unwrap(),
		tags: Default::default(),
	}
}

/// A borrower filed one contract at two banks, with other codes of the same two organisations: it was verified and paid
/// at both.
#[test]
fn a_paper_with_other_codes_of_its_sides_is_taken_at_the_next_bank() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let second = signed_loan("bank-b", request(scene.firms));
		let both @ (seller, buyer) = (scene.firms.parts, scene.firms.borrower);
		let first = paper(registered(seller).registration, registered(buyer).registration);
		let content = |paper: &DeclaredFields| document(paper.kind, seller, buyer, paper.amount);
		let evidence = filed(scene.loan, content(&first));
		done("bank-a.attest", speaks_for(evidence, &first, both));
		done("msa.attest", speaks_for(evidence, &first, both));
		next_block();
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 400, Some(evidence.0))]);
		done("bank-a.release", release(scene.loan, signed, &[]));

		let other = |org: OrgId| RegistrationId::CreditCode(credit_code_of(org.0, Region(330_203)));
		for org in [seller, buyer] {
			assert_eq!(other(org).key(), registered(org).registration.key(), "the same organisation");
			assert!(!registered(org).has(&other(org)), "which is filed by the code that is registered");
		}
		let rewritten = paper(other(seller), other(buyer));
		let again = filed(second, content(&rewritten));
		refused("bank-b.attest", speaks_for(again, &rewritten, both), EvidenceError::FingerprintTaken);

		let digits = RegistrationId::BusinessRegistration(*b"330206600123456");
		agreed("msa.maker", "msa.checker", Act::LinkNumber { org: seller, number: digits });
		assert!(registered(seller).has(&digits));
		for seller_code in [digits, registered(seller).registration] {
			let linked = paper(seller_code, registered(buyer).registration);
			refused("bank-b.attest", speaks_for(again, &linked, both), EvidenceError::FingerprintTaken);
		}
		// Another contract of the two is theirs to finance, whoever they are called there.
		let name = Party { name: "another".into(), code: digits };
		let next = DeclaredFields { number: "YX-2026-004".into(), seller: name, ..first };
		done("bank-b.attest", speaks_for(again, &next, both));
	});
}

#[test]
fn an_invoice_that_was_reversed_after_both_verdicts_is_not_paid() {
	for side in ["bank-a.attest", "msa.attest"] {
		chain(|| {
			let scene = ready("bank-a", firms(), [1, 2, 3]);
			let invoice =
				document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
			let evidence = filed(scene.loan, invoice);
			done("bank-a.attest", consistent(evidence, &[21]));
			done("msa.attest", consistent(evidence, &[21]));
			let lines = [
				line(1, 0, 400, Some(evidence.0)),
				line(2, 0, 600, Some(evidence.0)),
				line(3, 2, 100, Some(scene.contract)),
			];
			let signed = approved("bank-a", scene.loan, &lines);
			done("bank-a.release", release(scene.loan, signed, &[0]));
			refused("bank-b.attest", retract(evidence), EvidenceError::AttesterNotAllowed);
			done(side, retract(evidence));
			refused(side, retract(evidence), EvidenceError::AlreadyRetracted);
			// What was released stays; nothing more leaves on it, and the rest of the draft goes on without it.
			refused("bank-a.release", release(scene.loan, signed, &[1]), EvidenceError::NotStanding);
			done("bank-a.release", release(scene.loan, signed, &[2]));
		});
	}
}

#[test]
fn a_document_on_which_nothing_was_paid_is_free_when_its_loan_is_over() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let second = signed_loan("bank-b", request(scene.firms));
		let invoice = document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, CAPS[0]);
		let again = filed(second, invoice);
		refused("bank-b.attest", consistent(again, &[1]), EvidenceError::FingerprintTaken);
		closed_early("bank-a", scene.loan);
		next_block();
		done("bank-b.attest", consistent(again, &[1]));
		done("msa.attest", consistent(again, &[1]));
		let signed = approved("bank-b", second, &[line(1, 0, 100, Some(again.0))]);
		done("bank-b.release", release(second, signed, &[]));
	});
}

/// A bank and the bureau together claimed, on a loan of their own, what stood in another bank's first verdict.
#[test]
fn a_claim_on_which_nothing_was_paid_ends_when_its_bank_is_suspended() {
	chain(|| {
		let scene = ready("bank-b", firms(), [1, 2, 3]);
		let owners = signed_loan("bank-a", request(scene.firms));
		let invoice =
			|| document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		let owned = filed(owners, invoice());
		done("bank-a.attest", consistent(owned, &[21]));
		let stolen = verified("bank-b", scene.loan, invoice(), &[21]);
		let paid = verified("bank-b", scene.loan, invoice(), &[22]);
		let signed = approved("bank-b", scene.loan, &[line(1, 0, 400, Some(paid))]);
		done("bank-b.release", release(scene.loan, signed, &[]));
		refused("msa.attest", consistent(owned, &[21]), EvidenceError::FingerprintTaken);
		decided(RegistryCall::suspend { org: BANK_B }).unwrap();
		done("msa.attest", consistent(owned, &[21]));
		let given_way = last_event(|event| match event {
			RuntimeEvent::Evidence(Event::Discharged { evidence, .. }) => Some(*evidence),
			_ => None,
		});
		assert_eq!(given_way, stolen);
		let signed = approved("bank-a", owners, &[line(2, 0, 400, Some(owned.0))]);
		done("bank-a.release", release(owners, signed, &[]));
		// What money rests on stays that financing's.
		let again = filed(owners, invoice());
		refused("bank-a.attest", consistent(again, &[22]), EvidenceError::FingerprintTaken);
		// The bank takes part again, and has the document no more.
		decided(RegistryCall::reinstate { org: BANK_B }).unwrap();
		let signed = approved("bank-b", scene.loan, &[line(3, 0, 400, Some(stolen))]);
		refused("bank-b.release", release(scene.loan, signed, &[]), EvidenceError::NotLanded);
	});
}

/// An organisation filed and withdrew for ever, and every piece stayed in the state.
#[test]
fn what_is_withdrawn_before_anybody_spoke_is_found_nowhere_but_in_its_events() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let kept = || Evidence::<Runtime>::iter_keys().count();
		let before = kept();
		let invoice =
			|| document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		let (evidence, digest) = filed(scene.loan, invoice());
		let withdraw = || EvidenceCall::withdraw { evidence };
		let (draft, named) = drafted("bank-a", scene.loan, &[line(1, 0, 400, Some(evidence))]);
		refused("yj.maker", withdraw(), EvidenceError::InUse);
		let (loan, reason) = (scene.loan, "票据有误".try_into().unwrap());
		done("bank-a.checker", PaymentsCall::reject { loan, draft, digest: named, reason });
		done("yj.maker", withdraw());
		let told = last_event(|event| match event {
			RuntimeEvent::Evidence(Event::Withdrawn { evidence, digest, is_kept, .. }) => {
				Some((*evidence, *digest, *is_kept))
			}
			_ => None,
		});
		assert_eq!(told, (evidence, digest, false));
		assert_eq!(kept(), before);
		refused("yj.maker", withdraw(), EvidenceError::EvidenceUnknown);
		refused("bank-a.attest", consistent((evidence, digest), &[21]), EvidenceError::EvidenceUnknown);
		next_block();

		assert_eq!(verdicts(evidence), None);
		let nothing = Found { record: None, cursor: None };
		assert_eq!(find(Sought::Digest(digest), None, MAX_LOOKS), nothing);
		let listed = zhidai_runtime::Evidence::evidence_of_loan(loan, None, 1_000).items;
		assert!(!listed.is_empty() && listed.iter().all(|(id, ..)| *id != evidence));
		// The payment that was rejected says which evidence it named, and that is all.
		let page = trace(TraceRoot::Payment(uetr(1)), None, 1).unwrap();
		assert!(page.edges.contains(&TraceEdge::RestsOn { uetr: uetr(1), evidence }));
		assert!(!page.nodes.iter().any(|node| matches!(node, TraceNode::Evidence(_))));
		// Its id is not given again.
		assert_eq!(filed(loan, invoice()).0, EvidenceId(evidence.0 + 1));
	});
}

#[test]
fn an_organisation_that_filed_as_much_for_a_loan_as_may_be_goes_on_the_next_day() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let (loan, borrower) = (scene.loan, scene.firms.borrower);
		let content = document(EvidenceKind::Invoice, scene.firms.equipment, borrower, Fen(1_000));
		let file = || EvidenceCall::file { loan, content, request_id: new_request() };
		let filings = Filings { day: today(), count: MAX_FILED_PER_DAY - 1 };
		FiledFor::<Runtime>::insert(loan, borrower, filings);
		done("yj.maker", file());
		refused("yj.maker", file(), EvidenceError::TooManyFiledToday);
		done("bank-a.maker", file());
		next_block();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 1 });
		next_block();
		done("yj.maker", file());
	});
}

#[test]
fn nothing_is_attested_on_an_offer_that_the_borrower_has_not_signed() {
	chain(|| {
		let firms = firms();
		let (loan, digest) = prepared("bank-a", request(firms));
		done("bank-a.checker", LoansCall::check_offer { loan, digest });
		let evidence =
			filed(loan, document(EvidenceKind::Invoice, firms.equipment, firms.borrower, Fen(1_000)));
		refused("bank-a.attest", consistent(evidence, &[1]), EvidenceError::LoanNotActive);
		refused("msa.attest", consistent(evidence, &[1]), EvidenceError::LoanNotActive);
		done("yj.confirm", LoansCall::sign { loan, digest });
		done("bank-a.attest", consistent(evidence, &[1]));
	});
}

/// What people are shown says that a verdict no longer counts, and since when.
#[test]
fn a_verdict_that_counts_no_more_is_not_shown_as_if_it_did() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let lines = [line(1, 0, 400, Some(scene.invoice))];
		let signed = approved("bank-a", scene.loan, &lines);
		done("bank-a.release", release(scene.loan, signed, &[]));
		let named = (scene.invoice, zhidai_runtime::Evidence::known(scene.invoice).unwrap().0.digest);
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 3 });
		next_block();
		let shown = || {
			let page = trace(TraceRoot::Payment(uetr(1)), None, 1).unwrap();
			let found = page.nodes.into_iter().find_map(|node| match node {
				TraceNode::Evidence(found) => {
					Some((found.bank_verdict.unwrap(), found.regulator_verdict.unwrap()))
				}
				_ => None,
			});
			let (bank, regulator) = found.expect("the document");
			let all = verdicts(scene.invoice).unwrap();
			assert_eq!((all.bank, all.regulator), (Some(bank), Some(regulator)), "the same everywhere");
			(bank, regulator)
		};
		let (bank, regulator) = shown();
		assert_eq!((bank.retracted_on, bank.lapsed_on), (None, None));
		done("bank-a.attest", retract(named));
		let (bank, others) = shown();
		assert_eq!((bank.retracted_on, bank.lapsed_on), (Some(today()), None));
		assert!(bank.given_on < today() && others == regulator);

		// One that waited too long for the other side's.
		let invoice =
			document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		let lone = filed(scene.loan, invoice);
		done("msa.attest", consistent(lone, &[21]));
		next_block();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 31 });
		next_block();
		let given = verdicts(lone.0).unwrap();
		assert_eq!((given.bank, given.regulator.unwrap().lapsed_on), (None, Some(today())));
		assert_eq!(verdicts(EvidenceId(99)), None);
	});
}

/// The invoice was reversed after the quarter was counted: the covenant was met on paper only.
#[test]
fn nb_03_spend_whose_evidence_was_retracted_is_taken_back_and_the_review_follows() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let loan = scene.loan;
		let signed = approved("bank-a", loan, &[line(1, 0, 400, Some(scene.invoice))]);
		done("bank-a.release", release(loan, signed, &[]));
		book("bank-a", booked(1, [uetr(1)]));
		next_block();
		let quarter = today().quarter();
		let uetrs = || vec![uetr(1)].try_into().unwrap();
		done("bank-a.maker", SupervisionCall::count { loan, quarter, uetrs: uetrs() });
		let take_back = || SupervisionCall::take_back { loan, quarter, uetrs: uetrs() };
		let stands = pallet_supervision::Error::<Runtime>::NotReturned { line: 0 };
		refused("msa.maker", take_back(), stands);
		let digest = zhidai_runtime::Evidence::known(scene.invoice).unwrap().0.digest;
		done("msa.attest", retract((scene.invoice, digest)));
		done("msa.maker", take_back());
		next_block();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 90 });
		next_block();
		done("msa.maker", SupervisionCall::open_review { loan, quarter });
		let review = zhidai_runtime::Supervision::review(loan, quarter).unwrap();
		assert_eq!((review.figures.spend.counted, review.figures.spend.quality), (Fen(400), Fen::ZERO));
		assert!(!review.met);
	});
}
