//! What people are shown before they sign: only what this program itself makes of the bytes, by a runtime that it
//! knows. Through the real binary, at a node that the test moves.

mod common;
#[path = "../../sdk/tests/fake/mod.rs"]
mod fake;

use common::{zhidai_in, Folder, Run};
use fake::FakeNode;
use serde_json::json;
use zhidai_api::{
	order_digest, AccountVersion, Day, Digest, DraftLine, EvidenceId, LoanId, PlanLineNo, Uetr,
};
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::subxt::ext::scale_value::scale::encode_as_type;

/// A motion to suspend an organisation, as its bytes.
fn suspension() -> Vec<u8> {
	let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
	let call = serde_json::json!({ "Registry": { "suspend": { "org": 7 } } });
	let encoder = Encoder::new(&metadata);
	encoder.argument("Authorities", "propose", "proposal", &call).expect("it encodes")
}

/// Metadata by which the very same bytes read as another call.
fn false_metadata() -> Vec<u8> {
	let mut metadata = fake::METADATA.to_vec();
	let name = b"\x1csuspend";
	let places: Vec<_> = metadata
		.windows(name.len())
		.enumerate()
		.filter(|(_, window)| window == name)
		.map(|(at, _)| at)
		.collect();
	assert!(!places.is_empty(), "the call is there");
	for place in places {
		metadata[place + 1..place + name.len()].copy_from_slice(b"welcome");
	}
	metadata
}

struct Officer {
	folder: Folder,
	key: String,
	passphrase: String,
}

impl Officer {
	fn new() -> Self {
		let folder = Folder::new();
		let passphrase = folder.write("passphrase", "correct horse\n");
		let key = folder.path("key.json");
		let made = ["key", "new", "--name", "张三", "--output", &key, "--passphrase-file", &passphrase];
		zhidai_in(&folder, &made).succeeds();
		Self { folder, key, passphrase }
	}

	fn run(&self, node: &FakeNode, args: &[&str]) -> Run {
		let url = node.url();
		let with =
			["--url", &url, "--timeout", "0", "--key-file", &self.key, "--passphrase-file", &self.passphrase];
		zhidai_in(&self.folder, &[args, &with[..]].concat())
	}
}

/// A node that describes its runtime falsely could show a suspension as anything, and have the vote on it signed when
/// it describes it truly again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_motion_is_not_shown_by_metadata_that_nobody_confirmed() {
	let (node, officer) = (FakeNode::start().await, Officer::new());
	let hash = zhidai_sdk::keys::blake2_256(&[&suspension()]);
	let text = hex::encode(hash);
	let vote = ["council", "vote", &text, "--index", "3", "--seat", "0"];
	node.chain().motion(hash, 3, suspension());
	node.chain().metadata = false_metadata();
	for args in [&vote[..], &["council", "show", "3"][..], &["org", "act", "1"][..]] {
		officer.run(&node, args).fails(8).says("--trust-metadata").never_says("welcome");
	}
	assert_eq!(node.chain().seen.len(), 0);
	node.chain().metadata = fake::METADATA.to_vec();
	officer.run(&node, &vote).fails(6).says("a vote for motion 3:").says("suspend").says("org  7");
}

/// Whoever votes by a program is told what the vote is on too; the answer itself stays one JSON document.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vote_by_a_program_says_what_it_is_on() {
	let (node, officer) = (FakeNode::start().await, Officer::new());
	let hash = zhidai_sdk::keys::blake2_256(&[&suspension()]);
	node.chain().motion(hash, 3, suspension());
	let text = hex::encode(hash);
	let voted =
		officer.run(&node, &["council", "vote", &text, "--index", "3", "--seat", "0", "--reject", "--json"]);
	voted.fails(6).says("a vote against motion 3:").says("suspend");
	assert_eq!(voted.json()["exit_code"], 6);
}

fn line(amount_fen: u64) -> DraftLine {
	DraftLine {
		uetr: Uetr([7; 16]),
		plan_line: PlanLineNo(0),
		account: AccountVersion(0),
		amount_fen,
		evidence: Some(EvidenceId(1)),
	}
}

/// A draft that waits for its signatures, as it is stored.
fn draft(digest: Digest, expires_on: Day) -> Vec<u8> {
	let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
	let payments = metadata.pallet_by_name("Payments").expect("the pallet");
	let kind =
		payments.storage().and_then(|storage| storage.entry_by_name("Drafts")).expect("the map").value_ty();
	let record = json!({
		"digest": digest, "sum": 100, "count": 1, "expires_on": expires_on.to_string(), "state": "Drafted",
		"signatures": {}, "repays": false, "lines": "0x00",
		"decided_by": { "officers": [], "lines": [] }, "confirmed_by": { "officers": [], "lines": [] },
		"notes": [],
	});
	let value = Encoder::new(&metadata).value(kind, &record, "draft").expect("a draft");
	let mut bytes = Vec::new();
	encode_as_type(&value, kind, metadata.types(), &mut bytes).expect("a draft");
	bytes
}

/// Whoever approves by the digest that is shown approves the lines that are shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_shown_only_where_its_lines_have_the_digest_that_is_signed() {
	use codec::Encode;
	let (node, officer) = (FakeNode::start().await, Officer::new());
	let show = || officer.run(&node, &["drawdown", "show", "1/0"]);
	let asked = || node.chain().asked.last().cloned().expect("something was asked for");
	let expires_on: Day = "2026-04-30".parse().expect("a day");
	let mut genesis = [0xaa_u8; 32];
	genesis[24..].fill(0);
	let digest = order_digest(genesis.into(), LoanId(1), &[line(100)], expires_on, &[]);
	show().fails(4).says("there is no draft 1/0");
	let key = asked();
	node.chain().storage.insert(key, draft(digest, expires_on));
	node.chain().asked.clear();
	show().fails(8).says("its lines do not have the digest");
	let lines = node.chain().asked[1].clone();
	for (amount, code) in [(1, 8), (100, 0)] {
		node.chain().storage.insert(lines.clone(), vec![line(amount)].encode());
		show().fails(code);
	}
	show().prints(&format!("{digest:?}"));
}
