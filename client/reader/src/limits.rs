//! One table of limits: what the chain's types take and what this crate reads, so that a file is refused
//! here, with line and column, and not by a node that cannot decode a call.
//!
//! Those of the chain's types come from `zhidai-api`, which the types have them from too. The chain counts
//! **bytes** of UTF-8. A Chinese character has three, so the messages say both.

use zhidai_api::limits::{
	MAX_ALLOCATIONS, MAX_BANK_REFERENCE, MAX_CLAIM_KEYS, MAX_DOCUMENTS_BESIDE, MAX_FIRST_OFFICERS,
	MAX_HOLIDAYS, MAX_MAKE_UP_DAYS, MAX_RECEIPTS, MAX_TRANSFERRED,
};
use zhidai_api::{first_unseen, Name, ShortText, MAX_ALERT_TAGS};

pub use zhidai_api::limits::{MAX_LINES, MAX_PLAN_LINES};

/// The longest table (drawdown, settlement): a line has less than 1 KiB.
pub const TABLE_BYTES: u64 = 1 << 20;
/// The longest document.
pub const DOCUMENT_BYTES: u64 = 8 << 20;
/// The longest file with one value: an account number, a key, an identity number.
pub const VALUE_BYTES: u64 = 1 << 10;
/// How deep elements may stand in each other; an e-invoice has six levels.
pub const XML_DEPTH: usize = 32;
/// The most elements of an XML document: an invoice of some thousand lines.
pub const XML_ELEMENTS: usize = 100_000;
/// The most attributes of one element.
pub const XML_ATTRIBUTES: usize = 32;
/// The most namespace declarations of an XML document; each counts again for every element below it.
pub const XML_NAMESPACES: usize = 64;
/// The most characters of a number (of an invoice, a contract, a certificate).
pub const NUMBER_CHARACTERS: usize = 64;
/// The fewest and the most characters of an account number.
pub const ACCOUNT_CHARACTERS: std::ops::RangeInclusive<usize> = 6..=34;

/// How many entries the lists of the chain's calls can have, by a word in the name of their type: metadata has the
/// name, and not the limit.
const LISTS: &[(&str, u32)] = &[
	("Lines", MAX_LINES),
	("LineNumbers", MAX_LINES),
	("SettlementResults", MAX_LINES),
	("PayAgainLines", MAX_LINES),
	("Uetrs", MAX_LINES),
	("Receipts", MAX_RECEIPTS),
	("Allocations", MAX_ALLOCATIONS),
	("DocumentParts", MAX_DOCUMENTS_BESIDE),
	("Plan", MAX_PLAN_LINES),
	("SplitLines", MAX_PLAN_LINES),
	("PlanAmounts", MAX_PLAN_LINES),
	("PlanShares", MAX_PLAN_LINES),
	("TransferredLoans", MAX_TRANSFERRED),
	("FirstOfficers", MAX_FIRST_OFFICERS),
	("FirstOfficersOf", MAX_FIRST_OFFICERS),
	("FingerprintSet", MAX_CLAIM_KEYS),
	("AlertTagSet", MAX_ALERT_TAGS),
	("MAX_HOLIDAYS", MAX_HOLIDAYS),
	("MAX_MAKE_UP_DAYS", MAX_MAKE_UP_DAYS),
];

/// How many entries a list of a type with this name can have; nothing where the name says no limit.
pub fn list_limit(type_name: &str) -> Option<usize> {
	let mut words = type_name.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
	let named = |word: &str| LISTS.iter().find(|(name, _)| *name == word).map(|(_, limit)| *limit);
	let found = words.clone().find_map(named);
	// A limit that is written out: `BoundedVec<Tier, ConstU32<8>>`.
	let written = || words.by_ref().skip_while(|word| *word != "ConstU32").nth(1)?.parse().ok();
	found.or_else(written).and_then(|limit| usize::try_from(limit).ok())
}

/// Why a list of so many entries does not fit its type, and what would.
pub fn check_list(type_name: &str, entries: usize) -> Result<(), String> {
	match list_limit(type_name) {
		Some(most) if entries > most => {
			Err(format!("{entries} entries; at most {most} may go together, split the list"))
		}
		_ => Ok(()),
	}
}

/// What a text of a record may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimit {
	/// What it is, for messages.
	pub what: &'static str,
	/// The most bytes.
	pub bytes: usize,
	/// Whether only printable ASCII is taken: what goes through bank formats that know nothing else.
	pub ascii: bool,
}

