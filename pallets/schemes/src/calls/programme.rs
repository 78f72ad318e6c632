use crate::{ensure_sound, Config, Error, Event, Pallet, SchemeChange};
use frame::prelude::*;
use zhidai_primitives::{SchemeId, SchemeTerms};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_publish(
		origin: OriginFor<T>,
		scheme: Option<SchemeId>,
		terms: SchemeTerms,
	) -> DispatchResult {
		Self::ensure_council(origin)?;
		ensure_sound(&terms).map_err(Error::<T>::from)?;
		let (scheme, version) = Self::next_version(scheme)?;
		Self::put_scheme(SchemeChange::Published { scheme, version, terms });
		Self::deposit_event(Event::SchemePublished { scheme, version });
		Ok(())
	}

	pub(crate) fn do_retire(origin: OriginFor<T>, scheme: SchemeId) -> DispatchResult {
		Self::ensure_council(origin)?;
		let version = Self::version_in_force(scheme)?;
		Self::put_scheme(SchemeChange::Retired { scheme });
		Self::deposit_event(Event::SchemeRetired { scheme, version });
		Ok(())
	}
}
