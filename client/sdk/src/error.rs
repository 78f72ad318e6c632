//! What can go wrong, in a form that a command line can turn into a message and an exit code.

use std::fmt;
use std::path::Path;

/// What kind of failure it is. The numbers are the command line's exit codes and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
	/// Not foreseen: a defect, or a node that answers nonsense.
	Unexpected = 1,
	/// The input is not what it should be: a flag, a file, a field.
	Usage = 2,
	/// A rule of the chain refused it.
	Refused = 3,
	/// There is no such thing.
	NotFound = 4,
	/// Who asks may not: a missing duty, a stranger, a wrong passphrase.
	NotAllowed = 5,
	/// Its outcome is not known, or it can no longer happen. The same command again goes on with it.
	NotFinal = 6,
	/// No node could be reached.
	Network = 7,
	/// Something is not what it is said to be: a document and its digest.
	Verification = 8,
}

impl Kind {
	/// Its name for programs. Does not change.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Unexpected => "unexpected",
			Self::Usage => "usage",
			Self::Refused => "refused",
			Self::NotFound => "not found",
			Self::NotAllowed => "not allowed",
			Self::NotFinal => "not final",
			Self::Network => "network",
			Self::Verification => "verification",
		}
	}
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
	/// The file as the user named it.
	pub file: String,
	/// The line, from 1.
	pub line: Option<u64>,
	/// The field: a column, an element.
	pub field: Option<String>,
}

impl fmt::Display for Place {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(&self.file)?;
		if let Some(line) = self.line {
			write!(out, ", line {line}")?;
		}
		match &self.field {
			Some(field) => write!(out, ", {field}"),
			None => Ok(()),
		}
	}
}

/// A failure: what was wrong, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
	/// What kind it is.
	pub kind: Kind,
	/// What was wrong and what would be right, one phrase without a full stop at its end.
	pub message: String,
	/// Where.
	pub place: Option<Box<Place>>,
	/// The rule that refused: `Payments.PayeeNotOnPlan`, or the pool's `Pool.Stranger`.
	pub rule: Option<String>,
	/// The line of the call's list that broke the rule, from 0.
	pub line: Option<u32>,
	/// The line of the spending plan that it is about, from 0 as the plan counts.
	pub plan_line: Option<u32>,
	/// More of the same: the other lines of a file that are wrong too.
	pub others: Vec<Error>,
}

/// What a function of this crate answers.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
	/// A failure of this kind.
	pub fn new(kind: Kind, message: impl Into<String>) -> Self {
		Self {
			kind,
			message: message.into(),
			place: None,
			rule: None,
			line: None,
			plan_line: None,
			others: Vec::new(),
		}
	}

	/// Input that is not what it should be.
	pub fn usage(message: impl Into<String>) -> Self {
		Self::new(Kind::Usage, message)
	}

	/// Something that was not foreseen.
	pub fn unexpected(message: impl fmt::Display) -> Self {
		Self::new(Kind::Unexpected, message.to_string())
	}

	/// Input that is wrong at a place in a file.
	pub fn at(file: &str, line: Option<u64>, field: Option<&str>, message: impl fmt::Display) -> Self {
		let place = Place { file: file.into(), line, field: field.map(Into::into) };
		Self { place: Some(Box::new(place)), ..Self::usage(message.to_string()) }
	}

	/// A file that cannot be read or written: the user's mistake where another path, or other rights, would be right.
	pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
		use std::io::ErrorKind as Io;
		let message = format!("cannot {doing} {}: {error}", path.display());
		match error.kind() {
			Io::NotFound
			| Io::PermissionDenied
			| Io::AlreadyExists
			| Io::NotADirectory
			| Io::IsADirectory
			| Io::InvalidInput
			| Io::InvalidFilename
			| Io::InvalidData
			| Io::UnexpectedEof
			| Io::ReadOnlyFilesystem => Self::usage(message),
			Io::StorageFull | Io::QuotaExceeded => Self::new(
				Kind::Unexpected,
				format!("{message}; the disk is full: make room on it, then give the same command again"),
			),
			_ => Self::new(
				Kind::Unexpected,
				format!("{message}; the disk does not do it, and the command is not at fault"),
			),
		}
	}

	/// One error of many; nothing where there is none.
	pub fn collect(errors: Vec<Self>) -> Result<()> {
		let mut errors = errors.into_iter();
		match errors.next() {
			None => Ok(()),
			Some(first) => Err(Self { others: errors.collect(), ..first }),
		}
	}

	/// The same failure, named by the rule that refused.
	pub fn by_rule(self, rule: impl Into<String>, line: Option<u32>) -> Self {
		Self { rule: Some(rule.into()), line, ..self }
	}
}

impl fmt::Display for Error {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		if let Some(place) = &self.place {
			write!(out, "{place}: ")?;
		}
		out.write_str(&self.message)?;
		if let Some(line) = self.line {
			// People count from one.
			write!(out, " [entry {} of the list]", u64::from(line) + 1)?;
		}
		if let Some(line) = self.plan_line {
			write!(out, " [plan line {line}]")?;
		}
		if let Some(rule) = &self.rule {
			write!(out, " [{rule}]")?;
		}
		self.others.iter().try_for_each(|other| write!(out, "\n{other}"))
	}
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_message_names_place_and_rule() {
		let one = Error::at("a.csv", Some(3), Some("amount_yuan"), "too many decimals");
		let other = Error::usage("no").by_rule("Payments.PayeeNotOnPlan", Some(2));
		let both = Error::collect(vec![one, other]).unwrap_err();
		assert_eq!(
			both.to_string(),
			"a.csv, line 3, amount_yuan: too many decimals\nno [entry 3 of the list] [Payments.PayeeNotOnPlan]"
		);
		// A plan's lines have numbers, by which files and commands name them.
		let planned =
			Error { plan_line: Some(2), ..Error::usage("no").by_rule("Loans.PlanLineExceeded", None) };
		assert_eq!(planned.to_string(), "no [plan line 2] [Loans.PlanLineExceeded]");
		assert!(Error::collect(Vec::new()).is_ok());
	}

	#[test]
	fn a_full_or_broken_disk_is_no_mistake_of_the_user() {
		use std::io::{Error as IoError, ErrorKind};
		let error_of = |error: IoError| Error::io("write to", Path::new("/s/5F.journal"), &error);
		for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded] {
			let error = error_of(kind.into());
			assert_eq!(error.kind, Kind::Unexpected);
			let says = |text: &str| error.message.contains(text);
			assert!(says("cannot write to /s/5F.journal") && says("the disk is full"), "{error}");
		}
		// What Linux says where a disk cannot be read or written.
		let error = error_of(IoError::from_raw_os_error(5));
		assert_eq!(error.kind, Kind::Unexpected);
		assert!(error.message.contains("/s/5F.journal") && error.message.contains("the disk"), "{error}");
		for kind in [ErrorKind::NotFound, ErrorKind::PermissionDenied, ErrorKind::NotADirectory] {
			assert_eq!(error_of(kind.into()).kind, Kind::Usage, "{kind:?}");
		}
	}
}
