//! States in memory, asked what they say.

use super::*;
use crate::outcome::{Blocks, Refused};
use crate::turns::Turns;
use serde_json::json;
use std::sync::Arc;
use zhidai_api::{DraftNo, EvidenceId, EvidenceStatus, Fen, FoundEvidence, LoanId};
use zhidai_runtime::{AccountId, Nonce};

/// A chain whose states before a block are gone, and that has one piece of evidence from a block on.
struct Chain {
	last: BlockNumber,
	states_from: BlockNumber,
	born: Option<BlockNumber>,
	/// How many records there are to look at, the evidence last.
	records: u32,
	/// The block whose state is there and cannot be read now.
	out_of_breath_at: Option<BlockNumber>,
}

const DIGEST: [u8; 32] = [7; 32];

fn block_hash(number: BlockNumber) -> Hash {
	Hash::from_low_u64_be(u64::from(number) + 1)
}

fn number_of(hash: Hash) -> BlockNumber {
	(hash.to_low_u64_be() - 1) as BlockNumber
}

/// Evidence 0 of loan 3: revision 0 has the digest, a later one is current and verified, 0.05 yuan rest on it.
fn evidence() -> FoundRecord {
	FoundRecord::Evidence(FoundEvidence {
		evidence: EvidenceId(0),
		revision: 0,
		is_current: false,
		loan: LoanId(3),
		status: EvidenceStatus::Verified,
		used_fen: Fen(5),
	})
}

impl States for Chain {
	fn find(
		&self,
		block: Hash,
		_: Sought,
		cursor: Option<FindCursor>,
		limit: u32,
	) -> Result<Option<Found>, String> {
		let number = number_of(block);
		if self.out_of_breath_at == Some(number) {
			return Err("no instance is free".into());
		}
		Ok(self.found(number, cursor, limit))
	}
}

impl Chain {
	fn found(&self, number: BlockNumber, cursor: Option<FindCursor>, limit: u32) -> Option<Found> {
		if number < self.states_from {
			return None;
		}
		let from = match cursor {
			Some(FindCursor::Evidence(EvidenceId(id))) => id,
			Some(FindCursor::Draft(..)) => return Some(Found { record: None, cursor: None }),
			None => self.records,
		};
		let Some(to) = from.checked_sub(limit - 1) else {
			let is_born = self.born.is_some_and(|born| number >= born);
			let place = Some(FindCursor::Evidence(EvidenceId(0)));
			return Some(match is_born {
				true => Found { record: Some(evidence()), cursor: place },
				false => Found { record: None, cursor: None },
			});
		};
		let is_here = to == 0 && self.born.is_some_and(|born| number >= born);
		let cursor = Some(FindCursor::Evidence(EvidenceId(to.saturating_sub(1))));
		Some(Found { record: is_here.then(evidence), cursor })
	}
}

impl Blocks for Chain {
	fn finalised(&self) -> (BlockNumber, Hash) {
		(self.last, block_hash(self.last))
	}

	fn hash(&self, number: BlockNumber) -> Result<Option<Hash>, String> {
		Ok((number <= self.last).then(|| block_hash(number)))
	}

	fn transactions(&self, _: Hash) -> Result<Option<Vec<Hash>>, String> {
		Ok(Some(Vec::new()))
	}

	fn refused(&self, _: Hash) -> Result<Option<Refused>, String> {
		Ok(None)
	}

	fn nonce(&self, _: Hash, _: &AccountId) -> Result<Nonce, String> {
		Ok(0)
	}
}

fn asked(last: BlockNumber, states_from: BlockNumber, born: Option<BlockNumber>, records: u32) -> Told {
	let outcomes =
		Outcomes::new(Arc::new(Chain { last, states_from, born, records, out_of_breath_at: None }));
	let (told, at, hash) = outcomes
		.record(&Turns::new().take().expect("a turn"), Sought::Digest(Digest::from(DIGEST)), None)
		.expect("an answer");
	assert_eq!((at, hash), (last, block_hash(last)));
	told
}

fn since(last: BlockNumber, states_from: BlockNumber, born: BlockNumber) -> Since {
	match asked(last, states_from, Some(born), 0) {
		Told::Known { since, .. } => since,
		other => panic!("{other:?}"),
	}
}

