//! What people sign, made here from what they were shown: a name for exactly this contract, act, document or
//! drawdown.
//!
//! The bytes are [`zhidai_api::signed`]'s, which the chain hashes too; a client that takes the chain's word for a
//! digest approves "whatever is there now".

use crate::error::{Error, Result};
use crate::keys::blake2_256;
use codec::Encode;
use zhidai_api::signed::{self, Encoded};
use zhidai_api::{
	ActId, CredentialActId, EvidenceId, LoanId, OfficerId, OrgId, RegistrationError, RegistrationId,
};
use zhidai_reader::canonical;

pub use zhidai_api::signed::KeyFor;

/// What a contract's checker and borrower name; the offer encoded as the call takes it, what the chain pinned
/// with it as its terms hold it.
pub fn offer(genesis: [u8; 32], loan: u32, offer: &[u8], pinned: &[u8]) -> [u8; 32] {
	blake2_256(&[&signed::offer(genesis.into(), LoanId(loan), &Encoded(offer), &Encoded(pinned))])
}

/// What the second person of an act names; the act encoded as the call takes it.
pub fn act(act_id: u32, act: &[u8]) -> [u8; 32] {
	blake2_256(&[&signed::act(ActId(act_id), &Encoded(act))])
}

/// What the second person of an act on a credential or an adverse record names; the act encoded as the chain keeps it.
pub fn credential_act(genesis: [u8; 32], org: u32, act_id: u32, act: &[u8]) -> [u8; 32] {
	blake2_256(&[&signed::credential_act(genesis, OrgId(org), CredentialActId(act_id), &Encoded(act))])
}

/// What a verdict names; the content encoded as the call takes it.
pub fn evidence(genesis: [u8; 32], evidence: u32, revision: u16, content: &[u8]) -> [u8; 32] {
	blake2_256(&[&signed::evidence(genesis.into(), EvidenceId(evidence), revision, &Encoded(content))])
}

/// Under which number an organisation is to be admitted, as people write it.
pub fn registration(number: &str) -> std::result::Result<RegistrationId, String> {
	number.parse().map_err(|error: RegistrationError| error.to_string())
}

/// By which the keys of its first officers know an organisation; encoded as the call takes it.
pub fn organisation(organisation: &[u8]) -> [u8; 32] {
	blake2_256(&[&signed::organisation(&Encoded(organisation))])
}

/// What a new key signs to act for this organisation as exactly this officer; encoded as the call takes it, without the
/// proof. In the place of a lost key it names its own account instead.
pub fn key_message(genesis: [u8; 32], key_for: KeyFor, officer: &[u8]) -> Vec<u8> {
	signed::key(genesis.into(), key_for, &Encoded(officer))
}

/// What a new key signs to take an officer's place.
pub fn rotation_message(genesis: [u8; 32], officer: u32, key_number: u16) -> Vec<u8> {
	signed::rotation(genesis.into(), OfficerId(officer), key_number)
}

/// The digest by which a credential's number is known: one number of one type has one, so it cannot be
/// recorded twice. The number in the canonical form that all papers' numbers have.
pub fn credential_number(type_id: u16, number: &str) -> Result<[u8; 32]> {
	let number = canonical::number(number).map_err(|error| Error::usage(format!("not a number: {error}")))?;
	Ok(blake2_256(&[b"zhidai/credential-number/v2", &type_id.encode(), number.as_bytes()]))
}

/// The digest by which a bank's reference of a repayment is known: one reference books one repayment.
pub fn bank_reference(reference: &str) -> Result<[u8; 32]> {
	let number = canonical::number(reference)
		.map_err(|error| Error::usage(format!("not a bank's reference: {error}")))?;
	Ok(blake2_256(&[b"zhidai/bank-reference/v2", number.as_bytes()]))
}

/// The salted hash by which the chain knows a receiving account's number.
pub fn account_number(salt: [u8; 32], bank_code: &str, number: &str) -> [u8; 32] {
	blake2_256(&[b"zhidai/account-number/v1", &salt, &bank_code.encode(), &number.encode()])
}

/// By what a request is known again: one account's call with exactly these arguments, under the name that the
/// caller gave it.
pub fn request(genesis: [u8; 32], account: [u8; 32], call: &[u8], name: &str) -> [u8; 32] {
	blake2_256(&[b"zhidai/request/v1", &genesis, &account, &call.encode(), name.as_bytes()])
}

