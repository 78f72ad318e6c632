//! A short run of mutated papers and files through every reader. None may panic or hang, and whatever is read
//! must still agree with itself. The seed is fixed, so a run is repeated exactly; `fuzz/` has the same
//! readers for runs without an end.

use std::time::{Duration, Instant};
use zhidai_reader::documents::{ConsortiumKey, Content, Declaration, Paper};
use zhidai_reader::encoding::Encoding;
use zhidai_reader::files::{adopt_keys, read_account_number, read_drawdown, read_settlement, read_value};
use zhidai_reader::{canonical, capitals};

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
	b"uetr,outcome,bank_reference,booked_on,value_on,reason\n3f2504e0-4f89-41d3-9a0c-0305e82c3301,settled,R1,2026-03-16,2026-03-16,\n",
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

/// So many mutants through a reader. Answers how many were read.
fn run(seed: u64, times: usize, seeds: &[&[u8]], read: impl Fn(&[u8]) -> bool) -> usize {
	let (mut dice, begun, mut count) = (Dice(seed), Instant::now(), 0);
	for number in 0..times {
		let bytes = mutate(&mut dice, seeds);
		let started = Instant::now();
		count += usize::from(read(&bytes));
		assert!(started.elapsed() < Duration::from_secs(10), "seed {seed}, input {number} took too long");
	}
	assert!(begun.elapsed() < Duration::from_secs(300), "seed {seed} took too long");
	count
}

#[test]
fn mutated_invoices_are_refused_or_agree_with_themselves() {
	let read = run(1, 6_000, INVOICES, |bytes| {
		let Ok(paper) = Paper::parse("m.xml", bytes) else { return false };
		let Content::Invoice(invoice) = &paper.content else { return true };
		assert!(invoice.number.len() == 20 && invoice.lines > 0);
		if invoice.red.is_none() {
			assert_eq!(invoice.net_fen + invoice.tax_fen, invoice.total_fen);
			// What is read again is read alike.
			assert_eq!(Paper::parse("m.xml", bytes).as_ref(), Ok(&paper));
		}
		true
	});
	assert!(read > 100, "the mutants are not all nonsense: {read} were read");
}

#[test]
fn mutated_records_do_no_harm() {
	let read = run(2, 6_000, RECORDS, |bytes| match Paper::parse("m.json", bytes) {
		Ok(Paper { content: Content::Record(fields), .. }) => {
			assert!(!fields.amount.is_zero() && !fields.number.is_empty());
			assert_eq!(canonical::number(&fields.number).as_ref(), Ok(&fields.number));
			true
		}
		_ => false,
	});
	assert!(read > 100, "{read} were read");
}

#[test]
fn mutated_tables_do_no_harm() {
	let encodings = [None, Some(Encoding::Utf8), Some(Encoding::Gb18030), Some(Encoding::Utf16)];
	let read = run(3, 6_000, SETTLEMENTS, |bytes| {
		let tables = encodings.map(|encoding| read_settlement("m.csv", bytes, encoding));
		// Undeclared, a table is never read as anything but the one thing that it can be.
		if let (Ok(undeclared), Ok(utf8), Ok(gb)) = (&tables[0], &tables[1], &tables[2]) {
			// Characters without a meaning beside Chinese ones are no second reading.
			let private =
				format!("{:?}", gb.rows).contains("\\u{e") || format!("{:?}", gb.rows).contains("\\u{f");
			assert_eq!(undeclared.rows, utf8.rows);
			assert!(private || utf8.rows == gb.rows, "two readings and no refusal: {gb:?}");
		}
		tables[0].is_ok()
	});
	assert!(read > 50, "{read} were read");
	let read = run(4, 6_000, DRAWDOWNS, |bytes| read_drawdown("m.csv", bytes).is_ok());
	assert!(read > 50, "{read} were read");
}

#[test]
fn mutated_pairs_of_files_pay_what_the_first_one_says_or_nothing() {
	let read = run(8, 6_000, KEYED, |bytes| {
		let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
		let (file, keyed) = (&bytes[..cut], bytes.get(cut + 1..).unwrap_or_default());
		let Ok(lines) = adopt_keys(("m.csv", file), ("m.keyed.csv", keyed)) else { return false };
		let rows = read_drawdown("m.csv", file).expect("it was read");
		assert_eq!(lines.len(), rows.len());
		for (line, row) in lines.iter().zip(rows) {
			assert!(row.uetr.is_none_or(|uetr| uetr == line.uetr));
			assert_eq!(
				(line.amount_fen, line.plan_line, line.account),
				(row.amount.0, row.plan_line, row.account)
			);
		}
		true
	});
	assert!(read > 20, "{read} were read");
}

#[test]
fn mutated_declarations_and_keys_do_no_harm() {
	let read = run(9, 6_000, DECLARATIONS, |bytes| {
		let Ok(declaration) = Declaration::parse("m.json", bytes) else { return false };
		let _ = declaration.digest();
		let again = serde_json::to_vec(&declaration).expect("JSON");
		assert_eq!(Declaration::parse("m.json", &again), Ok(declaration));
		true
	});
	assert!(read > 50, "{read} were read");
	let read = run(10, 2_000, KEYS, |bytes| ConsortiumKey::parse("key", bytes).is_ok());
	assert!(read > 0 && read < 2_000, "{read} were read");
}

/// Every reader that takes bytes has a target in `fuzz/` and stands in its table.
#[test]
fn every_reader_has_a_fuzz_target() {
	let fuzz = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
	let text = |name: &str| std::fs::read_to_string(fuzz.join(name)).expect("it is there");
	let (manifest, page) = (text("Cargo.toml"), text("README.md"));
	let mut targets = String::new();
	for entry in std::fs::read_dir(fuzz.join("fuzz_targets")).expect("the targets") {
		let name = entry.expect("an entry").file_name().into_string().expect("a name");
		let stem = name.strip_suffix(".rs").expect("Rust");
		assert!(manifest.contains(&format!("name = \"{stem}\"")), "{stem} is not built");
		assert!(page.contains(&format!("| `{stem}` |")), "{stem} is not in the table");
		targets.push_str(&text(&format!("fuzz_targets/{name}")));
	}
	for reader in [
		"Paper::parse",
		"Declaration::parse",
		"ConsortiumKey::parse",
		"read_settlement(",
		"read_drawdown(",
		"adopt_keys(",
		"read_account_number(",
		"read_value(",
		"capitals::parse",
		"canonical::number",
	] {
		assert!(targets.contains(reader), "{reader} has no target");
	}
}

#[test]
fn mutated_values_do_no_harm() {
	let read = run(5, 6_000, VALUES, |bytes| {
		let _ = read_value("m.txt", bytes);
		read_account_number("m.txt", bytes)
			.is_ok_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
	});
	assert!(read > 100, "{read} were read");
	run(6, 6_000, CAPITALS, |bytes| {
		std::str::from_utf8(bytes).is_ok_and(|text| capitals::parse(text).is_ok())
	});
	run(7, 6_000, NUMBERS, |bytes| {
		let Ok(text) = std::str::from_utf8(bytes) else { return false };
		let _ = (
			canonical::skeleton(text),
			canonical::digits(text),
			canonical::name(text),
			canonical::code(text),
		);
		canonical::number(text).is_ok_and(|number| {
			assert_eq!(canonical::number(&number).as_ref(), Ok(&number), "the canonical form is its own");
			true
		})
	});
}
