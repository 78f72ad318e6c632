//! What is entered, what is confirmed, and the rules of confirming. Nothing here knows `Config`.

use crate::{calendar::YearDays, Fault};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use zhidai_primitives::{BasisPoints, Day, Digest, OfficerId, OrgId, RateKind};

/// How many days before it takes effect a rate can be entered. Without a bound, one date mistyped by years would stand
/// in the way of every rate before it.
pub const MAX_DAYS_AHEAD: u32 = 31;

/// An entry, open or confirmed: a counter over rates and calendars together.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
#[serde(transparent)]
pub struct EntryId(pub u32);

impl EntryId {
	/// The id after this one, or nothing where the counter is used up.
	pub const fn next(self) -> Option<Self> {
		match self.0.checked_add(1) {
			Some(next) => Some(Self(next)),
			None => None,
		}
	}
}

impl fmt::Display for EntryId {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(&self.0, out)
	}
}

/// A reference rate from a day on.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct RateEntry {
	/// Which rate.
	pub kind: RateKind,
	/// The rate.
	pub value_bp: BasisPoints,
	/// The first day on which it holds.
	pub effective_from: Day,
	/// The digest of the publication that it was read from.
	pub source: Digest,
}

impl RateEntry {
	/// Refuses a rate that is nothing or above the whole, a day too far ahead, and a day not after the latest confirmed
	/// one: what held on a past day never changes.
	pub fn ensure_follows(&self, latest: Option<Day>, today: Day) -> Result<(), Fault> {
		if self.value_bp < BasisPoints(1) || self.value_bp > BasisPoints::WHOLE {
			return Err(Fault::RateOutOfRange);
		}
		if self.effective_from.0.saturating_sub(today.0) > MAX_DAYS_AHEAD {
			return Err(Fault::TooFarAhead);
		}
		match latest {
			Some(latest) if latest == self.effective_from => Err(Fault::AlreadyConfirmed),
			Some(latest) if latest > self.effective_from => Err(Fault::OlderThanConfirmed),
			_ => Ok(()),
		}
	}
}

/// The working days of a year.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
	/// The year.
	pub year: u16,
	/// Its holidays and make-up days.
	pub days: YearDays,
	/// The digest of the notice that it was read from.
	pub source: Digest,
}

/// What an entry says.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Content {
	/// A rate.
	Rate(RateEntry),
	/// A year's calendar.
	Calendar(CalendarEntry),
}

impl Content {
	/// The digest that the confirming officer names: blake2-256 over the SCALE encoding of a domain, the entry's id and
	/// the content. Who confirms has seen exactly this. The transaction around it binds the chain.
	pub fn digest(&self, entry: EntryId) -> Digest {
		Digest::from(blake2_256(&(b"zhidai/reference/v1", entry, self).encode()))
	}
}

/// An entry that waits for its confirmation.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OpenEntry {
	/// What it says.
	pub content: Content,
	/// Whose officer entered it.
	pub entered_by: OrgId,
	/// Who entered it.
	pub maker: OfficerId,
	/// When.
	pub entered_on: Day,
}

impl OpenEntry {
	/// Refuses a confirmation by the organisation that entered it, or of another content than this.
	pub fn ensure_confirmable(&self, id: EntryId, by: OrgId, digest: Digest) -> Result<(), Fault> {
		if by == self.entered_by {
			return Err(Fault::OwnEntry);
		}
		if digest != self.content.digest(id) {
			return Err(Fault::DigestMismatch);
		}
		Ok(())
	}
}

/// Confirmed reference data, with who vouches for it. Never changes.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Confirmed<C> {
	/// What was confirmed.
	pub content: C,
	/// The entry that it was.
	pub entry: EntryId,
	/// Whose officer entered it.
	pub entered_by: OrgId,
	/// Whose officer confirmed it: another organisation.
	pub confirmed_by: OrgId,
	/// The day of the confirmation.
	pub confirmed_on: Day,
}

#[cfg(test)]
mod tests {
	use super::*;

	const RATE: RateEntry = RateEntry {
		kind: RateKind::Lpr1Y,
		value_bp: BasisPoints(300),
		effective_from: Day(20_000),
		source: Digest::zero(),
	};

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let base = Content::Rate(RATE).digest(EntryId(1));
		for other in [
			Content::Rate(RATE).digest(EntryId(2)),
			Content::Rate(RateEntry { kind: RateKind::Lpr5Y, ..RATE }).digest(EntryId(1)),
			Content::Rate(RateEntry { value_bp: BasisPoints(301), ..RATE }).digest(EntryId(1)),
			Content::Rate(RateEntry { effective_from: Day(20_001), ..RATE }).digest(EntryId(1)),
			Content::Rate(RateEntry { source: Digest::repeat_byte(1), ..RATE }).digest(EntryId(1)),
		] {
			assert_ne!(base, other);
		}
	}

	#[test]
	fn a_rate_is_more_than_nothing_and_at_most_the_whole() {
		let check = |value_bp| {
			RateEntry { value_bp: BasisPoints(value_bp), ..RATE }.ensure_follows(None, RATE.effective_from)
		};
		assert_eq!(check(0), Err(Fault::RateOutOfRange));
		assert_eq!((check(1), check(10_000)), (Ok(()), Ok(())));
		assert_eq!(check(10_001), Err(Fault::RateOutOfRange));
	}

	#[test]
	fn a_rate_comes_after_the_latest_and_not_too_far_ahead() {
		let day = RATE.effective_from;
		assert_eq!(RATE.ensure_follows(Some(Day(day.0 - 1)), Day(day.0 - MAX_DAYS_AHEAD)), Ok(()));
		assert_eq!(RATE.ensure_follows(None, Day(day.0 - MAX_DAYS_AHEAD - 1)), Err(Fault::TooFarAhead));
		assert_eq!(RATE.ensure_follows(Some(day), day), Err(Fault::AlreadyConfirmed));
		assert_eq!(RATE.ensure_follows(Some(Day(day.0 + 1)), day), Err(Fault::OlderThanConfirmed));
		// Published in the past, entered late.
		assert_eq!(RATE.ensure_follows(None, Day(day.0 + 400)), Ok(()));
	}
}
