//! Bad input, through the real binary: a clear message with file, line or field; the documented exit code; nothing
//! half done.

mod common;

use common::{zhidai, Folder};

const SETTLEMENT: &str =
	"uetr,outcome,amount_yuan,account_version,bank_reference,booked_on,value_on,reason\n";
const HEADER: &str = "uetr,plan_line,amount_yuan,account_version,evidence\n";
const KEY: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
/// Nothing listens on the discard port.
const NO_NODE: &str = "ws://127.0.0.1:9";

fn drawdown_refused(lines: &str, message: &str) {
	let folder = Folder::new();
	let csv = folder.write("drawdown.csv", &format!("{HEADER}{lines}"));
	let run = zhidai(&["file", "check", &csv, "--kind", "drawdown"]);
	run.fails(2).says(message).says("drawdown.csv");
	let run = zhidai(&[
		"drawdown",
		"draft",
		"--loan",
		"1",
		"--csv",
		&csv,
		"--expires-on",
		"2026-04-30",
		"--dev",
		"//Alice",
	]);
	run.fails(2).says(message);
	assert_eq!(folder.files(), ["drawdown.csv"], "nothing is written for a file that is wrong");
}

#[test]
fn an_amount_with_three_decimals() {
	drawdown_refused(&format!("{KEY},0,1.234,0,"), "line 2, amount_yuan: more than two decimals");
	zhidai(&["loan", "repay", "1", "--amount", "1.234", "--reference", "r", "--booked-on", "2026-03-31"])
		.fails(2)
		.says("--amount")
		.says("more than two decimals");
}

#[test]
fn a_negative_amount() {
	drawdown_refused(&format!("{KEY},0,-1.00,0,"), "line 2, amount_yuan: an amount cannot be negative");
	zhidai(&["loan", "repay", "1", "--amount=-1", "--reference", "r", "--booked-on", "2026-03-31"])
		.fails(2)
		.says("an amount cannot be negative");
}

#[test]
fn an_amount_that_does_not_fit() {
	drawdown_refused(
		&format!("{KEY},0,184467440737095516.16,0,"),
		"line 2, amount_yuan: the amount is too large",
	);
}

#[test]
fn a_sum_that_does_not_fit() {
	drawdown_refused(
		",0,184467440737095516,0,\n,1,184467440737095516,0,",
		"the sum of the amounts does not fit",
	);
}

#[test]
fn a_key_that_is_no_uetr() {
	drawdown_refused("1,0,1.00,0,", "line 2, uetr: not a UETR");
}

#[test]
fn a_duplicated_uetr() {
	drawdown_refused(&format!("{KEY},0,1,0,\n{KEY},1,2,0,"), "line 3, uetr: ");
}

#[test]
fn an_empty_batch() {
	drawdown_refused("", "there is no payment in the file");
}

#[test]
fn five_hundred_and_one_lines() {
	drawdown_refused(&",0,1.00,0,\n".repeat(501), "501 lines; at most 500");
}

#[test]
fn a_wrong_header() {
	let folder = Folder::new();
	let csv = folder.write("drawdown.csv", "uetr,amount\n");
	zhidai(&["file", "check", &csv, "--kind", "drawdown"])
		.fails(2)
		.says("line 1: wrong header; it must be uetr,plan_line");
	let csv = folder.write("settlement.csv", HEADER);
	zhidai(&["file", "check", &csv, "--kind", "settlement"])
		.fails(2)
		.says("wrong header; it must be uetr,outcome");
}

#[test]
fn a_date_that_does_not_exist() {
	zhidai(&["loan", "repay", "1", "--amount", "1", "--reference", "r", "--booked-on", "2026-02-30"])
		.fails(2)
		.says("--booked-on")
		.says("there is no such day");
	let folder = Folder::new();
	let csv =
		folder.write("settlement.csv", &format!("{SETTLEMENT}{KEY},settled,1,0,R1,2026-02-29,2026-03-02,\n"));
	zhidai(&["file", "check", &csv, "--kind", "settlement"])
		.fails(2)
		.says("line 2, booked_on: there is no such day");
}

