//! The SDK's own pool over the runtime's own door, on a chain in memory: what waits is not lost, whichever way the
//! pool forgets it.

mod chain;
mod room;

use super::*;
use crate::gate::{Gate, GateError};
use chain::{about, forged, pool, signed, transaction, with_call, Chain, Pool};
use codec::Decode;
use sc_transaction_pool_api::{ChainEvent, MaintainedTransactionPool};
use sp_runtime::generic::Era;
use std::time::Duration;
use zhidai_api::Refusal;

const OFFICER: &str = "bank-a.maker";
/// How far ahead an officer of this bank can send: a bank has few officers here.
const WINDOW: u32 = 64;

fn hash_of(transaction: &OpaqueExtrinsic) -> Hash {
	BlakeTwo256::hash(&transaction.encode())
}

impl Keeper {
	/// Keeps what the pool has ready, as a gate does. Tells whether it is kept.
	fn keep(&self, hash: Hash, transaction: OpaqueExtrinsic, best: BlockNumber) -> bool {
		self.hold(hash, &transaction, best, |_| true).map(Held::keep).is_ok()
	}
}

/// What a gate said, in the pool's words.
fn said<T>(answer: Result<T, GateError<PoolError>>) -> Result<(), PoolError> {
	match answer {
		Ok(_) => Ok(()),
		Err(error) => Err(error.into_pool_error().unwrap_or_else(|_| panic!("a refusal at the door"))),
	}
}

async fn best(pool: &Pool, chain: &Chain, parent: Hash, body: &[OpaqueExtrinsic]) -> Hash {
	let hash = chain.add(parent, body);
	pool.maintain(ChainEvent::NewBestBlock { hash, tree_route: None }).await;
	hash
}

async fn finalise(pool: &Pool, hash: Hash) {
	pool.maintain(ChainEvent::Finalized { hash, tree_route: Arc::new([]) }).await;
}

async fn submit(pool: &Pool, chain: &Chain, transaction: &OpaqueExtrinsic) -> Result<Hash, PoolError> {
	pool.submit_one(chain.first, TransactionSource::External, transaction.clone()).await
}

/// How many the pool has: in its buffer, from which every view is made.
async fn held(pool: &Pool) -> usize {
	let (unwatched, watched) = pool.mempool_len().await;
	unwatched + watched
}

/// How many a block on top of this one could carry.
async fn ready(pool: &Pool, at: Hash) -> usize {
	pool.ready_at(at).await.count()
}

/// Revalidation runs beside: waits until the pool holds so many, and a little longer, for what may still go.
async fn settles_at(pool: &Pool, count: usize) -> bool {
	for _ in 0..40 {
		tokio::time::sleep(Duration::from_millis(25)).await;
		if held(pool).await == count {
			break;
		}
	}
	tokio::time::sleep(Duration::from_millis(200)).await;
	held(pool).await == count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_window_is_let_in_and_what_is_beyond_it_told() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let head = best(&pool, &chain, chain.first, &[]).await;
	for nonce in 0..=WINDOW {
		submit(&pool, &chain, &transaction(&chain, OFFICER, nonce)).await.expect("within the window");
	}
	assert_eq!(ready(&pool, head).await, WINDOW as usize + 1);
	let beyond = submit(&pool, &chain, &transaction(&chain, OFFICER, WINDOW + 1)).await.unwrap_err();
	let code = Refusal::TooManyWaiting as u8;
	assert!(
		matches!(
			beyond,
			PoolError::UnknownTransaction(sp_runtime::transaction_validity::UnknownTransaction::Custom(found))
				if found == code
		),
		"{beyond:?}"
	);
}

/// Looked at again at the final block, where the account's nonce is some blocks behind: nothing that waits is too
/// far ahead there, because it was not when it came.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_its_turn_is_not_forgotten_at_the_final_block() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let all: Vec<_> = (0..=WINDOW).map(|nonce| transaction(&chain, OFFICER, nonce)).collect();
	let mut heads = vec![best(&pool, &chain, chain.first, &[]).await];
	for transaction in &all {
		submit(&pool, &chain, transaction).await.expect("within the window");
	}
	// Two go into each block; finality is three blocks behind. The pool looks again after ten final blocks.
	let mut carried = 0;
	for _ in 0..24 {
		let parent = *heads.last().expect("a block");
		let body = &all[carried..(carried + 2).min(all.len())];
		carried += body.len();
		heads.push(best(&pool, &chain, parent, body).await);
		if let Some(last) = heads.len().checked_sub(4) {
			finalise(&pool, heads[last]).await;
		}
		tokio::time::sleep(Duration::from_millis(20)).await;
	}
	let head = *heads.last().expect("a block");
	assert!(carried < all.len(), "some still wait");
	assert_eq!(ready(&pool, head).await, all.len() - carried);
	// Those of the three blocks that are not final are in the buffer too.
	assert!(settles_at(&pool, all.len() - carried + 6).await, "{}", held(&pool).await);
}

