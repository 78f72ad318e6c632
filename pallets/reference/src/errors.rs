//! Why calls are refused. Clients show the sentences as they are: the cause, then the remedy.

use crate::{Config, Error, Fault};
use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// A bank enters its own average only; let that bank or a regulator enter this one.
		AverageNotAllowed,
		/// The rate is zero or above 100 %; give it in basis points, 3.45 % as 345.
		RateOutOfRange,
		/// The rate takes effect more than 31 days from now; enter it nearer to its day.
		TooFarAhead,
		/// The rate is older than the 64 latest of its kind; only these are found by day.
		RateTooOld,
		/// A rate of this kind is confirmed for that day; correct it by its entry's number, with a reason.
		DayTaken,
		/// The year has a confirmed calendar; correct it by its entry's number, with a reason.
		YearTaken,
		/// The correction names no confirmed entry of this rate or year; look up the number of the one that
		/// is wrong.
		CorrectionUnknown,
		/// The entry that the correction names was itself corrected; correct the entry that took its place.
		AlreadySuperseded,
		/// No such year; give one from 1970 to 9999.
		YearOutOfRange,
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
		EntryUnknown,
		/// One organisation of each college vouches for an entry, for a bank's average that bank and one of the
		/// regulators' college; let an organisation of the other college confirm it.
		ConfirmationNotAllowed,
		/// The digest is not that of the entry; read the entry again and confirm what it says now.
		DigestMismatch,
		/// The entry has waited for more than 30 days; enter it again.
		EntryExpired,
		/// Who entered it could not do so today: the officer was removed, has expired, has another key or lost the
		/// duty, or the organisation is suspended or has left; withdraw the entry and have it entered anew.
		MakerNotActive,
		/// The entry was made by another organisation, and does not wait for yours alone or can still be confirmed; a
		/// maker of that one can take it back.
		WithdrawalNotAllowed,
		/// All entry numbers are used up; the chain needs a new version of this pallet.
		CounterUsedUp,
		/// No rate of this kind is known for that day; have one entered and confirmed first.
		RateUnknown,
		/// The year has no confirmed calendar; have its holidays entered and confirmed first.
		CalendarUnknown {
			/// The year.
			year: u16,
		},
		/// The clock is longer than 250 working days; use a date instead.
		ClockTooLong,
		/// The calendar of this chain follows the clock and cannot be moved; use a development chain.
		CalendarFixed,
		/// The calendar would leave the years 1970 to 9999; move it by fewer days.
		CalendarOutOfRange,
		/// The organisation counts in neither college, by a seat or as a bank or regulator; let one that does
		/// enter what holds for everybody.
		EntryNotAllowed,
	}
}

impl<T: Config> From<Fault> for Error<T> {
	fn from(fault: Fault) -> Self {
		match fault {
			Fault::RateOutOfRange => Self::RateOutOfRange,
			Fault::TooFarAhead => Self::TooFarAhead,
			Fault::RateTooOld => Self::RateTooOld,
			Fault::DayTaken => Self::DayTaken,
			Fault::CorrectionUnknown => Self::CorrectionUnknown,
			Fault::AlreadySuperseded => Self::AlreadySuperseded,
			Fault::DigestMismatch => Self::DigestMismatch,
			Fault::YearOutOfRange => Self::YearOutOfRange,
			Fault::DaysOutOfOrder => Self::DaysOutOfOrder,
			Fault::DayOutsideYear => Self::DayOutsideYear,
			Fault::MakeUpDayNotOnWeekend => Self::MakeUpDayNotOnWeekend,
			Fault::HolidayAndMakeUpDay => Self::HolidayAndMakeUpDay,
			Fault::PastDayChanged => Self::PastDayChanged,
		}
	}
}
