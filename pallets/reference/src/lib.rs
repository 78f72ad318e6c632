//! # Reference data
//!
//! The rates that caps compare with, and the calendar that clocks run on: dated, sourced, vouched for by both
//! colleges.
//!
//! ## Who may call
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | `propose_rate` | seat × Maker | a maker (经办) of either college, for the LPR; of a bank, for its own average; of the regulators' college, for any; once under one request |
//! | `propose_calendar` | seat × Maker | a maker of either college; once under one request |
//! | `confirm_rate`, `confirm_calendar` | seat × Checker | a checker (复核) of the **other** college, and another person: of the regulators' for what the banks' entered, and the other way round; for a bank's own average, that bank's and no other's |
//! | `withdraw` | seat × Maker, Checker | a maker of the organisation that made the entry; a checker of one that it waits for, where it concerns that one alone or can be confirmed no more |
//! | `move_calendar` | any × Admin | an admin (管理) of any organisation, and only on chains that were started with a movable calendar |
//!
//! At the door `seat` is every role that can hold one; where an organisation counts is asked closer.
//!
//! An entry can be confirmed for 30 days, and only while its maker could still enter it with the same key, for an
//! organisation that takes part: what a stolen key signed, or an officer who was removed, counts no more, and no inbox
//! shows it. Who could confirm it takes it back, also where the organisation that made it cannot.
//!
//! `withdraw` and `move_calendar` need one person: an entry that waits holds for nobody, and a movable
//! calendar is a toy.
//!
//! ## Overview
//!
//! A loan's rate is capped by a reference rate as of a day: a bank's average (贷款利率平均水平, XJ-T1 to XJ-T3) or
//! the loan prime rate (LPR, SZ-04). One organisation enters the rate with the digest of the publication that
//! it read; one of the other college reads the same publication and confirms, naming the digest of the entry.
//! So neither the banks alone nor the regulators alone say what holds for everybody.
//!
//! An organisation's college is that of its validator seats, whatever its roles. Most members hold no seat, and
//! on a development chain nearly all: of these each counts in the only college in which it could sit, a bank
//! among the banks, a market or financial regulator among the regulators. To a finance bureau without a seat both
//! are open, to who is bank and regulator none: they vouch for nothing that is everybody's. A bank's own average
//! asks no college of that bank.
//!
//! A rate holds from its day until the next one's. A day that has no rate takes one, before or after others,
//! so that nothing dated ahead stands in the way of what comes first. A day that has one is **corrected**
//! (更正): the new entry names the old one by its number, with a reason; the old one stays on record and says
//! what took its place. Who used a rate pinned its entry's number, and so sees that it was corrected; a
//! correction also raises a finding, so that people look for those who did.
//!
//! Clocks (XJ-02: ten working days) run on working days: Monday to Friday, less the holidays, plus the
//! make-up days (调休) of the year's notice. A year without a confirmed calendar has no working days: whoever
//! asks is refused instead of getting a guess. A calendar is corrected in the same way, as the state changes
//! holidays within a year, but only for days to come, and raises a finding too. A clock that runs is counted
//! anew whenever it is asked for, so that it ends by the corrected calendar; a day that was counted by the old one
//! and written down, as the last of one person's suspension, stays, and people look whether it should.
//!
//! What is everybody's stands in the shared book, of which every change is journalled; a bank's own average
//! in a book of its own.
//!
//! ## The current day
//!
//! [`Calendar::today`] is the block's timestamp in China Standard Time. Development chains can start at
//! another date and move on at will, so that quarters and look-backs can be played; a chain started without
//! that can never do it.
//!
//! ## What must always hold
//!
//! See [`Pallet::check_invariants`]: every confirmed entry has two organisations behind it; a rate that is
//! found by day stands and is that day's; what was corrected and what corrected it name each other.
//!
//! [`Calendar::today`]: zhidai_primitives::traits::Calendar::today

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::arithmetic_side_effects,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

