//! What is wrong with a file: every fault of it in one answer, each with its place and what would be right.

use std::fmt;
use std::path::Path;

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
	/// The file, or what was said about it, is not what it should be.
	Input,
	/// Two things that should be one are not: a document and its declaration.
	Verification,
	/// Not foreseen.
	Unexpected,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
	/// The file as the user named it; nothing where the fault is not in a file.
	pub file: Option<String>,
	/// The line, from 1.
	pub line: Option<u64>,
	/// The field: a column's header, an element, a member.
	pub field: Option<String>,
	/// What was wrong, what stood there, and what would be right: one phrase without a full stop at its end.
	pub message: String,
}

impl fmt::Display for Fault {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		if let Some(file) = &self.file {
			out.write_str(file)?;
			if let Some(line) = self.line {
				write!(out, ", line {line}")?;
			}
			if let Some(field) = &self.field {
				write!(out, ", {field}")?;
			}
			out.write_str(": ")?;
		}
		out.write_str(&self.message)
	}
}

/// A failure: at least one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
	/// What kind it is.
	pub kind: Kind,
	/// The faults, in the order of the file. Never empty.
	pub faults: Vec<Fault>,
}

/// What a function of this crate answers.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
	/// A failure of this kind that has no place in a file.
	pub fn new(kind: Kind, message: impl fmt::Display) -> Self {
		let message = message.to_string();
		Self { kind, faults: vec![Fault { file: None, line: None, field: None, message }] }
	}

	/// Input that is not what it should be.
	pub fn input(message: impl fmt::Display) -> Self {
		Self::new(Kind::Input, message)
	}

	/// Something that was not foreseen.
	pub fn unexpected(message: impl fmt::Display) -> Self {
		Self::new(Kind::Unexpected, message)
	}

	/// Input that is wrong at a place in a file.
	pub fn at(file: &str, line: Option<u64>, field: Option<&str>, message: impl fmt::Display) -> Self {
		let message = message.to_string();
		let fault = Fault { file: Some(file.into()), line, field: field.map(Into::into), message };
		Self { kind: Kind::Input, faults: vec![fault] }
	}

	/// A file that cannot be read or written.
	pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
		Self::input(format!("cannot {doing} {}: {error}", path.display()))
	}
}

impl fmt::Display for Error {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (number, fault) in self.faults.iter().enumerate() {
			let newline = if number == 0 { "" } else { "\n" };
			write!(out, "{newline}{fault}")?;
		}
		Ok(())
	}
}

impl std::error::Error for Error {}

/// More faults than a table has cells are of no use to anybody.
const MAX_FAULTS: usize = 3_000;

/// The faults of one file, gathered while it is read to its end.
#[derive(Debug)]
pub(crate) struct Faults<'a> {
	file: &'a str,
	list: Vec<Fault>,
}

impl<'a> Faults<'a> {
	/// None yet.
	pub(crate) const fn new(file: &'a str) -> Self {
		Self { file, list: Vec::new() }
	}

	/// One more.
	pub(crate) fn add(&mut self, line: Option<u64>, field: Option<&str>, message: impl fmt::Display) {
		if self.list.len() < MAX_FAULTS {
			self.list.extend(Error::at(self.file, line, field, message).faults);
		}
	}

	/// Takes what went well, and keeps the faults of what did not.
	pub(crate) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
		let faults = result.map_err(|error| error.faults);
		let room = MAX_FAULTS.saturating_sub(self.list.len());
		faults.map_err(|faults| self.list.extend(faults.into_iter().take(room))).ok()
	}

	/// The value, where there is no fault.
	pub(crate) fn into_result<T>(self, value: Option<T>) -> Result<T> {
		match (self.list.is_empty(), value) {
			(true, Some(value)) => Ok(value),
			(true, None) => Err(Error::at(self.file, None, None, "not readable")),
			(false, _) => Err(Error { kind: Kind::Input, faults: self.list }),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_fault_is_told_with_its_place() {
		let mut faults = Faults::new("a.csv");
		faults.add(Some(3), Some("amount_yuan"), "too many decimals");
		faults.add(None, None, "no line");
		assert_eq!(faults.keep::<()>(Err(Error::input("no key"))), None);
		let error = faults.into_result(Some(())).unwrap_err();
		let expected = "a.csv, line 3, amount_yuan: too many decimals\na.csv: no line\nno key";
		assert_eq!((error.to_string().as_str(), error.kind), (expected, Kind::Input));
		let mut many = Faults::new("a");
		(0..4_000).for_each(|line| many.add(Some(line), None, "no"));
		assert_eq!(many.into_result(Some(())).unwrap_err().faults.len(), 3_000);
		assert_eq!(Faults::new("a").into_result(Some(1)), Ok(1));
		assert!(Faults::new("a").into_result::<()>(None).is_err());
	}
}
