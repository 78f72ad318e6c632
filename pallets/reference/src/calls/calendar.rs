use crate::{
	types::calendar::shift, Book, CalendarEntry, CalendarMovable, CalendarOffset, Config, Content,
	Correction, EntryId, Error, Event, NextEntry, Pallet,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Finding, Findings, Once},
	Created, Digest, Duty, RequestId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_calendar(
		origin: OriginFor<T>,
		calendar: CalendarEntry,
		corrects: Option<Correction>,
		request: RequestId,
	) -> DispatchResult {
		let actor = Self::keeper(origin, Duty::Maker)?;
		T::Once::ensure_new(actor.org, request)?;
		Self::ensure_may_enter(Book::Shared, actor.org)?;
		Self::ensure_calendar_fits(&calendar, corrects.as_ref())?;
		let (entry, year) = (NextEntry::<T>::get(), calendar.year);
		let superseded = corrects.as_ref().map(|correction| correction.entry);
		let digest = Self::open_entry(entry, Content::Calendar(calendar), corrects, &actor)?;
		let (org, officer) = (actor.org, actor.officer);
		T::Once::keep(org, request, Created::Entry(entry));
		Self::deposit_event(Event::CalendarProposed {
			entry,
			digest,
			year,
			corrects: superseded,
			org,
			officer,
		});
		Ok(())
	}

	pub(crate) fn do_confirm_calendar(
		origin: OriginFor<T>,
		entry: EntryId,
		digest: Digest,
	) -> DispatchResult {
		let actor = Self::keeper(origin, Duty::Checker)?;
		let open = Self::take_confirmable(entry, digest, &actor)?;
		let Content::Calendar(calendar) = &open.content else { return Err(Error::<T>::EntryUnknown.into()) };
		Self::ensure_calendar_fits(calendar, open.corrects.as_ref())?;
		let year = calendar.year;
		let confirmed = open.confirmed(actor.org, Self::today());
		let superseded = confirmed.supersedes();
		Self::put_calendar(year, entry, confirmed);
		if let Some(old) = superseded {
			T::Findings::raise(Finding::CalendarCorrected { year, entry: old, by: entry });
		}
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::CalendarConfirmed { entry, year, superseded, org, officer });
		Ok(())
	}

	pub(crate) fn do_move_calendar(origin: OriginFor<T>, days: u32) -> DispatchResult {
		let actor = Self::admin(origin)?;
		ensure!(CalendarMovable::<T>::get(), Error::<T>::CalendarFixed);
		let offset = i32::try_from(days)
			.ok()
			.and_then(|days| CalendarOffset::<T>::get().checked_add(days))
			.filter(|offset| shift(Self::clock_day(), *offset).is_some())
			.ok_or(Error::<T>::CalendarOutOfRange)?;
		Self::put_offset(offset);
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::CalendarMoved { days, today: Self::today(), org, officer });
		Ok(())
	}
}
