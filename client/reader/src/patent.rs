//! Patent application numbers (专利申请号), as they stand on a filing notice.
//!
//! Source: ZC 0006-2003 (专利申请号标准): since October 2003 a year, a kind, seven digits, a point and a check
//! character; before, eight digits and the same check. What cannot be told: whether the office knows the
//! number; only its own query does.

use crate::canonical;
use std::fmt;

/// An application's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Application {
	/// Digits, point and check character, without what may stand before them.
	pub(crate) number: String,
	/// The year of filing, where the number says it: not for international applications, nor for the old kind.
	pub(crate) year: Option<u32>,
}

/// Why a text is no application's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotApplication {
	/// Not of the form.
	Form,
	/// The check character should be another.
	Check(char),
	/// `ZL` stands before the numbers of granted patents.
	Granted,
	/// Characters that do not stand in numbers.
	Number(canonical::NotCanonical),
}

impl fmt::Display for NotApplication {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Form => out.write_str("not an application number; it is written like 202610900001.4"),
			Self::Check(right) => write!(out, "the check character after the point should be {right}"),
			Self::Granted => {
				out.write_str("ZL stands before granted patents; a filing notice has the bare number")
			}
			Self::Number(error) => error.fmt(out),
		}
	}
}

/// The check character: weights 2 to 9 from the left, again and again, modulo 11; ten is X.
fn check(digits: &str) -> Option<char> {
	let values = digits.chars().map(|digit| digit.to_digit(10));
	let sum =
		values.zip((2..=9).cycle()).map(|(value, weight)| Some(value? * weight)).sum::<Option<u32>>()?;
	"0123456789X".chars().nth((sum % 11) as usize)
}

/// Reads an application's number, with or without CN before it.
pub(crate) fn parse(text: &str) -> Result<Application, NotApplication> {
	let number = canonical::number(text).map_err(NotApplication::Number)?;
	if number.starts_with("ZL") {
		return Err(NotApplication::Granted);
	}
	let bare = number.strip_prefix("CN").unwrap_or(&number).trim_start_matches(canonical::SEPARATOR);
	let (digits, found) = bare.split_once('.').ok_or(NotApplication::Form)?;
	let form = matches!(digits.len(), 8 | 12) && digits.bytes().all(|byte| byte.is_ascii_digit());
	let right = check(digits).filter(|_| form).ok_or(NotApplication::Form)?;
	if found.chars().ne([right]) {
		return Err(NotApplication::Check(right));
	}
	let kind = digits.chars().nth(4).filter(|_| digits.len() == 12);
	let year = match kind {
		Some('1' | '2' | '3') => digits.get(..4).and_then(|year| year.parse().ok()),
		Some('8' | '9') | None => None,
		Some(_) => return Err(NotApplication::Form),
	};
	Ok(Application { number: bare.to_owned(), year })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn published_numbers_have_the_right_check() {
		for (text, year) in [
			("201710601862.3", Some(2017)),
			("200710308494.X", Some(2007)),
			("97101765.4", None),
			("95115608.x", None),
			("CN 202610900001.4", Some(2026)),
			("２０２６２０００００１３．７", Some(2026)),
		] {
			let application = parse(text).unwrap();
			assert_eq!(application.year, year, "{text}");
			assert!(!application.number.contains(['C', ' ', '-']));
		}
	}

	#[test]
	fn what_is_no_application_is_refused_with_its_reason() {
		assert_eq!(parse("202610900001.5"), Err(NotApplication::Check('4')));
		assert_eq!(
			parse("202610900010.4").map_err(|error| matches!(error, NotApplication::Check(_))),
			Err(true)
		);
		assert_eq!(parse("202610900001.44"), Err(NotApplication::Check('4')));
		assert_eq!(parse("ZL201710601862.3"), Err(NotApplication::Granted));
		for text in ["202610900001", "20261090001.4", "x.4", "CG-2026-017"] {
			assert_eq!(parse(text), Err(NotApplication::Form), "{text}");
		}
		assert!(matches!(parse("2026１090000①.4"), Err(NotApplication::Number(_))));
		let four = format!("202640900001.{}", check("202640900001").unwrap());
		assert_eq!(parse(&four), Err(NotApplication::Form), "there is no kind 4");
	}
}
