use super::hex0x;
use crate::context::Context;
use clap::{Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_primitives::Fen;
use zhidai_sdk::documents::Document;
use zhidai_sdk::files::{read_bytes, read_drawdown, read_settlement};
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
}

#[derive(Subcommand)]
pub(crate) enum File {
	/// Check a file without a network
	Check {
		/// The file
		file: PathBuf,
		/// What it is
		#[arg(long, value_enum)]
		kind: Kind,
	},
}

impl File {
	pub(crate) fn run(self, context: &Context) -> Result<()> {
		let Self::Check { file, kind } = self;
		let found = match kind {
			Kind::Document => document(&file)?,
			Kind::Drawdown => {
				let rows = read_drawdown(&file.display().to_string(), &read_bytes(&file, 1 << 20)?)?;
				let sum = Fen::checked_sum(rows.iter().map(|row| row.amount)).unwrap_or_default();
				json!({ "payments": rows.len(), "sum_fen": sum, "sum": sum.to_string() })
			}
			Kind::Settlement => {
				let rows = read_settlement(&file.display().to_string(), &read_bytes(&file, 1 << 20)?)?;
				json!({ "results": rows.len() })
			}
		};
		context.show(&found);
		Ok(())
	}
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
	}))
}
