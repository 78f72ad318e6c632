//! Drawdown tables: `uetr,plan_line,amount_yuan,account_version,evidence`; key and evidence can be empty.

use super::table::{self, Form};
use crate::error::{Error, Result};
use zhidai_api::{AccountVersion, EvidenceId, Fen, PlanLineNo, Uetr};

/// The columns of a drawdown file.
pub const DRAWDOWN_HEADER: &[&str] = &["uetr", "plan_line", "amount_yuan", "account_version", "evidence"];

const FORM: Form = Form { header: DRAWDOWN_HEADER, what: "payment", may_be_empty: false };

/// A line of a drawdown file. The key can be left out: [`super::with_keys`] fills it in.
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

/// Reads a drawdown file. Nothing in it is Chinese, so its encoding needs no declaration.
pub fn read_drawdown(file: &str, bytes: &[u8]) -> Result<Vec<DrawdownRow>> {
	let table = table::read(file, bytes, None, &FORM, |row| {
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
		let row = DrawdownRow {
			uetr: uetr?,
			plan_line: PlanLineNo(plan_line?),
			amount: amount?,
			account: AccountVersion(account?),
			evidence: evidence?.map(EvidenceId),
		};
		let key = row.uetr;
		Some((row, key))
	})?;
	if Fen::checked_sum(table.rows.iter().map(|row| row.amount)).is_none() {
		return Err(Error::at(file, None, Some("amount_yuan"), "the sum of the amounts does not fit"));
	}
	Ok(table.rows)
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
			assert_eq!(error.kind, Kind::Input);
		}
	}

	#[test]
	fn all_faults_of_a_file_are_told_in_one_run() {
		let error =
			drawdown(&format!("{KEY},0,1.234,0,\n{KEY},1,1,0,\n{KEY},x,1,-1,\n{KEY},1,1,0,\n1")).unwrap_err();
		let places: Vec<_> = error.faults.iter().map(|fault| (fault.line, fault.field.as_deref())).collect();
		let expected = [
			(Some(2), Some("amount_yuan")),
			(Some(4), Some("plan_line")),
			(Some(4), Some("account_version")),
			(Some(5), Some("uetr")),
			(Some(6), None),
		];
		assert_eq!(places, expected, "{error}");
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
}
