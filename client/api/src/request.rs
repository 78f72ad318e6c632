//! The id of a request that creates something, and what it created.

use crate::{EntryId, EvidenceId, LoanId};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use core::str::FromStr;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How far ahead the last block of a request can be: a week of blocks of one second.
pub const REQUEST_LIFE_BLOCKS: u32 = 7 * 24 * 3_600;

/// Names what one person asked for once: made at random by the client before the first sending, and the same in
/// every sending after it. In text `604811-` and 32 hexadecimal digits.
///
/// It carries its own last block. So the chain need not remember it for good, and still never carries it out twice:
/// what it has forgotten it refuses for being too old.
///
/// It is made of chance and not of what is asked for: two officers who want the same thing on two days both mean it,
/// and a number with a new salt is the same request all the same.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct RequestId {
	/// The last block in which it can be carried out.
	pub last_block: u32,
	/// What no other request of the organisation has.
	pub random: [u8; 16],
}

/// What a request created.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Created {
	/// An act of an organisation, which another person approves.
	#[codec(index = 0)]
	Act(u32),
	/// A rate or a calendar, which another organisation confirms.
	#[codec(index = 1)]
	Entry(EntryId),
	/// An act of a bureau on a credential or an adverse record, which another person confirms.
	#[codec(index = 2)]
	CredentialAct(u32),
	/// A loan contract.
	#[codec(index = 3)]
	Loan(LoanId),
	/// A piece of evidence.
	#[codec(index = 4)]
	Evidence(EvidenceId),
}

/// A text that is not the id of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestIdError;

impl fmt::Display for RequestIdError {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(
			"not the id of a request; write it like 604811-3f2504e04f8941d39a0c0305e82c3301, as `zhidai tx list` does",
		)
	}
}

impl core::error::Error for RequestIdError {}

impl RequestId {
	/// Whether its last block is past, in this block.
	pub const fn is_over(&self, now: u32) -> bool {
		self.last_block < now
	}

	/// Whether its last block is further ahead than can be, in this block.
	pub const fn is_too_far_ahead(&self, now: u32) -> bool {
		self.last_block > now.saturating_add(REQUEST_LIFE_BLOCKS)
	}
}

impl fmt::Display for RequestId {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "{}-", self.last_block)?;
		self.random.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
	}
}

impl FromStr for RequestId {
	type Err = RequestIdError;

	fn from_str(text: &str) -> Result<Self, RequestIdError> {
		let (block, digits) = text.split_once('-').ok_or(RequestIdError)?;
		let is_plain = |text: &str, radix| text.chars().all(|digit| digit.is_digit(radix));
		if !is_plain(block, 10) || !is_plain(digits, 16) || digits.len() != 32 {
			return Err(RequestIdError);
		}
		let last_block = block.parse().map_err(|_| RequestIdError)?;
		let random = u128::from_str_radix(digits, 16).map_err(|_| RequestIdError)?.to_be_bytes();
		Ok(Self { last_block, random })
	}
}

impl Serialize for RequestId {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for RequestId {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
	}
}

impl fmt::Display for Created {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Act(id) => write!(out, "act {id}"),
			Self::Entry(id) => write!(out, "entry {id}"),
			Self::CredentialAct(id) => write!(out, "act {id} on credentials"),
			Self::Loan(id) => write!(out, "loan {id}"),
			Self::Evidence(id) => write!(out, "evidence {id}"),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;

	#[test]
	fn an_id_prints_and_reads_back() {
		let text = "604811-3f2504e04f8941d39a0c0305e82c3301";
		let id: RequestId = text.parse().unwrap();
		assert_eq!((id.last_block, id.random[0], id.random[15]), (604_811, 0x3f, 0x01));
		assert_eq!(id.to_string(), text);
		assert_eq!(serde_json::to_string(&id).unwrap(), "\"604811-3f2504e04f8941d39a0c0305e82c3301\"");
		for text in [
			"",
			"604811",
			"604811-",
			"-3f2504e04f8941d39a0c0305e82c3301",
			"+604811-3f2504e04f8941d39a0c0305e82c3301",
			"4294967296-3f2504e04f8941d39a0c0305e82c3301",
			"604811-3f2504e04f8941d39a0c0305e82c330",
			"604811-3f2504e04f8941d39a0c0305e82c330g",
			"604811-+f2504e04f8941d39a0c0305e82c3301",
			"604811-3f2504e04f8941d39a0c0305e82c3301-",
		] {
			assert_eq!(text.parse::<RequestId>(), Err(RequestIdError), "{text}");
		}
	}

	#[test]
	fn an_id_is_good_up_to_its_last_block_which_is_a_week_ahead_at_the_most() {
		let id = RequestId { last_block: REQUEST_LIFE_BLOCKS + 10, random: [0; 16] };
		assert!(id.is_too_far_ahead(9) && !id.is_too_far_ahead(10));
		assert!(!id.is_over(id.last_block) && id.is_over(id.last_block + 1));
		let last = RequestId { last_block: u32::MAX, ..id };
		assert!(!last.is_too_far_ahead(u32::MAX) && !last.is_over(u32::MAX));
	}

	#[test]
	fn what_was_created_is_told_in_words() {
		assert_eq!(Created::Evidence(EvidenceId(7)).to_string(), "evidence 7");
		assert_eq!(
			serde_json::to_value(Created::Evidence(EvidenceId(7))).unwrap().to_string(),
			r#"{"Evidence":7}"#
		);
	}
}
