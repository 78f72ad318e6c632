use super::{in_file, json_file};
use crate::context::Context;
use crate::pages::PAGE;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_api::signed::OrderStep;
use zhidai_api::{Day, Duty, LoanId, OrgId, TraceCursor, TracePage, TraceRoot};
use zhidai_sdk::chain::{Reader, Receipt};
use zhidai_sdk::fields::{KEY_ACTIVE, KEY_DUTIES, KEY_OFFICER, KEY_ORG};
use zhidai_sdk::files::{tried_keys, with_keys};
use zhidai_sdk::orders::{Given, OrderFile};
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Order {
	/// Write an order for the payments of a CSV file; with --genesis no node is asked
	///
	/// Header: uetr,plan_line,amount_yuan,account_version,evidence. Where a key is left out, it is made and written to
	/// NAME.keyed.csv first.
	New {
		/// The loan
		#[arg(long)]
		loan: u32,
		/// The payments
		#[arg(long, value_name = "FILE")]
		csv: PathBuf,
		/// The last day on which the order can be handed in
		#[arg(long, value_name = "DATE")]
		expires_on: Day,
		/// Where to; never overwritten
		#[arg(short, long, value_name = "FILE")]
		output: PathBuf,
	},
	/// Sign one step of an order, and show what is signed; no node is asked
	Sign {
		/// The order
		file: PathBuf,
		/// mandate (委托), make (经办), approve (复核) or release (授权)
		#[arg(long, value_parser = step)]
		step: OrderStep,
	},
	/// Say who has signed, what is missing, and until when
	Status {
		/// The order, and copies of it that others signed
		#[arg(required = true)]
		files: Vec<PathBuf>,
		/// Ask the chain whose the keys are, and whether each still counts
		#[arg(long)]
		check: bool,
	},
	/// Hand in an order that all have signed: its payments are released at once, or none
	///
	/// With --dry-run the chain says what it would say to it.
	Submit {
		/// The order, and copies of it that others signed
		#[arg(required = true)]
		files: Vec<PathBuf>,
	},
}

fn step(text: &str) -> std::result::Result<OrderStep, String> {
	let step = OrderStep::ALL.into_iter().find(|step| step.name() == text);
	step.ok_or_else(|| format!("{text:?} is not a step; use mandate, make, approve or release"))
}

/// In which organisation of a loan a step is taken, and with which duty.
fn wanted(step: OrderStep, bank: OrgId, borrower: OrgId) -> (OrgId, Duty) {
	match step {
		OrderStep::Mandate => (borrower, Duty::Confirm),
		OrderStep::Make => (bank, Duty::Maker),
		OrderStep::Approve => (bank, Duty::Checker),
		OrderStep::Release => (bank, Duty::Release),
	}
}

impl Order {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::New { loan, csv, expires_on, output } => {
				new(context, LoanId(loan), &csv, expires_on, &output).await
			}
			Self::Sign { file, step } => sign(context, &file, step),
			Self::Status { files, check } => status(context, &files, check).await,
			Self::Submit { files } => submit(context, &files).await,
		}
	}
}

async fn new(context: &Context, loan: LoanId, csv: &Path, expires_on: Day, output: &Path) -> Result<()> {
	let genesis = match context.genesis()? {
		Some(genesis) => genesis,
		None => context.client().await?.genesis().0,
	};
	let lines = if context.is_trial() { tried_keys(csv)? } else { with_keys(csv)? };
	let order = in_file(csv, OrderFile::new(genesis, loan, &lines, expires_on))?;
	if !context.is_trial() {
		order.write_new(output)?;
	}
	context.show(&shown(&order));
	Ok(())
}

/// Reads an order: of this chain, where one was named.
fn read(context: &Context, path: &Path) -> Result<OrderFile> {
	let order = in_file(path, OrderFile::parse(json_file(path)?))?;
	match context.genesis()? {
		Some(genesis) if order.genesis.0 != genesis => Err(Error::new(
			Kind::Verification,
			format!("{}: an order for another chain, {:?}", path.display(), order.genesis),
		)),
		_ => Ok(order),
	}
}

/// Reads an order and the copies of it, with every signature that stands on one of them.
fn joined(context: &Context, files: &[PathBuf]) -> Result<OrderFile> {
	let (first, copies) = files.split_first().ok_or_else(|| Error::usage("give the order's file"))?;
	let mut order = read(context, first)?;
	for path in copies {
		in_file(path, order.join(read(context, path)?))?;
	}
	Ok(order)
}

fn sign(context: &Context, path: &Path, step: OrderStep) -> Result<()> {
	let mut order = read(context, path)?;
	let key = context.key()?;
	in_file(path, order.sign(step, &key))?;
	if !context.is_trial() {
		order.rewrite(path)?;
	}
	context.show(&shown(&order));
	Ok(())
}

