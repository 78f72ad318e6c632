use crate::{is_bureau, Config, CredentialType, Error, Event, LastType, Pallet};
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_type(origin: OriginFor<T>, new: CredentialType) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		ensure!(new.region.is_valid(), Error::<T>::RegionMalformed);
		ensure!(is_bureau(new.recorded_by), Error::<T>::RecorderNotABureau);
		let type_id = LastType::<T>::get().next().ok_or(Error::<T>::CounterUsedUp)?;
		Self::put_type(type_id, new);
		Self::deposit_event(Event::TypeAdded { type_id });
		Ok(())
	}
}
