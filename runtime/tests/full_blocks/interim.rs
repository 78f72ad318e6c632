//! Which weights nobody has measured: those that are marked `Interim` in `runtime/src/weights`.

use std::collections::BTreeSet;

const MARK: &str = "Interim";

/// Whether what a call declares is not measured, by its name: `Payments.draft`. Its own function may be marked, or one
/// of its cases (`draft_one`).
pub fn is_interim(call: &str) -> bool {
	let (pallet, name) = call.split_once('.').expect("a pallet and a call");
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/weights");
	let file = format!("{folder}/pallet_{}.rs", pallet.to_lowercase());
	let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
	is_marked(name, &marked(&text))
}

fn is_marked(call: &str, marked: &BTreeSet<String>) -> bool {
	let is_own =
		|name: &String| name.strip_prefix(call).is_some_and(|case| case.is_empty() || case.starts_with('_'));
	marked.iter().any(is_own)
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
	for (call, is) in [("draft", true), ("settle", true), ("lapse", false), ("drafts", false), ("set", false)]
	{
		assert_eq!(is_marked(call, &found), is, "{call}");
	}
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
