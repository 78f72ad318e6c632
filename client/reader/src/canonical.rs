//! The form in which numbers and names are compared: one function for the numbers of invoices, contracts,
//! reports, applications and certificates, one for codes of a fixed form.
//!
//! **What refuses is injective on what people call different numbers.** [`number`] makes one of what is only
//! written differently (full-width characters, capitals, kinds of dashes, slashes and brackets, characters
//! that nobody sees), and never drops a separator: `1-23` and `12-3` stay two. Characters that look like
//! others (Cyrillic А, Greek Ο) and whatever else is not expected in a number are refused, so that no
//! look-alike makes a second number of one paper.
//!
//! Looser forms ([`digits`], [`skeleton`], [`near_amounts`], [`near_weeks`]) take different numbers for one.
//! They only make alert keys: a person looks, nothing is refused.
//!
//! The vectors in `vectors/canonical.json` bind every reader, also those written in other languages.

use crate::limits::NUMBER_CHARACTERS;
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zhidai_api::{is_unseen, Day, Fen};

/// A group of this many digits is a number of its own: who writes one number in groups makes them shorter.
const LONE_DIGITS: usize = 8;

/// What all separators of a number become.
pub const SEPARATOR: char = '-';

/// Why a text has no canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCanonical {
	/// There is no letter, digit or Chinese character.
	Empty,
	/// It is longer than a number is.
	TooLong,
	/// A character looks like a Latin letter or a digit and is none.
	LookAlike {
		/// The character.
		found: char,
		/// What it looks like.
		like: char,
	},
	/// A character does not stand in numbers.
	Character(char),
	/// A code of a fixed form has a character that is neither a letter nor a digit.
	NotInCode(char),
	/// Two numbers stand on one line.
	Two,
}

impl fmt::Display for NotCanonical {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		let code_point = |found: &char| u32::from(*found);
		match self {
			Self::Empty => out.write_str("empty; a number has letters or digits"),
			Self::TooLong => write!(out, "longer than {NUMBER_CHARACTERS} characters"),
			Self::LookAlike { found, like } => write!(
				out,
				"the character U+{:04X} looks like {like} and is another; type {like}",
				code_point(found)
			),
			Self::Character(found) => {
				write!(out, "the character U+{:04X} ({found:?}) does not stand in numbers", code_point(found))
			}
			Self::NotInCode(found) => {
				write!(out, "{found:?} does not belong; this number has letters and digits only")
			}
			Self::Two => write!(
				out,
				"two groups of {LONE_DIGITS} digits or more, which are two numbers; one is due, in shorter groups or none"
			),
		}
	}
}

impl std::error::Error for NotCanonical {}

/// What a character of a number is.
enum Class {
	/// It counts, as this character.
	Counts(char),
	/// It separates.
	Separates,
	/// Nobody sees it.
	Invisible,
	/// It is not expected.
	Foreign,
}

