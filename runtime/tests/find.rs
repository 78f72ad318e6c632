//! What the state says to somebody who has a key or a digest and nothing else; and documents that look alike,
//! in an inbox.

mod common;

use common::lending::*;
use common::paying::*;
use common::*;
use zhidai_api::{FindCursor, Found, FoundRecord, PendingWork, Sought};
use zhidai_primitives::{AlertTag, Digest as Hash, EvidenceId, EvidenceKind, Fen, LooseForm};
use zhidai_runtime::find::{find, MAX_LOOKS};
use zhidai_runtime::inbox::inbox;

/// All pages of a search, each of so many records; and how many pages it took.
fn search(digest: Hash, limit: u32) -> (Option<FoundRecord>, u32) {
	let (mut cursor, mut pages) = (None, 0);
	loop {
		let Found { record, cursor: next } = find(Sought::Digest(digest), cursor, limit);
		pages += 1;
		if record.is_some() || next.is_none() {
			return (record, pages);
		}
		cursor = next;
	}
}

#[test]
fn a_payment_is_found_by_its_key_and_a_draft_and_evidence_by_their_digests() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let invoice =
			document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		let evidence = filed(scene.loan, invoice);
		let lines = [line(1, 2, 100, Some(scene.contract))];
		let (draft, digest) = drafted("bank-a", scene.loan, &lines);
		next_block();

		let Found { record: Some(FoundRecord::Payment(payment)), .. } =
			find(Sought::Payment(uetr(1)), None, 1)
		else {
			panic!("the payment is not found")
		};
		assert_eq!((payment.loan, payment.draft, payment.amount_fen), (scene.loan, draft, Fen(100)));
		let nothing = Found { record: None, cursor: None };
		assert_eq!(find(Sought::Payment(uetr(9)), None, 1), nothing);

		for limit in [1, 2, MAX_LOOKS, u32::MAX] {
			let (Some(FoundRecord::Draft(found)), _) = search(digest, limit) else {
				panic!("no draft: {limit}")
			};
			assert_eq!((found.loan, found.draft), (scene.loan, draft));
			let (Some(FoundRecord::Evidence(found)), _) = search(evidence.1, limit) else {
				panic!("no evidence: {limit}")
			};
			assert_eq!((found.evidence, found.revision, found.loan), (evidence.0, 0, scene.loan));
			assert!(found.is_current);
			assert_eq!(search(Hash::repeat_byte(0xee), limit).0, None);
		}
		// Four pieces of evidence, the draft, the end of the loan's drafts.
		assert_eq!(search(Hash::repeat_byte(0xee), 1).1, 6);
	});
}

#[test]
fn an_earlier_revision_is_found_by_its_digest_and_the_place_says_what_is_current() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let content = |amount| {
			document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(amount))
		};
		let (evidence, first) = filed(scene.loan, content(1_000));
		done("yj.maker", EvidenceCall::revise { evidence, revision: 0, content: content(2_000) });
		let Found { record, cursor } = find(Sought::Digest(first), None, 10);
		let Some(FoundRecord::Evidence(found)) = record else { panic!("not found") };
		assert_eq!((found.revision, found.is_current), (0, false));
		assert_eq!(cursor, Some(FindCursor::Evidence(evidence)));
		// With the place one look is enough.
		assert!(find(Sought::Digest(first), cursor, 1).record.is_some());
		// Both its revisions were read, and nothing else.
		let before = Some(FindCursor::Evidence(EvidenceId(evidence.0 - 1)));
		let nowhere = find(Sought::Digest(Hash::repeat_byte(0xee)), None, 2);
		assert_eq!(nowhere, Found { record: None, cursor: before });
	});
}

#[test]
fn an_empty_chain_has_nothing_to_find() {
	chain(|| assert_eq!(search(Hash::repeat_byte(1), 1), (None, 1)));
}

fn looking_like(evidence: (EvidenceId, Hash), fingerprint: u8, tag: u8) -> EvidenceCall {
	let mut call = consistent(evidence, &[fingerprint]);
	let EvidenceCall::give_verdict { tags, .. } = &mut call else { unreachable!("a verdict") };
	tags.try_push(AlertTag { form: LooseForm::Digits, key: [tag; 8] }).expect("room for one");
	call
}

#[test]
fn an_inbox_shows_which_documents_look_like_the_one_that_waits() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let second = signed_loan("bank-b", request(scene.firms));
		let invoice =
			|| document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		let (one, other) = (filed(scene.loan, invoice()), filed(second, invoice()));
		done("bank-a.attest", looking_like(one, 21, 7));
		done("bank-b.attest", looking_like(other, 22, 7));
		next_block();
		let page = inbox(&account("msa.attest"), None, 1_000);
		let alike = |asked: EvidenceId| {
			page.items.iter().find_map(|work| match work {
				PendingWork::VerdictToGive { evidence, looks_like, .. } if *evidence == asked => {
					Some(looks_like.clone())
				}
				_ => None,
			})
		};
		assert_eq!((alike(one.0), alike(other.0)), (Some(vec![other.0]), Some(vec![one.0])));
		// Told, and not refused.
		done("msa.attest", looking_like(other, 22, 7));
	});
}
