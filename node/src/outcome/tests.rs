//! A chain in memory, asked for what became of its transactions.

// The chain of a test stays on its thread; what is tested wants it shared.
#![allow(clippy::arc_with_non_send_sync)]

use super::*;
use crate::turns::Turns;
use std::cell::RefCell;
use std::rc::Rc;

/// A transaction in a block: its hash, and the error where it was refused.
type Sent = (Hash, Option<DispatchError>);

#[derive(Default)]
struct Chain {
	/// From block 1 on.
	blocks: RefCell<Vec<Vec<Sent>>>,
	nonce: RefCell<Nonce>,
	/// Blocks up to this one have no state any more.
	without_state: RefCell<BlockNumber>,
	/// Blocks up to this one have no body any more.
	without_body: RefCell<BlockNumber>,
	/// States are there and cannot be read now.
	is_out_of_breath: RefCell<bool>,
	reads: RefCell<u32>,
	/// How often a block's state was asked for.
	states: RefCell<u32>,
	/// What happens whenever a body is read.
	on_read: RefCell<Option<Box<dyn Fn()>>>,
}

/// An error of the registry, found by its name.
fn duty_missing() -> DispatchError {
	let (pallet, error) = zhidai_runtime::rules::find("Registry.DutyMissing").unwrap();
	DispatchError::Module(ModuleError { index: pallet, error: [error, 0, 0, 0], message: None })
}

fn block_hash(number: BlockNumber) -> Hash {
	Hash::from_low_u64_be(1_000_000 + u64::from(number))
}

fn number_of(hash: Hash) -> BlockNumber {
	(hash.to_low_u64_be() - 1_000_000) as BlockNumber
}

impl Chain {
	fn sent(&self, block: Hash) -> Vec<Sent> {
		self.blocks.borrow()[number_of(block) as usize - 1].clone()
	}

	fn add(&self, sent: &[Sent]) {
		self.blocks.borrow_mut().push(sent.to_vec());
	}

	fn add_empty(&self, count: u32) {
		(0..count).for_each(|_| self.add(&[]));
	}
}

impl Blocks for Chain {
	fn finalised(&self) -> (BlockNumber, Hash) {
		let last = self.blocks.borrow().len() as BlockNumber;
		(last, block_hash(last))
	}

	fn hash(&self, number: BlockNumber) -> Result<Option<Hash>, String> {
		Ok((number <= self.finalised().0).then(|| block_hash(number)))
	}

	fn transactions(&self, block: Hash) -> Result<Option<Vec<Hash>>, String> {
		*self.reads.borrow_mut() += 1;
		self.on_read.borrow().iter().for_each(|happens| happens());
		if number_of(block) <= *self.without_body.borrow() {
			return Ok(None);
		}
		Ok(Some(self.sent(block).into_iter().map(|(hash, _)| hash).collect()))
	}

	fn refused(&self, block: Hash) -> Result<Option<Refused>, String> {
		*self.states.borrow_mut() += 1;
		if *self.is_out_of_breath.borrow() {
			return Err("no instance is free".into());
		}
		if number_of(block) <= *self.without_state.borrow() {
			return Ok(None);
		}
		let refused =
			(0..).zip(self.sent(block)).filter_map(|(at, (_, error))| error.map(|error| (at, error)));
		Ok(Some((refused.collect(), true)))
	}

	fn nonce(&self, _: Hash, _: &AccountId) -> Result<Nonce, String> {
		Ok(*self.nonce.borrow())
	}
}

fn chain() -> (Arc<Chain>, Outcomes<Chain>) {
	let chain = Arc::new(Chain::default());
	(chain.clone(), Outcomes::new(chain))
}

fn transaction(number: u64) -> Hash {
	Hash::from_low_u64_be(number)
}

fn asked(number: u64, born: BlockNumber, dies: BlockNumber) -> Question {
	let account = AccountId::new([1; 32]);
	Question { hash: transaction(number), account, nonce: 5, born, dies, uetr: None }
}

type Answer = Result<(Outcome, BlockNumber, Hash), NoAnswer>;

fn answer(outcomes: &Outcomes<Chain>, question: Question) -> Answer {
	let turns = Turns::new();
	let turn = turns.take().expect("the only question");
	outcomes.answer(&turn, &turns, &question)
}

