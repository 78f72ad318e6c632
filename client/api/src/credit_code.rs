//! Unified social credit codes (统一社会信用代码), GB 32100-2015.
//!
//! A code is one where its alphabet, both check characters and its region are right. A person's identity number (GB 11643)
//! can pass both check characters by chance, and then is refused for what it is.

use crate::Region;
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

/// Weights of the first 17 digits of a person's identity number: 2^(18-i) mod 11.
const PERSON_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check characters of a person's identity number, by the sum mod 11.
const PERSON_CHECKS: &[u8; 11] = b"10X98765432";

/// A unified social credit code whose two check characters and region have been verified.
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
	/// Characters 3 to 8 are no region of GB/T 2260.
	Region,
	/// It is a natural person's identity number.
	Person,
	/// It was said to be issued wrongly, but its last character is right.
	NotWrong,
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
			Self::Check { expected } => write!(
				out,
				"check character 18 should be {expected}; a code that a register did issue so is admitted by a market \
				 regulator, as CreditCodeAsIssued"
			),
			Self::Region => out.write_str("characters 3 to 8 are no region of GB/T 2260"),
			Self::Person => out.write_str("this is a person's identity number, not an organisation's code"),
			Self::NotWrong => out.write_str("the last character is right: this is an ordinary credit code"),
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

/// Checks all but the last character; what that one should be.
fn check_body(code: &[u8; 18]) -> Result<char, CreditCodeError> {
	for (position, character) in (1_u8..).zip(code) {
		if value(*character).is_none() {
			return Err(CreditCodeError::Character { position });
		}
	}
	let [.., inner, _] = code;
	let expected = inner_check(code);
	if char::from(*inner) != expected {
		return Err(CreditCodeError::InnerCheck { expected });
	}
	Ok(outer_check(code))
}

/// Checks what stands in the code beside its check characters.
fn check_content(code: &[u8; 18]) -> Result<(), CreditCodeError> {
	if region(code).is_none() {
		return Err(CreditCodeError::Region);
	}
	match is_a_persons(code) {
		true => Err(CreditCodeError::Person),
		false => Ok(()),
	}
}

/// Characters 3 to 8: where it was issued.
fn region(code: &[u8; 18]) -> Option<Region> {
	Region::from_digits(code.get(2..8)?)
}

/// Characters 9 to 17: the organisation code.
fn subject(code: &[u8; 18]) -> [u8; 9] {
	let [_, _, _, _, _, _, _, _, subject @ .., _] = *code;
	subject
}

/// Whether it is a natural person's identity number (公民身份号码): region, day of birth, order, check character.
fn is_a_persons(code: &[u8; 18]) -> bool {
	let [body @ .., last] = code;
	let number = |from: usize, to: usize| -> Option<u32> {
		core::str::from_utf8(body.get(from..to)?).ok()?.parse().ok()
	};
	let within = |(from, to), least, most| number(from, to).is_some_and(|it| it >= least && it <= most);
	let sum = weighted_sum(body.iter().map(|digit| inner_value(*digit)), &PERSON_WEIGHTS);
	let check = usize::try_from(sum % 11).ok().and_then(|sum| PERSON_CHECKS.get(sum));
	body.iter().all(u8::is_ascii_digit)
		&& body.get(..6).and_then(Region::from_digits).is_some()
		&& within((6, 10), 1_900, 2_099)
		&& within((10, 12), 1, 12)
		&& within((12, 14), 1, 31)
		&& check == Some(last)
}

impl CreditCode {
	/// Checks the alphabet, both check characters and the region, and that it is no person's number.
	pub fn new(code: [u8; 18]) -> Result<Self, CreditCodeError> {
		let expected = check_body(&code)?;
		let [.., outer] = code;
		if char::from(outer) != expected {
			return Err(CreditCodeError::Check { expected });
		}
		check_content(&code)?;
		Ok(Self(code))
	}
}

/// A credit code whose register issued it with a wrong last character (before 2016): everything else in it is right.
#[derive(
	Encode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
)]
pub struct IssuedCode([u8; 18]);

impl IssuedCode {
	/// Checks that everything but the last character is right, and that one is not.
	pub fn new(code: [u8; 18]) -> Result<Self, CreditCodeError> {
		let expected = check_body(&code)?;
		let [.., outer] = code;
		if char::from(outer) == expected {
			return Err(CreditCodeError::NotWrong);
		}
		check_content(&code)?;
		Ok(Self(code))
	}
}

