//! Runs the real binary and reads what it says.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The invoice that the reader's own tests read.
pub const INVOICE: &str = include_str!("../../../reader/tests/fixtures/own/invoice.xml");

/// A finished run.
pub struct Run {
	args: String,
	output: Output,
}

/// Runs `zhidai` without a terminal, without settings from the environment, and with a state of its own that is
/// thrown away.
pub fn zhidai(args: &[&str]) -> Run {
	zhidai_in(&Folder::new(), args)
}

/// The same with a state that stays.
pub fn zhidai_in(state: &Folder, args: &[&str]) -> Run {
	let output = command(state, args).output().expect("the binary runs");
	Run { args: args.join(" "), output }
}

/// The same with this on standard input.
pub fn zhidai_fed(state: &Folder, args: &[&str], input: &[u8]) -> Run {
	let mut command = command(state, args);
	command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
	let mut child = command.spawn().expect("the binary runs");
	child.stdin.take().expect("standard input").write_all(input).expect("it reads");
	Run { args: args.join(" "), output: child.wait_with_output().expect("it ends") }
}

/// The command, to be run otherwise.
pub fn command(state: &Folder, args: &[&str]) -> Command {
	let mut command = Command::new(env!("CARGO_BIN_EXE_zhidai"));
	for name in [
		"ZHIDAI_URL",
		"ZHIDAI_GENESIS",
		"ZHIDAI_KEY_FILE",
		"ZHIDAI_CONSORTIUM_KEY_FILE",
		"ZHIDAI_TRUST_METADATA",
	] {
		command.env_remove(name);
	}
	command.env("ZHIDAI_STATE_DIR", state.path("state")).args(args).stdin(Stdio::null());
	command
}

impl Run {
	fn stdout(&self) -> String {
		String::from_utf8_lossy(&self.output.stdout).into_owned()
	}

	fn stderr(&self) -> String {
		String::from_utf8_lossy(&self.output.stderr).into_owned()
	}

	/// The run ended with this exit code.
	pub fn fails(&self, code: i32) -> &Self {
		assert_eq!(
			self.output.status.code(),
			Some(code),
			"{}\n{}{}",
			self.args,
			self.stdout(),
			self.stderr()
		);
		self
	}

	/// The run was a success.
	pub fn succeeds(&self) -> &Self {
		self.fails(0)
	}

	/// Standard error has this text.
	pub fn says(&self, text: &str) -> &Self {
		assert!(self.stderr().contains(text), "{}\nexpected {text:?} in\n{}", self.args, self.stderr());
		self
	}

	/// Nothing that it wrote has this text.
	pub fn never_says(&self, text: &str) -> &Self {
		let all = self.stdout() + &self.stderr();
		assert!(!all.contains(text), "{}\n{text:?} is in\n{all}", self.args);
		self
	}

	/// Standard output has this text.
	pub fn prints(&self, text: &str) -> &Self {
		assert!(self.stdout().contains(text), "{}\nexpected {text:?} in\n{}", self.args, self.stdout());
		self
	}

	/// The value of a field of a printed record.
	pub fn out(&self, field: &str) -> String {
		let stdout = self.stdout();
		let line = stdout
			.lines()
			.find_map(|line| line.strip_prefix(field))
			.unwrap_or_else(|| panic!("no {field} in {stdout}"));
		line.trim().to_owned()
	}

	/// Standard output as JSON.
	pub fn json(&self) -> serde_json::Value {
		serde_json::from_str(&self.stdout()).unwrap_or_else(|error| panic!("{error}: {}", self.stdout()))
	}
}

/// A folder for one test.
pub struct Folder(tempfile::TempDir);

impl Folder {
	/// An empty folder.
	#[allow(clippy::new_without_default, reason = "a test's folder is made on purpose")]
	pub fn new() -> Self {
		Self(tempfile::tempdir().expect("a temporary folder"))
	}

	/// The path of a file in it.
	pub fn path(&self, name: &str) -> String {
		self.0.path().join(name).display().to_string()
	}

	/// Writes a file.
	pub fn write(&self, name: &str, text: &(impl AsRef<[u8]> + ?Sized)) -> String {
		let path = self.path(name);
		std::fs::write(&path, text).expect("the file can be written");
		path
	}

	/// The names of its files.
	pub fn files(&self) -> Vec<String> {
		let entries = std::fs::read_dir(self.0.path()).expect("the folder can be read");
		let mut names: Vec<_> = entries
			.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
			.collect();
		names.sort();
		names
	}
}
