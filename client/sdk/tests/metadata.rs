//! What this client knows of the chain, held against the runtime's metadata: every call with its arguments, every
//! storage item and runtime API that the command line reads, and our vocabulary in both directions.

mod states;

use codec::Encode;
use serde_json::{json, Value as Json};
use states::RULES_ABOUT_A_STATE;
use std::collections::BTreeSet;
use subxt::ext::scale_value::scale::{decode_as_type, encode_as_type};
use subxt::metadata::Metadata;
use zhidai_api::{
	AccountVersion, BankOutcome, BankResult, BasisPoints, Day, DraftLine, EntryId, EvidenceId, EvidenceKind,
	Fen, OrgId, PlanLine, PlanLineNo, RateKind, RequestId, RulebookVersion, SchemeVersion, SpotCheckState,
	Stage, TierNumber, Uetr,
};
use zhidai_sdk::chain::{kind_of, Call, Rule};
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::render::{Renderer, Style};
use zhidai_sdk::{bundled_metadata, calls, Kind};

fn metadata() -> Metadata {
	bundled_metadata().expect("metadata.scale is the runtime's")
}

#[test]
fn every_call_is_the_runtimes_with_its_arguments() {
	let metadata = metadata();
	for (pallet, call, args) in calls::ALL {
		let found =
			metadata.pallet_by_name(pallet).and_then(|pallet| pallet.call_variant_by_name(call).cloned());
		let found = found.unwrap_or_else(|| panic!("the runtime has no {pallet}.{call}"));
		// The id of a request is made when the call is sent.
		let names = found.fields.iter().filter_map(|field| field.name.as_deref());
		let names: BTreeSet<_> = names.filter(|name| *name != "request_id").collect();
		assert_eq!(names, args.iter().copied().collect(), "{pallet}.{call}");
	}
}

#[test]
fn every_call_of_our_pallets_has_a_function() {
	// Made by nodes, not by people; or reached through `zhidai tx send`.
	let left_out = ["Authorities.set_session_keys", "Credentials.add_type"];
	let known: BTreeSet<_> = calls::ALL.iter().map(|(pallet, call, _)| format!("{pallet}.{call}")).collect();
	let ours: BTreeSet<_> = calls::ALL.iter().map(|(pallet, ..)| *pallet).collect();
	for pallet in metadata().pallets().filter(|pallet| ours.contains(pallet.name())) {
		for call in pallet.call_variants().unwrap_or_default() {
			let name = format!("{}.{}", pallet.name(), call.name);
			assert!(known.contains(&name) || left_out.contains(&name.as_str()), "{name} has no function");
		}
	}
}

