//! Drawdown and settlement files: CSV in, every wrong line named with its column and what would be right.

mod keyed;

pub use keyed::{keyed_path, with_keys, write_drawdown};

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;
use zhidai_primitives::{AccountVersion, Day, EvidenceId, Fen, PlanLineNo, Uetr, MAX_LINES};

/// The columns of a drawdown file.
pub const DRAWDOWN_HEADER: &[&str] = &["uetr", "plan_line", "amount_yuan", "account_version", "evidence"];
/// The columns of a settlement file.
pub const SETTLEMENT_HEADER: &[&str] =
	&["uetr", "outcome", "bank_reference", "booked_on", "value_on", "reason"];
/// The longest file that is read: a line has less than 1 KiB.
const MAX_BYTES: u64 = 1 << 20;

/// A line of a drawdown file. The key can be left out: [`with_keys`] fills it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawdownRow {
	/// The payment's key.
	pub uetr: Option<Uetr>,
	/// The line of the spending plan.
	pub plan_line: PlanLineNo,
	/// What is paid.
	pub amount: Fen,
	/// The payee's receiving account, by version.
	pub account: AccountVersion,
	/// The evidence that the payment rests on.
	pub evidence: Option<EvidenceId>,
}

/// What a bank's core system says of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// 入账.
	Settled,
	/// Never booked.
	Failed(String),
	/// 退汇.
	Returned(String),
}

/// A line of a settlement file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementRow {
	/// The payment's key.
	pub uetr: Uetr,
	/// What became of it.
	pub outcome: Outcome,
	/// The bank's reference.
	pub bank_reference: String,
	/// Booking date (记账日).
	pub booked_on: Day,
	/// Value date (起息日).
	pub value_on: Day,
}

/// Reads a whole file, up to a bound. `-` is standard input.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>> {
	use std::io::Read;
	let mut bytes = Vec::new();
	let read = match path.to_str() {
		Some("-") => std::io::stdin().take(limit + 1).read_to_end(&mut bytes),
		_ => std::fs::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)),
	};
	read.map_err(|error| Error::io("read", path, &error))?;
	match bytes.len() as u64 > limit {
		true => Err(Error::at(
			&path.display().to_string(),
			None,
			None,
			format!("the file is longer than {limit} bytes"),
		)),
		false => Ok(bytes),
	}
}

/// The fields of one line, by position, with the errors that they gave.
struct Row<'a> {
	file: &'a str,
	line: u64,
	header: &'a [&'a str],
	record: &'a csv::StringRecord,
	errors: &'a mut Vec<Error>,
}

impl Row<'_> {
	fn text(&self, column: usize) -> &str {
		self.record.get(column).unwrap_or_default().trim()
	}

	fn refuse(&mut self, column: usize, message: impl Display) {
		let found = self.text(column).to_owned();
		let error = Error::at(
			self.file,
			Some(self.line),
			self.header.get(column).copied(),
			format!("{message} (found {found:?})"),
		);
		self.errors.push(error);
	}

	fn parse<T: FromStr>(&mut self, column: usize) -> Option<T>
	where
		T::Err: Display,
	{
		match self.text(column).parse() {
			Ok(value) => Some(value),
			Err(error) => {
				self.refuse(column, error);
				None
			}
		}
	}

	fn number<T: FromStr>(&mut self, column: usize, what: &str) -> Option<T> {
		let value = self.text(column).parse().ok();
		if value.is_none() {
			self.refuse(column, format!("not {what}"));
		}
		value
	}
}

