//! Mutated papers, the same every time, through the bodies of fuzz targets: what every crate that reads what comes from
//! other hands runs in its tests.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

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

/// What a target does with its input; whether the input was read.
pub type Body = fn(&[u8]) -> bool;

/// So many mutants of these papers through one target.
pub struct Run {
	/// The target, by its name.
	pub target: &'static str,
	papers: &'static [&'static [u8]],
	/// Fixes which mutants.
	seed: u64,
	times: usize,
	/// How many of them are read at the least: they are not all nonsense.
	read: usize,
}

/// A run.
pub const fn run(
	target: &'static str,
	papers: &'static [&'static [u8]],
	seed: u64,
	times: usize,
	read: usize,
) -> Run {
	Run { target, papers, seed, times, read }
}

impl Run {
	/// None may panic or hang.
	fn go(&self, targets: &[(&str, Body)]) {
		let Self { target, papers, seed, times, read: least } = *self;
		let body = targets.iter().find(|(name, _)| *name == target).expect("a target").1;
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

/// Every run, beside each other.
pub fn go(runs: &[Run], targets: &[(&str, Body)]) {
	std::thread::scope(|scope| {
		for run in runs {
			scope.spawn(move || run.go(targets));
		}
	});
}

/// A text; there is one.
pub fn text(path: &Path) -> String {
	std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// No target of this folder is without its run, and none does anything else than its body in this package.
pub fn ensure_all_run(folder: &Path, package: &str, runs: &[Run], targets: &[(&str, Body)]) {
	let listed: BTreeSet<&str> = targets.iter().map(|(name, _)| *name).collect();
	assert_eq!(listed.len(), targets.len(), "a target is listed twice");
	assert_eq!(runs.iter().map(|run| run.target).collect::<BTreeSet<_>>(), listed, "what is run");

	let manifest = text(&folder.join("Cargo.toml"));
	let built: BTreeSet<&str> = manifest
		.split("[[bin]]")
		.skip(1)
		.map(|bin| bin.split('"').nth(1).expect("its name comes first"))
		.collect();
	assert_eq!(built, listed, "what its Cargo.toml builds");

	let page = text(&folder.join("README.md"));
	let files = std::fs::read_dir(folder.join("fuzz_targets")).expect("the targets");
	assert_eq!(files.count(), listed.len(), "files of targets");
	for name in listed {
		assert!(page.contains(&format!("| `{name}` |")), "{name} is not in the table");
		let expected = format!(
			"#![no_main]\n\nlibfuzzer_sys::fuzz_target!(|bytes: &[u8]| {{\n\t{package}::{name}(bytes);\n}});\n"
		);
		assert_eq!(text(&folder.join(format!("fuzz_targets/{name}.rs"))), expected, "{name}");
	}
}