#[test]
fn a_malformed_credit_code() {
	let folder = Folder::new();
	let check = |code: &str| {
		let path = folder.write("invoice.xml", &common::INVOICE.replace("91330200MA20002460", code));
		zhidai(&["file", "check", &path, "--kind", "document"])
	};
	check("91330200MA20002450")
		.fails(2)
		.says("invoice.xml, line 14, SellerIdNum: check character 17 (of the organisation code) should be 6");
	// A register may have issued it so: only the chain knows, and a person is told.
	check("91350299M0009QAA68")
		.succeeds()
		.prints("line 14, SellerIdNum: 91350299M0009QAA68 is mistyped, or was issued so");
}

#[test]
fn a_name_that_hides_or_turns_text_around() {
	let folder = Folder::new();
	let path = folder.write("invoice.xml", &common::INVOICE.replace("宁波精工", "宁波\u{202e}精工"));
	zhidai(&["file", "check", &path, "--kind", "document"])
		.succeeds()
		.prints("line 15, SellerName: U+202E at character 3")
		.prints("宁波精工装备有限公司")
		.never_says("\u{202e}");
	for (character, name) in [('\u{202e}', "U+202E"), ('\u{200b}', "U+200B"), ('\u{2066}', "U+2066")] {
		let reason = format!("退{character}汇");
		zhidai(&["payment", "dispute", KEY, "--reason", &reason, "--dev", "//Alice", "--url", NO_NODE])
			.fails(2)
			.says(&format!("{name} at character 2; a reason has no control characters"));
		let table = format!("\u{feff}{SETTLEMENT}{KEY},failed,1,0,R1,,,{reason}\n");
		settlement_refused(table.as_bytes(), &format!("line 2, reason: {name} at character 2"));
	}
}

#[test]
fn an_invoice_that_contradicts_itself() {
	let folder = Folder::new();
	let raised = common::INVOICE.replace("Amount>4500000.00", "Amount>12500000.00");
	let path = folder.write("invoice.xml", &raised);
	let run = zhidai(&["file", "check", &path, "--kind", "document"]);
	run.fails(2).says(
		"TotalTax-includedAmount: 12500000.00, but TotalAmWithoutTax 3982300.88 and TotalTaxAm 517699.12",
	);
	run.says("肆佰伍拾万圆整 is 4500000.00");
	let red = common::INVOICE.replace("<Remark>", "<Remark>被红冲蓝字数电票号码：26332000000000000001 ");
	let path = folder.write("red.xml", &red);
	let file = ["evidence", "file", "--loan", "1", "--document", &path, "--dev", "//Alice", "--url", NO_NODE];
	zhidai(&file)
		.fails(2)
		.says("a red-letter invoice (红字发票): it takes back the invoice 26332000000000000001");
	assert_eq!(folder.files(), ["invoice.xml", "red.xml"]);
}

/// A file that is refused by `file check` and, in the same words, before anything is sent.
fn settlement_refused(bytes: &[u8], message: &str) {
	let folder = Folder::new();
	let csv = folder.write("s.csv", bytes);
	zhidai(&["file", "check", &csv, "--kind", "settlement"]).fails(2).says(message);
	for command in ["enter", "settle"] {
		zhidai(&["drawdown", command, "--csv", &csv, "--dev", "//Alice", "--url", NO_NODE])
			.fails(2)
			.says(message);
	}
	zhidai(&["recon", "--date", "2026-02-28", "--file", &csv, "--url", NO_NODE]).fails(2).says(message);
}

#[test]
fn a_settlement_that_the_chain_cannot_take() {
	settlement_refused(
		include_bytes!("../../reader/tests/fixtures/cases/settlement-long-reason.csv"),
		"line 2, reason: 57 characters, 171 bytes; a reason has at most 160 bytes",
	);
	settlement_refused(
		include_bytes!("../../reader/tests/fixtures/cases/settlement-tab-in-reason.csv"),
		"line 2, reason: a tab at character 2",
	);
	let long = "质".repeat(54);
	for (command, more) in [("dispute", KEY), ("suspend", "1")] {
		let noun = if command == "dispute" { "payment" } else { "credential" };
		zhidai(&[noun, command, more, "--reason", &long, "--dev", "//Alice", "--url", NO_NODE])
			.fails(2)
			.says("54 characters, 162 bytes; a reason has at most 160 bytes");
	}
}

