//! What each fuzz target does with its input: plain functions, so that one body serves the runs without an end
//! (`fuzz_targets/`) and the bounded run of mutated papers in every test run (`../tests/mutations.rs`, which has
//! this file as a module).
//!
//! A body answers whether the input was read. It panics where a reader broke a promise: whatever is read must
//! agree with itself.

use zhidai_api::limits::MAX_CLAIM_KEYS;
use zhidai_api::{Day, Fen, RegistrationId, Uetr, MAX_ALERT_TAGS};
use zhidai_reader::documents::{
	alert_tags, fingerprints, person_commitment, ConsortiumKey, Content, Declaration, DeclaredFields, Paper,
	Registered, Sides,
};
use zhidai_reader::encoding::Encoding;
use zhidai_reader::files::{
	adopt_keys, read_account_number, read_booking_day, read_drawdown, read_settlement, read_value,
};
use zhidai_reader::limits::ACCOUNT_CHARACTERS;
use zhidai_reader::{canonical, capitals};

/// What a target does with its input; whether the input was read.
pub type Body = fn(&[u8]) -> bool;

/// Every target, by its name in `Cargo.toml`.
pub const TARGETS: &[(&str, Body)] = &[
	("account", account),
	("capitals", capitals),
	("declared", declared),
	("drawdown", drawdown),
	("key", key),
	("keyed", keyed),
	("number", number),
	("paper", paper),
	("settlement", settlement),
	("value", value),
];

/// Account numbers.
pub fn account(bytes: &[u8]) -> bool {
	let Ok(number) = read_account_number("account", bytes) else { return false };
	assert!(ACCOUNT_CHARACTERS.contains(&number.len()));
	assert!(number.bytes().all(|byte| byte.is_ascii_digit()));
	assert_eq!(read_account_number("account", number.as_bytes()), Ok(number.clone()));
	true
}

/// Amounts in capitals.
pub fn capitals(bytes: &[u8]) -> bool {
	std::str::from_utf8(bytes).is_ok_and(|text| capitals::parse(text).is_ok())
}

/// Declarations beside documents.
pub fn declared(bytes: &[u8]) -> bool {
	let Ok(declaration) = Declaration::parse("declared", bytes) else { return false };
	let _ = declaration.digest();
	let again = serde_json::to_vec(&declaration).expect("JSON");
	assert_eq!(Declaration::parse("declared", &again), Ok(declaration));
	true
}

/// Drawdown tables.
pub fn drawdown(bytes: &[u8]) -> bool {
	read_drawdown("drawdown", bytes).is_ok()
}

/// Files with the consortium's key.
pub fn key(bytes: &[u8]) -> bool {
	ConsortiumKey::parse("key", bytes).is_ok()
}

/// A drawdown table and the keys that were written for it: one input is both files, cut at its first zero byte.
pub fn keyed(bytes: &[u8]) -> bool {
	let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
	let (file, keyed) = (&bytes[..cut], bytes.get(cut + 1..).unwrap_or_default());
	let Ok(lines) = adopt_keys(("keyed", file), ("keyed.keyed", keyed)) else { return false };
	let rows = read_drawdown("keyed", file).expect("it was read");
	assert_eq!(lines.len(), rows.len());
	for (line, row) in lines.iter().zip(rows) {
		assert!(row.uetr.is_none_or(|uetr| uetr == line.uetr));
		let paid = (line.amount_fen, line.plan_line, line.account);
		assert_eq!(paid, (row.amount.0, row.plan_line, row.account));
	}
	true
}

/// Canonical forms of numbers, and their looser forms.
pub fn number(bytes: &[u8]) -> bool {
	let Ok(text) = std::str::from_utf8(bytes) else { return false };
	let _ =
		(canonical::code(text), canonical::name(text), canonical::skeleton(text), canonical::digits(text));
	let Ok(number) = canonical::number(text) else { return false };
	assert_eq!(canonical::number(&number).as_ref(), Ok(&number), "the canonical form is its own");
	true
}

/// E-invoices (XML) and our JSON documents.
pub fn paper(bytes: &[u8]) -> bool {
	let Ok(paper) = Paper::parse("paper", bytes) else { return false };
	assert_eq!(Paper::parse("paper", bytes).as_ref(), Ok(&paper), "what is read again is read alike");
	if let Content::Invoice(invoice) = &paper.content {
		assert!(invoice.number.len() == 20 && invoice.lines > 0);
		if invoice.red.is_none() {
			assert_eq!(invoice.net_fen + invoice.tax_fen, invoice.total_fen);
		}
	}
	if let Ok(document) = paper.into_document("paper") {
		is_known_again(&document.fields);
	}
	true
}

/// What can be evidence has a number in its canonical form and an amount, and no more marks than the chain takes.
fn is_known_again(fields: &DeclaredFields) {
	assert!(!fields.amount.is_zero() && !fields.number.is_empty());
	assert_eq!(canonical::number(&fields.number).as_ref(), Ok(&fields.number));
	let key = ConsortiumKey::new([7; 32]);
	// Both sides have as many numbers as there can be.
	let side = |registration| Registered { registration, former_number: Some(*b"110108000000016") };
	let sides = Sides { seller: side(fields.seller.code), buyer: side(fields.buyer.code) };
	let prints = fingerprints(&key, fields, &sides).expect("fingerprints");
	let tags = alert_tags(&key, fields, &sides).expect("tags");
	assert!(!prints.is_empty() && prints.len() <= MAX_CLAIM_KEYS as usize);
	assert!(!tags.is_empty() && tags.len() <= MAX_ALERT_TAGS as usize);
}

/// Settlement tables, in every encoding.
pub fn settlement(bytes: &[u8]) -> bool {
	let encodings = [None, Some(Encoding::Utf8), Some(Encoding::Gb18030), Some(Encoding::Utf16)];
	let tables = encodings.map(|encoding| read_settlement("settlement", bytes, encoding));
	// Undeclared, a table is never read as anything but the one thing that it can be.
	if let (Ok(undeclared), Ok(utf8), Ok(gb)) = (&tables[0], &tables[1], &tables[2]) {
		// Characters without a meaning beside Chinese ones are no second reading.
		let shown = format!("{:?}", gb.rows);
		let private = shown.contains("\\u{e") || shown.contains("\\u{f");
		assert_eq!(undeclared.rows, utf8.rows);
		assert!(private || utf8.rows == gb.rows, "two readings and no refusal: {gb:?}");
	}
	// What can be booked can be compared, and reads the same.
	if let Ok(table) = &tables[0] {
		let day = read_booking_day("settlement", bytes, None).expect("a settlement file is one of a day");
		assert_eq!(day.rows, table.rows);
	}
	tables[0].is_ok()
}

/// Files with one value, and what such a value can be: an identity number, an amount, a day, a payment's key, a
/// party's number.
pub fn value(bytes: &[u8]) -> bool {
	let Ok(text) = read_value("value", bytes) else { return false };
	let _ = (person_commitment(&ConsortiumKey::new([7; 32]), &text), text.parse::<Day>());
	if let Ok(amount) = text.parse::<Fen>() {
		assert_eq!(amount.to_string().parse::<Fen>(), Ok(amount));
	}
	if let Ok(uetr) = text.parse::<Uetr>() {
		assert_eq!(uetr.to_string().parse::<Uetr>(), Ok(uetr));
	}
	if let Ok(party) = text.parse::<RegistrationId>() {
		assert_eq!(party.as_str().parse::<RegistrationId>(), Ok(party));
	}
	true
}
