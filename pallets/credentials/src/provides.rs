//! What neighbours ask: a firm's standing.

use crate::{Config, Error, FailedChecks, Pallet};
use frame::prelude::DispatchError;
use zhidai_primitives::{traits::Standing, OrgId, SchemeTerms, SpotCheckState, TierNumber};

impl<T: Config> Standing for Pallet<T> {
	fn tier(org: OrgId, terms: &SchemeTerms) -> Result<TierNumber, DispatchError> {
		let explanation = Self::explain_tier(org, terms);
		match explanation.failed.first() {
			Some(error) => Err(*error),
			None => explanation.tier.ok_or(Error::<T>::NoQualifyingCredential.into()),
		}
	}

	fn is_frozen(org: OrgId, from: SpotCheckState) -> bool {
		FailedChecks::<T>::get(org).reach(from)
	}
}
