//! How long and how wide, and where things live.

use syn::visit::{self, Visit};
use zhidai_tidy::{report, sources, texts, RUST};

/// A function fits a screen.
const FUNCTION_LINES: usize = 60;
/// What is longer, and why it is better so.
const LONGER: &[(&str, &str)] = &[
	// The node is composed in one place: one sentence a part, in the order in which they need each other.
	("node/src/service.rs", "start"),
];
/// In tests a scene may take more.
const TEST_FUNCTION_LINES: usize = 120;
/// A file is one thing; page, storage and thin calls of a pallet together are the longest such thing.
const FILE_LINES: usize = 480;
/// A line of a comment, a tab counting four: rustfmt holds the code. Rows of tables cannot be broken.
const WIDTH: usize = 120;

struct Functions<'a> {
	path: &'a str,
	longest: usize,
	found: Vec<String>,
}

impl Functions<'_> {
	fn check(&mut self, name: &syn::Ident, block: &syn::Block) {
		let braces = block.brace_token.span;
		let first = braces.open().start().line;
		let lines = braces.close().end().line - first + 1;
		let may_be_longer = LONGER.iter().any(|(path, longer)| self.path == *path && name == longer);
		if lines > self.longest && !may_be_longer {
			self.found.push(format!("{}:{} `{name}` has {lines} lines", self.path, first));
		}
	}
}

impl<'ast> Visit<'ast> for Functions<'_> {
	fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
		self.check(&function.sig.ident, &function.block);
		visit::visit_item_fn(self, function);
	}

	fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
		self.check(&function.sig.ident, &function.block);
		visit::visit_impl_item_fn(self, function);
	}
}

#[test]
fn functions_fit_a_screen() {
	let mut found = Vec::new();
	for source in sources(RUST, ".rs").iter().filter(|source| !source.is_generated()) {
		let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
		let longest = if source.is_for_tests() { TEST_FUNCTION_LINES } else { FUNCTION_LINES };
		let mut functions = Functions { path: &source.path, longest, found: Vec::new() };
		functions.visit_file(&file);
		found.extend(functions.found);
	}
	report(
		&format!("a function has at most {FUNCTION_LINES} lines ({TEST_FUNCTION_LINES} in tests)"),
		&found,
	);
}

#[test]
fn files_are_one_thing() {
	let rust = sources(RUST, ".rs");
	let written = rust.iter().filter(|source| !source.is_generated());
	let found: Vec<_> = written
		.map(|source| (source.text.lines().count(), &source.path))
		.filter(|(lines, _)| *lines > FILE_LINES)
		.map(|(lines, path)| format!("{path} has {lines} lines"))
		.collect();
	report(&format!("a file has at most {FILE_LINES} lines"), &found);
}

#[test]
fn comments_are_no_wider_than_people_read() {
	let mut found = Vec::new();
	for source in sources(RUST, ".rs").iter().filter(|source| !source.is_generated()) {
		for (number, line) in source.text.lines().enumerate() {
			let width: usize = line.chars().map(|character| if character == '\t' { 4 } else { 1 }).sum();
			let start = line.trim_start();
			let is_table = start.starts_with("//! |") || start.starts_with("/// |");
			if start.starts_with("//") && width > WIDTH && !is_table {
				found.push(format!("{}:{} is {width} wide", source.path, number + 1));
			}
		}
	}
	report(&format!("a comment has at most {WIDTH} columns"), &found);
}

#[test]
fn clients_share_the_words_and_nothing_else_with_the_chain() {
	let of_the_chain =
		["polkadot-sdk", "frame", "pallet-", "zhidai-primitives", "zhidai-runtime", "zhidai-node"];
	let mut found = Vec::new();
	for source in sources(&["client", "tests"], "Cargo.toml") {
		let used = source.text.lines().filter(|line| of_the_chain.iter().any(|name| line.starts_with(name)));
		found.extend(used.map(|line| format!("{}: {line}", source.path)));
	}
	report(
		"what chain and clients both say is `client/api`; clients and tests need no more of the chain",
		&found,
	);
}

