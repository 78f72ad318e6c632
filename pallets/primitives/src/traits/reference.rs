use crate::{BasisPoints, Day, EntryId, RateKind};
use polkadot_sdk::sp_runtime::DispatchError;

/// The calendar; implemented by `reference`.
pub trait Calendar {
	/// The current day in China, from the block's timestamp. Not for use in `on_initialize`, where the timestamp is the
	/// previous block's.
	fn today() -> Day;

	/// The working day that comes `count` working days after this one. Refuses where the calendar of a year is missing.
	fn working_days_after(day: Day, count: u16) -> Result<Day, DispatchError>;
}

/// A reference rate as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedRate {
	/// The rate.
	pub value: BasisPoints,
	/// Since when it holds.
	pub effective_from: Day,
	/// The entry that says so. Whoever pins a rate pins this number too: the entry's record says what took its place.
	pub entry: EntryId,
}

/// Reference rates; implemented by `reference`.
pub trait Rates {
	/// The rate that holds on a day. Refuses where none is known.
	fn rate_on(kind: RateKind, day: Day) -> Result<DatedRate, DispatchError>;
}