/// Wherever it came in, and however many states are left.
#[test]
fn the_block_that_it_came_in_is_told_exactly_where_the_states_are_left() {
	for last in [1, 2, 3, 7, 100, 1_000] {
		for states_from in [0, 1, last / 2, last - 1, last] {
			for born in 1..=last.min(60) {
				let expected = match born > states_from {
					true => Since::Block { number: born, hash: block_hash(born) },
					false => Since::NotAfter { number: states_from },
				};
				assert_eq!(since(last, states_from, born), expected, "{last} {states_from} {born}");
			}
			if last > states_from {
				let expected = Since::Block { number: last, hash: block_hash(last) };
				assert_eq!(since(last, states_from, last), expected);
			}
		}
	}
	assert_eq!(since(10, 0, 0), Since::NotAfter { number: 0 }, "it is of the first state");
}

#[test]
fn what_the_state_does_not_have_is_not_known() {
	assert_eq!(asked(100, 0, None, 0), Told::NotKnown);
	assert_eq!(asked(100, 0, None, 5 * MAX_LOOKS), Told::NotKnown);
}

#[test]
fn a_long_search_goes_on_where_it_ended() {
	let records = 2 * MAX_PAGES * MAX_LOOKS;
	let outcomes = Outcomes::new(Arc::new(Chain {
		last: 9,
		states_from: 0,
		born: Some(4),
		records,
		out_of_breath_at: None,
	}));
	let (mut next, mut asked) = (None, 0);
	loop {
		asked += 1;
		let told = outcomes
			.record(&Turns::new().take().expect("a turn"), Sought::Digest(Digest::from(DIGEST)), next)
			.expect("an answer")
			.0;
		match told {
			Told::NotFoundYet { next: further } => next = Some(further),
			Told::Known { since: Since::Block { number: 4, .. }, .. } => break,
			other => panic!("{other:?}"),
		}
		assert!(asked < 10);
	}
	assert!(asked >= 2, "one answer looks at no more than its part");
}

#[test]
fn a_node_without_the_final_state_says_so() {
	let chain = Chain { last: 9, states_from: 10, born: None, records: 0, out_of_breath_at: None };
	let answer = Outcomes::new(Arc::new(chain)).record(
		&Turns::new().take().expect("a turn"),
		Sought::Payment(uetr()),
		None,
	);
	assert!(matches!(answer, Err(NoAnswer::NotAvailable(_))));
}

fn uetr() -> Uetr {
	"3f2504e0-4f89-41d3-9a0c-0305e82c3301".parse().expect("a key")
}

#[test]
fn answers_are_written_as_clients_read_them() {
	let told = serde_json::to_value(asked(100, 0, Some(40), 0)).expect("JSON");
	assert_eq!((&told["outcome"], &told["record"]["kind"]), (&json!("known"), &json!("evidence")));
	assert_eq!(told["record"]["status"], "Verified");
	assert_eq!((&told["record"]["revision"], &told["record"]["isCurrent"]), (&json!(0), &json!(false)));
	assert_eq!(told["since"]["block"]["number"], 40);
	let not_after = serde_json::to_value(Since::NotAfter { number: 7 }).expect("JSON");
	assert_eq!(not_after, json!({ "notAfter": { "number": 7 } }));
	assert_eq!(serde_json::to_value(Told::NotKnown).expect("JSON"), json!({ "outcome": "notKnown" }));
	let next = FindCursor::Draft(LoanId(1), DraftNo(2));
	let told = serde_json::to_value(Told::NotFoundYet { next }).expect("JSON");
	assert_eq!(told, json!({ "outcome": "notFoundYet", "next": { "draft": [1, 2] } }));
	// What is handed back is read.
	let digest = format!("0x{}", "07".repeat(32));
	let question: ByDigest =
		serde_json::from_value(json!({ "digest": digest, "next": told["next"] })).expect("a question");
	assert_eq!(question.next, Some(next));
	assert!(serde_json::from_value::<ByUetr>(json!({ "uetr": uetr(), "hash": digest })).is_err());
}

/// A state that cannot be read in one moment is not one that is gone: "not after" would be told for good.
#[test]
fn what_cannot_be_read_now_is_no_answer() {
	let told = |out_of_breath_at| {
		let chain = Chain { last: 100, states_from: 0, born: Some(40), records: 0, out_of_breath_at };
		let (turns, sought) = (Turns::new(), Sought::Digest(Digest::from(DIGEST)));
		let turn = turns.take().expect("a turn");
		Outcomes::new(Arc::new(chain)).record(&turn, sought, None)
	};
	assert!(matches!(told(Some(0)), Ok((Told::Known { .. }, 100, _))), "nobody looks there");
	for number in [100, 99, 40, 39] {
		assert!(matches!(told(Some(number)), Err(NoAnswer::NotAvailable(_))), "{number}");
	}
}
