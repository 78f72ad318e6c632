//! The encoding of a file: declared, or certain; never guessed.
//!
//! Tables (CSV) have no place for a declaration. Core banking systems write GB18030, spreadsheets UTF-8 or
//! UTF-16, and the GB18030 bytes of some words are UTF-8 for other letters. So a table is read as what the
//! user declares, as what its byte order mark says, or as the one encoding in which its bytes have a meaning;
//! where there are two, it is refused and both readings are shown. XML declares its encoding itself; JSON is
//! UTF-8 by its standard (RFC 8259).
//!
//! A reading with private-use characters beside one that is all Chinese is none.
//!
//! What cannot be told: whether a file that is valid in one encoding only was written in a third one, such as
//! Big5.

use crate::error::{Error, Result};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::fmt;
use std::str::FromStr;

/// The encodings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
	/// UTF-8, ASCII included.
	Utf8,
	/// GB18030, and with it GBK and GB2312.
	Gb18030,
	/// UTF-16, in the order that its byte order mark says.
	Utf16,
}

impl fmt::Display for Encoding {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(match self {
			Self::Utf8 => "UTF-8",
			Self::Gb18030 => "GB18030",
			Self::Utf16 => "UTF-16",
		})
	}
}

impl FromStr for Encoding {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		match text.to_ascii_lowercase().as_str() {
			"utf-8" | "utf8" => Ok(Self::Utf8),
			"gb18030" | "gbk" | "gb2312" => Ok(Self::Gb18030),
			"utf-16" | "utf16" => Ok(Self::Utf16),
			_ => Err(format!("{text:?} is not an encoding that is read; use utf-8, gb18030 or utf-16")),
		}
	}
}

/// A text and the encoding in which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
	/// The text, without its byte order mark.
	pub text: String,
	/// The encoding.
	pub encoding: Encoding,
}

