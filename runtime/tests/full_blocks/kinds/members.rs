//! Members, the council, batches.

use super::{now, Kind, Later, Sent, ANY};
use crate::common::consortium::{officer, organisation, proven, with_proofs, BANK_A, NINGBO};
use crate::common::{account, new_request, today};
use crate::town::{agreed, by, crew, payee_account, Drafted, Town};
use codec::Encode;
use pallet_authorities::{seat_account, CouncilInstance, Voters};
use pallet_registry::{
	Act, ActOf, KeyFor, LastAct, NewOrganisation, Officers, Recoveries, Recovery, MAX_OPEN_ACTS_OF_ONE,
	MAX_RECOVERY_ADMINS,
};
use polkadot_sdk::*;
use sp_core::{ed25519, proof_of_possession::ProofOfPossessionGenerator, sr25519, Pair};
use sp_runtime::traits::Hash as _;
use zhidai_primitives::{
	Day, Digest, Duty, OfficerId, Ordered, OrgId, Role, ShortText, SignedBy, MAX_PLAN_LINES,
};
use zhidai_runtime::{AccountId, Registry, Runtime, RuntimeCall, SessionKeys};

type AuthoritiesCall = pallet_authorities::Call<Runtime>;
type Council = pallet_collective::Pallet<Runtime, CouncilInstance>;
type RegistryCall = pallet_registry::Call<Runtime>;

pub(super) fn kinds() -> Vec<Kind> {
	let kind = |name, most, set| Kind { name, most, set };
	// Three makers, or the admin who is not asked to approve.
	let (by_makers, by_admins) = (3 * MAX_OPEN_ACTS_OF_ONE, MAX_OPEN_ACTS_OF_ONE);
	vec![
		kind("propose an account", by_makers, propose_account),
		kind("approve an account", by_makers, approve_account),
		kind("propose a firm with six officers", by_makers, propose_firm),
		kind("approve a firm with six officers", by_makers, approve_firm),
		kind("propose to remove an officer", by_admins, propose_removal),
		kind("approve to remove an officer", by_admins, approve_removal),
		kind("propose a key", by_admins, propose_key),
		kind("withdraw an act", by_makers, withdraw_act),
		kind("reject an act", by_makers, reject_act),
		kind("rotate_key", 15, rotate_key),
		kind("object_to_recovery", 2, object_to_recovery),
		kind("complete_recovery", 1, complete_recovery),
		kind("propose a motion", 12, propose_motion),
		kind("vote", 12, vote),
		kind("close a motion", 12, close_motion),
		kind("withdraw a motion", 12, withdraw_motion),
		kind("set_session_keys", 4, set_session_keys),
		kind("batch of ten mandates", ANY, batch),
	]
}

/// Bank A has three makers, and as many officers as it can have by its own choice.
fn hire() {
	let places = zhidai_runtime::door::MOST_OFFICERS - pallet_registry::MAX_RECOVERY_ADMINS;
	let serving = pallet_registry::OfficersOf::<Runtime>::decode_len(BANK_A).unwrap() as u32;
	for number in serving..places {
		let (name, duty) = match number - serving {
			place @ 0..2 => (format!("bank-a.maker-{}", place + 2), Duty::Maker),
			place => (viewer(place - 2), Duty::View),
		};
		let act = with_proofs("bank-a.admin-3", Act::AddOfficer(officer(&name, &[duty])));
		agreed("bank-a.admin-3", "bank-a.admin-2", act);
	}
}

fn viewer(number: u32) -> String {
	format!("bank-a.viewer-{number}")
}

fn maker(number: u32) -> String {
	match number / MAX_OPEN_ACTS_OF_ONE {
		0 => "bank-a.maker".into(),
		more => format!("bank-a.maker-{}", more + 1),
	}
}

fn propose(who: String, act: ActOf<Runtime>) -> Sent {
	(who, RegistryCall::propose { act, request_id: new_request() }.into())
}

/// These acts wait for approval; what approves them.
fn approvals(who: &str, proposals: Vec<(String, ActOf<Runtime>)>) -> Later {
	let one = |(proposer, act): (String, ActOf<Runtime>)| -> Sent {
		Registry::propose(by(&proposer), act.clone(), new_request()).unwrap();
		let act_id = LastAct::<Runtime>::get();
		let act_digest = act.digest(act_id);
		(who.to_owned(), RegistryCall::approve { act_id, act_digest }.into())
	};
	now(proposals.into_iter().map(one).collect())
}

fn account_act(town: &Town, number: u32) -> ActOf<Runtime> {
	payee_account(town.payees[(number % MAX_PLAN_LINES) as usize])
}

