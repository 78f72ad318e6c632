//! Every list that a call takes has a limit that this program knows, and is refused here where it is longer: the chain
//! could not decode the call, and would say so in words that help nobody.

use scale_info::{form::PortableForm, Field, TypeDef};
use serde_json::{json, Value as Json};
use std::collections::BTreeSet;
use subxt::metadata::Metadata;
use zhidai_api::Uetr;
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::reader::limits::list_limit;
use zhidai_sdk::{bundled_metadata, calls, Kind};

fn metadata() -> Metadata {
	bundled_metadata().expect("metadata.scale is the runtime's")
}

/// The bounded lists in a type: where they are, and the name of their type.
struct Lists<'a> {
	metadata: &'a Metadata,
	seen: BTreeSet<u32>,
	found: Vec<(String, String)>,
}

impl Lists<'_> {
	fn look(&mut self, id: u32, type_name: &str, at: &str) {
		let kind = self.metadata.types().resolve(id).expect("a type").clone();
		match kind.path.segments.last().map(String::as_str) {
			Some("BoundedVec") => self.found.push((at.to_owned(), type_name.to_owned())),
			// A text has its own limit, by its name; what a motion would do is a call like the others.
			Some("Text" | "RuntimeCall") => return,
			_ => {}
		}
		if !self.seen.insert(id) {
			return;
		}
		match kind.type_def {
			TypeDef::Composite(record) => self.fields(&record.fields, at),
			TypeDef::Variant(one_of) => {
				one_of.variants.iter().for_each(|variant| self.fields(&variant.fields, at));
			}
			TypeDef::Sequence(list) => self.look(list.type_param.id, "", at),
			TypeDef::Array(list) => self.look(list.type_param.id, "", at),
			TypeDef::Tuple(tuple) => tuple.fields.iter().for_each(|field| self.look(field.id, "", at)),
			_ => {}
		}
	}

	fn fields(&mut self, fields: &[Field<PortableForm>], at: &str) {
		for field in fields {
			let at = format!("{at}.{}", field.name.as_deref().unwrap_or_default());
			self.look(field.ty.id, field.type_name.as_deref().unwrap_or_default(), &at);
		}
	}
}

#[test]
fn every_list_of_a_call_has_a_limit_that_is_known() {
	let metadata = metadata();
	let mut found = Vec::new();
	for (pallet, call, _) in calls::ALL {
		let known = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.call_variant_by_name(call));
		// A call that the metadata does not have yet is another test's business.
		let Some(variant) = known else { continue };
		let mut lists = Lists { metadata: &metadata, seen: BTreeSet::new(), found: Vec::new() };
		lists.fields(&variant.fields, &format!("{pallet}.{call}"));
		found.extend(lists.found);
	}
	assert!(found.len() > 10, "{found:?}");
	// A bank's reference is a text.
	let is_known = |name: &str| list_limit(name).is_some() || name == "BankReference";
	let unknown: Vec<_> = found.iter().filter(|(_, name)| !is_known(name)).collect();
	assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn a_list_that_the_chain_could_not_decode_is_refused_with_its_place() {
	let metadata = metadata();
	let encoder = Encoder::new(&metadata);
	let uetr = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
	let many = |item: Json, count: usize| Json::Array(vec![item; count]);
	let digest = format!("0x{}", "01".repeat(32));
	let quarter = json!({ "year": 2026, "number": 1 });
	let count = |uetrs| json!({ "loan": 1, "quarter": quarter, "uetrs": uetrs });
	let confirm = |uetrs| json!({ "uetrs": uetrs });
	let verdict = |count| {
		json!({
			"evidence": 1, "revision": 0, "digest": digest, "verdict": "Consistent", "reference": null,
			"fingerprints": many(json!(digest), count), "tags": [],
		})
	};
	for (pallet, call, longest, longer, message) in [
		(
			"Supervision",
			"count",
			count(many(json!(uetr), 500)),
			count(many(json!(uetr), 501)),
			"501 entries; at most 500",
		),
		(
			"Payments",
			"confirm",
			confirm(many(json!(uetr), 100)),
			confirm(many(json!(uetr), 101)),
			"101 entries; at most 100",
		),
		("Evidence", "give_verdict", verdict(4), verdict(5), "5 entries; at most 4"),
	] {
		encoder.call(pallet, call, &longest).unwrap_or_else(|error| panic!("{pallet}.{call}: {error}"));
		let error = encoder.call(pallet, call, &longer).expect_err("too long");
		assert_eq!(error.kind, Kind::Usage);
		assert!(error.message.starts_with(call) && error.message.contains(message), "{error}");
	}
	// Inside a record too.
	let act = json!({ "FirstOfficers": { "org": 1, "officers": many(json!({}), 9) } });
	let error = encoder.call("Registry", "propose", &json!({ "act": act })).expect_err("too many");
	assert!(error.message.contains("act.FirstOfficers.officers: 9 entries; at most 8"), "{error}");
}

#[test]
fn what_the_chain_could_not_decode_is_refused_with_its_place() {
	let metadata = metadata();
	let encode = |pallet: &str, call: &str, arg: &str, json: Json| {
		Encoder::new(&metadata).argument(pallet, call, arg, &json).expect_err("it cannot be decoded").message
	};
	let results = |reference: &str| {
		json!([{
			"uetr": Uetr::from_random([1; 16]),
			"outcome": { "Failed": { "reason": "账号不符" } },
			"amount_fen": 100,
			"account": 0,
			"bank_reference": reference,
			"booked_on": "2026-03-31",
			"value_on": "2026-03-31",
		}])
	};
	let long = encode("Payments", "settle", "results", results(&"参".repeat(12)));
	assert!(long.starts_with("results[0].bank_reference: '参' at character 1"), "{long}");
	let empty = encode("Payments", "settle", "results", results(""));
	assert!(empty.starts_with("results[0].bank_reference: "), "{empty}");
	let act = json!({ "AdmitFirm": {
		"organisation": {
			"name": "名".repeat(33),
			"registration": { "CreditCode": "91330200MA20002460" },
			"region": 330_200,
			"roles": ["Bank"],
		},
		"officers": [],
	} });
	let name = encode("Registry", "propose", "act", act);
	assert!(
		name.contains("organisation.name: 33 characters, 99 bytes; a name has at most 96 bytes"),
		"{name}"
	);
}
