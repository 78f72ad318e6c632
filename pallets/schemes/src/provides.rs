//! What neighbours ask.

use crate::{Config, Error, Pallet, Terms};
use frame::prelude::DispatchError;
use zhidai_primitives::{traits::SchemeBook, SchemeId, SchemeTerms, SchemeVersion};

impl<T: Config> SchemeBook for Pallet<T> {
	fn current(scheme: SchemeId) -> Result<(SchemeVersion, SchemeTerms), DispatchError> {
		let version = Self::version_in_force(scheme)?;
		Ok((version, Self::terms(scheme, version)?))
	}

	fn terms(scheme: SchemeId, version: SchemeVersion) -> Result<SchemeTerms, DispatchError> {
		Ok(Terms::<T>::get(scheme, version).ok_or(Error::<T>::VersionUnknown)?)
	}
}