/// What the pool does by itself with a window that was filled on a fork which then lost, and what the keeper
/// makes of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_lost_fork_had_let_in_comes_back() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Keeper::new(ACCEPTED);
	let ahead = 10;
	let all: Vec<_> = (0..=WINDOW + ahead).map(|nonce| transaction(&chain, OFFICER, nonce)).collect();
	let root = best(&pool, &chain, chain.first, &[]).await;
	let (early, late) = all.split_at(ahead as usize);
	for transaction in early {
		submit(&pool, &chain, transaction).await.expect("the first ones");
	}
	let lost = best(&pool, &chain, root, early).await;
	for transaction in late {
		let hash = submit(&pool, &chain, transaction).await.expect("within the window of this fork");
		assert!(keeper.keep(hash, transaction.clone(), 2));
	}
	assert_eq!(ready(&pool, lost).await, late.len());
	// The other fork has none of them, and wins.
	let mut head = root;
	for _ in 0..2 {
		head = best(&pool, &chain, head, &[]).await;
		tokio::time::sleep(Duration::from_millis(200)).await;
	}
	finalise(&pool, head).await;
	tokio::time::sleep(Duration::from_millis(200)).await;
	// It carries them at last; meanwhile the keeper looks after what the pool lost.
	let (mut next, mut number) = (0, 3);
	while next < all.len() {
		number += 1;
		let body = &all[next..(next + 5).min(all.len())];
		next += body.len();
		head = best(&pool, &chain, head, body).await;
		keeper.let_go(number, body);
		keeper.look_again(&*pool, (number, head)).await;
		finalise(&pool, head).await;
		tokio::time::sleep(Duration::from_millis(50)).await;
		if next == 30 {
			assert_eq!(ready(&pool, head).await, all.len() - next, "all that is left waits again");
		}
	}
	assert!(keeper.kept().entries.is_empty(), "what is final is let go");
}

/// What waits for an earlier transaction has a tenth of the pool: what has no room there comes back when the
/// earlier one is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_had_no_room_among_those_that_wait_for_an_earlier_one_comes_back() {
	let chain = Chain::new();
	let pool = pool(&chain, 4);
	let keeper = Keeper::new(ACCEPTED);
	let head = best(&pool, &chain, chain.first, &[]).await;
	let all: Vec<_> = (0..12).map(|nonce| transaction(&chain, OFFICER, nonce)).collect();
	// The first one comes last.
	for transaction in all.iter().skip(1).chain(&all[..1]) {
		let is_kept = match submit(&pool, &chain, transaction).await {
			Ok(hash) => keeper.keep(hash, transaction.clone(), 1),
			Err(_) => keeper.try_later(hash_of(transaction), transaction, 1),
		};
		assert!(is_kept);
	}
	tokio::time::sleep(Duration::from_millis(100)).await;
	assert!(ready(&pool, head).await < all.len(), "the pool forgot some: else this shows nothing");
	let (mut head, mut number, first) = (head, 1, &all[..1]);
	// The first one goes into the next block; the others follow as the pool has room for them.
	while number < 40 && (number < 2 || ready(&pool, head).await < all.len() - 1) {
		number += 1;
		head = best(&pool, &chain, head, if number == 2 { first } else { &[] }).await;
		keeper.look_again(&*pool, (number, head)).await;
	}
	assert_eq!(ready(&pool, head).await, all.len() - 1);
}

