use super::declared::{compact, plain};
use super::{DeclaredFields, Party};
use crate::error::{Error, Result};
use roxmltree::{Document, Node};
use std::fmt::Display;
use zhidai_primitives::{CreditCode, Day, EvidenceKind, Fen};

/// The parts of an e-invoice that are read: section and element.
const SELLER: (&str, &str, &str) = ("SellerInformation", "SellerIdNum", "SellerName");
const BUYER: (&str, &str, &str) = ("BuyerInformation", "BuyerIdNum", "BuyerName");
const AMOUNT: (&str, &str) = ("BasicInformation", "TotalTax-includedAmount");
const NUMBER: (&str, &str) = ("TaxSupervisionInfo", "InvoiceNumber");
const DATE: (&str, &str) = ("TaxSupervisionInfo", "IssueTime");

struct Invoice<'a, 'input> {
	file: &'a str,
	document: &'a Document<'input>,
}

impl<'a, 'input> Invoice<'a, 'input> {
	fn refuse(&self, at: Option<Node<'_, '_>>, field: &str, message: impl Display) -> Error {
		let line = at.map(|node| u64::from(self.document.text_pos_at(node.range().start).row));
		Error::at(self.file, line, Some(field), message)
	}

	/// The one element of this name in the one section of this name: a second one could say something else.
	fn element(&self, section: &str, name: &str) -> Result<Node<'a, 'input>> {
		let one = |parent: Node<'a, 'input>, name: &str| -> Result<Node<'a, 'input>> {
			let mut found =
				parent.descendants().filter(|node| node.is_element() && node.tag_name().name() == name);
			let first = found.next().ok_or_else(|| self.refuse(None, name, "missing"))?;
			match found.next() {
				None => Ok(first),
				Some(second) => Err(self.refuse(Some(second), name, "stands twice")),
			}
		};
		one(one(self.document.root(), section)?, name)
	}

	fn text(&self, section: &str, name: &str) -> Result<(Node<'a, 'input>, String)> {
		let node = self.element(section, name)?;
		let text: String = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
		match plain(&text) {
			text if text.is_empty() => Err(self.refuse(Some(node), name, "empty")),
			text => Ok((node, text)),
		}
	}

	fn party(&self, (section, code, name): (&str, &str, &str)) -> Result<Party> {
		let (node, text) = self.text(section, code)?;
		let code_value: CreditCode = compact(&text)
			.parse()
			.map_err(|error| self.refuse(Some(node), code, format!("{error} (found {text:?})")))?;
		Ok(Party { name: self.text(section, name)?.1, code: code_value })
	}

	fn amount(&self) -> Result<Fen> {
		let (node, text) = self.text(AMOUNT.0, AMOUNT.1)?;
		let amount: Fen = text
			.parse()
			.map_err(|error| self.refuse(Some(node), AMOUNT.1, format!("{error} (found {text:?})")))?;
		match amount.is_zero() {
			true => Err(self.refuse(Some(node), AMOUNT.1, "the amount is zero")),
			false => Ok(amount),
		}
	}

	fn number(&self) -> Result<String> {
		let (node, text) = self.text(NUMBER.0, NUMBER.1)?;
		let number = compact(&text);
		match number.len() == 20 && number.bytes().all(|byte| byte.is_ascii_digit()) {
			true => Ok(number),
			false => Err(self.refuse(
				Some(node),
				NUMBER.1,
				format!("an e-invoice's number has 20 digits (found {text:?})"),
			)),
		}
	}

	/// `2026-03-16` or `2026-03-16 10:22:31`.
	fn date(&self) -> Result<Day> {
		let (node, text) = self.text(DATE.0, DATE.1)?;
		let day = text.split([' ', 'T']).next().unwrap_or_default();
		day.parse().map_err(|error| self.refuse(Some(node), DATE.1, format!("{error} (found {text:?})")))
	}
}

/// Reads a structured e-invoice. Entities and document types are not resolved.
pub(super) fn parse(file: &str, text: &str) -> Result<DeclaredFields> {
	let document = Document::parse(text).map_err(|error| {
		Error::at(file, Some(u64::from(error.pos().row)), None, format!("not well-formed XML: {error}"))
	})?;
	if document.root_element().tag_name().name() != "EInvoice" {
		return Err(Error::at(file, Some(1), None, "not an e-invoice; the root element is EInvoice"));
	}
	let invoice = Invoice { file, document: &document };
	Ok(DeclaredFields {
		kind: EvidenceKind::Invoice,
		number: invoice.number()?,
		dated_on: invoice.date()?,
		seller: invoice.party(SELLER)?,
		buyer: invoice.party(BUYER)?,
		amount: invoice.amount()?,
	})
}
