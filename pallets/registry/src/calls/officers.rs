//! Officers and their keys.

use crate::{
	Config, Error, Event, KeyRecord, LastOfficer, NewOfficer, OfficerKeys, OfficerRecord, OfficerRecords,
	OfficerStatus, Officers, OfficersOf, Pallet,
};
use alloc::vec::Vec;
use codec::Encode;
use frame::deps::sp_runtime::traits::Verify;
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, Actor, Day, Duties, Fen, OfficerId, OrgId};

impl<T: Config> Pallet<T> {
	/// Adds an officer with the first key.
	pub(crate) fn add_officer(
		org: OrgId,
		new: &NewOfficer<T::AccountId>,
	) -> Result<OfficerId, DispatchError> {
		ensure!(!new.duties.is_empty(), Error::<T>::NoDuties);
		Self::ensure_not_past(new.valid_until)?;
		let officer = LastOfficer::<T>::get().next().ok_or(Error::<T>::IdsExhausted)?;
		LastOfficer::<T>::put(officer);
		OfficersOf::<T>::try_append(org, officer).map_err(|()| Error::<T>::TooManyOfficers)?;
		let record = OfficerRecord::new(org, new);
		Self::admit_key(officer, &record, &new.account)?;
		OfficerRecords::<T>::insert(officer, record);
		Self::deposit_event(Event::OfficerAdded { org, officer, account: new.account.clone() });
		Ok(officer)
	}

	/// Removes an officer, for good. The key stays known, so that it is never admitted again.
	pub(crate) fn remove_officer(org: OrgId, officer: OfficerId) -> DispatchResult {
		let mut record = Self::officer_of_org(org, officer)?;
		record.status = OfficerStatus::Removed;
		Self::retire_key(officer, &record)?;
		OfficerRecords::<T>::insert(officer, record);
		OfficersOf::<T>::mutate(org, |officers| officers.retain(|other| *other != officer));
		Self::deposit_event(Event::OfficerRemoved { org, officer });
		Self::ensure_two_admins(org)
	}

	/// Gives an officer other duties.
	pub(crate) fn change_duties(org: OrgId, officer: OfficerId, duties: Duties) -> DispatchResult {
		ensure!(!duties.is_empty(), Error::<T>::NoDuties);
		Self::change_officer(org, officer, |record| record.duties = duties)?;
		Self::deposit_event(Event::DutiesChanged { org, officer, duties });
		Ok(())
	}

	/// Sets up to which amount an officer may check.
	pub(crate) fn set_checker_limit(org: OrgId, officer: OfficerId, limit: Option<Fen>) -> DispatchResult {
		Self::change_officer(org, officer, |record| record.checker_limit = limit)?;
		let limit_fen = limit.map(|limit| limit.0);
		Self::deposit_event(Event::CheckerLimitSet { org, officer, limit_fen });
		Ok(())
	}

	/// Sets the last day on which an officer may act.
	pub(crate) fn set_expiry(org: OrgId, officer: OfficerId, valid_until: Option<Day>) -> DispatchResult {
		Self::ensure_not_past(valid_until)?;
		Self::change_officer(org, officer, |record| record.valid_until = valid_until)?;
		Self::deposit_event(Event::ExpirySet { org, officer, valid_until });
		Ok(())
	}

	/// Gives an officer of the own organisation a new key, for one that is lost.
	pub(crate) fn replace_key(org: OrgId, officer: OfficerId, account: &T::AccountId) -> DispatchResult {
		let record = Self::officer_of_org(org, officer)?;
		Self::swap_key(officer, record, account)
	}

	/// Gives the acting officer a new key, which has proved itself.
	pub(crate) fn rotate_own_key(actor: Actor, account: &T::AccountId, proof: &T::Proof) -> DispatchResult {
		let record = Self::officer_of_org(actor.org, actor.officer)?;
		let number = record.key_number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		let message = Self::rotation_message(actor.officer, number);
		ensure!(proof.verify(message.as_slice(), account), Error::<T>::ProofInvalid);
		Self::swap_key(actor.officer, record, account)
	}

	/// What a new key signs to become an officer's key with this number: bound to the chain, the officer and the number,
	/// so that it can be used once only.
	pub fn rotation_message(officer: OfficerId, key_number: u16) -> Vec<u8> {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		(b"zhidai/rotate/v1", genesis, officer, key_number).encode()
	}

	/// The officer's current key, or the last one where the officer was removed.
	pub fn key_of(officer: OfficerId) -> Option<T::AccountId> {
		let number = OfficerRecords::<T>::get(officer)?.key_number;
		OfficerKeys::<T>::get(officer, number).map(|key| key.account)
	}

	fn swap_key(officer: OfficerId, mut record: OfficerRecord, account: &T::AccountId) -> DispatchResult {
		let number = record.key_number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		Self::retire_key(officer, &record)?;
		record.key_number = number;
		Self::admit_key(officer, &record, account)?;
		let org = record.org;
		OfficerRecords::<T>::insert(officer, record);
		let account = account.clone();
		Self::deposit_event(Event::KeyReplaced { org, officer, key_number: number, account });
		Ok(())
	}

	/// Makes an account the officer's current key. It gets its provider here, once, and keeps it for ever: without
	/// one its nonce would start again, and old transactions could be replayed.
	fn admit_key(officer: OfficerId, record: &OfficerRecord, account: &T::AccountId) -> DispatchResult {
		ensure!(!Officers::<T>::contains_key(account), Error::<T>::KeyAlreadyUsed);
		frame_system::Pallet::<T>::inc_providers(account);
		let key = KeyRecord { account: account.clone(), from: T::Calendar::today(), until: None };
		OfficerKeys::<T>::insert(officer, record.key_number, key);
		Officers::<T>::insert(account, record.entry(officer));
		Ok(())
	}

	/// Ends the officer's current key. Its account stays in `Officers`, without power.
	fn retire_key(officer: OfficerId, record: &OfficerRecord) -> DispatchResult {
		OfficerKeys::<T>::try_mutate(officer, record.key_number, |key| {
			let key = key.as_mut().ok_or(Error::<T>::OfficerUnknown)?;
			key.until = Some(T::Calendar::today());
			let entry = crate::OfficerEntry { active: false, ..record.entry(officer) };
			Officers::<T>::insert(&key.account, entry);
			Ok(())
		})
	}

	/// Changes an officer's record, and with it what the door reads; the organisation keeps its two admins.
	fn change_officer(
		org: OrgId,
		officer: OfficerId,
		change: impl FnOnce(&mut OfficerRecord),
	) -> DispatchResult {
		let mut record = Self::officer_of_org(org, officer)?;
		change(&mut record);
		let account = Self::key_of(officer).ok_or(Error::<T>::OfficerUnknown)?;
		Officers::<T>::insert(account, record.entry(officer));
		OfficerRecords::<T>::insert(officer, record);
		Self::ensure_two_admins(org)
	}

	/// An officer who serves this organisation; nobody else's officers can be touched.
	fn officer_of_org(org: OrgId, officer: OfficerId) -> Result<OfficerRecord, Error<T>> {
		OfficerRecords::<T>::get(officer)
			.filter(|record| record.org == org && record.serves())
			.ok_or(Error::<T>::OfficerUnknown)
	}

	fn ensure_not_past(valid_until: Option<Day>) -> DispatchResult {
		let today = T::Calendar::today();
		ensure!(valid_until.is_none_or(|last| last >= today), Error::<T>::ExpiryInPast);
		Ok(())
	}
}
