//! Organisations as large as they can be, and the council.

use super::{
	officers::{new_officer, EVERY_DUTY},
	BenchmarkHelper,
};
use crate::{
	BusinessNumber, Config, FreedNumbers, NewOrganisation, Pallet as Registry, PredecessorList, Predecessors,
	RegistrationId, Succession, Successions, MAX_PREDECESSORS,
};
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use zhidai_primitives::{Day, Duties, Duty, Name, OrgId, Region, Role, Roles};

pub(super) fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// An organisation of Ningbo with numbers of both kinds; 1 and 2 are two.
pub(super) fn new_organisation(number: u8, roles: Roles) -> NewOrganisation {
	let code = if number == 1 { "91330200MA2000123Y" } else { "91330200MA20002460" };
	// 14 digits and the check digit that fits.
	let former = (b'0'..=b'9').map(|check| {
		let mut digits = *b"330200000000000";
		digits[13] = b'0' + number;
		digits[14] = check;
		digits
	});
	let is_valid = |digits: &BusinessNumber| RegistrationId::BusinessRegistration(*digits).is_valid();
	NewOrganisation {
		name: Name::new([b'x'; 96].to_vec()).expect("a printable text"),
		registration: RegistrationId::CreditCode(code.parse().expect("its check characters fit")),
		former_number: former.into_iter().find(is_valid),
		region: Region(330_200),
		roles,
	}
}

/// The organisation stands for as many others as one can that has a successor itself.
pub(super) fn stands_for_others<T: Config>(heir: OrgId) {
	let behind: Vec<OrgId> = (1..MAX_PREDECESSORS).map(|number| OrgId(u32::MAX - number)).collect();
	for org in &behind {
		Successions::<T>::insert(org, Succession { successor: heir, heir, since: Day(0) });
	}
	Predecessors::<T>::insert(heir, PredecessorList::truncate_from(behind));
}

/// The council freed its numbers, and who had them stood for as many others as can be.
pub(super) fn freed_by_another<T: Config>(new: &NewOrganisation) {
	let former = OrgId(u32::MAX);
	stands_for_others::<T>(former);
	let digits = new.former_number.map(RegistrationId::BusinessRegistration);
	for number in core::iter::once(new.registration).chain(digits) {
		FreedNumbers::<T>::insert(number.key(), former);
	}
}

/// One of them on the chain, without officers.
pub(super) fn admitted<T: Config>(number: u8, roles: Roles) -> OrgId {
	Registry::<T>::admit(new_organisation(number, roles), Roles::of(Role::ALL), None).unwrap()
}

/// An organisation with as many officers as it can have. The two admins, who have every duty, come last, so
/// that whoever looks for them reads all. Others hold as many seats as there are: whoever asks reads them all.
fn full_organisation<T: Config>(roles: Roles) -> (OrgId, T::AccountId, T::AccountId) {
	T::BenchmarkHelper::fill_seats();
	let org = admitted::<T>(1, roles);
	let most = T::MaxOfficers::get();
	for number in 0..most {
		let duties = if number + 2 < most { Duties::of(&[Duty::View]) } else { EVERY_DUTY };
		Registry::<T>::add_officer(org, &new_officer::<T>(number, duties)).unwrap();
	}
	(org, account("officer", most - 2, 0), account("officer", most - 1, 0))
}

/// A bank and bureau at once, which can propose everything.
pub(super) fn sponsor<T: Config>() -> (OrgId, T::AccountId, T::AccountId) {
	full_organisation::<T>(Roles::of(&[Role::Bank, Role::MarketRegulator]))
}

pub(super) fn a_firm<T: Config>() -> (OrgId, T::AccountId, T::AccountId) {
	full_organisation::<T>(Roles::ADMITTED_BY_MEMBERS)
}
