//! Documents that look alike. A person is told before filing or attesting, and where evidence is shown; nothing
//! is refused.

use super::hex0x;
use crate::context::Context;
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;
use std::path::Path;
use zhidai_api::{AlertTag, Fen, LooseForm};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::documents::{self, Document};
use zhidai_sdk::render::yuan;
use zhidai_sdk::Result;

/// Tags as the chain takes them.
pub(super) fn json(tags: &[AlertTag]) -> Json {
	tags.iter().map(|tag| json!({ "form": tag.form, "key": hex0x(&tag.key) })).collect()
}

/// What a form says, by its name on the chain.
fn explanation(form: &str) -> &'static str {
	let forms = [LooseForm::Digits, LooseForm::Skeleton, LooseForm::Near];
	let known = forms.into_iter().find(|known| format!("{known:?}") == form);
	known.map_or("something of them is the same", LooseForm::explanation)
}

/// The other evidence under these tags, the oldest first: which revision, its loan, where it stands, its amount and
/// date, and what is the same.
async fn found(reader: &Reader, tags: &Json, own: Option<&Json>) -> Result<Vec<Json>> {
	let mut found: BTreeMap<u64, (Json, Vec<&'static str>)> = BTreeMap::new();
	for tag in tags.as_array().into_iter().flatten() {
		let form = tag.get("form").and_then(Json::as_str).unwrap_or_default();
		let subjects =
			reader.record("Claims", "Tagged", std::slice::from_ref(tag)).await?.unwrap_or_default();
		for subject in subjects.as_array().into_iter().flatten() {
			let evidence = subject.get("evidence").unwrap_or(&Json::Null);
			if Some(evidence) == own {
				continue;
			}
			let key = evidence.as_u64().unwrap_or_default();
			let (_, same) = found.entry(key).or_insert_with(|| (subject.clone(), Vec::new()));
			let what = explanation(form);
			if !same.contains(&what) {
				same.push(what);
			}
		}
	}
	let mut list = Vec::new();
	for (subject, same) in found.into_values() {
		let id = subject.get("evidence").cloned().unwrap_or_default();
		let key = std::slice::from_ref(&id);
		let record = reader.record("Evidence", "Evidence", key).await?.unwrap_or_default();
		let state = reader.record("Evidence", "States", key).await?.unwrap_or_default();
		let content = |name: &str| record.get("content").and_then(|content| content.get(name));
		list.push(json!({
			"evidence": id, "revision": subject.get("revision"), "loan": record.get("loan"),
			"status": state.get("status"),
			"amount_fen": content("amount"), "dated_on": content("dated_on"), "same": same,
		}));
	}
	Ok(list)
}

/// Those that are noted for a revision of evidence.
pub(super) async fn noted(reader: &Reader, subject: &Json) -> Result<Vec<Json>> {
	let tags = reader.record("Claims", "Tags", std::slice::from_ref(subject)).await?.unwrap_or_default();
	found(reader, &tags, subject.get("evidence")).await
}

/// Says which other documents this one looks like.
pub(super) async fn say(reader: &Reader, tags: &[AlertTag], own: Option<u32>) -> Result<()> {
	for other in found(reader, &json(tags), own.map(|id| json!(id)).as_ref()).await? {
		crate::output::say(&told(&other));
	}
	Ok(())
}

fn told(other: &Json) -> String {
	let shown = |name: &str| other.get(name).map(Json::to_string).unwrap_or_default().replace('"', "");
	let amount = other.get("amount_fen").and_then(Json::as_u64).map(|amount| yuan(Fen(amount)));
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
pub(super) async fn say_before_filing(context: &Context, path: &Path, own: Option<u32>) -> Result<()> {
	let Some(key) = context.consortium_key_if_given()? else { return Ok(()) };
	let tags = documents::alert_tags(&key, &Document::read(path)?.fields)?;
	say(&context.read_exact().await?, &tags, own).await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_person_is_told_what_is_the_same() {
		let other = json!({
			"evidence": 7, "revision": 0, "loan": 3, "status": "Verified",
			"amount_fen": 450_000_000, "dated_on": "2026-03-16",
			"same": [explanation("Digits"), explanation("Near")],
		});
		assert_eq!(
			told(&other),
			"looks like evidence 7 of loan 3 (Verified, ¥4,500,000.00 of 2026-03-16): the digits of the number are \
			 the same; the parties are the same, amount and date are near. Compare the two papers; nothing is refused \
			 for this"
		);
		assert_eq!(explanation("Other"), "something of them is the same");
	}

	#[test]
	fn tags_are_written_as_the_chain_takes_them() {
		let tag = AlertTag { form: LooseForm::Skeleton, key: [7; 8] };
		assert_eq!(json(&[tag]), json!([{ "form": "Skeleton", "key": "0x0707070707070707" }]));
	}
}
