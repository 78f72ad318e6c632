use super::hex0x;
use super::org::propose;
use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;
use zhidai_sdk::documents::sha256;
use zhidai_sdk::files::{read_account_number, read_bytes, KeptAccount};
use zhidai_sdk::reader::limits::{NAME, VALUE_BYTES};
use zhidai_sdk::{digests, Result};

#[derive(Subcommand)]
pub(crate) enum Account {
	/// Vouch for a payee's account, to which your bank's loans then pay; a checker approves with `zhidai org approve`
	Verify {
		/// The payee
		#[arg(long)]
		payee: u32,
		/// The account's holder (户名)
		#[arg(long, value_parser = holder)]
		holder: String,
		/// The branch where it is kept, 12 digits (联行号)
		#[arg(long, value_parser = bank_code)]
		bank_code: String,
		/// A file with the account number; only a salted hash of it goes to the chain
		#[arg(long, value_name = "FILE")]
		number_file: PathBuf,
		/// Where salt and number are kept, for those who pay to it: written once, before anything is sent; the same
		/// command again takes its salt from there, and never overwrites it
		#[arg(short, long, value_name = "FILE")]
		output: PathBuf,
	},
	/// List the accounts of a payee that a bank has verified
	List {
		/// The bank
		#[arg(long)]
		bank: u32,
		/// The payee
		#[arg(long)]
		payee: u32,
	},
}

fn holder(text: &str) -> std::result::Result<String, String> {
	NAME.check(text).map(|()| text.to_owned())
}

fn bank_code(text: &str) -> std::result::Result<String, String> {
	match text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
		true => Ok(text.into()),
		false => Err("a branch's number (联行号) has 12 digits".into()),
	}
}

impl Account {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Verify { payee, holder, bank_code, number_file, output } => {
				let bytes = read_bytes(&number_file, VALUE_BYTES)?;
				let number = read_account_number(&number_file.display().to_string(), &bytes)?;
				let kept = match context.is_trial() {
					true => KeptAccount::tried(&output, &bank_code, &number),
					false => KeptAccount::keep(&output, &bank_code, &number),
				}?;
				let content = json!({
					"payee": payee,
					"holder": holder,
					"bank_code": bank_code,
					"account_hash": hex0x(&digests::account_number(kept.salt, &bank_code, &number)),
					"record_digest": hex0x(&sha256(&kept.bytes)),
				});
				propose(context, json!({ "VerifyPayeeAccount": content })).await
			}
			Self::List { bank, payee } => {
				let key = [json!(bank), json!(payee)];
				context.show_records("version", "Registry", "PayeeAccounts", &key).await
			}
		}
	}
}
