//! The fields of an e-invoice, each by its exact path.

use super::Line;
use crate::amount::Exact;
use crate::canonical;
use crate::documents::{remarks, Party};
use crate::error::{Error, Faults, Result};
use crate::xml::{at_path, children, exact_text, Source};
use roxmltree::Node;
use std::fmt::Display;
use zhidai_api::{Day, RegistrationId};

/// The most lines; a real invoice with a list has some thousand.
const MAX_LINES: usize = 10_000;

type Path = &'static [&'static str];

const NUMBER: Path = &["TaxSupervisionInfo", "InvoiceNumber"];
const ID: Path = &["Header", "EIid"];
const DATE: Path = &["TaxSupervisionInfo", "IssueTime"];
const BUREAU: Path = &["TaxSupervisionInfo", "TaxBureauCode"];
const TAG: Path = &["Header", "EInvoiceTag"];
const SELLER: (Path, Path) = (
	&["EInvoiceData", "SellerInformation", "SellerIdNum"],
	&["EInvoiceData", "SellerInformation", "SellerName"],
);
const BUYER: (Path, Path) =
	(&["EInvoiceData", "BuyerInformation", "BuyerIdNum"], &["EInvoiceData", "BuyerInformation", "BuyerName"]);
const NET: Path = &["EInvoiceData", "BasicInformation", "TotalAmWithoutTax"];
const TAX: Path = &["EInvoiceData", "BasicInformation", "TotalTaxAm"];
const TOTAL: Path = &["EInvoiceData", "BasicInformation", "TotalTax-includedAmount"];
const CAPITALS: Path = &["EInvoiceData", "BasicInformation", "TotalTax-includedAmountInChinese"];
const SPECIAL: Path = &["Header", "InherentLabel", "GeneralOrSpecialVAT", "LabelCode"];
const SPECIAL_NAME: Path = &["Header", "InherentLabel", "GeneralOrSpecialVAT", "LabelName"];
pub(super) const BLUE: Path = &["Header", "InherentLabel", "InIssuType", "LabelCode"];
pub(super) const BLUE_NAME: Path = &["Header", "InherentLabel", "InIssuType", "LabelName"];
pub(super) const RED: Path = &["EInvoiceData", "SpecificInformation", "RedEInvoice"];
pub(super) const REMARK: Path = &["EInvoiceData", "AdditionalInformation", "Remark"];
const SPECIFIC: Path = &["EInvoiceData", "SpecificInformation"];

/// A value and its line in the file.
pub(super) type At<T> = (u64, T);

/// What is read, before anything is compared.
pub(super) struct Fields {
	pub(super) id: At<String>,
	pub(super) number: String,
	pub(super) dated_on: Day,
	pub(super) seller: Party,
	pub(super) buyer: Party,
	pub(super) net: At<i128>,
	pub(super) tax: At<i128>,
	pub(super) total: At<i128>,
	pub(super) capitals: Option<At<String>>,
	pub(super) lines: Vec<Line>,
	pub(super) special: Option<bool>,
	/// What its label is called, in words.
	pub(super) special_name: Option<At<String>>,
	pub(super) specific: Option<String>,
	pub(super) tag: Option<String>,
	pub(super) bureau: Option<String>,
}

/// The root and the file.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 'input> {
	pub(super) source: &'a Source<'a>,
	pub(super) root: Node<'a, 'input>,
}

impl<'a, 'input> Reader<'a, 'input> {
	fn refuse(self, at: Node<'_, '_>, message: impl Display) -> Error {
		Error::at(self.source.file, Some(self.source.line(at)), Some(at.tag_name().name()), message)
	}

	/// The text at a path; nothing where the element is missing or empty.
	pub(super) fn optional(self, path: Path) -> Result<Option<(Node<'a, 'input>, String)>> {
		let Some(node) = at_path(self.source, self.root, path)? else { return Ok(None) };
		let text = exact_text(self.source, node)?;
		Ok((!text.is_empty()).then_some((node, text)))
	}

	fn required(self, path: Path) -> Result<(Node<'a, 'input>, String)> {
		let name = path.last().copied();
		self.optional(path)?.ok_or_else(|| Error::at(self.source.file, None, name, "missing or empty"))
	}

	fn number(self, path: Path) -> Result<At<String>> {
		let (node, text) = self.required(path)?;
		let refuse = |message: &dyn Display| self.refuse(node, format!("{message} (found {text:?})"));
		let number = canonical::code(&text).map_err(|error| refuse(&error))?;
		match number.len() == 20 && number.bytes().all(|byte| byte.is_ascii_digit()) {
			true => Ok((self.source.line(node), number)),
			false => Err(refuse(&"an e-invoice's number has 20 digits")),
		}
	}

	/// `2026-03-16` or `2026-03-16 10:22:31`.
	fn date(self) -> Result<Day> {
		let (node, text) = self.required(DATE)?;
		let (day, time) = text.split_once([' ', 'T']).unwrap_or((&text, "00:00:00"));
		let refuse = |message: &dyn Display| self.refuse(node, format!("{message} (found {text:?})"));
		let clock = |character: char| character.is_ascii_digit() || matches!(character, ':' | '.');
		match time.chars().all(clock) {
			true => day.parse().map_err(|error| refuse(&error)),
			false => Err(refuse(&"not a date; it is written like 2026-03-16 10:22:31")),
		}
	}

