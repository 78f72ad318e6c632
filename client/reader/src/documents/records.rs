//! Purchase contract (采购合同), inspection report (质检报告), patent filing notice (专利申请受理通知) and acceptance
//! certificate (验收单), as JSON made for this project: there is no public structured form of them.
//!
//! What a paper states twice is compared: the amount and its capitals; of contracts and acceptance
//! certificates also the sum of the items and the sum of the payments, exactly. Where a part of such a sum
//! cannot be told, the rest may not be more than the amount, and a remark says that no more was compared. What
//! cannot be told: whether the parties signed, and whether the testing body may test; the JSON has no
//! signature.

use super::{DeclaredFields, Party};
use crate::amount::{yuan, Exact};
use crate::canonical;
use crate::capitals;
use crate::error::{Error, Faults, Result};
use crate::patent::{self, Application};
use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::Value as Json;
use std::fmt::Display;
use std::str::FromStr;
use zhidai_api::{Day, EvidenceKind, Fen};

/// A party as it stands in a document.
#[derive(Deserialize)]
struct PartyText {
	name: String,
	/// Its credit code or, without one, its registration number.
	credit_code: String,
}

/// An item that is bought.
#[derive(Deserialize)]
struct Item {
	quantity: Option<Json>,
	unit_price_yuan: Option<String>,
}

/// A part of the price.
#[derive(Deserialize)]
struct Stage {
	amount_yuan: Option<String>,
}

/// What a paper says of its amount again.
struct Again {
	in_chinese: Option<String>,
	items: Vec<Item>,
	payment: Vec<Stage>,
}

impl Again {
	/// A fee has no items.
	const fn of_a_fee(in_chinese: Option<String>) -> Self {
		Self { in_chinese, items: Vec::new(), payment: Vec::new() }
	}
}

/// What is read of a JSON document; whatever else stands in it is covered by the digests of its bytes.
#[derive(Deserialize)]
struct Tag {
	document: Kind,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
	PurchaseContract,
	InspectionReport,
	PatentFiling,
	AcceptanceCertificate,
}

#[derive(Deserialize)]
struct PurchaseContract {
	number: String,
	signed_on: String,
	seller: PartyText,
	buyer: PartyText,
	amount_yuan: String,
	amount_in_chinese: Option<String>,
	#[serde(default)]
	items: Vec<Item>,
	#[serde(default)]
	payment: Vec<Stage>,
}

#[derive(Deserialize)]
struct InspectionReport {
	number: String,
	issued_on: String,
	body: PartyText,
	client: PartyText,
	fee_yuan: String,
	amount_in_chinese: Option<String>,
}

#[derive(Deserialize)]
struct PatentFiling {
	application_number: String,
	filed_on: String,
	agent: PartyText,
	applicant: PartyText,
	fee_yuan: String,
	amount_in_chinese: Option<String>,
}

#[derive(Deserialize)]
struct AcceptanceCertificate {
	number: String,
	accepted_on: String,
	seller: PartyText,
	buyer: PartyText,
	amount_yuan: String,
	amount_in_chinese: Option<String>,
	#[serde(default)]
	items: Vec<Item>,
	#[serde(default)]
	payment: Vec<Stage>,
}

