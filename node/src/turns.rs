//! How many questions the node answers at a time. Each runs on a thread of the pool that blocks are built on too, and
//! anybody who reaches the node can ask.

use tokio::sync::{Semaphore, SemaphorePermit};

/// How many questions are answered at a time.
pub const MAX_QUESTIONS: usize = 16;
/// How many searches through all records, beside them: one reads as much as a thousand other questions.
pub const MAX_SEARCHES: usize = 2;

/// The turns that there are.
pub struct Turns {
	questions: Semaphore,
	searches: Semaphore,
}

/// The right to have one question answered. Whatever reads much for a question asks for it, so that no method can
/// forget to wait its turn.
pub struct Turn<'a>(#[allow(dead_code, reason = "gives itself back when it is dropped")] SemaphorePermit<'a>);

impl Turns {
	/// As many as the node answers at a time.
	pub fn new() -> Self {
		Self { questions: Semaphore::new(MAX_QUESTIONS), searches: Semaphore::new(MAX_SEARCHES) }
	}

	/// A turn at once, or nothing where as many questions are being answered as the node answers beside its work.
	pub fn take(&self) -> Option<Turn<'_>> {
		self.questions.try_acquire().ok().map(Turn)
	}

	/// The same for a search through all records.
	pub fn take_for_search(&self) -> Option<Turn<'_>> {
		self.searches.try_acquire().ok().map(Turn)
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

	#[test]
	fn searches_wait_for_each_other_and_keep_no_other_question_waiting() {
		let turns = Turns::new();
		let searches: Vec<_> =
			(0..MAX_SEARCHES).map(|_| turns.take_for_search().expect("answered")).collect();
		assert!(turns.take_for_search().is_none());
		let questions: Vec<_> = (0..MAX_QUESTIONS).map(|_| turns.take().expect("answered")).collect();
		drop(searches);
		assert!(turns.take_for_search().is_some() && turns.take().is_none());
		drop(questions);
	}
}
