//! Which entry holds from which day on.

use crate::Fault;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, EntryId};

/// How many of the latest rates of a kind are found by day. Monthly rates: five years.
pub const MAX_INDEXED_DAYS: u32 = 64;

/// From this day on this entry holds.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
	/// The first day.
	pub from: Day,
	/// The entry.
	pub entry: EntryId,
}

/// The rates of a kind that are found by day, ascending: the latest [`MAX_INDEXED_DAYS`]. Older ones stay on record.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline(BoundedVec<Start, ConstU32<MAX_INDEXED_DAYS>>);

impl Timeline {
	/// A timeline of these starts; nothing where they do not ascend or are too many.
	pub fn new(starts: alloc::vec::Vec<Start>) -> Option<Self> {
		starts.is_sorted_by(|one, next| one.from < next.from).then_some(())?;
		starts.try_into().ok().map(Self)
	}

	/// What holds on a day.
	pub fn on(&self, day: Day) -> Option<Start> {
		self.0.iter().rev().find(|start| start.from <= day).copied()
	}

	/// The starts, ascending.
	pub fn starts(&self) -> &[Start] {
		&self.0
	}

	/// Whether there is no room but in the place of the oldest.
	pub fn is_full(&self) -> bool {
		self.0.is_full()
	}

	/// Has an entry hold from a day on, in the place of the one that it supersedes. Refuses a day that is another entry's, and
	/// one before all that are found where there is no room.
	pub fn insert(mut self, start: Start, superseded: Option<EntryId>) -> Result<Self, Fault> {
		self.0.retain(|old| Some(old.entry) != superseded);
		let place = match self.0.binary_search_by_key(&start.from, |old| old.from) {
			Ok(_) => return Err(Fault::DayTaken),
			Err(0) if self.0.is_full() => return Err(Fault::RateTooOld),
			Err(place) => place,
		};
		let dropped = usize::from(self.0.is_full());
		if dropped == 1 {
			self.0.remove(0);
		}
		// There is room, so that this cannot fail.
		self.0.try_insert(place.saturating_sub(dropped), start).map_err(|_| Fault::RateTooOld)?;
		Ok(self)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn start(from: u32, entry: u32) -> Start {
		Start { from: Day(from), entry: EntryId(entry) }
	}

	fn timeline(starts: &[(u32, u32)]) -> Timeline {
		Timeline::new(starts.iter().map(|(from, entry)| start(*from, *entry)).collect()).unwrap()
	}

	#[test]
	fn an_entry_holds_until_the_next_one_starts() {
		let timeline = timeline(&[(10, 0), (20, 1)]);
		let on = |day| timeline.on(Day(day)).map(|start| start.entry.0);
		assert_eq!([on(9), on(10), on(19), on(20), on(1_000)], [None, Some(0), Some(0), Some(1), Some(1)]);
	}

	#[test]
	fn what_is_dated_ahead_leaves_room_before_it() {
		let ahead = timeline(&[(10, 0), (40, 1)]);
		assert_eq!(ahead.insert(start(20, 2), None), Ok(timeline(&[(10, 0), (20, 2), (40, 1)])));
	}

	#[test]
	fn a_correction_takes_the_place_of_what_it_names_on_the_same_or_another_day() {
		let old = timeline(&[(10, 0), (40, 1)]);
		assert_eq!(old.clone().insert(start(40, 2), Some(EntryId(1))), Ok(timeline(&[(10, 0), (40, 2)])));
		assert_eq!(old.clone().insert(start(5, 2), Some(EntryId(1))), Ok(timeline(&[(5, 2), (10, 0)])));
		assert_eq!(old.clone().insert(start(10, 2), Some(EntryId(1))), Err(Fault::DayTaken));
		assert_eq!(old.insert(start(40, 2), None), Err(Fault::DayTaken));
	}

	#[test]
	fn a_full_timeline_drops_its_oldest_and_takes_nothing_older() {
		let all: Vec<_> = (1..=MAX_INDEXED_DAYS).map(|number| (number * 10, number)).collect();
		let full = timeline(&all);
		assert!(full.is_full());
		assert_eq!(full.clone().insert(start(5, 99), None), Err(Fault::RateTooOld));
		let between = full.clone().insert(start(15, 99), None).unwrap();
		assert_eq!(between.starts()[..2], [start(15, 99), start(20, 2)]);
		let after = full.clone().insert(start(9_999, 99), None).unwrap();
		assert_eq!((after.starts().len(), after.starts()[0]), (64, start(20, 2)));
		// A correction makes its own room.
		let corrected = full.insert(start(5, 99), Some(EntryId(64))).unwrap();
		assert_eq!((corrected.starts().len(), corrected.starts()[0]), (64, start(5, 99)));
	}

	#[test]
	fn starts_ascend() {
		assert_eq!(Timeline::new(vec![start(2, 0), start(1, 1)]), None);
		assert_eq!(Timeline::new(vec![start(1, 0), start(1, 1)]), None);
	}
}