/// A value and its name in the document.
type Named<T> = (&'static str, T);

/// One form for all kinds: number, date, seller, buyer and amount, each with its name in the document.
struct Form {
	kind: EvidenceKind,
	number: Named<String>,
	date: Named<String>,
	seller: Named<PartyText>,
	buyer: Named<PartyText>,
	amount: Named<String>,
	again: Again,
}

impl From<PurchaseContract> for Form {
	fn from(paper: PurchaseContract) -> Self {
		Self {
			kind: EvidenceKind::PurchaseContract,
			number: ("number", paper.number),
			date: ("signed_on", paper.signed_on),
			seller: ("seller", paper.seller),
			buyer: ("buyer", paper.buyer),
			amount: ("amount_yuan", paper.amount_yuan),
			again: Again { in_chinese: paper.amount_in_chinese, items: paper.items, payment: paper.payment },
		}
	}
}

impl From<InspectionReport> for Form {
	fn from(paper: InspectionReport) -> Self {
		Self {
			kind: EvidenceKind::InspectionReport,
			number: ("number", paper.number),
			date: ("issued_on", paper.issued_on),
			seller: ("body", paper.body),
			buyer: ("client", paper.client),
			amount: ("fee_yuan", paper.fee_yuan),
			again: Again::of_a_fee(paper.amount_in_chinese),
		}
	}
}

impl From<PatentFiling> for Form {
	fn from(paper: PatentFiling) -> Self {
		Self {
			kind: EvidenceKind::PatentFiling,
			number: ("application_number", paper.application_number),
			date: ("filed_on", paper.filed_on),
			seller: ("agent", paper.agent),
			buyer: ("applicant", paper.applicant),
			amount: ("fee_yuan", paper.fee_yuan),
			again: Again::of_a_fee(paper.amount_in_chinese),
		}
	}
}

impl From<AcceptanceCertificate> for Form {
	fn from(paper: AcceptanceCertificate) -> Self {
		Self {
			kind: EvidenceKind::AcceptanceCertificate,
			number: ("number", paper.number),
			date: ("accepted_on", paper.accepted_on),
			seller: ("seller", paper.seller),
			buyer: ("buyer", paper.buyer),
			amount: ("amount_yuan", paper.amount_yuan),
			again: Again { in_chinese: paper.amount_in_chinese, items: paper.items, payment: paper.payment },
		}
	}
}

/// Reads the members of one kind. Read from the text and not from a value, so that a wrong member has its
/// line.
fn members<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
	serde_json::from_str(text).map_err(|error| {
		let line = u64::try_from(error.line()).ok().filter(|line| *line > 0);
		Error::at(file, line, None, format!("not a document of a known kind: {error}"))
	})
}

fn form(file: &str, text: &str) -> Result<Form> {
	match members::<Tag>(file, text)?.document {
		Kind::PurchaseContract => members::<PurchaseContract>(file, text).map(Into::into),
		Kind::InspectionReport => members::<InspectionReport>(file, text).map(Into::into),
		Kind::PatentFiling => members::<PatentFiling>(file, text).map(Into::into),
		Kind::AcceptanceCertificate => members::<AcceptanceCertificate>(file, text).map(Into::into),
	}
}

fn refuse(file: &str, field: &str, message: &dyn Display, found: &str) -> Error {
	Error::at(file, None, Some(field), format!("{message} (found {found:?})"))
}

fn read<T: FromStr>(file: &str, field: &str, text: &str) -> Result<T>
where
	T::Err: Display,
{
	text.trim().parse().map_err(|error| refuse(file, field, &error, text))
}

fn party(file: &str, field: &str, text: &PartyText) -> Result<Party> {
	let mut faults = Faults::new(file);
	let name = canonical::name(&text.name);
	if name.is_empty() {
		faults.add(None, Some(&format!("{field}.name")), "empty");
	}
	let at = format!("{field}.credit_code");
	let code =
		canonical::code(&text.credit_code).map_err(|error| refuse(file, &at, &error, &text.credit_code));
	let code = faults.keep(code.and_then(|code| read(file, &at, &code)));
	faults.into_result(code.map(|code| Party { name, code }))
}

/// A fen in millionths of a yuan.
const MILLIONTHS_OF_A_FEN: i128 = 10_000;

/// A part of a sum, in millionths of millionths of a yuan; nothing where it is more than fits.
type Part = Option<i128>;

/// A price or an amount, perhaps of a rebate, in millionths of a yuan.
fn price(text: &str) -> Option<i128> {
	let text = text.trim();
	text.parse::<Exact>().ok().map(|exact| exact.0).or_else(|| {
		// Grouped: 4,500,000.00.
		let unsigned = text.strip_prefix('-').unwrap_or(text);
		let fen = i128::from(unsigned.parse::<Fen>().ok()?.0) * MILLIONTHS_OF_A_FEN;
		Some(if unsigned == text { fen } else { -fen })
	})
}

/// A quantity, as a number or in a text, in millionths.
fn quantity(value: &Json) -> Option<i128> {
	let text = match value {
		Json::String(text) => text.trim().to_owned(),
		// With more digits than these a number may have lost some when it was read.
		Json::Number(number) if !number.is_f64() || number.to_string().len() <= 16 => number.to_string(),
		_ => return None,
	};
	text.parse::<Exact>().ok().map(|exact| exact.0)
}

/// What an item costs; nothing where a figure is missing or is none.
fn item(item: &Item) -> Option<Part> {
	let price = price(item.unit_price_yuan.as_deref()?)?;
	Some(price.checked_mul(quantity(item.quantity.as_ref()?)?))
}

