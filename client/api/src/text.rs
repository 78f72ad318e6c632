//! Bounded texts.

use crate::limits::{MAX_NAME_BYTES, MAX_SHORT_TEXT_BYTES};
use alloc::{string::String, vec::Vec};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, Error as CodecError, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// UTF-8 text of 1 to `MAX` bytes without control characters; what is not, cannot enter the chain.
#[derive(Encode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[scale_info(skip_type_params(MAX))]
pub struct Text<const MAX: u32>(BoundedVec<u8, ConstU32<MAX>>);

/// The name of an organisation, a programme, a credential: up to 96 bytes, 32 Chinese characters.
pub type Name = Text<MAX_NAME_BYTES>;
/// A reason or a reference: up to 160 bytes.
pub type ShortText = Text<MAX_SHORT_TEXT_BYTES>;

impl<const MAX: u32> Text<MAX> {
	/// The most bytes.
	pub const MAX_BYTES: usize = MAX as usize;

	/// The text, or nothing where it is empty, too long, not UTF-8 or has control characters.
	pub fn new(bytes: Vec<u8>) -> Option<Self> {
		let text = core::str::from_utf8(&bytes).ok()?;
		if text.is_empty() || text.chars().any(char::is_control) {
			return None;
		}
		bytes.try_into().ok().map(Self)
	}

	/// The text.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(&self.0).unwrap_or_default()
	}
}

impl<const MAX: u32> TryFrom<&str> for Text<MAX> {
	type Error = &'static str;

	fn try_from(text: &str) -> Result<Self, Self::Error> {
		Self::new(text.as_bytes().to_vec())
			.ok_or("a text must not be empty, too long or have control characters")
	}
}

impl<const MAX: u32> Decode for Text<MAX> {
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		let bytes = BoundedVec::<u8, ConstU32<MAX>>::decode(input)?;
		Self::new(bytes.into_inner())
			.ok_or_else(|| CodecError::from("a text is empty, not UTF-8 or has control characters"))
	}
}

impl<const MAX: u32> MaxEncodedLen for Text<MAX> {
	fn max_encoded_len() -> usize {
		BoundedVec::<u8, ConstU32<MAX>>::max_encoded_len()
	}
}

impl<const MAX: u32> fmt::Display for Text<MAX> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(self.as_str())
	}
}

impl<const MAX: u32> fmt::Debug for Text<MAX> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Debug::fmt(self.as_str(), out)
	}
}

impl<const MAX: u32> serde::Serialize for Text<MAX> {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de, const MAX: u32> serde::Deserialize<'de> for Text<MAX> {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		Self::try_from(String::deserialize(deserializer)?.as_str()).map_err(serde::de::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_text_is_whole_printable_and_short() {
		assert_eq!(Name::try_from("宁波市市场监督管理局").map(|name| name.as_str().len()), Ok(30));
		assert!(Name::try_from("").is_err() && Name::try_from("a\nb").is_err());
		assert!(Name::try_from("x".repeat(97).as_str()).is_err() && Name::new(alloc::vec![0xff]).is_none());
		assert!(Name::decode(&mut &b"\x08\xff\xff"[..]).is_err());
		assert_eq!(Name::decode(&mut &b"\x08ok"[..]).unwrap().as_str(), "ok");
	}
}
