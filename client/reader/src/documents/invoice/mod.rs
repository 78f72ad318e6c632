//! The fully digital e-invoice (数电票) as XML, blue and red-letter (红字).
//!
//! Source of its form: the ministry's sample files of the 电子凭证会计数据标准 (财会〔2025〕9号) and what issuers really
//! send, versions 0.2 to 0.37. Elements are found by exact path and local name, in any order, each once.
//!
//! Whatever the paper states twice is compared: `EIid` and `InvoiceNumber`; net, tax and total; the lines and
//! the totals; the capitals and the total; each line's parts. A contradiction refuses the paper and names
//! both sides. What only issuers usually keep (the year in the number, the bureau's code, rates) is a remark.
//!
//! What cannot be told from the file: whether the invoice exists, was cancelled or paid (only the tax
//! authority's query 查验 knows), and whether its signature is right (what exactly is signed is not published).

mod checks;
mod fields;
mod red;

pub use red::{RedLetter, RedSign};

use super::{DeclaredFields, Party};
use crate::amount::{yuan, Exact};
use crate::error::{Error, Faults, Result};
use crate::xml::{self, Source};
use fields::Fields;
use zhidai_api::{Day, EvidenceKind, Fen};

/// One line of an invoice: what is compared of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
	/// Its place in the file.
	at: u64,
	/// Without tax (金额).
	net: Exact,
	/// The tax (税额).
	tax: Exact,
	/// With tax, where the line says so.
	total: Option<Exact>,
	/// The rate, where it is a number.
	rate: Option<Exact>,
}

/// What a 数电票 says. Amounts are in fen and negative on red letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
	/// Its number, 20 digits.
	pub number: String,
	/// The day of issue.
	pub dated_on: Day,
	/// Who sells.
	pub seller: Party,
	/// Who buys.
	pub buyer: Party,
	/// Without tax (合计金额), in fen.
	pub net_fen: i128,
	/// The tax (合计税额), in fen.
	pub tax_fen: i128,
	/// Including tax (价税合计), in fen.
	pub total_fen: i128,
	/// How many lines it has.
	pub lines: usize,
	/// Whether it is a special VAT invoice (增值税专用发票); nothing where its labels do not say.
	pub special: Option<bool>,
	/// The particular business (特定要素) that it names: `Toll` …
	pub specific: Option<String>,
	/// What makes it a red-letter invoice, where it is one.
	pub red: Option<RedLetter>,
}

/// Reads an e-invoice. Of a red-letter invoice contradictions are kept ([`RedLetter::contradictions`]): it
/// must be known for what it is also where a tool has spoilt it.
pub(super) fn parse(file: &str, text: &str, remarks: &mut Vec<String>) -> Result<Invoice> {
	let document = xml::parse(file, text)?;
	let source = Source::new(file, text);
	let root = document.root_element();
	if root.tag_name().name() != "EInvoice" {
		let message = other_root(root.tag_name().name());
		return Err(Error::at(file, Some(source.line(root)), None, message));
	}
	let mut faults = Faults::new(file);
	let fields = Fields::read(&source, root, &mut faults, remarks);
	let red = red::find(&source, root, fields.as_ref(), remarks);
	let Some(fields) = fields else {
		// That it is red is said too: whoever sees only a missing field would mend it.
		if let Some(red) = red {
			faults.add(None, Some("InIssuType"), red.message());
		}
		return faults.into_result(None);
	};
	let contradictions = checks::contradictions(&fields);
	let red = match red {
		Some(mut red) => {
			red.contradictions = contradictions.into_iter().map(|found| found.2).collect();
			Some(red)
		}
		None => {
			for (line, field, message) in contradictions {
				faults.add(Some(line), Some(field), message);
			}
			None
		}
	};
	checks::remark(&fields, red.is_some(), remarks);
	let invoice = Invoice {
		number: fields.number,
		dated_on: fields.dated_on,
		seller: fields.seller,
		buyer: fields.buyer,
		net_fen: fields.net.1,
		tax_fen: fields.tax.1,
		total_fen: fields.total.1,
		lines: fields.lines.len(),
		special: fields.special,
		specific: fields.specific,
		red,
	};
	faults.into_result(Some(invoice))
}

/// What else begins with `<` and is not this.
fn other_root(name: &str) -> &'static str {
	match name {
		"eInvoice" => {
			"an invoice of the old kind (增值税电子发票); only fully digital invoices (数电票) are read"
		}
		"xbrl" => {
			"an XBRL instance (bank receipt, statement or booking); not read, and a booking is no invoice"
		}
		"Kp" | "business" => "a file for issuing software, not an invoice",
		_ => "not an e-invoice; the root element is EInvoice",
	}
}

impl Invoice {
	/// What it declares, where it can be evidence: for a payment, or, where it is red, for what it takes back.
	pub(super) fn into_fields(self, file: &str) -> Result<DeclaredFields> {
		let (kind, total_fen) = match &self.red {
			None => (EvidenceKind::Invoice, self.total_fen),
			Some(red) if red.is_clear() && self.total_fen < 0 => {
				(EvidenceKind::RedLetterInvoice, self.total_fen.saturating_neg())
			}
			Some(red) => return Err(Error::at(file, None, Some("InIssuType"), red.message())),
		};
		let amount = u64::try_from(total_fen).ok().filter(|amount| *amount > 0).ok_or_else(|| {
			let message =
				format!("the total is {}; a payment rests on more than nothing", yuan(self.total_fen));
			Error::at(file, None, Some("TotalTax-includedAmount"), message)
		})?;
		Ok(DeclaredFields {
			kind,
			number: self.number,
			dated_on: self.dated_on,
			seller: self.seller,
			buyer: self.buyer,
			amount: Fen(amount),
		})
	}
}

#[cfg(test)]
mod tests;