#[test]
fn a_settlement_in_an_encoding_that_could_be_two() {
	let trap = include_bytes!("../../reader/tests/fixtures/cases/settlement-gb18030-trap.csv");
	settlement_refused(trap, "line 2: reads \"ʧЧ\" as UTF-8 and \"失效\" as GB18030");
	let folder = Folder::new();
	let csv = folder.write("s.csv", trap);
	let check =
		|encoding: &str| zhidai(&["file", "check", &csv, "--kind", "settlement", "--encoding", encoding]);
	check("gb18030").succeeds().prints("失效").prints("GB18030");
	check("utf-8").succeeds().prints("ʧЧ");
	check("utf-16").fails(2).says("without a byte order mark");
	check("latin-1").fails(2).says("use utf-8, gb18030 or utf-16");
	let plain = include_bytes!("../../reader/tests/fixtures/cases/settlement-gb18030.csv");
	let csv = folder.write("plain.csv", plain);
	zhidai(&["file", "check", &csv, "--kind", "settlement"])
		.succeeds()
		.prints("账号户名不符")
		.prints("GB18030");
}

#[test]
fn an_account_file_that_is_not_one_number() {
	let folder = Folder::new();
	let output = folder.path("record.json");
	for (bytes, message) in [
		(
			&include_bytes!("../../reader/tests/fixtures/cases/account-two-lines.txt")[..],
			"a.txt, line 2: a second value",
		),
		(
			include_bytes!("../../reader/tests/fixtures/cases/account-letter-o.txt"),
			"'O' (the letter O, not zero)",
		),
	] {
		let path = folder.write("a.txt", bytes);
		zhidai(&["file", "check", &path, "--kind", "account"]).fails(2).says(message);
		let verify = [
			"account",
			"verify",
			"--payee",
			"1",
			"--holder",
			"x",
			"--bank-code",
			"999332000025",
			"--number-file",
			&path,
			"--output",
			&output,
			"--dev",
			"//Alice",
			"--url",
			NO_NODE,
		];
		zhidai(&verify).fails(2).says(message);
	}
	assert_eq!(folder.files(), ["a.txt"], "nothing is written for a number that is wrong");
	let path = folder.write("a.txt", "6200 0000 0000 0002\n");
	zhidai(&["file", "check", &path, "--kind", "account"]).succeeds().prints("16");
}

/// Who reads the file sees both amounts; the program would sign for the last one.
#[test]
fn a_key_that_stands_twice() {
	let folder = Folder::new();
	let twice = folder.write("twice.json", "{\"amount\": 100,\n \"tenor\": {\"a\": 1},\n \"amount\": 900}");
	let with = ["--file", &twice, "--dev", "//Alice", "--url", NO_NODE];
	for command in [
		&["loan", "sign", "1"][..],
		&["loan", "check", "1"],
		&["loan", "offer"],
		&["scheme", "publish", "--seat", "0"],
		&["council", "propose", "--seat", "0"],
		&["org", "admit"],
		&["org", "officers", "1"],
		&["org", "recover", "1", "--seat", "0"],
		&["calendar", "propose", "--year", "2026", "--source", &twice],
	] {
		let run = zhidai(&[command, &with[..]].concat());
		run.fails(2).says("twice.json, line 3: the key \"amount\" stands twice");
	}
	let args = ["--args", "{\"loan\": 1, \"loan\": 2}", "--dev", "//Alice", "--url", NO_NODE];
	zhidai(&[&["tx", "send", "Loans.withdraw"][..], &args[..]].concat())
		.fails(2)
		.says("--args: the key \"loan\" stands twice");
}

