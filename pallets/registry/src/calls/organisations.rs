//! How organisations come, pause and go.

use crate::{
	keeps_two_admins, officer::NewOfficer, Acts, Config, Error, Event, LastOrg, NewOrganisation,
	OfficerRecord, OfficerRecords, OfficersOf, OpenActs, OrgByRegistration, OrgState, OrgStates,
	Organisation, Organisations, Pallet, Seats,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, OrgId, OrgStatus, Roles};

impl<T: Config> Pallet<T> {
	/// Records an organisation, without officers.
	pub(crate) fn admit(
		new: NewOrganisation,
		admissible: Roles,
		sponsor: Option<OrgId>,
	) -> Result<OrgId, DispatchError> {
		ensure!(!new.roles.is_empty() && new.roles.within(admissible), Error::<T>::RolesNotAdmissible);
		ensure!(new.region.is_valid(), Error::<T>::RegionMalformed);
		ensure!(new.registration.is_valid(), Error::<T>::RegistrationMalformed);
		ensure!(!OrgByRegistration::<T>::contains_key(new.registration), Error::<T>::AlreadyRegistered);
		let org = LastOrg::<T>::get().next().ok_or(Error::<T>::IdsExhausted)?;
		LastOrg::<T>::put(org);
		OrgByRegistration::<T>::insert(new.registration, org);
		OrgStates::<T>::insert(org, OrgState::new(new.roles));
		let NewOrganisation { name, registration, region, sealing_key, .. } = new;
		let admitted_on = T::Calendar::today();
		Organisations::<T>::insert(
			org,
			Organisation { name, registration, region, sponsor, sealing_key, admitted_on },
		);
		Self::deposit_event(Event::OrganisationAdmitted { org, sponsor });
		Ok(org)
	}

	/// Adds the officers of an organisation that has none: enough admins, or the organisation could never act.
	pub(crate) fn add_first_officers(org: OrgId, officers: &[NewOfficer<T::AccountId>]) -> DispatchResult {
		for officer in officers {
			Self::add_officer(org, officer)?;
		}
		Self::ensure_two_admins(org)
	}

	/// A firm comes under the sponsor's name, with officers or as a payee without keys.
	pub(crate) fn admit_firm(
		new: NewOrganisation,
		sponsor: OrgId,
		officers: &[NewOfficer<T::AccountId>],
	) -> DispatchResult {
		let org = Self::admit(new, Roles::ADMITTED_BY_MEMBERS, Some(sponsor))?;
		match officers {
			[] => Ok(()),
			officers => Self::add_first_officers(org, officers),
		}
	}

	/// The sponsor gives a firm without officers its first ones. Later ones are the firm's own business.
	pub(crate) fn give_first_officers(
		org: OrgId,
		sponsor: OrgId,
		officers: &[NewOfficer<T::AccountId>],
	) -> DispatchResult {
		let organisation = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(organisation.sponsor == Some(sponsor), Error::<T>::NotTheSponsor);
		ensure!(Self::status_of(org) == Some(OrgStatus::Active), Error::<T>::OrganisationNotActive);
		ensure!(OfficersOf::<T>::get(org).is_empty(), Error::<T>::HasOfficers);
		Self::add_first_officers(org, officers)
	}

	/// Changes an organisation's status by a step of its life, or refuses with this error.
	pub(crate) fn step(
		org: OrgId,
		step: fn(OrgState) -> Option<OrgState>,
		refusal: Error<T>,
	) -> Result<OrgState, DispatchError> {
		OrgStates::<T>::try_mutate(org, |state| {
			let before = state.ok_or(Error::<T>::OrganisationUnknown)?;
			let after = step(before).ok_or(refusal)?;
			*state = Some(after);
			Ok(after)
		})
	}

	/// Ends an organisation's part, with all that waited in it.
	pub(crate) fn leave(org: OrgId) -> DispatchResult {
		ensure!(!T::Seats::holds_seat(org), Error::<T>::SeatHeld);
		Self::step(org, OrgState::exited, Error::<T>::AlreadyExited)?;
		for act_id in OpenActs::<T>::take(org) {
			Acts::<T>::remove(act_id);
		}
		Self::deposit_event(Event::OrganisationExited { org });
		Ok(())
	}

	/// The council ends an organisation's part, if it has not left yet, and frees its registration number. Only the
	/// council does: who leaves by itself could else come back as somebody new, without adverse records or relations.
	pub(crate) fn send_away(org: OrgId) -> DispatchResult {
		let registration = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?.registration;
		ensure!(OrgByRegistration::<T>::get(registration) == Some(org), Error::<T>::AlreadyExited);
		if Self::status_of(org) != Some(OrgStatus::Exited) {
			Self::leave(org)?;
		}
		OrgByRegistration::<T>::remove(registration);
		Self::deposit_event(Event::RegistrationFreed { org });
		Ok(())
	}

	/// An organisation leaves by its own act. Seats and bureaus leave as they came: by the council.
	pub(crate) fn leave_by_own_act(org: OrgId) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(!state.roles.meets(Roles::ADMITTED_BY_COUNCIL), Error::<T>::LeavesByCouncil);
		Self::leave(org)
	}

	/// Refuses where the organisation is left without two admins of different persons.
	pub(crate) fn ensure_two_admins(org: OrgId) -> DispatchResult {
		ensure!(keeps_two_admins(Self::serving(org)), Error::<T>::TooFewAdmins);
		Ok(())
	}

	/// The officers of an organisation who serve.
	fn serving(org: OrgId) -> impl Iterator<Item = OfficerRecord> {
		OfficersOf::<T>::get(org).into_iter().filter_map(OfficerRecords::<T>::get)
	}
}
