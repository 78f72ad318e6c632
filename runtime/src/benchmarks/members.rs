//! Organisations and officers of the scenes.

use super::{council, done, new_request, signed, Helper, CITY};
use crate::{AccountId, Registry, Runtime};
use frame_support::BoundedVec;
use pallet_registry::{
	benchmarking::BenchmarkHelper, Act, ActOf, AdmissionsOf, BankCode, Controlled, Demand, FirstOfficersOf,
	KeyFor, LastAct, LastOrg, NewOfficer, NewOfficerOf, NewOrganisation, OfficersOf, OrgState, OrgStates,
	ReceivingAccount, RegistrationId, RelationReport, RelationReports, MAX_CONTROL_DEPTH, MAX_DECLARERS,
};
use polkadot_sdk::*;
use zhidai_primitives::{
	CreditCode, CreditCodeError, Digest, Duties, Duty, Fen, Name, Ordered, OrgId, Region, Role, Roles,
};

/// Who serves in an organisation, each with this duty alone and each another person: two admins, because
/// their acts need two, and one officer for every other duty that acts.
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
const SECOND_ADMIN: usize = 1;
/// Far above every organisation that a scene admits.
const FIRST_CONTROLLER: u32 = 1_000_000;

/// Admits an organisation with a crew, by the council or by a new bank, as its roles ask.
pub(super) fn admit(roles: Roles, region: Region) -> OrgId {
	if !roles.within(Roles::ADMITTED_BY_COUNCIL) {
		return admit_firm(admit(Roles::of(&[Role::Bank]), CITY), roles, region, true);
	}
	let org = next_org();
	let organisation = organisation(org, roles, region);
	let officers = crew(KeyFor::Admission(organisation.digest()));
	done(Registry::admit_by_council(council(), organisation, officers));
	org
}

/// Has a bank bring in a firm, with a crew, which a bureau confirms, or without any keys.
pub(super) fn admit_firm(bank: OrgId, roles: Roles, region: Region, with_crew: bool) -> OrgId {
	// A bureau first: the firm's number is the next organisation's.
	let bureau = with_crew.then(|| admit(Roles::of(&[Role::MarketRegulator]), Region::NATION));
	let org = next_org();
	let organisation = organisation(org, roles, region);
	let key_for = KeyFor::Admission(organisation.digest());
	let officers = if with_crew { crew(key_for) } else { Default::default() };
	carry_out(bank, bureau.unwrap_or(bank), Act::AdmitFirm { organisation, officers });
	// A scene has more firms than one bank brings in on a day.
	AdmissionsOf::<Runtime>::remove(bank);
	org
}

/// The first officer of an organisation's crew with this duty.
pub(super) fn officer(org: OrgId, duty: Duty) -> AccountId {
	let place = CREW.iter().position(|other| *other == duty);
	member_of_crew(org, place.expect("somebody in the crew has every duty that acts"))
}

/// Adds another officer to an organisation with a crew.
pub(super) fn hire(org: OrgId, duty: Duty) -> AccountId {
	let hired = new_officer(duty, KeyFor::Organisation(org));
	let account = hired.account.clone();
	carry_out(org, org, Act::AddOfficer(hired));
	account
}

/// Has a bank verify the receiving account of an organisation, which no other one has.
pub(super) fn verify_account(bank: OrgId, payee: OrgId) {
	let account = ReceivingAccount {
		holder: longest_name(),
		holder_reason: None,
		bank_code: BankCode(*b"102332002018"),
		account_hash: Digest::repeat_byte(1),
		fingerprint: Digest::from(sp_io::hashing::blake2_256(&payee.0.to_be_bytes())),
		record_digest: Digest::repeat_byte(2),
	};
	carry_out(bank, bank, Act::VerifyPayeeAccount { payee, account });
}

/// Puts as many controllers above an organisation as are followed, none of them above another organisation:
/// whoever looks for relations reads them all.
pub(super) fn give_controllers(org: OrgId) {
	let mut below = org;
	for (above, _) in (FIRST_CONTROLLER + org.0 * 100..).zip(1..MAX_CONTROL_DEPTH) {
		let controller = Some(OrgId(above));
		OrgStates::<Runtime>::insert(OrgId(above), OrgState::new(Roles::of(&[Role::Supplier])));
		OrgStates::<Runtime>::mutate_extant(below, |state| state.controller = controller);
		done(Controlled::<Runtime>::try_append(OrgId(above), below));
		below = OrgId(above);
	}
}

