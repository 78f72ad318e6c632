//! Entries while they wait.

use crate::{
	Config, Content, Correction, EntryId, Error, Event, NextEntry, OpenCount, OpenEntries, OpenEntry, Pallet,
	ToConfirm, MAX_OPEN_ENTRIES,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	Actor, Digest, Ordered,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_withdraw(origin: OriginFor<T>, entry: EntryId) -> DispatchResult {
		let actor = Self::withdrawer(origin)?;
		let open = OpenEntries::<T>::get(entry).ok_or(Error::<T>::EntryUnknown)?;
		Self::ensure_may_withdraw(&open, &actor)?;
		Self::close_entry(entry, &open);
		let (org, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::EntryWithdrawn { entry, org, officer });
		Ok(())
	}

	/// Stores an entry under the next number, which it was asked for under. Answers with its digest.
	pub(crate) fn open_entry(
		entry: EntryId,
		content: Content,
		corrects: Option<Correction>,
		by: &Actor,
	) -> Result<Digest, DispatchError> {
		let waiting = OpenCount::<T>::get(by.org);
		ensure!(waiting < MAX_OPEN_ENTRIES, Error::<T>::TooManyOpenEntries);
		NextEntry::<T>::put(entry.next().ok_or(Error::<T>::CounterUsedUp)?);
		OpenCount::<T>::insert(by.org, waiting.saturating_add(1));
		let (entered_by, maker, entered_on) = (by.org, by.officer, Self::today());
		let key_number = T::Directory::key_number(maker).ok_or(Error::<T>::MakerNotActive)?;
		let waits_for = Self::confirmers(&content, by.org);
		let open = OpenEntry { content, corrects, entered_by, maker, key_number, entered_on, waits_for };
		ToConfirm::<T>::insert(waits_for, Ordered::from(entry), ());
		OpenEntries::<T>::insert(entry, &open);
		Ok(open.digest(entry))
	}

	/// Takes the entry that the officer may confirm, with this digest, from those that wait.
	pub(crate) fn take_confirmable(
		entry: EntryId,
		digest: Digest,
		by: &Actor,
	) -> Result<OpenEntry, DispatchError> {
		let open = OpenEntries::<T>::get(entry).ok_or(Error::<T>::EntryUnknown)?;
		Self::ensure_may_confirm(&open, by)?;
		ensure!(!open.has_expired(Self::today()), Error::<T>::EntryExpired);
		ensure!(Self::maker_stands(&open), Error::<T>::MakerNotActive);
		open.ensure_named(entry, digest).map_err(Error::<T>::from)?;
		Self::close_entry(entry, &open);
		Ok(open)
	}

	/// Removes an entry from those that wait.
	fn close_entry(entry: EntryId, open: &OpenEntry) {
		OpenEntries::<T>::remove(entry);
		ToConfirm::<T>::remove(open.waits_for, Ordered::from(entry));
		OpenCount::<T>::mutate_exists(open.entered_by, |count| {
			*count = count.and_then(|count| count.checked_sub(1)).filter(|left| *left > 0);
		});
	}
}