#[test]
fn what_the_command_line_reads_is_there() {
	let metadata = metadata();
	for (pallet, entry, keys) in [
		("Registry", "Organisations", 1),
		("Registry", "OrgStates", 1),
		("Registry", "OrgByNumber", 1),
		("Registry", "Officers", 1),
		("Registry", "OfficerRecords", 1),
		("Registry", "OfficerKeys", 2),
		("Registry", "OfficersOf", 1),
		("Registry", "Acts", 1),
		("Registry", "Recoveries", 1),
		("Registry", "Requests", 2),
		("Registry", "PayeeAccounts", 3),
		("Registry", "CurrentAccount", 2),
		("Registry", "HeldAccounts", 2),
		("Authorities", "Seats", 1),
		("Council", "ProposalOf", 1),
		("Council", "Voting", 1),
		("Reference", "Entries", 1),
		("Reference", "OpenEntries", 1),
		("Reference", "Averages", 2),
		("Reference", "CalendarOf", 1),
		("Schemes", "Current", 1),
		("Schemes", "Terms", 2),
		("Credentials", "Types", 1),
		("Credentials", "Credentials", 1),
		("Credentials", "ByHolder", 1),
		("Credentials", "ByNumber", 2),
		("Credentials", "AdverseRecords", 1),
		("Credentials", "AdverseByOrg", 1),
		("Credentials", "Pending", 2),
		("Loans", "Loans", 1),
		("Loans", "LoanTerms", 2),
		("Loans", "Ledgers", 1),
		("Loans", "PlanLines", 2),
		("Loans", "PlanUses", 2),
		("Loans", "Holds", 1),
		("Loans", "Entered", 1),
		("Claims", "Claims", 1),
		("Evidence", "Evidence", 1),
		("Evidence", "States", 1),
		("Evidence", "Verdicts", 2),
		("Evidence", "ByLoan", 2),
		("Payments", "Drafts", 2),
		("Payments", "DraftLines", 2),
		("Payments", "EnteredFiles", 2),
		("Payments", "Mismatches", 2),
		("Supervision", "Alerts", 1),
		("Supervision", "Reviews", 2),
	] {
		let found = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.storage()?.entry_by_name(entry));
		assert_eq!(found.map(|found| found.keys().count()), Some(keys), "{pallet}.{entry}");
	}
	for (method, inputs) in [
		("trace", 3),
		("check_payment", 5),
		("split_drawdown", 3),
		("loans_of_bank", 3),
		("loans_of_borrower", 3),
		("explain_tier", 2),
		("inbox", 3),
		("verdicts", 1),
		("pending_claims", 3),
		("today", 0),
	] {
		let api = metadata.runtime_api_trait_by_name("ZhidaiApi").expect("the runtime has our API");
		let found = api.method_by_name(method).map(|method| method.inputs().count());
		assert_eq!(found, Some(inputs), "{method}");
	}
}

#[test]
fn every_rule_of_our_pallets_says_its_cause_and_remedy() {
	let rules = Rule::all(&metadata());
	let ours: BTreeSet<_> = calls::ALL.iter().map(|(pallet, ..)| *pallet).collect();
	let ours: Vec<_> =
		rules.iter().filter(|rule| ours.iter().any(|pallet| rule.name.starts_with(pallet))).collect();
	assert!(ours.len() > 100, "{} rules", ours.len());
	for rule in ours {
		assert!(rule.explanation.contains("; "), "{}: {:?}", rule.name, rule.explanation);
	}
}

/// Whether a name sounds as if something were not there, or somebody might not.
fn sounds_like_another_exit_code(name: &str) -> bool {
	let words =
		["Unknown", "NoSuch", "NotFound", "NotAllowed", "NotAuthori", "Unauthori", "Permission", "Forbidden"];
	let begins = |start: &str| {
		name.strip_prefix(start)
			.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
	};
	words.iter().any(|word| name.contains(word))
		|| name.ends_with("Missing")
		|| begins("Not")
		|| begins("No")
		|| begins("Nothing")
}

#[test]
fn every_error_has_the_exit_code_that_its_name_says() {
	let rules = Rule::all(&metadata());
	let mut codes = BTreeSet::new();
	for rule in &rules {
		let name = rule.name.rsplit('.').next().expect("a name");
		let kind = kind_of(&rule.name);
		codes.insert(kind as u8);
		let is_state = RULES_ABOUT_A_STATE.contains(&name);
		assert!(
			kind != Kind::Refused || is_state || !sounds_like_another_exit_code(name),
			"{} would exit with 3: end it in Unknown (4) or NotAllowed (5), or put it among the rules about a state",
			rule.name
		);
		assert!(
			kind == Kind::Refused || !is_state,
			"{} stands among the rules and exits with {kind:?}",
			rule.name
		);
		assert_eq!(rule.clone().into_error().kind, kind, "{}", rule.name);
	}
	assert_eq!(codes.into_iter().collect::<Vec<_>>(), [3, 4, 5]);
}

/// The type of an argument, for reading back what was encoded.
fn argument_type(metadata: &Metadata, pallet: &str, call: &str, arg: &str) -> u32 {
	let call = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.call_variant_by_name(call).cloned());
	let field =
		call.and_then(|call| call.fields.iter().find(|field| field.name.as_deref() == Some(arg)).cloned());
	field.expect("the argument is there").ty.id
}

