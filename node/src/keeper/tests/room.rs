//! Whose room it is: as much as the pool's, one place for each that is being judged, and something left for what is
//! urgent whoever fills the rest.

use super::chain::{admins_act, of_account};
use super::*;

/// What so many banks have waiting at the most, each with as many officers as it can have: the next one of each as long
/// as any, and behind it one at every place, as long as it can be there. Tells how many bytes that is.
fn fill(chain: &Chain, keeper: &Keeper, banks: u32) -> usize {
	let share = door::LARGE.share(door::MOST_OFFICERS);
	let all: Vec<_> = (0..=share.waiting).map(|nonce| transaction(chain, OFFICER, nonce)).collect();
	for officer in 0..banks * door::MOST_OFFICERS {
		for (ahead, transaction) in (0_u32..).zip(&all) {
			let length = match ahead {
				0 => door::LONGEST,
				_ => share.bytes / (ahead + 1),
			};
			let transaction = of_account(transaction, officer, length as usize);
			let hash = Hash::from_low_u64_be(u64::from(officer * 1_000 + ahead));
			assert!(keeper.hold(hash, &transaction, 1, |_| false).map(Held::keep).is_ok());
		}
	}
	keeper.kept().taken.bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_four_banks_have_waiting_at_one_node_keeps_nobody_out() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Arc::new(Keeper::new(ACCEPTED));
	let bytes = fill(&chain, &keeper, 4);
	assert!(bytes > 36 << 20, "{bytes}");
	assert_eq!(keeper.kept().entries.len() as u64, 4 * door::LARGE.most_transactions(door::MOST_OFFICERS));
	let gate = Gate::for_clients(pool.clone(), keeper.clone(), || 1);
	let head = best(&pool, &chain, chain.first, &[]).await;
	for transaction in [admins_act(&chain, "bank-a.admin-1"), transaction(&chain, OFFICER, 0)] {
		assert!(gate.submit_one(head, TransactionSource::External, transaction).await.is_ok());
	}
	assert_eq!(ready(&pool, head).await, 2);
}

/// What is kept has room for all that the pool has room for.
#[test]
fn a_keeper_has_room_for_all_that_the_door_lets_in() {
	assert_eq!((ACCEPTED.count as u64, ACCEPTED.bytes as u64), (door::POOL.count, door::POOL.bytes));
	// The reserve has room for eight short acts of every member that is reckoned with.
	const { assert!(ACCEPTED.reserve.count as u64 > 8 * (door::MOST_LARGE + door::MOST_FIRMS)) };
	const { assert!(ACCEPTED.reserve.bytes > ACCEPTED.reserve.count * door::SHORT as usize) };
	// And peers have none: nothing that they send is read.
	assert_eq!(FROM_PEERS.reserve, Size::default());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_node_says_so_and_has_room_for_what_is_urgent() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let keeper = Room { count: 2, reserve: Size { count: 1, bytes: 1 << 20 }, ..ACCEPTED };
	let keeper = Arc::new(Keeper::new(keeper));
	// Two that the pool has lost.
	for nonce in [0, 1] {
		let lost = transaction(&chain, "bank-b.maker", nonce);
		assert!(keeper.keep(hash_of(&lost), lost, 1));
	}
	let gate = Gate::for_clients(pool.clone(), keeper.clone(), || 1);
	let head = best(&pool, &chain, chain.first, &[]).await;
	let send = |transaction| gate.submit_one(head, TransactionSource::External, transaction);
	let refused = send(transaction(&chain, OFFICER, 0)).await.expect_err("refused");
	let told: serde_json::Value = serde_json::from_str(&format!("{refused:?}")).expect("JSON");
	let expected = serde_json::json!({ "code": 11, "rule": "Pool.NodeFull", "retryAfterBlocks": 1 });
	assert_eq!(told, expected);
	assert_eq!(held(&pool).await, 0, "what cannot be kept is not accepted");
	let act = admins_act(&chain, "bank-a.admin-1");
	assert!(send(act.clone()).await.is_ok());
	assert!(keeper.kept().entries.contains_key(&hash_of(&act)));
	// The pool has that one ready, so its copy gives way to the next.
	assert!(send(admins_act(&chain, "bank-a.admin-2")).await.is_ok());
	assert_eq!((ready(&pool, head).await, keeper.kept().entries.len()), (2, 3));
}

