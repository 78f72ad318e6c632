//! Rules that need storage: which version is in force, and which number comes next.

use crate::{Config, Current, Error, NextScheme, Pallet, Terms, FIRST_VERSION};
use frame::prelude::*;
use zhidai_primitives::{SchemeId, SchemeVersion};

impl<T: Config> Pallet<T> {
	/// The version in force. Refuses where there is no such programme, or it was retired.
	pub(crate) fn version_in_force(scheme: SchemeId) -> Result<SchemeVersion, DispatchError> {
		Current::<T>::get(scheme).ok_or_else(|| {
			if Terms::<T>::contains_key(scheme, FIRST_VERSION) {
				Error::<T>::SchemeRetired.into()
			} else {
				Error::<T>::SchemeUnknown.into()
			}
		})
	}

	/// The number of a new programme's first version, or of a programme's next. Counts new programmes.
	pub(crate) fn next_version(scheme: Option<SchemeId>) -> Result<(SchemeId, SchemeVersion), DispatchError> {
		if let Some(scheme) = scheme {
			let next = Self::version_in_force(scheme)?.next().ok_or(Error::<T>::CounterUsedUp)?;
			return Ok((scheme, next));
		}
		let scheme = NextScheme::<T>::get();
		NextScheme::<T>::put(scheme.next().ok_or(Error::<T>::CounterUsedUp)?);
		Ok((scheme, FIRST_VERSION))
	}
}
