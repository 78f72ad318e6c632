//! Documents: what they declare, their digests, and the fingerprints by which one document is known again at
//! every bank.
//!
//! | paper | form | read by |
//! |---|---|---|
//! | 数电票 (fully digital e-invoice), blue and red-letter | XML | [`Invoice`] |
//! | 采购合同, 质检报告, 专利申请受理通知, 验收单, 送货单 | JSON made for this project | `records` |
//! | zip, OFD, PDF, bank receipts and statements (XBRL), invoices of the old kind | | not yet: refused by name |
//!
//! On the chain stand the digests of the bytes and a salted digest of the declared fields; the fields
//! themselves travel beside the document ([`Declaration`]), because an invoice's number and parties are
//! nobody else's business.

mod declared;
mod fingerprint;
mod invoice;
mod records;
mod remarks;
mod sides;

pub use declared::{Declaration, DeclaredFields, Party};
pub use fingerprint::{
	account_fingerprint, alert_tags, fingerprints, person_commitment, ConsortiumKey, Fingerprint, KeySource,
	Purpose,
};
pub use invoice::{Invoice, RedLetter, RedSign};
pub use sides::{Registered, Sides};

use crate::encoding;
use crate::error::{Error, Result};
use crate::input::read_bytes;
use crate::limits::DOCUMENT_BYTES;
use sha2::Digest as _;
use std::path::Path;

/// What was read of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
	/// A 数电票, blue or red.
	Invoice(Box<Invoice>),
	/// One of the kinds of JSON.
	Record(DeclaredFields),
}

/// A paper that was read, whether or not it can be evidence for a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
	/// SHA-256 of the bytes.
	pub sha256: [u8; 32],
	/// SM3 of the bytes (GB/T 32905).
	pub sm3: [u8; 32],
	/// What it says.
	pub content: Content,
	/// What a person may want to know and what refuses nothing.
	pub remarks: Vec<String>,
}

/// A document that can be evidence: its bytes' digests and what it declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
	/// SHA-256 of the bytes.
	pub sha256: [u8; 32],
	/// SM3 of the bytes (GB/T 32905).
	pub sm3: [u8; 32],
	/// What it declares.
	pub fields: DeclaredFields,
	/// What a person may want to know and what refuses nothing.
	pub remarks: Vec<String>,
}

impl Paper {
	/// Reads a paper from a file.
	pub fn read(path: &Path) -> Result<Self> {
		Self::parse(&path.display().to_string(), &read_bytes(path, DOCUMENT_BYTES)?)
	}

	/// Reads a paper: XML is an e-invoice, JSON one of the other kinds.
	pub fn parse(file: &str, bytes: &[u8]) -> Result<Self> {
		let mut remarks = Vec::new();
		let content = match form(bytes) {
			Form::Xml => {
				let text = encoding::xml(file, bytes)?.text;
				Content::Invoice(Box::new(invoice::parse(file, &text, &mut remarks)?))
			}
			Form::Json => {
				let text = encoding::json(file, bytes)?.text;
				Content::Record(records::parse(file, &text, &mut remarks)?)
			}
			Form::Other(what) => return Err(Error::at(file, None, None, what)),
		};
		Ok(Self { sha256: sha256(bytes), sm3: sm3_of(bytes), content, remarks })
	}

	/// The document, where the paper can be evidence. A red-letter invoice is none for a payment, but for what it takes
	/// back: where its amounts agree and it names one invoice, which is said in a remark.
	pub fn into_document(self, file: &str) -> Result<Document> {
		let mut remarks = self.remarks;
		let fields = match self.content {
			Content::Invoice(invoice) => {
				let original = invoice.red.as_ref().and_then(|red| red.original.as_ref());
				remarks.extend(original.map(|number| format!("takes back the invoice {number}")));
				invoice.into_fields(file)?
			}
			Content::Record(fields) => fields,
		};
		Ok(Document { sha256: self.sha256, sm3: self.sm3, fields, remarks })
	}
}

impl Document {
	/// Reads a document from a file.
	pub fn read(path: &Path) -> Result<Self> {
		Self::parse(&path.display().to_string(), &read_bytes(path, DOCUMENT_BYTES)?)
	}

	/// Reads a document: XML is an e-invoice, JSON one of the other kinds.
	pub fn parse(file: &str, bytes: &[u8]) -> Result<Self> {
		Paper::parse(file, bytes)?.into_document(file)
	}
}

/// What bytes are, by how they begin. A file's name is never asked: users rename.
enum Form {
	Xml,
	Json,
	Other(&'static str),
}

fn form(bytes: &[u8]) -> Form {
	let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
	match unmarked {
		[] => return Form::Other("the file is empty"),
		[b'P', b'K', 3 | 5, ..] => {
			return Form::Other("a package (zip or OFD); take the invoice's XML out of it and read that")
		}
		[b'%', b'P', b'D', b'F', ..] => {
			return Form::Other("a PDF; nothing on its pages is evidence, ask for the invoice's XML")
		}
		[0xff, 0xfe, b'<', ..] | [0xfe, 0xff, 0, b'<', ..] => return Form::Xml,
		_ => (),
	}
	match unmarked.iter().find(|byte| !byte.is_ascii_whitespace()) {
		Some(b'<') => Form::Xml,
		Some(b'{') => Form::Json,
		_ => Form::Other("neither an XML e-invoice nor a JSON document of a known kind"),
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
	use zhidai_api::{Day, EvidenceKind, Fen};

	const INVOICE: &[u8] = include_bytes!("../../tests/fixtures/own/invoice.xml");
	const CONTRACT: &[u8] = include_bytes!("../../tests/fixtures/own/purchase_contract.json");
	const REPORT: &[u8] = include_bytes!("../../tests/fixtures/own/inspection_report.json");
	const FILING: &[u8] = include_bytes!("../../tests/fixtures/own/patent_filing.json");

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
	fn what_is_not_read_is_named() {
		for (bytes, expected) in [
			(&b""[..], "empty"),
			(b"PK\x03\x04", "a package (zip or OFD)"),
			(b"%PDF-1.7", "a PDF"),
			(b"\xff\xfe", "neither an XML"),
			(b"hello", "neither an XML"),
		] {
			let error = Paper::parse("x", bytes).unwrap_err();
			assert!(error.to_string().contains(expected), "{error}");
		}
	}
}
