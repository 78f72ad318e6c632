//! # Reference data
//!
//! The rates that caps compare with, and the calendar that clocks run on: dated, sourced, double-checked.
//!
//! ## Who may call
//!
//! | call | who |
//! |---|---|
//! | `propose_rate` | a maker (经办) of a bank, for its own average or the LPR; of a market or financial regulator, for any |
//! | `propose_calendar` | a maker of a bank or a market or financial regulator |
//! | `confirm_rate`, `confirm_calendar` | a checker (复核) of **another** bank or regulator, and another person |
//! | `withdraw` | a maker of the organisation that made the entry |
//! | `move_calendar` | an admin (管理) of any organisation, and only on chains that were started with a movable calendar |
//!
//! ## Overview
//!
//! A loan's rate is capped by a reference rate as of a day: a bank's average (贷款利率平均水平, XJ-T1 to XJ-T3) or the loan
//! prime rate (LPR, SZ-04). One organisation enters the rate with the digest of the publication that it read, another
//! reads the same publication and confirms, naming the digest of the entry. Rates are only ever added after the latest
//! one, so what held on a past day never changes.
//!
//! Clocks (XJ-02: ten working days) run on working days: Monday to Friday, less the holidays, plus the make-up days
//! (调休) of the year's notice. A year without a confirmed calendar has no working days: whoever asks is refused instead
//! of getting a guess. A calendar can be confirmed anew, as the state changes holidays within a year, but only for days
//! to come.
//!
//! ## The current day
//!
//! [`Calendar::today`] is the block's timestamp in China Standard Time. Development chains can start at another date and
//! move on at will, so that quarters and look-backs can be played; a chain started without that can never do it.
//!
//! [`Calendar`]: zhidai_primitives::traits::Calendar
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

mod calendar;
mod entry;
mod fault;
mod functions;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use calendar::{YearDays, MAX_HOLIDAYS, MAX_MAKE_UP_DAYS, MAX_SPAN_DAYS, MAX_WORKING_DAYS};
pub use entry::{CalendarEntry, Confirmed, Content, EntryId, OpenEntry, RateEntry, MAX_DAYS_AHEAD};
pub use fault::Fault;
pub use pallet::*;
pub use weights::WeightInfo;

/// The most entries of one organisation that can wait for confirmation.
pub const MAX_OPEN_ENTRIES: u32 = 64;
/// How many of the latest rates of a kind are found by day. Monthly rates: five years.
pub const MAX_INDEXED_DAYS: u32 = 64;

/// Reference data: rates and calendars.
#[frame::pallet]
pub mod pallet {
	use crate::{
		calendar::{shift, YearDays, MAX_HOLIDAYS, MAX_MAKE_UP_DAYS},
		CalendarEntry, Confirmed, Content, EntryId, OpenEntry, RateEntry, WeightInfo, MAX_INDEXED_DAYS,
	};
	use frame::{prelude::*, traits::Time};
	use zhidai_primitives::{
		traits::{Calendar, Directory},
		BasisPoints, Day, Digest, Duty, OfficerId, OrgId, RateKind,
	};

	/// The reference pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What the pallet needs.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The block's timestamp, in milliseconds since 1970-01-01 UTC.
		type Time: Time<Moment = u64>;
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
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

	/// How many entries of an organisation wait.
	// Twox: the key is a counter of `registry`.
	#[pallet::storage]
	pub type OpenCount<T> = StorageMap<_, Twox64Concat, OrgId, u32, ValueQuery>;

	/// Confirmed rates by the first day on which they hold. Nothing is ever removed.
	// Twox: the kind is an enum of ours over a counter of `registry`. Identity: days are small integers within bounds.
	#[pallet::storage]
	pub type RateHistory<T> =
		StorageDoubleMap<_, Twox64Concat, RateKind, Identity, Day, Confirmed<RateEntry>>;

	/// The days of the latest confirmed rates of a kind, ascending. Older days leave the list, not the history.
	// Twox: as above.
	#[pallet::storage]
	pub type RateDays<T> =
		StorageMap<_, Twox64Concat, RateKind, BoundedVec<Day, ConstU32<MAX_INDEXED_DAYS>>, ValueQuery>;

	/// Confirmed calendars by year.
	// Twox: nobody gains by choosing years.
	#[pallet::storage]
	pub type Calendars<T> = StorageMap<_, Twox64Concat, u16, Confirmed<CalendarEntry>>;

