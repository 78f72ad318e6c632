//! Files with one value: an account number, an identity number, a key.

use crate::canonical;
use crate::encoding;
use crate::error::{Error, Result};
use crate::input::{random, read_bytes, write_once};
use crate::limits::{ACCOUNT_CHARACTERS, VALUE_BYTES};
use serde::{Deserialize, Serialize};
use std::path::Path;

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

/// A receiving account with the salt under which its number's hash stands on the chain, as it is kept for those who
/// pay to it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptAccount {
	/// Without it the number could be found by trying all.
	pub salt: [u8; 32],
	/// The record as it stands in its file.
	pub bytes: Vec<u8>,
}

/// The file's content.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
	bank_code: String,
	number: String,
	salt: String,
}

impl KeptAccount {
	/// The record at this path, or a new one that is written there: the same account again has the same salt and so the
	/// same hash. Whoever writes it, what counts is what stands in the file. A file of another account is refused.
	pub fn keep(path: &Path, bank_code: &str, number: &str) -> Result<Self> {
		if !path.exists() {
			write_once(path, &Self::new(bank_code, number)?.bytes)
				.map_err(|error| Error::io("write", path, &error))?;
		}
		Self::read(path, bank_code, number)
	}

	/// The same, and nothing is written: for a trial.
	pub fn tried(path: &Path, bank_code: &str, number: &str) -> Result<Self> {
		match path.exists() {
			true => Self::read(path, bank_code, number),
			false => Self::new(bank_code, number),
		}
	}

	fn new(bank_code: &str, number: &str) -> Result<Self> {
		let salt = random::<32>()?;
		let kept = format!("0x{}", hex::encode(salt));
		let record = Record { bank_code: bank_code.into(), number: number.into(), salt: kept };
		Ok(Self { salt, bytes: serde_json::to_vec(&record).map_err(Error::unexpected)? })
	}

	fn read(path: &Path, bank_code: &str, number: &str) -> Result<Self> {
		let file = path.display().to_string();
		let bytes = read_bytes(path, VALUE_BYTES)?;
		// What serde says of a wrong record may have the number in it.
		let record: Record = serde_json::from_slice(&bytes)
			.map_err(|_| Error::at(&file, None, None, "not the record of an account; name another file"))?;
		if (record.bank_code.as_str(), record.number.as_str()) != (bank_code, number) {
			let message =
				"the record of another account or branch, which is not overwritten; name another file";
			return Err(Error::at(&file, None, None, message));
		}
		let salt = record.salt.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
		let salt = salt.and_then(|salt| <[u8; 32]>::try_from(salt).ok());
		let salt =
			salt.ok_or_else(|| Error::at(&file, None, Some("salt"), "not 0x and 64 hexadecimal digits"))?;
		Ok(Self { salt, bytes })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const BRANCH: &str = "999332000025";

	#[test]
	fn an_account_is_kept_once_and_has_one_salt() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("account.json");
		let keep = |branch: &str, number: &str| KeptAccount::keep(&path, branch, number);
		let tried = KeptAccount::tried(&path, BRANCH, "6200000000000002").unwrap();
		assert!(!path.exists() && tried.salt != [0; 32]);
		let first = keep(BRANCH, "6200000000000002").unwrap();
		assert!(first == keep(BRANCH, "6200000000000002").unwrap());
		assert!(first == KeptAccount::tried(&path, BRANCH, "6200000000000002").unwrap());
		assert_eq!(std::fs::read(&path).unwrap(), first.bytes);
		let text = String::from_utf8(first.bytes.clone()).unwrap();
		assert!(text.contains(&format!("\"salt\":\"0x{}\"", hex::encode(first.salt))), "{text}");
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
		}
		for (branch, number) in [(BRANCH, "6200000000000010"), ("999332000026", "6200000000000002")] {
			let error = keep(branch, number).err().unwrap().to_string();
			assert!(error.contains("the record of another account or branch"), "{error}");
			assert!(!error.contains("6200000000000002"), "the number is nobody's business");
		}
		assert_eq!(std::fs::read(&path).unwrap(), first.bytes, "it was overwritten");
		std::fs::write(&path, "{\"number\": \"6200000000000002\"}").unwrap();
		let error = keep(BRANCH, "6200000000000002").err().unwrap().to_string();
		assert!(error.ends_with("not the record of an account; name another file"), "{error}");
	}

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