mod access;
mod calls;
mod errors;
mod events;
mod genesis;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod provides;
mod reads;
mod rules;
mod store;
mod types;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{
	Book, CalendarEntry, Confirmed, Confirmers, Content, Correction, Fault, OpenEntry, PublishedRate,
	RateEntry, ReferenceChange, Start, Timeline, YearDays, MAX_DAYS_AHEAD, MAX_HOLIDAYS, MAX_INDEXED_DAYS,
	MAX_MAKE_UP_DAYS, MAX_SPAN_DAYS, MAX_WORKING_DAYS,
};
pub use weights::WeightInfo;
pub use zhidai_primitives::EntryId;

use frame::pallet_macros::import_section;

/// The most entries of one organisation that can wait for confirmation.
pub const MAX_OPEN_ENTRIES: u32 = 64;

/// Reference data: rates and calendars.
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use crate::{
		CalendarEntry, Confirmed, Confirmers, Correction, OpenEntry, PublishedRate, RateEntry,
		ReferenceChange, Timeline, WeightInfo, YearDays, MAX_HOLIDAYS, MAX_MAKE_UP_DAYS,
	};
	use frame::{prelude::*, traits::Time};
	use zhidai_primitives::{
		traits::{Colleges, Directory, Findings, Journal, Once},
		BasisPoints, Day, Digest, EntryId, OfficerId, Ordered, OrgId, RateKind, RequestId,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The reference pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The block's timestamp, in milliseconds since 1970-01-01 UTC.
		type Time: Time<Moment = u64>;
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
		/// Who sits in which college.
		type Colleges: Colleges;
		/// Which requests were carried out.
		type Once: Once;
		/// Who hears of every change of the shared book.
		type Journal: Journal<ReferenceChange>;
		/// Where it is told that a rate or a calendar was corrected.
		type Findings: Findings;
		/// What the calls cost.
		type WeightInfo: WeightInfo;
		/// What benchmarks need from the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// The id of the next entry.
	#[pallet::storage]
	pub type NextEntry<T> = StorageValue<_, EntryId, ValueQuery>;

	/// Entries that wait for confirmation.
	// Twox: the key is our counter.
	#[pallet::storage]
	pub type OpenEntries<T> = StorageMap<_, Twox64Concat, EntryId, OpenEntry>;

	/// The entries that wait, by who can confirm them, in the order in which they were entered.
	// Twox: an enum of ours, with a counter of `registry`. Identity: our counter, big-endian, below a hashed first key.
	#[pallet::storage]
	pub type ToConfirm<T> = StorageDoubleMap<_, Twox64Concat, Confirmers, Identity, Ordered, ()>;

	/// How many entries of an organisation wait.
	// Twox: the key is a counter of `registry`.
	#[pallet::storage]
	pub type OpenCount<T> = StorageMap<_, Twox64Concat, OrgId, u32, ValueQuery>;

	/// The shared book: every confirmed calendar and published rate, kept for good.
	// Twox: the key is our counter.
	#[pallet::storage]
	pub type Entries<T> = StorageMap<_, Twox64Concat, EntryId, Confirmed>;

	/// The published rates that are found by day.
	// Twox: the key is an enum of ours.
	#[pallet::storage]
	pub type Timelines<T> = StorageMap<_, Twox64Concat, PublishedRate, Timeline, ValueQuery>;

	/// Each bank's own book: its confirmed averages, kept for good.
	// Twox: the key is a counter of `registry`. Identity: our counter, big-endian, below a hashed first key.
	#[pallet::storage]
	pub type Averages<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, Confirmed>;

	/// Each bank's averages that are found by day.
	// Twox: the key is a counter of `registry`.
	#[pallet::storage]
	pub type AverageTimelines<T> = StorageMap<_, Twox64Concat, OrgId, Timeline, ValueQuery>;

	/// The entry that is a year's calendar now.
	// Twox: nobody gains by choosing years.
	#[pallet::storage]
	pub type CalendarOf<T> = StorageMap<_, Twox64Concat, u16, EntryId>;

	/// By how many days the calendar runs ahead of the clock (or behind, where negative). Zero on a
	/// production chain.
	#[pallet::storage]
	pub type CalendarOffset<T> = StorageValue<_, i32, ValueQuery>;

	/// Whether the calendar can be moved. Given at genesis, never changed.
	#[pallet::storage]
	pub type CalendarMovable<T> = StorageValue<_, bool, ValueQuery>;

	/// The calendar's start.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// By how many days the calendar starts ahead of the clock (or behind). Only where it is movable.
		pub calendar_offset_days: i32,
		/// Whether the calendar can be moved: development and local chains only.
		pub calendar_movable: bool,
		#[doc(hidden)]
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.put();
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::try_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Enters a rate, to be confirmed by an organisation of the other college.
		///
		/// ## Dispatch Origin
		///
		/// A maker of a bank (its own average), of the banks' college (the LPR) or of the regulators' (any rate).
		///
		/// ## Details
		///
		/// `value_bp` is in basis points, `effective_from` the first day on which the rate holds, at most 31
		/// days from now. `source` is the digest of the publication. `corrects` names the confirmed entry
		/// whose place it takes, with the reason: for a day that has a rate, and where a rate stands on the
		/// wrong day.
		#[pallet::call_index(0)]
		pub fn propose_rate(
			origin: OriginFor<T>,
			kind: RateKind,
			value_bp: BasisPoints,
			effective_from: Day,
			source: Digest,
			corrects: Option<Correction>,
			request_id: RequestId,
		) -> DispatchResult {
			let rate = RateEntry { kind, value_bp, effective_from, source };
			Self::do_propose_rate(origin, rate, corrects, request_id)
		}

		/// Confirms a rate that an organisation of the other college entered. From then on it is found by
		/// day.
		///
		/// ## Dispatch Origin
		///
		/// A checker of the other college than whose maker entered it (for a bank's own average, of that bank or of
		/// the regulators' college), who is another person than the maker.
		#[pallet::call_index(1)]
		pub fn confirm_rate(origin: OriginFor<T>, entry: EntryId, digest: Digest) -> DispatchResult {
			Self::do_confirm_rate(origin, entry, digest)
		}

		/// Enters the working days of a year, to be confirmed by an organisation of the other college.
		///
		/// ## Dispatch Origin
		///
		/// A maker of either college.
		///
		/// ## Details
		///
		/// `holidays` are free whatever day of the week they are; `workdays_on_weekends` (调休) are Saturdays
		/// and Sundays that are worked. Both ascending. `source` is the digest of the notice. `corrects`
		/// names the year's confirmed calendar where there is one, with the reason: only days to come may
		/// differ.
		#[pallet::call_index(2)]
		pub fn propose_calendar(
			origin: OriginFor<T>,
			year: u16,
			holidays: BoundedVec<Day, ConstU32<MAX_HOLIDAYS>>,
			workdays_on_weekends: BoundedVec<Day, ConstU32<MAX_MAKE_UP_DAYS>>,
			source: Digest,
			corrects: Option<Correction>,
			request_id: RequestId,
		) -> DispatchResult {
			let days = YearDays { holidays, make_up_days: workdays_on_weekends };
			Self::do_propose_calendar(origin, CalendarEntry { year, days, source }, corrects, request_id)
		}

		/// Confirms a year's calendar that an organisation of the other college entered.
		///
		/// ## Dispatch Origin
		///
		/// As for `confirm_rate`.
		#[pallet::call_index(3)]
		pub fn confirm_calendar(origin: OriginFor<T>, entry: EntryId, digest: Digest) -> DispatchResult {
			Self::do_confirm_calendar(origin, entry, digest)
		}

		/// Takes an entry back that waits for confirmation.
		///
		/// ## Dispatch Origin
		///
		/// A maker of the organisation that made it, or a checker of an organisation for which it waits.
		#[pallet::call_index(4)]
		pub fn withdraw(origin: OriginFor<T>, entry: EntryId) -> DispatchResult {
			Self::do_withdraw(origin, entry)
		}

		/// Moves the calendar on by some days, on a chain that was started with a movable one.
		///
		/// ## Dispatch Origin
		///
		/// An admin of any organisation.
		#[pallet::call_index(5)]
		pub fn move_calendar(origin: OriginFor<T>, days: u32) -> DispatchResult {
			Self::do_move_calendar(origin, days)
		}
	}
}
