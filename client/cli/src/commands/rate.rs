use super::{digest, sha256_of};
use crate::context::Context;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::{BasisPoints, Day, Digest, Fen};
use zhidai_sdk::calls::reference;
use zhidai_sdk::fields::{AVERAGE_CONTENT, ENTRY_CONTENT};
use zhidai_sdk::{Error, Result};

/// A reference rate.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
	/// 1-year LPR
	#[value(name = "lpr-1y")]
	Lpr1Y,
	/// LPR above 5 years
	#[value(name = "lpr-5y")]
	Lpr5Y,
	/// A bank's average lending rate, with --bank
	BankAverage,
}

#[derive(Subcommand)]
pub(crate) enum Rate {
	/// Enter a rate; an organisation of the other college (banks, regulators) confirms it
	Propose {
		/// Which rate
		#[arg(long, value_enum)]
		kind: Kind,
		/// Whose average
		#[arg(long, required_if_eq("kind", "bank-average"))]
		bank: Option<u32>,
		/// The rate, like 3.05%
		#[arg(long, value_name = "PERCENT", value_parser = percent)]
		value: BasisPoints,
		/// From which day
		#[arg(long, value_name = "DATE")]
		effective_from: Day,
		/// The published source; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		source: PathBuf,
		#[command(flatten)]
		corrects: Corrects,
	},
	/// Confirm a rate that another organisation entered
	Confirm {
		/// The entry
		entry: u32,
		/// The digest that it was entered under
		#[arg(long, value_parser = digest)]
		digest: Digest,
	},
	/// Take an entry back, or refuse one of the other college that waits for your confirmation
	Withdraw {
		/// The entry
		entry: u32,
	},
	/// List the entries, of rates and of calendars, that wait for the other college
	Waiting,
	/// List what was confirmed, and what took its place
	List {
		/// A bank's own averages; else the published rates
		#[arg(long)]
		bank: Option<u32>,
	},
}

/// What an entry corrects (更正).
#[derive(Args)]
pub(crate) struct Corrects {
	/// The confirmed entry whose place this one takes
	#[arg(long, value_name = "ENTRY", requires = "reason")]
	corrects: Option<u32>,
	/// Why it is corrected
	#[arg(long, requires = "corrects")]
	reason: Option<String>,
}

impl Corrects {
	pub(crate) fn json(self) -> Json {
		self.corrects.map_or(Json::Null, |entry| json!({ "entry": entry, "reason": self.reason }))
	}
}

/// `3.05%` or `3.05`: two decimals at the most.
fn percent(text: &str) -> std::result::Result<BasisPoints, String> {
	let digits = text.trim().trim_end_matches('%').trim_end();
	let hundredths = digits.parse::<Fen>().ok().and_then(|share| u32::try_from(share.0).ok());
	hundredths.map(BasisPoints).ok_or_else(|| format!("{text:?} is not a rate; write it like 3.05%"))
}

fn kind_json(kind: Kind, bank: Option<u32>) -> Result<Json> {
	match (kind, bank) {
		(Kind::BankAverage, Some(bank)) => Ok(json!({ "BankAverage": bank })),
		(Kind::BankAverage, None) => Err(Error::usage("say whose average with --bank")),
		(_, Some(_)) => Err(Error::usage("--bank goes with bank-average only")),
		(Kind::Lpr1Y, None) => Ok(json!("Lpr1Y")),
		(Kind::Lpr5Y, None) => Ok(json!("Lpr5Y")),
	}
}

/// How an entry is confirmed.
pub(super) fn next(noun: &str, receipt: &zhidai_sdk::chain::Receipt) -> Option<String> {
	let (entry, digest) = (receipt.number("entry")?, receipt.events.first()?.fields.get("digest")?.as_str()?);
	Some(format!("an organisation of the other college: zhidai {noun} confirm {entry} --digest {digest}"))
}

impl Rate {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Propose { kind, bank, value, effective_from, source, corrects } => {
				let call = reference::propose_rate(
					kind_json(kind, bank)?,
					value,
					effective_from,
					sha256_of(&source)?,
					corrects.json(),
				);
				context.send_then(call, |receipt| next("rate", receipt)).await
			}
			Self::Confirm { entry, digest } => context.send(reference::confirm_rate(entry, digest)).await,
			Self::Withdraw { entry } => context.send(reference::withdraw(entry)).await,
			Self::Waiting => context.show_records("entry", "Reference", "OpenEntries", &[]).await,
			Self::List { bank } => list(context, bank).await,
		}
	}
}

async fn list(context: &Context, bank: Option<u32>) -> Result<()> {
	let reader = context.read().await?;
	let (entry, content, records) = match bank {
		Some(bank) => {
			let averages = reader.records("Reference", "Averages", &[json!(bank)]).await?;
			("Reference.Averages", AVERAGE_CONTENT, averages)
		}
		None => ("Reference.Entries", ENTRY_CONTENT, reader.records("Reference", "Entries", &[]).await?),
	};
	let mut list = Vec::new();
	for (keys, record) in records {
		// The shared book has the calendars too.
		if content.get(&record)?.get("Rate").is_some() {
			list.push(json!({ "entry": super::only(keys, entry)?, "record": record }));
		}
	}
	context.show_at(&reader, &Json::Array(list));
	Ok(())
}
