//! What the client does with a transaction, at nodes that make every trouble.

mod fake;
#[path = "submit/request.rs"]
mod request;

use fake::FakeNode;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};
use zhidai_api::{Created, RequestId, REQUEST_LIFE_BLOCKS};
use zhidai_api::{EvidenceId, LoanId};
use zhidai_sdk::chain::{Call, Receipt, SubmitOptions, Wait};
use zhidai_sdk::keys::{blake2_256, Key, Scheme};
use zhidai_sdk::outbox::{Entry, Outbox, Signature, State};
use zhidai_sdk::{calls, Client, Error, Kind, Result};

fn key() -> Key {
	Key::development("//bank-a.maker", Scheme::Ed25519).expect("a key")
}

fn within(milliseconds: u64) -> SubmitOptions {
	SubmitOptions { timeout: Duration::from_millis(milliseconds), ..SubmitOptions::default() }
}

/// A call that creates something.
fn creating() -> Call {
	calls::registry::propose(json!({ "RemoveOfficer": 7 }))
}

/// A call that can be meant twice with the same arguments.
fn repeatable() -> Call {
	calls::evidence::withdraw(EvidenceId(1))
}

struct Desk {
	folder: tempfile::TempDir,
	client: Client,
}

impl Desk {
	async fn at(urls: &[String]) -> Result<Self> {
		let client = Client::connect(urls, None).await?;
		Ok(Self { folder: tempfile::tempdir().expect("a folder"), client })
	}

	/// The first entry of the outbox.
	fn entry(&self) -> Entry {
		self.outbox().entries().expect("it can be read").remove(0)
	}

	fn outbox(&self) -> Outbox {
		outbox(self.folder.path(), &self.client)
	}

	/// The request that the n-th entry of the outbox was made under.
	fn request(&self, number: usize) -> RequestId {
		let mut entries = self.outbox().entries().expect("it can be read");
		entries.remove(number).about.request_id.expect("a call that takes one")
	}

	async fn submit(&self, call: &Call, options: &SubmitOptions) -> Result<Receipt> {
		self.client.submit(call, &key(), &self.outbox(), options).await
	}
}

fn outbox(folder: &Path, client: &Client) -> Outbox {
	Outbox::new(folder, client.genesis().0, &key().account().to_string())
}

fn open(result: Result<Receipt>) -> Error {
	let error = result.expect_err("its outcome is open");
	assert_eq!(error.kind, Kind::NotFinal, "{error}");
	error
}

#[tokio::test]
async fn the_same_command_again_after_a_time_out_goes_on_with_the_same_bytes() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	open(desk.submit(&creating(), &within(0)).await);
	open(desk.submit(&creating(), &within(0)).await);
	open(desk.submit(&creating(), &within(300)).await);
	assert_eq!(node.distinct(), 1, "the same call was signed twice");
	node.chain().finalise();
	let receipt = desk.submit(&creating(), &within(0)).await.expect("it is final");
	assert_eq!((receipt.block, receipt.was_done_before), (Some(11), false));
	let sendings = node.chain().seen.len();
	let again = desk.submit(&creating(), &within(0)).await.expect("it was final before");
	assert_eq!((again.block, again.was_done_before), (Some(11), true));
	assert_eq!(again.transaction, receipt.transaction);
	assert_eq!(node.chain().seen.len(), sendings, "nothing is sent again");
}

/// It once was asked until the time was over, and its blocks were never looked into.
#[tokio::test]
async fn a_node_too_busy_to_say_what_became_of_it_does_not_use_up_the_time() {
	for milliseconds in [0, 300] {
		let node = FakeNode::start().await;
		let desk = Desk::at(&[node.url()]).await.expect("it connects");
		open(desk.submit(&creating(), &within(0)).await);
		{
			let mut chain = node.chain();
			chain.busy = true;
			chain.finalise();
		}
		let receipt = desk.submit(&creating(), &within(milliseconds)).await.expect("it is final");
		assert_eq!(receipt.block, Some(11));
		let questions = node.chain().questions;
		assert!(questions > 1, "it was not asked once more");
		assert!(milliseconds > 0 || questions == 2, "{questions}");
	}
}

