//! The number by which a register knows a party.

use codec::Encode;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use zhidai_api::{CreditCode, CreditCodeError};

/// Who a party is, by its number in the public register. The chain's `RegistrationId` is encoded alike.
///
/// It says that the number is well formed; whether the register knows it, only the register can tell.
#[derive(Encode, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Registration {
	/// 统一社会信用代码, both check characters verified.
	#[codec(index = 0)]
	CreditCode(CreditCode),
	/// 工商注册号 of an individual business (个体工商户) that has no credit code yet: 15 digits, the last a check
	/// digit.
	#[codec(index = 1)]
	BusinessRegistration([u8; 15]),
}

/// Why a text is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationError {
	/// It has neither 18 characters nor 15 digits.
	Length,
	/// It has 15 digits whose check digit is wrong.
	CheckDigit,
	/// It has 18 characters and is not a credit code.
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
			Self::CreditCode(error) => error.fmt(out),
		}
	}
}

impl std::error::Error for RegistrationError {}

impl FromStr for Registration {
	type Err = RegistrationError;

	fn from_str(text: &str) -> Result<Self, RegistrationError> {
		let digits = <[u8; 15]>::try_from(text.as_bytes());
		match digits.ok().filter(|digits| digits.iter().all(u8::is_ascii_digit)) {
			Some(digits) if has_check_digit(&digits) => Ok(Self::BusinessRegistration(digits)),
			Some(_) => Err(RegistrationError::CheckDigit),
			None => text.parse().map(Self::CreditCode).map_err(|error| match error {
				CreditCodeError::Length => RegistrationError::Length,
				error => RegistrationError::CreditCode(error),
			}),
		}
	}
}

/// GS 15-2006: the digits pass ISO 7064 MOD 11,10.
fn has_check_digit(digits: &[u8; 15]) -> bool {
	let [body @ .., last] = digits;
	let value = |digit: &u8| u32::from(digit - b'0');
	let product = body.iter().fold(10, |product, digit| {
		let sum = match (product + value(digit)) % 10 {
			0 => 10,
			sum => sum,
		};
		sum * 2 % 11
	});
	(product + value(last)) % 10 == 1
}

impl Registration {
	/// The characters.
	pub fn as_str(&self) -> &str {
		match self {
			Self::CreditCode(code) => code.as_str(),
			Self::BusinessRegistration(digits) => std::str::from_utf8(digits).unwrap_or_default(),
		}
	}

	/// The name of the chain's variant: the key under which a register of the chain is asked.
	pub const fn variant(&self) -> &'static str {
		match self {
			Self::CreditCode(_) => "CreditCode",
			Self::BusinessRegistration(_) => "BusinessRegistration",
		}
	}
}

impl fmt::Display for Registration {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(self.as_str())
	}
}

impl Serialize for Registration {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de> Deserialize<'de> for Registration {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn both_kinds_of_number_are_known() {
		let code: Registration = "91330200MA20002460".parse().unwrap();
		assert_eq!((code.variant(), code.as_str()), ("CreditCode", "91330200MA20002460"));
		let number: Registration = "330206600123456".parse().unwrap();
		assert_eq!((number.variant(), number.as_str()), ("BusinessRegistration", "330206600123456"));
		assert_eq!(serde_json::to_string(&number).unwrap(), "\"330206600123456\"");
		assert_eq!(serde_json::from_str::<Registration>("\"330206600123456\"").unwrap(), number);
		assert_eq!(number.encode(), [&[1][..], b"330206600123456"].concat());
	}

	#[test]
	fn what_is_neither_is_refused_with_its_reason() {
		assert_eq!("330206600123457".parse::<Registration>(), Err(RegistrationError::CheckDigit));
		assert_eq!("33020660012345".parse::<Registration>(), Err(RegistrationError::Length));
		assert_eq!("33020660012345X".parse::<Registration>(), Err(RegistrationError::Length));
		let error = "91330200MA20002461".parse::<Registration>().unwrap_err();
		assert!(error.to_string().starts_with("check character 18 should be 0"), "{error}");
	}
}
