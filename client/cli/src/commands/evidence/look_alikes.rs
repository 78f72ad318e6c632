//! Documents that look alike. A person is told before filing or attesting, and where evidence is shown; nothing
//! is refused.

use super::hex0x;
use crate::context::Context;
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;
use zhidai_api::{AlertTag, ClaimSubject, EvidenceId, Fen};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::documents::{self, DeclaredFields};
use zhidai_sdk::fields::{CONTENT_AMOUNT, CONTENT_DATED_ON, EVIDENCE_LOAN, EVIDENCE_STATUS};
use zhidai_sdk::render::yuan;
use zhidai_sdk::{Error, Result};

/// A tag as the chain takes it.
fn key(tag: &AlertTag) -> Json {
	json!({ "form": tag.form, "key": hex0x(&tag.key) })
}

/// Tags as the chain takes them.
pub(super) fn json(tags: &[AlertTag]) -> Json {
	tags.iter().map(key).collect()
}

/// The other evidence under these tags, the oldest first: which revision, its loan, where it stands, its amount and
/// date, and what is the same.
async fn found(reader: &Reader, tags: &[AlertTag], own: Option<EvidenceId>) -> Result<Vec<Json>> {
	let mut found: BTreeMap<EvidenceId, (ClaimSubject, Vec<&'static str>)> = BTreeMap::new();
	for tag in tags {
		let subjects: Option<Vec<ClaimSubject>> = reader.kept("Claims", "Tagged", &[key(tag)]).await?;
		let others = subjects.into_iter().flatten().filter(|subject| Some(subject.evidence) != own);
		for subject in others {
			let (_, same) = found.entry(subject.evidence).or_insert_with(|| (subject, Vec::new()));
			let what = tag.form.explanation();
			if !same.contains(&what) {
				same.push(what);
			}
		}
	}
	let mut list = Vec::new();
	for (ClaimSubject { evidence, revision }, same) in found.into_values() {
		let key = [json!(evidence)];
		let gone = || Error::unexpected(format!("the chain notes evidence {evidence} and does not keep it"));
		let record = reader.record("Evidence", "Evidence", &key).await?.ok_or_else(gone)?;
		let state = reader.record("Evidence", "States", &key).await?.ok_or_else(gone)?;
		list.push(json!({
			"evidence": evidence, "revision": revision, "loan": EVIDENCE_LOAN.get(&record)?,
			"status": EVIDENCE_STATUS.get(&state)?, "amount_fen": CONTENT_AMOUNT.get(&record)?,
			"dated_on": CONTENT_DATED_ON.get(&record)?, "same": same,
		}));
	}
	Ok(list)
}

/// Those that are noted for a revision of evidence.
pub(super) async fn noted(reader: &Reader, subject: ClaimSubject) -> Result<Vec<Json>> {
	let tags: Option<Vec<AlertTag>> = reader.kept("Claims", "Tags", &[json!(subject)]).await?;
	found(reader, &tags.unwrap_or_default(), Some(subject.evidence)).await
}

/// Says which other documents this one looks like.
pub(super) async fn say(reader: &Reader, tags: &[AlertTag], own: Option<u32>) -> Result<()> {
	for other in found(reader, tags, own.map(EvidenceId)).await? {
		crate::output::say(&told(&other));
	}
	Ok(())
}

fn told(other: &Json) -> String {
	let shown = |name: &str| match &other[name] {
		Json::String(text) => text.clone(),
		value => value.to_string(),
	};
	let amount = other["amount_fen"].as_u64().map(|amount| yuan(Fen(amount)));
	let same: Vec<_> = other["same"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
	format!(
		"looks like evidence {} of loan {} ({}, {} of {}): {}. Compare the two papers; nothing is refused for this",
		shown("evidence"),
		shown("loan"),
		shown("status"),
		amount.unwrap_or_else(|| shown("amount_fen")),
		shown("dated_on"),
		same.join("; ")
	)
}

/// The same before something is filed, where the consortium's key was given; who has none is not told.
pub(super) async fn say_before_filing(
	context: &Context,
	fields: &DeclaredFields,
	own: Option<u32>,
) -> Result<()> {
	let Some(key) = context.consortium_key_if_given()? else { return Ok(()) };
	let tags = documents::alert_tags(&key, fields)?;
	say(&context.read_exact().await?, &tags, own).await
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_api::LooseForm;

	#[test]
	fn a_person_is_told_what_is_the_same() {
		let other = json!({
			"evidence": 7, "revision": 0, "loan": 3, "status": "Verified",
			"amount_fen": 450_000_000, "dated_on": "2026-03-16",
			"same": [LooseForm::Digits.explanation(), LooseForm::Near.explanation()],
		});
		assert_eq!(
			told(&other),
			"looks like evidence 7 of loan 3 (Verified, ¥4,500,000.00 of 2026-03-16): the digits of the number are \
			 the same; the parties are the same, amount and date are near. Compare the two papers; nothing is refused \
			 for this"
		);
	}

	#[test]
	fn tags_are_written_as_the_chain_takes_them() {
		let tag = AlertTag { form: LooseForm::Skeleton, key: [7; 8] };
		assert_eq!(json(&[tag]), json!([{ "form": "Skeleton", "key": "0x0707070707070707" }]));
	}
}
