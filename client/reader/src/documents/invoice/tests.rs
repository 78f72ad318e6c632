use super::*;
use crate::documents::{Content, Document, Paper};
use codec::Encode;
use zhidai_api::RegistrationId;

const INVOICE: &str = include_str!("../../../tests/fixtures/own/invoice.xml");

fn edited(changes: &[(&str, &str)]) -> String {
	changes.iter().fold(INVOICE.to_owned(), |text, (from, to)| {
		assert!(text.contains(from), "{from}");
		text.replace(from, to)
	})
}

fn fails(changes: &[(&str, &str)]) -> String {
	Document::parse("i.xml", edited(changes).as_bytes()).unwrap_err().to_string()
}

fn remarks(changes: &[(&str, &str)]) -> String {
	Document::parse("i.xml", edited(changes).as_bytes()).unwrap().remarks.join("\n")
}

/// Is read, and is evidence.
fn fields(changes: &[(&str, &str)]) -> DeclaredFields {
	Document::parse("i.xml", edited(changes).as_bytes()).unwrap().fields
}

fn red(changes: &[(&str, &str)]) -> RedLetter {
	let paper = Paper::parse("i.xml", edited(changes).as_bytes()).unwrap();
	match paper.content {
		Content::Invoice(invoice) => invoice.red.expect("a red letter"),
		other => panic!("{other:?}"),
	}
}

#[test]
fn a_wrong_field_is_named() {
	for (from, to, expected) in [
		(
			"91330200MA20002460",
			"91330200MA20002450",
			"i.xml, line 14, SellerIdNum: check character 17 (of the organisation code) should be 6",
		),
		(">4500000.00", ">4500000.001", "TotalTax-includedAmount: more than two decimals"),
		(">4500000.00", ">4,500,000.00", "TotalTax-includedAmount: not an amount"),
		(">4500000.00", ">４５０００００", "TotalTax-includedAmount: not an amount"),
		("2026-03-16 10:22:31", "2026-02-30 10:22:31", "IssueTime: there is no such day"),
		("2026-03-16 10:22:31", "2026-03-16 noon", "IssueTime: not a date"),
		(
			"<InvoiceNumber>26332000000012345678",
			"<InvoiceNumber>2633",
			"InvoiceNumber: an e-invoice's number has 20",
		),
		("<SellerIdNum>91330200MA20002460</SellerIdNum>", "", "SellerIdNum: missing or empty"),
		("<BuyerIdNum>91330200MA2000123Y</BuyerIdNum>", "<BuyerIdNum/>", "BuyerIdNum: missing or empty"),
		("<SellerName>", "<SellerName>x</SellerName><SellerName>", "SellerName: stands twice"),
		("<EIid>26332000000012345678</EIid>", "", "EIid: missing or empty"),
		("</EInvoice>", "", "not well-formed XML"),
		("EInvoice>", "eInvoice>", "of the old kind"),
	] {
		let error = fails(&[(from, to)]);
		assert!(error.contains(expected), "{error}");
	}
}

/// A firm whose register wrote the last character wrongly is on the chain under that code, and has papers.
#[test]
fn a_code_as_issued_is_read_on_both_sides_and_remarked() {
	let issued = "91350299M0009QAA68";
	for (side, code, element) in [
		("seller", "91330200MA20002460", "line 14, SellerIdNum: "),
		("buyer", "91330200MA2000123Y", "line 19, BuyerIdNum: "),
	] {
		let document = Document::parse("i.xml", edited(&[(code, issued)]).as_bytes()).unwrap();
		let party = if side == "seller" { &document.fields.seller } else { &document.fields.buyer };
		assert_eq!(party.code, RegistrationId::CreditCodeAsIssued(issued.parse().unwrap()));
		// As the chain encodes the firm's registration.
		assert_eq!(party.code.encode(), [&[2][..], issued.as_bytes()].concat());
		let expected =
			format!("{element}{issued} is mistyped, or was issued so (check character 18 should be");
		assert!(
			document.remarks.iter().any(|remark| remark.starts_with(&expected)),
			"{:?}",
			document.remarks
		);
	}
	assert!(!remarks(&[]).contains("mistyped"));
	// What else is wrong with a code is no remark.
	for wrong in ["91350299M0009QAA78", "91020299M0009QAA68", "91350299M0009QAA6Z", "91350299m0009QAА68"] {
		assert!(fails(&[("91330200MA20002460", wrong)]).contains("SellerIdNum: "), "{wrong}");
	}
}

