use super::hex0x;
use crate::context::Context;
use clap::{Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use zhidai_api::Fen;
use zhidai_sdk::documents::Document;
use zhidai_sdk::files::{read_account_number, read_bytes, read_drawdown, read_settlement, Outcome};
use zhidai_sdk::reader::encoding::Encoding;
use zhidai_sdk::reader::limits::{TABLE_BYTES, VALUE_BYTES};
use zhidai_sdk::Result;

/// What a file is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
	/// An e-invoice, contract, report, filing notice or acceptance certificate
	Document,
	/// A drawdown CSV
	Drawdown,
	/// A settlement CSV
	Settlement,
	/// An account number
	Account,
}

#[derive(Subcommand)]
pub(crate) enum File {
	/// Check a file without a network: every fault of it in one run, with line, column and what would be
	/// right
	Check {
		/// The file
		file: PathBuf,
		/// What it is
		#[arg(long, value_enum)]
		kind: Kind,
		/// The encoding of a settlement CSV: utf-8, gb18030 or utf-16; needed only where it could be two
		#[arg(long)]
		encoding: Option<Encoding>,
	},
}

impl File {
	pub(crate) fn run(self, context: &Context) -> Result<()> {
		let Self::Check { file, kind, encoding } = self;
		let name = file.display().to_string();
		let found = match kind {
			Kind::Document => document(&file)?,
			Kind::Drawdown => {
				let rows = read_drawdown(&name, &read_bytes(&file, TABLE_BYTES)?)?;
				let sum = Fen::checked_sum(rows.iter().map(|row| row.amount)).unwrap_or_default();
				json!({ "payments": rows.len(), "sum_fen": sum, "sum": sum.to_string() })
			}
			Kind::Settlement => settlement(&file, encoding)?,
			Kind::Account => {
				let number = read_account_number(&name, &read_bytes(&file, VALUE_BYTES)?)?;
				// The number itself is nobody's business.
				json!({ "digits": number.len(), "last_digits": number.get(number.len() - 4..) })
			}
		};
		context.show(&found);
		Ok(())
	}
}

fn settlement(file: &Path, encoding: Option<Encoding>) -> Result<Json> {
	let name = file.display().to_string();
	let table = read_settlement(&name, &read_bytes(file, TABLE_BYTES)?, encoding)?;
	let (mut settled, mut reasons) = (0, BTreeSet::new());
	for row in &table.rows {
		match &row.outcome {
			Outcome::Settled => settled += 1,
			Outcome::Failed(reason) | Outcome::Returned(reason) => drop(reasons.insert(reason)),
		}
	}
	Ok(json!({
		"results": table.rows.len(),
		"settled": settled,
		"not_settled": table.rows.len() - settled,
		"encoding": table.encoding.to_string(),
		"reasons": reasons,
	}))
}

fn document(file: &Path) -> Result<Json> {
	let document = Document::read(file)?;
	let fields = &document.fields;
	Ok(json!({
		"kind": fields.kind.chinese(),
		"number": fields.number,
		"dated_on": fields.dated_on.to_string(),
		"seller": format!("{} {}", fields.seller.code, fields.seller.name),
		"buyer": format!("{} {}", fields.buyer.code, fields.buyer.name),
		"amount": fields.amount.to_string(),
		"amount_fen": fields.amount,
		"sha256": hex0x(&document.sha256),
		"sm3": hex0x(&document.sm3),
		"remarks": document.remarks,
	}))
}
