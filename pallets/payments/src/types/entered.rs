//! A settlement file that one officer entered and no other has booked. It counts nowhere.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{limits::ACT_LIFE_DAYS, Day, Digest, Fen, SignedBy};

/// The most numbers that a bank's files have which wait, with those between them that were booked; then the oldest
/// gives way.
pub const MAX_ENTERED_FILES: u32 = 4_096;

/// What an officer says of a file that another books.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnteredFile {
	/// The digest of its results.
	pub results: Digest,
	/// How many there are.
	pub count: u16,
	/// The sum of their amounts.
	pub sum: Fen,
	/// Who entered it.
	pub by: SignedBy,
	/// When.
	pub entered_on: Day,
	/// Its place in the bank's list.
	pub number: u32,
}

impl EnteredFile {
	/// Whether it has waited too long.
	pub const fn is_over(&self, today: Day) -> bool {
		today.0.saturating_sub(self.entered_on.0) > ACT_LIFE_DAYS
	}
}

/// Which of a bank's entered files can still wait: those with the numbers from the oldest to the next one.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EnteredCount {
	/// The number of the next one.
	pub next: u32,
	/// What has a lower number was booked, or gave way.
	pub oldest: u32,
}

impl EnteredCount {
	/// One more; its number.
	pub fn enter(&mut self) -> u32 {
		let number = self.next;
		self.next = number.saturating_add(1);
		number
	}

	/// The lowest number that a file can have which waits.
	pub fn oldest(self) -> Option<u32> {
		(self.oldest < self.next).then_some(self.oldest)
	}

	/// The oldest waits no more.
	pub fn pass(&mut self) {
		self.oldest = self.oldest.saturating_add(1).min(self.next);
	}

	/// Whether there is room for no other one.
	pub const fn is_full(self) -> bool {
		self.next.saturating_sub(self.oldest) >= MAX_ENTERED_FILES
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::OfficerId;

	#[test]
	fn an_entry_waits_as_long_as_an_act() {
		let by = SignedBy { officer: OfficerId(1), key_number: 0 };
		let entered_on = Day(100);
		let file = EnteredFile { results: Digest::zero(), count: 1, sum: Fen(1), by, entered_on, number: 0 };
		assert!(!file.is_over(Day(100)) && !file.is_over(Day(100 + ACT_LIFE_DAYS)));
		assert!(file.is_over(Day(101 + ACT_LIFE_DAYS)));
	}

	#[test]
	fn numbers_go_on_whatever_was_booked() {
		let mut count = EnteredCount::default();
		assert_eq!((count.oldest(), count.enter(), count.enter()), (None, 0, 1));
		count.pass();
		assert_eq!((count.oldest(), count.enter()), (Some(1), 2));
		(0..3).for_each(|_| count.pass());
		assert_eq!((count.oldest(), count.oldest), (None, 3), "never past the next one");
		assert!(!count.is_full() && EnteredCount { next: MAX_ENTERED_FILES + 3, ..count }.is_full());
	}
}
