//! What the chain takes: as many calls at once as its pools are given to, for a while, counted as they become final.

use super::cast::Bank;
use super::desk::Desk;
use super::statistics::Window;
use anyhow::{ensure, Result};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use zhidai_api::{Digest, Fen};
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::Call;
use zhidai_sdk::keys::{blake2_256, random};

/// How many calls of each officer are on their way at once.
const LANES: usize = 16;
/// For how long calls are made before any is counted, as a share of the whole.
const WARM_UP: f64 = 0.25;

/// Of how many files a call enters the digests: so many that what the chain does with a call takes most of the time,
/// and not what a client and the pools do with it, as on machines of their own. One officer can make such a call alone.
pub const BATCH_FILES: u64 = 8;

/// Enters files of these digests, each of one result: all of them or none.
pub fn entries(digests: impl Iterator<Item = Digest>) -> Call {
	batch(digests.map(|digest| payments::enter_results(digest, digest, 1, Fen(1))))
}

/// Calls in one: all of them or none.
pub fn batch(calls: impl Iterator<Item = Call>) -> Call {
	let calls: Vec<_> = calls.map(|call| call.nested()).collect();
	Call::new("Utility", "batch_all", json!({ "calls": calls }))
}

/// Files that nobody has.
fn files(run: [u8; 16], number: u64) -> Call {
	let digest = |place: u64| {
		let file = (number * BATCH_FILES + place).to_le_bytes();
		Digest::from(blake2_256(&[b"zhidai/bench/probe", &run, &file]))
	};
	entries((0..BATCH_FILES).map(digest))
}

/// How many calls a second become final, when every officer of these banks has as many on the way as it may.
pub async fn capacity(banks: &[Arc<Bank>], length: Duration) -> Result<f64> {
	let (run, begun): ([u8; 16], _) = (random()?, Instant::now());
	let (number, is_over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
	let learnt = Arc::new(Mutex::new(Vec::new()));
	let mut lanes = JoinSet::new();
	let pools = banks.iter().flat_map(|bank| [&bank.makers, &bank.checkers]);
	for desk in pools.flat_map(|pool| pool.named().map(|(_, desk)| desk.clone())) {
		for _ in 0..LANES {
			let (desk, number, is_over): (Arc<Desk>, _, _) = (desk.clone(), number.clone(), is_over.clone());
			let learnt = learnt.clone();
			lanes.spawn(async move {
				while !is_over.load(Ordering::Relaxed) {
					let call = files(run, number.fetch_add(1, Ordering::Relaxed));
					let done = desk.make(&call).await?;
					learnt.lock().unwrap_or_else(PoisonError::into_inner).push(done.learnt);
				}
				anyhow::Ok(())
			});
		}
	}
	tokio::time::sleep(length).await;
	is_over.store(true, Ordering::Relaxed);
	let window = Window { from: begun + length.mul_f64(WARM_UP), to: begun + length };
	while let Some(ended) = lanes.join_next().await {
		ended??;
	}
	let learnt = learnt.lock().unwrap_or_else(PoisonError::into_inner);
	let counted = learnt.iter().filter(|moment| window.contains(**moment)).count();
	ensure!(counted > 0, "no call became final in {length:?}: what the chain takes is not known");
	Ok(window.per_second(counted as u64))
}