/// Who has most gives way, with what is in the pool all the same; nobody makes others give way who has as much.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copies_of_who_has_most_give_way() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let none = Size { count: 0, bytes: 0 };
	let keeper = Arc::new(Keeper::new(Room { count: 3, reserve: none, ..ACCEPTED }));
	let gate = Gate::for_clients(pool.clone(), keeper.clone(), || 1);
	let head = best(&pool, &chain, chain.first, &[]).await;
	let send = |officer, nonce| {
		let transaction = transaction(&chain, officer, nonce);
		gate.submit_one(head, TransactionSource::External, transaction)
	};
	for nonce in 0..3 {
		assert!(send(OFFICER, nonce).await.is_ok());
	}
	assert!(send(OFFICER, 3).await.is_err(), "nobody has more");
	assert!(send("bank-b.maker", 0).await.is_ok());
	let lowest = hash_of(&transaction(&chain, OFFICER, 0));
	assert!(!keeper.kept().entries.contains_key(&lowest) && pool.ready_transaction(&lowest).is_some());
	assert_eq!((ready(&pool, head).await, keeper.kept().entries.len()), (4, 3));
	assert!(send("bank-b.maker", 1).await.is_err(), "both would have as much");
}

/// The room that is taken, and what is held for those that are being judged.
fn taken_and_held(keeper: &Keeper) -> (Size, Size) {
	let kept = keeper.kept();
	(kept.taken, kept.held)
}

/// A copy once went for what the pool then refused, and nothing came in its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_copy_goes_for_what_the_pool_refuses() {
	let chain = Chain::new();
	let pool = pool(&chain, 512);
	let none = Size { count: 0, bytes: 0 };
	let keeper = Arc::new(Keeper::new(Room { count: 3, reserve: none, ..ACCEPTED }));
	let gate = Gate::for_clients(pool.clone(), keeper.clone(), || 1);
	let head = best(&pool, &chain, chain.first, &[]).await;
	let send = |transaction| gate.submit_one(head, TransactionSource::External, transaction);
	for nonce in 0..3 {
		assert!(send(transaction(&chain, OFFICER, nonce)).await.is_ok());
	}
	let all = taken_and_held(&keeper);
	let refused = send(transaction(&chain, "nobody", 0)).await.expect_err("refused");
	assert!(format!("{refused:?}").contains("Pool.Stranger"), "{refused:?}");
	let lowest = hash_of(&transaction(&chain, OFFICER, 0));
	assert!(keeper.kept().entries.contains_key(&lowest));
	assert_eq!(taken_and_held(&keeper), all);
	assert!(send(transaction(&chain, "bank-b.maker", 0)).await.is_ok());
	assert!(!keeper.kept().entries.contains_key(&lowest));
}

/// Of those that are being judged at once each has a copy of its own to take the place of.
#[test]
fn one_copy_is_promised_once() {
	let chain = Chain::new();
	let keeper = Keeper::new(Room { count: 3, reserve: Size { count: 0, bytes: 0 }, ..ACCEPTED });
	let copies = [0, 1, 2].map(|nonce| transaction(&chain, OFFICER, nonce));
	for copy in &copies {
		assert!(keeper.keep(hash_of(copy), copy.clone(), 1));
	}
	let all = taken_and_held(&keeper);
	let others = ["bank-b.maker", "msa.maker", "nfra.maker"].map(|who| transaction(&chain, who, 0));
	let hold = |other: &OpaqueExtrinsic| keeper.hold(hash_of(other), other, 1, |_| true);
	let first = hold(&others[0]).expect("there is a copy");
	let second = hold(&others[1]).expect("there is another");
	assert_eq!(hold(&others[2]).err(), Some(NoPlace::Full), "they would have as much");
	assert_eq!(keeper.kept().entries.len(), 3, "all are kept until the pool has said what it says");
	drop(first);
	let third = hold(&others[2]).expect("the first gave its copy back");
	second.keep();
	drop(third);
	let kept: Vec<bool> =
		copies.iter().chain(&others).map(|one| keeper.kept().entries.contains_key(&hash_of(one))).collect();
	assert_eq!(kept, [true, false, true, false, true, false]);
	assert_eq!(taken_and_held(&keeper), all);
}

/// Two that come at once do not both have the last place, and who is refused gives it back.
#[test]
fn the_last_place_is_held_for_one() {
	let chain = Chain::new();
	let keeper = Keeper::new(Room { count: 1, reserve: Size { count: 0, bytes: 0 }, ..ACCEPTED });
	let [first, second] = [0, 1].map(|nonce| transaction(&chain, OFFICER, nonce));
	let hold = |transaction| keeper.hold(hash_of(transaction), transaction, 1, |_| false);
	let place = hold(&first).expect("there is one");
	assert_eq!(hold(&second).err(), Some(NoPlace::Full));
	drop(place);
	assert!(keeper.kept().entries.is_empty());
	let place = hold(&second).expect("it was given back");
	place.keep();
	let kept = || {
		let kept = keeper.kept();
		(kept.entries.len(), kept.held)
	};
	assert_eq!(kept(), (1, Size::default()));
	assert_eq!(hold(&first).err(), Some(NoPlace::Full));
}