	fn party(self, (code, name): (Path, Path), said: &mut Vec<String>) -> Result<Party> {
		let remark = |at: Node<'_, '_>, remark: String| {
			format!("line {}, {}: {remark}", self.source.line(at), at.tag_name().name())
		};
		let (node, text) = self.required(code)?;
		let refuse = |message: &dyn Display| self.refuse(node, format!("{message} (found {text:?})"));
		let code: RegistrationId = canonical::code(&text)
			.map_err(|error| refuse(&error))?
			.parse()
			.map_err(|error| refuse(&error))?;
		said.extend(remarks::of_code(&code).map(|found| remark(node, found)));
		let (node, text) = self.required(name)?;
		said.extend(remarks::of_name(&text).map(|found| remark(node, found)));
		match canonical::name(&text) {
			name if name.is_empty() => Err(self.refuse(node, "missing or empty")),
			name => Ok(Party { name, code }),
		}
	}

	fn exact(self, node: Node<'_, '_>, text: &str) -> Result<Exact> {
		text.parse().map_err(|error| self.refuse(node, format!("{error} (found {text:?})")))
	}

	/// A total in whole fen.
	fn total(self, path: Path) -> Result<At<i128>> {
		let (node, text) = self.required(path)?;
		let fen = self.exact(node, &text)?.fen();
		let fen = fen.ok_or_else(|| {
			self.refuse(
				node,
				format!("more than two decimals; the smallest unit is the fen (found {text:?})"),
			)
		})?;
		Ok((self.source.line(node), fen))
	}

	fn lines(self) -> Result<Vec<Line>> {
		let data = at_path(self.source, self.root, &["EInvoiceData"])?;
		let items = data.into_iter().flat_map(|data| children(data, "IssuItemInformation"));
		let (mut lines, mut faults) = (Vec::new(), Faults::new(self.source.file));
		for item in items.take(MAX_LINES + 1) {
			lines.extend(faults.keep(self.line(item)));
		}
		match lines.len() {
			0 => faults.add(None, Some("IssuItemInformation"), "missing; an invoice has at least one line"),
			count if count > MAX_LINES => {
				faults.add(None, Some("IssuItemInformation"), format!("more than {MAX_LINES} lines"));
			}
			_ => (),
		}
		faults.into_result(Some(lines))
	}

	fn line(self, item: Node<'a, 'input>) -> Result<Line> {
		let within = Self { root: item, ..self };
		let amount = |path: Path| -> Result<Option<Exact>> {
			within.optional(path)?.map(|(node, text)| self.exact(node, &text)).transpose()
		};
		let net = amount(&["Amount"])?;
		let net = net.ok_or_else(|| {
			Error::at(
				self.source.file,
				Some(self.source.line(item)),
				Some("Amount"),
				"missing or empty in this line",
			)
		})?;
		// A line without tax may have stars or nothing where its tax would be.
		let tax = match within.optional(&["ComTaxAm"])? {
			Some((node, text)) if !text.chars().all(|character| character == '*') => {
				self.exact(node, &text)?
			}
			_ => Exact::default(),
		};
		// A rate can be a word: 免税, 不征税.
		let rate = within.optional(&["TaxRate"])?.and_then(|(_, text)| text.parse().ok());
		let total = amount(&["TotaltaxIncludedAmount"])?;
		Ok(Line { at: self.source.line(item), net, tax, total, rate })
	}

	/// The name of what stands in 特定要素 and is not a red letter.
	fn specific(self) -> Result<Option<String>> {
		let node = at_path(self.source, self.root, SPECIFIC)?;
		let named = node.into_iter().flat_map(|node| node.children()).filter(Node::is_element);
		let mut names = named.map(|child| child.tag_name().name());
		Ok(names.find(|name| *name != "RedEInvoice").map(Into::into))
	}
}

impl Fields {
	/// Reads every field; all that is wrong is told at once.
	pub(super) fn read(
		source: &Source<'_>,
		root: Node<'_, '_>,
		faults: &mut Faults<'_>,
		remarks: &mut Vec<String>,
	) -> Option<Self> {
		let reader = Reader { source, root };
		let text = |found: Option<(Node<'_, '_>, String)>| found.map(|(_, text)| text);
		let id = faults.keep(reader.number(ID));
		let number = faults.keep(reader.number(NUMBER));
		let dated_on = faults.keep(reader.date());
		let seller = faults.keep(reader.party(SELLER, remarks));
		let buyer = faults.keep(reader.party(BUYER, remarks));
		let (net, tax) = (faults.keep(reader.total(NET)), faults.keep(reader.total(TAX)));
		let total = faults.keep(reader.total(TOTAL));
		let capitals = faults.keep(reader.optional(CAPITALS));
		let lines = faults.keep(reader.lines());
		let special = faults.keep(reader.optional(SPECIAL));
		let special_name = faults.keep(reader.optional(SPECIAL_NAME));
		let specific = faults.keep(reader.specific());
		// Read by the search for red letters; what stands there twice or is no text refuses here.
		let (blue, remark) = (faults.keep(reader.optional(BLUE)), faults.keep(reader.optional(REMARK)));
		let (tag, bureau) = (faults.keep(reader.optional(TAG)), faults.keep(reader.optional(BUREAU)));
		let blue_name = faults.keep(reader.optional(BLUE_NAME));
		blue.zip(blue_name).zip(remark)?;
		Some(Self {
			id: id?,
			number: number?.1,
			dated_on: dated_on?,
			seller: seller?,
			buyer: buyer?,
			net: net?,
			tax: tax?,
			total: total?,
			capitals: capitals?.map(|(node, text)| (source.line(node), text)),
			lines: lines?,
			special: text(special?).and_then(|code| match code.as_str() {
				"01" => Some(true),
				"02" => Some(false),
				_ => None,
			}),
			special_name: special_name?.map(|(node, text)| (source.line(node), text)),
			specific: specific?,
			tag: text(tag?),
			bureau: text(bureau?),
		})
	}
}
