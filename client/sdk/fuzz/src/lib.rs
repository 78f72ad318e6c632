//! What each fuzz target does with its input: plain functions, so that one body serves the runs without an end
//! (`fuzz_targets/`) and the bounded run of mutated files in every test run (`../tests/mutations.rs`, which has
//! this file as a module).
//!
//! A body answers whether the input was read. It panics where a reader broke a promise: whatever is read must
//! agree with itself.

use zhidai_sdk::keys::{blake2_256, KeyFile};
use zhidai_sdk::orders::OrderFile;
use zhidai_sdk::outbox;
use zhidai_sdk::receipts::ReceiptFile;

/// What a target does with its input; whether the input was read.
pub type Body = fn(&[u8]) -> bool;

/// Every target, by its name in `Cargo.toml`.
pub const TARGETS: &[(&str, Body)] =
	&[("journal", journal), ("key_file", key_file), ("order", order), ("receipt", receipt)];

/// The memory with which a key file is opened here: one that asks for more takes too long for many inputs.
const CHEAP: u64 = 1 << 20;

/// The outbox's journal: as it stands, and with the check of each record made right, so that more than the check is
/// tried.
pub fn journal(bytes: &[u8]) -> bool {
	let as_it_stands = outbox::parse("journal", bytes);
	let checked = checked(bytes);
	let Ok(entries) = outbox::parse("journal", &checked) else { return as_it_stands.is_ok() };
	assert_eq!(outbox::parse("journal", &checked).as_ref(), Ok(&entries), "what is read again is read alike");
	let lines = checked.iter().filter(|byte| **byte == b'\n').count();
	let signatures: usize = entries.iter().map(|entry| entry.signatures.len()).sum();
	assert!(entries.len() <= signatures && signatures <= lines, "more was read than was written");
	for entry in &entries {
		assert!(entry.has(entry.hash()), "an entry is known by its newest signature");
	}
	true
}

/// A journal whose checks are those of its records.
fn checked(bytes: &[u8]) -> Vec<u8> {
	let mut all = Vec::new();
	for line in bytes.split_inclusive(|byte| *byte == b'\n') {
		let (record, end) = match line.strip_suffix(b"\n") {
			Some(record) => (record, &b"\n"[..]),
			None => (line, &[][..]),
		};
		let space = record.iter().position(|byte| *byte == b' ');
		let record = space.and_then(|at| record.get(at + 1..)).unwrap_or(record);
		let digest = blake2_256(&[record]);
		let check: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
		all.extend([check.as_bytes(), b" ", record, end].concat());
	}
	all
}

/// Key files.
pub fn key_file(bytes: &[u8]) -> bool {
	let Ok(file) = KeyFile::parse("key_file", bytes) else { return false };
	let again = serde_json::to_vec(&file).expect("JSON");
	assert!(KeyFile::parse("key_file", &again).is_ok(), "what is read reads back");
	if file.sealed.memory().is_some_and(|memory| memory <= CHEAP) {
		if let Ok(key) = file.open("correct horse battery") {
			assert_eq!(key.account().to_string(), file.account, "a key of another account was opened");
		}
	}
	true
}

/// Orders.
pub fn order(bytes: &[u8]) -> bool {
	let Ok(json) = serde_json::from_slice(bytes) else { return false };
	let Ok(order) = OrderFile::parse(json) else { return false };
	let again = serde_json::to_value(&order).expect("JSON");
	assert_eq!(OrderFile::parse(again).as_ref(), Ok(&order), "what is read reads back");
	assert_eq!(order.lines.len(), order.draft_lines().len());
	assert_eq!(order.call().is_ok(), order.missing().is_empty(), "handed in where all have signed");
	let mut copy = order.clone();
	assert_eq!(copy.join(order.clone()), Ok(()), "a copy joins its like");
	assert_eq!(copy, order);
	true
}

/// Receipts.
pub fn receipt(bytes: &[u8]) -> bool {
	let Ok(json) = serde_json::from_slice(bytes) else { return false };
	let Ok(receipt) = ReceiptFile::parse(json) else { return false };
	let again = serde_json::to_value(&receipt).expect("JSON");
	assert_eq!(ReceiptFile::parse(again).as_ref(), Ok(&receipt), "what is read reads back");
	assert_eq!(receipt.call().is_ok(), receipt.signature.is_some(), "handed in where it is signed");
	true
}
