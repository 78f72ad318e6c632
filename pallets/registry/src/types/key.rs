//! What a new key signs, to show that whoever names it holds it.

use crate::types::registration::RegistrationId;
use alloc::vec::Vec;
use codec::Encode;
use zhidai_primitives::{Digest, OfficerId, OrgId};

/// For whom a new key is to act. A proof for one organisation is worth nothing to another: an announced key
/// cannot be taken by somebody else.
#[derive(Encode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFor {
	/// For an organisation of the consortium.
	#[codec(index = 0)]
	Organisation(OrgId),
	/// For an organisation that is to be admitted under this number.
	#[codec(index = 1)]
	Registration(RegistrationId),
}

/// What a new key signs to become an officer's: bound to the chain and to the organisation. It can be made by
/// who holds the key, beside no chain at all. A key is admitted once only, so the proof is good once only.
pub fn key_message(genesis: Digest, key_for: KeyFor) -> Vec<u8> {
	(b"zhidai/key/v1", genesis, key_for).encode()
}

/// What a new key signs to take the place of an officer's own: bound to the chain, the officer and the number
/// of the key.
pub fn rotation_message(genesis: Digest, officer: OfficerId, key_number: u16) -> Vec<u8> {
	(b"zhidai/rotate/v1", genesis, officer, key_number).encode()
}

/// The points of small order on the curve of Ed25519, in every way in which they can be written; the last byte's
/// highest bit, the sign, is left out. The first is also the neutral element of Sr25519's group.
const SMALL_ORDER: [[u8; 32]; 7] = [
	[0; 32],
	edges(1, 0, 0),
	[
		0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
		0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
	],
	[
		0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
		0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
	],
	edges(0xec, 0xff, 0x7f),
	edges(0xed, 0xff, 0x7f),
	edges(0xee, 0xff, 0x7f),
];

const fn edges(first: u8, between: u8, last: u8) -> [u8; 32] {
	let mut bytes = [between; 32];
	let [low, .., high] = &mut bytes;
	*low = first;
	*high = last;
	bytes
}

/// Whether a key is nobody's: there are keys under which anybody can make signatures. They have no secret that could
/// be proven.
pub fn is_nobodys(key: &[u8]) -> bool {
	let Some((last, rest)) = key.split_last() else { return true };
	SMALL_ORDER.iter().any(|[low @ .., high]| low == rest && *high == last & 0x7f)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn keys_that_anybody_signs_with_are_known_with_either_sign() {
		for key in SMALL_ORDER {
			let mut other_sign = key;
			other_sign[31] |= 0x80;
			assert!(is_nobodys(&key) && is_nobodys(&other_sign));
		}
		assert!(is_nobodys(&[]));
		assert!(!is_nobodys(&[1; 32]) && !is_nobodys(&edges(2, 0, 0)) && !is_nobodys(&[0; 20]));
	}

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
