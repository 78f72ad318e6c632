//! Rules that need storage: whether what is entered fits what is confirmed. Asked when it is entered, and
//! again when it is confirmed, because other entries can have been confirmed and days have come since.

use crate::{
	CalendarEntry, CalendarOf, Config, Confirmed, Content, Correction, Error, OpenEntry, Pallet, RateEntry,
	Start, Timeline,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, EntryId, OrgId};

impl<T: Config> Pallet<T> {
	/// How the rates of a kind stand once this one is confirmed. Refuses what cannot be.
	pub(crate) fn ensure_rate_fits(
		entry: EntryId,
		rate: &RateEntry,
		corrects: Option<&Correction>,
	) -> Result<Timeline, DispatchError> {
		rate.ensure_sound(Self::today()).map_err(Error::<T>::from)?;
		if let Some(correction) = corrects {
			Self::ensure_correctable(correction, &Content::Rate(*rate))?;
		}
		let start = Start { from: rate.effective_from, entry };
		let timeline = Self::timeline(rate.kind).insert(start, corrects.map(|correction| correction.entry));
		Ok(timeline.map_err(Error::<T>::from)?)
	}

	/// Refuses what is not a calendar of the year, takes the place of another without naming it, or changes a
	/// day that has come.
	pub(crate) fn ensure_calendar_fits(
		calendar: &CalendarEntry,
		corrects: Option<&Correction>,
	) -> DispatchResult {
		calendar.days.ensure_of(calendar.year).map_err(Error::<T>::from)?;
		let Some(correction) = corrects else {
			ensure!(!CalendarOf::<T>::contains_key(calendar.year), Error::<T>::YearTaken);
			return Ok(());
		};
		let old = Self::ensure_correctable(correction, &Content::Calendar(calendar.clone()))?;
		let Content::Calendar(old) = old.content else { return Err(Error::<T>::CorrectionUnknown.into()) };
		Ok(calendar.days.ensure_replaces(&old.days, Self::today()).map_err(Error::<T>::from)?)
	}

	/// Whether an organisation can confirm this entry today, by an officer who is another person than its maker.
	pub(crate) fn is_confirmable(entry: EntryId, open: &OpenEntry, org: OrgId) -> bool {
		let stands = Self::maker_stands(open) && !open.has_expired(Self::today());
		let corrects = open.corrects.as_ref();
		let fits = || match &open.content {
			Content::Rate(rate) => Self::ensure_rate_fits(entry, rate, corrects).is_ok(),
			Content::Calendar(calendar) => Self::ensure_calendar_fits(calendar, corrects).is_ok(),
		};
		Self::can_confirm(open, org) && stands && fits()
	}

	/// The entry that is corrected. Refuses where there is none, it is of another matter, or it was corrected
	/// before.
	fn ensure_correctable(correction: &Correction, by: &Content) -> Result<Confirmed, DispatchError> {
		let old = Self::confirmed_entry(by.book(), correction.entry).ok_or(Error::<T>::CorrectionUnknown)?;
		old.ensure_correctable(by).map_err(Error::<T>::from)?;
		Ok(old)
	}
}