/// A peer that is a block ahead sends what this node cannot judge yet. It is never sent again, and so is tried
/// at the next block.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_peer_sent_a_block_too_early_comes_in_with_the_next_blocks() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(FROM_PEERS));
	let gate = Gate::for_peers(pool.clone(), keeper.clone(), || 1, 16);
	let all: Vec<_> = (0..=WINDOW + 3).map(|nonce| transaction(&chain, OFFICER, nonce)).collect();
	let head = best(&pool, &chain, chain.first, &[]).await;
	for transaction in &all {
		let answer = gate.submit_one(head, TransactionSource::External, transaction.clone()).await;
		let is_innocent = match answer.map_err(IntoPoolError::into_pool_error) {
			Ok(_) | Err(Ok(PoolError::AlreadyImported(_))) => true,
			Err(_) => false,
		};
		assert!(is_innocent, "the peer is not to blame");
	}
	assert_eq!(ready(&pool, head).await, WINDOW as usize + 1);
	let mut head = best(&pool, &chain, head, &all[..3]).await;
	let mut number = 2;
	keeper.look_again(&*pool, (number, head)).await;
	while number < 12 && ready(&pool, head).await < all.len() - 3 {
		number += 1;
		head = best(&pool, &chain, head, &[]).await;
		keeper.look_again(&*pool, (number, head)).await;
	}
	assert_eq!(ready(&pool, head).await, all.len() - 3);
}

/// Its era begins at a block that this node has not got: reckoned from here it would be long over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_peer_sent_before_its_first_block_comes_in_after_it() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(FROM_PEERS));
	let gate = Gate::for_peers(pool.clone(), keeper.clone(), || 9, 16);
	let mut head = chain.first;
	for _ in 0..9 {
		head = best(&pool, &chain, head, &[]).await;
	}
	let next = chain.add(head, &[]);
	// `Payments.lapse` of draft 0 of loan 0.
	let call = [&[140, 13][..], &[0; 8]].concat();
	let early = signed(&chain, OFFICER, 0, &call, (Era::mortal(8, 2), next));
	let answer = gate.submit_one(head, TransactionSource::External, early).await;
	assert!(matches!(said(answer), Err(PoolError::AlreadyImported(_))), "the peer is not to blame");
	pool.maintain(ChainEvent::NewBestBlock { hash: next, tree_route: None }).await;
	keeper.look_again(&*pool, (10, next)).await;
	// A pool that has refused it in one view has it refused in the next, until that has seen a block.
	let (mut number, mut head) = (10, next);
	while number < 17 && ready(&pool, head).await == 0 {
		number += 1;
		head = best(&pool, &chain, head, &[]).await;
		keeper.look_again(&*pool, (number, head)).await;
	}
	assert_eq!(ready(&pool, head).await, 1);
}

/// More than is validated at a time waits here: the SDK's gossip would ignore it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_peers_send_above_the_bound_is_not_ignored() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(FROM_PEERS));
	let gate = Gate::for_peers(pool.clone(), keeper.clone(), || 1, 0);
	let head = best(&pool, &chain, chain.first, &[]).await;
	for nonce in 0..9 {
		let transaction = transaction(&chain, OFFICER, nonce);
		let _ = gate.submit_one(head, TransactionSource::External, transaction).await;
	}
	assert_eq!(held(&pool).await, 0);
	let head = best(&pool, &chain, head, &[]).await;
	keeper.look_again(&*pool, (2, head)).await;
	assert_eq!(ready(&pool, head).await, 9);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_is_told_the_rule_and_what_it_sent_is_kept() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(ACCEPTED));
	let gate = Gate::for_clients(pool.clone(), keeper.clone(), || 1);
	let head = best(&pool, &chain, chain.first, &[]).await;
	let send = |transaction| gate.submit_one(head, TransactionSource::External, transaction);
	assert!(send(transaction(&chain, OFFICER, 0)).await.is_ok());
	assert_eq!(keeper.kept().entries.len(), 1);
	for (officer, nonce, rule) in
		[(OFFICER, WINDOW + 1, "Pool.TooManyWaiting"), ("nobody", 0, "Pool.Stranger")]
	{
		let refused = send(transaction(&chain, officer, nonce)).await.expect_err("refused");
		assert!(format!("{refused:?}").contains(rule), "{refused:?}");
	}
	assert_eq!(keeper.kept().entries.len(), 1, "what was refused is not kept");
	assert_eq!(keeper.kept().held, Size::default(), "and its place is given back");
}

