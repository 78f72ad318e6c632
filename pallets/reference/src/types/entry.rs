//! What is entered, what is confirmed, and the rules of confirming and correcting.

use crate::{Fault, YearDays};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{
	signed, BasisPoints, Day, Digest, EntryId, OfficerId, OrgId, RateKind, ShortText, ACT_LIFE_DAYS,
};

/// How many days before it takes effect a rate can be entered: a date mistyped by years is refused.
pub const MAX_DAYS_AHEAD: u32 = 31;

/// A rate that is published for everybody.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum PublishedRate {
	/// 一年期贷款市场报价利率.
	Lpr1Y,
	/// 五年期以上贷款市场报价利率.
	Lpr5Y,
}

/// Where an entry is kept: what is everybody's in the shared book, a bank's own average in a book of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
	/// The shared book.
	Shared,
	/// The bank's own.
	Own(OrgId),
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
	/// The published rate that it is, or the bank whose own it is.
	pub const fn published(kind: RateKind) -> Result<PublishedRate, OrgId> {
		match kind {
			RateKind::Lpr1Y => Ok(PublishedRate::Lpr1Y),
			RateKind::Lpr5Y => Ok(PublishedRate::Lpr5Y),
			RateKind::BankAverage(bank) => Err(bank),
		}
	}

	/// Refuses a rate that is nothing or above the whole, and a day too far ahead.
	pub fn ensure_sound(&self, today: Day) -> Result<(), Fault> {
		if self.value_bp < BasisPoints(1) || self.value_bp > BasisPoints::WHOLE {
			return Err(Fault::RateOutOfRange);
		}
		if self.effective_from.0.saturating_sub(today.0) > MAX_DAYS_AHEAD {
			return Err(Fault::TooFarAhead);
		}
		Ok(())
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
	/// Where an entry that says this is kept.
	pub fn book(&self) -> Book {
		match self {
			Self::Rate(RateEntry { kind: RateKind::BankAverage(bank), .. }) => Book::Own(*bank),
			Self::Rate(_) | Self::Calendar(_) => Book::Shared,
		}
	}

	/// Whether both are of one rate, or of one year.
	pub fn is_of_one_matter(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Rate(one), Self::Rate(other)) => one.kind == other.kind,
			(Self::Calendar(one), Self::Calendar(other)) => one.year == other.year,
			_ => false,
		}
	}
}

/// What an entry corrects (更正).
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Correction {
	/// The confirmed entry whose place it takes.
	pub entry: EntryId,
	/// Why.
	pub reason: ShortText,
}

/// Who can confirm an entry: who is not of the college of who entered it.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum Confirmers {
	/// Any regulator.
	Regulators,
	/// Any bank.
	Banks,
	/// The bank whose own average it is.
	Bank(OrgId),
}

/// An entry that waits for its confirmation.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OpenEntry {
	/// What it says.
	pub content: Content,
	/// What it corrects.
	pub corrects: Option<Correction>,
	/// Whose officer entered it.
	pub entered_by: OrgId,
	/// Who entered it.
	pub maker: OfficerId,
	/// The number of the key with which it was entered.
	pub key_number: u16,
	/// When.
	pub entered_on: Day,
	/// For whom it waits.
	pub waits_for: Confirmers,
}

impl OpenEntry {
	/// The digest that the confirming officer names: blake2-256 over the SCALE encoding of a domain, the
	/// entry's id, the content and what it corrects. Who confirms has seen exactly this. The transaction
	/// around it binds the chain.
	pub fn digest(&self, entry: EntryId) -> Digest {
		Digest::from(blake2_256(&signed::entry(entry, &self.content, &self.corrects)))
	}

	/// Whether it can no longer be confirmed.
	pub fn has_expired(&self, today: Day) -> bool {
		self.entered_on.plus_days(ACT_LIFE_DAYS).is_some_and(|last| today > last)
	}

	/// Refuses a confirmation of another content than this.
	pub fn ensure_named(&self, entry: EntryId, digest: Digest) -> Result<(), Fault> {
		if digest != self.digest(entry) {
			return Err(Fault::DigestMismatch);
		}
		Ok(())
	}

	/// What it says for good, with who vouches for it.
	pub fn confirmed(self, confirmed_by: OrgId, confirmed_on: Day) -> Confirmed {
		let Self { content, corrects, entered_by, .. } = self;
		Confirmed { content, corrects, entered_by, confirmed_by, confirmed_on, superseded_by: None }
	}
}

