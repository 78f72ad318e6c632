//! Why an entry is refused, as the rules that do not know `Config` say it.

/// A broken rule. Each has an [`crate::Error`] of the same name, where its cause and remedy are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fault {
	RateOutOfRange,
	TooFarAhead,
	RateTooOld,
	DayTaken,
	CorrectionUnknown,
	AlreadySuperseded,
	DigestMismatch,
	YearOutOfRange,
	DaysOutOfOrder,
	DayOutsideYear,
	MakeUpDayNotOnWeekend,
	HolidayAndMakeUpDay,
	PastDayChanged,
}
