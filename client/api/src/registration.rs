//! Under which numbers an organisation is registered.

use crate::{CreditCode, CreditCodeError, IssuedCode, Region};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use core::str::FromStr;
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 工商注册号: 15 digits; the first six are the register's region, the last is a check digit.
pub type BusinessNumber = [u8; 15];

/// Under which number an organisation is registered.
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
pub enum RegistrationId {
	/// 统一社会信用代码; its check characters and region are verified when it is decoded.
	#[codec(index = 0)]
	CreditCode(CreditCode),
	/// 工商注册号 of who has no credit code yet, such as an individual business (个体工商户).
	#[codec(index = 1)]
	BusinessRegistration(BusinessNumber),
	/// A credit code that its register issued with a wrong last character: marked as such, and only a market
	/// regulator admits it.
	#[codec(index = 2)]
	CreditCodeAsIssued(IssuedCode),
}

/// Why a text is no registration number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationError {
	/// It has neither 18 characters nor 15 digits.
	Length,
	/// It has 15 digits whose check digit is wrong.
	CheckDigit,
	/// It has 15 digits of which the first six are no region of GB/T 2260.
	Region,
	/// It has 18 characters and is not a credit code, nor one that was issued with a wrong last character.
	CreditCode(CreditCodeError),
}

impl fmt::Display for RegistrationError {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Length => out.write_str(
				"a party has a credit code of 18 characters or, without one, a registration number \
				 of 15 digits",
			),
			Self::CheckDigit => out.write_str("the registration number's check digit (its last) is wrong"),
			Self::Region => {
				out.write_str("the registration number's first six digits are no region of GB/T 2260")
			}
			Self::CreditCode(error) => error.fmt(out),
		}
	}
}

impl core::error::Error for RegistrationError {}

/// Under what a number is found. A firm that had a wrongly issued code, or moved and was given another one,
/// has the same organisation code in all of them.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum NumberKey {
	/// The organisation code in a credit code, its characters 9 to 17.
	#[codec(index = 0)]
	Subject([u8; 9]),
	/// The 15 digits.
	#[codec(index = 1)]
	Business(BusinessNumber),
}

impl RegistrationId {
	/// Whether the number has the right form, check digit and region.
	pub fn is_valid(&self) -> bool {
		match self {
			Self::CreditCode(_) | Self::CreditCodeAsIssued(_) => true,
			Self::BusinessRegistration(digits) => check_business(digits).is_ok(),
		}
	}

	/// Where it was issued.
	pub fn region(&self) -> Region {
		match self {
			Self::CreditCode(code) => code.region(),
			Self::CreditCodeAsIssued(code) => code.region(),
			Self::BusinessRegistration(digits) => business_region(digits).unwrap_or_default(),
		}
	}

	/// Under what it is found.
	pub fn key(&self) -> NumberKey {
		match self {
			Self::CreditCode(code) => NumberKey::Subject(code.subject()),
			Self::CreditCodeAsIssued(code) => NumberKey::Subject(code.subject()),
			Self::BusinessRegistration(digits) => NumberKey::Business(*digits),
		}
	}

	/// The number as people write it.
	pub fn as_str(&self) -> &str {
		match self {
			Self::CreditCode(code) => code.as_str(),
			Self::CreditCodeAsIssued(code) => code.as_str(),
			Self::BusinessRegistration(digits) => core::str::from_utf8(digits).unwrap_or_default(),
		}
	}

	/// Whether it is one of the 18-character codes.
	pub const fn is_credit_code(&self) -> bool {
		matches!(self, Self::CreditCode(_) | Self::CreditCodeAsIssued(_))
	}
}

impl FromStr for RegistrationId {
	type Err = RegistrationError;

	/// The number that people write. A code whose only fault is its last character is one as issued: the text alone
	/// cannot tell it from a slip, so whoever acts on it holds it against what the register has.
	fn from_str(text: &str) -> Result<Self, RegistrationError> {
		let digits = BusinessNumber::try_from(text.as_bytes()).ok();
		if let Some(digits) = digits.filter(|digits| digits.iter().all(u8::is_ascii_digit)) {
			return check_business(&digits).map(|()| Self::BusinessRegistration(digits));
		}
		let code: Result<CreditCode, CreditCodeError> = text.parse();
		match (code, text.parse::<IssuedCode>()) {
			(Ok(code), _) => Ok(Self::CreditCode(code)),
			(Err(_), Ok(issued)) => Ok(Self::CreditCodeAsIssued(issued)),
			(Err(CreditCodeError::Length), Err(_)) => Err(RegistrationError::Length),
			(Err(error), Err(_)) => Err(RegistrationError::CreditCode(error)),
		}
	}
}

