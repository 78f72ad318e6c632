//! Commands that are given again after a time-out: what they make of files and of the chain's state is the same as the
//! first time. Through the real binary, at a node that the test moves.

mod common;
#[path = "../../sdk/tests/fake/mod.rs"]
mod fake;

use common::{zhidai_fed, zhidai_in, Folder, Run, INVOICE};
use fake::FakeNode;
use serde_json::{json, Value as Json};
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::subxt::ext::scale_value::scale::encode_as_type;

const CONTRACT: &str = include_str!("../../reader/tests/fixtures/own/purchase_contract.json");
const SETTLEMENT: &str =
	"uetr,outcome,amount_yuan,account_version,bank_reference,booked_on,value_on,reason\n";
const UETR: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/// A record as it is stored.
fn stored(pallet: &str, entry: &str, record: &Json) -> Vec<u8> {
	let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
	let pallet = metadata.pallet_by_name(pallet).expect("the pallet");
	let kind = pallet.storage().and_then(|storage| storage.entry_by_name(entry)).expect("the map").value_ty();
	let value = Encoder::new(&metadata).value(kind, record, entry).expect("it can be encoded");
	let mut bytes = Vec::new();
	encode_as_type(&value, kind, metadata.types(), &mut bytes).expect("it can be encoded");
	bytes
}

/// Runs it as an officer of the bank, without waiting.
fn run(state: &Folder, node: &FakeNode, args: &[&str]) -> Run {
	let url = node.url();
	zhidai_in(state, &[args, &["--dev", "//bank-a.maker", "--url", &url, "--timeout", "0"]].concat())
}

/// An organisation's record, with these numbers.
fn organisation(code: &str, former_number: Json) -> Vec<u8> {
	let record = json!({
		"name": "甲", "registration": { "CreditCode": code }, "former_number": former_number, "region": 330_200,
		"region_by": null, "admitted_on": "2026-01-05",
	});
	stored("Registry", "Organisations", &record)
}

