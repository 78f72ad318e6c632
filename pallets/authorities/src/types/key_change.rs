//! When a session may end.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::Saturating;
use scale_info::TypeInfo;

/// How many sessions must end before new keys work: one to queue them, one to put them in force.
const ROTATIONS: u8 = 2;

/// A change of session keys on its way into the validator set.
///
/// The block in which a session ends holds no transaction, and every new validator set lengthens the proofs that
/// receipts carry. So sessions end only while a change is on its way, and never close together.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyChange<BlockNumber> {
	/// How many sessions have yet to end until the newest keys are in force.
	rotations_left: u8,
	/// The first block in which a session may end.
	not_before: BlockNumber,
}

impl<BlockNumber: Copy + PartialOrd + Saturating> KeyChange<BlockNumber> {
	/// New keys were set. Those set before go on where they are; the last ones decide how long it takes.
	pub fn begun(self) -> Self {
		Self { rotations_left: ROTATIONS, ..self }
	}

	/// A session ended in this block; the next one ends no sooner than `gap` blocks later.
	pub fn rotated(self, now: BlockNumber, gap: BlockNumber) -> Self {
		Self { rotations_left: self.rotations_left.saturating_sub(1), not_before: now.saturating_add(gap) }
	}

	/// Whether a session has to end in this block.
	pub fn is_due(&self, now: BlockNumber) -> bool {
		self.rotations_left > 0 && now >= self.not_before
	}

	/// How many sessions have yet to end.
	pub fn rotations_left(&self) -> u8 {
		self.rotations_left
	}

	/// The first block in which a session may end.
	pub fn not_before(&self) -> BlockNumber {
		self.not_before
	}

	/// Whether this can have come about by the above.
	#[cfg(any(feature = "std", feature = "try-runtime"))]
	pub(crate) fn is_possible(&self, now: BlockNumber, gap: BlockNumber) -> bool {
		self.rotations_left <= ROTATIONS && self.not_before <= now.saturating_add(gap)
	}
}

/// Whether a seat may set session keys again: a change of keys ends two sessions, and the block in which a session ends
/// holds no transaction. The gap bounds what all seats cost together, this what one of them costs the others.
pub(crate) fn is_rested<BlockNumber: PartialOrd + Saturating>(
	last: Option<BlockNumber>,
	now: BlockNumber,
	interval: BlockNumber,
) -> bool {
	last.is_none_or(|last| now >= last.saturating_add(interval))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_seat_rests_for_the_whole_interval_and_no_longer() {
		assert!(is_rested(None, 5_u64, 100));
		assert!(!is_rested(Some(5_u64), 5, 100));
		assert!(!is_rested(Some(5_u64), 104, 100));
		assert!(is_rested(Some(5_u64), 105, 100));
	}

	/// Blocks, of the first `until`, in which a session ends, if keys are set after each block of `set`.
	fn ends(set: &[u64], until: u64) -> Vec<u64> {
		let mut change = KeyChange::<u64>::default();
		let mut ends = Vec::new();
		for block in 1..=until {
			if change.is_due(block) {
				ends.push(block);
				change = change.rotated(block, 30);
			}
			if set.contains(&block) {
				change = change.begun();
			}
			assert!(change.is_possible(block, 30));
		}
		ends
	}

	#[test]
	fn without_a_change_no_session_ends() {
		assert!(ends(&[], 1_000).is_empty());
	}

	#[test]
	fn a_change_takes_two_ends_a_gap_apart_and_then_there_is_peace() {
		assert_eq!(ends(&[10], 1_000), [11, 41]);
	}

	#[test]
	fn keys_set_on_the_way_get_their_own_two_ends() {
		assert_eq!(ends(&[10, 20], 1_000), [11, 41, 71]);
		assert_eq!(ends(&[10, 11], 1_000), [11, 41, 71]);
		assert_eq!(ends(&[10, 40], 1_000), [11, 41, 71]);
		assert_eq!(ends(&[9, 10], 1_000), [10, 40, 70]);
	}

	#[test]
	fn the_gap_holds_between_changes_too() {
		assert_eq!(ends(&[10, 42], 1_000), [11, 41, 71, 101]);
		assert_eq!(ends(&[10, 500], 1_000), [11, 41, 501, 531]);
	}

	#[test]
	fn whoever_sets_keys_in_every_block_ends_a_session_in_every_thirtieth() {
		let every: Vec<u64> = (1..300).collect();
		assert!(ends(&every, 300).windows(2).all(|pair| matches!(pair, [one, next] if next - one >= 30)));
	}
}
