//! Documents that look alike. A person is told before filing or attesting, and where evidence is shown; nothing
//! is refused.

use super::hex0x;
use crate::context::Context;
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;
use zhidai_api::{AlertTag, ClaimSubject, EvidenceId, Fen, LoanId};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::documents::{self, DeclaredFields, Sides};
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

/// Other evidence that looks like this one.
struct LookAlike {
	/// Which revision of which.
	subject: ClaimSubject,
	loan: LoanId,
	/// Where it stands.
	status: String,
	amount: Fen,
	/// The same as the reader gives it, to people or to programs.
	amount_read: Json,
	dated_on: String,
	/// What is the same.
	same: Vec<&'static str>,
}

impl LookAlike {
	fn read(subject: ClaimSubject, record: &Json, state: &Json, same: Vec<&'static str>) -> Result<Self> {
		Ok(Self {
			subject,
			loan: LoanId(EVIDENCE_LOAN.number(record)?),
			status: EVIDENCE_STATUS.text(state)?.into(),
			amount: CONTENT_AMOUNT.money(record)?,
			amount_read: CONTENT_AMOUNT.get(record)?.clone(),
			dated_on: CONTENT_DATED_ON.text(record)?.into(),
			same,
		})
	}

	fn json(&self) -> Json {
		let Self { subject, loan, status, amount_read, dated_on, same, .. } = self;
		json!({
			"evidence": subject.evidence, "revision": subject.revision, "loan": loan, "status": status,
			"amount_fen": amount_read, "dated_on": dated_on, "same": same,
		})
	}

	/// As people are told.
	fn told(&self) -> String {
		let Self { subject, loan, status, amount, dated_on, same, .. } = self;
		format!(
			"looks like evidence {} of loan {loan} ({status}, {} of {dated_on}): {}. Compare the two papers; nothing is \
			 refused for this",
			subject.evidence,
			yuan(*amount),
			same.join("; ")
		)
	}
}

/// The other evidence under these tags, the oldest first.
async fn found(reader: &Reader, tags: &[AlertTag], own: Option<EvidenceId>) -> Result<Vec<LookAlike>> {
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
	for (subject, same) in found.into_values() {
		let evidence = subject.evidence;
		let key = [json!(evidence)];
		let gone = || Error::unexpected(format!("the chain notes evidence {evidence} and does not keep it"));
		let record = reader.record("Evidence", "Evidence", &key).await?.ok_or_else(gone)?;
		let state = reader.record("Evidence", "States", &key).await?.ok_or_else(gone)?;
		list.push(LookAlike::read(subject, &record, &state, same)?);
	}
	Ok(list)
}

/// Those that are noted for a revision of evidence.
pub(super) async fn noted(reader: &Reader, subject: ClaimSubject) -> Result<Vec<Json>> {
	let tags: Option<Vec<AlertTag>> = reader.kept("Claims", "Tags", &[json!(subject)]).await?;
	let found = found(reader, &tags.unwrap_or_default(), Some(subject.evidence)).await?;
	Ok(found.iter().map(LookAlike::json).collect())
}

/// Says which other documents this one looks like.
pub(super) async fn say(reader: &Reader, tags: &[AlertTag], own: Option<u32>) -> Result<()> {
	for other in found(reader, tags, own.map(EvidenceId)).await? {
		crate::output::say(&other.told());
	}
	Ok(())
}

/// The same before something is filed, where the consortium's key was given; who has none is not told.
pub(super) async fn say_before_filing(
	context: &Context,
	fields: &DeclaredFields,
	sides: &Sides,
	own: Option<u32>,
) -> Result<()> {
	let Some(key) = context.consortium_key_if_given()? else { return Ok(()) };
	let tags = documents::alert_tags(&key, fields, sides)?;
	say(&context.read_exact().await?, &tags, own).await
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_api::LooseForm;

	#[test]
	fn a_person_is_told_what_is_the_same() {
		let record =
			|amount: Json| json!({ "loan": 3, "content": { "amount": amount, "dated_on": "2026-03-16" } });
		let subject = ClaimSubject { evidence: EvidenceId(7), revision: 0 };
		let same = vec![LooseForm::Digits.explanation(), LooseForm::Near.explanation()];
		let state = json!({ "status": "Verified" });
		for amount in [json!(450_000_000), json!("¥4,500,000.00")] {
			let other = LookAlike::read(subject, &record(amount.clone()), &state, same.clone()).unwrap();
			assert_eq!(
				other.told(),
				"looks like evidence 7 of loan 3 (Verified, ¥4,500,000.00 of 2026-03-16): the digits of the number \
				 are the same; the parties are the same, amount and date are near. Compare the two papers; nothing is \
				 refused for this"
			);
			assert_eq!(
				other.json(),
				json!({
					"evidence": 7, "revision": 0, "loan": 3, "status": "Verified", "amount_fen": amount,
					"dated_on": "2026-03-16", "same": same,
				})
			);
		}
		// What is not there is no empty word.
		assert!(LookAlike::read(subject, &json!({ "loan": 3 }), &state, same).is_err());
	}

	#[test]
	fn tags_are_written_as_the_chain_takes_them() {
		let tag = AlertTag { form: LooseForm::Skeleton, key: [7; 8] };
		assert_eq!(json(&[tag]), json!([{ "form": "Skeleton", "key": "0x0707070707070707" }]));
	}
}
