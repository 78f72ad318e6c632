//! Unified social credit codes (统一社会信用代码), GB 32100-2015.

use codec::{Decode, DecodeWithMemTracking, Encode, Error as CodecError, Input, MaxEncodedLen};
use core::fmt;
use core::str::FromStr;
use scale_info::TypeInfo;

/// The 31 characters of a credit code, in the order of their values: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the first 17 characters: 3^(i-1) mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Weights of the organisation code's 8 characters (GB 11714-1997), positions 9 to 16.
const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A unified social credit code whose two check characters have been verified.
#[derive(
	Encode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
)]
pub struct CreditCode([u8; 18]);

/// Why a text is not a credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCodeError {
	/// It does not have 18 characters.
	Length,
	/// A character (position from 1) is not in the code's alphabet.
	Character {
		/// Position from 1.
		position: u8,
	},
	/// The check character of the organisation code (position 17) is wrong.
	InnerCheck {
		/// The character that would be right.
		expected: char,
	},
	/// The check character of the whole (position 18) is wrong.
	Check {
		/// The character that would be right.
		expected: char,
	},
}

impl fmt::Display for CreditCodeError {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Length => out.write_str("a credit code has 18 characters"),
			Self::Character { position } => {
				write!(out, "character {position} is not one of 0-9 and A-Y without I, O, S, V (nor Z)")
			}
			Self::InnerCheck { expected } => {
				write!(out, "check character 17 (of the organisation code) should be {expected}")
			}
			Self::Check { expected } => write!(out, "check character 18 should be {expected}"),
		}
	}
}

impl core::error::Error for CreditCodeError {}

fn value(character: u8) -> Option<u32> {
	ALPHABET.iter().position(|known| *known == character).and_then(|position| u32::try_from(position).ok())
}

/// The value of a character in an organisation code: digits are themselves, letters count from A = 10.
fn inner_value(character: u8) -> u32 {
	char::from(character).to_digit(36).unwrap_or(0)
}

fn weighted_sum(values: impl Iterator<Item = u32>, weights: &[u32]) -> u32 {
	values.zip(weights).fold(0, |sum, (value, weight)| sum.saturating_add(value.saturating_mul(*weight)))
}

fn inner_check(code: &[u8; 18]) -> char {
	let sum = weighted_sum(code.iter().skip(8).map(|character| inner_value(*character)), &INNER_WEIGHTS);
	match 11_u32.saturating_sub(sum % 11) {
		10 => 'X',
		11 => '0',
		digit => char::from_digit(digit, 10).unwrap_or('0'),
	}
}

fn outer_check(code: &[u8; 18]) -> char {
	let sum = weighted_sum(code.iter().map(|character| value(*character).unwrap_or(0)), &WEIGHTS);
	let check = 31_u32.saturating_sub(sum % 31) % 31;
	usize::try_from(check)
		.ok()
		.and_then(|check| ALPHABET.get(check))
		.map_or('0', |character| char::from(*character))
}

impl CreditCode {
	/// Checks the alphabet and both check characters.
	pub fn new(code: [u8; 18]) -> Result<Self, CreditCodeError> {
		for (position, character) in (1_u8..).zip(code) {
			if value(character).is_none() {
				return Err(CreditCodeError::Character { position });
			}
		}
		let [.., inner, outer] = code;
		let expected = inner_check(&code);
		if char::from(inner) != expected {
			return Err(CreditCodeError::InnerCheck { expected });
		}
		let expected = outer_check(&code);
		if char::from(outer) != expected {
			return Err(CreditCodeError::Check { expected });
		}
		Ok(Self(code))
	}

	/// The 18 characters.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(&self.0).unwrap_or_default()
	}
}

impl Decode for CreditCode {
	/// A code that does not pass its checks cannot enter the chain in any call.
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		Self::new(<[u8; 18]>::decode(input)?)
			.map_err(|_| CodecError::from("a credit code's check characters are wrong"))
	}
}

impl FromStr for CreditCode {
	type Err = CreditCodeError;

	fn from_str(text: &str) -> Result<Self, CreditCodeError> {
		Self::new(text.as_bytes().try_into().map_err(|_| CreditCodeError::Length)?)
	}
}

impl fmt::Display for CreditCode {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(self.as_str())
	}
}

impl fmt::Debug for CreditCode {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "CreditCode({self})")
	}
}

impl serde::Serialize for CreditCode {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de> serde::Deserialize<'de> for CreditCode {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let text = alloc::string::String::deserialize(deserializer)?;
		text.parse().map_err(serde::de::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn published_codes_pass() {
		for code in [
			"91350100M000100Y43",
			"91330100799655058B",
			"9144030071526726XG",
			"91440300708461136T",
			"91110000802100433B",
			"91330200MA200006XX",
			"91330200MA20002460",
			"91330200MA2000123Y",
			"91330200MA200014XH",
			"91330200MA2ABCDEXM",
		] {
			assert_eq!(code.parse::<CreditCode>().map(|code| alloc::format!("{code}")).as_deref(), Ok(code));
		}
	}

	#[test]
	fn a_wrong_code_is_refused_with_the_place_and_the_right_character() {
		use CreditCodeError::*;
		for (code, error) in [
			("", Length),
			("91350100M000100Y4", Length),
			("91350100M000100Y4Z", Character { position: 18 }),
			("91350100m000100Y43", Character { position: 9 }),
			("91350100M000100Y44", Check { expected: '3' }),
			("91350100M000100Y53", InnerCheck { expected: '4' }),
		] {
			assert_eq!(code.parse::<CreditCode>(), Err(error), "{code}");
		}
	}

	#[test]
	fn every_single_character_error_is_found() {
		let right = *b"91330200MA2000123Y";
		for position in 0..18 {
			for other in ALPHABET {
				let mut code = right;
				code[position] = *other;
				assert_eq!(CreditCode::new(code).is_ok(), code == right);
			}
		}
	}

	#[test]
	fn a_wrong_code_does_not_decode() {
		assert!(CreditCode::decode(&mut &b"91330200MA2000123Y"[..]).is_ok());
		assert!(CreditCode::decode(&mut &b"91330200MA2000123X"[..]).is_err());
	}
}