fn outcome(outcomes: &Outcomes<Chain>, question: Question) -> Outcome {
	answer(outcomes, question).unwrap().0
}

fn place(block: BlockNumber, position: u32) -> InBlock {
	InBlock { block, block_hash: block_hash(block), position }
}

#[test]
fn a_transaction_is_not_yet_known_then_final() {
	let (chain, outcomes) = chain();
	chain.add_empty(10);
	assert_eq!(outcome(&outcomes, asked(7, 10, 74)), Outcome::NotYet { in_pool: false });
	chain.add(&[(transaction(6), None), (transaction(7), None)]);
	*chain.nonce.borrow_mut() = 6;
	let (found, last, hash) = answer(&outcomes, asked(7, 10, 74)).unwrap();
	assert_eq!(found, Outcome::Final { place: place(11, 1) });
	assert_eq!((last, hash), (11, block_hash(11)), "the answer says as of which block");
}

#[test]
fn a_refused_transaction_names_its_rule() {
	let (chain, outcomes) = chain();
	let error = duty_missing();
	chain.add(&[
		(transaction(1), Some(DispatchError::BadOrigin)),
		(transaction(2), None),
		(transaction(3), Some(error)),
	]);
	let Outcome::Refused { place: at, refusal } = outcome(&outcomes, asked(3, 0, 64)) else {
		panic!("not refused")
	};
	assert_eq!((at, refusal.rule.as_deref()), (place(1, 2), Some("Registry.DutyMissing")));
	assert!(refusal.message.contains("; ") && refusal.error.unwrap().starts_with("0x"));
	let Outcome::Refused { refusal, .. } = outcome(&outcomes, asked(1, 0, 64)) else { panic!("not refused") };
	assert_eq!((refusal.rule.as_deref(), refusal.pallet), (Some("System.BadOrigin"), None));
	assert_eq!(outcome(&outcomes, asked(2, 0, 64)), Outcome::Final { place: place(1, 1) });
}

#[test]
fn a_rule_of_another_runtime_is_told_by_its_numbers() {
	let error = duty_missing();
	let refusal = refused_by(&error, false);
	assert!(refusal.rule.is_none() && refusal.pallet.is_some() && refusal.message.contains("pallet"));
}

/// Its last block is the one before it dies: not before that is final too is it over.
#[test]
fn it_can_no_longer_happen_when_its_era_is_over_at_the_final_block() {
	let (chain, outcomes) = chain();
	chain.add_empty(72);
	assert_eq!(outcome(&outcomes, asked(7, 10, 74)), Outcome::NotYet { in_pool: false });
	chain.add_empty(1);
	assert_eq!(outcome(&outcomes, asked(7, 10, 74)), Outcome::Impossible { reason: Impossible::Expired });
	assert_eq!(outcome(&outcomes, asked(7, 11, 75)), Outcome::NotYet { in_pool: false });
}

#[test]
fn it_can_no_longer_happen_when_another_transaction_has_its_nonce() {
	let (chain, outcomes) = chain();
	chain.add_empty(11);
	*chain.nonce.borrow_mut() = 5;
	assert_eq!(
		outcome(&outcomes, asked(7, 10, 74)),
		Outcome::NotYet { in_pool: false },
		"it is the next one"
	);
	chain.add(&[(transaction(8), None)]);
	*chain.nonce.borrow_mut() = 6;
	assert_eq!(outcome(&outcomes, asked(7, 10, 74)), Outcome::Impossible { reason: Impossible::NonceUsed });
	assert_eq!(
		outcome(&outcomes, asked(8, 10, 74)),
		Outcome::Final { place: place(12, 0) },
		"this is the other"
	);
}