	/// By how many days the calendar runs ahead of the clock (or behind, where negative). Zero on a production chain.
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
		// A genesis that breaks a rule must not become a chain: this is the only way to refuse it.
		fn build(&self) {
			assert!(
				self.calendar_movable || self.calendar_offset_days == 0,
				"calendar_offset_days must be 0 where calendar_movable is false"
			);
			CalendarMovable::<T>::put(self.calendar_movable);
			CalendarOffset::<T>::put(self.calendar_offset_days);
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A rate was entered and waits for another organisation.
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
			/// Whose officer confirmed it.
			org: OrgId,
			/// Who confirmed it.
			officer: OfficerId,
		},
		/// A year's calendar was entered and waits for another organisation.
		CalendarProposed {
			/// The entry.
			entry: EntryId,
			/// What the confirming officer names.
			digest: Digest,
			/// The year.
			year: u16,
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
			/// The entry that it takes the place of, for the days to come.
			replaced: Option<EntryId>,
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

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// A bank enters its own average only; let that bank or a regulator enter this one.
		NotOwnAverage,
		/// The rate is zero or above 100 %; give it in basis points, 3.45 % as 345.
		RateOutOfRange,
		/// The rate takes effect more than 31 days from now; enter it nearer to its day.
		TooFarAhead,
		/// A rate of this kind is already confirmed for that day; a correction takes effect on a later day.
		AlreadyConfirmed,
		/// A later rate of this kind is already confirmed and past days never change; enter a day after the latest.
		OlderThanConfirmed,
		/// No such year; give one from 1970 to 9999.
		NoSuchYear,
		/// A list of days is not ascending or names a day twice; sort it and name each day once.
		DaysOutOfOrder,
		/// A listed day is not in the year; give each year its own calendar.
		DayOutsideYear,
		/// A make-up day (调休) is not a Saturday or Sunday; list only weekend days that are worked.
		MakeUpDayNotOnWeekend,
		/// A day is listed both as a holiday and as a make-up day; decide on one.
		HolidayAndMakeUpDay,
		/// The calendar differs from the confirmed one on a day that has come; change only days to come.
		PastDayChanged,
		/// The organisation has 64 entries waiting; have some confirmed or withdraw them.
		TooManyOpenEntries,
		/// There is no such entry waiting, or it is of the other sort; look it up among the open entries.
		NoSuchEntry,
		/// An organisation cannot confirm its own entry; let another bank or regulator confirm it.
		OwnEntry,
		/// The digest is not that of the entry; read the entry again and confirm what it says now.
		DigestMismatch,
		/// The entry was made by another organisation; only that one can take it back.
		NotYourEntry,
		/// All entry numbers are used up; the chain needs a new version of this pallet.
		CounterUsedUp,
		/// No rate of this kind is known for that day; have one entered and confirmed first.
		NoRate,
		/// The year has no confirmed calendar; have its holidays entered and confirmed first.
		CalendarMissing {
			/// The year.
			year: u16,
		},
		/// The clock is longer than 250 working days; use a date instead.
		ClockTooLong,
		/// The calendar of this chain follows the clock and cannot be moved; use a development chain.
		CalendarFixed,
		/// The calendar would leave the years 1970 to 9999; move it by fewer days.
		CalendarOutOfRange,
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
		/// Enters a rate, to be confirmed by another organisation.
		///
		/// ## Dispatch Origin
		///
		/// A maker of a bank (its own average, or the LPR) or of a market or financial regulator (any rate).
		///
		/// ## Details
		///
		/// `value_bp` is in basis points, `effective_from` the first day on which the rate holds: after the latest
		/// confirmed one of its kind and at most 31 days from now. `source` is the digest of the publication.
		#[pallet::call_index(0)]
		pub fn propose_rate(
			origin: OriginFor<T>,
			kind: RateKind,
			value_bp: BasisPoints,
			effective_from: Day,
			source: Digest,
		) -> DispatchResult {
			let actor = Self::authorise(origin, Duty::Maker)?;
			Self::ensure_may_enter(kind, actor.org)?;
			let rate = RateEntry { kind, value_bp, effective_from, source };
			rate.ensure_follows(Self::latest_day(kind), Self::today()).map_err(Error::<T>::from)?;
			let (entry, digest) = Self::open(Content::Rate(rate), &actor)?;
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::RateProposed {
				entry,
				digest,
				kind,
				value_bp,
				effective_from,
				org,
				officer,
			});
			Ok(())
		}

