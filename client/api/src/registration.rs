//! Under which numbers an organisation is registered.

use crate::{CreditCode, IssuedCode, Region};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

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
			Self::BusinessRegistration(digits) => {
				digits.iter().all(u8::is_ascii_digit)
					&& has_check_digit(digits)
					&& business_region(digits).is_some()
			}
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
	fn a_code_is_found_by_whose_it_is() {
		let code = |text: &str| RegistrationId::CreditCode(text.parse().unwrap());
		let issued = RegistrationId::CreditCodeAsIssued("91350299M0009QAA68".parse().unwrap());
		assert_eq!(issued.key(), NumberKey::Subject(*b"M0009QAA6"));
		assert_eq!((issued.as_str(), issued.region()), ("91350299M0009QAA68", Region(350_299)));
		assert_ne!(code("91330200MA2000123Y").key(), code("91330200MA20002460").key());
		assert!(issued.is_credit_code() && issued.is_valid());
	}
}