/// Reads lines under a header that must be exactly this one.
fn rows<T>(
	file: &str,
	bytes: &[u8],
	header: &[&str],
	what: &str,
	mut read: impl FnMut(&mut Row<'_>) -> Option<T>,
) -> Result<Vec<(u64, T)>> {
	// Spreadsheets put a byte order mark in front.
	let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
	let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
	let found = reader.headers().map_err(|error| Error::at(file, Some(1), None, error))?;
	let found: Vec<&str> = found.iter().map(str::trim).collect();
	if found != header {
		let message = format!("wrong header; it must be {} (found {})", header.join(","), found.join(","));
		return Err(Error::at(file, Some(1), None, message));
	}
	let (mut lines, mut errors) = (Vec::new(), Vec::new());
	for record in reader.records() {
		let record = record.map_err(|error| {
			let line = error.position().map(csv::Position::line);
			Error::at(file, line, None, format!("not readable as UTF-8 CSV: {error}"))
		})?;
		let line = record.position().map_or(0, csv::Position::line);
		if record.len() != header.len() {
			let message =
				format!("{} fields; a line has {}: {}", record.len(), header.len(), header.join(","));
			errors.push(Error::at(file, Some(line), None, message));
			continue;
		}
		let mut row = Row { file, line, header, record: &record, errors: &mut errors };
		lines.extend(read(&mut row).map(|value| (line, value)));
	}
	Error::collect(errors)?;
	match lines.len() {
		0 => Err(Error::at(
			file,
			None,
			None,
			format!("there is no {what} in the file; one line each under the header"),
		)),
		count if count > MAX_LINES as usize => {
			let message = format!("{count} lines; at most {MAX_LINES} may go together, split the file");
			Err(Error::at(file, None, None, message))
		}
		_ => Ok(lines),
	}
}

/// Refuses a key that stands twice.
fn refuse_duplicates<'a>(file: &str, keys: impl Iterator<Item = (u64, &'a Uetr)>) -> Result<()> {
	let mut first: BTreeMap<&Uetr, u64> = BTreeMap::new();
	let mut errors = Vec::new();
	for (line, key) in keys {
		match first.get(key) {
			None => drop(first.insert(key, line)),
			Some(earlier) => {
				let message =
					format!("{key} stands in line {earlier} already; every payment has its own key");
				errors.push(Error::at(file, Some(line), Some("uetr"), message));
			}
		}
	}
	Error::collect(errors)
}

