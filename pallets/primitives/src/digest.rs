//! What people sign, hashed by the host: the same digests as the clients compute.

use codec::Encode;
use polkadot_sdk::{sp_core::H256, sp_io::hashing::blake2_256};
use zhidai_api::{signed, Allocation, Day, DraftLine, LoanId, Receipt, Uetr};

/// A 32-byte digest.
pub type Digest = H256;

/// The digest that mandate, maker, checker and release of a drawdown all name; see [`zhidai_api::order_digest`].
pub fn order_digest(
	genesis: Digest,
	loan: LoanId,
	lines: &[DraftLine],
	expires_on: Day,
	returned: &[Uetr],
) -> Digest {
	H256(blake2_256(&signed::order(genesis, loan, lines, expires_on, returned)))
}

/// The same of one whose payments can rest on more documents than its lines name; see [`zhidai_api::drawdown_digest`].
pub fn drawdown_digest(
	genesis: Digest,
	loan: LoanId,
	lines: &[DraftLine],
	expires_on: Day,
	allocations: &[Allocation],
) -> Digest {
	match allocations {
		[] => order_digest(genesis, loan, lines, expires_on, &[]),
		_ => H256(blake2_256(&signed::allocated_order(genesis, loan, lines, expires_on, allocations))),
	}
}

/// The digest of a settlement file's results; see [`zhidai_api::results_digest`].
pub fn results_digest(results: &impl Encode) -> Digest {
	H256(blake2_256(&signed::results(results)))
}

/// The digest of what a payee says beside the chain; see [`zhidai_api::receipt_digest`].
pub fn receipt_digest(genesis: Digest, receipt: &Receipt) -> Digest {
	H256(blake2_256(&signed::receipt(genesis, receipt)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sp_io::hashing::{blake2_128, blake2_256};

	#[test]
	fn chain_and_clients_compute_the_same_digests() {
		let uetrs = [Uetr::from_random([1; 16])];
		let signed = |digest: fn(H256, LoanId, &[DraftLine], Day, &[Uetr]) -> H256| {
			digest(H256::repeat_byte(7), LoanId(1), &[], Day(20_000), &uetrs)
		};
		assert_eq!(signed(order_digest), signed(zhidai_api::order_digest));
		let allocation = Allocation { line: 0, evidence: zhidai_api::EvidenceId(1), amount_fen: 2 };
		for allocations in [&[][..], &[allocation]] {
			let signed = |digest: fn(H256, LoanId, &[DraftLine], Day, &[Allocation]) -> H256| {
				digest(H256::repeat_byte(7), LoanId(1), &[], Day(20_000), allocations)
			};
			assert_eq!(signed(drawdown_digest), signed(zhidai_api::drawdown_digest));
		}
		let none: [zhidai_api::BankResult; 0] = [];
		assert_eq!(results_digest(&none.to_vec()), zhidai_api::results_digest(&none));
		let (said, expires_on) = (zhidai_api::ReceiptSaid::Received { on: Day(5) }, Day(9));
		let receipt = Receipt { uetr: uetrs[0], amount_fen: 1, said, expires_on, after: 2 };
		let genesis = H256::repeat_byte(7);
		assert_eq!(receipt_digest(genesis, &receipt), zhidai_api::receipt_digest(genesis, &receipt));
		for length in [0, 1, 31, 127, 128, 129, 4_096] {
			let bytes = alloc::vec![0x5a; length];
			assert_eq!(blake2_128(&bytes), zhidai_api::hash::blake2_128(&bytes));
			assert_eq!(blake2_256(&bytes), zhidai_api::hash::blake2_256(&bytes));
		}
	}
}
