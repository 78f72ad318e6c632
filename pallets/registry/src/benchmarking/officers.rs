//! Officers and their keys.

use super::BenchmarkHelper;
use crate::{Config, FirstOfficersOf, KeyFor, NewOfficer, NewOfficerOf, Officers, Pallet as Registry};
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use frame::deps::sp_io::hashing::blake2_256;
use zhidai_primitives::{Digest, Duties, Duty, OfficerId};

pub(super) const EVERY_DUTY: Duties = Duties::of(Duty::ALL);

pub(super) fn new_officer<T: Config>(number: u32, duties: Duties) -> NewOfficer<T::AccountId, ()> {
	NewOfficer {
		account: account("officer", number, 0),
		person: Digest::from(blake2_256(&number.encode())),
		duties,
		checker_limit: None,
		valid_until: None,
		proof: (),
	}
}

/// An officer with a key that has signed for this organisation.
fn proven_officer<T: Config>(number: u32, duties: Duties, key_for: KeyFor) -> NewOfficerOf<T> {
	let person = Digest::from(blake2_256(&number.encode()));
	let named = |account: &T::AccountId| NewOfficer {
		account: account.clone(),
		person,
		duties,
		checker_limit: None,
		valid_until: None,
		proof: (),
	};
	let message = |account: &T::AccountId| Registry::<T>::key_message(key_for, &named(account).entry());
	let (account, proof) = T::BenchmarkHelper::proof(message);
	NewOfficer { account, person, duties, checker_limit: None, valid_until: None, proof }
}

pub(super) fn first_officers<T: Config>(count: u32, key_for: KeyFor) -> FirstOfficersOf<T> {
	officers_with::<T>(count, EVERY_DUTY, key_for)
}

pub(super) fn officers_with<T: Config>(count: u32, duties: Duties, key_for: KeyFor) -> FirstOfficersOf<T> {
	let officers: Vec<_> = (0..count).map(|n| proven_officer::<T>(10_000 + n, duties, key_for)).collect();
	officers.try_into().ok().expect("at most eight")
}

/// The first officer of a full organisation, who may only look.
pub(super) fn viewer<T: Config>() -> OfficerId {
	Officers::<T>::get(account::<T::AccountId>("officer", 0, 0)).expect("an officer").officer
}
