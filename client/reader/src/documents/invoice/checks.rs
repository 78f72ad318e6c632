//! What an invoice states twice, compared; and what issuers usually keep, remarked.

use super::fields::{At, Fields};
use super::Line;
use crate::amount::{yuan, Exact};
use crate::capitals;

/// A contradiction: the line, the field, and both sides.
pub(super) type Contradiction = (u64, &'static str, String);

/// Every pair of fields that say the same thing and do not agree.
pub(super) fn contradictions(fields: &Fields) -> Vec<Contradiction> {
	let mut found = Vec::new();
	if fields.id.1 != fields.number {
		let message =
			format!("{}, but InvoiceNumber is {}; an invoice has one number", fields.id.1, fields.number);
		found.push((fields.id.0, "EIid", message));
	}
	let (net, tax, total) = (fields.net, fields.tax, fields.total);
	if net.1 + tax.1 != total.1 {
		let message = format!(
			"{}, but TotalAmWithoutTax {} and TotalTaxAm {} make {}",
			yuan(total.1),
			yuan(net.1),
			yuan(tax.1),
			yuan(net.1 + tax.1)
		);
		found.push((total.0, "TotalTax-includedAmount", message));
	}
	found.extend(sums(fields));
	found.extend(fields.capitals.as_ref().and_then(|text| in_capitals(total, text)));
	found.extend(kind(fields));
	found.extend(fields.lines.iter().filter_map(|line| {
		let stated = line.total?;
		let made = Exact(line.net.0 + line.tax.0);
		(stated.rounded_fen() != made.rounded_fen()).then(|| {
			let message = format!(
				"{}, but Amount and ComTaxAm of this line make {}",
				yuan(stated.rounded_fen()),
				yuan(made.rounded_fen())
			);
			(line.at, "TotaltaxIncludedAmount", message)
		})
	}));
	// No tax is a share that cannot even be counted.
	let countless = fields.lines.iter().filter(|line| line.rate.is_some() && share(line).is_none());
	found.extend(countless.map(|line| {
		let message = "the rate's share of this line's Amount is too large; a rate is written like 0.13";
		(line.at, "TaxRate", message.into())
	}));
	found
}

/// The rate's share of a line's amount, in millionths of a yuan; nothing where there is no rate, or the share
/// does not fit.
fn share(line: &Line) -> Option<i128> {
	line.net.0.checked_mul(line.rate?.0).map(|share| share / 1_000_000)
}

/// The lines' sums against the totals, to the fen.
fn sums(fields: &Fields) -> Vec<Contradiction> {
	let net: Exact = fields.lines.iter().map(|line| line.net).sum();
	let tax: Exact = fields.lines.iter().map(|line| line.tax).sum();
	let all: Option<Vec<Exact>> = fields.lines.iter().map(|line| line.total).collect();
	let total = all.map(|totals| totals.into_iter().sum::<Exact>());
	let pairs = [
		(fields.net, "TotalAmWithoutTax", "Amount", Some(net)),
		(fields.tax, "TotalTaxAm", "ComTaxAm", Some(tax)),
		(fields.total, "TotalTax-includedAmount", "TotaltaxIncludedAmount", total),
	];
	let differs = pairs.into_iter().filter_map(|(stated, name, part, sum)| {
		let sum = sum?.rounded_fen();
		(sum != stated.1).then(|| {
			let message = format!("{}, but {part} of the lines makes {}", yuan(stated.1), yuan(sum));
			(stated.0, name, message)
		})
	});
	differs.collect()
}

/// The label that says special or ordinary, by its code and in words.
fn kind(fields: &Fields) -> Option<Contradiction> {
	let (special, (line, name)) = (fields.special?, fields.special_name.as_ref()?);
	let other = if special { "普通" } else { "专用" };
	name.contains(other).then(|| {
		let code = if special { "01, a special invoice" } else { "02, an ordinary one" };
		(*line, "LabelName", format!("{name}, but the label's code is {code}"))
	})
}

fn in_capitals(total: At<i128>, (line, text): &At<String>) -> Option<Contradiction> {
	let message = match capitals::parse(text) {
		Ok(fen) if fen == total.1 => return None,
		Ok(fen) => {
			format!("{text} is {}, but TotalTax-includedAmount is {}", yuan(fen), yuan(total.1))
		}
		Err(error) => format!("{error} (found {text:?})"),
	};
	Some((*line, "TotalTax-includedAmountInChinese", message))
}

/// What does not refuse.
pub(super) fn remark(fields: &Fields, red: bool, remarks: &mut Vec<String>) {
	let (year, ..) = fields.dated_on.ymd();
	let digits = |range: std::ops::Range<usize>| fields.number.get(range).unwrap_or_default().to_owned();
	if digits(0..2) != format!("{:02}", year % 100) {
		remarks.push(format!(
			"the number's first digits {} are not the year of its date {}",
			digits(0..2),
			fields.dated_on
		));
	}
	let region = fields.tag.as_deref().and_then(|tag| tag.strip_prefix("SWEI"));
	match (region, fields.bureau.as_deref()) {
		(Some(region), Some(bureau)) if bureau != format!("1{region}000000") => remarks
			.push(format!("EInvoiceTag SWEI{region} and TaxBureauCode {bureau} name different bureaus")),
		(None, _) => remarks.push("EInvoiceTag is missing or has another form".into()),
		_ => (),
	}
	if region.is_some_and(|region| region.get(..2).is_some_and(|region| region != digits(2..4))) {
		// Cities with their own plan have codes of their own.
		remarks.push(format!("the number's digits {} are not the tag's region", digits(2..4)));
	}
	if fields.capitals.is_none() {
		remarks.push("the total is not written in capitals".into());
	}
	if fields.special.is_none() {
		remarks.push("its labels do not say whether it is a special or an ordinary invoice".into());
	}
	if fields.seller.code == fields.buyer.code && !red {
		remarks.push("seller and buyer have one code".into());
	}
	let off = fields.lines.iter().filter(|line| {
		// A fen up or down is rounding.
		share(line).is_some_and(|share| share.abs_diff(line.tax.0) > 15_000)
	});
	match off.count() {
		0 => (),
		count => remarks.push(format!("on {count} lines the tax is not the rate's share of the amount")),
	}
}
