//! What a new key signs to become an officer's.

use crate::commands::officer::{duty, entry};
use crate::commands::{digest, hex0x, in_file, json_file};
use crate::context::Context;
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_api::{Day, Digest, Duty, Fen, OfficerId, OrgId};
use zhidai_sdk::digests::{key_message, KeyFor};
use zhidai_sdk::{proofs, Error, Result};

#[derive(Args)]
pub(crate) struct Prove {
	/// The organisation, for an officer who is added to it: by its admins, with its first officers, or by the council
	#[arg(long, value_name = "ID", conflicts_with_all = ["admission", "officer"])]
	org: Option<u32>,
	/// The file of `zhidai org admit`, for an officer of the organisation that is to be admitted as it stands there
	#[arg(long, value_name = "FILE", required_unless_present_any = ["org", "officer"], conflicts_with = "officer")]
	admission: Option<PathBuf>,
	/// The officer whose lost key this one replaces
	#[arg(long, value_name = "ID")]
	officer: Option<u32>,
	/// The commitment to the natural person, from `zhidai officer person`
	#[arg(long, value_parser = digest, required_unless_present = "officer", conflicts_with = "officer")]
	person: Option<Digest>,
	/// A duty that the officer is to have; can be given several times
	#[arg(
		long = "duty",
		value_parser = duty,
		required_unless_present = "officer",
		conflicts_with = "officer"
	)]
	duties: Vec<Duty>,
	/// Up to which amount in yuan the officer may check
	#[arg(long, value_name = "YUAN", conflicts_with = "officer")]
	checker_limit: Option<Fen>,
	/// The last day on which the officer may act
	#[arg(long, value_name = "DATE", conflicts_with = "officer")]
	valid_until: Option<Day>,
}

/// For whom the key of an officer acts who is in this file.
fn admission(path: &Path) -> Result<KeyFor> {
	let file = json_file(path)?;
	let organisation = file.get("organisation").ok_or_else(|| Error::usage("organisation: missing"));
	in_file(path, organisation.and_then(proofs::admission))
}

impl Prove {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let key_for = match (&self.admission, self.org, self.officer) {
			(Some(path), ..) => admission(path)?,
			(None, Some(org), _) => KeyFor::Organisation(OrgId(org)),
			(None, None, officer) => KeyFor::Officer(OfficerId(officer.unwrap_or_default())),
		};
		let key = context.key()?;
		let genesis = match context.genesis()? {
			Some(genesis) => genesis,
			None => context.client().await?.genesis().0,
		};
		let account = key.account();
		let message = match self.officer {
			Some(_) => key_message(genesis, key_for, &account.0),
			None => proofs::message(genesis, key_for, &self.entry(&account.to_string()))?,
		};
		let (scheme, signature) = key.sign_message_named(&message);
		let signature = hex0x(&signature);
		context.show(&json!({
			"account": account.to_string(),
			"proof": { scheme: signature },
			"signature": signature,
			"as_argument": format!("{}:{signature}", scheme.to_lowercase()),
		}));
		Ok(())
	}

	fn entry(&self, account: &str) -> Json {
		entry(account, self.person, &self.duties, self.checker_limit, self.valid_until)
	}
}
