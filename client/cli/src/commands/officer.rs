use super::key::proof;
use super::org::propose;
use super::{digest, hex0x};
use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::{Day, Digest, Duty, Fen, OfficerId};
use zhidai_sdk::calls::registry;
use zhidai_sdk::chain::{Call, Words};
use zhidai_sdk::documents::person_commitment;
use zhidai_sdk::fields::{KEY_ACTIVE, KEY_NUMBER, KEY_OFFICER};
use zhidai_sdk::files::{read_bytes, read_value};
use zhidai_sdk::keys::{Key, KeyFile};
use zhidai_sdk::{digests, Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Officer {
	/// Propose a new officer of the own organisation; another admin approves
	Add {
		/// The account, from the public part of the officer's key file
		#[arg(long)]
		account: String,
		/// The commitment to the natural person, from `zhidai officer person`
		#[arg(long, value_parser = digest)]
		person: Digest,
		/// A duty: admin, maker, checker, release, attest, confirm, council, view; can be given several times
		#[arg(long = "duty", required = true, value_parser = duty)]
		duties: Vec<Duty>,
		/// Up to which amount in yuan the officer may check
		#[arg(long, value_name = "YUAN")]
		checker_limit: Option<Fen>,
		/// The last day on which the officer may act
		#[arg(long, value_name = "DATE")]
		valid_until: Option<Day>,
		/// What `zhidai key prove --org` says with the officer's new key, this person, these duties and limits
		#[arg(long, value_parser = proof)]
		proof: Json,
	},
	/// Propose to remove an officer for good
	Remove {
		/// The officer
		id: u32,
	},
	/// Propose other duties for an officer
	Duties {
		/// The officer
		id: u32,
		/// A duty from now on; can be given several times
		#[arg(long = "duty", required = true, value_parser = duty)]
		duties: Vec<Duty>,
	},
	/// Propose up to which amount an officer may check
	Limit {
		/// The officer
		id: u32,
		/// The largest amount in yuan; none lifts the limit
		#[arg(long, value_name = "YUAN")]
		amount: Option<Fen>,
	},
	/// Propose the last day of an officer
	Expire {
		/// The officer
		id: u32,
		/// The day; none lifts it
		#[arg(long, value_name = "DATE")]
		on: Option<Day>,
	},
	/// Propose a new key for an officer whose key is lost
	ReplaceKey {
		/// The officer
		id: u32,
		/// The new account
		#[arg(long)]
		account: String,
		/// What `zhidai key prove --officer` says with the new key
		#[arg(long, value_parser = proof)]
		proof: Json,
	},
	/// Replace the own key, at once
	Rotate {
		/// The new key's file
		#[arg(long, value_name = "FILE")]
		new_key_file: PathBuf,
		/// A file whose first line is the new key's passphrase
		#[arg(long, value_name = "FILE")]
		new_passphrase_file: Option<PathBuf>,
	},
	/// The commitment to a natural person, from an identity number that is read from a file and never sent
	Person {
		/// A file with the identity number; `-` is standard input
		#[arg(long, value_name = "FILE")]
		id_file: PathBuf,
	},
	/// List the officers of an organisation
	List {
		/// The organisation
		#[arg(long)]
		org: u32,
	},
	/// Show an officer
	Show {
		/// The officer
		id: u32,
	},
}

/// What is said of an officer who is to be added, as a call takes it, without the proof of the key.
pub(super) fn entry(
	account: &str,
	person: Option<Digest>,
	duties: &[Duty],
	checker_limit: Option<Fen>,
	valid_until: Option<Day>,
) -> Json {
	json!({
		"account": account,
		"person": person,
		"duties": duties,
		"checker_limit": checker_limit,
		"valid_until": valid_until.map(|day| day.to_string()),
	})
}

pub(super) fn duty(text: &str) -> std::result::Result<Duty, String> {
	Duty::ALL
		.iter()
		.copied()
		.find(|duty| format!("{duty:?}").eq_ignore_ascii_case(text))
		.ok_or_else(|| "a duty is admin, maker, checker, release, attest, confirm, council or view".into())
}

impl Officer {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Add { account, person, duties, checker_limit, valid_until, proof } => {
				let mut officer = entry(&account, Some(person), &duties, checker_limit, valid_until);
				if let Json::Object(fields) = &mut officer {
					fields.insert("proof".into(), proof);
				}
				propose(context, json!({ "AddOfficer": officer })).await
			}
			Self::Remove { id } => propose(context, json!({ "RemoveOfficer": id })).await,
			Self::Duties { id, duties } => {
				propose(context, json!({ "ChangeDuties": { "officer": id, "duties": duties } })).await
			}
			Self::Limit { id, amount } => {
				propose(context, json!({ "SetCheckerLimit": { "officer": id, "limit": amount } })).await
			}
			Self::Expire { id, on } => {
				let until = on.map(|day| day.to_string());
				propose(context, json!({ "SetExpiry": { "officer": id, "valid_until": until } })).await
			}
			Self::ReplaceKey { id, account, proof } => {
				let content = json!({ "officer": id, "new_account": account, "proof": proof });
				propose(context, json!({ "ReplaceKey": content })).await
			}
			Self::Rotate { new_key_file, new_passphrase_file } => {
				let file = KeyFile::read(&new_key_file)?;
				let prompt = format!("passphrase of {:?}: ", file.name);
				let new = file.open(&context.passphrase(&prompt, new_passphrase_file.as_deref())?)?;
				rotate(context, &new).await
			}
			Self::Person { id_file } => {
				let bytes = read_bytes(&id_file, 1024)?;
				let number = read_value(&id_file.display().to_string(), &bytes)?;
				let commitment = person_commitment(&context.consortium_key()?, &number)?;
				context.show(&json!({ "person": hex0x(&commitment) }));
				Ok(())
			}
			Self::List { org } => list(context, org).await,
			Self::Show { id } => show(context, id).await,
		}
	}
}

