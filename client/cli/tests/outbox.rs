//! Commands that are given again: after a time-out, after a kill, with another node. Through the real binary, at a
//! node that the test moves.

mod common;
#[path = "../../sdk/tests/fake/mod.rs"]
mod fake;

use common::{command, zhidai_in, Folder, Run};
use fake::FakeNode;
use serde_json::Value as Json;
use std::time::{Duration, Instant};
use zhidai_api::{Created, RequestId};

const REPORT: &str = r#"{"act": {"RemoveOfficer": 7}}"#;

/// A command that creates something.
fn propose<'a>(url: &'a str, more: &[&'a str]) -> Vec<&'a str> {
	let mut args =
		vec!["tx", "send", "Registry.propose", "--args", REPORT, "--dev", "//bank-a.maker", "--url", url];
	args.extend(more);
	args
}

fn run(state: &Folder, url: &str, more: &[&str]) -> Run {
	zhidai_in(state, &propose(url, more))
}

fn transaction(run: &Run) -> String {
	run.json()["transaction"].as_str().expect("a hash").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_after_kill_9_does_it_once() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let url = node.url();
	let mut child = command(&state, &propose(&url, &[])).spawn().expect("the binary runs");
	let started = Instant::now();
	while node.chain().seen.is_empty() {
		assert!(started.elapsed() < Duration::from_secs(30), "nothing was sent");
		tokio::time::sleep(Duration::from_millis(10)).await;
	}
	child.kill().expect("it can be killed");
	child.wait().expect("it ends");
	// The node, too, has lost it.
	node.chain().pool.clear();
	run(&state, &url, &["--timeout", "0"]).fails(6).says("the same command again is safe");
	node.chain().finalise();
	let done = run(&state, &url, &["--json"]);
	assert_eq!(done.succeeds().json()["outcome"], "ok");
	assert_eq!(done.json()["block"], 11);
	let again = run(&state, &url, &["--json"]);
	assert_eq!(again.succeeds().json()["outcome"], "final before");
	assert_eq!(transaction(&again), transaction(&done));
	run(&state, &url, &[]).succeeds().says("already final in block 11").says("--request NAME");
	assert_eq!(node.distinct(), 1, "it was signed twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_on_another_machine_with_the_same_id_tells_what_the_first_one_made() {
	let (node, state, elsewhere) = (FakeNode::start().await, Folder::new(), Folder::new());
	let url = node.url();
	run(&state, &url, &["--timeout", "0"]).fails(6).says("on another machine, with --request-id ");
	let entry = zhidai_in(&state, &["tx", "list", "--json"]).json()["value"][0].clone();
	let id = entry["request_id"].as_str().expect("an id").to_owned();
	let request: RequestId = id.parse().expect("an id");
	// It was carried out, and nobody here ever heard of it.
	node.chain().finalise();
	{
		let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
		let registry = metadata.pallet_by_name("Registry").expect("the registry");
		let mut errors = registry.error_variants().expect("errors").iter();
		let error = errors.find(|error| error.name == "RequestAlreadyUsed").expect("such an error");
		let account = zhidai_sdk::keys::Key::development("//bank-a.maker", zhidai_sdk::keys::Scheme::Ed25519);
		let mut chain = node.chain();
		(chain.fails, chain.fails_by) = (true, [registry.error_index(), error.index]);
		chain.carried_out(&account.expect("a key").account().0, request, Created::Act(12));
	}
	let again = ["--request-id", &id, "--timeout", "0"];
	run(&elsewhere, &url, &again).fails(6);
	node.chain().finalise();
	run(&elsewhere, &url, &again).succeeds().says("already done under this request").says("it made act 12");
	let told = run(&elsewhere, &url, &["--request-id", &id, "--json"]);
	assert_eq!(told.succeeds().json()["outcome"], "final before");
	assert_eq!(told.json()["created"], serde_json::json!({ "Act": 12 }));
	assert_eq!(node.distinct(), 2);
	run(&elsewhere, &url, &["--request-id", "12-34"]).fails(2).says("not the id of a request");
	let withdraw = ["loan", "withdraw", "1", "--dev", "//Alice", "--url", &url, "--request-id", &id];
	zhidai_in(&elsewhere, &withdraw).fails(2).says("takes no request id");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_no_outcome_is_listed_and_can_be_resumed() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let url = node.url();
	run(&state, &url, &["--timeout", "0"]).fails(6);
	let list = zhidai_in(&state, &["tx", "list", "--json"]);
	let entry: Json = list.succeeds().json()["value"][0].clone();
	assert_eq!(
		(entry["call"].as_str(), entry["outcome"].as_str()),
		(Some("Registry.propose"), Some("waiting"))
	);
	let hash = entry["transaction"].as_str().expect("a hash");
	zhidai_in(&state, &["tx", "show", hash, "--url", &url]).succeeds().prints("the node cannot say");
	let resume = ["tx", "resume", hash, "--url", &url, "--timeout", "0"];
	zhidai_in(&state, &resume).fails(6);
	node.chain().finalise();
	zhidai_in(&state, &resume).succeeds().says("Registry.propose · final in block 11");
	zhidai_in(&state, &["tx", "list"]).succeeds().says("nothing found");
	zhidai_in(&state, &["tx", "list", "--all"]).succeeds().prints(hash).prints("final");
	assert_eq!(node.distinct(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn resume_says_what_it_left_alone_and_answers_programs_once() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let url = node.url();
	let resume = ["tx", "resume", "--url", &url, "--timeout", "0"];
	let json = [&resume[..], &["--json"]].concat();
	zhidai_in(&state, &resume).succeeds().says("nothing waits");
	assert_eq!(zhidai_in(&state, &json).succeeds().json(), serde_json::json!([]));
	run(&state, &url, &["--timeout", "0"]).fails(6);
	zhidai_in(&state, &resume).fails(6).says("1 transaction(s) were signed less than 2 minutes ago");
	let left = zhidai_in(&state, &json);
	assert_eq!(left.fails(6).json()[0]["exit_code"], 6);
	node.chain().finalise();
	let list = zhidai_in(&state, &["tx", "list", "--json"]).json();
	let hash = list["value"][0]["transaction"].as_str().expect("a hash").to_owned();
	let done = zhidai_in(&state, &["tx", "resume", &hash, "--url", &url, "--timeout", "0", "--json"]);
	assert_eq!(done.succeeds().json()[0]["block"], 11);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nodes_own_trouble_is_no_refusal() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let url = node.url();
	node.chain().refuses = Some((1002, "RuntimeApi"));
	run(&state, &url, &["--timeout", "0"]).fails(6).says("the same command again is safe");
	let list = zhidai_in(&state, &["tx", "list", "--json"]).json();
	assert_eq!(list["value"][0]["outcome"], "waiting");
	node.chain().refuses = None;
	run(&state, &url, &["--timeout", "0"]).fails(6);
	node.chain().finalise();
	assert_eq!(run(&state, &url, &["--timeout", "0", "--json"]).succeeds().json()["block"], 11);
	assert_eq!(node.distinct(), 1, "it was signed twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_answers_slowly_does_not_hold_a_command_beyond_its_time() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let url = node.url();
	node.chain().forgets = true;
	run(&state, &url, &["--timeout", "0"]).fails(6);
	let list = zhidai_in(&state, &["tx", "list", "--json"]).json();
	let hash = list["value"][0]["transaction"].as_str().expect("a hash").to_owned();
	{
		// To look into all these blocks takes more than a minute.
		let mut chain = node.chain();
		chain.pass(63);
		chain.delay = Duration::from_millis(500);
	}
	let started = Instant::now();
	let resumed = zhidai_in(&state, &["tx", "resume", &hash, "--url", &url, "--timeout", "2"]);
	resumed.fails(6).says("the node answers slowly").says("the same command again is safe");
	assert!(started.elapsed() < Duration::from_secs(45), "{:?}", started.elapsed());
	node.chain().delay = Duration::ZERO;
	let list = zhidai_in(&state, &["tx", "list", "--json"]).json();
	assert_eq!(list["value"][0]["outcome"], "waiting");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_never_sent_to_another_chain() {
	let (node, other, state) = (FakeNode::start().await, FakeNode::start().await, Folder::new());
	other.chain().genesis = 0xbb;
	run(&state, &node.url(), &["--timeout", "0"]).fails(6);
	let list = zhidai_in(&state, &["tx", "list", "--json"]).json();
	let hash = list["value"][0]["transaction"].as_str().expect("a hash").to_owned();
	zhidai_in(&state, &["tx", "resume", &hash, "--url", &other.url()]).fails(8).says("another chain");
	assert_eq!(other.chain().seen.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_sends_and_keeps_nothing() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let dry = run(&state, &node.url(), &["--dry-run", "--json"]);
	assert_eq!(dry.succeeds().json()["outcome"], "not sent");
	assert_eq!(node.chain().seen.len(), 0);
	zhidai_in(&state, &["tx", "list", "--all"]).succeeds().says("nothing found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runtime_that_nobody_confirmed_is_not_signed_under() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let mut metadata = fake::METADATA.to_vec();
	let comment = b"organisation";
	let place = metadata.windows(comment.len()).position(|window| window == comment).expect("a comment");
	metadata[place] = b'O';
	let hash = format!("0x{}", hex::encode(zhidai_sdk::keys::blake2_256(&[&metadata])));
	node.chain().metadata = metadata;
	let (url, folder) = (node.url(), Folder::new());
	let passphrase = folder.write("passphrase", "correct horse\n");
	let key = folder.path("key.json");
	zhidai_in(&state, &["key", "new", "--name", "张三", "--output", &key, "--passphrase-file", &passphrase])
		.succeeds();
	let send = |more: &[&str]| {
		let mut args = vec!["loan", "withdraw", "1", "--timeout", "0", "--url", &url];
		args.extend(["--key-file", &key, "--passphrase-file", &passphrase]);
		args.extend(more);
		zhidai_in(&state, &args)
	};
	send(&[]).fails(8).says(&format!("--trust-metadata {hash}"));
	send(&["--trust-metadata", &"ab".repeat(32)]).fails(8).says("names another runtime");
	assert_eq!(node.chain().seen.len(), 0);
	send(&["--trust-metadata", &hash]).fails(6);
	// It was confirmed for this chain.
	send(&[]).fails(6);
	assert_eq!(node.distinct(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_the_chain_could_not_decode_is_refused_before_anything_is_sent() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let url = node.url();
	for (reason, message) in [
		("因".repeat(54), "outcome: 54 characters, 162 bytes"),
		("甲\t乙".into(), "outcome: a tab at character 2"),
	] {
		let args = ["alert", "close", "1", "--outcome", &reason, "--dev", "//Alice", "--url", &url];
		zhidai_in(&state, &args).fails(2).says(message);
	}
	assert_eq!(node.chain().seen.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_where_it_cannot_be_written_down_first() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let below_a_file = format!("{}/state", state.write("not-a-folder", ""));
	run(&state, &node.url(), &["--state-dir", &below_a_file]).fails(2).says("cannot make the folder");
	assert_eq!(node.chain().seen.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vote_says_what_it_is_on_and_a_motion_that_is_not_genuine_gets_none() {
	let (node, state) = (FakeNode::start().await, Folder::new());
	let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
	let call = |org: u32| {
		let call = serde_json::json!({ "Registry": { "suspend": { "org": org } } });
		let encoder = zhidai_sdk::encode::Encoder::new(&metadata);
		encoder.argument("Authorities", "propose", "proposal", &call).expect("it encodes")
	};
	let hash = zhidai_sdk::keys::blake2_256(&[&call(7)]);
	let (text, url) = (hex::encode(hash), node.url());
	let vote = |index: &str| {
		let args =
			["council", "vote", &text, "--index", index, "--seat", "0", "--timeout", "0", "--url", &url];
		zhidai_in(&state, &[&args[..], &["--dev", "//msa.admin-1"]].concat())
	};
	vote("3").fails(4).says("no motion");
	// The node holds another call under the hash that the others were told.
	node.chain().motion(hash, 3, call(8));
	vote("3").fails(8).says("another hash");
	node.chain().motion(hash, 3, call(7));
	vote("4").fails(2).says("has the index 3, not 4");
	assert_eq!(node.chain().seen.len(), 0);
	vote("3").fails(6).says("a vote for motion 3:").says("suspend").says("org  7");
	assert_eq!(node.chain().seen.len(), 1);
}
