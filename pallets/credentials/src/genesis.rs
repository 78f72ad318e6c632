//! The catalogue at genesis.

use crate::{catalogue, Config, GenesisConfig, Pallet};

impl<T: Config> GenesisConfig<T> {
	/// Stores it.
	pub(crate) fn put(&self) {
		for (type_id, new) in catalogue().filter(|_| self.catalogue) {
			Pallet::<T>::put_type(type_id, new);
		}
	}
}
