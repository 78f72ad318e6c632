//! Every kind of difference, and that there is none where there is none.

use super::super::shown::Shown;
use super::*;
use serde_json::{json, Value as Json};
use zhidai_api::BankOutcome;

const DAY: Day = Day(20_528);

fn key(number: u8) -> Uetr {
	Uetr::from_random([number; 16])
}

fn said(number: u8, outcome: Outcome) -> SettlementRow {
	SettlementRow {
		line: u64::from(number) + 1,
		uetr: key(number),
		outcome,
		amount: Fen(u64::from(number) * 100),
		account: None,
		bank_reference: format!("R-{number}"),
		booked_on: DAY,
		value_on: DAY,
	}
}

fn booked(number: u8, kind: Kind) -> Booked {
	Booked {
		kind,
		bank_reference: format!("R-{number}"),
		booked_on: DAY,
		value_on: DAY,
		reason: (kind != Kind::Settled).then(|| "户名不符".to_owned()),
		is_implied: false,
	}
}

fn payment(number: u8, status: PaymentStatus, kinds: &[Kind]) -> (Uetr, Payment) {
	let payment = Payment {
		loan: LoanId(1),
		payee: "海曙数控 (org 6)".to_owned(),
		amount: Fen(u64::from(number) * 100),
		account: AccountVersion(2),
		status,
		booked: kinds.iter().map(|kind| booked(number, *kind)).collect(),
	};
	(key(number), payment)
}

fn books(payments: impl IntoIterator<Item = (Uetr, Payment)>) -> Books {
	let payments = payments.into_iter().collect();
	Books { day: DAY, payments, others: BTreeMap::new(), mismatches: Vec::new() }
}

/// One payment that was booked.
fn one() -> Books {
	books([payment(1, PaymentStatus::Settled, &[Kind::Settled])])
}

/// What is told to people and to programs of these rows and books.
fn told(said: &[SettlementRow], books: &Books) -> (String, Json) {
	let rows: Vec<Row<'_>> = said.iter().map(|said| Row { file: "b.csv", said }).collect();
	let compared = compare(&rows, books).unwrap();
	let files = vec![("b.csv".to_owned(), rows.len())];
	let shown =
		Shown {
			bank: OrgId(3), bank_name: "甬江示范银行 (org 3)".into(), files, books, compared: &compared
		};
	assert_eq!(shown.refusal().is_none(), compared.differences.is_empty());
	(shown.text(), shown.json())
}

/// The one difference, as programs are told.
fn difference(said: &[SettlementRow], books: &Books) -> Json {
	let (text, json) = told(said, books);
	assert_eq!(json["agrees"], false, "{text}");
	assert_eq!(json["differences"].as_array().map(Vec::len), Some(1), "{text}");
	let found = json["differences"][0].clone();
	assert!(text.contains(found["message"].as_str().unwrap()), "{text}");
	found
}

#[test]
fn a_day_on_which_all_is_the_same_agrees() {
	let all = books([
		payment(1, PaymentStatus::Received, &[Kind::Settled]),
		payment(2, PaymentStatus::Failed, &[Kind::Failed]),
		payment(3, PaymentStatus::PaidAgain, &[Kind::Settled, Kind::Returned]),
		payment(4, PaymentStatus::Pending, &[]),
	]);
	let why = || "户名不符".to_owned();
	let with_account = SettlementRow { account: Some(AccountVersion(2)), ..said(1, Outcome::Settled) };
	let rows = [
		with_account,
		said(2, Outcome::Failed(why())),
		said(3, Outcome::Returned(why())),
		SettlementRow { line: 5, ..said(3, Outcome::Settled) },
	];
	let (text, json) = told(&rows, &all);
	assert_eq!((&json["agrees"], &json["agreed"]), (&json!(true), &json!(4)), "{text}");
	assert_eq!(json["sums"]["settled"]["file"], json!({ "count": 2, "sum_fen": 400 }));
	assert_eq!(json["sums"]["returned"]["chain"], json!({ "count": 1, "sum_fen": 300 }));
	assert_eq!(json["sums"]["failed"]["difference_fen"], 0);
	for line in
		["对账 2026-03-16 · 甬江示范银行 (org 3)", "all agrees 全部相符: 4 results", "¥4.00", "settled 入账"]
	{
		assert!(text.contains(line), "{line} in\n{text}");
	}
	let (text, json) = told(&[], &books([]));
	assert_eq!((&json["agrees"], &json["agreed"]), (&json!(true), &json!(0)), "{text}");
}