#[tokio::test]
async fn what_was_final_and_is_not_there_any_more_is_not_told_as_done() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	open(desk.submit(&creating(), &within(0)).await);
	node.chain().finalise();
	desk.submit(&creating(), &within(0)).await.expect("it is final");
	node.chain().blocks[10].clear();
	let error = desk.submit(&creating(), &within(0)).await.expect_err("another history");
	assert_eq!(error.kind, Kind::Verification);
	assert!(error.message.contains(&desk.outbox().path().display().to_string()), "{error}");
}

#[tokio::test]
async fn what_is_meant_once_more_is_named_or_creates_nothing() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	for (call, name, expected) in
		[(creating(), "", 1), (creating(), "second", 2), (repeatable(), "", 3), (repeatable(), "", 4)]
	{
		open(desk.submit(&call, &SubmitOptions { request: name.into(), ..within(0) }).await);
		node.chain().finalise();
		let options = SubmitOptions { request: name.into(), ..within(0) };
		assert!(!desk.submit(&call, &options).await.expect("it is final").was_done_before);
		assert_eq!(node.distinct(), expected, "{}", call.title());
	}
}

#[tokio::test]
async fn what_was_written_down_and_never_sent_is_sent_by_the_same_command() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	// Nobody takes it: as if the power had gone after it was written down.
	node.chain().forgets = true;
	open(desk.submit(&creating(), &within(0)).await);
	node.chain().forgets = false;
	open(desk.submit(&creating(), &within(0)).await);
	assert_eq!((node.distinct(), node.chain().pool.len()), (1, 1));
}

/// And lasts there: the outbox's own `a_signature_that_does_not_last_is_none`.
#[tokio::test]
async fn what_is_handed_in_stands_in_the_journal_before() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().journal = Some(desk.outbox().path().to_owned());
	open(desk.submit(&creating(), &within(0)).await);
	node.chain().finalise();
	desk.submit(&creating(), &within(0)).await.expect("it is final");
	open(desk.submit(&repeatable(), &within(0)).await);
	let chain = node.chain();
	assert!(chain.seen.len() >= 2 && chain.unwritten == 0, "{} of {}", chain.unwritten, chain.seen.len());
}

#[tokio::test]
async fn it_is_signed_anew_only_when_the_old_bytes_can_no_longer_happen() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().forgets = true;
	open(desk.submit(&creating(), &within(0)).await);
	node.chain().pass(63);
	open(desk.submit(&creating(), &within(0)).await);
	assert_eq!(node.distinct(), 1, "its era is not over");
	node.chain().pass(1);
	open(desk.submit(&creating(), &within(0)).await);
	assert_eq!(node.distinct(), 2, "its era is over and it is in no block");
	let states: Vec<_> =
		desk.outbox().entries().expect("it can be read").into_iter().map(|entry| entry.state).collect();
	assert_eq!(states, [State::Impossible, State::Waiting]);
}

#[tokio::test]
async fn a_refusal_at_the_door_ends_it_and_the_same_command_later_is_signed_anew() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().refuses = Some((1010, "Custom error: 4"));
	let error = desk.submit(&creating(), &within(0)).await.expect_err("it is refused");
	assert_eq!((error.kind, error.rule.as_deref()), (Kind::NotAllowed, Some("Pool.CallOutsideRole")));
	let rule = Some("Pool.CallOutsideRole".to_owned());
	assert_eq!(
		desk.outbox().entries().expect("it can be read")[0].state,
		State::Refused { block: None, rule }
	);
	node.chain().refuses = None;
	node.chain().pass(1);
	open(desk.submit(&creating(), &within(0)).await);
	assert_eq!(node.distinct(), 2);
}