/// By what a command is known again whose arguments are made of the chain's state: one account's own words, under the
/// name that the caller gave it.
pub fn command(genesis: [u8; 32], account: [u8; 32], call: &str, words: &str, name: &str) -> [u8; 32] {
	blake2_256(&[b"zhidai/command/v1", &genesis, &account, &(call, words).encode(), name.as_bytes()])
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn digests_bind_what_they_name() {
		let genesis = [1; 32];
		let contract = offer(genesis, 1, b"a", b"p");
		for other in [
			offer([2; 32], 1, b"a", b"p"),
			offer(genesis, 2, b"a", b"p"),
			offer(genesis, 1, b"b", b"p"),
			offer(genesis, 1, b"a", b"q"),
		] {
			assert_ne!(contract, other);
		}
		assert_ne!(act(1, b"a"), act(2, b"a"));
		assert_ne!(credential_act(genesis, 1, 1, b"a"), credential_act(genesis, 1, 2, b"a"));
		assert_ne!(evidence(genesis, 1, 0, b"a"), evidence(genesis, 1, 1, b"a"));
		assert_eq!(credential_number(1, "ab 1"), credential_number(1, "AB\u{2013}1"));
		assert_ne!(credential_number(1, "a-b1"), credential_number(1, "ab-1"));
		assert_ne!(credential_number(1, "ab1"), credential_number(2, "AB1"));
		assert_eq!(bank_reference("r/1"), bank_reference(" R-1"));
		assert!(bank_reference("r1") != bank_reference("r-1") && bank_reference(" ").is_err());
		assert!(credential_number(1, "\u{410}B1").is_err() && credential_number(1, "").is_err());
		assert_ne!(
			account_number([1; 32], "102332000012", "1"),
			account_number([2; 32], "102332000012", "1")
		);
		let first = request(genesis, [2; 32], b"call", "");
		for other in [
			request([3; 32], [2; 32], b"call", ""),
			request(genesis, [3; 32], b"call", ""),
			request(genesis, [2; 32], b"cal", "l"),
			request(genesis, [2; 32], b"call", "again"),
		] {
			assert_ne!(first, other);
		}
		let first = command(genesis, [2; 32], "Loans.lift_hold", "[1]", "");
		for other in [
			command([3; 32], [2; 32], "Loans.lift_hold", "[1]", ""),
			command(genesis, [3; 32], "Loans.lift_hold", "[1]", ""),
			command(genesis, [2; 32], "Loans.lift_hol", "d[1]", ""),
			command(genesis, [2; 32], "Loans.lift_hold", "[2]", ""),
			command(genesis, [2; 32], "Loans.lift_hold", "[1]", "again"),
		] {
			assert_ne!(first, other);
		}
		assert_eq!(rotation_message(genesis, 1, 2).len(), 16 + 32 + 4 + 2);
	}

	#[test]
	fn a_key_signs_for_one_organisation_and_officer() {
		let (genesis, org) = ([1; 32], KeyFor::Organisation(OrgId(1)));
		let admission = |bytes: &[u8]| KeyFor::Admission(organisation(bytes).into());
		let messages = [
			key_message(genesis, org, b"a"),
			key_message(genesis, org, b"b"),
			key_message([2; 32], org, b"a"),
			key_message(genesis, KeyFor::Officer(OfficerId(1)), b"a"),
			key_message(genesis, admission(b"a"), b"a"),
			key_message(genesis, admission(b"b"), b"a"),
		];
		assert_eq!(messages.iter().collect::<std::collections::BTreeSet<_>>().len(), messages.len());
		assert_eq!(messages[0], [b"zhidai/key/v2".as_slice(), &genesis, &[0, 1, 0, 0, 0], b"a"].concat());
	}

	#[test]
	fn registration_numbers_are_read_as_people_write_them() {
		for number in ["91330200MA2000123Y", "91350299M0009QAA68", "110108000000016"] {
			assert_eq!(registration(number).expect("a number").as_str(), number);
		}
		assert!(registration("11010800000001x").is_err());
		assert!(registration("330299190001016370").is_err_and(|error| error.contains("region")));
	}
}
