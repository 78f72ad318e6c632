//! A short run of mutated papers and files through the body of every fuzz target. None may panic or hang, and whatever
//! is read must still agree with itself. The seeds are fixed, so a run is repeated exactly; `fuzz/` has the same
//! bodies for runs without an end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../fuzz/src/lib.rs"]
mod targets;

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

/// What breaks readers: ends of tags, quotes, entities, signs that nobody sees, numbers at their bounds,
/// halves of characters.
const NASTY: &[&[u8]] = &[
	b"<",
	b">",
	b"</",
	b"/>",
	b"<!--",
	b"-->",
	b"<![CDATA[",
	b"]]>",
	b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
	b"&b;",
	b"&#0;",
	b"&#x110000;",
	b"\"",
	b"'",
	b",",
	b"\n",
	b"\r",
	b"\t",
	b"\0",
	b"\xff",
	b"\xe5\xa4",
	b"\xca\xa7",
	b"\x81\x30",
	b"\xef\xbb\xbf",
	b"\xff\xfe",
	b"PK\x03\x04",
	b"-",
	b"--",
	b"0",
	b"1e308",
	b"999999999999999999999999999999999999999",
	b"0.0000000000000000001",
	b"[",
	b"{",
	b"null",
	b"\\u0000",
	b"\\ud800",
	"\u{202e}".as_bytes(),
	"\u{200b}".as_bytes(),
	"\u{301}".as_bytes(),
	"（负数）".as_bytes(),
	"万亿".as_bytes(),
	"零".as_bytes(),
];

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
	fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ (mixed >> 31)
	}

	fn below(&mut self, bound: usize) -> usize {
		usize::try_from(self.roll() % bound.max(1) as u64).expect("less than the bound")
	}

	fn one<'a>(&mut self, choice: &[&'a [u8]]) -> &'a [u8] {
		choice[self.below(choice.len())]
	}
}

/// A span between two places where papers have their joints: tags, quotes, commas, line ends.
fn span(dice: &mut Dice, bytes: &[u8]) -> std::ops::Range<usize> {
	let joints: Vec<usize> = bytes
		.iter()
		.enumerate()
		.filter(|(_, byte)| matches!(byte, b'<' | b'>' | b'"' | b',' | b'\n' | b':'))
		.map(|(index, _)| index)
		.collect();
	if joints.len() < 2 || dice.below(4) == 0 {
		let (one, other) = (dice.below(bytes.len() + 1), dice.below(bytes.len() + 1));
		return one.min(other)..one.max(other);
	}
	let from = dice.below(joints.len() - 1);
	let to = from + 1 + dice.below((joints.len() - 1 - from).min(8));
	joints[from]..joints[to]
}

fn mutate(dice: &mut Dice, seeds: &[&[u8]]) -> Vec<u8> {
	let mut bytes = dice.one(seeds).to_vec();
	for _ in 0..1 + dice.below(4) {
		let at = span(dice, &bytes);
		match dice.below(8) {
			// A byte, a bit, a joint.
			0 if !bytes.is_empty() => {
				let index = dice.below(bytes.len());
				bytes[index] ^= 1 << dice.below(8);
			}
			1 => drop(bytes.drain(at)),
			2 => {
				let part = bytes[at.clone()].to_vec();
				bytes.splice(at.start..at.start, part);
			}
			3 => {
				let other = dice.one(seeds);
				let part = other[span(dice, other)].to_vec();
				bytes.splice(at, part);
			}
			4 => {
				let nasty = dice.one(NASTY);
				bytes.splice(at.start..at.start, nasty.iter().copied());
			}
			5 => {
				let nasty = dice.one(NASTY);
				bytes.splice(at, nasty.iter().copied());
			}
			// The same many times: depth, width, length.
			6 => {
				let part = bytes[at.clone()].to_vec();
				let times = 1 << dice.below(8);
				bytes.splice(at.start..at.start, part.repeat(times).into_iter().take(1 << 16));
			}
			_ => bytes.truncate(at.end),
		}
	}
	bytes
}

/// So many mutants of these papers through one target.
struct Run {
	target: &'static str,
	papers: &'static [&'static [u8]],
	/// Fixes which mutants.
	seed: u64,
	times: usize,
	/// How many of them are read at the least: they are not all nonsense.
	read: usize,
}

const fn run(
	target: &'static str,
	papers: &'static [&'static [u8]],
	seed: u64,
	times: usize,
	read: usize,
) -> Run {
	Run { target, papers, seed, times, read }
}

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

impl Run {
	fn go(&self) {
		let Self { target, papers, seed, times, read: least } = *self;
		let body = targets::TARGETS.iter().find(|(name, _)| *name == target).expect("a target").1;
		assert!(papers.iter().any(|paper| body(paper)), "{target}: of its own papers none is read");
		let (mut dice, begun, mut read) = (Dice(seed), Instant::now(), 0);
		for number in 0..times {
			let bytes = mutate(&mut dice, papers);
			let started = Instant::now();
			match std::panic::catch_unwind(|| body(&bytes)) {
				Ok(was_read) => read += usize::from(was_read),
				Err(_) => panic!("{target}, seed {seed}, input {number}: what it found stands above"),
			}
			let slow = started.elapsed() >= Duration::from_secs(10);
			assert!(!slow, "{target}, seed {seed}, input {number} took too long");
		}
		assert!(begun.elapsed() < Duration::from_secs(300), "{target}, seed {seed} took too long");
		assert!(read >= least, "{target}, seed {seed}: only {read} of {times} mutants were read");
		assert!(read < times, "{target}, seed {seed}: no mutant was refused, so none was one");
	}
}

#[test]
fn every_target_stands_mutated_papers() {
	std::thread::scope(|scope| {
		for run in RUNS {
			scope.spawn(move || run.go());
		}
	});
}

fn crate_file(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn text(path: &Path) -> String {
	std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// No target is without its run here, and none does anything else than its body.
#[test]
fn what_is_run_here_are_the_fuzz_targets_and_all_of_them() {
	let listed: BTreeSet<&str> = targets::TARGETS.iter().map(|(name, _)| *name).collect();
	assert_eq!(listed.len(), targets::TARGETS.len(), "a target is listed twice");
	assert_eq!(RUNS.iter().map(|run| run.target).collect::<BTreeSet<_>>(), listed, "what is run");

	let manifest = text(&crate_file("fuzz/Cargo.toml"));
	let built: BTreeSet<&str> = manifest
		.split("[[bin]]")
		.skip(1)
		.map(|bin| bin.split('"').nth(1).expect("its name comes first"))
		.collect();
	assert_eq!(built, listed, "what fuzz/Cargo.toml builds");

	let page = text(&crate_file("fuzz/README.md"));
	let folder = std::fs::read_dir(crate_file("fuzz/fuzz_targets")).expect("the targets");
	assert_eq!(folder.count(), listed.len(), "files of targets");
	for name in listed {
		assert!(page.contains(&format!("| `{name}` |")), "{name} is not in the table");
		let expected = format!(
			"#![no_main]\n\nlibfuzzer_sys::fuzz_target!(|bytes: &[u8]| {{\n\tzhidai_reader_fuzz::{name}(bytes);\n}});\n"
		);
		assert_eq!(text(&crate_file(&format!("fuzz/fuzz_targets/{name}.rs"))), expected, "{name}");
	}
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
