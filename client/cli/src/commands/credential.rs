use super::sha256_of;
use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;
use zhidai_primitives::{CredentialId, CredentialTypeId, Day, OrgId};
use zhidai_sdk::calls::credentials;
use zhidai_sdk::{digests, Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Credential {
	/// Record a credential of a firm
	Record {
		/// The firm
		#[arg(long)]
		holder: u32,
		/// The type, from `zhidai credential types`
		#[arg(long = "type")]
		type_id: u16,
		/// Its number; only a digest goes to the chain
		#[arg(long)]
		number: String,
		/// The document; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		document: PathBuf,
		/// When it was granted
		#[arg(long, value_name = "DATE")]
		granted_on: Day,
		/// Its last day
		#[arg(long, value_name = "DATE")]
		expires_on: Option<Day>,
	},
	/// Suspend a credential (暂停)
	Suspend {
		/// The credential
		id: u32,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Restore a suspended credential
	Restore {
		/// The credential
		id: u32,
	},
	/// Revoke a credential for cause (撤销)
	Revoke {
		/// The credential
		id: u32,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Cancel a credential on its holder's wish (注销)
	Cancel {
		/// The credential
		id: u32,
	},
	/// List the credentials of a firm
	List {
		/// The firm
		#[arg(long)]
		holder: u32,
	},
	/// Show a credential
	Show {
		/// The credential
		id: u32,
	},
	/// List the catalogue
	Types,
	/// Which tier a firm has under a programme, what gave it, and which rules fail
	Tier {
		/// The firm
		#[arg(long)]
		org: u32,
		/// The programme
		#[arg(long)]
		scheme: u16,
	},
}

impl Credential {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let send = |call| context.send(call);
		match self {
			Self::Record { holder, type_id, number, document, granted_on, expires_on } => {
				let number = digests::credential_number(type_id, &number)?.into();
				let (holder, type_id) = (OrgId(holder), CredentialTypeId(type_id));
				send(credentials::record(
					holder,
					type_id,
					number,
					sha256_of(&document)?,
					granted_on,
					expires_on,
				))
				.await
			}
			Self::Suspend { id, reason } => send(credentials::suspend(CredentialId(id), &reason)).await,
			Self::Restore { id } => send(credentials::restore(CredentialId(id))).await,
			Self::Revoke { id, reason } => send(credentials::revoke(CredentialId(id), &reason)).await,
			Self::Cancel { id } => send(credentials::cancel(CredentialId(id))).await,
			Self::List { holder } => list(context, holder).await,
			Self::Show { id } => {
				context
					.show_record(&format!("credential {id}"), "Credentials", "Credentials", &[json!(id)])
					.await
			}
			Self::Types => context.show_records("type", "Credentials", "Types", &[]).await,
			Self::Tier { org, scheme } => {
				let reader = context.read().await?;
				let explanation =
					reader.api("ZhidaiApi", "explain_tier", &[json!(org), json!(scheme)]).await?;
				if explanation.is_null() {
					return Err(Error::new(
						Kind::NotFound,
						format!("there is no programme {scheme} in force"),
					));
				}
				context.show_at(&reader, &explanation);
				Ok(())
			}
		}
	}
}

async fn list(context: &Context, holder: u32) -> Result<()> {
	let reader = context.read().await?;
	let ids = reader.record("Credentials", "ByHolder", &[json!(holder)]).await?.unwrap_or_else(|| json!([]));
	let mut records = Vec::new();
	for id in ids.as_array().into_iter().flatten() {
		let record = reader.record("Credentials", "Credentials", std::slice::from_ref(id)).await?;
		records.push(json!({ "credential": id, "record": record }));
	}
	context.show_at(&reader, &json!(records));
	Ok(())
}