#[test]
fn a_row_that_the_chain_has_not_is_told_with_its_reason() {
	let row = || said(1, Outcome::Settled);
	let mut other = books([]);
	other.others.insert(key(1), OrgId(4));
	for (books, why, words) in [
		(books([]), "unknown", "b.csv, line 2, uetr: not on the chain 链上无: no payment has this key"),
		(
			other,
			"other bank",
			"uetr: not on the chain 链上无: the payment is of a loan of another bank, org 4",
		),
		(books([payment(1, PaymentStatus::Pending, &[])]), "not released", "待授权"),
		(books([payment(1, PaymentStatus::Cancelled, &[])]), "not released", "已取消"),
		(books([payment(1, PaymentStatus::Released, &[])]), "not booked", "no result of it was booked"),
	] {
		let found = difference(&[row()], &books);
		assert_eq!((&found["difference"], &found["why"]), (&json!("not on the chain"), &json!(why)));
		assert!(found["message"].as_str().unwrap().contains(words), "{words} in {found}");
	}
	let released = books([payment(1, PaymentStatus::Released, &[])]);
	let found = difference(&[SettlementRow { amount: Fen(7), ..row() }], &released);
	assert_eq!(found["apart"][0], json!({ "field": "amount_yuan", "file": "¥0.07", "chain": "¥1.00" }));
}

#[test]
fn a_row_of_another_day_is_named() {
	let row = SettlementRow { booked_on: Day(DAY.0 - 1), ..said(1, Outcome::Settled) };
	let found = difference(std::slice::from_ref(&row), &books([]));
	assert_eq!(
		(&found["why"], &found["field"], &found["line"]),
		(&json!("other day"), &json!("booked_on"), &json!(2))
	);
	// Also where the chain has exactly it, on that day.
	let mut before = one();
	before.payments.get_mut(&key(1)).unwrap().booked[0].booked_on = Day(DAY.0 - 1);
	assert_eq!(difference(std::slice::from_ref(&row), &before)["why"], "other day");
	// What the chain has on the day is one difference, and not two.
	let found = difference(&[row], &one());
	assert_eq!((&found["difference"], &found["field"]), (&json!("differs"), &json!("booked_on")));
}

#[test]
fn a_result_that_the_chain_booked_on_another_day_is_named_and_not_summed() {
	let mut before = one();
	before.payments.get_mut(&key(1)).unwrap().booked[0].booked_on = Day(DAY.0 - 1);
	let row = said(1, Outcome::Settled);
	let found = difference(std::slice::from_ref(&row), &before);
	assert_eq!((&found["difference"], &found["field"]), (&json!("differs"), &json!("booked_on")));
	let (text, json) = told(&[row], &before);
	assert_eq!(json["sums"]["settled"]["chain"]["count"], 0);
	assert!(text.contains("+¥1.00"), "{text}");
}

#[test]
fn a_row_that_differs_names_every_column() {
	let row = || said(1, Outcome::Settled);
	for (row, column) in [
		(SettlementRow { amount: Fen(101), ..row() }, "amount_yuan"),
		(SettlementRow { account: Some(AccountVersion(1)), ..row() }, "account_version"),
		(SettlementRow { bank_reference: "R-9".into(), ..row() }, "bank_reference"),
		(SettlementRow { value_on: Day(DAY.0 + 1), ..row() }, "value_on"),
	] {
		let found = difference(&[row], &one());
		assert_eq!((&found["difference"], &found["field"]), (&json!("differs"), &json!(column)));
		let start = format!("b.csv, line 2, {column}: 不符: ");
		assert!(found["message"].as_str().unwrap().starts_with(&start), "{found}");
	}
	let failed = books([payment(1, PaymentStatus::Failed, &[Kind::Failed])]);
	let found = difference(&[said(1, Outcome::Failed("账户已销".into()))], &failed);
	assert_eq!(found["apart"][0], json!({ "field": "reason", "file": "账户已销", "chain": "户名不符" }));
	let both = SettlementRow { amount: Fen(101), value_on: Day(DAY.0 + 1), ..row() };
	assert_eq!(difference(&[both], &one())["apart"].as_array().map(Vec::len), Some(2));
}

#[test]
fn another_outcome_is_missing_on_both_sides() {
	let (text, json) = told(&[said(1, Outcome::Failed("账户已销".into()))], &one());
	let found = &json["differences"];
	assert_eq!(
		(&found[0]["why"], &found[0]["field"]),
		(&json!("booked as another outcome"), &json!("outcome"))
	);
	assert!(text.contains("the chain booked something else (登记不同): 入账 on 2026-03-16"), "{text}");
	assert_eq!(found[1]["difference"], "not in the file");
	assert_eq!(json["sums"]["settled"]["difference_fen"], -100);
	assert!(text.contains("-¥1.00") && text.contains("2 differences 不符, 0 results agree"), "{text}");
}

