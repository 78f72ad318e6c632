//! Officers of an organisation.

use crate::{
	Config, Error, Event, NewOfficer, OfficerRecord, OfficerRecords, OfficerStatus, OfficersOf, Pallet,
};
use frame::prelude::*;
use zhidai_primitives::{Day, Duties, Fen, OfficerId, OrgId};

impl<T: Config> Pallet<T> {
	/// Adds an officer with the first key.
	pub(crate) fn add_officer<Proof>(
		org: OrgId,
		new: &NewOfficer<T::AccountId, Proof>,
	) -> Result<OfficerId, DispatchError> {
		Self::ensure_can_serve(new)?;
		let officer = Self::next_officer().ok_or(Error::<T>::IdsExhausted)?;
		OfficersOf::<T>::try_append(org, officer).map_err(|()| Error::<T>::TooManyOfficers)?;
		let record = OfficerRecord::new(org, new);
		Self::admit_key(officer, &record, &new.account)?;
		Self::put_officer(officer, record);
		Self::deposit_event(Event::OfficerAdded { org, officer, account: new.account.clone() });
		Ok(officer)
	}

	/// Removes an officer, for good. The key stays known, so that it is never admitted again.
	pub(crate) fn remove_officer(org: OrgId, officer: OfficerId) -> DispatchResult {
		let mut record = Self::officer_of_org(org, officer)?;
		record.status = OfficerStatus::Removed;
		Self::retire_key(officer, &record)?;
		Self::put_officer(officer, record);
		OfficersOf::<T>::mutate(org, |officers| officers.retain(|other| *other != officer));
		Self::deposit_event(Event::OfficerRemoved { org, officer });
		Self::ensure_enough_admins(org)
	}

	/// Gives an officer other duties.
	pub(crate) fn change_duties(org: OrgId, officer: OfficerId, duties: Duties) -> DispatchResult {
		Self::ensure_duties(duties)?;
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

	/// Changes an officer's record, and with it what the door reads; the organisation keeps its admins.
	fn change_officer(
		org: OrgId,
		officer: OfficerId,
		change: impl FnOnce(&mut OfficerRecord),
	) -> DispatchResult {
		let mut record = Self::officer_of_org(org, officer)?;
		change(&mut record);
		let account = Self::key_of(officer).ok_or(Error::<T>::OfficerUnknown)?;
		Self::put_serving_officer(&account, officer, record);
		Self::ensure_enough_admins(org)
	}

	/// An officer who serves this organisation; nobody else's officers can be touched.
	pub(crate) fn officer_of_org(org: OrgId, officer: OfficerId) -> Result<OfficerRecord, Error<T>> {
		OfficerRecords::<T>::get(officer)
			.filter(|record| record.org == org && record.serves())
			.ok_or(Error::<T>::OfficerUnknown)
	}
}
