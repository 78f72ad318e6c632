//! Signed amounts exactly as a paper has them: an invoice's lines can be negative and have six decimals.

use std::fmt;
use std::str::FromStr;

/// Millionths of a yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exact(pub(crate) i128);

/// A fen in millionths.
const FEN: i128 = 10_000;

/// Why a text is not such an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotExact {
	/// Something else than a sign, digits and a point.
	Malformed,
	/// More decimals than are kept.
	TooManyDecimals,
	/// More than fifteen digits before the point.
	TooLarge,
}

impl fmt::Display for NotExact {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(match self {
			Self::Malformed => "not an amount; it is written like 1234.56 or -1234.56",
			Self::TooManyDecimals => "more than six decimals",
			Self::TooLarge => "the amount is too large",
		})
	}
}

impl FromStr for Exact {
	type Err = NotExact;

	fn from_str(text: &str) -> Result<Self, NotExact> {
		let (negative, unsigned) = match text.strip_prefix('-') {
			Some(rest) => (true, rest),
			None => (false, text),
		};
		let (whole, decimals) = match unsigned.split_once('.') {
			Some((_, "")) => return Err(NotExact::Malformed),
			Some(parts) => parts,
			None => (unsigned, ""),
		};
		let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
		if whole.is_empty() || !digits(whole) || !digits(decimals) {
			return Err(NotExact::Malformed);
		}
		if whole.len() > 15 {
			return Err(NotExact::TooLarge);
		}
		let kept = decimals.trim_end_matches('0');
		if kept.len() > 6 {
			return Err(NotExact::TooManyDecimals);
		}
		let millionths: i128 = format!("{whole}{kept:0<6}").parse().map_err(|_| NotExact::Malformed)?;
		Ok(Self(if negative { -millionths } else { millionths }))
	}
}

impl Exact {
	/// The amount in fen, where it is whole.
	pub(crate) const fn fen(self) -> Option<i128> {
		match self.0 % FEN {
			0 => Some(self.0 / FEN),
			_ => None,
		}
	}

	/// The amount rounded to the fen, half away from zero.
	pub(crate) const fn rounded_fen(self) -> i128 {
		let half = if self.0 < 0 { -FEN / 2 } else { FEN / 2 };
		(self.0 + half) / FEN
	}
}

impl std::iter::Sum for Exact {
	fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
		Self(amounts.map(|amount| amount.0).sum())
	}
}

/// Fen as papers write them: `-1234.56`.
pub(crate) fn yuan(fen: i128) -> String {
	let sign = if fen < 0 { "-" } else { "" };
	let fen = fen.unsigned_abs();
	format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_exact() {
		for (text, millionths) in [
			("0", 0),
			("1000.00", 1_000_000_000),
			("-5000.00", -5_000_000_000),
			("0.120000", 120_000),
			("0.1200000000000", 120_000),
			("0.000001", 1),
			("999999999999999.99", 999_999_999_999_999_990_000),
		] {
			assert_eq!(text.parse(), Ok(Exact(millionths)), "{text}");
		}
		for text in ["", "-", "+1", "1.", ".5", "1,000.00", "１", "－1", "1 000", "--1", "1e3", "1.2.3"] {
			assert_eq!(text.parse::<Exact>(), Err(NotExact::Malformed), "{text}");
		}
		assert_eq!("0.0000001".parse::<Exact>(), Err(NotExact::TooManyDecimals));
		assert_eq!("1000000000000000".parse::<Exact>(), Err(NotExact::TooLarge));
	}

	#[test]
	fn fen_are_whole_or_rounded() {
		let exact = |text: &str| text.parse::<Exact>().unwrap();
		assert_eq!((exact("1.23").fen(), exact("1.234").fen()), (Some(123), None));
		assert_eq!((exact("1.235").rounded_fen(), exact("-1.235").rounded_fen()), (124, -124));
		assert_eq!((yuan(-123_456), yuan(5)), ("-1234.56".into(), "0.05".into()));
	}
}
