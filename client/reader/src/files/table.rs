//! Tables as CSV, read to their end: all wrong cells in one answer.

use crate::encoding::{self, Encoding};
use crate::error::{Error, Faults, Result};
use crate::limits::MAX_LINES;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;
use zhidai_api::Uetr;

/// The rows of a table and the encoding in which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<T> {
	/// The rows, in the file's order.
	pub rows: Vec<T>,
	/// The encoding.
	pub encoding: Encoding,
	/// Whether a character of it is not ASCII, so that the encoding matters.
	pub has_chinese: bool,
}

/// What a table looks like.
pub(super) struct Form {
	/// Its columns.
	pub(super) header: &'static [&'static str],
	/// What a line of it is, for messages.
	pub(super) what: &'static str,
	/// Whether it can have no line: a day on which nothing happened.
	pub(super) may_be_empty: bool,
}

/// The fields of one line, by position.
pub(super) struct Row<'a, 'file> {
	line: u64,
	header: &'static [&'static str],
	record: &'a csv::StringRecord,
	faults: &'a mut Faults<'file>,
}

impl Row<'_, '_> {
	/// Where it stands in the file, from 1.
	pub(super) fn line(&self) -> u64 {
		self.line
	}

	pub(super) fn text(&self, column: usize) -> &str {
		self.record.get(column).unwrap_or_default().trim_matches([' ', '\u{3000}'])
	}

	pub(super) fn refuse(&mut self, column: usize, message: impl Display) {
		let message = format!("{message} (found {:?})", self.text(column));
		self.faults.add(Some(self.line), self.header.get(column).copied(), message);
	}

	pub(super) fn parse<T: FromStr>(&mut self, column: usize) -> Option<T>
	where
		T::Err: Display,
	{
		let parsed = self.text(column).parse();
		parsed.map_err(|error| self.refuse(column, error)).ok()
	}

	pub(super) fn number<T: FromStr>(&mut self, column: usize, what: &str) -> Option<T> {
		let value = self.text(column).parse().ok();
		if value.is_none() {
			self.refuse(column, format!("not {what}"));
		}
		value
	}
}

/// Reads lines under a header that must be exactly this one. `read` turns a line into a value and its key.
pub(super) fn read<T>(
	file: &str,
	bytes: &[u8],
	declared: Option<Encoding>,
	form: &Form,
	mut read: impl FnMut(&mut Row<'_, '_>) -> Option<(T, Option<Uetr>)>,
) -> Result<Table<T>> {
	let decoded = encoding::table(file, bytes, declared)?;
	let header = form.header;
	let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(decoded.text.as_bytes());
	let found = reader.headers().map_err(|error| Error::at(file, Some(1), None, error))?;
	let found: Vec<&str> = found.iter().map(str::trim).collect();
	if found != header {
		let message = format!("wrong header; it must be {} (found {})", header.join(","), found.join(","));
		return Err(Error::at(file, Some(1), None, message));
	}
	let (mut rows, mut count, mut faults) = (Vec::new(), 0_usize, Faults::new(file));
	let mut first: BTreeMap<Uetr, u64> = BTreeMap::new();
	for record in reader.records() {
		count += 1;
		if count > MAX_LINES as usize {
			continue;
		}
		let record = record.map_err(|error| {
			let line = error.position().map(csv::Position::line);
			Error::at(file, line, None, format!("not readable as CSV: {error}"))
		})?;
		let line = record.position().map_or(0, csv::Position::line);
		if record.len() != header.len() {
			let message =
				format!("{} fields; a line has {}: {}", record.len(), header.len(), header.join(","));
			faults.add(Some(line), None, message);
			continue;
		}
		let value = read(&mut Row { line, header, record: &record, faults: &mut faults });
		let Some((value, key)) = value else { continue };
		// A key that stands twice would pay, or book, one payment twice.
		if let Some((key, earlier)) = key.and_then(|key| first.insert(key, line).map(|line| (key, line))) {
			let message = format!("{key} stands in line {earlier} already; every payment has its own key");
			faults.add(Some(line), Some("uetr"), message);
		}
		rows.push(value);
	}
	match count {
		0 if !form.may_be_empty => faults.add(
			None,
			None,
			format!("there is no {} in the file; one line each under the header", form.what),
		),
		count if count > MAX_LINES as usize => faults.add(
			None,
			None,
			format!("{count} lines; at most {MAX_LINES} may go together, split the file"),
		),
		_ => (),
	}
	let has_chinese = !decoded.text.is_ascii();
	faults.into_result(Some(Table { rows, encoding: decoded.encoding, has_chinese }))
}
