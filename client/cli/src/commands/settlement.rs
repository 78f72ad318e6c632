//! The bank's results: one officer enters a file, another books it; what does not fit waits as a mismatch (差异).

use super::in_file;
use crate::context::Context;
use crate::output;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::Path;
use zhidai_api::{results_digest, BankOutcome, BankResult, Digest, Fen, Uetr};
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::Receipt;
use zhidai_sdk::documents::sha256;
use zhidai_sdk::fields::KEY_ORG;
use zhidai_sdk::files::{read_bytes, read_settlement, Outcome, SettlementRow};
use zhidai_sdk::reader::encoding::Encoding;
use zhidai_sdk::reader::limits::TABLE_BYTES;
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Mismatch {
	/// List the open mismatches of a bank: what its settlement files say that fits no payment, or not exactly
	List {
		/// The bank; else that of the key
		#[arg(long)]
		bank: Option<u32>,
	},
	/// Close a mismatch, as a checker who did not enter the file: with what it belongs to, and why
	///
	/// What can be booked closes itself: hand the right rows in again.
	Close {
		/// The mismatch
		number: u32,
		/// The payment of the bank that it belongs to
		#[arg(long, conflicts_with = "mismatch")]
		uetr: Option<Uetr>,
		/// Another open mismatch that it belongs to
		#[arg(long, value_name = "NUMBER")]
		mismatch: Option<u32>,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
}

impl Mismatch {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::List { bank } => list(context, "mismatch", "Mismatches", bank).await,
			Self::Close { number, uetr, mismatch, reason } => {
				let link = match (uetr, mismatch) {
					(Some(uetr), _) => json!({ "Payment": { "uetr": uetr } }),
					(None, Some(other)) => json!({ "Mismatch": { "mismatch": other } }),
					(None, None) => json!("Nothing"),
				};
				context.send(payments::close_mismatch(number, link, &reason)).await
			}
		}
	}
}

/// What a bank's list has, by the names of the keys.
pub(crate) async fn list(context: &Context, key: &str, entry: &str, bank: Option<u32>) -> Result<()> {
	let bank = match bank {
		Some(bank) => bank,
		None => own_organisation(context).await?,
	};
	context.show_records(key, "Payments", entry, &[json!(bank)]).await
}

/// Whose officer has the key.
pub(super) async fn own_organisation(context: &Context) -> Result<u32> {
	let account = context.own_account()?;
	let reader = context.read_exact().await?;
	let stranger = || Error::new(Kind::NotAllowed, format!("{account} is not the key of an officer"));
	let entry = reader.record("Registry", "Officers", &[json!(account)]).await?.ok_or_else(stranger)?;
	KEY_ORG.number(&entry)
}

/// A settlement file.
struct File {
	digest: Digest,
	results: Vec<BankResult>,
}

impl File {
	/// Read once: what is entered or booked is what has this digest, also where the file is replaced or comes from a
	/// pipe.
	fn read(csv: &Path, encoding: Option<Encoding>) -> Result<Self> {
		let bytes = read_bytes(csv, TABLE_BYTES)?;
		let table = read_settlement(&csv.display().to_string(), &bytes, encoding)?;
		if table.has_chinese {
			output::say(&format!("{}: read as {}", csv.display(), table.encoding));
		}
		let results = table.rows.into_iter().map(result).collect();
		Ok(Self { digest: sha256(&bytes).into(), results })
	}
}

pub(super) fn result(row: SettlementRow) -> BankResult {
	BankResult {
		uetr: row.uetr,
		outcome: match row.outcome {
			Outcome::Settled => BankOutcome::Settled,
			Outcome::Failed(reason) => BankOutcome::Failed { reason },
			Outcome::Returned(reason) => BankOutcome::Returned { reason },
		},
		amount_fen: row.amount.0,
		account: row.account,
		bank_reference: row.bank_reference,
		booked_on: row.booked_on,
		value_on: row.value_on,
	}
}

/// The first officer says what the file has.
pub(crate) async fn enter(context: &Context, csv: &Path, encoding: Option<Encoding>) -> Result<()> {
	let File { digest, results } = File::read(csv, encoding)?;
	let sum = Fen::checked_sum(results.iter().map(|result| Fen(result.amount_fen)));
	let sum =
		sum.ok_or_else(|| Error::usage(format!("{}: the sum of the amounts does not fit", csv.display())))?;
	let count = u16::try_from(results.len()).map_err(Error::unexpected)?;
	let call = payments::enter_results(digest, results_digest(&results), count, sum);
	let next = format!("another officer, a checker: zhidai drawdown settle --csv {}", csv.display());
	in_file(csv, context.send_then(call, |_| Some(next)).await)
}

/// The second one books it.
pub(crate) async fn settle(context: &Context, csv: &Path, encoding: Option<Encoding>) -> Result<()> {
	let File { digest, results } = File::read(csv, encoding)?;
	let call = payments::settle(digest, &results);
	let Some(receipt) = in_file(csv, context.submit(&call).await)? else { return Ok(()) };
	let Some(error) = nothing_booked(&receipt) else {
		context.done(&call, &receipt, None);
		return Ok(());
	};
	match context.json() {
		true => context.answer(&output::receipt_json(&call.title(), &receipt)),
		false => output::print_receipt(&call.title(), &receipt),
	}
	in_file(csv, Err(error))
}

/// A file of which nothing was booked, now or before, is in the queue and is no success.
fn nothing_booked(receipt: &Receipt) -> Option<Error> {
	let event = receipt.event("Payments.FileBooked")?;
	let count = |name: &str| event.get(name).and_then(Json::as_u64).unwrap_or_default();
	let booked: u64 = ["settled", "failed", "returned", "already"].into_iter().map(count).sum();
	let waiting = count("mismatched");
	let message = format!(
		"nothing of the file was booked: {waiting} results wait as mismatches; zhidai payment mismatch list says why"
	);
	(booked == 0 && waiting > 0).then(|| Error::new(Kind::Refused, message))
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_sdk::chain::EventRecord;

	fn receipt(fields: Json) -> Receipt {
		Receipt {
			transaction: "0x".into(),
			block: Some(1),
			block_hash: None,
			is_final: true,
			was_done_before: false,
			milliseconds: 1,
			events: vec![EventRecord { name: "Payments.FileBooked".into(), fields }],
			created: None,
			remark: None,
		}
	}

	#[test]
	fn a_file_of_which_nothing_was_booked_is_no_success() {
		let told = |settled, already, mismatched| {
			let fields = json!({
				"settled": settled, "failed": 0, "returned": 0, "already": already, "mismatched": mismatched,
			});
			nothing_booked(&receipt(fields))
		};
		assert!(told(1, 0, 2).is_none() && told(0, 1, 2).is_none());
		let error = told(0, 0, 2).unwrap();
		assert_eq!(error.kind, Kind::Refused);
		assert!(error.message.contains("2 results wait as mismatches"), "{}", error.message);
	}
}
