//! What the members do together: the council decides, two persons agree, firms come in.

use super::*;
use pallet_authorities::Event as AuthoritiesEvent;
use pallet_registry::{
	Act, ActId, ActOf, FirstOfficersOf, KeyFor, NewOfficer, NewOfficerOf, NewOrganisation, RegistrationId,
};
use std::cell::RefCell;
use zhidai_primitives::{CreditCode, Digest as Hash, Duties, Duty, OfficerId, OrgId, Region, Role, Roles};

use sp_runtime::traits::Hash as _;

pub type AuthoritiesCall = pallet_authorities::Call<Runtime>;
pub type RegistryCall = pallet_registry::Call<Runtime>;

pub const MARKET_BUREAU: OrgId = OrgId(1);
pub const FINANCIAL_BUREAU: OrgId = OrgId(2);
pub const BANK_A: OrgId = OrgId(3);
pub const BANK_B: OrgId = OrgId(4);
pub const NINGBO: Region = Region(330_200);
pub const XINJIANG: Region = Region(650_000);

thread_local! {
	/// Whose keys the accounts of new officers are.
	static NAMES: RefCell<BTreeMap<AccountId, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// A credit code of Ningbo with both check characters.
pub fn credit_code(number: u32) -> CreditCode {
	credit_code_of(number, NINGBO)
}

/// A credit code issued in this region, with both check characters.
pub fn credit_code_of(number: u32, region: Region) -> CreditCode {
	const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	let candidates = SIGNS.chars().flat_map(|one| SIGNS.chars().map(move |other| (one, other)));
	let code = |(one, other)| format!("91{:06}MA{number:06}{one}{other}", region.0).parse().ok();
	candidates.into_iter().find_map(code).expect("check characters")
}

/// An officer to be added. The name stands for the person.
pub fn officer(name: &str, duties: &[Duty]) -> NewOfficerOf<Runtime> {
	NAMES.with(|names| names.borrow_mut().insert(account(name), name.into()));
	NewOfficer {
		account: account(name),
		person: Hash::from(sp_io::hashing::blake2_256(name.as_bytes())),
		duties: Duties::of(duties),
		checker_limit: None,
		valid_until: None,
		proof: no_proof(),
	}
}

/// A signature over nothing, in whose place the proof comes when the act is proposed.
pub fn no_proof() -> MultiSignature {
	MultiSignature::Ed25519(ed25519::Signature::from_raw([0; 64]))
}

/// The key's signature for whom it is to act, and for what is said of its officer.
fn proof(account: &AccountId, key_for: KeyFor, officer: &impl Encode) -> MultiSignature {
	let name = NAMES.with(|names| names.borrow().get(account).cloned()).expect("an officer of the tests");
	key(&name).sign(&zhidai_runtime::Registry::key_message(key_for, officer)).into()
}

/// The officers with the proofs of their keys.
pub fn proven(key_for: KeyFor, officers: Vec<NewOfficerOf<Runtime>>) -> FirstOfficersOf<Runtime> {
	let proven = |new: NewOfficerOf<Runtime>| {
		let proof = proof(&new.account, key_for, &new.entry());
		NewOfficer { proof, ..new }
	};
	officers.into_iter().map(proven).collect::<Vec<_>>().try_into().unwrap()
}

/// An act of this officer whose new key has proved itself.
pub fn with_proofs(name: &str, act: ActOf<Runtime>) -> ActOf<Runtime> {
	let org = pallet_registry::Officers::<Runtime>::get(account(name)).expect("a member").org;
	match act {
		Act::AddOfficer(new) => {
			let proof = proof(&new.account, KeyFor::Organisation(org), &new.entry());
			Act::AddOfficer(NewOfficer { proof, ..new })
		}
		Act::ReplaceKey { officer, new_account, .. } => {
			let proof = proof(&new_account, KeyFor::Officer(officer), &new_account);
			Act::ReplaceKey { officer, new_account, proof }
		}
		act => act,
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
		registration: RegistrationId::CreditCode(credit_code_of(number, region)),
		former_number: None,
		region,
		roles: Roles::of(&[role]),
	}
}

/// An officer proposes an act; its number and digest.
#[track_caller]
pub fn proposed(name: &str, act: ActOf<Runtime>) -> (ActId, Hash) {
	let (act, request_id) = (with_proofs(name, act), new_request());
	done(name, RegistryCall::propose { act, request_id });
	last_event(|event| match event {
		RuntimeEvent::Registry(pallet_registry::Event::ActProposed { act_id, digest, .. }) => {
			Some((*act_id, *digest))
		}
		_ => None,
	})
}

/// One officer proposes an act, another approves it.
#[track_caller]
pub fn agreed(proposer: &str, approver: &str, act: ActOf<Runtime>) {
	let (act_id, act_digest) = proposed(proposer, act);
	done(approver, RegistryCall::approve { act_id, act_digest });
	next_block();
}

/// Bank A brings in a firm: with two admins, a maker, a checker and a confirming officer, whom the bureau of
/// the firm's region confirms, or as a payee without keys.
pub fn admit_firm(name: &str, short: Option<&str>, region: Region, role: Role) -> OrgId {
	let officers = short.map_or(Vec::new(), |short| {
		let with_duty = |who: &str, duty| officer(&format!("{short}.{who}"), &[duty]);
		vec![
			with_duty("admin-1", Duty::Admin),
			with_duty("admin-2", Duty::Admin),
			with_duty("maker", Duty::Maker),
			with_duty("checker", Duty::Checker),
			with_duty("confirm", Duty::Confirm),
		]
	});
	let organisation = organisation(name, region, role);
	let approver = match (officers.is_empty(), region.contains(NINGBO) || NINGBO.contains(region)) {
		(true, _) => "bank-a.checker",
		(false, true) => "msa.checker",
		(false, false) => "xj.checker",
	};
	let officers = proven(KeyFor::Admission(organisation.digest()), officers);
	agreed("bank-a.maker", approver, Act::AdmitFirm { organisation, officers });
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

/// Both colleges decide a call; what came of it. One that was refused waits with its votes, and is closed again.
#[track_caller]
pub fn decided(call: impl Into<RuntimeCall>) -> sp_runtime::DispatchResult {
	let call = call.into();
	let hash = sp_runtime::traits::BlakeTwo256::hash_of(&call);
	let motion = match zhidai_runtime::Authorities::motion(hash) {
		Some(waiting) => (hash, waiting.index),
		None => passed(call),
	};
	let result = apply("bank-a.council", close(motion)).expect("admitted");
	next_block();
	result
}

/// A motion that three of four seats are for, and that nobody has closed.
#[track_caller]
pub fn passed(call: impl Into<RuntimeCall>) -> (H256, u32) {
	let motion = motion(call);
	done("nfra.council", vote(motion, true));
	done("bank-a.council", vote(motion, true));
	motion
}

/// The council admits a market bureau with two admins, a maker, a checker and an attesting officer.
pub fn bureau(name: &str, short: &str, region: Region) -> RegistryCall {
	let with_duty = |who: &str, duty| officer(&format!("{short}.{who}"), &[duty]);
	let officers = vec![
		with_duty("admin-1", Duty::Admin),
		with_duty("admin-2", Duty::Admin),
		with_duty("maker", Duty::Maker),
		with_duty("checker", Duty::Checker),
		with_duty("attest", Duty::Attest),
	];
	let organisation = organisation(name, region, Role::MarketRegulator);
	let officers = proven(KeyFor::Admission(organisation.digest()), officers);
	RegistryCall::admit_by_council { organisation, officers }
}
