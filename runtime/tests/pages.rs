//! Lists in pages (翻页): whatever the length of a page, nothing is left out and nothing comes twice.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_evidence::RetractionReason;
use polkadot_sdk::*;
use std::fmt::Debug;
use zhidai_api::PendingWork;
use zhidai_api::Rule;
use zhidai_primitives::{Digest as Hash, EvidenceKind, Fen, LoanId, Page, MAX_PAGE};
use zhidai_runtime::apis::runtime_decl_for_zhidai_api::ZhidaiApiV1;
use zhidai_runtime::Runtime;

type EvidenceError = pallet_evidence::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;

/// What a list holds: the same in pages of one, of two, of three and of as many as there can be.
#[track_caller]
fn listed<Item: Debug + PartialEq, Cursor: Clone + Debug>(
	page: impl Fn(Option<Cursor>, u32) -> Page<Item, Cursor>,
) -> Vec<Item> {
	let whole = page(None, MAX_PAGE);
	assert!(whole.next.is_none(), "the list goes on at {:?}", whole.next);
	for length in 1..=3 {
		let by_length = |cursor| {
			let page = page(cursor, length);
			assert!(page.items.len() <= length as usize);
			Ok::<_, ()>(page)
		};
		assert_eq!(Page::every(by_length).unwrap(), whole.items, "in pages of {length}");
	}
	whole.items
}

#[test]
fn loans_come_the_oldest_first_also_past_256() {
	chain(|| {
		let firms = firms();
		pallet_loans::LastLoan::<Runtime>::put(LoanId(252));
		let mut loans = Vec::new();
		for _ in 0..8 {
			let (loan, ..) = prepared("bank-a", request(firms));
			// A bank has few offers to a firm that stand at a time.
			done("bank-a.maker", LoansCall::withdraw { loan });
			loans.push(loan);
			next_block();
		}
		assert_eq!(loans, (253..=260).map(LoanId).collect::<Vec<_>>());
		assert_eq!(listed(|after, limit| Runtime::loans_of_bank(BANK_A, after, limit)), loans);
		assert_eq!(listed(|after, limit| Runtime::loans_of_borrower(firms.borrower, after, limit)), loans);
		assert_eq!(listed(|after, limit| Runtime::loans_of_bank(BANK_B, after, limit)), []);
	});
}

#[test]
fn every_rule_that_a_draft_would_break_is_told() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		// Lines of which each names no line of the plan, and nothing else that is wrong.
		let lines: Vec<_> = (1..=9).map(|number| line(number, 9, 100, Some(scene.invoice))).collect();
		let check = |before, limit| Runtime::check_payment(scene.loan, lines.clone(), None, before, limit);
		let found = listed(check);
		let places: Vec<_> = found.iter().filter_map(|violation| violation.line).collect();
		assert_eq!(places, (0..9).collect::<Vec<_>>());
	});
}

#[test]
fn every_rule_that_a_release_would_break_is_told() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let invoice =
			document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
		let evidence = filed(scene.loan, invoice);
		done("bank-a.attest", consistent(evidence, &[21]));
		done("msa.attest", consistent(evidence, &[21]));
		let lines: Vec<_> = (1..=4).map(|number| line(number, 0, 100, Some(evidence.0))).collect();
		let (draft, _) = approved("bank-a", scene.loan, &lines);
		assert_eq!(broken_at_release(scene.loan, draft), []);
		let (reason, paper) = (RetractionReason::Reversed, Hash::repeat_byte(8));
		let (evidence, digest) = evidence;
		done("bank-a.attest", EvidenceCall::retract { evidence, revision: 0, digest, reason, paper });
		done(
			"bank-a.checker",
			LoansCall::hold { loan: scene.loan, hold: pallet_loans::Hold::Bank { reference: Hash::zero() } },
		);
		let found = listed(|before, limit| Runtime::check_release(scene.loan, draft, before, limit));
		let (first, others) = found.split_first().expect("two rules are broken");
		assert_eq!((first.rule, first.line), (rule(LoansError::LoanHeld), None));
		let places: Vec<_> = others.iter().map(|violation| (violation.rule, violation.line)).collect();
		let not_standing = rule(EvidenceError::NotStanding);
		assert_eq!(places, [0, 1, 2, 3].map(|line| (not_standing, Some(line))));
	});
}

fn rule(error: impl Into<sp_runtime::DispatchError>) -> Rule {
	let sp_runtime::DispatchError::Module(module) = error.into() else { panic!("a pallet's rule") };
	Rule::Module { pallet: module.index, error: module.error }
}

#[test]
fn every_transaction_that_a_block_refused_is_told() {
	chain(|| {
		let firms = firms();
		for loan in 91..=95 {
			refused("bank-a.maker", LoansCall::withdraw { loan: LoanId(loan) }, LoansError::LoanUnknown);
		}
		let (loan, _) = prepared("bank-a", request(firms));
		done("bank-a.maker", LoansCall::withdraw { loan });
		let found = listed(Runtime::refused);
		let unknown = sp_runtime::DispatchError::from(LoansError::LoanUnknown).stripped();
		assert!(found.iter().all(|(_, rule)| rule.stripped() == unknown));
		assert!(found.is_sorted_by_key(|(position, _)| *position));
		assert_eq!(found.len(), 5);
	});
}

/// Across all of its lists.
#[test]
fn an_inbox_is_read_whole_whatever_the_length_of_its_pages() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		for number in 0..5 {
			drafted("bank-a", scene.loan, &[line(10 + number, 0, 100, Some(scene.invoice))]);
			approved("bank-a", scene.loan, &[line(20 + number, 1, 100, Some(scene.report))]);
		}
		for _ in 0..3 {
			prepared("bank-a", request(scene.firms));
			next_block();
		}
		let work = |name| listed(|cursor, limit| Runtime::inbox(account(name), cursor, limit));
		let mandates = work("yj.confirm");
		assert!(mandates.iter().all(|work| matches!(work, PendingWork::DraftToMandate(_))));
		assert_eq!(mandates.len(), 5);
		let (contracts, drafts): (Vec<_>, Vec<_>) = work("bank-a.checker")
			.into_iter()
			.partition(|work| matches!(work, PendingWork::ContractToCheck { .. }));
		assert_eq!((contracts.len(), drafts.len()), (3, 0));
		assert_eq!(work("bank-a.release").len(), 5);
	});
}
