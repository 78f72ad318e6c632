//! Purchase contract (采购合同), inspection report (质检报告), patent filing notice (专利申请受理通知), acceptance
//! certificate (验收单) and delivery note (送货单), as JSON made for this project: there is no public structured form of
//! them.
//!
//! What a paper states twice is compared: the amount and its capitals; of contracts, acceptance certificates and
//! delivery notes also the sum of the items, and of the first two that of the payments, exactly. Where a part of such
//! a sum cannot be told, the rest may not be more than the amount, and a remark says that no more was compared. What
//! cannot be told: whether the parties signed, and whether the testing body may test; the JSON has no signature.

use super::{remarks, DeclaredFields, Party};
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
use zhidai_api::{Day, EvidenceKind, Fen, RegistrationId};

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
	DeliveryNote,
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

#[derive(Deserialize)]
struct DeliveryNote {
	number: String,
	delivered_on: String,
	seller: PartyText,
	buyer: PartyText,
	amount_yuan: String,
	amount_in_chinese: Option<String>,
	#[serde(default)]
	items: Vec<Item>,
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

impl From<DeliveryNote> for Form {
	fn from(paper: DeliveryNote) -> Self {
		Self {
			kind: EvidenceKind::DeliveryNote,
			number: ("number", paper.number),
			date: ("delivered_on", paper.delivered_on),
			seller: ("seller", paper.seller),
			buyer: ("buyer", paper.buyer),
			amount: ("amount_yuan", paper.amount_yuan),
			again: Again { in_chinese: paper.amount_in_chinese, items: paper.items, payment: Vec::new() },
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
		Kind::DeliveryNote => members::<DeliveryNote>(file, text).map(Into::into),
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

fn party(file: &str, field: &str, text: &PartyText, said: &mut Vec<String>) -> Result<Party> {
	let mut faults = Faults::new(file);
	let name = canonical::name(&text.name);
	said.extend(remarks::of_name(&text.name).map(|found| format!("{field}.name: {found}")));
	if name.is_empty() {
		faults.add(None, Some(&format!("{field}.name")), "empty");
	}
	let at = format!("{field}.credit_code");
	let code =
		canonical::code(&text.credit_code).map_err(|error| refuse(file, &at, &error, &text.credit_code));
	let code: Option<RegistrationId> = faults.keep(code.and_then(|code| read(file, &at, &code)));
	said.extend(code.as_ref().and_then(remarks::of_code).map(|found| format!("{at}: {found}")));
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
	let seller = faults.keep(party(file, form.seller.0, &form.seller.1, remarks));
	let buyer = faults.keep(party(file, form.buyer.0, &form.buyer.1, remarks));
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
mod tests;