/// What the byte order mark says, and the bytes after it.
fn marked(bytes: &[u8]) -> Option<(Encoding, &[u8])> {
	match bytes {
		[0xef, 0xbb, 0xbf, rest @ ..] => Some((Encoding::Utf8, rest)),
		[0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some((Encoding::Utf16, bytes)),
		_ => None,
	}
}

/// The text, or nothing where the bytes have no meaning in this encoding.
fn decoded(bytes: &[u8], encoding: Encoding) -> Option<String> {
	let text = match (encoding, bytes) {
		(Encoding::Utf8, _) => String::from_utf8(bytes.to_vec()).ok()?,
		(Encoding::Gb18030, _) => {
			GB18030.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned()
		}
		(Encoding::Utf16, [0xff, 0xfe, rest @ ..]) => {
			UTF_16LE.decode_without_bom_handling_and_without_replacement(rest)?.into_owned()
		}
		(Encoding::Utf16, [0xfe, 0xff, rest @ ..]) => {
			UTF_16BE.decode_without_bom_handling_and_without_replacement(rest)?.into_owned()
		}
		(Encoding::Utf16, _) => return None,
	};
	Some(text)
}

/// The first line whose bytes have no meaning in this encoding. No multi-byte character of UTF-8 or GB18030
/// has a line feed in it.
fn bad_line(bytes: &[u8], encoding: Encoding) -> Option<u64> {
	if encoding == Encoding::Utf16 {
		return None;
	}
	let lines = bytes.split(|byte| *byte == b'\n');
	(1..).zip(lines).find(|(_, line)| decoded(line, encoding).is_none()).map(|(number, _)| number)
}

fn decode(file: &str, bytes: &[u8], encoding: Encoding) -> Result<Decoded> {
	let refuse = |line, message: String| Err(Error::at(file, line, None, message));
	let bytes = match marked(bytes) {
		Some((mark, rest)) if mark == encoding => rest,
		Some((mark, _)) => {
			return refuse(Some(1), format!("declared as {encoding}, but its byte order mark says {mark}"))
		}
		None if encoding == Encoding::Utf16 => {
			return refuse(Some(1), "UTF-16 without a byte order mark; save it as UTF-8".into())
		}
		None => bytes,
	};
	match decoded(bytes, encoding) {
		Some(text) => Ok(Decoded { text, encoding }),
		None => refuse(bad_line(bytes, encoding), format!("not {encoding}; save it as UTF-8")),
	}
}

/// The characters that are not ASCII of the first line that has one.
fn sample(text: &str) -> (u64, String) {
	let found = (1..).zip(text.lines()).find(|(_, line)| !line.is_ascii()).unwrap_or((1, ""));
	(found.0, found.1.chars().filter(|character| !character.is_ascii()).take(12).collect())
}

/// The text of a table.
pub fn table(file: &str, bytes: &[u8], declared: Option<Encoding>) -> Result<Decoded> {
	let decoded = match (declared, marked(bytes)) {
		(Some(encoding), _) | (None, Some((encoding, _))) => decode(file, bytes, encoding)?,
		(None, None) => certain(file, bytes)?,
	};
	// A tool before us did not understand a character and wrote this sign in its place.
	if let Some((line, _)) = (1..).zip(decoded.text.lines()).find(|(_, line)| line.contains('\u{fffd}')) {
		let message = "a character was lost before this file was written (U+FFFD); export it again";
		return Err(Error::at(file, Some(line), None, message));
	}
	Ok(decoded)
}

/// Whether all that is not ASCII is Chinese: characters, their punctuation, full-width forms.
fn is_chinese(text: &str) -> bool {
	let chinese = |character| {
		matches!(character, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
			| '\u{ff01}'..='\u{ff5e}' | '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}')
	};
	text.chars().all(|character| character.is_ascii() || chinese(character))
}

/// Whether a character has no meaning but by private agreement: where bytes are read in the wrong encoding.
fn has_private(text: &str) -> bool {
	text.chars().any(|character| matches!(character, '\u{e000}'..='\u{f8ff}'))
}

/// The one encoding in which the bytes have a meaning.
fn certain(file: &str, bytes: &[u8]) -> Result<Decoded> {
	if bytes.is_ascii() {
		return decode(file, bytes, Encoding::Utf8);
	}
	match (decoded(bytes, Encoding::Utf8), decoded(bytes, Encoding::Gb18030)) {
		(Some(text), None) => Ok(Decoded { text, encoding: Encoding::Utf8 }),
		(None, Some(text)) => Ok(Decoded { text, encoding: Encoding::Gb18030 }),
		(Some(text), Some(other)) if is_chinese(&text) && has_private(&other) => {
			Ok(Decoded { text, encoding: Encoding::Utf8 })
		}
		(Some(one), Some(other)) => {
			let ((line, one), (_, other)) = (sample(&one), sample(&other));
			let message = format!(
				"reads {one:?} as UTF-8 and {other:?} as GB18030; say which it is: --encoding \
				 utf-8 or --encoding gb18030"
			);
			Err(Error::at(file, Some(line), None, message))
		}
		(None, None) => {
			let line = bad_line(bytes, Encoding::Utf8);
			Err(Error::at(file, line, None, "neither UTF-8 nor GB18030; save it as UTF-8"))
		}
	}
}

/// The text of a file with one value of digits: in no two encodings do the same bytes read as digits of full
/// or usual width.
pub(crate) fn value(file: &str, bytes: &[u8]) -> Result<Decoded> {
	let encoding = match marked(bytes) {
		Some((encoding, _)) => encoding,
		None if decoded(bytes, Encoding::Utf8).is_some() => Encoding::Utf8,
		None => Encoding::Gb18030,
	};
	decode(file, bytes, encoding)
}

/// The longest XML declaration; usual ones have 38 bytes.
const XML_DECLARATION_BYTES: usize = 200;

/// The encoding that an XML declaration names, in the ASCII that every one of them begins with. A declaration whose
/// end is not seen is refused: it may name another encoding than UTF-8.
fn xml_declaration(bytes: &[u8]) -> std::result::Result<Option<Encoding>, String> {
	let Some(head) =
		bytes.strip_prefix(b"<?xml").filter(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
	else {
		return Ok(None);
	};
	let head = head.get(..head.len().min(XML_DECLARATION_BYTES)).unwrap_or(head);
	let end = head.windows(2).position(|pair| pair == b"?>");
	let declaration = end.and_then(|end| std::str::from_utf8(head.get(..end)?).ok());
	let declaration = declaration.ok_or_else(|| {
		format!("an XML declaration that does not end within {XML_DECLARATION_BYTES} bytes; what encoding it names is not read")
	})?;
	named_encoding(declaration).map(str::parse).transpose()
}

/// What stands as the encoding in an XML declaration.
fn named_encoding(declaration: &str) -> Option<&str> {
	let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
	let quote = value.chars().next().filter(|character| matches!(character, '"' | '\''))?;
	value.get(1..)?.split(quote).next()
}

/// The text of an XML document, in the encoding that it declares; without a declaration it is UTF-8.
pub fn xml(file: &str, bytes: &[u8]) -> Result<Decoded> {
	let refuse = |message: String| Error::at(file, Some(1), None, message);
	let after_mark =
		marked(bytes).filter(|(mark, _)| *mark == Encoding::Utf8).map_or(bytes, |(_, rest)| rest);
	let declared = xml_declaration(after_mark).map_err(refuse)?;
	match (marked(bytes), declared) {
		(Some((Encoding::Utf16, _)), _) => {
			let decoded = decode(file, bytes, Encoding::Utf16)?;
			match xml_declaration(decoded.text.as_bytes()).map_err(refuse)? {
				None | Some(Encoding::Utf16) => Ok(decoded),
				Some(other) => {
					Err(refuse(format!("declared as {other}, but its byte order mark says UTF-16")))
				}
			}
		}
		(_, declared) => decode(file, bytes, declared.unwrap_or(Encoding::Utf8)),
	}
}

/// The text of a JSON document.
pub fn json(file: &str, bytes: &[u8]) -> Result<Decoded> {
	decode(file, bytes, Encoding::Utf8)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn gb(text: &str) -> Vec<u8> {
		GB18030.encode(text).0.into_owned()
	}

	#[test]
	fn a_table_is_read_as_declared_or_as_the_one_thing_that_it_can_be() {
		let read =
			|bytes: &[u8], declared| table("t.csv", bytes, declared).map(|read| (read.text, read.encoding));
		assert_eq!(read(b"a,b", None), Ok(("a,b".into(), Encoding::Utf8)));
		assert_eq!(read("失效了,1".as_bytes(), None), Ok(("失效了,1".into(), Encoding::Utf8)));
		assert_eq!(read("\u{feff}失效了".as_bytes(), None), Ok(("失效了".into(), Encoding::Utf8)));
		assert_eq!(read(&gb("账号户名不符"), None), Ok(("账号户名不符".into(), Encoding::Gb18030)));
		assert_eq!(read(&gb("失效"), Some(Encoding::Gb18030)), Ok(("失效".into(), Encoding::Gb18030)));
		assert_eq!(read(&gb("𬬭"), Some(Encoding::Gb18030)), Ok(("𬬭".into(), Encoding::Gb18030)));
		assert_eq!(read(b"\xff\xfe\x31\x59", None), Ok(("失".into(), Encoding::Utf16)));
		assert_eq!(read(b"\xfe\xff\x59\x31", Some(Encoding::Utf16)), Ok(("失".into(), Encoding::Utf16)));
	}

	#[test]
	fn what_can_be_two_things_is_refused_and_both_are_shown() {
		let error = table("t.csv", &[b"a\n", gb("失效").as_slice()].concat(), None).unwrap_err().to_string();
		assert!(error.starts_with("t.csv, line 2: reads \"ʧЧ\" as UTF-8 and \"失效\" as GB18030"), "{error}");
		assert!(table("t.csv", "失效".as_bytes(), None).is_err(), "it is 澶辨晥 in GB18030");
		// Where one reading is Chinese and the other has characters without a meaning, there is one.
		let read = table("t.csv", "收款人账".as_bytes(), None).unwrap();
		assert_eq!(read.encoding, Encoding::Utf8);
	}

	#[test]
	fn what_is_no_text_in_the_encoding_is_refused_with_its_line() {
		let fails = |bytes: &[u8], declared| table("t.csv", bytes, declared).unwrap_err().to_string();
		assert!(fails(b"a\n\xff", None).starts_with("t.csv, line 2: neither UTF-8 nor GB18030"));
		assert!(fails(&gb("a\n账号户名不符"), Some(Encoding::Utf8)).starts_with("t.csv, line 2: not UTF-8"));
		assert!(fails("\u{feff}a".as_bytes(), Some(Encoding::Gb18030)).contains("byte order mark says UTF-8"));
		assert!(fails(b"ab", Some(Encoding::Utf16)).contains("without a byte order mark"));
		assert!(
			fails("a\n\u{fffd}b".as_bytes(), Some(Encoding::Utf8)).starts_with("t.csv, line 2: a character")
		);
		assert!("latin-1".parse::<Encoding>().is_err());
	}

	/// The bytes of 失效 in GB18030 are a text in UTF-8 too.
	#[test]
	fn an_xml_declaration_whose_end_is_not_seen_is_refused() {
		let paper = |spaces: usize, encoding: &str| {
			let space = " ".repeat(spaces);
			gb(&format!("<?xml version=\"1.0\"{space} encoding=\"{encoding}\"?><a>失效</a>"))
		};
		assert!(xml("a.xml", &paper(100, "GB18030")).unwrap().text.ends_with("<a>失效</a>"));
		for spaces in [200, 100_000] {
			let error = xml("a.xml", &paper(spaces, "GB18030")).unwrap_err().to_string();
			assert!(
				error.starts_with("a.xml, line 1: an XML declaration that does not end within 200"),
				"{error}"
			);
			let marked = [b"\xef\xbb\xbf", paper(spaces, "GB18030").as_slice()].concat();
			assert!(xml("a.xml", &marked).is_err());
		}
		for wrong in [&b"<?xml"[..], b"<?xml version='1.0'", b"<?xml version='1.0' \xff?><a/>"] {
			assert!(xml("a.xml", wrong).is_err(), "{wrong:?}");
		}
		// An instruction is no declaration.
		let style = format!("<?xml-stylesheet href=\"{}\"?><a>甲</a>", "x".repeat(300));
		assert_eq!(xml("a.xml", style.as_bytes()).unwrap().encoding, Encoding::Utf8);
	}

	#[test]
	fn xml_says_its_encoding_itself() {
		let text = "<?xml version=\"1.0\" encoding='GB18030'?><a>𬬭</a>";
		assert_eq!(xml("a.xml", &gb(text)).unwrap().text, text);
		assert!(
			xml("a.xml", text.as_bytes()).is_err() || xml("a.xml", text.as_bytes()).unwrap().text != text
		);
		let marked = format!("\u{feff}{text}");
		assert!(xml("a.xml", marked.as_bytes()).unwrap_err().to_string().contains("declared as GB18030"));
		assert!(xml("a.xml", b"<?xml version=\"1.0\" encoding=\"big5\"?><a/>").is_err());
		let utf16 = |text: &str| -> Vec<u8> {
			let units = std::iter::once(0xfeff).chain(text.encode_utf16());
			units.flat_map(u16::to_le_bytes).collect()
		};
		let text = "<?xml version='1.0' encoding='UTF-16'?><a>甲</a>";
		assert_eq!(xml("a.xml", &utf16(text)).unwrap().text, text);
		assert!(xml("a.xml", text.as_bytes()).is_err(), "it says UTF-16 and has no mark");
		assert!(xml("a.xml", &utf16(&text.replace("UTF-16", "UTF-8"))).is_err());
		assert_eq!(xml("a.xml", "<a>甲</a>".as_bytes()).unwrap().encoding, Encoding::Utf8);
		assert!(json("a.json", &gb("{\"a\":\"账号\"}")).is_err());
	}
}
