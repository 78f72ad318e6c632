use super::{council, in_file, json_file};
use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::SchemeId;
use zhidai_sdk::calls::schemes;
use zhidai_sdk::fields::{SCHEME_NAME, SCHEME_REGION};
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Scheme {
	/// List the programmes in force
	List,
	/// Show a programme's terms
	Show {
		/// The programme
		id: u16,
		/// A version; else the one in force
		#[arg(long)]
		version: Option<u16>,
	},
	/// Propose a programme, or its next version, to the council
	Publish {
		/// The terms as JSON
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// The programme that gets a next version; else a new one
		#[arg(long)]
		scheme: Option<u16>,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// Propose to the council that a programme takes no new loans
	Retire {
		/// The programme
		id: u16,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
}

impl Scheme {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::List => list(context).await,
			Self::Show { id, version } => show(context, id, version).await,
			Self::Publish { file, scheme, seat } => {
				let call = schemes::publish(scheme.map(SchemeId), json_file(&file)?);
				in_file(&file, council::propose(context, seat, &call).await)
			}
			Self::Retire { id, seat } => {
				council::propose(context, seat, &schemes::retire(SchemeId(id))).await
			}
		}
	}
}

async fn list(context: &Context) -> Result<()> {
	let reader = context.read().await?;
	let mut list = Vec::new();
	for (keys, version) in reader.records("Schemes", "Current", &[]).await? {
		let id = super::only(keys, "Schemes.Current")?;
		let terms = reader.record("Schemes", "Terms", &[id.clone(), version.clone()]).await?;
		let terms =
			terms.ok_or_else(|| Error::unexpected(format!("programme {id} has no terms {version}")))?;
		let (name, region) = (SCHEME_NAME.get(&terms)?, SCHEME_REGION.get(&terms)?);
		list.push(json!({ "scheme": id, "version": version, "name": name, "region": region }));
	}
	context.show_at(&reader, &Json::Array(list));
	Ok(())
}

async fn show(context: &Context, id: u16, version: Option<u16>) -> Result<()> {
	let reader = context.read().await?;
	let missing = || Error::new(Kind::NotFound, format!("there is no such programme or version: {id}"));
	let version = match version {
		Some(version) => json!(version),
		None => reader.record("Schemes", "Current", &[json!(id)]).await?.ok_or_else(missing)?,
	};
	let terms =
		reader.record("Schemes", "Terms", &[json!(id), version.clone()]).await?.ok_or_else(missing)?;
	context.show_at(&reader, &json!({ "scheme": id, "version": version, "terms": terms }));
	Ok(())
}
