//! Money in fen, shares in basis points. Integers only; nothing wraps.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use core::str::FromStr;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Money in fen (分), 1/100 CNY.
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
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
#[serde(transparent)]
pub struct Fen(pub u64);

impl Fen {
	/// Nothing.
	pub const ZERO: Self = Self(0);

	/// An amount in whole yuan; saturates, so use it for constants.
	pub const fn from_yuan(yuan: u64) -> Self {
		Self(yuan.saturating_mul(100))
	}

	/// The sum, or nothing where it does not fit.
	pub const fn checked_add(self, other: Self) -> Option<Self> {
		match self.0.checked_add(other.0) {
			Some(sum) => Some(Self(sum)),
			None => None,
		}
	}

	/// The difference, or nothing where it would be negative.
	pub const fn checked_sub(self, other: Self) -> Option<Self> {
		match self.0.checked_sub(other.0) {
			Some(rest) => Some(Self(rest)),
			None => None,
		}
	}

	/// The difference, or zero where it would be negative.
	pub const fn saturating_sub(self, other: Self) -> Self {
		Self(self.0.saturating_sub(other.0))
	}

	/// The sum of many amounts, or nothing where it does not fit.
	pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
		amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
	}

	/// `numerator / denominator` of this amount, rounded down to the fen. Nothing where the denominator is zero or
	/// the result does not fit.
	pub fn share(self, numerator: u64, denominator: u64) -> Option<Self> {
		let product = u128::from(self.0).checked_mul(u128::from(numerator))?;
		u64::try_from(product.checked_div(u128::from(denominator))?).ok().map(Self)
	}

	/// This many basis points of this amount, rounded down to the fen.
	pub fn basis_points(self, share: BasisPoints) -> Option<Self> {
		self.share(u64::from(share.0), 10_000)
	}

	/// Whether there is nothing.
	pub const fn is_zero(self) -> bool {
		self.0 == 0
	}
}

impl fmt::Display for Fen {
	/// Yuan with thousands separated and two decimals: `10,000,000.00`.
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (yuan, fen) = (self.0 / 100, self.0 % 100);
		let group = |divisor: u64| yuan.checked_div(divisor).unwrap_or(0);
		let mut divisor: u64 = 1;
		while group(divisor) >= 1000 {
			divisor = divisor.saturating_mul(1000);
		}
		write!(out, "{}", group(divisor))?;
		while divisor > 1 {
			divisor /= 1000;
			write!(out, ",{:03}", group(divisor) % 1000)?;
		}
		write!(out, ".{fen:02}")
	}
}

/// Why a text is not an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FenError {
	/// There is no digit, or a character that is neither a digit, a point nor a thousands comma.
	NotANumber,
	/// The amount is negative.
	Negative,
	/// There are more than two decimals: the fen is the smallest unit.
	TooManyDecimals,
	/// Commas must separate groups of three digits.
	MisplacedComma,
	/// The amount does not fit.
	TooLarge,
}

impl fmt::Display for FenError {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(match self {
			Self::NotANumber => "not an amount in yuan; write it like 1234.56",
			Self::Negative => "an amount cannot be negative",
			Self::TooManyDecimals => "more than two decimals; the smallest unit is the fen, 0.01 yuan",
			Self::MisplacedComma => "a comma may only separate groups of three digits, as in 1,234.56",
			Self::TooLarge => "the amount is too large; at most 184,467,440,737,095,516.15 yuan",
		})
	}
}

impl core::error::Error for FenError {}

impl FromStr for Fen {
	type Err = FenError;