/// What is paid at once.
fn stage(stage: &Stage) -> Option<Part> {
	Some(price(stage.amount_yuan.as_deref()?)?.checked_mul(1_000_000))
}

/// To the fen, half away from zero.
fn rounded_fen(part: i128) -> i128 {
	let fen = MILLIONTHS_OF_A_FEN * 1_000_000;
	let half = if part < 0 { -fen / 2 } else { fen / 2 };
	part.checked_add(half).map_or(part / fen, |part| part / fen)
}

/// Where the document says its amount again and says another.
fn compare((name, amount): Named<Fen>, again: &Again, faults: &mut Faults<'_>, remarks: &mut Vec<String>) {
	let stated = i128::from(amount.0);
	if let Some(text) = &again.in_chinese {
		let message = match capitals::parse(text) {
			Ok(fen) if fen == stated => None,
			Ok(fen) => Some(format!("{text} is {}, but {name} is {}", yuan(fen), yuan(stated))),
			Err(error) => Some(format!("{error} (found {text:?})")),
		};
		message.into_iter().for_each(|message| faults.add(None, Some("amount_in_chinese"), message));
	}
	let sums: [(_, Vec<Option<Part>>); 2] = [
		("items", again.items.iter().map(item).collect()),
		("payment", again.payment.iter().map(stage).collect()),
	];
	for (field, parts) in sums.into_iter().filter(|(_, parts)| !parts.is_empty()) {
		match sum(&parts, stated) {
			Sum::Same => (),
			Sum::Other(made) => {
				faults.add(None, Some(field), format!("make {made}, but {name} is {}", yuan(stated)));
			}
			Sum::Open(open) => remarks.push(format!(
				"{field} could not be compared with {name}: {open} of {} have no figures that can be multiplied",
				parts.len()
			)),
		}
	}
}

/// What parts make, beside what is stated.
enum Sum {
	Same,
	/// Something else, or already more.
	Other(String),
	/// It cannot be told, because of so many of them.
	Open(usize),
}

fn sum(parts: &[Option<Part>], stated: i128) -> Sum {
	let open = parts.iter().filter(|part| part.is_none()).count();
	let known: Option<Vec<i128>> = parts.iter().flatten().copied().collect();
	let exact = known.as_ref().and_then(|known| known.iter().copied().try_fold(0_i128, i128::checked_add));
	let Some((known, exact)) = known.zip(exact) else { return Sum::Other("more than any amount".into()) };
	// Papers round each line, or the sum.
	let made = rounded_fen(exact);
	let lines: i128 = known.into_iter().map(rounded_fen).sum();
	match open {
		0 if made == stated || lines == stated => Sum::Same,
		0 => Sum::Other(yuan(made)),
		open if made.min(lines) <= stated => Sum::Open(open),
		_ => Sum::Other(format!("{} without those that have no figures", yuan(made))),
	}
}

/// An application's number usually has the year in which it was filed.
fn other_year(application: &Application, filed_on: Option<Day>) -> Option<String> {
	let (year, filed_on) = (application.year?, filed_on?);
	let differs = year != filed_on.ymd().0;
	differs.then(|| format!("the application's number says {year}, but it was filed on {filed_on}"))
}

/// Reads one of the kinds of JSON.
pub(super) fn parse(file: &str, text: &str, remarks: &mut Vec<String>) -> Result<DeclaredFields> {
	let form = form(file, text)?;
	let mut faults = Faults::new(file);
	let (at, text) = &form.number;
	let dated_on: Option<Day> = faults.keep(read(file, form.date.0, &form.date.1));
	let number = match form.kind {
		EvidenceKind::PatentFiling => patent::parse(text)
			.map(|application| {
				remarks.extend(other_year(&application, dated_on));
				application.number
			})
			.map_err(|error| refuse(file, at, &error, text)),
		_ => canonical::number(text).map_err(|error| refuse(file, at, &error, text)),
	};
	let number = faults.keep(number);
	let seller = faults.keep(party(file, form.seller.0, &form.seller.1));
	let buyer = faults.keep(party(file, form.buyer.0, &form.buyer.1));
	let amount = faults.keep(read::<Fen>(file, form.amount.0, &form.amount.1));
	match amount {
		Some(Fen::ZERO) => faults.add(None, Some(form.amount.0), "must not be zero"),
		Some(amount) => compare((form.amount.0, amount), &form.again, &mut faults, remarks),
		None => (),
	}
	let fields = number.zip(dated_on).zip(seller).zip(buyer).zip(amount).map(
		|((((number, dated_on), seller), buyer), amount)| DeclaredFields {
			kind: form.kind,
			number,
			dated_on,
			seller,
			buyer,
			amount,
		},
	);
	faults.into_result(fields)
}

