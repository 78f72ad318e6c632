use super::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

const BORN: u64 = 10;
const NONCE: u64 = 7;

fn version(name: u8, born_at: u64) -> Version {
	Version { bytes: vec![name], hash: H256::repeat_byte(name), born_at, last_block: born_at + 64 }
}

/// A chain that a test moves.
struct Chain {
	/// The transactions of each block from 0; nothing where the node does not give the body.
	blocks: RefCell<Vec<Option<Vec<Vec<u8>>>>>,
	finalised: Cell<u64>,
	generation: Cell<u64>,
	nonce: Cell<u64>,
	answers: RefCell<VecDeque<Push>>,
	told: RefCell<Told>,
	signed_again: Cell<u8>,
	asked: RefCell<Vec<u64>>,
	left: Cell<u32>,
	/// How long a block takes to come.
	pause: Duration,
	/// What changes when a block is asked for.
	on_block: Option<fn(&Chain)>,
}

impl Chain {
	fn new(blocks: u64) -> Self {
		Self {
			blocks: RefCell::new(vec![Some(Vec::new()); usize::try_from(blocks).unwrap() + 1]),
			finalised: Cell::new(blocks),
			generation: Cell::new(0),
			nonce: Cell::new(NONCE),
			answers: RefCell::default(),
			told: RefCell::new(Told::Nothing),
			signed_again: Cell::new(0),
			asked: RefCell::default(),
			left: Cell::new(0),
			pause: Duration::ZERO,
			on_block: None,
		}
	}

	fn put(&self, number: usize, name: u8) {
		self.blocks.borrow_mut()[number] = Some(vec![vec![200], vec![name]]);
	}

	fn answers(self, answers: impl IntoIterator<Item = Push>) -> Self {
		self.answers.borrow_mut().extend(answers);
		self
	}
}

impl Watched for Chain {
	fn generation(&self) -> u64 {
		self.generation.get()
	}

	fn go_on(&self) {
		self.left.set(self.left.get() + 1);
	}

	async fn finalised(&self) -> Result<u64> {
		Ok(self.finalised.get())
	}

	async fn best(&self) -> Result<u64> {
		Ok(self.blocks.borrow().len() as u64 - 1)
	}

	async fn block(&self, number: u64) -> Result<Option<Block>> {
		self.asked.borrow_mut().push(number);
		tokio::time::sleep(self.pause).await;
		if let Some(change) = self.on_block {
			change(self);
		}
		let body = self.blocks.borrow().get(usize::try_from(number).unwrap()).cloned().flatten();
		Ok(body.map(|body| (H256::from_low_u64_be(number), body)))
	}

	async fn nonce_at(&self, _: H256) -> Result<u64> {
		Ok(self.nonce.get())
	}

	async fn push(&self, _: &[u8]) -> Push {
		self.answers.borrow_mut().pop_front().unwrap_or(Push::Accepted)
	}

	async fn sign_again(&self) -> Result<Version> {
		self.signed_again.set(self.signed_again.get() + 1);
		Ok(version(100 + self.signed_again.get(), BORN + 1))
	}

	async fn outcome(&self, _: &Version, _: Instant) -> Result<Told> {
		Ok(self.told.borrow().clone())
	}
}

fn refusal() -> Error {
	Error::new(Kind::NotAllowed, "no").by_rule("Pool.OfficerNotActive", None)
}

fn follower(is_new: bool) -> Follower {
	Follower::new(vec![version(1, BORN)], NONCE, is_new).unwrap()
}

async fn run(follower: &mut Follower, chain: &Chain, milliseconds: u64) -> Ending {
	let deadline = Instant::now() + Duration::from_millis(milliseconds);
	if let Some(ending) = follower.send(chain, deadline).await {
		return ending;
	}
	follower.follow(chain, Wait::Final, deadline).await
}

fn told_in_block(position: u32) -> Told {
	Told::Included { block: 11, hash: H256::repeat_byte(9), position, verdict: Verdict::CarriedOut }
}

fn block_of(ending: &Ending) -> Option<(u64, u32)> {
	match ending {
		Ending::InBlock(place) => Some((place.number, place.position)),
		_ => None,
	}
}

#[tokio::test]
async fn it_is_found_in_a_final_block() {
	let chain = Chain::new(12);
	chain.put(11, 1);
	let ending = run(&mut follower(true), &chain, 0).await;
	assert_eq!(block_of(&ending), Some((11, 1)), "{ending:?}");
	assert_eq!(*chain.asked.borrow(), [11], "it can be in no block up to the one that it was born at");
}

#[tokio::test]
async fn a_block_whose_body_the_node_does_not_give_is_asked_for_again() {
	let chain = Chain::new(13);
	chain.blocks.borrow_mut()[11] = None;
	let mut follower = follower(true);
	let ending = run(&mut follower, &chain, 0).await;
	assert!(matches!(&ending, Ending::Open(error) if error.message.contains("block 11")), "{ending:?}");
	chain.put(11, 1);
	let ending = follower.follow(&chain, Wait::Final, Instant::now()).await;
	assert_eq!(block_of(&ending), Some((11, 1)), "{ending:?}");
}