/// Has as many banks as can record two organisations as related, none of them one of the scene.
pub(super) fn relate_by_banks(one: OrgId, other: OrgId) {
	let bank = |number| RelationReport { bank: OrgId(u32::MAX - number), until: None };
	let recorded = BoundedVec::truncate_from((0..MAX_DECLARERS).map(bank).collect());
	RelationReports::<Runtime>::insert(one.min(other), Ordered::from(one.max(other)), recorded);
}

/// Proposes an act and has a second person approve it, of the same organisation or of a bureau.
fn carry_out(org: OrgId, approving: OrgId, act: ActOf<Runtime>) {
	let Demand { proposer, approver, .. } = act.demand();
	let second = match approver {
		Duty::Admin => member_of_crew(approving, SECOND_ADMIN),
		duty => officer(approving, duty),
	};
	done(Registry::propose(signed(officer(org, proposer)), act.clone(), new_request()));
	let act_id = LastAct::<Runtime>::get();
	done(Registry::approve(signed(second), act_id, act.digest(act_id)));
}

fn next_org() -> OrgId {
	OrgId(LastOrg::<Runtime>::get().0 + 1)
}

fn organisation(org: OrgId, roles: Roles, region: Region) -> NewOrganisation {
	NewOrganisation {
		name: longest_name(),
		registration: RegistrationId::CreditCode(credit_code(org, region)),
		former_number: None,
		region,
		roles,
	}
}

fn longest_name() -> Name {
	Name::new([b'x'; 96].to_vec()).expect("96 bytes of ASCII are a name")
}

/// A credit code out of the organisation's number, issued in this region: its two check characters are the
/// ones that fit.
fn credit_code(org: OrgId, region: Region) -> CreditCode {
	let mut code = *b"91100000MA00000000";
	if region != Region::NATION {
		write_number(&mut code[2..8], region.0);
	}
	write_number(&mut code[10..16], org.0);
	loop {
		let (place, expected) = match CreditCode::new(code) {
			Ok(code) => return code,
			Err(CreditCodeError::InnerCheck { expected }) => (16, expected),
			Err(CreditCodeError::Check { expected }) => (17, expected),
			Err(error) => panic!("no credit code: {error}"),
		};
		code[place] = u8::try_from(expected).expect("a check character is ASCII");
	}
}

fn write_number(digits: &mut [u8], mut number: u32) {
	for digit in digits.iter_mut().rev() {
		*digit = b'0' + (number % 10) as u8;
		number /= 10;
	}
}

fn member_of_crew(org: OrgId, place: usize) -> AccountId {
	let officers = OfficersOf::<Runtime>::get(org);
	let officer = officers.get(place).expect("an organisation with a crew");
	Registry::key_of(*officer).expect("an officer has a key")
}

fn crew(key_for: KeyFor) -> FirstOfficersOf<Runtime> {
	FirstOfficersOf::<Runtime>::truncate_from(CREW.map(|duty| new_officer(duty, key_for)).to_vec())
}

/// An officer who is a person of its own, with a new key that has signed for this organisation.
fn new_officer(duty: Duty, key_for: KeyFor) -> NewOfficerOf<Runtime> {
	let named = |account: &AccountId| NewOfficer {
		account: account.clone(),
		person: Digest::from(<[u8; 32]>::from(account.clone())),
		duties: Duties::of(&[duty]),
		// What is checked is counted for who has a limit.
		checker_limit: (duty == Duty::Checker).then_some(Fen(u64::MAX)),
		valid_until: None,
		proof: (),
	};
	let message = |account: &AccountId| Registry::key_message(key_for, &named(account).entry());
	let (account, proof) = Helper::proof(message);
	let NewOfficer { person, duties, checker_limit, valid_until, .. } = named(&account);
	NewOfficer { account, person, duties, checker_limit, valid_until, proof }
}
