//! Settlement tables: `uetr,outcome,amount_yuan,account_version,bank_reference,booked_on,value_on,reason`; the
//! account's version can be empty. What a bank's core system says became of the payments; what is read here is booked
//! on the chain, so nothing is read in two ways.

use super::table::{self, Form, Row, Table};
use crate::encoding::Encoding;
use crate::error::Result;
use crate::limits::{BANK_REFERENCE, REASON};
use zhidai_api::{AccountVersion, Day, Fen, Uetr};

/// The columns of a settlement file.
pub const SETTLEMENT_HEADER: &[&str] = &[
	"uetr",
	"outcome",
	"amount_yuan",
	"account_version",
	"bank_reference",
	"booked_on",
	"value_on",
	"reason",
];

const FORM: Form = Form { header: SETTLEMENT_HEADER, what: "result", may_be_empty: false };
const DAY_FORM: Form = Form { header: SETTLEMENT_HEADER, what: "result", may_be_empty: true };

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
	/// Where it stands in the file, from 1.
	pub line: u64,
	/// The payment's key.
	pub uetr: Uetr,
	/// What became of it.
	pub outcome: Outcome,
	/// What the bank's core system paid.
	pub amount: Fen,
	/// The account that it paid to, by version, where the file says it.
	pub account: Option<AccountVersion>,
	/// The bank's reference.
	pub bank_reference: String,
	/// Booking date (记账日).
	pub booked_on: Day,
	/// Value date (起息日).
	pub value_on: Day,
}

fn outcome(row: &mut Row<'_, '_>) -> Option<Outcome> {
	let reason = row.text(7).to_owned();
	match (row.text(1), reason.is_empty()) {
		("settled", true) => Some(Outcome::Settled),
		("settled", false) => {
			row.refuse(7, "what was settled has no reason; leave it empty");
			None
		}
		("failed" | "returned", true) => {
			row.refuse(7, "say why it failed or came back");
			None
		}
		(found @ ("failed" | "returned"), false) => {
			let make = if found == "failed" { Outcome::Failed } else { Outcome::Returned };
			REASON.check(&reason).map_err(|message| row.refuse(7, message)).ok()?;
			Some(make(reason))
		}
		_ => {
			row.refuse(1, "not an outcome; it is settled, failed or returned");
			None
		}
	}
}

fn read_row(row: &mut Row<'_, '_>) -> Option<SettlementRow> {
	let uetr = row.parse(0);
	let outcome = outcome(row);
	let mut amount = row.parse(2);
	if amount == Some(Fen::ZERO) {
		row.refuse(2, "a payment of nothing is not a payment");
		amount = None;
	}
	let account = match row.text(3).is_empty() {
		true => Some(None),
		false => row.number(3, "the version of the payee's account, from 0").map(Some),
	};
	let bank_reference = row.text(4).to_owned();
	let fits = BANK_REFERENCE.check(&bank_reference).map_err(|message| row.refuse(4, message)).ok();
	let (booked_on, value_on) = (row.parse(5), row.parse(6));
	fits?;
	Some(SettlementRow {
		line: row.line(),
		uetr: uetr?,
		outcome: outcome?,
		amount: amount?,
		account: account?.map(AccountVersion),
		bank_reference,
		booked_on: booked_on?,
		value_on: value_on?,
	})
}

/// Reads a settlement file, in the declared encoding or in the only one that it can have.
pub fn read_settlement(file: &str, bytes: &[u8], declared: Option<Encoding>) -> Result<Table<SettlementRow>> {
	table::read(file, bytes, declared, &FORM, |row| {
		let row = read_row(row)?;
		let key = row.uetr;
		Some((row, Some(key)))
	})
}

/// Reads the same table as what a bank says of a day, to be compared and not to be booked: it can have no row, and a
/// payment can stand in it several times, which the comparison tells.
pub fn read_booking_day(
	file: &str,
	bytes: &[u8],
	declared: Option<Encoding>,
) -> Result<Table<SettlementRow>> {
	table::read(file, bytes, declared, &DAY_FORM, |row| Some((read_row(row)?, None)))
}

#[cfg(test)]
mod tests {
	use super::*;

	const KEY: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

	fn read(lines: &str) -> Result<Vec<SettlementRow>> {
		let text = format!("{}\n{lines}", SETTLEMENT_HEADER.join(","));
		read_settlement("s.csv", text.as_bytes(), Some(Encoding::Utf8)).map(|table| table.rows)
	}

