//! What new keys sign, made of what is proposed: the organisation that is to be admitted, the officer that is to be
//! added, in JSON as the calls take them. It needs no node: the runtime's types are those that this program knows.

use crate::bundled_metadata;
use crate::digests::{self, KeyFor};
use crate::encode::Encoder;
use crate::error::{Error, Result};
use serde_json::{json, Value as Json};

/// A list of one officer begins with its length, and ends with the officer's proof: a signature and its kind.
const LENGTH_BYTES: usize = 1;
const PROOF_BYTES: usize = 65;

/// For whom a key acts that comes in with this organisation.
pub fn admission(organisation: &Json) -> Result<KeyFor> {
	let metadata = bundled_metadata()?;
	let encoder = Encoder::new(&metadata);
	let bytes = encoder.argument("Registry", "admit_by_council", "organisation", organisation)?;
	Ok(KeyFor::Admission(digests::organisation(&bytes).into()))
}

/// What the key of an officer signs who is to be added with an admission or later: account, person, duties, checker
/// limit, last day.
pub fn message(genesis: [u8; 32], key_for: KeyFor, officer: &Json) -> Result<Vec<u8>> {
	let mut officer = officer.clone();
	if let Json::Object(fields) = &mut officer {
		// It comes last, and is left out of what is signed.
		fields.insert("proof".into(), json!({ "Ed25519": format!("0x{}", "00".repeat(64)) }));
	}
	let metadata = bundled_metadata()?;
	let encoder = Encoder::new(&metadata);
	let bytes = encoder.argument("Registry", "admit_by_council", "officers", &json!([officer]))?;
	let entry = bytes.get(LENGTH_BYTES..bytes.len().saturating_sub(PROOF_BYTES));
	let entry = entry.ok_or_else(|| Error::unexpected("an officer is encoded otherwise than is known"))?;
	Ok(digests::key_message(genesis, key_for, entry))
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use zhidai_api::{Day, Digest, Duties, Duty, Fen, Name, OrgId, Region, RegistrationId, Role, Roles};

	const ACCOUNT: [u8; 32] = [5; 32];

	fn officer() -> Json {
		json!({
			"account": format!("0x{}", hex::encode(ACCOUNT)),
			"person": Digest::repeat_byte(6),
			"duties": ["Admin", "Confirm"],
			"checker_limit": "10,000.00",
			"valid_until": "2026-12-31",
		})
	}

	#[test]
	fn an_officer_is_bound_as_the_chain_encodes_it_without_the_proof() {
		let entry = (
			ACCOUNT,
			Digest::repeat_byte(6),
			Duties::of(&[Duty::Admin, Duty::Confirm]),
			Some(Fen(1_000_000)),
			Some("2026-12-31".parse::<Day>().expect("a day")),
		);
		let key_for = KeyFor::Organisation(OrgId(3));
		let bound = digests::key_message([1; 32], key_for, &entry.encode());
		assert_eq!(message([1; 32], key_for, &officer()).as_ref(), Ok(&bound));
		// Whatever proof stands there already.
		let mut proven = officer();
		proven["proof"] = json!({ "Sr25519": "0x00" });
		assert_eq!(message([1; 32], key_for, &proven), Ok(bound));
		assert!(message([1; 32], key_for, &json!({ "account": "x" })).is_err());
		assert!(message([1; 32], key_for, &json!([])).is_err());
	}

	#[test]
	fn an_organisation_is_bound_with_every_field() {
		let number: RegistrationId = "91330200MA2000123Y".parse().expect("a number");
		let name = Name::try_from("宁波甬芯精密制造有限公司").expect("a name");
		let roles = Roles::of(&[Role::Enterprise]);
		let organisation = (name, number, None::<[u8; 15]>, Region(330_200), roles);
		let json = json!({
			"name": "宁波甬芯精密制造有限公司",
			"registration": { "CreditCode": "91330200MA2000123Y" },
			"region": 330_200,
			"roles": ["Enterprise"],
		});
		let digest = digests::organisation(&organisation.encode());
		assert_eq!(admission(&json), Ok(KeyFor::Admission(digest.into())));
		let mut other = json;
		other["roles"] = json!(["Supplier"]);
		assert_ne!(admission(&other), Ok(KeyFor::Admission(digest.into())));
		other["sealing_key"] = json!(null);
		assert!(admission(&other).is_err_and(|error| error.message.contains("sealing_key")));
	}
}
