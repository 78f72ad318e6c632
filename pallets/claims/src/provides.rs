//! What the pallets to the right ask.

use crate::types::canonical;
use crate::{Claim, Claims, Config, Error, Holders, Pallet};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::traits::{self, ClaimKey, ClaimState, ClaimSubject};

impl<T: Config> traits::Claims for Pallet<T> {
	fn want(subject: ClaimSubject, keys: &[ClaimKey]) -> Result<ClaimState, DispatchError> {
		let keys = canonical(keys).ok_or(Error::<T>::TooManyKeys)?;
		ensure!(!keys.is_empty(), Error::<T>::NoKeys);
		if let Some(known) = Claims::<T>::get(subject) {
			ensure!(known.keys == keys, Error::<T>::OtherKeys);
			return Ok(known.state);
		}
		if keys.iter().any(Holders::<T>::contains_key) {
			return Ok(ClaimState::Taken);
		}
		for key in &keys {
			Holders::<T>::insert(key, subject);
		}
		let state = ClaimState::Landed;
		Claims::<T>::insert(subject, Claim { keys, state });
		Ok(state)
	}

	fn state(subject: ClaimSubject) -> Option<ClaimState> {
		Claims::<T>::get(subject).map(|claim| claim.state)
	}

	fn holders(subject: ClaimSubject, keys: &[ClaimKey]) -> Vec<ClaimSubject> {
		let holders = keys.iter().filter_map(Holders::<T>::get);
		let mut others: Vec<_> = holders.filter(|holder| *holder != subject).collect();
		others.sort_unstable();
		others.dedup();
		others
	}

	fn discharge(subject: ClaimSubject) {
		for key in Claims::<T>::take(subject).iter().flat_map(|claim| &claim.keys) {
			Holders::<T>::remove(key);
		}
	}
}
