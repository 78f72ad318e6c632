//! How the shared types are written, in SCALE and in JSON: `vectors/` is what other programs can be held against, and
//! what nobody changes by accident. `UPDATE_VECTORS=1` writes it anew, for a change that is meant.

mod samples;

use codec::{DecodeAll, Encode};
use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value as Json};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use zhidai_api::{
	At, EvidenceId, Found, InboxPage, Motion, Outcome, Page, PendingClaim, Refusal, TierExplanation,
	TracePage,
};

fn path(name: &str) -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name).with_extension("json")
}

fn committed(name: &str) -> Json {
	let bytes = std::fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
	serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Holds a vector against what is written now.
fn hold(name: &str, written: &Json) {
	if std::env::var_os("UPDATE_VECTORS").is_some() {
		let text = serde_json::to_string_pretty(written).unwrap() + "\n";
		std::fs::write(path(name), text).unwrap();
	}
	assert_eq!(&committed(name), written, "{name}");
}

fn digits(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(digits: &str) -> Vec<u8> {
	let pairs = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap());
	pairs.collect()
}

/// In both forms as the vector has it, and the same value again out of both.
#[track_caller]
fn is_written<T>(name: &str, value: &T)
where
	T: Encode + DecodeAll + Serialize + DeserializeOwned + PartialEq + Debug,
{
	hold(name, &json!({ "scale": digits(&value.encode()), "json": value }));
	let vector = committed(name);
	let scale = bytes(vector["scale"].as_str().unwrap());
	assert_eq!(&T::decode_all(&mut &*scale).unwrap(), value, "{name}");
	assert_eq!(&serde_json::from_value::<T>(vector["json"].clone()).unwrap(), value, "{name}");
}

#[test]
fn reports_are_written_as_the_vectors_have_them() {
	is_written("trace_page", &samples::trace_page());
	is_written("trace_questions", &samples::trace_questions());
	is_written("inbox_page", &samples::inbox_page());
	is_written("violations", &samples::violations());
	is_written("tiers", &samples::reports::tiers());
	is_written("motions", &samples::reports::motions());
	is_written("pending_claims", &samples::reports::pending_claims());
	is_written("verdicts", &samples::reports::verdicts());
	is_written("found", &samples::reports::found());
}

#[test]
fn kinds_are_written_as_the_vectors_have_them() {
	is_written("kinds", &samples::kinds());
	is_written("splits", &samples::splits());
}

/// The bytes that people and keys sign and, where a call names it, their digest: what other programs are held against.
#[test]
fn what_is_signed_has_the_bytes_and_digests_of_the_vector() {
	let written = samples::signed::all().into_iter().map(|(name, (bound, signed))| {
		let digest = zhidai_api::hash::blake2_256(&signed);
		(name.to_owned(), json!({ "bound": bound, "bytes": digits(&signed), "digest": digits(&digest) }))
	});
	hold("signed", &written.collect());
}

#[test]
fn what_becomes_of_a_transaction_is_written_as_the_vector_has_it() {
	let answers: Vec<_> = samples::outcomes().into_iter().map(samples::answer).collect();
	hold("outcomes", &json!(answers));
	assert_eq!(serde_json::from_value::<Vec<At<Outcome>>>(committed("outcomes")).unwrap(), answers);
}

#[test]
fn refusals_at_the_door_have_the_numbers_of_the_vector() {
	let refusals = Refusal::ALL.iter().map(|refusal| (format!("{refusal:?}"), json!(*refusal as u8)));
	hold("refusals", &refusals.collect());
}

/// The places of all objects in a document.
fn objects(json: &Json, at: String, found: &mut Vec<String>) {
	match json {
		Json::Object(fields) => {
			found.push(at.clone());
			fields.iter().for_each(|(name, value)| objects(value, format!("{at}/{name}"), found));
		}
		Json::Array(items) => {
			(0..).zip(items).for_each(|(index, item)| objects(item, format!("{at}/{index}"), found));
		}
		_ => {}
	}
}

#[track_caller]
fn cannot_be_shortened<T: DeserializeOwned>(whole: &Json) {
	let mut places = Vec::new();
	objects(whole, String::new(), &mut places);
	for place in places {
		let names: Vec<_> = whole.pointer(&place).unwrap().as_object().unwrap().keys().cloned().collect();
		// Where a page goes on is handed back as it is: a client may leave out what is nothing.
		for name in names.into_iter().filter(|name| name != "after") {
			let mut without = whole.clone();
			without.pointer_mut(&place).unwrap().as_object_mut().unwrap().remove(&name);
			assert!(serde_json::from_value::<T>(without).is_err(), "{place}/{name} is missing");
		}
	}
}

/// A field that is missing is never read as nothing or as ¥0.00, and a list is never ended by it.
#[test]
fn a_field_that_is_missing_is_an_error() {
	cannot_be_shortened::<TracePage>(&json!(samples::trace_page()));
	cannot_be_shortened::<InboxPage>(&json!(samples::inbox_page()));
	cannot_be_shortened::<Vec<TierExplanation>>(&json!(samples::reports::tiers()));
	cannot_be_shortened::<Page<Motion, u32>>(&json!(samples::reports::motions()));
	cannot_be_shortened::<Page<PendingClaim, EvidenceId>>(&json!(samples::reports::pending_claims()));
	cannot_be_shortened::<Vec<Found>>(&json!(samples::reports::found()));
}

#[test]
fn what_is_not_known_is_an_error() {
	for (name, value) in
		[("status", json!("Vanished")), ("amountFen", json!("1.00")), ("amountFen", json!(-1))]
	{
		let mut page = json!(samples::trace_page());
		page["nodes"][3][name] = value;
		assert!(serde_json::from_value::<TracePage>(page).is_err(), "{name}");
	}
	let mut page = json!(samples::trace_page());
	page["nodes"][3]["kind"] = json!("court");
	assert!(serde_json::from_value::<TracePage>(page).is_err());
	// A node of a kind that was appended later.
	let mut bytes = samples::trace_page().nodes[0].encode();
	bytes[0] = 3;
	assert!(zhidai_api::TraceNode::decode_all(&mut &*bytes).is_err());
}
