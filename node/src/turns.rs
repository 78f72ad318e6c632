//! How many questions the node answers at a time. Each runs on a thread of the pool that blocks are built on too, and
//! anybody who reaches the node can ask.

use tokio::sync::{Semaphore, SemaphorePermit};

/// How many questions are answered at a time.
pub const MAX_QUESTIONS: usize = 16;

/// The turns that there are.
pub struct Turns(Semaphore);

/// The right to have one question answered. Whatever reads much for a question asks for it, so that no method can
/// forget to wait its turn.
pub struct Turn<'a>(#[allow(dead_code, reason = "gives itself back when it is dropped")] SemaphorePermit<'a>);

impl Turns {
	/// As many as the node answers at a time.
	pub fn new() -> Self {
		Self(Semaphore::new(MAX_QUESTIONS))
	}

	/// A turn at once, or nothing where as many questions are being answered as the node answers beside its work.
	pub fn take(&self) -> Option<Turn<'_>> {
		self.0.try_acquire().ok().map(Turn)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn so_many_questions_are_answered_at_a_time_and_each_that_ends_makes_room() {
		let turns = Turns::new();
		let mut taken: Vec<_> = (0..MAX_QUESTIONS).map(|_| turns.take().expect("answered")).collect();
		assert!(turns.take().is_none());
		taken.pop();
		assert!(turns.take().is_some());
	}
}
