//! Seats: who sits where.

use codec::{Decode, Encode};
use frame::prelude::{blake2_256, TrailingZeroInput};
use zhidai_primitives::{College, OrgId, Seat};

/// The most seats: what the thresholds, weights and messages of consensus are sized for.
pub const MAX_SEATS: u32 = 21;

/// The account of a seat: a hash, so that nobody has a key for it and only this pallet can act with it.
///
/// Validator and council member are accounts; were they an officer's, a new key of the officer would change the
/// validator set and drop the votes. The college is no part of it: a seat that changed sides would not become another
/// validator. Nothing where an account id cannot be made of 32 bytes, which no chain has.
pub fn seat_account<AccountId: Decode>(org: OrgId, number: u8) -> Option<AccountId> {
	let hash = (*b"zhidai/seat", org, number).using_encoded(blake2_256);
	AccountId::decode(&mut TrailingZeroInput::new(&hash)).ok()
}

/// How many seats each college has: regulators, banks.
pub(crate) fn count_colleges<'a>(seats: impl IntoIterator<Item = &'a Seat>) -> (u32, u32) {
	seats.into_iter().fold((0_u32, 0_u32), |(regulators, banks), seat| match seat.college {
		College::Regulators => (regulators.saturating_add(1), banks),
		College::Banks => (regulators, banks.saturating_add(1)),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_seats_account_follows_from_organisation_and_number_alone() {
		let account = |org, number| seat_account::<[u8; 32]>(OrgId(org), number).unwrap();
		// What a chain specification and `author_rotateKeysWithOwner` compute elsewhere: little-endian organisation.
		assert_eq!(account(1, 2), blake2_256(b"zhidai/seat\x01\x00\x00\x00\x02"));
		assert_ne!(account(1, 0), account(1, 1));
		assert_ne!(account(1, 0), account(2, 0));
	}
}
