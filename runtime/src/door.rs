//! The door's bounds: what an organisation may use of the blocks, what can wait in a pool, and from that what
//! a node's pool must have room for.
//!
//! An organisation that the council admitted (a bank, a bureau) works all day; a firm sends a few calls, and
//! there can be any number of firms. A node's pool has room for all that the door lets in from [`MOST_LARGE`]
//! organisations and [`MOST_FIRMS`] firms at once, so that up to there it evicts nothing that it accepted: see
//! [`POOL`]. That ends where more of them fill their shares at the same time. Then the pool evicts what has the
//! lowest priority, which is what used most: the 257th firm takes room from who floods, not from who rests,
//! because a firm that has used little goes before every firm that has used more. The node that accepted what was
//! evicted hands it in again when there is room, until its era is over.
//!
//! What waits for an earlier transaction (the SDK's «future» queue) has a tenth of that room and no more: the
//! SDK derives the one from the other, and what is sent in order waits there for a moment only. What has no room
//! there comes back in the same way.

use crate::policy::Policy;
use crate::RuntimeCall;
use frame_support::weights::constants::WEIGHT_REF_TIME_PER_MILLIS;
use pallet_registry::extensions::{Allowance, CallPolicy, Rate, Together};
use polkadot_sdk::sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionValidity, TransactionValidityError,
};
use polkadot_sdk::*;
use zhidai_primitives::{refuse, Refusal, Roles};

/// The most officers of one organisation.
pub const MOST_OFFICERS: u32 = 32;
/// What a transaction has beside the one long list of its call: signature, account, extensions, other arguments.
pub const ENVELOPE: u32 = 512;
/// How long a transaction can be whose call has no long list.
pub const SHORT: u32 = 4 * 1024;
/// How long a batch can be, where none of its calls may be longer.
pub const BATCH: u32 = 16 * 1024;
/// The longest transaction of all, a settlement file of 500 results each with a reason; a test holds it.
pub const LONGEST: u32 = 116 * 1024;
/// The longest transaction of a firm, a draft of 500 payments that are paid again; a test holds it.
pub const LONGEST_OF_FIRM: u32 = 32 * 1024;

/// How many organisations that the council admitted can have all waiting that the door lets in.
pub const MOST_LARGE: u64 = 32;
/// How many firms can, beside them.
pub const MOST_FIRMS: u64 = 256;

const fn milliseconds(capacity: u64, per_block: u64) -> Rate {
	Rate {
		capacity: capacity.saturating_mul(WEIGHT_REF_TIME_PER_MILLIS),
		per_block: per_block.saturating_mul(WEIGHT_REF_TIME_PER_MILLIS),
	}
}

/// Of a bank or a bureau: more than three full blocks at once, and a third of a block with every block, so that one
/// that floods does not even slow the others' blocks down on the smallest machine. The reserve is a block at once, and
/// a twentieth of one with every block.
pub const LARGE: Allowance = Allowance {
	ordinary: milliseconds(2_000, 200),
	reserve: milliseconds(600, 30),
	together: None,
	waiting: 1_024,
	bytes_waiting: 2 * 1024 * 1024,
};

/// Of a firm: one block at once, and a thirtieth of a block with every block, so that it takes twelve firms to use what
/// all have together, block after block, and who floods does not soon rest again; all firms together half of every
/// block, however many they are: two fifths for ordinary calls, a twentieth more for those who have used less than a
/// sixteenth of their own and begin no new draft, and a twentieth for their admin acts. So in every block the other
/// half is left to banks and bureaus: a quarter for any of their calls, a quarter for what is `Operational`.
pub const FIRM: Allowance = Allowance {
	ordinary: milliseconds(600, 20),
	reserve: milliseconds(120, 6),
	together: Some(Together {
		ordinary: milliseconds(240, 240),
		rested: milliseconds(30, 0).capacity,
		reserve: milliseconds(30, 30),
	}),
	waiting: 128,
	bytes_waiting: 128 * 1024,
};

/// What an organisation with these roles may use.
pub fn allowance(roles: Roles) -> Allowance {
	match roles.meets(Roles::ADMITTED_BY_COUNCIL) {
		true => LARGE,
		false => FIRM,
	}
}

/// Whether a call protects, or keeps an organisation able to act: where a node is full, there is a reserve for it.
pub fn is_urgent(call: &RuntimeCall) -> bool {
	Policy::priority(call).has_reserve()
}

/// What a node's pool must have room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
	/// Transactions.
	pub count: u64,
	/// Their bytes.
	pub bytes: u64,
}

/// All that the door lets in at once.
pub const POOL: Pool = Pool {
	count: LARGE
		.most_transactions(MOST_OFFICERS)
		.saturating_mul(MOST_LARGE)
		.saturating_add(FIRM.most_transactions(MOST_OFFICERS).saturating_mul(MOST_FIRMS)),
	bytes: LARGE
		.most_bytes(MOST_OFFICERS, LONGEST)
		.saturating_mul(MOST_LARGE)
		.saturating_add(FIRM.most_bytes(MOST_OFFICERS, LONGEST_OF_FIRM).saturating_mul(MOST_FIRMS)),
};

/// What the pool is told. A signature that does not fit is not refused for good: it covers the hash of the
/// block that the era begins at, and a node that is some blocks behind, or on another fork, has another block
/// there. Nor is an era that seems to be over, or whose first block is not known: a node that is behind, in the
/// first 256 blocks too, or on another fork, reckons it from another block. `Stale` stays `Invalid`, though on
/// a fork without the transaction of that nonce the same bytes could pass: the account is past it here, whoever
/// sends anything takes the next nonce, and the pool of our node bans nothing.
pub fn judged(validity: TransactionValidity) -> TransactionValidity {
	match validity {
		Err(TransactionValidityError::Invalid(
			InvalidTransaction::BadProof | InvalidTransaction::AncientBirthBlock,
		)) => Err(refuse(Refusal::BadSignature)),
		other => other,
	}
}