fn propose_account(town: &Town, count: u32) -> Later {
	hire();
	now((0..count).map(|number| propose(maker(number), account_act(town, number))).collect())
}

fn approve_account(town: &Town, count: u32) -> Later {
	hire();
	let proposals = (0..count).map(|number| (maker(number), account_act(town, number))).collect();
	approvals("bank-a.checker", proposals)
}

fn firm(number: u32) -> (String, NewOrganisation) {
	let mut organisation = organisation("企业", NINGBO, Role::Enterprise);
	let code = crate::common::consortium::credit_code(500_000 + number);
	organisation.registration = pallet_registry::RegistrationId::CreditCode(code);
	(format!("firm-{number}"), organisation)
}

fn firm_act(number: u32) -> ActOf<Runtime> {
	let (short, organisation) = firm(number);
	let officers = crew(&short, KeyFor::Admission(organisation.digest()));
	Act::AdmitFirm { organisation, officers }
}

/// The keys sign for this chain: after it has begun.
fn propose_firm(_: &Town, count: u32) -> Later {
	hire();
	Box::new(move |_| (0..count).map(|number| propose(maker(number), firm_act(number))).collect())
}

fn approve_firm(_: &Town, count: u32) -> Later {
	hire();
	approvals("msa.checker", (0..count).map(|number| (maker(number), firm_act(number))).collect())
}

fn removal(number: u32) -> ActOf<Runtime> {
	Act::RemoveOfficer(id_of(&viewer(number)))
}

fn id_of(name: &str) -> OfficerId {
	crate::common::consortium::officer_id(name)
}

fn propose_removal(_: &Town, count: u32) -> Later {
	hire();
	now((0..count).map(|number| propose("bank-a.admin-1".into(), removal(number))).collect())
}

fn approve_removal(_: &Town, count: u32) -> Later {
	hire();
	let proposals = (0..count).map(|number| ("bank-a.admin-1".into(), removal(number))).collect();
	approvals("bank-a.admin-2", proposals)
}

fn propose_key(_: &Town, count: u32) -> Later {
	hire();
	Box::new(move |_| {
		let act = |number| {
			let new = officer(&format!("bank-a.new-{number}"), &[Duty::View]);
			let act = Act::ReplaceKey {
				officer: id_of(&viewer(number)),
				new_account: new.account,
				proof: new.proof,
			};
			propose("bank-a.admin-1".into(), with_proofs("bank-a.admin-1", act))
		};
		(0..count).map(act).collect()
	})
}

fn withdraw_act(town: &Town, count: u32) -> Later {
	hire();
	let one = |number| -> Sent {
		Registry::propose(by(&maker(number)), account_act(town, number), new_request()).unwrap();
		(maker(number), RegistryCall::withdraw { act_id: LastAct::<Runtime>::get() }.into())
	};
	now((0..count).map(one).collect())
}

fn reject_act(town: &Town, count: u32) -> Later {
	hire();
	let reason = ShortText::new(vec![b'x'; 160]).expect("a printable text");
	let one = |number| -> Sent {
		Registry::propose(by(&maker(number)), account_act(town, number), new_request()).unwrap();
		let act_id = LastAct::<Runtime>::get();
		("bank-a.checker".to_owned(), RegistryCall::reject { act_id, reason: reason.clone() }.into())
	};
	now((0..count).map(one).collect())
}

fn rotate_key(_: &Town, count: u32) -> Later {
	hire();
	Box::new(move |_| {
		let one = |number| -> Sent {
			let who = viewer(number);
			let key = crate::common::key(&format!("{who}.next"));
			let message = Registry::rotation_message(id_of(&who), 1);
			let (new_account, proof) = (AccountId::new(key.public().0), key.sign(&message).into());
			(who, RegistryCall::rotate_key { new_account, proof }.into())
		};
		(0..count).map(one).collect()
	})
}

/// Three admins wait to be given to an organisation, until this day.
fn open_recovery(org: OrgId, objections_until: Day) {
	let admin = |number| officer(&format!("recovered-{org:?}-{number}"), &[Duty::Admin]);
	let admins = proven(KeyFor::Organisation(org), (0..MAX_RECOVERY_ADMINS).map(admin).collect());
	Recoveries::<Runtime>::insert(Ordered::from(org), Recovery { admins, objections_until });
}

fn object_to_recovery(town: &Town, count: u32) -> Later {
	let firms = [("firm.admin-1", town.borrower), ("payee.admin-1", town.payees[0])];
	let one = |(who, org): &(&str, OrgId)| -> Sent {
		open_recovery(*org, today());
		((*who).to_owned(), RegistryCall::object_to_recovery {}.into())
	};
	now(firms.iter().take(count as usize).map(one).collect())
}