/// A name of an organisation, a programme, a credential.
pub const NAME: TextLimit = TextLimit { what: "a name", bytes: Name::MAX_BYTES, ascii: false };
/// A reason or another short text.
pub const REASON: TextLimit = TextLimit { what: "a reason", bytes: ShortText::MAX_BYTES, ascii: false };
/// A bank's reference, in the characters that every core takes.
pub const BANK_REFERENCE: TextLimit =
	TextLimit { what: "a bank's reference", bytes: MAX_BANK_REFERENCE as usize, ascii: true };

impl TextLimit {
	/// Why the text does not fit, and what would.
	pub fn check(&self, text: &str) -> Result<(), String> {
		let what = self.what;
		if text.is_empty() {
			return Err(format!("empty; {what} has at least one character"));
		}
		if let Some((position, character)) = first_unseen(text) {
			let name =
				if character == '\t' { "a tab".into() } else { format!("U+{:04X}", u32::from(character)) };
			return Err(format!(
				"{name} at character {position}; {what} has no control characters and none that nobody sees"
			));
		}
		if let Some((position, found)) =
			text.chars().enumerate().find(|(_, character)| self.ascii && !character.is_ascii())
		{
			return Err(format!(
				"{found:?} at character {}; {what} has letters, digits and signs of ASCII only",
				position + 1
			));
		}
		match text.len().saturating_sub(self.bytes) {
			0 => Ok(()),
			over if self.ascii => Err(format!(
				"{} characters; {what} has at most {}, shorten it by {over}",
				text.len(),
				self.bytes
			)),
			over => Err(format!(
				"{} characters, {} bytes; {what} has at most {} bytes ({} Chinese characters), \
				 shorten it by {over} bytes",
				text.chars().count(),
				text.len(),
				self.bytes,
				self.bytes / 3
			)),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_list_is_as_long_as_its_type_says() {
		for (name, limit) in [
			("Lines", Some(500)),
			("FirstOfficers<AccountId, Proof>", Some(8)),
			("FirstOfficersOf<T>", Some(8)),
			("BoundedVec<Day, ConstU32<MAX_HOLIDAYS>>", Some(64)),
			("BoundedVec<Tier, ConstU32<8>>", Some(8)),
			("[u8; 32]", None),
			("OfferRequest", None),
			("LinesOfSomething", None),
		] {
			assert_eq!(list_limit(name), limit, "{name}");
		}
		assert_eq!(check_list("Receipts", 100), Ok(()));
		assert!(check_list("Receipts", 101).is_err_and(|error| error.starts_with("101 entries; at most 100")));
	}

	#[test]
	fn what_passes_here_the_chain_takes_and_what_does_not_it_refuses() {
		let texts = ["退汇".into(), "x".repeat(96), "x".repeat(97), "x".repeat(160), "x".repeat(161)];
		let more = ["质".repeat(53), "质".repeat(54), String::new(), "退\t汇".into(), "a\u{85}b".into()];
		let unseen =
			['\u{202e}', '\u{200b}', '\u{feff}', '\u{2066}', '\u{3000}', '\u{e816}', '\u{2028}', '\u{2029}'];
		let unseen = unseen.map(|character| format!("退{character}汇"));
		for text in texts.iter().chain(&more).chain(&unseen) {
			assert_eq!(NAME.check(text).is_ok(), Name::try_from(text.as_str()).is_ok(), "{text:?}");
			assert_eq!(REASON.check(text).is_ok(), ShortText::try_from(text.as_str()).is_ok(), "{text:?}");
		}
	}

	#[test]
	fn a_message_says_how_much_is_too_much() {
		let error = REASON.check(&"质".repeat(54)).unwrap_err();
		assert!(error.starts_with("54 characters, 162 bytes; a reason has at most 160 bytes"), "{error}");
		assert!(error.ends_with("shorten it by 2 bytes"), "{error}");
		assert!(REASON.check("退\t汇").unwrap_err().starts_with("a tab at character 2"));
		assert!(NAME.check("甲\u{202e}乙").unwrap_err().starts_with("U+202E at character 2; a name has no"));
		assert!(BANK_REFERENCE.check("参考1").unwrap_err().starts_with("'参' at character 1"));
		assert!(BANK_REFERENCE.check(&"1".repeat(36)).unwrap_err().contains("at most 35, shorten it by 1"));
		assert!(BANK_REFERENCE.check(&"1".repeat(35)).is_ok() && BANK_REFERENCE.check("").is_err());
	}
}