#[test]
fn a_partys_name_has_nothing_that_nobody_sees() {
	let hidden = [("宁波精工装备有限公司", "宁波\u{202e}精工\u{200b}装备有限公司")];
	assert_eq!(fields(&hidden).seller.name, "宁波精工装备有限公司");
	assert!(remarks(&hidden).contains("line 15, SellerName: U+202E at character 3"), "{}", remarks(&hidden));
	assert_eq!(fields(&[("宁波精工", "宁波\u{3000}精工")]).seller.name, "宁波 精工装备有限公司");
}

/// An invoice of so many lines, all of them on one line of a file that is nearly as long as a file may be.
fn with_items(count: usize, item: &str) -> String {
	let (start, rest) = INVOICE.split_once("<IssuItemInformation>").unwrap();
	let (_, end) = rest.split_once("</IssuItemInformation>").unwrap();
	let blank = " ".repeat(700 - item.len());
	let item = format!("<IssuItemInformation>{blank}{item}</IssuItemInformation>");
	(start.to_owned() + &item.repeat(count) + end).replace('\n', " ")
}

/// To tell a line once took a walk through all of the text before it: of ten thousand lines, for hours.
#[test]
fn an_invoice_of_ten_thousand_lines_on_one_is_read() {
	let totals = |text: String| {
		text.replace("TotalAmWithoutTax>3982300.88", "TotalAmWithoutTax>10000.00")
			.replace("TotalTaxAm>517699.12", "TotalTaxAm>1300.00")
			.replace("TotalTax-includedAmount>4500000.00", "TotalTax-includedAmount>11300.00")
			.replace("肆佰伍拾万圆整", "壹万壹仟叁佰圆整")
	};
	let item = "<Amount>1.00</Amount><TaxRate>0.13</TaxRate><ComTaxAm>0.13</ComTaxAm>";
	let text = totals(with_items(10_000, item));
	assert!(text.len() > 7 << 20 && text.len() <= 8 << 20, "{} bytes", text.len());
	let paper = Paper::parse("i.xml", text.as_bytes()).unwrap();
	match paper.content {
		Content::Invoice(invoice) => assert_eq!((invoice.lines, invoice.total_fen), (10_000, 1_130_000)),
		other => panic!("{other:?}"),
	}
	let error = Document::parse("i.xml", totals(with_items(10_001, item)).as_bytes()).unwrap_err();
	assert!(error.to_string().contains("more than 10000 lines"), "{error}");
}

/// Nor do faults cost a walk each, whether they are told or only looked for (the parts of a red letter).
#[test]
fn ten_thousand_faults_on_one_line_are_told() {
	for item in [
		"<ComTaxAm>0.13</ComTaxAm>",
		"<Amount>1<b/></Amount>",
		"<Amount>1.00</Amount><Amount>1.00</Amount>",
		"<Amount>x</Amount>",
	] {
		let error = Document::parse("i.xml", with_items(10_000, item).as_bytes()).unwrap_err();
		assert_eq!(error.faults.len(), 3_000, "{item}");
		assert!(error.faults.iter().all(|fault| fault.line == Some(1)), "{item}");
	}
	let part = "<RedEInvoice><OriginalInvoiceCode>1<b/></OriginalInvoiceCode></RedEInvoice>";
	let text = with_items(10_000, &format!("<Amount>1.00</Amount>{part}"));
	assert!(Document::parse("i.xml", text.as_bytes()).is_err());
}

