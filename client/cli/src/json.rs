//! JSON that people write: an object in which a key stands twice is refused, where `serde_json` silently takes the last
//! one. Whoever reads the file sees the first one too, and signs for the other.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fmt;

/// A value. The second reading looks at keys alone: how numbers are kept is `serde_json`'s own business.
pub(crate) fn parse(bytes: &[u8]) -> serde_json::Result<Json> {
	let value = serde_json::from_slice(bytes)?;
	serde_json::from_slice::<Once>(bytes)?;
	Ok(value)
}

/// That no key stands twice.
struct Once;

impl<'de> Deserialize<'de> for Once {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_any(Keys)
	}
}

struct Keys;

impl<'de> Visitor<'de> for Keys {
	type Value = Once;

	fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str("a JSON value")
	}

	fn visit_unit<E>(self) -> Result<Once, E> {
		Ok(Once)
	}

	fn visit_bool<E>(self, _: bool) -> Result<Once, E> {
		Ok(Once)
	}

	fn visit_i64<E>(self, _: i64) -> Result<Once, E> {
		Ok(Once)
	}

	fn visit_u64<E>(self, _: u64) -> Result<Once, E> {
		Ok(Once)
	}

	fn visit_f64<E>(self, _: f64) -> Result<Once, E> {
		Ok(Once)
	}

	fn visit_str<E>(self, _: &str) -> Result<Once, E> {
		Ok(Once)
	}

	fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Once, A::Error> {
		while items.next_element::<Once>()?.is_some() {}
		Ok(Once)
	}

	fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Once, A::Error> {
		let mut known = BTreeSet::new();
		while let Some(key) = fields.next_key::<String>()? {
			if known.contains(&key) {
				return Err(A::Error::custom(format!("the key {key:?} stands twice")));
			}
			fields.next_value::<Once>()?;
			known.insert(key);
		}
		Ok(Once)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_key_that_stands_twice_is_refused_at_its_line() {
		for (text, line) in [
			("{\"a\": 1,\n\"a\": 1}", 2),
			("[1, {\"b\": {\n\n\"a\": 1, \"c\": [], \"a\": null}}]", 3),
			// Two ways to write one letter.
			("{\"a\": 1,\n\n\n\"\\u0061\": 2}", 4),
		] {
			let error = parse(text.as_bytes()).unwrap_err();
			assert!(error.is_data() && error.line() == line, "{error}");
			assert!(error.to_string().starts_with("the key \"a\" stands twice"), "{error}");
		}
		assert!(parse(b"{\"a\": {\"a\": 1}, \"b\": [{\"a\": 1}, {\"a\": 1}]}").is_ok());
	}

	#[test]
	fn whatever_else_is_what_serde_json_reads() {
		let text = "{\"a\": [null, true, -1, 18446744073709551615, 1.5, \"\\u8d28\\n\", {}], \"b\": \"x\"}";
		assert_eq!(parse(text.as_bytes()).unwrap(), serde_json::from_str::<Json>(text).unwrap());
		for wrong in ["", "{", "{\"a\": 1,}", "1 2", "nul"] {
			assert!(parse(wrong.as_bytes()).is_err_and(|error| !error.is_data()), "{wrong}");
		}
	}
}