/// Once it is carried out the officer's next key has another number: the same command again means the same key.
async fn rotate(context: &Context, new: &Key) -> Result<()> {
	let words = Words::new("Registry.rotate_key", json!({ "new_account": new.account().to_string() }));
	context.send_meant(words, rotation(context, new)).await
}

async fn rotation(context: &Context, new: &Key) -> Result<Call> {
	let account = context.own_account()?;
	let reader = context.read_exact().await?;
	let stranger = || Error::new(Kind::NotAllowed, format!("{account} is not the key of an officer"));
	let entry = reader.record("Registry", "Officers", &[json!(account)]).await?.ok_or_else(stranger)?;
	if *KEY_ACTIVE.get(&entry)? != json!(true) {
		let message = format!("{account} is the key of an officer no more; sign with the current one");
		return Err(Error::new(Kind::NotAllowed, message));
	}
	let officer: u32 = KEY_OFFICER.number(&entry)?;
	let record =
		reader.record("Registry", "OfficerRecords", &[json!(officer)]).await?.ok_or_else(stranger)?;
	let current: u16 = KEY_NUMBER.number(&record)?;
	let next = current.checked_add(1).ok_or_else(|| Error::unexpected("no next key number"))?;
	let message = digests::rotation_message(context.client().await?.genesis().0, officer, next);
	let (scheme, signature) = new.sign_message_named(&message);
	let proof = json!({ scheme: hex0x(&signature) });
	Ok(registry::rotate_key(&new.account().to_string(), proof))
}

async fn list(context: &Context, org: u32) -> Result<()> {
	let reader = context.read().await?;
	let ids: Option<Vec<OfficerId>> = reader.kept("Registry", "OfficersOf", &[json!(org)]).await?;
	let mut officers = Vec::new();
	for id in ids.unwrap_or_default() {
		let record = reader.record("Registry", "OfficerRecords", &[json!(id)]).await?;
		officers.push(json!({ "officer": id, "record": record }));
	}
	context.show_at(&reader, &Json::Array(officers));
	Ok(())
}

async fn show(context: &Context, id: u32) -> Result<()> {
	let reader = context.read().await?;
	let missing = || Error::new(Kind::NotFound, format!("there is no officer {id}"));
	let record = reader.record("Registry", "OfficerRecords", &[json!(id)]).await?.ok_or_else(missing)?;
	let keys = reader.records("Registry", "OfficerKeys", &[json!(id)]).await?;
	let keys: Vec<Json> = keys.into_iter().map(|(_, key)| key).collect();
	context.show_at(&reader, &json!({ "officer": id, "record": record, "keys": keys }));
	Ok(())
}
