//! Documents: what they declare, their digests, and the fingerprints by which one document is known again at every bank.
//!
//! Read are the national structured e-invoice (数电票 XML: `EInvoice` with `SellerInformation`, `BuyerInformation`,
//! `BasicInformation`, `TaxSupervisionInfo`) and, as JSON made for this project, the purchase contract (采购合同), the inspection
//! report (质检报告), the patent filing notice (专利申请受理通知) and the acceptance certificate (验收单).
//!
//! On the chain stand the digests of the bytes and a salted digest of the declared fields; the fields themselves travel
//! beside the document ([`Declaration`]), because an invoice's number and parties are nobody else's business.

mod declared;
mod fingerprint;
mod invoice;
mod records;

pub use declared::{Declaration, DeclaredFields, Party};
pub use fingerprint::{person_commitment, ConsortiumKey, Fingerprint};

use crate::error::{Error, Result};
use crate::files::read_bytes;
use sha2::Digest as _;
use std::path::Path;

/// The longest document that is read.
const MAX_BYTES: u64 = 8 << 20;

/// A document: its bytes' digests and what it declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
	/// SHA-256 of the bytes.
	pub sha256: [u8; 32],
	/// SM3 of the bytes (GB/T 32905).
	pub sm3: [u8; 32],
	/// What it declares.
	pub fields: DeclaredFields,
}

impl Document {
	/// Reads a document from a file.
	pub fn read(path: &Path) -> Result<Self> {
		Self::parse(&path.display().to_string(), &read_bytes(path, MAX_BYTES)?)
	}

	/// Reads a document: XML is an e-invoice, JSON one of the other kinds.
	pub fn parse(file: &str, bytes: &[u8]) -> Result<Self> {
		let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
			.map_err(|error| Error::at(file, None, None, format!("not UTF-8: {error}")))?;
		let fields = match text.trim_start().chars().next() {
			Some('<') => invoice::parse(file, text),
			Some('{') => records::parse(file, text),
			_ => Err(Error::at(
				file,
				None,
				None,
				"neither an XML e-invoice nor a JSON document of a known kind",
			)),
		}?;
		Ok(Self { sha256: sha256(bytes), sm3: sm3_of(bytes), fields })
	}
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
	sha2::Sha256::digest(bytes).into()
}

fn sm3_of(bytes: &[u8]) -> [u8; 32] {
	use sm3::Digest;
	sm3::Sm3::digest(bytes).into()
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::{Day, EvidenceKind, Fen};

	const INVOICE: &[u8] = include_bytes!("../../tests/data/invoice.xml");
	const CONTRACT: &[u8] = include_bytes!("../../tests/data/purchase_contract.json");
	const REPORT: &[u8] = include_bytes!("../../tests/data/inspection_report.json");
	const FILING: &[u8] = include_bytes!("../../tests/data/patent_filing.json");

	#[test]
	fn the_four_kinds_are_read() {
		let invoice = Document::parse("invoice.xml", INVOICE).unwrap().fields;
		assert_eq!(invoice.kind, EvidenceKind::Invoice);
		assert_eq!(invoice.number, "26332000000012345678");
		assert_eq!(invoice.dated_on, Day::from_ymd(2026, 3, 16).unwrap());
		assert_eq!(invoice.seller.code.as_str(), "91330200MA20002460");
		assert_eq!(invoice.buyer.code.as_str(), "91330200MA2000123Y");
		assert_eq!(invoice.amount, Fen::from_yuan(4_500_000));
		for (bytes, kind) in [
			(CONTRACT, EvidenceKind::PurchaseContract),
			(REPORT, EvidenceKind::InspectionReport),
			(FILING, EvidenceKind::PatentFiling),
		] {
			assert_eq!(Document::parse("d.json", bytes).unwrap().fields.kind, kind);
		}
	}

	#[test]
	fn the_digests_are_the_standards_own() {
		let document = Document::parse("d.json", CONTRACT).unwrap();
		assert_eq!(document.sha256, <[u8; 32]>::from(sha2::Sha256::digest(CONTRACT)));
		// GB/T 32905-2016, appendix A.1.
		assert_eq!(
			hex::encode(sm3_of(b"abc")),
			"66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
		);
	}

	#[test]
	fn a_wrong_field_is_named() {
		let text = std::str::from_utf8(INVOICE).unwrap();
		for (from, to, expected) in [
			("91330200MA20002460", "91330200MA20002461", "SellerIdNum: check character 18 should be 0"),
			("4500000.00", "4500000.001", "TotalTax-includedAmount: more than two decimals"),
			("4500000.00", "-4500000.00", "TotalTax-includedAmount: an amount cannot be negative"),
			("4500000.00", "0.00", "TotalTax-includedAmount: the amount is zero"),
			("2026-03-16 10:22:31", "2026-02-30 10:22:31", "IssueTime: there is no such day"),
			("26332000000012345678", "2633", "InvoiceNumber: an e-invoice's number has 20 digits"),
			("<SellerIdNum>91330200MA20002460</SellerIdNum>", "", "SellerIdNum: missing"),
			("</EInvoice>", "", "not well-formed XML"),
		] {
			assert!(text.contains(from), "{from}");
			let error = Document::parse("i.xml", text.replace(from, to).as_bytes()).unwrap_err();
			assert!(error.to_string().contains(expected), "{error}");
		}
		let error = Document::parse("c.json", br#"{"document":"recipe"}"#).unwrap_err();
		assert!(error.to_string().contains("recipe"), "{error}");
		let contract = std::str::from_utf8(CONTRACT).unwrap().replace("\"4500000.00\"", "4500000.00");
		let error = Document::parse("c.json", contract.as_bytes()).unwrap_err();
		assert!(error.to_string().contains("amount_yuan") || error.to_string().contains("string"), "{error}");
		assert!(Document::parse("x", b"\xff\xfe").is_err() && Document::parse("x", b"PK").is_err());
	}

	#[test]
	fn a_document_type_declaration_is_refused() {
		let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><EInvoice>&b;</EInvoice>";
		assert!(Document::parse("i.xml", bomb.as_bytes()).is_err());
	}
}