#[test]
fn payments_encode_as_the_runtime_encodes_them_and_read_back() {
	let metadata = metadata();
	let lines = vec![
		DraftLine {
			uetr: Uetr::from_random([7; 16]),
			plan_line: PlanLineNo(3),
			account: AccountVersion(1),
			amount_fen: 123_456_789,
			evidence: Some(EvidenceId(9)),
		},
		DraftLine {
			uetr: Uetr::from_random([8; 16]),
			plan_line: PlanLineNo(0),
			account: AccountVersion(0),
			amount_fen: 1,
			evidence: None,
		},
	];
	let bytes =
		Encoder::new(&metadata).argument("Payments", "draft", "lines", &json!(lines)).expect("it encodes");
	assert_eq!(bytes, lines.encode());
	let id = argument_type(&metadata, "Payments", "draft", "lines");
	let value = decode_as_type(&mut &*bytes, id, metadata.types()).expect("it decodes");
	assert_eq!(Renderer::new(&metadata, Style::Json).value(&value), json!(lines));
	let human = Renderer::new(&metadata, Style::Human).value(&value);
	assert_eq!(human[0]["amount_fen"], json!("¥1,234,567.89"));
}

fn offer() -> Json {
	json!({
		"borrower": 5,
		"regulator": 1,
		"scheme": 1,
		"amount": "10,000,000.00",
		"rate_bp": "3.05%",
		"available_until": "2026-12-31",
		"term_months": 12,
		"own_funds_bp": 3000,
		"agreement": format!("0x{}", "ab".repeat(32)),
		"plan": [{
			"payee": 6,
			"quality_upgrading": true,
			"cap": "10,000,000.00",
			"stage": "delivery",
			"evidence_before": "invoice",
		}],
	})
}

#[test]
fn an_offer_is_read_in_the_forms_that_people_write() {
	let metadata = metadata();
	let encode = |offer: &Json| Encoder::new(&metadata).argument("Loans", "offer", "request", offer);
	let bytes = encode(&offer()).expect("it encodes");
	let plan = vec![PlanLine {
		payee: OrgId(6),
		quality_upgrading: true,
		cap: Fen::from_yuan(10_000_000),
		stage: Stage::Delivery,
		evidence_before: EvidenceKind::Invoice,
		invoice_due_days: None,
	}];
	assert!(bytes.ends_with(&plan.encode()));
	let id = argument_type(&metadata, "Loans", "offer", "request");
	let value = decode_as_type(&mut &*bytes, id, metadata.types()).expect("it decodes");
	let read = Renderer::new(&metadata, Style::Json).value(&value);
	assert_eq!(read["amount"], json!(1_000_000_000));
	assert_eq!(read["available_until"], json!("2026-12-31"));
	assert_eq!(read["security"], Json::Null);
	assert_eq!(encode(&read).expect("what is shown can be sent again"), bytes);
}

#[test]
fn what_a_contract_pins_is_encoded_as_the_chain_has_it() {
	let metadata = metadata();
	let day = |text: &str| text.parse::<Day>().expect("a day");
	let terms = json!({ "pinned": {
		"scheme_version": 2,
		"rulebook": 1,
		"tier": 3,
		"rate_reference": {
			"kind": { "BankAverage": 4 },
			"value": 395,
			"effective_from": "2026-03-01",
			"entry": 7,
			"cap": 395,
		},
		"quality_share_bp": 3_000,
		"freeze_from": "Served",
		"prepared_on": "2026-03-16",
		"expires_on": "2026-06-14",
	} });
	let bytes = Encoder::new(&metadata).stored("Loans", "LoanTerms", "pinned", &terms).expect("it encodes");
	let average = BasisPoints(395);
	let reference = (RateKind::BankAverage(OrgId(4)), average, day("2026-03-01"), EntryId(7), average);
	let of_programme = (SchemeVersion(2), RulebookVersion(1), TierNumber(3));
	let clauses = (Some(BasisPoints(3_000)), Some(SpotCheckState::Served));
	let days = (day("2026-03-16"), day("2026-06-14"));
	assert_eq!(bytes, (of_programme, Some(reference), clauses, days).encode());
	assert!(Encoder::new(&metadata).stored("Loans", "LoanTerms", "colour", &terms).is_err());
}

