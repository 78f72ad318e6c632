//! A payee's statement that its bank hands in for it, or takes back: one officer enters it, another checks it. Knows no
//! `Config`.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::{
	hashing::blake2_256,
	prelude::{BoundedVec, ConstU32},
};
use scale_info::TypeInfo;
use zhidai_primitives::{Digest, SignedBy, Uetr};

/// The most statements of a bank that wait for their check.
pub const MAX_STATEMENTS: u32 = 32;

/// Those of a bank that wait.
pub type EnteredStatements = BoundedVec<EnteredStatement, ConstU32<MAX_STATEMENTS>>;

/// Receipts that one officer entered on a payee's statement, or that such a one is to be taken back, and no other has
/// checked. It counts nowhere.
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
	/// The payment whose confirmed receipt is to be taken back; nothing where receipts are to be confirmed.
	pub takes_back: Option<Uetr>,
}

impl EnteredStatement {
	/// What an officer enters.
	pub fn new(uetrs: &[Uetr], witness: Digest, by: SignedBy) -> Self {
		let count = u16::try_from(uetrs.len()).unwrap_or(u16::MAX);
		Self { digest: Self::digest(uetrs, witness), witness, count, by, takes_back: None }
	}

	/// What an officer enters to take the confirmed receipt of a payment back, which rests on this statement.
	pub fn taking_back(uetr: Uetr, digest: Digest, witness: Digest, by: SignedBy) -> Self {
		Self { digest, witness, count: 1, by, takes_back: Some(uetr) }
	}

	/// By what such an entry is known again: the payment, the statement, and how often it was taken back or corrected
	/// before. What was confirmed anew is not taken back by what was entered before. Each says why in its own words.
	pub fn taking_back_digest(uetr: Uetr, witness: Option<Digest>, before: u32) -> Digest {
		Digest::from(blake2_256(&(b"take back", uetr, witness, before).encode()))
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

	#[test]
	fn what_takes_back_one_confirmation_takes_back_no_other() {
		let (one, other) = (Uetr::from_random([1; 16]), Uetr::from_random([2; 16]));
		let digest = |uetr, witness, before| {
			EnteredStatement::taking_back_digest(uetr, Some(Digest::repeat_byte(witness)), before)
		};
		let mut all = [digest(one, 1, 0), digest(other, 1, 0), digest(one, 2, 0), digest(one, 1, 1)];
		all.sort();
		assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
	}
}