/// Where the node was last asked for a record.
fn asked(node: &FakeNode) -> String {
	node.chain().asked.last().cloned().expect("something was asked for")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_vouched_for_once_under_the_salt_that_was_written() {
	let (node, state, folder) = (FakeNode::start().await, Folder::new(), Folder::new());
	let number = folder.write("number.txt", "6200 0000 0000 0002\n");
	let record = folder.path("record.json");
	let key = folder.write("consortium.key", &"07".repeat(32));
	let verify = |number: &str, more: &[&str]| {
		let args = [
			"account",
			"verify",
			"--payee",
			"1",
			"--holder",
			"甲",
			"--bank-code",
			"999332000025",
			"--number-file",
			number,
			"--output",
			&record,
		];
		run(&state, &node, &[&args[..], more].concat())
	};
	let with_key =
		|number: &str, more: &[&str]| verify(number, &[more, &["--consortium-key", &key]].concat());
	verify(&number, &[]).fails(2).says("no consortium key");
	with_key(&number, &["--dry-run"]).succeeds();
	assert_eq!(folder.files(), ["consortium.key", "number.txt"], "a trial writes nothing");
	let verify = with_key;
	verify(&number, &[]).fails(6);
	let written = std::fs::read(&record).expect("it is written before anything is sent");
	verify(&number, &[]).fails(6);
	node.chain().finalise();
	verify(&number, &[]).succeeds();
	verify(&number, &[]).succeeds().says("already final in block 11");
	assert_eq!(node.distinct(), 1, "two acts wait for one account");
	assert_eq!(std::fs::read(&record).expect("it is there"), written);
	let sent = node.chain().seen[0].clone();
	let digest = zhidai_sdk::documents::sha256(&written);
	assert!(sent.windows(32).any(|window| window == digest), "the act names another file");
	let mark = zhidai_sdk::documents::account_fingerprint(
		&zhidai_sdk::documents::ConsortiumKey::new([7; 32]),
		"999332000025",
		"6200000000000002",
	);
	let mark = mark.expect("a fingerprint");
	assert!(sent.windows(32).any(|window| window == mark), "the act is of another account");
	let other = folder.write("other.txt", "6200 0000 0000 0010\n");
	verify(&other, &[])
		.fails(2)
		.says("record.json: the record of another account")
		.never_says("6200000000000002");
	assert_eq!(node.distinct(), 1);
}

/// Whether what was sent ends with the call's arguments: this digest and these results.
fn settles(sent: &[u8], digest: [u8; 32], reference: &str) -> bool {
	let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
	let results = json!([{
		"uetr": UETR, "outcome": "Settled", "amount_fen": 100, "account": 0, "bank_reference": reference,
		"booked_on": "2026-03-31", "value_on": "2026-03-31",
	}]);
	let results = Encoder::new(&metadata).argument("Payments", "settle", "results", &results);
	sent.ends_with(&[&digest[..], &results.expect("it can be encoded")].concat())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_booked_of_a_settlement_is_what_its_digest_is_of() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let url = node.url();
	let args =
		["drawdown", "settle", "--csv", "-", "--dev", "//bank-a.maker", "--url", &url, "--timeout", "0"];
	// A reference of hexadecimal digits is a text like any other.
	for reference in ["REF-1", "0x414243"] {
		let text = format!("{SETTLEMENT}{UETR},settled,1,0,{reference},2026-03-31,2026-03-31,\n");
		zhidai_fed(&state, &args, text.as_bytes()).fails(6);
		let sent = node.chain().seen.last().cloned().expect("it was sent");
		let digest = zhidai_sdk::documents::sha256(text.as_bytes());
		assert!(settles(&sent, digest, reference), "{reference}: another digest or other lines");
	}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_that_was_lifted_is_not_looked_for_again() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let lift =
		|more: &[&str]| run(&state, &node, &[&["loan", "lift", "1", "--kind", "bank"][..], more].concat());
	lift(&[]).fails(4).says("no such hold on loan 1");
	let holds = asked(&node);
	let hold = json!([{
		"key": { "kind": "Bank", "placed_by": 3, "reference": format!("0x{}", "00".repeat(32)) },
		"officer": 7,
		"placed_on": "2026-03-31",
	}]);
	node.chain().storage.insert(holds.clone(), stored("Loans", "Holds", &hold));
	lift(&[]).fails(6);
	lift(&[]).fails(6);
	node.chain().finalise();
	node.chain().storage.remove(&holds);
	lift(&[]).succeeds().says("Loans.lift_hold · final in block 11");
	lift(&[]).succeeds().says("already final in block 11").says("--request NAME");
	lift(&["--request", "once more"]).fails(4).says("no such hold on loan 1");
	lift(&["--placed-by", "3"]).fails(4);
	assert_eq!(node.distinct(), 1, "it was lifted twice");
	// Another one stands: that is lifted, and nobody is told of the one before.
	node.chain().storage.insert(holds.clone(), stored("Loans", "Holds", &hold));
	lift(&[]).fails(6);
	assert_eq!(node.distinct(), 2, "a hold that stands was not lifted");
	// Nor where it cannot be said which is meant.
	node.chain().finalise();
	let two = json!([hold[0], {
		"key": { "kind": "Bank", "placed_by": 4, "reference": format!("0x{}", "00".repeat(32)) },
		"officer": 8,
		"placed_on": "2026-03-31",
	}]);
	node.chain().storage.insert(holds, stored("Loans", "Holds", &two));
	lift(&[]).succeeds();
	lift(&[]).fails(2).says("several holds are meant");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_rotated_once_though_the_next_number_is_another_one_by_then() {
	let (node, state, folder) = (FakeNode::start().await, Folder::new(), Folder::new());
	let passphrase = folder.write("passphrase", "correct horse\n");
	let key = folder.path("new.json");
	let made = ["key", "new", "--name", "张三", "--output", &key, "--passphrase-file", &passphrase];
	zhidai_in(&state, &made).succeeds();
	let args = ["officer", "rotate", "--new-key-file", &key, "--new-passphrase-file", &passphrase];
	let rotate = || run(&state, &node, &args);
	rotate().fails(5).says("is not the key of an officer");
	let entry = |active: bool| json!({ "officer": 7, "org": 3, "duties": [], "active": active });
	let key_of = asked(&node);
	node.chain().storage.insert(key_of.clone(), stored("Registry", "Officers", &entry(true)));
	rotate().fails(5);
	let record = |key_number: u16| {
		let person = format!("0x{}", "07".repeat(32));
		let record = json!({
			"org": 3, "person": person, "duties": [], "status": "Active", "key_number": key_number,
		});
		stored("Registry", "OfficerRecords", &record)
	};
	let place = asked(&node);
	node.chain().storage.insert(place.clone(), record(0));
	rotate().fails(6);
	rotate().fails(6);
	node.chain().finalise();
	node.chain().storage.insert(place, record(1));
	node.chain().storage.insert(key_of, stored("Registry", "Officers", &entry(false)));
	rotate().succeeds().says("Registry.rotate_key · final in block 11");
	rotate().succeeds().says("already final in block 11");
	assert_eq!(node.distinct(), 1, "another key number was signed for");
}

/// What was filed for who left was once told as the filing for who came back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_not_told_as_filed_for_the_number_under_which_its_seller_came_back() {
	let (node, state, folder) = (FakeNode::start().await, Folder::new(), Folder::new());
	let document = folder.write("invoice.xml", INVOICE);
	let file = |more: &[&str]| {
		let args = ["evidence", "file", "--loan", "1", "--document", &document];
		run(&state, &node, &[&args[..], more].concat())
	};
	let org = |number: u32| stored("Registry", "OrgByNumber", &json!(number));
	let mut places = Vec::new();
	for (side, number, code) in [("seller", 5, "91330200MA20002460"), ("buyer", 6, "91330200MA2000123Y")] {
		file(&[]).fails(4).says(side).says("is not an organisation of the consortium");
		let place = asked(&node);
		node.chain().storage.insert(place.clone(), org(number));
		places.push(place);
		file(&[]).fails(4).says(side);
		let place = asked(&node);
		node.chain().storage.insert(place, organisation(code, Json::Null));
	}
	let seller = &places[0];
	file(&[]).fails(6);
	node.chain().finalise();
	file(&[]).succeeds().says("Evidence.file · final in block 11");
	file(&[]).succeeds().says("already final in block 11");
	node.chain().storage.remove(seller);
	file(&[]).succeeds().says("already final in block 11");
	node.chain().storage.insert(seller.clone(), org(9));
	file(&[]).succeeds().says("already final in block 11");
	let place = asked(&node);
	node.chain().storage.insert(place, organisation("91330200MA20002460", Json::Null));
	file(&[]).fails(2).says("carried out before, in block 11").says("--request NAME");
	assert_eq!(node.distinct(), 1, "nobody said that it is meant once more");
	file(&["--request", "anew"]).fails(6);
	node.chain().finalise();
	file(&["--request", "anew"]).succeeds().says("final in block 12");
	file(&["--request", "anew"]).succeeds().says("already final in block 12");
	assert_eq!(node.distinct(), 2);
	// It is the old one again.
	node.chain().storage.insert(seller.clone(), org(5));
	file(&[]).succeeds().says("already final in block 11");
}

/// One contract with other codes of the same organisations was filed at a second bank, and was another document there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_with_another_code_of_the_same_organisation_is_not_filed() {
	let (node, state, folder) = (FakeNode::start().await, Folder::new(), Folder::new());
	let own = "91330200MA20002460";
	// As it is registered, with the same organisation code under another region, and with the number of before.
	let codes = [("own", own), ("other", "91330203MA2000246B"), ("former", "330206600123456")];
	let documents =
		codes.map(|(name, code)| folder.write(&format!("{name}.json"), &CONTRACT.replace(own, code)));
	let [as_registered, rewritten, former] = &documents;
	let file =
		|document: &str| run(&state, &node, &["evidence", "file", "--loan", "1", "--document", document]);
	let put = |value: Vec<u8>| {
		let place = asked(&node);
		node.chain().storage.insert(place.clone(), value);
		place
	};
	let org = |number: u32| stored("Registry", "OrgByNumber", &json!(number));
	file(as_registered).fails(4);
	put(org(5));
	file(as_registered).fails(4);
	let seller = put(organisation(own, Json::Null));
	file(as_registered).fails(4).says("buyer");
	put(org(6));
	file(as_registered).fails(4);
	put(organisation("91330200MA2000123Y", Json::Null));
	file(rewritten)
		.fails(8)
		.says("seller 91330203MA2000246B, and organisation 5")
		.says("is registered under 91330200MA20002460; have the document corrected");
	// Its earlier number is nobody's until it is linked; then it is as good as the code.
	file(former).fails(4).says("seller 330206600123456 is not an organisation of the consortium");
	put(org(5));
	file(former).fails(8).says("is registered under 91330200MA20002460; have the document corrected");
	node.chain().storage.insert(seller, organisation(own, json!("330206600123456")));
	file(rewritten).fails(8).says("is registered under 91330200MA20002460 and 330206600123456");
	assert_eq!(node.distinct(), 0, "what the register does not have was filed");
	file(former).fails(6);
	node.chain().finalise();
	file(as_registered).fails(6);
}
