use super::{digest, hex0x, sha256_of};
use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::{
	Considered, CredentialId, CredentialTypeId, Day, Digest, OrgId, Rule as BrokenRule, SchemeId,
	TierExplanation,
};
use zhidai_sdk::calls::credentials;
use zhidai_sdk::chain::{Reader, Rule};
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::fields::{CREDENTIAL_NUMBER, CREDENTIAL_TYPE};
use zhidai_sdk::render::Style;
use zhidai_sdk::subxt::metadata::Metadata;
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
	/// Cancel a credential in force (注销): as its holder, while no bureau disputes it, or where it was recorded wrongly
	/// as the bureau that did so or one of the same or a higher level of the holder's region, by two persons
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
	/// Take back what waits for another person, or refuse it as that person
	Withdraw {
		/// The act
		act: u32,
	},
	/// List what waits for another person of an organisation, each with the digest that this person names: on
	/// credentials and on adverse records
	Waiting {
		/// The organisation
		#[arg(long)]
		org: u32,
	},
	/// List the credentials of a firm, each with the others that were recorded under its number
	List {
		/// The firm
		#[arg(long)]
		holder: u32,
	},
	/// Show a credential, with the others that were recorded under its number
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
			Self::Show { id } => show(context, CredentialId(id)).await,
			Self::Types => context.show_records("type", "Credentials", "Types", &[]).await,
			Self::Tier { org, scheme } => tier(context, OrgId(org), SchemeId(scheme)).await,
		}
	}
}

/// As JSON for programs, by the runtime's own metadata; people are shown the typed report.
async fn tier(context: &Context, org: OrgId, scheme: SchemeId) -> Result<()> {
	let reader = context.read().await?;
	let missing = || Error::new(Kind::NotFound, format!("there is no programme {scheme} in force"));
	if context.json() {
		let explanation = reader.api("ZhidaiApi", "explain_tier", &[json!(org), json!(scheme)]).await?;
		if explanation.is_null() {
			return Err(missing());
		}
		context.show_at(&reader, &explanation);
		return Ok(());
	}
	let explanation: Option<TierExplanation> = reader.ask("explain_tier", (org, scheme)).await?;
	context.show_at(&reader, &explained(reader.metadata(), &explanation.ok_or_else(missing)?));
	Ok(())
}

/// A tier and how it came about, for people.
fn explained(metadata: &Metadata, found: &TierExplanation) -> Json {
	let rule = |rule: &BrokenRule| match Rule::reported(metadata, *rule) {
		Some(rule) => format!("{}: {}", rule.name, rule.explanation),
		None => format!("a rule that this program does not know: {rule:?}"),
	};
	let considered = |one: &Considered| {
		json!({
			"credential": one.credential,
			"type": one.type_id,
			"usable": one.usability.chinese(),
			"tier": one.tier,
		})
	};
	json!({
		"tier": found.tier,
		"by": found.by,
		"failed": found.failed.iter().map(rule).collect::<Vec<_>>(),
		"against": found.against,
		"considered": found.considered.iter().map(considered).collect::<Vec<_>>(),
	})
}

async fn list(context: &Context, holder: u32) -> Result<()> {
	let reader = context.read().await?;
	let ids: Option<Vec<CredentialId>> = reader.kept("Credentials", "ByHolder", &[json!(holder)]).await?;
	let mut records = Vec::new();
	for id in ids.unwrap_or_default() {
		let record = reader.record("Credentials", "Credentials", &[json!(id)]).await?;
		let under = match &record {
			Some(record) => under_its_number(&reader, record).await?,
			None => Vec::new(),
		};
		records.push(marked(json!({ "credential": id, "record": record }), id, under));
	}
	context.show_at(&reader, &json!(records));
	Ok(())
}

async fn show(context: &Context, id: CredentialId) -> Result<()> {
	let reader = context.read().await?;
	let record = reader.record("Credentials", "Credentials", &[json!(id)]).await?;
	let record = record.ok_or_else(|| Error::new(Kind::NotFound, format!("there is no credential {id}")))?;
	let under = under_its_number(&reader, &record).await?;
	context.show_at(&reader, &marked(record, id, under));
	Ok(())
}

/// The credentials that stand under the number of this one.
async fn under_its_number(reader: &Reader, record: &Json) -> Result<Vec<CredentialId>> {
	let number = [CREDENTIAL_TYPE.get(record)?.clone(), CREDENTIAL_NUMBER.get(record)?.clone()];
	let under: Option<Vec<CredentialId>> = reader.kept("Credentials", "ByNumber", &number).await?;
	Ok(under.unwrap_or_default())
}

