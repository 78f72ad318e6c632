use super::*;

const CONTRACT: &str = include_str!("../../../tests/fixtures/own/purchase_contract.json");

const FILING: &str = include_str!("../../../tests/fixtures/own/patent_filing.json");

fn parse(file: &str, text: &str) -> Result<DeclaredFields> {
	super::parse(file, text, &mut Vec::new())
}

fn fails(from: &str, to: &str) -> String {
	assert!(CONTRACT.contains(from), "{from}");
	parse("c.json", &CONTRACT.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn every_wrong_field_is_named() {
	assert!(fails("purchase_contract", "recipe").contains("recipe"));
	assert!(fails("\"4500000.00\"", "4500000.00").contains("c.json, line 8: not a document"));
	assert!(fails("4500000.00", "0.00").contains("amount_yuan: must not be zero"));
	assert!(fails("CG-2026-017", "-").contains("number: empty"));
	assert!(fails("CG-2026-017", "СG-2026-017").contains("number: the character U+0421 looks like C"));
	assert!(fails("宁波精工装备有限公司", " ").contains("seller.name: empty"));
	assert!(fails("91330200MA20002460", "330206600123457").contains("seller.credit_code: the registration"));
	let two = CONTRACT.replace("2026-03-02", "2026-02-30").replace("4500000.00", "x");
	let error = parse("c.json", &two).unwrap_err();
	assert_eq!(error.faults.len(), 2, "{error}");
}

#[test]
fn a_code_as_issued_is_read_on_both_sides_and_remarked() {
	let issued = "91350299M0009QAA68";
	for (field, code) in [("seller", "91330200MA20002460"), ("buyer", "91330200MA2000123Y")] {
		let mut remarks = Vec::new();
		let fields = super::parse("c.json", &CONTRACT.replace(code, issued), &mut remarks).unwrap();
		let party = if field == "seller" { fields.seller } else { fields.buyer };
		assert_eq!(party.code, RegistrationId::CreditCodeAsIssued(issued.parse().unwrap()));
		let expected = format!("{field}.credit_code: {issued} is mistyped, or was issued so");
		assert!(remarks[0].starts_with(&expected), "{remarks:?}");
	}
	assert!(
		fails("91330200MA20002460", "91350299M0009QAA78").contains("seller.credit_code: check character 17")
	);
	// 15 digits have a region too.
	assert!(fails("91330200MA20002460", "029919000000002").contains("seller.credit_code: the registration"));
}

#[test]
fn a_partys_name_has_nothing_that_nobody_sees() {
	let mut remarks = Vec::new();
	let text = CONTRACT.replace("宁波海曙制造", "宁波\\u202e海曙\u{2066}制造");
	let fields = super::parse("c.json", &text, &mut remarks).unwrap();
	assert_eq!(fields.buyer.name, "宁波海曙制造有限公司");
	assert!(remarks[0].starts_with("buyer.name: U+202E at character 3"), "{remarks:?}");
}

#[test]
fn a_number_keeps_its_separators() {
	let number = |text: &str| parse("c.json", &CONTRACT.replace("CG-2026-017", text)).unwrap().number;
	assert_eq!(number("cg/2026/017"), "CG-2026-017");
	assert_ne!(number("CG-2026-017"), number("CG-20260-17"));
}

#[test]
fn an_application_has_its_check_character_and_its_year() {
	assert_eq!(parse("f.json", FILING).unwrap().number, "202610123456.X");
	let error = parse("f.json", &FILING.replace("456.X", "456.7")).unwrap_err().to_string();
	assert!(error.contains("application_number: the check character after the point should be X"), "{error}");
	let mut remarks = Vec::new();
	super::parse("f.json", &FILING.replace("2026-03-12", "2025-12-30"), &mut remarks).unwrap();
	assert_eq!(remarks, ["the application's number says 2026, but it was filed on 2025-12-30"]);
}

#[test]
fn what_a_contract_says_twice_is_compared() {
	let with = |more: &str| {
		let text = CONTRACT.replace("\"remark\"", &format!("{more}, \"remark\""));
		parse("c.json", &text).map_err(|error| error.to_string())
	};
	assert!(with(r#""amount_in_chinese": "肆佰伍拾万圆整""#).is_ok());
	let error = with(r#""amount_in_chinese": "肆佰伍拾壹万圆整""#).unwrap_err();
	assert!(
		error.contains("amount_in_chinese: 肆佰伍拾壹万圆整 is 4510000.00, but amount_yuan is 4500000.00")
	);
	assert!(with(r#""amount_in_chinese": "many""#).is_err());
	assert!(with(r#""payment": [{"amount_yuan": "4,000,000.00"}, {"amount_yuan": "500000"}]"#).is_ok());
	let error = with(r#""payment": [{"amount_yuan": "4,000,000.00"}]"#).unwrap_err();
	assert!(error.contains("payment: make 4000000.00, but amount_yuan is 4500000.00"), "{error}");
	assert!(with(r#""payment": [{"amount_yuan": "4,000,000.00"}, {"stage": "later"}]"#).is_ok());
	let error = with(r#""payment": [{"amount_yuan": "4,500,000.01"}, {"stage": "later"}]"#).unwrap_err();
	assert!(error.contains("payment: make 4500000.01 without those"), "{error}");
	let item = "\"quantity\": 1 }";
	assert!(
		fails(item, "\"quantity\": 2, \"unit_price_yuan\": \"4500000.00\" }").contains("items: make 9000000")
	);
}

/// A contract over 4500000.00 with these items.
fn with_items(items: &str) -> std::result::Result<Vec<String>, String> {
	let text = CONTRACT.replace("\"items\": [{", "\"goods\": [{");
	let text = text.replace("\"remark\"", &format!("\"items\": [{items}], \"remark\""));
	let mut remarks = Vec::new();
	super::parse("c.json", &text, &mut remarks).map_err(|error| error.to_string())?;
	Ok(remarks)
}

#[test]
fn quantities_are_decimals_and_compared_exactly() {
	for items in [
		r#"{"quantity": 1.5, "unit_price_yuan": "3000000"}"#,
		r#"{"quantity": "1.500000", "unit_price_yuan": "3,000,000.00"}"#,
		r#"{"quantity": 0.1, "unit_price_yuan": "45000000"}"#,
		r#"{"quantity": 1000000, "unit_price_yuan": "4.6"}, {"quantity": 1, "unit_price_yuan": "-100000"}"#,
		// 1388.888889 is rounded to the fen.
		r#"{"quantity": "3240", "unit_price_yuan": "1388.888889"}"#,
	] {
		assert_eq!(with_items(items), Ok(vec![]), "{items}");
	}
	for (items, expected) in [
		(r#"{"quantity": 1.5, "unit_price_yuan": "3000000.01"}"#, "items: make 4500000.02"),
		(r#"{"quantity": "2.5", "unit_price_yuan": "3000000"}"#, "items: make 7500000.00"),
		(
			r#"{"quantity": "999999999999999", "unit_price_yuan": "999999999999999"}"#,
			"items: make more than any amount",
		),
	] {
		let error = with_items(items).unwrap_err();
		assert!(error.contains(expected), "{error}");
	}
}

#[test]
fn one_open_item_does_not_end_the_comparison() {
	let open = [
		r#"{"name": "gift"}"#,
		r#"{"quantity": "some", "unit_price_yuan": "1"}"#,
		r#"{"quantity": 0.12345678901234567, "unit_price_yuan": "1"}"#,
		r#"{"quantity": null, "unit_price_yuan": "1"}"#,
	];
	for open in open {
		let remarks = with_items(&format!(r#"{{"quantity": 1, "unit_price_yuan": "4500000"}}, {open}"#));
		let expected =
			"items could not be compared with amount_yuan: 1 of 2 have no figures that can be multiplied";
		assert_eq!(remarks, Ok(vec![expected.to_owned()]));
		let error =
			with_items(&format!(r#"{{"quantity": 2, "unit_price_yuan": "4500000"}}, {open}"#)).unwrap_err();
		assert!(error.contains("items: make 9000000.00 without those"), "{error}");
	}
}

#[test]
fn every_kind_says_its_amount_again() {
	let report = include_str!("../../../tests/fixtures/own/inspection_report.json");
	for (text, fee) in [(report, "叁拾万圆整"), (FILING, "壹万贰仟圆整")] {
		let with = |capitals: &str| {
			let more = format!("\"amount_in_chinese\": \"{capitals}\", \"fee_yuan\"");
			parse("f.json", &text.replace("\"fee_yuan\"", &more)).map_err(|error| error.to_string())
		};
		assert!(with(fee).is_ok());
		let error = with("壹圆整").unwrap_err();
		assert!(error.contains("amount_in_chinese: 壹圆整 is 1.00, but fee_yuan is"), "{error}");
	}
	let certificate = CONTRACT.replace("purchase_contract", "acceptance_certificate");
	let certificate = certificate.replace("signed_on", "accepted_on");
	let with = |more: &str| {
		let text = certificate.replace("\"remark\"", &format!("{more}, \"remark\""));
		parse("a.json", &text).map_err(|error| error.to_string())
	};
	assert!(with("\"amount_in_chinese\": \"肆佰伍拾万圆整\"").is_ok());
	assert!(with("\"amount_in_chinese\": \"壹圆整\"").is_err());
	assert!(with("\"payment\": [{\"amount_yuan\": \"1.00\"}]").is_err());
	let priced = certificate.replace("\"quantity\": 1 }", "\"quantity\": 1, \"unit_price_yuan\": \"1\" }");
	assert!(parse("a.json", &priced).unwrap_err().to_string().contains("items: make 1.00"));
}
