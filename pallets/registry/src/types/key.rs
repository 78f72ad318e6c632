//! What a new key signs, to show that whoever names it holds it; and which keys nobody holds.

pub use zhidai_primitives::signed::{key as key_message, rotation as rotation_message, KeyFor};

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
}
