use super::{call_name, hex0x, in_file, json_file};
use crate::context::Context;
use clap::{Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use zhidai_api::Fen;
use zhidai_sdk::chain::Call;
use zhidai_sdk::documents::Document;
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::files::{read_account_number, read_bytes, read_drawdown, read_settlement, Outcome};
use zhidai_sdk::reader::encoding::Encoding;
use zhidai_sdk::reader::limits::{TABLE_BYTES, VALUE_BYTES};
use zhidai_sdk::subxt::metadata::Metadata;
use zhidai_sdk::{bundled_metadata, Error, Result};

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
	/// The JSON of a call, or of one of its arguments, with --call: its first fault, by its field
	Call,
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
		/// What the JSON is for: Pallet.call, or Pallet.call.argument, like Loans.offer.request for `zhidai loan offer`
		#[arg(long, value_name = "CALL", required_if_eq("kind", "call"))]
		call: Option<String>,
	},
}

impl File {
	pub(crate) fn run(self, context: &Context) -> Result<()> {
		let Self::Check { file, kind, encoding, call } = self;
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
			Kind::Call => encoded(&file, call.as_deref().unwrap_or_default())?,
		};
		context.show(&found);
		Ok(())
	}
}

/// That the runtime which this program was built for takes the file: what its fields are called, and what stands in
/// them. What a rule says to it only the chain can tell.
fn encoded(file: &Path, name: &str) -> Result<Json> {
	let (pallet, rest) = call_name(name)?;
	let (call, argument) = rest.split_once('.').map_or((rest, None), |(call, name)| (call, Some(name)));
	let metadata = bundled_metadata()?;
	let names = arguments(&metadata, pallet, call)?;
	let json = json_file(file)?;
	let encoder = Encoder::new(&metadata);
	let bytes = match argument {
		Some(argument) if names.contains(&argument) => {
			in_file(file, encoder.argument(pallet, call, argument, &json))?.len()
		}
		Some(argument) => {
			let message = format!("{pallet}.{call} takes no {argument}; it takes {}", names.join(", "));
			return Err(Error::usage(message));
		}
		None => {
			// The id of a request is made when it is sent.
			let args = Call::new(pallet, call, json).with_request(&metadata, 0)?.args;
			in_file(file, encoder.call(pallet, call, &args))?;
			let mut bytes = 0;
			for name in &names {
				let json = args.get(*name).unwrap_or(&Json::Null);
				bytes += in_file(file, encoder.argument(pallet, call, name, json))?.len();
			}
			bytes
		}
	};
	Ok(json!({ "call": name, "bytes": bytes }))
}

/// The names of a call's arguments.
fn arguments<'a>(metadata: &'a Metadata, pallet: &str, call: &str) -> Result<Vec<&'a str>> {
	let known = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.call_variant_by_name(call));
	let known = known.ok_or_else(|| Error::usage(format!("there is no call {pallet}.{call}")))?;
	Ok(known.fields.iter().filter_map(|field| field.name.as_deref()).collect())
}

fn settlement(file: &Path, encoding: Option<Encoding>) -> Result<Json> {
	let name = file.display().to_string();
	let table = read_settlement(&name, &read_bytes(file, TABLE_BYTES)?, encoding)?;
	let (mut settled, mut disbursed, mut reasons) = (0, 0, BTreeSet::new());
	for row in &table.rows {
		match &row.outcome {
			Outcome::Settled => settled += 1,
			Outcome::Disbursed => disbursed += 1,
			Outcome::Failed(reason) | Outcome::Returned(reason) => drop(reasons.insert(reason)),
		}
	}
	Ok(json!({
		"results": table.rows.len(),
		"sum_fen": Fen::checked_sum(table.rows.iter().map(|row| row.amount)),
		"settled": settled,
		"disbursed": disbursed,
		"not_settled": table.rows.len() - settled - disbursed,
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
