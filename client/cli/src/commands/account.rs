use super::hex0x;
use super::org::propose;
use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::documents::{account_fingerprint, sha256};
use zhidai_sdk::fields::{HELD_HOLDER, HELD_LOANS, HELD_VERSION, KEY_ORG, ORGANISATION_NAME};
use zhidai_sdk::files::{read_account_number, read_bytes, KeptAccount};
use zhidai_sdk::reader::limits::{NAME, VALUE_BYTES};
use zhidai_sdk::{digests, Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Account {
	/// Vouch for an organisation's account, to which your bank's loans then pay; a checker approves with `zhidai org
	/// approve`. Needs the consortium's key: at a bank one account is one organisation's
	Verify {
		/// The payee, or the borrower whose receipts return to it (回款账户)
		#[arg(long)]
		payee: u32,
		/// The account's holder as the receiving bank's paper names it (户名)
		#[arg(long, value_parser = holder)]
		holder: String,
		/// Why it is the payee's where the paper names its holder otherwise; kept for ever
		#[arg(long, value_name = "TEXT", value_parser = super::reason)]
		holder_reason: Option<String>,
		/// The branch where it is kept, 12 digits (联行号)
		#[arg(long, value_parser = bank_code)]
		bank_code: String,
		/// A file with the account number; only a salted hash and a keyed fingerprint of it go to the chain
		#[arg(long, value_name = "FILE")]
		number_file: PathBuf,
		/// Where salt and number are kept, for those who pay to it: written once, before anything is sent; the same
		/// command again takes its salt from there, and never overwrites it
		#[arg(short, long, value_name = "FILE")]
		output: PathBuf,
	},
	/// Vouch for an account no more: nothing is paid to it, and it can be another organisation's; a checker approves
	Void {
		/// The payee
		#[arg(long)]
		payee: u32,
		/// The last version that is this account
		#[arg(long)]
		version: u16,
		/// Why; kept for ever
		#[arg(long, value_name = "TEXT", value_parser = super::reason)]
		reason: String,
	},
	/// Say whose an account is at a bank; needs the consortium's key
	Who {
		/// A file with the account number
		#[arg(long, value_name = "FILE")]
		number_file: PathBuf,
		/// A branch of the bank where it is kept, 12 digits (联行号)
		#[arg(long, value_parser = bank_code)]
		bank_code: String,
		/// The bank that verified it; your own where it is not given
		#[arg(long)]
		bank: Option<u32>,
	},
	/// List the accounts of a payee that a bank has verified, with the reasons for other names, and what was voided
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

fn number_in(file: &Path) -> Result<String> {
	let bytes = read_bytes(file, VALUE_BYTES)?;
	Ok(read_account_number(&file.display().to_string(), &bytes)?)
}

impl Account {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Verify { payee, holder, holder_reason, bank_code, number_file, output } => {
				let number = number_in(&number_file)?;
				let fingerprint = account_fingerprint(&context.consortium_key()?, &bank_code, &number)?;
				let kept = match context.is_trial() {
					true => KeptAccount::tried(&output, &bank_code, &number),
					false => KeptAccount::keep(&output, &bank_code, &number),
				}?;
				let account = json!({
					"holder": holder,
					"holder_reason": holder_reason,
					"bank_code": bank_code,
					"account_hash": hex0x(&digests::account_number(kept.salt, &bank_code, &number)),
					"fingerprint": hex0x(&fingerprint),
					"record_digest": hex0x(&sha256(&kept.bytes)),
				});
				let act = json!({ "VerifyPayeeAccount": { "payee": payee, "account": account } });
				match propose(context, act).await {
					Err(refusal) => Err(naming_the_holder(context, refusal, fingerprint).await),
					Ok(()) => Ok(()),
				}
			}
			Self::Void { payee, version, reason } => {
				let content = json!({ "payee": payee, "version": version, "reason": reason });
				propose(context, json!({ "VoidPayeeAccount": content })).await
			}
			Self::Who { number_file, bank_code, bank } => {
				let number = number_in(&number_file)?;
				let fingerprint = account_fingerprint(&context.consortium_key()?, &bank_code, &number)?;
				let reader = context.read_exact().await?;
				let held = held(context, &reader, bank, fingerprint).await?;
				let nobody = || Error::new(Kind::NotFound, "the account is nobody's at this bank");
				context.show_at(&reader, &held.ok_or_else(nobody)?);
				Ok(())
			}
			Self::List { bank, payee } => {
				let key = [json!(bank), json!(payee)];
				context.show_records("version", "Registry", "PayeeAccounts", &key).await
			}
		}
	}
}

/// The bank of the key that signs.
async fn own_bank(context: &Context, reader: &Reader) -> Result<Json> {
	let account = context.own_account()?;
	let stranger = || Error::new(Kind::NotAllowed, format!("{account} is not the key of an officer"));
	let officer = reader.record("Registry", "Officers", &[json!(account)]).await?.ok_or_else(stranger)?;
	Ok(KEY_ORG.get(&officer)?.clone())
}

/// Whose the account with this fingerprint is at a bank, which is the own one where none is named.
async fn held(
	context: &Context,
	reader: &Reader,
	bank: Option<u32>,
	fingerprint: [u8; 32],
) -> Result<Option<Json>> {
	let bank = match bank {
		Some(bank) => json!(bank),
		None => own_bank(context, reader).await?,
	};
	let key = [bank, json!(hex0x(&fingerprint))];
	let Some(held) = reader.record("Registry", "HeldAccounts", &key).await? else { return Ok(None) };
	let org = HELD_HOLDER.get(&held)?.clone();
	let organisation = reader.record("Registry", "Organisations", std::slice::from_ref(&org)).await?;
	let name = organisation.as_ref().map(|record| ORGANISATION_NAME.get(record)).transpose()?;
	let (version, loans) = (HELD_VERSION.get(&held)?, HELD_LOANS.get(&held)?);
	Ok(Some(json!({ "org": org, "name": name, "version": version, "loans": loans })))
}

/// What is refused because of who has the account.
const HELD_BY_ANOTHER: [&str; 2] = ["Registry.AccountHeldByAnother", "Registry.CollectionAccountOfAnother"];

/// The same refusal with who has the account, as far as that can be read: an error of the chain has no room for it.
async fn naming_the_holder(context: &Context, refusal: Error, fingerprint: [u8; 32]) -> Error {
	if refusal.rule.as_deref().is_none_or(|rule| !HELD_BY_ANOTHER.contains(&rule)) {
		return refusal;
	}
	let Ok(reader) = context.read_exact().await else { return refusal };
	match held(context, &reader, None, fingerprint).await {
		Ok(Some(held)) => Error { message: format!("{}; {}", refusal.message, told(&held)), ..refusal },
		_ => refusal,
	}
}

fn told(held: &Json) -> String {
	let shown = |name: &str| match &held[name] {
		Json::String(text) => text.clone(),
		value => value.to_string(),
	};
	format!("it is organisation {}'s ({}), as its version {}", shown("org"), shown("name"), shown("version"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn who_has_an_account_is_named() {
		let held = json!({ "org": 12, "name": "宁波海曙数控装备有限公司", "version": 0, "loans": 0 });
		assert_eq!(told(&held), "it is organisation 12's (宁波海曙数控装备有限公司), as its version 0");
	}
}