#[test]
fn every_fault_is_told_at_once() {
	let error = fails(&[("91330200MA20002460", "1"), ("2026-03-16 10:22:31", "x"), (">4500000.00", ">x")]);
	assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn a_value_is_text_alone() {
	for (from, to) in [
		("4500000.00", "4500<b>000.00</b>"),
		("4500000.00", "4500<!-- -->000.00"),
		("91330200MA20002460", "91330200<?x?>MA20002460"),
		("合同号", "<b>合同号</b>"),
	] {
		assert!(fails(&[(from, to)]).contains("a value is text alone"), "{to}");
	}
}

#[test]
fn whatever_stands_twice_is_compared() {
	let item = "<ComTaxAm>517699.12</ComTaxAm>";
	for (from, to, expected) in [
		("<EIid>26332000000012345678", "<EIid>26332000000012345679", vec!["EIid: 26332000000012345679, but InvoiceNumber"]),
		(
			"Amount>4500000.00",
			"Amount>12500000.00",
			vec![
				"TotalTax-includedAmount: 12500000.00, but TotalAmWithoutTax 3982300.88 and TotalTaxAm 517699.12 make 4500000.00",
				"TotalTax-includedAmountInChinese: 肆佰伍拾万圆整 is 4500000.00, but TotalTax-includedAmount is 12500000.00",
			],
		),
		("TotalAmWithoutTax>3982300.88", "TotalAmWithoutTax>3982300.89", vec!["TotalAmWithoutTax: 3982300.89, but Amount"]),
		("肆佰伍拾万", "伍佰伍拾万", vec!["TotalTax-includedAmountInChinese: 伍佰伍拾万圆整 is 5500000.00"]),
		("肆佰伍拾万圆整", "4500000", vec!["TotalTax-includedAmountInChinese: '4' does not stand"]),
		(item, "<ComTaxAm>517699.11</ComTaxAm>", vec!["TotalTaxAm: 517699.12, but ComTaxAm of the lines makes 517699.11"]),
		(
			item,
			"<ComTaxAm>517699.12</ComTaxAm><TotaltaxIncludedAmount>1.00</TotaltaxIncludedAmount>",
			vec!["TotaltaxIncludedAmount: 1.00, but Amount and ComTaxAm of this line make 4500000.00"],
		),
	] {
		let error = fails(&[(from, to)]);
		for expected in expected {
			assert!(error.contains(expected), "{error}");
		}
	}
}

#[test]
fn a_label_says_the_same_by_its_code_and_in_words() {
	let kind = |code: &str, name: &str| {
		let label = format!(
			"<GeneralOrSpecialVAT><LabelCode>{code}</LabelCode><LabelName>{name}</LabelName></GeneralOrSpecialVAT>"
		);
		let start = INVOICE.find("<GeneralOrSpecialVAT>").expect("a label");
		let end = INVOICE.find("</GeneralOrSpecialVAT>").expect("its end") + "</GeneralOrSpecialVAT>".len();
		let text = format!("{}{label}{}", &INVOICE[..start], &INVOICE[end..]);
		Document::parse("i.xml", text.as_bytes()).map_err(|error| error.to_string())
	};
	let wrong = kind("01", "增值税普通发票").unwrap_err();
	assert!(
		wrong.contains("LabelName: 增值税普通发票, but the label's code is 01, a special invoice"),
		"{wrong}"
	);
	assert!(kind("02", "（增值税专用发票）").unwrap_err().contains("02, an ordinary one"));
	for (code, name) in
		[("01", "（增值税专用发票）"), ("02", "普通发票"), ("02", ""), ("", "增值税普通发票"), ("", "")]
	{
		assert!(kind(code, name).is_ok(), "{code} {name}");
	}
}

/// The longest digits that are read, everywhere: nothing is computed that does not fit.
#[test]
fn the_longest_digits_are_refused_and_harm_nothing() {
	const LONGEST: &str = "999999999999999.99";
	let changes = |sign: &str| {
		let longest = format!(">{sign}{LONGEST}");
		edited(&[
			(">3982300.88", &longest),
			(">517699.12", &longest),
			(">4500000.00", &longest),
			("<TaxRate>0.13", &format!("<TaxRate>{sign}{LONGEST}")),
			("肆佰伍拾万圆整", "玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖圆玖角玖分"),
		])
	};
	for sign in ["", "-"] {
		let paper = Paper::parse("i.xml", changes(sign).as_bytes());
		let told = match paper.map(|paper| paper.content) {
			Ok(Content::Invoice(invoice)) => invoice.red.expect("red").contradictions.join("\n"),
			Ok(other) => panic!("{other:?}"),
			Err(error) => error.to_string(),
		};
		assert!(told.contains("the rate's share of this line's Amount is too large"), "{told}");
	}
}

#[test]
fn what_issuers_usually_keep_is_a_remark() {
	assert!(remarks(&[("2026-03-16 10:22:31", "2025-12-31")]).contains("26 are not the year of its date"));
	// Its tag is of Jiangsu, its bureau of Ningbo.
	assert!(remarks(&[]).contains("name different bureaus"));
	assert!(
		remarks(&[("SWEI3200", "SWEI4400"), ("13302000000", "14400000000")]).contains("digits 33 are not")
	);
	assert!(remarks(&[("<EInvoiceTag>SWEI3200</EInvoiceTag>", "")]).contains("EInvoiceTag is missing"));
	assert!(remarks(&[("肆佰伍拾万圆整", "")]).contains("not written in capitals"));
	assert!(
		remarks(&[("<TaxRate>0.13", "<TaxRate>0.06")]).contains("on 1 lines the tax is not the rate's share")
	);
	let seller = [("91330200MA20002460", "91330200MA2000123Y")];
	assert!(remarks(&seller).contains("seller and buyer have one code"));
	assert!(!remarks(&[]).contains("seller and buyer"));
}

#[test]
fn one_sign_makes_a_red_letter_and_none_is_evidence() {
	let label = "<InIssuType><LabelCode>N</LabelCode></InIssuType><EInvoiceType>";
	let part = "<SpecificInformation><RedEInvoice><OriginalInvoiceCode>26332000000000000001</OriginalInvoiceCode></RedEInvoice></SpecificInformation><AdditionalInformation>";
	let remark = "被红冲蓝字数电票号码：26332000000000000001 红字发票信息确认单编号：33020626030000012345";
	let negative: &[_] = &[
		(">3982300.88", ">-3982300.88"),
		(">517699.12", ">-517699.12"),
		(">4500000.00", ">-4500000.00"),
		("肆佰伍拾万", "（负数）肆佰伍拾万"),
	];
	let only_capitals: &[_] = &[("肆佰伍拾万", "（负数）肆佰伍拾万")];
	let cases: [(&[(&str, &str)], RedSign); 5] = [
		(&[("<EInvoiceType>", label)], RedSign::Label),
		(&[("<AdditionalInformation>", part)], RedSign::NamesOriginal),
		(&[("合同号 CG-2026-017", remark)], RedSign::Remark),
		(negative, RedSign::NegativeTotal),
		(only_capitals, RedSign::NegativeCapitals),
	];
	for (changes, sign) in cases {
		let letter = red(changes);
		assert!(letter.signs.contains(&sign), "{letter:?}");
		let error = fails(changes);
		assert!(error.contains("a red-letter invoice (红字发票)"), "{error}");
	}
	assert!(red(negative).contradictions.is_empty());
	assert_eq!(red(only_capitals).contradictions.len(), 1);
	let letter = red(&[("合同号 CG-2026-017", remark)]);
	assert_eq!(letter.original.as_deref(), Some("26332000000000000001"));
	assert_eq!(letter.confirmation.as_deref(), Some("33020626030000012345"));
	let two = part.replace("00001</Orig", "00002</Orig");
	let letter = red(&[("<AdditionalInformation>", &two), ("合同号 CG-2026-017", remark)]);
	assert_eq!(letter.original, None, "two originals are none");
}

/// A label 是否蓝字发票标志, with its name.
fn label(code: &str, name: &str) -> String {
	format!(
		"<InIssuType><LabelCode>{code}</LabelCode><LabelName>{name}</LabelName></InIssuType><EInvoiceType>"
	)
}

#[test]
fn an_invoice_that_was_issued_anew_is_none() {
	let blue = label("Y", "是否蓝字发票标志");
	let anew = "原发票号码26332000000000000001已被红冲，重开";
	for remark in [anew, "红字发票信息确认单已开，本票为重开"] {
		let remarks = remarks(&[("<EInvoiceType>", &blue), ("合同号 CG-2026-017", remark)]);
		assert!(remarks.contains("its remark speaks of a red-letter invoice"), "{remarks}");
	}
	assert!(!remarks(&[("<EInvoiceType>", &blue)]).contains("red-letter"));
	// Parts without content are sent too.
	for part in ["<RedEInvoice/>", "<RedEInvoice><OriginalInvoiceCode> </OriginalInvoiceCode></RedEInvoice>"]
	{
		let part = format!("<SpecificInformation>{part}</SpecificInformation><AdditionalInformation>");
		fields(&[("<AdditionalInformation>", &part)]);
	}
	// Without the label, and beside it where the confirmation has its number, the words are a sign.
	assert_eq!(red(&[("合同号 CG-2026-017", anew)]).signs, [RedSign::Remark]);
	let confirmed = "被红冲蓝字数电票号码：26332000000000000001 红字发票信息确认单编号：33020626030000012345";
	let letter = red(&[("<EInvoiceType>", &blue), ("合同号 CG-2026-017", confirmed)]);
	assert_eq!((letter.signs.as_slice(), letter.original.is_some()), (&[RedSign::Remark][..], true));
}

#[test]
fn a_labels_name_that_says_red_is_a_sign() {
	for (code, name) in [("", "红字发票"), ("", "否"), ("Y", "负数发票"), ("Y", "红字")] {
		let letter = red(&[("<EInvoiceType>", &label(code, name))]);
		assert_eq!(letter.signs, [RedSign::LabelName], "{code} {name}");
	}
	for (code, name) in [("Y", "是否蓝字发票标志"), ("Y", "是"), ("", ""), ("Y", "蓝字发票")] {
		fields(&[("<EInvoiceType>", &label(code, name))]);
	}
	let twice = label("Y", "是</LabelName><LabelName>红字发票");
	assert!(fails(&[("<EInvoiceType>", &twice)]).contains("LabelName: stands twice"));
}

#[test]
fn a_label_that_stands_twice_is_refused() {
	let twice = "<InIssuType><LabelCode>Y</LabelCode></InIssuType><InIssuType><LabelCode>N</LabelCode></InIssuType><EInvoiceType>";
	assert!(fails(&[("<EInvoiceType>", twice)]).contains("InIssuType: stands twice"));
	let broken = "<InIssuType><LabelCode>Y<b/></LabelCode></InIssuType><EInvoiceType>";
	assert!(fails(&[("<EInvoiceType>", broken)]).contains("a value is text alone"));
}

#[test]
fn a_total_of_nothing_is_no_evidence() {
	let nothing = [
		(">3982300.88", ">0.00"),
		(">517699.12", ">0.00"),
		(">4500000.00", ">0.00"),
		("肆佰伍拾万圆整", "零圆整"),
	];
	assert!(fails(&nothing).contains("the total is 0.00"));
}

#[test]
fn a_document_type_declaration_is_refused() {
	let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><EInvoice>&b;</EInvoice>";
	assert!(Document::parse("i.xml", bomb.as_bytes()).unwrap_err().to_string().contains("document type"));
}