#[tokio::test]
async fn a_refusal_on_sending_again_does_not_end_what_is_in_a_block() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	open(desk.submit(&creating(), &within(0)).await);
	// It goes into a block that is not final, and the officer is removed by then.
	{
		let mut chain = node.chain();
		chain.finalise();
		chain.finalised -= 1;
		chain.refuses = Some((1010, "Custom error: 2"));
	}
	let error = open(desk.submit(&creating(), &within(0)).await);
	assert_eq!(error.rule.as_deref(), Some("Pool.OfficerNotActive"), "{error}");
	node.chain().finalised += 1;
	let receipt = desk.submit(&creating(), &within(0)).await.expect("it is final");
	assert_eq!(receipt.block, Some(11));
	assert_eq!(node.distinct(), 1);
}

#[tokio::test]
async fn a_node_that_freezes_in_the_middle_does_not_hold_a_command_when_another_is_named() {
	let (first, second) = (FakeNode::start().await, FakeNode::start().await);
	let desk = Desk::at(&[first.url(), second.url()]).await.expect("it connects");
	assert_eq!(desk.client.url(), first.url());
	first.chain().frozen = Some("author_submitExtrinsic");
	let started = Instant::now();
	let options = SubmitOptions { wait: Wait::Pool, ..within(30_000) };
	desk.submit(&creating(), &options).await.expect("the second node has it");
	assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
	assert_eq!((second.chain().pool.len(), desk.client.url()), (1, second.url()));
	second.chain().finalise();
	let receipt = desk.submit(&creating(), &within(0)).await.expect("it is final");
	assert_eq!(receipt.block, Some(11));
}

#[tokio::test]
async fn where_a_node_has_no_room_the_next_is_handed_it() {
	let (first, second) = (FakeNode::start().await, FakeNode::start().await);
	let desk = Desk::at(&[first.url(), second.url()]).await.expect("it connects");
	first.chain().refuses = Some((1016, "the pool is full"));
	let options = SubmitOptions { wait: Wait::Pool, ..within(30_000) };
	desk.submit(&creating(), &options).await.expect("the second node has it");
	assert_eq!((second.chain().pool.len(), desk.client.url()), (1, second.url()));
	assert_eq!(first.chain().seen, second.chain().seen);
}

#[tokio::test]
async fn a_node_that_names_no_nonce_holds_neither_command_nor_outbox_beyond_the_time() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().frozen = Some("system_accountNextIndex");
	let error = desk.submit(&creating(), &within(0)).await.expect_err("nothing is signed");
	assert_eq!(error.kind, Kind::Network);
	assert!(error.message.ends_with("has not answered in time; nothing was sent this time"), "{error}");
	assert!(node.chain().seen.is_empty() && desk.outbox().entries().expect("it can be read").is_empty());
	drop(desk.outbox().hold().await.expect("it is free"));
}

#[tokio::test]
async fn a_node_of_another_chain_is_asked_nothing() {
	let (first, second) = (FakeNode::start().await, FakeNode::start().await);
	second.chain().genesis = 0xbb;
	let client = Client::connect(&[first.url(), second.url()], None).await.expect("it connects");
	client.go_on();
	let error = client.heights().await.expect_err("the other chain is refused");
	assert!(error.message.contains("another chain"), "{error}");
	let error = Client::connect(&[second.url()], Some(client.genesis())).await.err().expect("refused");
	assert_eq!(error.kind, Kind::Verification);
}

#[tokio::test]
async fn nothing_is_signed_under_metadata_that_nobody_confirmed() {
	let node = FakeNode::start().await;
	// A node that describes its runtime otherwise.
	node.chain().metadata = other_metadata();
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	let error = desk.submit(&repeatable(), &within(0)).await.expect_err("nothing is signed");
	let hash = hex::encode(blake2_256(&[&other_metadata()]));
	assert_eq!(error.kind, Kind::Verification);
	assert!(error.message.contains(&format!("--trust-metadata 0x{hash}")), "{error}");
	let error = desk.client.try_out(&repeatable(), &key()).await.expect_err("nothing is signed");
	assert_eq!(error.kind, Kind::Verification);
	assert_eq!(node.chain().judged.len(), 0);
	assert_eq!(node.chain().seen.len(), 0);
	assert!(desk.outbox().entries().expect("it can be read").is_empty());
	desk.client.trust_metadata(blake2_256(&[&other_metadata()]));
	open(desk.submit(&repeatable(), &within(0)).await);
	assert_eq!(node.distinct(), 1);
}