#[test]
fn the_json_of_a_call_is_checked_without_a_network() {
	let folder = Folder::new();
	let check = |text: &str, call: &str| {
		let path = folder.write("call.json", text);
		zhidai(&["file", "check", &path, "--kind", "call", "--call", call])
	};
	check("{\"loan\": 1}", "Loans.withdraw").succeeds().prints("Loans.withdraw");
	check("{\"act\": {\"RemoveOfficer\": 7}}", "Registry.propose").succeeds();
	check("{\"RemoveOfficer\": 7}", "Registry.propose.act").succeeds();
	check("{\"Registry\": {\"suspend\": {\"org\": 7}}}", "Authorities.propose.proposal").succeeds();
	for (text, call, message) in [
		("{\"RemoveOfficer\": -7}", "Registry.propose.act", "call.json: act.RemoveOfficer"),
		(
			"{\"lone\": 1}",
			"Loans.withdraw",
			"call.json: withdraw: there is no field \"lone\"; there are loan",
		),
		("{}", "Loans.withdraw", "call.json: withdraw.loan: missing"),
		("{\"loan\": 1,\n\"loan\": 2}", "Loans.withdraw", "call.json, line 2: the key \"loan\" stands twice"),
		("{\"loan\": 1", "Loans.withdraw", "call.json, line 1: not JSON"),
		("1", "Loans.withdraw.lone", "Loans.withdraw takes no lone; it takes loan"),
		("1", "Loans.nonsense", "there is no call Loans.nonsense"),
		("1", "Loans", "write the call as Pallet.call"),
	] {
		check(text, call).fails(2).says(message);
	}
	let path = folder.write("call.json", "{}");
	zhidai(&["file", "check", &path, "--kind", "call"]).fails(2).says("--call");
}

#[test]
fn a_document_of_a_supplier_without_a_credit_code() {
	let folder = Folder::new();
	let contract = include_bytes!("../../reader/tests/fixtures/cases/contract-supplier-without-code.json");
	let path = folder.write("contract.json", contract);
	zhidai(&["file", "check", &path, "--kind", "document"]).succeeds().prints("330206600123456");
	// It can be filed: only the node is missing.
	let file = ["evidence", "file", "--loan", "1", "--document", &path, "--dev", "//Alice", "--url", NO_NODE];
	zhidai(&file).fails(7);
}

#[test]
fn a_document_that_does_not_match_what_was_declared() {
	let folder = Folder::new();
	let path = folder.write("invoice.xml", common::INVOICE);
	let file = ["evidence", "file", "--loan", "1", "--document", &path, "--dev", "//Alice", "--url", NO_NODE];
	// The declaration is made before the chain is asked.
	zhidai(&file).fails(7);
	assert_eq!(folder.files(), ["invoice.xml", "invoice.xml.declared.json"]);
	let another_day = common::INVOICE.replace("2026-03-16 10:22:31", "2026-03-17 10:22:31");
	folder.write("invoice.xml", &another_day);
	zhidai(&file).fails(8).says("the document and its declaration differ in: date");
}

#[test]
fn a_trial_writes_no_file() {
	let folder = Folder::new();
	let csv = folder.write("drawdown.csv", &format!("{HEADER},0,1.00,0,\n"));
	let invoice = folder.write("invoice.xml", common::INVOICE);
	let dry = ["--dry-run", "--dev", "//Alice", "--url", NO_NODE];
	for command in [
		&["drawdown", "draft", "--loan", "1", "--csv", &csv, "--expires-on", "2026-04-30"][..],
		&["drawdown", "check", "--loan", "1", "--csv", &csv],
		&["evidence", "file", "--loan", "1", "--document", &invoice],
	] {
		zhidai(&[command, &dry[..]].concat()).fails(7);
	}
	assert_eq!(folder.files(), ["drawdown.csv", "invoice.xml"]);
}

#[test]
fn a_node_that_is_down() {
	zhidai(&["node", "status", "--url", NO_NODE]).fails(7).says("no node can be reached").says(NO_NODE);
	let both = format!("{NO_NODE},ws://127.0.0.1:1");
	zhidai(&["trace", "loan", "1", "--url", &both]).fails(7).says("ws://127.0.0.1:1");
	zhidai(&["node", "status", "--url", "http://127.0.0.1:9944"]).fails(2).says("not a node's address");
}

#[test]
fn a_wrong_passphrase() {
	let folder = Folder::new();
	let (right, wrong) = (folder.write("right", "correct horse\n"), folder.write("wrong", "wrong horse\n"));
	let file = folder.path("maker.json");
	let new = zhidai(&["key", "new", "--name", "张三", "--output", &file, "--passphrase-file", &right]);
	let account = new.succeeds().out("account");
	zhidai(&["key", "check", "--key-file", &file, "--passphrase-file", &right]).succeeds().prints(&account);
	zhidai(&["key", "check", "--key-file", &file, "--passphrase-file", &wrong])
		.fails(5)
		.says("wrong passphrase");
	let again = zhidai(&["key", "new", "--name", "x", "--output", &file, "--passphrase-file", &right]);
	again.fails(2).says("cannot create the key file");
	zhidai(&["key", "show", &file]).succeeds().prints(&account).prints("ed25519");
}

