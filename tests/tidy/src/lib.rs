//! Which files the tree has, for the tests that hold it to its conventions (`CONTRIBUTING.md`).

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing written by hand.
const SKIPPED: &[&str] = &["target", "node_modules", ".git"];

/// The top of the tree.
pub fn top() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR"))
		.join("../..")
		.canonicalize()
		.expect("this crate is two folders below the top")
}

/// A text file of the tree.
pub struct Source {
	/// Its path below the top.
	pub path: String,
	/// What it says.
	pub text: String,
}

impl Source {
	/// Whether a program wrote it.
	pub fn is_generated(&self) -> bool {
		self.path.contains("/weights/") || self.path.ends_with("/weights.rs")
	}

	/// Whether it holds tests, or what only tests and benchmarks use.
	pub fn is_for_tests(&self) -> bool {
		let names = ["tests/", "/tests/", "/mock", "/benchmark", "/testing", "/model"];
		self.path.starts_with("tests/") || names.iter().any(|name| self.path.contains(name))
	}
}

/// Every file below these folders (or the top) whose name ends so, in order of their paths.
pub fn sources(folders: &[&str], ending: &str) -> Vec<Source> {
	let top = top();
	let mut found = Vec::new();
	for folder in folders {
		collect(&top, &top.join(folder), ending, &mut found);
	}
	found.sort_by(|one, other| one.path.cmp(&other.path));
	assert!(!found.is_empty(), "no {ending} below {folders:?}: the check would check nothing");
	found
}

/// Every text of the tree, whatever it is called: each file that is UTF-8.
pub fn texts() -> Vec<Source> {
	let (top, mut paths) = (top(), Vec::new());
	walk(&top, &mut |path| paths.push(path));
	let text =
		|path: &PathBuf| Some(Source { path: below(&top, path), text: fs::read_to_string(path).ok()? });
	let found: Vec<Source> = paths.iter().filter_map(text).collect();
	assert!(found.len() > 100, "only {} texts found: the check would check nothing", found.len());
	found
}

fn collect(top: &Path, folder: &Path, ending: &str, found: &mut Vec<Source>) {
	walk(folder, &mut |path| {
		if path.to_string_lossy().ends_with(ending) {
			let text =
				fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
			found.push(Source { path: below(top, &path), text });
		}
	});
}

/// Shows every file below a folder, but for what nobody wrote by hand.
fn walk(folder: &Path, see: &mut dyn FnMut(PathBuf)) {
	for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
		let path = entry.path();
		let name = entry.file_name().to_string_lossy().into_owned();
		if !path.is_dir() {
			see(path);
		} else if !SKIPPED.contains(&name.as_str()) {
			walk(&path, see);
		}
	}
}

/// A file's path below the top.
fn below(top: &Path, path: &Path) -> String {
	path.strip_prefix(top).unwrap_or(path).to_string_lossy().into_owned()
}

/// Folders of Rust code.
pub const RUST: &[&str] = &["client", "node", "pallets", "runtime", "tests"];

/// Ends a test with all that was found, not only the first.
pub fn report(rule: &str, found: &[String]) {
	assert!(found.is_empty(), "{rule}\n{} places:\n  {}", found.len(), found.join("\n  "));
}