/// The same runtime in other words: one letter of a comment.
fn other_metadata() -> Vec<u8> {
	let mut bytes = fake::METADATA.to_vec();
	let comment = b"organisation";
	let place = bytes.windows(comment.len()).position(|window| window == comment).expect("a comment");
	bytes[place] = b'O';
	bytes
}

#[tokio::test]
async fn a_dry_run_gives_the_node_nothing_that_it_could_put_into_a_block() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	desk.client.try_out(&creating(), &key()).await.expect("only the nonce is too far");
	let chain = node.chain();
	assert!(chain.seen.is_empty() && chain.pool.is_empty());
	let [judged] = chain.judged.as_slice() else { panic!("{} were judged", chain.judged.len()) };
	// The compact form of the largest nonce, which no account reaches.
	let never = [0x03, 0xff, 0xff, 0xff, 0xff];
	assert!(judged.windows(never.len()).any(|window| window == never), "{}", hex::encode(judged));
}

#[tokio::test]
async fn the_outbox_goes_on_without_the_key() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().forgets = true;
	let file = calls::loans::withdraw(LoanId(1));
	open(desk.submit(&file, &within(0)).await);
	node.chain().forgets = false;
	let entry = desk.outbox().entries().expect("it can be read").remove(0);
	open(desk.client.resume(&entry, &desk.outbox(), &within(0)).await);
	node.chain().finalise();
	let receipt = desk.client.resume(&entry, &desk.outbox(), &within(0)).await.expect("it is final");
	assert_eq!(receipt.block, Some(11));
	assert_eq!(desk.outbox().entries().expect("it can be read")[0].state, State::Final { block: 11 });
}

#[tokio::test]
async fn a_refusal_by_the_second_node_is_no_outcome_of_what_the_first_may_have_taken() {
	let (first, second) = (FakeNode::start().await, FakeNode::start().await);
	let desk = Desk::at(&[first.url(), second.url()]).await.expect("it connects");
	// The first takes it and never says so; the second lags behind and does not know the officer.
	first.chain().silent = Some("author_submitExtrinsic");
	second.chain().refuses = Some((1010, "Custom error: 1"));
	open(desk.submit(&creating(), &within(0)).await);
	assert_eq!((first.chain().pool.len(), second.chain().seen.len()), (1, 1));
	assert!(desk.entry().is_waiting());
	// It comes into a block that the second has later.
	let taken = first.chain().pool.clone();
	second.chain().pool = taken;
	second.chain().finalise();
	let receipt = desk.submit(&creating(), &within(0)).await.expect("it is final");
	assert_eq!((receipt.block, second.distinct()), (Some(11), 1));
}

#[tokio::test]
async fn who_knows_only_the_old_signatures_does_not_end_what_another_signed_anew() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().forgets = true;
	open(desk.submit(&creating(), &within(0)).await);
	let old = desk.entry();
	let hash = format!("0x{}", "77".repeat(32));
	let anew = Signature { hash, bytes: vec![7], born_at: 60, last_block: 124 };
	desk.outbox().hold().await.expect("it is free").sign(&old.about, &anew).expect("it is written");
	node.chain().pass(64);
	let error = open(desk.client.resume(&old, &desk.outbox(), &within(0)).await);
	assert!(error.message.contains("another process signed it anew"), "{error}");
	assert!(desk.entry().is_waiting());
	let other = State::Final { block: 70 };
	desk.outbox().end(&anew.hash, other.clone()).await.expect("it is written");
	let error = open(desk.client.resume(&old, &desk.outbox(), &within(0)).await);
	assert!(error.message.contains("another process followed it"), "{error}");
	assert_eq!(desk.entry().state, other);
}