/// A client takes it for accepted that the pool has it already: here from a peer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_pool_had_before_the_client_sent_it_is_kept_too() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(ACCEPTED));
	let gate = Gate::for_clients(pool.clone(), keeper.clone(), || 1);
	let head = best(&pool, &chain, chain.first, &[]).await;
	let [sent, watched] = [0, 1].map(|nonce| transaction(&chain, OFFICER, nonce));
	for transaction in [&sent, &watched] {
		submit(&pool, &chain, transaction).await.expect("from a peer");
	}
	assert!(keeper.kept().entries.is_empty());
	let answer = gate.submit_one(head, TransactionSource::External, sent.clone()).await;
	assert!(matches!(said(answer), Err(PoolError::AlreadyImported(_))));
	let answer = gate.submit_and_watch(head, TransactionSource::External, watched.clone()).await;
	assert!(matches!(said(answer), Err(PoolError::AlreadyImported(_))));
	for transaction in [&sent, &watched] {
		assert!(keeper.kept().entries.contains_key(&hash_of(transaction)));
	}
}

#[test]
fn a_keeper_is_bounded_and_lets_go_what_can_no_longer_happen() {
	let chain = Chain::new();
	let keeper = Keeper::new(Room { count: 2, bytes: 1 << 20, tries: 2, ..ACCEPTED });
	let all: Vec<_> = (0..3).map(|nonce| transaction(&chain, OFFICER, nonce)).collect();
	let hash = |number: usize| hash_of(&all[number]);
	for (number, transaction) in all.iter().enumerate() {
		for _ in 0..2 {
			assert_eq!(keeper.keep(hash(number), transaction.clone(), 1), number < 2);
		}
	}
	assert_eq!(keeper.kept().entries.len(), 2, "there is room for two");
	assert_eq!(keeper.due(LOOK_AFTER).len(), 0);
	assert_eq!(keeper.due(1 + LOOK_AFTER).len(), 2);
	// Refused twice, it is given up; what can never pass, at once.
	keeper.heard(hash(0), Answer::Later, 5);
	assert_eq!(keeper.due(6), [(hash(1), all[1].clone())]);
	keeper.heard(hash(0), Answer::Later, 7);
	keeper.heard(hash(1), Answer::Never, 7);
	assert!(keeper.kept().entries.is_empty());
	assert_eq!(keeper.kept().taken.bytes, 0);
	// Its era is 64 blocks from the first one on.
	for is_final in [true, false] {
		assert!(keeper.keep(hash(2), all[2].clone(), 1));
		keeper.let_go(62, &[]);
		assert_eq!(keeper.due(62).len(), 1);
		match is_final {
			true => keeper.let_go(63, &[]),
			// Also where nothing becomes final.
			false => assert!(keeper.due(63).is_empty()),
		}
		assert!(keeper.kept().entries.is_empty());
		assert!(keeper.kept().places.is_empty());
	}
	let small = Keeper::new(Room { bytes: 1, ..ACCEPTED });
	assert!(!small.keep(hash(0), all[0].clone(), 1), "bytes are bounded too");
	let slow = Keeper::new(Room { batch: 1, ..FROM_PEERS });
	assert!(slow.try_later(hash(0), &all[0], 1) && slow.try_later(hash(1), &all[1], 1));
	assert_eq!(slow.due(2).len(), 1, "what peers sent never fills a block's time");
	let bare = OpaqueExtrinsic::decode(&mut &vec![4_u8, 10, 0].encode()[..]).expect("bytes");
	assert!(!keeper.keep(Hash::default(), bare, 1), "what is not signed is no client's");
}

/// A key that signs any number of transactions takes the room of one for each nonce, and of its window.
#[test]
fn an_account_has_room_for_its_window_and_one_for_each_nonce() {
	let chain = Chain::new();
	assert_eq!(WINDOW + 1, ACCEPTED.of_account.expect("a bound") as u32);
	let keeper = Keeper::new(Room { of_account: Some(2), ..ACCEPTED });
	let keep = |officer, nonce, loan| {
		let transaction = about(&chain, officer, nonce, loan);
		keeper.keep(hash_of(&transaction), transaction, 1)
	};
	let nonces = || -> Vec<u32> { keeper.kept().places.keys().map(|(_, nonce)| *nonce).collect() };
	assert!(keep(OFFICER, 5, 0) && keep(OFFICER, 6, 0) && keep(OFFICER, 6, 4));
	assert_eq!((nonces(), keeper.kept().entries.len()), (vec![5, 6], 2));
	assert!(keeper.kept().entries.contains_key(&hash_of(&about(&chain, OFFICER, 6, 4))), "the later stays");
	// What is lowest is in a block by then; what would be lower still has no room.
	assert!(keep(OFFICER, 7, 0) && !keep(OFFICER, 5, 0));
	assert_eq!((nonces(), keeper.kept().entries.len()), (vec![6, 7], 2));
	assert!(keep("bank-b.maker", 1, 0), "the room of others is theirs");
	let bytes = keeper.kept().entries.values().map(|entry| entry.length).sum::<usize>();
	assert_eq!(keeper.kept().taken.bytes, bytes);
}

