//! A settlement file that one officer entered and no other has booked. It counts nowhere.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{limits::ACT_LIFE_DAYS, Day, Digest, Fen, SignedBy};

/// The most files of a bank that are entered and not booked; then the oldest gives way.
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

/// How many files a bank has entered.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EnteredCount {
	/// In all: the number of the next one.
	pub next: u32,
	/// Of which so many are not booked.
	pub open: u32,
}

impl EnteredCount {
	/// One more; its number.
	pub fn enter(&mut self) -> u32 {
		let number = self.next;
		self.next = number.saturating_add(1);
		self.open = self.open.saturating_add(1);
		number
	}

	/// One was booked, or gave way.
	pub fn leave(&mut self) {
		self.open = self.open.saturating_sub(1);
	}

	/// Whether there is room for no other one.
	pub const fn is_full(self) -> bool {
		self.open >= MAX_ENTERED_FILES
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
		assert_eq!((count.enter(), count.enter()), (0, 1));
		count.leave();
		assert_eq!((count.enter(), count.open), (2, 2));
		assert!(!count.is_full() && EnteredCount { open: MAX_ENTERED_FILES, ..count }.is_full());
	}
}