		/// Confirms a rate that another organisation entered. From then on it is found by day.
		///
		/// ## Dispatch Origin
		///
		/// A checker of another bank or regulator, who is another person than the maker.
		#[pallet::call_index(1)]
		pub fn confirm_rate(origin: OriginFor<T>, entry: EntryId, digest: Digest) -> DispatchResult {
			let actor = Self::authorise(origin, Duty::Checker)?;
			let open = Self::take_confirmable(entry, digest, &actor)?;
			let Content::Rate(rate) = open.content else { return Err(Error::<T>::NoSuchEntry.into()) };
			// Again, because another rate can have been confirmed since.
			rate.ensure_follows(Self::latest_day(rate.kind), Self::today()).map_err(Error::<T>::from)?;
			Self::add_rate(Self::confirmed(entry, rate, open.entered_by, &actor));
			let RateEntry { kind, value_bp, effective_from, .. } = rate;
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::RateConfirmed { entry, kind, value_bp, effective_from, org, officer });
			Ok(())
		}

		/// Enters the working days of a year, to be confirmed by another organisation.
		///
		/// ## Dispatch Origin
		///
		/// A maker of a bank or of a market or financial regulator.
		///
		/// ## Details
		///
		/// `holidays` are free whatever day of the week they are; `workdays_on_weekends` (调休) are Saturdays and
		/// Sundays that are worked. Both ascending. `source` is the digest of the notice.
		#[pallet::call_index(2)]
		pub fn propose_calendar(
			origin: OriginFor<T>,
			year: u16,
			holidays: BoundedVec<Day, ConstU32<MAX_HOLIDAYS>>,
			workdays_on_weekends: BoundedVec<Day, ConstU32<MAX_MAKE_UP_DAYS>>,
			source: Digest,
		) -> DispatchResult {
			let actor = Self::authorise(origin, Duty::Maker)?;
			let days = YearDays { holidays, make_up_days: workdays_on_weekends };
			Self::ensure_calendar(year, &days)?;
			let (entry, digest) =
				Self::open(Content::Calendar(CalendarEntry { year, days, source }), &actor)?;
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::CalendarProposed { entry, digest, year, org, officer });
			Ok(())
		}

		/// Confirms a year's calendar that another organisation entered.
		///
		/// ## Dispatch Origin
		///
		/// A checker of another bank or regulator, who is another person than the maker.
		///
		/// ## Details
		///
		/// It takes the place of the year's confirmed calendar where there is one: only days to come may differ.
		#[pallet::call_index(3)]
		pub fn confirm_calendar(origin: OriginFor<T>, entry: EntryId, digest: Digest) -> DispatchResult {
			let actor = Self::authorise(origin, Duty::Checker)?;
			let open = Self::take_confirmable(entry, digest, &actor)?;
			let Content::Calendar(calendar) = open.content else {
				return Err(Error::<T>::NoSuchEntry.into());
			};
			// Again, because another calendar can have been confirmed and days have come since.
			let (year, replaced) = (calendar.year, Self::ensure_calendar(calendar.year, &calendar.days)?);
			Calendars::<T>::insert(year, Self::confirmed(entry, calendar, open.entered_by, &actor));
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::CalendarConfirmed { entry, year, replaced, org, officer });
			Ok(())
		}

		/// Takes an entry back that waits for confirmation.
		///
		/// ## Dispatch Origin
		///
		/// A maker of the organisation that made it.
		#[pallet::call_index(4)]
		pub fn withdraw(origin: OriginFor<T>, entry: EntryId) -> DispatchResult {
			let actor = Self::authorise(origin, Duty::Maker)?;
			let open = OpenEntries::<T>::get(entry).ok_or(Error::<T>::NoSuchEntry)?;
			ensure!(open.entered_by == actor.org, Error::<T>::NotYourEntry);
			Self::close(entry, actor.org);
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::EntryWithdrawn { entry, org, officer });
			Ok(())
		}

		/// Moves the calendar on by some days, on a chain that was started with a movable one.
		///
		/// ## Dispatch Origin
		///
		/// An admin of any organisation.
		#[pallet::call_index(5)]
		pub fn move_calendar(origin: OriginFor<T>, days: u32) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise(&who, Duty::Admin)?;
			ensure!(CalendarMovable::<T>::get(), Error::<T>::CalendarFixed);
			let offset = i32::try_from(days)
				.ok()
				.and_then(|days| CalendarOffset::<T>::get().checked_add(days))
				.filter(|offset| shift(Self::clock_day(), *offset).is_some())
				.ok_or(Error::<T>::CalendarOutOfRange)?;
			CalendarOffset::<T>::put(offset);
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::CalendarMoved { days, today: Self::today(), org, officer });
			Ok(())
		}
	}
}
