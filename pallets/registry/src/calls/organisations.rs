//! How organisations come, pause and go, and how what is known of them is corrected.

use crate::{
	Admissions, AdmissionsOf, Config, Error, Event, FirstOfficersOf, FreedNumbers, KeyFor, LinkedNumber,
	NewOfficer, NewOfficerOf, NewOrganisation, OfficersOf, OrgByNumber, OrgState, OrgStates, Organisation,
	Organisations, Pallet, RegistrationId, Seats, Successions,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Obligations},
	Name, OrgId, OrgStatus, Region, Roles,
};

impl<T: Config> Pallet<T> {
	/// The council admits a seat or bureau, with at least two admins of different persons whose keys have
	/// proved themselves. That somebody brought it in meanwhile as a payee without keys keeps it from nothing.
	pub(crate) fn do_admit_by_council(
		origin: OriginFor<T>,
		organisation: NewOrganisation,
		officers: FirstOfficersOf<T>,
	) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		Self::ensure_proofs(KeyFor::Admission(organisation.digest()), &officers)?;
		let org = match Self::who_has_a_number_of(&organisation) {
			Some(org) => Self::take_over(org, organisation)?,
			None => Self::admit(organisation, Roles::ADMITTED_BY_COUNCIL, None)?,
		};
		Self::add_first_officers(org, &officers)
	}

	/// The council suspends an organisation. A recovery ends with it: its admins could not object any more.
	pub(crate) fn do_suspend(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		Self::step(org, OrgState::suspended, Error::<T>::OrganisationNotActive)?;
		Self::put_recovery(org, None);
		Self::deposit_event(Event::OrganisationSuspended { org });
		Ok(())
	}

	/// The council lets a suspended organisation take part again.
	pub(crate) fn do_reinstate(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		Self::step(org, OrgState::reinstated, Error::<T>::NotSuspended)?;
		Self::deposit_event(Event::OrganisationReinstated { org });
		Ok(())
	}

	/// The council ends an organisation's part, if it has not left yet, and frees its numbers. Only the
	/// council does, and who takes them up is the successor: under another id nobody is somebody new.
	pub(crate) fn do_exit(origin: OriginFor<T>, org: OrgId) -> DispatchResult {
		T::CouncilOrigin::ensure_origin(origin)?;
		let organisation = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		let registered = OrgByNumber::<T>::get(organisation.registration.key()) == Some(org);
		ensure!(registered, Error::<T>::AlreadyExited);
		if Self::status_of(org) != Some(OrgStatus::Exited) {
			Self::leave(org)?;
		}
		for number in organisation.numbers() {
			Self::put_number(number.key(), None);
			Self::put_freed(number.key(), Some(org));
		}
		Self::deposit_event(Event::RegistrationFreed { org });
		Ok(())
	}

	/// The organisation that is found by a number of this one.
	fn who_has_a_number_of(new: &NewOrganisation) -> Option<OrgId> {
		let former = new.former_number.map(RegistrationId::BusinessRegistration);
		core::iter::once(new.registration)
			.chain(former)
			.find_map(|number| OrgByNumber::<T>::get(number.key()))
	}

	/// An organisation that takes part without officers becomes what the council says of it: its id and whatever
	/// names it stay. It keeps every number that it has, and takes nobody else's.
	fn take_over(org: OrgId, new: NewOrganisation) -> Result<OrgId, DispatchError> {
		Self::ensure_consistent(&new, Roles::ADMITTED_BY_COUNCIL, false)?;
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		let before = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(OfficersOf::<T>::get(org).is_empty(), Error::<T>::AlreadyRegistered);
		ensure!(state.is_active(), Error::<T>::OrganisationNotActive);
		let roles = new.roles;
		let after = Organisation::new(new, before.admitted_on);
		let is_kept = |number: RegistrationId| after.numbers().any(|other| other.key() == number.key());
		ensure!(before.numbers().all(is_kept), Error::<T>::AlreadyRegistered);
		for number in after.numbers() {
			let holder = OrgByNumber::<T>::get(number.key());
			ensure!(holder.is_none_or(|holder| holder == org), Error::<T>::AlreadyRegistered);
			Self::take_up(number.key(), org)?;
			Self::put_number(number.key(), Some(org));
		}
		Self::put_state(org, OrgState { roles, ..state });
		Self::put_organisation(org, after);
		Self::deposit_event(Event::OrganisationAdmitted { org });
		Ok(org)
	}

	/// Records an organisation, without officers. Where a bureau confirms it, it is kept that the bureau has said
	/// another region than the number.
	pub(crate) fn admit(
		new: NewOrganisation,
		admissible: Roles,
		confirmed_by: Option<OrgId>,
	) -> Result<OrgId, DispatchError> {
		Self::ensure_consistent(&new, admissible, confirmed_by.is_some())?;
		ensure!(Self::who_has_a_number_of(&new).is_none(), Error::<T>::AlreadyRegistered);
		let org = Self::next_org().ok_or(Error::<T>::IdsExhausted)?;
		let state = OrgState::new(new.roles);
		let has_moved = !new.region.agrees_with(new.registration.region());
		let region_by = confirmed_by.filter(|_| has_moved);
		let organisation = Organisation { region_by, ..Organisation::new(new, T::Calendar::today()) };
		for number in organisation.numbers() {
			Self::take_up(number.key(), org)?;
			Self::put_number(number.key(), Some(org));
		}
		Self::put_state(org, state);
		Self::put_organisation(org, organisation);
		Self::deposit_event(Event::OrganisationAdmitted { org });
		Ok(org)
	}

	/// Adds the officers of an organisation that has none: enough admins, or the organisation could never
	/// act.
	pub(crate) fn add_first_officers<Proof>(
		org: OrgId,
		officers: &[NewOfficer<T::AccountId, Proof>],
	) -> DispatchResult {
		for officer in officers {
			Self::add_officer(org, officer)?;
		}
		Self::ensure_enough_admins(org)
	}

	/// A firm comes in, with officers or as a payee without keys. Nothing in its records says which bank brought it.
	pub(crate) fn admit_firm(
		new: NewOrganisation,
		by: OrgId,
		confirmed_by: Option<OrgId>,
		officers: &[NewOfficerOf<T>],
	) -> DispatchResult {
		Self::ensure_own_register(by, &new)?;
		Self::count_admission(by)?;
		let org = Self::admit(new, Roles::ADMITTED_BY_MEMBERS, confirmed_by)?;
		match officers {
			[] => Ok(()),
			officers => Self::add_first_officers(org, officers),
		}
	}

	/// Counts a firm that an organisation brings in today.
	fn count_admission(by: OrgId) -> DispatchResult {
		AdmissionsOf::<T>::try_mutate(by, |admissions: &mut Admissions| {
			let today = T::Calendar::today();
			let more = admissions.one_more(today, T::MaxAdmissionsPerDay::get());
			*admissions = more.ok_or(Error::<T>::TooManyAdmissions)?;
			Ok(())
		})
	}

	/// A firm without officers gets its first ones. Later ones are the firm's own business.
	pub(crate) fn give_first_officers(org: OrgId, officers: &[NewOfficerOf<T>]) -> DispatchResult {
		let status = Self::status_of(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(status == OrgStatus::Active, Error::<T>::OrganisationNotActive);
		ensure!(OfficersOf::<T>::get(org).is_empty(), Error::<T>::HasOfficers);
		Self::add_first_officers(org, officers)
	}

	/// What a bank alone said of a firm is put right together with its first officers, which a bureau confirms;
	/// what is not named stays.
	pub(crate) fn correct_firm(
		org: OrgId,
		name: Option<Name>,
		roles: Option<Roles>,
		region: Option<Region>,
		confirmed_by: Option<OrgId>,
	) -> DispatchResult {
		if let Some(roles) = roles {
			Self::ensure_roles(roles, Roles::ADMITTED_BY_MEMBERS)?;
			let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
			Self::put_state(org, OrgState { roles, ..state });
		}
		if let Some(name) = name {
			let before = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
			Self::put_organisation(org, Organisation { name, ..before });
		}
		if let Some((region, bureau)) = region.zip(confirmed_by) {
			let before = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
			// Who names the region that is recorded says nothing new.
			if before.region != region {
				ensure!(before.region_by.is_none(), Error::<T>::RegionAttested);
				Self::record_region(org, before, region, bureau)?;
			}
		}
		Ok(())
	}

	/// A bureau says where a firm is.
	fn record_region(org: OrgId, organisation: Organisation, region: Region, by: OrgId) -> DispatchResult {
		Self::ensure_region(region, Roles::ADMITTED_BY_MEMBERS)?;
		let before = organisation.region;
		Self::put_organisation(org, Organisation { region, region_by: Some(by), ..organisation });
		Self::deposit_event(Event::RegionCorrected { org, before, after: region, by });
		Ok(())
	}

	/// Corrects where an organisation is registered. The market regulator of where it is, of where its number was
	/// issued, or of who last said where it is, does so: nobody draws a firm into the own region, and a county does
	/// not undo what a province said. A seat's or bureau's region says what it confirms and corrects, so that no
	/// bureau gives itself or another one more.
	pub(crate) fn correct_region(org: OrgId, region: Region, by: OrgId) -> DispatchResult {
		let organisation = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		Self::ensure_is_firm(org)?;
		Self::ensure_may_correct(by, &organisation)?;
		Self::record_region(org, organisation, region, by)
	}

	/// Adds the number of the other kind that an organisation has too, so that nobody comes in twice. One that the
	/// council freed is linked to who stands for who had it: a regulator's word makes nobody a successor.
	pub(crate) fn link_number(org: OrgId, number: RegistrationId, by: OrgId) -> DispatchResult {
		let organisation = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		Self::ensure_is_firm(org)?;
		Self::ensure_in_region(by, &[organisation.region])?;
		Self::ensure_number_free(&number)?;
		ensure!(Self::status_of(org) == Some(OrgStatus::Active), Error::<T>::OrganisationNotActive);
		let is_own = |former: OrgId| Successions::<T>::get(former).is_some_and(|it| it.heir == org);
		ensure!(FreedNumbers::<T>::get(number.key()).is_none_or(is_own), Error::<T>::NumberOfSuccessor);
		let linked = organisation.clone().with_number(number).ok_or(Error::<T>::NumberLinked)?;
		Self::ensure_issued_for(&number, organisation.region, organisation.registration.region())?;
		let freed_of = FreedNumbers::<T>::get(number.key());
		Self::take_up(number.key(), org)?;
		Self::put_number(number.key(), Some(org));
		let by_whom = Some(LinkedNumber { number, by, freed_of });
		Self::put_organisation(org, Organisation { linked: by_whom, ..linked });
		Self::deposit_event(Event::NumberLinked { org, number, by });
		Ok(())
	}

	/// Takes back that a number is an organisation's to which it was linked wrongly: it kept whose it is out. Who takes
	/// it up then succeeds nobody, save whom the council had sent away before it was linked.
	pub(crate) fn unlink_number(org: OrgId, number: RegistrationId, by: OrgId) -> DispatchResult {
		let organisation = Organisations::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		let is_found = OrgByNumber::<T>::get(number.key()) == Some(org);
		let linked = organisation.linked.filter(|linked| is_found && linked.number == number);
		let linked = linked.ok_or(Error::<T>::NumberNotLinked)?;
		Self::ensure_may_unlink(by, &organisation, &linked)?;
		Self::put_number(number.key(), None);
		if linked.freed_of.is_some() {
			Self::put_freed(number.key(), linked.freed_of);
		}
		Self::put_organisation(org, organisation.without_linked());
		Self::deposit_event(Event::NumberUnlinked { org, number, by });
		Ok(())
	}

	/// An organisation leaves by its own act. Seats and bureaus leave as they came: by the council.
	pub(crate) fn leave_by_own_act(org: OrgId) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(!state.roles.meets(Roles::ADMITTED_BY_COUNCIL), Error::<T>::LeavesByCouncil);
		Self::leave(org)
	}

	/// Ends an organisation's part, with all that waited in it, where nothing of it is open elsewhere.
	fn leave(org: OrgId) -> DispatchResult {
		ensure!(!T::Seats::holds_seat(org), Error::<T>::SeatHeld);
		T::Obligations::ensure_free(org)?;
		Self::step(org, OrgState::exited, Error::<T>::AlreadyExited)?;
		Self::close_acts(org);
		Self::put_recovery(org, None);
		Self::deposit_event(Event::OrganisationExited { org });
		Ok(())
	}

	/// Changes an organisation's status by a step of its life, or refuses with this error.
	fn step(org: OrgId, step: fn(OrgState) -> Option<OrgState>, refusal: Error<T>) -> DispatchResult {
		let before = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		Self::put_state(org, step(before).ok_or(refusal)?);
		Ok(())
	}
}
