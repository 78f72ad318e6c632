//! Keys of officers.

use crate::{
	key_message, rotation_message, Config, Error, Event, KeyFor, KeyRecord, OfficerKeys, OfficerRecord,
	Officers, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, OfficerId, OrgId};

impl<T: Config> Pallet<T> {
	/// Gives the acting officer a new key, which has proved itself. One person is enough: it is the own key,
	/// and who holds the old one could act in any case.
	pub(crate) fn do_rotate_key(
		origin: OriginFor<T>,
		account: T::AccountId,
		proof: T::Proof,
	) -> DispatchResult {
		let actor = Self::any_officer(origin)?;
		let record = Self::officer_of_org(actor.org, actor.officer)?;
		let number = record.key_number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let message = Self::rotation_message(actor.officer, number);
		Self::ensure_signed_by(&account, &message, &proof)?;
		Self::swap_key(actor.officer, record, &account)
	}

	/// Gives an officer of the own organisation a new key, for one that is lost.
	pub(crate) fn replace_key(org: OrgId, officer: OfficerId, account: &T::AccountId) -> DispatchResult {
		let record = Self::officer_of_org(org, officer)?;
		Self::swap_key(officer, record, account)
	}

	/// What a new key signs to become an officer's key with this number.
	pub fn rotation_message(officer: OfficerId, key_number: u16) -> Vec<u8> {
		rotation_message(Self::genesis(), officer, key_number)
	}

	/// What a new key signs: for whom it is to act, and what is said of its officer ([`crate::NewOfficer::entry`]); in
	/// the place of a lost key, its own account.
	pub fn key_message(key_for: KeyFor, officer: &impl Encode) -> Vec<u8> {
		key_message(Self::genesis(), key_for, officer)
	}

	fn swap_key(officer: OfficerId, mut record: OfficerRecord, account: &T::AccountId) -> DispatchResult {
		let key_number = record.key_number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		Self::retire_key(officer, &record)?;
		record.key_number = key_number;
		Self::admit_key(officer, &record, account)?;
		let org = record.org;
		Self::put_officer(officer, record);
		Self::deposit_event(Event::KeyReplaced { org, officer, key_number, account: account.clone() });
		Ok(())
	}

	/// Makes an account the officer's current key. It gets its provider here, once, and keeps it for ever:
	/// without one its nonce would start again, and old transactions could be replayed.
	pub(crate) fn admit_key(
		officer: OfficerId,
		record: &OfficerRecord,
		account: &T::AccountId,
	) -> DispatchResult {
		ensure!(!Officers::<T>::contains_key(account), Error::<T>::KeyAlreadyUsed);
		frame_system::Pallet::<T>::inc_providers(account);
		let key = KeyRecord { account: account.clone(), from: T::Calendar::today(), until: None };
		Self::put_key(officer, record.key_number, key, record);
		Ok(())
	}

	/// Ends the officer's current key. Its account stays in `Officers`, without power.
	pub(crate) fn retire_key(officer: OfficerId, record: &OfficerRecord) -> DispatchResult {
		let number = record.key_number;
		let key = OfficerKeys::<T>::get(officer, number).ok_or(Error::<T>::OfficerUnknown)?;
		let ended = KeyRecord { until: Some(T::Calendar::today()), ..key };
		Self::put_key(officer, number, ended, record);
		Ok(())
	}
}
