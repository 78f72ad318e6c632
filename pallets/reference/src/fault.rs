//! Why an entry is refused, as the rules that do not know `Config` say it.

use crate::{Config, Error};

/// A broken rule. Each has an [`Error`] of the same name, where its cause and remedy are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fault {
	RateOutOfRange,
	TooFarAhead,
	AlreadyConfirmed,
	OlderThanConfirmed,
	OwnEntry,
	DigestMismatch,
	NoSuchYear,
	DaysOutOfOrder,
	DayOutsideYear,
	MakeUpDayNotOnWeekend,
	HolidayAndMakeUpDay,
	PastDayChanged,
}

impl<T: Config> From<Fault> for Error<T> {
	fn from(fault: Fault) -> Self {
		match fault {
			Fault::RateOutOfRange => Self::RateOutOfRange,
			Fault::TooFarAhead => Self::TooFarAhead,
			Fault::AlreadyConfirmed => Self::AlreadyConfirmed,
			Fault::OlderThanConfirmed => Self::OlderThanConfirmed,
			Fault::OwnEntry => Self::OwnEntry,
			Fault::DigestMismatch => Self::DigestMismatch,
			Fault::NoSuchYear => Self::NoSuchYear,
			Fault::DaysOutOfOrder => Self::DaysOutOfOrder,
			Fault::DayOutsideYear => Self::DayOutsideYear,
			Fault::MakeUpDayNotOnWeekend => Self::MakeUpDayNotOnWeekend,
			Fault::HolidayAndMakeUpDay => Self::HolidayAndMakeUpDay,
			Fault::PastDayChanged => Self::PastDayChanged,
		}
	}
}
