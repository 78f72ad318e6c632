//! A bank's file of a day against what the chain booked on it, both ways (对账). Nothing is sent.

mod books;
mod compare;
mod shown;

use super::settlement::own_organisation;
use crate::context::Context;
use crate::output;
use books::Walk;
use clap::Args;
use compare::{compare, Row};
use serde_json::json;
use shown::Shown;
use std::collections::BTreeSet;
use std::path::PathBuf;
use zhidai_api::{Day, OrgId, Uetr};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::files::{read_booking_day, read_bytes, SettlementRow, Table};
use zhidai_sdk::reader::encoding::Encoding;
use zhidai_sdk::reader::limits::TABLE_BYTES;
use zhidai_sdk::{Error, Kind, Result};

#[derive(Args)]
pub(crate) struct Recon {
	/// The booking day (记账日)
	#[arg(long, value_name = "DATE")]
	date: Day,
	/// The bank's file of that day, with the columns of a settlement file; several, each after its own --file, are
	/// one
	#[arg(long = "file", required = true, value_name = "FILE")]
	files: Vec<PathBuf>,
	/// The encoding of the files: utf-8, gb18030 or utf-16; needed only where it could be two
	#[arg(long)]
	encoding: Option<Encoding>,
	/// The bank; else that of the key
	#[arg(long)]
	bank: Option<u32>,
}

impl Recon {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let tables = self.tables()?;
		let named = |(file, table): &(String, Table<SettlementRow>)| (file.clone(), table.rows.len());
		let files: Vec<_> = tables.iter().map(named).collect();
		let rows = tables
			.iter()
			.flat_map(|(file, table)| table.rows.iter().map(move |said| Row { file: file.as_str(), said }));
		let rows: Vec<Row<'_>> = rows.collect();
		let bank = match self.bank {
			Some(bank) => bank,
			None => own_organisation(context).await?,
		};
		let reader = context.read_exact().await?;
		ensure_past(&reader, self.date).await?;
		let keys: BTreeSet<Uetr> = rows.iter().map(|row| row.said.uetr).collect();
		let walk = Walk::new(&reader, OrgId(bank), self.date, &keys, !context.json());
		let (bank_name, books) = walk.read().await?;
		let compared =
			compare(&rows, &books).ok_or_else(|| Error::usage("the sum of the amounts does not fit"))?;
		let shown = Shown { bank: OrgId(bank), bank_name, files, books: &books, compared: &compared };
		match context.json() {
			true => context.answer(&json!({
				"block": reader.block(), "block_hash": reader.block_hash(), "value": shown.json(),
			})),
			false => {
				output::print(&shown.text());
				output::say(&format!("as of final block {}", reader.block()));
			}
		}
		shown.refusal().map_or(Ok(()), |message| Err(Error::new(Kind::Refused, message)))
	}

	/// All files are read, before any is refused.
	fn tables(&self) -> Result<Vec<(String, Table<SettlementRow>)>> {
		let (mut tables, mut faults) = (Vec::new(), Vec::new());
		for path in &self.files {
			let name = path.display().to_string();
			let read = read_bytes(path, TABLE_BYTES)
				.and_then(|bytes| read_booking_day(&name, &bytes, self.encoding));
			match read {
				Ok(table) => tables.push((name, table)),
				Err(error) => {
					let mut first = Error::from(error);
					let others = std::mem::take(&mut first.others);
					faults.push(first);
					faults.extend(others);
				}
			}
		}
		Error::collect(faults)?;
		for (name, table) in tables.iter().filter(|(_, table)| table.has_chinese) {
			output::say(&format!("{name}: read as {}", table.encoding));
		}
		Ok(tables)
	}
}

/// Nothing is booked on a day that has not come.
async fn ensure_past(reader: &Reader, date: Day) -> Result<()> {
	let today: Day = reader.ask("today", ()).await?;
	match date <= today {
		true => Ok(()),
		false => Err(Error::usage(format!("--date {date}: nothing is booked yet; today is {today}"))),
	}
}