/// Whether a method of the node's RPC is answered on a thread of its own.
fn is_blocking(attribute: &syn::Attribute) -> bool {
	let syn::Meta::List(list) = &attribute.meta else { return false };
	let mut words = list.tokens.clone().into_iter();
	list.path.is_ident("method") && words.any(|word| word.to_string() == "blocking")
}

#[test]
fn what_a_node_is_asked_holds_up_none_of_its_work() {
	let (mut found, mut count) = (Vec::new(), 0_usize);
	for source in sources(&["node/src"], ".rs") {
		let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
		for item in &file.items {
			let syn::Item::Trait(item) = item else { continue };
			if !item.attrs.iter().any(|attribute| attribute.path().is_ident("rpc")) {
				continue;
			}
			for method in &item.items {
				let syn::TraitItem::Fn(method) = method else { continue };
				count += 1;
				if !method.attrs.iter().any(is_blocking) {
					found.push(format!("{}: {}", source.path, method.sig.ident));
				}
			}
		}
	}
	assert!(count > 5, "only {count} methods found: the check would check nothing");
	report("a method of the node's RPC reads the state: it is `blocking`", &found);
}

#[test]
fn nothing_is_left_open() {
	let marks = ["TO\u{44}O", "FIX\u{4d}E", "unimplemente\u{64}!", "tod\u{6f}!("];
	let mut found = Vec::new();
	for source in sources(RUST, ".rs") {
		for (number, line) in source.text.lines().enumerate() {
			if marks.iter().any(|mark| line.contains(mark)) {
				found.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
			}
		}
	}
	report("nothing is left for later in the code", &found);
}

/// Invariants are there with `std` only: without it, a pallet's tests compile in the workspace and not alone.
#[test]
fn a_pallet_that_anothers_tests_use_comes_with_std() {
	let mut found = Vec::new();
	for manifest in sources(&["pallets"], "Cargo.toml") {
		let tests = manifest.text.split("[dev-dependencies]").nth(1).unwrap_or_default();
		let tests = tests.split("\n[").next().unwrap_or_default();
		let used = tests.lines().filter(|line| line.starts_with("pallet-") && !line.contains("\"std\""));
		found.extend(used.map(|line| format!("{}: {line}", manifest.path)));
	}
	report("a pallet's tests take another pallet with `features = [\"std\"]`", &found);
}

/// What Git leaves in a text where two changes meet: the lines that begin so, and the line that is nothing else.
fn conflict_marks(text: &str) -> Vec<usize> {
	let begin = ['<', '>', '|'].map(|mark| format!("{} ", mark.to_string().repeat(7)));
	let middle = "=".repeat(7);
	let is_mark = |line: &str| line == middle || begin.iter().any(|mark| line.starts_with(mark.as_str()));
	(1..).zip(text.lines()).filter(|(_, line)| is_mark(line)).map(|(number, _)| number).collect()
}

#[test]
fn no_text_holds_both_sides_of_a_merge() {
	let mut found = Vec::new();
	for source in texts() {
		let marks = conflict_marks(&source.text).into_iter();
		found.extend(marks.map(|line| format!("{}:{line}", source.path)));
	}
	report("a conflict of a merge is settled before it is committed", &found);
}

#[test]
fn both_sides_of_a_merge_are_found() {
	let mark = |sign: &str| sign.repeat(7);
	let text = format!(
		"one\n{} ours\na\n{} base\nb\n{}\nc\n{} theirs\n{}\nits heading\n{}\n",
		mark("<"),
		mark("|"),
		mark("="),
		mark(">"),
		mark("<"),
		mark("=") + "=",
	);
	assert_eq!(conflict_marks(&text), [2, 4, 6, 8]);
}