	/// Reads yuan: `1234.56`, `1,234.56`, `1234`, `0.5`.
	fn from_str(text: &str) -> Result<Self, FenError> {
		if text.starts_with('-') {
			return Err(FenError::Negative);
		}
		let (yuan, decimals) = match text.split_once('.') {
			Some((_, "")) => return Err(FenError::NotANumber),
			Some((yuan, decimals)) => (yuan, decimals),
			None => (text, ""),
		};
		let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
		if yuan.is_empty() || !digits(decimals) {
			return Err(FenError::NotANumber);
		}
		if decimals.len() > 2 {
			return Err(FenError::TooManyDecimals);
		}
		let grouped = yuan.contains(',');
		let mut total: u64 = 0;
		for (index, group) in yuan.split(',').enumerate() {
			if !digits(group) {
				return Err(FenError::NotANumber);
			}
			let fits = if index == 0 {
				!group.is_empty() && (!grouped || group.len() <= 3)
			} else {
				group.len() == 3
			};
			if !fits {
				return Err(FenError::MisplacedComma);
			}
			for byte in group.bytes() {
				let digit = u64::from(byte.saturating_sub(b'0'));
				total =
					total.checked_mul(10).and_then(|ten| ten.checked_add(digit)).ok_or(FenError::TooLarge)?;
			}
		}
		let mut bytes = decimals.bytes().map(|byte| u64::from(byte.saturating_sub(b'0')));
		let (tenths, hundredths) = (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0));
		let fen = tenths.saturating_mul(10).saturating_add(hundredths);
		total.checked_mul(100).and_then(|total| total.checked_add(fen)).map(Self).ok_or(FenError::TooLarge)
	}
}

/// A rate or a share in basis points, 1/10,000.
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
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl BasisPoints {
	/// The whole: 10,000 basis points.
	pub const WHOLE: Self = Self(10_000);

	/// The sum, or nothing where it does not fit.
	pub const fn checked_add(self, other: Self) -> Option<Self> {
		match self.0.checked_add(other.0) {
			Some(sum) => Some(Self(sum)),
			None => None,
		}
	}
}

impl fmt::Display for BasisPoints {
	/// A percentage with two decimals: `3.50%`.
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "{}.{:02}%", self.0 / 100, self.0 % 100)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;
	use proptest::prelude::*;

	#[test]
	fn amounts_read_as_people_write_them() {
		for (text, fen) in [
			("0", 0),
			("0.01", 1),
			("0.5", 50),
			("1234.56", 123_456),
			("1,234.56", 123_456),
			("10,000,000.00", 1_000_000_000),
		] {
			assert_eq!(text.parse(), Ok(Fen(fen)), "{text}");
		}
		assert_eq!("184467440737095516.15".parse(), Ok(Fen(u64::MAX)));
	}

	#[test]
	fn what_is_not_an_amount_is_refused_with_its_reason() {
		use FenError::*;
		for (text, error) in [
			("", NotANumber),
			("abc", NotANumber),
			("1.", NotANumber),
			(".5", NotANumber),
			("1.2.3", NotANumber),
			("+1", NotANumber),
			("１", NotANumber),
			("-1.00", Negative),
			("1.234", TooManyDecimals),
			("1,23.00", MisplacedComma),
			("1234,567", MisplacedComma),
			(",123", MisplacedComma),
			("184467440737095516.16", TooLarge),
			("99999999999999999999999", TooLarge),
		] {
			assert_eq!(text.parse::<Fen>(), Err(error), "{text}");
		}
	}

	#[test]
	fn a_share_is_rounded_down_and_never_wraps() {
		assert_eq!(Fen(100).share(1, 3), Some(Fen(33)));
		assert_eq!(Fen(u64::MAX).share(u64::MAX, u64::MAX), Some(Fen(u64::MAX)));
		assert_eq!(Fen(u64::MAX).share(2, 1), None);
		assert_eq!(Fen(1).share(1, 0), None);
		assert_eq!(Fen(1_000_000).basis_points(BasisPoints(3000)), Some(Fen(300_000)));
	}

	#[test]
	fn a_rate_is_shown_in_percent() {
		assert_eq!(BasisPoints(350).to_string(), "3.50%");
		assert_eq!(BasisPoints(5).to_string(), "0.05%");
	}

	proptest! {
		#[test]
		fn what_is_printed_reads_back(fen: u64) {
			prop_assert_eq!(Fen(fen).to_string().parse(), Ok(Fen(fen)));
		}
	}
}