/// What is shown of a credential, with the others under its number: who reads it must ask which is the right one. A
/// cancelled one shares nothing any more.
fn marked(mut shown: Json, id: CredentialId, under: Vec<CredentialId>) -> Json {
	let others: Vec<_> = under.iter().filter(|other| **other != id).collect();
	if let (Json::Object(fields), true) = (&mut shown, under.contains(&id) && !others.is_empty()) {
		fields.insert("number_shared_with".into(), json!(others));
	}
	shown
}

async fn waiting(context: &Context, org: u32) -> Result<()> {
	let reader = context.read_to_sign(Style::Json).await?;
	let genesis = context.client().await?.genesis().0;
	let records = reader.records("Credentials", "Pending", &[json!(org)]).await?;
	let named =
		|(keys, pending): &(Vec<Json>, Json)| named(reader.metadata(), genesis, org, keys.last(), pending);
	let list: Vec<Json> = records.iter().map(named).collect::<Result<_>>()?;
	context.show_at(&reader, &Json::Array(list));
	Ok(())
}

/// What waits, with the digest that its second person names, made here of what is shown.
fn named(
	metadata: &Metadata,
	genesis: [u8; 32],
	org: u32,
	act: Option<&Json>,
	pending: &Json,
) -> Result<Json> {
	let act = act.and_then(Json::as_u64).and_then(|act| u32::try_from(act).ok());
	let act = act.ok_or_else(|| Error::unexpected("an act on credentials without a number"))?;
	let content = Encoder::new(metadata).stored("Credentials", "Pending", "act", pending)?;
	let digest = hex0x(&digests::credential_act(genesis, org, act, &content));
	Ok(json!({ "act": act, "digest": digest, "pending": pending }))
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_api::{hash, signed, CredentialActId};

	#[test]
	fn people_read_which_rules_fail_and_what_each_credential_is_good_for() {
		let metadata = zhidai_sdk::bundled_metadata().unwrap();
		let vector: Json =
			serde_json::from_str(include_str!("../../../api/tests/vectors/tiers.json")).unwrap();
		let mut found: Vec<TierExplanation> = serde_json::from_value(vector["json"].clone()).unwrap();
		let with = explained(&metadata, &found[0]);
		assert_eq!((&with["tier"], &with["by"], &with["failed"]), (&json!(1), &json!([1]), &json!([])));
		assert_eq!(
			with["considered"][2],
			json!({ "credential": 3, "type": 22, "usable": "已撤销", "tier": 2 })
		);
		let credentials = metadata.pallet_by_name("Credentials").unwrap();
		let errors = credentials.error_variants().unwrap();
		let clean = errors.iter().find(|error| error.name == "AdverseRecordInWindow").unwrap();
		let (pallet, error) = (credentials.error_index(), [clean.index, 0, 0, 0]);
		found[1].failed = vec![BrokenRule::Module { pallet, error }, BrokenRule::Other { index: 2 }];
		let without = explained(&metadata, &found[1]);
		let failed = |place: usize| without["failed"][place].as_str().unwrap().to_owned();
		assert!(failed(0).starts_with("Credentials.AdverseRecordInWindow: "), "{without}");
		assert!(failed(1).contains("does not know"), "{without}");
		assert_eq!((&without["tier"], &without["against"]), (&Json::Null, &json!([7])));
	}

	#[test]
	fn a_credential_is_shown_with_the_others_under_its_number() {
		let shown = |under: &[u32]| {
			let under = under.iter().copied().map(CredentialId).collect();
			marked(json!({ "state": "Active" }), CredentialId(4), under)
		};
		assert_eq!(shown(&[3, 4, 9]), json!({ "state": "Active", "number_shared_with": [3, 9] }));
		for alone in [&[4][..], &[], &[3, 9]] {
			assert_eq!(shown(alone), json!({ "state": "Active" }));
		}
	}

	#[test]
	fn what_waits_is_shown_with_the_digest_that_the_chain_asks_for() {
		let metadata = zhidai_sdk::bundled_metadata().unwrap();
		let pending = json!({
			"act": { "Restore": { "credential": 4 } }, "maker": 21, "key_number": 0,
			"proposed_on": "2026-03-16",
		});
		let shown = named(&metadata, [7; 32], 2, Some(&json!(8)), &pending).unwrap();
		let act = (2_u8, CredentialId(4));
		let signed = signed::credential_act([7_u8; 32], OrgId(2), CredentialActId(8), &act);
		assert_eq!(shown["digest"], json!(hex0x(&hash::blake2_256(&signed))));
		assert_eq!((&shown["act"], &shown["pending"]), (&json!(8), &pending));
		assert!(named(&metadata, [7; 32], 2, None, &pending).is_err());
	}
}