#[cfg(test)]
mod tests {
	use super::*;

	const CONTRACT: &str = include_str!("../../tests/fixtures/own/purchase_contract.json");

	const FILING: &str = include_str!("../../tests/fixtures/own/patent_filing.json");

	fn parse(file: &str, text: &str) -> Result<DeclaredFields> {
		super::parse(file, text, &mut Vec::new())
	}

	fn fails(from: &str, to: &str) -> String {
		assert!(CONTRACT.contains(from), "{from}");
		parse("c.json", &CONTRACT.replace(from, to)).unwrap_err().to_string()
	}

	#[test]
	fn every_wrong_field_is_named() {
		assert!(fails("purchase_contract", "recipe").contains("recipe"));
		assert!(fails("\"4500000.00\"", "4500000.00").contains("c.json, line 8: not a document"));
		assert!(fails("4500000.00", "0.00").contains("amount_yuan: must not be zero"));
		assert!(fails("CG-2026-017", "-").contains("number: empty"));
		assert!(fails("CG-2026-017", "СG-2026-017").contains("number: the character U+0421 looks like C"));
		assert!(fails("宁波精工装备有限公司", " ").contains("seller.name: empty"));
		assert!(
			fails("91330200MA20002460", "330206600123457").contains("seller.credit_code: the registration")
		);
		let two = CONTRACT.replace("2026-03-02", "2026-02-30").replace("4500000.00", "x");
		let error = parse("c.json", &two).unwrap_err();
		assert_eq!(error.faults.len(), 2, "{error}");
	}

	#[test]
	fn a_number_keeps_its_separators() {
		let number = |text: &str| parse("c.json", &CONTRACT.replace("CG-2026-017", text)).unwrap().number;
		assert_eq!(number("cg/2026/017"), "CG-2026-017");
		assert_ne!(number("CG-2026-017"), number("CG-20260-17"));
	}

	#[test]
	fn an_application_has_its_check_character_and_its_year() {
		assert_eq!(parse("f.json", FILING).unwrap().number, "202610123456.X");
		let error = parse("f.json", &FILING.replace("456.X", "456.7")).unwrap_err().to_string();
		assert!(
			error.contains("application_number: the check character after the point should be X"),
			"{error}"
		);
		let mut remarks = Vec::new();
		super::parse("f.json", &FILING.replace("2026-03-12", "2025-12-30"), &mut remarks).unwrap();
		assert_eq!(remarks, ["the application's number says 2026, but it was filed on 2025-12-30"]);
	}

