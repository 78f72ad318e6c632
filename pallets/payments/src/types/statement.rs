//! A payee's statement that its bank hands in for it: one officer enters it, another checks it. Knows no `Config`.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{Digest, SignedBy, Uetr};

/// The most statements of a bank that wait for their check.
pub const MAX_STATEMENTS: u32 = 32;

/// Receipts that one officer entered on a payee's statement and no other has checked. They count nowhere.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnteredStatement {
	/// Which payments, and the statement: what the second officer must enter again.
	pub digest: Digest,
	/// The digest of the payee's statement.
	pub witness: Digest,
	/// How many payments.
	pub count: u16,
	/// Who entered it.
	pub by: SignedBy,
}

impl EnteredStatement {
	/// What an officer enters.
	pub fn new(uetrs: &[Uetr], witness: Digest, by: SignedBy) -> Self {
		let count = u16::try_from(uetrs.len()).unwrap_or(u16::MAX);
		Self { digest: Self::digest(uetrs, witness), witness, count, by }
	}

	/// By what an entry is known again: these payments, in whatever order, on this statement.
	pub fn digest(uetrs: &[Uetr], witness: Digest) -> Digest {
		let mut sorted: Vec<Uetr> = uetrs.to_vec();
		sorted.sort();
		Digest::from(blake2_256(&(sorted, witness).encode()))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_same_payments_on_the_same_statement_are_the_same_entry() {
		let (one, other) = (Uetr::from_random([1; 16]), Uetr::from_random([2; 16]));
		let digest = |uetrs: &[Uetr], witness| EnteredStatement::digest(uetrs, Digest::repeat_byte(witness));
		assert_eq!(digest(&[one, other], 1), digest(&[other, one], 1));
		assert_ne!(digest(&[one], 1), digest(&[one, other], 1));
		assert_ne!(digest(&[one], 1), digest(&[one], 2));
	}
}