#[test]
fn a_passphrase_is_never_a_flag_and_nobody_is_asked_without_a_terminal() {
	let folder = Folder::new();
	let file = folder.path("maker.json");
	zhidai(&["key", "new", "--name", "x", "--output", &file]).fails(2).says("--passphrase-file");
	zhidai(&["key", "new", "--name", "x", "--output", &file, "--passphrase", "secret12"])
		.fails(2)
		.says("unexpected argument");
	let short = folder.write("short", "short\n");
	zhidai(&["key", "new", "--name", "x", "--output", &file, "--passphrase-file", &short])
		.fails(2)
		.says("too short");
	assert_eq!(folder.files(), ["short"]);
}

#[test]
fn a_file_that_is_not_there() {
	zhidai(&["file", "check", "/nowhere/d.csv", "--kind", "drawdown"])
		.fails(2)
		.says("cannot read /nowhere/d.csv");
	zhidai(&["inbox"]).fails(2).says("--key-file");
}

#[test]
fn an_act_that_stops_money_is_confirmed() {
	let digest = "ab".repeat(32);
	zhidai(&["adverse", "confirm", "1", "--digest", &digest, "--dev", "//Alice", "--url", NO_NODE])
		.fails(2)
		.says("--yes");
	let run = zhidai(&[
		"adverse", "confirm", "1", "--digest", &digest, "--dev", "//Alice", "--url", NO_NODE, "--yes",
	]);
	run.fails(7);
}

#[test]
fn an_error_for_programs_is_json_on_standard_output() {
	let folder = Folder::new();
	let csv = folder.write("drawdown.csv", &format!("{HEADER}{KEY},0,1.234,0,\n{KEY},x,1,0,\n"));
	let run = zhidai(&["file", "check", &csv, "--kind", "drawdown", "--json"]);
	let json = run.fails(2).json();
	assert_eq!(json["exit_code"], 2);
	assert_eq!(json["place"]["line"], 2);
	assert_eq!(json["place"]["field"], "amount_yuan");
	assert_eq!(json["others"][0]["place"]["field"], "plan_line");
}

#[test]
fn a_rule_is_explained_without_a_node() {
	let run = zhidai(&["explain", "payments.payeenotonplan", "--url", NO_NODE]);
	run.succeeds().prints("Payments.PayeeNotOnPlan");
	zhidai(&["explain", "Pool.Stranger", "--url", NO_NODE]).succeeds().prints("not an officer of any member");
	zhidai(&["explain", "Payments.Nonsense", "--url", NO_NODE]).fails(4).says("there is no rule");
}

#[test]
fn a_node_that_cannot_be_reached_is_the_network_and_no_refusal() {
	let run = zhidai(&["node", "status", "--url", NO_NODE, "--json"]);
	assert_eq!(run.fails(7).json()["outcome"], "network");
	let run = zhidai(&["loan", "withdraw", "1", "--dev", "//Alice", "--url", NO_NODE, "--json"]);
	assert_eq!(run.fails(7).json()["outcome"], "network");
}

#[test]
fn a_transaction_that_was_not_signed_here() {
	zhidai(&["tx", "show", "0x12"]).fails(2).says("64 hexadecimal digits");
	zhidai(&["tx", "show", &"ab".repeat(32)]).fails(4).says("no transaction 0xabab").says("tx list --all");
	zhidai(&["tx", "list"]).succeeds().says("nothing found");
}

#[test]
fn an_outbox_that_is_not_what_was_written_stops_everything() {
	let folder = Folder::new();
	let journals = std::path::Path::new(&folder.path("state")).join("outbox/00");
	std::fs::create_dir_all(&journals).expect("a folder");
	std::fs::write(journals.join("5F.journal"), "nonsense\nmore\n").expect("a file");
	let run = common::zhidai_in(&folder, &["tx", "list"]);
	run.fails(8).says("5F.journal, line 1: the outbox cannot be read");
}
