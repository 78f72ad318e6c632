//! Which runs are made: `OPS` operations in all, from the seed `SEED` on, in runs of [`STEPS`], as many at once as
//! there are cores. Every run has a seed and a thread of its own, so that it is the same alone as among others: what
//! fails says which one it was, and `SEED=… OPS=…` makes just that again.

use crate::random::setting;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::Instant;

/// How many steps a run has. More of them would find less: what a run holds only grows, and each step compares all of
/// it.
const STEPS: u64 = 250;

/// How many operations there are where nobody says another number.
const OPERATIONS: u64 = 20_000;

/// After how many runs it is told how far they have come.
const TOLD: usize = 40;

/// Below so many runs nobody expects that everything was met.
const ENOUGH: usize = 40;

/// A run: its seed, and how many steps it has.
#[derive(Clone, Copy, Debug)]
pub struct Run {
	pub seed: u64,
	pub steps: u64,
}

/// What is asked for, or one run in so many of it.
fn runs(share: u64) -> Vec<Run> {
	let (operations, first) = (setting("OPS", OPERATIONS).max(1), setting("SEED", 1));
	let count = operations.div_ceil(STEPS).div_ceil(share);
	let steps = |number: u64| STEPS.min(operations - number * STEPS);
	(0..count).map(|number| Run { seed: first + number, steps: steps(number) }).collect()
}

/// Whether so many runs, of one in so many of those that are asked for, must have met everything.
pub fn are_enough(runs: usize, share: usize) -> bool {
	runs * share >= ENOUGH
}

/// Makes these runs, each of which says at which step it is; what came of them, in any order.
pub fn in_runs<R: Send>(share: u64, work: impl Fn(Run, &AtomicU64) -> R + Sync) -> Vec<R> {
	let (runs, begun) = (runs(share), Instant::now());
	let (next, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
	let worker = || {
		let mut found = Vec::new();
		while let Some(run) = runs.get(next.fetch_add(1, Relaxed)) {
			// Nobody begins another one after a failure.
			let stop = || next.store(runs.len(), Relaxed);
			found.push(alone(*run, &work, stop));
			let done = ended.fetch_add(1, Relaxed) + 1;
			if done % TOLD == 0 {
				println!("model: {done} of {} runs ({} s)", runs.len(), begun.elapsed().as_secs());
			}
		}
		found
	};
	let cores = thread::available_parallelism().map_or(1, usize::from);
	thread::scope(|scope| {
		let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
		let found = workers.into_iter().flat_map(|worker| match worker.join() {
			Ok(found) => found,
			Err(failure) => resume_unwind(failure),
		});
		found.collect()
	})
}

/// Makes one run on a thread of its own: what tests keep by thread begins anew with it.
fn alone<R: Send>(run: Run, work: &(impl Fn(Run, &AtomicU64) -> R + Sync), stop: impl Fn()) -> R {
	let step = AtomicU64::new(0);
	let made = thread::scope(|scope| scope.spawn(|| work(run, &step)).join());
	made.unwrap_or_else(|_| {
		stop();
		let (seed, step) = (run.seed, step.load(Relaxed));
		panic!("seed {seed} failed at step {step} of {}: SEED={seed} OPS={} again", run.steps, step.max(1));
	})
}

/// What was done in a run, told where the run fails and only there.
#[derive(Default)]
pub struct Log(Vec<String>);

impl Log {
	/// Notes a step.
	pub fn note(&mut self, step: String) {
		self.0.push(step);
	}
}

impl Drop for Log {
	fn drop(&mut self) {
		if thread::panicking() {
			self.0.iter().for_each(|step| println!("{step}"));
		}
	}
}
