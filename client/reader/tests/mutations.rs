//! A short run of mutated papers and files through the body of every fuzz target. None may panic or hang, and whatever
//! is read must still agree with itself. The seeds are fixed, so a run is repeated exactly; `fuzz/` has the same
//! bodies for runs without an end.

mod mutate;
#[path = "../fuzz/src/lib.rs"]
mod targets;

use mutate::{run, text, Run};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const INVOICES: &[&[u8]] = &[
	include_bytes!("fixtures/samples/einvoice-normal.xml"),
	include_bytes!("fixtures/samples/einvoice-lines.xml"),
	include_bytes!("fixtures/samples/einvoice-red.xml"),
	include_bytes!("fixtures/samples/einvoice-prefixed.xml"),
	include_bytes!("fixtures/samples/einvoice-gb18030.xml"),
	include_bytes!("fixtures/cases/invoice-discount-line.xml"),
];
const RECORDS: &[&[u8]] = &[
	include_bytes!("fixtures/own/purchase_contract.json"),
	include_bytes!("fixtures/own/inspection_report.json"),
	include_bytes!("fixtures/own/patent_filing.json"),
	include_bytes!("fixtures/cases/contract-supplier-without-code.json"),
];
const SETTLEMENTS: &[&[u8]] = &[
	include_bytes!("fixtures/cases/settlement-gb18030.csv"),
	include_bytes!("fixtures/cases/settlement-gb18030-trap.csv"),
	include_bytes!("fixtures/cases/settlement-long-reason.csv"),
	b"uetr,outcome,amount_yuan,account_version,bank_reference,booked_on,value_on,reason\n3f2504e0-4f89-41d3-9a0c-0305e82c3301,settled,\"1,234.56\",,R1,2026-03-16,2026-03-16,\n",
];
const DRAWDOWNS: &[&[u8]] = &[
	b"uetr,plan_line,amount_yuan,account_version,evidence\n3f2504e0-4f89-41d3-9a0c-0305e82c3301,0,\"1,234.56\",1,7\n,1,10,0,\n",
];
const KEYED: &[&[u8]] = &[
	b"uetr,plan_line,amount_yuan,account_version,evidence\n,0,\"1,234.56\",1,7\n,1,10,0,\n\0uetr,plan_line,amount_yuan,account_version,evidence\n3f2504e0-4f89-41d3-9a0c-0305e82c3301,0,1234.56,1,7\n3f2504e0-4f89-41d3-9a0c-0305e82c3302,1,10.00,0,\n",
];
const DECLARATIONS: &[&[u8]] = &[
	br#"{"salt":"0707070707070707070707070707070707070707070707070707070707070707","fields":{"kind":"Invoice","number":"26332000000012345678","dated_on":20528,"seller":{"name":"a","code":"91330200MA20002460"},"buyer":{"name":"b","code":"91330200MA2000123Y"},"amount":450000000}}"#,
];
const KEYS: &[&[u8]] = &[b"0707070707070707070707070707070707070707070707070707070707070707\n"];
const VALUES: &[&[u8]] = &[b"6200 0000 0000 0002\n", "６２０００００".as_bytes()];
const SINGLES: &[&[u8]] = &[
	b"11010519491231002X\n",
	b"1,234.56\n",
	b"2026-03-16\n",
	b"3f2504e0-4f89-41d3-9a0c-0305e82c3301\n",
	b"91330200MA20002460\n",
	b"330206600123456\n",
];
const CAPITALS: &[&[u8]] =
	&["（负数）壹佰肆拾捌万捌仟圆整".as_bytes(), "壹亿零贰拾叁万肆仟圆零伍分".as_bytes()];
const NUMBERS: &[&[u8]] = &["甬质〔2026〕12-3/4号".as_bytes(), b"YX-CG-2026-003"];

/// What CI runs. Amounts in capitals hardly stand a change: of their mutants none need be read.
const RUNS: &[Run] = &[
	run("paper", INVOICES, 1, 6_000, 101),
	run("paper", RECORDS, 2, 6_000, 101),
	run("settlement", SETTLEMENTS, 3, 6_000, 31),
	run("drawdown", DRAWDOWNS, 4, 6_000, 51),
	run("account", VALUES, 5, 6_000, 101),
	run("capitals", CAPITALS, 6, 6_000, 0),
	run("number", NUMBERS, 7, 6_000, 101),
	run("keyed", KEYED, 8, 6_000, 21),
	run("declared", DECLARATIONS, 9, 6_000, 51),
	run("key", KEYS, 10, 2_000, 1),
	run("value", SINGLES, 11, 6_000, 101),
];

#[test]
fn every_target_stands_mutated_papers() {
	mutate::go(RUNS, targets::TARGETS);
}

fn crate_file(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn what_is_run_here_are_the_fuzz_targets_and_all_of_them() {
	mutate::ensure_all_run(&crate_file("fuzz"), "zhidai_reader_fuzz", RUNS, targets::TARGETS);
}

/// Functions that take bytes and have no target of their own: what reads them has.
const WITHIN: &[&str] = &["json(", "sha256(", "table(", "xml("];

/// The names of public functions that take bytes, each with its bracket: `read_value(`.
fn readers(folder: &Path, found: &mut BTreeSet<String>) {
	for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
		if entry.is_dir() {
			readers(&entry, found);
			continue;
		}
		for function in text(&entry).split("pub fn ").skip(1) {
			let signature = function.split('{').next().unwrap_or_default();
			if signature.contains("&[u8]") {
				let name = signature.split(['(', '<']).next().unwrap_or_default();
				found.insert(format!("{name}("));
			}
		}
	}
}

#[test]
fn every_reader_has_a_fuzz_target() {
	let bodies = text(&crate_file("fuzz/src/lib.rs"));
	let mut readers_of_bytes = BTreeSet::new();
	readers(&crate_file("src"), &mut readers_of_bytes);
	assert!(readers_of_bytes.len() > 8, "the search finds too little: {readers_of_bytes:?}");
	let missing: Vec<_> = readers_of_bytes
		.iter()
		.filter(|name| !WITHIN.contains(&name.as_str()) && !bodies.contains(name.as_str()))
		.collect();
	assert!(missing.is_empty(), "without a target: {missing:?}");
	// Those of one name, and those that take a text.
	for reader in [
		"Paper::parse",
		"into_document",
		"Declaration::parse",
		"ConsortiumKey::parse",
		"capitals::parse",
		"canonical::code",
		"canonical::name",
		"canonical::number",
		"person_commitment(",
		"parse::<RegistrationId>",
	] {
		assert!(bodies.contains(reader), "{reader} has no target");
	}
}