macro_rules! code_text {
	($name:ident, $refusal:literal) => {
		impl $name {
			/// The 18 characters.
			pub fn as_str(&self) -> &str {
				core::str::from_utf8(&self.0).unwrap_or_default()
			}

			/// Characters 3 to 8: where it was issued. A firm that moves keeps them.
			pub fn region(&self) -> Region {
				region(&self.0).unwrap_or_default()
			}

			/// Characters 9 to 17: the organisation code (组织机构代码), which is one organisation's in the whole
			/// country, whatever stands around it.
			pub fn subject(&self) -> [u8; 9] {
				subject(&self.0)
			}
		}

		impl Decode for $name {
			/// A code that does not pass its checks cannot enter the chain in any call.
			fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
				Self::new(<[u8; 18]>::decode(input)?).map_err(|_| CodecError::from($refusal))
			}
		}

		impl FromStr for $name {
			type Err = CreditCodeError;

			fn from_str(text: &str) -> Result<Self, CreditCodeError> {
				Self::new(text.as_bytes().try_into().map_err(|_| CreditCodeError::Length)?)
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
				out.write_str(self.as_str())
			}
		}

		impl fmt::Debug for $name {
			fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
				write!(out, concat!(stringify!($name), "({})"), self)
			}
		}

		impl serde::Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.serialize_str(self.as_str())
			}
		}

		impl<'de> serde::Deserialize<'de> for $name {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				let text = alloc::string::String::deserialize(deserializer)?;
				text.parse().map_err(serde::de::Error::custom)
			}
		}
	};
}

code_text!(
	CreditCode,
	"a credit code's check characters or its region are wrong, or it is a person's number"
);
code_text!(IssuedCode, "a code as issued must be right but for its last character");

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
			("330299190001016370", Region),
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

	/// A number of 17 digits with a person's check character.
	fn persons(body: &str) -> [u8; 18] {
		let sum = weighted_sum(body.bytes().map(inner_value), &PERSON_WEIGHTS) as usize % 11;
		let number = alloc::format!("{body}{}", char::from(PERSON_CHECKS[sum]));
		number.as_bytes().try_into().unwrap()
	}

	#[test]
	fn a_persons_number_is_no_code_even_where_it_passes_both_checks_and_has_a_region() {
		// Somebody of 371302, whose characters 3 to 8 read as Tangshan's.
		let body = |day: u32, order: u32| alloc::format!("371302190001{day:02}{order:03}");
		let passes = (1..29)
			.flat_map(|day| (0..1_000).map(move |order| persons(&body(day, order))))
			.find(|code| check_body(code).is_ok_and(|expected| expected == char::from(code[17])))
			.expect("one of them passes");
		assert_eq!(CreditCode::new(passes), Err(CreditCodeError::Person));
		assert!(is_a_persons(&persons("11010519491231002")));
		assert!(!is_a_persons(&persons("11010519491331002")), "no 13th month");
		assert!(!is_a_persons(&persons("02010519491231002")), "no region");
		assert!(!is_a_persons(b"110105194912310021") && !is_a_persons(b"91330200MA2000123Y"));
	}

	#[test]
	fn a_code_issued_with_a_wrong_last_character_is_known_as_such_only() {
		let issued = "91350299M0009QAA68";
		assert!(matches!(issued.parse::<CreditCode>(), Err(CreditCodeError::Check { .. })));
		let code: IssuedCode = issued.parse().unwrap();
		assert_eq!((code.as_str(), code.region()), (issued, Region(350_299)));
		assert_eq!("91330200MA2000123Y".parse::<IssuedCode>(), Err(CreditCodeError::NotWrong));
		assert!(matches!(
			"91350299M0009QAA78".parse::<IssuedCode>(),
			Err(CreditCodeError::InnerCheck { .. })
		));
		assert!(IssuedCode::decode(&mut issued.as_bytes()).is_ok());
		assert!(IssuedCode::decode(&mut &b"91330200MA2000123Y"[..]).is_err());
	}

	#[test]
	fn a_code_tells_where_it_was_issued_and_whose_it_is() {
		let code: CreditCode = "9144030071526726XG".parse().unwrap();
		assert_eq!((code.region(), &code.subject()), (Region(440_300), b"71526726X"));
	}
}
