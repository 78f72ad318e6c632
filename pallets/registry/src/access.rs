//! Who may: accounts become actors here and nowhere else.

use crate::{
	Act, ActOf, Approver, Config, Error, Officers, OrgState, OrgStates, Organisations, Pallet, PendingActOf,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	Actor, Duty, OrgId, OrgStatus, Refusal, Region, Roles,
};

/// Why an account cannot act for anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAdmitted {
	Stranger,
	OfficerNotActive,
	OrganisationNotActive,
}

impl From<NotAdmitted> for Refusal {
	fn from(reason: NotAdmitted) -> Self {
		match reason {
			NotAdmitted::Stranger => Self::Stranger,
			NotAdmitted::OfficerNotActive => Self::OfficerNotActive,
			NotAdmitted::OrganisationNotActive => Self::OrganisationNotActive,
		}
	}
}

impl<T> From<NotAdmitted> for Error<T> {
	fn from(reason: NotAdmitted) -> Self {
		match reason {
			NotAdmitted::Stranger => Self::NotAMember,
			NotAdmitted::OfficerNotActive => Self::OfficerNotActive,
			NotAdmitted::OrganisationNotActive => Self::OrganisationNotActive,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The one place where an account becomes an actor; status and expiry are evaluated here, on read.
	pub(crate) fn member(account: &T::AccountId) -> Result<(Actor, OrgState), NotAdmitted> {
		let entry = Officers::<T>::get(account).ok_or(NotAdmitted::Stranger)?;
		if !entry.may_act_on(T::Calendar::today()) {
			return Err(NotAdmitted::OfficerNotActive);
		}
		let state = OrgStates::<T>::get(entry.org)
			.filter(OrgState::is_active)
			.ok_or(NotAdmitted::OrganisationNotActive)?;
		Ok((Actor { org: entry.org, officer: entry.officer, duties: entry.duties }, state))
	}

	pub(crate) fn authorised(account: &T::AccountId, duty: Duty) -> Result<(Actor, OrgState), Error<T>> {
		let (actor, state) = Self::member(account).map_err(Error::<T>::from)?;
		ensure!(actor.duties.has(duty), Error::<T>::DutyMissing);
		Ok((actor, state))
	}

	/// Any officer who can act, with whatever duty.
	pub(crate) fn any_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		let who = ensure_signed(origin)?;
		let (actor, _) = Self::member(&who).map_err(Error::<T>::from)?;
		Ok(actor)
	}

	/// Who may approve this act: who may decide on it, while who proposed can still speak for what it says.
	pub(crate) fn approver(origin: OriginFor<T>, pending: &PendingActOf<T>) -> Result<Actor, DispatchError> {
		let actor = Self::decider(origin, pending)?;
		let demand = pending.act.demand();
		if demand.by == Approver::Bureau {
			// The proposing bank speaks for the firm: it must still be able to.
			Self::ensure_organisation(pending.org, demand.roles)?;
			// Of a firm that moved since, the bureau says no word any more; it rejects the act.
			let region = Self::region_of_firm(&pending.act).ok_or(Error::<T>::OrganisationUnknown)?;
			Self::ensure_in_region(actor.org, &[region])?;
			// Where it says that the firm is elsewhere, it has a say there too: nobody draws one into the own region.
			if let Act::FirstOfficers { region: Some(region), .. } = &pending.act {
				Self::ensure_in_region(actor.org, &[*region])?;
			}
		}
		Ok(actor)
	}

	/// Who may decide on this act: an officer of the organisation that proposed it, or of a bureau in whose region the
	/// firm was then. Where each such bureau finds it follows from that.
	pub(crate) fn decider(origin: OriginFor<T>, pending: &PendingActOf<T>) -> Result<Actor, DispatchError> {
		let who = ensure_signed(origin)?;
		let demand = pending.act.demand();
		match demand.by {
			Approver::Own => {
				let actor = Self::authorise_as(&who, demand.approver, demand.roles)?;
				ensure!(pending.org == actor.org, Error::<T>::ActNotAllowed);
				Ok(actor)
			}
			Approver::Bureau => {
				let actor = Self::authorise_as(&who, demand.approver, Roles::BUREAUS)?;
				let region = pending.firm_in.ok_or(Error::<T>::OrganisationUnknown)?;
				Self::ensure_in_region(actor.org, &[region])?;
				Ok(actor)
			}
		}
	}

	/// The region whose firms a bureau confirms; nothing where the organisation is no bureau.
	pub(crate) fn region_of_bureau(bureau: OrgId) -> Option<Region> {
		let is_bureau = OrgStates::<T>::get(bureau).is_some_and(|state| state.roles.meets(Roles::BUREAUS));
		Organisations::<T>::get(bureau).filter(|_| is_bureau).map(|organisation| organisation.region)
	}

	/// Where the firm is, whose act a bureau decides on: as it is recorded, and of who comes in as the act says.
	pub(crate) fn region_of_firm(act: &ActOf<T>) -> Option<Region> {
		if act.demand().by != Approver::Bureau {
			return None;
		}
		match act {
			Act::AdmitFirm { organisation, .. } => Some(organisation.region),
			Act::FirstOfficers { org, .. } => Some(Organisations::<T>::get(org)?.region),
			_ => None,
		}
	}

	pub(crate) fn status_of(org: OrgId) -> Option<OrgStatus> {
		OrgStates::<T>::get(org).map(|state| state.status)
	}
}
