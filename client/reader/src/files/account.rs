//! Files with one value: an account number, an identity number, a key.

use crate::canonical;
use crate::encoding;
use crate::error::{Error, Result};
use crate::limits::ACCOUNT_CHARACTERS;

/// The one value of a file: its only line that is not empty.
pub fn read_value(file: &str, bytes: &[u8]) -> Result<String> {
	one_line(file, bytes).map(|(_, value)| value)
}

fn one_line(file: &str, bytes: &[u8]) -> Result<(u64, String)> {
	let text = encoding::value(file, bytes)?.text;
	let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
	let Some((at, value)) = lines.next() else {
		return Err(Error::at(file, None, None, "empty; one value is due"));
	};
	match lines.next() {
		None => Ok((at, value.trim().to_owned())),
		Some((line, _)) => Err(Error::at(file, Some(line), None, "a second value; one is due, on one line")),
	}
}

/// The account number in a file: 6 to 34 digits, in groups if one likes. Letters are refused, because the
/// letter O for a zero would pay to nobody or to somebody else.
pub fn read_account_number(file: &str, bytes: &[u8]) -> Result<String> {
	let (line, value) = one_line(file, bytes)?;
	let refuse = |message: String| Error::at(file, Some(line), None, message);
	let number =
		canonical::code(&value).map_err(|error| refuse(format!("not an account number: {error}")))?;
	if let Some((position, found)) = (1..).zip(number.chars()).find(|(_, found)| !found.is_ascii_digit()) {
		let zero = if found == 'O' { " (the letter O, not zero)" } else { "" };
		return Err(refuse(format!(
			"{found:?}{zero} at character {position}; an account number has digits only"
		)));
	}
	match ACCOUNT_CHARACTERS.contains(&number.len()) {
		true => Ok(number),
		false => Err(refuse(format!(
			"{} digits; an account number has {} to {}",
			number.len(),
			ACCOUNT_CHARACTERS.start(),
			ACCOUNT_CHARACTERS.end()
		))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn number(text: &str) -> std::result::Result<String, String> {
		read_account_number("a.txt", text.as_bytes()).map_err(|error| error.to_string())
	}

	#[test]
	fn one_number_is_read() {
		for text in
			["6200000000000002", "6200 0000 0000 0002\n", "\n  ６２００　0000\u{200b}0000 0002 \r\n\n"]
		{
			assert_eq!(number(text), Ok("6200000000000002".into()), "{text:?}");
		}
	}

	#[test]
	fn what_is_not_one_number_is_refused() {
		for (text, expected) in [
			("", "a.txt: empty; one value is due"),
			("6200000000000002\n\n6200000000000010", "a.txt, line 3: a second value"),
			("62OOOO0000000002", "a.txt, line 1: 'O' (the letter O, not zero) at character 3"),
			("\n62ОО000000000002", "a.txt, line 2: not an account number: the character U+041E looks like O"),
			("NL91ABNA0417164300", "a.txt, line 1: 'N' at character 1"),
			("6200-0000-0001", "a.txt, line 1: not an account number: '-' does not belong"),
			("62000", "a.txt, line 1: 5 digits; an account number has 6 to 34"),
			(
				"6200000000000002 6200000000000010",
				"a.txt, line 1: not an account number: two groups of 8 digits or more",
			),
			(
				"6200000000000002\u{2028}6200000000000010",
				"a.txt, line 1: not an account number: the character U+2028",
			),
			(&"1".repeat(35), "a.txt, line 1: 35 digits"),
		] {
			let error = number(text).unwrap_err();
			assert!(error.starts_with(expected), "{error}");
		}
	}
}