#[tokio::test]
async fn where_no_node_gives_the_body_the_outcome_that_it_tells_counts() {
	let chain = Chain::new(13);
	chain.blocks.borrow_mut()[11] = None;
	*chain.told.borrow_mut() = told_in_block(4);
	assert_eq!(block_of(&run(&mut follower(true), &chain, 0).await), Some((11, 4)));
}

#[tokio::test]
async fn the_first_refusal_at_the_door_is_the_outcome() {
	let chain = Chain::new(10).answers([Push::Refused(refusal())]);
	assert_eq!(run(&mut follower(true), &chain, 0).await, Ending::Refused(refusal()));
}

#[tokio::test]
async fn a_refusal_on_sending_again_is_no_outcome() {
	let chain = Chain::new(10).answers([Push::Refused(refusal())]);
	let mut resumed = follower(false);
	let ending = run(&mut resumed, &chain, 0).await;
	assert!(matches!(&ending, Ending::Open(error) if error.rule.is_some()), "{ending:?}");
	// The first sending had gone into a block.
	chain.blocks.borrow_mut().push(Some(vec![vec![1]]));
	chain.finalised.set(11);
	let ending = resumed.follow(&chain, Wait::Final, Instant::now()).await;
	assert_eq!(block_of(&ending), Some((11, 0)), "{ending:?}");
}

#[tokio::test]
async fn a_node_that_fell_silent_may_have_it() {
	let chain = Chain::new(10).answers([Push::Down("gone".into()), Push::Refused(refusal())]);
	let mut follower = follower(true);
	assert!(matches!(run(&mut follower, &chain, 700).await, Ending::Open(_)));
	assert!(chain.answers.borrow().is_empty(), "it was sent again");
}

#[tokio::test]
async fn a_node_that_had_no_room_may_have_it_and_the_next_is_asked() {
	let full = Error::new(Kind::NotFinal, "full");
	let chain = Chain::new(10).answers([Push::Dropped(full), Push::Refused(refusal())]);
	let ending = run(&mut follower(true), &chain, 2_500).await;
	assert!(matches!(&ending, Ending::Open(error) if error.rule.is_some()), "{ending:?}");
	assert!(chain.answers.borrow().is_empty(), "it was sent again");
	assert_eq!(chain.left.get(), 1);
}

#[tokio::test]
async fn what_a_node_only_puts_off_it_can_still_refuse() {
	let later = Error::new(Kind::NotFinal, "the next blocks are full");
	let chain = Chain::new(10).answers([Push::Later(later), Push::Refused(refusal())]);
	assert_eq!(run(&mut follower(true), &chain, 30_000).await, Ending::Refused(refusal()));
	assert_eq!(chain.left.get(), 0);
}

#[tokio::test]
async fn a_refusal_is_told_when_it_can_no_longer_happen() {
	let chain = Chain::new(11).answers([Push::Refused(refusal())]);
	chain.nonce.set(NONCE + 1);
	let ending = run(&mut follower(false), &chain, 0).await;
	assert_eq!(ending, Ending::Impossible(Some(refusal())));
}

#[tokio::test]
async fn a_nonce_that_another_transaction_used_makes_it_impossible() {
	let chain = Chain::new(11);
	assert!(matches!(run(&mut follower(true), &chain, 0).await, Ending::Open(_)));
	chain.nonce.set(NONCE + 1);
	assert_eq!(run(&mut follower(true), &chain, 0).await, Ending::Impossible(None));
}

#[tokio::test]
async fn after_its_era_it_is_impossible_but_only_when_every_block_was_looked_into() {
	let chain = Chain::new(BORN + 64);
	assert_eq!(run(&mut follower(true), &chain, 0).await, Ending::Impossible(None));
	let chain = Chain::new(BORN + 63);
	assert!(matches!(run(&mut follower(true), &chain, 0).await, Ending::Open(_)));
	let chain = Chain::new(BORN + 100);
	chain.blocks.borrow_mut()[40] = None;
	assert!(matches!(run(&mut follower(true), &chain, 0).await, Ending::Open(_)));
	chain.put(40, 1);
	assert_eq!(block_of(&run(&mut follower(true), &chain, 0).await), Some((40, 1)));
	assert!(chain.asked.borrow().iter().all(|number| *number <= BORN + 64), "later blocks cannot hold it");
}

