//! What the state says of a payment, a draft or a piece of evidence of which somebody knows the key or the
//! digest and not the transaction: an officer days later, at another machine.
//!
//! State says where a thing stands, and not which transaction brought it there. From when on it is there is
//! found by halving between a state that has it and one that has it not. A node that throws states away can
//! only go back as far as it has them (256 blocks unless it is an archive): then it says "not after".

use super::{NoAnswer, Outcomes};
use crate::service::FullClient;
use crate::turns::Turn;
use serde::{Deserialize, Serialize};
use zhidai_api::{Digest, FindCursor, Found, FoundRecord, Sought, Uetr};
use zhidai_runtime::apis::ZhidaiApi;
use zhidai_runtime::find::MAX_LOOKS;
use zhidai_runtime::{BlockNumber, Hash};

/// How many pages of records are looked at for one answer: less than a second's work.
const MAX_PAGES: u32 = 16;

/// Asks by the key of a payment.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByUetr {
	/// The payment's key.
	pub uetr: Uetr,
}

/// Asks by what officers sign: the digest of a draft or of a revision of evidence.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByDigest {
	/// The digest.
	pub digest: Digest,
	/// Where an earlier answer said that the search goes on.
	#[serde(default)]
	pub next: Option<FindCursor>,
}

/// Asks by a transaction's hash alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByHash {
	/// The hash of its bytes.
	pub hash: Hash,
}

/// What the state says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Told {
	/// The chain has it, and this is where it stands.
	Known {
		/// What it is and where it stands.
		record: FoundRecord,
		/// From when on it is there.
		since: Since,
	},
	/// The chain does not have it. Of a transaction's hash alone: none of the last final blocks that this node has
	/// indexed has it.
	NotKnown,
	/// It was not found among the records that were looked at; there are more.
	NotFoundYet {
		/// With what to ask again.
		next: FindCursor,
	},
}

/// From when on the state has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Since {
	/// It came in this final block.
	Block {
		/// Its number.
		number: BlockNumber,
		/// Its hash.
		hash: Hash,
	},
	/// It was there at this block already; of what was before, this node no longer has the states.
	NotAfter {
		/// Its number.
		number: BlockNumber,
	},
}

/// What is read of the chain's states.
pub trait States {
	/// What a block's state says; nothing where the node no longer has the state, and an error where it has it and it
	/// cannot be read now.
	fn find(
		&self,
		block: Hash,
		sought: Sought,
		cursor: Option<FindCursor>,
		limit: u32,
	) -> Result<Option<Found>, String>;
}

impl States for FullClient {
	fn find(
		&self,
		block: Hash,
		sought: Sought,
		cursor: Option<FindCursor>,
		limit: u32,
	) -> Result<Option<Found>, String> {
		super::in_state(self, block, |runtime| runtime.find(block, sought, cursor, limit))
	}
}

impl<B: super::Blocks + States> Outcomes<B> {
	/// What the final state says, and the final block.
	pub fn record(
		&self,
		_turn: &Turn<'_>,
		sought: Sought,
		mut next: Option<FindCursor>,
	) -> Result<(Told, BlockNumber, Hash), NoAnswer> {
		let (last, hash) = self.blocks.finalised();
		let no_state =
			|| NoAnswer::NotAvailable(format!("the state of block {last} cannot be read here; ask again"));
		for _ in 0..MAX_PAGES {
			let found = self.blocks.find(hash, sought, next, MAX_LOOKS).map_err(NoAnswer::NotAvailable)?;
			let found = found.ok_or_else(no_state)?;
			if let Some(record) = found.record {
				let since = self.since(sought, found.cursor, last).map_err(NoAnswer::NotAvailable)?;
				return Ok((Told::Known { record, since }, last, hash));
			}
			match found.cursor {
				Some(cursor) => next = Some(cursor),
				None => return Ok((Told::NotKnown, last, hash)),
			}
		}
		let told = next.map_or(Told::NotKnown, |next| Told::NotFoundYet { next });
		Ok((told, last, hash))
	}

	/// The first block whose state has it. What goes (evidence that was withdrawn before anybody spoke) never comes
	/// back, so the states that have what the last one has are the last ones without a gap.
	fn since(&self, sought: Sought, place: Option<FindCursor>, last: BlockNumber) -> Result<Since, String> {
		let has = |number| -> Result<Option<bool>, String> {
			let Some(block) = self.blocks.hash(number)? else { return Ok(None) };
			// With its place one look is enough.
			Ok(self.blocks.find(block, sought, place, 1)?.map(|found| found.record.is_some()))
		};
		// Backwards in longer and longer strides, then by halves.
		let (mut with, mut stride) = (last, 1);
		let mut without = loop {
			let number = with.saturating_sub(stride);
			match has(number)? {
				Some(true) if number == 0 => return Ok(Since::NotAfter { number }),
				Some(true) => with = number,
				Some(false) => break number,
				None if stride == 1 => return Ok(Since::NotAfter { number: with }),
				None => {
					stride = 1_u32.max(stride / 2);
					continue;
				}
			}
			stride = stride.saturating_mul(2);
		};
		while without + 1 < with {
			let middle = without + (with - without) / 2;
			match has(middle)? {
				Some(true) => with = middle,
				Some(false) => without = middle,
				None => return Ok(Since::NotAfter { number: with }),
			}
		}
		let hash = self.blocks.hash(with)?.ok_or_else(|| format!("block {with} is not here"))?;
		Ok(Since::Block { number: with, hash })
	}
}

#[cfg(test)]
mod tests;
