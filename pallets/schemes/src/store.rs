//! The one writer of programmes, which journals.

use crate::{Config, Current, Pallet, SchemeChange, Terms};
use zhidai_primitives::traits::Journal;

impl<T: Config> Pallet<T> {
	/// Writes what becomes of a programme.
	pub(crate) fn put_scheme(change: SchemeChange) {
		match &change {
			SchemeChange::Published { scheme, version, terms } => {
				Terms::<T>::insert(scheme, version, terms);
				Current::<T>::insert(scheme, version);
			}
			SchemeChange::Retired { scheme } => Current::<T>::remove(scheme),
		}
		T::Journal::record(change);
	}
}
