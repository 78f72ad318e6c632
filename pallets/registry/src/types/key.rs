//! What a new key signs, to show that whoever names it holds it.

use crate::types::registration::RegistrationId;
use alloc::vec::Vec;
use codec::Encode;
use zhidai_primitives::{Digest, OfficerId, OrgId};

/// For whom a new key is to act. A proof for one organisation is worth nothing to another: an announced key cannot be
/// taken by somebody else.
#[derive(Encode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFor {
	/// For an organisation of the consortium.
	#[codec(index = 0)]
	Organisation(OrgId),
	/// For an organisation that is to be admitted under this number.
	#[codec(index = 1)]
	Registration(RegistrationId),
}

/// What a new key signs to become an officer's: bound to the chain and to the organisation. It can be made by who holds the
/// key, beside no chain at all. A key is admitted once only, so the proof is good once only.
pub fn key_message(genesis: Digest, key_for: KeyFor) -> Vec<u8> {
	(b"zhidai/key/v1", genesis, key_for).encode()
}

/// What a new key signs to take the place of an officer's own: bound to the chain, the officer and the number of the key.
pub fn rotation_message(genesis: Digest, officer: OfficerId, key_number: u16) -> Vec<u8> {
	(b"zhidai/rotate/v1", genesis, officer, key_number).encode()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_message_binds_chain_and_organisation() {
		let number = RegistrationId::BusinessRegistration(*b"110108000000016");
		let all = [
			key_message(Digest::zero(), KeyFor::Organisation(OrgId(1))),
			key_message(Digest::zero(), KeyFor::Organisation(OrgId(2))),
			key_message(Digest::zero(), KeyFor::Registration(number)),
			key_message(Digest::repeat_byte(1), KeyFor::Organisation(OrgId(1))),
			rotation_message(Digest::zero(), OfficerId(1), 0),
			rotation_message(Digest::zero(), OfficerId(1), 1),
		];
		for (place, one) in all.iter().enumerate() {
			assert!(all.iter().skip(place + 1).all(|other| other != one));
		}
		// Offline tools make the same bytes.
		let bytes = [b"zhidai/key/v1".as_slice(), &[0; 32], &[0], &1_u32.to_le_bytes()].concat();
		assert_eq!(all[0], bytes);
	}
}
