//! What people are shown before they sign: only what this program itself makes of the bytes, by a runtime that it
//! knows. Through the real binary, at a node that the test moves.

mod common;
#[path = "../../sdk/tests/fake/mod.rs"]
mod fake;

use common::{zhidai_in, Folder, Run};
use fake::FakeNode;

/// A motion to suspend an organisation, as its bytes.
fn suspension() -> Vec<u8> {
	let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
	let call = serde_json::json!({ "Registry": { "suspend": { "org": 7 } } });
	let encoder = zhidai_sdk::encode::Encoder::new(&metadata);
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
	for args in [&vote[..], &["council", "show", "3"], &["org", "act", "1"]] {
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