fn complete_recovery(town: &Town, _: u32) -> Later {
	let org = town.borrower;
	open_recovery(org, Day(today().0 - 1));
	now(vec![("bank-b.council".to_owned(), RegistryCall::complete_recovery { org }.into())])
}

/// Who acts for the preset's seats, in turn.
fn seat(number: u32) -> &'static str {
	["msa.council", "nfra.council", "bank-a.council", "bank-b.council"][number as usize % 4]
}

/// A call that the council decides, another one for each number.
fn decision(number: u32) -> RuntimeCall {
	RegistryCall::suspend { org: OrgId(1_000_000 + number) }.into()
}

fn propose_motion(_: &Town, count: u32) -> Later {
	let one = |number| -> Sent {
		let proposal = Box::new(decision(number));
		(seat(number).to_owned(), AuthoritiesCall::propose { seat_number: 0, proposal }.into())
	};
	now((0..count).map(one).collect())
}

/// A motion that is open; its hash and number.
fn opened(number: u32) -> (Digest, u32) {
	let index = pallet_collective::ProposalCount::<Runtime, CouncilInstance>::get();
	let proposal = Box::new(decision(number));
	let hash = sp_runtime::traits::BlakeTwo256::hash_of(&proposal);
	zhidai_runtime::Authorities::propose(by(seat(number)), 0, proposal).unwrap();
	(hash, index)
}

fn vote(_: &Town, count: u32) -> Later {
	let one = |number| -> Sent {
		let (proposal_hash, index) = opened(number);
		let call = AuthoritiesCall::vote { seat_number: 0, proposal_hash, index, approve: true };
		(seat(number + 1).to_owned(), call.into())
	};
	now((0..count).map(one).collect())
}

fn close_motion(_: &Town, count: u32) -> Later {
	let one = |number| -> Sent {
		let (proposal_hash, index) = opened(number);
		// Against it: carried out, it would count as another call. Each vote is one that counts.
		for (place, member) in (0_u32..).zip(pallet_collective::Members::<Runtime, CouncilInstance>::get()) {
			let as_seat = zhidai_runtime::RuntimeOrigin::signed(member.clone());
			let _ = Council::vote(as_seat, proposal_hash, index, false);
			let officer = Officers::<Runtime>::get(account(seat(place))).expect("a member").officer;
			Voters::<Runtime>::mutate(proposal_hash, |voters| {
				voters.retain(|(voter, _)| *voter != member);
				voters.try_push((member, SignedBy { officer, key_number: 0 })).expect("a seat's place");
			});
		}
		(seat(number).to_owned(), AuthoritiesCall::close { proposal_hash, index }.into())
	};
	now((0..count).map(one).collect())
}

fn withdraw_motion(_: &Town, count: u32) -> Later {
	let one = |number| -> Sent {
		let (proposal_hash, index) = opened(number);
		let call = AuthoritiesCall::withdraw { seat_number: 0, proposal_hash, index };
		(seat(number).to_owned(), call.into())
	};
	now((0..count).map(one).collect())
}

/// What a seat's node answers to `author_rotateKeysWithOwner`: new keys, each with its signature over the owner.
fn set_session_keys(_: &Town, count: u32) -> Later {
	let one = |number: u32| -> Sent {
		let who = seat(number);
		let org = Officers::<Runtime>::get(account(who)).expect("a member").org;
		let owner = seat_account::<AccountId>(org, 0).expect("an account").encode();
		let seed = [u8::try_from(number).expect("four seats") + 1; 32];
		let (mut aura, mut grandpa) = (sr25519::Pair::from_seed(&seed), ed25519::Pair::from_seed(&seed));
		let keys = SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() };
		let proof = (aura.generate_proof_of_possession(&owner), grandpa.generate_proof_of_possession(&owner));
		let proof = proof.encode().try_into().expect("short enough");
		(who.to_owned(), AuthoritiesCall::set_session_keys { seat_number: 0, keys, proof }.into())
	};
	now((0..count).map(one).collect())
}

fn batch(town: &Town, count: u32) -> Later {
	let loans: Vec<_> = (0..(count * 10).div_ceil(50)).map(|_| town.loan(MAX_PLAN_LINES)).collect();
	let one = |number: u32| -> Sent {
		let mandate = |part| -> RuntimeCall {
			let loan = loans[((number * 10 + part) / 50) as usize];
			let Drafted { loan, draft, digest } = town.draft(loan, &town.lines(loan, 10, 10));
			pallet_payments::Call::mandate { loan, draft, digest }.into()
		};
		let calls = (0..10).map(mandate).collect();
		(super::confirmer("firm", number), pallet_utility::Call::<Runtime>::batch_all { calls }.into())
	};
	now((0..count).map(one).collect())
}
