//! Who may: every call here is for officers with duty `Council` (理事), and all but `close` are for their own seats.

use crate::{pallet::*, seat_account};
use frame::prelude::*;
use zhidai_primitives::{traits::Directory, Actor, Duty};

/// What an officer needs to act for the organisation's seats.
pub(crate) const SEAT_DUTY: Duty = Duty::Council;

impl<T: Config> Pallet<T> {
	/// The officer, if on council duty.
	pub(crate) fn council_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, SEAT_DUTY)
	}

	/// The officer, if on council duty, and the account of the seat to act for: one of the officer's own organisation.
	pub(crate) fn seated_officer(
		origin: OriginFor<T>,
		seat_number: u8,
	) -> Result<(Actor, T::AccountId), DispatchError> {
		let actor = Self::council_officer(origin)?;
		let seat = seat_account(actor.org, seat_number)
			.filter(|seat| Seats::<T>::contains_key(seat))
			.ok_or(Error::<T>::SeatUnknown)?;
		Ok((actor, seat))
	}
}
