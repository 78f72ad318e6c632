//! What is shown of the chain by its own metadata: made into bytes again it is what was there, and rules have names.

use codec::Encode;
use serde_json::json;
use subxt::ext::scale_value::scale::decode_as_type;
use subxt::metadata::Metadata;
use zhidai_api::{
	CredentialId, CredentialTypeId, Day, Digest, OfficerId, OrgId, Rule as BrokenRule, ShortText,
	TierExplanation,
};
use zhidai_sdk::bundled_metadata;
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::render::{Renderer, Style};

fn metadata() -> Metadata {
	bundled_metadata().expect("metadata.scale is the runtime's")
}

/// What the second person of an act names is made here of the act as it is shown.
#[test]
fn an_act_on_a_credential_is_encoded_as_the_chain_keeps_it() {
	let metadata = metadata();
	let pallet = metadata.pallet_by_name("Credentials").expect("the pallet");
	let kind =
		pallet.storage().and_then(|storage| storage.entry_by_name("Pending")).expect("the map").value_ty();
	let day = |text: &str| text.parse::<Day>().expect("a day");
	let reason = ShortText::try_from("复评未通过").expect("a text");
	let digest = Digest::repeat_byte;
	let numbers = (OrgId(5), CredentialTypeId(22), digest(1), digest(2));
	// Recorded by a city's bureau; revoked; reported by a province's.
	let recorded = (0_u8, numbers, day("2026-01-05"), None::<Day>, OrgId(2), 2_u8);
	let revoked = (3_u8, CredentialId(4), reason);
	let reported = (5_u8, OrgId(5), 0_u8, day("2026-01-05"), digest(3), OrgId(2), 1_u8, OfficerId(21));
	for act in [recorded.encode(), revoked.encode(), reported.encode()] {
		let stored = [act.clone(), (OfficerId(31), 0_u16, day("2026-01-06")).encode()].concat();
		let bytes = &mut &*stored;
		let value = decode_as_type(bytes, kind, metadata.types()).expect("it decodes");
		assert!(bytes.is_empty());
		let shown = Renderer::new(&metadata, Style::Json).value(&value);
		let encoded = Encoder::new(&metadata).stored("Credentials", "Pending", "act", &shown);
		assert_eq!(encoded.expect("it encodes"), act, "{shown}");
	}
}

/// By the runtime's own metadata, where a program of somebody else's reads a report.
#[test]
fn a_rule_of_a_report_is_shown_by_its_name() {
	let metadata = metadata();
	let pallet = metadata.pallet_by_name("Credentials").expect("the pallet");
	let errors = pallet.error_variants().expect("it has errors");
	let known = errors.iter().find(|error| error.name == "NoQualifyingCredential").expect("the error");
	let rule = BrokenRule::Module { pallet: pallet.error_index(), error: [known.index, 0, 0, 0] };
	let report = TierExplanation {
		tier: None,
		by: Vec::new(),
		failed: vec![rule],
		against: Vec::new(),
		considered: Vec::new(),
	};
	let api = metadata.runtime_api_trait_by_name("ZhidaiApi").expect("the runtime has our API");
	let kind = api.method_by_name("explain_tier").expect("the report").output_ty();
	let value = decode_as_type(&mut &*Some(report).encode(), kind, metadata.types()).expect("it decodes");
	let shown = Renderer::new(&metadata, Style::Json).value(&value);
	assert_eq!(shown["failed"][0]["rule"], json!("Credentials.NoQualifyingCredential"), "{shown}");
}