/// Reads a drawdown file: `uetr,plan_line,amount_yuan,account_version,evidence`; key and evidence can be empty.
pub fn read_drawdown(file: &str, bytes: &[u8]) -> Result<Vec<DrawdownRow>> {
	let rows = rows(file, bytes, DRAWDOWN_HEADER, "payment", |row| {
		let uetr = if row.text(0).is_empty() { Some(None) } else { row.parse(0).map(Some) };
		let plan_line = row.number(1, "the number of a plan line, from 0");
		let mut amount = row.parse(2);
		if amount == Some(Fen::ZERO) {
			row.refuse(2, "a payment of nothing is not a payment");
			amount = None;
		}
		let account = row.number(3, "the version of the payee's account, from 0");
		let evidence = if row.text(4).is_empty() {
			Some(None)
		} else {
			row.number(4, "the number of a piece of evidence").map(Some)
		};
		Some(DrawdownRow {
			uetr: uetr?,
			plan_line: PlanLineNo(plan_line?),
			amount: amount?,
			account: AccountVersion(account?),
			evidence: evidence?.map(EvidenceId),
		})
	})?;
	refuse_duplicates(
		file,
		rows.iter().filter_map(|(line, row)| row.uetr.as_ref().map(|uetr| (*line, uetr))),
	)?;
	if Fen::checked_sum(rows.iter().map(|(_, row)| row.amount)).is_none() {
		return Err(Error::at(file, None, Some("amount_yuan"), "the sum of the amounts does not fit"));
	}
	Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Reads a settlement file: `uetr,outcome,bank_reference,booked_on,value_on,reason`.
pub fn read_settlement(file: &str, bytes: &[u8]) -> Result<Vec<SettlementRow>> {
	let rows = rows(file, bytes, SETTLEMENT_HEADER, "result", |row| {
		let uetr = row.parse(0);
		let reason = row.text(5).to_owned();
		let outcome = match (row.text(1), reason.is_empty()) {
			("settled", true) => Some(Outcome::Settled),
			("settled", false) => {
				row.refuse(5, "what was settled has no reason; leave it empty");
				None
			}
			("failed" | "returned", true) => {
				row.refuse(5, "say why it failed or came back");
				None
			}
			("failed", false) => Some(Outcome::Failed(reason)),
			("returned", false) => Some(Outcome::Returned(reason)),
			_ => {
				row.refuse(1, "not an outcome; it is settled, failed or returned");
				None
			}
		};
		let bank_reference = row.text(2).to_owned();
		let reference_fits = (1..=35).contains(&bank_reference.len());
		if !reference_fits {
			row.refuse(2, "the bank's reference has 1 to 35 characters");
		}
		let (booked_on, value_on) = (row.parse(3), row.parse(4));
		let row = SettlementRow {
			uetr: uetr?,
			outcome: outcome?,
			bank_reference,
			booked_on: booked_on?,
			value_on: value_on?,
		};
		reference_fits.then_some(row)
	})?;
	refuse_duplicates(file, rows.iter().map(|(line, row)| (*line, &row.uetr)))?;
	Ok(rows.into_iter().map(|(_, row)| row).collect())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Kind;

	const HEADER: &str = "uetr,plan_line,amount_yuan,account_version,evidence\n";
	const KEY: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

	fn drawdown(lines: &str) -> Result<Vec<DrawdownRow>> {
		read_drawdown("d.csv", format!("{HEADER}{lines}").as_bytes())
	}

	#[test]
	fn a_drawdown_file_is_read() {
		let rows = drawdown(&format!("{KEY},0,\"1,234.56\",1,7\n,1,10,0,\n")).unwrap();
		assert_eq!(rows[0].amount, Fen(123_456));
		assert_eq!((rows[0].account, rows[0].evidence), (AccountVersion(1), Some(EvidenceId(7))));
		assert_eq!((rows[1].uetr, rows[1].amount, rows[1].evidence), (None, Fen(1_000), None));
		let marked = format!("\u{feff}{HEADER}{KEY},0,1,0,\n");
		assert_eq!(read_drawdown("d.csv", marked.as_bytes()).unwrap().len(), 1);
	}

	#[test]
	fn every_wrong_cell_is_named_with_file_line_and_column() {
		for (line, expected) in [
			(format!("{KEY},0,1.234,0,"), "d.csv, line 2, amount_yuan: more than two decimals"),
			(format!("{KEY},0,-1,0,"), "d.csv, line 2, amount_yuan: an amount cannot be negative"),
			(
				format!("{KEY},0,184467440737095516.16,0,"),
				"d.csv, line 2, amount_yuan: the amount is too large",
			),
			(format!("{KEY},0,0.00,0,"), "d.csv, line 2, amount_yuan: a payment of nothing"),
			(format!("{KEY},0,1e3,0,"), "d.csv, line 2, amount_yuan: not an amount"),
			("nonsense,0,1,0,".into(), "d.csv, line 2, uetr: not a UETR"),
			(format!("{KEY},x,1,0,"), "d.csv, line 2, plan_line: not the number of a plan line"),
			(format!("{KEY},0,1,-1,"), "d.csv, line 2, account_version: not the version"),
			(format!("{KEY},0,1,0,x"), "d.csv, line 2, evidence: not the number"),
			(format!("{KEY},0,1,0"), "d.csv, line 2: 4 fields"),
			(
				format!("{KEY},0,1,0,\n{KEY},1,1,0,"),
				"d.csv, line 3, uetr: 3f2504e0-4f89-41d3-9a0c-0305e82c3301 stands in line 2",
			),
			(",0,184467440737095516,0,\n,0,184467440737095516,0,".into(), "d.csv, amount_yuan: the sum"),
		] {
			let error = drawdown(&line).unwrap_err();
			assert!(error.to_string().starts_with(expected), "{error}");
			assert_eq!(error.kind, Kind::Usage);
		}
		let error = drawdown(&format!("{KEY},0,1.234,0,\n,1,-2,0,")).unwrap_err();
		assert_eq!(error.to_string().lines().count(), 2, "both lines are named: {error}");
	}

	#[test]
	fn header_and_length_are_checked() {
		let header = read_drawdown("d.csv", b"uetr,amount\nx,1\n").unwrap_err();
		assert!(header.to_string().starts_with("d.csv, line 1: wrong header"), "{header}");
		assert!(drawdown("").unwrap_err().to_string().contains("there is no payment in the file"));
		assert!(read_drawdown("d.csv", b"").unwrap_err().to_string().contains("wrong header"));
		assert_eq!(drawdown(&",0,1,0,\n".repeat(500)).unwrap().len(), 500);
		let error = drawdown(&",0,1,0,\n".repeat(501)).unwrap_err();
		assert!(error.to_string().contains("501 lines; at most 500"), "{error}");
	}

	#[test]
	fn a_settlement_file_is_read_and_checked() {
		let header = SETTLEMENT_HEADER.join(",");
		let read = |lines: &str| read_settlement("s.csv", format!("{header}\n{lines}").as_bytes());
		let rows = read(&format!("{KEY},returned,R-1,2026-02-28,2026-03-02,账号不符")).unwrap();
		assert_eq!(rows[0].outcome, Outcome::Returned("账号不符".into()));
		for (line, expected) in [
			(
				format!("{KEY},settled,R,2026-02-30,2026-03-02,"),
				"s.csv, line 2, booked_on: there is no such day",
			),
			(format!("{KEY},settled,R,2026-02-28,03/02/2026,"), "s.csv, line 2, value_on: not a date"),
			(format!("{KEY},paid,R,2026-02-28,2026-03-02,"), "s.csv, line 2, outcome: not an outcome"),
			(format!("{KEY},failed,R,2026-02-28,2026-03-02,"), "s.csv, line 2, reason: say why"),
			(
				format!("{KEY},settled,,2026-02-28,2026-03-02,"),
				"s.csv, line 2, bank_reference: the bank's reference",
			),
		] {
			let error = read(&line).unwrap_err();
			assert!(error.to_string().starts_with(expected), "{error}");
		}
	}
}
