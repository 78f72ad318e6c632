use super::{digest, in_file, json_file, sha256_of};
use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;
use zhidai_api::{Digest, EntryId};
use zhidai_sdk::calls::reference;
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Calendar {
	/// Enter a year's holidays; an organisation of the other college (banks, regulators) confirms them
	Propose {
		/// The year
		#[arg(long)]
		year: u16,
		/// {"holidays": ["2026-01-01", …], "workdays_on_weekends": [...]} as JSON (放假, 调休)
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// The published source; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		source: PathBuf,
		#[command(flatten)]
		corrects: super::rate::Corrects,
	},
	/// Confirm a calendar that another organisation entered
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
	/// Move the chain's date forward: development and local chains only
	Move {
		/// By how many days
		#[arg(long)]
		days: u32,
	},
	/// The chain's date
	Today,
	/// Show a year
	Show {
		/// The year
		year: u16,
	},
}

impl Calendar {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Propose { year, file, source, corrects } => {
				let content = json_file(&file)?;
				let part = |name: &str| {
					content
						.get(name)
						.cloned()
						.ok_or_else(|| Error::at(&file.display().to_string(), None, Some(name), "missing"))
				};
				let call = reference::propose_calendar(
					year,
					part("holidays")?,
					part("workdays_on_weekends")?,
					sha256_of(&source)?,
					corrects.json(),
				);
				in_file(
					&file,
					context.send_then(call, |receipt| super::rate::next("calendar", receipt)).await,
				)
			}
			Self::Confirm { entry, digest } => context.send(reference::confirm_calendar(entry, digest)).await,
			Self::Withdraw { entry } => context.send(reference::withdraw(entry)).await,
			Self::Waiting => context.show_records("entry", "Reference", "OpenEntries", &[]).await,
			Self::Move { days } => context.send(reference::move_calendar(days)).await,
			Self::Today => {
				let reader = context.read().await?;
				let today = reader.api("ZhidaiApi", "today", &[]).await?;
				context.show_at(&reader, &json!({ "today": today }));
				Ok(())
			}
			Self::Show { year } => {
				let reader = context.read().await?;
				let missing = || Error::new(Kind::NotFound, format!("there is no calendar of {year}"));
				let entry: EntryId =
					reader.kept("Reference", "CalendarOf", &[json!(year)]).await?.ok_or_else(missing)?;
				let record = reader.record("Reference", "Entries", &[json!(entry)]).await?;
				context.show_at(&reader, &json!({ "entry": entry, "record": record.ok_or_else(missing)? }));
				Ok(())
			}
		}
	}
}
