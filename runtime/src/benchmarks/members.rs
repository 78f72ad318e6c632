//! Organisations and officers of the scenes.

use super::{council, done, signed, CITY};
use crate::{AccountId, Registry, Runtime};
use frame_benchmarking::account;
use pallet_registry::{
	Act, BankCode, Demand, FirstOfficers, LastAct, LastOfficer, LastOrg, NewOfficer, NewOrganisation,
	OrgState, OrgStates, RegistrationId, MAX_CONTROL_DEPTH,
};
use polkadot_sdk::*;
use zhidai_primitives::{Digest, Duties, Duty, Name, OrgId, Region, Role, Roles};

/// Who serves in an organisation, each with this duty alone and each another person: two admins, because their acts need
/// two, and one officer for every other duty that acts.
const CREW: [Duty; 8] = [
	Duty::Admin,
	Duty::Admin,
	Duty::Maker,
	Duty::Checker,
	Duty::Release,
	Duty::Attest,
	Duty::Confirm,
	Duty::Council,
];
const SECOND_ADMIN: u32 = 1;
/// Far above every organisation that a scene admits.
const FIRST_CONTROLLER: u32 = 1_000_000;

/// Admits an organisation with a crew, by the council or by a new bank, as its roles ask.
pub(super) fn admit(roles: Roles, region: Region) -> OrgId {
	if !roles.within(Roles::ADMITTED_BY_COUNCIL) {
		return admit_firm(admit(Roles::of(&[Role::Bank]), CITY), roles, region, true);
	}
	let org = next_org();
	done(Registry::admit_by_council(council(), organisation(org, roles, region), crew(org)));
	org
}

/// Has a sponsor admit a firm, with a crew or without any keys.
pub(super) fn admit_firm(sponsor: OrgId, roles: Roles, region: Region, with_crew: bool) -> OrgId {
	let org = next_org();
	let officers = if with_crew { crew(org) } else { FirstOfficers::default() };
	carry_out(sponsor, Act::AdmitFirm { organisation: organisation(org, roles, region), officers });
	org
}

/// The first officer of an organisation's crew with this duty.
pub(super) fn officer(org: OrgId, duty: Duty) -> AccountId {
	let place = (0_u32..).zip(CREW).find(|(_, other)| *other == duty);
	let (place, _) = place.expect("somebody in the crew has every duty that acts");
	member_of_crew(org, place)
}

/// Adds another officer to an organisation with a crew.
pub(super) fn hire(org: OrgId, duty: Duty) -> AccountId {
	let number = LastOfficer::<Runtime>::get().0;
	let hired: AccountId = account("hired", number, 0);
	carry_out(org, Act::AddOfficer(new_officer(hired.clone(), duty)));
	hired
}

/// Has a bank verify the receiving account of a payee.
pub(super) fn verify_account(bank: OrgId, payee: OrgId) {
	let act = Act::VerifyPayeeAccount {
		payee,
		holder: longest_name(),
		bank_code: BankCode(*b"102332002018"),
		account_hash: Digest::repeat_byte(1),
		sealed_digest: Digest::repeat_byte(2),
	};
	carry_out(bank, act);
}

/// Puts as many controllers above an organisation as are followed, none of them above another organisation: whoever looks
/// for relations reads them all.
pub(super) fn give_controllers(org: OrgId) {
	let mut below = org;
	for (above, _) in (FIRST_CONTROLLER + org.0 * 100..).zip(1..MAX_CONTROL_DEPTH) {
		let controller = Some(OrgId(above));
		OrgStates::<Runtime>::insert(OrgId(above), OrgState::new(Roles::of(&[Role::Supplier])));
		OrgStates::<Runtime>::mutate_extant(below, |state| state.controller = controller);
		below = OrgId(above);
	}
}

/// Proposes an act and has a second person approve it.
fn carry_out(org: OrgId, act: Act<AccountId>) {
	let Demand { proposer, approver, .. } = act.demand();
	let second = match approver {
		Duty::Admin => member_of_crew(org, SECOND_ADMIN),
		duty => officer(org, duty),
	};
	done(Registry::propose(signed(officer(org, proposer)), act.clone()));
	let act_id = LastAct::<Runtime>::get();
	done(Registry::approve(signed(second), act_id, act.digest(act_id)));
}

fn next_org() -> OrgId {
	OrgId(LastOrg::<Runtime>::get().0 + 1)
}

fn organisation(org: OrgId, roles: Roles, region: Region) -> NewOrganisation {
	let (name, registration) = (longest_name(), registration(org));
	NewOrganisation { name, registration, region, roles, sealing_key: Some([7; 32]) }
}

fn longest_name() -> Name {
	Name::new([b'x'; 96].to_vec()).expect("96 bytes of ASCII are a name")
}

/// A business registration number: 14 digits out of the organisation's number, and the check digit that fits.
fn registration(org: OrgId) -> RegistrationId {
	let mut digits = *b"440300000000000";
	let (mut rest, body) = (org.0, 6..14);
	for digit in digits[body].iter_mut().rev() {
		*digit = b'0' + (rest % 10) as u8;
		rest /= 10;
	}
	let with_check = |check| {
		digits[14] = check;
		RegistrationId::BusinessRegistration(digits)
	};
	(b'0'..=b'9').map(with_check).find(RegistrationId::is_valid).expect("one digit fits")
}

fn member_of_crew(org: OrgId, place: u32) -> AccountId {
	account("crew", org.0, place)
}

fn crew(org: OrgId) -> FirstOfficers<AccountId> {
	let officer = |(place, duty)| new_officer(member_of_crew(org, place), duty);
	FirstOfficers::truncate_from((0_u32..).zip(CREW).map(officer).collect())
}

/// An officer who is a person of its own.
fn new_officer(account: AccountId, duty: Duty) -> NewOfficer<AccountId> {
	let person = Digest::from(<[u8; 32]>::from(account.clone()));
	NewOfficer { account, person, duties: Duties::of(&[duty]), checker_limit: None, valid_until: None }
}
