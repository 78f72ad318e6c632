//! What the members do together: the council decides, two persons agree, firms come in.

use super::*;
use pallet_authorities::Event as AuthoritiesEvent;
use pallet_registry::{Act, ActId, NewOfficer, NewOrganisation, RegistrationId};
use zhidai_primitives::{CreditCode, Digest as Hash, Duties, Duty, OfficerId, OrgId, Region, Role, Roles};

pub type AuthoritiesCall = pallet_authorities::Call<Runtime>;
pub type RegistryCall = pallet_registry::Call<Runtime>;

pub const MARKET_BUREAU: OrgId = OrgId(1);
pub const BANK_A: OrgId = OrgId(3);
pub const BANK_B: OrgId = OrgId(4);
pub const NINGBO: Region = Region(330_200);
pub const XINJIANG: Region = Region(650_000);

/// A credit code with both check characters.
pub fn credit_code(number: u32) -> CreditCode {
	const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	let candidates = SIGNS.chars().flat_map(|one| SIGNS.chars().map(move |other| (one, other)));
	let code = |(one, other)| format!("91330200MA{number:06}{one}{other}").parse().ok();
	candidates.into_iter().find_map(code).expect("check characters")
}

/// An officer to be added. The name stands for the person.
pub fn officer(name: &str, duties: &[Duty]) -> NewOfficer<AccountId> {
	NewOfficer {
		account: account(name),
		person: Hash::from(sp_io::hashing::blake2_256(name.as_bytes())),
		duties: Duties::of(duties),
		checker_limit: None,
		valid_until: None,
	}
}

/// The officer whose key this is or was.
pub fn officer_id(name: &str) -> OfficerId {
	pallet_registry::Officers::<Runtime>::get(account(name)).expect("a member").officer
}

/// An organisation to be admitted.
pub fn organisation(name: &str, region: Region, role: Role) -> NewOrganisation {
	let number = pallet_registry::LastOrg::<Runtime>::get().0 + 1;
	NewOrganisation {
		name: name.try_into().unwrap(),
		registration: RegistrationId::CreditCode(credit_code(number)),
		region,
		roles: Roles::of(&[role]),
		sealing_key: None,
	}
}

/// An officer proposes an act; its number and digest.
#[track_caller]
pub fn proposed(name: &str, act: Act<AccountId>) -> (ActId, Hash) {
	done(name, RegistryCall::propose { act });
	last_event(|event| match event {
		RuntimeEvent::Registry(pallet_registry::Event::ActProposed { act_id, digest, .. }) => {
			Some((*act_id, *digest))
		}
		_ => None,
	})
}

/// One officer proposes an act, another approves it.
#[track_caller]
pub fn agreed(proposer: &str, approver: &str, act: Act<AccountId>) {
	let (act_id, act_digest) = proposed(proposer, act);
	done(approver, RegistryCall::approve { act_id, act_digest });
	next_block();
}

/// Bank A admits a firm: with two admins, a maker, a checker and a confirming officer, or as a payee without keys.
pub fn admit_firm(name: &str, short: Option<&str>, region: Region, role: Role) -> OrgId {
	let officers = short.map_or(Vec::new(), |short| {
		let of = |who: &str, duty| officer(&format!("{short}.{who}"), &[duty]);
		vec![
			of("admin-1", Duty::Admin),
			of("admin-2", Duty::Admin),
			of("maker", Duty::Maker),
			of("checker", Duty::Checker),
			of("confirm", Duty::Confirm),
		]
	});
	let organisation = organisation(name, region, role);
	let act = Act::AdmitFirm { organisation, officers: officers.try_into().unwrap() };
	agreed("bank-a.maker", "bank-a.checker", act);
	pallet_registry::LastOrg::<Runtime>::get()
}

/// The market regulator's seat opens a motion; its hash and number.
#[track_caller]
pub fn motion(call: impl Into<RuntimeCall>) -> (H256, u32) {
	done("msa.council", AuthoritiesCall::propose { seat_number: 0, proposal: Box::new(call.into()) });
	last_event(|event| match event {
		RuntimeEvent::Authorities(AuthoritiesEvent::Proposed { proposal_hash, index, .. }) => {
			Some((*proposal_hash, *index))
		}
		_ => None,
	})
}

/// A seat's vote.
pub fn vote((proposal_hash, index): (H256, u32), approve: bool) -> AuthoritiesCall {
	AuthoritiesCall::vote { seat_number: 0, proposal_hash, index, approve }
}

/// Counts the votes.
pub fn close((proposal_hash, index): (H256, u32)) -> AuthoritiesCall {
	AuthoritiesCall::close { proposal_hash, index }
}

/// Both colleges decide a call; what came of it.
#[track_caller]
pub fn decided(call: impl Into<RuntimeCall>) -> sp_runtime::DispatchResult {
	let motion = motion(call);
	done("nfra.council", vote(motion, true));
	done("bank-a.council", vote(motion, true));
	done("bank-a.council", close(motion));
	let result = last_event(|event| match event {
		RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => Some(*result),
		_ => None,
	});
	next_block();
	result
}

/// The council admits a market bureau with two admins, a maker, a checker and an attesting officer.
pub fn bureau(name: &str, short: &str, region: Region) -> RegistryCall {
	let of = |who: &str, duty| officer(&format!("{short}.{who}"), &[duty]);
	let officers = vec![
		of("admin-1", Duty::Admin),
		of("admin-2", Duty::Admin),
		of("maker", Duty::Maker),
		of("checker", Duty::Checker),
		of("attest", Duty::Attest),
	];
	RegistryCall::admit_by_council {
		organisation: organisation(name, region, Role::MarketRegulator),
		officers: officers.try_into().unwrap(),
	}
}