#[tokio::test]
async fn another_nodes_blocks_are_not_taken_for_final_ones() {
	let mut chain = Chain::new(12);
	// While block 11 is asked for, the first node falls silent and another answers, on a fork.
	chain.on_block = Some(|chain| {
		if chain.generation.get() == 0 {
			chain.generation.set(1);
		}
	});
	let mut follower = follower(true);
	assert!(matches!(run(&mut follower, &chain, 0).await, Ending::Open(_)));
	assert_eq!(follower.next, 11, "the block was not passed over");
	chain.put(11, 1);
	let ending = follower.follow(&chain, Wait::Final, Instant::now()).await;
	assert_eq!(block_of(&ending), Some((11, 1)), "{ending:?}");
}

#[tokio::test]
async fn what_the_node_set_aside_is_signed_anew_with_the_same_nonce() {
	let busy = Error::new(Kind::NotFinal, "set aside");
	let chain = Chain::new(10).answers([Push::SetAside(busy)]);
	let mut follower = follower(true);
	assert!(matches!(run(&mut follower, &chain, 700).await, Ending::Open(_)));
	assert_eq!(follower.newest(), Some(&version(101, BORN + 1)));
	// Either signature counts.
	chain.blocks.borrow_mut().push(Some(vec![vec![1]]));
	chain.finalised.set(11);
	let ending = follower.follow(&chain, Wait::Final, Instant::now()).await;
	assert_eq!(block_of(&ending), Some((11, 0)), "{ending:?}");
}

#[tokio::test]
async fn time_is_never_a_failure() {
	let chain = Chain::new(10);
	let ending = run(&mut follower(true), &chain, 0).await;
	assert!(matches!(&ending, Ending::Open(error) if error.kind == Kind::NotFinal), "{ending:?}");
	// Nor is a node called slow that is not.
	let mut hasty = follower(true);
	hasty.least = Duration::ZERO;
	let ending = run(&mut hasty, &chain, 250).await;
	assert!(matches!(&ending, Ending::Open(error) if !error.message.contains("slowly")), "{ending:?}");
}

#[tokio::test]
async fn a_transaction_of_an_earlier_run_is_asked_for_first() {
	let chain = Chain::new(BORN + 1_000).answers([Push::TooOld, Push::TooOld]);
	*chain.told.borrow_mut() = Told::Impossible;
	assert_eq!(run(&mut follower(false), &chain, 0).await, Ending::Impossible(None));
	*chain.told.borrow_mut() = told_in_block(2);
	assert_eq!(block_of(&run(&mut follower(false), &chain, 0).await), Some((11, 2)));
	assert!(chain.asked.borrow().is_empty(), "no block was read");
}

#[tokio::test]
async fn as_far_as_asked() {
	let chain = Chain::new(12);
	chain.finalised.set(10);
	chain.put(12, 1);
	let mut new = follower(true);
	assert!(new.send(&chain, Instant::now()).await.is_none());
	assert_eq!(new.follow(&chain, Wait::Pool, Instant::now()).await, Ending::InPool);
	let ending = new.follow(&chain, Wait::Block, Instant::now()).await;
	assert!(matches!(&ending, Ending::InBlock(place) if place.number == 12 && !place.is_final), "{ending:?}");
}

#[tokio::test]
async fn a_node_whose_chain_stands_still_is_left_for_the_next() {
	let chain = Chain::new(10);
	let mut patient = follower(true);
	assert!(matches!(run(&mut patient, &chain, 300).await, Ending::Open(_)));
	assert_eq!(chain.left.get(), 0);
	let mut follower = follower(true);
	follower.stalled = Duration::ZERO;
	assert!(matches!(run(&mut follower, &chain, 300).await, Ending::Open(_)));
	assert!(chain.left.get() > 0, "a node that is cut off holds the command");
}

#[tokio::test]
async fn a_node_that_answers_slowly_again_and_again_is_left_for_the_next() {
	let chain = Chain::new(13);
	assert!(matches!(run(&mut follower(true), &chain, 0).await, Ending::Open(_)));
	assert_eq!(chain.left.get(), 0);
	let mut follower = follower(true);
	follower.slow = Duration::ZERO;
	assert!(matches!(run(&mut follower, &chain, 0).await, Ending::Open(_)));
	assert_eq!(chain.left.get(), 1, "the head and three blocks: the third answer is one too many");
}

#[tokio::test]
async fn a_slow_node_does_not_hold_it_beyond_its_time() {
	let mut chain = Chain::new(BORN + 60);
	chain.pause = Duration::from_millis(500);
	let mut hasty = follower(true);
	hasty.least = Duration::ZERO;
	let started = Instant::now();
	let ending = run(&mut hasty, &chain, 100).await;
	assert!(
		matches!(&ending, Ending::Open(error) if error.message.contains("the node answers slowly")),
		"{ending:?}"
	);
	assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
	// Where no time is given, it is looked for once all the same.
	let mut chain = Chain::new(BORN + 1);
	chain.pause = Duration::from_millis(200);
	chain.put(11, 1);
	assert_eq!(block_of(&run(&mut follower(true), &chain, 0).await), Some((11, 1)));
}
