//! A bank's file of a day against the chain, through the real binary, at a node that the test moves.

mod common;
#[path = "../../sdk/tests/fake/mod.rs"]
mod fake;

use codec::Encode;
use common::{zhidai, zhidai_in, Folder, Run};
use fake::FakeNode;
use serde_json::{json, Value as Json};
use zhidai_api::{Day, LoanId, Page, TracePage};

const HEADER: &str = "uetr,outcome,amount_yuan,account_version,bank_reference,booked_on,value_on,reason\n";
const BOOKED: &str =
	"01010101-0101-4101-8101-010101010101,settled,4500000.00,2,REF-1,2026-03-16,2026-03-17,\n";
const OTHER: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301,settled,1.00,,REF-2,2026-03-16,2026-03-16,\n";

/// A node whose bank 3 lends one loan: one payment of it is booked on 2026-03-16.
async fn node() -> FakeNode {
	let vector: Json =
		serde_json::from_str(include_str!("../../api/tests/vectors/trace_page.json")).expect("a vector");
	let mut page: TracePage = serde_json::from_value(vector["json"].clone()).expect("a page");
	page.next = None;
	let loans = Page::<LoanId, LoanId> { items: vec![LoanId(1)], next: None };
	let today: Day = "2026-03-31".parse().expect("a day");
	let node = FakeNode::start().await;
	let reports = [
		("ZhidaiApi_today", today.encode()),
		("ZhidaiApi_loans_of_bank", loans.encode()),
		("ZhidaiApi_trace", Some(page).encode()),
	];
	node.chain().reports.extend(reports);
	node
}

fn recon(node: &FakeNode, folder: &Folder, date: &str, lines: &str, more: &[&str]) -> Run {
	let csv = folder.write("day.csv", &format!("{HEADER}{lines}"));
	let url = node.url();
	let args = ["recon", "--date", date, "--file", &csv, "--bank", "3", "--url", &url];
	zhidai_in(folder, &[&args[..], more].concat())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_compared_both_ways_and_nothing_is_sent() {
	let (node, folder) = (node().await, Folder::new());
	let run = |lines: &str| recon(&node, &folder, "2026-03-16", lines, &[]);
	let agrees = run(BOOKED);
	agrees.succeeds().prints("对账 2026-03-16 · 甬江示范银行 (org 3)").prints("¥4,500,000.00");
	agrees.prints("all agrees 全部相符: 1 results");
	let changed = BOOKED.replace("00.00", "00.01");
	let differs = run(&format!("{changed}{OTHER}"));
	differs.fails(3).says("2 differences");
	differs.prints(
		"day.csv, line 2, amount_yuan: 不符: 金额 ¥4,500,000.01 in the file, ¥4,500,000.00 on the chain",
	);
	differs.prints("day.csv, line 3, uetr: not on the chain 链上无: no payment has this key (查无此笔)");
	run("").fails(3).prints("not in the file 文件无").prints("精工装备 (org 6) · loan 贷款 1");
	assert_eq!(node.chain().seen.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_are_told_the_same_in_one_document() {
	let (node, folder) = (node().await, Folder::new());
	let run = |date: &str, lines: &str| recon(&node, &folder, date, lines, &["--json"]);
	let agrees = run("2026-03-16", BOOKED).succeeds().json();
	assert_eq!((&agrees["value"]["agrees"], &agrees["value"]["bank"]), (&json!(true), &json!(3)));
	assert_eq!(agrees["value"]["sums"]["settled"]["chain"]["sum_fen"], 450_000_000);
	let differs = run("2026-03-16", OTHER);
	let value = differs.fails(3).json()["value"].clone();
	let kinds: Vec<&Json> =
		value["differences"].as_array().expect("a list").iter().map(|one| &one["difference"]).collect();
	assert_eq!(kinds, ["not on the chain", "not in the file"]);
	// The file of the day before has no row, and the chain has none of it.
	assert_eq!(run("2026-03-15", "").succeeds().json()["value"]["agreed"], 0);
	let wrong = run("2026-04-01", BOOKED);
	wrong.fails(2).says("--date 2026-04-01: nothing is booked yet; today is 2026-03-31");
}

#[test]
fn every_fault_of_every_file_is_told_before_any_node_is_asked() {
	let folder = Folder::new();
	let first = folder.write("first.csv", &format!("{HEADER}{}", BOOKED.replace("settled", "paid")));
	let second = folder.write("second.csv", &format!("{HEADER}{BOOKED}1,settled,1.234,,R,2026-03-16,,\n"));
	let files = ["--file", &first, "--file", &second];
	let args = [&["recon", "--date", "2026-03-16", "--url", "ws://127.0.0.1:9"][..], &files[..]].concat();
	let run = zhidai(&args);
	run.fails(2).says("first.csv, line 2, outcome: not an outcome");
	run.says("second.csv, line 3, uetr: not a UETR").says("second.csv, line 3, amount_yuan: more than two");
	run.says("second.csv, line 3, value_on: not a date");
	zhidai(&["recon", "--date", "2026-02-30", "--file", &first]).fails(2).says("there is no such day");
	zhidai(&["recon", "--date", "2026-03-16"]).fails(2).says("--file");
}
