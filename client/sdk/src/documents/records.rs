use super::declared::{compact, plain};
use super::{DeclaredFields, Party};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::fmt::Display;
use std::str::FromStr;
use zhidai_primitives::EvidenceKind;

/// A party as it stands in a document.
#[derive(Deserialize)]
struct PartyText {
	name: String,
	credit_code: String,
}

/// What is read of a JSON document; whatever else stands in it is covered by the digests of its bytes.
#[derive(Deserialize)]
#[serde(tag = "document", rename_all = "snake_case")]
enum Record {
	PurchaseContract {
		number: String,
		signed_on: String,
		seller: PartyText,
		buyer: PartyText,
		amount_yuan: String,
	},
	InspectionReport {
		number: String,
		issued_on: String,
		body: PartyText,
		client: PartyText,
		fee_yuan: String,
	},
	PatentFiling {
		application_number: String,
		filed_on: String,
		agent: PartyText,
		applicant: PartyText,
		fee_yuan: String,
	},
	AcceptanceCertificate {
		number: String,
		accepted_on: String,
		seller: PartyText,
		buyer: PartyText,
		amount_yuan: String,
	},
}

fn read<T: FromStr>(file: &str, field: &str, text: &str) -> Result<T>
where
	T::Err: Display,
{
	text.parse().map_err(|error| Error::at(file, None, Some(field), format!("{error} (found {text:?})")))
}

fn party(file: &str, field: &str, text: &PartyText) -> Result<Party> {
	let name = plain(&text.name);
	if name.is_empty() {
		return Err(Error::at(file, None, Some(&format!("{field}.name")), "empty"));
	}
	Ok(Party { name, code: read(file, &format!("{field}.credit_code"), &compact(&text.credit_code))? })
}

/// Reads a purchase contract, inspection report, patent filing notice or acceptance certificate.
pub(super) fn parse(file: &str, text: &str) -> Result<DeclaredFields> {
	use EvidenceKind as K;
	let record = serde_json::from_str(text).map_err(|error| {
		Error::at(file, Some(error.line() as u64), None, format!("not a document of a known kind: {error}"))
	})?;
	// The kind, then number, date, seller, buyer and amount, each with its name in the document.
	let (kind, number, date, seller, buyer, amount) = match record {
		Record::PurchaseContract { number, signed_on, seller, buyer, amount_yuan } => (
			K::PurchaseContract,
			("number", number),
			("signed_on", signed_on),
			("seller", seller),
			("buyer", buyer),
			("amount_yuan", amount_yuan),
		),
		Record::InspectionReport { number, issued_on, body, client, fee_yuan } => (
			K::InspectionReport,
			("number", number),
			("issued_on", issued_on),
			("body", body),
			("client", client),
			("fee_yuan", fee_yuan),
		),
		Record::PatentFiling { application_number, filed_on, agent, applicant, fee_yuan } => (
			K::PatentFiling,
			("application_number", application_number),
			("filed_on", filed_on),
			("agent", agent),
			("applicant", applicant),
			("fee_yuan", fee_yuan),
		),
		Record::AcceptanceCertificate { number, accepted_on, seller, buyer, amount_yuan } => (
			K::AcceptanceCertificate,
			("number", number),
			("accepted_on", accepted_on),
			("seller", seller),
			("buyer", buyer),
			("amount_yuan", amount_yuan),
		),
	};
	let fields = DeclaredFields {
		kind,
		number: compact(&number.1),
		dated_on: read(file, date.0, plain(&date.1).as_str())?,
		seller: party(file, seller.0, &seller.1)?,
		buyer: party(file, buyer.0, &buyer.1)?,
		amount: read(file, amount.0, plain(&amount.1).as_str())?,
	};
	if fields.number.is_empty() || fields.amount.is_zero() {
		let field = if fields.number.is_empty() { number.0 } else { amount.0 };
		return Err(Error::at(file, None, Some(field), "must not be empty or zero"));
	}
	Ok(fields)
}