	#[test]
	fn what_a_contract_says_twice_is_compared() {
		let with = |more: &str| {
			let text = CONTRACT.replace("\"remark\"", &format!("{more}, \"remark\""));
			parse("c.json", &text).map_err(|error| error.to_string())
		};
		assert!(with(r#""amount_in_chinese": "肆佰伍拾万圆整""#).is_ok());
		let error = with(r#""amount_in_chinese": "肆佰伍拾壹万圆整""#).unwrap_err();
		assert!(error
			.contains("amount_in_chinese: 肆佰伍拾壹万圆整 is 4510000.00, but amount_yuan is 4500000.00"));
		assert!(with(r#""amount_in_chinese": "many""#).is_err());
		assert!(with(r#""payment": [{"amount_yuan": "4,000,000.00"}, {"amount_yuan": "500000"}]"#).is_ok());
		let error = with(r#""payment": [{"amount_yuan": "4,000,000.00"}]"#).unwrap_err();
		assert!(error.contains("payment: make 4000000.00, but amount_yuan is 4500000.00"), "{error}");
		assert!(with(r#""payment": [{"amount_yuan": "4,000,000.00"}, {"stage": "later"}]"#).is_ok());
		let error = with(r#""payment": [{"amount_yuan": "4,500,000.01"}, {"stage": "later"}]"#).unwrap_err();
		assert!(error.contains("payment: make 4500000.01 without those"), "{error}");
		let item = "\"quantity\": 1 }";
		assert!(fails(item, "\"quantity\": 2, \"unit_price_yuan\": \"4500000.00\" }")
			.contains("items: make 9000000"));
	}

	/// A contract over 4500000.00 with these items.
	fn with_items(items: &str) -> std::result::Result<Vec<String>, String> {
		let text = CONTRACT.replace("\"items\": [{", "\"goods\": [{");
		let text = text.replace("\"remark\"", &format!("\"items\": [{items}], \"remark\""));
		let mut remarks = Vec::new();
		super::parse("c.json", &text, &mut remarks).map_err(|error| error.to_string())?;
		Ok(remarks)
	}

	#[test]
	fn quantities_are_decimals_and_compared_exactly() {
		for items in [
			r#"{"quantity": 1.5, "unit_price_yuan": "3000000"}"#,
			r#"{"quantity": "1.500000", "unit_price_yuan": "3,000,000.00"}"#,
			r#"{"quantity": 0.1, "unit_price_yuan": "45000000"}"#,
			r#"{"quantity": 1000000, "unit_price_yuan": "4.6"}, {"quantity": 1, "unit_price_yuan": "-100000"}"#,
			// 1388.888889 is rounded to the fen.
			r#"{"quantity": "3240", "unit_price_yuan": "1388.888889"}"#,
		] {
			assert_eq!(with_items(items), Ok(vec![]), "{items}");
		}
		for (items, expected) in [
			(r#"{"quantity": 1.5, "unit_price_yuan": "3000000.01"}"#, "items: make 4500000.02"),
			(r#"{"quantity": "2.5", "unit_price_yuan": "3000000"}"#, "items: make 7500000.00"),
			(
				r#"{"quantity": "999999999999999", "unit_price_yuan": "999999999999999"}"#,
				"items: make more than any amount",
			),
		] {
			let error = with_items(items).unwrap_err();
			assert!(error.contains(expected), "{error}");
		}
	}

	#[test]
	fn one_open_item_does_not_end_the_comparison() {
		let open = [
			r#"{"name": "gift"}"#,
			r#"{"quantity": "some", "unit_price_yuan": "1"}"#,
			r#"{"quantity": 0.12345678901234567, "unit_price_yuan": "1"}"#,
			r#"{"quantity": null, "unit_price_yuan": "1"}"#,
		];
		for open in open {
			let remarks = with_items(&format!(r#"{{"quantity": 1, "unit_price_yuan": "4500000"}}, {open}"#));
			let expected =
				"items could not be compared with amount_yuan: 1 of 2 have no figures that can be multiplied";
			assert_eq!(remarks, Ok(vec![expected.to_owned()]));
			let error = with_items(&format!(r#"{{"quantity": 2, "unit_price_yuan": "4500000"}}, {open}"#))
				.unwrap_err();
			assert!(error.contains("items: make 9000000.00 without those"), "{error}");
		}
	}

	#[test]
	fn every_kind_says_its_amount_again() {
		let report = include_str!("../../tests/fixtures/own/inspection_report.json");
		for (text, fee) in [(report, "叁拾万圆整"), (FILING, "壹万贰仟圆整")] {
			let with = |capitals: &str| {
				let more = format!("\"amount_in_chinese\": \"{capitals}\", \"fee_yuan\"");
				parse("f.json", &text.replace("\"fee_yuan\"", &more)).map_err(|error| error.to_string())
			};
			assert!(with(fee).is_ok());
			let error = with("壹圆整").unwrap_err();
			assert!(error.contains("amount_in_chinese: 壹圆整 is 1.00, but fee_yuan is"), "{error}");
		}
		let certificate = CONTRACT.replace("purchase_contract", "acceptance_certificate");
		let certificate = certificate.replace("signed_on", "accepted_on");
		let with = |more: &str| {
			let text = certificate.replace("\"remark\"", &format!("{more}, \"remark\""));
			parse("a.json", &text).map_err(|error| error.to_string())
		};
		assert!(with("\"amount_in_chinese\": \"肆佰伍拾万圆整\"").is_ok());
		assert!(with("\"amount_in_chinese\": \"壹圆整\"").is_err());
		assert!(with("\"payment\": [{\"amount_yuan\": \"1.00\"}]").is_err());
		let priced =
			certificate.replace("\"quantity\": 1 }", "\"quantity\": 1, \"unit_price_yuan\": \"1\" }");
		assert!(parse("a.json", &priced).unwrap_err().to_string().contains("items: make 1.00"));
	}
}
