//! Which weights nobody has measured: those that are marked `Interim` in `runtime/src/weights`.

use std::collections::BTreeSet;

const MARK: &str = "Interim";

/// The benchmarks of which a kind's weight is made, where that is not the one that is named as its call.
const CASES: &[(&str, &[&str])] = &[
	("draft of one line", &["draft_one"]),
	("draft of 500 lines", &["draft_one", "draft"]),
	("release one line", &["release_one"]),
	("release 500 lines", &["release_one", "release"]),
	("release 100 lines again", &["release_again_one", "release_again"]),
	("execute an order of one line", &["execute_one"]),
	("execute an order of 500 lines", &["execute_one", "execute"]),
	("settle one result", &["settle_few"]),
	("settle 500 of one draft", &["settle_few", "settle_in_draft"]),
	("settle 500 of 500 drafts of 10 loans", &["settle_few", "settle", "settle_in_draft"]),
	("settle 100 failures of 100 drafts", &["fail"]),
	("settle 100 returns of 100 drafts", &["fail"]),
	("pay_again one", &["pay_again_one"]),
	("pay_again 100", &["pay_again_one", "pay_again"]),
	("draft_allocated of 100 lines", &["draft_one", "draft", "draft_allocated"]),
	("give_verdict, the first", &["give_first_verdict"]),
	("give_verdict, among look-alikes", &["give_first_verdict"]),
	("give_verdict, conflicting", &["give_conflicting_verdict", "give_verdict"]),
	("count one", &["count_few"]),
	("count 500", &["count_few", "count"]),
	("take_back 100", &["take_back", "take_back_quality_few"]),
	("propose an account", &["propose_record"]),
	("approve an account", &["approve_record"]),
	("propose a firm with six officers", &["propose_admission"]),
	("approve a firm with six officers", &["approve_admission"]),
	("propose to remove an officer", &["propose_roster"]),
	("approve to remove an officer", &["approve_roster"]),
	("propose a key", &["propose_key"]),
];

/// Whether what a kind of call declares is not measured: a benchmark is marked of which its weight is made. Another
/// case of the same call frees nothing.
pub fn is_interim(call: &str, kind: &str) -> bool {
	let (pallet, name) = call.split_once('.').expect("a pallet and a call");
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/weights");
	let file = format!("{folder}/pallet_{}.rs", pallet.to_lowercase());
	let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
	let benchmarks = benchmarks(name, kind);
	for benchmark in &benchmarks {
		let is_there = text.contains(&format!("\tfn {benchmark}("));
		assert!(is_there, "{call}, {kind}: {file} has no {benchmark}; name its benchmarks in CASES");
	}
	is_marked(&benchmarks, &marked(&text))
}

fn benchmarks<'a>(call: &'a str, kind: &str) -> Vec<&'a str> {
	let case = CASES.iter().find(|(known, _)| *known == kind);
	case.map_or_else(|| vec![call], |(_, benchmarks)| benchmarks.to_vec())
}

fn is_marked(benchmarks: &[&str], marked: &BTreeSet<String>) -> bool {
	benchmarks.iter().any(|benchmark| marked.contains(*benchmark))
}

/// The functions of a pallet's weights that are marked, in the comments before them or inside.
fn marked(text: &str) -> BTreeSet<String> {
	let (mut found, mut name, mut has_mark) = (BTreeSet::new(), None, false);
	for line in text.lines() {
		has_mark |= line.contains(MARK);
		let function = line.strip_prefix("\tfn ").and_then(|rest| rest.split_once('('));
		name = function.map(|(name, _)| name.to_owned()).or(name);
		// The end of a function, or the beginning of them all.
		if line == "\t}" || line.starts_with("impl") {
			found.extend(name.take().filter(|_| has_mark));
			has_mark = false;
		}
	}
	found
}

#[test]
fn a_mark_is_the_functions_that_it_stands_at() {
	let text = "//! Some are Interim.\nimpl W for X {\n\t// Storage: `A` (r:1 w:0)\n\tfn draft(n: u32) -> Weight {\n\t\ta()\n\t}\n\
	            \t// Interim: taken from draft until measured.\n\tfn draft_one() -> Weight {\n\t\tb()\n\t}\n\
	            \tfn settle() -> Weight {\n\t\t// Interim: a list.\n\t\tc()\n\t}\n\tfn lapse() -> Weight {\n\t\td()\n\t}\n}\n";
	let found = marked(text);
	assert_eq!(found, BTreeSet::from(["draft_one", "settle"].map(String::from)));
	let cases: [(&[&str], bool); 6] = [
		(&["draft_one"], true),
		(&["draft"], false),
		(&["draft", "draft_one"], true),
		(&["settle"], true),
		(&["lapse"], false),
		(&["settle_few"], false),
	];
	for (benchmarks, is) in cases {
		assert_eq!(is_marked(benchmarks, &found), is, "{benchmarks:?}");
	}
}

#[test]
fn a_kind_has_the_benchmarks_that_it_names_and_else_its_calls() {
	assert_eq!(benchmarks("draft", "draft of 500 lines"), ["draft_one", "draft"]);
	assert_eq!(benchmarks("mandate", "mandate"), ["mandate"]);
	let kinds = crate::kinds::all();
	let gone = CASES.iter().find(|(known, _)| kinds.iter().all(|kind| kind.name != *known));
	assert!(gone.is_none(), "no such kind: {gone:?}");
}

#[test]
fn the_marks_of_every_pallet_are_read() {
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/weights");
	for file in std::fs::read_dir(folder).expect("the weights") {
		let path = file.expect("a file").path();
		let text = std::fs::read_to_string(&path).expect("a text");
		if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pallet_")) {
			assert_eq!(text.contains(MARK), !marked(&text).is_empty(), "{}", path.display());
		}
	}
}
