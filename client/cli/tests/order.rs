//! An order goes from hand to hand beside no network: written, signed by each, and never otherwise than it was.

mod common;

use common::{zhidai, Folder};
use serde_json::{json, Value};

const GENESIS: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";
const OTHER_CHAIN: &str = "0x0202020202020202020202020202020202020202020202020202020202020202";
/// Nothing listens on the discard port.
const NO_NODE: &str = "ws://127.0.0.1:9";
const PAYMENTS: &str = "uetr,plan_line,amount_yuan,account_version,evidence\n\
                        01010101-0101-4101-8101-010101010101,0,1234.56,0,1\n\
                        02020202-0202-4202-8202-020202020202,2,7.00,1,2\n";

fn order(args: &[&str]) -> common::Run {
	let with = ["--genesis", GENESIS, "--url", NO_NODE, "--json"];
	zhidai(&[&["order"][..], args, &with].concat())
}

/// An order in a folder.
fn written(folder: &Folder) -> String {
	let (csv, file) = (folder.write("payments.csv", PAYMENTS), folder.path("order.json"));
	let new = ["new", "--loan", "7", "--csv", &csv, "--expires-on", "2026-04-30", "--output", &file];
	let answer = order(&new).succeeds().json();
	assert_eq!((&answer["payments"], &answer["sum_fen"]), (&json!(2), &json!(124_156)));
	assert_eq!(answer["missing"], json!(["mandate", "make", "approve", "release"]));
	order(&new).fails(2).says("order.json");
	file
}

fn sign(file: &str, step: &str, who: &str) -> common::Run {
	order(&["sign", file, "--step", step, "--dev", who])
}

#[test]
fn an_order_is_signed_by_all_where_no_network_is() {
	let folder = Folder::new();
	let file = written(&folder);
	let copy = folder.write("copy.json", &std::fs::read(&file).unwrap());
	sign(&file, "mandate", "//yj.confirm").succeeds();
	sign(&file, "make", "//bank-a.maker").succeeds();
	sign(&copy, "approve", "//bank-a.checker").succeeds();
	let answer = sign(&copy, "release", "//bank-a.release").succeeds().json();
	assert_eq!(answer["missing"], json!(["mandate", "make"]));
	order(&["submit", &file]).fails(2).says("not signed yet: approve, release");
	let all = order(&["status", &file, &copy]).succeeds().json();
	assert_eq!(all["missing"], json!([]));
	let steps: Vec<_> =
		all["signed"].as_array().unwrap().iter().map(|signed| signed["step"].clone()).collect();
	assert_eq!(json!(steps), json!(["mandate", "make", "approve", "release"]));
	// The same key again writes the same, and another does not take its place.
	sign(&file, "make", "//bank-a.maker").succeeds();
	sign(&file, "make", "//bank-a.maker-2").fails(2).says("make is signed by");
	// All have signed: now a node is needed.
	order(&["submit", &file, &copy]).fails(7);
	let void = ["void", &file, "--reason", "已改", "--dev", "//bank-a.maker"];
	order(&void).fails(7);
}

#[test]
fn what_was_changed_or_is_for_another_chain_is_not_signed() {
	let folder = Folder::new();
	let file = written(&folder);
	sign(&file, "mandate", "//yj.confirm").succeeds();
	let other =
		["order", "sign", &file, "--step", "make", "--dev", "//bank-a.maker", "--genesis", OTHER_CHAIN];
	zhidai(&other).fails(8).says("another chain");
	let text = std::fs::read_to_string(&file).unwrap();
	let genuine: Value = serde_json::from_str(&text).unwrap();
	let changes: [(fn(&mut Value), &str); 3] = [
		(|order| order["lines"][0]["amount"] = json!("1,234.57"), "the sum is not"),
		(|order| order["lines"][0]["account"] = json!(1), "the digest is not"),
		(
			|order| order["signatures"]["make"] = order["signatures"]["mandate"].clone(),
			"the signature for make",
		),
	];
	for (change, says) in changes {
		let mut order = genuine.clone();
		change(&mut order);
		let path = folder.write("changed.json", &order.to_string());
		sign(&path, "release", "//bank-a.release").fails(8).says(says);
	}
	sign(&file, "pay", "//bank-a.release").fails(2).says("use mandate, make, approve or release");
	let twice = text.replacen("\"loan\"", "\"loan\": 9, \"loan\"", 1);
	sign(&folder.write("twice.json", &twice), "make", "//bank-a.maker").fails(2).says("stands twice");
}