	#[test]
	fn a_settlement_file_is_read() {
		let rows =
			read(&format!("{KEY},returned,\"1,234.56\",2,R-1,2026-02-28,2026-03-02,账号不符")).unwrap();
		assert_eq!(rows[0].outcome, Outcome::Returned("账号不符".into()));
		assert_eq!((rows[0].amount, rows[0].account), (Fen(123_456), Some(AccountVersion(2))));
		let rows = read(&format!("{KEY},failed,10,,R-1,2026-02-28,2026-03-02, no ")).unwrap();
		assert_eq!((&rows[0].outcome, rows[0].account), (&Outcome::Failed("no".into()), None));
	}

	#[test]
	fn a_wrong_cell_is_named_with_line_column_and_what_would_be_right() {
		let reference = "R".repeat(36);
		for (line, expected) in [
			(format!("{KEY},settled,1,0,R,2026-02-30,2026-03-02,"), "booked_on: there is no such day"),
			(format!("{KEY},settled,1,0,R,2026-02-28,03/02/2026,"), "value_on: not a date"),
			(format!("{KEY},paid,1,0,R,2026-02-28,2026-03-02,"), "outcome: not an outcome"),
			(
				format!("{KEY},settled,1.234,0,R,2026-02-28,2026-03-02,"),
				"amount_yuan: more than two decimals",
			),
			(format!("{KEY},settled,0.00,0,R,2026-02-28,2026-03-02,"), "amount_yuan: a payment of nothing"),
			(format!("{KEY},settled,,0,R,2026-02-28,2026-03-02,"), "amount_yuan: "),
			(format!("{KEY},settled,1,-1,R,2026-02-28,2026-03-02,"), "account_version: not the version"),
			(format!("{KEY},failed,1,0,R,2026-02-28,2026-03-02,"), "reason: say why"),
			(
				format!("{KEY},settled,1,0,R,2026-02-28,2026-03-02,why"),
				"reason: what was settled has no reason",
			),
			(
				format!("{KEY},settled,1,0,,2026-02-28,2026-03-02,"),
				"bank_reference: empty; a bank's reference",
			),
			(
				format!("{KEY},settled,1,0,{reference},2026-02-28,2026-03-02,"),
				"bank_reference: 36 characters; a bank's reference has at most 35, shorten it by 1",
			),
			(
				format!("{KEY},settled,1,0,参考一,2026-02-28,2026-03-02,"),
				"bank_reference: '参' at character 1",
			),
			(
				format!("{KEY},failed,1,0,R,2026-02-28,2026-03-02,{}", "质".repeat(54)),
				"reason: 54 characters, 162 bytes; a reason has at most 160 bytes",
			),
			(format!("{KEY},failed,1,0,R,2026-02-28,2026-03-02,\"退\t汇\""), "reason: a tab at character 2"),
			(format!("{KEY},failed,1,0,R,2026-02-28,2026-03-02,\"退\n汇\""), "reason: U+000A at character 2"),
		] {
			let error = read(&line).unwrap_err().to_string();
			assert!(error.starts_with(&format!("s.csv, line 2, {expected}")), "{error}");
		}
		let twice = format!("{KEY},settled,1,0,R,2026-02-28,2026-03-02,\n").repeat(2);
		assert!(read(&twice).unwrap_err().to_string().contains("line 3, uetr: "));
	}

	#[test]
	fn a_day_to_be_compared_can_be_empty_and_name_a_payment_twice() {
		let text = |lines: &str| format!("{}\n{lines}", SETTLEMENT_HEADER.join(","));
		let read = |lines: &str| read_booking_day("s.csv", text(lines).as_bytes(), Some(Encoding::Utf8));
		assert_eq!(read("").map(|table| table.rows), Ok(Vec::new()));
		let twice = format!("{KEY},settled,1,0,R,2026-02-28,2026-03-02,\n").repeat(2);
		let lines: Vec<u64> = read(&twice).unwrap().rows.iter().map(|row| row.line).collect();
		assert_eq!(lines, [2, 3]);
		let error = read(&format!("{KEY},settled,1,0,R,2026-02-30,2026-03-02,")).unwrap_err().to_string();
		assert!(error.starts_with("s.csv, line 2, booked_on: there is no such day"), "{error}");
	}
}