/// Zero-width and soft hyphens, joiners, marks of direction, variation selectors: what is no part of a number. Others
/// that nobody sees ([`is_unseen`]) are not expected in one, and refuse it.
const fn is_invisible(character: char) -> bool {
	matches!(character,
		'\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
		| '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Hyphens, dashes, minus signs, slashes, underscores, tildes, lines, and the space between words.
fn is_separator(character: char) -> bool {
	matches!(
		character,
		'-' | '_' | '/' | '\\' | '~' | '|' | '\u{2010}'
			..='\u{2015}'
				| '\u{2043}' | '\u{2044}'
				| '\u{2212}' | '\u{2215}'
				| '\u{223c}' | '\u{2500}'
				| '\u{2501}' | '\u{29f8}'
				| '\u{2e3a}' | '\u{2e3b}'
				| '\u{301c}' | '\u{30fc}'
				| '\u{fe31}' | '\u{fe32}'
				| '\u{fe58}' | '\u{fe63}'
				| '\u{ff70}'
	) || (character.is_whitespace() && !ends_line(character))
}

/// What begins a new line or is no part of one: what stands on two lines is not one number.
fn ends_line(character: char) -> bool {
	character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

const fn is_chinese(character: char) -> bool {
	matches!(character, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Full-width characters in their usual width.
fn narrow(character: char) -> char {
	match character {
		'\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
		'\u{3000}' => ' ',
		other => other,
	}
}

fn class(character: char) -> Class {
	let character = narrow(character);
	match character {
		_ if is_invisible(character) => Class::Invisible,
		_ if is_separator(character) => Class::Separates,
		'0'..='9' | 'A'..='Z' | 'a'..='z' => Class::Counts(character.to_ascii_uppercase()),
		_ if is_chinese(character) => Class::Counts(character),
		// A hollow circle is how the zero of years is typed.
		'\u{25cb}' | '\u{25ef}' => Class::Counts('〇'),
		'[' | '{' | '〔' | '【' | '〖' | '《' | '「' => Class::Counts('('),
		']' | '}' | '〕' | '】' | '〗' | '》' | '」' => Class::Counts(')'),
		'\u{b7}' | '\u{2022}' | '\u{30fb}' => Class::Counts('.'),
		'.' | '(' | ')' | '#' | '+' | '*' | '&' | ':' | ',' => Class::Counts(character),
		_ => Class::Foreign,
	}
}

/// What a Cyrillic or Greek letter looks like, where that is a Latin letter or a digit.
fn look_alike(character: char) -> Option<char> {
	const FOREIGN: &str = "АВЕЗІЈКМНОРСЅТУХаеорсухіјѕԚԜһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϹϲ";
	const LATIN: &str = "ABE3IJKMHOPCSTYXaeopcyxijsQWhABEZHIKMNOPTYXovCc";
	let position = FOREIGN.chars().position(|foreign| foreign == character)?;
	LATIN.chars().nth(position)
}

/// Roman numerals of one character (Ⅱ), which people type as letters.
fn unfolded(character: char) -> impl Iterator<Item = char> {
	let roman = matches!(character, '\u{2160}'..='\u{217f}');
	let plain: Vec<char> = match roman {
		true => std::iter::once(character).nfkc().collect(),
		false => vec![character],
	};
	plain.into_iter()
}

/// A number as it is compared: in capitals and usual width, without what nobody sees, all separators one
/// (runs too).
pub fn number(text: &str) -> Result<String, NotCanonical> {
	let (mut canonical, mut length, mut counts) = (String::new(), 0, false);
	for character in text.trim().nfc().flat_map(unfolded) {
		let next = match class(character) {
			Class::Counts(counted) => counted,
			Class::Separates if canonical.ends_with(SEPARATOR) => continue,
			Class::Separates => SEPARATOR,
			Class::Invisible => continue,
			Class::Foreign => {
				return Err(match look_alike(character) {
					Some(like) => NotCanonical::LookAlike { found: character, like },
					None => NotCanonical::Character(character),
				})
			}
		};
		counts |= next.is_ascii_alphanumeric() || is_chinese(next);
		length += 1;
		if length > NUMBER_CHARACTERS {
			return Err(NotCanonical::TooLong);
		}
		canonical.push(next);
	}
	match counts {
		true => Ok(canonical),
		false => Err(NotCanonical::Empty),
	}
}

/// A code of a fixed form as it is compared: credit codes, invoice, account and identity numbers have letters
/// and digits only, so the spaces by which people group them are no part of them. Other separators are
/// refused, and so are two numbers that stand side by side: together they would be a third one.
pub fn code(text: &str) -> Result<String, NotCanonical> {
	let groups = |character: char| narrow(character).is_whitespace() && !ends_line(character);
	let ungrouped: String = text.chars().filter(|character| !groups(*character)).collect();
	let code = number(&ungrouped)?;
	if let Some(found) = code.chars().find(|character| !character.is_ascii_alphanumeric()) {
		return Err(NotCanonical::NotInCode(found));
	}
	let digits = |group: &str| group.chars().filter(|character| narrow(*character).is_ascii_digit()).count();
	match text.split(groups).filter(|group| digits(group) >= LONE_DIGITS).count() {
		0 | 1 => Ok(code),
		_ => Err(NotCanonical::Two),
	}
}

/// A name as it is compared: full-width and composed forms made one, space at its ends and characters that
/// nobody sees gone, those that turn the text around too; a tab or a new line is a space. Names decide nothing: they
/// are shown, and compared between a paper and its declaration.
pub fn name(text: &str) -> String {
	let visible = text.nfkc().filter_map(|character| match is_unseen(character) {
		true => character.is_whitespace().then_some(' '),
		false => Some(character),
	});
	visible.collect::<String>().trim().to_owned()
}

/// Alert key: the digits of a number, where there are enough to mean something.
pub fn digits(text: &str) -> Option<String> {
	let digits: String = text.nfkc().filter(char::is_ascii_digit).collect();
	(digits.len() >= 4).then_some(digits)
}

/// Alert key: a number as a hasty eye sees it. Look-alikes of all kinds are one, separators and signs are
/// gone.
pub fn skeleton(text: &str) -> String {
	let seen = |character: char| look_alike(character).unwrap_or(character).to_uppercase().next();
	let shape = |character: char| match character {
		'O' | 'Q' | '〇' => '0',
		'I' | 'L' => '1',
		'Z' => '2',
		'S' => '5',
		'G' => '6',
		'B' => '8',
		other => other,
	};
	text.nfkc()
		.filter_map(seen)
		.map(shape)
		.filter(|character| character.is_ascii_alphanumeric() || is_chinese(*character))
		.collect()
}

/// Alert keys: two amounts that are near (within about one part in ten of each other, at the most) share one
/// of them.
pub fn near_amounts(amount: Fen) -> [u64; 2] {
	let mut step = 1;
	while amount.0 / step >= 100 {
		step *= 10;
	}
	let floor = amount.0 / step * step;
	[floor, floor.saturating_add(step)]
}

/// Alert keys: two days that lie no more than a week apart share one of them.
pub const fn near_weeks(day: Day) -> [u32; 2] {
	[day.0 / 7, day.0 / 7 + 1]
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn near_amounts_and_days_share_a_key() {
		let share = |one: [u64; 2], other: [u64; 2]| one.iter().any(|key| other.contains(key));
		for (one, other) in [(450_000_000, 450_000_100), (99_999_999, 100_000_001), (0, 1), (5, 6)] {
			assert!(share(near_amounts(Fen(one)), near_amounts(Fen(other))), "{one} {other}");
		}
		assert!(!share(near_amounts(Fen(450_000_000)), near_amounts(Fen(500_000_000))));
		let days = |day| near_weeks(Day(day)).map(u64::from);
		for day in 20_000..20_030 {
			assert!((0..=7).all(|apart| share(days(day), days(day + apart))));
			assert!(!share(days(day), days(day + 14)));
		}
		assert_eq!(near_amounts(Fen(u64::MAX))[0], 18_000_000_000_000_000_000);
	}

	#[test]
	fn what_cannot_stand_in_a_number_is_named() {
		assert_eq!(number(""), Err(NotCanonical::Empty));
		assert_eq!(number(" -/ "), Err(NotCanonical::Empty));
		assert_eq!(number(&"1".repeat(65)), Err(NotCanonical::TooLong));
		let error = number("СG-2026").unwrap_err();
		assert_eq!(error, NotCanonical::LookAlike { found: 'С', like: 'C' });
		assert!(error.to_string().contains("U+0421 looks like C"), "{error}");
		assert_eq!(number("①2"), Err(NotCanonical::Character('①')));
		assert_eq!(number("1\n2"), Err(NotCanonical::Character('\n')));
		assert_eq!(number("1\u{202e}2"), Err(NotCanonical::Character('\u{202e}')));
		assert_eq!(code("6200-0001"), Err(NotCanonical::NotInCode('-')));
		assert_eq!(code("62\n00"), Err(NotCanonical::Character('\n')));
		for line in ['\u{2028}', '\u{2029}'] {
			assert_eq!(number(&format!("1{line}2")), Err(NotCanonical::Character(line)));
			assert_eq!(code(&format!("62{line}00")), Err(NotCanonical::Character(line)));
		}
	}

	#[test]
	fn two_numbers_side_by_side_are_not_a_third_one() {
		for two in [
			"6200000000000002 6200000000000010",
			"62000002 62000010",
			"６２０００００２\u{3000}６２００００１０",
			"033002200211 12345678 9",
			"91330200MA2F00020N 91330299",
		] {
			assert_eq!(code(two), Err(NotCanonical::Two), "{two:?}");
		}
		for one in ["6200 0000 0000 0002", "330200 19800101 123X", "62000002 6200001", " 6200000000000002 "] {
			assert!(code(one).is_ok(), "{one:?}");
		}
	}

	#[test]
	fn the_canonical_form_is_its_own() {
		for text in ["YX／CG—2026 003", "甬字〔2026〕12号", "a--b", "202610900001.4", "Ⅱ-7"] {
			let once = number(text).unwrap();
			assert_eq!(number(&once), Ok(once.clone()), "{text}");
		}
	}

	#[test]
	fn a_name_is_what_is_seen_of_it() {
		assert_eq!(name(" 宁\u{202e}波\u{2066}精\u{200b}工\u{feff}\u{3000}"), "宁波精工");
		assert_eq!(name("Ningbo\u{2028}Ｔools\nLtd"), "Ningbo Tools Ltd");
		assert_eq!(name("\u{200b}\u{202e}"), "");
	}

	#[test]
	fn look_alikes_are_listed_in_pairs() {
		assert_eq!(look_alike('А'), Some('A'));
		assert_eq!(look_alike('ѕ'), Some('s'));
		assert_eq!(look_alike('һ'), Some('h'));
		assert_eq!(look_alike('Ζ'), Some('Z'));
		assert_eq!(look_alike('ν'), Some('v'));
		assert_eq!(look_alike('ϲ'), Some('c'));
		assert_eq!(look_alike('A'), None);
	}
}
