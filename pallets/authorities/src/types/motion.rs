//! Motions: what their votes say.

use alloc::vec::Vec;
use codec::{Decode, Encode};

/// The votes on a motion as `pallet-collective` keeps them. Its own type hides its fields; this is read from
/// their encoding.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tally<AccountId, BlockNumber> {
	/// The number of the motion.
	pub(crate) index: u32,
	/// The ayes that pass it.
	pub(crate) threshold: u32,
	/// The seats for it.
	pub(crate) ayes: Vec<AccountId>,
	/// The seats against it.
	pub(crate) nays: Vec<AccountId>,
	/// From this block on it can be closed, whatever the votes.
	pub(crate) end: BlockNumber,
}

impl<AccountId: PartialEq, BlockNumber: PartialOrd> Tally<AccountId, BlockNumber> {
	/// Whether the ayes pass it: closing carries it out. Who abstains is never counted as an aye.
	pub(crate) fn is_passed(&self) -> bool {
		count(&self.ayes) >= self.threshold
	}

	/// The same motion with those votes alone that count.
	pub(crate) fn counting(mut self, counts: impl Fn(&AccountId) -> bool) -> Self {
		self.ayes.retain(&counts);
		self.nays.retain(&counts);
		self
	}

	/// How many seats are for it.
	pub(crate) fn ayes(&self) -> u32 {
		count(&self.ayes)
	}

	/// How many seats are against it.
	pub(crate) fn nays(&self) -> u32 {
		count(&self.nays)
	}

	/// Whether so many seats are against it that it cannot pass any more.
	pub(crate) fn is_lost(&self, seats: u32) -> bool {
		seats.saturating_sub(count(&self.nays)) < self.threshold
	}

	/// Whether it can be closed in this block.
	pub(crate) fn is_decided(&self, seats: u32, now: BlockNumber) -> bool {
		self.is_passed() || self.is_lost(seats) || now >= self.end
	}

	/// Whether the seat has voted, either way.
	pub(crate) fn has_voted(&self, seat: &AccountId) -> bool {
		self.ayes.contains(seat) || self.nays.contains(seat)
	}

	/// Whether a seat other than this one is for it.
	pub(crate) fn has_aye_beside(&self, seat: &AccountId) -> bool {
		self.ayes.iter().any(|other| other != seat)
	}

	/// Whether this is the seat's vote already.
	pub(crate) fn has_vote(&self, seat: &AccountId, approve: bool) -> bool {
		if approve { &self.ayes } else { &self.nays }.contains(seat)
	}
}

fn count<T>(votes: &[T]) -> u32 {
	u32::try_from(votes.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec;

	fn tally(ayes: Vec<u8>, nays: Vec<u8>) -> Tally<u8, u32> {
		Tally { index: 0, threshold: 3, ayes, nays, end: 20 }
	}

	#[test]
	fn a_motion_is_decided_by_ayes_by_nays_or_by_time() {
		assert!(!tally(vec![1, 2], vec![3]).is_decided(4, 19));
		assert!(tally(vec![1, 2], vec![3]).is_decided(4, 20));
		assert!(tally(vec![1, 2, 3], vec![]).is_decided(4, 0));
		assert!(tally(vec![], vec![1, 2]).is_decided(4, 0));
	}

	#[test]
	fn what_does_not_count_neither_passes_nor_ends_a_motion() {
		let passed = tally(vec![1, 2, 3], vec![4]).counting(|seat| *seat != 2);
		assert_eq!((passed.ayes(), passed.is_passed(), passed.has_voted(&2)), (2, false, false));
		let lost = tally(vec![], vec![1, 2]).counting(|seat| *seat != 2);
		assert!(!lost.is_lost(4) && !lost.is_decided(4, 19) && lost.is_decided(4, 20));
	}

	#[test]
	fn time_decides_but_never_passes() {
		let late = tally(vec![1, 2], vec![]);
		assert!(late.is_decided(4, 1_000) && !late.is_passed() && !late.is_lost(4));
	}

	#[test]
	fn a_vote_is_the_seats_own_on_its_side() {
		let tally = tally(vec![1], vec![2]);
		assert!(tally.has_vote(&1, true) && tally.has_vote(&2, false));
		assert!(!tally.has_vote(&1, false) && !tally.has_vote(&2, true) && !tally.has_vote(&3, true));
		assert!(tally.has_voted(&1) && tally.has_voted(&2) && !tally.has_voted(&3));
	}

	#[test]
	fn only_an_aye_of_another_seat_stands_beside_ones_own() {
		assert!(!tally(vec![1], vec![2, 3]).has_aye_beside(&1));
		assert!(tally(vec![1], vec![]).has_aye_beside(&2));
		assert!(tally(vec![1, 2], vec![]).has_aye_beside(&1));
		assert!(!tally(vec![], vec![1, 2]).has_aye_beside(&1));
	}
}