#[test]
fn after_a_start_the_last_blocks_are_read_again_and_older_ones_are_found_in_their_bodies() {
	let (chain, outcomes) = chain();
	chain.add_empty(49);
	chain.add(&[(transaction(1), None)]);
	chain.add_empty(100);
	chain.add(&[(transaction(2), Some(DispatchError::BadOrigin))]);
	chain.add_empty(249);
	*chain.without_state.borrow_mut() = 144;
	outcomes.catch_up().unwrap();
	assert_eq!(*chain.reads.borrow(), 256, "no more than what can still have its state");
	assert!(matches!(outcome(&outcomes, asked(2, 100, 356)), Outcome::Refused { .. }));
	assert_eq!(*chain.reads.borrow(), 256, "nothing is read twice");
	assert_eq!(outcome(&outcomes, asked(1, 40, 104)), Outcome::Included { place: place(50, 0) });
	assert_eq!(outcome(&outcomes, asked(3, 40, 104)), Outcome::Impossible { reason: Impossible::Expired });
	// A node that has thrown bodies away does not say that a transaction is in none of them.
	*chain.without_body.borrow_mut() = 60;
	assert!(matches!(answer(&outcomes, asked(3, 40, 104)), Err(NoAnswer::NotAvailable(_))));
}

/// Whoever asks for what is old has up to 256 bodies read. Nobody else waits for that, and the state of none of them is
/// asked for but of the one that has it.
#[test]
fn a_question_about_old_blocks_holds_nobody_up_and_asks_for_one_state() {
	let (chain, outcomes) = chain();
	chain.add_empty(100);
	chain.add(&[(transaction(1), None)]);
	chain.add_empty(400);
	outcomes.catch_up().unwrap();
	let outcomes = Rc::new(outcomes);
	let asked_before = *chain.states.borrow();
	let index = Rc::downgrade(&outcomes);
	*chain.on_read.borrow_mut() = Some(Box::new(move || {
		assert!(index.upgrade().unwrap().index.try_lock().is_ok(), "the index is held while a body is read");
	}));
	assert_eq!(outcome(&outcomes, asked(1, 1, 257)), Outcome::Final { place: place(101, 0) });
	assert_eq!(*chain.states.borrow(), asked_before + 1);
	assert_eq!(outcome(&outcomes, asked(2, 1, 200)), Outcome::Impossible { reason: Impossible::Expired });
	assert_eq!(*chain.states.borrow(), asked_before + 1);
}

/// Two questions about old blocks are answered at a time; what is in the index, and what cannot be in an older block,
/// is answered all the same.
#[test]
fn a_question_about_old_blocks_waits_its_turn_and_no_other_does() {
	let (chain, outcomes) = chain();
	chain.add_empty(400);
	chain.add(&[(transaction(1), None)]);
	chain.add_empty(9);
	outcomes.catch_up().unwrap();
	let turns = Turns::new();
	let turn = turns.take().expect("the only question");
	let searches: Vec<_> = std::iter::from_fn(|| turns.take_for_search()).collect();
	let ask = |question| outcomes.answer(&turn, &turns, &question).map(|(outcome, ..)| outcome);
	let reads = *chain.reads.borrow();
	// The index begins at block 155.
	assert_eq!(ask(asked(2, 100, 164)), Err(NoAnswer::Busy));
	assert_eq!(ask(asked(2, 153, 409)), Err(NoAnswer::Busy));
	assert_eq!(ask(asked(2, 154, 410)), Ok(Outcome::Impossible { reason: Impossible::Expired }));
	assert_eq!(ask(asked(1, 390, 454)), Ok(Outcome::Final { place: place(401, 0) }));
	assert_eq!(ask(asked(2, 390, 454)), Ok(Outcome::NotYet { in_pool: false }));
	assert_eq!(*chain.reads.borrow(), reads);
	drop(searches);
	assert_eq!(ask(asked(2, 100, 164)), Ok(Outcome::Impossible { reason: Impossible::Expired }));
	assert_eq!(*chain.reads.borrow(), reads + 54, "blocks 101 to 154, outside the index");
}

#[test]
fn a_hash_alone_is_answered_from_the_index() {
	let (chain, outcomes) = chain();
	chain.add(&[(transaction(1), None)]);
	chain.add_empty(300);
	chain.add(&[(transaction(2), None), (transaction(3), Some(duty_missing()))]);
	outcomes.catch_up().unwrap();
	let reads = *chain.reads.borrow();
	let turns = Turns::new();
	let turn = turns.take().expect("the only question");
	let ask = |number| outcomes.by_hash(&turn, transaction(number)).unwrap();
	assert_eq!(ask(2), (Some(Outcome::Final { place: place(302, 0) }), 302, block_hash(302)));
	assert!(matches!(ask(3).0, Some(Outcome::Refused { .. })));
	for number in [1, 4] {
		assert_eq!(ask(number).0, None, "before the index, or nowhere");
	}
	assert_eq!(*chain.reads.borrow(), reads, "nothing is searched for");
}