#[test]
fn a_wrong_field_of_an_offer_is_named() {
	let metadata = metadata();
	for (field, value, expected) in [
		("amount", json!("1.234"), "request.amount: more than two decimals"),
		("amount", json!(-1), "request.amount"),
		("available_until", json!("2026-02-30"), "request.available_until: there is no such day"),
		(
			"limit_override_reason",
			json!("因".repeat(54)),
			"request.limit_override_reason: 54 characters, 162 bytes",
		),
		("limit_override_reason", json!("甲\t乙"), "request.limit_override_reason: a tab at character 2"),
		("rate_bp", json!("3.055%"), "request.rate_bp: not a share"),
		("agreement", json!("0x12"), "request.agreement: 32 bytes are needed"),
		("term_months", json!(70_000), "request.term_months: 70000 is too large"),
		("colour", json!("red"), "request: there is no field \"colour\""),
	] {
		let mut offer = offer();
		offer[field] = value;
		let error = Encoder::new(&metadata).argument("Loans", "offer", "request", &offer).expect_err(field);
		assert!(error.to_string().contains(expected), "{error}");
	}
	let mut offer = offer();
	offer["plan"][0]["stage"] = json!("later");
	let error =
		Encoder::new(&metadata).argument("Loans", "offer", "request", &offer).expect_err("no such stage");
	assert!(
		error.to_string().contains("request.plan[0].stage: \"later\" is not one of Prepayment"),
		"{error}"
	);
}

#[test]
fn a_motion_carries_a_call_of_the_runtime() {
	let metadata = metadata();
	let organisation = json!({
		"name": "宁波银行",
		"registration": { "CreditCode": "91330200MA20002460" },
		"region": 330_200,
		"roles": ["Bank"],
	});
	let officer = |seed: u8| json!({ "account": format!("0x{}", hex::encode([seed; 32])), "person": format!("0x{}", hex::encode([seed; 32])), "duties": ["Admin"], "proof": { "Ed25519": format!("0x{}", hex::encode([seed; 64])) } });
	let admit = calls::registry::admit_by_council(organisation.clone(), json!([officer(1), officer(2)]));
	let motion = calls::motion(0, &admit);
	motion.payload(&metadata).expect("the motion encodes");
	let act = json!({ "AdmitFirm": { "organisation": organisation, "officers": [] } });
	let bytes = Encoder::new(&metadata).argument("Registry", "propose", "act", &act).expect("it encodes");
	let id = argument_type(&metadata, "Registry", "propose", "act");
	let value = decode_as_type(&mut &*bytes, id, metadata.types()).expect("it decodes");
	let read = Renderer::new(&metadata, Style::Json).value(&value);
	assert_eq!(read["AdmitFirm"]["organisation"]["name"], json!("宁波银行"));
	assert_eq!(
		read["AdmitFirm"]["organisation"]["registration"],
		json!({ "CreditCode": "91330200MA20002460" })
	);
	assert_eq!(read["AdmitFirm"]["organisation"]["roles"], json!(["Bank"]));
	let again = Encoder::new(&metadata)
		.argument("Registry", "propose", "act", &read)
		.expect("what is shown can be sent again");
	assert_eq!(again, bytes);
}

