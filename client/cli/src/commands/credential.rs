use super::{digest, sha256_of};
use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;
use zhidai_api::{CredentialId, CredentialTypeId, Day, Digest, OrgId};
use zhidai_sdk::calls::credentials;
use zhidai_sdk::{digests, Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Credential {
	/// Propose to record a credential of a firm; another person confirms it
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
	/// Suspend a credential (暂停): at once for a few days, until it is restored once another person confirms it
	Suspend {
		/// The credential
		id: u32,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Propose to restore a suspended credential
	Restore {
		/// The credential
		id: u32,
	},
	/// Propose to revoke a credential for cause (撤销); it is suspended until then
	Revoke {
		/// The credential
		id: u32,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Cancel a credential in force (注销): as its holder, while no bureau disputes it, or as a bureau that recorded
	/// it wrongly, by two persons
	Cancel {
		/// The credential
		id: u32,
	},
	/// Confirm as another person what was proposed
	Confirm {
		/// The act
		act: u32,
		/// The digest that it was proposed under
		#[arg(long, value_parser = digest)]
		digest: Digest,
	},
	/// Take back what waits for another person
	Withdraw {
		/// The act
		act: u32,
	},
	/// List what waits for another person of an organisation: on credentials and on adverse records
	Waiting {
		/// The organisation
		#[arg(long)]
		org: u32,
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

/// How what was proposed is confirmed.
pub(super) fn next(noun: &str, receipt: &zhidai_sdk::chain::Receipt) -> Option<String> {
	let (act, digest) = (receipt.number("act")?, receipt.events.first()?.fields.get("digest")?.as_str()?);
	Some(format!("another person: zhidai {noun} confirm {act} --digest {digest}"))
}

impl Credential {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let propose = |call| context.send_then(call, |receipt| next("credential", receipt));
		match self {
			Self::Record { holder, type_id, number, document, granted_on, expires_on } => {
				let number = digests::credential_number(type_id, &number)?.into();
				let (holder, type_id) = (OrgId(holder), CredentialTypeId(type_id));
				propose(credentials::record(
					holder,
					type_id,
					number,
					sha256_of(&document)?,
					granted_on,
					expires_on,
				))
				.await
			}
			Self::Suspend { id, reason } => propose(credentials::suspend(CredentialId(id), &reason)).await,
			Self::Restore { id } => propose(credentials::restore(CredentialId(id))).await,
			Self::Revoke { id, reason } => propose(credentials::revoke(CredentialId(id), &reason)).await,
			Self::Cancel { id } => propose(credentials::cancel(CredentialId(id))).await,
			Self::Confirm { act, digest } => context.send(credentials::confirm(act, digest)).await,
			Self::Withdraw { act } => context.send(credentials::withdraw(act)).await,
			Self::Waiting { org } => waiting(context, org).await,
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

async fn waiting(context: &Context, org: u32) -> Result<()> {
	let reader = context.read().await?;
	let records = reader.records("Credentials", "Pending", &[json!(org)]).await?.into_iter();
	let list = records.map(|(mut keys, pending)| json!({ "act": keys.pop(), "pending": pending }));
	context.show_at(&reader, &list.collect());
	Ok(())
}