#[test]
fn a_result_that_the_file_has_not_is_told_with_payee_and_loan() {
	let found = difference(&[], &one());
	assert_eq!((&found["difference"], &found["line"]), (&json!("not in the file"), &json!(null)));
	let message = found["message"].as_str().unwrap();
	for words in ["not in the file 文件无", "入账 ¥1.00 · 海曙数控 (org 6) · loan 贷款 1 · 流水号 R-1"]
	{
		assert!(message.contains(words), "{words} in {message}");
	}
}

#[test]
fn what_stands_in_the_file_twice_is_told_and_summed_twice() {
	let again = SettlementRow { line: 3, ..said(1, Outcome::Settled) };
	let rows = [said(1, Outcome::Settled), again];
	let found = difference(&rows, &one());
	assert_eq!((&found["difference"], &found["line"]), (&json!("twice in the file"), &json!(3)));
	assert!(found["message"].as_str().unwrap().contains("stands in b.csv, line 2, uetr already"), "{found}");
	assert_eq!(told(&rows, &one()).1["sums"]["settled"]["difference_fen"], 100);
}

#[test]
fn one_reference_for_two_payments_is_told() {
	let mut both = one();
	let (uetr, mut other) = payment(2, PaymentStatus::Settled, &[Kind::Settled]);
	other.booked[0].bank_reference = "R-1".into();
	both.payments.insert(uetr, other);
	let same = SettlementRow { bank_reference: "R-1".into(), ..said(2, Outcome::Settled) };
	let found = difference(&[said(1, Outcome::Settled), same], &both);
	assert_eq!(found["difference"], "reference twice in the file");
	assert_eq!((&found["line"], &found["field"]), (&json!(3), &json!("bank_reference")));
}

#[test]
fn one_row_that_tells_of_booking_and_return_agrees_with_both() {
	let mut both = books([payment(1, PaymentStatus::Returned, &[Kind::Settled, Kind::Returned])]);
	both.payments.get_mut(&key(1)).unwrap().booked[0].is_implied = true;
	let returned = said(1, Outcome::Returned("户名不符".into()));
	let (text, json) = told(std::slice::from_ref(&returned), &both);
	assert_eq!((&json["agrees"], &json["agreed"]), (&json!(true), &json!(1)), "{text}");
	assert_eq!(json["sums"]["settled"]["chain"]["count"], 0);
	let (text, json) = told(&[returned, SettlementRow { line: 3, ..said(1, Outcome::Settled) }], &both);
	assert_eq!((&json["agrees"], &json["agreed"]), (&json!(true), &json!(2)), "{text}");
	assert_eq!(json["sums"]["settled"]["chain"]["count"], 1);
	assert_eq!(difference(&[], &both)["outcome"], "returned");
}

#[test]
fn what_waits_as_a_mismatch_is_told_with_its_reason() {
	let row = SettlementRow { amount: Fen(7), ..said(1, Outcome::Settled) };
	let waiting = |number: u32, booked_on: Day| {
		let result = BankResult { booked_on, ..result(row.clone()) };
		Mismatch { number, reason: MismatchReason::AmountDiffers, result }
	};
	let mut with = books([payment(1, PaymentStatus::Released, &[])]);
	with.mismatches = vec![waiting(4, Day(DAY.0 - 1)), waiting(5, DAY)];
	let found = difference(std::slice::from_ref(&row), &with);
	assert_eq!(found["mismatch"], 5);
	assert!(
		found["message"].as_str().unwrap().contains("waits as mismatch 5 (入账差异: 金额不符)"),
		"{found}"
	);
	let (text, json) = told(&[], &with);
	assert_eq!(json["agrees"], true, "what waits is booked nowhere");
	assert_eq!(
		(json["open_mismatches"].as_array().map(Vec::len), &json["open_mismatches"][0]["mismatch"]),
		(Some(1), &json!(5))
	);
	assert!(text.contains("1 open mismatches of this day (待处理入账差异):\n  mismatch 5"), "{text}");
	assert_eq!(with.mismatches[1].result.outcome, BankOutcome::Settled);
}

#[test]
fn sums_that_do_not_fit_are_refused() {
	let rows = [1, 2].map(|number| SettlementRow { amount: Fen(u64::MAX), ..said(number, Outcome::Settled) });
	let rows = rows.each_ref().map(|said| Row { file: "b.csv", said });
	assert!(compare(&rows, &books([])).is_none());
}
