//! Who may call: the council decides on programmes, nobody else.

use crate::{Config, Pallet};
use frame::prelude::*;

impl<T: Config> Pallet<T> {
	/// Refuses whoever is not the council.
	pub(crate) fn ensure_council(origin: OriginFor<T>) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		Ok(())
	}
}
