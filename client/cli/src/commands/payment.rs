use super::sha256_of;
use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;
use zhidai_api::{Day, LoanId, TraceRoot, Uetr};
use zhidai_sdk::calls::payments;
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Payment {
	/// Show a payment: parties, amount, evidence, status
	Show {
		/// The payment
		uetr: Uetr,
	},
	/// Confirm receipts, as the payee (收款确认)
	Confirm {
		/// The payments, up to 100
		#[arg(required = true, num_args = 1..=100)]
		uetrs: Vec<Uetr>,
	},
	/// Confirm receipts for a payee without keys, as its bank (assisted)
	Assist {
		/// The payments, up to 100
		#[arg(required = true, num_args = 1..=100)]
		uetrs: Vec<Uetr>,
		/// The payee's own statement; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		witness: PathBuf,
	},
	/// Deny a receipt, as the payee; also one that the bank confirmed in its place
	Dispute {
		/// The payment
		uetr: Uetr,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Draft payments anew that came back: RETURNED:NEW:ACCOUNT_VERSION each
	PayAgain {
		/// The loan
		#[arg(long)]
		loan: u32,
		/// A payment that came back, its new key, and the account's version; can be given several times
		#[arg(long = "line", required = true, value_parser = again)]
		lines: Vec<(Uetr, Uetr, u16)>,
		/// The draft's last day
		#[arg(long, value_name = "DATE")]
		expires_on: Day,
	},
}

fn again(text: &str) -> std::result::Result<(Uetr, Uetr, u16), String> {
	let mut parts = text.split(':');
	let mut next = || parts.next().unwrap_or_default();
	let (returned, new, account) = (next(), next(), next());
	let key = |text: &str| text.parse::<Uetr>().map_err(|error| error.to_string());
	let account = account.parse().map_err(|_| format!("{text:?} is not RETURNED:NEW:ACCOUNT_VERSION"))?;
	Ok((key(returned)?, key(new)?, account))
}

impl Payment {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let send = |call| context.send(call);
		match self {
			Self::Show { uetr } => show(context, uetr).await,
			Self::Confirm { uetrs } => send(payments::confirm(&uetrs)).await,
			Self::Assist { uetrs, witness } => {
				send(payments::confirm_assisted(&uetrs, sha256_of(&witness)?)).await
			}
			Self::Dispute { uetr, reason } => send(payments::dispute(uetr, &reason)).await,
			Self::PayAgain { loan, lines, expires_on } => {
				let lines = lines.iter().map(
					|(returned, uetr, account)| json!({ "returned": returned, "uetr": uetr, "account": account }),
				);
				let lines: Vec<_> = lines.collect();
				send(payments::pay_again(LoanId(loan), json!(lines), expires_on)).await
			}
		}
	}
}

async fn show(context: &Context, uetr: Uetr) -> Result<()> {
	let reader = context.read().await?;
	let root = json!(TraceRoot::Payment(uetr));
	let pages = reader.pages("ZhidaiApi", "trace", &[root]).await?;
	let nodes = pages.iter().filter_map(|page| page.get("nodes")?.as_array()).flatten();
	let payment = nodes.into_iter().find_map(|node| node.get("Payment"));
	let payment = payment.ok_or_else(|| Error::new(Kind::NotFound, format!("there is no payment {uetr}")))?;
	context.show_at(&reader, payment);
	Ok(())
}