async fn status(context: &Context, files: &[PathBuf], check: bool) -> Result<()> {
	let order = joined(context, files)?;
	if !check {
		context.show(&shown(&order));
		return Ok(());
	}
	ensure_chain(context, &order).await?;
	let reader = context.read_exact().await?;
	let question = (TraceRoot::Loan(order.loan), None::<TraceCursor>, PAGE);
	let page: Option<TracePage> = reader.ask("trace", question).await?;
	let missing = || Error::new(Kind::NotFound, format!("there is no loan {}", order.loan.0));
	let loan = page.ok_or_else(missing)?.loan;
	let mut signed = Vec::new();
	for (step, given) in &order.signatures {
		let (org, duty) = wanted(*step, loan.bank, loan.borrower);
		signed.push(checked(&reader, *step, given, org, duty).await?);
	}
	let mut shown = shown(&order);
	shown["signed"] = json!(signed);
	context.show_at(&reader, &shown);
	Ok(())
}

/// Whose a key is now, and whether its signature for a step counts.
async fn checked(reader: &Reader, step: OrderStep, given: &Given, org: OrgId, duty: Duty) -> Result<Json> {
	let mut shown = signature(step, given);
	let record = reader.record("Registry", "Officers", &[json!(given.account)]).await?;
	let Some(record) = record else {
		shown["counts"] = json!(false);
		shown["why"] = json!("nobody's key");
		return Ok(shown);
	};
	let (own, officer) = (KEY_ORG.number::<u32>(&record)?, KEY_OFFICER.number::<u32>(&record)?);
	let is_current = KEY_ACTIVE.get(&record)? == &json!(true);
	let duties = KEY_DUTIES.get(&record)?.as_array().cloned().unwrap_or_default();
	let why = match () {
		() if own != org.0 => Some("another organisation's officer"),
		() if !is_current => Some("no current key: the officer has left, or has another"),
		() if !duties.contains(&json!(duty)) => Some("an officer without the duty"),
		() => None,
	};
	shown["org"] = json!(own);
	shown["officer"] = json!(officer);
	shown["counts"] = json!(why.is_none());
	if let Some(why) = why {
		shown["why"] = json!(why);
	}
	Ok(shown)
}

/// Refuses an order that is for another chain than the node's.
async fn ensure_chain(context: &Context, order: &OrderFile) -> Result<()> {
	match context.client().await?.genesis().0 == order.genesis.0 {
		true => Ok(()),
		false => Err(Error::new(
			Kind::Verification,
			format!("the order is for another chain than the node's: {:?}", order.genesis),
		)),
	}
}

async fn submit(context: &Context, files: &[PathBuf]) -> Result<()> {
	let order = joined(context, files)?;
	let call = order.call()?;
	ensure_chain(context, &order).await?;
	context.send_then(call, next).await
}

fn next(receipt: &Receipt) -> Option<String> {
	let (loan, draft) = (receipt.number("loan")?, receipt.number("draft")?);
	Some(format!("zhidai drawdown show {loan}/{draft}"))
}

fn signature(step: OrderStep, given: &Given) -> Json {
	json!({ "step": step.name(), "account": given.account, "scheme": given.scheme.name() })
}

/// What is signed, in words: the same that the digest is made of; and who has signed.
fn shown(order: &OrderFile) -> Json {
	let lines = order.lines.iter().map(|line| {
		json!({
			"uetr": line.uetr,
			"plan_line": line.plan_line,
			"account": line.account,
			"amount_fen": line.amount,
			"evidence": line.evidence,
		})
	});
	let signed = order.signatures.iter().map(|(step, given)| signature(*step, given));
	let missing = order.missing().into_iter().map(OrderStep::name);
	json!({
		"loan": order.loan,
		"payments": order.lines.len(),
		"sum_fen": order.sum,
		"expires_on": order.expires_on.to_string(),
		"digest": order.digest,
		"genesis": order.genesis,
		"lines": lines.collect::<Vec<_>>(),
		"signed": signed.collect::<Vec<_>>(),
		"missing": missing.collect::<Vec<_>>(),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn steps_are_known_by_their_names() {
		for known in OrderStep::ALL {
			assert_eq!(step(known.name()), Ok(known));
		}
		assert!(step("pay").is_err());
	}

	#[test]
	fn the_borrower_mandates_and_the_bank_does_the_rest() {
		let (bank, borrower) = (OrgId(3), OrgId(5));
		assert_eq!(wanted(OrderStep::Mandate, bank, borrower), (borrower, Duty::Confirm));
		for step in [OrderStep::Make, OrderStep::Approve, OrderStep::Release] {
			assert_eq!(wanted(step, bank, borrower).0, bank);
		}
	}
}
