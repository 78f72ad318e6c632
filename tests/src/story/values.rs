//! What a story knows so far: put in the place of names, and taken from answers.

use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// What is known so far, by name.
#[derive(Default)]
pub(super) struct Known(pub(super) Map<String, Value>);

impl Known {
	fn get(&self, name: &str) -> Result<&Value> {
		self.0.get(name).with_context(|| format!("nothing is known under the name {name}"))
	}

	/// Puts known values in the place of names in braces.
	pub(super) fn fill(&self, text: &str) -> Result<String> {
		let mut filled = String::new();
		let mut rest = text;
		while let Some((before, after)) = rest.split_once('{') {
			let (name, after) = after.split_once('}').with_context(|| format!("an open brace in {text}"))?;
			filled.push_str(before);
			match self.get(name)? {
				Value::String(text) => filled.push_str(text),
				other => filled.push_str(&other.to_string()),
			}
			rest = after;
		}
		filled.push_str(rest);
		Ok(filled)
	}

	/// The same in every text of a JSON document. A text that is nothing but a name becomes the value, a number say.
	pub(super) fn fill_json(&self, document: &mut Value) -> Result<()> {
		match document {
			Value::String(text) => {
				let name = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
				*document = match name {
					Some(name) => self.get(name)?.clone(),
					None => self.fill(text)?.into(),
				};
			}
			Value::Array(items) => items.iter_mut().try_for_each(|item| self.fill_json(item))?,
			Value::Object(fields) => fields.values_mut().try_for_each(|field| self.fill_json(field))?,
			Value::Null | Value::Bool(_) | Value::Number(_) => {}
		}
		Ok(())
	}

	pub(super) fn fill_file(&self, path: &Path) -> Result<()> {
		let name = || format!("filling {}", path.display());
		let text = fs::read_to_string(path).with_context(name)?;
		let filled = match path.extension().is_some_and(|extension| extension == "json") {
			true => {
				let mut document = serde_json::from_str(&text).with_context(name)?;
				self.fill_json(&mut document).with_context(name)?;
				serde_json::to_string_pretty(&document)?
			}
			false => self.fill(&text).with_context(name)?,
		};
		fs::write(path, filled).with_context(name)
	}
}

/// A field of the first event of a name, or what a JSON pointer points at.
pub(super) fn find<'a>(answer: &'a Value, place: &str) -> Option<&'a Value> {
	if place.starts_with('/') {
		return answer.pointer(place);
	}
	let (event, field) = place.split_once('/')?;
	let mut events = answer["events"].as_array()?.iter();
	events.find(|known| known["name"] == event)?["fields"].get(field)
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn known() -> Known {
		let Value::Object(values) = json!({ "loan": 7, "name": "甬芯" }) else { unreachable!() };
		Known(values)
	}

	#[test]
	fn names_in_braces_are_filled_in() {
		assert_eq!(known().fill("{loan}/{name}!").unwrap(), "7/甬芯!");
		assert!(known().fill("{other}").is_err() && known().fill("{loan").is_err());
		let mut document = json!({ "a": ["{loan}", "loan {loan}", 1, null], "b": { "c": "{name}" } });
		known().fill_json(&mut document).unwrap();
		assert_eq!(document, json!({ "a": [7, "loan 7", 1, null], "b": { "c": "甬芯" } }));
	}

	#[test]
	fn answers_are_found_by_event_and_by_pointer() {
		let events =
			json!([{ "name": "A.B", "fields": { "id": 1 } }, { "name": "A.C", "fields": { "id": 2 } }]);
		let answer = json!({ "account": "5x", "events": events });
		assert_eq!(find(&answer, "A.C/id"), Some(&json!(2)));
		assert_eq!(find(&answer, "/account"), Some(&json!("5x")));
		assert!(find(&answer, "A.D/id").is_none() && find(&answer, "A.B/no").is_none());
	}
}
