//! Red-letter invoices (红字发票): recognised by their labels and by what they name, so that one that lost its
//! signs on the way is still known for what it is.

use super::fields::{Fields, Reader, BLUE, BLUE_NAME, RED, REMARK};
use crate::canonical;
use crate::xml::{at_path, exact_text, Source};
use roxmltree::Node;
use std::fmt;

/// What makes an invoice a red-letter one. One sign is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedSign {
	/// The label 是否蓝字发票标志 says something else than Y.
	Label,
	/// The label's name says red: 红字发票, 否.
	LabelName,
	/// It has the part `RedEInvoice` with something in it, which names the invoice that it cancels.
	NamesOriginal,
	/// Its total is negative.
	NegativeTotal,
	/// Its total in capitals is negative.
	NegativeCapitals,
	/// Its remark names the blue-letter invoice or the confirmation. Beside a label that says Y words alone
	/// are none, because an invoice that was issued anew tells so (原发票已被红冲，重开); a confirmation with its
	/// number is.
	Remark,
}

impl fmt::Display for RedSign {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(match self {
			Self::Label => "its label InIssuType is not Y",
			Self::LabelName => "its label InIssuType is called red or no",
			Self::NamesOriginal => "it has RedEInvoice",
			Self::NegativeTotal => "its total is negative",
			Self::NegativeCapitals => "its capitals are negative",
			Self::Remark => "its remark names a blue-letter invoice",
		})
	}
}

/// A red-letter invoice takes all or a part of another one back. It is never evidence for a payment, but for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedLetter {
	/// The number of the invoice that it takes back, where it names one in one way only.
	pub original: Option<String>,
	/// The number of the 红字发票信息确认单.
	pub confirmation: Option<String>,
	/// How it is known.
	pub signs: Vec<RedSign>,
	/// Where its own fields do not agree, such as signs that were lost; its amounts then tell nothing.
	pub contradictions: Vec<String>,
}

impl RedLetter {
	/// Whether it says without doubt what it takes back: of one invoice, and its own fields agree.
	pub(super) fn is_clear(&self) -> bool {
		self.original.is_some() && self.contradictions.is_empty()
	}

	/// Why it is refused as evidence.
	pub(super) fn message(&self) -> String {
		let signs: Vec<_> = self.signs.iter().map(ToString::to_string).collect();
		let original = match &self.original {
			Some(number) => format!("it takes back the invoice {number}"),
			None => "it does not say clearly which invoice it takes back".into(),
		};
		format!(
			"a red-letter invoice (红字发票): {original}, and is no evidence for a payment ({})",
			signs.join(", ")
		)
	}
}

/// What a red-letter invoice is issued on.
const CONFIRMATION: &str = "红字发票信息确认单";

/// The 20 digits after `label`, as remarks have them.
fn after(text: &str, label: &str) -> Option<String> {
	let rest = text.split_once(label)?.1;
	let rest = rest.trim_start_matches([':', ' ']);
	let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
	(digits.len() == 20).then_some(digits)
}

/// Whether a label's name says red. Issuers also write the question there (是否蓝字发票标志), which answers
/// nothing.
fn says_red(name: &str) -> bool {
	name.replace("是否", "").contains(['红', '负', '否'])
}

/// Whether a remark names a confirmation by its number.
fn has_confirmation(remark: &str) -> bool {
	let rest = remark.split_once(CONFIRMATION).map(|(_, rest)| rest).unwrap_or_default();
	let number = rest.trim_start_matches(['编', '号', '码', ':', ' ']);
	number.chars().take_while(char::is_ascii_digit).count() >= 8
}

/// Looks for every sign. A part that cannot be read is no sign; the fields' own reading refuses it.
pub(super) fn find(
	source: &Source<'_>,
	root: Node<'_, '_>,
	fields: Option<&Fields>,
	remarks: &mut Vec<String>,
) -> Option<RedLetter> {
	let reader = Reader { source, root };
	let (mut signs, mut originals) = (Vec::new(), Vec::new());
	let mut confirmation = None;
	let label = at_path(source, root, BLUE).ok().flatten().map(|node| exact_text(source, node));
	let is_blue = label.as_ref().is_some_and(|label| label.as_deref() == Ok("Y"));
	// An empty label tells nothing; one that cannot be read as Y is not Y.
	if label.is_some_and(|label| !matches!(label.as_deref(), Ok("Y" | ""))) {
		signs.push(RedSign::Label);
	}
	let name = reader.optional(BLUE_NAME).ok().flatten();
	if name.is_some_and(|(_, name)| says_red(&canonical::name(&name))) {
		signs.push(RedSign::LabelName);
	}
	// Every one of them that is not empty, also where it stands twice: issuers send parts without content.
	let is_text = |node: Node<'_, '_>| node.text().is_some_and(|text| !text.trim().is_empty());
	let red_parts: Vec<_> = root
		.descendants()
		.filter(|node| RED.last().is_some_and(|name| node.tag_name().name() == *name))
		.filter(|node| node.descendants().any(|node| node.is_text() && is_text(node)))
		.collect();
	if !red_parts.is_empty() {
		signs.push(RedSign::NamesOriginal);
	}
	for part in red_parts {
		let text = |name: &str| {
			let node = part.children().find(|child| child.tag_name().name() == name)?;
			exact_text(source, node).ok().and_then(|text| canonical::code(&text).ok())
		};
		originals.extend(text("OriginalInvoiceCode"));
		confirmation = confirmation.or_else(|| text("CreditNoteNumber"));
	}
	if fields.is_some_and(|fields| fields.total.1 < 0 || fields.net.1 < 0) {
		signs.push(RedSign::NegativeTotal);
	}
	let capitals = fields.and_then(|fields| fields.capitals.as_ref());
	if capitals.is_some_and(|(_, text)| text.contains('负')) {
		signs.push(RedSign::NegativeCapitals);
	}
	let remark = reader.optional(REMARK).ok().flatten().map(|(_, text)| canonical::name(&text));
	let remark = remark.filter(|remark| remark.contains("被红冲") || remark.contains(CONFIRMATION));
	if let Some(remark) = remark {
		match is_blue && !has_confirmation(&remark) {
			true => remarks
				.push("its remark speaks of a red-letter invoice (红冲); look which one it means".into()),
			false => signs.push(RedSign::Remark),
		}
		let labels = ["数电票号码", "数电发票号码", "蓝字发票号码"];
		originals.extend(labels.iter().find_map(|label| after(&remark, label)));
		confirmation = confirmation.or_else(|| after(&remark, "确认单编号"));
	}
	originals.dedup();
	let original = match originals.as_slice() {
		[one] => Some(one.clone()),
		_ => None,
	};
	(!signs.is_empty()).then_some(RedLetter { original, confirmation, signs, contradictions: Vec::new() })
}
