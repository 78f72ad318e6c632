//! What happened. What takes the place of another entry names both.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A rate was entered and waits for an organisation of the other college.
		RateProposed {
			/// The entry.
			entry: EntryId,
			/// What the confirming officer names.
			digest: Digest,
			/// Which rate.
			kind: RateKind,
			/// The rate, in basis points.
			value_bp: BasisPoints,
			/// The first day on which it holds.
			effective_from: Day,
			/// The entry that it corrects.
			corrects: Option<EntryId>,
			/// Whose officer entered it.
			org: OrgId,
			/// Who entered it.
			officer: OfficerId,
		},
		/// A rate was confirmed and holds from its day on.
		RateConfirmed {
			/// The entry.
			entry: EntryId,
			/// Which rate.
			kind: RateKind,
			/// The rate, in basis points.
			value_bp: BasisPoints,
			/// The first day on which it holds.
			effective_from: Day,
			/// The entry whose place it takes.
			superseded: Option<EntryId>,
			/// Whose officer confirmed it.
			org: OrgId,
			/// Who confirmed it.
			officer: OfficerId,
		},
		/// A year's calendar was entered and waits for an organisation of the other college.
		CalendarProposed {
			/// The entry.
			entry: EntryId,
			/// What the confirming officer names.
			digest: Digest,
			/// The year.
			year: u16,
			/// The entry that it corrects.
			corrects: Option<EntryId>,
			/// Whose officer entered it.
			org: OrgId,
			/// Who entered it.
			officer: OfficerId,
		},
		/// A year's calendar was confirmed.
		CalendarConfirmed {
			/// The entry.
			entry: EntryId,
			/// The year.
			year: u16,
			/// The entry whose place it takes, for the days to come.
			superseded: Option<EntryId>,
			/// Whose officer confirmed it.
			org: OrgId,
			/// Who confirmed it.
			officer: OfficerId,
		},
		/// An entry was taken back before it was confirmed.
		EntryWithdrawn {
			/// The entry.
			entry: EntryId,
			/// Whose entry it was.
			org: OrgId,
			/// Who took it back.
			officer: OfficerId,
		},
		/// The calendar of a development chain was moved on.
		CalendarMoved {
			/// By how many days.
			days: u32,
			/// The current day now.
			today: Day,
			/// Whose officer did it.
			org: OrgId,
			/// Who did it.
			officer: OfficerId,
		},
	}
}
