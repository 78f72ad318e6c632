//! One module per noun.

mod account;
mod adverse;
mod alert;
mod allocation;
mod calendar;
mod council;
mod credential;
mod drawdown;
mod evidence;
mod explain;
mod file;
mod inbox;
mod key;
mod loan;
mod node;
mod officer;
mod order;
mod org;
mod payment;
mod rate;
mod receipt;
mod recon;
mod review;
mod scheme;
mod settlement;
mod trace;
mod tx;

use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::Path;
use std::str::FromStr;
use zhidai_api::{Digest, DraftNo, LoanId, Quarter};
use zhidai_sdk::files::read_bytes;
use zhidai_sdk::{Error, Result};

/// The most bytes of a file that is only digested.
const MAX_FILE: u64 = 64 << 20;

pub(crate) const AFTER_HELP: &str = "\
Examples:
  zhidai key new --name 张三 --output maker.json
  zhidai drawdown draft --loan 1 --csv drawdown.csv --expires-on 2026-04-30 --key-file maker.json
  zhidai trace loan 1
  zhidai tx list

Exit codes: 0 done as far as --wait asks · 2 usage · 3 refused by a rule · 4 not found · 5 not allowed · 6 outcome open: give
the same command again · 7 no node · 8 verification failed · 1 unexpected";

#[derive(Subcommand)]
pub(crate) enum Command {
	/// Receiving accounts of payees (收款账户)
	#[command(subcommand)]
	Account(account::Account),
	/// Adverse records and failed spot checks (不良记录, 抽查不合格)
	#[command(subcommand)]
	Adverse(adverse::Adverse),
	/// What people must look at (预警)
	#[command(subcommand)]
	Alert(alert::Alert),
	/// The working-day calendar (工作日历)
	#[command(subcommand)]
	Calendar(calendar::Calendar),
	/// The council of the validator seats (理事会)
	#[command(subcommand)]
	Council(council::Council),
	/// Quality credentials (质量资质)
	#[command(subcommand)]
	Credential(credential::Credential),
	/// Drawdowns: apply, mandate, check, release, enter and settle (提款, 受托支付)
	#[command(subcommand)]
	Drawdown(drawdown::Drawdown),
	/// Evidence and verdicts on it (凭证, 双节点验证)
	#[command(subcommand)]
	Evidence(evidence::Evidence),
	/// What a rule means and what to do
	Explain(explain::Explain),
	/// Check files without a network
	#[command(subcommand)]
	File(file::File),
	/// Work that waits for the holder of the key (待办)
	Inbox(inbox::Inbox),
	/// Key files
	#[command(subcommand)]
	Key(key::KeyCommand),
	/// Loan contracts (贷款合同)
	#[command(subcommand)]
	Loan(loan::Loan),
	/// The node and its chain
	#[command(subcommand)]
	Node(node::Node),
	/// Officers and their keys (经办人员)
	#[command(subcommand)]
	Officer(officer::Officer),
	/// Orders: a drawdown that all sign beforehand, handed in at once (提款指令)
	#[command(subcommand)]
	Order(order::Order),
	/// Organisations (成员机构)
	#[command(subcommand)]
	Org(org::Org),
	/// Single payments: show, confirm, dispute; results that fit none (收款确认, 入账差异)
	#[command(subcommand)]
	Payment(payment::Payment),
	/// Reference rates (参考利率)
	#[command(subcommand)]
	Rate(rate::Rate),
	/// Receipts that a payee signs without a network, and anybody hands in (收款回执)
	#[command(subcommand)]
	Receipt(receipt::Receipt),
	/// Compare a bank's file of a day with what the chain booked, both ways (对账)
	///
	/// Nothing is sent. Exits with 3 where they differ; every difference is named, with line and column where the file
	/// has it.
	Recon(recon::Recon),
	/// Quarterly reviews of quality-upgrading spend (按季核查)
	#[command(subcommand)]
	Review(review::Review),
	/// Lending programmes (融资方案)
	#[command(subcommand)]
	Scheme(scheme::Scheme),
	/// Where every yuan went (资金流向)
	#[command(subcommand)]
	Trace(trace::Trace),
	/// Transactions that were signed here: list, resume; and any call of the chain by its name
	#[command(subcommand)]
	Tx(tx::Tx),
}

impl Command {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Account(command) => command.run(context).await,
			Self::Adverse(command) => command.run(context).await,
			Self::Alert(command) => command.run(context).await,
			Self::Calendar(command) => command.run(context).await,
			Self::Council(command) => command.run(context).await,
			Self::Credential(command) => command.run(context).await,
			Self::Drawdown(command) => command.run(context).await,
			Self::Evidence(command) => command.run(context).await,
			Self::Explain(command) => command.run(context),
			Self::File(command) => command.run(context),
			Self::Inbox(command) => command.run(context).await,
			Self::Key(command) => command.run(context).await,
			Self::Loan(command) => command.run(context).await,
			Self::Node(command) => command.run(context).await,
			Self::Officer(command) => command.run(context).await,
			Self::Order(command) => command.run(context).await,
			Self::Org(command) => command.run(context).await,
			Self::Payment(command) => command.run(context).await,
			Self::Rate(command) => command.run(context).await,
			Self::Receipt(command) => command.run(context).await,
			Self::Recon(command) => command.run(context).await,
			Self::Review(command) => command.run(context).await,
			Self::Scheme(command) => command.run(context).await,
			Self::Trace(command) => command.run(context).await,
			Self::Tx(command) => command.run(context).await,
		}
	}
}