#[test]
fn every_key_is_read_as_the_runtime_reads_it() {
	let metadata = metadata();
	let encode = |pallet: &str, call: &str, arg: &str, json: Json| {
		Encoder::new(&metadata).argument(pallet, call, arg, &json).expect("it encodes")
	};
	let day = Day::from_ymd(2026, 3, 31).expect("a day");
	assert_eq!(encode("Loans", "book_repayment", "booked_on", json!("2026-03-31")), day.encode());
	assert_eq!(encode("Loans", "book_repayment", "amount", json!("0.01")), Fen(1).encode());
	let uetr = Uetr::from_random([9; 16]);
	assert_eq!(encode("Payments", "confirm", "uetrs", json!([uetr])), vec![uetr].encode());
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	let account = encode("Registry", "rotate_key", "new_account", json!(alice));
	assert_eq!(hex::encode(account), "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
}

#[test]
fn a_number_by_which_a_list_is_ordered_is_a_number_for_everybody() {
	let metadata = metadata();
	let pallet = metadata.pallet_by_name("Evidence").expect("a pallet");
	let list = pallet.storage().and_then(|storage| storage.entry_by_name("PendingVerdicts")).expect("a list");
	let id = list.keys().last().expect("a key").key_id;
	let value = Encoder::new(&metadata).value(id, &json!(256), "key").expect("it encodes");
	let mut bytes = Vec::new();
	encode_as_type(&value, id, metadata.types(), &mut bytes).expect("it encodes");
	assert_eq!(bytes, [0, 0, 1, 0]);
	let value = decode_as_type(&mut &*bytes, id, metadata.types()).expect("it decodes");
	assert_eq!(Renderer::new(&metadata, Style::Json).value(&value), json!(256));
}

#[test]
fn the_id_of_a_request_is_text_for_people_and_what_the_runtime_takes_on_the_wire() {
	let metadata = metadata();
	let text = "604811-3f2504e04f8941d39a0c0305e82c3301";
	let id: RequestId = text.parse().expect("an id");
	for (pallet, call, _) in calls::ALL {
		let call = Call::new(pallet, call, json!({}));
		if !call.takes_request(&metadata) {
			continue;
		}
		let encoded = Encoder::new(&metadata).argument(pallet, &call.name, "request_id", &json!(text));
		assert_eq!(encoded, Ok(id.encode()), "{}", call.title());
	}
	let wrong = Encoder::new(&metadata).argument("Evidence", "file", "request_id", &json!("12-34"));
	assert!(wrong.expect_err("no id").message.starts_with("request_id: not the id of a request"));
}

/// What is entered is a digest of the shared type, what is booked is written by the metadata.
#[test]
fn a_settlement_file_is_written_by_the_metadata_as_the_shared_type_has_it() {
	let row = |number, outcome, account| BankResult {
		uetr: Uetr::from_random([number; 16]),
		outcome,
		amount_fen: u64::MAX,
		account,
		bank_reference: format!("0x{number}"),
		booked_on: Day(20_528),
		value_on: Day(20_529),
	};
	let reason = || "账号不符".to_owned();
	let results = vec![
		row(1, BankOutcome::Settled, Some(AccountVersion(2))),
		row(2, BankOutcome::Failed { reason: reason() }, None),
		row(3, BankOutcome::Returned { reason: reason() }, None),
	];
	let metadata = metadata();
	let written = Encoder::new(&metadata).argument("Payments", "settle", "results", &json!(results));
	assert_eq!(written.expect("it encodes"), results.encode());
}

#[test]
fn bank_references_and_branches_are_text_for_everybody() {
	let metadata = metadata();
	// Hexadecimal digits are a reference like any other.
	for reference in ["REF-1", "0x414243", "0xZZ", "0x"] {
		let results = json!([{
			"uetr": Uetr::from_random([1; 16]),
			"outcome": { "Returned": { "reason": "0x账号不符" } },
			"amount_fen": 100,
			"account": 0,
			"bank_reference": reference,
			"booked_on": "2026-03-31",
			"value_on": "2026-03-31",
		}]);
		let bytes =
			Encoder::new(&metadata).argument("Payments", "settle", "results", &results).expect("it encodes");
		assert!(bytes.windows(reference.len()).any(|window| window == reference.as_bytes()), "{reference}");
		let id = argument_type(&metadata, "Payments", "settle", "results");
		let value = decode_as_type(&mut &*bytes, id, metadata.types()).expect("it decodes");
		assert_eq!(Renderer::new(&metadata, Style::Json).value(&value), results);
	}
}
