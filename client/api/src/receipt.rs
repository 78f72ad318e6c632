//! What a payee's officer says of a payment beside the chain, for others to hand in (收款回执).

use crate::hash::blake2_256;
use crate::{signed, Day, Digest, ShortText, Uetr};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use primitive_types::H256;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a payee says of one payment. What is signed is its digest: [`receipt_digest`].
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Receipt {
	/// The payment.
	pub uetr: Uetr,
	/// What the payee was paid, in fen.
	pub amount_fen: u64,
	/// Whether it has it.
	pub said: ReceiptSaid,
	/// The last day on which it can be handed in.
	pub expires_on: Day,
	/// How many words were said of the payment before: 0 where it waits for the first ([`crate::TracePayment::words`]).
	/// A later word ends it.
	pub after: u8,
}

/// Whether the payee has the money.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Debug,
	PartialEq,
	Eq,
)]
pub enum ReceiptSaid {
	/// 收款确认: it came.
	Received {
		/// The day on which it came.
		on: Day,
	},
	/// The payee denies it.
	Denied {
		/// Why.
		reason: ShortText,
	},
}

/// Which of the two a signature is for. What is signed to confirm is worth nothing to deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptKind {
	/// 收款确认.
	Confirm,
	/// It did not come.
	Deny,
}

impl ReceiptKind {
	/// Both.
	pub const ALL: [Self; 2] = [Self::Confirm, Self::Deny];

	/// Its name.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Confirm => "confirm",
			Self::Deny => "deny",
		}
	}
}

impl ReceiptSaid {
	/// Which of the two it is.
	pub const fn kind(&self) -> ReceiptKind {
		match self {
			Self::Received { .. } => ReceiptKind::Confirm,
			Self::Denied { .. } => ReceiptKind::Deny,
		}
	}
}

/// The digest of a receipt: bound to the chain by its genesis hash, to the payment, which is made once for ever, to its
/// amount, to what is said of it and after how many words, and to the last day.
pub fn receipt_digest(genesis: Digest, receipt: &Receipt) -> Digest {
	H256(blake2_256(&signed::receipt(genesis, receipt)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let receipt = Receipt {
			uetr: Uetr([1; 16]),
			amount_fen: 100,
			said: ReceiptSaid::Received { on: Day(5) },
			expires_on: Day(9),
			after: 0,
		};
		let digest = |receipt: &Receipt| receipt_digest(H256::zero(), receipt);
		let denied = |reason: &str| ReceiptSaid::Denied { reason: reason.try_into().unwrap() };
		let mut digests = alloc::vec![
			digest(&receipt),
			receipt_digest(H256::repeat_byte(1), &receipt),
			digest(&Receipt { uetr: Uetr([2; 16]), ..receipt.clone() }),
			digest(&Receipt { amount_fen: 101, ..receipt.clone() }),
			digest(&Receipt { said: ReceiptSaid::Received { on: Day(6) }, ..receipt.clone() }),
			digest(&Receipt { said: denied("未收到"), ..receipt.clone() }),
			digest(&Receipt { said: denied("金额不符"), ..receipt.clone() }),
			digest(&Receipt { expires_on: Day(10), ..receipt.clone() }),
			digest(&Receipt { after: 1, ..receipt.clone() }),
		];
		let count = digests.len();
		digests.sort();
		digests.dedup();
		assert_eq!(digests.len(), count);
	}
}