/// Confirmed reference data, with who vouches for it. What it says never changes; what took its place is
/// added.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
	/// What was confirmed.
	pub content: Content,
	/// What it corrects.
	pub corrects: Option<Correction>,
	/// Whose officer entered it.
	pub entered_by: OrgId,
	/// Whose officer confirmed it: an organisation of the other college.
	pub confirmed_by: OrgId,
	/// The day of the confirmation.
	pub confirmed_on: Day,
	/// The entry that corrected it.
	pub superseded_by: Option<EntryId>,
}

impl Confirmed {
	/// The number of what it corrects.
	pub fn supersedes(&self) -> Option<EntryId> {
		self.corrects.as_ref().map(|correction| correction.entry)
	}

	/// Refuses a correction of another matter, and a second one of the same entry: it is the latest that is
	/// corrected.
	pub fn ensure_correctable(&self, by: &Content) -> Result<(), Fault> {
		if !self.content.is_of_one_matter(by) {
			return Err(Fault::CorrectionUnknown);
		}
		match self.superseded_by {
			Some(_) => Err(Fault::AlreadySuperseded),
			None => Ok(()),
		}
	}
}

/// A change of the shared book: what a journal hears.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum ReferenceChange {
	/// An entry as it stands after the act: confirmed, or superseded.
	Entry {
		/// Its number.
		entry: EntryId,
		/// The entry.
		confirmed: Confirmed,
	},
	/// A development chain's calendar was moved: by how many days it runs ahead of the clock.
	Offset(i32),
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

	fn open(rate: RateEntry, corrects: Option<Correction>) -> OpenEntry {
		let content = Content::Rate(rate);
		let (entered_by, maker, key_number, entered_on) = (OrgId(1), OfficerId(1), 0, Day(20_000));
		let waits_for = Confirmers::Banks;
		OpenEntry { content, corrects, entered_by, maker, key_number, entered_on, waits_for }
	}

	fn correction(entry: u32, reason: &str) -> Option<Correction> {
		Some(Correction { entry: EntryId(entry), reason: reason.try_into().unwrap() })
	}

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let digest = |rate, corrects| open(rate, corrects).digest(EntryId(1));
		let mut all = vec![
			digest(RATE, None),
			open(RATE, None).digest(EntryId(2)),
			digest(RateEntry { kind: RateKind::Lpr5Y, ..RATE }, None),
			digest(RateEntry { value_bp: BasisPoints(301), ..RATE }, None),
			digest(RateEntry { effective_from: Day(20_001), ..RATE }, None),
			digest(RateEntry { source: Digest::repeat_byte(1), ..RATE }, None),
			digest(RATE, correction(0, "录入有误")),
			digest(RATE, correction(1, "录入有误")),
			digest(RATE, correction(0, "公布有误")),
		];
		let count = all.len();
		all.sort();
		all.dedup();
		assert_eq!(all.len(), count);
	}

	#[test]
	fn an_entry_waits_30_days() {
		let last = 20_000 + ACT_LIFE_DAYS;
		assert!(!open(RATE, None).has_expired(Day(last)) && open(RATE, None).has_expired(Day(last + 1)));
	}

	#[test]
	fn a_rate_is_more_than_nothing_and_at_most_the_whole() {
		let check = |value_bp| {
			RateEntry { value_bp: BasisPoints(value_bp), ..RATE }.ensure_sound(RATE.effective_from)
		};
		assert_eq!(check(0), Err(Fault::RateOutOfRange));
		assert_eq!((check(1), check(10_000)), (Ok(()), Ok(())));
		assert_eq!(check(10_001), Err(Fault::RateOutOfRange));
	}

	#[test]
	fn a_rate_is_not_too_far_ahead() {
		let day = RATE.effective_from;
		assert_eq!(RATE.ensure_sound(Day(day.0 - MAX_DAYS_AHEAD)), Ok(()));
		assert_eq!(RATE.ensure_sound(Day(day.0 - MAX_DAYS_AHEAD - 1)), Err(Fault::TooFarAhead));
		// Published in the past, entered late.
		assert_eq!(RATE.ensure_sound(Day(day.0 + 400)), Ok(()));
	}

	#[test]
	fn only_the_latest_of_one_matter_is_corrected() {
		let standing = open(RATE, None).confirmed(OrgId(2), Day(20_000));
		let same = Content::Rate(RateEntry { value_bp: BasisPoints(301), ..RATE });
		assert_eq!(standing.ensure_correctable(&same), Ok(()));
		let other = Content::Rate(RateEntry { kind: RateKind::BankAverage(OrgId(1)), ..RATE });
		assert_eq!(standing.ensure_correctable(&other), Err(Fault::CorrectionUnknown));
		let superseded = Confirmed { superseded_by: Some(EntryId(7)), ..standing };
		assert_eq!(superseded.ensure_correctable(&same), Err(Fault::AlreadySuperseded));
	}
}