#[test]
fn what_could_not_be_read_in_one_moment_is_told_in_the_next() {
	let (chain, outcomes) = chain();
	chain.add(&[(transaction(1), None), (transaction(2), Some(duty_missing()))]);
	*chain.is_out_of_breath.borrow_mut() = true;
	outcomes.catch_up().unwrap();
	for number in [1, 2] {
		let told = answer(&outcomes, asked(number, 0, 64));
		assert!(matches!(told, Err(NoAnswer::NotAvailable(_))), "neither carried out nor unknown for good");
	}
	assert_eq!(
		outcome(&outcomes, asked(3, 0, 64)),
		Outcome::NotYet { in_pool: false },
		"nobody else is kept from an answer"
	);
	*chain.is_out_of_breath.borrow_mut() = false;
	assert_eq!(outcome(&outcomes, asked(1, 0, 64)), Outcome::Final { place: place(1, 0) });
	assert!(matches!(outcome(&outcomes, asked(2, 0, 64)), Outcome::Refused { .. }));
}

#[test]
fn the_index_is_bounded_and_unbroken() {
	let (chain, outcomes) = chain();
	chain.add(&[(transaction(1), None)]);
	outcomes.catch_up().unwrap();
	for _ in 0..6 {
		chain.add_empty(200);
		outcomes.catch_up().unwrap();
	}
	let kept = || outcomes.index.lock().unwrap().blocks.len();
	assert_eq!(kept(), INDEXED);
	assert!(outcomes.index.lock().unwrap().transactions.is_empty(), "what is gone is forgotten");
	// A node that was asleep for long begins anew: a row with a hole would say "in no block" of what is in the hole.
	chain.add_empty(299);
	chain.add(&[(transaction(2), None)]);
	chain.add_empty(300);
	outcomes.catch_up().unwrap();
	assert_eq!(kept(), 256);
	assert_eq!(outcome(&outcomes, asked(2, 1_490, 1_554)), Outcome::Final { place: place(1_501, 0) });
}

#[test]
fn a_question_without_sense_is_refused() {
	let (chain, outcomes) = chain();
	chain.add_empty(10);
	for (born, dies) in [(10, 10), (10, 9), (10, 267)] {
		assert!(
			matches!(answer(&outcomes, asked(1, born, dies)), Err(NoAnswer::Malformed(_))),
			"{born} {dies}"
		);
	}
	assert!(answer(&outcomes, asked(1, 10, 266)).is_ok());
	assert_eq!(
		outcome(&outcomes, asked(1, 500, 564)),
		Outcome::NotYet { in_pool: false },
		"the node is behind"
	);
}

#[test]
fn answers_are_written_as_clients_read_them() {
	let json = |outcome: Outcome| serde_json::to_value(outcome).unwrap();
	let at = InBlock { block: 7, block_hash: Hash::repeat_byte(1), position: 3 };
	let hash = format!("0x{}", "01".repeat(32));
	assert_eq!(
		json(Outcome::Final { place: at }),
		serde_json::json!({ "outcome": "final", "block": 7, "blockHash": hash, "position": 3 })
	);
	assert_eq!(
		json(Outcome::Refused { place: at, refusal: refused_by(&duty_missing(), true) })["rule"],
		"Registry.DutyMissing"
	);
	assert_eq!(
		json(Outcome::Impossible { reason: Impossible::NonceUsed }),
		serde_json::json!({ "outcome": "impossible", "reason": "nonceUsed" })
	);
	assert_eq!(
		json(Outcome::NotYet { in_pool: true }),
		serde_json::json!({ "outcome": "notYet", "inPool": true })
	);
	assert_eq!(json(Outcome::Included { place: at })["outcome"], "included");
	let question: Question = serde_json::from_value(serde_json::json!({
		"hash": hash,
		"account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
		"nonce": 1,
		"born": 10,
		"dies": 74,
	}))
	.unwrap();
	assert_eq!((question.nonce, question.born, question.dies), (1, 10, 74));
}