impl fmt::Display for RegistrationId {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(self.as_str())
	}
}

impl Serialize for RegistrationId {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de> Deserialize<'de> for RegistrationId {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
	}
}

/// The form, check digit and region of 15 digits.
fn check_business(digits: &BusinessNumber) -> Result<(), RegistrationError> {
	match digits {
		digits if !digits.iter().all(u8::is_ascii_digit) => Err(RegistrationError::Length),
		digits if !has_check_digit(digits) => Err(RegistrationError::CheckDigit),
		digits => business_region(digits).map(|_| ()).ok_or(RegistrationError::Region),
	}
}

fn business_region(digits: &BusinessNumber) -> Option<Region> {
	Region::from_digits(digits.get(..6)?)
}

/// GS 15-2006: the digits pass ISO 7064 MOD 11,10.
fn has_check_digit(digits: &BusinessNumber) -> bool {
	let [body @ .., last] = digits;
	let value = |digit: &u8| u32::from(digit.saturating_sub(b'0'));
	let product = body.iter().fold(10_u32, |product, digit| {
		let sum = match product.saturating_add(value(digit)) % 10 {
			0 => 10,
			sum => sum,
		};
		sum.saturating_mul(2) % 11
	});
	product.saturating_add(value(last)) % 10 == 1
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;

	#[test]
	fn a_business_number_has_15_digits_a_region_and_a_check_digit() {
		let number = |digits: &[u8; 15]| RegistrationId::BusinessRegistration(*digits);
		assert!(number(b"110108000000016").is_valid());
		assert_eq!(number(b"110108000000016").region(), Region(110_108));
		for wrong in [b"110108000000017", b"110108000000106", b"11010800000001x", b"               "] {
			assert!(!number(wrong).is_valid());
		}
		let nowhere = (b'0'..=b'9').map(|check| {
			let mut digits = *b"029919000000000";
			digits[14] = check;
			digits
		});
		assert!(nowhere.into_iter().all(|digits| !number(&digits).is_valid()), "no region, no number");
	}

	#[test]
	fn every_kind_of_number_is_read_as_the_chain_writes_it() {
		for (index, text) in [(0, "91330200MA20002460"), (1, "330206600123456"), (2, "91350299M0009QAA68")] {
			let number: RegistrationId = text.parse().unwrap();
			assert_eq!((number.as_str(), number.is_valid()), (text, true));
			let encoded = number.encode();
			assert_eq!(encoded, [&[index][..], text.as_bytes()].concat());
			assert_eq!(RegistrationId::decode(&mut &encoded[..]), Ok(number));
			let json = serde_json::to_string(&number).unwrap();
			assert_eq!(json, alloc::format!("\"{text}\""));
			assert_eq!(serde_json::from_str::<RegistrationId>(&json).unwrap(), number);
		}
	}

	#[test]
	fn what_is_no_number_is_refused_with_its_reason() {
		let fails = |text: &str| text.parse::<RegistrationId>().unwrap_err();
		assert_eq!(fails("330206600123457"), RegistrationError::CheckDigit);
		let checked = (b'0'..=b'9').map(|last| [b"02991900000000".as_slice(), &[last]].concat());
		let nowhere = checked.map(|digits| fails(core::str::from_utf8(&digits).unwrap()));
		assert_eq!(
			nowhere.filter(|error| *error == RegistrationError::Region).count(),
			1,
			"as for the chain"
		);
		assert_eq!(fails("33020660012345"), RegistrationError::Length);
		assert_eq!(fails("33020660012345X"), RegistrationError::Length);
		assert!(fails("91330200MA20002450").to_string().starts_with("check character 17"));
		assert!(fails("91330200ma20002461").to_string().starts_with("character 9 is not one of"));
		assert!(fails("91330200MA2000246Z").to_string().starts_with("character 18 is not one of"));
		// A wrong last character excuses nothing else.
		let nowhere = "330299190001016371";
		assert!(nowhere.parse::<CreditCode>().is_err() && nowhere.parse::<IssuedCode>().is_err());
		assert!(nowhere.parse::<RegistrationId>().is_err());
	}

	#[test]
	fn a_code_is_found_by_whose_it_is() {
		let code = |text: &str| RegistrationId::CreditCode(text.parse().unwrap());
		let issued = RegistrationId::CreditCodeAsIssued("91350299M0009QAA68".parse().unwrap());
		assert_eq!(issued.key(), NumberKey::Subject(*b"M0009QAA6"));
		assert_eq!((issued.as_str(), issued.region()), ("91350299M0009QAA68", Region(350_299)));
		assert_ne!(code("91330200MA2000123Y").key(), code("91330200MA20002460").key());
		assert!(issued.is_credit_code() && issued.is_valid());
	}
}
