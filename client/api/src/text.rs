//! Bounded texts.

use crate::limits::{MAX_NAME_BYTES, MAX_SHORT_TEXT_BYTES};
use crate::unseen::first_unseen;
use alloc::{string::String, vec::Vec};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, Error as CodecError, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// UTF-8 text of 1 to `MAX` bytes without control characters and others that nobody sees ([`crate::is_unseen`]); what
/// is not, cannot enter the chain.
#[derive(Encode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[scale_info(skip_type_params(MAX))]
pub struct Text<const MAX: u32>(BoundedVec<u8, ConstU32<MAX>>);

/// The name of an organisation, a programme, a credential: up to 96 bytes, 32 Chinese characters.
pub type Name = Text<MAX_NAME_BYTES>;
/// A reason or a reference: up to 160 bytes.
pub type ShortText = Text<MAX_SHORT_TEXT_BYTES>;

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
	/// There are none.
	Empty,
	/// There are more than fit.
	TooLong,
	/// They are not UTF-8.
	NotUtf8,
	/// A character is a control character, turns the text around, or has no width.
	Unseen {
		/// Which one it is, from 1.
		position: usize,
		/// The character.
		found: char,
	},
}

impl fmt::Display for TextError {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Empty => out.write_str("a text must not be empty"),
			Self::TooLong => out.write_str("the text is too long"),
			Self::NotUtf8 => out.write_str("a text is UTF-8"),
			Self::Unseen { position, found } => write!(
				out,
				"U+{:04X} at character {position}; a text has no control characters and none that nobody sees",
				u32::from(*found)
			),
		}
	}
}

impl core::error::Error for TextError {}

impl<const MAX: u32> Text<MAX> {
	/// The most bytes.
	pub const MAX_BYTES: usize = MAX as usize;

	/// The text, or nothing where it is empty, too long, not UTF-8 or has characters that nobody sees.
	pub fn new(bytes: Vec<u8>) -> Option<Self> {
		Self::read(bytes).ok()
	}

	/// The text, or why it is none.
	pub fn read(bytes: Vec<u8>) -> Result<Self, TextError> {
		let text = core::str::from_utf8(&bytes).map_err(|_| TextError::NotUtf8)?;
		if text.is_empty() {
			return Err(TextError::Empty);
		}
		if let Some((position, found)) = first_unseen(text) {
			return Err(TextError::Unseen { position, found });
		}
		bytes.try_into().map(Self).map_err(|_| TextError::TooLong)
	}

	/// The text.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(&self.0).unwrap_or_default()
	}
}

impl<const MAX: u32> TryFrom<&str> for Text<MAX> {
	type Error = TextError;

	fn try_from(text: &str) -> Result<Self, Self::Error> {
		Self::read(text.as_bytes().to_vec())
	}
}

impl<const MAX: u32> Decode for Text<MAX> {
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		let bytes = BoundedVec::<u8, ConstU32<MAX>>::decode(input)?;
		Self::new(bytes.into_inner())
			.ok_or_else(|| CodecError::from("a text is empty, not UTF-8 or has characters that nobody sees"))
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
		assert_eq!(Name::try_from("").unwrap_err(), TextError::Empty);
		assert_eq!(Name::try_from("x".repeat(97).as_str()).unwrap_err(), TextError::TooLong);
		assert_eq!(Name::read(alloc::vec![0xff]).unwrap_err(), TextError::NotUtf8);
	}

	#[test]
	fn no_two_texts_look_alike_by_what_nobody_sees() {
		for found in
			['\u{202e}', '\u{200b}', '\u{feff}', '\u{2066}', '\u{2028}', '\u{ad}', '\u{e0100}', '\u{3164}']
		{
			let text = alloc::format!("宁波{found}银行");
			assert_eq!(Name::try_from(text.as_str()).unwrap_err(), TextError::Unseen { position: 3, found });
			assert!(Name::decode(&mut &text.as_bytes().to_vec().encode()[..]).is_err());
			assert!(serde_json::from_str::<Name>(&alloc::format!("\"{text}\"")).is_err());
		}
		let error = alloc::format!("{}", Name::try_from("甲\u{202e}乙").unwrap_err());
		assert!(error.starts_with("U+202E at character 2"), "{error}");
		// The blank of Chinese is seen, and stays as it is written.
		assert_eq!(Name::try_from("张三\u{3000}个体").map(|name| name.as_str().len()), Ok(15));
	}
}
