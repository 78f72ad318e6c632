//! The proof of a new key, made beside no network: for exactly what is proposed.

mod common;

use common::{zhidai, Folder};
use serde_json::{json, Value};

const GENESIS: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";
const PERSON: &str = "0x0202020202020202020202020202020202020202020202020202020202020202";
const OTHER_PERSON: &str = "0x0303030303030303030303030303030303030303030303030303030303030303";
/// Nothing listens on the discard port.
const NO_NODE: &str = "ws://127.0.0.1:9";

fn signature(what: &[&str]) -> String {
	let with = ["--dev", "//Alice", "--genesis", GENESIS, "--url", NO_NODE, "--json"];
	let args = [&["key", "prove"][..], what, &with].concat();
	let answer: Value = zhidai(&args).succeeds().json();
	answer["proof"]["Ed25519"].as_str().expect("a signature").to_owned()
}

#[test]
fn a_key_signs_for_one_organisation_person_and_duty() {
	let folder = Folder::new();
	let firm = |name: &str, role: &str| {
		let organisation = json!({
			"name": "宁波甬芯精密制造有限公司",
			"registration": { "CreditCode": "91330200MA2000123Y" },
			"region": 330_200,
			"roles": [role],
		});
		folder.write(name, &json!({ "organisation": organisation }).to_string())
	};
	let (borrower, supplier) = (firm("borrower.json", "Enterprise"), firm("supplier.json", "Supplier"));
	let all = [
		&["--admission", &borrower, "--person", PERSON, "--duty", "admin"][..],
		&["--admission", &supplier, "--person", PERSON, "--duty", "admin"],
		&["--admission", &borrower, "--person", OTHER_PERSON, "--duty", "admin"],
		&["--admission", &borrower, "--person", PERSON, "--duty", "maker"],
		&["--org", "3", "--person", PERSON, "--duty", "admin"],
		&["--org", "3", "--person", PERSON, "--duty", "admin", "--checker-limit", "1.00"],
		&["--org", "3", "--person", PERSON, "--duty", "admin", "--valid-until", "2026-12-31"],
		&["--officer", "3"],
	];
	let signed: std::collections::BTreeSet<_> = all.iter().map(|what| signature(what)).collect();
	assert_eq!(signed.len(), all.len());
}

#[test]
fn a_key_signs_for_nothing_that_is_not_said_in_full() {
	let folder = Folder::new();
	let empty = folder.write("empty.json", "{}");
	let refused = |what: &[&str], message: &str| {
		let with = ["--dev", "//Alice", "--genesis", GENESIS, "--url", NO_NODE];
		zhidai(&[&["key", "prove"][..], what, &with].concat()).fails(2).says(message);
	};
	refused(&["--person", PERSON, "--duty", "admin"], "--admission");
	refused(&["--org", "3", "--duty", "admin"], "--person");
	refused(&["--org", "3", "--person", PERSON], "--duty");
	refused(&["--officer", "3", "--duty", "admin"], "cannot be used with");
	refused(
		&["--admission", &empty, "--person", PERSON, "--duty", "admin"],
		"empty.json: organisation: missing",
	);
}