/// Nothing of a call is decoded by the node itself: nobody has judged what a peer sends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_without_end_is_kept_unread_and_what_is_too_long_is_not() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(FROM_PEERS));
	let gate = Gate::for_peers(pool.clone(), keeper.clone(), || 1, 0);
	let honest = transaction(&chain, OFFICER, 0);
	// `Utility.batch_all` of one call, which is the same again.
	let nested = with_call(&honest, &[80_u8, 2, 4].repeat(20_000));
	let long = with_call(&honest, &[0_u8; door::LONGEST as usize]);
	let is_readable = [&honest, &nested, &long].map(is_readable);
	assert_eq!(is_readable, [true, false, false], "nor is more of it read for a client than a batch has");
	let send = |transaction| gate.submit_one(chain.first, TransactionSource::External, transaction);
	assert!(matches!(said(send(nested).await), Err(PoolError::AlreadyImported(_))));
	assert!(matches!(said(send(long).await), Err(PoolError::ImmediatelyDropped)));
	assert_eq!(keeper.kept().entries.len(), 1);
}

/// What a peer sends costs it as the SDK has it, but for what a node that is a block behind refuses.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_answers_for_what_is_not_early_and_for_what_has_no_room() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(Room { count: 1, ..FROM_PEERS }));
	let gate = |most| Gate::for_peers(pool.clone(), keeper.clone(), || 1, most);
	let (gate, closed) = (gate(16), gate(0));
	let mut head = best(&pool, &chain, chain.first, &[]).await;
	let stranger = transaction(&chain, "nobody", 0);
	let forgeries: Vec<_> = (0..2).map(|nonce| forged(&transaction(&chain, OFFICER, nonce))).collect();
	let answer = gate.submit_one(head, TransactionSource::External, stranger).await;
	assert!(matches!(said(answer), Err(PoolError::UnknownTransaction(_))));
	assert!(keeper.kept().entries.is_empty());
	let answer = gate.submit_one(head, TransactionSource::External, forgeries[0].clone()).await;
	assert!(matches!(said(answer), Err(PoolError::AlreadyImported(_))));
	let answer = gate.submit_one(head, TransactionSource::External, forgeries[1].clone()).await;
	assert!(matches!(said(answer), Err(PoolError::UnknownTransaction(_))));
	let answer = closed.submit_one(head, TransactionSource::External, forgeries[1].clone()).await;
	assert!(matches!(said(answer), Err(PoolError::ImmediatelyDropped)));
	// It goes after a few tries.
	for number in 2..10 {
		head = best(&pool, &chain, head, &[]).await;
		keeper.look_again(&*pool, (number, head)).await;
	}
	assert!(keeper.kept().entries.is_empty());
}

/// What waits for an earlier nonce is one for each nonce: the pool alone would take any number.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_has_one_waiting_for_each_nonce() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(ACCEPTED));
	let gate = Gate::for_clients(pool.clone(), keeper.clone(), || 1);
	let head = best(&pool, &chain, chain.first, &[]).await;
	let send = |transaction| gate.submit_one(head, TransactionSource::External, transaction);
	let (first, second) = (transaction(&chain, OFFICER, 1), about(&chain, OFFICER, 1, 4));
	assert!(said(send(first.clone()).await).is_ok());
	assert!(matches!(said(send(first.clone()).await), Err(PoolError::AlreadyImported(_))));
	assert!(matches!(said(send(second.clone()).await), Err(PoolError::TooLowPriority { .. })));
	assert_eq!((held(&pool).await, keeper.kept().entries.len()), (1, 1));
	// The pool no longer took the first one.
	keeper.heard(hash_of(&first), Answer::Later, 1);
	assert!(said(send(second.clone()).await).is_ok());
	assert_eq!(keeper.kept().entries.keys().copied().collect::<Vec<_>>(), [hash_of(&second)]);
}
