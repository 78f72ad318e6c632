//! What a node answers beside the runtime: at which block it read, and what became of a transaction (`zhidai_outcome`).
//! In JSON, as everything that a node itself says.

use crate::{Digest, Uetr};
use alloc::string::String;
use serde::{Deserialize, Serialize};

/// An answer, with the block that it was read at.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct At<T> {
	/// The block's number.
	pub block: u32,
	/// The block's hash.
	pub hash: Digest,
	/// What was found there.
	pub result: T,
}

/// Which transaction is asked for.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question<Account> {
	/// The hash of its bytes.
	pub hash: Digest,
	/// Who signed it.
	pub account: Account,
	/// Its number among the account's.
	pub nonce: u32,
	/// The block that its era begins at. It can be in the next one at the earliest.
	pub born: u32,
	/// The first block that it can no longer be in.
	pub dies: u32,
	/// A payment that it is about.
	pub uetr: Option<Uetr>,
}

/// What became of it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "outcome", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Outcome {
	/// It is in a final block and was carried out.
	Final {
		/// Where.
		#[serde(flatten)]
		place: InBlock,
	},
	/// It is in a final block and was refused there by a rule.
	Refused {
		/// Where.
		#[serde(flatten)]
		place: InBlock,
		/// By which.
		#[serde(flatten)]
		refusal: RefusedBy,
	},
	/// It is in a final block whose state this node no longer has: whether it was refused there must be asked
	/// elsewhere.
	Included {
		/// Where.
		#[serde(flatten)]
		place: InBlock,
	},
	/// It can no longer happen.
	Impossible {
		/// Why.
		reason: Impossible,
	},
	/// Nothing is known yet.
	NotYet {
		/// Whether this node's pool has it ready.
		in_pool: bool,
	},
}

/// Where a transaction is.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct InBlock {
	/// The block's number.
	pub block: u32,
	/// Its hash.
	pub block_hash: Digest,
	/// The transaction's position in it.
	pub position: u32,
}

/// Why a transaction can no longer happen.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Impossible {
	/// Its era is over, and it is in no block.
	Expired,
	/// Another transaction with its nonce is final.
	NonceUsed,
}

/// The rule that refused a transaction in its block.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct RefusedBy {
	/// Its name, where this node knows the runtime of the block.
	pub rule: Option<String>,
	/// The index of the pallet, where it is a pallet's rule.
	pub pallet: Option<u8>,
	/// The error's bytes, in hexadecimal digits.
	pub error: Option<String>,
	/// In words.
	pub message: String,
}