/// A draft as people name it: `LOAN/DRAFT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DraftId {
	pub(crate) loan: LoanId,
	pub(crate) draft: DraftNo,
}

impl FromStr for DraftId {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		let parts =
			text.split_once('/').and_then(|(loan, draft)| Some((loan.parse().ok()?, draft.parse().ok()?)));
		let (loan, draft) = parts.ok_or("write a draft as LOAN/DRAFT, like 1/0")?;
		Ok(Self { loan: LoanId(loan), draft: DraftNo(draft) })
	}
}

impl DraftId {
	pub(crate) fn keys(self) -> [Json; 2] {
		[json!(self.loan), json!(self.draft)]
	}
}

/// A digest in 64 hexadecimal digits, with or without `0x`.
pub(crate) fn hash(text: &str) -> Result<[u8; 32]> {
	let digits = text.strip_prefix("0x").unwrap_or(text);
	let mut bytes = [0; 32];
	hex::decode_to_slice(digits, &mut bytes)
		.map_err(|_| Error::usage(format!("{text:?} is not a digest; it has 64 hexadecimal digits")))?;
	Ok(bytes)
}

/// A transaction's hash as a flag, in the form that it is kept in.
pub(crate) fn transaction(text: &str) -> std::result::Result<String, String> {
	hash(text).map(|hash| hex0x(&hash)).map_err(|error| error.message)
}

/// A digest as a flag.
pub(crate) fn digest(text: &str) -> std::result::Result<Digest, String> {
	hash(text).map(Digest::from).map_err(|error| error.message)
}

/// A reason as a flag: what the chain's texts take, said here with the limit.
pub(crate) fn reason(text: &str) -> std::result::Result<String, String> {
	zhidai_sdk::reader::limits::REASON.check(text).map(|()| text.to_owned())
}

/// The bank's reference of a booking as a flag: what the chain takes, said here with the limit.
pub(crate) fn bank_reference(text: &str) -> std::result::Result<String, String> {
	zhidai_sdk::reader::limits::BANK_REFERENCE.check(text).map(|()| text.to_owned())
}

/// A quarter as a flag: `2026Q1`.
pub(crate) fn quarter(text: &str) -> std::result::Result<Quarter, String> {
	let parts = text
		.split_once(['Q', 'q'])
		.and_then(|(year, number)| Some((year.parse().ok()?, number.parse().ok()?)));
	parts
		.map(|(year, number)| Quarter { year, number })
		.filter(|quarter| quarter.first_day().is_some())
		.ok_or_else(|| format!("{text:?} is not a quarter; write it like 2026Q1"))
}

pub(crate) fn hex0x(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// The one key of a listed record.
pub(crate) fn only(mut keys: Vec<Json>, entry: &str) -> Result<Json> {
	match (keys.pop(), keys.is_empty()) {
		(Some(key), true) => Ok(key),
		_ => Err(Error::unexpected(format!("{entry} is kept under other keys than this program knows"))),
	}
}

/// The SHA-256 of a file that nothing else is read of; what is read of a file and digested too is read once.
pub(crate) fn sha256_of(path: &Path) -> Result<Digest> {
	Ok(zhidai_sdk::documents::sha256(&read_bytes(path, MAX_FILE)?).into())
}

/// A JSON file.
pub(crate) fn json_file(path: &Path) -> Result<Json> {
	let bytes = read_bytes(path, 4 << 20)?;
	crate::json::parse(&bytes).map_err(|error| {
		Error::at(&path.display().to_string(), Some(error.line() as u64), None, not_json(&error))
	})
}

/// Why a text is not JSON, or not one value.
fn not_json(error: &serde_json::Error) -> String {
	match error.is_data() {
		true => error.to_string(),
		false => format!("not JSON: {error}"),
	}
}

/// A call's name as people write it: `Payments.lapse`.
pub(crate) fn call_name(text: &str) -> Result<(&str, &str)> {
	let parts = text.split_once('.');
	parts.ok_or_else(|| Error::usage("write the call as Pallet.call, like Payments.lapse"))
}

/// Puts the file's name before an error about its content.
pub(crate) fn in_file<T>(path: &Path, result: Result<T>) -> Result<T> {
	result.map_err(|error| match error.place {
		Some(_) => error,
		None => Error { message: format!("{}: {}", path.display(), error.message), ..error },
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_consistent() {
		crate::Cli::command().debug_assert();
	}

	#[test]
	fn a_record_has_the_keys_that_are_known() {
		assert_eq!(only(vec![json!(7)], "Loans.Loans"), Ok(json!(7)));
		for keys in [vec![], vec![json!(7), json!(8)]] {
			assert!(only(keys, "Loans.Loans")
				.is_err_and(|error| error.message.starts_with("Loans.Loans is kept")));
		}
	}

	#[test]
	fn ids_are_read_as_people_write_them() {
		assert_eq!("1/0".parse::<DraftId>(), Ok(DraftId { loan: LoanId(1), draft: DraftNo(0) }));
		assert!("1".parse::<DraftId>().is_err() && "1/x".parse::<DraftId>().is_err());
		assert_eq!(quarter("2026Q1"), Ok(Quarter { year: 2026, number: 1 }));
		assert!(quarter("2026Q5").is_err() && quarter("2026-1").is_err());
		assert!(digest("0x12").is_err() && digest(&"ab".repeat(32)).is_ok());
	}
}