#[tokio::test]
async fn an_outcome_that_cannot_be_written_down_is_said() {
	for ends in [false, true] {
		let node = FakeNode::start().await;
		let desk = Desk::at(&[node.url()]).await.expect("it connects");
		node.chain().forgets = !ends;
		open(desk.submit(&creating(), &within(0)).await);
		let entry = desk.entry();
		match ends {
			true => node.chain().finalise(),
			false => node.chain().pass(64),
		}
		let folder = desk.folder.path().join("outbox");
		std::fs::remove_dir_all(&folder).expect("it is there");
		std::fs::write(&folder, "no folder").expect("a file");
		let error = open(desk.client.resume(&entry, &desk.outbox(), &within(0)).await);
		assert!(error.message.contains("its outcome was not written down"), "{error}");
	}
}

#[tokio::test]
async fn what_is_in_a_block_and_cannot_be_read_is_open() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	open(desk.submit(&creating(), &within(0)).await);
	node.chain().finalise();
	node.chain().tells_no_end = true;
	let error = open(desk.submit(&creating(), &within(0)).await);
	assert!(error.message.contains("it is in block 11, but what it did there cannot be read now"), "{error}");
	assert!(desk.entry().is_waiting());
	node.chain().tells_no_end = false;
	desk.submit(&creating(), &within(0)).await.expect("it is final");
}

#[tokio::test]
async fn a_refusal_in_a_block_counts_when_the_block_is_final() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().fails = true;
	open(desk.submit(&creating(), &within(0)).await);
	node.chain().finalise();
	node.chain().finalised -= 1;
	let options = SubmitOptions { wait: Wait::Block, ..within(0) };
	let error = open(desk.submit(&creating(), &options).await);
	let message = "refused by System.InvalidSpecName in block 11, which is not final yet";
	assert!(error.message.contains(message), "{error}");
	assert!(desk.entry().is_waiting());
	node.chain().finalised += 1;
	let error = desk.submit(&creating(), &options).await.expect_err("it is refused");
	assert_eq!((error.kind, error.rule.as_deref()), (Kind::Refused, Some("System.InvalidSpecName")));
	assert!(matches!(desk.entry().state, State::Refused { block: Some(11), .. }));
}

#[tokio::test]
async fn where_the_state_is_gone_what_the_node_tells_is_the_outcome() {
	for outcome in ["final", "refused", "included"] {
		let node = FakeNode::start().await;
		let desk = Desk::at(&[node.url()]).await.expect("it connects");
		open(desk.submit(&creating(), &within(0)).await);
		node.chain().finalise();
		node.chain().pass(300);
		node.chain().pruned = 50;
		node.chain().tells(outcome, 11);
		let result = desk.submit(&creating(), &within(0)).await;
		match outcome {
			"final" => {
				let receipt = result.expect("it is final");
				assert_eq!((receipt.block, receipt.was_done_before), (Some(11), false));
				assert_eq!(receipt.remark.as_deref(), Some("the node no longer has its events"));
				assert_eq!(desk.entry().state, State::Final { block: 11 });
				let again = desk.submit(&creating(), &within(0)).await.expect("it was final before");
				assert_eq!((again.block, again.was_done_before), (Some(11), true));
				assert!(again.remark.is_some() && again.events.is_empty());
			}
			"refused" => {
				let error = result.expect_err("it is refused");
				let rule = Some("Registry.DutyMissing".to_owned());
				assert_eq!((error.kind, &error.rule), (Kind::NotAllowed, &rule));
				assert_eq!(desk.entry().state, State::Refused { block: Some(11), rule });
			}
			_ => {
				let error = open(result);
				assert!(error.message.contains("ask a node with the whole history"), "{error}");
				assert!(desk.entry().is_waiting());
			}
		}
		assert_eq!(node.distinct(), 1);
	}
}
