//! What a chain starts with.
//!
//! `development` has one seat, `local_testnet` four: two of regulators, two of banks. Both have the same
//! members with well-known keys and a calendar that can be moved. `consortium` is the same consortium with a
//! calendar that cannot: a template, whose members and keys a real consortium replaces with its own before
//! its first block.

mod members;

use crate::{AccountId, SessionKeys};
use alloc::vec::Vec;
use members::MEMBERS;
use pallet_authorities::{seat_account, College, Seat};
use pallet_registry::{GenesisOfficer, GenesisOrganisation};
use polkadot_sdk::*;
use serde_json::{json, Value};
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use zhidai_primitives::{Digest, Duties, OrgId, Region, Roles};

/// The preset of a single node.
pub const DEVELOPMENT: &str = sp_genesis_builder::DEV_RUNTIME_PRESET;
/// The preset of four nodes on one machine.
pub const LOCAL: &str = sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
/// The template of a real consortium.
pub const CONSORTIUM: &str = "consortium";

/// Ningbo, GB/T 2260.
const NINGBO: Region = Region(330_200);

/// The names of all presets.
pub fn names() -> Vec<PresetId> {
	[DEVELOPMENT, LOCAL, CONSORTIUM].into_iter().map(PresetId::from).collect()
}

/// A preset as JSON, to be laid over the default.
pub fn get(id: &PresetId) -> Option<Vec<u8>> {
	let preset = match id.as_ref() {
		DEVELOPMENT => genesis(&[Sr25519Keyring::Alice], true, true),
		LOCAL => genesis(&VALIDATORS, false, true),
		CONSORTIUM => genesis(&VALIDATORS, false, false),
		_ => return None,
	};
	serde_json::to_vec(&preset).ok()
}

/// Keys that anybody can sign with, by name: those of the presets' members, and the development keys of validators.
#[cfg(feature = "std")]
pub fn well_known_keys() -> Vec<(alloc::string::String, [u8; 32])> {
	let officers = MEMBERS.iter().flat_map(|member| member.officers);
	let officers = officers.map(|officer| (alloc::format!("//{}", officer.key), officer.public));
	let aura = Sr25519Keyring::iter().map(|key| (key.to_seed(), key.to_raw_public()));
	let grandpa = Ed25519Keyring::iter().map(|key| (key.to_seed(), key.to_raw_public()));
	officers.chain(aura).chain(grandpa).collect()
}

/// The validators, in the order of the seats: the market regulator's, the financial regulator's, the two banks'.
const VALIDATORS: [Sr25519Keyring; 4] =
	[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie, Sr25519Keyring::Dave];

/// In which college their seats count, in the same order.
const COLLEGES: [College; 4] = [College::Regulators, College::Regulators, College::Banks, College::Banks];

fn genesis(validators: &[Sr25519Keyring], single_seat: bool, calendar_movable: bool) -> Value {
	let seats: Vec<Seat> = (1_u32..)
		.zip(MEMBERS)
		.zip(COLLEGES)
		.take(validators.len())
		.map(|((id, _), college)| Seat { org: OrgId(id), number: 0, college })
		.collect();
	let keys: Vec<(AccountId, AccountId, SessionKeys)> = seats
		.iter()
		.zip(validators)
		.filter_map(|(seat, validator)| {
			let account: AccountId = seat_account(seat.org, seat.number)?;
			Some((account.clone(), account, session_keys(*validator)?))
		})
		.collect();
	json!({
		"registry": { "organisations": organisations() },
		"authorities": { "seats": seats, "singleSeat": single_seat },
		"session": { "keys": keys },
		"reference": { "calendarMovable": calendar_movable },
		"schemes": { "presets": ["yongzhidai", "xinzhidai"] },
		"credentials": { "catalogue": true },
	})
}

fn session_keys(validator: Sr25519Keyring) -> Option<SessionKeys> {
	let grandpa = match validator {
		Sr25519Keyring::Alice => Ed25519Keyring::Alice,
		Sr25519Keyring::Bob => Ed25519Keyring::Bob,
		Sr25519Keyring::Charlie => Ed25519Keyring::Charlie,
		Sr25519Keyring::Dave => Ed25519Keyring::Dave,
		_ => return None,
	};
	Some(SessionKeys { aura: validator.public().into(), grandpa: grandpa.public().into() })
}

fn organisations() -> Vec<GenesisOrganisation<AccountId>> {
	let organisation = |member: &members::Member| {
		let officers = member.officers.iter().map(|officer| GenesisOfficer {
			account: AccountId::new(officer.public),
			person: Digest::from(sp_io::hashing::blake2_256(
				&[b"zhidai/dev/person/", officer.key.as_bytes()].concat(),
			)),
			duties: Duties::of(&[officer.duty]),
			checker_limit_fen: None,
			valid_until: None,
		});
		Some(GenesisOrganisation {
			name: member.name.try_into().ok()?,
			credit_code: member.credit_code.parse().ok()?,
			region: NINGBO,
			roles: Roles::of(&[member.role]),
			officers: officers.collect(),
		})
	};
	MEMBERS.iter().filter_map(organisation).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::RuntimeGenesisConfig;
	use sp_core::{ed25519, Pair};
	use sp_runtime::BuildStorage;
	use zhidai_primitives::traits::Directory;

	#[test]
	fn every_preset_builds_a_chain_that_keeps_every_rule() {
		for name in names() {
			let preset: Value = serde_json::from_slice(&get(&name).unwrap()).unwrap();
			let mut whole = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
			json_patch(&mut whole, preset);
			let genesis: RuntimeGenesisConfig = serde_json::from_value(whole).unwrap();
			let mut chain: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
			chain.execute_with(|| {
				crate::Runtime::check_invariants().unwrap();
				for seat in (1_u32..).zip(MEMBERS).map(|(id, _)| OrgId(id)) {
					assert!(crate::Registry::keeps_admins_for_seat(seat), "one lost key is not the end");
				}
			});
		}
		assert!(get(&PresetId::from("other")).is_none());
	}

	#[test]
	fn members_are_complete_and_their_keys_are_the_development_keys_of_their_names() {
		assert_eq!(organisations().len(), MEMBERS.len());
		for officer in MEMBERS.iter().flat_map(|member| member.officers) {
			let pair = ed25519::Pair::from_string(&alloc::format!("//{}", officer.key), None).unwrap();
			assert_eq!(pair.public().0, officer.public, "{}", officer.key);
		}
	}

	fn json_patch(whole: &mut Value, patch: Value) {
		match (whole, patch) {
			(Value::Object(whole), Value::Object(patch)) => {
				for (key, value) in patch {
					json_patch(whole.entry(key).or_insert(Value::Null), value);
				}
			}
			(whole, patch) => *whole = patch,
		}
	}
}
