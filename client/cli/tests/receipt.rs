//! A receipt is written and signed where no network is, and never otherwise than it was.

mod common;

use common::{zhidai, Folder};
use serde_json::{json, Value};

const GENESIS: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";
const OTHER_CHAIN: &str = "0x0202020202020202020202020202020202020202020202020202020202020202";
/// Nothing listens on the discard port.
const NO_NODE: &str = "ws://127.0.0.1:9";
const UETR: &str = "01010101-0101-4101-8101-010101010101";

fn receipt(args: &[&str]) -> common::Run {
	let with = ["--genesis", GENESIS, "--url", NO_NODE, "--json"];
	zhidai(&[&["receipt"][..], args, &with].concat())
}

/// A receipt in a folder.
fn written(folder: &Folder, said: &[&str]) -> String {
	let file = folder.path("receipt.json");
	let new = ["new", UETR, "--amount", "1,234.56", "--expires-on", "2026-04-30", "--output", &file];
	let answer = receipt(&[&new[..], said].concat()).succeeds().json();
	assert_eq!((&answer["amount_fen"], &answer["signed"]), (&json!(123_456), &Value::Null));
	file
}

#[test]
fn a_receipt_is_signed_where_no_network_is() {
	let folder = Folder::new();
	let file = written(&folder, &["--received-on", "2026-03-17"]);
	receipt(&["submit", &file]).fails(2).says("not signed yet");
	let answer = receipt(&["sign", &file, "--dev", "//hx.confirm"]).succeeds().json();
	assert_eq!((&answer["received_on"], &answer["denied"]), (&json!("2026-03-17"), &Value::Null));
	let account = answer["signed"]["account"].clone();
	assert_eq!(receipt(&["status", &file]).succeeds().json()["signed"]["account"], account);
	// The same key again, and another does not take its place.
	receipt(&["sign", &file, "--dev", "//hx.confirm"]).succeeds();
	receipt(&["sign", &file, "--dev", "//hx.confirm-2"]).fails(2).says("signed by");
	// Now a node is needed.
	receipt(&["submit", &file]).fails(7);
	receipt(&["status", &file, "--check"]).fails(7);
}

#[test]
fn a_denial_says_why_and_one_of_both_is_said() {
	let folder = Folder::new();
	let file = written(&folder, &["--denied", "未收到"]);
	let answer = receipt(&["sign", &file, "--dev", "//hx.confirm"]).succeeds().json();
	assert_eq!((&answer["received_on"], &answer["denied"]), (&Value::Null, &json!("未收到")));
	let path = folder.path("other.json");
	let new = ["new", UETR, "--amount", "1.00", "--expires-on", "2026-04-30", "--output", &path];
	receipt(&new).fails(2);
	receipt(&[&new[..], &["--denied", "未收到", "--received-on", "2026-03-17"]].concat()).fails(2);
	let long = "长".repeat(60);
	receipt(&[&new[..], &["--denied", &long]].concat()).fails(2);
	// Without an amount the chain is asked for it.
	let asking = ["new", UETR, "--denied", "未收到", "--expires-on", "2026-04-30", "--output", &path];
	receipt(&asking).fails(7);
}

#[test]
fn what_was_changed_or_is_for_another_chain_is_not_signed() {
	let folder = Folder::new();
	let file = written(&folder, &["--received-on", "2026-03-17"]);
	let other = ["receipt", "sign", &file, "--dev", "//hx.confirm", "--genesis", OTHER_CHAIN];
	zhidai(&other).fails(8).says("another chain");
	receipt(&["sign", &file, "--dev", "//hx.confirm"]).succeeds();
	let genuine: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
	let changes: [(fn(&mut Value), &str); 3] = [
		(|receipt| receipt["amount"] = json!("1,234.57"), "the digest is not"),
		(|receipt| receipt["said"] = json!({ "denied": "未收到" }), "the digest is not"),
		(|receipt| receipt["signature"]["account"] = json!("5GrwvaEF"), "the signature is not"),
	];
	for (change, says) in changes {
		let mut receipt_file = genuine.clone();
		change(&mut receipt_file);
		let path = folder.write("changed.json", &receipt_file.to_string());
		receipt(&["status", &path]).fails(8).says(says);
	}
}
