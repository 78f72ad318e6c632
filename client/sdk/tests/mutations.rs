//! A short run of mutated files through the body of every fuzz target of the SDK: orders and receipts, which go from
//! hand to hand, key files and journals. None may panic or hang, and whatever is read must still agree with itself.
//! The seeds are fixed; `fuzz/` has the same bodies for runs without an end.

#[path = "../../reader/tests/mutate/mod.rs"]
mod mutate;
#[path = "../fuzz/src/lib.rs"]
mod targets;

use mutate::{run, text, Run};
use std::path::{Path, PathBuf};

const ORDERS: &[&[u8]] =
	&[include_bytes!("fixtures/order.json"), include_bytes!("fixtures/order-signed.json")];
const RECEIPTS: &[&[u8]] =
	&[include_bytes!("fixtures/receipt.json"), include_bytes!("fixtures/receipt-signed.json")];
const KEY_FILES: &[&[u8]] = &[include_bytes!("fixtures/key.json")];
const JOURNALS: &[&[u8]] = &[include_bytes!("fixtures/outbox.journal")];

/// What CI runs. Few changes leave an order what its digest says; a journal stands many more, once its checks are
/// right.
const RUNS: &[Run] = &[
	run("journal", JOURNALS, 1, 6_000, 51),
	run("key_file", KEY_FILES, 2, 6_000, 31),
	run("order", ORDERS, 3, 6_000, 1),
	run("receipt", RECEIPTS, 4, 6_000, 1),
];

#[test]
fn every_target_stands_mutated_files() {
	mutate::go(RUNS, targets::TARGETS);
}

fn crate_file(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn what_is_run_here_are_the_fuzz_targets_and_all_of_them() {
	mutate::ensure_all_run(&crate_file("fuzz"), "zhidai_sdk_fuzz", RUNS, targets::TARGETS);
}

/// Where the SDK reads JSON, and what its target calls; nothing where what is read comes from no file.
const READERS: &[(&str, Option<&str>)] = &[
	// The answers of a node.
	("chain/outcome.rs", None),
	("chain/pool.rs", None),
	// Parts of a value that is JSON already.
	("chain/request.rs", None),
	("encode.rs", None),
	("keys/file.rs", Some("KeyFile::parse(")),
	("orders.rs", Some("OrderFile::parse(")),
	("outbox/journal.rs", Some("outbox::parse(")),
	("receipts.rs", Some("ReceiptFile::parse(")),
];

fn readers(folder: &Path, found: &mut Vec<PathBuf>) {
	for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
		if entry.is_dir() {
			readers(&entry, found);
			continue;
		}
		let file = text(&entry);
		let code = file.split("#[cfg(test)]").next().unwrap_or_default();
		if code.contains("serde_json::from_") {
			found.push(entry);
		}
	}
}

#[test]
fn every_reader_has_a_fuzz_target() {
	let (source, mut found) = (crate_file("src"), Vec::new());
	readers(&source, &mut found);
	found.sort();
	let below = |path: &PathBuf| path.strip_prefix(&source).expect("below it").display().to_string();
	let found: Vec<String> = found.iter().map(below).collect();
	let known: Vec<&str> = READERS.iter().map(|(file, _)| *file).collect();
	assert_eq!(found, known, "what reads JSON has a target, or no file is read there");
	let bodies = text(&crate_file("fuzz/src/lib.rs"));
	for (file, reader) in READERS {
		assert!(reader.is_none_or(|reader| bodies.contains(reader)), "{file}: {reader:?} has no target");
	}
}
